/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"

/**
 * pack - columns of numbers as a page reads them: a typed array in base64.
 *
 * Shape     {"t":"u16","b":"..."}: little endian; u8, u16, u32, i32 or f64, the narrowest that holds all.
 *           A hundred thousand jobs are then a few megabytes, and the page needs no parsing of digits.
 * Owner     the maker of the columns.
 * Errors    none; a value beyond 2^32 goes as f64, exact up to 2^53.
 */

/* A column that grows. */
typedef struct {
    GArray *at; /* double */
    double  least, most;
    bool    whole; /* all are whole numbers */
} SsPack;

SsPack *ss_pack_new(void);
void    ss_pack_free(SsPack *pack); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsPack, ss_pack_free)

void ss_pack_add(SsPack *pack, double value); /* NaN is not allowed */
void ss_pack_json(const SsPack *pack, const char *key, SsJson *json);

/* The instants of a run, counted from `base` so that they stay narrow: 0 is "not set", else time - base + 1. */
void ss_pack_add_time(SsPack *pack, SsTime time, SsTime base);

/* A long double as two columns whose sum it is, exactly: 64 bits of mantissa do not fit a double. */
void ss_pack_add_long(SsPack *high, SsPack *low, long double value);
