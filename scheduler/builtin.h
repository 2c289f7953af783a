/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/outcome.h"

/**
 * builtin - the estimates of sched/builtin at world->now: when those that wait would start one behind the other. Starts
 * nobody; squeue shows them as StartTime.
 * Source    spec scheduling 1.8; replay-fifo-linear: 1 284 expected starts.
 */
void ss_builtin_estimate(SsWorld *world, SsPassOutcome *outcome);
