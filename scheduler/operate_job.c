/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_job.c - hold, release, requeue, suspend and cancel.
 *
 * A job is named by id, id_task, id_[tasks], or @N for the job N of the trace; several by commas. An array's
 * plain id means its waiting tasks and those that run.
 */
#include "scheduler/operate.h"

#include "scheduler/controller.h"
#include "scheduler/eligible.h"
#include "scheduler/fairshare.h"
#include "scheduler/hold.h"
#include "scheduler/limits.h"
#include "scheduler/operate_replies.h"
#include "scheduler/priority.h"
#include "sim/base/date.h"
#include "sim/base/span.h"

#include <string.h>

/* --- which jobs ---------------------------------------------------------------------------------- */

/* "17" or "@17" to Slurm's id; 0 if that is no id. *rest points behind it. */
static uint32_t read_id(const SsWorld *world, const char *text, const char **rest)
{
    const bool   trace = *text == '@' || g_str_has_prefix(text, "trace:");
    const char  *digits = *text == '@' ? text + 1 : trace ? text + strlen("trace:") : text;
    const size_t n = strspn(digits, "0123456789");

    *rest = digits + n;
    if (n == 0)
        return 0;
    g_autofree char *id = g_strndup(digits, n);
    if (!trace)
        return (uint32_t) g_ascii_strtoull(id, NULL, 10);
    return GPOINTER_TO_UINT(g_hash_table_lookup(world->by_trace, id));
}

/* A set of task ids as "3", "[1-4,7]" gives them; NULL: all. */
static bool task_wanted(const char *tasks, uint32_t task)
{
    if (!tasks)
        return true;
    g_autofree char *plain = g_strdup(*tasks == '[' ? tasks + 1 : tasks);
    g_strdelimit(plain, "]", '\0');
    g_auto(GStrv) items = g_strsplit(plain, ",", -1);
    for (uint32_t i = 0; items[i]; i++) {
        char          *end = NULL;
        const uint64_t first = g_ascii_strtoull(items[i], &end, 10);
        const uint64_t last = *end == '-' ? g_ascii_strtoull(end + 1, NULL, 10) : first;

        if (task >= first && task <= last)
            return true;
    }
    return false;
}

/* Splits the wanted waiting tasks off an array's remaining record. */
static void split_tasks(SsWorld *world, SsJob *rest, const char *tasks, GPtrArray *jobs)
{
    g_autofree uint32_t *pending =
        g_memdup2(rest->array.pending, sizeof(uint32_t) * rest->array.n_pending);
    const uint32_t n = rest->array.n_pending;

    for (uint32_t i = 0; i < n; i++)
        if (task_wanted(tasks, pending[i]))
            g_ptr_array_add(jobs, ss_world_split_task(world, rest, pending[i]));
}

static bool waits_for_wanted(const SsJob *rest, const char *tasks)
{
    for (uint32_t i = 0; i < rest->array.n_pending; i++)
        if (task_wanted(tasks, rest->array.pending[i]))
            return true;
    return false;
}

/* Records are asked in the order of the controller's list. */
static int by_place(gconstpointer a, gconstpointer b)
{
    const SsJob *x = *(SsJob *const *) a, *y = *(SsJob *const *) b;

    return (x->place > y->place) - (x->place < y->place);
}

GPtrArray *ss_operate_jobs(SsWorld *world, const char *text, SsTaskRecords how)
{
    const char          *rest = NULL;
    const uint32_t       id = read_id(world, text, &rest);
    const char          *tasks = *rest == '_' ? rest + 1 : NULL;
    g_autoptr(GPtrArray) jobs = g_ptr_array_new();

    if (id == 0 || (*rest != '\0' && *rest != '_'))
        return NULL;
    for (SsJob *job = world->first, *next; job; job = next) {
        next = job->next;
        const bool of_array = job->array.job_id == id && job->array.job_id != 0;
        const bool waits = job->array.task == SS_UNSET32 && job->state == SS_JOB_PENDING;

        if ((!of_array && (job->id != id || tasks)) || g_ptr_array_find(jobs, job, NULL))
            continue; /* the last: a task that has just been split off */
        if (tasks && waits && how == SS_TASKS_SPLIT)
            split_tasks(world, job, tasks, jobs);
        else if (!tasks
                 || (waits ? waits_for_wanted(job, tasks) : task_wanted(tasks, job->array.task)))
            g_ptr_array_add(jobs, job);
    }
    g_ptr_array_sort(jobs, by_place);
    return jobs->len ? g_steal_pointer(&jobs) : NULL;
}

/* --- hold and release ---------------------------------------------------------------------------- */

typedef enum {
    DID_IT,
    NOT_PENDING,
    NOT_RUNNING,
    NOT_SUSPENDED,
    FINISHED,
    COMPLETED,
    DISABLED
} Result;

static Result requeue(SsWorld *world, SsJob *job, bool held)
{
    const bool ended = job->state >= SS_JOB_COMPLETED;

    if (job->state == SS_JOB_PENDING)
        return NOT_RUNNING;
    if (!job->requeue || (job->spec != NULL && job->spec->interactive))
        return DISABLED;
    if (ended && (job->completing || !ss_job_started(job)))
        return FINISHED;
    if (ended)
        ss_world_requeue_ended(world, job, (SsJobState) SS_JOB_REQUEUED, held);
    else
        ss_world_requeue(world, job, (SsJobState) SS_JOB_REQUEUED, held, 0);
    if (ended)
        ss_limits_submitted(world, job, 1);
    return DID_IT;
}

/* A job that runs is held and released as one that waits: its priority is 0, then computed anew. */
static Result release(SsWorld *world, SsJob *job)
{
    if (job->state == SS_JOB_PENDING && (job->priority == 0 || job->direct_prio))
        ss_release(world, job);
    if (job->state == SS_JOB_PENDING || job->priority != 0)
        return DID_IT;
    ss_restore_priority(world, job);
    ss_world_set_reason(world, job, SS_REASON_NONE, NULL);
    return DID_IT;
}

/* Suspended by an operator a job has no priority, until it goes on. */
static Result suspend(SsWorld *world, SsJob *job)
{
    if (job->state == SS_JOB_PENDING)
        return NOT_RUNNING;
    if (job->state == SS_JOB_RUNNING) {
        ss_world_suspend(world, job);
        ss_forfeit_priority(world, job);
    }
    return DID_IT;
}

static Result resume(SsWorld *world, SsJob *job)
{
    if (job->state == SS_JOB_PENDING)
        return NOT_RUNNING;
    if (job->state != SS_JOB_SUSPENDED)
        return NOT_SUSPENDED;
    ss_world_resume(world, job);
    ss_restore_priority(world, job);
    return DID_IT;
}

static bool is_hold(const char *verb)
{
    return strcmp(verb, "hold") == 0 || strcmp(verb, "uhold") == 0 || strcmp(verb, "holdu") == 0;
}

static Result apply_verb(SsOperation *op, const char *verb, SsJob *job)
{
    SsWorld   *world = op->world;
    const bool by_user = g_str_has_prefix(verb, "u") || g_str_has_suffix(verb, "u")
                         || (op->uid != 0 && op->uid == job->uid);

    if (g_str_has_prefix(verb, "requeue"))
        return requeue(world, job, strcmp(verb, "requeuehold") == 0);
    if (job->state >= SS_JOB_COMPLETED)
        return is_hold(verb) || strcmp(verb, "release") == 0 ? FINISHED
               : strcmp(verb, "top") == 0                    ? NOT_PENDING
                                                             : COMPLETED;
    if (is_hold(verb)) {
        ss_hold(world, job, by_user ? SS_REASON_JOB_HELD_USER : SS_REASON_JOB_HELD_ADMIN);
        return DID_IT;
    }
    if (strcmp(verb, "release") == 0)
        return release(world, job);
    if (strcmp(verb, "top") == 0)
        return DID_IT;
    return strcmp(verb, "suspend") == 0 ? suspend(world, job) : resume(world, job);
}

static const char *result_text(Result result)
{
    switch (result) {
    case NOT_PENDING:
        return "Job is no longer pending execution";
    case COMPLETED:
        return "Job/step already completing or completed";
    case NOT_RUNNING:
        return "Job is pending execution";
    case NOT_SUSPENDED:
        return "Job is not suspended";
    case FINISHED:
        return "Job has already finished";
    case DISABLED:
        return "Requested operation is presently disabled";
    default:
        return NULL;
    }
}

/* hold and release say it twice. */
static int tell(SsOperation *op, const char *verb, const char *text, const char *id)
{
    if (!is_hold(verb) && strcmp(verb, "release") != 0)
        return ss_operate_fail(op, "%s for job %s", text, id);
    return ss_operate_fail(op, "%s for job %s\nslurm_suspend error: %s", text, id, text);
}

/* suspend and resume speak of the message, not of the job. */
static int tell_unknown(SsOperation *op, const char *verb, const char *id)
{
    const bool stops = strcmp(verb, "suspend") == 0 || strcmp(verb, "resume") == 0;

    if (strchr(id, '_') && g_ascii_isdigit(*id) && strcmp(verb, "top") != 0)
        return ss_operate_fail(op, "%s: Invalid job id specified", id);
    if (stops && id[strspn(id, "0123456789")] == '\0')
        return ss_operate_fail(op, "Unexpected message received for job %s", id);
    return tell(op, verb, "Invalid job id specified", id);
}

/* The id as it was typed; Slurm's own where a trace's was. */
static char *shown_id(const SsJob *job, const char *id)
{
    return g_ascii_isdigit(*id) ? g_strdup(id) : ss_job_id_text(job);
}

static int apply_to(SsOperation *op, const char *verb, const char *id)
{
    const bool           held = is_hold(verb) || strcmp(verb, "release") == 0;
    g_autoptr(GPtrArray) jobs =
        ss_operate_jobs(op->world, id, held ? SS_TASKS_SPLIT : SS_TASKS_TOGETHER);
    g_auto(SsReplies) replies;

    ss_replies_init(&replies);
    if (jobs == NULL)
        return tell_unknown(op, verb, id);
    for (uint32_t j = 0; j < jobs->len; j++) {
        SsJob *job = jobs->pdata[j];

        ss_replies_note(&replies,
                        job); /* its tasks as they are now: a requeue changes nothing of them */
        const Result result = apply_verb(op, verb, job);

        op->world->did_some |= result == DID_IT;
        ss_replies_answer(&replies, result_text(result));
    }
    if (ss_replies_by_task(&replies, id)) {
        ss_replies_unknown(&replies, id);
        return ss_replies_print(op, &replies);
    }
    const char      *text = replies.first_error;
    g_autofree char *shown = shown_id(jobs->pdata[0], id);
    return text ? tell(op, verb, text, shown) : 0;
}

char **ss_operate_ids(const char *text)
{
    g_autofree char *list = g_strdup(text);
    bool             inside = false;

    for (char *p = list; *p; p++) {
        inside = *p == '[' || (inside && *p != ']');
        if (*p == ',' && !inside)
            *p = '\n';
    }
    return g_strsplit(list, "\n", -1);
}

int ss_operate_job_verb(SsOperation *op, const char *verb, char **ids)
{
    int code = 0;

    if (!ids[0])
        return ss_operate_fail(op, "too few arguments for keyword:%s", verb);
    for (uint32_t w = 0; ids[w]; w++) {
        g_auto(GStrv) texts = ss_operate_ids(ids[w]);

        for (uint32_t i = 0; texts[i]; i++)
            code |= apply_to(op, verb, texts[i]);
    }
    return code;
}

/* --- scancel --------------------------------------------------------------------------------------- */

typedef struct {
    const char *user, *account, *partition, *qos, *name, *reservation;
    SsJobState  state; /* SS_JOB_STATES: any */
    bool        any;   /* some filter was given */
    bool        verbose;
    bool        signals; /* -s: a signal only, which a simulated process does not feel */
} Filter;

typedef struct {
    const char *name;
    char        letter;
    const char *argument, *doc; /* for --help; NULL: a synonym                               */
    size_t      at;             /* offset of the text in Filter; NO_TEXT: read in read_filter */
} FilterOption;

#define NO_TEXT SIZE_MAX

static const FilterOption filter_options[] = {
    { "account", 'A', "name", "only jobs of this account", offsetof(Filter, account) },
    { "name", 'n', "name", "only jobs of this name", offsetof(Filter, name) },
    { "jobname", '\0', NULL, NULL, offsetof(Filter, name) },
    { "partition", 'p', "name", "only jobs of this partition", offsetof(Filter, partition) },
    { "qos", 'q', "name", "only jobs of this quality of service", offsetof(Filter, qos) },
    { "reservation", 'R', "name", "only jobs of this reservation", offsetof(Filter, reservation) },
    { "signal", 's', "name", "this signal; only KILL ends a simulated job", NO_TEXT },
    { "state", 't', "name", "only PENDING, RUNNING or SUSPENDED jobs", NO_TEXT },
    { "user", 'u', "name", "only jobs of this user", offsetof(Filter, user) },
    { "verbose", 'v', NULL, "tell what is cancelled", NO_TEXT },
};

bool ss_operate_scancel_option(uint32_t i, SsOperateOption *out)
{
    if (i >= G_N_ELEMENTS(filter_options))
        return false;
    const FilterOption *o = &filter_options[i];
    *out = (SsOperateOption){ o->name, o->letter, o->argument, o->doc };
    return true;
}

/* The value of option `name`/`letter` at words[*i] (moves *i over a separate word); NULL: not that one. */
static const char *option_value(char **words, uint32_t *i, const char *name, char letter)
{
    const char *word = words[*i];

    if (word[0] == '-' && word[1] != '-' && letter && word[1] == letter)
        return word[2] ? word + 2 : words[*i + 1] ? words[++*i] : "";
    const size_t n = strlen(name);
    if (strncmp(word, "--", 2) != 0 || strncmp(word + 2, name, n) != 0)
        return NULL;
    if (word[2 + n] == '=')
        return word + 3 + n;
    return word[2 + n] ? NULL : words[*i + 1] ? words[++*i] : "";
}

static bool read_filter(SsOperation *op, char **words, uint32_t *i, Filter *filter)
{
    for (uint32_t o = 0; o < G_N_ELEMENTS(filter_options); o++) {
        if (filter_options[o].at == NO_TEXT)
            continue;
        const char *value =
            option_value(words, i, filter_options[o].name, filter_options[o].letter);

        if (value) {
            *(const char **) (void *) ((char *) filter + filter_options[o].at) = value;
            filter->any = true;
            return true;
        }
    }
    const char *state = option_value(words, i, "state", 't');
    if (state) {
        filter->state = ss_job_state_parse(state);
        filter->any = true;
        if (filter->state == SS_JOB_STATES)
            ss_operate_fail(op,
                            "Invalid job state specified: %s\n"
                            "Valid job states are PENDING, RUNNING, and SUSPENDED",
                            state);
        return filter->state != SS_JOB_STATES;
    }
    const char *signal = option_value(words, i, "signal", 's');
    filter->signals |=
        signal && g_ascii_strcasecmp(signal, "KILL") != 0 && strcmp(signal, "9") != 0;
    filter->verbose |= strcmp(words[*i], "-v") == 0 || strcmp(words[*i], "--verbose") == 0;
    return true;
}

static bool matches(const SsWorld *world, const Filter *f, const SsJob *job)
{
    if (job->state >= SS_JOB_COMPLETED || (f->state != SS_JOB_STATES && job->state != f->state))
        return false;
    if (f->user && strcmp(f->user, job->user) != 0)
        return false;
    if (f->account && g_strcmp0(f->account, job->account) != 0)
        return false;
    if (f->name && g_strcmp0(f->name, job->name) != 0)
        return false;
    if (f->partition && strcmp(f->partition, world->parts[job->part].name) != 0)
        return false;
    if (f->qos && (job->qos == SS_ID_NONE || strcmp(f->qos, world->tree->qos[job->qos].name) != 0))
        return false;
    return !f->reservation || (job->spec && g_strcmp0(f->reservation, job->spec->reservation) == 0);
}

/* Tasks that wait together are taken out of their record: no record of their own, and no id. */
static void cancel_waiting(SsOperation *op, SsJob *job, const char *tasks)
{
    const uint32_t       n = tasks ? job->array.n_pending : 0;
    g_autofree uint32_t *pending = g_memdup2(job->array.pending, sizeof(uint32_t) * n);

    for (uint32_t i = 0; i < n && job->array.n_pending > 1; i++) {
        if (!task_wanted(tasks, pending[i]))
            continue;
        ss_limits_unsubmitted(op->world, job, 1);
        ss_world_cancel_task(op->world, job, pending[i]);
    }
    if (n == 0 || (job->array.n_pending == 1 && task_wanted(tasks, job->array.pending[0])))
        ss_world_cancel_pending(op->world, job, SS_JOB_CANCELLED, job->reason, op->uid);
}

static void cancel(SsOperation *op, SsJob *job, const char *tasks)
{
    if (job->state == SS_JOB_PENDING) {
        cancel_waiting(op, job, tasks);
    } else {
        job->kill_uid = op->uid;
        ss_world_finish(op->world, job, SS_JOB_CANCELLED, SS_REASON_NONE, 0);
    }
}

static void cancel_all(SsOperation *op, const Filter *filter, GPtrArray *jobs, const char *tasks)
{
    for (uint32_t j = 0; j < jobs->len; j++) {
        SsJob *job = jobs->pdata[j];

        if (matches(op->world, filter, job) && !filter->signals)
            cancel(op, job, tasks);
    }
}

static bool any_is_live(const GPtrArray *jobs)
{
    for (uint32_t j = 0; jobs && j < jobs->len; j++)
        if (((const SsJob *) jobs->pdata[j])->state < SS_JOB_COMPLETED)
            return true;
    return false;
}

static int cancel_named(SsOperation *op, const Filter *filter, const char *text)
{
    if (!g_ascii_isdigit(*text) && *text != '@' && !g_str_has_prefix(text, "trace:"))
        return ss_operate_fail(op, "scancel: error: Invalid job id %s", text);
    g_autoptr(GPtrArray) jobs = ss_operate_jobs(op->world, text, SS_TASKS_TOGETHER);
    const char          *tasks = strchr(text, '_');
    if (filter->verbose)
        g_string_append_printf(op->err, "scancel: Terminating job %s\n", text);
    if (filter->verbose && !any_is_live(jobs))
        ss_operate_fail(op, "scancel: error: Kill job error on job id %s: Invalid job id specified",
                        text);
    if (jobs)
        cancel_all(op, filter, jobs, tasks ? tasks + 1 : NULL);
    return 0;
}

int ss_operate_scancel(SsOperation *op, char **words)
{
    Filter               filter = { .state = SS_JOB_STATES };
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    int                  code = 0;

    for (uint32_t i = 0; words[i]; i++) {
        if (words[i][0] != '-')
            g_ptr_array_add(ids, words[i]);
        else if (!read_filter(op, words, &i, &filter))
            return 1;
    }
    if (ids->len == 0 && !filter.any)
        return ss_operate_fail(op, "scancel: error: No job identification provided");
    for (uint32_t i = 0; i < ids->len; i++)
        code |= cancel_named(op, &filter, ids->pdata[i]);
    if (ids->len == 0) {
        g_autoptr(GPtrArray) all = g_ptr_array_new();

        for (SsJob *job = op->world->first; job; job = job->next)
            g_ptr_array_add(all, job);
        cancel_all(op, &filter, all, NULL);
    }
    return code;
}
