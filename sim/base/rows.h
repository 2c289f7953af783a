/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * rows - kernels over rows of numbers, one for each node.
 *
 * Cost      about a tenth of a nanosecond a number where the machine has vectors.
 */

/* The sum of row[0] to row[n - 1]; *most rises to the largest of them. */
uint64_t ss_row_sum(const uint32_t *row, uint32_t n, uint32_t *most);
/* The least of row[0] to row[n - 1]; UINT32_MAX if there is none. */
uint32_t ss_row_least(const uint32_t *row, uint32_t n);

/* Of the bits 0 to n - 1 those stay whose number in the row is `least` or more. */
void ss_row_keep_at_least(const uint32_t *row, uint32_t n, uint32_t least, uint64_t *bits);

/* Of things of sizes up to `most`, count[size] of each, do the `room` largest add up to `need`? */
bool ss_row_largest_do(const uint32_t *count, uint32_t most, uint32_t room, uint64_t need);

/* Of `n` rising times, `stride` bytes from one to the next, how many are not behind `t`. O(log n). */
static inline uint32_t ss_row_until(const SsTime *first, size_t stride, uint32_t n, SsTime t)
{
    uint32_t low = 0, high = n;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const SsTime *at = (const SsTime *) (const void *) ((const char *) first + middle * stride);

        if (*at <= t)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
