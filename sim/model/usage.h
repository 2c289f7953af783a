/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/cluster.h"

/**
 * SsUsage - decayed usage and limit counters of one association or QOS.
 *
 * Shape     long double where Slurm uses it: ties of Fair Tree are exact comparisons.
 * Units     usage_raw in billing-seconds, run_secs in TRES-seconds.
 * Owner     the world. Written by scheduler/fairshare (usage) and scheduler/limits (counters) only.
 * Source    https://slurm.schedmd.com/fair_tree.html, resource_limits.html
 */
typedef struct {
    uint32_t  id;   /* uid, or index of an account association                         */
    uint32_t  rank; /* how many were there before it: the order they are shown in    */
    uint32_t  jobs, submitted, accrue;
    uint64_t *tres;      /* [n_tres] in use                                                 */
    uint16_t *node_jobs; /* [n_nodes] jobs on each node, NULL until needed                   */
} SsSubUsage;

typedef struct {
    /* What a pass of Fair Tree looks at, in one line of the cache. */
    long double  usage_raw;
    double       grp_used_wall, shares_norm, fs_factor;
    uint32_t     shares_raw;
    bool         charged; /* is in world->charged                                            */
    bool         kept;    /* is in world->kept                                                    */
    bool         has_tres; /* tres_raw may be other than 0                                */
    uint32_t     faded;    /* of the world's decays, those that are in its usage              */
    long double *tres_raw; /* [n_tres]                                                        */
    long double  usage_norm, usage_efctv, level_fs;

    long double held_norm, held_efctv; /* as scontrol shows them: filled in by ss_fairshare_view  */
    double      held_factor;
    uint32_t    level_shares;
    SsAssocId   fs_child, fs_sibling; /* fairshare children: the first one, the next one; NONE  */
    bool        efctv_known; /* a user's usage_efctv is of this period (not used by Fair Tree)  */
    bool        ever_evaluated; /* since the start (likewise)                                   */
    long double eval_norm, eval_efctv; /* of the last evaluation: what the controller holds     */
    uint32_t    jobs, submitted, accrue;
    uint64_t   *tres;      /* [n_tres] in use; `node` counts distinct nodes                    */
    uint64_t   *run_secs;  /* [n_tres]                                                        */
    uint16_t   *node_jobs; /* [n_nodes], NULL until needed                                     */
    GArray     *users;     /* SsSubUsage by uid (QOS only), ascending                          */
    GArray     *accounts;  /* SsSubUsage by account association (QOS only), ascending          */
} SsUsage;

/* A job's part of `run_secs`: seconds times what it holds of a TRES. Stays at the most 64 bits can say: an UNLIMITED
 * job with 70 TB of memory is beyond. */
static inline uint64_t ss_run_secs_of(uint64_t seconds, uint64_t held)
{
    uint64_t product;

    return ss_u64_mul(seconds, held, &product) ? product : UINT64_MAX;
}

static inline void ss_run_secs_add(uint64_t *counter, uint64_t seconds, uint64_t held)
{
    if (!ss_u64_add(*counter, ss_run_secs_of(seconds, held), counter))
        *counter = UINT64_MAX;
}

void ss_usage_init(SsUsage *usage, uint32_t n_tres);
void ss_usage_clear(SsUsage *usage);
/* The entry of `id` in `list`, inserted zeroed if there is none. */
SsSubUsage *ss_usage_sub(GArray *list, uint32_t id, uint32_t n_tres);
