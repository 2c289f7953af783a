/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/report/render.h"
#include "tests/support/ss_test.h"

static const SsColumn name_column = { "Name", 1, "Name", 6, SS_OVER_PLUS, "name", NULL, "" };
static const SsColumn count_column = { "Count", 1, "A count", 5, SS_OVER_PUSH, "count", NULL, "" };
static const SsColumn state_column = { "State", 1, "State", -7, SS_OVER_CUT, "state", NULL, "" };

static void add(SsTable *table, const SsColumn *column)
{
    const SsTableColumn shown = { column,       column->title, column->key, column->width,
                                  column->over, NULL,          NULL };

    ss_table_add_column(table, &shown);
}

static SsTable *three_columns(const SsZone *zone)
{
    SsTable      *table = ss_table_new(zone, 0);
    const SsValue rows[][3] = {
        { ss_value_text("alpha"), ss_value_int(12), ss_value_text("idle") },
        { ss_value_text("alphabet"), ss_value_int(1234567), ss_value_text("allocated") },
        { ss_value_blank(), ss_value_blank(), ss_value_text("a|b, \"c\"") },
    };

    add(table, &name_column);
    add(table, &count_column);
    add(table, &state_column);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        ss_table_add_cells(table, rows[i]);
    return table;
}

static void expect(const SsRendering *how, const char *expected)
{
    g_autoptr(SsZone)  zone = ss_zone_new_utc();
    g_autoptr(SsTable) table = three_columns(zone);
    g_autoptr(GString) out = g_string_new(NULL);

    ss_render(table, how, out);
    SS_EXPECT_TEXT(out->str, expected);
}

static void pads_cuts_and_pushes_as_slurm_does(void)
{
    const SsRendering how = { .layout = SS_LAYOUT_FIXED };

    expect(&how, "  Name A cou State   \n"
                 "------ ----- ------- \n"
                 " alpha    12 idle    \n"
                 "alpha+ 1234567 allocat \n"
                 "             a|b, \"c \n");
}

static void leaves_the_header_out(void)
{
    const SsRendering how = { .layout = SS_LAYOUT_PARSABLE2, .no_header = true };

    expect(&how, "alpha|12|idle\nalphabet|1234567|allocated\n||a|b, \"c\"\n");
}

static void prints_parsable_with_a_delimiter_behind_the_last(void)
{
    const SsRendering how = { .layout = SS_LAYOUT_PARSABLE, .delimiter = ";" };

    expect(&how,
           "Name;A count;State;\nalpha;12;idle;\nalphabet;1234567;allocated;\n;;a|b, \"c\";\n");
}

static void prints_plain_without_dashes(void)
{
    const SsRendering how = { .layout = SS_LAYOUT_PLAIN };

    expect(&how, "  Name A cou State   \n"
                 " alpha    12 idle    \n"
                 "alpha+ 1234567 allocat \n"
                 "             a|b, \"c \n");
}

static void quotes_csv_where_it_must(void)
{
    const SsRendering how = { .layout = SS_LAYOUT_CSV };

    expect(
        &how,
        "name,count,state\r\nalpha,12,idle\r\nalphabet,1234567,allocated\r\n,,\"a|b, \"\"c\"\"\"\r\n");
}

static void writes_json_with_values_and_keys(void)
{
    g_autoptr(SsZone)   zone = ss_zone_new_utc();
    g_autoptr(SsTable)  table = ss_table_new(zone, 0);
    g_autoptr(GString)  out = g_string_new(NULL);
    const SsRendering   how = { .layout = SS_LAYOUT_JSON };
    const SsTableColumn time = { NULL, "Time", "time", 19, SS_OVER_CUT, NULL, NULL };
    const SsTableColumn literal = { NULL, NULL, NULL, 0, SS_OVER_CUT, "|", NULL };
    const SsTableColumn share = { NULL, "Share", "share", 8, SS_OVER_CUT, NULL, NULL };
    const SsValue       row[] = { ss_value_time(86400), ss_value_blank(),
                                  ss_value_as(ss_value_double(0.25), "25.00%") };

    ss_table_add_column(table, &time);
    ss_table_add_column(table, &literal);
    ss_table_add_column(table, &share);
    ss_table_add_cells(table, row);
    ss_render(table, &how, out);
    SS_EXPECT_CONTAINS(out->str, "\"time\": \"1970-01-02T00:00:00Z\"");
    SS_EXPECT_CONTAINS(out->str, "\"share\": 0.25");
}

static void puts_literal_text_around_cells(void)
{
    g_autoptr(SsZone)   zone = ss_zone_new_utc();
    g_autoptr(SsTable)  table = ss_table_new(zone, 0);
    g_autoptr(GString)  out = g_string_new(NULL);
    const SsRendering   how = { .layout = SS_LAYOUT_PLAIN };
    const SsTableColumn id = { NULL, "JOBID", "id", 6, SS_OVER_CUT, "<", ">" };
    const SsTableColumn name = { NULL, "NAME", "name", 0, SS_OVER_CUT, NULL, "" };
    const SsValue       rows[][2] = { { ss_value_int(17), ss_value_text("longest name") },
                                      { ss_value_int(12345678), ss_value_text("x") } };

    ss_table_add_column(table, &id);
    ss_table_add_column(table, &name);
    ss_table_add_cells(table, rows[0]);
    ss_table_add_cells(table, rows[1]);
    ss_render(table, &how, out);
    SS_EXPECT_TEXT(out->str, "< JOBID>        NAME\n<    17>longest name\n<123456>           x\n");
}

static void renders_one_cell(void)
{
    static const struct {
        const char *text;
        int         width;
        SsOver      over;
        const char *expected;
    } cases[] = {
        { "abc", 5, SS_OVER_PLUS, "  abc" },     { "abc", -5, SS_OVER_PLUS, "abc  " },
        { "abcdef", 5, SS_OVER_PLUS, "abcd+" },  { "abcdef", -5, SS_OVER_CUT, "abcde" },
        { "abcdef", 3, SS_OVER_PUSH, "abcdef" }, { "abcdef", 1, SS_OVER_PLUS, "+" },
        { "", 3, SS_OVER_CUT, "   " },           { "abc", 0, SS_OVER_CUT, "" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) out = g_string_new(NULL);

        ss_render_cell(cases[i].text, cases[i].width, cases[i].over, out);
        SS_EXPECT_TEXT(out->str, cases[i].expected);
    }
}

static const SsTest tests[] = {
    SS_TEST(pads_cuts_and_pushes_as_slurm_does),
    SS_TEST(leaves_the_header_out),
    SS_TEST(prints_parsable_with_a_delimiter_behind_the_last),
    SS_TEST(prints_plain_without_dashes),
    SS_TEST(quotes_csv_where_it_must),
    SS_TEST(writes_json_with_values_and_keys),
    SS_TEST(puts_literal_text_around_cells),
    SS_TEST(renders_one_cell),
};
SS_TEST_MAIN("render", tests)
