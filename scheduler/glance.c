/* SPDX-License-Identifier: Apache-2.0 */
/*
 * glance.c - necessary conditions of a placement.
 *
 * The will-run test asks for a placement after each batch of ends taken away, and nearly all of these
 * fail for want of nodes or CPUs. What a node can offer at most is read off its free cores (times threads)
 * and free memory, and a node without the GRES asked for offers nothing; the job needs `min_nodes` nodes that
 * offer its least, and its CPUs from no more than `max_nodes` of them. Everything else that placement weighs
 * (features, devices near to cores, sockets, topology, states,
 * reservations) only makes offers smaller, so it may be left out here.
 *
 * Oversubscribed rows offer cores that are in use: there is no shortcut for them.
 *
 * Twin: tests/property/test_glance.c asks `place` whenever a glance refuses.
 */
#include "scheduler/glance.h"

#include "scheduler/place_internal.h"

static bool is_on_rows(const SsPlaceQuery *query)
{
    const SsPartition *part = &query->world->parts[query->part];

    if (query->planned && query->world->settings.select_type == SS_SELECT_LINEAR
        && ss_rows_any(query->world)) /* jobs that share do not count */
        return true;
    if (query->no_share || part->share_count <= 1)
        return false;
    return part->share == SS_SHARE_FORCE || part->share == SS_SHARE_YES;
}

static SsGlance look(const SsPlaceQuery *query, const SsUse *use)
{
    const SsWorld     *world = query->world;
    const SsPartition *part = &world->parts[query->part];
    const SsRequest   *req = &query->job->req;
    const uint32_t     params =
        part->select_params ? part->select_params : world->settings.select_params;
    SsGlance g = { .query = query, .use = use, .req = req };

    g.linear = world->settings.select_type == SS_SELECT_LINEAR;
    g.memory = (params & SS_CR_MEMORY) && req->mem > 0 && !req->mem_per_gpu;
    g.alone = g.linear || part->share == SS_SHARE_EXCLUSIVE || req->share == 0;
    g.least = MAX(req->min_cpus_node, 1);
    g.need = MAX(req->min_cpus, 1);
    g.min = MAX(query->min_nodes, 1);
    g.max = MAX(query->max_nodes, g.min);
    return g;
}

static uint32_t free_cpus(const SsGlance *g, SsNodeId id)
{
    if (g->alone && g->use->jobs[id] > (g->linear ? 0 : g->use->suspended[id]))
        return 0;
    if (!g->linear)
        return g->use->whole_jobs[id] > 0 ? 0 : g->use->free_cpus[id];
    return g->req->ntasks_per_core ? UINT32_MAX
                                   : ss_node_usable_cpus(&g->query->world->cluster->nodes[id]);
}

/* As far as memory goes. */
static uint32_t cpus_with_memory(const SsGlance *g, SsNodeId id, uint32_t cpus)
{
    if (!g->memory || cpus == 0)
        return cpus;

    const uint64_t all = g->query->world->cluster->nodes[id].real_memory;
    const uint64_t left = g->use->mem[id] < all ? all - g->use->mem[id] : 0;

    if (g->req->mem_per_cpu && !g->linear)
        return (uint32_t) MIN(cpus, left / g->req->mem);
    return left >= g->req->mem ? cpus : 0;
}

/* Devices, or what is counted without any, that nobody has. */
static uint64_t gres_left(const SsGlance *g, SsNodeId id, const SsNodeGres *has)
{
    const size_t cell = (size_t) id * g->query->world->cluster->n_gres + has->gres;

    if (has->no_consume || (has->n_dev == 0 && has->n_type > 0))
        return has->count;
    if (has->n_dev == 0)
        return has->count - MIN(has->count, g->use->gres_count[cell]);
    const uint64_t all = has->n_dev < 64 ? (UINT64_C(1) << has->n_dev) - 1 : UINT64_MAX;
    return (uint64_t) __builtin_popcountll(all & ~g->use->gres_devices[cell]);
}

/* A node without a GRES that the job asks for in any form offers nothing to it. */
static bool has_gres(const SsGlance *g, SsNodeId id)
{
    for (uint32_t i = 0; !g->linear && i < g->req->n_gres; i++) {
        const SsGresNeed *need = &g->req->gres[i];
        const SsNodeGres *has = ss_node_gres(&g->query->world->cluster->nodes[id], need->gres);

        if (has == NULL || gres_left(g, id, has) < need->per_node)
            return false;
    }
    return true;
}

/* What the node offers at most; 0 if that is less than any chosen node must. */
static uint32_t offer_at_most(const SsGlance *g, SsNodeId id)
{
    if (!has_gres(g, id))
        return 0;

    const uint32_t here = cpus_with_memory(g, id, free_cpus(g, id));

    return here >= g->least ? here : 0;
}

static void count(SsGlance *g, SsNodeId id)
{
    const uint32_t here = offer_at_most(g, id);

    g->nodes += here > 0;
    g->cpus += here;
    g->most = MAX(g->most, here);
}

/* Its offer is about to grow. */
static void forget_node(SsGlance *g, SsNodeId id)
{
    const uint32_t here = offer_at_most(g, id);

    g->nodes -= here > 0;
    g->cpus -= here;
}

bool ss_glance_may(const SsGlance *g)
{
    return g->blind
           || (g->nodes >= g->min && g->cpus >= g->need && (uint64_t) g->most * g->max >= g->need);
}

SsGlance ss_glance_begin(const SsPlaceQuery *query, const SsUse *use)
{
    SsGlance g = { .blind = true };

    if (use == NULL || is_on_rows(query))
        return g;
    g = look(query, use);
    for (uint32_t id = ss_node_set_first(query->nodes); id != SS_ID_NONE;
         id = ss_node_set_next(query->nodes, id + 1))
        count(&g, id);
    return g;
}

void ss_glance_leave(SsGlance *g, SsUse *use, const SsAlloc *alloc)
{
    for (uint32_t i = 0; !g->blind && i < alloc->n; i++)
        if (ss_node_set_test(g->query->nodes, alloc->at[i].node))
            forget_node(g, alloc->at[i].node);
    ss_use_remove(use, alloc);
    for (uint32_t i = 0; !g->blind && i < alloc->n; i++)
        if (ss_node_set_test(g->query->nodes, alloc->at[i].node))
            count(g, alloc->at[i].node);
}

bool ss_glance(const SsPlaceQuery *query)
{
    if (query->mode == SS_PLACE_EVER || query->use == NULL || is_on_rows(query))
        return true;
    SsGlance g = look(query, query->use);
    for (uint32_t id = ss_node_set_first(query->nodes); id != SS_ID_NONE;
         id = ss_node_set_next(query->nodes, id + 1)) {
        count(&g, id);
        if (ss_glance_may(&g))
            return true;
    }
    return false;
}

bool ss_glance_allows(const SsPlaceQuery *query)
{
    SsShortcutUse *shortcuts = &((SsWorld *) query->world)->shortcuts;

    if (!ss_shortcut_on(shortcuts, SS_SHORTCUT_COUNT) || ss_glance(query))
        return true;
    shortcuts->saved[SS_SHORTCUT_COUNT]++;
    return false;
}
