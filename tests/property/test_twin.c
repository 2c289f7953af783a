/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_twin.c - the scheduler against its twin, on random small worlds.
 *
 * A world is a site of a few nodes, people with limits, up to forty jobs that ask for anything, and what
 * administrators do meanwhile. It is run by the real engine; at every pass the twin says first what must
 * happen. The first difference is shown with all that is needed to make the world again.
 *
 * SS_TWIN_WORLDS=n in the environment: so many worlds a kind. SS_TWIN_SEED=n: only that world.
 */
#include "configs/accounts.h"
#include "configs/slurm_conf.h"
#include "configs/topology_conf.h"
#include "configs/gres_conf.h"
#include "sim/base/rng.h"
#include "sim/engine/engine.h"
#include "tests/support/ss_test.h"
#include "tests/support/watch.h"
#include "workloads/sbatch_options.h"

#include <stdlib.h>
#include <string.h>

enum { WORLDS = 150, JOBS_MOST = 40 };

#define START  INT64_C(1767225600)
#define PEOPLE 5

typedef struct {
    SsRng      rng;
    GString   *conf, *gres, *people, *net; /* the site                       */
    GPtrArray *jobs;                       /* char *: "30 u1 -n4 -t10 run=7" */
    bool       switches, sharing;          /* partitions oversubscribe       */
    bool       gang;                       /* victims are suspended          */
    GPtrArray *acts;                       /* char *: "300 scontrol ..."     */
} World;

/* --- choosing ------------------------------------------------------------------------------------------- */

static const char *pick_of(World *w, const char *const *words, size_t n)
{
    return words[ss_rng_below(&w->rng, n)];
}
#define PICK(w, ...)                                                                               \
    pick_of((w), (const char *const[]){ __VA_ARGS__ },                                             \
            sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

static bool chance(World *w, int percent)
{
    return (int) ss_rng_below(&w->rng, 100) < percent;
}

static int between(World *w, int lo, int hi)
{
    return (int) ss_rng_between(&w->rng, lo, hi);
}

/* --- a site ----------------------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    void (*select)(World *w);
    bool memory, gpus, limits;
} Kind;

static void linear(World *w)
{
    g_string_append(w->conf, "SelectType=select/linear\n");
    if (chance(w, 30))
        g_string_append(w->conf, "SelectTypeParameters=CR_Memory\nDefMemPerNode=1000\n");
}

static void cores(World *w)
{
    g_string_append_printf(w->conf, "SelectType=select/%s\nSelectTypeParameters=%s\n",
                           PICK(w, "cons_tres", "cons_tres", "cons_tres", "cons_res"),
                           PICK(w, "CR_Core", "CR_Core", "CR_CPU", "CR_Socket", "CR_Core,CR_LLN",
                                "CR_Core,CR_ONE_TASK_PER_CORE",
                                "CR_Core,CR_CORE_DEFAULT_DIST_BLOCK"));
}

static void memory(World *w)
{
    g_string_append_printf(w->conf, "SelectType=select/cons_tres\nSelectTypeParameters=%s\n",
                           PICK(w, "CR_Core_Memory", "CR_CPU_Memory", "CR_Socket_Memory"));
    g_string_append(w->conf, PICK(w, "DefMemPerCPU=100\n", "DefMemPerNode=700\n", ""));
}

static void preemption(World *w)
{
    const bool by_qos = chance(w, 50);

    (chance(w, 30) ? linear : chance(w, 50) ? cores : memory)(w);
    g_string_append_printf(w->conf,
                           "PreemptType=preempt/%s\nPreemptMode=%s\nPreemptExemptTime=%s\n",
                           by_qos ? "qos" : "partition_prio",
                           PICK(w, "REQUEUE", "CANCEL", by_qos ? "REQUEUE,WITHIN" : "REQUEUE"),
                           PICK(w, "0", "0", "00:02:00"));
}

/* Victims sleep under whoever displaces them; those of partition r, or of QOS low, may have to go. */
static void gang(World *w)
{
    (chance(w, 25) ? linear : chance(w, 50) ? cores : memory)(w);
    g_string_append_printf(
        w->conf, "PreemptType=preempt/%s\nPreemptMode=SUSPEND,GANG\nPreemptExemptTime=%s\n",
        PICK(w, "partition_prio", "partition_prio", "qos"), PICK(w, "0", "0", "00:02:00"));
    w->gang = true;
}

static void on_a_tree(World *w)
{
    g_string_append_printf(w->conf, "TopologyPlugin=topology/tree\n%s",
                           PICK(w, "", "", "TopologyParam=TopoOptional\n"));
    w->switches = true;
}

static void sharing(World *w)
{
    (chance(w, 25) ? linear : chance(w, 50) ? cores : memory)(w);
    w->sharing = true;
    if (chance(w, 30))
        on_a_tree(w);
}

static void switches(World *w)
{
    (chance(w, 30) ? linear : chance(w, 50) ? cores : memory)(w);
    on_a_tree(w);
}

static const Kind kinds[] = {
    { "linear", linear, false, false, false },    { "cores", cores, false, false, false },
    { "memory", memory, true, false, false },     { "gpus", cores, false, true, false },
    { "gpu memory", memory, true, true, false },  { "limits", cores, false, false, true },
    { "everything", memory, true, true, true },   { "sharing", sharing, true, false, false },
    { "switches", switches, true, false, false }, { "preemption", preemption, false, false, true },
    { "gang", gang, false, true, false },
};

static void make_parameters(World *w)
{
    g_string_append_printf(w->conf,
                           "SchedulerParameters=bf_interval=30,bf_resolution=%s,bf_window=%s",
                           PICK(w, "60", "60", "1", "300"), PICK(w, "1440", "1440", "240", "60"));
    for (int n = between(w, 0, 2); n > 0; n--)
        g_string_append_printf(
            w->conf, ",%s",
            PICK(w, "default_queue_depth=3", "partition_job_depth=3", "sched_max_job_start=2",
                 "bf_max_job_test=4", "bf_max_job_part=3", "bf_max_job_user=2",
                 "bf_max_job_user_part=2", "bf_max_job_assoc=2", "bf_max_job_start=1",
                 "bf_max_job_array_resv=2", "bf_min_age_reserve=200", "bf_min_prio_reserve=1500",
                 "bf_node_space_size=4", "bf_job_part_count_reserve=1", "bf_one_resv_per_job",
                 "bf_running_job_reserve", "bf_busy_nodes", "preempt_youngest_first",
                 "preempt_strict_order", "preempt_reorder_count=3", "bf_window_linear=45",
                 "assoc_limit_stop", "pack_serial_at_end", "kill_invalid_depend", "defer",
                 "correspond_after_task_cnt=2"));
    g_string_append_c(w->conf, '\n');
}

/* n[1-2] and m1 on one leaf, the others on two more, one top. */
static void make_switches(World *w, int first, int second)
{
    g_string_append_printf(w->net, "SwitchName=s1 Nodes=%sm1\n", first > 2 ? "n[1-2]," : "n1,");
    if (first > 1)
        g_string_append_printf(w->net, "SwitchName=s2 Nodes=n[%d-%d]\n", first > 2 ? 3 : 2, first);
    if (second > 1)
        g_string_append_printf(w->net, "SwitchName=s3 Nodes=m[2-%d]\n", second);
    g_string_append_printf(w->net, "SwitchName=top Switches=s1%s%s\n", first > 1 ? ",s2" : "",
                           second > 1 ? ",s3" : "");
}

static void make_nodes(World *w, const Kind *kind)
{
    const int  first = between(w, 1, 5), second = between(w, 1, 3);
    const bool gpus = kind->gpus;

    g_string_append_printf(w->conf,
                           "NodeName=n[1-%d] Sockets=%s CoresPerSocket=%s ThreadsPerCore=%s "
                           "RealMemory=4000 Feature=thin Weight=%s%s\n",
                           first, PICK(w, "1", "2"), PICK(w, "2", "3", "4"), PICK(w, "1", "1", "2"),
                           PICK(w, "1", "1", "5"), gpus ? " Gres=gpu:2" : "");
    g_string_append_printf(w->conf,
                           "NodeName=m[1-%d] %s ThreadsPerCore=1 "
                           "RealMemory=8000 Feature=fat%s Weight=%s%s%s\n",
                           second,
                           PICK(w, "Sockets=2 CoresPerSocket=2", "Sockets=2 CoresPerSocket=4",
                                "Sockets=4 CoresPerSocket=2", "Sockets=6 CoresPerSocket=1"),
                           PICK(w, "", ",ib"), PICK(w, "1", "3"),
                           PICK(w, "", "", " CoreSpecCount=1 MemSpecLimit=500"),
                           gpus ? PICK(w, " Gres=gpu:a100:2,gpu:v100:2", "", " Gres=gpu:4") : "");
    make_switches(w, first, second);
    if (!gpus)
        return;
    const bool typed = strstr(w->conf->str, "a100") != NULL;
    g_string_append_printf(w->gres, "NodeName=n[1-%d] Name=gpu File=/dev/nvidia[0-1]\n", first);
    if (typed)
        g_string_append_printf(
            w->gres,
            "NodeName=m[1-%d] Name=gpu Type=a100 File=/dev/nvidia[0-1] Cores=0-1\n"
            "NodeName=m[1-%d] Name=gpu Type=v100 File=/dev/nvidia[2-3] Cores=2-3\n",
            second, second);
    else if (strstr(w->conf->str, "gpu:4") != NULL)
        g_string_append_printf(w->gres,
                               PICK(w, "NodeName=m[1-%d] Name=gpu File=/dev/nvidia[0-3]\n",
                                    "NodeName=m[1-%d] Name=gpu File=/dev/nvidia[0-1] Cores=0-1\n"
                                    "NodeName=m[1-%d] Name=gpu File=/dev/nvidia[2-3] Cores=2-3\n"),
                               second, second);
}

static void make_partitions(World *w)
{
    const char *share = w->sharing ? PICK(w, " OverSubscribe=FORCE:2", " OverSubscribe=YES:2",
                                          " OverSubscribe=FORCE:3", " OverSubscribe=YES:4")
                                   : PICK(w, "", "", "", " MaxNodes=2", " OverSubscribe=EXCLUSIVE",
                                          " MaxCPUsPerNode=3", " LLN=YES", " ExclusiveUser=YES");

    g_string_append_printf(w->conf,
                           "PartitionName=DEFAULT State=UP MaxTime=1-00:00:00\n"
                           "PartitionName=p Nodes=ALL Default=YES PriorityTier=%s%s%s\n",
                           PICK(w, "1", "1", "5"), PICK(w, " DefaultTime=30", "", " MaxTime=120"),
                           share);
    g_string_append_printf(
        w->conf, "PartitionName=q Nodes=n1,m1 PriorityTier=%s%s\n", PICK(w, "1", "10"),
        PICK(w, "", "", " MinNodes=2", " QOS=low", " DenyQos=low", " MaxTime=40"));
    g_string_append_printf(w->conf, "PartitionName=r Nodes=%s PriorityTier=1 DefaultTime=20%s%s\n",
                           PICK(w, "ALL", "n[1]"), w->sharing && chance(w, 50) ? share : "",
                           w->gang
                               ? PICK(w, "", " PreemptMode=REQUEUE", " PreemptMode=OFF",
                                      " PreemptMode=CANCEL GraceTime=60")
                               : PICK(w, "", " AllowAccounts=one", " State=DOWN", " GraceTime=60"));
}

static void make_people(World *w, const Kind *kind)
{
    static const char *const of_assoc[] = {
        "GrpJobs=2",
        "GrpTRES=cpu=6",
        "GrpTRES=node=2",
        "MaxJobs=1",
        "MaxWall=40",
        "MaxTRESPerJob=cpu=4",
        "MaxTRESPerJob=node=1",
        "MaxTRESPerNode=cpu=2",
        "GrpTRESRunMins=cpu=120",
        "GrpTRESMins=cpu=200",
        "GrpWall=60",
        "MaxTRESMinsPerJob=cpu=100",
        "GrpTRES=mem=2000",
        "GrpTRES=gres/gpu=2",
        "GrpJobsAccrue=2",
        "MaxJobsAccrue=1",
    };
    static const char *const of_qos[] = {
        "GrpJobs=3",
        "GrpTRES=cpu=8",
        "GrpTRES=node=2",
        "MaxJobsPerUser=1",
        "MaxJobsPerAccount=2",
        "MaxWall=30",
        "MaxTRESPerJob=cpu=5",
        "MaxTRESPerUser=cpu=4",
        "MaxTRESPerUser=node=1",
        "MaxTRESPerAccount=cpu=6",
        "MinTRESPerJob=cpu=2",
        "MaxTRESPerNode=cpu=3",
        "GrpTRESRunMins=cpu=200",
        "GrpTRESMins=cpu=300",
        "GrpWall=90",
        "MaxTRESMinsPerJob=cpu=90",
        "MaxTRESPerUser=gres/gpu=2",
        "Flags=OverPartQOS",
        "UsageFactor=0.5",
        "UsageFactor=0",
        "Flags=PartitionTimeLimit,PartitionMaxNodes",
        "LimitFactor=2",
        "Flags=NoReserve",
        "Flags=UsageFactorSafe UsageFactor=2",
        "MinPrioThreshold=1200",
        "GrpJobsAccrue=3",
        "MaxJobsAccruePerUser=1",
        "MaxJobsAccruePerAccount=2",
        "Flags=EnforceUsageThreshold UsageThreshold=900",
    };
    GString *out = w->people;

    g_string_append(
        out,
        "sacctmgr -i add qos low priority=0\nsacctmgr -i add qos high priority=100 preempt=low,normal\n"
        "sacctmgr -i add account one fairshare=3 qos=normal,low,high\n"
        "sacctmgr -i add account two fairshare=1 qos=normal,low,high\n"
        "sacctmgr -i add account sub parent=two qos=normal,low,high\n"
        "sacctmgr -i add user u0,u1 account=one\nsacctmgr -i add user u2 account=two\n"
        "sacctmgr -i add user u3,u4 account=sub\n");
    if (w->gang && chance(w, 40))
        g_string_append(out, "sacctmgr -i modify qos low set PreemptMode=requeue\n");
    for (int n = kind->limits ? between(w, 1, 4) : 0; n > 0; n--) {
        if (chance(w, 50))
            g_string_append_printf(out, "sacctmgr -i modify qos %s set %s\n",
                                   PICK(w, "normal", "low", "high"),
                                   pick_of(w, of_qos, G_N_ELEMENTS(of_qos)));
        else
            g_string_append_printf(
                out, "sacctmgr -i modify %s set %s\n",
                PICK(w, "account one", "account two", "account sub", "user u0", "user u3"),
                pick_of(w, of_assoc, G_N_ELEMENTS(of_assoc)));
    }
}

static void make_site(World *w, const Kind *kind)
{
    g_string_append(w->conf, "ClusterName=random\nSlurmctldHost=ctl\n"
                             "AccountingStorageType=accounting_storage/slurmdbd\n"
                             "AccountingStorageTRES=gres/gpu\nGresTypes=gpu\nLicenses=lic:3\n");
    g_string_append_printf(w->conf, "AccountingStorageEnforce=%s\n",
                           kind->limits
                               ? PICK(w, "associations,limits,qos", "limits,qos", "safe,qos")
                               : PICK(w, "associations", "none", "qos"));
    g_string_append_printf(
        w->conf,
        "PriorityType=priority/%s\nPriorityWeightAge=1000\nPriorityWeightQOS=1000\n"
        "PriorityWeightFairshare=2000\nPriorityWeightJobSize=300\nPriorityMaxAge=1:00:00\n",
        PICK(w, "multifactor", "multifactor", "basic"));
    g_string_append(w->conf, PICK(w, "", "AllowSpecResourcesUsage=YES\n"));
    g_string_append_printf(w->conf, "EnforcePartLimits=%s\nCompleteWait=%s\n",
                           PICK(w, "NO", "NO", "ANY"), PICK(w, "0", "0", "20"));
    g_string_append_printf(w->conf, "KillWait=%s\nOverTimeLimit=%s\n", PICK(w, "30", "30", "0"),
                           PICK(w, "0", "0", "1", "UNLIMITED"));
    kind->select(w);
    make_parameters(w);
    make_nodes(w, kind);
    make_partitions(w);
    make_people(w, kind);
}

/* --- jobs --------------------------------------------------------------------------------------------------- */

static void add_size(World *w, const Kind *kind, GString *job)
{
    g_string_append_printf(
        job, " %s",
        PICK(w, "-n1", "-n1", "-n2", "-n3", "-n5", "-n9", "-N1", "-N2", "-N3", "-N1-3 -n4",
             "-N2 -n4", "-N2 --ntasks-per-node=2", "-n4 -c2", "-n1 -c3", "-N1 --exclusive",
             "-n2 --exclusive", "-n2 --exclusive=user", "-n2 --ntasks-per-core=1",
             "-n3 --hint=nomultithread", "-N1-2", "-n2 --ntasks-per-socket=1", "-n3 -m block:block",
             "-n2 --mincpus=3", "-n3 --spread-job", "-N2 --contiguous", "-n4 --use-min-nodes",
             "-n6 --threads-per-core=1", "-n2 -O"));
    if (chance(w, 4))
        g_string_append_printf(job, " -S%d", between(w, 0, 2));
    if (kind->memory && chance(w, 60))
        g_string_append_printf(job, " %s",
                               PICK(w, "--mem=500", "--mem=3000", "--mem=0", "--mem-per-cpu=300",
                                    "--mem-per-cpu=900"));
    if (kind->gpus && chance(w, 60))
        g_string_append_printf(job, " %s",
                               PICK(w, "--gres=gpu:1", "--gres=gpu:2", "--gpus=1", "--gpus=3",
                                    "--gpus-per-node=1", "--gpus-per-task=1", "--gres=gpu:a100:1",
                                    "--gpus=2 --cpus-per-gpu=2", "--gres=gpu:1 --mem-per-gpu=600",
                                    "--gres=gpu:1 --gres-flags=enforce-binding",
                                    "--gres=gpu:2 --gres-flags=disable-binding"));
}

static void add_wishes(World *w, GString *job, int number)
{
    if (w->sharing && chance(w, 50))
        g_string_append(job, " -s");
    if (w->switches && chance(w, 20))
        g_string_append_printf(job, " --switches=%s", PICK(w, "1", "1@2", "2"));
    if (chance(w, 15))
        g_string_append_printf(job, " -C %s",
                               PICK(w, "thin", "fat", "thin|fat", "fat&ib", "[thin|fat]",
                                    "(thin|fat)&ib", "ib|thin&fat"));
    if (chance(w, 8))
        g_string_append_printf(job, " -C %s",
                               PICK(w, "fat*1", "thin*2", "thin*1&ib*1", "ib&fat*1",
                                    "[thin*1&fat*1]", "[thin*1|fat*2]", "[ib*1&thin*2]",
                                    "[fat*1&ib]&thin"));
    if (chance(w, 4))
        g_string_append_printf(job, " --prefer=%s", PICK(w, "fat", "thin"));
    if (chance(w, 6))
        g_string_append_printf(job, " -w %s", PICK(w, "n1", "m1", "n1,m1"));
    if (chance(w, 6))
        g_string_append_printf(job, " -x %s", PICK(w, "n1", "m1"));
    if (chance(w, 6))
        g_string_append_printf(job, " -L lic:%d", between(w, 1, 2));
    if (chance(w, 12)
        && strstr(w->people->str, "Accrue") == NULL) /* the twin does not split these */
        g_string_append_printf(job, " --array=0-%d%s", between(w, 0, 4), PICK(w, "", "%1", "%2"));
    if (number > 2 && chance(w, 10))
        g_string_append_printf(job, " -d %s:@%d",
                               PICK(w, "after", "afterok", "afterany", "afternotok", "aftercorr"),
                               number - between(w, 1, 2));
    if (chance(w, 3))
        g_string_append_printf(job, " -d singleton -J same");
    if (chance(w, 5))
        g_string_append_printf(job, " --begin=now+%d", between(w, 10, 900));
    if (chance(w, 5))
        g_string_append_printf(job, " --deadline=now+%d", between(w, 4000, 9000));
    if (chance(w, 5))
        g_string_append_printf(job, " --nice=%d", between(w, 1, 400));
    if (chance(w, 4))
        g_string_append(job, " -H");
    if (chance(w, 6))
        g_string_append(job, " --time-min=3");
    if (chance(w, 8))
        g_string_append_printf(job, " --reservation=%s", PICK(w, "mine", "flex"));
}

static void make_jobs(World *w, const Kind *kind)
{
    const int n = between(w, 5, JOBS_MOST);
    int       at = 1;

    for (int i = 1; i <= n; i++) {
        GString *job = g_string_new(NULL);

        at += chance(w, 40) ? 0 : between(w, 1, 200);
        g_string_append_printf(job, "%d u%d %d", at, between(w, 0, PEOPLE - 1),
                               between(w, 5, 2400));
        add_size(w, kind, job);
        if (chance(w, 85))
            g_string_append_printf(job, " -t%s",
                                   PICK(w, "1", "5", "10", "10", "20", "40", "90", "200"));
        if (chance(w, 50))
            g_string_append_printf(job, " -p %s", PICK(w, "p", "q", "r", "p,q", "q,r", "p,q,r"));
        if (chance(w, 40))
            g_string_append_printf(job, " --qos=%s", PICK(w, "normal", "low", "high"));
        add_wishes(w, job, i);
        g_ptr_array_add(w->jobs, g_string_free(job, FALSE));
    }
}

static void make_acts(World *w)
{
    if (chance(w, 35))
        g_ptr_array_add(w->acts,
                        g_strdup_printf("0 scontrol create reservation ReservationName=mine "
                                        "StartTime=now+%d Duration=%d Nodes=%s Users=u1,u3%s",
                                        between(w, 60, 3000), between(w, 5, 60),
                                        PICK(w, "n1", "m1", "n1,m1"),
                                        PICK(w, "", "", " Flags=MAGNETIC", " Flags=OVERLAP")));
    if (chance(w, 15))
        g_ptr_array_add(
            w->acts,
            g_strdup_printf("0 scontrol create reservation ReservationName=flex "
                            "StartTime=now+%d Duration=30 Nodes=m1 Accounts=one Flags=FLEX,OVERLAP",
                            between(w, 100, 2000)));
    if (chance(w, 20))
        g_ptr_array_add(
            w->acts, g_strdup_printf(
                         "0 scontrol create reservation ReservationName=maint "
                         "StartTime=now+%d Duration=20 Nodes=%s Users=root Flags=MAINT,OVERLAP%s",
                         between(w, 600, 5000), PICK(w, "ALL", "n1"), PICK(w, "", ",IGNORE_JOBS")));
    for (int at = between(w, 50, 1500); at < 6000; at += between(w, 50, 1800)) {
        const int j = between(w, 1, JOBS_MOST);

        switch (between(w, 0, 7)) {
        case 0:
            g_ptr_array_add(w->acts,
                            g_strdup_printf("%d scontrol update NodeName=%s State=DRAIN Reason=x",
                                            at, PICK(w, "n1", "m1")));
            break;
        case 1:
            g_ptr_array_add(w->acts,
                            g_strdup_printf("%d scontrol update NodeName=n1,m1 State=RESUME", at));
            break;
        case 2:
            g_ptr_array_add(w->acts, g_strdup_printf("%d scancel @%d", at, j));
            break;
        case 3:
            g_ptr_array_add(w->acts, g_strdup_printf("%d scontrol hold @%d", at, j));
            break;
        case 4:
            g_ptr_array_add(w->acts, g_strdup_printf("%d scontrol release @%d", at, j));
            break;
        case 5:
            g_ptr_array_add(w->acts, g_strdup_printf("%d scontrol requeue @%d", at, j));
            break;
        case 6:
            g_ptr_array_add(
                w->acts, g_strdup_printf("%d scontrol update NodeName=m1 State=DOWN Reason=y", at));
            break;
        default:
            g_ptr_array_add(w->acts, g_strdup_printf("%d scontrol update PartitionName=q State=%s",
                                                     at, PICK(w, "DOWN", "UP")));
            break;
        }
    }
}

/* Nodes of a line that are not alike any more. */
static void make_setups(World *w)
{
    for (int at = between(w, 50, 1500); at < 6000 && chance(w, 30); at += between(w, 50, 1800))
        g_ptr_array_add(
            w->acts,
            g_strdup_printf("%d scontrol update NodeName=%s %s", at, PICK(w, "n1", "m1", "n1,m1"),
                            PICK(w, "Weight=9", "Weight=1", "Weight=4",
                                 "Features=thin,fat ActiveFeatures=fat",
                                 "Features=thin ActiveFeatures=thin", "Features=fat,ib")));
}

/* --- running it ------------------------------------------------------------------------------------------------ */

typedef struct {
    SsJobSource base;
    World      *world;
    guint       next;
} Source;

/* False: sbatch itself refuses these options together. */
static bool read_job(const char *text, SsJobSpec *spec)
{
    g_auto(GStrv)         words = g_strsplit(text, " ", -1);
    g_autoptr(GError)     error = NULL;
    const SsSbatchContext context = { .now = START + atoi(words[0]), .no_files = true };

    ss_job_spec_clear(spec);
    spec->submit = context.now;
    spec->user = g_strdup(words[1]);
    spec->run = atoi(words[2]);
    return ss_sbatch_parse(words + 3, SS_SBATCH, &context, spec, NULL, &error);
}

static gboolean next_job(SsJobSource *base, SsJobSpec *spec, GError **error)
{
    Source *source = (Source *) base;

    (void) error;
    while (source->next < source->world->jobs->len)
        if (read_job(source->world->jobs->pdata[source->next++], spec)) {
            spec->trace_id = g_strdup_printf("%u", source->next);
            return TRUE;
        }
    return FALSE;
}

static void free_source(SsJobSource *base)
{
    g_free(base);
}

static SsCluster *read_site(const World *w)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = NULL;
    const SsFaults    faults = { .diag = diag };
    SsCluster        *cluster = ss_cluster_new();
    SsConfReader     *reader =
        ss_conf_reader_new_text("slurm.conf", w->conf->str, w->conf->len, &faults);

    ss_slurm_conf_read(reader, NULL, cluster, &faults);
    ss_conf_reader_free(reader);
    reader = ss_conf_reader_new_text("gres.conf", w->gres->str, w->gres->len, &faults);
    ss_gres_conf_read(reader, cluster, &faults);
    ss_conf_reader_free(reader);
    reader = ss_conf_reader_new_text("topology.conf", w->net->str, w->net->len, &faults);
    if (w->switches)
        ss_topology_conf_read(reader, cluster, &faults);
    ss_conf_reader_free(reader);
    cluster->accounts = ss_accounts_new("random", cluster->tres, START);
    if (!ss_accounts_run_script(w->people->str, "people", cluster->accounts, diag, &error))
        g_error("%s: %s", w->people->str, error->message);
    ss_cluster_seal(cluster);
    return cluster;
}

static SsTimeline *read_acts(const World *w)
{
    SsTimeline *timeline = ss_timeline_new();

    for (guint i = 0; i < w->acts->len; i++) {
        const char       *act = w->acts->pdata[i];
        g_autoptr(GError) error = NULL;

        if (!ss_timeline_add_command(timeline, START + atoi(act), NULL, strchr(act, ' ') + 1, NULL,
                                     &error))
            g_error("%s: %s", act, error->message);
    }
    return timeline;
}

static void run(World *w)
{
    g_autoptr(SsCluster) cluster = read_site(w);
    g_autoptr(SsEngine)  engine = NULL;
    g_autoptr(GError)    error = NULL;
    Source              *source = g_new0(Source, 1);
    SsEngineOptions      options;

    ss_engine_options_init(&options);
    options.start = START;
    options.until = START + 4 * 3600;
    options.policy = &ss_watched;
    engine = ss_engine_new(cluster, &options);
    if (g_getenv("SS_TWIN_LITERAL") != NULL)
        ss_engine_world(engine)->shortcuts.off = SS_SHORTCUTS_ALL;
    *source = (Source){ { .next = next_job, .free = free_source }, w, 0 };
    ss_engine_add_source(engine, &source->base);
    ss_engine_add_operations(engine, read_acts(w));
    ss_engine_run(engine, &error);
    SS_EXPECT_NO_ERROR(error);
}

static World *new_world(const Kind *kind, uint64_t seed)
{
    World *w = g_new0(World, 1);

    ss_rng_init(&w->rng, seed, kind->name);
    w->conf = g_string_new(NULL);
    w->gres = g_string_new(NULL);
    w->net = g_string_new(NULL);
    w->people = g_string_new(NULL);
    w->jobs = g_ptr_array_new_with_free_func(g_free);
    w->acts = g_ptr_array_new_with_free_func(g_free);
    make_site(w, kind);
    make_jobs(w, kind);
    make_acts(w);
    make_setups(w);
    return w;
}

static void free_world(World *w)
{
    g_string_free(w->conf, TRUE);
    g_string_free(w->gres, TRUE);
    g_string_free(w->net, TRUE);
    g_string_free(w->people, TRUE);
    g_ptr_array_unref(w->jobs);
    g_ptr_array_unref(w->acts);
    g_free(w);
}

static void show(const World *w)
{
    g_printerr("%s--- gres.conf\n%s--- people\n%s--- jobs: submit, user, run, options\n",
               w->conf->str, w->gres->str, w->people->str);
    for (guint i = 0; i < w->jobs->len; i++)
        g_printerr("%u: %s\n", i + 1, (const char *) w->jobs->pdata[i]);
    for (guint i = 0; i < w->acts->len; i++)
        g_printerr("%s\n", (const char *) w->acts->pdata[i]);
}

static uint64_t number_of(const char *variable, uint64_t otherwise)
{
    const char *text = g_getenv(variable);

    return text != NULL ? g_ascii_strtoull(text, NULL, 10) : otherwise;
}

static void agree(const Kind *kind)
{
    const uint64_t only = number_of("SS_TWIN_SEED", 0),
                   worlds = number_of("SS_TWIN_WORLDS", WORLDS);
    uint64_t passes = 0, starts = 0, declined = 0, different = 0;

    for (uint64_t seed = only > 0 ? only : 1; seed <= (only > 0 ? only : worlds); seed++) {
        World *w = new_world(kind, seed);

        ss_watch_begin();
        run(w);
        passes += ss_watch()->passes;
        starts += ss_watch()->starts;
        declined += ss_watch()->declined;
        if (ss_watch()->difference != NULL && different++ < 5) {
            if (only > 0)
                show(w);
            ss_expect(false, __FILE__, __LINE__, "%s, seed %" G_GUINT64_FORMAT ": %s", kind->name,
                      seed, ss_watch()->difference);
        }
        free_world(w);
    }
    g_print("%s: %" G_GUINT64_FORMAT " worlds, %" G_GUINT64_FORMAT " passes, %" G_GUINT64_FORMAT
            " starts; %" G_GUINT64_FORMAT " worlds differ, %" G_GUINT64_FORMAT
            " passes not compared\n",
            kind->name, worlds, passes, starts, different, declined);
    SS_EXPECT_TRUE(only > 0 || starts > worlds * 4);
}

#define AGREES(function, index)                                                                    \
    static void function(void)                                                                     \
    {                                                                                              \
        agree(&kinds[index]);                                                                      \
    }

AGREES(on_whole_nodes, 0)
AGREES(on_cores, 1)
AGREES(on_memory, 2)
AGREES(on_gpus, 3)
AGREES(on_gpus_and_memory, 4)
AGREES(with_limits, 5)
AGREES(with_everything, 6)
AGREES(with_sharing, 7)
AGREES(with_switches, 8)
AGREES(with_preemption, 9)
AGREES(with_suspension, 10)

static const SsTest tests[] = {
    SS_TEST(with_sharing),    SS_TEST(with_switches),   SS_TEST(on_whole_nodes),
    SS_TEST(on_cores),        SS_TEST(on_memory),       SS_TEST(on_gpus),
    SS_TEST(with_limits),     SS_TEST(with_preemption), SS_TEST(on_gpus_and_memory),
    SS_TEST(with_everything), SS_TEST(with_suspension),
};

SS_TEST_MAIN("twin", tests)
