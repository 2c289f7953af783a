/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/resv.h"
#include "scheduler/runlist.h"

/**
 * estimate - when a job would start, as sbatch --test-only is told.
 *
 * It is not the plan of backfill: the will-run test among those that run, and behind it the time in which the jobs ahead
 * would keep all CPUs of the partition busy.
 * Source    spec scheduling 2.7; the facts of OBSERVED.md on --test-only.
 */
typedef struct {
    SsTime     start;
    SsNodeSet *nodes; /* caller's */
    SsPartId   part;
    uint32_t   cpus;
    bool       too_early; /* none: its reservation has not begun */
} SsEstimate;

/* Will-run among those that run, now, in query's partition: its counts and candidates (`nodes`, any) are filled in. False: it
 * would not, or as reservations are now (*verdict, set where its counts can be met) not be asked. */
bool ss_estimate_behind_running(SsPlaceQuery *query, SsNodeSet *nodes, SsResvVerdict *verdict,
                                SsWillRun *answer);

/* `job` was admitted but is not in the world. Asked in its partitions, the first that answers; those ahead are those of
 * `named`, the first that it named. False: it cannot run with what is there, as reservations are now. */
bool ss_estimate_start(const SsWorld *world, SsJob *job, SsPartId named, SsEstimate *estimate);
