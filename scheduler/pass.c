/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass.c - the main scheduler: in order, until blocked.
 *
 * The queue is walked from the top. A job that cannot start for want of nodes *fails its partition*: all the
 * partition's nodes leave the set this pass may still use, so that nothing below it in this or an
 * overlapping partition overtakes it here. Jobs held up by anything else (a limit, a licence, a
 * reservation) are simply passed over. Whatever could start behind a failed partition without delaying it
 * is backfill's to find.
 *
 * A partial pass stops after default_queue_depth + 1 tested records (the counter is raised after it is
 * compared); records that are skipped without a test do not count.
 *
 * Array tasks: after a task started the next one is tried at once, before any lower record.
 */
#include "scheduler/pass.h"

#include "scheduler/eligible.h"
#include "scheduler/licenses.h"
#include "scheduler/limits.h"
#include "scheduler/queue.h"
#include "scheduler/span.h"
#include "scheduler/start.h"

static const char not_enough_nodes[] =
    "Nodes required for job are DOWN, DRAINED or reserved for jobs in higher priority partitions";

enum { RESV_REMEMBERED = 10 };

typedef struct {
    SsWorld       *world;
    SsPassKind     kind;
    SsPassOutcome *outcome;
    SsNodeSet     *avail;
    bool          *failed;      /* [n_parts] */
    uint32_t      *part_tested; /* [n_parts] */
    uint32_t       failed_resv[RESV_REMEMBERED];
    uint32_t       n_failed_resv;
    uint32_t       depth;
    /* the array whose task was rejected last */
    uint32_t rejected_array;
    SsPartId rejected_part;
    uint32_t rejected_resv;
    bool     stop;
} Pass;

/* --- who need not be tested ---------------------------------------------------------------------- */

static bool resv_failed(const Pass *pass, uint32_t resv)
{
    for (uint32_t i = 0; i < pass->n_failed_resv; i++)
        if (pass->failed_resv[i] == resv)
            return true;
    return false;
}

static bool gone(const SsQueueRecord *record)
{
    const SsJob *job = record->job;

    return job->state != SS_JOB_PENDING || job->id != record->job_id || job->priority == 0;
}

static bool array_rejected(const Pass *pass, const SsQueueRecord *record)
{
    const SsJob *job = record->job;

    return job->array.job_id != 0 && job->array.job_id == pass->rejected_array
           && record->part == pass->rejected_part && record->resv == pass->rejected_resv;
}

static bool over_partition_depth(Pass *pass, const SsQueueRecord *record)
{
    const uint32_t most = pass->world->settings.sched.partition_job_depth;

    if (most == 0 || pass->part_tested[record->part]++ < most)
        return false;
    if (record->job->reason == SS_REASON_NONE)
        ss_world_set_reason(pass->world, record->job, SS_REASON_PRIORITY, NULL);
    return true;
}

static bool over_depth(Pass *pass)
{
    if (pass->kind != SS_PASS_PARTIAL)
        return false;
    return pass->depth++ > pass->world->settings.sched.default_queue_depth;
}

/* Who is told so anew is a change to backfill (replay-backfill-min-age: 10:02:10, and a cycle in the next second). */
static void tell_priority(Pass *pass, SsJob *job)
{
    if (ss_world_set_reason(pass->world, job, SS_REASON_PRIORITY, NULL))
        pass->outcome->stamps = true;
}

static bool behind_a_failure(Pass *pass, const SsQueueRecord *record)
{
    SsJob *job = record->job;

    if (record->resv != SS_ID_NONE) {
        if (!resv_failed(pass, record->resv))
            return false;
        tell_priority(pass, job);
        return true;
    }
    if (!pass->failed[record->part])
        return false;
    if (job->reason == SS_REASON_NONE || job->reason == SS_REASON_RESOURCES)
        tell_priority(pass, job);
    return true;
}

/* --- what a failure closes ----------------------------------------------------------------------- */

static uint32_t min_prio_threshold(const SsWorld *world, const SsJob *job, SsPartId part)
{
    SsQosId first, second;

    ss_limits_qos_order(world, job, part, &first, &second);
    if (first != SS_ID_NONE && world->tree->qos[first].limits.min_prio_thresh != SS_NO_LIMIT)
        return world->tree->qos[first].limits.min_prio_thresh;
    if (second != SS_ID_NONE && world->tree->qos[second].limits.min_prio_thresh != SS_NO_LIMIT)
        return world->tree->qos[second].limits.min_prio_thresh;
    if (job->assoc != SS_ID_NONE
        && world->tree->at[job->assoc].limits.min_prio_thresh != SS_NO_LIMIT)
        return world->tree->at[job->assoc].limits.min_prio_thresh;
    return world->settings.sched.bf_min_prio_reserve;
}

static bool too_young_to_reserve(const SsWorld *world, const SsJob *job)
{
    const uint32_t age = world->settings.sched.bf_min_age_reserve;

    return age > 0 && (job->eligible == 0 || world->now - job->eligible < (SsSpan) age);
}

/* Are the nodes of `-w` all that it wants? Then those are closed to the jobs behind it, and no others. */
static bool close_required_nodes(Pass *pass, const SsJob *job)
{
    if (!job->req.req_nodes || job->req.n_req_nodes < job->req.min_nodes)
        return false;
    ss_node_set_and_not(pass->avail, job->req.req_nodes);
    return true;
}

static void fail_partition(Pass *pass, const SsQueueRecord *record)
{
    SsWorld *world = pass->world;
    SsJob   *job = record->job;

    if (close_required_nodes(pass, job))
        return;
    if (record->resv != SS_ID_NONE) {
        if (pass->n_failed_resv < RESV_REMEMBERED)
            pass->failed_resv[pass->n_failed_resv++] = record->resv;
        return;
    }
    if (too_young_to_reserve(world, job)
        || record->priority < min_prio_threshold(world, job, record->part))
        return;
    pass->failed[record->part] = true;
    ss_node_set_and_not(pass->avail, world->parts[record->part].nodes);
}

/* --- one test ------------------------------------------------------------------------------------ */

/* Deadline: can it still end in time? TRUE: it was killed. */
static bool past_deadline(SsWorld *world, SsJob *job)
{
    if (job->deadline == 0)
        return false;
    const uint32_t least = job->time_min ? job->time_min : job->time_limit;
    const SsSpan   span = least == SS_UNSET32 || least == SS_NO_LIMIT ? 0 : (SsSpan) least * 60;
    if (job->deadline >= world->now + span)
        return false;
    ss_world_cancel_pending(world, job, SS_JOB_DEADLINE, SS_REASON_DEAD_LINE, 0);
    return true;
}

/* A job that a limit blocked stays out of the way until its pre-check passes. */
static bool still_limited(SsWorld *world, const SsQueueRecord *record)
{
    SsJob *job = record->job;

    if (!ss_reason_is_limit(job->reason))
        return false;
    const SsReason reason = ss_limits_pre(world, job, record->part);
    if (reason == SS_REASON_NONE)
        return false;
    ss_world_set_reason(world, job, reason, NULL);
    return true;
}

static bool required_nodes_still_missing(const SsWorld *world, const SsJob *job)
{
    return job->reason == SS_REASON_REQ_NODE_NOT_AVAIL && job->req.req_nodes
           && !ss_node_set_is_subset(job->req.req_nodes, world->avail);
}

static bool too_few_nodes(Pass *pass, const SsQueueRecord *record)
{
    const uint32_t left =
        ss_node_set_count_and(pass->world->parts[record->part].nodes, pass->avail);
    const uint32_t need = MAX(record->job->req.min_nodes, 1);

    if (left >= need)
        return false;
    ss_world_set_reason(pass->world, record->job, SS_REASON_RESOURCES, not_enough_nodes);
    return true;
}

static bool licenses_short(SsWorld *world, const SsQueueRecord *record)
{
    SsJob       *job = record->job;
    const SsSpan span = ss_minutes(ss_start_limit(world, job, record->part));

    if (!ss_licenses_short(world, job, world->now, span))
        return false;
    ss_world_set_reason(world, job, SS_REASON_LICENSES, NULL);
    return true;
}

static void remember_array(Pass *pass, const SsQueueRecord *record)
{
    pass->rejected_array = record->job->array.job_id;
    pass->rejected_part = record->part;
    pass->rejected_resv = record->resv;
}

static void hold_bad_constraints(SsWorld *world, SsJob *job)
{
    if (job->n_parts > 1)
        return;
    job->priority = 0;
    ss_world_set_reason(world, job, SS_REASON_BAD_CONSTRAINTS, NULL);
}

static bool is_refused_by_partition(const SsJob *job)
{
    return job->reason == SS_REASON_QOS_NOT_ALLOWED || job->reason == SS_REASON_ACCOUNT_NOT_ALLOWED;
}

static void after_failure(Pass *pass, const SsQueueRecord *record, SsStartResult result)
{
    SsWorld *world = pass->world;

    switch (result) {
    case SS_START_NODES_BUSY:
        fail_partition(pass, record);
        break;
    case SS_START_POLICY:
        if (world->settings.sched.assoc_limit_stop)
            fail_partition(pass, record);
        else if (ss_limits_pre(world, record->job, record->part) == SS_REASON_NONE)
            close_required_nodes(
                pass, record->job); /* replay-limit-required: limits of CPUs, memory, nodes, GRES */
        break;
    case SS_START_RESERVATION_BUSY:
    case SS_START_RESERVATION_NOT_USABLE:
        if (record->resv != SS_ID_NONE && world->resv->pdata[record->resv])
            ss_node_set_and_not(pass->avail,
                                ((const SsReservation *) world->resv->pdata[record->resv])->nodes);
        break;
    case SS_START_LICENSES:
        pass->outcome->stamps = true;
        pass->stop = world->settings.sched.bf_licenses;
        break;
    case SS_START_PART_CONFIG: /* said anew each time (static-q-national-projects) */
        pass->outcome->stamps |= is_refused_by_partition(record->job);
        break;
    case SS_START_NODE_CONFIG:
        hold_bad_constraints(world, record->job);
        break;
    default:
        break;
    }
    if (record->job->array.job_id != 0)
        remember_array(pass, record);
}

/* LastSchedEval: a job whose nodes are down counts as looked at, too. */
static void note_look(Pass *pass, SsJob *job)
{
    job->last_sched_eval = pass->world->now;
    job->last_sched = SS_STARTER_MAIN;
    if (pass->outcome->seen)
        g_ptr_array_add(pass->outcome->seen, job);
}

/* Steps i to m for one record: TRUE if a job (or one more array task) started. */
static bool test_record(Pass *pass, const SsQueueRecord *record)
{
    SsWorld *world = pass->world;
    SsJob   *job = record->job;

    note_look(pass, job);
    if (behind_a_failure(pass, record) || past_deadline(world, job) || still_limited(world, record))
        return false;
    if (required_nodes_still_missing(world, job))
        return false;
    if (too_few_nodes(pass, record)) {
        pass->outcome->stamps = true; /* as often as it is said (static-t-bioinformatics) */
        fail_partition(pass, record);
        return false;
    }
    if (licenses_short(world, record)) {
        pass->outcome->stamps = true;
        pass->stop = world->settings.sched.bf_licenses;
        return false;
    }
    const SsStartResult result =
        ss_start_job(world, job, record->part, pass->avail, SS_STARTER_MAIN);
    if (result == SS_START_STARTED)
        return true;
    after_failure(pass, record, result);
    return false;
}

/* What this pass has found eligible ages when it is held up by its array: before the next queue build forgets that it was. In
 * backfill it does not (replay-array-own-ids, static-x-array-work). */
static bool array_full(Pass *pass, SsJob *job)
{
    if (!ss_eligible_array_full(pass->world, job))
        return false;
    ss_limits_accrue(pass->world, job);
    ss_world_set_reason(pass->world, job, SS_REASON_JOB_ARRAY_TASK_LIMIT, NULL);
    return true;
}

static bool resv_nodes_short(const SsWorld *world, const SsQueueRecord *record)
{
    const SsReservation *resv =
        record->resv < world->resv->len ? world->resv->pdata[record->resv] : NULL;

    return resv && resv->n_nodes > 0
           && ss_node_set_count_and(resv->nodes, world->parts[record->part].nodes)
                  < MAX(record->job->req.min_nodes, 1);
}

/* The job, or one array task after the other. */
static void try_in_reservation(Pass *pass, const SsQueueRecord *record)
{
    const uint32_t most_starts = pass->world->settings.sched.sched_max_job_start;
    SsJob         *job = record->job;

    for (;;) {
        if (most_starts && pass->outcome->started >= most_starts) {
            pass->stop = true;
            return;
        }
        if (array_rejected(pass, record) || array_full(pass, job)
            || over_partition_depth(pass, record))
            return;
        if (over_depth(pass)) {
            pass->stop = true;
            return;
        }
        pass->outcome->tested++;
        const bool was_array = job->array.job_id != 0 && job->array.task == SS_UNSET32;
        if (!test_record(pass, record))
            return;
        pass->outcome->started++;
        if (!was_array || gone(record) || job->array.n_pending == 0)
            return;
    }
}

static void try_record(Pass *pass, const SsQueueRecord *record)
{
    SsWorld *world = pass->world;

    if (gone(record) || resv_nodes_short(world, record))
        return;
    const uint32_t resv = ss_queue_enter(world, record);
    try_in_reservation(pass, record);
    ss_queue_leave(world, record, resv);
}

/* With CompleteWait, jobs that are still completing hold up the pass or their partitions. */
static bool held_up_by_completing(Pass *pass)
{
    SsWorld          *world = pass->world;
    const SsSettings *set = &world->settings;
    bool              held = false;

    if (set->complete_wait == 0)
        return false;
    for (const SsJob *job = world->first; job && !held; job = job->next) {
        if (!job->completing || job->end < world->now - (SsSpan) set->complete_wait)
            continue;
        if (!set->sched.reduce_completing_frag)
            return true;
        for (uint32_t p = 0; p < world->cluster->n_parts; p++) {
            if (!ss_node_set_intersects(world->parts[p].nodes, world->parts[job->part].nodes))
                continue;
            pass->failed[p] = true;
            ss_node_set_and_not(pass->avail, world->parts[p].nodes);
        }
    }
    return held;
}

void ss_main_pass_count(SsWorld *world, const SsPassOutcome *outcome)
{
    world->stats.main_passes++;
    world->stats.main_depth += outcome->tested;
    world->stats.last_queue_len = outcome->queue;
}

void ss_main_pass(SsWorld *world, SsPassKind kind, SsPassOutcome *outcome)
{
    const uint32_t       n_parts = world->cluster->n_parts;
    g_autoptr(GArray)    queue = NULL;
    g_autofree bool     *failed = g_new0(bool, n_parts);
    g_autofree uint32_t *tested = g_new0(uint32_t, n_parts);
    g_autoptr(SsNodeSet) avail = ss_node_set_dup(world->avail);
    Pass                 pass = { .world = world,
                                  .kind = kind,
                                  .outcome = outcome,
                                  .avail = avail,
                                  .failed = failed,
                                  .part_tested = tested };

    if (held_up_by_completing(&pass))
        return;
    queue = ss_queue_build(world, SS_QUEUE_MAIN);
    ss_queue_sort(world, queue);
    outcome->queue = queue->len;
    for (uint32_t i = 0; i < queue->len && !pass.stop; i++)
        try_record(&pass, &g_array_index(queue, SsQueueRecord, i));
    ss_main_pass_count(world, outcome);
    if (outcome->seen)
        outcome->records = g_steal_pointer(&queue);
}
