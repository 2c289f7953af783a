/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_lln.c - choices that do not look at neighbourhood: least loaded, busy first, spread,
 * serial.
 *
 * All work through the weight classes from the lightest, since Weight is what an administrator uses
 * to keep nodes in reserve, and differ only in the order within a class:
 *   least loaded (CR_LLN, LLN=YES)  the node with the largest share of free CPUs, again and again
 *   busy first (bf_busy_nodes)      nodes that run something by index, then idle ones
 *   spread (--spread-job)           by index, on as many nodes as tasks and limits allow
 *   serial (pack_serial_at_end)     one-CPU jobs from the last index downward
 *
 * Source: slurm.conf(5) SelectTypeParameters=CR_LLN, SchedulerParameters=bf_busy_nodes,
 * pack_serial_at_end; sbatch(1) --spread-job; spec placement 4.5.
 */
#include "scheduler/place_internal.h"

/* The next weight above `above` among nodes that are left; false if there is none. */
static bool next_weight(const SsPlaceCall *call, const SsNodeSet *left, uint64_t *weight,
                        bool first)
{
    bool     found = false;
    uint64_t best = 0;

    for (SS_EACH_NODE(id, left)) {
        const uint64_t w = call->weight[id];

        if ((first || w > *weight) && (!found || w < best)) {
            best = w;
            found = true;
        }
    }
    *weight = best;
    return found;
}

/* Is it worth taking? The last node that may be taken must hold all that is left. */
static bool may_take(const SsPick *pick, SsNodeId id)
{
    return pick->room > 1 || (int64_t) pick->call->cpus[id] >= pick->cpus;
}

/* Takes the nodes of one weight class in some order until the pick is done. */
typedef void (*TakeClass)(SsPick *pick, SsNodeSet *left, uint64_t weight);

static bool by_class(SsPlaceCall *call, SsPick *pick, TakeClass take)
{
    SsNodeSet *left = ss_call_set(call);
    uint64_t   weight = 0;
    bool       first = true;

    if (!ss_pick_required(pick))
        return false;
    ss_node_set_copy(left, call->usable);
    ss_node_set_and_not(left, call->chosen);
    while (!ss_pick_done(pick) && pick->room > 0 && next_weight(call, left, &weight, first)) {
        first = false;
        take(pick, left, weight);
    }
    return ss_pick_will_do(pick);
}

/* a/b > c/d */
static bool larger_share(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    return (uint64_t) a * d > (uint64_t) c * b;
}

/* The CPUs of cores that the row which is tried has taken. */
static uint32_t used_in_row(const SsPlaceCall *call, SsNodeId id)
{
    const SsNode *node = &call->cluster->nodes[id];

    return ss_bits_count(call->busy + node->core_at, node->core_words)
           * (node->cpus / MAX(node->cores, 1));
}

/* What nobody uses, whatever of it the job could take (recorded: replay-maxtres-budget, jobs
 * with GPUs); where rows are tried, nobody in that row (static-k-poly-teach). */
static uint32_t free_cpus(const SsPlaceCall *call, SsNodeId id)
{
    const uint32_t all = call->cluster->nodes[id].cpus;
    const uint32_t used = call->use == NULL                ? 0
                          : call->busy == call->use->cores ? call->use->cpus[id]
                                                           : used_in_row(call, id);

    return used < all ? all - used : 0;
}

static SsNodeId least_loaded(const SsPick *pick, const SsNodeSet *left, uint64_t weight)
{
    const SsPlaceCall *call = pick->call;
    SsNodeId           best = SS_ID_NONE;

    for (SS_EACH_NODE(id, left)) {
        if (call->weight[id] != weight || !may_take(pick, id))
            continue;
        if (best == SS_ID_NONE
            || larger_share(free_cpus(call, id), call->cluster->nodes[id].cpus,
                            free_cpus(call, best), call->cluster->nodes[best].cpus))
            best = id;
    }
    return best;
}

static void take_least_loaded(SsPick *pick, SsNodeSet *left, uint64_t weight)
{
    while (!ss_pick_done(pick) && pick->room > 0) {
        const SsNodeId id = least_loaded(pick, left, weight);

        if (id == SS_ID_NONE)
            return;
        ss_pick_take(pick, id);
        ss_node_set_remove(left, id);
    }
}

typedef enum { BUSY_NODES, IDLE_NODES, ANY_NODES } Which;

static void take_ascending(SsPick *pick, SsNodeSet *left, uint64_t weight, Which which)
{
    const SsPlaceCall *call = pick->call;

    for (SS_EACH_NODE(id, left)) {
        const bool busy = call->use != NULL && call->use->jobs[id] > 0;

        if (ss_pick_done(pick) || pick->room <= 0)
            return;
        if (call->weight[id] != weight || (which == BUSY_NODES && !busy)
            || (which == IDLE_NODES && busy) || !may_take(pick, id))
            continue;
        ss_pick_take(pick, id);
    }
}

static void take_busy_first(SsPick *pick, SsNodeSet *left, uint64_t weight)
{
    take_ascending(pick, left, weight, BUSY_NODES);
    take_ascending(pick, left, weight, IDLE_NODES);
}

static void take_in_order(SsPick *pick, SsNodeSet *left, uint64_t weight)
{
    take_ascending(pick, left, weight, ANY_NODES);
}

static void take_from_the_end(SsPick *pick, SsNodeSet *left, uint64_t weight)
{
    for (SsNodeId id = ss_node_set_last(left); id != SS_ID_NONE && !ss_pick_done(pick);
         id = id > 0 ? ss_node_set_prev(left, id - 1) : SS_ID_NONE)
        if (pick->call->weight[id] == weight && may_take(pick, id))
            ss_pick_take(pick, id);
}

bool ss_choose_lln(SsPlaceCall *call)
{
    SsPick pick;

    ss_pick_begin(&pick, call);
    return by_class(call, &pick, take_least_loaded);
}

bool ss_choose_busy(SsPlaceCall *call)
{
    SsPick pick;

    ss_pick_begin(&pick, call);
    return by_class(call, &pick, take_busy_first);
}

bool ss_choose_serial(SsPlaceCall *call)
{
    SsPick pick;

    ss_pick_begin(&pick, call);
    return by_class(call, &pick, take_from_the_end);
}

bool ss_choose_spread(SsPlaceCall *call)
{
    const uint32_t tasks =
        call->req->ntasks == SS_UNSET32 ? call->min_cpus : MAX(call->req->ntasks, 1);
    SsPick pick;

    ss_pick_begin(&pick, call);
    const int64_t most = MIN(MIN(tasks, call->max), ss_node_set_count(call->usable));
    pick.spare =
        MAX(most - pick.nodes, 0); /* recorded: replay-hints, five, one and one of seven tasks */
    pick.nodes += pick.spare;
    if (!by_class(call, &pick, take_in_order) && pick.cpus > 0)
        return false;
    return pick.cpus <= 0 && ss_pick_gres_done(&pick)
           && ss_node_set_count(call->chosen) >= call->min;
}
