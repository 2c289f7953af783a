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
 * Ranks need no levels where usage over shares tells the order in plain doubles: levels are divided out only
 * of siblings too close to tell, and of all others when somebody looks (ss_fair_tree_levels) or before usage
 * changes outside of a pass. `run --no-lazy-tree` divides them all in each pass.
 *
 * Rejected: ranking by an epsilon (ranks that Slurm does not give).
 *
 * Tested in tests/unit/test_fairshare.c: the trees of spec priority 16, 21.3 and 21.4 to every digit
 * that sshare prints, and against recordings in tests/conformance/test_sshare_static.c.
 */
#include "scheduler/fair_tree.h"

#include <math.h>

#define MANY 8

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
    double      key;      /* about usage over shares; 0 where only level_fs tells           */
    long double level_fs; /* if known                                                       */
    SsAssocId   assoc;
    uint32_t    place; /* in the children list */
    bool        is_user, known;
} Sibling;

static long double level_of(SsWorld *world, Sibling *sibling)
{
    if (!sibling->known) {
        value(world, sibling->assoc);
        sibling->level_fs = world->assoc_use[sibling->assoc].level_fs;
        sibling->known = true;
    }
    return sibling->level_fs;
}

/* Do the keys leave the order open? They are off by 1e-15 or so. */
static bool is_close(const Sibling *one, const Sibling *two)
{
    const double gap = (one->key + two->key) * 1e-12;

    return one->key <= two->key + gap && two->key <= one->key + gap;
}

/* Greatest level_fs first; users before accounts; else as in the children list. Never equal. */
static bool before(SsWorld *world, Sibling *one, Sibling *two)
{
    if (!is_close(one, two))
        return one->key < two->key;

    const long double left = level_of(world, one), right = level_of(world, two);
    if (left > right)
        return true;
    if (left < right)
        return false;
    if (one->is_user != two->is_user)
        return one->is_user;
    return one->place < two->place;
}

static int compare(const void *a, const void *b, void *world)
{
    return before(world, (Sibling *) a, (Sibling *) b) ? -1 : 1;
}

/* By insertion: decay leaves siblings nearly as they were. How many moves it took; it stops at MANY a sibling. */
static guint insert_in_order(SsWorld *world, Sibling *at, guint n)
{
    guint moves = 0;

    for (guint i = 1; i < n; i++) {
        Sibling item = at[i];
        guint   k = i;

        for (; k > 0 && before(world, &item, &at[k - 1]); k--)
            at[k] = at[k - 1];
        at[k] = item;
        moves += i - k;
        if (moves > MANY * n)
            break;
    }
    return moves;
}

/* May the children of `parent` be ordered by keys? If all have shares of their own. */
static bool has_keys(const SsWorld *world, SsAssocId parent)
{
    const SsUsage *usage = &world->assoc_use[parent];

    return usage->fs_keys && ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_TREE);
}

/* Children in the order of the pass before; `at` has room for all. */
static guint list_children(SsWorld *world, SsAssocId parent, Sibling *at)
{
    const bool        keys = has_keys(world, parent);
    const long double all = world->assoc_use[parent].usage_raw;
    guint             n = 0;

    for (SsAssocId c = world->assoc_use[parent].fs_first; c != SS_ID_NONE; n++) {
        const SsUsage *usage = &world->assoc_use[c];

        at[n] =
            (Sibling){ .key = keys && all > 0 ? (double) usage->usage_raw / usage->shares_norm : 0,
                       .assoc = c,
                       .place = usage->fs_place,
                       .is_user = usage->fs_user };
        if (!keys) {
            level_of(world, &at[n]);
        } else if (usage->usage_raw == 0 || all == 0) {
            at[n].level_fs = (long double) INFINITY; /* as level_fs() says of no usage */
            at[n].known = true;
        }
        c = usage->fs_next;
    }
    return n;
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

static guint sorted_children(SsWorld *world, SsAssocId parent, Sibling *at)
{
    const guint n = list_children(world, parent, at);

    const guint moves = insert_in_order(world, at, n);

    if (moves > MANY * n)
        g_qsort_with_data(at, (gint) n, sizeof *at, compare, world);
    if (moves > 0)
        keep_order(world, parent, at, n);
    return n;
}

/* --- the walk --------------------------------------------------------------------------------------- */

/* Is the first of its siblings as an account that is not there? Only a level of just that number is. */
static bool is_unset(SsWorld *world, SsAssocId parent, Sibling *first)
{
    if (first->key > 0) {
        const double about = (double) world->assoc_use[parent].usage_raw / first->key;

        if (about < (double) SS_FS_UNSET - 1 || about > (double) SS_FS_UNSET + 1)
            return false;
    }
    return level_of(world, first) >= SS_FS_UNSET && level_of(world, first) <= SS_FS_UNSET;
}

static bool is_equal(SsWorld *world, Sibling *one, Sibling *two)
{
    return is_close(one, two) && level_of(world, one) >= level_of(world, two)
           && level_of(world, one) <= level_of(world, two);
}

/* `at`: a stack that all levels of the walk share. */
static void walk(SsWorld *world, SsAssocId parent, bool account_tied, Sibling *at, Rank *rank)
{
    const guint n = sorted_children(world, parent, at);

    for (guint i = 0; i < n; i++) {
        const bool tied = i == 0 ? account_tied || is_unset(world, parent, at)
                                 : is_equal(world, &at[i], &at[i - 1]);

        if (at[i].is_user) {
            if (!tied)
                rank->rank = rank->rank_no_ties;
            world->assoc_use[at[i].assoc].fs_factor = rank->rank / (double) world->tree->n_users;
            rank->rank_no_ties--;
        } else {
            walk(world, at[i].assoc, tied, at + n, rank);
        }
        world->shortcuts.saved[SS_SHORTCUT_TREE] += !at[i].known;
    }
}

void ss_fair_tree(SsWorld *world)
{
    g_autofree Sibling *siblings = NULL;
    Rank                rank = { world->tree->n_users, world->tree->n_users };

    if (world->tree->n == 0)
        return;
    siblings = g_new(Sibling, world->tree->n);
    walk(world, 0, false, siblings, &rank);
    world->levels_due = ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_TREE);
}

void ss_fair_tree_levels(SsWorld *world)
{
    if (!world->levels_due)
        return;
    world->levels_due = false;
    for (SsAssocId a = 1; a < world->tree->n; a++)
        if (world->tree->at[a].fs_parent != SS_ID_NONE)
            value(world, a);
}
