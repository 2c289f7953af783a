/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fair_level.c - the level of an association, divided as Slurm divides it.
 *
 * Equality of levels is of long doubles, to the last bit. 0.6 / (600/1000) and 0.4 / (400/1000) are not equal:
 * shares are divided in double, usage in long double. Two users may print the same LevelFS and differ.
 *
 * Tested in tests/unit/test_fairshare.c.
 */
#include "scheduler/fair_level.h"

#include "scheduler/fade.h"

#include <math.h>

long double ss_fs_usage_norm(const SsWorld *world, SsAssocId assoc)
{
    const long double all = world->assoc_use[0].usage_raw;

    if (all == 0 || world->assoc_use[assoc].usage_raw == 0)
        return 0;
    return MIN(world->assoc_use[assoc].usage_raw / all, 1.0L);
}

static long double level_fs(const SsWorld *world, SsAssocId assoc)
{
    const SsUsage *usage = &world->assoc_use[assoc];

    if (usage->shares_raw == SS_SHARES_PARENT)
        return world->tree->at[assoc].is_user ? (long double) INFINITY : SS_FS_UNSET;
    if (usage->shares_norm <= 0)
        return 0;
    if (usage->usage_efctv == 0)
        return (long double) INFINITY;
    return usage->shares_norm / usage->usage_efctv;
}

long double ss_fair_level(SsWorld *world, SsAssocId assoc)
{
    const SsAssocId parent = world->tree->at[assoc].fs_parent;
    SsUsage        *usage = &world->assoc_use[assoc];

    ss_fade_one(world, 0);
    ss_fade_one(world, parent);
    ss_fade_one(world, assoc);
    const long double of_parent = world->assoc_use[parent].usage_raw;
    usage->usage_efctv = of_parent == 0 || usage->usage_raw == 0 ? 0 : usage->usage_raw / of_parent;
    usage->usage_norm = ss_fs_usage_norm(world, assoc);
    usage->level_fs = level_fs(world, assoc);
    return usage->level_fs;
}
