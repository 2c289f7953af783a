/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsCells - one row as SQLite stores it: the kinds of its columns, then their values.
 *
 * Shape     up to SS_CELLS_MOST columns, given from left to right; texts are borrowed until the row is written.
 * Source    sqlite.org/fileformat.html, "Record Format" (schema format 4).
 */
#define SS_CELLS_MOST 64

typedef struct {
    uint32_t    n, size; /* columns so far; bytes of their values */
    uint64_t    kind[SS_CELLS_MOST];
    int64_t     number[SS_CELLS_MOST];
    const char *text[SS_CELLS_MOST];
} SsCells;

static inline void ss_cells_begin(SsCells *cells)
{
    cells->n = cells->size = 0;
}

void ss_cells_null(SsCells *cells);
void ss_cells_int(SsCells *cells, int64_t value);
void ss_cells_text(SsCells *cells, const char *text); /* NULL is NULL */

/* Appends the row to `out`. */
void ss_cells_append(const SsCells *cells, GByteArray *out);

/* `value` as SQLite packs it, 1 to 9 bytes; how many. */
uint32_t ss_varint_put(uint8_t *to, uint64_t value);
