/* SPDX-License-Identifier: Apache-2.0 */
/*
 * format.c - formats of squeue, sinfo and sprio.
 *
 * The three print each field with printf's "%-*.*s" or, flush right, with a text cut by hand; what shows
 * of that is kept. A missing text is "(null)", but blank when it stands flush left in less than six
 * characters (printf writes "(null)" whole or not at all). Node lists and times are not cut flush right.
 *
 * A format is parsed once and printed for each row. A text in a format that is no field ("%10" at the
 * end, or %@) is reported once and, in squeue and sinfo, stands in each line as it was written.
 */
#include "sim/report/format.h"

#include "sim/base/date.h"
#include "sim/base/span.h"

#include <stdlib.h>
#include <string.h>

static void clear_item(void *data)
{
    g_free(((SsFormatItem *) data)->text);
}

static SsFormat *format_new(void)
{
    SsFormat *format = g_new0(SsFormat, 1);

    format->items = g_array_new(FALSE, TRUE, sizeof(SsFormatItem));
    g_array_set_clear_func(format->items, clear_item);
    format->wrong = g_ptr_array_new_with_free_func(g_free);
    return format;
}

void ss_format_free(SsFormat *format)
{
    if (format == NULL)
        return;
    g_array_unref(format->items);
    g_ptr_array_unref(format->wrong);
    g_free(format);
}

static void add(SsFormat *format, const SsFormatField *field, int width, bool right, char *text)
{
    const SsFormatItem item = { field, width, right, text };

    g_array_append_val(format->items, item);
}

/* --- -o ----------------------------------------------------------------------------------------------- */

static const SsFormatField *by_letter(const SsFormatField *fields, size_t n, char letter)
{
    for (size_t i = 0; i < n && letter; i++) {
        if (fields[i].letter == letter)
            return &fields[i];
    }
    return NULL;
}

/* `piece` is what stands between two '%'. */
static void add_letter(SsFormat *format, const SsFormatField *fields, size_t n, const char *piece,
                       SsWrong wrong)
{
    const char *p = piece;
    bool        right = *p == '.';

    if (right)
        p++;
    size_t               digits = strspn(p, "0123456789");
    int                  width = (int) MIN(strtol(p, NULL, 10), 4096);
    const char           letter = p[digits];
    const SsFormatField *field = by_letter(fields, n, letter);

    if (field) {
        add(format, field, width, right, g_strdup(p + digits + 1));
        return;
    }
    g_ptr_array_add(format->wrong, g_strdup_printf("%.1s", p + digits));
    if (wrong == SS_WRONG_COPIED)
        add(format, NULL, 0, false, g_strconcat("%", piece, NULL));
}

SsFormat *ss_format_letters(const SsFormatField *fields, size_t n, const char *text,
                            const char *all, SsWrong wrong)
{
    SsFormat     *format = format_new();
    g_auto(GStrv) pieces =
        g_strsplit(all && g_ascii_strcasecmp(text, "%all") == 0 ? all : text, "%", -1);

    if (pieces[0] && pieces[0][0])
        add(format, NULL, 0, false, g_strdup(pieces[0]));
    for (char **piece = pieces[0] ? pieces + 1 : pieces; *piece; piece++) {
        if (**piece)
            add_letter(format, fields, n, *piece, wrong);
    }
    return format;
}

/* --- -O ----------------------------------------------------------------------------------------------- */

static const SsFormatField *by_name(const SsFormatField *fields, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (fields[i].name && g_ascii_strcasecmp(fields[i].name, name) == 0)
            return &fields[i];
    }
    return NULL;
}

/* "name", "name:10", "name:.10", "name:8|" */
static void add_name(SsFormat *format, const SsFormatField *fields, size_t n, char *item)
{
    char *size = strchr(item, ':');
    int   width = size ? 0 : 20;
    bool  right = false;
    char *text = "";

    if (size) {
        *size++ = '\0';
        right = *size == '.';
        if (right)
            size++;
        width = (int) MIN(strtol(size, &text, 10), 4096);
        if (width < 0)
            width = 0;
    }
    const SsFormatField *field = by_name(fields, n, item);

    if (field)
        add(format, field, width, right, g_strdup(text));
    else
        g_ptr_array_add(format->wrong, g_strdup(item));
}

SsFormat *ss_format_names(const SsFormatField *fields, size_t n, const char *text)
{
    SsFormat     *format = format_new();
    g_auto(GStrv) items = g_strsplit(text, ",", -1);

    for (char **item = items; *item; item++) {
        if (**item)
            add_name(format, fields, n, *item);
    }
    return format;
}

bool ss_format_has(const SsFormat *format, const SsFormatField *field)
{
    for (guint i = 0; i < format->items->len; i++) {
        if (g_array_index(format->items, SsFormatItem, i).field == field)
            return true;
    }
    return false;
}

/* --- printing ----------------------------------------------------------------------------------------- */

static void pad(GString *out, size_t n)
{
    for (; n > 0; n--)
        g_string_append_c(out, ' ');
}

static void put(const char *text, const SsFormatItem *item, bool full, GString *out)
{
    size_t width = (size_t) item->width;

    if (text == NULL)
        text = width == 0 || width >= 6 || item->right ? "(null)" : "";
    size_t size = strlen(text);

    if (width == 0 || (size > width && item->right && full)) {
        g_string_append(out, text);
        return;
    }
    size_t shown = MIN(size, width);

    if (item->right)
        pad(out, width - shown);
    g_string_append_len(out, text, (gssize) shown);
    if (shown < size && (item->field->full & SS_FULL_STAR) && text[size - 1] == '*')
        out->str[out->len - 1] = '*';
    if (!item->right)
        pad(out, width - shown);
}

void ss_format_header(const SsFormat *format, GString *out)
{
    for (guint i = 0; i < format->items->len; i++) {
        const SsFormatItem *item = &g_array_index(format->items, SsFormatItem, i);

        if (item->field)
            put(item->field->title, item, item->field->full & SS_FULL_TITLE, out);
        g_string_append(out, item->text);
    }
    g_string_append_c(out, '\n');
}

static const char *text_of(const SsValue *value, const SsShow *show, char *room, size_t size)
{
    if (value->text)
        return value->text;
    switch (value->kind) {
    case SS_VALUE_UINT:
        g_snprintf(room, size, "%" G_GUINT64_FORMAT, value->u);
        return room;
    case SS_VALUE_INT:
    case SS_VALUE_BOOL:
        g_snprintf(room, size, "%" G_GINT64_FORMAT, value->i);
        return room;
    case SS_VALUE_TIME:
        return ss_date_text_as(value->i, show->zone, show->time_format, show->now, room, size);
    case SS_VALUE_SPAN:
        return ss_span_text_short(value->i, room);
    default:
        return NULL;
    }
}

/* A reason that stands in for a node list (a number with a text of its own) is cut. */
static bool is_full(const SsFormatField *field, const SsValue *value)
{
    return (field->full & SS_FULL_VALUE) && (value->kind != SS_VALUE_INT || value->text == NULL);
}

void ss_format_row(const SsFormat *format, const void *row, const SsShow *show, GString *out)
{
    char room[256];

    for (guint i = 0; i < format->items->len; i++) {
        const SsFormatItem *item = &g_array_index(format->items, SsFormatItem, i);

        if (item->field) {
            SsValue value = item->field->get(row, item->field, show);

            put(text_of(&value, show, room, sizeof room), item, is_full(item->field, &value), out);
        }
        g_string_append(out, item->text);
    }
    g_string_append_c(out, '\n');
}
