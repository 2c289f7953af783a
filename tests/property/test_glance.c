/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_glance.c - a glance refuses only what placement refuses.
 *
 * Jobs of many shapes come and go on small sites. At every step each shape asks both, on all nodes and on
 * some: where the glance says no, `place` must say no. The other way round is counted, for a glance that
 * never refuses would pass as well.
 *
 * The forecast is asked beside it: what will-run answers must be the same with it and without.
 */
#include "scheduler/glance.h"

#include "scheduler/notes.h"
#include "scheduler/runlist.h"
#include "sim/base/rng.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/ss_test.h"

#include <string.h>

enum { STEPS = 150, SEEDS = 2 };

#define NODES "CPUs=16 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 RealMemory=16000"
#define PLAIN "DefMemPerCPU=100\nNodeName=n[1-6] " NODES "\n"

static const char *const sites[] = {
    PLAIN,
    PLAIN "SelectTypeParameters=CR_CPU_Memory\n",
    PLAIN "SelectTypeParameters=CR_CPU\n",
    PLAIN "SelectTypeParameters=CR_Socket_Memory\n",
    PLAIN "SelectTypeParameters=CR_Core,CR_ONE_TASK_PER_CORE\n",
    PLAIN "SelectTypeParameters=CR_Core_Memory,CR_LLN\n",
    PLAIN "SchedulerParameters=bf_busy_nodes\n",
    PLAIN "SchedulerParameters=pack_serial_at_end\n",
    PLAIN "PartitionName=p Nodes=ALL Default=YES OverSubscribe=FORCE:3\n",
    PLAIN "PartitionName=p Nodes=ALL Default=YES OverSubscribe=YES:2\n",
    PLAIN "PartitionName=p Nodes=ALL Default=YES OverSubscribe=EXCLUSIVE\n",
    PLAIN "PartitionName=p Nodes=ALL Default=YES MaxCPUsPerNode=6\n",
    "SelectType=select/linear\nNodeName=n[1-4] " NODES "\nNodeName=n[5-6] CPUs=4\n",
    "SelectType=select/linear\nSelectTypeParameters=CR_Memory\nNodeName=n[1-6] " NODES "\n",
    "SelectType=select/linear\nNodeName=n[1-6] " NODES
    "\nPartitionName=p Nodes=ALL Default=YES OverSubscribe=FORCE:2\n",
    "NodeName=n[1-6] CoreSpecCount=2 MemSpecLimit=2000 " NODES "\n",
    "GresTypes=gpu\nNodeName=n[1-4] Feature=a,b " NODES
    "\nNodeName=n[5-6] Feature=b Gres=gpu:2 " NODES "\n",
};

static const char *const wishes[] = {
    "-n1",
    "-n3",
    "-n7 -c2",
    "-n1 -c5",
    "-N2",
    "-N2 -n9",
    "-N1-3 -n6",
    "-n60",
    "-n96",
    "-N6",
    "-N1 -n16",
    "-N2 -n30",
    "-n4 --hint=nomultithread",
    "-n4 --ntasks-per-core=1",
    "-n6 --ntasks-per-socket=2",
    "-N2 --ntasks-per-node=3",
    "-n2 --mem=3000",
    "-n4 --mem=15000",
    "-n4 --mem-per-cpu=1000",
    "-n9 --mem-per-cpu=6000",
    "-n1 --mem=0",
    "-N1 --exclusive",
    "-n2 --exclusive=user",
    "-n2 -s",
    "-n3 -O",
    "-n40 -O",
    "-n4 --contiguous -N2",
    "-n3 --spread-job",
    "-w n2 -n2",
    "-x n[1-2] -n3",
    "-C a -n20",
    "-C a&b -N2",
    "-C a|b -n40",
    "-C b -n20 --mem=9000",
    "--gres=gpu:1 -n2",
    "--gres=gpu:2 -N2",
    "--gpus=3 -N2",
    "-C b --gpus-per-task=1 -n2",
};

static bool places(SsBuiltSite *site, const SsJob *job, SsPlaceQuery *query)
{
    g_autoptr(SsAlloc) alloc = NULL;
    SsReason           reason = SS_REASON_NONE;

    query->world = site->world;
    query->use = site->world->use;
    query->job = job;
    query->part = job->part;
    if (!ss_place_node_counts(site->world, job, job->part, &query->min_nodes, &query->req_nodes,
                              &query->max_nodes, &reason))
        return true; /* nobody would ask */
    return ss_place(query, &alloc) == SS_PLACED;
}

static bool foretell(SsBuiltSite *site, const SsPlaceQuery *query, uint32_t off, SsTime by,
                     SsWillRun *answer)
{
    site->world->shortcuts.off = off | UINT32_C(1) << SS_SHORTCUT_MEMO;
    const bool found = ss_will_run(site->world, query, false, by, answer);
    site->world->shortcuts.off = 0;
    return found;
}

/* Who has no use for a later start hears of one that is not later, or that there may be a later one. */
static void foretell_by(SsBuiltSite *site, const char *wish, const SsPlaceQuery *query,
                        uint32_t off, SsTime start)
{
    for (SsTime by = start - 1; by <= start; by++) {
        SsWillRun  answer = { 0 };
        const bool found = foretell(site, query, off, by, &answer);

        ss_expect(found ? answer.start == start : by < start && answer.late, __FILE__, __LINE__,
                  "%s: runs at %" G_GINT64_FORMAT ", by %" G_GINT64_FORMAT
                  " %d at %" G_GINT64_FORMAT,
                  wish, start, by, found, answer.start);
        ss_node_set_free(answer.nodes);
    }
}

static void foretell_twice(SsBuiltSite *site, const char *wish, const SsPlaceQuery *query)
{
    SsWillRun  seen = { 0 }, made = { 0 };
    const bool found = foretell(site, query, 0, 0, &seen);
    const bool again = foretell(site, query, UINT32_C(1) << SS_SHORTCUT_FORECAST, 0, &made);

    ss_expect(found == again && (!found || seen.start == made.start), __FILE__, __LINE__,
              "%s: %d at %" G_GINT64_FORMAT " foreseen, %d at %" G_GINT64_FORMAT, wish, found,
              seen.start, again, made.start);
    if (found && again)
        ss_expect(ss_node_set_equal(seen.nodes, made.nodes), __FILE__, __LINE__,
                  "%s: other nodes foreseen", wish);
    if (found && again) {
        foretell_by(site, wish, query, 0, seen.start);
        foretell_by(site, wish, query, UINT32_C(1) << SS_SHORTCUT_FORECAST, seen.start);
    }
    ss_node_set_free(seen.nodes);
    ss_node_set_free(made.nodes);
}

/* How often the glance refused. */
static uint32_t ask(SsBuiltSite *site, const char *wish, const SsNodeSet *nodes, SsPlaceMode mode,
                    bool no_share)
{
    SsJob       *job = ss_built_job(site, wish);
    SsPlaceQuery query = { .nodes = nodes, .mode = mode, .no_share = no_share };
    const bool   found = places(site, job, &query);
    const bool   refused = !ss_glance(&query);

    ss_expect(!(refused && found), __FILE__, __LINE__, "%s is refused but fits", wish);
    foretell_twice(site, wish, &query);
    ss_job_free(job);
    return refused;
}

/* Who asks for what the site does not have is refused at once. */
static bool can_be_asked(const SsBuiltSite *site, const char *wish)
{
    return site->world->cluster->n_gres > 0 || strstr(wish, "gpu") == NULL;
}

static uint32_t ask_all(SsBuiltSite *site, SsRng *rng)
{
    const SsNodeSet     *all = site->world->parts[0].nodes;
    g_autoptr(SsNodeSet) some = ss_node_set_dup(all);
    uint32_t             refused = 0;

    for (uint32_t n = ss_node_set_first(all); n != SS_ID_NONE; n = ss_node_set_next(all, n + 1))
        if (ss_rng_chance(rng, 0.4))
            ss_node_set_remove(some, n);
    for (size_t w = 0; w < G_N_ELEMENTS(wishes); w++) {
        if (!can_be_asked(site, wishes[w]))
            continue;
        refused += ask(site, wishes[w], all, SS_PLACE_NOW, false);
        refused += ask(site, wishes[w], all, SS_PLACE_FUTURE, true);
        refused += ask(site, wishes[w], some, SS_PLACE_FUTURE, false);
    }
    return refused;
}

static void end_one(SsBuiltSite *site, SsRng *rng)
{
    uint32_t pick = (uint32_t) ss_rng_below(rng, site->world->n_running);

    for (SsJob *job = site->world->first; job != NULL; job = job->next)
        if (job->state == SS_JOB_RUNNING && pick-- == 0) {
            ss_world_finish(site->world, job, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
            break;
        }
    ss_world_journal_clear(site->world);
    site->world->now += 1000;
    ss_world_purge(site->world);
}

static void start_one(SsBuiltSite *site, SsRng *rng)
{
    const char *wish = wishes[ss_rng_below(rng, G_N_ELEMENTS(wishes))];

    if (can_be_asked(site, wish))
        ss_built_start(site, wish);
}

static uint32_t come_and_go(const char *conf, uint64_t seed)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(conf, NULL, NULL);
    uint32_t               refused = 0;
    SsRng                  rng;

    ss_notes_make(site->world);
    ss_rng_init(&rng, seed, "glance");
    for (uint32_t i = 0; i < STEPS; i++) {
        if (site->world->n_running > 0 && ss_rng_below(&rng, 5) < 2)
            end_one(site, &rng);
        else
            start_one(site, &rng);
        refused += ask_all(site, &rng);
    }
    return refused;
}

static void refuses_what_cannot_be_placed_and_foresees_what_can(void)
{
    for (size_t s = 0; s < G_N_ELEMENTS(sites); s++) {
        uint32_t refused = 0;

        for (uint64_t seed = 1; seed <= SEEDS; seed++)
            refused += come_and_go(sites[s], seed);
        ss_expect(refused > 100, __FILE__, __LINE__, "site %zu: only %u refused", s, refused);
    }
}

static const SsTest tests[] = {
    SS_TEST(refuses_what_cannot_be_placed_and_foresees_what_can),
};
SS_TEST_MAIN("glance (property)", tests)
