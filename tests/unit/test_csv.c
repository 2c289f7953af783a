/* SPDX-License-Identifier: Apache-2.0 */
/* Workloads as tables. */
#include "tests/support/ss_jobs.h"
#include "tests/support/ss_test.h"

#include <string.h>

#include "workloads/csv.h"

#define HEADER                                                                                     \
    "jobid,submit,user,account,partition,qos,nodes,ntasks,cpus_per_task,mem,gres,timelimit,run,"   \
    "extra\n"

static void a_row_is_what_sbatch_would_submit(void)
{
    g_autoptr(SsJobs) jobs =
        ss_jobs_of_text(HEADER "7,38,cal,a2,\"gpu,cpu\",high,2,16,4,16G,gpu:a100:2,54,640,"
                               "--array=0-9%2 --dependency=afterok:@3 -J 'a b' --begin=now+600\n",
                        NULL);
    const SsJobSpec *job = ss_jobs_at(jobs, 0);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_TEXT(jobs->tally.format, "csv");
    SS_EXPECT_TEXT(job->trace_id, "7");
    SS_EXPECT_TEXT(job->where, "trace:2");
    SS_EXPECT_TIME(job->submit, "2026-01-01T00:00:38");
    SS_EXPECT_TEXT(job->user, "cal");
    SS_EXPECT_TEXT(job->account, "a2");
    SS_EXPECT_TEXT(job->partition, "gpu,cpu");
    SS_EXPECT_TEXT(job->qos, "high");
    SS_EXPECT_UINT(job->min_nodes, 2);
    SS_EXPECT_UINT(job->ntasks, 16);
    SS_EXPECT_UINT(job->cpus_per_task, 4);
    SS_EXPECT_INT(job->mem_per_node, 16384);
    SS_EXPECT_TEXT(job->gres, "gpu:a100:2");
    SS_EXPECT_UINT(job->time_limit, 54);
    SS_EXPECT_INT(job->run, 640);
    SS_EXPECT_INT(job->fate, SS_FATE_RUN);
    SS_EXPECT_TEXT(job->array, "0-9%2");
    SS_EXPECT_TEXT(job->dependency, "afterok:@3");
    SS_EXPECT_TEXT(job->name, "a b");
    SS_EXPECT_TIME(job->begin, "2026-01-01T00:10:38");
}

static void empty_fields_are_not_given(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_text(HEADER "1,0,amy,,,,,,,,,,,\n", NULL);
    const SsJobSpec  *job = ss_jobs_at(jobs, 0);

    SS_EXPECT_NULL(job->account);
    SS_EXPECT_UINT(job->min_nodes, 0);
    SS_EXPECT_UINT(job->ntasks, SS_UNSET32);
    SS_EXPECT_INT(job->mem_per_node, -1);
    SS_EXPECT_UINT(job->time_limit, SS_UNSET32);
    SS_EXPECT_INT(job->fate, SS_FATE_TO_LIMIT); /* no run time: needs more than its limit */
    SS_EXPECT_TEXT(job->name, "j1");
}

static void columns_stand_in_any_order_and_case(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_text("RUN,Submit,user\r\n\r\n9,2026-01-15T10:00:38,amy\r\n"
                                             " 10 , 2026-01-15 10:00:38 ,bea",
                                             NULL);

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_UINT(ss_jobs_n(jobs), 2);
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->run, 9);
    SS_EXPECT_TIME(ss_jobs_at(jobs, 1)->submit, "2026-01-15T10:00:38");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 1)->trace_id, "4"); /* the line, for want of an id */
}

static void times_are_local_or_count_from_the_start(void)
{
    g_autoptr(SsZone) zone = ss_zone_new("Europe/Berlin", NULL);
    SsTraceOptions    options;
    g_autoptr(SsJobs) jobs = NULL;

    ss_trace_options_init(&options);
    options.zone = zone;
    options.start = 1768471200;
    jobs = ss_jobs_of_text("submit,user,run\n5.75,amy,1.9\n2026-01-15T12:00:00,amy,00:01:00\n",
                           &options);
    SS_EXPECT_TIME(ss_jobs_at(jobs, 0)->submit, "2026-01-15T10:00:05");
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->run, 1);
    SS_EXPECT_TIME(ss_jobs_at(jobs, 1)->submit, "2026-01-15T11:00:00");
    SS_EXPECT_INT(ss_jobs_at(jobs, 1)->run, 60);
}

static void unsorted_rows_are_sorted_and_equal_times_keep_their_order(void)
{
    g_autoptr(SsJobs) jobs = ss_jobs_of_text("jobid,submit,user,run\n"
                                             "a,30,amy,1\nb,10,amy,1\nc,20,\"am\ny\",1\n"
                                             "d,10,amy,1\ne,5,amy,1\n",
                                             NULL);
    g_autofree char  *findings = ss_jobs_findings(jobs);
    const char       *order = "ebdca";

    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    for (uint32_t i = 0; i < ss_jobs_n(jobs); i++)
        SS_EXPECT_INT(*ss_jobs_at(jobs, i)->trace_id, order[i]);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 3)->user, "am\ny"); /* a quoted field may span lines */
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 2)->where, "trace:6");
    SS_EXPECT_UINT(jobs->tally.fault[SS_TRACE_UNSORTED], 4);
    SS_EXPECT_CONTAINS(findings, "trace:3: note: submitted 20 s before");
}

static void unknown_columns_are_an_error_unless_ignored(void)
{
    const char       *text = "submit,user,run,colour\n1,amy,1,red\n";
    g_autoptr(SsJobs) refused = ss_jobs_of_text(text, NULL);
    SsTraceOptions    options;
    g_autoptr(SsJobs) read = NULL;

    SS_EXPECT_UINT(ss_jobs_n(refused), 0);
    SS_EXPECT_CONTAINS(ss_jobs_error(refused), "trace:1: column 'colour' is not known");
    ss_trace_options_init(&options);
    options.ignore_columns = true;
    read = ss_jobs_of_text(text, &options);
    SS_EXPECT_UINT(ss_jobs_n(read), 1);
}

static void a_bad_row_stops_unless_it_is_allowed(void)
{
    const char *text =
        "submit,user,run,mem\n1,amy,1,1G\n2,amy,x,1G\n3,amy,1,1.5G\n4,amy,1\n5,amy,1,\n";
    g_autoptr(SsJobs) refused = ss_jobs_of_text(text, NULL);
    SsTraceOptions    options;
    g_autoptr(SsJobs) read = NULL;
    g_autofree char  *findings = NULL;

    SS_EXPECT_TEXT(ss_jobs_error(refused),
                   "trace:3: column run: 'x': write seconds, or nothing: runs to its limit (first "
                   "of 3 bad records among 5, 0 allowed; --max-bad allows more)");
    ss_trace_options_init(&options);
    options.max_bad = 3;
    options.verbose = true;
    read = ss_jobs_of_text(text, &options);
    findings = ss_jobs_findings(read);
    SS_EXPECT_UINT(ss_jobs_n(read), 2);
    SS_EXPECT_UINT(read->tally.rejected, 3);
    SS_EXPECT_CONTAINS(
        findings, "trace:4: warning: column mem: '1.5G': Invalid --mem specification [SC0802]");
    SS_EXPECT_CONTAINS(findings, "trace:5: warning: 3 fields where the header has 4 [SC0801]");
}

static void tables_of_public_logs_are_understood(void)
{
    g_autoptr(SsJobs) eagle = ss_jobs_of_text(
        "job_id,user,account,partition,qos,wallclock_req,nodes_req,processors_req,gpus_req,mem_req,"
        "submit_time,start_time,end_time,run_time,state,name,work_dir,submit_line\n"
        "5,u1,a1,p1,normal,90.0,10,20,2,0.0,2019-01-01 08:55:55,2019-01-01 08:55:56,"
        "2019-01-01 08:56:56,60.0,TIMEOUT,n1,w1,s1\n",
        NULL);
    g_autoptr(SsJobs) itp =
        ss_jobs_of_text("job_id,submission_time,duration,num_gpu\nabc,1932025,2429,64\n", NULL);
    g_autoptr(SsJobs) ub = ss_jobs_of_text(
        "dt;job_id;wall_time;user;wall_limit;n_tasks;ntasks_per_node;account;partition;qos;"
        "constraint;mem;gres\n0;1001;-1;user5;60;12;12;account2;normal;normal;CPU-N;500000;gpu:1\n",
        NULL);

    SS_EXPECT_TEXT(ss_jobs_error(eagle), "");
    SS_EXPECT_INT(ss_jobs_at(eagle, 0)->fate, SS_FATE_TO_LIMIT);
    SS_EXPECT_UINT(ss_jobs_at(eagle, 0)->time_limit, 2);
    SS_EXPECT_TEXT(ss_jobs_at(eagle, 0)->gpus, "2");
    SS_EXPECT_TIME(ss_jobs_at(eagle, 0)->rec_start, "2019-01-01T08:55:56");
    SS_EXPECT_TEXT(ss_jobs_error(itp), "");
    SS_EXPECT_INT(ss_jobs_at(itp, 0)->run, 2429);
    SS_EXPECT_TEXT(ss_jobs_at(itp, 0)->user, "nobody");
    SS_EXPECT_UINT(itp->tally.fault[SS_TRACE_NO_USER], 1);
    SS_EXPECT_TEXT(ss_jobs_error(ub), "");
    SS_EXPECT_INT(ss_jobs_at(ub, 0)->fate, SS_FATE_TO_LIMIT);
    SS_EXPECT_UINT(ss_jobs_at(ub, 0)->ntasks_per_node, 12);
}

static void own_columns_come_first_and_all_are_documented(void)
{
    const SsCsvColumn *column;
    bool               own = true;

    for (uint32_t i = 0; (column = ss_csv_column(i)) != NULL; i++) {
        SS_EXPECT_TRUE(own || !column->own);
        SS_EXPECT_TRUE(*column->doc != '\0');
        own = column->own;
    }
}

/* --- where the recorded cases are there --------------------------------------------------------- */

static void the_recorded_replays_are_read(void)
{
    static const struct {
        const char *name;
        uint32_t    jobs;
    } cases[] = {
        { "arrays-deps", 25 },       { "backfill-sizes", 110 }, { "fairshare-decay", 150 },
        { "fifo-linear", 60 },       { "gpu-placement", 110 },  { "maxtres-budget", 90 },
        { "preempt-partition", 58 }, { "preempt-qos", 69 },     { "qos-limits", 120 },
        { "resv-share-excl", 83 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *relative =
            g_strdup_printf("oracle/cases/replay-%s/trace.csv", cases[i].name);
        g_autofree char  *path = ss_test_shared(relative);
        g_autoptr(SsJobs) jobs = path != NULL ? ss_jobs_of_file(path, NULL) : NULL;

        if (jobs == NULL)
            return;
        SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
        SS_EXPECT_UINT(ss_jobs_n(jobs), cases[i].jobs);
    }
}

static const SsTest tests[] = {
    SS_TEST(a_row_is_what_sbatch_would_submit),
    SS_TEST(empty_fields_are_not_given),
    SS_TEST(columns_stand_in_any_order_and_case),
    SS_TEST(times_are_local_or_count_from_the_start),
    SS_TEST(unsorted_rows_are_sorted_and_equal_times_keep_their_order),
    SS_TEST(unknown_columns_are_an_error_unless_ignored),
    SS_TEST(a_bad_row_stops_unless_it_is_allowed),
    SS_TEST(tables_of_public_logs_are_understood),
    SS_TEST(own_columns_come_first_and_all_are_documented),
    SS_TEST(the_recorded_replays_are_read),
};
SS_TEST_MAIN("csv", tests)
