/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/report/table.h"
#include "tests/support/ss_test.h"

typedef struct {
    const char *name;
    int64_t     size;
    SsTime      start;
} Row;

static SsValue get_name(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(((const Row *) row)->name);
}

static SsValue get_size(const void *row, const SsShow *show)
{
    int64_t size = ((const Row *) row)->size;

    return ss_value_as(ss_value_int(size), ss_show_printf(show, "%" G_GINT64_FORMAT "G", size));
}

static SsValue get_start(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_time(((const Row *) row)->start);
}

static const SsColumn columns[] = {
    { "Name", 1, "Name", -10, SS_OVER_PLUS, "name", get_name, "Name." },
    { "Size", 2, "Size", 6, SS_OVER_PUSH, "size", get_size, "Size." },
    { "Start", 2, "Start", 19, SS_OVER_CUT, NULL, get_start, "Start." },
    { "Size2", 5, "Another", 4, SS_OVER_PUSH, "size2", NULL, "Nothing." },
};

static char *choices_text(const char *format, bool repeat, GPtrArray *unknown)
{
    g_autoptr(GArray) choices = ss_choices_new();
    GString          *text = g_string_new(NULL);

    if (repeat)
        ss_choices_parse_all(columns, G_N_ELEMENTS(columns), format, choices, unknown);
    else
        ss_choices_parse(columns, G_N_ELEMENTS(columns), format, choices, unknown);
    for (guint i = 0; i < choices->len; i++) {
        const SsChoice *choice = &g_array_index(choices, SsChoice, i);
        g_string_append_printf(text, "%s%s%%%d", i ? "," : "", choice->column->name, choice->width);
    }
    return g_string_free(text, FALSE);
}

static void takes_words_that_are_long_enough(void)
{
    static const struct {
        const char *word, *name;
        size_t      min;
        bool        is;
    } cases[] = {
        { "c", "Cluster", 2, false },      { "cl", "Cluster", 2, true },
        { "CLUSTER", "cluster", 2, true }, { "clusters", "Cluster", 2, false },
        { "clx", "Cluster", 2, false },    { "planned", "PlannedDown", 2, true },
        { "", "Cluster", 1, false },       { "SecPe", "SecPer", 0, false },
        { "secper", "SecPer", 0, true },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        SS_EXPECT_INT(ss_word_is(cases[i].word, cases[i].name, cases[i].min), cases[i].is);
}

static void reads_a_format_with_widths(void)
{
    static const struct {
        const char *format, *expected;
    } cases[] = {
        { "name,size", "Name%-10,Size%6" },
        { "NA%20,si%-8,st", "Name%20,Size%-8,Start%19" },
        { "name%0,size%", "Name%-10,Size%6" },
        { "name%x", "Name%-10" },
        { "name,NAME,name%3", "Name%-10,Name%3" },
        { "size2", "Size2%4" },
        { "", "" },
        { ",,name,", "Name%-10" },
        { "name%99999999999", "Name%4096" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = choices_text(cases[i].format, false, NULL);
        SS_EXPECT_TEXT(text, cases[i].expected);
    }
}

static void keeps_repeated_columns_where_the_tool_does(void)
{
    g_autofree char *text = choices_text("name,name", true, NULL);

    SS_EXPECT_TEXT(text, "Name%-10,Name%-10");
}

static void names_what_it_does_not_know(void)
{
    g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func(g_free);
    g_autofree char     *text = choices_text("bogus%3,size,s", false, unknown);

    SS_EXPECT_TEXT(text, "Size%6");
    SS_EXPECT_INT(unknown->len, 2);
    SS_EXPECT_TEXT(unknown->pdata[0], "bogus");
    SS_EXPECT_TEXT(unknown->pdata[1], "s"); /* too short for Size and Start */
}

static SsTable *table_of(const SsZone *zone, const Row *rows, size_t n)
{
    SsTable          *table = ss_table_new(zone, 1000);
    g_autoptr(GArray) choices = ss_choices_new();

    ss_choices_parse(columns, G_N_ELEMENTS(columns), "name,size,start", choices, NULL);
    ss_table_add_choices(table, choices);
    for (size_t i = 0; i < n; i++)
        ss_table_add(table, &rows[i]);
    return table;
}

static void keeps_values_beside_their_texts(void)
{
    g_autoptr(SsZone)  zone = ss_zone_new_utc();
    const Row          rows[] = { { "a", 3, 86400 } };
    g_autoptr(SsTable) table = table_of(zone, rows, 1);

    SS_EXPECT_INT(ss_table_rows(table), 1);
    SS_EXPECT_INT(ss_table_columns(table), 3);
    SS_EXPECT_INT(ss_table_cell(table, 0, 1)->i, 3);
    SS_EXPECT_TEXT(ss_table_text(table, ss_table_cell(table, 0, 1)), "3G");
    SS_EXPECT_TEXT(ss_table_text(table, ss_table_cell(table, 0, 2)), "1970-01-02T00:00:00");
}

static void prints_each_kind_in_its_usual_form(void)
{
    g_autoptr(SsZone)  zone = ss_zone_new_utc();
    g_autoptr(SsTable) table = ss_table_new(zone, 1000);
    const struct {
        SsValue     value;
        const char *text;
    } cases[] = {
        { ss_value_blank(), "" },
        { ss_value_text(NULL), "" },
        { ss_value_int(-5), "-5" },
        { ss_value_uint(UINT64_MAX), "18446744073709551615" },
        { ss_value_wide((SsWide) INT64_MAX * 10), "92233720368547758070" },
        { ss_value_double(0.5), "0.5" },
        { ss_value_time(0), "Unknown" },
        { ss_value_time(SS_TIME_NONE), "None" },
        { ss_value_span(90061), "1-01:01:01" },
        { ss_value_span(SS_SPAN_FOREVER), "UNLIMITED" },
        { ss_value_bool(true), "Yes" },
        { ss_value_as(ss_value_int(1), "one"), "one" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        SS_EXPECT_TEXT(ss_table_text(table, &cases[i].value), cases[i].text);
}

static void sorts_stably_by_value_not_by_text(void)
{
    g_autoptr(SsZone)  zone = ss_zone_new_utc();
    const Row          rows[] = { { "a", 9, 0 }, { "b", 10, 0 }, { "c", 9, 0 }, { "d", 2, 0 } };
    g_autoptr(SsTable) table = table_of(zone, rows, G_N_ELEMENTS(rows));

    ss_table_sort(table, 1, true);
    SS_EXPECT_TEXT(ss_table_cell(table, 0, 0)->text, "b");
    SS_EXPECT_TEXT(ss_table_cell(table, 1, 0)->text, "a");
    SS_EXPECT_TEXT(ss_table_cell(table, 2, 0)->text, "c");
    SS_EXPECT_TEXT(ss_table_cell(table, 3, 0)->text, "d");
}

static void forgets_rows_but_not_columns(void)
{
    g_autoptr(SsZone)  zone = ss_zone_new_utc();
    const Row          rows[] = { { "a", 9, 0 } };
    g_autoptr(SsTable) table = table_of(zone, rows, 1);

    ss_table_clear(table);
    SS_EXPECT_INT(ss_table_rows(table), 0);
    ss_table_add(table, &rows[0]);
    SS_EXPECT_TEXT(ss_table_cell(table, 0, 0)->text, "a");
}

static const SsTest tests[] = {
    SS_TEST(takes_words_that_are_long_enough),
    SS_TEST(reads_a_format_with_widths),
    SS_TEST(keeps_repeated_columns_where_the_tool_does),
    SS_TEST(names_what_it_does_not_know),
    SS_TEST(keeps_values_beside_their_texts),
    SS_TEST(prints_each_kind_in_its_usual_form),
    SS_TEST(sorts_stably_by_value_not_by_text),
    SS_TEST(forgets_rows_but_not_columns),
};
SS_TEST_MAIN("table", tests)
