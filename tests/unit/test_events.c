/* SPDX-License-Identifier: Apache-2.0 */
/* The event lists of the University at Buffalo's simulator. */
#include "tests/support/ss_jobs.h"
#include "tests/support/ss_test.h"

static void a_line_is_a_submission(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_text(
        "# a comment\n\n"
        "-dt      10.50 -e submit_batch_job | -sim-walltime   84805.00 --uid=user001 -J jobid_00017 "
        "-N    1 -n     32 -t 3-00:00:00 -q general -p general --mem=500G --gres=gpu:1 --gres=gpu:2 "
        "--constraint=CPU-N --exclusive pseudo.job\n",
        NULL);
    const SsJobSpec *job = ss_jobs_at(jobs, 0);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_TEXT(jobs->tally.format, "events");
    SS_EXPECT_TEXT(job->trace_id, "17");
    SS_EXPECT_TEXT(job->name, "jobid_00017");
    SS_EXPECT_TIME(job->submit, "2026-01-01T00:00:10");
    SS_EXPECT_INT(job->run, 84805);
    SS_EXPECT_INT(job->fate, SS_FATE_RUN);
    SS_EXPECT_TEXT(job->user, "user001");
    SS_EXPECT_NULL(job->account);
    SS_EXPECT_UINT(job->min_nodes, 1);
    SS_EXPECT_UINT(job->ntasks, 32);
    SS_EXPECT_UINT(job->time_limit, 3 * 1440);
    SS_EXPECT_INT(job->mem_per_node, 500 * 1024);
    SS_EXPECT_TEXT(job->gres, "gpu:2"); /* the last one counts */
    SS_EXPECT_TEXT(job->constraint, "CPU-N");
    SS_EXPECT_INT(job->exclusive, SS_EXCLUSIVE_NODE);
}

static void walltimes_say_how_it_ends(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_text(
        "-dt 0 -e submit_batch_job | -sim-walltime 0 --uid=a x.job\n"
        "-dt 0 -e submit_batch_job | -J n -sim-walltime -1 --uid=a x.job\n"
        "-dt 0 -e submit_batch_job | --uid=a x.job\n"
        "-dt 3 -e submit_batch_job | -sim-walltime 300 --uid=user002  -cancel-in 10.5 x.job\n",
        NULL);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->fate, SS_FATE_RUN);
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->run, 0);
    SS_EXPECT_INT(ss_jobs_at(jobs, 1)->fate, SS_FATE_TO_LIMIT);
    SS_EXPECT_INT(ss_jobs_at(jobs, 2)->fate, SS_FATE_TO_LIMIT);
    SS_EXPECT_INT(ss_jobs_at(jobs, 3)->fate, SS_FATE_CANCEL_PENDING);
    SS_EXPECT_INT(ss_jobs_at(jobs, 3)->cancel_after, 11);
    SS_EXPECT_INT(ss_jobs_at(jobs, 3)->run, 300);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 3)->trace_id, "4"); /* the line */
}

static void fractions_of_a_second_keep_the_order_of_lines(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_text("-dt 1.75 -e submit_batch_job | --uid=a x\n"
                                             "-dt 1.25 -e submit_batch_job | --uid=b x\n",
                                             NULL);

    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->user, "a");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 1)->user, "b");
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->submit, ss_jobs_at(jobs, 1)->submit);
}

static void other_events_are_counted(void)
{
    SsTraceOptions    options;
    g_autoptr(SsJobs) jobs = NULL;

    ss_trace_options_init(&options);
    options.max_bad = 1;
    jobs = ss_jobs_of_text("-dt 0 -e submit_batch_job | --uid=a x\n-dt 9 -e request_shutdown |\n",
                           &options);
    SS_EXPECT_UINT(ss_jobs_n(jobs), 1);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_EVENT], 1);
}

static const SsTest tests[] = {
    SS_TEST(a_line_is_a_submission),
    SS_TEST(walltimes_say_how_it_ends),
    SS_TEST(fractions_of_a_second_keep_the_order_of_lines),
    SS_TEST(other_events_are_counted),
};
SS_TEST_MAIN("events", tests)
