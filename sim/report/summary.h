/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"
#include "sim/ledger/ledger.h"
#include "sim/model/shortcut.h"
#include "sim/model/stream.h"

/**
 * summary - the figures of a run that `slurmsim run` and `slurmsim summary` answer.
 *
 * Units     seconds, fractions, TRES-hours. Means are over started jobs; the warm-up is left out of
 *           everything but the counts.
 * Owner     the caller clears it.
 * Cost      one scan of the job table; memory for the distinct waits and slowdowns (sim/base/tally.h).
 */
typedef struct {
    double mean, median, p90, p95, p99, max;
} SsSpread;

typedef struct {
    char    *account;
    uint64_t jobs;
    double   wait_mean, wait_median, wait_p95, wait_max;
    double   cpu_hours, gpu_hours, billing_hours;
    double   share, usage, share_error; /* fractions; share negative: no share tree */
} SsAccountSummary;

typedef struct {
    uint64_t submitted, started, completed, failed, timeout, cancelled, preempted, rejected,
        never_started, node_fail, backfilled;
    uint64_t left;        /* still pending at the end                       */
    double   unserved;    /* part of the submissions that were refused or are still pending */
    double   left_oldest; /* age of the oldest of them, from its submission */
    SsTime   start, end;  /* first submission, last end */
    SsSpan   makespan, simulated, warmup;
    double   cpu, gpu, mem, node; /* allocated / available over the makespan; gpu negative: none */
    SsSpread wait, flow, slowdown;
    double   share_error; /* mean of the accounts'; negative: no share tree        */
    double   recovery;    /* see ss_recovery_worst; negative until somebody asked it      */
    GArray  *accounts;    /* SsAccountSummary, by name */
    int64_t  events, main_passes, backfill_passes; /* of the engine */
} SsSummary;

gboolean ss_summary_read(SsLedger *ledger, SsSummary *out, GError **error);
void     ss_summary_clear(SsSummary *summary);

/* A sink that keeps no rows, only what the summary says, in memory that does not grow with the jobs: for runs
 * without a ledger. `first` is the first submission; `ledger` (kept) knows site and inputs and is asked again
 * by _read once the run is over. For records with `counts` only. */
SsRecordSink *ss_summary_sink_new(SsLedger *ledger, SsTime first);
gboolean      ss_summary_sink_read(SsRecordSink *sink, SsSummary *out, GError **error);

/* What only the run itself knows (never stored: a run's bytes do not depend on the machine). */
typedef struct {
    double        wall_seconds;   /* negative: not known */
    int64_t       peak_rss_bytes; /* 0: not known        */
    SsShortcutUse shortcuts;
} SsSummaryMachine;

/* The text for people. */
void ss_summary_print(SsLedger *ledger, const SsSummary *summary, const SsSummaryMachine *machine,
                      SsWriter *writer);
/* One object, schema slurmsim.summary.v1. */
void ss_summary_json(SsLedger *ledger, const SsSummary *summary, const SsSummaryMachine *machine,
                     SsJson *json);
