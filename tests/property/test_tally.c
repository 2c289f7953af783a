/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tally against its naive twin, a sorted array of all values: counts, ranks, sums, merges.
 */
#include "sim/base/tally.h"

#include "sim/base/rng.h"
#include "tests/support/ss_test.h"

#include <math.h>
#include <string.h>

static gint by_value(gconstpointer left, gconstpointer right)
{
    const int64_t a = *(const int64_t *) left, b = *(const int64_t *) right;

    return (a > b) - (a < b);
}

static int64_t naive_rank(const GArray *sorted, double share)
{
    const double rank = ceil(share * sorted->len);

    return sorted->len > 0 ? g_array_index(sorted, int64_t, rank < 1 ? 0 : (guint) rank - 1) : 0;
}

static void compare(SsTally *tally, GArray *naive)
{
    static const double shares[] = { 0, 0.001, 0.25, 0.5, 0.9, 0.99, 1 };
    double              sum = 0;

    g_array_sort(naive, by_value);
    for (guint i = 0; i < naive->len; i++)
        sum += (double) g_array_index(naive, int64_t, i);
    SS_EXPECT_INT(ss_tally_count(tally), naive->len);
    for (size_t i = 0; i < G_N_ELEMENTS(shares); i++)
        SS_EXPECT_INT(ss_tally_rank(tally, shares[i]), naive_rank(naive, shares[i]));
    SS_EXPECT_TRUE(memcmp(&sum, &(double){ ss_tally_sum(tally) }, sizeof sum) == 0);
}

static void add_some(SsRng *rng, SsTally *tally, GArray *naive)
{
    const int64_t range = INT64_C(1) << ss_rng_below(rng, 50);
    const int     n = (int) ss_rng_below(rng, 9000);

    for (int i = 0; i < n; i++) {
        const int64_t value = ss_rng_between(rng, -range / 16, range);

        ss_tally_add(tally, value);
        g_array_append_val(naive, value);
    }
}

static void it_counts_as_a_sorted_array_does(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        g_autoptr(SsTally) tally = ss_tally_new();
        g_autoptr(GArray)  naive = g_array_new(FALSE, FALSE, sizeof(int64_t));
        SsRng              rng;

        ss_rng_init(&rng, seed, "tally");
        compare(tally, naive);
        for (int round = 0; round < 4; round++) {
            g_autoptr(SsTally) other = ss_tally_new();

            add_some(&rng, tally, naive);
            add_some(&rng, other, naive);
            ss_tally_merge(tally, other);
            compare(tally, naive);
        }
    }
}

static void doubles_rank_by_their_value(void)
{
    g_autoptr(SsTally) tally = ss_tally_new();

    for (int i = 1000; i > 0; i--)
        ss_tally_add_double(tally, i * 0.125);
    SS_EXPECT_REAL(ss_tally_rank_double(tally, 0.5), 62.5, 0);
    SS_EXPECT_REAL(ss_tally_rank_double(tally, 1), 125, 0);
    SS_EXPECT_REAL(ss_tally_sum_double(tally), 62562.5, 0);
}

static const SsTest tests[] = {
    SS_TEST(it_counts_as_a_sorted_array_does),
    SS_TEST(doubles_rank_by_their_value),
};

SS_TEST_MAIN("property_tally", tests)
