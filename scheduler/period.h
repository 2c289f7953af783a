/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * period - what happens every PriorityCalcPeriod: usage fades, is charged, ranks and priorities follow.
 *
 * Errors    none. Sites without slurmdbd or with priority/basic have no passes: the call does nothing.
 * Source    slurm.conf(5) PriorityCalcPeriod; spec priority.md 4.
 */

/* One periodic pass at world->now, steps 1-8 of spec priority.md 4, priorities included (it calls
 * ss_priority_job for each job). The first pass after a start has world->last_usage_period = 0.
 * If it recomputed a pending job it stamps world->changed.job: backfill takes that for a change. */
void ss_fairshare_period(SsWorld *world);

/* The passes at `first`, `first + every`, ..., `n` of them, between which nothing else happens and nobody looks;
 * world->now is then that of the last. The same as one after the other, for less: O(jobs running x their
 * associations + n x usage that is charged) and one ranking. */
void ss_fairshare_periods(SsWorld *world, SsTime first, SsSpan every, uint32_t n);
