/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/use.h"
#include "tests/support/small_cluster.h"
#include "tests/support/ss_test.h"

/* One node: `cores` is a bit pattern, `gpus` a pattern of devices. */
static void hold(SsAlloc *alloc, uint32_t i, SsNodeId node, uint64_t cores, uint64_t mem,
                 uint64_t gpus)
{
    SsAllocNode *entry = &alloc->at[i];

    entry->node = node;
    entry->cpus = entry->cores = (uint32_t) __builtin_popcountll(cores);
    entry->mem = mem;
    entry->core_bits = g_new0(uint64_t, 1);
    entry->core_bits[0] = cores;
    if (gpus != 0) {
        entry->n_gres = 1;
        entry->gres = g_new0(SsAllocGres, 1);
        entry->gres[0].count = (uint64_t) __builtin_popcountll(gpus);
        entry->gres[0].devices = gpus;
    }
    alloc->cpus += entry->cpus;
    alloc->mem += mem;
}

static SsAlloc *one_node(SsNodeId node, uint64_t cores, uint64_t mem, uint64_t gpus)
{
    SsAlloc *alloc = ss_alloc_new(1);

    hold(alloc, 0, node, cores, mem, gpus);
    return alloc;
}

static void what_is_added_is_in_use_and_leaves_again(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster("3 nodes x 8 cpus x 4 gpus");
    g_autoptr(SsUse)     use = ss_use_new(cluster);
    g_autoptr(SsUse)     empty = ss_use_new(cluster);
    g_autoptr(SsAlloc)   alloc = one_node(1, 0x0f, 1000, 0x3);

    ss_use_add(use, alloc);
    SS_EXPECT_INT(use->cpus[1], 4);
    SS_EXPECT_INT(use->mem[1], 1000);
    SS_EXPECT_INT(use->jobs[1], 1);
    SS_EXPECT_UINT(ss_use_cores(use, 1)[0], 0x0f);
    SS_EXPECT_UINT(use->gres_devices[1], 0x3);
    SS_EXPECT_INT(use->gres_count[1], 2);
    SS_EXPECT_INT(use->cpus[0], 0);
    ss_use_remove(use, alloc);
    SS_EXPECT_TRUE(ss_use_equal(use, empty));
}

static void a_core_with_two_holders_stays_until_the_last_one_leaves(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster("1 nodes x 8 cpus");
    g_autoptr(SsUse)     use = ss_use_new(cluster);
    g_autoptr(SsAlloc)   a = one_node(0, 0x0f, 0, 0);
    g_autoptr(SsAlloc)   b = one_node(0, 0x3c, 0, 0);

    ss_use_add(use, a);
    ss_use_add(use, b);
    SS_EXPECT_INT(use->cpus[0], 8);
    ss_use_remove(use, a);
    SS_EXPECT_UINT(ss_use_cores(use, 0)[0], 0x3c);
    SS_EXPECT_NULL(use->core_jobs[0]);
    ss_use_remove(use, b);
    SS_EXPECT_UINT(ss_use_cores(use, 0)[0], 0);
}

static void a_suspended_job_keeps_memory_and_devices_only(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster("1 nodes x 8 cpus x 2 gpus");
    g_autoptr(SsUse)     use = ss_use_new(cluster);
    g_autoptr(SsUse)     empty = ss_use_new(cluster);
    g_autoptr(SsAlloc)   alloc = one_node(0, 0xff, 500, 0x1);

    ss_use_add(use, alloc);
    ss_use_suspend(use, alloc);
    SS_EXPECT_INT(use->cpus[0], 0);
    SS_EXPECT_UINT(ss_use_cores(use, 0)[0], 0);
    SS_EXPECT_INT(use->mem[0], 500);
    SS_EXPECT_UINT(use->gres_devices[0], 1);
    SS_EXPECT_INT(use->suspended[0], 1);

    g_autoptr(SsUse) what_if = ss_use_copy(use);
    ss_use_remove(what_if, alloc); /* its cores are not given back twice */
    SS_EXPECT_TRUE(ss_use_equal(what_if, empty));

    ss_use_resume(use, alloc);
    SS_EXPECT_INT(use->cpus[0], 8);
    SS_EXPECT_INT(use->suspended[0], 0);
}

static void a_copy_is_independent(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster("2 nodes x 4 cpus x 2 gpus");
    g_autoptr(SsUse)     use = ss_use_new(cluster);
    g_autoptr(SsAlloc)   alloc = one_node(0, 0x3, 10, 0x2);

    ss_use_add(use, alloc);
    g_autoptr(SsUse) copy = ss_use_copy(use);
    SS_EXPECT_TRUE(ss_use_equal(use, copy));
    ss_use_remove(copy, alloc);
    SS_EXPECT_FALSE(ss_use_equal(use, copy));
    ss_use_assign(copy, use);
    SS_EXPECT_TRUE(ss_use_equal(use, copy));
}

static void tres_count_nodes_memory_and_gres(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster("2 nodes x 4 cpus x 2 gpus");
    g_autoptr(SsAlloc)   alloc = ss_alloc_new(2);
    g_autofree uint64_t *vec = g_new0(uint64_t, cluster->tres->n);

    hold(alloc, 0, 0, 0x3, 10, 0x3);
    hold(alloc, 1, 1, 0x1, 20, 0x1);
    ss_alloc_tres(cluster, alloc, vec);
    SS_EXPECT_INT(vec[SS_TRES_CPU], 3);
    SS_EXPECT_INT(vec[SS_TRES_MEM], 30);
    SS_EXPECT_INT(vec[SS_TRES_NODE], 2);
    SS_EXPECT_INT(vec[ss_tres_find(cluster->tres, "gres/gpu")], 3);
}

static void equal_neighbours_are_one_run_in_the_text(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster("6 nodes x 4 cpus x 2 gpus");
    g_autoptr(SsAlloc)   alloc = ss_alloc_new(4);

    hold(alloc, 0, 0, 0xf, 10, 0);
    hold(alloc, 1, 1, 0xf, 10, 0);
    hold(alloc, 2, 3, 0xf, 10, 0); /* a gap */
    hold(alloc, 3, 4, 0xf, 10, 0x3);
    g_autofree char *text = ss_alloc_text(cluster, alloc);
    SS_EXPECT_TEXT(text, "[[0,1,4,10,\"\"],[3,3,4,10,\"\"],[4,4,4,10,\"gpu:2\"]]");
}

static void an_entry_is_found_by_its_node(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster("6 nodes x 4 cpus");
    g_autoptr(SsAlloc)   alloc = ss_alloc_new(2);

    hold(alloc, 0, 2, 1, 0, 0);
    hold(alloc, 1, 5, 1, 0, 0);
    SS_EXPECT_TRUE(ss_alloc_on(alloc, 5) == &alloc->at[1]);
    SS_EXPECT_NULL(ss_alloc_on(alloc, 3));
    g_autoptr(SsAlloc) copy = ss_alloc_copy(cluster, alloc);
    SS_EXPECT_INT(ss_alloc_on(copy, 2)->core_bits[0], 1);
}

static const SsTest tests[] = {
    SS_TEST(what_is_added_is_in_use_and_leaves_again),
    SS_TEST(a_core_with_two_holders_stays_until_the_last_one_leaves),
    SS_TEST(a_suspended_job_keeps_memory_and_devices_only),
    SS_TEST(a_copy_is_independent),
    SS_TEST(tres_count_nodes_memory_and_gres),
    SS_TEST(equal_neighbours_are_one_run_in_the_text),
    SS_TEST(an_entry_is_found_by_its_node),
};
SS_TEST_MAIN("use", tests)
