/* SPDX-License-Identifier: Apache-2.0 */
/* Grids of runs: which points there are, the same bytes on any number of threads, resuming, spread. */
#include "sim/sweep/sweep.h"
#include "tests/support/ss_test.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void add(SsGrid *grid, const char *text)
{
    g_autoptr(GError) error = NULL;

    ss_grid_add(grid, text, &error);
    SS_EXPECT_NO_ERROR(error);
}

static void expect_label(const SsGrid *grid, uint32_t point, const char *expected)
{
    g_autofree char *label = ss_grid_label(grid, point);

    SS_EXPECT_TEXT(label, expected);
}

static void a_grid_takes_all_combinations_and_a_list_goes_side_by_side(void)
{
    SsGrid grid;

    ss_grid_init(&grid);
    SS_EXPECT_UINT(ss_grid_points(&grid), 1); /* nothing varied is one question */
    add(&grid, "A=1,2");
    add(&grid, "B=x;y,z");
    SS_EXPECT_UINT(ss_grid_points(&grid), 4);
    expect_label(&grid, 0, "A=1 B=x");
    expect_label(&grid, 1, "A=1 B=y,z");
    expect_label(&grid, 2, "A=2 B=x");
    grid.shape = SS_GRID_LIST;
    SS_EXPECT_UINT(ss_grid_points(&grid), 2);
    expect_label(&grid, 1, "A=2 B=y,z");
    add(&grid, "C=p,q;"); /* one value with a comma */
    SS_EXPECT_UINT(g_array_index(grid.parameters, SsParameter, 2).n, 1);
    ss_grid_clear(&grid);
}

static void a_list_needs_as_many_values_of_each(void)
{
    g_autoptr(GError) error = NULL;
    SsGrid            grid;

    ss_grid_init(&grid);
    add(&grid, "A=1,2");
    add(&grid, "B=1,2,3");
    grid.shape = SS_GRID_LIST;
    SS_EXPECT_FALSE(ss_grid_check(&grid, &error));
    SS_EXPECT_ERROR(error, "A has 2, B has 3");
    ss_grid_clear(&grid);
}

static void replicas_are_spread_evenly_over_the_controllers_minute(void)
{
    SsGrid grid;

    ss_grid_init(&grid);
    grid.replicas = 4;
    SS_EXPECT_UINT(ss_grid_phase(&grid, 0), 0);
    SS_EXPECT_UINT(ss_grid_phase(&grid, 1), 15);
    SS_EXPECT_UINT(ss_grid_phase(&grid, 3), 45);
    ss_grid_clear(&grid);
}

/* One node of two cores. A long job holds one of them; what a pass of the scheduler finds in the queue decides who
 * waits, and that depends on when the passes are. */
static char *workload(void)
{
    GString *text = g_string_new("jobid,submit,user,account,ntasks,timelimit,run\n");

    for (int i = 0; i < 60; i++)
        g_string_append_printf(text, "%d,%d,u%d,a%d,%d,%d,%d\n", i + 1, i * 47, i % 3, i % 2,
                               i % 5 == 0 ? 2 : 1, 5 + i % 7, 60 + i % 11 * 30);
    return g_string_free(text, FALSE);
}

static void make_plan(SsPlan *plan)
{
    g_autofree char *text = workload();

    ss_plan_init(plan);
    plan->site = ss_test_file("slurm.conf",
                              "ClusterName=t\nSlurmctldHost=h\nSelectType=select/cons_tres\n"
                              "SelectTypeParameters=CR_Core\nPriorityType=priority/multifactor\n"
                              "PriorityWeightFairshare=1000\nPriorityWeightAge=10\n"
                              "NodeName=n1 CPUs=2 Sockets=1 CoresPerSocket=2\n"
                              "PartitionName=p Nodes=n1 Default=YES MaxTime=60\n");
    g_strfreev(plan->workloads);
    plan->workloads = g_new0(char *, 2);
    plan->workloads[0] = ss_test_file("w.csv", text);
}

static SsSweep *sweep_into(const char *name, uint32_t threads, bool resume)
{
    g_autoptr(GError)  error = NULL;
    g_autofree char   *folder = g_build_filename(ss_test_tmp(), name, NULL);
    const SsBatchHooks hooks = { 0 };
    SsPlan             plan;
    SsGrid             grid;

    make_plan(&plan);
    ss_grid_init(&grid);
    grid.replicas = 5;
    add(&grid, "PriorityWeightAge=0,10");
    add(&grid, "Nodes.p=+0,+1");
    g_mkdir_with_parents(folder, 0777);
    SsSweep *sweep = ss_sweep_new(&grid, &plan, folder, &error);
    SS_EXPECT_NO_ERROR(error);
    ss_grid_clear(&grid);
    ss_plan_clear(&plan);
    ss_batch(sweep->runs, sweep->n_runs, threads, resume, &hooks, &error);
    SS_EXPECT_NO_ERROR(error);
    ss_sweep_figures(sweep, NULL, NULL, &error);
    ss_sweep_judge(sweep);
    ss_sweep_write(sweep, &error);
    SS_EXPECT_NO_ERROR(error);
    return sweep;
}

static char *contents(const char *folder, const char *file)
{
    g_autofree char *path = g_build_filename(ss_test_tmp(), folder, file, NULL);
    char            *data = NULL;

    g_file_get_contents(path, &data, NULL, NULL);
    return data;
}

static void any_number_of_threads_gives_the_same_bytes(void)
{
    static const char *const files[] = { "summary.csv", "summary.json" };
    g_autoptr(SsSweep)       one = sweep_into("one", 1, false);
    g_autoptr(SsSweep)       many = sweep_into("many", 8, false);

    SS_EXPECT_UINT(many->n_runs, 20);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *a = contents("one", files[i]), *b = contents("many", files[i]);

        SS_EXPECT_TEXT(a, b);
    }
}

static void a_result_that_depends_on_the_phase_shows_a_spread(void)
{
    g_autoptr(SsSweep) sweep = sweep_into("spread", 2, false);
    const SsAverage    tally = ss_average_of(sweep->runs, 5, ss_figure_named("wait.mean"));

    SS_EXPECT_UINT(tally.n, 5);
    SS_EXPECT_TRUE(tally.sd > 0);
    SS_EXPECT_TRUE(tally.min < tally.mean && tally.mean < tally.max);
    g_autofree char *text = ss_average_text(&tally, SS_FIGURE_SECONDS);
    SS_EXPECT_CONTAINS(text, "\302\261");
}

static void the_spread_is_the_samples_standard_deviation(void)
{
    const double waits[] = { 10, 20, 30, 40 };
    SsBatchRun   runs[G_N_ELEMENTS(waits)] = { 0 };

    for (size_t i = 0; i < G_N_ELEMENTS(waits); i++) {
        runs[i].done = true;
        runs[i].summary.wait.mean = waits[i];
    }
    const SsAverage tally = ss_average_of(runs, 4, ss_figure_named("wait.mean"));
    SS_EXPECT_REAL(tally.mean, 25, 1e-12);
    SS_EXPECT_REAL(tally.sd, sqrt(500.0 / 3), 1e-9);
    SS_EXPECT_REAL(tally.min, 10, 0);
    SS_EXPECT_REAL(tally.max, 40, 0);
}

static void resuming_takes_what_is_finished_and_equal(void)
{
    g_autofree char *third = g_build_filename(ss_test_tmp(), "again", "run-0003.db", NULL);
    g_autofree char *fourth = g_build_filename(ss_test_tmp(), "again", "run-0004.db", NULL);

    ss_sweep_free(sweep_into("again", 2, false));
    g_autofree char *before = contents("again", "summary.json");
    g_unlink(third);
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsLedger) other = ss_ledger_open_write(fourth, &error);
    ss_ledger_set(other, "run.phase", "1", &error); /* made from another plan */
    SS_EXPECT_NO_ERROR(error);
    g_clear_pointer(&other, ss_ledger_free);

    g_autoptr(SsSweep) again = sweep_into("again", 2, true);
    g_autofree char   *after = contents("again", "summary.json");
    SS_EXPECT_TRUE(again->runs[0].resumed);
    SS_EXPECT_FALSE(again->runs[2].resumed);
    SS_EXPECT_FALSE(again->runs[3].resumed);
    SS_EXPECT_TRUE(again->runs[4].resumed);
    SS_EXPECT_TEXT(after, before);
}

static void the_first_run_that_fails_is_told_with_its_values(void)
{
    g_autoptr(GError)  error = NULL;
    const SsBatchHooks hooks = { 0 };
    SsPlan             plan;
    SsGrid             grid;

    make_plan(&plan);
    ss_grid_init(&grid);
    add(&grid, "Nodes.p=+1,-4");
    g_autoptr(SsSweep) sweep = ss_sweep_new(&grid, &plan, NULL, &error);
    SS_EXPECT_FALSE(ss_batch(sweep->runs, sweep->n_runs, 1, false, &hooks, &error));
    SS_EXPECT_ERROR(error, "Nodes.p=-4: Nodes.p=-4: the partition has 1 node;");
    ss_grid_clear(&grid);
    ss_plan_clear(&plan);
}

static void a_point_is_marked_unless_another_is_better_everywhere(void)
{
    static const struct {
        double p95, cpu, unserved;
        bool   best;
    } cases[] = { { 100, 0.5, 0.1, true },
                  { 200, 0.9, 0.1, true },
                  { 200, 0.5, 0.1, false },
                  { 300, 0.9, 0.1, false },
                  { 10, 0.95, 0.2, false } }; /* who could not start has no wait */
    g_autoptr(GError) error = NULL;
    SsPlan            plan;
    SsGrid            grid;

    make_plan(&plan);
    ss_grid_init(&grid);
    add(&grid, "phase=1,2,3,4,5");
    g_autoptr(SsSweep) sweep = ss_sweep_new(&grid, &plan, NULL, &error);
    ss_sweep_figures(sweep, NULL, "wait.p95,use.cpu", &error);
    for (uint32_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        sweep->runs[i].done = true;
        sweep->runs[i].summary.wait.p95 = cases[i].p95;
        sweep->runs[i].summary.cpu = cases[i].cpu;
        sweep->runs[i].summary.unserved = cases[i].unserved;
    }
    ss_sweep_judge(sweep);
    for (uint32_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        SS_EXPECT_INT(sweep->pareto[i], cases[i].best);
        sweep->runs[i].done = false;
    }
    ss_grid_clear(&grid);
    ss_plan_clear(&plan);
}

static const SsTest tests[] = {
    SS_TEST(a_grid_takes_all_combinations_and_a_list_goes_side_by_side),
    SS_TEST(a_list_needs_as_many_values_of_each),
    SS_TEST(replicas_are_spread_evenly_over_the_controllers_minute),
    SS_TEST(any_number_of_threads_gives_the_same_bytes),
    SS_TEST(a_result_that_depends_on_the_phase_shows_a_spread),
    SS_TEST(the_spread_is_the_samples_standard_deviation),
    SS_TEST(resuming_takes_what_is_finished_and_equal),
    SS_TEST(the_first_run_that_fails_is_told_with_its_values),
    SS_TEST(a_point_is_marked_unless_another_is_better_everywhere),
};
SS_TEST_MAIN("sweep", tests)
