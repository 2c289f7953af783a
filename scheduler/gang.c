/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gang.c - jobs that sleep under others.
 *
 * A job that may preempt with SUSPEND is placed as if the cores of its candidates were free. Whoever then
 * lies under it is suspended: it keeps memory, devices and its claim to the cores, so nobody of its own
 * class gets in between, and goes on as soon as the last one above it has left. Suspended time moves its
 * planned end and is not charged.
 */
#include "scheduler/gang.h"

#include "scheduler/preempt.h"

static bool gangs(const SsWorld *world)
{
    return (world->settings.preempt_mode & SS_PREEMPT_GANG) && ss_preempt_enabled(world);
}

static bool cores_meet(const SsWorld *world, const SsAllocNode *a, const SsAllocNode *b)
{
    const uint32_t words = world->cluster->nodes[a->node].core_words;

    if (a->core_bits == NULL || b->core_bits == NULL)
        return true;
    for (uint32_t w = 0; w < words; w++)
        if (a->core_bits[w] & b->core_bits[w])
            return true;
    return false;
}

static bool meet(const SsWorld *world, const SsJob *a, const SsJob *b)
{
    for (uint32_t i = 0; i < a->alloc->n; i++) {
        const SsAllocNode *other = ss_alloc_on(b->alloc, a->alloc->at[i].node);

        if (other != NULL && cores_meet(world, &a->alloc->at[i], other))
            return true;
    }
    return false;
}

void ss_gang_started(SsWorld *world, const SsJob *job)
{
    if (!gangs(world))
        return;
    for (SsJob *other = world->first; other != NULL; other = other->next)
        if (other != job && other->state == SS_JOB_RUNNING && ss_preempt_lends_cores(world, other)
            && ss_preempt_may(world, job, job->part, other) && meet(world, job, other))
            ss_world_gang_suspend(world, other);
}

/* A sleeper of a higher class wakes before those below it. */
static bool comes_before(const SsWorld *world, const SsJob *other, const SsJob *job)
{
    if (other->state == SS_JOB_RUNNING)
        return true;
    return other->state == SS_JOB_SUSPENDED && other->ganged
           && ss_preempt_sorts_before(world, other, other->part, job, job->part);
}

static bool is_covered(const SsWorld *world, const SsJob *job)
{
    for (const SsJob *other = world->first; other != NULL; other = other->next)
        if (other != job && comes_before(world, other, job) && meet(world, job, other))
            return true;
    return false;
}

void ss_gang_settle(SsWorld *world)
{
    if (!gangs(world))
        return;
    for (SsJob *job = world->first; job != NULL; job = job->next)
        if (job->state == SS_JOB_SUSPENDED && job->ganged && !is_covered(world, job))
            ss_world_resume(world, job);
}
