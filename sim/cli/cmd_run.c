/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_run.c - run, init, summary: a plan from the command line, the summary on stdout.
 */
#include "sim/base/span.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/reply.h"
#include "sim/cli/runopt.h"
#include "sim/report/compare.h"
#include "sim/report/summary.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

const SsOption ss_run_options[] = {
    { "output", 'o', "RUN.db", "Result", "the ledger to make; default run.db" },
    { "no-db", 0, NULL, "Result", "keep nothing but the summary" },
    { "json", 0, NULL, "Result", "the summary as one JSON object (schema slurmsim.summary.v1)" },
    { "quiet", 'q', NULL, "Result", "no progress line, no summary" },
    { "verbose", 'v', NULL, "Result", "tell every refused submission and repaired record" },
    SS_OPTION_SITE,
    { "policy", 0, "NAME", "Scheduler", "slurm, fifo, easy or conservative; default slurm" },
    { "phase", 0, "SECONDS", "Scheduler", "shifts the controller's periods; default 0" },
    { "notice", 0, "SECONDS", "Scheduler",
      "until the main scheduler notices a submission; default 2, as in records made with a fast clock; "
      "0: at its next tick, and ends of jobs too" },
    SS_OPTION_TIMES,
    { "max-time", 0, "SECONDS", "Time",
      "gives up, as Ctrl-C does, when not done in so many seconds of your time" },
    { "sample-at", 0, "TIME", "Time",
      "keeps queue, shares and priorities of that moment; may be given again" },
    { "reasons-every", 0, "SPAN|none", "Time",
      "how often to count what waits for which reason; default a second, doubled whenever 1024 looks are "
      "taken" },
    { "checkpoint", 0, "DURATION|none", "Time",
      "none are kept: what follows a run (advance, sbatch) repeats it from its start" },
    SS_OPTION_PAST,
    SS_OPTION_TRACE,
    SS_OPTION_PEOPLE,
/* clang-format off */
#define SHORTCUT(name, option, counter, doc) { option, 0, NULL, "Shortcuts", doc },
    SS_SHORTCUT_TABLE(SHORTCUT)
    /* clang-format on */
    { "literal", 0, NULL, "Shortcuts", "all of these: do everything step by step; same result" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

const SsOption ss_init_options[] = {
    { "output", 'o', "RUN.db", "Result", "the cluster's ledger; default run.db" },
    { "json", 0, NULL, "Result", "its clock as one JSON object (schema slurmsim.cluster.v1)" },
    { "at", 0, "TIME", "Time", "the cluster's clock; default 2026-01-01T00:00:00" },
    { "start", 0, "TIME", "Time", "start of the controller; default the clock" },
    { "tz", 0, "ZONE", "Time", "zone of all local times; default UTC" },
    SS_OPTION_SITE,
    SS_OPTION_PAST,
    { "phase", 0, "SECONDS", "Scheduler", "shifts the controller's periods; default 0" },
    { "notice", 0, "SECONDS", "Scheduler",
      "until the main scheduler notices a submission; default 2, as in records made with a fast clock; "
      "0: at its next tick, and ends of jobs too" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

const SsOption ss_summary_options[] = {
    { "record", 0, "FILE", "Result",
      "also: starts beside those that a real Slurm recorded (jobs.csv)" },
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.summary.v1)" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

/* Beside a record of real Slurm. */
static int print_comparison(SsLedger *ledger, const char *path)
{
    g_autoptr(GError)      error = NULL;
    g_autoptr(SsWriter)    writer = ss_writer_new_file(stdout, "standard output");
    g_autoptr(SsRecordSet) record = ss_record_set_read(path, ss_ledger_zone(ledger), &error);
    SsComparison           comparison = { 0 };

    if (!record || !ss_compare_record(ledger, record, &comparison, &error))
        return ss_fail(ss_exit_of(error), "%s", error->message);
    ss_writer_char(writer, '\n');
    ss_comparison_print(&comparison, writer);
    ss_comparison_clear(&comparison);
    ss_writer_flush(writer);
    return SS_EXIT_DONE;
}

/* `counter`: the sink that took the jobs instead of the ledger, NULL. */
static int print_summary(SsLedger *ledger, SsRecordSink *counter, const SsSummaryMachine *machine,
                         bool as_json)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsWriter) writer = ss_writer_new_file(stdout, "standard output");
    SsSummary           summary = { 0 };

    if (!(counter ? ss_summary_sink_read(counter, &summary, &error)
                  : ss_summary_read(ledger, &summary, &error)))
        return ss_fail(ss_exit_of(error), "%s", error->message);
    if (as_json) {
        g_autoptr(SsJson) json = ss_json_new(writer, SS_JSON_PRETTY);

        ss_summary_json(ledger, &summary, machine, json);
        ss_writer_char(writer, '\n');
    } else {
        ss_summary_print(ledger, &summary, machine, writer);
    }
    ss_summary_clear(&summary);
    if (!ss_writer_close(writer, &error))
        return ss_fail(SS_EXIT_IO, "%s", error->message);
    return SS_EXIT_DONE;
}

static SsSummaryMachine measure(gint64 began)
{
    struct rusage usage = { 0 };

    getrusage(RUSAGE_SELF, &usage);
    return (SsSummaryMachine){ .wall_seconds = (double) (g_get_monotonic_time() - began) / 1e6,
                               .peak_rss_bytes = (int64_t) usage.ru_maxrss * 1024 };
}

static uint32_t shortcuts_off(const SsOptions *options)
{
    uint32_t off = ss_option_given(options, "literal") ? SS_SHORTCUTS_ALL : 0;

    for (uint32_t i = 0; i < SS_SHORTCUTS; i++)
        if (ss_option_given(options, ss_shortcuts[i].option))
            off |= UINT32_C(1) << i;
    return off;
}

static SsRecordSink *make_counter(gpointer data, SsLedger *ledger, SsTime first)
{
    SsRecordSink **counter = data;

    return *counter = ss_summary_sink_new(ledger, first);
}

static int run_plan(const SsPlan *plan, const char *output, bool as_json, bool quiet, uint32_t off)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsLedger) ledger = NULL;
    SsRunning          *running = ss_running_new(quiet, plan->verbose);
    SsRunHooks          hooks = *ss_running_hooks(running);
    SsShortcutUse       shortcuts = { .off = off };
    SsRecordSink       *counter = NULL;
    const gint64        began = g_get_monotonic_time();

    hooks.shortcuts = &shortcuts;
    hooks.counter = make_counter;
    hooks.counter_data = &counter;
    ss_run(plan, output, &hooks, &ledger, &error);
    int code = ss_running_end(running, error);
    if (code == SS_EXIT_DONE && (!quiet || as_json)) {
        SsSummaryMachine machine = measure(began);

        machine.shortcuts = shortcuts;
        code = print_summary(ledger, counter, &machine, as_json);
    }
    if (counter)
        counter->free(counter);
    return code;
}

/* Ledgers keep no checkpoints: whoever asks for some hears it. False after a message. */
static bool read_checkpoint(const SsOptions *options)
{
    const char       *text = ss_option_get(options, "checkpoint");
    g_autoptr(GError) error = NULL;
    SsSpan            every = 0;

    if (!text || strcmp(text, "none") == 0)
        return true;
    if (!ss_span_parse(text, &every, &error)) {
        ss_fail(SS_EXIT_USAGE, "run: --checkpoint: %s; or none", error->message);
        return false;
    }
    fprintf(
        stderr,
        "note: --checkpoint: none is kept; advance, sbatch and the like repeat the run from its "
        "start, and reports about a moment use the last --sample-at before it\n");
    return true;
}

int ss_cmd_run(int argc, char **argv)
{
    g_autoptr(SsOptions) options = ss_options_parse(ss_run_options, "slurmsim run", argc, argv);
    SsPlan               plan;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest < 2)
        return ss_fail(SS_EXIT_USAGE, "run: name a site and a workload; see slurmsim run --help");
    ss_plan_init(&plan);
    if (!ss_runopt_plan(options, "slurmsim run", &plan) || !ss_runopt_max_time(options)
        || !read_checkpoint(options) || !ss_runopt_inputs(options, "run", &plan)) {
        ss_plan_clear(&plan);
        return SS_EXIT_USAGE;
    }
    const char *output = ss_option_get(options, "output");
    if (!output)
        output = "run.db";
    const int code = run_plan(&plan, ss_option_given(options, "no-db") ? NULL : output,
                              ss_option_given(options, "json"), ss_option_given(options, "quiet"),
                              shortcuts_off(options));
    ss_plan_clear(&plan);
    return code;
}

int ss_cmd_init(int argc, char **argv)
{
    g_autoptr(SsOptions) options = ss_options_parse(ss_init_options, "slurmsim init", argc, argv);
    SsPlan               plan;
    SsTime               at = 1767225600; /* 2026-01-01T00:00:00Z */

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest != 1)
        return ss_fail(SS_EXIT_USAGE, "init: name one site; see slurmsim init --help");
    ss_plan_init(&plan);
    if (!ss_runopt_plan(options, "slurmsim init", &plan)
        || !ss_runopt_time("slurmsim init", "at", ss_option_get(options, "at"), plan.zone, &at)) {
        ss_plan_clear(&plan);
        return SS_EXIT_USAGE;
    }
    plan.site = g_strdup(options->rest[0]);
    plan.until = at;
    plan.start = plan.start ? plan.start : at;
    plan.at_rest = true;
    const char *output = ss_option_get(options, "output");
    output = output ? output : "run.db";
    const int code = run_plan(&plan, output, false, true, 0);
    ss_plan_clear(&plan);
    return code == SS_EXIT_DONE && ss_option_given(options, "json") ? ss_reply_clock(output) : code;
}

int ss_cmd_summary(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_summary_options, "slurmsim summary", argc, argv);
    g_autoptr(GError) error = NULL;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest != 1)
        return ss_fail(SS_EXIT_USAGE, "summary: name one ledger; see slurmsim summary --help");
    g_autoptr(SsLedger) ledger = ss_ledger_open(options->rest[0], &error);
    if (!ledger)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    const int   code = print_summary(ledger, NULL, NULL, ss_option_given(options, "json"));
    const char *record = ss_option_get(options, "record");
    return record && code == SS_EXIT_DONE ? print_comparison(ledger, record) : code;
}
