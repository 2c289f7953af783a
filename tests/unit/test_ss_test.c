/* SPDX-License-Identifier: Apache-2.0 */
/* The helpers the other tests stand on, and a model of how a test file looks. */
#include "tests/support/ss_test.h"

#include <string.h>

static void a_time_reads_as_a_clock_or_a_date(void)
{
    SS_EXPECT_TIME(36000, "10:00:00");
    SS_EXPECT_TIME(86400 + 62, "1-00:01:02");
    SS_EXPECT_TIME(951782400, "2000-02-29T00:00:00");
}

static void a_file_written_is_read_back(void)
{
    g_autofree char *path = ss_test_file("site/slurm.conf", "ClusterName=tiny\n");
    g_autofree char *text = ss_test_read(path);

    SS_EXPECT_TEXT(text, "ClusterName=tiny\n");
    SS_EXPECT_CONTAINS(text, "=tiny");
}

static void the_source_is_found(void)
{
    g_autofree char *floors = ss_test_source("tests/floors.txt");

    SS_EXPECT_TRUE(g_file_test(floors, G_FILE_TEST_IS_REGULAR));
}

static void an_absent_record_skips_the_test(void)
{
    g_autofree char *path = ss_test_shared("oracle/no-such-case");

    SS_EXPECT_NULL(path);
}

static const SsTest tests[] = {
    SS_TEST(a_time_reads_as_a_clock_or_a_date),
    SS_TEST(a_file_written_is_read_back),
    SS_TEST(the_source_is_found),
    SS_TEST(an_absent_record_skips_the_test),
};
SS_TEST_MAIN("ss_test", tests)
