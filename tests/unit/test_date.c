/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/date.h"

#include "sim/base/diag.h"
#include "tests/support/ss_test.h"

/* Monday 2026-11-23 22:31:48 in the zone of the case; answers of sacct -S and sbatch --begin 22.05.8. */
typedef struct {
    const char *text;
    const char *answer;
} Case;

static SsDateReader reader_in(const SsZone *zone)
{
    const SsTime now = ss_zone_time_of(zone, 2026, 11, 23, 22, 31, 48);

    return (SsDateReader){ .now = now, .zone = zone };
}

static void expect_reading(const SsZone *zone, SsDateView view, const Case *row)
{
    SsDateReader      reader = reader_in(zone);
    g_autoptr(GError) error = NULL;
    SsTime            time = -1;
    char              text[SS_DATE_TEXT];

    SS_EXPECT_TRUE(ss_date_parse(&reader, row->text, view, &time, &error));
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_TEXT(ss_date_text(time, zone, text), row->answer);
}

static void reads_what_sacct_reads(void)
{
    static const Case cases[] = {
        { "now", "2026-11-23T22:31:48" },
        { "now+1day", "2026-11-24T22:31:48" },
        { "now + 1 hour", "2026-11-23T23:31:48" },
        { "now-7days ", "2026-11-16T22:31:48" },
        { "now+90", "2026-11-23T22:33:18" },
        { "now+2weeks", "2026-12-07T22:31:48" },
        { "now+1 0minutes", "2026-11-23T22:41:48" },
        { "today", "2026-11-23T00:00:00" },
        { "tomorrow", "2026-11-24T00:00:00" },
        { "midnight", "2026-11-23T00:00:00" },
        { "NOON", "2026-11-23T12:00:00" },
        { "noon tomorrow", "2026-11-24T12:00:00" },
        { "fika", "2026-11-23T15:00:00" },
        { "tEATIME", "2026-11-23T16:00:00" },
        { "todayT10:00", "2026-11-23T10:00:00" },
        { "today-noon", "2026-11-23T12:00:00" },
        { "1:00 PM", "2026-11-23T13:00:00" },
        { "12:00 am", "2026-11-23T00:00:00" },
        { "0:30PM", "2026-11-23T12:30:00" },
        { "9:05:07", "2026-11-23T09:05:07" },
        { "2026-11-20", "2026-11-20T00:00:00" },
        { "2026-11-20T1:00", "2026-11-20T01:00:00" },
        { "2026-11-20-10:00", "2026-11-20T10:00:00" },
        { "2026-02-30", "2026-03-02T00:00:00" },
        { "0101", "2026-01-01T00:00:00" },
        { "010100", "2026-01-01T00:00:00" },
        { "013125", "2025-01-31T00:00:00" },
        { "1/2", "2026-01-02T00:00:00" },
        { "12/01", "2025-12-01T00:00:00" },
        { "11/30", "2026-11-30T00:00:00" },
        { "01/2/26", "2026-01-02T00:00:00" },
        { "1.2.26", "2026-01-02T00:00:00" },
        { "01/01/", "2026-01-01T00:00:00" },
        { "12:00 12:30", "2026-11-23T12:30:00" },
        { "uts1795417102", "2026-11-23T06:58:22" },
        { "", "Unknown" },
        { " ", "Unknown" },
    };
    g_autoptr(SsZone) utc = ss_zone_new_utc();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        expect_reading(utc, SS_DATE_LOOKS_BACK, &cases[i]);
}

static void looks_ahead_as_sbatch_does(void)
{
    static const Case cases[] = {
        { "10:00", "2026-11-24T10:00:00" },     { "22:31", "2026-11-24T22:31:00" },
        { "22:32", "2026-11-23T22:32:00" },     { "01/02", "2027-01-02T00:00:00" },
        { "11/22", "2027-11-22T00:00:00" },     { "11/23", "2027-11-23T00:00:00" },
        { "11/24", "2026-11-24T00:00:00" },     { "12/01", "2026-12-01T00:00:00" },
        { "now+1hour", "2026-11-23T23:31:48" },
    };
    g_autoptr(SsZone) utc = ss_zone_new_utc();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        expect_reading(utc, SS_DATE_LOOKS_AHEAD, &cases[i]);
}

static void refuses_in_slurms_words(void)
{
    static const struct {
        const char *text;
        int         pos;
    } cases[] = {
        { "foo", 0 },        { "2026-11-20T20", 11 },
        { "now+1hourx", 9 }, { "now x", 4 },
        { "uts123", 0 },     { "uts=1795417102", 0 },
        { "24:00", 0 },      { "12:60", 3 },
        { "13:00PM", 5 },    { "20261120", 0 },
        { "Today", 1 },      { "0102266", 7 },
        { "nowt", 3 },       { "now-1d", 4 },
        { "now+1 d", 5 },    { "now+", 3 },
        { "1", 1 },          { "010", 1 },
        { "01012", 5 },      { "01/0", 2 },
        { "01/01/2026", 8 }, { "1:", 2 },
        { "1:0", 3 },        { "1:00:60", 5 },
        { "123:00", 3 },     { "1a:30", 1 },
        { "1:00 P", 5 },     { "2026-13-01", 5 },
        { "2026-12-32", 8 }, { "2026-12-0", 7 },
        { "01/32", 3 },      { "2026-11-20t10:00", 10 },
    };
    g_autoptr(SsZone) utc = ss_zone_new_utc();
    SsDateReader      reader = reader_in(utc);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char  *words =
            g_strdup_printf("Invalid time specification (pos=%d): %s", cases[i].pos, cases[i].text);
        SsTime time = 42;

        SS_EXPECT_FALSE(ss_date_parse(&reader, cases[i].text, SS_DATE_LOOKS_BACK, &time, &error));
        SS_EXPECT_TEXT(error != NULL ? error->message : NULL, words);
        SS_EXPECT_INT(time, 42);
    }
}

/* Seen with sreport: the doubled hour is winter time as a start, summer time behind a summer start. */
static void the_doubled_hour_follows_the_date_read_before(void)
{
    g_autoptr(SsZone) berlin = ss_zone_new("Europe/Berlin", NULL);
    SsDateReader      reader = reader_in(berlin);
    SsTime            alone = 0, start = 0, end = 0;

    SS_EXPECT_TRUE(ss_date_parse(&reader, "2026-10-25T02:00", SS_DATE_LOOKS_BACK, &alone, NULL));
    reader = reader_in(berlin);
    SS_EXPECT_TRUE(ss_date_parse(&reader, "2026-10-25T00:00", SS_DATE_LOOKS_BACK, &start, NULL));
    SS_EXPECT_TRUE(ss_date_parse(&reader, "2026-10-25T02:00", SS_DATE_LOOKS_BACK, &end, NULL));
    SS_EXPECT_INT(end - start, 7200);
    SS_EXPECT_INT(alone - start, 10800);
}

static void words_stand_for_times_that_are_none(void)
{
    g_autoptr(SsZone) utc = ss_zone_new_utc();
    char              text[SS_DATE_TEXT];

    SS_EXPECT_TEXT(ss_date_text(0, utc, text), "Unknown");
    SS_EXPECT_TEXT(ss_date_text(SS_TIME_NEVER, utc, text), "Unknown");
    SS_EXPECT_TEXT(ss_date_text(SS_TIME_NONE, utc, text), "None");
    SS_EXPECT_TEXT(ss_date_text_ctime(1767336302, utc, text), "Fri Jan 02 06:45:02 2026");
}

static void prints_as_slurm_time_format_asks(void)
{
    static const struct {
        SsSpan      away;
        const char *format, *text;
    } cases[] = {
        { 0, NULL, "2026-11-23T22:31:48" },
        { 0, "standard", "2026-11-23T22:31:48" },
        { 60, "relative", "22:32:48" },
        { -86400, "relative", "Ystday 22:31" },
        { 86400, "relative", "Tomorr 22:31" },
        { 3 * 86400, "relative", "Thu 22:31" },
        { 10 * 86400, "relative", "3 Dec 22:31" },
        { 60 * 86400, "relative", "22 Jan 2027" },
        { 0, "%d.%m.%y %Z", "23.11.26 UTC" },
    };
    g_autoptr(SsZone) utc = ss_zone_new_utc();
    const SsTime      now = reader_in(utc).now;
    char              text[SS_DATE_TEXT];

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const SsTime time = now + cases[i].away;

        SS_EXPECT_TEXT(ss_date_text_as(time, utc, cases[i].format, now, text, sizeof text),
                       cases[i].text);
    }
    SS_EXPECT_TEXT(ss_date_text_as(now, utc, NULL, now, text, 10), "#########");
}

static const SsTest tests[] = {
    SS_TEST(reads_what_sacct_reads),
    SS_TEST(looks_ahead_as_sbatch_does),
    SS_TEST(refuses_in_slurms_words),
    SS_TEST(the_doubled_hour_follows_the_date_read_before),
    SS_TEST(words_stand_for_times_that_are_none),
    SS_TEST(prints_as_slurm_time_format_asks),
};
SS_TEST_MAIN("date", tests)
