/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/span.h"

#include "sim/base/diag.h"
#include "tests/support/ss_test.h"

static void reads_every_form_of_a_time_limit(void)
{
    static const struct {
        const char *text;
        SsSpan      span;
    } cases[] = {
        { "0", 0 },
        { "90", 5400 },
        { "1:30", 90 },
        { "90:30", 5430 },
        { "1:30:00", 5400 },
        { "2-12", 216000 },
        { "2-12:30", 217800 },
        { "2-12:30:15", 217815 },
        { "5-", 432000 },
        { "0-36", 129600 },
        { "90:00", 5400 },
        { "UNLIMITED", SS_SPAN_FOREVER },
        { "infinite", SS_SPAN_FOREVER },
        { "-1", SS_SPAN_FOREVER },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        SsSpan span = -7;

        SS_EXPECT_TRUE(ss_span_parse(cases[i].text, &span, NULL));
        SS_EXPECT_INT(span, cases[i].span);
    }
}

static void refuses_nonsense_and_says_where(void)
{
    static const struct {
        const char *text, *part;
    } cases[] = {
        { "", "unexpected end of text at column 1" },
        { "7d", "unexpected d at column 2" },
        { "2-12h", "unexpected h at column 5" },
        { "1:2:3:4", "unexpected : at column 6" },
        { "1:", "unexpected end of text at column 3" },
        { "1-2-3", "unexpected - at column 4" },
        { "1:2-3", "unexpected - at column 4" },
        { "5-:30", "unexpected : at column 3" },
        { "-2", "unexpected - at column 1" },
        { "1234567890123", "unexpected 3 at column 13" },
        { "999999999999-0", "longer than 100000 years" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        SsSpan            span = 42;

        SS_EXPECT_FALSE(ss_span_parse(cases[i].text, &span, &error));
        SS_EXPECT_ERROR(error, cases[i].part);
        SS_EXPECT_INT(span, 42);
    }
}

static void a_limit_is_rounded_up_to_minutes(void)
{
    SsSpan span = 0;

    SS_EXPECT_TRUE(ss_span_parse_limit("1:30", &span, NULL));
    SS_EXPECT_INT(span, 120);
    SS_EXPECT_TRUE(ss_span_parse_limit("UNLIMITED", &span, NULL));
    SS_EXPECT_INT(span, SS_SPAN_FOREVER);
    SS_EXPECT_INT(ss_span_round_up_minute(60), 60);
}

static void prints_as_sacct_and_as_squeue(void)
{
    static const struct {
        SsSpan      span;
        const char *sacct, *squeue;
    } cases[] = {
        { 0, "00:00:00", "0:00" },
        { 31, "00:00:31", "0:31" },
        { 1800, "00:30:00", "30:00" },
        { 3600, "01:00:00", "1:00:00" },
        { 604800, "7-00:00:00", "7-00:00:00" },
        { 90061, "1-01:01:01", "1-01:01:01" },
        { 365 * 86400, "365-00:00:00", "365-00:00:00" },
        { 365 * 86400 + 1, "365-00:00:01", "INVALID" },
        { -1, "INVALID", "INVALID" },
        { SS_SPAN_FOREVER, "UNLIMITED", "UNLIMITED" },
    };
    char text[SS_SPAN_TEXT];

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        SS_EXPECT_TEXT(ss_span_text(cases[i].span, text), cases[i].sacct);
        SS_EXPECT_TEXT(ss_span_text_short(cases[i].span, text), cases[i].squeue);
    }
}

static void cpu_times_show_milliseconds_below_an_hour(void)
{
    char text[SS_SPAN_TEXT];

    SS_EXPECT_TEXT(ss_span_text_cpu(62, 5000, text), "01:02.005");
    SS_EXPECT_TEXT(ss_span_text_cpu(62, 0, text), "00:01:02");
    SS_EXPECT_TEXT(ss_span_text_cpu(3662, 5000, text), "01:01:02");
}

static void what_a_site_writes_reads_back(void)
{
    static const SsSpan spans[] = { 0, 59, 60, 3600, 86399, 86400, 1234567, SS_SPAN_FOREVER };
    char                text[SS_SPAN_TEXT];

    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        SsSpan back = 0;

        SS_EXPECT_TRUE(ss_span_parse(ss_span_text_conf(spans[i], text), &back, NULL));
        SS_EXPECT_INT(back, spans[i]);
    }
}

static const SsTest tests[] = {
    SS_TEST(reads_every_form_of_a_time_limit),          SS_TEST(refuses_nonsense_and_says_where),
    SS_TEST(a_limit_is_rounded_up_to_minutes),          SS_TEST(prints_as_sacct_and_as_squeue),
    SS_TEST(cpu_times_show_milliseconds_below_an_hour), SS_TEST(what_a_site_writes_reads_back),
};
SS_TEST_MAIN("span", tests)
