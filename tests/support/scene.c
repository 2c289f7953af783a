/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scene.c - the scene language: jobs as short sentences, run by the real engine.
 *
 * A scene keeps its jobs and operations as text and makes everything anew for each run; asking for a
 * reason at a time simply runs it once more up to that second. The world is checked after every run.
 */
#include "tests/support/scene.h"

#include "sim/base/span.h"
#include "sim/engine/cadence.h"
#include "tests/support/small_cluster.h"
#include "workloads/sbatch_options.h"

#include <stdlib.h>
#include <string.h>

struct SsScene {
    char           *text;
    SsCluster      *cluster;
    const SsPolicy *policy;
    uint32_t        phase;
    SsSpan          notice;
    bool            ends_last;
    SsTime          until;
    GPtrArray      *jobs;       /* char *: as given                */
    GPtrArray      *operations; /* char *                          */
    SsEngine       *engine;     /* of the last run                 */
    GArray         *rows;       /* SsSceneRow                      */
    GHashTable     *refusals;   /* name -> text                    */
    bool            refusals_expected;
    GString        *answers, *events;
    char           *reason;
};

static void G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN die(const char *format, ...)
{
    va_list          args;
    g_autofree char *text = NULL;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_printerr("scene: %s\n", text);
    abort();
}

/* --- words ------------------------------------------------------------------------------------------ */

/* "30s", "90m", "10h", "2d", "[D-]HH:MM:SS". */
static SsSpan read_span(const char *text)
{
    static const struct {
        char   unit;
        SsSpan seconds;
    } units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
    char        *end;
    const gint64 n = g_ascii_strtoll(text, &end, 10);
    SsSpan       span = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (end != text && end[0] == units[i].unit && end[1] == '\0')
            return n * units[i].seconds;
    }
    if (strchr(text, ':') == NULL || !ss_span_parse(text, &span, NULL))
        die("'%s' is no time; write HH:MM:SS, 90m or 10h", text);
    return span;
}

static SsTime read_time(const char *text)
{
    return SS_SCENE_EPOCH + read_span(text);
}

/* Splits at blanks, however many. */
static GPtrArray *split(const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    GPtrArray    *list = g_ptr_array_new_with_free_func(g_free);

    for (char **word = words; *word != NULL; word++) {
        if (**word != '\0')
            g_ptr_array_add(list, g_strdup(*word));
    }
    return list;
}

typedef void (*ReadWord)(SsJobSpec *spec, const char *value);

static void read_limit(SsJobSpec *spec, const char *value)
{
    spec->time_limit_secs = read_span(value);
    spec->time_limit = (uint32_t) ((spec->time_limit_secs + 59) / 60);
}
static void read_run(SsJobSpec *spec, const char *value)
{
    spec->run = read_span(value);
}
static void read_time_min(SsJobSpec *spec, const char *value)
{
    spec->time_min = (uint32_t) (read_span(value) / 60);
}
static void read_begin(SsJobSpec *spec, const char *value)
{
    spec->begin = read_time(value);
}
static void read_deadline(SsJobSpec *spec, const char *value)
{
    spec->deadline = read_time(value);
}
static void read_gives_up(SsJobSpec *spec, const char *value)
{
    spec->fate = SS_FATE_CANCEL_PENDING;
    spec->cancel_after = read_span(value);
}
static void read_exit(SsJobSpec *spec, const char *value)
{
    spec->exit_code = (uint32_t) atoi(value) << 8;
}
static void read_mem(SsJobSpec *spec, const char *value)
{
    spec->mem_per_node = atoi(value);
}
static void read_nice(SsJobSpec *spec, const char *value)
{
    spec->nice = atoi(value);
}
static void read_priority(SsJobSpec *spec, const char *value)
{
    spec->priority = (uint32_t) atoi(value);
}
static void read_switches(SsJobSpec *spec, const char *value)
{
    spec->switches = (uint32_t) atoi(value);
}
/* The dependencies keep names; @NAME is made a number when the job is handed out. */
static void read_afterok(SsJobSpec *spec, const char *value)
{
    spec->dependency = g_strdup_printf("afterok:@%s", value);
}
static void read_afterany(SsJobSpec *spec, const char *value)
{
    spec->dependency = g_strdup_printf("afterany:@%s", value);
}

static const struct {
    const char *word;
    ReadWord    read;
} numbers[] = {
    { "limit", read_limit },       { "runs", read_run },          { "time-min", read_time_min },
    { "begin", read_begin },       { "deadline", read_deadline }, { "gives-up", read_gives_up },
    { "exit", read_exit },         { "mem", read_mem },           { "nice", read_nice },
    { "priority", read_priority }, { "switches", read_switches }, { "afterok", read_afterok },
    { "afterany", read_afterany },
};

static const struct {
    const char *word;
    size_t      at;
} texts[] = {
    { "user", offsetof(SsJobSpec, user) },
    { "account", offsetof(SsJobSpec, account) },
    { "partition", offsetof(SsJobSpec, partition) },
    { "qos", offsetof(SsJobSpec, qos) },
    { "licenses", offsetof(SsJobSpec, licenses) },
    { "constraint", offsetof(SsJobSpec, constraint) },
    { "prefer", offsetof(SsJobSpec, prefer) },
    { "nodelist", offsetof(SsJobSpec, nodelist) },
    { "exclude", offsetof(SsJobSpec, exclude) },
    { "reservation", offsetof(SsJobSpec, reservation) },
    { "dependency", offsetof(SsJobSpec, dependency) },
    { "array", offsetof(SsJobSpec, array) },
    { "gres", offsetof(SsJobSpec, gres) },
    { "name", offsetof(SsJobSpec, name) },
};

/* Words that stand alone. */
static bool read_flag(SsJobSpec *spec, const char *word)
{
    if (strcmp(word, "exclusive") == 0)
        spec->exclusive = SS_EXCLUSIVE_NODE;
    else if (strcmp(word, "shared") == 0)
        spec->oversubscribe = true;
    else if (strcmp(word, "hold") == 0)
        spec->hold = true;
    else if (strcmp(word, "contiguous") == 0)
        spec->contiguous = true;
    else if (strcmp(word, "no-requeue") == 0)
        spec->requeue = 0;
    else if (strcmp(word, "interactive") == 0)
        spec->interactive = true;
    else if (strcmp(word, "immediate") == 0)
        spec->immediate = true;
    else if (strcmp(word, "to-limit") == 0)
        spec->fate = SS_FATE_TO_LIMIT;
    else if (strcmp(word, "cancelled") == 0)
        spec->fate = SS_FATE_CANCEL_RUNNING;
    else
        return false;
    return true;
}

static bool read_count(SsJobSpec *spec, const char *number, const char *unit)
{
    const uint32_t n = (uint32_t) atoi(number);

    if (g_str_has_prefix(unit, "node")) {
        spec->min_nodes = spec->max_nodes = n;
        if (spec->ntasks == SS_UNSET32)
            spec->exclusive = SS_EXCLUSIVE_NODE;
    } else if (g_str_has_prefix(unit, "cpu")) {
        spec->ntasks = n;
        spec->exclusive = SS_EXCLUSIVE_NO;
    } else if (g_str_has_prefix(unit, "gpu")) {
        spec->gres = g_strdup_printf("gpu:%u", n);
    } else {
        return false;
    }
    return true;
}

static bool read_pair(SsJobSpec *spec, const char *word, const char *value)
{
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        if (strcmp(word, numbers[i].word) == 0) {
            numbers[i].read(spec, value);
            return true;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        char **field = (char **) (void *) ((char *) spec + texts[i].at);

        if (strcmp(word, texts[i].word) == 0) {
            g_free(*field);
            *field = g_strdup(value);
            return true;
        }
    }
    return g_ascii_isdigit(*word) && read_count(spec, word, value);
}

/* "--hint=nomultithread", "-N2": one word of sbatch's. */
static void read_option(SsJobSpec *spec, const char *word)
{
    const SsSbatchContext context = { .now = spec->submit, .no_files = true };
    char                 *argv[] = { (char *) word, NULL };
    g_autoptr(GError)     error = NULL;

    if (!ss_sbatch_parse(argv, SS_SBATCH, &context, spec, NULL, &error))
        die("'%s': %s", word, error->message);
}

static void read_job(const char *text, SsJobSpec *spec)
{
    g_autoptr(GPtrArray) words = split(text);
    const char *const   *at = (const char *const *) words->pdata;

    ss_job_spec_clear(spec);
    if (words->len < 3 || strcmp(at[0], "at") != 0)
        die("'%s': write at TIME NAME ...", text);
    spec->submit = read_time(at[1]);
    spec->name = g_strdup(at[2]);
    spec->user = g_strdup("amy");
    for (guint i = 3; i < words->len; i++) {
        if (at[i][0] == '-') {
            read_option(spec, at[i]);
            continue;
        }
        if (read_flag(spec, at[i]))
            continue;
        if (i + 1 == words->len || !read_pair(spec, at[i], at[i + 1]))
            die("'%s': what is '%s'?", text, at[i]);
        i++;
    }
}

/* --- names: jobs are numbered by their order, as trace jobs are ---------------------------------------------- */

static char *name_of(const SsScene *scene, guint i)
{
    g_autoptr(GPtrArray) words = split(g_ptr_array_index(scene->jobs, i));

    return g_strdup(words->len > 2 ? g_ptr_array_index(words, 2) : "?");
}

static guint number_of(const SsScene *scene, const char *name, size_t length)
{
    for (guint i = 0; i < scene->jobs->len; i++) {
        g_autofree char *other = name_of(scene, i);

        if (strlen(other) == length && strncmp(other, name, length) == 0)
            return i + 1;
    }
    die("no job is called '%.*s'", (int) length, name);
}

/* "@A" becomes "@1". */
static char *number_names(const SsScene *scene, const char *text)
{
    GString *out = g_string_new(NULL);

    while (text != NULL && *text != '\0') {
        if (*text++ != '@') {
            g_string_append_c(out, text[-1]);
            continue;
        }
        const size_t length = strcspn(text, " ,:_+?@'\"");
        g_string_append_printf(out, "@%u", number_of(scene, text, length));
        text += length;
    }
    return g_string_free(out, FALSE);
}

/* --- the source and the sink ---------------------------------------------------------------------------- */

typedef struct {
    SsJobSource source;
    SsScene    *scene;
    guint       next;
} Source;

static gboolean next_job(SsJobSource *base, SsJobSpec *spec, GError **error)
{
    Source *source = (Source *) base;

    (void) error;
    if (source->next == source->scene->jobs->len)
        return FALSE;
    read_job(g_ptr_array_index(source->scene->jobs, source->next++), spec);
    spec->trace_id = g_strdup_printf("%u", source->next);
    if (spec->dependency != NULL) {
        char *numbered = number_names(source->scene, spec->dependency);

        g_free(spec->dependency);
        spec->dependency = numbered;
    }
    return TRUE;
}

static void free_source(SsJobSource *source)
{
    g_free(source);
}

typedef struct {
    SsRecordSink sink;
    SsScene     *scene;
} Sink;

static SsTime since(SsTime time)
{
    return time == 0 ? SS_TIME_NEVER : time - SS_SCENE_EPOCH;
}

static char *row_name(const SsScene *scene, const SsJobRecord *record)
{
    g_autofree char *name = name_of(scene, (guint) atoi(record->trace_id) - 1);

    if (record->array_job_id != 0 && record->array_task_id != SS_UNSET32)
        return g_strdup_printf("%s_%u", name, record->array_task_id);
    return g_steal_pointer(&name);
}

static void clear_row(gpointer data)
{
    SsSceneRow *row = data;

    g_free(row->name);
    g_free(row->nodes);
    g_free(row->alloc);
    g_free(row->tres);
}

/* A row replaces the one of the same number. */
static void take_job(SsScene *scene, const SsJobRecord *record)
{
    SsSceneRow row = {
        .name = row_name(scene, record),
        .job_id = record->job_id,
        .state = record->state,
        .reason = record->reason,
        .reason_prev = record->state_reason_prev,
        .flags = record->flags,
        .time_limit = record->time_limit,
        .db_inx = record->db_inx,
        .exit_code = record->exit_code,
        .priority = record->priority,
        .submit = since(record->submit),
        .eligible = since(record->eligible),
        .start = since(record->start),
        .end = since(record->end),
        .nodes = g_strdup(record->nodes),
        .alloc = g_strdup(record->alloc),
        .tres = g_strdup(record->tres_alloc),
    };

    for (guint i = 0; i < scene->rows->len; i++) {
        SsSceneRow *old = &g_array_index(scene->rows, SsSceneRow, i);

        if (old->db_inx == row.db_inx && row.db_inx != 0) {
            clear_row(old);
            *old = row;
            return;
        }
    }
    g_array_append_val(scene->rows, row);
}

static void print_time(GString *out, SsTime time)
{
    if (time == 0)
        g_string_append(out, " -");
    else
        g_string_append_printf(out, " %" G_GINT64_FORMAT, time - SS_SCENE_EPOCH);
}

static void take_event(SsScene *scene, const SsEventRecord *event)
{
    g_string_append_printf(scene->events, "node %s %u", event->node, event->state);
    print_time(scene->events, event->start);
    print_time(scene->events, event->end);
    g_string_append_printf(scene->events, " %s\n", event->reason != NULL ? event->reason : "-");
}

static void take_resv(SsScene *scene, const SsResvRecord *resv)
{
    g_string_append_printf(scene->events, "resv %u %s %s", resv->resv_id, resv->name, resv->nodes);
    print_time(scene->events, resv->start);
    print_time(scene->events, resv->end);
    g_string_append_printf(scene->events, " %s\n", resv->tres != NULL ? resv->tres : "-");
}

static void take_suspension(SsScene *scene, const SsSuspendRecord *suspend)
{
    g_string_append_printf(scene->events, "suspend %u", suspend->db_inx);
    print_time(scene->events, suspend->start);
    print_time(scene->events, suspend->end);
    g_string_append_c(scene->events, '\n');
}

static gboolean take_record(SsRecordSink *base, const SsRecord *record, GError **error)
{
    SsScene *scene = ((Sink *) base)->scene;

    (void) error;
    if (record->kind == SS_RECORD_JOB)
        take_job(scene, &record->u.job);
    else if (record->kind == SS_RECORD_EVENT)
        take_event(scene, &record->u.event);
    else if (record->kind == SS_RECORD_RESV)
        take_resv(scene, &record->u.resv);
    else if (record->kind == SS_RECORD_SUSPEND)
        take_suspension(scene, &record->u.suspend);
    return TRUE;
}

static void on_refused(gpointer data, const SsWorld *world, const SsJobSpec *spec, const char *text,
                       SsRefusedHow how)
{
    SsScene *scene = data;

    (void) world;
    (void) how;
    if (!scene->refusals_expected)
        die("job %s was refused: %s", spec->name, text);
    g_hash_table_replace(scene->refusals, g_strdup(spec->name), g_strdup(text));
}

static void on_operated(gpointer data, const SsWorld *world, const SsTimelineEntry *entry, int code,
                        const char *out, const char *err)
{
    SsScene         *scene = data;
    g_autofree char *line = g_strdup(err);

    (void) world;
    (void) entry;
    (void) out;
    g_string_append_printf(scene->answers, "%d %s\n", code, g_strchomp(line));
}

/* --- the scene -------------------------------------------------------------------------------------------- */

/* Takes "policy NAME" out of the clauses. */
static const SsPolicy *find_policy(char **clauses)
{
    for (char **clause = clauses; *clause != NULL; clause++) {
        g_strstrip(*clause);
        if (g_str_has_prefix(*clause, "policy ")) {
            const SsPolicy *policy = ss_policy_find(*clause + strlen("policy "));

            if (policy == NULL)
                die("no such policy: '%s'", *clause);
            **clause = '\0';
            return policy;
        }
    }
    return NULL;
}

SsScene *ss_scene_new(const char *cluster)
{
    g_auto(GStrv)    clauses = g_strsplit(cluster, ";", -1);
    SsScene         *scene = g_new0(SsScene, 1);
    g_autofree char *rest = NULL;

    scene->policy = find_policy(clauses);
    rest = g_strjoinv(";", clauses);
    scene->cluster = ss_small_cluster(rest);
    scene->until = SS_TIME_NEVER;
    scene->notice = SS_CADENCE_NOTICE;
    scene->jobs = g_ptr_array_new_with_free_func(g_free);
    scene->operations = g_ptr_array_new_with_free_func(g_free);
    scene->rows = g_array_new(FALSE, TRUE, sizeof(SsSceneRow));
    g_array_set_clear_func(scene->rows, clear_row);
    scene->refusals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    scene->answers = g_string_new(NULL);
    scene->events = g_string_new(NULL);
    return scene;
}

void ss_scene_free(SsScene *scene)
{
    if (scene == NULL)
        return;
    ss_engine_free(scene->engine);
    g_ptr_array_unref(scene->jobs);
    g_ptr_array_unref(scene->operations);
    g_array_unref(scene->rows);
    g_hash_table_unref(scene->refusals);
    g_string_free(scene->answers, TRUE);
    g_string_free(scene->events, TRUE);
    g_free(scene->reason);
    ss_cluster_unref(scene->cluster);
    g_free(scene);
}

void ss_scene_submit(SsScene *scene, const char *job)
{
    g_ptr_array_add(scene->jobs, g_strdup(job));
}

void ss_scene_operate(SsScene *scene, const char *operation)
{
    g_ptr_array_add(scene->operations, g_strdup(operation));
}

void ss_scene_until(SsScene *scene, const char *time)
{
    scene->until = read_time(time);
}

void ss_scene_set_policy(SsScene *scene, const SsPolicy *policy)
{
    scene->policy = policy;
}

void ss_scene_set_phase(SsScene *scene, uint32_t seconds)
{
    scene->phase = seconds;
}

void ss_scene_set_notice(SsScene *scene, SsSpan seconds)
{
    scene->notice = seconds;
}

void ss_scene_set_ends_last(SsScene *scene)
{
    scene->ends_last = true;
}

void ss_scene_expect_refusals(SsScene *scene)
{
    scene->refusals_expected = true;
}

/* "at TIME command ..." */
static void add_operation(const SsScene *scene, SsTimeline *timeline, const char *text)
{
    g_autoptr(GPtrArray) words = split(text);
    g_autoptr(GError)    error = NULL;
    g_autofree char     *command = NULL;

    if (words->len < 3 || strcmp(g_ptr_array_index(words, 0), "at") != 0)
        die("'%s': write at TIME COMMAND", text);
    command = number_names(scene, strstr(text, g_ptr_array_index(words, 2)));
    if (!ss_timeline_add_command(timeline, read_time(g_ptr_array_index(words, 1)), NULL, command,
                                 NULL, &error))
        die("'%s': %s", text, error->message);
}

static SsTimeline *make_timeline(const SsScene *scene)
{
    SsTimeline *timeline = ss_timeline_new();

    for (guint i = 0; i < scene->operations->len; i++)
        add_operation(scene, timeline, g_ptr_array_index(scene->operations, i));
    return timeline;
}

static void run(SsScene *scene, SsTime until)
{
    g_autoptr(GError) error = NULL;
    SsEngineOptions   options;
    Source           *source = g_new0(Source, 1);
    Sink              sink = { .sink = { .take = take_record }, .scene = scene };

    g_array_set_size(scene->rows, 0);
    g_string_truncate(scene->answers, 0);
    g_string_truncate(scene->events, 0);
    g_hash_table_remove_all(scene->refusals);
    ss_engine_options_init(&options);
    options.start = SS_SCENE_EPOCH;
    options.until = until;
    options.policy = scene->policy;
    options.phase = scene->phase;
    options.notice = scene->notice;
    options.ends_last = scene->ends_last;
    options.paranoid = true;
    options.watch =
        (SsEngineWatch){ .data = scene, .refused = on_refused, .operated = on_operated };
    *source = (Source){ { .next = next_job, .free = free_source }, scene, 0 };

    ss_engine_free(scene->engine);
    scene->engine = ss_engine_new(scene->cluster, &options);
    ss_engine_add_source(scene->engine, &source->source);
    ss_engine_add_operations(scene->engine, make_timeline(scene));
    ss_engine_set_sink(scene->engine, &sink.sink);
    if (!ss_engine_run(scene->engine, &error))
        die("%s", error->message);
    ss_engine_set_sink(scene->engine, NULL);

    g_autofree char *fault = ss_world_check(ss_engine_world(scene->engine));
    if (fault != NULL)
        die("%s", fault);
}

void ss_scene_run(SsScene *scene)
{
    run(scene, scene->until);
}

/* --- answers ---------------------------------------------------------------------------------------------- */

const SsSceneRow *ss_scene_row(const SsScene *scene, const char *name, uint32_t i)
{
    for (guint k = 0; k < scene->rows->len; k++) {
        const SsSceneRow *row = &g_array_index(scene->rows, SsSceneRow, k);

        if (strcmp(row->name, name) == 0 && i-- == 0)
            return row;
    }
    return NULL;
}

uint32_t ss_scene_rows(const SsScene *scene, const char *name)
{
    uint32_t n = 0;

    while (ss_scene_row(scene, name, n) != NULL)
        n++;
    return n;
}

static const SsSceneRow *last_row(const SsScene *scene, const char *name)
{
    const uint32_t n = ss_scene_rows(scene, name);

    if (n == 0)
        die("nothing is recorded of job %s", name);
    return ss_scene_row(scene, name, n - 1);
}

SsTime ss_scene_start_of(const SsScene *scene, const char *name)
{
    return last_row(scene, name)->start;
}

SsTime ss_scene_end_of(const SsScene *scene, const char *name)
{
    return last_row(scene, name)->end;
}

const char *ss_scene_state_of(const SsScene *scene, const char *name)
{
    return ss_job_state_text((SsJobState) last_row(scene, name)->state);
}

const char *ss_scene_nodes_of(const SsScene *scene, const char *name)
{
    return last_row(scene, name)->nodes;
}

uint32_t ss_scene_id_of(const SsScene *scene, const char *name)
{
    return last_row(scene, name)->job_id;
}

const char *ss_scene_reason_of(SsScene *scene, const char *name, const char *time)
{
    run(scene, read_time(time) + 1);

    SsWorld         *world = ss_engine_world(scene->engine);
    g_autofree char *number = g_strdup_printf("%u", number_of(scene, name, strlen(name)));
    const SsJob     *job = ss_world_job(world, ss_world_trace_job(world, number));

    g_free(scene->reason);
    scene->reason = g_strdup("");
    if (job != NULL && job->state == SS_JOB_PENDING) {
        g_free(scene->reason);
        scene->reason =
            g_strdup(job->reason_text != NULL ? job->reason_text : ss_reason_text(job->reason));
    }
    return scene->reason;
}

const char *ss_scene_refusal_of(const SsScene *scene, const char *name)
{
    return g_hash_table_lookup(scene->refusals, name);
}

const char *ss_scene_answers(const SsScene *scene)
{
    return scene->answers->str;
}

const char *ss_scene_events(const SsScene *scene)
{
    return scene->events->str;
}

SsWorld *ss_scene_world(SsScene *scene)
{
    return ss_engine_world(scene->engine);
}
