/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every kind of sentence `explain` says, with each of its numbers and names found again in the ledger.
 *
 * A sentence is written here with SQL in braces where it has a number; what the ledger answers takes its place, and
 * the whole must be what explain says. In the SQL `me` is the job (its last start), `t` the moment in which the reason
 * first stood, `busy` the jobs that ran then, `part` the job's partition.
 */
#include "sim/ledger/query.h"
#include "sim/sweep/explain.h"
#include "tests/support/ss_test.h"

#include <string.h>

enum { START = 1767225600 }; /* 2026-01-01T00:00:00 */

/* clang-format off */
#define ASKED(column)  "{" column " FROM job_request WHERE trace_id = ?1}"
#define DATE(column)   "{strftime('%Y-%m-%dT%H:%M:%S', " column ", 'unixepoch') FROM me}"
#define BEFORE(column) "{strftime('%Y-%m-%dT%H:%M:%S', " column ", 'unixepoch') FROM first}"
#define HMS(seconds)                                                                               \
    "{printf('%d:%02d:%02d', (" seconds ") / 3600, (" seconds ") / 60 % 60, (" seconds ") % 60)"   \
    " FROM me, part, t}"
#define NODES(rule, words)                                                                         \
    "{count(*) FROM x WHERE rule = '" rule "'} " words                                             \
    " ({group_concat(name) FROM x WHERE rule = '" rule "'})"
/* clang-format on */

static const char context[] =
    "WITH t(at) AS (SELECT ?2),"
    " me AS (SELECT * FROM job WHERE trace_id = ?1 ORDER BY job_db_inx DESC LIMIT 1),"
    " busy AS (SELECT job.* FROM job, t WHERE time_start BETWEEN 1 AND at"
    "          AND (time_end > at OR time_end = 0)),"
    " over AS (SELECT job.* FROM job, t WHERE time_start > 0 AND time_end BETWEEN 1 AND at),"
    " part AS (SELECT p.* FROM partition p, me WHERE p.name = me.partition),"
    " waiting AS (SELECT job.* FROM job, me, t WHERE job.partition = me.partition"
    "             AND job.time_eligible BETWEEN 1 AND at"
    "             AND (job.time_start > at OR job.time_start = 0)),"
    " ahead AS (SELECT w.* FROM waiting w, me WHERE w.priority > me.priority"
    "           AND w.reason <> 178 /* PartitionConfig */ ORDER BY w.priority),"
    " first AS (SELECT job.* FROM job, me WHERE job.id_job = me.id_job"
    "           AND job.job_db_inx < me.job_db_inx),"
    " on_node AS (SELECT nodelist AS name, sum(cpus_alloc) AS cpus, sum(mem_req) AS mem,"
    "             max(tres_alloc LIKE '%1001=2%') AS gpus FROM busy GROUP BY nodelist),"
    " x AS (SELECT n.name, CASE"
    "       WHEN n.name IN (SELECT node_name FROM event, t WHERE time_start <= at"
    "                       AND (time_end = 0 OR time_end > at)) THEN 'down'"
    "       WHEN n.name IN (SELECT nodelist FROM resv, t WHERE time_start <= at"
    "                       AND time_end > at) THEN 'reserved'"
    "       WHEN n.features <> 'big' THEN 'unfit' WHEN o.cpus = n.cpus THEN 'cpus'"
    "       WHEN o.mem = n.real_memory THEN 'memory' WHEN o.gpus THEN 'gres' ELSE 'free' END AS rule"
    "       FROM node n LEFT JOIN on_node o USING (name) WHERE n.name LIKE 'x%') SELECT ";

/* --- limits: a job of the party runs (or ran), the next one waits -------------------------------------- */

enum {
    JOBS,
    CPUS,
    WALL,
    MINUTES,
    RUN_MINUTES,
    ONE_WALL,
    ONE_CPUS,
    ONE_MINUTES,
    OF_TRES,
    OF_TRES_MINUTES,
    OF_TRES_RUN_MINUTES,
    ONE_TRES
};

/* What is in use, by the party's jobs, and what the job asks for. */
static const struct {
    const char *used, *asked;
} counted[] = {
    [JOBS] = { "count(*) FROM busy b, me", "1" },
    [CPUS] = { "sum(b.cpus_alloc) FROM busy b, me", "cpus_req" },
    [WALL] = { "sum(b.time_end - b.time_start) / 60 FROM over b, me", "timelimit" },
    [MINUTES] = { "sum(b.cpus_alloc * (b.time_end - b.time_start)) / 60 FROM over b, me",
                  "cpus_req * timelimit" },
    [RUN_MINUTES] = { "sum(b.cpus_alloc * b.timelimit) FROM busy b, me", "cpus_req * timelimit" },
    [ONE_WALL] = { "0 FROM me b, me", "timelimit" },
    [ONE_CPUS] = { "0 FROM me b, me", "cpus_req" },
    [ONE_MINUTES] = { "0 FROM me b, me", "cpus_req * timelimit" },
    /* `#` is the count of the row's own TRES, in "1=4,2=100,1001=1" */
    [OF_TRES] = { "sum(#(b.tres_alloc)) FROM busy b, me", "#(tres_req)" },
    [OF_TRES_MINUTES] = { "sum(#(b.tres_alloc) * (b.time_end - b.time_start)) / 60 FROM over b, me",
                          "#(tres_req) * timelimit" },
    [OF_TRES_RUN_MINUTES] = { "sum(#(b.tres_alloc) * b.timelimit) FROM busy b, me",
                              "#(tres_req) * timelimit" },
    [ONE_TRES] = { "0 FROM me b, me", "#(tres_req)" },
};

/* TRES other than CPUs: their ids, and what makes a job ask for one. */
static const struct {
    const char *name, *extra;
    uint32_t    id;
} other_tres[] = {
    { "cpu", "", 1 },
    { "mem", "", 2 },
    { "node", "", 4 },
    { "billing", "", 5 },
    { "gres/gpu", " --gres=gpu:1", 1001 },
    { "license/matlab", " --licenses=matlab:1", 1002 },
};

static unsigned tres_of(const char *value)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(other_tres); i++)
        if (g_str_has_prefix(value, other_tres[i].name))
            return i;
    return 0;
}

/* The SQL of a limit's number, its `#` replaced. */
static char *sql_of(const char *text, const char *value)
{
    const uint32_t     id = other_tres[tres_of(value)].id;
    g_auto(GStrv)      parts = g_strsplit(text, "#(", -1);
    g_autoptr(GString) sql = g_string_new(parts[0]);

    for (uint32_t i = 1; parts[i]; i++) {
        const char      *end = strchr(parts[i], ')');
        g_autofree char *column = g_strndup(parts[i], (gsize) (end - parts[i]));

        g_string_append_printf(
            sql, "CAST(substr(%s, instr(',' || %s, ',%u=') + length('%u=')) AS INTEGER)%s", column,
            column, id, id, end + 1);
    }
    return g_string_free(g_steal_pointer(&sql), FALSE);
}

/* Whose limit: columns that the party's jobs share. */
#define ACCOUNT "b.account = me.account"
#define QOS     "b.qos = me.qos"
#define USER    "b.qos = me.qos AND b.user = me.user"
#define IN_QOS  "b.qos = me.qos AND b.account = me.account"

static const struct {
    const char *reason, *party, *name, *value, *column;
    int         what;
    bool        of_user; /* of an association: the user's, not the account's */
} limits[] = {
    { "AssocGrpJobsLimit", ACCOUNT, "GrpJobs", "1", "grp_jobs", JOBS, false },
    { "AssocMaxJobsLimit", ACCOUNT, "MaxJobs", "1", "max_jobs", JOBS, true },
    { "AssocGrpWallLimit", ACCOUNT, "GrpWall", "7", "grp_wall", WALL, false },
    { "AssocMaxWallDurationPerJobLimit", ACCOUNT, "MaxWall", "35", "max_wall_pj", ONE_WALL, true },
    { "AssocGrpCpuLimit", ACCOUNT, "GrpTRES", "cpu=3", "grp_tres", CPUS, false },
    { "AssocGrpCPUMinutesLimit", ACCOUNT, "GrpTRESMins", "cpu=15", "grp_tres_mins", MINUTES,
      false },
    { "AssocGrpCPURunMinutesLimit", ACCOUNT, "GrpTRESRunMins", "cpu=90", "grp_tres_run_mins",
      RUN_MINUTES, false },
    { "AssocMaxCpuPerJobLimit", ACCOUNT, "MaxTRESPerJob", "cpu=2", "max_tres_pj", ONE_CPUS, true },
    { "AssocMaxCpuMinutesPerJobLimit", ACCOUNT, "MaxTRESMinsPerJob", "cpu=110", "max_tres_mins_pj",
      ONE_MINUTES, true },
    { "QOSGrpJobsLimit", QOS, "GrpJobs", "2", "grp_jobs", JOBS, false },
    { "QOSMaxJobsPerUserLimit", USER, "MaxJobsPerUser", "1", "max_jobs_per_user", JOBS, false },
    { "MaxJobsPerAccount", IN_QOS, "MaxJobsPerAccount", "1", "max_jobs_pa", JOBS, false },
    { "QOSGrpWallLimit", QOS, "GrpWall", "13", "grp_wall", WALL, false },
    { "QOSMaxWallDurationPerJobLimit", QOS, "MaxWall", "35", "max_wall_duration_per_job", ONE_WALL,
      false },
    { "QOSGrpCpuLimit", QOS, "GrpTRES", "cpu=4", "grp_tres", CPUS, false },
    { "QOSGrpCPUMinutesLimit", QOS, "GrpTRESMins", "cpu=25", "grp_tres_mins", MINUTES, false },
    { "QOSGrpCPURunMinutesLimit", QOS, "GrpTRESRunMins", "cpu=100", "grp_tres_run_mins",
      RUN_MINUTES, false },
    { "QOSMaxCpuPerJobLimit", QOS, "MaxTRESPerJob", "cpu=2", "max_tres_pj", ONE_CPUS, false },
    { "QOSMaxCpuMinutesPerJobLimit", QOS, "MaxTRESMinsPerJob", "cpu=110", "max_tres_mins_pj",
      ONE_MINUTES, false },
    { "QOSMaxCpuPerUserLimit", USER, "MaxTRESPerUser", "cpu=3", "max_tres_pu", CPUS, false },
    { "MaxCpuPerAccount", IN_QOS, "MaxTRESPerAccount", "cpu=3", "max_tres_pa", CPUS, false },
    { "AssocGrpMemLimit", ACCOUNT, "GrpTRES", "mem=4", "grp_tres", OF_TRES, false },
    { "AssocGrpNodeLimit", ACCOUNT, "GrpTRES", "node=1", "grp_tres", OF_TRES, false },
    { "AssocGrpBilling", ACCOUNT, "GrpTRES", "billing=4", "grp_tres", OF_TRES, false },
    { "AssocGrpGRES", ACCOUNT, "GrpTRES", "gres/gpu=1", "grp_tres", OF_TRES, false },
    { "AssocGrpLicense", ACCOUNT, "GrpTRES", "license/matlab=1", "grp_tres", OF_TRES, false },
    { "AssocGrpMemMinutes", ACCOUNT, "GrpTRESMins", "mem=15", "grp_tres_mins", OF_TRES_MINUTES,
      false },
    { "AssocGrpGRESRunMinutes", ACCOUNT, "GrpTRESRunMins", "gres/gpu=60", "grp_tres_run_mins",
      OF_TRES_RUN_MINUTES, false },
    { "AssocMaxMemPerJob", ACCOUNT, "MaxTRESPerJob", "mem=2", "max_tres_pj", ONE_TRES, true },
    { "AssocMaxCpuPerNode", ACCOUNT, "MaxTRESPerNode", "cpu=2", "max_tres_pn", ONE_TRES, true },
    { "QOSGrpGRES", QOS, "GrpTRES", "gres/gpu=2", "grp_tres", OF_TRES, false },
    { "QOSGrpMemLimit", QOS, "GrpTRES", "mem=5", "grp_tres", OF_TRES, false },
    { "QOSMaxGRESPerUser", USER, "MaxTRESPerUser", "gres/gpu=1", "max_tres_pu", OF_TRES, false },
    { "QOSMaxNodePerUserLimit", USER, "MaxTRESPerUser", "node=1", "max_tres_pu", OF_TRES, false },
    { "MaxGRESPerAccount", IN_QOS, "MaxTRESPerAccount", "gres/gpu=1", "max_tres_pa", OF_TRES,
      false },
    { "QOSMaxCpuPerNode", QOS, "MaxTRESPerNode", "cpu=2", "max_tres_pn", ONE_TRES, false },
    { "QOSMinGRES", QOS, "MinTRESPerJob", "gres/gpu=2", "min_tres_pj", ONE_TRES, false },
};

static bool of_qos(size_t i)
{
    return strcmp(limits[i].party, ACCOUNT) != 0;
}

/* User u7 of account a7 and, in the same QOS q7, v7 of b7. */
static void add_limits(GString *setup, GString *early, GString *late)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(limits); i++) {
        g_autofree char *qos = of_qos(i) ? g_strdup_printf("q%u", i) : g_strdup("normal");
        g_autofree char *set = g_strdup_printf("%s=%s", limits[i].name, limits[i].value);
        const int        what = limits[i].what;
        const bool       used_up = what == WALL || what == MINUTES || what == OF_TRES_MINUTES;
        const char      *extra = other_tres[tres_of(limits[i].value)].extra;

        if (of_qos(i))
            g_string_append_printf(setup, "sacctmgr -i add qos %s %s\n", qos, set);
        for (const char *c = "ab"; *c; c++)
            g_string_append_printf(
                setup,
                "sacctmgr -i add account %c%u %s\nsacctmgr -i add user %c%u account=%c%u qos=%s %s\n",
                *c, i, of_qos(i) || limits[i].of_user ? "" : set, *c == 'a' ? 'u' : 'v', i, *c, i,
                qos, limits[i].of_user ? set : "");
        g_string_append_printf(early,
                               "first%u,0,u%u,a%u,p,1,2,30,600,--qos=%s%s\n"
                               "other%u,0,v%u,b%u,p,1,1,30,600,--qos=%s%s\n",
                               i, i, i, qos, extra, i, i, i, qos, extra);
        g_string_append_printf(used_up ? late : early,
                               "limit%u,%d,u%u,a%u,p,1,3,40,60,--qos=%s%s\n", i,
                               used_up ? 1000 : 10, i, i, qos, extra);
    }
}

/* --- everything else --------------------------------------------------------------------------------- */

static const char site[] =
    "ClusterName=t\nSlurmctldHost=h\nAccountingStorageType=accounting_storage/slurmdbd\n"
    "AccountingStorageEnforce=associations,limits,qos\n"
    "AccountingStorageTRES=gres/gpu,license/matlab\n"
    "SelectType=select/cons_tres\nSelectTypeParameters=CR_Core_Memory\nGresTypes=gpu\n"
    "Licenses=matlab:8\nPriorityType=priority/multifactor\nPriorityDecayHalfLife=0\n"
    "PriorityUsageResetPeriod=YEARLY\nPriorityWeightQOS=1000\nPreemptType=preempt/qos\n"
    "PreemptMode=REQUEUE\n"
    "NodeName=DEFAULT CPUs=4 Sockets=1 CoresPerSocket=4 RealMemory=4000\n"
    "NodeName=n[1-60] Gres=gpu:2\nNodeName=z\nNodeName=x1 Gres=gpu:2 Feature=big State=DOWN\n"
    "NodeName=x[2,4-7] Gres=gpu:2 Feature=big\nNodeName=x3 Gres=gpu:2\n"
    "PartitionName=DEFAULT DefMemPerCPU=1\nPartitionName=p Nodes=n[1-60] Default=YES\n"
    "PartitionName=x Nodes=x[1-7]\nPartitionName=d Nodes=n[1-2] State=DOWN\n"
    "PartitionName=s Nodes=n[1-8] MaxNodes=1 MaxTime=60\nPartitionName=i Nodes=n[1-2]\n"
    "PartitionName=z Nodes=z PriorityJobFactor=3\n";

static const char people[] =
    "sacctmgr -i add qos low priority=0\n"
    "sacctmgr -i add qos high priority=10 preempt=low\n"
    "sacctmgr -i add account lab\n"
    "sacctmgr -i add user amy account=lab qos=normal,low,high priority=7\n";

static const char jobs[] = "jobid,submit,user,account,partition,nodes,ntasks,timelimit,run,extra\n"
                           "lic1,0,amy,lab,p,1,1,60,1800,--licenses=matlab:5\n"
                           "lic2,0,amy,lab,p,1,1,60,60,--licenses=matlab:5\n"
                           "begin,0,amy,lab,p,1,1,60,60,--begin=now+7200\n"
                           "array,0,amy,lab,p,1,1,60,600,--array=1-4%2\n"
                           "held,0,amy,lab,p,1,1,60,60,--hold\n"
                           "9001,0,amy,lab,p,1,1,60,60,--begin=now+3600\n"
                           "inactive1,0,amy,lab,i,1,1,30,60,--begin=now+20\n"
                           "inactive2,0,amy,lab,i,1,1,30,60,--begin=now+20\n"
                           "time,0,amy,lab,s,1,1,180,60,\n"
                           "nodes,0,amy,lab,s,2,2,30,60,\n"
                           "down1,0,amy,lab,d,1,1,30,60,\n"
                           "down2,0,amy,lab,d,1,1,30,60,\n"
                           "solo1,0,amy,lab,p,1,1,30,600,--job-name=solo\n"
                           "solo2,0,amy,lab,p,1,1,30,600,--job-name=solo --dependency=singleton\n"
                           "low,0,amy,lab,z,1,4,30,600,--qos=low --requeue\n"
                           "cpus,0,amy,lab,x,1,4,30,600,--nodelist=x4\n"
                           "memory,0,amy,lab,x,1,1,30,600,--nodelist=x5 --mem=4000\n"
                           "gres,0,amy,lab,x,1,1,30,600,--nodelist=x6 --gres=gpu:2\n";

static const char later[] = "after,100,amy,lab,p,1,1,30,600,--dependency=afternotok:1\n"
                            "kinds,100,amy,lab,x,2,2,30,600,"
                            "--constraint=big --mem=100 --gres=gpu:1\n"
                            "never,100,amy,lab,z,2,8,30,600,--qos=high\n"
                            "high,100,amy,lab,z,1,4,30,600,--qos=high\n"
                            "next1,120,amy,lab,z,1,4,30,600,--qos=high\n"
                            "9002,120,amy,lab,z,1,3,30,600,--nice=3\n";

/* clang-format off */
#define OF_Z                                                                                       \
    "; needs {cpus_req FROM me} CPUs on " ASKED("min_nodes") " node, on each at least "            \
    ASKED("min_cpus") ", " ASKED("mem * min_cpus") " MiB; of {n_nodes FROM part}: "                \
    "{n_nodes - (SELECT count(*) FROM busy WHERE nodelist = 'z') FROM part} free for it, "         \
    "{count(*) FROM busy WHERE nodelist = 'z'} without enough free CPUs "                          \
    "({nodelist FROM busy WHERE partition = 'z'})"

static const struct {
    const char *job, *reason, *sentence; /* a small letter: a line of the head */
} sentences[] = {
    { "lic2", "None",
      "no pass looked at it for "
      HMS("(SELECT min(time_start) FROM job WHERE time_start > t.at) - t.at") },
    { "lic2", "Licenses",
      "needs {substr(licenses, 8) FROM me} of license matlab: {sum(substr(licenses, 8)) FROM busy} "
      "of {total FROM license_sample WHERE name = 'matlab'} in use" },
    { "begin", "BeginTime",
      "may not start for another " HMS("time_eligible - t.at")
      " (--begin, or a delay after a requeue)" },
    { "array", "JobArrayTaskLimit",
      "tasks of its array that run: {count(*) FROM busy b, me WHERE b.id_array_job = "
      "me.id_array_job}, and %{array_max_tasks FROM me} allows no more" },
    { "held", "JobHeldUser",
      "held with priority {priority FROM me} until `scontrol release {id_job FROM me}` by its user" },
    { "9001", "JobHeldAdmin",
      "held with priority {s.priority FROM queue_sample s, me WHERE s.id_job = me.id_job} until an "
      "operator's `scontrol release {id_job FROM me}`" },
    { "inactive2", "PartitionInactive",
      "partition i starts none of the {count(*) FROM waiting} jobs that wait for it" },
    { "time", "PartitionTimeLimit",
      "asks for " HMS("60 * timelimit") "; MaxTime of partition s is " HMS("60 * max_time") },
    { "nodes", "PartitionNodeLimit",
      "asks for " ASKED("min_nodes") " nodes; partition s has {n_nodes FROM part}, MaxNodes "
      "{max_nodes FROM part}" },
    { "down2", "PartitionDown",
      "partition d starts none of the {count(*) FROM waiting} jobs that wait for it" },
    { "never", "PartitionConfig",
      "asks for " ASKED("min_nodes") " nodes and {cpus_req FROM me} CPUs; partition z has {n_nodes FROM part} "
      "node with {total_cpus FROM part} CPUs" },
    { "solo2", "Dependency",
      "not over: every earlier one of {user FROM me} named {job_name FROM me}" },
    { "after", "Dependency", "not over: job {id_job FROM busy WHERE trace_id = 'lic1'}" },
    { "after", "DependencyNeverSatisfied",
      "can no longer be met: job {id_job FROM over WHERE trace_id = 'lic1'}" },
    { "low", "before",
      "started {count(*) FROM first} time, the last " BEFORE("time_start") ", PREEMPTED "
      BEFORE("time_end") },
    { "low", "started",
      DATE("time_start") " by the main scheduler, after " HMS("time_start - time_submit")
      ", on {nodelist FROM me}" },
    { "next1", "Resources", "first of its partition with priority {priority FROM me}" OF_Z },
    { "9002", "Priority",
      "{count(*) FROM ahead} ahead; next before it job {id_job FROM ahead} of {user FROM ahead} "
      "with priority {priority FROM ahead} against {priority FROM me} (QOS {printf('%.2f', 1000.0 * "
      "q.priority / (SELECT max(priority) FROM qos)) FROM qos q, ahead WHERE id = id_qos} against "
      "{printf('%.2f', q.priority) FROM qos q, me WHERE id = id_qos})" OF_Z },
    { "kinds", "Resources",
      "first of its partition with priority {priority FROM me}; needs {cpus_req FROM me} CPUs on "
      ASKED("min_nodes") " nodes, on each at least " ASKED("cpus_per_task") ", " ASKED("mem")
      " MiB, " ASKED("substr(gres, -1)") " GRES; of {n_nodes FROM part}: " NODES("free", "free for it")
      ", " NODES("down", "down or drained") ", " NODES("reserved", "reserved") ", "
      NODES("unfit", "not of the kind asked for") ", " NODES("cpus", "without enough free CPUs")
      ", " NODES("memory", "without enough free memory") ", "
      NODES("gres", "without enough free GRES") },
};
/* clang-format on */

/* --- asking ------------------------------------------------------------------------------------------ */

static char *make_run(const char *name, SsTime sample, const char *override)
{
    g_autoptr(GError)  error = NULL;
    g_autoptr(SsDiag)  diag = ss_diag_new();
    g_autoptr(GString) setup = g_string_new(people), early = g_string_new(jobs);
    g_autoptr(GString) late = g_string_new(later);
    const SsRunHooks   hooks = { .diag = diag };
    SsLedger          *ledger = NULL;
    SsPlan             plan;
    char              *path = g_build_filename(ss_test_tmp(), name, NULL);

    add_limits(setup, early, late);
    g_string_append(early, late->str);
    g_free(ss_test_file("site/slurm.conf", site));
    g_free(ss_test_file("site/gres.conf", "Name=gpu Count=2\n"));
    g_free(ss_test_file("site/setup.sh", setup->str));
    ss_plan_init(&plan);
    plan.site = g_build_filename(ss_test_tmp(), "site", NULL);
    g_strfreev(plan.workloads);
    plan.workloads = g_new0(char *, 2);
    plan.workloads[0] = ss_test_file("w.csv", early->str);
    g_strfreev(plan.operations);
    plan.operations = g_strsplit("5|scontrol create reservation ReservationName=r Nodes=x2 "
                                 "StartTime=now Duration=5 Users=amy\n"
                                 "5|scontrol hold trace:9001\n"
                                 "5|scontrol update PartitionName=i State=INACTIVE\n"
                                 "400|scontrol update JobId=trace:9002 SiteFactor=9",
                                 "\n", 0);
    g_strfreev(plan.overrides);
    plan.overrides = g_strsplit(override, " ", 0);
    plan.start = START;
    plan.until = START + 10000;
    g_array_append_val(plan.samples, sample);
    ss_run(&plan, path, &hooks, &ledger, &error);
    SS_EXPECT_NO_ERROR(error);
    ss_ledger_free(ledger);
    ss_plan_clear(&plan);
    return path;
}

/* The sentence with the ledger's answers in the place of its SQL. */
static char *answered(const char *path, const char *job, SsTime at, const char *sentence)
{
    g_autoptr(SsLedger) ledger = ss_ledger_open(path, NULL);
    GString            *out = g_string_new(NULL);
    const char         *end;

    for (const char *c = sentence; *c; c = end) {
        const char *brace = strchrnul(c, '{');

        g_string_append_len(out, c, brace - c);
        end = brace;
        if (!*brace)
            break;
        end = strchr(brace, '}') + 1;
        g_autofree char  *asked = g_strndup(brace + 1, (gsize) (end - brace) - 2);
        g_autofree char  *sql = g_strconcat(context, asked, NULL);
        g_autoptr(GError) error = NULL;
        SsQuery          *q = ss_query_new(ledger, sql);

        ss_query_text(q, 1, job);
        ss_query_int(q, 2, at);
        const char *answer = ss_query_next(q) ? ss_query_get_text(q, 0) : NULL;
        g_string_append(out, answer ? answer : "(nothing)");
        ss_query_close(q, &error);
        SS_EXPECT_NO_ERROR(error);
    }
    return g_string_free(out, FALSE);
}

/* What explain prints of a reason, or of a line of the head; and since when it stood. */
static char *said(const char *path, const char *job, const char *reason, SsTime *at)
{
    g_autoptr(GError)  error = NULL;
    g_autoptr(SsDiag)  diag = ss_diag_new();
    g_autoptr(GString) text = g_string_new(NULL);
    SsZone            *zone = ss_zone_new_utc();
    SsWriter          *w = ss_writer_new_string(text);
    g_autofree char   *name = g_strdup_printf("trace:%s", job);
    g_autofree char   *pattern = g_strdup_printf(
          g_ascii_islower(*reason) ? "^%s +(.*)$" : "^[0-9T:-]+  %s for [^ ]+: (.*)$", reason);
    g_autoptr(GRegex)     regex = g_regex_new(pattern, G_REGEX_MULTILINE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    const SsRunHooks      hooks = { .diag = diag };
    SsExplanation         e = { 0 };

    if (ss_explain(path, name, NULL, false, &hooks, &e, &error))
        ss_explanation_print(&e, zone, true, w);
    SS_EXPECT_NO_ERROR(error);
    ss_writer_close(w, NULL);
    ss_writer_free(w);
    ss_zone_unref(zone);
    for (uint32_t i = e.witness.seen ? e.witness.seen->len : 0; i-- > 0;)
        if (strcmp(g_array_index(e.witness.seen, SsObservation, i).text, reason) == 0)
            *at = g_array_index(e.witness.seen, SsObservation, i).begin;
    ss_explanation_clear(&e);
    g_regex_match(regex, text->str, 0, &match);
    return g_match_info_fetch(match, 1);
}

static void expect(const char *path, const char *job, const char *reason, const char *sentence)
{
    SsTime           at = 0;
    g_autofree char *is = said(path, job, reason, &at);
    g_autofree char *should = answered(path, job, at, sentence);

    SS_EXPECT_TEXT(is, should);
}

static void every_limit_is_told_with_the_numbers_of_the_ledger(void)
{
    g_autofree char *path = make_run("limits.db", START + 125, "");

    for (unsigned i = 0; i < G_N_ELEMENTS(limits); i++) {
        const bool within = strcmp(limits[i].party, USER) == 0,
                   mins = strstr(limits[i].name, "Wall") || strstr(limits[i].name, "Mins"),
                   mem = g_str_has_prefix(limits[i].value, "mem");
        const int        what = limits[i].what;
        g_autofree char *used = sql_of(counted[what].used, limits[i].value);
        g_autofree char *asked = sql_of(counted[what].asked, limits[i].value);
        g_auto(GStrv)    parts = g_strsplit(limits[i].value, "=", 2);
        g_autofree char *limit = g_strdup_printf("%s%s%s", limits[i].name, parts[1] ? "=" : "",
                                                 parts[1] ? parts[0] : "");
        const bool       in_account = strcmp(limits[i].party, IN_QOS) == 0;
        g_autofree char *job = g_strdup_printf("limit%u", i);
        g_autofree char *sentence = g_strdup_printf(
            "%s of %s is {substr(l.%s, instr(l.%s, '=') + 1) FROM %s}%s: {%s WHERE %s} in "
            "use and {%s FROM me} asked for",
            limit,
            in_account          ? "QOS {qos FROM me} for {account FROM me}"
            : within            ? "QOS {qos FROM me} for {user FROM me}"
            : of_qos(i)         ? "QOS {qos FROM me}"
            : limits[i].of_user ? "user {user FROM me} in account {account FROM me}"
                                : "account {account FROM me}",
            limits[i].column, limits[i].column,
            of_qos(i)           ? "qos l, me WHERE l.id = me.id_qos"
            : limits[i].of_user ? "assoc l, me WHERE l.id_assoc = me.id_assoc"
                                : "assoc l, me WHERE l.acct = me.account AND l.user = ''",
            mem && mins ? " MiB minutes"
            : mem       ? " MiB"
            : mins      ? " minutes"
                        : "",
            used, limits[i].party, asked);

        expect(path, job, limits[i].reason, sentence);
    }
}

/* What decays is in no job's row: the sample of that second has it. */
static void minutes_in_use_are_those_that_decay_left(void)
{
    static const char *const of_assoc =
        "share_sample s, t, assoc l, me WHERE s.at = t.at AND s.id_assoc = l.id_assoc AND"
        " l.acct = me.account AND l.user = ''";
    static const char *const of_the_qos =
        "qos_sample s, t, me WHERE s.at = t.at AND s.id_qos = me.id_qos";
    static const char decay[] = "PriorityDecayHalfLife=1:00:00 PriorityUsageResetPeriod=NONE";

    for (unsigned i = 0; i < G_N_ELEMENTS(limits); i++) {
        const bool wall = limits[i].what == WALL;

        if (!wall && limits[i].what != MINUTES)
            continue;
        SsTime           at = 0;
        g_autofree char *job = g_strdup_printf("limit%u", i);
        g_autofree char *first = make_run("unsampled.db", START + 125, decay);
        g_autofree char *found = said(first, job, limits[i].reason, &at);
        g_autofree char *path = make_run("decayed.db", at, decay);
        g_autofree char *is = said(path, job, limits[i].reason, &at);
        g_autofree char *sql = g_strdup_printf(
            wall
                ? ": {CAST(s.grp_used_wall / 60 AS INTEGER) FROM %s} in use and "
                : ": {printf('%%.0f', CAST(substr(s.tres_raw, instr(s.tres_raw, '1=') + 2) AS REAL)"
                  " / 60) FROM %s} in use and ",
            of_qos(i) ? of_the_qos : of_assoc);
        g_autofree char *should = answered(path, job, at, sql);
        g_autofree char *plain = g_strdup_printf(": {%s WHERE %s} in use and ",
                                                 counted[limits[i].what].used, limits[i].party);
        g_autofree char *undecayed = answered(path, job, at, plain);

        SS_EXPECT_TEXT(found, is);
        CU_ASSERT_PTR_NOT_NULL(strstr(is, should));
        CU_ASSERT_PTR_NULL(strstr(is, undecayed)); /* else it tests nothing */
    }
}

static void every_other_sentence_is_found_again_in_the_ledger(void)
{
    g_autofree char *path = make_run("others.db", START + 125, "");

    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++)
        expect(path, sentences[i].job, sentences[i].reason, sentences[i].sentence);
}

#define TRES                                                                                          \
    "(SELECT total(value) FROM json_each(char(123, 34) || replace(replace(p.tres, '=', '\":'), ',', " \
    "',\"') || char(125)))"

/* Two jobs' factors are what sprio tells in the same second; all weights count. */
static void rivals_have_the_factors_of_sprio(void)
{
    static const char *const columns[SS_WITNESS_FACTORS] = { "p.age", "p.assoc", "p.fs",
                                                             "p.js",  "p.part",  "p.qos",
                                                             TRES,    "p.site",  "-p.nice" };
    g_autoptr(GError)        error = NULL;
    g_autoptr(SsDiag)        diag = ss_diag_new();
    const SsRunHooks         hooks = { .diag = diag };
    SsRivalry                r;
    g_autofree char         *path =
        make_run("rivals.db", START + 690,
                 "PriorityWeightAge=100000 PriorityWeightFairshare=1000 PriorityWeightJobSize=500 "
                 "PriorityWeightAssoc=300 PriorityWeightPartition=200 "
                 "PriorityWeightTRES=CPU=1000,Mem=500");

    ss_explain_rivals(path, "trace:next1", "trace:9002", &hooks, &r, &error);
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_INT(r.at, START + 690);
    for (uint32_t j = 0; j < 2; j++)
        for (uint32_t f = 0; f < SS_WITNESS_FACTORS; f++) {
            g_autofree char *is = g_strdup_printf("%.6f", r.factor[j][f]);
            g_autofree char *sql =
                g_strdup_printf("{printf('%%.6f', %s) FROM prio_sample p, t, me WHERE p.at = t.at"
                                " AND p.id_job = me.id_job}",
                                columns[f]);
            g_autofree char *should = answered(path, j ? "9002" : "next1", r.at, sql);

            SS_EXPECT_TEXT(is, should);
        }
    for (uint32_t f = 0; f < SS_WITNESS_FACTORS;
         f++) /* a factor without a weight would test nothing */
        CU_ASSERT_TRUE(r.factor[0][f] != 0 || r.factor[1][f] != 0);
    ss_rivalry_clear(&r);
}

static const SsTest tests[] = {
    SS_TEST(every_limit_is_told_with_the_numbers_of_the_ledger),
    SS_TEST(minutes_in_use_are_those_that_decay_left),
    SS_TEST(every_other_sentence_is_found_again_in_the_ledger),
    SS_TEST(rivals_have_the_factors_of_sprio),
};
SS_TEST_MAIN("explain_sentences", tests)
