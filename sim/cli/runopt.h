/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/cli/option.h"
#include "sim/sweep/run.h"
#include "workloads/trace.h"

/**
 * runopt - from options to a plan, and what every command that runs something has in common: the progress
 * line, Ctrl-C, findings and refusals on stderr.
 */

/* Options as rows; a command's table is made of these. */
#define SS_OPTION_SITE_FILES                                                                       \
    { "accounts", 0, "FILE", "Site",                                                               \
      "accounts: a sacctmgr dump or a script of sacctmgr commands" },                              \
    {                                                                                              \
        "qos", 0, "FILE", "Site", "QOS limits, as `sacctmgr -P show qos` printed them"             \
    }
#define SS_OPTION_SITE                                                                                                \
    SS_OPTION_SITE_FILES,                                                                                             \
        { "set", 's', "KEY=VALUE", "Site",                                                                            \
          "overrides a key of slurm.conf, or account.A.LIMIT, qos.Q.LIMIT, Nodes.P=+N, load=F; may be given again" }, \
    {                                                                                                                 \
        "strict", 0, NULL, "Site", "refuse what slurmctld 22.05 refuses"                                              \
    }
#define SS_OPTION_PAST                                                                             \
    { "since", 0, "TIME", "Initial state",                                                         \
      "beginning of the accounting; default the history's, or the start" },                        \
        { "history", 0, "FILE", "Initial state",                                                   \
          "ended jobs: accounting, and usage decayed to the start" },                              \
        { "past", 0, "FILE", "Initial state",                                                      \
          "nodes out of service, reservations, suspensions: for the accounting alone" },           \
        { "usage", 0, "FILE", "Initial state", "usage per association (sshare -l -P, or CSV)" },   \
        { "last-reset", 0, "TIME", "Initial state",                                                \
          "when usage was last reset (PriorityUsageResetPeriod); default the start" },             \
        { "sums-late", 0, NULL, "Initial state",                                                   \
          "an hour is summed a second behind its end, as slurmdbd does of its own accord" },       \
    {                                                                                              \
        "events", 0, "FILE", "Initial state",                                                      \
            "nodes out of service, reservations, changes at times; may be given again"             \
    }
#define SS_OPTION_TRACE                                                                             \
    { "format", 0, "NAME", "Workload",                                                              \
      "swf, sacct, csv, events, sbatch; default: told from content" },                              \
        { "max-bad", 0, "N", "Workload",                                                            \
          "bad records that are let pass; default 0 for csv, else 1 %" },                           \
        { "ignore-columns", 0, NULL, "Workload", "csv: pass over unknown columns" },                \
        { "swf-account", 0, "group|user|none", "Workload",                                          \
          "swf: what becomes the account; default group" },                                         \
        { "swf-dependencies", 0, NULL, "Workload", "swf: fields 17 and 18 become dependencies" },   \
        { "run-time", 0, "TIME", "Workload",                                                        \
          "sbatch: run time of scripts without a #SLURMSIM run= line; default up to their limit" }, \
    {                                                                                               \
        "recorded-runs", 0, "FILE", "Workload", "run times as recorded by a real Slurm (jobs.csv)"  \
    }

#define SS_OPTION_TIMES                                                                            \
    { "start", 0, "TIME", "Time", "start of the controller; default the first submission" },       \
        { "until", 0, "TIME", "Time", "end of the run; default when nothing is left to do" },      \
        { "tz", 0, "ZONE", "Time", "zone of all local times; default UTC" },                       \
    {                                                                                              \
        "warmup", 0, "DURATION", "Time", "left out of the statistics; default 0"                   \
    }
#define SS_OPTION_PEOPLE                                                                           \
    {                                                                                              \
        "unknown-users", 0, "add|refuse", "Workload",                                              \
            "users without association; default refuse, as Slurm"                                  \
    }

/* Are --format and --swf-account words that we know? False after a message on stderr. */
bool ss_runopt_trace(const SsOptions *options, const char *command);

/* What the options of SS_OPTION_TRACE say to who opens a workload without a plan; the texts are the options'. FALSE after a
 * message. */
bool ss_runopt_trace_options(const SsOptions *options, const char *command, SsTraceOptions *trace);

/* Fills `plan` (initialised) from the options given; FALSE after a message. */
bool ss_runopt_plan(const SsOptions *options, const char *command, SsPlan *plan);

/* Is the plan's policy one that we have? FALSE after a message. */
bool ss_runopt_policy(const char *command, const SsPlan *plan);

/* Takes SITE and WORKLOAD... from the words and looks at --policy; FALSE after a message. */
bool ss_runopt_inputs(const SsOptions *options, const char *command, SsPlan *plan);

/* Ctrl-C and SIGTERM set the word behind this from now on; a second one kills. */
const volatile int *ss_interrupted(void);

/* "2026-01-05T08:00:00", "now" is refused: a simulation has no now. FALSE after a message. */
bool ss_runopt_time(const char *command, const char *option, const char *text, const char *zone,
                    SsTime *out);

/* --max-time: from now on the clock on the wall can interrupt the run. FALSE after a message. */
bool ss_runopt_max_time(const SsOptions *options);

typedef struct SsRunning SsRunning;
SsRunning               *ss_running_new(bool quiet, bool verbose);
const SsRunHooks        *ss_running_hooks(const SsRunning *running);
SsDiag                  *ss_running_diag(const SsRunning *running);
/* Prints findings, counts of refusals and the error (if any) to stderr; returns the exit code. */
int ss_running_end(SsRunning *running, const GError *error);
/* The same for inputs out of a ledger: their findings were told when it was made, and are told again
 * only with an error. */
int ss_running_end_again(SsRunning *running, const GError *error);
