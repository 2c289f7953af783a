/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_pending.c - looks at the queue, beside a list of what every pass left.
 */
#include "sim/ledger/pending.h"

#include "sim/base/rng.h"
#include "sim/ledger/query.h"
#include "tests/support/ss_test.h"

enum { JOBS = 20, PASSES = 4000 };

typedef struct {
    SsTime   at;
    uint32_t n;
} Left; /* by a pass */

typedef struct {
    SsPending *pending;
    SsLedger  *ledger;
    SsWorld    world;
    SsJob      job[JOBS];
    Left       left[PASSES];
    uint32_t   n;
} Scene;

static Scene *scene_new(SsSpan every)
{
    Scene *scene = g_new0(Scene, 1);

    scene->pending = ss_pending_new(1000, every);
    scene->ledger = ss_ledger_create(":memory:", NULL);
    for (uint32_t i = 0; i < JOBS; i++)
        scene->job[i].reason = SS_REASON_RESOURCES;
    return scene;
}

static void scene_free(Scene *scene)
{
    ss_pending_free(scene->pending);
    ss_ledger_free(scene->ledger);
    g_free(scene);
}

static void pass(Scene *scene, SsTime at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        scene->job[i].wait_next = i + 1 < n ? &scene->job[i + 1] : NULL;
    scene->world.first_waiting = n ? &scene->job[0] : NULL;
    scene->world.n_pending = n;
    scene->world.now = at;
    scene->left[scene->n++] = (Left){ at, n };
    ss_pending_look(scene->pending, &scene->world);
}

/* Passes at irregular times, each with a job more or less or neither; where nothing waits, the next one comes late. */
static void many_passes(Scene *scene, uint32_t seed)
{
    SsRng    rng;
    SsTime   at = 1000;
    uint32_t n = 0;

    ss_rng_init(&rng, seed, "passes");
    for (uint32_t i = 0; i < PASSES; i++) {
        const int64_t more = ss_rng_between(&rng, -1, 1);

        at += 1 + (SsTime) ss_rng_below(&rng, n ? 100 : 2000);
        n = (uint32_t) CLAMP((int64_t) n + more, 0, JOBS);
        pass(scene, at, n);
    }
}

static int64_t number(Scene *scene, const char *sql)
{
    SsQuery *query = ss_query_new(scene->ledger, sql);
    int64_t  value = -1;

    if (ss_query_next(query))
        value = ss_query_get_int(query, 0);
    ss_query_close(query, NULL);
    return value;
}

/* Job-seconds from looks that hold until the next. */
static int64_t waited(Scene *scene, SsTime until)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT sum(jobs * (coalesce((SELECT min(at) FROM pending_look n WHERE n.at > p.at), %" G_GINT64_FORMAT
        ") - at)) FROM pending_look p",
        until);

    return number(scene, sql);
}

static int64_t really_waited(const Scene *scene)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i + 1 < scene->n; i++)
        sum += scene->left[i].n * (scene->left[i + 1].at - scene->left[i].at);
    return sum;
}

static int64_t seen(Scene *scene, SsTime at)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT coalesce((SELECT sum(jobs) FROM pending_look WHERE at = (SELECT max(at) FROM pending_look"
        " WHERE at <= %" G_GINT64_FORMAT ")), 0)",
        at);

    return number(scene, sql);
}

static void a_step_shows_what_its_first_pass_left(void)
{
    Scene       *scene = scene_new(600);
    uint32_t     i = 0, before = 0, wrong = 0;
    const SsTime step = 600;

    many_passes(scene, 1);
    const SsTime end = scene->left[scene->n - 1].at;
    CU_ASSERT_TRUE(ss_pending_write(scene->pending, end, scene->ledger, NULL));
    for (SsTime at = 1000; at + step <= end; at += step) {
        const bool     passed = i < scene->n && scene->left[i].at < at + step;
        const uint32_t want = !before  ? 0
                              : passed ? scene->left[i].n
                                       : (uint32_t) seen(scene, at - 1);

        wrong += seen(scene, at) != want;
        while (i < scene->n && scene->left[i].at < at + step)
            before = scene->left[i++].n;
    }
    SS_EXPECT_INT(wrong, 0);
    scene_free(scene);
}

static void a_long_run_is_looked_at_no_more_than_1024_times(void)
{
    int64_t looked_at = 0, really = 0;

    for (uint32_t seed = 1; seed <= 40; seed++) {
        Scene *scene = scene_new(0);

        many_passes(scene, seed);
        const SsTime end = scene->left[scene->n - 1].at;
        CU_ASSERT_TRUE(ss_pending_write(scene->pending, end, scene->ledger, NULL));
        const int64_t every = ss_ledger_get_int(scene->ledger, "pending.every", 0);
        SS_EXPECT_INT((end - 1000) / every / (SS_PENDING_LOOKS / 2), 1);
        SS_EXPECT_TRUE(number(scene, "SELECT count(*) FROM pending_look") <= SS_PENDING_LOOKS);
        looked_at += waited(scene, end);
        really += really_waited(scene);
        scene_free(scene);
    }
    SS_EXPECT_REAL((double) looked_at / (double) really, 1, 0.05); /* a look errs to neither side */
}

static void an_empty_queue_is_a_row_of_nothing(void)
{
    Scene *scene = scene_new(0);

    pass(scene, 1000, 0);
    pass(scene, 1050, 2);
    pass(scene, 1060, 2);
    pass(scene, 1070, 0);
    CU_ASSERT_TRUE(ss_pending_write(scene->pending, 90000, scene->ledger, NULL));
    SS_EXPECT_INT(number(scene, "SELECT count(*) FROM pending_look"), 2);
    SS_EXPECT_INT(seen(scene, 1060), 2);
    SS_EXPECT_INT(seen(scene, 1120), 0);
    scene_free(scene);
}

static const SsTest tests[] = {
    SS_TEST(a_step_shows_what_its_first_pass_left),
    SS_TEST(a_long_run_is_looked_at_no_more_than_1024_times),
    SS_TEST(an_empty_queue_is_a_row_of_nothing),
};
SS_TEST_MAIN("pending", tests)
