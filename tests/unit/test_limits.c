/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of spec limits.md 16, by number, and what lies around them. */
#include "scheduler/limits.h"

#include "scheduler/fairshare.h"
#include "scheduler/period.h"
#include "scheduler/limits_reason.h"
#include "scheduler/priority.h"
#include "tests/support/ss_test.h"
#include "tests/support/tree.h"

#include <string.h>

#define T0 1767225600

#define TREE "root > a 1; root > b 1; a : ann 1; a : bob 1; b : cyd 1; qos high; qos part"

static SsWorld *world_of(const char *more)
{
    g_autofree char *site = g_strdup_printf("8 nodes x 64 cpus x 4 gpus; %s", more);

    return ss_tree_world(site, TREE, T0);
}

static void safe(SsWorld *world)
{
    world->settings.enforce |= SS_ENFORCE_SAFE;
}

/* What the selected counts of `job`, on nodes from `first` on, are told. */
static SsReason post_on(SsWorld *world, const SsJob *job, SsNodeId first)
{
    g_autofree uint64_t *tres = g_memdup2(job->tres_req, world->cluster->tres->n * sizeof *tres);
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(world->cluster->n_nodes);

    tres[SS_TRES_BILLING] =
        (uint64_t) ss_tres_billing(world->cluster->tres, tres, world->parts[0].billing, false);
    ss_node_set_add_range(nodes, first, first + (uint32_t) tres[SS_TRES_NODE]);
    return ss_limits_post(world, job, job->part, tres, nodes);
}

/* Would it start, on nodes from `first` on? The tests of a start in their order. */
static SsReason verdict_on(SsWorld *world, SsJob *job, SsNodeId first)
{
    SsReason reason = ss_limits_pre(world, job, job->part), ceiling;

    if (reason != SS_REASON_NONE)
        return reason;
    if (ss_limits_max_nodes(world, job, job->part, &ceiling) < job->req.min_nodes)
        return ceiling;
    return post_on(world, job, first);
}

static void expect_reason(SsReason reason, const char *word, const char *file, int line)
{
    ss_expect_text(ss_reason_text(reason), word, "reason", file, line);
}

#define EXPECT(reason, word) expect_reason((reason), (word), __FILE__, __LINE__)
#define STARTS               "None"

static SsJob *job_of(SsWorld *world, const char *user, uint32_t cpus, uint32_t minutes)
{
    SsJob *job = ss_tree_job(world, user, 1, cpus, 0);

    job->time_limit = minutes;
    return job;
}

static SsReason starts(SsWorld *world, const char *user, uint32_t cpus, uint32_t minutes)
{
    return verdict_on(world, job_of(world, user, cpus, minutes), 0);
}

static SsReason submits(SsWorld *world, SsJob *job, uint32_t tasks)
{
    return ss_limits_submit(world, job, 0, tasks);
}

static void pass_at(SsWorld *world, SsTime seconds)
{
    world->now = T0 + seconds;
    ss_fairshare_period(world);
}

/* --- QOS limits ----------------------------------------------------------------------------------- */

static void row_1_group_tres_of_a_qos(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "GrpTRES=cpu=8");
    EXPECT(starts(world, "bob", 8, 60), STARTS);
    ss_tree_running(world, "ann", 1, 8, 60);
    EXPECT(starts(world, "bob", 1, 60), "QOSGrpCpuLimit");
}

static void row_2_nodes_in_use_count_once(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "GrpTRES=node=2");
    ss_tree_running(world, "ann", 2, 4, 60);
    EXPECT(verdict_on(world, job_of(world, "bob", 1, 60), 0), STARTS);
    EXPECT(verdict_on(world, job_of(world, "bob", 1, 60), 2), "QOSGrpNodeLimit");
    ss_tree_running(world, "bob", 1, 4, 60);
    SS_EXPECT_UINT(world->qos_use[0].tres[SS_TRES_NODE], 2);
}

static void row_3_group_jobs(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "GrpJobs=2");
    ss_tree_running(world, "ann", 1, 1, 60);
    EXPECT(starts(world, "cyd", 1, 60), STARTS);
    ss_tree_running(world, "bob", 1, 1, 60);
    EXPECT(starts(world, "cyd", 1, 60), "QOSGrpJobsLimit");
}

static void row_4_submitted_jobs_of_a_user(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "MaxSubmitJobsPU=2");
    EXPECT(submits(world, job_of(world, "ann", 1, 60), 2), STARTS);
    ss_limits_submitted(world, job_of(world, "ann", 1, 60), 2);
    EXPECT(submits(world, job_of(world, "ann", 1, 60), 1), "QOSMaxSubmitJobPerUserLimit");
    EXPECT(submits(world, job_of(world, "bob", 1, 60), 1), STARTS);
}

static void row_5_without_deny_on_limit_a_large_job_waits(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *large = job_of(world, "ann", 5, 60);

    ss_tree_set(world, "qos normal", "MaxTRES=cpu=4");
    EXPECT(starts(world, "ann", 4, 60), STARTS);
    EXPECT(submits(world, large, 1), STARTS);
    EXPECT(verdict_on(world, large, 0), "QOSMaxCpuPerJobLimit");
    ss_tree_set(world, "qos normal", "DenyOnLimit");
    EXPECT(submits(world, large, 1), "QOSMaxCpuPerJobLimit");
}

static void row_6_jobs_of_a_user(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "MaxJobsPU=2");
    ss_tree_running(world, "ann", 1, 1, 60);
    ss_tree_running(world, "ann", 1, 1, 60);
    EXPECT(starts(world, "ann", 1, 60), "QOSMaxJobsPerUserLimit");
    EXPECT(starts(world, "bob", 1, 60), STARTS);
}

static void row_7_group_run_minutes(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "GrpTRESRunMins=cpu=40");
    EXPECT(starts(world, "ann", 4, 7), STARTS);
    EXPECT(starts(world, "ann", 4, 11), "QOSGrpCPURunMinutesLimit");
}

static void row_8_group_minutes_with_safe(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "GrpTRESMins=cpu=30");
    EXPECT(starts(world, "ann", 1, 31), STARTS);
    safe(world);
    EXPECT(starts(world, "ann", 1, 30), STARTS);
    EXPECT(starts(world, "ann", 1, 31), "QOSGrpCPUMinutesLimit");
}

static void row_9_tres_of_a_user(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "MaxTRESPU=cpu=2");
    ss_tree_running(world, "ann", 1, 2, 60);
    EXPECT(starts(world, "ann", 1, 60), "QOSMaxCpuPerUserLimit");
    EXPECT(starts(world, "bob", 1, 60), STARTS);
}

static void row_10_max_wall_of_a_qos(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 3);

    ss_tree_set(world, "qos normal", "MaxWall=2");
    EXPECT(submits(world, job, 1), STARTS);
    EXPECT(verdict_on(world, job, 0), "QOSMaxWallDurationPerJobLimit");
}

static void row_11_the_partition_qos_comes_first(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsQosId            first, second;
    SsJob             *job = job_of(world, "ann", 4, 60);

    world->parts[0].qos = ss_tree_qos(world, "part");
    job->qos = ss_tree_qos(world, "high");
    ss_tree_set(world, "qos part", "GrpTRES=cpu=8");
    ss_tree_set(world, "qos high", "GrpTRES=cpu=1");
    EXPECT(verdict_on(world, job, 0), STARTS);
    ss_tree_set(world, "qos high", "OverPartQOS");
    EXPECT(verdict_on(world, job, 0), "QOSGrpCpuLimit");
    ss_limits_qos_order(world, job, 0, &first, &second);
    SS_EXPECT_UINT(first, job->qos);
    SS_EXPECT_UINT(second, world->parts[0].qos);
}

static void row_12_billing_is_a_tres_like_others(void)
{
    static const struct {
        const char *limit, *reason;
    } rows[] = {
        { "GrpTRES=billing=8", "QOSGrpBilling" },
        { "GrpTRESRunMins=billing=100", "QOSGrpBillingRunMinutes" },
        { "MaxTRES=billing=3", "QOSMaxBillingPerJob" },
        { "MaxTRESPU=billing=8", "QOSMaxBillingPerUser" },
        { "MaxTRESPA=billing=8", "MaxBillingPerAccount" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(SsWorld) world = world_of("");

        ss_tree_set(world, "qos normal", rows[i].limit);
        ss_tree_running(world, "ann", 1, 8, 60);
        EXPECT(starts(world, "ann", 4, 60), rows[i].reason);
    }
}

static void row_12_billing_minutes(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "GrpTRESMins=billing=100");
    world->qos_use[0].tres_raw[SS_TRES_BILLING] = 6000;
    EXPECT(starts(world, "ann", 1, 60), "QOSGrpBillingMinutes");
}

/* --- association limits --------------------------------------------------------------------------- */

static void row_13_minutes_used_up_hold_and_kill(void)
{
    g_autoptr(SsWorld) world = world_of("");
    const SsAssocId    a = ss_tree_find(world, "account a");
    SsJob             *running = ss_tree_running(world, "ann", 1, 1, 6000);

    ss_tree_set(world, "account a", "GrpTRESMins=cpu=1000");
    world->assoc_use[a].tres_raw[SS_TRES_CPU] = 59999.9L;
    EXPECT(starts(world, "bob", 64, 60000), STARTS);
    EXPECT(ss_limits_running(world, running), "None");
    world->assoc_use[a].tres_raw[SS_TRES_CPU] = 60000;
    EXPECT(starts(world, "bob", 1, 1), "AssocGrpCPUMinutesLimit");
    EXPECT(ss_limits_running(world, running), "AssocGrpCPUMinutesLimit");
    safe(world);
    EXPECT(ss_limits_running(world, running), "None");
}

static void row_14_safe_counts_what_runs(void)
{
    g_autoptr(SsWorld) world = world_of("");
    const SsAssocId    a = ss_tree_find(world, "account a");

    safe(world);
    ss_tree_set(world, "account a", "GrpTRESMins=cpu=1000");
    world->assoc_use[a].tres_raw[SS_TRES_CPU] = 900 * 60;
    world->assoc_use[a].run_secs[SS_TRES_CPU] = 40 * 60;
    EXPECT(starts(world, "ann", 2, 30), STARTS);
    EXPECT(starts(world, "ann", 2, 31), "AssocGrpCPUMinutesLimit");
}

static void row_15_run_minutes_fall_with_the_pass(void)
{
    g_autoptr(SsWorld) world = world_of("");

    pass_at(world, 0);
    ss_tree_set(world, "account a", "GrpTRESRunMins=cpu=100");
    ss_tree_running(world, "ann", 1, 10, 10);
    world->now = T0 + 299;
    EXPECT(starts(world, "bob", 10, 5), "AssocGrpCPURunMinutesLimit");
    pass_at(world, 300);
    EXPECT(starts(world, "bob", 10, 5), STARTS);
    EXPECT(starts(world, "bob", 10, 6), "AssocGrpCPURunMinutesLimit");
}

static void row_16_group_wall(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsUsage           *usage = &world->assoc_use[ss_tree_find(world, "account a")];

    ss_tree_set(world, "account a", "GrpWall=60");
    usage->grp_used_wall = 3599.9;
    EXPECT(starts(world, "ann", 1, 6000), STARTS);
    usage->grp_used_wall = 3600;
    EXPECT(starts(world, "ann", 1, 1), "AssocGrpWallLimit");
    safe(world);
    usage->grp_used_wall = 55 * 60;
    EXPECT(starts(world, "ann", 1, 10), "AssocGrpWallLimit");
    EXPECT(starts(world, "ann", 1, 5), STARTS);
}

static void row_17_a_qos_that_counts_jobs_replaces_max_jobs(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "MaxJobsPU=2");
    ss_tree_set(world, "user ann", "MaxJobs=1");
    ss_tree_running(world, "ann", 1, 1, 60);
    EXPECT(starts(world, "ann", 1, 60), STARTS);
    ss_tree_running(world, "ann", 1, 1, 60);
    EXPECT(starts(world, "ann", 1, 60), "QOSMaxJobsPerUserLimit");
}

static void row_18_the_user_is_tested_before_the_account(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "account a", "GrpJobs=3");
    ss_tree_set(world, "user ann", "MaxJobs=2");
    ss_tree_running(world, "ann", 1, 1, 60);
    ss_tree_running(world, "bob", 1, 1, 60);
    ss_tree_running(world, "bob", 1, 1, 60);
    EXPECT(starts(world, "ann", 1, 60), "AssocGrpJobsLimit");
    ss_tree_set(world, "user ann", "MaxJobs=1");
    EXPECT(starts(world, "ann", 1, 60), "AssocMaxJobsLimit");
}

static void row_19_an_array_counts_its_tasks(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "user ann", "MaxSubmitJobs=5");
    ss_limits_submitted(world, job_of(world, "ann", 1, 60), 3);
    EXPECT(submits(world, job_of(world, "ann", 1, 60), 3), "AssocMaxSubmitJobLimit");
    EXPECT(submits(world, job_of(world, "ann", 1, 60), 2), STARTS);
}

static void row_20_limit_factor_multiplies_association_limits(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "account a", "GrpTRES=cpu=30");
    ss_tree_set(world, "qos normal", "LimitFactor=2");
    ss_tree_running(world, "ann", 1, 40, 60);
    EXPECT(starts(world, "bob", 20, 60), STARTS);
    EXPECT(starts(world, "bob", 21, 60), "AssocGrpCpuLimit");
}

static void row_21_without_a_qos_minutes_give_a_time_limit(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *open = job_of(world, "ann", 10, SS_UNSET32);
    SsJob             *longer = job_of(world, "ann", 10, 101);

    ss_tree_set(world, "user ann", "MaxTRESMins=cpu=1000");
    open->qos = longer->qos = SS_ID_NONE;
    EXPECT(submits(world, open, 1), STARTS);
    SS_EXPECT_UINT(open->time_limit, 100);
    SS_EXPECT_TRUE(open->limit_by_policy);
    EXPECT(submits(world, longer, 1), "AssocMaxCpuMinutesPerJobLimit");
}

static void row_22_with_a_qos_the_same_job_waits(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 10, 101);

    ss_tree_set(world, "user ann", "MaxTRESMins=cpu=1000");
    EXPECT(submits(world, job, 1), STARTS);
    EXPECT(verdict_on(world, job, 0), "AssocMaxCpuMinutesPerJobLimit");
}

static void row_23_per_node_is_an_integer_division(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = ss_tree_job(world, "ann", 3, 26, 0);

    ss_tree_set(world, "user ann", "MaxTRESPerNode=cpu=8");
    ss_tree_set(world, "qos normal", "DenyOnLimit");
    EXPECT(submits(world, job, 1), STARTS);
    EXPECT(post_on(world, job, 0), STARTS);
    job->tres_req[SS_TRES_CPU] = 27;
    EXPECT(submits(world, job, 1), "AssocMaxCpuPerNode");
    EXPECT(post_on(world, job, 0), "AssocMaxCpuPerNode");
}

static void row_24_a_minimum_that_was_not_asked_for(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 60);

    ss_tree_set(world, "qos normal", "MinTRES=gres:gpu=1 DenyOnLimit");
    EXPECT(submits(world, job, 1), "QOSMinGRES");
}

static void row_24a_a_minimum_of_cpus(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 60);

    ss_tree_set(world, "qos normal", "MinTRES=cpu=4");
    EXPECT(submits(world, job, 1), STARTS);
    EXPECT(verdict_on(world, job, 0), "QOSMinCpuNotSatisfied");
    ss_tree_set(world, "qos normal", "DenyOnLimit");
    EXPECT(submits(world, job, 1), "QOSMinCpuNotSatisfied");
}

static void row_24b_max_wall_fills_in_a_time_limit(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *longer = job_of(world, "ann", 1, 60);
    SsJob             *open = job_of(world, "ann", 1, SS_UNSET32);

    ss_tree_set(world, "user ann", "MaxWall=30");
    EXPECT(submits(world, longer, 1), STARTS);
    EXPECT(verdict_on(world, longer, 0), "AssocMaxWallDurationPerJobLimit");
    EXPECT(submits(world, open, 1), STARTS);
    SS_EXPECT_UINT(open->time_limit, 30);
    EXPECT(verdict_on(world, open, 0), STARTS);
    ss_tree_set(world, "qos normal", "DenyOnLimit");
    EXPECT(submits(world, longer, 1), "AssocMaxWallDurationPerJobLimit");
}

static void row_24c_group_tres_of_an_association(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 8, 60);

    ss_tree_set(world, "account a", "GrpTRES=cpu=4");
    EXPECT(submits(world, job, 1), STARTS);
    EXPECT(verdict_on(world, job, 0), "AssocGrpCpuLimit");
    ss_tree_set(world, "qos normal", "DenyOnLimit");
    EXPECT(submits(world, job, 1), "AssocGrpCpuLimit");
}

/* --- partitions ----------------------------------------------------------------------------------- */

static void row_25_a_time_limit_beyond_the_partitions(void)
{
    g_autoptr(SsWorld) world = world_of("partition p ALL MaxTime=60");
    SsJob             *job = job_of(world, "ann", 1, 90);

    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_OK);
    EXPECT(ss_limits_partition(world, job, 0, job->time_limit), "PartitionTimeLimit");
    EXPECT(ss_limits_partition(world, job, 0, 60), "None");
    world->settings.part_limits = SS_PART_LIMITS_ANY;
    SS_EXPECT_TEXT(ss_submit_message(ss_limits_partitions_submit(world, job)),
                   "Requested time limit is invalid (missing or exceeds some limit)");
    ss_tree_set(world, "qos normal", "PartitionTimeLimit");
    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_OK);
    EXPECT(ss_limits_partition(world, job, 0, job->time_limit), "None");
}

static void list_partitions(SsWorld *world, SsJob *job, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, ",", -1);

    job->n_parts = g_strv_length(list);
    job->parts = g_renew(SsPartId, job->parts, job->n_parts);
    for (uint32_t k = 0; k < job->n_parts; k++)
        job->parts[k] = ss_cluster_part(world->cluster, list[k]);
    job->part = job->parts[0];
}

static void row_26_one_of_two_partitions_fits(void)
{
    g_autoptr(SsWorld) world = world_of("partition x ALL MaxTime=60; partition y ALL MaxTime=120");
    SsJob             *job = job_of(world, "ann", 1, 90);

    list_partitions(world, job, "x,y");
    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_OK);
    world->settings.part_limits = SS_PART_LIMITS_ANY;
    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_OK);
    world->settings.part_limits = SS_PART_LIMITS_ALL;
    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_TIME_LIMIT);
}

static void row_27_memory_per_cpu_beyond_the_cap_takes_more_cpus(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 60);

    world->parts[0].max_mem_per_cpu = 2000;
    job->req.mem = 5000;
    job->req.mem_per_cpu = job->req.mem_set = true;
    job->req.ntasks = 1;
    EXPECT(ss_limits_partition(world, job, 0, 60), "None");
    SS_EXPECT_UINT(job->req.cpus_per_task, 1);
    SS_EXPECT_INT(ss_limits_memory_submit(world, job), SS_SUBMIT_OK);
    SS_EXPECT_UINT(job->req.cpus_per_task, 3);
    SS_EXPECT_UINT(job->req.mem, 1667);
    SS_EXPECT_UINT(job->req.min_cpus, 3);
}

static void memory_per_node_beyond_the_cap_waits_or_is_refused(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 60);

    world->settings.max_mem_per_node = 4000;
    job->req.mem = 5000;
    job->req.mem_set = true;
    EXPECT(ss_limits_partition(world, job, 0, 60), "MaxMemPerLimit");
    SS_EXPECT_INT(ss_limits_memory_submit(world, job), SS_SUBMIT_OK);
    world->settings.part_limits = SS_PART_LIMITS_ANY;
    SS_EXPECT_TEXT(ss_submit_message(ss_limits_memory_submit(world, job)),
                   "Memory required by task is not available");
    job->req.mem = 4000;
    SS_EXPECT_INT(ss_limits_memory_submit(world, job), SS_SUBMIT_OK);
    job->req.mem = 0; /* all of the node: 256000 MB here */
    EXPECT(ss_limits_memory(world, job, 0), "MaxMemPerLimit");
}

static void memory_caps_of_the_other_kind_are_converted(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 4, 60);

    job->req.mem_set = true;
    job->req.ntasks = 4;
    job->req.max_nodes = 2; /* two tasks a node at least */
    job->req.mem = 1000;
    job->req.mem_per_cpu = true;
    world->settings.max_mem_per_node = 2000;
    EXPECT(ss_limits_memory(world, job, 0), "None");
    world->settings.max_mem_per_node = 1999;
    EXPECT(ss_limits_memory(world, job, 0), "MaxMemPerLimit");

    job->req.mem_per_cpu = false;
    job->req.mem = 5000;
    world->settings.max_mem_per_node = 0;
    world->settings.max_mem_per_cpu = 1000;
    EXPECT(ss_limits_memory(world, job, 0), "None");
    SS_EXPECT_UINT(job->req.min_cpus_node, 5);
}

static SsSubmitCode submit_to(const char *names, SsPartLimits enforce, uint32_t minutes,
                              uint32_t *left)
{
    g_autoptr(SsWorld) world =
        world_of("partition p1 ALL; partition pR ALL ReqResv=YES;"
                 "partition pS ALL MaxTime=10;"
                 "partition p3 ALL AllowAccounts=other;"
                 "partition pD ALL State=DRAIN;"
                 "partition pI ALL State=INACTIVE;"
                 "partition pW ALL State=DOWN; partition p0 ALL DefaultTime=0");
    SsJob       *job = job_of(world, "ann", 1, minutes);
    SsSubmitCode code;

    world->settings.part_limits = enforce;
    list_partitions(world, job, names);
    code = ss_limits_partitions_submit(world, job);
    *left = job->n_parts;
    return code;
}

static void the_submission_matrix(void)
{
    enum {
        OK = SS_SUBMIT_OK,
        A = SS_SUBMIT_ACCESS_DENIED,
        N = SS_SUBMIT_PART_INACTIVE,
        T = SS_SUBMIT_TIME_LIMIT,
        I = SS_SUBMIT_ACCOUNT
    };
    static const struct {
        const char *names;
        uint32_t    minutes, left;
        int         code[3]; /* NO, ANY, ALL */
    } rows[] = {
        { "pR", 20, 1, { A, A, A } },         { "pR,p1", 20, 2, { OK, A, A } },
        { "p1,pR", 20, 2, { OK, N, A } },     { "pS", 20, 1, { OK, T, T } },
        { "p1,pS", 20, 2, { OK, OK, T } },    { "pS,p1", 20, 2, { OK, OK, T } },
        { "p3", 20, 1, { OK, I, I } },        { "p1,p3", 20, 2, { OK, OK, I } },
        { "pD", 20, 1, { N, N, N } },         { "pI", 20, 1, { N, N, N } },
        { "pD,p1", 20, 1, { OK, OK, OK } },   { "pW", 20, 1, { OK, OK, OK } },
        { "pW,p1", 20, 2, { OK, OK, OK } },   { "p0", 20, 1, { OK, OK, OK } },
        { "p0", SS_UNSET32, 1, { T, T, T } },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (int e = 0; e < 3; e++) {
            uint32_t           left;
            const SsSubmitCode code =
                submit_to(rows[i].names, (SsPartLimits) e, rows[i].minutes, &left);
            g_autofree char *is =
                g_strdup_printf("%s %d: %s", rows[i].names, e, ss_submit_message(code));
            g_autofree char *should = g_strdup_printf(
                "%s %d: %s", rows[i].names, e, ss_submit_message((SsSubmitCode) rows[i].code[e]));

            SS_EXPECT_TEXT(is, should);
            if (code == SS_SUBMIT_OK)
                SS_EXPECT_UINT(left, rows[i].left);
        }
    }
}

static void an_alternate_takes_the_place_of_a_closed_partition(void)
{
    g_autoptr(SsWorld) world = world_of(
        "partition x ALL State=DRAIN Alternate=y; partition y ALL State=INACTIVE Alternate=z;"
        "partition z ALL");
    SsJob *job = job_of(world, "ann", 1, 20);

    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_OK);
    SS_EXPECT_UINT(job->part, 2);
}

static void node_counts_are_raised_to_min_nodes(void)
{
    g_autoptr(SsWorld) world = world_of("partition p ALL MinNodes=2 MaxNodes=4");
    SsJob             *job = job_of(world, "ann", 1, 20);

    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_OK);
    SS_EXPECT_UINT(job->req.min_nodes, 2);
    EXPECT(ss_limits_partition(world, job, 0, 20), "None");
    job->req.min_nodes = job->req.max_nodes = 1;
    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_OK);
    SS_EXPECT_UINT(job->req.min_nodes, 1);
    EXPECT(ss_limits_partition(world, job, 0, 20), "PartitionNodeLimit");
    job->req.max_nodes = 5;
    EXPECT(ss_limits_partition(world, job, 0, 20), "PartitionNodeLimit");
    ss_tree_set(world, "qos normal", "PartitionMaxNodes PartitionMinNodes");
    EXPECT(ss_limits_partition(world, job, 0, 20), "None");
    world->settings.part_limits = SS_PART_LIMITS_ANY;
    world->tree->qos[0].flags = 0;
    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_NODE_COUNT);
}

static void a_waiting_job_learns_what_its_partition_lacks(void)
{
    g_autoptr(SsWorld) world = world_of("partition p ALL; partition down ALL State=DOWN;"
                                        "partition off ALL State=INACTIVE; partition few n[1-2]");
    SsJob             *job = job_of(world, "ann", 200, 20);

    EXPECT(ss_limits_partition(world, job, 0, 20), "None");
    EXPECT(ss_limits_partition(world, job, 1, 20), "PartitionDown");
    EXPECT(ss_limits_partition(world, job, 2, 20), "PartitionInactive");
    EXPECT(ss_limits_partition(world, job, 3, 20), "PartitionConfig"); /* 128 CPUs */
    job->req.min_cpus = 1;
    job->req.min_nodes = 3;
    EXPECT(ss_limits_partition(world, job, 3, 20), "PartitionNodeLimit");
    job->time_min = 30;
    SS_EXPECT_INT(ss_limits_partitions_submit(world, job), SS_SUBMIT_TIME_MIN);
}

static void permissions_are_told_in_words(void)
{
    g_autoptr(SsWorld) world =
        world_of("partition x ALL AllowAccounts=b,c; partition y ALL DenyAccounts=a,b;"
                 "partition z ALL AllowQos=high; partition w ALL DenyQos=normal,high");
    SsJob *job = job_of(world, "ann", 1, 20);
    static const struct {
        const char *reason, *text;
    } rows[] = {
        { "AccountNotAllowed",
          "Job's account not permitted to use this partition (x allows b,c not a)" },
        { "AccountNotAllowed",
          "Job's account not permitted to use this partition (y denies a,b including a)" },
        { "QOSNotAllowed",
          "Job's QOS not permitted to use this partition (z allows high not normal)" },
        { "QOSNotAllowed",
          "Job's QOS not permitted to use this partition (w denies normal,high including normal)" },
    };

    for (SsPartId p = 0; p < G_N_ELEMENTS(rows); p++) {
        g_autofree char *text = NULL;

        EXPECT(ss_limits_part_permission(world, job, p, &text), rows[p].reason);
        SS_EXPECT_TEXT(text, rows[p].text);
    }
    job->qos = ss_tree_qos(world, "high");
    g_autofree char *none = NULL;
    EXPECT(ss_limits_part_permission(world, job, 2, &none), "None");
    SS_EXPECT_NULL(none);
    g_clear_pointer(&job->account, g_free);
    g_autofree char *unknown = NULL;
    EXPECT(ss_limits_part_permission(world, job, 0, &unknown), "AccountNotAllowed");
    SS_EXPECT_TEXT(unknown,
                   "Job's account not known, so it can't use this partition (x allows b,c)");
}

/* --- accrual, threshold, validity ----------------------------------------------------------------- */

static void row_28_two_of_three_jobs_may_age(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job[3];

    ss_tree_set(world, "qos normal", "MaxJobsAccruePU=2");
    for (int i = 0; i < 3; i++) {
        job[i] = job_of(world, "ann", 1, 60);
        ss_limits_submitted(world, job[i], 1);
    }
    world->now = T0 + 10;
    for (int i = 0; i < 3; i++)
        ss_limits_accrue(world, job[i]);
    SS_EXPECT_INT(job[0]->accrue, T0 + 10);
    SS_EXPECT_INT(job[1]->accrue, T0 + 10);
    SS_EXPECT_INT(job[2]->accrue, 0);
    world->now = T0 + 20;
    ss_tree_start(world, job[0], 0);
    ss_limits_accrue(world, job[2]);
    SS_EXPECT_INT(job[2]->accrue, T0 + 20);
}

static void without_an_accrue_limit_age_counts_from_eligibility(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 60);

    world->now = T0 + 10;
    job->priority = 0;
    ss_limits_accrue(world, job);
    SS_EXPECT_INT(job->accrue, 0); /* held */
    job->priority = 1;
    ss_limits_accrue(world, job);
    SS_EXPECT_INT(job->accrue, T0);
    SS_EXPECT_UINT(world->assoc_use[0].accrue, 1);
    ss_limits_accrue_release(world, job);
    ss_limits_accrue_release(world, job);
    SS_EXPECT_UINT(world->assoc_use[0].accrue, 0);
}

static void an_array_gets_as_many_records_as_there_are_slots(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = ss_job_new();

    ss_tree_set(world, "user ann", "MaxJobsAccrue=2");
    job->assoc = ss_tree_find(world, "user ann");
    job->parts = g_new0(SsPartId, 1);
    job->n_parts = 1;
    job->part = 0;
    job->priority = 1;
    job->eligible = world->now;
    job->array.pending = g_new0(uint32_t, 5);
    for (uint32_t i = 0; i < 5; i++)
        job->array.pending[i] = i;
    job->array.n_pending = job->array.max_tasks = 5;
    ss_world_submit(world, job);
    ss_limits_accrue(world, job);
    SS_EXPECT_UINT(job->array.n_pending, 3);
    SS_EXPECT_INT(job->accrue, 0);
    SS_EXPECT_UINT(world->assoc_use[job->assoc].accrue, 2);
    SS_EXPECT_INT(job->next->accrue, T0);
}

static void row_29_the_threshold_is_compared_with_the_weighted_term(void)
{
    g_autoptr(SsWorld) world = world_of("PriorityFlags=NO_FAIR_TREE");
    SsJob             *job = job_of(world, "ann", 1, 60);

    ss_fairshare_period(world);
    ss_tree_set(world, "qos normal", "UsageThreshold=0.5 EnforceUsageThreshold");
    job->f_fs = 300; /* factor 0.3, weight 1000 */
    EXPECT(ss_limits_partition(world, job, 0, 60), "None");
    job->f_fs = 0;
    world->assoc_use[job->assoc].efctv_known = true;
    world->assoc_use[job->assoc].shares_norm = 0.5;
    world->assoc_use[job->assoc].usage_efctv = 0.5 * 1.7369656; /* 2^-1.737 = 0.3 */
    EXPECT(ss_limits_partition(world, job, 0, 60), "QOSUsageThreshold");
    ss_tree_set(world, "qos normal", "UsageThreshold=0.29");
    EXPECT(ss_limits_partition(world, job, 0, 60), "None");
}

static void row_30_a_job_needs_an_association(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 60);

    job->assoc = SS_ID_NONE;
    EXPECT(ss_limits_pre(world, job, 0), "InvalidAccount");
    world->settings.enforce = 0;
    EXPECT(ss_limits_pre(world, job, 0), "None");
    SS_EXPECT_TEXT(ss_submit_message(SS_SUBMIT_ACCOUNT),
                   "Invalid account or account/partition combination specified");
}

static void a_qos_taken_away_holds_the_job(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 60);

    world->settings.enforce |= SS_ENFORCE_QOS;
    EXPECT(ss_limits_pre(world, job, 0), "None");
    world->tree->at[job->assoc].n_qos = 0;
    EXPECT(ss_limits_pre(world, job, 0), "InvalidQOS");
    SS_EXPECT_INT(job->eligible, 0);
}

static void a_qos_that_root_gave_asks_nobody(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 60);

    world->settings.enforce |= SS_ENFORCE_QOS;
    world->tree->at[job->assoc].n_qos = 0;
    job->admin_set = SS_ADMIN_QOS;
    EXPECT(ss_limits_pre(world, job, 0), "None");
}

/* --- quirks --------------------------------------------------------------------------------------- */

static void a_job_without_any_time_limit_counts_4294967294_minutes(void)
{
    g_autoptr(SsWorld) world = world_of("partition p ALL MaxTime=120");

    ss_tree_set(world, "account a", "GrpTRESRunMins=cpu=10000");
    EXPECT(starts(world, "ann", 1, SS_UNSET32), "AssocGrpCPURunMinutesLimit");
    EXPECT(starts(world, "ann", 1, 5), STARTS);
    world->parts[0].default_time = 60;
    EXPECT(starts(world, "ann", 1, SS_UNSET32), STARTS);
}

static void at_submission_group_and_user_limits_are_one_pair(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 8, 60);

    world->parts[0].qos = ss_tree_qos(world, "part");
    ss_tree_set(world, "qos part", "MaxTRESPU=cpu=100 DenyOnLimit");
    ss_tree_set(world, "qos normal", "GrpTRES=cpu=4");
    EXPECT(submits(world, job, 1), STARTS); /* the pair of `normal` is skipped for cpu */
    EXPECT(verdict_on(world, job, 0), "QOSGrpCpuLimit");
    ss_tree_set(world, "account a", "GrpTRES=cpu=4");
    EXPECT(submits(world, job, 1), "AssocGrpCpuLimit");
}

static void the_factor_counts_twice_with_group_wall_and_max_wall(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "qos normal", "UsageFactor=2 UsageFactorSafe MaxWall=100");
    EXPECT(starts(world, "ann", 1, 50), STARTS);
    ss_tree_set(world, "qos normal", "GrpWall=100000");
    EXPECT(starts(world, "ann", 1, 50), "QOSMaxWallDurationPerJobLimit");
    EXPECT(starts(world, "ann", 1, 25), STARTS);
}

static void a_usage_factor_of_0_uses_nothing_up(void)
{
    g_autoptr(SsWorld) world = world_of("");

    ss_tree_set(world, "account a", "GrpTRESMins=cpu=10");
    world->assoc_use[ss_tree_find(world, "account a")].tres_raw[SS_TRES_CPU] = 6000;
    EXPECT(starts(world, "ann", 1, 60), "AssocGrpCPUMinutesLimit");
    ss_tree_set(world, "qos normal", "UsageFactor=0");
    EXPECT(starts(world, "ann", 1, 60), STARTS);
}

static void root_holds_but_does_not_kill(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *running = ss_tree_running(world, "ann", 1, 1, 60);

    ss_tree_set(world, "account root", "GrpTRESMins=cpu=10 GrpWall=5");
    world->assoc_use[0].tres_raw[SS_TRES_CPU] = 6000;
    world->assoc_use[0].grp_used_wall = 6000;
    EXPECT(ss_limits_running(world, running), "None");
    EXPECT(starts(world, "ann", 1, 60), "AssocGrpWallLimit");
}

static void minutes_of_a_running_job_are_counted_and_one(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = ss_tree_running(world, "ann", 1, 2, 60);

    ss_tree_set(world, "user ann", "MaxTRESMins=cpu=20/node=1");
    world->now = T0 + 9 * 60 + 59; /* 9 x 2 + 1 = 19 */
    EXPECT(ss_limits_running(world, job), "None");
    world->now = T0 + 10 * 60; /* 21; the node's limit of 1 does not count */
    EXPECT(ss_limits_running(world, job), "AssocMaxCpuMinutesPerJobLimit");
}

static void node_limits_are_a_ceiling_for_selection(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = ss_tree_job(world, "ann", 5, 5, 0);
    SsReason           reason;

    SS_EXPECT_UINT(ss_limits_max_nodes(world, job, 0, &reason), UINT32_MAX);
    EXPECT(reason, "None");
    ss_tree_set(world, "account a", "GrpTRES=node=6");
    ss_tree_set(world, "account root", "GrpTRES=node=4");
    SS_EXPECT_UINT(ss_limits_max_nodes(world, job, 0, &reason),
                   6); /* the first level that lowers */
    EXPECT(reason, "AssocGrpNodeLimit");
    ss_tree_set(world, "user ann", "MaxTRES=node=3");
    SS_EXPECT_UINT(ss_limits_max_nodes(world, job, 0, &reason), 3);
    EXPECT(reason, "AssocMaxNodePerJobLimit");
    EXPECT(verdict_on(world, job, 0), "AssocMaxNodePerJobLimit");
    ss_tree_set(world, "qos normal", "MaxTRESPU=node=4");
    SS_EXPECT_UINT(ss_limits_max_nodes(world, job, 0, &reason), 4);
    EXPECT(reason, "QOSMaxNodePerUserLimit");
}

static void what_an_operator_set_is_not_tested(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 8, 600);

    ss_tree_set(world, "qos normal", "MaxTRES=cpu=4 MaxWall=60");
    job->admin_set = SS_ADMIN_CPUS | SS_ADMIN_TIME;
    EXPECT(verdict_on(world, job, 0), STARTS);
    job->admin_set = SS_ADMIN_CPUS;
    EXPECT(verdict_on(world, job, 0), "QOSMaxWallDurationPerJobLimit");
}

static void nothing_is_tested_unless_limits_are_enforced(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job;

    world->settings.enforce = SS_ENFORCE_ASSOCS;
    ss_tree_set(world, "qos normal", "MaxTRES=cpu=1 MaxSubmitJobsPU=0 DenyOnLimit");
    job = ss_tree_running(world, "ann", 1, 8, 60);
    EXPECT(submits(world, job, 1), STARTS);
    EXPECT(starts(world, "ann", 8, 60), STARTS);
    SS_EXPECT_UINT(world->qos_use[0].jobs, 0);
    SS_EXPECT_UINT(world->assoc_use[0].submitted, 0);
}

/* --- counters ------------------------------------------------------------------------------------- */

static void expect_idle(const SsUsage *usage, uint32_t n_tres)
{
    SS_EXPECT_UINT(usage->jobs + usage->submitted + usage->accrue, 0);
    SS_EXPECT_NULL(usage->node_jobs);
    for (uint32_t i = 0; i < n_tres; i++)
        SS_EXPECT_UINT(usage->tres[i] + usage->run_secs[i], 0);
}

static void counters_come_back_to_nothing(void)
{
    g_autoptr(SsWorld) world = world_of("partition x ALL; partition y ALL");
    SsJob             *job = job_of(world, "ann", 8, 60);
    SsJob             *other = ss_tree_running(world, "bob", 2, 4, 60);

    world->parts[1].qos = ss_tree_qos(world, "part");
    list_partitions(world, job, "x,y");
    ss_limits_submitted(world, job, 1);
    SS_EXPECT_UINT(world->qos_use[world->parts[1].qos].submitted, 1);
    ss_limits_accrue(world, job);
    ss_tree_start(world, job, 0);
    SS_EXPECT_UINT(world->qos_use[world->parts[1].qos].submitted, 0); /* it does not run there */
    SS_EXPECT_UINT(world->assoc_use[0].jobs, 2);
    SS_EXPECT_UINT(world->assoc_use[0].tres[SS_TRES_CPU], 12);
    SS_EXPECT_UINT(world->assoc_use[0].tres[SS_TRES_NODE], 2);
    SS_EXPECT_UINT(world->assoc_use[job->assoc].tres[SS_TRES_NODE], 1);
    world->now += 100;
    ss_tree_finish(world, job);
    ss_tree_finish(world, other);
    for (SsAssocId i = 0; i < world->tree->n; i++)
        expect_idle(&world->assoc_use[i], world->cluster->tres->n);
    for (SsQosId i = 0; i < world->tree->n_qos; i++)
        expect_idle(&world->qos_use[i], world->cluster->tres->n);
}

static void a_requeued_job_stays_submitted_in_all_its_partitions(void)
{
    g_autoptr(SsWorld) world = world_of("partition x ALL; partition y ALL");
    SsJob             *job = job_of(world, "ann", 8, 60);
    const SsUsage     *of_y;

    world->parts[1].qos = ss_tree_qos(world, "part");
    of_y = &world->qos_use[world->parts[1].qos];
    list_partitions(world, job, "x,y");
    ss_limits_submitted(world, job, 1);
    ss_tree_start(world, job, 0);
    world->now += 100;
    job->limits_submitted = false; /* as in the copy that a requeue leaves behind */
    ss_limits_ended(world, job);
    SS_EXPECT_UINT(of_y->submitted, 1);
    SS_EXPECT_UINT(world->assoc_use[0].submitted, 1);
    SS_EXPECT_UINT(world->assoc_use[0].jobs, 0);
}

static void a_new_time_limit_changes_run_minutes(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = ss_tree_running(world, "ann", 1, 2, 10);

    job->time_limit = 15;
    ss_limits_retimed(world, job, 10);
    SS_EXPECT_UINT(world->assoc_use[0].run_secs[SS_TRES_CPU], 2 * 15 * 60);
    job->time_limit = 5;
    ss_limits_retimed(world, job, 15);
    SS_EXPECT_UINT(world->qos_use[0].run_secs[SS_TRES_CPU], 2 * 5 * 60);
}

static void cancelled_tasks_are_no_longer_submitted(void)
{
    g_autoptr(SsWorld) world = world_of("");
    SsJob             *job = job_of(world, "ann", 1, 60);

    ss_limits_submitted(world, job, 5);
    ss_limits_unsubmitted(world, job, 2);
    SS_EXPECT_UINT(world->assoc_use[0].submitted, 3);
    ss_limits_unsubmitted(world, job, 3);
    SS_EXPECT_UINT(world->assoc_use[0].submitted, 0);
}

/* --- reasons and messages ------------------------------------------------------------------------- */

static void every_limit_has_its_word_for_every_tres(void)
{
    static const char *const columns[] = { "cpu",       "mem",  "node",    "energy", "gres/gpu",
                                           "license/x", "bb/x", "billing", "pages" };
    static const char *const words[SS_LIMIT_KINDS] = {
        [SS_LIMIT_A_GRP] =
            "AssocGrpCpuLimit AssocGrpMemLimit AssocGrpNodeLimit AssocGrpEnergy AssocGrpGRES "
            "AssocGrpLicense AssocGrpBB AssocGrpBilling AssocGrpUnknown",
        [SS_LIMIT_A_GRP_MINS] =
            "AssocGrpCPUMinutesLimit AssocGrpMemMinutes AssocGrpNodeMinutes AssocGrpEnergyMinutes "
            "AssocGrpGRESMinutes AssocGrpLicenseMinutes AssocGrpBBMinutes AssocGrpBillingMinutes "
            "AssocGrpUnknownMinutes",
        [SS_LIMIT_A_GRP_RUN_MINS] =
            "AssocGrpCPURunMinutesLimit AssocGrpMemRunMinutes AssocGrpNodeRunMinutes "
            "AssocGrpEnergyRunMinutes AssocGrpGRESRunMinutes AssocGrpLicenseRunMinutes "
            "AssocGrpBBRunMinutes AssocGrpBillingRunMinutes AssocGrpUnknownRunMinutes",
        [SS_LIMIT_A_PER_JOB] =
            "AssocMaxCpuPerJobLimit AssocMaxMemPerJob AssocMaxNodePerJobLimit AssocMaxEnergyPerJob "
            "AssocMaxGRESPerJob AssocMaxLicensePerJob AssocMaxBBPerJob AssocMaxBillingPerJob "
            "AssocMaxUnknownPerJob",
        [SS_LIMIT_A_PER_NODE] =
            "AssocMaxCpuPerNode AssocMaxMemPerNode AssocMaxUnknownPerNode AssocMaxEnergyPerNode "
            "AssocMaxGRESPerNode AssocMaxUnknownPerNode AssocMaxBBPerNode AssocMaxBillingPerNode "
            "AssocMaxUnknownPerNode",
        [SS_LIMIT_A_MINS_PER_JOB] =
            "AssocMaxCpuMinutesPerJobLimit AssocMaxMemMinutesPerJob AssocMaxNodeMinutesPerJob "
            "AssocMaxEnergyMinutesPerJob AssocMaxGRESMinutesPerJob AssocMaxLicenseMinutesPerJob "
            "AssocMaxBBMinutesPerJob AssocMaxBillingMinutesPerJob AssocMaxUnknownMinutesPerJob",
        [SS_LIMIT_Q_GRP] =
            "QOSGrpCpuLimit QOSGrpMemLimit QOSGrpNodeLimit QOSGrpEnergy QOSGrpGRES QOSGrpLicense "
            "QOSGrpBB QOSGrpBilling QOSGrpUnknown",
        [SS_LIMIT_Q_GRP_MINS] =
            "QOSGrpCPUMinutesLimit QOSGrpMemoryMinutes QOSGrpNodeMinutes QOSGrpEnergyMinutes "
            "QOSGrpGRESMinutes QOSGrpLicenseMinutes QOSGrpBBMinutes QOSGrpBillingMinutes "
            "QOSGrpUnknownMinutes",
        [SS_LIMIT_Q_GRP_RUN_MINS] =
            "QOSGrpCPURunMinutesLimit QOSGrpMemoryRunMinutes QOSGrpNodeRunMinutes "
            "QOSGrpEnergyRunMinutes QOSGrpGRESRunMinutes QOSGrpLicenseRunMinutes "
            "QOSGrpBBRunMinutes QOSGrpBillingRunMinutes QOSGrpUnknownRunMinutes",
        [SS_LIMIT_Q_PER_JOB] =
            "QOSMaxCpuPerJobLimit QOSMaxMemoryPerJob QOSMaxNodePerJobLimit QOSMaxEnergyPerJob "
            "QOSMaxGRESPerJob QOSMaxLicensePerJob QOSMaxBBPerJob QOSMaxBillingPerJob "
            "QOSMaxUnknownPerJob",
        [SS_LIMIT_Q_PER_NODE] =
            "QOSMaxCpuPerNode QOSMaxMemoryPerNode QOSMaxUnknownPerNode QOSMaxEnergyPerNode "
            "QOSMaxGRESPerNode QOSMaxUnknownPerNode QOSMaxBBPerNode QOSMaxBillingPerNode "
            "QOSMaxUnknownPerNode",
        [SS_LIMIT_Q_PER_USER] =
            "QOSMaxCpuPerUserLimit QOSMaxMemoryPerUser QOSMaxNodePerUserLimit QOSMaxEnergyPerUser "
            "QOSMaxGRESPerUser QOSMaxLicensePerUser QOSMaxBBPerUser QOSMaxBillingPerUser "
            "QOSMaxUnknownPerUser",
        [SS_LIMIT_Q_PER_ACCOUNT] =
            "MaxCpuPerAccount MaxMemoryPerAccount MaxNodePerAccount MaxEnergyPerAccount "
            "MaxGRESPerAccount MaxLicensePerAccount MaxBBPerAccount MaxBillingPerAccount "
            "MaxUnknownPerAccount",
        [SS_LIMIT_Q_MINS_PER_JOB] =
            "QOSMaxCpuMinutesPerJobLimit QOSMaxMemoryMinutesPerJob QOSMaxNodeMinutesPerJob "
            "QOSMaxEnergyMinutesPerJob QOSMaxGRESMinutesPerJob QOSMaxLicenseMinutesPerJob "
            "AssocMaxBBMinutesPerJob QOSMaxBillingMinutesPerJob QOSMaxUnknownMinutesPerJob",
        [SS_LIMIT_Q_MIN] =
            "QOSMinCpuNotSatisfied QOSMinMemory QOSMinNode QOSMinEnergy QOSMinGRES QOSMinLicense "
            "QOSMinBB QOSMinBilling QOSMinUnknown",
    };
    g_autoptr(SsTresSet) set = ss_tres_set_new();

    for (size_t c = 0; c < G_N_ELEMENTS(columns); c++)
        ss_tres_set_add(set, columns[c]);
    for (uint32_t kind = 0; kind < SS_LIMIT_KINDS; kind++) {
        g_autoptr(GString) line = g_string_new(NULL);

        for (size_t c = 0; c < G_N_ELEMENTS(columns); c++)
            g_string_append_printf(line, "%s%s", c > 0 ? " " : "",
                                   ss_reason_text(ss_limits_reason(set, (SsLimitKind) kind,
                                                                   ss_tres_find(set, columns[c]))));
        SS_EXPECT_TEXT(line->str, words[kind]);
    }
}

static void every_refusal_has_its_message(void)
{
    for (int code = 0; code < SS_SUBMIT_CODES; code++)
        SS_EXPECT_TRUE(strcmp(ss_submit_message((SsSubmitCode) code), "Unknown error") != 0);
    SS_EXPECT_TEXT(ss_submit_message(SS_SUBMIT_POLICY),
                   "Job violates accounting/QOS policy (job submit limit, user's size and/or time "
                   "limits)");
}

static const SsTest tests[] = {
    SS_TEST(row_1_group_tres_of_a_qos),
    SS_TEST(row_2_nodes_in_use_count_once),
    SS_TEST(row_3_group_jobs),
    SS_TEST(row_4_submitted_jobs_of_a_user),
    SS_TEST(row_5_without_deny_on_limit_a_large_job_waits),
    SS_TEST(row_6_jobs_of_a_user),
    SS_TEST(row_7_group_run_minutes),
    SS_TEST(row_8_group_minutes_with_safe),
    SS_TEST(row_9_tres_of_a_user),
    SS_TEST(row_10_max_wall_of_a_qos),
    SS_TEST(row_11_the_partition_qos_comes_first),
    SS_TEST(row_12_billing_is_a_tres_like_others),
    SS_TEST(row_12_billing_minutes),
    SS_TEST(row_13_minutes_used_up_hold_and_kill),
    SS_TEST(row_14_safe_counts_what_runs),
    SS_TEST(row_15_run_minutes_fall_with_the_pass),
    SS_TEST(row_16_group_wall),
    SS_TEST(row_17_a_qos_that_counts_jobs_replaces_max_jobs),
    SS_TEST(row_18_the_user_is_tested_before_the_account),
    SS_TEST(row_19_an_array_counts_its_tasks),
    SS_TEST(row_20_limit_factor_multiplies_association_limits),
    SS_TEST(row_21_without_a_qos_minutes_give_a_time_limit),
    SS_TEST(row_22_with_a_qos_the_same_job_waits),
    SS_TEST(row_23_per_node_is_an_integer_division),
    SS_TEST(row_24_a_minimum_that_was_not_asked_for),
    SS_TEST(row_24a_a_minimum_of_cpus),
    SS_TEST(row_24b_max_wall_fills_in_a_time_limit),
    SS_TEST(row_24c_group_tres_of_an_association),
    SS_TEST(row_25_a_time_limit_beyond_the_partitions),
    SS_TEST(row_26_one_of_two_partitions_fits),
    SS_TEST(row_27_memory_per_cpu_beyond_the_cap_takes_more_cpus),
    SS_TEST(memory_per_node_beyond_the_cap_waits_or_is_refused),
    SS_TEST(memory_caps_of_the_other_kind_are_converted),
    SS_TEST(the_submission_matrix),
    SS_TEST(an_alternate_takes_the_place_of_a_closed_partition),
    SS_TEST(node_counts_are_raised_to_min_nodes),
    SS_TEST(a_waiting_job_learns_what_its_partition_lacks),
    SS_TEST(permissions_are_told_in_words),
    SS_TEST(row_28_two_of_three_jobs_may_age),
    SS_TEST(without_an_accrue_limit_age_counts_from_eligibility),
    SS_TEST(an_array_gets_as_many_records_as_there_are_slots),
    SS_TEST(row_29_the_threshold_is_compared_with_the_weighted_term),
    SS_TEST(row_30_a_job_needs_an_association),
    SS_TEST(a_qos_taken_away_holds_the_job),
    SS_TEST(a_qos_that_root_gave_asks_nobody),
    SS_TEST(a_job_without_any_time_limit_counts_4294967294_minutes),
    SS_TEST(at_submission_group_and_user_limits_are_one_pair),
    SS_TEST(the_factor_counts_twice_with_group_wall_and_max_wall),
    SS_TEST(a_usage_factor_of_0_uses_nothing_up),
    SS_TEST(root_holds_but_does_not_kill),
    SS_TEST(minutes_of_a_running_job_are_counted_and_one),
    SS_TEST(node_limits_are_a_ceiling_for_selection),
    SS_TEST(what_an_operator_set_is_not_tested),
    SS_TEST(nothing_is_tested_unless_limits_are_enforced),
    SS_TEST(counters_come_back_to_nothing),
    SS_TEST(a_requeued_job_stays_submitted_in_all_its_partitions),
    SS_TEST(a_new_time_limit_changes_run_minutes),
    SS_TEST(cancelled_tasks_are_no_longer_submitted),
    SS_TEST(every_limit_has_its_word_for_every_tres),
    SS_TEST(every_refusal_has_its_message),
};
SS_TEST_MAIN("limits", tests)
