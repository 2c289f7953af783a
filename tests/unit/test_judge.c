/* SPDX-License-Identifier: Apache-2.0 */
/* Pitfalls: each is found on a site that has it, and none on a sound one. */
#include "configs/judge.h"
#include "configs/site.h"
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#include <string.h>

#define HEAD                                                                                       \
    SS_TEST_HEAD "AccountingStorageType=accounting_storage/slurmdbd\n"                             \
                 "SchedulerType=sched/backfill\nPriorityType=priority/multifactor\n"               \
                 "NodeName=n[1-2] CPUs=4\n"
#define ENFORCED "AccountingStorageEnforce=associations,limits,qos\n"
#define SOUND                                                                                      \
    ENFORCED "PriorityWeightFairshare=1000\nPriorityWeightAge=500\nPriorityMaxAge=7-0\n"           \
             "PriorityDecayHalfLife=7-0\nSchedulerParameters=bf_window=2880\n"                     \
             "PartitionName=p Nodes=n[1-2] Default=YES MaxTime=2-0\n"
#define ACCOUNTS "sacctmgr -i add account lab\nsacctmgr -i add user amy account=lab\n"

static SsDiag *judge(const char *conf, const char *accounts)
{
    SsDiag              *diag = ss_diag_new(), *reading = ss_diag_new();
    g_autoptr(SsCluster) cluster = NULL;
    g_autoptr(GError)    error = NULL;
    g_autofree char     *file = ss_test_file("site/slurm.conf", conf);
    g_autofree char     *folder = g_path_get_dirname(file);
    const SsFaults       faults = { .diag = diag };

    g_free(ss_test_file("site/setup.sh", accounts));
    ss_site_read(folder, NULL, reading, &cluster, &error);
    SS_EXPECT_NO_ERROR(error);
    if (cluster)
        ss_site_judge(cluster, file, &faults);
    ss_diag_free(reading);
    return diag;
}

static void a_sound_site_has_no_findings(void)
{
    g_autoptr(SsDiag) diag = judge(HEAD SOUND, ACCOUNTS);
    g_autofree char  *said = ss_test_findings(diag);

    SS_EXPECT_TEXT(said, "");
}

static const struct {
    const char *conf, *accounts;
    SsFault     fault;
    const char *part;
} cases[] = {
    { HEAD "PriorityDecayHalfLife=7-0\nPartitionName=p Nodes=n1 Default=YES\n",
      ACCOUNTS "sacctmgr -i modify user amy set GrpTRES=cpu=2\n"
               "sacctmgr -i add qos q MaxJobsPerUser=2\n",
      SS_FAULT_JUDGE_ENFORCE, "1 association and 1 QOS" },
    { HEAD SOUND, ACCOUNTS "sacctmgr -i modify account lab set MaxJobs=10\n",
      SS_FAULT_JUDGE_MAX_JOBS, "lab: MaxJobs=10 is for each of its users" },
    { HEAD SOUND, ACCOUNTS "sacctmgr -i modify account lab set MaxSubmitJobs=9\n",
      SS_FAULT_JUDGE_MAX_JOBS, "MaxSubmitJobs=9" },
    { HEAD SOUND, ACCOUNTS "sacctmgr -i add qos high\n", SS_FAULT_JUDGE_EMPTY_QOS, "high" },
    { HEAD ENFORCED "PriorityWeightFairshare=1000\nPriorityDecayHalfLife=0\n"
                    "PriorityUsageResetPeriod=MONTHLY\nPartitionName=p Nodes=n1 Default=YES\n",
      ACCOUNTS, SS_FAULT_JUDGE_NO_DECAY, "PriorityDecayHalfLife=0" },
    { HEAD ENFORCED "PriorityWeightFairshare=1000\nPriorityDecayHalfLife=1-0\n"
                    "SchedulerParameters=bf_window=10080\n"
                    "PartitionName=p Nodes=n1 Default=YES MaxTime=7-0\n",
      ACCOUNTS, SS_FAULT_JUDGE_HALF_LIFE,
      "=1-00:00:00 is shorter than the longest time limit, 7-00:00:00" },
    { HEAD ENFORCED "PriorityWeightFairshare=1000\nPriorityWeightAge=100\nPriorityMaxAge=15-0\n"
                    "PriorityDecayHalfLife=7-0\nPartitionName=p Nodes=n1 Default=YES\n",
      ACCOUNTS, SS_FAULT_JUDGE_MAX_AGE, "PriorityMaxAge=15-00:00:00" },
    { HEAD ENFORCED "SchedulerParameters=bf_window=2880\n"
                    "PartitionName=p Nodes=n1 Default=YES MaxTime=2-0:01\n",
      ACCOUNTS, SS_FAULT_JUDGE_WINDOW, "bf_window=2880 minutes is shorter" },
    { HEAD SOUND "PartitionName=q Nodes=n1 State=DOWN\n", ACCOUNTS, SS_FAULT_JUDGE_UNUSABLE,
      "q: no job can ever start: it is State=DOWN" },
    { HEAD SOUND "PartitionName=q Nodes=n1 AllowAccounts=nobody\n", ACCOUNTS,
      SS_FAULT_JUDGE_UNUSABLE, "AllowAccounts names no account" },
    { HEAD SOUND "PartitionName=q Nodes=n1 MinNodes=2 MaxNodes=1\n", ACCOUNTS,
      SS_FAULT_JUDGE_UNUSABLE, "MaxNodes is below MinNodes" },
    { HEAD SOUND "DownNodes=n1 State=DOWN\nPartitionName=q Nodes=n1\n", ACCOUNTS,
      SS_FAULT_JUDGE_UNUSABLE, "all its nodes are down" },
    { HEAD SOUND "PartitionName=q Nodes=n1 AllowGroups=wheel\n", ACCOUNTS, SS_FAULT_JUDGE_GROUPS,
      "AllowGroups" },
};

static void each_pitfall_is_found_and_told_with_its_numbers(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag) diag = judge(cases[i].conf, cases[i].accounts);
        const SsFinding  *finding = ss_test_fault(diag, cases[i].fault);
        g_autofree char  *said = ss_test_findings(diag);

        ss_expect(ss_diag_total(diag) == 1, __FILE__, __LINE__, "case %zu: %s", i, said);
        if (SS_EXPECT_NOT_NULL(finding))
            SS_EXPECT_CONTAINS(finding->text, cases[i].part);
    }
}

static void findings_point_at_the_line_of_their_key(void)
{
    g_autoptr(SsDiag) diag =
        judge(HEAD ENFORCED "  SchedulerParameters = bf_window=60\n"
                            "PartitionName=p Nodes=n1 Default=YES MaxTime=2-0\n",
              ACCOUNTS);
    const SsFinding *finding = ss_test_fault(diag, SS_FAULT_JUDGE_WINDOW);

    if (!SS_EXPECT_NOT_NULL(finding))
        return;
    SS_EXPECT_UINT(finding->place.line, 8);
    SS_EXPECT_UINT(finding->place.column, 3);
}

static void a_limit_on_a_partitions_line_is_told_with_the_way_to_do_it(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = ss_test_conf(
        HEAD "PartitionName=p Nodes=n1 Default=YES GrpTRES=gres/gpu=4\n", SS_READ_LENIENT, diag);
    const SsFinding *finding = ss_test_fault(diag, SS_FAULT_JUDGE_PARTITION_LIMIT);

    if (!SS_EXPECT_NOT_NULL(finding))
        return;
    SS_EXPECT_CONTAINS(finding->text, "GrpTRES is no key of a partition");
    SS_EXPECT_CONTAINS(finding->remedy, "QOS=NAME");
}

static void a_weight_is_judged_by_its_range_beside_the_widest(void)
{
    const SsWeightRange ranges[] = {
        { "PriorityWeightAge", 1000, 0, 9 },            /* 1000 on paper, 9 on this workload */
        { "PriorityWeightFairshare", 1000, 100, 1000 }, /* moves by 900                      */
        { "PriorityWeightQOS", 9, 0, 9.1 },             /* just enough                       */
        { "PriorityWeightJobSize", 0, 0, 0 },           /* off: nothing to tell              */
    };
    g_autoptr(SsDiag) diag = ss_diag_new();
    const SsFaults    faults = { .diag = diag };

    ss_site_judge_weights(ranges, G_N_ELEMENTS(ranges), NULL, &faults);
    SS_EXPECT_UINT(ss_diag_total(diag), 0); /* 9 x 100 is not below 900 */
    SsWeightRange closer[G_N_ELEMENTS(ranges)];
    memcpy(closer, ranges, sizeof ranges);
    closer[0].max = 8.9;
    ss_site_judge_weights(closer, G_N_ELEMENTS(closer), NULL, &faults);
    SS_EXPECT_UINT(ss_diag_total(diag), 1);
    SS_EXPECT_CONTAINS(ss_diag_at(diag, 0)->text, "PriorityWeightAge=1000 moves priorities by 9");
}

static const SsTest tests[] = {
    SS_TEST(a_sound_site_has_no_findings),
    SS_TEST(each_pitfall_is_found_and_told_with_its_numbers),
    SS_TEST(findings_point_at_the_line_of_their_key),
    SS_TEST(a_limit_on_a_partitions_line_is_told_with_the_way_to_do_it),
    SS_TEST(a_weight_is_judged_by_its_range_beside_the_widest),
};
SS_TEST_MAIN("judge", tests)
