/* SPDX-License-Identifier: Apache-2.0 */
/*
 * queue.c - spec scheduling 1.3, 1.4 and 3.1 to 3.3: who may be looked at, and in which order.
 */
#include "tests/twin/state.h"

#include <string.h>

/* --- dependencies (3.3) ----------------------------------------------------------------------------- */

static bool is_target(const SsJob *job, const SsDep *dep)
{
    if (dep->task != SS_UNSET32 && dep->task != SS_NO_LIMIT) {
        if (job->array.job_id != dep->job_id)
            return false;
        if (job->array.task != SS_UNSET32)
            return job->array.task == dep->task;
        for (uint32_t i = 0; i < job->array.n_pending; i++)
            if (job->array.pending[i] == dep->task)
                return true;
        return false;
    }
    return job->id == dep->job_id || (job->array.job_id != 0 && job->array.job_id == dep->job_id);
}

static bool is_finished(const SsJob *job)
{
    return job->state > SS_JOB_SUSPENDED && !job->completing;
}

/* What a whole target is: all its records taken together. */
static SsDepState target_state(const Twin *twin, const SsDep *dep)
{
    uint32_t n = 0, finished = 0, completed = 0, pending = 0;
    SsTime   last = 0;

    for (guint i = 0; i < twin->records->len; i++) {
        const SsJob *job = &((const Record *) twin->records->pdata[i])->job;

        if (!is_target(job, dep))
            continue;
        n++;
        pending += job->state == SS_JOB_PENDING;
        finished += is_finished(job);
        completed += is_finished(job) && job->state == SS_JOB_COMPLETED;
        last = MAX(last, job->start);
    }
    if (n == 0)
        return SS_DEP_MET; /* no more in memory */
    switch (dep->type) {
    case SS_DEP_AFTER:
        return pending == 0 && last + (SsTime) dep->minutes * 60 <= twin->now ? SS_DEP_MET
                                                                              : SS_DEP_UNMET;
    case SS_DEP_AFTEROK:
    case SS_DEP_AFTERCORR:
        return finished < n ? SS_DEP_UNMET : completed == n ? SS_DEP_MET : SS_DEP_FAILED;
    case SS_DEP_AFTERNOTOK:
        return finished < n ? SS_DEP_UNMET : completed < n ? SS_DEP_MET : SS_DEP_FAILED;
    default:
        return finished < n ? SS_DEP_UNMET : SS_DEP_MET;
    }
}

static SsDepState corresponding_state(const Twin *twin, const SsJob *job, const SsDep *dep)
{
    SsDep one = *dep;

    for (guint i = 0; job->array.task != SS_UNSET32 && i < twin->records->len; i++) {
        const SsJob *other = &((const Record *) twin->records->pdata[i])->job;

        if (other->array.job_id == dep->job_id && other->array.task == job->array.task) {
            one.task = job->array.task;
            return target_state(twin, &one);
        }
    }
    return target_state(twin, dep);
}

static SsDepState singleton_state(const Twin *twin, const SsJob *job)
{
    for (guint i = 0; i < twin->records->len; i++) {
        const SsJob *other = &((const Record *) twin->records->pdata[i])->job;

        if (other == job || other->uid != job->uid || g_strcmp0(other->name, job->name) != 0)
            continue;
        if (other->state == SS_JOB_RUNNING || other->state == SS_JOB_SUSPENDED
            || (other->state == SS_JOB_PENDING && other->id < job->id))
            return SS_DEP_UNMET;
    }
    return SS_DEP_MET;
}

static SsDepState dependency_state(const Twin *twin, SsJob *job)
{
    uint32_t met = 0, failed = 0;

    for (uint32_t i = 0; i < job->n_deps; i++) {
        SsDep *dep = &job->deps[i];

        if (dep->state == SS_DEP_UNMET)
            dep->state = dep->type == SS_DEP_SINGLETON   ? singleton_state(twin, job)
                         : dep->type == SS_DEP_AFTERCORR ? corresponding_state(twin, job, dep)
                                                         : target_state(twin, dep);
        met += dep->state == SS_DEP_MET;
        failed += dep->state == SS_DEP_FAILED;
    }
    if (job->dep_or) {
        if (met > 0 || job->n_deps == 0)
            return SS_DEP_MET;
        return failed == job->n_deps ? SS_DEP_FAILED : SS_DEP_UNMET;
    }
    return failed > 0 ? SS_DEP_FAILED : met == job->n_deps ? SS_DEP_MET : SS_DEP_UNMET;
}

/* --- eligible (3.1) ----------------------------------------------------------------------------------- */

static bool is_one_of(SsReason reason, const SsReason *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == reason)
            return true;
    return false;
}
#define IS_ONE_OF(reason, list) is_one_of(reason, list, G_N_ELEMENTS(list))

static void forget_eligible(const Twin *twin, SsJob *job)
{
    if (job->eligible <= twin->now)
        job->eligible = 0;
}

static bool resv_is_open(const Twin *twin, uint32_t index)
{
    const SsReservation *resv = twin_resv(twin, index);

    if (resv == NULL)
        return false;
    if (resv->flags & SS_RESV_FLEX)
        return true;
    return resv->start <= twin->now && twin->now < resv->end
           && (resv->n_nodes > 0 || (resv->flags & SS_RESV_ANY_NODES));
}

static bool has_open_resv(const Twin *twin, const SsJob *job)
{
    if (job->resv == SS_ID_NONE)
        return true;
    if (resv_is_open(twin, job->resv))
        return true;
    for (uint32_t i = 0; i < job->n_resvs; i++)
        if (resv_is_open(twin, job->resvs[i]))
            return true;
    return false;
}

/* As many tasks of its array run as may, as the record with the array's id says. */
bool twin_array_is_full(const Twin *twin, const Record *record)
{
    for (guint i = 0; record->job.array.job_id != 0 && i < twin->records->len; i++) {
        const Record  *own = twin->records->pdata[i];
        const SsArray *array = &own->job.array;

        if (twin_counts_tasks(own) && array->job_id == record->job.array.job_id)
            return array->max_running > 0 && array->n_running >= array->max_running;
    }
    return false;
}

bool twin_eligible(Twin *twin, Record *record)
{
    static const SsReason sticky[] = {
        SS_REASON_INVALID_ACCOUNT,        SS_REASON_INVALID_QOS,
        SS_REASON_JOB_HELD_ADMIN,         SS_REASON_JOB_HELD_USER,
        SS_REASON_JOB_HOLD_MAX_REQUEUE,   SS_REASON_RESERVATION_DELETED,
        SS_REASON_BURST_BUFFER_OPERATION, SS_REASON_DEPENDENCY_NEVER_SATISFIED,
    };
    static const SsReason passing[] = { SS_REASON_BEGIN_TIME, SS_REASON_DEPENDENCY,
                                        SS_REASON_RESERVATION };
    SsJob                *job = &record->job;

    if (IS_ONE_OF(job->reason, sticky))
        return false;
    switch (dependency_state(twin, job)) {
    case SS_DEP_UNMET:
        forget_eligible(twin, job);
        job->accrue_counted = 0;
        twin_reason(twin, record, SS_REASON_DEPENDENCY, NULL);
        return false;
    case SS_DEP_FAILED:
        twin_reason(twin, record, SS_REASON_DEPENDENCY_NEVER_SATISFIED, NULL);
        if (job->dep_kill_set ? job->dep_kill : twin->set->sched.kill_invalid_depend)
            job->state = SS_JOB_CANCELLED;
        return false;
    default:
        break;
    }
    if (twin_array_is_full(twin, record)) {
        forget_eligible(twin, job);
        twin_reason(twin, record, SS_REASON_JOB_ARRAY_TASK_LIMIT, NULL);
        return false;
    }
    if (job->eligible > twin->now) {
        twin_reason(twin, record, SS_REASON_BEGIN_TIME, NULL);
        return false;
    }
    if (!has_open_resv(twin, job)) {
        twin_reason(twin, record, SS_REASON_RESERVATION, NULL);
        return false;
    }
    if (job->eligible == 0 && job->priority != 0)
        job->eligible = twin->now;
    if (IS_ONE_OF(job->reason, passing))
        twin_reason(twin, record, SS_REASON_NONE, NULL);
    return true;
}

/* --- the queue (1.3) ---------------------------------------------------------------------------------- */

static void hold(Twin *twin, Record *record)
{
    static const SsReason kept[] = { SS_REASON_JOB_HELD_USER, SS_REASON_BAD_CONSTRAINTS,
                                     SS_REASON_RESERVATION_DELETED,
                                     SS_REASON_BURST_BUFFER_OPERATION,
                                     SS_REASON_JOB_HOLD_MAX_REQUEUE };

    if (!IS_ONE_OF(record->job.reason, kept))
        twin_reason(twin, record, SS_REASON_JOB_HELD_ADMIN, NULL);
}

static void add_line(GArray *queue, Line line)
{
    line.prefer = line.record->job.req.n_prefer > 0;
    if (line.prefer)
        g_array_append_val(queue, line);
    line.prefer = false;
    g_array_append_val(queue, line);
}

static void add_lines(const Twin *twin, GArray *queue, Record *record, uint32_t k)
{
    const SsJob *job = &record->job;
    Line         line = { .record = record, .part = job->parts[k], .resv = job->resv };

    line.priority = job->n_parts > 1 && job->part_prio != NULL ? job->part_prio[k] : job->priority;
    for (uint32_t i = 0; job->resv == SS_ID_NONE && i < twin->world->resv->len; i++) {
        const SsReservation *resv = twin_resv(twin, i);

        if (resv == NULL || !(resv->flags & SS_RESV_MAGNETIC) || resv->start > twin->now
            || resv->end <= twin->now || !twin_resv_allows(twin, resv, job))
            continue;
        Line magnetic = line;
        magnetic.resv = i;
        magnetic.magnetic = true;
        add_line(queue, magnetic);
    }
    for (uint32_t i = 0; i < job->n_resvs; i++) {
        line.resv = job->resvs[i];
        add_line(queue, line);
    }
    if (job->n_resvs == 0)
        add_line(queue, line);
}

static void add_record(Twin *twin, GArray *queue, Record *record)
{
    static const SsReason of_parts[] = {
        SS_REASON_PARTITION_CONFIG,  SS_REASON_PARTITION_NODE_LIMIT, SS_REASON_PARTITION_TIME_LIMIT,
        SS_REASON_PARTITION_DOWN,    SS_REASON_PARTITION_INACTIVE,   SS_REASON_QOS_USAGE_THRESHOLD,
        SS_REASON_MAX_MEM_PER_LIMIT,
    };
    SsJob         *job = &record->job;
    const uint32_t minutes =
        twin->pass == SS_TWIN_BACKFILL && job->time_min != 0 ? job->time_min : job->time_limit;

    for (uint32_t k = 0; k < job->n_parts; k++) {
        job->part = job->parts[k];
        twin_look_in(twin, job, job->part);
        const SsReason reason = twin_partition_test(twin, job, job->parts[k], minutes);

        if (reason != SS_REASON_NONE) {
            twin_reason(twin, record, reason, NULL);
            continue;
        }
        if (IS_ONE_OF(job->reason, of_parts))
            twin_reason(twin, record, SS_REASON_NONE, NULL);
        add_lines(twin, queue, record, k);
    }
}

/* --- the order (1.4) ----------------------------------------------------------------------------------- */

static SsTime resv_start(const Twin *twin, const Line *line)
{
    const SsReservation *resv = twin_resv(twin, line->resv);

    return resv != NULL ? resv->start : SS_TIME_NEVER;
}

static uint32_t sort_id(const SsJob *job)
{
    return job->array.job_id != 0 ? job->array.job_id : job->id;
}

static bool goes_before(const Twin *twin, const Line *a, const Line *b)
{
    const SsJob   *ja = &a->record->job, *jb = &b->record->job;
    const uint32_t tier_a = twin->world->parts[a->part].priority_tier;
    const uint32_t tier_b = twin->world->parts[b->part].priority_tier;

    if (twin_preempts_line(twin, a, b) != twin_preempts_line(twin, b, a))
        return twin_preempts_line(twin, a, b);
    if ((a->resv != SS_ID_NONE) != (b->resv != SS_ID_NONE))
        return a->resv != SS_ID_NONE;
    if (tier_a != tier_b)
        return tier_a > tier_b;
    if (a->priority != b->priority)
        return a->priority > b->priority;
    if (ja->submit != jb->submit)
        return ja->submit < jb->submit;
    if (sort_id(ja) != sort_id(jb))
        return sort_id(ja) < sort_id(jb);
    if (ja->array.task != jb->array.task)
        return ja->array.task < jb->array.task;
    return resv_start(twin, a) < resv_start(twin, b);
}

static bool is_not_sorted(const Twin *twin)
{
    for (uint32_t p = 0; p < twin->cluster->n_parts; p++)
        if (twin->world->parts[p].priority_tier != twin->world->parts[0].priority_tier)
            return false;
    return twin->set->sched_type == SS_SCHED_BUILTIN
           && twin->set->priority_type == SS_PRIORITY_BASIC;
}

/* With preemption the order need not be transitive: which sort it is is part of the rule. A merge sort of
 * two halves; equal lines keep their order. */
static GArray *sorted(const Twin *twin, const GArray *queue, guint begin, guint end)
{
    const guint middle = begin + (end - begin) / 2;
    GArray     *out = g_array_new(FALSE, FALSE, sizeof(Line));

    if (end - begin < 2) {
        if (end > begin)
            g_array_append_val(out, g_array_index(queue, Line, begin));
        return out;
    }
    g_autoptr(GArray) left = sorted(twin, queue, begin, middle);
    g_autoptr(GArray) right = sorted(twin, queue, middle, end);
    guint             l = 0, r = 0;

    while (l < left->len || r < right->len) {
        const bool from_right = l == left->len
                                || (r < right->len
                                    && goes_before(twin, &g_array_index(right, Line, r),
                                                   &g_array_index(left, Line, l)));
        const Line line =
            from_right ? g_array_index(right, Line, r++) : g_array_index(left, Line, l++);
        g_array_append_val(out, line);
    }
    return out;
}

/* Arrays whose tasks follow those of another array have up to ten waiting records of their own (1.3). */
static bool follows_tasks(const Record *record)
{
    for (uint32_t i = 0; twin_is_rest(record) && i < record->job.n_deps; i++)
        if (record->job.deps[i].type == SS_DEP_AFTERCORR
            && record->job.deps[i].state == SS_DEP_UNMET)
            return true;
    return false;
}

static uint32_t tasks_split_off(const Twin *twin, uint32_t array)
{
    uint32_t n = 0;

    for (guint i = 0; i < twin->records->len; i++) {
        const Record *record = twin->records->pdata[i];

        n += twin_is_pending(record) && !twin_is_rest(record) && record->job.array.job_id == array;
    }
    return n;
}

static void split_followers(Twin *twin)
{
    for (guint i = 0; i < twin->records->len; i++) {
        Record *record = twin->records->pdata[i];

        if (!twin_is_pending(record) || !follows_tasks(record))
            continue;
        while (twin_is_rest(record)
               && tasks_split_off(twin, record->job.array.job_id)
                      < twin->set->sched.correspond_after_task_cnt)
            twin_split(twin, record);
    }
}

GArray *twin_queue(Twin *twin)
{
    g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(Line));

    split_followers(twin);
    const guint n = twin->records->len; /* tasks split off to age wait for the next queue */
    for (guint i = 0; i < n; i++) {
        Record *record = twin->records->pdata[i];

        if (!twin_is_pending(record))
            continue;
        if (record->job.completing) {
            twin_reason(twin, record, SS_REASON_CLEANING, NULL);
            continue;
        }
        /* What becomes eligible in this queue ages with the next one, unless a dependency held it. */
        const bool late = record->job.eligible == 0 && record->job.reason != SS_REASON_DEPENDENCY
                          && !(twin->set->priority_flags & SS_PRIO_ACCRUE_ALWAYS);
        const bool eligible = twin_eligible(twin, record);

        if (!twin_is_pending(record))
            continue;
        if (!late)
            twin_age(twin, record);
        if (record->job.priority == 0)
            hold(twin, record);
        else if (eligible)
            add_record(twin, queue, record);
    }
    return is_not_sorted(twin) ? g_steal_pointer(&queue) : sorted(twin, queue, 0, queue->len);
}
