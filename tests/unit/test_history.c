/* SPDX-License-Identifier: Apache-2.0 */
/* Ended jobs, usage at the start, and records of real runs. */
#include "tests/support/ss_test.h"

#include <string.h>

#include "sim/model/job.h"
#include "workloads/history.h"
#include "workloads/record.h"
#include "workloads/usage_file.h"

static SsCluster *site(void)
{
    SsCluster *cluster = ss_cluster_new();

    cluster->name = g_strdup("c");
    ss_tres_set_add(cluster->tres, "gres/gpu");
    ss_tres_set_add(cluster->tres, "gres/gpu:h100");
    ss_cluster_seal(cluster);
    return cluster;
}

/* --- history ------------------------------------------------------------------------------------ */

static gboolean show_record(const SsJobRecord *r, void *data, GError **error)
{
    GString *out = data;

    (void) error;
    g_string_append_printf(
        out,
        "%u array %u task %u %s %s/%s/%s/%s/%s submit %+d eligible %+d start %+d end %+d state %u ",
        r->job_id, r->array_job_id, r->array_task_id, r->name, r->user, r->account, r->partition,
        r->qos, r->wckey, (int) (r->submit - 1768471200), (int) (r->eligible - 1768471200),
        r->start ? (int) (r->start - 1768471200) : -1, (int) (r->end - 1768471200), r->state);
    g_string_append_printf(
        out, "exit %u nodes %u cpus %u/%u mem %u alloc %s req %s limit %u on %s\n", r->exit_code,
        r->n_nodes, r->cpus_req, r->cpus_alloc, (unsigned) r->mem_req, r->tres_alloc, r->tres_req,
        r->time_limit, r->nodes);
    return TRUE;
}

static char *history(const char *text, int64_t max_bad, GError **error)
{
    g_autoptr(SsCluster)   cluster = site();
    g_autofree char       *path = ss_test_file("history.txt", text);
    const SsHistoryOptions options = { .cluster = cluster, .max_bad = max_bad };
    GString               *out = g_string_new(NULL);
    uint64_t               n = 0;

    if (!ss_history_read(path, &options, show_record, out, &n, NULL, error))
        g_string_append(out, "refused\n");
    return g_string_free(out, FALSE);
}

static void a_csv_is_read(void)
{
    g_autofree char *text = history(
        "jobid,name,user,account,partition,qos,wckey,submit,eligible,start,end,state,exit,nodes,"
        "tres_alloc,tres_req,timelimit,nodelist,array_job,array_task,reservation,priority,suspended\n"
        "1002,sim,ann,llm,gpu,normal,,2026-01-15T10:00:00,2026-01-15T10:00:10,2026-01-15T10:01:00,"
        "2026-01-15T10:02:00,FAILED,2,1,\"cpu=8,mem=65536M,node=1,billing=26,gres/gpu=1,gres/gpu:h100="
        "1\",\"cpu=4,mem=65536M,node=1,billing=26,gres/gpu=1,gres/gpu:h100=1\",625,g1,,,,5177,0\n"
        "1003,md,ann,llm,gpu,normal,w1,2026-01-15T10:00:00,2026-01-15T10:00:00,,2026-01-15T10:05:00,"
        "CANCELLED by ann,0,2,\"cpu=8,mem=200M,node=2\",\"cpu=8,mem=200M,node=2\",30,,1003,4,,1,0\n",
        -1, NULL);

    SS_EXPECT_TEXT(
        text,
        "1002 array 0 task 4294967294 sim ann/llm/gpu/normal/(null) submit +0 eligible +10 start +60 "
        "end +120 state 5 exit 512 nodes 1 cpus 4/8 mem 65536 alloc "
        "1=8,2=65536,4=1,5=26,1001=1,1002=1 req 1=4,2=65536,4=1,5=26,1001=1,1002=1 limit 625 on g1\n"
        "1003 array 1003 task 4 md ann/llm/gpu/normal/w1 submit +0 eligible +0 start -1 end +300 "
        "state 4 exit 0 nodes 0 cpus 8/0 mem 100 alloc (null) req 1=8,2=200,4=2 limit 30 on (null)\n");
}

static gboolean show_flags(const SsJobRecord *r, void *data, GError **error)
{
    (void) error;
    g_string_append_printf(data, "%u:%u ", r->job_id, r->flags);
    return TRUE;
}

/* "Start received" is shown as it was; it does not make the row one of our controller's. */
static void flags_are_read_as_bits_and_as_words(void)
{
    static const char *const forms[] = {
        "jobid,submit,start,end,state,flags\n"
        "1,2026-01-15T10:00:00,2026-01-15T10:00:00,2026-01-15T11:00:00,COMPLETED,8\n"
        "2,2026-01-15T10:00:00,2026-01-15T10:00:00,2026-01-15T11:00:00,COMPLETED,20\n"
        "3,2026-01-15T10:00:00,2026-01-15T10:00:00,2026-01-15T11:00:00,COMPLETED,40\n",
        "JobID|Submit|Start|End|State|Flags\n"
        "1|2026-01-15T10:00:00|2026-01-15T10:00:00|2026-01-15T11:00:00|COMPLETED|SchedBackfill\n"
        "2|2026-01-15T10:00:00|2026-01-15T10:00:00|2026-01-15T11:00:00|COMPLETED|SchedMain,StartRecieved\n"
    };
    static const char *const expected[] = { "1:4 2:66 3:20 ", "1:4 2:66 " };

    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autoptr(SsCluster)   cluster = site();
        g_autofree char       *path = ss_test_file("history.txt", forms[i]);
        const SsHistoryOptions options = { .cluster = cluster };
        g_autoptr(GString)     out = g_string_new(NULL);
        uint64_t               n = 0;

        SS_EXPECT_TRUE(ss_history_read(path, &options, show_flags, out, &n, NULL, NULL));
        SS_EXPECT_TEXT(out->str, expected[i]);
    }
}

static void sacct_is_read(void)
{
    g_autofree char *text = history(
        "JobIDRaw|JobID|User|Account|Partition|QOS|WCKey|Submit|Eligible|Start|End|State|ExitCode|"
        "NNodes|AllocTRES|ReqTRES|TimelimitRaw|NodeList|JobName\n"
        "20|17_3|ann|llm|gpu|normal|*w|2026-01-15T10:00:00|2026-01-15T10:00:00|2026-01-15T10:01:00|"
        "2026-01-15T10:02:00|TIMEOUT|0:15|1|billing=8,cpu=8,mem=62.50G,node=1|billing=8,cpu=8,"
        "mem=62.50G,node=1|1|n1|a|b\n"
        "20.batch|17_3.batch||llm||||2026-01-15T10:00:00|2026-01-15T10:00:00|2026-01-15T10:01:00|"
        "2026-01-15T10:02:00|CANCELLED|0:15|1|cpu=8|||n1|batch\n",
        -1, NULL);

    SS_EXPECT_TEXT(text,
                   "20 array 17 task 3 a ann/llm/gpu/normal/w submit +0 eligible +0 start +60 end "
                   "+120 state 6 exit 15 nodes 1 cpus 8/8 mem 64000 alloc 1=8,2=64000,4=1,5=8 req "
                   "1=8,2=64000,4=1,5=8 limit 1 on n1\n");
}

static void a_bad_row_is_located(void)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "there is nothing in it" },
        { "jobid,submit,state\n", ":1: a history has the columns jobid, submit, end and state" },
        { "jobid,submit,end,state\nx,5,6,COMPLETED\n", ":2: jobid: 'x' cannot be read" },
        { "jobid,submit,end,state\n1,5,6\n", ":2: the fields do not fit the header" },
        { "jobid,submit,end,state\n1,5,6,DONE\n", ":2: state: 'DONE' cannot be read" },
        { "jobid,submit,end,state\n1,5,6,RUNNING\n", ":2: state RUNNING: the job has not ended" },
        { "jobid,submit,end,state\n1,,6,COMPLETED\n", ":2: submit: '' cannot be read" },
        { "jobid,submit,end,state,tres_alloc\n1,5,6,COMPLETED,cpu\n",
          ":2: tres_alloc: 'cpu' cannot be read" },
        { "jobid,submit,end,state,timelimit\n1,5,6,COMPLETED,1-2-3\n",
          ":2: timelimit: '1-2-3' cannot be read" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char  *text = history(cases[i].text, -1, &error);

        SS_EXPECT_ERROR(error, cases[i].message);
        SS_EXPECT_TEXT(text, "refused\n");
    }
    g_autofree char *text = history(
        "jobid,submit,end,state\nx,5,6,COMPLETED\n7,1768471200,1768471201,COMPLETED\n", 1, NULL);
    SS_EXPECT_CONTAINS(text, "7 array 0");
}

static gboolean count_record(const SsJobRecord *record, void *data, GError **error)
{
    (void) error;
    *(uint32_t *) data += record->start != 0;
    return TRUE;
}

static void recorded_histories_are_read(void)
{
    static const char *const cases[] = { "basic-cpu", "events-reservations", "gpu-billing",
                                         "wckey-qos-arrays" };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *relative = g_strdup_printf("oracle/cases/static-%s/history.csv", cases[i]);
        g_autofree char *path = ss_test_shared(relative);
        g_autoptr(SsCluster)   cluster = site();
        const SsHistoryOptions options = { .cluster = cluster, .max_bad = -1 };
        g_autoptr(GError)      error = NULL;
        g_autofree char       *text = NULL;
        g_auto(GStrv)          lines = NULL;
        uint32_t               started = 0;
        uint64_t               n = 0;

        if (path == NULL)
            return;
        SS_EXPECT_TRUE(ss_history_read(path, &options, count_record, &started, &n, NULL, &error));
        SS_EXPECT_NO_ERROR(error);
        text = ss_test_read(path);
        lines = g_strsplit(g_strchomp(text), "\n", -1);
        SS_EXPECT_UINT(n, g_strv_length(lines) - 1);
        SS_EXPECT_TRUE(started > n * 9 / 10);
    }
}

/* --- usage -------------------------------------------------------------------------------------- */

static gboolean show_usage(const SsUsageRow *row, void *data, GError **error)
{
    GString *out = data;

    (void) error;
    g_string_append_printf(out, "%s %s %s %.6Lf %.0Lf %.1Lf\n", row->user, row->account,
                           row->partition, row->raw, row->grp_wall,
                           row->tres != NULL ? row->tres[SS_TRES_CPU] : -1.0L);
    return TRUE;
}

static char *usage(const char *text, double *half_life, GError **error)
{
    g_autoptr(SsCluster) cluster = site();
    g_autofree char     *path = ss_test_file("usage.txt", text);
    g_autoptr(SsDiag)    diag = ss_diag_new();
    GString             *out = g_string_new(NULL);

    if (!ss_usage_file_read(path, cluster, show_usage, out, half_life, diag, error))
        g_string_append(out, "refused\n");
    ss_diag_print(diag, SS_DIAG_AS_FOUND, out);
    return g_string_free(out, FALSE);
}

static void usage_comes_as_csv_as_sshare_or_from_the_history(void)
{
    double           half_life;
    g_autofree char *csv = usage("user,account,raw,grp_wall,tres_raw\n"
                                 "u01,mech,1000000.5,4000,cpu=1000.5;mem=2000000000;node=60\n"
                                 "u02,mech,7,,\n",
                                 &half_life, NULL);
    SS_EXPECT_TEXT(csv, "u01 mech  1000000.500000 4000 1000.5\nu02 mech  7.000000 -1 -1.0\n");
    SS_EXPECT_REAL(half_life, -1, 0);
    g_autofree char *sshare = usage("Account|User|RawShares|NormShares|RawUsage|GrpTRESRaw\n"
                                    "root|||0.000000|78583212|\n"
                                    " ai||50|0.495050|42527494|\n"
                                    "  llm|ann|3|0.750000|23121652|cpu=2,mem=3,energy=0\n",
                                    &half_life, NULL);
    SS_EXPECT_TEXT(sshare, " root  78583212.000000 -1 -1.0\n"
                           " ai  42527494.000000 -1 -1.0\n"
                           "ann llm  23121652.000000 -1 120.0\n");
    g_autofree char *past = usage("history,604800\n", &half_life, NULL);
    SS_EXPECT_TEXT(past, "");
    SS_EXPECT_REAL(half_life, 604800, 0);
    g_autofree char *unknown =
        usage("user,account,raw,tres_raw\nu,a,1,license/x=3\n", &half_life, NULL);
    SS_EXPECT_CONTAINS(unknown, "2: note: TRES 'license/x' is not tracked: passed over");
}

static void bad_usage_is_located(void)
{
    static const struct {
        const char *text, *message;
    } cases[] = { { "", "there is nothing in it" },
                  { "a,b\n", ":1: neither sshare -l -P nor the columns user,account,raw" },
                  { "history,soon\n", ":1: neither sshare" },
                  { "user,account,raw\nu,a,x\n", ":2: column raw: 'x' is no number" },
                  { "user,account,raw\nu,a,-1\n", ":2: column raw: '-1' is no number" },
                  { "user,account,raw\nu,,1\n", ":2: no account" },
                  { "user,account,raw\nu,a,1,5\n", ":2: the fields do not fit the header" },
                  { "user,account,raw,tres_raw\nu,a,1,cpu\n", ":2: column tres_raw: 'cpu'" } };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        double            half_life;
        g_autofree char  *text = usage(cases[i].text, &half_life, &error);

        SS_EXPECT_ERROR(error, cases[i].message);
        SS_EXPECT_CONTAINS(text, "refused\n");
    }
}

/* --- records ------------------------------------------------------------------------------------ */

static void a_record_is_found_by_trace_id(void)
{
    g_autofree char *path = ss_test_file(
        "record.csv",
        "traceid,JobIDRaw,JobID,Submit,Start,End,ElapsedRaw,State,NNodes,NCPUS,NodeList\n"
        "7,1,1,2026-01-15T10:00:38,2026-01-15T10:00:39,2026-01-15T10:11:20,641,"
        "COMPLETED,1,16,b1\n"
        "8_2,3,2_2,2026-01-15T10:00:38,Unknown,2026-01-15T10:11:19,0,CANCELLED by 5,2,"
        "16,None assigned\n"
        "7,1,1,2026-01-15T10:12:00,2026-01-15T10:13:00,2026-01-15T10:14:00,60,"
        "COMPLETED,1,16,b2\n");
    g_autoptr(GError)      error = NULL;
    g_autoptr(SsRecordSet) set = ss_record_set_read(path, NULL, &error);

    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_UINT(ss_record_set_n(set), 3);
    SS_EXPECT_INT(ss_record_set_find(set, "7")->elapsed, 60); /* of two runs the last */
    SS_EXPECT_TEXT(ss_record_set_find(set, "7")->nodes, "b2");
    SS_EXPECT_INT(ss_record_set_find(set, "8_2")->start, 0);
    SS_EXPECT_TEXT(ss_record_set_find_task(set, "8")->trace_id, "8_2");
    SS_EXPECT_NULL(ss_record_set_find(set, "9"));
    SS_EXPECT_TIME(ss_record_set_at(set, 0)->start, "2026-01-15T10:00:39");
}

static void bad_records_are_located(void)
{
    static const struct {
        const char *text, *message;
    } cases[] = { { "", "no header" },
                  { "a,b\n", ":1: neither a header of sacct -P" },
                  { "JobID,Start\n", ":1: sacct's header lacks Submit" },
                  { "JobID,Submit,Start\n1,x,5\n", ":2: Submit 'x' cannot be read" },
                  { "JobID,Submit,Start\n1,5\n", ":2: 2 fields where the header has 3" } };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char  *path = ss_test_file("record.csv", cases[i].text);

        SS_EXPECT_NULL(ss_record_set_read(path, NULL, &error));
        SS_EXPECT_ERROR(error, cases[i].message);
    }
}

static const SsTest tests[] = {
    SS_TEST(a_csv_is_read),
    SS_TEST(flags_are_read_as_bits_and_as_words),
    SS_TEST(sacct_is_read),
    SS_TEST(a_bad_row_is_located),
    SS_TEST(recorded_histories_are_read),
    SS_TEST(usage_comes_as_csv_as_sshare_or_from_the_history),
    SS_TEST(bad_usage_is_located),
    SS_TEST(a_record_is_found_by_trace_id),
    SS_TEST(bad_records_are_located),
};
SS_TEST_MAIN("history", tests)
