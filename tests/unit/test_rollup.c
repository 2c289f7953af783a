/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_rollup.c - the worked example that was put before slurmdbd 22.05.8, hour by hour, and the corner
 * cases tried with it afterwards. Times are UTC; day 20 and 21 are of November 2026.
 */
#include "sim/ledger/rollup.h"

#include "sim/ledger/query.h"
#include "sim/ledger/rows.h"
#include "sim/model/job.h"
#include "tests/support/ss_test.h"

#define DAY20 INT64_C(1795132800) /* 2026-11-20T00:00:00 */
#define HOUR  3600

static SsTime at(int day, int hour, int minute, int second)
{
    return DAY20 + (day - 20) * 86400 + hour * 3600 + minute * 60 + second;
}

static void put(SsLedger *ledger, const SsRowKind *kind, const void *row)
{
    g_autoptr(GError) error = NULL;

    SS_EXPECT_TRUE(ss_row_put(ledger, kind, row, &error));
    SS_EXPECT_NO_ERROR(error);
}

static void put_event(SsLedger *ledger, const char *node, SsTime start, SsTime end, uint32_t state,
                      const char *tres)
{
    const SsEventRecord row = {
        .node = node, .start = start, .end = end, .state = state, .tres = tres
    };

    put(ledger, &ss_row_event, &row);
}

static void put_resv(SsLedger *ledger, uint32_t id, const char *name, SsTime start, SsTime end,
                     const char *nodes, const char *tres, const char *assocs, uint64_t flags)
{
    const SsResvRecord row = { .resv_id = id,
                               .name = name,
                               .start = start,
                               .end = end,
                               .nodes = nodes,
                               .tres = tres,
                               .assocs = assocs,
                               .flags = flags };

    put(ledger, &ss_row_resv, &row);
}

typedef struct {
    uint32_t    id, assoc, cpus, wckey, resv;
    SsTime      eligible, start, end;
    const char *tres;
    SsSpan      suspended;
    uint32_t    array_pending;
} Given;

static void put_job(SsLedger *ledger, const Given *given)
{
    const SsJobRecord row = {
        .db_inx = given->id,
        .job_id = given->id,
        .array_task_id = SS_UNSET32,
        .kill_uid = SS_UNSET32,
        .assoc_id = given->assoc,
        .wckey_id = given->wckey,
        .resv_id = given->resv,
        .cpus_req = given->cpus,
        .submit = given->eligible,
        .eligible = given->eligible,
        .start = given->start,
        .end = given->end,
        .suspended = given->suspended,
        .tres_alloc = given->tres,
        .array_task_pending = given->array_pending,
        .state = SS_JOB_COMPLETED,
    };

    put(ledger, &ss_row_job, &row);
}

static SsLedger *worked_example(void)
{
    SsLedger   *ledger = ss_ledger_create(":memory:", NULL);
    const Given jobs[] = {
        { 101, 9, 16, 0, 0, at(20, 1, 0, 0), at(20, 1, 10, 0), at(20, 5, 40, 30),
          "1=16,2=32000,4=2,5=16,1001=2,1002=2", 0, 0 },
        { 102, 10, 8, 1, 0, at(20, 9, 30, 0), at(20, 11, 0, 0), at(21, 2, 0, 0),
          "1=8,2=8000,4=1,5=8", 0, 0 },
        { 103, 12, 4, 0, 0, at(20, 11, 20, 0), at(20, 11, 50, 30), at(20, 12, 40, 0),
          "1=4,2=4000,4=1,5=4", 1200, 0 },
        { 104, 8, 12, 0, 77, at(20, 14, 10, 0), at(20, 14, 15, 0), at(20, 15, 30, 0),
          "1=12,2=24000,4=2,5=12", 0, 0 },
        { 105, 8, 48, 0, 0, at(20, 20, 0, 0), at(20, 23, 30, 0), at(21, 14, 0, 0),
          "1=48,2=192000,4=6,5=48,1001=4", 0, 0 },
        { 106, 10, 40, 0, 0, at(20, 20, 10, 0), 0, at(20, 22, 0, 0), "", 0, 0 },
    };
    const SsSuspendRecord pause = { 103, 12, at(20, 12, 0, 0), at(20, 12, 20, 0) };

    SS_EXPECT_TRUE(ss_ledger_set(ledger, "set.track_wckey_dbd", "1", NULL));
    put_event(ledger, "", at(20, 0, 0, 0), at(21, 12, 30, 0), 0,
              "1=56,2=224000,3=0,4=6,5=56,6=0,7=0,8=0,1001=4,1002=4");
    put_event(ledger, "", at(21, 12, 30, 0), 0, 0,
              "1=64,2=256000,3=0,4=7,5=64,6=0,7=0,8=0,1001=4,1002=4");
    put_event(ledger, "n2", at(20, 10, 15, 0), at(20, 13, 0, 0), 1, "1=8,2=32000,5=8");
    put_resv(ledger, 77, "train", at(20, 14, 0, 0), at(20, 16, 0, 0), "n[5-6]", "1=16", ",8,10,",
             0);
    put_resv(ledger, 78, "maint1", at(20, 18, 0, 0), at(20, 19, 0, 0), "n4", "1=8", "", 1);
    for (size_t i = 0; i < G_N_ELEMENTS(jobs); i++)
        put_job(ledger, &jobs[i]);
    put(ledger, &ss_row_suspend, &pause);
    return ledger;
}

static void roll(SsLedger *ledger, SsTime now)
{
    g_autoptr(GError) error = NULL;

    SS_EXPECT_TRUE(ss_rollup(ledger, now, &error));
    SS_EXPECT_NO_ERROR(error);
}

static int64_t number(SsLedger *ledger, const char *sql)
{
    SsQuery          *query = ss_query_new(ledger, sql);
    int64_t           value = ss_query_next(query) ? ss_query_get_int(query, 0) : -1;
    g_autoptr(GError) error = NULL;

    ss_query_close(query, &error);
    SS_EXPECT_NO_ERROR(error);
    return value;
}

/* "count alloc down pdown idle plan over" of a row. */
static char *use_text(SsLedger *ledger, const char *level, uint32_t tres, SsTime start)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT count||' '||alloc_secs||' '||down_secs||' '||pdown_secs||' '||idle_secs||' '||plan_secs"
        "||' '||over_secs FROM usage_%s WHERE id_tres = %u AND time_start = %" G_GINT64_FORMAT,
        level, tres, start);
    SsQuery *query = ss_query_new(ledger, sql);
    char    *text = ss_query_next(query) ? g_strdup(ss_query_get_text(query, 0)) : g_strdup("none");

    ss_query_close(query, NULL);
    return text;
}

static int64_t assoc_secs(SsLedger *ledger, uint32_t assoc, uint32_t tres, SsTime start)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT sum(alloc_secs) FROM assoc_usage_hour WHERE id = %u"
                        " AND id_tres = %u AND time_start = %" G_GINT64_FORMAT,
                        assoc, tres, start);
    return number(ledger, sql);
}

static void sums_each_hour_of_the_worked_example_as_slurmdbd_did(void)
{
    static const struct {
        int         day, hour;
        const char *expected;
    } hours[] = {
        { 20, 0, "56 0 0 0 201600 0 0" },           { 20, 1, "56 48000 0 0 144000 9600 0" },
        { 20, 5, "56 38880 0 0 162720 0 0" },       { 20, 9, "56 0 0 0 187200 14400 0" },
        { 20, 10, "56 0 21600 0 151200 28800 0" },  { 20, 11, "56 31080 28800 0 134400 7320 0" },
        { 20, 12, "56 33600 28800 0 139200 0 0" },  { 20, 14, "56 86400 0 0 115200 0 0" },
        { 20, 15, "56 86400 0 0 115200 0 0" },      { 20, 18, "56 28800 0 28800 144000 0 0" },
        { 20, 20, "56 28800 0 0 0 172800 120000" }, { 20, 21, "56 28800 0 0 0 172800 144000" },
        { 20, 22, "56 28800 0 0 0 172800 0" },      { 20, 23, "56 115200 0 0 0 86400 0" },
        { 21, 12, "64 172800 0 0 43200 0 0" },      { 21, 13, "64 172800 0 0 57600 0 0" },
    };
    g_autoptr(SsLedger) ledger = worked_example();

    roll(ledger, at(22, 0, 10, 0));
    for (size_t i = 0; i < G_N_ELEMENTS(hours); i++) {
        g_autofree char *text = use_text(ledger, "hour", 1, at(hours[i].day, hours[i].hour, 0, 0));
        SS_EXPECT_TEXT(text, hours[i].expected);
    }
}

static void sums_days_with_the_largest_count(void)
{
    g_autoptr(SsLedger) ledger = worked_example();

    roll(ledger, at(22, 0, 10, 0));
    g_autofree char *first = use_text(ledger, "day", 1, at(20, 0, 0, 0));
    g_autofree char *second = use_text(ledger, "day", 1, at(21, 0, 0, 0));

    SS_EXPECT_TEXT(first, "56 842760 79200 28800 3222720 664920 264000");
    SS_EXPECT_TEXT(second, "64 2476800 0 0 2692800 0 0");
}

static void charges_the_unused_part_of_a_reservation_to_its_associations(void)
{
    g_autoptr(SsLedger) ledger = worked_example();

    roll(ledger, at(22, 0, 10, 0));
    SS_EXPECT_INT(assoc_secs(ledger, 8, 1, at(20, 14, 0, 0)), 39600);
    SS_EXPECT_INT(assoc_secs(ledger, 10, 1, at(20, 14, 0, 0)), 36000);
    SS_EXPECT_INT(assoc_secs(ledger, 8, 1, at(20, 15, 0, 0)), 36000);
    SS_EXPECT_INT(assoc_secs(ledger, 10, 1, at(20, 15, 0, 0)), 43200);
    SS_EXPECT_INT(assoc_secs(ledger, 8, 2, at(20, 14, 0, 0)), 2700 * 24000);
    SS_EXPECT_INT(assoc_secs(ledger, 10, 2, at(20, 14, 0, 0)), 3600 * 8000);
    SS_EXPECT_INT(number(ledger, "SELECT unused_wall FROM resv WHERE id_resv = 77"), 3825);
    SS_EXPECT_INT(number(ledger, "SELECT unused_wall FROM resv WHERE id_resv = 78"), 3600);
}

static void counts_gpus_and_wckeys(void)
{
    g_autoptr(SsLedger) ledger = worked_example();

    roll(ledger, at(22, 0, 10, 0));
    g_autofree char *gpus = use_text(ledger, "hour", 1001, at(20, 1, 0, 0));

    SS_EXPECT_TEXT(gpus, "4 6000 0 0 8400 0 0");
    SS_EXPECT_INT(
        number(ledger, "SELECT sum(alloc_secs) FROM wckey_usage_hour WHERE id = 1 AND id_tres = 1"),
        8 * 15 * HOUR);
}

static void frees_only_the_cpus_of_a_suspended_job(void)
{
    g_autoptr(SsLedger) ledger = worked_example();

    roll(ledger, at(22, 0, 10, 0));
    SS_EXPECT_INT(assoc_secs(ledger, 12, 1, at(20, 12, 0, 0)), 4 * 1200);
    SS_EXPECT_INT(assoc_secs(ledger, 12, 2, at(20, 12, 0, 0)), 4000 * 2400);
}

static void lengthens_the_down_time_by_a_reservation_that_is_over(void)
{
    g_autoptr(SsLedger) ledger = worked_example();

    put_resv(ledger, 79, "early", at(20, 10, 0, 0), at(20, 10, 10, 0), "n2", "1=8", ",8,", 0);
    roll(ledger, at(22, 0, 10, 0));
    g_autofree char *text = use_text(ledger, "hour", 1, at(20, 10, 0, 0));

    SS_EXPECT_TEXT(text, "56 4800 24000 0 144000 28800 0");
    SS_EXPECT_INT(assoc_secs(ledger, 8, 1, at(20, 10, 0, 0)), 4800);
}

static void gives_a_row_to_a_tres_that_only_a_node_event_has(void)
{
    g_autoptr(SsLedger) ledger = worked_example();

    put_resv(ledger, 80, "n3resv", at(20, 5, 0, 0), at(20, 6, 0, 0), "n3", "1=8", ",8,", 0);
    put_event(ledger, "n3", at(20, 5, 30, 0), at(20, 5, 45, 0), 1, "1=8,2=32000,4=1");
    roll(ledger, at(22, 0, 10, 0));
    g_autofree char *cpu = use_text(ledger, "hour", 1, at(20, 5, 0, 0));
    g_autofree char *node = use_text(ledger, "hour", 4, at(20, 5, 0, 0));

    SS_EXPECT_TEXT(cpu, "56 60480 7200 0 133920 0 0");
    SS_EXPECT_TEXT(node, "1 4860 900 0 0 0 5760"); /* two nodes of job 101 for 2430 s */
    SS_EXPECT_INT(assoc_secs(ledger, 8, 1, at(20, 5, 0, 0)), 21600);
    SS_EXPECT_INT(
        number(ledger,
               "SELECT down_secs FROM usage_hour WHERE id_tres = 2 AND time_start = 1795150800"),
        28800000);
}

static void takes_the_jobs_out_of_the_controllers_down_time(void)
{
    g_autoptr(SsLedger) ledger = worked_example();

    put_event(ledger, "", at(21, 2, 0, 0), at(21, 2, 30, 0), 1, "1=56");
    roll(ledger, at(22, 0, 10, 0));
    g_autofree char *text = use_text(ledger, "hour", 1, at(21, 2, 0, 0));

    SS_EXPECT_TEXT(text, "56 172800 14400 0 14400 0 0");
}

static void plans_for_each_pending_task_of_an_array(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);
    const Given         job = { 1, 3, 2, 0, 0, at(20, 0, 30, 0), 0, 0, "", 0, 5 };

    put_event(ledger, "", at(20, 0, 0, 0), 0, 0, "1=100");
    put_job(ledger, &job);
    roll(ledger, at(20, 2, 0, 0));
    g_autofree char *text = use_text(ledger, "hour", 1, at(20, 0, 0, 0));

    SS_EXPECT_TEXT(text, "100 0 0 0 342000 18000 0");
}

static void ignores_a_job_that_never_became_eligible(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);
    const Given         job = { 1, 3, 2, 0, 0, 0, at(20, 0, 0, 0), at(20, 1, 0, 0), "1=2", 0, 0 };

    put_event(ledger, "", at(20, 0, 0, 0), 0, 0, "1=100");
    put_job(ledger, &job);
    roll(ledger, at(20, 2, 0, 0));
    SS_EXPECT_INT(number(ledger, "SELECT count(*) FROM assoc_usage_hour"), 0);
}

static void starts_the_row_where_the_cluster_registered(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);

    put_event(ledger, "", at(20, 0, 20, 0), 0, 0, "1=10");
    roll(ledger, at(20, 2, 0, 0));
    g_autofree char *text = use_text(ledger, "hour", 1, at(20, 0, 20, 0));

    SS_EXPECT_TEXT(text, "10 0 0 0 24000 0 0");
}

static void goes_on_where_it_stopped_and_gives_the_same(void)
{
    static const char dump[] =
        "SELECT sum(time_start % 9973 + id_tres * 7 + alloc_secs * 3 + idle_secs"
        " + plan_secs * 5 + over_secs * 11 + down_secs) FROM usage_day";
    g_autoptr(SsLedger) once = worked_example();
    g_autoptr(SsLedger) often = worked_example();

    roll(once, at(25, 0, 10, 0));
    for (SsTime now = at(20, 0, 40, 0); now <= at(25, 0, 10, 0); now += 5 * HOUR + 17)
        roll(often, now);
    roll(often, at(25, 0, 10, 0));
    SS_EXPECT_INT(number(often, dump), number(once, dump));
    SS_EXPECT_INT(number(often, "SELECT unused_wall FROM resv WHERE id_resv = 77"), 3825);
}

static void rolls_the_past_again_after_an_import(void)
{
    g_autoptr(SsLedger) ledger = worked_example();
    g_autoptr(GError)   error = NULL;
    const Given late = { 200,   9, 4, 0, 0, at(20, 0, 0, 0), at(20, 0, 0, 0), at(20, 1, 0, 0),
                         "1=4", 0, 0 };

    roll(ledger, at(22, 0, 10, 0));
    put_job(ledger, &late);
    SS_EXPECT_TRUE(ss_rollup_from(ledger, at(20, 0, 0, 0), at(22, 0, 10, 0), &error));
    g_autofree char *text = use_text(ledger, "hour", 1, at(20, 0, 0, 0));

    SS_EXPECT_TEXT(text, "56 14400 0 0 187200 0 0");
}

static void days_of_a_zone_with_summer_time_have_23_and_25_hours(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);

    SS_EXPECT_TRUE(ss_ledger_set(ledger, "zone", "Europe/Berlin", NULL));
    put_event(ledger, "", 1792879200 /* 2026-10-25T00:00 CEST */, 0, 0, "1=1");
    roll(ledger, 1792879200 + 5 * 86400);
    SS_EXPECT_INT(number(ledger, "SELECT idle_secs FROM usage_day ORDER BY time_start LIMIT 1"),
                  90000);
    SS_EXPECT_INT(number(ledger, "SELECT count(*) FROM usage_day"), 4);
}

static void does_nothing_before_the_first_registration(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);

    roll(ledger, at(22, 0, 0, 0));
    SS_EXPECT_INT(number(ledger, "SELECT count(*) FROM last_ran"), 0);
}

/* 50 000 nodes of 64 CPUs and 2 TiB, all in one job's hands: a month is 2.8e17 MiB-seconds. */
static void sums_a_month_of_the_largest_machine_to_the_second(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);
    const int64_t       month = INT64_C(31) * 86400 * 104857600000;
    const Given         job = { 1,
                                9,
                                3200000,
                                0,
                                0,
                                at(20, 0, 0, 0),
                                at(20, 0, 0, 0),
                                at(20 + 60, 0, 0, 0),
                                "1=3200000,2=104857600000,4=50000",
                                0,
                                0 };

    put_event(ledger, "", at(20, 0, 0, 0), 0, 0, "1=3200000,2=104857600000,4=50000");
    put_job(ledger, &job);
    roll(ledger, at(20 + 60, 0, 0, 0));
    SS_EXPECT_INT(number(ledger, "SELECT alloc_secs FROM usage_month WHERE id_tres = 2"
                                 " ORDER BY time_start DESC LIMIT 1"),
                  month);
    SS_EXPECT_INT(number(ledger, "SELECT alloc_secs FROM assoc_usage_month WHERE id_tres = 2"
                                 " ORDER BY time_start DESC LIMIT 1"),
                  month);
}

/* What does not fit into 63 bits is told as the largest number that does. */
static void a_day_that_does_not_fit_is_the_largest_number(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);

    put_event(ledger, "", at(20, 0, 0, 0), 0, 0, "2=1281023894007607"); /* 2^62 / 3600 */
    roll(ledger, at(22, 0, 0, 0));
    SS_EXPECT_INT(number(ledger, "SELECT idle_secs FROM usage_day ORDER BY time_start LIMIT 1"),
                  INT64_MAX);
}

static const SsTest tests[] = {
    SS_TEST(sums_each_hour_of_the_worked_example_as_slurmdbd_did),
    SS_TEST(sums_days_with_the_largest_count),
    SS_TEST(charges_the_unused_part_of_a_reservation_to_its_associations),
    SS_TEST(counts_gpus_and_wckeys),
    SS_TEST(frees_only_the_cpus_of_a_suspended_job),
    SS_TEST(lengthens_the_down_time_by_a_reservation_that_is_over),
    SS_TEST(gives_a_row_to_a_tres_that_only_a_node_event_has),
    SS_TEST(takes_the_jobs_out_of_the_controllers_down_time),
    SS_TEST(plans_for_each_pending_task_of_an_array),
    SS_TEST(ignores_a_job_that_never_became_eligible),
    SS_TEST(starts_the_row_where_the_cluster_registered),
    SS_TEST(goes_on_where_it_stopped_and_gives_the_same),
    SS_TEST(rolls_the_past_again_after_an_import),
    SS_TEST(days_of_a_zone_with_summer_time_have_23_and_25_hours),
    SS_TEST(does_nothing_before_the_first_registration),
    SS_TEST(sums_a_month_of_the_largest_machine_to_the_second),
    SS_TEST(a_day_that_does_not_fit_is_the_largest_number),
};
SS_TEST_MAIN("rollup", tests)
