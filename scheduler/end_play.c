/* SPDX-License-Identifier: Apache-2.0 */
/*
 * end_play.c - taking running jobs away in the order of their planned ends.
 *
 * The will-run test asks what is free after this end, and after that one. Taking jobs out of a use and putting them back,
 * core by core, was most of a run on a machine of thousands of nodes; here it is done once, in counts.
 */
#include "scheduler/end_play.h"

#include <string.h>

SsCountedNode ss_end_play_now(const SsEndPlay *play, const SsUse *use, SsNodeId id)
{
    const uint32_t tpc = play->tpc[id];

    return (SsCountedNode){ .cores = tpc == 1 ? use->free_cpus[id] : use->free_cpus[id] / tpc,
                            .jobs = use->jobs[id],
                            .whole_jobs = use->whole_jobs[id],
                            .mem = use->mem[id] };
}

/* --- may it be played? ---------------------------------------------------------------------------- */

/* Cores that are for nobody, or for some jobs only, are not counted. */
static bool is_plain(const SsCluster *cluster)
{
    for (uint32_t n = 0; n < cluster->n_nodes; n++)
        if (cluster->nodes[n].core_spec > 0 || cluster->nodes[n].spec_cores != NULL)
            return false;
    return true;
}

/* Has each core and device one holder at most? */
static bool nobody_overlaps(const SsUse *use, SsNodeId id)
{
    const uint32_t n_gres = use->cluster->n_gres;

    if (use->core_jobs[id] != NULL || use->suspended[id] > 0)
        return false;
    for (uint32_t g = 0; g < n_gres; g++)
        if (use->device_jobs[(size_t) id * n_gres + g] != NULL)
            return false;
    return true;
}

/* Counts the node anew: what is in use on it changed. */
static void count_node(SsEndPlay *play, const SsUse *use, SsNodeId id)
{
    const bool     overlapping = !nobody_overlaps(use, id);
    const uint32_t jobs = use->jobs[id];

    play->n_overlapping += (uint32_t) overlapping - play->on[id].overlapping;
    play->holders += (uint64_t) jobs - play->on[id].jobs;
    play->on[id] = (SsNodeHolders){ jobs, overlapping };
}

/* The nodes that changed since the last time; all if there are too many for the ring. */
static void count_nodes(SsEndPlay *play, const SsUse *use)
{
    const uint32_t n_nodes = use->cluster->n_nodes;

    if (use->n_changes - play->changes > n_nodes)
        for (SsNodeId id = 0; id < n_nodes; id++)
            count_node(play, use, id);
    else
        for (uint64_t i = play->changes; i < use->n_changes; i++)
            count_node(play, use, use->changed[i % n_nodes]);
    play->changes = use->n_changes;
#ifdef SS_DEBUG
    for (SsNodeId id = 0; id < n_nodes; id++)
        g_assert(play->on[id].jobs == use->jobs[id]
                 && play->on[id].overlapping == !nobody_overlaps(use, id));
#endif
}

/* The jobs that have planned ends; do they alone hold all that is in use? */
static bool list_jobs(SsEndPlay *play, const SsWorld *world)
{
    const guint n = world->ends->len;
    uint64_t    held = 0;

    g_ptr_array_set_size(play->job, (gint) n);
    g_array_set_size(play->end, n + 1);
    for (guint i = 0; i < n; i++) {
        SsJob *job = g_array_index(world->ends, SsPlannedEnd, i).job;

        play->job->pdata[i] = job;
        g_array_index(play->end, SsTime, i) = job->end;
        held += job->alloc->n;
    }
    g_array_index(play->end, SsTime, n) = SS_TIME_NEVER;
    count_nodes(play, world->use);
    return play->plain && play->n_overlapping == 0 && held == play->holders;
}

/* --- the play ------------------------------------------------------------------------------------- */

static void begin(SsEndPlay *play, const SsWorld *world)
{
    const uint32_t none = 0;

    g_array_set_size(play->first, 0);
    g_array_append_val(play->first, none);
    g_array_set_size(play->node, 0);
    g_array_set_size(play->state, 0);
    g_ptr_array_set_size(play->entry, 0);
    g_array_set_size(play->next, 0);
    play->known = true;
    play->placing = world->placing;
    play->use = world->use;
    play->plays++;
    play->exact = list_jobs(play, world);
}

bool ss_end_play_begin(SsEndPlay *play, const SsWorld *world)
{
    if (!play->known || play->placing != world->placing)
        begin(play, world);
    return play->exact;
}

/* Until the first end on it is played it is as in use now. */
static SsCountedNode *node_at(SsEndPlay *play, SsNodeId id)
{
    SsCountedNode *at = &play->at[id];

    if (play->at_play[id] != play->plays) {
        play->at_play[id] = play->plays;
        *at = ss_end_play_now(play, play->use, id);
    }
    return at;
}

static void play_end(SsEndPlay *play, const SsAlloc *alloc)
{
    const guint have = play->node->len;

    g_array_set_size(play->node, have + alloc->n);
    g_array_set_size(play->state, have + alloc->n);
    g_ptr_array_set_size(play->entry, (gint) (have + alloc->n));
    SsNodeId      *node = &g_array_index(play->node, SsNodeId, have);
    SsCountedNode *state = &g_array_index(play->state, SsCountedNode, have);
    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsAllocNode *entry = &alloc->at[i];
        SsCountedNode     *at = node_at(play, entry->node);

        g_assert(at->jobs > 0 && at->mem >= entry->mem);
        at->cores += entry->cores;
        at->jobs--;
        at->whole_jobs -= alloc->whole;
        at->mem -= entry->mem;
        node[i] = entry->node;
        state[i] = *at;
        play->entry->pdata[have + i] = (gpointer) entry;
    }
}

void ss_end_play_chain(SsEndPlay *play)
{
    const guint have = play->next->len;

    if (have == play->node->len)
        return;
    if (have == 0)
        memset(play->from, 0xff, play->use->cluster->n_nodes * sizeof *play->from); /* SS_ID_NONE */
    g_array_set_size(play->next, play->node->len);
    uint32_t *next = &g_array_index(play->next, uint32_t, 0);
    for (uint32_t i = have; i < play->node->len; i++) {
        const SsNodeId id = g_array_index(play->node, SsNodeId, i);

        if (play->from[id] == SS_ID_NONE)
            play->from[id] = i;
        else
            next[play->last[id]] = i;
        next[i] = SS_ID_NONE;
        play->last[id] = i;
    }
}

#ifdef SS_DEBUG
static void prove_empty(const SsEndPlay *play)
{
    for (guint i = 0; i < play->node->len; i++) {
        const SsNodeId       id = g_array_index(play->node, SsNodeId, i);
        const SsCountedNode *at = &play->at[id];

        g_assert(at->jobs == 0 && at->mem == 0 && at->cores == play->cores[id]);
    }
}
#endif

void ss_end_play_reach(SsEndPlay *play, uint32_t n)
{
    for (guint k = ss_end_play_reached(play); k < n; k++) {
        play_end(play, ((const SsJob *) play->job->pdata[k])->alloc);
        g_array_append_val(play->first, play->node->len);
    }
#ifdef SS_DEBUG
    if (n == play->job->len)
        prove_empty(play);
#endif
}

/* --- life ------------------------------------------------------------------------------------------ */

void ss_end_play_init(SsEndPlay *play, const SsCluster *cluster)
{
    *play = (SsEndPlay){ .plain = is_plain(cluster),
                         .cores = g_new(uint32_t, cluster->n_nodes),
                         .tpc = g_new(uint32_t, cluster->n_nodes),
                         .job = g_ptr_array_new(),
                         .end = g_array_new(FALSE, FALSE, sizeof(SsTime)),
                         .first = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                         .node = g_array_new(FALSE, FALSE, sizeof(SsNodeId)),
                         .state = g_array_new(FALSE, FALSE, sizeof(SsCountedNode)),
                         .entry = g_ptr_array_new(),
                         .next = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                         .from = g_new(uint32_t, cluster->n_nodes),
                         .last = g_new(uint32_t, cluster->n_nodes),
                         .at = g_new0(SsCountedNode, cluster->n_nodes),
                         .at_play = g_new0(uint64_t, cluster->n_nodes),
                         .on = g_new0(SsNodeHolders, cluster->n_nodes) };
    for (uint32_t n = 0; n < cluster->n_nodes; n++) {
        play->cores[n] = cluster->nodes[n].cores;
        play->tpc[n] = cluster->nodes[n].tpc;
    }
}

void ss_end_play_clear(SsEndPlay *play)
{
    g_free(play->cores);
    g_free(play->tpc);
    g_ptr_array_unref(play->job);
    g_array_unref(play->end);
    g_array_unref(play->first);
    g_array_unref(play->node);
    g_array_unref(play->state);
    g_ptr_array_unref(play->entry);
    g_array_unref(play->next);
    g_free(play->from);
    g_free(play->last);
    g_free(play->at);
    g_free(play->at_play);
    g_free(play->on);
}
