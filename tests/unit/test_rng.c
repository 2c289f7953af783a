/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/rng.h"

#include <math.h>

#include "tests/support/ss_test.h"

#define N 100000

static void a_seed_and_a_purpose_name_a_stream(void)
{
    SsRng a, b, c, d;

    ss_rng_init(&a, 1, "arrivals");
    ss_rng_init(&b, 1, "arrivals");
    ss_rng_init(&c, 1, "runtimes");
    ss_rng_init(&d, 2, "arrivals");
    const uint64_t first = ss_rng_next(&a);
    SS_EXPECT_TRUE(ss_rng_next(&b) == first);
    SS_EXPECT_TRUE(ss_rng_next(&c) != first);
    SS_EXPECT_TRUE(ss_rng_next(&d) != first);
}

static void numbers_are_the_same_for_ever(void)
{
    SsRng rng;

    ss_rng_init(&rng, 42, "test");
    SS_EXPECT_UINT(ss_rng_next(&rng), UINT64_C(7369171627200426239));
    SS_EXPECT_UINT(ss_rng_below(&rng, 1000), 252);
    SS_EXPECT_REAL(ss_rng_normal(&rng, 0.0, 1.0), 0x1.d04a29492bebfp-1, 0);
}

static void splitting_draws_nothing(void)
{
    SsRng parent, twin, child;

    ss_rng_init(&parent, 7, "jobs");
    twin = parent;
    ss_rng_split(&parent, "sizes", &child);
    SS_EXPECT_TRUE(ss_rng_next(&parent) == ss_rng_next(&twin));
    SS_EXPECT_TRUE(ss_rng_next(&child) != ss_rng_next(&parent));
}

static void whole_numbers_stay_in_their_range(void)
{
    SsRng    rng;
    uint32_t seen[7] = { 0 };

    ss_rng_init(&rng, 1, "range");
    for (uint32_t i = 0; i < 7000; i++)
        seen[ss_rng_below(&rng, 7)]++;
    for (uint32_t i = 0; i < 7; i++)
        SS_EXPECT_TRUE(seen[i] > 850 && seen[i] < 1150);
    SS_EXPECT_INT(ss_rng_below(&rng, 1), 0);
    SS_EXPECT_INT(ss_rng_between(&rng, -3, -3), -3);
    for (uint32_t i = 0; i < 100; i++)
        ss_rng_between(&rng, INT64_MIN, INT64_MAX);
}

static void distributions_have_their_moments(void)
{
    SsRng  rng;
    double exponential = 0, normal = 0, square = 0, lognormal = 0, unit = 0;

    ss_rng_init(&rng, 3, "moments");
    for (uint32_t i = 0; i < N; i++) {
        const double x = ss_rng_normal(&rng, 5.0, 2.0);

        exponential += ss_rng_exponential(&rng, 300.0) / N;
        normal += x / N;
        square += (x - 5.0) * (x - 5.0) / N;
        lognormal += ss_rng_lognormal(&rng, 1.0, 0.5) / N;
        unit += ss_rng_unit(&rng) / N;
    }
    SS_EXPECT_REAL(exponential, 300.0, 4.0);
    SS_EXPECT_REAL(normal, 5.0, 0.03);
    SS_EXPECT_REAL(square, 4.0, 0.08);
    SS_EXPECT_REAL(lognormal, exp(1.125), 0.03);
    SS_EXPECT_REAL(unit, 0.5, 0.005);
}

static void weights_of_zero_are_never_picked(void)
{
    static const double weights[] = { 0.0, 1.0, 0.0, 3.0, 0.0 };
    uint32_t            seen[5] = { 0 };
    SsRng               rng;

    ss_rng_init(&rng, 1, "pick");
    for (uint32_t i = 0; i < 4000; i++)
        seen[ss_rng_pick(&rng, weights, 5)]++;
    SS_EXPECT_INT(seen[0] + seen[2] + seen[4], 0);
    SS_EXPECT_TRUE(seen[3] > 2 * seen[1]);
}

static void log_and_exp_agree_with_libm(void)
{
    for (double x = -700.0; x < 700.0; x += 0.37) {
        const double e = exp(x);

        SS_EXPECT_REAL(ss_rng_exp(x) / e, 1.0, 5e-16);
        SS_EXPECT_REAL(ss_rng_log(e), log(e), fabs(log(e)) * 5e-16 + 1e-300);
    }
    SS_EXPECT_REAL(ss_rng_log(1.0), 0.0, 0);
    SS_EXPECT_REAL(ss_rng_exp(0.0), 1.0, 0);
    SS_EXPECT_REAL(ss_rng_exp(-1000.0), 0.0, 0);
}

static const SsTest tests[] = {
    SS_TEST(a_seed_and_a_purpose_name_a_stream),
    SS_TEST(numbers_are_the_same_for_ever),
    SS_TEST(splitting_draws_nothing),
    SS_TEST(whole_numbers_stay_in_their_range),
    SS_TEST(distributions_have_their_moments),
    SS_TEST(weights_of_zero_are_never_picked),
    SS_TEST(log_and_exp_agree_with_libm),
};
SS_TEST_MAIN("rng", tests)
