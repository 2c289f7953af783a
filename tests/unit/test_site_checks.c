/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_site_checks.c - small faults, one a site, with what slurmctld 22.05.8 did about each.
 *
 * `real` is recorded: the lines were put before a cluster of three nodes and one partition, slurmctld
 * was started on the file, and either it ran or it died. Strict reading must say the same.
 */
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#include <string.h>

enum { DIES, RUNS };

/* clang-format off */
static const struct {
    int         real;
    const char *lines;
} recorded[] = {
    { DIES, "Epilog=" },
    { RUNS, "Epilog=\"\"" },
    { DIES, "KillWait=30 MinJobAge=300" },
    { DIES, "Frobnicate=1" },
    { RUNS, " KillWait = 30" },
    { DIES, "KillWait=abc" },
    { DIES, "KillWait=-4" },
    { DIES, "KillWait=70000" },
    { RUNS, "KillWait=0x10" },
    { DIES, "MaxJobCount=0" },
    { DIES, "FirstJobId=0" },
    { DIES, "FirstJobId=10\nMaxJobId=5" },
    { RUNS, "JobRequeue=2" },
    { DIES, "JobRequeue=x" },
    { DIES, "PriorityCalcPeriod=0" },
    { RUNS, "PriorityCalcPeriod=30" },
    { DIES, "PriorityDecayHalfLife=0" },
    { DIES, "PriorityDecayHalfLife=1-2-3" },
    { DIES, "PriorityType=priority/multifactor\nPriorityDecayHalfLife=0" },
    { DIES, "PriorityUsageResetPeriod=foo" },
    { DIES, "PreemptMode=SUSPEND" },
    { RUNS, "PreemptMode=GANG" },
    { DIES, "PreemptMode=CANCEL" },
    { DIES, "PreemptType=preempt/qos" },
    { DIES, "PreemptType=preempt/qos\nPreemptMode=OFF" },
    { DIES, "PreemptType=preempt/partition_prio\nPreemptMode=CANCEL,REQUEUE" },
    { RUNS, "PreemptType=preempt/partition_prio\nPreemptMode=SUSPEND,GANG" },
    { DIES, "PreemptType=preempt/partition_prio\nPreemptMode=GANG" },
    { RUNS, "PreemptType=preempt/qos\nPreemptMode=REQUEUE,WITHIN" },
    { DIES, "SelectTypeParameters=CR_CPU" },
    { DIES, "SelectTypeParameters=CR_Foo" },
    { DIES, "SelectType=select/cons_tres\nSelectTypeParameters=CR_Memory" },
    { DIES, "SelectType=select/foo" },
    { DIES, "SchedulerType=sched/foo" },
    { DIES, "SchedulerParameters=max_job_bf=3" },
    { RUNS, "SchedulerParameters=bf_window=0,foo" },
    { DIES, "EnforcePartLimits=foo" },
    { DIES, "DebugFlags=Foo" },
    { RUNS, "DebugFlags=Backfill,Steps" },
    { DIES, "TaskPluginParam=Sched" },
    { DIES, "MCSParameters=x" },
    { DIES, "SlurmSchedLogLevel=1" },
    { RUNS, "FastSchedule=1" },
    { RUNS, "FastSchedule=0" },
    { DIES, "AccountingStorageLoc=x" },
    { DIES, "AccountingStoreJobComment=yes" },
    { RUNS, "SchedulerAuth=x" },
    { DIES, "SallocDefaultCommand=x" },
    { DIES, "FrontendName=x" },
    { DIES, "AccountingStorageType=accounting_storage/mysql" },
    { DIES, "AccountingStorageType=accounting_storage/filetxt" },
    { DIES, "AccountingStorageTRES=gres/gpu\nGresTypes=gpu" },
    { DIES, "AccountingStorageTRES=foo" },
    { DIES, "AccountingStorageEnforce=limit" },
    { RUNS, "AccountingStorageEnforce=limits" },
    { DIES, "Licenses=a:b:c" },
    { RUNS, "Licenses=a;b:3" },
    { DIES, "Licenses=a b" },
    { DIES, "GresTypes=mps" },
    { RUNS, "GresTypes=gpu,mps" },
    { RUNS, "GresTypes=gpu,gpu" },
    { RUNS, "PriorityWeightTRES=foo=1" },
    { RUNS, "PriorityWeightTRES=CPU=1,Mem=2G" },
    { RUNS, "PriorityFlags=FOO" },
    { RUNS, "ControlMachine=x" },
    { DIES, "SlurmctldHost=x\nSlurmctldHost=x" },
    { RUNS, "SchedulerTimeSlice=2" },
    { DIES, "MaxDBDMsgs=5" },
    { RUNS, "MinJobAge=0" },
    { RUNS, "FairShareDampeningFactor=0" },
    { RUNS, "MaxArraySize=5000000" },
    { RUNS, "MaxJobId=99999999" },
    { RUNS, "DefMemPerCPU=1\nDefMemPerNode=2" },
    { DIES, "DefMemPerCPU=4G" },
    { RUNS, "DefMemPerCPU=4K" },
    { DIES, "MaxStepCount=0" },
    { DIES, "BcastExclude=foo" },
    { RUNS, "TreeWidth=0" },
    { DIES, "TopologyPlugin=topology/foo" },
    { RUNS, "SuspendTime=foo" },
    { RUNS, "SrunPortRange=foo" },
    { DIES, "SlurmctldDebug=foo" },
    { DIES, "SlurmctldPort=abc" },
    { DIES, "PrologFlags=foo" },
    { DIES, "JobContainerType=job_container/tmpfs" },
    { RUNS, "BackupController=foo" },
    { DIES, "NodeName=DEFAULT NodeAddr=x" },
    { DIES, "NodeName=ALL" },
    { DIES, "NodeName=n1" },
    { RUNS, "NodeName=m1 CPUs=0" },
    { RUNS, "NodeName=m1 CPUs=6 Sockets=2 CoresPerSocket=2 ThreadsPerCore=2" },
    { DIES, "NodeName=m1 CPUs=2 Sockets=2 CoresPerSocket=4\nSelectType=select/cons_tres" },
    { RUNS, "NodeName=m1 CPUs=2 Sockets=2 CoresPerSocket=4" },
    { DIES, "NodeName=m1 State=FOO" },
    { RUNS, "NodeName=m1 State=DRAINED" },
    { RUNS, "NodeName=m1 State=failing" },
    { DIES, "NodeName=m1 State=down*" },
    { DIES, "NodeName=m1 Colour=red" },
    { RUNS, "NodeName=m1 Gres=gpu:2" },
    { RUNS, "GresTypes=gpu\nNodeName=m1 Gres=gpu:2x" },
    { RUNS, "GresTypes=gpu\nNodeName=m1 Gres=gpu:a:1,gpu:2" },
    { DIES, "NodeName=m1 RealMemory=64G" },
    { DIES, "NodeName=m1 CPUs=08" },
    { RUNS, "NodeName=m1 Weight=UNLIMITED" },
    { RUNS, "NodeName=m1 CoreSpecCount=3" },
    { RUNS, "NodeName=m1 CPUs=4 CPUSpecList=9" },
    { RUNS, "NodeName=m1 MemSpecLimit=10" },
    { RUNS, "NodeName=m1 Boards=2 Sockets=1" },
    { RUNS, "NodeName=m1 Sockets=2 SocketsPerBoard=2" },
    { DIES, "NodeName=m[4-1]" },
    { DIES, "NodeName=m[1-2]x" },
    { DIES, "NodeName=m1 Port=abc" },
    { RUNS, "NodeName=m1 Procs=4" },
    { DIES, "NodeName=m1 SuspendTime=3" },
    { RUNS, "DownNodes=zz" },
    { RUNS, "DownNodes=n1 State=FOO" },
    { RUNS, "DownNodes=n1 State=DRAIN Reason=\"a b\"" },
    { DIES, "PartitionName=q Nodes=zz" },
    { RUNS, "PartitionName=q" },
    { DIES, "PartitionName=p Nodes=n1" },
    { DIES, "PartitionName=q Nodes=n1 Default=maybe" },
    { DIES, "PartitionName=q Nodes=n1 MaxTime=1-2-3" },
    { RUNS, "PartitionName=q Nodes=n1 MaxTime=1 DefaultTime=2-0" },
    { DIES, "PartitionName=q Nodes=n1 DefaultTime=NONE" },
    { DIES, "PartitionName=q Nodes=n1 MaxTime=NONE" },
    { DIES, "PartitionName=q Nodes=n1 State=foo" },
    { RUNS, "PartitionName=q Nodes=n1 State=DRAINING" },
    { DIES, "PartitionName=q Nodes=n1 OverSubscribe=foo" },
    { RUNS, "PartitionName=q Nodes=n1 OverSubscribe=YES:1" },
    { RUNS, "PartitionName=q Nodes=n1 OverSubscribe=FORCE:1" },
    { RUNS, "PartitionName=q Nodes=n1 OverSubscribe=FORCE:x" },
    { RUNS, "PartitionName=q Nodes=n1 Shared=EXCLUSIVE" },
    { DIES, "PartitionName=q Nodes=n1 PreemptMode=foo" },
    { RUNS, "PartitionName=q Nodes=n1 PreemptMode=CANCEL" },
    { RUNS, "PartitionName=q Nodes=n1 PreemptMode=GANG" },
    { DIES, "PartitionName=q Nodes=n1 SelectTypeParameters=CR_CPU" },
    { RUNS, "PartitionName=q Nodes=n1 SelectTypeParameters=CR_Core" },
    { RUNS, "PartitionName=q Nodes=n1 QOS=foo" },
    { RUNS, "PartitionName=q Nodes=n1 AllowQos=foo" },
    { RUNS, "PartitionName=q Nodes=n1 AllowAccounts=a DenyAccounts=b" },
    { RUNS, "PartitionName=q Nodes=n1 Alternate=zz" },
    { DIES, "PartitionName=q Nodes=n1 TRESBillingWeights=foo=1" },
    { RUNS, "PartitionName=q Nodes=n1 TRESBillingWeights=\"CPU=1,Mem=0.25G\"" },
    { RUNS, "PartitionName=q Nodes=n1 MaxMemPerCPU=1 MaxMemPerNode=2" },
    { RUNS, "PartitionName=q Nodes=n1 OverTimeLimit=x" },
    { DIES, "PartitionName=q Nodes=n1 GraceTime=x" },
    { RUNS, "PartitionName=q Nodes=n1 MinNodes=5 MaxNodes=2" },
    { DIES, "PartitionName=q Nodes=n1 Exclusive=NODE" },
    { DIES, "PartitionName=q Nodes=n1 QOS=" },
    { RUNS, "NodeSet=s Nodes=n[1-2]\nPartitionName=q Nodes=s" },
    { RUNS, "NodeSet=s Nodes=t\nNodeSet=t Nodes=n2\nPartitionName=q Nodes=s" },
    { DIES, "NodeSet=t Nodes=n2\nNodeSet=s Nodes=t\nPartitionName=q Nodes=s" },
    { RUNS, "NodeSet=s Feature=zz\nPartitionName=q Nodes=s" },
    { RUNS, "NodeSet=s Nodes=zz" },
    { RUNS, "NodeSet=s Nodes=n1\nNodeSet=s Nodes=n2\nPartitionName=q Nodes=s" },
    { DIES, "CPUs=4 NodeName=m1" },
    { RUNS, "nodename=m1 cpus=2" },
    { RUNS, "RequeueExit=abc" },
    { DIES, "PriorityMaxAge=foo" },
    { DIES, "PriorityWeightAge=-1" },
    { DIES, "PriorityWeightAge=5000000000" },
    { RUNS, "AuthType=auth/none" },
    { RUNS, "MpiDefault=openmpi" },
    { DIES, "TrackWCKey=maybe" },
    { RUNS, "SlurmdParameters=foo" },
    { DIES, "UnkillableStepTimeout=x" },
    { RUNS, "DefCPUPerGPU=2" },
    { DIES, "JobAcctGatherParams=UsePSS,NoShared" },
    { DIES, "AllowSpecResourcesUsage=2" },
    { DIES, "PreemptExemptTime=foo" },
    { RUNS, "HealthCheckNodeState=foo" },
    { RUNS, "DependencyParameters=foo" },
    { RUNS, "PrivateData=foo" },
    { RUNS, "CompleteWait=UNLIMITED" },
    { RUNS, "ResvOverRun=UNLIMITED" },
    { RUNS, "OverTimeLimit=UNLIMITED" },
    { DIES, "MaxNodeCount=2" },
    { DIES, "SelectType=select/cons_tres\nSelectTypeParameters=CR_Core,CR_Memory" },
    { RUNS, "SelectType=select/cons_tres\nSelectTypeParameters=CR_Core,CR_LLN" },
    { DIES, "SelectType=select/cons_res\nSelectTypeParameters=CR_ONE_TASK_PER_CORE" },
    { RUNS, "SelectTypeParameters=CR_LLN" },
    { DIES, "PriorityType=priority/multifactor\nPriorityWeightTRES=foo=1" },
    { DIES, "PriorityType=priority/multifactor\nPriorityWeightTRES=CPU=1,Mem=2x" },
    { RUNS, "PrologFlags=Alloc,X11" },
    { DIES, "TaskPluginParam=Autobind" },
    { DIES, "DebugFlags=JobComp" },
    { DIES, "SlurmctldPort=6818-6817" },
    { DIES, "SwitchType=switch/foo" },
    { DIES, "MCSPlugin=mcs/foo" },
    { DIES, "TopologyPlugin=topology/flat" },
    { DIES, "PreemptType=preempt/foo" },
    { DIES, "PriorityType=priority/foo" },
    { DIES, "AcctGatherEnergyType=acct_gather_energy/foo" },
    { RUNS, "GresTypes=gpu,shard" },
    { DIES, "GresTypes=shard" },
    { RUNS, "PartitionName=q Nodes=\"\"" },
    { RUNS, "PartitionName=q Nodes=n1 DefaultTime=UNLIMITED" },
    { RUNS, "PartitionName=q Nodes=n[1-2],n2" },
    { RUNS, "PartitionName=default MaxTime=5" },
    { RUNS, "NodeName=DEFAULT CPUs=2\nNodeName=DEFAULT Weight=3" },
    { DIES, "NodeName=DEFAULT Colour=red" },
    { RUNS, "NodeName=m1 cpus=2 CPUS=2" },
    { RUNS, "NodeName=m1 Feature=\"a b\"" },
    { RUNS, "NodeName=m1 Reason=\"a # b\"" },
    { RUNS, "NodeName=m1 Reason=a\\#b" },
    { RUNS, "KillWait=+3" },
    { RUNS, "Licenses=a:2;b" },
    { RUNS, "Licenses=a:" },
    { RUNS, "Licenses=:2" },
    { RUNS, "AccountingStorageTRES=cpu,mem" },
    { RUNS, "EnforcePartLimits=YES" },
    { RUNS, "EnforcePartLimits=up" },
    { DIES, "JobRequeue=yes" },
    { RUNS, "SchedulerParameters+=bf_window=10" },
    { RUNS, "Epilog=\"/a b\"" },
    { RUNS, "Epilog=\"a\"b" },
    { DIES, "Epilog=\"a b" },};
/* clang-format on */

static void strict_reading_refuses_what_slurmctld_refuses(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(recorded); i++) {
        g_autoptr(SsDiag) diag = ss_diag_new();
        g_autofree char  *text =
            g_strdup_printf(SS_TEST_HEAD "%s\nNodeName=n[1-3] CPUs=2\n"
                                         "PartitionName=p Nodes=n[1-3] Default=YES\n",
                            recorded[i].lines);
        g_autoptr(SsCluster) cluster = ss_test_conf(text, SS_READ_STRICT, diag);
        const bool           runs = ss_diag_count(diag, SS_SEVERITY_ERROR) == 0;
        g_autofree char     *findings = ss_test_findings(diag);

        ss_expect(runs == (recorded[i].real == RUNS), __FILE__, __LINE__,
                  "'%s': real slurmctld %s; our findings: %s", recorded[i].lines,
                  recorded[i].real == RUNS ? "runs" : "dies", findings);
        SS_EXPECT_NOT_NULL(cluster);
    }
}

/* What lenient reading refuses, strict reading refuses too. */
static void lenient_reading_is_never_stricter(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(recorded); i++) {
        g_autoptr(SsDiag)    diag = ss_diag_new();
        g_autofree char     *text = g_strdup_printf(SS_TEST_HEAD "%s\nNodeName=n[1-3] CPUs=2\n"
                                                                     "PartitionName=p Nodes=n[1-3]\n",
                                                    recorded[i].lines);
        g_autoptr(SsCluster) cluster = ss_test_conf(text, SS_READ_LENIENT, diag);

        SS_EXPECT_NOT_NULL(cluster);
        if (recorded[i].real == RUNS)
            ss_expect(ss_diag_count(diag, SS_SEVERITY_ERROR) == 0, __FILE__, __LINE__,
                      "'%s' is an error to lenient reading only", recorded[i].lines);
    }
}

static void a_site_of_an_older_release_is_read(void)
{
    static const char    text[] = SS_TEST_HEAD "CacheGroups=0\nFastSchedule=0\nSchedulerPort=7321\n"
                                               "MetricsType=metrics/x\nControlMachine=h\n"
                                               "NodeName=n1 Procs=4 Colour=red\n"
                                               "PartitionName=p Nodes=n1 Shared=FORCE:2\n";
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = ss_test_conf(text, SS_READ_LENIENT, diag);

    SS_EXPECT_UINT(ss_diag_count(diag, SS_SEVERITY_ERROR), 0);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_REMOVED_KEY), 2);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_DEFUNCT_KEY), 1);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_NEWER_KEY), 1);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_UNKNOWN_KEY), 1);
    SS_EXPECT_UINT(cluster->nodes[0].cpus, 4);
    SS_EXPECT_UINT(cluster->parts[0].share_count, 2);
}

static void nothing_is_enforced_without_slurmdbd(void)
{
    static const char    text[] = SS_TEST_HEAD "AccountingStorageEnforce=associations,limit,qos\n";
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) without = ss_test_conf(text, SS_READ_LENIENT, diag);
    g_autofree char     *more =
        g_strconcat(text, "AccountingStorageType=accounting_storage/slurmdbd\n", NULL);
    g_autoptr(SsCluster) with = ss_test_conf(more, SS_READ_LENIENT, diag);

    SS_EXPECT_UINT(without->settings.enforce, 0);
    SS_EXPECT_UINT(with->settings.enforce, SS_ENFORCE_ASSOCS | SS_ENFORCE_LIMITS
                                               | SS_ENFORCE_QOS); /* `limit` is repaired */
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_ENFORCE_WORD), 2);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_ENFORCE_WITHOUT_DBD), 1);
}

static void high_weights_are_told_and_kept(void)
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster =
        ss_test_conf(SS_TEST_HEAD "PriorityWeightAge=4294967295\nPriorityWeightJobSize=2\n",
                     SS_READ_LENIENT, diag);

    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_WEIGHTS_TOO_HIGH), 1);
    SS_EXPECT_UINT(cluster->settings.weight_age, UINT32_MAX);
}

static const SsTest tests[] = {
    SS_TEST(strict_reading_refuses_what_slurmctld_refuses),
    SS_TEST(lenient_reading_is_never_stricter),
    SS_TEST(a_site_of_an_older_release_is_read),
    SS_TEST(nothing_is_enforced_without_slurmdbd),
    SS_TEST(high_weights_are_told_and_kept),
};
SS_TEST_MAIN("site_checks", tests)
