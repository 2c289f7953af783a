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

/* All records that `text` names; NULL if there are none. */
GPtrArray *ss_operate_jobs(SsWorld *world, const char *text)
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

        if (!of_array && (job->id != id || tasks))
            continue;
        if (tasks && job->array.task == SS_UNSET32 && job->state == SS_JOB_PENDING)
            split_tasks(world, job, tasks, jobs);
        else if (!tasks || task_wanted(tasks, job->array.task))
            g_ptr_array_add(jobs, job);
    }
    return jobs->len ? g_steal_pointer(&jobs) : NULL;
}

/* --- hold and release ---------------------------------------------------------------------------- */

typedef enum { DID_IT, NOT_PENDING, NOT_RUNNING, FINISHED, DISABLED } Result;

static Result requeue(SsWorld *world, SsJob *job, bool held)
{
    const bool ended = job->state >= SS_JOB_COMPLETED;

    if (job->state == SS_JOB_PENDING)
        return NOT_RUNNING;
    if (!job->requeue || (job->spec != NULL && job->spec->interactive))
        return DISABLED;
    if (ended && (job->completing || !ss_job_started(job) || job->array.job_id != 0))
        return FINISHED;
    if (ended)
        ss_world_requeue_ended(world, job, (SsJobState) SS_JOB_REQUEUED, held);
    else
        ss_world_requeue(world, job, (SsJobState) SS_JOB_REQUEUED, held, 0);
    if (ended)
        ss_limits_submitted(world, job, 1);
    return DID_IT;
}

static Result release(SsWorld *world, SsJob *job)
{
    if (job->state != SS_JOB_PENDING)
        return NOT_PENDING;
    if (job->priority == 0 || job->direct_prio)
        ss_release(world, job);
    return DID_IT;
}

static Result stop_or_go(SsWorld *world, SsJob *job, bool stop)
{
    if (job->state == SS_JOB_PENDING)
        return NOT_RUNNING;
    if (stop && job->state == SS_JOB_RUNNING)
        ss_world_suspend(world, job);
    else if (!stop && job->state == SS_JOB_SUSPENDED)
        ss_world_resume(world, job);
    return DID_IT;
}

static Result apply_verb(SsOperation *op, const char *verb, SsJob *job)
{
    SsWorld   *world = op->world;
    const bool by_user = g_str_has_prefix(verb, "u") || g_str_has_suffix(verb, "u")
                         || (op->uid != 0 && op->uid == job->uid);

    if (g_str_has_prefix(verb, "requeue"))
        return requeue(world, job, strcmp(verb, "requeuehold") == 0);
    if (job->state >= SS_JOB_COMPLETED)
        return FINISHED;
    if (strstr(verb, "hold") == verb || strcmp(verb, "uhold") == 0) {
        ss_hold(world, job, by_user ? SS_REASON_JOB_HELD_USER : SS_REASON_JOB_HELD_ADMIN);
        return DID_IT;
    }
    if (strcmp(verb, "release") == 0)
        return release(world, job);
    if (strcmp(verb, "top") == 0)
        return DID_IT;
    return stop_or_go(world, job, strcmp(verb, "suspend") == 0);
}

static const char *result_text(Result result)
{
    switch (result) {
    case NOT_PENDING:
        return "Job is no longer pending execution";
    case NOT_RUNNING:
        return "Job is pending execution";
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
    const bool twice = strstr(verb, "hold") == verb || strcmp(verb, "release") == 0;

    if (!twice)
        return ss_operate_fail(op, "%s for job %s", text, id);
    return ss_operate_fail(op, "%s for job %s\nslurm_suspend error: %s", text, id, text);
}

/* The id as it was typed; Slurm's own where a trace's was. */
static char *shown_id(const SsJob *job, const char *id)
{
    return g_ascii_isdigit(*id) ? g_strdup(id) : ss_job_id_text(job);
}

static int apply_to(SsOperation *op, const char *verb, const char *id)
{
    g_autoptr(GPtrArray) jobs = ss_operate_jobs(op->world, id);
    int                  code = 0;

    if (jobs == NULL)
        return tell(op, g_str_has_prefix(verb, "requeue") ? verb : "hold",
                    "Invalid job id specified", id);
    for (uint32_t j = 0; j < jobs->len; j++) {
        const char      *text = result_text(apply_verb(op, verb, jobs->pdata[j]));
        g_autofree char *shown = shown_id(jobs->pdata[j], id);

        if (text)
            code = tell(op, verb, text, shown);
    }
    return code;
}

int ss_operate_job_verb(SsOperation *op, const char *verb, char **ids)
{
    int code = 0;

    if (!ids[0])
        return ss_operate_fail(op, "too few arguments for keyword:%s", verb);
    for (uint32_t w = 0; ids[w]; w++) {
        g_auto(GStrv) texts = g_strsplit(ids[w], ",", -1);

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
} Filter;

typedef struct {
    const char *name;
    char        letter;
    size_t      at; /* offset of the text in Filter */
} FilterOption;

static const FilterOption filter_options[] = {
    { "account", 'A', offsetof(Filter, account) },
    { "name", 'n', offsetof(Filter, name) },
    { "jobname", '\0', offsetof(Filter, name) },
    { "partition", 'p', offsetof(Filter, partition) },
    { "qos", 'q', offsetof(Filter, qos) },
    { "reservation", 'R', offsetof(Filter, reservation) },
    { "user", 'u', offsetof(Filter, user) },
};

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
            ss_operate_fail(op, "scancel: error: Invalid job state specified: %s", state);
        return filter->state != SS_JOB_STATES;
    }
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

static void cancel(SsOperation *op, SsJob *job)
{
    if (job->state == SS_JOB_PENDING) {
        ss_world_cancel_pending(op->world, job, SS_JOB_CANCELLED, job->reason, op->uid);
    } else {
        job->kill_uid = op->uid;
        ss_world_finish(op->world, job, SS_JOB_CANCELLED, SS_REASON_NONE, 0);
    }
}

static void cancel_all(SsOperation *op, const Filter *filter, GPtrArray *jobs)
{
    for (uint32_t j = 0; j < jobs->len; j++) {
        SsJob *job = jobs->pdata[j];

        if (!matches(op->world, filter, job))
            continue;
        if (filter->verbose)
            g_string_append_printf(op->err, "scancel: Terminating job %u\n", job->id);
        cancel(op, job);
    }
}

static int cancel_named(SsOperation *op, const Filter *filter, const char *text)
{
    if (!g_ascii_isdigit(*text) && *text != '@' && !g_str_has_prefix(text, "trace:"))
        return ss_operate_fail(op, "scancel: error: Invalid job id %s", text);
    g_autoptr(GPtrArray) jobs = ss_operate_jobs(op->world, text);
    if (jobs)
        cancel_all(op, filter, jobs);
    else if (filter->verbose)
        ss_operate_fail(op, "scancel: error: Kill job error on job id %s: Invalid job id specified",
                        text);
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
        cancel_all(op, &filter, all);
    }
    return code;
}
