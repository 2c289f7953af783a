/* SPDX-License-Identifier: Apache-2.0 */
/*
 * start.c - one attempt to start one job now.
 *
 * The order of the tests is the order of the answers: what fails first names the reason a user sees.
 * Limits that can be told without knowing the nodes come first, then the partition's permissions, the node
 * ceiling, reservations, the selection itself, and at last the limits again with the exact TRES. That last
 * test is made even when the nodes are busy: a job that a limit blocks must not hold resources back, so
 * its answer replaces "busy".
 *
 * Why a selection failed is decided by asking twice more without anybody on the machine: on the nodes that
 * are up (then it was merely busy), and on all nodes of the partition (else it can never run).
 *
 * A job that is answered "busy" may displace others (preempt_victims.c). It does not start in that attempt:
 * the reason stays "Resources" until the nodes are idle. Over the cores of jobs that are merely suspended it
 * starts at once.
 */
#include "scheduler/start.h"

#include "scheduler/forecast.h"
#include "scheduler/gang.h"
#include "scheduler/glance.h"
#include "scheduler/licenses.h"
#include "scheduler/limits.h"
#include "scheduler/limits_check.h"
#include "scheduler/notes.h"
#include "scheduler/preempt.h"
#include "scheduler/preempt_act.h"
#include "scheduler/preempt_victims.h"
#include "scheduler/request.h"
#include "scheduler/resv.h"
#include "scheduler/resv_life.h"
#include "scheduler/span.h"

#include <string.h>

typedef struct {
    SsWorld         *world;
    SsJob           *job;
    SsPartId         part;
    uint32_t         min, wanted, max;
    const SsNodeSet *avail; /* what the pass may still use; NULL: what the world has */
    SsNodeSet       *nodes; /* candidates now */
    SsResvAnswer     resv;
    SsAlloc         *alloc;  /* selected */
    GPtrArray       *others; /* SsJob *: whom it may displace, NULL: nobody */
    SsEver           own;
    const SsEver    *ever; /* not selected: what would be on an empty machine */
} Attempt;

static void attempt_clear(Attempt *a)
{
    ss_node_set_free(a->nodes);
    g_free(a->resv.excluded_cores);
    ss_alloc_free(a->alloc);
    ss_ever_clear(&a->own);
    g_clear_pointer(&a->others, g_ptr_array_unref);
}

static SsStartResult refuse(Attempt *a, SsStartResult result, SsReason reason, const char *text)
{
    ss_world_set_reason(a->world, a->job, reason, text);
    return result;
}

/* --- before the nodes ---------------------------------------------------------------------------- */

static bool permitted(Attempt *a, SsStartResult *result)
{
    g_autofree char *text = NULL;
    SsReason         reason = ss_limits_pre(a->world, a->job, a->part);

    if (reason != SS_REASON_NONE) {
        *result = refuse(a, SS_START_POLICY, reason, NULL);
        return false;
    }
    reason = ss_limits_part_permission(a->world, a->job, a->part, &text);
    if (reason != SS_REASON_NONE) {
        *result = refuse(a, SS_START_PART_CONFIG, reason, text);
        return false;
    }
    if (a->job->priority == 0) {
        *result = SS_START_HELD;
        return false;
    }
    return true;
}

static bool count_nodes(Attempt *a, SsStartResult *result)
{
    SsReason reason = SS_REASON_NONE;

    if (!ss_place_node_counts(a->world, a->job, a->part, &a->min, &a->wanted, &a->max, &reason)) {
        *result = refuse(a, ss_reason_is_limit(reason) ? SS_START_POLICY : SS_START_PART_CONFIG,
                         reason, NULL);
        return false;
    }
    return true;
}

/* --- the nodes ----------------------------------------------------------------------------------- */

static SsStartResult blocked_by_reservation(Attempt *a)
{
    switch (a->resv.verdict) {
    case SS_RESV_NOT_YET:
    case SS_RESV_OVER:
        return refuse(a, SS_START_RESERVATION_NOT_USABLE, SS_REASON_RESERVATION, NULL);
    default:
        if (a->resv.maintenance)
            return refuse(a, SS_START_RESERVATION_BUSY, SS_REASON_REQ_NODE_NOT_AVAIL,
                          ss_maintenance_text);
        /* A node that the job names is reserved: it is busy, and nobody behind it gets it in this pass
         * (replay-resv-float: jobs 4 and 12). */
        return refuse(a, SS_START_NODES_BUSY, SS_REASON_REQ_NODE_NOT_AVAIL,
                      "ReqNodeNotAvail, May be reserved for other job");
    }
}

static bool candidates(Attempt *a, const SsNodeSet *avail, SsStartResult *result)
{
    /* A deadline shortens the limit before reservations are asked (replay-deadline-reservation). */
    const SsSpan span = ss_minutes(ss_now_limit(a->world, a->job, a->part));

    a->nodes = ss_node_set_dup(a->world->parts[a->part].nodes);
    ss_node_set_and(a->nodes, a->world->avail);
    if (avail)
        ss_node_set_and(a->nodes, avail);
    a->resv = ss_resv_apply(a->world, a->job, a->part, a->world->now, span, a->nodes);
    if (a->resv.verdict != SS_RESV_OPEN) {
        *result = blocked_by_reservation(a);
        return false;
    }
    ss_place_remove_completing(a->world, a->nodes);
    return true;
}

static SsPlaceQuery query_on(const Attempt *a, const SsNodeSet *nodes, SsPlaceMode mode)
{
    return (SsPlaceQuery){
        .world = a->world,
        .use = mode == SS_PLACE_EVER ? NULL : a->world->use,
        .job = a->job,
        .part = a->part,
        .nodes = nodes,
        .excluded_cores = mode == SS_PLACE_EVER ? NULL : a->resv.excluded_cores,
        .inside_resv = a->resv.inside,
        .min_nodes = a->min,
        .req_nodes = a->wanted,
        .max_nodes = a->max,
        .mode = mode,
    };
}

/* --- at the expense of others ---------------------------------------------------------------------- */

/* Room over the cores of jobs that gang scheduling will suspend. */
static bool place_over_others(Attempt *a)
{
    if (a->others == NULL)
        return false;
    const SsPlaceQuery query = query_on(a, a->nodes, SS_PLACE_NOW);
    a->alloc = ss_preempt_place_over(&query, a->others);
    return a->alloc != NULL;
}

static void displace_others(Attempt *a)
{
    if (a->others == NULL)
        return;
    const SsPlaceQuery   query = query_on(a, a->nodes, SS_PLACE_NOW);
    g_autoptr(GPtrArray) victims = ss_preempt_choose(&query, a->others);
    if (victims != NULL)
        ss_preempt_displace(a->world, a->job, victims);
}

/* select/linear gives whole nodes away: who is on one keeps everybody from it, unless the partition shares. */
static bool only_idle_are_open(const Attempt *a)
{
    const SsWorld *world = a->world;

    return world->settings.select_type == SS_SELECT_LINEAR
           && world->parts[a->part].share <= SS_SHARE_EXCLUSIVE
           && ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_COUNT);
}

/* Is what is idle less than it needs? */
static bool is_hopeless_now(const Attempt *a)
{
    g_autoptr(SsNodeSet) idle = NULL;

    if (!only_idle_are_open(a))
        return false;
    idle = ss_node_set_dup(a->nodes);
    ss_node_set_and(idle, a->world->idle);
    const SsPlaceQuery query = query_on(a, idle, SS_PLACE_NOW);
    return !ss_glance_allows(&query);
}

static bool select_now(Attempt *a)
{
    const SsPlaceQuery query = query_on(a, a->nodes, SS_PLACE_NOW);

    if (is_hopeless_now(a)) {
#ifdef SS_DEBUG
        g_assert(ss_place(&query, &a->alloc) != SS_PLACED);
#endif
        return false;
    }
    return ss_forecast_place(&query, &a->alloc)
               ? a->alloc != NULL
               : ss_glance_allows(&query) && ss_place(&query, &a->alloc) == SS_PLACED;
}

static bool place_now(Attempt *a)
{
    if (select_now(a))
        return true;
    a->others = ss_preempt_candidates(a->world, a->job, a->part);
    return place_over_others(a);
}

/* Could it run on `nodes` if nobody else were there? */
static bool could_ever(Attempt *a, const SsNodeSet *nodes)
{
    const SsPlaceQuery query = query_on(a, nodes, SS_PLACE_EVER);

    a->ever = ss_notes_ever(&query, &a->own);
    return a->ever->placed;
}

/* Would it fit on an idle machine beside the reservations? */
static bool fits_beside_reservations(const Attempt *a, const SsNodeSet *up)
{
    const SsSpan         span = ss_minutes(ss_now_limit(a->world, a->job, a->part));
    g_autoptr(SsNodeSet) open = ss_node_set_dup(up);
    g_autoptr(SsAlloc)   alloc = NULL;
    SsResvAnswer       answer = ss_resv_apply(a->world, a->job, a->part, a->world->now, span, open);
    const SsPlaceQuery query = query_on(a, open, SS_PLACE_EVER);

    g_free(answer.excluded_cores);
    return ss_place(&query, &alloc) == SS_PLACED;
}

/* Are there nodes left that would do? */
static bool has_nodes_left(const Attempt *a)
{
    if (a->job->req.n_feature == 0)
        return !ss_node_set_is_empty(a->nodes);
    g_autoptr(SsNodeSet) featured = ss_node_set_new(a->nodes->n_bits);
    ss_place_features(a->world, a->job, false, featured);
    return ss_node_set_intersects(a->nodes, featured);
}

/* Of the candidates, those that others do not keep from it. */
static SsNodeSet *open_nodes(const Attempt *a)
{
    const SsPlaceQuery query = query_on(a, a->nodes, SS_PLACE_NOW);
    SsNodeSet         *nodes = ss_node_set_dup(a->nodes);

    if (only_idle_are_open(a))
        ss_node_set_and(nodes, a->world->idle);
    ss_place_open(&query, nodes);
    return nodes;
}

/* Is one of those that would do merely held by others? It does not matter where a node of `-w` is not among them
 * (replay-mix-linear-tree: job 21). */
static bool has_held_nodes(const Attempt *a)
{
    if (a->job->req.req_nodes != NULL && !ss_node_set_is_subset(a->job->req.req_nodes, a->nodes))
        return false;
    g_autoptr(SsNodeSet) held = open_nodes(a);
    g_autoptr(SsNodeSet) featured = ss_node_set_new(a->nodes->n_bits);

    ss_node_set_not(held);
    ss_node_set_and(held, a->nodes);
    if (a->job->req.exc_nodes != NULL)
        ss_node_set_and_not(held, a->job->req.exc_nodes);
    ss_place_features(a->world, a->job, false, featured);
    return ss_node_set_intersects(held, featured);
}

/* Reservations have what the job would need, and no node of the others is merely held (recorded in
 * replay-reservation-flags: job 6, until job 3 ends). */
static bool is_reserved_away(const Attempt *a, const SsNodeSet *up)
{
    return a->resv.took_nodes && (!has_nodes_left(a) || !fits_beside_reservations(a, up))
           && !has_held_nodes(a);
}

/* Nothing fits now: why, and what would have been selected on an idle machine. */
static SsStartResult classify(Attempt *a)
{
    const SsPartition   *part = &a->world->parts[a->part];
    g_autoptr(SsNodeSet) up = ss_node_set_dup(part->nodes);

    ss_node_set_and(up, a->avail != NULL ? a->avail : a->world->avail);
    if (could_ever(a, up))
        return is_reserved_away(a, up) ? SS_START_RESERVATION_BUSY : SS_START_NODES_BUSY;
    if (could_ever(a, part->nodes))
        return has_held_nodes(a) ? SS_START_NODES_BUSY : SS_START_NODE_NOT_AVAIL;
    return SS_START_NODE_CONFIG;
}

/* TRES and nodes it got, or would get on an empty machine. */
static void selected(const Attempt *a, uint64_t *tres, SsNodeSet *nodes)
{
    const SsCluster *cluster = a->world->cluster;

    if (a->alloc != NULL) {
        ss_alloc_tres(cluster, a->alloc, tres);
        ss_alloc_nodes(a->alloc, nodes);
    } else {
        memcpy(tres, a->ever->tres, cluster->tres->n * sizeof *tres);
        ss_node_set_copy(nodes, a->ever->nodes);
    }
}

static bool is_selected(const Attempt *a)
{
    return a->alloc != NULL || (a->ever != NULL && a->ever->placed);
}

static uint64_t node_gres(const SsNode *node, const SsGresNeed *need)
{
    for (uint32_t g = 0; g < node->n_gres; g++) {
        if (node->gres[g].gres != need->gres)
            continue;
        for (uint32_t t = 0; need->type != NULL && t < node->gres[g].n_type; t++)
            if (g_strcmp0(node->gres[g].type[t].name, need->type) == 0)
                return node->gres[g].type[t].count;
        return need->type == NULL ? node->gres[g].count : 0;
    }
    return 0;
}

static void raise_gres(const SsCluster *cluster, const SsGresNeed *need, const char *type,
                       uint64_t count, uint64_t *tres)
{
    g_autofree char *name = g_strconcat("gres/", cluster->gres_names[need->gres],
                                        type != NULL ? ":" : NULL, type, NULL);
    const uint32_t   at = ss_tres_find(cluster->tres, name);

    if (at != SS_ID_NONE)
        tres[at] = MAX(tres[at], count);
}

/* At most so many of a node count while the selection is only tried; 0: no more than are selected. */
static uint64_t tried_most(const SsRequest *req, const SsGresNeed *need)
{
    if (need->per_job > 0)
        return need->per_job;
    return need->per_task > 0 && req->cpus_per_gpu == 0 ? UINT64_MAX : 0;
}

/* A selection that is only tried, because the nodes are busy, is not cut down to the total a job asks
 * for: each node counts with all that it has of it. Recorded: --gpus=10 on nodes of eight is told
 * QOSMaxGRESPerUser where 12 are allowed, while the nodes are busy, and starts when they are free; so is
 * --gpus-per-task=1 with six tasks (replay-gpu-placement-c), but not with --cpus-per-gpu (replay-mix-gpus-licences). */
static void count_tried_gres(const Attempt *a, const SsNodeSet *nodes, uint64_t *tres)
{
    const SsCluster *cluster = a->world->cluster;

    for (uint32_t i = 0; i < a->job->req.n_gres; i++) {
        const SsGresNeed *need = &a->job->req.gres[i];
        const uint64_t    most = tried_most(&a->job->req, need);
        uint64_t          sum = 0;

        for (SsNodeId n = ss_node_set_first(nodes); most > 0 && n != SS_ID_NONE;
             n = ss_node_set_next(nodes, n + 1))
            sum += MIN(most, node_gres(&cluster->nodes[n], need));
        raise_gres(cluster, need, NULL, sum, tres);
        if (need->type != NULL)
            raise_gres(cluster, need, need->type, sum, tres);
    }
}

static bool asks_for_type(const SsCluster *cluster, const SsRequest *req, const SsTres *tres)
{
    for (uint32_t i = 0; i < req->n_gres; i++)
        if (g_strcmp0(req->gres[i].type, tres->kind) == 0
            && strcmp(cluster->gres_names[req->gres[i].gres], tres->gres) == 0)
            return true;
    return false;
}

/* Limits of a type of GRES are for jobs that ask for that type, whatever the others get (replay-untyped-limits). */
static void forget_other_types(const Attempt *a, uint64_t *tres)
{
    const SsTresSet *set = a->world->cluster->tres;

    for (uint32_t t = 0; t < set->n; t++)
        if (set->at[t].kind != NULL && !asks_for_type(a->world->cluster, &a->job->req, &set->at[t]))
            tres[t] = 0;
}

static SsReason exact_limits(Attempt *a)
{
    const SsCluster     *cluster = a->world->cluster;
    g_autofree uint64_t *tres = g_new0(uint64_t, cluster->tres->n);
    g_autoptr(SsNodeSet) nodes = NULL;

    if (!ss_limits_enforced(a->world, a->job))
        return SS_REASON_NONE;
    nodes = ss_node_set_new(cluster->n_nodes);
    selected(a, tres, nodes);
    if (a->alloc == NULL)
        count_tried_gres(a, nodes, tres);
    for (uint32_t i = 0; i < a->job->req.n_license; i++) {
        const uint32_t   license = a->job->req.license[i].license;
        g_autofree char *name = g_strconcat("license/", cluster->licenses[license].name, NULL);
        const uint32_t   at = ss_tres_find(cluster->tres, name);

        if (at != SS_ID_NONE)
            tres[at] = a->job->req.license[i].count;
    }
    tres[SS_TRES_BILLING] =
        (uint64_t) ss_tres_billing(cluster->tres, tres, a->world->parts[a->part].billing,
                                   (a->world->settings.priority_flags & SS_PRIO_MAX_TRES) != 0);
    forget_other_types(a, tres);
    return ss_limits_post(a->world, a->job, a->part, tres, nodes);
}

void ss_start_add_strangers(const SsWorld *world, const SsJob *job, SsNodeSet *nodes)
{
    g_autoptr(SsNodeSet) theirs = ss_node_set_new(nodes->n_bits);
    const bool           wants = ss_world_is_for_one_user(world, job, job->part);

    for (const SsJob *other = world->first; other != NULL; other = other->next) {
        if (other->alloc == NULL || other->uid == job->uid
            || (!wants && !ss_world_is_for_one_user(world, other, other->part))
            || (other->state != SS_JOB_RUNNING && other->state != SS_JOB_SUSPENDED
                && !other->completing))
            continue;
        ss_alloc_nodes(other->alloc, theirs);
        ss_node_set_or(nodes, theirs);
    }
}

char *ss_start_unavailable_text(const SsWorld *world, const SsJob *job, const SsNodeSet *avail)
{
    const SsPartition   *part = &world->parts[job->part];
    g_autoptr(SsNodeSet) down = ss_node_set_dup(avail);

    ss_node_set_not(down);
    ss_start_add_strangers(world, job, down);
    ss_node_set_and(down, job->req.req_nodes ? job->req.req_nodes : part->nodes);
    if (ss_node_set_is_empty(down))
        return g_strdup("ReqNodeNotAvail, May be reserved for other job");
    g_autofree char *list = ss_cluster_node_list(world->cluster, down);
    return g_strconcat("ReqNodeNotAvail, UnavailableNodes:", list, NULL);
}

static SsStartResult explain_failure(Attempt *a, SsStartResult why)
{
    g_autofree char *text = NULL;

    switch (why) {
    case SS_START_NODES_BUSY:
        return refuse(a, why, SS_REASON_RESOURCES, NULL);
    case SS_START_RESERVATION_BUSY:
    case SS_START_NODE_NOT_AVAIL:
        /* what the pass gave to jobs above is not there for this one */
        text = ss_start_unavailable_text(a->world, a->job,
                                         a->avail != NULL ? a->avail : a->world->avail);
        return refuse(a, why, SS_REASON_REQ_NODE_NOT_AVAIL, text);
    default:
        return refuse(a, why, SS_REASON_BAD_CONSTRAINTS, NULL);
    }
}

bool ss_start_possible(SsWorld *world, SsJob *job, SsPartId part)
{
    Attempt              a = { .world = world, .job = job, .part = part };
    SsStartResult        result = SS_START_NODES_BUSY;
    g_autoptr(SsNodeSet) open = NULL;
    bool                 possible = false;

    ss_request_look_in(world, job, part);
    if (permitted(&a, &result) && count_nodes(&a, &result) && candidates(&a, NULL, &result)) {
        open = open_nodes(&a);
        job->looked = true;
        const SsPlaceQuery query = query_on(&a, open, SS_PLACE_EVER);
        possible = ss_notes_could_ever(&query);
        if (!possible)
            explain_failure(&a, classify(&a));
    }
    attempt_clear(&a);
    return possible;
}

/* --- the start ----------------------------------------------------------------------------------- */

void ss_start_on(SsWorld *world, SsJob *job, SsPartId part, SsAlloc *alloc, uint32_t task,
                 SsStarter starter)
{
    if (job->array.job_id != 0 && job->array.task == SS_UNSET32) {
        SsJob *rest = job;

        job = ss_world_split_task(world, job, task);
        /* the mark of backfill goes with the task, and the plan (replay-backfill-array-resv 10:00:55) */
        if (rest != job) {
            rest->last_sched = SS_STARTER_MAIN;
            ss_job_forget_plan(rest);
        }
    }
    job->time_limit = ss_now_limit(world, job, part);
    job->preempt_asked = 0;
    ss_world_start(world, job, part, alloc, starter);
    const bool spared = !ss_preempt_enabled(world) || ss_preempt_mode(world, job) == SS_PREEMPT_OFF;
    job->preempt_from = spared ? 0 : ss_time_add(job->start, ss_preempt_exempt(world, job));
    ss_limits_started(world, job);
    ss_gang_started(world, job);
    const SsReservation *resv = ss_world_resv(world, job->resv);
    if (resv != NULL && (resv->flags & SS_RESV_REPLACE))
        ss_resv_renew(world, job->resv);
}

static void start_now(Attempt *a, SsStarter starter)
{
    const SsJob   *job = a->job;
    const uint32_t task = job->array.n_pending > 0 ? job->array.pending[0] : SS_UNSET32;

    ss_start_on(a->world, a->job, a->part, g_steal_pointer(&a->alloc), task, starter);
}

static bool is_vetoed(Attempt *a, SsStarter starter)
{
    const SsReferee *referee = a->world->referee;

    return referee != NULL
           && !referee->may_start(referee->data, a->world, a->job, a->part, starter, &a->alloc);
}

void ss_note_switch_wait(const SsWorld *world, SsJob *job)
{
    if (job->req.switches > 0 && job->wait_switch == 0)
        job->wait_switch = world->now;
}

SsStartResult ss_start_job(SsWorld *world, SsJob *job, SsPartId part, const SsNodeSet *avail,
                           SsStarter starter)
{
    Attempt       a = { .world = world, .job = job, .part = part, .avail = avail };
    SsStartResult result = SS_START_NODES_BUSY;

    if (!permitted(&a, &result) || !count_nodes(&a, &result) || !candidates(&a, avail, &result)) {
        attempt_clear(&a);
        return result;
    }
    ss_note_switch_wait(world, job);
    job->looked = true;
    const bool          placed = place_now(&a);
    const SsStartResult why = placed ? SS_START_STARTED : classify(&a);
    const SsReason      limit = is_selected(&a) ? exact_limits(&a) : SS_REASON_NONE;

    if (a.alloc) {
        job->n_nodes = a.alloc->n;
        job->total_cpus = a.alloc->cpus;
        job->chosen = true;
    }
    if (limit != SS_REASON_NONE) {
        result = refuse(&a, SS_START_POLICY, limit, NULL);
    } else if (!placed) {
        if (why == SS_START_NODES_BUSY)
            displace_others(&a);
        result = explain_failure(&a, why);
    } else if (ss_licenses_short(world, job, world->now,
                                 ss_minutes(ss_start_limit(world, job, part)))) {
        result = refuse(&a, SS_START_LICENSES, SS_REASON_LICENSES, NULL);
    } else if (is_vetoed(&a, starter)) {
        result = SS_START_NODES_BUSY;
    } else {
        start_now(&a, starter);
        result = SS_START_STARTED;
    }
    attempt_clear(&a);
    return result;
}
