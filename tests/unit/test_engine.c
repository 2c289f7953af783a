/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/engine/engine.h"
#include "tests/support/scene.h"
#include "tests/support/ss_test.h"

#include <string.h>

/* --- a policy that only looks: it notes when it was called, and starts what fits on the next idle node - */

/* "F60 B30 ..." since the scene began, of the run going on; a test program may have such a thing. */
static GString *heard;

static gpointer looker_new(SsWorld *world)
{
    (void) world;
    return NULL;
}

static void start_one(SsWorld *world, SsJob *job)
{
    g_autoptr(SsNodeSet) free_nodes = ss_node_set_dup(world->idle);
    SsAlloc             *alloc;

    ss_node_set_and(free_nodes, world->avail);
    const SsNodeId node = ss_node_set_first(free_nodes);
    if (node == SS_ID_NONE || job->eligible > world->now)
        return;
    alloc = ss_alloc_new(1);
    alloc->at[0].node = node;
    alloc->at[0].cpus = alloc->cpus = world->cluster->nodes[node].cpus;
    alloc->whole = true;
    if (job->time_limit == SS_UNSET32)
        job->time_limit = SS_NO_LIMIT;
    ss_world_start(world, job, job->parts[0], alloc, SS_STARTER_MAIN);
}

static void looker_pass(gpointer self, SsWorld *world, SsPassKind kind, SsPassOutcome *outcome)
{
    (void) self;
    (void) outcome;
    g_string_append_printf(heard, "%c%" G_GINT64_FORMAT " ", "PFB"[kind],
                           world -> now - SS_SCENE_EPOCH);
    if (kind == SS_PASS_BACKFILL)
        return;
    for (SsJob *job = world->first, *next; job != NULL; job = next) {
        next = job->next;
        if (job->state == SS_JOB_PENDING)
            start_one(world, job);
    }
}

static void looker_free(gpointer self)
{
    (void) self;
}

static const SsPolicy looker = {
    .name = "looker",
    .doc = "Notes each pass; first come, first served on whole nodes.",
    .new = looker_new,
    .pass = looker_pass,
    .free = looker_free,
};

static const SsPolicy textbook_looker = {
    .name = "textbook looker",
    .doc = "The same without a cadence.",
    .textbook = true,
    .new = looker_new,
    .pass = looker_pass,
    .free = looker_free,
};

static SsScene *look(const char *cluster, const SsPolicy *policy)
{
    SsScene *scene = ss_scene_new(cluster);

    ss_scene_set_policy(scene, policy);
    return scene;
}

static void run_and_hear(SsScene *scene, const char *expected)
{
    heard = g_string_new(NULL);
    ss_scene_run(scene);
    SS_EXPECT_TEXT(heard->str, expected);
    g_string_free(heard, TRUE);
    heard = NULL;
}

static void run_silently(SsScene *scene)
{
    heard = g_string_new(NULL);
    ss_scene_run(scene);
    g_string_free(heard, TRUE);
    heard = NULL;
}

/* --- cadence ------------------------------------------------------------------------------------------ */

static void a_job_on_an_idle_controller_starts_two_seconds_after_its_submission(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 1h runs 100s");
    run_and_hear(scene, "P12 ");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:01:52");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
}

/* Recorded at rate 5: passes of the loop are three whole seconds apart, and an end waits for the loop too. */
static void an_unhurried_controller_passes_in_the_next_tick(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus", &looker);

    ss_scene_set_notice(scene, 0);
    ss_scene_submit(scene, "at 00:00:02 A 1 node limit 1h runs 8s");
    ss_scene_submit(scene, "at 00:00:08 B 1 node limit 1h runs 100s");
    run_and_hear(scene, "P3 P8 P11 ");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:00:03");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:00:11");
}

/* With ends first, B would start in the second of A's end, 00:00:23, and C by the cycle of 00:00:30. */
static void a_job_may_end_behind_the_passes_of_its_second(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus; bf_interval=30, sched_interval=60", &looker);

    ss_scene_set_notice(scene, 0);
    ss_scene_set_ends_last(scene);
    ss_scene_submit(scene, "at 00:00:03 A 1 node limit 1h runs 20s");
    ss_scene_submit(scene, "at 00:00:04 B 1 node limit 1h runs 6s");
    ss_scene_submit(scene, "at 00:00:05 C 1 node limit 1h runs 5s");
    run_and_hear(scene, "P3 P6 P24 B30 P31 ");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:00:24");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:00:31");
}

/* Nothing has changed since the cycle of 10, so it looks each second from 20 on: at 23 before A ends. */
static void a_cycle_sees_an_end_behind_its_look_a_second_later(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus; bf_interval=10, sched_interval=60", &looker);

    ss_scene_set_notice(scene, 0);
    ss_scene_set_ends_last(scene);
    ss_scene_submit(scene, "at 00:00:03 A 1 node limit 1h runs 20s");
    ss_scene_submit(scene, "at 00:00:04 B 1 node limit 1h runs 60s");
    ss_scene_submit(scene, "at 00:00:05 C 1 node limit 1h runs 60s");
    ss_scene_until(scene, "00:00:30");
    run_and_hear(scene, "P3 P6 B10 P24 B24 ");
}

/* Without it: P12 at the submissions, P22 at A's end, P23 at C's. The end at 22 waits for 27; so does what follows, to 42. */
static void passes_stay_sched_min_interval_apart(void)
{
    g_autoptr(SsScene) scene =
        look("1 nodes x 4 cpus; sched_interval=600, bf_interval=-1, sched_min_interval=15000000",
             &looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 1h runs 10s");
    ss_scene_submit(scene, "at 00:00:10 B 1 node limit 1h runs 10s");
    ss_scene_submit(scene, "at 00:00:10 C 1 node limit 1h runs 10s");
    run_and_hear(scene, "P12 P27 P42 ");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:00:27");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:00:42");
}

static void passes_go_on_while_a_job_waits(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus; bf_interval=30, sched_interval=60", &looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 1h runs 100s");
    ss_scene_submit(scene, "at 00:00:11 B 1 node limit 1h runs 10s");
    /* 12: both submissions. 30, 60: backfill saw a change (the start at 12, nothing after 30 ...).
     * 112: A ends and B starts at once. */
    run_and_hear(scene, "P12 B30 F60 P112 ");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:01:52");
}

static void an_empty_queue_is_jumped_over_and_counted(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus; sched_interval=60", &looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 1h runs 100s");
    ss_scene_submit(scene, "at 10:00:10 B 1 node limit 1h runs 100s");
    run_and_hear(scene,
                 "P12 B36010 P36012 "); /* backfill has slept long enough and looks at once */
    /* on an empty queue: 600 full ones at 60 .. 36000, one at the end of A and of B, 36060 */
    SS_EXPECT_UINT(ss_scene_world(scene)->stats.main_passes, 600 + 2 + 1);
}

static void a_wish_for_no_main_scheduler_is_respected(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus; sched_interval=-1, bf_interval=30", &looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 1h runs 100s");
    ss_scene_until(scene, "00:05:00");
    run_and_hear(scene, "B30 ");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "PENDING");
}

static void a_textbook_policy_is_asked_once_in_each_second_with_an_event(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus", &textbook_looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 1h runs 100s");
    ss_scene_submit(scene, "at 00:00:10 B 1 node limit 1h runs 100s");
    ss_scene_submit(scene, "at 00:00:20 C 1 node limit 1h runs 100s");
    run_and_hear(scene, "F10 F20 F110 F210 ");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:03:30");
}

/* --- ends --------------------------------------------------------------------------------------------- */

static void a_job_over_its_limit_ends_at_the_next_poll(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 2m runs 1h");
    run_silently(scene);
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:02:30"); /* limit at 132 s */
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "TIMEOUT");
    SS_EXPECT_INT(ss_scene_row(scene, "A", 0)->reason, SS_REASON_TIME_LIMIT);
}

static void a_job_that_exits_between_limit_and_poll_is_a_timeout(void)
{
    g_autoptr(SsScene) scene = look("2 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 2m runs 125s");
    ss_scene_submit(scene, "at 00:00:10 B 1 node limit 2m runs 120s");
    run_silently(scene);
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:02:17");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "TIMEOUT");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "COMPLETED"); /* at its limit to the second */
}

static void over_time_limit_lets_jobs_overrun(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus; OverTimeLimit=1", &looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 2m runs 150s");
    ss_scene_submit(scene, "at 00:10:05 B 1 node limit 2m runs 1h");
    run_silently(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "TIMEOUT");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "B"),
                   "00:13:30"); /* 607 + 180 = 787; polls at 780, 810 */
}

static void a_textbook_policy_ends_jobs_at_the_second_of_their_limit(void)
{
    g_autoptr(SsScene) scene = look("2 nodes x 4 cpus", &textbook_looker);

    ss_scene_submit(scene, "at 00:00:10 A 1 node limit 95s runs 1h");
    ss_scene_submit(scene, "at 00:00:10 B 1 node limit 95s runs 95s");
    run_silently(scene);
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:01:45");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "TIMEOUT");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "COMPLETED");
}

static void fates_become_states(void)
{
    g_autoptr(SsScene) scene = look("5 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:00 fails 1 node limit 1h runs 10s exit 1");
    ss_scene_submit(scene, "at 00:00:00 stopped 1 node limit 1h runs 20s cancelled");
    ss_scene_submit(scene, "at 00:00:00 patient 1 node limit 1h runs 20s gives-up 10m");
    ss_scene_submit(scene, "at 00:00:00 gone 1 node limit 1h runs 20s gives-up 5m begin 01:00:00");
    run_silently(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "fails"), "FAILED");
    SS_EXPECT_INT(ss_scene_row(scene, "fails", 0)->exit_code, 256);
    SS_EXPECT_INT(ss_scene_row(scene, "fails", 0)->reason, SS_REASON_NON_ZERO_EXIT_CODE);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "stopped"), "CANCELLED");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "stopped"), "00:00:22");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "patient"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "gone"), "CANCELLED");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "gone"), "00:05:00");
    SS_EXPECT_INT(ss_scene_start_of(scene, "gone"), SS_TIME_NEVER);
}

static void a_job_of_no_time_ends_as_it_starts(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:00 A 1 node limit 1h runs 0s");
    ss_scene_submit(scene, "at 00:00:00 B 1 node limit 1h runs 0s");
    run_and_hear(scene, "P2 P2 ");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "B"), "00:00:02");
}

/* --- nodes, suspension, requeue ----------------------------------------------------------------------- */

static void a_node_that_goes_down_requeues_its_job(void)
{
    g_autoptr(SsScene) scene = look("2 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:00 A 1 node limit 1h runs 1000s");
    ss_scene_submit(scene, "at 00:00:00 B 1 node limit 1h runs 1000s no-requeue");
    ss_scene_operate(scene, "at 00:01:40 scontrol update NodeName=n[1-2] State=DOWN Reason=power");
    ss_scene_operate(scene, "at 00:03:20 scontrol update NodeName=n2 State=RESUME");
    run_silently(scene);
    SS_EXPECT_TEXT(ss_scene_answers(scene), "0 \n0 \n");
    SS_EXPECT_INT(ss_scene_rows(scene, "A"), 2);
    SS_EXPECT_INT(ss_scene_row(scene, "A", 0)->state, SS_JOB_NODE_FAIL);
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 0)->end, "00:01:40");
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 1)->submit, "00:01:40");
    SS_EXPECT_TIME(ss_scene_row(scene, "A", 1)->eligible, "00:03:41"); /* + 121 s */
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n2");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "NODE_FAIL");
    SS_EXPECT_CONTAINS(ss_scene_events(scene), "node n1 1 100 - power\n");
    SS_EXPECT_CONTAINS(ss_scene_events(scene), "node n2 1 100 200 power\n");
}

/* Recorded: 17 runs in an hour. */
static void requeue_exit_repeats_for_ever_where_the_run_has_an_end(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus; RequeueExit=3", &looker);

    ss_scene_submit(scene, "at 00:00:00 A 1 node limit 1h runs 80s exit 3");
    ss_scene_until(scene, "01:00:00");
    run_silently(scene);
    SS_EXPECT_TRUE(ss_scene_rows(scene, "A") >= 16);
}

static void suspension_moves_the_end_and_leaves_a_row(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:00 A 1 node limit 3m runs 170s");
    ss_scene_operate(scene, "at 00:01:00 scontrol suspend @A");
    ss_scene_operate(scene, "at 00:11:00 scontrol resume @A");
    run_silently(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
    SS_EXPECT_INT(ss_scene_end_of(scene, "A"), 2 + 170 + 600);
    SS_EXPECT_CONTAINS(ss_scene_events(scene), "suspend 1 60 660\n");
}

static void a_cancelled_job_frees_its_node_at_once(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:00 A 1 node limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:00 B 1 node limit 1h runs 10s");
    ss_scene_operate(scene, "at 00:02:05 scancel @A");
    run_silently(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "CANCELLED");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:02:05");
}

/* --- the run ------------------------------------------------------------------------------------------ */

static void the_run_stops_before_until(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:00 A 1 node limit 1h runs 98s");
    ss_scene_until(scene, "00:01:40");
    run_silently(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "RUNNING");
    SS_EXPECT_INT(ss_scene_world(scene)->now, SS_SCENE_EPOCH + 100);
    ss_scene_until(scene, "00:01:41");
    run_silently(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
}

static void polls_that_were_skipped_are_not_made_up_for(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus; accounts chem(amy);"
                                    "AccountingStorageEnforce=associations/limits",
                                    &looker);

    /* While it runs every poll may have to kill it; none was needed before. */
    ss_scene_submit(scene, "at 00:00:40 A 1 node limit 1h runs 100s");
    run_silently(scene);
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:02:22");
}

static void a_run_ends_although_a_job_can_never_start(void)
{
    g_autoptr(SsScene) scene = look("1 nodes x 4 cpus", &looker);

    ss_scene_submit(scene, "at 00:00:00 A 1 node limit 1h runs 98s");
    ss_scene_submit(scene, "at 00:00:10 B 1 node limit 1h runs 98s hold begin 20:00:00");
    ss_scene_operate(scene, "at 00:00:20 scontrol update NodeName=n1 State=DRAIN Reason=x");
    run_silently(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "B"), "PENDING");
    SS_EXPECT_TRUE(ss_scene_world(scene)->now >= SS_SCENE_EPOCH + 20 * 3600); /* its begin time */
    SS_EXPECT_TRUE(ss_scene_world(scene)->now < SS_SCENE_EPOCH + 21 * 3600);
}

static void the_same_run_twice_is_the_same(void)
{
    g_autoptr(SsScene) scene = look("2 nodes x 4 cpus", &looker);
    g_autofree char   *first = NULL;

    for (int i = 0; i < 20; i++) {
        g_autofree char *job = g_strdup_printf("at 00:%02d:%02d J%d 1 node limit 1h runs %ds",
                                               i / 2, i * 7 % 60, i, 30 + i * 13 % 50);
        ss_scene_submit(scene, job);
    }
    for (int run = 0; run < 2; run++) {
        heard = g_string_new(NULL);
        ss_scene_run(scene);
        if (run == 0)
            first = g_string_free(heard, FALSE);
        else
            SS_EXPECT_TEXT(heard->str, first);
    }
    g_string_free(heard, TRUE);
    heard = NULL;
}

static void array_tasks_are_rows_of_their_own(void)
{
    g_autoptr(SsScene) scene = look("3 nodes x 4 cpus; FirstJobId=100", NULL);

    ss_scene_submit(scene, "at 00:00:00 A 1 node limit 1h runs 60s array 0-2");
    ss_scene_run(scene);
    SS_EXPECT_INT(ss_scene_id_of(scene, "A_0"), 101);
    SS_EXPECT_INT(ss_scene_id_of(scene, "A_1"), 102);
    SS_EXPECT_INT(ss_scene_id_of(scene, "A_2"), 100); /* the last one keeps the array's id */
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A_2"), "00:00:02");
}

static void a_short_job_runs_ahead_when_it_delays_nobody(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("8 nodes x 4 cpus; sched/backfill, bf_interval=30");

    ss_scene_submit(scene, "at 00:00:00  A  6 nodes  limit 10h  runs 10h");
    ss_scene_submit(scene, "at 00:01:00  B  8 nodes  limit  5h  runs  5h");
    ss_scene_submit(scene, "at 00:02:10  C  2 nodes  limit  9h  runs  9h");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "10:00:02"); /* A holds six of B's eight nodes */
    SS_EXPECT_TIME(ss_scene_start_of(scene, "C"), "00:02:30"); /* as recorded from real Slurm    */
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "05:00:00"), "Resources");
}

/* B is too young to reserve until 00:01:13, and nothing that is planned makes cycles follow one another: the one at 00:00:20 is the last.
 * The full pass of 00:02:00 tells C for the first time that B goes before it. */
static void a_cycle_follows_a_pass_that_tells_a_job_to_wait_its_turn(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("1 nodes x 4 cpus; bf_interval=20, sched_interval=60, bf_min_age_reserve=60");

    ss_scene_set_notice(scene, 0);
    ss_scene_set_ends_last(scene);
    ss_scene_submit(scene, "at 00:00:03 A 1 node limit 1h runs 1000s");
    ss_scene_submit(scene, "at 00:00:13 B 1 node limit 1h runs 6s");
    ss_scene_submit(scene, "at 00:00:14 C 1 node limit 1h runs 6s");
    ss_scene_until(scene, "00:02:10");
    ss_scene_run(scene);
    SS_EXPECT_UINT(ss_scene_world(scene)->stats.bf_passes, 2);
    SS_EXPECT_INT(ss_scene_world(scene)->stats.last_bf_cycle, SS_SCENE_EPOCH + 120);
}

static void an_interrupted_run_says_so(void)
{
    g_autoptr(SsCluster) cluster = NULL;
    g_autoptr(SsScene)   scene = look("1 nodes x 4 cpus", &looker);
    g_autoptr(GError)    error = NULL;
    volatile int         stop = 1;
    SsEngineOptions      options;

    run_silently(scene);
    ss_engine_options_init(&options);
    options.start = SS_SCENE_EPOCH;
    options.interrupted = &stop;
    g_autoptr(SsEngine) engine = ss_engine_new(ss_scene_world(scene)->cluster, &options);
    SS_EXPECT_FALSE(ss_engine_run(engine, &error));
    SS_EXPECT_TRUE(g_error_matches(error, SS_ENGINE_ERROR, SS_ENGINE_ERROR_INTERRUPTED));
}

static const SsTest tests[] = {
    SS_TEST(a_job_on_an_idle_controller_starts_two_seconds_after_its_submission),
    SS_TEST(an_unhurried_controller_passes_in_the_next_tick),
    SS_TEST(a_job_may_end_behind_the_passes_of_its_second),
    SS_TEST(a_cycle_sees_an_end_behind_its_look_a_second_later),
    SS_TEST(passes_stay_sched_min_interval_apart),
    SS_TEST(passes_go_on_while_a_job_waits),
    SS_TEST(an_empty_queue_is_jumped_over_and_counted),
    SS_TEST(a_wish_for_no_main_scheduler_is_respected),
    SS_TEST(a_textbook_policy_is_asked_once_in_each_second_with_an_event),
    SS_TEST(a_job_over_its_limit_ends_at_the_next_poll),
    SS_TEST(a_job_that_exits_between_limit_and_poll_is_a_timeout),
    SS_TEST(over_time_limit_lets_jobs_overrun),
    SS_TEST(a_textbook_policy_ends_jobs_at_the_second_of_their_limit),
    SS_TEST(fates_become_states),
    SS_TEST(a_job_of_no_time_ends_as_it_starts),
    SS_TEST(a_node_that_goes_down_requeues_its_job),
    SS_TEST(requeue_exit_repeats_for_ever_where_the_run_has_an_end),
    SS_TEST(suspension_moves_the_end_and_leaves_a_row),
    SS_TEST(a_cancelled_job_frees_its_node_at_once),
    SS_TEST(the_run_stops_before_until),
    SS_TEST(polls_that_were_skipped_are_not_made_up_for),
    SS_TEST(a_run_ends_although_a_job_can_never_start),
    SS_TEST(the_same_run_twice_is_the_same),
    SS_TEST(array_tasks_are_rows_of_their_own),
    SS_TEST(a_short_job_runs_ahead_when_it_delays_nobody),
    SS_TEST(a_cycle_follows_a_pass_that_tells_a_job_to_wait_its_turn),
    SS_TEST(an_interrupted_run_says_so),
};
SS_TEST_MAIN("engine", tests)
