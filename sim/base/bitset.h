/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsNodeSet - a set of small numbers, commonly of nodes: one bit each, as wide as the cluster.
 *
 * Shape     bit i of word i / 64 is number i. n_words = ceil(n_bits / 64); bits from n_bits on
 *           are always zero. 50 000 nodes = 6.3 KB. The struct is open for reading in hot loops;
 *           write through the functions (or the row kernels, which keep the invariant if all
 *           operands do).
 * Owner     the maker; ss_node_set_free.
 * Errors    none: two sets of one call must be equally wide and ids inside; else it asserts.
 * Cost      O(w) for w words unless said otherwise; test, add and remove are O(1).
 */
typedef struct {
    uint32_t n_bits;
    uint32_t n_words;
    uint64_t words[];
} SsNodeSet;

/* Words that `n_bits` need. */
static inline uint32_t ss_bits_words(uint32_t n_bits)
{
    return n_bits / 64 + (n_bits % 64 != 0);
}

SsNodeSet *ss_node_set_new(uint32_t n_bits); /* empty */
SsNodeSet *ss_node_set_new_full(uint32_t n_bits);
SsNodeSet *ss_node_set_dup(const SsNodeSet *set);
void       ss_node_set_free(SsNodeSet *set); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsNodeSet, ss_node_set_free)

void ss_node_set_copy(SsNodeSet *set, const SsNodeSet *from);
void ss_node_set_clear(SsNodeSet *set);
void ss_node_set_fill(SsNodeSet *set);

static inline bool ss_node_set_test(const SsNodeSet *set, uint32_t id)
{
    g_assert(id < set->n_bits);
    return set->words[id / 64] >> (id % 64) & 1;
}

static inline void ss_node_set_add(SsNodeSet *set, uint32_t id)
{
    g_assert(id < set->n_bits);
    set->words[id / 64] |= UINT64_C(1) << (id % 64);
}

static inline void ss_node_set_remove(SsNodeSet *set, uint32_t id)
{
    g_assert(id < set->n_bits);
    set->words[id / 64] &= ~(UINT64_C(1) << (id % 64));
}

/* All of [begin, end). Empty if begin == end. */
void ss_node_set_add_range(SsNodeSet *set, uint32_t begin, uint32_t end);
void ss_node_set_remove_range(SsNodeSet *set, uint32_t begin, uint32_t end);

/* set := set op other. */
void ss_node_set_and(SsNodeSet *set, const SsNodeSet *other);
void ss_node_set_and_not(SsNodeSet *set, const SsNodeSet *other);
void ss_node_set_or(SsNodeSet *set, const SsNodeSet *other);
void ss_node_set_xor(SsNodeSet *set, const SsNodeSet *other);
void ss_node_set_not(SsNodeSet *set);

uint32_t ss_node_set_count(const SsNodeSet *set);
uint32_t ss_node_set_count_range(const SsNodeSet *set, uint32_t begin, uint32_t end);
uint32_t ss_node_set_count_and(const SsNodeSet *a, const SsNodeSet *b);     /* |a and b|       */
uint32_t ss_node_set_count_and_not(const SsNodeSet *a, const SsNodeSet *b); /* |a without b|   */

bool ss_node_set_is_empty(const SsNodeSet *set);
bool ss_node_set_equal(const SsNodeSet *a, const SsNodeSet *b);
bool ss_node_set_intersects(const SsNodeSet *a, const SsNodeSet *b);
bool ss_node_set_is_subset(const SsNodeSet *inner, const SsNodeSet *outer);

/* The first member >= `from` (`from` may be n_bits), the last member <= `from`;
 * SS_ID_NONE if there is none.
 *   for (id = ss_node_set_next(set, 0); id != SS_ID_NONE; id = ss_node_set_next(set, id + 1)) */
uint32_t ss_node_set_next_word(const SsNodeSet *set,
                               uint32_t         word); /* private: in that word or behind it */

static inline uint32_t ss_node_set_next(const SsNodeSet *set, uint32_t from)
{
    if (from >= set->n_bits)
        return SS_ID_NONE;
    const uint64_t rest = set->words[from / 64] >> (from % 64);
    return rest != 0 ? from + (uint32_t) __builtin_ctzll(rest)
                     : ss_node_set_next_word(set, from / 64 + 1);
}
uint32_t ss_node_set_prev(const SsNodeSet *set, uint32_t from);
uint32_t ss_node_set_first(const SsNodeSet *set);
uint32_t ss_node_set_last(const SsNodeSet *set);

/* The first number >= `from` that is not a member; n_bits if there is none. */
uint32_t ss_node_set_next_gap(const SsNodeSet *set, uint32_t from);

/* Keeps only the first (last) `n` members, all of them if there are fewer.
 * Returns how many are left. */
uint32_t ss_node_set_keep_first(SsNodeSet *set, uint32_t n);
uint32_t ss_node_set_keep_last(SsNodeSet *set, uint32_t n);

/* Member number `rank` (from 0) in rising order; SS_ID_NONE if there are not so many. */
uint32_t ss_node_set_nth(const SsNodeSet *set, uint32_t rank);

/* set := set and row; returns the members left. `row` has n_words words. */
uint32_t ss_node_set_keep_row(SsNodeSet *set, const uint64_t *row);

/* A 64-bit hash of the members, the same in every run. */
uint64_t ss_node_set_hash(const SsNodeSet *set);

/* The kernels, on bare rows of `n_words` words. Rows do not overlap unless they are the same. */
uint32_t ss_bits_count(const uint64_t *row, uint32_t n_words);
uint32_t ss_bits_and_count(uint64_t *row, const uint64_t *other, uint32_t n_words); /* row &= */
uint32_t ss_bits_count_and(const uint64_t *a, const uint64_t *b, uint32_t n_words);
void     ss_bits_and(uint64_t *row, const uint64_t *other, uint32_t n_words);
void     ss_bits_and_not(uint64_t *row, const uint64_t *other, uint32_t n_words);
void     ss_bits_or(uint64_t *row, const uint64_t *other, uint32_t n_words);

/* for (SS_EACH_NODE(id, set)) ... ; members may be removed on the way */
#define SS_EACH_NODE(id, set)                                                                      \
    SsNodeId id = ss_node_set_first(set);                                                          \
    id != SS_ID_NONE;                                                                              \
    id = ss_node_set_next(set, id + 1)
