/* SPDX-License-Identifier: Apache-2.0 */
/*
 * queue.c - who is looked at, and in which order.
 *
 * The job list is walked in its own order (submission; split array tasks and requeued jobs where the world
 * put them); every job that is eligible gives one record for each partition that may schedule it. The sort
 * is Slurm's comparison, first difference decides; equal records keep the walk's order.
 *
 * From pass to pass few records change places. Where the comparison is a total order (records that displace each
 * other need not be in one), what it looks at is put side by side as a key a record, the keys stand as the
 * records stood in the last queue, and those that are out of place are moved: as good as one comparison a record.
 * What a job remembers of the last queue (SsJob.queued_at) tells only where to begin, never the order.
 *
 * Rejected here: keeping the queue itself between passes. Who is in it is for each build to find out.
 */
#include "scheduler/queue.h"

#include "scheduler/eligible.h"
#include "scheduler/limits.h"
#include "scheduler/preempt.h"
#include "scheduler/request.h"
#include "scheduler/resv.h"

#include <stdlib.h>

static void add_one(GArray *queue, SsQueueRecord record)
{
    const SsJob *job = record.job;

    if (job->req.n_prefer) {
        record.prefer = true;
        g_array_append_val(queue, record);
        record.prefer = false;
    }
    g_array_append_val(queue, record);
}

/* Reservations that take jobs which do not name one. */
static void add_magnetic(const SsWorld *world, GArray *queue, SsQueueRecord record)
{
    record.magnetic = true;
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv == NULL || !(resv->flags & SS_RESV_MAGNETIC) || resv->start > world->now
            || resv->end <= world->now || !ss_resv_allows(world, resv, record.job))
            continue;
        record.resv = i;
        add_one(queue, record);
    }
}

static void add_record(const SsWorld *world, GArray *queue, SsJob *job, uint32_t k)
{
    SsQueueRecord record = {
        .job = job,
        .job_id = job->id,
        .part = job->parts[k],
        .priority = job->part_prio && job->n_parts > 1 ? job->part_prio[k] : job->priority,
        .resv = job->resv,
    };

    if (job->resv == SS_ID_NONE)
        add_magnetic(world, queue, record);
    for (uint32_t i = 0; i < job->n_resvs; i++) {
        record.resv = job->resvs[i];
        add_one(queue, record);
    }
    if (job->n_resvs == 0)
        add_one(queue, record);
}

/* A held job keeps a reason that says why; any other becomes "held by an administrator". */
static void mark_held(SsWorld *world, SsJob *job)
{
    switch (job->reason) {
    case SS_REASON_JOB_HELD_USER:
    case SS_REASON_BAD_CONSTRAINTS:
    case SS_REASON_RESERVATION_DELETED:
    case SS_REASON_BURST_BUFFER_OPERATION:
    case SS_REASON_JOB_HOLD_MAX_REQUEUE:
        return;
    default:
        ss_world_set_reason(world, job, SS_REASON_JOB_HELD_ADMIN, NULL);
    }
}

static bool is_partition_reason(SsReason reason)
{
    switch (reason) {
    case SS_REASON_PARTITION_CONFIG:
    case SS_REASON_PARTITION_NODE_LIMIT:
    case SS_REASON_PARTITION_TIME_LIMIT:
    case SS_REASON_PARTITION_DOWN:
    case SS_REASON_PARTITION_INACTIVE:
    case SS_REASON_QOS_USAGE_THRESHOLD:
    case SS_REASON_MAX_MEM_PER_LIMIT:
        return true;
    default:
        return false;
    }
}

static void add_job(SsWorld *world, GArray *queue, SsJob *job, SsQueueFor what)
{
    if (job->priority == 0) {
        mark_held(world, job);
        return;
    }
    const uint32_t limit =
        what == SS_QUEUE_BACKFILL && job->time_min ? job->time_min : job->time_limit;

    for (uint32_t k = 0; k < job->n_parts; k++) {
        job->part = job->parts[k]; /* the last one stays its current partition */
        ss_request_look_in(world, job, job->part);
        const SsReason reason = ss_limits_partition(world, job, job->parts[k], limit);

        if (reason != SS_REASON_NONE) {
            ss_world_set_reason(world, job, reason, NULL);
            continue;
        }
        if (is_partition_reason(job->reason))
            ss_world_set_reason(world, job, SS_REASON_NONE, NULL);
        add_record(world, queue, job, k);
    }
}

uint32_t ss_queue_enter(SsWorld *world, const SsQueueRecord *record)
{
    SsJob         *job = record->job;
    const uint32_t before = job->resv;

    job->part = record->part;
    ss_request_look_in(world, job, record->part);
    if (job->n_parts > 1)
        job->priority = record->priority;
    if (before != record->resv)
        ss_world_job_resv(world, job, record->resv);
    return before;
}

void ss_queue_leave(SsWorld *world, const SsQueueRecord *record, uint32_t resv)
{
    if (record->job->state == SS_JOB_PENDING && record->job->resv != resv)
        ss_world_job_resv(world, record->job, resv);
}

/* --- tasks that follow the tasks of another array --------------------------------------------------- */

static bool follows_tasks(const SsJob *job)
{
    if (job->array.job_id == 0 || job->array.task != SS_UNSET32)
        return false;
    for (uint32_t i = 0; i < job->n_deps; i++)
        if (job->deps[i].type == SS_DEP_AFTERCORR && job->deps[i].state == SS_DEP_UNMET)
            return true;
    return false;
}

static uint32_t waiting_tasks(const SsWorld *world, uint32_t array)
{
    const GPtrArray *records = ss_world_array(world, array);
    uint32_t         n = 0;

    for (guint i = 0; records != NULL && i < records->len; i++) {
        const SsJob *job = records->pdata[i];

        n += job->state == SS_JOB_PENDING && job->array.task != SS_UNSET32;
    }
    return n;
}

/* Each task has its own aftercorr, so it needs a record: some of them are kept in hand. */
static void split_corresponding(SsWorld *world)
{
    const uint32_t most = world->settings.sched.correspond_after_task_cnt;

    if (g_hash_table_size(world->arrays) == 0)
        return;
    for (SsWaiting at = ss_world_waiting(world); at.job; ss_world_waiting_next(world, &at)) {
        SsJob *job = at.job;

        if (!follows_tasks(job))
            continue;
        for (uint32_t n = waiting_tasks(world, job->array.job_id);
             n < most && job->array.task == SS_UNSET32; n++)
            ss_world_split_task(world, job, job->array.pending[0]);
    }
}

/* What this pass finds eligible (an array, a released job) ages from then on, but only the next pass writes it
 * down: AccrueTime of what starts at once is Unknown (recorded in static-x-array-work). The end of a dependency
 * is noticed before. */
static bool ages_later(const SsWorld *world, const SsJob *job)
{
    return job->eligible == 0 && job->reason != SS_REASON_DEPENDENCY
           && !(world->settings.priority_flags & SS_PRIO_ACCRUE_ALWAYS);
}

GArray *ss_queue_build(SsWorld *world, SsQueueFor what)
{
    GArray *queue = g_array_sized_new(FALSE, FALSE, sizeof(SsQueueRecord), world->n_pending);

    split_corresponding(world);
    for (SsWaiting at = ss_world_waiting(world); at.job; ss_world_waiting_next(world, &at)) {
        SsJob *job = at.job;

        if (job->completing) {
            ss_world_set_reason(world, job, SS_REASON_CLEANING, NULL);
            continue;
        }
        const bool late = ages_later(world, job);
        const bool eligible = ss_eligible(world, job);
        if (job->state != SS_JOB_PENDING)
            continue;
        if (!late)
            ss_limits_accrue(world, job);
        if (eligible || job->priority == 0)
            add_job(world, queue, job, what);
    }
    return queue;
}

static uint32_t sort_id(const SsJob *job)
{
    return job->array.job_id ? job->array.job_id : job->id;
}

static int higher_first(uint64_t a, uint64_t b)
{
    return (a < b) - (a > b);
}

static int lower_first(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static SsTime resv_start(const SsWorld *world, const SsQueueRecord *record)
{
    const SsReservation *resv =
        record->resv < world->resv->len ? world->resv->pdata[record->resv] : NULL;

    return resv ? resv->start : SS_TIME_NEVER;
}

static gint compare(gconstpointer left, gconstpointer right, gpointer data)
{
    const SsWorld       *world = data;
    const SsQueueRecord *a = left, *b = right;
    int                  order;

    if (world->settings.preempt_type != SS_PREEMPT_NONE) {
        if (ss_preempt_sorts_before(world, a->job, a->part, b->job, b->part))
            return -1;
        if (ss_preempt_sorts_before(world, b->job, b->part, a->job, a->part))
            return 1;
    }
    if ((order = higher_first(a->resv != SS_ID_NONE, b->resv != SS_ID_NONE)))
        return order;
    if ((order = higher_first(world->parts[a->part].priority_tier,
                              world->parts[b->part].priority_tier)))
        return order;
    if ((order = higher_first(a->priority, b->priority)))
        return order;
    if ((order = lower_first(a->job->submit, b->job->submit)))
        return order;
    if ((order = lower_first(sort_id(a->job), sort_id(b->job))))
        return order;
    if ((order = lower_first(a->job->array.task, b->job->array.task)))
        return order;
    return lower_first(resv_start(world, a), resv_start(world, b));
}

/* sched/builtin with priority/basic and equal tiers walks the job list itself. */
static bool is_plain_fifo(const SsWorld *world)
{
    if (world->settings.sched_type != SS_SCHED_BUILTIN
        || world->settings.priority_type != SS_PRIORITY_BASIC)
        return false;
    for (uint32_t i = 1; i < world->cluster->n_parts; i++)
        if (world->parts[i].priority_tier != world->parts[0].priority_tier)
            return false;
    return true;
}

static bool is_circular(const SsWorld *world, const SsQueueRecord *record)
{
    return world->settings.preempt_type == SS_PREEMPT_QOS
           || (world->settings.preempt_type != SS_PREEMPT_NONE && record->resv != SS_ID_NONE);
}

/* A job in several partitions shows the priority of the record that was tried last. */
static bool shows_current_part(const SsJob *job)
{
    for (uint32_t k = 0; job->n_parts > 1 && job->part_prio && k < job->n_parts; k++)
        if (job->parts[k] == job->part)
            return job->priority == job->part_prio[k];
    return true;
}

static void take_priority(SsQueueRecord *record)
{
    const SsJob *job = record->job;

    record->priority = job->priority;
    for (uint32_t k = 0; job->part_prio && job->n_parts > 1 && k < job->n_parts; k++)
        if (job->parts[k] == record->part)
            record->priority = job->part_prio[k];
}

bool ss_queue_in_order(const SsWorld *world, GArray *records)
{
    if (is_plain_fifo(world))
        return true;
    for (guint i = 0; i < records->len; i++) {
        SsQueueRecord *at = &g_array_index(records, SsQueueRecord, i);

        take_priority(at);
        if (!shows_current_part(at->job))
            return false;
        if (i == 0)
            continue;
        const bool same = (at - 1)->job == at->job && (at - 1)->part == at->part;
        /* with preemption the comparison need not be transitive: then neighbours prove nothing */
        if (!same && (compare(at - 1, at, (gpointer) world) >= 0 || is_circular(world, at)))
            return false;
    }
    return true;
}

/* --- sorting what was sorted before ------------------------------------------------------------------ */

/* What `compare` looks at without preemption, and the record's place in the walk: never equal. */
typedef struct {
    uint64_t
        tier; /* no reservation, then the partition's PriorityTier turned round: lowest first */
    uint32_t priority, id;
    SsTime   submit, resv_start;
    uint32_t task, walk;
} Key;

static Key key_of(const SsWorld *world, const SsQueueRecord *record, uint32_t walk)
{
    const bool named = record->resv != SS_ID_NONE;

    return (Key){
        .tier = (uint64_t) !named << 32 | (UINT32_MAX - world->parts[record->part].priority_tier),
        .priority = record->priority,
        .submit = record->job->submit,
        .id = sort_id(record->job),
        .task = record->job->array.task,
        .resv_start = resv_start(world, record),
        .walk = walk,
    };
}

static bool key_before(const Key *a, const Key *b)
{
    if (a->tier != b->tier)
        return a->tier < b->tier;
    if (a->priority != b->priority)
        return a->priority > b->priority;
    if (a->submit != b->submit)
        return a->submit < b->submit;
    if (a->id != b->id)
        return a->id < b->id;
    if (a->task != b->task)
        return (int64_t) a->task < (int64_t) b->task;
    if (a->resv_start != b->resv_start)
        return a->resv_start < b->resv_start;
    return a->walk < b->walk;
}

static int compare_keys(const void *left, const void *right)
{
    return key_before(left, right) ? -1 : 1;
}

/* Who displaces whom goes with PriorityTier, which is what comes next, unless a reservation comes between. */
static bool is_total(const SsWorld *world, const GArray *queue)
{
    if (!ss_preempt_enabled(world))
        return true;
    if (world->settings.preempt_type == SS_PREEMPT_QOS)
        return false;
    for (guint i = 0; i < queue->len; i++)
        if (is_circular(world, &g_array_index(queue, SsQueueRecord, i)))
            return false;
    return true;
}

/* The keys of the queue in the order of the last one; who was not in it comes behind. */
static Key *keys_as_they_were(const SsWorld *world, const GArray *queue)
{
    const SsQueueRecord *record = (const SsQueueRecord *) (const void *) queue->data;
    const uint32_t       n = queue->len;
    Key                 *keys = g_new(Key, n);
    g_autofree uint32_t *begin = g_new0(uint32_t, n + 2); /* of those that were at a place */

    for (uint32_t i = 0; i < n; i++)
        begin[MIN(record[i].job->queued_at, n) + 1]++;
    for (uint32_t at = 0; at < n; at++)
        begin[at + 1] += begin[at];
    for (uint32_t i = 0; i < n; i++)
        keys[begin[MIN(record[i].job->queued_at, n)]++] = key_of(world, &record[i], i);
    return keys;
}

/* By insertion; with more than MANY moves a record from the start. How many stood where they stood. */
static uint32_t sort_keys(Key *keys, uint32_t n)
{
    enum { MANY = 8 };
    uint32_t moves = 0, moved = 0;

    for (uint32_t i = 1; i < n; i++) {
        const Key key = keys[i];
        uint32_t  k = i;

        for (; k > 0 && key_before(&key, &keys[k - 1]); k--)
            keys[k] = keys[k - 1];
        keys[k] = key;
        moves += i - k;
        moved += k < i;
        if (moves > MANY * n) {
            qsort(keys, n, sizeof *keys, compare_keys);
            return 0;
        }
    }
    return n - moved;
}

static uint32_t sort_again(const SsWorld *world, GArray *queue)
{
    const uint32_t            n = queue->len;
    g_autofree Key           *keys = keys_as_they_were(world, queue);
    g_autofree SsQueueRecord *walked = g_memdup2(queue->data, n * sizeof *walked);
    const uint32_t            stood = sort_keys(keys, n);

    for (uint32_t i = 0; i < n; i++) {
        g_array_index(queue, SsQueueRecord, i) = walked[keys[i].walk];
        walked[keys[i].walk].job->queued_at = i;
    }
    return stood;
}

#ifdef SS_DEBUG
static bool is_sorted(const SsWorld *world, const GArray *queue)
{
    for (guint i = 1; i < queue->len; i++)
        if (compare(&g_array_index(queue, SsQueueRecord, i - 1),
                    &g_array_index(queue, SsQueueRecord, i), (gpointer) world)
            > 0)
            return false;
    return true;
}
#endif

void ss_queue_sort(SsWorld *world, GArray *queue)
{
    if (is_plain_fifo(world) || queue->len < 2)
        return;
    if (!ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_ORDER) || !is_total(world, queue)) {
        g_array_sort_with_data(queue, compare, world);
        return;
    }
    world->shortcuts.saved[SS_SHORTCUT_ORDER] += sort_again(world, queue);
#ifdef SS_DEBUG
    g_assert(is_sorted(world, queue));
#endif
}
