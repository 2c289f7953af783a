/* SPDX-License-Identifier: Apache-2.0 */
/* PATH=VALUE into a plan. */
#include "sim/sweep/vary.h"
#include "tests/support/ss_test.h"

static void each_path_goes_where_it_belongs(void)
{
    static const char *const changes[] = {
        "PriorityDecayHalfLife=14-0",
        "Partition.gpu.MaxTime=1-0",
        "account.ai.fairshare=20",
        "user.amy.MaxJobs=4",
        "user.amy@ai.GrpTRES=cpu=8,mem=5",
        "qos.high.Priority=10",
        "Nodes.gpu=+2",
        "nodes.gpu.old=-1",
        "load=1.2",
        "limits=1.5",
        "policy=easy",
        "phase=17",
        "at.60=scancel 3",
    };
    g_autoptr(GError) error = NULL;
    SsPlan            plan;

    ss_plan_init(&plan);
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
        ss_vary_apply(&plan, changes[i], &error);
        SS_EXPECT_NO_ERROR(error);
    }
    g_autofree char *overrides = g_strjoinv(" ", plan.overrides);
    g_autofree char *accounts = g_strjoinv("; ", plan.changes);
    g_autofree char *nodes = g_strjoinv(" ", plan.nodes);

    SS_EXPECT_TEXT(overrides, "PriorityDecayHalfLife=14-0 Partition.gpu.MaxTime=1-0");
    SS_EXPECT_TEXT(accounts, "modify account where name=ai set fairshare=20; "
                             "modify user where name=amy set MaxJobs=4; "
                             "modify user where name=amy account=ai set GrpTRES=cpu=8,mem=5; "
                             "modify qos where name=high set Priority=10");
    SS_EXPECT_TEXT(nodes, "gpu=+2 gpu.old=-1");
    SS_EXPECT_TEXT(plan.operations[0], "60|scancel 3");
    SS_EXPECT_TEXT(plan.load, "1.2");
    SS_EXPECT_TEXT(plan.limits, "1.5");
    SS_EXPECT_TEXT(plan.policy, "easy");
    SS_EXPECT_UINT(plan.phase, 17);
    ss_plan_clear(&plan);
}

static void what_cannot_be_meant_is_refused_with_a_remedy(void)
{
    static const struct {
        const char *change, *part;
    } cases[] = {
        { "PriorityWeightAge", "write PATH=VALUE" },
        { "=7", "write PATH=VALUE" },
        { "account.ai=5", "a name and a limit" },
        { "Nodes.gpu=many", "Nodes.PARTITION=+N" },
        { "load=0", "a factor such as 1.2" },
        { "limits=0.5", "a factor such as 1.2" },
        { "policy=best", "slurm, fifo" },
        { "phase=-1", "seconds from 0" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        SsPlan            plan;

        ss_plan_init(&plan);
        SS_EXPECT_FALSE(ss_vary_apply(&plan, cases[i].change, &error));
        SS_EXPECT_ERROR(error, cases[i].part);
        ss_plan_clear(&plan);
    }
}

static const SsTest tests[] = {
    SS_TEST(each_path_goes_where_it_belongs),
    SS_TEST(what_cannot_be_meant_is_refused_with_a_remedy),
};
SS_TEST_MAIN("vary", tests)
