/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/query.h"
#include "sim/report/format.h"
#include "sim/report/order.h"

/**
 * nodes_fields - what sinfo can show of a group of nodes, and what divides nodes into groups.
 *
 * Rows      SsNodeGroup: nodes of a partition (or of several, if no field tells partitions apart) that
 *           agree in all that is shown.
 */
typedef struct {
    const SsNodeRow    *node;
    const SsNodeNowRow *now; /* never NULL: a node without a sample is idle */
} SsNodeView;

typedef struct {
    uint64_t min, max;
} SsRange;

typedef struct {
    const SsPartRow *part;
    uint32_t         part_at; /* place in slurm.conf                                            */
    GArray          *nodes;   /* SsNodeView                                                     */
    SsRange  cpus, memory, disk, weight, sockets, cores, threads, load, free_memory, alloc_memory;
    uint32_t n_alloc, n_idle, n_other;
    uint64_t cpus_alloc, cpus_idle, cpus_other, cpus_total;
} SsNodeGroup;

extern const SsFormatField ss_node_fields[];
extern const size_t        ss_node_fields_n;
extern const char          ss_node_all[]; /* what %all stands for */

/* Differences that keep nodes apart: bits that the fields of a format ask for. */
typedef uint64_t SsNodeTells;
SsNodeTells      ss_node_tells(const SsFormat *format, bool exact);

/* May `view` of `part` join the group? */
bool ss_node_group_takes(const SsNodeGroup *group, const SsPartRow *part, const SsNodeView *view,
                         SsNodeTells tells);
void ss_node_group_add(SsNodeGroup *group, const SsNodeView *view);

/* Keys of -S; '\1' is "#P", '\2' "#N". */
extern const SsSortKey ss_node_sort_keys[];
extern const size_t    ss_node_sort_keys_n;

/* "n[1-3]" of the group's nodes. In `texts`. */
const char *ss_node_group_list(const SsNodeGroup *group, GStringChunk *texts);
/* "batch*". In `texts`. */
const char *ss_node_group_partition(const SsNodeGroup *group, GStringChunk *texts);
