/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_replay_reports.c - rollups of what a real controller ran.
 *
 * The replay cases recorded, with real Slurm 22.05.8, which jobs ran when (sacct.txt) and what sreport
 * said of them at the end (final_sreport_*): hours with jobs that wait, end inside them and are
 * preempted. The jobs go in as they were recorded; the reports must come out the same to the byte.
 */
#include "configs/site.h"
#include "sim/ledger/query.h"
#include "sim/ledger/rollup.h"
#include "sim/ledger/write.h"
#include "sim/report/usage.h"
#include "tests/support/record.h"
#include "tests/support/ss_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *case_name, *file, *reason;
} known[] = {
    { "replay-resv-share-excl", "final_sreport_util.txt",
      "reservations and node states were not recorded as rows" },
    { "replay-resv-share-excl", "final_sreport_acct.txt",
      "likewise: unused reservation time is charged" },
};

static bool is_known(const char *case_name, const char *file)
{
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        if (strcmp(known[i].case_name, case_name) == 0 && strcmp(known[i].file, file) == 0)
            return true;
    }
    return false;
}

static void import_row(SsLedger *ledger, const SsCluster *cluster, const SsRecordTable *t, guint i)
{
    g_autoptr(GError) error = NULL;
    const char *alloc_text = ss_record_get(t, i, "AllocTRES"), *id = ss_record_get(t, i, "JobID");
    g_autofree char  *alloc = *alloc_text ? ss_record_tres(cluster->tres, alloc_text) : NULL;
    g_autofree char  *req = ss_record_tres(cluster->tres, ss_record_get(t, i, "ReqTRES"));
    g_auto(GStrv)     state = g_strsplit(ss_record_get(t, i, "State"), " ", 2);
    const char       *task = strchr(id, '_');
    const SsJobRecord row = {
        .job_id = (uint32_t) atoi(ss_record_get(t, i, "JobIDRaw")),
        .array_job_id = task ? (uint32_t) atoi(id) : 0,
        .array_task_id = task ? (uint32_t) atoi(task + 1) : SS_UNSET32,
        .user = ss_record_get(t, i, "User"),
        .account = ss_record_get(t, i, "Account"),
        .partition = ss_record_get(t, i, "Partition"),
        .qos = ss_record_get(t, i, "QOS"),
        .nodes = ss_record_get(t, i, "NodeList"),
        .state = ss_job_state_parse(state[0]),
        .kill_uid = SS_UNSET32,
        .submit = ss_record_time(ss_record_get(t, i, "Submit")),
        .eligible = ss_record_time(ss_record_get(t, i, "Eligible")),
        .start = ss_record_time(ss_record_get(t, i, "Start")),
        .end = ss_record_time(ss_record_get(t, i, "End")),
        .cpus_req = (uint32_t) ss_tres_count(req, 1, 0),
        .tres_alloc = alloc,
        .tres_req = req,
    };

    ss_ledger_import_job(ledger, &row, &error);
    SS_EXPECT_NO_ERROR(error);
}

static SsLedger *build(const char *folder, const SsCluster *cluster, SsTime since, SsTime now)
{
    g_autofree char  *text = ss_record_file(folder, "expected/sacct.txt");
    SsRecordTable     table = ss_record_table(text, '|');
    SsLedger         *ledger = ss_ledger_create(":memory:", NULL);
    g_autoptr(GError) error = NULL;

    SS_EXPECT_TRUE(ss_ledger_site_write(ledger, cluster, since, &error));
    SS_EXPECT_TRUE(ss_ledger_register_cluster(ledger, cluster, since, &error));
    for (guint i = 0; i < table.rows->len; i++)
        import_row(ledger, cluster, &table, i);
    SS_EXPECT_TRUE(ss_rollup_from(ledger, since, now, &error));
    SS_EXPECT_TRUE(ss_ledger_finish(ledger, &error));
    SS_EXPECT_NO_ERROR(error);
    ss_record_table_clear(&table);
    return ledger;
}

static void compare(const char *folder, const char *name, SsLedger *ledger, SsTime now,
                    char **fields)
{
    g_auto(GStrv)      argv = NULL;
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
    g_autofree char   *file = g_build_filename("expected", fields[0], NULL);
    g_autofree char   *expected = ss_record_file(folder, file);

    if (!g_str_has_prefix(fields[2], "sreport")
        || !g_shell_parse_argv(fields[2], NULL, &argv, NULL))
        return;
    ss_report_sreport(ledger, now, argv, out, err);
    bool same = expected && strcmp(out->str, expected) == 0;

    printf("%-26s %-24s %s\n", name, fields[0], same ? "same" : "DIFFERENT");
    if (!same && !is_known(name, fields[0]))
        SS_EXPECT_TEXT(out->str, expected);
    SS_EXPECT_INT(same, !is_known(name, fields[0]));
}

static SsTime ended_at(const char *manifest)
{
    const char *ended = strstr(manifest, "ended ");

    return ended ? ss_record_time(ended + strlen("ended ")) : 0;
}

static void run_case(const char *cases, const char *name)
{
    g_autofree char      *folder = g_build_filename(cases, name, NULL);
    g_autofree char      *manifest = ss_record_file(folder, "expected/MANIFEST");
    g_autofree char      *env_text = ss_record_file(folder, "case.env");
    g_autoptr(GHashTable) env = ss_record_env(env_text);
    g_auto(GStrv)         lines = g_strsplit(manifest ? manifest : "", "\n", -1);
    g_autoptr(SsDiag)     diag = ss_diag_new();
    g_autoptr(SsCluster)  cluster = NULL;
    SsTime                since = ss_record_time(g_hash_table_lookup(env, "T0")) / 3600 * 3600;
    SsTime                now = ended_at(manifest ? manifest : "");
    const SsSiteOptions   options = { .now = since };

    if (!ss_site_read(folder, &options, diag, &cluster, NULL)) {
        ss_expect(false, __FILE__, __LINE__, "%s: the site cannot be read", name);
        return;
    }
    g_autoptr(SsLedger) ledger = build(folder, cluster, since, now);

    for (char **line = lines; *line; line++) {
        g_auto(GStrv) fields = g_strsplit(*line, "\t", 3);

        if (**line != '#' && g_strv_length(fields) == 3)
            compare(folder, name, ledger, now, fields);
    }
}

static void sums_what_slurm_summed_after_each_replay(void)
{
    static const char *const names[] = {
        "replay-arrays-deps",       "replay-backfill-sizes", "replay-fairshare-decay",
        "replay-fifo-linear",       "replay-gpu-placement",  "replay-maxtres-budget",
        "replay-preempt-partition", "replay-preempt-qos",    "replay-qos-limits",
        "replay-resv-share-excl",
    };
    g_autofree char *cases = ss_test_shared("oracle/cases");

    for (size_t i = 0; cases && i < G_N_ELEMENTS(names); i++)
        run_case(cases, names[i]);
}

static const SsTest tests[] = {
    SS_TEST(sums_what_slurm_summed_after_each_replay),
};
SS_TEST_MAIN("replay_reports", tests)
