/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_check.c - everything the world derives, derived again from nothing, and compared.
 *
 * Shares no code with the verbs beyond adding an allocation to a use: a fault in a verb must not repeat
 * itself here. O(jobs + nodes); run each simulated hour with --paranoid, and after every step of the
 * property tests. The first difference is told, the rest follows from it more often than not.
 */
#include "sim/model/world.h"

typedef struct {
    const SsWorld *world;
    SsUse         *use;
    uint32_t      *licenses, *owner_jobs, *completing;
    GHashTable    *running; /* array id -> running tasks */
    uint32_t       jobs, pending, active, ended;
    char          *fault;
} Check;

static bool fault(Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool fault(Check *check, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (check->fault == NULL)
        check->fault = g_strdup_vprintf(format, args);
    va_end(args);
    return false;
}

static bool holds(const SsJob *job)
{
    return job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED || job->completing;
}

static void count_held(Check *check, const SsJob *job)
{
    const SsWorld *world = check->world;

    for (uint32_t i = 0; i < job->req.n_license; i++)
        check->licenses[job->req.license[i].license] += job->req.license[i].count;
    for (uint32_t i = 0; i < job->alloc->n; i++) {
        const SsNodeId node = job->alloc->at[i].node;
        const SsAlloc  one = ss_alloc_entry(job->alloc, &job->alloc->at[i]);

        if (job->alloc->at[i].left)
            continue;
        ss_use_add(check->use, &one);
        check->completing[node] += job->completing || job->preempted;
        check->owner_jobs[node] += ss_world_is_for_one_user(world, job, job->part);
    }
}

static bool check_times(Check *check, const SsJob *job)
{
    if (holds(job) && job->start == 0)
        return fault(check, "job %u holds nodes and has no start", job->id);
    if (job->state == SS_JOB_PENDING && (job->start != 0 || job->nodes != NULL))
        return fault(check, "job %u is pending and has a start or nodes", job->id);
    if (job->state >= SS_JOB_COMPLETED && (job->end < job->start || job->end > check->world->now))
        return fault(check, "job %u ends before its start or in the future", job->id);
    if (holds(job) != (job->alloc != NULL) && check->world->journal->len == 0)
        return fault(check, "job %u: state %s and its allocation disagree", job->id,
                     ss_job_state_text(job->state));
    return true;
}

static bool check_job(Check *check, const SsJob *job)
{
    const uint32_t array = job->array.job_id;

    check->jobs++;
    check->pending += job->state == SS_JOB_PENDING;
    check->active += job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED;
    check->ended += ss_job_finished(job);
    if (ss_world_job(check->world, job->id) != job)
        return fault(check, "job %u is not found by its id", job->id);
    if (array != 0 && job->array.task != SS_UNSET32
        && ss_world_array_task(check->world, array, job->array.task) != job)
        return fault(check, "job %u is not found as task %u_%u", job->id, array, job->array.task);
    if (array != 0 && (job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED)) {
        const guint n =
            GPOINTER_TO_UINT(g_hash_table_lookup(check->running, GUINT_TO_POINTER(array)));

        g_hash_table_insert(check->running, GUINT_TO_POINTER(array), GUINT_TO_POINTER(n + 1));
    }
    if (holds(job) && job->alloc != NULL)
        count_held(check, job);
    return check_times(check, job);
}

static bool check_list(Check *check)
{
    const SsJob *prev = NULL;
    uint64_t     seq = 0;

    for (const SsJob *job = check->world->first; job != NULL; job = job->next) {
        if (job->prev != prev || job->seq <= seq)
            return fault(check, "the job list is out of order at job %u", job->id);
        if (!check_job(check, job))
            return false;
        prev = job;
        seq = job->seq;
    }
    return check->world->last == prev || fault(check, "the job list's tail is wrong");
}

/* Those that wait, in the list's order; those that run, by their ends. */
static bool check_indexes(Check *check)
{
    const SsWorld *world = check->world;
    const SsJob   *waiting = world->first_waiting;

    for (const SsJob *job = world->first; job != NULL; job = job->next) {
        if (job->state != SS_JOB_PENDING)
            continue;
        if (waiting != job)
            return fault(check, "pending job %u is not in its place among those waiting", job->id);
        waiting = job->wait_next;
    }
    if (waiting != NULL || world->ends->len != check->active)
        return fault(check, "jobs that do not wait or run are kept as if they did");
    for (guint i = 0; i < world->ends->len; i++) {
        const SsPlannedEnd *at = &g_array_index(world->ends, SsPlannedEnd, i);

        if (at->job->end != at->end
            || (i > 0 && (at - 1)->end == at->end && (at - 1)->job->seq >= at->job->seq)
            || (i > 0 && (at - 1)->end > at->end))
            return fault(check, "the planned end of job %u is out of order", at->job->id);
    }
    return true;
}

static bool check_arrays(Check *check)
{
    for (const SsJob *job = check->world->first; job != NULL; job = job->next) {
        const guint n =
            GPOINTER_TO_UINT(g_hash_table_lookup(check->running, GUINT_TO_POINTER(job->id)));

        if (job->array.job_id == job->id && job->id != 0 && job->array.n_running != n)
            return fault(check, "array %u counts %u running tasks, has %u", job->id,
                         job->array.n_running, n);
    }
    return true;
}

static bool check_counts(Check *check)
{
    const SsWorld *world = check->world;

    if (world->n_jobs != check->jobs || world->n_pending != check->pending
        || world->n_running != check->active)
        return fault(check, "counts: %u jobs, %u pending, %u running; found %u, %u, %u",
                     world->n_jobs, world->n_pending, world->n_running, check->jobs, check->pending,
                     check->active);
    if (g_hash_table_size(world->by_id) != check->jobs)
        return fault(check, "%u ids for %u jobs", g_hash_table_size(world->by_id), check->jobs);
    if (g_queue_get_length((GQueue *) &world->done) > check->ended)
        return fault(check, "more records wait for the purge than have ended");
    for (uint32_t i = 0; i < world->cluster->n_licenses; i++) {
        if (world->license_used[i] != check->licenses[i])
            return fault(check, "licence %s: %u counted, %u held", world->cluster->licenses[i].name,
                         world->license_used[i], check->licenses[i]);
    }
    return true;
}

static bool shares_cores(const SsWorld *world, SsNodeId node)
{
    if (world->settings.preempt_mode & SS_PREEMPT_GANG)
        return true;
    for (uint32_t i = 0; i < world->cluster->n_parts; i++) {
        const SsPartition *part = &world->parts[i];

        if ((part->share == SS_SHARE_FORCE || part->share == SS_SHARE_YES)
            && ss_node_set_test(part->nodes, node))
            return true;
    }
    return false;
}

static bool check_room(Check *check, SsNodeId node)
{
    const SsNode *has = &check->world->cluster->nodes[node];
    const SsUse  *use = check->use;

    if (use->suspended[node] > 0 || shares_cores(check->world, node))
        return true;
    if (use->cpus[node] > has->cpus || use->core_jobs[node] != NULL)
        return fault(check, "node %s: %u of %u CPUs in use, or a core twice", has->name,
                     use->cpus[node], has->cpus);
    return true;
}

static bool check_node(Check *check, SsNodeId node)
{
    const SsWorld   *world = check->world;
    const SsNodeNow *now = &world->node[node];
    const SsUse     *use = check->use;
    const char      *name = world->cluster->nodes[node].name;
    const uint32_t   base = now->state & SS_NODE_BASE;
    const bool       up = base != SS_NODE_DOWN && base != SS_NODE_FUTURE && base != SS_NODE_ERROR
                    && !(now->state & (SS_NODE_DRAIN | SS_NODE_FAIL | SS_NODE_NO_RESPOND))
                    && !now->awaited;

    if (ss_node_set_test(world->avail, node) != up)
        return fault(check, "node %s: availability is wrong", name);
    if (ss_node_set_test(world->idle, node) != (use->jobs[node] == use->suspended[node]))
        return fault(check, "node %s: idleness is wrong", name);
    if (ss_node_set_test(world->held_whole, node) != (use->whole_jobs[node] > 0))
        return fault(check, "node %s: who holds it whole is wrong", name);
    if (ss_node_set_test(world->shareable, node) != (use->share_no_jobs[node] == 0))
        return fault(check, "node %s: sharing is wrong", name);
    if (now->completing != check->completing[node]
        || (now->completing > 0) != ((now->state & SS_NODE_COMPLETING) != 0))
        return fault(check, "node %s: completing jobs are wrong", name);
    if (now->owner_jobs != check->owner_jobs[node]
        || (now->owner_jobs > 0) != (now->owner != SS_UNSET32))
        return fault(check, "node %s: owner's jobs are wrong", name);
    if (ss_node_set_test(world->owned, node) != (now->owner_jobs > 0))
        return fault(check, "node %s: ownership is wrong", name);
    return check_room(check, node);
}

static bool check_nodes(Check *check)
{
    uint32_t completing = 0;

    if (!ss_use_equal(check->use, check->world->use))
        return fault(check, "what is in use is not the sum of the allocations");
    for (uint32_t i = 0; i < check->world->cluster->n_nodes; i++) {
        if (!check_node(check, i))
            return false;
        completing += check->completing[i] > 0;
    }
    return completing == check->world->n_completing
           || fault(check, "the number of completing nodes is wrong");
}

char *ss_world_check(const SsWorld *world)
{
    const uint32_t n = world->cluster->n_nodes;
    Check          check = {
                 .world = world,
                 .use = ss_use_new(world->cluster),
                 .licenses = g_new0(uint32_t, world->cluster->n_licenses),
                 .owner_jobs = g_new0(uint32_t, n),
                 .completing = g_new0(uint32_t, n),
                 .running = g_hash_table_new(g_direct_hash, g_direct_equal),
    };

    if (check_list(&check) && check_arrays(&check) && check_counts(&check) && check_indexes(&check))
        check_nodes(&check);
    ss_use_free(check.use);
    g_free(check.licenses);
    g_free(check.owner_jobs);
    g_free(check.completing);
    g_hash_table_unref(check.running);
    return check.fault;
}
