/* SPDX-License-Identifier: Apache-2.0 */
/*
 * export.c - jobs and figures in forms that other tools read.
 *
 * SWF knows numbers only: users, accounts and partitions that are called u12, g3, p1 keep their number, as a
 * log of numbers had them; other names count from 1, and header lines say which is which. A job that never
 * started has no run time and no wait.
 */
#include "sim/report/export.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "sim/base/intern.h"
#include "sim/ledger/query.h"
#include "sim/model/job.h"
#include "sim/report/figures.h"
#include "sim/report/render.h"
#include "workloads/convert.h"

enum { TRES_CPU = 1, TRES_MEM = 2, TRES_BILLING = 5 };

/* --- the columns of a job --------------------------------------------------------------------------------- */

typedef struct {     /* SsShow.tool */
    SsTime   end;    /* of the run: what has not ended lasts until then */
    uint32_t gpu_id; /* 0: none                                         */
} Facts;

static SsSpan elapsed(const SsJobRecord *job, SsTime run_end)
{
    const SsTime end = job->end ? job->end : MAX(run_end, job->start);

    return job->start ? end - job->start - job->suspended : 0;
}

static SsValue get_id(const void *row, const SsShow *show)
{
    const SsJobRecord *job = row;

    if (job->array_job_id && job->array_task_id != SS_UNSET32)
        return ss_value_text(ss_show_printf(show, "%u_%u", job->array_job_id, job->array_task_id));
    if (job->array_job_id)
        return ss_value_text(ss_show_printf(show, "%u_[%s]", job->array_job_id,
                                            job->array_task_str ? job->array_task_str : ""));
    return ss_value_text(ss_show_printf(show, "%u", job->job_id));
}

#define GET(name, value)                                                                           \
    static SsValue get_##name(const void *row, const SsShow *show)                                 \
    {                                                                                              \
        const SsJobRecord *job = row;                                                              \
                                                                                                   \
        (void) show;                                                                               \
        return value;                                                                              \
    }
GET(trace, ss_value_text(job->trace_id))
GET(user, ss_value_text(job->user))
GET(account, ss_value_text(job->account))
GET(partition, ss_value_text(job->partition))
GET(qos, ss_value_text(job->qos))
GET(name, ss_value_text(job->name))
GET(state, ss_value_text(ss_job_state_text((SsJobState) job->state)))
GET(exit, ss_value_uint(job->exit_code >> 8))
GET(submit, ss_value_time(job->submit))
GET(eligible, ss_value_time(job->eligible))
GET(start, ss_value_time(job->start))
GET(end, ss_value_time(job->end))
GET(wait, job->start ? ss_value_span(job->start - job->submit) : ss_value_blank())
GET(elapsed,
    job->start ? ss_value_span(elapsed(job, ((const Facts *) show->tool)->end)) : ss_value_blank())
GET(suspended, ss_value_span(job->suspended))
GET(limit, job->time_limit == SS_UNSET32 || job->time_limit == SS_NO_LIMIT
               ? ss_value_blank()
               : ss_value_span((SsSpan) job->time_limit * 60))
GET(cpus_asked, ss_value_uint(job->cpus_req))
GET(nodes, ss_value_uint(job->start ? job->n_nodes : 0))
GET(cpus, ss_value_uint(job->start ? job->cpus_alloc : 0))
GET(mem, ss_value_int(job->start ? ss_tres_count(job->tres_alloc, TRES_MEM, 0) : 0))
GET(billing, ss_value_int(job->start ? ss_tres_count(job->tres_alloc, TRES_BILLING, 0) : 0))
GET(list, ss_value_text(job->start ? job->nodes : NULL))
GET(priority, ss_value_uint(job->priority))
GET(restarts, ss_value_uint(job->restarts))

static SsValue get_gpus(const void *row, const SsShow *show)
{
    const SsJobRecord *job = row;
    const Facts       *facts = show->tool;

    return ss_value_int(
        facts->gpu_id && job->start ? ss_tres_count(job->tres_alloc, facts->gpu_id, 0) : 0);
}

static SsValue get_by(const void *row, const SsShow *show)
{
    const SsJobRecord *job = row;

    (void) show;
    if (!job->start)
        return ss_value_blank();
    return ss_value_text(job->flags & 4 ? "backfill" : job->flags & 2 ? "main" : "submit");
}

/* clang-format off */
static const SsColumn job_columns[] = {
    { "jobid",     0, "", 0, 0, "jobid",       get_id,         "Job id; tasks of arrays as 17_3." },
    { "trace_id",  0, "", 0, 0, "trace_id",    get_trace,      "The workload's own id." },
    { "user",      0, "", 0, 0, "user",        get_user,       "User." },
    { "account",   0, "", 0, 0, "account",     get_account,    "Account." },
    { "partition", 0, "", 0, 0, "partition",   get_partition,  "Partition." },
    { "qos",       0, "", 0, 0, "qos",         get_qos,        "Quality of service." },
    { "name",      0, "", 0, 0, "name",        get_name,       "Name." },
    { "state",     0, "", 0, 0, "state",       get_state,      "State at the end of the run." },
    { "exit_code", 0, "", 0, 0, "exit_code",   get_exit,       "Exit code." },
    { "submit",    0, "", 0, 0, "submit",      get_submit,     "Submission." },
    { "eligible",  0, "", 0, 0, "eligible",    get_eligible,   "When it could have started for the first time." },
    { "start",     0, "", 0, 0, "start",       get_start,      "Start." },
    { "end",       0, "", 0, 0, "end",         get_end,        "End." },
    { "wait",      0, "", 0, 0, "wait",        get_wait,       "Seconds from submission to start." },
    { "elapsed",   0, "", 0, 0, "elapsed",     get_elapsed,    "Seconds that it ran, without those suspended." },
    { "suspended", 0, "", 0, 0, "suspended",   get_suspended,  "Seconds suspended." },
    { "timelimit", 0, "", 0, 0, "timelimit",   get_limit,      "Time limit in seconds." },
    { "cpus_requested", 0, "", 0, 0, "cpus_requested", get_cpus_asked, "CPUs asked for." },
    { "nodes",     0, "", 0, 0, "nodes",       get_nodes,      "Nodes." },
    { "cpus",      0, "", 0, 0, "cpus",        get_cpus,       "CPUs." },
    { "gpus",      0, "", 0, 0, "gpus",        get_gpus,       "GPUs." },
    { "mem",       0, "", 0, 0, "mem",         get_mem,        "Memory in MiB." },
    { "billing",   0, "", 0, 0, "billing",     get_billing,    "Billing weight a second." },
    { "nodelist",  0, "", 0, 0, "nodelist",    get_list,       "Its nodes." },
    { "scheduler", 0, "", 0, 0, "scheduler",   get_by,         "What started it: submit, main or backfill." },
    { "priority",  0, "", 0, 0, "priority",    get_priority,   "Its last priority." },
    { "restarts",  0, "", 0, 0, "restarts",    get_restarts,   "How often it was requeued." },
};
/* clang-format on */

static Facts facts_of(SsLedger *ledger)
{
    SsQuery *q = ss_query_new(ledger, "SELECT id FROM tres WHERE type = 'gres' AND name = 'gpu'");
    Facts    facts = { .end = ss_ledger_get_int(ledger, "now", 0) };

    if (ss_query_next(q))
        facts.gpu_id = (uint32_t) ss_query_get_int(q, 0);
    ss_query_close(q, NULL);
    return facts;
}

static SsTable *job_table(const Facts *facts, const SsZone *zone)
{
    SsTable *table = ss_table_new(zone, facts->end);

    for (size_t i = 0; i < G_N_ELEMENTS(job_columns); i++) {
        const SsTableColumn column = { .column = &job_columns[i],
                                       .title = job_columns[i].title,
                                       .key = job_columns[i].key };

        ss_table_add_column(table, &column);
    }
    ss_table_show(table)->tool = facts;
    return table;
}

/* --- csv, json -------------------------------------------------------------------------------------------- */

/* A ledger's jobs on their way out, one after the other. */
typedef struct {
    SsJobCursor         *cursor;
    const SsWriter      *out;
    const SsExportWatch *watch;
    uint64_t             n, all;
} Jobs;

static uint64_t count_jobs(SsLedger *ledger)
{
    SsQuery       *q = ss_query_new(ledger, "SELECT count(*) FROM job");
    const uint64_t n = ss_query_next(q) ? (uint64_t) ss_query_get_int(q, 0) : 0;

    ss_query_close(q, NULL);
    return n;
}

static Jobs jobs_of(SsLedger *ledger, const char *order, const SsWriter *out,
                    const SsExportWatch *watch)
{
    return (Jobs){ .cursor = ss_job_cursor_new(ledger, order),
                   .out = out,
                   .watch = watch,
                   .all = watch ? count_jobs(ledger) : 0 };
}

/* The next one; NULL at the end, or when it cannot be written. */
static const SsJobRecord *next_job(Jobs *jobs)
{
    const SsJobRecord *job = ss_writer_failed(jobs->out) ? NULL : ss_job_cursor_next(jobs->cursor);

    if (job && jobs->watch)
        jobs->watch->done(jobs->watch->data, jobs->n,
                          (double) jobs->n / (double) MAX(jobs->all, 1));
    jobs->n += job ? 1 : 0;
    return job;
}

static gboolean write_csv(SsLedger *ledger, SsWriter *out, const SsExportWatch *watch, uint64_t *n,
                          GError **error)
{
    const Facts        facts = facts_of(ledger);
    g_autoptr(SsZone)  zone = ss_zone_new_utc();
    g_autoptr(SsTable) table = job_table(&facts, zone);
    g_autoptr(GString) text = g_string_new(NULL);
    const SsRendering  how = { .layout = SS_LAYOUT_CSV };
    Jobs               jobs = jobs_of(ledger, "ORDER BY job_db_inx", out, watch);

    ss_render_header(table, &how, text);
    for (const SsJobRecord *job; (job = next_job(&jobs));) {
        ss_table_add(table, job);
        ss_render_row(table, &how, 0, text);
        ss_writer_text(out, text->str);
        g_string_truncate(text, 0);
        ss_table_clear(table);
    }
    ss_writer_text(out, text->str);
    *n = jobs.n;
    return ss_job_cursor_close(jobs.cursor, error);
}

static gboolean json_jobs(SsLedger *ledger, SsJson *json, const SsWriter *out,
                          const SsExportWatch *watch, uint64_t *n, GError **error)
{
    const Facts        facts = facts_of(ledger);
    g_autoptr(SsZone)  zone = ss_zone_new_utc();
    g_autoptr(SsTable) table = job_table(&facts, zone);
    Jobs               jobs = jobs_of(ledger, "ORDER BY job_db_inx", out, watch);

    ss_json_begin_array(json);
    for (const SsJobRecord *job; (job = next_job(&jobs));) {
        ss_table_add(table, job);
        ss_render_object(table, 0, json);
        ss_table_clear(table);
    }
    ss_json_end_array(json);
    *n = jobs.n;
    return ss_job_cursor_close(jobs.cursor, error);
}

static gboolean write_json(SsLedger *ledger, SsWriter *out, const SsExportWatch *watch, uint64_t *n,
                           GError **error)
{
    g_autoptr(SsJson) json = ss_json_new(out, SS_JSON_PRETTY);
    SsSummary         summary;

    if (!ss_summary_read(ledger, &summary, error))
        return FALSE;
    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.export.v1");
    ss_json_key(json, "summary");
    ss_summary_json(ledger, &summary, NULL, json);
    ss_summary_clear(&summary);
    ss_json_key(json, "jobs");
    const gboolean done = json_jobs(ledger, json, out, watch, n, error);
    ss_json_end_object(json);
    ss_writer_char(out, '\n');
    return done;
}

/* --- swf -------------------------------------------------------------------------------------------------- */

typedef struct {
    SsIntern *users, *groups, *partitions;
    SsTime    zero, end;
    uint64_t  n;
} Swf;

static int swf_status(const SsJobRecord *job)
{
    switch (job->state) {
    case SS_JOB_COMPLETED:
        return 1;
    case SS_JOB_CANCELLED:
    case SS_JOB_DEADLINE:
        return 5;
    case SS_JOB_PENDING:
    case SS_JOB_RUNNING:
    case SS_JOB_SUSPENDED:
        return -1;
    default:
        return 0;
    }
}

static void put_swf_job(Swf *swf, const SsJobRecord *job, SsWriter *out)
{
    const int64_t cpus = job->start ? (int64_t) job->cpus_alloc : -1;
    const int64_t limit = job->time_limit == SS_UNSET32 || job->time_limit == SS_NO_LIMIT
                              ? -1
                              : (int64_t) job->time_limit * 60;
    const int64_t mem = job->start ? ss_tres_count(job->tres_alloc, TRES_MEM, 0) * 1024 : 0;

    ss_writer_printf(out,
                     "%" PRIu64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " -1 -1 %u %" PRId64
                     " %" PRId64 " %d %" PRId64 " %" PRId64 " -1 -1 %" PRId64 " -1 -1\n",
                     ++swf->n, job->submit - swf->zero, job->start ? job->start - job->submit : -1,
                     job->start ? elapsed(job, swf->end) : 0, cpus, job->cpus_req, limit,
                     mem > 0 && cpus > 0 ? mem / cpus : -1, swf_status(job),
                     ss_swf_number(swf->users, job->user, 'u'),
                     ss_swf_number(swf->groups, job->account, 'g'),
                     ss_swf_number(swf->partitions, job->partition, 'p'));
}

static void put_names(SsWriter *out, const char *what, const SsIntern *names)
{
    for (uint32_t i = 0; i < ss_intern_count(names); i++)
        ss_writer_printf(out, "; %s: %u %s\n", what, i + 1, ss_intern_text(names, i));
}

/* Without jobs the clock: no time is known that they count from. */
static SsTime first_submit(SsLedger *ledger)
{
    SsQuery *q = ss_query_new(ledger, "SELECT coalesce(min(time_submit), ?1) FROM job");
    ss_query_int(q, 1, ss_ledger_now(ledger));
    const SsTime first = ss_query_next(q) ? ss_query_get_int(q, 0) : 0;

    ss_query_close(q, NULL);
    return first;
}

static gboolean write_swf(SsLedger *ledger, SsWriter *out, const SsExportWatch *watch, uint64_t *n,
                          GError **error)
{
    g_autoptr(SsIntern) users = ss_intern_new(), groups = ss_intern_new();
    g_autoptr(SsIntern) partitions = ss_intern_new();
    Swf                 swf = { .users = users,
                                .groups = groups,
                                .partitions = partitions,
                                .zero = first_submit(ledger),
                                .end = ss_ledger_get_int(ledger, "now", 0) };
    Jobs                jobs = jobs_of(ledger, "ORDER BY time_submit, job_db_inx", out, watch);
    const char         *cluster = ss_ledger_get(ledger, "cluster");

    ss_writer_printf(out,
                     "; Version: 2.2\n; Computer: %s\n; Note: jobs as slurmsim ran them\n"
                     "; UnixStartTime: %" PRId64 "\n; TimeZoneString: UTC\n",
                     cluster ? cluster : "-", swf.zero);
    for (const SsJobRecord *job; (job = next_job(&jobs));)
        put_swf_job(&swf, job, out);
    put_names(out, "User", users);
    put_names(out, "Group", groups);
    put_names(out, "Partition", partitions);
    *n = jobs.n;
    return ss_job_cursor_close(jobs.cursor, error);
}

/* --- openmetrics ------------------------------------------------------------------------------------------ */

/* Units as OpenMetrics wants them behind a name; NULL: none. */
static const char *metric_unit(SsFigureUnit unit)
{
    switch (unit) {
    case SS_FIGURE_SECONDS:
    case SS_FIGURE_TIME:
        return "seconds";
    case SS_FIGURE_FRACTION:
        return "ratio";
    case SS_FIGURE_HOURS: /* said in the name: cpu_hours */
    case SS_FIGURE_COUNT:
    case SS_FIGURE_NUMBER:
        return NULL;
    }
    return NULL;
}

static char *metric_name(const char *before, const SsFigure *figure)
{
    const char *unit = metric_unit(figure->unit);
    char       *name = g_strdup_printf("slurmsim_%s%s%s%s", before, figure->name, unit ? "_" : "",
                                 unit ? unit : "");

    return g_strdelimit(name, ".", '_');
}

static void put_escaped(SsWriter *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\\' || *p == '"')
            ss_writer_char(out, '\\');
        if (*p == '\n')
            ss_writer_text(out, "\\n");
        else
            ss_writer_char(out, *p);
    }
}

static void put_family(SsWriter *out, const char *name, const SsFigure *figure)
{
    const char *unit = metric_unit(figure->unit);

    ss_writer_printf(out, "# TYPE %s gauge\n", name);
    if (unit)
        ss_writer_printf(out, "# UNIT %s %s\n", name, unit);
    ss_writer_printf(out, "# HELP %s ", name);
    put_escaped(out, figure->doc);
    ss_writer_char(out, '\n');
}

static void put_label(SsWriter *out, const char *key, const char *value)
{
    ss_writer_printf(out, "%s=\"", key);
    put_escaped(out, value);
    ss_writer_char(out, '"');
}

static void put_sample(SsWriter *out, const char *name, const char *cluster, const char *account,
                       double value)
{
    char text[SS_DOUBLE_TEXT];

    ss_writer_printf(out, "%s{", name);
    put_label(out, "cluster", cluster);
    if (account) {
        ss_writer_char(out, ',');
        put_label(out, "account", account);
    }
    ss_writer_printf(out, "} %s\n", ss_double_text(value, text));
}

static void put_accounts(SsWriter *out, const char *cluster, const SsSummary *summary)
{
    uint32_t        n = 0;
    const SsFigure *figures = ss_account_figures(&n);

    for (uint32_t i = 0; i < n; i++) {
        g_autofree char *name = metric_name("account.", &figures[i]);

        put_family(out, name, &figures[i]);
        for (guint a = 0; a < summary->accounts->len; a++) {
            const SsAccountSummary *account =
                &g_array_index(summary->accounts, SsAccountSummary, a);
            const double value = ss_account_figure_of(&figures[i], account);

            if (!isnan(value))
                put_sample(out, name, cluster, account->account, value);
        }
    }
}

static gboolean write_openmetrics(SsLedger *ledger, SsWriter *out, const SsExportWatch *watch,
                                  uint64_t *jobs, GError **error)
{
    const char     *known = ss_ledger_get(ledger, "cluster");
    const char     *cluster = known ? known : "";
    uint32_t        n = 0;
    const SsFigure *figures = ss_figures(&n);
    SsSummary       summary;

    (void) watch;
    *jobs = 0;
    if (!ss_summary_read(ledger, &summary, error))
        return FALSE;
    for (uint32_t i = 0; i < n; i++) {
        const double     value = ss_figure_of(&figures[i], &summary);
        g_autofree char *name = metric_name("", &figures[i]);

        if (isnan(value))
            continue;
        put_family(out, name, &figures[i]);
        put_sample(out, name, cluster, NULL, value);
    }
    put_accounts(out, cluster, &summary);
    ss_writer_text(out, "# EOF\n");
    ss_summary_clear(&summary);
    return TRUE;
}

/* --- all -------------------------------------------------------------------------------------------------- */

static const SsExport exports[] = {
    { "csv", "the jobs as they ran, one a line", write_csv },
    { "json", "one object (schema slurmsim.export.v1): the summary and the jobs", write_json },
    { "openmetrics", "the figures of the run and of its accounts as gauges", write_openmetrics },
    { "swf", "the jobs as they ran in Standard Workload Format 2.2", write_swf },
};

const SsExport *ss_exports(uint32_t *n)
{
    *n = G_N_ELEMENTS(exports);
    return exports;
}

const SsExport *ss_export_named(const char *name)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(exports); i++)
        if (strcmp(exports[i].name, name) == 0)
            return &exports[i];
    return NULL;
}
