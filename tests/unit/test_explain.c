/* SPDX-License-Identifier: Apache-2.0 */
/* Why a job waited: every number is found again in the ledger. */
#include "sim/ledger/query.h"
#include "sim/sweep/explain.h"
#include "tests/support/ss_test.h"

#include <string.h>

/* Two nodes of two cores, first come first served; amy may run one job at a time. */
static char *make_run(void)
{
    static bool        made;
    g_autoptr(GError)  error = NULL;
    g_autoptr(SsDiag)  diag = ss_diag_new();
    g_autoptr(GString) jobs =
        g_string_new("jobid,submit,user,account,nodes,ntasks,timelimit,run\n");
    const SsRunHooks hooks = { .diag = diag };
    SsLedger        *ledger = NULL;
    SsPlan           plan;
    char            *path = g_build_filename(ss_test_tmp(), "run.db", NULL);

    if (made)
        return path;
    for (int i = 1; i <= 40; i++)
        g_string_append_printf(jobs, "%d,%d,%s,lab,%d,%d,%d,%d\n", i, i * 20,
                               i % 4 == 0 ? "amy" : "bob", i % 5 == 0 ? 2 : 1, i % 5 == 0 ? 4 : 1,
                               i % 3 == 0 ? 60 : 10, 240 + i % 7 * 30);
    ss_plan_init(&plan);
    g_free(ss_test_file("site/setup.sh", "sacctmgr -i add account lab\n"
                                         "sacctmgr -i add user amy account=lab maxjobs=1\n"
                                         "sacctmgr -i add user bob account=lab\n"));
    g_free(ss_test_file("site/slurm.conf",
                        "ClusterName=t\nSlurmctldHost=h\nSelectType=select/cons_tres\n"
                        "SelectTypeParameters=CR_Core\nPriorityType=priority/basic\n"
                        "AccountingStorageType=accounting_storage/slurmdbd\n"
                        "AccountingStorageEnforce=associations,limits\n"
                        "NodeName=n[1-2] CPUs=2 Sockets=1 CoresPerSocket=2\n"
                        "PartitionName=p Nodes=n[1-2] Default=YES MaxTime=120\n"));
    plan.site = g_build_filename(ss_test_tmp(), "site", NULL);
    g_strfreev(plan.workloads);
    plan.workloads = g_new0(char *, 2);
    plan.workloads[0] = ss_test_file("w.csv", jobs->str);
    ss_run(&plan, path, &hooks, &ledger, &error);
    SS_EXPECT_NO_ERROR(error);
    ss_ledger_free(ledger);
    ss_plan_clear(&plan);
    made = true;
    return path;
}

static SsExplanation explain(const char *path, const char *job, char **with, bool counterfactuals)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SsDiag) diag = ss_diag_new();
    const SsRunHooks  hooks = { .diag = diag };
    SsExplanation     e = { 0 };

    ss_explain(path, job, with, counterfactuals, &hooks, &e, &error);
    SS_EXPECT_NO_ERROR(error);
    return e;
}

static int64_t ask(const char *path, const char *sql)
{
    g_autoptr(SsLedger) ledger = ss_ledger_open(path, NULL);
    SsQuery            *q = ss_query_new(ledger, sql);
    const int64_t       value = ss_query_next(q) ? ss_query_get_int(q, 0) : -1;

    ss_query_close(q, NULL);
    return value;
}

static void the_spells_fill_the_wait_without_gaps(void)
{
    g_autofree char *path = make_run();

    for (int id = 1; id <= 40; id++) {
        g_autofree char *job = g_strdup_printf("%d", id);
        g_autofree char *sql = g_strdup_printf("SELECT time_start FROM job WHERE id_job = %d", id);
        SsExplanation    e = explain(path, job, NULL, false);
        SsTime           at = e.witness.submit;

        SS_EXPECT_INT(e.witness.start, ask(path, sql));
        SS_EXPECT_TRUE(e.same);
        for (uint32_t i = 0; i < e.witness.seen->len; i++) {
            const SsObservation *o = &g_array_index(e.witness.seen, SsObservation, i);

            SS_EXPECT_INT(o->begin, at);
            at = o->end;
        }
        SS_EXPECT_INT(at, e.witness.start);
        ss_explanation_clear(&e);
    }
}

/* priority/basic: before a job are those of lower id that wait and are not held back by their own limit's account of
 * priority; held jobs there are none. */
static void who_is_ahead_is_who_came_before_and_still_waits(void)
{
    g_autofree char *path = make_run();
    uint32_t         looked = 0;

    for (int id = 10; id <= 40; id += 3) {
        g_autofree char *job = g_strdup_printf("%d", id);
        SsExplanation    e = explain(path, job, NULL, false);

        for (uint32_t i = 0; i < e.witness.seen->len; i++) {
            const SsObservation *o = &g_array_index(e.witness.seen, SsObservation, i);
            g_autofree char     *sql = g_strdup_printf(
                    "SELECT count(*) FROM job WHERE id_job < %d AND time_start > %" G_GINT64_FORMAT, id,
                    o->begin);

            /* in a second in which others start who waits is a matter of the moment */
            if (o->reason == SS_REASON_NONE || i == 0 || o->begin == o->end)
                continue;
            SS_EXPECT_INT(o->ahead, ask(path, sql));
            looked++;
        }
        ss_explanation_clear(&e);
    }
    SS_EXPECT_TRUE(looked > 5);
}

static void a_limit_is_told_with_what_is_in_use_of_it(void)
{
    g_autofree char *path = make_run();
    uint32_t         looked = 0;

    for (int id = 4; id <= 40; id += 4) {
        g_autofree char *job = g_strdup_printf("%d", id);
        SsExplanation    e = explain(path, job, NULL, false);

        for (uint32_t i = 0; i < e.witness.seen->len; i++) {
            const SsObservation *o = &g_array_index(e.witness.seen, SsObservation, i);
            g_autofree char     *sql = g_strdup_printf(
                    "SELECT count(*) FROM job WHERE user = 'amy' AND time_start <= %" G_GINT64_FORMAT
                    " AND time_end > %" G_GINT64_FORMAT " AND time_start > 0",
                    o->begin, o->begin);

            if (o->reason != SS_REASON_ASSOC_MAX_JOBS_LIMIT)
                continue;
            SS_EXPECT_TEXT(o->limit, "MaxJobs");
            SS_EXPECT_TEXT(o->owner, "user amy in account lab");
            SS_EXPECT_REAL(o->allowed, 1, 0);
            SS_EXPECT_INT((int64_t) o->used, ask(path, sql));
            looked++;
        }
        ss_explanation_clear(&e);
    }
    SS_EXPECT_TRUE(looked > 2);
}

static void every_node_is_counted_once_and_the_free_ones_are_free(void)
{
    g_autofree char *path = make_run();

    for (int id = 5; id <= 40; id += 5) { /* both nodes, all cores */
        g_autofree char *job = g_strdup_printf("%d", id);
        SsExplanation    e = explain(path, job, NULL, false);

        for (uint32_t i = 0; i < e.witness.seen->len; i++) {
            const SsObservation *o = &g_array_index(e.witness.seen, SsObservation, i);
            if (o->reason != SS_REASON_RESOURCES)
                continue;
            SS_EXPECT_UINT(o->nodes, 2);
            SS_EXPECT_UINT(o->need_nodes, 2);
            SS_EXPECT_UINT(o->n_down + o->n_reserved + o->n_unfit + o->n_cpus + o->n_mem + o->n_gres
                               + o->n_free,
                           o->nodes);
        }
        ss_explanation_clear(&e);
    }
}

/* The same question asked of a workload that was changed by hand. */
static void a_counterfactual_is_what_a_run_with_the_change_does(void)
{
    g_autofree char *path = make_run();
    char            *with[] = { (char *) "--time=4", NULL };
    uint32_t         moved = 0;

    for (int id = 15; id <= 39; id += 12) {
        g_autofree char  *job = g_strdup_printf("%d", id);
        g_autofree char  *from = g_build_filename(ss_test_tmp(), "w.csv", NULL);
        g_autofree char  *text = NULL, *begin = g_strdup_printf("\n%d,", id);
        g_autofree char  *other = g_build_filename(ss_test_tmp(), "other.db", NULL);
        g_autofree char  *sql = g_strdup_printf("SELECT time_start FROM job WHERE id_job = %d", id);
        g_autoptr(GError) error = NULL;
        g_autoptr(SsDiag) diag = ss_diag_new();
        const SsRunHooks  hooks = { .diag = diag };
        SsLedger         *ledger = NULL;
        SsPlan            plan;
        SsExplanation     e = explain(path, job, with, false);

        g_file_get_contents(from, &text, NULL, NULL);
        char *limit = strstr(strstr(text, begin), ",60,");
        SS_EXPECT_NOT_NULL(limit);
        memcpy(limit, ",04,", 4);
        g_autoptr(SsLedger) old = ss_ledger_open(path, &error);
        ss_plan_read(old, &plan, &error);
        g_free(plan.workloads[0]);
        plan.workloads[0] = ss_test_file("w2.csv", text);
        ss_run(&plan, other, &hooks, &ledger, &error);
        SS_EXPECT_NO_ERROR(error);
        ss_ledger_free(ledger);
        ss_plan_clear(&plan);
        SS_EXPECT_UINT(e.whatif->len, 1);
        const SsWhatIf *whatif = &g_array_index(e.whatif, SsWhatIf, 0);
        SS_EXPECT_NULL(whatif->refused);
        SS_EXPECT_INT(whatif->start, ask(other, sql));
        moved += whatif->start != e.witness.start;
        ss_explanation_clear(&e);
    }
    SS_EXPECT_TRUE(moved > 0);
}

static void a_limit_it_met_is_tried_without(void)
{
    g_autofree char *path = make_run();
    SsExplanation    e = explain(path, "20", NULL, true);
    bool             found = false;

    for (uint32_t i = 0; i < e.whatif->len; i++) {
        const SsWhatIf *whatif = &g_array_index(e.whatif, SsWhatIf, i);

        if (strcmp(whatif->label, "without MaxJobs of user amy in account lab") != 0)
            continue;
        found = true;
        SS_EXPECT_NULL(whatif->refused);
        SS_EXPECT_TRUE(whatif->start > 0 && whatif->start < e.witness.start);
    }
    SS_EXPECT_TRUE(found);
    ss_explanation_clear(&e);
}

static void a_job_that_is_not_there_is_told(void)
{
    g_autofree char  *path = make_run();
    g_autoptr(GError) error = NULL;
    g_autoptr(SsDiag) diag = ss_diag_new();
    const SsRunHooks  hooks = { .diag = diag };
    SsExplanation     e;

    SS_EXPECT_FALSE(ss_explain(path, "4711", NULL, false, &hooks, &e, &error));
    SS_EXPECT_ERROR(error, "there is no job 4711");
}

static const SsTest tests[] = {
    SS_TEST(the_spells_fill_the_wait_without_gaps),
    SS_TEST(who_is_ahead_is_who_came_before_and_still_waits),
    SS_TEST(a_limit_is_told_with_what_is_in_use_of_it),
    SS_TEST(every_node_is_counted_once_and_the_free_ones_are_free),
    SS_TEST(a_counterfactual_is_what_a_run_with_the_change_does),
    SS_TEST(a_limit_it_met_is_tried_without),
    SS_TEST(a_job_that_is_not_there_is_told),
};
SS_TEST_MAIN("explain", tests)
