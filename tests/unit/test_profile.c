/* SPDX-License-Identifier: Apache-2.0 */
#include "scheduler/profile.h"

#include "tests/support/ss_test.h"

static void a_fresh_one_is_level(void)
{
    g_autoptr(SsProfile) profile = ss_profile_new(100, 8);

    SS_EXPECT_INT(ss_profile_at(profile, 100), 8);
    SS_EXPECT_INT(ss_profile_at(profile, 1000000), 8);
    SS_EXPECT_INT(ss_profile_earliest(profile, 8, 3600, 100), 100);
    SS_EXPECT_INT(ss_profile_earliest(profile, 8, 3600, 170), 170);
    SS_EXPECT_INT(ss_profile_earliest(profile, 9, 1, 100), SS_TIME_NEVER);
}

static void what_is_taken_is_taken_from_begin_to_before_end(void)
{
    g_autoptr(SsProfile) profile = ss_profile_new(100, 8);

    ss_profile_take(profile, 110, 120, 3);
    SS_EXPECT_INT(ss_profile_at(profile, 109), 8);
    SS_EXPECT_INT(ss_profile_at(profile, 110), 5);
    SS_EXPECT_INT(ss_profile_at(profile, 119), 5);
    SS_EXPECT_INT(ss_profile_at(profile, 120), 8);
}

static void nothing_is_taken_from_the_past_or_for_no_time(void)
{
    g_autoptr(SsProfile) profile = ss_profile_new(100, 8);

    ss_profile_take(profile, 50, 90, 3);
    ss_profile_take(profile, 200, 200, 3);
    ss_profile_take(profile, 300, 250, 3);
    SS_EXPECT_INT(ss_profile_earliest(profile, 8, 1000, 100), 100);
    ss_profile_take(profile, 50, 150, 3);
    SS_EXPECT_INT(ss_profile_at(profile, 100), 5);
    SS_EXPECT_INT(ss_profile_at(profile, 150), 8);
}

static void a_job_without_limit_takes_for_ever(void)
{
    g_autoptr(SsProfile) profile = ss_profile_new(100, 8);

    ss_profile_take(profile, 100, SS_TIME_NEVER, 5);
    SS_EXPECT_INT(ss_profile_earliest(profile, 3, 3600, 100), 100);
    SS_EXPECT_INT(ss_profile_earliest(profile, 4, 1, 100), SS_TIME_NEVER);
    SS_EXPECT_INT(ss_profile_earliest(profile, 3, SS_SPAN_FOREVER, 100), 100);
}

static void the_earliest_window_may_begin_inside_a_step_and_cross_several(void)
{
    g_autoptr(SsProfile) profile = ss_profile_new(0, 10);

    ss_profile_take(profile, 0, 100, 10);  /* full                       */
    ss_profile_take(profile, 100, 200, 4); /* six free                   */
    ss_profile_take(profile, 200, 250, 8); /* two free: a wall for three */
    SS_EXPECT_INT(ss_profile_earliest(profile, 6, 100, 0), 100);
    SS_EXPECT_INT(ss_profile_earliest(profile, 6, 101, 0), 250);
    SS_EXPECT_INT(ss_profile_earliest(profile, 2, 1000, 0), 100);
    SS_EXPECT_INT(ss_profile_earliest(profile, 3, 50, 150), 150);
    SS_EXPECT_INT(ss_profile_earliest(profile, 3, 51, 150), 250);
    SS_EXPECT_INT(ss_profile_earliest(profile, 10, 1, 0), 250);
}

static void giving_back_undoes_taking(void)
{
    g_autoptr(SsProfile) profile = ss_profile_new(0, 10);

    ss_profile_take(profile, 0, 50, 10);
    ss_profile_take(profile, 50, 90, 7);
    SS_EXPECT_INT(ss_profile_earliest(profile, 7, 40, 0), 90);
    ss_profile_take(profile, 50, 90, -7);
    SS_EXPECT_INT(ss_profile_earliest(profile, 7, 40, 0), 50);
}

static const SsTest tests[] = {
    SS_TEST(a_fresh_one_is_level),
    SS_TEST(what_is_taken_is_taken_from_begin_to_before_end),
    SS_TEST(nothing_is_taken_from_the_past_or_for_no_time),
    SS_TEST(a_job_without_limit_takes_for_ever),
    SS_TEST(the_earliest_window_may_begin_inside_a_step_and_cross_several),
    SS_TEST(giving_back_undoes_taking),
};
SS_TEST_MAIN("profile", tests)
