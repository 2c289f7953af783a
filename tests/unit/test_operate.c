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

/* Recorded (replay-array-own-ids): the record with the array's id counts, and holds up those with ids of their own as well. A_0
 * and A_1 wait for A_2 and A_3, which run until 00:20:12. */
static void tasks_that_wait_again_wait_for_their_array(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-3%2 limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:13:00 scontrol requeue @A_0");
    ss_scene_operate(scene, "at 00:13:00 scontrol requeue @A_1");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_row(scene, "A_2", 0)->start, "00:10:12");
    SS_EXPECT_TIME(ss_scene_row(scene, "A_3", 0)->start, "00:10:12");
    SS_EXPECT_TIME(ss_scene_row(scene, "A_0", 1)->start, "00:20:12");
    SS_EXPECT_TIME(ss_scene_row(scene, "A_1", 1)->start, "00:20:12");
}

static void a_released_task_waits_for_its_array(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-3%2 limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:01:00 scontrol hold @A_2");
    ss_scene_operate(scene, "at 00:02:00 scontrol release @A_2");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_2"), "00:10:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_3"), "00:10:12");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:05:00"), "JobArrayTaskLimit");
}

/* Recorded (replay-return-to-service): its slurmd, which kills the job, registers again; n2 has none and stays down. */
static void a_busy_node_that_is_set_down_returns_to_service(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; ReturnToService=2");
    g_autoptr(SsScene) without = ss_scene_new("2 nodes x 4 cpus; ReturnToService=1");

    for (int i = 0; i < 2; i++) {
        SsScene *s = i == 0 ? scene : without;

        ss_scene_submit(s, "at 00:00:10 A 4 cpus nodelist n1 limit 1h runs 30m");
        ss_scene_operate(s, "at 00:05:00 scontrol update NodeName=n[1-2] State=DOWN Reason=fan");
        ss_scene_submit(s, "at 00:06:00 B 4 cpus nodelist n1 limit 1h runs 10m");
        ss_scene_submit(s, "at 00:06:00 C 4 cpus nodelist n2 limit 1h runs 10m");
        ss_scene_run(s);
    }
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 0)->end, "00:05:00");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:06:00");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "C", "00:30:00"),
                   "ReqNodeNotAvail, UnavailableNodes:n2");
    SS_EXPECT_TEXT(ss_scene_reason_of(without, "B", "00:30:00"),
                   "ReqNodeNotAvail, UnavailableNodes:n1");
}

static void requeuehold_holds_it(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 1h runs 10m");
    ss_scene_operate(scene, "at 00:05:00 scontrol requeuehold @A");
    ss_scene_operate(scene, "at 00:30:00 scontrol release @A");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 1)->start, "00:30:00");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:10:00"), "job requeued in held state");
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

/* Recorded: an operator's suspend takes the priority, resume gives it anew; a job that runs is held and
 * released as one that waits. */
static void a_job_that_runs_may_be_held_and_released(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus limit 1h runs 30m");
    ss_scene_operate(scene, "at 00:05:00 scontrol hold @A");
    ss_scene_operate(scene, "at 00:10:00 scontrol release @A");
    ss_scene_operate(scene, "at 00:11:00 scontrol suspend @A");
    ss_scene_operate(scene, "at 00:12:00 scontrol resume @A");
    ss_scene_operate(scene, "at 00:12:01 scontrol resume @A");
    ss_scene_run(scene);
    SS_EXPECT_CONTAINS(ss_scene_answers(scene),
                       "0 \n0 \n0 \n0 \n1 Job is not suspended for job 1\n");
    ss_scene_reason_of(scene, "A", "00:06:00");
    SS_EXPECT_INT(job_of(scene, 1)->reason, SS_REASON_JOB_HELD_ADMIN);
    SS_EXPECT_INT(job_of(scene, 1)->priority, 0);
    ss_scene_reason_of(scene, "A", "00:10:30");
    SS_EXPECT_INT(job_of(scene, 1)->reason, SS_REASON_NONE);
    SS_EXPECT_TRUE(job_of(scene, 1)->priority > 0);
    ss_scene_reason_of(scene, "A", "00:11:30");
    SS_EXPECT_INT(job_of(scene, 1)->priority, 0);
    ss_scene_reason_of(scene, "A", "00:12:30");
    SS_EXPECT_TRUE(job_of(scene, 1)->priority > 0);
}

/* Recorded: the controller answers task by task, in the order of its list. */
static void tasks_of_an_array_are_answered_for_by_number(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A array 0-3%2 1 cpus limit 1h runs 30m");
    ss_scene_operate(scene, "at 00:05:00 scontrol suspend 1");
    ss_scene_operate(scene, "at 00:05:01 scontrol resume 1_[0-1]");
    ss_scene_operate(scene, "at 00:05:02 scontrol hold 1_9");
    ss_scene_operate(scene, "at 00:05:03 scontrol hold 1_[2,9]");
    ss_scene_operate(scene, "at 00:05:04 scontrol suspend 99");
    ss_scene_operate(scene, "at 00:05:05 scontrol hold 99");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_answers(scene), "1 1_0-1: No error\n1_2-3: Job is pending execution\n"
                                            "0 \n"
                                            "1 1_9: Invalid job id specified\n"
                                            "1 1_2: No error\n1_9: Invalid job id specified\n"
                                            "1 Unexpected message received for job 99\n"
                                            "1 Invalid job id specified for job 99\n"
                                            "slurm_suspend error: Invalid job id specified\n");
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
                   "0 scontrol: error: Invalid numeric value \"many\" for requested node count.\n"
                   "1 Requested operation not supported on this system for job 1\n"
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

/* Recorded: which states a node may be given depends on the one it has; a future node is not there. */
static void a_node_takes_the_states_that_it_can(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("3 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus limit 1h runs 1h");
    ss_scene_operate(scene, "at 00:05:00 scontrol update NodeName=n2 State=RESUME");
    ss_scene_operate(scene, "at 00:05:01 scontrol update NodeName=n1 State=IDLE");
    ss_scene_operate(scene, "at 00:05:02 scontrol update NodeName=n2 State=FAIL Reason=x");
    ss_scene_operate(scene, "at 00:05:03 scontrol update NodeName=n2 State=UNDRAIN");
    ss_scene_operate(scene, "at 00:05:04 scontrol update NodeName=n3 State=FUTURE");
    ss_scene_operate(scene, "at 00:05:05 scontrol update NodeName=n2 State=POWER_UP");
    ss_scene_operate(scene, "at 00:05:06 scontrol update NodeName=n[2,9] State=DRAIN Reason=x");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_answers(scene), "1 slurm_update error: Invalid node state specified\n"
                                            "1 slurm_update error: Invalid node state specified\n"
                                            "0 \n0 \n0 \n"
                                            "1 slurm_update error: Invalid node state specified\n"
                                            "1 slurm_update error: Invalid node name specified\n");
    SS_EXPECT_TRUE(ss_scene_world(scene)->node[1].state & SS_NODE_DRAIN);
    SS_EXPECT_INT(ss_scene_world(scene)->node[2].state & SS_NODE_BASE, SS_NODE_FUTURE);
    SS_EXPECT_FALSE(ss_node_set_test(ss_scene_world(scene)->avail, 2));
}

/* Recorded: OBSERVED.md, "Nodes said otherwise". */
static void nodes_of_a_line_may_be_said_otherwise(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("3 nodes x 4 cpus");

    ss_scene_operate(scene, "at 00:00:01 scontrol update NodeName=n[1-2] Weight=20");
    ss_scene_operate(scene, "at 00:00:01 scontrol update NodeName=n3 Features=new,ssd");
    ss_scene_operate(scene, "at 00:00:02 scontrol update NodeName=n3 ActiveFeatures=ssd,fast");
    ss_scene_operate(scene, "at 00:00:02 scontrol update NodeName=n3 ActiveFeatures=ssd");
    ss_scene_operate(scene, "at 00:00:02 scontrol update NodeName=n3 Features=new");
    ss_scene_operate(scene, "at 00:00:02 scontrol update NodeName=n1,n9 Weight=1 Comment=x");
    ss_scene_operate(scene, "at 00:00:03 scontrol update NodeName=n1 Weight=-1");
    ss_scene_operate(scene, "at 00:00:03 scontrol update NodeName=n1 Weight=x");
    ss_scene_operate(scene, "at 00:00:03 scontrol update NodeName=n1 Weight=4294967281");
    ss_scene_operate(scene, "at 00:00:03 scontrol update NodeName=n1 Gres=gpu:1");
    ss_scene_submit(scene, "at 00:10:00 A 1 cpus limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:00 B 1 cpus limit 1h runs 10m constraint ssd");
    ss_scene_operate(scene,
                     "at 00:30:00 scontrol update NodeName=n1 Weight=1 State=DRAIN Reason=x");
    ss_scene_operate(scene, "at 00:30:01 scontrol update NodeName=n1 State=RESUME");
    ss_scene_submit(scene, "at 00:40:00 C 1 cpus limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_answers(scene),
                   "0 \n0 \n"
                   "1 slurm_update error: Active features not subset of available features\n"
                   "0 \n"
                   "1 slurm_update error: Active features not subset of available features\n"
                   "1 slurm_update error: Invalid node name specified\n"
                   "1 scontrol: error: Weight value (-1) is less than zero\nNo changes specified\n"
                   "1 scontrol: error: Weight value (x) is not a valid number\n"
                   "No changes specified\n"
                   "1 scontrol: error: Weight value (4294967281) is greater than 4294967280\n"
                   "No changes specified\n"
                   "1 slurm_update error: Invalid generic resource (gres) specification\n"
                   "0 \n0 \n");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n3");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "B"), "n3");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "C"), "n1");
    SS_EXPECT_TEXT(ss_scene_world(scene)->node[0].setup->comment, "x");
    SS_EXPECT_TEXT(ss_scene_world(scene)->node[2].setup->available, "new,ssd");
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

static void scancel_takes_those_on_a_node_and_no_more_than_it_understood(void)
{
    g_autoptr(SsScene) scene = busy("");

    ss_scene_operate(scene, "at 00:15:00 scancel --foo @R");
    ss_scene_operate(scene, "at 00:15:00 scancel -i @R");
    ss_scene_operate(scene, "at 00:15:00 scancel -s USR1 @R");
    ss_scene_operate(scene, "at 00:15:00 scancel --wckey=k");
    ss_scene_operate(scene, "at 00:15:00 scancel -w n9");
    ss_scene_operate(scene, "at 00:20:00 scancel --nodel n2");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_answers(scene), "1 scancel: unrecognized option '--foo'\n"
                                            "Try \"scancel --help\" for more information\n"
                                            "1 slurmsim: scancel -i is not simulated\n"
                                            "0 \n0 \n0 \n0 \n");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "R"), "CANCELLED");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:20:00");
}

static const SsTest tests[] = {
    SS_TEST(a_held_job_waits_for_its_release),
    SS_TEST(a_requeued_job_has_a_second_record),
    SS_TEST(a_job_that_has_ended_may_be_requeued),
    SS_TEST(tasks_that_wait_again_wait_for_their_array),
    SS_TEST(a_released_task_waits_for_its_array),
    SS_TEST(a_busy_node_that_is_set_down_returns_to_service),
    SS_TEST(requeuehold_holds_it),
    SS_TEST(a_suspended_job_goes_on_later),
    SS_TEST(a_job_that_runs_may_be_held_and_released),
    SS_TEST(tasks_of_an_array_are_answered_for_by_number),
    SS_TEST(an_update_of_the_request_makes_it_anew),
    SS_TEST(a_refused_update_changes_nothing),
    SS_TEST(a_new_time_limit_moves_the_end),
    SS_TEST(end_time_deadline_and_time_min_are_settable),
    SS_TEST(partitions_accounts_and_reservations_are_settable),
    SS_TEST(one_task_of_an_array_may_differ),
    SS_TEST(a_drained_node_finishes_its_job),
    SS_TEST(a_node_takes_the_states_that_it_can),
    SS_TEST(nodes_of_a_line_may_be_said_otherwise),
    SS_TEST(a_partition_that_is_down_takes_jobs_and_starts_none),
    SS_TEST(a_partition_may_get_other_nodes_and_rules),
    SS_TEST(scancel_ends_what_it_names),
    SS_TEST(scancel_takes_those_on_a_node_and_no_more_than_it_understood),
};
SS_TEST_MAIN("operate", tests)
