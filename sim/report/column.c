/* SPDX-License-Identifier: Apache-2.0 */
/*
 * column.c - words that Slurm's tools abbreviate, and the columns a user asks for.
 *
 * Slurm compares nearly every word of its commands in one way: as many letters as were typed, but at
 * least so many as make it unambiguous, and takes the first of its list that agrees. What follows from
 * that - `planned` is PlannedDown in sreport 22.05 - follows here too, because the tables are in the
 * order of Slurm's tests.
 */
#include "sim/report/column.h"

#include <stdlib.h>
#include <string.h>

const char *ss_show_printf(const SsShow *show, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    return g_string_chunk_insert(show->texts, text);
}

bool ss_word_is(const char *word, const char *name, size_t min)
{
    size_t n = strlen(word);

    return g_ascii_strncasecmp(word, name, MAX(n, min ? min : strlen(name))) == 0;
}

const SsColumn *ss_column_find(const SsColumn *columns, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (ss_word_is(word, columns[i].name, columns[i].min))
            return &columns[i];
    }
    return NULL;
}

GArray *ss_choices_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(SsChoice));
}

static bool repeats(char **items, char **item)
{
    for (char **p = items; p < item; p++) {
        if (g_ascii_strcasecmp(*p, *item) == 0)
            return true;
    }
    return false;
}

/* "name%-8": the number behind %, as C's atoi reads it. */
static int take_width(char *item)
{
    char *percent = strchr(item, '%');

    if (percent == NULL)
        return 0;
    *percent = '\0';
    int64_t width = g_ascii_strtoll(percent + 1, NULL, 10);

    return (int) CLAMP(width, -4096, 4096);
}

static void choose(const SsColumn *columns, size_t n, const char *item, GArray *choices,
                   GPtrArray *unknown)
{
    g_autofree char *word = g_strdup(item);
    int              width = take_width(word);
    const SsColumn  *column = ss_column_find(columns, n, word);

    if (column) {
        const SsChoice choice = { column, width ? width : column->width };
        g_array_append_val(choices, choice);
    } else if (unknown) {
        g_ptr_array_add(unknown, g_steal_pointer(&word));
    }
}

static void parse(const SsColumn *columns, size_t n, const char *format, GArray *choices,
                  GPtrArray *unknown, bool once)
{
    g_auto(GStrv) items = g_strsplit(format, ",", -1);

    for (char **item = items; *item; item++) {
        if (**item && !(once && repeats(items, item)))
            choose(columns, n, *item, choices, unknown);
    }
}

void ss_choices_parse(const SsColumn *columns, size_t n, const char *format, GArray *choices,
                      GPtrArray *unknown)
{
    parse(columns, n, format, choices, unknown, true);
}

void ss_choices_parse_all(const SsColumn *columns, size_t n, const char *format, GArray *choices,
                          GPtrArray *unknown)
{
    parse(columns, n, format, choices, unknown, false);
}
