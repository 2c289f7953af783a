/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_assoc.c - scontrol show assoc_mgr: users, associations and QOS as the controller holds them.
 *
 * A limit is shown with what is used of it: "GrpJobs=10(3)", "N" where there is none; Max... limits only
 * where there is one. Max... limits are the inherited ones: the tree of sim/model/assoc.h has them.
 * Minutes are what was counted in seconds, cut.
 *
 * Filters are as odd as they are: users= leaves out users and their associations but keeps every account's;
 * accounts= keeps only associations of these accounts, and all users.
 */
#include "sim/report/control_parts.h"

#include "sim/ledger/entities.h"
#include "sim/model/account.h"
#include "sim/model/assoc.h"
#include "sim/model/partition.h"
#include "sim/report/column.h"

#include <string.h>

enum { SHOW_USERS = 1, SHOW_ASSOCS = 2, SHOW_QOS = 4, SHOW_ALL = 7 };

typedef struct {
    SsControl   *control;
    char       **users, **accounts, **qos; /* NULL: all */
    uint32_t     shown;                    /* SHOW_...  */
    SsAccounts  *store;
    SsAssocTree *tree;
    GHashTable  *uids; /* name -> uid + 1 */
    SsRows      *shares, *qos_use, *subs;
    uint32_t     sections; /* printed so far  */
} View;

static void put(const View *view, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void put(const View *view, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append_vprintf(view->control->out, format, args);
    va_end(args);
}

/* The next line of a record, `depth` blanks in; a blank with -o. */
static void next_line(const View *view, int depth)
{
    if (view->control->one_line)
        put(view, " ");
    else
        put(view, "\n%*s", depth, "");
}

/* A section begins: its title, or that there is nothing. */
static void section(View *view, const char *title, const char *nothing)
{
    const char *blank = view->control->one_line ? "" : "\n";

    if (view->sections++)
        put(view, "%s", blank);
    if (nothing)
        put(view, "No %s currently cached in Slurm.\n%s", nothing, blank);
    else
        put(view, "%s Records\n%s", title, blank);
}

static bool wanted(char **list, const char *name)
{
    for (char **word = list; word && *word; word++) {
        if (g_ascii_strcasecmp(*word, name) == 0)
            return true;
    }
    return list == NULL;
}

/* --- limits ------------------------------------------------------------------------------------------- */

static const char *count(const View *view, uint32_t limit, uint32_t used)
{
    char text[32];

    if (limit == SS_NO_LIMIT)
        g_snprintf(text, sizeof text, "N(%u)", used);
    else
        g_snprintf(text, sizeof text, "%u(%u)", limit, used);
    return g_string_chunk_insert_const(view->control->texts, text);
}

/* "" where there is no limit. */
static const char *count_if(const View *view, uint32_t limit, uint32_t used)
{
    return limit == SS_NO_LIMIT ? "" : count(view, limit, used);
}

static const char *plain(const View *view, uint32_t limit)
{
    char text[16];

    if (limit == SS_NO_LIMIT)
        return "";
    g_snprintf(text, sizeof text, "%u", limit);
    return g_string_chunk_insert_const(view->control->texts, text);
}

static const char *wall(const View *view, uint32_t limit, double used_secs)
{
    char text[64];

    if (limit == SS_NO_LIMIT)
        g_snprintf(text, sizeof text, "N(%.2f)", used_secs / 60);
    else
        g_snprintf(text, sizeof text, "%u(%.2f)", limit, used_secs / 60);
    return g_string_chunk_insert_const(view->control->texts, text);
}

/* "GrpTRES=cpu=40(35),mem=N(76100)": every TRES; `ids` holds what is used, in `per` of a unit. */
static void put_tres_used(const View *view, int depth, const char *title, const uint64_t *limit,
                          const char *ids, double per)
{
    const SsTresSet   *set = view->control->tres;
    g_autofree double *used = g_new0(double, set->n);

    ss_tres_vector(set, ids, used);
    next_line(view, depth);
    put(view, "%s=", title);
    for (uint32_t i = 0; i < set->n; i++) {
        put(view, "%s%s=", i ? "," : "", set->at[i].text);
        if (limit && limit[i] != SS_NO_LIMIT64)
            put(view, "%" G_GUINT64_FORMAT, limit[i]);
        else
            put(view, "N");
        put(view, "(%" G_GUINT64_FORMAT ")", (uint64_t) (used[i] / per));
    }
}

/* "MaxTRESPJ=gres/gpu=1": only what is limited. */
static void put_tres_limit(const View *view, const char *title, const uint64_t *limit)
{
    const SsTresSet *set = view->control->tres;
    const char      *comma = "";

    next_line(view, 4);
    put(view, "%s=", title);
    for (uint32_t i = 0; limit && i < set->n; i++) {
        if (limit[i] == SS_NO_LIMIT64)
            continue;
        put(view, "%s%s=%" G_GUINT64_FORMAT, comma, set->at[i].text, limit[i]);
        comma = ",";
    }
}

/* What associations and QOS have in common. */
static void put_group_tres(const View *view, const SsLimits *limits, const char *used,
                           const char *secs, const char *run_secs)
{
    put_tres_used(view, 4, "GrpTRES", limits->grp_tres, used, 1);
    put_tres_used(view, 4, "GrpTRESMins", limits->grp_tres_mins, secs, 60);
    put_tres_used(view, 4, "GrpTRESRunMins", limits->grp_tres_run_mins, run_secs, 60);
}

static void put_job_tres(const View *view, const SsLimits *limits)
{
    put_tres_limit(view, "MaxTRESPJ", limits->max_tres_pj);
    put_tres_limit(view, "MaxTRESPN", limits->max_tres_pn);
    put_tres_limit(view, "MaxTRESMinsPJ", limits->max_tres_mins_pj);
    next_line(view, 4);
    put(view, "MinPrioThresh=%s", plain(view, limits->min_prio_thresh));
}

/* --- users -------------------------------------------------------------------------------------------- */

static uint32_t uid_of(const View *view, const char *user)
{
    gpointer known = g_hash_table_lookup(view->uids, user);

    return known ? GPOINTER_TO_UINT(known) - 1 : 0;
}

static void read_uids(View *view)
{
    SsQuery *query = ss_query_new(view->control->ledger, "SELECT name, uid FROM user");

    view->uids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    while (ss_query_next(query))
        g_hash_table_replace(view->uids, g_strdup(ss_query_get_text(query, 0)),
                             GUINT_TO_POINTER((guint) ss_query_get_int(query, 1) + 1));
    ss_query_close(query, NULL);
}

static const char *default_account(const View *view, const char *user)
{
    for (uint32_t i = 0; i < view->tree->n; i++) {
        const SsAssoc *assoc = &view->tree->at[i];

        if (assoc->is_user && assoc->is_default && strcmp(assoc->user, user) == 0)
            return assoc->account;
    }
    return "";
}

static int by_user_name(gconstpointer a, gconstpointer b)
{
    const SsUserRecord *const *x = a, *const *y = b;

    return strcmp((*x)->name, (*y)->name);
}

static void show_users(View *view)
{
    static const char *const levels[] = { "Not Set", "None", "Operator", "Administrator" };
    g_autoptr(GPtrArray)     users = g_ptr_array_new();

    for (guint i = 0; i < view->store->users->len; i++) {
        SsUserRecord *user = view->store->users->pdata[i];

        if (!user->deleted && wanted(view->users, user->name))
            g_ptr_array_add(users, user);
    }
    g_ptr_array_sort(users, by_user_name);
    section(view, "User", users->len ? NULL : "users");
    for (guint i = 0; i < users->len; i++) {
        const SsUserRecord *user = users->pdata[i];

        put(view, "UserName=%s(%u) DefAccount=%s DefWckey=%s AdminLevel=%s\n", user->name,
            uid_of(view, user->name), default_account(view, user->name),
            user->default_wckey ? user->default_wckey : "", levels[MIN(user->admin_level, 3)]);
    }
}

/* --- associations ------------------------------------------------------------------------------------- */

static void put_shares(const View *view, const SsShareRow *share)
{
    next_line(view, 4);
    put(view, "SharesRaw/Norm/Level/Factor=%u/%.2f/%u/%.2f", share->shares_raw, share->shares_norm,
        share->level_shares, share->held_factor);
    next_line(view, 4);
    put(view, "UsageRaw/Norm/Efctv=%.2Lf/%.2f/%.2f", share->usage_raw, share->held_norm,
        share->held_efctv);
}

static void put_assoc_limits(const View *view, const SsLimits *limits, const SsShareRow *share)
{
    next_line(view, 4);
    put(view, "GrpJobs=%s GrpJobsAccrue=%s", count(view, limits->grp_jobs, share->used_jobs),
        count(view, limits->grp_jobs_accrue, share->used_accrue));
    next_line(view, 4);
    put(view, "GrpSubmitJobs=%s GrpWall=%s", count(view, limits->grp_submit, share->used_submit),
        wall(view, limits->grp_wall, share->grp_used_wall));
    put_group_tres(view, limits, share->used_tres, share->tres_raw, share->run_secs);
    next_line(view, 4);
    put(view, "MaxJobs=%s MaxJobsAccrue=%s MaxSubmitJobs=%s MaxWallPJ=%s",
        count_if(view, limits->max_jobs, share->used_jobs),
        count_if(view, limits->max_jobs_accrue, share->used_accrue),
        count_if(view, limits->max_submit, share->used_submit), plain(view, limits->max_wall));
    put_job_tres(view, limits);
}

static void print_assoc(const View *view, const SsShareRow *share, const SsAssoc *assoc)
{
    put(view, "ClusterName=%s Account=%s UserName=%s", view->store->cluster, assoc->account,
        assoc->user);
    if (assoc->is_user)
        put(view, "(%u)", uid_of(view, assoc->user));
    put(view, " Partition=%s Priority=%u ID=%u", assoc->partition, assoc->priority, assoc->id);
    put_shares(view, share);
    next_line(view, 4);
    put(view, "ParentAccount=");
    if (!assoc->is_user && assoc->parent != SS_ID_NONE)
        put(view, "%s(%u)", view->tree->at[assoc->parent].account,
            view->tree->at[assoc->parent].id);
    put(view, " Lft=%u DefAssoc=%s", assoc->lft,
        assoc->is_user && assoc->is_default ? "Yes" : "No");
    put_assoc_limits(view, &assoc->limits, share);
    put(view, "\n");
    g_string_chunk_clear(view->control->texts);
}

static bool assoc_wanted(const View *view, const SsAssoc *assoc)
{
    return wanted(view->accounts, assoc->account)
           && (!assoc->is_user || wanted(view->users, assoc->user));
}

static void show_assocs(View *view)
{
    const SsShareRow *shares = view->shares->at;
    bool              any = false;

    for (uint32_t i = 0; i < view->shares->n; i++) {
        SsAssocId id = ss_assoc_by_id(view->tree, shares[i].id_assoc);

        if (id == SS_ID_NONE || !assoc_wanted(view, &view->tree->at[id]))
            continue;
        if (!any)
            section(view, "Association", NULL);
        any = true;
        print_assoc(view, &shares[i], &view->tree->at[id]);
    }
    if (!any)
        section(view, NULL, "associations");
}

/* --- QOS ---------------------------------------------------------------------------------------------- */

/* What users (kind 0) and accounts (kind 1) of a QOS may and do use. */
typedef struct {
    uint32_t        kind;
    const char     *title, *none, *suffix;
    uint32_t        jobs, accrue, submit;
    const uint64_t *tres;
} Sub;

static void print_sub(const View *view, const Sub *sub, const SsQosSubRow *row)
{
    bool one_line = view->control->one_line;

    if (sub->kind == 0)
        put(view, "%s%u%s", one_line ? " " : "\n      ", row->id, one_line ? "={" : "\n        ");
    else
        put(view, "%s%s%s", one_line ? " " : "\n      ", row->name, one_line ? "={" : "\n        ");
    put(view, "MaxJobs%s=%s MaxJobsAccrue%s=%s MaxSubmitJobs%s=%s", sub->suffix,
        count(view, sub->jobs, row->used_jobs), sub->suffix,
        count(view, sub->accrue, row->used_accrue), sub->suffix,
        count(view, sub->submit, row->used_submit));
    g_autofree char *title = g_strconcat("MaxTRES", sub->suffix, NULL);

    put_tres_used(view, 8, title, sub->tres, row->used_tres, 1);
    if (one_line)
        put(view, "}");
}

static void print_subs(const View *view, const Sub *sub, uint32_t qos)
{
    const SsQosSubRow *rows = view->subs->at;
    bool               any = false;

    next_line(view, 4);
    put(view, "%s", sub->title);
    for (uint32_t i = 0; i < view->subs->n; i++) {
        if (rows[i].id_qos != qos || rows[i].kind != sub->kind)
            continue;
        if (!any && view->control->one_line)
            put(view, "=");
        any = true;
        print_sub(view, sub, &rows[i]);
    }
    if (!any)
        put(view, "%s%s", view->control->one_line ? "=" : "\n        ", sub->none);
}

static const char *preempt_text(uint32_t mode)
{
    static const char *const words[] = { "OFF", "SUSPEND", "REQUEUE", "CANCEL" };
    uint32_t                 base = mode & SS_PREEMPT_MASK;

    return base < G_N_ELEMENTS(words) ? words[base] : "OFF";
}

static void print_qos(const View *view, const SsQos *qos, const SsQosRow *use)
{
    const SsLimits *limits = &qos->limits;
    const Sub       accounts = { 1,
                                 "Account Limits",
                                 "No Accounts",
                                 "PA",
                                 limits->max_jobs_pa,
                                 limits->max_jobs_accrue_pa,
                                 limits->max_submit_pa,
                                 limits->max_tres_pa };
    const Sub       users = { 0,
                              "User Limits",
                              "No Users",
                              "PU",
                              limits->max_jobs,
                              limits->max_jobs_accrue,
                              limits->max_submit,
                              limits->max_tres_pu };

    put(view, "QOS=%s(%u)", qos->name, qos->id);
    next_line(view, 4);
    put(view, "UsageRaw=%Lf", use->usage_raw);
    next_line(view, 4);
    put(view, "GrpJobs=%s GrpJobsAccrue=%s GrpSubmitJobs=%s GrpWall=%s",
        count(view, limits->grp_jobs, use->used_jobs),
        count(view, limits->grp_jobs_accrue, use->used_accrue),
        count(view, limits->grp_submit, use->used_submit),
        wall(view, limits->grp_wall, use->grp_used_wall));
    put_group_tres(view, limits, use->used_tres, use->tres_raw, use->run_secs);
    next_line(view, 4);
    put(view, "MaxWallPJ=%s", plain(view, limits->max_wall));
    put_job_tres(view, limits);
    put(view, " ");
    put_tres_limit(view, "MinTRESPJ", limits->min_tres_pj);
    next_line(view, 4);
    put(view, "PreemptMode=%s", preempt_text(qos->preempt_mode));
    next_line(view, 4);
    put(view, "Priority=%u", qos->priority);
    print_subs(view, &accounts, qos->id);
    print_subs(view, &users, qos->id);
    put(view, "\n");
    g_string_chunk_clear(view->control->texts);
}

static const SsQosRow *use_of(const View *view, uint32_t qos)
{
    static const SsQosRow unused = { 0 };
    const SsQosRow       *rows = view->qos_use->at;

    for (uint32_t i = 0; i < view->qos_use->n; i++) {
        if (rows[i].id_qos == qos)
            return &rows[i];
    }
    return &unused;
}

static void show_one_qos(View *view, const char *name, bool *any)
{
    for (uint32_t i = 0; i < view->tree->n_qos; i++) {
        const SsQos *qos = &view->tree->qos[i];

        if (name != NULL && g_ascii_strcasecmp(name, qos->name) != 0)
            continue;
        if (!*any)
            section(view, "QOS", NULL);
        *any = true;
        print_qos(view, qos, use_of(view, qos->id));
    }
}

/* In the order in which they are named (recorded: static-t-condo-shared). */
static void show_qos(View *view)
{
    bool any = false;

    if (view->qos == NULL)
        show_one_qos(view, NULL, &any);
    for (char **name = view->qos; name != NULL && *name != NULL; name++)
        show_one_qos(view, *name, &any);
    if (!any)
        section(view, NULL, "QOS");
}

/* --- the command -------------------------------------------------------------------------------------- */

static bool read_flags(View *view, const char *value)
{
    g_autofree char *lower = g_ascii_strdown(value, -1);

    view->shown = (strstr(lower, "users") ? SHOW_USERS : 0u)
                  | (strstr(lower, "assoc") ? SHOW_ASSOCS : 0u)
                  | (strstr(lower, "qos") ? SHOW_QOS : 0u);
    if (view->shown == 0)
        g_string_append_printf(view->control->err,
                               "invalid flag '%s', valid options are 'Assoc, QOS, and/or Users'\n",
                               value);
    return view->shown != 0;
}

static void read_list(char ***list, const char *value)
{
    g_strfreev(*list);
    *list = g_strsplit(value, ",", -1);
}

/* One "users=a,b"; -1 to go on, else the exit code. */
static int read_word(View *view, const char *word)
{
    const struct {
        const char *name;
        char     ***list;
    } lists[] = { { "users", &view->users },
                  { "accounts", &view->accounts },
                  { "qos", &view->qos } };
    g_autofree char *name = g_strndup(word, strcspn(word, "="));
    const char      *equals = strchr(word, '=');

    if (equals == NULL || equals[1] == '\0') {
        g_string_append_printf(view->control->err, "No value given for option %s\n", word);
        return 0;
    }
    if (ss_word_is(name, "flags", 1))
        return read_flags(view, equals + 1) ? -1 : 0;
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        if (ss_word_is(name, lists[i].name, 1)) {
            read_list(lists[i].list, equals + 1);
            return -1;
        }
    }
    g_string_append_printf(view->control->err, "invalid entity: %s for keyword:show assoc_mgr\n",
                           word);
    return 1;
}

static bool read_view(View *view, GError **error)
{
    SsControl *control = view->control;

    view->store = ss_ledger_accounts_read(control->ledger, control->tres, error);
    if (view->store)
        view->shares = ss_ledger_shares(control->ledger, control->sample, error);
    if (view->shares)
        view->qos_use = ss_ledger_qos_use(control->ledger, control->sample, error);
    if (view->qos_use)
        view->subs = ss_ledger_qos_subs(control->ledger, control->sample, error);
    if (view->subs == NULL)
        return false;
    view->tree = ss_assoc_tree_new(view->store);
    read_uids(view);
    return true;
}

static void print_view(View *view)
{
    put(view, "Current Association Manager state\n%s", view->control->one_line ? "" : "\n");
    if (view->shown & SHOW_USERS)
        show_users(view);
    if (view->shown & SHOW_ASSOCS)
        show_assocs(view);
    if (view->shown & SHOW_QOS)
        show_qos(view);
}

static void clear_view(View *view)
{
    g_strfreev(view->users);
    g_strfreev(view->accounts);
    g_strfreev(view->qos);
    g_clear_pointer(&view->tree, ss_assoc_tree_free);
    g_clear_pointer(&view->store, ss_accounts_free);
    g_clear_pointer(&view->uids, g_hash_table_destroy);
    ss_rows_free(view->shares);
    ss_rows_free(view->qos_use);
    ss_rows_free(view->subs);
}

int ss_control_assoc_mgr(SsControl *control, char **words, GError **error)
{
    View view = { .control = control, .shown = SHOW_ALL };
    int  code = -1;

    for (char **word = words; *word && code < 0; word++)
        code = read_word(&view, *word);
    if (code < 0 && read_view(&view, error)) {
        print_view(&view);
        code = 0;
    }
    clear_view(&view);
    return code;
}
