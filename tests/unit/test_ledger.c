/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/ledger/ledger.h"

#include "sim/ledger/query.h"
#include "sim/ledger/rollup.h"
#include "sim/ledger/sample.h"
#include "sim/ledger/write.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/ss_test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *path_of(const char *name)
{
    return g_build_filename(ss_test_tmp(), name, NULL);
}

static uint32_t files_like(const char *prefix)
{
    g_autoptr(GDir) dir = g_dir_open(ss_test_tmp(), 0, NULL);
    const char     *name;
    uint32_t        n = 0;

    while (dir && (name = g_dir_read_name(dir)) != NULL)
        n += g_str_has_prefix(name, prefix) ? 1u : 0u;
    return n;
}

static SsJobRecord some_job(uint32_t id)
{
    return (SsJobRecord){
        .db_inx = id,
        .job_id = id,
        .array_task_id = SS_UNSET32,
        .kill_uid = SS_UNSET32,
        .assoc_id = 2,
        .user = "root",
        .account = "root",
        .partition = "p",
        .qos = "normal",
        .name = "job",
        .nodes = "n[1-2]",
        .alloc = "[[0,1,2,0,\"\"]]",
        .n_nodes = 2,
        .cpus_req = 4,
        .mem_req = UINT64_C(1) << 63 | 2000,
        .tres_req = "1=4,2=8000,4=2,5=4",
        .tres_alloc = "1=4,2=8000,4=2,5=4",
        .time_limit = 60,
        .state = SS_JOB_COMPLETED,
        .submit = 1000 + id,
        .eligible = 1000 + id,
        .start = 1100 + id,
        .end = 1700 + id,
        .flags = SS_STARTER_BACKFILL,
    };
}

/* --- the file -------------------------------------------------------------------------------- */

static void is_not_there_before_it_is_finished(void)
{
    g_autofree char    *path = path_of("a.db");
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsLedger) ledger = ss_ledger_create(path, &error);

    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_FALSE(g_file_test(path, G_FILE_TEST_EXISTS));
    SS_EXPECT_INT(files_like("a.db.part-"), 1);
    SS_EXPECT_TRUE(ss_ledger_finish(ledger, &error));
    SS_EXPECT_TRUE(g_file_test(path, G_FILE_TEST_EXISTS));
    SS_EXPECT_INT(files_like("a.db.part-"), 0);
}

static void leaves_the_old_file_when_it_is_given_up(void)
{
    g_autofree char *path = path_of("b.db");
    SsLedger        *ledger = ss_ledger_create(path, NULL);

    SS_EXPECT_TRUE(ss_ledger_set(ledger, "cluster", "old", NULL));
    SS_EXPECT_TRUE(ss_ledger_finish(ledger, NULL));
    ss_ledger_free(ledger);
    ss_ledger_free(ss_ledger_create(path, NULL));
    ledger = ss_ledger_open(path, NULL);
    SS_EXPECT_TEXT(ss_ledger_get(ledger, "cluster"), "old");
    ss_ledger_free(ledger);
    SS_EXPECT_INT(files_like("b.db.part-"), 0);
}

static void replaces_ledgers_and_empty_files_only(void)
{
    g_autofree char  *empty = ss_test_file("h0.db", "");
    g_autofree char  *trace = ss_test_file("h1.csv", "jobid,submit,user,run\n1,0,u,60\n");
    g_autoptr(GError) error = NULL;
    SsLedger         *ledger = ss_ledger_create(empty, &error);

    SS_EXPECT_NO_ERROR(error);
    ss_ledger_free(ledger);
    SS_EXPECT_NULL(ss_ledger_create(trace, &error));
    SS_EXPECT_ERROR(error, "h1.csv: is there already and is no ledger");
    g_autofree char *text = ss_test_read(trace);
    SS_EXPECT_TEXT(text, "jobid,submit,user,run\n1,0,u,60\n");
}

static void removes_what_a_killed_run_left(void)
{
    g_autofree char    *path = path_of("c.db");
    g_autofree char    *dead = ss_test_file("c.db.part-2147483646", "x");
    g_autofree char    *living = ss_test_file("c.db.part-1", "x");
    g_autofree char    *other = ss_test_file("c.db.part-abc", "x");
    g_autoptr(SsLedger) ledger = ss_ledger_create(path, NULL);

    SS_EXPECT_FALSE(g_file_test(dead, G_FILE_TEST_EXISTS));
    SS_EXPECT_TRUE(g_file_test(living, G_FILE_TEST_EXISTS));
    SS_EXPECT_TRUE(g_file_test(other, G_FILE_TEST_EXISTS));
}

static void has_the_same_bytes_each_time(void)
{
    g_autofree char *paths[] = { path_of("d1.db"), path_of("d2.db") };
    gsize            size[2];
    char            *bytes[2];

    for (int i = 0; i < 2; i++) {
        g_autoptr(SsLedger) ledger = ss_ledger_create(paths[i], NULL);

        SS_EXPECT_TRUE(ss_ledger_set(ledger, "cluster", "alpha", NULL));
        for (uint32_t id = 1; id <= 2000; id++) {
            const SsJobRecord row = some_job(id);
            SS_EXPECT_TRUE(ss_row_put(ledger, &ss_row_job, &row, NULL));
        }
        SS_EXPECT_TRUE(ss_ledger_finish(ledger, NULL));
        SS_EXPECT_TRUE(g_file_get_contents(paths[i], &bytes[i], &size[i], NULL));
    }
    SS_EXPECT_INT(size[0], size[1]);
    SS_EXPECT_INT(memcmp(bytes[0], bytes[1], MIN(size[0], size[1])), 0);
    g_free(bytes[0]);
    g_free(bytes[1]);
    g_free(paths[1]);
}

static void refuses_what_is_no_ledger(void)
{
    g_autofree char *text =
        ss_test_file("e.db", "this is no database at all, but it is long enough to be read as one");
    g_autofree char  *none = path_of("none.db");
    g_autofree char  *folder = path_of("no/such/folder/x.db");
    g_autoptr(GError) bad = NULL, missing = NULL, nowhere = NULL;

    SS_EXPECT_NULL(ss_ledger_open(text, &bad));
    SS_EXPECT_ERROR(bad, "e.db");
    SS_EXPECT_NULL(ss_ledger_open(none, &missing));
    SS_EXPECT_ERROR(missing, "none.db");
    SS_EXPECT_NULL(ss_ledger_create(folder, &nowhere));
    SS_EXPECT_ERROR(nowhere, "x.db");
}

static void refuses_another_version(void)
{
    g_autofree char  *path = path_of("f.db");
    sqlite3          *db = NULL;
    g_autoptr(GError) error = NULL;
    SsLedger         *ledger = ss_ledger_create(path, NULL);

    ss_ledger_finish(ledger, NULL);
    ss_ledger_free(ledger);
    sqlite3_open(path, &db);
    sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
    sqlite3_close(db);
    SS_EXPECT_NULL(ss_ledger_open(path, &error));
    SS_EXPECT_ERROR(error, "version 99");
}

static void says_that_a_file_is_damaged(void)
{
    g_autofree char  *path = path_of("i.db");
    sqlite3          *db = NULL;
    g_autoptr(GError) error = NULL;
    SsLedger         *ledger = ss_ledger_create(path, NULL);

    ss_ledger_finish(ledger, NULL);
    ss_ledger_free(ledger);
    sqlite3_open(path, &db);
    sqlite3_exec(db,
                 "DROP TABLE tres; CREATE TABLE tres(pos, type, name, id);"
                 "INSERT INTO tres VALUES(0, NULL, '', 1)",
                 NULL, NULL, NULL);
    sqlite3_close(db);
    ledger = ss_ledger_open(path, &error);
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_NULL(ss_ledger_tres_read(ledger, &error));
    SS_EXPECT_ERROR(error, "i.db: a TRES without a type: the file is damaged");
    ss_ledger_free(ledger);
}

static void changes_in_transactions(void)
{
    g_autofree char *path = path_of("g.db");
    SsLedger        *made = ss_ledger_create(path, NULL);

    ss_ledger_set(made, "now", "1", NULL);
    ss_ledger_finish(made, NULL);
    ss_ledger_free(made);
    g_autoptr(SsLedger) ledger = ss_ledger_open_write(path, NULL);

    SS_EXPECT_TRUE(ss_ledger_begin(ledger, NULL));
    SS_EXPECT_TRUE(ss_ledger_set(ledger, "now", "2", NULL));
    SS_EXPECT_INT(ss_ledger_now(ledger), 2);
    ss_ledger_rollback(ledger);
    SS_EXPECT_INT(ss_ledger_now(ledger), 1);
    SS_EXPECT_TRUE(ss_ledger_begin(ledger, NULL));
    SS_EXPECT_TRUE(ss_ledger_set_int(ledger, "now", 3, NULL));
    SS_EXPECT_TRUE(ss_ledger_commit(ledger, NULL));
    g_autoptr(SsLedger) reader = ss_ledger_open(path, NULL);

    SS_EXPECT_INT(ss_ledger_now(reader), 3);
}

static void says_so_when_it_cannot_write(void)
{
    g_autofree char  *path = path_of("h.db");
    g_autoptr(GError) error = NULL;
    SsLedger         *made = ss_ledger_create(path, NULL);

    ss_ledger_finish(made, NULL);
    ss_ledger_free(made);
    g_autoptr(SsLedger) ledger = ss_ledger_open(path, NULL);
    const SsJobRecord   row = some_job(1);

    SS_EXPECT_FALSE(ss_row_put(ledger, &ss_row_job, &row, &error));
    SS_EXPECT_ERROR(error, "table job");
}

/* --- rows ------------------------------------------------------------------------------------ */

static const SsRowKind *const kinds[] = {
    &ss_row_job,     &ss_row_event, &ss_row_resv,    &ss_row_suspend,  &ss_row_node,
    &ss_row_part,    &ss_row_conf,  &ss_row_share,   &ss_row_qos,      &ss_row_qos_sub,
    &ss_row_prio,    &ss_row_queue, &ss_row_request, &ss_row_node_now, &ss_row_resv_now,
    &ss_row_license, &ss_row_stat,
};

/* Each table of the schema has exactly the columns of its kind, in any order. */
static void has_the_columns_that_its_rows_have(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);

    for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
        g_autofree char *sql =
            g_strdup_printf("SELECT name FROM pragma_table_info('%s')", kinds[k]->name);
        SsQuery *query = ss_query_new(ledger, sql);
        size_t   found = 0, columns = 0;

        for (; ss_query_next(query); columns++) {
            for (size_t i = 0; i < kinds[k]->n; i++)
                found += strcmp(ss_query_get_text(query, 0), kinds[k]->fields[i].column) == 0;
        }
        ss_query_close(query, NULL);
        ss_expect(found == columns && columns == kinds[k]->n, __FILE__, __LINE__,
                  "%s: %zu columns, %zu fields, %zu in both", kinds[k]->name, columns, kinds[k]->n,
                  found);
    }
}

static void gives_a_job_back_as_it_was(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);
    SsJobRecord         row = some_job(7);

    row.array_job_id = 5;
    row.array_task_id = 3;
    row.flags = SS_STARTER_MAIN | SS_JOB_FLAG_START_RECEIVED | SS_JOB_FLAG_NO_BATCH;
    row.active = true;
    SS_EXPECT_TRUE(ss_row_put(ledger, &ss_row_job, &row, NULL));
    SsJobCursor       *cursor = ss_job_cursor_new(ledger, "WHERE id_job = ?1");
    const SsJobRecord *back;

    ss_job_cursor_int(cursor, 1, 7);
    back = ss_job_cursor_next(cursor);
    SS_EXPECT_NOT_NULL(back);
    SS_EXPECT_INT(back->array_task_id, 3);
    SS_EXPECT_INT(back->kill_uid, SS_UNSET32);
    SS_EXPECT_UINT(back->mem_req & ~(UINT64_C(1) << 63), 2000);
    SS_EXPECT_TRUE(back->mem_req >> 63);
    SS_EXPECT_INT(back->flags, row.flags);
    SS_EXPECT_TRUE(back->active);
    SS_EXPECT_TEXT(back->nodes, "n[1-2]");
    SS_EXPECT_NULL(back->wckey);
    SS_EXPECT_NULL(ss_job_cursor_next(cursor));
    SS_EXPECT_TRUE(ss_job_cursor_close(cursor, NULL));
}

static void keeps_every_bit_of_a_long_double(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);
    const SsShareRow    row = {
           .at = 5, .id_assoc = 1, .usage_raw = 1000000.0L / 3, .level_fs = 1.0L / 0.0L
    };

    SS_EXPECT_TRUE(ss_row_put(ledger, &ss_row_share, &row, NULL));
    g_autoptr(SsRows) rows = ss_ledger_shares(ledger, 5, NULL);
    const SsShareRow *back = rows->at;

    SS_EXPECT_INT(rows->n, 1);
    SS_EXPECT_TRUE(back->usage_raw == row.usage_raw);
    SS_EXPECT_TRUE(back->level_fs == row.level_fs);
}

static void shows_tres_and_batch_steps_as_views(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);
    SsJobRecord         jobs[] = { some_job(1), some_job(2), some_job(3) };

    jobs[1].start = 0;
    jobs[2].flags |= SS_JOB_FLAG_NO_BATCH;
    for (size_t i = 0; i < G_N_ELEMENTS(jobs); i++)
        SS_EXPECT_TRUE(ss_row_put(ledger, &ss_row_job, &jobs[i], NULL));
    SsQuery *tres =
        ss_query_new(ledger, "SELECT count FROM job_tres WHERE job_db_inx = 1 AND id_tres = 2");

    SS_EXPECT_TRUE(ss_query_next(tres));
    SS_EXPECT_INT(ss_query_get_int(tres, 0), 8000);
    ss_query_close(tres, NULL);
    SsQuery *steps = ss_query_new(ledger, "SELECT count(*), min(job_db_inx) FROM step");

    SS_EXPECT_TRUE(ss_query_next(steps));
    SS_EXPECT_INT(ss_query_get_int(steps, 0), 1);
    SS_EXPECT_INT(ss_query_get_int(steps, 1), 1);
    ss_query_close(steps, NULL);
}

static void reads_tres_strings(void)
{
    SsTresCount counts[4];

    SS_EXPECT_INT(ss_tres_counts("1=4,2=2048,1001=8", counts, 4), 3);
    SS_EXPECT_INT(counts[2].id, 1001);
    SS_EXPECT_INT(counts[2].count, 8);
    SS_EXPECT_INT(ss_tres_counts("1=4,2=2048", counts, 1), 1);
    SS_EXPECT_INT(ss_tres_counts(NULL, counts, 4), 0);
    SS_EXPECT_INT(ss_tres_counts("", counts, 4), 0);
    SS_EXPECT_INT(ss_tres_counts("1=4,oops", counts, 4), 1);
    SS_EXPECT_INT(ss_tres_count("1=4,3=18446744073709551614", 3, 0), -2);
    SS_EXPECT_INT(ss_tres_count("1=4", 2, -7), -7);
}

/* --- accounts -------------------------------------------------------------------------------- */

static SsAccounts *some_accounts(SsTresSet *tres)
{
    SsAccounts    *db = ss_accounts_new("alpha", tres, 100);
    SsAssocRecord *root = ss_accounts_assoc(db, "root", "", "");
    SsAssocRecord *chem = ss_accounts_assoc_add(db, root->id, "chem", "", "", 200);
    SsAssocRecord *amy = ss_accounts_assoc_add(db, chem->id, "chem", "amy", "debug", 300);
    SsQosRecord   *high = ss_accounts_qos_add(db, "high", 400);
    uint32_t       ids[] = { 1, high->id };

    chem->shares = SS_SHARES_PARENT;
    chem->limits.grp_jobs = 7;
    ss_limits_vector(&chem->limits.grp_tres, tres->n)[SS_TRES_CPU] = 0;
    ss_limits_vector(&chem->limits.grp_tres, tres->n)[ss_tres_find(tres, "gres/gpu")] = 8;
    amy->is_default = true;
    amy->qos_set = true;
    g_array_append_vals(amy->qos, ids, 2);
    amy->limits.max_wall = 60;
    high->priority = 100;
    high->flags = SS_QOS_DENY_ON_LIMIT;
    high->usage_factor = 0.25;
    g_array_append_vals(high->preempt, ids, 1);
    ss_limits_vector(&high->limits.max_tres_pu, tres->n)[SS_TRES_CPU] = 64;
    return db;
}

static void gives_the_accounts_back_as_they_were(void)
{
    g_autoptr(SsTresSet)  tres = ss_tres_set_new(), again = ss_tres_set_new();
    g_autoptr(SsLedger)   ledger = ss_ledger_create(":memory:", NULL);
    g_autoptr(GError)     error = NULL;
    uint32_t              gpu = ss_tres_set_add(tres, "gres/gpu");
    g_autoptr(SsAccounts) db = some_accounts(tres);

    SS_EXPECT_TRUE(ss_ledger_accounts_write(ledger, db, &error));
    SS_EXPECT_TRUE(ss_ledger_accounts_write(ledger, db, &error)); /* replaces */
    g_autoptr(SsAccounts) back = ss_ledger_accounts_read(ledger, again, &error);

    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_NOT_NULL(back);
    const SsAssocRecord *chem = ss_accounts_assoc(back, "chem", "", "");
    const SsAssocRecord *amy = ss_accounts_assoc(back, "chem", "amy", "debug");
    const SsQosRecord   *high = ss_accounts_qos(back, "high");

    SS_EXPECT_INT(back->assocs->len, db->assocs->len);
    SS_EXPECT_INT(back->next_assoc, db->next_assoc);
    SS_EXPECT_INT(back->next_qos, db->next_qos);
    SS_EXPECT_INT(chem->shares, SS_SHARES_PARENT);
    SS_EXPECT_INT(chem->limits.grp_jobs, 7);
    SS_EXPECT_UINT(chem->limits.max_jobs, SS_NO_LIMIT);
    SS_EXPECT_UINT(chem->limits.grp_tres[SS_TRES_CPU], 0);
    SS_EXPECT_TRUE(chem->limits.grp_tres[SS_TRES_MEM] == SS_NO_LIMIT64);
    SS_EXPECT_UINT(chem->limits.grp_tres[ss_tres_find(again, "gres/gpu")], 8);
    SS_EXPECT_INT(again->at[ss_tres_find(again, "gres/gpu")].id, tres->at[gpu].id);
    SS_EXPECT_NULL(chem->limits.max_tres_pj);
    SS_EXPECT_INT(amy->parent, chem->id);
    SS_EXPECT_INT(amy->lft, chem->lft + 1);
    SS_EXPECT_TRUE(amy->is_default);
    SS_EXPECT_INT(amy->qos->len, 2);
    SS_EXPECT_INT(amy->limits.max_wall, 60);
    SS_EXPECT_INT(high->priority, 100);
    SS_EXPECT_REAL(high->usage_factor, 0.25, 0);
    SS_EXPECT_INT(high->preempt->len, 1);
    SS_EXPECT_UINT(high->limits.max_tres_pu[SS_TRES_CPU], 64);
    /* And once more: the same bytes come out. */
    g_autofree char *sql = g_strdup(
        "SELECT group_concat(acct||user||shares||lft||rgt||coalesce(grp_tres,'')) FROM assoc");
    SsQuery *before = ss_query_new(ledger, sql);

    SS_EXPECT_TRUE(ss_query_next(before));
    g_autofree char *text = g_strdup(ss_query_get_text(before, 0));

    ss_query_close(before, NULL);
    SS_EXPECT_TRUE(ss_ledger_accounts_write(ledger, back, &error));
    SsQuery *after = ss_query_new(ledger, sql);

    SS_EXPECT_TRUE(ss_query_next(after));
    SS_EXPECT_TEXT(ss_query_get_text(after, 0), text);
    ss_query_close(after, NULL);
}

static void finds_an_imported_jobs_ids_by_name(void)
{
    g_autoptr(SsTresSet)  tres = ss_tres_set_new();
    g_autoptr(SsLedger)   ledger = ss_ledger_create(":memory:", NULL);
    g_autoptr(GError)     error = NULL, unknown = NULL;
    uint32_t              gpu = ss_tres_set_add(tres, "gres/gpu");
    g_autoptr(SsAccounts) db = some_accounts(tres);
    SsJobRecord           job = some_job(1), stranger = some_job(2);

    (void) gpu;
    SS_EXPECT_TRUE(ss_ledger_accounts_write(ledger, db, &error));
    job.db_inx = job.assoc_id = 0;
    job.user = "Amy";
    job.account = "chem";
    job.partition = "debug";
    job.qos = "high";
    SS_EXPECT_TRUE(ss_ledger_import_job(ledger, &job, &error));
    stranger.assoc_id = 0;
    stranger.user = "zoe";
    SS_EXPECT_FALSE(ss_ledger_import_job(ledger, &stranger, &unknown));
    SS_EXPECT_ERROR(unknown, "user 'zoe'");
    SsJobCursor       *cursor = ss_job_cursor_new(ledger, "");
    const SsJobRecord *back = ss_job_cursor_next(cursor);

    SS_EXPECT_INT(back->db_inx, 1);
    SS_EXPECT_INT(back->assoc_id, ss_accounts_assoc(db, "chem", "amy", "debug")->id);
    SS_EXPECT_INT(back->qos_id, ss_accounts_qos(db, "high")->id);
    ss_job_cursor_close(cursor, NULL);
}

/* --- samples --------------------------------------------------------------------------------- */

static SsBuiltSite *gpu_site(void)
{
    return ss_built_site(
        "ClusterName=alpha\nSelectType=select/cons_tres\nSelectTypeParameters=CR_Core_Memory\n"
        "GresTypes=gpu\nAccountingStorageTRES=gres/gpu,gres/gpu:h100\n"
        "NodeName=n[1-3] CPUs=16 Sockets=2 CoresPerSocket=4 ThreadsPerCore=2 RealMemory=64000 "
        "Gres=gpu:h100:4\nPartitionName=p Nodes=ALL Default=YES "
        "TRESBillingWeights=CPU=1.0,GRES/gpu=2.0\n",
        "NodeName=n[1-3] Name=gpu Type=h100 File=/dev/nvidia[0-3]\n", NULL);
}

static void take(SsRecordSink *sink, SsRecordKind kind, const SsWorld *world)
{
    g_autoptr(GError) error = NULL;
    const SsRecord    record = { .kind = kind, .u.world = world };

    SS_EXPECT_TRUE(sink->take(sink, &record, &error));
    SS_EXPECT_NO_ERROR(error);
}

static void stores_a_site_with_what_it_offers(void)
{
    g_autoptr(SsBuiltSite) site = gpu_site();
    g_autoptr(SsLedger)    ledger = ss_ledger_create(":memory:", NULL);
    g_autoptr(GError)      error = NULL;

    SS_EXPECT_TRUE(ss_ledger_site_write(ledger, site->cluster, 1000, &error));
    SS_EXPECT_TRUE(ss_ledger_register_cluster(ledger, site->cluster, 1000, &error));
    SS_EXPECT_NO_ERROR(error);
    g_autoptr(SsRows) nodes = ss_ledger_nodes(ledger, NULL),
                      parts = ss_ledger_parts(ledger, 0, NULL);
    g_autoptr(SsRows) events = ss_rows_read(ledger, &ss_row_event, "", NULL, 0, NULL);
    const SsNodeRow  *node = nodes->at;
    const SsPartRow  *part = parts->at;
    SsSettings        settings;

    SS_EXPECT_INT(nodes->n, 3);
    SS_EXPECT_TEXT(node->name, "n1");
    SS_EXPECT_TEXT(node->tres, "1=16,2=64000,5=24,1001=4,1002=4");
    SS_EXPECT_TEXT(node->gres_count, "1001=4,1002=4");
    SS_EXPECT_INT(parts->n, 1);
    SS_EXPECT_TEXT(part->tres, "1=48,2=192000,4=3,5=72,1001=12,1002=12");
    SS_EXPECT_TEXT(((const SsEventRecord *) events->at)->tres,
                   "1=48,2=192000,3=0,4=3,5=72,6=0,7=0,8=0,1001=12,1002=12");
    SS_EXPECT_TEXT(((const SsEventRecord *) events->at)->cluster_nodes, "n[1-3]");
    SS_EXPECT_TRUE(ss_ledger_settings_read(ledger, &settings, NULL));
    SS_EXPECT_INT(settings.select_type, site->cluster->settings.select_type);
    SS_EXPECT_INT(settings.calc_period, site->cluster->settings.calc_period);
    ss_settings_clear(&settings);
}

static void samples_jobs_nodes_and_what_was_asked_for(void)
{
    g_autoptr(SsBuiltSite) site = gpu_site();
    g_autoptr(SsLedger)    ledger = ss_ledger_create(":memory:", NULL);
    SsRecordSink          *sink = ss_ledger_sink(ledger);

    SS_EXPECT_TRUE(ss_ledger_site_write(ledger, site->cluster, 1000, NULL));
    site->world->now = 5000;
    SS_EXPECT_NOT_NULL(ss_built_start(site, "-n4 -c2 --mem=2G --gres=gpu:2"));
    take(sink, SS_RECORD_SAMPLE, site->world);
    site->world->now = 6000;
    take(sink, SS_RECORD_SAMPLE, site->world);
    site->world->now = 7000;
    ss_built_end(site, 0);
    take(sink, SS_RECORD_SAMPLE, site->world);
    sink->free(sink);

    SS_EXPECT_INT(ss_ledger_sample_at(ledger, 4999), 0);
    SS_EXPECT_INT(ss_ledger_sample_at(ledger, 6500), 6000);
    g_autoptr(SsRows)   queue = ss_ledger_queue(ledger, 6000, NULL);
    g_autoptr(SsRows)   asked = ss_ledger_requests(ledger, 6000, NULL);
    g_autoptr(SsRows)   busy = ss_ledger_nodes_now(ledger, 6000, NULL);
    g_autoptr(SsRows)   idle = ss_ledger_nodes_now(ledger, 7000, NULL);
    const SsQueueRow   *job = queue->at;
    const SsNodeNowRow *node = busy->at;

    SS_EXPECT_INT(queue->n, 1);
    SS_EXPECT_INT(job->state, SS_JOB_RUNNING);
    SS_EXPECT_INT(job->elapsed, 1000);
    SS_EXPECT_TEXT(job->partition, "p");
    SS_EXPECT_CONTAINS(job->alloc_detail, "\",2048,\"gpu:h100:2(IDX:0-1)\"]]");
    SS_EXPECT_INT(asked->n, 1);
    SS_EXPECT_INT(((const SsRequestRow *) asked->at)->cpus_per_task, 2);
    SS_EXPECT_TEXT(((const SsRequestRow *) asked->at)->gres, "gpu:2");
    SS_EXPECT_INT(busy->n, 3);
    SS_EXPECT_INT(node->cpus_alloc, 8);
    SS_EXPECT_TEXT(node->tres_alloc, "1=8,2=2048,1001=2,1002=2");
    SS_EXPECT_TEXT(node->gres_used, "gpu:h100:2(IDX:0-1)");
    SS_EXPECT_INT(((const SsNodeNowRow *) idle->at)->cpus_alloc, 0);
    /* Unchanged nodes and requests are not written again. */
    SsQuery *rows = ss_query_new(
        ledger, "SELECT (SELECT count(*) FROM node_sample), (SELECT count(*) FROM partition)");

    SS_EXPECT_TRUE(ss_query_next(rows));
    SS_EXPECT_INT(ss_query_get_int(rows, 0), 4);
    SS_EXPECT_INT(ss_query_get_int(rows, 1), 1);
    ss_query_close(rows, NULL);
}

static void writes_allocations_for_the_conservation_check(void)
{
    g_autoptr(SsBuiltSite) site = gpu_site();

    SS_EXPECT_NOT_NULL(
        ss_built_start(site, "-N2 -n4 -c2 --ntasks-per-node=2 --mem=2G --gres=gpu:1"));
    g_autofree char *text = ss_ledger_alloc_text(site->cluster, ss_built_nth(site, 0)->alloc);

    SS_EXPECT_TEXT(text, "[[0,1,4,2048,\"1001=1,1002=1\"]]");
    SS_EXPECT_NULL(ss_ledger_alloc_text(site->cluster, NULL));
}

static void marks_what_a_controller_told(void)
{
    g_autoptr(SsLedger) ledger = ss_ledger_create(":memory:", NULL);
    SsRecordSink       *sink = ss_ledger_sink(ledger);
    const SsRecord      record = { .kind = SS_RECORD_JOB, .u.job = some_job(1) };
    const SsRecord      why = { .kind = SS_RECORD_DECISION,
                                .u.decision = { 10, 1, SS_REASON_RESOURCES, "full" } };

    SS_EXPECT_TRUE(sink->take(sink, &record, NULL));
    SS_EXPECT_TRUE(sink->take(sink, &record, NULL)); /* replaces the row */
    SS_EXPECT_TRUE(sink->take(sink, &why, NULL));
    sink->free(sink);
    SsQuery *query =
        ss_query_new(ledger, "SELECT count(*), max(flags), (SELECT text FROM decision) FROM job");

    SS_EXPECT_TRUE(ss_query_next(query));
    SS_EXPECT_INT(ss_query_get_int(query, 0), 1);
    SS_EXPECT_INT(ss_query_get_int(query, 1), 8 | 16); /* as slurmdbd numbers them */
    SS_EXPECT_TEXT(ss_query_get_text(query, 2), "full");
    ss_query_close(query, NULL);
}

static const SsTest tests[] = {
    SS_TEST(is_not_there_before_it_is_finished),
    SS_TEST(leaves_the_old_file_when_it_is_given_up),
    SS_TEST(replaces_ledgers_and_empty_files_only),
    SS_TEST(removes_what_a_killed_run_left),
    SS_TEST(has_the_same_bytes_each_time),
    SS_TEST(refuses_what_is_no_ledger),
    SS_TEST(refuses_another_version),
    SS_TEST(says_that_a_file_is_damaged),
    SS_TEST(changes_in_transactions),
    SS_TEST(says_so_when_it_cannot_write),
    SS_TEST(has_the_columns_that_its_rows_have),
    SS_TEST(gives_a_job_back_as_it_was),
    SS_TEST(keeps_every_bit_of_a_long_double),
    SS_TEST(shows_tres_and_batch_steps_as_views),
    SS_TEST(reads_tres_strings),
    SS_TEST(gives_the_accounts_back_as_they_were),
    SS_TEST(finds_an_imported_jobs_ids_by_name),
    SS_TEST(stores_a_site_with_what_it_offers),
    SS_TEST(samples_jobs_nodes_and_what_was_asked_for),
    SS_TEST(writes_allocations_for_the_conservation_check),
    SS_TEST(marks_what_a_controller_told),
};
SS_TEST_MAIN("ledger", tests)
