/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zones against localtime_r and mktime of the C library, for random instants and dates around the
 * changes of many zones. mktime keeps its guess from call to call: so do we, in a variable.
 */
#include "sim/base/zone.h"

#include <stdlib.h>
#include <time.h>

#include "sim/base/rng.h"
#include "tests/support/ss_test.h"

static const char *const names[] = {
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "Pacific/Apia",
};

#define FROM INT64_C(946684800)  /* 2000 */
#define TO   INT64_C(2114380800) /* 2037 */

static bool same_wall(const SsZone *zone, SsTime t)
{
    const time_t time = (time_t) t;
    struct tm    tm;
    SsCivil      at;

    localtime_r(&time, &tm);
    ss_zone_local(zone, t, &at);
    return at.year == tm.tm_year + 1900 && at.month == tm.tm_mon + 1 && at.day == tm.tm_mday
           && at.hour == tm.tm_hour && at.minute == tm.tm_min && at.second == tm.tm_sec
           && at.weekday == tm.tm_wday && at.yearday == tm.tm_yday && at.offset == tm.tm_gmtoff
           && at.is_dst == (tm.tm_isdst > 0);
}

static void expect_same_instant(const SsZone *zone, const SsCivil *civil, SsSpan *guess)
{
    struct tm tm = {
        .tm_year = (int) (civil->year - 1900),
        .tm_mon = civil->month - 1,
        .tm_mday = civil->day,
        .tm_hour = civil->hour,
        .tm_min = civil->minute,
        .tm_sec = civil->second,
        .tm_isdst = -1,
    };

    SS_EXPECT_INT(ss_zone_time(zone, civil, guess), mktime(&tm));
}

/* A wall time within two hours of a change of offset, or anywhere. */
static SsCivil random_wall(const SsZone *zone, SsRng *rng)
{
    SsTime  t = ss_rng_between(rng, FROM, TO);
    SsCivil at;

    for (uint32_t i = 0; i < 400; i++) {
        if (ss_zone_offset(zone, t) != ss_zone_offset(zone, t + 86400)) {
            for (; ss_zone_offset(zone, t) == ss_zone_offset(zone, t + 900); t += 900)
                continue;
            t += ss_rng_between(rng, -7200, 7200);
            break;
        }
        t += 86400;
    }
    ss_zone_local(zone, t, &at);
    at.minute += (int32_t) ss_rng_between(rng, -90, 90);
    return at;
}

static void agrees_with_the_c_library(void)
{
    SsRng  rng;
    SsSpan guess = 0; /* one for the whole program, as mktime's */

    ss_rng_init(&rng, 1, "zone");
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(SsZone) zone = ss_zone_new(names[i], NULL);

        if (zone == NULL)
            continue; /* tzdata without it */
        setenv("TZ", names[i], 1);
        tzset();
        for (uint32_t j = 0; j < 5000; j++)
            SS_EXPECT_TRUE(same_wall(zone, ss_rng_between(&rng, FROM, TO)));
        for (uint32_t j = 0; j < 1500; j++) {
            const SsCivil civil = random_wall(zone, &rng);

            expect_same_instant(zone, &civil, &guess);
        }
    }
    setenv("TZ", "UTC", 1);
}

static const SsTest tests[] = { SS_TEST(agrees_with_the_c_library) };
SS_TEST_MAIN("zone against the C library", tests)
