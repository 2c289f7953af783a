/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_pieces.c - best fit on runs that break into pieces.
 *
 * Jobs of many shapes come and go on a row of nodes, so that the nodes that are left have all sizes and lie in many runs.
 * Every wish must be placed as when the runs are found anew each time.
 */
#include "scheduler/notes.h"
#include "sim/base/rng.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/ss_test.h"

#include <string.h>

enum { STEPS = 1500 };

#define NODES "CPUs=16 Sockets=2 CoresPerSocket=8 RealMemory=16000"

static const char *const sites[] = {
    "SelectTypeParameters=CR_Core\nNodeName=n[1-90] " NODES "\n",
    "SelectTypeParameters=CR_CPU_Memory\nDefMemPerCPU=100\nNodeName=n[1-90] " NODES "\n",
    "SelectTypeParameters=CR_Core\nGresTypes=gpu\nNodeName=n[1-90] Gres=gpu:4 " NODES "\n",
    "SelectTypeParameters=CR_Core\nNodeName=n[1-30] Weight=2 " NODES
    "\nNodeName=n[31-60] Weight=1 " NODES "\nNodeName=n[61-80] Weight=2 CPUs=4\n",
    "SelectType=select/cons_res\nSelectTypeParameters=CR_CPU\nNodeName=n[1-40] " NODES
    "\nNodeName=n[41-70] CPUs=4\n",
};

static const char *const wishes[] = {
    "-n1",
    "-n3",
    "-n11",
    "-n40",
    "-n100",
    "-N1 -n7",
    "-N2 -n32",
    "-N3 -n45",
    "-N4",
    "-N4 -n9",
    "-N6 -n96",
    "-N8 -n90",
    "-N2-4",
    "-N3-5 -n60",
    "-N10-12 -n80",
    "-n9 -c5",
    "-n20",
    "-N2 -n2",
    "-N5 --exclusive",
    "-N3 -n30 --gres=gpu:2",
    "-n12 --gres=gpu:1",
    "-n2 --gres=gpu:3",
};

static bool may_ask(const char *conf, const char *wish)
{
    return strstr(wish, "gpu") == NULL || strstr(conf, "gpu") != NULL;
}

/* Placed, as text; NULL. */
static char *placed(SsBuiltSite *site, SsPlaceQuery *query, uint32_t off)
{
    g_autoptr(SsAlloc) alloc = NULL;

    site->world->shortcuts.off = off;
    const bool found = ss_place(query, &alloc) == SS_PLACED;
    site->world->shortcuts.off = 0;
    return found ? ss_built_alloc_text(site, alloc) : NULL;
}

static void both_ways(SsBuiltSite *site, const char *wish)
{
    SsJob       *job = ss_built_job(site, wish);
    SsPlaceQuery query;

    if (ss_built_query(site, job, &query)) {
        g_autofree char *pieces = placed(site, &query, 0);
        g_autofree char *runs = placed(site, &query, UINT32_C(1) << SS_SHORTCUT_PIECES);

        if (!SS_EXPECT_TEXT(pieces, runs))
            g_printerr("    %s\n", wish);
    }
    ss_job_free(job);
}

static void come_and_go(const char *conf, uint64_t seed)
{
    g_autoptr(SsBuiltSite) site = ss_built_site(conf, NULL, NULL);
    SsRng                  rng;

    ss_notes_make(site->world);
    ss_rng_init(&rng, seed, "pieces");
    for (uint32_t i = 0; i < STEPS; i++) {
        const char *wish = wishes[ss_rng_below(&rng, G_N_ELEMENTS(wishes))];

        if (site->world->n_running > 0 && ss_rng_chance(&rng, 0.4))
            ss_built_end_any(site, &rng);
        else if (may_ask(conf, wish))
            ss_built_start(site, wish);
        for (size_t w = 0; w < G_N_ELEMENTS(wishes); w++)
            if (may_ask(conf, wishes[w]))
                both_ways(site, wishes[w]);
    }
    const uint64_t n = site->world->shortcuts.saved[SS_SHORTCUT_PIECES];
    ss_expect(n > STEPS, __FILE__, __LINE__, "%s: only %" G_GUINT64_FORMAT, conf, n);
}

static void are_chosen_from_like_runs(void)
{
    for (size_t s = 0; s < G_N_ELEMENTS(sites); s++)
        come_and_go(sites[s], 1);
}

static const SsTest tests[] = {
    SS_TEST(are_chosen_from_like_runs),
};
SS_TEST_MAIN("pieces of runs (property)", tests)
