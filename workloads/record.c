/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.c - what a real Slurm did with a trace.
 *
 * The file is sacct's output with one column more, the trace's id, as the oracle writes it; sacct's own
 * JobID serves where there is none. All of it is held: a record is compared with a run of the same jobs,
 * which is small. Two tables of texts find a row: by id, and by the job an array task belongs to, since
 * a trace submits the array and the record has its tasks.
 */
#include "workloads/record.h"

#include <string.h>

#include "sim/base/size.h"
#include "workloads/sacct_dump.h"

struct SsRecordSet {
    GArray     *rows;    /* element-type: SsRecordedJob        */
    GHashTable *by_id;   /* char * of the row -> index + 1     */
    GHashTable *first;   /* char *, ours, without task -> index + 1, first row */
    GHashTable *by_base; /* char *, ours -> index + 1, first task */
    GHashTable *columns; /* char *, ours, in small letters: those of the file */
};

static void clear_row(gpointer data)
{
    SsRecordedJob *row = data;

    g_free(row->trace_id);
    g_free(row->job_id);
    g_free(row->nodes);
    g_free(row->state);
    g_free(row->partition);
    g_free(row->qos);
    g_free(row->flags);
}

static SsRecordSet *record_set_new(void)
{
    SsRecordSet *set = g_new0(SsRecordSet, 1);

    set->rows = g_array_new(FALSE, TRUE, sizeof(SsRecordedJob));
    g_array_set_clear_func(set->rows, clear_row);
    set->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    set->first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    set->by_base = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    set->columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return set;
}

void ss_record_set_free(SsRecordSet *set)
{
    if (set == NULL)
        return;
    g_array_unref(set->rows);
    g_hash_table_unref(set->by_id);
    g_hash_table_unref(set->first);
    g_hash_table_unref(set->by_base);
    g_hash_table_unref(set->columns);
    g_free(set);
}

/* --- a row -------------------------------------------------------------------------------------- */

typedef struct {
    SsTraceRows  *rows;
    SsSacctLayout layout;
    const SsZone *zone;
} Reading;

static const char *get(const Reading *reading, SsSacctField field)
{
    return ss_sacct_get(reading->rows, &reading->layout, field);
}

static gboolean refuse(const Reading *reading, const char *what, const char *value, GError **error)
{
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE, "%s:%u: %s '%s' cannot be read",
                ss_trace_rows_name(reading->rows), ss_trace_rows_line(reading->rows), what, value);
    return FALSE;
}

static gboolean take_moment(const Reading *reading, SsSacctField field, const char *what,
                            SsTime *out, GError **error)
{
    const char *text = get(reading, field);

    return ss_trace_moment(text, reading->zone, out) || refuse(reading, what, text, error);
}

static gboolean take_elapsed(const Reading *reading, SsSpan *out, GError **error)
{
    const char *raw = get(reading, SS_SACCT_ELAPSED_RAW);
    const char *text = *raw != '\0' ? raw : get(reading, SS_SACCT_ELAPSED);

    *out = -1;
    return *text == '\0' || ss_trace_seconds(text, out) || refuse(reading, "Elapsed", text, error);
}

static uint32_t take_count(const Reading *reading, SsSacctField field)
{
    int64_t n;

    return ss_int_parse(get(reading, field), 0, UINT32_MAX, &n, NULL) ? (uint32_t) n : 0;
}

static gboolean take_row(const Reading *reading, SsRecordedJob *row, GError **error)
{
    const char *id = get(reading, SS_SACCT_TRACE_ID);

    if (!ss_sacct_fits(reading->rows, &reading->layout)) {
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE,
                    "%s:%u: %u fields where the header has %u", ss_trace_rows_name(reading->rows),
                    ss_trace_rows_line(reading->rows), ss_trace_rows_n(reading->rows),
                    reading->layout.n);
        return FALSE;
    }
    if (!take_moment(reading, SS_SACCT_SUBMIT, "Submit", &row->submit, error)
        || !take_moment(reading, SS_SACCT_ELIGIBLE, "Eligible", &row->eligible, error)
        || !take_moment(reading, SS_SACCT_START, "Start", &row->start, error)
        || !take_moment(reading, SS_SACCT_END, "End", &row->end, error)
        || !take_elapsed(reading, &row->elapsed, error))
        return FALSE;
    if (reading->layout.column[SS_SACCT_END] == SS_ID_NONE && row->start != 0 && row->elapsed >= 0
        && !g_str_has_prefix(get(reading, SS_SACCT_STATE), "RUNNING"))
        row->end = row->start + row->elapsed;
    row->job_id = g_strdup(get(reading, SS_SACCT_JOB_ID));
    if (*id == '\0' && reading->layout.column[SS_SACCT_TRACE_ID] != SS_ID_NONE)
        row->trace_id = g_strconcat("#", row->job_id, NULL); /* refused: no job of the trace */
    else
        row->trace_id = g_strdup(*id != '\0' ? id : row->job_id);
    row->nodes = g_strdup(get(reading, SS_SACCT_NODELIST));
    row->state = g_strdup(get(reading, SS_SACCT_STATE));
    row->partition = g_strdup(get(reading, SS_SACCT_PARTITION));
    row->qos = g_strdup(get(reading, SS_SACCT_QOS));
    row->flags = g_strdup(get(reading, SS_SACCT_FLAGS));
    row->n_nodes = take_count(reading, SS_SACCT_NNODES);
    row->n_cpus = take_count(reading, SS_SACCT_NCPUS);
    row->line = ss_trace_rows_line(reading->rows);
    return TRUE;
}

static void add_row(SsRecordSet *set, const SsRecordedJob *row)
{
    const gpointer at = GUINT_TO_POINTER(set->rows->len + 1);
    const char    *underscore = strchr(row->trace_id, '_');

    g_array_append_vals(set->rows, row, 1);
    g_autofree char *whole = g_strndup(row->trace_id, strcspn(row->trace_id, "_"));

    g_hash_table_insert(set->by_id, g_strdup(row->trace_id), at);
    if (!g_hash_table_contains(set->first, whole))
        g_hash_table_insert(set->first, g_steal_pointer(&whole), at);
    if (underscore != NULL) {
        g_autofree char *base = g_strndup(row->trace_id, (gsize) (underscore - row->trace_id));

        if (!g_hash_table_contains(set->by_base, base))
            g_hash_table_insert(set->by_base, g_steal_pointer(&base), at);
    }
}

void ss_record_set_add(SsRecordSet *set, const SsRecordedJob *job)
{
    SsRecordedJob row = *job;

    row.trace_id = g_strdup(job->trace_id);
    row.job_id = g_strdup(job->job_id);
    row.nodes = g_strdup(job->nodes);
    row.state = g_strdup(job->state);
    row.partition = g_strdup(job->partition);
    row.qos = g_strdup(job->qos);
    row.flags = g_strdup(job->flags);
    add_row(set, &row);
}

void ss_record_set_correct(SsRecordSet *set, uint32_t i, const char *flags, SsTime end)
{
    SsRecordedJob *row = &g_array_index(set->rows, SsRecordedJob, i);

    if (row->elapsed >= 0 && row->end != 0)
        row->elapsed += end - row->end;
    row->end = end;
    if (flags != row->flags) {
        g_free(row->flags);
        row->flags = g_strdup(flags);
    }
}

void ss_record_set_passed(SsRecordSet *set, uint32_t i, SsSpan before)
{
    g_array_index(set->rows, SsRecordedJob, i).passed = before;
}

void ss_record_set_ends(SsRecordSet *set, uint32_t i, SsEndsWhere where, uint32_t behind)
{
    SsRecordedJob *row = &g_array_index(set->rows, SsRecordedJob, i);

    row->ends = where;
    row->ends_behind = behind;
}

/* --- the file ----------------------------------------------------------------------------------- */

static gboolean take_header(Reading *reading, GError **error)
{
    if (ss_trace_rows_next(reading->rows) == SS_TRACE_ROW)
        return ss_sacct_layout(reading->rows, &reading->layout, error);
    if (ss_trace_rows_finish(reading->rows, error))
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT,
                    "%s: no header; a record begins with sacct's field names",
                    ss_trace_rows_name(reading->rows));
    return FALSE;
}

/* The row that `row` tells again; NULL. */
static SsRecordedJob *same_run(const SsRecordSet *set, const SsRecordedJob *row)
{
    const guint    at = GPOINTER_TO_UINT(g_hash_table_lookup(set->by_id, row->trace_id));
    SsRecordedJob *last = at > 0 ? &g_array_index(set->rows, SsRecordedJob, at - 1) : NULL;

    /* A dump made earlier may have it waiting, or running. */
    return last != NULL && last->submit == row->submit
                   && (last->start == row->start || last->start == 0)
               ? last
               : NULL;
}

static void take_whole_row(SsRecordSet *set, const SsRecordedJob *row)
{
    SsRecordedJob *last = same_run(set, row);

    if (last == NULL) {
        add_row(set, row);
        return;
    }
    clear_row(last);
    *last = *row;
}

static gboolean take_rows(Reading *reading, SsRecordSet *set, GError **error)
{
    SsTraceRowKind kind;

    while ((kind = ss_trace_rows_next(reading->rows)) != SS_TRACE_ROW_END) {
        SsRecordedJob row = { 0 };

        if (kind == SS_TRACE_ROW_BAD)
            return refuse(reading, "the row", ss_trace_rows_fault(reading->rows), error);
        if (strchr(get(reading, SS_SACCT_JOB_ID), '.') != NULL
            || ss_sacct_is_header(reading->rows, &reading->layout))
            continue;
        if (!take_row(reading, &row, error)) {
            clear_row(&row);
            return FALSE;
        }
        take_whole_row(set, &row);
    }
    return ss_trace_rows_finish(reading->rows, error);
}

static void list_columns(const Reading *reading, SsRecordSet *set)
{
    for (uint32_t i = 0; i < ss_trace_rows_n_columns(reading->rows); i++)
        g_hash_table_add(set->columns,
                         g_ascii_strdown(ss_trace_rows_column_name(reading->rows, i), -1));
}

bool ss_record_set_has(const SsRecordSet *set, const char *name)
{
    g_autofree char *small = g_ascii_strdown(name, -1);

    return g_hash_table_contains(set->columns, small);
}

SsRecordSet *ss_record_set_read(const char *path, const SsZone *zone, GError **error)
{
    g_autoptr(SsZone)      utc = ss_zone_new_utc();
    g_autoptr(SsTraceText) text = ss_trace_text_open(path, error);
    g_autoptr(SsRecordSet) set = record_set_new();
    g_autoptr(SsTraceRows) rows = NULL;
    g_autofree char       *head = g_malloc0(65536);
    Reading                reading = { .zone = zone != NULL ? zone : utc };

    if (text == NULL)
        return NULL;
    ss_trace_text_head(text, head, 65536);
    rows = ss_trace_rows_new(text, ss_trace_rows_guess(head));
    reading.rows = rows;
    if (!take_header(&reading, error))
        return NULL;
    if (reading.layout.headerless) {
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT,
                    "%s:1: a record begins with sacct's field names", path);
        return NULL;
    }
    list_columns(&reading, set);
    if (!take_rows(&reading, set, error))
        return NULL;
    return g_steal_pointer(&set);
}

uint32_t ss_record_set_n(const SsRecordSet *set)
{
    return set->rows->len;
}

const SsRecordedJob *ss_record_set_at(const SsRecordSet *set, uint32_t i)
{
    return &g_array_index(set->rows, SsRecordedJob, i);
}

static const SsRecordedJob *found(const SsRecordSet *set, GHashTable *table, const char *id)
{
    const guint at = GPOINTER_TO_UINT(g_hash_table_lookup(table, id));

    return at > 0 ? ss_record_set_at(set, at - 1) : NULL;
}

const SsRecordedJob *ss_record_set_find(const SsRecordSet *set, const char *trace_id)
{
    return found(set, set->by_id, trace_id);
}

const SsRecordedJob *ss_record_set_find_task(const SsRecordSet *set, const char *trace_id)
{
    return found(set, set->by_base, trace_id);
}

const SsRecordedJob *ss_record_set_first(const SsRecordSet *set, const char *trace_id)
{
    return found(set, set->first, trace_id);
}
