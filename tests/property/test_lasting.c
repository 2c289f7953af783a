/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_lasting.c - will-run answers that are kept while jobs start and end.
 *
 * Jobs of many lengths come and go. After each few of these moves everybody asks again: what is remembered must be
 * what is found out by taking the running jobs away one by one.
 */
#include "scheduler/lasting.h"

#include "scheduler/notes.h"
#include "scheduler/runlist.h"
#include "sim/base/rng.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/ss_test.h"

#include <string.h>

enum { STEPS = 400, SETS = 3, LONGEST = 240 /* minutes */ };

#define NODES "CPUs=16 Sockets=2 CoresPerSocket=8 RealMemory=16000"

static const char *const sites[] = {
    "SelectTypeParameters=CR_Core\nNodeName=n[1-70] " NODES "\n",
    "SelectTypeParameters=CR_Core\nSchedulerParameters=bf_window_linear=60\nNodeName=n[1-70] " NODES
    "\n",
    "SelectTypeParameters=CR_Core\nNodeName=n[1-20] " NODES
    "\nNodeName=n[21-30] CPUs=64 RealMemory=64000\n",
    "SelectType=select/linear\nNodeName=n[1-90] CPUs=1\n",
    "SelectType=select/linear\nNodeName=n[1-20] " NODES "\nNodeName=n[21-30] CPUs=4\n",
    "SelectTypeParameters=CR_Core\nGresTypes=gpu\nNodeName=n[1-20] Feature=a " NODES
    "\nNodeName=n[21-30] Feature=b Gres=gpu:2 " NODES "\n",
};

static const char *const wishes[] = {
    "-n1",     "-N1 -n16", "-n40", "-N3",       "-N12",         "-N25 -n100",
    "-N2 -n9", "-N60",     "-n11", "-C b -n40", "--gres=gpu:2", "-N4 --exclusive",
};

typedef struct {
    SsBuiltSite *site;
    SsRng        rng;
    SsNodeSet   *among[SETS];
    SsTime       by;
} Scene;

static bool can_be_asked(const Scene *s, const char *wish)
{
    return s->site->world->cluster->n_gres > 0
           || (strstr(wish, "gpu") == NULL && strstr(wish, "-C") == NULL);
}

static void answers(const Scene *s, const char *wish, const SsPlaceQuery *query, bool now_only,
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

static void ask(const Scene *s, const char *wish, const SsNodeSet *nodes)
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

static void start_one(Scene *s)
{
    SsWorld    *world = s->site->world;
    const char *wish = wishes[ss_rng_below(&s->rng, G_N_ELEMENTS(wishes))];

    if (!can_be_asked(s, wish))
        return;
    SsJob       *job = ss_built_job(s->site, wish);
    SsAlloc     *alloc = NULL;
    SsReason     reason = SS_REASON_NONE;
    SsPlaceQuery query = { .world = world,
                           .job = job,
                           .part = job->part,
                           .use = world->use,
                           .nodes = s->among[ss_rng_below(&s->rng, SETS)] };
    if (!ss_place_node_counts(world, job, job->part, &query.min_nodes, &query.req_nodes,
                              &query.max_nodes, &reason)
        || ss_place(&query, &alloc) != SS_PLACED) {
        ss_job_free(job);
        return;
    }
    job->time_limit = 1 + (uint32_t) ss_rng_below(&s->rng, LONGEST);
    ss_world_submit(world, job);
    ss_world_start(world, job, job->part, alloc, SS_STARTER_MAIN);
    ss_world_journal_clear(world);
}

static void end_one(Scene *s, const SsJob *job)
{
    ss_world_finish(s->site->world, (SsJob *) job, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
    ss_world_journal_clear(s->site->world);
}

static void end_any(Scene *s)
{
    const GArray *ends = s->site->world->ends;

    if (ends->len > 0)
        end_one(s, g_array_index(ends, SsPlannedEnd, ss_rng_below(&s->rng, ends->len)).job);
}

static void pass_time(Scene *s)
{
    SsWorld *world = s->site->world;

    world->now += (SsTime) ss_rng_below(&s->rng, 90);
    while (world->ends->len > 0 && g_array_index(world->ends, SsPlannedEnd, 0).end <= world->now)
        end_one(s, g_array_index(world->ends, SsPlannedEnd, 0).job);
    if (s->by <= world->now)
        s->by = world->now + 60 * (SsTime) ss_rng_below(&s->rng, LONGEST) + 1;
    ss_world_purge(world);
}

static void move_some(Scene *s)
{
    for (uint64_t n = ss_rng_below(&s->rng, 3); n > 0; n--)
        if (ss_rng_chance(&s->rng, 0.3))
            end_any(s);
        else
            start_one(s);
}

static void make_sets(Scene *s)
{
    for (uint32_t i = 0; i < SETS; i++) {
        s->among[i] = ss_node_set_dup(s->site->world->parts[0].nodes);
        for (SS_EACH_NODE(n, s->among[i]))
            if (ss_rng_chance(&s->rng, 0.3 * i))
                ss_node_set_remove(s->among[i], n);
    }
}

/* How many answers outlasted something. */
static uint64_t come_and_go(const char *conf, uint64_t seed)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(conf, NULL, NULL);
    Scene                  s = { .site = site };

    ss_notes_make(site->world);
    ss_rng_init(&s.rng, seed, "lasting");
    make_sets(&s);
    for (uint32_t i = 0; i < STEPS; i++) {
        move_some(&s);
        pass_time(&s);
        for (size_t w = 0; w < G_N_ELEMENTS(wishes); w++)
            for (uint32_t k = 0; k < SETS && can_be_asked(&s, wishes[w]); k++)
                ask(&s, wishes[w], s.among[k]);
    }
    for (uint32_t i = 0; i < SETS; i++)
        ss_node_set_free(s.among[i]);
    return site->world->shortcuts.saved[SS_SHORTCUT_LASTING];
}

static void outlast_what_does_not_matter_only(void)
{
    const char *seeds = g_getenv("SS_LASTING_SEEDS");

    for (size_t s = 0; s < G_N_ELEMENTS(sites); s++)
        for (uint64_t seed = 1; seed <= (seeds != NULL ? (uint64_t) atoi(seeds) : 1); seed++) {
            const uint64_t n = come_and_go(sites[s], seed);

            ss_expect(n > 1000, __FILE__, __LINE__, "site %zu: only %" G_GUINT64_FORMAT, s, n);
        }
}

static const SsTest tests[] = {
    SS_TEST(outlast_what_does_not_matter_only),
};
SS_TEST_MAIN("answers that last (property)", tests)
