/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr_account.c - add, modify, delete account; add and delete coordinator.
 *
 * An account is two things: a name with description and organization, and its association on the
 * cluster, which has the limits. `add account` makes both; `modify account` may change either, and
 * says so in two blocks; `delete account NAME` removes the account and every association below it,
 * while accounts further down keep their names without an association, as in the real database.
 *
 * The organization of a new account is its parent's name, unless that is root: then its own.
 *
 * Deleting a user's default account is refused by slurmdbd under a condition that was found by
 * trial (22.05.8): see refuse_default.
 */
#include "configs/sacctmgr_parts.h"

#include <string.h>

typedef struct {
    GPtrArray  *names, *clusters, *descriptions, *organizations, *parents, *qos, *default_qos;
    char       *description, *organization; /* to be set; NULL = not given */
    bool        conditions;                 /* any at all                  */
    uint32_t    raw_usage;                  /* SS_KEEP = not given         */
    SsAssocEdit edit;
} Words;

static void words_clear(Words *words)
{
    g_ptr_array_unref(words->names);
    g_ptr_array_unref(words->clusters);
    g_ptr_array_unref(words->descriptions);
    g_ptr_array_unref(words->organizations);
    g_ptr_array_unref(words->parents);
    g_ptr_array_unref(words->qos);
    g_ptr_array_unref(words->default_qos);
    g_free(words->description);
    g_free(words->organization);
    ss_assoc_edit_clear(&words->edit);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

static void words_init(Words *words)
{
    *words = (Words){ .names = ss_cmd_names_new(),
                      .clusters = ss_cmd_names_new(),
                      .descriptions = ss_cmd_names_new(),
                      .organizations = ss_cmd_names_new(),
                      .parents = ss_cmd_names_new(),
                      .qos = ss_cmd_names_new(),
                      .default_qos = ss_cmd_names_new(),
                      .raw_usage = SS_KEEP };
    ss_assoc_edit_init(&words->edit);
}

static bool is_keyword(const SsCmdWord *word)
{
    return ss_cmd_word_bare(word, "set", 3) || ss_cmd_word_bare(word, "where", 5);
}

static bool is_name_key(const SsCmdWord *word)
{
    return ss_cmd_word_is(word, "Accounts", 1) || ss_cmd_word_is(word, "Acct", 4)
           || ss_cmd_word_is(word, "Names", 1);
}

/* --- add -------------------------------------------------------------------------------------- */

static SsWordResult take_addition(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    if (is_keyword(word))
        return SS_WORD_TAKEN;
    if (word->value == NULL || is_name_key(word)) {
        ss_cmd_names(words->names, word->value != NULL ? word->value : word->text);
        return SS_WORD_TAKEN;
    }
    if (ss_cmd_word_is(word, "Clusters", 1)) {
        ss_cmd_names(words->clusters, word->value);
        return SS_WORD_TAKEN;
    }
    if (ss_cmd_word_is(word, "Description", 1)) {
        ss_cmd_set_value(&words->description, word->value);
        words->edit.any = true;
        return SS_WORD_TAKEN;
    }
    if (ss_cmd_word_is(word, "Organization", 1)) {
        ss_cmd_set_value(&words->organization, word->value);
        words->edit.any = true;
        return SS_WORD_TAKEN;
    }
    return ss_assoc_edit_word(run, &words->edit, word);
}

static bool clusters_exist(SsSacctmgrRun *run, const GPtrArray *clusters)
{
    for (guint i = 0; i < clusters->len; i++) {
        if (strcmp(clusters->pdata[i], run->db->cluster) != 0) {
            ss_sacctmgr_refuse(run,
                               " This cluster '%s' doesn't exist.\n"
                               "        Contact your admin to add it to accounting.",
                               (char *) clusters->pdata[i]);
            return false;
        }
    }
    return true;
}

/* The names that are to be added: neither blank nor known. */
static GPtrArray *new_names(SsSacctmgrRun *run, const GPtrArray *names)
{
    GPtrArray *list = ss_cmd_names_new();

    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];

        if (name[0] == '\0')
            ss_sacctmgr_refuse(run, " No blank names are allowed when adding.");
        else if (ss_accounts_assoc(run->db, name, "", "") == NULL)
            g_ptr_array_add(list, g_strdup(name));
    }
    return list;
}

static void echo_addition(SsSacctmgrRun *run, const Words *words, const GPtrArray *names)
{
    bool any_new = false;

    for (guint i = 0; i < names->len; i++) {
        if (ss_accounts_account(run->db, names->pdata[i]) != NULL)
            continue;
        ss_sacctmgr_print(run, any_new ? "  %s\n" : " Adding Account(s)\n  %s\n",
                          (char *) names->pdata[i]);
        any_new = true;
    }
    if (any_new)
        ss_sacctmgr_print(run, " Settings\n  Description     = %s\n  Organization    = %s\n",
                          words->description != NULL ? words->description : "Account Name",
                          words->organization != NULL ? words->organization
                                                      : "Parent/Account Name");
    ss_sacctmgr_print(run, " Associations\n");
    for (guint i = 0; i < names->len; i++)
        ss_sacctmgr_print(run, "  A = %-10.10s C = %-10.10s\n", (char *) names->pdata[i],
                          run->db->cluster);
    if (words->edit.any) {
        ss_sacctmgr_print(run, " Settings\n");
        ss_assoc_edit_echo(run, &words->edit);
    }
}

static void add_record(SsSacctmgrRun *run, const Words *words, const char *name)
{
    SsAccountRecord *account = ss_accounts_account_add(run->db, name, run->ctx->now);
    const char      *parent = words->edit.parent;

    if (words->description != NULL)
        ss_cmd_set_value(&account->description, words->description);
    if (words->organization != NULL)
        ss_cmd_set_value(&account->organization, words->organization);
    else if (strcmp(parent, "root") != 0)
        ss_cmd_set_value(&account->organization, parent);
    g_autofree char *info = g_strdup_printf("description='%s', organization='%s'",
                                            account->description, account->organization);
    ss_sacctmgr_txn(run, "Add Accounts", account->name, info);
}

static void carry_out_addition(SsSacctmgrRun *run, const Words *words, const GPtrArray *names)
{
    const uint32_t parent = ss_accounts_assoc(run->db, words->edit.parent, "", "")->id;
    SsAssocRecord *last = NULL;

    for (guint i = 0; i < names->len; i++) {
        if (ss_accounts_account(run->db, names->pdata[i]) == NULL)
            add_record(run, words, names->pdata[i]);
    }
    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];

        last = last != NULL
                   ? ss_accounts_assoc_add_behind(run->db, last, name, "", "", run->ctx->now)
                   : ss_accounts_assoc_add(run->db, parent, name, "", "", run->ctx->now);
        ss_assoc_edit_record_new(run, last, &words->edit, false);
    }
}

void ss_sacctmgr_add_account(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words) words = { 0 };

    words_init(&words);
    for (; *argv != NULL; argv++) {
        const SsCmdWord    word = ss_cmd_word(*argv);
        const SsWordResult result = take_addition(run, &words, &word);

        if (result == SS_WORD_FATAL)
            return;
        if (result == SS_WORD_UNKNOWN) {
            ss_sacctmgr_refuse(run, " Unknown option: %s\n Use keyword 'where' to modify condition",
                               word.text);
            return;
        }
    }
    if (words.names->len == 0) {
        ss_sacctmgr_refuse(run, " Need name of account to add.");
        return;
    }
    if (!clusters_exist(run, words.clusters))
        return;
    if (words.edit.parent == NULL)
        words.edit.parent = g_strdup("root");
    g_autoptr(GPtrArray) names = new_names(run, words.names); /* element-type: char * */
    if (names->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing new added.");
        return;
    }
    if (ss_accounts_assoc(run->db, words.edit.parent, "", "") == NULL) {
        ss_sacctmgr_refuse(run,
                           " Parent account '%s' doesn't exist on cluster %s\n"
                           "        Contact your admin to add this account.\n"
                           " No associations created.",
                           words.edit.parent, run->db->cluster);
        return;
    }
    echo_addition(run, &words, names);
    if (ss_sacctmgr_commit(run))
        carry_out_addition(run, &words, names);
}

/* --- conditions ------------------------------------------------------------------------------- */

static bool take_condition(Words *words, const SsCmdWord *word)
{
    if (word->value == NULL && is_keyword(word))
        return true;
    words->conditions = true;
    if (word->value == NULL || is_name_key(word))
        ss_cmd_names(words->names, word->value != NULL ? word->value : word->text);
    else if (ss_cmd_word_is(word, "Clusters", 1))
        ss_cmd_names(words->clusters, word->value);
    else if (ss_cmd_word_is(word, "Descriptions", 1))
        ss_cmd_names(words->descriptions, word->value);
    else if (ss_cmd_word_is(word, "Organizations", 1))
        ss_cmd_names(words->organizations, word->value);
    else if (ss_cmd_word_is(word, "Parents", 1))
        ss_cmd_names(words->parents, word->value);
    else if (ss_cmd_word_is(word, "QosLevel", 1))
        ss_cmd_names(words->qos, word->value);
    else if (ss_cmd_word_is(word, "DefaultQOS", 8))
        ss_cmd_names(words->default_qos, word->value);
    else
        return false;
    return true;
}

static bool wants(const GPtrArray *list, const char *text)
{
    return list->len == 0 || ss_cmd_names_have(list, text);
}

/* The accounts that names, descriptions and organizations ask for; names, sorted. */
static GPtrArray *matching_accounts(const SsAccounts *db, const Words *words)
{
    GPtrArray *names = ss_cmd_names_new();

    for (guint i = 0; i < db->accounts->len; i++) {
        const SsAccountRecord *account = db->accounts->pdata[i];

        if (!account->deleted && wants(words->names, account->name)
            && wants(words->descriptions, account->description)
            && wants(words->organizations, account->organization))
            g_ptr_array_add(names, g_strdup(account->name));
    }
    ss_names_sort(names);
    return names;
}

static const char *name_of_qos(const SsAccounts *db, uint32_t id)
{
    const SsQosRecord *qos = ss_accounts_qos_id(db, id);

    return qos != NULL ? qos->name : "";
}

/* The account associations that names, parents, clusters and default QOS ask for. */
static GPtrArray *matching_assocs(const SsAccounts *db, const Words *words)
{
    GPtrArray *list = ss_assoc_list_new();

    for (guint i = 0; i < db->assocs->len && wants(words->clusters, db->cluster); i++) {
        SsAssocRecord       *assoc = db->assocs->pdata[i];
        const SsAssocRecord *above = ss_accounts_assoc_id(db, assoc->parent);

        if (!assoc->deleted && assoc->user[0] == '\0' && wants(words->names, assoc->account)
            && wants(words->parents, above != NULL ? above->account : "")
            && wants(words->default_qos, name_of_qos(db, assoc->default_qos)))
            g_ptr_array_add(list, assoc);
    }
    ss_assoc_list_sort(list);
    return list;
}

/* --- modify ----------------------------------------------------------------------------------- */

static SsWordResult take_setting(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    if (word->value == NULL || is_name_key(word)) {
        ss_sacctmgr_refuse(run, " Can't modify the name of an account");
        return SS_WORD_FATAL;
    }
    if (ss_cmd_word_is(word, "Clusters", 1)) {
        ss_sacctmgr_refuse(run, " Can't modify the cluster of an account");
        return SS_WORD_FATAL;
    }
    if (ss_cmd_word_is(word, "Description", 1)) {
        ss_cmd_set_value(&words->description, word->value);
        return SS_WORD_TAKEN;
    }
    if (ss_cmd_word_is(word, "Organization", 1)) {
        ss_cmd_set_value(&words->organization, word->value);
        return SS_WORD_TAKEN;
    }
    if (ss_cmd_word_is(word, "RawUsage", 7))
        return ss_cmd_uint(run, word->value, "RawUsage", &words->raw_usage);
    return ss_assoc_edit_word(run, &words->edit, word);
}

static bool read_modification(SsSacctmgrRun *run, Words *words, char **argv)
{
    bool setting = false;

    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (ss_cmd_word_bare(&word, "where", 5) || ss_cmd_word_bare(&word, "set", 3)) {
            setting = ss_cmd_word_bare(&word, "set", 3);
            continue;
        }
        if (!setting) {
            if (take_condition(words, &word))
                continue;
            ss_sacctmgr_refuse(run, " Unknown condition: %s\n Use keyword 'set' to modify value",
                               word.text);
            return false;
        }
        const SsWordResult result = take_setting(run, words, &word);
        if (result == SS_WORD_UNKNOWN)
            ss_sacctmgr_refuse(run, " Unknown option: %s\n Use keyword 'where' to modify condition",
                               word.text);
        if (result != SS_WORD_TAKEN)
            return false;
    }
    return true;
}

static void reset_usage(SsSacctmgrRun *run, const Words *words)
{
    if (words->raw_usage != 0) {
        ss_sacctmgr_error(run, "Raw usage can only be set to 0 (zero)");
        run->code = 1;
        return;
    }
    if (words->clusters->len == 0)
        ss_sacctmgr_print(run, "No cluster specified, resetting on local cluster %s\n",
                          run->db->cluster);
    for (guint i = 0; i < words->names->len && run->ctx->reset_usage != NULL; i++)
        run->ctx->reset_usage(run->ctx->reset_usage_data, words->names->pdata[i], NULL, NULL);
}

static void modify_records(SsSacctmgrRun *run, const Words *words, const GPtrArray *names)
{
    GString *info = g_string_new(NULL);

    for (guint i = 0; i < names->len; i++) {
        SsAccountRecord *account = ss_accounts_account(run->db, names->pdata[i]);

        if (words->description != NULL)
            ss_cmd_set_value(&account->description, words->description);
        if (words->organization != NULL)
            ss_cmd_set_value(&account->organization, words->organization);
    }
    if (words->description != NULL)
        g_string_append_printf(info, "description='%s'", words->description);
    if (words->organization != NULL)
        g_string_append_printf(info, "%sorganization='%s'", info->len > 0 ? ", " : "",
                               words->organization);
    g_autofree char *where = ss_names_where("name", names);
    ss_sacctmgr_txn(run, "Modify Accounts", where, info->str);
    g_string_free(info, TRUE);
}

/* Prints what of the accounts themselves will change; NULL if nothing. */
static GPtrArray *plan_records(SsSacctmgrRun *run, const Words *words)
{
    g_autoptr(GPtrArray) names = NULL;

    if (words->description == NULL && words->organization == NULL)
        return NULL;
    if (words->names->len + words->descriptions->len + words->organizations->len == 0) {
        ss_sacctmgr_refuse(run, " There was a problem with your 'where' options.");
        return NULL;
    }
    names = matching_accounts(run->db, words);
    if (names->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing modified");
        return NULL;
    }
    ss_sacctmgr_print(run, " Modified accounts...\n");
    for (guint i = 0; i < names->len; i++)
        ss_sacctmgr_print(run, "  %s\n", (char *) names->pdata[i]);
    return g_steal_pointer(&names);
}

static GPtrArray *plan_assocs(SsSacctmgrRun *run, const Words *words)
{
    g_autoptr(GPtrArray) list = NULL;

    if (!words->edit.any)
        return NULL;
    if (words->names->len + words->parents->len + words->clusters->len + words->qos->len
                + words->default_qos->len
            == 0
        && words->descriptions->len + words->organizations->len > 0) {
        ss_sacctmgr_refuse(run, " There was a problem with your 'where' options.");
        return NULL;
    }
    if (words->qos->len > 0) { /* 22.05's query for this condition is broken */
        ss_sacctmgr_nothing(run, " Nothing modified");
        g_string_append(run->err, "sacctmgr: accounting_storage/slurmdbd: "
                                  "acct_storage_p_modify_assocs: No error\n");
        return NULL;
    }
    list = matching_assocs(run->db, words);
    if (!ss_assoc_edit_plan(run, list, &words->edit, "Modified account associations"))
        return NULL;
    return g_steal_pointer(&list);
}

void ss_sacctmgr_modify_account(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words) words = { 0 };

    words_init(&words);
    if (!read_modification(run, &words, argv))
        return;
    if (words.raw_usage != SS_KEEP) {
        reset_usage(run, &words);
        return;
    }
    if (!words.edit.any && words.description == NULL && words.organization == NULL) {
        ss_sacctmgr_refuse(run, " You didn't give me anything to set");
        return;
    }
    g_autoptr(GPtrArray) names = plan_records(run, &words);
    g_autoptr(GPtrArray) list = plan_assocs(run, &words);
    if ((names == NULL && list == NULL) || !ss_sacctmgr_commit(run))
        return;
    if (names != NULL)
        modify_records(run, &words, names);
    if (list != NULL)
        ss_assoc_edit_carry_out(run, list, &words.edit);
}

/* --- delete ----------------------------------------------------------------------------------- */

static int compare_users(const void *a, const void *b)
{
    const SsAssocRecord *one = *(SsAssocRecord *const *) a, *two = *(SsAssocRecord *const *) b;
    const int            by_user = strcmp(one->user, two->user);

    return by_user != 0 ? by_user : strcmp(one->account, two->account);
}

/* slurmdbd looks at the users of the accounts by name. If the first of them has his default here, it
 * lets the account go, whatever the others have; else it refuses if anybody has. */
static bool refuse_default(SsSacctmgrRun *run, const GPtrArray *names)
{
    g_autoptr(GPtrArray) all = ss_assoc_select(run->db, names, NULL, NULL);
    g_autoptr(GString)   text = g_string_new(NULL);
    const SsAssocRecord *first = NULL;

    g_ptr_array_sort(all, compare_users);
    for (guint i = 0; i < all->len; i++) {
        const SsAssocRecord *assoc = all->pdata[i];

        if (assoc->user[0] == '\0')
            continue;
        if (first == NULL)
            first = assoc;
        if (assoc->is_default)
            g_string_append_printf(text, "  C = %-15s A = %-10s U = %-9s\n", run->db->cluster,
                                   assoc->account, assoc->user);
    }
    if (text->len == 0 || first->is_default)
        return false;
    ss_sacctmgr_refuse(run,
                       " Error with request: You can not remove the default account of a user\n"
                       "%s Please either remove the accounts listed above from list and "
                       "resubmit,\n or change these users' default accounts to remove the "
                       "account(s).\n Changes Discarded",
                       text->str);
    return true;
}

static void delete_records(SsSacctmgrRun *run, const GPtrArray *names)
{
    g_autoptr(GPtrArray) top = ss_assoc_list_new();

    for (guint i = 0; i < names->len; i++) {
        SsAssocRecord *assoc = ss_accounts_assoc(run->db, names->pdata[i], "", "");

        if (assoc != NULL)
            g_ptr_array_add(top, assoc);
    }
    g_autoptr(GPtrArray) all = ss_assocs_with_below(run->db, top);
    if (refuse_default(run, names) || !ss_assocs_idle(run, all))
        return;
    ss_sacctmgr_print(run, " Deleting accounts...\n");
    for (guint i = 0; i < names->len; i++)
        ss_sacctmgr_print(run, "  %s\n", (char *) names->pdata[i]);
    if (!ss_sacctmgr_commit(run))
        return;
    ss_assocs_remove(run, all);
    for (guint i = 0; i < names->len; i++)
        ss_accounts_account_remove(run->db, ss_accounts_account(run->db, names->pdata[i]));
    g_autofree char *coords = ss_names_where("acct", names);
    g_autofree char *where = ss_names_where("name", names);
    where[strlen(where) - 1] = '\0'; /* this one without brackets */
    ss_sacctmgr_txn(run, "Remove Account Coords", coords, "");
    ss_sacctmgr_txn(run, "Remove Accounts", where + 1, "");
}

static void delete_assocs(SsSacctmgrRun *run, const Words *words)
{
    g_autoptr(GPtrArray) top = matching_assocs(run->db, words);
    g_autoptr(GPtrArray) all = ss_assocs_with_below(run->db, top);

    if (all->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing deleted");
        return;
    }
    if (((SsAssocRecord *) all->pdata[0])->parent == 0) {
        ss_sacctmgr_refuse(run, " You are not allowed to remove the root account.\n"
                                " Use remove cluster instead.");
        return;
    }
    if (!ss_assocs_idle(run, all))
        return;
    ss_sacctmgr_print(run, " Deleting account associations...\n");
    for (guint i = 0; i < all->len; i++)
        ss_assoc_line(run, all->pdata[i], 10);
    if (!ss_sacctmgr_commit(run))
        return;
    g_autofree char *where = ss_assoc_where(all);
    ss_assocs_remove(run, all);
    where[strlen(where) - 1] = '\0';
    ss_sacctmgr_txn(run, "Remove Associations", where + 1, "");
}

void ss_sacctmgr_delete_account(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words) words = { 0 };

    words_init(&words);
    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (!take_condition(&words, &word)) {
            ss_sacctmgr_refuse(run,
                               " Unknown condition: %s\n Use keyword 'set' to modify value\n"
                               " No conditions given to remove, not executing.",
                               word.text);
            return;
        }
    }
    if (!words.conditions) {
        ss_sacctmgr_refuse(run, " No conditions given to remove, not executing.");
        return;
    }
    if (ss_cmd_names_have(words.names, "root")) {
        ss_sacctmgr_refuse(run, " You are not allowed to remove the root account.\n"
                                " Use remove cluster instead.");
        return;
    }
    if (words.clusters->len + words.parents->len + words.qos->len + words.default_qos->len > 0) {
        delete_assocs(run, &words);
        return;
    }
    g_autoptr(GPtrArray) names = matching_accounts(run->db, &words); /* element-type: char * */
    if (names->len == 0)
        ss_sacctmgr_nothing(run, " Nothing deleted");
    else
        delete_records(run, names);
}

/* --- coordinators ----------------------------------------------------------------------------- */

typedef struct {
    GPtrArray *accounts, *users; /* char * */
} Coordinators;

static void coordinators_clear(Coordinators *coords)
{
    g_ptr_array_unref(coords->accounts);
    g_ptr_array_unref(coords->users);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Coordinators, coordinators_clear)

static bool read_coordinators(SsSacctmgrRun *run, Coordinators *coords, char **argv)
{
    *coords = (Coordinators){ ss_cmd_names_new(), ss_cmd_names_new() };
    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (is_keyword(&word))
            continue;
        if (word.value == NULL || ss_cmd_word_is(&word, "Names", 1)
            || ss_cmd_word_is(&word, "Users", 1)) {
            ss_cmd_names(coords->users, word.value != NULL ? word.value : word.text);
        } else if (ss_cmd_word_is(&word, "Accounts", 1) || ss_cmd_word_is(&word, "Acct", 4)) {
            ss_cmd_names(coords->accounts, word.value);
        } else {
            ss_sacctmgr_refuse(run, " Unknown condition: %s\n Use keyword 'set' to modify value",
                               word.text);
            return false;
        }
    }
    return true;
}

static bool coordinators_exist(SsSacctmgrRun *run, const Coordinators *coords)
{
    for (guint i = 0; i < coords->accounts->len; i++) {
        if (ss_accounts_account(run->db, coords->accounts->pdata[i]) == NULL) {
            ss_sacctmgr_refuse(run, " You specified a non-existent account '%s'.",
                               (char *) coords->accounts->pdata[i]);
            return false;
        }
    }
    for (guint i = 0; i < coords->users->len; i++) {
        if (ss_accounts_user(run->db, coords->users->pdata[i]) == NULL) {
            ss_sacctmgr_refuse(run, " You specified a non-existent user '%s'.",
                               (char *) coords->users->pdata[i]);
            return false;
        }
    }
    return true;
}

static void print_names(SsSacctmgrRun *run, const char *title, const GPtrArray *names)
{
    ss_sacctmgr_print(run, " %s\n", title);
    for (guint i = 0; i < names->len; i++)
        ss_sacctmgr_print(run, "  %s\n", (char *) names->pdata[i]);
}

static bool has_coordinator(const SsAccountRecord *account, const char *user)
{
    return ss_cmd_names_have(account->coordinators, user);
}

static void add_coordinators(SsSacctmgrRun *run, const Coordinators *coords)
{
    for (guint i = 0; i < coords->accounts->len; i++) {
        SsAccountRecord *account = ss_accounts_account(run->db, coords->accounts->pdata[i]);

        for (guint j = 0; j < coords->users->len; j++) {
            const char *user = coords->users->pdata[j];

            if (!has_coordinator(account, user))
                g_ptr_array_add(account->coordinators, g_strdup(user));
        }
    }
    for (guint j = 0; j < coords->users->len; j++) {
        for (guint i = 0; i < coords->accounts->len; i++)
            ss_sacctmgr_txn(run, "Add Account Coord", coords->users->pdata[j],
                            coords->accounts->pdata[i]);
    }
}

void ss_sacctmgr_add_coord(SsSacctmgrRun *run, char **argv)
{
    g_auto(Coordinators) coords = { 0 };

    if (!read_coordinators(run, &coords, argv))
        return;
    if (coords.accounts->len == 0) {
        ss_sacctmgr_refuse(run, " You need to specify an account list here.");
        return;
    }
    if (coords.users->len == 0) {
        ss_sacctmgr_refuse(run, " You need to specify a user list here.");
        return;
    }
    if (!coordinators_exist(run, &coords))
        return;
    print_names(run, "Adding Coordinator User(s)", coords.users);
    print_names(run, "To Account(s) and all sub-accounts", coords.accounts);
    if (ss_sacctmgr_commit(run))
        add_coordinators(run, &coords);
}

/* Takes them out; prints one line each. Returns how many. */
static guint remove_coordinators(SsSacctmgrRun *run, const Coordinators *coords)
{
    guint n = 0;

    for (guint i = 0; i < run->db->accounts->len; i++) {
        SsAccountRecord *account = run->db->accounts->pdata[i];

        for (guint j = 0; !account->deleted && j < account->coordinators->len;) {
            const char *user = account->coordinators->pdata[j];

            if (!wants(coords->accounts, account->name) || !wants(coords->users, user)) {
                j++;
                continue;
            }
            if (n++ == 0)
                ss_sacctmgr_print(run, " Removed Coordinators (sub accounts not listed)...\n");
            ss_sacctmgr_print(run, "  U = %-9s A = %-10s\n", user, account->name);
            g_ptr_array_remove_index(account->coordinators, j);
        }
    }
    return n;
}

static void print_removal(SsSacctmgrRun *run, const Coordinators *coords)
{
    if (coords->users->len == 0) {
        print_names(run, "Removing all users from Accounts", coords->accounts);
        return;
    }
    print_names(run, "Removing Coordinators with user name", coords->users);
    if (coords->accounts->len > 0)
        print_names(run, "From Account(s)", coords->accounts);
    else
        ss_sacctmgr_print(run, " From all accounts\n");
}

void ss_sacctmgr_delete_coord(SsSacctmgrRun *run, char **argv)
{
    g_auto(Coordinators) coords = { 0 };

    if (!read_coordinators(run, &coords, argv))
        return;
    if (coords.accounts->len + coords.users->len == 0) {
        ss_sacctmgr_refuse(run, " You need to specify a user list or an account list here.");
        return;
    }
    if (!coordinators_exist(run, &coords))
        return;
    print_removal(run, &coords);
    if (!ss_sacctmgr_commit(run))
        return;
    if (remove_coordinators(run, &coords) == 0) {
        ss_sacctmgr_nothing(run, " Nothing removed");
        return;
    }
    g_autofree char *users = ss_names_where("user", coords.users);
    g_autofree char *accounts = ss_names_where("acct", coords.accounts);
    g_autofree char *where = coords.users->len == 0 ? g_strdup(accounts)
                             : coords.accounts->len == 0
                                 ? g_strdup(users)
                                 : g_strconcat(users, " && ", accounts, NULL);
    ss_sacctmgr_txn(run, "Remove Account Coords", where, "");
}
