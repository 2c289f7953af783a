/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/json.h"

#include <math.h>

#include "tests/support/ss_test.h"

typedef struct {
    GString  *out;
    SsWriter *writer;
    SsJson   *json;
} Page;

static Page new_page(SsJsonStyle style)
{
    Page page = { .out = g_string_new(NULL) };

    page.writer = ss_writer_new_string(page.out);
    page.json = ss_json_new(page.writer, style);
    return page;
}

static void expect_page(Page *page, const char *text)
{
    SS_EXPECT_TRUE(ss_json_is_done(page->json));
    SS_EXPECT_TEXT(page->out->str, text);
    ss_json_free(page->json);
    ss_writer_free(page->writer);
    g_string_free(page->out, TRUE);
}

static void write_sample(SsJson *json)
{
    ss_json_begin_object(json);
    ss_json_key_text(json, "account", "hep");
    ss_json_key_int(json, "least", INT64_MIN);
    ss_json_key_uint(json, "most", UINT64_MAX);
    ss_json_key(json, "jobs");
    ss_json_begin_array(json);
    ss_json_int(json, 1);
    ss_json_null(json);
    ss_json_begin_object(json);
    ss_json_end_object(json);
    ss_json_end_array(json);
    ss_json_key_bool(json, "done", true);
    ss_json_end_object(json);
}

static void values_nest(void)
{
    Page page = new_page(SS_JSON_COMPACT);

    write_sample(page.json);
    expect_page(&page, "{\"account\":\"hep\",\"least\":-9223372036854775808,"
                       "\"most\":18446744073709551615,\"jobs\":[1,null,{}],\"done\":true}");
}

static void pretty_is_indented(void)
{
    Page page = new_page(SS_JSON_PRETTY);

    write_sample(page.json);
    expect_page(&page, "{\n  \"account\": \"hep\",\n  \"least\": -9223372036854775808,\n"
                       "  \"most\": 18446744073709551615,\n"
                       "  \"jobs\": [\n    1,\n    null,\n    {}\n  ],\n  \"done\": true\n}");
}

static void texts_are_always_valid(void)
{
    static const struct {
        const char *text, *json;
    } cases[] = {
        { "plain", "\"plain\"" },
        { "a\"b\\c\n\t\x01\x7f", "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f\"" },
        { "Müller/東", "\"Müller/東\"" },
        { "\xff"
          "a\xc3",
          "\"\xef\xbf\xbd"
          "a\xef\xbf\xbd\"" },
        { "</script>", "\"<\\/script>\"" },
        { "<!--", "\"<\\u0021--\"" },
        { "\xe2\x80\xa8", "\"\\u2028\"" },
        { "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Page page = new_page(SS_JSON_COMPACT);

        ss_json_text(page.json, cases[i].text);
        expect_page(&page, cases[i].json);
    }
}

static void a_text_of_some_bytes_may_hold_nul(void)
{
    Page page = new_page(SS_JSON_COMPACT);

    ss_json_text_n(page.json, "a\0b", 3);
    expect_page(&page, "\"a\\u0000b\"");
}

static void doubles_are_as_short_as_they_may_be(void)
{
    char text[SS_DOUBLE_TEXT];

    SS_EXPECT_TEXT(ss_double_text(0.1, text), "0.1");
    SS_EXPECT_TEXT(ss_double_text(1.0 / 3.0, text), "0.3333333333333333");
    SS_EXPECT_TEXT(ss_double_text(0.1 + 0.2, text), "0.30000000000000004");
    SS_EXPECT_TEXT(ss_double_text(-1e300, text), "-1e+300");
    SS_EXPECT_TEXT(ss_double_text(-INFINITY, text), "-inf");

    Page page = new_page(SS_JSON_COMPACT);
    ss_json_begin_array(page.json);
    ss_json_double(page.json, NAN);
    ss_json_double(page.json, 2.5);
    ss_json_wide(page.json, ss_wide_mul(INT64_MAX, 10));
    ss_json_end_array(page.json);
    expect_page(&page, "[null,2.5,92233720368547758070]");
}

static const SsTest tests[] = {
    SS_TEST(values_nest),
    SS_TEST(pretty_is_indented),
    SS_TEST(texts_are_always_valid),
    SS_TEST(a_text_of_some_bytes_may_hold_nul),
    SS_TEST(doubles_are_as_short_as_they_may_be),
};
SS_TEST_MAIN("json", tests)
