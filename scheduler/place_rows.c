/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_rows.c - who is on a node, and whether a job may join them.
 *
 * On ordinary partitions the cores in use are all there is to know. Three things need names instead
 * of bits: OverSubscribe (which partition's jobs hold a core), MaxCPUsPerNode (how many CPUs this
 * partition's jobs hold) and user-exclusive nodes. Only then is the job list walked and each node
 * given the list of its tenants. Jobs that a supposed use has taken away (query->gone) are not
 * among them.
 *
 * A partition with FORCE:n or YES:n has n rows: n sheets of the same cores. Slurm keeps the rows;
 * we build them again from the running jobs in the order in which they started, each on the first
 * row where its cores are free. A row is tried with everybody else's cores taken, the fullest
 * first, then an empty one. Rows share cores, never memory.
 *
 * Source: slurm.conf(5) OverSubscribe, MaxCPUsPerNode, ExclusiveUser; https://slurm.schedmd.com/
 * cons_res_share.html; spec placement 2.1, 2.2.
 */
#include "scheduler/place_internal.h"

#include <string.h>

SsRowClass ss_row_class(const SsPartition *part, uint8_t share)
{
    switch (part->share) {
    case SS_SHARE_EXCLUSIVE:
        return SS_ROW_RESERVED;
    case SS_SHARE_FORCE:
        return part->share_count > 1 ? SS_ROW_SHARE : SS_ROW_ONE;
    case SS_SHARE_YES:
        return share == 1 && part->share_count > 1 ? SS_ROW_SHARE : SS_ROW_ONE;
    default:
        return SS_ROW_ONE;
    }
}

/* --- tenants ---------------------------------------------------------------------------------- */

bool ss_rows_any(const SsWorld *world)
{
    for (uint32_t p = 0; p < world->cluster->n_parts; p++)
        if (world->parts[p].share == SS_SHARE_FORCE || world->parts[p].share == SS_SHARE_YES)
            return true;
    return false;
}

static bool needs_tenants(const SsPlaceCall *call)
{
    return call->use != NULL
           && (call->part->max_cpus_per_node != SS_NO_LIMIT || call->user_exclusive
               || ss_rows_any(call->world));
}

/* Does the job hold something? Ended jobs keep their allocation until the journal is drained. */
static bool is_there(const SsPlaceQuery *query, const SsJob *job)
{
    if (job->alloc == NULL || job == query->job
        || (job->state != SS_JOB_RUNNING && job->state != SS_JOB_SUSPENDED && !job->completing))
        return false;
    for (uint32_t i = 0; query->gone != NULL && i < query->gone->len; i++)
        if (g_ptr_array_index(query->gone, i) == job)
            return false;
    return true;
}

void ss_rows_tenants(SsPlaceCall *call)
{
    if (call->tenants != NULL || !needs_tenants(call))
        return;
    call->tenants = SS_ARENA_NEW(call->arena, const SsTenant *, call->cluster->n_nodes);
    for (const SsJob *job = call->world->last; job != NULL; job = job->prev) {
        if (!is_there(call->query, job))
            continue;
        for (uint32_t i = 0; i < job->alloc->n; i++) {
            const SsAllocNode *at = &job->alloc->at[i];
            SsTenant          *tenant = at->left ? NULL : SS_ARENA_NEW(call->arena, SsTenant, 1);

            if (tenant == NULL)
                continue;
            *tenant = (SsTenant){ call->tenants[at->node], job, at };
            call->tenants[at->node] = tenant;
        }
    }
}

static SsRowClass class_of(const SsPlaceCall *call, const SsJob *job)
{
    return ss_row_class(&call->world->parts[job->part], job->req.share);
}

bool ss_rows_all_share(const SsPlaceCall *call, SsNodeId id)
{
    if (call->tenants == NULL)
        return false;
    for (const SsTenant *t = call->tenants[id]; t != NULL; t = t->next)
        if (class_of(call, t->job) != SS_ROW_SHARE)
            return false;
    return true;
}

static bool has_rows(const SsPartition *part)
{
    return part->share_count > 1 && (part->share == SS_SHARE_FORCE || part->share == SS_SHARE_YES);
}

/* A job that has its cores for itself does not join those of another partition with rows, whether they share or not
 * (replay-yes-beside); they may join it. An operator's suspended job keeps nobody off its nodes (static-k-auto-cfd). */
static bool classes_agree(const SsPlaceCall *call, const SsJob *tenant)
{
    switch (class_of(call, tenant)) {
    case SS_ROW_RESERVED:
        return false;
    case SS_ROW_ONE:
        return call->row == SS_ROW_ONE
               && (tenant->part == call->query->part
                   || !has_rows(&call->world->parts[tenant->part]));
    default:
        return call->row == SS_ROW_SHARE || call->beside_one
               || (call->row == SS_ROW_ONE && tenant->part == call->query->part);
    }
}

bool ss_rows_has_strangers(const SsPlaceCall *call, SsNodeId id)
{
    if (call->tenants == NULL || !call->user_exclusive)
        return false;
    for (const SsTenant *t = call->tenants[id]; t != NULL; t = t->next)
        if (t->job->uid != call->query->job->uid)
            return true;
    return false;
}

bool ss_rows_allow(const SsPlaceCall *call, SsNodeId id)
{
    if (call->tenants == NULL)
        return true;
    for (const SsTenant *t = call->tenants[id]; t != NULL; t = t->next)
        if (!t->job->alloc->suspended && !classes_agree(call, t->job))
            return false;
    return true;
}

uint32_t ss_rows_part_cpus(const SsPlaceCall *call, SsNodeId id)
{
    const uint32_t tpc = call->cluster->nodes[id].tpc;
    uint32_t       cpus = 0;

    if (call->tenants == NULL)
        return 0;
    for (const SsTenant *t = call->tenants[id]; t != NULL; t = t->next)
        if (t->job->part == call->query->part && t->job->state != SS_JOB_SUSPENDED)
            cpus += t->at->cores * tpc;
    return cpus;
}

/* --- rows ------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t *bits;
    uint32_t  cores; /* how full it is */
} Row;

static bool overlaps(const SsPlaceCall *call, const uint64_t *row, const SsAlloc *alloc)
{
    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsNode *node = &call->cluster->nodes[alloc->at[i].node];

        for (uint32_t w = 0; w < node->core_words && !alloc->at[i].left; w++)
            if (row[node->core_at + w] & alloc->at[i].core_bits[w])
                return true;
    }
    return false;
}

static uint32_t add_to(const SsPlaceCall *call, uint64_t *row, const SsAlloc *alloc)
{
    uint32_t cores = 0;

    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsNode *node = &call->cluster->nodes[alloc->at[i].node];

        if (alloc->at[i].left)
            continue;
        ss_bits_or(row + node->core_at, alloc->at[i].core_bits, node->core_words);
        cores += alloc->at[i].cores;
    }
    return cores;
}

static bool holds_cores(const SsPlaceCall *call, const SsJob *job)
{
    return job->state != SS_JOB_SUSPENDED && is_there(call->query, job);
}

static gint by_start(gconstpointer left, gconstpointer right)
{
    const SsJob *a = *(const SsJob *const *) left, *b = *(const SsJob *const *) right;

    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

static GPtrArray *partition_jobs(const SsPlaceCall *call)
{
    GPtrArray *jobs = g_ptr_array_new();

    for (SsJob *job = call->world->first; job != NULL; job = job->next)
        if (holds_cores(call, job) && job->part == call->query->part)
            g_ptr_array_add(jobs, job);
    g_ptr_array_sort(jobs, by_start);
    return jobs;
}

/* Only jobs of higher tiers are in the way of a row: those of another partition that are on its nodes share them, too, or it
 * would not be asked for them (static-w-crowded: --oversubscribe under YES:3 beside two full rows of a FORCE:2). With gang
 * scheduling an equal tier is. */
static bool is_in_the_way(const SsPlaceCall *call, const SsJob *job)
{
    const uint32_t theirs = call->world->parts[job->part].priority_tier;
    const bool     gang = (call->settings->preempt_mode & SS_PREEMPT_GANG) != 0;

    if (job->part == call->query->part)
        return false;
    return gang ? theirs >= call->part->priority_tier : theirs > call->part->priority_tier;
}

static uint64_t *others(const SsPlaceCall *call)
{
    uint64_t *row = SS_ARENA_NEW(call->arena, uint64_t, call->cluster->core_words);

    for (const SsJob *job = call->world->first; job != NULL; job = job->next)
        if (holds_cores(call, job) && is_in_the_way(call, job))
            add_to(call, row, job->alloc);
    return row;
}

static gint fullest_first(gconstpointer left, gconstpointer right)
{
    const Row *a = left, *b = right;

    return (a->cores < b->cores) - (a->cores > b->cores);
}

uint32_t ss_rows_build(SsPlaceCall *call, uint64_t ***rows)
{
    const uint32_t       most = MAX(call->part->share_count, 1), words = call->cluster->core_words;
    g_autoptr(GPtrArray) jobs = partition_jobs(call);
    g_autoptr(GArray)    sheets = g_array_new(FALSE, TRUE, sizeof(Row));
    const uint64_t      *taken = others(call);

    for (uint32_t i = 0; i < jobs->len; i++) {
        const SsJob *job = g_ptr_array_index(jobs, i);
        uint32_t     r = 0;

        while (r < sheets->len && overlaps(call, g_array_index(sheets, Row, r).bits, job->alloc))
            r++;
        if (r == sheets->len) {
            const Row empty = { SS_ARENA_NEW(call->arena, uint64_t, words), 0 };
            g_array_append_val(sheets, empty);
        }
        Row *row = &g_array_index(sheets, Row, r);
        row->cores += add_to(call, row->bits, job->alloc);
    }
    g_array_sort(sheets, fullest_first);
    if (sheets->len < most) {
        const Row empty = { SS_ARENA_NEW(call->arena, uint64_t, words), 0 };
        g_array_append_val(sheets, empty);
    }
    *rows = SS_ARENA_NEW(call->arena, uint64_t *, sheets->len);
    for (uint32_t r = 0; r < sheets->len; r++) {
        (*rows)[r] = g_array_index(sheets, Row, r).bits;
        ss_bits_or((*rows)[r], taken, words);
    }
    return sheets->len;
}
