/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr_user.c - add, modify, delete user.
 *
 * A user has a name and an administrator level, associations (account, perhaps partition), WCKeys,
 * one default account and one default WCKey. `add user` is also how somebody gets another account:
 * for a known user only what is new is added.
 *
 * Default account: the one named; else, if the user has none yet, the alphabetically first of those
 * this command adds. Deleting the default's association leaves the user without one until the next
 * account is added: real slurmdbd does not choose again (seen with 22.05.8).
 *
 * In `add user` the words set and where are names like any other; in modify and delete they are
 * not.
 */
#include "configs/sacctmgr_parts.h"

#include <string.h>

typedef struct {
    GPtrArray  *names, *accounts, *clusters, *partitions, *wckeys, *default_accounts;
    bool        account_key; /* account= was given                                             */
    bool        conditions;
    uint32_t    admin;       /* of a condition; 0 = any                                        */
    bool        admin_given; /* to be set                                                      */
    uint32_t    new_admin;   /* 0: the word was not understood                                 */
    char       *default_account, *default_wckey, *new_name;
    uint32_t    raw_usage;
    SsAssocEdit edit;
} Words;

static void words_clear(Words *words)
{
    g_ptr_array_unref(words->names);
    g_ptr_array_unref(words->accounts);
    g_ptr_array_unref(words->clusters);
    g_ptr_array_unref(words->partitions);
    g_ptr_array_unref(words->wckeys);
    g_ptr_array_unref(words->default_accounts);
    g_free(words->default_account);
    g_free(words->default_wckey);
    g_free(words->new_name);
    ss_assoc_edit_clear(&words->edit);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

static void words_init(Words *words)
{
    *words = (Words){ .names = ss_cmd_names_new(),
                      .accounts = ss_cmd_names_new(),
                      .clusters = ss_cmd_names_new(),
                      .partitions = ss_cmd_names_new(),
                      .wckeys = ss_cmd_names_new(),
                      .default_accounts = ss_cmd_names_new(),
                      .raw_usage = SS_KEEP };
    ss_assoc_edit_init(&words->edit);
}

static bool is_account_key(const SsCmdWord *word)
{
    return ss_cmd_word_is(word, "Accounts", 2) || ss_cmd_word_is(word, "Acct", 4);
}

static bool is_name_key(const SsCmdWord *word)
{
    return ss_cmd_word_is(word, "Names", 1) || ss_cmd_word_is(word, "Users", 1);
}

/* --- add -------------------------------------------------------------------------------------- */

static SsWordResult take_addition(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    if (word->value == NULL || is_name_key(word)) {
        ss_cmd_names(words->names, word->value != NULL ? word->value : word->text);
    } else if (is_account_key(word)) {
        ss_cmd_names(words->accounts, word->value);
        words->account_key = true;
    } else if (ss_cmd_word_is(word, "AdminLevel", 2)) {
        words->new_admin = ss_cmd_admin_level(word->value);
    } else if (ss_cmd_word_is(word, "Clusters", 1)) {
        ss_cmd_names(words->clusters, word->value);
    } else if (ss_cmd_word_is(word, "DefaultAccount", 8)) {
        ss_cmd_set_value(&words->default_account, word->value);
        ss_cmd_names(words->accounts, words->default_account);
    } else if (ss_cmd_word_is(word, "DefaultWCKey", 8)) {
        ss_cmd_set_value(&words->default_wckey, word->value);
        ss_cmd_names(words->wckeys, words->default_wckey);
    } else if (ss_cmd_word_is(word, "Partitions", 3)) {
        ss_cmd_names(words->partitions, word->value);
    } else if (ss_cmd_word_is(word, "WCKeys", 1)) {
        ss_cmd_names(words->wckeys, word->value);
    } else {
        const SsWordResult result = ss_assoc_edit_word(run, &words->edit, word);

        if (result == SS_WORD_UNKNOWN && ss_cmd_word_is(word, "QosLevel", 1))
            ss_assoc_edit_word(run, &words->edit, word); /* the real tool complains twice, too */
        return result;
    }
    return SS_WORD_TAKEN;
}

/* One association or WCKey that is to be added. */
typedef struct {
    const char *user, *account, *partition; /* borrowed; account is the WCKey's name */
} Addition;

typedef struct {
    GPtrArray *users;           /* char *, borrowed: those who are new                          */
    GArray    *assocs, *wckeys; /* Addition                                                     */
} Plan;

static void plan_clear(Plan *plan)
{
    g_ptr_array_unref(plan->users);
    g_array_unref(plan->assocs);
    g_array_unref(plan->wckeys);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Plan, plan_clear)

static void plan_init(Plan *plan)
{
    *plan = (Plan){ g_ptr_array_new(), g_array_new(FALSE, FALSE, sizeof(Addition)),
                    g_array_new(FALSE, FALSE, sizeof(Addition)) };
}

static void plan_assoc(const SsAccounts *db, Plan *plan, const char *user, const char *account,
                       const char *partition)
{
    const Addition addition = { user, account, partition };

    if (ss_accounts_assoc(db, account, user, partition) == NULL)
        g_array_append_val(plan->assocs, addition);
}

static void plan_user(SsSacctmgrRun *run, const Words *words, const GPtrArray *accounts, Plan *plan,
                      const char *user)
{
    for (guint i = 0; i < accounts->len; i++) {
        if (words->partitions->len == 0)
            plan_assoc(run->db, plan, user, accounts->pdata[i], "");
        for (guint j = 0; j < words->partitions->len; j++)
            plan_assoc(run->db, plan, user, accounts->pdata[i], words->partitions->pdata[j]);
    }
    for (guint i = 0; i < words->wckeys->len; i++) {
        const Addition addition = { user, words->wckeys->pdata[i], NULL };

        if (ss_accounts_wckey(run->db, addition.account, user) == NULL)
            g_array_append_val(plan->wckeys, addition);
    }
    if (ss_accounts_user(run->db, user) == NULL)
        g_ptr_array_add(plan->users, (char *) (uintptr_t) user);
}

/* The accounts that exist; says which do not. */
static GPtrArray *known_accounts(SsSacctmgrRun *run, const Words *words)
{
    GPtrArray *known = g_ptr_array_new(); /* element-type: char *, borrowed */

    for (guint i = 0; i < words->accounts->len; i++) {
        char *name = words->accounts->pdata[i];

        if (ss_accounts_assoc(run->db, name, "", "") != NULL)
            g_ptr_array_add(known, name);
        else
            ss_sacctmgr_refuse(run,
                               " This account '%s' doesn't exist.\n"
                               "        Contact your admin to add this account.",
                               name);
    }
    return known;
}

static bool make_plan(SsSacctmgrRun *run, const Words *words, Plan *plan)
{
    g_autoptr(GPtrArray) accounts = known_accounts(run, words);

    for (guint i = 0; i < words->names->len; i++) {
        const char *name = words->names->pdata[i];

        if (name[0] == '\0')
            ss_sacctmgr_refuse(run, " No blank names are allowed when adding.");
        else if (accounts->len + words->wckeys->len > 0)
            plan_user(run, words, accounts, plan, name);
    }
    if (plan->assocs->len + plan->wckeys->len > 0)
        return true;
    if (accounts->len < words->accounts->len && words->default_account == NULL)
        ss_sacctmgr_refuse(run, " No associations or wckeys created.");
    else
        ss_sacctmgr_nothing(run, " Nothing new added.");
    return false;
}

static void echo_users(SsSacctmgrRun *run, const Words *words, const Plan *plan)
{
    static const char *const levels[] = { "", "None", "Operator", "Administrator" };

    if (plan->users->len == 0)
        return;
    ss_sacctmgr_print(run, " Adding User(s)\n");
    for (guint i = 0; i < plan->users->len; i++)
        ss_sacctmgr_print(run, "  %s\n", (char *) plan->users->pdata[i]);
    if (words->default_account != NULL || words->default_wckey != NULL || words->new_admin != 0)
        ss_sacctmgr_print(run, " Settings =\n");
    if (words->default_account != NULL)
        ss_sacctmgr_print(run, "  Default Account = %s\n", words->default_account);
    if (words->default_wckey != NULL)
        ss_sacctmgr_print(run, "  Default WCKey   = %s\n", words->default_wckey);
    if (words->new_admin != 0)
        ss_sacctmgr_print(run, "  Admin Level     = %s\n", levels[words->new_admin]);
}

static void echo_plan(SsSacctmgrRun *run, const Words *words, const Plan *plan)
{
    echo_users(run, words, plan);
    if (plan->assocs->len > 0)
        ss_sacctmgr_print(run, " Associations =\n");
    for (guint i = 0; i < plan->assocs->len; i++) {
        const Addition *at = &g_array_index(plan->assocs, Addition, i);

        ss_sacctmgr_print(run, "  U = %-9.9s A = %-10.10s C = %-10.10s", at->user, at->account,
                          run->db->cluster);
        if (at->partition[0] != '\0')
            ss_sacctmgr_print(run, " P = %-10.10s", at->partition);
        ss_sacctmgr_print(run, "\n");
    }
    if (plan->wckeys->len > 0)
        ss_sacctmgr_print(run, " WCKeys =\n");
    for (guint i = 0; i < plan->wckeys->len; i++) {
        const Addition *at = &g_array_index(plan->wckeys, Addition, i);

        ss_sacctmgr_print(run, "  U = %-9.9s W = %-10.10s C = %-10.10s\n", at->user, at->account,
                          run->db->cluster);
    }
    if (words->edit.any || words->account_key) {
        ss_sacctmgr_print(run, " Non Default Settings\n");
        ss_assoc_edit_echo(run, &words->edit);
    }
}

static void forget_default(SsAccounts *db, const char *user)
{
    const GPtrArray *mine = ss_accounts_of_user(db, user);

    for (guint i = 0; i < mine->len; i++)
        ((SsAssocRecord *) mine->pdata[i])->is_default = false;
}

static void add_users(SsSacctmgrRun *run, const Words *words, const Plan *plan)
{
    for (guint i = 0; i < plan->users->len; i++) {
        SsUserRecord *user = ss_accounts_user_add(run->db, plan->users->pdata[i], run->ctx->now);

        user->admin_level = MAX(words->new_admin, 1);
        g_autofree char *info = g_strdup_printf("admin_level=%u", user->admin_level);
        ss_sacctmgr_txn(run, "Add Users", user->name, info);
    }
}

static void add_assocs(SsSacctmgrRun *run, const Words *words, const Plan *plan)
{
    SsAssocRecord *last = NULL;

    for (guint i = 0; i < plan->assocs->len; i++) {
        const Addition      *at = &g_array_index(plan->assocs, Addition, i);
        const SsAssocRecord *above = ss_accounts_assoc(run->db, at->account, "", "");
        const bool           is_default =
            words->default_account != NULL && strcmp(words->default_account, at->account) == 0;

        if (is_default && (last == NULL || strcmp(last->user, at->user) != 0 || !last->is_default))
            forget_default(run->db, at->user);
        if (last != NULL && last->parent == above->id)
            last = ss_accounts_assoc_add_behind(run->db, last, at->account, at->user, at->partition,
                                                run->ctx->now);
        else
            last = ss_accounts_assoc_add(run->db, above->id, at->account, at->user, at->partition,
                                         run->ctx->now);
        ss_assoc_edit_record_new(run, last, &words->edit, is_default);
    }
}

static bool has_default_wckey(const SsAccounts *db, const char *user)
{
    for (guint i = 0; i < db->wckeys->len; i++) {
        const SsWckeyRecord *wckey = db->wckeys->pdata[i];

        if (!wckey->deleted && wckey->is_default && strcmp(wckey->user, user) == 0)
            return true;
    }
    return false;
}

static void make_default_wckey(SsAccounts *db, const char *user, const char *name)
{
    SsUserRecord *record = ss_accounts_user(db, user);

    for (guint i = 0; i < db->wckeys->len; i++) {
        SsWckeyRecord *wckey = db->wckeys->pdata[i];

        if (!wckey->deleted && strcmp(wckey->user, user) == 0)
            wckey->is_default = strcmp(wckey->name, name) == 0;
    }
    if (record != NULL)
        ss_cmd_set_value(&record->default_wckey, name);
}

static void add_wckeys(SsSacctmgrRun *run, const Words *words, const Plan *plan)
{
    for (guint i = 0; i < plan->wckeys->len; i++) {
        const Addition *at = &g_array_index(plan->wckeys, Addition, i);
        SsWckeyRecord  *wckey = ss_accounts_wckey_add(run->db, at->account, at->user);

        if (words->default_wckey != NULL ? strcmp(words->default_wckey, wckey->name) == 0
                                         : !has_default_wckey(run->db, at->user))
            make_default_wckey(run->db, at->user, wckey->name);
        g_autofree char *where = g_strdup_printf("id_wckey=%u", wckey->id);
        g_autofree char *info =
            g_strdup_printf("mod_time=%" G_GINT64_FORMAT ", user='%s', wckey_name='%s', is_def=%d",
                            run->ctx->now, wckey->user, wckey->name, wckey->is_default);
        ss_sacctmgr_txn(run, "Add WCKeys", where, info);
    }
}

static bool read_addition(SsSacctmgrRun *run, Words *words, char **argv)
{
    for (; *argv != NULL; argv++) {
        const SsCmdWord    word = ss_cmd_word(*argv);
        const SsWordResult result = take_addition(run, words, &word);

        if (result == SS_WORD_UNKNOWN)
            ss_sacctmgr_refuse(run, " Unknown option: %s", word.text);
        if (result != SS_WORD_TAKEN)
            return false;
    }
    if (words->names->len == 0) {
        ss_sacctmgr_refuse(run, " Need name of user to add.");
        return false;
    }
    if (words->accounts->len + words->wckeys->len == 0) {
        ss_sacctmgr_refuse(run, " Need name of account to add user to.");
        return false;
    }
    for (guint i = 0; i < words->clusters->len; i++) {
        if (strcmp(words->clusters->pdata[i], run->db->cluster) != 0) {
            ss_sacctmgr_refuse(run,
                               " This cluster '%s' doesn't exist.\n"
                               "        Contact your admin to add it to accounting.",
                               (char *) words->clusters->pdata[i]);
            return false;
        }
    }
    return true;
}

void ss_sacctmgr_add_user(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words)  words = { 0 };
    g_auto(Plan)   plan = { 0 };
    const uint32_t since = run->db->next_assoc;

    words_init(&words);
    plan_init(&plan);
    if (!read_addition(run, &words, argv) || !make_plan(run, &words, &plan))
        return;
    echo_plan(run, &words, &plan);
    if (!ss_sacctmgr_commit(run))
        return;
    add_users(run, &words, &plan);
    add_assocs(run, &words, &plan);
    add_wckeys(run, &words, &plan);
    for (guint i = 0; plan.assocs->len > 0 && i < words.names->len; i++)
        ss_user_default(run, words.names->pdata[i], since);
}

/* --- conditions ------------------------------------------------------------------------------- */

static bool take_condition(Words *words, const SsCmdWord *word)
{
    if (ss_cmd_word_bare(word, "set", 3) || ss_cmd_word_bare(word, "where", 5))
        return true;
    words->conditions = true;
    if (word->value == NULL || is_name_key(word))
        ss_cmd_names(words->names, word->value != NULL ? word->value : word->text);
    else if (is_account_key(word))
        ss_cmd_names(words->accounts, word->value);
    else if (ss_cmd_word_is(word, "AdminLevel", 2))
        words->admin = ss_cmd_admin_level(word->value);
    else if (ss_cmd_word_is(word, "Clusters", 1))
        ss_cmd_names(words->clusters, word->value);
    else if (ss_cmd_word_is(word, "DefaultAccount", 8))
        ss_cmd_names(words->default_accounts, word->value);
    else if (ss_cmd_word_is(word, "Partitions", 3))
        ss_cmd_names(words->partitions, word->value);
    else if (ss_cmd_word_is(word, "WCKeys", 1))
        ss_cmd_names(words->wckeys, word->value);
    else
        return false;
    return true;
}

static bool wants(const GPtrArray *list, const char *text)
{
    return list->len == 0 || ss_cmd_names_have(list, text);
}

static const GPtrArray *or_any(const GPtrArray *list)
{
    return list->len > 0 ? list : NULL;
}

static bool has_default_account(const SsAccounts *db, const Words *words, const char *user)
{
    const SsAssocRecord *assoc = ss_accounts_default(db, user);

    return words->default_accounts->len == 0
           || (assoc != NULL && ss_cmd_names_have(words->default_accounts, assoc->account));
}

/* Names of the users that names, level and default account ask for, sorted. */
static GPtrArray *matching_users(const SsAccounts *db, const Words *words)
{
    GPtrArray *names = ss_cmd_names_new();

    for (guint i = 0; i < db->users->len; i++) {
        const SsUserRecord *user = db->users->pdata[i];

        if (!user->deleted && wants(words->names, user->name)
            && (words->admin == 0 || words->admin == user->admin_level)
            && has_default_account(db, words, user->name))
            g_ptr_array_add(names, g_strdup(user->name));
    }
    ss_names_sort(names);
    return names;
}

static GPtrArray *matching_assocs(const SsAccounts *db, const Words *words)
{
    g_autoptr(GPtrArray) all = ss_assoc_select(db, or_any(words->accounts), or_any(words->names),
                                               or_any(words->partitions));
    GPtrArray           *list = ss_assoc_list_new();

    for (guint i = 0; i < all->len && wants(words->clusters, db->cluster); i++) {
        SsAssocRecord      *assoc = all->pdata[i];
        const SsUserRecord *user = ss_accounts_user(db, assoc->user);

        if (user != NULL && assoc->user[0] != '\0'
            && (words->admin == 0 || words->admin == user->admin_level)
            && has_default_account(db, words, assoc->user))
            g_ptr_array_add(list, assoc);
    }
    return list;
}

/* --- modify ----------------------------------------------------------------------------------- */

static SsWordResult take_setting(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    if (word->value == NULL) {
        ss_sacctmgr_refuse(run, " Bad format on %s: End your option with an '=' sign", word->text);
        return SS_WORD_FATAL;
    }
    if (ss_cmd_word_is(word, "AdminLevel", 2)) {
        words->new_admin = ss_cmd_admin_level(word->value);
        words->admin_given = true;
    } else if (ss_cmd_word_is(word, "DefaultAccount", 8)) {
        ss_cmd_set_value(&words->default_account, word->value);
    } else if (ss_cmd_word_is(word, "DefaultWCKey", 8)) {
        ss_cmd_set_value(&words->default_wckey, word->value);
    } else if (ss_cmd_word_is(word, "NewName", 3)) {
        ss_cmd_set_value(&words->new_name, word->value);
    } else if (ss_cmd_word_is(word, "RawUsage", 7)) {
        return ss_cmd_uint(run, word->value, "RawUsage", &words->raw_usage);
    } else {
        return ss_assoc_edit_word(run, &words->edit, word);
    }
    return SS_WORD_TAKEN;
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
    if (words->accounts->len == 0) {
        ss_sacctmgr_error(run, "An account must be specified");
        run->code = 1;
        return;
    }
    if (words->raw_usage != 0) {
        ss_sacctmgr_error(run, "Raw usage can only be set to 0 (zero)");
        run->code = 1;
        return;
    }
    if (words->clusters->len == 0)
        ss_sacctmgr_print(run, "No cluster specified, resetting on local cluster %s\n",
                          run->db->cluster);
    for (guint i = 0; i < words->names->len; i++) {
        const char *user = words->names->pdata[i], *account = words->accounts->pdata[0];

        if (ss_accounts_assoc(run->db, account, user, "") == NULL) {
            ss_sacctmgr_error(run,
                              "Failed to find cluster %s account %s user %s association in "
                              "database",
                              run->db->cluster, account, user);
            run->code = 1;
        } else if (run->ctx->reset_usage != NULL) {
            run->ctx->reset_usage(run->ctx->reset_usage_data, account, user, NULL);
        }
    }
}

static bool sets_user(const Words *words)
{
    return words->admin_given || words->default_account != NULL || words->default_wckey != NULL
           || words->new_name != NULL;
}

static bool is_in_account(const SsAccounts *db, const char *user, const char *account)
{
    const GPtrArray *mine = ss_accounts_of_user(db, user);

    for (guint i = 0; i < mine->len; i++) {
        if (strcmp(((SsAssocRecord *) mine->pdata[i])->account, account) == 0)
            return true;
    }
    return false;
}

static bool is_in_wckey(const SsAccounts *db, const char *user, const char *wckey)
{
    return ss_accounts_wckey(db, wckey, user) != NULL;
}

/* Prints who could not have `name` as his default; true if nobody. */
static bool all_in(SsSacctmgrRun *run, const GPtrArray *names, const char *kind, const char *name,
                   bool (*is_in)(const SsAccounts *db, const char *user, const char *name))
{
    bool all = true;

    for (guint i = 0; name != NULL && i < names->len; i++) {
        const char *user = names->pdata[i];

        if (is_in(run->db, user, name))
            continue;
        if (all)
            ss_sacctmgr_print(run,
                              " Can't modify because these users aren't associated with new "
                              "default %s '%s'...\n",
                              kind, name);
        ss_sacctmgr_print(run, "  U = %s C = %s\n", user, run->db->cluster);
        all = false;
    }
    return all;
}

typedef enum {
    PLAN_NOTHING,
    PLAN_CHANGE,
    PLAN_STOP, /* the whole command ends */
} PlanResult;

static PlanResult plan_users(SsSacctmgrRun *run, const Words *words, GPtrArray **names)
{
    if (!sets_user(words))
        return PLAN_NOTHING;
    if (words->names->len == 0 && words->admin == 0 && words->default_accounts->len == 0) {
        ss_sacctmgr_refuse(run, " There was a problem with your 'where' options.");
        return PLAN_NOTHING;
    }
    *names = matching_users(run->db, words);
    if ((*names)->len == 0
        || (words->new_name != NULL && ss_accounts_user(run->db, words->new_name) != NULL)) {
        ss_sacctmgr_nothing(run, " Nothing modified");
        return PLAN_NOTHING;
    }
    if (words->admin_given && words->new_admin == 0 && words->default_account == NULL
        && words->default_wckey == NULL && words->new_name == NULL) {
        ss_sacctmgr_nothing(run, " Nothing modified");
        ss_sacctmgr_no_effect(run, "acct_storage_p_modify_users");
        return PLAN_NOTHING;
    }
    if (!all_in(run, *names, "account", words->default_account, is_in_account)
        || !all_in(run, *names, "wckey", words->default_wckey, is_in_wckey)) {
        run->code = 1;
        return PLAN_STOP;
    }
    ss_sacctmgr_print(run, " Modified users...\n");
    for (guint i = 0; i < (*names)->len; i++)
        ss_sacctmgr_print(run, "  %s\n", (char *) (*names)->pdata[i]);
    return PLAN_CHANGE;
}

static void make_default_account(SsSacctmgrRun *run, const char *user, const char *account)
{
    const GPtrArray     *mine = ss_accounts_of_user(run->db, user);
    g_autoptr(GPtrArray) list = ss_assoc_list_new();

    for (guint i = 0; i < mine->len; i++) {
        SsAssocRecord *assoc = mine->pdata[i];

        assoc->is_default = strcmp(assoc->account, account) == 0;
        if (assoc->is_default)
            g_ptr_array_add(list, assoc);
    }
    ss_assoc_list_sort(list);
    g_autofree char *where = ss_assoc_where(list);
    ss_sacctmgr_txn(run, "Modify Associations", where, "is_def=1");
}

static void modify_user(SsSacctmgrRun *run, const Words *words, SsUserRecord *user)
{
    g_autofree char *where = g_strdup_printf("(name='%s')", user->name);
    g_autofree char *info = NULL;

    if (words->admin_given && words->new_admin != 0) {
        user->admin_level = words->new_admin;
        info = g_strdup_printf("admin_level=%u", words->new_admin);
        ss_sacctmgr_txn(run, "Modify Users", where, info);
    }
    if (words->default_account != NULL)
        make_default_account(run, user->name, words->default_account);
    if (words->default_wckey != NULL)
        make_default_wckey(run->db, user->name, words->default_wckey);
    if (words->new_name != NULL && ss_accounts_user(run->db, words->new_name) == NULL) {
        g_autofree char *rename = g_strdup_printf("name='%s'", words->new_name);
        ss_accounts_user_rename(run->db, user, words->new_name);
        ss_sacctmgr_txn(run, "Modify Users", where, rename);
    }
}

static GPtrArray *plan_assocs(SsSacctmgrRun *run, const Words *words)
{
    g_autoptr(GPtrArray) list = NULL;

    if (!words->edit.any)
        return NULL;
    if (words->names->len + words->accounts->len + words->clusters->len + words->partitions->len
            == 0
        && (words->admin != 0 || words->default_accounts->len > 0)) {
        ss_sacctmgr_refuse(run, " There was a problem with your 'where' options.");
        return NULL;
    }
    list = matching_assocs(run->db, words);
    if (words->new_name != NULL)
        g_ptr_array_set_size(list, 0); /* the old name is gone by then */
    if (!ss_assoc_edit_plan(run, list, &words->edit, "Modified user associations"))
        return NULL;
    return g_steal_pointer(&list);
}

void ss_sacctmgr_modify_user(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words)        words = { 0 };
    g_autoptr(GPtrArray) names = NULL; /* element-type: char * */

    words_init(&words);
    if (!read_modification(run, &words, argv))
        return;
    if (words.raw_usage != SS_KEEP) {
        reset_usage(run, &words);
        return;
    }
    if (!words.edit.any && !sets_user(&words)) {
        ss_sacctmgr_refuse(run, " You didn't give me anything to set");
        return;
    }
    const PlanResult users = plan_users(run, &words, &names);
    if (users == PLAN_STOP)
        return;
    g_autoptr(GPtrArray) list = plan_assocs(run, &words);
    if ((users == PLAN_NOTHING && list == NULL) || (words.new_name != NULL && words.edit.any)
        || !ss_sacctmgr_commit(run))
        return; /* a new name and limits in one command: seen to undo each other */
    for (guint i = 0; users == PLAN_CHANGE && i < names->len; i++)
        modify_user(run, &words, ss_accounts_user(run->db, names->pdata[i]));
    if (list != NULL)
        ss_assoc_edit_carry_out(run, list, &words.edit);
}

/* --- delete ----------------------------------------------------------------------------------- */

static void forget_coordinator(SsAccounts *db, const char *user)
{
    for (guint i = 0; i < db->accounts->len; i++) {
        SsAccountRecord *account = db->accounts->pdata[i];

        for (guint j = account->coordinators->len; j-- > 0;) {
            if (strcmp(account->coordinators->pdata[j], user) == 0)
                g_ptr_array_remove_index(account->coordinators, j);
        }
    }
}

static void remove_wckey(SsSacctmgrRun *run, SsWckeyRecord *wckey)
{
    SsUserRecord    *user = ss_accounts_user(run->db, wckey->user);
    g_autofree char *where = g_strdup_printf("id_wckey='%u'", wckey->id);

    if (wckey->is_default && user != NULL)
        ss_cmd_set_value(&user->default_wckey, "");
    ss_accounts_wckey_remove(run->db, wckey);
    ss_sacctmgr_txn(run, "Remove WCKeys", where, "");
}

/* The user with everything that is his. */
static void remove_user(SsSacctmgrRun *run, const char *name)
{
    g_autoptr(GPtrArray) mine = ss_cmd_names_new();
    g_ptr_array_add(mine, g_strdup(name));
    g_autoptr(GPtrArray) list = ss_assoc_select(run->db, NULL, mine, NULL);
    g_autofree char     *where = g_strdup_printf("name='%s'", name);
    g_autofree char     *coords = g_strdup_printf("(user='%s')", name);

    ss_sacctmgr_txn(run, "Remove Account Coords", coords, "");
    forget_coordinator(run->db, name);
    for (guint i = 0; i < run->db->wckeys->len; i++) {
        SsWckeyRecord *wckey = run->db->wckeys->pdata[i];

        if (!wckey->deleted && strcmp(wckey->user, name) == 0)
            remove_wckey(run, wckey);
    }
    ss_assocs_remove(run, list);
    ss_accounts_user_remove(run->db, ss_accounts_user(run->db, name));
    ss_sacctmgr_txn(run, "Remove Users", where, "");
}

/* Who would have no association left without those of `list`. */
static GPtrArray *left_without(const SsAccounts *db, const GPtrArray *list)
{
    GPtrArray            *names = ss_cmd_names_new();
    g_autoptr(GHashTable) going = g_hash_table_new(NULL, NULL); /* SsAssocRecord * */

    for (guint i = 0; i < list->len; i++)
        g_hash_table_add(going, list->pdata[i]);
    for (guint i = 0; i < list->len; i++) {
        const SsAssocRecord *assoc = list->pdata[i];
        const GPtrArray     *mine = ss_accounts_of_user(db, assoc->user);
        bool                 stays = false;

        for (guint j = 0; j < mine->len; j++)
            stays |= !g_hash_table_contains(going, mine->pdata[j]);
        if (!stays && !ss_cmd_names_have(names, assoc->user))
            g_ptr_array_add(names, g_strdup(assoc->user));
    }
    ss_names_sort(names);
    return names;
}

static void delete_assocs(SsSacctmgrRun *run, const Words *words)
{
    g_autoptr(GPtrArray) list = matching_assocs(run->db, words);

    if (list->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing deleted");
        return;
    }
    if (!ss_assocs_idle(run, list))
        return;
    ss_sacctmgr_print(run, " Deleting user associations...\n");
    for (guint i = 0; i < list->len; i++)
        ss_assoc_line(run, list->pdata[i], 10);
    g_autoptr(GPtrArray) gone = left_without(run->db, list); /* element-type: char * */
    if (gone->len > 0)
        ss_sacctmgr_print(run, " Deleting users (No Associations)...\n");
    for (guint i = 0; i < gone->len; i++)
        ss_sacctmgr_print(run, "  %s\n", (char *) gone->pdata[i]);
    if (!ss_sacctmgr_commit(run))
        return;
    g_autofree char *where = ss_assoc_where(list);
    where[strlen(where) - 1] = '\0';
    ss_assocs_remove(run, list);
    ss_sacctmgr_txn(run, "Remove Associations", where + 1, "");
    for (guint i = 0; i < gone->len; i++)
        remove_user(run, gone->pdata[i]);
}

static void delete_wckeys(SsSacctmgrRun *run, const Words *words)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new(); /* element-type: SsWckeyRecord * */

    for (guint i = 0; i < run->db->wckeys->len; i++) {
        SsWckeyRecord *wckey = run->db->wckeys->pdata[i];

        if (!wckey->deleted && wants(words->names, wckey->user)
            && wants(words->wckeys, wckey->name))
            g_ptr_array_add(list, wckey);
    }
    if (list->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing deleted");
        return;
    }
    ss_sacctmgr_print(run, " Deleting user WCKeys...\n");
    for (guint i = 0; i < list->len; i++) {
        const SsWckeyRecord *wckey = list->pdata[i];
        ss_sacctmgr_print(run, "  C = %-10s W = %-20s U = %-9s\n", run->db->cluster, wckey->name,
                          wckey->user);
    }
    if (!ss_sacctmgr_commit(run))
        return;
    for (guint i = 0; i < list->len; i++)
        remove_wckey(run, list->pdata[i]);
}

static void delete_users(SsSacctmgrRun *run, const Words *words)
{
    g_autoptr(GPtrArray) names = matching_users(run->db, words); /* element-type: char * */

    if (names->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing deleted");
        return;
    }
    g_autoptr(GPtrArray) list = ss_assoc_select(run->db, NULL, names, NULL);
    if (!ss_assocs_idle(run, list))
        return;
    ss_sacctmgr_print(run, " Deleting users...\n");
    for (guint i = 0; i < names->len; i++)
        ss_sacctmgr_print(run, "  %s\n", (char *) names->pdata[i]);
    if (!ss_sacctmgr_commit(run))
        return;
    for (guint i = 0; i < names->len; i++)
        remove_user(run, names->pdata[i]);
}

void ss_sacctmgr_delete_user(SsSacctmgrRun *run, char **argv)
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
    const bool assocs = words.accounts->len + words.clusters->len + words.partitions->len > 0;
    if (!words.conditions) {
        ss_sacctmgr_refuse(run, " No conditions given to remove, not executing.");
    } else if (words.accounts->len > 0 && words.wckeys->len > 0) {
        ss_sacctmgr_refuse(run, " Mixing Account and WCKeys is not allowed");
    } else if (assocs) {
        delete_assocs(run, &words);
    } else if (words.wckeys->len > 0) {
        delete_wckeys(run, &words);
    } else {
        delete_users(run, &words);
    }
}
