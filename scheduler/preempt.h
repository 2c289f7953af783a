/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * preempt - who may displace whom.
 * Source    https://slurm.schedmd.com/preempt.html; spec scheduling 4.1.
 */

/* The queue's first rule: a pending record that may preempt another one goes before it. */
bool ss_preempt_sorts_before(const SsWorld *world, const SsJob *a, SsPartId a_part, const SsJob *b,
                             SsPartId b_part);

/* May `job`, tried in `part`, displace the running `victim` (exempt times included)? */
bool ss_preempt_may(const SsWorld *world, const SsJob *job, SsPartId part, const SsJob *victim);
