/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/outcome.h"

/**
 * pass - one main pass of Slurm's scheduler, partial or full, at world->now.
 * Source    slurm.conf(5) SchedulerParameters default_queue_depth, sched_interval; spec scheduling 1.5.
 */
/* `outcome` is filled; valid_until is left alone. */
void ss_main_pass(SsWorld *world, SsPassKind kind, SsPassOutcome *outcome);
/* The statistics of one such pass. */
void ss_main_pass_count(SsWorld *world, const SsPassOutcome *outcome);
