/* SPDX-License-Identifier: Apache-2.0 */
/*
 * size.c - numbers with units.
 *
 * Slurm reads sizes in half a dozen dialects: --mem takes K M G T and B, slurm.conf only K, GRES
 * tells kb (1000) from kib (1024), TRES lists ignore units below their base. Each dialect is a
 * function of its own, as small as its grammar, over one taker of digits.
 *
 * Fractions, which only reports print, are read as integers over a power of ten in 128 bits: 62.50G
 * is exactly 64000 MiB. On the way out Slurm divides only while nothing is lost (a multiple of 512
 * leaves at most a half): that rule is why 2000M stays 2000M and 64000M becomes 62.50G.
 */
#include "sim/base/size.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "sim/base/diag.h"

static const char letters[] = "\0KMGTP";

static gboolean refuse(const char *text, const char *form, GError **error)
{
    g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                "'%s' is not a valid number; write %s", text, form);
    return FALSE;
}

static gboolean refuse_range(const char *text, GError **error)
{
    g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_RANGE, "number '%s' is out of range", text);
    return FALSE;
}

typedef enum {
    TAKEN,
    NO_DIGITS,
    TOO_LARGE,
} Take;

static Take take_digits(const char **p, uint64_t *out)
{
    uint64_t number = 0;
    bool     fits = true;

    if (!g_ascii_isdigit(**p))
        return NO_DIGITS;
    for (; g_ascii_isdigit(**p); (*p)++)
        fits = fits && ss_u64_mul(number, 10, &number)
               && ss_u64_add(number, (uint64_t) (**p - '0'), &number);
    *out = number;
    return fits ? TAKEN : TOO_LARGE;
}

static uint64_t power(uint64_t base, uint32_t exponent)
{
    uint64_t result = 1;

    while (exponent-- > 0)
        result *= base;
    return result;
}

bool ss_unit_of(char letter, SsUnit *out)
{
    const char upper = g_ascii_toupper(letter);

    for (uint32_t unit = SS_UNIT_KILO; unit <= SS_UNIT_PETA; unit++) {
        if (letters[unit] == upper) {
            *out = (SsUnit) unit;
            return true;
        }
    }
    return false;
}

gboolean ss_size_parse_memory(const char *text, uint64_t *mib, GError **error)
{
    static const char form[] = "a whole number with K, M, G or T (M without a unit)";
    const char       *p = text;
    uint64_t          number = 0;
    SsUnit            unit = SS_UNIT_MEGA;
    const Take        taken = take_digits(&p, &number);

    if (taken == NO_DIGITS)
        return refuse(text, form, error);
    if (ss_unit_of(*p, &unit)) {
        p++;
        if (g_ascii_toupper(*p) == 'B')
            p++;
    }
    if (*p != '\0' || unit > SS_UNIT_TERA)
        return refuse(text, form, error);
    if (unit == SS_UNIT_KILO)
        number = number / 1024 + (number % 1024 != 0);
    else if (!ss_u64_mul(number, power(1024, unit - SS_UNIT_MEGA), &number))
        return refuse_range(text, error);
    if (taken == TOO_LARGE)
        return refuse_range(text, error);
    *mib = number;
    return TRUE;
}

/* mantissa / 10^places * 1024^from / 1024^to, to the nearest, halves up; false if too large. */
static bool rescale(uint64_t mantissa, uint32_t places, SsUnit from, SsUnit to, uint64_t *out)
{
    SsWideU       value = mantissa;
    const SsWideU divisor = (SsWideU) power(10, places) * power(1024, to > from ? to - from : 0);

    for (uint32_t unit = to; unit < from; unit++) {
        if (__builtin_mul_overflow(value, (SsWideU) 1024, &value))
            return false;
    }
    value = (value + divisor / 2) / divisor;
    if (value > UINT64_MAX)
        return false;
    *out = (uint64_t) value;
    return true;
}

gboolean ss_size_parse(const char *text, SsUnit unit, uint64_t *out, GError **error)
{
    static const char form[] = "a number such as 256G, 1.5T or 2000M";
    const char       *p = text;
    uint64_t          mantissa = 0;
    uint32_t          places = 0;
    SsUnit            from = unit;
    const Take        taken = take_digits(&p, &mantissa);
    bool              fits = taken == TAKEN;

    if (taken == NO_DIGITS)
        return refuse(text, form, error);
    if (*p == '.') {
        for (p++; g_ascii_isdigit(*p); p++) {
            if (places == 6) /* finer digits cannot matter in a printed size */
                continue;
            fits = fits && ss_u64_mul(mantissa, 10, &mantissa)
                   && ss_u64_add(mantissa, (uint64_t) (*p - '0'), &mantissa);
            places++;
        }
        if (p[-1] == '.')
            return refuse(text, form, error);
    }
    if (ss_unit_of(*p, &from))
        p++;
    if (*p != '\0')
        return refuse(text, form, error);
    if (!fits || !rescale(mantissa, places, from, unit, out))
        return refuse_range(text, error);
    return TRUE;
}

gboolean ss_size_parse_tres(const char *text, SsUnit unit, uint64_t *out, GError **error)
{
    static const char form[] = "a whole number with K, M, G, T or P";
    const char       *p = text;
    uint64_t          number = 0;
    SsUnit            from = unit;
    const Take        taken = take_digits(&p, &number);

    if (taken == NO_DIGITS)
        return refuse(text, form, error);
    if (ss_unit_of(*p, &from))
        p++;
    if (*p != '\0')
        return refuse(text, form, error);
    if (taken == TOO_LARGE
        || (from > unit && !ss_u64_mul(number, power(1024, from - unit), &number)))
        return refuse_range(text, error);
    *out = number;
    return TRUE;
}

gboolean ss_size_parse_count(const char *text, uint64_t *out, GError **error)
{
    static const char form[] = "a whole number with k, m, g, t or p (also kb, kib, ...)";
    const char       *p = text;
    uint64_t          number = 0, base = 1024;
    SsUnit            unit = SS_UNIT_ONE;
    const Take        taken = take_digits(&p, &number);

    if (taken == NO_DIGITS)
        return refuse(text, form, error);
    if (ss_unit_of(*p, &unit)) {
        p++;
        if (g_ascii_strcasecmp(p, "ib") == 0) {
            p += 2;
        } else if (g_ascii_strcasecmp(p, "b") == 0) {
            base = 1000;
            p++;
        }
    }
    if (*p != '\0')
        return refuse(text, form, error);
    if (taken == TOO_LARGE || !ss_u64_mul(number, power(base, unit), &number))
        return refuse_range(text, error);
    *out = number;
    return TRUE;
}

/* One end of a node range. NO_DIGITS leaves `out`. */
static Take take_nodes(const char **p, uint32_t *out)
{
    uint64_t   number = 0;
    SsUnit     unit = SS_UNIT_ONE;
    const Take taken = take_digits(p, &number);

    if (taken != TAKEN)
        return taken;
    if (ss_unit_of(**p, &unit) && unit <= SS_UNIT_MEGA)
        (*p)++;
    else
        unit = SS_UNIT_ONE;
    if (!ss_u64_mul(number, power(1024, unit), &number) || number >= SS_ID_NONE)
        return TOO_LARGE;
    *out = (uint32_t) number;
    return TAKEN;
}

gboolean ss_size_parse_nodes(const char *text, uint32_t *min, uint32_t *max, GError **error)
{
    const char *p = text;
    uint32_t    least = 1, most = 0;
    Take        taken = take_nodes(&p, &least);
    const bool  bare = *p == '-' && taken == NO_DIGITS; /* "-8": the least is 1 */

    if (*p == '-' && (taken == TAKEN || bare)) {
        p++;
        taken = take_nodes(&p, &most);
    } else {
        most = least;
    }
    if (taken == TOO_LARGE)
        return refuse_range(text, error);
    if (taken == NO_DIGITS || *p != '\0') {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                    "\"%s\" is not a valid node count", text);
        return FALSE;
    }
    if (most < least) {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_RANGE,
                    "Maximum node count %u is less than minimum node count %u", most, least);
        return FALSE;
    }
    *min = least;
    *max = most;
    return TRUE;
}

gboolean ss_uint_parse(const char *text, SsKilo kilo, uint64_t max, uint64_t *out, GError **error)
{
    static const char form[] = "a whole number";
    const bool        negative = *text == '-';
    const char       *start = text + negative;
    char             *end = NULL;
    uint64_t          number = 0;
    bool              fits = true;

    if (g_ascii_strcasecmp(text, "UNLIMITED") == 0 || g_ascii_strcasecmp(text, "INFINITE") == 0) {
        *out = max;
        return TRUE;
    }
    if (!g_ascii_isdigit(*start))
        return refuse(text, form, error);

    /* Base 0: 0x is hexadecimal, a leading 0 octal, as in C; 08 stops behind its zero. All ones
     * mean "too large" or are above any useful `max` anyway. */
    number = g_ascii_strtoull(start, &end, 0);
    fits = number != UINT64_MAX;
    if (kilo == SS_KILO_ALLOWED && (*end == 'k' || *end == 'K')) {
        fits = fits && ss_u64_mul(number, 1024, &number);
        end++;
    }
    if (*end != '\0')
        return refuse(text, form, error);
    if (negative || !fits || number > max)
        return refuse_range(text, error);
    *out = number;
    return TRUE;
}

bool ss_is_digits(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == '\0';
}

gboolean ss_int_parse(const char *text, int64_t min, int64_t max, int64_t *out, GError **error)
{
    SsWide wide = 0;

    if (!g_ascii_isdigit(text[*text == '-']) || text[strspn(text, "-0123456789")] != '\0'
        || strrchr(text, '-') > text)
        return refuse(text, "a whole number", error);
    if (!ss_wide_parse(text, &wide) || wide < min || wide > max)
        return refuse_range(text, error);
    *out = (int64_t) wide;
    return TRUE;
}

int64_t ss_int_lenient(const char *text)
{
    const char *p = text + strspn(text, " \t\n\v\f\r");
    const bool  negative = *p == '-';
    int64_t     number = 0;

    if (*p == '-' || *p == '+')
        p++;
    for (; g_ascii_isdigit(*p); p++)
        number = ss_i64_add_sat(ss_i64_mul_sat(number, 10), negative ? '0' - *p : *p - '0');
    return number;
}

gboolean ss_double_parse(const char *text, double *out, GError **error)
{
    char        *end = NULL;
    const char  *start = text + (*text == '-' || *text == '+');
    const double value = g_ascii_strtod(text, &end);

    if (!(g_ascii_isdigit(*start) || *start == '.') || *end != '\0' || end == text
        || strpbrk(text, "xX") != NULL)
        return refuse(text, "a decimal number such as 0.5", error);
    if (!isfinite(value))
        return refuse_range(text, error);
    *out = value;
    return TRUE;
}

static char *print(double value, SsUnit unit, char out[SS_SIZE_TEXT])
{
    const bool whole = !(floor(value) < value);

    g_snprintf(out, SS_SIZE_TEXT, "%.*f%.1s", whole ? 0 : 2, value, &letters[unit]);
    return out;
}

char *ss_size_text(uint64_t value, SsUnit unit, char out[SS_SIZE_TEXT])
{
    double   size = (double) value;
    uint32_t step = unit;

    if (value == 0)
        return strcpy(out, "0");
    if (value < 1024 || value % 512 != 0)
        return ss_size_text_plain(value, unit, out);
    while (step < SS_UNIT_PETA && size >= 1024.0 && (uint64_t) size % 512 == 0) {
        size /= 1024.0;
        step++;
    }
    return print(size, (SsUnit) step, out);
}

char *ss_size_text_in(uint64_t value, SsUnit unit, SsUnit wanted, char out[SS_SIZE_TEXT])
{
    double size = (double) value;

    if (value == 0)
        return strcpy(out, "0");
    for (uint32_t step = unit; step < wanted; step++)
        size /= 1024.0;
    for (uint32_t step = wanted; step < unit; step++)
        size *= 1024.0;
    return print(size, wanted, out);
}

char *ss_size_text_plain(uint64_t value, SsUnit unit, char out[SS_SIZE_TEXT])
{
    if (value == 0)
        return strcpy(out, "0");
    g_snprintf(out, SS_SIZE_TEXT, "%" PRIu64 "%.1s", value, &letters[unit]);
    return out;
}
