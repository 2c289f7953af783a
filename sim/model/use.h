/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/cluster.h"

/**
 * SsAlloc - what a job holds: nodes, CPUs, core bits, memory, GRES devices.
 * SsUse   - what is in use on every node; copied for "what if these jobs had ended".
 *
 * Shape     an allocation is an array of entries by ascending node id. Core bits are over the node's own
 *           cores (core_words words). A use is flat arrays by node id.
 * Owner     an SsAlloc belongs to its job; an SsUse to the world or to the test that copied it.
 * Sharing   two allocations may overlap on cores and devices (rows of OverSubscribe, a suspended job under
 *           a running one): a core is in use until the last holder leaves it. Who may overlap is `place`'s
 *           decision; ss_world_check reports overlaps that no partition allows.
 * Errors    removing what was not added is a bug and asserts.
 */
typedef struct {
    uint32_t gres; /* index into SsCluster.gres_names                                        */
    uint32_t type; /* index into the node's SsNodeGres.type; SS_ID_NONE never occurs         */
    uint64_t count;
    uint64_t devices; /* bits of device indices when the node has devices (up to 64), else 0    */
} SsAllocGres;

typedef struct {
    SsNodeId  node;
    uint32_t  cpus;      /* allocated CPUs on the node, after rounding                           */
    uint32_t  cores;     /* number of core bits set                                              */
    uint64_t  mem;       /* MiB                                                                  */
    uint64_t *core_bits; /* [core_words of the node]                                             */
    uint32_t  n_gres;
    SsAllocGres *gres; /* [n_gres]                                                             */
    bool         left; /* the job has ended, and is no more COMPLETING there                   */
} SsAllocNode;

typedef struct {
    uint32_t     n;
    SsAllocNode *at;    /* [n] ascending node id                                                */
    uint32_t     cpus;  /* sum                                                                  */
    uint64_t     mem;   /* sum                                                                  */
    bool         whole; /* whole nodes: nobody else's jobs on them                              */
    bool         share_no;  /* set by ss_world_start: refuses to share its nodes                 */
    bool         suspended; /* its CPUs and cores are given back, memory and GRES kept           */
} SsAlloc;

SsAlloc *ss_alloc_new(uint32_t n_nodes); /* n entries, zeroed, to be filled */
SsAlloc *ss_alloc_copy(const SsCluster *cluster, const SsAlloc *alloc);
void     ss_alloc_free(SsAlloc *alloc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsAlloc, ss_alloc_free)
void               ss_alloc_nodes(const SsAlloc *alloc,
                                  SsNodeSet     *set); /* sets its nodes' bits, after clearing */
const SsAllocNode *ss_alloc_on(const SsAlloc *alloc, SsNodeId node); /* NULL */

/* What it has of one node, as an allocation; borrows both. */
static inline SsAlloc ss_alloc_entry(const SsAlloc *alloc, SsAllocNode *entry)
{
    SsAlloc one = *alloc;

    one.n = 1;
    one.at = entry;
    return one;
}

/* TRES counts of the allocation into vec [n_tres]: cpu, mem, node, gres; not billing or licences. */
void ss_alloc_tres(const SsCluster *cluster, const SsAlloc *alloc, uint64_t *vec);
/* JSON: [[first,last,cpus,mem,"gpu:h100:2"],...], neighbours of equal values as one run; cpus and mem
 * are those of each node. GRES: "name:type:count" or "name:count", joined by commas; "" if none. */
char *ss_alloc_text(const SsCluster *cluster, const SsAlloc *alloc);

typedef struct {
    const SsCluster *cluster;   /* borrowed                                                       */
    uint32_t        *cpus;      /* [n_nodes] CPUs in use (sum over rows)                          */
    uint64_t        *mem;       /* [n_nodes] MiB in use                                           */
    uint32_t        *jobs;      /* [n_nodes] jobs on the node, suspended ones included            */
    uint32_t        *suspended; /* [n_nodes] of these, suspended ones                             */
    uint32_t  *whole_jobs;      /* [n_nodes] running jobs that hold the node whole                */
    uint32_t  *share_no_jobs;   /* [n_nodes] running jobs that refuse to share (alloc->share_no)  */
    uint32_t  *free_cpus;    /* [n_nodes] CPUs of cores that no job has                         */
    uint64_t  *cores;        /* [core_words] bits of cores in use by any job                    */
    uint64_t  *gres_count;   /* [n_nodes][n_gres] in use                                       */
    uint64_t  *gres_devices; /* [n_nodes][n_gres] device bits in use                            */
    uint64_t **gres_types;   /* [n_nodes * n_gres] -> counts by node type, NULL when none      */
    uint16_t **core_jobs;    /* [n_nodes] -> holders of each core, NULL while no core has two  */
    uint16_t **device_jobs;  /* [n_nodes * n_gres] -> holders of each device, NULL likewise    */
    uint64_t   n_changes;    /* of nodes, since the use was made                               */
    SsNodeId  *changed;      /* [n_nodes] ring: node of change i at i % n_nodes, the last ones */
} SsUse;

SsUse *ss_use_new(const SsCluster *cluster);
SsUse *ss_use_copy(const SsUse *use);
void   ss_use_assign(SsUse *to, const SsUse *from); /* same cluster */
void   ss_use_free(SsUse *use);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsUse, ss_use_free)
void ss_use_add(SsUse *use, const SsAlloc *alloc);
void ss_use_remove(SsUse *use, const SsAlloc *alloc);
/* Gives back the CPUs and cores of an allocation in use, and takes them again. */
void ss_use_suspend(SsUse *use, SsAlloc *alloc);
void ss_use_resume(SsUse *use, SsAlloc *alloc);
/* As if the job were not there, but for its memory and devices (what-if only: not undone). */
void ss_use_lend(SsUse *use, const SsAlloc *alloc);
bool ss_use_equal(const SsUse *a, const SsUse *b);
/* CPUs of a node that are in use as nodes are shown: a core that several jobs share counts once (static-w-crowded). */
uint32_t                      ss_use_shown_cpus(const SsUse *use, SsNodeId node);
static inline const uint64_t *ss_use_cores(const SsUse *use, SsNodeId node)
{
    return use->cores + use->cluster->nodes[node].core_at;
}
