/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place.c - one placement from question to answer.
 *
 * The steps are those of Slurm's select plugins, each in a file of its own (place_internal.h has
 * the map): candidate nodes, what each offers, a choice, tasks over nodes, cores, memory, devices.
 * This file sets the call up, walks through alternatives of the constraint ([a|b]: the first that
 * fits), through the sheets of cores of an oversubscribed partition, and says why a job does not
 * fit.
 *
 * Everything lives in one arena that is freed at the end; 5 000 idle nodes take some tenths of a
 * millisecond, most of it for making offers.
 *
 * This is the plain version: it asks every candidate every time. Faster ones must give the same
 * bytes.
 *
 * Source: https://slurm.schedmd.com/cons_res.html; spec placement. Tested in
 * tests/unit/test_place.c and tests/conformance/test_placement_replay.c.
 */
#include "scheduler/place_internal.h"

#include "scheduler/limits.h"
#include "scheduler/notes.h"
#include "scheduler/place_gres_free.h"

#include <string.h>

enum { NODES_MOST = 500000 };

/* --- setting up ------------------------------------------------------------------------------- */

static uint8_t sharing_of(const SsPlaceQuery *query, const SsPartition *part)
{
    if (part->share == SS_SHARE_FORCE && part->share_count > 1)
        return 1;
    if (part->share == SS_SHARE_EXCLUSIVE)
        return 0;
    return query->job->req.share;
}

/* A task with GPUs of its own brings their CPUs along: --gpus-per-task with --cpus-per-gpu. */
static const SsRequest *with_gpu_cpus(const SsCluster *cluster, const SsRequest *req,
                                      SsArena *arena)
{
    uint64_t gpus = 0;

    for (uint32_t i = 0; req->cpus_per_gpu > 0 && i < req->n_gres; i++)
        if (strcmp(cluster->gres_names[req->gres[i].gres], "gpu") == 0)
            gpus += req->gres[i].per_task;
    if (gpus * req->cpus_per_gpu <= req->cpus_per_task)
        return req;
    SsRequest *raised = ss_arena_copy(arena, req, sizeof *req);
    raised->cpus_per_task = (uint32_t) gpus * req->cpus_per_gpu;
    return raised;
}

void ss_call_describe(SsPlaceCall *call, const SsPlaceQuery *query, SsArena *arena)
{
    const SsWorld     *world = query->world;
    const SsPartition *part = &world->parts[query->part];
    const SsRequest   *req = with_gpu_cpus(world->cluster, &query->job->req, arena);
    const uint8_t      share = sharing_of(query, part);

    *call = (SsPlaceCall){ .query = query,
                           .world = world,
                           .cluster = world->cluster,
                           .settings = &world->settings,
                           .req = req,
                           .part = part,
                           .use = query->mode == SS_PLACE_EVER ? NULL : query->use,
                           .arena = arena,
                           .select = world->settings.select_type };
    call->params = part->select_params ? part->select_params : world->settings.select_params;
    /* With sharing disabled it is as one that has its cores for itself: it may be told "now" where it cannot start
     * (replay-mix-shares-b: 48). */
    call->row = ss_row_class(part, query->no_share ? 2 : share);
    call->whole =
        req->whole || part->share == SS_SHARE_EXCLUSIVE || call->select == SS_SELECT_LINEAR;
    call->alone = share == 0;
    call->beside_one = query->planned && call->select == SS_SELECT_LINEAR && call->use != NULL
                       && call->row == SS_ROW_ONE && !call->alone && ss_rows_any(world);
    call->user_exclusive = req->user_exclusive || part->exclusive_user;
    call->min = MAX(query->min_nodes, 1);
    call->wanted = MAX(query->req_nodes, call->min);
    call->max = MAX(query->max_nodes, call->min);
    call->min_cpus = MAX(req->min_cpus, 1);
    call->busy = call->use != NULL ? call->use->cores : NULL;
    call->required = req->req_nodes;
}

static void set_up(SsPlaceCall *call, const SsPlaceQuery *query, SsArena *arena)
{
    ss_call_describe(call, query, arena);
    call->offer = SS_ARENA_NEW(arena, SsOffer, call->cluster->n_nodes);
    call->cpus = SS_ARENA_NEW(arena, uint32_t, call->cluster->n_nodes);
    call->weight = SS_ARENA_NEW(arena, uint64_t, call->cluster->n_nodes);
    call->cores = SS_ARENA_NEW(arena, uint64_t, call->cluster->core_words);
    call->candidates = ss_call_set(call);
    call->usable = ss_call_set(call);
    call->chosen = ss_call_set(call);
    call->counted = ss_nodes_counted(call);
    ss_rows_tenants(call);
}

/* --- from the chosen nodes to an allocation --------------------------------------------------- */

SsAlloc *ss_call_allocate(SsPlaceCall *call)
{
    const uint32_t n = ss_node_set_count(call->chosen);
    SsAlloc       *alloc = ss_alloc_new(n);
    uint32_t       i = 0;
    bool           ok = true;

    alloc->whole = call->whole;
    ss_cores_tasks(call);
    for (SS_EACH_NODE(id, call->chosen))
        ok = ss_cores_take(call, id, &alloc->at[i++]) && ok;
    ok = ok && ss_gres_take(call, alloc);
    for (i = 0; i < n; i++) {
        alloc->cpus += alloc->at[i].cpus;
        alloc->mem += alloc->at[i].mem;
    }
    if (!ok)
        g_clear_pointer(&alloc, ss_alloc_free);
    return alloc;
}

/* With nodes chosen by their offers, memory per CPU and devices by job, task or socket alone are dealt out
 * afterwards. */
bool ss_call_allocation_cannot_fail(const SsPlaceCall *call)
{
    return ss_gres_are_per_node(call->req) && !call->req->mem_per_gpu
           && (!(call->params & SS_CR_MEMORY) || !call->req->mem_per_cpu);
}

static bool only_nodes_matter(const SsPlaceCall *call)
{
    SsShortcutUse *shortcuts = &((SsWorld *) call->world)->shortcuts;

    if (call->query->chosen == NULL || !ss_shortcut_on(shortcuts, SS_SHORTCUT_BARE)
        || !ss_call_allocation_cannot_fail(call))
        return false;
    shortcuts->saved[SS_SHORTCUT_BARE]++;
    return true;
}

static bool choose_and_allocate(SsPlaceCall *call, SsAlloc **out)
{
    if (!ss_nodes_choose(call))
        return false;
    const uint32_t n = ss_node_set_count(call->chosen);
    if (n < call->min || n > call->max)
        return false;
    if (call->query->chosen != NULL)
        ss_node_set_copy(call->query->chosen, call->chosen);
    const bool only_nodes = only_nodes_matter(call);
#ifndef SS_DEBUG
    if (only_nodes)
        return true;
#endif
    *out = ss_call_allocate(call);
    g_assert(!only_nodes || *out != NULL);
    return *out != NULL;
}

/* Free cores first; in an oversubscribed partition then row by row. */
static bool place_on_rows(SsPlaceCall *call, SsAlloc **out)
{
    uint64_t **rows = NULL;
    bool       found = choose_and_allocate(call, out);

    if (found || call->row != SS_ROW_SHARE || call->query->no_share || call->use == NULL
        || call->select == SS_SELECT_LINEAR)
        return found;
    const uint32_t n = ss_rows_build(call, &rows);
    for (uint32_t r = 0; r < n && !found; r++) {
        call->busy = rows[r];
        found = choose_and_allocate(call, out);
    }
    call->busy = call->use->cores;
    return found;
}

/* --- constraints ------------------------------------------------------------------------------ */

typedef struct {
    const SsFeature *feature;
    uint32_t         n;
} Terms;

static Terms terms_of(const SsPlaceCall *call)
{
    if (call->query->prefer)
        return (Terms){ call->req->prefer, call->req->n_prefer };
    return (Terms){ call->req->feature, call->req->n_feature };
}

static bool any_counts(Terms terms, uint32_t choice)
{
    for (uint32_t i = 0; i < terms.n; i++)
        if (ss_features_counts(terms.feature, terms.n, choice, i))
            return true;
    return false;
}

/* `count` more nodes out of `among` into `required`, chosen as a job of their own. */
static bool choose_share(SsPlaceCall *call, const SsNodeSet *among, uint32_t count,
                         SsNodeSet *required)
{
    SsPlaceCall part = *call;

    part.required = NULL;
    part.is_share = true;
    part.min = part.wanted = part.max = count;
    part.min_cpus = MAX(count * MAX(call->req->min_cpus_node, 1), 1);
    part.usable = ss_call_set(call);
    part.chosen = ss_call_set(call);
    ss_node_set_copy(part.candidates, among);
    if (ss_node_set_count(among) < count || !ss_nodes_choose(&part))
        return false;
    ss_node_set_or(required, part.chosen);
    return true;
}

/* Terms with counts, in order: each makes nodes required. Without brackets the nodes of the earlier terms must
 * have this one's feature too, and count for it (recorded: tests/conformance/OBSERVED.md, Beyond the list). Where the
 * nodes of a term could not be the whole job (its GPUs by job or task are more than they have), brackets are refused; without them all
 * nodes of the job must have the feature, and these count as the term's (replay-counts-gpus). */
static bool require_counts(SsPlaceCall *call, Terms terms, uint32_t choice, SsNodeSet *required,
                           uint32_t *least)
{
    const bool disjoint = ss_features_disjoint(terms.feature, terms.n);
    SsNodeSet *having = ss_call_set(call), *all = ss_call_set(call);
    SsNodeSet *earlier = ss_call_set(call);

    ss_node_set_copy(all, call->candidates);
    for (uint32_t i = 0; i < terms.n; i++) {
        if (!ss_features_counts(terms.feature, terms.n, choice, i))
            continue;
        ss_features_having(call->world, terms.feature[i].name, having);
        if (!disjoint && !ss_node_set_is_subset(earlier, having))
            return false;
        const uint32_t have = disjoint ? 0 : ss_node_set_count_and(having, required);
        ss_node_set_and(having, all);
        ss_node_set_and_not(having, required);
        *least = MAX(*least, terms.feature[i].count);
        if (have >= terms.feature[i].count
            || choose_share(call, having, terms.feature[i].count - have, required)) {
            ss_node_set_copy(earlier, required);
            continue;
        }
        if (disjoint || have + ss_node_set_count(having) < terms.feature[i].count)
            return false;
        ss_node_set_or(having, required);
        ss_node_set_copy(all, having);
        ss_node_set_copy(earlier, having);
    }
    ss_node_set_copy(call->candidates, all);
    return true;
}

static bool place_with_counts(SsPlaceCall *call, Terms terms, uint32_t choice, SsAlloc **out)
{
    SsNodeSet *required = ss_call_set(call);
    uint32_t   least = 0;

    if (call->req->req_nodes != NULL)
        ss_node_set_copy(required, call->req->req_nodes);
    if (!require_counts(call, terms, choice, required, &least))
        return false;
    call->required = required;
    const uint32_t n = MAX(ss_node_set_count(required), least);
    const uint32_t min = call->min, wanted = call->wanted;
    bool           found = n <= call->max;
    call->min = MAX(min, n);
    call->wanted = MAX(wanted, call->min);
    found = found && place_on_rows(call, out);
    call->min = min;
    call->wanted = wanted;
    call->required = call->req->req_nodes;
    return found;
}

static bool place_choice(SsPlaceCall *call, Terms terms, uint32_t choice, SsAlloc **out)
{
    SsNodeSet *among = ss_call_set(call);

    /* Recorded (OBSERVED.md, Beyond the list): beside a count without brackets a plain term asks nothing. */
    if (any_counts(terms, choice) && !ss_features_disjoint(terms.feature, terms.n))
        ss_node_set_fill(among);
    else
        ss_features_nodes(call->world, terms.feature, terms.n, choice, among);
    ss_node_set_and(among, call->query->nodes);
    if (!ss_nodes_candidates(call, among))
        return false;
    return any_counts(terms, choice) ? place_with_counts(call, terms, choice, out)
                                     : place_on_rows(call, out);
}

static bool place_in(SsArena *arena, const SsPlaceQuery *query, SsAlloc **out)
{
    SsPlaceCall call;
    bool        found = false;

    set_up(&call, query, arena);
    const Terms terms = terms_of(&call);
    if (terms.n == 0)
        return ss_nodes_candidates(&call, query->nodes) && place_on_rows(&call, out);
    const uint32_t choices = ss_features_alternatives(terms.feature, terms.n);
    for (uint32_t i = 0; i < choices && !found; i++)
        found = place_choice(&call, terms, i, out);
    return found;
}

static bool place_query(const SsPlaceQuery *query, SsAlloc **out)
{
    SsArena *arena = ss_notes_arena(query->world);

    if (arena == NULL) {
        g_autoptr(SsArena) own = ss_arena_new();

        return place_in(own, query, out);
    }
    const SsArenaMark mark = ss_arena_mark(arena);
    const bool        found = place_in(arena, query, out);
    ss_arena_release(arena, mark);
    return found;
}

/* --- the public face -------------------------------------------------------------------------- */

/* Could it be placed on `nodes` if nobody were there? */
static bool fits_ever(const SsPlaceQuery *query, const SsNodeSet *nodes)
{
    g_autoptr(SsAlloc) alloc = NULL;
    SsPlaceQuery       ever = *query;

    ever.mode = SS_PLACE_EVER;
    ever.use = NULL;
    ever.nodes = nodes;
    ever.excluded_cores = NULL;
    return place_query(&ever, &alloc);
}

SsPlaceResult ss_place(const SsPlaceQuery *query, SsAlloc **out)
{
    *out = NULL;
    if (place_query(query, out))
        return SS_PLACED;
    if (query->mode == SS_PLACE_EVER && !query->judge)
        return SS_PLACE_NEVER;
    if (!query->judge || (query->mode != SS_PLACE_EVER && fits_ever(query, query->nodes)))
        return SS_PLACE_BUSY;
    return fits_ever(query, query->world->parts[query->part].nodes) ? SS_PLACE_UNAVAILABLE
                                                                    : SS_PLACE_NEVER;
}

void ss_place_open(const SsPlaceQuery *query, SsNodeSet *nodes)
{
    SsArena           *kept = ss_notes_arena(query->world);
    g_autoptr(SsArena) own = kept == NULL ? ss_arena_new() : NULL;
    SsArena           *arena = kept != NULL ? kept : own;
    const SsArenaMark  mark = ss_arena_mark(arena);
    SsPlaceCall        call;

    ss_call_describe(&call, query, arena);
    ss_rows_tenants(&call);
    ss_nodes_open(&call, nodes);
    ss_arena_release(arena, mark);
}

void ss_place_remove_completing(const SsWorld *world, SsNodeSet *nodes)
{
    if (world->n_completing == 0)
        return;
    for (SS_EACH_NODE(id, nodes))
        if (world->node[id].state & SS_NODE_COMPLETING)
            ss_node_set_remove(nodes, id);
}

void ss_place_in_service(const SsWorld *world, const SsJob *job, SsPartId part, SsNodeSet *nodes)
{
    ss_node_set_and(nodes, world->parts[part].nodes);
    ss_node_set_and(nodes, world->avail);
    if (job->req.exc_nodes)
        ss_node_set_and_not(nodes, job->req.exc_nodes);
}

/* --- node counts ------------------------------------------------------------------------------ */

static bool waived(const SsWorld *world, const SsJob *job, uint32_t flag)
{
    return job->qos != SS_ID_NONE && (world->tree->qos[job->qos].flags & flag) != 0;
}

bool ss_place_node_counts(const SsWorld *world, const SsJob *job, SsPartId part, uint32_t *min,
                          uint32_t *wanted, uint32_t *max, SsReason *reason)
{
    const SsPartition *p = &world->parts[part];
    const SsRequest   *req = &job->req;
    SsReason           limit = SS_REASON_NONE;
    const uint32_t     limit_max = ss_limits_max_nodes(world, job, part, &limit);

    *reason = SS_REASON_NONE;
    *min = MAX(req->min_nodes, 1);
    *max = req->max_nodes ? req->max_nodes : NODES_MOST;
    if (req->ntasks != SS_UNSET32 && req->ntasks_per_node)
        *min = MAX(*min, (req->ntasks + req->ntasks_per_node - 1) / req->ntasks_per_node);
    if (!waived(world, job, SS_QOS_PART_MIN_NODES))
        *min = MAX(*min, p->min_nodes);
    if (!waived(world, job, SS_QOS_PART_MAX_NODES) && p->max_nodes < *max)
        *max = p->max_nodes;
    if (*max < *min)
        *reason = SS_REASON_PARTITION_NODE_LIMIT;
    else if (limit_max < *min)
        *reason = limit != SS_REASON_NONE ? limit : SS_REASON_PARTITION_NODE_LIMIT;
    if (*reason != SS_REASON_NONE)
        return false;
    *max = MIN(MIN(*max, limit_max), (uint32_t) NODES_MOST);
    *wanted = req->max_nodes ? *max : *min;
    if (req->use_min_nodes)
        *wanted = *min;
    if (req->ntasks != SS_UNSET32 && !req->ntasks_per_node)
        *max = MIN(*max, MAX(req->ntasks, *min));
    *wanted = MIN(*wanted, *max);
    return true;
}
