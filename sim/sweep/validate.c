/* SPDX-License-Identifier: Apache-2.0 */
/*
 * validate.c - the runs behind a validation, and their marks put together.
 *
 * Each bend is a whole run of its own: under it every recorded start is asked at its bent moment, and only
 * those that the straight run missed are looked at. No state is copied and none has to be put back.
 */
#include "sim/sweep/validate.h"

#include "sim/base/date.h"
#include "sim/sweep/case_actions.h"
#include "sim/sweep/looks.h"
#include "sim/sweep/record_columns.h"
#include "sim/sweep/sched_log.h"

#include <string.h>

typedef struct {
    const SsValidateOptions *options;
    SsPlan                  *plan; /* of the options; ends where the record does */
    const SsRunHooks        *hooks;
    SsValidation            *out;
} Task;

/* --- runs --------------------------------------------------------------------------------------- */

/* The main loop's passes `later` seconds later. */
static gboolean run_plan(const Task *task, int later, const SsRunHooks *hooks, SsLedger **ledger,
                         GError **error)
{
    SsPlan plan = { 0 };

    ss_plan_copy(&plan, task->plan);
    if (task->options->jumps)
        ss_validate_jump(&plan, later);
    const gboolean ok = ss_run(&plan, NULL, hooks, ledger, error);
    ss_plan_clear(&plan);
    return ok;
}

/* The first line of what sbatch said, without the command's name. */
static void note_refused(gpointer data, const char *trace_id, const char *where, const char *text)
{
    const Task *task = data;
    const char *prefix = "sbatch: error: ", *at = strstr(text, prefix);
    const char *words = at != NULL ? at + strlen(prefix) : text;

    if (trace_id != NULL)
        g_hash_table_insert(task->out->refused, g_strdup(trace_id),
                            g_strndup(words, strcspn(words, "\n")));
    if (task->hooks->refused != NULL)
        task->hooks->refused(task->hooks->data, trace_id, where, text);
}

static void show_progress(gpointer data, uint64_t jobs, SsTime when, double fraction)
{
    const Task *task = data;

    if (task->hooks->progress != NULL)
        task->hooks->progress(task->hooks->data, jobs, when, fraction);
}

static SsFollow *follow_under(const Task *task, const SsBend *bend, GError **error)
{
    const SsFollowOptions options = { .record = task->out->record,
                                      .placement = task->options->placement,
                                      .snapshots = task->options->snapshots,
                                      .passes = task->out->passes,
                                      .bend = bend };
    g_autoptr(SsFollow)   follow = ss_follow_new(&options, error);
    g_autoptr(SsLedger)   ledger = NULL;
    g_autoptr(SsDiag)     quiet = ss_diag_new();
    SsRunHooks            hooks = *task->hooks;

    if (follow == NULL)
        return NULL;
    hooks.teacher = ss_follow_teacher(follow);
    hooks.data = (gpointer) task;
    hooks.progress = show_progress;
    hooks.refused = note_refused;
    if (bend != &ss_bends[0]) {
        hooks.diag = quiet; /* all of it was said in the first run */
        hooks.refused = NULL;
    }
    return run_plan(task, bend->main, &hooks, &ledger, error) ? g_steal_pointer(&follow) : NULL;
}

static gboolean run_free(const Task *task, GError **error)
{
    g_autoptr(SsLedger) ledger = NULL;
    g_autoptr(SsDiag)   quiet = ss_diag_new();
    SsRunHooks          hooks = *task->hooks;

    hooks.diag = quiet;
    hooks.refused = NULL;
    task->out->has_free_run = true;
    return run_plan(task, 0, &hooks, &ledger, error)
           && ss_compare_record(ledger, task->out->record, &task->out->free_run, error);
}

/* --- bends -------------------------------------------------------------------------------------- */

static bool is_told(const SsFollow *follow, const SsFalseStart *wanted)
{
    const GArray *found = ss_follow_false_starts(follow);

    for (guint i = 0; i < found->len; i++) {
        const SsFalseStart *start = &g_array_index(found, SsFalseStart, i);

        if (strcmp(start->trace_id, wanted->trace_id) == 0 && start->recorded == wanted->recorded)
            return true;
    }
    return false;
}

static uint32_t missed(const SsValidation *v)
{
    uint32_t n = 0;

    for (guint i = 0; i < v->starts->len; i++) {
        const SsJudgedStart *judged = &g_array_index(v->starts, SsJudgedStart, i);

        n += judged->bend == NULL && !ss_followed_agrees(judged->start);
    }
    return n;
}

static bool is_other_reason(const SsFollow *follow, const SsOtherReason *wanted)
{
    const GArray *found = ss_follow_other_reasons(follow);

    for (guint i = 0; i < found->len; i++) {
        const SsOtherReason *reason = &g_array_index(found, SsOtherReason, i);

        if (reason->at == wanted->at && strcmp(reason->trace_id, wanted->trace_id) == 0)
            return true;
    }
    return false;
}

static const SsBend **bend_of(GArray *bends, guint i)
{
    return &g_array_index(bends, const SsBend *, i);
}

static uint32_t without_bend(GArray *bends)
{
    uint32_t n = 0;

    for (guint i = 0; i < bends->len; i++)
        n += *bend_of(bends, i) == NULL;
    return n;
}

/* The starts of two runs along one record are the same ones in the same order of the record. */
static void excuse(SsValidation *v, const SsFollow *bent, uint32_t bend)
{
    const GArray *false_starts = ss_follow_false_starts(v->follow);
    const GArray *reasons = ss_follow_other_reasons(v->follow);

    for (guint i = 0; i < v->starts->len; i++) {
        SsJudgedStart *judged = &g_array_index(v->starts, SsJudgedStart, i);

        if (judged->bend != NULL || ss_followed_agrees(judged->start)
            || !ss_followed_agrees(ss_follow_start(bent, judged->at)))
            continue;
        judged->bend = &ss_bends[bend];
        v->by_bend[bend]++;
    }
    for (guint i = 0; i < false_starts->len; i++)
        if (*bend_of(v->early, i) == NULL
            && !is_told(bent, &g_array_index(false_starts, SsFalseStart, i)))
            *bend_of(v->early, i) = &ss_bends[bend];
    for (guint i = 0; i < reasons->len; i++)
        if (*bend_of(v->reasons, i) == NULL
            && !is_other_reason(bent, &g_array_index(reasons, SsOtherReason, i)))
            *bend_of(v->reasons, i) = &ss_bends[bend];
}

/* The least bend under which a later pass would have been soon enough; NULL. */
static const SsBend *phase_of(const SsFalseStart *start)
{
    for (uint32_t b = 1; b < ss_n_bends; b++) {
        const SsBend *bend = &ss_bends[b];
        const int     later = start->starter == SS_STARTER_BACKFILL ? bend->backfill : bend->main;

        if (later > 0 && start->recorded != 0
            && start->recorded - start->at <= SS_FOLLOW_SOON + later)
            return bend;
    }
    return NULL;
}

static gboolean try_bends(const Task *task, GError **error)
{
    SsValidation *v = task->out;
    const GArray *false_starts = ss_follow_false_starts(v->follow);

    v->early = g_array_new(FALSE, TRUE, sizeof(const SsBend *));
    v->reasons = g_array_new(FALSE, TRUE, sizeof(const SsBend *));
    g_array_set_size(v->early, false_starts->len);
    g_array_set_size(v->reasons, ss_follow_other_reasons(v->follow)->len);
    for (guint i = 0; i < false_starts->len; i++)
        *bend_of(v->early, i) = phase_of(&g_array_index(false_starts, SsFalseStart, i));
    for (uint32_t b = 1; b < ss_n_bends && task->options->bends
                         && missed(v) + without_bend(v->early) + without_bend(v->reasons) > 0;
         b++) {
        g_autoptr(SsFollow) bent = follow_under(task, &ss_bends[b], error);

        if (bent == NULL)
            return FALSE;
        excuse(v, bent, b);
    }
    v->false_starts = without_bend(v->early);
    v->false_jitter = v->early->len - v->false_starts;
    v->reason_jitter = v->reasons->len - without_bend(v->reasons);
    return TRUE;
}

/* --- sums --------------------------------------------------------------------------------------- */

static SsValidationRow *row_of(SsValidation *v, const SsRecordedJob *job)
{
    SsValidationRow row = { 0 };

    for (guint i = 0; i < v->rows->len; i++) {
        SsValidationRow *old = &g_array_index(v->rows, SsValidationRow, i);

        if (strcmp(old->partition, job->partition) == 0 && strcmp(old->qos, job->qos) == 0)
            return old;
    }
    row.partition = g_strdup(job->partition);
    row.qos = g_strdup(job->qos);
    g_array_append_val(v->rows, row);
    /* cppcheck-suppress memleak ; the array has them */
    return &g_array_index(v->rows, SsValidationRow, v->rows->len - 1);
}

static gint by_name(gconstpointer left, gconstpointer right)
{
    const SsValidationRow *a = left, *b = right;
    const int              first = strcmp(a->partition, b->partition);

    return first != 0 ? first : strcmp(a->qos, b->qos);
}

static void add_up(SsValidation *v)
{
    for (guint i = 0; i < v->starts->len; i++) {
        const SsJudgedStart *judged = &g_array_index(v->starts, SsJudgedStart, i);
        SsValidationRow     *row = row_of(v, judged->start->job);
        const bool           agrees = ss_followed_agrees(judged->start);

        row->starts++;
        row->agree += agrees;
        row->jitter += judged->bend != NULL;
        v->agree += agrees;
        v->jitter += judged->bend != NULL;
        v->disagree += !agrees && judged->bend == NULL;
    }
    g_array_sort(v->rows, by_name);
    v->looks = *ss_follow_looks(v->follow);
}

static void clear_row(gpointer data)
{
    SsValidationRow *row = data;

    g_free(row->partition);
    g_free(row->qos);
}

/* Where the passes are known, others are not made: outside their time nothing can be asked. */
static bool is_judged(const SsValidation *v, const SsFollowedStart *start)
{
    const GArray *passes = v->passes;

    return passes->len == 0
           || (g_array_index(passes, SsLoggedPass, 0).at <= start->job->start
               && start->job->start <= g_array_index(passes, SsLoggedPass, passes->len - 1).at);
}

static void list_starts(SsValidation *v)
{
    v->starts = g_array_new(FALSE, TRUE, sizeof(SsJudgedStart));
    v->rows = g_array_new(FALSE, TRUE, sizeof(SsValidationRow));
    g_array_set_clear_func(v->rows, clear_row);
    v->by_bend = g_new0(uint32_t, ss_n_bends);
    for (uint32_t i = 0; i < ss_follow_n_starts(v->follow); i++) {
        const SsJudgedStart judged = { .start = ss_follow_start(v->follow, i), .at = i };

        if (is_judged(v, judged.start))
            g_array_append_val(v->starts, judged);
        else
            v->unjudged++;
    }
}

/* --- rows that sacct leaves out ------------------------------------------------------------------- */

static const char *column(char **head, char **fields, const char *name)
{
    for (uint32_t i = 0; head[i] != NULL && fields[i] != NULL; i++)
        if (strcmp(head[i], name) == 0)
            return fields[i];
    return "";
}

static int64_t number(char **head, char **fields, const char *name)
{
    return g_ascii_strtoll(column(head, fields, name), NULL, 10);
}

static bool has_job(const SsRecordSet *record, const char *job_id)
{
    for (uint32_t i = 0; i < ss_record_set_n(record); i++) {
        const char *known = ss_record_set_at(record, i)->job_id;

        if (strncmp(known, job_id, strcspn(known, "_")) == 0 && job_id[strcspn(known, "_")] == '\0')
            return true;
    }
    return false;
}

/* A job that was held when it ended. The recorder names jobs by their trace id. */
static void add_table_row(SsRecordSet *record, char **head, char **fields)
{
    enum { BY_MAIN = 1 << 2, BY_BACKFILL = 1 << 3 }; /* slurmdbd's flags */
    const char   *name = column(head, fields, "job_name");
    const int64_t flags = number(head, fields, "flags");
    SsRecordedJob job = {
        .trace_id = (char *) name + 1,
        .job_id = (char *) column(head, fields, "id_job"),
        .nodes = (char *) column(head, fields, "nodelist"),
        .state = (char *) ss_job_state_text((SsJobState) number(head, fields, "state")),
        .partition = (char *) column(head, fields, "partition"),
        .qos = (char *) "",
        .flags = (char *) (flags & BY_BACKFILL ? "SchedBackfill"
                           : flags & BY_MAIN   ? "SchedMain"
                                               : ""),
        .submit = number(head, fields, "time_submit"),
        .eligible = number(head, fields, "time_eligible"),
        .start = number(head, fields, "time_start"),
        .end = number(head, fields, "time_end"),
        .elapsed = number(head, fields, "time_end") - number(head, fields, "time_start"),
    };

    if (name[0] == 'j' && number(head, fields, "id_array_job") == 0 && !has_job(record, job.job_id))
        ss_record_set_add(record, &job);
}

static gboolean add_table(SsRecordSet *record, const char *path, GError **error)
{
    g_autofree char *text = NULL;
    g_auto(GStrv)    head = NULL;

    if (!g_file_get_contents(path, &text, NULL, error))
        return FALSE;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL && **line != '\0'; line++) {
        g_auto(GStrv) fields = g_strsplit(*line, "\t", -1);

        if (head == NULL)
            head = g_steal_pointer(&fields);
        else
            add_table_row(record, head, fields);
    }
    return TRUE;
}

/* --- where it ends ------------------------------------------------------------------------------ */

/* The last second of which a record with jobs that wait or run in it still tells; never: all are over. What is
 * not over has no end to follow: the run would go on to its time limit, of a year where there is none. */
static SsTime last_told(const SsRecordSet *record)
{
    SsTime last = 0;
    bool   open = false;

    for (uint32_t i = 0; i < ss_record_set_n(record); i++) {
        const SsRecordedJob *job = ss_record_set_at(record, i);
        const SsTime until = job->start != 0 && job->elapsed > 0 ? job->start + job->elapsed : 0;

        open |= job->end == 0;
        last = MAX(last, MAX(MAX(job->submit, job->start), MAX(job->end, until)));
    }
    return open ? last : SS_TIME_NEVER;
}

/* --- all of it ---------------------------------------------------------------------------------- */

static SsZone *zone_of(const SsPlan *plan, GError **error)
{
    return ss_zone_new(plan->zone, error);
}

static gboolean read_record(const Task *task, const SsZone *zone, GError **error)
{
    const SsValidateOptions *o = task->options;

    task->out->record = ss_record_set_read(task->plan->record, zone, error);
    return task->out->record
           && (!task->out->alone
               || ss_record_columns_suffice(task->out->record, task->plan->record, error))
           && (!o->table || add_table(task->out->record, o->table, error))
           && (!o->log
               || ss_sched_log_correct(task->out->record, o->log, zone, task->out->passes, error));
}

/* Snapshots of squeue may go on behind the record's last event. */
static gboolean end_with_record(const Task *task, GError **error)
{
    const SsTime      last = last_told(task->out->record);
    g_autoptr(GArray) looks = NULL; /* element-type: SsLook */

    if (task->plan->until != SS_TIME_NEVER || last == SS_TIME_NEVER)
        return TRUE;
    task->plan->until = last;
    if (task->options->snapshots == NULL)
        return TRUE;
    if ((looks = ss_looks_read(task->options->snapshots, error)) == NULL)
        return FALSE;
    for (guint i = 0; i < looks->len; i++)
        task->plan->until = MAX(task->plan->until, g_array_index(looks, SsLook, i).at + 1);
    return TRUE;
}

static gboolean follow_record(const Task *task, GError **error)
{
    if (!end_with_record(task, error))
        return FALSE;
    if (!(task->out->follow = follow_under(task, &ss_bends[0], error)))
        return FALSE;
    list_starts(task->out);
    return try_bends(task, error) && (!task->options->free_run || run_free(task, error));
}

void ss_validate_jump(SsPlan *plan, int later)
{
    const guint n = g_strv_length(plan->operations);

    plan->operations = g_renew(char *, plan->operations, n + 2);
    plan->operations[n] =
        g_strdup_printf("-1|slurmsim sleep %" G_GINT64_FORMAT " %d,-,0", plan->zero - 1, 1 + later);
    plan->operations[n + 1] = NULL;
}

gboolean ss_validate(const SsValidateOptions *options, const SsRunHooks *hooks, SsValidation *out,
                     GError **error)
{
    SsPlan            plan = { 0 };
    const Task        task = { options, &plan, hooks, out };
    g_autoptr(SsZone) zone = zone_of(options->plan, error);

    *out =
        (SsValidation){ .name = g_strdup(options->name),
                        .zone = zone != NULL ? ss_zone_ref(zone) : NULL,
                        .alone = g_strcmp0(options->plan->workloads[0], options->plan->record) == 0,
                        .refused = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                        .passes = g_array_new(FALSE, FALSE, sizeof(SsLoggedPass)) };
    ss_plan_copy(&plan, options->plan);
    const gboolean ok = zone && read_record(&task, zone, error) && follow_record(&task, error);
    ss_plan_clear(&plan);
    if (ok)
        add_up(out);
    return ok;
}

void ss_validation_clear(SsValidation *v)
{
    if (v->starts != NULL)
        g_array_unref(v->starts);
    if (v->rows != NULL)
        g_array_unref(v->rows);
    if (v->early != NULL)
        g_array_unref(v->early);
    if (v->reasons != NULL)
        g_array_unref(v->reasons);
    if (v->passes != NULL)
        g_array_unref(v->passes);
    ss_follow_free(v->follow);
    ss_record_set_free(v->record);
    ss_comparison_clear(&v->free_run);
    ss_zone_unref(v->zone);
    if (v->refused != NULL)
        g_hash_table_unref(v->refused);
    g_free(v->by_bend);
    g_free(v->name);
    *v = (SsValidation){ 0 };
}

double ss_validation_recall(const SsValidation *v)
{
    return v->starts->len > 0 ? (double) (v->agree + v->jitter) / v->starts->len : 1;
}

/* --- a recorded case ---------------------------------------------------------------------------- */

static const char *file_of(const char *folder, const char *name, GPtrArray *texts)
{
    char *path = g_build_filename(folder, name, NULL);

    g_ptr_array_add(texts, path);
    return g_file_test(path, G_FILE_TEST_IS_REGULAR) ? path : NULL;
}

/* "2026-01-15T10:00:00", fractions cut; 0 if it is none. */
static SsTime utc_of(const char *text)
{
    g_autofree char     *whole = g_strndup(text, strlen("2026-01-15T10:00:00"));
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(whole, utc);

    return date != NULL ? g_date_time_to_unix(date) : 0;
}

/* T0 of case.env: what offsets count from. */
static SsTime zero_of(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "case.env", NULL);
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;
    const char *at = strstr(text, "T0=");
    return at != NULL ? utc_of(at + strlen("T0=")) : 0;
}

/* The controller's last start before `zero`, as its log has it. Its periods are counted from a moment
 * after its plugins were loaded: what RawUsage tells of the recorded cases fits 0.15 s. */
enum { BEGINS_AFTER_MS = 150 };

static SsTime begun_at(const char *line)
{
    const SsTime second = utc_of(line);
    const char  *dot = strchr(line, '.');
    const int    ms = dot != NULL ? (int) g_ascii_strtoll(dot + 1, NULL, 10) : 0;

    return second != 0 && ms + BEGINS_AFTER_MS >= 1000 ? second + 1 : second;
}

static SsTime controller_start(const char *folder, SsTime zero)
{
    g_autofree char *path = g_build_filename(folder, "expected", "sched.log", NULL);
    g_autofree char *text = NULL;
    SsTime           start = zero;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return zero;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        const SsTime at = **line == '[' ? begun_at(*line + 1) : 0;

        if (at != 0 && at <= zero && strstr(*line, "scheduler plugin loaded") != NULL)
            start = at;
    }
    return start;
}

/* The recorders set it, and preemption pauses for it (preempt_act.c). */
static void as_recorders_do(SsPlan *plan)
{
    static const char forced[] = "MessageTimeout=100";
    const guint       n = g_strv_length(plan->overrides);

    plan->overrides = g_renew(char *, plan->overrides, n + 2);
    memmove(plan->overrides + 1, plan->overrides, (n + 1) * sizeof(char *));
    plan->overrides[0] = g_strdup(forced);
}

gboolean ss_validate_case(const char *folder, SsPlan *plan, SsValidateOptions *options,
                          GPtrArray *texts)
{
    const char *trace = file_of(folder, "trace.csv", texts);
    const char *record = file_of(folder, "expected/jobs.csv", texts);
    const char *actions = file_of(folder, "actions.csv", texts);

    if (trace == NULL || record == NULL)
        return FALSE;
    g_strfreev(plan->workloads);
    plan->workloads = g_strsplit(trace, "\n", -1);
    plan->record = g_strdup(record);
    if (plan->max_bad < 0)
        plan->max_bad = INT32_MAX; /* what sbatch itself refused is in the trace too */
    if (actions != NULL && plan->events[0] == NULL
        && !ss_case_actions(actions, file_of(folder, "expected/driver.log", texts), plan)) {
        g_strfreev(plan->events);
        plan->events = g_strsplit(actions, "\n", -1);
    }
    as_recorders_do(plan);
    plan->zero = zero_of(folder);
    if (plan->start == 0)
        plan->start = controller_start(folder, plan->zero);
    options->jumps = plan->start < plan->zero - 1;
    options->placement = file_of(folder, "expected/placement.txt", texts);
    options->snapshots = file_of(folder, "expected/snapshots.txt.gz", texts);
    options->table = file_of(folder, "expected/job_table.tsv", texts);
    options->log = file_of(folder, "expected/sched.log", texts);
    return TRUE;
}

/* --- words -------------------------------------------------------------------------------------- */

static char *moment(const SsValidation *v, SsTime time)
{
    char text[SS_DATE_TEXT];

    return g_strdup(ss_date_text(time, v->zone, text));
}

static double percent(uint32_t part, uint32_t whole)
{
    return whole > 0 ? 100.0 * part / whole : 100.0;
}

static const char *starter_text(SsStarter starter)
{
    return starter == SS_STARTER_BACKFILL ? "backfill" : starter == SS_STARTER_MAIN ? "main" : "-";
}

/* What stood against it. */
static const char *cause_of(const SsValidation *v, const SsFollowedStart *start)
{
    const char      *id = start->job->trace_id;
    g_autofree char *whole = g_strndup(id, strcspn(id, "_"));
    const char      *refused = g_hash_table_lookup(v->refused, id);

    if (refused == NULL)
        refused = g_hash_table_lookup(v->refused, whole);
    return start->lost && refused != NULL ? refused : start->cause != NULL ? start->cause : "";
}

static void print_start(const SsValidation *v, const SsJudgedStart *judged, SsWriter *w)
{
    const SsFollowedStart *start = judged->start;
    g_autofree char       *at = moment(v, start->job->start);

    ss_writer_printf(w, "  %-8s %s %-8s %-10s %s\n", start->job->trace_id, at,
                     starter_text(start->starter), start->job->partition,
                     judged->bend != NULL ? judged->bend->name : cause_of(v, start));
}

static void print_starts(const SsValidation *v, bool jitter, const char *title, uint32_t most,
                         SsWriter *w)
{
    uint32_t n = 0, hidden = 0;

    for (guint i = 0; i < v->starts->len; i++) {
        const SsJudgedStart *judged = &g_array_index(v->starts, SsJudgedStart, i);

        if (ss_followed_agrees(judged->start) || (judged->bend != NULL) != jitter)
            continue;
        if (n == 0)
            ss_writer_printf(w, "\n%s\n", title);
        if (n++ < most)
            print_start(v, judged, w);
        else
            hidden++;
    }
    if (hidden > 0)
        ss_writer_printf(w, "  and %u more (--all)\n", hidden);
}

static const char *supposed(GArray *bends, guint i)
{
    const SsBend *bend = *bend_of(bends, i);

    return bend != NULL ? bend->name : NULL;
}

/* bend: what makes it the same; NULL. */
static void end_line(const char *bend, SsWriter *w)
{
    if (bend != NULL)
        ss_writer_printf(w, "; the same if supposed: %s", bend);
    ss_writer_char(w, '\n');
}

static void print_more(const GArray *found, uint32_t most, SsWriter *w)
{
    if (found->len > most)
        ss_writer_printf(w, "  and %u more (--all)\n", found->len - most);
}

static void print_false_starts(const SsValidation *v, uint32_t most, SsWriter *w)
{
    const GArray *found = ss_follow_false_starts(v->follow);

    for (guint i = 0; i < found->len && i < most; i++) {
        const SsFalseStart *start = &g_array_index(found, SsFalseStart, i);
        g_autofree char    *at = moment(v, start->at);
        g_autofree char    *later = start->recorded != 0
                                        ? g_strdup_printf("%" G_GINT64_FORMAT " s before the record",
                                                          start->recorded - start->at)
                                        : g_strdup("never in the record");

        if (i == 0)
            ss_writer_printf(w, "\nStarted here, not there\n");
        ss_writer_printf(w, "  %-8s %s %-8s %s", start->trace_id, at, starter_text(start->starter),
                         later);
        end_line(supposed(v->early, i), w);
    }
    print_more(found, most, w);
}

static void print_reasons(const SsValidation *v, uint32_t most, SsWriter *w)
{
    const GArray *found = ss_follow_other_reasons(v->follow);

    for (guint i = 0; i < found->len && i < most; i++) {
        const SsOtherReason *other = &g_array_index(found, SsOtherReason, i);
        g_autofree char     *at = moment(v, other->at);

        if (i == 0)
            ss_writer_printf(w, "\nOther reasons\n");
        ss_writer_printf(w, "  %-8s %s ours '%s', record '%s'", other->trace_id, at, other->ours,
                         other->theirs);
        end_line(supposed(v->reasons, i), w);
    }
    print_more(found, most, w);
}

/* The record's seconds: a look that came before the passes of its second. */
static const char *behind_look(const SsOtherPlan *other)
{
    return other->near ? ss_bends[SS_BEND_LOOKS_FIRST].name : NULL;
}

static char *moment_or_none(const SsValidation *v, SsTime at)
{
    return at != 0 ? moment(v, at) : g_strdup("N/A");
}

static void print_plans(const SsValidation *v, uint32_t most, SsWriter *w)
{
    const GArray *found = ss_follow_other_plans(v->follow);

    for (guint i = 0; i < found->len && i < most; i++) {
        const SsOtherPlan *other = &g_array_index(found, SsOtherPlan, i);
        g_autofree char   *at = moment(v, other->at), *theirs = moment_or_none(v, other->theirs);
        g_autofree char   *ours = moment_or_none(v, other->ours);

        if (i == 0)
            ss_writer_printf(w, "\nOther expected starts\n");
        ss_writer_printf(w, "  %-8s %s ours %s, record %s", other->trace_id, at, ours, theirs);
        end_line(behind_look(other), w);
    }
    print_more(found, most, w);
}

/* Those of a partition and QOS in the free run; NULL. */
static const SsComparedGroup *waits_of(const SsValidation *v, const SsValidationRow *row)
{
    for (guint i = 0; v->has_free_run && i < v->free_run.groups->len; i++) {
        const SsComparedGroup *group = &g_array_index(v->free_run.groups, SsComparedGroup, i);

        if (strcmp(group->partition, row->partition) == 0 && strcmp(group->qos, row->qos) == 0)
            return group;
    }
    return NULL;
}

static void print_rows(const SsValidation *v, SsWriter *w)
{
    ss_writer_printf(w, "\n%-12s %-12s %8s %8s %8s %8s%s\n", "partition", "qos", "starts", "agree",
                     "jitter", "percent", v->has_free_run ? " wait here    there" : "");
    for (guint i = 0; i < v->rows->len; i++) {
        const SsValidationRow *row = &g_array_index(v->rows, SsValidationRow, i);
        const SsComparedGroup *waits = waits_of(v, row);

        ss_writer_printf(w, "%-12s %-12s %8u %8u %8u %8.1f", row->partition, row->qos, row->starts,
                         row->agree, row->jitter, percent(row->agree + row->jitter, row->starts));
        if (waits != NULL)
            ss_writer_printf(w, " %9.0f %8.0f", waits->wait_here / waits->matched,
                             waits->wait_there / waits->matched);
        ss_writer_char(w, '\n');
    }
}

typedef struct {
    char    *kind;
    uint32_t n;
} Cause;

static void clear_cause(gpointer data)
{
    g_free(((Cause *) data)->kind);
}

static gint by_number(gconstpointer left, gconstpointer right)
{
    const Cause *a = left, *b = right;

    return a->n != b->n ? (a->n < b->n ? 1 : -1) : strcmp(a->kind, b->kind);
}

/* "placed otherwise: ..." and "Priority, behind 17 ..." by their first words. */
static GArray *count_causes(const SsValidation *v)
{
    GArray *causes = g_array_new(FALSE, FALSE, sizeof(Cause));

    g_array_set_clear_func(causes, clear_cause);
    for (guint i = 0; i < v->starts->len; i++) {
        const SsJudgedStart *judged = &g_array_index(v->starts, SsJudgedStart, i);
        const char          *text = cause_of(v, judged->start);
        const size_t         length = strcspn(text, ",:");
        guint                c = 0;

        if (judged->bend != NULL || ss_followed_agrees(judged->start))
            continue;
        while (c < causes->len
               && (strncmp(g_array_index(causes, Cause, c).kind, text, length) != 0
                   || g_array_index(causes, Cause, c).kind[length] != '\0'))
            c++;
        if (c == causes->len) {
            const Cause cause = { g_strndup(text, length), 0 };

            g_array_append_val(causes, cause);
        }
        g_array_index(causes, Cause, c).n++;
    }
    g_array_sort(causes, by_number);
    return causes;
}

static void print_causes(const SsValidation *v, SsWriter *w)
{
    g_autoptr(GArray) causes = count_causes(v);

    for (guint i = 0; i < causes->len; i++)
        ss_writer_printf(w, "%s%u %s", i == 0 ? ": " : ", ", g_array_index(causes, Cause, i).n,
                         g_array_index(causes, Cause, i).kind);
    ss_writer_char(w, '\n');
}

static void json_causes(const SsValidation *v, SsJson *json)
{
    g_autoptr(GArray) causes = count_causes(v);

    ss_json_key(json, "causes");
    ss_json_begin_object(json);
    for (guint i = 0; i < causes->len; i++)
        ss_json_key_uint(json, g_array_index(causes, Cause, i).kind,
                         g_array_index(causes, Cause, i).n);
    ss_json_end_object(json);
}

void ss_validation_print(const SsValidation *v, bool all, SsWriter *w)
{
    const uint32_t most = all ? UINT32_MAX : 10;

    ss_writer_printf(w, "record            %s: %u starts\n", v->name, v->starts->len);
    if (v->passes->len > 0)
        ss_writer_printf(w, "passes            %u, each as the controller's log has it\n",
                         v->passes->len);
    if (v->unjudged > 0)
        ss_writer_printf(w, "not judged        %u starts before or behind the log\n", v->unjudged);
    ss_writer_printf(w, "same decision     %u (%.1f %%), and %u within the record's seconds\n",
                     v->agree, percent(v->agree, v->starts->len), v->jitter);
    ss_writer_printf(w, "otherwise         %u", v->disagree);
    print_causes(v, w);
    ss_writer_printf(w, "started too early %u, and %u within the record's seconds\n",
                     v->false_starts, v->false_jitter);
    if (v->looks.displaced > 0)
        ss_writer_printf(w, "preempted         %u of %u the same\n", v->looks.same_displaced,
                         v->looks.displaced);
    if (v->looks.reasons > 0)
        ss_writer_printf(
            w,
            "reasons           %u of %u the same (%.1f %%), and %u within the record's seconds\n",
            v->looks.same_reasons, v->looks.reasons,
            percent(v->looks.same_reasons, v->looks.reasons), v->reason_jitter);
    if (v->looks.reasons > 0)
        ss_writer_printf(
            w,
            "priorities        %u of %u the same; expected starts %u of %u, and %u within the record's seconds\n",
            v->looks.same_priorities, v->looks.priorities, v->looks.same_estimates,
            v->looks.estimates, v->looks.near_estimates);
    print_rows(v, w);
    print_starts(v, false, "Otherwise, and what stood against it", most, w);
    print_starts(v, true, "Within the record's seconds, if supposed", most, w);
    print_false_starts(v, most, w);
    print_reasons(v, most, w);
    print_plans(v, most, w);
    if (v->alone)
        ss_record_columns_print(v->record, w);
    if (v->has_free_run) {
        ss_writer_printf(w, "\nFree run\n");
        ss_comparison_print(&v->free_run, w);
    }
}

/* --- JSON --------------------------------------------------------------------------------------- */

static void json_starts(const SsValidation *v, SsJson *json)
{
    ss_json_key(json, "differences");
    ss_json_begin_array(json);
    for (guint i = 0; i < v->starts->len; i++) {
        const SsJudgedStart   *judged = &g_array_index(v->starts, SsJudgedStart, i);
        const SsFollowedStart *start = judged->start;

        if (ss_followed_agrees(start))
            continue;
        ss_json_begin_object(json);
        ss_json_key_text(json, "job", start->job->trace_id);
        ss_json_key_int(json, "start", start->job->start);
        ss_json_key_text(json, "scheduler", starter_text(start->starter));
        ss_json_key_text(json, "partition", start->job->partition);
        ss_json_key_text(json, "qos", start->job->qos);
        ss_json_key_bool(json, "started", start->started);
        ss_json_key_bool(json, "same_nodes", start->same_nodes);
        ss_json_key_text(json, "cause", cause_of(v, start));
        ss_json_key_text(json, "jitter", judged->bend != NULL ? judged->bend->name : NULL);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void json_false_starts(const SsValidation *v, SsJson *json)
{
    const GArray *found = ss_follow_false_starts(v->follow);

    ss_json_key(json, "early");
    ss_json_begin_array(json);
    for (guint i = 0; i < found->len; i++) {
        const SsFalseStart *start = &g_array_index(found, SsFalseStart, i);

        ss_json_begin_object(json);
        ss_json_key_text(json, "job", start->trace_id);
        ss_json_key_int(json, "at", start->at);
        ss_json_key_int(json, "recorded", start->recorded);
        ss_json_key_text(json, "scheduler", starter_text(start->starter));
        ss_json_key_text(json, "jitter", supposed(v->early, i));
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void json_other_reasons(const SsValidation *v, SsJson *json)
{
    const GArray *found = ss_follow_other_reasons(v->follow);

    ss_json_key(json, "other_reasons");
    ss_json_begin_array(json);
    for (guint i = 0; i < found->len; i++) {
        const SsOtherReason *other = &g_array_index(found, SsOtherReason, i);

        ss_json_begin_object(json);
        ss_json_key_text(json, "job", other->trace_id);
        ss_json_key_int(json, "at", other->at);
        ss_json_key_text(json, "ours", other->ours);
        ss_json_key_text(json, "record", other->theirs);
        ss_json_key_text(json, "jitter", supposed(v->reasons, i));
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void json_other_plans(const SsValidation *v, SsJson *json)
{
    const GArray *found = ss_follow_other_plans(v->follow);

    ss_json_key(json, "other_expected_starts");
    ss_json_begin_array(json);
    for (guint i = 0; i < found->len; i++) {
        const SsOtherPlan *other = &g_array_index(found, SsOtherPlan, i);

        ss_json_begin_object(json);
        ss_json_key_text(json, "job", other->trace_id);
        ss_json_key_int(json, "at", other->at);
        ss_json_key_int(json, "ours", other->ours);
        ss_json_key_int(json, "record", other->theirs);
        ss_json_key_text(json, "jitter", behind_look(other));
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void json_rows(const SsValidation *v, SsJson *json)
{
    ss_json_key(json, "groups");
    ss_json_begin_array(json);
    for (guint i = 0; i < v->rows->len; i++) {
        const SsValidationRow *row = &g_array_index(v->rows, SsValidationRow, i);
        const SsComparedGroup *waits = waits_of(v, row);

        ss_json_begin_object(json);
        ss_json_key_text(json, "partition", row->partition);
        ss_json_key_text(json, "qos", row->qos);
        ss_json_key_uint(json, "starts", row->starts);
        ss_json_key_uint(json, "agree", row->agree);
        ss_json_key_uint(json, "jitter", row->jitter);
        if (waits != NULL) {
            ss_json_key_double(json, "wait_here", waits->wait_here / waits->matched);
            ss_json_key_double(json, "wait_there", waits->wait_there / waits->matched);
        }
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void json_bends(const SsValidation *v, SsJson *json)
{
    ss_json_key(json, "jitter_by");
    ss_json_begin_object(json);
    for (uint32_t b = 1; b < ss_n_bends; b++)
        if (v->by_bend[b] > 0)
            ss_json_key_uint(json, ss_bends[b].name, v->by_bend[b]);
    ss_json_end_object(json);
}

static void json_free_run(const SsComparison *c, SsJson *json)
{
    ss_json_key(json, "free_run");
    ss_json_begin_object(json);
    ss_json_key_uint(json, "matched", c->matched);
    ss_json_key_uint(json, "missing", c->missing);
    ss_json_key_double(json, "difference_mean", c->mean);
    ss_json_key_double(json, "difference_median", c->median);
    ss_json_key_int(json, "difference_worst", c->worst);
    ss_json_key_text(json, "worst_job", c->worst_job);
    ss_json_key_uint(json, "within_2", c->within_2);
    ss_json_key_uint(json, "within_30", c->within_30);
    ss_json_key_uint(json, "within_120", c->within_120);
    ss_json_key_uint(json, "same_nodes", c->same_nodes);
    ss_json_key_double(json, "wait_here", c->wait_here);
    ss_json_key_double(json, "wait_there", c->wait_there);
    ss_json_end_object(json);
}

void ss_validation_json(const SsValidation *v, SsJson *json)
{
    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.validate.v1");
    ss_json_key_text(json, "record", v->name);
    ss_json_key_uint(json, "starts", v->starts->len);
    ss_json_key_uint(json, "agree", v->agree);
    ss_json_key_uint(json, "jitter", v->jitter);
    ss_json_key_uint(json, "disagree", v->disagree);
    ss_json_key_double(json, "recall", ss_validation_recall(v));
    ss_json_key_uint(json, "false_starts", v->false_starts);
    ss_json_key_uint(json, "false_jitter", v->false_jitter);
    ss_json_key_uint(json, "reasons", v->looks.reasons);
    ss_json_key_uint(json, "same_reasons", v->looks.same_reasons);
    ss_json_key_uint(json, "reason_jitter", v->reason_jitter);
    ss_json_key_uint(json, "expected_starts", v->looks.estimates);
    ss_json_key_uint(json, "same_expected_starts", v->looks.same_estimates);
    ss_json_key_uint(json, "expected_start_jitter", v->looks.near_estimates);
    ss_json_key_uint(json, "passes_told", v->passes->len);
    ss_json_key_uint(json, "preempted", v->looks.displaced);
    ss_json_key_uint(json, "same_preempted", v->looks.same_displaced);
    json_bends(v, json);
    ss_json_key_uint(json, "unjudged", v->unjudged);
    json_causes(v, json);
    if (v->alone)
        ss_record_columns_json(v->record, json);
    json_rows(v, json);
    json_starts(v, json);
    json_false_starts(v, json);
    json_other_reasons(v, json);
    json_other_plans(v, json);
    if (v->has_free_run)
        json_free_run(&v->free_run, json);
    ss_json_end_object(json);
}
