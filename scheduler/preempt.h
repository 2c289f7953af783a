/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * preempt - who may displace whom, and how that one goes.
 * Source    https://slurm.schedmd.com/preempt.html; spec scheduling 4.1, 4.2.
 */

/* Is there preemption at all (PreemptType names a rule and PreemptMode is not OFF)? */
bool ss_preempt_enabled(const SsWorld *world);

/* The queue's first rule: a pending record that may preempt another one goes before it. */
bool ss_preempt_sorts_before(const SsWorld *world, const SsJob *a, SsPartId a_part, const SsJob *b,
                             SsPartId b_part);

/* How long `victim` is safe after its start. */
SsSpan ss_preempt_exempt(const SsWorld *world, const SsJob *victim);

/* Could there be anybody at all whom `job`, tried in `part`, may displace? Reads no running job. */
bool ss_preempt_possible(const SsWorld *world, const SsJob *job, SsPartId part);

/* May `job`, tried in `part`, displace the running `victim` (exempt times included)? */
bool ss_preempt_may(const SsWorld *world, const SsJob *job, SsPartId part, const SsJob *victim);

/* What happens to `victim`: SS_PREEMPT_CANCEL, _REQUEUE, _SUSPEND, or _OFF if it is spared. */
SsPreemptMode ss_preempt_mode(const SsWorld *world, const SsJob *victim);

/* Does it only lend its cores (SUSPEND with gang scheduling), keeping memory and devices? */
bool ss_preempt_lends_cores(const SsWorld *world, const SsJob *victim);

/* Seconds between the warning and the end (GraceTime of its QOS or partition). */
SsSpan ss_preempt_grace(const SsWorld *world, const SsJob *victim);
