/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_retree.c - other accounts for a world that lives: everything stays with those whom it belongs to.
 */
#include "configs/sacctmgr.h"
#include "sim/model/world.h"
#include "tests/support/small_cluster.h"
#include "tests/support/ss_test.h"

#define SITE "2 nodes x 8 cpus; accounts chem(amy,bob) phys(cyd)"

static SsAssocId user_of(const SsWorld *world, const char *user)
{
    return ss_assoc_find(world->tree, user, NULL, "");
}

static void sacctmgr(SsWorld *world, const SsCluster *cluster, const char *command)
{
    const SsSacctmgrContext context = { .actor = "root", .immediate = true };
    g_autoptr(GString)      out = g_string_new(NULL), err = g_string_new(NULL);
    g_auto(GStrv)           words = g_strsplit(command, " ", -1);

    SS_EXPECT_INT(ss_sacctmgr_run(cluster->accounts, &context, words, out, err), 0);
    ss_world_take_tree(world, ss_assoc_tree_new(cluster->accounts));
}

static SsJob *waiting(SsWorld *world, const char *user)
{
    SsJob *job = ss_job_new();

    job->n_parts = 1;
    job->parts = g_new0(SsPartId, 1);
    job->assoc = user_of(world, user);
    ss_world_submit(world, job);
    ss_world_journal_clear(world);
    return job;
}

static void use(SsWorld *world, SsAssocId assoc, double raw)
{
    for (SsAssocId a = assoc; a != SS_ID_NONE; a = world->tree->at[a].parent)
        world->assoc_use[a].usage_raw += raw;
}

static double used(const SsWorld *world, SsAssocId assoc)
{
    return (double) world->assoc_use[assoc].usage_raw;
}

static void usage_and_jobs_stay_with_their_association(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster(SITE);
    g_autoptr(SsWorld)   world = ss_world_new(cluster, 0);
    SsJob               *job = waiting(world, "cyd");

    use(world, user_of(world, "cyd"), 42);
    sacctmgr(world, cluster, "add user abe account=chem");

    SS_EXPECT_TEXT(world->tree->at[job->assoc].user, "cyd");
    SS_EXPECT_REAL(used(world, job->assoc), 42, 0);
    SS_EXPECT_REAL(used(world, user_of(world, "abe")), 0, 0);
    SS_EXPECT_REAL(used(world, ss_assoc_find_account(world->tree, "phys")), 42, 0);
    SS_EXPECT_TRUE(world->tree_changed);
}

static void an_account_that_moves_takes_its_usage_along(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster(SITE);
    g_autoptr(SsWorld)   world = ss_world_new(cluster, 0);

    use(world, user_of(world, "amy"), 5);
    use(world, user_of(world, "cyd"), 7);
    sacctmgr(world, cluster, "modify account where name=phys set parent=chem");

    SS_EXPECT_REAL(used(world, ss_assoc_find_account(world->tree, "chem")), 12, 0);
    SS_EXPECT_REAL(used(world, 0), 12, 0);
}

static void who_is_deleted_leaves_nothing(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster(SITE);
    g_autoptr(SsWorld)   world = ss_world_new(cluster, 0);
    SsJob               *job = waiting(world, "amy");

    use(world, job->assoc, 5);
    use(world, user_of(world, "bob"), 3);
    sacctmgr(world, cluster, "delete user where name=amy");

    SS_EXPECT_UINT(job->assoc, SS_ID_NONE);
    SS_EXPECT_REAL(used(world, ss_assoc_find_account(world->tree, "chem")), 3, 0);
}

static void a_qos_keeps_what_it_counts(void)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster(SITE);
    g_autoptr(SsWorld)   world = ss_world_new(cluster, 0);
    const SsQosId        normal = ss_qos_find(world->tree, "normal");

    world->qos_use[normal].jobs = 4;
    ss_usage_sub(world->qos_use[normal].accounts, ss_assoc_find_account(world->tree, "phys"),
                 cluster->tres->n)
        ->jobs = 4;
    sacctmgr(world, cluster, "add qos fast priority=10");
    sacctmgr(world, cluster, "add account astro");

    const SsQosId   now = ss_qos_find(world->tree, "normal");
    const SsAssocId phys = ss_assoc_find_account(world->tree, "phys");
    SS_EXPECT_UINT(world->qos_use[now].jobs, 4);
    SS_EXPECT_UINT(ss_usage_sub(world->qos_use[now].accounts, phys, cluster->tres->n)->jobs, 4);
    SS_EXPECT_UINT(world->qos_use[ss_qos_find(world->tree, "fast")].jobs, 0);
}

static const SsTest tests[] = {
    SS_TEST(usage_and_jobs_stay_with_their_association),
    SS_TEST(an_account_that_moves_takes_its_usage_along),
    SS_TEST(who_is_deleted_leaves_nothing),
    SS_TEST(a_qos_keeps_what_it_counts),
};
SS_TEST_MAIN("retree", tests)
