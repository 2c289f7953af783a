/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * SsWitness - follows one job through a run: each reason it waited for, with the numbers behind it.
 *
 * Shape     observations without gaps from submission to start; a new one when the reason or its text changes.
 *           Numbers are those of the pass in which the reason first stood.
 * Which job  by the workload's id and the array task, since raw ids depend on what starts when.
 * Owner     the witness; ss_witness_clear.
 */
enum { SS_NODE_RULES = 7 }; /* down, reserved, unfit, CPUs, memory, GRES, free */

typedef struct {
    SsTime   begin, end;
    SsReason reason;
    char    *text;     /* as squeue shows it */
    uint32_t priority; /* the job's */

    /* In the same partition, pending, eligible, before it, and not a job that can never start there. */
    uint32_t    ahead;
    char       *next_id, *next_user; /* the one just before it, NULL */
    uint32_t    next_priority;
    const char *factor; /* where the two differ most: "fairshare", NULL */
    double      factor_self, factor_next;

    /* The limit that stops it. NULL: none is known. */
    char       *limit, *owner; /* "GrpTRES=gres/gpu", "account ai" */
    char       *lift;          /* the sacctmgr command that takes it away */
    double      allowed, used, asked;
    const char *unit; /* of the three: "", " minutes", " MiB", " MiB minutes"; static */

    /* Nodes of its partition, each counted at the first rule that refuses it. */
    uint32_t nodes, need_nodes;
    uint32_t n_down, n_reserved, n_unfit, n_cpus, n_mem, n_gres, n_free;
    char    *node_lists[SS_NODE_RULES]; /* who they are, by rule; NULL: none */
    uint32_t need_cpus;                 /* per node */
    bool     more_nodes;                /* than need_nodes will do as well */
    uint32_t need_total;                /* CPUs of the whole job */
    uint64_t need_mem, need_gres;

    char *waits_for; /* dependency: the jobs that are not over; NULL */
    char *why;       /* of other reasons: what the rule compares, in words; NULL */
} SsObservation;

typedef struct {
    char     *trace_id;   /* NULL: by `id` */
    uint32_t  id, task;   /* task SS_UNSET32: not an array's */
    bool      first_only; /* only the start is asked for */
    uint32_t  restarts;   /* of earlier starts, which are not asked for: it was requeued */
    GArray   *seen;       /* SsObservation */
    SsTime    submit, eligible, start;
    SsStarter starter;
    bool      over; /* started, or ended while pending */
} SsWitness;

void ss_witness_init(SsWitness *witness, const char *trace_id, uint32_t id, uint32_t task);
void ss_witness_clear(SsWitness *witness);

/* For SsRunProbe.look with the witness as data: true when the job has started or ended. */
bool ss_witness_look(gpointer witness, const SsWorld *world);

/* What stands behind a reason that is neither a limit nor a matter of nodes, in words with numbers; NULL for others. */
char *ss_witness_why(const SsWorld *world, const SsJob *job);

/* What a priority is made of, as sprio weighs it; the values add up to the priority before it is cut to its whole part. */
enum { SS_WITNESS_FACTORS = 9 };
extern const char *const ss_witness_factors[SS_WITNESS_FACTORS]; /* "age", ..., "nice" */
void ss_witness_weigh(const SsWorld *world, const SsJob *job, double out[SS_WITNESS_FACTORS]);

/* Which one separates two jobs most; SS_WITNESS_FACTORS if none does. */
uint32_t ss_witness_deciding(const double a[SS_WITNESS_FACTORS],
                             const double b[SS_WITNESS_FACTORS]);
