/* SPDX-License-Identifier: Apache-2.0 */
/*
 * siblings.c - Fair Tree's order, mended instead of made.
 *
 * Decay multiplies the usage of all siblings by one number, so it moves nobody: between two passes the order
 * changes only around those that were charged. Each sibling has a key, its usage over its shares in plain
 * doubles, free of the decay since the keys' epoch; a charge gives it a new key, and its level is sorted by
 * insertion from where it stood, unless it is still between the same two; the others of the level are not looked at.
 * If in no level anybody moved, or came to equal a neighbour, or ceased to,
 * then all ranks are what they were, and the walk is not made at all. Where it is, it goes past those that it comes to
 * as the last time, with the same ranks given away, unless somebody below them changed.
 *
 * Keys are off by 1e-15 or so, and by another 1e-19 with every pass since the epoch. Two that are nearer than
 * 1e-12 tell nothing: their levels are divided out, to the last bit of a long double, as fair_tree.c does for
 * everybody. Decay rounds, so such neighbours may become equal or cease to be: a level that has some is
 * looked at in every pass. Only equal usage over equal shares stays equal for ever.
 *
 * A level in which somebody has no shares of its own has no keys; all of it is divided out in every pass.
 *
 * The naive twin is fair_tree.c's walk (`run --no-lazy-tree`); debug builds make it after each call and
 * compare.
 */
#include "scheduler/siblings.h"

#include "scheduler/fade.h"
#include "scheduler/fair_level.h"

#include <math.h>

#define MANY        8
#define LEAST_KEY   1e-280   /* below, a double has lost digits: it tells nothing */
#define LEAST_FADE  1e-300L  /* then the keys begin anew                         */
#define MOST_DECAYS 1000000u /* likewise: passes after which the error of the epoch is 1e-13 */

typedef struct {
    double      key;      /* usage over shares at the epoch; 0 where only level_fs tells     */
    long double level_fs; /* of the pass `known`                                             */
    uint32_t    known;
    SsAssocId   assoc;
    uint32_t    place; /* in the children list                                            */
    bool        is_user, unused, tied;
} Sibling; /* tied: equal to the one before it; unused: it has no usage */

typedef struct {
    SsAssocId parent;
    uint32_t  begin, n;    /* in the array of siblings                                        */
    bool      keys;        /* all have shares of their own                                    */
    bool      due;         /* is in the list of those to look at                              */
    bool      restless;    /* neighbours are too near to tell                                 */
    bool      idle;        /* the parent had no usage                                         */
    bool      unset;       /* the first one's level is that of an account that is not there   */
    uint32_t  charged;     /* the last pass in which one was charged,                         */
    uint32_t  first, last; /* and between which places they stood then                     */
} Level;

typedef struct {
    uint32_t rank;         /* of the last user that was not tied                                 */
    uint32_t rank_no_ties; /* what the next user gets if it is not tied                          */
} Rank;

/* How the walk came to a sibling, and left it with all that is below. */
typedef struct {
    Rank in, out;
    bool tied, known;
} Passage;

typedef struct {
    bool        stale, anew; /* anew: no ranks are known                                       */
    uint32_t    n, n_levels;
    Sibling    *at;       /* [n] level by level, the root's first                            */
    Level      *level;    /* [n_levels]                                                      */
    uint32_t   *pos;      /* [n] index in `at` by association; the root has none             */
    uint32_t   *level_of; /* [n] the level in which an association is a sibling; SS_ID_NONE  */
    uint32_t   *below;    /* [n] the level of its children; SS_ID_NONE                       */
    Passage    *passage;  /* [n] of the last walk, by association; not known: it may be another */
    GArray     *due;      /* uint32_t levels                                                 */
    uint32_t    pass;
    long double unfaded; /* 1 / world->faded */
    uint32_t    since;   /* world->decays when the keys were made                           */
    uint64_t    divided; /* levels of associations, in this pass                            */
} Order;

static void order_clear(Order *order)
{
    g_free(order->at);
    g_free(order->level);
    g_free(order->pos);
    g_free(order->level_of);
    g_free(order->below);
    g_free(order->passage);
    order->n = order->n_levels = 0;
}

static void order_free(gpointer data)
{
    Order *order = data;

    order_clear(order);
    g_array_unref(order->due);
    g_free(order);
}

static Order *order_of(SsWorld *world)
{
    if (world->siblings == NULL) {
        Order *order = g_new0(Order, 1);

        order->due = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        order->stale = true;
        world->siblings = order;
        world->free_siblings = order_free;
    }
    return world->siblings;
}

void ss_siblings_forget(SsWorld *world)
{
    if (world->siblings != NULL)
        ((Order *) world->siblings)->stale = true;
}

/* --- keys ------------------------------------------------------------------------------------------- */

static void make_key(SsWorld *world, const Level *level, Sibling *sibling)
{
    const Order   *order = world->siblings;
    const SsUsage *usage = &world->assoc_use[sibling->assoc];

    ss_fade_one(world, sibling->assoc);
    sibling->unused = usage->usage_raw == 0 || level->idle;
    sibling->key = 0;
    if (!level->keys || sibling->unused)
        return;
    sibling->key = (double) (usage->usage_raw * order->unfaded) / usage->shares_norm;
    if (sibling->key < LEAST_KEY)
        sibling->key = 0;
}

static long double level_of(SsWorld *world, const Level *level, Sibling *sibling)
{
    Order *order = world->siblings;

    if (level->keys && sibling->unused)
        return (long double) INFINITY; /* as ss_fair_level says of no usage */
    if (sibling->known != order->pass) {
        sibling->level_fs = ss_fair_level(world, sibling->assoc);
        sibling->known = order->pass;
        order->divided++;
    }
    return sibling->level_fs;
}

/* Do the keys leave the order open? */
static bool is_close(const Sibling *one, const Sibling *two)
{
    const double gap = (one->key + two->key) * 1e-12;

    return one->key <= two->key + gap && two->key <= one->key + gap;
}

/* In order, whatever the last digits. */
static bool is_far(const Sibling *one, const Sibling *two)
{
    return two->key - one->key > (one->key + two->key) * 1e-12;
}

/* Greatest level_fs first; users before accounts; else as in the children list. Never equal. */
static bool before(SsWorld *world, const Level *level, Sibling *one, Sibling *two)
{
    if (!is_close(one, two))
        return one->key < two->key;

    const long double left = level_of(world, level, one), right = level_of(world, level, two);
    if (left > right)
        return true;
    if (left < right)
        return false;
    if (one->is_user != two->is_user)
        return one->is_user;
    return one->place < two->place;
}

static bool is_equal(SsWorld *world, const Level *level, Sibling *one, Sibling *two)
{
    return is_close(one, two) && level_of(world, level, one) >= level_of(world, level, two)
           && level_of(world, level, one) <= level_of(world, level, two);
}

/* A part of a level; all others are in order among themselves, and equal whom they equalled. */
typedef struct {
    uint32_t first, last;
} Stretch;

/* --- one level -------------------------------------------------------------------------------------- */

typedef struct {
    SsWorld     *world;
    const Level *level;
} Ordering;

static int compare(const void *a, const void *b, void *data)
{
    const Ordering *by = data;

    return before(by->world, by->level, (Sibling *) a, (Sibling *) b) ? -1 : 1;
}

/* By insertion: most stand where they stood. How many moves it took; it stops at MANY a sibling. Widens the stretch to
 * those that moved. */
static uint32_t insert_in_order(SsWorld *world, const Level *level, Sibling *at, Stretch *stretch)
{
    uint32_t moves = 0, first = stretch->first;

    for (uint32_t i = MAX(first, 1); i < level->n && moves <= MANY * level->n; i++) {
        uint32_t k = i;

        if (is_far(&at[i - 1], &at[i]) || !before(world, level, &at[i], &at[i - 1])) {
            if (i > stretch->last)
                break;
            continue;
        }
        const Sibling item = at[i];
        do
            at[k] = at[k - 1];
        while (--k > 0 && before(world, level, (Sibling *) &item, &at[k - 1]));
        at[k] = item;
        moves += i - k;
        stretch->first = MIN(stretch->first, k);
        stretch->last = MAX(stretch->last, i);
    }
    return moves;
}

/* Will these neighbours, too near to tell, stay as they are whatever the decay? */
static bool are_at_rest(SsWorld *world, const Level *level, const Sibling *one, const Sibling *two)
{
    const SsUsage *a = &world->assoc_use[one->assoc], *b = &world->assoc_use[two->assoc];

    if (!level->keys)
        return false;
    if (one->unused || two->unused)
        return one->unused && two->unused;
    ss_fade_one(world, one->assoc);
    ss_fade_one(world, two->assoc);
    return a->usage_raw == b->usage_raw && a->shares_norm == b->shares_norm;
}

/* Who equals the one before it? TRUE if that is news. */
static bool find_ties(SsWorld *world, Level *level, Sibling *at, Stretch stretch)
{
    bool changed = false;

    level->restless = !level->keys;
    for (uint32_t i = MAX(stretch.first, 1); i < level->n && i <= stretch.last + 1; i++) {
        const bool far = is_far(&at[i - 1], &at[i]);
        const bool tied = !far && is_equal(world, level, &at[i], &at[i - 1]);

        changed |= tied != at[i].tied;
        at[i].tied = tied;
        if (!far && is_close(&at[i], &at[i - 1]) && !are_at_rest(world, level, &at[i], &at[i - 1]))
            level->restless = true;
    }
    return changed;
}

/* Is the level of the first of its siblings not even near that of an account that is not there? */
static bool is_set(const SsWorld *world, const Level *level, const Sibling *first)
{
    const long double all = world->assoc_use[level->parent].usage_raw;
    const long double unset = first->key * world->faded * SS_FS_UNSET;

    return level->keys
           && (first->unused || (first->key > 0 && (all < unset / 2 || all > unset * 2)));
}

/* Is it just that? Only a level of the very number is. */
static bool find_unset(SsWorld *world, Level *level, Sibling *first)
{
    const bool was = level->unset;

    level->unset = false;
    if (is_set(world, level, first))
        return was;
    level->restless = true;
    const long double level_fs = level_of(world, level, first);
    level->unset = level_fs >= SS_FS_UNSET && level_fs <= SS_FS_UNSET;
    return was != level->unset;
}

static bool parent_is_idle(const SsWorld *world, const Level *level)
{
    return world->assoc_use[level->parent].usage_raw == 0;
}

static void make_keys(SsWorld *world, Level *level, Sibling *at)
{
    level->idle = parent_is_idle(world, level);
    for (uint32_t i = 0; i < level->n; i++)
        make_key(world, level, &at[i]);
}

static Stretch whole(const Level *level)
{
    return (Stretch){ 0, level->n - 1 };
}

/* Keys decay alike: where all neighbours could be told apart, or were equal for ever, only those matter that were
 * charged. */
static Stretch stretch_of(const Order *order, const Level *level)
{
    const bool known = level->keys && !level->restless && !order->anew;

    return known && level->charged == order->pass ? (Stretch){ level->first, level->last }
                                                  : whole(level);
}

/* TRUE: ranks below may have changed. */
static bool sort_level(SsWorld *world, Level *level)
{
    Order         *order = world->siblings;
    Sibling       *at = order->at + level->begin;
    const Ordering by = { world, level };
    const uint32_t many = MANY * level->n;
    Stretch        stretch = stretch_of(order, level);

    ss_fade_one(world, level->parent);
    if (level->idle != parent_is_idle(world, level)) {
        make_keys(world, level, at);
        stretch = whole(level);
    }
    const uint32_t moves = insert_in_order(world, level, at, &stretch);
    if (moves > many) {
        g_qsort_with_data(at, (gint) level->n, sizeof *at, compare, (gpointer) &by);
        stretch = whole(level);
    }
    for (uint32_t i = stretch.first; moves > 0 && i <= stretch.last; i++)
        order->pos[at[i].assoc] = level->begin + i;
    const bool ties = find_ties(world, level, at, stretch);
    return find_unset(world, level, at) || ties || moves > 0;
}

/* --- all levels ------------------------------------------------------------------------------------- */

static void add_due(Order *order, uint32_t at)
{
    if (order->level[at].due)
        return;
    order->level[at].due = true;
    g_array_append_val(order->due, at);
}

static bool has_own_shares(const SsUsage *usage)
{
    return usage->shares_raw != SS_SHARES_PARENT && usage->shares_norm > 0;
}

/* The children of `parent` as a level; none without children. */
static void add_level(SsWorld *world, SsAssocId parent, uint32_t *filled)
{
    Order *order = world->siblings;
    Level  level = { .parent = parent, .begin = *filled, .keys = true };

    for (SsAssocId c = world->assoc_use[parent].fs_child; c != SS_ID_NONE;
         c = world->assoc_use[c].fs_sibling) {
        order->at[level.begin + level.n] =
            (Sibling){ .assoc = c, .place = level.n, .is_user = world->tree->at[c].is_user };
        order->level_of[c] = order->n_levels;
        order->pos[c] = level.begin + level.n++;
        level.keys = level.keys && has_own_shares(&world->assoc_use[c]);
    }
    if (level.n == 0)
        return;
    *filled += level.n;
    order->below[parent] = order->n_levels;
    order->level[order->n_levels++] = level;
}

static void list_all(SsWorld *world)
{
    Order         *order = world->siblings;
    const uint32_t n = world->tree->n;
    uint32_t       filled = 0;

    order_clear(order);
    order->n = n;
    order->at = g_new0(Sibling, n);
    order->level = g_new0(Level, n);
    order->pos = g_new0(uint32_t, n);
    order->level_of = g_new(uint32_t, n);
    order->below = g_new(uint32_t, n);
    order->passage = g_new0(Passage, n);
    for (SsAssocId a = 0; a < n; a++)
        order->level_of[a] = order->below[a] = SS_ID_NONE;
    for (SsAssocId a = 0; a < n; a++)
        add_level(world, a, &filled);
}

static void forget_charges(SsWorld *world)
{
    for (SsAssocId a = 0; a < world->tree->n; a++)
        world->assoc_use[a].charged = false;
    g_array_set_size(world->charged, 0);
}

static void begin_anew(SsWorld *world)
{
    Order *order = world->siblings;

    ss_fade_all(world);
    list_all(world);
    world->faded = 1;
    order->unfaded = 1;
    order->since = world->decays;
    forget_charges(world);
    g_array_set_size(order->due, 0);
    for (uint32_t i = 0; i < order->n_levels; i++) {
        make_keys(world, &order->level[i], order->at + order->level[i].begin);
        add_due(order, i);
    }
    order->stale = false;
    order->anew = true;
}

/* Does the charge of the one at `pos` leave its level as it was: nobody moves, nobody is equal to another? */
static bool stands(const SsWorld *world, const Level *level, uint32_t pos)
{
    const Order   *order = world->siblings;
    const Sibling *it = &order->at[pos];

    if (!level->keys || level->unset || level->idle || parent_is_idle(world, level)
        || !is_set(world, level, &order->at[level->begin]))
        return false;
    if (pos > level->begin && (it->tied || !is_far(it - 1, it)))
        return false;
    return pos + 1 == level->begin + level->n || (!it[1].tied && is_far(it, it + 1));
}

static void find_due(SsWorld *world)
{
    Order *order = world->siblings;

    for (guint i = 0; i < world->charged->len; i++) {
        const SsAssocId assoc = g_array_index(world->charged, SsAssocId, i);
        const uint32_t  at = order->level_of[assoc];

        if (at == SS_ID_NONE || order->level[at].due)
            continue;
        ss_fade_one(world, order->level[at].parent);
        if (!stands(world, &order->level[at], order->pos[assoc]))
            add_due(order, at);
    }
}

static void note_charge(const Order *order, Level *level, uint32_t place)
{
    if (level->charged != order->pass) {
        level->charged = order->pass;
        level->first = level->last = place;
    }
    level->first = MIN(level->first, place);
    level->last = MAX(level->last, place);
}

static void take_charges(SsWorld *world)
{
    Order *order = world->siblings;

    for (guint i = 0; i < world->charged->len; i++) {
        const SsAssocId assoc = g_array_index(world->charged, SsAssocId, i);

        world->assoc_use[assoc].charged = false;
        const uint32_t at = order->level_of[assoc];
        if (at == SS_ID_NONE)
            continue;
        make_key(world, &order->level[at], &order->at[order->pos[assoc]]);
        note_charge(order, &order->level[at], order->pos[assoc] - order->level[at].begin);
    }
    find_due(world);
    g_array_set_size(world->charged, 0);
}

/* What the walk did with those above this level is not known any more. */
static void forget_passages(Order *order, const Level *level)
{
    SsAssocId above = level->parent;

    while (order->level_of[above] != SS_ID_NONE) {
        order->passage[above].known = false;
        above = order->level[order->level_of[above]].parent;
    }
}

/* TRUE: somebody moved, or equals somebody else than before. */
static bool sort_due(SsWorld *world)
{
    Order *order = world->siblings;
    guint  kept = 0;
    bool   changed = order->anew;

    for (guint i = 0; i < order->due->len; i++) {
        const uint32_t at = g_array_index(order->due, uint32_t, i);
        Level         *level = &order->level[at];

        if (sort_level(world, level)) {
            forget_passages(order, level);
            changed = true;
        }
        level->due = level->restless;
        if (level->restless)
            g_array_index(order->due, uint32_t, kept++) = at;
    }
    g_array_set_size(order->due, kept);
    order->anew = false;
    return changed;
}

/* --- ranks ------------------------------------------------------------------------------------------ */

static void walk(SsWorld *world, uint32_t level_at, bool account_tied, Rank *rank);

/* One sibling and all that is below it. */
static void pass_through(SsWorld *world, const Sibling *at, bool tied, Rank *rank)
{
    const Order *order = world->siblings;

    if (at->is_user) {
        if (!tied)
            rank->rank = rank->rank_no_ties;
        world->assoc_use[at->assoc].fs_factor = rank->rank / (double) world->tree->n_users;
        rank->rank_no_ties--;
    } else if (order->below[at->assoc] != SS_ID_NONE) {
        walk(world, order->below[at->assoc], tied, rank);
    }
}

static bool is_passage(const Passage *passage, const Rank *rank, bool tied)
{
    return passage->known && passage->tied == tied && passage->in.rank == rank->rank
           && passage->in.rank_no_ties == rank->rank_no_ties;
}

/* As fair_tree.c's walk, but for those that it would come to as the last time. */
static void walk(SsWorld *world, uint32_t level_at, bool account_tied, Rank *rank)
{
    const Order   *order = world->siblings;
    const Level   *level = &order->level[level_at];
    const Sibling *at = order->at + level->begin;

    for (uint32_t i = 0; i < level->n; i++) {
        const bool tied = i == 0 ? account_tied || level->unset : at[i].tied;
        Passage   *passage = &order->passage[at[i].assoc];

        if (!is_passage(passage, rank, tied)) {
            *passage = (Passage){ .in = *rank, .tied = tied, .known = true };
            pass_through(world, &at[i], tied, rank);
            passage->out = *rank;
        }
        *rank = passage->out;
    }
}

void ss_siblings_rank(SsWorld *world)
{
    Order *order = order_of(world);
    Rank   rank = { world->tree->n_users, world->tree->n_users };

    order->divided = 0;
    order->pass++;
    order->unfaded = 1 / world->faded;
    if (order->stale || world->faded < LEAST_FADE || world->decays - order->since > MOST_DECAYS)
        begin_anew(world);
    else
        take_charges(world);
    if (sort_due(world) && order->below[0] != SS_ID_NONE)
        walk(world, order->below[0], false, &rank);
    world->shortcuts.saved[SS_SHORTCUT_TREE] += order->n - MIN(order->divided, order->n);
}
