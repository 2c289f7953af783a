/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_cadence.c - how often the controller looks, and how soon a job starts on free nodes.
 *
 * A free run of the recorded case backfill-sizes (submissions and recorded run times only) beside what the
 * real controller's sdiag counted: main passes and backfill cycles within 5 %. The histogram of start minus
 * submission on free nodes is printed beside the recorded one: it is a distribution, not an equality.
 */
#include "sim/ledger/query.h"
#include "sim/sweep/run.h"
#include "tests/support/ss_test.h"
#include "workloads/record.h"

#include <stdio.h>
#include <string.h>

enum { BINS = 12 };

static SsLedger *run_case(void)
{
    g_autofree char  *site = ss_test_source("workloads/traces/backfill-sizes");
    g_autofree char  *trace = g_build_filename(site, "trace.csv", NULL);
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = NULL;
    const SsRunHooks  hooks = { .diag = diag };
    SsLedger         *ledger = NULL;
    SsPlan            plan;

    ss_plan_init(&plan);
    plan.site = g_strdup(site);
    g_strfreev(plan.workloads);
    plan.workloads = g_strsplit(trace, "\n", -1);
    plan.record = g_build_filename(site, "record.csv", NULL);
    plan.start = 1768471200; /* 2026-01-15T10:00:00Z */
    if (!ss_run(&plan, NULL, &hooks, &ledger, &error))
        printf("    run: %s\n", error->message);
    ss_plan_clear(&plan);
    return ledger;
}

/* "	Total cycles: 1091" behind the line that begins with `section`. */
static double counted(const char *sdiag, const char *section)
{
    const char *at = strstr(sdiag, section);

    at = at ? strstr(at, "Total cycles:") : NULL;
    return at ? g_ascii_strtod(at + strlen("Total cycles:"), NULL) : -1;
}

static void expect_near(const char *what, double here, double there)
{
    printf("    %-16s %6.0f here, %6.0f recorded (%+.1f %%)\n", what, here, there,
           100 * (here / there - 1));
    SS_EXPECT_TRUE(here > there * 0.95 && here < there * 1.05);
}

static void the_controller_looks_as_often_as_the_real_one(void)
{
    g_autoptr(SsLedger) ledger = run_case();
    g_autofree char    *path = ss_test_source("tests/conformance/cadence/backfill-sizes.sdiag.txt");
    g_autofree char    *sdiag = NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(ledger);
    CU_ASSERT_TRUE_FATAL(g_file_get_contents(path, &sdiag, NULL, NULL));
    expect_near("main passes", (double) ss_ledger_get_int(ledger, "run.main_passes", 0),
                counted(sdiag, "Main schedule statistics"));
    expect_near("backfill cycles", (double) ss_ledger_get_int(ledger, "run.backfill_passes", 0),
                counted(sdiag, "Backfilling stats"));
}

static void count_wait(uint32_t *bins, SsSpan wait)
{
    if (wait >= 0 && wait < BINS)
        bins[wait]++;
}

static void starts_on_free_nodes_look_like_the_record(void)
{
    g_autoptr(SsLedger)    ledger = run_case();
    g_autofree char       *path = ss_test_source("workloads/traces/backfill-sizes/record.csv");
    g_autoptr(SsRecordSet) record = ss_record_set_read(path, NULL, NULL);
    uint32_t               here[BINS] = { 0 }, there[BINS] = { 0 };
    uint32_t               sum_here = 0, sum_there = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(ledger);
    CU_ASSERT_PTR_NOT_NULL_FATAL(record);
    SsQuery *q =
        ss_query_new(ledger, "SELECT time_start - time_submit FROM job WHERE time_start > 0");
    while (ss_query_next(q))
        count_wait(here, ss_query_get_int(q, 0));
    SS_EXPECT_TRUE(ss_query_close(q, NULL));
    for (uint32_t i = 0; i < ss_record_set_n(record); i++)
        count_wait(there, ss_record_set_at(record, i)->start - ss_record_set_at(record, i)->submit);
    printf("    start - submission   here  recorded\n");
    for (uint32_t i = 0; i < BINS; i++) {
        printf("    %8u s           %5u     %5u\n", i, here[i], there[i]);
        sum_here += here[i];
        sum_there += there[i];
    }
    /* As many jobs found free nodes; the seconds are a matter of the controller's phase. */
    SS_EXPECT_TRUE(sum_here + 3 >= sum_there && sum_there + 3 >= sum_here);
}

static const SsTest tests[] = {
    SS_TEST(the_controller_looks_as_often_as_the_real_one),
    SS_TEST(starts_on_free_nodes_look_like_the_record),
};

SS_TEST_MAIN("cadence", tests)
