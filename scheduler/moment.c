/* SPDX-License-Identifier: Apache-2.0 */
/*
 * moment.c - when the clock alone changes an answer.
 *
 * Rules compare `now` with begin times, deadlines, ages, reservations. Between two seconds at which such
 * a comparison turns over, the clock is as good as stopped. The first of these seconds is computed here from
 * what waits and what runs, not collected from the comparisons as they are made: a pass that skips a
 * record for another reason would collect too little.
 *
 * Deadlines shorten limits minute by minute, dependencies with minutes look at a start of another job,
 * CompleteWait at every job that is completing: these answer "at once".
 */
#include "scheduler/moment.h"

#include "scheduler/limits.h"
#include "scheduler/preempt.h"
#include "scheduler/preempt_act.h"
#include "scheduler/resv.h"
#include "scheduler/span.h"

/* `when` counts if it is still to come. */
static void lower_future(const SsWorld *world, SsTime *cert, SsTime when)
{
    if (when > world->now)
        ss_moment_lower(cert, when);
}

static bool has_timed_dependency(const SsJob *job)
{
    for (uint32_t i = 0; i < job->n_deps; i++)
        if (job->deps[i].state == SS_DEP_UNMET && job->deps[i].minutes > 0)
            return true;
    return false;
}

static SsTime moment_of_waiting(const SsWorld *world, const SsJob *job)
{
    const uint32_t age = world->settings.sched.bf_min_age_reserve;
    SsTime         cert = SS_TIME_NEVER;

    if (job->deadline != 0 || has_timed_dependency(job))
        return world->now;
    lower_future(world, &cert, job->eligible);
    if (job->preempt_asked != 0)
        lower_future(world, &cert, job->preempt_asked + ss_preempt_pause(world));
    if (age > 0 && job->eligible != 0)
        lower_future(world, &cert, job->eligible + (SsTime) age);
    if (job->req.switches > 0 && job->wait_switch != 0)
        lower_future(world, &cert, ss_time_add(job->wait_switch, job->req.switches_wait));
    return cert;
}

/* A limit reaches into a reservation in the second after one span before its start (the tests are of half-open
 * intervals); a test of closed ones would turn in that second itself. */
static void lower_by_spans(const SsWorld *world, const SsJob *job, SsTime start, SsTime *cert)
{
    for (uint32_t k = 0; k < job->n_parts; k++) {
        const uint32_t minutes[] = { ss_start_limit(world, job, job->parts[k]),
                                     ss_plan_limit(world, job, job->parts[k]), job->time_min, 1 };

        for (uint32_t i = 0; i < G_N_ELEMENTS(minutes); i++) {
            const SsSpan span = ss_resv_taking_turns(world, job->parts[k], ss_minutes(minutes[i]));

            lower_future(world, cert, start - span);
            lower_future(world, cert, start - span + 1);
        }
    }
}

static SsTime moment_of_reservations(const SsWorld *world)
{
    SsTime cert = SS_TIME_NEVER;

    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv == NULL)
            continue;
        if (resv->flags & SS_RESV_TIME_FLOAT) /* it moves with the clock */
            return world->now;
        lower_future(world, &cert, resv->start);
        lower_future(world, &cert, resv->end);
        if (resv->start <= world->now)
            continue;
        for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next)
            lower_by_spans(world, job, resv->start, &cert);
    }
    return cert;
}

/* A planned end that has passed is replaced by one that moves with the clock. */
static SsTime moment_of_ends(const SsWorld *world)
{
    return world->ends->len > 0 ? g_array_index(world->ends, SsPlannedEnd, 0).end : SS_TIME_NEVER;
}

/* A victim's exempt time ends, or its grace. */
static SsTime moment_of_victims(const SsWorld *world)
{
    SsTime cert = SS_TIME_NEVER;

    if (!ss_preempt_enabled(world))
        return cert;
    for (guint i = 0; i < world->ends->len; i++) {
        const SsJob *job = g_array_index(world->ends, SsPlannedEnd, i).job;

        lower_future(world, &cert, ss_time_add(job->start, ss_preempt_exempt(world, job)));
        if (job->preempt_time != 0)
            lower_future(world, &cert, job->end);
    }
    return cert;
}

static SsTime moment_of_completing(const SsWorld *world)
{
    if (world->settings.complete_wait == 0)
        return SS_TIME_NEVER;
    for (const SsJob *job = world->first; job != NULL; job = job->next)
        if (job->completing)
            return world->now;
    return SS_TIME_NEVER;
}

SsTime ss_moment_next(const SsWorld *world, SsPassKind kind)
{
    SsTime cert = moment_of_reservations(world);

    for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next)
        ss_moment_lower(&cert, moment_of_waiting(world, job));
    ss_moment_lower(&cert, moment_of_victims(world));
    ss_moment_lower(&cert, moment_of_completing(world));
    if (kind == SS_PASS_BACKFILL)
        ss_moment_lower(&cert, moment_of_ends(world));
    return cert;
}

static bool any_set(const SsWorld *world, const uint64_t *limits)
{
    for (uint32_t i = 0; limits != NULL && i < world->cluster->tres->n; i++)
        if (limits[i] != SS_NO_LIMIT64)
            return true;
    return false;
}

static bool reads_period(const SsWorld *world, const SsLimits *limits)
{
    return any_set(world, limits->grp_tres_mins) || any_set(world, limits->grp_tres_run_mins)
           || limits->grp_wall != SS_NO_LIMIT || limits->min_prio_thresh != SS_NO_LIMIT;
}

static bool kills(const SsWorld *world, const SsLimits *limits)
{
    return any_set(world, limits->grp_tres_mins) || any_set(world, limits->max_tres_mins_pj)
           || limits->grp_wall != SS_NO_LIMIT;
}

bool ss_moment_limits_kill(const SsWorld *world)
{
    for (uint32_t i = 0; i < world->tree->n; i++)
        if (kills(world, &world->tree->at[i].limits))
            return true;
    for (uint32_t i = 0; i < world->tree->n_qos; i++)
        if (kills(world, &world->tree->qos[i].limits))
            return true;
    return !ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_ELIDE);
}

bool ss_moment_period_is_read(const SsWorld *world)
{
    if (world->settings.sched.bf_min_prio_reserve > 0
        || world->settings.preempt_type == SS_PREEMPT_QOS)
        return true;
    for (uint32_t i = 0; i < world->tree->n; i++)
        if (reads_period(world, &world->tree->at[i].limits))
            return true;
    for (uint32_t i = 0; i < world->tree->n_qos; i++)
        if (reads_period(world, &world->tree->qos[i].limits)
            || (world->tree->qos[i].flags & SS_QOS_ENFORCE_USAGE_THRESHOLD))
            return true;
    return false;
}
