/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * fairshare - shares and recorded usage, and the factor each user gets from them. The pass that renews
 * them is scheduler/period.h.
 *
 * Shape     everything is in world->assoc_use and world->qos_use. The fairshare children of an
 *           association (those that compete for its usage) are linked by fs_child and fs_sibling in
 *           the order in which Slurm walks them.
 * Units     usage in billing-seconds and TRES-seconds, grp_used_wall in seconds.
 * Errors    none. Sites without slurmdbd or with priority/basic have no passes: calls do nothing.
 * Source    https://slurm.schedmd.com/fair_tree.html, priority_multifactor.html; spec priority.md 4,
 *           11-16.
 */

/* Shares and links after the tree was made or changed: level shares, normalised shares, children.
 * Children stand in the database's order (lft; the newest sibling first) until world->tree_changed,
 * then users by name before accounts by name. O(n log n). */
void ss_fairshare_shares(SsWorld *world);

/* To be called before shares, usage or the tree change otherwise than by a pass or a job's end; the functions
 * here do it themselves. */
void ss_fairshare_settle(SsWorld *world);

/* Is there a periodic pass on this site? (slurmdbd and priority/multifactor) */
bool ss_fairshare_has_periods(const SsWorld *world);

/* Charges the tail [last pass, job end] of a job that ended at world->now (if limits are enforced), and
 * lowers the run-minutes counters by what is left. To be called once, while job->start, end, part,
 * tres_alloc and billable are those of the run that ended (a requeued job: before they are cleared). */
void ss_fairshare_job_end(SsWorld *world, SsJob *job);

/* The user association's factor now (classic ones are computed on demand and kept until the next
 * pass). */
double ss_fairshare_factor(SsWorld *world, SsAssocId assoc);

/* 2^-((effective usage / shares) / dampening) from the values as they stand, whatever the algorithm
 * (EnforceUsageThreshold). Computes what is not known, keeps nothing. */
double ss_fairshare_plain_factor(const SsWorld *world, SsAssocId assoc);

/* Values as sshare shows them are in world->assoc_use after this: classic users' usage_norm and
 * usage_efctv are filled in, and fs_factor of every row. It does not count as an evaluation: what the
 * controller itself holds, and scontrol show assoc_mgr prints, are the held_... fields. */
void ss_fairshare_view(SsWorld *world);

/* Sets usage of one association and adds it to its ancestors (initial state, --usage).
 * `tres_raw` [n_tres] or NULL. */
void ss_fairshare_seed(SsWorld *world, SsAssocId assoc, long double raw, double grp_wall,
                       const long double *tres_raw);
/* sacctmgr ... set RawUsage=0: this association, what lies below it, and its part in the ancestors. */
void ss_fairshare_reset(SsWorld *world, SsAssocId assoc);
void ss_fairshare_reset_qos(SsWorld *world, SsQosId qos);
