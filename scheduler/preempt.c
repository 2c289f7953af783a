/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preempt.c - who may displace whom: the two rules, by partition tier and by QOS.
 *
 * The rule serves twice: among running jobs it names victims, among pending records it is the first thing
 * the queue's order looks at (with no exempt time, since nothing runs yet).
 */
#include "scheduler/preempt.h"

#include "scheduler/limits.h"
#include "scheduler/resv.h"

bool ss_preempt_enabled(const SsWorld *world)
{
    return world->settings.preempt_type != SS_PREEMPT_NONE
           && (world->settings.preempt_mode & SS_PREEMPT_MASK) != SS_PREEMPT_OFF;
}

static bool by_qos(const SsWorld *world)
{
    return world->settings.preempt_type == SS_PREEMPT_QOS;
}

/* --- how ----------------------------------------------------------------------------------------- */

static uint32_t own_mode(const SsWorld *world, const SsJob *victim)
{
    if (by_qos(world) && victim->qos != SS_ID_NONE)
        return world->tree->qos[victim->qos].preempt_mode & SS_PREEMPT_MASK;
    return by_qos(world) ? (uint32_t) SS_PREEMPT_CLUSTER
                         : world->parts[victim->part].preempt_mode & SS_PREEMPT_MASK;
}

SsPreemptMode ss_preempt_mode(const SsWorld *world, const SsJob *victim)
{
    const uint32_t mode = own_mode(world, victim);

    if (ss_resv_is_borrower(victim) && !ss_preempt_enabled(world))
        return SS_PREEMPT_CANCEL;
    if (mode == SS_PREEMPT_CLUSTER || (mode == SS_PREEMPT_OFF && by_qos(world)))
        return (SsPreemptMode) (world->settings.preempt_mode & SS_PREEMPT_MASK);
    return (SsPreemptMode) mode;
}

bool ss_preempt_lends_cores(const SsWorld *world, const SsJob *victim)
{
    return ss_preempt_mode(world, victim) == SS_PREEMPT_SUSPEND
           && (world->settings.preempt_mode & SS_PREEMPT_GANG);
}

SsSpan ss_preempt_grace(const SsWorld *world, const SsJob *victim)
{
    if (ss_resv_is_borrower(victim))
        return victim->spec->signal_time;
    if (!by_qos(world))
        return world->parts[victim->part].grace_time;
    return victim->qos != SS_ID_NONE ? world->tree->qos[victim->qos].grace_time : 0;
}

/* --- who ----------------------------------------------------------------------------------------- */

static bool tier_rule(const SsWorld *world, SsPartId part, SsPartId victim_part)
{
    const SsPartition *p = &world->parts[part], *v = &world->parts[victim_part];

    return v->priority_tier < p->priority_tier
           && (v->preempt_mode & SS_PREEMPT_MASK) != SS_PREEMPT_OFF;
}

static bool qos_rule(const SsWorld *world, const SsJob *job, const SsJob *victim)
{
    if (job->qos == SS_ID_NONE || victim->qos == SS_ID_NONE)
        return false;
    const SsQos *qos = &world->tree->qos[job->qos];
    if (job->qos == victim->qos) {
        const uint32_t mode = qos->preempt_mode | world->settings.preempt_mode;

        return (mode & SS_PREEMPT_WITHIN) && job->priority > victim->priority;
    }
    return qos->preempts && qos->preempts[victim->qos];
}

bool ss_preempt_possible(const SsWorld *world, const SsJob *job, SsPartId part)
{
    if (!ss_preempt_enabled(world))
        return false;
    if (by_qos(world))
        return job->qos != SS_ID_NONE;
    for (SsPartId p = 0; p < world->cluster->n_parts; p++)
        if (tier_rule(world, part, p))
            return true;
    return false;
}

bool ss_preempt_sorts_before(const SsWorld *world, const SsJob *a, SsPartId a_part, const SsJob *b,
                             SsPartId b_part)
{
    if (!ss_preempt_enabled(world))
        return false;
    if (by_qos(world))
        return qos_rule(world, a, b);
    return tier_rule(world, a_part, b_part)
           && ss_node_set_intersects(world->parts[a_part].nodes, world->parts[b_part].nodes);
}

SsSpan ss_preempt_exempt(const SsWorld *world, const SsJob *victim)
{
    SsQosId first, second;

    ss_limits_qos_order(world, victim, victim->part, &first, &second);
    if (first != SS_ID_NONE && world->tree->qos[first].preempt_exempt_time != SS_NO_LIMIT)
        return world->tree->qos[first].preempt_exempt_time;
    if (second != SS_ID_NONE && world->tree->qos[second].preempt_exempt_time != SS_NO_LIMIT)
        return world->tree->qos[second].preempt_exempt_time;
    return world->settings.preempt_exempt_time;
}

bool ss_preempt_may(const SsWorld *world, const SsJob *job, SsPartId part, const SsJob *victim)
{
    if (victim->state != SS_JOB_RUNNING && victim->state != SS_JOB_SUSPENDED)
        return false;
    if (!victim->preempted && ss_resv_reclaims(world, job, victim))
        return true;
    if (victim->preempted || !ss_preempt_enabled(world)
        || ss_preempt_mode(world, victim) == SS_PREEMPT_OFF)
        return false;
    if (by_qos(world) ? !qos_rule(world, job, victim) : !tier_rule(world, part, victim->part))
        return false;
    return victim->start + ss_preempt_exempt(world, victim) <= world->now;
}
