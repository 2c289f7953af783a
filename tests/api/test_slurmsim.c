/* SPDX-License-Identifier: Apache-2.0 */
/* The public API from within: what a caller gets wrong is told, and a run can be stopped. */
#include "sim/slurmsim.h"
#include "tests/support/ss_test.h"

#include <string.h>

static SsSite *site(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *path = ss_test_file(
         "slurm.conf", "ClusterName=t\nSlurmctldHost=h\nFrobnicate=1\nNodeName=n[1-2] CPUs=2\n"
                        "PartitionName=p Nodes=n[1-2] Default=YES\n");
    SsSite *loaded = ss_site_load(path, &error);

    SS_EXPECT_NO_ERROR(error);
    return loaded;
}

static SsRun *run_on(const SsSite *where, const char *jobs)
{
    g_autofree char *text = g_strconcat("jobid,submit,user,account,ntasks,run\n", jobs, NULL);
    g_autofree char *path = ss_test_file("w.csv", text);
    const char      *workloads[] = { path, NULL };

    return ss_run_new(where, workloads);
}

static void a_site_tells_its_findings(void)
{
    g_autoptr(SsSite) t = site();
    g_autoptr(GError) error = NULL;
    g_autofree char  *bad = ss_test_file("bad/slurm.conf", "ClusterName=t\nNodeName=n1 CPUs=no\n");

    SS_EXPECT_CONTAINS(ss_site_findings(t), "Frobnicate: unknown key");
    SS_EXPECT_UINT(ss_site_n_cpus(t), 4);
    SS_EXPECT_NULL(ss_site_load(bad, &error));
    SS_EXPECT_ERROR(error, "CPUs");
}

static void a_run_is_as_its_settings_say(void)
{
    g_autoptr(SsSite) t = site();
    g_autoptr(SsRun)  run = run_on(t, "1,0,amy,a,8,60\n");
    g_autoptr(GError) error = NULL;
    double            value = -1;

    SS_EXPECT_TRUE(ss_run_finish(run, NULL, &error));
    SS_EXPECT_NO_ERROR(error);
    ss_run_figure(run, "jobs.started", &value, &error);
    SS_EXPECT_REAL(value, 0, 0); /* eight CPUs are not there */
    SS_EXPECT_TRUE(ss_run_set(run, "Nodes.p=+2", &error));
    SS_EXPECT_TRUE(ss_run_finish(run, NULL, &error));
    SS_EXPECT_NO_ERROR(error);
    ss_run_figure(run, "jobs.started", &value, &error);
    SS_EXPECT_REAL(value, 1, 0);
}

static gboolean stop_at_once(gpointer data, guint64 jobs, gint64 time, double fraction)
{
    (void) data;
    (void) jobs;
    (void) time;
    (void) fraction;
    return FALSE;
}

static gboolean refuse_rows(gpointer data, const SsJobRow *row, GError **error)
{
    (void) data;
    (void) row;
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "no room for rows");
    return FALSE;
}

static void a_caller_can_stop_a_run(void)
{
    g_autoptr(SsSite) t = site();
    g_autoptr(SsRun)  run = run_on(t, "1,0,amy,a,1,60\n2,500,amy,a,1,60\n");
    g_autoptr(GError) stopped = NULL, refused = NULL;
    const SsSink      sink = { refuse_rows, NULL };

    ss_run_set_progress(run, stop_at_once, NULL);
    SS_EXPECT_FALSE(ss_run_finish(run, NULL, &stopped));
    SS_EXPECT_NOT_NULL(stopped);
    ss_run_set_progress(run, NULL, NULL);
    ss_run_add_sink(run, &sink);
    SS_EXPECT_FALSE(ss_run_finish(run, NULL, &refused));
    SS_EXPECT_ERROR(refused, "no room for rows");
}

static void reports_are_those_of_the_commands(void)
{
    g_autoptr(SsSite) t = site();
    g_autoptr(SsRun)  run = run_on(t, "1,0,amy,a,1,60\n");
    g_autoptr(GError) error = NULL, other = NULL;
    int               code = -1;

    SS_EXPECT_NULL(ss_run_report(run, "squeue", &code, &error));
    SS_EXPECT_ERROR(error, "not made yet");
    ss_run_finish(run, NULL, NULL);
    g_autofree char *text = ss_run_report(run, "sacct -nXP -a -o jobid,state", &code, NULL);
    SS_EXPECT_TEXT(text, "1|COMPLETED\n");
    SS_EXPECT_INT(code, 0);
    SS_EXPECT_NULL(ss_run_report(run, "sbatch x.sh", &code, &other));
    SS_EXPECT_ERROR(other, "is no report");
}

static const SsTest tests[] = {
    SS_TEST(a_site_tells_its_findings),
    SS_TEST(a_run_is_as_its_settings_say),
    SS_TEST(a_caller_can_stop_a_run),
    SS_TEST(reports_are_those_of_the_commands),
};
SS_TEST_MAIN("slurmsim", tests)
