/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slab.c - records with stable ids and stable addresses.
 *
 * A run of ten million jobs holds perhaps a hundred thousand at a time. Ids that are reused keep
 * every array indexed by them small; pages that never move let a pass hold pointers while it makes
 * new records. The free list is a stack in its own array rather than threaded through the records:
 * a stale id then reads a stale record, not a pointer, and the live bitmap answers exactly.
 *
 * Last in, first out is part of the contract: which id a job gets must not depend on anything but
 * the order of takes and drops.
 */
#include "sim/base/slab.h"

#include <string.h>

#define PAGE 1024u

struct SsSlab {
    size_t     size;  /* of a record, rounded to 16 bytes              */
    GPtrArray *pages; /* element-type: char *, PAGE records each       */
    GArray    *free;  /* element-type: uint32_t, a stack               */
    GArray    *live;  /* element-type: uint64_t, one bit a slot        */
    uint32_t   end;
    uint32_t   count;
};

static uint64_t *live_word(const SsSlab *slab, uint32_t id)
{
    return &g_array_index(slab->live, uint64_t, id / 64);
}

static void add_page(SsSlab *slab)
{
    const uint32_t words = PAGE / 64;

    g_ptr_array_add(slab->pages, g_malloc_n(PAGE, slab->size));
    g_array_set_size(slab->live, slab->live->len + words); /* cleared by the array */
}

SsSlab *ss_slab_new(size_t record_size)
{
    SsSlab *slab = g_new0(SsSlab, 1);

    g_assert(record_size > 0);
    slab->size = (record_size + 15) / 16 * 16;
    slab->pages = g_ptr_array_new_with_free_func(g_free);
    slab->free = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    slab->live = g_array_new(FALSE, TRUE, sizeof(uint64_t));
    return slab;
}

void ss_slab_free(SsSlab *slab)
{
    if (slab == NULL)
        return;
    g_ptr_array_unref(slab->pages);
    g_array_unref(slab->free);
    g_array_unref(slab->live);
    g_free(slab);
}

uint32_t ss_slab_take(SsSlab *slab)
{
    uint32_t id;

    if (slab->free->len > 0) {
        id = g_array_index(slab->free, uint32_t, slab->free->len - 1);
        g_array_set_size(slab->free, slab->free->len - 1);
    } else {
        g_assert(slab->end < SS_ID_NONE);
        id = slab->end++;
        if (id / PAGE == slab->pages->len)
            add_page(slab);
    }
    *live_word(slab, id) |= UINT64_C(1) << (id % 64);
    slab->count++;
    memset(ss_slab_at(slab, id), 0, slab->size);
    return id;
}

void ss_slab_drop(SsSlab *slab, uint32_t id)
{
    g_assert(ss_slab_is_live(slab, id));
    *live_word(slab, id) &= ~(UINT64_C(1) << (id % 64));
    slab->count--;
    g_array_append_val(slab->free, id);
}

void *ss_slab_at(const SsSlab *slab, uint32_t id)
{
    g_assert(ss_slab_is_live(slab, id));
    return (char *) slab->pages->pdata[id / PAGE] + (id % PAGE) * slab->size;
}

bool ss_slab_is_live(const SsSlab *slab, uint32_t id)
{
    return id < slab->end && (*live_word(slab, id) >> (id % 64) & 1) != 0;
}

uint32_t ss_slab_count(const SsSlab *slab)
{
    return slab->count;
}

uint32_t ss_slab_end(const SsSlab *slab)
{
    return slab->end;
}

uint32_t ss_slab_next(const SsSlab *slab, uint32_t from)
{
    if (from >= slab->end)
        return SS_ID_NONE;

    uint64_t word = *live_word(slab, from) & (UINT64_MAX << (from % 64));

    for (uint32_t i = from / 64;; word = g_array_index(slab->live, uint64_t, i)) {
        if (word != 0)
            return i * 64 + (uint32_t) __builtin_ctzll(word);
        if (++i >= slab->live->len)
            return SS_ID_NONE;
    }
}
