/* SPDX-License-Identifier: Apache-2.0 */
/* The twin of what is laid into a file page by page is the ledger in memory, into which SQLite inserts row by row. */
#include "sim/ledger/job_store.h"

#include "sim/base/rng.h"
#include "sim/ledger/query.h"
#include "sim/ledger/write.h"
#include "tests/support/ss_test.h"

#include <string.h>

static char *text_of(SsRng *rng, uint32_t most)
{
    const uint32_t n = (uint32_t) ss_rng_below(rng, most);
    char          *text = g_malloc(n + 1);

    for (uint32_t i = 0; i < n; i++)
        text[i] = (char) ('a' + ss_rng_below(rng, 26));
    text[n] = '\0';
    return text;
}

static gboolean take(SsRecordSink *sink, const SsJobRecord *job)
{
    const SsRecord record = { .kind = SS_RECORD_JOB, .u.job = *job };

    return sink->take(sink, &record, NULL);
}

/* One of `n` jobs into both: a few have texts of many pages, an array, a reservation, no name in the workload. */
static void put_some_job(SsRng *rng, uint32_t n, SsRecordSink *one, SsRecordSink *two)
{
    const uint32_t   id = 1 + (uint32_t) ss_rng_below(rng, n);
    g_autofree char *alloc = text_of(rng, id % 97 == 0 ? 60000 : 40);
    g_autofree char *trace = text_of(rng, id % 89 == 0 ? 9000 : 12);
    SsJobRecord      job = { .db_inx = id,
                             .job_id = id / 2,
                             .array_job_id = id % 5 == 0 ? id : 0,
                             .array_task_id = id % 5 == 0 ? id : SS_UNSET32,
                             .resv_id = id % 7 == 0 ? id : 0,
                             .kill_uid = SS_UNSET32,
                             .trace_id = id % 3 == 0 ? NULL : trace,
                             .alloc = alloc,
                             .user = "root",
                             .time_limit = (uint32_t) ss_rng_below(rng, UINT32_MAX),
                             .mem_req = UINT64_C(1) << 63 | ss_rng_below(rng, 1 << 30),
                             .submit = (SsTime) ss_rng_below(rng, UINT64_C(1) << 40),
                             .eligible = (SsTime) ss_rng_below(rng, 70000),
                             .end = (SsTime) ss_rng_below(rng, 300) };

    SS_EXPECT_TRUE(take(one, &job));
    SS_EXPECT_TRUE(take(two, &job));
}

/* Rows of an index or the table by it, as one text. */
static char *dump(SsLedger *ledger, const char *tail)
{
    g_autofree char *sql = g_strdup_printf("SELECT * FROM job %s", tail);
    SsQuery         *query = ss_query_new(ledger, sql);
    GString         *out = g_string_new(NULL);

    while (ss_query_next(query)) {
        for (int i = 0; i < 56; i++)
            g_string_append_printf(
                out, "%s|", ss_query_is_null(query, i) ? "NULL" : ss_query_get_text(query, i));
        g_string_append_c(out, '\n');
    }
    SS_EXPECT_TRUE(ss_query_close(query, NULL));
    return g_string_free(out, FALSE);
}

static void expect_same(SsLedger *one, SsLedger *two, const char *tail)
{
    g_autofree char *left = dump(one, tail), *right = dump(two, tail);

    SS_EXPECT_TEXT(left, right);
}

static void expect_intact(SsLedger *ledger)
{
    SsQuery *query = ss_query_new(ledger, "PRAGMA integrity_check");

    SS_EXPECT_TRUE(ss_query_next(query));
    SS_EXPECT_TEXT(ss_query_get_text(query, 0), "ok");
    ss_query_close(query, NULL);
}

static void compare_stores(uint32_t n)
{
    g_autofree char    *path = g_build_filename(ss_test_tmp(), "store.db", NULL);
    g_autoptr(SsLedger) laid = ss_ledger_create(path, NULL);
    g_autoptr(SsLedger) inserted = ss_ledger_create(":memory:", NULL);
    SsRecordSink       *one = ss_ledger_sink(laid), *two = ss_ledger_sink(inserted);
    SsRng               rng;

    ss_rng_init(&rng, n, "store");
    SS_EXPECT_NOT_NULL(ss_ledger_waiting(laid, "job"));
    SS_EXPECT_NULL(ss_ledger_waiting(inserted, "job"));
    for (uint32_t i = 0; i < n + n / 10; i++)
        put_some_job(&rng, n, one, two);
    SS_EXPECT_TRUE(ss_ledger_finish(laid, NULL));
    SS_EXPECT_TRUE(ss_ledger_finish(inserted, NULL));
    expect_intact(laid);
    expect_same(laid, inserted, "ORDER BY job_db_inx");
    expect_same(laid, inserted,
                "INDEXED BY job_end WHERE time_end > 100 ORDER BY time_end, job_db_inx");
    expect_same(laid, inserted,
                "INDEXED BY job_trace WHERE trace_id > 'm' ORDER BY trace_id, job_db_inx");
    one->free(one);
    two->free(two);
}

static void rows_that_are_laid_are_those_that_are_inserted(void)
{
    static const uint32_t sizes[] = { 1, 2, 30, 400, 4000 };

    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
        compare_stores(sizes[i]);
}

static void a_question_in_between_sees_what_there_is(void)
{
    g_autofree char    *path = g_build_filename(ss_test_tmp(), "asked.db", NULL);
    g_autoptr(SsLedger) ledger = ss_ledger_create(path, NULL);
    g_autoptr(SsLedger) twin = ss_ledger_create(":memory:", NULL);
    SsRecordSink       *one = ss_ledger_sink(ledger), *two = ss_ledger_sink(twin);
    SsRng               rng;

    ss_rng_init(&rng, 3, "store");
    for (uint32_t i = 0; i < 600; i++) {
        put_some_job(&rng, 300, one, two);
        if (i == 200)
            expect_same(ledger, twin, "ORDER BY job_db_inx");
    }
    SS_EXPECT_TRUE(ss_ledger_finish(ledger, NULL));
    expect_intact(ledger);
    expect_same(ledger, twin, "ORDER BY job_db_inx");
    one->free(one);
    two->free(two);
}

static void is_not_there_when_it_is_given_up(void)
{
    g_autofree char *path = g_build_filename(ss_test_tmp(), "given-up.db", NULL);
    SsLedger        *ledger = ss_ledger_create(path, NULL);
    SsRecordSink    *sink = ss_ledger_sink(ledger);

    SS_EXPECT_TRUE(take(sink, &(SsJobRecord){ .db_inx = 1 }));
    sink->free(sink);
    ss_ledger_free(ledger);
    SS_EXPECT_FALSE(g_file_test(path, G_FILE_TEST_EXISTS));
}

static const SsTest tests[] = {
    SS_TEST(rows_that_are_laid_are_those_that_are_inserted),
    SS_TEST(a_question_in_between_sees_what_there_is),
    SS_TEST(is_not_there_when_it_is_given_up),
};
SS_TEST_MAIN("job_store", tests)
