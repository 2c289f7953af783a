/* SPDX-License-Identifier: Apache-2.0 */
/* Broken workloads: each is refused with its place, and not one job is handed out. */
#include "tests/support/ss_jobs.h"
#include "tests/support/ss_test.h"

#include <string.h>

#define COLUMNS "jobid,submit,user,nodes,ntasks,mem,gres,timelimit,run,extra\n"
#define SWF_OK  "; Version: 2.2\n"
#define SACCT   "JobID|Submit|Start|End|Elapsed|State|ExitCode|NCPUS|ReqMem|Timelimit|User\n"
#define EVENT   "-dt 5 -e submit_batch_job | --uid=a "

typedef struct {
    const char *format; /* NULL: told from content */
    const char *text, *message;
} Bad;

static const Bad cases[] = {
    /* no format at all */
    { NULL, "", "trace: the file is empty; --format names one of swf, sacct, csv, events" },
    { NULL, "hello world\n", "trace: no trace format looks like this" },
    { NULL, "\x1f\x8b broken", "trace: no trace format looks like this" },
    { "cvs", "x", "trace format 'cvs' is not known; there are swf, sacct, csv, events, sbatch" },

    /* csv */
    { "csv", "", "trace:1: the file is empty; its first line names the columns" },
    { "csv", "jobid,user\n1,amy\n", "trace:1: there is no column submit" },
    { "csv", "submit,submit\n1,2\n", "trace:1: column 'submit' stands there twice" },
    { "csv", "submit,time_limit\n1,2\n", "trace:1: column 'time_limit' is not known" },
    { "csv", "submit,us\"er\n1,2\n", "trace:1: a quote stands inside a field" },
    { "csv", COLUMNS, "trace: there is not one job in it" },
    { "csv", COLUMNS "1,0,amy\n", "trace:2: 3 fields where the header has 10" },
    { "csv", COLUMNS "1,0,amy,,,,,,,,,\n", "trace:2: 12 fields where the header has 10" },
    { "csv", COLUMNS "1,,amy,,,,,,,\n", "trace:2: no submit time" },
    { "csv", COLUMNS "1,soon,amy,,,,,,,\n", "trace:2: column submit: 'soon': write seconds" },
    { "csv", COLUMNS "1,-5,amy,,,,,,,\n", "trace:2: column submit: '-5': write seconds" },
    { "csv", COLUMNS "1,2026-13-01T00:00:00,amy,,,,,,,\n", "column submit: '2026-13-01T00:00:00'" },
    { "csv", COLUMNS "1,0,amy,x,,,,,,\n",
      "trace:2: column nodes: 'x': \"x\" is not a valid node count" },
    { "csv", COLUMNS "1,0,amy,3-1,,,,,,\n",
      "Maximum node count 1 is less than minimum node count 3" },
    { "csv", COLUMNS "1,0,amy,,0,,,,,\n",
      "column ntasks: '0': Invalid numeric value \"0\" for --ntasks." },
    { "csv", COLUMNS "1,0,amy,,,1.5G,,,,\n", "column mem: '1.5G': Invalid --mem specification" },
    { "csv", COLUMNS "1,0,amy,,,,gpu:,,,\n", "column gres: 'gpu:': Invalid generic resource" },
    { "csv", COLUMNS "1,0,amy,,,,,1-2-3,,\n", "column timelimit: '1-2-3': Invalid --time" },
    { "csv", COLUMNS "1,0,amy,,,,,,-9,\n", "column run: '-9': write seconds" },
    { "csv", COLUMNS "1,0,amy,,,,,,9,--bogus\n", "column extra: unrecognized option '--bogus'" },
    { "csv", COLUMNS "1,0,amy,,,,,,9,word\n", "column extra: 'word' is no option" },
    { "csv", COLUMNS "1,0,amy,,,,,,9,-J 'x\n", "quote ' is not closed" },
    { "csv", COLUMNS "1,0,amy,,,1G,,,9,--mem-per-cpu=1G\n", "are mutually exclusive" },
    { "csv", COLUMNS "1,0,\"amy,,,,,,9,\n2,0,bea,,,,,,9,\n", "trace:2: a quote is not closed" },
    { "csv", COLUMNS "1,0,\"amy\"x,,,,,,9,\n", "trace:2: a quote stands inside a field or behind" },
    { "csv", COLUMNS "1,0,amy,,,,,,9,\n1,1,bea,,,,,,9,\n", "trace:3: job 1 was there before" },
    { "csv", COLUMNS "1,0,amy,,,,,,9,\n2,x,bea,,,,,,9,\n3,0,c,,,,,,x,\n",
      "trace:3: column submit: 'x': write seconds since the start or 2026-01-15T10:00:38 (first of 2 "
      "bad records among 3, 0 allowed; --max-bad allows more)" },

    /* swf */
    { "swf", SWF_OK, "trace: there is not one job in it" },
    { "swf", SWF_OK "1 2 3\n", "trace:2: 3 fields, a record has 18" },
    { "swf", SWF_OK "1 x 0 9 4 -1 -1 4 60 -1 1 1 1 1 1 1 -1 -1\n",
      "trace:2: field 2: 'x' is no number" },
    { "swf", SWF_OK "1 5 0 9 4 -1 -1 4 60 -1 1 1 1 1 1 1 -1 5x\n",
      "trace:2: field 18: '5x' is no" },
    { "swf", SWF_OK "1 -1 0 9 4 -1 -1 4 60 -1 1 1 1 1 1 1 -1 -1\n", "trace:2: no submit time" },
    { "swf", SWF_OK "1 5 0 9 4 -1 -1 5000000000 60 -1 1 1 1 1 1 1 -1 -1\n",
      "trace:2: 5000000000 processors are too many" },
    { "swf", SWF_OK "1 5 0 99999999999999999999 4 -1 -1 4 60 -1 1 1 1 1 1 1 -1 -1\n",
      "trace:2: field 4: '99999999999999999999' is no number" },

    /* sacct */
    { "sacct", "", "trace:1: the file is empty" },
    { "sacct", "a|b|c\n", "trace:1: neither a header of sacct -P nor the 26 fields of Open XDMoD" },
    { "sacct", "JobID|State\n1|COMPLETED\n", "trace:1: sacct's header lacks Submit" },
    { "sacct", SACCT "1|2026-01-01T00:00:00\n", "trace:2: 2 fields where there should be 11" },
    { "sacct", SACCT "1|today|5|6|00:00:01|COMPLETED|0:0|1|1G|5|a\n",
      "Submit: 'today' cannot be read" },
    { "sacct", SACCT "1|Unknown|5|6|00:00:01|COMPLETED|0:0|1|1G|5|a\n", "trace:2: no submit time" },
    { "sacct", SACCT "1|5|5|6|1h|COMPLETED|0:0|1|1G|5|a\n",
      "trace:2: Elapsed: '1h' cannot be read" },
    { "sacct", SACCT "1|5|5|6|00:00:01|COMPLETED|x|1|1G|5|a\n", "ExitCode: 'x' cannot be read" },
    { "sacct", SACCT "1|5|5|6|00:00:01|COMPLETED|0:0|1|1X|5|a\n", "ReqMem: '1X' cannot be read" },
    { "sacct", SACCT "1|5|5|6|00:00:01|COMPLETED|0:0|1|1G|x|a\n", "Timelimit: 'x' cannot be read" },
    { "sacct", SACCT "1|5|||00:00:00|PENDING|0:0|1|1G|5|a\n",
      "trace:2: state PENDING: its run time is unknown" },

    /* events */
    { "events", EVENT "-t x y.job\n", "trace:1: Invalid --time specification" },
    { "events", EVENT "--bogus y.job\n", "trace:1: unrecognized option '--bogus'" },
    { "events", EVENT "-J 'x y.job\n", "trace:1: quote ' is not closed" },
    { "events", EVENT "-sim-walltime soon y.job\n", "-sim-walltime takes seconds, not 'soon'" },
    { "events", EVENT "-cancel-in -3 y.job\n", "-cancel-in takes seconds, not '-3'" },
    { "events", "-e submit_batch_job | --uid=a y.job\n", "trace:1: no -dt" },
    { "events", "-dt\n", "trace:1: no value behind '-dt'" },
    { "events", "-dt x -e submit_batch_job | y.job\n", "trace:1: -dt takes seconds, not 'x'" },
    { "events", "-dt 1 -q 5 | y.job\n", "trace:1: unexpected word '-q'" },
    { "events", "-dt 1 -e reboot | y.job\n", "trace:1: not simulated: event 'reboot'" },
};

static void every_broken_workload_is_refused_with_its_place(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        SsTraceOptions    options;
        g_autoptr(SsJobs) jobs = NULL;

        ss_trace_options_init(&options);
        options.format = cases[i].format;
        jobs = ss_jobs_of_text(cases[i].text, &options);
        SS_EXPECT_NULL(jobs->jobs);
        SS_EXPECT_CONTAINS(ss_jobs_error(jobs), cases[i].message);
    }
}

/* --- files -------------------------------------------------------------------------------------- */

static void expect_refused(const char *path, const char *format, const char *message)
{
    SsTraceOptions    options;
    g_autoptr(SsJobs) jobs = NULL;

    ss_trace_options_init(&options);
    options.format = format;
    jobs = ss_jobs_of_file(path, &options);
    SS_EXPECT_NULL(jobs->jobs);
    SS_EXPECT_CONTAINS(ss_jobs_error(jobs), message);
}

static void files_that_cannot_be_read_say_why(void)
{
    g_autofree char *nul = ss_test_file("nul.csv", ""), *half = ss_test_file("half.gz", "");
    g_autofree char *script = ss_test_file("bad/a.sh", "#!/bin/sh\n#SBATCH -t x\n");
    g_autofree char *dos = ss_test_file("dos.sh", "#!/bin/sh\r\n#SBATCH -t 5\r\n");
    g_autofree char *empty = ss_test_file("empty/readme", "x");
    g_autofree char *folder = g_path_get_dirname(script), *none = g_path_get_dirname(empty);

    SS_EXPECT_TRUE(g_file_set_contents(nul, "submit,user\n1,a\0y\n", 18, NULL));
    SS_EXPECT_TRUE(g_file_set_contents(half, "\x1f\x8b\x08\0\0\0\0\0\0\x03J,N\xd1)\xcd", 16, NULL));
    expect_refused("/no/such/file", NULL, "/no/such/file: No such file or directory");
    expect_refused(nul, NULL, "nul.csv:2: NUL byte: this is no text");
    expect_refused(half, NULL, "half.gz:");
    expect_refused(ss_test_tmp(), "csv", "Is a directory");
    expect_refused(folder, NULL, "bad/a.sh:2: Invalid --time specification");
    expect_refused(dos, "sbatch", "dos.sh: Batch script contains DOS line breaks");
    expect_refused(none, NULL, "empty: there is no batch script");
    expect_refused("/no/such.sh", "sbatch", "Unable to open file /no/such.sh");
    expect_refused("generate:jbos=3", NULL, "generate: key 'jbos' is not known");
}

static void of_several_workloads_the_bad_one_is_named(void)
{
    g_autofree char       *good = ss_test_file("good.csv", "submit,user,run\n1,amy,9\n");
    g_autofree char       *broken = ss_test_file("broken.csv", "submit,user,run\n1,amy,x\n");
    char                  *paths[] = { good, broken, NULL };
    g_autoptr(GError)      error = NULL;
    g_autoptr(SsJobSource) source = ss_trace_open_all(paths, NULL, NULL, &error);

    SS_EXPECT_NULL(source);
    SS_EXPECT_ERROR(error, "broken.csv:2: column run: 'x'");
    SS_EXPECT_TRUE(g_error_matches(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE));
}

static const SsTest tests[] = {
    SS_TEST(every_broken_workload_is_refused_with_its_place),
    SS_TEST(files_that_cannot_be_read_say_why),
    SS_TEST(of_several_workloads_the_bad_one_is_named),
};
SS_TEST_MAIN("trace_bad", tests)
