/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diag.c - sdiag.
 *
 * The layout is Slurm's; what a simulation has no measure of (threads, agents, microseconds, messages) is
 * nought. Counters begin anew at midnight, one second after the start on the first day: those of the last
 * sample before midnight are taken off. Lines with a mean are printed once there was a cycle.
 */
#include "sim/report/diag.h"

#include "sim/base/date.h"
#include "sim/ledger/query.h"
#include "sim/model/job.h"
#include "sim/report/tools.h"

#include <string.h>

typedef struct {
    SsLedger              *ledger;
    const SsReportContext *context;
    GString               *out;
    SsRows                *stats, *before, *queue; /* before: at midnight */
    SsTime                 since;
    bool                   reset;
} Tool;

static void put(const Tool *tool, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void put(const Tool *tool, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append_vprintf(tool->out, format, args);
    va_end(args);
}

static int64_t value_in(const SsRows *rows, const char *key)
{
    const SsStatRow *stats = rows ? rows->at : NULL;

    for (uint32_t i = 0; rows && i < rows->n; i++) {
        if (strcmp(stats[i].key, key) == 0)
            return stats[i].value;
    }
    return 0;
}

/* As it is. */
static long last(const Tool *tool, const char *key)
{
    return (long) value_in(tool->stats, key);
}

/* What was counted since midnight. */
static long counted(const Tool *tool, const char *key)
{
    return (long) (value_in(tool->stats, key) - value_in(tool->before, key));
}

static void put_time(const Tool *tool, const char *what, SsTime time)
{
    char text[SS_DATE_TEXT];

    put(tool, "%s%s (%" G_GINT64_FORMAT ")\n", what,
        ss_date_text_ctime(time, tool->context->zone, text), time);
}

static void put_head(const Tool *tool)
{
    static const char stars[] = "*******************************************************\n";

    put(tool, "%s", stars);
    put_time(tool, "sdiag output at ", tool->context->now);
    put_time(tool, "Data since      ", tool->since);
    put(tool, "%s", stars);
    put(tool, "Server thread count:  1\nAgent queue size:     0\nAgent count:          0\n"
              "Agent thread count:   0\nDBD Agent queue size: 0\n\n");
}

/* Slurm counts a job as completed whatever its exit, and as failed when its node did. */
static void put_jobs(const Tool *tool)
{
    const SsQueueRow *rows = tool->queue->at;
    uint32_t          pending = 0, running = 0;

    for (uint32_t i = 0; i < tool->queue->n; i++) {
        pending += rows[i].state == SS_JOB_PENDING ? MAX(rows[i].array_pending, 1) : 0;
        running += rows[i].state == SS_JOB_RUNNING;
    }
    put(tool, "Jobs submitted: %ld\nJobs started:   %ld\n", counted(tool, "submitted"),
        counted(tool, "started"));
    put(tool, "Jobs completed: %ld\nJobs canceled:  %ld\nJobs failed:    0\n\n",
        counted(tool, "completed") + counted(tool, "failed") + counted(tool, "timeout"),
        counted(tool, "cancelled"));
    put_time(tool, "Job states ts:  ", tool->context->now);
    put(tool, "Jobs pending:   %u\nJobs running:   %u\n\n", pending, running);
}

static void put_main(const Tool *tool)
{
    long   cycles = counted(tool, "main_passes");
    SsSpan span = tool->context->now - tool->since;

    put(tool, "Main schedule statistics (microseconds):\n\tLast cycle:   0\n\tMax cycle:    0\n");
    put(tool, "\tTotal cycles: %ld\n", cycles);
    if (cycles > 0)
        put(tool, "\tMean cycle:   0\n\tMean depth cycle:  %ld\n",
            counted(tool, "main_depth") / cycles);
    if (span > 60)
        put(tool, "\tCycles per minute: %ld\n", cycles / (long) (span / 60));
    put(tool, "\tLast queue length: %ld\n\n", last(tool, "last_queue_len"));
}

static void put_backfill(const Tool *tool)
{
    long cycles = counted(tool, "bf_passes");

    put(tool, "Backfilling stats\n\tTotal backfilled jobs (since last slurm start): %ld\n",
        last(tool, "backfilled"));
    put(tool, "\tTotal backfilled jobs (since last stats cycle start): %ld\n",
        counted(tool, "backfilled"));
    put(tool, "\tTotal backfilled heterogeneous job components: 0\n\tTotal cycles: %ld\n", cycles);
    if (last(tool, "last_bf_cycle"))
        put_time(tool, "\tLast cycle when: ", last(tool, "last_bf_cycle"));
    else
        put(tool, "\tLast cycle when: N/A\n");
    put(tool, "\tLast cycle: 0\n\tMax cycle:  0\n");
    if (cycles > 0)
        put(tool, "\tMean cycle: 0\n");
    put(tool, "\tLast depth cycle: %ld\n\tLast depth cycle (try sched): %ld\n",
        last(tool, "last_bf_depth"), last(tool, "last_bf_try"));
    if (cycles > 0)
        put(tool, "\tDepth Mean: %ld\n\tDepth Mean (try depth): %ld\n",
            counted(tool, "bf_depth") / cycles, counted(tool, "bf_try_depth") / cycles);
    put(tool, "\tLast queue length: %ld\n", last(tool, "last_bf_queue_len"));
    if (cycles > 0) /* only the last cycle's is kept */
        put(tool, "\tQueue length mean: %ld\n", last(tool, "last_bf_queue_len"));
    put(tool, "\tLast table size: %ld\n", last(tool, "last_bf_table"));
    if (cycles > 0)
        put(tool, "\tMean table size: %ld\n", last(tool, "last_bf_table"));
}

static void put_messages(const Tool *tool)
{
    put(tool, "\nLatency for 1000 calls to gettimeofday(): 0 microseconds\n\n"
              "Remote Procedure Call statistics by message type\n\n"
              "Remote Procedure Call statistics by user\n\n"
              "Pending RPC statistics\n\tNo pending RPCs\n");
}

/* --- options ------------------------------------------------------------------------------------------ */

static int take_reset(void *data, const char *value)
{
    (void) value;
    ((Tool *) data)->reset = true;
    return SS_FLAGS_GO;
}

static const SsFlag flag_rows[] = {
    { "all", 'a', SS_ARG_NONE, NULL, "all statistics" },
    { "cluster", 'M', SS_ARG_NEEDED, NULL, "=name  cluster to ask" },
    { "clusters", 'M', SS_ARG_NEEDED, NULL, NULL },
    { "reset", 'r', SS_ARG_NONE, take_reset, "reset statistics" },
    { "sort-by-id", 'i', SS_ARG_NONE, NULL, "sort RPCs by id" },
    { "sort-by-time", 't', SS_ARG_NONE, NULL, "sort RPCs by total run time" },
    { "sort-by-time2", 'T', SS_ARG_NONE, NULL, "sort RPCs by average run time" },
};
const SsFlags ss_sdiag_flags = { flag_rows, G_N_ELEMENTS(flag_rows), NULL };

/* --- the command -------------------------------------------------------------------------------------- */

static bool read_tool(Tool *tool, GError **error)
{
    SsTime sample = ss_ledger_sample_at(tool->ledger, tool->context->now);
    SsTime midnight = ss_zone_day(tool->context->zone, tool->context->now, 0);
    SsTime started = ss_ledger_get_int(tool->ledger, "started", 0);
    SsTime before = ss_ledger_sample_at(tool->ledger, midnight);

    tool->since = MAX(midnight, started + 1);
    tool->stats = ss_ledger_stats(tool->ledger, sample, error);
    if (tool->stats && before && midnight > started)
        tool->before = ss_ledger_stats(tool->ledger, before, error);
    if (tool->stats)
        tool->queue = ss_ledger_queue(tool->ledger, sample, error);
    return tool->queue != NULL;
}

static int run(Tool *tool, char **argv, GString *err, GError **error)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    int                  code = ss_flags_read(&ss_sdiag_flags, tool, argv, words, tool->out, err);

    if (code != SS_FLAGS_GO)
        return code;
    if (tool->reset) {
        put(tool, "Reset scheduling statistics\n");
        return 0;
    }
    if (!read_tool(tool, error))
        return 1;
    put_head(tool);
    put_jobs(tool);
    put_main(tool);
    put_backfill(tool);
    put_messages(tool);
    return 0;
}

int ss_report_sdiag(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                    GString *out, GString *err)
{
    Tool              tool = { .ledger = ledger, .context = context, .out = out };
    g_autoptr(GError) error = NULL;

    (void) argc;
    int code = run(&tool, argv, err, &error);

    if (error)
        g_string_append_printf(err, "sdiag: error: %s\n", error->message);
    ss_rows_free(tool.stats);
    ss_rows_free(tool.before);
    ss_rows_free(tool.queue);
    return code;
}
