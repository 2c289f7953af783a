/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/summary.h"
#include "sim/sweep/run.h"

/**
 * batch - many runs at once: the only threads there are.
 *
 * Shape     an array of runs, each with its plan; results land in the run's own place, so that their order
 *           never depends on who finished first. A run owns everything it touches.
 * Owner     the caller; ss_batch_clear frees what a run holds.
 * Resume    with `resume` a finished ledger at `output` is taken as it is if it was made by this version
 *           from an equal plan and files with the same SHA-256.
 * Errors    the first run (by position) that failed, told with its label; what has not begun is left out then.
 *           SS_ENGINE_ERROR_INTERRUPTED: finished ledgers stay.
 */
typedef struct {
    char  *label; /* for messages                                             */
    SsPlan plan;
    char  *output; /* NULL: in memory                                          */
    bool   keep;   /* leave `ledger` open for reading                          */
    /* Results: */
    bool      done, resumed;
    uint64_t  jobs; /* submitted so far, for progress                        */
    double    part; /* how far it is, 0..1                                   */
    SsLedger *ledger;
    SsSummary summary; /* with `recovery`                                          */
    SsDiag   *diag;
    uint64_t  refused;
    GError   *error;
} SsBatchRun;

typedef struct {
    /* Called after each run, one at a time, from any thread. */
    void (*done)(gpointer data, const SsBatchRun *run, uint32_t n_done, uint32_t n);
    /* In between, one at a time, from any thread: jobs submitted in all runs, and how far they are. NULL: none. */
    void (*progress)(gpointer data, uint64_t jobs, double fraction);
    gpointer            data;
    const volatile int *interrupted; /* NULL = never */
} SsBatchHooks;

gboolean ss_batch(SsBatchRun *runs, uint32_t n, uint32_t threads, bool resume,
                  const SsBatchHooks *hooks, GError **error);
void     ss_batch_clear(SsBatchRun *runs, uint32_t n);
