/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/bitset.h"
#include "sim/base/types.h"

#include <glib.h>
#include <stdbool.h>

/**
 * SsPartition - a partition's nodes, limits and rules.
 *
 * Owner     the cluster holds the configured ones; a world starts with copies that operations alter.
 * Units     minutes for time limits (SS_NO_LIMIT = UNLIMITED), MiB for memory.
 * Source    slurm.conf(5) "PARTITION CONFIGURATION".
 */
typedef enum { /* what a state allows; DOWN = submit only, DRAIN = schedule only */
               SS_PART_SUBMIT = 1,
               SS_PART_SCHED = 2,
               SS_PART_INACTIVE = 0,
               SS_PART_DOWN = SS_PART_SUBMIT,
               SS_PART_DRAIN = SS_PART_SCHED,
               SS_PART_UP = SS_PART_SUBMIT | SS_PART_SCHED,
} SsPartState;

typedef enum { SS_SHARE_NO, SS_SHARE_EXCLUSIVE, SS_SHARE_YES, SS_SHARE_FORCE } SsShareMode;

/* Preemption modes; a partition or QOS may leave it to the cluster. */
typedef enum {
    SS_PREEMPT_OFF = 0,
    SS_PREEMPT_SUSPEND = 1,
    SS_PREEMPT_REQUEUE = 2,
    SS_PREEMPT_CANCEL = 3,
    SS_PREEMPT_CLUSTER = 15, /* not set here */
    SS_PREEMPT_MASK = 15,
    SS_PREEMPT_WITHIN = 1 << 4,
    SS_PREEMPT_GANG = 1 << 5,
} SsPreemptMode;

typedef struct {
    char       *name;
    char       *nodes_text; /* as configured ("ALL", hostlist, NodeSet names); NULL      */
    char       *node_sets;  /* names of the NodeSets among them, "a,b"; NULL             */
    SsNodeSet  *nodes;
    uint32_t    n_nodes, total_cpus; /* total_cpus: usable CPUs of its nodes                     */
    bool        is_default, hidden, root_only, req_resv, disable_root_jobs, exclusive_user, lln;
    uint32_t    state; /* SsPartState                                               */
    uint32_t    max_time, default_time; /* minutes; default_time SS_NO_LIMIT = none              */
    uint32_t    over_time_limit; /* minutes; SS_UNSET32 = cluster's                           */
    uint32_t    min_nodes, max_nodes;
    uint32_t    max_cpus_per_node; /* SS_NO_LIMIT                                               */
    uint64_t    def_mem_per_cpu, def_mem_per_node, def_mem_per_gpu; /* 0 = not set               */
    uint64_t    max_mem_per_cpu, max_mem_per_node;                  /* 0 = not set               */
    uint64_t    def_cpu_per_gpu; /* 0 = not set                                               */
    uint32_t    priority_tier, job_factor;
    SsShareMode share;
    uint32_t    share_count;   /* n of YES:n and FORCE:n                                    */
    uint32_t    grace_time;    /* seconds                                                   */
    uint32_t    preempt_mode;  /* SsPreemptMode                                             */
    uint32_t    select_params; /* SsSelectParam of SelectTypeParameters, 0 = cluster's      */
    char      **allow_accounts, **deny_accounts, **allow_qos, **deny_qos; /* NULL = no rule      */
    char       *allow_qos_shown, *deny_qos_shown; /* with words that are no QOS, for tools; NULL  */
    char      **allow_groups; /* NULL = all                                                */
    char       *alloc_nodes;  /* NULL = ALL                                                */
    char       *alternate;    /* NULL                                                      */
    char       *qos_name;     /* partition QOS, NULL                                       */
    SsQosId     qos;          /* its index once accounts are known, else SS_ID_NONE        */
    char       *billing_text; /* TRESBillingWeights as written, NULL                       */
    double     *billing;      /* weights [n_tres], NULL = CPUs                             */
    uint64_t   *tres_total;   /* [n_tres] what its nodes have together; made and refreshed by
                                      ss_priority_normalise, NULL before                        */
} SsPartition;

void        ss_partition_clear(SsPartition *part);
void        ss_partition_copy(SsPartition *to, const SsPartition *from, uint32_t n_tres); /* deep */
const char *ss_part_state_text(uint32_t state); /* "UP", "DOWN", "DRAIN", "INACTIVE" */
