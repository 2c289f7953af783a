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
 * Siblings begin a pass in the order of the one before, which decay hardly changes: sorting is then one
 * look at each. Equal ones must come as in the children list nevertheless, so their place in it is part of
 * the comparison, and the result does not depend on where the sort began.
 *
 * Rejected: ranking by an epsilon (ranks that Slurm does not give).
 *
 * Tested in tests/unit/test_fairshare.c: the trees of spec priority 16, 21.3 and 21.4 to every digit
 * that sshare prints, and against recordings in tests/conformance/test_sshare_static.c.
 */
#include "scheduler/fair_tree.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    uint32_t rank;         /* of the last user that was not tied                                 */
    uint32_t rank_no_ties; /* what the next user gets if it is not tied                          */
} Rank;

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

static void value(SsWorld *world, SsAssocId assoc)
{
    SsUsage          *usage = &world->assoc_use[assoc];
    const long double of_parent = world->assoc_use[world->tree->at[assoc].fs_parent].usage_raw;

    usage->usage_efctv = of_parent == 0 || usage->usage_raw == 0 ? 0 : usage->usage_raw / of_parent;
    usage->usage_norm = ss_fs_usage_norm(world, assoc);
    usage->level_fs = level_fs(world, assoc);
}

/* --- siblings in order ------------------------------------------------------------------------------ */

typedef struct {
    long double level_fs;
    SsAssocId   assoc;
    uint32_t    place; /* in the children list */
    bool        is_user;
} Sibling;

/* Greatest level_fs first; users before accounts; else as in the children list. Never equal. */
static bool before(const Sibling *one, const Sibling *two)
{
    if (one->level_fs > two->level_fs)
        return true;
    if (one->level_fs < two->level_fs)
        return false;
    if (one->is_user != two->is_user)
        return one->is_user;
    return one->place < two->place;
}

static int compare(const void *a, const void *b)
{
    return before(a, b) ? -1 : 1;
}

/* By insertion: decay leaves siblings nearly as they were. False once that takes too many moves. */
static bool insert_in_order(Sibling *at, guint n)
{
    guint moves = 0;

    for (guint i = 1; i < n; i++) {
        const Sibling item = at[i];
        guint         k = i;

        for (; k > 0 && before(&item, &at[k - 1]); k--)
            at[k] = at[k - 1];
        at[k] = item;
        moves += i - k;
        if (moves > 8 * n)
            return false;
    }
    return true;
}

/* Children in the order of the pass before; `children` is a stack that all levels of the walk share. */
static guint push_children(SsWorld *world, SsAssocId parent, GArray *children)
{
    const guint first = children->len;

    for (SsAssocId c = world->assoc_use[parent].fs_first; c != SS_ID_NONE;
         c = world->assoc_use[c].fs_next) {
        value(world, c);

        const Sibling sibling = { .level_fs = world->assoc_use[c].level_fs,
                                  .assoc = c,
                                  .place = world->assoc_use[c].fs_place,
                                  .is_user = world->tree->at[c].is_user };
        g_array_append_val(children, sibling);
    }
    return children->len - first;
}

static void keep_order(SsWorld *world, SsAssocId parent, const Sibling *at, guint n)
{
    SsAssocId *link = &world->assoc_use[parent].fs_first;

    for (guint i = 0; i < n; i++) {
        *link = at[i].assoc;
        link = &world->assoc_use[at[i].assoc].fs_next;
    }
    *link = SS_ID_NONE;
}

static guint sorted_children(SsWorld *world, SsAssocId parent, GArray *children)
{
    const guint first = children->len, n = push_children(world, parent, children);
    Sibling    *at = &g_array_index(children, Sibling, first);

    if (n == 0)
        return 0;
    if (!insert_in_order(at, n))
        qsort(at, n, sizeof *at, compare);
    keep_order(world, parent, at, n);
    return n;
}

/* --- the walk --------------------------------------------------------------------------------------- */

static void walk(SsWorld *world, SsAssocId parent, bool account_tied, GArray *children, Rank *rank)
{
    const guint first = children->len, n = sorted_children(world, parent, children);
    long double last = SS_FS_UNSET;

    for (guint i = 0; i < n; i++) {
        const Sibling sibling = g_array_index(children, Sibling, first + i);
        const bool    tied =
            (i == 0 && account_tied) || (sibling.level_fs >= last && sibling.level_fs <= last);

        if (sibling.is_user) {
            if (!tied)
                rank->rank = rank->rank_no_ties;
            world->assoc_use[sibling.assoc].fs_factor = rank->rank / (double) world->tree->n_users;
            rank->rank_no_ties--;
        } else {
            walk(world, sibling.assoc, tied, children, rank);
        }
        last = sibling.level_fs;
    }
    g_array_set_size(children, first);
}

void ss_fair_tree(SsWorld *world)
{
    g_autoptr(GArray) children = NULL; /* element-type: Sibling */
    Rank              rank = { world->tree->n_users, world->tree->n_users };

    if (world->tree->n == 0)
        return;
    children = g_array_sized_new(FALSE, FALSE, sizeof(Sibling), world->tree->n);
    walk(world, 0, false, children, &rank);
}
