/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/slab.h"

#include "tests/support/ss_test.h"

typedef struct {
    uint32_t number;
    char     pad[20];
} Record;

static void ids_are_dense_and_records_stay_where_they_are(void)
{
    g_autoptr(SsSlab) slab = ss_slab_new(sizeof(Record));
    Record           *first = NULL;

    for (uint32_t i = 0; i < 5000; i++) {
        SS_EXPECT_INT(ss_slab_take(slab), i);
        SS_SLAB_AT(slab, Record, i)->number = i;
        if (i == 0)
            first = ss_slab_at(slab, 0);
    }
    SS_EXPECT_TRUE(ss_slab_at(slab, 0) == (void *) first);
    SS_EXPECT_INT(SS_SLAB_AT(slab, Record, 4321)->number, 4321);
    SS_EXPECT_INT(ss_slab_count(slab), 5000);
}

static void the_slot_dropped_last_is_taken_first_and_is_zero(void)
{
    g_autoptr(SsSlab) slab = ss_slab_new(sizeof(Record));

    for (uint32_t i = 0; i < 10; i++)
        SS_SLAB_AT(slab, Record, ss_slab_take(slab))->number = 99;
    ss_slab_drop(slab, 3);
    ss_slab_drop(slab, 7);
    SS_EXPECT_FALSE(ss_slab_is_live(slab, 7));
    SS_EXPECT_INT(ss_slab_take(slab), 7);
    SS_EXPECT_INT(SS_SLAB_AT(slab, Record, 7)->number, 0);
    SS_EXPECT_INT(ss_slab_take(slab), 3);
    SS_EXPECT_INT(ss_slab_take(slab), 10);
}

static void walking_meets_the_live_ones_in_order(void)
{
    g_autoptr(SsSlab) slab = ss_slab_new(1);
    uint32_t          n = 0, last = 0;

    SS_EXPECT_INT(ss_slab_next(slab, 0), SS_ID_NONE);
    for (uint32_t i = 0; i < 3000; i++)
        ss_slab_take(slab);
    for (uint32_t i = 0; i < 3000; i++) {
        if (i % 700 != 5)
            ss_slab_drop(slab, i);
    }
    for (uint32_t id = ss_slab_next(slab, 0); id != SS_ID_NONE; id = ss_slab_next(slab, id + 1)) {
        SS_EXPECT_INT(id % 700, 5);
        last = id;
        n++;
    }
    SS_EXPECT_INT(n, 5);
    SS_EXPECT_INT(last, 2805);
    SS_EXPECT_INT(ss_slab_end(slab), 3000);
}

static const SsTest tests[] = {
    SS_TEST(ids_are_dense_and_records_stay_where_they_are),
    SS_TEST(the_slot_dropped_last_is_taken_first_and_is_zero),
    SS_TEST(walking_meets_the_live_ones_in_order),
};
SS_TEST_MAIN("slab", tests)
