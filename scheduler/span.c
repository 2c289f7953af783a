/* SPDX-License-Identifier: Apache-2.0 */
/*
 * span.c - the time limit a scheduler works with.
 *
 * Two rules that look alike and are not: a start gives a job without a limit the partition's DefaultTime,
 * a plan reckons with MaxTime. (DefaultTime is filled in at submission, so the difference shows only where
 * a partition has none.) A QOS that waives MaxTime waives it for the start; the plan frees the job's nodes at MaxTime all
 * the same (static-z-classroom). An infinite limit is planned as 365 days, and a job that named none starts with them
 * (recorded: TimeLimit=365-00:00:00 of all that run in a partition without MaxTime, UNLIMITED while they wait).
 */
#include "scheduler/span.h"

static bool waives_max_time(const SsWorld *world, const SsJob *job)
{
    return job->qos != SS_ID_NONE && (world->tree->qos[job->qos].flags & SS_QOS_PART_TIME_LIMIT);
}

uint32_t ss_start_limit(const SsWorld *world, const SsJob *job, SsPartId part)
{
    const SsPartition *p = &world->parts[part];

    if (job->time_limit != SS_UNSET32
        && (job->time_limit <= p->max_time || waives_max_time(world, job)
            || (job->admin_set & SS_ADMIN_TIME)))
        return job->time_limit;
    if (p->default_time != SS_NO_LIMIT)
        return p->default_time;
    return p->max_time != SS_NO_LIMIT ? p->max_time : SS_YEAR_MINUTES;
}

uint32_t ss_now_limit(const SsWorld *world, const SsJob *job, SsPartId part)
{
    const uint32_t limit = ss_start_limit(world, job, part);

    if (job->deadline == 0)
        return limit;
    return (uint32_t) MIN((SsTime) limit, MAX((SsTime) 0, (job->deadline - world->now) / 60));
}

uint32_t ss_plan_limit(const SsWorld *world, const SsJob *job, SsPartId part)
{
    const SsPartition *p = &world->parts[part];
    uint32_t           limit = job->time_limit;

    if (limit == SS_UNSET32)
        limit = p->max_time;
    else
        limit = MIN(limit, p->max_time);
    return limit == SS_NO_LIMIT ? SS_YEAR_MINUTES : limit;
}
