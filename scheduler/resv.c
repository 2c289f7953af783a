/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resv.c - the shadow that reservations cast on a planned interval.
 *
 * Reservations are not in backfill's plan map: every test of a job against a moment asks here first. A job
 * whose limit would run into a reservation is simply never placed on its nodes, however long before the
 * reservation begins; it is placed elsewhere or later. Hence the two answers a caller needs besides the
 * nodes that remain: until when everything is blocked, and when the first reservation in the way ends.
 */
#include "scheduler/resv.h"

#include <string.h>

const char ss_maintenance_text[] = "ReqNodeNotAvail, Reserved for maintenance";

static const SsReservation *own_reservation(const SsWorld *world, const SsJob *job)
{
    return job->resv < world->resv->len ? world->resv->pdata[job->resv] : NULL;
}

static bool overlaps(const SsWorld *world, const SsReservation *resv, SsTime start, SsTime end)
{
    return ss_reservation_start(resv, world->now) < end
           && ss_reservation_end(resv, world->now) > start;
}

/* The reservation stands before every node the partition has. */
static bool covers_partition(const SsWorld *world, const SsReservation *resv, SsPartId part)
{
    if (resv->flags & SS_RESV_ALL_NODES)
        return true;
    if ((resv->flags & SS_RESV_PART_NODES) && resv->part == part)
        return true;
    return (resv->flags & SS_RESV_MAINT)
           && ss_node_set_is_subset(world->parts[part].nodes, resv->nodes);
}

static void block(const SsWorld *world, SsResvAnswer *answer, const SsReservation *resv,
                  bool maintenance)
{
    answer->verdict = SS_RESV_BLOCKED;
    answer->until = MAX(answer->until, ss_reservation_end(resv, world->now));
    answer->maintenance |= maintenance;
}

static void exclude_cores(const SsWorld *world, SsResvAnswer *answer, const SsReservation *resv)
{
    const uint32_t words = world->cluster->core_words;

    if (!answer->excluded_cores)
        answer->excluded_cores = g_new0(uint64_t, words);
    ss_bits_or(answer->excluded_cores, resv->cores, words);
}

static void take_out(const SsWorld *world, SsResvAnswer *answer, const SsJob *job, SsPartId part,
                     const SsReservation *resv, SsNodeSet *nodes)
{
    if (!ss_node_set_intersects(nodes, resv->nodes))
        return;
    if (resv->cores && !job->req.whole) {
        exclude_cores(world, answer, resv);
    } else {
        ss_node_set_and_not(nodes, resv->nodes);
        answer->took_nodes = true;
    }
    answer->on_partition |= ss_node_set_intersects(world->parts[part].nodes, resv->nodes);
}

/* A job that names no reservation. */
static void apply_others(const SsWorld *world, SsResvAnswer *answer, const SsJob *job,
                         SsPartId part, SsTime start, SsTime end, SsNodeSet *nodes)
{
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (!resv || !overlaps(world, resv, start, end)
            || (ss_resv_lends_to(resv, job) && !ss_resv_is_waited_for(world, i)))
            continue;
        if (covers_partition(world, resv, part)) {
            block(world, answer, resv, true);
            continue;
        }
        if (job->req.req_nodes && (!resv->cores || job->req.whole)
            && ss_node_set_intersects(job->req.req_nodes, resv->nodes))
            block(world, answer, resv, (resv->flags & SS_RESV_MAINT) != 0);
        take_out(world, answer, job, part, resv, nodes);
    }
}

static bool ignores(const SsReservation *own, const SsReservation *other)
{
    if (own->flags & SS_RESV_MAINT)
        return true;
    return (own->flags & SS_RESV_OVERLAP) && !(other->flags & SS_RESV_MAINT);
}

/* A job inside its own reservation. */
static void apply_own(const SsWorld *world, SsResvAnswer *answer, const SsJob *job, SsPartId part,
                      const SsReservation *own, SsTime start, SsTime end, SsNodeSet *nodes)
{
    const bool flex = own->flags & SS_RESV_FLEX;

    if (!flex && start < own->start) {
        answer->verdict = SS_RESV_NOT_YET;
        answer->until = own->start;
        return;
    }
    if (!flex && start >= own->end) {
        answer->verdict = SS_RESV_OVER;
        return;
    }
    if (flex)
        answer->inside = own->nodes;
    else if (!(own->flags & SS_RESV_ANY_NODES))
        ss_node_set_and(nodes, own->nodes);
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (!resv || resv == own || ignores(own, resv) || !overlaps(world, resv, start, end))
            continue;
        if (covers_partition(world, resv, part)) /* recorded in replay-reservation-flags */
            block(world, answer, resv, true);
        else
            take_out(world, answer, job, part, resv, nodes);
    }
    if (own->cores) {
        const uint32_t words = world->cluster->core_words;

        if (!answer->excluded_cores)
            answer->excluded_cores = g_new0(uint64_t, words);
        for (uint32_t w = 0; w < words; w++)
            answer->excluded_cores[w] |= ~own->cores[w];
    }
}

SsSpan ss_resv_taking_turns(const SsWorld *world, SsPartId part, SsSpan span)
{
    const uint32_t rows = world->parts[part].share_count;

    if (!(world->settings.preempt_mode & SS_PREEMPT_GANG) || rows <= 1)
        return span;
    return span > SS_SPAN_FOREVER / rows ? SS_SPAN_FOREVER : span * rows;
}

SsResvAnswer ss_resv_apply(const SsWorld *world, const SsJob *job, SsPartId part, SsTime start,
                           SsSpan span, SsNodeSet *nodes)
{
    SsResvAnswer answer = { .verdict = SS_RESV_OPEN };
    const SsTime end = ss_i64_add_sat(start, ss_resv_taking_turns(world, part, span));

    if (job->resv != SS_ID_NONE) {
        const SsReservation *own = own_reservation(world, job);

        if (own)
            apply_own(world, &answer, job, part, own, start, end, nodes);
        else
            answer.verdict = SS_RESV_OVER;
    } else {
        apply_others(world, &answer, job, part, start, end, nodes);
    }
    return answer;
}

SsTime ss_resv_first_end(const SsWorld *world, SsTime start)
{
    SsTime first = 0;

    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv != NULL && resv->end > start && (first == 0 || resv->end < first))
            first = resv->end;
    }
    return first;
}

/* -1 denied by name, 1 named, 0 not named. */
static int named_in(char **names, const char *name)
{
    bool denies = false;

    for (uint32_t i = 0; names && names[i]; i++) {
        const bool deny = names[i][0] == '-';

        denies |= deny;
        if (g_strcmp0(names[i] + deny, name) == 0)
            return deny ? -1 : 1;
    }
    return denies ? 1 : 0;
}

bool ss_resv_allows(const SsWorld *world, const SsReservation *resv, const SsJob *job)
{
    if (resv->users && named_in(resv->users, job->user) <= 0)
        return false;
    if (resv->groups && named_in(resv->groups, job->group) <= 0)
        return false;
    if (!resv->accounts)
        return true;
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = world->tree->at[a].parent) {
        const int found = named_in(resv->accounts, world->tree->at[a].account);

        if (found != 0)
            return found > 0;
    }
    return job->assoc == SS_ID_NONE && named_in(resv->accounts, job->account) > 0;
}

/* --- MaxStartDelay ---------------------------------------------------------------------------------- */

enum { WARNS_RESERVATION = 1 }; /* --signal=R: */

bool ss_resv_is_borrower(const SsJob *job)
{
    return job->spec != NULL && (job->spec->warn_flags & WARNS_RESERVATION)
           && job->resv == SS_ID_NONE;
}

bool ss_resv_lends_to(const SsReservation *resv, const SsJob *job)
{
    return resv->max_start_delay > 0 && ss_resv_is_borrower(job)
           && (SsSpan) job->spec->signal_time <= resv->max_start_delay;
}

bool ss_resv_reclaims(const SsWorld *world, const SsJob *job, const SsJob *victim)
{
    const SsReservation *own = job->resv != SS_ID_NONE ? own_reservation(world, job) : NULL;

    if (own == NULL || own->start > world->now || !ss_resv_lends_to(own, victim))
        return false;
    for (uint32_t i = 0; i < victim->alloc->n; i++)
        if (ss_node_set_test(own->nodes, victim->alloc->at[i].node))
            return true;
    return false;
}

bool ss_resv_is_waited_for(const SsWorld *world, uint32_t index)
{
    for (const SsJob *job = world->first; job != NULL; job = job->next)
        if (job->state == SS_JOB_PENDING && job->resv == index && job->priority != 0)
            return true;
    return false;
}
