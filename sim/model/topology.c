/* SPDX-License-Identifier: Apache-2.0 */

/*
 * topology.c - the memory of a switch tree.
 *
 * The tree itself is made by configs/topology_conf.c, which also checks that it is one. Every switch
 * carries the set of nodes at or below it: a job's nodes are tested against switches far more often
 * than the tree is walked, and 1000 switches over 5000 nodes are 640 KB.
 */
#include "sim/model/topology.h"

void ss_topology_clear(SsTopology *topology)
{
    for (uint32_t i = 0; i < topology->n; i++) {
        SsSwitch *at = &topology->at[i];

        g_free(at->name);
        g_free(at->child);
        ss_node_set_free(at->nodes);
        g_free(at->nodes_text);
        g_free(at->switches_text);
        g_free(at->link_speed);
    }
    g_free(topology->at);
    *topology = (SsTopology){ 0 };
}
