/* SPDX-License-Identifier: Apache-2.0 */
/* scontrol and scancel on a running cluster. */
#include "tests/support/scene.h"
#include "tests/support/ss_test.h"

#include <string.h>

static SsScene *busy(const char *more)
{
    g_autofree char *text = g_strconcat("4 nodes x 4 cpus", more, NULL);
    SsScene         *scene = ss_scene_new(text);

    ss_scene_submit(scene, "at 00:00:00 R 4 nodes limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 4 nodes limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 1 cpus limit 1h runs 10m");
    return scene;
}

static const SsJob *job_of(SsScene *scene, uint32_t id)
{
    return ss_world_job(ss_scene_world(scene), id);
}

/* --- hold and release -------------------------------------------------------------------------------- */

static void a_held_job_waits_for_its_release(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus hold limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus begin 00:10:00 limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:01:00 scontrol hold @B");
    ss_scene_operate(scene, "at 00:20:00 scontrol release @A,@B");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:20:00");
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 0)->eligible, "00:20:00");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:05:00"), "JobHeldUser");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:05:00"), "JobHeldAdmin");
}

static void a_requeued_job_has_a_second_record(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:05:00 scontrol requeue @A");
    ss_scene_operate(scene, "at 00:05:10 scontrol requeue @A");
    ss_scene_run(scene);
    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 2);
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 1)->eligible, "00:07:01");
    SS_EXPECT_CONTAINS(ss_scene_answers(scene), "Job is pending execution for job");
}

/* Recorded: its row ends again, as REQUEUED. */
static void a_job_that_has_ended_may_be_requeued(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 1h runs 1m");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus no-requeue limit 1h runs 1m");
    ss_scene_operate(scene, "at 00:02:00 scontrol requeue @A");
    ss_scene_operate(scene, "at 00:02:00 scontrol requeue @B");
    ss_scene_operate(scene, "at 00:02:00 scontrol hold @B");
    ss_scene_run(scene);
    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 2);
    SS_EXPECT_TEXT(ss_job_state_text((SsJobState) ss_scene_row(scene, "A", 0)->state), "REQUEUED");
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 0)->end, "00:02:00");
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 1)->eligible, "00:04:01");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_answers(scene),
                   "0 \n1 Requested operation is presently disabled for job 2\n"
                   "1 Job has already finished for job 2\n"
                   "slurm_suspend error: Job has already finished\n");
}

static void requeuehold_holds_it(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:05:00 scontrol requeuehold @A");
    ss_scene_operate(scene, "at 00:30:00 scontrol release @A");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 1)->start, "00:30:00");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:10:00"), "JobHeldUser");
}

static void a_suspended_job_goes_on_later(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:01:00 B 4 cpus limit 2m runs 1m");
    ss_scene_operate(scene, "at 00:05:00 scontrol suspend @A");
    ss_scene_operate(scene, "at 00:06:40 scontrol resume @A");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:11:52");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:05:00"); /* its CPUs were free */
}

/* --- update ------------------------------------------------------------------------------------------ */

static void an_update_of_the_request_makes_it_anew(void)
{
    g_autoptr(SsScene) scene = busy("");

    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@A NumNodes=2 NodeList=n3");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@B NumTasks=3 CPUsPerTask=1");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n[3-4]");
    SS_EXPECT_CONTAINS(ss_scene_row(scene, "B", 0)->tres, "1=3");
}

static void a_refused_update_changes_nothing(void)
{
    g_autoptr(SsScene) scene = busy("");

    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@A NodeList=n9");
    ss_scene_operate(scene, "at 00:20:01 scontrol update JobId=@A NumNodes=many");
    ss_scene_operate(scene, "at 00:20:02 scontrol update JobId=@R NumNodes=2");
    ss_scene_operate(scene, "at 00:20:03 scontrol update JobId=@A bogus=1");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n[1-4]");
    SS_EXPECT_TEXT(ss_scene_answers(scene),
                   "1 Invalid node name specified for job 2\n"
                   "1 Invalid job request for job 2\n"
                   "1 Job is no longer pending execution for job 1\n"
                   "1 Update of this parameter is not supported: bogus=1\nRequest aborted\n");
}

static void a_new_time_limit_moves_the_end(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 10m to-limit");
    ss_scene_operate(scene, "at 00:05:00 scontrol update JobId=@A TimeLimit=+10");
    ss_scene_operate(scene, "at 00:05:01 scontrol update JobId=@A TimeLimit+=10");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:30:30");
}

static void end_time_deadline_and_time_min_are_settable(void)
{
    g_autoptr(SsScene) scene = busy("");

    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@R EndTime=2026-01-01T00:30:00");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@B Deadline=2026-01-01T01:20:00");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@B TimeMin=10");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@A TimeMin=600");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "R"), "TIMEOUT");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "R"), "00:30:00");
    SS_EXPECT_TEXT(ss_scene_answers(scene),
                   "0 \n0 \n0 \n1 Invalid time-min specification (exceeds job's time or other "
                   "limits) for job 2\n");
}

static void partitions_accounts_and_reservations_are_settable(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("4 nodes x 4 cpus; AccountingStorageEnforce=limits; partition p n[1-2]"
                     "; partition q n[3-4]; accounts chem(amy) physics(amy,cyd)");

    ss_scene_submit(scene, "at 00:00:00 R 2 nodes limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 2 nodes limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:11:00 scontrol update JobId=@A Account=nosuch");
    ss_scene_operate(scene, "at 00:11:00 scontrol update JobId=@A Account=physics");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@A Partition=p,q");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@A Partition=nosuch");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@A ReservationName=nosuch");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n[3-4]");
    SS_EXPECT_TEXT(job_of(scene, 2) ? job_of(scene, 2)->account : "physics", "physics");
    SS_EXPECT_TEXT(ss_scene_answers(scene),
                   "1 Invalid account or account/partition combination specified for job 2\n"
                   "0 \n0 \n"
                   "1 Invalid partition name specified for job 2\n"
                   "1 Requested reservation is invalid for job 2\n");
}

static void one_task_of_an_array_may_differ(void)
{
    g_autoptr(SsScene) scene = busy("");

    ss_scene_submit(scene, "at 00:10:00 C 1 nodes array 0-2 limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:20:00 scontrol update JobId=@C_1 NumNodes=3");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "C_1"), "n[2-4]");
    SS_EXPECT_TRUE(strchr(ss_scene_nodes_of(scene, "C_0"), '-') == NULL);
}

/* --- nodes and partitions ---------------------------------------------------------------------------- */

static void a_drained_node_finishes_its_job(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 nodes limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:05:00 scontrol update NodeName=n1 State=DRAIN Reason=disk");
    ss_scene_operate(scene, "at 00:05:00 scontrol update NodeName=n2 State=DRAIN");
    ss_scene_submit(scene, "at 00:06:00 B 2 nodes limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:30:00 scontrol update NodeName=n1 State=RESUME");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:30:00");
    SS_EXPECT_CONTAINS(ss_scene_answers(scene),
                       "You must specify a reason when DOWNING or DRAINING a node. Request denied");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:20:00"),
                   "Nodes required for job are DOWN, DRAINED or reserved for jobs in higher "
                   "priority partitions");
}

static void a_partition_that_is_down_takes_jobs_and_starts_none(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; partition p ALL");

    ss_scene_operate(scene, "at 00:00:05 scontrol update PartitionName=p State=DOWN");
    ss_scene_submit(scene, "at 00:00:10 A 1 nodes limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:10:00 scontrol update PartitionName=p State=UP");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:10:00");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:05:00"), "PartitionDown");
}

static void a_partition_may_get_other_nodes_and_rules(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("4 nodes x 4 cpus; partition p n[1-2]"
                                            "; accounts chem(amy) physics(cyd)");

    ss_scene_submit(scene, "at 00:00:00 R 2 nodes limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:00 A 2 nodes limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:20:00 scontrol update PartitionName=p Nodes=n[1-4]");
    ss_scene_operate(scene, "at 00:40:00 scontrol update PartitionName=p AllowAccounts=physics");
    ss_scene_submit(scene, "at 00:41:00 B 1 nodes limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:50:00 scontrol update PartitionName=p AllowAccounts=ALL");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:20:00");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n[3-4]");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:50:00");
}

/* --- scancel ----------------------------------------------------------------------------------------- */

static void scancel_ends_what_it_names(void)
{
    g_autoptr(SsScene) scene = busy("");

    ss_scene_operate(scene, "at 00:20:00 scancel @R");
    ss_scene_operate(scene, "at 00:20:00 scancel -t PENDING -u bob");
    ss_scene_operate(scene, "at 00:20:00 scancel --name=B");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "R"), "CANCELLED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "CANCELLED");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:20:00");
}

static const SsTest tests[] = {
    SS_TEST(a_held_job_waits_for_its_release),
    SS_TEST(a_requeued_job_has_a_second_record),
    SS_TEST(a_job_that_has_ended_may_be_requeued),
    SS_TEST(requeuehold_holds_it),
    SS_TEST(a_suspended_job_goes_on_later),
    SS_TEST(an_update_of_the_request_makes_it_anew),
    SS_TEST(a_refused_update_changes_nothing),
    SS_TEST(a_new_time_limit_moves_the_end),
    SS_TEST(end_time_deadline_and_time_min_are_settable),
    SS_TEST(partitions_accounts_and_reservations_are_settable),
    SS_TEST(one_task_of_an_array_may_differ),
    SS_TEST(a_drained_node_finishes_its_job),
    SS_TEST(a_partition_that_is_down_takes_jobs_and_starts_none),
    SS_TEST(a_partition_may_get_other_nodes_and_rules),
    SS_TEST(scancel_ends_what_it_names),
};
SS_TEST_MAIN("operate", tests)
