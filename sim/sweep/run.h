/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/engine/teacher.h"
#include "sim/model/shortcut.h"
#include "sim/model/stream.h"
#include "sim/model/world.h"
#include "sim/sweep/plan.h"

/**
 * run - one run: a plan in, a ledger out.
 *
 * Bytes     the same plan and inputs give the same file, byte for byte.
 * Errors    what a reader, the engine or the ledger says; SS_ENGINE_ERROR_INTERRUPTED when *interrupted
 *           became non-zero. The target file is untouched then.
 */
typedef struct {
    /* Called now and then: jobs submitted so far, simulated time, share of the input read (negative:
     * unknown). */
    void (*progress)(gpointer data, uint64_t jobs, SsTime when, double fraction);
    gpointer            data;
    const volatile int *interrupted; /* NULL = never */
    /* A submission that was refused: sbatch's lines, ending in a newline. */
    void (*refused)(gpointer data, const char *trace_id, const char *where, const char *text);
    SsDiag *diag;
    /* The sink that takes the jobs of a run that keeps no rows, where one is offered: asked for once `ledger`
     * knows the site and `first`, the first submission, is known. NULL: everything goes into the ledger. */
    SsRecordSink *(*counter)(gpointer data, SsLedger *ledger, SsTime first);
    gpointer       counter_data;
    SsShortcutUse *shortcuts; /* which are off; how often each was of use is written there; NULL */
    const struct SsPolicy *policy;  /* instead of the plan's; NULL */
    SsRecordSink          *also;    /* gets every record after the ledger; borrowed; NULL */
    const SsTeacher       *teacher; /* the run follows a record; NULL: a free run */
} SsRunHooks;

/* `output` NULL: a ledger in memory. *ledger is open for reading (caller's). */
gboolean ss_run(const SsPlan *plan, const char *output, const SsRunHooks *hooks, SsLedger **ledger,
                GError **error);

/* What a command adds to a run at rest, at its clock. */
typedef struct {
    const char *actor;
    char **words; /* {"scontrol", "update", ...}, {"scancel", "3"}, {"sacctmgr", ...}, or sbatch and
                           its options in canonical form; NULL: nothing, only the clock moves         */
} SsChange;

/* What became of it. */
typedef struct {
    uint32_t job_id; /* of a submission; 0 = none                                                 */
    int      code;   /* exit code of an operation                                                 */
    char *out, *err; /* its messages; caller's                                                   */
    /* Jobs that were over before the clock and did not go alike: the ledger is another build's */
    uint64_t differing;
} SsOutcome;

/* Repeats the run in `path` with `change` at its clock, up to `to` (0: its clock as it is), and replaces
 * the file - unless the change was refused: then nothing is written and the outcome says why. */
gboolean ss_run_again(const char *path, SsTime to, const SsChange *change, const SsRunHooks *hooks,
                      SsOutcome *outcome, GError **error);

/* A look into a run that is made once more. */
typedef struct {
    gpointer data;
    char   **changes; /* sacctmgr commands on top of the run's own; NULL */
    /* Every submission before it is made: may be edited. NULL. */
    gboolean (*edit)(gpointer data, SsJobSpec *spec, GError **error);
    /* After every pass; true: seen enough, the run need not go on. */
    bool (*look)(gpointer data, const SsWorld *world);
} SsRunProbe;

/* Makes the run of the ledger `path` again, from the site's files it keeps, in memory. The workload must be what it
 * was. Ends well also when the probe stopped it. */
gboolean ss_run_probe(const char *path, const SsRunProbe *probe, const SsRunHooks *hooks,
                      GError **error);

/* A plan's run in memory under observation; the probe's `changes` are not looked at. */
gboolean ss_run_watched(const SsPlan *plan, const SsRunProbe *probe, const SsRunHooks *hooks,
                        GError **error);
