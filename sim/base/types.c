/* SPDX-License-Identifier: Apache-2.0 */
/*
 * types.c - integers as text.
 *
 * Everything else in types.h is a handful of instructions and lives in the header. Printing goes
 * through two 64-bit halves in base 10^19, the largest power of ten that fits: one 128-bit division
 * instead of forty. The magnitude is taken unsigned, since -INT128_MIN does not exist.
 *
 * Tested in tests/unit/test_types.c, round trip at both limits.
 */
#include "sim/base/types.h"

#include <inttypes.h>

#define TEN_19 UINT64_C(10000000000000000000)

char *ss_wide_text(SsWide wide, char out[SS_WIDE_TEXT])
{
    const SsWideU  size = wide < 0 ? -(SsWideU) wide : (SsWideU) wide;
    const uint64_t low = (uint64_t) (size % TEN_19);
    const SsWideU  rest = size / TEN_19;
    const uint64_t middle = (uint64_t) (rest % TEN_19);
    const uint64_t high = (uint64_t) (rest / TEN_19);
    const char    *sign = wide < 0 ? "-" : "";

    if (high > 0)
        g_snprintf(out, SS_WIDE_TEXT, "%s%" PRIu64 "%019" PRIu64 "%019" PRIu64, sign, high, middle,
                   low);
    else if (middle > 0)
        g_snprintf(out, SS_WIDE_TEXT, "%s%" PRIu64 "%019" PRIu64, sign, middle, low);
    else
        g_snprintf(out, SS_WIDE_TEXT, "%s%" PRIu64, sign, low);
    return out;
}

char *ss_u64_put(char *to, uint64_t value)
{
    char     digits[20];
    uint32_t n = 0;

    do
        digits[n++] = (char) ('0' + value % 10);
    while ((value /= 10) > 0);
    while (n > 0)
        *to++ = digits[--n];
    return to;
}

char *ss_i64_put(char *to, int64_t value)
{
    if (value >= 0)
        return ss_u64_put(to, (uint64_t) value);
    *to = '-';
    return ss_u64_put(to + 1, 0 - (uint64_t) value);
}

void ss_u64_append(GString *out, uint64_t value)
{
    char digits[20];

    g_string_append_len(out, digits, ss_u64_put(digits, value) - digits);
}

bool ss_wide_parse(const char *text, SsWide *out)
{
    const bool  negative = *text == '-';
    const char *p = text + negative;
    SsWide      wide = 0;

    if (!g_ascii_isdigit(*p))
        return false;
    for (; g_ascii_isdigit(*p); p++) {
        const int digit = negative ? '0' - *p : *p - '0'; /* downwards reaches the least number */

        if (__builtin_mul_overflow(wide, 10, &wide) || __builtin_add_overflow(wide, digit, &wide))
            return false;
    }
    if (*p != '\0')
        return false;
    *out = wide;
    return true;
}
