/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, telling formats apart, merging, counting. */
#include "tests/support/ss_jobs.h"
#include "tests/support/ss_test.h"

#include <string.h>
#include <zlib.h>

#define SWF    "; Version: 2.2\n1 5 0 9 4 -1 -1 4 60 -1 1 1 1 1 1 1 -1 -1\n"
#define CSV    "jobid,submit,user,run\n7,3,amy,9\n8,5,amy,9\n"
#define SACCT  "JobID|Submit|Elapsed|NCPUS|User\n1|2026-01-01T00:00:04|00:00:09|1|amy\n"
#define EVENTS "-dt 4 -e submit_batch_job | -sim-walltime 9 --uid=amy x.job\n"
#define SCRIPT "#!/bin/sh\n#SBATCH -n 4 --uid=amy\n#SLURMSIM run=9\nsrun x\n"

static void formats_are_told_from_content(void)
{
    static const struct {
        const char *text, *format;
    } cases[] = { { SWF, "swf" },       { "\n 1 5 0 9 4 -1 -1 4 60 -1 1 1 1 1 1 1 -1 -1\n", "swf" },
                  { CSV, "csv" },       { SACCT, "sacct" },
                  { EVENTS, "events" }, { SCRIPT, "sbatch" } };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char  *path = ss_test_file("workload.txt", cases[i].text);
        g_autoptr(SsJobs) jobs = ss_jobs_of_file(path, NULL);

        SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
        SS_EXPECT_TEXT(jobs->tally.format, cases[i].format);
        SS_EXPECT_INT(ss_jobs_at(jobs, 0)->run, 9);
    }
}

static void a_named_format_is_not_doubted(void)
{
    SsTraceOptions    options;
    g_autoptr(SsJobs) jobs = NULL;

    ss_trace_options_init(&options);
    options.format = "swf";
    jobs = ss_jobs_of_text(CSV, &options);
    SS_EXPECT_CONTAINS(ss_jobs_error(jobs),
                       "trace:1: field 1: 'jobid,submit,user,run' is no number");
    SS_EXPECT_NULL(jobs->jobs);
}

static char *gzipped(const char *name, const char *text)
{
    g_autofree char *path = ss_test_file(name, "");
    gzFile           file = gzopen(path, "wb");

    gzputs(file, text);
    gzclose(file);
    return g_steal_pointer(&path);
}

static void a_compressed_file_is_the_same_file(void)
{
    g_autofree char  *path = gzipped("w.gz", CSV);
    g_autofree char  *mixed = gzipped("mixed.gz", "jobid,submit,user,run\n7,30,amy,9\n8,5,bea,9\n"
                                                   "9,20,cal,9\n");
    g_autoptr(SsJobs) jobs = ss_jobs_of_file(path, NULL);
    g_autoptr(SsJobs) sorted = ss_jobs_of_file(mixed, NULL);

    SS_EXPECT_UINT(ss_jobs_n(jobs), 2);
    SS_EXPECT_TEXT(ss_jobs_at(sorted, 0)->user, "bea");
    SS_EXPECT_TEXT(ss_jobs_at(sorted, 1)->user, "cal");
    SS_EXPECT_TEXT(ss_jobs_at(sorted, 2)->user, "amy");
}

/* More than one buffer of 64 KiB, backwards. */
static void a_long_unsorted_file_is_read_by_jumping(void)
{
    g_autoptr(GString) text = g_string_new("jobid,submit,user,run\n");
    g_autofree char   *path = NULL;
    g_autoptr(SsJobs)  jobs = NULL;
    const uint32_t     n = 20000;

    for (uint32_t i = 0; i < n; i++)
        g_string_append_printf(text, "%u,%u,user%u,%u\n", i, n - i, i % 97, i);
    path = ss_test_file("long.csv", text->str);
    jobs = ss_jobs_of_file(path, NULL);
    SS_EXPECT_UINT(ss_jobs_n(jobs), n);
    for (uint32_t i = 0; i < ss_jobs_n(jobs); i += 371) {
        SS_EXPECT_INT(ss_jobs_at(jobs, i)->run, n - 1 - i);
        SS_EXPECT_INT(ss_jobs_at(jobs, i)->submit, SS_TRACE_START + 1 + i);
    }
}

static void several_workloads_are_one_by_time(void)
{
    g_autofree char *swf = ss_test_file("a.swf", SWF), *csv = ss_test_file("b.csv", CSV),
                    *sacct = ss_test_file("c.txt", SACCT);
    char                    *paths[] = { swf, csv, sacct, NULL };
    SsTraceOptions           options;
    SsTraceTally             tally;
    g_autoptr(GError)        error = NULL;
    g_autoptr(SsJobSource)   source = NULL;
    g_autoptr(GArray)        jobs = NULL;
    static const char *const ids[] = { "7", "1", "1", "8" };
    static const char *const users[] = { "amy", "amy", "u1", "amy" };

    ss_trace_options_init(&options);
    options.tally = &tally;
    source = ss_trace_open_all(paths, &options, NULL, &error);
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_UINT(tally.jobs, 4);
    SS_EXPECT_TEXT(tally.format, "several");
    SS_EXPECT_INT(tally.first_submit, SS_TRACE_START + 3);
    SS_EXPECT_INT(tally.last_submit, SS_TRACE_START + 5);
    jobs = ss_trace_read_all(g_steal_pointer(&source), &error);
    for (guint i = 0; i < jobs->len; i++) {
        SS_EXPECT_TEXT(g_array_index(jobs, SsJobSpec, i).trace_id, ids[i]);
        SS_EXPECT_TEXT(g_array_index(jobs, SsJobSpec, i).user, users[i]);
    }
}

static void progress_reaches_the_end(void)
{
    g_autoptr(SsJobSource) source = ss_trace_open_memory("x", CSV, strlen(CSV), NULL, NULL, NULL);
    SsJobSpec              spec;

    ss_job_spec_init(&spec);
    SS_EXPECT_REAL(source->progress(source), 0.0, 0);
    SS_EXPECT_TRUE(source->next(source, &spec, NULL));
    SS_EXPECT_REAL(source->progress(source), 0.5, 0);
    SS_EXPECT_TRUE(source->next(source, &spec, NULL));
    SS_EXPECT_FALSE(source->next(source, &spec, NULL));
    SS_EXPECT_FALSE(source->next(source, &spec, NULL));
    SS_EXPECT_REAL(source->progress(source), 1.0, 0);
    SS_EXPECT_NULL(spec.user);
    ss_job_spec_clear(&spec);
}

static void an_array_is_a_source_again(void)
{
    g_autoptr(SsJobs)      jobs = ss_jobs_of_text(CSV, NULL);
    g_autoptr(SsJobSource) source = ss_trace_from_array(g_steal_pointer(&jobs->jobs));
    SsTraceStat            stat;

    SS_EXPECT_TRUE(ss_trace_stat(source, NULL, &stat, NULL));
    SS_EXPECT_UINT(stat.jobs, 2);
    SS_EXPECT_REAL(source->progress(source), 1.0, 0);
}

static void one_percent_of_a_log_may_be_bad(void)
{
    g_autoptr(GString) text = g_string_new("; Version: 2.2\n");
    g_autofree char   *worse = NULL;

    for (int i = 0; i < 200; i++)
        g_string_append(text,
                        i % 100 == 50 ? "bad\n" : "1 5 0 9 4 -1 -1 4 60 -1 1 1 1 1 1 1 -1 -1\n");
    g_autoptr(SsJobs) fine = ss_jobs_of_text(text->str, NULL);
    worse = g_strconcat(text->str, "bad\n", NULL);
    g_autoptr(SsJobs) refused = ss_jobs_of_text(worse, NULL);

    SS_EXPECT_UINT(ss_jobs_n(fine), 198);
    SS_EXPECT_UINT(fine->tally.rejected, 2);
    SS_EXPECT_CONTAINS(ss_jobs_error(refused),
                       "trace:52: field 1: 'bad' is no number (first of 3 bad records among 201, 2 "
                       "allowed");
    SS_EXPECT_NULL(refused->jobs);
}

/* --- scripts ------------------------------------------------------------------------------------ */

static void a_folder_of_scripts_is_submitted_by_name(void)
{
    g_autofree char *b = ss_test_file("jobs/b.sh", SCRIPT);
    g_autofree char *a = ss_test_file("jobs/a.sh", "#!/bin/bash\n#SBATCH -t 5\nx\n");
    g_autofree char *c =
        ss_test_file("jobs/c.sh", "#!/bin/bash\n#SLURMSIM run=limit end=oom\n#SBATCH -J n\nx\n");
    g_autofree char  *readme = ss_test_file("jobs/README", "not a script\n");
    g_autofree char  *folder = g_path_get_dirname(a);
    SsTraceOptions    options;
    g_autoptr(SsJobs) jobs = NULL;

    ss_trace_options_init(&options);
    options.run_time = 77;
    jobs = ss_jobs_of_file(folder, &options);
    SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
    SS_EXPECT_UINT(ss_jobs_n(jobs), 3);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->trace_id, "a.sh");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->name, "a.sh");
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 0)->user, "nobody");
    SS_EXPECT_INT(ss_jobs_at(jobs, 0)->run, 77);
    SS_EXPECT_INT(ss_jobs_at(jobs, 1)->run, 9);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 1)->user, "amy");
    SS_EXPECT_INT(ss_jobs_at(jobs, 2)->fate, SS_FATE_OOM);
    SS_EXPECT_TEXT(ss_jobs_at(jobs, 2)->name, "n");
    SS_EXPECT_INT(ss_jobs_at(jobs, 2)->submit, SS_TRACE_START);
}

/* --- statistics --------------------------------------------------------------------------------- */

static void sizes_are_what_the_options_say(void)
{
    static const struct {
        const char *extra;
        uint64_t    cpus, gpus, tasks;
    } cases[] = { { "", 1, 0, 1 },
                  { "-n 4 -c 2", 8, 0, 1 },
                  { "-N 3", 3, 0, 1 },
                  { "-N 2 --ntasks-per-node=4", 8, 0, 1 },
                  { "-N 2 --gres=gpu:a100:4", 2, 8, 1 },
                  { "--gres=gpu", 1, 1, 1 },
                  { "--gres=shard:4,gpu:2", 1, 2, 1 },
                  { "-G a100:3", 1, 3, 1 },
                  { "-n 4 --gpus-per-task=2", 4, 8, 1 },
                  { "-N 2 --gpus-per-node=2", 2, 4, 1 },
                  { "-a 0-9%2", 1, 0, 10 },
                  { "-a 1,3,5-9:2", 1, 0, 5 } };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            g_strdup_printf("jobid,submit,user,run,extra\n1,0,amy,9,\"%s\"\n", cases[i].extra);
        g_autoptr(SsJobs) jobs = ss_jobs_of_text(text, NULL);

        SS_EXPECT_TEXT(ss_jobs_error(jobs), "");
        SS_EXPECT_UINT(ss_trace_cpus(ss_jobs_at(jobs, 0)), cases[i].cpus);
        SS_EXPECT_UINT(ss_trace_gpus(ss_jobs_at(jobs, 0)), cases[i].gpus);
        SS_EXPECT_UINT(ss_trace_tasks(ss_jobs_at(jobs, 0)), cases[i].tasks);
    }
}

static void a_workload_is_summed_up(void)
{
    g_autoptr(GString) text = g_string_new("jobid,submit,user,account,ntasks,timelimit,run,gres\n");
    g_autoptr(GString) shown = g_string_new(NULL);
    SsTraceTally       tally;
    SsTraceOptions     options;
    SsTraceStat        stat;

    for (int i = 1; i <= 1000; i++)
        g_string_append_printf(text, "%d,%d,u%d,a%d,%d,60,%d,%s\n", i, i * 60, i % 7, i % 3,
                               i % 5 + 1, i * 4, i % 10 == 0 ? "gpu:2" : "");
    ss_trace_options_init(&options);
    options.tally = &tally;
    g_autoptr(SsJobSource) source =
        ss_trace_open_memory("x", text->str, text->len, &options, NULL, NULL);
    SS_EXPECT_TRUE(ss_trace_stat(source, NULL, &stat, NULL));
    SS_EXPECT_UINT(stat.jobs, 1000);
    SS_EXPECT_UINT(stat.users, 7);
    SS_EXPECT_UINT(stat.accounts, 3);
    SS_EXPECT_UINT(stat.gpu_jobs, 100);
    SS_EXPECT_UINT(stat.gpus, 200);
    SS_EXPECT_UINT(stat.over_limit, 100);
    SS_EXPECT_INT(stat.run.least, 4);
    SS_EXPECT_INT(stat.run.most, 4000);
    SS_EXPECT_REAL(stat.run.mean, 2002, 0.001);
    SS_EXPECT_REAL((double) stat.run.median, 2000, 250);
    SS_EXPECT_REAL((double) stat.run.p90, 3600, 450);
    SS_EXPECT_UINT(stat.by_hour[0], 59);
    SS_EXPECT_UINT(stat.by_hour[16], 41);
    SS_EXPECT_UINT(stat.by_weekday[4], 1000); /* 1 January 2026 is a Thursday */
    ss_trace_stat_print(&stat, &tally, NULL, shown);
    SS_EXPECT_CONTAINS(shown->str, "jobs                             1000\n");
    SS_EXPECT_CONTAINS(shown->str, "longer than limit                 100\n");
}

static void every_fault_has_a_code_of_its_own(void)
{
    g_autoptr(GHashTable) codes = g_hash_table_new(g_str_hash, g_str_equal);

    for (int i = 0; i < SS_N_TRACE_FAULTS; i++) {
        const SsTraceFaultRow *row = ss_trace_fault((SsTraceFault) i);

        SS_EXPECT_TRUE(g_hash_table_add(codes, (char *) row->code));
        SS_EXPECT_TRUE(g_hash_table_add(codes, (char *) row->name));
        SS_EXPECT_TRUE(*row->doc != '\0');
    }
}

static const SsTest tests[] = {
    SS_TEST(formats_are_told_from_content),
    SS_TEST(a_named_format_is_not_doubted),
    SS_TEST(a_compressed_file_is_the_same_file),
    SS_TEST(a_long_unsorted_file_is_read_by_jumping),
    SS_TEST(several_workloads_are_one_by_time),
    SS_TEST(progress_reaches_the_end),
    SS_TEST(an_array_is_a_source_again),
    SS_TEST(one_percent_of_a_log_may_be_bad),
    SS_TEST(a_folder_of_scripts_is_submitted_by_name),
    SS_TEST(sizes_are_what_the_options_say),
    SS_TEST(a_workload_is_summed_up),
    SS_TEST(every_fault_has_a_code_of_its_own),
};
SS_TEST_MAIN("trace", tests)
