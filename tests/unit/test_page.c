/* SPDX-License-Identifier: Apache-2.0 */
/* The page of a run: its packed columns, and that it needs nothing but itself. What its scripts do: tests/page. */
#include "sim/page/files.h"
#include "sim/page/pack.h"
#include "sim/page/page.h"
#include "tests/support/ss_test.h"

#include <math.h>
#include <string.h>

/* {"t":"u8","b":"..."} of some numbers. */
static char *packed(const double *values, uint32_t n)
{
    g_autoptr(GString)  text = g_string_new(NULL);
    g_autoptr(SsWriter) writer = ss_writer_new_string(text);
    g_autoptr(SsJson)   json = ss_json_new(writer, SS_JSON_COMPACT);
    g_autoptr(SsPack)   pack = ss_pack_new();

    for (uint32_t i = 0; i < n; i++)
        ss_pack_add(pack, values[i]);
    ss_json_begin_object(json);
    ss_pack_json(pack, "c", json);
    ss_json_end_object(json);
    ss_writer_flush(writer);
    return g_strdup(text->str);
}

static void a_column_takes_the_narrowest_type_that_holds_it(void)
{
    static const struct {
        double      values[2];
        const char *json;
    } cases[] = {
        { { 1, 255 }, "{\"c\":{\"t\":\"u8\",\"b\":\"Af8=\"}}" },
        { { 1, 256 }, "{\"c\":{\"t\":\"u16\",\"b\":\"AQAAAQ==\"}}" },
        { { 0, 65536 }, "{\"c\":{\"t\":\"u32\",\"b\":\"AAAAAAAAAQA=\"}}" },
        { { -1, 1 }, "{\"c\":{\"t\":\"i32\",\"b\":\"/////wEAAAA=\"}}" },
        { { 0.5, 1 }, "{\"c\":{\"t\":\"f64\",\"b\":\"AAAAAAAA4D8AAAAAAADwPw==\"}}" },
        { { 0, INFINITY }, "{\"c\":{\"t\":\"f64\",\"b\":\"AAAAAAAAAAAAAAAAAADwfw==\"}}" },
    };

    for (uint32_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *json = packed(cases[i].values, 2);
        SS_EXPECT_TEXT(json, cases[i].json);
    }
}

static void an_empty_column_is_empty(void)
{
    g_autofree char *json = packed(NULL, 0);
    SS_EXPECT_TEXT(json, "{\"c\":{\"t\":\"u8\",\"b\":\"\"}}");
}

static void a_long_double_is_the_sum_of_two_columns(void)
{
    g_autoptr(SsPack) high = ss_pack_new(), low = ss_pack_new();
    const long double value = 1.0L / 3, most = INFINITY;

    ss_pack_add_long(high, low, value);
    ss_pack_add_long(high, low, most);
    SS_EXPECT_TRUE((long double) g_array_index(high->at, double, 0)
                       + g_array_index(low->at, double, 0)
                   == value);
    SS_EXPECT_TRUE(isinf(g_array_index(high->at, double, 1)));
    SS_EXPECT_REAL(g_array_index(low->at, double, 1), 0, 0);
}

static void what_is_not_set_is_0_and_the_base_is_1(void)
{
    g_autoptr(SsPack) pack = ss_pack_new();

    ss_pack_add_time(pack, 0, 1000);
    ss_pack_add_time(pack, 1000, 1000);
    ss_pack_add_time(pack, SS_TIME_NEVER, 1000);
    SS_EXPECT_REAL(g_array_index(pack->at, double, 0), 0, 0);
    SS_EXPECT_REAL(g_array_index(pack->at, double, 1), 1, 0);
    SS_EXPECT_REAL(g_array_index(pack->at, double, 2), 0, 0);
}

/* They are put one behind the other as one module: see page.c. */
static void an_import_is_one_line_and_no_script_ends_early(void)
{
    for (uint32_t i = 0; ss_page_modules[i]; i++) {
        g_auto(GStrv) lines = g_strsplit(ss_page_modules[i], "\n", -1);

        for (uint32_t k = 0; lines[k]; k++)
            if (g_str_has_prefix(lines[k], "import "))
                SS_EXPECT_TRUE(g_str_has_suffix(lines[k], ";"));
        SS_EXPECT_NULL(strstr(ss_page_modules[i], "</script"));
    }
    SS_EXPECT_NULL(strstr(ss_page_library, "</script"));
}

static void nothing_of_the_page_is_fetched(void)
{
    static const char *const asking[] = { "src=\"http", "href=\"http",   "url(http",      "@import",
                                          "fetch(",     "importScripts", "XMLHttpRequest" };

    for (uint32_t a = 0; a < G_N_ELEMENTS(asking); a++) {
        SS_EXPECT_NULL(strstr(ss_page_skeleton, asking[a]));
        SS_EXPECT_NULL(strstr(ss_page_css, asking[a]));
        SS_EXPECT_NULL(strstr(ss_page_library, asking[a]));
        for (uint32_t i = 0; ss_page_modules[i]; i++)
            SS_EXPECT_NULL(strstr(ss_page_modules[i], asking[a]));
    }
}

static char *page_of(char *const *sweeps, GError **error)
{
    g_autoptr(GString)  text = g_string_new(NULL);
    g_autoptr(SsWriter) writer = ss_writer_new_string(text);
    const SsPageRequest request = { .sweeps = sweeps, .title = "a < b" };

    if (!ss_page_write(&request, writer, error))
        return NULL;
    ss_writer_flush(writer);
    return g_strdup(text->str);
}

static void texts_cannot_end_the_script_they_stand_in(void)
{
    char *const sweeps[] = { (char *) "{\"schema\":\"slurmsim.sweep.v1\",\"site\":\"</script>\"}",
                             NULL };
    g_autoptr(GError) error = NULL;
    g_autofree char  *page = page_of(sweeps, &error);

    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_CONTAINS(page, "\"site\":\"<\\/script>\"");
    SS_EXPECT_CONTAINS(page, "<title>a &lt; b - slurmsim report</title>");
}

static void the_library_comes_with_its_licence(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *page = page_of(NULL, &error);

    SS_EXPECT_CONTAINS(page, "uPlot 1.6.32");
    SS_EXPECT_CONTAINS(page, "The MIT License");
    SS_EXPECT_CONTAINS(ss_page_library, "uPlot (v1.6.32)");
}

static void a_summary_of_something_else_is_refused(void)
{
    char *const       sweeps[] = { (char *) "{\"schema\":\"slurmsim.summary.v1\"}", NULL };
    g_autoptr(GError) error = NULL;
    g_autofree char  *page = page_of(sweeps, &error);

    SS_EXPECT_NULL(page);
    SS_EXPECT_ERROR(error, "no summary.json of a sweep");
}

static const SsTest tests[] = {
    SS_TEST(a_column_takes_the_narrowest_type_that_holds_it),
    SS_TEST(an_empty_column_is_empty),
    SS_TEST(a_long_double_is_the_sum_of_two_columns),
    SS_TEST(what_is_not_set_is_0_and_the_base_is_1),
    SS_TEST(an_import_is_one_line_and_no_script_ends_early),
    SS_TEST(nothing_of_the_page_is_fetched),
    SS_TEST(texts_cannot_end_the_script_they_stand_in),
    SS_TEST(the_library_comes_with_its_licence),
    SS_TEST(a_summary_of_something_else_is_refused),
};

SS_TEST_MAIN("page", tests)
