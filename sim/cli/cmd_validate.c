/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_validate.c - validate: can these decisions be trusted on my cluster?
 */
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/runopt.h"
#include "sim/sweep/validate.h"

#include <stdio.h>

enum { AT_LEAST = 95 };

const SsOption ss_validate_options[] = {
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.validate.v1)" },
    { "all", 'a', NULL, "Result", "every difference; default the first ten of a kind" },
    { "at-least", 0, "PERCENT", "Result", "exit code 1 when less of the starts agree; default 95" },
    { "no-bends", 0, NULL, "Result", "do not try what fractions of seconds may explain" },
    { "no-free-run", 0, NULL, "Result", "decisions only" },
    { "quiet", 'q', NULL, "Result", "no progress line" },
    { "verbose", 'v', NULL, "Result", "tell every refused submission and repaired record" },
    SS_OPTION_SITE,
    { "workload", 0, "FILE", "Record",
      "what was submitted, with all its options; default what the record tells of it" },
    { "placement", 0, "FILE", "Record", "CPU and GPU indices (scontrol -d show job)" },
    { "snapshots", 0, "FILE", "Record", "looks at squeue, for the reasons" },
    { "log", 0, "FILE", "Record",
      "slurmctld.log of the time: what started and ended first within a second, and each pass if it was written at debug" },
    { "start", 0, "TIME", "Time", "start of the controller; default the first submission" },
    { "zero", 0, "TIME", "Time", "what offsets of the workload count from; default the start" },
    { "tz", 0, "ZONE", "Time", "zone of all local times; default UTC" },
    { "phase", 0, "SECONDS", "Scheduler", "shifts the controller's periods; default 0" },
    { "notice", 0, "SECONDS", "Scheduler",
      "until the main scheduler notices a submission; default 2, as in records made with a fast clock; "
      "0: at its next tick, and ends of jobs too" },
    SS_OPTION_PAST,
    { "unknown-users", 0, "add|refuse", "Workload",
      "users without association; default refuse, as Slurm" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

static int print(const SsValidation *validation, const SsOptions *options)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsWriter) writer = ss_writer_new_file(stdout, "standard output");

    if (ss_option_given(options, "json")) {
        g_autoptr(SsJson) json = ss_json_new(writer, SS_JSON_PRETTY);

        ss_validation_json(validation, json);
        ss_writer_char(writer, '\n');
    } else {
        ss_validation_print(validation, ss_option_given(options, "all"), writer);
    }
    if (!ss_writer_close(writer, &error))
        return ss_fail(SS_EXIT_IO, "%s", error->message);
    return SS_EXIT_DONE;
}

static int validate(const SsOptions *options, const SsValidateOptions *what, int64_t at_least)
{
    g_autoptr(GError) error = NULL;
    SsRunning   *running = ss_running_new(ss_option_given(options, "quiet"), what->plan->verbose);
    SsValidation validation = { 0 };

    ss_validate(what, ss_running_hooks(running), &validation, &error);
    int code = ss_running_end(running, error);
    if (code == SS_EXIT_DONE)
        code = print(&validation, options);
    if (code == SS_EXIT_DONE && ss_validation_recall(&validation) * 100 < (double) at_least)
        code = SS_EXIT_NO;
    ss_validation_clear(&validation);
    return code;
}

/* The record is a folder of the recorder, or a file and what the options say. */
static bool take_record(const SsOptions *options, SsPlan *plan, SsValidateOptions *what,
                        GPtrArray *texts)
{
    const char *record = options->rest[1];
    const char *workload = ss_option_get(options, "workload");
    const char *log = ss_option_get(options, "log");

    what->name = record;
    if (g_file_test(record, G_FILE_TEST_IS_DIR)) {
        if (ss_validate_case(record, plan, what, texts)) {
            what->log = log != NULL ? log : what->log;
            return true;
        }
        ss_fail(SS_EXIT_INPUT,
                "validate: %s: a record is a file, or a folder with trace.csv and "
                "expected/jobs.csv",
                record);
        return false;
    }
    g_strfreev(plan->workloads);
    plan->workloads = g_strsplit(workload != NULL ? workload : record, "\n", -1);
    plan->record = g_strdup(record);
    what->placement = ss_option_get(options, "placement");
    what->snapshots = ss_option_get(options, "snapshots");
    what->log = log;
    return true;
}

int ss_cmd_validate(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_validate_options, "slurmsim validate", argc, argv);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    SsValidateOptions    what = { .bends = true, .free_run = true };
    int64_t              at_least = AT_LEAST;
    SsPlan               plan;
    int                  code = SS_EXIT_USAGE;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest != 2)
        return ss_fail(SS_EXIT_USAGE,
                       "validate: name a site and a record; see slurmsim validate --help");
    if (!ss_option_number(options, "slurmsim validate", "at-least", 0, 100, &at_least))
        return SS_EXIT_USAGE;
    ss_plan_init(&plan);
    if (ss_runopt_plan(options, "slurmsim validate", &plan)
        && ss_runopt_time("slurmsim validate", "zero", ss_option_get(options, "zero"), plan.zone,
                          &plan.zero)) {
        plan.site = g_strdup(options->rest[0]);
        what.plan = &plan;
        what.bends = !ss_option_given(options, "no-bends");
        what.free_run = !ss_option_given(options, "no-free-run");
        code = take_record(options, &plan, &what, texts) ? validate(options, &what, at_least)
                                                         : SS_EXIT_INPUT;
    }
    ss_plan_clear(&plan);
    return code;
}
