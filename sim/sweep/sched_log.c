/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sched_log.c - reads starts and ends out of a controller's log and puts rows of its record right.
 */
#include "sim/sweep/sched_log.h"

#include "workloads/reader.h"
#include "workloads/text.h"

#include <stdlib.h>
#include <string.h>

/* A row's seconds and the log's are cut from clocks read one after the other. */
enum { SAME_SECOND = 1 };

static const struct {
    const char *before, *after; /* of the job's id */
    const char *flags;          /* NULL: the line of an end */
} lines[] = {
    { "sched: Allocate JobId=", " NodeList=", "SchedMain" },
    { "sched/backfill: _start_job: Started JobId=", " in ", "SchedBackfill" },
    { "_job_complete: JobId=", " done", NULL },
    { "preempted JobId=", " has been ", NULL },
};

static const struct {
    const char *text;
    SsPassKind  kind;
} pass_lines[] = {
    { "sched: Running job scheduler for full queue", SS_PASS_FULL },
    { "sched: Running job scheduler for default depth", SS_PASS_PARTIAL },
    { "sched/backfill: _attempt_backfill: beginning", SS_PASS_BACKFILL },
};

/* A tenth of a second after its end a job's nodes may still be completing (seen: up to 85 ms). */
enum { JUST_BEFORE_MS = 100 };

/* An end in the second that is read. */
typedef struct {
    uint32_t row;
    int      ms;
} End;

typedef struct {
    SsTime      at;
    int         ms;                      /* of the line that is read                 */
    bool        starts;                  /* a job starts in this second,             */
    int         first_start, last_start; /* the first and the last then              */
    GArray     *ends;                    /* End: of rows that say they end in it too */
    GArray     *passes;                  /* int: when its passes began               */
    GArray     *all_passes;              /* SsLoggedPass: of the whole log           */
    SsTime      began[2];                /* the last of them: main, backfill; 0      */
    GHashTable *rows;                    /* index_rows                               */
} Second;

static bool runs_at(const SsRecordedJob *job, SsTime at)
{
    return job->start != 0 && job->start - SAME_SECOND <= at
           && (job->end == 0 || at <= job->end + SAME_SECOND);
}

static SsEndsWhere where(const Second *second, int ms)
{
    if (!second->starts)
        return SS_ENDS_SOMEWHERE;
    if (ms > second->last_start)
        return SS_ENDS_BEHIND;
    if (ms > second->first_start)
        return SS_ENDS_SOMEWHERE;
    return second->first_start - ms <= JUST_BEFORE_MS ? SS_ENDS_JUST_BEFORE : SS_ENDS_BEFORE;
}

static uint32_t behind(const Second *second, int ms)
{
    uint32_t n = 0;

    while (n < second->passes->len && g_array_index(second->passes, int, n) <= ms)
        n++;
    return n;
}

static void close_second(SsRecordSet *record, Second *second, SsTime next)
{
    for (guint i = 0; i < second->ends->len; i++) {
        const End *end = &g_array_index(second->ends, End, i);

        ss_record_set_ends(record, end->row, where(second, end->ms), behind(second, end->ms));
    }
    g_array_set_size(second->ends, 0);
    g_array_set_size(second->passes, 0);
    second->at = next;
    second->starts = false;
}

static void order(SsRecordSet *record, uint32_t i, bool start, Second *second)
{
    const SsRecordedJob *job = ss_record_set_at(record, i);
    const End            end = { i, second->ms };

    if (!start && job->end == second->at)
        g_array_append_val(second->ends, end);
    if (!start && job->end == second->at - SAME_SECOND)
        ss_record_set_ends(record, i, SS_ENDS_BEHIND,
                           UINT32_MAX); /* told when its second was over */
    if (!start || job->start != second->at)
        return;
    const SsTime began = second->began[strcmp(job->flags, "SchedBackfill") == 0];
    if (began != 0)
        ss_record_set_passed(record, i, second->at - began);
    second->first_start = second->starts ? second->first_start : second->ms;
    second->last_start = second->ms;
    second->starts = true;
}

static void correct(SsRecordSet *record, uint32_t i, SsTime at, const char *flags)
{
    const SsRecordedJob *job = ss_record_set_at(record, i);

    if (flags != NULL && llabs(at - job->start) <= SAME_SECOND)
        ss_record_set_correct(record, i, flags, job->end);
    else if (flags == NULL && job->end - at > SAME_SECOND)
        ss_record_set_correct(record, i, job->flags, at);
}

/* Rows by their job's id: GArray of uint32_t. A log of a month asks for each job several times. */
static GHashTable *index_rows(const SsRecordSet *record)
{
    GHashTable *rows =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);

    for (uint32_t i = 0; i < ss_record_set_n(record); i++) {
        const char *id = ss_record_set_at(record, i)->job_id;
        GArray     *same = g_hash_table_lookup(rows, id);

        if (same == NULL) {
            same = g_array_new(FALSE, FALSE, sizeof(uint32_t));
            g_hash_table_insert(rows, (gpointer) id, same);
        }
        g_array_append_val(same, i);
    }
    return rows;
}

/* "7" or "13_4(15)" */
static void take_job(SsRecordSet *record, const char *id, const char *flags, Second *second)
{
    g_autofree char *name = g_strndup(id, strcspn(id, "( "));
    const GArray    *rows = g_hash_table_lookup(second->rows, name);

    for (guint k = 0; rows != NULL && k < rows->len; k++) {
        const uint32_t i = g_array_index(rows, uint32_t, k);

        if (runs_at(ss_record_set_at(record, i), second->at)) {
            correct(record, i, second->at, flags);
            order(record, i, flags != NULL, second);
        }
    }
}

/* The moment of a line; FALSE if it has none. */
static bool take_stamp(SsRecordSet *record, const char *line, const SsZone *zone, Second *second)
{
    g_autofree char *stamp = g_strndup(line + 1, strlen("2026-03-04T10:00:00"));
    SsTime           at = 0;

    if (!ss_trace_moment(stamp, zone, &at))
        return false;
    if (at != second->at)
        close_second(record, second, at);
    second->ms = atoi(line + strlen("[2026-03-04T10:00:00."));
    return true;
}

static void take_pass(const char *line, Second *second)
{
    for (size_t k = 0; k < G_N_ELEMENTS(pass_lines); k++) {
        const SsLoggedPass pass = { .at = second->at, .kind = pass_lines[k].kind };

        if (strstr(line, pass_lines[k].text) == NULL)
            continue;
        g_array_append_val(second->passes, second->ms);
        g_array_append_val(second->all_passes, pass);
        second->began[pass.kind == SS_PASS_BACKFILL] = second->at;
    }
}

static void take_line(SsRecordSet *record, const char *line, const SsZone *zone, Second *second)
{
    if (!take_stamp(record, line, zone, second))
        return;
    take_pass(line, second);
    for (size_t k = 0; k < G_N_ELEMENTS(lines); k++) {
        const char *id = strstr(line, lines[k].before);

        if (id == NULL || strstr(id, lines[k].after) == NULL)
            continue;
        take_job(record, id + strlen(lines[k].before), lines[k].flags, second);
        return;
    }
}

gboolean ss_sched_log_correct(SsRecordSet *record, const char *path, const SsZone *zone,
                              GArray *passes, GError **error)
{
    g_autoptr(SsTraceText) text = ss_trace_text_open(path, error);
    g_autoptr(GHashTable)  rows = index_rows(record);
    g_autoptr(GArray)      ends = g_array_new(FALSE, FALSE, sizeof(End));
    g_autoptr(GArray)      own = g_array_new(FALSE, FALSE, sizeof(int));
    Second          second = { .ends = ends, .passes = own, .all_passes = passes, .rows = rows };
    SsTraceTextLine line;

    if (text == NULL)
        return FALSE;
    while (ss_trace_text_next(text, &line))
        if (line.text[0] == '[')
            take_line(record, line.text, zone, &second);
    close_second(record, &second, 0);
    return ss_trace_text_finish(text, error);
}
