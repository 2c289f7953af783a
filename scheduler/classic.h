/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * classic - fairshare before Fair Tree (PriorityFlags=NO_FAIR_TREE) and DEPTH_OBLIVIOUS.
 * Source    https://slurm.schedmd.com/classic_fair_share.html, priority_multifactor.html; spec
 *           priority.md 14, 15.
 */

/* What one evaluation gives. */
typedef struct {
    long double usage_norm, usage_efctv;
} SsEffective;

/* The values of `assoc` now, from its fairshare parent's stored ones; nothing is stored. */
SsEffective ss_classic_effective(const SsWorld *world, SsAssocId assoc);

/* The same, stored as this period's. */
void ss_classic_evaluate(SsWorld *world, SsAssocId assoc);

/* Evaluates all accounts from root down and marks every user as not known in this period. */
void ss_classic_accounts(SsWorld *world);

/* 2^-((efctv / shares) / dampening); 0 without shares. */
double ss_classic_factor(const SsWorld *world, SsAssocId assoc, long double usage_efctv);
