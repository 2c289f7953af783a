/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.c - sums and bounds of rows of numbers.
 *
 * A choice among thousands of nodes adds up what the nodes of each run offer. The loops are plain and leave the compiler
 * room to vectorise (at -O3, which this file gets).
 *
 * Tested in tests/unit/test_rows.c.
 */
#include "sim/base/rows.h"

#include "sim/base/clones.h"

SS_FOR_EACH_CPU uint64_t ss_row_sum(const uint32_t *row, uint32_t n, uint32_t *most)
{
    uint64_t sum = 0;
    uint32_t max = *most;

    for (uint32_t i = 0; i < n; i++) {
        sum += row[i];
        max = row[i] > max ? row[i] : max;
    }
    *most = max;
    return sum;
}

SS_FOR_EACH_CPU uint32_t ss_row_least(const uint32_t *row, uint32_t n)
{
    uint32_t least = UINT32_MAX;

    for (uint32_t i = 0; i < n; i++)
        least = row[i] < least ? row[i] : least;
    return least;
}

SS_FOR_EACH_CPU void ss_row_keep_at_least(const uint32_t *row, uint32_t n, uint32_t least,
                                          uint64_t *bits)
{
    for (uint32_t begin = 0; begin < n; begin += 64) {
        const uint32_t here = MIN(n - begin, 64);
        uint64_t       large = 0;

        if (bits[begin / 64] == 0)
            continue;
        for (uint32_t i = 0; i < here; i++)
            large |= (uint64_t) (row[begin + i] >= least) << i;
        bits[begin / 64] &= large;
    }
}

bool ss_row_largest_do(const uint32_t *count, uint32_t most, uint32_t room, uint64_t need)
{
    uint64_t sum = 0;

    for (uint32_t size = most; size > 0 && room > 0 && sum < need; size--) {
        const uint32_t take = MIN(count[size], room);

        sum += (uint64_t) take * size;
        room -= take;
    }
    return sum >= need;
}
