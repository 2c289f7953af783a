/* SPDX-License-Identifier: Apache-2.0 */
/* A run's jobs at other prices. */
#include "sim/sweep/billing.h"
#include "sim/sweep/run.h"
#include "tests/support/ss_test.h"

#include <math.h>
#include <string.h>

/* Two users of two accounts; no decay, so that usage is the plain sum. */
static char *make_run(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SsDiag) diag = ss_diag_new();
    const SsRunHooks  hooks = { .diag = diag };
    SsLedger         *ledger = NULL;
    SsPlan            plan;
    char             *path = g_build_filename(ss_test_tmp(), "run.db", NULL);

    ss_plan_init(&plan);
    g_free(ss_test_file("site/slurm.conf",
                        "ClusterName=t\nSlurmctldHost=h\nSelectType=select/cons_tres\n"
                        "SelectTypeParameters=CR_Core_Memory\nPriorityType=priority/multifactor\n"
                        "AccountingStorageType=accounting_storage/slurmdbd\n"
                        "PriorityDecayHalfLife=0\nPriorityUsageResetPeriod=YEARLY\n"
                        "PriorityWeightFairshare=1000\n"
                        "NodeName=n1 CPUs=8 Sockets=1 CoresPerSocket=8 RealMemory=16384\n"
                        "PartitionName=p Nodes=n1 Default=YES MaxTime=60 "
                        "TRESBillingWeights=CPU=1.0,Mem=0.5G\n"));
    g_free(ss_test_file("site/setup.sh", "sacctmgr -i add qos half UsageFactor=0.5\n"
                                         "sacctmgr -i add account a\nsacctmgr -i add account b\n"
                                         "sacctmgr -i add user amy account=a qos=normal,half\n"
                                         "sacctmgr -i add user bob account=b\n"));
    plan.site = g_build_filename(ss_test_tmp(), "site", NULL);
    g_strfreev(plan.workloads);
    plan.workloads = g_new0(char *, 2);
    /* 1: 4 CPUs, 2 GiB; 2: 1 CPU, 8 GiB, at half; 3: 2 CPUs, 2 GiB. */
    plan.workloads[0] =
        ss_test_file("w.csv", "jobid,submit,user,account,qos,ntasks,mem,timelimit,run\n"
                              "1,0,amy,a,normal,4,2048,60,600\n2,0,amy,a,half,1,8192,60,1200\n"
                              "3,0,bob,b,normal,2,2048,60,900\n");
    g_free(plan.policy);
    plan.policy = g_strdup("fifo");
    ss_run(&plan, path, &hooks, &ledger, &error);
    SS_EXPECT_NO_ERROR(error);
    ss_ledger_free(ledger);
    ss_plan_clear(&plan);
    return path;
}

static const SsBillingRow *row(const SsBilling *b, const char *account, const char *user)
{
    for (uint32_t i = 0; i < b->rows->len; i++) {
        const SsBillingRow *r = &g_array_index(b->rows, SsBillingRow, i);

        if (strcmp(r->account, account) == 0 && strcmp(r->user, user) == 0)
            return r;
    }
    return NULL;
}

static SsBilling price(const char *weights, int max_tres)
{
    g_autofree char        *path = make_run();
    g_autoptr(GError)       error = NULL;
    const SsBillingQuestion question = { .weights = weights, .max_tres = max_tres };
    SsBilling               b = { 0 };

    ss_billing(path, &question, &b, &error);
    SS_EXPECT_NO_ERROR(error);
    return b;
}

static void jobs_are_priced_twice_and_summed_up_the_tree(void)
{
    SsBilling           b = price("CPU=2.0,Mem=0.25G", -1);
    const SsBillingRow *a = row(&b, "a", ""), *amy = row(&b, "a", "amy"),
                       *bob = row(&b, "b", "bob");

    SS_EXPECT_UINT(b.n_jobs, 3);
    if (!SS_EXPECT_NOT_NULL(a) || !SS_EXPECT_NOT_NULL(amy) || !SS_EXPECT_NOT_NULL(bob))
        return;
    /* Was: 1 costs 4 + 1 = 5, 2 costs 1 + 4 = 5, 3 costs 2 + 1 = 3. Is: 8.5, 4, 4.5. */
    SS_EXPECT_REAL(amy->hours[0], (5 * 600 + 5 * 1200) / 3600.0, 1e-9);
    SS_EXPECT_REAL(amy->hours[1], (8.5 * 600 + 4 * 1200) / 3600.0, 1e-9);
    SS_EXPECT_REAL(a->hours[1], amy->hours[1], 1e-9);
    SS_EXPECT_REAL(amy->usage[0], 5 * 600 + 5 * 1200 * 0.5, 1e-3); /* UsageFactor counts here */
    SS_EXPECT_REAL(amy->usage[1], 8.5 * 600 + 4 * 1200 * 0.5, 1e-3);
    SS_EXPECT_REAL(bob->usage[1], 4.5 * 900, 1e-3);
    SS_EXPECT_TRUE(isnan(a->fairshare[0]));
    SS_EXPECT_TRUE(bob->fairshare[0] > amy->fairshare[0]);
    ss_billing_clear(&b);
}

static void level_fs_is_shares_over_the_part_of_the_usage(void)
{
    SsBilling           b = price("CPU=2.0,Mem=0.25G", -1);
    const SsBillingRow *a = row(&b, "a", ""), *other = row(&b, "b", "");
    const double        all = a->usage[1] + other->usage[1];

    SS_EXPECT_REAL(a->level_fs[1], 1 / 3.0 / (a->usage[1] / all),
                   1e-9); /* root's user is the third */
    SS_EXPECT_REAL(other->level_fs[1], 1 / 3.0 / (other->usage[1] / all), 1e-9);
    ss_billing_clear(&b);
}

static void a_job_whose_dearest_tres_is_another_one_is_named(void)
{
    SsBilling b = price("CPU=2.0,Mem=0.25G", -1);

    if (SS_EXPECT_UINT(b.jobs->len,
                       1)) { /* 2: memory 4 > 1 CPU was; 2 = 2: the first of equals is */
        const SsBillingJob *job = &g_array_index(b.jobs, SsBillingJob, 0);

        SS_EXPECT_TEXT(job->id, "2");
        SS_EXPECT_TEXT(job->was, "mem");
        SS_EXPECT_TEXT(job->is, "cpu");
    }
    ss_billing_clear(&b);
}

static void max_tres_takes_the_dearest_only(void)
{
    SsBilling           b = price(NULL, 1);
    const SsBillingRow *amy = row(&b, "a", "amy");

    SS_EXPECT_REAL(amy->hours[1], (4 * 600 + 4 * 1200) / 3600.0, 1e-9);
    SS_EXPECT_UINT(b.jobs->len, 0);
    ss_billing_clear(&b);
}

static void weights_of_what_is_not_tracked_are_refused(void)
{
    g_autofree char        *path = make_run();
    g_autoptr(GError)       error = NULL, other = NULL;
    const SsBillingQuestion tape = { .weights = "CPU=1,GRES/tape=2", .max_tres = -1 };
    const SsBillingQuestion part = { .weights = "CPU=1", .partition = "q", .max_tres = -1 };
    SsBilling               b;

    SS_EXPECT_FALSE(ss_billing(path, &tape, &b, &error));
    SS_EXPECT_ERROR(error, "GRES/tape");
    SS_EXPECT_FALSE(ss_billing(path, &part, &b, &other));
    SS_EXPECT_ERROR(other, "there is no partition q");
}

static const SsTest tests[] = {
    SS_TEST(jobs_are_priced_twice_and_summed_up_the_tree),
    SS_TEST(level_fs_is_shares_over_the_part_of_the_usage),
    SS_TEST(a_job_whose_dearest_tres_is_another_one_is_named),
    SS_TEST(max_tres_takes_the_dearest_only),
    SS_TEST(weights_of_what_is_not_tracked_are_refused),
};
SS_TEST_MAIN("billing", tests)
