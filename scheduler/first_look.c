/* SPDX-License-Identifier: Apache-2.0 */
#include "scheduler/first_look.h"

#include "scheduler/eligible.h"
#include "scheduler/licenses.h"
#include "scheduler/limits.h"
#include "scheduler/span.h"
#include "scheduler/start.h"

/* --- who comes before it ---------------------------------------------------------------------------- */

/* The later limits keep nobody from being ahead (recorded: cases/replay-first-reason-limits, each of them), nor does a cap
 * of memory (static-y-genomics). */
static bool may_be_ahead(SsReason reason)
{
    return reason == SS_REASON_NONE || reason == SS_REASON_PRIORITY || reason == SS_REASON_RESOURCES
           || reason == SS_REASON_MAX_MEM_PER_LIMIT || ss_reason_is_later_limit(reason);
}

static bool is_runnable(SsWorld *world, SsJob *job)
{
    if (job->priority == 0 || !may_be_ahead(job->reason))
        return false;
    return job->eligible != 0 || ss_eligible(world, job);
}

/* Does a runnable pending job come before it? Priorities are compared, over all partitions: neither tiers nor nodes in
 * common count (recorded: cases/replay-first-reason). The list is walked from its head, and whoever is met is asked
 * whether it is eligible: so an array becomes so, before any pass (static-z-observatory, and static-z-genome, where the
 * first array of the list stops the walk and the later ones wait for backfill's look). */
static bool is_outranked(SsWorld *world, const SsJob *job)
{
    const SsSpan age = world->settings.sched.bf_min_age_reserve;

    for (SsJob *other = world->first_waiting; other; other = other->wait_next) {
        if (other == job || !is_runnable(world, other))
            continue;
        if (age && (other->eligible == 0 || world->now - other->eligible < age))
            continue;
        if (other->resv == job->resv && other->priority > job->priority)
            return true;
    }
    return false;
}

/* An array is looked at when a queue is built; only its nodes are looked at now. */
static bool may_be_looked_at(SsWorld *world, SsJob *job)
{
    if (job->array.job_id != 0)
        return job->n_deps == 0 && job->eligible <= world->now;
    return ss_eligible(world, job);
}

static SsReason bounds(SsWorld *world, SsJob *job)
{
    const SsReason reason = ss_limits_partition(world, job, job->part, job->time_limit);

    return reason != SS_REASON_NONE ? reason : ss_limits_pre(world, job, job->part);
}

static void first_reason(SsWorld *world, SsJob *job)
{
    /* its nodes are looked at all the same, and nothing is said (static-t-cfd-linear: jobs 13, 14) */
    if (!may_be_looked_at(world, job)) {
        job->looked = bounds(world, job) == SS_REASON_NONE;
        return;
    }
    SsReason reason = bounds(world, job);
    if (reason == SS_REASON_NONE && !world->settings.sched.defer && job->array.job_id == 0
        && is_outranked(world, job))
        reason = SS_REASON_PRIORITY;
    ss_world_set_reason(world, job, reason, NULL);
    if (reason != SS_REASON_NONE && reason != SS_REASON_PRIORITY)
        return;
    /* what the last of those says that refuse it stays */
    for (uint32_t k = 0; k < job->n_parts; k++)
        if (ss_start_possible(world, job, job->parts[k]))
            return;
}

/* --- srun and salloc -------------------------------------------------------------------------------- */

static bool is_completing_too_long(const SsWorld *world)
{
    const SsSpan wait = world->settings.complete_wait;

    for (const SsJob *job = world->first; wait > 0 && job; job = job->next)
        if (job->completing && job->end >= world->now - wait)
            return true;
    return false;
}

static bool has_magnets(const SsWorld *world)
{
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv && (resv->flags & SS_RESV_MAGNETIC))
            return true;
    }
    return false;
}

static bool may_start_at_once(const SsWorld *world, const SsJob *job)
{
    const SsSpan span = ss_minutes(ss_start_limit(world, job, job->part));

    return job->reason == SS_REASON_NONE && job->priority != 0 && job->deadline == 0
           && !world->settings.sched.defer && !is_completing_too_long(world)
           && !ss_licenses_short(world, job, world->now, span)
           && (job->resv != SS_ID_NONE || !has_magnets(world));
}

static void start_at_once(SsWorld *world, SsJob *job)
{
    for (uint32_t k = 0; k < job->n_parts; k++)
        if (ss_start_job(world, job, job->parts[k], NULL, SS_STARTER_SUBMIT) == SS_START_STARTED)
            return;
}

static void fail(SsWorld *world, SsJob *job)
{
    job->exit_code = 1 << 8;
    ss_world_cancel_pending(world, job, SS_JOB_FAILED, job->reason, SS_UNSET32);
}

void ss_first_look(SsWorld *world, SsJob *job)
{
    first_reason(world, job);
    if (!job->spec->interactive || job->array.job_id != 0)
        return;
    if (may_start_at_once(world, job))
        start_at_once(world, job);
    if (job->spec->immediate && job->state == SS_JOB_PENDING)
        fail(world, job);
}
