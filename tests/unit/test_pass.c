/* SPDX-License-Identifier: Apache-2.0 */
/* The main scheduler: test vectors of spec scheduling 10, and its rules one by one. */
#include "tests/support/scene.h"
#include "tests/support/ss_test.h"

#include <string.h>

#define MAIN_ONLY "bf_interval=-1"

/* --- blocking --------------------------------------------------------------------------------------- */

/* Vector 1 without backfill. */
static void a_job_that_lacks_nodes_holds_up_its_partition(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("4 nodes x 4 cpus; " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:00 R 3 nodes limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 2 nodes priority 300 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 1 cpus priority 200 limit 10h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 C 1 cpus priority 100 limit 10h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "01:00:02");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "01:00:02"); /* n4 was idle all the time */
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:30:00"), "Resources");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:30:00"), "Priority");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "C", "00:30:00"), "Priority");
}

/* Vector 8. */
static const char overlapping[] =
    "6 nodes x 4 cpus; " MAIN_ONLY "; partition p n[1-4]; partition q n[3-6]";

static void jobs_of_an_overlapping_partition_see_what_is_left(void)
{
    g_autoptr(SsScene) scene = ss_scene_new(overlapping);

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes nodelist n1 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 4 nodes priority 300 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 2 nodes priority 200 partition q limit 2h runs 2h");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:00"); /* a full pass */
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "B"), "n[5-6]");
}

static void and_fail_their_own_when_that_is_too_little(void)
{
    g_autoptr(SsScene) scene = ss_scene_new(overlapping);

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes nodelist n1 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 4 nodes priority 300 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 3 nodes priority 200 partition q limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:00 C 1 nodes priority 100 partition q limit 2h runs 2h");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:30:00"),
                   "Nodes required for job are DOWN, DRAINED or reserved for jobs in higher "
                   "priority partitions");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "C", "00:30:00"), "Priority");
}

/* Vector 9. */
static void a_higher_tier_goes_first_whatever_the_priorities(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("1 nodes x 4 cpus; partition p n1; partition q n1 PriorityTier=10");

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 4 cpus priority 900 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 4 cpus priority 100 partition q limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "01:00:02");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "01:10:02");
}

/* Vector 13. */
static void a_job_that_names_its_nodes_holds_up_only_these(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:00 R 4 cpus nodelist n1 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 4 cpus priority 300 -N1 nodelist n1 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 1 cpus priority 200 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:00");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "B"), "n2");
}

/* Vector 10. */
static const char limited[] = "2 nodes x 4 cpus; " MAIN_ONLY ", AccountingStorageEnforce=limits; "
                              "accounts chem(amy,bob); sacctmgr add qos one maxjobspu=1";

static void a_job_that_a_limit_blocks_is_passed_over(void)
{
    g_autoptr(SsScene) scene = ss_scene_new(limited);

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes qos one limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 1 nodes qos one priority 300 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 1 nodes user bob priority 200 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:00");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:30:00"), "QOSMaxJobsPerUserLimit");
}

static void with_assoc_limit_stop_the_exact_limits_stop_the_partition(void)
{
    g_autofree char   *text = g_strconcat("2 nodes x 4 cpus; assoc_limit_stop, " MAIN_ONLY
                                          ", AccountingStorageEnforce=limits"
                                            "; accounts chem(amy,bob)"
                                            "; sacctmgr add qos one maxtrespu=cpu=4",
                                          NULL);
    g_autoptr(SsScene) scene = ss_scene_new(text);

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes qos one limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 1 nodes qos one priority 300 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 1 nodes user bob priority 200 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "01:00:02");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:10:03"), "QOSMaxCpuPerUserLimit");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:10:03"), "Priority");
}

/* Vector 11. */
static void missing_licenses_hold_up_nobody_else(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; licenses lic:1; " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:00 R 1 cpus licenses lic limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 1 cpus licenses lic priority 300 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 1 cpus priority 200 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:00");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "01:00:02");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:30:00"), "Licenses");
}

static void the_young_hold_up_nobody(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("2 nodes x 4 cpus; bf_min_age_reserve=3600, " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:00 A 2 nodes priority 300 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 1 nodes priority 200 limit 10h runs 5m");
    ss_scene_submit(scene, "at 01:20:00 C 1 nodes priority 200 limit 10h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:00");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "02:00:02");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "02:10:02"); /* A is old enough by then */
}

static void low_priorities_hold_up_nobody(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("2 nodes x 4 cpus; bf_min_prio_reserve=500, " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:00 A 2 nodes priority 300 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 1 nodes priority 200 limit 10h runs 5m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:00");
}

static void a_job_too_large_for_its_new_partition_waits(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("2 nodes x 4 cpus; " MAIN_ONLY "; partition p n[1-2]; partition q n2");

    ss_scene_submit(scene, "at 00:00:10 A 2 nodes hold limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:01:00 scontrol update JobId=@A Partition=q");
    ss_scene_operate(scene, "at 00:01:01 scontrol release @A");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:05:00"), "PartitionNodeLimit");
}

/* --- how many --------------------------------------------------------------------------------------- */

/* Vector 3: the counter is raised after it is compared. */
static void a_partial_pass_tests_one_job_more_than_its_depth(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("2 nodes x 4 cpus; default_queue_depth=2, sched_interval=600, " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 C 1 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 D 1 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 E 1 cpus limit 1h runs 1h");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "D"), "00:10:00"); /* the full pass */
}

static void sched_max_job_start_ends_a_pass(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; sched_max_job_start=2, " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 C 1 cpus limit 1h runs 1h");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:01:00");
}

static void partition_job_depth_counts_tests_by_partition(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; partition_job_depth=1, " MAIN_ONLY
                                            "; partition p n[1-2]; partition q n[1-2]");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 C 1 cpus partition q limit 1h runs 1h");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:01:00");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:00:13"), "Priority");
}

/* --- arrays ----------------------------------------------------------------------------------------- */

/* Vector 4. */
static void started_tasks_take_new_ids_and_the_last_keeps_the_arrays(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; FirstJobId=100");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-2 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_INT(ss_scene_id_of(scene, "A_0"), 101);
    SS_EXPECT_INT(ss_scene_id_of(scene, "A_1"), 102);
    SS_EXPECT_INT(ss_scene_id_of(scene, "A_2"), 100);
}

static void a_job_submitted_before_the_pass_shifts_their_ids(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; FirstJobId=100");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-2 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_INT(ss_scene_id_of(scene, "B"), 101);
    SS_EXPECT_INT(ss_scene_id_of(scene, "A_0"), 102);
}

/* Vector 5. */
static void a_throttled_task_is_eligible_when_a_slot_is_free(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 8 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-3%2 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_1"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_row(scene, "A_2", 0)->eligible, "00:10:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_2"), "00:10:12");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:05:00"), "JobArrayTaskLimit");
}

/* Recorded (replay-mix-suspend-tiers): of those behind a job that waits, an array keeps its reason, though none of its tasks runs any more. */
static void the_reason_of_a_throttled_array_stays_behind_others(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-3%2 priority 10 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:01:00 B 4 cpus priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 C 4 cpus priority 200 limit 1h runs 1h");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:12");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:20:00"), "JobArrayTaskLimit");
}

static void tasks_start_one_after_the_other_before_lower_jobs(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:10 B 1 cpus priority 100 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus priority 200 array 0-3 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_3"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:12");
}

/* --- the order -------------------------------------------------------------------------------------- */

static void earlier_submissions_go_first_among_equals(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:00 R 4 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 4 cpus priority 5 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:10 B 4 cpus priority 5 limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@B Priority=6");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "01:00:02");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "01:10:02");
}

static void builtin_with_basic_walks_the_job_list(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; sched/builtin, priority/basic");

    ss_scene_submit(scene, "at 00:00:00 R 4 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 4 cpus limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:10 B 1 cpus limit 10m runs 5m");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@B Priority=4294967290");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "01:00:02"); /* unsorted */
}

/* --- at submission ---------------------------------------------------------------------------------- */

/* Vector 18. */
static void srun_starts_at_once_if_nobody_comes_before_it(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus interactive limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:00:10");
    SS_EXPECT_INT(ss_scene_row(scene, "A", 0)->flags & SS_STARTER_SUBMIT, SS_STARTER_SUBMIT);
}

static void srun_waits_behind_a_higher_priority(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 2 nodes priority 300 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:20:00 B 1 cpus interactive priority 200 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "01:10:02");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:20:00"), "Priority");
}

/* CPUs in use do not count before the first pass. */
static void at_submission_nodes_that_others_hold_are_told(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("3 nodes x 4 cpus; " MAIN_ONLY
                                            "; partition p n1; partition q n2; partition r n3");

    ss_scene_submit(scene, "at 00:00:00 R 4 cpus limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:00 S 1 cpus exclusive partition q limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:00 T 1 cpus partition r limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:01 A 1 cpus limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:01 B 1 cpus partition q limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:01 C 1 cpus exclusive partition r limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:10:01"), "None");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:10:01"), "Resources");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "C", "00:10:01"), "Resources");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:10:10"), "Resources");
}

static void with_defer_srun_waits_for_a_pass(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; defer, " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus interactive limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:00:12");
}

static void immediate_jobs_that_cannot_start_are_refused(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 1 cpus interactive immediate limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "FAILED");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:10:00");
}

/* --- ends ------------------------------------------------------------------------------------------- */

/* Vector 15. */
static void a_requeued_job_is_submitted_anew(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus nodelist n1 limit 1h runs 30m");
    ss_scene_operate(scene, "at 00:10:00 scontrol update NodeName=n1 State=DOWN Reason=disk");
    ss_scene_operate(scene, "at 00:20:00 scontrol update NodeName=n1 State=RESUME");
    ss_scene_run(scene);
    const SsSceneRow *first = ss_scene_row(scene, "A", 0), *second = ss_scene_row(scene, "A", 1);
    SS_EXPECT_TEXT(ss_job_state_text((SsJobState) first->state), "NODE_FAIL");
    SS_EXPECT_TIME(first->end, "00:10:00");
    SS_EXPECT_TIME(second->submit, "00:10:00");
    SS_EXPECT_TIME(second->eligible, "00:12:01");
    SS_EXPECT_TRUE(second->start >= 1200);
    SS_EXPECT_INT(first->job_id, second->job_id);
}

static void a_deadline_that_cannot_be_met_ends_the_job(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:00 R 1 nodes limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:00 A 1 cpus deadline 02:00:00 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "DEADLINE");
    SS_EXPECT_TRUE(ss_scene_end_of(scene, "A") > 3600 && ss_scene_end_of(scene, "A") <= 3660);
}

static void the_deadline_shortens_the_limit_at_the_start(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; " MAIN_ONLY);

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus deadline 00:30:42 time-min 10m limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_INT(ss_scene_row(scene, "A", 0)->time_limit, 30);
}

/* select/linear, nodes of different size: where not any two of them would do, the largest come first. */
static void whole_nodes_of_different_size_are_taken_from_the_largest(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus + 2 nodes x 8 cpus; select/linear");

    ss_scene_submit(scene, "at 00:00:10 A 12 cpus -N2 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n[2-3]");
}

static const SsTest tests[] = {
    SS_TEST(whole_nodes_of_different_size_are_taken_from_the_largest),
    SS_TEST(a_job_that_lacks_nodes_holds_up_its_partition),
    SS_TEST(jobs_of_an_overlapping_partition_see_what_is_left),
    SS_TEST(and_fail_their_own_when_that_is_too_little),
    SS_TEST(a_higher_tier_goes_first_whatever_the_priorities),
    SS_TEST(a_job_that_names_its_nodes_holds_up_only_these),
    SS_TEST(a_job_that_a_limit_blocks_is_passed_over),
    SS_TEST(with_assoc_limit_stop_the_exact_limits_stop_the_partition),
    SS_TEST(missing_licenses_hold_up_nobody_else),
    SS_TEST(the_young_hold_up_nobody),
    SS_TEST(low_priorities_hold_up_nobody),
    SS_TEST(a_job_too_large_for_its_new_partition_waits),
    SS_TEST(a_partial_pass_tests_one_job_more_than_its_depth),
    SS_TEST(sched_max_job_start_ends_a_pass),
    SS_TEST(partition_job_depth_counts_tests_by_partition),
    SS_TEST(started_tasks_take_new_ids_and_the_last_keeps_the_arrays),
    SS_TEST(a_job_submitted_before_the_pass_shifts_their_ids),
    SS_TEST(a_throttled_task_is_eligible_when_a_slot_is_free),
    SS_TEST(the_reason_of_a_throttled_array_stays_behind_others),
    SS_TEST(tasks_start_one_after_the_other_before_lower_jobs),
    SS_TEST(earlier_submissions_go_first_among_equals),
    SS_TEST(builtin_with_basic_walks_the_job_list),
    SS_TEST(srun_starts_at_once_if_nobody_comes_before_it),
    SS_TEST(srun_waits_behind_a_higher_priority),
    SS_TEST(at_submission_nodes_that_others_hold_are_told),
    SS_TEST(with_defer_srun_waits_for_a_pass),
    SS_TEST(immediate_jobs_that_cannot_start_are_refused),
    SS_TEST(a_requeued_job_is_submitted_anew),
    SS_TEST(a_deadline_that_cannot_be_met_ends_the_job),
    SS_TEST(the_deadline_shortens_the_limit_at_the_start),
};
SS_TEST_MAIN("pass", tests)
