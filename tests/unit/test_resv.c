/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/scene.h"
#include "tests/support/ss_test.h"

#include <string.h>

static const SsReservation *first_resv(SsScene *scene)
{
    const SsWorld *world = ss_scene_world(scene);

    for (uint32_t i = 0; i < world->resv->len; i++)
        if (world->resv->pdata[i] != NULL)
            return world->resv->pdata[i];
    return NULL;
}

#define BUSY                                                                                       \
    "1 Error creating the reservation: Requested nodes are busy\n"                                 \
    "Note, unless nodes are directly requested a reservation must exist in a single partition.\n"  \
    "If no partition is requested the default partition is assumed.\n"

static SsScene *four_nodes(void)
{
    return ss_scene_new("4 nodes x 4 cpus; accounts chem(amy,bob) physics(cyd)");
}

/* --- jobs outside ---------------------------------------------------------------------------------- */

/* Spec scheduling 10, vector 12. */
static void a_job_that_would_run_into_maintenance_waits_for_its_end(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("2 nodes x 4 cpus");

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=m Nodes=ALL "
                            "StartTime=now+7200 Duration=240 Users=root Flags=MAINT");
    ss_scene_submit(scene, "at 00:00:10 A 1 nodes limit 3h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 B 1 nodes limit 1h runs 1h");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:00:12");
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "06:00:00");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "01:00:00"),
                   "ReqNodeNotAvail, Reserved for maintenance");
}

static void a_longer_job_is_placed_beside_the_reserved_nodes(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n[1-2] "
                            "StartTime=now+3600 Duration=60 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 1 nodes limit 2h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 B 3 nodes limit 30m runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n3");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "B"), "n[1-2,4]"); /* over before it begins */
}

static void reserved_licenses_are_not_for_others(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("4 nodes x 4 cpus; licenses matlab:2; accounts chem(amy,bob) physics(cyd)");

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=lic "
                            "Licenses=matlab:2 Flags=ANY_NODES Accounts=physics StartTime=now "
                            "Duration=60");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus licenses matlab:1 limit 10m runs 5m");
    ss_scene_submit(scene,
                    "at 00:00:10 B 1 cpus user cyd reservation lic licenses matlab:2 limit 10m "
                    "runs 5m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:30:00"), "Licenses");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:00:12");
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "A") >= 3600);
}

static void a_core_reservation_leaves_the_other_cores(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; accounts chem(amy) physics(cyd)");

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=c CoreCnt=2 "
                            "StartTime=now Duration=60 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 2 cpus limit 10m runs 10m");
    ss_scene_submit(scene, "at 00:00:10 B 3 cpus limit 10m runs 10m");
    ss_scene_submit(scene, "at 00:00:10 C 2 cpus user cyd reservation c limit 10m runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "A") <= 12);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "C") <= 12);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "B") >= 3600);
}

/* --- jobs inside ----------------------------------------------------------------------------------- */

static void a_job_in_a_reservation_waits_for_it_and_stays_on_its_nodes(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now+600 Duration=60 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus user cyd reservation r limit 10m runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "A") >= 600 && ss_scene_start_of(scene, "A") <= 605);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n4");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:05:00"), "Reservation");
}

static void strangers_are_refused(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_expect_refusals(scene);
    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now Duration=60 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus reservation r limit 10m runs 10m");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus reservation nosuch limit 10m runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_CONTAINS(ss_scene_refusal_of(scene, "A"),
                       "Batch job submission failed: Access denied to requested reservation\n");
    SS_EXPECT_CONTAINS(ss_scene_refusal_of(scene, "B"), "Requested reservation is invalid");
}

/* Recorded (replay-deadline-reservation). */
static void a_deadline_may_make_room_before_maintenance(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=m Nodes=n[1-4] "
                            "StartTime=now+240 Duration=10 Users=amy Flags=MAINT");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus time-min 1m deadline 00:03:30 limit 10m runs 1m");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 10m runs 1m");
    ss_scene_run(scene);
    SS_EXPECT_TIME(ss_scene_start_of(scene, "A"), "00:00:12");
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "B") >= 840);
}

/* Recorded (replay-mix-gpus-licences): the look for reservations that are over is every 30 s. */
static void a_reservation_that_has_ended_is_a_problem_until_it_is_forgotten(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_expect_refusals(scene);
    ss_scene_operate(scene, "at 00:00:05 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now Duration=1 Users=amy");
    ss_scene_submit(scene, "at 00:01:15 A 1 cpus user amy reservation r limit 10m runs 10m");
    ss_scene_submit(scene, "at 00:01:35 B 1 cpus user amy reservation r limit 10m runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_refusal_of(scene, "A"),
                   "sbatch: error: Problem using reservation\n"
                   "sbatch: error: Batch job submission failed: Requested node configuration is "
                   "not available\n");
    SS_EXPECT_CONTAINS(ss_scene_refusal_of(scene, "B"), "Requested reservation is invalid");
}

/* Recorded (replay-resv-float): A names a node that is reserved; so nobody behind it gets that node in a pass of the main
 * scheduler, though it is idle. Backfill leaves nothing out. A is planned a second behind the next minute after the end. */
static void a_reserved_node_that_a_job_names_is_nobodys_in_that_pass(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n1 "
                            "StartTime=now+570 Duration=60 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus nodelist n1 priority 900 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus priority 100 limit 5m runs 5m");
    ss_scene_submit(scene, "at 00:00:10 C 13 cpus priority 50 limit 5m runs 5m");
    ss_scene_until(scene, "00:01:00");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "B"), "n2");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "C"), "n[1-4]");
    SS_EXPECT_TRUE(ss_scene_world(scene)->stats.backfilled == 1);
    SS_EXPECT_TIME(ss_scene_world(scene)->first_waiting->planned_start - SS_SCENE_EPOCH,
                   "01:10:01");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "A", "00:01:00"),
                   "ReqNodeNotAvail, May be reserved for other job");
}

/* It is always as far ahead: short jobs run on its nodes, long ones never do, and nobody is in it. */
static void a_floating_reservation_never_begins(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_expect_refusals(scene);
    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n1 "
                            "StartTime=now+600 Duration=60 Accounts=physics Flags=TIME_FLOAT");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus nodelist n1 limit 9m runs 9m");
    ss_scene_submit(scene, "at 02:00:00 B 1 cpus nodelist n1 limit 9m runs 9m");
    ss_scene_submit(scene, "at 00:00:10 C 1 cpus nodelist n1 limit 11m runs 9m");
    ss_scene_submit(scene, "at 00:00:10 D 1 cpus user cyd reservation r limit 1m runs 1m");
    ss_scene_until(scene, "03:00:00");
    ss_scene_run(scene);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "A") < 60);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "B") < 7260);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "C"), "PENDING");
    SS_EXPECT_TEXT(
        ss_scene_refusal_of(scene, "D"),
        "sbatch: error: Batch job submission failed: Access denied to requested reservation\n");
}

/* Cores 0 and 1 of n1, though a job uses them still; else the lowest free ones. */
static void first_cores_are_the_lowest_free_or_not(void)
{
    static const struct {
        const char *flags;
        uint64_t    cores;
    } rows[] = { { "", 0xc }, { "Flags=FIRST_CORES", 0x3 } };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(SsScene) scene =
            ss_scene_new("1 nodes x 4 cpus; accounts chem(amy,bob) physics(cyd)");
        g_autofree char *make =
            g_strdup_printf("at 00:00:30 scontrol create reservation Reservation=r NodeCnt=1 "
                            "CoreCnt=2 StartTime=now+600 Duration=60 Accounts=physics %s",
                            rows[i].flags);

        ss_scene_submit(scene, "at 00:00:10 A 2 cpus limit 2m runs 2m");
        ss_scene_operate(scene, make);
        ss_scene_until(scene, "00:01:10");
        ss_scene_run(scene);
        if (SS_EXPECT_NOT_NULL(first_resv(scene)))
            SS_EXPECT_UINT(first_resv(scene)->cores[0], rows[i].cores);
    }
}

static void one_of_several_reservations_will_do(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=late Nodes=n4 "
                            "StartTime=now+7200 Duration=60 Accounts=physics");
    ss_scene_operate(scene, "at 00:00:01 scontrol create reservation Reservation=now Nodes=n3 "
                            "StartTime=now Duration=60 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus user cyd reservation late,now limit 10m runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "A") <= 12);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n3");
}

static void a_running_job_is_killed_when_its_reservation_is_over(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now Duration=10 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus user cyd reservation r limit 1h runs 1h");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "TIMEOUT");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:10:30");
}

static void a_flex_reservation_lets_its_jobs_out(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now+600 Duration=10 Accounts=physics Flags=FLEX");
    ss_scene_submit(scene, "at 00:00:10 A 2 nodes user cyd reservation r limit 1h runs 1h");
    ss_scene_run(scene);
    /* by backfill: the main scheduler skips a job of more nodes than its reservation has (recorded) */
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "A") <= 30);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n[1,4]"); /* inside first */
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "COMPLETED");
}

/* select/linear adds nodes from the lightest on: those outside come last whatever they weigh. */
static void whole_nodes_of_a_flex_reservation_come_first(void)
{
    g_autoptr(SsScene) scene =
        ss_scene_new("4 nodes x 4 cpus; select/linear; accounts physics(cyd)");

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now+600 Duration=10 Accounts=physics Flags=FLEX");
    ss_scene_submit(scene, "at 00:00:10 A 1 nodes user cyd reservation r limit 1h runs 1h");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n4");
}

static void a_magnetic_reservation_draws_jobs_that_do_not_name_it(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now Duration=60 Accounts=physics Flags=MAGNETIC");
    ss_scene_submit(scene, "at 00:00:10 A 1 cpus user cyd limit 10m runs 10m");
    ss_scene_submit(scene, "at 00:00:10 B 1 cpus limit 10m runs 10m");
    ss_scene_submit(scene, "at 00:00:20 C 4 nodes user cyd limit 10m runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "A"), "n4");
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "B"), "n1");
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "C") >= 3600); /* too large for it, so outside */
}

/* --- its end --------------------------------------------------------------------------------------- */

static void jobs_that_still_wait_are_held_when_it_is_over(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now Duration=10 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 4 cpus user cyd reservation r limit 1h runs 5m");
    ss_scene_submit(scene, "at 00:00:10 B 4 cpus user cyd reservation r limit 1h begin 00:30:00 "
                           "runs 5m");
    ss_scene_operate(scene, "at 01:00:00 scontrol release @B");
    ss_scene_run(scene);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "B") >= 3600);
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "00:10:30"), "Reservation r was deleted");
}

static void no_hold_jobs_after_end_lets_them_run_without_it(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now Duration=10 Accounts=physics "
                            "Flags=NO_HOLD_JOBS_AFTER_END");
    ss_scene_submit(scene, "at 00:00:10 B 4 cpus user cyd reservation r limit 1h begin 00:30:00 "
                           "runs 5m");
    ss_scene_run(scene);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "B") >= 1800 && ss_scene_start_of(scene, "B") < 1900);
    SS_EXPECT_TEXT(ss_scene_nodes_of(scene, "B"), "n1");
}

static void a_reservation_in_use_cannot_be_deleted(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now Duration=60 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 4 cpus user cyd reservation r limit 1h runs 5m");
    ss_scene_operate(scene, "at 00:01:00 scontrol delete ReservationName=r");
    ss_scene_operate(scene, "at 00:06:00 scontrol delete ReservationName=r");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(
        ss_scene_answers(scene),
        "0 \n1 delete_reservation ReservationName=r: Requested reservation is in use\n0 \n");
}

/* Observed: it is there again, for the next day, as soon as it ends. */
static void a_daily_reservation_comes_again(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now+60 Duration=10 Accounts=physics Flags=DAILY");
    ss_scene_submit(scene, "at 00:20:00 A 4 nodes limit 1h runs 5m");
    ss_scene_submit(scene, "at 00:20:00 B 1 nodes nodelist n4 limit 2-00:00:00 runs 5m");
    ss_scene_until(scene, "2-00:00:00");
    ss_scene_run(scene);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "A") <= 1202);
    SS_EXPECT_INT(first_resv(scene)->id, 3);
    SS_EXPECT_TIME(first_resv(scene)->start - SS_SCENE_EPOCH, "2-00:01:00");
    /* the first time it began, then a row for each time it moved to */
    SS_EXPECT_CONTAINS(ss_scene_events(scene), "resv 2 r n4 86460 87060");
    SS_EXPECT_TEXT(ss_scene_reason_of(scene, "B", "01:00:00"),
                   "ReqNodeNotAvail, May be reserved for other job");
}

static void weekdays_skip_the_weekend(void)
{
    g_autoptr(SsScene) scene = four_nodes(); /* begins on a Thursday */

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now+60 Duration=10 Accounts=physics Flags=WEEKDAY");
    ss_scene_until(scene, "1-12:00:00");
    ss_scene_run(scene);
    SS_EXPECT_TIME(first_resv(scene)->start - SS_SCENE_EPOCH, "4-00:01:00"); /* Monday */
}

static void an_idle_reservation_is_purged(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n4 "
                            "StartTime=now Duration=600 Accounts=physics Flags=PURGE_COMP=5");
    ss_scene_submit(scene, "at 00:00:10 A 4 cpus user cyd reservation r limit 1h runs 2m");
    ss_scene_submit(scene, "at 00:00:10 B 4 nodes limit 2h runs 5m");
    ss_scene_run(scene);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "B") >= 420 && ss_scene_start_of(scene, "B") <= 500);
}

/* --- which nodes ----------------------------------------------------------------------------------- */

static const char *nodes_after(SsScene *scene, const char *time)
{
    ss_scene_until(scene, time);
    ss_scene_run(scene);
    return first_resv(scene)->nodes_text;
}

static void counted_nodes_are_neighbours(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("8 nodes x 4 cpus; accounts chem(amy)");

    ss_scene_submit(scene, "at 00:00:00 A 1 nodes nodelist n3 limit 10h runs 10h");
    ss_scene_operate(scene, "at 00:00:30 scontrol create reservation Reservation=r NodeCnt=2 "
                            "StartTime=now+60 Duration=10 Accounts=chem");
    SS_EXPECT_TEXT(nodes_after(scene, "00:01:00"), "n[1-2]"); /* the smallest run that does */
}

static void counted_nodes_avoid_other_reservations(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("8 nodes x 4 cpus; accounts chem(amy)");

    ss_scene_operate(scene, "at 00:00:30 scontrol create reservation Reservation=r NodeCnt=3 "
                            "StartTime=now+60 Duration=10 Accounts=chem");
    ss_scene_operate(scene, "at 00:00:31 scontrol create reservation Reservation=s NodeCnt=6 "
                            "StartTime=now+60 Duration=10 Accounts=chem");
    ss_scene_operate(scene, "at 00:00:32 scontrol create reservation Reservation=t NodeCnt=6 "
                            "StartTime=now+60 Duration=10 Accounts=chem Flags=OVERLAP");
    ss_scene_operate(scene, "at 00:00:33 scontrol create reservation Reservation=u Nodes=n1 "
                            "StartTime=now+60 Duration=10 Accounts=chem");
    SS_EXPECT_TEXT(nodes_after(scene, "00:01:00"), "n[1-3]");
    SS_EXPECT_TEXT(ss_scene_answers(scene),
                   "0 \n" BUSY "0 \n"
                   "1 Error creating the reservation: Requested reservation overlaps with another "
                   "reservation\n");
}

static void running_jobs_are_in_the_way_unless_ignored(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_submit(scene, "at 00:00:00 A 4 nodes limit 10h runs 10h");
    ss_scene_operate(scene, "at 00:00:30 scontrol create reservation Reservation=r NodeCnt=1 "
                            "StartTime=now+60 Duration=10 Accounts=chem");
    ss_scene_operate(scene, "at 00:00:31 scontrol create reservation Reservation=s NodeCnt=1 "
                            "StartTime=now+60 Duration=10 Accounts=chem Flags=IGNORE_JOBS");
    ss_scene_operate(scene, "at 00:00:32 scontrol create reservation Reservation=t Nodes=n3 "
                            "StartTime=now+60 Duration=10 Accounts=chem");
    ss_scene_until(scene, "00:01:00");
    ss_scene_run(scene);
    SS_EXPECT_TEXT(ss_scene_answers(scene), BUSY "0 \n" BUSY);
}

static void a_node_that_goes_down_is_replaced(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r NodeCnt=2 "
                            "StartTime=now Duration=60 Accounts=physics");
    ss_scene_operate(scene, "at 00:05:00 scontrol update NodeName=n1 State=DOWN Reason=disk");
    SS_EXPECT_TEXT(nodes_after(scene, "00:06:00"), "n[2-3]");
}

static void static_allocation_keeps_its_nodes(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r NodeCnt=2 "
                            "StartTime=now Duration=60 Accounts=physics Flags=STATIC_ALLOC");
    ss_scene_operate(scene, "at 00:05:00 scontrol update NodeName=n1 State=DOWN Reason=disk");
    SS_EXPECT_TEXT(nodes_after(scene, "00:06:00"), "n[1-2]");
}

static void replace_keeps_idle_nodes_in_hand(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r NodeCnt=2 "
                            "StartTime=now Duration=60 Accounts=physics Flags=REPLACE");
    ss_scene_submit(scene, "at 00:00:10 A 1 nodes user cyd reservation r limit 1h runs 50m");
    SS_EXPECT_TEXT(nodes_after(scene, "00:01:00"), "n[2-3]");
}

/* Recorded: who may is added to and taken from, places are only named. */
static void an_update_changes_what_it_names(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n1 "
                            "StartTime=now+600 Duration=60 Accounts=physics");
    ss_scene_operate(scene, "at 00:00:01 scontrol update Reservation=r Nodes=n[1,3-4] "
                            "Duration=120 Accounts+=chem Flags+=MAINT");
    ss_scene_operate(scene, "at 00:00:02 scontrol update Reservation=r Nodes-=n3");
    ss_scene_operate(scene, "at 00:00:02 scontrol update Reservation=r Nodes=n[1,4] "
                            "Accounts-=physics");
    ss_scene_operate(scene, "at 00:00:03 scontrol update Reservation=r EndTime=now");
    SS_EXPECT_TEXT(nodes_after(scene, "00:01:00"), "n[1,4]");
    const SsReservation *resv = first_resv(scene);
    SS_EXPECT_INT(resv->end - resv->start, 7200);
    SS_EXPECT_TEXT(resv->accounts[0], "chem");
    SS_EXPECT_NULL(resv->accounts[1]);
    SS_EXPECT_TRUE(resv->flags & SS_RESV_MAINT);
    SS_EXPECT_TEXT(ss_scene_answers(scene),
                   "0 \n0 \n1 scontrol: error: The +=/-= notation is not supported when updating "
                   "Nodes.  No reservation update.\nslurm_update error: No error\n0 \n"
                   "1 Error updating the reservation: Invalid time specified\n"
                   "slurm_update error: Invalid time specified\n");
}

/* Recorded: minutes that gave the end move it; an end that was named stays. */
static void the_start_takes_the_end_along_where_a_duration_gave_it(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n1 "
                            "StartTime=now+600 Duration=60 Accounts=physics");
    ss_scene_operate(scene, "at 00:00:00 scontrol update Reservation=r StartTime=now+1200");
    ss_scene_operate(scene, "at 00:00:00 scontrol update Reservation=r Duration+=30");
    SS_EXPECT_TEXT(nodes_after(scene, "00:01:00"), "n1");
    SS_EXPECT_TIME(first_resv(scene)->start - SS_SCENE_EPOCH, "00:20:00");
    SS_EXPECT_TIME(first_resv(scene)->end - SS_SCENE_EPOCH, "01:50:00");
}

static void an_end_that_was_named_stays(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n1 "
                            "StartTime=now+600 Duration=60 Accounts=physics");
    ss_scene_operate(scene, "at 00:00:00 scontrol update Reservation=r EndTime=now+7200");
    ss_scene_operate(scene, "at 00:00:00 scontrol update Reservation=r StartTime=now+1800");
    SS_EXPECT_TEXT(nodes_after(scene, "00:01:00"), "n1");
    SS_EXPECT_TIME(first_resv(scene)->start - SS_SCENE_EPOCH, "00:30:00");
    SS_EXPECT_TIME(first_resv(scene)->end - SS_SCENE_EPOCH, "02:00:00");
}

/* Recorded: what it runs inside is not in its way; whom it belongs to must fit together. */
static void its_own_jobs_let_it_grow(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n[1-2] "
                            "StartTime=now Duration=60 Accounts=physics");
    ss_scene_submit(scene, "at 00:00:10 A 1 nodes user cyd reservation r limit 50m runs 50m");
    ss_scene_operate(scene, "at 00:05:00 scontrol update Reservation=r Duration=120");
    ss_scene_operate(scene, "at 00:05:00 scontrol update Reservation=r Nodes=n[1-3]");
    ss_scene_operate(scene, "at 00:05:00 scontrol update Reservation=r StartTime=now+60");
    ss_scene_operate(scene, "at 00:05:00 scontrol update Reservation=r Users=amy");
    ss_scene_operate(scene, "at 00:05:00 scontrol update Reservation=r Accounts=nosuch");
    ss_scene_operate(scene, "at 00:05:00 scontrol update Reservation=r Accounts=physics,-chem");
    ss_scene_operate(scene, "at 00:05:00 scontrol update Reservation=r Bogus=1");
    SS_EXPECT_TEXT(nodes_after(scene, "00:06:00"), "n[1-3]");
    SS_EXPECT_TEXT(
        ss_scene_answers(scene),
        "0 \n0 \n0 \n"
        "1 Error updating the reservation: Reservation already started\n"
        "slurm_update error: Reservation already started\n"
        "1 Error updating the reservation: Invalid account or account/partition combination "
        "specified\n"
        "slurm_update error: Invalid account or account/partition combination specified\n"
        "1 Error updating the reservation: Invalid account or account/partition combination "
        "specified\n"
        "slurm_update error: Invalid account or account/partition combination specified\n"
        "1 Error updating the reservation: Invalid account or account/partition combination "
        "specified\n"
        "slurm_update error: Invalid account or account/partition combination specified\n"
        "1 scontrol: error: Unknown parameter Bogus=1.  No reservation update.\n"
        "slurm_update error: No error\n");
}

/* Recorded: what is refused, and by whom. */
static void a_reservation_must_be_complete(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Nodes=n1 Accounts=chem");
    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation StartTime=now Duration=10 "
                            "Nodes=n1 Users=amy Groups=root");
    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation StartTime=now Duration=10 "
                            "Nodes=n1 Accounts=chem,-physics");
    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation StartTime=now Duration=10 "
                            "Nodes=n1 Accounts=chem Flags=REPLACE");
    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation StartTime=now Duration=10 "
                            "Nodes=n1 Accounts=physics Users=cyd");
    ss_scene_operate(scene,
                     "at 00:00:00 scontrol create reservation StartTime=now+1day Duration=10 "
                     "NodeCnt=20 Accounts=physics");
    SS_EXPECT_TEXT(nodes_after(scene, "00:01:00"), "n1");
    SS_EXPECT_TEXT(
        ss_scene_answers(scene),
        "1 scontrol: error: A start time must be given.  No reservation created.\n"
        "1 scontrol: error: Users and Groups are mutually exclusive.  You can have one or the other, "
        "but not both.  No reservation created.\n"
        "1 Error creating the reservation: Invalid account or account/partition combination "
        "specified\n"
        "1 Error creating the reservation: Invalid node name specified\n"
        "0 \n0 \n");
}

/* Recorded: one that is there is expected each day of a week; the new one only once. */
static void a_daily_reservation_is_in_the_way_of_later_ones(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene,
                     "at 00:00:00 scontrol create reservation StartTime=now+3600 Duration=60 "
                     "Nodes=n1 Accounts=chem Flags=DAILY");
    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation StartTime=now+90000 "
                            "Duration=10 Nodes=n1 Accounts=chem");
    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation StartTime=now+90000 "
                            "Duration=60 Nodes=n2 Accounts=chem");
    ss_scene_operate(scene,
                     "at 00:00:00 scontrol create reservation StartTime=now+3600 Duration=60 "
                     "Nodes=n2 Accounts=chem Flags=DAILY");
    SS_EXPECT_TEXT(nodes_after(scene, "00:01:00"), "n1");
    SS_EXPECT_TEXT(ss_scene_answers(scene),
                   "0 \n1 Error creating the reservation: Requested reservation overlaps with "
                   "another reservation\n0 \n0 \n");
}

static void skipping_moves_a_recurring_one_on(void)
{
    g_autoptr(SsScene) scene = four_nodes();

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n1 "
                            "StartTime=now+600 Duration=60 Accounts=physics Flags=WEEKLY");
    ss_scene_operate(scene, "at 00:00:01 scontrol update Reservation=r skip");
    ss_scene_until(scene, "00:01:00");
    ss_scene_run(scene);
    SS_EXPECT_TIME(first_resv(scene)->start - SS_SCENE_EPOCH, "7-00:10:00");
}

/* 5.4: a job with --signal=R:..@T borrows what lies idle and is given notice of T seconds. */
static void borrowed_nodes_are_given_back_after_their_notice(void)
{
    g_autoptr(SsScene) scene = ss_scene_new("1 nodes x 4 cpus; accounts chem(amy) physics(cyd)");

    ss_scene_operate(scene, "at 00:00:00 scontrol create reservation Reservation=r Nodes=n1 "
                            "StartTime=now Duration=300 Accounts=physics MaxStartDelay=5");
    ss_scene_submit(scene, "at 00:00:10 A 1 nodes --signal=R:USR1@120 limit 1h runs 1h");
    ss_scene_submit(scene, "at 00:10:05 B 1 nodes user cyd reservation r limit 10m runs 10m");
    ss_scene_run(scene);
    SS_EXPECT_TRUE(ss_scene_start_of(scene, "A") <= 12);
    SS_EXPECT_TEXT(ss_scene_state_of(scene, "A"), "PREEMPTED");
    SS_EXPECT_TIME(ss_scene_end_of(scene, "A"), "00:12:30"); /* 120 s and the next look */
    SS_EXPECT_TIME(ss_scene_start_of(scene, "B"), "00:12:30");
}

static const SsTest tests[] = {
    SS_TEST(a_job_that_would_run_into_maintenance_waits_for_its_end),
    SS_TEST(a_longer_job_is_placed_beside_the_reserved_nodes),
    SS_TEST(reserved_licenses_are_not_for_others),
    SS_TEST(a_core_reservation_leaves_the_other_cores),
    SS_TEST(a_job_in_a_reservation_waits_for_it_and_stays_on_its_nodes),
    SS_TEST(strangers_are_refused),
    SS_TEST(a_deadline_may_make_room_before_maintenance),
    SS_TEST(a_reservation_that_has_ended_is_a_problem_until_it_is_forgotten),
    SS_TEST(a_reserved_node_that_a_job_names_is_nobodys_in_that_pass),
    SS_TEST(a_floating_reservation_never_begins),
    SS_TEST(first_cores_are_the_lowest_free_or_not),
    SS_TEST(one_of_several_reservations_will_do),
    SS_TEST(a_running_job_is_killed_when_its_reservation_is_over),
    SS_TEST(a_flex_reservation_lets_its_jobs_out),
    SS_TEST(whole_nodes_of_a_flex_reservation_come_first),
    SS_TEST(a_magnetic_reservation_draws_jobs_that_do_not_name_it),
    SS_TEST(jobs_that_still_wait_are_held_when_it_is_over),
    SS_TEST(no_hold_jobs_after_end_lets_them_run_without_it),
    SS_TEST(a_reservation_in_use_cannot_be_deleted),
    SS_TEST(a_daily_reservation_comes_again),
    SS_TEST(weekdays_skip_the_weekend),
    SS_TEST(an_idle_reservation_is_purged),
    SS_TEST(counted_nodes_are_neighbours),
    SS_TEST(counted_nodes_avoid_other_reservations),
    SS_TEST(running_jobs_are_in_the_way_unless_ignored),
    SS_TEST(a_node_that_goes_down_is_replaced),
    SS_TEST(static_allocation_keeps_its_nodes),
    SS_TEST(replace_keeps_idle_nodes_in_hand),
    SS_TEST(an_update_changes_what_it_names),
    SS_TEST(the_start_takes_the_end_along_where_a_duration_gave_it),
    SS_TEST(an_end_that_was_named_stays),
    SS_TEST(its_own_jobs_let_it_grow),
    SS_TEST(a_reservation_must_be_complete),
    SS_TEST(a_daily_reservation_is_in_the_way_of_later_ones),
    SS_TEST(skipping_moves_a_recurring_one_on),
    SS_TEST(borrowed_nodes_are_given_back_after_their_notice),
};
SS_TEST_MAIN("resv", tests)
