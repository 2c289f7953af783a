/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_tree.c - the choice on a network of switches (topology/tree).
 *
 * First a top switch: the highest one below which there are enough usable nodes, or the one that
 * holds all required nodes. Below it weight classes are collected from the lightest until they
 * suffice; all but the last class are then taken whether or not they lie well (Weight comes before
 * topology, as recorded on real Slurm). After them, and after required nodes, further nodes of the
 * leaves they lie on; then leaf after leaf, each time the best one: near to leaves in use, and of
 * those that hold all that is left the one with fewest usable nodes; if only one holds it, that
 * one; if none does, the one whose parents compare better, and at last the one with most usable
 * nodes.
 *
 * linear knows neither weight nor distance: of the leaves that hold the least that the job needs the one with fewest nodes, and if none does
 * the one with fewest nodes, too; it ends with a leaf that gives the least, though more was wanted (recorded:
 * static-y-whole-nodes, static-z-weather: -N12 over leaves of 8, 8, 8 and 6 free nodes takes 6 and 6, -N4-12 one leaf of 8; replay-linear-weights: job 6).
 *
 * --switches=n refuses a choice on more leaves until the job has waited long enough, also one for later: what counts is how long
 * it has waited by now, not by then (recorded: replay-mix-switches-b: job 17).
 *
 * Source: topology.conf(5), https://slurm.schedmd.com/topology.html, sbatch(1) --switches; spec
 * placement 4.6. Departure: dragonfly and torus are treated as trees.
 */
#include "scheduler/place_internal.h"

typedef struct {
    SsPlaceCall      *call;
    const SsTopology *net;
    SsPick            pick;
    SsNodeSet        *pool; /* nodes of the weight classes collected               */
    SsNodeSet        *must; /* of the classes below the last one                   */
    uint32_t          top;  /* switch                                              */
    bool             *used; /* [n] leaves that have a chosen node                  */
} Tree;

static uint32_t usable_below(const Tree *t, uint32_t sw)
{
    return ss_node_set_count_and(t->net->at[sw].nodes, t->call->usable);
}

static uint64_t cpus_below(const Tree *t, uint32_t sw)
{
    uint64_t cpus = 0;

    for (SS_EACH_NODE(id, t->call->usable))
        if (ss_node_set_test(t->net->at[sw].nodes, id))
            cpus += t->call->cpus[id];
    return cpus;
}

static SsNodeId lightest(const Tree *t)
{
    const SsPlaceCall *call = t->call;
    SsNodeId           best = SS_ID_NONE;

    for (SS_EACH_NODE(id, call->usable))
        if (best == SS_ID_NONE || call->weight[id] < call->weight[best])
            best = id;
    return best;
}

/* The highest switch with enough nodes that contains the lightest node (or all required nodes). */
static uint32_t find_top(const Tree *t)
{
    const SsPlaceCall *call = t->call;
    const SsNodeId     light = lightest(t);
    uint32_t           best = SS_ID_NONE;

    for (uint32_t s = 0; s < t->net->n; s++) {
        const SsSwitch *sw = &t->net->at[s];

        if (call->required != NULL ? !ss_node_set_is_subset(call->required, sw->nodes)
                                   : light == SS_ID_NONE || !ss_node_set_test(sw->nodes, light))
            continue;
        if (usable_below(t, s) < call->min || cpus_below(t, s) < call->min_cpus)
            continue;
        if (best == SS_ID_NONE || sw->level > t->net->at[best].level)
            best = s;
    }
    return best;
}

/* --- weight classes --------------------------------------------------------------------------- */

static bool next_class(const Tree *t, const SsNodeSet *below, uint64_t *weight, bool first)
{
    bool     found = false;
    uint64_t best = 0;

    for (SS_EACH_NODE(id, below)) {
        const uint64_t w = t->call->weight[id];

        if ((first || w > *weight) && (!found || w < best)) {
            best = w;
            found = true;
        }
    }
    *weight = best;
    return found;
}

static bool is_linear(const Tree *t)
{
    return t->call->select == SS_SELECT_LINEAR;
}

static bool gres_below(const Tree *t, const SsNodeSet *pool)
{
    const SsPlaceCall *call = t->call;

    for (uint32_t i = 0; t->pick.gres != NULL && i < call->req->n_gres; i++) {
        int64_t left = t->pick.gres[i];

        for (SS_EACH_NODE(id, pool))
            left -= (int64_t) ss_gres_free(call, id, &call->req->gres[i]);
        if (left > 0)
            return false;
    }
    return true;
}

static bool pool_suffices(const Tree *t)
{
    uint64_t cpus = 0;

    for (SS_EACH_NODE(id, t->pool))
        cpus += t->call->cpus[id];
    return cpus >= t->call->min_cpus && ss_node_set_count(t->pool) >= t->call->min
           && gres_below(t, t->pool);
}

/* Classes from the lightest until they suffice; `must` gets all but the last. For linear all are one class. */
static bool collect(Tree *t)
{
    SsNodeSet *below = ss_call_set(t->call);
    uint64_t   weight = 0;
    bool       first = true;

    ss_node_set_copy(below, t->call->usable);
    ss_node_set_and(below, t->net->at[t->top].nodes);
    while (next_class(t, below, &weight, first)) {
        first = false;
        ss_node_set_copy(t->must, t->pool);
        for (SS_EACH_NODE(id, below))
            if (is_linear(t) || t->call->weight[id] == weight)
                ss_node_set_add(t->pool, id);
        if (pool_suffices(t))
            return true;
    }
    return false;
}

/* --- leaves ----------------------------------------------------------------------------------- */

static bool is_leaf(const Tree *t, uint32_t s)
{
    return t->net->at[s].level == 0;
}

static uint32_t left_below(const Tree *t, uint32_t s)
{
    const SsNodeSet *nodes = t->net->at[s].nodes;
    uint32_t         n = 0;

    for (SS_EACH_NODE(id, t->pool))
        n += ss_node_set_test(nodes, id) && !ss_node_set_test(t->call->chosen, id);
    return n;
}

static uint64_t cpus_left_below(const Tree *t, uint32_t s)
{
    uint64_t cpus = 0;

    for (SS_EACH_NODE(id, t->pool))
        if (ss_node_set_test(t->net->at[s].nodes, id) && !ss_node_set_test(t->call->chosen, id))
            cpus += t->call->cpus[id];
    return cpus;
}

/* Nodes that are left to take; their CPUs count with linear alone (recorded: replay-mix-switches, where five tasks without -N go to the leaf with
 * two free cores first, on two nodes, and not to the one with four on three). */
static bool holds_rest(const Tree *t, uint32_t s)
{
    const int64_t nodes = left_below(t, s), needed = ss_pick_nodes_needed(&t->pick);

    if (is_linear(t))
        return nodes >= needed && (int64_t) cpus_left_below(t, s) >= t->pick.cpus;
    return nodes >= MAX(t->pick.nodes, needed);
}

/* Negative: `a` is the better switch. */
static int compare(const Tree *t, uint32_t a, uint32_t b)
{
    const bool     holds_a = holds_rest(t, a), holds_b = holds_rest(t, b);
    const uint32_t n_a = left_below(t, a), n_b = left_below(t, b);

    if (holds_a == holds_b && (holds_a || is_linear(t)))
        return n_a == n_b ? 0 : (n_a < n_b ? -1 : 1);
    if (holds_a != holds_b)
        return holds_a ? -1 : 1;
    const uint32_t up_a = t->net->at[a].parent, up_b = t->net->at[b].parent;
    if (up_a != SS_ID_NONE && up_b != SS_ID_NONE && up_a != up_b) {
        const int parents = compare(t, up_a, up_b);

        if (parents != 0)
            return parents;
    }
    return n_a == n_b ? 0 : (n_a > n_b ? -1 : 1);
}

/* Hops from one leaf to the switch above both. */
static uint32_t distance(const Tree *t, uint32_t a, uint32_t b)
{
    uint32_t hops = 0;

    while (a != b && a != SS_ID_NONE && b != SS_ID_NONE) {
        a = t->net->at[a].parent;
        b = t->net->at[b].parent;
        hops++;
    }
    return hops;
}

static uint32_t distance_to_used(const Tree *t, uint32_t leaf)
{
    uint32_t sum = 0;

    for (uint32_t s = 0; s < t->net->n; s++)
        if (t->used[s])
            sum += distance(t, leaf, s);
    return sum;
}

static bool any_used(const Tree *t)
{
    for (uint32_t s = 0; s < t->net->n; s++)
        if (t->used[s])
            return true;
    return false;
}

static uint32_t best_leaf(const Tree *t)
{
    const bool near_counts = any_used(t) && !is_linear(t);
    uint32_t   best = SS_ID_NONE;

    for (uint32_t s = 0; s < t->net->n; s++) {
        if (!is_leaf(t, s) || t->used[s] || left_below(t, s) == 0)
            continue;
        if (best == SS_ID_NONE) {
            best = s;
            continue;
        }
        const int  better = compare(t, s, best);
        const bool nearer = near_counts && distance_to_used(t, s) < distance_to_used(t, best);
        const bool farther = near_counts && distance_to_used(t, s) > distance_to_used(t, best);
        if ((nearer && better <= 0) || (!farther && better < 0))
            best = s;
    }
    return best;
}

static void take(Tree *t, SsNodeId id)
{
    ss_pick_take(&t->pick, id);
    for (uint32_t s = 0; s < t->net->n; s++)
        if (is_leaf(t, s) && ss_node_set_test(t->net->at[s].nodes, id))
            t->used[s] = true;
}

static void take_nodes(Tree *t, const SsNodeSet *nodes, const SsNodeSet *within)
{
    for (SS_EACH_NODE(id, nodes)) {
        if (ss_pick_done(&t->pick) || t->pick.room <= 0)
            return;
        if (ss_node_set_test(t->call->chosen, id) || (within && !ss_node_set_test(within, id)))
            continue;
        /* a last node that does not hold the rest is taken, and the choice fails (replay-mix-switches-b: job 24) */
        if (is_linear(t) && t->pick.room == 1 && (int64_t) t->call->cpus[id] < t->pick.cpus)
            continue;
        take(t, id);
    }
}

/* Nodes on the leaves of those taken so far, leaf by leaf. */
static void take_beside(Tree *t)
{
    for (uint32_t s = 0; s < t->net->n; s++)
        if (t->used[s])
            take_nodes(t, t->pool, t->net->at[s].nodes);
}

static bool is_done(const Tree *t)
{
    return is_linear(t) ? ss_pick_will_do(&t->pick) : ss_pick_done(&t->pick);
}

static uint32_t leaves_used(const Tree *t)
{
    uint32_t n = 0;

    for (uint32_t s = 0; s < t->net->n; s++)
        n += t->used[s];
    return n;
}

/* --switches: may the job still wait for fewer leaves? The wait begins with the first attempt,
 * which the caller notes in wait_switch; without that note the time it became eligible does. */
static bool waits_for_fewer(const Tree *t)
{
    const SsRequest *req = t->call->req;
    const SsJob     *job = t->call->query->job;
    const SsTime     since = job->wait_switch ? job->wait_switch : MAX(job->eligible, job->submit);

    if (req->switches == 0 || leaves_used(t) <= req->switches
        || t->call->query->mode == SS_PLACE_EVER)
        return false;
    return t->call->world->now - since < req->switches_wait;
}

bool ss_choose_tree(SsPlaceCall *call)
{
    Tree             t = { .call = call, .net = &call->cluster->topology };
    const SsNodeSet *required = call->required != NULL ? call->required : ss_call_set(call);

    if (!ss_node_set_is_subset(required, call->usable) || ss_node_set_count(required) > call->max)
        return false;
    t.pool = ss_call_set(call);
    t.must = ss_call_set(call);
    t.used = SS_ARENA_NEW(call->arena, bool, t.net->n);
    ss_pick_begin(&t.pick, call);
    t.top = find_top(&t);
    if (t.top == SS_ID_NONE || !collect(&t))
        return false;
    ss_node_set_or(t.pool, required);
    for (SS_EACH_NODE(id, required))
        take(&t, id);
    take_nodes(&t, t.must, NULL);
    take_beside(&t);
    while (!is_done(&t) && t.pick.room > 0) {
        const uint32_t leaf = best_leaf(&t);

        if (leaf == SS_ID_NONE)
            break;
        take_nodes(&t, t.pool, t.net->at[leaf].nodes);
        t.used[leaf] = true;
    }
    for (uint32_t s = 0; s < t.net->n; s++)
        t.used[s] = is_leaf(&t, s) && ss_node_set_intersects(t.net->at[s].nodes, call->chosen);
    return ss_pick_will_do(&t.pick) && !waits_for_fewer(&t);
}
