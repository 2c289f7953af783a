/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * fair_tree - the ranking of users by Fair Tree, and usage relative to the root.
 * Source    https://slurm.schedmd.com/fair_tree.html; spec priority.md 14 (usage_norm), 16.
 */

/* "Not set" where Slurm keeps one in a long double. */
#define SS_FS_UNSET 4294967294.0L

/* usage_raw as a part of the root's, never above 1. */
long double ss_fs_usage_norm(const SsWorld *world, SsAssocId assoc);

/* Visits every level: fs_factor of users; usage_norm, usage_efctv and level_fs of all may be left for
 * ss_fair_tree_levels. */
void ss_fair_tree(SsWorld *world);

/* usage_norm, usage_efctv and level_fs of all as of the last pass: to be called before they are looked at and
 * before usage or shares change outside of a pass. */
void ss_fair_tree_levels(SsWorld *world);
