/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/log.h"

#include <stdlib.h>

#include "tests/support/ss_test.h"

/* What two lines, one of them too quiet, leave in a file. */
static char *logged(SsLogSink sink)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *file = open_memstream(&text, &size);
    SsLog *log = ss_log_new(SS_LOG_INFO, sink, file);

    ss_log(log, SS_LOG_WARNING, 1795417102, "node \"%s\" is down", "n1");
    ss_log(log, SS_LOG_DEBUG, 1795417102, "not wanted");
    ss_log(log, SS_LOG_INFO, SS_TIME_NONE, "done");
    ss_log_free(log);
    fclose(file);
    return text;
}

static void lines_carry_level_and_simulated_time(void)
{
    char *text = logged(ss_log_sink_text);

    SS_EXPECT_TEXT(text, "slurmsim: warning: 2026-11-23T06:58:22Z: node \"n1\" is down\n"
                         "slurmsim: info: done\n");
    free(text);
}

static void lines_may_be_json(void)
{
    char *text = logged(ss_log_sink_json);

    SS_EXPECT_TEXT(text, "{\"level\":\"warning\",\"time\":1795417102,"
                         "\"text\":\"node \\\"n1\\\" is down\"}\n"
                         "{\"level\":\"info\",\"text\":\"done\"}\n");
    free(text);
}

static void no_log_is_a_silent_log(void)
{
    SS_EXPECT_FALSE(ss_log_wants(NULL, SS_LOG_ERROR));
    ss_log(NULL, SS_LOG_ERROR, 0, "unheard");
}

static void levels_have_names(void)
{
    SsLogLevel level = SS_LOG_ERROR;

    SS_EXPECT_TRUE(ss_log_level_parse("Trace", &level, NULL));
    SS_EXPECT_INT(level, SS_LOG_TRACE);
    SS_EXPECT_FALSE(ss_log_level_parse("loud", &level, NULL));
    SS_EXPECT_TEXT(ss_log_level_name(SS_LOG_DEBUG), "debug");
}

static const SsTest tests[] = {
    SS_TEST(lines_carry_level_and_simulated_time),
    SS_TEST(lines_may_be_json),
    SS_TEST(no_log_is_a_silent_log),
    SS_TEST(levels_have_names),
};
SS_TEST_MAIN("log", tests)
