/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr_assoc.c - settings of associations: gathered, echoed, applied, recorded.
 *
 * `modify account chem set MaxJobs=5` changes one record and yet concerns many: every user below
 * who has no MaxJobs of his own, with no account in between that has one. Real sacctmgr lists them
 * all, and so do we (observed: counts are inherited whole, TRES limits entry by entry, so a TRES
 * limit always reaches everybody; a QOS list of one's own stops everything, additions and removals
 * stop only a change of the QOS they name).
 *
 * A change that would leave somebody with a default QOS he may not use is refused as a whole. It is
 * found by making the change, looking, and taking it back.
 *
 * An account that is moved below one of its own descendants: the descendant first takes the
 * account's place, then the account goes below it, as slurmdbd does it.
 */
#include "configs/sacctmgr_parts.h"

#include <string.h>

/* --- gathering -------------------------------------------------------------------------------- */

void ss_assoc_edit_init(SsAssocEdit *edit)
{
    *edit = (SsAssocEdit){ .shares = SS_KEEP, .priority = SS_KEEP, .default_qos = SS_KEEP };
    ss_limits_edit_init(&edit->limits);
    ss_qos_edit_init(&edit->qos);
}

void ss_assoc_edit_clear(SsAssocEdit *edit)
{
    ss_limits_clear(&edit->limits);
    ss_qos_edit_clear(&edit->qos);
    g_free(edit->parent);
}

static SsWordResult take_shares(SsSacctmgrRun *run, SsAssocEdit *edit, const char *value)
{
    g_autofree char *text = ss_cmd_value(value);

    if (strcmp(text, "parent") == 0) {
        edit->shares = SS_SHARES_PARENT;
        return SS_WORD_TAKEN;
    }
    return ss_cmd_uint(run, value, "FairShare", &edit->shares);
}

static SsWordResult take_default_qos(SsSacctmgrRun *run, SsAssocEdit *edit, const char *value)
{
    g_autofree char *name = ss_cmd_value(value);

    if (strcmp(name, "-1") == 0) {
        edit->default_qos = 0;
        return SS_WORD_TAKEN;
    }
    const SsQosRecord *qos = ss_accounts_qos(run->db, name);
    if (qos == NULL) {
        ss_sacctmgr_refuse(run,
                           "You gave a bad default qos '%s'.  Use 'list qos' to get complete "
                           "list.",
                           name);
        return SS_WORD_FATAL;
    }
    edit->default_qos = qos->id;
    return SS_WORD_TAKEN;
}

static SsWordResult take_word(SsSacctmgrRun *run, SsAssocEdit *edit, const SsCmdWord *word)
{
    if (ss_cmd_word_is(word, "DefaultQOS", 8))
        return take_default_qos(run, edit, word->value);
    if (ss_cmd_word_is(word, "FairShare", 1) || ss_cmd_word_is(word, "Shares", 1))
        return take_shares(run, edit, word->value);
    if (ss_cmd_word_is(word, "Parent", 2)) {
        g_free(edit->parent);
        edit->parent = ss_cmd_value(word->value);
        return SS_WORD_TAKEN;
    }
    if (ss_cmd_word_is(word, "Priority", 2))
        return ss_cmd_uint(run, word->value, "Priority", &edit->priority);
    if (ss_cmd_word_is(word, "QosLevel", 1))
        return ss_qos_edit_word(run, &edit->qos, word);
    return ss_limits_edit_word(run, &edit->limits, SS_LIMITS_OF_ASSOC, word);
}

SsWordResult ss_assoc_edit_word(SsSacctmgrRun *run, SsAssocEdit *edit, const SsCmdWord *word)
{
    const SsWordResult result = take_word(run, edit, word);

    edit->any |= result == SS_WORD_TAKEN;
    return result;
}

bool ss_assoc_edit_changes(const SsAssocEdit *edit)
{
    return edit->shares != SS_KEEP || edit->priority != SS_KEEP || edit->default_qos != SS_KEEP
           || edit->qos.given || edit->parent != NULL || ss_limits_edit_changes(&edit->limits);
}

/* --- the echo --------------------------------------------------------------------------------- */

static void echo_count(SsSacctmgrRun *run, const char *label, uint32_t value)
{
    if (value == SS_KEEP)
        return;
    if (value == SS_NO_LIMIT)
        ss_sacctmgr_print(run, "  %s= NONE\n", label);
    else
        ss_sacctmgr_print(run, "  %s= %u\n", label, value);
}

void ss_assoc_edit_echo(SsSacctmgrRun *run, const SsAssocEdit *edit)
{
    if (edit->shares == SS_SHARES_PARENT)
        ss_sacctmgr_print(run, "  Fairshare     = parent\n");
    else
        echo_count(run, "Fairshare     ", edit->shares);
    ss_assoc_limits_echo(run, &edit->limits);
    if (edit->parent != NULL)
        ss_sacctmgr_print(run, "  Parent        = %s\n", edit->parent);
    echo_count(run, "Priority      ", edit->priority);
    if (edit->qos.given) {
        g_autofree char *names = ss_qos_edit_text(run->db, &edit->qos);
        ss_sacctmgr_print(run, "  QOS           = %s\n", names);
    }
    if (edit->default_qos != SS_KEEP) {
        const SsQosRecord *qos = ss_accounts_qos_id(run->db, edit->default_qos);
        ss_sacctmgr_print(run, "  DefQOS        = %s\n", qos != NULL ? qos->name : "NONE");
    }
}

/* --- applying --------------------------------------------------------------------------------- */

static void apply_qos_signs(SsAssocRecord *assoc, const SsQosEdit *edit)
{
    for (guint i = 0; i < edit->add->len; i++) {
        ss_qos_ids_add(assoc->qos_add, g_array_index(edit->add, uint32_t, i));
        ss_qos_ids_remove(assoc->qos_del, g_array_index(edit->add, uint32_t, i));
    }
    for (guint i = 0; i < edit->del->len; i++) {
        ss_qos_ids_add(assoc->qos_del, g_array_index(edit->del, uint32_t, i));
        ss_qos_ids_remove(assoc->qos_add, g_array_index(edit->del, uint32_t, i));
    }
}

/* A list of one's own takes additions itself; without one they are kept beside what is inherited. */
static void apply_qos(SsAssocRecord *assoc, const SsQosEdit *edit)
{
    if (!edit->given)
        return;
    if (edit->whole) {
        assoc->qos_set = edit->set->len > 0;
        g_array_set_size(assoc->qos, 0);
        g_array_set_size(assoc->qos_add, 0);
        g_array_set_size(assoc->qos_del, 0);
    }
    if (assoc->qos_set) {
        ss_qos_ids_apply(assoc->qos, edit);
        assoc->qos_set = assoc->qos->len > 0;
    } else {
        apply_qos_signs(assoc, edit);
    }
}

static void apply_parent(SsSacctmgrRun *run, SsAssocRecord *assoc, const char *name)
{
    SsAssocRecord *above = ss_accounts_assoc(run->db, name, "", "");

    if (above->lft > assoc->lft && above->lft < assoc->rgt)
        ss_accounts_assoc_move(run->db, above, assoc->parent);
    ss_accounts_assoc_move(run->db, assoc, above->id);
}

void ss_assoc_edit_apply(SsSacctmgrRun *run, SsAssocRecord *assoc, const SsAssocEdit *edit)
{
    if (edit->shares != SS_KEEP)
        assoc->shares = edit->shares == SS_NO_LIMIT ? 1 : edit->shares;
    if (edit->priority != SS_KEEP)
        assoc->priority = edit->priority;
    if (edit->default_qos != SS_KEEP)
        assoc->default_qos = edit->default_qos;
    apply_qos(assoc, &edit->qos);
    ss_limits_edit_apply(run->db, &assoc->limits, &edit->limits);
}

/* --- transactions ----------------------------------------------------------------------------- */

/* ",1,4," */
static char *ids_text(const GArray *ids, const char *sign)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < ids->len; i++)
        g_string_append_printf(text, ",%s%u", sign, g_array_index(ids, uint32_t, i));
    if (ids->len > 0)
        g_string_append_c(text, ',');
    return g_string_free(text, FALSE);
}

static void info_qos_sign(GString *info, uint32_t id, char sign)
{
    if (sign == '+')
        ss_info_add(info,
                    "qos=if (qos='', '', replace(concat(replace(qos, ',%u,', ','), ',%u,'), "
                    "',,', ','))",
                    id, id);
    else
        ss_info_add(info,
                    "qos=if (qos='', '', replace(replace(qos, ',%u,', ','), ',,', ',')), "
                    "qos=if (qos=',', '', qos)",
                    id);
    ss_info_add(info,
                "delta_qos=if (qos='', replace(concat(replace(replace(delta_qos, ',+%u,', ','), "
                "',-%u,', ','), ',%c%u,'), ',,', ','), '')",
                id, id, sign, id);
}

static void info_qos(GString *info, const SsQosEdit *edit)
{
    if (edit->whole) {
        g_autofree char *set = ids_text(edit->set, "");
        ss_info_add(info, "qos='%s', delta_qos=''", set);
    }
    for (guint i = 0; i < edit->add->len; i++)
        info_qos_sign(info, g_array_index(edit->add, uint32_t, i), '+');
    for (guint i = 0; i < edit->del->len; i++)
        info_qos_sign(info, g_array_index(edit->del, uint32_t, i), '-');
}

static char *info_of_change(SsSacctmgrRun *run, const SsAssocEdit *edit, const GPtrArray *list)
{
    GString                  *info = g_string_new(NULL);
    g_autofree SsLimitsOwner *owners = g_new(SsLimitsOwner, list->len);
    SsLimitsInfo              how = { SS_LIMITS_OF_ASSOC, false, owners, list->len };

    for (guint i = 0; i < list->len; i++) {
        const SsAssocRecord *assoc = list->pdata[i];
        owners[i] = (SsLimitsOwner){ assoc->id, &assoc->limits };
    }

    ss_info_number(info, "shares", edit->shares == SS_NO_LIMIT ? 1 : edit->shares, false);
    ss_limits_info(run->db, &edit->limits, &how, info);
    ss_info_number(info, "priority", edit->priority, false);
    if (edit->default_qos != SS_KEEP)
        ss_info_number(info, "def_qos_id", edit->default_qos ? edit->default_qos : SS_NO_LIMIT,
                       true);
    how.tres = true;
    ss_limits_info(run->db, &edit->limits, &how, info);
    if (edit->qos.given)
        info_qos(info, &edit->qos);
    return g_string_free(info, FALSE);
}

static void info_qos_new(GString *info, const SsQosEdit *edit)
{
    g_autofree char *set = ids_text(edit->set, "");
    g_autofree char *add = ids_text(edit->add, "+");
    g_autofree char *del = ids_text(edit->del, "-");

    if (set[0] != '\0') {
        ss_info_add(info, "qos='%s'", set);
        return;
    }
    g_autofree char *delta =
        g_strconcat(add, del[0] != '\0' && add[0] != '\0' ? del + 1 : del, NULL);
    ss_info_add(info, "qos='', delta_qos='%s'", delta);
}

static char *info_of_new(SsSacctmgrRun *run, const SsAssocRecord *assoc, const SsAssocEdit *edit,
                         bool is_default)
{
    const SsAssocRecord *above = ss_accounts_assoc_id(run->db, assoc->parent);
    GString             *info = g_string_new(NULL);
    g_autoptr(GString)   limits = g_string_new(NULL);
    SsLimitsInfo         how = { SS_LIMITS_OF_ASSOC, false, NULL, 0 };

    ss_info_add(info, "mod_time=%" G_GINT64_FORMAT ", acct='%s'", run->ctx->now, assoc->account);
    if (assoc->user[0] != '\0')
        ss_info_add(info, "user='%s', `partition`='%s'", assoc->user, assoc->partition);
    else
        ss_info_add(info, "parent_acct='%s', user=''", above->account);
    ss_info_number(info, "shares",
                   edit->shares == SS_KEEP || edit->shares == SS_NO_LIMIT ? 1 : edit->shares, true);
    ss_limits_info(run->db, &edit->limits, &how, limits);
    if (is_default)
        g_string_replace(limits, ", max_jobs=", ", is_def=1, max_jobs=", 1);
    ss_info_add(info, "%s", limits->str);
    ss_info_number(info, "priority", edit->priority, true);
    ss_info_number(info, "def_qos_id", edit->default_qos == 0 ? SS_KEEP : edit->default_qos, true);
    how.tres = true;
    ss_limits_info(run->db, &edit->limits, &how, info);
    info_qos_new(info, &edit->qos);
    return g_string_free(info, FALSE);
}

void ss_assoc_edit_record_new(SsSacctmgrRun *run, SsAssocRecord *assoc, const SsAssocEdit *edit,
                              bool is_default)
{
    g_autofree char *where = g_strdup_printf("id_assoc=%u", assoc->id);
    g_autofree char *info = info_of_new(run, assoc, edit, is_default);

    ss_assoc_edit_apply(run, assoc, edit);
    assoc->is_default = is_default;
    ss_sacctmgr_txn(run, "Add Associations", where, info);
}

/* --- lists ------------------------------------------------------------------------------------ */

GPtrArray *ss_assoc_list_new(void)
{
    return g_ptr_array_new();
}

static int compare_lft(const void *a, const void *b)
{
    const SsAssocRecord *one = *(SsAssocRecord *const *) a, *two = *(SsAssocRecord *const *) b;

    return one->lft < two->lft ? -1 : one->lft > two->lft;
}

void ss_assoc_list_sort(GPtrArray *list)
{
    g_ptr_array_sort(list, compare_lft);
}

GPtrArray *ss_assoc_select(const SsAccounts *db, const GPtrArray *accounts, const GPtrArray *users,
                           const GPtrArray *partitions)
{
    GPtrArray *list = ss_assoc_list_new();

    for (guint i = 0; i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];

        if (!assoc->deleted && (accounts == NULL || ss_cmd_names_have(accounts, assoc->account))
            && (users == NULL || ss_cmd_names_have(users, assoc->user))
            && (partitions == NULL || ss_cmd_names_have(partitions, assoc->partition)))
            g_ptr_array_add(list, assoc);
    }
    ss_assoc_list_sort(list);
    return list;
}

char *ss_assoc_where(const GPtrArray *list)
{
    GString *where = g_string_new("(");

    for (guint i = 0; i < list->len; i++)
        g_string_append_printf(where, "%sid_assoc=%u", i > 0 ? " || " : "",
                               ((SsAssocRecord *) list->pdata[i])->id);
    g_string_append_c(where, ')');
    return g_string_free(where, FALSE);
}

void ss_assoc_line(SsSacctmgrRun *run, const SsAssocRecord *assoc, int account_width)
{
    const SsAssocRecord *above = ss_accounts_assoc_id(run->db, assoc->parent);

    if (assoc->user[0] != '\0')
        ss_sacctmgr_print(run, "  C = %-10s A = %-*s U = %-9s", run->db->cluster, account_width,
                          assoc->account, assoc->user);
    else if (above != NULL)
        ss_sacctmgr_print(run, "  C = %-10s A = %s of %s", run->db->cluster, assoc->account,
                          above->account);
    else
        ss_sacctmgr_print(run, "  C = %-10s A = %s", run->db->cluster, assoc->account);
    if (assoc->partition[0] != '\0')
        ss_sacctmgr_print(run, " P = %s", assoc->partition);
    ss_sacctmgr_print(run, "\n");
}

/* --- who feels a change ----------------------------------------------------------------------- */

/* Adding or removing one QOS is not felt by who names it himself; of several, all are felt. */
static bool qos_reaches(const SsQosEdit *edit, const SsAssocRecord *user)
{
    if (!edit->given || user->qos_set)
        return false;
    if (edit->whole || edit->add->len + edit->del->len != 1)
        return true;
    const uint32_t id = g_array_index(edit->add->len > 0 ? edit->add : edit->del, uint32_t, 0);
    return !ss_qos_ids_have(user->qos_add, id) && !ss_qos_ids_have(user->qos_del, id);
}

static bool reaches(const SsAccounts *db, const SsAssocRecord *account, const SsAssocRecord *user,
                    const SsAssocEdit *whole)
{
    SsAssocEdit edit = *whole; /* vectors are only looked at */

    for (const SsAssocRecord *at = ss_accounts_assoc_id(db, user->parent);
         at != NULL && at != account; at = ss_accounts_assoc_id(db, at->parent)) {
        ss_limits_block(&edit.limits, &at->limits);
        if (at->priority != SS_NO_LIMIT)
            edit.priority = SS_KEEP;
        if (at->default_qos != 0)
            edit.default_qos = SS_KEEP;
        if (at->qos_set)
            edit.qos.given = false;
    }
    return (edit.priority != SS_KEEP && user->priority == SS_NO_LIMIT)
           || (edit.default_qos != SS_KEEP && user->default_qos == 0)
           || qos_reaches(&edit.qos, user) || ss_limits_edit_reaches(&edit.limits, &user->limits);
}

static GPtrArray *reached(const SsAccounts *db, const SsAssocRecord *account,
                          const SsAssocEdit *edit)
{
    GPtrArray *list = ss_assoc_list_new();

    for (guint i = 0; account->user[0] == '\0' && i < db->assocs->len; i++) {
        SsAssocRecord *assoc = db->assocs->pdata[i];

        if (!assoc->deleted && assoc->user[0] != '\0' && assoc->lft > account->lft
            && assoc->rgt < account->rgt && reaches(db, account, assoc, edit))
            g_ptr_array_add(list, assoc);
    }
    ss_assoc_list_sort(list);
    return list;
}

/* --- default QOS out of reach ----------------------------------------------------------------- */

typedef struct {
    bool     qos_set;
    GArray  *qos, *add, *del;
    uint32_t default_qos;
} QosState;

static void free_state(void *data)
{
    QosState *state = data;

    g_array_unref(state->qos);
    g_array_unref(state->add);
    g_array_unref(state->del);
    g_free(state);
}

static QosState *save_state(const SsAssocRecord *assoc)
{
    QosState *state = g_new(QosState, 1);

    *state = (QosState){ assoc->qos_set, g_array_copy(assoc->qos), g_array_copy(assoc->qos_add),
                         g_array_copy(assoc->qos_del), assoc->default_qos };
    return state;
}

static void swap_arrays(GArray **a, GArray **b)
{
    GArray *swap = *a;

    *a = *b;
    *b = swap;
}

static void restore_state(SsAssocRecord *assoc, QosState *state)
{
    assoc->qos_set = state->qos_set;
    assoc->default_qos = state->default_qos;
    swap_arrays(&assoc->qos, &state->qos);
    swap_arrays(&assoc->qos_add, &state->add);
    swap_arrays(&assoc->qos_del, &state->del);
}

static void complain_about(SsSacctmgrRun *run, const SsAssocRecord *assoc, GString *text)
{
    SsLimits          limits;
    uint32_t          priority, default_qos;
    g_autoptr(GArray) ids = ss_accounts_qos_of(run->db, assoc); /* element-type: uint32_t */

    ss_accounts_effective(run->db, assoc, &limits, &priority, &default_qos);
    ss_limits_clear(&limits);
    const SsQosRecord *qos = ss_accounts_qos_id(run->db, default_qos);
    if (qos == NULL || ss_qos_ids_have(ids, default_qos))
        return;
    g_string_append_printf(text, "  DefQOS = %-10s C = %-10s A = %-20s ", qos->name,
                           run->db->cluster, assoc->account);
    if (assoc->user[0] != '\0')
        g_string_append_printf(text, "U = %-9s", assoc->user);
    if (assoc->partition[0] != '\0')
        g_string_append_printf(text, " P = %s", assoc->partition);
    g_string_append_c(text, '\n');
}

/* Makes the change to `list`, looks at it and at who feels it, takes it back. */
static bool default_qos_in_reach(SsSacctmgrRun *run, GPtrArray *list, const SsAssocEdit *edit)
{
    g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func(free_state);
    g_autoptr(GString)   text = g_string_new(NULL);

    if (!edit->qos.given && edit->default_qos == SS_KEEP)
        return true;
    for (guint i = 0; i < list->len; i++) {
        SsAssocRecord *assoc = list->pdata[i];

        g_ptr_array_add(states, save_state(assoc));
        if (edit->default_qos != SS_KEEP)
            assoc->default_qos = edit->default_qos;
        apply_qos(assoc, &edit->qos);
    }
    for (guint i = 0; i < list->len; i++) {
        g_autoptr(GPtrArray) below = reached(run->db, list->pdata[i], edit);

        complain_about(run, list->pdata[i], text);
        for (guint j = 0; j < below->len; j++)
            complain_about(run, below->pdata[j], text);
    }
    for (guint i = 0; i < list->len; i++)
        restore_state(list->pdata[i], states->pdata[i]);
    if (text->len == 0)
        return true;
    g_string_append_printf(
        run->err,
        " These associations don't have access to their default qos.\n"
        " Please give them access before they the default can be set to this.\n%s",
        text->str);
    return false;
}

/* --- modifying -------------------------------------------------------------------------------- */

static void drop_at_parent(SsSacctmgrRun *run, GPtrArray *list, const SsAssocEdit *edit)
{
    const SsAssocRecord *above =
        edit->parent != NULL ? ss_accounts_assoc(run->db, edit->parent, "", "") : NULL;

    for (guint i = list->len; above != NULL && i-- > 0;) {
        const SsAssocRecord *assoc = list->pdata[i];

        if (assoc->parent == above->id || assoc == above || assoc->parent == 0)
            g_ptr_array_remove_index(list, i);
    }
}

static void print_modified(SsSacctmgrRun *run, GPtrArray *list, const SsAssocEdit *edit,
                           const char *title)
{
    ss_sacctmgr_print(run, " %s...\n", title);
    for (guint i = 0; i < list->len; i++) {
        g_autoptr(GPtrArray) below = reached(run->db, list->pdata[i], edit);

        ss_assoc_line(run, list->pdata[i], 20);
        for (guint j = 0; j < below->len; j++)
            ss_assoc_line(run, below->pdata[j], 20);
    }
}

bool ss_assoc_edit_plan(SsSacctmgrRun *run, GPtrArray *list, const SsAssocEdit *edit,
                        const char *title)
{
    if (edit->parent != NULL && ss_accounts_assoc(run->db, edit->parent, "", "") == NULL) {
        ss_sacctmgr_refuse(run, " Parent Account %s doesn't exist.", edit->parent);
        return false;
    }
    drop_at_parent(run, list, edit);
    if (list->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing modified");
        return false;
    }
    if (!ss_assoc_edit_changes(edit)) {
        ss_sacctmgr_nothing(run, " Nothing modified");
        ss_sacctmgr_no_effect(run, "acct_storage_p_modify_assocs");
        return false;
    }
    if (!default_qos_in_reach(run, list, edit))
        return false;
    print_modified(run, list, edit, title);
    return true;
}

void ss_assoc_edit_carry_out(SsSacctmgrRun *run, GPtrArray *list, const SsAssocEdit *edit)
{
    g_autofree char *where = ss_assoc_where(list);
    g_autofree char *info = info_of_change(run, edit, list);

    for (guint i = 0; i < list->len; i++) {
        ss_assoc_edit_apply(run, list->pdata[i], edit);
        if (edit->parent != NULL)
            apply_parent(run, list->pdata[i], edit->parent);
    }
    if (info[0] != '\0')
        ss_sacctmgr_txn(run, "Modify Associations", where, info);
}

/* --- default accounts ------------------------------------------------------------------------- */

void ss_user_default(SsSacctmgrRun *run, const char *user, uint32_t since)
{
    const GPtrArray     *mine = ss_accounts_of_user(run->db, user);
    const SsAssocRecord *first = NULL;

    if (ss_accounts_default(run->db, user) != NULL)
        return;
    for (guint i = 0; i < mine->len; i++) {
        const SsAssocRecord *assoc = mine->pdata[i];

        if (assoc->id >= since && (first == NULL || strcmp(assoc->account, first->account) < 0))
            first = assoc;
    }
    for (guint i = 0; first != NULL && i < mine->len; i++) {
        SsAssocRecord *assoc = mine->pdata[i];

        assoc->is_default = assoc->id >= since && strcmp(assoc->account, first->account) == 0;
    }
}
