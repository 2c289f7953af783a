/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/zone.h"

#include "tests/support/ss_test.h"

static void an_unknown_zone_is_refused_by_name(void)
{
    g_autoptr(GError) error = NULL;

    SS_EXPECT_NULL(ss_zone_new("Europe/Atlantis", &error));
    SS_EXPECT_ERROR(error, "time zone 'Europe/Atlantis' is not known here");
}

static void the_wall_shows_summer_and_winter_time(void)
{
    g_autoptr(SsZone) berlin = ss_zone_new("Europe/Berlin", NULL);
    SsCivil           at;

    ss_zone_local(berlin, 1784527200, &at); /* 2026-07-20T06:00:00Z */
    SS_EXPECT_TRUE(at.year == 2026 && at.month == 7 && at.day == 20 && at.hour == 8);
    SS_EXPECT_TRUE(at.weekday == 1 && at.yearday == 200 && at.is_dst && at.offset == 7200);
    SS_EXPECT_TEXT(at.zone, "CEST");
    SS_EXPECT_INT(ss_zone_offset(berlin, 1795417102), 3600);
}

static void a_time_in_a_gap_moves_on(void)
{
    g_autoptr(SsZone) berlin = ss_zone_new("Europe/Berlin", NULL);

    SS_EXPECT_TIME(ss_zone_time_of(berlin, 2026, 3, 29, 2, 30, 0), "2026-03-29T01:30:00");
}

static void fields_may_pass_their_range(void)
{
    g_autoptr(SsZone) utc = ss_zone_new_utc();

    SS_EXPECT_TIME(ss_zone_time_of(utc, 2025, 14, 0, -1, 60, 60), "2026-01-31T00:01:00");
    SS_EXPECT_TIME(ss_zone_time_of(utc, 2026, -1, 31, 0, 0, 0), "2025-12-01T00:00:00");
}

static void days_and_months_follow_the_calendar(void)
{
    g_autoptr(SsZone) berlin = ss_zone_new("Europe/Berlin", NULL);
    const SsTime      noon = ss_zone_time_of(berlin, 2026, 10, 25, 12, 0, 0);
    const SsTime      day = ss_zone_day(berlin, noon, 0);

    SS_EXPECT_INT(ss_zone_day(berlin, noon, 1) - day, 90000); /* 25 hours */
    SS_EXPECT_INT(ss_zone_day(berlin, day, 0), day);
    SS_EXPECT_INT(ss_zone_month(berlin, noon, 1) - ss_zone_month(berlin, noon, 0), 2682000);
    SS_EXPECT_TIME(ss_zone_month(berlin, noon, 3), "2026-12-31T23:00:00");
}

static void a_day_that_begins_twice_begins_at_the_first(void)
{
    g_autoptr(SsZone) havana = ss_zone_new("America/Havana", NULL); /* 01:00 becomes 00:00 */
    const SsTime first = ss_zone_day(havana, ss_zone_time_of(havana, 2026, 11, 1, 12, 0, 0), 0);

    SS_EXPECT_TIME(first, "2026-11-01T04:00:00");
    SS_EXPECT_INT(ss_zone_day(havana, first + 1800, 0), first);
}

static void knows_the_calendar_of_centuries(void)
{
    SS_EXPECT_INT(ss_civil_days(1970, 1, 1), 0);
    SS_EXPECT_INT(ss_civil_days(2000, 3, 1) - ss_civil_days(2000, 2, 28), 2);
    SS_EXPECT_INT(ss_civil_days(1900, 3, 1) - ss_civil_days(1900, 2, 28), 1);
    SS_EXPECT_INT(ss_civil_days(0, 1, 1), -719528);
}

static void rules_and_offsets_make_zones_too(void)
{
    g_autoptr(SsZone) east = ss_zone_new("+02:00", NULL);
    g_autoptr(SsZone) rule = ss_zone_new("EST5EDT,M3.2.0,M11.1.0", NULL);

    SS_EXPECT_INT(ss_zone_offset(east, 0), 7200);
    SS_EXPECT_INT(ss_zone_offset(rule, 1784527200), -14400);
    SS_EXPECT_TEXT(ss_zone_name(east), "+02:00");
}

static const SsTest tests[] = {
    SS_TEST(an_unknown_zone_is_refused_by_name),
    SS_TEST(the_wall_shows_summer_and_winter_time),
    SS_TEST(a_time_in_a_gap_moves_on),
    SS_TEST(fields_may_pass_their_range),
    SS_TEST(days_and_months_follow_the_calendar),
    SS_TEST(a_day_that_begins_twice_begins_at_the_first),
    SS_TEST(knows_the_calendar_of_centuries),
    SS_TEST(rules_and_offsets_make_zones_too),
};
SS_TEST_MAIN("zone", tests)
