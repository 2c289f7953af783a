/* SPDX-License-Identifier: Apache-2.0 */
/*
 * write.c - the sink at the end of a run, and the door for history from elsewhere.
 *
 * Everything of a run goes through one transaction of one part file (ledger.c), a record is one prepared insert;
 * but for the rows of jobs, which wait for the end (job_store.c).
 *
 * Imported jobs come without database ids: they are found by name here, once a job, since the file
 * readers know nothing of the ledger.
 */
#include "sim/ledger/write.h"

#include "sim/ledger/job_store.h"
#include "sim/ledger/query.h"
#include "sim/ledger/sample.h"
#include "sim/model/capacity.h"

#include <string.h>

typedef struct {
    SsRecordSink sink; /* first: a sink is one of us */
    SsLedger    *ledger;
    SsSampler   *sampler;
} LedgerSink;

static gboolean put_decision(SsLedger *ledger, const SsDecisionRecord *decision, GError **error)
{
    sqlite3_stmt *put = ss_ledger_statement(
        ledger, "INSERT INTO decision (at, id_job, reason, text) VALUES (?1, ?2, ?3, ?4)", error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_int64(put, 1, decision->at);
    sqlite3_bind_int64(put, 2, decision->job_id);
    sqlite3_bind_int64(put, 3, decision->reason);
    sqlite3_bind_text(put, 4, decision->text, -1, SQLITE_STATIC);
    gboolean done = sqlite3_step(put) == SQLITE_DONE;

    if (!done)
        ss_ledger_fail(ledger, error, "cannot write table decision");
    sqlite3_reset(put);
    return done;
}

/* What a controller tells has Slurm's "start received" mark; imported history has not. */
static gboolean put_job(SsLedger *ledger, const SsJobRecord *job, GError **error)
{
    SsJobRecord row = *job;

    SsJobStore *store = ss_ledger_waiting(ledger, ss_row_job.name);

    row.flags |= SS_JOB_FLAG_START_RECEIVED;
    return store != NULL ? ss_job_store_put(store, &row, error)
                         : ss_row_put(ledger, &ss_row_job, &row, error);
}

/* The one integer that `sql` answers for up to three texts; 0 if it answers nothing. */
static int64_t look_up(SsLedger *ledger, const char *sql, const char *a, const char *b,
                       const char *c)
{
    sqlite3_stmt *find = ss_ledger_statement(ledger, sql, NULL);
    int64_t       found = 0;

    if (find == NULL)
        return 0;
    const char *texts[] = { a, b, c };

    for (int i = 0; i < sqlite3_bind_parameter_count(find); i++)
        sqlite3_bind_text(find, i + 1, texts[i] ? texts[i] : "", -1, SQLITE_STATIC);
    if (sqlite3_step(find) == SQLITE_ROW)
        found = sqlite3_column_int64(find, 0);
    sqlite3_reset(find);
    return found;
}

/* A new registration of the cluster ends the one before. */
static gboolean end_registration(SsLedger *ledger, SsTime at, GError **error)
{
    sqlite3_stmt *end = ss_ledger_statement(
        ledger,
        "UPDATE event SET time_end = ?1 WHERE node_name = '' AND time_end = 0 AND time_start <> ?1",
        error);

    if (end == NULL)
        return FALSE;
    sqlite3_bind_int64(end, 1, at);
    gboolean done = sqlite3_step(end) == SQLITE_DONE;

    if (!done)
        ss_ledger_fail(ledger, error, "cannot write table event");
    sqlite3_reset(end);
    return done;
}

static gboolean end_events(SsLedger *ledger, SsTime at, GError **error)
{
    g_autofree char *sql =
        g_strdup_printf("UPDATE event SET time_end = %" G_GINT64_FORMAT " WHERE time_end = 0", at);

    return ss_ledger_exec(ledger, sql, error);
}

/* A controller that starts registers its cluster again only if that has changed; then whatever was open ends,
 * nodes out of service too. */
static gboolean put_event(SsLedger *ledger, const SsEventRecord *event, GError **error)
{
    if (*event->node != '\0')
        return ss_row_put(ledger, &ss_row_event, event, error);
    if (look_up(ledger,
                "SELECT count(*) FROM event WHERE node_name = '' AND time_end = 0 AND tres = ?1"
                " AND cluster_nodes = ?2",
                event->tres, event->cluster_nodes, NULL)
        > 0)
        return TRUE;
    return end_events(ledger, event->start, error) && ss_ledger_import_event(ledger, event, error);
}

static gboolean take(SsRecordSink *base, const SsRecord *record, GError **error)
{
    LedgerSink *sink = (LedgerSink *) base;

    switch (record->kind) {
    case SS_RECORD_JOB:
        return put_job(sink->ledger, &record->u.job, error);
    case SS_RECORD_EVENT:
        return put_event(sink->ledger, &record->u.event, error);
    case SS_RECORD_RESV:
        return ss_row_put(sink->ledger, &ss_row_resv, &record->u.resv, error);
    case SS_RECORD_SUSPEND:
        return ss_row_put(sink->ledger, &ss_row_suspend, &record->u.suspend, error);
    case SS_RECORD_DECISION:
        return put_decision(sink->ledger, &record->u.decision, error);
    case SS_RECORD_WCKEY:
        return ss_ledger_wckey_add(sink->ledger, record->u.wckey, error);
    case SS_RECORD_SAMPLE:
        return ss_sampler_take(sink->sampler, record->u.world, error);
    }
    g_assert_not_reached();
}

static void sink_free(SsRecordSink *base)
{
    LedgerSink *sink = (LedgerSink *) base;

    ss_sampler_free(sink->sampler);
    g_free(sink);
}

SsRecordSink *ss_ledger_sink(SsLedger *ledger)
{
    LedgerSink *sink = g_new0(LedgerSink, 1);

    sink->sink = (SsRecordSink){ take, sink_free };
    sink->ledger = ledger;
    sink->sampler = ss_sampler_new(ledger);
    ss_job_store_begin(ledger);
    return &sink->sink;
}

void ss_ledger_sink_prio(SsRecordSink *base, SsPrioFunc prio)
{
    ss_sampler_prio(((LedgerSink *) base)->sampler, prio);
}

/* --- history --------------------------------------------------------------------------------- */

static uint32_t find_assoc(SsLedger *ledger, const SsJobRecord *job)
{
    return (uint32_t) look_up(
        ledger,
        "SELECT id_assoc FROM assoc WHERE user = lower(?1) AND acct = lower(?2)"
        " AND partition IN (?3, '') ORDER BY deleted, partition DESC LIMIT 1",
        job->user, job->account, job->partition);
}

static uint32_t next_db_inx(SsLedger *ledger)
{
    return (uint32_t) look_up(ledger, "SELECT coalesce(max(job_db_inx), 0) + 1 FROM job", NULL,
                              NULL, NULL);
}

static void find_ids(SsLedger *ledger, SsJobRecord *job)
{
    if (job->db_inx == 0)
        job->db_inx = next_db_inx(ledger);
    if (job->assoc_id == 0)
        job->assoc_id = find_assoc(ledger, job);
    if (job->qos_id == 0 && job->qos)
        job->qos_id = (uint32_t) look_up(
            ledger, "SELECT id FROM qos WHERE name = lower(?1) ORDER BY deleted LIMIT 1", job->qos,
            NULL, NULL);
    if (job->wckey_id == 0 && job->wckey && *job->wckey)
        job->wckey_id = (uint32_t) look_up(
            ledger,
            "SELECT id_wckey FROM wckey WHERE wckey_name = ?1 AND user = lower(?2) ORDER BY deleted LIMIT 1",
            job->wckey, job->user, NULL);
    if (job->resv_id == 0 && job->reservation && *job->reservation)
        job->resv_id = (uint32_t) look_up(
            ledger,
            "SELECT id_resv FROM resv WHERE resv_name = ?1 ORDER BY time_start DESC LIMIT 1",
            job->reservation, NULL, NULL);
}

gboolean ss_ledger_import_job(SsLedger *ledger, const SsJobRecord *job, GError **error)
{
    SsJobRecord row = *job;

    if (!ss_ledger_settle(ledger, error))
        return FALSE;
    find_ids(ledger, &row);
    if (row.assoc_id == 0) {
        g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_MISSING,
                    "job %u: user '%s' has no association with account '%s'", job->job_id,
                    job->user ? job->user : "", job->account ? job->account : "");
        return FALSE;
    }
    return ss_row_put(ledger, &ss_row_job, &row, error);
}

gboolean ss_ledger_import_event(SsLedger *ledger, const SsEventRecord *event, GError **error)
{
    bool cluster = event->node == NULL || *event->node == '\0';

    if (cluster && event->state == 0 && !end_registration(ledger, event->start, error))
        return FALSE;
    return ss_row_put(ledger, &ss_row_event, event, error);
}

gboolean ss_ledger_import_resv(SsLedger *ledger, const SsResvRecord *resv, GError **error)
{
    return ss_row_put(ledger, &ss_row_resv, resv, error);
}

gboolean ss_ledger_import_suspend(SsLedger *ledger, const SsSuspendRecord *suspend, GError **error)
{
    g_autofree char *inx = g_strdup_printf("%u", suspend->db_inx);
    SsSuspendRecord  row = *suspend;

    if (row.assoc_id == 0)
        row.assoc_id = (uint32_t) look_up(ledger, "SELECT id_assoc FROM job WHERE job_db_inx = ?1",
                                          inx, NULL, NULL);
    if (row.assoc_id == 0) {
        g_set_error(error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_MISSING,
                    "suspension of job %u: the history does not have so many jobs", row.db_inx);
        return FALSE;
    }
    return ss_row_put(ledger, &ss_row_suspend, &row, error);
}

static char *all_nodes(const SsCluster *cluster)
{
    g_autoptr(SsNodeSet) nodes = ss_node_set_new_full(cluster->n_nodes);

    return ss_cluster_node_list(cluster, nodes);
}

gboolean ss_ledger_register_cluster(SsLedger *ledger, const SsCluster *cluster, SsTime since,
                                    GError **error)
{
    g_autofree uint64_t *vec = g_new(uint64_t, cluster->tres->n);
    g_autofree char     *nodes = all_nodes(cluster);
    const SsCapacity     configured = ss_capacity_configured(cluster);

    ss_capacity_cluster(&configured, vec);
    g_autofree char *tres = ss_tres_text(cluster->tres, vec, SS_TRES_TEXT_IDS | SS_TRES_TEXT_ZEROS);
    const SsEventRecord row = {
        .node = "",
        .start = since,
        .reason = "Cluster Registered TRES",
        .reason_uid = SS_UNSET32,
        .tres = tres,
        .cluster_nodes = nodes,
    };

    return ss_ledger_exec(ledger, "DELETE FROM event WHERE node_name = ''", error)
           && ss_row_put(ledger, &ss_row_event, &row, error);
}
