/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/bitset.h"

#include "tests/support/ss_test.h"

static SsNodeSet *set_of(uint32_t n_bits, uint32_t begin, uint32_t end)
{
    SsNodeSet *set = ss_node_set_new(n_bits);

    ss_node_set_add_range(set, begin, end);
    return set;
}

static void a_full_set_has_no_bits_beyond_its_width(void)
{
    for (uint32_t n = 0; n < 200; n++) {
        g_autoptr(SsNodeSet) set = ss_node_set_new_full(n);

        SS_EXPECT_INT(ss_node_set_count(set), n);
        ss_node_set_not(set);
        SS_EXPECT_TRUE(ss_node_set_is_empty(set));
    }
}

static void walking_meets_members_in_order(void)
{
    g_autoptr(SsNodeSet) set = ss_node_set_new(200);

    ss_node_set_add(set, 0);
    ss_node_set_add(set, 63);
    ss_node_set_add(set, 64);
    ss_node_set_add(set, 199);
    SS_EXPECT_INT(ss_node_set_first(set), 0);
    SS_EXPECT_INT(ss_node_set_next(set, 1), 63);
    SS_EXPECT_INT(ss_node_set_next(set, 65), 199);
    SS_EXPECT_INT(ss_node_set_next(set, 200), SS_ID_NONE);
    SS_EXPECT_INT(ss_node_set_prev(set, 198), 64);
    SS_EXPECT_INT(ss_node_set_last(set), 199);
    SS_EXPECT_INT(ss_node_set_nth(set, 2), 64);
    SS_EXPECT_INT(ss_node_set_nth(set, 4), SS_ID_NONE);
    SS_EXPECT_INT(ss_node_set_next_gap(set, 63), 65);
    ss_node_set_remove(set, 0);
    SS_EXPECT_INT(ss_node_set_prev(set, 62), SS_ID_NONE);
}

static void keeps_the_first_and_the_last(void)
{
    g_autoptr(SsNodeSet) set = set_of(300, 50, 250);

    SS_EXPECT_INT(ss_node_set_keep_first(set, 100), 100);
    SS_EXPECT_INT(ss_node_set_last(set), 149);
    SS_EXPECT_INT(ss_node_set_keep_last(set, 10), 10);
    SS_EXPECT_INT(ss_node_set_first(set), 140);
    SS_EXPECT_INT(ss_node_set_keep_first(set, 11), 10);
    SS_EXPECT_INT(ss_node_set_keep_first(set, 0), 0);
}

static void sets_compare(void)
{
    g_autoptr(SsNodeSet) all = ss_node_set_new_full(130);
    g_autoptr(SsNodeSet) low = set_of(130, 0, 65);
    g_autoptr(SsNodeSet) high = set_of(130, 65, 130);
    g_autoptr(SsNodeSet) copy = ss_node_set_dup(low);

    SS_EXPECT_TRUE(ss_node_set_is_subset(low, all));
    SS_EXPECT_FALSE(ss_node_set_is_subset(all, low));
    SS_EXPECT_FALSE(ss_node_set_intersects(low, high));
    SS_EXPECT_TRUE(ss_node_set_equal(copy, low));
    SS_EXPECT_TRUE(ss_node_set_hash(copy) == ss_node_set_hash(low));
    SS_EXPECT_FALSE(ss_node_set_hash(copy) == ss_node_set_hash(high));
    SS_EXPECT_INT(ss_node_set_count_and(all, high), 65);
    SS_EXPECT_INT(ss_node_set_count_and_not(all, high), 65);
    SS_EXPECT_INT(ss_node_set_count_range(all, 10, 129), 119);
    ss_node_set_xor(copy, high);
    SS_EXPECT_TRUE(ss_node_set_equal(copy, all));
}

static void a_row_narrows_a_set(void)
{
    g_autoptr(SsNodeSet) set = set_of(130, 0, 100);
    g_autoptr(SsNodeSet) row = set_of(130, 60, 130);

    SS_EXPECT_INT(ss_node_set_keep_row(set, row->words), 40);
    SS_EXPECT_INT(ss_node_set_first(set), 60);
}

static const SsTest tests[] = {
    SS_TEST(a_full_set_has_no_bits_beyond_its_width),
    SS_TEST(walking_meets_members_in_order),
    SS_TEST(keeps_the_first_and_the_last),
    SS_TEST(sets_compare),
    SS_TEST(a_row_narrows_a_set),
};
SS_TEST_MAIN("bitset", tests)
