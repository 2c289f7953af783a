/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_jobs.c - the jobs of a run as columns, and where on the nodes each of them ran.
 *
 * A row of the job table is a row here (a requeued job has several). Names are numbers into lists; what costs
 * bytes and is never looked at in bulk (work folders, submit lines) stays in the ledger.
 *
 * `billing` is what fair share charges a second: the weighted sum as Slurm computes it, not cut to a whole
 * number as the accounting stores it, times the UsageFactor of the job's QOS.
 */
#include "sim/base/intern.h"
#include "sim/ledger/entities.h"
#include "sim/ledger/query.h"
#include "sim/model/job.h"
#include "sim/model/reason.h"
#include "sim/page/pack.h"
#include "sim/page/page_parts.h"

#include <string.h>

/* The columns, in the order of the page's object. */
typedef enum {
    C_ID,
    C_TASK,
    C_COUNT,
    C_SUBMIT,
    C_ELIGIBLE,
    C_START,
    C_END,
    C_STATE,
    C_REASON,
    C_BACKFILL,
    C_USER,
    C_ACCOUNT,
    C_PART,
    C_QOS,
    C_ASSOC,
    C_NODES,
    C_CPUS,
    C_MEM,
    C_GPUS,
    C_BILLING,
    C_LIMIT,
    C_JOBS,
    C_SEG_JOB = C_JOBS,
    C_SEG_FIRST,
    C_SEG_LAST,
    C_SEG_CPUS,
    C_COLUMNS,
} Column;

static const char *const column_names[] = {
    [C_ID] = "id",         [C_TASK] = "task",         [C_COUNT] = "count",
    [C_SUBMIT] = "submit", [C_ELIGIBLE] = "eligible", [C_START] = "start",
    [C_END] = "end",       [C_STATE] = "state",       [C_REASON] = "reason",
    [C_BACKFILL] = "by",   [C_USER] = "user",         [C_ACCOUNT] = "account",
    [C_PART] = "part",     [C_QOS] = "qos",           [C_ASSOC] = "assoc",
    [C_NODES] = "nodes",   [C_CPUS] = "cpus",         [C_MEM] = "mem",
    [C_GPUS] = "gpus",     [C_BILLING] = "billing",   [C_LIMIT] = "limit",
    [C_SEG_JOB] = "job",   [C_SEG_FIRST] = "first",   [C_SEG_LAST] = "last",
    [C_SEG_CPUS] = "cpus",
};

typedef enum { N_USER, N_ACCOUNT, N_PART, N_QOS, N_REASON, N_STATE, N_LISTS } List;

static const char *const list_names[] = {
    [N_USER] = "users", [N_ACCOUNT] = "accounts", [N_PART] = "job_parts",
    [N_QOS] = "qos",    [N_REASON] = "reasons",   [N_STATE] = "states",
};

typedef struct {
    SsLedger         *ledger;
    const SsPageSpan *span;
    SsTresSet        *tres;
    uint32_t          gpu;     /* database id of gres/gpu, SS_ID_NONE */
    GHashTable       *weights; /* partition -> double [tres->n]; those without are not there */
    GHashTable       *factors; /* id_qos -> double */
    bool              max_tres;
    uint32_t          n;
    SsPack           *column[C_COLUMNS];
    SsIntern         *list[N_LISTS];
} Jobs;

static const char *const sql =
    "SELECT id_job, id_array_task, array_task_pending, time_submit, time_eligible, time_start, time_end, "
    "state, state_reason_prev, reason, flags, user, account, partition, qos, id_assoc, nodes_alloc, "
    "cpus_req, cpus_alloc, tres_req, tres_alloc, alloc, id_qos, timelimit FROM job "
    "ORDER BY time_submit, job_db_inx";

typedef enum {
    Q_ID,
    Q_TASK,
    Q_PENDING,
    Q_SUBMIT,
    Q_ELIGIBLE,
    Q_START,
    Q_END,
    Q_STATE,
    Q_REASON_PREV,
    Q_REASON,
    Q_FLAGS,
    Q_USER,
    Q_ACCOUNT,
    Q_PART,
    Q_QOS,
    Q_ASSOC,
    Q_NODES,
    Q_CPUS_REQ,
    Q_CPUS,
    Q_TRES_REQ,
    Q_TRES,
    Q_ALLOC,
    Q_ID_QOS,
    Q_LIMIT,
} Field;

/* --- prices ------------------------------------------------------------------------------------------- */

static gboolean read_weights(Jobs *j, GError **error)
{
    SsQuery *query =
        ss_query_new(j->ledger, "SELECT name, billing FROM partition ORDER BY part_inx, at");
    gboolean ok = TRUE;

    while (ok && ss_query_next(query)) {
        const char *text = ss_query_get_text(query, 1);
        double     *weights = text && *text ? g_new0(double, j->tres->n) : NULL;

        ok = !weights || ss_tres_weights_parse(j->tres, text, weights, error);
        if (weights)
            g_hash_table_replace(j->weights, g_strdup(ss_query_get_text(query, 0)), weights);
    }
    return ss_query_close(query, ok ? error : NULL) && ok;
}

static gboolean read_factors(Jobs *j, GError **error)
{
    SsQuery *query = ss_query_new(j->ledger, "SELECT id, usage_factor FROM qos");

    while (ss_query_next(query)) {
        const double factor = ss_query_get_double(query, 1);

        g_hash_table_replace(j->factors, GINT_TO_POINTER((int) ss_query_get_int(query, 0)),
                             g_memdup2(&factor, sizeof factor));
    }
    return ss_query_close(query, error);
}

static double factor_of(const Jobs *j, int64_t id_qos)
{
    const double *factor = g_hash_table_lookup(j->factors, GINT_TO_POINTER((int) id_qos));

    return !factor || *factor < 0 ? 1 : *factor;
}

static double price(const Jobs *j, const char *partition, const char *tres)
{
    g_autofree double   *counts = g_new0(double, j->tres->n);
    g_autofree uint64_t *whole = g_new0(uint64_t, j->tres->n);

    ss_tres_vector(j->tres, tres, counts);
    for (uint32_t i = 0; i < j->tres->n; i++)
        whole[i] = (uint64_t) counts[i];
    return ss_tres_billing(
        j->tres, whole, partition ? g_hash_table_lookup(j->weights, partition) : NULL, j->max_tres);
}

/* --- rows --------------------------------------------------------------------------------------------- */

static uint32_t name_id(Jobs *j, List list, const char *name)
{
    return ss_intern_id(j->list[list], name ? name : "");
}

static void add(Jobs *j, Column column, double value)
{
    ss_pack_add(j->column[column], value);
}

static void add_time(Jobs *j, Column column, const SsQuery *query, Field field)
{
    ss_pack_add_time(j->column[column], ss_query_get_int(query, (int) field), j->span->base);
}

/* The number of what follows `*p` up to a comma or bracket; what stands between is passed over. */
static bool take_number(const char **p, uint64_t *out)
{
    char *end;

    while (**p && !g_ascii_isdigit(**p))
        ++*p;
    *out = g_ascii_strtoull(*p, &end, 10);
    const bool ok = end != *p;
    *p = end;
    return ok;
}

/* [[first,last,cpus,mem,"gres"],...] */
static void add_segments(Jobs *j, const char *alloc)
{
    uint64_t first, last, cpus;

    for (const char *p = alloc; p && (p = strchr(p, '[')) != NULL; p = strchr(p, ']')) {
        if (!take_number(&p, &first) || !take_number(&p, &last) || !take_number(&p, &cpus))
            return;
        add(j, C_SEG_JOB, j->n);
        add(j, C_SEG_FIRST, (double) first);
        add(j, C_SEG_LAST, (double) last);
        add(j, C_SEG_CPUS, (double) cpus);
    }
}

/* What it waited for last: before the start, or now. */
static const char *reason_of(const SsQuery *query)
{
    const Field field = ss_query_get_int(query, Q_START) ? Q_REASON_PREV : Q_REASON;

    return ss_reason_text((SsReason) ss_query_get_int(query, (int) field));
}

static void add_who(Jobs *j, const SsQuery *query)
{
    add(j, C_USER, name_id(j, N_USER, ss_query_get_text(query, Q_USER)));
    add(j, C_ACCOUNT, name_id(j, N_ACCOUNT, ss_query_get_text(query, Q_ACCOUNT)));
    add(j, C_PART, name_id(j, N_PART, ss_query_get_text(query, Q_PART)));
    add(j, C_QOS, name_id(j, N_QOS, ss_query_get_text(query, Q_QOS)));
    add(j, C_ASSOC, (double) ss_query_get_int(query, Q_ASSOC));
}

static void add_size(Jobs *j, const SsQuery *query)
{
    const bool    started = ss_query_get_int(query, Q_START) != 0;
    const char   *tres = ss_query_get_text(query, started ? Q_TRES : Q_TRES_REQ);
    const int64_t limit = ss_query_is_null(query, Q_LIMIT) ? 0 : ss_query_get_int(query, Q_LIMIT);

    add(j, C_NODES,
        (double) (started ? ss_query_get_int(query, Q_NODES) : ss_tres_count(tres, 4, 1)));
    add(j, C_CPUS, (double) ss_query_get_int(query, started ? Q_CPUS : Q_CPUS_REQ));
    add(j, C_MEM, (double) ss_tres_count(tres, 2, 0));
    add(j, C_GPUS, j->gpu == SS_ID_NONE ? 0 : (double) ss_tres_count(tres, j->gpu, 0));
    add(j, C_BILLING,
        started ? price(j, ss_query_get_text(query, Q_PART), tres)
                      * factor_of(j, ss_query_get_int(query, Q_ID_QOS))
                : 0);
    add(j, C_LIMIT, (double) limit);
}

static void add_job(Jobs *j, const SsQuery *query)
{
    add(j, C_ID, (double) ss_query_get_int(query, Q_ID));
    add(j, C_TASK,
        ss_query_is_null(query, Q_TASK) ? 0 : (double) (ss_query_get_int(query, Q_TASK) + 1));
    add(j, C_COUNT, (double) MAX(ss_query_get_int(query, Q_PENDING), 1));
    add_time(j, C_SUBMIT, query, Q_SUBMIT);
    add_time(j, C_ELIGIBLE, query, Q_ELIGIBLE);
    add_time(j, C_START, query, Q_START);
    add_time(j, C_END, query, Q_END);
    add(j, C_STATE,
        name_id(j, N_STATE, ss_job_state_text((SsJobState) ss_query_get_int(query, Q_STATE))));
    add(j, C_REASON, name_id(j, N_REASON, reason_of(query)));
    add(j, C_BACKFILL, (ss_query_get_int(query, Q_FLAGS) & 8) != 0);
    add_who(j, query);
    add_size(j, query);
    add_segments(j, ss_query_get_text(query, Q_ALLOC));
    j->n++;
}

/* --- JSON --------------------------------------------------------------------------------------------- */

static void write_columns(const Jobs *j, const char *key, Column from, Column to, SsJson *json)
{
    ss_json_key(json, key);
    ss_json_begin_object(json);
    ss_json_key_uint(json, "n", j->column[from]->at->len);
    for (uint32_t c = from; c < to; c++)
        ss_pack_json(j->column[c], column_names[c], json);
    ss_json_end_object(json);
}

static void write_lists(const Jobs *j, SsJson *json)
{
    for (uint32_t l = 0; l < N_LISTS; l++) {
        ss_json_key(json, list_names[l]);
        ss_json_begin_array(json);
        for (uint32_t i = 0; i < ss_intern_count(j->list[l]); i++)
            ss_json_text(json, ss_intern_text(j->list[l], i));
        ss_json_end_array(json);
    }
}

static void clear(Jobs *j)
{
    for (uint32_t c = 0; c < C_COLUMNS; c++)
        ss_pack_free(j->column[c]);
    for (uint32_t l = 0; l < N_LISTS; l++)
        ss_intern_free(j->list[l]);
    g_hash_table_unref(j->weights);
    g_hash_table_unref(j->factors);
    ss_tres_set_free(j->tres);
}

static gboolean read_jobs(Jobs *j, GError **error)
{
    if (!j->tres || !read_weights(j, error) || !read_factors(j, error))
        return FALSE;
    const SsTresPos gpu = ss_tres_find(j->tres, "gres/gpu");
    j->gpu = gpu == SS_ID_NONE ? SS_ID_NONE : j->tres->at[gpu].id;
    SsQuery *query = ss_query_new(j->ledger, sql);
    while (ss_query_next(query))
        add_job(j, query);
    return ss_query_close(query, error);
}

gboolean ss_page_jobs(SsLedger *ledger, const SsPageSpan *span, SsJson *json, GError **error)
{
    Jobs j = { .ledger = ledger,
               .span = span,
               .tres = ss_ledger_tres_read(ledger, error),
               .weights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
               .factors = g_hash_table_new_full(NULL, NULL, NULL, g_free) };

    j.max_tres = (ss_ledger_get_int(ledger, "set.priority_flags", 0) & SS_PRIO_MAX_TRES) != 0;
    for (uint32_t c = 0; c < C_COLUMNS; c++)
        j.column[c] = ss_pack_new();
    for (uint32_t l = 0; l < N_LISTS; l++)
        j.list[l] = ss_intern_new();
    const gboolean ok = read_jobs(&j, error);
    if (ok) {
        write_columns(&j, "jobs", 0, C_JOBS, json);
        write_columns(&j, "segments", C_SEG_JOB, C_COLUMNS, json);
        write_lists(&j, json);
    }
    clear(&j);
    return ok;
}
