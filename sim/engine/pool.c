/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pool.c - the textbook on a heap of equal nodes.
 *
 * The engine knows of each node what is on it, of each job what it asked for, and keeps both true through
 * every event. A log of another scheduler on whole equal nodes needs none of that: a job fits if as many
 * nodes are free, and which ones it gets changes neither a start nor an end. What is left is a queue in order
 * of submission, running jobs by the end of their limits, and a heap of what comes next.
 *
 * The moments are the engine's: in a second cancellations first, then ends, then submissions, then one pass
 * if anything happened and somebody waits; what a pass starts and ends within the same second makes it go
 * through once more. So is the textbook's rule (scheduler/textbook.c): fifo stops at the first job that does
 * not fit, easy gives that one a shadow time and lets others pass that end before it or take nodes that are
 * left over then.
 *
 * Rejected: teaching the general engine to skip what is not needed here. It would be a condition at every
 * step, and what it does for every job (request, placement, texts) is most of its work.
 *
 * Naive twin: the engine itself, tests/conformance/pool.sh; `--no-pool` runs it.
 */
#include "sim/engine/pool.h"

#include "scheduler/controller.h"
#include "sim/base/heap.h"

#include <string.h>

#define NONE UINT32_MAX

typedef struct {
    SsTime      submit, start, limit_end;
    SsSpan      run, limit;
    uint64_t    number; /* of the submission: a slot is used again */
    uint32_t    nodes, exit_code;
    uint32_t    next, prev; /* among the waiting; next: among the free slots too */
    SsFate      fate;
    SsStarter   starter;
    bool        runs;
    const char *account;
} Job;

/* A running job's nodes, free at the latest at `end`. */
typedef struct {
    SsTime   end;
    uint32_t slot, nodes;
} Ending;

typedef struct {
    const SsCluster *cluster;
    SsRecordSink    *sink;
    bool             easy;
    uint32_t         per_node;    /* CPUs */
    uint32_t         free, nodes; /* nodes */
    GArray          *jobs;        /* Job by slot */
    uint32_t         free_slot;
    uint32_t         first, last; /* waiting, in order of submission */
    uint32_t         n_waiting;
    GArray          *running; /* Ending, by end */
    SsHeap          *events;
    uint64_t         seq;
    bool             touched;
    GHashTable      *accounts; /* user -> account -> resolved text */
    SsWorld         *world;    /* of names only */
    SsPoolResult     result;
    SsTime           now;
    GError          *error;
} Pool;

typedef enum { EVENT_CANCEL, EVENT_END } Event; /* ranks: the engine's classes 0 and 1 */

static Job *job_at(const Pool *pool, uint32_t slot)
{
    return &g_array_index(pool->jobs, Job, slot);
}

/* --- when it will do ------------------------------------------------------------------------------- */

static bool are_equal(const SsCluster *cluster)
{
    const SsNode *first = &cluster->nodes[0];

    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        const SsNode *node = &cluster->nodes[i];

        if (node->state != SS_NODE_IDLE || node->cpus != first->cpus || node->tpc != 1
            || ss_node_usable_cpus(node) != node->cpus)
            return false;
    }
    return true;
}

static bool takes_everybody(const SsCluster *cluster, const SsPartition *part)
{
    return part->is_default && part->state == SS_PART_UP && part->n_nodes == cluster->n_nodes
           && !part->root_only && !part->req_resv && !part->exclusive_user
           && part->max_time == SS_NO_LIMIT && part->min_nodes <= 1
           && part->max_nodes >= cluster->n_nodes && part->max_cpus_per_node == SS_NO_LIMIT
           && part->share <= SS_SHARE_EXCLUSIVE && part->allow_accounts == NULL
           && part->deny_accounts == NULL && part->allow_qos == NULL && part->deny_qos == NULL
           && part->allow_groups == NULL && part->alloc_nodes == NULL && part->qos == SS_ID_NONE
           && part->billing == NULL && part->def_mem_per_cpu == 0 && part->def_mem_per_node == 0
           && part->select_params == 0;
}

static bool is_plain_site(const SsSettings *settings)
{
    return settings->select_type == SS_SELECT_LINEAR && !(settings->select_params & SS_CR_MEMORY)
           && settings->enforce == 0 && settings->requeue_exit == NULL
           && settings->requeue_exit_hold == NULL;
}

const char *ss_pool_refusal(const SsCluster *cluster, const SsEngineOptions *options,
                            const SsJobSource *source, uint32_t most_procs, uint64_t without_limit,
                            uint64_t n_jobs)
{
    const SsPolicy *policy = options->policy;

    if (policy == NULL || (strcmp(policy->name, "easy") != 0 && strcmp(policy->name, "fifo") != 0))
        return "the policy is neither fifo nor easy";
    if (source->next_plain == NULL)
        return "jobs ask for more than processors and time";
    if (options->until != SS_TIME_NEVER)
        return "it stops before the last job has ended";
    if (cluster->n_parts != 1 || !takes_everybody(cluster, &cluster->parts[0]))
        return "partitions differ or refuse somebody";
    if (!is_plain_site(&cluster->settings))
        return "more than whole nodes is managed";
    if (!are_equal(cluster))
        return "nodes differ";
    if (most_procs > cluster->n_nodes * cluster->nodes[0].cpus)
        return "a job is larger than the machine";
    if (without_limit > 0)
        return "a job has no limit of its own";
    if (n_jobs >= cluster->settings.max_job_count)
        return "MaxJobCount may be reached";
    return NULL;
}

/* --- names ------------------------------------------------------------------------------------------ */

/* The account that a user's job is charged to; both texts are known by their pointers. */
static const char *account_of(Pool *pool, const SsPlainJob *job)
{
    GHashTable *of_user = g_hash_table_lookup(pool->accounts, job->user);
    gpointer    known;

    if (of_user == NULL) {
        of_user = g_hash_table_new(NULL, NULL);
        g_hash_table_insert(pool->accounts, (gpointer) job->user, of_user);
    }
    if (!g_hash_table_lookup_extended(of_user, job->account, NULL, &known)) {
        known = (gpointer) ss_controller_account(pool->world, job->user, job->account,
                                                 &pool->cluster->parts[0]);
        g_hash_table_insert(of_user, (gpointer) job->account, known);
    }
    return known;
}

/* --- slots, the queue ---------------------------------------------------------------------------------- */

static uint32_t take_slot(Pool *pool)
{
    const uint32_t slot = pool->free_slot;

    if (slot != NONE) {
        pool->free_slot = job_at(pool, slot)->next;
        return slot;
    }
    g_array_set_size(pool->jobs, pool->jobs->len + 1);
    return pool->jobs->len - 1;
}

static void drop_slot(Pool *pool, uint32_t slot)
{
    Job *job = job_at(pool, slot);

    job->number = 0;
    job->next = pool->free_slot;
    pool->free_slot = slot;
}

static void append(Pool *pool, uint32_t slot)
{
    Job *job = job_at(pool, slot);

    job->next = NONE;
    job->prev = pool->last;
    if (pool->last != NONE)
        job_at(pool, pool->last)->next = slot;
    else
        pool->first = slot;
    pool->last = slot;
    pool->n_waiting++;
}

static void unlink_job(Pool *pool, uint32_t slot)
{
    const Job *job = job_at(pool, slot);

    if (job->prev != NONE)
        job_at(pool, job->prev)->next = job->next;
    else
        pool->first = job->next;
    if (job->next != NONE)
        job_at(pool, job->next)->prev = job->prev;
    else
        pool->last = job->prev;
    pool->n_waiting--;
}

/* --- records ------------------------------------------------------------------------------------------- */

static void record(Pool *pool, const Job *job, SsJobState state)
{
    const uint64_t cpus = (uint64_t) job->nodes * pool->per_node;
    const uint64_t counts[SS_TRES_BILLING + 1] = {
        [SS_TRES_CPU] = cpus, [SS_TRES_NODE] = job->nodes, [SS_TRES_BILLING] = cpus
    };
    const SsRecord row = { .kind = SS_RECORD_JOB,
                           .u.job = { .state = state,
                                      .account = job->account,
                                      .submit = job->submit,
                                      .start = job->runs ? job->start : 0,
                                      .end = pool->now,
                                      .n_nodes = job->nodes,
                                      .counts = job->runs ? counts : NULL,
                                      .flags = job->runs ? job->starter : 0 } };

    if (pool->error == NULL)
        pool->sink->take(pool->sink, &row, &pool->error);
}

/* --- running jobs by the end of their limits ------------------------------------------------------------- */

/* The first whose limit ends behind `end`. */
static uint32_t behind(const Pool *pool, SsTime end)
{
    const Ending *at = (const Ending *) (const void *) pool->running->data;
    uint32_t      low = 0, high = pool->running->len;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (at[middle].end <= end)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void forget_running(Pool *pool, uint32_t slot)
{
    uint32_t i = behind(pool, job_at(pool, slot)->limit_end);

    while (g_array_index(pool->running, Ending, --i).slot != slot)
        ;
    g_array_remove_index(pool->running, i);
}

/* --- starts and ends --------------------------------------------------------------------------------------- */

static void at(Pool *pool, SsTime when, Event event, uint32_t slot)
{
    const SsHeapKey key = { .time = when, .rank = event, .seq = pool->seq++ };

    ss_heap_push(pool->events, key, (uint64_t) slot << 32 | (uint32_t) job_at(pool, slot)->number);
}

static void start(Pool *pool, uint32_t slot, SsStarter starter)
{
    Job         *job = job_at(pool, slot);
    const Ending ending = { .end = pool->now + job->limit, .slot = slot, .nodes = job->nodes };

    unlink_job(pool, slot);
    job->runs = true;
    job->starter = starter;
    job->start = pool->now;
    job->limit_end = ending.end;
    pool->free -= job->nodes;
    g_array_insert_val(pool->running, behind(pool, ending.end), ending);
    at(pool, pool->now + MIN(job->run, job->limit), EVENT_END, slot);
    pool->result.events++;
}

static SsJobState state_at_end(const Pool *pool, const Job *job)
{
    if (pool->now - job->start < job->run)
        return SS_JOB_TIMEOUT;
    if (job->fate == SS_FATE_CANCEL_RUNNING)
        return SS_JOB_CANCELLED;
    return job->exit_code == 0 ? SS_JOB_COMPLETED : SS_JOB_FAILED;
}

static void end(Pool *pool, uint32_t slot)
{
    const Job *job = job_at(pool, slot);

    forget_running(pool, slot);
    pool->free += job->nodes;
    record(pool, job, state_at_end(pool, job));
    drop_slot(pool, slot);
    pool->touched = true;
    pool->result.events++;
}

static void give_up(Pool *pool, uint32_t slot)
{
    unlink_job(pool, slot);
    record(pool, job_at(pool, slot), SS_JOB_CANCELLED);
    drop_slot(pool, slot);
    pool->touched = true;
    pool->result.events++;
}

static void take_events(Pool *pool, Event event)
{
    SsHeapItem item;

    while (ss_heap_peek(pool->events, &item) && item.key.time <= pool->now
           && item.key.rank == event) {
        const uint32_t slot = (uint32_t) (item.value >> 32);
        const Job     *job = job_at(pool, slot);
        const bool     is_meant = (uint32_t) job->number == (uint32_t) item.value;

        ss_heap_pop(pool->events, &item);
        if (event == EVENT_END)
            end(pool, slot);
        else if (is_meant && !job->runs)
            give_up(pool, slot);
    }
}

static void submit(Pool *pool, const SsPlainJob *plain)
{
    const uint32_t slot = take_slot(pool);
    Job           *job = job_at(pool, slot);

    *job = (Job){ .submit = pool->now,
                  .run = plain->run,
                  .limit = plain->limit,
                  .number = ++pool->result.submitted,
                  .nodes = (plain->procs + pool->per_node - 1) / pool->per_node,
                  .exit_code = plain->exit_code,
                  .fate = plain->fate,
                  .account = account_of(pool, plain) };
    append(pool, slot);
    if (plain->fate == SS_FATE_CANCEL_PENDING)
        at(pool, ss_time_add(pool->now, plain->cancel_after), EVENT_CANCEL, slot);
    pool->touched = true;
    pool->result.events += 2;
}

/* --- the pass ------------------------------------------------------------------------------------------------ */

/* When as many nodes as the first waiting job needs are free at the latest, and what is left over then. */
static SsTime shadow_of(const Pool *pool, const Job *head, uint32_t *left)
{
    const Ending *at = (const Ending *) (const void *) pool->running->data;
    const guint   n = pool->running->len;
    uint32_t      free = pool->free;
    guint         i = 0;

    while (free < head->nodes) {
        g_assert(i < n); /* no job is larger than the machine */
        const SsTime end = at[i].end;

        for (; i < n && at[i].end == end; i++)
            free += at[i].nodes;
    }
    /* What ends in this very second counts as free in the next: there is one step for both. */
    const SsTime shadow = MAX(at[i - 1].end, pool->now + 1);
    for (; i < n && at[i].end <= shadow; i++)
        free += at[i].nodes;
    *left = free - head->nodes;
    return shadow;
}

static void backfill(Pool *pool, uint32_t head)
{
    uint32_t     left = 0;
    const SsTime shadow = shadow_of(pool, job_at(pool, head), &left);

    for (uint32_t slot = job_at(pool, head)->next, next; slot != NONE && pool->free > 0;
         slot = next) {
        const Job *job = job_at(pool, slot);
        const bool in_time = pool->now + job->limit <= shadow;

        next = job->next;
        if (job->nodes > pool->free || (!in_time && job->nodes > left))
            continue;
        if (!in_time)
            left -= job->nodes;
        start(pool, slot, SS_STARTER_BACKFILL);
    }
}

static void pass(Pool *pool)
{
    pool->touched = false;
    if (pool->n_waiting == 0)
        return;
    pool->result.main_passes++;
    pool->result.events++;
    while (pool->first != NONE && job_at(pool, pool->first)->nodes <= pool->free)
        start(pool, pool->first, SS_STARTER_MAIN);
    if (pool->easy && pool->first != NONE && pool->free > 0)
        backfill(pool, pool->first);
}

/* --- the run --------------------------------------------------------------------------------------------------- */

static SsTime next_event(const Pool *pool)
{
    SsHeapItem item;

    return ss_heap_peek(pool->events, &item) ? item.key.time : SS_TIME_NEVER;
}

static bool may_go_on(Pool *pool, const SsEngineOptions *options)
{
    if (pool->error == NULL && options->interrupted != NULL && *options->interrupted != 0)
        g_set_error(&pool->error, SS_ENGINE_ERROR, SS_ENGINE_ERROR_INTERRUPTED, "interrupted");
    return pool->error == NULL;
}

/* The job after the last one into *job; false at the end. */
static bool read_next(Pool *pool, SsJobSource *source, SsPlainJob *job)
{
    return pool->error == NULL && source->next_plain(source, job, &pool->error);
}

static void live(Pool *pool, const SsEngineOptions *options, SsJobSource *source)
{
    SsPlainJob job;
    bool       there = read_next(pool, source, &job);

    while (may_go_on(pool, options)) {
        const SsTime submission = there ? MAX(job.submit, pool->now) : SS_TIME_NEVER;
        const SsTime next = MIN(next_event(pool), submission);

        if (next == SS_TIME_NEVER)
            break;
        pool->now = next;
        do {
            take_events(pool, EVENT_CANCEL);
            take_events(pool, EVENT_END);
            for (; there && job.submit <= pool->now; there = read_next(pool, source, &job))
                submit(pool, &job);
            if (pool->touched)
                pass(pool);
        } while (next_event(pool) <= pool->now);
        if (options->progress != NULL && (pool->result.submitted & 0xfff) == 0)
            options->progress(options->progress_data, pool->world, source->progress(source));
    }
}

gboolean ss_pool_run(const SsCluster *cluster, const SsEngineOptions *options, SsJobSource *source,
                     SsRecordSink *sink, SsPoolResult *result, GError **error)
{
    Pool pool = { .cluster = cluster,
                  .sink = sink,
                  .easy = strcmp(options->policy->name, "easy") == 0,
                  .per_node = cluster->nodes[0].cpus,
                  .free = cluster->n_nodes,
                  .nodes = cluster->n_nodes,
                  .free_slot = NONE,
                  .first = NONE,
                  .last = NONE,
                  .now = options->start };

    pool.jobs = g_array_new(FALSE, TRUE, sizeof(Job));
    pool.running = g_array_new(FALSE, FALSE, sizeof(Ending));
    pool.events = ss_heap_new();
    pool.accounts = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
    pool.world = ss_world_new(cluster, options->start);
    live(&pool, options, source);
    pool.result.now = pool.now;
    *result = pool.result;
    ss_world_free(pool.world);
    g_hash_table_unref(pool.accounts);
    ss_heap_free(pool.events);
    g_array_unref(pool.running);
    g_array_unref(pool.jobs);
    if (pool.error == NULL)
        return TRUE;
    g_propagate_error(error, pool.error);
    return FALSE;
}
