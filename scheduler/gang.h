/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * gang - suspending whoever lies under a job that was placed over others' cores, and waking it again.
 *
 * Only PreemptMode=SUSPEND,GANG does anything here. Time slicing among equals is not simulated.
 * Source    https://slurm.schedmd.com/gang_scheduling.html, preempt.html; spec scheduling 4.2, 4.5.
 */

/* `job` has just started: those that lend the cores it lies on are suspended. */
void ss_gang_started(SsWorld *world, const SsJob *job);

/* Somebody left: those with nobody over their cores any more go on. */
void ss_gang_settle(SsWorld *world);
