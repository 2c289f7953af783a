/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/use.h"

/**
 * placed - where a real Slurm put a job, in scontrol's words, as an allocation; and comparisons.
 * Source    scontrol(1) show job --details.
 */

/* "Nodes=s[3-4] CPU_IDs=8-14 Mem=8192 GRES=gpu:h100:2(IDX:0-1) ; Nodes=..."; NULL if a node is not
 * the cluster's. Caller's. */
SsAlloc *ss_placed_parse(const SsCluster *cluster, const char *text, uint32_t n_cpus);

/* The same nodes as "s[3-4]"? `alloc` may be NULL: no. */
bool ss_placed_same_nodes(const SsCluster *cluster, const SsAlloc *alloc, const char *nodes);
/* The same nodes, cores and memory; the same devices. */
bool ss_placed_same_cpus(const SsCluster *cluster, const SsAlloc *a, const SsAlloc *b);
bool ss_placed_same_devices(const SsAlloc *a, const SsAlloc *b);
bool ss_placed_has_devices(const SsAlloc *alloc);
