/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/rows.h"

#include "tests/support/ss_test.h"

#include <string.h>

static void a_sum_of_nothing_leaves_the_most_as_it_was(void)
{
    uint32_t most = 7;

    SS_EXPECT_INT(ss_row_sum(NULL, 0, &most), 0);
    SS_EXPECT_INT(most, 7);
}

/* Of every length up to some vectors, beginning anywhere. */
static void sum_and_most_are_those_of_a_plain_loop(void)
{
    uint32_t row[100];

    for (uint32_t i = 0; i < G_N_ELEMENTS(row); i++)
        row[i] = i * 2654435761u;
    for (uint32_t begin = 0; begin < 20; begin++)
        for (uint32_t n = 0; begin + n <= G_N_ELEMENTS(row); n++) {
            uint32_t most = 1, largest = 1;
            uint64_t sum = 0;

            for (uint32_t i = begin; i < begin + n; i++) {
                sum += row[i];
                largest = MAX(largest, row[i]);
            }
            SS_EXPECT_INT(ss_row_sum(row + begin, n, &most), sum);
            SS_EXPECT_INT(most, largest);
        }
}

static void the_least_of_nothing_is_no_number(void)
{
    SS_EXPECT_INT(ss_row_least(NULL, 0), UINT32_MAX);
}

static void the_least_is_that_of_a_plain_loop(void)
{
    uint32_t row[100];

    for (uint32_t i = 0; i < G_N_ELEMENTS(row); i++)
        row[i] = (i + 7) * 2654435761u;
    for (uint32_t begin = 0; begin < 20; begin++)
        for (uint32_t n = 1; begin + n <= G_N_ELEMENTS(row); n++) {
            uint32_t least = UINT32_MAX;

            for (uint32_t i = begin; i < begin + n; i++)
                least = MIN(least, row[i]);
            SS_EXPECT_INT(ss_row_least(row + begin, n), least);
        }
}

static void bits_stay_whose_number_is_large_enough(void)
{
    uint32_t row[150];

    for (uint32_t i = 0; i < G_N_ELEMENTS(row); i++)
        row[i] = (i * 2654435761u) >> 28;
    for (uint32_t n = 0; n <= G_N_ELEMENTS(row); n++) {
        uint64_t bits[3] = { UINT64_MAX, UINT64_C(0xf0f0), UINT64_MAX }, had[3];

        memcpy(had, bits, sizeof had);
        ss_row_keep_at_least(row, n, 9, bits);
        for (uint32_t i = 0; i < n; i++)
            SS_EXPECT_INT(bits[i / 64] >> (i % 64) & 1,
                          row[i] >= 9 ? had[i / 64] >> (i % 64) & 1 : 0);
    }
}

static void times_are_counted_until_one_is_later(void)
{
    const struct {
        uint32_t other;
        SsTime   at;
    } row[] = { { 9, 10 }, { 9, 20 }, { 9, 20 }, { 9, 30 } };

    SS_EXPECT_INT(ss_row_until(&row[0].at, sizeof *row, 4, 9), 0);
    SS_EXPECT_INT(ss_row_until(&row[0].at, sizeof *row, 4, 10), 1);
    SS_EXPECT_INT(ss_row_until(&row[0].at, sizeof *row, 4, 20), 3);
    SS_EXPECT_INT(ss_row_until(&row[0].at, sizeof *row, 4, 29), 3);
    SS_EXPECT_INT(ss_row_until(&row[0].at, sizeof *row, 4, 30), 4);
    SS_EXPECT_INT(ss_row_until(NULL, sizeof *row, 0, 30), 0);
}

/* Two of 8, one of 5, three of 1. */
static void the_largest_do_if_they_add_up(void)
{
    const uint32_t count[] = { 9, 3, 0, 0, 0, 1, 0, 0, 2 };

    SS_EXPECT_TRUE(ss_row_largest_do(count, 8, 2, 16));
    SS_EXPECT_FALSE(ss_row_largest_do(count, 8, 2, 17));
    SS_EXPECT_TRUE(ss_row_largest_do(count, 8, 4, 22));
    SS_EXPECT_FALSE(ss_row_largest_do(count, 8, UINT32_MAX, 25));
    SS_EXPECT_TRUE(ss_row_largest_do(count, 8, UINT32_MAX, 24));
    SS_EXPECT_TRUE(ss_row_largest_do(count, 8, 0, 0));
}

static const SsTest tests[] = {
    SS_TEST(the_least_of_nothing_is_no_number),
    SS_TEST(the_least_is_that_of_a_plain_loop),
    SS_TEST(bits_stay_whose_number_is_large_enough),
    SS_TEST(times_are_counted_until_one_is_later),
    SS_TEST(the_largest_do_if_they_add_up),
    SS_TEST(a_sum_of_nothing_leaves_the_most_as_it_was),
    SS_TEST(sum_and_most_are_those_of_a_plain_loop),
};
SS_TEST_MAIN("rows", tests)
