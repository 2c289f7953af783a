/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/bitset.h"
#include "sim/base/types.h"

/**
 * SsTopology - the switches of topology/tree; n = 0 for a flat network.
 *
 * Shape     switches in file order; a leaf has level 0 and nodes, the others children.
 * Source    topology.conf(5).
 */
typedef struct {
    char      *name;
    uint32_t   level;
    uint32_t   parent; /* index, SS_ID_NONE at a top                       */
    uint32_t   n_child;
    uint32_t  *child; /* [n_child] indices                                */
    SsNodeSet *nodes; /* all nodes at or below it                         */
    char      *nodes_text, *switches_text, *link_speed; /* as written or NULL */
} SsSwitch;

typedef struct {
    uint32_t  n;
    SsSwitch *at;
} SsTopology;

void ss_topology_clear(SsTopology *topology);
