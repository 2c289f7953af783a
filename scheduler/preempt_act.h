/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * preempt_act - displacing the chosen ones: warning, grace, and the end.
 * Source    slurm.conf(5) GraceTime, PreemptMode; spec scheduling 4.2, 4.4.
 */

/* Signals `victims` for `job`: those with a grace time are warned and get an earlier end, the others are
 * requeued or killed now. Does nothing while an earlier request of the job is still fresh (KillWait +
 * MessageTimeout). */
void ss_preempt_displace(SsWorld *world, SsJob *job, const GPtrArray *victims);

/* `victim`'s grace is over: requeued or killed. */
void ss_preempt_end(SsWorld *world, SsJob *victim);

/* Was it warned, and has its time come? */
bool ss_preempt_is_due(const SsWorld *world, const SsJob *victim);

/* How long a job does not ask again. */
SsSpan ss_preempt_pause(const SsWorld *world);
