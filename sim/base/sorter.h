/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsSorter - any number of records in the order of their keys, in bounded memory.
 *
 * Shape     a key is some bytes, compared as memcmp does, a shorter one before a longer that begins with it.
 *           Of equal keys the record that was put last is the only one that comes out.
 * Memory    `room` bytes of records and 16 a record; what is beyond goes to an unnamed file in the folder of
 *           `beside`, in sorted runs that are merged on the way out.
 * Owner     the maker. What is put is copied; what comes out lives until the next call.
 * Errors    G_FILE_ERROR, of the file only.
 */
typedef struct SsSorter SsSorter;

typedef struct {
    const void *key, *data;
    uint32_t    key_size, size;
} SsSorted;

SsSorter *ss_sorter_new(size_t room, const char *beside); /* copied */
void      ss_sorter_free(SsSorter *sorter);               /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsSorter, ss_sorter_free)

gboolean ss_sorter_put(SsSorter *sorter, const void *key, uint32_t key_size, const void *data,
                       uint32_t size, GError **error);

/* Once, behind the last put. */
gboolean ss_sorter_sort(SsSorter *sorter, GError **error);

/* The next record into *out; false at the end or, with *error set, if it cannot be read. */
bool ss_sorter_next(SsSorter *sorter, SsSorted *out, GError **error);

/* A whole number as a part of a key. */
uint32_t ss_sort_key_int(void *to, int64_t value); /* 8 bytes */
