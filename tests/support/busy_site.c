/* SPDX-License-Identifier: Apache-2.0 */
/*
 * busy_site.c - jobs that come and go.
 */
#include "tests/support/busy_site.h"

#include "scheduler/notes.h"

#include <string.h>

#define NODES "CPUs=16 Sockets=2 CoresPerSocket=8 RealMemory=16000"

static const char *const kinds[SS_BUSY_SITES] = {
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

const char *const ss_busy_wishes[SS_BUSY_WISHES] = {
    "-n1",     "-N1 -n16", "-n40", "-N3",       "-N12",         "-N25 -n100",
    "-N2 -n9", "-N60",     "-n11", "-C b -n40", "--gres=gpu:2", "-N4 --exclusive",
};

bool ss_busy_can_be_asked(const SsBusySite *s, const char *wish)
{
    return s->site->world->cluster->n_gres > 0
           || (strstr(wish, "gpu") == NULL && strstr(wish, "-C") == NULL);
}

static void start_one(SsBusySite *s)
{
    SsWorld    *world = s->site->world;
    const char *wish = ss_busy_wishes[ss_rng_below(&s->rng, SS_BUSY_WISHES)];

    if (!ss_busy_can_be_asked(s, wish))
        return;
    SsJob       *job = ss_built_job(s->site, wish);
    SsAlloc     *alloc = NULL;
    SsReason     reason = SS_REASON_NONE;
    SsPlaceQuery query = { .world = world,
                           .job = job,
                           .part = job->part,
                           .use = world->use,
                           .nodes = s->among[ss_rng_below(&s->rng, SS_BUSY_SETS)] };
    if (!ss_place_node_counts(world, job, job->part, &query.min_nodes, &query.req_nodes,
                              &query.max_nodes, &reason)
        || ss_place(&query, &alloc) != SS_PLACED) {
        ss_job_free(job);
        return;
    }
    job->time_limit = 1 + (uint32_t) ss_rng_below(&s->rng, SS_BUSY_LONGEST);
    ss_world_submit(world, job);
    ss_world_start(world, job, job->part, alloc, SS_STARTER_MAIN);
    ss_world_journal_clear(world);
}

static void end_one(SsBusySite *s, const SsJob *job)
{
    ss_world_finish(s->site->world, (SsJob *) job, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
    ss_world_journal_clear(s->site->world);
}

static void end_any(SsBusySite *s)
{
    const GArray *ends = s->site->world->ends;

    if (ends->len > 0)
        end_one(s, g_array_index(ends, SsPlannedEnd, ss_rng_below(&s->rng, ends->len)).job);
}

static void pass_time(SsBusySite *s)
{
    SsWorld *world = s->site->world;

    world->now += (SsTime) ss_rng_below(&s->rng, 90);
    while (world->ends->len > 0 && g_array_index(world->ends, SsPlannedEnd, 0).end <= world->now)
        end_one(s, g_array_index(world->ends, SsPlannedEnd, 0).job);
    if (s->by <= world->now)
        s->by = world->now + 60 * (SsTime) ss_rng_below(&s->rng, SS_BUSY_LONGEST) + 1;
    ss_world_purge(world);
}

static void move_some(SsBusySite *s)
{
    for (uint64_t n = ss_rng_below(&s->rng, 3); n > 0; n--)
        if (ss_rng_chance(&s->rng, 0.3))
            end_any(s);
        else
            start_one(s);
}

static void make_sets(SsBusySite *s)
{
    for (uint32_t i = 0; i < SS_BUSY_SETS; i++) {
        s->among[i] = ss_node_set_dup(s->site->world->parts[0].nodes);
        for (SS_EACH_NODE(n, s->among[i]))
            if (ss_rng_chance(&s->rng, 0.3 * i))
                ss_node_set_remove(s->among[i], n);
    }
}

SsBusySite ss_busy_begin(uint32_t kind, uint64_t seed)
{
    SsBusySite s = { .site = ss_built_site(kinds[kind], NULL, NULL) };

    ss_notes_make(s.site->world);
    ss_rng_init(&s.rng, seed, "lasting");
    make_sets(&s);
    return s;
}

void ss_busy_end(SsBusySite *s)
{
    for (uint32_t i = 0; i < SS_BUSY_SETS; i++)
        ss_node_set_free(s->among[i]);
    ss_built_site_free(s->site);
}

void ss_busy_go_on(SsBusySite *s)
{
    move_some(s);
    pass_time(s);
}
