/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheet.c - cells in columns.
 */
#include "sim/report/sheet.h"

SsSheet *ss_sheet_new(uint32_t columns, uint32_t left)
{
    SsSheet *sheet = g_new0(SsSheet, 1);

    g_assert(columns > 0);
    sheet->cells = g_ptr_array_new_with_free_func(g_free);
    sheet->columns = columns;
    sheet->left = left;
    return sheet;
}

void ss_sheet_free(SsSheet *sheet)
{
    if (!sheet)
        return;
    g_ptr_array_free(sheet->cells, TRUE);
    g_free(sheet);
}

void ss_sheet_take(SsSheet *sheet, char *text)
{
    g_ptr_array_add(sheet->cells, text);
}

void ss_sheet_add(SsSheet *sheet, const char *text)
{
    ss_sheet_take(sheet, g_strdup(text));
}

void ss_sheet_printf(SsSheet *sheet, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    ss_sheet_take(sheet, g_strdup_vprintf(format, args));
    va_end(args);
}

static size_t width_of(const char *text)
{
    return (size_t) g_utf8_strlen(text, -1);
}

/* No blanks at the end of a line. */
static void print_row(const SsSheet *sheet, uint32_t row, const size_t *width, SsWriter *w)
{
    size_t owed = 0;

    for (uint32_t c = 0; c < sheet->columns; c++) {
        const char  *text = sheet->cells->pdata[row * sheet->columns + c];
        const size_t pad = width[c] - width_of(text);

        if (c >= sheet->left)
            owed += pad;
        if (*text) {
            ss_writer_repeat(w, ' ', owed);
            ss_writer_text(w, text);
            owed = 0;
        }
        owed += c < sheet->left ? pad : 0;
        owed += 2;
    }
    ss_writer_char(w, '\n');
}

void ss_sheet_print(const SsSheet *sheet, SsWriter *w)
{
    g_autofree size_t *width = g_new0(size_t, sheet->columns);
    const uint32_t     rows = sheet->cells->len / sheet->columns;

    for (uint32_t i = 0; i < sheet->cells->len; i++) {
        size_t *wide = &width[i % sheet->columns];

        *wide = MAX(*wide, width_of(sheet->cells->pdata[i]));
    }
    for (uint32_t r = 0; r < rows; r++)
        print_row(sheet, r, width, w);
}
