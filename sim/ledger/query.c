/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query.c - cursors and arrays over the ledger.
 *
 * Reports read in two ways: jobs, of which there may be ten millions, one row at a time through a
 * cursor; everything else as an array, which is what a table on a screen can hold anyway.
 *
 * "As of T" never interpolates: it is the last sample at or before T. Nodes and partitions are stored
 * only when they change, so their state at T is each one's last row.
 *
 * Errors stick to a query and are told when it is closed: the loops stay readable.
 */
#include "sim/ledger/query.h"

#include "sim/base/size.h"

#include <string.h>

struct SsQuery {
    SsLedger     *ledger;
    sqlite3_stmt *statement; /* ours: a loop may run inside another of the same text */
    GError       *error;
};

SsQuery *ss_query_new(SsLedger *ledger, const char *sql)
{
    SsQuery *query = g_new0(SsQuery, 1);

    query->ledger = ledger;
    if (!ss_ledger_settle_asked(ledger, &query->error))
        return query;
    if (sqlite3_prepare_v2(ss_ledger_db(ledger), sql, -1, &query->statement, NULL) != SQLITE_OK)
        ss_ledger_fail(ledger, &query->error, "cannot read");
    return query;
}

void ss_query_int(SsQuery *query, int position, int64_t value)
{
    if (query->statement)
        sqlite3_bind_int64(query->statement, position, value);
}

void ss_query_text(SsQuery *query, int position, const char *text)
{
    if (query->statement)
        sqlite3_bind_text(query->statement, position, text, -1, SQLITE_TRANSIENT);
}

bool ss_query_next(SsQuery *query)
{
    if (query->error)
        return false;
    int code = sqlite3_step(query->statement);

    if (code != SQLITE_ROW && code != SQLITE_DONE)
        ss_ledger_fail(query->ledger, &query->error, "cannot read");
    return code == SQLITE_ROW;
}

int64_t ss_query_get_int(const SsQuery *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

double ss_query_get_double(const SsQuery *query, int column)
{
    return sqlite3_column_double(query->statement, column);
}

const char *ss_query_get_text(const SsQuery *query, int column)
{
    return (const char *) sqlite3_column_text(query->statement, column);
}

bool ss_query_is_null(const SsQuery *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

gboolean ss_query_close(SsQuery *query, GError **error)
{
    gboolean ok = query->error == NULL;

    sqlite3_finalize(query->statement);
    if (!ok)
        g_propagate_error(error, query->error);
    g_free(query);
    return ok;
}

/* --- samples --------------------------------------------------------------------------------- */

SsTime ss_ledger_sample_at(SsLedger *ledger, SsTime at)
{
    SsQuery *query = ss_query_new(ledger, "SELECT max(at) FROM sample WHERE at <= ?1");
    SsTime   found = 0;

    ss_query_int(query, 1, at);
    if (ss_query_next(query))
        found = ss_query_get_int(query, 0);
    ss_query_close(query, NULL);
    return found;
}

static SsRows *at_sample(SsLedger *ledger, const SsRowKind *kind, const char *tail, SsTime sample,
                         GError **error)
{
    return ss_rows_read(ledger, kind, tail, &sample, 1, error);
}

SsRows *ss_ledger_shares(SsLedger *ledger, SsTime sample, GError **error)
{
    return at_sample(ledger, &ss_row_share, "WHERE at = ?1 ORDER BY pos", sample, error);
}

SsRows *ss_ledger_qos_use(SsLedger *ledger, SsTime sample, GError **error)
{
    return at_sample(ledger, &ss_row_qos, "WHERE at = ?1 ORDER BY id_qos", sample, error);
}

SsRows *ss_ledger_qos_subs(SsLedger *ledger, SsTime sample, GError **error)
{
    return at_sample(ledger, &ss_row_qos_sub, "WHERE at = ?1 ORDER BY id_qos, kind, pos", sample,
                     error);
}

SsRows *ss_ledger_prios(SsLedger *ledger, SsTime sample, GError **error)
{
    return at_sample(ledger, &ss_row_prio, "WHERE at = ?1 ORDER BY pos, rank", sample, error);
}

SsRows *ss_ledger_queue(SsLedger *ledger, SsTime sample, GError **error)
{
    return at_sample(ledger, &ss_row_queue, "WHERE at = ?1 ORDER BY pos", sample, error);
}

SsRows *ss_ledger_resvs(SsLedger *ledger, SsTime sample, GError **error)
{
    return at_sample(ledger, &ss_row_resv_now, "WHERE at = ?1 ORDER BY id_resv", sample, error);
}

SsRows *ss_ledger_licenses(SsLedger *ledger, SsTime sample, GError **error)
{
    return at_sample(ledger, &ss_row_license, "WHERE at = ?1 ORDER BY name", sample, error);
}

SsRows *ss_ledger_stats(SsLedger *ledger, SsTime sample, GError **error)
{
    return at_sample(ledger, &ss_row_stat, "WHERE at = ?1 ORDER BY key", sample, error);
}

SsRows *ss_ledger_requests(SsLedger *ledger, SsTime sample, GError **error)
{
    return at_sample(
        ledger, &ss_row_request,
        "WHERE id_job IN (SELECT id_job FROM queue_sample WHERE at = ?1) ORDER BY id_job", sample,
        error);
}

SsRows *ss_ledger_nodes(SsLedger *ledger, GError **error)
{
    return ss_rows_read(ledger, &ss_row_node, "ORDER BY node_inx", NULL, 0, error);
}

SsRows *ss_ledger_nodes_now(SsLedger *ledger, SsTime at, GError **error)
{
    return at_sample(ledger, &ss_row_node_now,
                     "n WHERE at = (SELECT max(at) FROM node_sample m"
                     " WHERE m.node_inx = n.node_inx AND m.at <= ?1) ORDER BY node_inx",
                     at, error);
}

const SsNodeNowRow ss_node_now_idle = { .state = SS_NODE_IDLE,
                                        .owner = SS_UNSET32,
                                        .weight = SS_UNSET32 };

static void amend(SsNodeRow *node, const SsNodeNowRow *now)
{
    if (now == NULL || now->weight == SS_UNSET32) {
        node->active = node->features && *node->features ? node->features : NULL;
        return;
    }
    node->weight = now->weight;
    node->features = now->features ? now->features : "";
    node->active = now->active;
    node->comment = now->comment;
    node->extra = now->extra;
}

void ss_ledger_nodes_amend(SsRows *nodes, const SsRows *now)
{
    const SsNodeNowRow *at = now->at;
    SsNodeRow          *node = nodes->at;

    for (uint32_t i = 0, k = 0; i < nodes->n; i++) {
        while (k < now->n && at[k].node_inx < node[i].node_inx)
            k++;
        amend(&node[i], k < now->n && at[k].node_inx == node[i].node_inx ? &at[k] : NULL);
    }
}

SsRows *ss_ledger_parts(SsLedger *ledger, SsTime at, GError **error)
{
    return at_sample(
        ledger, &ss_row_part,
        "p WHERE at = (SELECT coalesce(max(CASE WHEN q.at <= ?1 THEN q.at END), min(q.at))"
        " FROM partition q WHERE q.part_inx = p.part_inx) ORDER BY part_inx",
        at, error);
}

SsRows *ss_ledger_conf(SsLedger *ledger, GError **error)
{
    return ss_rows_read(ledger, &ss_row_conf, "ORDER BY id", NULL, 0, error);
}

/* --- jobs ------------------------------------------------------------------------------------ */

/* What is sorted of a row. */
typedef struct {
    uint32_t db_inx, id_job;
    SsTime   submit;
} JobKey;

struct SsJobCursor {
    SsQuery         *query;
    const SsRowKind *kind;
    SsJobRecord      row;
    GArray          *keys; /* JobKey of the rows to fetch one by one; NULL: the query walks */
    guint            at;
};

static SsJobCursor *cursor_new(SsLedger *ledger, const SsRowKind *kind, const char *tail)
{
    SsJobCursor     *cursor = g_new0(SsJobCursor, 1);
    g_autofree char *columns = ss_row_columns(kind);
    g_autofree char *sql = g_strdup_printf("SELECT %s FROM job %s", columns, tail);

    cursor->query = ss_query_new(ledger, sql);
    cursor->kind = kind;
    return cursor;
}

SsJobCursor *ss_job_cursor_new(SsLedger *ledger, const char *tail)
{
    return cursor_new(ledger, &ss_row_job, tail);
}

SsJobCursor *ss_job_cursor_brief(SsLedger *ledger, const char *tail)
{
    return cursor_new(ledger, &ss_row_job_brief, tail);
}

SsJobCursor *ss_job_cursor_use(SsLedger *ledger, const char *tail)
{
    return cursor_new(ledger, &ss_row_job_use, tail);
}

void ss_job_cursor_int(SsJobCursor *cursor, int position, int64_t value)
{
    ss_query_int(cursor->query, position, value);
}

void ss_job_cursor_text(SsJobCursor *cursor, int position, const char *text)
{
    ss_query_text(cursor->query, position, text);
}

/* --- sorted by key ----------------------------------------------------------------------------- */

static void read_keys(SsJobCursor *cursor, const char *tail)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT job_db_inx, id_job, time_submit FROM job %s", tail);
    SsQuery *query = ss_query_new(cursor->query->ledger, sql);

    while (ss_query_next(query)) {
        const JobKey key = { (uint32_t) ss_query_get_int(query, 0),
                             (uint32_t) ss_query_get_int(query, 1), ss_query_get_int(query, 2) };

        g_array_append_val(cursor->keys, key);
    }
    ss_query_close(query, cursor->query->error ? NULL : &cursor->query->error);
}

static JobKey *key_at(const SsJobCursor *cursor, guint i)
{
    return &g_array_index(cursor->keys, JobKey, i);
}

static bool any_id_twice(const SsJobCursor *cursor)
{
    uint32_t most = 0;

    for (guint i = 0; i < cursor->keys->len; i++)
        most = MAX(most, key_at(cursor, i)->id_job);

    g_autofree uint64_t *met = g_new0(uint64_t, most / 64 + 1);
    for (guint i = 0; i < cursor->keys->len; i++) {
        const uint32_t id = key_at(cursor, i)->id_job;

        if (met[id / 64] >> (id % 64) & 1)
            return true;
        met[id / 64] |= UINT64_C(1) << (id % 64);
    }
    return false;
}

static bool is_newer(const JobKey *one, const JobKey *two)
{
    return one->submit != two->submit ? one->submit > two->submit : one->db_inx > two->db_inx;
}

static void keep_newest(SsJobCursor *cursor)
{
    g_autoptr(GHashTable) newest = g_hash_table_new(NULL, NULL); /* id_job -> JobKey * */
    guint                 kept = 0;

    for (guint i = 0; i < cursor->keys->len; i++) {
        JobKey       *key = key_at(cursor, i);
        const JobKey *known = g_hash_table_lookup(newest, GUINT_TO_POINTER(key->id_job));

        if (known == NULL || is_newer(key, known))
            g_hash_table_insert(newest, GUINT_TO_POINTER(key->id_job), key);
    }
    g_autofree bool *stays = g_new(bool, MAX(cursor->keys->len, 1));
    for (guint i = 0; i < cursor->keys->len; i++)
        stays[i] = g_hash_table_lookup(newest, GUINT_TO_POINTER(key_at(cursor, i)->id_job))
                   == key_at(cursor, i);
    for (guint i = 0; i < cursor->keys->len; i++)
        if (stays[i])
            *key_at(cursor, kept++) = *key_at(cursor, i);
    g_array_set_size(cursor->keys, kept);
}

SsJobCursor *ss_job_cursor_sorted(SsLedger *ledger, const char *tail, SsJobRows which)
{
    SsJobCursor *cursor = cursor_new(ledger, &ss_row_job, "WHERE job_db_inx = ?1");

    cursor->keys = g_array_new(FALSE, FALSE, sizeof(JobKey));
    read_keys(cursor, tail);
    if (which == SS_JOB_ROWS_NEWEST && any_id_twice(cursor))
        keep_newest(cursor);
    return cursor;
}

/* Brings the query to the next row. */
static bool step_to_next(SsJobCursor *cursor)
{
    if (cursor->keys == NULL)
        return ss_query_next(cursor->query);
    if (cursor->at == cursor->keys->len || cursor->query->error != NULL)
        return false;
    sqlite3_reset(cursor->query->statement);
    ss_query_int(cursor->query, 1, key_at(cursor, cursor->at++)->db_inx);
    return ss_query_next(cursor->query);
}

const SsJobRecord *ss_job_cursor_next(SsJobCursor *cursor)
{
    if (!step_to_next(cursor))
        return NULL;
    ss_row_get(cursor->kind, cursor->query->statement, 0, &cursor->row);
    return &cursor->row;
}

gboolean ss_job_cursor_close(SsJobCursor *cursor, GError **error)
{
    gboolean ok = ss_query_close(cursor->query, error);

    g_clear_pointer(&cursor->keys, g_array_unref);
    g_free(cursor);
    return ok;
}

/* --- usage ----------------------------------------------------------------------------------- */

static const char *const kind_words[] = { [SS_USAGE_ASSOC] = "assoc", [SS_USAGE_WCKEY] = "wckey" };
static const char *const level_words[] = {
    [SS_USAGE_HOUR] = "pack", [SS_USAGE_DAY] = "day", [SS_USAGE_MONTH] = "month"
};

/* A pack "[3600,0,57600]": consecutive hours from `hour` on. */
static SsWide sum_pack(const char *text, SsTime hour, SsTime from, SsTime to)
{
    SsWide sum = 0;

    for (; *text && *text != ']'; hour += 3600) {
        char   *end;
        int64_t secs = g_ascii_strtoll(text + 1, &end, 10);

        if (end == text + 1)
            break;
        if (from <= hour && hour < to)
            sum += secs;
        text = end;
    }
    return sum;
}

gboolean ss_ledger_each_usage(SsLedger *ledger, SsUsageKind kind, SsUsageLevel level, SsTime from,
                              SsTime to, SsUsageFunc func, void *data, GError **error)
{
    bool             packed = level == SS_USAGE_HOUR;
    g_autofree char *sql =
        g_strdup_printf("SELECT id, id_tres, time_start, %s FROM %s_usage_%s"
                        " WHERE time_start >= ?1 AND time_start < ?2",
                        packed ? "secs" : "alloc_secs", kind_words[kind], level_words[level]);
    SsQuery *query = ss_query_new(ledger, sql);

    ss_query_int(query, 1, packed ? from - 27 * 3600 : from); /* a pack that began the day before */
    ss_query_int(query, 2, to);
    while (ss_query_next(query)) {
        SsWide secs =
            packed ? sum_pack(ss_query_get_text(query, 3), ss_query_get_int(query, 2), from, to)
                   : ss_query_get_int(query, 3);

        if (secs)
            func((uint32_t) ss_query_get_int(query, 0), (uint32_t) ss_query_get_int(query, 1),
                 ss_wide_clamp(secs), data);
    }
    return ss_query_close(query, error);
}

/* --- TRES strings ---------------------------------------------------------------------------- */

uint32_t ss_tres_counts(const char *text, SsTresCount *out, uint32_t max)
{
    uint32_t n = 0;

    while (text && *text && n < max) {
        char    *end;
        uint64_t id = g_ascii_strtoull(text, &end, 10);

        if (end == text || *end != '=' || id > UINT32_MAX)
            break;
        text = end + 1;
        uint64_t count = g_ascii_strtoull(text, &end, 10);

        if (end == text)
            break;
        out[n++] = (SsTresCount){ (uint32_t) id, (int64_t) count };
        text = *end == ',' ? end + 1 : end;
    }
    return n;
}

int64_t ss_tres_count(const char *text, uint32_t id, int64_t missing)
{
    SsTresCount counts[64];
    uint32_t    n = ss_tres_counts(text, counts, G_N_ELEMENTS(counts));

    for (uint32_t i = 0; i < n; i++) {
        if (counts[i].id == id)
            return counts[i].count;
    }
    return missing;
}

void ss_tres_vector(const SsTresSet *tres, const char *text, double *vec)
{
    memset(vec, 0, tres->n * sizeof *vec);
    while (text && *text) {
        char    *end;
        uint64_t id = g_ascii_strtoull(text, &end, 10);

        if (end == text || *end != '=')
            return;
        text = end + 1;
        double   value = g_ascii_strtod(text, &end);
        uint32_t at = ss_tres_find_id(tres, (uint32_t) id);

        if (at != SS_ID_NONE)
            vec[at] = value;
        text = *end == ',' ? end + 1 : end;
    }
}

/* An array's own number is also one of its tasks': that task is meant. A trace's own id may look like a task's. */
SsQuery *ss_query_job(SsLedger *ledger, const char *id, const char *columns)
{
    const bool       trace = g_str_has_prefix(id, "trace:");
    const char      *bare = trace ? id + strlen("trace:") : id;
    const char      *bar = strrchr(bare, '_');
    const bool       task = bar && ss_is_digits(bar + 1);
    g_autofree char *job = task ? g_strndup(bare, (gsize) (bar - bare)) : g_strdup(bare);
    const char      *where = trace ? "(trace_id = ?1 OR (trace_id = ?2 AND id_array_task = ?3))"
                             : !ss_is_digits(job) ? "FALSE"
                             : task               ? "id_array_job = ?2 AND id_array_task = ?3"
                                                  : "(id_job = ?2 OR id_array_job = ?2)";
    g_autofree char *sql = g_strdup_printf("SELECT %s FROM job WHERE %s ORDER BY %s DESC, "
                                           "job_db_inx DESC LIMIT 1",
                                           columns, where, trace ? "trace_id = ?1" : "id_job = ?2");
    SsQuery         *q = ss_query_new(ledger, sql);

    ss_query_text(q, 1, bare);
    if (trace)
        ss_query_text(q, 2, job);
    else
        ss_query_int(q, 2, g_ascii_strtoll(job, NULL, 10));
    if (task)
        ss_query_int(q, 3, g_ascii_strtoll(bar + 1, NULL, 10));
    return q;
}
