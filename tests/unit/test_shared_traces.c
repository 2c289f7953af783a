/* SPDX-License-Identifier: Apache-2.0 */
/* The collection of real logs, where it is there: as many jobs as its README counts, none rejected. */
#include "tests/support/ss_test.h"

#include <inttypes.h>
#include <stdio.h>

#include "workloads/trace.h"

static const struct {
    const char *path, *format;
    uint64_t    jobs, users, gpu_jobs;
} logs[] = {
    { "swf/KTH-SP2-1996-2.1-cln.swf.gz", "swf", 27992, 212, 0 },
    { "swf/SDSC-SP2-first5000.swf.gz", "swf", 4961, 99, 0 },
    { "swf/SDSC-BLUE-2000-4.2-cln.swf.gz", "swf", 243306, 468, 0 },
    { "swf/CEA-Curie-2011-2.1-cln.first-half.swf.gz", "swf", 156413, 451, 0 },
    { "swf/LLNL-Atlas-2006-2.1-cln.swf.gz", "swf", 43778, 131, 0 },
    { "swf/METACENTRUM-2009-2.swf.gz", "swf", 103656, 147, 0 },
    { "swf/wagap-2013.swf.gz", "swf", 17900, 75, 0 },
    { "swf/lublin_256.swf.gz", "swf", 10000, 1, 0 },
    { "slurm-native/ub-hpc-medium/workload_first5000.events.gz", "events", 5000, 54, 44 },
    { "slurm-native/ub-hpc-medium/test26.events", "events", 23, 0, 0 },
    { "slurm-native/xdmod-phillips.sacct.gz", "sacct", 4285, 4, 2 },
    { "slurm-native/xdmod-job-arrays.sacct", "sacct", 6, 0, 0 },
    { "slurm-native/nrel-eagle-sample1000.csv.gz", "csv", 1000, 0, 0 },
    { "ub-micro-small-slurm20.02/small2_v2.events", "events", 20, 5, 0 },
    { "ub-micro-small-slurm20.02/small2_v2.csv", "csv", 20, 5, 0 },
    { "gpu/ms-itp-2021-cluster01.csv.gz", "csv", 1595, 1, 1595 },
    { "gpu/ms-itp-2021-cluster03.csv.gz", "csv", 3011, 1, 3011 },
    { "gpu/ms-itp-2021-cluster05.csv.gz", "csv", 3629, 1, 3629 },
    { "gpu/ms-itp-2021-cluster07.csv.gz", "csv", 12699, 1, 12699 },
    { "gpu/ms-itp-2021-cluster09.csv.gz", "csv", 11134, 1, 11134 },
    { "gpu/alibaba-2023-openb_pod_list_default.csv.gz", "csv", 8152, 1, 0 },
};

static void read_log(const char *relative, const char *format, uint64_t jobs, uint64_t users,
                     uint64_t gpu_jobs)
{
    g_autofree char       *below = g_build_filename("traces", relative, NULL);
    g_autofree char       *path = ss_test_shared(below);
    g_autoptr(GError)      error = NULL;
    g_autoptr(SsJobSource) source = NULL;
    g_autoptr(SsDiag)      diag = ss_diag_new();
    SsTraceOptions         options;
    SsTraceTally           tally;
    SsTraceStat            stat;
    const gint64           begin = g_get_monotonic_time();

    if (path == NULL)
        return;
    ss_trace_options_init(&options);
    options.tally = &tally;
    source = ss_trace_open(path, &options, diag, &error);
    SS_EXPECT_NO_ERROR(error);
    if (source == NULL)
        return;
    SS_EXPECT_TRUE(ss_trace_stat(source, NULL, &stat, &error));
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_TEXT(tally.format, format);
    SS_EXPECT_UINT(tally.rejected, 0);
    SS_EXPECT_UINT(stat.jobs, tally.jobs);
    if (jobs > 0)
        SS_EXPECT_UINT(stat.jobs, jobs);
    if (users > 0)
        SS_EXPECT_UINT(stat.users, users);
    if (gpu_jobs > 0)
        SS_EXPECT_UINT(stat.gpu_jobs, gpu_jobs);
    printf("    %-60s %8" PRIu64 " jobs %7" PRIu64 " repaired %6.0f jobs/ms\n", relative, stat.jobs,
           tally.repaired,
           (double) stat.jobs * 1000.0 / (double) MAX(g_get_monotonic_time() - begin, 1));
}

static void every_log_has_the_jobs_that_its_readme_counts(void)
{
    printf("\n");
    for (size_t i = 0; i < G_N_ELEMENTS(logs); i++)
        read_log(logs[i].path, logs[i].format, logs[i].jobs, logs[i].users, logs[i].gpu_jobs);
}

static const SsTest tests[] = {
    SS_TEST(every_log_has_the_jobs_that_its_readme_counts),
};
SS_TEST_MAIN("shared_traces", tests)
