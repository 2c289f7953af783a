/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.c - fields out of lines.
 *
 * libcsv pushes: it is fed one line at a time, newline included, and calls back for fields and rows.
 * Feeding whole lines keeps line numbers and offsets ours; a row is finished when the parser says so,
 * which is one line later or more if a quoted field holds newlines. It runs in strict mode: a quote in
 * the middle of a field is a fault and not a guess. After a fault the parser is made anew at the next
 * line, so that one broken line costs one row (an open quote at the end of the file costs the rest).
 *
 * The output of sacct -P has no quoting at all; a quote in a job name is a quote. It is split at bars.
 */
#include "workloads/rows.h"

#include <csv.h>
#include <string.h>

struct SsTraceRows {
    SsTraceText      *text;
    char              delimiter;
    struct csv_parser parser;
    bool              parsing;  /* the parser is set up                           */
    bool              complete; /* the parser has called back for a row           */
    GString          *cells;    /* the fields of the row, each with a NUL behind  */
    GArray           *starts;   /* element-type: gsize, offsets into cells        */
    GPtrArray        *header;   /* element-type: char *                           */
    uint32_t          line;
    uint64_t          offset;
    const char       *fault;
};

SsTraceRows *ss_trace_rows_new(SsTraceText *text, char delimiter)
{
    SsTraceRows *rows = g_new0(SsTraceRows, 1);

    rows->text = text;
    rows->delimiter = delimiter;
    rows->cells = g_string_new(NULL);
    rows->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
    rows->header = g_ptr_array_new_with_free_func(g_free);
    return rows;
}

void ss_trace_rows_free(SsTraceRows *rows)
{
    if (rows == NULL)
        return;
    if (rows->parsing)
        csv_free(&rows->parser);
    g_string_free(rows->cells, TRUE);
    g_array_unref(rows->starts);
    g_ptr_array_unref(rows->header);
    g_free(rows);
}

static void add_cell(SsTraceRows *rows, const char *text, size_t size)
{
    const gsize start = rows->cells->len;

    g_array_append_val(rows->starts, start);
    g_string_append_len(rows->cells, text, (gssize) size);
    g_string_append_c(rows->cells, '\0');
}

static void on_field(void *text, size_t size, void *data)
{
    SsTraceRows *rows = data;

    add_cell(rows, text, size);
}

static void on_row(int end, void *data)
{
    SsTraceRows *rows = data;

    (void) end;
    rows->complete = true;
}

/* A lone CR ends no row: a row ends where a line does. */
static int is_newline(unsigned char c)
{
    return c == '\n';
}

static void start_parser(SsTraceRows *rows)
{
    if (rows->parsing)
        csv_free(&rows->parser);
    csv_init(&rows->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_term_func(&rows->parser, is_newline);
    csv_set_delim(&rows->parser, (unsigned char) rows->delimiter);
    rows->parsing = true;
}

static SsTraceRowKind bad(SsTraceRows *rows, const char *fault)
{
    rows->fault = fault;
    rows->parsing = false;
    csv_free(&rows->parser);
    return SS_TRACE_ROW_BAD;
}

static SsTraceRowKind next_csv(SsTraceRows *rows)
{
    SsTraceTextLine line;
    bool            begun = false;

    rows->complete = false;
    while (ss_trace_text_next(rows->text, &line)) {
        if (!begun) {
            if (line.text[strspn(line.text, " \t")] == '\0')
                continue;
            begun = true;
            rows->line = line.line;
            rows->offset = line.offset;
            if (!rows->parsing)
                start_parser(rows);
        }
        if (csv_parse(&rows->parser, line.text, line.length, on_field, on_row, rows) != line.length
            || csv_parse(&rows->parser, "\n", 1, on_field, on_row, rows) != 1)
            return bad(rows, "a quote stands inside a field or behind a closing quote");
        if (rows->complete)
            return SS_TRACE_ROW;
    }
    if (begun)
        return bad(rows, "a quote is not closed");
    return SS_TRACE_ROW_END;
}

static SsTraceRowKind next_split(SsTraceRows *rows)
{
    SsTraceTextLine line;

    do {
        if (!ss_trace_text_next(rows->text, &line))
            return SS_TRACE_ROW_END;
    } while (line.text[strspn(line.text, " \t")] == '\0');
    rows->line = line.line;
    rows->offset = line.offset;
    for (const char *p = line.text;;) {
        const size_t n = strcspn(p, "|");

        add_cell(rows, p, n);
        if (p[n] == '\0')
            return SS_TRACE_ROW;
        p += n + 1;
    }
}

SsTraceRowKind ss_trace_rows_next(SsTraceRows *rows)
{
    g_string_truncate(rows->cells, 0);
    g_array_set_size(rows->starts, 0);
    rows->fault = NULL;
    return rows->delimiter == '|' ? next_split(rows) : next_csv(rows);
}

uint32_t ss_trace_rows_n(const SsTraceRows *rows)
{
    return rows->starts->len;
}

const char *ss_trace_rows_at(const SsTraceRows *rows, uint32_t i)
{
    return i < rows->starts->len ? rows->cells->str + g_array_index(rows->starts, gsize, i) : "";
}

uint32_t ss_trace_rows_line(const SsTraceRows *rows)
{
    return rows->line;
}

uint64_t ss_trace_rows_offset(const SsTraceRows *rows)
{
    return rows->offset;
}

const char *ss_trace_rows_fault(const SsTraceRows *rows)
{
    return rows->fault;
}

const char *ss_trace_rows_name(const SsTraceRows *rows)
{
    return ss_trace_text_name(rows->text);
}

gboolean ss_trace_rows_finish(const SsTraceRows *rows, GError **error)
{
    return ss_trace_text_finish(rows->text, error);
}

void ss_trace_rows_set_header(SsTraceRows *rows)
{
    g_ptr_array_set_size(rows->header, 0);
    for (uint32_t i = 0; i < ss_trace_rows_n(rows); i++) {
        const char *name = ss_trace_rows_at(rows, i);

        if (i == 0 && g_str_has_prefix(name, "\xef\xbb\xbf")) /* byte order mark */
            name += 3;
        g_ptr_array_add(rows->header, g_strstrip(g_strdup(name)));
    }
}

uint32_t ss_trace_rows_column(const SsTraceRows *rows, const char *name)
{
    for (guint i = 0; i < rows->header->len; i++) {
        if (g_ascii_strcasecmp(g_ptr_array_index(rows->header, i), name) == 0)
            return i;
    }
    return SS_ID_NONE;
}

uint32_t ss_trace_rows_n_columns(const SsTraceRows *rows)
{
    return rows->header->len;
}

const char *ss_trace_rows_column_name(const SsTraceRows *rows, uint32_t i)
{
    return g_ptr_array_index(rows->header, i);
}

const char *ss_trace_rows_get(const SsTraceRows *rows, const char *name)
{
    const uint32_t i = ss_trace_rows_column(rows, name);

    return i < ss_trace_rows_n(rows) ? ss_trace_rows_at(rows, i) : NULL;
}

char ss_trace_rows_guess(const char *head)
{
    static const char candidates[] = ",;\t";
    const size_t      length = strcspn(head, "\n");
    char              best = ',';
    size_t            most = 0;

    if (memchr(head, '|', length) != NULL)
        return '|';
    for (const char *c = candidates; *c != '\0'; c++) {
        size_t n = 0;

        for (size_t i = 0; i < length; i++)
            n += head[i] == *c;
        if (n > most) {
            most = n;
            best = *c;
        }
    }
    return best;
}
