/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intern.c - each text once.
 *
 * Open addressing over ids, texts in an arena. GHashTable would do, but it wants a pointer a key
 * and a pointer a value, and can only look up NUL-terminated keys, while traces hand over pieces of
 * a line. Ids follow the order of first appearance and the table is never walked, so the hash
 * reaches no result. It is FNV-1a, the same everywhere.
 */
#include "sim/base/intern.h"

#include <string.h>

#include "sim/base/arena.h"

typedef struct {
    const char *text;
    uint32_t    length;
    uint32_t    hash;
} Entry;

struct SsIntern {
    SsArena  *arena;
    GArray   *entries; /* element-type: Entry, by id                                   */
    uint32_t *slots;   /* [mask + 1] id + 1, 0 = empty; at most three quarters in use  */
    uint32_t  mask;
};

static uint32_t hash_text(const char *text, size_t n)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (uint8_t) text[i]) * UINT64_C(0x100000001b3);
    return (uint32_t) (hash ^ hash >> 32);
}

static const Entry *entry_at(const SsIntern *intern, uint32_t id)
{
    return &g_array_index(intern->entries, Entry, id);
}

/* The slot that holds the text, or the empty one where it belongs. */
static uint32_t slot_of(const SsIntern *intern, const char *text, size_t n, uint32_t hash)
{
    uint32_t slot = hash & intern->mask;

    for (; intern->slots[slot] != 0; slot = (slot + 1) & intern->mask) {
        const Entry *entry = entry_at(intern, intern->slots[slot] - 1);

        if (entry->hash == hash && entry->length == n && memcmp(entry->text, text, n) == 0)
            break;
    }
    return slot;
}

static void grow(SsIntern *intern)
{
    intern->mask = intern->mask * 2 + 1;
    g_free(intern->slots);
    intern->slots = g_new0(uint32_t, (size_t) intern->mask + 1);
    for (uint32_t id = 0; id < intern->entries->len; id++) {
        uint32_t slot = entry_at(intern, id)->hash & intern->mask;

        while (intern->slots[slot] != 0)
            slot = (slot + 1) & intern->mask;
        intern->slots[slot] = id + 1;
    }
}

SsIntern *ss_intern_new(void)
{
    SsIntern *intern = g_new0(SsIntern, 1);

    intern->arena = ss_arena_new();
    intern->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    intern->mask = 63;
    intern->slots = g_new0(uint32_t, (size_t) intern->mask + 1);
    return intern;
}

void ss_intern_free(SsIntern *intern)
{
    if (intern == NULL)
        return;
    g_array_unref(intern->entries);
    ss_arena_free(intern->arena);
    g_free(intern->slots);
    g_free(intern);
}

uint32_t ss_intern_id(SsIntern *intern, const char *text)
{
    return ss_intern_id_n(intern, text, strlen(text));
}

uint32_t ss_intern_id_n(SsIntern *intern, const char *text, size_t n)
{
    const uint32_t hash = hash_text(text, n);
    const uint32_t slot = slot_of(intern, text, n, hash);
    const uint32_t id = intern->entries->len;

    if (intern->slots[slot] != 0)
        return intern->slots[slot] - 1;

    g_assert(n < UINT32_MAX && id < (SS_ID_NONE >> 1));
    const Entry entry = {
        .text = ss_arena_text_n(intern->arena, text, n),
        .length = (uint32_t) n,
        .hash = hash,
    };
    g_array_append_val(intern->entries, entry);
    intern->slots[slot] = id + 1;
    if (intern->entries->len > intern->mask - intern->mask / 4)
        grow(intern);
    return id;
}

uint32_t ss_intern_find(const SsIntern *intern, const char *text)
{
    const size_t n = strlen(text);

    /* An empty slot is 0, and 0 - 1 is SS_ID_NONE. */
    return intern->slots[slot_of(intern, text, n, hash_text(text, n))] - 1;
}

const char *ss_intern_text(const SsIntern *intern, uint32_t id)
{
    g_assert(id < intern->entries->len);
    return entry_at(intern, id)->text;
}

uint32_t ss_intern_count(const SsIntern *intern)
{
    return intern->entries->len;
}
