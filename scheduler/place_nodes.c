/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_nodes.c - candidate nodes, and which chooser picks among them.
 *
 * A candidate could hold the job by its configuration, has the features, and is in a state in which
 * the job may use it. Slurm forms sets of nodes by configuration line; we look at each node, which
 * is the same since nodes of a line do not differ in what is asked here.
 *
 * cons_tres offers all candidates at once, each with its weight. linear and cons_res offer the
 * lightest first and add heavier ones until a choice succeeds; backfill asks them for all at once (recorded:
 * replay-linear-weights).
 *
 * If a choice fails, small nodes are left out (place_fewer.c), and then devices far from the cores are
 * allowed.
 *
 * Source: https://slurm.schedmd.com/cons_res.html, slurm.conf(5) Weight; spec placement 2, 4.1.
 */
#include "scheduler/limits_check.h"
#include "scheduler/place_internal.h"

SsNodeSet *ss_call_set(const SsPlaceCall *call)
{
    const uint32_t n = call->cluster->n_nodes, words = ss_bits_words(n);
    SsNodeSet     *set = ss_arena_alloc(call->arena, sizeof *set + words * sizeof(uint64_t));

    set->n_bits = n;
    set->n_words = words;
    return set;
}

/* --- candidates ------------------------------------------------------------------------------- */

bool ss_nodes_fit(const SsPlaceCall *call, const SsNode *node)
{
    const SsRequest *req = call->req;
    const uint64_t   mem =
        node->real_memory > node->mem_spec ? node->real_memory - node->mem_spec : 0;
    uint32_t cpus = ss_node_usable_cpus(node);

    if (req->ntasks_per_core)
        cpus = MAX(cpus, node->cores * req->ntasks_per_core * req->cpus_per_task);
    if (cpus < req->min_cpus_node || req->tmp_disk > node->tmp_disk)
        return false;
    if (!req->mem_per_cpu && !req->mem_per_gpu && req->mem > mem)
        return false;
    return node->sockets >= req->sockets_per_node && node->cores_per_socket >= req->cores_per_socket
           && node->threads_per_core >= req->threads_per_core;
}

/* Nobody who does not share holds it. */
static bool is_open_now(const SsPlaceCall *call, SsNodeId id)
{
    const SsNodeNow *now = &call->world->node[id];

    if (call->query->mode == SS_PLACE_NOW && (now->state & SS_NODE_COMPLETING))
        return false;
    if (now->owner != SS_UNSET32 && now->owner != call->query->job->uid)
        return false;
    if (call->use == NULL)
        return true;
    if (ss_rows_has_strangers(call, id))
        return false;
    if (call->beside_one && ss_rows_all_share(call, id))
        return true;
    return call->alone ? call->use->jobs[id] == call->use->suspended[id]
                       : call->use->whole_jobs[id] == 0
                             || (call->row == SS_ROW_SHARE && !call->query->no_share);
}

static bool is_usable_now(const SsPlaceCall *call, SsNodeId id)
{
    return call->query->mode == SS_PLACE_EVER
           || (is_open_now(call, id) && (call->use == NULL || ss_rows_allow(call, id)));
}

/* Where nobody shares, sets tell who is in the way. False: they do not tell all. */
static bool open_by_sets(const SsPlaceCall *call, SsNodeSet *nodes)
{
    const SsWorld *world = call->world;

    if (call->use != world->use || call->row != SS_ROW_ONE || call->beside_one
        || call->user_exclusive)
        return false;
    if (call->alone)
        ss_node_set_and(nodes, world->idle);
    else
        ss_node_set_and_not(nodes, world->held_whole);
    return (call->query->mode != SS_PLACE_NOW || world->n_completing == 0)
           && !ss_node_set_intersects(nodes, world->owned);
}

#ifdef SS_DEBUG
static void prove_open(const SsPlaceCall *call, const SsNodeSet *all, const SsNodeSet *nodes)
{
    for (SS_EACH_NODE(id, all))
        g_assert(ss_node_set_test(nodes, id) == is_open_now(call, id));
}
#endif

void ss_nodes_open(const SsPlaceCall *call, SsNodeSet *nodes)
{
#ifdef SS_DEBUG
    g_autoptr(SsNodeSet) all = ss_node_set_dup(nodes);
#endif

    if (open_by_sets(call, nodes)) {
#ifdef SS_DEBUG
        prove_open(call, all, nodes);
#endif
        return;
    }
    for (SS_EACH_NODE(id, nodes))
        if (!is_open_now(call, id))
            ss_node_set_remove(nodes, id);
}

bool ss_nodes_candidates(SsPlaceCall *call, const SsNodeSet *among)
{
    const SsRequest *req = call->req;

    ss_node_set_copy(call->candidates, among);
    if (req->exc_nodes != NULL)
        ss_node_set_and_not(call->candidates, req->exc_nodes);
    const SsNode *like = NULL; /* nodes of a line are configured alike */
    bool          fits = false;
    for (SS_EACH_NODE(id, call->candidates)) {
        const SsNode *node = &call->cluster->nodes[id];

        if (like == NULL || node->line != like->line)
            fits = ss_nodes_fit(call, node);
        like = node;
        if (!fits || !is_usable_now(call, id))
            ss_node_set_remove(call->candidates, id);
    }
    if (req->req_nodes != NULL && !ss_node_set_is_subset(req->req_nodes, call->candidates))
        return false;
    return ss_node_set_count(call->candidates) >= call->min;
}

/* --- weights ---------------------------------------------------------------------------------- */

uint64_t ss_node_weight(const SsPlaceCall *call, SsNodeId id)
{
    const SsNodeSet *inside = call->query->inside_resv;
    uint64_t         weight = ss_world_node_weight(call->world, id);

    if (call->counted != NULL && !ss_node_set_test(call->counted, id))
        weight++;
    if (inside != NULL && !ss_node_set_test(inside, id))
        weight += UINT64_C(1) << 33;
    return weight;
}

static void add_counted(const SsPlaceCall *call, const uint64_t *limits, uint32_t jobs,
                        const uint16_t *node_jobs, SsNodeSet **nodes)
{
    if (!ss_has_node_limit(limits) || jobs == 0 || node_jobs == NULL)
        return;
    if (*nodes == NULL)
        *nodes = ss_call_set(call);
    for (uint32_t n = 0; n < call->cluster->n_nodes; n++)
        if (node_jobs[n] > 0)
            ss_node_set_add(*nodes, n);
}

static void add_sub(const SsPlaceCall *call, const uint64_t *limits, const SsSubUsage *sub,
                    SsNodeSet **nodes)
{
    if (sub != NULL)
        add_counted(call, limits, sub->jobs, sub->node_jobs, nodes);
}

/* Of the QOS, of its user and of its account in it (replay-mix-limits-ops: jobs 8, 37, 38). */
static void add_qos(const SsPlaceCall *call, const SsJob *job, SsNodeSet **nodes)
{
    const SsWorld     *world = call->world;
    const SsUsage     *usage = &world->qos_use[job->qos];
    const SsLimits    *limits = &world->tree->qos[job->qos].limits;
    const SsLimitCheck own = ss_limit_check(world, job, SS_ID_NONE);

    add_counted(call, limits->grp_tres, usage->jobs, usage->node_jobs, nodes);
    add_sub(call, limits->max_tres_pu, ss_limit_user(&own, 0), nodes);
    add_sub(call, limits->max_tres_pa, ss_limit_account(&own, 0), nodes);
}

SsNodeSet *ss_nodes_counted(const SsPlaceCall *call)
{
    const SsWorld *world = call->world;
    const SsJob   *job = call->query->job;
    SsNodeSet     *nodes = NULL;

    if (!(world->settings.enforce & SS_ENFORCE_LIMITS) || call->use == NULL)
        return NULL;
    if (job->qos != SS_ID_NONE && job->assoc != SS_ID_NONE)
        add_qos(call, job, &nodes);
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = world->tree->at[a].parent)
        add_counted(call, world->tree->at[a].limits.grp_tres, world->assoc_use[a].jobs,
                    world->assoc_use[a].node_jobs, &nodes);
    return nodes;
}

/* --- the dispatcher --------------------------------------------------------------------------- */

/* linear does not mind --contiguous there (replay-mix-linear-tree: 20). */
static bool uses_tree(const SsPlaceCall *call)
{
    const SsSettings *set = call->settings;

    return set->topology_tree && call->cluster->topology.n > 0
           && (!call->req->contiguous || call->select == SS_SELECT_LINEAR)
           && (!set->topo_optional || call->req->switches > 0);
}

static SsChooser *chooser_of(const SsPlaceCall *call)
{
    const SsSchedParams *p = &call->settings->sched;

    if (call->select == SS_SELECT_LINEAR)
        return uses_tree(call) ? ss_choose_tree : ss_choose_linear;
    if (call->req->spread)
        return ss_choose_spread;
    if (call->query->mode == SS_PLACE_FUTURE && p->bf_busy_nodes && !call->req->contiguous)
        return ss_choose_busy;
    if ((call->params & SS_CR_LLN) || call->part->lln)
        return ss_choose_lln;
    if (p->pack_serial_at_end && call->min_cpus == 1 && call->wanted == 1)
        return ss_choose_serial;
    return uses_tree(call) ? ss_choose_tree : ss_choose_fit;
}

static bool has_tied_gres(const SsPlaceCall *call)
{
    return call->req->n_gres > 0 && !call->req->gres_enforce_binding
           && !call->req->gres_disable_binding && call->select == SS_SELECT_CONS_TRES;
}

void ss_nodes_offer(SsPlaceCall *call)
{
    if (call->select == SS_SELECT_LINEAR)
        ss_linear_offers(call);
    else
        ss_cores_offers(call);
}

/* Among call->usable. */
static bool choose_among(SsPlaceCall *call)
{
    if (ss_node_set_count(call->usable) < call->min)
        return false;
    return ss_choose_of_usable(call, chooser_of(call));
}

/* --- light nodes first (linear, cons_res) ----------------------------------------------------- */

/* Equal weights merge when sharing. */
static bool lighter(const SsPlaceCall *call, SsNodeId a, SsNodeId b)
{
    const unsigned near = call->select != SS_SELECT_LINEAR ? 8 : 0; /* bits for near GPUs */
    const uint64_t of_a = call->weight[a] >> near, of_b = call->weight[b] >> near;

    if (of_a != of_b || !call->alone)
        return of_a < of_b;
    return call->cluster->nodes[a].line < call->cluster->nodes[b].line;
}

/* The first node of the lightest set; SS_ID_NONE if nothing is left. */
static SsNodeId next_set(const SsPlaceCall *call, const SsNodeSet *left)
{
    SsNodeId first = SS_ID_NONE;

    for (SS_EACH_NODE(id, left))
        if (first == SS_ID_NONE || lighter(call, id, first))
            first = id;
    return first;
}

static void keep_emptier(SsPlaceCall *call, const SsNodeSet *all, uint32_t jobs)
{
    ss_node_set_copy(call->usable, all);
    for (SS_EACH_NODE(id, all))
        if (call->use->jobs[id] >= jobs)
            ss_node_set_remove(call->usable, id);
}

/* select/linear shares idle nodes first, then those with one job, and so on (static-k-met-linear); will-run does not
 * (replay-mix-linear-tree: 35). */
static bool choose_emptiest(SsPlaceCall *call)
{
    const uint32_t most = call->select == SS_SELECT_LINEAR ? ss_linear_jobs_most(call) : 1;

    if (most == 1 || call->use == NULL || call->query->planned)
        return choose_among(call);
    SsNodeSet *all = ss_call_set(call);

    ss_node_set_copy(all, call->usable);
    for (uint32_t jobs = 1; jobs <= most; jobs++) {
        keep_emptier(call, all, jobs);
        if ((call->required == NULL || ss_node_set_is_subset(call->required, call->usable))
            && choose_among(call))
            return true;
    }
    return false;
}

static bool choose_by_sets(SsPlaceCall *call)
{
    SsNodeSet *left = ss_call_set(call), *sum = ss_call_set(call);
    SsNodeId   first;

    if (call->required != NULL && !ss_node_set_is_subset(call->required, call->usable))
        return false;
    if (call->one_set || call->query->mode == SS_PLACE_FUTURE)
        return choose_emptiest(call);
    ss_node_set_copy(left, call->usable);
    if (call->required != NULL)
        ss_node_set_or(sum, call->required);
    while ((first = next_set(call, left)) != SS_ID_NONE) {
        for (SS_EACH_NODE(id, left))
            if (!lighter(call, first, id)) {
                ss_node_set_add(sum, id);
                ss_node_set_remove(left, id);
            }
        const bool last = ss_node_set_is_empty(left);
        if (ss_node_set_count(sum) < (last ? call->min : MAX(call->min, call->wanted)))
            continue;
        ss_node_set_copy(call->usable, sum);
        if (choose_emptiest(call))
            return true;
    }
    return false;
}

/* --- both ------------------------------------------------------------------------------------- */

bool ss_nodes_choose_offered(SsPlaceCall *call)
{
    return call->select == SS_SELECT_CONS_TRES ? choose_among(call) : choose_by_sets(call);
}

bool ss_nodes_choose(SsPlaceCall *call)
{
    call->remote_gres = false;
    ss_nodes_offer(call);
    if (ss_nodes_choose_offered(call))
        return true;
    if (!has_tied_gres(call))
        return false;
    call->remote_gres = true;
    ss_nodes_offer(call);
    return ss_nodes_choose_offered(call);
}
