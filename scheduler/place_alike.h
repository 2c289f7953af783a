/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place_internal.h"

/**
 * SsAlike - of the nodes that one placement makes offers for, those in one state: they make one offer.
 *
 * Two nodes are alike if their configuration is (line and GRES) and if as much of them is in use: the same cores,
 * and the same memory and devices as far as the request reads them. Their offers then differ by the node's weight
 * at most (ss_node_weight).
 * Shape     a table of a fixed size that remembers one node a state; a state that was dropped is seen as new.
 * Owner     the call's arena.
 * Cost      a node: some words folded and compared, about 10 ns.
 * Source    tests/property/test_place.c places everything with and without.
 */
typedef struct SsAlike SsAlike;

/* NULL: offers of this call depend on more than that, or the shortcut is off. */
SsAlike *ss_alike_begin(SsPlaceCall *call);

/* A node asked about before that is alike; SS_ID_NONE: `id` is the one that is remembered from now on. */
SsNodeId ss_alike_find(SsAlike *alike, SsNodeId id);

/* For every node the first of the neighbours before it that are configured as it is. Caller's. O(n_nodes). */
SsNodeId *ss_alike_classes(const SsCluster *cluster);
