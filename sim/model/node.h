/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

#include <stdbool.h>

/**
 * SsNode - one node as the site describes it; what runs on it is in SsUse, its state in SsNodeNow.
 *
 * Shape     the node table is an array in Slurm's order (natural order of names), index = SsNodeId.
 * Units     MiB for memory and disk; CPUs are schedulable units (threads or cores, see tpc).
 * Owner     the cluster; immutable.
 * Source    slurm.conf(5) "NODE CONFIGURATION", gres.conf(5).
 */

/* Base states and flags with the values the accounting database stores. */
typedef enum {
    SS_NODE_UNKNOWN = 0,
    SS_NODE_DOWN = 1,
    SS_NODE_IDLE = 2,
    SS_NODE_ALLOCATED = 3,
    SS_NODE_ERROR = 4,
    SS_NODE_MIXED = 5,
    SS_NODE_FUTURE = 6,
    SS_NODE_BASE = 0xf,
    SS_NODE_RES = 1 << 5,
    SS_NODE_CLOUD = 1 << 7,
    SS_NODE_DRAIN = 1 << 9,
    SS_NODE_COMPLETING = 1 << 10,
    SS_NODE_NO_RESPOND = 1 << 11,
    SS_NODE_POWERED_DOWN = 1 << 12,
    SS_NODE_FAIL = 1 << 13,
    SS_NODE_MAINT = 1 << 15,
    SS_NODE_PLANNED = 1 << 21,
} SsNodeState;

/* One device (or, without files, one record of counts) of a generic resource on a node. */
typedef struct {
    uint32_t  type;  /* index into SsNodeGres.type                                             */
    char     *file;  /* "/dev/nvidia0", NULL when gres.conf gives none                          */
    uint64_t *cores; /* bits over the node's cores that are near it; NULL: all are              */
    int32_t  *links; /* [n_dev] links to the node's other devices, NULL when not given          */
} SsNodeDevice;

typedef struct {
    char    *name;  /* "h100"; NULL for an untyped count */
    uint64_t count; /* of this type                      */
} SsNodeGresType;

typedef struct {
    uint32_t        gres;  /* index into SsCluster.gres_names                                    */
    uint64_t        count; /* all types together                                           */
    uint32_t        n_type;
    SsNodeGresType *type;  /* [n_type]                                                     */
    uint32_t        n_dev; /* 0: only counts are known, no indices are given out           */
    SsNodeDevice   *dev;   /* [n_dev] in index order                                       */
    bool            no_consume;
} SsNodeGres;

typedef struct {
    char       *name;
    char       *hostname;
    char       *address;
    uint32_t    line; /* configuration record: nodes of one line share it                */
    uint32_t    cpus; /* as configured, specialised ones included                        */
    uint32_t    boards, sockets, cores_per_socket, threads_per_core;
    uint32_t    tpc;           /* schedulable CPUs per core: 1 when CPUs <= cores                 */
    uint32_t    cores;         /* sockets x cores_per_socket                                      */
    uint32_t    core_words;    /* 64-bit words for a bit a core                                   */
    uint32_t    core_at;       /* first word of the node's bits in a cluster-wide core row        */
    uint32_t    core_spec;     /* CoreSpecCount                                                   */
    uint64_t    mem_spec;      /* MemSpecLimit                                                    */
    char       *cpu_spec_list; /* NULL or as written                                              */
    uint64_t    real_memory, tmp_disk;
    uint32_t    weight;
    char       *features;  /* as written, "" if none                                          */
    char      **feature;   /* the same, split; NULL-terminated                                */
    char       *gres_text; /* as written in slurm.conf, NULL if none                          */
    uint32_t    n_gres;
    SsNodeGres *gres;   /* [n_gres] ordered by gres index                                  */
    uint32_t    state;  /* SsNodeState at start: UNKNOWN has become IDLE                   */
    char       *reason; /* DownNodes / Reason=, NULL                                       */
    uint32_t    port;
    uint64_t   *spec_cores; /* bits of specialised cores [core_words], NULL if none            */
} SsNode;

void ss_node_clear(SsNode *node); /* frees what it points to */

/* What may be said otherwise of a node while the cluster runs, all of it. */
typedef struct {
    uint32_t weight;
    char    *available; /* NULL: no features                                       */
    char    *active;    /* the same, as jobs find them; "" where they were taken away        */
    char   **feature;   /* `active`, split; NULL-terminated                                  */
    char    *comment, *extra; /* NULL                                                        */
} SsNodeSetup;

SsNodeSetup *ss_node_setup_new(const SsNode *node); /* as configured */
void         ss_node_setup_free(SsNodeSetup *setup);
/* "a,b" as words. Caller frees. */
char **ss_node_split_features(const char *features);

/* A node equal to `from` but for its name. */
SsNode ss_node_copy(const SsNode *from, const char *name);

/* CPUs of the cores that are not specialised. */
uint32_t ss_node_unspecialised_cpus(const SsNode *node);

/* CPUs that jobs may use: cpus less those of the specialised cores. */
static inline uint32_t ss_node_usable_cpus(const SsNode *node)
{
    return node->core_spec == 0 && node->spec_cores == NULL ? node->cpus
                                                            : ss_node_unspecialised_cpus(node);
}

const SsNodeGres *ss_node_gres(const SsNode *node, uint32_t gres); /* NULL if it has none */
