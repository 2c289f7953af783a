/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_fewer.c - leaving small nodes out.
 *
 * A job of few nodes may have begun with small ones and run out of nodes. So the nodes with the least resources (CPUs
 * and devices) are left out, step by step, and the choice is made again among the others. That cannot help when the
 * largest nodes together would not do, which is the usual failure, so that is tested first, in each step.
 *
 * There can be as many steps as there are counts of resources on the machine. What a node has is counted once, and how
 * many nodes offer how many CPUs is kept up: a step costs one walk over the sizes, beside the choice.
 *
 * Source: https://slurm.schedmd.com/cons_res.html; spec placement 4.1.
 */
#include "scheduler/place_internal.h"

typedef struct {
    SsPlaceCall *call;
    uint64_t    *size;    /* [n_nodes] CPUs and devices; NULL until a node is left out            */
    uint32_t    *of_cpus; /* [most + 1] usable nodes by the CPUs they offer                       */
    uint32_t     most, left;
} Fewer;

static Fewer count_nodes(SsPlaceCall *call)
{
    Fewer f = { .call = call };

    for (SS_EACH_NODE(id, call->usable)) {
        f.most = MAX(f.most, call->cpus[id]);
        f.left++;
    }
    f.of_cpus = SS_ARENA_NEW(call->arena, uint32_t, (size_t) f.most + 1);
    for (SS_EACH_NODE(id, call->usable))
        f.of_cpus[call->cpus[id]]++;
    return f;
}

/* Would the largest nodes that may be taken hold the job? */
static bool largest_would_do(const Fewer *f)
{
    uint64_t sum = 0;
    uint32_t room = f->call->max;

    for (uint32_t cpus = f->most; cpus > 0 && room > 0; cpus--) {
        const uint32_t take = MIN(f->of_cpus[cpus], room);

        sum += (uint64_t) take * cpus;
        room -= take;
    }
    return f->left >= f->call->min && sum >= f->call->min_cpus;
}

static uint64_t resources(const SsPlaceCall *call, SsNodeId id)
{
    uint64_t count = call->cpus[id];

    for (uint32_t i = 0; i < call->req->n_gres; i++)
        count += ss_gres_free(call, id, &call->req->gres[i]);
    return count;
}

static void measure(Fewer *f)
{
    if (f->size != NULL)
        return;
    f->size = SS_ARENA_NEW(f->call->arena, uint64_t, f->call->cluster->n_nodes);
    for (SS_EACH_NODE(id, f->call->usable))
        f->size[id] = resources(f->call, id);
}

static bool must_stay(const SsPlaceCall *call, SsNodeId id)
{
    return call->required != NULL && ss_node_set_test(call->required, id);
}

/* The least that a node has which may be left out; UINT64_MAX if there is none. */
static uint64_t least_size(const Fewer *f)
{
    uint64_t least = UINT64_MAX;

    for (SS_EACH_NODE(id, f->call->usable))
        if (f->size[id] < least && !must_stay(f->call, id))
            least = f->size[id];
    return least;
}

/* Leaves out the nodes of the smallest resource count. False if that is not possible. */
static bool drop_smallest(Fewer *f)
{
    SsPlaceCall *call = f->call;
    bool         dropped = false;

    measure(f);
    const uint64_t least = least_size(f);
    if (least == UINT64_MAX)
        return false;
    for (SS_EACH_NODE(id, call->usable)) {
        if (f->size[id] != least || must_stay(call, id))
            continue;
        if (f->left <= call->min)
            return dropped;
        ss_node_set_remove(call->usable, id);
        f->of_cpus[call->cpus[id]]--;
        f->left--;
        dropped = true;
    }
    return dropped;
}

bool ss_choose_with_fewer(SsPlaceCall *call, bool (*choose)(SsPlaceCall *call))
{
    const SsArenaMark mark = ss_arena_mark(call->arena);
    SsNodeSet        *all = ss_call_set(call);
    Fewer             f = count_nodes(call);
    bool              found = false;

    ss_node_set_copy(all, call->usable);
    while (!found && largest_would_do(&f) && drop_smallest(&f))
        found = choose(call);
    ss_node_set_copy(call->usable, all);
    ss_arena_release(call->arena, mark);
    return found;
}
