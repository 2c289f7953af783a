/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/engine/timeline.h"
#include "tests/support/ss_test.h"

#include <glib/gstdio.h>

#define ZERO INT64_C(1767225600) /* 2026-01-01T00:00:00Z */

/* "600 root: scontrol update NodeName=n1 ..." a line each, seconds after ZERO. */
static char *told(SsTimeline *timeline)
{
    GString               *out = g_string_new(NULL);
    const SsTimelineEntry *entry;

    while ((entry = ss_timeline_peek(timeline)) != NULL) {
        g_autofree char *words = g_strjoinv(" ", entry->words);

        g_string_append_printf(out, "%" G_GINT64_FORMAT " %s: %s\n", entry->at - ZERO, entry->user,
                               words);
        ss_timeline_next(timeline);
    }
    return g_string_free(out, FALSE);
}

static gboolean read_text(SsTimeline *timeline, const char *text, GError **error)
{
    g_autofree char *path = NULL;
    const int        fd = g_file_open_tmp("ss_timeline_XXXXXX", &path, NULL);
    gboolean         ok;

    g_close(fd, NULL);
    g_file_set_contents(path, text, -1, NULL);
    ok = ss_timeline_read(timeline, path, ZERO, NULL, error);
    g_unlink(path);
    return ok;
}

static void expect_told(const char *file, const char *expected)
{
    g_autoptr(SsTimeline) timeline = ss_timeline_new();
    g_autoptr(GError)     error = NULL;

    SS_EXPECT_TRUE(read_text(timeline, file, &error));
    SS_EXPECT_NO_ERROR(error);
    g_autofree char *text = told(timeline);
    SS_EXPECT_TEXT(text, expected);
}

static void operations_come_in_order_of_time(void)
{
    g_autoptr(SsTimeline) timeline = ss_timeline_new();

    ss_timeline_add_command(timeline, ZERO + 20, NULL, "scancel 2", NULL, NULL);
    ss_timeline_add_command(timeline, ZERO + 10, "amy", "scancel 1", NULL, NULL);
    ss_timeline_add_command(timeline, ZERO + 20, NULL, "scontrol hold '3 4'", NULL, NULL);
    SS_EXPECT_INT(ss_timeline_next_time(timeline), ZERO + 10);
    SS_EXPECT_INT(ss_timeline_count(timeline), 3);
    g_autofree char *text = told(timeline);
    SS_EXPECT_TEXT(text, "10 amy: scancel 1\n20 root: scancel 2\n20 root: scontrol hold 3 4\n");
    SS_EXPECT_INT(ss_timeline_next_time(timeline), SS_TIME_NEVER);
}

static void reads_actions_as_recorded(void)
{
    expect_told("offset,command\n300,scontrol release @16\n"
                "5,\"scontrol create reservation Nodes=s[1-2] Flags=MAINT,IGNORE_JOBS\"\n",
                "5 root: scontrol create reservation Nodes=s[1-2] Flags=MAINT,IGNORE_JOBS\n"
                "300 root: scontrol release @16\n");
}

static void a_date_may_say_that_it_is_in_utc(void)
{
    g_autoptr(SsTimeline) timeline = ss_timeline_new();
    g_autoptr(SsZone)     berlin = ss_zone_new("Europe/Berlin", NULL);
    g_autofree char      *path = ss_test_file("utc.csv", "time,command\n"
                                                              "2026-01-01T00:01:00Z,scancel 2\n"
                                                              "2026-01-01T00:01:00,scancel 1\n");

    SS_EXPECT_TRUE(ss_timeline_read(timeline, path, ZERO, berlin, NULL));
    g_autofree char *text = told(timeline);
    SS_EXPECT_TEXT(text, "-3540 root: scancel 1\n60 root: scancel 2\n");
}

static void commas_in_the_last_column_need_no_quotes(void)
{
    expect_told("time,command\n2026-01-01T00:01:00,scontrol update Flags=A,B\n",
                "60 root: scontrol update Flags=A,B\n");
}

static void a_node_out_of_service_is_two_commands(void)
{
    expect_told("node,start,end,state,reason,tres\n"
                "e3,2026-01-01T01:00:00,2026-01-01T02:00:00,DOWN,bad dimm,\"cpu=32,mem=96000M\"\n"
                "e[4-5],7200,,DRAIN,,\n",
                "3600 root: scontrol update NodeName=e3 State=DOWN Reason=bad dimm\n"
                "7200 root: scontrol update NodeName=e3 State=RESUME\n"
                "7200 root: scontrol update NodeName=e[4-5] State=DRAIN Reason=unknown\n");
}

static void reservations_are_known_from_the_start(void)
{
    expect_told("name,id,start,end,nodelist,flags,users,accounts,tres\n"
                "maint1,1,2026-01-08T06:00:00,2026-01-08T18:00:00,\"e[1-8]\",1,,,\"cpu=256\"\n"
                "past,2,2025-09-14T08:00:00,2025-09-18T18:00:00,e1,0,,teach,\n",
                "0 root: scontrol create reservation ReservationName=maint1 "
                "StartTime=2026-01-08T06:00:00 EndTime=2026-01-08T18:00:00 Nodes=e[1-8] Users=root "
                "Flags=MAINT\n");
}

static void nonsense_is_refused_with_its_line(void)
{
    static const struct {
        const char *file, *part;
    } cases[] = {
        { "", "write a header line" },
        { "what,ever\n1,2\n", "unknown columns" },
        { "offset,command\n10,scancel 1\n,scancel 2\n", ":3: no time" },
        { "time,command\nsoon,scancel 1\n", ":2: Invalid time specification" },
        { "offset,command\n1,scancel 'x\n", "command 'scancel 'x'" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsTimeline) timeline = ss_timeline_new();
        g_autoptr(GError)     error = NULL;

        SS_EXPECT_FALSE(read_text(timeline, cases[i].file, &error));
        SS_EXPECT_ERROR(error, cases[i].part);
        SS_EXPECT_INT(ss_timeline_count(timeline), 0);
    }
}

static void a_missing_file_is_told(void)
{
    g_autoptr(SsTimeline) timeline = ss_timeline_new();
    g_autoptr(GError)     error = NULL;

    SS_EXPECT_FALSE(ss_timeline_read(timeline, "/nowhere/events.csv", ZERO, NULL, &error));
    SS_EXPECT_ERROR(error, "/nowhere/events.csv");
}

static const SsTest tests[] = {
    SS_TEST(operations_come_in_order_of_time),
    SS_TEST(reads_actions_as_recorded),
    SS_TEST(a_date_may_say_that_it_is_in_utc),
    SS_TEST(commas_in_the_last_column_need_no_quotes),
    SS_TEST(a_node_out_of_service_is_two_commands),
    SS_TEST(reservations_are_known_from_the_start),
    SS_TEST(nonsense_is_refused_with_its_line),
    SS_TEST(a_missing_file_is_told),
};
SS_TEST_MAIN("timeline", tests)
