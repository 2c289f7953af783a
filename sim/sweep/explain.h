/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"
#include "sim/sweep/run.h"
#include "sim/sweep/witness.h"

/**
 * explain - why a job waited: its run made once more under observation, and again with one thing changed.
 *
 * Cost      the run up to the job's start, once and once more for each "what if".
 * Errors    SS_LEDGER_ERROR_MISSING: no such job, or inputs that are gone.
 */
typedef struct {
    char     *label; /* "--time=4:00:00", "without GrpTRES=gres/gpu of account ai" */
    SsTime    start; /* 0: did not start */
    SsStarter starter;
    char     *refused; /* why the changed job could not be submitted or read, NULL */
} SsWhatIf;

typedef struct {
    char     *id; /* as Slurm writes it */
    char     *trace_id, *user, *account, *partition, *qos, *nodes, *tres;
    uint32_t  time_limit; /* minutes; SS_UNSET32, SS_NO_LIMIT */
    uint32_t  state;
    SsTime    submit, eligible, start, end;
    SsTime    before_start, before_end; /* of the start before, where it was requeued */
    uint32_t  before_state;
    SsWitness witness;     /* of its last start, or of the wait since the one before */
    bool      by_operator; /* who submitted it may raise its priority */
    bool      same;        /* the repeated run started the job when the ledger says */
    GArray   *whatif;      /* SsWhatIf */
} SsExplanation;

/* `job` as people name it; `with`: sbatch options to try ("--time=1:00:00 --mem=4G"), NULL-terminated;
 * `counterfactuals`: also those that suggest themselves. */
gboolean ss_explain(const char *path, const char *job, char **with, bool counterfactuals,
                    const SsRunHooks *hooks, SsExplanation *out, GError **error);
void     ss_explanation_clear(SsExplanation *explanation);
void     ss_explanation_print(const SsExplanation *e, const SsZone *zone, bool all, SsWriter *w);
void     ss_explanation_json(const SsExplanation *e, SsJson *json); /* schema slurmsim.explain.v1 */

/* Which factor put one job before another: at the last pass in which both waited. */
typedef struct {
    char     *id[2], *user[2];
    SsTime    at;     /* 0: they never waited together */
    uint32_t  raw[2]; /* job ids at that pass: of equal priorities the lower goes first */
    uint32_t  priority[2];
    double    factor[2][SS_WITNESS_FACTORS];
    SsTime    start[2];
    SsStarter starter[2];
} SsRivalry;

gboolean ss_explain_rivals(const char *path, const char *job, const char *other,
                           const SsRunHooks *hooks, SsRivalry *out, GError **error);
void     ss_rivalry_clear(SsRivalry *rivalry);
void     ss_rivalry_print(const SsRivalry *r, const SsZone *zone, SsWriter *w);
void     ss_rivalry_json(const SsRivalry *r, SsJson *json); /* schema slurmsim.explain.rivals.v1 */
