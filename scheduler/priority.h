/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * priority - multifactor and basic priorities: a table of factors and one sum.
 * Source    https://slurm.schedmd.com/priority_multifactor.html, sprio(1).
 */
typedef struct {
    const char *name; /* "Age" */
    const char *doc;
    double (*value)(const SsWorld *world, const SsJob *job, SsPartId part); /* unweighted */
    uint32_t (*weight)(const SsSettings *settings);
} SsPriorityFactor;
extern const SsPriorityFactor ss_priority_factors[]; /* ended by name NULL */

/* (Re)computes job->priority, part_prio[] and the stored weighted factors at world->now. */
void ss_priority_job(SsWorld *world, SsJob *job);

/* First priority at submission (multifactor or basic). */
void ss_priority_new(SsWorld *world, SsJob *job);

/* Largest PriorityJobFactor, QOS and association normalisers; after partitions or the tree changed. */
void ss_priority_normalise(SsWorld *world);

/* Weighted TRES contribution and factor of one TRES for sprio's rows, against partition `part`. */
void ss_priority_tres(const SsWorld *world, const SsJob *job, SsPartId part, double *weighted /*[n_tres]*/);

/* sprio's row values of `job` in `part`: weighted factors and the displayed priority. */
typedef struct {
    double age, assoc, fs, js, part, qos, tres_sum, priority;
} SsPriorityRow;
void ss_priority_row(const SsWorld *world, const SsJob *job, SsPartId part, SsPriorityRow *row);
