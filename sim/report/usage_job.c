/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage_job.c - sreport job SizesBy...: who ran how much in jobs of which size.
 *
 * This is the one report of sreport that reads jobs and not rollups: a single pass over the jobs of the
 * window. A job's size is its number of CPUs, also when another TRES is summed.
 *
 * Rows are "candidates" made before the jobs are read, in the order of the tree's left edges; a job goes
 * to the first that contains it - so without Accounts= everything lands in root, as in Slurm. FlatView
 * makes rows from what the jobs say instead. Rows that got no job are not printed.
 */
#include "sim/report/usage_parts.h"

#include <stdlib.h>
#include <string.h>

#define CPU        1 /* TRES id */
#define MAX_GROUPS 512

typedef struct {
    int64_t low, high; /* CPUs, both inside; high INT64_MAX = and more */
    int     width;
} Group;

typedef struct {
    const char *account, *wckey, *label; /* NULL: not looked at */
    uint32_t    lft, rgt;                /* of the account; 0 = compare the name with the job's */
    SsWide     *secs;                    /* [groups] */
    int64_t    *jobs;                    /* [groups] */
    SsWide      all_secs;
    int64_t     all_jobs;
} Size;

typedef enum { BY_ACCOUNT, BY_WCKEY, BY_BOTH } By;

typedef struct {
    SsUsageRun *run;
    By          by;
    GArray     *groups; /* Group */
    GPtrArray  *sizes;  /* Size * */
    uint32_t    tres;
} Report;

typedef struct {     /* what a job adds */
    uint32_t    lft; /* of its association */
    const char *account, *wckey;
    int64_t     cpus;
    SsWide      amount;
} Piece;

/* --- groups ---------------------------------------------------------------------------------- */

static int default_width(const SsUsageRun *run)
{
    return ss_usage_is_per(run->unit) ? 20 : 13;
}

static bool is_individual(const SsUsageRun *run)
{
    const GPtrArray *list = run->words.grouping;

    return list && list->len && g_ascii_tolower(*(const char *) list->pdata[0]) == 'i';
}

static void add_group(Report *report, int64_t low, int64_t high, int width)
{
    const Group group = { low, high, width };

    g_array_append_val(report->groups, group);
}

/* "50%20" */
static int64_t bound_of(const char *item, int *width)
{
    const char *percent = strchr(item, '%');

    if (percent && atoi(percent + 1))
        *width = atoi(percent + 1);
    return g_ascii_strtoll(item, NULL, 10);
}

static void make_groups(Report *report)
{
    static const char *const usual[] = { "50", "250", "500", "1000" };
    const GPtrArray         *list = report->run->words.grouping;
    guint                    n = list ? list->len : G_N_ELEMENTS(usual);
    int64_t                  low = 0;
    int                      width = default_width(report->run);

    for (guint i = 0; i < n && i < MAX_GROUPS; i++) {
        int     own = default_width(report->run);
        int64_t bound = bound_of(list ? list->pdata[i] : usual[i], &own);

        add_group(report, low, (uint32_t) (bound - 1), own);
        low = bound;
        width = own;
    }
    if (low) /* a list that is no number ends with its first group */
        add_group(report, low, INT64_MAX, width);
    else if (n == 0)
        add_group(report, 0, UINT32_MAX, width);
}

static int compare_groups(gconstpointer a, gconstpointer b)
{
    const Group *x = a, *y = b;

    return x->low < y->low ? -1 : x->low > y->low;
}

/* --- candidates ------------------------------------------------------------------------------ */

static const char *own(Report *report, const char *text)
{
    return text ? g_string_chunk_insert_const(report->run->texts, text) : NULL;
}

static void size_free(gpointer data)
{
    Size *size = data;

    g_free(size->secs);
    g_free(size->jobs);
    g_free(size);
}

static Size *add_size(Report *report, const char *account, const char *wckey, uint32_t lft,
                      uint32_t rgt)
{
    Size            *size = g_new0(Size, 1);
    g_autofree char *both = g_strdup_printf("%s:%s", account ? account : "", wckey ? wckey : "");

    size->account = own(report, account);
    size->wckey = own(report, wckey);
    size->label = report->by == BY_BOTH    ? own(report, both)
                  : report->by == BY_WCKEY ? size->wckey
                                           : size->account;
    size->lft = lft;
    size->rgt = rgt;
    g_ptr_array_add(report->sizes, size);
    return size;
}

typedef struct {
    char    *account;
    uint32_t id, parent, lft, rgt;
} Account;

static void account_free(gpointer data)
{
    Account *account = data;

    g_free(account->account);
    g_free(account);
}

static GPtrArray *read_accounts(SsUsageRun *run) /* by left edge */
{
    GPtrArray *accounts = g_ptr_array_new_with_free_func(account_free);
    SsQuery   *query =
        ss_query_new(run->ledger, "SELECT acct, id_assoc, id_parent, lft, rgt FROM assoc"
                                  " WHERE user = '' AND deleted = 0 ORDER BY lft");
    GError *error = NULL;

    while (ss_query_next(query)) {
        Account *account = g_new0(Account, 1);

        account->account = g_strdup(ss_query_get_text(query, 0));
        account->id = (uint32_t) ss_query_get_int(query, 1);
        account->parent = (uint32_t) ss_query_get_int(query, 2);
        account->lft = (uint32_t) ss_query_get_int(query, 3);
        account->rgt = (uint32_t) ss_query_get_int(query, 4);
        g_ptr_array_add(accounts, account);
    }
    if (!ss_query_close(query, &error))
        ss_usage_failed(run, error);
    return accounts;
}

static const char *name_of(const GPtrArray *accounts, uint32_t id)
{
    for (guint i = 0; i < accounts->len; i++) {
        const Account *account = accounts->pdata[i];

        if (account->id == id)
            return account->account;
    }
    return "";
}

static bool is_candidate(const SsUsageRun *run, const GPtrArray *accounts, const Account *account)
{
    if (!run->words.acct_as_parent)
        return ss_usage_wants(run->words.accounts, account->account);
    const char *parent = name_of(accounts, account->parent);

    return run->words.accounts ? ss_usage_wants(run->words.accounts, parent)
                               : strcmp(parent, "root") == 0;
}

static void add_account_candidates(Report *report, const char *wckey)
{
    g_autoptr(GPtrArray) accounts = read_accounts(report->run);

    for (guint i = 0; i < accounts->len; i++) {
        const Account *account = accounts->pdata[i];

        if (is_candidate(report->run, accounts, account))
            add_size(report, account->account, wckey, account->lft, account->rgt);
    }
}

static void add_wckey_candidates(Report *report)
{
    SsQuery *query = ss_query_new(report->run->ledger,
                                  "SELECT DISTINCT wckey_name FROM wckey ORDER BY wckey_name");
    GError  *error = NULL;

    while (ss_query_next(query)) {
        const char *name = ss_query_get_text(query, 0);

        if (!ss_usage_wants(report->run->words.wckeys, name))
            continue;
        if (report->by == BY_BOTH)
            add_account_candidates(report, name);
        else
            add_size(report, NULL, name, 0, 0);
    }
    if (!ss_query_close(query, &error))
        ss_usage_failed(report->run, error);
}

static void make_candidates(Report *report)
{
    if (report->by != BY_ACCOUNT && !(report->by == BY_BOTH && report->run->words.flat))
        add_wckey_candidates(report);
    else if (!report->run->words.flat)
        add_account_candidates(report, NULL);
}

/* --- jobs ------------------------------------------------------------------------------------ */

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool contains(const Size *size, const Piece *piece)
{
    if (size->wckey && !same(size->wckey, piece->wckey))
        return false;
    if (size->account == NULL)
        return true;
    if (size->lft)
        return size->lft <= piece->lft && piece->lft <= size->rgt;
    return same(size->account, piece->account);
}

static Size *find_size(Report *report, const Piece *piece)
{
    for (guint i = 0; i < report->sizes->len; i++) {
        if (contains(report->sizes->pdata[i], piece))
            return report->sizes->pdata[i];
    }
    if (!report->run->words.flat || report->by == BY_WCKEY)
        return NULL;
    if (!ss_usage_wants(report->run->words.accounts, piece->account))
        return NULL;
    const char *wckey = report->by == BY_BOTH ? (piece->wckey ? piece->wckey : "") : NULL;

    return add_size(report, piece->account, wckey, 0, 0);
}

static bool is_in_group(const Report *report, guint i, int64_t cpus)
{
    const Group *group = &g_array_index(report->groups, Group, i);

    return group->low <= cpus && cpus <= group->high;
}

static bool has_group(const Report *report, int64_t cpus)
{
    for (guint i = 0; i < report->groups->len; i++) {
        if (is_in_group(report, i, cpus))
            return true;
    }
    return false;
}

/* In each group that it fits: bounds that do not rise make a job count twice. */
static void take_piece(Report *report, const Piece *piece)
{
    Size *size = find_size(report, piece);

    if (size == NULL)
        return;
    if (size->secs == NULL) {
        size->secs = g_new0(SsWide, report->groups->len);
        size->jobs = g_new0(int64_t, report->groups->len);
    }
    for (guint i = 0; i < report->groups->len; i++) {
        if (!is_in_group(report, i, piece->cpus))
            continue;
        size->secs[i] += piece->amount;
        size->jobs[i]++;
        size->all_secs += piece->amount;
        size->all_jobs++;
    }
}

static SsSpan elapsed_in_window(SsUsageRun *run, const SsJobRecord *job)
{
    SsTime start = MAX(job->start, run->words.start);
    SsTime end = MIN(job->end ? job->end : run->now, run->words.end); /* it may end with the hour */

    if (job->start == 0 || end <= start)
        return 0;
    return end - start - (job->suspended ? ss_usage_suspended(run, job->db_inx, start, end) : 0);
}

static bool wants_number(const GPtrArray *list, uint32_t number)
{
    char text[16];

    g_snprintf(text, sizeof text, "%u", number);
    return ss_usage_wants(list, text);
}

static bool wants_job(const SsUsageRun *run, const SsJobRecord *job)
{
    const SsUsageWords *words = &run->words;

    return ss_usage_wants(words->users, job->user) && wants_number(words->gids, job->gid)
           && ss_usage_wants(words->partitions, job->partition)
           && ss_usage_wants(words->wckeys, job->wckey) && wants_number(words->jobs, job->job_id)
           && wants_number(words->assocs, job->assoc_id)
           && ss_usage_wants_nodes(words->nodes, job->nodes);
}

static void take_job(Report *report, const SsJobRecord *job, uint32_t lft)
{
    SsSpan elapsed = elapsed_in_window(report->run, job);

    if (elapsed <= 0 || !wants_job(report->run, job))
        return;
    const Piece piece = {
        .lft = lft,
        .account = job->account,
        .wckey = job->wckey,
        .cpus = ss_tres_count(job->tres_alloc, CPU, 0),
        .amount = (SsWide) elapsed * ss_tres_count(job->tres_alloc, report->tres, 0),
    };

    take_piece(report, &piece);
}

static GHashTable *left_edges(SsUsageRun *run) /* association id -> lft */
{
    GHashTable *edges = g_hash_table_new(NULL, NULL);
    SsQuery    *query = ss_query_new(run->ledger, "SELECT id_assoc, lft FROM assoc");
    GError     *error = NULL;

    while (ss_query_next(query))
        g_hash_table_insert(edges, GUINT_TO_POINTER((guint) ss_query_get_int(query, 0)),
                            GUINT_TO_POINTER((guint) ss_query_get_int(query, 1)));
    if (!ss_query_close(query, &error))
        ss_usage_failed(run, error);
    return edges;
}

typedef void (*JobFunc)(Report *report, const SsJobRecord *job, uint32_t lft);

static void each_job(Report *report, JobFunc func)
{
    SsUsageRun           *run = report->run;
    g_autoptr(GHashTable) edges = left_edges(run);
    SsJobCursor          *cursor = ss_job_cursor_brief(
                 run->ledger, "WHERE time_eligible <> 0 AND time_eligible < ?2"
                                       " AND (time_end >= ?1 OR time_end = 0) ORDER BY job_db_inx");
    const SsJobRecord *job;
    GError            *error = NULL;

    ss_job_cursor_int(cursor, 1, run->words.start);
    ss_job_cursor_int(cursor, 2, run->words.end);
    while (ss_usage_wants_cluster(run) && (job = ss_job_cursor_next(cursor)) != NULL)
        func(report, job,
             GPOINTER_TO_UINT(g_hash_table_lookup(edges, GUINT_TO_POINTER(job->assoc_id))));
    if (!ss_job_cursor_close(cursor, &error))
        ss_usage_failed(run, error);
}

/* grouping=individual: a group for each number of CPUs there is. */
static void note_size(Report *report, const SsJobRecord *job, uint32_t lft)
{
    int64_t cpus = ss_tres_count(job->tres_alloc, CPU, 0);

    (void) lft;
    if (elapsed_in_window(report->run, job) > 0 && wants_job(report->run, job)
        && !has_group(report, cpus))
        add_group(report, cpus, cpus, default_width(report->run));
}

/* --- printing -------------------------------------------------------------------------------- */

static SsValue get_cluster(const void *row, const SsShow *show)
{
    (void) row;
    return ss_value_text(((const SsUsageRun *) show->tool)->cluster);
}

/* What the row is about, whatever the column is called. */
static SsValue get_label(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(((const Size *) row)->label);
}

static SsValue get_nothing(const void *row, const SsShow *show)
{
    (void) row;
    (void) show;
    return ss_value_int(0);
}

static SsValue get_no_time(const void *row, const SsShow *show)
{
    (void) row;
    (void) show;
    return ss_value_span(0);
}

/* clang-format off */
const SsColumn ss_usage_size_columns[] = {
    { "Account",   1, "Account",     9, SS_OVER_PLUS, "account",    get_label,   "Account." },
    { "Acct",      4, "Account",     9, SS_OVER_PLUS, "account",    get_label,   "The same." },
    { "Cluster",   1, "Cluster",     9, SS_OVER_PLUS, "cluster",    get_cluster, "Cluster." },
    { "CpuCount",  2, "TRES Count", 10, SS_OVER_PUSH, "count",      get_nothing, "0 in 22.05." },
    { "count",     2, "TRES Count", 10, SS_OVER_PUSH, "count",      get_nothing, "0 in 22.05." },
    { "Duration",  1, "Duration",   12, SS_OVER_PUSH, "duration",   get_no_time, "0 in 22.05." },
    { "JobCount",  2, "Job Count",   9, SS_OVER_PUSH, "jobs",       get_nothing, "0 in 22.05." },
    { "NodeCount", 2, "Node Count",  9, SS_OVER_PUSH, "nodes",      get_nothing, "0 in 22.05." },
    { "TresCount", 5, "TRES Count", 10, SS_OVER_PUSH, "tres_count", get_nothing, "0 in 22.05." },
    { "User",      1, "User",        9, SS_OVER_PLUS, "user",       NULL,        "Blank in 22.05." },
    { "Wckey",     1, "Wckey",       9, SS_OVER_PLUS, "wckey",      get_label,   "Workload characterisation key." },
};
/* clang-format on */
const size_t ss_n_usage_size_columns = G_N_ELEMENTS(ss_usage_size_columns);

static void add_group_columns(Report *report, SsTable *table)
{
    const char *unit = report->run->tres_text && report->tres != CPU ? "TRES" : "CPUs";

    for (guint i = 0; i < report->groups->len; i++) {
        const Group     *group = &g_array_index(report->groups, Group, i);
        g_autofree char *title =
            group->high == INT64_MAX
                ? g_strdup_printf(">= %" G_GINT64_FORMAT " %s", group->low, unit)
            : group->low == group->high && is_individual(report->run)
                ? g_strdup_printf("%" G_GINT64_FORMAT " %s", group->low, unit)
                : g_strdup_printf("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT " %s", group->low,
                                  group->high, unit);
        g_autofree char    *key = g_strdup_printf("size_%" G_GINT64_FORMAT, group->low);
        const SsTableColumn column = { .title = own(report, title),
                                       .key = own(report, key),
                                       .width = group->width,
                                       .over = SS_OVER_CUT };

        ss_table_add_column(table, &column);
    }
    const SsTableColumn share = {
        .title = "% of cluster", .key = "share", .width = 12, .over = SS_OVER_CUT
    };

    ss_table_add_column(table, &share);
}

static SsValue size_cell(const Report *report, const Size *size, guint group, const SsShow *show)
{
    if (report->run->words.print_count)
        return ss_value_int(size->jobs[group]);
    return ss_usage_amount(show, report->run->unit, size->secs[group], size->all_secs);
}

static void add_row(Report *report, SsTable *table, const GArray *choices, const Size *size,
                    SsWide total)
{
    const SsShow       *show = ss_table_show(table);
    g_autofree SsValue *cells = g_new0(SsValue, ss_table_columns(table));
    guint               n = 0;
    SsWide              mine = report->run->words.print_count ? size->all_jobs : size->all_secs;

    for (guint i = 0; i < choices->len; i++, n++) {
        const SsColumn *column = g_array_index(choices, SsChoice, i).column;

        if (column->get)
            cells[n] = column->get(size, show);
    }
    for (guint i = 0; i < report->groups->len; i++)
        cells[n++] = size_cell(report, size, i, show);
    cells[n] = ss_usage_amount(show, SS_UNIT_PERCENT, mine, total);
    ss_table_add_cells(table, cells);
}

static int compare_sizes(gconstpointer a, gconstpointer b)
{
    const Size *x = *(Size *const *) a, *y = *(Size *const *) b;
    int order = g_ascii_strcasecmp(x->account ? x->account : "", y->account ? y->account : "");

    return order ? order : g_ascii_strcasecmp(x->wckey ? x->wckey : "", y->wckey ? y->wckey : "");
}

static char *detail(const Report *report)
{
    g_autofree char *tres = report->run->tres_text
                                ? g_strdup_printf("TRES type is %s\n", report->run->tres_text)
                                : g_strdup("");

    return report->run->words.print_count
               ? g_strconcat(tres, "Units are in number of jobs ran\n", NULL)
               : g_strdup_printf("%sTime reported in %s\n", tres,
                                 ss_usage_unit_words(report->run->unit));
}

static void print(Report *report, const GArray *choices)
{
    g_autoptr(SsTable) table = ss_usage_table(report->run, choices);
    SsWide             total = 0;

    add_group_columns(report, table);
    g_ptr_array_sort(report->sizes, compare_sizes);
    for (guint i = 0; i < report->sizes->len; i++) {
        const Size *size = report->sizes->pdata[i];
        total += report->run->words.print_count ? size->all_jobs : size->all_secs;
    }
    for (guint i = 0; i < report->sizes->len; i++) {
        const Size *size = report->sizes->pdata[i];

        if (size->all_jobs)
            add_row(report, table, choices, size, total);
    }
    ss_render(table, &report->run->how, report->run->out);
}

static bool refuses_tres(SsUsageRun *run)
{
    if (run->tres->len < 2)
        return false;
    g_string_append(run->err, " Job report only supports a single --tres type.\n"
                              " Generate a separate report for each TRES type.\n");
    run->code = 1;
    return true;
}

static void sizes(SsUsageRun *run, By by, const char *title, const char *fallback)
{
    if (refuses_tres(run))
        return;
    g_autoptr(GArray) choices =
        ss_usage_choices(run, ss_usage_size_columns, ss_n_usage_size_columns, fallback);
    g_autoptr(GArray)    groups = g_array_new(FALSE, FALSE, sizeof(Group));
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(size_free);
    Report report = { run, by, groups, rows, g_array_index(run->tres, SsUsageTres, 0).id };
    g_autofree char *words = detail(&report);

    ss_usage_banner(run, title, true, words);
    if (is_individual(run)) {
        each_job(&report, note_size);
        g_array_sort(groups, compare_groups);
    } else {
        make_groups(&report);
    }
    if (groups->len == 0) {
        g_string_append(run->err, " We need a grouping list to set up the print.\n");
        return;
    }
    make_candidates(&report);
    each_job(&report, take_job);
    print(&report, choices);
}

void ss_usage_sizes_by_account(SsUsageRun *run)
{
    sizes(run, BY_ACCOUNT, "Job Sizes", "Cl,a");
}

void ss_usage_sizes_by_wckey(SsUsageRun *run)
{
    sizes(run, BY_WCKEY, "Job Sizes by Wckey", "Cl,wc");
}

void ss_usage_sizes_by_both(SsUsageRun *run)
{
    sizes(run, BY_BOTH, "Job Sizes", "Cl,a%-20");
}
