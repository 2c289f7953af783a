/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resv_life.c - reservations that change while they last.
 *
 * A reservation that was made by a count keeps its count: nodes that leave service are replaced by others
 * when there are any, and with REPLACE so are the nodes on which its jobs have started. Reservations that
 * name their nodes, hold cores, or say STATIC_ALLOC stay as they are; PART_NODES follows its partition.
 *
 * At its end a recurring one is there again at once, for the next time (observed). Any other is forgotten
 * by the next 30 s look at which none of its jobs runs any more, and lets its waiting jobs go then.
 */
#include "scheduler/resv_life.h"

#include "scheduler/controller.h"
#include "scheduler/hold.h"
#include "scheduler/resv_pick.h"

#define DAY (24 * 60 * 60)

bool ss_resv_is_used(const SsWorld *world, uint32_t index)
{
    for (const SsJob *job = world->first; job != NULL; job = job->next)
        if (job->resv == index && (job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED))
            return true;
    return false;
}

/* One of several that it named? Then it goes on with the others. */
static bool has_another(SsJob *job, uint32_t index)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < job->n_resvs; i++)
        if (job->resvs[i] != index)
            job->resvs[kept++] = job->resvs[i];
    job->n_resvs = kept;
    return kept > 0;
}

void ss_resv_let_go(SsWorld *world, uint32_t index)
{
    const SsReservation *resv = ss_world_resv(world, index);
    const bool           hold = !(resv->flags & SS_RESV_NO_HOLD);
    g_autofree char     *text = g_strdup_printf("Reservation %s was deleted", resv->name);

    for (SsJob *job = world->first; job != NULL; job = job->next) {
        if (job->resv != index || job->state != SS_JOB_PENDING)
            continue;
        if (has_another(job, index)) {
            ss_world_job_resv(world, job, job->resvs[0]);
            continue;
        }
        ss_world_job_resv(world, job, SS_ID_NONE);
        if (hold) {
            ss_hold(world, job, SS_REASON_RESERVATION_DELETED);
            ss_world_set_reason(world, job, SS_REASON_RESERVATION_DELETED, text);
        }
        ss_world_job_updated(world, job);
    }
}

/* --- replacing ------------------------------------------------------------------------------------- */

static bool keeps_its_nodes(const SsReservation *resv)
{
    return resv->cores != NULL || resv->n_nodes == 0
           || (resv->flags
               & (SS_RESV_SPEC_NODES | SS_RESV_STATIC | SS_RESV_ALL_NODES | SS_RESV_PART_NODES));
}

static void add_busy(const SsWorld *world, uint32_t index, SsNodeSet *nodes)
{
    for (const SsJob *job = world->first; job != NULL; job = job->next)
        for (uint32_t i = 0; job->resv == index && job->alloc != NULL && i < job->alloc->n; i++)
            ss_node_set_add(nodes, job->alloc->at[i].node);
}

/* Its nodes that it would rather not have. */
static SsNodeSet *unwanted(const SsWorld *world, uint32_t index)
{
    const SsReservation *resv = ss_world_resv(world, index);
    SsNodeSet           *nodes = ss_node_set_new_full(world->cluster->n_nodes);

    ss_node_set_and_not(nodes, world->avail);
    if (resv->flags & SS_RESV_REPLACE)
        add_busy(world, index, nodes);
    ss_node_set_and(nodes, resv->nodes);
    return nodes;
}

static void follow_partition(SsWorld *world, uint32_t index)
{
    SsReservation   *resv = ss_world_resv(world, index);
    const SsNodeSet *nodes = world->parts[resv->part].nodes;

    if (ss_node_set_equal(resv->nodes, nodes))
        return;
    ss_node_set_copy(resv->nodes, nodes);
    ss_resv_settle(world, resv);
    ss_world_resv_changed(world, index);
}

void ss_resv_renew(SsWorld *world, uint32_t index)
{
    SsReservation *resv = ss_world_resv(world, index);

    if ((resv->flags & SS_RESV_PART_NODES) && resv->part != SS_ID_NONE)
        follow_partition(world, index);
    if (keeps_its_nodes(resv))
        return;
    g_autoptr(SsNodeSet) out = unwanted(world, index);
    g_autoptr(SsNodeSet) in = ss_node_set_new(world->cluster->n_nodes);
    const uint32_t       n = ss_node_set_count(out);
    if (n == 0 || !ss_resv_pick_more(world, resv, n, in))
        return;
    ss_node_set_and_not(resv->nodes, out);
    ss_node_set_or(resv->nodes, in);
    ss_resv_settle(world, resv);
    ss_world_resv_changed(world, index);
}

/* --- from one time to the next ---------------------------------------------------------------------- */

static int32_t weekday_at(const SsWorld *world, SsTime time)
{
    SsCivil civil;

    ss_zone_local(world->zone, time, &civil);
    return civil.weekday;
}

/* How far a recurring reservation moves on; 0: it does not recur. */
static SsSpan recurrence(const SsWorld *world, const SsReservation *resv)
{
    const int32_t day = weekday_at(world, resv->start); /* 0 = Sunday */

    if (resv->flags & SS_RESV_WEEKDAY)
        return day == 5 ? 3 * DAY : day == 6 ? 2 * DAY : DAY;
    if (resv->flags & SS_RESV_WEEKEND)
        return day == 6 ? DAY : day == 0 ? 6 * DAY : (6 - day) * DAY;
    return ss_reservation_period(resv);
}

void ss_resv_recur(SsWorld *world, uint32_t index)
{
    SsReservation *resv = ss_world_resv(world, index);
    const SsSpan   by = recurrence(world, resv);

    resv->start += by;
    resv->end += by;
    resv->began = false;
    resv->idle_since = 0;
    resv->id = world->next_resv++; /* a new row of the accounting */
    ss_world_resv_changed(world, index);
}

/* TRUE: something happened to it. */
static bool look_at(SsWorld *world, uint32_t index)
{
    const SsReservation *resv = ss_world_resv(world, index);
    const bool           begins = !resv->began && resv->start <= world->now;
    const bool           recurs = resv->end <= world->now && ss_reservation_period(resv) > 0;

    if (resv->flags & SS_RESV_TIME_FLOAT)
        return false;
    if (begins)
        ss_world_resv_begin(world, index);
    if (recurs)
        ss_resv_recur(world, index);
    return begins || recurs;
}

uint32_t ss_controller_reservations(SsWorld *world)
{
    uint32_t changed = 0;

    for (guint i = 0; i < world->resv->len; i++)
        changed += ss_world_resv(world, i) != NULL && look_at(world, i);
    return changed;
}

SsTime ss_controller_next_reservation(const SsWorld *world)
{
    SsTime next = SS_TIME_NEVER;

    for (guint i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = ss_world_resv(world, i);

        if (resv == NULL || (resv->flags & SS_RESV_TIME_FLOAT))
            continue;
        if (!resv->began)
            next = MIN(next, resv->start);
        if (ss_reservation_period(resv) > 0)
            next = MIN(next, resv->end);
    }
    return next;
}

/* --- forgotten -------------------------------------------------------------------------------------- */

static bool has_jobs(const SsWorld *world, uint32_t index)
{
    for (const SsJob *job = world->first; job != NULL; job = job->next) {
        if (job->resv == index && !ss_job_finished(job))
            return true;
    }
    return false;
}

static bool is_over(const SsWorld *world, uint32_t index)
{
    const SsReservation *resv = ss_world_resv(world, index);

    return resv->end <= world->now && !(resv->flags & SS_RESV_TIME_FLOAT)
           && ss_reservation_period(resv) == 0 && !ss_resv_is_used(world, index);
}

/* PURGE_COMP: has it been without jobs long enough? */
static bool is_idle_too_long(const SsWorld *world, SsReservation *resv)
{
    if (!(resv->flags & SS_RESV_PURGE_COMP) || !resv->began)
        return false;
    if (resv->idle_since == 0)
        resv->idle_since = world->now;
    return world->now - resv->idle_since >= resv->purge_comp;
}

static void drop(SsWorld *world, uint32_t index)
{
    ss_resv_let_go(world, index);
    ss_world_resv_remove(world, index);
}

static void drop_or_renew(SsWorld *world, uint32_t index)
{
    SsReservation *resv = ss_world_resv(world, index);
    const bool     jobs = has_jobs(world, index);
    const bool     recurs = ss_reservation_period(resv) > 0;

    if (jobs)
        resv->idle_since = 0;
    const bool idle = !jobs && is_idle_too_long(world, resv);
    if (idle && recurs)
        ss_resv_recur(world, index);
    else if (idle || is_over(world, index))
        drop(world, index);
    else
        ss_resv_renew(world, index);
}

void ss_controller_drop_reservations(SsWorld *world)
{
    for (guint i = 0; i < world->resv->len; i++)
        if (ss_world_resv(world, i) != NULL)
            drop_or_renew(world, i);
}
