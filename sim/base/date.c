/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date.c - instants as text.
 *
 * A time specification is a row of parts - a date, a time, a word - in any order, separated by
 * blanks, '-' or 'T'. Each part is recognised by its first characters: a colon behind one or two
 * digits makes a time, dashes at offsets 4 and 7 an ISO date, '/' or '.' an American one, and bare
 * digits are MMDD[YY]. What is missing is filled in last, and differently for commands that look
 * back (sacct) and ahead (sbatch).
 *
 * The message of a refusal is Slurm's own, since it is part of what these commands print.
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

#define UNSET (-1)

/* What was found so far; UNSET parts are filled in at the end. */
typedef struct {
    const char *text;
    const char *p;     /* the next character to look at */
    SsCivil     now;   /* on the wall                   */
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
    { "seconds", 1 }, { "second", 1 },  { "minutes", 60 },  { "minute", 60 },
    { "hours", 3600 }, { "hour", 3600 }, { "days", 86400 },  { "day", 86400 },
    { "weeks", 604800 }, { "week", 604800 },
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

/* How many digits begin `p`. */
static uint32_t digits(const char *p)
{
    uint32_t n = 0;

    while (g_ascii_isdigit(p[n]))
        n++;
    return n;
}

/* The number of `n` digits at `p`. */
static int32_t number(const char *p, uint32_t n)
{
    int32_t value = 0;

    for (uint32_t i = 0; i < n; i++)
        value = value * 10 + (p[i] - '0');
    return value;
}

/* Takes exactly two digits, at most `max`. */
static bool take_two(const char **p, int32_t max, int32_t *out)
{
    if (digits(*p) != 2 || number(*p, 2) > max)
        return false;
    *out = number(*p, 2);
    *p += 2;
    return true;
}

/* HH:MM[:SS] [AM|PM] */
static bool take_time(Spec *spec)
{
    const char    *p = spec->p;
    const uint32_t n = digits(p);
    int32_t        hour = number(p, n);

    p += n + 1;
    spec->second = 0;
    if (hour > 23 || !take_two(&p, 59, &spec->minute))
        return false;
    if (*p == ':') {
        p++;
        if (!take_two(&p, 59, &spec->second))
            return false;
    }

    const char *after = p;
    skip_blanks(&after);
    if (skip_word(&after, "AM")) {
        if (hour > 12)
            return false;
        hour = hour % 12;
        p = after;
    } else if (skip_word(&after, "PM")) {
        if (hour > 12)
            return false;
        hour = hour % 12 + 12;
        p = after;
    }
    spec->hour = hour;
    spec->p = p;
    return true;
}

static bool keep_date(Spec *spec, int32_t year, int32_t month, int32_t day, const char *end)
{
    if (month < 1 || month > 12 || day < 1 || day > 31 || g_ascii_isdigit(*end))
        return false;
    spec->year = year;
    spec->month = month;
    spec->day = day;
    spec->p = end;
    return true;
}

/* YYYY-MM-DD */
static bool take_iso_date(Spec *spec)
{
    const char *p = spec->p;

    if (digits(p) != 4 || digits(p + 5) != 2 || digits(p + 8) != 2)
        return false;
    return keep_date(spec, number(p, 4), number(p + 5, 2), number(p + 8, 2), p + 10);
}

/* MM/DD[/YY], MM.DD[.YY] */
static bool take_slash_date(Spec *spec, char slash)
{
    const char    *p = spec->p;
    const uint32_t n_month = digits(p);
    const int32_t  month = number(p, n_month);
    int32_t        year = UNSET;

    p += n_month + 1;
    const uint32_t n_day = digits(p);
    if (n_day < 1 || n_day > 2)
        return false;
    const int32_t day = number(p, n_day);
    p += n_day;
    if (*p == slash) {
        p++;
        if (!take_two(&p, 99, &year))
            return false;
        year += 2000;
    }
    return keep_date(spec, year, month, day, p);
}

/* MMDD[YY] */
static bool take_bare_date(Spec *spec)
{
    const char    *p = spec->p;
    const uint32_t n = digits(p);

    if (n != 4 && n != 6)
        return false;
    return keep_date(spec, n == 6 ? 2000 + number(p + 4, 2) : UNSET, number(p, 2),
                     number(p + 2, 2), p + n);
}

static bool take_digits(Spec *spec)
{
    const char    *p = spec->p;
    const uint32_t n = digits(p);

    if (n <= 2 && p[n] == ':')
        return take_time(spec);
    if (n == 4 && p[4] == '-' && digits(p + 5) == 2 && p[7] == '-')
        return take_iso_date(spec);
    if (n <= 2 && (p[n] == '/' || p[n] == '.'))
        return take_slash_date(spec, p[n]);
    return take_bare_date(spec);
}

/* What stands behind "now": nothing, or a sign, a number and a unit. */
static bool take_delta(Spec *spec)
{
    const char *p = spec->p;
    int64_t     count = 0, unit = 1;

    spec->is_now = true;
    skip_blanks(&p);
    if (*p == '+' || *p == '-') {
        const int64_t sign = *p == '-' ? -1 : 1;

        p++;
        skip_blanks(&p);
        const uint32_t n = digits(p);
        if (n < 1 || n > 9) {
            spec->p = p;
            return false;
        }
        count = sign * number(p, n);
        p += n;
        skip_blanks(&p);
        for (uint32_t i = 0; i < G_N_ELEMENTS(units); i++) {
            if (skip_word(&p, units[i].word)) {
                unit = units[i].seconds;
                break;
            }
        }
    }
    skip_blanks(&p);
    spec->p = p;
    spec->delta = count * unit;
    return *p == '\0';
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
    if (take_named_day(spec) || take_named_hour(spec))
        return true;
    if (skip_word(&spec->p, "now"))
        return take_delta(spec);
    if (g_ascii_isdigit(*spec->p))
        return take_digits(spec);
    if (strchr(" \t\n-T", *spec->p) == NULL)
        return false;
    spec->p++;
    return true;
}

/* uts and the seconds: the whole text. */
static bool take_uts(const char *text, SsTime *out)
{
    const char *p = text + 3;
    SsWide      wide = 0;

    if (!g_ascii_isdigit(*p) || !ss_wide_parse(p, &wide) || wide < 1000000 || wide > INT32_MAX * 64LL)
        return false;
    *out = (SsTime) wide;
    return true;
}

/* A time alone: today, or the next such time. */
static void fill_date(Spec *spec, SsDateView view)
{
    const int32_t minute_of_day = spec->hour * 60 + spec->minute;
    const bool    past = minute_of_day < spec->now.hour * 60 + spec->now.minute;

    spec->year = (int32_t) spec->now.year;
    spec->month = spec->now.month;
    spec->day = spec->now.day + (view == SS_DATE_LOOKS_AHEAD && past);
}

/* Month and day alone: the last or the next such day; looking back only the month counts. */
static void fill_year(Spec *spec, SsDateView view)
{
    spec->year = (int32_t) spec->now.year;
    if (view == SS_DATE_LOOKS_BACK)
        spec->year -= spec->month > spec->now.month;
    else
        spec->year += spec->month < spec->now.month
                      || (spec->month == spec->now.month && spec->day < spec->now.day);
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
        .year = spec->year, .month = spec->month, .day = spec->day,
        .hour = spec->hour, .minute = spec->minute, .second = spec->second,
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
        .text = text, .p = text, .year = UNSET, .month = UNSET, .day = UNSET,
        .hour = UNSET, .minute = UNSET, .second = UNSET,
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
    g_snprintf(out, SS_DATE_TEXT, "%s %s %2d %02d:%02d:%02d %" PRId64, days[at.weekday],
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
        .tm_year = (int) (at->year - 1900), .tm_mon = at->month - 1, .tm_mday = at->day,
        .tm_hour = at->hour, .tm_min = at->minute, .tm_sec = at->second,
        .tm_wday = at->weekday, .tm_yday = at->yearday, .tm_isdst = at->is_dst,
        .tm_gmtoff = at->offset, .tm_zone = at->zone,
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
