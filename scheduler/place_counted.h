/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"

enum { SS_COUNTED_GRES_MOST = 2 };

/**
 * place_counted - placements for which a node is two numbers: free cores and memory in use.
 *
 * Most requests ask for nodes, tasks, CPUs and memory and for nothing that needs to know which core or which
 * job. What a node offers to such a request follows from counts, so "if these jobs had ended" needs no use that
 * the jobs are taken out of. GRES are among the counts where so many are asked for on each node and no device is near
 * some cores only. The choice among the offers is the one of every placement.
 * Source    spec placement 3, 4; tests/property/test_glance.c.
 */

/* A GRES that each node must have left. */
typedef struct {
    const char *type; /* interned; NULL: any */
    uint32_t    gres, per_node;
} SsCountedGres;

/* What a request reads of a node and of the site, as far as it is counted: equal looks see equal offers.
 * Compared as bytes: the flags are as wide as the rest, so that no gap is left between or behind them. */
typedef struct {
    uint64_t      mem, tmp_disk, operations;
    uint64_t      ntasks_per_node; /* select/linear; else it is in `least` */
    uint32_t      params, least, cpus_per_task, min_cpus_node, ntasks_per_core;
    uint32_t      threads_per_core, whole, alone, mem_per_cpu, overcommit;
    uint32_t      cpus_per_gpu, known_cpus; /* of those who ask for GRES */
    uint32_t      n_gres, unused;
    SsCountedGres need[SS_COUNTED_GRES_MOST];
} SsCountedLook;

/* Who holds how much of a node. */
typedef struct {
    uint32_t cores, jobs, whole_jobs; /* free; on the node; of these, such that hold it whole */
    uint64_t mem;                     /* in use */
} SsCountedNode; /* and GRES, which only some looks look at: how many are left for each of its needs */

/* Is the query of that kind? Then its look is left in *look. `untied`: ss_gres_untied. Reads no use. Nodes without the features of its
 * constraint must not be among query->nodes. */
bool ss_place_is_counted(const SsPlaceQuery *query, uint64_t untied, SsCountedLook *look);

/* How nodes look to all queries of one look. Owner: the caller. Holds nothing of the query. */
typedef struct SsCountedOffers SsCountedOffers;
SsCountedOffers               *ss_counted_offers_new(const SsPlaceQuery *query);
void                           ss_counted_offers_free(SsCountedOffers *offers);

/* The needs of the look: how many there are. */
const SsGresNeed *ss_counted_needs(const SsCountedOffers *offers, uint32_t *n);

/* CPUs that a node in that state offers, with `left` of each need's GRES; 0: it cannot be used. */
uint32_t ss_counted_offer(const SsCountedOffers *offers, SsNodeId id, const SsCountedNode *state,
                          const uint32_t *left);

/* Chooses among `usable` nodes that offer `cpus` each, by node id, and have `left` of each need, by node and need (NULL:
 * without needs); false: they do not do. `query` has the look that the offers were made for. Only the nodes are told,
 * in `chosen`. */
bool ss_place_counted(const SsCountedOffers *offers, const SsPlaceQuery *query,
                      const uint32_t *cpus, const uint32_t *left, const SsNodeSet *usable,
                      SsNodeSet *chosen);
/* The same in the world's own use, with cores and memory. NULL: they do not do. Caller frees. */
SsAlloc *ss_place_counted_alloc(const SsCountedOffers *offers, const SsPlaceQuery *query,
                                const uint32_t *cpus, const uint32_t *left,
                                const SsNodeSet *usable);
