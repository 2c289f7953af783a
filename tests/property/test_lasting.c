/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_lasting.c - will-run answers that are kept while jobs start and end.
 *
 * Jobs of many lengths come and go. After each few of these moves everybody asks again: what is remembered must be
 * what is found out by taking the running jobs away one by one.
 */
#include "scheduler/lasting.h"

#include "scheduler/runlist.h"
#include "tests/support/busy_site.h"
#include "tests/support/ss_test.h"

#include <string.h>

enum { STEPS = 400 };

static void answers(const SsBusySite *s, const char *wish, const SsPlaceQuery *query, bool now_only,
                    SsTime by)
{
    SsWorld  *world = s->site->world;
    SsWillRun kept = { 0 }, made = { 0 }, anew = { 0 };

    const bool found = ss_will_run(world, query, now_only, by, &kept);
    world->shortcuts.off = UINT32_C(1) << SS_SHORTCUT_MEMO;
    const bool is_found = ss_will_run(world, query, now_only, by, &anew);
    if (!found)
        ss_expect(!is_found && anew.late == kept.late, __FILE__, __LINE__, "%s: late %d, truly %d",
                  wish, kept.late, anew.late);
    ss_node_set_free(anew.nodes);
    world->shortcuts.off = SS_SHORTCUTS_ALL;
    const bool again = ss_will_run(world, query, now_only, 0, &made);
    world->shortcuts.off = 0;
    if (kept.late && !found)
        ss_expect(!again || made.start > by, __FILE__, __LINE__, "%s: starts in time", wish);
    else
        ss_expect(found == again && (!found || kept.start == made.start), __FILE__, __LINE__,
                  "%s: %d at %" G_GINT64_FORMAT ", truly %d at %" G_GINT64_FORMAT, wish, found,
                  kept.start, again, made.start);
    if (found && again)
        ss_expect(ss_node_set_equal(kept.nodes, made.nodes), __FILE__, __LINE__, "%s: other nodes",
                  wish);
    ss_node_set_free(kept.nodes);
    ss_node_set_free(made.nodes);
}

static void ask(const SsBusySite *s, const char *wish, const SsNodeSet *nodes)
{
    SsJob       *job = ss_built_job(s->site, wish);
    SsReason     reason = SS_REASON_NONE;
    SsPlaceQuery query = { .world = s->site->world, .job = job, .part = job->part, .nodes = nodes };

    if (ss_place_node_counts(s->site->world, job, job->part, &query.min_nodes, &query.req_nodes,
                             &query.max_nodes, &reason)) {
        answers(s, wish, &query, false, 0);
        answers(s, wish, &query, false, s->by);
        answers(s, wish, &query, true, 0);
    }
    ss_job_free(job);
}

/* How many answers outlasted something. */
static uint64_t come_and_go(uint32_t kind, uint64_t seed)
{
    SsBusySite s = ss_busy_begin(kind, seed);

    for (uint32_t i = 0; i < STEPS; i++) {
        ss_busy_go_on(&s);
        for (size_t w = 0; w < SS_BUSY_WISHES; w++)
            for (uint32_t k = 0; k < SS_BUSY_SETS && ss_busy_can_be_asked(&s, ss_busy_wishes[w]);
                 k++)
                ask(&s, ss_busy_wishes[w], s.among[k]);
    }
    const uint64_t n = s.site->world->shortcuts.saved[SS_SHORTCUT_LASTING];
    ss_busy_end(&s);
    return n;
}

static void outlast_what_does_not_matter_only(void)
{
    const char *seeds = g_getenv("SS_LASTING_SEEDS");

    for (uint32_t s = 0; s < SS_BUSY_SITES; s++)
        for (uint64_t seed = 1; seed <= (seeds != NULL ? (uint64_t) atoi(seeds) : 1); seed++) {
            const uint64_t n = come_and_go(s, seed);

            ss_expect(n > 1000, __FILE__, __LINE__, "site %u: only %" G_GUINT64_FORMAT, s, n);
        }
}

static const SsTest tests[] = {
    SS_TEST(outlast_what_does_not_matter_only),
};
SS_TEST_MAIN("answers that last (property)", tests)
