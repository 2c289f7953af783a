/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/outcome.h"

/**
 * backfill - one cycle of sched/backfill at world->now: reservations for those that wait, starts for those
 * that delay nobody.
 * Source    slurm.conf(5) SchedulerParameters bf_*; spec scheduling 2.
 */
void ss_backfill_pass(SsWorld *world, SsPassOutcome *outcome);
/* The statistics of one such cycle. */
void ss_backfill_count(SsWorld *world, const SsPassOutcome *outcome);
