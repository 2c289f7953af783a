/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.c - the controller's memory and the verbs that change it.
 *
 * Everything that happens in a run happens through a verb here. A verb keeps every derived fact true in
 * the same breath (what is in use, which nodes are idle, counters, licences, change stamps) and writes one
 * line into the journal. Who decides and who records stay apart: the scheduler calls verbs and knows no
 * records; the engine reads the journal and decides nothing.
 *
 * Job ids follow Slurm's own way with arrays. One record holds all tasks that have not started, under the
 * array's id N. A task that leaves it gets the next free id; the last one keeps N as its own raw id. The
 * split record goes to the list's tail: list order is the order of charging and of ties.
 *
 * A requeued job keeps its id and its place in the list, but its run is over for the accounting: the
 * journal entry owns a copy of the record as it ended, allocation included, so that charges and limits can
 * be settled from it after the job itself waits again.
 *
 * Ended records stay MinJobAge for dependencies and squeue. They queue up in the order of their ends, so a
 * purge looks at nothing that has to stay; the record with an array's id waits for its other tasks.
 *
 * What holds is written down twice: here, step by step, and in world_check.c, from nothing.
 * Tested in tests/unit/test_world.c.
 */
#include "sim/model/world.h"

#include <string.h>

#define YEAR_MINUTES (365 * 24 * 60)

/* The records of one array. */
typedef struct {
    GPtrArray  *records;    /* SsJob *, borrowed, in order of creation      */
    GHashTable *by_task;    /* task -> SsJob *, split ones only             */
    SsJob      *base_waits; /* the record with the array's id, when its MinJobAge is over; NULL */
} Array;

/* --- the journal ------------------------------------------------------------------------------------ */

static SsJournalEntry *note(SsWorld *world, SsDid what)
{
    const SsJournalEntry entry = { .what = what, .node = SS_ID_NONE, .resv = SS_ID_NONE };

    ss_world_touch(world);
    g_array_append_val(world->journal, entry);
    return &g_array_index(world->journal, SsJournalEntry, world->journal->len - 1);
}

/* Do submissions and the ends of those that wait change what is in use? No; everything else may. */
static bool moves_resources(SsDid what, uint32_t old_state)
{
    if (what == SS_DID_SUBMIT || what == SS_DID_SPLIT || what == SS_DID_UPDATE)
        return false;
    return what != SS_DID_FINISH || old_state != SS_JOB_PENDING;
}

static SsJournalEntry *note_job(SsWorld *world, SsDid what, SsJob *job, uint32_t old_state)
{
    SsJournalEntry *entry = note(world, what);

    entry->job = job;
    entry->old_state = old_state;
    world->placing += moves_resources(what, old_state);
    world->changed.job = world->now;
    return entry;
}

void ss_world_journal_clear(SsWorld *world)
{
    for (guint i = 0; i < world->journal->len; i++) {
        SsJournalEntry *entry = &g_array_index(world->journal, SsJournalEntry, i);

        if (entry->what == SS_DID_FINISH && !entry->job->completing)
            g_clear_pointer(&entry->job->alloc, ss_alloc_free);
        ss_job_free(entry->past);
        ss_reservation_free(entry->gone);
    }
    g_array_set_size(world->journal, 0);
}

/* --- the list, the ids ------------------------------------------------------------------------------ */

static void free_array(gpointer data)
{
    Array *array = data;

    g_ptr_array_unref(array->records);
    g_hash_table_unref(array->by_task);
    g_free(array);
}

static Array *find_array(const SsWorld *world, uint32_t id)
{
    return g_hash_table_lookup(world->arrays, GUINT_TO_POINTER(id));
}

static Array *new_array(SsWorld *world, uint32_t id)
{
    Array *array = g_new0(Array, 1);

    array->records = g_ptr_array_new();
    array->by_task = g_hash_table_new(g_direct_hash, g_direct_equal);
    g_hash_table_insert(world->arrays, GUINT_TO_POINTER(id), array);
    return array;
}

static bool ids_left(const SsWorld *world)
{
    return g_hash_table_size(world->by_id)
           < world->settings.max_job_id - world->settings.first_job_id;
}

/* Ids go round below MaxJobId. Only the tasks of an array that was let in can find none left there: they
 * take the next ones above it. */
static uint32_t take_id(SsWorld *world)
{
    const bool round = ids_left(world);
    uint32_t   id;

    do {
        if (round && world->next_id >= world->settings.max_job_id)
            world->next_id = world->settings.first_job_id;
        id = world->next_id++;
    } while (g_hash_table_contains(world->by_id, GUINT_TO_POINTER(id)));
    return id;
}

bool ss_world_has_room(const SsWorld *world, uint32_t tasks)
{
    return world->n_jobs + tasks <= world->settings.max_job_count && ids_left(world);
}

void ss_world_take_ids(SsWorld *world, uint32_t *id, uint32_t *db_inx)
{
    *id = take_id(world);
    *db_inx = world->next_db_inx++;
}

/* Into the list of those that wait, at its place in the job list's order. */
static void link_waiting(SsWorld *world, SsJob *job)
{
    SsJob *before = world->last_waiting;

    while (before != NULL && before->seq > job->seq)
        before = before->wait_prev;
    job->wait_prev = before;
    job->wait_next = before != NULL ? before->wait_next : world->first_waiting;
    if (before != NULL)
        before->wait_next = job;
    else
        world->first_waiting = job;
    if (job->wait_next != NULL)
        job->wait_next->wait_prev = job;
    else
        world->last_waiting = job;
}

static void unlink_waiting(SsWorld *world, SsJob *job)
{
    if (job->wait_prev != NULL)
        job->wait_prev->wait_next = job->wait_next;
    else
        world->first_waiting = job->wait_next;
    if (job->wait_next != NULL)
        job->wait_next->wait_prev = job->wait_prev;
    else
        world->last_waiting = job->wait_prev;
    job->wait_next = job->wait_prev = NULL;
}

/* At the end of the list, with the next id. */
static void append_record(SsWorld *world, SsJob *job)
{
    ss_world_take_ids(world, &job->id, &job->db_inx);
    job->seq = job->place = world->next_seq++;
    job->prev = world->last;
    job->next = NULL;
    if (world->last != NULL)
        world->last->next = job;
    else
        world->first = job;
    world->last = job;
    g_hash_table_insert(world->by_id, GUINT_TO_POINTER(job->id), job);
    world->n_jobs++;
}

static void append(SsWorld *world, SsJob *job)
{
    append_record(world, job);
    link_waiting(world, job);
    world->n_pending++;
}

static void unlink_job(SsWorld *world, SsJob *job)
{
    if (job->prev != NULL)
        job->prev->next = job->next;
    else
        world->first = job->next;
    if (job->next != NULL)
        job->next->prev = job->prev;
    else
        world->last = job->prev;
}

/* Where (end, place in the job list) stands among the planned ends, or would stand. */
static guint place_of_end(const SsWorld *world, SsTime end, const SsJob *job)
{
    guint low = 0, high = world->ends->len;

    while (low < high) {
        const guint         middle = low + (high - low) / 2;
        const SsPlannedEnd *at = &g_array_index(world->ends, SsPlannedEnd, middle);

        if (at->end < end || (at->end == end && at->job->seq < job->seq))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_end(SsWorld *world, SsJob *job)
{
    const SsPlannedEnd entry = { job->end, job };

    g_array_insert_val(world->ends, place_of_end(world, job->end, job), entry);
}

static void drop_end(SsWorld *world, const SsJob *job)
{
    const guint at = place_of_end(world, job->end, job);

    g_assert(at < world->ends->len && g_array_index(world->ends, SsPlannedEnd, at).job == job);
    g_array_remove_index(world->ends, at);
}

/* Drops an ended record for good. */
static void forget(SsWorld *world, SsJob *job)
{
    unlink_job(world, job);
    g_hash_table_remove(world->by_id, GUINT_TO_POINTER(job->id));
    if (job->trace_id != NULL && ss_world_trace_job(world, job->trace_id) == job->id)
        g_hash_table_remove(world->by_trace, job->trace_id);
    world->n_jobs--;
    ss_job_free(job);
}

/* --- making and freeing ------------------------------------------------------------------------------ */

static bool is_available(uint32_t state)
{
    const uint32_t base = state & SS_NODE_BASE;
    const uint32_t out = SS_NODE_DRAIN | SS_NODE_FAIL | SS_NODE_NO_RESPOND;

    return base != SS_NODE_DOWN && base != SS_NODE_FUTURE && base != SS_NODE_ERROR
           && !(state & out);
}

static void put(SsNodeSet *set, SsNodeId node, bool in)
{
    if (in)
        ss_node_set_add(set, node);
    else
        ss_node_set_remove(set, node);
}

/* The sets follow from state and use. */
static void place_in_sets(SsWorld *world, SsNodeId node)
{
    const SsUse *use = world->use;

    put(world->avail, node, is_available(world->node[node].state) && !world->node[node].awaited);
    put(world->idle, node, use->jobs[node] == use->suspended[node]);
    put(world->held_whole, node, use->whole_jobs[node] > 0);
    put(world->shareable, node, use->share_no_jobs[node] == 0);
}

static void make_nodes(SsWorld *world)
{
    const uint32_t n = world->cluster->n_nodes;

    world->node = g_new0(SsNodeNow, n);
    world->avail = ss_node_set_new(n);
    world->idle = ss_node_set_new(n);
    world->held_whole = ss_node_set_new(n);
    world->shareable = ss_node_set_new(n);
    world->owned = ss_node_set_new(n);
    world->use = ss_use_new(world->cluster);
    for (uint32_t i = 0; i < n; i++) {
        const SsNode *node = &world->cluster->nodes[i];

        world->node[i].state = node->state;
        world->node[i].reason = g_strdup(node->reason);
        world->node[i].reason_time = node->reason != NULL ? world->now : 0;
        world->node[i].owner = SS_UNSET32;
        place_in_sets(world, i);
    }
}

static void make_usage(SsWorld *world)
{
    const uint32_t n_tres = world->cluster->tres->n;

    world->tree = ss_assoc_tree_copy(world->cluster->tree, n_tres);
    world->accounts = world->cluster->accounts;
    world->assoc_use = g_new0(SsUsage, world->tree->n);
    world->qos_use = g_new0(SsUsage, world->tree->n_qos);
    world->charged = g_array_new(FALSE, FALSE, sizeof(SsAssocId));
    world->faded = 1;
    world->fades = g_array_new(FALSE, FALSE, sizeof(SsFade));
    world->kept = g_array_new(FALSE, FALSE, sizeof(SsKeptUsage));
    for (uint32_t i = 0; i < world->tree->n; i++)
        ss_usage_init(&world->assoc_use[i], n_tres);
    for (uint32_t i = 0; i < world->tree->n_qos; i++) {
        ss_usage_init(&world->qos_use[i], n_tres);
        world->qos_use[i].users = g_array_new(FALSE, TRUE, sizeof(SsSubUsage));
        world->qos_use[i].accounts = g_array_new(FALSE, TRUE, sizeof(SsSubUsage));
    }
}

void ss_world_licenses(SsWorld *world)
{
    const uint32_t n = world->cluster->n_licenses;

    world->license_used = g_renew(uint32_t, world->license_used, n);
    for (; world->n_license_used < n; world->n_license_used++)
        world->license_used[world->n_license_used] = 0;
    ss_world_touch(world);
}

SsWorld *ss_world_new(const SsCluster *cluster, SsTime start)
{
    SsWorld *world = g_new0(SsWorld, 1);

    world->cluster = ss_cluster_ref((SsCluster *) cluster);
    world->now = world->started = start;
    world->zone = world->utc = ss_zone_new_utc();
    ss_settings_copy(&world->settings, &cluster->settings, cluster->tres->n);
    make_nodes(world);
    make_usage(world);
    ss_world_licenses(world);
    world->parts = g_new0(SsPartition, cluster->n_parts);
    for (uint32_t i = 0; i < cluster->n_parts; i++)
        ss_partition_copy(&world->parts[i], &cluster->parts[i], cluster->tres->n);
    world->resv = g_ptr_array_new_with_free_func((GDestroyNotify) ss_reservation_free);
    world->by_id = g_hash_table_new(g_direct_hash, g_direct_equal);
    world->by_trace = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    world->arrays = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_array);
    world->ends = g_array_new(FALSE, FALSE, sizeof(SsPlannedEnd));
    world->journal = g_array_new(FALSE, TRUE, sizeof(SsJournalEntry));
    g_queue_init(&world->done);
    world->next_id = world->settings.first_job_id;
    world->next_seq = world->next_db_inx = world->next_resv = 1;
    world->max_job_factor = 1;
    return world;
}

void ss_world_free(SsWorld *world)
{
    if (world == NULL)
        return;
    if (world->notes != NULL)
        world->free_notes(world->notes);
    if (world->siblings != NULL)
        world->free_siblings(world->siblings);
    g_array_unref(world->charged);
    g_array_unref(world->fades);
    g_array_unref(world->kept);
    ss_world_journal_clear(world);
    ss_moves_clear(&world->moves);
    for (SsJob *job = world->first, *next; job != NULL; job = next) {
        next = job->next;
        ss_job_free(job);
    }
    for (uint32_t i = 0; i < world->tree->n; i++)
        ss_usage_clear(&world->assoc_use[i]);
    for (uint32_t i = 0; i < world->tree->n_qos; i++)
        ss_usage_clear(&world->qos_use[i]);
    for (uint32_t i = 0; i < world->cluster->n_parts; i++)
        ss_partition_clear(&world->parts[i]);
    for (uint32_t i = 0; i < world->cluster->n_nodes; i++) {
        g_free(world->node[i].reason);
        ss_node_setup_free(world->node[i].setup);
    }
    g_free(world->assoc_use);
    g_free(world->qos_use);
    g_free(world->parts);
    g_free(world->node);
    g_free(world->license_used);
    ss_assoc_tree_free(world->tree);
    ss_node_set_free(world->avail);
    ss_node_set_free(world->idle);
    ss_node_set_free(world->held_whole);
    ss_node_set_free(world->shareable);
    ss_node_set_free(world->owned);
    ss_use_free(world->use);
    g_ptr_array_unref(world->resv);
    g_hash_table_unref(world->by_id);
    g_hash_table_unref(world->by_trace);
    g_hash_table_unref(world->arrays);
    g_array_unref(world->ends);
    g_array_unref(world->journal);
    g_queue_clear(&world->done);
    ss_settings_clear(&world->settings);
    ss_zone_unref(world->utc);
    ss_cluster_unref((SsCluster *) world->cluster);
    g_free(world);
}

/* --- finding ---------------------------------------------------------------------------------------- */

SsJob *ss_world_job(const SsWorld *world, uint32_t id)
{
    return g_hash_table_lookup(world->by_id, GUINT_TO_POINTER(id));
}

const GPtrArray *ss_world_array(const SsWorld *world, uint32_t array_job)
{
    const Array *array = find_array(world, array_job);

    return array != NULL ? array->records : NULL;
}

bool ss_world_dep_is_array(const SsWorld *world, const SsDep *dep)
{
    return dep->task == SS_NO_LIMIT
           || (dep->task == SS_UNSET32 && find_array(world, dep->job_id) != NULL);
}

static bool has_pending(const SsJob *job, uint32_t task, uint32_t *at)
{
    uint32_t low = 0, high = job->array.n_pending;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (job->array.pending[middle] < task)
            low = middle + 1;
        else
            high = middle;
    }
    *at = low;
    return low < job->array.n_pending && job->array.pending[low] == task;
}

SsJob *ss_world_array_task(const SsWorld *world, uint32_t array_job, uint32_t task)
{
    const Array *array = find_array(world, array_job);
    SsJob       *rest;
    uint32_t     at;

    if (array == NULL)
        return NULL;
    SsJob *own = g_hash_table_lookup(array->by_task, GUINT_TO_POINTER(task));
    if (own != NULL)
        return own;
    rest = ss_world_job(world, array_job);
    return rest != NULL && has_pending(rest, task, &at) ? rest : NULL;
}

uint32_t ss_world_trace_job(const SsWorld *world, const char *trace_id)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(world->by_trace, trace_id));
}

static void look_ahead(const SsWorld *world, SsWaiting *at)
{
    if (at->job == NULL)
        return;
    at->next = at->job->wait_next;
    for (size_t line = 0; at->next != NULL && line < offsetof(SsJob, part_prio); line += 64)
        __builtin_prefetch((const char *) at->next + line);
    at->seq = at->job->seq;
    at->last = at->job == world->last;
}

SsWaiting ss_world_waiting(const SsWorld *world)
{
    SsWaiting at = { .job = world->first_waiting };

    look_ahead(world, &at);
    return at;
}

void ss_world_waiting_next(const SsWorld *world, SsWaiting *at)
{
    at->job = at->next;
    if (at->job == NULL && !at->last) { /* records that were appended meanwhile */
        for (SsJob *job = world->last_waiting; job != NULL && job->seq > at->seq;
             job = job->wait_prev)
            at->job = job;
    }
    look_ahead(world, at);
}

/* --- submission and arrays ---------------------------------------------------------------------------- */

void ss_world_submit(SsWorld *world, SsJob *job)
{
    const uint32_t tasks = job->array.n_pending;

    g_assert(job->state == SS_JOB_PENDING && job->n_parts > 0);
    append(world, job);
    if (tasks > 0) {
        job->array.job_id = job->id;
        job->array.task = SS_UNSET32;
        g_ptr_array_add(new_array(world, job->id)->records, job);
    }
    if (job->trace_id != NULL)
        g_hash_table_replace(world->by_trace, g_strdup(job->trace_id), GUINT_TO_POINTER(job->id));
    world->stats.submitted += MAX(tasks, 1);
    note_job(world, SS_DID_SUBMIT, job, SS_JOB_PENDING);
}

void ss_world_keep_refused(SsWorld *world, SsJob *job, SsReason reason)
{
    const uint32_t tasks = job->array.n_pending;

    append_record(world, job);
    if (tasks > 0) {
        job->array.job_id = job->id;
        g_ptr_array_add(new_array(world, job->id)->records, job);
    }
    job->state = SS_JOB_FAILED;
    job->reason = reason;
    job->exit_code = 1 << 8;
    job->eligible = job->start = job->end = world->now;
    g_queue_push_tail(&world->done, job);
}

/* Slurm makes a new record for what still waits, and that goes to the end of its list. */
static void leave_place_to(SsJob *own, SsJob *rest)
{
    const uint64_t last = own->place;

    own->place = rest->place;
    rest->place = last;
}

/* The last task keeps the record: nobody is told, but the record is another one. */
static SsJob *become_task(SsWorld *world, SsJob *job, uint32_t task)
{
    ss_world_touch(world);
    job->array.task = task;
    job->array.n_pending = 0;
    g_clear_pointer(&job->array.pending, g_free);
    g_hash_table_insert(find_array(world, job->array.job_id)->by_task, GUINT_TO_POINTER(task), job);
    return job;
}

SsJob *ss_world_split_task(SsWorld *world, SsJob *job, uint32_t task)
{
    SsArray   *rest = &job->array;
    uint32_t   at = 0;
    const bool waits = has_pending(job, task, &at);

    g_assert(job->state == SS_JOB_PENDING && waits);
    if (rest->n_pending == 1)
        return become_task(world, job, task);

    SsJob *own = ss_job_copy(world->cluster, job);
    Array *array = find_array(world, rest->job_id);

    memmove(rest->pending + at, rest->pending + at + 1,
            (--rest->n_pending - at) * sizeof *rest->pending);
    g_clear_pointer(&own->array.pending, g_free);
    own->array.n_pending = 0;
    own->array.n_running = 0;
    own->array.task = task;
    own->told_priority = SS_UNSET32;
    own->accrue_counted = MIN(job->accrue_counted, 1);
    job->accrue_counted -= own->accrue_counted;
    append(world, own);
    leave_place_to(own, job);
    g_ptr_array_add(array->records, own);
    g_hash_table_insert(array->by_task, GUINT_TO_POINTER(task), own);
    note_job(world, SS_DID_SPLIT, own, SS_JOB_PENDING);
    return own;
}

/* --- resources ---------------------------------------------------------------------------------------- */

/* Does a job in `part` refuse others on its nodes? OverSubscribe decides, then the job's own wish. */
static bool refuses_to_share(const SsPartition *part, const SsJob *job, const SsAlloc *alloc)
{
    if (part->share == SS_SHARE_FORCE && part->share_count > 1)
        return false;
    if (part->share == SS_SHARE_YES && job->req.share == 1)
        return false;
    return part->share == SS_SHARE_EXCLUSIVE || alloc->whole || job->req.whole
           || job->req.share == 0;
}

static void take_resources(SsWorld *world, SsJob *job)
{
    const bool owner = ss_world_is_for_one_user(world, job, job->part);

    ss_use_add(world->use, job->alloc);
    for (uint32_t i = 0; i < job->alloc->n; i++) {
        SsNodeNow *node = &world->node[job->alloc->at[i].node];

        node->state &= ~(uint32_t) SS_NODE_PLANNED;
        node->last_busy = world->now;
        if (owner) {
            node->owner = job->uid;
            node->owner_jobs++;
            ss_node_set_add(world->owned, job->alloc->at[i].node);
        }
        place_in_sets(world, job->alloc->at[i].node);
    }
    for (uint32_t i = 0; i < job->req.n_license; i++)
        world->license_used[job->req.license[i].license] += job->req.license[i].count;
}

static void return_node(SsWorld *world, const SsJob *job, SsAllocNode *entry)
{
    const SsAlloc one = ss_alloc_entry(job->alloc, entry);
    SsNodeNow    *node = &world->node[entry->node];

    ss_use_remove(world->use, &one);
    node->last_busy = world->now;
    if (ss_world_is_for_one_user(world, job, job->part) && --node->owner_jobs == 0) {
        node->owner = SS_UNSET32;
        ss_node_set_remove(world->owned, entry->node);
    }
    place_in_sets(world, entry->node);
}

static void return_resources(SsWorld *world, SsJob *job)
{
    for (uint32_t i = 0; i < job->alloc->n; i++)
        if (!job->alloc->at[i].left)
            return_node(world, job, &job->alloc->at[i]);
    for (uint32_t i = 0; i < job->req.n_license; i++)
        world->license_used[job->req.license[i].license] -= job->req.license[i].count;
}

/* What was just noted is a move. Who takes or gives back nodes of its user's own does more than that. */
static void note_move(SsWorld *world, const SsJob *job, bool ended, SsTime planned)
{
    if (!ss_world_is_for_one_user(world, job, job->part))
        ss_moves_note(&world->moves, world->placing, ended, planned, job->alloc,
                      world->cluster->n_nodes);
}

/* --- start -------------------------------------------------------------------------------------------- */

static void count_licenses(const SsWorld *world, const SsJob *job)
{
    const SsCluster *cluster = world->cluster;

    for (uint32_t i = 0; i < job->req.n_license; i++) {
        const char      *name = cluster->licenses[job->req.license[i].license].name;
        g_autofree char *text = g_strdup_printf("license/%s", name);
        const uint32_t   at = ss_tres_find(cluster->tres, text);

        if (at != SS_ID_NONE)
            job->tres_alloc[at] += job->req.license[i].count;
    }
}

static void count_tres(SsWorld *world, SsJob *job)
{
    const SsCluster *cluster = world->cluster;

    g_free(job->tres_alloc);
    job->tres_alloc = g_new0(uint64_t, cluster->tres->n);
    ss_alloc_tres(cluster, job->alloc, job->tres_alloc);
    count_licenses(world, job);
    job->billable = ss_tres_billing(cluster->tres, job->tres_alloc, world->parts[job->part].billing,
                                    (world->settings.priority_flags & SS_PRIO_MAX_TRES) != 0);
    job->tres_alloc[SS_TRES_BILLING] = (uint64_t) job->billable;
}

static void clear_plan(SsJob *job)
{
    ss_job_forget_plan(job);
    g_clear_pointer(&job->reason_text, g_free);
    job->reason = SS_REASON_NONE;
}

static void count_running(SsWorld *world, const SsJob *job, int by)
{
    SsJob *rest = job->array.job_id != 0 ? ss_world_job(world, job->array.job_id) : NULL;

    world->n_running += (uint32_t) by;
    if (rest != NULL)
        rest->array.n_running += (uint32_t) by;
}

static char *node_list(const SsWorld *world, const SsAlloc *alloc)
{
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(world->cluster->n_nodes);

    ss_alloc_nodes(alloc, nodes);
    return ss_cluster_node_list(world->cluster, nodes);
}

/* How long it may run. Textbook policies keep the seconds of the trace unless the limit was altered. */
static SsSpan limit_of(const SsWorld *world, const SsJob *job)
{
    const SsSpan exact = job->spec != NULL ? job->spec->time_limit_secs : 0;

    if (job->time_limit == SS_NO_LIMIT)
        return (SsSpan) YEAR_MINUTES * 60;
    if (world->keep_seconds && exact > 0 && (exact + 59) / 60 == job->time_limit)
        return exact;
    return (SsSpan) job->time_limit * 60;
}

void ss_world_start(SsWorld *world, SsJob *job, SsPartId part, SsAlloc *alloc, SsStarter starter)
{
    g_assert(job->state == SS_JOB_PENDING && job->array.n_pending == 0);
    g_assert(job->time_limit != SS_UNSET32 && alloc->n > 0);
    job->part = part;
    job->alloc = alloc;
    alloc->share_no = refuses_to_share(&world->parts[part], job, alloc);
    take_resources(world, job);

    job->state = SS_JOB_RUNNING;
    job->start = job->usage_until = world->now;
    job->end = world->now + limit_of(world, job);
    add_end(world, job);
    if (job->eligible == 0 || job->eligible > world->now)
        job->eligible = world->now;
    if (job->db_inx == 0)
        job->db_inx = world->next_db_inx++;
    if (job->told_priority == SS_UNSET32)
        job->told_priority = job->priority;
    job->suspend_time = 0;
    job->pre_suspended = job->suspended_total = 0;
    job->ganged = false;
    job->preempt_time = job->preempt_asked = 0;
    job->starter = starter;
    job->n_nodes = alloc->n;
    job->total_cpus = alloc->cpus;
    g_free(job->nodes);
    g_free(job->alloc_text);
    job->nodes = node_list(world, alloc);
    job->alloc_text = ss_alloc_text(world->cluster, alloc);
    count_tres(world, job);
    clear_plan(job);

    world->n_pending--;
    unlink_waiting(world, job);
    count_running(world, job, 1);
    world->stats.started++;
    note_job(world, SS_DID_START, job, SS_JOB_PENDING);
    note_move(world, job, false, job->end);
}

/* --- ends ---------------------------------------------------------------------------------------------- */

static void count_end(SsWorld *world, SsJobState state, uint32_t tasks)
{
    switch (state) {
    case SS_JOB_COMPLETED:
        world->stats.completed += tasks;
        break;
    case SS_JOB_CANCELLED:
        world->stats.cancelled += tasks;
        break;
    case SS_JOB_TIMEOUT:
        world->stats.timeout += tasks;
        break;
    case SS_JOB_PREEMPTED:
        world->stats.preempted += tasks;
        break;
    default:
        world->stats.failed += tasks;
    }
}

static void set_reason_text(SsJob *job, SsReason reason)
{
    job->reason = reason;
    g_clear_pointer(&job->reason_text, g_free);
}

static void node_completing(SsWorld *world, SsNodeId id, int by)
{
    SsNodeNow *node = &world->node[id];

    world->n_completing -= node->completing > 0;
    node->completing += (uint32_t) by;
    world->n_completing += node->completing > 0;
    if (node->completing > 0)
        node->state |= SS_NODE_COMPLETING;
    else
        node->state &= ~(uint32_t) SS_NODE_COMPLETING;
}

void ss_world_completing(SsWorld *world, const SsAlloc *alloc, int by)
{
    world->placing++;
    for (uint32_t i = 0; i < alloc->n; i++)
        if (!alloc->at[i].left)
            node_completing(world, alloc->at[i].node, by);
}

void ss_world_preempt(SsWorld *world, SsJob *job)
{
    g_assert(!job->preempted && job->alloc != NULL);
    job->preempted = true;
    ss_world_completing(world, job->alloc, 1);
    note_job(world, SS_DID_PREEMPT, job, job->state);
}

/* Time and state of the end of a run; the resources are still held. */
static void end_run(SsWorld *world, SsJob *job, SsJobState state, uint32_t exit_code)
{
    g_assert(job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED);
    if (job->state == SS_JOB_SUSPENDED)
        job->suspended_total += world->now - job->suspend_time;
    if (job->preempted)
        ss_world_completing(world, job->alloc, -1);
    job->preempted = false;
    job->state = state;
    drop_end(world, job);
    job->end = world->now;
    job->exit_code = exit_code;
    count_running(world, job, -1);
}

void ss_world_finish(SsWorld *world, SsJob *job, SsJobState state, SsReason reason,
                     uint32_t exit_code)
{
    const uint32_t old_state = job->state;
    const SsTime   planned = job->end;

    g_assert(state >= SS_JOB_COMPLETED);
    if (world->slow_ends) {
        ss_world_finish_slow(world, job, state, reason, exit_code);
        return;
    }
    end_run(world, job, state, exit_code);
    set_reason_text(job, reason);
    return_resources(world, job);
    count_end(world, state, 1);
    g_queue_push_tail(&world->done, job);
    note_job(world, SS_DID_FINISH, job, old_state);
    if (old_state == SS_JOB_RUNNING)
        note_move(world, job, true, planned);
}

/* Its nodes stay COMPLETING. */
static void end_slowly(SsWorld *world, SsJob *job, SsJobState state, uint32_t exit_code)
{
    const uint32_t old_state = job->state;

    if (job->alloc->suspended) {
        ss_use_resume(world->use, job->alloc); /* it wakes to be killed */
        for (uint32_t i = 0; i < job->alloc->n; i++)
            place_in_sets(world, job->alloc->at[i].node);
    }
    end_run(world, job, state, exit_code);
    job->completing = true;
    ss_world_completing(world, job->alloc, 1);
    note_job(world, SS_DID_FINISH, job, old_state);
}

void ss_world_finish_slow(SsWorld *world, SsJob *job, SsJobState state, SsReason reason,
                          uint32_t exit_code)
{
    g_assert(state >= SS_JOB_COMPLETED);
    set_reason_text(job, reason);
    count_end(world, state, 1);
    end_slowly(world, job, state, exit_code);
}

/* The record waits again, as if it had just been submitted. */
static void wait_again(SsWorld *world, SsJob *job, bool hold)
{
    job->state = SS_JOB_PENDING;
    job->submit = job->submit == world->now ? world->now + 1 : world->now;
    job->eligible = world->now + world->settings.cred_expire + 1;
    job->accrue = job->start = job->end = job->suspend_time = job->preempt_time = 0;
    job->preempt_from = 0;
    job->script_over = false;
    job->pre_suspended = job->suspended_total = 0;
    job->time_limit = job->time_limit_orig;
    job->starter = SS_STARTER_NONE;
    job->kill_uid = SS_UNSET32;
    job->exit_code = job->spec != NULL ? job->spec->exit_code : 0;
    job->db_inx = 0; /* a new row begins with the next start */
    job->told_priority = hold ? 0 : job->priority;
    job->billable = 0;
    job->limits_running = false;
    job->completing = job->again = job->again_held = false;
    job->restarts++;
    g_clear_pointer(&job->alloc, ss_alloc_free);
    g_clear_pointer(&job->nodes, g_free);
    g_clear_pointer(&job->alloc_text, g_free);
    g_clear_pointer(&job->tres_alloc, g_free);
    g_clear_pointer(&job->run_secs, g_free);
    /* The accounting knows the begin time at once, the job when it is looked at (recorded: replay-node-events). */
    set_reason_text(job, hold ? SS_REASON_JOB_HELD_USER : SS_REASON_NONE);
    job->reason_prev = hold ? SS_REASON_JOB_HELD_USER : SS_REASON_BEGIN_TIME;
    if (hold)
        job->reason_text = g_strdup("job requeued in held state");
    if (hold)
        job->priority = 0;
}

/* What ended is kept as it was, and the job joins those that wait. */
static void queue_again(SsWorld *world, SsJob *job, uint32_t old_state, bool hold)
{
    SsJob *past = ss_job_copy(world->cluster, job);
    past->limits_submitted = false; /* the job itself stays submitted */
    wait_again(world, job, hold);
    world->n_pending++;
    link_waiting(world, job);
    note_job(world, SS_DID_REQUEUE, job, old_state)->past = past;
}

uint32_t ss_world_leave_node(SsWorld *world, SsJob *job, SsNodeId node)
{
    uint32_t n = 0;

    g_assert(job->completing);
    for (uint32_t i = 0; i < job->alloc->n; i++) {
        SsAllocNode *entry = &job->alloc->at[i];

        if (entry->node == node && !entry->left) {
            node_completing(world, node, -1);
            return_node(world, job, entry);
            entry->left = true;
        }
        n += !entry->left;
    }
    world->changed.node = world->now;
    world->placing++;
    ss_world_touch(world);
    return n;
}

void ss_world_complete(SsWorld *world, SsJob *job)
{
    g_assert(job->completing);
    ss_world_completing(world, job->alloc, -1);
    return_resources(world, job);
    if (job->again) {
        queue_again(world, job, job->state, job->again_held);
    } else {
        job->completing = false;
        g_clear_pointer(&job->alloc, ss_alloc_free);
        g_queue_push_tail(&world->done, job);
    }
    world->changed.job = world->now;
    world->placing++;
    ss_world_touch(world);
}

void ss_world_cancel_pending(SsWorld *world, SsJob *job, SsJobState state, SsReason reason,
                             uint32_t uid)
{
    g_assert(job->state == SS_JOB_PENDING && state >= SS_JOB_COMPLETED);
    clear_plan(job);
    job->state = state;
    job->reason = reason;
    job->start = job->end = world->now;
    job->kill_uid = uid;
    world->n_pending--;
    unlink_waiting(world, job);
    if (job->db_inx == 0)
        job->db_inx = world->next_db_inx++;
    count_end(world, state, MAX(job->array.n_pending, 1));
    g_queue_push_tail(&world->done, job);
    note_job(world, SS_DID_FINISH, job, SS_JOB_PENDING);
}

void ss_world_cancel_task(SsWorld *world, SsJob *job, uint32_t task)
{
    SsArray   *rest = &job->array;
    uint32_t   at = 0;
    const bool waits = has_pending(job, task, &at);

    g_assert(job->state == SS_JOB_PENDING && waits && rest->n_pending > 1);
    memmove(rest->pending + at, rest->pending + at + 1,
            (--rest->n_pending - at) * sizeof *rest->pending);
    job->accrue_counted = MIN(job->accrue_counted, rest->n_pending);
    count_end(world, SS_JOB_CANCELLED, 1);
    note_job(world, SS_DID_UPDATE, job, SS_JOB_PENDING);
}

void ss_world_requeue(SsWorld *world, SsJob *job, SsJobState state, bool hold, uint32_t exit_code)
{
    const uint32_t old_state = job->state;

    g_assert(state >= SS_JOB_COMPLETED);
    if (state == SS_JOB_PREEMPTED)
        world->stats.preempted++;
    if (world->slow_ends) {
        end_slowly(world, job, state, exit_code);
        job->again = true;
        job->again_held = hold;
        return;
    }
    end_run(world, job, state, exit_code);
    return_resources(world, job);
    queue_again(world, job, old_state, hold);
}

void ss_world_requeue_ended(SsWorld *world, SsJob *job, SsJobState state, bool hold)
{
    const uint32_t old_state = job->state;

    g_assert(ss_job_finished(job));
    if (job->array.job_id != 0 && find_array(world, job->array.job_id)->base_waits == job)
        find_array(world, job->array.job_id)->base_waits = NULL;
    g_queue_remove(&world->done, job);
    job->state = state;
    job->end = world->now;
    job->exit_code = 0;
    queue_again(world, job, old_state, hold);
}

/* Recorded: static-k-prairie-univ, -gpu-startup. They are tried, and have priorities, in the order in which they were named. */
GString *ss_world_part_names(const SsWorld *world, const SsJob *job)
{
    const bool turned = world->settings.part_limits == SS_PART_LIMITS_ALL;
    GString   *names = g_string_new(NULL);

    for (uint32_t i = 0; i < job->n_parts; i++) {
        const SsPartId part = job->parts[turned ? job->n_parts - 1 - i : i];

        g_string_append_printf(names, "%s%s", i > 0 ? "," : "", world->parts[part].name);
    }
    return names;
}

/* --- suspension, edits ----------------------------------------------------------------------------------- */

static void place_job_in_sets(SsWorld *world, const SsJob *job)
{
    for (uint32_t i = 0; i < job->alloc->n; i++)
        place_in_sets(world, job->alloc->at[i].node);
}

static void stop_running(SsWorld *world, SsJob *job)
{
    g_assert(job->state == SS_JOB_RUNNING);
    job->pre_suspended = ss_job_elapsed(job, world->now);
    job->suspend_time = world->now;
    job->state = SS_JOB_SUSPENDED;
    note_job(world, SS_DID_SUSPEND, job, SS_JOB_RUNNING);
}

void ss_world_suspend(SsWorld *world, SsJob *job)
{
    stop_running(world, job);
    ss_use_suspend(world->use, job->alloc);
    place_job_in_sets(world, job);
}

void ss_world_gang_suspend(SsWorld *world, SsJob *job)
{
    stop_running(world, job);
    job->ganged = true;
}

void ss_world_resume(SsWorld *world, SsJob *job)
{
    const SsSpan slept = world->now - job->suspend_time;

    g_assert(job->state == SS_JOB_SUSPENDED);
    job->suspended_total += slept;
    drop_end(world, job);
    job->end += slept;
    add_end(world, job);
    job->state = SS_JOB_RUNNING;
    job->ganged = false;
    if (job->alloc->suspended)
        ss_use_resume(world->use, job->alloc);
    place_job_in_sets(world, job);
    note_job(world, SS_DID_RESUME, job, SS_JOB_SUSPENDED);
}

void ss_world_set_end(SsWorld *world, SsJob *job, SsTime end)
{
    g_assert(job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED);
    drop_end(world, job);
    job->end = end;
    add_end(world, job);
    note_job(world, SS_DID_RETIME, job, job->state);
}

void ss_world_job_updated(SsWorld *world, SsJob *job)
{
    note_job(world, SS_DID_UPDATE, job, job->state);
}

/* Reasons that accounting keeps as the one before the start (seen in recorded job tables: waiting for
 * resources or one's turn leaves no trace, and neither do the limits of codes 40..70). */
static bool is_remembered(SsReason reason)
{
    return reason != SS_REASON_NONE && reason != SS_REASON_PRIORITY && reason != SS_REASON_RESOURCES
           && !ss_reason_is_limit(reason);
}

bool ss_world_set_reason(SsWorld *world, SsJob *job, SsReason reason, const char *text)
{
    (void) world;
    if (job->reason == reason && g_strcmp0(job->reason_text, text) == 0)
        return false;
    char *copy = g_strdup(text); /* `text` may be the job's own */
    g_free(job->reason_text);
    job->reason_text = copy;
    job->reason = reason;
    if (is_remembered(reason))
        job->reason_prev = reason;
    return true;
}

/* --- forgetting ---------------------------------------------------------------------------------------- */

SsTime ss_world_purge_due(const SsWorld *world)
{
    const SsJob *job = g_queue_peek_head((GQueue *) &world->done);

    if (job == NULL || world->settings.min_job_age == 0)
        return SS_TIME_NEVER;
    return job->end + world->settings.min_job_age;
}

/* A task goes by itself, the record with the array's id last. */
static void forget_task(SsWorld *world, SsJob *job)
{
    const uint32_t id = job->array.job_id;
    Array         *array = find_array(world, id);
    const bool     is_base = job->id == id;

    if (is_base && array->records->len > 1) {
        array->base_waits = job;
        return;
    }
    g_ptr_array_remove(array->records, job);
    if (job->array.task != SS_UNSET32)
        g_hash_table_remove(array->by_task, GUINT_TO_POINTER(job->array.task));
    forget(world, job);
    if (array->records->len == 1 && array->base_waits == array->records->pdata[0]) {
        forget(world, array->base_waits);
        g_ptr_array_set_size(array->records, 0);
    }
    if (array->records->len == 0)
        g_hash_table_remove(world->arrays, GUINT_TO_POINTER(id));
}

void ss_world_purge(SsWorld *world)
{
    g_assert(world->journal->len == 0);
    while (ss_world_purge_due(world) <= world->now) {
        SsJob *job = g_queue_pop_head(&world->done);

        world->purges++;
        if (job->array.job_id != 0)
            forget_task(world, job);
        else
            forget(world, job);
    }
}

/* --- nodes, partitions, reservations --------------------------------------------------------------------- */

static void set_node_state(SsWorld *world, SsNodeId node, uint32_t state)
{
    SsJournalEntry *entry;

    world->changed.node = world->now;
    if (world->node[node].state == state)
        return;
    world->placing++;
    entry = note(world, SS_DID_NODE);
    entry->node = node;
    entry->old_state = world->node[node].state;
    world->node[node].state = state;
    place_in_sets(world, node);
}

void ss_world_node_set(SsWorld *world, SsNodeId node, uint32_t state, const char *reason,
                       uint32_t uid)
{
    SsNodeNow *now = &world->node[node];
    uint32_t   next = now->state;

    if (reason != NULL) {
        char *copy = g_strdup(reason);

        g_free(now->reason);
        now->reason = copy;
        now->reason_time = world->now;
        now->reason_uid = uid;
    }
    if ((state & SS_NODE_BASE) != 0)
        next = (next & ~(uint32_t) SS_NODE_BASE) | (state & SS_NODE_BASE);
    set_node_state(world, node, next | (state & ~(uint32_t) SS_NODE_BASE));
}

SsNodeSetup *ss_world_node_setup(SsWorld *world, SsNodeId node)
{
    SsNodeNow *now = &world->node[node];

    if (now->setup == NULL)
        now->setup = ss_node_setup_new(&world->cluster->nodes[node]);
    return now->setup;
}

SsPartId ss_world_default_part(const SsWorld *world)
{
    for (SsPartId part = 0; part < world->cluster->n_parts; part++)
        if (world->parts[part].is_default)
            return part;
    return SS_ID_NONE;
}

void ss_world_node_clear(SsWorld *world, SsNodeId node, uint32_t flags)
{
    set_node_state(world, node, world->node[node].state & ~flags);
}

void ss_world_node_await(SsWorld *world, SsNodeId node, bool awaited)
{
    world->node[node].awaited = awaited;
    place_in_sets(world, node);
    world->placing++;
    world->changed.node = world->now;
    ss_world_touch(world);
}

void ss_world_node_resume(SsWorld *world, SsNodeId node)
{
    const uint32_t off = SS_NODE_DRAIN | SS_NODE_FAIL | SS_NODE_NO_RESPOND | SS_NODE_BASE;
    SsNodeNow     *now = &world->node[node];

    set_node_state(world, node, (now->state & ~off) | SS_NODE_IDLE);
    g_clear_pointer(&now->reason, g_free);
    now->reason_time = 0;
    now->reason_uid = 0;
}

static uint32_t reserved_flags(const SsWorld *world, SsNodeId node)
{
    uint32_t flags = 0;

    for (guint i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = g_ptr_array_index(world->resv, i);

        if (resv == NULL || resv->start > world->now || resv->end <= world->now
            || resv->nodes == NULL || !ss_node_set_test(resv->nodes, node))
            continue;
        flags |= SS_NODE_RES;
        if (resv->flags & SS_RESV_MAINT)
            flags |= SS_NODE_MAINT;
    }
    return flags;
}

static uint32_t busy_base(const SsWorld *world, SsNodeId node)
{
    const SsUse *use = world->use;

    if (use->jobs[node] == use->suspended[node])
        return SS_NODE_IDLE;
    if (ss_use_shown_cpus(use, node) >= ss_node_usable_cpus(&world->cluster->nodes[node])
        || use->whole_jobs[node] > 0)
        return SS_NODE_ALLOCATED;
    return SS_NODE_MIXED;
}

uint32_t ss_world_node_state(const SsWorld *world, SsNodeId node)
{
    const uint32_t state = world->node[node].state;
    const uint32_t stored = state & SS_NODE_BASE;
    const uint32_t flags = (state & ~(uint32_t) SS_NODE_BASE) | reserved_flags(world, node);

    if (stored == SS_NODE_DOWN || stored == SS_NODE_FUTURE || stored == SS_NODE_ERROR)
        return flags | stored;
    return flags | busy_base(world, node);
}

void ss_world_part_changed(SsWorld *world, SsPartId part)
{
    g_assert(part < world->cluster->n_parts);
    world->changed.part = world->now;
    world->placing++;
    ss_world_touch(world);
}

static SsJournalEntry *note_resv(SsWorld *world, uint32_t index)
{
    SsJournalEntry *entry = note(world, SS_DID_RESV);

    entry->resv = index;
    world->changed.resv = world->now;
    return entry;
}

SsReservation *ss_world_resv(const SsWorld *world, uint32_t index)
{
    return index < world->resv->len ? g_ptr_array_index(world->resv, index) : NULL;
}

uint32_t ss_world_resv_add(SsWorld *world, SsReservation *resv)
{
    resv->id = world->next_resv++;
    g_ptr_array_add(world->resv, resv);
    note_resv(world, world->resv->len - 1);
    return world->resv->len - 1;
}

void ss_world_resv_remove(SsWorld *world, uint32_t index)
{
    g_assert(ss_world_resv(world, index) != NULL);
    note_resv(world, index)->gone = g_ptr_array_index(world->resv, index);
    world->resv->pdata[index] = NULL;
}

void ss_world_resv_begin(SsWorld *world, uint32_t index)
{
    ss_world_resv(world, index)->began = true;
    note_resv(world, index);
}

void ss_world_resv_changed(SsWorld *world, uint32_t index)
{
    g_assert(ss_world_resv(world, index) != NULL);
    note_resv(world, index);
}

void ss_world_resv_split(SsWorld *world, uint32_t index, SsReservation *old)
{
    ss_world_resv(world, index)->row_start = world->now;
    note_resv(world, index)->gone = old;
}

void ss_world_job_resv(SsWorld *world, SsJob *job, uint32_t index)
{
    (void) world;
    g_assert(job->state == SS_JOB_PENDING);
    job->resv = index;
}
