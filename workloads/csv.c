/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv.c - a workload as a table.
 *
 * A column is an sbatch option under another name: its value goes through ss_sbatch_set, so the table
 * accepts what sbatch accepts and complains as sbatch does, with file and line in front. `extra` holds
 * any further options and comes last, so that it wins. Times within options (--begin=now+600) count
 * from the job's submission.
 *
 * Public logs of GPU clusters are tables too. Their columns are rows of the same table with their own
 * functions (Eagle's limit is in seconds, Alibaba's CPUs in thousandths); what has no meaning for a
 * scheduler is named and passed over. A column that no row knows is an error unless the user says
 * otherwise: a mistyped "time_limit" must not silently give every job the partition's default.
 *
 * A job's name is "j" and its id, as the replays of real Slurm that this project records name them.
 */
#include "workloads/csv.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/size.h"
#include "workloads/rows.h"
#include "workloads/sbatch_options.h"

typedef struct {
    SsTraceRows          *rows;
    const struct Column **columns;    /* [rows' columns] what each is; NULL: passed over    */
    bool                  shared_ids; /* ids may come twice */
    GHashTable           *seen;       /* char *trace_id, in the first reading               */
    GHashTable           *twice;      /* lines whose id was there before                  */
    /* of the row being read */
    SsSbatchContext context;
    SsJobSpec      *spec;
    SsSbatchClient  client;
    SsTime          start, end;
    SsSpan          elapsed;  /* -1 not told                                        */
    bool            run_told; /* a run column had a value, or extra tells           */
    const char     *state;
} Csv;

typedef bool (*Put)(SsReading *reading, Csv *csv, const struct Column *column, const char *value);

typedef enum { FIRST, LATER, LAST } Turn; /* submit before all others, extra behind them */

typedef struct Column {
    SsCsvColumn about;
    Put         put;    /* NULL: passed over             */
    const char *option; /* of sbatch, for put_option     */
    Turn        turn;
} Column;

static bool bad_value(SsReading *reading, const Column *column, const char *value,
                      const char *right)
{
    ss_reading_fault(reading, SS_TRACE_VALUE, "column %s: '%s': %s", column->about.name, value,
                     right);
    return false;
}

/* --- columns ------------------------------------------------------------------------------------ */

static bool put_option(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    g_autoptr(GError)     error = NULL;
    g_autofree char      *why = NULL;
    const SsSbatchOption *option =
        ss_sbatch_option_named(column->option, strlen(column->option), SS_SBATCH, NULL);

    if (ss_sbatch_set(option, value, SS_SBATCH, &csv->context, csv->spec, &csv->client, &error))
        return true;
    why = ss_trace_option_fault(error);
    ss_reading_fault(reading, SS_TRACE_VALUE, "column %s: '%s': %s", column->about.name, value,
                     why);
    return false;
}

static bool put_id(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    (void) reading;
    (void) column;
    ss_trace_text(&csv->spec->trace_id, value);
    return true;
}

/* In public logs the tasks of an array share their job's id. */
static bool put_shared_id(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    csv->shared_ids = true;
    return put_id(reading, csv, column, value);
}

static bool put_name(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    (void) reading;
    (void) column;
    ss_trace_text(&csv->spec->name, value);
    return true;
}

/* Alibaba's name is the id too. */
static bool put_name_and_id(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    if (csv->spec->trace_id == NULL)
        put_id(reading, csv, column, value);
    return put_name(reading, csv, column, value);
}

static bool put_submit(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    if (!ss_trace_submit(value, &reading->options, &csv->spec->submit))
        return bad_value(reading, column, value,
                         "write seconds since the start or 2026-01-15T10:00:38");
    csv->context.now = csv->spec->submit;
    return true;
}

static bool put_run(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    if (!ss_trace_seconds(value, &csv->spec->run))
        return bad_value(reading, column, value, "write seconds, or nothing: runs to its limit");
    csv->run_told = true;
    return true;
}

/* -1: runs into its limit (the Buffalo simulator's way). */
static bool put_wall_time(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    return strcmp(value, "-1") == 0 || put_run(reading, csv, column, value);
}

static bool put_extra(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *why = NULL;
    g_auto(GStrv)     words = ss_sbatch_split(value, &error);

    if (words == NULL)
        return bad_value(reading, column, value, error->message);
    if (ss_sbatch_parse(words, SS_SBATCH, &csv->context, csv->spec, &csv->client, &error)) {
        if (csv->client.arguments[0] == NULL)
            return true;
        ss_reading_fault(reading, SS_TRACE_OPTION, "column extra: '%s' is no option",
                         csv->client.arguments[0]);
        return false;
    }
    why = ss_trace_option_fault(error);
    ss_reading_fault(reading, SS_TRACE_OPTION, "column extra: %s", why);
    return false;
}

/* A limit in seconds, perhaps with a fraction. */
static bool put_limit_seconds(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    SsSpan seconds;

    if (!ss_trace_seconds(value, &seconds))
        return bad_value(reading, column, value, "write seconds");
    csv->spec->time_limit_secs = seconds;
    csv->spec->time_limit = (uint32_t) MIN((seconds + 59) / 60, SS_UNSET32 - 1);
    return true;
}

static bool whole(SsReading *reading, const Column *column, const char *value, int64_t *out)
{
    SsSpan number; /* any decimal */

    if (strchr(value, ':') != NULL || !ss_trace_seconds(value, &number))
        return bad_value(reading, column, value, "write a number");
    *out = number;
    return true;
}

static bool put_gpus(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    int64_t n;

    if (!whole(reading, column, value, &n))
        return false;
    if (n > 0) {
        g_free(csv->spec->gpus);
        csv->spec->gpus = g_strdup_printf("%" PRId64, n);
    }
    return true;
}

static bool put_cpu_milli(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    int64_t n;

    if (!whole(reading, column, value, &n))
        return false;
    csv->spec->ntasks = 1;
    csv->spec->cpus_per_task = (uint32_t) CLAMP((n + 999) / 1000, 1, UINT16_MAX);
    return true;
}

static bool put_memory_mib(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    int64_t n;

    if (!whole(reading, column, value, &n))
        return false;
    if (n > 0)
        csv->spec->mem_per_node = n;
    return true;
}

/* Eagle: GB of the whole job, 0 where unknown. Not kept: most are 0, and Eagle gave nodes whole. */
static bool put_nothing(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    (void) reading;
    (void) csv;
    (void) column;
    (void) value;
    return true;
}

static bool put_start(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    return ss_trace_submit(value, &reading->options, &csv->start)
           || bad_value(reading, column, value, "this is no time");
}

static bool put_end(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    return ss_trace_submit(value, &reading->options, &csv->end)
           || bad_value(reading, column, value, "this is no time");
}

static bool put_elapsed(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    return ss_trace_seconds(value, &csv->elapsed)
           || bad_value(reading, column, value, "write seconds");
}

static bool put_state(SsReading *reading, Csv *csv, const Column *column, const char *value)
{
    (void) reading;
    (void) column;
    csv->state = value;
    return true;
}

/* clang-format off */
static const Column columns[] = {
    { { "jobid", "The job's id in the trace; @17 in --dependency means job 17.", true },
      put_id, NULL, LATER },
    { { "submit", "Seconds since the start, or 2026-01-15T10:00:38.", true },
      put_submit, NULL, FIRST },
    { { "user", "Who submits.", true }, put_option, "uid", LATER },
    { { "account", "--account", true }, put_option, "account", LATER },
    { { "partition", "--partition", true }, put_option, "partition", LATER },
    { { "qos", "--qos", true }, put_option, "qos", LATER },
    { { "nodes", "--nodes", true }, put_option, "nodes", LATER },
    { { "ntasks", "--ntasks", true }, put_option, "ntasks", LATER },
    { { "cpus_per_task", "--cpus-per-task", true }, put_option, "cpus-per-task", LATER },
    { { "mem", "--mem", true }, put_option, "mem", LATER },
    { { "gres", "--gres", true }, put_option, "gres", LATER },
    { { "timelimit", "--time: minutes, or Slurm's form.", true }, put_option, "time", LATER },
    { { "run", "Seconds it runs; empty: to its limit.", true }, put_run, NULL, LATER },
    { { "extra", "Further sbatch options.", true }, put_extra, NULL, LAST },

    /* several logs */
    { { "job_id", "The same as jobid, but tasks of an array may share it.", false },
      put_shared_id, NULL, LATER },
    { { "name", "Name of the job, and its id if there is no other.", false },
      put_name_and_id, NULL, LATER },
    { { "gres_req", "--gres", false }, put_option, "gres", LATER },
    /* NREL Eagle */
    { { "wallclock_req", "Limit in seconds.", false }, put_limit_seconds, NULL, LATER },
    { { "nodes_req", "--nodes", false }, put_option, "nodes", LATER },
    { { "processors_req", "--ntasks", false }, put_option, "ntasks", LATER },
    { { "gpus_req", "--gpus; 0: none", false }, put_gpus, NULL, LATER },
    { { "mem_req", "Passed over: 0 where unknown.", false }, put_nothing, NULL, LATER },
    { { "submit_time", "The same as submit.", false }, put_submit, NULL, FIRST },
    { { "start_time", "When it really started.", false }, put_start, NULL, LATER },
    { { "end_time", "When it really ended.", false }, put_end, NULL, LATER },
    { { "run_time", "Seconds it really ran.", false }, put_elapsed, NULL, LATER },
    { { "state", "How it really ended.", false }, put_state, NULL, LATER },
    { { "work_dir", "--chdir", false }, put_option, "chdir", LATER },
    { { "submit_line", "Passed over.", false }, put_nothing, NULL, LATER },
    /* Microsoft ITP */
    { { "submission_time", "The same as submit.", false }, put_submit, NULL, FIRST },
    { { "duration", "Seconds it really ran.", false }, put_elapsed, NULL, LATER },
    { { "num_gpu", "--gpus; 0: none", false }, put_gpus, NULL, LATER },
    /* Alibaba, cluster-trace-gpu-v2023 */
    { { "cpu_milli", "Thousandths of a CPU, rounded up.", false }, put_cpu_milli, NULL, LATER },
    { { "memory_mib", "MiB", false }, put_memory_mib, NULL, LATER },
    { { "gpu_milli", "Passed over: a shared GPU counts as one.", false },
      put_nothing, NULL, LATER },
    { { "gpu_spec", "Passed over.", false }, put_nothing, NULL, LATER },
    { { "pod_phase", "Passed over.", false }, put_nothing, NULL, LATER },
    { { "creation_time", "The same as submit.", false }, put_submit, NULL, FIRST },
    { { "deletion_time", "When it really ended.", false }, put_end, NULL, LATER },
    { { "scheduled_time", "When it really started.", false }, put_start, NULL, LATER },
    /* University at Buffalo, small2_v2.csv */
    { { "dt", "The same as submit.", false }, put_submit, NULL, FIRST },
    { { "wall_time", "Seconds it runs; -1: to its limit.", false }, put_wall_time, NULL, LATER },
    { { "wall_limit", "Limit in seconds.", false }, put_limit_seconds, NULL, LATER },
    { { "n_tasks", "--ntasks", false }, put_option, "ntasks", LATER },
    { { "ntasks_per_node", "--ntasks-per-node", false }, put_option, "ntasks-per-node", LATER },
    { { "constraint", "--constraint", false }, put_option, "constraint", LATER },
};
/* clang-format on */

const SsCsvColumn *ss_csv_column(uint32_t i)
{
    return i < G_N_ELEMENTS(columns) ? &columns[i].about : NULL;
}

static const Column *column_named(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
        if (g_ascii_strcasecmp(columns[i].about.name, name) == 0)
            return &columns[i];
    }
    return NULL;
}

int ss_csv_sniff(const char *head, size_t size)
{
    g_autofree char *line = g_strndup(head, strcspn(head, "\r\n"));
    g_auto(GStrv)    names = g_strsplit_set(line, ",;", -1);
    int              known = 0;
    bool             when = false;

    (void) size;
    for (guint i = 0; names[i] != NULL; i++) {
        const Column *column = column_named(g_strstrip(names[i]));

        known += column != NULL;
        when = when || (column != NULL && column->turn == FIRST);
    }
    if (known == 0)
        return 0;
    return when && known > 2 ? 90 : 40;
}

/* --- rows --------------------------------------------------------------------------------------- */

static gboolean fault(const SsReading *reading, GError **error, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static gboolean fault(const SsReading *reading, GError **error, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list          args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT, "%s:%u: %s",
                ss_trace_text_name(reading->text), MAX(ss_trace_text_line(reading->text), 1), text);
    return FALSE;
}

static gboolean take_header(SsReading *reading, Csv *csv, GError **error)
{
    const uint32_t n = ss_trace_rows_n(csv->rows);
    bool           when = false;

    ss_trace_rows_set_header(csv->rows);
    csv->columns = g_new0(const Column *, n);
    for (uint32_t i = 0; i < n; i++) {
        const char   *name = ss_trace_rows_column_name(csv->rows, i);
        const Column *column = column_named(name);

        if (column == NULL && !reading->options.ignore_columns)
            return fault(reading, error,
                         "column '%s' is not known; columns are jobid,submit,user,account,"
                         "partition,qos,nodes,ntasks,cpus_per_task,mem,gres,timelimit,run,extra "
                         "(--ignore-columns passes over others)",
                         name);
        if (ss_trace_rows_column(csv->rows, name) != i)
            return fault(reading, error, "column '%s' stands there twice", name);
        when = when || (column != NULL && column->turn == FIRST);
        csv->columns[i] = column;
    }
    return when ? TRUE : fault(reading, error, "there is no column submit");
}

static gboolean begin(SsReading *reading, GError **error)
{
    Csv  *csv = g_new0(Csv, 1);
    char *head = g_malloc0(65536);

    reading->state = csv;
    ss_trace_text_head(reading->text, head, 65536);
    csv->rows = ss_trace_rows_new(reading->text, ss_trace_rows_guess(head));
    g_free(head);
    csv->context.zone = reading->options.zone;
    csv->context.no_files = true;
    csv->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    csv->twice = g_hash_table_new(NULL, NULL);
    switch (ss_trace_rows_next(csv->rows)) {
    case SS_TRACE_ROW:
        return take_header(reading, csv, error);
    case SS_TRACE_ROW_BAD:
        return fault(reading, error, "%s", ss_trace_rows_fault(csv->rows));
    case SS_TRACE_ROW_END:
        break;
    }
    if (!ss_trace_rows_finish(csv->rows, error))
        return FALSE;
    return fault(reading, error, "the file is empty; its first line names the columns");
}

static void end_reading(SsReading *reading)
{
    Csv *csv = reading->state;

    ss_trace_rows_free(csv->rows);
    ss_sbatch_client_clear(&csv->client);
    g_hash_table_unref(csv->seen);
    g_hash_table_unref(csv->twice);
    g_free((void *) csv->columns);
    g_free(csv);
}

static bool take_turn(SsReading *reading, Csv *csv, Turn turn)
{
    for (uint32_t i = 0; i < ss_trace_rows_n(csv->rows); i++) {
        const Column *column = csv->columns[i];
        const char   *value = ss_trace_rows_at(csv->rows, i);

        if (column == NULL || column->put == NULL || column->turn != turn || *value == '\0')
            continue;
        if (!column->put(reading, csv, column, value))
            return false;
    }
    return true;
}

/* How long it runs, from what the columns say. */
static bool settle_run(SsReading *reading, Csv *csv)
{
    SsJobSpec *spec = csv->spec;
    SsSpan     elapsed = csv->elapsed;

    if (csv->client.run_given)
        return true;
    if (elapsed < 0 && csv->end != 0)
        elapsed = MAX(csv->end - (csv->start != 0 ? csv->start : spec->submit), 0);
    if (csv->state != NULL) {
        if (elapsed < 0 || !ss_trace_fate(spec, csv->state, csv->start, csv->end, elapsed, 0)) {
            ss_reading_fault(reading, SS_TRACE_NOT_STARTED, "state '%s' is no end", csv->state);
            return false;
        }
        return true;
    }
    if (elapsed >= 0) {
        spec->run = elapsed;
        spec->rec_start = csv->start;
        spec->rec_end = csv->end;
    } else if (!csv->run_told) {
        spec->fate = SS_FATE_TO_LIMIT;
    }
    return true;
}

/* Has the id come before? Found out in the first reading, remembered by line for the others. */
static bool is_first(SsReading *reading, Csv *csv)
{
    const gpointer line = GUINT_TO_POINTER(reading->at_line);

    if (!reading->counting)
        return !g_hash_table_contains(csv->twice, line);
    if (csv->shared_ids || g_hash_table_add(csv->seen, g_strdup(csv->spec->trace_id)))
        return true;
    g_hash_table_add(csv->twice, line);
    ss_reading_fault(reading, SS_TRACE_TWICE, "job %s was there before", csv->spec->trace_id);
    return false;
}

static void settle_names(SsReading *reading, Csv *csv)
{
    SsJobSpec *spec = csv->spec;

    if (spec->trace_id == NULL)
        spec->trace_id = g_strdup_printf("%u", reading->at_line);
    if (spec->name == NULL)
        spec->name = g_strconcat("j", spec->trace_id, NULL);
    if (spec->user == NULL) {
        ss_reading_fault(reading, SS_TRACE_NO_USER, "no user: '%s' is taken",
                         reading->options.user);
        spec->user = g_strdup(reading->options.user);
    }
}

static bool take_row(SsReading *reading, Csv *csv)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *why = NULL;

    if (ss_trace_rows_n(csv->rows) != ss_trace_rows_n_columns(csv->rows)) {
        ss_reading_fault(reading, SS_TRACE_FIELDS, "%u fields where the header has %u",
                         ss_trace_rows_n(csv->rows), ss_trace_rows_n_columns(csv->rows));
        return false;
    }
    if (!take_turn(reading, csv, FIRST))
        return false;
    if (csv->spec->submit == 0) {
        ss_reading_fault(reading, SS_TRACE_NO_SUBMIT, "no submit time");
        return false;
    }
    if (!take_turn(reading, csv, LATER) || !take_turn(reading, csv, LAST))
        return false;
    if (!ss_sbatch_check(csv->spec, SS_SBATCH, &error)) {
        why = ss_trace_option_fault(error);
        ss_reading_fault(reading, SS_TRACE_OPTION, "%s", why);
        return false;
    }
    if (!settle_run(reading, csv))
        return false;
    settle_names(reading, csv);
    return is_first(reading, csv);
}

static SsRead read_record(SsReading *reading, SsJobSpec *spec)
{
    Csv *csv = reading->state;

    switch (ss_trace_rows_next(csv->rows)) {
    case SS_TRACE_ROW_END:
        return SS_READ_END;
    case SS_TRACE_ROW_BAD:
        ss_reading_at(reading, ss_trace_rows_offset(csv->rows), ss_trace_rows_line(csv->rows));
        ss_reading_fault(reading, SS_TRACE_FIELDS, "%s", ss_trace_rows_fault(csv->rows));
        return SS_READ_BAD;
    case SS_TRACE_ROW:
        break;
    }
    ss_reading_at(reading, ss_trace_rows_offset(csv->rows), ss_trace_rows_line(csv->rows));
    if (!reading->counting)
        g_hash_table_remove_all(csv->seen);
    csv->spec = spec;
    csv->start = csv->end = 0;
    csv->elapsed = -1;
    csv->run_told = false;
    csv->state = NULL;
    ss_sbatch_client_clear(&csv->client);
    return take_row(reading, csv) ? SS_READ_JOB : SS_READ_BAD;
}

const SsReaderClass ss_csv_reader = {
    .name = "csv",
    .begin = begin,
    .read = read_record,
    .free = end_reading,
};
