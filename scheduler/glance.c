/* SPDX-License-Identifier: Apache-2.0 */
/*
 * glance.c - necessary conditions of a placement.
 *
 * The will-run test asks for a placement after each batch of ends taken away, and nearly all of these
 * fail for want of nodes or CPUs. What a node can offer at most is read off its free cores (times threads)
 * and free memory; the job needs `min_nodes` nodes that offer its least, and its CPUs from no more than
 * `max_nodes` of them. Everything else that placement weighs (features, GRES, sockets, topology, states,
 * reservations) only makes offers smaller, so it may be left out here.
 *
 * Oversubscribed rows offer cores that are in use: there is no shortcut for them.
 *
 * Twin: tests/property/test_glance.c asks `place` whenever a glance refuses.
 */
#include "scheduler/glance.h"

typedef struct {
    const SsPlaceQuery *query;
    const SsUse        *use;
    const SsRequest    *req;
    bool                linear, memory, alone;
    uint32_t            least; /* CPUs that any chosen node must offer */
} Glance;

static bool is_on_rows(const SsPlaceQuery *query)
{
    const SsPartition *part = &query->world->parts[query->part];

    if (query->no_share || part->share_count <= 1)
        return false;
    return part->share == SS_SHARE_FORCE || part->share == SS_SHARE_YES;
}

static Glance look(const SsPlaceQuery *query)
{
    const SsWorld     *world = query->world;
    const SsPartition *part = &world->parts[query->part];
    const SsRequest   *req = &query->job->req;
    const uint32_t     params =
        part->select_params ? part->select_params : world->settings.select_params;
    Glance g = { .query = query, .use = query->use, .req = req };

    g.linear = world->settings.select_type == SS_SELECT_LINEAR;
    g.memory = (params & SS_CR_MEMORY) && req->mem > 0 && !req->mem_per_gpu;
    g.alone = g.linear || part->share == SS_SHARE_EXCLUSIVE || req->share == 0;
    g.least = MAX(req->min_cpus_node, 1);
    return g;
}

static uint32_t free_cpus(const Glance *g, SsNodeId id)
{
    const SsNode *node = &g->query->world->cluster->nodes[id];
    uint32_t      cpus;

    if (g->use->jobs[id] > 0 && (g->alone || g->use->whole_jobs[id] > 0))
        return 0;
    if (g->linear)
        cpus = g->req->ntasks_per_core ? UINT32_MAX : ss_node_usable_cpus(node);
    else
        cpus =
            (node->cores - ss_bits_count(ss_use_cores(g->use, id), node->core_words)) * node->tpc;
    return cpus;
}

/* As far as memory goes. */
static uint32_t cpus_with_memory(const Glance *g, SsNodeId id, uint32_t cpus)
{
    const uint64_t all = g->query->world->cluster->nodes[id].real_memory;
    const uint64_t left = g->use->mem[id] < all ? all - g->use->mem[id] : 0;

    if (!g->memory || cpus == 0)
        return cpus;
    if (g->req->mem_per_cpu && !g->linear)
        return (uint32_t) MIN(cpus, left / g->req->mem);
    return left >= g->req->mem ? cpus : 0;
}

bool ss_glance(const SsPlaceQuery *query)
{
    uint32_t nodes = 0, most = 0;
    uint64_t cpus = 0;

    if (query->mode == SS_PLACE_EVER || query->use == NULL || is_on_rows(query))
        return true;
    const Glance   g = look(query);
    const uint64_t need = MAX(g.req->min_cpus, 1);
    const uint32_t min = MAX(query->min_nodes, 1), max = MAX(query->max_nodes, min);
    for (uint32_t id = ss_node_set_first(query->nodes); id != SS_ID_NONE;
         id = ss_node_set_next(query->nodes, id + 1)) {
        const uint32_t here = cpus_with_memory(&g, id, free_cpus(&g, id));

        if (here < g.least)
            continue;
        nodes++;
        cpus += here;
        most = MAX(most, here);
        if (nodes >= min && cpus >= need && (uint64_t) most * max >= need)
            return true;
    }
    return false;
}
