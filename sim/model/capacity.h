/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/cluster.h"

/**
 * capacity - what a node, a partition, the cluster has to give, as TRES.
 *
 * Shape     partitions and priority flags may be the configured ones or those of a run, which changes them.
 * Rule      a node's billing is the largest of its partitions' weighted sums, cut to an integer (without any
 *           weights its CPUs); the cluster's is the sum of these. Of the counts of nodes only those of partitions
 *           and the cluster show.
 * Source    sacctmgr show cluster, scontrol show node and partition (cases gpu-billing, events-reservations).
 */
typedef struct {
    const SsCluster   *cluster;
    const SsPartition *parts; /* [cluster->n_parts] */
    bool               max_tres;
} SsCapacity;

SsCapacity ss_capacity_configured(const SsCluster *cluster);

/* CPUs, memory and GRES of a node added to `vec`. */
void ss_capacity_add_node(const SsCluster *cluster, SsNodeId node, uint64_t *vec);

/* `vec` [n_tres] is overwritten. */
void ss_capacity_node(const SsCapacity *capacity, SsNodeId node, uint64_t *vec);
void ss_capacity_partition(const SsCapacity *capacity, const SsPartition *part, uint64_t *vec);
void ss_capacity_cluster(const SsCapacity *capacity, uint64_t *vec);
