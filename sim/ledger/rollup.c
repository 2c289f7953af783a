/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rollup.c - usage by hour, day and month, as slurmdbd sums it, oddities included.
 *
 * slurmdbd asks its database for the jobs of every hour; a year of ten million jobs would be 8 760 such
 * questions. Here the jobs pass by once, in order of their eligible time, and stay in memory while they
 * overlap the hours being summed: O(jobs + hours x jobs alive in an hour).
 *
 * What is summed and how is spec, in Slurm's order; the names below are its words. The places that look
 * wrong are meant (each was seen with 22.05.8, tests/unit/test_rollup.c has the numbers):
 *   - a reservation counts as allocated, used or not, and its unused time is charged to the
 *     associations that may use it; any one job makes all of it "used" for as long as the job runs;
 *   - a node that is down inside a reservation: the overlap with the last reservation of that node is
 *     taken off its down time, also when it is negative;
 *   - only CPUs are freed by a suspension, and only CPUs are ever planned;
 *   - the planned time is what is left over of the free time, the rest is "over".
 *
 * Days and months are sums of the rows below them. The tables' keys begin with the time, so that a day
 * is a range and new hours go to the end. Those of associations and wckeys are packed: usage_book.c.
 *
 * All in 64 bits within an hour (50 000 nodes of 2 TiB are 2^49 MiB-seconds); reports sum in 128.
 */
#include "sim/ledger/rollup.h"

#include "sim/base/hostlist.h"
#include "sim/ledger/bulk.h"
#include "sim/ledger/query.h"
#include "sim/ledger/usage_book.h"
#include "sim/model/node.h"
#include "sim/model/reservation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HOUR         3600
#define WINDOW       (24 * HOUR)
#define CPU          1 /* TRES ids */
#define ENERGY       3
#define NODE         4
#define NOT_MEASURED INT64_C(-2) /* NO_VAL64: energy that nobody gathers */

/* A TRES of the cluster in the hour being summed. */
typedef struct {
    bool    known; /* met in this hour */
    int64_t count, total, alloc, down, pdown, plan;
} Use;

/* TRES by their slot: the ids met so far, in order of meeting. */
typedef struct {
    uint32_t slot;
    int64_t  count;
} Count;

typedef struct {
    uint32_t n;
    Count   *at; /* [n] */
} Counts;

typedef struct {
    uint32_t db_inx, array_pending, cpus_req, resv;
    uint32_t assoc, wckey; /* slots; SS_ID_NONE: none */
    SsTime   eligible, start, end;
    bool     suspended;
    Counts   tres;
    uint32_t order_assoc; /* id_assoc: Slurm's order, where order counts */
} Job;

typedef struct {
    uint32_t      id;
    uint64_t      flags;
    SsResvRecord *row;        /* as it was read       */
    SsTime        start, end; /* clipped to the hour  */
    double        unused;
    Counts        tres;
    int64_t      *total, *alloc; /* [tres.n] */
    GArray       *assocs;        /* uint32_t ids */
    GHashTable   *nodes;         /* names */
} Resv;

typedef struct { /* the controller was down */
    SsTime   start, end;
    Counts   tres;
    int64_t *total;
} Outage;

enum { SECS = 6 };

/* A TRES of the cluster over a day or a month. */
typedef struct {
    int64_t id, count;
    SsWide  secs[SECS];
} Sum;

typedef struct {
    uint32_t n;
    Sum      at[SS_TRES_SLOTS];
} Sums;

typedef struct {
    SsLedger    *ledger;
    bool         wckeys;
    bool         fresh;      /* nothing was summed before: days are known from their hours        */
    Sums         day;        /* if so                                                             */
    SsTime       begin, end; /* of the hour */
    bool         registered; /* a cluster record lies in the hour */
    SsTime       reg_start, reg_end; /* of the cluster record in the hour */
    SsTresSlots  tres;
    Use          use[SS_TRES_SLOTS];
    uint32_t     n_met;
    uint32_t     met[SS_TRES_SLOTS]; /* slots in the order met in this hour */
    SsUsageBook *by_assoc, *by_wckey;
    SsBulk      *hours;      /* the cluster's */
    SsTime       window_end; /* until when these rows were read, from the hour's begin on: */
    SsRows      *resv_rows, *event_rows;
    GPtrArray   *jobs;    /* Job * alive           */
    GPtrArray   *resvs;   /* Resv * of the hour    */
    GPtrArray   *outages; /* Outage * of the hour  */
    GError      *error;
} Rollup;

/* --- TRES ------------------------------------------------------------------------------------ */

static Counts counts_new(Rollup *r, const char *text)
{
    SsTresCount read[SS_TRES_SLOTS];
    uint32_t    n = ss_tres_counts(text, read, SS_TRES_SLOTS);
    Counts      counts = { 0, g_new(Count, MAX(n, 1)) };

    for (uint32_t i = 0; i < n; i++) {
        uint32_t slot = ss_tres_slot(&r->tres, read[i].id);

        if (slot != SS_ID_NONE)
            counts.at[counts.n++] = (Count){ slot, read[i].count };
    }
    return counts;
}

static const Count *find_count(const Counts *counts, uint32_t slot)
{
    for (uint32_t i = 0; i < counts->n; i++) {
        if (counts->at[i].slot == slot)
            return &counts->at[i];
    }
    return NULL;
}

static bool is_tres(const Rollup *r, uint32_t slot, uint32_t id)
{
    return r->tres.ids[slot] == id;
}

/* The cluster's record of a TRES, made if this hour has not met it. */
static Use *meet(Rollup *r, uint32_t slot, int64_t count)
{
    Use *use = &r->use[slot];

    if (!use->known) {
        *use = (Use){ .known = true, .count = count };
        r->met[r->n_met++] = slot;
    }
    return use;
}

static int64_t floor0(int64_t value)
{
    return MAX(value, 0);
}

/* --- reservations (4.1) ---------------------------------------------------------------------- */

static void resv_free(gpointer data)
{
    Resv *resv = data;

    g_free(resv->tres.at);
    g_free(resv->total);
    g_free(resv->alloc);
    g_array_unref(resv->assocs);
    g_hash_table_unref(resv->nodes);
    g_free(resv);
}

static GArray *assoc_list(const char *text)
{
    GArray       *ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_auto(GStrv) words = g_strsplit(text ? text : "", ",", -1);

    for (char **word = words; *word; word++) {
        uint32_t id = (uint32_t) g_ascii_strtoull(*word, NULL, 10);

        if (id)
            g_array_append_val(ids, id);
    }
    return ids;
}

static GHashTable *node_names(const char *list)
{
    GHashTable           *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(SsHostlist) hosts = NULL;

    if (list == NULL || !ss_hostlist_parse(list, &hosts, NULL))
        return names;
    SsHostlistIter iter = ss_hostlist_iter(hosts);
    const char    *name;

    while ((name = ss_hostlist_next(&iter)) != NULL)
        g_hash_table_add(names, g_strdup(name));
    return names;
}

static void add_resv(Rollup *r, SsResvRecord *row)
{
    SsTime start = MAX(row->start, r->begin);
    SsTime end = MIN(row->end, r->end);

    if (end - start < 1)
        return;
    Resv *resv = g_new0(Resv, 1);

    resv->id = row->resv_id;
    resv->flags = row->flags;
    resv->row = row;
    resv->start = start;
    resv->end = end;
    /* slurmdbd reads back whole seconds of what the last hour left */
    resv->unused =
        (row->start >= r->begin ? 0.0 : floor(row->unused_wall)) + (double) (end - start);
    resv->tres = counts_new(r, row->tres);
    resv->total = g_new0(int64_t, MAX(resv->tres.n, 1));
    resv->alloc = g_new0(int64_t, MAX(resv->tres.n, 1));
    for (uint32_t i = 0; i < resv->tres.n; i++) {
        if (!is_tres(r, resv->tres.at[i].slot, NODE))
            resv->total[i] = resv->tres.at[i].count * (end - start);
    }
    resv->assocs = assoc_list(row->assocs);
    resv->nodes = node_names(row->nodes);
    g_ptr_array_add(r->resvs, resv);
}

static void add_resvs(Rollup *r)
{
    for (uint32_t i = 0; i < r->resv_rows->n; i++) {
        SsResvRecord *row = (SsResvRecord *) r->resv_rows->at + i;

        if (row->start < r->end && row->end >= r->begin)
            add_resv(r, row);
    }
}

static bool is_maint(const Resv *resv)
{
    return (resv->flags & SS_RESV_MAINT) != 0;
}

/* --- events (4.2) ---------------------------------------------------------------------------- */

static void outage_free(gpointer data)
{
    Outage *outage = data;

    g_free(outage->tres.at);
    g_free(outage->total);
    g_free(outage);
}

static void add_registration(Rollup *r, const SsEventRecord *row, SsTime start, SsTime end)
{
    g_autofree Count *list = NULL;
    Counts            counts = counts_new(r, row->tres);

    list = counts.at;
    if (!r->registered)
        r->reg_start = start;
    r->registered = true;
    r->reg_end = end;
    for (uint32_t i = 0; i < counts.n; i++) {
        if (is_tres(r, counts.at[i].slot, NODE))
            continue;
        Use *use = meet(r, counts.at[i].slot, 0);

        use->count = counts.at[i].count;
        use->total += counts.at[i].count * (end - start);
    }
}

static void add_outage(Rollup *r, const SsEventRecord *row, SsTime start, SsTime end)
{
    Outage *outage = g_new0(Outage, 1);

    outage->start = start;
    outage->end = end;
    outage->tres = counts_new(r, row->tres);
    outage->total = g_new0(int64_t, MAX(outage->tres.n, 1));
    for (uint32_t i = 0; i < outage->tres.n; i++) {
        if (!is_tres(r, outage->tres.at[i].slot, NODE))
            outage->total[i] = outage->tres.at[i].count * (end - start);
    }
    g_ptr_array_add(r->outages, outage);
}

static void add_down(Rollup *r, const Counts *node, SsSpan seconds, bool planned)
{
    for (uint32_t i = 0; i < node->n; i++) {
        Use    *use = meet(r, node->at[i].slot, node->at[i].count);
        int64_t amount = node->at[i].count * seconds;

        if (planned)
            use->pdown += amount;
        else
            use->down += amount;
    }
}

static void shrink_resv(Resv *resv, const Counts *node, SsSpan seconds)
{
    for (uint32_t i = 0; i < resv->tres.n; i++) {
        const Count *count = find_count(node, resv->tres.at[i].slot);

        if (count)
            resv->total[i] = floor0(resv->total[i] - count->count * seconds);
    }
}

/* What reservations of the node take of its event; the overlap with the last of them, which may be
 * negative. */
static SsSpan resv_overlap(Rollup *r, const char *name, const Counts *node, SsTime start,
                           SsTime end)
{
    SsSpan overlap = 0;

    for (guint i = 0; i < r->resvs->len; i++) {
        Resv *resv = r->resvs->pdata[i];

        if (!g_hash_table_contains(resv->nodes, name))
            continue;
        overlap = MIN(end, resv->end) - MAX(start, resv->start);
        if (overlap < 1)
            continue;
        add_down(r, node, overlap, is_maint(resv));
        shrink_resv(resv, node, overlap);
    }
    return overlap;
}

/* While the controller was down nobody knows what the nodes were: the outage has it. */
static void shrink_outages(Rollup *r, SsTime start, SsTime end)
{
    for (guint i = 0; i < r->outages->len; i++) {
        Outage *outage = r->outages->pdata[i];
        SsSpan  overlap = MIN(end, outage->end) - MAX(start, outage->start);

        if (overlap < 1)
            continue;
        for (uint32_t t = 0; t < outage->tres.n; t++) {
            const Use *use = &r->use[outage->tres.at[t].slot];

            if (use->known)
                outage->total[t] = floor0(outage->total[t] - use->count * overlap);
        }
    }
}

/* FUTURE, or powered down in the cloud: nobody expected it to be there. */
static bool is_planned_down(uint32_t state)
{
    return (state & SS_NODE_BASE) == SS_NODE_FUTURE
           || ((state & SS_NODE_CLOUD) && (state & SS_NODE_POWERED_DOWN));
}

static void add_node_event(Rollup *r, const SsEventRecord *row, SsTime start, SsTime end)
{
    g_autofree Count *list = NULL;
    Counts            node = counts_new(r, row->tres);

    list = node.at;
    SsSpan overlap = resv_overlap(r, row->node, &node, start, end);
    SsSpan seconds = MIN(end, r->reg_end) - MAX(start, r->reg_start) - overlap;

    if (seconds > 0)
        add_down(r, &node, seconds, is_planned_down(row->state));
    shrink_outages(r, start, end);
}

static void add_event(Rollup *r, const SsEventRecord *row)
{
    SsTime start = MAX(row->start, r->begin);
    SsTime end = row->end == 0 ? r->end : MIN(row->end, r->end);

    if (end - start < 1)
        return;
    if (*row->node == '\0' && row->state == 0)
        add_registration(r, row, start, end);
    else if (*row->node == '\0')
        add_outage(r, row, start, end);
    else if (r->registered)
        add_node_event(r, row, start, end);
}

static void add_events(Rollup *r)
{
    for (uint32_t i = 0; i < r->event_rows->n; i++) {
        const SsEventRecord *row = (const SsEventRecord *) r->event_rows->at + i;

        if (row->start < r->end && (row->end >= r->begin || row->end == 0))
            add_event(r, row);
    }
}

/* --- what lies in the hours to come ------------------------------------------------------------ */

static void forget_window(Rollup *r)
{
    g_clear_pointer(&r->resv_rows, ss_rows_free);
    g_clear_pointer(&r->event_rows, ss_rows_free);
}

/* Reservations and events are asked for once a day; an hour takes of them what lies in it. */
static bool read_window(Rollup *r)
{
    if (r->resv_rows != NULL && r->end <= r->window_end)
        return true;
    forget_window(r);
    r->window_end = r->begin + WINDOW;
    const int64_t window[] = { r->begin, r->window_end, SS_NODE_MAINT };

    r->resv_rows =
        ss_rows_read(r->ledger, &ss_row_resv,
                     "WHERE time_start < ?2 AND time_end >= ?1 ORDER BY time_start, id_resv",
                     window, 2, &r->error);
    r->event_rows = ss_rows_read(
        r->ledger, &ss_row_event,
        "WHERE time_start < ?2 AND (time_end >= ?1 OR time_end = 0) AND (state & ?3) = 0"
        " ORDER BY node_name, time_start",
        window, 3, &r->error);
    return r->resv_rows != NULL && r->event_rows != NULL;
}

static void add_reservations(Rollup *r)
{
    for (guint i = 0; i < r->resvs->len; i++) {
        const Resv *resv = r->resvs->pdata[i];

        if (resv->flags & SS_RESV_IGNORE_JOBS)
            continue;
        for (uint32_t t = 0; t < resv->tres.n; t++) {
            Use *use = &r->use[resv->tres.at[t].slot];

            if (!use->known)
                continue;
            if (is_maint(resv))
                use->pdown += resv->total[t];
            else
                use->alloc += resv->total[t];
        }
    }
}

/* --- jobs (4.3) ------------------------------------------------------------------------------ */

static void job_free(gpointer data)
{
    Job *job = data;

    g_free(job->tres.at);
    g_free(job);
}

static SsSpan suspended_in(Rollup *r, const Job *job, SsTime start, SsTime end)
{
    SsQuery *query =
        ss_query_new(r->ledger, "SELECT time_start, time_end FROM suspend WHERE job_db_inx = ?1"
                                " AND time_start < ?3 AND (time_end >= ?2 OR time_end = 0)");
    SsSpan sum = 0;

    ss_query_int(query, 1, job->db_inx);
    ss_query_int(query, 2, start);
    ss_query_int(query, 3, end);
    while (ss_query_next(query)) {
        SsTime from = MAX(ss_query_get_int(query, 0), start);
        SsTime until = ss_query_get_int(query, 1);

        sum += floor0(MIN(until ? until : end, end) - from);
    }
    ss_query_close(query, r->error ? NULL : &r->error);
    return sum;
}

/* TRES-seconds of `count` over a job's seconds in the hour. */
static int64_t job_amount(const Rollup *r, const Count *count, SsSpan seconds, SsSpan suspended)
{
    if (is_tres(r, count->slot, ENERGY))
        return count->count == NOT_MEASURED ? 0 : count->count;
    if (is_tres(r, count->slot, CPU))
        return count->count * floor0(seconds - suspended);
    return count->count * seconds;
}

static void use_resv(Rollup *r, Resv *resv, const Job *job, SsTime start, SsTime end)
{
    SsSpan overlap = MIN(end, resv->end) - MAX(start, resv->start);
    bool   wall_done = false;

    if (overlap < 1)
        return;
    for (uint32_t i = 0; i < job->tres.n; i++) {
        const Count *mine = &job->tres.at[i];
        Use         *use = &r->use[mine->slot];

        if ((resv->flags & SS_RESV_IGNORE_JOBS) && use->known)
            use->alloc += mine->count * overlap;
        for (uint32_t t = 0; t < resv->tres.n; t++) {
            if (resv->tres.at[t].slot != mine->slot)
                continue;
            resv->alloc[t] += overlap * resv->tres.at[t].count;
            if (!wall_done && resv->tres.at[t].count > 0)
                resv->unused -=
                    (double) overlap * ((double) mine->count / (double) resv->tres.at[t].count);
            wall_done = true;
        }
    }
    resv->unused = MAX(resv->unused, 0.0);
}

static void use_resvs(Rollup *r, const Job *job, SsTime start, SsTime end)
{
    for (guint i = 0; i < r->resvs->len; i++) {
        Resv *resv = r->resvs->pdata[i];

        if (resv->id == job->resv)
            use_resv(r, resv, job, start, end);
    }
}

static void use_outages(Rollup *r, const Job *job, SsTime start, SsTime end)
{
    for (guint i = 0; i < r->outages->len; i++) {
        Outage *outage = r->outages->pdata[i];
        SsSpan  overlap = MIN(end, outage->end) - MAX(start, outage->start);

        if (overlap < 1)
            continue;
        for (uint32_t t = 0; t < outage->tres.n; t++) {
            const Count *count = find_count(&job->tres, outage->tres.at[t].slot);

            if (count)
                outage->total[t] = floor0(outage->total[t] - count->count * overlap);
        }
    }
}

static void add_planned(Rollup *r, const Job *job, SsTime start)
{
    uint32_t cpu = ss_tres_slot(&r->tres, CPU);
    SsTime   from = MAX(job->eligible, r->reg_start);
    SsTime   until = start ? MIN(start, r->reg_end) : r->reg_end;

    if (!r->registered || (start && start < r->reg_start) || until <= from || !r->use[cpu].known)
        return;
    int64_t tasks = job->array_pending ? job->array_pending : 1;

    r->use[cpu].plan += (until - from) * tasks * job->cpus_req;
}

static void add_job(Rollup *r, const Job *job)
{
    SsTime start = job->start ? MAX(job->start, r->begin) : job->end;
    SsTime end = job->end ? MIN(job->end, r->end) : r->end;
    SsSpan seconds = start && end - start >= 1 ? end - start : 0;
    SsSpan suspended = seconds && job->suspended ? suspended_in(r, job, start, end) : 0;

    for (uint32_t i = 0; seconds && i < job->tres.n; i++) {
        const Count *count = &job->tres.at[i];
        int64_t      amount = job_amount(r, count, seconds, suspended);

        if (job->assoc != SS_ID_NONE)
            ss_usage_book_add(r->by_assoc, job->assoc, count->slot, amount);
        if (job->wckey != SS_ID_NONE)
            ss_usage_book_add(r->by_wckey, job->wckey, count->slot, amount);
        if (job->resv == 0 && r->use[count->slot].known)
            r->use[count->slot].alloc += amount;
    }
    if (seconds)
        use_outages(r, job, start, end);
    if (job->resv == 0)
        add_planned(r, job, start);
    else if (seconds)
        use_resvs(r, job, start, end);
}

static int compare_jobs(gconstpointer a, gconstpointer b)
{
    const Job *x = *(Job *const *) a, *y = *(Job *const *) b;

    if (x->order_assoc != y->order_assoc)
        return x->order_assoc < y->order_assoc ? -1 : 1;
    if (x->eligible != y->eligible)
        return x->eligible < y->eligible ? -1 : 1;
    return x->db_inx < y->db_inx ? -1 : x->db_inx > y->db_inx;
}

static void add_jobs(Rollup *r)
{
    guint kept = 0;

    if (r->resvs->len || r->outages->len) /* only their floors make the order matter */
        g_ptr_array_sort(r->jobs, compare_jobs);
    for (guint i = 0; i < r->jobs->len; i++) {
        Job *job = r->jobs->pdata[i];

        if (job->end && job->end < r->begin) {
            job_free(job);
            continue;
        }
        add_job(r, job);
        r->jobs->pdata[kept++] = job;
    }
    r->jobs->len = kept;
}

/* --- the end of an hour (4.4 - 4.6) ---------------------------------------------------------- */

static void charge_unused(Rollup *r, const Resv *resv)
{
    uint32_t n = resv->assocs->len;

    for (uint32_t t = 0; t < resv->tres.n; t++) {
        int64_t idle = resv->total[t] - resv->alloc[t];

        if (idle <= 0)
            return;
        for (uint32_t i = 0; i < n; i++)
            ss_usage_book_add(
                r->by_assoc,
                ss_usage_book_account(r->by_assoc, g_array_index(resv->assocs, uint32_t, i)),
                resv->tres.at[t].slot, idle / n);
    }
}

static bool step(Rollup *r, sqlite3_stmt *statement)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;

    if (!done)
        ss_ledger_fail(r->ledger, &r->error, "cannot write usage");
    sqlite3_reset(statement);
    return done;
}

static bool store_unused(Rollup *r, const Resv *resv)
{
    sqlite3_stmt *put = ss_ledger_statement(
        r->ledger, "UPDATE resv SET unused_wall = ?1 WHERE id_resv = ?2 AND time_start = ?3",
        &r->error);

    if (put == NULL)
        return false;
    sqlite3_bind_double(put, 1, resv->unused);
    sqlite3_bind_int64(put, 2, resv->id);
    sqlite3_bind_int64(put, 3, resv->row->start);
    resv->row->unused_wall = resv->unused;
    return step(r, put);
}

static void add_outage_totals(Rollup *r)
{
    for (guint i = 0; i < r->outages->len; i++) {
        const Outage *outage = r->outages->pdata[i];

        for (uint32_t t = 0; t < outage->tres.n; t++) {
            Use *use = &r->use[outage->tres.at[t].slot];

            if (use->known)
                use->down += outage->total[t];
        }
    }
}

/* More was counted than there was: allocation wins over down, down over planned down. */
static void fit(Use *use)
{
    if (use->total <= 0)
        return;
    use->alloc = MIN(use->alloc, use->total);
    if (use->alloc + use->down + use->pdown <= use->total)
        return;
    int64_t rest = use->total - (use->alloc + use->down);

    if (rest < 0)
        use->down = floor0(use->down + rest);
    rest = use->total - (use->alloc + use->down + use->pdown);
    if (rest < 0)
        use->pdown = floor0(use->pdown + rest);
}

static Sum *sum_of(Sums *sums, int64_t id)
{
    for (uint32_t i = 0; i < sums->n; i++)
        if (sums->at[i].id == id)
            return &sums->at[i];
    if (sums->n == SS_TRES_SLOTS)
        return NULL;
    sums->at[sums->n] = (Sum){ .id = id };
    return &sums->at[sums->n++];
}

/* A row of a table of hours or days, from its count on. */
static void add_to_sum(Sums *sums, int64_t id, const int64_t *row)
{
    Sum *sum = sum_of(sums, id);

    if (sum == NULL)
        return;
    sum->count = MAX(sum->count, row[0]);
    for (int i = 0; i < SECS; i++)
        sum->secs[i] += row[1 + i];
}

static bool store_use(Rollup *r, uint32_t slot)
{
    Use    *use = &r->use[slot];
    int64_t over = 0;

    fit(use);
    int64_t idle = use->total - (use->alloc + use->down + use->pdown) - use->plan;

    if (idle < 0) {
        over = -idle;
        use->plan = floor0(use->plan + idle);
        idle = 0;
    }
    const int64_t values[] = { r->reg_start, r->tres.ids[slot], use->count,
                               use->alloc,   use->down,         use->pdown,
                               idle,         use->plan,         over };

    if (r->fresh)
        add_to_sum(&r->day, values[1], values + 2);
    return ss_bulk_put(r->hours, values, NULL, &r->error);
}

static bool store_hour(Rollup *r)
{
    for (guint i = 0; i < r->resvs->len; i++) {
        charge_unused(r, r->resvs->pdata[i]);
        if (!store_unused(r, r->resvs->pdata[i]))
            return false;
    }
    add_outage_totals(r);
    for (uint32_t i = 0; r->registered && i < r->n_met; i++) {
        if (!store_use(r, r->met[i]))
            return false;
    }
    ss_usage_book_end_hour(r->by_assoc, r->begin);
    ss_usage_book_end_hour(r->by_wckey, r->begin);
    return true;
}

static void begin_hour(Rollup *r, SsTime begin)
{
    r->begin = begin;
    r->end = begin + HOUR;
    r->registered = false;
    r->reg_start = r->reg_end = 0;
    r->n_met = 0;
    memset(r->use, 0, sizeof r->use);
    g_ptr_array_set_size(r->resvs, 0);
    g_ptr_array_set_size(r->outages, 0);
}

/* --- sums (5) -------------------------------------------------------------------------------- */

/* Rows of a table with ?1 <= time_start < ?2 as one row each at ?1. */
typedef struct {
    const char *get, *put; /* the cluster's */
    const char *sum[2];    /* associations, wckeys; NULL: done already */
    SsTime (*next)(const SsZone *zone, SsTime time, int32_t n);
} Level;

#define CLUSTER_GET(from)                                                                          \
    "SELECT id_tres, count, alloc_secs, down_secs, pdown_secs, idle_secs, plan_secs, over_secs"    \
    " FROM usage_" from " WHERE time_start >= ?1 AND time_start < ?2"
#define CLUSTER_PUT(to) "INSERT OR REPLACE INTO usage_" to " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)"
#define ACCOUNT_SUM(kind, to, from)                                                                \
    "INSERT OR REPLACE INTO " kind "_usage_" to                                                    \
    " SELECT ?1, id, id_tres, sum(alloc_secs) FROM " kind "_usage_" from                           \
    " WHERE time_start >= ?1 AND time_start < ?2 GROUP BY id, id_tres"

static const Level day = {
    CLUSTER_GET("hour"),
    CLUSTER_PUT("day"),
    { NULL, NULL }, /* accounts: usage_book */
    ss_zone_day,
};
static const Level month = {
    CLUSTER_GET("day"),
    CLUSTER_PUT("month"),
    { ACCOUNT_SUM("assoc", "month", "day"), ACCOUNT_SUM("wckey", "month", "day") },
    ss_zone_month,
};

static bool put_sum(Rollup *r, sqlite3_stmt *put, SsTime begin, const Sum *sum)
{
    sqlite3_bind_int64(put, 1, begin);
    sqlite3_bind_int64(put, 2, sum->id);
    sqlite3_bind_int64(put, 3, sum->count);
    for (int i = 0; i < SECS; i++)
        sqlite3_bind_int64(put, 4 + i, ss_wide_clamp(sum->secs[i]));
    return step(r, put);
}

static int compare_sums(const void *a, const void *b)
{
    const int64_t x = ((const Sum *) a)->id, y = ((const Sum *) b)->id;

    return (x > y) - (x < y);
}

static bool put_sums(Rollup *r, const Level *level, SsTime begin, Sums *sums)
{
    sqlite3_stmt *put = ss_ledger_statement(r->ledger, level->put, &r->error);
    bool          ok = put != NULL;

    qsort(sums->at, sums->n, sizeof *sums->at, compare_sums);
    for (uint32_t i = 0; ok && i < sums->n; i++)
        ok = put_sum(r, put, begin, &sums->at[i]);
    return ok;
}

/* By hand: SQL would sort the hours of each day by TRES. */
static bool sum_cluster(Rollup *r, const Level *level, SsTime begin, SsTime end)
{
    sqlite3_stmt *get = ss_ledger_statement(r->ledger, level->get, &r->error);
    Sums          sums = { 0 };
    int64_t       row[1 + SECS];

    if (get == NULL)
        return false;
    sqlite3_bind_int64(get, 1, begin);
    sqlite3_bind_int64(get, 2, end);
    while (sqlite3_step(get) == SQLITE_ROW) {
        for (int i = 0; i <= SECS; i++)
            row[i] = sqlite3_column_int64(get, 1 + i);
        add_to_sum(&sums, sqlite3_column_int64(get, 0), row);
    }
    if (sqlite3_reset(get) != SQLITE_OK) {
        ss_ledger_fail(r->ledger, &r->error, "cannot read usage");
        return false;
    }
    return put_sums(r, level, begin, &sums);
}

/* --- the hours ------------------------------------------------------------------------------- */

static Job *job_new(Rollup *r, const SsQuery *query)
{
    Job     *job = g_new0(Job, 1);
    uint32_t assoc = (uint32_t) ss_query_get_int(query, 1);
    uint32_t wckey = (uint32_t) ss_query_get_int(query, 2);

    job->db_inx = (uint32_t) ss_query_get_int(query, 0);
    job->order_assoc = assoc;
    job->assoc = assoc ? ss_usage_book_account(r->by_assoc, assoc) : SS_ID_NONE;
    job->wckey = r->wckeys && wckey ? ss_usage_book_account(r->by_wckey, wckey) : SS_ID_NONE;
    job->resv = (uint32_t) ss_query_get_int(query, 3);
    job->eligible = ss_query_get_int(query, 4);
    job->start = ss_query_get_int(query, 5);
    job->end = ss_query_get_int(query, 6);
    job->suspended = ss_query_get_int(query, 7) != 0;
    job->array_pending = (uint32_t) ss_query_get_int(query, 8);
    job->cpus_req = (uint32_t) ss_query_get_int(query, 9);
    job->tres = counts_new(r, ss_query_get_text(query, 10));
    return job;
}

static SsQuery *jobs_from(SsLedger *ledger, SsTime from, SsTime to)
{
    SsQuery *query = ss_query_new(
        ledger,
        "SELECT job_db_inx, id_assoc, id_wckey, id_resv, time_eligible, time_start, time_end,"
        " time_suspended, array_task_pending, cpus_req, tres_alloc FROM job"
        " WHERE time_eligible <> 0 AND time_eligible < ?2 AND (time_end >= ?1 OR time_end = 0)"
        " ORDER BY time_eligible, job_db_inx");

    ss_query_int(query, 1, from);
    ss_query_int(query, 2, to);
    return query;
}

static bool roll_hour(Rollup *r, SsTime begin)
{
    begin_hour(r, begin);
    if (!read_window(r))
        return false;
    add_resvs(r);
    add_events(r);
    add_reservations(r);
    add_jobs(r);
    return r->error == NULL && store_hour(r);
}

/* Whatever lies from `from` on is made anew. */
static bool resume(Rollup *r, SsTime from)
{
    sqlite3_stmt *wipe =
        ss_ledger_statement(r->ledger, "DELETE FROM usage_hour WHERE time_start >= ?1", &r->error);

    if (wipe == NULL)
        return false;
    sqlite3_bind_int64(wipe, 1, from);
    return step(r, wipe) && ss_usage_book_resume(r->by_assoc, from, &r->error)
           && ss_usage_book_resume(r->by_wckey, from, &r->error);
}

/* The cluster's row of the day whose last hour ended at `end`, if it is complete then. */
static bool end_cluster_day(Rollup *r, SsTime end)
{
    const SsZone *zone = ss_ledger_zone(r->ledger);
    bool          ok = true;

    if (!r->fresh)
        return true;
    if (end >= ss_zone_day(zone, r->begin, 1))
        ok = put_sums(r, &day, ss_zone_day(zone, r->begin, 0), &r->day);
    r->day.n = 0;
    return ok;
}

static bool end_day(Rollup *r, SsTime end)
{
    return end_cluster_day(r, end) && ss_usage_book_end_day(r->by_assoc, end, &r->error)
           && ss_usage_book_end_day(r->by_wckey, end, &r->error);
}

static bool flush(Rollup *r)
{
    return ss_bulk_flush(r->hours, &r->error) && ss_usage_book_flush(r->by_assoc, &r->error)
           && ss_usage_book_flush(r->by_wckey, &r->error);
}

static bool roll_hours(Rollup *r, SsTime from, SsTime to)
{
    SsQuery *query = jobs_from(r->ledger, from, to);
    Job     *next = ss_query_next(query) ? job_new(r, query) : NULL;
    bool     ok = resume(r, from);

    for (SsTime begin = from; ok && begin < to; begin += HOUR) {
        if (ss_usage_book_day_is_over(r->by_assoc, begin))
            ok = end_day(r, begin);
        while (next && next->eligible < begin + HOUR) {
            g_ptr_array_add(r->jobs, next);
            next = ss_query_next(query) ? job_new(r, query) : NULL;
        }
        ok = ok && roll_hour(r, begin);
    }
    ok = ok && end_day(r, to) && flush(r);
    if (next)
        job_free(next);
    for (guint i = 0; i < r->jobs->len; i++)
        job_free(r->jobs->pdata[i]);
    g_ptr_array_set_size(r->jobs, 0);
    return ss_query_close(query, ok ? &r->error : NULL) && ok;
}

/* --- days and months (5) --------------------------------------------------------------------- */

static bool sum_level(Rollup *r, const Level *level, SsTime from, SsTime to)
{
    const SsZone *zone = ss_ledger_zone(r->ledger);

    for (SsTime begin = from, end; begin < to; begin = end) {
        end = level->next(zone, begin, 1);
        if (!sum_cluster(r, level, begin, end))
            return false;
        for (size_t i = 0; i < G_N_ELEMENTS(level->sum) && level->sum[i]; i++) {
            sqlite3_stmt *put = ss_ledger_statement(r->ledger, level->sum[i], &r->error);

            if (put == NULL)
                return false;
            sqlite3_bind_int64(put, 1, begin);
            sqlite3_bind_int64(put, 2, end);
            if (!step(r, put))
                return false;
        }
    }
    return true;
}

/* --- from where to where (3) ----------------------------------------------------------------- */

typedef struct {
    SsTime hour, day, month;
} LastRan;

static SsTime local_hour(const SsZone *zone, SsTime time)
{
    SsCivil civil;

    ss_zone_local(zone, time, &civil);
    return time - civil.minute * 60 - civil.second;
}

/* False if nothing was ever registered. */
static bool read_last_ran(SsLedger *ledger, LastRan *last)
{
    SsQuery *query = ss_query_new(
        ledger, "SELECT hourly_rollup, daily_rollup, monthly_rollup FROM last_ran"
                " UNION ALL SELECT min(time_start), min(time_start), min(time_start) FROM event"
                " WHERE node_name = '' AND NOT EXISTS (SELECT 1 FROM last_ran)");
    bool found = ss_query_next(query) && !ss_query_is_null(query, 0);

    if (found)
        *last = (LastRan){ ss_query_get_int(query, 0), ss_query_get_int(query, 1),
                           ss_query_get_int(query, 2) };
    ss_query_close(query, NULL);
    return found;
}

static bool write_last_ran(Rollup *r, const LastRan *last)
{
    sqlite3_stmt *put = ss_ledger_statement(
        r->ledger, "INSERT OR REPLACE INTO last_ran VALUES (1, ?1, ?2, ?3)", &r->error);

    if (put == NULL)
        return false;
    sqlite3_bind_int64(put, 1, last->hour);
    sqlite3_bind_int64(put, 2, last->day);
    sqlite3_bind_int64(put, 3, last->month);
    return step(r, put);
}

static bool roll(Rollup *r, SsTime now)
{
    const SsZone *zone = ss_ledger_zone(r->ledger);
    LastRan       last;

    if (!read_last_ran(r->ledger, &last))
        return true;
    const LastRan to = { local_hour(zone, now), ss_zone_day(zone, now, 0),
                         ss_zone_month(zone, now, 0) };
    const LastRan from = { local_hour(zone, last.hour), ss_zone_day(zone, last.day, 0),
                           ss_zone_month(zone, last.month, 0) };

    if ((from.hour < to.hour && !roll_hours(r, from.hour, to.hour))
        || !ss_ledger_settle(r->ledger, &r->error)
        || (!r->fresh && !sum_level(r, &day, from.day, to.day))
        || !sum_level(r, &month, from.month, to.month))
        return false;
    last.hour = MAX(last.hour, to.hour);
    last.day = MAX(last.day, to.day);
    last.month = MAX(last.month, to.month);
    return write_last_ran(r, &last);
}

static const SsBulkTable hour_table = { "usage_hour", SS_BULK_COLUMNS, 2, false };

gboolean ss_rollup(SsLedger *ledger, SsTime now, GError **error)
{
    Rollup r = { .ledger = ledger,
                 .wckeys = ss_ledger_get_int(ledger, "set.track_wckey_dbd", 0) != 0 };

    if (!ss_ledger_settle(ledger, error))
        return FALSE;
    r.by_assoc = ss_usage_book_new(ledger, SS_USAGE_ASSOC, &r.tres);
    r.by_wckey = ss_usage_book_new(ledger, SS_USAGE_WCKEY, &r.tres);
    r.hours = ss_bulk_new(ledger, &hour_table);
    r.fresh = ss_ledger_waiting(ledger, hour_table.table) != NULL;
    r.jobs = g_ptr_array_new();
    r.resvs = g_ptr_array_new_with_free_func(resv_free);
    r.outages = g_ptr_array_new_with_free_func(outage_free);
    bool ok = roll(&r, now);

    forget_window(&r);
    ss_usage_book_free(r.by_assoc);
    ss_usage_book_free(r.by_wckey);
    ss_bulk_free(r.hours);
    g_ptr_array_unref(r.jobs);
    g_ptr_array_unref(r.resvs);
    g_ptr_array_unref(r.outages);
    if (r.error)
        g_propagate_error(error, r.error);
    return ok;
}

/* Days and months that will be summed again; the hours see to themselves. */
static gboolean forget_from(SsLedger *ledger, SsTime day_from, SsTime month_from, GError **error)
{
    static const char *const kinds[] = { "", "assoc_", "wckey_" };

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *sql = g_strdup_printf(
            "DELETE FROM %1$susage_day WHERE time_start >= %2$" G_GINT64_FORMAT ";"
            "DELETE FROM %1$susage_month WHERE time_start >= %3$" G_GINT64_FORMAT ";",
            kinds[i], day_from, month_from);

        if (!ss_ledger_exec(ledger, sql, error))
            return FALSE;
    }
    return TRUE;
}

gboolean ss_rollup_from(SsLedger *ledger, SsTime since, SsTime now, GError **error)
{
    const SsZone *zone = ss_ledger_zone(ledger);
    Rollup        r = { .ledger = ledger };
    const LastRan last = { since, since, since };

    if (!forget_from(ledger, ss_zone_day(zone, since, 0), ss_zone_month(zone, since, 0), error))
        return FALSE;
    if (!write_last_ran(&r, &last)) {
        g_propagate_error(error, r.error);
        return FALSE;
    }
    return ss_rollup(ledger, now, error);
}
