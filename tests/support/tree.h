/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * tree - a world with an association tree made by hand, and jobs on it.
 *
 * Tree      items separated by ';', in order of creation:
 *             "root > phys 60"         account below an account, with shares (a number or `parent`)
 *             "phys : ann 10 300"      user of an account, shares, recorded usage (seeded)
 *             "qos gpu_limit"          a QOS; `normal` is there already
 *           There is no user root/root unless an item "root : root 1" makes one.
 * Settings  see ss_tree_set.
 * Errors    a text that cannot be read ends the test program.
 */

/* `cluster` as ss_small_cluster takes it, without accounts; multifactor priority with slurmdbd and
 * limits enforced unless it says otherwise. The world starts at `start`, shares and normalisers are
 * computed, no pass has run. ss_world_free frees all. */
SsWorld *ss_tree_world(const char *cluster, const char *tree, SsTime start);

/* `entity` "user ann" (its only association), "user ann@phys", "account phys", "qos normal";
 * `settings` words "GrpTRES=cpu=8/mem=100 MaxJobsPU=2 DenyOnLimit UsageFactor=2": limits by sacctmgr's
 * names ('/' stands for a comma in a value), flags of QOS bare. Nothing is inherited: set what is meant. */
void ss_tree_set(SsWorld *world, const char *entity, const char *settings);

SsAssocId ss_tree_find(const SsWorld *world, const char *entity); /* asserts that it is there */
SsQosId   ss_tree_qos(const SsWorld *world, const char *name);

/* A pending job in partition 0: QOS `normal`, no time limit, priority 1, eligible now; entered in the job
 * list, not counted. */
SsJob *ss_tree_job(SsWorld *world, const char *user, uint32_t nodes, uint32_t cpus, uint64_t mem);

/* Starts it now on `nodes` nodes from `first` on, CPUs spread evenly, and counts it. Without a time
 * limit it gets a year. */
void ss_tree_start(SsWorld *world, SsJob *job, SsNodeId first);
/* Submits (counted), starts on nodes from 0 on. */
SsJob *ss_tree_running(SsWorld *world, const char *user, uint32_t nodes, uint32_t cpus,
                       uint32_t time_limit);
/* Ends it now, with the charges and counters of an end. */
void ss_tree_finish(SsWorld *world, SsJob *job);
