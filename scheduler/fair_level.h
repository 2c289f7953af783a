/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * fair_level - what one association has used, relative to the root and to its shares.
 * Source    https://slurm.schedmd.com/fair_tree.html; spec priority.md 14 (usage_norm), 16.
 */

/* "Not set" where Slurm keeps one in a long double. */
#define SS_FS_UNSET 4294967294.0L

/* usage_raw as a part of the root's, never above 1; both are as they stand (fade.h). */
long double ss_fs_usage_norm(const SsWorld *world, SsAssocId assoc);

/* usage_norm, usage_efctv and level_fs from the usage as it stands; returns level_fs. Not of the root. */
long double ss_fair_level(SsWorld *world, SsAssocId assoc);
