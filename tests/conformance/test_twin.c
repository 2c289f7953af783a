/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_twin.c - the scheduler against its twin on the workloads of the recorded cases.
 *
 * The jobs, operations and run times are the recorded ones, what happens is ours: each pass of a free run is
 * compared. Passes with something that the twin does not know are counted and named; cases whose files are
 * there to be refused are passed over.
 */
#include "sim/sweep/run.h"
#include "tests/support/record.h"
#include "tests/support/ss_test.h"
#include "tests/support/watch.h"

#include <stdlib.h>
#include <string.h>

static char *file_in(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

static char **list_of(char *path)
{
    char **list = g_new0(char *, 2);

    list[0] = path;
    return list;
}

static void make_plan(const char *folder, SsPlan *plan)
{
    g_autofree char      *env = ss_record_file(folder, "case.env");
    g_autoptr(GHashTable) values = ss_record_env(env);
    const char           *zero = g_hash_table_lookup(values, "T0");

    ss_plan_init(plan);
    plan->site = g_strdup(folder);
    g_strfreev(plan->workloads);
    plan->workloads = list_of(file_in(folder, "trace.csv"));
    plan->accounts = file_in(folder, "setup.sh");
    g_strfreev(plan->events);
    plan->events = list_of(file_in(folder, "actions.csv"));
    plan->start = ss_record_time(zero != NULL ? zero : "");
}

static uint64_t passes, declined, cases_run;

static void replay(const char *folder)
{
    g_autoptr(SsDiag)   diag = ss_diag_new();
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsLedger) ledger = NULL;
    g_autofree char    *name = g_path_get_basename(folder);
    const SsRunHooks    hooks = { .diag = diag, .policy = &ss_watched };
    SsPlan              plan;

    make_plan(folder, &plan);
    ss_watch_begin();
    const bool ran = ss_run(&plan, NULL, &hooks, &ledger, &error);
    ss_plan_clear(&plan);
    if (!ran) {
        g_print("%-28s does not run\n", name);
        return;
    }
    cases_run++;
    ss_expect(ss_watch()->difference == NULL, __FILE__, __LINE__, "%s: %s", name,
              ss_watch()->difference);
    passes += ss_watch()->passes;
    declined += ss_watch()->declined;
    g_print("%-28s %6" G_GUINT64_FORMAT " passes, %5" G_GUINT64_FORMAT " starts", name,
            ss_watch()->passes, ss_watch()->starts);
    if (ss_watch()->declined > 0)
        g_print("; %" G_GUINT64_FORMAT " passes not compared: %s", ss_watch()->declined,
                ss_watch()->why);
    g_print("\n");
}

static void replay_all(const char *cases)
{
    g_autoptr(GPtrArray) names = ss_test_names(cases, "replay-");

    for (guint i = 0; i < names->len; i++) {
        g_autofree char *folder = g_build_filename(cases, names->pdata[i], NULL);

        replay(folder);
    }
}

static void on_the_recorded_workloads(void)
{
    g_autofree char *cases = ss_test_source("tests/conformance/cases");

    replay_all(cases);
    g_print("%" G_GUINT64_FORMAT " passes compared, %" G_GUINT64_FORMAT " not\n", passes, declined);
    SS_EXPECT_TRUE(cases_run >= 38);
    SS_EXPECT_TRUE(passes > 9000);
}

static const SsTest tests[] = { SS_TEST(on_the_recorded_workloads) };

SS_TEST_MAIN("twin replays", tests)
