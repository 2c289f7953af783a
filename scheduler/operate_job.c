/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_job.c - which jobs are meant; hold, release, requeue, suspend.
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

bool ss_operate_task_is_among(const char *tasks, uint32_t task)
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
        if (ss_operate_task_is_among(tasks, pending[i]))
            g_ptr_array_add(jobs, ss_world_split_task(world, rest, pending[i]));
}

static bool waits_for_wanted(const SsJob *rest, const char *tasks)
{
    for (uint32_t i = 0; i < rest->array.n_pending; i++)
        if (ss_operate_task_is_among(tasks, rest->array.pending[i]))
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
                 || (waits ? waits_for_wanted(job, tasks)
                           : ss_operate_task_is_among(tasks, job->array.task)))
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

/* Requeued, and on its way to wait again: the hold is for then (static-k-met-linear). */
static Result hold_again(SsJob *job, const char *verb, bool by_user)
{
    job->again_held = false;
    job->again_reason = !is_hold(verb) ? SS_REASON_NONE
                        : by_user      ? SS_REASON_JOB_HELD_USER
                                       : SS_REASON_JOB_HELD_ADMIN;
    return DID_IT;
}

static Result apply_verb(SsOperation *op, const char *verb, SsJob *job)
{
    SsWorld   *world = op->world;
    const bool by_user = g_str_has_prefix(verb, "u") || g_str_has_suffix(verb, "u")
                         || (op->uid != 0 && op->uid == job->uid);

    if (g_str_has_prefix(verb, "requeue"))
        return requeue(world, job, strcmp(verb, "requeuehold") == 0);
    if (job->again && (is_hold(verb) || strcmp(verb, "release") == 0))
        return hold_again(job, verb, by_user);
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

/* "jobname=mesh" of hold and release: all jobs of that name that are not over. */
static int apply_by_name(SsOperation *op, const char *verb, const char *name)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
    int                  code = 0;

    for (const SsJob *job = op->world->first; job; job = job->next)
        if (job->state < SS_JOB_COMPLETED && g_strcmp0(job->name, name) == 0)
            g_ptr_array_add(ids, ss_job_id_text(job));
    if (ids->len == 0)
        return ss_operate_fail(op, "scontrol: error: No jobs with name '%s'", name);
    for (guint i = 0; i < ids->len; i++)
        code |= apply_to(op, verb, ids->pdata[i]);
    return code;
}

static bool names_job(const char *word)
{
    return g_ascii_strncasecmp(word, "jobname=", 8) == 0
           || g_ascii_strncasecmp(word, "name=", 5) == 0;
}

int ss_operate_job_verb(SsOperation *op, const char *verb, char **ids)
{
    const bool by_name = is_hold(verb) || strcmp(verb, "release") == 0;
    int        code = 0;

    if (!ids[0])
        return ss_operate_fail(op, "too few arguments for keyword:%s", verb);
    for (uint32_t w = 0; ids[w]; w++) {
        const char *equals = strchr(ids[w], '=');

        if (by_name && equals && names_job(ids[w])) {
            code |= apply_by_name(op, verb, equals + 1);
            continue;
        }
        g_auto(GStrv) texts = ss_operate_ids(ids[w]);

        for (uint32_t i = 0; texts[i]; i++)
            code |= apply_to(op, verb, texts[i]);
    }
    return code;
}
