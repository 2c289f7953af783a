/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Node sets against their naive twin, an array of bool: the same random program of operations on
 * both, and the same answers after every step.
 */
#include "sim/base/bitset.h"

#include <string.h>

#include "sim/base/rng.h"
#include "tests/support/ss_test.h"

#define MAX_BITS 400

typedef struct {
    uint32_t n;
    bool     has[MAX_BITS];
} Twin;

static uint32_t twin_count(const Twin *twin, uint32_t begin, uint32_t end)
{
    uint32_t n = 0;

    for (uint32_t i = begin; i < end; i++)
        n += twin->has[i];
    return n;
}

static uint32_t twin_next(const Twin *twin, uint32_t from, bool wanted, uint32_t none)
{
    for (uint32_t i = from; i < twin->n; i++) {
        if (twin->has[i] == wanted)
            return i;
    }
    return none;
}

static uint32_t twin_prev(const Twin *twin, uint32_t from)
{
    for (uint32_t i = from + 1; i-- > 0;) {
        if (twin->has[i])
            return i;
    }
    return SS_ID_NONE;
}

static void twin_keep(Twin *twin, uint32_t n, bool first)
{
    for (uint32_t k = 0; k < twin->n; k++) {
        bool *has = &twin->has[first ? k : twin->n - 1 - k];

        if (*has && n == 0)
            *has = false;
        else if (*has)
            n--;
    }
}

static bool same(const SsNodeSet *set, const Twin *twin, SsRng *rng)
{
    const uint32_t at = (uint32_t) ss_rng_below(rng, twin->n);
    const uint32_t count = twin_count(twin, 0, twin->n);
    bool           ok = true;

    for (uint32_t i = 0; i < twin->n; i++)
        ok = ok && ss_node_set_test(set, i) == twin->has[i];
    return ok && ss_node_set_count(set) == count && ss_node_set_is_empty(set) == (count == 0)
           && ss_node_set_count_range(set, at / 2, at) == twin_count(twin, at / 2, at)
           && ss_node_set_next(set, at) == twin_next(twin, at, true, SS_ID_NONE)
           && ss_node_set_next_gap(set, at) == twin_next(twin, at, false, twin->n)
           && ss_node_set_prev(set, at) == twin_prev(twin, at);
}

/* One operation on both; `other` is a second pair for the binary ones. */
static void step(SsNodeSet *set, Twin *twin, const SsNodeSet *other, const Twin *other_twin,
                 SsRng *rng)
{
    const uint32_t kind = (uint32_t) ss_rng_below(rng, 9);
    const uint32_t end = (uint32_t) ss_rng_below(rng, twin->n + 1);
    const uint32_t begin = (uint32_t) ss_rng_below(rng, end + 1);

    if (kind == 0) {
        ss_node_set_add_range(set, begin, end);
    } else if (kind == 1) {
        ss_node_set_remove_range(set, begin, end);
    } else if (kind == 2) {
        ss_node_set_and(set, other);
    } else if (kind == 3) {
        ss_node_set_and_not(set, other);
    } else if (kind == 4) {
        ss_node_set_or(set, other);
    } else if (kind == 5) {
        ss_node_set_xor(set, other);
    } else if (kind == 6) {
        ss_node_set_not(set);
    } else if (kind == 7) {
        ss_node_set_keep_first(set, end);
        twin_keep(twin, end, true);
    } else {
        ss_node_set_keep_last(set, end);
        twin_keep(twin, end, false);
    }
    for (uint32_t i = 0; i < twin->n && kind < 7; i++) {
        const bool mine = twin->has[i], its = other_twin->has[i];
        const bool inside = i >= begin && i < end;
        const bool after[] = { mine || inside, mine && !inside, mine && its, mine && !its,
                               mine || its,    mine != its,     !mine };

        twin->has[i] = after[kind];
    }
}

static void behaves_as_an_array_of_bool(void)
{
    SsRng rng;

    ss_rng_init(&rng, 1, "bitset");
    for (uint32_t program = 0; program < 300; program++) {
        const uint32_t       n = 1 + (uint32_t) ss_rng_below(&rng, MAX_BITS);
        g_autoptr(SsNodeSet) a = ss_node_set_new(n);
        g_autoptr(SsNodeSet) b = ss_node_set_new(n);
        Twin                 ta = { .n = n }, tb = { .n = n };

        for (uint32_t i = 0; i < 60; i++) {
            step(a, &ta, b, &tb, &rng);
            step(b, &tb, a, &ta, &rng);
            if (!SS_EXPECT_TRUE(same(a, &ta, &rng) && same(b, &tb, &rng)))
                return;
        }
    }
}

static const SsTest tests[] = { SS_TEST(behaves_as_an_array_of_bool) };
SS_TEST_MAIN("bitset against an array of bool", tests)
