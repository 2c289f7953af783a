/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_place.c - random jobs come and go on small sites of every kind; whatever is placed must be
 * right.
 *
 * After each start: the world's own check finds nothing (no core, device or MiB twice, unless rows
 * allow it), the job has the CPUs, nodes and GPUs it asked for, on nodes that were offered; and a
 * job that was placed among others would also be placed on the same site without them.
 *
 * The twin of offers that nodes in one state share (place_alike.h) is to work out each: before every start the
 * wish is placed both ways and must get the same nodes, cores and devices.
 */
#include "scheduler/place.h"

#include "scheduler/notes.h"
#include "scheduler/request.h"
#include "sim/base/rng.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/ss_test.h"

#include <string.h>

enum { STEPS = 400, SEEDS = 3 };

typedef struct {
    const char *conf, *gres, *topology;
} Site;

#define NODES_A "CPUs=16 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 RealMemory=16000"
#define TWO_LEAVES                                                                                 \
    "SwitchName=s1 Nodes=n[1-3]\nSwitchName=s2 Nodes=n[4-6]\nSwitchName=top Switches=s[1-2]\n"
#define PLAIN "DefMemPerCPU=100\nGresTypes=gpu\nNodeName=n[1-6] Gres=gpu:4 " NODES_A "\n"
#define GPUS  "Name=gpu File=/dev/nvidia[0-1] Cores=0-3\nName=gpu File=/dev/nvidia[2-3] Cores=4-7\n"

static const Site sites[] = {
    { PLAIN, GPUS, NULL },
    { PLAIN "SelectTypeParameters=CR_CPU_Memory\n", GPUS, NULL },
    { PLAIN "SelectTypeParameters=CR_Socket_Memory\n", GPUS, NULL },
    { PLAIN "SelectTypeParameters=CR_Core\n", GPUS, NULL },
    { PLAIN "SelectTypeParameters=CR_Core_Memory,CR_ONE_TASK_PER_CORE\n", GPUS, NULL },
    { PLAIN "SelectTypeParameters=CR_Core_Memory,CR_LLN\n", GPUS, NULL },
    { PLAIN "SchedulerParameters=pack_serial_at_end\n", GPUS, NULL },
    { PLAIN "TopologyPlugin=topology/tree\n", GPUS, TWO_LEAVES },
    { PLAIN "PartitionName=p Nodes=ALL Default=YES OverSubscribe=FORCE:3\n", GPUS, NULL },
    { PLAIN "PartitionName=p Nodes=ALL Default=YES OverSubscribe=YES:2\n", GPUS, NULL },
    { PLAIN "PartitionName=p Nodes=ALL Default=YES MaxCPUsPerNode=6\n", GPUS, NULL },
    { "DefMemPerCPU=100\nGresTypes=gpu\nNodeName=n[1-2] Weight=5 Gres=gpu:2 " NODES_A
      "\nNodeName=n[3-4] Weight=1 CPUs=4 RealMemory=2000 Feature=small\n"
      "NodeName=n[5-6] Weight=1 CPUs=32 RealMemory=64000 CoreSpecCount=2 Feature=big Gres=gpu:8\n",
      "NodeName=n[1-2] Name=gpu File=/dev/nvidia[0-1]\n"
      "NodeName=n[5-6] Name=gpu File=/dev/nvidia[0-7]\n",
      NULL },
    { "SelectType=select/cons_res\nDefMemPerCPU=100\nNodeName=n[1-3] Weight=2 " NODES_A
      "\nNodeName=n[4-6] Weight=1 " NODES_A "\n",
      NULL, NULL },
    { "SelectType=select/linear\nNodeName=n[1-4] Weight=2 " NODES_A "\nNodeName=n[5-6] CPUs=4\n",
      NULL, NULL },
};

static const char *const wishes[] = {
    "-n1",
    "-n3",
    "-n7 -c2",
    "-n1 -c5",
    "-N2",
    "-N2 -n9",
    "-N1-3 -n6",
    "-N2 --ntasks-per-node=3",
    "-n5 --ntasks-per-node=2",
    "-n4 --hint=nomultithread",
    "-n4 --ntasks-per-core=1",
    "-n6 --ntasks-per-socket=2",
    "-n2 --mem=3000",
    "-n4 --mem-per-cpu=1000",
    "-n1 --mem=0",
    "-N1 --exclusive",
    "-n2 --exclusive=user",
    "-n2 -s",
    "-n3 -m block:block",
    "-n5 -m block:block --ntasks-per-socket=2",
    "-n4 -c3 --ntasks-per-socket=1",
    "-n6 -m plane=2",
    "-n3 -O",
    "-n4 --contiguous -N2",
    "-n3 --spread-job",
    "-w n2 -n2",
    "-x n[1-2] -n3",
    "-C small -n2",
    "-C '[small|big]' -N2",
    "-n1 --gres=gpu:1",
    "-n2 --gres=gpu:2",
    "-N2 -n4 --gres=gpu:1",
    "-n4 --gpus=5",
    "-n3 --gpus-per-task=1",
    "--gpus=3 --cpus-per-gpu=2 -N1",
    "-n2 --gres=gpu:1 --mem-per-gpu=2000",
    "-n2 -N1 --sockets-per-node=2 --gpus-per-socket=1",
    "-n1 -c3 --gres=gpu:1 --gres-flags=enforce-binding",
};

static bool may_ask(const Site *site, const char *wish)
{
    const bool only_counts = strstr(site->conf, "cons_res") || strstr(site->conf, "linear");

    return !only_counts || (strstr(wish, "gpu") == NULL && strstr(wish, "-C") == NULL);
}

/* --- what must hold --------------------------------------------------------------------------- */

static bool has_its_gpus(const SsBuiltSite *site, const SsJob *job)
{
    uint64_t got = 0;
    uint64_t want = 0;
    uint64_t per_socket = 0; /* fewer will do: recorded in replay-gpus-options */

    for (uint32_t i = 0; i < job->alloc->n; i++)
        for (uint32_t k = 0; k < job->alloc->at[i].n_gres; k++)
            got += job->alloc->at[i].gres[k].count;
    for (uint32_t i = 0; i < job->req.n_gres; i++) {
        const SsGresNeed *need = &job->req.gres[i];

        want += need->per_job + need->per_node * job->alloc->n;
        want += need->per_task * (job->req.ntasks == SS_UNSET32 ? 1 : job->req.ntasks);
        per_socket += need->per_socket * job->req.sockets_per_node * job->alloc->n;
    }
    (void) site;
    return got >= want && (job->alloc->whole || got <= want + per_socket);
}

static void check_start(const SsBuiltSite *site, const SsJob *job, const char *wish)
{
    const SsRequest *req = &job->req;
    g_autofree char *wrong = ss_world_check(site->world);
    bool             ok = SS_EXPECT_TEXT(wrong, NULL);

    ok = SS_EXPECT_TRUE(job->alloc->n >= req->min_nodes) && ok;
    ok = SS_EXPECT_TRUE(req->max_nodes == 0 || job->alloc->n <= req->max_nodes) && ok;
    /* 22.05 does not round what nodes offer to whole tasks: up to c - 1 CPUs a node may be
     * missing. */
    ok =
        SS_EXPECT_TRUE(job->alloc->cpus + (req->cpus_per_task - 1) * job->alloc->n >= req->min_cpus)
        && ok;
    ok = SS_EXPECT_TRUE(has_its_gpus(site, job)) && ok;
    for (uint32_t i = 0; i < job->alloc->n; i++) {
        const SsNodeId id = job->alloc->at[i].node;

        ok = SS_EXPECT_TRUE(job->alloc->at[i].cpus > 0) && ok;
        ok = SS_EXPECT_FALSE(req->exc_nodes != NULL && ss_node_set_test(req->exc_nodes, id)) && ok;
    }
    if (!ok) {
        g_autofree char *text = ss_built_alloc_text(site, job->alloc);
        g_printerr("    %s -> %s\n", wish, text);
    }
}

static void check_alone(const SsBuiltSite *site, const SsJob *job, const char *wish)
{
    g_autoptr(SsAlloc) alloc = NULL;
    SsReason           reason = SS_REASON_NONE;
    SsPlaceQuery       query = { .world = site->world,
                                 .job = job,
                                 .part = job->part,
                                 .nodes = site->world->parts[job->part].nodes,
                                 .mode = SS_PLACE_EVER };

    ss_place_node_counts(site->world, job, job->part, &query.min_nodes, &query.req_nodes,
                         &query.max_nodes, &reason);
    if (!SS_EXPECT_INT(ss_place(&query, &alloc), SS_PLACED))
        g_printerr("    %s\n", wish);
}

/* Shared offers and counts change nothing. */
static void place_twice(SsBuiltSite *site, const char *wish)
{
    SsWorld           *world = site->world;
    SsJob             *job = ss_built_job(site, wish);
    g_autoptr(SsAlloc) fast = NULL, plain = NULL;
    SsPlaceQuery       query;

    if (ss_built_query(site, job, &query)) {
        const bool found = ss_place(&query, &fast) == SS_PLACED;

        world->shortcuts.off = SS_SHORTCUTS_ALL;
        SS_EXPECT_INT(ss_place(&query, &plain) == SS_PLACED, found);
        world->shortcuts.off = 0;
        g_autofree char *a = found ? ss_built_alloc_text(site, fast) : NULL;
        g_autofree char *b = plain != NULL ? ss_built_alloc_text(site, plain) : NULL;
        if (!SS_EXPECT_TEXT(a, b))
            g_printerr("    %s\n", wish);
    }
    ss_job_free(job);
}

/* --- the program of operations ---------------------------------------------------------------- */

/* select/linear makes offers of its own; with MaxCPUsPerNode they depend on who is there. */
static bool shares_nothing(const Site *kind)
{
    return strstr(kind->conf, "linear") || strstr(kind->conf, "MaxCPUsPerNode");
}

static void come_and_go(const Site *kind, uint64_t seed)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(kind->conf, kind->gres, kind->topology);
    SsRng                  rng;

    ss_notes_make(site->world);
    ss_rng_init(&rng, seed, "jobs");
    for (uint32_t i = 0; i < STEPS; i++) {
        const char *wish = wishes[ss_rng_below(&rng, G_N_ELEMENTS(wishes))];

        if (ss_rng_below(&rng, 5) < 2 && site->world->n_running > 0) {
            ss_built_end_any(site, &rng);
        } else if (may_ask(kind, wish)) {
            place_twice(site, wish);
            if (ss_built_start(site, wish) == NULL)
                continue;
            check_start(site, site->world->last, wish);
            check_alone(site, site->world->last, wish);
        }
    }
    SS_EXPECT_TRUE(shares_nothing(kind) || site->world->shortcuts.saved[SS_SHORTCUT_ALIKE] > 0);
}

static void jobs_get_what_they_asked_for_and_nobody_elses(void)
{
    for (size_t s = 0; s < G_N_ELEMENTS(sites); s++)
        for (uint64_t seed = 1; seed <= SEEDS; seed++)
            come_and_go(&sites[s], seed);
}

static const SsTest tests[] = {
    SS_TEST(jobs_get_what_they_asked_for_and_nobody_elses),
};

SS_TEST_MAIN("place (property)", tests)
