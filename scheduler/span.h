/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * span - how long a job is taken to run when it is planned, in minutes, as Slurm fills gaps.
 */
#define SS_YEAR_MINUTES (365u * 24 * 60)

/* At a start: the job's own limit; else the partition's DefaultTime, else MaxTime. SS_NO_LIMIT stays. */
uint32_t ss_start_limit(const SsWorld *world, const SsJob *job, SsPartId part);

/* What it starts with now: no more than the whole minutes that are left to its deadline. */
uint32_t ss_now_limit(const SsWorld *world, const SsJob *job, SsPartId part);

/* When planning: the own limit capped by MaxTime; none: MaxTime; infinite: a year. */
uint32_t ss_plan_limit(const SsWorld *world, const SsJob *job, SsPartId part);

static inline SsSpan ss_minutes(uint32_t minutes)
{
    return (SsSpan) (minutes == SS_NO_LIMIT ? SS_YEAR_MINUTES : minutes) * 60;
}
