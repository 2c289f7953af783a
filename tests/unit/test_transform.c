/* SPDX-License-Identifier: Apache-2.0 */
/* Workloads made from workloads. */
#include "tests/support/ss_jobs.h"
#include "tests/support/ss_test.h"

#include <string.h>

#include "workloads/transform.h"

/* Jobs 1 .. n, a minute apart, of users a, b, c in turn; job i runs 100 i seconds on i processors. */
static SsJobSource *plain(uint32_t n)
{
    g_autoptr(GString) text =
        g_string_new("jobid,submit,user,account,ntasks,timelimit,run,extra\n");
    g_autoptr(SsJobs) jobs = NULL;

    for (uint32_t i = 1; i <= n; i++)
        g_string_append_printf(text, "%u,%u,%c,acc,%u,10,%u,--begin=now+5\n", i, i * 60,
                               'a' + (char) (i % 3), i, i * 100);
    jobs = ss_jobs_of_text(text->str, NULL);
    return ss_trace_from_array(g_steal_pointer(&jobs->jobs));
}

static GArray *drain(SsJobSource *source)
{
    g_autoptr(GError) error = NULL;
    GArray           *jobs = ss_trace_read_all(source, &error);

    SS_EXPECT_NO_ERROR(error);
    return jobs;
}

static const SsJobSpec *job(const GArray *jobs, guint i)
{
    return &g_array_index(jobs, SsJobSpec, i);
}

static char *ids(const GArray *jobs)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < jobs->len; i++)
        g_string_append_printf(text, "%s ", job(jobs, i)->trace_id);
    return g_string_free(text, FALSE);
}

static char *filtered(const SsFilter *filter)
{
    g_autoptr(GArray) jobs = drain(ss_transform_filter(plain(12), filter));

    return ids(jobs);
}

static void a_filter_keeps_what_meets_all_conditions(void)
{
    char    *users[] = { (char *) "a", (char *) "b", NULL };
    SsFilter filter;

    ss_filter_init(&filter);
    g_autofree char *all = filtered(&filter);
    SS_EXPECT_TEXT(all, "1 2 3 4 5 6 7 8 9 10 11 12 ");
    filter.users = users;
    filter.min_cpus = 4;
    g_autofree char *some = filtered(&filter);
    SS_EXPECT_TEXT(some, "4 6 7 9 10 12 ");
    filter.until = SS_TRACE_START + 600;
    filter.from = SS_TRACE_START + 360;
    g_autofree char *window = filtered(&filter);
    SS_EXPECT_TEXT(window, "6 7 9 ");
    filter.first = 2;
    g_autofree char *first = filtered(&filter);
    SS_EXPECT_TEXT(first, "6 7 ");
    ss_filter_init(&filter);
    filter.min_run = 300;
    filter.max_run = 500;
    g_autofree char *runs = filtered(&filter);
    SS_EXPECT_TEXT(runs, "3 4 5 ");
    ss_filter_init(&filter);
    filter.gpu_only = true;
    g_autofree char *none = filtered(&filter);
    SS_EXPECT_TEXT(none, "");
}

static void a_sample_is_the_same_for_each_job_whatever_else_is_left_out(void)
{
    SsFilter          filter;
    g_autoptr(GArray) half = NULL, both = NULL;

    ss_filter_init(&filter);
    filter.sample = 0.5;
    half = drain(ss_transform_filter(plain(1000), &filter));
    SS_EXPECT_TRUE(half->len > 430 && half->len < 570);
    filter.min_cpus = 500;
    both = drain(ss_transform_filter(plain(1000), &filter));
    for (guint i = 0, k = 0; i < both->len; i++) {
        while (k < half->len && strcmp(job(half, k)->trace_id, job(both, i)->trace_id) != 0)
            k++;
        SS_EXPECT_TRUE(k < half->len);
    }
}

static void a_shift_moves_all_times(void)
{
    g_autoptr(GArray) by = drain(ss_transform_shift(plain(3), -30));
    g_autoptr(GArray) to = drain(ss_transform_start_at(plain(3), 1000000000));

    SS_EXPECT_INT(job(by, 0)->submit, SS_TRACE_START + 30);
    SS_EXPECT_INT(job(by, 0)->begin, SS_TRACE_START + 35);
    SS_EXPECT_INT(job(to, 0)->submit, 1000000000);
    SS_EXPECT_INT(job(to, 2)->submit, 1000000120);
    SS_EXPECT_INT(job(to, 2)->begin, 1000000125);
}

static void load_is_scaled_in_three_ways(void)
{
    g_autoptr(GArray) gaps = drain(ss_transform_scale(plain(4), SS_SCALE_GAPS, 2.0, 1));
    g_autoptr(GArray) runs = drain(ss_transform_scale(plain(4), SS_SCALE_RUNS, 1.5, 1));
    g_autoptr(GArray) twice = drain(ss_transform_scale(plain(3), SS_SCALE_JOBS, 2.0, 1));
    g_autoptr(GArray) more = drain(ss_transform_scale(plain(1000), SS_SCALE_JOBS, 1.25, 1));
    g_autofree char  *names = ids(twice);

    SS_EXPECT_INT(job(gaps, 0)->submit, SS_TRACE_START + 60);
    SS_EXPECT_INT(job(gaps, 3)->submit, SS_TRACE_START + 150);
    SS_EXPECT_INT(job(gaps, 3)->begin, SS_TRACE_START + 155);
    SS_EXPECT_INT(job(runs, 1)->run, 300);
    SS_EXPECT_UINT(job(runs, 1)->time_limit, 15);
    SS_EXPECT_TEXT(names, "1 1+1 2 2+1 3 3+1 ");
    SS_EXPECT_INT(job(twice, 1)->submit, SS_TRACE_START + 60);
    SS_EXPECT_TRUE(more->len > 1200 && more->len < 1300);
}

static void limits_become_those_that_people_write(void)
{
    g_autoptr(GArray) exact = drain(ss_transform_limits(plain(5), 5, 1, 1));
    g_autoptr(GArray) wide = drain(ss_transform_limits(plain(200), 5, 0, 1));

    SS_EXPECT_UINT(job(exact, 0)->time_limit, 2);
    SS_EXPECT_UINT(job(exact, 4)->time_limit, 9);
    for (guint i = 0; i < wide->len; i++) {
        const SsSpan limit = job(wide, i)->time_limit_secs;

        SS_EXPECT_TRUE(limit >= job(wide, i)->run);
        SS_EXPECT_INT(ss_transform_usual_limit(limit), limit);
    }
    SS_EXPECT_INT(ss_transform_usual_limit(301), 600);
    SS_EXPECT_INT(ss_transform_usual_limit(20 * 86400 + 1), 21 * 86400);
}

static void names_are_replaced_the_same_each_time(void)
{
    g_autoptr(GArray) jobs = drain(ss_transform_anonymise(plain(4)));

    SS_EXPECT_TEXT(job(jobs, 0)->user, "u1"); /* b */
    SS_EXPECT_TEXT(job(jobs, 1)->user, "u2");
    SS_EXPECT_TEXT(job(jobs, 3)->user, "u1");
    SS_EXPECT_TEXT(job(jobs, 3)->account, "a1");
    SS_EXPECT_TEXT(job(jobs, 3)->name, "j");
    SS_EXPECT_TEXT(job(jobs, 3)->trace_id, "4");
}

static void users_are_drawn_for_jobs_without_one(void)
{
    g_autoptr(GString) text = g_string_new("job_id,submission_time,duration,num_gpu\n");
    g_autoptr(GArray)  drawn = NULL;
    g_autoptr(SsJobs)  jobs = NULL;
    uint32_t           first = 0;

    for (int i = 0; i < 500; i++)
        g_string_append_printf(text, "%d,%d,9,1\n", i, i);
    jobs = ss_jobs_of_text(text->str, NULL);
    drawn =
        drain(ss_transform_draw_users(ss_trace_from_array(g_steal_pointer(&jobs->jobs)), 10, 3));
    for (guint i = 0; i < drawn->len; i++)
        first += strcmp(job(drawn, i)->user, "user1") == 0;
    SS_EXPECT_TRUE(first > 120 && first < 220); /* of ten users the first has a third */
    drawn = (g_array_unref(drawn), drain(ss_transform_draw_users(plain(3), 10, 3)));
    SS_EXPECT_TEXT(job(drawn, 0)->user, "b");
}

static void run_times_come_from_the_record(void)
{
    g_autofree char *path =
        ss_test_file("record.csv", "traceid,JobID,Submit,Start,End,ElapsedRaw,State\n"
                                   "1,1,5,6,107,101,COMPLETED\n"
                                   "2,2,5,6,607,601,TIMEOUT\n"
                                   "3_0,3_0,5,6,309,303,FAILED\n"
                                   "4,4,5,Unknown,309,0,CANCELLED by 0\n");
    g_autoptr(SsRecordSet) set = ss_record_set_read(path, NULL, NULL);
    uint64_t               missing = 99;
    g_autoptr(GArray)      jobs = drain(ss_transform_recorded_runs(plain(5), set, &missing));

    SS_EXPECT_INT(job(jobs, 0)->run, 101);
    SS_EXPECT_INT(job(jobs, 1)->run, 200); /* it was ended: what it wanted is not recorded */
    SS_EXPECT_INT(job(jobs, 2)->run, 300); /* no array: no row of its own */
    SS_EXPECT_INT(job(jobs, 3)->run, 400);
    SS_EXPECT_UINT(missing, 2);
}

static void the_shipped_record_fits_its_trace(void)
{
    g_autofree char       *record = ss_test_source("workloads/traces/backfill-sizes/record.csv");
    g_autofree char       *trace = ss_test_source("workloads/traces/backfill-sizes/trace.csv");
    g_autoptr(SsRecordSet) set = ss_record_set_read(record, NULL, NULL);
    uint64_t               missing = 99;
    SsTraceOptions         options;
    g_autoptr(GArray)      jobs = NULL;

    ss_trace_options_init(&options);
    options.start = 1768471200; /* 2026-01-15T10:00:00 */
    jobs = drain(
        ss_transform_recorded_runs(ss_trace_open(trace, &options, NULL, NULL), set, &missing));
    SS_EXPECT_UINT(jobs->len, 110);
    SS_EXPECT_UINT(missing, 0);
    SS_EXPECT_INT(job(jobs, 0)->run, 641);
    for (guint i = 0; i < jobs->len; i++)
        SS_EXPECT_INT(job(jobs, i)->submit,
                      ss_record_set_find(set, job(jobs, i)->trace_id)->submit);
}

static const SsTest tests[] = {
    SS_TEST(a_filter_keeps_what_meets_all_conditions),
    SS_TEST(a_sample_is_the_same_for_each_job_whatever_else_is_left_out),
    SS_TEST(a_shift_moves_all_times),
    SS_TEST(load_is_scaled_in_three_ways),
    SS_TEST(limits_become_those_that_people_write),
    SS_TEST(names_are_replaced_the_same_each_time),
    SS_TEST(users_are_drawn_for_jobs_without_one),
    SS_TEST(run_times_come_from_the_record),
    SS_TEST(the_shipped_record_fits_its_trace),
};
SS_TEST_MAIN("transform", tests)
