/* SPDX-License-Identifier: Apache-2.0 */
/* Backfill: test vectors of spec scheduling 10, and its options one by one. */
#include "scheduler/planmap.h"
#include "tests/support/scene.h"
#include "tests/support/ss_test.h"

#include <string.h>

/* The waiting job called `name` at the end of a scene that was cut off. */
static const SsJob *waiting(SsScene *scene, const char *name)
{
    const SsWorld *world = ss_scene_world(scene);

    for (const SsJob *job = world->first; job != NULL; job = job->next)
        if (strcmp(job->name, name) == 0 && job->state == SS_JOB_PENDING)
            return job;
    return NULL;
}

static void expect_plan(SsScene *scene, const char *name, const char *start, const char *nodes)
{
    const SsJob     *job = waiting(scene, name);
    g_autofree char *list = NULL;

    SS_EXPECT_NOT_NULL(job);
    if (job == NULL)
        return;
    if (start == NULL) {
        SS_EXPECT_INT(job->planned_start, 0);
        return;
    }
    SS_EXPECT_TIME(job->planned_start - SS_SCENE_EPOCH, start);
    if (nodes != NULL && job->planned_nodes != NULL)
        list = ss_cluster_node_list(ss_scene_world(scene)->cluster, job->planned_nodes);
    if (nodes != NULL)
        SS_EXPECT_TEXT(list, nodes);
}

static SsScene *cut(SsScene *scene, const char *time)
{
    ss_scene_until(scene, time);
    ss_scene_run(scene);
    return scene;
}

/* R holds three nodes from 00:01:00 to 01:01:00; a pass and a cycle look at the others at 00:01:00. */
static SsScene *three_of_four(const char *more)
{
    g_autofree char *text = g_strconcat("4 nodes x 4 cpus", more, NULL);
    SsScene         *scene = ss_scene_new(text);

    ss_scene_submit(scene, "at 00:01:00 R 3 nodes priority 1000 limit 1h runs 1h");
    return scene;
}

/* --- reservations and gaps -------------------------------------------------------------------------- */

/* Vector 1. */
static void the_first_reserves_and_others_run_beside_it(void)
{
    g_autoptr(SsScene) scene = three_of_four("");

    ss_scene_submit(scene, "at 00:01:00 A 2 nodes priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus priority 200 -N1 limit 10h runs 10h");
    ss_scene_submit(scene, "at 00:01:00 C 1 cpus priority 100 -N1 limit 10h runs 10h");
    cut(scene, "00:01:01");
    expect_plan(scene, "A", "01:01:00", "n[1-2]"); /* not n4 */
    ss_scene_until(scene, "12:00:00");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:01:00");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "B"), "n4");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "C"), "n4");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "01:01:00");
}

/* Vector 2. */
static void a_gap_must_be_longer_than_the_job(void)
{
    g_autoptr(SsScene) scene = three_of_four("");

    ss_scene_submit(scene, "at 00:01:00 A 4 nodes priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus priority 200 limit 59m runs 59m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:01:00");
}

static void a_gap_of_just_its_length_is_too_short(void)
{
    g_autoptr(SsScene) scene = three_of_four("");

    ss_scene_submit(scene, "at 00:01:00 A 4 nodes priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus priority 200 limit 60m runs 60m");
    cut(scene, "00:01:01");
    expect_plan(scene, "B", "02:01:00", NULL);
}

/* Vector 6: both ends are in the first batch, and the later one is the answer. */
static void ends_are_taken_in_batches(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:08 R 1 nodes limit 20m runs 20m"); /* to 00:20:10 */
    ss_scene_submit(scene, "at 00:00:48 S 1 nodes limit 20m runs 20m"); /* to 00:20:50 */
    ss_scene_submit(scene, "at 00:05:00 A 1 nodes limit 1h runs 1h");
    cut(scene, "00:06:00");
    expect_plan(scene, "A", "00:20:50", "n1");
}

/* Vector 7. */
/* OBSERVED L6: a batch holds any number of jobs. */
static void a_batch_may_be_large(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 250 cpus");

    ss_scene_submit(scene, "at 00:00:00 A 1 cpus array 0-239 limit 10m to-limit");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus array 0-9 limit 10m to-limit");
    ss_scene_submit(scene, "at 00:00:20 C 1 cpus limit 10m to-limit");
    cut(scene, "00:01:01");
    expect_plan(scene, "C", "00:10:22", "n1"); /* the last of B ends, not the 200th of all */
}

/* The tasks that have not started keep the array's limit. */
static void time_min_is_for_the_task_that_starts(void)
{
    g_autoptr(SsScene) scene = three_of_four("");

    ss_scene_submit(scene, "at 00:01:00 H 2 nodes priority 900 limit 1h runs 1h");
    ss_scene_submit(scene,
                    "at 00:01:00 J 1 nodes priority 100 array 0-1 limit 2h time-min 30m runs 2h");
    cut(scene, "00:02:00");
    const SsJob *rest = waiting(scene, "J");
    SS_EXPECT_NOT_NULL(rest);
    if (rest != NULL)
        SS_EXPECT_INT(rest->time_limit, 120);
    SS_EXPECT_INT(ss_world_job(ss_scene_world(scene), rest->id + 1)->time_limit, 30);
}

static void time_min_becomes_the_limit(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus");

    ss_scene_submit(scene, "at 00:00:58 R 1 nodes limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:05:00 H 2 nodes priority 500 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:05:00 J 1 nodes priority 100 time-min 30m limit 2h runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "J"), "n2");
    SS_EXPECT_INT(ss_scene_row(scene, "J", 0)->time_limit, 30);
}

static void a_start_beyond_the_window_reserves_nothing(void)
{
    g_autoptr(SsScene) scene = three_of_four("; bf_window=30");

    ss_scene_submit(scene, "at 00:01:00 A 4 nodes priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus priority 200 limit 10h runs 10m");
    cut(scene, "00:01:01");
    expect_plan(scene, "A", "01:01:00", NULL); /* told, not reserved */
    ss_scene_until(scene, "00:30:00");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:01:00");
}

static void resolution_rounds_reservations_down(void)
{
    g_autoptr(SsScene) scene = three_of_four("; bf_resolution=1800");

    ss_scene_submit(scene, "at 00:01:00 A 4 nodes priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus priority 200 limit 59m runs 59m");
    cut(scene, "00:01:01");
    SS_EXPECT_NOT_NULL(waiting(scene, "B")); /* A's reservation begins at 01:00:00 */
}

/* --- options ---------------------------------------------------------------------------------------- */

static void submit_three(SsScene *scene)
{
    ss_scene_submit(scene, "at 00:01:00 A 4 nodes priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus priority 200 limit 30m runs 5m");
    ss_scene_submit(scene, "at 00:01:00 C 1 cpus priority 100 limit 30m runs 5m");
    ss_scene_submit(scene, "at 00:01:00 D 1 cpus user bob priority 50 limit 30m runs 5m");
}

static void expect_started(const char *options, const char *started)
{
    g_autofree char   *more = g_strconcat("; ", options, NULL);
    g_autoptr(SsScene) scene = three_of_four(more);
    g_autoptr(GString) found = g_string_new(NULL);

    submit_three(scene);
    cut(scene, "00:01:01");
    for (const char *name = "ABCD"; *name; name++) {
        const char text[] = { *name, '\0' };

        if (waiting(scene, text) == NULL)
            g_string_append(found, text);
    }
    SS_EXPECT_TEXT(found->str, started);
}

static void each_bound_counts_what_it_names(void)
{
    expect_started("sched_interval=60", "BCD");
    expect_started("bf_max_job_test=2, bf_node_space_size=100", "B");
    expect_started("bf_max_job_start=1", "B");
    expect_started("bf_max_job_part=2", "B");
    expect_started("bf_max_job_user=2", "BD");
    expect_started("bf_max_job_user_part=2", "BD");
}

static void only_the_first_of_a_partition_reserve(void)
{
    g_autoptr(SsScene) scene = three_of_four("; bf_job_part_count_reserve=1");

    ss_scene_submit(scene, "at 00:01:00 A 4 nodes priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 4 nodes priority 200 limit 1h runs 1h");
    cut(scene, "00:01:01");
    expect_plan(scene, "A", "01:01:00", NULL);
    expect_plan(scene, "B", NULL, NULL); /* tried now only */
}

static void those_below_a_priority_do_not_reserve(void)
{
    g_autoptr(SsScene) scene = three_of_four("; bf_min_prio_reserve=250");

    ss_scene_submit(scene, "at 00:01:00 A 4 nodes priority 200 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus priority 100 limit 10h runs 10m");
    cut(scene, "00:01:01");
    SS_EXPECT_NULL(waiting(scene, "B"));
}

static void min_prio_threshold_of_a_qos_goes_before_it(void)
{
    g_autoptr(SsScene) scene = three_of_four("; bf_min_prio_reserve=250; accounts chem(amy)"
                                             "; sacctmgr add qos q minpriothreshold=100");

    ss_scene_submit(scene, "at 00:01:00 A 4 nodes qos q priority 200 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus qos q priority 100 limit 10h runs 10m");
    cut(scene, "00:01:01");
    SS_EXPECT_NOT_NULL(waiting(scene, "B"));
}

static void a_qos_with_no_reserve_never_does(void)
{
    g_autoptr(SsScene) scene = three_of_four("; accounts chem(amy)"
                                             "; sacctmgr add qos q flags=NoReserve");

    ss_scene_submit(scene, "at 00:01:00 A 4 nodes qos q priority 200 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus priority 100 limit 10h runs 10m");
    cut(scene, "00:01:01");
    SS_EXPECT_NULL(waiting(scene, "B"));
}

static void a_job_of_two_partitions_reserves_in_both(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("4 nodes x 4 cpus; partition p n[1-2]; partition q "
                                            "n[3-4]");

    ss_scene_submit(scene, "at 00:01:00 R 2 nodes priority 1000 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 S 1 nodes partition q priority 1000 limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:01:00 A 2 nodes partition p,q priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus partition q priority 200 limit 3h runs 3h");
    cut(scene, "00:01:01");
    expect_plan(scene, "A", "01:01:00", "n[1-2]");
    SS_EXPECT_NOT_NULL(waiting(scene, "B")); /* A may also come at 02:01:00 in q */
}

static void one_reservation_per_job_leaves_the_other_partition(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("4 nodes x 4 cpus; bf_one_resv_per_job"
                                            "; partition p n[1-2]; partition q n[3-4]");

    ss_scene_submit(scene, "at 00:01:00 R 2 nodes priority 1000 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 S 1 nodes partition q priority 1000 limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:01:00 A 2 nodes partition p,q priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus partition q priority 200 limit 3h runs 3h");
    cut(scene, "00:01:01");
    SS_EXPECT_NULL(waiting(scene, "B"));
}

static void so_many_tasks_of_an_array_reserve(void)
{
    g_autoptr(SsScene) scene = three_of_four("; bf_max_job_array_resv=2");

    ss_scene_submit(scene, "at 00:01:00 A 4 nodes array 0-3 priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 4 nodes priority 200 limit 1h runs 1h");
    cut(scene, "00:01:01");
    expect_plan(scene, "B", "03:01:00", NULL); /* behind two of the four */
}

static void tasks_that_start_are_no_reservations_of_their_array(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("4 nodes x 4 cpus; bf_max_job_array_resv=2");

    ss_scene_submit(scene, "at 00:01:00 A 1 cpus array 0-5 limit 1h runs 1h");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_1"), "00:01:00");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_5"),
                   "00:01:00"); /* not in the main pass behind it */
}

static void running_whole_node_jobs_enter_the_map_on_request(void)
{
    g_autoptr(SsScene) scene = three_of_four("; bf_running_job_reserve");

    ss_scene_submit(scene, "at 00:01:00 A 2 nodes priority 300 limit 1h runs 1h");
    cut(scene, "00:01:01");
    expect_plan(scene, "A", "01:01:00", "n[1-2]");
}

/* With bf_licenses a job that lacks one keeps its place. */
static void licenses_are_planned_on_request(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("4 nodes x 4 cpus; licenses lic:2; bf_licenses");

    ss_scene_submit(scene, "at 00:01:00 R 1 cpus licenses lic:1 priority 1000 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 A 1 cpus licenses lic:2 priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus licenses lic:1 priority 200 limit 2h runs 2h");
    ss_scene_submit(scene, "at 00:01:00 C 1 cpus licenses lic:1 priority 100 limit 30m runs 30m");
    ss_scene_submit(scene, "at 00:01:00 D 1 cpus priority 50 limit 5h runs 30m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "01:01:00");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "02:01:00");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:01:00");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "D"), "00:01:00");
}

/* C is planned behind B, which this very cycle started and which holds the last licence; it is not asked for licences now. */
static void a_job_the_cycle_started_holds_its_licences_in_the_map(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("4 nodes x 4 cpus; licenses lic:2; bf_licenses");

    ss_scene_submit(scene, "at 00:01:00 R 1 cpus licenses lic:1 priority 1000 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 A 1 cpus licenses lic:2 priority 300 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:01:00 B 1 cpus licenses lic:1 priority 200 limit 20m runs 20m");
    ss_scene_submit(scene, "at 00:01:00 C 1 cpus licenses lic:1 priority 100 limit 10m runs 10m");
    cut(scene, "00:01:03");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:01:00");
    expect_plan(scene, "C", "00:21:00", "n1");
    SS_EXPECT_TEXT(ss_reason_text(waiting(scene, "C")->reason), "Priority"); /* of its submission */
}

/* A reservation is one resolution long at least: one that fills the map's last interval has its end where the
 * map's is, and gets an interval behind it as soon as the map grows (at 00:35:00). */
static void what_ends_with_the_map_is_planned_anew_when_it_grows(void)
{
    g_autoptr(SsNodeSet) nodes = ss_node_set_new_full(2);
    g_autoptr(SsPlanMap) map = ss_plan_map_new(32 * 60, 3600, 300, nodes);

    SS_EXPECT_TIME(map->end, "01:30:00");
    SS_EXPECT_TRUE(ss_plan_map_edge(map, 32 * 60, 85 * 60, 85 * 60) <= 35 * 60);
}

static const SsTest tests[] = {
    SS_TEST(what_ends_with_the_map_is_planned_anew_when_it_grows),
    SS_TEST(the_first_reserves_and_others_run_beside_it),
    SS_TEST(a_gap_must_be_longer_than_the_job),
    SS_TEST(a_gap_of_just_its_length_is_too_short),
    SS_TEST(ends_are_taken_in_batches),
    SS_TEST(a_batch_may_be_large),
    SS_TEST(time_min_is_for_the_task_that_starts),
    SS_TEST(time_min_becomes_the_limit),
    SS_TEST(a_start_beyond_the_window_reserves_nothing),
    SS_TEST(resolution_rounds_reservations_down),
    SS_TEST(each_bound_counts_what_it_names),
    SS_TEST(only_the_first_of_a_partition_reserve),
    SS_TEST(those_below_a_priority_do_not_reserve),
    SS_TEST(min_prio_threshold_of_a_qos_goes_before_it),
    SS_TEST(a_qos_with_no_reserve_never_does),
    SS_TEST(a_job_of_two_partitions_reserves_in_both),
    SS_TEST(one_reservation_per_job_leaves_the_other_partition),
    SS_TEST(so_many_tasks_of_an_array_reserve),
    SS_TEST(tasks_that_start_are_no_reservations_of_their_array),
    SS_TEST(licenses_are_planned_on_request),
    SS_TEST(a_job_the_cycle_started_holds_its_licences_in_the_map),
    SS_TEST(running_whole_node_jobs_enter_the_map_on_request),
};
SS_TEST_MAIN("backfill", tests)
