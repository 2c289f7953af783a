/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * period_run - the charges of several passes of equal length between which nothing happens.
 *
 * Shape     a pass adds the same share of each running job to the same usage, so each usage goes through all
 *           passes by itself, in a register: times the decay, plus its shares in the job list's order.
 * Cost      O(jobs running x depth of the tree + passes x shares).
 * Source    the literal one is ss_fairshare_period, pass by pass; `run --no-late-periods`,
 *           tests/property/test_siblings.c.
 */

/* Is all that such a pass does known here? Fair Tree, usage that fades late, no limits that count TRES, no
 * reset of usage, no job of which less than the slice is charged. */
bool ss_period_run_is_known(const SsWorld *world);

/* The charges of the `n` passes behind the one at `last`, `every` seconds apart: world->now and
 * world->last_usage_period are then those of the last. */
void ss_period_run(SsWorld *world, SsTime last, SsSpan every, uint32_t n);
