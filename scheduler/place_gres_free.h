/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * place_gres_free - what is left of a node's generic resources: devices, counts by type, or one count.
 *
 * `use` NULL: nobody is there. `type` NULL: of any type.
 * Source    gres.conf(5); spec placement 6.
 */
bool     ss_gres_type_matches(const SsNodeGres *has, uint32_t type, const char *wanted);
uint64_t ss_gres_free_devices(const SsUse *use, SsNodeId id, const SsNodeGres *has,
                              const char *type); /* as a mask of device indices */
uint64_t ss_gres_free_of_type(const SsUse *use, SsNodeId id, const SsNodeGres *has, uint32_t type);
uint64_t ss_gres_free_count(const SsUse *use, SsNodeId id, const SsNodeGres *has, const char *type);

/* Needs that are counted (place_counted.h) ask for so many a node and of each GRES once: a node that has them can give
 * them, whatever else is chosen. */
bool ss_gres_are_per_node(const SsRequest *req);
/* GRES (a bit each, of the first 64) whose devices are near all cores of their nodes: which of them are free never
 * bears on cores. Cost: O(nodes x devices), once a cluster. */
uint64_t ss_gres_untied(const SsCluster *cluster);
/* How many the node has left for the need, and how many more it will when the job of the entry has ended. */
uint32_t ss_gres_now(const SsCluster *cluster, const SsUse *use, SsNodeId id,
                     const SsGresNeed *need);
uint32_t ss_gres_given_back(const SsCluster *cluster, const SsAllocNode *entry,
                            const SsGresNeed *need);
