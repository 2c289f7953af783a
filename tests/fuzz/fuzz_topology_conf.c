/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_topology_conf.c - topology.conf on a small cluster: any text gives a tree, or a flat network.
 */
#include "configs/slurm_conf.h"
#include "configs/topology_conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char site[] = "ClusterName=t\nTopologyPlugin=topology/tree\nNodeName=n[1-70]\n"
                           "PartitionName=p Nodes=ALL\n";

static void check(const SsTopology *topology)
{
    for (uint32_t i = 0; i < topology->n; i++) {
        const SsSwitch *here = &topology->at[i];

        g_assert((here->n_child == 0) == (here->level == 0));
        for (uint32_t j = 0; j < here->n_child; j++) {
            const SsSwitch *child = &topology->at[here->child[j]];

            g_assert(child->level < here->level);
            g_assert(child->parent != SS_ID_NONE);
            g_assert(ss_node_set_is_subset(child->nodes, here->nodes));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(SsDiag)       diag = ss_diag_new();
    const SsFaults          faults = { .diag = diag };
    g_autoptr(SsCluster)    cluster = ss_cluster_new();
    g_autoptr(SsConfReader) conf =
        ss_conf_reader_new_text("slurm.conf", site, sizeof site - 1, &faults);
    g_autoptr(SsConfReader) reader =
        ss_conf_reader_new_text("topology.conf", (const char *) data, size, &faults);

    ss_slurm_conf_read(conf, NULL, cluster, &faults);
    ss_topology_conf_read(reader, cluster, &faults);
    check(&cluster->topology);
    return 0;
}
