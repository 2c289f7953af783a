/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The heap against its naive twin, an unsorted array searched for its least: random pushes, pops,
 * removals and changes of key; keys are distinct by their sequence, as in a run.
 */
#include "sim/base/heap.h"

#include "sim/base/rng.h"
#include "tests/support/ss_test.h"

#define ROOM 600

typedef struct {
    SsHeapItem items[ROOM];
    uint32_t   n;
} Twin;

static uint32_t twin_least(const Twin *twin)
{
    uint32_t least = 0;

    for (uint32_t i = 1; i < twin->n; i++) {
        if (ss_heap_key_compare(&twin->items[i].key, &twin->items[least].key) < 0)
            least = i;
    }
    return least;
}

static SsHeapKey random_key(SsRng *rng, uint64_t *seq)
{
    return (SsHeapKey){
        .time = ss_rng_between(rng, -20, 20),
        .rank = (uint32_t) ss_rng_below(rng, 3),
        .seq = ++*seq,
    };
}

static bool pop_same(SsHeap *heap, Twin *twin)
{
    SsHeapItem item = { .value = UINT64_MAX };

    if (twin->n == 0)
        return !ss_heap_pop(heap, &item);

    const uint32_t   least = twin_least(twin);
    const SsHeapItem expected = twin->items[least];
    twin->items[least] = twin->items[--twin->n];
    return ss_heap_pop(heap, &item) && item.value == expected.value
           && item.handle == expected.handle && ss_heap_key_compare(&item.key, &expected.key) == 0;
}

static bool step(SsHeap *heap, Twin *twin, SsRng *rng, uint64_t *seq)
{
    const uint32_t kind = (uint32_t) ss_rng_below(rng, 8);
    const uint32_t at = twin->n > 0 ? (uint32_t) ss_rng_below(rng, twin->n) : 0;

    if (kind < 4 && twin->n < ROOM) {
        SsHeapItem *item = &twin->items[twin->n++];

        item->key = random_key(rng, seq);
        item->value = *seq;
        item->handle = ss_heap_push(heap, item->key, item->value);
    } else if (kind < 6 || twin->n == 0) {
        return pop_same(heap, twin);
    } else if (kind == 6) {
        const SsHeapItem item = twin->items[at];

        twin->items[at] = twin->items[--twin->n];
        return ss_heap_remove(heap, item.handle) == item.value;
    } else {
        twin->items[at].key = random_key(rng, seq);
        ss_heap_change(heap, twin->items[at].handle, twin->items[at].key);
    }
    return ss_heap_count(heap) == twin->n;
}

static void pops_as_an_array_searched_for_its_least(void)
{
    SsRng rng;

    ss_rng_init(&rng, 1, "heap");
    for (uint32_t program = 0; program < 60; program++) {
        g_autoptr(SsHeap) heap = ss_heap_new();
        Twin              twin = { .n = 0 };
        uint64_t          seq = 0;

        for (uint32_t i = 0; i < 1500; i++) {
            if (!SS_EXPECT_TRUE(step(heap, &twin, &rng, &seq)))
                return;
        }
        while (twin.n > 0)
            SS_EXPECT_TRUE(pop_same(heap, &twin));
    }
}

static const SsTest tests[] = { SS_TEST(pops_as_an_array_searched_for_its_least) };
SS_TEST_MAIN("heap against an array", tests)
