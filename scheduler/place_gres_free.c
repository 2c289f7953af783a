/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_gres_free.c - how many generic resources a node has left.
 *
 * A node has devices (gres.conf with File), counts by type, or one count. Without a use nobody is there. What is not
 * consumed (CountOnly flags of gres.conf) is free however many have it.
 *
 * A request counts (SS_GRES_COUNTED) where the number alone decides, now and behind each end: so many a node, and
 * devices that are near all cores. Then the devices' indices are dealt out when nodes are chosen and cannot fail.
 *
 * Source: gres.conf(5); spec placement 6. Tested in tests/unit/test_place_gres.c.
 */
#include "scheduler/place_gres_free.h"

static size_t cell_of(const SsUse *use, SsNodeId id, uint32_t gres)
{
    return (size_t) id * use->cluster->n_gres + gres;
}

bool ss_gres_type_matches(const SsNodeGres *has, uint32_t type, const char *wanted)
{
    if (wanted == NULL)
        return true;
    return type < has->n_type && g_strcmp0(has->type[type].name, wanted) == 0;
}

uint64_t ss_gres_free_devices(const SsUse *use, SsNodeId id, const SsNodeGres *has,
                              const char *type)
{
    const uint64_t used =
        use == NULL || has->no_consume ? 0 : use->gres_devices[cell_of(use, id, has->gres)];
    uint64_t mask = 0;

    for (uint32_t d = 0; d < has->n_dev; d++)
        if (!(used >> d & 1) && ss_gres_type_matches(has, has->dev[d].type, type))
            mask |= UINT64_C(1) << d;
    return mask;
}

uint64_t ss_gres_free_of_type(const SsUse *use, SsNodeId id, const SsNodeGres *has, uint32_t type)
{
    uint64_t used = 0;

    if (use != NULL && !has->no_consume && use->gres_types[cell_of(use, id, has->gres)] != NULL)
        used = use->gres_types[cell_of(use, id, has->gres)][type];
    return has->type[type].count > used ? has->type[type].count - used : 0;
}

uint64_t ss_gres_free_count(const SsUse *use, SsNodeId id, const SsNodeGres *has, const char *type)
{
    uint64_t n = 0;

    if (has->n_dev > 0)
        return (uint64_t) __builtin_popcountll(ss_gres_free_devices(use, id, has, type));
    if (has->n_type > 0) {
        for (uint32_t t = 0; t < has->n_type; t++)
            if (ss_gres_type_matches(has, t, type))
                n += ss_gres_free_of_type(use, id, has, t);
        return n;
    }
    if (type != NULL)
        return 0;
    const uint64_t used =
        use == NULL || has->no_consume ? 0 : use->gres_count[cell_of(use, id, has->gres)];
    return has->count > used ? has->count - used : 0;
}

/* --- counted ---------------------------------------------------------------------------------- */

/* What one job gives back for a need when it leaves the node. */
static uint64_t given_back(const SsNodeGres *has, const SsAllocNode *entry, const SsGresNeed *need)
{
    uint64_t n = 0;

    for (uint32_t i = 0; !has->no_consume && i < entry->n_gres; i++)
        if (entry->gres[i].gres == need->gres
            && ss_gres_type_matches(has, entry->gres[i].type, need->type))
            n += entry->gres[i].count;
    return n;
}

uint32_t ss_gres_now(const SsCluster *cluster, const SsUse *use, SsNodeId id,
                     const SsGresNeed *need)
{
    const SsNodeGres *has = ss_node_gres(&cluster->nodes[id], need->gres);

    return has != NULL ? (uint32_t) MIN(ss_gres_free_count(use, id, has, need->type), UINT32_MAX)
                       : 0;
}

uint32_t ss_gres_given_back(const SsCluster *cluster, const SsAllocNode *entry,
                            const SsGresNeed *need)
{
    const SsNodeGres *has =
        entry->n_gres > 0 ? ss_node_gres(&cluster->nodes[entry->node], need->gres) : NULL;

    return has != NULL ? (uint32_t) given_back(has, entry, need) : 0;
}

static bool is_near_all(const SsNode *node, const uint64_t *cores)
{
    return cores == NULL || ss_bits_count(cores, node->core_words) == node->cores;
}

static bool is_untied(const SsCluster *cluster, uint32_t gres)
{
    for (SsNodeId id = 0; id < cluster->n_nodes; id++) {
        const SsNode     *node = &cluster->nodes[id];
        const SsNodeGres *has = ss_node_gres(node, gres);

        for (uint32_t d = 0; has != NULL && d < has->n_dev; d++)
            if (!is_near_all(node, has->dev[d].cores))
                return false;
    }
    return true;
}

uint64_t ss_gres_untied(const SsCluster *cluster)
{
    uint64_t untied = 0;

    for (uint32_t gres = 0; gres < MIN(cluster->n_gres, 64); gres++)
        if (is_untied(cluster, gres))
            untied |= UINT64_C(1) << gres;
    return untied;
}

bool ss_gres_are_per_node(const SsRequest *req)
{
    uint64_t seen = 0;

    for (uint32_t i = 0; i < req->n_gres; i++) {
        const SsGresNeed *need = &req->gres[i];

        if (need->per_node == 0 || need->per_job || need->per_socket || need->per_task
            || need->gres >= 64 || (seen >> need->gres & 1))
            return false;
        seen |= UINT64_C(1) << need->gres;
    }
    return true;
}
