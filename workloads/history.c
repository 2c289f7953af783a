/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history.c - ended jobs into accounting records.
 *
 * Two tables say the same under different names: sacct's and the CSV's. One row per datum names both;
 * everything behind it is common. TRES are turned into the database's form ("1=4,2=2048"), memory is
 * counted per node as the database does, and what never started has no allocation.
 *
 * Jobs that have not ended are bad records here: a history is over.
 */
#include "workloads/history.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/model/job.h"
#include "workloads/reader.h"
#include "workloads/rows.h"

typedef enum {
    ID,
    ID_RAW,
    NAME,
    USER,
    GROUP,
    GID,
    ACCOUNT,
    PARTITION,
    QOS,
    WCKEY,
    SUBMIT,
    ELIGIBLE,
    START,
    END,
    STATE,
    EXIT,
    DERIVED_EXIT,
    NODES,
    TRES_ALLOC,
    TRES_REQ,
    TIMELIMIT,
    NODELIST,
    ARRAY_JOB,
    ARRAY_TASK,
    RESERVATION,
    PRIORITY,
    SUSPENDED,
    CONSTRAINTS,
    WORK_DIR,
    COMMENT,
    SUBMIT_LINE,
    FLAGS,
    DATA
} Datum;

static const struct {
    const char *csv, *sacct, *other; /* `other`: a second name of sacct's */
} names[DATA] = {
    [ID] = { "jobid", "JobID", NULL },
    [ID_RAW] = { NULL, "JobIDRaw", NULL },
    [NAME] = { "name", "JobName", NULL },
    [USER] = { "user", "User", NULL },
    [GROUP] = { "group", "Group", NULL },
    [GID] = { "gid", "GID", NULL },
    [ACCOUNT] = { "account", "Account", NULL },
    [PARTITION] = { "partition", "Partition", NULL },
    [QOS] = { "qos", "QOS", NULL },
    [WCKEY] = { "wckey", "WCKey", NULL },
    [SUBMIT] = { "submit", "Submit", NULL },
    [ELIGIBLE] = { "eligible", "Eligible", NULL },
    [START] = { "start", "Start", NULL },
    [END] = { "end", "End", NULL },
    [STATE] = { "state", "State", NULL },
    [EXIT] = { "exit", "ExitCode", NULL },
    [DERIVED_EXIT] = { NULL, "DerivedExitCode", NULL },
    [NODES] = { "nodes", "NNodes", "AllocNodes" },
    [TRES_ALLOC] = { "tres_alloc", "AllocTRES", NULL },
    [TRES_REQ] = { "tres_req", "ReqTRES", NULL },
    [TIMELIMIT] = { "timelimit", "TimelimitRaw", "Timelimit" },
    [NODELIST] = { "nodelist", "NodeList", NULL },
    [ARRAY_JOB] = { "array_job", NULL, NULL },
    [ARRAY_TASK] = { "array_task", NULL, NULL },
    [RESERVATION] = { "reservation", "Reservation", NULL },
    [PRIORITY] = { "priority", "Priority", NULL },
    [SUSPENDED] = { "suspended", "Suspended", NULL },
    [CONSTRAINTS] = { "constraints", "Constraints", NULL },
    [WORK_DIR] = { "work_dir", "WorkDir", NULL },
    [COMMENT] = { "comment", "Comment", NULL },
    [SUBMIT_LINE] = { "submit_line", "SubmitLine", NULL },
    [FLAGS] = { "flags", "Flags", NULL },
};

typedef struct {
    SsTraceRows     *rows;
    const SsZone    *zone;
    const SsCluster *cluster;
    uint32_t         column[DATA]; /* SS_ID_NONE: not there                 */
    uint64_t        *vec;          /* [n_tres]                              */
    GPtrArray       *texts;        /* element-type: char *, of the record   */
    char            *fault;        /* what is wrong with the row            */
    bool             is_csv;
} Reading;

static const char *get(const Reading *reading, Datum datum)
{
    return reading->column[datum] != SS_ID_NONE
               ? ss_trace_rows_at(reading->rows, reading->column[datum])
               : "";
}

/* A text that lives as long as the record; NULL for an empty one. */
static const char *keep(Reading *reading, char *text)
{
    g_ptr_array_add(reading->texts, text);
    return text;
}

static const char *text_of(const Reading *reading, Datum datum)
{
    const char *text = get(reading, datum);

    return *text != '\0' ? text : NULL;
}

static const char *name_of(Datum datum)
{
    return names[datum].csv != NULL ? names[datum].csv : names[datum].sacct;
}

static bool bad(Reading *reading, Datum datum)
{
    g_free(reading->fault);
    reading->fault =
        g_strdup_printf("%s: '%s' cannot be read", name_of(datum), get(reading, datum));
    return false;
}

/* --- values ------------------------------------------------------------------------------------- */

static bool take_moment(Reading *reading, Datum datum, SsTime *out)
{
    return ss_trace_moment(get(reading, datum), reading->zone, out) || bad(reading, datum);
}

static bool take_uint(Reading *reading, Datum datum, uint32_t fallback, uint32_t *out)
{
    const char *text = get(reading, datum);
    uint64_t    n;

    *out = fallback;
    if (*text == '\0')
        return true;
    if (!ss_size_parse(text, SS_UNIT_ONE, &n, NULL) || n > UINT32_MAX)
        return bad(reading, datum);
    *out = (uint32_t) n;
    return true;
}

/* "17", "17_3", "17_[3-9%2]". */
static bool take_id(Reading *reading, SsJobRecord *record)
{
    const char *id = get(reading, ID);
    char       *end;
    guint64     job = g_ascii_strtoull(id, &end, 10), task;

    record->array_task_id = SS_UNSET32;
    if (!g_ascii_isdigit(*id) || job >= SS_UNSET32)
        return bad(reading, ID);
    record->job_id = (uint32_t) job;
    record->trace_id = id;
    if (*end == '\0')
        return true;
    if (*end != '_')
        return bad(reading, ID);
    record->array_job_id = (uint32_t) job;
    if (end[1] == '[') {
        record->array_task_str = keep(reading, g_strndup(end + 2, strcspn(end + 2, "]")));
        return true;
    }
    task = g_ascii_strtoull(end + 1, &end, 10);
    if (*end != '\0' || task >= SS_UNSET32)
        return bad(reading, ID);
    record->array_task_id = (uint32_t) task;
    return true;
}

static bool take_ids(Reading *reading, SsJobRecord *record)
{
    uint32_t raw, job, task;

    if (!take_id(reading, record) || !take_uint(reading, ID_RAW, record->job_id, &raw)
        || !take_uint(reading, ARRAY_JOB, record->array_job_id, &job)
        || !take_uint(reading, ARRAY_TASK, record->array_task_id, &task))
        return false;
    record->job_id = raw;
    record->array_job_id = job;
    record->array_task_id = task;
    return true;
}

static bool one_tres(Reading *reading, Datum datum, const char *item)
{
    const SsTresSet *set = reading->cluster->tres;
    const char      *equals = strchr(item, '=');
    g_autofree char *name = equals != NULL ? g_strndup(item, (gsize) (equals - item)) : NULL;
    int64_t          id;
    uint64_t         value;
    uint32_t         at;

    if (equals == NULL)
        return bad(reading, datum);
    at = ss_int_parse(name, 1, UINT32_MAX, &id, NULL) ? ss_tres_find_id(set, (uint32_t) id)
                                                      : ss_tres_find(set, name);
    if (!ss_size_parse(equals + 1, at == SS_TRES_MEM ? SS_UNIT_MEGA : SS_UNIT_ONE, &value, NULL))
        return bad(reading, datum);
    if (at != SS_ID_NONE) /* what the cluster does not track, its accounting does not have */
        reading->vec[at] = value;
    return true;
}

/* "cpu=8,mem=16000M" into reading->vec, and as the database writes it. */
static bool take_tres(Reading *reading, Datum datum, const char **out)
{
    const char   *text = get(reading, datum);
    g_auto(GStrv) items = g_strsplit(text, ",", -1);

    *out = NULL;
    for (uint32_t i = 0; i < reading->cluster->tres->n; i++)
        reading->vec[i] = SS_NO_LIMIT64;
    if (*text == '\0')
        return true;
    for (guint i = 0; items[i] != NULL; i++) {
        if (!one_tres(reading, datum, items[i]))
            return false;
    }
    *out = keep(reading, ss_tres_text(reading->cluster->tres, reading->vec,
                                      SS_TRES_TEXT_IDS | SS_TRES_TEXT_ZEROS));
    return true;
}

static uint64_t counted(const Reading *reading, SsTresPos at)
{
    return reading->vec[at] != SS_NO_LIMIT64 ? reading->vec[at] : 0;
}

static bool take_size(Reading *reading, SsJobRecord *record)
{
    if (!take_uint(reading, NODES, 0, &record->n_nodes)
        || !take_tres(reading, TRES_ALLOC, &record->tres_alloc))
        return false;
    record->cpus_alloc = (uint32_t) counted(reading, SS_TRES_CPU);
    if (record->n_nodes == 0)
        record->n_nodes = (uint32_t) counted(reading, SS_TRES_NODE);
    if (text_of(reading, TRES_REQ) == NULL)
        record->tres_req = record->tres_alloc;
    else if (!take_tres(reading, TRES_REQ, &record->tres_req))
        return false;
    record->cpus_req = (uint32_t) counted(reading, SS_TRES_CPU);
    record->mem_req = counted(reading, SS_TRES_MEM) / MAX(record->n_nodes, 1);
    return true;
}

static bool take_limit(Reading *reading, SsJobRecord *record)
{
    const char *text = get(reading, TIMELIMIT);
    SsSpan      span;

    record->time_limit = SS_UNSET32;
    if (*text == '\0' || g_ascii_strcasecmp(text, "Partition_Limit") == 0)
        return true;
    if (!ss_span_parse(text, &span, NULL))
        return bad(reading, TIMELIMIT);
    record->time_limit =
        span == SS_SPAN_FOREVER ? UINT32_MAX : (uint32_t) MIN((span + 59) / 60, SS_UNSET32 - 1);
    return true;
}

/* The CSV's is a status, sacct's is status:signal. */
static bool take_exit(Reading *reading, Datum datum, uint32_t *out)
{
    const char *text = get(reading, datum);

    *out = 0;
    if (*text == '\0' || ss_trace_exit(text, out))
        return true;
    if (!take_uint(reading, datum, 0, out) || *out > UINT16_MAX)
        return bad(reading, datum);
    *out <<= 8;
    return true;
}

static uint32_t uid_of(const Reading *reading, const char *user)
{
    int64_t number;

    if (ss_int_parse(user, 0, UINT32_MAX, &number, NULL))
        return (uint32_t) number;
    return ss_cluster_uid(reading->cluster, user);
}

/* "CANCELLED by amy". */
static bool take_state(Reading *reading, SsJobRecord *record)
{
    const char      *text = get(reading, STATE);
    const char      *by = strstr(text, " by ");
    g_autofree char *word = g_strndup(text, strcspn(text, " +"));
    const SsJobState state = ss_job_state_parse(word);

    if (state == SS_JOB_STATES)
        return bad(reading, STATE);
    if (state <= SS_JOB_SUSPENDED) {
        g_free(reading->fault);
        reading->fault = g_strdup_printf("state %s: the job has not ended", word);
        return false;
    }
    record->state = (uint32_t) state;
    record->kill_uid = by != NULL ? uid_of(reading, by + 4) : SS_UNSET32;
    return true;
}

static bool take_times(Reading *reading, SsJobRecord *record)
{
    const char *suspended = get(reading, SUSPENDED);

    if (!take_moment(reading, SUBMIT, &record->submit)
        || !take_moment(reading, ELIGIBLE, &record->eligible)
        || !take_moment(reading, START, &record->start) || !take_moment(reading, END, &record->end))
        return false;
    if (*suspended != '\0' && !ss_trace_seconds(suspended, &record->suspended))
        return bad(reading, SUSPENDED);
    if (record->submit == 0)
        return bad(reading, SUBMIT);
    if (record->end == 0)
        return bad(reading, END);
    if (record->end < record->start) {
        g_free(reading->fault);
        reading->fault = g_strdup_printf("%s: '%s' is before the start '%s'", name_of(END),
                                         get(reading, END), get(reading, START));
        return false;
    }
    if (record->eligible == 0)
        record->eligible = record->submit;
    return true;
}

/* Which scheduler started it: words as sacct prints them, or the accounting's bits. A CSV that does not say
 * means backfill, as most jobs of a busy cluster; sacct's output without the field says nothing. */
static bool take_flags(Reading *reading, SsJobRecord *record)
{
    static const struct {
        const char *word;
        uint32_t    starter;
    } words[] = { { "SchedSubmit", SS_STARTER_SUBMIT },
                  { "SchedMain", SS_STARTER_MAIN },
                  { "SchedBackfill", SS_STARTER_BACKFILL },
                  { "StartRecieved", SS_JOB_FLAG_START_SAID } };
    enum { BIT_RECEIVED = 16 };
    const char *text = get(reading, FLAGS);
    int64_t     bits;

    if (*text == '\0') {
        record->flags = reading->is_csv ? SS_STARTER_BACKFILL : 0;
        return true;
    }
    if (ss_int_parse(text, 0, UINT32_MAX, &bits, NULL)) {
        record->flags = (uint32_t) bits / 2 & ~(uint32_t) BIT_RECEIVED / 2;
        if (bits & BIT_RECEIVED)
            record->flags |= SS_JOB_FLAG_START_SAID;
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(text, words[i].word) != NULL)
            record->flags |= words[i].starter;
    return true;
}

static void put_names(Reading *reading, SsJobRecord *record)
{
    const char *nodes = get(reading, NODELIST), *wckey = get(reading, WCKEY);

    record->user = text_of(reading, USER);
    record->group = text_of(reading, GROUP);
    record->account = text_of(reading, ACCOUNT);
    record->partition = text_of(reading, PARTITION);
    record->qos = text_of(reading, QOS);
    record->wckey = *wckey != '\0' ? wckey + (*wckey == '*') : NULL;
    record->name = text_of(reading, NAME);
    record->work_dir = text_of(reading, WORK_DIR);
    record->submit_line = text_of(reading, SUBMIT_LINE);
    record->comment = text_of(reading, COMMENT);
    record->constraints = text_of(reading, CONSTRAINTS);
    record->reservation = text_of(reading, RESERVATION);
    record->nodes = strcmp(nodes, "None assigned") != 0 ? text_of(reading, NODELIST) : NULL;
    record->uid = record->user != NULL ? uid_of(reading, record->user) : SS_UNSET32;
}

/* A job that never started has no allocation, whatever the row says it would have got. */
static void settle(SsJobRecord *record)
{
    if (record->start != 0)
        return;
    record->tres_alloc = NULL;
    record->cpus_alloc = 0;
    record->nodes = NULL;
    record->n_nodes = 0;
}

static bool take_record(Reading *reading, SsJobRecord *record)
{
    *record = (SsJobRecord){ 0 };
    if (!take_ids(reading, record) || !take_times(reading, record) || !take_state(reading, record)
        || !take_exit(reading, EXIT, &record->exit_code)
        || !take_exit(reading, DERIVED_EXIT, &record->derived_exit_code)
        || !take_size(reading, record) || !take_limit(reading, record)
        || !take_flags(reading, record) || !take_uint(reading, PRIORITY, 0, &record->priority)
        || !take_uint(reading, GID, SS_UNSET32, &record->gid))
        return false;
    put_names(reading, record);
    settle(record);
    return true;
}

/* --- the file ----------------------------------------------------------------------------------- */

static gboolean take_header(Reading *reading, GError **error)
{
    static const Datum needed[] = { ID, SUBMIT, END, STATE };

    ss_trace_rows_set_header(reading->rows);
    reading->is_csv = ss_trace_rows_column(reading->rows, names[TRES_ALLOC].csv) != SS_ID_NONE;
    for (int i = 0; i < DATA; i++) {
        const char *const candidates[] = { names[i].csv, names[i].sacct, names[i].other };

        reading->column[i] = SS_ID_NONE;
        for (size_t k = 0; k < G_N_ELEMENTS(candidates); k++) {
            if (candidates[k] != NULL && reading->column[i] == SS_ID_NONE)
                reading->column[i] = ss_trace_rows_column(reading->rows, candidates[k]);
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
        if (reading->column[needed[i]] == SS_ID_NONE) {
            g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT,
                        "%s:%u: a history has the columns jobid, submit, end and state (or sacct's "
                        "JobID, Submit, End, State); %s is not there",
                        ss_trace_rows_name(reading->rows), ss_trace_rows_line(reading->rows),
                        name_of(needed[i]));
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean refuse(Reading *reading, const char *what, uint64_t *bad_rows, int64_t max_bad,
                       SsDiag *diag, GError **error)
{
    const SsPlace place = { ss_trace_rows_name(reading->rows), ss_trace_rows_line(reading->rows),
                            0 };

    (*bad_rows)++;
    if (diag != NULL)
        ss_diag_add(diag, SS_SEVERITY_WARNING, "SC0821", &place, NULL, "%s", what);
    if ((int64_t) *bad_rows <= max_bad)
        return TRUE;
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE, "%s:%u: %s", place.file, place.line,
                what);
    return FALSE;
}

/* Is the row as long as the header? A name with bars may stand last. */
static const char *misfit(const Reading *reading, SsTraceRowKind kind)
{
    const uint32_t n = ss_trace_rows_n(reading->rows);
    const uint32_t columns = ss_trace_rows_n_columns(reading->rows);

    if (kind == SS_TRACE_ROW_BAD)
        return ss_trace_rows_fault(reading->rows);
    if (n == columns || (n > columns && reading->column[NAME] == columns - 1))
        return NULL;
    return "the fields do not fit the header";
}

static gboolean take_rows(Reading *reading, int64_t max_bad, SsHistoryTake take, void *data,
                          uint64_t *n, SsDiag *diag, GError **error)
{
    SsTraceRowKind kind;
    uint64_t       bad_rows = 0;

    while ((kind = ss_trace_rows_next(reading->rows)) != SS_TRACE_ROW_END) {
        const char *what = misfit(reading, kind);
        SsJobRecord record;

        g_ptr_array_set_size(reading->texts, 0);
        if (what == NULL && strchr(get(reading, ID), '.') != NULL)
            continue; /* a step */
        if (what == NULL && !take_record(reading, &record))
            what = reading->fault;
        if (what != NULL) {
            if (!refuse(reading, what, &bad_rows, max_bad, diag, error))
                return FALSE;
            continue;
        }
        if (!take(&record, data, error))
            return FALSE;
        (*n)++;
    }
    return ss_trace_rows_finish(reading->rows, error);
}

gboolean ss_history_read(const char *path, const SsHistoryOptions *options, SsHistoryTake take,
                         void *data, uint64_t *n, SsDiag *diag, GError **error)
{
    g_autoptr(SsZone)      utc = ss_zone_new_utc();
    g_autoptr(SsTraceText) text = ss_trace_text_open(path, error);
    g_autoptr(SsTraceRows) rows = NULL;
    g_autoptr(GPtrArray)   texts = g_ptr_array_new_with_free_func(g_free);
    g_autofree char       *head = g_malloc0(65536);
    g_autofree uint64_t   *vec = g_new0(uint64_t, options->cluster->tres->n);
    Reading                reading = { .zone = options->zone != NULL ? options->zone : utc,
                                       .cluster = options->cluster,
                                       .vec = vec,
                                       .texts = texts };
    uint64_t               count = 0;
    gboolean               fine;

    if (text == NULL)
        return FALSE;
    ss_trace_text_head(text, head, 65536);
    rows = ss_trace_rows_new(text, ss_trace_rows_guess(head));
    reading.rows = rows;
    if (ss_trace_rows_next(rows) != SS_TRACE_ROW) {
        if (ss_trace_rows_finish(rows, error))
            g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_EMPTY, "%s: there is nothing in it",
                        path);
        return FALSE;
    }
    fine = take_header(&reading, error)
           && take_rows(&reading, MAX(options->max_bad, 0), take, data, &count, diag, error);
    g_free(reading.fault);
    if (n != NULL)
        *n = count;
    return fine;
}
