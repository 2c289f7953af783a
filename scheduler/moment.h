/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/outcome.h"

/**
 * moment - the first second at which a pass could come out otherwise though nothing happened.
 *
 * Every comparison that a rule makes with the clock is listed in moment.c (backfill's own, with its
 * plan map, are in the cycle's outcome). Early is safe, late is a bug.
 */

/* world->now: at once; SS_TIME_NEVER: the clock does not matter. O(pending + running). */
SsTime ss_moment_next(const SsWorld *world, SsPassKind kind);

/* Does any limit or threshold read what the period computes (used minutes, walls, priorities)? */
bool ss_moment_period_is_read(const SsWorld *world);

/* Does any limit end running jobs (minutes, walls)? */
bool ss_moment_limits_kill(const SsWorld *world);

/* *cert := the earlier of both. */
static inline void ss_moment_lower(SsTime *cert, SsTime when)
{
    if (when < *cert)
        *cert = when;
}
