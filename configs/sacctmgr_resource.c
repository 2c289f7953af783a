/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr_resource.c - add, modify, delete resource: licences that clusters share.
 *
 * A resource is "name@server" and has a count; a cluster has a percentage of it. A simulation has one cluster,
 * so what the real tool keeps in two tables is one record here. Its echo after `add` shows the settings of
 * the last name given, and only for names that are new; that is kept.
 */
#include "configs/sacctmgr_parts.h"

#include <string.h>

#define NO_PERCENT 65534u /* what the real tool counts with when none is given */

typedef struct {
    GPtrArray *names, *servers, *managers, *descriptions, *ids, *percents, *clusters;
    bool       conditions;
    char      *server, *manager, *description;
    uint32_t   count, percent; /* SS_KEEP: not given */
    bool       typed;
} Words;

static void words_clear(Words *words)
{
    GPtrArray *lists[] = { words->names, words->servers,  words->managers, words->descriptions,
                           words->ids,   words->percents, words->clusters };

    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_ptr_array_unref(lists[i]);
    g_free(words->server);
    g_free(words->manager);
    g_free(words->description);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

static void words_init(Words *words)
{
    *words = (Words){ .names = ss_cmd_names_new(),
                      .servers = ss_cmd_names_new(),
                      .managers = ss_cmd_names_new(),
                      .descriptions = ss_cmd_names_new(),
                      .ids = ss_cmd_names_new(),
                      .percents = ss_cmd_names_new(),
                      .clusters = ss_cmd_names_new(),
                      .count = SS_KEEP,
                      .percent = SS_KEEP };
}

/* --- words ------------------------------------------------------------------------------------ */

static bool is_keyword(const SsCmdWord *word)
{
    return ss_cmd_word_bare(word, "set", 3) || ss_cmd_word_bare(word, "where", 5);
}

static bool is_name(const SsCmdWord *word)
{
    return word->value == NULL || ss_cmd_word_is(word, "Names", 1)
           || ss_cmd_word_is(word, "Resources", 1);
}

static SsWordResult take_text(char **text, const char *value)
{
    ss_cmd_set_value(text, value);
    return SS_WORD_TAKEN;
}

/* A bad number is told and passed over. */
static SsWordResult number(SsSacctmgrRun *run, const SsCmdWord *word, const char *label,
                           uint32_t *out)
{
    ss_cmd_uint(run, word->value, label, out);
    return SS_WORD_TAKEN;
}

static SsWordResult take_type(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    g_autofree char *text = ss_cmd_value(word->value);

    if (g_ascii_strncasecmp("license", text, MAX(strlen(text), 1)) != 0) {
        ss_sacctmgr_refuse(run, " Unknown resource type: '%s'  Valid resources is License.", text);
        return SS_WORD_FATAL;
    }
    words->typed = true;
    return SS_WORD_TAKEN;
}

static SsWordResult refuse_flags(SsSacctmgrRun *run, const SsCmdWord *word)
{
    g_autofree char *text = ss_cmd_value(word->value);

    ss_sacctmgr_refuse(run,
                       " Unknown Server Resource flag used in:\n  '%s'\n Valid Server Resource "
                       "flags are\n '(null)'",
                       text);
    return SS_WORD_FATAL;
}

static SsWordResult take_word(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    if (ss_cmd_word_is(word, "Count", 3))
        return number(run, word, "count", &words->count);
    if (ss_cmd_word_is(word, "Description", 1))
        return take_text(&words->description, word->value);
    if (ss_cmd_word_is(word, "Flags", 2))
        return refuse_flags(run, word);
    if (ss_cmd_word_is(word, "PercentAllowed", 1))
        return number(run, word, "PercentAllowed", &words->percent);
    if (ss_cmd_word_is(word, "ServerType", 7))
        return take_text(&words->manager, word->value);
    if (ss_cmd_word_is(word, "Server", 2))
        return take_text(&words->server, word->value);
    return ss_cmd_word_is(word, "Type", 1) ? take_type(run, words, word) : SS_WORD_UNKNOWN;
}

/* FALSE: the command ends. */
static bool take_setting(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    const SsWordResult result = take_word(run, words, word);

    if (result == SS_WORD_UNKNOWN)
        ss_sacctmgr_refuse(run, " Unknown option: %s\n Use keyword 'where' to modify condition",
                           word->text);
    return result == SS_WORD_TAKEN;
}

/* The clusters named; ours is the only one. */
static bool take_clusters(SsSacctmgrRun *run, Words *words, const char *value)
{
    ss_cmd_names(words->clusters, value);
    for (guint i = 0; i < words->clusters->len; i++) {
        if (strcmp(words->clusters->pdata[i], run->db->cluster) == 0)
            continue;
        ss_sacctmgr_refuse(run,
                           " This cluster '%s' doesn't exist.\n"
                           "        Contact your admin to add it to accounting.\n"
                           " Need a valid cluster name to add a cluster resource.",
                           (char *) words->clusters->pdata[i]);
        return false;
    }
    return true;
}

static char *title_of(const SsResourceRecord *resource)
{
    return g_strdup_printf("%s@%s", resource->name, resource->server);
}

/* --- add -------------------------------------------------------------------------------------- */

static bool read_addition(SsSacctmgrRun *run, Words *words, char **argv)
{
    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (is_keyword(&word))
            continue;
        if (is_name(&word))
            ss_cmd_names(words->names, word.value != NULL ? word.value : word.text);
        else if (ss_cmd_word_is(&word, "Clusters", 2)) {
            if (!take_clusters(run, words, word.value))
                return false;
        } else if (!take_setting(run, words, &word))
            return false;
    }
    if (words->names->len == 0) {
        ss_sacctmgr_refuse(run, " Need name of resource to add.");
        return false;
    }
    if (words->server == NULL)
        words->server = g_strdup("slurmdb");
    return true;
}

/* What there is to do for one name. */
typedef struct {
    const char       *name;
    SsResourceRecord *known; /* NULL: it is new */
} Addition;

/* Our cluster's percentage is too much, or was not given. */
static bool refuse_percent(SsSacctmgrRun *run, const Words *words, const Addition *at)
{
    const uint32_t percent = words->percent == SS_KEEP ? NO_PERCENT : words->percent;

    if (percent <= 100)
        return false;
    ss_sacctmgr_refuse(run,
                       " Adding this 1 clusters to resource %s@%s at %u%% each , with 0%% already "
                       "used,  would go over 100%%.  Please redo your math and resubmit.",
                       at->known != NULL ? "(null)" : at->name, words->server, percent);
    return true;
}

/* FALSE: refused. Fills `out` with what is to be done. */
static bool plan_addition(SsSacctmgrRun *run, const Words *words, GArray *out)
{
    for (guint i = 0; i < words->names->len; i++) {
        const char    *name = words->names->pdata[i];
        const Addition at = { name, ss_accounts_resource(run->db, name, words->server) };

        if (at.known != NULL && (words->clusters->len == 0 || at.known->on_cluster))
            continue;
        if (at.known == NULL && !words->typed) {
            ss_sacctmgr_refuse(run, " Need to designate a resource type to initially add '%s'.",
                               name);
            return false;
        }
        if (at.known == NULL && words->count == SS_KEEP) {
            ss_sacctmgr_refuse(run, " Need to designate a resource count to initially add '%s'.",
                               name);
            return false;
        }
        if (words->clusters->len > 0 && refuse_percent(run, words, &at))
            return false;
        g_array_append_val(out, at);
    }
    return true;
}

static void echo_addition(SsSacctmgrRun *run, const Words *words, const GArray *plan)
{
    const Addition *last = &g_array_index(plan, Addition, plan->len - 1);

    ss_sacctmgr_print(run, " Adding Resource(s)\n");
    for (guint i = 0; i < plan->len; i++) {
        const Addition *at = &g_array_index(plan, Addition, i);

        ss_sacctmgr_print(run, "  %s@%s\n", at->name, words->server);
        if (words->clusters->len > 0)
            ss_sacctmgr_print(run, "   Cluster - %s\t%u%%\n", run->db->cluster, words->percent);
    }
    ss_sacctmgr_print(run, " Settings\n");
    if (last->known == NULL)
        ss_sacctmgr_print(run, "  Name           = %s\n", last->name);
    ss_sacctmgr_print(run, "  Server         = %s\n", words->server);
    if (last->known == NULL || words->description != NULL)
        ss_sacctmgr_print(run, "  Description    = %s\n",
                          words->description != NULL ? words->description : last->name);
    if (words->manager != NULL)
        ss_sacctmgr_print(run, "  ServerType     = %s\n", words->manager);
    if (words->count != SS_KEEP)
        ss_sacctmgr_print(run, "  Count          = %u\n", words->count);
    if (words->typed)
        ss_sacctmgr_print(run, "  Type           = License\n");
}

static SsResourceRecord *make_resource(SsSacctmgrRun *run, const Words *words, const char *name)
{
    SsResourceRecord  *resource = ss_accounts_resource_add(run->db, name, words->server);
    g_autofree char   *where = g_strdup_printf("%u", resource->id);
    g_autoptr(GString) info = g_string_new(NULL);

    resource->description = g_strdup(words->description != NULL ? words->description : name);
    resource->manager = g_strdup(words->manager);
    resource->count = words->count;
    ss_info_add(info, "mod_time=%" G_GINT64_FORMAT ", count=%u, description='%s'", run->ctx->now,
                resource->count, resource->description);
    if (resource->manager != NULL)
        ss_info_add(info, "manager='%s'", resource->manager);
    ss_info_add(info, "type=1");
    ss_sacctmgr_txn(run, "Add Resources", where, info->str);
    return resource;
}

static void carry_out(SsSacctmgrRun *run, const Words *words, const Addition *at)
{
    SsResourceRecord *resource =
        at->known != NULL ? at->known : make_resource(run, words, at->name);

    if (words->clusters->len == 0)
        return;
    g_autofree char *where = g_strdup_printf("%u@%s", resource->id, run->db->cluster);
    g_autofree char *info = g_strdup_printf("mod_time=%" G_GINT64_FORMAT ", percent_allowed=%u",
                                            run->ctx->now, words->percent);

    resource->on_cluster = true;
    resource->percent_allowed = words->percent;
    ss_sacctmgr_txn(run, "Add Resources", where, info);
}

void ss_sacctmgr_add_resource(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words)     words = { 0 };
    g_autoptr(GArray) plan =
        g_array_new(FALSE, FALSE, sizeof(Addition)); /* element-type: Addition */

    words_init(&words);
    if (!read_addition(run, &words, argv) || !plan_addition(run, &words, plan))
        return;
    if (plan->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing new added.");
        return;
    }
    echo_addition(run, &words, plan);
    if (!ss_sacctmgr_commit(run))
        return;
    for (guint i = 0; i < plan->len; i++)
        carry_out(run, &words, &g_array_index(plan, Addition, i));
}

/* --- conditions ------------------------------------------------------------------------------- */

static bool take_condition(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    words->conditions = true;
    if (is_name(word))
        ss_cmd_names(words->names, word->value != NULL ? word->value : word->text);
    else if (ss_cmd_word_is(word, "Clusters", 2))
        return take_clusters(run, words, word->value);
    else if (ss_cmd_word_is(word, "Descriptions", 1))
        ss_cmd_names(words->descriptions, word->value);
    else if (ss_cmd_word_is(word, "Ids", 1))
        ss_cmd_names(words->ids, word->value);
    else if (ss_cmd_word_is(word, "PercentAllowed", 1))
        ss_cmd_names(words->percents, word->value);
    else if (ss_cmd_word_is(word, "ServerType", 7))
        ss_cmd_names(words->managers, word->value);
    else if (ss_cmd_word_is(word, "Server", 2))
        ss_cmd_names(words->servers, word->value);
    else {
        ss_sacctmgr_refuse(run,
                           " Unknown condition: %s\n Use keyword 'set' to modify "
                           "SLURM_PRINT_VALUE",
                           word->text);
        return false;
    }
    return true;
}

static bool wants(const GPtrArray *list, const char *text)
{
    return list->len == 0 || ss_cmd_names_have(list, text != NULL ? text : "");
}

/* A condition on clusters or percentages asks for those that our cluster has a part of. */
static bool matches(const Words *words, const SsResourceRecord *resource)
{
    g_autofree char *id = g_strdup_printf("%u", resource->id);
    g_autofree char *percent = g_strdup_printf("%u", resource->percent_allowed);

    return !resource->deleted && wants(words->names, resource->name) && wants(words->ids, id)
           && wants(words->servers, resource->server) && wants(words->managers, resource->manager)
           && wants(words->descriptions, resource->description) && wants(words->percents, percent)
           && (resource->on_cluster || (words->clusters->len == 0 && words->percents->len == 0));
}

static GPtrArray *matching(const SsAccounts *db, const Words *words)
{
    GPtrArray *list = g_ptr_array_new(); /* element-type: SsResourceRecord * */

    for (guint i = 0; i < db->resources->len; i++) {
        if (matches(words, db->resources->pdata[i]))
            g_ptr_array_add(list, db->resources->pdata[i]);
    }
    return list;
}

/* With a condition on clusters only their parts are meant. */
static void print_list(SsSacctmgrRun *run, const Words *words, const GPtrArray *list)
{
    for (guint i = 0; i < list->len; i++) {
        const SsResourceRecord *resource = list->pdata[i];
        g_autofree char        *title = title_of(resource);

        if (words->clusters->len == 0)
            ss_sacctmgr_print(run, "  %s\n", title);
        if (resource->on_cluster)
            ss_sacctmgr_print(run, "  Cluster - %s\t- %s\n", run->db->cluster, title);
    }
}

/* "id='4' || id='5'" */
static char *ids_where(const GPtrArray *list, const char *column)
{
    GString *where = g_string_new(NULL);

    for (guint i = 0; i < list->len; i++)
        g_string_append_printf(where, "%s%s='%u'", i > 0 ? " || " : "", column,
                               ((SsResourceRecord *) list->pdata[i])->id);
    return g_string_free(where, FALSE);
}

/* "(res_id='1' && cluster='c') || ..." */
static char *parts_where(const SsSacctmgrRun *run, const GPtrArray *list)
{
    GString *where = g_string_new(NULL);

    for (guint i = 0; i < list->len; i++)
        g_string_append_printf(where, "%s(res_id='%u' && cluster='%s')", i > 0 ? " || " : "",
                               ((SsResourceRecord *) list->pdata[i])->id, run->db->cluster);
    return g_string_free(where, FALSE);
}

/* --- modify ----------------------------------------------------------------------------------- */

static bool read_modification(SsSacctmgrRun *run, Words *words, char **argv)
{
    bool setting = false;

    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (is_keyword(&word))
            setting = ss_cmd_word_bare(&word, "set", 3);
        else if (!setting && !take_condition(run, words, &word))
            return false;
        else if (setting && word.value != NULL && !take_setting(run, words, &word))
            return false;
    }
    return true;
}

static bool gives(const Words *words)
{
    return words->server != NULL || words->manager != NULL || words->description != NULL
           || words->count != SS_KEEP || words->percent != SS_KEEP || words->typed;
}

static bool refuse_share(SsSacctmgrRun *run, const Words *words, const GPtrArray *list)
{
    if (words->percent == SS_KEEP)
        return false;
    if (words->clusters->len == 0) {
        ss_sacctmgr_refuse(run, "Can't change \"percentallowed\" without specifying a cluster.");
        return true;
    }
    if (words->percent <= 100)
        return false;
    ss_sacctmgr_error(run, "You can not allocate more than 100%% of a resource");
    ss_sacctmgr_print(run, " If change was accepted it would look like this...\n");
    for (guint i = 0; i < list->len; i++) {
        g_autofree char *title = title_of(list->pdata[i]);

        ss_sacctmgr_print(run, "  %s\n   Cluster - %s\t %u%%\n   total\t\t%u%%\n", title,
                          run->db->cluster, words->percent, words->percent);
    }
    run->code = 1;
    return true;
}

static void modify_resources(SsSacctmgrRun *run, const Words *words, const GPtrArray *list)
{
    g_autoptr(GString) info = g_string_new(NULL);
    g_autofree char   *where = ids_where(list, "id");

    for (guint i = 0; i < list->len; i++) {
        SsResourceRecord *resource = list->pdata[i];

        if (words->count != SS_KEEP)
            resource->count = words->count;
        if (words->description != NULL)
            ss_cmd_set_value(&resource->description, words->description);
        if (words->manager != NULL)
            ss_cmd_set_value(&resource->manager, words->manager);
    }
    if (words->count != SS_KEEP)
        ss_info_add(info, "count=%u", words->count);
    if (words->description != NULL)
        ss_info_add(info, "description='%s'", words->description);
    if (words->manager != NULL)
        ss_info_add(info, "manager='%s'", words->manager);
    if (words->typed)
        ss_info_add(info, "type=1");
    if (info->len > 0)
        ss_sacctmgr_txn(run, "Modify Resources", where, info->str);
}

static void modify_parts(SsSacctmgrRun *run, const Words *words, const GPtrArray *list)
{
    g_autofree char *where = parts_where(run, list);
    g_autofree char *info = g_strdup_printf("percent_allowed=%u", words->percent);

    for (guint i = 0; i < list->len; i++)
        ((SsResourceRecord *) list->pdata[i])->percent_allowed = words->percent;
    ss_sacctmgr_txn(run, "MsgType=1484", where, info);
}

void ss_sacctmgr_modify_resource(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words) words = { 0 };

    words_init(&words);
    if (!read_modification(run, &words, argv))
        return;
    if (!gives(&words)) {
        ss_sacctmgr_refuse(run, " You didn't give me anything to set");
        return;
    }
    g_autoptr(GPtrArray) list = matching(run->db, &words); /* element-type: SsResourceRecord * */
    if (refuse_share(run, &words, list))
        return;
    const bool whole =
        words.count != SS_KEEP || words.description != NULL || words.manager != NULL || words.typed;
    if (list->len == 0 || (!whole && words.percent == SS_KEEP)) {
        if (list->len > 0)
            ss_sacctmgr_no_effect(run, "acct_storage_p_modify_res");
        ss_sacctmgr_nothing(run, " Nothing modified");
        return;
    }
    ss_sacctmgr_print(run, " Modified server resource ...\n");
    print_list(run, &words, list);
    if (!ss_sacctmgr_commit(run))
        return;
    modify_resources(run, &words, list);
    if (words.percent != SS_KEEP)
        modify_parts(run, &words, list);
}

/* --- delete ----------------------------------------------------------------------------------- */

static void take_parts(SsSacctmgrRun *run, const Words *words, const GPtrArray *list)
{
    g_autofree char *where =
        words->clusters->len > 0 ? parts_where(run, list) : ids_where(list, "res_id");

    for (guint i = 0; i < list->len; i++) {
        SsResourceRecord *resource = list->pdata[i];

        resource->on_cluster = false;
        resource->percent_allowed = 0;
    }
    ss_sacctmgr_txn(run, "MsgType=1483", where, "");
}

/* Where the cluster has a part of some of them, those that it has none of stay. */
static void leave_parts(GPtrArray *list)
{
    bool some = false;

    for (guint i = 0; i < list->len; i++)
        some |= ((SsResourceRecord *) list->pdata[i])->on_cluster;
    for (guint i = list->len; some && i-- > 0;) {
        if (!((SsResourceRecord *) list->pdata[i])->on_cluster)
            g_ptr_array_remove_index(list, i);
    }
}

void ss_sacctmgr_delete_resource(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words) words = { 0 };
    bool          ok = true;

    words_init(&words);
    for (; ok && *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        ok = is_keyword(&word) || take_condition(run, &words, &word);
    }
    if (!ok || !words.conditions) {
        ss_sacctmgr_refuse(run, " No conditions given to remove, not executing.");
        return;
    }
    g_autoptr(GPtrArray) list = matching(run->db, &words); /* element-type: SsResourceRecord * */
    if (list->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing deleted");
        return;
    }
    leave_parts(list);
    ss_sacctmgr_print(run, " Deleting resource(s)...\n");
    print_list(run, &words, list);
    if (!ss_sacctmgr_commit(run))
        return;
    take_parts(run, &words, list);
    if (words.clusters->len > 0)
        return;
    g_autofree char *where = ids_where(list, "id");
    for (guint i = 0; i < list->len; i++)
        ((SsResourceRecord *) list->pdata[i])->deleted = true;
    ss_sacctmgr_txn(run, "Remove Resources", where, "");
}
