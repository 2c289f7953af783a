/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr.c - which command it is, and the few things all of them share.
 *
 * The words of a command line are options (anywhere, as getopt lets them stand), an action, an
 * entity and the rest. Actions and entities may be shortened, each to its own length; the lengths
 * are those of 22.05.8, found by trying. An action that changes something goes to the file of its
 * entity; what shows something is read by sacctmgr_query.c and answered in the report room; the
 * rest (reconfigure, clear stats, ...) has nothing to act on in a simulation.
 *
 * The real tool changes the database first, then asks whether to commit. We say what will change,
 * ask, then change: the same text, and nothing to roll back.
 */
#include "configs/sacctmgr_parts.h"

#include <stdarg.h>
#include <string.h>

/* --- saying things ---------------------------------------------------------------------------- */

void ss_sacctmgr_print(SsSacctmgrRun *run, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append_vprintf(run->out, format, args);
    va_end(args);
}

void ss_sacctmgr_refuse(SsSacctmgrRun *run, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append_vprintf(run->err, format, args);
    va_end(args);
    g_string_append_c(run->err, '\n');
    run->code = 1;
}

void ss_sacctmgr_error(SsSacctmgrRun *run, const char *format, ...)
{
    va_list args;

    g_string_append(run->err, "sacctmgr: error: ");
    va_start(args, format);
    g_string_append_vprintf(run->err, format, args);
    va_end(args);
    g_string_append_c(run->err, '\n');
}

void ss_sacctmgr_nothing(SsSacctmgrRun *run, const char *text)
{
    ss_sacctmgr_print(run, "%s\n", text);
    run->code = 1;
}

void ss_sacctmgr_no_effect(SsSacctmgrRun *run, const char *request)
{
    g_string_append_printf(run->err,
                           "sacctmgr: accounting_storage/slurmdbd: %s: Request didn't "
                           "affect anything or your user doesn't have privilege to "
                           "perform this action\n",
                           request);
}

bool ss_sacctmgr_commit(SsSacctmgrRun *run)
{
    if (run->immediate)
        return true;
    if (run->ctx->confirm != NULL)
        return run->ctx->confirm(run->ctx->confirm_data);
    ss_sacctmgr_print(run, "Would you like to commit changes? (You have 30 seconds to decide)\n"
                           "(N/y): \n Changes Discarded\n");
    return false;
}

void ss_sacctmgr_txn(SsSacctmgrRun *run, const char *action, const char *where, const char *info)
{
    ss_accounts_txn(run->db, run->ctx->now, action, run->ctx->actor, where, info);
}

/* --- lists ------------------------------------------------------------------------------------ */

static int compare_names(const void *a, const void *b)
{
    const char *one = *(char *const *) a, *two = *(char *const *) b;

    for (; g_ascii_toupper(*one) == g_ascii_toupper(*two) && *one != '\0'; one++)
        two++;
    return (int) (guchar) g_ascii_toupper(*one) - (int) (guchar) g_ascii_toupper(*two);
}

void ss_names_sort(GPtrArray *names)
{
    g_ptr_array_sort(names, compare_names);
}

char *ss_names_where(const char *column, const GPtrArray *names)
{
    GString *where = g_string_new("(");

    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(where, "%s%s='%s'", i > 0 ? " || " : "", column,
                               (char *) names->pdata[i]);
    g_string_append_c(where, ')');
    return g_string_free(where, FALSE);
}

GPtrArray *ss_assocs_with_below(const SsAccounts *db, const GPtrArray *list)
{
    GPtrArray *all = ss_assoc_list_new();

    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];

        for (guint j = 0; !assoc->deleted && j < list->len; j++) {
            const SsAssocRecord *top = list->pdata[j];

            if (assoc->lft >= top->lft && assoc->rgt <= top->rgt) {
                g_ptr_array_add(all, assoc);
                break;
            }
        }
    }
    ss_assoc_list_sort(all);
    return all;
}

bool ss_assocs_idle(SsSacctmgrRun *run, const GPtrArray *list)
{
    uint32_t jobs[64];
    bool     idle = true;

    for (guint i = 0; run->ctx->active_jobs != NULL && i < list->len; i++) {
        const SsAssocRecord *assoc = list->pdata[i];
        const uint32_t       n =
            run->ctx->active_jobs(run->ctx->active_jobs_data, assoc->id, jobs, G_N_ELEMENTS(jobs));

        for (uint32_t j = 0; j < n; j++) {
            if (idle)
                ss_sacctmgr_refuse(run, " Error with request: Job(s) active, cancel job(s) before "
                                        "remove");
            g_string_append_printf(run->err, "  JobID = %-10u C = %-10s A = %-10s U = %-9s\n",
                                   jobs[j], run->db->cluster, assoc->account, assoc->user);
            idle = false;
        }
    }
    return idle;
}

void ss_assocs_remove(SsSacctmgrRun *run, GPtrArray *list)
{
    ss_assoc_list_sort(list);
    for (guint i = list->len; i-- > 0;)
        ss_accounts_assoc_remove(run->db, list->pdata[i]);
}

/* --- actions and entities --------------------------------------------------------------------- */

typedef enum {
    VERB_ADD,
    VERB_MODIFY,
    VERB_DELETE,
    VERB_LOAD,
    VERB_NONE,
} Verb;

typedef struct {
    const char      *name;
    uint8_t          min;
    SsSacctmgrAction action;
    Verb             verb;
} Action;

static const Action actions[] = {
    { "add", 3, SS_SACCTMGR_CHANGE, VERB_ADD },
    { "archive", 3, SS_SACCTMGR_OTHER, VERB_NONE },
    { "associations", 3, SS_SACCTMGR_OTHER, VERB_NONE },
    { "clear", 3, SS_SACCTMGR_OTHER, VERB_NONE },
    { "create", 3, SS_SACCTMGR_CHANGE, VERB_ADD },
    { "delete", 3, SS_SACCTMGR_CHANGE, VERB_DELETE },
    { "dump", 3, SS_SACCTMGR_DUMP, VERB_NONE },
    { "exit", 1, SS_SACCTMGR_OTHER, VERB_NONE },
    { "help", 2, SS_SACCTMGR_OTHER, VERB_NONE },
    { "list", 3, SS_SACCTMGR_SHOW, VERB_NONE },
    { "load", 2, SS_SACCTMGR_CHANGE, VERB_LOAD },
    { "modify", 1, SS_SACCTMGR_CHANGE, VERB_MODIFY },
    { "quit", 4, SS_SACCTMGR_OTHER, VERB_NONE },
    { "reconfigure", 3, SS_SACCTMGR_OTHER, VERB_NONE },
    { "remove", 3, SS_SACCTMGR_CHANGE, VERB_DELETE },
    { "rollup", 2, SS_SACCTMGR_OTHER, VERB_NONE },
    { "show", 3, SS_SACCTMGR_SHOW, VERB_NONE },
    { "shutdown", 4, SS_SACCTMGR_OTHER, VERB_NONE },
    { "update", 1, SS_SACCTMGR_CHANGE, VERB_MODIFY },
    { "version", 4, SS_SACCTMGR_OTHER, VERB_NONE },
};

typedef struct {
    const char    *name;
    uint8_t        min[3]; /* for add, modify, delete; 0 = not there */
    SsSacctmgrVerb run[3];
} Entity;

static const Entity entities[] = {
    { "Account",
      { 1, 1, 1 },
      { ss_sacctmgr_add_account, ss_sacctmgr_modify_account, ss_sacctmgr_delete_account } },
    { "Acct",
      { 4, 4, 4 },
      { ss_sacctmgr_add_account, ss_sacctmgr_modify_account, ss_sacctmgr_delete_account } },
    { "Cluster",
      { 2, 1, 2 },
      { ss_sacctmgr_add_cluster, ss_sacctmgr_modify_cluster, ss_sacctmgr_delete_cluster } },
    { "Coordinator", { 2, 0, 2 }, { ss_sacctmgr_add_coord, NULL, ss_sacctmgr_delete_coord } },
    { "QOS", { 1, 1, 1 }, { ss_sacctmgr_add_qos, ss_sacctmgr_modify_qos, ss_sacctmgr_delete_qos } },
    { "Resource",
      { 1, 1, 1 },
      { ss_sacctmgr_add_resource, ss_sacctmgr_modify_resource, ss_sacctmgr_delete_resource } },
    { "User",
      { 1, 1, 1 },
      { ss_sacctmgr_add_user, ss_sacctmgr_modify_user, ss_sacctmgr_delete_user } },
};

static bool is_beginning(const char *word, const char *name, size_t min)
{
    const size_t length = strlen(word);

    return length >= min && length <= strlen(name) && g_ascii_strncasecmp(word, name, length) == 0;
}

/* Options may stand anywhere; what begins with '-' is one. */
static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0';
}

static const Action *find_action(char **words)
{
    while (*words != NULL && is_option(*words))
        words++;
    for (size_t i = 0; *words != NULL && i < G_N_ELEMENTS(actions); i++) {
        if (is_beginning(*words, actions[i].name, actions[i].min))
            return &actions[i];
    }
    return NULL;
}

SsSacctmgrAction ss_sacctmgr_action(char **words)
{
    const Action *action = find_action(words);

    return action != NULL ? action->action : SS_SACCTMGR_NONE;
}

bool ss_sacctmgr_immediate(char **words)
{
    g_autoptr(GString)   unsaid = g_string_new(NULL);
    uint32_t             flags = 0;
    g_autoptr(GPtrArray) rest = ss_sacctmgr_options(words, &flags, unsaid);

    return rest != NULL && (flags & SS_SACCTMGR_IMMEDIATE) != 0;
}

static void refuse_entity(SsSacctmgrRun *run, Verb verb)
{
    if (verb == VERB_MODIFY)
        ss_sacctmgr_refuse(run, "No valid entity in modify command\nInput line must include "
                                "\"Account\", \"Cluster\", \"Federation\", \"Job\", \"QOS\", "
                                "\"Resource\" or \"User\"");
    else
        ss_sacctmgr_refuse(run,
                           "No valid entity in %s command\nInput line must include "
                           "\"Account\", \"Cluster\", \"Coordinator\", \"Federation\", "
                           "\"QOS\", \"Resource\", or \"User\"",
                           verb == VERB_ADD ? "add" : "delete");
}

static void run_entity(SsSacctmgrRun *run, Verb verb, char **rest)
{
    for (size_t i = 0; *rest != NULL && i < G_N_ELEMENTS(entities); i++) {
        const Entity *entity = &entities[i];

        if (entity->run[verb] != NULL && is_beginning(*rest, entity->name, entity->min[verb])) {
            entity->run[verb](run, rest + 1);
            return;
        }
    }
    refuse_entity(run, verb);
}

int ss_sacctmgr_run(SsAccounts *db, const SsSacctmgrContext *ctx, char **words, GString *out,
                    GString *err)
{
    SsSacctmgrRun        run = { db, ctx, out, err, ctx->immediate, 0 };
    const Action        *action = find_action(words);
    uint32_t             flags = 0;
    g_autoptr(GPtrArray) rest = ss_sacctmgr_options(words, &flags, err);

    if (rest == NULL)
        return 1;
    if (rest->len == 1)
        return 0;
    if (action == NULL) {
        ss_sacctmgr_refuse(&run, "invalid keyword: %s", (char *) rest->pdata[0]);
        return run.code;
    }
    if (action->action != SS_SACCTMGR_CHANGE)
        return 0;
    if (flags & SS_SACCTMGR_READONLY) {
        ss_sacctmgr_refuse(&run, "Can't run this command in readonly mode.");
        return run.code;
    }
    run.immediate |= (flags & SS_SACCTMGR_IMMEDIATE) != 0;
    if (action->verb == VERB_LOAD)
        ss_sacctmgr_load(&run, (char **) rest->pdata + 1);
    else
        run_entity(&run, action->verb, (char **) rest->pdata + 1);
    return run.code;
}
