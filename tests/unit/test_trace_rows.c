/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that can be read twice, and rows out of them. */
#include "tests/support/ss_test.h"

#include <string.h>

#include "workloads/rows.h"

/* Every row as "a|b|c" on a line of its own with its line number; bad ones as "!". */
static char *rows_of(const char *text, char delimiter)
{
    g_autoptr(SsTraceText) lines = ss_trace_text_new_memory("t", text, strlen(text));
    g_autoptr(SsTraceRows) rows = ss_trace_rows_new(lines, delimiter);
    GString               *out = g_string_new(NULL);
    SsTraceRowKind         kind;

    while ((kind = ss_trace_rows_next(rows)) != SS_TRACE_ROW_END) {
        g_string_append_printf(out, "%u:", ss_trace_rows_line(rows));
        for (uint32_t i = 0; kind == SS_TRACE_ROW && i < ss_trace_rows_n(rows); i++)
            g_string_append_printf(out, "%s%s", i > 0 ? "|" : "", ss_trace_rows_at(rows, i));
        g_string_append(out, kind == SS_TRACE_ROW ? "\n" : "!\n");
    }
    return g_string_free(out, FALSE);
}

static void rows_are_split_as_their_format_does(void)
{
    static const struct {
        char        delimiter;
        const char *text, *rows;
    } cases[] = {
        { ',', "a,b\nc,d", "1:a|b\n2:c|d\n" },
        { ',', "a,b\r\n\r\n \nc,d\r\n", "1:a|b\n4:c|d\n" },
        { ',', " a , b \n", "1:a|b\n" },
        { ',', "\" a \",\"x\"\"y\"\n", "1: a |x\"y\n" },
        { ',', "\"a\nb\",c\nd,e\n", "1:a\nb|c\n3:d|e\n" },
        { ',', ",,\n", "1:||\n" },
        { ',', "a\"b,c\nd,e\n", "1:!\n2:d|e\n" },
        { ',', "\"a\"b,c\nd,e\n", "1:!\n2:d|e\n" },
        { ',', "a,b\n\"c,d\n", "1:a|b\n2:!\n" },
        { ',', "a\rb,c\n", "1:a\rb|c\n" },
        { ';', "a;b,c\n", "1:a|b,c\n" },
        { '|', "a|\"b|c\n\n|\n", "1:a|\"b|c\n3:|\n" },
        { '|', " a |b\n", "1: a |b\n" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *rows = rows_of(cases[i].text, cases[i].delimiter);

        SS_EXPECT_TEXT(rows, cases[i].rows);
    }
}

static void columns_are_found_by_name(void)
{
    const char             text[] = "\xef\xbb\xbfName, Value\n1,2\n3\n";
    g_autoptr(SsTraceText) lines = ss_trace_text_new_memory("t", text, strlen(text));
    g_autoptr(SsTraceRows) rows = ss_trace_rows_new(lines, ',');

    SS_EXPECT_INT(ss_trace_rows_next(rows), SS_TRACE_ROW);
    ss_trace_rows_set_header(rows);
    SS_EXPECT_UINT(ss_trace_rows_n_columns(rows), 2);
    SS_EXPECT_UINT(ss_trace_rows_column(rows, "name"), 0); /* no byte order mark, any case */
    SS_EXPECT_UINT(ss_trace_rows_column(rows, "colour"), SS_ID_NONE);
    ss_trace_rows_next(rows);
    SS_EXPECT_TEXT(ss_trace_rows_get(rows, "VALUE"), "2");
    ss_trace_rows_next(rows);
    SS_EXPECT_NULL(ss_trace_rows_get(rows, "value"));
    SS_EXPECT_TEXT(ss_trace_rows_at(rows, 7), "");
}

static void the_delimiter_is_guessed_from_the_header(void)
{
    SS_EXPECT_INT(ss_trace_rows_guess("a,b;c,d\n;;;;"), ',');
    SS_EXPECT_INT(ss_trace_rows_guess("a;b;c,d"), ';');
    SS_EXPECT_INT(ss_trace_rows_guess("a,b,c|d"), '|');
    SS_EXPECT_INT(ss_trace_rows_guess("a\tb"), '\t');
    SS_EXPECT_INT(ss_trace_rows_guess("a"), ',');
}

/* Walks a file of more than one buffer and comes back to some of its lines. */
static void any_line_can_be_read_again(void)
{
    g_autoptr(GString)     text = g_string_new(NULL);
    g_autofree char       *path = NULL;
    g_autoptr(SsTraceText) lines = NULL;
    g_autoptr(GArray)      offsets = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    SsTraceTextLine        line;

    for (int i = 0; i < 30000; i++)
        g_string_append_printf(text, "line %d%s\n", i, i % 3 == 0 ? "\r" : "");
    path = ss_test_file("lines.txt", text->str);
    lines = ss_trace_text_open(path, NULL);
    while (ss_trace_text_next(lines, &line))
        g_array_append_val(offsets, line.offset);
    SS_EXPECT_TRUE(ss_trace_text_finish(lines, NULL));
    SS_EXPECT_UINT(offsets->len, 30000);
    for (uint32_t i = 29999; i > 700; i -= 701) {
        g_autofree char *expected = g_strdup_printf("line %u", i);

        ss_trace_text_seek(lines, g_array_index(offsets, uint64_t, i), i + 1);
        SS_EXPECT_TRUE(ss_trace_text_next(lines, &line));
        SS_EXPECT_TEXT(line.text, expected);
        SS_EXPECT_UINT(line.line, i + 1);
    }
}

static const SsTest tests[] = {
    SS_TEST(rows_are_split_as_their_format_does),
    SS_TEST(columns_are_found_by_name),
    SS_TEST(the_delimiter_is_guessed_from_the_header),
    SS_TEST(any_line_can_be_read_again),
};
SS_TEST_MAIN("trace_rows", tests)
