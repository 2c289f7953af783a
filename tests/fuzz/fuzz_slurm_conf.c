/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_slurm_conf.c - slurm.conf, read leniently and strictly: any text gives a cluster that seals.
 */
#include "configs/slurm_conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Counts that hold whatever was read. */
static void check(const SsCluster *cluster)
{
    uint32_t cpus = 0;

    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        const SsNode *node = &cluster->nodes[i];

        g_assert(node->cpus >= 1 && node->sockets >= 1 && node->cores_per_socket >= 1);
        g_assert(ss_node_usable_cpus(node) <= node->cpus);
        g_assert(ss_cluster_node(cluster, node->name) == i);
        cpus += ss_node_usable_cpus(node);
    }
    g_assert(cpus == cluster->total_cpus);
    for (uint32_t i = 0; i < cluster->n_parts; i++)
        g_assert(cluster->parts[i].n_nodes == ss_node_set_count(cluster->parts[i].nodes));
}

static void read_once(const uint8_t *data, size_t size, SsReading reading)
{
    g_autoptr(SsDiag)       diag = ss_diag_new();
    const SsFaults          faults = { .diag = diag, .reading = reading };
    g_autoptr(SsCluster)    cluster = ss_cluster_new();
    g_autoptr(SsConfReader) reader =
        ss_conf_reader_new_text("slurm.conf", (const char *) data, size, &faults);

    ss_slurm_conf_read(reader, NULL, cluster, &faults);
    ss_cluster_seal(cluster);
    check(cluster);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_once(data, size, SS_READ_LENIENT);
    read_once(data, size, SS_READ_STRICT);
    return 0;
}
