/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preempt_act.c - what being preempted means.
 *
 * The preemptor does not start in the pass that asks: its victims are signalled, and a later pass finds
 * the nodes idle. Until then nobody else gets them, since they are COMPLETING. Without a grace time that is
 * the pass which the victims' ends ask for, in the same second (recorded: 0.2 s later).
 *
 * With one the victim is warned and goes on: its planned end moves to now + GraceTime at most. When that has
 * passed, the 30 s look at limits or the next attempt that chooses it again puts an end to it, whichever
 * comes first. Grace and REQUEUE go together: it is requeued then.
 *
 * A job that may not be requeued is killed.
 */
#include "scheduler/preempt_act.h"

#include "scheduler/preempt.h"

bool ss_preempt_is_due(const SsWorld *world, const SsJob *victim)
{
    return victim->preempt_time != 0 && victim->end <= world->now;
}

static bool can_requeue(const SsJob *job)
{
    return job->requeue && !(job->spec != NULL && job->spec->interactive);
}

void ss_preempt_end(SsWorld *world, SsJob *victim)
{
    if (ss_preempt_mode(world, victim) == SS_PREEMPT_REQUEUE && can_requeue(victim))
        ss_world_requeue(world, victim, SS_JOB_PREEMPTED, false, 0);
    else
        ss_world_finish(world, victim, SS_JOB_PREEMPTED, SS_REASON_NONE, 0);
}

/* TRUE: it is still in its grace time. */
static bool is_in_grace(SsWorld *world, SsJob *victim)
{
    const SsSpan grace = ss_preempt_grace(world, victim);

    if (victim->preempt_time != 0)
        return !ss_preempt_is_due(world, victim);
    if (grace == 0)
        return false;
    victim->preempt_time = world->now;
    ss_world_set_end(world, victim, MIN(victim->end, ss_time_add(world->now, grace)));
    return true;
}

SsSpan ss_preempt_pause(const SsWorld *world)
{
    return (SsSpan) world->settings.kill_wait + (SsSpan) world->settings.message_timeout;
}

static bool asked_lately(const SsWorld *world, const SsJob *job)
{
    return job->preempt_asked != 0 && world->now < job->preempt_asked + ss_preempt_pause(world);
}

static bool is_vetoed(SsWorld *world, const SsJob *job, const SsJob *victim)
{
    const SsReferee *referee = world->referee;

    return referee != NULL && !referee->may_displace(referee->data, world, job, victim);
}

void ss_preempt_displace(SsWorld *world, SsJob *job, const GPtrArray *victims)
{
    if (asked_lately(world, job))
        return;
    for (guint i = 0; i < victims->len; i++) {
        if (is_vetoed(world, job, victims->pdata[i]))
            continue;
        job->preempt_asked = world->now;
        if (!is_in_grace(world, victims->pdata[i]))
            ss_world_preempt(world, victims->pdata[i]);
    }
}
