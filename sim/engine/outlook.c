/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outlook.c - telling "not yet" from "never".
 *
 * A real queue may hold jobs that never start (a dependency that failed, a limit below the request, a
 * hold): the controller waits for an administrator. A simulation without an end time has to stop. With
 * nothing running and nothing to come only the clock can still start a job: its begin time, a reservation,
 * "after:17+30", a deadline that ends it, or usage that decays below a limit in minutes. If no job waits for
 * one of these, a few rounds of all periodic passes are proof enough.
 *
 * Usage halves again and again and would be worth waiting for without end; after HALVES half-lives (3 % left)
 * we give up.
 */
#include "sim/engine/outlook.h"

#define ROUNDS 3
#define HALVES 5

/* Is the reason a limit on usage that decays: minutes, walls, thresholds? */
static bool is_decaying(SsReason reason)
{
    const char *text = ss_reason_text(reason);

    if (g_str_has_suffix(text, "RunMinutes") || g_str_has_suffix(text, "RunMinutesLimit"))
        return false;
    return g_str_has_suffix(text, "Minutes") || g_str_has_suffix(text, "MinutesLimit")
           || g_str_has_suffix(text, "GrpWallLimit") || reason == SS_REASON_QOS_USAGE_THRESHOLD;
}

static SsSpan worth_waiting(const SsWorld *world)
{
    if (world->settings.usage_reset != SS_RESET_NONE)
        return (SsSpan) 366 * 24 * 60 * 60;
    return world->settings.decay_half_life * HALVES;
}

static bool waits_for_the_clock(const SsWorld *world, const SsJob *job, SsSpan quiet)
{
    const SsReservation *resv = ss_world_resv(world, job->resv);

    if (job->reason == SS_REASON_DEPENDENCY_NEVER_SATISFIED)
        return job->deadline > world->now;
    if (job->eligible > world->now || job->deadline > world->now)
        return true;
    if (resv != NULL && resv->end > world->now)
        return true;
    for (uint32_t i = 0; i < job->n_deps; i++) {
        if (job->deps[i].state == SS_DEP_UNMET && job->deps[i].minutes > 0)
            return true;
    }
    return is_decaying(job->reason) && quiet < worth_waiting(world);
}

/* Plans and nodes may also wait for a reservation of somebody else to end, and for the passes behind its end. */
static bool will_help(const SsWorld *world, const SsReservation *resv, SsSpan quiet, SsSpan behind)
{
    const SsSpan period = ss_reservation_period(resv);

    if (resv->flags & SS_RESV_TIME_FLOAT)
        return false;
    if (period > 0) /* it comes again for ever: two rounds show all it can change */
        return quiet < 2 * period + resv->end - resv->start;
    return resv->end + behind > world->now;
}

static bool a_reservation_will_end(const SsWorld *world, SsSpan quiet, SsSpan behind)
{
    for (guint i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = ss_world_resv(world, i);

        if (resv != NULL && will_help(world, resv, quiet, behind))
            return true;
    }
    return false;
}

bool ss_outlook_is_hopeless(const SsWorld *world, SsSpan quiet)
{
    const SsSchedParams *params = &world->settings.sched;
    const SsSpan         round = MAX(MAX(params->sched_interval, params->bf_interval), 60);

    if (quiet < ROUNDS * round || a_reservation_will_end(world, quiet, ROUNDS * round))
        return false;
    for (const SsJob *job = world->first; job != NULL; job = job->next) {
        if (job->state == SS_JOB_PENDING && waits_for_the_clock(world, job, quiet))
            return false;
    }
    return true;
}
