/* SPDX-License-Identifier: Apache-2.0 */
/*
 * heap.c - an indexed 4-ary heap.
 *
 * Four children halve the depth of a binary heap and lie beside each other: a pop looks at 96 bytes
 * a level. The key sits in the item, since following a handle to compare would cost a cache miss a
 * comparison. Position and value sit in the slot of the handle, which a sift writes once a move.
 *
 * A key is (time, rank, seq) rather than one packed word: 64 bits of time that may be NEVER, an
 * event class and a sequence without wrap do not fit one word, and 24 bytes an item is what the
 * three fields and the handle need without a gap.
 *
 * Invariant: no item comes before its parent, and slots[items[i].handle].at == i.
 * Naive twin: an unsorted array searched for its least, tests/property/test_heap.c.
 */
#include "sim/base/heap.h"

#define NOWHERE UINT32_MAX

typedef struct {
    SsTime   time;
    uint64_t seq;
    uint32_t rank;
    uint32_t handle;
} Item;

G_STATIC_ASSERT(sizeof(Item) == 24);

typedef struct {
    uint64_t value; /* while free: the next free handle */
    uint32_t at;    /* index in items; NOWHERE = free   */
} Slot;

struct SsHeap {
    Item    *items;
    Slot    *slots;
    uint32_t n_items, n_slots; /* in use              */
    uint32_t room;             /* of both arrays      */
    uint32_t free;             /* SS_ID_NONE = none   */
};

static bool before(const Item *a, const Item *b)
{
    if (a->time != b->time)
        return a->time < b->time;
    if (a->rank != b->rank)
        return a->rank < b->rank;
    return a->seq < b->seq;
}

static void put(SsHeap *heap, uint32_t at, Item item)
{
    heap->items[at] = item;
    heap->slots[item.handle].at = at;
}

static void sift_up(SsHeap *heap, uint32_t at, Item item)
{
    while (at > 0) {
        const uint32_t parent = (at - 1) / 4;

        if (!before(&item, &heap->items[parent]))
            break;
        put(heap, at, heap->items[parent]);
        at = parent;
    }
    put(heap, at, item);
}

static void sift_down(SsHeap *heap, uint32_t at, Item item)
{
    for (;;) {
        const uint64_t first = (uint64_t) at * 4 + 1;
        const uint64_t end = MIN(first + 4, heap->n_items);

        if (first >= heap->n_items)
            break;

        uint32_t least = (uint32_t) first;
        for (uint32_t child = least + 1; child < end; child++) {
            if (before(&heap->items[child], &heap->items[least]))
                least = child;
        }
        if (!before(&heap->items[least], &item))
            break;
        put(heap, at, heap->items[least]);
        at = least;
    }
    put(heap, at, item);
}

/* Puts `item` at a free place `at`, then where it belongs. */
static void settle(SsHeap *heap, uint32_t at, Item item)
{
    if (at > 0 && before(&item, &heap->items[(at - 1) / 4]))
        sift_up(heap, at, item);
    else
        sift_down(heap, at, item);
}

static uint32_t take_handle(SsHeap *heap)
{
    if (heap->free != SS_ID_NONE) {
        const uint32_t handle = heap->free;

        heap->free = (uint32_t) heap->slots[handle].value;
        return handle;
    }
    if (heap->n_slots == heap->room) {
        g_assert(heap->room < UINT32_MAX / 2);
        heap->room = MAX(heap->room * 2, 64);
        heap->items = g_renew(Item, heap->items, heap->room);
        heap->slots = g_renew(Slot, heap->slots, heap->room);
    }
    return heap->n_slots++;
}

static void drop_handle(SsHeap *heap, uint32_t handle)
{
    heap->slots[handle] = (Slot){ .value = heap->free, .at = NOWHERE };
    heap->free = handle;
}

static SsHeapItem item_out(const SsHeap *heap, const Item *item)
{
    return (SsHeapItem){
        .key = { .time = item->time, .seq = item->seq, .rank = item->rank },
        .handle = item->handle,
        .value = heap->slots[item->handle].value,
    };
}

static void take_out(SsHeap *heap, uint32_t at)
{
    const uint32_t handle = heap->items[at].handle;
    const Item     last = heap->items[--heap->n_items];

    if (at < heap->n_items)
        settle(heap, at, last);
    drop_handle(heap, handle);
}

SsHeap *ss_heap_new(void)
{
    SsHeap *heap = g_new0(SsHeap, 1);

    heap->free = SS_ID_NONE;
    return heap;
}

void ss_heap_free(SsHeap *heap)
{
    if (heap == NULL)
        return;
    g_free(heap->items);
    g_free(heap->slots);
    g_free(heap);
}

int ss_heap_key_compare(const SsHeapKey *a, const SsHeapKey *b)
{
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

SsHeapHandle ss_heap_push(SsHeap *heap, SsHeapKey key, uint64_t value)
{
    const uint32_t handle = take_handle(heap);
    const Item     item = { key.time, key.seq, key.rank, handle };

    heap->slots[handle].value = value;
    sift_up(heap, heap->n_items++, item);
    return handle;
}

bool ss_heap_peek(const SsHeap *heap, SsHeapItem *out)
{
    if (heap->n_items == 0)
        return false;
    *out = item_out(heap, &heap->items[0]);
    return true;
}

bool ss_heap_pop(SsHeap *heap, SsHeapItem *out)
{
    if (!ss_heap_peek(heap, out))
        return false;
    take_out(heap, 0);
    return true;
}

uint64_t ss_heap_remove(SsHeap *heap, SsHeapHandle handle)
{
    const uint64_t value = ss_heap_value(heap, handle);

    take_out(heap, heap->slots[handle].at);
    return value;
}

void ss_heap_change(SsHeap *heap, SsHeapHandle handle, SsHeapKey key)
{
    const Item item = { key.time, key.seq, key.rank, handle };

    g_assert(ss_heap_holds(heap, handle));
    settle(heap, heap->slots[handle].at, item);
}

bool ss_heap_holds(const SsHeap *heap, SsHeapHandle handle)
{
    return handle < heap->n_slots && heap->slots[handle].at != NOWHERE;
}

SsHeapKey ss_heap_key(const SsHeap *heap, SsHeapHandle handle)
{
    g_assert(ss_heap_holds(heap, handle));
    return item_out(heap, &heap->items[heap->slots[handle].at]).key;
}

uint64_t ss_heap_value(const SsHeap *heap, SsHeapHandle handle)
{
    g_assert(ss_heap_holds(heap, handle));
    return heap->slots[handle].value;
}

uint32_t ss_heap_count(const SsHeap *heap)
{
    return heap->n_items;
}

void ss_heap_clear(SsHeap *heap)
{
    heap->n_items = 0;
    heap->n_slots = 0;
    heap->free = SS_ID_NONE;
}
