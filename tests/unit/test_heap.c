/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/heap.h"

#include "tests/support/ss_test.h"

static uint64_t pop(SsHeap *heap)
{
    SsHeapItem item = { .value = UINT64_MAX };

    ss_heap_pop(heap, &item);
    return item.value;
}

static void time_then_rank_then_sequence(void)
{
    g_autoptr(SsHeap) heap = ss_heap_new();

    ss_heap_push(heap, (SsHeapKey){ .time = 10, .rank = 2, .seq = 1 }, 4);
    ss_heap_push(heap, (SsHeapKey){ .time = 10, .rank = 1, .seq = 9 }, 3);
    ss_heap_push(heap, (SsHeapKey){ .time = 10, .rank = 1, .seq = 3 }, 2);
    ss_heap_push(heap, (SsHeapKey){ .time = SS_TIME_NEVER }, 5);
    ss_heap_push(heap, (SsHeapKey){ .time = -1, .rank = 9 }, 1);
    for (uint64_t i = 1; i <= 5; i++)
        SS_EXPECT_UINT(pop(heap), i);
    SS_EXPECT_UINT(pop(heap), UINT64_MAX);
}

static void an_item_may_be_moved_and_taken_out(void)
{
    g_autoptr(SsHeap) heap = ss_heap_new();
    SsHeapHandle      handle[5];
    SsHeapItem        item;

    for (uint32_t i = 0; i < 5; i++)
        handle[i] = ss_heap_push(heap, (SsHeapKey){ .time = i * 10 }, i);
    ss_heap_change(heap, handle[4], (SsHeapKey){ .time = -5 });
    ss_heap_change(heap, handle[0], (SsHeapKey){ .time = 25 });
    SS_EXPECT_UINT(ss_heap_remove(heap, handle[1]), 1);
    SS_EXPECT_FALSE(ss_heap_holds(heap, handle[1]));
    SS_EXPECT_INT(ss_heap_key(heap, handle[0]).time, 25);
    SS_EXPECT_TRUE(ss_heap_peek(heap, &item));
    SS_EXPECT_UINT(item.value, 4);
    SS_EXPECT_UINT(pop(heap), 4);
    SS_EXPECT_UINT(pop(heap), 2);
    SS_EXPECT_UINT(pop(heap), 0);
    SS_EXPECT_INT(ss_heap_count(heap), 1);
}

static void a_cleared_heap_starts_anew(void)
{
    g_autoptr(SsHeap) heap = ss_heap_new();

    ss_heap_push(heap, (SsHeapKey){ .time = 1 }, 1);
    ss_heap_clear(heap);
    SS_EXPECT_INT(ss_heap_count(heap), 0);
    SS_EXPECT_INT(ss_heap_push(heap, (SsHeapKey){ .time = 2 }, 7), 0);
    SS_EXPECT_UINT(pop(heap), 7);
}

static const SsTest tests[] = {
    SS_TEST(time_then_rank_then_sequence),
    SS_TEST(an_item_may_be_moved_and_taken_out),
    SS_TEST(a_cleared_heap_starts_anew),
};
SS_TEST_MAIN("heap", tests)
