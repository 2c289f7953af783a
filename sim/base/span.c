/* SPDX-License-Identifier: Apache-2.0 */
/*
 * span.c - lengths of time.
 *
 * One grammar serves slurm.conf, sacctmgr and job scripts. Its trap: two fields are minutes and
 * seconds, but behind a dash the first field is hours. "5-" is five days, "-1" unlimited, and
 * fields may pass their natural range ("90:00" is an hour and a half).
 *
 * A field takes at most twelve digits and a span at most 100 000 years, so no product overflows and
 * no user is surprised by a limit that wrapped.
 *
 * Fuzzed by tests/fuzz/fuzz_span.c: what is written by ss_span_text_conf reads back the same.
 */
#include "sim/base/span.h"

#include <inttypes.h>

#include "sim/base/diag.h"

#define MINUTE 60
#define HOUR   3600
#define DAY    86400
#define YEAR   (365 * (int64_t) DAY)

/* At most twelve digits: no product overflows. */
static bool take_number(const char **p, int64_t *out)
{
    int64_t number = 0;
    int     n = 0;

    for (; g_ascii_isdigit(**p) && n < 12; n++, (*p)++)
        number = number * 10 + (**p - '0');
    *out = number;
    return n > 0 && !g_ascii_isdigit(**p);
}

static gboolean refuse(const char *text, const char *at, GError **error)
{
    const char *what = *at != '\0' ? at : "";

    g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                "time '%s': unexpected %s%.1s at column %d; "
                "write [days-]hours[:minutes[:seconds]] or minutes[:seconds]",
                text, *at != '\0' ? "" : "end of text", what, (int) (at - text) + 1);
    return FALSE;
}

static bool is_unlimited(const char *text)
{
    return g_ascii_strcasecmp(text, "UNLIMITED") == 0 || g_ascii_strcasecmp(text, "INFINITE") == 0
           || g_strcmp0(text, "-1") == 0;
}

gboolean ss_span_parse(const char *text, SsSpan *out, GError **error)
{
    int64_t     days = 0, part[3] = { 0 };
    int         n = 0;
    const char *p = text;

    if (is_unlimited(text)) {
        *out = SS_SPAN_FOREVER;
        return TRUE;
    }

    bool       ok = take_number(&p, &part[n++]);
    const bool with_days = ok && *p == '-';
    if (with_days) {
        days = part[0];
        part[0] = 0;
        n = 0;
        p++;
        if (*p != '\0') /* "5-" is five days */
            ok = take_number(&p, &part[n++]);
    }
    while (ok && *p == ':' && n > 0 && n < 3) {
        p++;
        ok = take_number(&p, &part[n++]);
    }
    if (!ok || *p != '\0')
        return refuse(text, p, error);

    /* After days come hours; without them a lone number or a pair starts at minutes. */
    const int64_t span = with_days || n == 3
                             ? days * DAY + part[0] * HOUR + part[1] * MINUTE + part[2]
                             : part[0] * MINUTE + part[1];
    if (span > 100000 * YEAR) {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_RANGE,
                    "time '%s': longer than 100000 years; write UNLIMITED for no limit", text);
        return FALSE;
    }
    *out = span;
    return TRUE;
}

gboolean ss_span_parse_limit(const char *text, SsSpan *out, GError **error)
{
    SsSpan span = 0;

    if (!ss_span_parse(text, &span, error))
        return FALSE;
    *out = ss_span_round_up_minute(span);
    return TRUE;
}

SsSpan ss_span_round_up_minute(SsSpan span)
{
    if (span > SS_SPAN_FOREVER - MINUTE)
        return SS_SPAN_FOREVER;

    const SsSpan above = span % MINUTE;
    return above > 0 ? span + MINUTE - above : span - above;
}

/* [D-]H:MM:SS; behind days hours have two digits, else at least `width`. */
static char *print(SsSpan span, int width, char out[SS_SPAN_TEXT])
{
    const int64_t days = span / DAY;
    const int     hours = (int) (span % DAY / HOUR);
    const int     minutes = (int) (span % HOUR / MINUTE);
    const int     seconds = (int) (span % MINUTE);

    if (days > 0)
        g_snprintf(out, SS_SPAN_TEXT, "%" PRId64 "-%02d:%02d:%02d", days, hours, minutes, seconds);
    else
        g_snprintf(out, SS_SPAN_TEXT, "%0*d:%02d:%02d", width, hours, minutes, seconds);
    return out;
}

static char *word(const char *text, char out[SS_SPAN_TEXT])
{
    g_strlcpy(out, text, SS_SPAN_TEXT);
    return out;
}

char *ss_span_text(SsSpan span, char out[SS_SPAN_TEXT])
{
    if (span == SS_SPAN_FOREVER)
        return word("UNLIMITED", out);
    if (span < 0)
        return word("INVALID", out);
    return print(span, 2, out);
}

char *ss_span_text_short(SsSpan span, char out[SS_SPAN_TEXT])
{
    if (span == SS_SPAN_FOREVER)
        return word("UNLIMITED", out);
    if (span < 0 || span > YEAR)
        return word("INVALID", out);
    if (span >= HOUR)
        return print(span, 1, out);
    g_snprintf(out, SS_SPAN_TEXT, "%d:%02d", (int) (span / MINUTE), (int) (span % MINUTE));
    return out;
}

char *ss_span_text_cpu(SsSpan span, uint32_t microseconds, char out[SS_SPAN_TEXT])
{
    if (span < 0 || span >= HOUR || microseconds < 1000)
        return ss_span_text(span, out);
    g_snprintf(out, SS_SPAN_TEXT, "%02d:%02d.%03d", (int) (span / MINUTE), (int) (span % MINUTE),
               (int) (microseconds / 1000 % 1000));
    return out;
}

char *ss_span_text_conf(SsSpan span, char out[SS_SPAN_TEXT])
{
    g_assert(span >= 0);
    return ss_span_text(span, out);
}
