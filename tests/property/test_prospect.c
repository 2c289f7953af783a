/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_prospect.c - what a window leaves and offers, moved from try to try.
 *
 * Jobs come and go; each time a plan map fills with reservations, and windows go to and fro over it. The nodes that are left
 * must be those that the map keeps, where counts say that it is hopeless, taking the running jobs away one by one must
 * not find a start in time either, and will-run must answer alike.
 */
#include "scheduler/prospect.h"

#include "scheduler/runlist.h"
#include "tests/support/busy_site.h"
#include "tests/support/ss_test.h"

enum { STEPS = 120, RESERVATIONS = 24, RESOLUTION = 60, WINDOW = 86400 };

typedef struct {
    SsBusySite  *busy;
    SsPlanMap   *map;
    SsProspects *prospects;
    uint64_t     hopeless, hopeful; /* tries */
} Scene;

static SsTime some_time(Scene *s)
{
    SsRng *rng = &s->busy->rng;

    return s->busy->site->world->now + (SsTime) ss_rng_below(rng, 5 * 3600);
}

static void reserve(Scene *s)
{
    SsRng               *rng = &s->busy->rng;
    g_autoptr(SsNodeSet) nodes = ss_node_set_dup(s->busy->site->world->parts[0].nodes);
    const SsTime         begin = some_time(s) / RESOLUTION * RESOLUTION;
    const SsTime         end = begin + (SsTime) ss_rng_below(rng, 400) * RESOLUTION;

    ss_plan_map_keep(s->map, begin, end, nodes);
    for (SS_EACH_NODE(id, nodes))
        if (ss_rng_chance(rng, 0.8))
            ss_node_set_remove(nodes, id);
    ss_plan_map_take(s->map, begin, end, nodes);
}

static void leaves_what_the_map_keeps(const Scene *s, const SsProspect *p, SsTime begin, SsTime end,
                                      const SsNodeSet *all)
{
    g_autoptr(SsNodeSet) kept = ss_node_set_dup(all);

    const SsTime later = ss_plan_map_keep(s->map, begin, end, kept);
    SS_EXPECT_TRUE(ss_node_set_equal(kept, ss_prospect_nodes(p)));
    SS_EXPECT_INT(ss_prospect_count(p), ss_node_set_count(kept));
    SS_EXPECT_INT(ss_plan_map_later(s->map, begin, end, all), later);
}

static void is_hopeless_rightly(Scene *s, SsPlaceQuery query, SsProspect *p, const char *wish,
                                SsTime by)
{
    SsWorld  *world = s->busy->site->world;
    SsWillRun answer = { 0 };

    query.nodes = ss_prospect_nodes(p);
    ss_prospect_end(p, by);
    if (!ss_prospect_is_hopeless(p, &query)) {
        s->hopeful++;
        return;
    }
    s->hopeless++;
    world->shortcuts.off = SS_SHORTCUTS_ALL;
    const bool found = ss_will_run(world, &query, false, 0, &answer);
    world->shortcuts.off = 0;
    ss_expect(!found || answer.start > by, __FILE__, __LINE__,
              "%s: starts at %" G_GINT64_FORMAT ", by %" G_GINT64_FORMAT, wish, answer.start, by);
    ss_node_set_free(answer.nodes);
}

/* Asked with the prospect and without anything. */
static void answers_alike(const Scene *s, SsPlaceQuery query, SsProspect *p, const char *wish)
{
    SsWorld  *world = s->busy->site->world;
    SsWillRun by_prospect = { 0 }, made = { 0 };

    query.nodes = ss_prospect_nodes(p);
    query.prospect = p;
    world->shortcuts.off = UINT32_C(1) << SS_SHORTCUT_MEMO;
    const bool found = ss_will_run(world, &query, false, 0, &by_prospect);
    world->shortcuts.off = SS_SHORTCUTS_ALL;
    query.prospect = NULL;
    SS_EXPECT_TRUE(ss_will_run(world, &query, false, 0, &made) == found);
    world->shortcuts.off = 0;
    ss_expect(!found
                  || (by_prospect.start == made.start
                      && ss_node_set_equal(by_prospect.nodes, made.nodes)),
              __FILE__, __LINE__, "%s: starts at %" G_GINT64_FORMAT ", truly at %" G_GINT64_FORMAT,
              wish, by_prospect.start, made.start);
    ss_node_set_free(by_prospect.nodes);
    ss_node_set_free(made.nodes);
}

static void try_windows(Scene *s, const char *wish, const SsNodeSet *all)
{
    SsJob       *job = ss_built_job(s->busy->site, wish);
    SsPlaceQuery query;

    if (ss_built_query(s->busy->site, job, &query)) {
        query.nodes = all;
        SsProspect *p = ss_prospect_of(s->prospects, &query);

        for (uint32_t i = 0; p != NULL && i < 3; i++) {
            const SsTime begin = some_time(s);
            const SsTime end = begin + (SsTime) ss_rng_below(&s->busy->rng, 4 * 3600);

            ss_prospect_move(p, begin, end);
            leaves_what_the_map_keeps(s, p, begin, end, all);
            is_hopeless_rightly(s, query, p, wish, some_time(s));
            answers_alike(s, query, p, wish);
        }
    }
    ss_job_free(job);
}

static void plan(Scene *s)
{
    SsWorld *world = s->busy->site->world;

    s->map = ss_plan_map_new(world->now, WINDOW, RESOLUTION, world->avail);
    ss_plan_map_keep_takes(s->map);
    s->prospects = ss_prospects_new(s->map);
    for (uint32_t r = 0; r < RESERVATIONS; r++) {
        const char *wish = ss_busy_wishes[ss_rng_below(&s->busy->rng, SS_BUSY_WISHES)];

        reserve(s);
        if (ss_busy_can_be_asked(s->busy, wish))
            try_windows(s, wish, s->busy->among[r % SS_BUSY_SETS]);
    }
    ss_prospects_free(s->prospects);
    ss_plan_map_free(s->map);
}

static void nothing_that_could_start_is_hopeless(void)
{
    for (uint32_t kind = 0; kind < SS_BUSY_SITES; kind++) {
        SsBusySite busy = ss_busy_begin(kind, 1);
        Scene      s = { .busy = &busy };

        for (uint32_t i = 0; i < STEPS; i++) {
            ss_busy_go_on(&busy);
            plan(&s);
        }
        ss_expect(s.hopeless > 300 && s.hopeful > 300, __FILE__, __LINE__,
                  "site %u: %" G_GUINT64_FORMAT " hopeless, %" G_GUINT64_FORMAT " not", kind,
                  s.hopeless, s.hopeful);
        ss_busy_end(&busy);
    }
}

static const SsTest tests[] = {
    SS_TEST(nothing_that_could_start_is_hopeless),
};
SS_TEST_MAIN("prospects of a search (property)", tests)
