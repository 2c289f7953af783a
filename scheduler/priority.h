/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * priority - multifactor and basic priorities: a table of factors and one sum.
 *
 * Shape     a job's priority is for its current partition (job->part); part_prio[k] for job->parts[k]
 *           when it lists several. 0 is "held" and is never the result of a computation.
 * Held and fixed priorities: who submits or holds a job sets job->direct_prio and job->priority (0 for
 *           a hold) *before* calling here; both functions keep what is set so.
 * Source    https://slurm.schedmd.com/priority_multifactor.html, sprio(1); spec priority.md 5-10.
 */
typedef struct {
    const char *name; /* "Age" */
    const char *doc;
    double (*value)(SsWorld *world, const SsJob *job, SsPartId part); /* unweighted */
    uint32_t (*weight)(const SsSettings *settings);
    size_t stored; /* offset in SsJob of the weighted value                                      */
} SsPriorityFactor;
extern const SsPriorityFactor
    ss_priority_factors[]; /* in the order of the sum; ended by name NULL */

/* (Re)computes job->priority, part_prio[] and the stored weighted factors at world->now. Does nothing
 * with priority/basic. INCR_ONLY applies. */
void ss_priority_job(SsWorld *world, SsJob *job);

/* First priority: at submission, when a hold is released, when a job was requeued. */
void ss_priority_new(SsWorld *world, SsJob *job);

/* Largest PriorityJobFactor, QOS and association normalisers, TRES totals of partitions. To be called
 * at the start and after partitions, nodes or the tree changed. O(partitions x nodes). */
void ss_priority_normalise(SsWorld *world);

/* Weighted TRES contributions against partition `part`; zeros without PriorityWeightTRES. */
void ss_priority_tres(const SsWorld *world, const SsJob *job, SsPartId part,
                      double *weighted /*[n_tres]*/);

/* sprio's row of `job` in `part`: the weighted factors of the last computation, PARTITION and TRES
 * against this partition. `priority` is the sum that sprio forms from them, at least 1: PRIORITY is its
 * whole part, the normalised one is it over 4294967295. `direct`: a fixed priority, undivided; nice and
 * site are 0 then. */
typedef struct {
    double  age, assoc, fs, js, part, qos, tres_sum, priority;
    int32_t nice, site;
    bool    direct;
} SsPriorityRow;
void ss_priority_row(const SsWorld *world, const SsJob *job, SsPartId part, SsPriorityRow *row);
