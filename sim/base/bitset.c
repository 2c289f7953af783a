/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bitset.c - sets of nodes as rows of bits.
 *
 * A pass asks "which of these nodes are free" some thousand times a cycle; the answer is an AND of
 * two rows and a popcount. Plain loops over 64-bit words leave the compiler room to vectorise (at -O3, which this
 * file gets), and the kernels that carry the time are built twice (clones.h).
 *
 * Invariant: bits from n_bits on are zero. Only fill, not and add_range could break it; they mask
 * the last word. So count and equal look at whole words without thought.
 *
 * Naive twin: an array of bool, tests/property/test_bitset.c.
 */
#include "sim/base/bitset.h"

#include "sim/base/clones.h"

#include <string.h>

SS_FOR_EACH_CPU uint32_t ss_bits_count(const uint64_t *row, uint32_t n_words)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < n_words; i++)
        n += (uint32_t) __builtin_popcountll(row[i]);
    return n;
}

SS_FOR_EACH_CPU uint32_t ss_bits_and_count(uint64_t *row, const uint64_t *other, uint32_t n_words)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < n_words; i++) {
        row[i] &= other[i];
        n += (uint32_t) __builtin_popcountll(row[i]);
    }
    return n;
}

SS_FOR_EACH_CPU uint32_t ss_bits_count_and(const uint64_t *a, const uint64_t *b, uint32_t n_words)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < n_words; i++)
        n += (uint32_t) __builtin_popcountll(a[i] & b[i]);
    return n;
}

static uint32_t popcount(uint64_t word)
{
    return (uint32_t) __builtin_popcountll(word);
}

static uint32_t lowest(uint64_t word)
{
    return (uint32_t) __builtin_ctzll(word);
}

static uint32_t highest(uint64_t word)
{
    return 63 - (uint32_t) __builtin_clzll(word);
}

/* Bits [from, 64) of a word; bits [0, to). */
static uint64_t bits_from(uint32_t from)
{
    return UINT64_MAX << from;
}

static uint64_t bits_below(uint32_t to)
{
    return to < 64 ? (UINT64_C(1) << to) - 1 : UINT64_MAX;
}

/* The part of word `i` that lies in [begin, end). */
static uint64_t range_in_word(uint32_t i, uint32_t begin, uint32_t end)
{
    uint64_t mask = UINT64_MAX;

    if (i == begin / 64)
        mask &= bits_from(begin % 64);
    if (i == end / 64)
        mask &= bits_below(end % 64);
    return mask;
}

static void mask_tail(SsNodeSet *set)
{
    if (set->n_bits % 64 != 0)
        set->words[set->n_words - 1] &= bits_below(set->n_bits % 64);
}

static void check_pair(const SsNodeSet *a, const SsNodeSet *b)
{
    g_assert(a->n_bits == b->n_bits);
}

/* With words of any value. (Sets are made by the million: calloc does not look into the cache of what the thread has
 * just freed, malloc does.) */
static SsNodeSet *make(uint32_t n_bits)
{
    const uint32_t n_words = ss_bits_words(n_bits);
    SsNodeSet     *set = g_malloc(sizeof *set + n_words * sizeof(uint64_t));

    set->n_bits = n_bits;
    set->n_words = n_words;
    return set;
}

SsNodeSet *ss_node_set_new(uint32_t n_bits)
{
    SsNodeSet *set = make(n_bits);

    ss_node_set_clear(set);
    return set;
}

SsNodeSet *ss_node_set_new_full(uint32_t n_bits)
{
    SsNodeSet *set = ss_node_set_new(n_bits);

    ss_node_set_fill(set);
    return set;
}

SsNodeSet *ss_node_set_dup(const SsNodeSet *set)
{
    SsNodeSet *copy = make(set->n_bits);

    memcpy(copy->words, set->words, set->n_words * sizeof(uint64_t));
    return copy;
}

void ss_node_set_free(SsNodeSet *set)
{
    g_free(set);
}

void ss_node_set_copy(SsNodeSet *set, const SsNodeSet *from)
{
    check_pair(set, from);
    memmove(set->words, from->words, set->n_words * sizeof(uint64_t));
}

void ss_node_set_clear(SsNodeSet *set)
{
    memset(set->words, 0, set->n_words * sizeof(uint64_t));
}

void ss_node_set_fill(SsNodeSet *set)
{
    memset(set->words, 0xff, set->n_words * sizeof(uint64_t));
    mask_tail(set);
}

void ss_node_set_add_range(SsNodeSet *set, uint32_t begin, uint32_t end)
{
    g_assert(begin <= end && end <= set->n_bits);
    for (uint32_t i = begin / 64; i < ss_bits_words(end); i++)
        set->words[i] |= range_in_word(i, begin, end);
}

void ss_node_set_remove_range(SsNodeSet *set, uint32_t begin, uint32_t end)
{
    g_assert(begin <= end && end <= set->n_bits);
    for (uint32_t i = begin / 64; i < ss_bits_words(end); i++)
        set->words[i] &= ~range_in_word(i, begin, end);
}

void ss_node_set_and(SsNodeSet *set, const SsNodeSet *other)
{
    check_pair(set, other);
    ss_bits_and(set->words, other->words, set->n_words);
}

void ss_node_set_and_not(SsNodeSet *set, const SsNodeSet *other)
{
    check_pair(set, other);
    ss_bits_and_not(set->words, other->words, set->n_words);
}

void ss_node_set_or(SsNodeSet *set, const SsNodeSet *other)
{
    check_pair(set, other);
    ss_bits_or(set->words, other->words, set->n_words);
}

void ss_node_set_xor(SsNodeSet *set, const SsNodeSet *other)
{
    check_pair(set, other);
    for (uint32_t i = 0; i < set->n_words; i++)
        set->words[i] ^= other->words[i];
}

void ss_node_set_not(SsNodeSet *set)
{
    for (uint32_t i = 0; i < set->n_words; i++)
        set->words[i] = ~set->words[i];
    mask_tail(set);
}

uint32_t ss_node_set_count(const SsNodeSet *set)
{
    return ss_bits_count(set->words, set->n_words);
}

uint32_t ss_node_set_count_range(const SsNodeSet *set, uint32_t begin, uint32_t end)
{
    uint32_t n = 0;

    g_assert(begin <= end && end <= set->n_bits);
    for (uint32_t i = begin / 64; i < ss_bits_words(end); i++)
        n += popcount(set->words[i] & range_in_word(i, begin, end));
    return n;
}

uint32_t ss_node_set_count_and(const SsNodeSet *a, const SsNodeSet *b)
{
    check_pair(a, b);
    return ss_bits_count_and(a->words, b->words, a->n_words);
}

uint32_t ss_node_set_count_and_not(const SsNodeSet *a, const SsNodeSet *b)
{
    uint32_t n = 0;

    check_pair(a, b);
    for (uint32_t i = 0; i < a->n_words; i++)
        n += popcount(a->words[i] & ~b->words[i]);
    return n;
}

bool ss_node_set_is_empty(const SsNodeSet *set)
{
    for (uint32_t i = 0; i < set->n_words; i++) {
        if (set->words[i] != 0)
            return false;
    }
    return true;
}

bool ss_node_set_equal(const SsNodeSet *a, const SsNodeSet *b)
{
    check_pair(a, b);
    return memcmp(a->words, b->words, a->n_words * sizeof(uint64_t)) == 0;
}

bool ss_node_set_intersects(const SsNodeSet *a, const SsNodeSet *b)
{
    check_pair(a, b);
    for (uint32_t i = 0; i < a->n_words; i++) {
        if ((a->words[i] & b->words[i]) != 0)
            return true;
    }
    return false;
}

bool ss_node_set_is_subset(const SsNodeSet *inner, const SsNodeSet *outer)
{
    check_pair(inner, outer);
    for (uint32_t i = 0; i < inner->n_words; i++) {
        if ((inner->words[i] & ~outer->words[i]) != 0)
            return false;
    }
    return true;
}

uint32_t ss_node_set_next_word(const SsNodeSet *set, uint32_t word)
{
    for (; word < set->n_words; word++)
        if (set->words[word] != 0)
            return word * 64 + lowest(set->words[word]);
    return SS_ID_NONE;
}

uint32_t ss_node_set_prev(const SsNodeSet *set, uint32_t from)
{
    if (set->n_bits == 0)
        return SS_ID_NONE;

    const uint32_t at = MIN(from, set->n_bits - 1);
    uint32_t       i = at / 64;
    uint64_t       word = set->words[i] & bits_below(at % 64 + 1);

    while (word == 0) {
        if (i-- == 0)
            return SS_ID_NONE;
        word = set->words[i];
    }
    return i * 64 + highest(word);
}

uint32_t ss_node_set_first(const SsNodeSet *set)
{
    return ss_node_set_next(set, 0);
}

uint32_t ss_node_set_last(const SsNodeSet *set)
{
    return ss_node_set_prev(set, UINT32_MAX);
}

uint32_t ss_node_set_next_gap(const SsNodeSet *set, uint32_t from)
{
    if (from >= set->n_bits)
        return set->n_bits;

    uint32_t i = from / 64;
    uint64_t word = ~set->words[i] & bits_from(from % 64);

    while (word == 0) {
        if (++i == set->n_words)
            return set->n_bits;
        word = ~set->words[i];
    }
    return MIN(i * 64 + lowest(word), set->n_bits);
}

uint32_t ss_node_set_keep_first(SsNodeSet *set, uint32_t n)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < set->n_words; i++) {
        uint32_t here = popcount(set->words[i]);

        for (; kept + here > n; here--)
            set->words[i] &= ~(UINT64_C(1) << highest(set->words[i]));
        kept += here;
    }
    return kept;
}

uint32_t ss_node_set_keep_last(SsNodeSet *set, uint32_t n)
{
    uint32_t kept = 0;

    for (uint32_t i = set->n_words; i-- > 0;) {
        uint32_t here = popcount(set->words[i]);

        for (; kept + here > n; here--)
            set->words[i] &= set->words[i] - 1; /* the lowest goes */
        kept += here;
    }
    return kept;
}

uint32_t ss_node_set_nth(const SsNodeSet *set, uint32_t rank)
{
    for (uint32_t i = 0; i < set->n_words; i++) {
        uint64_t       word = set->words[i];
        const uint32_t here = popcount(word);

        if (rank >= here) {
            rank -= here;
            continue;
        }
        for (; rank > 0; rank--)
            word &= word - 1;
        return i * 64 + lowest(word);
    }
    return SS_ID_NONE;
}

uint32_t ss_node_set_keep_row(SsNodeSet *set, const uint64_t *row)
{
    return ss_bits_and_count(set->words, row, set->n_words);
}

uint64_t ss_node_set_hash(const SsNodeSet *set)
{
    uint64_t hash = UINT64_C(0x9e3779b97f4a7c15) ^ set->n_bits;

    for (uint32_t i = 0; i < set->n_words; i++) {
        hash = (hash ^ set->words[i]) * UINT64_C(0xbf58476d1ce4e5b9);
        hash ^= hash >> 29;
    }
    return hash;
}

SS_FOR_EACH_CPU void ss_bits_and(uint64_t *row, const uint64_t *other, uint32_t n_words)
{
    for (uint32_t i = 0; i < n_words; i++)
        row[i] &= other[i];
}

SS_FOR_EACH_CPU void ss_bits_and_not(uint64_t *row, const uint64_t *other, uint32_t n_words)
{
    for (uint32_t i = 0; i < n_words; i++)
        row[i] &= ~other[i];
}

SS_FOR_EACH_CPU void ss_bits_or(uint64_t *row, const uint64_t *other, uint32_t n_words)
{
    for (uint32_t i = 0; i < n_words; i++)
        row[i] |= other[i];
}
