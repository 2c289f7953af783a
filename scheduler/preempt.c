/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preempt.c - who may displace whom: the two rules, by partition tier and by QOS.
 *
 * The rule serves twice: among running jobs it names victims, among pending records it is the first thing
 * the queue's order looks at (with no exempt time, since nothing runs yet).
 */
#include "scheduler/preempt.h"

#include "scheduler/limits.h"

static bool tier_rule(const SsWorld *world, SsPartId part, SsPartId victim_part)
{
    const SsPartition *p = &world->parts[part], *v = &world->parts[victim_part];

    return v->priority_tier < p->priority_tier && v->preempt_mode != SS_PREEMPT_OFF;
}

static bool qos_rule(const SsWorld *world, const SsJob *job, const SsJob *victim)
{
    if (job->qos == SS_ID_NONE || victim->qos == SS_ID_NONE)
        return false;
    const SsQos *qos = &world->tree->qos[job->qos];
    if (job->qos == victim->qos) {
        const uint32_t mode = qos->preempt_mode == SS_PREEMPT_CLUSTER ? world->settings.preempt_mode
                                                                      : qos->preempt_mode;

        return (mode & SS_PREEMPT_WITHIN) && job->priority > victim->priority;
    }
    return qos->preempts && qos->preempts[victim->qos];
}

bool ss_preempt_sorts_before(const SsWorld *world, const SsJob *a, SsPartId a_part, const SsJob *b,
                             SsPartId b_part)
{
    if (world->settings.preempt_type == SS_PREEMPT_PARTITION_PRIO)
        return tier_rule(world, a_part, b_part)
               && ss_node_set_intersects(world->parts[a_part].nodes, world->parts[b_part].nodes);
    if (world->settings.preempt_type == SS_PREEMPT_QOS)
        return qos_rule(world, a, b);
    return false;
}

static SsSpan exempt_time(const SsWorld *world, const SsJob *victim)
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
    if (world->settings.preempt_type == SS_PREEMPT_PARTITION_PRIO) {
        if (!tier_rule(world, part, victim->part))
            return false;
    } else if (world->settings.preempt_type == SS_PREEMPT_QOS) {
        if (!qos_rule(world, job, victim))
            return false;
    } else {
        return false;
    }
    return victim->start + exempt_time(world, victim) <= world->now;
}
