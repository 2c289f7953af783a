/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_sacct.c - sacct's examples from the specification (printed by 22.05.8 from invented rows), its
 * choice of jobs, and its answers to bad arguments.
 */
#include "sim/ledger/query.h"
#include "sim/model/job.h"
#include "sim/model/reason.h"
#include "sim/report/jobs.h"
#include "tests/support/ss_test.h"

#include <string.h>

#define DAY20 INT64_C(1795132800) /* 2026-11-20T00:00:00 */

static SsTime at(int day, int hour, int minute, int second)
{
    return DAY20 + (day - 20) * 86400 + hour * 3600 + minute * 60 + second;
}

static SsJobRecord job(uint32_t id, const char *user, SsTime submit, SsTime start, SsTime end,
                       const char *tres)
{
    return (SsJobRecord){
        .db_inx = id,
        .job_id = id,
        .array_task_id = SS_UNSET32,
        .kill_uid = SS_UNSET32,
        .assoc_id = 5,
        .user = user,
        .account = "hep",
        .partition = "batch",
        .qos = "normal",
        .name = "sim1",
        .nodes = "n[1-2]",
        .cpus_req = 16,
        .tres_req = tres,
        .tres_alloc = start ? tres : NULL,
        .time_limit = 600,
        .state = SS_JOB_COMPLETED,
        .submit = submit,
        .eligible = submit,
        .start = start,
        .end = end,
        .flags = SS_STARTER_BACKFILL,
    };
}

static void put(SsLedger *ledger, const SsJobRecord *row)
{
    g_autoptr(GError) error = NULL;

    SS_EXPECT_TRUE(ss_row_put(ledger, &ss_row_job, row, &error));
    SS_EXPECT_NO_ERROR(error);
}

static SsLedger *example(void)
{
    SsLedger   *ledger = ss_ledger_create(":memory:", NULL);
    SsJobRecord first = job(101, "games", at(20, 1, 0, 0), at(20, 1, 10, 0), at(20, 5, 40, 30),
                            "1=16,2=32000,4=2,5=16,1001=2,1002=2");
    SsJobRecord second = job(102, "nobody", at(20, 9, 30, 0), at(20, 11, 0, 0), at(21, 2, 0, 0),
                             "1=8,2=8000,4=1,5=8");
    SsJobRecord third = job(103, "man", at(20, 11, 20, 0), at(20, 11, 50, 30), at(20, 12, 40, 0),
                            "1=4,2=4000,4=1,5=4");

    ss_ledger_exec(ledger,
                   "INSERT INTO run VALUES ('cluster', 'alpha');"
                   "INSERT INTO tres VALUES (1,'cpu','',0),(2,'mem','',1),(3,'energy','',2),"
                   "(4,'node','',3),(5,'billing','',4),(6,'fs','disk',5),(7,'vmem','',6),"
                   "(8,'pages','',7),(1001,'gres','gpu',8),(1002,'gres','gpu:a100',9);",
                   NULL);
    second.account = "chem";
    second.name = "md";
    third.state = SS_JOB_FAILED;
    third.exit_code = 3 << 8;
    third.suspended = 1200;
    third.trace_id = "17";
    put(ledger, &first);
    put(ledger, &second);
    put(ledger, &third);
    return ledger;
}

static int run(SsLedger *ledger, const char *user, const char *words, GString *out, GString *err)
{
    g_autofree char *line = g_strconcat("sacct ", words, NULL);
    g_auto(GStrv)    argv = NULL;

    SS_EXPECT_TRUE(g_shell_parse_argv(line, NULL, &argv, NULL));
    return ss_report_sacct(ledger, at(23, 6, 59, 24), user, argv, out, err);
}

static void expect(SsLedger *ledger, const char *user, const char *words, int code,
                   const char *err_text, const char *out_text)
{
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);

    SS_EXPECT_INT(run(ledger, user, words, out, err), code);
    ss_expect_text(out->str, out_text, words, __FILE__, __LINE__);
    ss_expect_text(err->str, err_text, words, __FILE__, __LINE__);
}

#define SINCE "-S 2026-11-20 -E 2026-11-22 "

static void lists_a_window_of_time(void)
{
    g_autoptr(SsLedger) ledger = example();

    expect(ledger, "root", "-S 2026-11-20 -E 2026-11-20T12:00 -X -o jobid,start,end,state,elapsed",
           0, "",
           "JobID                      Start                 End      State    Elapsed \n"
           "------------ ------------------- ------------------- ---------- ---------- \n"
           "101          2026-11-20T01:10:00 2026-11-20T05:40:30  COMPLETED   04:30:30 \n"
           "102          2026-11-20T11:00:00 2026-11-21T02:00:00  COMPLETED   15:00:00 \n"
           "103          2026-11-20T11:50:30 2026-11-20T12:40:00     FAILED   00:29:30 \n");
}

static void converts_memory_as_asked(void)
{
    g_autoptr(SsLedger) ledger = example();

    expect(ledger, "root", SINCE "-X -o jobid,reqmem,alloctres%40 --units=G", 0, "",
           "JobID            ReqMem                                AllocTRES \n"
           "------------ ---------- ---------------------------------------- \n"
           "101              31.25G billing=16,cpu=16,gres/gpu:a100=2,gres/+ \n"
           "102               7.81G         billing=8,cpu=8,mem=7.81G,node=1 \n"
           "103               3.91G         billing=4,cpu=4,mem=3.91G,node=1 \n");
    expect(ledger, "root", SINCE "-X -o jobid,reqmem,alloctres%40 --noconvert -n", 0, "",
           "101              32000M billing=16,cpu=16,gres/gpu:a100=2,gres/+ \n"
           "102               8000M         billing=8,cpu=8,mem=8000M,node=1 \n"
           "103               4000M         billing=4,cpu=4,mem=4000M,node=1 \n");
}

static void prints_parsable_with_steps(void)
{
    g_autoptr(SsLedger) ledger = example();

    expect(ledger, "root", SINCE "-P --delimiter=, -j 101,102", 0, "",
           "JobID,JobName,Partition,Account,AllocCPUS,State,ExitCode\n"
           "101,sim1,batch,hep,16,COMPLETED,0:0\n101.batch,batch,,hep,16,COMPLETED,0:0\n"
           "102,md,batch,chem,8,COMPLETED,0:0\n102.batch,batch,,chem,8,COMPLETED,0:0\n");
    expect(ledger, "root", "-p -n -j 103.batch -o jobid,exitcode", 0, "", "103.batch|3:0|\n");
}

static void shows_others_only_to_those_who_may_see_them(void)
{
    g_autoptr(SsLedger) ledger = example();

    expect(ledger, "man", SINCE "-X -n -P -o jobid", 0, "", "103\n");
    expect(ledger, "man", SINCE "-a -X -n -P -o jobid", 0, "", "101\n102\n103\n");
    expect(ledger, "man", "-X -n -P -o jobid -j 101", 0, "", "101\n");
    expect(ledger, "root", SINCE "-X -n -P -o jobid -u games,nobody", 0, "", "101\n102\n");
    expect(ledger, "root", SINCE "-X -n -P -o jobid -A chem", 0, "", "102\n");
    expect(ledger, "root", SINCE "-X -n -P -o jobid -M beta", 0, "", "");
    expect(ledger, "root", SINCE "-X -n -P -o jobid -N n2 --name=md", 0, "", "102\n");
    expect(ledger, "root", "-X -n -P -o jobid -j trace:17", 0, "", "103\n");
}

static void selects_states_by_their_own_rules(void)
{
    g_autoptr(SsLedger) ledger = example();
    SsJobRecord         waits = job(104, "man", at(23, 1, 0, 0), 0, 0, "1=4,2=4000,4=1,5=4");
    SsJobRecord runs = job(105, "man", at(23, 1, 0, 0), at(23, 2, 0, 0), 0, "1=4,2=4000,4=1,5=4");

    waits.state = SS_JOB_PENDING;
    runs.state = SS_JOB_RUNNING;
    put(ledger, &waits);
    put(ledger, &runs);
    expect(ledger, "root", SINCE "-X -n -P -o jobid -s F", 0, "", "103\n");
    expect(ledger, "root", "-X -n -P -o jobid -S 2026-11-20 -s F", 0, "",
           ""); /* the end is the start */
    expect(ledger, "root", "-X -n -P -o jobid -s PD", 0, "", "104\n");
    expect(ledger, "root", "-X -n -P -o jobid -s R,pending", 0, "", "104\n105\n");
    expect(ledger, "root", SINCE "-X -n -P -o jobid -s RUNNING", 0, "", "101\n102\n103\n");
    expect(ledger, "root", "-X -n -P -o jobid,state,elapsed,reserved,start,end,nodelist", 0, "",
           "104|PENDING|00:00:00|05:59:24|Unknown|Unknown|None assigned\n"
           "105|RUNNING|04:59:24|01:00:00|2026-11-23T02:00:00|Unknown|n[1-2]\n");
}

static void shows_the_newest_of_several_rows_of_a_job(void)
{
    g_autoptr(SsLedger) ledger = example();
    SsJobRecord         again =
        job(101, "games", at(20, 6, 0, 0), at(20, 6, 0, 0), at(20, 7, 0, 0), "1=16,4=2");

    again.db_inx = 500;
    again.state = SS_JOB_PREEMPTED;
    put(ledger, &again);
    expect(ledger, "root", SINCE "-X -n -P -j 101 -o jobid,state", 0, "", "101|PREEMPTED\n");
    expect(ledger, "root", SINCE "-X -n -P -D -j 101 -o jobid,state", 0, "",
           "101|COMPLETED\n101|PREEMPTED\n");
    expect(ledger, "root", "-S 2026-11-20 -E 2026-11-20T05:00 -X -n -P -o jobid,state", 0, "",
           "101|COMPLETED\n");
}

static void writes_array_ids_and_cancelled_jobs(void)
{
    g_autoptr(SsLedger) ledger = example();
    SsJobRecord         task =
        job(110, "man", at(21, 1, 0, 0), at(21, 1, 0, 0), at(21, 2, 0, 0), "1=1,4=1");
    SsJobRecord rest = job(109, "man", at(21, 1, 0, 0), 0, at(21, 3, 0, 0), "1=1,4=1");

    task.array_job_id = rest.array_job_id = 109;
    task.array_task_id = 0;
    rest.array_task_str = "1-5%2";
    rest.state = SS_JOB_CANCELLED;
    rest.kill_uid = 6;
    rest.flags = SS_JOB_FLAG_START_RECEIVED;
    rest.state_reason_prev = SS_REASON_RESOURCES;
    put(ledger, &task);
    put(ledger, &rest);
    expect(ledger, "root",
           "-X -n -P -j 109 -o jobid,jobidraw,state,start,reserved,flags,reason,alloccpus", 0, "",
           "109_0|110|COMPLETED|2026-11-21T01:00:00|00:00:00|SchedBackfill|None|1\n"
           "109_[1-5%2]|109|CANCELLED by 6|None|INVALID|StartRecieved|Resources|1\n");
    expect(ledger, "root", "-X -n -P -j 109_0 -o jobid", 0, "", "109_0\n");
    expect(ledger, "root", "-X -n -j 109 -o state", 0, "", " COMPLETED \nCANCELLED+ \n");
}

static void writes_time_limits_as_they_were_given(void)
{
    g_autoptr(SsLedger) ledger = example();
    const uint32_t      limits[] = { SS_UNSET32, SS_NO_LIMIT, 0, 90 };

    for (uint32_t i = 0; i < G_N_ELEMENTS(limits); i++) {
        SsJobRecord row =
            job(200 + i, "man", at(22, 1, 0, 0), at(22, 1, 0, 0), at(22, 2, 0, 0), "1=1");

        row.time_limit = limits[i];
        put(ledger, &row);
    }
    expect(
        ledger, "root", "-X -n -P -S 2026-11-22 -E 2026-11-23 -o jobid,timelimit,timelimitraw", 0,
        "",
        "200|Partition_Limit|Partition_Limit\n201|UNLIMITED|UNLIMITED\n202||\n203|01:30:00|90\n");
}

static void answers_bad_arguments_as_sacct_does(void)
{
    g_autoptr(SsLedger) ledger = example();

    expect(ledger, "root", "-o bogus", 1, "sacct: error: Invalid field requested: \"bogus\"\n", "");
    expect(ledger, "root", "-j bogus", 1, "sacct: fatal: Bad job/step specified: bogus\n", "");
    expect(ledger, "root", "-s bogus", 1, "sacct: fatal: unrecognized job state value 'bogus'\n",
           "");
    expect(ledger, "root", "-s CG", 1, "sacct: fatal: job state CG is not supported / accounted\n",
           "");
    expect(
        ledger, "root", "-S 2026-11-20 -E 2026-11-19", 1,
        "sacct: error: Start time (2026-11-20T00:00:00) requested is after end time (2026-11-19T00:00:00).\n",
        "");
    expect(ledger, "root", "foo bar", 1,
           "sacct: error: Unknown arguments:\nsacct: error:  foo\nsacct: error:  bar\n", "");
    expect(ledger, "root", "--bogus", 1, "sacct: unrecognized option '--bogus'\n", "");
    expect(ledger, "root", "-V", 0, "", "slurm-wlm 22.05.8\n");
}

static void writes_json_for_programs(void)
{
    g_autoptr(SsLedger) ledger = example();
    g_autoptr(GString)  out = g_string_new(NULL), err = g_string_new(NULL);

    SS_EXPECT_INT(run(ledger, "root", SINCE "-X --json -o jobid,elapsed,start", out, err), 0);
    SS_EXPECT_CONTAINS(out->str, "\"job_id\": \"101\"");
    SS_EXPECT_CONTAINS(out->str, "\"elapsed\": 16230");
    SS_EXPECT_CONTAINS(out->str, "\"start\": \"2026-11-20T01:10:00Z\"");
}

static void names_its_fields(void)
{
    g_autoptr(SsLedger) ledger = example();
    g_autoptr(GString)  out = g_string_new(NULL), err = g_string_new(NULL);

    SS_EXPECT_INT(run(ledger, "root", "--helpformat", out, err), 0);
    SS_EXPECT_CONTAINS(
        out->str,
        "Account             AdminComment        AllocCPUS           AllocNodes         \n");
}

static const SsTest tests[] = {
    SS_TEST(lists_a_window_of_time),
    SS_TEST(converts_memory_as_asked),
    SS_TEST(prints_parsable_with_steps),
    SS_TEST(shows_others_only_to_those_who_may_see_them),
    SS_TEST(selects_states_by_their_own_rules),
    SS_TEST(shows_the_newest_of_several_rows_of_a_job),
    SS_TEST(writes_array_ids_and_cancelled_jobs),
    SS_TEST(writes_time_limits_as_they_were_given),
    SS_TEST(answers_bad_arguments_as_sacct_does),
    SS_TEST(writes_json_for_programs),
    SS_TEST(names_its_fields),
};
SS_TEST_MAIN("sacct", tests)
