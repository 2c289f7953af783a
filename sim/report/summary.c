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
#include "sim/ledger/query.h"
#include "sim/model/job.h"
#include "sim/report/figures.h"

#include <math.h>
#include <string.h>

enum { SHORTEST_RUN = 10 }; /* seconds: bound of the bounded slowdown */

/* --- figures --------------------------------------------------------------------------------------- */

static gint by_value(gconstpointer left, gconstpointer right)
{
    const double a = *(const double *) left, b = *(const double *) right;

    return (a > b) - (a < b);
}

/* Nearest rank; `values` sorted. */
static double percentile(const GArray *values, double share)
{
    if (values->len == 0)
        return 0;
    const double   rank = ceil(share * values->len);
    const uint32_t at = rank < 1 ? 0 : (uint32_t) rank - 1;
    return g_array_index(values, double, MIN(at, values->len - 1));
}

static SsSpread spread_of(GArray *values)
{
    double sum = 0;

    g_array_sort(values, by_value);
    for (uint32_t i = 0; i < values->len; i++)
        sum += g_array_index(values, double, i);
    return (SsSpread){
        .mean = values->len ? sum / values->len : 0,
        .median = percentile(values, 0.5),
        .p90 = percentile(values, 0.9),
        .p95 = percentile(values, 0.95),
        .p99 = percentile(values, 0.99),
        .max = percentile(values, 1.0),
    };
}

/* --- accounts -------------------------------------------------------------------------------------- */

typedef struct {
    char    *name;
    char    *parent; /* account, NULL at root */
    double   share;  /* product of the shares from the root down; negative = not known */
    GArray  *waits;  /* double */
    uint64_t jobs;
    double   cpu, gpu, billing; /* TRES-seconds */
} Account;

static void account_free(gpointer data)
{
    Account *account = data;

    g_free(account->name);
    g_free(account->parent);
    g_array_free(account->waits, TRUE);
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
    account->waits = g_array_new(FALSE, FALSE, sizeof(double));
    g_hash_table_insert(accounts, account->name, account);
    return account;
}

/* The normalised share of every account: its part among its siblings times its parent's. Accounts with
 * Fairshare=parent share their parent's. */
static gboolean read_shares(SsLedger *ledger, GHashTable *accounts, GError **error)
{
    SsQuery *q = ss_query_new(
        ledger,
        "WITH RECURSIVE own(id, acct, parent, shares, level) AS ("
        " SELECT a.id_assoc, a.acct, a.id_parent, a.shares,"
        "  (SELECT sum(s.shares) FROM assoc s WHERE s.id_parent = a.id_parent AND s.deleted = 0"
        "   AND s.shares <> 2147483647)"
        " FROM assoc a WHERE a.user = '' AND a.deleted = 0),"
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

/* Adds an account's own jobs to its ancestors too. */
static void charge(GHashTable *accounts, const char *name, double cpu, double gpu, double billing,
                   const double *wait)
{
    for (int depth = 0; name && depth < 64; depth++) {
        Account *account = account_of(accounts, name);

        account->jobs++;
        account->cpu += cpu;
        account->gpu += gpu;
        account->billing += billing;
        if (wait)
            g_array_append_val(account->waits, *wait);
        name = account->parent;
    }
}

/* --- the scan -------------------------------------------------------------------------------------- */

typedef struct {
    SsSummary  *out;
    GHashTable *accounts;
    GArray     *waits, *flows, *slowdowns;
    SsTime      from, now;
    uint32_t    gpu_id; /* TRES id, 0 = none */
    GArray     *busy;   /* SsTime by node: until when it was seen in use; jobs come by start */
    double      cpu, gpu, mem, node, billing; /* TRES-seconds */
    uint64_t    n_rows;
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

static void add_use(Scan *scan, const SsJobRecord *job, const double *wait)
{
    const SsTime begin = MAX(job->start, scan->from);
    const SsTime end = job->end ? job->end : scan->now;
    const double seconds = end > begin ? (double) (end - begin) : 0;
    const double cpu = seconds * (double) ss_tres_count(job->tres_alloc, 1, 0);
    const double gpu =
        scan->gpu_id ? seconds * (double) ss_tres_count(job->tres_alloc, scan->gpu_id, 0) : 0;
    const double billing = seconds * (double) ss_tres_count(job->tres_alloc, 5, 0);

    scan->cpu += cpu;
    scan->gpu += gpu;
    scan->mem += seconds * (double) ss_tres_count(job->tres_alloc, 2, 0);
    scan->node += busy_seconds(scan->busy, job->alloc, begin, end);
    scan->billing += billing;
    if (job->account)
        charge(scan->accounts, job->account, cpu, gpu, billing, wait);
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
    const bool ran = job->start != 0 && job->tres_alloc != NULL;

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

    const double wait = (double) (job->start - job->submit);
    const bool   counts = job->submit >= scan->from;
    if (counts)
        g_array_append_val(scan->waits, wait);
    add_use(scan, job, counts ? &wait : NULL);
    if (job->end == 0 || !counts)
        return;
    const double run = (double) (job->end - job->start), flow = (double) (job->end - job->submit);
    const double slowdown = MAX(1.0, flow / MAX((double) SHORTEST_RUN, run));
    g_array_append_val(scan->flows, flow);
    g_array_append_val(scan->slowdowns, slowdown);
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
        ss_job_cursor_new(ledger, "WHERE time_submit >= ?1 ORDER BY time_start, job_db_inx");

    ss_job_cursor_int(cursor, 1, ss_ledger_get_int(ledger, "started", 0));
    for (const SsJobRecord *job; (job = ss_job_cursor_next(cursor));)
        add_job(scan, job);
    return ss_job_cursor_close(cursor, error);
}

static gint by_name(gconstpointer left, gconstpointer right)
{
    return g_strcmp0(((const SsAccountSummary *) left)->account,
                     ((const SsAccountSummary *) right)->account);
}

static void fill_accounts(Scan *scan)
{
    double         errors = 0;
    uint32_t       n_errors = 0;
    GHashTableIter iter;
    gpointer       value;

    g_hash_table_iter_init(&iter, scan->accounts);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Account *a = value;

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
    g_array_sort(scan->out->accounts, by_name);
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
    out->events = ss_ledger_get_int(ledger, "run.events", 0);
    out->main_passes = ss_ledger_get_int(ledger, "run.main_passes", 0);
    out->backfill_passes = ss_ledger_get_int(ledger, "run.backfill_passes", 0);
    out->makespan = out->end > out->start ? out->end - out->start : 0;
    out->simulated = ss_ledger_now(ledger) - ss_ledger_get_int(ledger, "started", 0);
}

gboolean ss_summary_read(SsLedger *ledger, SsSummary *out, GError **error)
{
    g_autoptr(GHashTable) accounts =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, account_free);
    Scan scan = { .out = out, .accounts = accounts, .now = ss_ledger_now(ledger) };

    *out = (SsSummary){ .share_error = -1,
                        .recovery = -1,
                        .accounts = g_array_new(FALSE, FALSE, sizeof(SsAccountSummary)) };
    out->warmup = ss_ledger_get_int(ledger, "run.warmup", 0);
    scan.from = first_submission(ledger) + out->warmup;
    scan.gpu_id = (uint32_t) one_number(
        ledger, "SELECT id FROM tres WHERE type = 'gres' AND name = 'gpu'", NULL);
    scan.waits = g_array_new(FALSE, FALSE, sizeof(double));
    scan.flows = g_array_new(FALSE, FALSE, sizeof(double));
    scan.slowdowns = g_array_new(FALSE, FALSE, sizeof(double));
    scan.busy = g_array_new(FALSE, TRUE, sizeof(SsTime));

    gboolean ok = read_shares(ledger, accounts, error) && scan_jobs(ledger, &scan, error);
    if (ok) {
        read_engine(ledger, out);
        out->wait = spread_of(scan.waits);
        out->flow = spread_of(scan.flows);
        out->slowdown = spread_of(scan.slowdowns);
        fill_accounts(&scan);
        ok = fill_use(ledger, &scan, error);
    }
    g_array_free(scan.waits, TRUE);
    g_array_free(scan.flows, TRUE);
    g_array_free(scan.slowdowns, TRUE);
    g_array_free(scan.busy, TRUE);
    if (!ok)
        ss_summary_clear(out);
    return ok;
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

static void print_accounts(const SsSummary *s, SsWriter *w)
{
    if (s->accounts->len == 0)
        return;
    ss_writer_printf(w, "\n%-20s %9s %12s %12s %12s %12s %12s %7s %7s %7s\n", "account", "jobs",
                     "wait mean", "wait p95", "CPU hours", "GPU hours", "bill. hours", "share",
                     "usage", "error");
    for (uint32_t i = 0; i < s->accounts->len; i++) {
        const SsAccountSummary *a = &g_array_index(s->accounts, SsAccountSummary, i);
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
                         "\nqueue at the end  %" G_GUINT64_FORMAT " jobs, the oldest waits for %s",
                         s->left, oldest);
    }
    ss_writer_printf(w, "\nuse               CPU %.2f%%", 100 * s->cpu);
    if (s->gpu >= 0)
        ss_writer_printf(w, ", GPU %.2f%%", 100 * s->gpu);
    ss_writer_printf(w, ", memory %.2f%%, nodes %.2f%%\n", 100 * s->mem, 100 * s->node);
    ss_writer_printf(w, "backfill          %" G_GUINT64_FORMAT " jobs, %.2f%% of the starts\n",
                     s->backfilled,
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
