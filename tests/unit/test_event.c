/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/engine/cadence.h"
#include "sim/engine/event.h"
#include "tests/support/ss_test.h"

static void expect_event(SsEventQueue *queue, SsTime now, SsEventClass class, SsEventKind kind,
                         uint32_t job_id)
{
    SsEvent event = { 0 };

    if (!SS_EXPECT_TRUE(ss_event_queue_take(queue, now, class, &event)))
        return;
    SS_EXPECT_INT(event.kind, kind);
    SS_EXPECT_INT(event.job_id, job_id);
}

static void events_come_by_time_then_class_then_order(void)
{
    g_autoptr(SsEventQueue) queue = ss_event_queue_new();
    SsEvent                 event;

    SS_EXPECT_INT(ss_event_queue_next(queue), SS_TIME_NEVER);
    ss_event_queue_add(queue, 20, SS_EVENT_EXIT, 1);
    ss_event_queue_add(queue, 10, SS_EVENT_EXIT, 2);
    ss_event_queue_add(queue, 10, SS_EVENT_EXIT, 3);
    ss_event_queue_add(queue, 10, SS_EVENT_CANCEL, 4);
    SS_EXPECT_INT(ss_event_queue_next(queue), 10);
    SS_EXPECT_FALSE(ss_event_queue_take(queue, 9, SS_EVENT_SAMPLE, &event));
    expect_event(queue, 10, SS_EVENT_OPERATION, SS_EVENT_CANCEL, 4);
    SS_EXPECT_FALSE(
        ss_event_queue_take(queue, 10, SS_EVENT_OPERATION, &event)); /* ends come later */
    expect_event(queue, 10, SS_EVENT_JOB_END, SS_EVENT_EXIT, 2);
    expect_event(queue, 10, SS_EVENT_JOB_END, SS_EVENT_EXIT, 3);
    SS_EXPECT_INT(ss_event_queue_next(queue), 20);
}

static void a_dropped_event_does_not_come(void)
{
    g_autoptr(SsEventQueue) queue = ss_event_queue_new();
    const SsHeapHandle      handle = ss_event_queue_add(queue, 10, SS_EVENT_EXIT, 1);

    ss_event_queue_add(queue, 11, SS_EVENT_EXIT, 2);
    ss_event_queue_drop(queue, handle);
    SS_EXPECT_INT(ss_event_queue_count(queue), 1);
    expect_event(queue, 20, SS_EVENT_JOB_END, SS_EVENT_EXIT, 2);
}

static void every_class_has_a_name_and_a_sentence(void)
{
    for (int class = 0; class < SS_EVENT_CLASSES; class ++) {
        SS_EXPECT_NOT_NULL(ss_event_name((SsEventClass) class));
        SS_EXPECT_NOT_NULL(ss_event_doc((SsEventClass) class));
    }
}

/* --- the controller's rhythm: a start at 1000, everything at its default ------------------------------- */

static SsCadence cadence_of(SsTime start, uint32_t phase, SsSpan notice)
{
    SsSettings settings;
    SsCadence  cadence;

    ss_settings_init(&settings);
    settings.sched_type = SS_SCHED_BACKFILL;
    settings.priority_type = SS_PRIORITY_MULTIFACTOR;
    ss_cadence_init(&cadence, &settings, start, phase, notice);
    ss_settings_clear(&settings);
    return cadence;
}

static SsCadence cadence_at(SsTime start, uint32_t phase)
{
    return cadence_of(start, phase, SS_CADENCE_NOTICE);
}

static void beats_are_counted_from_the_start(void)
{
    SsCadence plain = cadence_at(1000, 0), shifted = cadence_at(1000, 7);

    SS_EXPECT_INT(ss_cadence_beat(&plain, SS_BEAT_POLL, 1001), 1030);
    SS_EXPECT_INT(ss_cadence_beat(&plain, SS_BEAT_POLL, 1030), 1030);
    SS_EXPECT_INT(ss_cadence_beat(&plain, SS_BEAT_RESERVATION, 1031), 1035);
    SS_EXPECT_INT(ss_cadence_beat(&plain, SS_BEAT_PERIOD, 1001), 1300);
    SS_EXPECT_INT(ss_cadence_beat(&shifted, SS_BEAT_POLL, 1001), 1007);
    SS_EXPECT_INT(ss_cadence_beat(&shifted, SS_BEAT_POLL, 1008), 1037);
}

static void a_submission_is_served_two_seconds_later(void)
{
    SsCadence cadence = cadence_at(1000, 0);
    bool      asked;

    ss_cadence_count(&cadence, 1010);
    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 1012);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 1011, &asked), SS_TICK_NOTHING);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 1012, &asked), SS_TICK_PARTIAL);
    SS_EXPECT_TRUE(asked);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 1013, &asked), SS_TICK_NOTHING);
}

static void passes_that_the_loop_asks_for_are_three_seconds_apart(void)
{
    SsCadence cadence = cadence_at(1000, 0);
    bool      asked;

    ss_cadence_count(&cadence, 1010);
    ss_cadence_count(&cadence, 1011); /* served with the first */
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 1012, &asked), SS_TICK_PARTIAL);
    ss_cadence_count(&cadence, 1012);
    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 1015);
}

static void the_end_of_a_job_asks_at_once_unless_deferred(void)
{
    SsCadence cadence = cadence_at(1000, 0);
    bool      asked = true;

    ss_cadence_job_left(&cadence, 1020);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 1020, &asked), SS_TICK_PARTIAL);
    SS_EXPECT_FALSE(asked);
    cadence.defer = true;
    ss_cadence_job_left(&cadence, 1030);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 1030, &asked), SS_TICK_NOTHING);
    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 1032);
}

static void threads_wake_late_behind_a_sleep(void)
{
    SsCadence cadence = cadence_at(1000, 0);
    bool      asked;

    ss_cadence_wake(&cadence, 1020, 5000, (SsWake){ .main = 2, .backfill = 1 });
    ss_cadence_job_left(&cadence, 5000);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 5000, &asked), SS_TICK_NOTHING);
    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 5002);
    SS_EXPECT_INT(ss_cadence_beat(&cadence, SS_BEAT_POLL, 5000), 5002);
    SS_EXPECT_INT(ss_cadence_backfill_due(&cadence, 5000), 5001);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 5002, &asked), SS_TICK_FULL);
}

static void a_loop_that_comes_round_has_a_full_pass_whatever_it_waited_for(void)
{
    SsCadence cadence = cadence_at(1000, 0);
    bool      asked;

    ss_cadence_wake(&cadence, 1020, 5000, (SsWake){ .main = 3604, .backfill = 3604 });
    ss_cadence_count(&cadence, 5000);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 5000, &asked), SS_TICK_NOTHING);
    SS_EXPECT_INT(ss_cadence_backfill_due(&cadence, 5000), 8604);
    ss_cadence_come_round(&cadence, 5000, SS_ROUND_LIMITS);
    ss_cadence_come_round(&cadence, 5000, SS_ROUND_FULL);
    SS_EXPECT_INT(ss_cadence_beat(&cadence, SS_BEAT_POLL, 5000), 5000);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 5000, &asked), SS_TICK_FULL);
    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 5060);
    ss_cadence_count(&cadence, 5000); /* from then on as ever */
    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 5003);
    ss_cadence_come_round(&cadence, 5001, SS_ROUND_BACKFILL);
    SS_EXPECT_INT(ss_cadence_backfill_due(&cadence, 5000), 5001);
}

static void who_is_told_does_nothing_by_itself(void)
{
    SsCadence cadence = cadence_at(1000, 0);
    bool      asked;

    ss_cadence_wake(&cadence, 1020, 5000, (SsWake){ .told = true });
    ss_cadence_count(&cadence, 5000);
    ss_cadence_job_left(&cadence, 5000);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 5060, &asked), SS_TICK_NOTHING);
    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), SS_TIME_NEVER);
    SS_EXPECT_INT(ss_cadence_backfill_due(&cadence, 5000), SS_TIME_NEVER);
    SS_EXPECT_INT(ss_cadence_beat(&cadence, SS_BEAT_POLL, 5000), SS_TIME_NEVER);
    SS_EXPECT_FALSE(ss_cadence_is_asked(&cadence, 5000));
    SS_EXPECT_INT(ss_cadence_beat(&cadence, SS_BEAT_RESERVATION, 5000), 5000);
    ss_cadence_wake(&cadence, 5060, 6000, (SsWake){ 0 }); /* until the next sleep */
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 6000, &asked), SS_TICK_FULL);
}

static void usage_keeps_a_count_of_its_own_behind_a_sleep(void)
{
    SsCadence cadence = cadence_at(1000, 0);

    cadence.every[SS_BEAT_PERIOD] = 300;
    ss_cadence_wake(&cadence, 1020, 5000, (SsWake){ .main = 2 });
    SS_EXPECT_INT(ss_cadence_beat(&cadence, SS_BEAT_PERIOD, 5000), 5200);
    ss_cadence_wake(&cadence, 1020, 5000, (SsWake){ .main = 2, .grid = 5003 });
    SS_EXPECT_INT(ss_cadence_beat(&cadence, SS_BEAT_PERIOD, 5000), 5003);
    SS_EXPECT_INT(ss_cadence_beat(&cadence, SS_BEAT_PERIOD, 5004), 5303);
}

static void of_two_that_wake_together_backfill_is_first(void)
{
    SsCadence cadence = cadence_at(1000, 0);

    SS_EXPECT_FALSE(cadence.bf_first);
    ss_cadence_wake(&cadence, 1020, 5000, (SsWake){ .main = 1, .backfill = 1 });
    SS_EXPECT_TRUE(cadence.bf_first);
    ss_cadence_wake(&cadence, 5020, 6000, (SsWake){ .main = 1, .backfill = 2 });
    SS_EXPECT_FALSE(cadence.bf_first);
}

static void a_sleep_of_no_time_says_when_the_next_tick_is(void)
{
    for (SsSpan tick = 1; tick <= 3; tick++) {
        SsCadence cadence = cadence_at(1000, 0);
        bool      asked;

        ss_cadence_count(&cadence, 1010);
        ss_cadence_wake(&cadence, 1011, 1011, (SsWake){ .main = tick - 1 });
        SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 1010 + tick);
        SS_EXPECT_INT(ss_cadence_tick(&cadence, 1010 + tick, &asked), SS_TICK_PARTIAL);
        ss_cadence_count(&cadence, 1020); /* from then on as ever */
        SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 1022);
    }
}

static void a_full_pass_swallows_all_requests_of_its_second(void)
{
    SsCadence cadence = cadence_at(1000, 0);
    bool      asked;

    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 1060);
    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, false), SS_TIME_NEVER);
    ss_cadence_count(&cadence, 1058);
    ss_cadence_job_left(&cadence, 1060);
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 1060, &asked), SS_TICK_FULL);
    SS_EXPECT_INT(ss_cadence_tick_due(&cadence, true), 1120);
}

static void full_passes_on_an_empty_queue_are_caught_up(void)
{
    SsCadence cadence = cadence_at(1000, 0);
    bool      asked;

    SS_EXPECT_UINT(ss_cadence_catch_up(&cadence, 1060), 0);
    SS_EXPECT_UINT(ss_cadence_catch_up(&cadence, 1180), 2); /* at 1060 and 1120; 1180 is now */
    SS_EXPECT_INT(ss_cadence_tick(&cadence, 1180, &asked), SS_TICK_FULL);
    SS_EXPECT_UINT(ss_cadence_catch_up(&cadence, 1200), 0);
}

static void backfill_sleeps_then_waits_for_a_change(void)
{
    SsCadence cadence = cadence_at(1000, 0);

    SS_EXPECT_INT(ss_cadence_backfill_due(&cadence, 0), SS_TIME_NEVER);
    SS_EXPECT_INT(ss_cadence_backfill_due(&cadence, 1005), 1030);
    ss_cadence_backfill_done(&cadence, 1030);
    SS_EXPECT_INT(ss_cadence_backfill_due(&cadence, 1029), SS_TIME_NEVER);
    SS_EXPECT_INT(ss_cadence_backfill_due(&cadence, 1030),
                  1060); /* in the second of the last cycle */
    SS_EXPECT_INT(ss_cadence_backfill_due(&cadence, 1075), 1075); /* looked again each second */
}

static const SsTest tests[] = {
    SS_TEST(events_come_by_time_then_class_then_order),
    SS_TEST(a_dropped_event_does_not_come),
    SS_TEST(every_class_has_a_name_and_a_sentence),
    SS_TEST(beats_are_counted_from_the_start),
    SS_TEST(a_submission_is_served_two_seconds_later),
    SS_TEST(passes_that_the_loop_asks_for_are_three_seconds_apart),
    SS_TEST(the_end_of_a_job_asks_at_once_unless_deferred),
    SS_TEST(threads_wake_late_behind_a_sleep),
    SS_TEST(a_loop_that_comes_round_has_a_full_pass_whatever_it_waited_for),
    SS_TEST(who_is_told_does_nothing_by_itself),
    SS_TEST(usage_keeps_a_count_of_its_own_behind_a_sleep),
    SS_TEST(of_two_that_wake_together_backfill_is_first),
    SS_TEST(a_sleep_of_no_time_says_when_the_next_tick_is),
    SS_TEST(a_full_pass_swallows_all_requests_of_its_second),
    SS_TEST(full_passes_on_an_empty_queue_are_caught_up),
    SS_TEST(backfill_sleeps_then_waits_for_a_change),
};
SS_TEST_MAIN("event", tests)
