/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/cluster.h"

/**
 * small_cluster - a site in one line, for tests.
 *
 * Text      clauses separated by ';'. The first: "8 nodes x 4 cpus", optionally followed by
 *           " x 2 gpus", " x 8000 mb" (each node; default 4000 MB a CPU), " x 2 threads" (of the CPUs, a
 *           core); groups joined by " + ". Nodes are n1, n2, ...
 *           Then, in any order:
 *             settings        "sched/backfill, bf_interval=30, PriorityWeightAge=1000": a plugin's name, a
 *                             word of SchedulerParameters, or any key of slurm.conf, separated by commas
 *                             (inside a value write / for a comma)
 *             "partition q n[3-6] PriorityTier=10 MaxTime=60"
 *             "licenses matlab:2,abaqus:5"
 *             "accounts chem(amy,bob) physics(cyd)" users with one association each, shares 1
 *             "sacctmgr add qos high priority=100 preempt=low": a command on these accounts
 *           Without a partition clause there is one, p, default, with all nodes.
 * Defaults  Slurm 22.05's, but select/cons_tres with CR_Core: memory is no resource unless a test says so.
 * Errors    a text that cannot be read ends the test program: it is a fault of the test.
 */
SsCluster *ss_small_cluster(const char *text);
