/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date.c - instants as text.
 *
 * A time specification is a row of parts - a date, a time, a word - in any order, separated by
 * blanks, '-' or 'T'. Each part is recognised by its first characters: a colon behind one or two
 * digits makes a time, dashes at offsets 4 and 7 an ISO date, and all else that begins with a digit
 * is MM[/.]DD[[/.]YY]. What is missing is filled in last, and differently for commands that look
 * back (sacct) and ahead (sbatch).
 *
 * The message of a refusal is Slurm's own, since it is part of what these commands print, position
 * included; the positions and oddities were found by asking sacct and sbatch 22.05.8. One was left
 * out: behind other parts "now" reads past the end of the text there; here it is refused.
 *
 * strftime knows locales; the text it is asked for here (SLURM_TIME_FORMAT) is made in the C
 * locale, whatever the program has set.
 */
#include "sim/base/date.h"

#include <inttypes.h>
#include <locale.h>
#include <string.h>
#include <time.h>

#include "sim/base/diag.h"

#define UNSET          (-1)
#define FARTHEST_DELTA (INT64_C(100000) * 366 * 86400) /* of "now+N"; Slurm would overflow */
#define LATEST_UTS     (INT64_C(1) << 37)              /* the year 6325 */

/* What was found so far; UNSET parts are filled in at the end. */
typedef struct {
    const char *text;
    const char *p;   /* the next character to look at */
    SsCivil     now; /* on the wall                   */
    int32_t     year, month, day;
    int32_t     hour, minute, second;
    bool        is_now;
    SsSpan      delta; /* behind "now"                  */
} Spec;

typedef struct {
    const char *word;
    int32_t     seconds;
} Unit;

/* In this order: a longer word comes before what begins it. */
static const Unit units[] = {
    { "seconds", 1 }, { "second", 1 },   { "minutes", 60 }, { "minute", 60 },    { "hours", 3600 },
    { "hour", 3600 }, { "days", 86400 }, { "day", 86400 },  { "weeks", 604800 }, { "week", 604800 },
};

typedef struct {
    const char *word;
    int32_t     hour;
} NamedHour;

static const NamedHour named_hours[] = {
    { "midnight", 0 },
    { "noon", 12 },
    { "fika", 15 },
    { "teatime", 16 },
};

static bool skip_word(const char **p, const char *word)
{
    const size_t n = strlen(word);

    if (g_ascii_strncasecmp(*p, word, n) != 0)
        return false;
    *p += n;
    return true;
}

static void skip_blanks(const char **p)
{
    *p += strspn(*p, " \t");
}

/* One or two digits from `min` to `max`. Slurm points at two characters before the end of a number
 * that is out of range. */
static bool take_number(Spec *spec, int32_t min, int32_t max, int32_t *out)
{
    int32_t number = 0;

    if (!g_ascii_isdigit(*spec->p))
        return false;
    for (int i = 0; i < 2 && g_ascii_isdigit(*spec->p); i++)
        number = number * 10 + (*spec->p++ - '0');
    if (number < min || number > max) {
        spec->p -= 2;
        return false;
    }
    *out = number;
    return true;
}

/* Exactly two digits. */
static bool take_two(Spec *spec, int32_t max, int32_t *out)
{
    if (g_ascii_isdigit(spec->p[0]) && !g_ascii_isdigit(spec->p[1])) {
        spec->p++;
        return false;
    }
    return take_number(spec, 0, max, out);
}

/* AM or PM behind a time; an hour above 12 takes neither. */
static void take_half_of_day(Spec *spec)
{
    const char *p = spec->p;

    if (spec->hour > 12)
        return;
    skip_blanks(&p);
    if (skip_word(&p, "AM"))
        spec->hour = spec->hour % 12;
    else if (skip_word(&p, "PM"))
        spec->hour = spec->hour % 12 + 12;
    else
        return;
    spec->p = p;
}

/* HH:MM[:SS] [AM|PM] */
static bool take_time(Spec *spec)
{
    spec->second = 0;
    if (!take_number(spec, 0, 23, &spec->hour) || *spec->p != ':')
        return false;
    spec->p++;
    if (!take_two(spec, 59, &spec->minute))
        return false;
    if (*spec->p == ':') {
        spec->p++;
        if (!take_two(spec, 59, &spec->second))
            return false;
    }
    take_half_of_day(spec);
    return true;
}

/* YYYY-MM-DD */
static bool take_iso_date(Spec *spec)
{
    int32_t year = 0;

    for (int i = 0; i < 4; i++, spec->p++) {
        if (!g_ascii_isdigit(*spec->p))
            return false;
        year = year * 10 + (*spec->p - '0');
    }
    spec->p++;
    if (!take_number(spec, 1, 12, &spec->month))
        return false;
    spec->p++;
    if (!take_number(spec, 1, 31, &spec->day))
        return false;
    spec->year = year > 0 ? year : UNSET;
    return true;
}

static void skip_slash(Spec *spec)
{
    if (*spec->p == '/' || *spec->p == '.')
        spec->p++;
}

/* MMDD[YY], MM/DD[/YY], MM.DD[.YY] */
static bool take_date(Spec *spec)
{
    if (!take_number(spec, 1, 12, &spec->month))
        return false;
    skip_slash(spec);
    if (!take_number(spec, 1, 31, &spec->day))
        return false;
    skip_slash(spec);
    if (!g_ascii_isdigit(*spec->p))
        return true;
    if (!take_two(spec, 99, &spec->year))
        return false;
    spec->year = spec->year > 0 ? spec->year + 2000 : UNSET; /* 00 counts as none */
    return true;
}

static bool take_digits(Spec *spec)
{
    const char  *p = spec->p;
    const size_t n = strlen(p);

    if (p[1] == ':' || (n > 2 && p[2] == ':'))
        return take_time(spec);
    if (n > 7 && p[4] == '-' && p[7] == '-')
        return take_iso_date(spec);
    return take_date(spec);
}

/* Digits, which blanks may interrupt: "now+1 0hours" is ten hours. */
static bool take_count(Spec *spec, int64_t *out)
{
    bool any = false;

    *out = 0;
    for (; g_ascii_isdigit(*spec->p) || g_ascii_isspace(*spec->p); spec->p++) {
        if (g_ascii_isspace(*spec->p))
            continue;
        any = true;
        *out = MIN(*out * 10 + (*spec->p - '0'), INT32_MAX);
    }
    return any;
}

static bool take_unit(Spec *spec, int64_t *out)
{
    *out = 1;
    if (*spec->p == '\0')
        return true;
    for (uint32_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (skip_word(&spec->p, units[i].word)) {
            *out = units[i].seconds;
            return true;
        }
    }
    return false;
}

/* What stands behind "now": nothing, or a sign, a number and a unit. */
static bool take_delta(Spec *spec)
{
    int64_t count = 0, unit = 1;

    spec->is_now = true;
    skip_blanks(&spec->p);
    if (*spec->p == '+' || *spec->p == '-') {
        const char *sign = spec->p++;

        if (!take_count(spec, &count)) {
            spec->p = sign;
            return false;
        }
        if (!take_unit(spec, &unit) || count > FARTHEST_DELTA / unit) {
            spec->p--; /* Slurm points at the character before */
            return false;
        }
        spec->delta = *sign == '-' ? -count * unit : count * unit;
    }
    skip_blanks(&spec->p);
    return *spec->p == '\0';
}

static bool take_named_hour(Spec *spec)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(named_hours); i++) {
        if (skip_word(&spec->p, named_hours[i].word)) {
            spec->hour = named_hours[i].hour;
            spec->minute = spec->second = 0;
            return true;
        }
    }
    return false;
}

static bool take_named_day(Spec *spec)
{
    int32_t ahead = 0;

    if (skip_word(&spec->p, "tomorrow"))
        ahead = 1;
    else if (!skip_word(&spec->p, "today"))
        return false;
    spec->year = (int32_t) spec->now.year;
    spec->month = spec->now.month;
    spec->day = spec->now.day + ahead; /* the 32nd becomes the first */
    return true;
}

static bool take_part(Spec *spec)
{
    if (strchr(" \t\n-T", *spec->p) != NULL) { /* before the words: "Today" is an error in Slurm */
        spec->p++;
        return true;
    }
    if (take_named_day(spec) || take_named_hour(spec))
        return true;
    if (spec->p == spec->text && skip_word(&spec->p, "now"))
        return take_delta(spec);
    return g_ascii_isdigit(*spec->p) && take_digits(spec);
}

/* uts and the seconds: the whole text. */
static bool take_uts(const char *text, SsTime *out)
{
    const char *p = text + 3;
    SsWide      wide = 0;

    if (!g_ascii_isdigit(*p) || !ss_wide_parse(p, &wide) || wide < 1000000 || wide > LATEST_UTS)
        return false;
    *out = (SsTime) wide;
    return true;
}

/* A time alone: today; or, looking ahead, tomorrow if its minute has begun. */
static void fill_date(Spec *spec, SsDateView view)
{
    const int32_t minute_of_day = spec->hour * 60 + spec->minute;
    const bool    past = minute_of_day <= spec->now.hour * 60 + spec->now.minute;

    spec->year = (int32_t) spec->now.year;
    spec->month = spec->now.month;
    spec->day = spec->now.day + (view == SS_DATE_LOOKS_AHEAD && past);
}

/* Month and day alone: looking back the last such month, looking ahead the next such day after
 * today. */
static void fill_year(Spec *spec, SsDateView view)
{
    spec->year = (int32_t) spec->now.year;
    if (view == SS_DATE_LOOKS_BACK)
        spec->year -= spec->month > spec->now.month;
    else
        spec->year += spec->month < spec->now.month
                      || (spec->month == spec->now.month && spec->day <= spec->now.day);
}

static SsTime resolve(Spec *spec, SsDateReader *reader, SsDateView view)
{
    if (spec->hour == UNSET && spec->month == UNSET)
        return 0;
    if (spec->hour == UNSET)
        spec->hour = spec->minute = spec->second = 0;
    else if (spec->month == UNSET)
        fill_date(spec, view);
    if (spec->year == UNSET)
        fill_year(spec, view);

    const SsCivil civil = {
        .year = spec->year,
        .month = spec->month,
        .day = spec->day,
        .hour = spec->hour,
        .minute = spec->minute,
        .second = spec->second,
    };
    return ss_zone_time(reader->zone, &civil, &reader->guess);
}

static gboolean refuse(const Spec *spec, GError **error)
{
    g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                "Invalid time specification (pos=%d): %s", (int) (spec->p - spec->text),
                spec->text);
    return FALSE;
}

gboolean ss_date_parse(SsDateReader *reader, const char *text, SsDateView view, SsTime *out,
                       GError **error)
{
    Spec spec = {
        .text = text,
        .p = text,
        .year = UNSET,
        .month = UNSET,
        .day = UNSET,
        .hour = UNSET,
        .minute = UNSET,
        .second = UNSET,
    };

    if (g_ascii_strncasecmp(text, "uts", 3) == 0)
        return take_uts(text, out) ? TRUE : refuse(&spec, error);

    ss_zone_local(reader->zone, reader->now, &spec.now);
    while (*spec.p != '\0') {
        if (!take_part(&spec))
            return refuse(&spec, error);
    }
    *out = spec.is_now ? ss_time_add(reader->now, spec.delta) : resolve(&spec, reader, view);
    return TRUE;
}

/* "Unknown" and "None"; NULL if `time` is an instant. */
static const char *word_for(SsTime time)
{
    if (time == 0 || time == SS_TIME_NEVER)
        return "Unknown";
    return time == SS_TIME_NONE ? "None" : NULL;
}

char *ss_date_text(SsTime time, const SsZone *zone, char out[SS_DATE_TEXT])
{
    const char *word = word_for(time);
    SsCivil     at;

    if (word != NULL)
        return strcpy(out, word);
    ss_zone_local(zone, time, &at);
    g_snprintf(out, SS_DATE_TEXT, "%04" PRId64 "-%02d-%02dT%02d:%02d:%02d", at.year, at.month,
               at.day, at.hour, at.minute, at.second);
    return out;
}

char *ss_date_text_ctime(SsTime time, const SsZone *zone, char out[SS_DATE_TEXT])
{
    static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    SsCivil                  at;

    ss_zone_local(zone, time, &at);
    g_snprintf(out, SS_DATE_TEXT, "%s %s %02d %02d:%02d:%02d %" PRId64, days[at.weekday],
               months[at.month - 1], at.day, at.hour, at.minute, at.second, at.year);
    return out;
}

/* The form for a time by how far it is from now. Slurm's distance is of the decimal numbers
 * year * 1000 + day of the year, so the turn of the year is far away. */
static const char *relative_form(const SsCivil *at, const SsCivil *now)
{
    const int64_t days = (at->year * 1000 + at->yearday) - (now->year * 1000 + now->yearday);

    if (days == 0)
        return "%H:%M:%S";
    if (days == -1)
        return "Ystday %H:%M";
    if (days == 1)
        return "Tomorr %H:%M";
    if (days >= 2 && days <= 6)
        return "%a %H:%M";
    return days >= -365 && days <= 365 ? "%-d %b %H:%M" : "%-d %b %Y";
}

static struct tm tm_of(const SsCivil *at)
{
    return (struct tm){
        .tm_year = (int) (at->year - 1900),
        .tm_mon = at->month - 1,
        .tm_mday = at->day,
        .tm_hour = at->hour,
        .tm_min = at->minute,
        .tm_sec = at->second,
        .tm_wday = at->weekday,
        .tm_yday = at->yearday,
        .tm_isdst = at->is_dst,
        .tm_gmtoff = at->offset,
        .tm_zone = at->zone,
    };
}

/* strftime in the C locale; false if it does not fit. */
static bool format_time(const SsCivil *at, const char *format, char *out, size_t size)
{
    const struct tm tm = tm_of(at);
    locale_t        c = newlocale(LC_ALL_MASK, "C", (locale_t) 0);

    g_assert(c != (locale_t) 0);
    const size_t n = strftime_l(out, size, format, &tm, c);
    freelocale(c);
    return n > 0;
}

char *ss_date_text_as(SsTime time, const SsZone *zone, const char *format, SsTime now, char *out,
                      size_t size)
{
    const char *word = word_for(time);
    SsCivil     at, today;

    g_assert(size > 0);
    if (word != NULL) {
        g_strlcpy(out, word, size);
        return out;
    }
    ss_zone_local(zone, time, &at);
    ss_zone_local(zone, now, &today);
    if (format == NULL || strcmp(format, "standard") == 0)
        format = "%Y-%m-%dT%H:%M:%S";
    else if (strcmp(format, "relative") == 0)
        format = relative_form(&at, &today);
    if (!format_time(&at, format, out, size)) {
        memset(out, '#', size - 1);
        out[size - 1] = '\0';
    }
    return out;
}
