/* SPDX-License-Identifier: Apache-2.0 */
/*
 * twin.c - the copy a pass works on, and the answer made of it.
 */
#include "tests/twin/state.h"

#include <string.h>

gpointer twin_keep(Twin *twin, gpointer what)
{
    g_ptr_array_add(twin->kept, what);
    return what;
}

void twin_reason(Twin *twin, Record *record, SsReason reason, const char *text)
{
    record->job.reason = reason;
    record->job.reason_text = text != NULL ? twin_keep(twin, g_strdup(text)) : NULL;
}

static bool ages_within_limits(const SsWorld *world)
{
    const SsAssocTree *tree = world->tree;
    bool               found = false;

    for (uint32_t q = 0; q < tree->n_qos; q++)
        found |= tree->qos[q].limits.grp_jobs_accrue != SS_NO_LIMIT
                 || tree->qos[q].limits.max_jobs_accrue != SS_NO_LIMIT
                 || tree->qos[q].limits.max_jobs_accrue_pa != SS_NO_LIMIT;
    for (uint32_t a = 0; a < tree->n; a++)
        found |= tree->at[a].limits.grp_jobs_accrue != SS_NO_LIMIT
                 || tree->at[a].limits.max_jobs_accrue != SS_NO_LIMIT;
    return found;
}

const char *ss_twin_declines(const SsWorld *world)
{
    const bool ages = ages_within_limits(world);

    const SsSettings *set = &world->settings;

    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv != NULL && resv->max_start_delay > 0)
            return "MaxStartDelay";
        if (resv != NULL && resv->n_license > 0 && set->sched.bf_licenses)
            return "bf_licenses with licences that are reserved";
    }
    if (world->referee != NULL)
        return "a record that is followed";
    for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next) {
        const SsQos *qos = job->qos != SS_ID_NONE ? &world->tree->qos[job->qos] : NULL;

        if (qos != NULL && (qos->flags & SS_QOS_ENFORCE_USAGE_THRESHOLD) && job->f_fs <= 0)
            return "UsageThreshold against a factor";
        if (ages && job->array.job_id != 0)
            return "arrays that accrue limits split";
    }
    return NULL;
}

static void own_dependencies(Twin *twin, SsJob *job)
{
    SsDep *deps = twin_keep(twin, g_new(SsDep, job->n_deps + 1));

    if (job->n_deps > 0)
        memcpy(deps, job->deps, job->n_deps * sizeof *deps);
    job->deps = deps;
}

static Record *copy_of(Twin *twin, const SsJob *job)
{
    Record *record = twin_keep(twin, g_new0(Record, 1));

    record->job = *job;
    record->real = job;
    own_dependencies(twin, &record->job);
    if (job->reason_text != NULL)
        record->job.reason_text = twin_keep(twin, g_strdup(job->reason_text));
    return record;
}

static bool did_wait(const Record *record)
{
    return record->real == NULL || record->real->state == SS_JOB_PENDING;
}

static SsTwinAnswer *answer_of(Twin *twin)
{
    SsTwinAnswer *answer = g_new0(SsTwinAnswer, 1);

    answer->starts = twin->starts;
    answer->kept = twin->kept;
    answer->waiting = g_array_new(FALSE, FALSE, sizeof(SsTwinJob));
    answer->running = g_array_new(FALSE, FALSE, sizeof(SsTwinRun));
    for (guint i = 0; i < twin->records->len; i++) {
        const Record   *record = twin->records->pdata[i];
        const SsJob    *job = &record->job;
        const SsTwinJob waits = { .job_id = job->array.job_id != 0 ? job->array.job_id : job->id,
                                  .task = job->array.job_id != 0 ? job->array.task : SS_UNSET32,
                                  .state = job->state,
                                  .n_pending = twin_is_rest(record) ? job->array.n_pending : 0,
                                  .reason = job->reason,
                                  .text = job->reason_text,
                                  .eligible = job->eligible,
                                  .accrue = job->accrue,
                                  .planned_start = job->planned_start,
                                  .planned_nodes = job->planned_nodes,
                                  .part = job->part,
                                  .priority = job->priority,
                                  .time_limit = job->time_limit };

        const SsTwinRun runs = { waits.job_id, waits.task, job->end, job->preempted,
                                 job->state == SS_JOB_SUSPENDED };

        if (did_wait(record) && job->state != SS_JOB_RUNNING && job->state != SS_JOB_SUSPENDED)
            g_array_append_val(answer->waiting, waits);
        else if (!did_wait(record)
                 && (job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED))
            g_array_append_val(answer->running, runs);
    }
    return answer;
}

bool twin_is_on(const SsJob *job, const bool *nodes)
{
    for (uint32_t i = 0; i < job->alloc->n; i++)
        if (nodes[job->alloc->at[i].node])
            return true;
    return false;
}

uint32_t twin_owner(const Twin *twin, SsNodeId node)
{
    for (guint i = 0; i < twin->records->len; i++) {
        const SsJob *job = &((const Record *) twin->records->pdata[i])->job;

        if (twin_holds(job, node)
            && (job->req.user_exclusive || twin->world->parts[job->part].exclusive_user))
            return job->uid;
    }
    return SS_UNSET32;
}

Record *twin_split(Twin *twin, Record *rest)
{
    Record *task;

    if (rest->job.array.n_pending == 1) {
        task = rest;
    } else {
        task = twin_keep(twin, g_new0(Record, 1));
        *task = *rest;
        task->real = NULL;
        own_dependencies(twin, &task->job);
        task->job.id = ++twin->last_id;
        task->job.seq = twin->world->next_seq + twin->last_id; /* behind all there are */
        g_ptr_array_add(twin->records, task);
        rest->job.array.pending++; /* one behind the first: the list itself is the world's */
        rest->job.array.n_pending--;
    }
    task->job.array.task = task->job.array.pending[0];
    task->job.array.n_pending = 0;
    if (task != rest) {
        task->job.accrue_counted = MIN(rest->job.accrue_counted, 1);
        rest->job.accrue_counted -= task->job.accrue_counted;
    }
    return task;
}

SsTwinAnswer *ss_twin_pass(const SsWorld *world, SsTwinPass pass)
{
    Twin twin = { .world = world,
                  .cluster = world->cluster,
                  .set = &world->settings,
                  .now = world->now,
                  .pass = pass,
                  .last_id = UINT32_MAX / 2,
                  .records = g_ptr_array_new(),
                  .use = ss_use_copy(world->use),
                  .licenses = g_new0(uint32_t, world->cluster->n_licenses + 1),
                  .starts = g_array_new(FALSE, FALSE, sizeof(SsTwinStart)),
                  .kept = g_ptr_array_new_with_free_func(g_free) };

    for (uint32_t l = 0; l < world->cluster->n_licenses; l++)
        twin.licenses[l] = world->license_used[l];
    for (const SsJob *job = world->first; job != NULL; job = job->next)
        g_ptr_array_add(twin.records, copy_of(&twin, job));
    if (pass == SS_TWIN_BACKFILL && twin.set->sched_type == SS_SCHED_BUILTIN)
        twin_builtin(&twin);
    else if (pass == SS_TWIN_BACKFILL)
        twin_backfill(&twin);
    else
        twin_main(&twin);
    SsTwinAnswer *answer = answer_of(&twin);
    g_ptr_array_free(twin.records, TRUE);
    ss_use_free(twin.use);
    g_free(twin.licenses);
    return answer;
}

void ss_twin_answer_free(SsTwinAnswer *answer)
{
    if (answer == NULL)
        return;
    for (guint i = 0; i < answer->starts->len; i++)
        ss_alloc_free(g_array_index(answer->starts, SsTwinStart, i).alloc);
    g_array_free(answer->starts, TRUE);
    g_array_free(answer->waiting, TRUE);
    g_array_free(answer->running, TRUE);
    g_ptr_array_free(answer->kept, TRUE);
    g_free(answer);
}
