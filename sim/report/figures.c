/* SPDX-License-Identifier: Apache-2.0 */
/*
 * figures.c - two tables of names over the summary's fields.
 */
#include "sim/report/figures.h"

#include "sim/base/date.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum { KIND_DOUBLE, KIND_COUNT, KIND_TIME };

#define RUN(name, field, type, unit, better, doc)                                                  \
    {                                                                                              \
        name, SS_FIGURE_##unit, SS_BETTER_##better, doc, offsetof(SsSummary, field), KIND_##type   \
    }
#define SPREAD(name, field, unit, what)                                                            \
    RUN(name ".mean", field.mean, DOUBLE, unit, LESS, "mean " what),                               \
        RUN(name ".p50", field.median, DOUBLE, unit, LESS, "median " what),                        \
        RUN(name ".p90", field.p90, DOUBLE, unit, LESS, "90th percentile of the " what),           \
        RUN(name ".p95", field.p95, DOUBLE, unit, LESS, "95th percentile of the " what),           \
        RUN(name ".p99", field.p99, DOUBLE, unit, LESS, "99th percentile of the " what),           \
        RUN(name ".max", field.max, DOUBLE, unit, LESS, "longest " what)

/* clang-format off */
static const SsFigure figures[] = {
    RUN("jobs.submitted", submitted, COUNT, COUNT, NEITHER, "jobs submitted, refused ones too"),
    RUN("jobs.started", started, COUNT, COUNT, MORE, "starts of jobs"),
    RUN("jobs.completed", completed, COUNT, COUNT, MORE, "jobs that ended COMPLETED"),
    RUN("jobs.failed", failed, COUNT, COUNT, LESS, "jobs that ended FAILED"),
    RUN("jobs.timeout", timeout, COUNT, COUNT, LESS, "jobs killed at their time limit"),
    RUN("jobs.cancelled", cancelled, COUNT, COUNT, NEITHER, "jobs that were cancelled"),
    RUN("jobs.preempted", preempted, COUNT, COUNT, LESS, "jobs that were preempted"),
    RUN("jobs.node_fail", node_fail, COUNT, COUNT, LESS, "jobs that lost a node"),
    RUN("jobs.rejected", rejected, COUNT, COUNT, LESS, "submissions that were refused"),
    RUN("jobs.never_started", never_started, COUNT, COUNT, LESS, "jobs that never started"),
    RUN("jobs.pending", left, COUNT, COUNT, LESS, "jobs still pending at the end"),
    RUN("jobs.unserved", unserved, DOUBLE, FRACTION, LESS, "part of the jobs that was refused or is still pending at the end"),
    RUN("pending.oldest", left_oldest, DOUBLE, SECONDS, LESS, "age of the oldest job still pending"),
    RUN("time.start", start, TIME, TIME, NEITHER, "first submission"),
    RUN("time.end", end, TIME, TIME, NEITHER, "last end of a job"),
    RUN("time.makespan", makespan, TIME, SECONDS, LESS, "from the first submission to the last end"),
    RUN("use.cpu", cpu, DOUBLE, FRACTION, MORE, "CPUs allocated over CPUs there"),
    RUN("use.gpu", gpu, DOUBLE, FRACTION, MORE, "GPUs allocated over GPUs there"),
    RUN("use.mem", mem, DOUBLE, FRACTION, MORE, "memory allocated over memory there"),
    RUN("use.node", node, DOUBLE, FRACTION, MORE, "nodes in use over nodes there"),
    SPREAD("wait", wait, SECONDS, "wait from submission to start"),
    SPREAD("flow", flow, SECONDS, "time from submission to end"),
    SPREAD("slowdown", slowdown, NUMBER, "bounded slowdown"),
    RUN("backfill.started", backfilled, COUNT, COUNT, NEITHER, "jobs started by backfill"),
    RUN("share_error", share_error, DOUBLE, FRACTION, LESS, "mean |usage - share| of the accounts"),
    RUN("recovery", recovery, DOUBLE, SECONDS, LESS,
        "until every account over its share at the end has LevelFS 1 again, at rest itself while the "
        "others go on"),
};

#define ACCOUNT(name, field, type, unit, better, doc)                                              \
    {                                                                                              \
        name, SS_FIGURE_##unit, SS_BETTER_##better, doc, offsetof(SsAccountSummary, field),        \
            KIND_##type                                                                            \
    }
static const SsFigure account_figures[] = {
    ACCOUNT("jobs", jobs, COUNT, COUNT, NEITHER, "jobs that ran"),
    ACCOUNT("wait.mean", wait_mean, DOUBLE, SECONDS, LESS, "mean wait"),
    ACCOUNT("wait.p50", wait_median, DOUBLE, SECONDS, LESS, "median wait"),
    ACCOUNT("wait.p95", wait_p95, DOUBLE, SECONDS, LESS, "95th percentile of the wait"),
    ACCOUNT("wait.max", wait_max, DOUBLE, SECONDS, LESS, "longest wait"),
    ACCOUNT("cpu_hours", cpu_hours, DOUBLE, HOURS, NEITHER, "CPU-hours"),
    ACCOUNT("gpu_hours", gpu_hours, DOUBLE, HOURS, NEITHER, "GPU-hours"),
    ACCOUNT("billing_hours", billing_hours, DOUBLE, HOURS, NEITHER, "billing-hours"),
    ACCOUNT("share", share, DOUBLE, FRACTION, NEITHER, "normalised share"),
    ACCOUNT("usage", usage, DOUBLE, FRACTION, NEITHER, "part of the billing-seconds delivered"),
    ACCOUNT("share_error", share_error, DOUBLE, FRACTION, LESS, "|usage - share|"),
};
/* clang-format on */

const SsFigure *ss_figures(uint32_t *n)
{
    *n = G_N_ELEMENTS(figures);
    return figures;
}

const SsFigure *ss_account_figures(uint32_t *n)
{
    *n = G_N_ELEMENTS(account_figures);
    return account_figures;
}

static const SsFigure *find(const SsFigure *table, uint32_t n, const char *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

const SsFigure *ss_figure_named(const char *name)
{
    return find(figures, G_N_ELEMENTS(figures), name);
}

const SsFigure *ss_account_figure_named(const char *name)
{
    return find(account_figures, G_N_ELEMENTS(account_figures), name);
}

static double value_of(const SsFigure *figure, const void *record)
{
    const void *at = (const char *) record + figure->at;

    if (figure->kind == KIND_COUNT)
        return (double) *(const uint64_t *) at;
    if (figure->kind == KIND_TIME)
        return (double) *(const int64_t *) at;
    /* No figure is negative: that is how the summary says "not known". */
    return *(const double *) at < 0 ? NAN : *(const double *) at;
}

double ss_figure_of(const SsFigure *figure, const SsSummary *summary)
{
    return value_of(figure, summary);
}

double ss_account_figure_of(const SsFigure *figure, const SsAccountSummary *account)
{
    return value_of(figure, account);
}

const SsAccountSummary *ss_summary_account(const SsSummary *summary, const char *account)
{
    for (uint32_t i = 0; i < summary->accounts->len; i++) {
        const SsAccountSummary *row = &g_array_index(summary->accounts, SsAccountSummary, i);

        if (g_ascii_strcasecmp(row->account, account) == 0)
            return row;
    }
    return NULL;
}

char *ss_figure_span(double seconds)
{
    const int64_t s = (int64_t) llround(seconds);
    const int64_t days = s / 86400, rest = s % 86400;

    if (days)
        return g_strdup_printf("%" G_GINT64_FORMAT "-%02d:%02d:%02d", days, (int) (rest / 3600),
                               (int) (rest / 60 % 60), (int) (rest % 60));
    return g_strdup_printf("%d:%02d:%02d", (int) (rest / 3600), (int) (rest / 60 % 60),
                           (int) (rest % 60));
}

char *ss_figure_text(SsFigureUnit unit, double value, const SsZone *zone)
{
    char text[SS_DATE_TEXT];

    if (isnan(value))
        return g_strdup("-");
    if (isinf(value))
        return g_strdup("never");
    switch (unit) {
    case SS_FIGURE_COUNT:
        return g_strdup_printf("%.0f", value);
    case SS_FIGURE_SECONDS:
        return ss_figure_span(value);
    case SS_FIGURE_FRACTION:
        return g_strdup_printf("%.2f%%", 100 * value);
    case SS_FIGURE_HOURS:
        return g_strdup_printf("%.1f", value);
    case SS_FIGURE_TIME:
        return g_strdup(ss_date_text((SsTime) value, zone, text));
    default:
        return g_strdup_printf("%.2f", value);
    }
}
