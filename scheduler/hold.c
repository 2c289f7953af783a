/* SPDX-License-Identifier: Apache-2.0 */
#include "scheduler/hold.h"

#include "scheduler/limits.h"
#include "scheduler/priority.h"

void ss_forfeit_priority(SsWorld *world, SsJob *job)
{
    job->priority = 0;
    for (uint32_t k = 0; job->part_prio && k < job->n_parts; k++)
        job->part_prio[k] = 0;
    world->changed.job = world->now;
}

void ss_hold(SsWorld *world, SsJob *job, SsReason reason)
{
    ss_forfeit_priority(world, job);
    job->direct_prio = true;
    /* what backfill thought of it is void (static-t-condo-shared) */
    job->last_sched = SS_STARTER_MAIN;
    /* in the second of its submission it stays (static-q-bad-week) */
    if (job->eligible < world->now)
        job->eligible = 0;
    if (job->state == SS_JOB_PENDING && (world->settings.enforce & SS_ENFORCE_LIMITS)) {
        ss_limits_accrue_release(world, job);
        job->accrue = 0;
    }
    ss_world_set_reason(world, job, reason, NULL);
}

/* It becomes eligible at the next look (static-z-simtools). */
void ss_release(SsWorld *world, SsJob *job)
{
    job->direct_prio = false;
    if (job->eligible <= world->now)
        job->eligible = 0;
    job->priority = 1;
    ss_world_set_reason(world, job, SS_REASON_NONE, NULL);
    ss_priority_new(world, job);
    world->changed.job = world->now;
}

void ss_restore_priority(SsWorld *world, SsJob *job)
{
    job->direct_prio = false;
    job->priority = 1;
    ss_priority_job(world, job);
    world->changed.job = world->now;
}
