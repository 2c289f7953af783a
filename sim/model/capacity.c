/* SPDX-License-Identifier: Apache-2.0 */
/*
 * capacity.c - what nodes, partitions and the cluster have to give.
 *
 * MAX_TRES and weights are applied to a vector in which the node counts as one; it does not show in the
 * node's own TRES.
 */
#include "sim/model/capacity.h"

#include <string.h>

SsCapacity ss_capacity_configured(const SsCluster *cluster)
{
    return (SsCapacity){ cluster, cluster->parts,
                         (cluster->settings.priority_flags & SS_PRIO_MAX_TRES) != 0 };
}

static void add_at(uint64_t *vec, uint32_t at, uint64_t count)
{
    if (at != SS_ID_NONE)
        vec[at] += count;
}

void ss_capacity_add_node(const SsCluster *cluster, SsNodeId id, uint64_t *vec)
{
    const SsNode *node = &cluster->nodes[id];

    vec[SS_TRES_CPU] += ss_node_usable_cpus(node);
    vec[SS_TRES_MEM] += node->real_memory;
    for (uint32_t g = 0; g < node->n_gres; g++) {
        const SsNodeGres *gres = &node->gres[g];
        const char       *name = cluster->gres_names[gres->gres];

        add_at(vec, ss_tres_find_gres(cluster->tres, name, NULL), gres->count);
        for (uint32_t t = 0; t < gres->n_type; t++)
            if (gres->type[t].name)
                add_at(vec, ss_tres_find_gres(cluster->tres, name, gres->type[t].name),
                       gres->type[t].count);
    }
}

/* A node counts itself for nothing: with weights of nodes alone it is worth its CPUs, as without weights. */
static uint64_t node_billing(const SsCapacity *capacity, SsNodeId id, const uint64_t *vec)
{
    const SsTresSet *tres = capacity->cluster->tres;
    double           most = -1;

    for (uint32_t p = 0; p < capacity->cluster->n_parts; p++) {
        const SsPartition *part = &capacity->parts[p];

        if (part->billing && part->nodes && ss_node_set_test(part->nodes, id))
            most = MAX(most, ss_tres_billing(tres, vec, part->billing, capacity->max_tres));
    }
    return most <= 0 ? vec[SS_TRES_CPU] : (uint64_t) most;
}

void ss_capacity_node(const SsCapacity *capacity, SsNodeId id, uint64_t *vec)
{
    memset(vec, 0, capacity->cluster->tres->n * sizeof *vec);
    ss_capacity_add_node(capacity->cluster, id, vec);
    vec[SS_TRES_BILLING] = node_billing(capacity, id, vec);
}

static void add_licenses(const SsCluster *cluster, uint64_t *vec)
{
    for (uint32_t i = 0; i < cluster->n_licenses; i++) {
        g_autofree char *text = g_strconcat("license/", cluster->licenses[i].name, NULL);

        add_at(vec, ss_tres_find(cluster->tres, text), cluster->licenses[i].total);
    }
}

void ss_capacity_partition(const SsCapacity *capacity, const SsPartition *part, uint64_t *vec)
{
    const SsCluster *cluster = capacity->cluster;

    memset(vec, 0, cluster->tres->n * sizeof *vec);
    for (SsNodeId i = 0; part->nodes && i < cluster->n_nodes; i++) {
        if (!ss_node_set_test(part->nodes, i))
            continue;
        ss_capacity_add_node(cluster, i, vec);
        vec[SS_TRES_NODE]++;
    }
    add_licenses(cluster, vec);
    vec[SS_TRES_BILLING] =
        (uint64_t) ss_tres_billing(cluster->tres, vec, part->billing, capacity->max_tres);
}

void ss_capacity_cluster(const SsCapacity *capacity, uint64_t *vec)
{
    const SsCluster     *cluster = capacity->cluster;
    g_autofree uint64_t *one = g_new(uint64_t, cluster->tres->n);

    memset(vec, 0, cluster->tres->n * sizeof *vec);
    for (SsNodeId i = 0; i < cluster->n_nodes; i++) {
        ss_capacity_node(capacity, i, one);
        for (uint32_t t = 0; t < cluster->tres->n; t++)
            vec[t] += one[t];
    }
    vec[SS_TRES_NODE] = cluster->n_nodes;
    add_licenses(cluster, vec);
}
