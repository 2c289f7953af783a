/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pop and push among 50 000 live items: two events of a job.
 */
#include "bench/micro/micro.h"
#include "sim/base/heap.h"
#include "sim/base/rng.h"

typedef struct {
    SsHeap  *heap;
    SsRng    rng;
    uint64_t seq;
} Events;

static void push(Events *events, SsTime now)
{
    const SsHeapKey key = { .time = now + ss_rng_between(&events->rng, 0, 86400),
                            .seq = events->seq++ };

    ss_heap_push(events->heap, key, 0);
}

static void pop_and_push(void *data, uint64_t n)
{
    Events    *events = data;
    SsHeapItem item;

    for (uint64_t i = 0; i < n; i++) {
        ss_heap_pop(events->heap, &item);
        push(events, item.key.time);
    }
}

int main(void)
{
    Events events = { .heap = ss_heap_new() };

    ss_rng_init(&events.rng, 1, "heap");
    for (int i = 0; i < 50000; i++)
        push(&events, 0);
    ss_micro("heap.pop_push", pop_and_push, &events);
    ss_heap_free(events.heap);
    return 0;
}
