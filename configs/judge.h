/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/faults.h"
#include "sim/model/cluster.h"

/**
 * judge - what is legal in a site and yet hardly what its administrator meant.
 *
 * Shape     findings of the codes SC085x: text with the numbers it is about, remedy, and a reason that
 *           `slurmsim doc SC085x` tells. A real slurmctld says nothing of them; `check` does, a run does not.
 * Places    the line of the key in `conf` (the site's slurm.conf), where it stands there; `conf` may be NULL.
 * Source    slurm.conf(5), https://slurm.schedmd.com/resource_limits.html, priority_multifactor.html,
 *           sched_config.html; threads of administrators.
 */
void ss_site_judge(const SsCluster *cluster, const char *conf, const SsFaults *faults);

/* The largest and smallest weighted value a factor had over pending jobs. */
typedef struct {
    const char *name; /* "PriorityWeightAge" */
    double      weight, min, max;
} SsWeightRange;

/* Weights whose range on a workload cannot change an order that the widest one decides. */
void ss_site_judge_weights(const SsWeightRange *ranges, uint32_t n, const char *conf,
                           const SsFaults *faults);
