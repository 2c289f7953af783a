/* SPDX-License-Identifier: Apache-2.0 */
/* Two runs job by job, and changes told from noise. */
#include "sim/report/contrast.h"
#include "sim/sweep/run.h"
#include "sim/sweep/versus.h"
#include "tests/support/ss_test.h"

/* A node of one core under `fifo`: jobs run one after the other. */
static SsLedger *run(const char *name, const char *jobs)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SsDiag) diag = ss_diag_new();
    const SsRunHooks  hooks = { .diag = diag };
    g_autofree char  *text =
        g_strconcat("jobid,submit,user,account,ntasks,timelimit,run\n", jobs, NULL);
    SsLedger *ledger = NULL;
    SsPlan    plan;

    ss_plan_init(&plan);
    plan.site =
        ss_test_file("slurm.conf", "ClusterName=t\nSlurmctldHost=h\n"
                                   "NodeName=n1 CPUs=1\nPartitionName=p Nodes=n1 Default=YES\n");
    g_strfreev(plan.workloads);
    plan.workloads = g_new0(char *, 2);
    plan.workloads[0] = ss_test_file(name, text);
    g_free(plan.policy);
    plan.policy = g_strdup("fifo");
    ss_run(&plan, NULL, &hooks, &ledger, &error);
    SS_EXPECT_NO_ERROR(error);
    ss_plan_clear(&plan);
    return ledger;
}

#define A "1,0,amy,x,1,10,60\n2,1,bob,x,1,10,60\n3,2,amy,y,1,10,60\n4,3,cat,y,1,10,60\n"

static bool differs(const SsContrast *contrast)
{
    g_autoptr(GPtrArray) changed = ss_contrast_changed(contrast, NULL);

    return changed->len > 0;
}

static void jobs_are_matched_by_the_workloads_id_and_moves_are_counted(void)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsLedger) a = run("a.csv", A);
    /* 1 runs a minute longer, 2 is as it was, 3 is gone, 9 is new. */
    g_autoptr(SsLedger) b = run(
        "b.csv", "1,0,amy,x,1,10,120\n2,1,bob,x,1,10,60\n4,3,cat,y,1,10,60\n9,4,cat,y,1,10,60\n");
    SsContrast contrast;

    ss_contrast_read(a, b, 0, &contrast, &error);
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_UINT(contrast.both, 3);
    SS_EXPECT_UINT(contrast.only_a, 1);
    SS_EXPECT_UINT(contrast.only_b, 1);
    SS_EXPECT_UINT(contrast.later, 1);   /* 2: from 60 to 120 */
    SS_EXPECT_UINT(contrast.earlier, 0); /* 4: 180 in both    */
    SS_EXPECT_REAL(contrast.move_mean, 60 / 3.0, 1e-9);
    SS_EXPECT_UINT(contrast.users->len, 3);
    const SsContrastGroup *worst = &g_array_index(contrast.users, SsContrastGroup, 0);
    SS_EXPECT_TEXT(worst->name, "bob");
    SS_EXPECT_REAL(worst->wait_a, 59, 0);
    SS_EXPECT_REAL(worst->wait_b, 119, 0);
    SS_EXPECT_TRUE(differs(&contrast));
    ss_contrast_clear(&contrast);
}

static void moves_within_the_tolerance_are_no_difference(void)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsLedger) a = run("a.csv", A);
    g_autoptr(SsLedger) b = run(
        "b.csv", "1,0,amy,x,1,10,65\n2,1,bob,x,1,10,60\n3,2,amy,y,1,10,60\n4,3,cat,y,1,10,60\n");
    SsContrast contrast;

    ss_contrast_read(a, b, 5, &contrast, &error);
    SS_EXPECT_UINT(contrast.moved, 0);
    SS_EXPECT_FALSE(differs(&contrast));
    ss_contrast_clear(&contrast);
    ss_contrast_read(a, b, 4, &contrast, &error);
    SS_EXPECT_UINT(contrast.later, 3);
    SS_EXPECT_TRUE(differs(&contrast));
    ss_contrast_clear(&contrast);
}

/* Jobs that moved are left to the figures there; jobs that are gone are not. */
static void with_noise_only_what_it_does_not_do_is_a_difference(void)
{
    const SsContrast     noise = { .moved = 3, .one_start = 1 };
    const SsContrast     like = { .moved = 9, .one_start = 1 };
    const SsContrast     more = { .moved = 9, .one_start = 2, .only_a = 1, .other_state = 4 };
    g_autoptr(GPtrArray) none = ss_contrast_changed(&like, &noise);
    g_autoptr(GPtrArray) some = ss_contrast_changed(&more, &noise);

    SS_EXPECT_UINT(none->len, 0);
    SS_EXPECT_UINT(some->len, 3);
    SS_EXPECT_TEXT(some->pdata[0], "1 job in one only");
    SS_EXPECT_TEXT(some->pdata[1], "2 jobs started in one only");
    SS_EXPECT_TEXT(some->pdata[2], "4 jobs with another end");
}

static void a_change_within_the_spread_is_not_sold_as_an_effect(void)
{
    static const struct {
        SsAverage    a, b;
        SsChangeKind kind;
    } cases[] = {
        { { 4, 100, 10, 0, 0 }, { 4, 100, 10, 0, 0 }, SS_CHANGE_NONE },
        { { 4, 100, 10, 0, 0 },
          { 4, 114, 10, 0, 0 },
          SS_CHANGE_NOISE }, /* 2 x 10 / sqrt 2 = 14.1 */
        { { 4, 100, 10, 0, 0 }, { 4, 115, 10, 0, 0 }, SS_CHANGE_EFFECT },
        { { 4, 100, 0, 0, 0 }, { 4, 101, 0, 0, 0 }, SS_CHANGE_EFFECT },
        { { 1, 100, 0, 0, 0 }, { 1, 200, 0, 0, 0 }, SS_CHANGE_UNKNOWN }, /* one run says nothing */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        SS_EXPECT_INT(ss_versus_kind(&cases[i].a, &cases[i].b), cases[i].kind);
}

static const SsTest tests[] = {
    SS_TEST(jobs_are_matched_by_the_workloads_id_and_moves_are_counted),
    SS_TEST(moves_within_the_tolerance_are_no_difference),
    SS_TEST(with_noise_only_what_it_does_not_do_is_a_difference),
    SS_TEST(a_change_within_the_spread_is_not_sold_as_an_effect),
};
SS_TEST_MAIN("contrast", tests)
