/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/record.h"
#include "workloads/trace.h"

/**
 * transform - a workload made from a workload: less of it, denser, other limits, other names.
 *
 * Shape     each takes a source and gives one; they chain. Streams stay streams. Trace ids stay.
 * Chance    drawn from seeded streams, one a purpose and job: taking one job out does not change
 *           what is drawn for the others.
 * Owner     the source is taken; texts are copied.
 */

/* Which jobs stay: all conditions that are given must hold. */
typedef struct {
    SsTime   from, until; /* submit in [from, until); 0 = open                 */
    char   **users, **accounts, **partitions, **qos; /* NULL-terminated; NULL = any          */
    uint64_t min_cpus, max_cpus; /* 0 = open                                          */
    SsSpan   min_run, max_run;   /* 0 = open                                          */
    uint64_t first;              /* only so many jobs, 0 = all                        */
    double   sample;             /* share of jobs that stays, by chance; 0 = all      */
    uint64_t seed;
    bool     gpu_only;
} SsFilter;
void         ss_filter_init(SsFilter *filter);
SsJobSource *ss_transform_filter(SsJobSource *source, const SsFilter *filter);

/* All submit times by `by` seconds, or so that the first is at `to`. */
SsJobSource *ss_transform_shift(SsJobSource *source, SsSpan by);
SsJobSource *ss_transform_start_at(SsJobSource *source, SsTime to);

/* Load times `factor` (> 0): gaps between submissions shrink to 1/factor, or run times and limits
 * grow, or jobs are repeated (whole and by chance), each copy under a trace id "17+1". */
typedef enum { SS_SCALE_GAPS, SS_SCALE_RUNS, SS_SCALE_JOBS } SsScale;
SsJobSource *ss_transform_scale(SsJobSource *source, SsScale what, double factor, uint64_t seed);

/* Limits as people would have written them: run time times a factor drawn from [1, spread], up to a
 * usual limit (5, 10, 15, 30 min, 1, 2, 4, 8, 12 h, 1, 2, 3, 7, 14 days); `exact` 1 gives the run
 * time itself, rounded up to minutes, to that share of the jobs. */
SsJobSource *ss_transform_limits(SsJobSource *source, double spread, double exact, uint64_t seed);

/* The shortest of the usual limits above that holds `span`; whole days beyond them. */
SsSpan ss_transform_usual_limit(SsSpan span);

/* Users, accounts, names become u1, a1, j; the first seen is 1. Same text, same new name. */
SsJobSource *ss_transform_anonymise(SsJobSource *source);

/* Jobs without user get one of `n` (user1 ..), few of them busy (Zipf), drawn by trace id. */
SsJobSource *ss_transform_draw_users(SsJobSource *source, uint32_t n, uint64_t seed);

/* Run times as a real Slurm recorded them (its sleep is a second or two longer than asked), so that
 * starts can be compared. Jobs that are not in the record, or never started, stay as they are.
 * `set` is kept. Array jobs take the run time of the first task found, see `missing`: how many jobs
 * had no row (may be NULL, counted while reading). */
SsJobSource *ss_transform_recorded_runs(SsJobSource *source, const SsRecordSet *set,
                                        uint64_t *missing);
