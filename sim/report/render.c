/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render.c - a table as text.
 *
 * Slurm's fixed layout in one sentence: every cell is padded and cut to its column's width and followed
 * by one blank, also the last; titles are cut without a mark, names with a '+', numbers push the line.
 * The trailing blank is what scripts with cut -c live on, so it stays.
 *
 * Widths count bytes, as printf in Slurm does: a name in UTF-8 is short of blanks there and here.
 *
 * CSV and JSON take the value, not the text: keys instead of titles, times as ISO 8601 in UTC, spans in
 * seconds, no unit conversions. They are for programs.
 */
#include "sim/report/render.h"

#include <stdlib.h>
#include <string.h>

static void pad(GString *out, size_t n)
{
    for (; n > 0; n--)
        g_string_append_c(out, ' ');
}

void ss_render_cell(const char *text, int width, SsOver over, GString *out)
{
    size_t room = (size_t) abs(width);
    size_t size = strlen(text);

    if (size > room && over == SS_OVER_PUSH)
        room = size;
    if (size > room) {
        bool plus = over == SS_OVER_PLUS && room > 0;

        g_string_append_len(out, text, (gssize) (plus ? room - 1 : room));
        if (plus)
            g_string_append_c(out, '+');
        return;
    }
    if (width >= 0)
        pad(out, room - size);
    g_string_append(out, text);
    if (width < 0)
        pad(out, room - size);
}

/* --- fixed ----------------------------------------------------------------------------------- */

static void fixed_cell(const SsTableColumn *column, const char *text, SsOver over, GString *out)
{
    if (column->before)
        g_string_append(out, column->before);
    if (column->key)
        ss_render_cell(text, column->width, over, out);
    g_string_append(out, column->after ? column->after : " ");
}

static void fixed_dashes(SsTable *table, GString *out)
{
    for (uint32_t i = 0; i < ss_table_columns(table); i++) {
        int width = abs(ss_table_column(table, i)->width);

        for (int n = 0; n < width; n++)
            g_string_append_c(out, '-');
        g_string_append_c(out, ' ');
    }
    g_string_append_c(out, '\n');
}

static void fixed_header(SsTable *table, GString *out)
{
    for (uint32_t i = 0; i < ss_table_columns(table); i++) {
        const SsTableColumn *column = ss_table_column(table, i);

        fixed_cell(column, column->title ? column->title : "", SS_OVER_CUT, out);
    }
    g_string_append_c(out, '\n');
}

/* Columns of width 0 take what their widest value needs. */
static void set_widths(SsTable *table)
{
    for (uint32_t c = 0; c < ss_table_columns(table); c++) {
        SsTableColumn *column = ss_table_column(table, c);
        size_t         width = column->title ? strlen(column->title) : 0;

        if (column->width != 0 || column->key == NULL)
            continue;
        for (uint32_t r = 0; r < ss_table_rows(table); r++)
            width = MAX(width, strlen(ss_table_text(table, ss_table_cell(table, r, c))));
        column->width = (int) width;
    }
}

static void fixed_row(SsTable *table, uint32_t row, GString *out)
{
    for (uint32_t i = 0; i < ss_table_columns(table); i++) {
        const SsTableColumn *column = ss_table_column(table, i);

        const SsValue *value = ss_table_cell(table, row, i);

        if (value->kind != SS_VALUE_ABSENT)
            fixed_cell(column, ss_table_text(table, value), column->over, out);
    }
    g_string_append_c(out, '\n');
}

/* --- parsable -------------------------------------------------------------------------------- */

static void parsable_line(SsTable *table, const SsRendering *how, const uint32_t *row, GString *out)
{
    uint32_t    n = ss_table_columns(table);
    const char *delimiter = how->delimiter ? how->delimiter : "|";

    for (uint32_t i = 0; i < n; i++) {
        const char *title = ss_table_column(table, i)->title;

        if (row && ss_table_cell(table, *row, i)->kind == SS_VALUE_ABSENT)
            continue;
        g_string_append(out, row ? ss_table_text(table, ss_table_cell(table, *row, i)) : title);
        if (i + 1 < n || how->layout == SS_LAYOUT_PARSABLE)
            g_string_append(out, delimiter);
    }
    g_string_append_c(out, '\n');
}

/* --- CSV ------------------------------------------------------------------------------------- */

static void csv_text(const char *text, GString *out)
{
    if (text[strcspn(text, ",\"\r\n")] == '\0') {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

static void csv_double(double value, GString *out)
{
    char text[SS_DOUBLE_TEXT];

    g_string_append(out, ss_double_text(value, text));
}

static void csv_wide(SsWide value, GString *out)
{
    char text[SS_WIDE_TEXT];

    g_string_append(out, ss_wide_text(value, text));
}

static char *iso_time(SsTime time)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time);

    return date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

static void csv_time(SsTime time, GString *out)
{
    g_autofree char *text =
        time == 0 || time == SS_TIME_NEVER || time == SS_TIME_NONE ? NULL : iso_time(time);

    if (text)
        g_string_append(out, text);
}

static void csv_value(SsTable *table, const SsValue *value, GString *out)
{
    switch (value->kind) {
    case SS_VALUE_BLANK:
    case SS_VALUE_ABSENT:
        break;
    case SS_VALUE_TEXT:
        csv_text(ss_table_text(table, value), out);
        break;
    case SS_VALUE_INT:
    case SS_VALUE_SPAN:
    case SS_VALUE_BOOL:
        g_string_append_printf(out, "%" G_GINT64_FORMAT, value->i);
        break;
    case SS_VALUE_UINT:
        g_string_append_printf(out, "%" G_GUINT64_FORMAT, value->u);
        break;
    case SS_VALUE_WIDE:
        csv_wide(value->w, out);
        break;
    case SS_VALUE_DOUBLE:
        csv_double(value->d, out);
        break;
    case SS_VALUE_TIME:
        csv_time(value->i, out);
        break;
    }
}

static void csv_header(SsTable *table, GString *out)
{
    for (uint32_t i = 0; i < ss_table_columns(table); i++) {
        const SsTableColumn *column = ss_table_column(table, i);

        if (i)
            g_string_append_c(out, ',');
        csv_text(column->key ? column->key : "", out);
    }
    g_string_append(out, "\r\n");
}

static void csv_row(SsTable *table, uint32_t row, GString *out)
{
    for (uint32_t i = 0; i < ss_table_columns(table); i++) {
        if (i)
            g_string_append_c(out, ',');
        csv_value(table, ss_table_cell(table, row, i), out);
    }
    g_string_append(out, "\r\n");
}

/* --- JSON ------------------------------------------------------------------------------------ */

static void json_time(SsJson *json, SsTime time)
{
    g_autofree char *text =
        time == 0 || time == SS_TIME_NEVER || time == SS_TIME_NONE ? NULL : iso_time(time);

    ss_json_text(json, text);
}

static void json_value(SsTable *table, SsJson *json, const SsValue *value)
{
    switch (value->kind) {
    case SS_VALUE_BLANK:
    case SS_VALUE_ABSENT:
        ss_json_null(json);
        break;
    case SS_VALUE_TEXT:
        ss_json_text(json, ss_table_text(table, value));
        break;
    case SS_VALUE_INT:
    case SS_VALUE_SPAN:
        ss_json_int(json, value->i);
        break;
    case SS_VALUE_BOOL:
        ss_json_bool(json, value->i != 0);
        break;
    case SS_VALUE_UINT:
        ss_json_uint(json, value->u);
        break;
    case SS_VALUE_WIDE:
        ss_json_wide(json, value->w);
        break;
    case SS_VALUE_DOUBLE:
        ss_json_double(json, value->d);
        break;
    case SS_VALUE_TIME:
        json_time(json, value->i);
        break;
    }
}

void ss_render_object(SsTable *table, uint32_t row, SsJson *json)
{
    ss_json_begin_object(json);
    for (uint32_t c = 0; c < ss_table_columns(table); c++) {
        const SsTableColumn *column = ss_table_column(table, c);

        if (column->key == NULL)
            continue;
        ss_json_key(json, column->key);
        json_value(table, json, ss_table_cell(table, row, c));
    }
    ss_json_end_object(json);
}

static void json_table(SsTable *table, GString *out)
{
    g_autoptr(SsWriter) writer = ss_writer_new_string(out);
    g_autoptr(SsJson)   json = ss_json_new(writer, SS_JSON_PRETTY);

    ss_json_begin_array(json);
    for (uint32_t r = 0; r < ss_table_rows(table); r++)
        ss_render_object(table, r, json);
    ss_json_end_array(json);
    ss_writer_close(writer, NULL);
    g_string_append_c(out, '\n');
}

/* --- all ------------------------------------------------------------------------------------- */

void ss_render_header(SsTable *table, const SsRendering *how, GString *out)
{
    switch (how->layout) {
    case SS_LAYOUT_FIXED:
        fixed_header(table, out);
        fixed_dashes(table, out);
        break;
    case SS_LAYOUT_PLAIN:
        fixed_header(table, out);
        break;
    case SS_LAYOUT_PARSABLE:
    case SS_LAYOUT_PARSABLE2:
        parsable_line(table, how, NULL, out);
        break;
    case SS_LAYOUT_CSV:
        csv_header(table, out);
        break;
    case SS_LAYOUT_JSON:
        break;
    }
}

void ss_render_row(SsTable *table, const SsRendering *how, uint32_t row, GString *out)
{
    switch (how->layout) {
    case SS_LAYOUT_FIXED:
    case SS_LAYOUT_PLAIN:
        fixed_row(table, row, out);
        break;
    case SS_LAYOUT_PARSABLE:
    case SS_LAYOUT_PARSABLE2:
        parsable_line(table, how, &row, out);
        break;
    case SS_LAYOUT_CSV:
        csv_row(table, row, out);
        break;
    case SS_LAYOUT_JSON:
        break;
    }
}

void ss_render(SsTable *table, const SsRendering *how, GString *out)
{
    if (how->layout == SS_LAYOUT_JSON) {
        json_table(table, out);
        return;
    }
    set_widths(table);
    if (!how->no_header)
        ss_render_header(table, how, out);
    for (uint32_t i = 0; i < ss_table_rows(table); i++)
        ss_render_row(table, how, i, out);
}
