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
 * Here is the plain form: all levels are divided out, all siblings sorted, all users ranked. A run keeps the
 * order from pass to pass instead (siblings.c) and divides levels out only where somebody looks
 * (ss_fair_tree_levels) or before usage changes outside of a pass; `run --no-lazy-tree` does it as it stands
 * here.
 *
 * Rejected: ranking by an epsilon (ranks that Slurm does not give).
 *
 * Tested in tests/unit/test_fairshare.c: the trees of spec priority 16, 21.3 and 21.4 to every digit
 * that sshare prints, and against recordings in tests/conformance/cases (conformance.static, conformance.decay).
 */
#include "scheduler/fair_tree.h"

#include "scheduler/fade.h"
#include "scheduler/fair_level.h"
#include "scheduler/siblings.h"

#include <stdlib.h>

typedef struct {
    uint32_t rank;         /* of the last user that was not tied                                 */
    uint32_t rank_no_ties; /* what the next user gets if it is not tied                          */
} Rank;

typedef struct {
    long double level_fs;
    SsAssocId   assoc;
    uint32_t    place; /* in the children list */
    bool        is_user;
} Sibling;

/* --- siblings in order ------------------------------------------------------------------------------ */

/* Greatest level_fs first; users before accounts; else as in the children list. Never equal. */
static int compare(const void *a, const void *b)
{
    const Sibling *one = a, *two = b;

    if (one->level_fs > two->level_fs || one->level_fs < two->level_fs)
        return one->level_fs > two->level_fs ? -1 : 1;
    if (one->is_user != two->is_user)
        return one->is_user ? -1 : 1;
    return one->place < two->place ? -1 : 1;
}

/* `at` has room for all. */
static uint32_t sorted_children(SsWorld *world, SsAssocId parent, Sibling *at)
{
    uint32_t n = 0;

    for (SsAssocId c = world->assoc_use[parent].fs_child; c != SS_ID_NONE;
         c = world->assoc_use[c].fs_sibling, n++)
        at[n] = (Sibling){ .level_fs = ss_fair_level(world, c),
                           .assoc = c,
                           .place = n,
                           .is_user = world->tree->at[c].is_user };
    qsort(at, n, sizeof *at, compare);
    return n;
}

/* --- the walk --------------------------------------------------------------------------------------- */

static bool is_level(long double level_fs, long double as)
{
    return level_fs >= as && level_fs <= as;
}

/* `at`: a stack that all levels of the walk share. */
static void walk(SsWorld *world, SsAssocId parent, bool account_tied, Sibling *at, Rank *rank)
{
    const uint32_t n = sorted_children(world, parent, at);

    for (uint32_t i = 0; i < n; i++) {
        const bool tied = i == 0 ? account_tied || is_level(at[0].level_fs, SS_FS_UNSET)
                                 : is_level(at[i].level_fs, at[i - 1].level_fs);

        if (at[i].is_user) {
            if (!tied)
                rank->rank = rank->rank_no_ties;
            world->assoc_use[at[i].assoc].fs_factor = rank->rank / (double) world->tree->n_users;
            rank->rank_no_ties--;
        } else {
            walk(world, at[i].assoc, tied, at + n, rank);
        }
    }
}

static void rank_all(SsWorld *world)
{
    g_autofree Sibling *siblings = g_new(Sibling, world->tree->n);
    Rank                rank = { world->tree->n_users, world->tree->n_users };

    walk(world, 0, false, siblings, &rank);
}

#ifdef SS_DEBUG
static void compare_with_literal(SsWorld *world)
{
    g_autofree double *factors = g_new(double, world->tree->n);

    for (SsAssocId a = 0; a < world->tree->n; a++)
        factors[a] = world->assoc_use[a].fs_factor;
    rank_all(world);
    for (SsAssocId a = 0; a < world->tree->n; a++)
        g_assert(factors[a] == world->assoc_use[a].fs_factor);
}
#endif

/* --- levels as of the last pass ---------------------------------------------------------------------- */

static SsKeptUsage *kept_at(SsWorld *world, guint i)
{
    return &g_array_index(world->kept, SsKeptUsage, i);
}

static void forget_kept(SsWorld *world)
{
    for (guint i = 0; i < world->kept->len; i++)
        world->assoc_use[kept_at(world, i)->assoc].kept = false;
    g_array_set_size(world->kept, 0);
}

static void swap_kept(SsWorld *world)
{
    for (guint i = 0; i < world->kept->len; i++) {
        SsKeptUsage      *kept = kept_at(world, i);
        const long double now = world->assoc_use[kept->assoc].usage_raw;

        world->assoc_use[kept->assoc].usage_raw = kept->usage_raw;
        kept->usage_raw = now;
    }
}

void ss_fair_tree_keep(SsWorld *world, SsAssocId assoc)
{
    for (SsAssocId a = assoc; world->levels_due && a != SS_ID_NONE; a = world->tree->at[a].parent) {
        if (world->assoc_use[a].kept)
            return; /* then those above are, too */
        ss_fade_one(world, a);
        const SsKeptUsage kept = { a, world->assoc_use[a].usage_raw };
        g_array_append_val(world->kept, kept);
        world->assoc_use[a].kept = true;
    }
}

void ss_fair_tree_levels(SsWorld *world)
{
    if (!world->levels_due)
        return;
    world->levels_due = false;
    ss_fade_all(world);
    swap_kept(world);
    for (SsAssocId a = 1; a < world->tree->n; a++)
        if (world->tree->at[a].fs_parent != SS_ID_NONE)
            ss_fair_level(world, a);
    swap_kept(world);
    forget_kept(world);
}

/* --- the pass ----------------------------------------------------------------------------------------- */

void ss_fair_tree(SsWorld *world)
{
    if (world->tree->n == 0)
        return;
    forget_kept(world);
    world->levels_due = ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_TREE);
    if (!world->levels_due) {
        rank_all(world);
        return;
    }
    ss_siblings_rank(world);
#ifdef SS_DEBUG
    compare_with_literal(world);
#endif
}
