/* SPDX-License-Identifier: Apache-2.0 */
/* Standard Workload Format, line by line of the table in CLI.md section 3. */
#include "tests/support/ss_jobs.h"
#include "tests/support/ss_test.h"

#include <string.h>

/*            job submit wait run procs cpu mem asked time memory status user group exe queue part prec think */
#define ROW1                                                                                       \
    "  1    10    5  100    4  -1  -1    8  250    2000      1    3     7   1     2    1   -1    -1\n"

static SsJobs *with(const char *header, const char *rows, const SsTraceOptions *options)
{
    g_autofree char *text = g_strconcat("; Version: 2.2\n", header, rows, NULL);

    return ss_jobs_of_text(text, options);
}

static void a_record_is_what_the_table_says(void)
{
    g_autoptr(SsJobs) jobs =
        with("; UnixStartTime: 1000000000\n; Partition: 1 batch\n; Queue: 2 normal\n", ROW1, NULL);
    const SsJobSpec *job = ss_jobs_at(jobs, 0);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_TEXT(jobs->tally.format, "swf");
    SS_EXPECT_INT(job->submit, 1000000010);
    SS_EXPECT_TEXT(job->trace_id, "1");
    SS_EXPECT_UINT(job->ntasks, 8); /* asked for, not given */
    SS_EXPECT_UINT(job->min_nodes, 0);
    SS_EXPECT_UINT(job->time_limit, 5); /* rounded up */
    SS_EXPECT_INT(job->time_limit_secs, 250);
    SS_EXPECT_INT(job->run, 100);
    SS_EXPECT_INT(job->fate, SS_FATE_RUN);
    SS_EXPECT_UINT(job->exit_code, 0);
    SS_EXPECT_INT(job->mem_per_cpu, 2);
    SS_EXPECT_TEXT(job->user, "u3");
    SS_EXPECT_TEXT(job->account, "g7");
    SS_EXPECT_TEXT(job->partition, "batch");
    SS_EXPECT_INT(job->rec_start, 1000000015);
    SS_EXPECT_INT(job->rec_end, 1000000115);
    SS_EXPECT_TEXT(job->where, "trace:5");
}

static void what_is_unknown_is_not_given(void)
{
    g_autoptr(SsJobs) jobs = with("", "7 0 -1 60 4 -1 -1 -1 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n", NULL);
    const SsJobSpec  *job = ss_jobs_at(jobs, 0);

    SS_EXPECT_TIME(job->submit, "2026-01-01T00:00:00");
    SS_EXPECT_UINT(job->ntasks, 4); /* given, as none was asked for */
    SS_EXPECT_UINT(job->time_limit, SS_UNSET32);
    SS_EXPECT_INT(job->time_limit_secs, 0);
    SS_EXPECT_INT(job->mem_per_cpu, -1);
    SS_EXPECT_TEXT(job->user, "nobody");
    SS_EXPECT_NULL(job->account);
    SS_EXPECT_NULL(job->partition);
    SS_EXPECT_INT(job->rec_start, 0);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_NO_USER], 1);
}

static void the_end_keeps_its_meaning(void)
{
    static const struct {
        const char *row;
        SsFate      fate;
        SsSpan      run, cancel_after;
        uint32_t    exit_code;
    } cases[] = {
        { "1 0 30 0 4 -1 -1 4 600 -1 5", SS_FATE_CANCEL_PENDING, 0, 30, 0 },
        { "1 0 -1 -1 4 -1 -1 4 600 -1 5", SS_FATE_CANCEL_PENDING, 0, 0, 0 },
        { "1 0 30 50 4 -1 -1 4 600 -1 5", SS_FATE_CANCEL_RUNNING, 50, 0, 0 },
        { "1 0 30 50 4 -1 -1 4 600 -1 0", SS_FATE_RUN, 50, 0, 256 },
        { "1 0 30 50 4 -1 -1 4 600 -1 -1", SS_FATE_RUN, 50, 0, 0 },
        { "1 0 30 900 4 -1 -1 4 600 -1 1", SS_FATE_RUN, 900, 0, 0 }, /* the limit will end it */
        { "1 0 30 -1 4 -1 -1 4 600 -1 1", SS_FATE_RUN, 0, 0, 0 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char  *row = g_strconcat(cases[i].row, " 1 1 1 1 1 -1 -1\n", NULL);
        g_autoptr(SsJobs) jobs = with("", row, NULL);
        const SsJobSpec  *job = ss_jobs_at(jobs, 0);

        SS_EXPECT_INT(job->fate, cases[i].fate);
        SS_EXPECT_INT(job->run, cases[i].run);
        SS_EXPECT_INT(job->cancel_after, cases[i].cancel_after);
        SS_EXPECT_UINT(job->exit_code, cases[i].exit_code);
    }
}

static void accounts_come_from_group_user_or_nowhere(void)
{
    SsTraceOptions options;

    ss_trace_options_init(&options);
    options.swf_account = SS_SWF_ACCOUNT_USER;
    g_autoptr(SsJobs) user = with("", ROW1, &options);
    options.swf_account = SS_SWF_ACCOUNT_NONE;
    g_autoptr(SsJobs) none = with("", ROW1, &options);

    SS_EXPECT_TEXT(ss_jobs_at(user, 0)->account, "u3");
    SS_EXPECT_NULL(ss_jobs_at(none, 0)->account);
}

static void dependencies_are_told_when_asked_for(void)
{
    const char       *rows = "1 0 0 10 1 -1 -1 1 60 -1 1 1 1 1 1 1 -1 -1\n"
                             "2 5 0 10 1 -1 -1 1 60 -1 1 1 1 1 1 1 1 90\n"
                             "3 6 0 10 1 -1 -1 1 60 -1 1 1 1 1 1 1 1 -1\n";
    SsTraceOptions    options;
    g_autoptr(SsJobs) without = with("", rows, NULL);
    g_autoptr(SsJobs) jobs = NULL;

    ss_trace_options_init(&options);
    options.swf_dependencies = true;
    jobs = with("", rows, &options);
    SS_EXPECT_NULL(ss_jobs_at(without, 1)->dependency);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 1)->dependency, "afterany:@1+2");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 2)->dependency, "afterany:@1");
}

static void parts_of_jobs_are_passed_over(void)
{
    g_autoptr(SsJobs) jobs = with("",
                                  "1 0 0 30 1 -1 -1 1 60 -1 1 1 1 1 1 1 -1 -1\n"
                                  "1 0 0 10 1 -1 -1 1 60 -1 2 1 1 1 1 1 -1 -1\n"
                                  "1 15 0 20 1 -1 -1 1 60 -1 3 1 1 1 1 1 -1 -1\n",
                                  NULL);

    SS_EXPECT_UINT(ss_jobs_n(jobs), 1);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_PART], 2);
    SS_EXPECT_UINT(jobs->tally.records, 1);
}

static void large_submit_times_without_a_start_are_unix_times(void)
{
    g_autoptr(SsJobs) jobs = with(
        "", "0 1356996147 0 1 64 1 1024 64 86400 1 1 62 1 1 -1 1 1 1 {1241,12} q_1d 1:ppn=64\n",
        NULL);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->submit, 1356996147);
}

static void a_size_of_nothing_becomes_one_processor(void)
{
    g_autoptr(SsJobs) jobs = with("", "1 0 0 0 -1 -1 -1 -1 60 -1 5 1 1 1 1 1 -1 -1\n", NULL);

    SS_EXPECT_UINT(ss_jobs_at(jobs, 0)->ntasks, 1);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_NO_SIZE], 1);
    SS_EXPECT_UINT(jobs->tally.rejected, 0);
}

/* --- sites -------------------------------------------------------------------------------------- */

static SsCluster *site_of(const char *const *parts, uint32_t n)
{
    SsCluster *cluster = ss_cluster_new();

    cluster->n_parts = n;
    cluster->parts = g_new0(SsPartition, n);
    for (uint32_t i = 0; i < n; i++)
        cluster->parts[i].name = g_strdup(parts[i]);
    return cluster;
}

static void partitions_are_those_of_the_site(void)
{
    static const char *const names[] = { "normal", "p9", "q4" };
    g_autoptr(SsCluster)     cluster = site_of(names, 3);
    SsTraceOptions           options;
    const char              *header = "; Partition: 1 batch\n; Queue: 2 normal\n";
    static const struct {
        const char *numbers, *partition;
    } cases[] = { { "2 1", "normal" }, /* partition 1 is not there; queue 2 is */
                  { "9 9", "p9" },
                  { "4 8", "q4" },
                  { "8 8", NULL } };

    ss_trace_options_init(&options);
    options.cluster = cluster;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *row =
            g_strdup_printf("1 0 0 1 1 -1 -1 1 60 -1 1 1 1 1 %s -1 -1\n", cases[i].numbers);
        g_autoptr(SsJobs) jobs = with(header, row, &options);

        SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->partition, cases[i].partition);
    }
}

static void memory_is_asked_for_where_it_is_a_resource(void)
{
    g_autoptr(SsCluster) cluster = site_of(NULL, 0);
    SsTraceOptions       options;

    ss_trace_options_init(&options);
    options.cluster = cluster;
    cluster->settings.select_params = SS_CR_CPU;
    g_autoptr(SsJobs) without = with("", ROW1, &options);
    cluster->settings.select_params = SS_CR_CORE | SS_CR_MEMORY;
    g_autoptr(SsJobs) jobs = with("", ROW1, &options);

    SS_EXPECT_INT(ss_jobs_at(without, 0)->mem_per_cpu, -1);
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->mem_per_cpu, 2);
}

static const SsTest tests[] = {
    SS_TEST(a_record_is_what_the_table_says),
    SS_TEST(what_is_unknown_is_not_given),
    SS_TEST(the_end_keeps_its_meaning),
    SS_TEST(accounts_come_from_group_user_or_nowhere),
    SS_TEST(dependencies_are_told_when_asked_for),
    SS_TEST(parts_of_jobs_are_passed_over),
    SS_TEST(large_submit_times_without_a_start_are_unix_times),
    SS_TEST(a_size_of_nothing_becomes_one_processor),
    SS_TEST(partitions_are_those_of_the_site),
    SS_TEST(memory_is_asked_for_where_it_is_a_resource),
};
SS_TEST_MAIN("swf", tests)
