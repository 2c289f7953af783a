/* SPDX-License-Identifier: Apache-2.0 */
/* Accounting records as submissions. */
#include "tests/support/ss_jobs.h"
#include "tests/support/ss_test.h"

#include <string.h>

#define HEADER                                                                                     \
    "JobID|Submit|Start|End|Elapsed|State|ExitCode|User|Account|Partition|QOS|ReqCPUS|ReqMem|"     \
    "ReqTRES|AllocTRES|Timelimit|NodeList|JobName\n"

/* One row with the given end of it; the first columns are fixed. */
static SsJobs *row(const char *id_to_state, const char *rest)
{
    g_autofree char *text = g_strconcat(HEADER, id_to_state, "|", rest, "\n", NULL);

    return ss_jobs_of_text(text, NULL);
}

#define REST                                                                                       \
    "0:0|amy|chem|batch|normal|8|4G|cpu=8,mem=4G,node=2|cpu=8,mem=4G,node=2|01:00:30|n[1-2]|x"

static void a_row_is_submitted_again(void)
{
    g_autoptr(SsJobs) jobs = row("17|2026-01-15T10:00:00|2026-01-15T10:01:00|2026-01-15T10:11:00|"
                                 "00:10:00|COMPLETED",
                                 REST);
    const SsJobSpec  *job = ss_jobs_at(jobs, 0);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_TEXT(jobs->tally.format, "sacct");
    SS_EXPECT_TEXT(job->trace_id, "17");
    SS_EXPECT_TIME(job->submit, "2026-01-15T10:00:00");
    SS_EXPECT_INT(job->run, 600);
    SS_EXPECT_INT(job->fate, SS_FATE_RUN);
    SS_EXPECT_TEXT(job->user, "amy");
    SS_EXPECT_TEXT(job->account, "chem");
    SS_EXPECT_TEXT(job->qos, "normal");
    SS_EXPECT_UINT(job->ntasks, 8);
    SS_EXPECT_UINT(job->min_nodes, 2);
    SS_EXPECT_UINT(job->max_nodes, 2);
    SS_EXPECT_INT(job->mem_per_node, 2048); /* 4G of the whole job */
    SS_EXPECT_UINT(job->time_limit, 61);
    SS_EXPECT_INT(job->time_limit_secs, 3630);
    SS_EXPECT_TIME(job->rec_start, "2026-01-15T10:01:00");
    SS_EXPECT_TEXT(job->rec_nodes, "n[1-2]");
    SS_EXPECT_TEXT(job->rec_state, "COMPLETED");
}

static void a_forced_end_keeps_its_meaning(void)
{
    static const struct {
        const char *start, *end, *elapsed, *state, *exit;
        SsFate      fate;
        SsSpan      run, cancel_after;
        uint32_t    exit_code;
    } cases[] = {
        { "10:01:00", "11:01:10", "01:00:10", "TIMEOUT", "0:0", SS_FATE_TO_LIMIT, 3610, 0, 0 },
        { "10:01:00", "10:02:00", "00:01:00", "FAILED", "2:0", SS_FATE_RUN, 60, 0, 512 },
        { "10:01:00", "10:02:00", "00:01:00", "FAILED", "0:9", SS_FATE_RUN, 60, 0, 9 },
        { "10:01:00", "10:02:00", "00:01:00", "CANCELLED by 17", "0:15", SS_FATE_CANCEL_RUNNING, 60,
          0, 15 },
        { NULL, "10:02:00", "00:00:00", "CANCELLED by 17", "0:0", SS_FATE_CANCEL_PENDING, 0, 120,
          0 },
        { "10:02:00", "10:02:00", "00:00:00", "CANCELLED by 17", "0:0", SS_FATE_CANCEL_PENDING, 0,
          120, 0 },
        { "10:01:00", "10:02:00", "00:01:00", "NODE_FAIL", "0:0", SS_FATE_NODE_FAIL, 60, 0, 0 },
        { "10:01:00", "10:02:00", "00:01:00", "OUT_OF_MEMORY", "0:125", SS_FATE_OOM, 60, 0, 125 },
        { "10:01:00", "10:02:00", "00:01:00", "PREEMPTED", "0:0", SS_FATE_RUN, 60, 0, 0 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *start = cases[i].start != NULL
                                     ? g_strconcat("2026-01-15T", cases[i].start, NULL)
                                     : g_strdup("Unknown");
        g_autofree char *first =
            g_strdup_printf("17|2026-01-15T10:00:00|%s|2026-01-15T%s|%s|%s", start, cases[i].end,
                            cases[i].elapsed, cases[i].state);
        g_autofree char  *rest = g_strconcat(cases[i].exit, REST + 3, NULL);
        g_autoptr(SsJobs) jobs = row(first, rest);
        const SsJobSpec  *job = ss_jobs_at(jobs, 0);

        SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
        SS_EXPECT_INT(job->fate, cases[i].fate);
        SS_EXPECT_INT(job->run, cases[i].run);
        SS_EXPECT_INT(job->cancel_after, cases[i].cancel_after);
        SS_EXPECT_UINT(job->exit_code, cases[i].exit_code);
    }
}

static void memory_has_had_three_forms(void)
{
    static const struct {
        const char *text;
        int64_t     per_node, per_cpu;
    } cases[] = { { "4Gn", 4096, -1 },         { "3000Mc", -1, 3000 }, { "4G", 2048, -1 },
                  { "62.50G", 32000, -1 },     { "0n", -1, -1 },       { "", -1, -1 },
                  { "2147486648Mn", -1, 3000 } /* 2^31 + 3000: per CPU, badly printed */ };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *rest = g_strdup_printf(
            "0:0|amy|chem|batch|normal|8|%s|cpu=8,node=2||60|None assigned|x", cases[i].text);
        g_autoptr(SsJobs) jobs = row("17|2026-01-15T10:00:00|2026-01-15T10:01:00|"
                                     "2026-01-15T10:02:00|00:01:00|COMPLETED",
                                     rest);

        SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
        SS_EXPECT_INT(ss_jobs_at(jobs, 0)->mem_per_node, cases[i].per_node);
        SS_EXPECT_INT(ss_jobs_at(jobs, 0)->mem_per_cpu, cases[i].per_cpu);
        SS_EXPECT_NULL(ss_jobs_at(jobs, 0)->rec_nodes);
    }
}

static void gpus_are_those_of_a_node_where_that_divides(void)
{
    static const struct {
        const char *req, *alloc, *gres, *gpus;
        uint32_t    min_nodes;
    } cases[] = {
        { "cpu=8,node=2,gres/gpu=8", "", "gpu:4", NULL, 2 },
        { "cpu=8,node=2,gres/gpu=8,gres/gpu:a100=8", "", "gpu:a100:4", NULL, 2 },
        { "cpu=8,node=2,gres/gpu=7", "", NULL, "7", 2 },
        { "cpu=8,node=1", "cpu=8,gres/gpu=2,node=1", "gpu:2", NULL, 1 }, /* old releases */
        { "cpu=8,node=1", "cpu=8,node=3", NULL, NULL, 0 }, /* named no nodes and got three */
        { "cpu=8,node=2", "cpu=8,node=3", NULL, NULL, 2 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *rest = g_strdup_printf("0:0|amy|chem|batch|normal|8||%s|%s|UNLIMITED|n1|x",
                                                cases[i].req, cases[i].alloc);
        g_autoptr(SsJobs) jobs = row("17|2026-01-15T10:00:00|2026-01-15T10:01:00|"
                                     "2026-01-15T10:02:00|00:01:00|COMPLETED",
                                     rest);
        const SsJobSpec  *job = ss_jobs_at(jobs, 0);

        SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
        SS_EXPECT_TEXT(job->gres, cases[i].gres);
        SS_EXPECT_TEXT(job->gpus, cases[i].gpus);
        SS_EXPECT_UINT(job->min_nodes, cases[i].min_nodes);
        SS_EXPECT_UINT(job->time_limit, UINT32_MAX);
    }
}

static void steps_are_passed_over_and_tasks_are_jobs(void)
{
    g_autoptr(SsJobs) jobs =
        ss_jobs_of_text("JobID|Submit|ElapsedRaw|State|NCPUS|User\n"
                        "17_1|2026-01-15T10:00:00|60|COMPLETED|1|amy\n"
                        "17_1.batch|2026-01-15T10:00:00|60|COMPLETED|1|\n"
                        "17_2|2026-01-15T10:00:00|61|COMPLETED|1|amy\n"
                        "17_[3-9%2]|2026-01-15T10:00:00|0|CANCELLED by 3|1|amy\n",
                        NULL);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_UINT(ss_jobs_n(jobs), 3);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_STEP], 1);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 1)->trace_id, "17_2");
    SS_EXPECT_NULL(ss_jobs_at(jobs, 1)->array);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 2)->array, "3-9%2");
}

static void of_a_requeued_job_the_last_run_counts(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_text(
        "JobID|Submit|Start|End|State|NCPUS|User\n"
        "5|2026-01-15T10:00:00|2026-01-15T10:00:10|2026-01-15T10:10:00|NODE_FAIL|1|amy\n"
        "6|2026-01-15T10:05:00|2026-01-15T10:05:00|2026-01-15T10:06:00|COMPLETED|1|bea\n"
        "5|2026-01-15T10:10:00|2026-01-15T10:12:00|2026-01-15T10:13:00|COMPLETED|1|amy\n"
        "6|2027-01-15T10:05:00|2027-01-15T10:05:00|2027-01-15T10:06:00|COMPLETED|1|cal\n",
        NULL);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_UINT(ss_jobs_n(jobs), 3);
    SS_EXPECT_UINT(jobs->tally.jobs, 3);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_REQUEUED], 1);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->trace_id, "5");
    SS_EXPECT_TIME(ss_jobs_at(jobs, 0)->submit, "2026-01-15T10:00:00");
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->run, 60);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 1)->user, "bea");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 2)->user, "cal"); /* another job with the same number */
}

static void what_has_not_ended_is_told(void)
{
    SsTraceOptions    options;
    g_autoptr(SsJobs) jobs = NULL;

    ss_trace_options_init(&options);
    options.max_bad = 1;
    jobs = ss_jobs_of_text("JobID|Submit|Start|Elapsed|State|NCPUS|User\n"
                           "1|2026-01-15T10:00:00|2026-01-15T10:00:10|00:05:00|RUNNING|1|amy\n"
                           "2|2026-01-15T10:00:00|Unknown|00:00:00|PENDING|1|amy\n",
                           &options);
    SS_EXPECT_UINT(ss_jobs_n(jobs), 1);
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->run, 300);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_NOT_ENDED], 1);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_NOT_STARTED], 1);
}

static void a_dump_without_header_has_the_order_of_xdmod(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_text(
        "17|17|c|batch|normal|chem|grp|100|amy|1000|2026-01-15T10:00:00|2026-01-15T10:00:00|"
        "2026-01-15T10:01:00|2026-01-15T10:02:00|00:01:00|0:0|COMPLETED|2|8|8|1000Mc|"
        "cpu=8,node=2|billing=8,cpu=8,gres/gpu=2,node=2|1-00:00:00|n[1-2]|na|me\n"
        "18|18|c|batch|normal|chem|grp|100|amy|1000|2026-01-15T10:00:00|2026-01-15T10:00:00|"
        "2026-01-15T10:01:00|2026-01-15T10:02:00|00:01:00|0:0|COMPLETED|2|8|8|1000Mc|"
        "||1-00:00:00|n[1-2]|x\n",
        NULL);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_UINT(ss_jobs_n(jobs), 2);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->user, "amy");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->account, "chem");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->group, "grp");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->gres, "gpu:1");
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->mem_per_cpu, 1000);
    SS_EXPECT_UINT(ss_jobs_at(jobs, 1)->min_nodes, 2);
}

static void dumps_may_be_put_together(void)
{
    g_autoptr(SsJobs) jobs =
        ss_jobs_of_text("JobID|Submit|Start|End|Elapsed|State|ReqCPUS|User\n"
                        "1|2026-01-15T10:00:00|2026-01-15T10:00:00|Unknown|00:05:00|RUNNING|1|amy\n"
                        "2|2026-01-15T10:01:00|2026-01-15T10:02:00|2026-01-15T10:03:00|00:01:00|"
                        "COMPLETED|1|amy\n"
                        "JobID|Submit|Start|End|Elapsed|State|ReqCPUS|User\n"
                        "1|2026-01-15T10:00:00|2026-01-15T10:00:00|2026-01-15T10:10:00|00:10:00|"
                        "COMPLETED|1|amy\n"
                        "2|2026-01-15T10:01:00|2026-01-15T10:02:00|2026-01-15T10:03:00|00:01:00|"
                        "COMPLETED|1|amy\n",
                        NULL);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_UINT(ss_jobs_n(jobs), 2);
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->run, 600);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_HEADER], 1);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_AGAIN], 2);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_REQUEUED], 0);
}

static void equal_submissions_are_in_the_order_of_their_ids(void)
{
    g_autoptr(SsJobs) jobs =
        ss_jobs_of_text("JobID|Submit|Elapsed|State|ReqCPUS|User\n"
                        "18|2026-01-15T10:00:00|00:01:00|COMPLETED|1|amy\n"
                        "17_2|2026-01-15T10:00:00|00:01:00|COMPLETED|1|amy\n"
                        "17_[3-4]|2026-01-15T10:00:00|00:00:00|CANCELLED|1|amy\n"
                        "17_1|2026-01-15T10:00:00|00:01:00|COMPLETED|1|amy\n",
                        NULL);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_UINT(ss_jobs_n(jobs), 4);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->trace_id, "17_1");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 1)->trace_id, "17_2");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 2)->trace_id, "17_[3-4]");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 3)->trace_id, "18");
}

static const SsJobSpec *typed(SsJobs **jobs, const char *cpus, const char *line)
{
    g_autofree char *text =
        g_strconcat("JobID|Submit|Elapsed|State|User|Partition|NNodes|NCPUS|ReqCPUS|SubmitLine\n"
                    "1|2026-01-15T10:00:00|00:01:00|COMPLETED|amy|a|2|16|",
                    cpus, "|", line, "\n", NULL);

    *jobs = ss_jobs_of_text(text, NULL);
    SS_EXPECT_TEXT(ss_jobs_error(*jobs), "");
    return ss_jobs_at(*jobs, 0);
}

static void what_was_typed_tells_more_than_what_was_given(void)
{
    g_autoptr(SsJobs) jobs = NULL;
    const SsJobSpec  *job =
        typed(&jobs, "8",
              "/usr/bin/sbatch -p a,b -n 4 -c2 --exclusive -w n7 -C [x|y] --nice=5 my job.sh -n 3");

    SS_EXPECT_UINT(job->ntasks, 4);
    SS_EXPECT_UINT(job->cpus_per_task, 2);
    SS_EXPECT_TEXT(job->partition, "a,b");
    SS_EXPECT_TEXT(job->nodelist, "n7");
    SS_EXPECT_TEXT(job->constraint, "[x|y]"); /* bars go on in the last column */
    SS_EXPECT_INT(job->exclusive, SS_EXCLUSIVE_NODE);
    SS_EXPECT_INT(job->nice, 5);
}

static void a_request_that_was_changed_since_is_the_records(void)
{
    g_autoptr(SsJobs) jobs = NULL;
    const SsJobSpec  *job = typed(&jobs, "6", "sbatch -n 4 -c2 -t 10 --contiguous job.sh");

    SS_EXPECT_UINT(job->ntasks, 6);
    SS_EXPECT_UINT(job->cpus_per_task, SS_UNSET32);
    SS_EXPECT_TRUE(job->contiguous);
}

static void a_line_that_cannot_be_read_changes_nothing(void)
{
    g_autoptr(SsJobs) jobs = NULL;
    const SsJobSpec  *job = typed(&jobs, "8", "sbatch --exclusive -N x job.sh");

    SS_EXPECT_UINT(job->ntasks, 8);
    SS_EXPECT_INT(job->exclusive, SS_EXCLUSIVE_NO);
}

static void a_record_has_who_waits_and_not_who_was_refused(void)
{
    SsTraceOptions options;

    ss_trace_options_init(&options);
    options.recorded = true;
    g_autoptr(SsJobs) jobs = ss_jobs_of_text(
        "JobID|Submit|Start|End|Elapsed|State|ReqCPUS|User|NodeList\n"
        "1|2026-01-15T10:00:00|2026-01-15T10:00:00|2026-01-15T10:00:00|00:00:00|"
        "FAILED|1|amy|None assigned\n"
        "2|2026-01-15T10:00:00|Unknown|Unknown|00:00:00|PENDING|1|amy|None assigned\n",
        &options);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_UINT(ss_jobs_n(jobs), 1);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->trace_id, "2");
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->fate, SS_FATE_TO_LIMIT);
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_REFUSED], 1);
}

static const SsTest tests[] = {
    SS_TEST(dumps_may_be_put_together),
    SS_TEST(equal_submissions_are_in_the_order_of_their_ids),
    SS_TEST(what_was_typed_tells_more_than_what_was_given),
    SS_TEST(a_request_that_was_changed_since_is_the_records),
    SS_TEST(a_line_that_cannot_be_read_changes_nothing),
    SS_TEST(a_record_has_who_waits_and_not_who_was_refused),
    SS_TEST(a_row_is_submitted_again),
    SS_TEST(a_forced_end_keeps_its_meaning),
    SS_TEST(memory_has_had_three_forms),
    SS_TEST(gpus_are_those_of_a_node_where_that_divides),
    SS_TEST(steps_are_passed_over_and_tasks_are_jobs),
    SS_TEST(of_a_requeued_job_the_last_run_counts),
    SS_TEST(what_has_not_ended_is_told),
    SS_TEST(a_dump_without_header_has_the_order_of_xdmod),
};
SS_TEST_MAIN("sacct_dump", tests)
