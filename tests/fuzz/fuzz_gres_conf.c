/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_gres_conf.c - gres.conf on a small cluster: any text leaves its counts, and all devices or none.
 */
#include "configs/gres_conf.h"
#include "configs/slurm_conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char site[] =
    "ClusterName=t\nGresTypes=gpu,mps,bandwidth\nSelectType=select/cons_tres\n"
    "NodeName=n[1-3] Sockets=2 CoresPerSocket=36 Gres=gpu:a:2,gpu:b:2\n"
    "NodeName=m[1-2] CPUs=4 Gres=gpu:4,bandwidth:1G,mps:400\n"
    "NodeName=c1\nPartitionName=p Nodes=ALL\n";

static void check(const SsCluster *cluster)
{
    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        const SsNode *node = &cluster->nodes[i];

        for (uint32_t j = 0; j < node->n_gres; j++) {
            const SsNodeGres *gres = &node->gres[j];
            uint64_t          sum = 0;

            g_assert(gres->n_dev == 0 || gres->n_dev == gres->count);
            for (uint32_t k = 0; k < gres->n_type; k++)
                sum += gres->type[k].count;
            g_assert(sum == gres->count);
            for (uint32_t k = 0; k < gres->n_dev; k++)
                g_assert(gres->dev[k].type < gres->n_type);
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
        ss_conf_reader_new_text("gres.conf", (const char *) data, size, &faults);

    ss_slurm_conf_read(conf, NULL, cluster, &faults);
    ss_gres_conf_read(reader, cluster, &faults);
    ss_cluster_seal(cluster);
    check(cluster);
    return 0;
}
