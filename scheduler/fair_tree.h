/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * fair_tree - the ranking of users by Fair Tree.
 * Source    https://slurm.schedmd.com/fair_tree.html; spec priority.md 16.
 */

/* fs_factor of users; usage_norm, usage_efctv and level_fs of all may be left for
 * ss_fair_tree_levels. */
void ss_fair_tree(SsWorld *world);

/* usage_norm, usage_efctv and level_fs of all as of the last pass: to be called before they are looked at and
 * before usage or shares change outside of a pass. */
void ss_fair_tree_levels(SsWorld *world);

/* Instead, where usage of one association and those above it is about to grow. */
void ss_fair_tree_keep(SsWorld *world, SsAssocId assoc);
