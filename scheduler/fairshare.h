/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * fairshare - recorded usage, its decay and resets, and the rank each user gets from it.
 * Source    https://slurm.schedmd.com/fair_tree.html, priority_multifactor.html.
 */

/* Shares and links after the tree was made or changed: level shares, normalised shares. */
void ss_fairshare_shares(SsWorld *world);

/* One periodic pass at world->now, steps 1-8 of spec priority.md 4, priorities included (it calls
 * ss_priority_job for each job). The first pass after a start has world->last_usage_period = 0. */
void ss_fairshare_period(SsWorld *world);

/* Charges the tail [last pass, job end] of a job that ended at world->now (if limits are enforced), and
 * lowers the run-minutes counters. */
void ss_fairshare_job_end(SsWorld *world, SsJob *job);

/* The user association's factor now (classic ones are computed on demand). */
double ss_fairshare_factor(SsWorld *world, SsAssocId assoc);

/* Values as sshare shows them for association `i`, after ss_fairshare_view (computes what is lazy). */
void ss_fairshare_view(SsWorld *world);

/* Sets usage of one association and adds it to its ancestors (initial state, --usage). */
void ss_fairshare_seed(SsWorld *world, SsAssocId assoc, long double raw, double grp_wall,
                       const long double *tres_raw);
/* sacctmgr ... set RawUsage=0 */
void ss_fairshare_reset(SsWorld *world, SsAssocId assoc);
