/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fair_tree.c - Fair Tree: siblings are sorted by shares over usage, users ranked in walking order.
 *
 * The walk is Slurm's, element by element, because its treatment of ties cannot be had otherwise. The
 * documentation says that the users of equal accounts are merged before they are ranked; no released
 * version does that. What happens: an account equal to the one before it is entered "tied", and
 * its first child (with all that equal that child) takes over the rank that was current on entry,
 * that of the last user ranked so far. So the order in which equal accounts come decides who gains, and
 * that order is the children list's: by the database after a start, by name once an association was
 * added (fairshare.c links it).
 *
 * Equality is of long doubles, to the last bit. 0.6 / (600/1000) and 0.4 / (400/1000) are not equal:
 * shares are divided in double, usage in long double. Two users may print the same LevelFS and differ.
 *
 * Rejected: ranking by an epsilon (ranks that Slurm does not give); keeping lists sorted between passes
 * (equal elements would keep an older order).
 *
 * Tested in tests/unit/test_fairshare.c: the trees of spec priority 16, 21.3 and 21.4 to every digit
 * that sshare prints, and against recordings in tests/conformance/test_sshare_static.c.
 */
#include "scheduler/fair_tree.h"

#include <math.h>

typedef struct {
    uint32_t rank;         /* of the last user that was not tied                                 */
    uint32_t rank_no_ties; /* what the next user gets if it is not tied                          */
} Rank;

long double ss_fs_usage_norm(const SsWorld *world, SsAssocId assoc)
{
    const long double all = world->assoc_use[0].usage_raw;

    if (all == 0)
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

static void value(SsWorld *world, SsAssocId assoc)
{
    SsUsage          *usage = &world->assoc_use[assoc];
    const long double of_parent = world->assoc_use[world->tree->at[assoc].fs_parent].usage_raw;

    usage->usage_efctv = of_parent == 0 ? 0 : usage->usage_raw / of_parent;
    usage->usage_norm = ss_fs_usage_norm(world, assoc);
    usage->level_fs = level_fs(world, assoc);
}

/* Greatest level_fs first; users before accounts; else as they came (the sort is stable). */
static int compare(const void *a, const void *b, void *data)
{
    const SsWorld    *world = data;
    const SsAssocId   one = *(const SsAssocId *) a, two = *(const SsAssocId *) b;
    const long double left = world->assoc_use[one].level_fs, right = world->assoc_use[two].level_fs;

    if (left > right)
        return -1;
    if (left < right)
        return 1;
    return world->tree->at[two].is_user - world->tree->at[one].is_user;
}

static GArray *sorted_children(SsWorld *world, SsAssocId parent)
{
    GArray *children = g_array_new(FALSE, FALSE, sizeof(SsAssocId));

    for (SsAssocId c = world->assoc_use[parent].fs_child; c != SS_ID_NONE;
         c = world->assoc_use[c].fs_sibling) {
        value(world, c);
        g_array_append_val(children, c);
    }
    g_array_sort_with_data(children, compare, world);
    return children;
}

static void walk(SsWorld *world, SsAssocId parent, bool account_tied, Rank *rank)
{
    g_autoptr(GArray) children = sorted_children(world, parent); /* element-type: SsAssocId */
    long double       before = SS_FS_UNSET;

    for (guint i = 0; i < children->len; i++) {
        const SsAssocId   child = g_array_index(children, SsAssocId, i);
        SsUsage          *usage = &world->assoc_use[child];
        const long double mine = usage->level_fs;
        const bool        tied = (i == 0 && account_tied) || (mine >= before && mine <= before);

        if (world->tree->at[child].is_user) {
            if (!tied)
                rank->rank = rank->rank_no_ties;
            usage->fs_factor = rank->rank / (double) world->tree->n_users;
            rank->rank_no_ties--;
        } else {
            walk(world, child, tied, rank);
        }
        before = mine;
    }
}

void ss_fair_tree(SsWorld *world)
{
    Rank rank = { world->tree->n_users, world->tree->n_users };

    if (world->tree->n > 0)
        walk(world, 0, false, &rank);
}
