/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/types.h"

#include "tests/support/ss_test.h"

static void time_never_ends(void)
{
    SS_EXPECT_INT(ss_time_add(100, 50), 150);
    SS_EXPECT_INT(ss_time_add(100, -50), 50);
    SS_EXPECT_INT(ss_time_add(SS_TIME_NEVER, -50), SS_TIME_NEVER);
    SS_EXPECT_INT(ss_time_add(100, SS_SPAN_FOREVER), SS_TIME_NEVER);
    SS_EXPECT_INT(ss_time_add(INT64_MAX - 5, 50), SS_TIME_NEVER);
    SS_EXPECT_INT(ss_span_add(SS_SPAN_FOREVER, -1), SS_SPAN_FOREVER);
    SS_EXPECT_INT(ss_time_since(SS_TIME_NEVER, 5), SS_SPAN_FOREVER);
    SS_EXPECT_INT(ss_time_since(7, 5), 2);
}

static void checked_arithmetic_leaves_the_result_alone(void)
{
    int64_t  i = 7;
    uint64_t u = 7;

    SS_EXPECT_FALSE(ss_i64_add(INT64_MAX, 1, &i));
    SS_EXPECT_FALSE(ss_i64_mul(INT64_MIN, -1, &i));
    SS_EXPECT_FALSE(ss_u64_mul(UINT64_MAX, 2, &u));
    SS_EXPECT_FALSE(ss_wide_narrow((SsWide) INT64_MAX + 1, &i));
    SS_EXPECT_INT(i, 7);
    SS_EXPECT_UINT(u, 7);
    SS_EXPECT_INT(ss_i64_mul_sat(INT64_MIN, 2), INT64_MIN);
    SS_EXPECT_INT(ss_i64_add_sat(INT64_MIN, -1), INT64_MIN);
    SS_EXPECT_INT(ss_wide_clamp(-ss_wide_mul(INT64_MAX, 3)), INT64_MIN);
}

static void wide_numbers_survive_their_text(void)
{
    static const char *const numbers[] = {
        "0",
        "-1",
        "9223372036854775808",
        "10000000000000000000",
        "100000000000000000000000000000000000000",
        "170141183460469231731687303715884105727",
        "-170141183460469231731687303715884105728",
    };
    char text[SS_WIDE_TEXT];

    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        SsWide wide = 7;

        SS_EXPECT_TRUE(ss_wide_parse(numbers[i], &wide));
        SS_EXPECT_TEXT(ss_wide_text(wide, text), numbers[i]);
    }
}

static void numbers_too_wide_are_refused(void)
{
    SsWide wide = 7;

    SS_EXPECT_FALSE(ss_wide_parse("170141183460469231731687303715884105728", &wide));
    SS_EXPECT_FALSE(ss_wide_parse("", &wide));
    SS_EXPECT_FALSE(ss_wide_parse("-", &wide));
    SS_EXPECT_FALSE(ss_wide_parse("1x", &wide));
    SS_EXPECT_INT(ss_wide_clamp(wide), 7);
}

static const SsTest tests[] = {
    SS_TEST(time_never_ends),
    SS_TEST(checked_arithmetic_leaves_the_result_alone),
    SS_TEST(wide_numbers_survive_their_text),
    SS_TEST(numbers_too_wide_are_refused),
};
SS_TEST_MAIN("types", tests)
