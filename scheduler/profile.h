/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsProfile - how much of a pool will be free, and when (policies easy and conservative only; Slurm's own
 * backfill plans otherwise).
 *
 * Shape     a step function from `now` to SS_TIME_NEVER: at[i] holds from time[i] on.
 * Units     CPUs of one pool (a partition); seconds.
 * Owner     the pass that made it.
 * Cost      take and earliest are O(steps).
 */
typedef struct SsProfile SsProfile;

SsProfile *ss_profile_new(SsTime now, int64_t free_now);
void       ss_profile_free(SsProfile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsProfile, ss_profile_free)

/* Takes `amount` (negative: gives back) over [begin, end). */
void ss_profile_take(SsProfile *profile, SsTime begin, SsTime end, int64_t amount);

/* The first instant >= `from` from which `amount` stays free for `span`; SS_TIME_NEVER if none. */
SsTime ss_profile_earliest(const SsProfile *profile, int64_t amount, SsSpan span, SsTime from);

/* What is free at `when`. */
int64_t ss_profile_at(const SsProfile *profile, SsTime when);
