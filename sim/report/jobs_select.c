/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jobs_select.c - which rows sacct shows, as SQL.
 *
 * Without states a job belongs to the window if it was eligible before its end and not over before its
 * start; with states each has a rule of its own. Of several rows with one job id only the newest of those
 * selected is shown (unless -D): the cursor sees to that.
 */
#include "sim/report/jobs_parts.h"

#include "sim/base/hostlist.h"
#include "sim/model/job.h"

#include <string.h>

/* "a.col IN ('x','y')", whatever the case. */
static void and_list(GString *sql, const char *column, const GPtrArray *list)
{
    if (list == NULL)
        return;
    g_string_append_printf(sql, " AND lower(%s) IN (", column);
    for (guint i = 0; i < list->len; i++) {
        g_autofree char *lower = g_ascii_strdown(list->pdata[i], -1);
        char            *quoted = sqlite3_mprintf("%Q", lower);

        g_string_append_printf(sql, "%s%s", i ? "," : "", quoted);
        sqlite3_free(quoted);
    }
    g_string_append_c(sql, ')');
}

/* A name or a number, in either of two columns. */
static void and_either(GString *sql, const char *name, const char *number, const GPtrArray *list)
{
    if (list == NULL)
        return;
    g_string_append(sql, " AND (0");
    for (guint i = 0; i < list->len; i++) {
        char *quoted = sqlite3_mprintf("lower(%s) = lower(%Q) OR CAST(%s AS TEXT) = %Q", name,
                                       (char *) list->pdata[i], number, (char *) list->pdata[i]);

        g_string_append_printf(sql, " OR %s", quoted);
        sqlite3_free(quoted);
    }
    g_string_append_c(sql, ')');
}

static void and_range(GString *sql, const char *column, int64_t min, int64_t max)
{
    if (min >= 0)
        g_string_append_printf(sql, " AND %s >= %" G_GINT64_FORMAT, column, min);
    if (max >= 0)
        g_string_append_printf(sql, " AND %s <= %" G_GINT64_FORMAT, column, max);
}

/* Start is %1$ld, end %2$ld, state %3$u. */
static const char pending_rule[] =
    "(job.time_eligible <> 0 AND job.time_eligible < %2$" G_GINT64_FORMAT
    " AND (job.time_start > %1$" G_GINT64_FORMAT
    " OR (job.time_start = 0 AND (job.time_end > %1$" G_GINT64_FORMAT " OR job.state = %3$u))))";
static const char running_rule[] =
    "(job.time_start <> 0 AND job.time_start < %2$" G_GINT64_FORMAT
    " AND (job.time_end > %1$" G_GINT64_FORMAT " OR (job.time_end = 0 AND job.state = %3$u)))";
static const char suspended_rule[] =
    "(EXISTS (SELECT 1 FROM suspend s WHERE s.job_db_inx = job.job_db_inx AND s.time_start < %2$" G_GINT64_FORMAT
    " AND (s.time_end >= %1$" G_GINT64_FORMAT " OR s.time_end = 0)) AND %3$u = %3$u)";
static const char ended_rule[] = "(job.state = %3$u AND job.time_end >= %1$" G_GINT64_FORMAT
                                 " AND job.time_end <= %2$" G_GINT64_FORMAT ")";

static const char *rule_of(uint32_t state)
{
    return state == SS_JOB_PENDING     ? pending_rule
           : state == SS_JOB_RUNNING   ? running_rule
           : state == SS_JOB_SUSPENDED ? suspended_rule
                                       : ended_rule;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void            append_rule(GString *sql, const SsJobSelection *select, uint32_t state)
{
    g_string_append_printf(sql, rule_of(state), select->start, select->end, state);
}
#pragma GCC diagnostic pop

static void and_states(GString *sql, const SsJobSelection *select)
{
    g_string_append(sql, " AND (");
    for (guint i = 0; i < select->states->len; i++) {
        if (i)
            g_string_append(sql, " OR ");
        append_rule(sql, select, g_array_index(select->states, uint32_t, i));
    }
    g_string_append_c(sql, ')');
}

static void and_window(GString *sql, const SsJobSelection *select)
{
    if (select->jobs)
        g_string_append_printf(
            sql,
            " AND ((job.time_eligible <> 0 AND job.time_eligible < %2$" G_GINT64_FORMAT
            " AND (job.time_end >= %1$" G_GINT64_FORMAT " OR job.time_end = 0))"
            " OR (job.time_eligible = 0 AND job.time_submit < %2$" G_GINT64_FORMAT "))",
            select->start, select->end);
    else
        g_string_append_printf(
            sql,
            " AND job.time_eligible <> 0 AND job.time_eligible < %2$" G_GINT64_FORMAT
            " AND (job.time_end >= %1$" G_GINT64_FORMAT " OR job.time_end = 0)",
            select->start, select->end);
}

static void append_job(GString *sql, const SsJobName *name)
{
    if (name->trace) {
        char *quoted = sqlite3_mprintf("trace_id = %Q", name->trace);

        g_string_append(sql, quoted);
        sqlite3_free(quoted);
    } else if (name->task != SS_UNSET32) {
        g_string_append_printf(sql, "(job.id_array_job = %1$u AND job.id_array_task = %2$u)",
                               name->job, name->task);
    } else {
        g_string_append_printf(
            sql, "job.id_job = %1$u OR (job.id_array_job <> 0 AND job.id_array_job = %1$u)",
            name->job);
    }
}

static void and_jobs(GString *sql, const GArray *jobs)
{
    if (jobs == NULL)
        return;
    g_string_append(sql, " AND (");
    for (guint i = 0; i < jobs->len; i++) {
        if (i)
            g_string_append(sql, " OR ");
        append_job(sql, &g_array_index(jobs, SsJobName, i));
    }
    g_string_append_c(sql, ')');
}

static char *condition(const SsJobSelection *select)
{
    GString *sql = g_string_new("1");

    if (select->states)
        and_states(sql, select);
    else
        and_window(sql, select);
    and_jobs(sql, select->jobs);
    and_list(sql, "account", select->accounts);
    and_either(sql, "user", "id_user", select->users);
    and_either(sql, "group_name", "id_group", select->groups);
    and_list(sql, "job_name", select->names);
    and_list(sql, "partition", select->partitions);
    and_either(sql, "qos", "id_qos", select->qos);
    and_list(sql, "wckey", select->wckeys);
    and_list(sql, "id_assoc", select->assocs);
    and_list(sql, "constraints", select->constraints);
    and_list(sql, "state_reason_prev", select->reasons);
    and_range(sql, "nodes_alloc", select->min_nodes, select->max_nodes);
    and_range(sql, "timelimit", select->min_limit, select->max_limit);
    if (select->flags)
        g_string_append_printf(sql, " AND (flags & %" G_GUINT64_FORMAT ") <> 0", select->flags);
    return g_string_free(sql, FALSE);
}

char *ss_jobs_where(const SsJobSelection *select)
{
    g_autofree char *wanted = condition(select);

    return g_strdup_printf("WHERE %s ORDER BY time_submit, id_array_job,"
                           " coalesce(id_array_task, 4294967294), id_job, job_db_inx",
                           wanted);
}

/* What slurmdbd takes for a job's CPUs: the number behind the last "1=" of its TRES, which is that of the GPUs
 * where "1001=2" stands behind "1=16" (recorded). */
static bool has_cpus(const SsJobSelection *select, const SsJobRecord *job)
{
    const char *last = NULL;

    if (select->min_cpus < 0)
        return true;
    for (const char *p = job->tres_alloc; p && (p = strstr(p, "1=")) != NULL; p++)
        last = p;
    const int64_t cpus = last ? g_ascii_strtoll(last + 2, NULL, 10) : -1;
    return cpus >= select->min_cpus && cpus <= select->max_cpus;
}

bool ss_jobs_wants(const SsJobSelection *select, const SsJobRecord *job)
{
    g_autoptr(SsHostlist) hosts = NULL;

    if (!has_cpus(select, job))
        return false;
    if (select->nodes == NULL)
        return true;
    if (job->nodes == NULL || !ss_hostlist_parse(job->nodes, &hosts, NULL))
        return false;
    SsHostlistIter iter = ss_hostlist_iter(hosts);
    const char    *name;

    while ((name = ss_hostlist_next(&iter)) != NULL) {
        for (guint i = 0; i < select->nodes->len; i++) {
            if (strcmp(select->nodes->pdata[i], name) == 0)
                return true;
        }
    }
    return false;
}

static bool is_job(const SsJobName *name, const SsJobRecord *job)
{
    if (name->trace)
        return g_strcmp0(name->trace, job->trace_id) == 0;
    if (name->task != SS_UNSET32)
        return job->array_job_id == name->job && job->array_task_id == name->task;
    return job->job_id == name->job || job->array_job_id == name->job;
}

bool ss_jobs_wants_step(const SsJobSelection *select, const SsJobRecord *job, const char *step)
{
    for (guint i = 0; select->jobs && i < select->jobs->len; i++) {
        const SsJobName *name = &g_array_index(select->jobs, SsJobName, i);

        if (is_job(name, job) && (name->step == NULL || (step && strcmp(name->step, step) == 0)))
            return true;
    }
    return select->jobs == NULL;
}
