/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_siblings.c - an order that is mended gives the ranks of one that is made, usage that fades late is the
 * usage that faded in each period, and periods made at once are those made one by one.
 *
 * Two worlds live through the same jobs, ends, seeds and resets of usage; one keeps siblings in order, puts decay
 * off and makes the passes between two changes in one, the other makes each, multiplies, divides and sorts all of
 * them. After each row of passes each user has the same factor, to the last bit; now and then somebody looks, and
 * all levels must be the same too.
 */
#include "scheduler/fairshare.h"
#include "scheduler/notes.h"
#include "scheduler/period.h"
#include "sim/base/rng.h"
#include "tests/support/ss_test.h"
#include "tests/support/tree.h"

enum { PASSES = 400, SEEDS = 3, WORLDS = 2, NODES = 40, T0 = 1767225600 };

static const char *const trees[] = {
    "root > a 1; root > b 1; root > c 1; a : a1 1; a : a2 1; a : a3 1; b : b1 1; b : b2 1; c : c1 1; c : c2 1",
    "root > a 3; root > b 2; root > d 1; a > a_x 5; a > a_y 5; a_x : a1 1; a_x : a2 2; a_y : a3 7; b : b1 1;"
    "b : b2 1; b : b3 1; d : c1 4; d : c2 4; root : r1 1",
    "root > a 1; root > b parent; a : a1 1; a : a2 parent; a : a3 1; b : b1 1; b : b2 1; b : b3 parent; b : c1 0",
    /* usage in the ratio of shares: levels that only rounding tells apart, in one pass so, in the next so */
    "root > a 3; root > b 1; root > c 7; a : a1 3 3000; a : a2 7 7000; b : b1 1 1000; b : b2 3 3000;"
    "c : c1 7 7000; c : c2 11 11000",
    "root > a 0; root > b 1; a : a1 1; a : a2 1; b : b1 1 1000; b : b2 1 1000; b : b3 1 1000; b > z 1; b > y 1",
};

static const char *const settings[] = {
    "PriorityDecayHalfLife=1-0",
    "PriorityDecayHalfLife=0:20:00",
    "PriorityDecayHalfLife=0",
    "PriorityDecayHalfLife=7-0, AccountingStorageEnforce=associations",
    "PriorityDecayHalfLife=0:01:00, AccountingStorageEnforce=associations",
};

typedef struct {
    SsWorld *world[WORLDS]; /* the second one without shortcuts */
    SsJob   *on[WORLDS][NODES];
} Pair;

static const char *const users[] = { "a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "r1" };

static SsAssocId find_user(const SsWorld *world, const char *name)
{
    return ss_assoc_find(world->tree, name, NULL, NULL);
}

static void begin_or_end(Pair *pair, uint32_t node, const char *user, uint32_t cpus)
{
    for (uint32_t w = 0; w < WORLDS; w++) {
        SsWorld *world = pair->world[w];
        SsJob  **job = &pair->on[w][node];

        if (*job != NULL) {
            ss_tree_finish(world, *job);
            *job = NULL;
        } else if (find_user(world, user) != SS_ID_NONE) {
            *job = ss_tree_job(world, user, 1, cpus, 0);
            ss_tree_start(world, *job, node);
        }
    }
}

/* Equal users run equal jobs now and then: ties. */
static void run_jobs(Pair *pair, SsRng *rng)
{
    const uint32_t n = (uint32_t) ss_rng_below(rng, 4);

    for (uint32_t i = 0; i < n; i++)
        begin_or_end(pair, (uint32_t) ss_rng_below(rng, NODES),
                     users[ss_rng_below(rng, G_N_ELEMENTS(users))],
                     1 + (uint32_t) ss_rng_below(rng, 2));
}

static void change_usage(Pair *pair, SsRng *rng)
{
    const char    *user = users[ss_rng_below(rng, G_N_ELEMENTS(users))];
    const bool     reset = ss_rng_chance(rng, 0.5);
    const uint64_t raw = ss_rng_below(rng, 100000);

    for (uint32_t w = 0; w < WORLDS; w++) {
        const SsAssocId assoc = find_user(pair->world[w], user);

        if (assoc != SS_ID_NONE && reset)
            ss_fairshare_reset(pair->world[w], assoc);
        else if (assoc != SS_ID_NONE)
            ss_fairshare_seed(pair->world[w], assoc, (long double) raw, 60, NULL);
    }
}

static bool are_equal(long double one, long double two)
{
    return one >= two && one <= two;
}

static void compare_factors(const Pair *pair, const char *where)
{
    for (SsAssocId a = 0; a < pair->world[0]->tree->n; a++)
        ss_expect(are_equal(pair->world[0]->assoc_use[a].fs_factor,
                            pair->world[1]->assoc_use[a].fs_factor),
                  __FILE__, __LINE__, "%s: factor %.17g of association %u is not %.17g", where,
                  pair->world[0]->assoc_use[a].fs_factor, a,
                  pair->world[1]->assoc_use[a].fs_factor);
}

static void compare_views(const Pair *pair, const char *where)
{
    for (uint32_t w = 0; w < WORLDS; w++)
        ss_fairshare_view(pair->world[w]);
    for (SsAssocId a = 0; a < pair->world[0]->tree->n; a++) {
        const SsUsage *one = &pair->world[0]->assoc_use[a], *two = &pair->world[1]->assoc_use[a];

        ss_expect(are_equal(one->usage_raw, two->usage_raw)
                      && are_equal(one->grp_used_wall, two->grp_used_wall)
                      && are_equal(one->tres_raw[SS_TRES_CPU], two->tres_raw[SS_TRES_CPU]),
                  __FILE__, __LINE__, "%s: usage of association %u differs", where, a);
        ss_expect(are_equal(one->level_fs, two->level_fs)
                      && are_equal(one->usage_norm, two->usage_norm)
                      && are_equal(one->usage_efctv, two->usage_efctv),
                  __FILE__, __LINE__, "%s: levels of association %u differ", where, a);
    }
}

/* Of equal length; more than may be put off now and then. */
static uint32_t draw_passes(SsRng *rng)
{
    if (ss_rng_chance(rng, 0.4))
        return 1;
    return 2 + (uint32_t) ss_rng_below(rng, ss_rng_chance(rng, 0.05) ? 150 : 8);
}

static bool fades(const SsWorld *world)
{
    return world->settings.decay_half_life > 0;
}

static void live(const char *tree, const char *setting, uint64_t seed)
{
    g_autofree char *site = g_strdup_printf("%d nodes x 2 cpus; %s", NODES, setting);
    g_autofree char *where = g_strdup_printf("%s, %s, seed %u", setting, tree, (uint32_t) seed);
    Pair             pair = { .on = { { NULL } } };
    SsRng            rng;

    ss_rng_init(&rng, seed, "siblings");
    for (uint32_t w = 0; w < WORLDS; w++)
        pair.world[w] = ss_tree_world(site, tree, T0);
    ss_notes_make(pair.world[0]);
    pair.world[1]->shortcuts.off = SS_SHORTCUTS_ALL;
    for (int64_t i = 0, now = T0; i < PASSES; i++) {
        now += ss_rng_chance(&rng, 0.8) ? 300 : ss_rng_between(&rng, 1, 5000);
        for (uint32_t w = 0; w < WORLDS; w++)
            pair.world[w]->now = now;
        if (ss_rng_chance(&rng, 0.6))
            run_jobs(&pair, &rng);
        if (ss_rng_chance(&rng, 0.02))
            change_usage(&pair, &rng);
        const uint32_t n = draw_passes(&rng);
        for (uint32_t w = 0; w < WORLDS; w++)
            ss_fairshare_periods(pair.world[w], now, 300, n);
        now = pair.world[0]->now;
        SS_EXPECT_INT(now, pair.world[1]->now);
        compare_factors(&pair, where);
        if (ss_rng_chance(&rng, 0.05))
            compare_views(&pair, where);
    }
    SS_EXPECT_TRUE(pair.world[0]->shortcuts.saved[SS_SHORTCUT_TREE] > 0);
    SS_EXPECT_UINT(pair.world[1]->shortcuts.saved[SS_SHORTCUT_TREE], 0);
    SS_EXPECT_TRUE(pair.world[0]->shortcuts.saved[SS_SHORTCUT_FADE] > 0 || !fades(pair.world[0]));
    SS_EXPECT_UINT(pair.world[1]->shortcuts.saved[SS_SHORTCUT_FADE], 0);
    SS_EXPECT_TRUE(pair.world[0]->shortcuts.saved[SS_SHORTCUT_PERIODS] > 0
                   || (pair.world[0]->settings.enforce & SS_ENFORCE_LIMITS));
    SS_EXPECT_UINT(pair.world[1]->shortcuts.saved[SS_SHORTCUT_PERIODS], 0);
    for (uint32_t w = 0; w < WORLDS; w++)
        ss_world_free(pair.world[w]);
}

static void a_mended_order_ranks_as_one_that_is_made(void)
{
    for (size_t t = 0; t < G_N_ELEMENTS(trees); t++)
        for (size_t s = 0; s < G_N_ELEMENTS(settings); s++)
            for (uint64_t seed = 1; seed <= SEEDS; seed++)
                live(trees[t], settings[s], seed);
}

static const SsTest tests[] = {
    SS_TEST(a_mended_order_ranks_as_one_that_is_made),
};
SS_TEST_MAIN("siblings (property)", tests)
