/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.c - sums over rows of numbers.
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
