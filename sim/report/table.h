/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/column.h"

/**
 * SsTable - the typed cells of one report, once, for many renderings.
 *
 * Shape     columns chosen by ss_choices_parse (or set one by one), rows of one cell a column.
 * Owner     the maker. Texts are copied into the table; columns are borrowed (static).
 * Errors    none; a row with the wrong number of cells is a bug and asserts.
 * Cost      O(cells); a row is 48 bytes a column.
 */
typedef struct SsTable SsTable;

/* How one column is printed. `before` and `after` are literal text around it in the fixed layout
 * (squeue's -o "%i|%j": after = "|"); NULL is Slurm's usual: nothing before, one blank after. */
typedef struct {
    const SsColumn *column; /* NULL: cells are made by the caller                               */
    const char     *title;
    const char     *key;   /* NULL: literal text only, no cell is printed                       */
    int             width; /* 0: as wide as the widest value (and title)                       */
    SsOver          over;
    const char     *before, *after;
} SsTableColumn;

SsTable *ss_table_new(const SsZone *zone, SsTime now);
void     ss_table_free(SsTable *table); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsTable, ss_table_free)

/* What getters are given; `tool` and `time_format` may be set on it before rows are added. */
SsShow *ss_table_show(SsTable *table);

/* All columns of `choices` (GArray of SsChoice), or one; before the first row. */
void ss_table_add_choices(SsTable *table, const GArray *choices);
void ss_table_add_column(SsTable *table, const SsTableColumn *column);

/* Changes a column already there: sreport computes its widths when the rows are known. */
SsTableColumn *ss_table_column(SsTable *table, uint32_t i);

uint32_t ss_table_columns(const SsTable *table);
uint32_t ss_table_rows(const SsTable *table);

/* Asks every column's getter about `row` and adds the answers. */
void ss_table_add(SsTable *table, const void *row);

/* Adds cells made by the caller, [ss_table_columns]. */
void ss_table_add_cells(SsTable *table, const SsValue *cells);

const SsValue *ss_table_cell(const SsTable *table, uint32_t row, uint32_t column);

/* Forgets the rows and their texts, keeps the columns: for reports that print row by row. */
void ss_table_clear(SsTable *table);

/* Keeps the order of rows that compare equal. Text compares by bytes, numbers by value. */
void ss_table_sort(SsTable *table, uint32_t column, bool descending);

/* The text of a value in its column, uncut: what parsable layouts print. In the table's memory. */
const char *ss_table_text(SsTable *table, const SsValue *value);
