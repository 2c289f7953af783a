/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Node sets of 50 000 nodes: and, count, walk.
 */
#include "bench/micro/micro.h"
#include "sim/base/bitset.h"
#include "sim/base/rng.h"

#define NODES 50000

typedef struct {
    SsNodeSet *a, *b, *few;
    uint64_t   sum;
} Sets;

static void keep_and_count(void *data, uint64_t n)
{
    Sets *sets = data;

    for (uint64_t i = 0; i < n; i++)
        sets->sum += ss_node_set_count_and(sets->a, sets->b);
}

static void both(void *data, uint64_t n)
{
    Sets *sets = data;

    for (uint64_t i = 0; i < n; i++)
        ss_node_set_and(sets->a, sets->b);
}

/* A thousandth of the nodes. */
static void walk(void *data, uint64_t n)
{
    Sets *sets = data;

    for (uint64_t i = 0; i < n; i++)
        for (uint32_t id = ss_node_set_first(sets->few); id != SS_ID_NONE;
             id = ss_node_set_next(sets->few, id + 1))
            sets->sum += id;
}

int main(void)
{
    Sets  sets = { .a = ss_node_set_new(NODES),
                   .b = ss_node_set_new(NODES),
                   .few = ss_node_set_new(NODES) };
    SsRng rng;

    ss_rng_init(&rng, 1, "bitset");
    for (uint32_t i = 0; i < NODES; i++) {
        if (ss_rng_chance(&rng, 0.5))
            ss_node_set_add(sets.a, i);
        if (ss_rng_chance(&rng, 0.5))
            ss_node_set_add(sets.b, i);
        if (ss_rng_chance(&rng, 0.001))
            ss_node_set_add(sets.few, i);
    }
    ss_micro("bitset.count_and", keep_and_count, &sets);
    ss_micro("bitset.and", both, &sets);
    ss_micro("bitset.walk_50", walk, &sets);
    ss_node_set_free(sets.a);
    ss_node_set_free(sets.b);
    ss_node_set_free(sets.few);
    return 0;
}
