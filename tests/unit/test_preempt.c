/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/scene.h"
#include "tests/support/ss_test.h"

#include <string.h>

/* Two QOS; high displaces low. One pass each 60 s, backfill each 30 s, as by default. */
#define TWO_QOS                                                                                    \
    "; accounts chem(amy,bob); sacctmgr add qos low priority=10"                                   \
    "; sacctmgr add qos high priority=100 preempt=low; preempt/qos"

static void a_victim_is_cancelled_and_the_preemptor_starts_in_the_same_second(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; PreemptMode=CANCEL" TWO_QOS);

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);

    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "PREEMPTED");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:10:05"); /* by a backfill cycle at once */
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:05");
    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 1);
}

static void a_requeued_victim_waits_two_minutes_and_has_two_records(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; PreemptMode=REQUEUE" TWO_QOS);

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);

    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 2);
    const SsSceneRow *first = ss_scene_row(scene, "A", 0), *second = ss_scene_row(scene, "A", 1);
    SS_EXPECT_TEXT(ss_job_state_text((SsJobState) first->state), "PREEMPTED");
    SS_EXPECT_TIME(first->submit, "00:00:10");
    SS_EXPECT_TIME(first->end, "00:10:05");
    SS_EXPECT_TIME(second->submit, "00:10:05");   /* Submit is the requeue's time */
    SS_EXPECT_TIME(second->eligible, "00:12:06"); /* 121 s later                 */
    SS_EXPECT_TIME(second->start, "00:20:05");    /* B has ended                 */
    SS_EXPECT_INT(second->job_id, first->job_id);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
}

static void a_job_that_may_not_be_requeued_is_killed(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; PreemptMode=REQUEUE" TWO_QOS);

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 1h no-requeue");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);

    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 1);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "PREEMPTED");
}

static void the_mode_of_the_victims_qos_wins(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; PreemptMode=REQUEUE" TWO_QOS
                                            "; sacctmgr modify qos low set preemptmode=cancel");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);

    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 1);
}

static void idle_nodes_are_taken_before_anybody_is_displaced(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; PreemptMode=CANCEL" TWO_QOS);

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);

    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "B"), "n2");
}

/* The pass in the very second in which the exempt time is over may displace it. */
static void the_exempt_time_is_over_to_the_second(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("1 nodes x 4 cpus; PreemptMode=CANCEL, PreemptExemptTime=00:30:00" TWO_QOS);

    ss_scene_submit(scene, "at 00:01:00 A 4 cpus qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:01:00");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:31:00");
}

static void a_job_is_spared_until_its_exempt_time_is_over(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("1 nodes x 4 cpus; PreemptMode=CANCEL, PreemptExemptTime=00:30:00" TWO_QOS);

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);

    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:30:35"); /* the cycle after 00:30:12 */
}

/* Spec scheduling 10, vector 16. */
static const char vector_16[] = "3 nodes x 4 cpus; PreemptMode=CANCEL" TWO_QOS;

static void submit_vector_16(SsScene *scene)
{
    ss_scene_submit(scene, "at 00:00:10 Y 1 nodes qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:08:20 X 2 nodes qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:05 B 1 nodes qos high limit 1h runs 10m");
}

static void smaller_jobs_of_a_class_go_first(void)
{
    g_autoptr(SsScene) scene = ss_scene_new(vector_16);

    submit_vector_16(scene);
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "Y"), "PREEMPTED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "X"), "COMPLETED");
}

static void youngest_first_takes_the_last_started(void)
{
    g_autofree char   *text = g_strconcat(vector_16, "; preempt_youngest_first", NULL);
    g_autoptr(SsScene) scene = ss_scene_new(text);

    submit_vector_16(scene);
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "X"), "PREEMPTED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "Y"), "COMPLETED");
}

/* Spec scheduling 4.2: 7 CPUs are wanted, jobs of 2, 3 and 4 are in the way. The first walk ends with all
 * three; 4 comes to the front, and 4 + 2 do not do; then 3 does, and 3 + 4 are enough. */
static SsScene *three_in_the_way(const char *parameters)
{
    g_autofree char *text =
        g_strconcat("1 nodes x 9 cpus; PreemptMode=CANCEL", parameters, TWO_QOS, NULL);
    SsScene *scene = ss_scene_new(text);

    ss_scene_submit(scene, "at 00:00:10 A 2 cpus qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:00:11 B 3 cpus qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:00:12 C 4 cpus qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:05 H 7 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);
    return scene;
}

static void each_reordering_may_spare_one(void)
{
    g_autoptr(SsScene) twice = three_in_the_way("");
    g_autoptr(SsScene) once = three_in_the_way("; preempt_reorder_count=0");

    SS_EXPECT_TEXT(ss_scene_state_of(twice, "A"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_state_of(twice, "B"), "PREEMPTED");
    SS_EXPECT_TEXT(ss_scene_state_of(twice, "C"), "PREEMPTED");
    SS_EXPECT_TEXT(ss_scene_state_of(once, "A"), "PREEMPTED");
}

/* Four of five nodes are wanted; A has one, B and C two each. Behind C, B comes first for its two nodes. */
static SsScene *five_nodes_taken(const char *parameters)
{
    g_autofree char *text = g_strconcat(
        "5 nodes x 4 cpus; PreemptMode=CANCEL; preempt_reorder_count=0", parameters, TWO_QOS, NULL);
    SsScene *scene = ss_scene_new(text);

    ss_scene_submit(scene, "at 00:00:10 A 1 nodes qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:00:11 B 2 nodes qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:00:12 C 2 nodes qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:05 H 4 nodes qos high limit 1h runs 10m");
    ss_scene_run(scene);
    return scene;
}

static void a_strict_order_moves_only_the_last_one(void)
{
    g_autoptr(SsScene) free_order = five_nodes_taken("");
    g_autoptr(SsScene) strict = five_nodes_taken("; preempt_strict_order");

    SS_EXPECT_TEXT(ss_scene_state_of(free_order, "A"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_state_of(strict, "A"), "PREEMPTED");
}

static void the_lowest_qos_goes_first_whatever_its_size(void)
{
    g_autoptr(SsScene) scene = ss_scene_new(
        "3 nodes x 4 cpus; PreemptMode=CANCEL" TWO_QOS
        "; sacctmgr add qos scav priority=1; sacctmgr modify qos high set preempt=low,scav");

    ss_scene_submit(scene, "at 00:00:10 A 1 nodes qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:00:11 B 2 nodes qos scav limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:05 C 1 nodes qos high limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "PREEMPTED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
}

/* A and B go before C does it; the second walk begins with C and needs nobody else. */
static void a_second_walk_spares_those_that_did_not_help(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("3 nodes x 4 cpus + 1 nodes x 8 cpus; "
                                            "PreemptMode=CANCEL" TWO_QOS);

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus nodelist n1 qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:00:10 B 4 cpus nodelist n2 qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:00:10 C 8 cpus nodelist n4 qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:00:10 D 4 cpus nodelist n3 qos high limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:05 E 1 nodes 8 cpus shared qos high limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "C"), "PREEMPTED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "COMPLETED");
}

/* Spec scheduling 10, vector 17; observed: works with REQUEUE too. */
static void a_warned_victim_goes_on_for_its_grace_time(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; PreemptMode=REQUEUE" TWO_QOS
                                            "; sacctmgr modify qos low set gracetime=60");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);

    /* Asked at 00:10:05, its end is 00:11:05; the next look at limits is that of 00:11:30. */
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 0)->end, "00:11:30");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:11:30");
    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 2);
}

static void a_victim_that_ends_within_its_grace_is_completed(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; PreemptMode=CANCEL" TWO_QOS
                                            "; sacctmgr modify qos low set gracetime=600");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 12m");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:12:12");
}

static void nobody_else_gets_the_nodes_of_a_victim(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; PreemptMode=CANCEL" TWO_QOS
                                            "; sacctmgr add qos other priority=1");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:10:05 B 1 cpus qos other priority 100 limit 10m runs 10m");
    ss_scene_submit(scene, "at 00:10:05 C 4 cpus qos high priority 200 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:10:05");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:20:05");
}

static void within_a_qos_the_higher_priority_displaces(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("1 nodes x 4 cpus; PreemptMode=CANCEL" TWO_QOS
                     "; sacctmgr modify qos low set preemptmode=requeue,within");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low priority 100 limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos low priority 200 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:05");
    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 2);
}

/* --- preempt/partition_prio ------------------------------------------------------------------------ */

#define TIERS                                                                                      \
    "; preempt/partition_prio; partition back n[1-2] PriorityTier=1"                               \
    "; partition mid n[1-2] PriorityTier=5 PreemptMode=CANCEL"                                     \
    "; partition top n[1-2] PriorityTier=10 PreemptMode=OFF"

static void a_higher_tier_displaces_a_lower_one_by_the_victims_mode(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus; PreemptMode=REQUEUE" TIERS);

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus partition back limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 B 4 cpus partition mid limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 C 8 cpus partition top limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:10:05");
    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 2); /* the cluster's REQUEUE */
    SS_EXPECT_INT(ss_scene_rows(scene, "B"), 1); /* its own CANCEL        */
}

static void a_partition_with_mode_off_is_spared(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("1 nodes x 4 cpus; PreemptMode=CANCEL, preempt/partition_prio"
                     "; partition safe n1 PriorityTier=1 PreemptMode=OFF"
                     "; partition top n1 PriorityTier=10");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus partition safe limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus partition top limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
}

static void mode_off_displaces_nobody_and_sorts_nobody_first(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; PreemptMode=OFF" TWO_QOS);

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus qos low limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus qos high limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
}

/* --- SUSPEND,GANG ------------------------------------------------------------------------------------ */

static void a_suspended_victim_goes_on_when_the_preemptor_has_left(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("1 nodes x 4 cpus; PreemptMode=SUSPEND/GANG, preempt/partition_prio"
                     "; partition low n1 PriorityTier=1; partition top n1 PriorityTier=10");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus partition low limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus partition top limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:10:05 C 4 cpus partition low limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:10:05");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "01:10:12");   /* ten minutes later than alone */
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "01:10:12"); /* A kept its claim */
    SS_EXPECT_CONTAINS(ss_scene_events(scene), "suspend 1 605 1205\n");
}

static void a_suspended_victim_keeps_its_memory(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("1 nodes x 4 cpus x 8000 mb; SelectTypeParameters=CR_Core_Memory, "
                     "PreemptMode=SUSPEND/GANG, preempt/partition_prio"
                     "; partition low n1 PriorityTier=1; partition top n1 PriorityTier=10");

    ss_scene_submit(scene, "at 00:00:10 A 4 cpus mem 5000 partition low limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 4 cpus mem 5000 partition top limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:11:05 C 1 cpus mem 2000 partition top limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "01:10:12"); /* no room beside A's memory */
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "C") < ss_scene_end_of(scene, "A"));
}

static const SsTest tests[] = {
    SS_TEST(a_victim_is_cancelled_and_the_preemptor_starts_in_the_same_second),
    SS_TEST(a_requeued_victim_waits_two_minutes_and_has_two_records),
    SS_TEST(a_job_that_may_not_be_requeued_is_killed),
    SS_TEST(the_mode_of_the_victims_qos_wins),
    SS_TEST(idle_nodes_are_taken_before_anybody_is_displaced),
    SS_TEST(a_job_is_spared_until_its_exempt_time_is_over),
    SS_TEST(the_exempt_time_is_over_to_the_second),
    SS_TEST(smaller_jobs_of_a_class_go_first),
    SS_TEST(youngest_first_takes_the_last_started),
    SS_TEST(each_reordering_may_spare_one),
    SS_TEST(a_strict_order_moves_only_the_last_one),
    SS_TEST(the_lowest_qos_goes_first_whatever_its_size),
    SS_TEST(a_second_walk_spares_those_that_did_not_help),
    SS_TEST(a_warned_victim_goes_on_for_its_grace_time),
    SS_TEST(a_victim_that_ends_within_its_grace_is_completed),
    SS_TEST(nobody_else_gets_the_nodes_of_a_victim),
    SS_TEST(within_a_qos_the_higher_priority_displaces),
    SS_TEST(a_higher_tier_displaces_a_lower_one_by_the_victims_mode),
    SS_TEST(a_partition_with_mode_off_is_spared),
    SS_TEST(mode_off_displaces_nobody_and_sorts_nobody_first),
    SS_TEST(a_suspended_victim_goes_on_when_the_preemptor_has_left),
    SS_TEST(a_suspended_victim_keeps_its_memory),
};
SS_TEST_MAIN("preempt", tests)
