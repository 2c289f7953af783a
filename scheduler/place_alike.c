/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_alike.c - nodes in one state make one offer.
 *
 * A machine of ten thousand nodes has a few lines of configuration, and most of its nodes are idle, or full, or used
 * in one of a few dozen ways. What such a node offers to a request is worked out rule by rule (place_cores.c,
 * place_gres.c), for devices core by core. So it is done once a state: the others copy the offer and its cores.
 *
 * What an offer reads of a node, and what covers it. A rule that reads more has to be added here.
 *   configuration (CPUs, memory, specialised cores, devices)   class_of: line and GRES
 *   cores in use, or the row's                                 the node's words of call->busy
 *   memory in use                                              only with CR_*Memory
 *   GRES in use: counts, devices, counts by type               only if asked for, or the whole node is
 *   weight                                                     the caller's: it differs from node to node
 *   cores that a reservation leaves out, MaxCPUsPerNode        not covered: no sharing (ss_alike_begin)
 *
 * States are found by a hash but compared word by word: two of one hash take each other's place, nothing more.
 */
#include "scheduler/place_alike.h"

#include "scheduler/notes.h"

#include <string.h>

enum { SLOTS = 1024 };

struct SsAlike {
    const SsPlaceCall *call;
    const SsNodeId    *class_of; /* [n_nodes] */
    bool               memory, gres;
    SsNodeId           seen[SLOTS]; /* SS_ID_NONE: free */
};

/* --- configuration -------------------------------------------------------------------------------- */

static bool equal_cores(const SsNode *node, const uint64_t *a, const uint64_t *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    for (uint32_t w = 0; w < node->core_words; w++)
        if (a[w] != b[w])
            return false;
    return true;
}

static bool equal_gres(const SsNode *node, const SsNodeGres *a, const SsNodeGres *b)
{
    if (a->gres != b->gres || a->count != b->count || a->n_type != b->n_type || a->n_dev != b->n_dev
        || a->no_consume != b->no_consume)
        return false;
    for (uint32_t t = 0; t < a->n_type; t++)
        if (a->type[t].count != b->type[t].count
            || g_strcmp0(a->type[t].name, b->type[t].name) != 0)
            return false;
    for (uint32_t d = 0; d < a->n_dev; d++)
        if (a->dev[d].type != b->dev[d].type
            || !equal_cores(node, a->dev[d].cores, b->dev[d].cores))
            return false;
    return true;
}

static bool configured_alike(const SsNode *a, const SsNode *b)
{
    if (a->line != b->line || a->core_words != b->core_words || a->n_gres != b->n_gres
        || !equal_cores(a, a->spec_cores, b->spec_cores))
        return false;
    for (uint32_t i = 0; i < a->n_gres; i++)
        if (!equal_gres(a, &a->gres[i], &b->gres[i]))
            return false;
    return true;
}

SsNodeId *ss_alike_classes(const SsCluster *cluster)
{
    SsNodeId *class_of = g_new(SsNodeId, cluster->n_nodes);

    for (SsNodeId id = 0; id < cluster->n_nodes; id++)
        class_of[id] =
            id > 0 && configured_alike(&cluster->nodes[id], &cluster->nodes[class_of[id - 1]])
                ? class_of[id - 1]
                : id;
    return class_of;
}

/* --- state ---------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

static size_t cell_of(const SsPlaceCall *call, SsNodeId id, uint32_t gres)
{
    return (size_t) id * call->cluster->n_gres + gres;
}

static uint64_t hash_of(const SsAlike *alike, SsNodeId id)
{
    const SsPlaceCall *call = alike->call;
    const SsNode      *node = &call->cluster->nodes[id];
    uint64_t           hash = mix(0, alike->class_of[id]);

    for (uint32_t w = 0; call->busy != NULL && w < node->core_words; w++)
        hash = mix(hash, call->busy[node->core_at + w]);
    if (alike->memory)
        hash = mix(hash, call->use->mem[id]);
    for (uint32_t i = 0; alike->gres && i < node->n_gres; i++) {
        const size_t cell = cell_of(call, id, node->gres[i].gres);

        hash = mix(hash, call->use->gres_devices[cell] << 8 ^ call->use->gres_count[cell]);
    }
    return hash;
}

static bool equal_gres_use(const SsUse *use, const SsNodeGres *gres, size_t x, size_t y)
{
    const uint64_t *of_x = use->gres_types[x], *of_y = use->gres_types[y];

    if (use->gres_count[x] != use->gres_count[y] || use->gres_devices[x] != use->gres_devices[y])
        return false;
    if (of_x == NULL || of_y == NULL)
        return of_x == of_y;
    return memcmp(of_x, of_y, gres->n_type * sizeof *of_x) == 0;
}

static bool in_one_state(const SsAlike *alike, SsNodeId a, SsNodeId b)
{
    const SsPlaceCall *call = alike->call;
    const SsNode      *x = &call->cluster->nodes[a], *y = &call->cluster->nodes[b];

    if (alike->class_of[a] != alike->class_of[b])
        return false;
    if (call->busy != NULL && !equal_cores(x, call->busy + x->core_at, call->busy + y->core_at))
        return false;
    if (alike->memory && call->use->mem[a] != call->use->mem[b])
        return false;
    for (uint32_t i = 0; alike->gres && i < x->n_gres; i++)
        if (!equal_gres_use(call->use, &x->gres[i], cell_of(call, a, x->gres[i].gres),
                            cell_of(call, b, x->gres[i].gres)))
            return false;
    return true;
}

/* --- the public face ------------------------------------------------------------------------------ */

SsAlike *ss_alike_begin(SsPlaceCall *call)
{
    const SsNodeId *class_of = ss_notes_classes(call->world);

    if (class_of == NULL || !ss_shortcut_on(&call->world->shortcuts, SS_SHORTCUT_ALIKE)
        || call->query->excluded_cores != NULL || call->part->max_cpus_per_node != SS_NO_LIMIT)
        return NULL;
    SsAlike *alike = SS_ARENA_NEW(call->arena, SsAlike, 1);
    alike->call = call;
    alike->class_of = class_of;
    alike->memory = call->use != NULL && (call->params & SS_CR_MEMORY);
    alike->gres = call->use != NULL && (call->req->n_gres > 0 || call->whole);
    memset(alike->seen, 0xff, sizeof alike->seen);
    return alike;
}

SsNodeId ss_alike_find(SsAlike *alike, SsNodeId id)
{
    SsNodeId *seen = &alike->seen[hash_of(alike, id) % SLOTS];

    if (*seen != SS_ID_NONE && in_one_state(alike, *seen, id))
        return *seen;
    *seen = id;
    return SS_ID_NONE;
}
