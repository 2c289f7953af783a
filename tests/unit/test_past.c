/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_past.c - nodes out of service and reservations of the past.
 */
#include "tests/support/small_cluster.h"
#include "tests/support/ss_test.h"
#include "workloads/past.h"
#include "workloads/reader.h"

#include <string.h>

static char *no_tres(const SsCluster *cluster, SsNodeId node)
{
    (void) cluster;
    return g_strdup_printf("4=%u", node + 1);
}

static gboolean print_event(const SsEventRecord *e, void *data, GError **error)
{
    (void) error;
    g_string_append_printf(data, "%s %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT " %x '%s' %u %s\n",
                           *e->node ? e->node : "cluster", e->start, e->end, e->state, e->reason,
                           e->reason_uid, e->tres);
    return TRUE;
}

static gboolean print_resv(const SsResvRecord *r, void *data, GError **error)
{
    (void) error;
    g_string_append_printf(data, "%u %s %s %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT " %s\n",
                           r->resv_id, r->name, r->nodes, r->start, r->end, r->tres);
    return TRUE;
}

static gboolean print_suspension(const SsSuspendRecord *s, void *data, GError **error)
{
    (void) error;
    g_string_append_printf(data, "job %u %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "\n", s->db_inx,
                           s->start, s->end);
    return TRUE;
}

/* What `text` holds, or the error's message; caller frees. */
static char *read_text(const char *text)
{
    g_autoptr(SsCluster) cluster = ss_small_cluster("2 nodes x 8 cpus");
    g_autofree char     *path = ss_test_file("past.csv", text);
    g_autoptr(GError)    error = NULL;
    const SsPastOptions options = { .start = 1000000000, .cluster = cluster, .node_tres = no_tres };
    const SsPastTake    take = { print_event, print_resv, print_suspension };
    GString            *out = g_string_new(NULL);

    if (!ss_past_read(path, &options, &take, out, &error))
        g_string_append(out, strrchr(error->message, '/') + 1);
    return g_string_free(out, FALSE);
}

static void a_row_is_a_record_for_each_node(void)
{
    g_autofree char *said =
        read_text("node,start,end,state,reason,tres\n"
                  "n[1-2],2001-09-09T00:00:00,2001-09-09T01:00:00,DOWN,fan,cpu=8\n"
                  "n1,2001-09-09T01:00:00,,DRAIN,psu,\n"
                  "n2,60,,DOWN,to come,\n");

    SS_EXPECT_TEXT(said, "n1 999993600-999997200 1 'fan' 0 1=8\n"
                         "n2 999993600-999997200 1 'fan' 0 1=8\n"
                         "n1 999997200-0 202 'psu' 0 4=1\n");
}

static void what_sacctmgr_prints_is_read(void)
{
    g_autofree char *said = read_text("Cluster|NodeName|TimeStart|TimeEnd|State|Reason|User\n"
                                      "c||2001-09-01T00:00:00|Unknown||Cluster Registered TRES|\n"
                                      "c|n2|2001-09-09T00:00:00|Unknown|DRNG|bad dimm|ann(5001)\n");

    SS_EXPECT_TEXT(said, "n2 999993600-0 203 'bad dimm' 5001 4=2\n");
}

static void a_moment_may_say_that_it_is_in_utc(void)
{
    g_autoptr(SsZone) berlin = ss_zone_new("Europe/Berlin", NULL);
    SsTime            time = 0;

    CU_ASSERT_TRUE(ss_trace_moment("2026-10-25T00:30:00", berlin, &time));
    SS_EXPECT_INT(time, 1792881000);
    CU_ASSERT_TRUE(ss_trace_moment("2026-10-25T00:30:00Z", berlin, &time));
    SS_EXPECT_INT(time, 1792888200);
    CU_ASSERT_TRUE(ss_trace_moment("2026-10-25T00:30:00.250Z", berlin, &time));
    SS_EXPECT_INT(time, 1792888200);
    CU_ASSERT_FALSE(ss_trace_moment("2026-10-25T00:30:00Zulu", berlin, &time));
    CU_ASSERT_FALSE(ss_trace_moment("2026-10-25T00:30:00.Z", berlin, &time));
}

static void reservations_have_their_own_columns(void)
{
    g_autofree char *said =
        read_text("name,id,start,end,nodelist,flags,users,accounts,tres\n"
                  "maint,7,2001-09-08T00:00:00,2001-09-09T00:00:00,n[1-2],1,,,\"cpu=16\"\n");

    SS_EXPECT_TEXT(said, "7 maint n[1-2] 999907200-999993600 1=16\n");
}

static void suspensions_name_the_job_by_its_place_in_the_history(void)
{
    g_autofree char *said = read_text("job,start,end\n"
                                      "2,2001-09-08T00:00:00,2001-09-08T01:00:00\n"
                                      "1,999993600,999997200\n"
                                      "1,60,120\n"); /* seconds after the start: not of the past */

    SS_EXPECT_TEXT(said, "job 2 999907200-999910800\njob 1 999993600-999997200\n");
}

static void faults_name_the_line(void)
{
    static const char *const cases[][2] = {
        { "node,start,end,state\nn1,soon,,DOWN\n", "past.csv:2: start: 'soon' cannot be read" },
        { "node,start,end,state\nn1,200000000,,SLEEPY\n",
          "past.csv:2: state: 'SLEEPY' cannot be read" },
        { "node,start,end,state\nx9,200000000,,DOWN\n", "past.csv:2: node: 'x9' cannot be read" },
        { "node,start,end,state,tres\nn1,200000000,,DOWN,many\n",
          "past.csv:2: tres: 'many' cannot be read" },
        { "job,start,end\n0,5,6\n", "past.csv:2: job: '0' cannot be read" },
        { "time,command\n60,scancel 3\n", "" }, /* operations are not of the past */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *said = read_text(cases[i][0]);

        SS_EXPECT_TEXT(said, cases[i][1]);
    }
}

static const SsTest tests[] = {
    SS_TEST(a_row_is_a_record_for_each_node),
    SS_TEST(what_sacctmgr_prints_is_read),
    SS_TEST(a_moment_may_say_that_it_is_in_utc),
    SS_TEST(reservations_have_their_own_columns),
    SS_TEST(suspensions_name_the_job_by_its_place_in_the_history),
    SS_TEST(faults_name_the_line),
};
SS_TEST_MAIN("past", tests)
