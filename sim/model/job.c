/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job.c - one job record: making, copying, freeing it, and the words for it.
 *
 * Records are copied in one case only: a task leaves its array. The tasks share what the submitter wrote
 * (spec, counted references); everything the controller may change later is the task's own.
 *
 * Array tasks are written as Slurm writes them: runs as first-last, and a list that climbs by one constant
 * step above 1 as first-last:step.
 */
#include "sim/model/job.h"

#include "sim/model/settings.h"

#include <string.h>

static const struct {
    const char *text, *brief;
} states[SS_JOB_STATES] = {
    [SS_JOB_PENDING] = { "PENDING", "PD" },     [SS_JOB_RUNNING] = { "RUNNING", "R" },
    [SS_JOB_SUSPENDED] = { "SUSPENDED", "S" },  [SS_JOB_COMPLETED] = { "COMPLETED", "CD" },
    [SS_JOB_CANCELLED] = { "CANCELLED", "CA" }, [SS_JOB_FAILED] = { "FAILED", "F" },
    [SS_JOB_TIMEOUT] = { "TIMEOUT", "TO" },     [SS_JOB_NODE_FAIL] = { "NODE_FAIL", "NF" },
    [SS_JOB_PREEMPTED] = { "PREEMPTED", "PR" }, [SS_JOB_BOOT_FAIL] = { "BOOT_FAIL", "BF" },
    [SS_JOB_DEADLINE] = { "DEADLINE", "DL" },   [SS_JOB_OOM] = { "OUT_OF_MEMORY", "OOM" },
};

const char *ss_job_state_text(SsJobState state)
{
    if (state == SS_JOB_REQUEUED)
        return "REQUEUED";
    return state < SS_JOB_STATES ? states[state].text : "?";
}

const char *ss_job_state_short(SsJobState state)
{
    if (state == SS_JOB_REQUEUED)
        return "RQ";
    return state < SS_JOB_STATES ? states[state].brief : "?";
}

SsJobState ss_job_state_parse(const char *text)
{
    for (uint32_t i = 0; i < SS_JOB_STATES; i++) {
        if (g_ascii_strcasecmp(text, states[i].text) == 0
            || g_ascii_strcasecmp(text, states[i].brief) == 0)
            return (SsJobState) i;
    }
    if (g_ascii_strcasecmp(text, "REQUEUED") == 0 || g_ascii_strcasecmp(text, "RQ") == 0)
        return SS_JOB_REQUEUED;
    return SS_JOB_STATES;
}

uint32_t ss_request_tasks_a_core(const SsRequest *req, uint32_t select_params)
{
    const bool one =
        (select_params & SS_CR_ONE_TASK_PER_CORE) && !req->overcommit && !req->multithread;

    return req->ntasks_per_core == 0 && one ? 1 : req->ntasks_per_core;
}

uint32_t ss_request_cpus(const SsRequest *req)
{
    const uint32_t tasks = req->ntasks == SS_UNSET32 ? 1 : req->ntasks;

    if (req->cpus_per_gpu == 0 || req->overcommit)
        return req->min_cpus;
    return MAX(tasks * req->cpus_per_task, req->min_nodes);
}

uint32_t ss_request_cpus_node(const SsRequest *req)
{
    if (req->cpus_per_gpu == 0)
        return req->min_cpus_node;
    return MAX(req->cpus_per_task * MAX(req->ntasks_per_node, 1), 1);
}

SsJob *ss_job_new(void)
{
    SsJob *job = g_new0(SsJob, 1);

    job->assoc = SS_ID_NONE;
    job->qos = SS_ID_NONE;
    job->resv = SS_ID_NONE;
    job->part = SS_ID_NONE;
    job->preempt_part = SS_ID_NONE;
    job->end_event = SS_ID_NONE;
    job->queued_at = SS_UNSET32;
    job->kill_uid = SS_UNSET32;
    job->time_limit = SS_UNSET32;
    job->time_limit_orig = SS_UNSET32;
    job->array.task = SS_UNSET32;
    job->req.ntasks = SS_UNSET32;
    job->req.cpus_per_task = 1;
    job->req.max_cpus = SS_UNSET32;
    job->req.core_spec = SS_UNSET32;
    job->req.share = 2;
    job->requeue = true;
    return job;
}

static void free_features(SsFeature *feature, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        g_free(feature[i].name);
    g_free(feature);
}

static void free_request(SsRequest *req)
{
    for (uint32_t i = 0; i < req->n_gres; i++)
        g_free(req->gres[i].type);
    g_free(req->gres);
    free_features(req->feature, req->n_feature);
    free_features(req->prefer, req->n_prefer);
    ss_node_set_free(req->req_nodes);
    ss_node_set_free(req->exc_nodes);
    g_free(req->license);
}

static void leave_spec(SsJob *job)
{
    if (job->spec == NULL || --*job->spec_refs > 0)
        return;
    ss_job_spec_clear(job->spec);
    g_free(job->spec);
    g_free(job->spec_refs);
}

void ss_job_free(SsJob *job)
{
    if (job == NULL)
        return;
    leave_spec(job);
    free_request(&job->req);
    ss_alloc_free(job->alloc);
    ss_node_set_free(job->planned_nodes);
    g_free(job->reason_text);
    g_free(job->part_prio);
    g_free(job->resvs);
    g_free(job->f_tres);
    g_free(job->parts);
    g_free(job->tres_req);
    g_free(job->tres_alloc);
    g_free(job->nodes);
    g_free(job->alloc_text);
    g_free(job->array.pending);
    g_free(job->deps);
    g_free(job->user);
    g_free(job->group);
    g_free(job->account);
    g_free(job->name);
    g_free(job->wckey);
    g_free(job->trace_id);
    g_free(job->run_secs);
    g_free(job);
}

void ss_job_forget_plan(SsJob *job)
{
    job->planned_start = 0;
    g_clear_pointer(&job->planned_nodes, ss_node_set_free);
}

void ss_job_set_spec(SsJob *job, const SsJobSpec *spec)
{
    leave_spec(job);
    job->spec = g_new(SsJobSpec, 1);
    ss_job_spec_copy(job->spec, spec);
    job->spec_refs = g_new(int, 1);
    *job->spec_refs = 1;
}

static SsFeature *copy_features(const SsFeature *feature, uint32_t n)
{
    SsFeature *copy = g_memdup2(feature, n * sizeof *feature);

    for (uint32_t i = 0; i < n; i++)
        copy[i].name = g_strdup(copy[i].name);
    return copy;
}

static SsNodeSet *copy_set(const SsNodeSet *set)
{
    return set != NULL ? ss_node_set_dup(set) : NULL;
}

static void copy_request(SsRequest *to, const SsRequest *from)
{
    *to = *from;
    to->gres = g_memdup2(from->gres, from->n_gres * sizeof *from->gres);
    for (uint32_t i = 0; i < to->n_gres; i++)
        to->gres[i].type = g_strdup(to->gres[i].type);
    to->feature = copy_features(from->feature, from->n_feature);
    to->prefer = copy_features(from->prefer, from->n_prefer);
    to->req_nodes = copy_set(from->req_nodes);
    to->exc_nodes = copy_set(from->exc_nodes);
    to->license = g_memdup2(from->license, from->n_license * sizeof *from->license);
}

SsJob *ss_job_copy(const SsCluster *cluster, const SsJob *job)
{
    const uint32_t n_tres = cluster->tres->n;
    SsJob         *copy = g_memdup2(job, sizeof *job);

    copy->next = copy->prev = copy->wait_next = copy->wait_prev = NULL;
    if (copy->spec != NULL)
        ++*copy->spec_refs;
    copy_request(&copy->req, &job->req);
    copy->alloc = job->alloc != NULL ? ss_alloc_copy(cluster, job->alloc) : NULL;
    copy->planned_nodes = copy_set(job->planned_nodes);
    copy->reason_text = g_strdup(job->reason_text);
    copy->resvs = g_memdup2(job->resvs, job->n_resvs * sizeof *job->resvs);
    copy->part_prio = g_memdup2(job->part_prio, job->n_parts * sizeof *job->part_prio);
    copy->f_tres = g_memdup2(job->f_tres, n_tres * sizeof *job->f_tres);
    copy->parts = g_memdup2(job->parts, job->n_parts * sizeof *job->parts);
    copy->tres_req = g_memdup2(job->tres_req, n_tres * sizeof *job->tres_req);
    copy->tres_alloc = g_memdup2(job->tres_alloc, n_tres * sizeof *job->tres_alloc);
    copy->nodes = g_strdup(job->nodes);
    copy->alloc_text = g_strdup(job->alloc_text);
    copy->array.pending =
        g_memdup2(job->array.pending, job->array.n_pending * sizeof *job->array.pending);
    copy->deps = g_memdup2(job->deps, job->n_deps * sizeof *job->deps);
    copy->user = g_strdup(job->user);
    copy->group = g_strdup(job->group);
    copy->account = g_strdup(job->account);
    copy->name = g_strdup(job->name);
    copy->wckey = g_strdup(job->wckey);
    copy->trace_id = g_strdup(job->trace_id);
    copy->run_secs = g_memdup2(job->run_secs, n_tres * sizeof *job->run_secs);
    return copy;
}

bool ss_job_finished(const SsJob *job)
{
    return job->state >= SS_JOB_COMPLETED && !job->completing;
}

SsSpan ss_job_elapsed(const SsJob *job, SsTime now)
{
    if (job->start == 0 || job->state == SS_JOB_PENDING)
        return 0;
    if (job->state == SS_JOB_SUSPENDED)
        return job->pre_suspended;
    if (job->state != SS_JOB_RUNNING)
        now = job->end;
    return MAX(now - job->start - job->suspended_total, 0);
}

/* --- array tasks ---------------------------------------------------------------------------------- */

/* The constant distance of all neighbours; 0 if there is none. Two tasks make no series. */
static uint32_t step_of(const uint32_t *task, uint32_t n)
{
    const uint32_t step = n > 2 ? task[1] - task[0] : 0;

    for (uint32_t i = 1; step > 0 && i < n; i++) {
        if (task[i] - task[i - 1] != step)
            return 0;
    }
    return step;
}

static void print_runs(const uint32_t *task, uint32_t n, GString *out)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t first = task[i];

        while (i + 1 < n && task[i + 1] == task[i] + 1)
            i++;
        if (out->len > 0)
            g_string_append_c(out, ',');
        g_string_append_printf(out, "%u", first);
        if (task[i] > first)
            g_string_append_printf(out, "-%u", task[i]);
    }
}

char *ss_job_tasks_text(const SsJob *job)
{
    const SsArray *array = &job->array;
    const uint32_t step = step_of(array->pending, array->n_pending);
    GString       *out;

    if (array->job_id == 0 || array->n_pending == 0)
        return NULL;
    out = g_string_new(NULL);
    if (step > 1)
        g_string_printf(out, "%u-%u:%u", array->pending[0], array->pending[array->n_pending - 1],
                        step);
    else
        print_runs(array->pending, array->n_pending, out);
    if (array->max_running > 0)
        g_string_append_printf(out, "%%%u", array->max_running);
    return g_string_free(out, FALSE);
}

char *ss_job_id_text(const SsJob *job)
{
    g_autofree char *tasks = ss_job_tasks_text(job);

    if (tasks != NULL)
        return g_strdup_printf("%u_[%s]", job->array.job_id, tasks);
    if (job->array.job_id != 0)
        return g_strdup_printf("%u_%u", job->array.job_id, job->array.task);
    return g_strdup_printf("%u", job->id);
}
