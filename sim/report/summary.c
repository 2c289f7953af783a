/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary.c - a run in one screen.
 *
 * Everything is computed from the job table again, so that `summary` on a ledger from anywhere says what
 * `run` said. Percentiles are nearest-rank on the sorted values: they are values that occurred. Use is
 * allocated over available within [start + warm-up, end]: available is the cluster as configured; what
 * was down is the utilisation report's business.
 *
 * A job that was requeued has several rows: each start counts as started, the rows of one id as one
 * submitted job.
 */
#include "sim/report/summary.h"

#include "sim/base/date.h"
#include "sim/base/tally.h"
#include "sim/ledger/query.h"
#include "sim/model/job.h"
#include "sim/report/figures.h"

#include <math.h>
#include <string.h>

enum { SHORTEST_RUN = 10 }; /* seconds: bound of the bounded slowdown */
enum { MOST_TRES = 64 };    /* of a job */

/* --- figures --------------------------------------------------------------------------------------- */

static SsSpread spread_of(SsTally *seconds)
{
    const uint64_t n = ss_tally_count(seconds);

    return (SsSpread){
        .mean = n > 0 ? ss_tally_sum(seconds) / (double) n : 0,
        .median = (double) ss_tally_rank(seconds, 0.5),
        .p90 = (double) ss_tally_rank(seconds, 0.9),
        .p95 = (double) ss_tally_rank(seconds, 0.95),
        .p99 = (double) ss_tally_rank(seconds, 0.99),
        .max = (double) ss_tally_rank(seconds, 1.0),
    };
}

static SsSpread spread_of_doubles(SsTally *values)
{
    const uint64_t n = ss_tally_count(values);

    return (SsSpread){
        .mean = n > 0 ? ss_tally_sum_double(values) / (double) n : 0,
        .median = ss_tally_rank_double(values, 0.5),
        .p90 = ss_tally_rank_double(values, 0.9),
        .p95 = ss_tally_rank_double(values, 0.95),
        .p99 = ss_tally_rank_double(values, 0.99),
        .max = ss_tally_rank_double(values, 1.0),
    };
}

enum { ACCOUNTS_SHOWN = 40 }; /* in the text; JSON has all */

/* --- accounts -------------------------------------------------------------------------------------- */

typedef struct {
    char    *name;
    char    *parent; /* account, NULL at root */
    double   share;  /* product of the shares from the root down; negative = not known */
    SsTally *waits;  /* seconds */
    uint64_t jobs;
    double   cpu, gpu, billing; /* TRES-seconds */
} Account;

static void account_free(gpointer data)
{
    Account *account = data;

    g_free(account->name);
    g_free(account->parent);
    ss_tally_free(account->waits);
    g_free(account);
}

static Account *account_of(GHashTable *accounts, const char *name)
{
    Account *account = g_hash_table_lookup(accounts, name);

    if (account)
        return account;
    account = g_new0(Account, 1);
    account->name = g_strdup(name);
    account->share = -1;
    account->waits = ss_tally_new();
    g_hash_table_insert(accounts, account->name, account);
    return account;
}

/* The normalised share of every account: its part among its siblings times its parent's. Accounts with
 * Fairshare=parent share their parent's. */
static gboolean read_shares(SsLedger *ledger, GHashTable *accounts, GError **error)
{
    SsQuery *q = ss_query_new(
        ledger,
        "WITH RECURSIVE levels(parent, shares) AS MATERIALIZED ("
        " SELECT id_parent, sum(shares) FROM assoc WHERE deleted = 0 AND shares <> 2147483647"
        " GROUP BY id_parent),"
        " own(id, acct, parent, shares, level) AS MATERIALIZED ("
        " SELECT a.id_assoc, a.acct, a.id_parent, a.shares, l.shares"
        " FROM assoc a LEFT JOIN levels l ON l.parent = a.id_parent"
        " WHERE a.user = '' AND a.deleted = 0),"
        " tree(id, acct, parent, norm) AS ("
        " SELECT id, acct, NULL, 1.0 FROM own WHERE parent = 0"
        " UNION ALL SELECT o.id, o.acct, t.acct,"
        "  CASE WHEN o.shares = 2147483647 THEN t.norm"
        "       WHEN o.level > 0 THEN t.norm * o.shares / o.level ELSE 0 END"
        " FROM own o JOIN tree t ON o.parent = t.id)"
        " SELECT acct, parent, norm FROM tree ORDER BY acct");

    while (ss_query_next(q)) {
        Account *account = account_of(accounts, ss_query_get_text(q, 0));

        g_free(account->parent);
        account->parent = g_strdup(ss_query_get_text(q, 1));
        account->share = ss_query_get_double(q, 2);
    }
    return ss_query_close(q, error);
}

/* One job of the account's own; what its ancestors have of it is added at the end. */
static void charge(Account *account, double cpu, double gpu, double billing)
{
    account->jobs++;
    account->cpu += cpu;
    account->gpu += gpu;
    account->billing += billing;
}

static void add_to_ancestor(Account *above, const Account *own, SsTally *waits)
{
    above->jobs += own->jobs;
    above->cpu += own->cpu;
    above->gpu += own->gpu;
    above->billing += own->billing;
    ss_tally_merge(waits, own->waits);
}

static gint account_by_name(gconstpointer left, gconstpointer right)
{
    return g_strcmp0((*(Account *const *) left)->name, (*(Account *const *) right)->name);
}

/* In order of their names: sums have an order, whatever the table's is. */
static GPtrArray *sorted_accounts(GHashTable *accounts)
{
    GPtrArray     *list = g_ptr_array_new(); /* element-type Account *, borrowed */
    GHashTableIter iter;
    gpointer       value;

    g_hash_table_iter_init(&iter, accounts);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_ptr_array_add(list, value);
    g_ptr_array_sort(list, account_by_name);
    return list;
}

/* What is below `own` in the tree, added to what lies above it in `sums` (Account * -> Account *). */
static void add_upward(GHashTable *accounts, GHashTable *sums, const Account *own)
{
    const char *name = own->jobs > 0 ? own->parent : NULL;

    for (int depth = 0; name && depth < 63; depth++) {
        Account *above = account_of(accounts, name);
        Account *sum = g_hash_table_lookup(sums, above);

        if (!sum) {
            sum = g_new0(Account, 1);
            sum->waits = ss_tally_new();
            g_hash_table_insert(sums, above, sum);
        }
        add_to_ancestor(sum, own, sum->waits);
        name = above->parent;
    }
}

/* Everything below an account counts for it too. */
static void add_to_ancestors(GHashTable *accounts)
{
    g_autoptr(GHashTable) sums = g_hash_table_new_full(NULL, NULL, NULL, account_free);
    g_autoptr(GPtrArray)  own = sorted_accounts(accounts), all = NULL;

    for (uint32_t i = 0; i < own->len; i++)
        add_upward(accounts, sums, own->pdata[i]);
    all = sorted_accounts(accounts);
    for (uint32_t i = 0; i < all->len; i++) {
        Account *above = all->pdata[i], *sum = g_hash_table_lookup(sums, above);

        if (sum)
            add_to_ancestor(above, sum, above->waits);
    }
}

/* --- the scan -------------------------------------------------------------------------------------- */

typedef struct {
    SsSummary  *out;
    GHashTable *accounts;
    SsTally    *waits, *flows, *slowdowns;
    SsTime      from, now;
    uint32_t    gpu_id; /* TRES id, 0 = none */
    GArray     *busy;   /* SsTime by node: until when it was seen in use; jobs come by start */
    double      cpu, gpu, mem, node, billing; /* TRES-seconds */
    uint64_t    n_rows;
    Account    *last; /* account of the last job, NULL */
} Scan;

static void count_state(SsSummary *out, const SsJobRecord *job)
{
    const uint64_t tasks = MAX(job->array_task_pending, 1);

    switch (job->state) {
    case SS_JOB_COMPLETED:
        out->completed++;
        break;
    case SS_JOB_FAILED:
    case SS_JOB_OOM:
    case SS_JOB_BOOT_FAIL:
        out->failed++;
        break;
    case SS_JOB_TIMEOUT:
        out->timeout++;
        break;
    case SS_JOB_CANCELLED:
    case SS_JOB_DEADLINE:
        out->cancelled += job->start ? 1 : tasks;
        break;
    case SS_JOB_PREEMPTED:
        out->preempted++;
        break;
    case SS_JOB_NODE_FAIL:
        out->node_fail++;
        break;
    default:
        break;
    }
}

/* Seconds of [begin, end) in which the job's nodes were not known to be busy: jobs come by start, so one
 * "busy until" a node is enough to count shared nodes once. `alloc` is [[first,last,...],...]. */
static double busy_seconds(GArray *busy, const char *alloc, SsTime begin, SsTime end)
{
    double sum = 0;

    for (const char *p = alloc ? strchr(alloc, '[') : NULL; p; p = strchr(p + 1, '[')) {
        char          *rest = NULL;
        const uint64_t first = g_ascii_strtoull(p + 1, &rest, 10);

        if (rest == p + 1 || *rest != ',')
            continue;
        const uint64_t last = g_ascii_strtoull(rest + 1, NULL, 10);
        if (last >= busy->len)
            g_array_set_size(busy, (guint) last + 1);
        for (uint64_t n = first; n <= last; n++) {
            SsTime *until = &g_array_index(busy, SsTime, n);

            if (end > MAX(*until, begin))
                sum += (double) (end - MAX(*until, begin));
            *until = MAX(*until, end);
        }
    }
    return sum;
}

/* What a job was given; fixed ids count from 1 in the order of their indices. */
typedef struct {
    const uint64_t *fixed; /* by id - 1, NULL: as read */
    uint32_t        n;
    SsTresCount     read[MOST_TRES];
} Allocated;

static void read_allocated(const SsJobRecord *job, Allocated *all)
{
    all->fixed = job->counts;
    all->n = job->counts ? 0 : ss_tres_counts(job->tres_alloc, all->read, MOST_TRES);
}

static double allocated(const Allocated *all, uint32_t id)
{
    if (all->fixed)
        return id > 0 && id <= SS_TRES_BILLING + 1 ? (double) all->fixed[id - 1] : 0;
    for (uint32_t i = 0; i < all->n; i++)
        if (all->read[i].id == id)
            return (double) all->read[i].count;
    return 0;
}

/* The job's own account; jobs of one account often follow each other. */
static Account *account_of_job(Scan *scan, const SsJobRecord *job)
{
    if (!scan->last || g_strcmp0(scan->last->name, job->account) != 0)
        scan->last = account_of(scan->accounts, job->account);
    return scan->last;
}

static void add_use(Scan *scan, const SsJobRecord *job, bool counts)
{
    const SsTime begin = MAX(job->start, scan->from);
    const SsTime end = job->end ? job->end : scan->now;
    const double seconds = end > begin ? (double) (end - begin) : 0;
    Allocated    all;

    read_allocated(job, &all);
    const double cpu = seconds * allocated(&all, SS_TRES_CPU + 1);
    const double gpu = seconds * allocated(&all, scan->gpu_id);
    const double billing = seconds * allocated(&all, SS_TRES_BILLING + 1);

    scan->cpu += cpu;
    scan->gpu += gpu;
    scan->mem += seconds * allocated(&all, SS_TRES_MEM + 1);
    scan->node +=
        job->counts ? seconds * job->n_nodes : busy_seconds(scan->busy, job->alloc, begin, end);
    scan->billing += billing;
    if (!job->account)
        return;
    charge(account_of_job(scan, job), cpu, gpu, billing);
    if (counts)
        ss_tally_add(scan->last->waits, job->start - job->submit);
}

/* Still in the queue when the run ended. */
static void count_left(Scan *scan, const SsJobRecord *job)
{
    const double age = (double) (scan->now - job->submit);

    scan->out->left += MAX(job->array_task_pending, 1);
    scan->out->left_oldest = MAX(scan->out->left_oldest, age);
}

static void add_job(Scan *scan, const SsJobRecord *job)
{
    SsSummary *out = scan->out;
    const bool ran = job->start != 0 && (job->tres_alloc != NULL || job->counts != NULL);

    scan->n_rows++;
    if (job->restarts == 0)
        out->submitted += ran ? 1 : MAX(job->array_task_pending, 1);
    if (out->start == 0 || job->submit < out->start)
        out->start = job->submit;
    out->end = MAX(out->end, job->end);
    count_state(out, job);
    if (!ran) {
        out->never_started += MAX(job->array_task_pending, 1);
        if (job->end == 0)
            count_left(scan, job);
        return;
    }
    out->started++;
    out->backfilled += (job->flags & SS_STARTER_BACKFILL) != 0;

    const bool counts = job->submit >= scan->from;
    if (counts)
        ss_tally_add(scan->waits, job->start - job->submit);
    add_use(scan, job, counts);
    if (job->end == 0 || !counts)
        return;
    const double run = (double) (job->end - job->start), flow = (double) (job->end - job->submit);
    const double slowdown = MAX(1.0, flow / MAX((double) SHORTEST_RUN, run));
    ss_tally_add(scan->flows, job->end - job->submit);
    ss_tally_add_double(scan->slowdowns, slowdown);
}

static int64_t one_number(SsLedger *ledger, const char *sql, GError **error)
{
    SsQuery *q = ss_query_new(ledger, sql);
    int64_t  value = 0;

    if (ss_query_next(q))
        value = ss_query_get_int(q, 0);
    ss_query_close(q, error);
    return value;
}

/* Jobs of the run itself: imported history (submitted before the controller started) is left out. */
static gboolean scan_jobs(SsLedger *ledger, Scan *scan, GError **error)
{
    SsJobCursor *cursor =
        ss_job_cursor_use(ledger, "WHERE time_submit >= ?1 ORDER BY time_start, job_db_inx");

    ss_job_cursor_int(cursor, 1, ss_ledger_get_int(ledger, "started", 0));
    for (const SsJobRecord *job; (job = ss_job_cursor_next(cursor));)
        add_job(scan, job);
    return ss_job_cursor_close(cursor, error);
}

static void fill_accounts(Scan *scan)
{
    g_autoptr(GPtrArray) sorted = sorted_accounts(scan->accounts);
    double               errors = 0;
    uint32_t             n_errors = 0;

    for (uint32_t i = 0; i < sorted->len; i++) {
        const Account *a = sorted->pdata[i];

        if (a->jobs == 0 || g_strcmp0(a->name, "root") == 0)
            continue;
        const SsSpread   wait = spread_of(a->waits);
        SsAccountSummary row = {
            .account = g_strdup(a->name),
            .jobs = a->jobs,
            .wait_mean = wait.mean,
            .wait_median = wait.median,
            .wait_p95 = wait.p95,
            .wait_max = wait.max,
            .cpu_hours = a->cpu / 3600,
            .gpu_hours = a->gpu / 3600,
            .billing_hours = a->billing / 3600,
            .share = a->share,
            .usage = scan->billing > 0 ? a->billing / scan->billing : 0,
        };
        row.share_error = row.share < 0 ? -1 : fabs(row.usage - row.share);
        if (row.share >= 0) {
            errors += row.share_error;
            n_errors++;
        }
        g_array_append_val(scan->out->accounts, row);
    }
    if (n_errors)
        scan->out->share_error = errors / n_errors;
}

static double part_of(double used, double there, SsSpan span)
{
    return there > 0 && span > 0 ? used / (there * (double) span) : 0;
}

static gboolean fill_use(SsLedger *ledger, Scan *scan, GError **error)
{
    SsSummary   *out = scan->out;
    const SsSpan span = out->end > scan->from ? out->end - scan->from : 0;
    SsQuery     *q =
        ss_query_new(ledger, "SELECT cpus_usable, real_memory - mem_spec, gres_count FROM node");
    double cpus = 0, mem = 0, gpus = 0, nodes = 0;

    while (ss_query_next(q)) {
        cpus += (double) ss_query_get_int(q, 0);
        mem += (double) ss_query_get_int(q, 1);
        gpus += scan->gpu_id ? (double) ss_tres_count(ss_query_get_text(q, 2), scan->gpu_id, 0) : 0;
        nodes++;
    }
    out->cpu = part_of(scan->cpu, cpus, span);
    out->mem = part_of(scan->mem, mem, span);
    out->node = part_of(scan->node, nodes, span);
    out->gpu = gpus > 0 ? part_of(scan->gpu, gpus, span) : -1;
    return ss_query_close(q, error);
}

static SsTime first_submission(SsLedger *ledger)
{
    SsQuery *q = ss_query_new(ledger, "SELECT min(time_submit) FROM job WHERE time_submit >= ?1");
    SsTime   when = 0;

    ss_query_int(q, 1, ss_ledger_get_int(ledger, "started", 0));
    if (ss_query_next(q))
        when = ss_query_get_int(q, 0);
    ss_query_close(q, NULL);
    return when;
}

static void read_engine(SsLedger *ledger, SsSummary *out)
{
    out->rejected = (uint64_t) ss_ledger_get_int(ledger, "run.rejected", 0);
    out->submitted += out->rejected;
    out->unserved =
        out->submitted ? (double) (out->rejected + out->left) / (double) out->submitted : -1;
    out->events = ss_ledger_get_int(ledger, "run.events", 0);
    out->main_passes = ss_ledger_get_int(ledger, "run.main_passes", 0);
    out->backfill_passes = ss_ledger_get_int(ledger, "run.backfill_passes", 0);
    out->makespan = out->end > out->start ? out->end - out->start : 0;
    out->simulated = ss_ledger_now(ledger) - ss_ledger_get_int(ledger, "started", 0);
}

static void scan_init(Scan *scan, SsLedger *ledger, SsSummary *out, SsTime first)
{
    *out = (SsSummary){ .share_error = -1,
                        .recovery = -1,
                        .accounts = g_array_new(FALSE, FALSE, sizeof(SsAccountSummary)) };
    out->warmup = ss_ledger_get_int(ledger, "run.warmup", 0);
    *scan = (Scan){ .out = out, .from = first + out->warmup };
    scan->accounts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, account_free);
    scan->gpu_id = (uint32_t) one_number(
        ledger, "SELECT id FROM tres WHERE type = 'gres' AND name = 'gpu'", NULL);
    scan->waits = ss_tally_new();
    scan->flows = ss_tally_new();
    scan->slowdowns = ss_tally_new();
    scan->busy = g_array_new(FALSE, TRUE, sizeof(SsTime));
}

static void scan_clear(Scan *scan)
{
    g_hash_table_unref(scan->accounts);
    ss_tally_free(scan->waits);
    ss_tally_free(scan->flows);
    ss_tally_free(scan->slowdowns);
    g_array_free(scan->busy, TRUE);
}

static gboolean scan_end(Scan *scan, SsLedger *ledger, GError **error)
{
    SsSummary *out = scan->out;

    read_engine(ledger, out);
    out->wait = spread_of(scan->waits);
    out->flow = spread_of(scan->flows);
    out->slowdown = spread_of_doubles(scan->slowdowns);
    add_to_ancestors(scan->accounts);
    fill_accounts(scan);
    return fill_use(ledger, scan, error);
}

gboolean ss_summary_read(SsLedger *ledger, SsSummary *out, GError **error)
{
    Scan scan;

    scan_init(&scan, ledger, out, first_submission(ledger));
    scan.now = ss_ledger_now(ledger);
    const gboolean ok = read_shares(ledger, scan.accounts, error) && scan_jobs(ledger, &scan, error)
                        && scan_end(&scan, ledger, error);
    scan_clear(&scan);
    if (!ok)
        ss_summary_clear(out);
    return ok;
}

/* --- without a job table --------------------------------------------------------------------------- */

typedef struct {
    SsRecordSink base;
    SsLedger    *ledger;
    SsSummary    out;
    Scan         scan;
} Counting;

static gboolean counting_take(SsRecordSink *sink, const SsRecord *record, GError **error)
{
    Counting *counting = (Counting *) (void *) sink;

    (void) error;
    if (record->kind == SS_RECORD_JOB)
        add_job(&counting->scan, &record->u.job);
    return TRUE;
}

static void counting_free(SsRecordSink *sink)
{
    Counting *counting = (Counting *) (void *) sink;

    scan_clear(&counting->scan);
    ss_summary_clear(&counting->out);
    g_free(counting);
}

SsRecordSink *ss_summary_sink_new(SsLedger *ledger, SsTime first)
{
    Counting *counting = g_new0(Counting, 1);

    counting->base = (SsRecordSink){ .take = counting_take, .free = counting_free };
    counting->ledger = ledger;
    scan_init(&counting->scan, ledger, &counting->out, first);
    return &counting->base;
}

gboolean ss_summary_sink_read(SsRecordSink *sink, SsSummary *out, GError **error)
{
    Counting *counting = (Counting *) (void *) sink;

    if (!read_shares(counting->ledger, counting->scan.accounts, error)
        || !scan_end(&counting->scan, counting->ledger, error))
        return FALSE;
    *out = counting->out;
    counting->out = (SsSummary){ 0 };
    return TRUE;
}

void ss_summary_clear(SsSummary *summary)
{
    for (uint32_t i = 0; summary->accounts && i < summary->accounts->len; i++)
        g_free(g_array_index(summary->accounts, SsAccountSummary, i).account);
    if (summary->accounts)
        g_array_free(summary->accounts, TRUE);
    *summary = (SsSummary){ 0 };
}

/* --- text ------------------------------------------------------------------------------------------ */

static void print_spans(SsWriter *w, const char *name, const SsSpread *s)
{
    const double values[] = { s->mean, s->median, s->p90, s->p95, s->p99, s->max };

    ss_writer_printf(w, "%-17s", name);
    for (uint32_t i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *text = ss_figure_span(values[i]);

        ss_writer_printf(w, " %12s", text);
    }
    ss_writer_char(w, '\n');
}

static void print_numbers(SsWriter *w, const char *name, const SsSpread *s)
{
    ss_writer_printf(w, "%-17s %12.2f %12.2f %12.2f %12.2f %12.2f %12.2f\n", name, s->mean,
                     s->median, s->p90, s->p95, s->p99, s->max);
}

/* Most usage first, names where equal. */
static gint by_usage(gconstpointer left, gconstpointer right)
{
    const SsAccountSummary *a = *(const SsAccountSummary *const *) left,
                           *b = *(const SsAccountSummary *const *) right;

    return a->usage != b->usage ? (a->usage < b->usage) - (a->usage > b->usage)
                                : strcmp(a->account, b->account);
}

/* The accounts to show: all by name, or of many those that used most. */
static GPtrArray *shown_accounts(const SsSummary *s)
{
    GPtrArray *list = g_ptr_array_new();

    for (uint32_t i = 0; i < s->accounts->len; i++)
        g_ptr_array_add(list, &g_array_index(s->accounts, SsAccountSummary, i));
    if (list->len > ACCOUNTS_SHOWN) {
        g_ptr_array_sort(list, by_usage);
        g_ptr_array_set_size(list, ACCOUNTS_SHOWN);
    }
    return list;
}

static void print_accounts(const SsSummary *s, SsWriter *w)
{
    if (s->accounts->len == 0)
        return;
    g_autoptr(GPtrArray) shown = shown_accounts(s); /* element-type: SsAccountSummary */
    ss_writer_printf(w, "\n%-20s %9s %12s %12s %12s %12s %12s %7s %7s %7s\n", "account", "jobs",
                     "wait mean", "wait p95", "CPU hours", "GPU hours", "bill. hours", "share",
                     "usage", "error");
    for (uint32_t i = 0; i < shown->len; i++) {
        const SsAccountSummary *a = shown->pdata[i];
        g_autofree char *mean = ss_figure_span(a->wait_mean), *p95 = ss_figure_span(a->wait_p95);

        ss_writer_printf(w, "%-20s %9" G_GUINT64_FORMAT " %12s %12s %12.1f %12.1f %12.1f",
                         a->account, a->jobs, mean, p95, a->cpu_hours, a->gpu_hours,
                         a->billing_hours);
        if (a->share < 0)
            ss_writer_printf(w, " %7s %6.2f%% %7s\n", "-", 100 * a->usage, "-");
        else
            ss_writer_printf(w, " %6.2f%% %6.2f%% %6.2f%%\n", 100 * a->share, 100 * a->usage,
                             100 * a->share_error);
    }
    const uint32_t left = s->accounts->len - shown->len;
    if (left)
        ss_writer_printf(w, "and %u account%s that used less; all are in --json\n", left,
                         ss_plural(left));
}

static void print_jobs(const SsSummary *s, SsWriter *w)
{
    ss_writer_printf(w,
                     "jobs              %" G_GUINT64_FORMAT " submitted, %" G_GUINT64_FORMAT
                     " started, %" G_GUINT64_FORMAT " completed, %" G_GUINT64_FORMAT
                     " failed, %" G_GUINT64_FORMAT " timeout, %" G_GUINT64_FORMAT " cancelled,\n"
                     "                  %" G_GUINT64_FORMAT " preempted, %" G_GUINT64_FORMAT
                     " node fail, %" G_GUINT64_FORMAT " rejected, %" G_GUINT64_FORMAT
                     " never started\n",
                     s->submitted, s->started, s->completed, s->failed, s->timeout, s->cancelled,
                     s->preempted, s->node_fail, s->rejected, s->never_started);
}

static void print_machine(const SsSummary *s, const SsSummaryMachine *m, SsWriter *w)
{
    ss_writer_printf(w,
                     "engine            %" G_GINT64_FORMAT " events, %" G_GINT64_FORMAT
                     " main passes, %" G_GINT64_FORMAT " backfill cycles",
                     s->events, s->main_passes, s->backfill_passes);
    if (m && m->wall_seconds >= 0)
        ss_writer_printf(w, "; %.2f s, %.0f jobs/s, %.0f MiB", m->wall_seconds,
                         m->wall_seconds > 0 ? (double) s->submitted / m->wall_seconds : 0.0,
                         (double) m->peak_rss_bytes / 1048576.0);
    ss_writer_char(w, '\n');
}

void ss_summary_print(SsLedger *ledger, const SsSummary *s, const SsSummaryMachine *machine,
                      SsWriter *w)
{
    const SsZone    *zone = ss_ledger_zone(ledger);
    char             start[SS_DATE_TEXT], end[SS_DATE_TEXT];
    g_autofree char *makespan = ss_figure_span((double) s->makespan);

    print_jobs(s, w);
    ss_writer_printf(w, "time              %s to %s, makespan %s",
                     ss_date_text(s->start, zone, start), ss_date_text(s->end, zone, end),
                     makespan);
    if (s->warmup) {
        g_autofree char *warmup = ss_figure_span((double) s->warmup);

        ss_writer_printf(w, "; the first %s are left out below", warmup);
    }
    if (s->left) {
        g_autofree char *oldest = ss_figure_span(s->left_oldest);

        ss_writer_printf(w,
                         "\nqueue at the end  %" G_GUINT64_FORMAT " job%s, the oldest waits for %s",
                         s->left, ss_plural(s->left), oldest);
    }
    ss_writer_printf(w, "\nuse               CPU %.2f%%", 100 * s->cpu);
    if (s->gpu >= 0)
        ss_writer_printf(w, ", GPU %.2f%%", 100 * s->gpu);
    if (s->mem > 0) /* a site that does not hand memory out has none in use */
        ss_writer_printf(w, ", memory %.2f%%", 100 * s->mem);
    ss_writer_printf(w, ", nodes %.2f%%\n", 100 * s->node);
    ss_writer_printf(w, "backfill          %" G_GUINT64_FORMAT " job%s, %.2f%% of the starts\n",
                     s->backfilled, ss_plural(s->backfilled),
                     s->started ? 100.0 * (double) s->backfilled / (double) s->started : 0);
    print_machine(s, machine, w);
    ss_writer_printf(w, "\n%-17s %12s %12s %12s %12s %12s %12s\n", "", "mean", "median", "p90",
                     "p95", "p99", "max");
    print_spans(w, "wait", &s->wait);
    print_spans(w, "flow", &s->flow);
    print_numbers(w, "bounded slowdown", &s->slowdown);
    print_accounts(s, w);
}

/* --- JSON ------------------------------------------------------------------------------------------ */

static void json_spread(SsJson *json, const char *key, const SsSpread *s)
{
    ss_json_key(json, key);
    ss_json_begin_object(json);
    ss_json_key_double(json, "mean", s->mean);
    ss_json_key_double(json, "median", s->median);
    ss_json_key_double(json, "p90", s->p90);
    ss_json_key_double(json, "p95", s->p95);
    ss_json_key_double(json, "p99", s->p99);
    ss_json_key_double(json, "max", s->max);
    ss_json_end_object(json);
}

static void json_jobs(SsJson *json, const SsSummary *s)
{
    ss_json_key(json, "jobs");
    ss_json_begin_object(json);
    ss_json_key_uint(json, "submitted", s->submitted);
    ss_json_key_uint(json, "started", s->started);
    ss_json_key_uint(json, "completed", s->completed);
    ss_json_key_uint(json, "failed", s->failed);
    ss_json_key_uint(json, "timeout", s->timeout);
    ss_json_key_uint(json, "cancelled", s->cancelled);
    ss_json_key_uint(json, "preempted", s->preempted);
    ss_json_key_uint(json, "node_fail", s->node_fail);
    ss_json_key_uint(json, "rejected", s->rejected);
    ss_json_key_uint(json, "never_started", s->never_started);
    ss_json_key_uint(json, "pending", s->left);
    ss_json_key_double(json, "pending_oldest", s->left_oldest);
    ss_json_end_object(json);
}

static void json_accounts(SsJson *json, const SsSummary *s)
{
    ss_json_key(json, "accounts");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < s->accounts->len; i++) {
        const SsAccountSummary *a = &g_array_index(s->accounts, SsAccountSummary, i);

        ss_json_begin_object(json);
        ss_json_key_text(json, "account", a->account);
        ss_json_key_uint(json, "jobs", a->jobs);
        ss_json_key_double(json, "wait_mean", a->wait_mean);
        ss_json_key_double(json, "wait_p50", a->wait_median);
        ss_json_key_double(json, "wait_p95", a->wait_p95);
        ss_json_key_double(json, "cpu_hours", a->cpu_hours);
        ss_json_key_double(json, "gpu_hours", a->gpu_hours);
        ss_json_key_double(json, "billing_hours", a->billing_hours);
        if (a->share >= 0)
            ss_json_key_double(json, "share", a->share);
        ss_json_key_double(json, "usage", a->usage);
        if (a->share >= 0)
            ss_json_key_double(json, "share_error", a->share_error);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    if (s->share_error >= 0)
        ss_json_key_double(json, "share_error", s->share_error);
}

static void json_engine(SsJson *json, const SsSummary *s, const SsSummaryMachine *m)
{
    ss_json_key(json, "engine");
    ss_json_begin_object(json);
    ss_json_key_int(json, "events", s->events);
    ss_json_key_int(json, "main_passes", s->main_passes);
    ss_json_key_int(json, "backfill_passes", s->backfill_passes);
    if (m && m->wall_seconds >= 0) {
        ss_json_key_double(json, "wall_seconds", m->wall_seconds);
        ss_json_key_double(json, "jobs_per_second",
                           m->wall_seconds > 0 ? (double) s->submitted / m->wall_seconds : 0.0);
        ss_json_key_int(json, "peak_rss_bytes", m->peak_rss_bytes);
        for (uint32_t i = 0; i < SS_SHORTCUTS; i++)
            ss_json_key_int(json, ss_shortcuts[i].counter, (int64_t) m->shortcuts.saved[i]);
    }
    ss_json_end_object(json);
}

static void json_inputs(SsLedger *ledger, SsJson *json)
{
    SsQuery *q = ss_query_new(ledger, "SELECT kind, path, size, sha256 FROM input ORDER BY id");

    ss_json_key(json, "inputs");
    ss_json_begin_object(json);
    ss_json_key_text(json, "version", ss_ledger_get(ledger, "version"));
    ss_json_key_text(json, "policy", ss_ledger_get(ledger, "run.policy"));
    ss_json_key_text(json, "zone", ss_ledger_get(ledger, "zone"));
    ss_json_key_text(json, "overrides", ss_ledger_get(ledger, "run.overrides"));
    ss_json_key(json, "files");
    ss_json_begin_array(json);
    while (ss_query_next(q)) {
        ss_json_begin_object(json);
        ss_json_key_text(json, "kind", ss_query_get_text(q, 0));
        ss_json_key_text(json, "path", ss_query_get_text(q, 1));
        ss_json_key_int(json, "size", ss_query_get_int(q, 2));
        ss_json_key_text(json, "sha256", ss_query_get_text(q, 3));
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    ss_json_end_object(json);
    ss_query_close(q, NULL);
}

void ss_summary_json(SsLedger *ledger, const SsSummary *s, const SsSummaryMachine *machine,
                     SsJson *json)
{
    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.summary.v1");
    json_jobs(json, s);
    ss_json_key(json, "time");
    ss_json_begin_object(json);
    ss_json_key_int(json, "start", s->start);
    ss_json_key_int(json, "end", s->end);
    ss_json_key_int(json, "makespan", s->makespan);
    ss_json_key_int(json, "simulated_seconds", s->simulated);
    ss_json_key_int(json, "warmup", s->warmup);
    ss_json_end_object(json);
    ss_json_key(json, "use");
    ss_json_begin_object(json);
    ss_json_key_double(json, "cpu", s->cpu);
    if (s->gpu >= 0)
        ss_json_key_double(json, "gpu", s->gpu);
    ss_json_key_double(json, "mem", s->mem);
    ss_json_key_double(json, "node", s->node);
    ss_json_end_object(json);
    json_spread(json, "wait", &s->wait);
    json_spread(json, "flow", &s->flow);
    json_spread(json, "bounded_slowdown", &s->slowdown);
    ss_json_key(json, "backfill");
    ss_json_begin_object(json);
    ss_json_key_uint(json, "started", s->backfilled);
    ss_json_key_double(json, "share",
                       s->started ? (double) s->backfilled / (double) s->started : 0);
    ss_json_end_object(json);
    json_accounts(json, s);
    json_engine(json, s, machine);
    json_inputs(ledger, json);
    ss_json_end_object(json);
}
