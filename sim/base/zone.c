/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.c - local time without the process's TZ.
 *
 * Reports ask for local time millions of times; GTimeZone answers by a linear search, and its
 * GDateTime allocates. So the changes of offset are copied once into a table (a zone has about two
 * hundred) and looked up by bisection; a zone with a single offset, UTC first, skips even that.
 * GLib does not tell when an interval begins, but its numbers rise with time, so the seconds of
 * change are found by galloping and halving.
 *
 * The way back follows glibc's mktime, since Slurm's commands call it and a report's edges are
 * visible: guess an offset, convert, correct by what is missing, until nothing is. In a gap this
 * swings between two instants, of which the one in summer time is taken (02:30 becomes 03:30). In
 * the doubled hour both offsets are right, and the guess, which glibc keeps from the call before,
 * decides. The process-wide guess became the caller's variable here: state that belongs to one
 * command cannot leak into another.
 *
 * Conversions are compared with localtime_r and mktime, for several zones, in
 * tests/property/test_zone.c.
 */
#include "sim/base/zone.h"

#include <string.h>

#include "sim/base/diag.h"

#define DAY        86400
#define TABLE_FROM INT64_C(-2208988800) /* 1900 */
#define TABLE_TO   INT64_C(7258118400)  /* 2200 */
#define FARTHEST   (INT64_C(1000000) * 366 * DAY)

typedef struct {
    SsTime      begin;
    int32_t     offset;
    bool        is_dst;
    const char *name; /* interned: lives for ever */
} Change;

struct SsZone {
    gatomicrefcount refs;
    char           *name;
    uint32_t        n;       /* >= 1 */
    Change         *changes; /* [n] rising begin; the first also holds for all before */
};

static Change read_change(GTimeZone *tz, int interval, SsTime begin)
{
    return (Change){
        .begin = begin,
        .offset = g_time_zone_get_offset(tz, interval),
        .is_dst = g_time_zone_is_dst(tz, interval),
        .name = g_intern_string(g_time_zone_get_abbreviation(tz, interval)),
    };
}

static int interval_at(GTimeZone *tz, SsTime time)
{
    return g_time_zone_find_interval(tz, G_TIME_TYPE_UNIVERSAL, time);
}

/* The first second after `from` that is not in `interval`; TABLE_TO if there is none. */
static SsTime end_of(GTimeZone *tz, int interval, SsTime from)
{
    SsTime in = from, out = TABLE_TO;
    SsSpan step = 30 * DAY;

    for (SsTime t = from + step; t < TABLE_TO; t += step, step *= 2) {
        if (interval_at(tz, t) != interval) {
            out = t;
            break;
        }
        in = t;
    }
    if (out == TABLE_TO && interval_at(tz, TABLE_TO - 1) == interval)
        return TABLE_TO;
    while (out - in > 1) {
        const SsTime middle = in + (out - in) / 2;

        if (interval_at(tz, middle) == interval)
            in = middle;
        else
            out = middle;
    }
    return out;
}

static bool same_offset(const Change *a, const Change *b)
{
    return a->offset == b->offset && a->is_dst == b->is_dst && a->name == b->name;
}

static SsZone *new_zone(const char *name, GTimeZone *tz)
{
    SsZone *zone = g_new0(SsZone, 1);
    GArray *changes = g_array_new(FALSE, FALSE, sizeof(Change)); /* element-type: Change */

    for (SsTime t = TABLE_FROM; t < TABLE_TO;) {
        const int    interval = interval_at(tz, t);
        const Change change = read_change(tz, interval, t);

        if (changes->len == 0
            || !same_offset(&change, &g_array_index(changes, Change, changes->len - 1)))
            g_array_append_val(changes, change);
        t = end_of(tz, interval, t);
    }
    g_atomic_ref_count_init(&zone->refs);
    zone->name = g_strdup(name);
    zone->n = changes->len;
    zone->changes = (Change *) (void *) g_array_free(changes, FALSE);
    return zone;
}

static const Change *change_at(const SsZone *zone, SsTime time)
{
    uint32_t low = 0, high = zone->n; /* changes[low].begin <= time < changes[high].begin */

    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;

        if (zone->changes[middle].begin <= time)
            low = middle;
        else
            high = middle;
    }
    return &zone->changes[low];
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The date of a day number; the calendar repeats every 400 years, counted from a first of March so
 * that the leap day is the last of its year. */
static void date_of_days(int64_t days, SsCivil *out)
{
    const int64_t shifted = days + 719468; /* from 0000-03-01 */
    const int64_t era = floor_div(shifted, 146097);
    const int64_t in_era = shifted - era * 146097;
    const int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    const int32_t month = (int32_t) ((5 * in_year + 2) / 153); /* 0 = March */

    out->day = (int32_t) (in_year - (153 * month + 2) / 5 + 1);
    out->month = month < 10 ? month + 3 : month - 9;
    out->year = year + era * 400 + (out->month <= 2);
    out->yearday = (int32_t) (days - ss_civil_days(out->year, 1, 1));
    out->weekday = (int32_t) (((days + 4) % 7 + 7) % 7);
}

/* The seconds between 1970-01-01 00:00:00 on the wall and `civil` on the wall. */
static int64_t wall_seconds(const SsCivil *civil)
{
    const int64_t months = (int64_t) civil->month - 1;
    const int64_t year = civil->year + floor_div(months, 12);
    const int32_t month = (int32_t) (months - floor_div(months, 12) * 12) + 1;
    const int64_t days = ss_civil_days(year, month, civil->day);

    return days * DAY + (int64_t) civil->hour * 3600 + (int64_t) civil->minute * 60 + civil->second;
}

SsZone *ss_zone_new(const char *name, GError **error)
{
    g_autoptr(GTimeZone) tz = g_time_zone_new_identifier(name);

    if (tz == NULL) {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                    "time zone '%s' is not known here; write a name such as Europe/Berlin or UTC",
                    name);
        return NULL;
    }
    return new_zone(name, tz);
}

SsZone *ss_zone_new_utc(void)
{
    SsZone *zone = g_new0(SsZone, 1);

    g_atomic_ref_count_init(&zone->refs);
    zone->name = g_strdup("UTC");
    zone->n = 1;
    zone->changes = g_new0(Change, 1);
    zone->changes[0].name = "UTC";
    return zone;
}

SsZone *ss_zone_ref(const SsZone *zone)
{
    SsZone *owned = (SsZone *) (uintptr_t) zone; /* the count is all that ever changes */

    g_atomic_ref_count_inc(&owned->refs);
    return owned;
}

void ss_zone_unref(SsZone *zone)
{
    if (zone == NULL || !g_atomic_ref_count_dec(&zone->refs))
        return;
    g_free(zone->name);
    g_free(zone->changes);
    g_free(zone);
}

const char *ss_zone_name(const SsZone *zone)
{
    return zone->name;
}

void ss_zone_local(const SsZone *zone, SsTime time, SsCivil *out)
{
    g_assert(time > -FARTHEST && time < FARTHEST);
    const Change *change = change_at(zone, time);
    const int64_t wall = time + change->offset;
    const int64_t days = floor_div(wall, DAY);
    const int32_t left = (int32_t) (wall - days * DAY);

    date_of_days(days, out);
    out->hour = left / 3600;
    out->minute = left % 3600 / 60;
    out->second = left % 60;
    out->offset = change->offset;
    out->is_dst = change->is_dst;
    out->zone = change->name;
}

SsSpan ss_zone_offset(const SsZone *zone, SsTime time)
{
    return change_at(zone, time)->offset;
}

SsTime ss_zone_time(const SsZone *zone, const SsCivil *civil, SsSpan *guess)
{
    const int64_t wall = wall_seconds(civil);
    SsTime        t = wall - (guess != NULL ? *guess : 0);
    SsTime        before = t, two_before = t;
    bool          was_dst = false;

    for (int tries = 0; tries < 8; tries++) {
        const Change *change = change_at(zone, t);
        const SsTime  next = wall - change->offset;

        if (next == t)
            break;
        if (t == two_before && t != before && (change->is_dst || !was_dst))
            break; /* a gap */
        two_before = before;
        before = t;
        t = next;
        was_dst = change->is_dst;
    }
    if (guess != NULL)
        *guess = wall - t;
    return t;
}

SsTime ss_zone_time_of(const SsZone *zone, int64_t year, int32_t month, int32_t day, int32_t hour,
                       int32_t minute, int32_t second)
{
    const SsCivil civil = {
        .year = year,
        .month = month,
        .day = day,
        .hour = hour,
        .minute = minute,
        .second = second,
    };

    return ss_zone_time(zone, &civil, NULL);
}

/* Midnight that begins the day of `civil`, the first if the zone has it twice. */
static SsTime midnight(const SsZone *zone, SsCivil *civil)
{
    civil->hour = civil->minute = civil->second = 0;

    SsSpan guess = ss_zone_offset(zone, wall_seconds(civil) - 2 * DAY);
    return ss_zone_time(zone, civil, &guess);
}

SsTime ss_zone_day(const SsZone *zone, SsTime time, int32_t days)
{
    SsCivil civil;

    ss_zone_local(zone, time, &civil);
    civil.day += days;
    return midnight(zone, &civil);
}

SsTime ss_zone_month(const SsZone *zone, SsTime time, int32_t months)
{
    SsCivil civil;

    ss_zone_local(zone, time, &civil);
    civil.day = 1;
    civil.month += months;
    return midnight(zone, &civil);
}

int64_t ss_civil_days(int64_t year, int32_t month, int64_t day)
{
    const int64_t y = year - (month <= 2);
    const int64_t era = floor_div(y, 400);
    const int64_t in_era = y - era * 400;
    const int64_t in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}
