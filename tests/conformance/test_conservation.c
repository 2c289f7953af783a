/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_conservation.c - does check_conservation.sql see what it is for? A sound ledger gives no row; one
 * into which a single overlapping allocation, a wrong rollup or a lost hour was put gives at least one.
 */
#include "sim/ledger/query.h"
#include "sim/ledger/rollup.h"
#include "sim/model/job.h"
#include "tests/support/ss_test.h"

#include <glib/gstdio.h>
#include <string.h>

#define T0 INT64_C(1795132800)

static void exec(SsLedger *ledger, const char *sql)
{
    g_autoptr(GError) error = NULL;

    SS_EXPECT_TRUE(ss_ledger_exec(ledger, sql, &error));
    SS_EXPECT_NO_ERROR(error);
}

static void put_job(SsLedger *ledger, uint32_t id, SsTime start, SsTime end, const char *tres,
                    const char *alloc)
{
    const SsJobRecord row = {
        .db_inx = id,
        .job_id = id,
        .array_task_id = SS_UNSET32,
        .kill_uid = SS_UNSET32,
        .assoc_id = 3,
        .submit = T0 + start,
        .eligible = T0 + start,
        .start = T0 + start,
        .end = T0 + end,
        .cpus_req = 4,
        .tres_alloc = tres,
        .alloc = alloc,
        .suspended = id == 4 ? 600 : 0,
        .state = SS_JOB_COMPLETED,
    };

    SS_EXPECT_TRUE(ss_row_put(ledger, &ss_row_job, &row, NULL));
}

/* Two nodes of 8 CPUs, 1000 MiB and 2 GPUs; four jobs that fit side by side and one after another. */
static SsLedger *sound(void)
{
    SsLedger *ledger = ss_ledger_create(":memory:", NULL);

    exec(ledger,
         "INSERT INTO node VALUES"
         " (0,'n0','','',8,8,1,2,4,1,1000,0,0,NULL,0,1,'',NULL,'1001=2',0,'1=8'),"
         " (1,'n1','','',8,8,1,2,4,1,1000,0,0,NULL,0,1,'',NULL,'1001=2',0,'1=8');"
         "INSERT INTO tres VALUES (1001,'gres','gpu',8);"
         "INSERT INTO event VALUES ('',1795132800,0,0,'',0,'1=16,2=2000,4=2,5=16,1001=4',''),"
         " ('n1',1795140000,1795143600,1,'',0,'1=8,2=1000,5=8,1001=2','');");
    put_job(ledger, 1, 600, 3600, "1=8,2=800,4=2,5=8,1001=4", "[[0,1,4,400,\"gpu:2\"]]");
    put_job(ledger, 2, 1200, 5000, "1=4,2=600,4=1,5=4", "[[0,0,4,600,\"\"]]");
    put_job(ledger, 3, 3600, 7200, "1=4,2=1000,4=1,5=4,1001=2", "[[1,1,4,1000,\"gpu:2\"]]");
    put_job(ledger, 4, 5000, 8000, "1=8,2=100,4=1,5=8", "[[0,0,8,100,\"\"]]");
    put_job(ledger, 5, 5400, 5900, "1=8,2=100,4=1,5=8",
            "[[0,0,8,100,\"\"]]"); /* while 4 is suspended */
    exec(ledger, "INSERT INTO suspend VALUES (4,3,1795138100,1795138700);");
    return ledger;
}

static void roll(SsLedger *ledger)
{
    g_autoptr(GError) error = NULL;

    SS_EXPECT_TRUE(ss_rollup(ledger, T0 + 6 * 3600, &error));
    SS_EXPECT_NO_ERROR(error);
}

/* "what where tres" of each row, joined by ';'. */
static char *findings(SsLedger *ledger)
{
    g_autofree char  *path = ss_test_source("tests/conformance/check_conservation.sql");
    g_autofree char  *sql = ss_test_read(path);
    SsQuery          *query = ss_query_new(ledger, sql);
    GString          *text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    while (ss_query_next(query))
        g_string_append_printf(text, "%s%s %s %s", text->len ? "; " : "",
                               ss_query_get_text(query, 0), ss_query_get_text(query, 1),
                               ss_query_get_text(query, 2));
    ss_query_close(query, &error);
    SS_EXPECT_NO_ERROR(error);
    return g_string_free(text, FALSE);
}

static void finds_nothing_wrong_with_a_sound_ledger(void)
{
    g_autoptr(SsLedger) ledger = sound();

    roll(ledger);
    g_autofree char *found = findings(ledger);

    SS_EXPECT_TEXT(found, "");
}

static void finds_one_overlapping_allocation(void)
{
    g_autoptr(SsLedger) ledger = sound();

    put_job(ledger, 6, 1500, 1501, "1=1,2=0,4=1,5=1", "[[0,0,1,0,\"\"]]");
    roll(ledger);
    g_autofree char *found = findings(ledger);

    SS_EXPECT_TEXT(found, "over-allocated n0 1");
}

static void finds_too_much_memory_and_too_many_gpus(void)
{
    g_autoptr(SsLedger) ledger = sound();

    put_job(ledger, 6, 4000, 4001, "1=1,2=1,4=1,5=1,1001=1", "[[1,1,1,1,\"gpu:1\"]]");
    roll(ledger);
    g_autofree char *found = findings(ledger);

    SS_EXPECT_CONTAINS(found, "over-allocated n1 2");
    SS_EXPECT_CONTAINS(found, "over-allocated n1 1001");
}

static void lets_a_job_begin_in_the_second_in_which_another_ends(void)
{
    g_autoptr(SsLedger) ledger = sound();

    put_job(ledger, 6, 8000, 9000, "1=8,2=1000,4=1,5=8,1001=2", "[[0,0,8,1000,\"gpu:2\"]]");
    roll(ledger);
    g_autofree char *found = findings(ledger);

    SS_EXPECT_TEXT(found, "");
}

static void finds_a_rollup_that_lost_something(void)
{
    static const struct {
        const char *damage, *finding;
    } cases[] = {
        { "DELETE FROM assoc_usage_pack WHERE id_tres = 1", "associations" },
        { "UPDATE usage_hour SET alloc_secs = alloc_secs - 1, idle_secs = idle_secs + 1 WHERE id_tres = 2"
          " AND time_start = 1795132800",
          "cluster" },
        { "UPDATE usage_hour SET idle_secs = idle_secs - 1 WHERE id_tres = 1 AND time_start = 1795143600",
          "total" },
        { "DELETE FROM usage_hour WHERE time_start = 1795150800", "total" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsLedger) ledger = sound();

        roll(ledger);
        exec(ledger, cases[i].damage);
        g_autofree char *found = findings(ledger);

        SS_EXPECT_CONTAINS(found, cases[i].finding);
    }
}

/* What our own binary writes: a site with GPUs of a type, and one with partitions, arrays and a topology. */
static void finds_nothing_wrong_with_what_a_run_wrote(void)
{
    static const char *const sites[] = { "gpu", "campus" };
    g_autofree char         *slurmsim = ss_test_build("bin/slurmsim");

    for (size_t i = 0; i < G_N_ELEMENTS(sites); i++) {
        g_autofree char  *relative = g_strconcat("configs/clusters/", sites[i], NULL);
        g_autofree char  *site = ss_test_source(relative);
        g_autofree char  *folder = ss_test_build("conformance");
        g_autofree char  *db = g_strdup_printf("%s/conservation-%s.db", folder, sites[i]);
        char             *argv[] = { slurmsim, "run", site, "generate:days=3,load=0.8,seed=2",
                                     "-q",     "-o",  db,   NULL };
        g_autoptr(GError) error = NULL;

        g_mkdir_with_parents(folder, 0755);
        g_spawn_sync(NULL, argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL,
                     &error);
        SS_EXPECT_NO_ERROR(error);
        g_autoptr(SsLedger) ledger = ss_ledger_open(db, &error);
        if (!SS_EXPECT_NO_ERROR(error))
            continue;
        g_autofree char *found = findings(ledger);

        SS_EXPECT_TEXT(found, "");
    }
}

static void is_at_most_sixty_lines(void)
{
    g_autofree char *path = ss_test_source("tests/conformance/check_conservation.sql");
    g_autofree char *sql = ss_test_read(path);
    g_auto(GStrv)    lines = g_strsplit(sql, "\n", -1);

    SS_EXPECT_TRUE(g_strv_length(lines) - 1 <= 60);
}

static const SsTest tests[] = {
    SS_TEST(finds_nothing_wrong_with_a_sound_ledger),
    SS_TEST(finds_one_overlapping_allocation),
    SS_TEST(finds_too_much_memory_and_too_many_gpus),
    SS_TEST(lets_a_job_begin_in_the_second_in_which_another_ends),
    SS_TEST(finds_a_rollup_that_lost_something),
    SS_TEST(finds_nothing_wrong_with_what_a_run_wrote),
    SS_TEST(is_at_most_sixty_lines),
};
SS_TEST_MAIN("conservation", tests)
