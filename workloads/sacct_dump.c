/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacct_dump.c - jobs that a real Slurm ran, as submissions.
 *
 * An accounting record tells what a job got; what it asked for has to be read between the lines. The
 * processors asked for become -n; nodes become -N where the job got as many as it asked for, or a range
 * if it got more; one node asked for and several given means that it named none. GPUs are counted for
 * the whole job in ReqTRES (in AllocTRES before Slurm 20) and become --gres per node where that divides,
 * else --gpus. ReqMem has three forms: per node (4Gn), per CPU (4Gc), and since 21.08 of the whole job;
 * a value of 2^31 MB and more is a per-CPU value whose flag old releases printed as a number.
 *
 * Each array task is a job of its own, since each has its own run time; only tasks that never started
 * share a row and stay an array. Reservations are not asked for again: the site that replays does not
 * have them. Where there is a SubmitLine, it tells the rest (submit_line.h).
 *
 * How the end is kept is CLI.md's rule: TIMEOUT needs more than any limit, CANCELLED while pending is
 * cancelled at that age again, everything else runs as long as it ran.
 */
#include "workloads/sacct_dump.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/hostlist.h"
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "workloads/submit_line.h"

static const char *const field_names[SS_SACCT_FIELDS] = {
    [SS_SACCT_JOB_ID] = "JobID",
    [SS_SACCT_JOB_ID_RAW] = "JobIDRaw",
    [SS_SACCT_NAME] = "JobName",
    [SS_SACCT_USER] = "User",
    [SS_SACCT_UID] = "UID",
    [SS_SACCT_GROUP] = "Group",
    [SS_SACCT_GID] = "GID",
    [SS_SACCT_ACCOUNT] = "Account",
    [SS_SACCT_PARTITION] = "Partition",
    [SS_SACCT_QOS] = "QOS",
    [SS_SACCT_WCKEY] = "WCKey",
    [SS_SACCT_SUBMIT] = "Submit",
    [SS_SACCT_ELIGIBLE] = "Eligible",
    [SS_SACCT_START] = "Start",
    [SS_SACCT_END] = "End",
    [SS_SACCT_ELAPSED] = "Elapsed",
    [SS_SACCT_ELAPSED_RAW] = "ElapsedRaw",
    [SS_SACCT_STATE] = "State",
    [SS_SACCT_EXIT] = "ExitCode",
    [SS_SACCT_NNODES] = "NNodes",
    [SS_SACCT_ALLOC_NODES] = "AllocNodes",
    [SS_SACCT_REQ_NODES] = "ReqNodes",
    [SS_SACCT_NCPUS] = "NCPUS",
    [SS_SACCT_ALLOC_CPUS] = "AllocCPUS",
    [SS_SACCT_REQ_CPUS] = "ReqCPUS",
    [SS_SACCT_REQ_MEM] = "ReqMem",
    [SS_SACCT_REQ_TRES] = "ReqTRES",
    [SS_SACCT_ALLOC_TRES] = "AllocTRES",
    [SS_SACCT_REQ_GRES] = "ReqGRES",
    [SS_SACCT_TIMELIMIT] = "Timelimit",
    [SS_SACCT_TIMELIMIT_RAW] = "TimelimitRaw",
    [SS_SACCT_NODELIST] = "NodeList",
    [SS_SACCT_CONSTRAINTS] = "Constraints",
    [SS_SACCT_WORK_DIR] = "WorkDir",
    [SS_SACCT_COMMENT] = "Comment",
    [SS_SACCT_SUBMIT_LINE] = "SubmitLine",
    [SS_SACCT_RESERVATION] = "Reservation",
    [SS_SACCT_PRIORITY] = "Priority",
    [SS_SACCT_SUSPENDED] = "Suspended",
    [SS_SACCT_DERIVED_EXIT] = "DerivedExitCode",
    [SS_SACCT_TRACE_ID] = "traceid",
    [SS_SACCT_FLAGS] = "Flags",
};

/* Open XDMoD's order; columns 21 and 22 say two things, see xdmod_layout. */
#define XDMOD_COLUMNS 26
static const SsSacctField xdmod[XDMOD_COLUMNS] = {
    SS_SACCT_JOB_ID,   SS_SACCT_JOB_ID_RAW, SS_SACCT_FIELDS,     SS_SACCT_PARTITION,
    SS_SACCT_QOS,      SS_SACCT_ACCOUNT,    SS_SACCT_GROUP,      SS_SACCT_GID,
    SS_SACCT_USER,     SS_SACCT_UID,        SS_SACCT_SUBMIT,     SS_SACCT_ELIGIBLE,
    SS_SACCT_START,    SS_SACCT_END,        SS_SACCT_ELAPSED,    SS_SACCT_EXIT,
    SS_SACCT_STATE,    SS_SACCT_NNODES,     SS_SACCT_NCPUS,      SS_SACCT_REQ_CPUS,
    SS_SACCT_REQ_MEM,  SS_SACCT_REQ_TRES,   SS_SACCT_ALLOC_TRES, SS_SACCT_TIMELIMIT,
    SS_SACCT_NODELIST, SS_SACCT_NAME,
};

/* --- columns ------------------------------------------------------------------------------------ */

static gboolean no_layout(const SsTraceRows *rows, GError **error, const char *what)
{
    g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_FORMAT, "%s:%u: %s", ss_trace_rows_name(rows),
                MAX(ss_trace_rows_line(rows), 1), what);
    return FALSE;
}

static bool has(const SsSacctLayout *layout, SsSacctField field)
{
    return layout->column[field] != SS_ID_NONE;
}

/* 2015's XDMoD asked for reqgres,reqtres where today's asks for reqtres,alloctres. */
static void xdmod_layout(const SsTraceRows *rows, SsSacctLayout *layout)
{
    const char *first = ss_trace_rows_at(rows, 21);
    const bool  old = *first != '\0' && strchr(first, '=') == NULL;

    for (uint32_t i = 0; i < XDMOD_COLUMNS; i++) {
        if (xdmod[i] < SS_SACCT_FIELDS)
            layout->column[xdmod[i]] = i;
    }
    if (old) {
        layout->column[SS_SACCT_REQ_GRES] = 21;
        layout->column[SS_SACCT_REQ_TRES] = 22;
        layout->column[SS_SACCT_ALLOC_TRES] = SS_ID_NONE;
    }
    layout->n = XDMOD_COLUMNS;
    layout->headerless = true;
}

gboolean ss_sacct_layout(SsTraceRows *rows, SsSacctLayout *layout, GError **error)
{
    *layout = (SsSacctLayout){ .n = ss_trace_rows_n(rows) };
    ss_trace_rows_set_header(rows);
    for (int i = 0; i < SS_SACCT_FIELDS; i++)
        layout->column[i] = ss_trace_rows_column(rows, field_names[i]);
    if (!has(layout, SS_SACCT_JOB_ID))
        layout->column[SS_SACCT_JOB_ID] = layout->column[SS_SACCT_JOB_ID_RAW];
    if (!has(layout, SS_SACCT_JOB_ID)) {
        if (layout->n < XDMOD_COLUMNS)
            return no_layout(rows, error,
                             "neither a header of sacct -P nor the 26 fields of Open XDMoD");
        xdmod_layout(rows, layout);
        return TRUE;
    }
    if (!has(layout, SS_SACCT_SUBMIT))
        return no_layout(rows, error, "sacct's header lacks Submit");
    return TRUE;
}

static bool has_any(const SsSacctLayout *layout, const SsSacctField *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (has(layout, fields[i]))
            return true;
    }
    return false;
}

const char *ss_sacct_get(const SsTraceRows *rows, const SsSacctLayout *layout, SsSacctField field)
{
    return has(layout, field) ? ss_trace_rows_at(rows, layout->column[field]) : "";
}

bool ss_sacct_fits(const SsTraceRows *rows, const SsSacctLayout *layout)
{
    const uint32_t n = ss_trace_rows_n(rows);

    return n == layout->n
           || (n > layout->n
               && (layout->column[SS_SACCT_NAME] == layout->n - 1
                   || layout->column[SS_SACCT_SUBMIT_LINE] == layout->n - 1));
}

bool ss_sacct_is_header(const SsTraceRows *rows, const SsSacctLayout *layout)
{
    return g_ascii_strcasecmp(ss_sacct_get(rows, layout, SS_SACCT_SUBMIT), "Submit") == 0;
}

/* --- a job -------------------------------------------------------------------------------------- */

typedef struct {
    SsTraceRows  *rows;
    SsSacctLayout layout;
    GHashTable   *runs;  /* job and task number -> what is known of its last run, see remember */
    GArray       *ranks; /* gsize: job and task of each entry of the index, while it is made   */
} Sacct;

static const char *get(const Sacct *sacct, SsSacctField field)
{
    return ss_sacct_get(sacct->rows, &sacct->layout, field);
}

static bool bad(SsReading *reading, SsSacctField field, const char *value)
{
    ss_reading_fault(reading, SS_TRACE_VALUE, "%s: '%s' cannot be read", field_names[field], value);
    return false;
}

static bool take_moment(SsReading *reading, const Sacct *sacct, SsSacctField field, SsTime *out)
{
    const char *text = get(sacct, field);

    return ss_trace_moment(text, reading->options.zone, out) || bad(reading, field, text);
}

/* The first of `fields` (ended by SS_SACCT_FIELDS) that has a number above 0; else 0. */
static uint32_t take_count(const Sacct *sacct, const SsSacctField *fields)
{
    uint64_t n;

    for (; *fields != SS_SACCT_FIELDS; fields++) {
        if (ss_size_parse(get(sacct, *fields), SS_UNIT_ONE, &n, NULL) && n > 0 && n < SS_UNSET32)
            return (uint32_t) n;
    }
    return 0;
}

/* The value behind "name=" in a TRES list; NULL if it is not there. Caller frees. */
static char *tres_value(const char *list, const char *name)
{
    const size_t length = strlen(name);

    for (const char *p = list; *p != '\0';) {
        const size_t n = strcspn(p, ",");

        if (n > length && strncmp(p, name, length) == 0 && p[length] == '=')
            return g_strndup(p + length + 1, n - length - 1);
        p += n + (p[n] == ',');
    }
    return NULL;
}

static uint32_t tres_count(const char *list, const char *name)
{
    g_autofree char *value = tres_value(list, name);
    uint64_t         n;

    if (value == NULL || !ss_size_parse(value, SS_UNIT_ONE, &n, NULL) || n >= SS_UNSET32)
        return 0;
    return (uint32_t) n;
}

static uint32_t nodes_named(const char *list)
{
    g_autoptr(SsHostlist) hosts = NULL;

    return strcmp(list, "None assigned") != 0 && ss_hostlist_parse(list, &hosts, NULL)
               ? ss_hostlist_count(hosts)
               : 0;
}

static uint32_t nodes_given(const Sacct *sacct)
{
    static const SsSacctField fields[] = { SS_SACCT_NNODES, SS_SACCT_ALLOC_NODES,
                                           SS_SACCT_REQ_NODES, SS_SACCT_FIELDS };
    uint32_t                  n = tres_count(get(sacct, SS_SACCT_ALLOC_TRES), "node");

    if (n == 0)
        n = take_count(sacct, fields);
    return n > 0 ? n : nodes_named(get(sacct, SS_SACCT_NODELIST));
}

static void put_nodes(const Sacct *sacct, uint32_t given, SsJobSpec *spec)
{
    static const SsSacctField fields[] = { SS_SACCT_REQ_NODES, SS_SACCT_FIELDS };
    uint32_t                  asked = tres_count(get(sacct, SS_SACCT_REQ_TRES), "node");

    if (asked == 0)
        asked = take_count(sacct, fields);
    if (asked == 0)
        asked = given;
    if (asked == 0 || (asked == 1 && given > 1))
        return;
    spec->min_nodes = asked;
    spec->max_nodes = MAX(asked, given);
}

static void put_size(SsReading *reading, const Sacct *sacct, SsJobSpec *spec)
{
    static const SsSacctField asked[] = { SS_SACCT_REQ_CPUS, SS_SACCT_FIELDS };
    static const SsSacctField got[] = { SS_SACCT_NCPUS, SS_SACCT_ALLOC_CPUS, SS_SACCT_FIELDS };
    const uint32_t            given = nodes_given(sacct);
    uint32_t                  cpus = take_count(sacct, asked);

    if (cpus == 0)
        cpus = tres_count(get(sacct, SS_SACCT_REQ_TRES), "cpu");
    if (cpus == 0)
        cpus = take_count(sacct, got); /* whole cores, whole nodes */
    if (cpus == 0)
        cpus = tres_count(get(sacct, SS_SACCT_ALLOC_TRES), "cpu");
    if (cpus == 0) {
        ss_reading_fault(reading, SS_TRACE_NO_SIZE, "no size: one processor is taken");
        cpus = 1;
    }
    put_nodes(sacct, given, spec);
    spec->ntasks = MAX(cpus, spec->min_nodes);
}

/* Of the whole job; a node's share of it is asked for. */
static void put_total_memory(SsJobSpec *spec, uint64_t mib)
{
    const uint64_t nodes = MAX(spec->min_nodes, 1);

    spec->mem_per_node = (int64_t) ((mib + nodes - 1) / nodes);
}

/* "mem=16G" of a TRES list is the whole job's. */
static void put_tres_memory(const char *list, SsJobSpec *spec)
{
    const char *at = g_str_has_prefix(list, "mem=") ? list : strstr(list, ",mem=");
    uint64_t    mib;

    if (at == NULL)
        return;
    at = strchr(at, '=') + 1;
    g_autofree char *number = g_strndup(at, strcspn(at, ","));
    if (ss_size_parse(number, SS_UNIT_MEGA, &mib, NULL) && mib > 0)
        put_total_memory(spec, mib);
}

static bool put_memory(SsReading *reading, const Sacct *sacct, SsJobSpec *spec)
{
    const char      *text = get(sacct, SS_SACCT_REQ_MEM);
    const size_t     length = strlen(text);
    const char       last = length > 0 ? text[length - 1] : '\0';
    g_autofree char *number = g_strndup(text, length - (last == 'n' || last == 'c'));
    uint64_t         mib;

    if (length == 0)
        put_tres_memory(get(sacct, SS_SACCT_REQ_TRES), spec);
    if (length == 0 || strcmp(text, "?") == 0)
        return true;
    if (!ss_size_parse(number, SS_UNIT_MEGA, &mib, NULL) || mib >= (uint64_t) 1 << 50)
        return bad(reading, SS_SACCT_REQ_MEM, text);
    if (mib == 0)
        return true;
    if (mib >= (uint64_t) 1 << 31 && mib < (uint64_t) 1 << 32)
        spec->mem_per_cpu = (int64_t) (mib - ((uint64_t) 1 << 31));
    else if (last == 'c')
        spec->mem_per_cpu = (int64_t) mib;
    else if (last == 'n')
        spec->mem_per_node = (int64_t) mib;
    else
        put_total_memory(spec, mib);
    return true;
}

/* One "gres/gpu:a100=8" of the whole job. */
static void add_gres(SsJobSpec *spec, const char *name, uint32_t n)
{
    const uint32_t nodes = MAX(spec->min_nodes, 1);
    GString       *list = NULL;

    if (n % nodes != 0 && g_str_has_prefix(name, "gpu")) {
        g_free(spec->gpus);
        spec->gpus =
            name[3] == ':' ? g_strdup_printf("%s:%u", name + 4, n) : g_strdup_printf("%u", n);
        return;
    }
    list = g_string_new(spec->gres);
    g_string_append_printf(list, "%s%s:%u", list->len > 0 ? "," : "", name,
                           (n + nodes - 1) / nodes);
    g_free(spec->gres);
    spec->gres = g_string_free(list, FALSE);
}

/* Is there "gres/gpu:TYPE=" beside "gres/gpu="? Then the latter is only its sum. */
static bool has_typed(const char *list, const char *name)
{
    g_autofree char *typed = g_strdup_printf("gres/%s:", name);

    return strstr(list, typed) != NULL;
}

static void put_gres_of(SsJobSpec *spec, const char *list)
{
    g_auto(GStrv) items = g_strsplit(list, ",", -1);

    for (guint i = 0; items[i] != NULL; i++) {
        char    *equals = strchr(items[i], '=');
        uint64_t n;

        if (!g_str_has_prefix(items[i], "gres/") || equals == NULL)
            continue;
        *equals = '\0';
        if (!ss_size_parse(equals + 1, SS_UNIT_ONE, &n, NULL) || n == 0 || n >= SS_UNSET32)
            continue;
        if (strchr(items[i], ':') == NULL && has_typed(list, items[i] + strlen("gres/")))
            continue;
        add_gres(spec, items[i] + strlen("gres/"), (uint32_t) n);
    }
}

static void put_gres(const Sacct *sacct, SsJobSpec *spec)
{
    const char *asked = get(sacct, SS_SACCT_REQ_GRES);

    if (*asked != '\0' && strcmp(asked, "0") != 0) {
        ss_trace_text(&spec->gres, g_str_has_prefix(asked, "PER_NODE:") ? asked + 9 : asked);
        return;
    }
    put_gres_of(spec, get(sacct, SS_SACCT_REQ_TRES));
    if (spec->gres == NULL && spec->gpus == NULL)
        put_gres_of(spec, get(sacct, SS_SACCT_ALLOC_TRES));
}

static bool put_limit(SsReading *reading, const Sacct *sacct, SsJobSpec *spec)
{
    const char *raw = get(sacct, SS_SACCT_TIMELIMIT_RAW), *text = get(sacct, SS_SACCT_TIMELIMIT);
    SsSpan      span;

    if (*text == '\0')
        text = raw;
    if (*text == '\0' || g_ascii_strcasecmp(text, "Partition_Limit") == 0)
        return true;
    if (!ss_span_parse(text, &span, NULL))
        return bad(reading, SS_SACCT_TIMELIMIT, text);
    if (span == SS_SPAN_FOREVER) {
        spec->time_limit = UINT32_MAX;
        spec->time_limit_secs = SS_SPAN_FOREVER;
        return true;
    }
    spec->time_limit = (uint32_t) MIN((span + 59) / 60, SS_UNSET32 - 1);
    spec->time_limit_secs = span;
    return true;
}

static bool take_elapsed(SsReading *reading, const Sacct *sacct, SsTime start, SsTime end,
                         SsSpan *out)
{
    const char *raw = get(sacct, SS_SACCT_ELAPSED_RAW), *text = get(sacct, SS_SACCT_ELAPSED);

    if (*raw != '\0')
        return ss_trace_seconds(raw, out) || bad(reading, SS_SACCT_ELAPSED_RAW, raw);
    if (*text != '\0')
        return ss_trace_seconds(text, out) || bad(reading, SS_SACCT_ELAPSED, text);
    *out = start != 0 && end >= start ? end - start : -1;
    return true;
}

static bool put_fate(SsReading *reading, const Sacct *sacct, SsJobSpec *spec)
{
    const char *state = get(sacct, SS_SACCT_STATE), *exit_text = get(sacct, SS_SACCT_EXIT);
    SsTime      start, end;
    SsSpan      elapsed;
    uint32_t    exit_code = 0;

    if (!take_moment(reading, sacct, SS_SACCT_START, &start)
        || !take_moment(reading, sacct, SS_SACCT_END, &end)
        || !take_moment(reading, sacct, SS_SACCT_ELIGIBLE, &spec->rec_eligible)
        || !take_elapsed(reading, sacct, start, end, &elapsed))
        return false;
    if (*exit_text != '\0' && !ss_trace_exit(exit_text, &exit_code))
        return bad(reading, SS_SACCT_EXIT, exit_text);
    if (ss_trace_fate(spec, *state != '\0' ? state : "COMPLETED", start, end, elapsed, exit_code)) {
        if (elapsed < 0 && spec->fate == SS_FATE_RUN)
            ss_reading_fault(reading, SS_TRACE_NO_RUN, "no run time: taken as 0");
        return true;
    }
    if ((start == 0 || g_str_has_prefix(state, "PENDING")) && reading->options.recorded) {
        spec->fate = SS_FATE_TO_LIMIT;
        return true;
    }
    if (start == 0 || g_str_has_prefix(state, "PENDING")) {
        ss_reading_fault(reading, SS_TRACE_NOT_STARTED, "state %s: its run time is unknown", state);
        return false;
    }
    ss_reading_fault(reading, SS_TRACE_NOT_ENDED, "state %s: ends after %" PRId64 " s", state,
                     spec->run);
    return true;
}

/* "17", "17_3", "17_[3-9%2]". */
static void put_id(const Sacct *sacct, SsJobSpec *spec)
{
    const char *id = get(sacct, SS_SACCT_JOB_ID);
    const char *range = strstr(id, "_[");

    ss_trace_text(&spec->trace_id, id);
    if (range != NULL)
        spec->array = g_strndup(range + 2, strcspn(range + 2, "]"));
}

static void put_names(SsReading *reading, const Sacct *sacct, SsJobSpec *spec)
{
    static const struct {
        SsSacctField field;
        size_t       at;
    } texts[] = { { SS_SACCT_NAME, offsetof(SsJobSpec, name) },
                  { SS_SACCT_USER, offsetof(SsJobSpec, user) },
                  { SS_SACCT_GROUP, offsetof(SsJobSpec, group) },
                  { SS_SACCT_ACCOUNT, offsetof(SsJobSpec, account) },
                  { SS_SACCT_PARTITION, offsetof(SsJobSpec, partition) },
                  { SS_SACCT_QOS, offsetof(SsJobSpec, qos) },
                  { SS_SACCT_CONSTRAINTS, offsetof(SsJobSpec, constraint) },
                  { SS_SACCT_WORK_DIR, offsetof(SsJobSpec, work_dir) },
                  { SS_SACCT_COMMENT, offsetof(SsJobSpec, comment) },
                  { SS_SACCT_SUBMIT_LINE, offsetof(SsJobSpec, submit_line) } };
    const char *wckey = get(sacct, SS_SACCT_WCKEY), *nodes = get(sacct, SS_SACCT_NODELIST);

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        ss_trace_text((char **) (void *) ((char *) spec + texts[i].at), get(sacct, texts[i].field));
    ss_trace_text(&spec->wckey, wckey + (*wckey == '*'));
    if (strcmp(nodes, "None assigned") != 0)
        ss_trace_text(&spec->rec_nodes, nodes);
    if (spec->user != NULL)
        return;
    if (*get(sacct, SS_SACCT_UID) != '\0') {
        spec->user = g_strconcat("uid", get(sacct, SS_SACCT_UID), NULL);
        return;
    }
    ss_reading_fault(reading, SS_TRACE_NO_USER, "no user: '%s' is taken", reading->options.user);
    spec->user = g_strdup(reading->options.user);
}

/* --- requeued jobs ------------------------------------------------------------------------------ */

/* Job and task as one number: exact, and no text is kept. 0 for ids that name more than one task. */
static gsize run_key(const char *id)
{
    guint64 job = 0, task = 0;
    char   *end;

    G_STATIC_ASSERT(sizeof(gsize) == 8);
    job = g_ascii_strtoull(id, &end, 10);
    if (*end == '_') {
        task = g_ascii_strtoull(end + 1, &end, 10) + 1;
        if (task == 0)
            return 0;
    }
    return *end == '\0' && job < UINT32_MAX && task < UINT32_MAX ? job << 32 | task : 0;
}

/* The tasks of a job differ in the low half, jobs in the high one: both must reach the hash. */
static guint hash_key(gconstpointer key)
{
    const uint64_t mixed = GPOINTER_TO_SIZE(key) * 0x9e3779b97f4a7c15u;

    return (guint) (mixed >> 32);
}

/* What was known of a run: its submission (30 bits, 34 years), its place in the index and whether it was the last for
 * sure, as a job id that comes again after COMPLETED is another job (ids begin anew). */
enum { SUBMIT_AT = 34 };
#define RUN(submit, index, completed)                                                              \
    GSIZE_TO_POINTER(((gsize) (submit) << SUBMIT_AT) | ((gsize) (index) << 2) | 2 | (completed))

/* The earlier row of the job is none of its own: another one took its place. */
static void replace(SsReading *reading, gsize before, SsJobSpec *spec)
{
    const gsize   submit = (gsize) spec->submit;
    const bool    same = before >> SUBMIT_AT == (submit << SUBMIT_AT) >> SUBMIT_AT;
    SsTraceEntry *entry = NULL;

    if (!same && (before & 1) != 0)
        return; /* another job */
    ss_reading_fault(reading, same ? SS_TRACE_AGAIN : SS_TRACE_REQUEUED,
                     same ? "job %s was there before: its last row counts"
                          : "job %s was requeued: its last run counts",
                     spec->trace_id);
    if (!reading->indexing)
        return;
    entry = &g_array_index(reading->index, SsTraceEntry, (guint32) (before >> 2));
    entry->dead = true;
    spec->submit = MIN(spec->submit, entry->submit);
}

static void remember(SsReading *reading, Sacct *sacct, SsJobSpec *spec)
{
    const gsize  key = run_key(get(sacct, SS_SACCT_JOB_ID));
    const gsize  before = GPOINTER_TO_SIZE(g_hash_table_lookup(sacct->runs, GSIZE_TO_POINTER(key)));
    const guint  at = reading->index != NULL ? reading->index->len : 0;
    const bool   completed = g_strcmp0(spec->rec_state, "COMPLETED") == 0;
    const SsTime submit = spec->submit;

    if (key == 0)
        return;
    if (before != 0)
        replace(reading, before, spec);
    g_hash_table_insert(sacct->runs, GSIZE_TO_POINTER(key), RUN(submit, at, completed));
}

/* "17_[3-9%2]" stands where its first task would. */
static void rank(Sacct *sacct)
{
    const char *id = get(sacct, SS_SACCT_JOB_ID);
    const gsize key = run_key(id);
    char       *end;
    gsize       rank = g_ascii_strtoull(id, &end, 10) << 32;

    if (g_str_has_prefix(end, "_["))
        rank |= (guint32) g_ascii_strtoull(end + 2, NULL, 10) + 1;
    rank = key != 0 ? key : rank;
    g_array_append_val(sacct->ranks, rank);
}

/* --- the reader --------------------------------------------------------------------------------- */

/* Without a length or a size in any row nothing could be replayed but a guess. */
static gboolean has_what_a_replay_needs(const Sacct *sacct, GError **error)
{
    static const SsSacctField sizes[] = { SS_SACCT_NCPUS,     SS_SACCT_ALLOC_CPUS,
                                          SS_SACCT_REQ_CPUS,  SS_SACCT_NNODES,
                                          SS_SACCT_REQ_NODES, SS_SACCT_ALLOC_NODES,
                                          SS_SACCT_REQ_TRES,  SS_SACCT_ALLOC_TRES };
    static const SsSacctField lengths[] = { SS_SACCT_ELAPSED, SS_SACCT_ELAPSED_RAW };
    const SsSacctLayout      *layout = &sacct->layout;

    if (!has_any(layout, lengths, G_N_ELEMENTS(lengths))
        && !(has(layout, SS_SACCT_START) && has(layout, SS_SACCT_END)))
        return no_layout(sacct->rows, error,
                         "sacct's header has no run time; add Elapsed, or Start and End");
    if (!has_any(layout, sizes, G_N_ELEMENTS(sizes)))
        return no_layout(sacct->rows, error, "sacct's header has no size; add AllocCPUS or NNodes");
    return TRUE;
}

static gboolean begin(SsReading *reading, GError **error)
{
    Sacct           *sacct = g_new0(Sacct, 1);
    g_autofree char *head = g_malloc0(65536);
    uint64_t         body;

    reading->state = sacct;
    sacct->runs = g_hash_table_new(hash_key, NULL);
    sacct->ranks = g_array_new(FALSE, FALSE, sizeof(gsize));
    ss_trace_text_head(reading->text, head, 65536);
    sacct->rows = ss_trace_rows_new(reading->text, ss_trace_rows_guess(head));
    body = ss_trace_text_offset(reading->text);
    if (ss_trace_rows_next(sacct->rows) != SS_TRACE_ROW) {
        if (ss_trace_rows_finish(sacct->rows, error))
            no_layout(sacct->rows, error, "the file is empty");
        return FALSE;
    }
    if (!ss_sacct_layout(sacct->rows, &sacct->layout, error)
        || !has_what_a_replay_needs(sacct, error))
        return FALSE;
    if (sacct->layout.headerless)
        ss_trace_text_seek(reading->text, body, 1);
    return TRUE;
}

static void end_reading(SsReading *reading)
{
    Sacct *sacct = reading->state;

    ss_trace_rows_free(sacct->rows);
    g_hash_table_unref(sacct->runs);
    g_array_unref(sacct->ranks);
    g_free(sacct);
}

typedef struct {
    SsTraceEntry entry;
    gsize        rank;
} Ranked;

static int by_rank(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;

    if (x->entry.submit != y->entry.submit)
        return x->entry.submit < y->entry.submit ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

/* Called when the index is made: what was remembered is not needed again. */
static void end_index(SsReading *reading)
{
    Sacct            *sacct = reading->state;
    GArray           *index = reading->index;
    g_autoptr(GArray) ranked = g_array_sized_new(FALSE, FALSE, sizeof(Ranked), index->len);

    for (guint i = 0; i < index->len; i++) {
        const Ranked row = { g_array_index(index, SsTraceEntry, i),
                             g_array_index(sacct->ranks, gsize, i) };

        g_array_append_val(ranked, row);
    }
    g_array_sort(ranked, by_rank);
    for (guint i = 0; i < index->len; i++)
        g_array_index(index, SsTraceEntry, i) = g_array_index(ranked, Ranked, i).entry;
    g_array_set_size(sacct->ranks, 0);
    g_hash_table_remove_all(sacct->runs);
}

/* What was typed may have bars (-C "[a|b]"), which sacct does not quote: the last column goes on behind them. */
static void put_bars(const Sacct *sacct, SsJobSpec *spec)
{
    const uint32_t n = ss_trace_rows_n(sacct->rows);
    GString       *line = NULL;

    if (n <= sacct->layout.n || sacct->layout.column[SS_SACCT_SUBMIT_LINE] != sacct->layout.n - 1)
        return;
    line = g_string_new(spec->submit_line);
    for (uint32_t i = sacct->layout.n; i < n; i++)
        g_string_append_printf(line, "|%s", ss_trace_rows_at(sacct->rows, i));
    g_free(spec->submit_line);
    spec->submit_line = g_string_free(line, FALSE);
}

static bool put_record(SsReading *reading, Sacct *sacct, SsJobSpec *spec)
{
    if (!take_moment(reading, sacct, SS_SACCT_SUBMIT, &spec->submit))
        return false;
    if (spec->submit == 0) {
        ss_reading_fault(reading, SS_TRACE_NO_SUBMIT, "no submit time");
        return false;
    }
    put_id(sacct, spec);
    put_size(reading, sacct, spec);
    put_gres(sacct, spec);
    if (!put_memory(reading, sacct, spec) || !put_limit(reading, sacct, spec)
        || !put_fate(reading, sacct, spec))
        return false;
    put_names(reading, sacct, spec);
    put_bars(sacct, spec);
    if (spec->submit_line != NULL)
        ss_submit_line_apply(spec->submit_line, reading->options.zone, spec);
    if (reading->counting || reading->indexing)
        remember(reading, sacct, spec);
    if (reading->indexing)
        rank(sacct);
    return true;
}

/* What no node could ever serve is on record as FAILED, begun and ended in the second of its submission, on no node. */
static bool was_refused(const Sacct *sacct)
{
    const char *nodes = get(sacct, SS_SACCT_NODELIST);
    const char *submit = get(sacct, SS_SACCT_SUBMIT);

    return strcmp(get(sacct, SS_SACCT_STATE), "FAILED") == 0 && strcmp(nodes, "None assigned") == 0
           && strcmp(get(sacct, SS_SACCT_START), submit) == 0
           && strcmp(get(sacct, SS_SACCT_END), submit) == 0;
}

static SsRead read_record(SsReading *reading, SsJobSpec *spec)
{
    Sacct               *sacct = reading->state;
    const SsTraceRowKind kind = ss_trace_rows_next(sacct->rows);

    if (kind == SS_TRACE_ROW_END) {
        g_hash_table_remove_all(sacct->runs);
        return SS_READ_END;
    }
    ss_reading_at(reading, ss_trace_rows_offset(sacct->rows), ss_trace_rows_line(sacct->rows));
    if (kind == SS_TRACE_ROW_BAD || !ss_sacct_fits(sacct->rows, &sacct->layout)) {
        ss_reading_fault(reading, SS_TRACE_FIELDS, "%u fields where there should be %u",
                         ss_trace_rows_n(sacct->rows), sacct->layout.n);
        return SS_READ_BAD;
    }
    if (ss_sacct_is_header(sacct->rows, &sacct->layout)) {
        ss_reading_fault(reading, SS_TRACE_HEADER, "the header again");
        return SS_READ_OTHER;
    }
    if (reading->options.recorded && was_refused(sacct)) {
        ss_reading_fault(reading, SS_TRACE_REFUSED, "job %s was refused",
                         get(sacct, SS_SACCT_JOB_ID));
        return SS_READ_OTHER;
    }
    if (strchr(get(sacct, SS_SACCT_JOB_ID), '.') != NULL) {
        ss_reading_fault(reading, SS_TRACE_STEP, "a step: %s", get(sacct, SS_SACCT_JOB_ID));
        return SS_READ_OTHER;
    }
    return put_record(reading, sacct, spec) ? SS_READ_JOB : SS_READ_BAD;
}

int ss_sacct_sniff(const char *head, size_t size)
{
    g_autofree char *line = g_strndup(head, strcspn(head, "\r\n"));
    g_auto(GStrv)    names = g_strsplit_set(line, "|,", -1);
    bool             id = false, end = false;

    (void) size;
    for (guint i = 0; names[i] != NULL; i++) {
        id = id || g_ascii_strcasecmp(names[i], "JobID") == 0
             || g_ascii_strcasecmp(names[i], "JobIDRaw") == 0;
        end = end || g_ascii_strcasecmp(names[i], "Elapsed") == 0
              || g_ascii_strcasecmp(names[i], "ElapsedRaw") == 0
              || g_ascii_strcasecmp(names[i], "End") == 0;
    }
    if (id && (end || strchr(line, '|') != NULL))
        return 95;
    return g_strv_length(names) >= XDMOD_COLUMNS && strchr(line, '|') != NULL
                   && g_ascii_isdigit(*line)
               ? 85
               : 0;
}

const SsReaderClass ss_sacct_reader = {
    .name = "sacct",
    .indexed = true,
    .begin = begin,
    .read = read_record,
    .end = end_index,
    .free = end_reading,
};
