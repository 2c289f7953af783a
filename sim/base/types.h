/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/**
 * types - the words every other file is written with: time, ids, checked and wide integers.
 *
 * Units     SsTime in whole seconds since the epoch (UTC); SsSpan in whole seconds.
 *           Intervals are [begin, end). No double holds a time.
 * Limits    SS_TIME_NEVER and SS_SPAN_FOREVER are INT64_MAX: they compare as later (longer) than
 *           anything else. Never add to them by hand; ss_time_add and ss_span_add saturate.
 * Ids       32 bits, dense from 0; SS_ID_NONE is "no such thing".
 * Errors    none. The checked forms answer false and leave `out` alone when a result does not fit.
 */

/* What the public C API exports; the library is built with hidden visibility. */
#define SS_API __attribute__((visibility("default")))

typedef int64_t SsTime; /* an instant */
typedef int64_t SsSpan; /* a length of time */

#define SS_TIME_NEVER   INT64_MAX /* later than everything: no end, unknown future */
#define SS_TIME_NONE    INT64_MIN /* no value: reports print "None"; before everything else */
#define SS_SPAN_FOREVER INT64_MAX /* UNLIMITED */

typedef uint32_t SsNodeId;
typedef uint32_t SsJobId;
typedef uint32_t SsAssocId;
typedef uint32_t SsPartId;
typedef uint32_t SsQosId;

#define SS_ID_NONE UINT32_MAX

/* TRES x seconds do not fit 63 bits on a large site: sums of them are wide. */
__extension__ typedef __int128          SsWide;
__extension__ typedef unsigned __int128 SsWideU;

/* a + b, held within int64_t; the limits are returned where the sum would pass them. */
static inline int64_t ss_i64_add_sat(int64_t a, int64_t b)
{
    int64_t sum;

    if (!__builtin_add_overflow(a, b, &sum))
        return sum;
    return b > 0 ? INT64_MAX : INT64_MIN;
}

/* a * b, held within int64_t. */
static inline int64_t ss_i64_mul_sat(int64_t a, int64_t b)
{
    int64_t product;

    if (!__builtin_mul_overflow(a, b, &product))
        return product;
    return (a < 0) == (b < 0) ? INT64_MAX : INT64_MIN;
}

/* True if the result fits; `out` is untouched otherwise. */
static inline bool ss_i64_add(int64_t a, int64_t b, int64_t *out)
{
    int64_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return false;
    *out = sum;
    return true;
}

static inline bool ss_i64_mul(int64_t a, int64_t b, int64_t *out)
{
    int64_t product;

    if (__builtin_mul_overflow(a, b, &product))
        return false;
    *out = product;
    return true;
}

static inline bool ss_u64_add(uint64_t a, uint64_t b, uint64_t *out)
{
    uint64_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return false;
    *out = sum;
    return true;
}

static inline bool ss_u64_mul(uint64_t a, uint64_t b, uint64_t *out)
{
    uint64_t product;

    if (__builtin_mul_overflow(a, b, &product))
        return false;
    *out = product;
    return true;
}

/* `time` + `span`. SS_TIME_NEVER stays, SS_SPAN_FOREVER leads to it, and no sum passes it.
 * SS_TIME_NONE is not a time: adding to it is a bug. A negative span goes back. */
static inline SsTime ss_time_add(SsTime time, SsSpan span)
{
    if (time == SS_TIME_NEVER || span == SS_SPAN_FOREVER)
        return SS_TIME_NEVER;
    return ss_i64_add_sat(time, span);
}

/* How long from `begin` to `end`; SS_SPAN_FOREVER if `end` is SS_TIME_NEVER. */
static inline SsSpan ss_time_since(SsTime end, SsTime begin)
{
    int64_t span;

    if (end == SS_TIME_NEVER)
        return SS_SPAN_FOREVER;
    if (!__builtin_sub_overflow(end, begin, &span))
        return span;
    return end > begin ? INT64_MAX : INT64_MIN;
}

/* `a` + `b`; forever if either is. */
static inline SsSpan ss_span_add(SsSpan a, SsSpan b)
{
    if (a == SS_SPAN_FOREVER || b == SS_SPAN_FOREVER)
        return SS_SPAN_FOREVER;
    return ss_i64_add_sat(a, b);
}

/* The exact product of two 64-bit numbers. */
static inline SsWide ss_wide_mul(int64_t a, int64_t b)
{
    return (SsWide) a * b;
}

/* `wide` as 64 bits, held at their limits. */
static inline int64_t ss_wide_clamp(SsWide wide)
{
    if (wide > INT64_MAX)
        return INT64_MAX;
    if (wide < INT64_MIN)
        return INT64_MIN;
    return (int64_t) wide;
}

/* True if `wide` fits 64 bits; `out` is untouched otherwise. */
static inline bool ss_wide_narrow(SsWide wide, int64_t *out)
{
    if (wide > INT64_MAX || wide < INT64_MIN)
        return false;
    *out = (int64_t) wide;
    return true;
}

/* `value` in decimal at `to`, which has room for 20 characters; no NUL. Returns where it ends. (For what is
 * written a million times: printf takes ten times as long.) */
char *ss_u64_put(char *to, uint64_t value);
char *ss_i64_put(char *to, int64_t value);
void  ss_u64_append(GString *out, uint64_t value);

/* Room for any SsWide in decimal: sign, 39 digits, NUL. */
#define SS_WIDE_TEXT 41

/* `wide` in decimal into `out`; returns `out`. */
char *ss_wide_text(SsWide wide, char out[SS_WIDE_TEXT]);

/* What a noun of `n` things ends with: "job", ss_plural(n). */
static inline const char *ss_plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

/* Reads what ss_wide_text writes: optional '-', then digits to the end of `text`.
 * False if it is anything else or does not fit; `out` is then untouched. */
bool ss_wide_parse(const char *text, SsWide *out);
