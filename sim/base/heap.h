/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsHeap - what comes next: an indexed 4-ary min-heap over (time, rank, seq).
 *
 * Shape     items of 24 bytes (key and handle) in one array; per handle its position and the
 *           caller's 64-bit value. Handles are recycled, last in, first out.
 * Order     lexicographic: time, then rank (an event class), then seq. The caller keeps keys
 *           distinct, by counting seq up; then the order of pops does not depend on the order
 *           of pushes. Two equal keys come out in an order that is repeatable but not defined.
 * Owner     the maker. Values are the caller's and never looked at.
 * Errors    none: a handle that is not in the heap is a bug and asserts.
 * Cost      O(log n) push, pop, remove, change; O(1) peek.
 */
typedef struct SsHeap SsHeap;

typedef struct {
    SsTime   time;
    uint64_t seq;
    uint32_t rank;
} SsHeapKey;

typedef uint32_t SsHeapHandle; /* SS_ID_NONE = not in a heap */

typedef struct {
    SsHeapKey    key;
    SsHeapHandle handle; /* no longer valid once popped */
    uint64_t     value;
} SsHeapItem;

SsHeap *ss_heap_new(void);
void    ss_heap_free(SsHeap *heap); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsHeap, ss_heap_free)

/* Negative, zero, positive as `a` comes before, with, after `b`. */
int ss_heap_key_compare(const SsHeapKey *a, const SsHeapKey *b);

SsHeapHandle ss_heap_push(SsHeap *heap, SsHeapKey key, uint64_t value);

/* The least item; false and `out` untouched if the heap is empty. */
bool ss_heap_peek(const SsHeap *heap, SsHeapItem *out);
bool ss_heap_pop(SsHeap *heap, SsHeapItem *out);

/* Takes an item out, wherever it is; returns its value. */
uint64_t ss_heap_remove(SsHeap *heap, SsHeapHandle handle);

/* Moves an item to another key; the handle stays. */
void ss_heap_change(SsHeap *heap, SsHeapHandle handle, SsHeapKey key);

bool      ss_heap_holds(const SsHeap *heap, SsHeapHandle handle);
SsHeapKey ss_heap_key(const SsHeap *heap, SsHeapHandle handle);
uint64_t  ss_heap_value(const SsHeap *heap, SsHeapHandle handle);
uint32_t  ss_heap_count(const SsHeap *heap);
void      ss_heap_clear(SsHeap *heap);
