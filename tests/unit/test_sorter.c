/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/sorter.h"

#include "sim/base/rng.h"
#include "tests/support/ss_test.h"

#include <string.h>

enum { RECORDS = 5000, KEYS = 900 };

/* Keys of one to a hundred letters, some of them the beginning of others. */
static char *some_key(uint32_t number)
{
    return g_strdup_printf("%0*u", 1 + (int) (number * 37 % 100), number);
}

/* Puts `order` into a sorter of so much room and expects each key once, in order, with its last record. */
static void sort_with_room(size_t room)
{
    g_autofree char    *beside = g_build_filename(ss_test_tmp(), "sorted", NULL);
    g_autoptr(SsSorter) sorter = ss_sorter_new(room, beside);
    g_autoptr(GTree)    last =
        g_tree_new_full((GCompareDataFunc) (void (*)(void)) strcmp, NULL, g_free, NULL);
    SsRng    rng;
    SsSorted record;
    guint    n = 0;

    ss_rng_init(&rng, 7, "sorter");
    for (uint32_t i = 0; i < RECORDS; i++) {
        char *key = some_key((uint32_t) ss_rng_below(&rng, KEYS));

        SS_EXPECT_TRUE(ss_sorter_put(sorter, key, (uint32_t) strlen(key), &i, sizeof i, NULL));
        g_tree_replace(last, key, GUINT_TO_POINTER(i));
    }
    SS_EXPECT_TRUE(ss_sorter_sort(sorter, NULL));
    for (GTreeNode *at = g_tree_node_first(last); at != NULL; at = g_tree_node_next(at), n++) {
        uint32_t value = 0;

        if (!SS_EXPECT_TRUE(ss_sorter_next(sorter, &record, NULL)))
            return;
        g_autofree char *key = g_strndup(record.key, record.key_size);
        SS_EXPECT_TEXT(key, g_tree_node_key(at));
        SS_EXPECT_INT(record.size, sizeof value);
        memcpy(&value, record.data, sizeof value);
        SS_EXPECT_INT(value, GPOINTER_TO_UINT(g_tree_node_value(at)));
    }
    SS_EXPECT_FALSE(ss_sorter_next(sorter, &record, NULL));
    SS_EXPECT_TRUE(n > 10);
}

static void each_key_comes_out_once_and_in_order(void)
{
    sort_with_room(1 << 20);
}

static void what_has_no_room_is_merged_from_a_file(void)
{
    sort_with_room(20000);
    sort_with_room(100);
}

static void a_folder_that_is_not_there_is_an_error(void)
{
    g_autoptr(SsSorter) sorter = ss_sorter_new(1, "/nowhere/at-all");
    g_autoptr(GError)   error = NULL;

    SS_EXPECT_FALSE(ss_sorter_put(sorter, "a", 1, "b", 1, &error));
    SS_EXPECT_ERROR(error, "cannot keep what is being sorted");
}

static void whole_numbers_sort_by_their_value(void)
{
    const int64_t values[] = { INT64_MIN, -70000, -1, 0, 1, 255, 256, INT64_MAX };
    char          before[8], key[8];

    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        SS_EXPECT_INT(ss_sort_key_int(key, values[i]), 8);
        SS_EXPECT_TRUE(i == 0 || memcmp(before, key, sizeof key) < 0);
        memcpy(before, key, sizeof key);
    }
}

static const SsTest tests[] = {
    SS_TEST(each_key_comes_out_once_and_in_order),
    SS_TEST(what_has_no_room_is_merged_from_a_file),
    SS_TEST(a_folder_that_is_not_there_is_an_error),
    SS_TEST(whole_numbers_sort_by_their_value),
};
SS_TEST_MAIN("sorter", tests)
