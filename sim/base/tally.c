/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tally.c - a multiset by sorting what is new and merging it in.
 *
 * A table indexed by value would be faster and as large as the largest wait; a tree costs a cache miss a
 * level. Here new values are sorted by their bytes, those that all have alike passed over, and merged when
 * the buffer is full; the buffer grows with the pairs, so each value takes part in few merges.
 *
 * Sums go through the values one by one: that is what a plain sum over sorted values gives, to the last bit.
 *
 * Naive twin: a sorted array of all values, tests/property/test_tally.c.
 */
#include "sim/base/tally.h"

#include <math.h>
#include <string.h>

#define LEAST_ROOM 4096

typedef struct {
    int64_t  value;
    uint64_t count;
} Pair;

struct SsTally {
    Pair    *pairs; /* [n_pairs] rising */
    uint32_t n_pairs;
    int64_t *fresh; /* [n_fresh] of room */
    uint32_t n_fresh, room;
    uint64_t count;
};

SsTally *ss_tally_new(void)
{
    return g_new0(SsTally, 1);
}

void ss_tally_free(SsTally *tally)
{
    if (tally == NULL)
        return;
    g_free(tally->pairs);
    g_free(tally->fresh);
    g_free(tally);
}

/* The byte that a pass sorts by; the sign is turned so that negative values come first. */
static uint32_t digit(int64_t value, uint32_t pass)
{
    return (uint32_t) (((uint64_t) value ^ UINT64_C(1) << 63) >> (8 * pass)) & 0xff;
}

/* One pass by byte `pass`; false if all values have it alike. */
static bool sort_pass(const int64_t *from, int64_t *to, uint32_t n, uint32_t pass)
{
    uint32_t count[256] = { 0 }, at = 0;

    for (uint32_t i = 0; i < n; i++)
        count[digit(from[i], pass)]++;
    if (count[digit(from[0], pass)] == n)
        return false;
    for (uint32_t d = 0; d < 256; d++) {
        const uint32_t here = count[d];

        count[d] = at;
        at += here;
    }
    for (uint32_t i = 0; i < n; i++)
        to[count[digit(from[i], pass)]++] = from[i];
    return true;
}

static void sort_fresh(SsTally *tally)
{
    g_autofree int64_t *other = g_new(int64_t, tally->n_fresh);
    int64_t            *from = tally->fresh, *to = other;

    for (uint32_t pass = 0; pass < 8; pass++) {
        if (!sort_pass(from, to, tally->n_fresh, pass))
            continue;
        int64_t *swap = from;

        from = to;
        to = swap;
    }
    if (from != tally->fresh)
        memcpy(tally->fresh, from, tally->n_fresh * sizeof *from);
}

static void push(Pair *pairs, uint32_t *n, int64_t value, uint64_t count)
{
    if (*n > 0 && pairs[*n - 1].value == value)
        pairs[*n - 1].count += count;
    else
        pairs[(*n)++] = (Pair){ value, count };
}

static void settle(SsTally *tally)
{
    const Pair *old = tally->pairs;
    uint32_t    i = 0, n = 0;

    if (tally->n_fresh == 0)
        return;
    sort_fresh(tally);
    tally->pairs = g_new(Pair, (gsize) tally->n_pairs + tally->n_fresh);
    for (uint32_t k = 0; k < tally->n_fresh; k++) {
        for (; i < tally->n_pairs && old[i].value <= tally->fresh[k]; i++)
            push(tally->pairs, &n, old[i].value, old[i].count);
        push(tally->pairs, &n, tally->fresh[k], 1);
    }
    for (; i < tally->n_pairs; i++)
        push(tally->pairs, &n, old[i].value, old[i].count);
    g_free((Pair *) old);
    tally->pairs = g_renew(Pair, tally->pairs, n);
    tally->n_pairs = n;
    tally->n_fresh = 0;
}

/* Room for one more value. */
static void make_room(SsTally *tally)
{
    settle(tally);
    if (tally->room == 0)
        tally->room = 64;
    else if (tally->room < MAX(LEAST_ROOM, tally->n_pairs / 4))
        tally->room *= 2;
    tally->fresh = g_renew(int64_t, tally->fresh, tally->room);
}

void ss_tally_add(SsTally *tally, int64_t value)
{
    if (tally->n_fresh == tally->room)
        make_room(tally);
    tally->fresh[tally->n_fresh++] = value;
    tally->count++;
}

static int64_t bits_of(double value)
{
    int64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double of_bits(int64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

void ss_tally_add_double(SsTally *tally, double value)
{
    ss_tally_add(tally, bits_of(value));
}

void ss_tally_merge(SsTally *tally, SsTally *other)
{
    const Pair *old = tally->pairs;
    uint32_t    i = 0, n = 0;

    settle(other);
    settle(tally);
    old = tally->pairs;
    tally->pairs = g_new(Pair, (gsize) tally->n_pairs + other->n_pairs);
    for (uint32_t k = 0; k < other->n_pairs; k++) {
        for (; i < tally->n_pairs && old[i].value <= other->pairs[k].value; i++)
            push(tally->pairs, &n, old[i].value, old[i].count);
        push(tally->pairs, &n, other->pairs[k].value, other->pairs[k].count);
    }
    for (; i < tally->n_pairs; i++)
        push(tally->pairs, &n, old[i].value, old[i].count);
    g_free((Pair *) old);
    tally->n_pairs = n;
    tally->count += other->count;
}

uint64_t ss_tally_count(const SsTally *tally)
{
    return tally->count;
}

int64_t ss_tally_rank(SsTally *tally, double share)
{
    const double rank = ceil(share * (double) tally->count);
    uint64_t     left = MIN(rank < 1 ? 1 : (uint64_t) rank, tally->count);

    settle(tally);
    for (uint32_t i = 0; i < tally->n_pairs; i++) {
        if (left <= tally->pairs[i].count)
            return tally->pairs[i].value;
        left -= tally->pairs[i].count;
    }
    return 0;
}

double ss_tally_rank_double(SsTally *tally, double share)
{
    return of_bits(ss_tally_rank(tally, share));
}

double ss_tally_sum(SsTally *tally)
{
    double sum = 0;

    settle(tally);
    for (uint32_t i = 0; i < tally->n_pairs; i++) {
        for (uint64_t k = 0; k < tally->pairs[i].count; k++)
            sum += (double) tally->pairs[i].value;
    }
    return sum;
}

double ss_tally_sum_double(SsTally *tally)
{
    double sum = 0;

    settle(tally);
    for (uint32_t i = 0; i < tally->n_pairs; i++) {
        for (uint64_t k = 0; k < tally->pairs[i].count; k++)
            sum += of_bits(tally->pairs[i].value);
    }
    return sum;
}
