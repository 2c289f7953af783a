/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table.c - the cells of a report, once, for many renderings.
 *
 * Every tool of Slurm formats while it prints, so that its JSON and its text can disagree. Here a cell
 * keeps the value and, where the tool has a form of its own, its text; the renderers take what they need.
 *
 * Cells lie row after row in one array; texts in one chunk. A table is as long as a screen or a file:
 * reports over millions of jobs render row by row and use a table of one row (ss_table_clear).
 */
#include "sim/report/table.h"

#include "sim/base/date.h"
#include "sim/base/json.h"
#include "sim/base/span.h"

#include <string.h>

struct SsTable {
    SsShow  show;
    GArray *columns; /* SsTableColumn                */
    GArray *cells;   /* SsValue, [rows][columns]     */
    GArray *order;   /* uint32_t: row shown at i     */
};

SsTable *ss_table_new(const SsZone *zone, SsTime now)
{
    SsTable *table = g_new0(SsTable, 1);

    table->show = (SsShow){ .zone = zone, .now = now, .texts = g_string_chunk_new(4096) };
    table->columns = g_array_new(FALSE, TRUE, sizeof(SsTableColumn));
    table->cells = g_array_new(FALSE, TRUE, sizeof(SsValue));
    table->order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return table;
}

void ss_table_free(SsTable *table)
{
    if (table == NULL)
        return;
    g_string_chunk_free(table->show.texts);
    g_array_unref(table->columns);
    g_array_unref(table->cells);
    g_array_unref(table->order);
    g_free(table);
}

SsShow *ss_table_show(SsTable *table)
{
    return &table->show;
}

void ss_table_add_column(SsTable *table, const SsTableColumn *column)
{
    g_assert(table->order->len == 0);
    g_array_append_val(table->columns, *column);
}

void ss_table_add_choices(SsTable *table, const GArray *choices)
{
    for (guint i = 0; i < choices->len; i++) {
        const SsChoice     *choice = &g_array_index(choices, SsChoice, i);
        const SsTableColumn column = {
            .column = choice->column,
            .title = choice->column->title,
            .key = choice->column->key ? choice->column->key : choice->column->name,
            .width = choice->width,
            .over = choice->column->over,
        };

        ss_table_add_column(table, &column);
    }
}

SsTableColumn *ss_table_column(SsTable *table, uint32_t i)
{
    g_assert(i < table->columns->len);
    return &g_array_index(table->columns, SsTableColumn, i);
}

uint32_t ss_table_columns(const SsTable *table)
{
    return table->columns->len;
}

uint32_t ss_table_rows(const SsTable *table)
{
    return table->order->len;
}

void ss_table_clear(SsTable *table)
{
    g_array_set_size(table->cells, 0);
    g_array_set_size(table->order, 0);
    g_string_chunk_clear(table->show.texts);
}

void ss_table_add_cells(SsTable *table, const SsValue *cells)
{
    uint32_t row = table->order->len;
    guint    first = table->cells->len;

    g_array_append_vals(table->cells, cells, table->columns->len);
    for (guint i = first; i < table->cells->len; i++) {
        SsValue *cell = &g_array_index(table->cells, SsValue, i);

        if (cell->text)
            cell->text = g_string_chunk_insert(table->show.texts, cell->text);
    }
    g_array_append_val(table->order, row);
}

void ss_table_add(SsTable *table, const void *row)
{
    g_autofree SsValue *cells = g_new0(SsValue, MAX(table->columns->len, 1));

    for (guint i = 0; i < table->columns->len; i++) {
        const SsColumn *column = ss_table_column(table, i)->column;

        if (column && column->get)
            cells[i] = column->get(row, &table->show);
    }
    ss_table_add_cells(table, cells);
}

const SsValue *ss_table_cell(const SsTable *table, uint32_t row, uint32_t column)
{
    g_assert(row < table->order->len && column < table->columns->len);
    uint32_t at = g_array_index(table->order, uint32_t, row);

    return &g_array_index(table->cells, SsValue, at * table->columns->len + column);
}

/* --- sorting --------------------------------------------------------------------------------- */

typedef struct {
    const SsTable *table;
    uint32_t       column;
    int            sign;
} Sorting;

static int compare_values(const SsValue *a, const SsValue *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    switch (a->kind) {
    case SS_VALUE_BLANK:
    case SS_VALUE_ABSENT:
        return 0;
    case SS_VALUE_TEXT:
        return strcmp(a->text, b->text);
    case SS_VALUE_UINT:
        return a->u < b->u ? -1 : a->u > b->u;
    case SS_VALUE_WIDE:
        return a->w < b->w ? -1 : a->w > b->w;
    case SS_VALUE_DOUBLE:
        return a->d < b->d ? -1 : a->d > b->d;
    case SS_VALUE_INT:
    case SS_VALUE_TIME:
    case SS_VALUE_SPAN:
    case SS_VALUE_BOOL:
        return a->i < b->i ? -1 : a->i > b->i;
    }
    return 0;
}

static int compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const Sorting *how = data;
    uint32_t       x = *(const uint32_t *) a, y = *(const uint32_t *) b;
    guint          n = how->table->columns->len;
    int order = compare_values(&g_array_index(how->table->cells, SsValue, x * n + how->column),
                               &g_array_index(how->table->cells, SsValue, y * n + how->column));

    return order * how->sign;
}

void ss_table_sort(SsTable *table, uint32_t column, bool descending)
{
    Sorting how = { table, column, descending ? -1 : 1 };

    g_assert(column < table->columns->len);
    g_array_sort_with_data(table->order, compare_rows, &how); /* stable: GLib sorts by merging */
}

/* --- texts ----------------------------------------------------------------------------------- */

static const char *time_text(SsTable *table, SsTime time)
{
    char text[SS_DATE_TEXT];

    return g_string_chunk_insert(table->show.texts,
                                 ss_date_text_as(time, table->show.zone, table->show.time_format,
                                                 table->show.now, text, sizeof text));
}

static const char *span_text(SsTable *table, SsSpan span)
{
    char text[SS_SPAN_TEXT];

    return g_string_chunk_insert(table->show.texts, ss_span_text(span, text));
}

static const char *wide_text(SsTable *table, SsWide wide)
{
    char text[SS_WIDE_TEXT];

    return g_string_chunk_insert(table->show.texts, ss_wide_text(wide, text));
}

static const char *double_text(SsTable *table, double value)
{
    char text[SS_DOUBLE_TEXT];

    return g_string_chunk_insert(table->show.texts, ss_double_text(value, text));
}

const char *ss_table_text(SsTable *table, const SsValue *value)
{
    if (value->text)
        return value->text;
    switch (value->kind) {
    case SS_VALUE_BLANK:
    case SS_VALUE_ABSENT:
    case SS_VALUE_TEXT:
        return "";
    case SS_VALUE_INT:
        return ss_show_printf(&table->show, "%" G_GINT64_FORMAT, value->i);
    case SS_VALUE_UINT:
        return ss_show_printf(&table->show, "%" G_GUINT64_FORMAT, value->u);
    case SS_VALUE_WIDE:
        return wide_text(table, value->w);
    case SS_VALUE_DOUBLE:
        return double_text(table, value->d);
    case SS_VALUE_TIME:
        return time_text(table, value->i);
    case SS_VALUE_SPAN:
        return span_text(table, value->i);
    case SS_VALUE_BOOL:
        return value->i ? "Yes" : "No";
    }
    return "";
}
