/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsZone - local time of one time zone. The zone is an input; the process's TZ is never looked at.
 *
 * Shape     a table of changes of the UTC offset from 1900 to 2200, read once; outside of it the
 *           nearest offset holds.
 * Owner     reference counted; immutable once made, may be shared by threads.
 * Errors    only ss_zone_new, for a name the system does not know.
 * Cost      O(log changes) a conversion; UTC and fixed offsets O(1).
 * Source    tzdata by way of GTimeZone; mktime(3) for normalisation, gaps and doubled hours.
 */
typedef struct SsZone SsZone;

/* A moment on the wall. As input to ss_zone_time only the first six count, in any range. */
typedef struct {
    int64_t     year;    /* 2026                                                */
    int32_t     month;   /* 1 .. 12                                             */
    int32_t     day;     /* 1 .. 31                                             */
    int32_t     hour;    /* 0 .. 23                                             */
    int32_t     minute;  /* 0 .. 59                                             */
    int32_t     second;  /* 0 .. 59                                             */
    int32_t     weekday; /* 0 = Sunday                                          */
    int32_t     yearday; /* 0 .. 365                                            */
    int32_t     offset;  /* seconds east of UTC                                 */
    bool        is_dst;
    const char *zone; /* "CEST"; lives as long as the zone                   */
} SsCivil;

/* "Europe/Berlin", "UTC", "+02:00", "EST5EDT,M3.2.0,M11.1.0". NULL with SS_PARSE_ERROR. */
SsZone *ss_zone_new(const char *name, GError **error);
SsZone *ss_zone_new_utc(void);
SsZone *ss_zone_ref(const SsZone *zone);
void    ss_zone_unref(SsZone *zone); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsZone, ss_zone_unref)

/* The name it was made with. */
const char *ss_zone_name(const SsZone *zone);

/* The wall clock at `time`. Times beyond the years +-1 000 000 assert (also NEVER and NONE). */
void ss_zone_local(const SsZone *zone, SsTime time, SsCivil *out);

/* Seconds east of UTC at `time`. */
SsSpan ss_zone_offset(const SsZone *zone, SsTime time);

/* The instant at which the wall shows `civil`, as mktime with tm_isdst = -1: fields may pass their
 * range (day 0, month 14, hour -1). A time in a gap (02:30 as summer time begins) is moved on by
 * the gap (03:30). A time that occurs twice is decided as glibc does, by the offset of the call
 * before, kept in `*guess`: start it at 0 and pass the same variable to the calls of one command.
 * (Seen with sreport: 02:00 in October is winter time as a start, summer time as an end behind a
 * start in summer.) NULL is a guess of 0. */
SsTime ss_zone_time(const SsZone *zone, const SsCivil *civil, SsSpan *guess);

/* The same from bare numbers, with a guess of 0. */
SsTime ss_zone_time_of(const SsZone *zone, int64_t year, int32_t month, int32_t day, int32_t hour,
                       int32_t minute, int32_t second);

/* Local midnight at or before `time`; with `days`, `months` further (or back) on the calendar.
 * ss_zone_day(zone, t, 0) is the day's begin, ss_zone_day(zone, t, 1) its end.
 * ss_zone_month(zone, t, 0) is day 1 of the month. */
SsTime ss_zone_day(const SsZone *zone, SsTime time, int32_t days);
SsTime ss_zone_month(const SsZone *zone, SsTime time, int32_t months);

/* Days since 1970-01-01 of a date of the Gregorian calendar; month 1 .. 12, day in any range. */
int64_t ss_civil_days(int64_t year, int32_t month, int64_t day);
