/* SPDX-License-Identifier: Apache-2.0 */
/* What is written down and read again is the same. */
#include "tests/support/ss_jobs.h"
#include "tests/support/ss_test.h"

#include <string.h>

#include "workloads/convert.h"
#include "workloads/sbatch_options.h"

/* A job as one line; what only comparisons read is left out. */
static void put_job(const SsJobSpec *job, GString *out)
{
    g_string_append_printf(out,
                           "%s %" G_GINT64_FORMAT " run %" G_GINT64_FORMAT " secs %" G_GINT64_FORMAT
                           " fate %d exit %u name %s group %s ",
                           job->trace_id, job->submit, job->run, job->time_limit_secs, job->fate,
                           job->exit_code, job->name, job->group);
    ss_sbatch_print(job, SS_SBATCH_ALL, out);
    g_string_append_c(out, '\n');
}

static char *jobs_text(const SsJobs *jobs)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < ss_jobs_n(jobs); i++)
        put_job(ss_jobs_at(jobs, i), text);
    return g_string_free(text, FALSE);
}

static char *as_csv(const SsJobs *jobs, SsTime start)
{
    GString               *text = g_string_new(NULL);
    g_autoptr(SsWriter)    out = ss_writer_new_string(text);
    g_autoptr(SsJobSource) source = ss_trace_from_array(g_array_ref(jobs->jobs));
    uint64_t               n = 0;

    SS_EXPECT_TRUE(ss_convert_csv(source, start, NULL, out, &n, NULL));
    SS_EXPECT_TRUE(ss_writer_close(out, NULL));
    SS_EXPECT_UINT(n, ss_jobs_n(jobs));
    return g_string_free(text, FALSE);
}

static void check_round(const SsJobs *jobs)
{
    if (!SS_EXPECT_NOT_NULL(jobs->jobs))
        return;
    g_autofree char  *csv = as_csv(jobs, 0), *before = jobs_text(jobs), *after = NULL;
    g_autoptr(SsJobs) again = ss_jobs_of_text(csv, NULL);

    SS_EXPECT_TEXT(ss_jobs_error(again), "");
    SS_EXPECT_TRUE(ss_jobs_n(jobs) > 0);
    after = jobs_text(again);
    SS_EXPECT_TEXT(after, before);
    if (ss_jobs_at(jobs, 0)->submit >= SS_TRACE_START) { /* as seconds, too */
        g_autofree char  *relative = as_csv(jobs, SS_TRACE_START), *then = NULL;
        g_autoptr(SsJobs) counted = ss_jobs_of_text(relative, NULL);

        then = jobs_text(counted);
        SS_EXPECT_TEXT(then, before);
    }
}

static void swf_becomes_csv_and_stays_the_same(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_text("; Version: 2.2\n"
                                             "1 0 5 100 4 -1 -1 8 250 2000 1 3 7 1 2 1 -1 -1\n"
                                             "2 1 30 0 4 -1 -1 4 600 -1 5 3 7 1 2 1 -1 -1\n"
                                             "3 1 30 50 4 -1 -1 4 600 -1 5 3 -1 1 2 1 -1 -1\n"
                                             "4 2 30 50 4 -1 -1 4 -1 -1 0 -1 7 1 -1 -1 -1 -1\n"
                                             "5 2 30 900 4 -1 -1 4 600 -1 1 3 7 1 2 1 -1 -1\n",
                                             NULL);

    check_round(jobs);
}

static void other_formats_too(void)
{
    g_autoptr(SsJobs) events = ss_jobs_of_text(
        "-dt 4 -e submit_batch_job | -sim-walltime 9 --uid=amy -C 'a&b' --exclusive=user x.job\n"
        "-dt 5 -e submit_batch_job | -sim-walltime -1 --uid=amy -t 0 --begin=now+90 x.job\n"
        "-dt 6 -e submit_batch_job | -cancel-in 10 -sim-walltime 5 --uid=amy -a 1-3,7%2 x.job\n",
        NULL);
    g_autoptr(SsJobs) csv = ss_jobs_of_text(
        "jobid,submit,user,run,extra\n"
        "a b,0,\"x,y\",9,\"-J 'it'\\''s \"\"1\"\"' --comment=\\#7 --mem-per-cpu=0 --nice=-3\"\n"
        "2,1,amy,,--dependency=afterok:@3?afterany:@4 -t 1:01 --sim-exit=3:9\n",
        NULL);

    SS_EXPECT_TEXT(ss_jobs_error(csv), "");
    check_round(events);
    check_round(csv);
}

static void made_up_workloads_and_logs_too(void)
{
    g_autoptr(SsJobs) made = ss_jobs_of_file("generate:jobs=400,days=3", NULL);
    g_autofree char  *kth = ss_test_shared("traces/swf/SDSC-SP2-first5000.swf.gz");

    check_round(made);
    if (kth != NULL) {
        g_autoptr(SsJobs) jobs = ss_jobs_of_file(kth, NULL);

        check_round(jobs);
    }
}

static void csv_becomes_swf(void)
{
    g_autoptr(SsJobs)   jobs = ss_jobs_of_text("jobid,submit,user,account,partition,nodes,ntasks,"
                                                 "cpus_per_task,mem,timelimit,run,extra\n"
                                                 "1,5,amy,u7,batch,2,4,2,4G,10,300,\n"
                                                 "x,6,u12,g7,p3,,1,,,,,-t 5\n"
                                                 "3,7,bea,,,,1,,,10,9,--sim-cancel-after=33\n",
                                               NULL);
    g_autoptr(GString)  text = g_string_new(NULL);
    g_autoptr(SsWriter) out = ss_writer_new_string(text);
    g_autoptr(SsJobSource) source = ss_trace_from_array(g_array_ref(jobs->jobs));
    g_autoptr(SsJobs)      again = NULL;

    SS_EXPECT_TRUE(ss_convert_swf(source, SS_TRACE_START, out, NULL, NULL));
    SS_EXPECT_TRUE(ss_writer_close(out, NULL));
    SS_EXPECT_CONTAINS(text->str, "; UnixStartTime: 1767225600\n"
                                  "1 5 -1 300 8 -1 -1 8 600 1048576 1 1 1 -1 -1 1 -1 -1\n"
                                  "2 6 -1 301 1 -1 -1 1 300 -1 0 12 7 -1 -1 3 -1 -1\n"
                                  "3 7 33 0 -1 -1 -1 1 600 -1 5 2 -1 -1 -1 -1 -1 -1\n"
                                  "; Partition: 1 batch\n");
    again = ss_jobs_of_text(text->str, NULL);
    SS_EXPECT_UINT(ss_jobs_n(again), 3);
    SS_EXPECT_TEXT(ss_jobs_at(again, 0)->partition, "batch");
    SS_EXPECT_TEXT(ss_jobs_at(again, 1)->user, "u12");
    SS_EXPECT_INT(ss_jobs_at(again, 2)->cancel_after, 33);
}

static const SsTest tests[] = {
    SS_TEST(swf_becomes_csv_and_stays_the_same),
    SS_TEST(other_formats_too),
    SS_TEST(made_up_workloads_and_logs_too),
    SS_TEST(csv_becomes_swf),
};
SS_TEST_MAIN("convert", tests)
