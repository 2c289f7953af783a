/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backfill.c - one backfill cycle, step by step.
 *
 * Each record of the sorted queue asks for its earliest start: what reservations leave, what this cycle's
 * plan map leaves over its whole length, and then the will-run test on the running jobs. A job that can
 * start now is started; any other takes its place in the map (on the very nodes that will-run chose), and
 * everything below it must leave that place alone. Running jobs are not in the map: their ends are
 * will-run's business.
 *
 * `later` is Slurm's word for "when it is worth looking again": the end of the first segment after which
 * more of the wanted nodes become free, or the first reservation's end. The search moves to it when the
 * nodes at hand do not do, and also when they do but only after it.
 *
 * Limits: bf_max_job_test counts records that reach the expensive test; the per-user, partition and
 * association counts are of records considered. The wall-clock budget (bf_max_time, yields) is not simulated;
 * bf_max_job_test is the model for a controller that runs out of time.
 */
#include "scheduler/backfill.h"

#include "scheduler/eligible.h"
#include "scheduler/licenses.h"
#include "scheduler/limits.h"
#include "scheduler/moment.h"
#include "scheduler/plan_license.h"
#include "scheduler/planmap.h"
#include "scheduler/preempt.h"
#include "scheduler/prospect.h"
#include "scheduler/queue.h"
#include "scheduler/resv.h"
#include "scheduler/runlist.h"
#include "scheduler/search_note.h"
#include "scheduler/shape.h"
#include "scheduler/span.h"
#include "scheduler/start.h"

#include <string.h>

enum { RESV_MOVES_MOST = 10, NODES_COUNTED = 1000 };

typedef struct {
    SsWorld       *world;
    SsPassOutcome *outcome;
    SsPlanMap     *map;
    SsLicensePlan *licenses;        /* bf_licenses; else NULL */
    uint32_t      *part_considered; /* [n_parts] */
    uint32_t      *part_reserved;   /* [n_parts] */
    GHashTable    *counted;         /* count_key -> count */
    SsNodeSet     *nodes;           /* candidates of the search at hand */
    SsNodeSet     *in_service;      /* likewise, before the map is asked; NULL: it does not count */
    SsProspects   *prospects;       /* NULL until needed */
    bool           counts;          /* tries: the map keeps its takes */
    bool           pays;            /* then: to keep searches for other cycles, by what was known */
    uint64_t       spared, asks;    /* of will-run, by kept searches and for them */
    SsShape        promised;        /* what was taken out of the map, in order */
    SsTime         map_until;       /* when the map would cut one of these otherwise */
    uint32_t       rejected_array;
    SsPartId       rejected_part;
    bool           stop;
} Cycle;

/* One record's search. */
typedef struct {
    Cycle               *cycle;
    const SsQueueRecord *record;
    SsJob               *job;
    SsPartId             part;
    uint32_t             min, wanted, max;
    uint32_t             plan_minutes, run_minutes;
    bool                 now_only;
    bool                 asked;     /* will-run, in this search  */
    bool                 tried;     /* likewise, in any          */
    bool                 named;     /* SchedNodeList is this one's */
    bool                 estimated; /* StartTime is this one's, and its last task's in the end */
    SsTime               later;    /* when there will be more nodes than it would start on now; 0 */
    SsShape              request;  /* of the job, for all tries */
    SsTime               until;    /* when the search would come out otherwise */
    uint32_t             cpus;     /* of the nodes that will-run chose last, in this search; 0 */
    bool                 hurried;  /* behind these, will-run said no more than "too late" */
    bool                 at_ease;  /* and may not */
    bool                 kept;     /* for other cycles */
    SsProspect          *prospect; /* of cycle->in_service; NULL: step by step */
    uint32_t             n_asks;   /* of will-run, in this search */
    SsWillRunRef         ask[SS_SEARCH_ASKS_MOST];
} Search;

/* --- who is considered --------------------------------------------------------------------------- */

static bool gone(const SsQueueRecord *record)
{
    const SsJob *job = record->job;

    return job->state != SS_JOB_PENDING || job->id != record->job_id || job->priority == 0;
}

typedef enum { COUNT_ASSOC = 1, COUNT_USER, COUNT_USER_PART } CountOf;

/* What is counted: associations, users, and users by partition. */
static gpointer count_key(CountOf what, uint32_t id, SsPartId part)
{
    return GSIZE_TO_POINTER((gsize) what << 60 | (gsize) part << 32 | id);
}

/* Counts one more under `key`; true if there were `most` already. */
static bool one_too_many(Cycle *cycle, gpointer key, uint32_t most)
{
    const uint32_t n = GPOINTER_TO_UINT(g_hash_table_lookup(cycle->counted, key)) + 1;
    g_hash_table_replace(cycle->counted, key, GUINT_TO_POINTER(n));
    return n > most;
}

static bool over_counts(Cycle *cycle, const SsQueueRecord *record)
{
    const SsSchedParams *p = &cycle->world->settings.sched;
    const SsJob         *job = record->job;

    if (record->magnetic)
        return false;
    if (p->bf_max_job_part && cycle->part_considered[record->part]++ >= p->bf_max_job_part)
        return true;
    if (p->bf_max_job_assoc) {
        if (one_too_many(cycle, count_key(COUNT_ASSOC, job->assoc, 0), p->bf_max_job_assoc))
            return true;
    } else if (p->bf_max_job_user
               && one_too_many(cycle, count_key(COUNT_USER, job->uid, 0), p->bf_max_job_user)) {
        return true;
    }
    return p->bf_max_job_user_part
           && one_too_many(cycle, count_key(COUNT_USER_PART, job->uid, record->part),
                           p->bf_max_job_user_part);
}

static bool array_rejected(const Cycle *cycle, const SsQueueRecord *record)
{
    return record->job->array.job_id != 0 && record->job->array.job_id == cycle->rejected_array
           && record->part == cycle->rejected_part;
}

static uint32_t priority_threshold(const SsWorld *world, const SsJob *job, SsPartId part)
{
    SsQosId first, second;

    ss_limits_qos_order(world, job, part, &first, &second);
    if (first != SS_ID_NONE && world->tree->qos[first].limits.min_prio_thresh != SS_NO_LIMIT)
        return world->tree->qos[first].limits.min_prio_thresh;
    if (second != SS_ID_NONE && world->tree->qos[second].limits.min_prio_thresh != SS_NO_LIMIT)
        return world->tree->qos[second].limits.min_prio_thresh;
    return world->settings.sched.bf_min_prio_reserve;
}

/* May it only start now, never reserve? */
static bool only_now(const Cycle *cycle, const SsQueueRecord *record)
{
    const SsWorld       *world = cycle->world;
    const SsSchedParams *p = &world->settings.sched;
    const SsJob         *job = record->job;

    if (record->prefer || record->priority < priority_threshold(world, job, record->part))
        return true;
    if (p->bf_min_age_reserve
        && (job->eligible == 0 || world->now - job->eligible < (SsSpan) p->bf_min_age_reserve))
        return true;
    if (p->bf_one_resv_per_job && job->planned_start != 0)
        return true;
    return p->bf_job_part_count_reserve
           && cycle->part_reserved[record->part] >= p->bf_job_part_count_reserve;
}

/* --- how long ------------------------------------------------------------------------------------ */

static bool is_no_reserve(const SsWorld *world, const SsJob *job)
{
    return job->qos != SS_ID_NONE && (world->tree->qos[job->qos].flags & SS_QOS_NO_RESERVE);
}

static void set_minutes(Search *s)
{
    const SsWorld *world = s->cycle->world;
    const uint32_t limit = ss_plan_limit(world, s->job, s->part);

    s->plan_minutes = s->run_minutes = limit;
    if (s->job->deadline) {
        const SsSpan left = MAX((SsSpan) 0, (s->job->deadline - world->now) / 60);

        s->run_minutes = (uint32_t) MIN((SsSpan) limit, left);
    } else if (s->job->time_min && s->job->time_min < limit) {
        /* 22.05: a backfilled job with --time-min gets exactly that */
        s->plan_minutes = s->run_minutes = s->job->time_min;
    }
    if (is_no_reserve(world, s->job) && world->settings.preempt_type != SS_PREEMPT_NONE)
        s->plan_minutes = 1;
}

/* --- the search ---------------------------------------------------------------------------------- */

static bool is_for_one_user(const Search *s)
{
    return ss_world_is_for_one_user(s->cycle->world, s->job, s->part);
}

static void remove_unusable(const Search *s, SsNodeSet *nodes)
{
    const SsWorld *world = s->cycle->world;

    ss_place_in_service(world, s->job, s->part, nodes);
    /* whoever wants nodes for one user is planned on those that nobody else is on now (replay-mix-shares: job 29) */
    if (is_for_one_user(s)) {
        g_autoptr(SsNodeSet) theirs = ss_node_set_new(nodes->n_bits);

        ss_start_add_strangers(world, s->job, theirs);
        ss_node_set_and_not(nodes, theirs);
    }
    if (!ss_node_set_intersects(nodes, world->owned))
        return;
    for (uint32_t n = ss_node_set_first(nodes); n != SS_ID_NONE; n = ss_node_set_next(nodes, n + 1))
        if (world->node[n].owner != SS_UNSET32 && world->node[n].owner != s->job->uid)
            ss_node_set_remove(nodes, n);
}

/* A submission, or a main pass, has told that a maintenance is in the way; backfill takes it back when there is none any more,
 * and the main scheduler gives another reason. It does not tell it itself (replay-resv-share-excl, -b). */
static void forget_maintenance(const Search *s, const SsResvAnswer *answer)
{
    const bool in_the_way = answer->verdict != SS_RESV_OPEN && answer->maintenance;

    if (!in_the_way && g_strcmp0(s->job->reason_text, ss_maintenance_text) == 0)
        ss_world_set_reason(s->cycle->world, s->job, SS_REASON_NONE, NULL);
}

/* What reservations leave at *start; moves it behind those that leave nothing. */
static bool apply_reservations(const Search *s, SsTime *start, SsNodeSet *nodes,
                               SsResvAnswer *answer)
{
    for (uint32_t moves = 0; moves < RESV_MOVES_MOST; moves++) {
        ss_node_set_fill(nodes);
        *answer = ss_resv_apply(s->cycle->world, s->job, s->part, *start,
                                ss_minutes(s->plan_minutes), nodes);
        if (*start == s->cycle->world->now)
            forget_maintenance(s, answer);
        /* A reserved node that the job names is merely missing: the search goes on behind the first of the reservations, a second
         * behind the next bf_resolution (replay-resv-float: job 8). */
        if (answer->verdict == SS_RESV_OPEN
            || (answer->verdict == SS_RESV_BLOCKED && !answer->maintenance))
            return true;
        g_clear_pointer(&answer->excluded_cores, g_free);
        if (answer->verdict == SS_RESV_OVER || answer->until <= *start)
            return false;
        *start = answer->until;
    }
    return false;
}

/* The clock matters from `when` on. */
static void lower(Search *s, SsTime when)
{
    ss_moment_lower(&s->until, when);
    ss_moment_lower(&s->cycle->outcome->valid_until, when);
}

/* Where one stands on nodes of the job's partition (replay-resv-share-excl-b: 43), behind the end that any of them has
 * first (replay-resv-float: 2); not behind the window's end (static-t-gpu-farm). */
static SsTime after_reservation(Search *s, const SsResvAnswer *answer, SsTime start, SsTime later)
{
    const SsWorld *world = s->cycle->world;
    const SsSpan   res = s->cycle->map->resolution;
    const SsSpan   window = (SsSpan) world->settings.sched.bf_window * 60;
    const SsTime   end = answer->on_partition ? ss_resv_first_end(world, start) : 0;

    if (end == 0)
        return later;
    if (start == world->now)
        lower(s, end); /* a floating one's passes without an event */
    const SsTime again = (end + res - 1) / res * res + 1;
    if (again >= world->now + window) {
        lower(s, again - window + 1);
        return later;
    }
    return later == 0 ? again : MIN(later, again);
}

static bool enough(const Search *s, const SsNodeSet *nodes)
{
    const uint32_t n =
        s->prospect != NULL ? ss_prospect_count(s->prospect) : ss_node_set_count(nodes);

    if (n < s->min)
        return false;
    return !s->job->req.req_nodes || ss_node_set_is_subset(s->job->req.req_nodes, nodes);
}

static bool takes_whole_nodes(const SsWorld *world, const SsJob *job)
{
    return job->req.whole || world->parts[job->part].share == SS_SHARE_EXCLUSIVE
           || world->settings.select_type == SS_SELECT_LINEAR;
}

/* With those that MaxMemPerCPU adds (static-z-classroom), or all of whole nodes (static-t-university-qos). */
static uint32_t cpus_to_come(const SsWorld *world, const SsJob *job, const SsNodeSet *nodes)
{
    return takes_whole_nodes(world, job) ? ss_cluster_cpus(world->cluster, nodes)
                                         : MAX(job->req.min_cpus, job->req.min_nodes);
}

/* "Too late" leaves open whether it chose any at all. */
static void note_cpus(Search *s, bool found, const SsWillRun *answer)
{
    if (found)
        s->cpus = cpus_to_come(s->cycle->world, s->job, answer->nodes);
    s->hurried = !found && (s->hurried || answer->late);
}

static SsPlaceQuery query_of(const Search *s, const SsNodeSet *nodes, const SsResvAnswer *resv)
{
    return (SsPlaceQuery){
        .world = s->cycle->world,
        .job = s->job,
        .part = s->part,
        .nodes = nodes,
        .excluded_cores = resv->excluded_cores,
        .inside_resv = resv->inside,
        .min_nodes = s->min,
        .req_nodes = s->wanted,
        .max_nodes = s->max,
        .prefer = s->record->prefer,
        .request = &s->request,
        .prospect = s->prospect,
    };
}

/* A start behind `later` would be followed by the next try; 0: any start is wanted. */
static bool ask_will_run(Search *s, const SsNodeSet *nodes, const SsResvAnswer *resv, SsTime later,
                         SsWillRun *answer)
{
    const SsPlaceQuery query = query_of(s, nodes, resv);

    s->asked = true;
    const bool found = ss_will_run(s->cycle->world, &query, s->now_only,
                                   s->now_only || s->at_ease ? 0 : later, answer);
    note_cpus(s, found, answer);
    if (s->n_asks < SS_SEARCH_ASKS_MOST)
        s->ask[s->n_asks] = answer->ref;
    s->n_asks++;
    return found;
}

static bool any_completing(const SsWorld *world, const SsNodeSet *nodes)
{
    if (world->n_completing == 0)
        return false;
    for (uint32_t n = ss_node_set_first(nodes); n != SS_ID_NONE; n = ss_node_set_next(nodes, n + 1))
        if (world->node[n].state & SS_NODE_COMPLETING)
            return true;
    return false;
}

static bool any_reservation(const SsWorld *world)
{
    for (uint32_t r = 0; r < world->resv->len; r++)
        if (world->resv->pdata[r] != NULL)
            return true;
    return false;
}

/* Where there is any reservation, of whatever and whenever, a job whose licences are out is planned for no time at all;
 * recorded: with one created, deleted and created again (static-k-chip-eda, -auto-cfd, static-t-company-licences). */
static bool has_no_future(Search *s, SsTime begin)
{
    const SsWorld *world = s->cycle->world;

    if (s->cycle->licenses == NULL || s->job->req.n_license == 0 || !any_reservation(world)
        || !ss_licenses_short(world, s->job, begin, ss_minutes(s->plan_minutes)))
        return false;
    lower(s, world->now);
    return true;
}

/* --- tries that need not be made ------------------------------------------------------------------- */

/* Does the search read the job, what is in use and the map, and nothing else? Not where somebody may be displaced, where
 * reservations or licences are planned, or where cuts of the map or the wait for switches move with the clock. An overdue
 * job's end moves, too. Whom nodes belong to, and which still complete, changes with starts and ends that a kept answer may outlast. */
static bool is_repeatable(const Search *s)
{
    const SsWorld       *world = s->cycle->world;
    const SsSchedParams *p = &world->settings.sched;

    return ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_PREFIX) && world->resv->len == 0
           && s->cycle->licenses == NULL && !p->bf_running_job_reserve && s->job->req.switches == 0
           && !ss_preempt_possible(world, s->job, s->part) && !is_for_one_user(s)
           && ss_node_set_is_empty(world->owned) && world->n_completing == 0
           && (world->ends->len == 0
               || g_array_index(world->ends, SsPlannedEnd, 0).end > world->now);
}

/* Where reservations, licences, features or victims are looked at the nodes are found step by step. And a search that is kept
 * must have asked what it stands on. */
static bool has_prospect(const Search *s)
{
    const SsWorld *world = s->cycle->world;

    return !s->kept && s->cycle->counts && world->resv->len == 0 && s->cycle->licenses == NULL
           && s->job->req.n_feature == 0 && !ss_preempt_possible(world, s->job, s->part);
}

static void find_prospect(Search *s)
{
    Cycle             *cycle = s->cycle;
    const SsResvAnswer resv = { 0 };

    s->prospect = NULL;
    if (!has_prospect(s))
        return;
    if (cycle->prospects == NULL)
        cycle->prospects = ss_prospects_new(cycle->map);
    ss_node_set_fill(cycle->in_service);
    remove_unusable(s, cycle->in_service);
    const SsPlaceQuery query = query_of(s, cycle->in_service, &resv);
    s->prospect = ss_prospect_of(cycle->prospects, &query);
}

#ifdef SS_DEBUG
static void prove_hopeless(const Search *s, const SsPlaceQuery *query, SsTime later)
{
    SsWillRun  answer = { 0 };
    const bool found = ss_will_run(s->cycle->world, query, false, later, &answer);

    g_assert(!found || answer.start > later);
    ss_node_set_free(answer.nodes);
}
#endif

/* Until there are more nodes, no end will do: will-run would call that late. */
static bool is_too_early(Search *s, SsTime later)
{
    SsWorld           *world = s->cycle->world;
    const SsResvAnswer resv = { 0 };

    if (s->prospect == NULL || later == 0 || s->now_only || s->at_ease)
        return false;
    const SsPlaceQuery query = query_of(s, ss_prospect_nodes(s->prospect), &resv);
    ss_prospect_end(s->prospect, later);
    if (!ss_prospect_is_hopeless(s->prospect, &query))
        return false;
#ifdef SS_DEBUG
    prove_hopeless(s, &query, later);
#endif
    world->shortcuts.saved[SS_SHORTCUT_PROSPECT]++;
    s->asked = true;
    s->hurried = true;
    lower(s, later + 1);
    return true;
}

/* --- one try --------------------------------------------------------------------------------------- */

/* Those that are left over the window, `nodes` or the prospect's. Returns when there are more, 0: not any more. */
static SsTime keep_candidates(const Search *s, SsTime begin, SsTime end, SsNodeSet *nodes)
{
    const SsPlanMap *map = s->cycle->map;

    if (s->prospect == NULL) {
        remove_unusable(s, nodes);
        return ss_plan_map_keep(map, begin, end, nodes);
    }
    ss_prospect_move(s->prospect, begin, end);
    return ss_plan_map_later(map, begin, end, s->cycle->in_service);
}

/* One TRY: candidates at *start over the planned length. SS_FOUND_NOTHING with *later = 0: give up. */
static SsFound try_at(Search *s, SsTime *start, SsNodeSet *nodes, SsWillRun *answer, SsTime *later)
{
    const SsWorld *world = s->cycle->world;
    SsResvAnswer   resv = { 0 };
    SsTime         begin = *start, licenses_back = 0;

    *later = 0;
    if (s->prospect == NULL
        && (has_no_future(s, begin) || !apply_reservations(s, &begin, nodes, &resv)))
        return SS_FOUND_NOTHING;
    const SsTime     end = begin + ss_minutes(s->plan_minutes);
    const SsNodeSet *left = s->prospect != NULL ? ss_prospect_nodes(s->prospect) : nodes;
    *later = keep_candidates(s, begin, end, nodes);
    bool found = enough(s, left);
    if (begin == world->now)
        lower(s, ss_plan_map_shift(s->cycle->map, begin, end, left, found, *later != 0));
    else if (begin >= s->cycle->map->end) /* behind the map, which grows with the clock */
        lower(s, ss_plan_map_edge(s->cycle->map, world->now, begin, end));
    *later = after_reservation(s, &resv, begin, *later);
    *start = begin;

    if (ss_license_plan_is_short(s->cycle->licenses, s->job, begin, end, &licenses_back)) {
        *later = licenses_back;
        found = false;
    }
    if (found && is_too_early(s, *later))
        return SS_FOUND_NOTHING;
    if (found && left != nodes)
        ss_node_set_copy(nodes, left);
    found = found && ask_will_run(s, nodes, &resv, *later, answer);
    g_free(resv.excluded_cores);
    if (!found) {
        if (answer->late)
            lower(s, *later + 1);
        return SS_FOUND_NOTHING;
    }
    answer->start = MAX(answer->start, begin);
    if (answer->start <= world->now && any_completing(world, answer->nodes)) {
        answer->start = world->now + 1;
        *later = 0;
        lower(s, world->now);
    }
    return answer->start <= world->now ? SS_FOUND_NOW : SS_FOUND_LATER;
}

/* Does a promise of this cycle stand against it? */
static bool conflicts(const Search *s, const SsWillRun *answer)
{
    const SsSpan res = s->cycle->map->resolution;
    const SsTime end = answer->start + ss_minutes(s->plan_minutes);

    return ss_plan_map_conflicts(s->cycle->map, ss_floor_to(answer->start, res),
                                 ss_floor_to(end, res), answer->nodes)
           || ss_license_plan_is_short(s->cycle->licenses, s->job, answer->start, end, NULL);
}

/* When a promise from then on would be cut otherwise by the map's ends. */
static SsTime edge_of(const Search *s, SsTime start)
{
    const SsPlanMap *map = s->cycle->map;

    return ss_plan_map_edge(map, s->cycle->world->now, ss_floor_to(start, map->resolution),
                            ss_floor_to(start + ss_minutes(s->plan_minutes), map->resolution));
}

/* The earliest start: SS_FOUND_NOW with the candidates in `nodes`, SS_FOUND_LATER with *answer. */
static SsFound search_on(Search *s, SsNodeSet *nodes, SsWillRun *answer)
{
    SsTime start = s->cycle->world->now, later = 0;

    find_prospect(s);
    for (;;) {
        ss_node_set_free(answer->nodes);
        *answer = (SsWillRun){ 0 };
        const SsFound found = try_at(s, &start, nodes, answer, &later);

        s->later = later;
        if (found == SS_FOUND_NOW)
            return SS_FOUND_NOW;
        if (found == SS_FOUND_NOTHING) {
            if (later == 0 || s->now_only)
                return SS_FOUND_NOTHING;
            start = later;
            continue;
        }
        lower(s, answer->start);
        if (s->now_only)
            return SS_FOUND_LATER;
        if (later && answer->start > later) {
            start = later;
            continue;
        }
        const SsSchedParams *p = &s->cycle->world->settings.sched;
        if (answer->start > s->cycle->world->now + (SsSpan) p->bf_window * 60) {
            lower(s, answer->start - (SsSpan) p->bf_window * 60);
            return SS_FOUND_LATER;
        }
        if (!conflicts(s, answer)) {
            lower(s, edge_of(s, answer->start));
            return SS_FOUND_LATER;
        }
        start = answer->start;
    }
}

/* Of one that ends with nothing it must be known what was chosen last. */
static SsFound search(Search *s, SsNodeSet *nodes, SsWillRun *answer)
{
    SsFound found = search_on(s, nodes, answer);

    if (found == SS_FOUND_NOTHING && s->hurried) {
        s->at_ease = true;
        found = search_on(s, nodes, answer);
        s->at_ease = false;
    }
    return found;
}

/* --- searches of earlier cycles ------------------------------------------------------------------ */

/* Always where tries are made anyhow. */
static bool keeps_searches(const Cycle *cycle)
{
    return !cycle->counts || (cycle->pays && ss_search_notes_may_pay(cycle->spared, cycle->asks));
}

static SsShape key_of(const Search *s)
{
    SsShape key = s->request;

    ss_shape_mix(&key, s->cycle->promised.a);
    ss_shape_mix(&key, s->cycle->promised.b);
    ss_shape_mix(&key, (uint64_t) s->job->assoc << 32 | s->part);
    ss_shape_mix(&key, (uint64_t) s->min << 32 | s->wanted);
    ss_shape_mix(&key, (uint64_t) s->max << 32 | s->plan_minutes);
    ss_shape_mix(&key, (s->now_only ? 2u : 0u) | (s->record->prefer ? 1u : 0u));
    return key;
}

#ifdef SS_DEBUG
static void prove(const Search *s, const SsSearchNote *note)
{
    SsPassOutcome        outcome = *s->cycle->outcome;
    Cycle                cycle = *s->cycle;
    Search               again = *s;
    SsWillRun            answer = { 0 };
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(cycle.world->cluster->n_nodes);

    cycle.outcome = &outcome;
    again.cycle = &cycle;
    g_assert(search(&again, nodes, &answer) == note->found && again.asked == note->asked);
    g_assert(again.later == note->later && again.cpus == note->cpus);
    g_assert(note->found != SS_FOUND_LATER || answer.start == note->start);
    g_assert(note->found == SS_FOUND_NOTHING || ss_node_set_equal(answer.nodes, note->nodes));
    g_assert(note->found != SS_FOUND_NOW || ss_node_set_equal(nodes, note->candidates));
    ss_node_set_free(answer.nodes);
}
#endif

static SsFound recall(Search *s, const SsSearchNote *note, SsNodeSet *nodes, SsWillRun *answer)
{
    SsWorld *world = s->cycle->world;

#ifdef SS_DEBUG
    prove(s, note);
#endif
    world->shortcuts.saved[SS_SHORTCUT_PREFIX]++;
    s->cycle->spared += note->n_asks;
    s->asked = note->asked;
    s->later = note->later;
    s->cpus = note->cpus;
    lower(s, note->until);
    if (note->found == SS_FOUND_NOW)
        ss_node_set_copy(nodes, note->candidates);
    if (note->found != SS_FOUND_NOTHING)
        answer->nodes = ss_node_set_dup(note->nodes);
    answer->start = note->found == SS_FOUND_NOW ? world->now : note->start;
    return note->found;
}

static SsFound search_and_keep(Search *s, SsSearchNote *note, SsShape key, SsNodeSet *nodes,
                               SsWillRun *answer)
{
    const SsFound found = search(s, nodes, answer);

    s->cycle->asks += s->n_asks;
    ss_search_note_clear(note);
    *note = (SsSearchNote){ .known = true,
                            .placing = s->cycle->world->placing,
                            .key = key,
                            .until = s->until,
                            .map_until = s->cycle->map_until,
                            .found = found,
                            .asked = s->asked,
                            .later = s->later,
                            .start = answer->start,
                            .cpus = s->cpus,
                            .n_asks = s->n_asks };
    memcpy(note->ask, s->ask, MIN(s->n_asks, SS_SEARCH_ASKS_MOST) * sizeof *s->ask);
    if (found != SS_FOUND_NOTHING)
        note->nodes = ss_node_set_dup(answer->nodes);
    if (found == SS_FOUND_NOW)
        note->candidates = ss_node_set_dup(nodes);
    return found;
}

static SsFound find(Search *s, SsNodeSet *nodes, SsWillRun *answer)
{
    s->kept = keeps_searches(s->cycle) && is_repeatable(s);
    const SsShape key = s->kept ? key_of(s) : s->request;
    SsSearchNote *note = s->kept ? ss_search_note(s->cycle->world, key) : NULL;
    SsFound       found;

    s->asked = false;
    s->n_asks = 0;
    s->cpus = 0;
    s->hurried = false;
    s->until = SS_TIME_NEVER;
    if (note == NULL)
        found = search(s, nodes, answer);
    else if (ss_search_note_holds(note, s->cycle->world, key))
        found = recall(s, note, nodes, answer);
    else
        found = search_and_keep(s, note, key, nodes, answer);
    /* What it would get counts for its size from now on, planned or not (replay-resv-share-excl-b 10:10:30: 67). */
    if (s->cpus != 0)
        s->job->total_cpus = s->cpus;
    s->cycle->outcome->tried += s->asked && !s->tried;
    s->tried |= s->asked;
    return found;
}

/* --- what is done with the answer ---------------------------------------------------------------- */

static void note_estimate(Search *s, const SsWillRun *answer)
{
    SsJob *job = s->job;

    if (!s->estimated && job->planned_start != 0 && job->planned_start <= answer->start)
        return; /* another partition's record promised it earlier */
    s->estimated = true;
    job->planned_start = answer->start;
    g_clear_pointer(&job->planned_nodes, ss_node_set_free);
}

/* SchedNodeList is of the reservation: an estimate without one (limits, now-only, beyond the window) has none. Of several
 * with one start it is of the first partition (static-partition-memory) and of an array's last task there. */
static void note_nodes(Search *s, const SsWillRun *answer)
{
    SsJob *job = s->job;

    if (job->planned_start != answer->start || (job->planned_nodes != NULL && !s->named))
        return;
    ss_node_set_free(job->planned_nodes);
    job->planned_nodes = ss_node_set_dup(answer->nodes);
    s->named = true;
}

static bool exact_limits_allow(const Search *s, const SsNodeSet *nodes)
{
    const SsWorld       *world = s->cycle->world;
    g_autofree uint64_t *tres = g_new0(uint64_t, world->cluster->tres->n);

    memcpy(tres, s->job->tres_req, sizeof *tres * world->cluster->tres->n);
    tres[SS_TRES_CPU] = MAX(tres[SS_TRES_CPU], cpus_to_come(world, s->job, nodes));
    tres[SS_TRES_NODE] = ss_node_set_count(nodes);
    const SsReason reason = ss_limits_post(world, s->job, s->part, tres, nodes);
    if (reason == SS_REASON_NONE)
        return true;
    ss_world_set_reason(s->cycle->world, s->job, reason, NULL);
    return false;
}

static void note_promise(Cycle *cycle, SsTime start, SsTime end, const SsNodeSet *nodes)
{
    ss_shape_mix(&cycle->promised, (uint64_t) start);
    ss_shape_mix(&cycle->promised, (uint64_t) end);
    ss_shape_mix_set(&cycle->promised, nodes);
}

static void reserve(Search *s, const SsWillRun *answer)
{
    Cycle       *cycle = s->cycle;
    SsWorld     *world = cycle->world;
    const SsSpan res = cycle->map->resolution;
    const SsTime end = ss_floor_to(answer->start + ss_minutes(s->plan_minutes), res);

    const SsTime edge = edge_of(s, answer->start);

    note_nodes(s, answer);
    ss_plan_map_take(cycle->map, ss_floor_to(answer->start, res), end, answer->nodes);
    note_promise(cycle, ss_floor_to(answer->start, res), end, answer->nodes);
    ss_license_plan_take(cycle->licenses, s->job, answer->start, end);
    ss_moment_lower(&cycle->map_until, edge);
    lower(s, edge);
    cycle->outcome->stamps = true;
    cycle->part_reserved[s->part]++;
    for (uint32_t w = 0; w < answer->nodes->n_words; w++)
        for (uint64_t left = answer->nodes->words[w]; left; left &= left - 1) {
            const SsNodeId n = w * 64 + (uint32_t) __builtin_ctzll(left);

            if (world->use->jobs[n] == 0) /* recorded: a node in use is not marked */
                world->node[n].state |= SS_NODE_PLANNED;
        }
    if (ss_plan_map_size(cycle->map) >= world->settings.sched.bf_node_space_size)
        cycle->stop = true;
}

/* A job started with --time-min or a deadline got a shorter limit: make it whole minutes that fit. */
static void start_with_limit(const Search *s, uint32_t *saved)
{
    *saved = s->job->time_limit;
    if ((s->job->time_min && s->run_minutes < ss_plan_limit(s->cycle->world, s->job, s->part))
        || s->job->deadline)
        s->job->time_limit = s->run_minutes;
}

/* A job that this cycle started holds its licences in the map, as those that ran before (replay-licenses-bf: job 5 is planned
 * behind job 3, which the cycle had just started). */
static void hold_licenses(const Search *s, uint32_t minutes)
{
    const SsWorld *world = s->cycle->world;

    ss_license_plan_take(s->cycle->licenses, s->job, world->now, world->now + ss_minutes(minutes));
}

/* Only a limit keeps it from starting: with assoc_limit_stop it keeps its nodes for a while to come (recorded:
 * static-q-condo-tiers, where a job of a lower tier finds them promised). */
static void wait_for_limit(Search *s, SsWillRun *answer)
{
    enum { A_WHILE = 500 };
    SsWorld *world = s->cycle->world;

    answer->start = s->later ? s->later : world->now + A_WHILE;
    note_estimate(s, answer);
    reserve(s, answer);
}

/* Nodes are free, but something else keeps it from starting (its partition refuses the account): it is planned for now,
 * which StartTime and SchedNodeList tell (static-y-condo, static-t-condo-shared). */
static void stay_planned(Search *s, const SsWillRun *answer)
{
    note_estimate(s, answer);
    reserve(s, answer);
}

static bool start_now(Search *s, const SsNodeSet *nodes, SsWillRun *answer)
{
    Cycle   *cycle = s->cycle;
    uint32_t saved = 0;
    start_with_limit(s, &saved);
    const SsStartResult result =
        ss_start_job(cycle->world, s->job, s->part, nodes, SS_STARTER_BACKFILL);

    if (result == SS_START_STARTED) {
        cycle->outcome->started++;
        cycle->world->stats.backfilled++;
        hold_licenses(s, s->job->time_limit);
        const uint32_t most = cycle->world->settings.sched.bf_max_job_start;
        cycle->stop |= most && cycle->outcome->started >= most;
        if (s->job->state == SS_JOB_PENDING)
            s->job->time_limit = saved; /* of the tasks that have not started */
        return true;
    }
    s->job->time_limit = saved;
    lower(s, cycle->world->now); /* its place in the map moves with the clock */
    if (result != SS_START_POLICY && !s->now_only)
        stay_planned(s, answer);
    else if (cycle->world->settings.sched.assoc_limit_stop && !s->now_only)
        wait_for_limit(s, answer);
    return false;
}

/* One attempt for the record's job (or next array task): TRUE if it started or a reservation was made, and
 * the array's next task may be tried. */
static bool plan(Search *s)
{
    Cycle     *cycle = s->cycle;
    SsWorld   *world = cycle->world;
    SsNodeSet *nodes = cycle->nodes;
    SsWillRun  answer = { 0 };
    bool       served = false;

    s->request = ss_shape_of_request(s->job);
    ss_note_switch_wait(world, s->job);
    switch (find(s, nodes, &answer)) {
    case SS_FOUND_NOTHING:
        cycle->rejected_array = s->job->array.job_id;
        cycle->rejected_part = s->part;
        break;
    case SS_FOUND_NOW:
        served = start_now(s, nodes, &answer);
        break;
    case SS_FOUND_LATER:
        note_estimate(s, &answer);
        if (s->now_only || answer.start > world->now + (SsSpan) world->settings.sched.bf_window * 60
            || is_no_reserve(world, s->job))
            break;
        if (!world->settings.sched.assoc_limit_stop && !exact_limits_allow(s, answer.nodes))
            break;
        reserve(s, &answer);
        served = true;
        break;
    }
    ss_node_set_free(answer.nodes);
    return served;
}

/* How many tasks of the record may be planned for later, whatever % says (replay-mix-arrays-deps: two or more of %1). Those that
 * start do not count (slurm.conf(5): bf_max_job_array_resv; static-z-genome: eight tasks start in a cycle that may reserve for
 * five). */
static uint32_t array_reservations(const SsWorld *world, const SsJob *job)
{
    if (job->array.job_id == 0 || job->array.task != SS_UNSET32)
        return 1;
    return MAX(MIN(world->settings.sched.bf_max_job_array_resv, job->array.n_pending), 1);
}

/* Without bf_licenses, who has none now is passed over in silence: a record, and each further task of an array
 * (replay-mix-gpus-licences: a cycle starts one task of array 14; the next one gets neither a reason nor a reservation). */
static bool lacks_licenses(const SsWorld *world, const SsJob *job, SsPartId part)
{
    return !world->settings.sched.bf_licenses
           && ss_licenses_short(world, job, world->now,
                                ss_minutes(ss_plan_limit(world, job, part)));
}

/* One task of the record after the other. */
static void plan_tasks(Search *s, const SsQueueRecord *record)
{
    const Cycle *cycle = s->cycle;
    uint32_t     reserved = 0;

    while (!cycle->stop && reserved < array_reservations(cycle->world, s->job)) {
        const uint32_t started = cycle->outcome->started;

        if (!plan(s) || gone(record) || !ss_eligible(cycle->world, s->job)
            || lacks_licenses(cycle->world, s->job, s->part))
            break;
        reserved += cycle->outcome->started == started;
    }
}

static bool past_deadline(SsWorld *world, SsJob *job)
{
    if (job->deadline == 0)
        return false;
    const uint32_t least = job->time_min ? job->time_min : job->time_limit;
    const SsSpan   span = least == SS_UNSET32 || least == SS_NO_LIMIT ? 0 : (SsSpan) least * 60;
    if (job->deadline >= world->now + span)
        return false;
    ss_world_cancel_pending(world, job, SS_JOB_DEADLINE, SS_REASON_DEAD_LINE, 0);
    return true;
}

static bool limits_allow(SsWorld *world, SsJob *job, SsPartId part)
{
    if (world->settings.sched.assoc_limit_stop)
        return true;
    const SsReason reason = ss_limits_pre(world, job, part);
    if (reason == SS_REASON_NONE)
        return true;
    ss_world_set_reason(world, job, reason, NULL);
    return false;
}

/* LastSchedEval: a job that its limits stop, or licences, counts as looked at, too. */
static void note_look(Cycle *cycle, SsJob *job)
{
    job->last_sched_eval = cycle->world->now;
    job->last_sched = SS_STARTER_BACKFILL;
    if (cycle->outcome->seen)
        g_ptr_array_add(cycle->outcome->seen, job);
}

/* One whose QOS its partition does not take is planned nowhere (static-q-hospital-preempt, -national-projects); one whose
 * account it does not take is, and fails to start (static-q-condo-tiers). */
static bool is_wrong_qos(const SsWorld *world, const SsJob *job, SsPartId part)
{
    g_autofree char *text = NULL;

    return ss_limits_part_permission(world, job, part, &text) == SS_REASON_QOS_NOT_ALLOWED;
}

static void consider_in_reservation(Cycle *cycle, const SsQueueRecord *record)
{
    SsWorld *world = cycle->world;
    SsJob   *job = record->job;
    SsReason reason = SS_REASON_NONE;
    Search   s = { .cycle = cycle, .record = record, .job = job, .part = record->part };

    note_look(cycle, job);
    if (is_wrong_qos(world, job, record->part) || !limits_allow(world, job, record->part))
        return;
    if (lacks_licenses(world, job, record->part))
        return;
    if (!ss_eligible(world, job) || job->state != SS_JOB_PENDING)
        return;
    if (!ss_place_node_counts(world, job, record->part, &s.min, &s.wanted, &s.max, &reason)) {
        /* a limit of nodes is told here, too (static-t-cfd-linear) */
        if (ss_reason_is_limit(reason))
            ss_world_set_reason(world, job, reason, NULL);
        return;
    }
    if (past_deadline(world, job))
        return;
    if (cycle->outcome->tested >= world->settings.sched.bf_max_job_test) {
        cycle->stop = true;
        return;
    }
    cycle->outcome->tested++;
    s.now_only = only_now(cycle, record);
    set_minutes(&s);
    plan_tasks(&s, record);
}

/* A limit that would not stop it before its nodes are known is no reason any more. Who is tried is told anew; who
 * is passed over for the sake of a count is left with none (recorded: replay-maxtres-budget). */
static void forget_limit(Cycle *cycle, const SsQueueRecord *record)
{
    SsWorld *world = cycle->world;
    SsJob   *job = record->job;

    if (!world->settings.sched.assoc_limit_stop && ss_reason_is_limit(job->reason)
        && ss_limits_pre(world, job, record->part) == SS_REASON_NONE)
        ss_world_set_reason(world, job, SS_REASON_NONE, NULL);
}

static void consider(Cycle *cycle, const SsQueueRecord *record)
{
    if (gone(record) || array_rejected(cycle, record))
        return;
    forget_limit(cycle, record);
    if (over_counts(cycle, record))
        return;
    const uint32_t resv = ss_queue_enter(cycle->world, record);
    consider_in_reservation(cycle, record);
    ss_queue_leave(cycle->world, record, resv);
}

static void forget_last_cycle(SsWorld *world)
{
    for (SsJob *job = world->first_waiting; job; job = job->wait_next) {
        ss_job_forget_plan(job);
    }
    for (uint32_t n = 0; n < world->cluster->n_nodes; n++)
        world->node[n].state &= ~(uint32_t) SS_NODE_PLANNED;
}

void ss_backfill_count(SsWorld *world, const SsPassOutcome *outcome)
{
    world->stats.bf_passes++;
    world->stats.bf_depth += outcome->tested;
    world->stats.bf_try_depth += outcome->tried;
    world->stats.last_bf_cycle = world->now;
    world->stats.last_bf_depth = outcome->tested;
    world->stats.last_bf_try = outcome->tried;
    world->stats.last_bf_queue_len = outcome->queue;
    world->stats.last_bf_table = outcome->map_size;
}

/* bf_running_job_reserve: whole-node jobs that nobody can displace hold their nodes in the map. */
static void take_running(const SsWorld *world, SsPlanMap *map, SsPassOutcome *outcome)
{
    const SsSchedParams *p = &world->settings.sched;
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(world->cluster->n_nodes);

    if (!p->bf_running_job_reserve && !p->bf_licenses)
        return;
    ss_moment_lower(&outcome->valid_until, world->now); /* the map's cuts move with the clock */
    for (const SsJob *job = world->first; job != NULL; job = job->next) {
        if (job->alloc == NULL || !job->alloc->whole
            || (ss_preempt_enabled(world) && ss_preempt_mode(world, job) != SS_PREEMPT_OFF))
            continue;
        ss_alloc_nodes(job->alloc, nodes);
        ss_plan_map_take(map, map->begin, ss_floor_to(job->end, p->bf_resolution), nodes);
    }
}

/* On a small machine a try is made before anything could be counted. */
static bool counts_tries(const SsWorld *world)
{
    return world->cluster->n_nodes >= NODES_COUNTED
           && ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_PROSPECT)
           && ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_FORECAST);
}

void ss_backfill_pass(SsWorld *world, SsPassOutcome *outcome)
{
    const SsSchedParams     *p = &world->settings.sched;
    const uint32_t           n_parts = world->cluster->n_parts;
    g_autoptr(GArray)        queue = NULL;
    g_autoptr(SsPlanMap)     map = NULL;
    g_autoptr(SsLicensePlan) licenses = NULL;
    g_autofree uint32_t     *considered = g_new0(uint32_t, n_parts);
    g_autofree uint32_t     *reserved = g_new0(uint32_t, n_parts);
    g_autoptr(GHashTable)    counted = g_hash_table_new(NULL, NULL);
    g_autoptr(SsNodeSet)     nodes = ss_node_set_new(world->cluster->n_nodes);
    g_autoptr(SsNodeSet)     in_service = NULL;
    const bool               counts = counts_tries(world);

    forget_last_cycle(world);
    queue = ss_queue_build(world, SS_QUEUE_BACKFILL);
    ss_queue_sort(world, queue);
    outcome->queue = queue->len;
    map = ss_plan_map_new(world->now, (SsSpan) p->bf_window * 60, p->bf_resolution, world->avail);
    if (counts) {
        ss_plan_map_keep_takes(map);
        in_service = ss_node_set_new(world->cluster->n_nodes);
    }
    take_running(world, map, outcome);
    licenses = ss_license_plan_new(world, map->begin, p->bf_resolution);
    Cycle cycle = { .world = world,
                    .outcome = outcome,
                    .map = map,
                    .licenses = licenses,
                    .nodes = nodes,
                    .in_service = in_service,
                    .counts = counts,
                    .pays = counts && ss_search_notes_pay(world),
                    .map_until = SS_TIME_NEVER,
                    .part_considered = considered,
                    .part_reserved = reserved,
                    .counted = counted };

    for (uint32_t i = 0; i < queue->len && !cycle.stop; i++)
        consider(&cycle, &g_array_index(queue, SsQueueRecord, i));
    if (cycle.pays)
        ss_search_notes_account(world, cycle.spared, cycle.asks);
    ss_prospects_free(cycle.prospects);
    outcome->map_size = ss_plan_map_size(map);
    ss_backfill_count(world, outcome);
    if (outcome->seen)
        outcome->records = g_steal_pointer(&queue);
}
