/* SPDX-License-Identifier: Apache-2.0 */
/* Dependencies, begin times, arrays: when a job may be looked at. Spec scheduling 3.1 to 3.5. */
#include "tests/support/scene.h"
#include "tests/support/ss_test.h"

#include <string.h>

static SsScene *four(void)
{
    return ss_scene_new("4 nodes x 4 cpus");
}

/* A runs a minute and ends as told, B waits for it. */
static void expect_after(const char *end, const char *dependency, const char *start,
                         const char *reason)
{
    g_autoptr(SsScene) scene = four();
    g_autofree char   *a = g_strdup_printf("at 00:00:10 A 1 cpus limit 10m runs 60s %s", end);
    g_autofree char   *b =
        g_strdup_printf("at 00:00:10 B 1 cpus limit 10m runs 10s dependency %s", dependency);

    ss_scene_submit(scene, a);
    ss_scene_submit(scene, b);
    ss_scene_until(scene, "00:30:00");
    ss_scene_run(scene);
    if (start != NULL) {
        SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), start);
        SS_EXPECT_TIME(ss_scene_row(scene, "B", 0)->eligible, start);
    } else {
        SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:20:00"), reason);
    }
}

/* A starts at 00:00:12 and ends at 00:01:12. */
static void each_type_waits_for_its_own(void)
{
    expect_after("", "afterany:@A", "00:01:12", NULL);
    expect_after("exit 1", "afterany:@A", "00:01:12", NULL);
    expect_after("", "@A", "00:01:12", NULL);
    expect_after("", "afterok:@A", "00:01:12", NULL);
    expect_after("exit 1", "afternotok:@A", "00:01:12", NULL);
    expect_after("", "after:@A+2", "00:03:00", NULL); /* the full pass behind 00:02:12 */
    expect_after("exit 1", "afterok:@A?afternotok:@A", "00:01:12", NULL);
}

/* Vector 14. */
static void what_can_no_more_come_true_waits_for_ever(void)
{
    expect_after("exit 1", "afterok:@A", NULL, "DependencyNeverSatisfied");
    expect_after("", "afternotok:@A", NULL, "DependencyNeverSatisfied");
    expect_after("", "afterok:@A,afternotok:@A", NULL, "DependencyNeverSatisfied");
}

static void a_target_that_was_forgotten_counts_as_fulfilled(void)
{
    g_autoptr(SsScene) scene = four();

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 10m runs 60s exit 1");
    ss_scene_submit(scene, "at 00:10:00 B 1 cpus limit 10m runs 10s dependency afterok:1");
    ss_scene_submit(scene, "at 00:10:00 C 1 cpus limit 10m runs 10s dependency afterok:999");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "C"), "COMPLETED");
}

/* A task has an id of its own, by which others may wait for it. */
static void a_task_can_be_waited_for_by_its_own_id(void)
{
    g_autoptr(SsScene) scene = four();

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-1 limit 10m runs 60s");
    ss_scene_submit(scene, "at 00:00:20 B 1 cpus limit 10m runs 10s dependency afterok:2");
    ss_scene_run(scene);
    SS_EXPECT_UINT(ss_scene_id_of(scene, "A_0"), 2);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:01:12");
}

/* @A never came to be: another job that happens to have its number is not meant. */
static void a_target_that_was_refused_is_not_waited_for(void)
{
    g_autoptr(SsScene) scene = four();

    ss_scene_expect_refusals(scene);
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus constraint nosuch limit 10m runs 60s");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 10m runs 60s");
    ss_scene_submit(scene, "at 00:00:20 C 1 cpus limit 10m runs 10s dependency afterok:@A");
    ss_scene_run(scene);
    SS_EXPECT_UINT(ss_scene_id_of(scene, "B"),
                   2); /* A had got its id when its feature was looked at */
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "C") < 30);
}

static void kill_on_invalid_dep_cancels(void)
{
    g_autoptr(SsScene) scene = four();

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 10m runs 60s exit 1");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 10m runs 10s dependency afterok:@A "
                           "--kill-on-invalid-dep=yes");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "CANCELLED");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "B"), "00:01:12");
}

static void the_jobs_own_no_goes_before_the_clusters(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("4 nodes x 4 cpus; DependencyParameters=kill_invalid_depend");

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus limit 10m runs 60s exit 1");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 10m runs 10s dependency afterok:@A");
    ss_scene_submit(scene, "at 00:00:10 C 1 cpus limit 10m runs 10s dependency afterok:@A "
                           "--kill-on-invalid-dep=no");
    ss_scene_until(scene, "00:05:00");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "CANCELLED");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "C", "00:04:00"), "DependencyNeverSatisfied");
}

static void one_of_a_name_at_a_time(void)
{
    g_autoptr(SsScene) scene = four();

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus name one limit 10m runs 60s dependency singleton");
    ss_scene_submit(scene, "at 00:00:11 B 1 cpus name one limit 10m runs 60s dependency singleton");
    ss_scene_submit(scene, "at 00:00:11 C 1 cpus user bob name one limit 10m runs 60s dependency "
                           "singleton");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:01:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:00:12");
}

/* Recorded: tasks of an aftercorr array get records before anything is known of the other's. */
static void corresponding_tasks_follow_one_another(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 2 cpus array 0-2 limit 10m runs 60s");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus array 0-2 limit 10m runs 5s dependency "
                           "aftercorr:@A");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_2"), "00:01:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B_0"), "00:01:12"); /* not after A_2 */
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B_2"), "00:02:12");
    SS_EXPECT_INT(ss_scene_id_of(scene, "B_2"), 2);
}

/* correspond_after_task_cnt: ten of them have a record of their own, the others wait together. */
static void ten_corresponding_tasks_are_kept_in_hand(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");
    uint32_t           own = 0, rest = 0;

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-14 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:20 B 1 cpus array 0-14 limit 1h runs 1h dependency "
                           "aftercorr:@A");
    ss_scene_until(scene, "00:02:00");
    ss_scene_run(scene);
    for (const SsJob *job = ss_scene_world(scene)->first; job != NULL; job = job->next) {
        own += strcmp(job->name, "B") == 0 && job->array.task != SS_UNSET32;
        rest += strcmp(job->name, "B") == 0 ? job->array.n_pending : 0;
    }
    SS_EXPECT_UINT(own, 10);
    SS_EXPECT_UINT(rest, 5);
}

static void an_array_as_target_means_all_its_tasks(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:10 A 2 cpus array 0-2 limit 10m runs 60s");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 10m runs 5s dependency afterok:@A");
    ss_scene_submit(scene, "at 00:00:10 C 1 cpus limit 10m runs 5s dependency afterok:@A_1");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:02:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:01:12");
}

static void nonsense_and_circles_are_refused(void)
{
    g_autoptr(SsScene) scene = four();

    ss_scene_expect_refusals(scene);
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus begin 01:00:00 limit 10m runs 60s");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 10m runs 60s dependency afterok:@A");
    ss_scene_submit(scene, "at 00:00:10 C 1 cpus limit 10m runs 60s dependency afterok:@B");
    ss_scene_submit(scene, "at 00:00:10 D 1 cpus limit 10m runs 60s dependency expand:@B");
    ss_scene_operate(scene, "at 00:00:20 scontrol update JobId=@A Dependency=afterok:@C");
    ss_scene_operate(scene, "at 00:00:20 scontrol update JobId=@A Dependency=afterok:@A");
    ss_scene_run(scene);
    SS_EXPECT_CONTAINS(ss_scene_refusal_of(scene, "D"), "Job dependency problem");
    SS_EXPECT_TEXT(ss_scene_answers(scene), "1 Job dependency problem for job 1\n"
                                            "1 Job dependency problem for job 1\n");
}

static void a_begin_time_is_the_eligible_time(void)
{
    g_autoptr(SsScene) scene = four();

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus begin 00:10:07 limit 10m runs 60s");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 0)->eligible, "00:10:07");
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "A") >= 607 && ss_scene_start_of(scene, "A") <= 660);
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:05:00"), "BeginTime");
}

static void arrays_have_a_largest_size(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("4 nodes x 4 cpus; max_array_tasks=3, MaxArraySize=100");

    ss_scene_expect_refusals(scene);
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-3 limit 10m runs 60s");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus array 1,50,99 limit 10m runs 60s");
    ss_scene_submit(scene, "at 00:00:10 C 1 cpus array 100 limit 10m runs 60s");
    ss_scene_run(scene);
    SS_EXPECT_CONTAINS(ss_scene_refusal_of(scene, "A"), "Invalid job array specification");
    SS_EXPECT_NULL(ss_scene_refusal_of(scene, "B"));
    SS_EXPECT_CONTAINS(ss_scene_refusal_of(scene, "C"), "Invalid job array specification");
}

static void unknown_features_are_refused(void)
{
    g_autoptr(SsScene) scene = four();

    ss_scene_expect_refusals(scene);
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus constraint nosuch limit 10m runs 60s");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus prefer nosuch limit 10m runs 60s");
    ss_scene_run(scene);
    SS_EXPECT_CONTAINS(ss_scene_refusal_of(scene, "A"), "Invalid feature specification");
    SS_EXPECT_CONTAINS(ss_scene_refusal_of(scene, "B"), "Invalid feature specification");
}

/* Nobody looks at an array when it comes in, but each later submission walks the list up to one that goes before it
 * (static-z-observatory, static-z-genome). */
static void a_later_submission_finds_an_array_eligible(void)
{
    g_autoptr(SsScene) scene = four();
    g_autoptr(SsScene) behind = four();

    ss_scene_submit(scene, "at 00:00:10 A 1 cpus array 0-1 priority 10 limit 1h runs 10m");
    ss_scene_submit(scene, "at 00:00:11 B 1 cpus priority 20 limit 1h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_1"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_row(scene, "A_1", 0)->eligible, "00:00:11");

    ss_scene_submit(behind, "at 00:00:10 H 1 cpus priority 30 limit 1h runs 10m");
    ss_scene_submit(behind, "at 00:00:10 A 1 cpus array 0-1 priority 10 limit 1h runs 10m");
    ss_scene_submit(behind, "at 00:00:11 B 1 cpus priority 20 limit 1h runs 10m");
    ss_scene_run(behind);
    SS_EXPECT_TIME(ss_scene_row(behind, "A_1", 0)->eligible, "00:00:12");
}

static const SsTest tests[] = {
    SS_TEST(each_type_waits_for_its_own),
    SS_TEST(what_can_no_more_come_true_waits_for_ever),
    SS_TEST(a_target_that_was_forgotten_counts_as_fulfilled),
    SS_TEST(a_task_can_be_waited_for_by_its_own_id),
    SS_TEST(a_target_that_was_refused_is_not_waited_for),
    SS_TEST(kill_on_invalid_dep_cancels),
    SS_TEST(the_jobs_own_no_goes_before_the_clusters),
    SS_TEST(one_of_a_name_at_a_time),
    SS_TEST(corresponding_tasks_follow_one_another),
    SS_TEST(ten_corresponding_tasks_are_kept_in_hand),
    SS_TEST(an_array_as_target_means_all_its_tasks),
    SS_TEST(nonsense_and_circles_are_refused),
    SS_TEST(a_begin_time_is_the_eligible_time),
    SS_TEST(arrays_have_a_largest_size),
    SS_TEST(unknown_features_are_refused),
    SS_TEST(a_later_submission_finds_an_array_eligible),
};
SS_TEST_MAIN("eligible", tests)
