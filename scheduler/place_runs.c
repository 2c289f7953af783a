/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_runs.c - the runs of usable nodes that best fit chooses among.
 *
 * Where a choice fails, the smallest nodes are left out and it is made again, up to some dozen times (place_fewer.c). A
 * run that loses none of its nodes stays as it is; the others fall into pieces, which alone are counted anew.
 *
 * Naive twin: in debug builds runs that were kept up are compared with runs made from nothing.
 */
#include "scheduler/place_runs.h"

#include "sim/base/rows.h"

/* select/linear hands over the lightest nodes first; within one try weight does not count. */
static uint64_t weight_of(const SsPlaceCall *call, SsNodeId id)
{
    return call->select == SS_SELECT_LINEAR ? 0 : call->weight[id];
}

/* Nodes that may be taken: not those that are required, which are taken already. */
static void count_nodes(const SsPlaceCall *call, SsRun *run)
{
    run->nodes = run->end - run->begin;
    run->cpus = ss_row_sum(call->cpus + run->begin, run->nodes, &run->most);
    run->first_required = SS_ID_NONE;
    for (SsNodeId id = run->begin; call->required != NULL && id < run->end; id++) {
        if (!ss_node_set_test(call->required, id))
            continue;
        if (run->first_required == SS_ID_NONE)
            run->first_required = id;
        run->nodes--;
        run->cpus -= call->cpus[id];
    }
}

static SsRun *next_run(SsRuns *runs)
{
    if (runs->n == runs->room) {
        runs->room = MAX(2 * runs->room, 64);
        runs->at = g_renew(SsRun, runs->at, runs->room);
    }
    return &runs->at[runs->n++];
}

static void add_run(SsRuns *runs, const SsPlaceCall *call, SsNodeId begin, SsNodeId end)
{
    SsRun *run = next_run(runs);

    *run = (SsRun){ .begin = begin, .end = end, .weight = weight_of(call, end - 1) };
    count_nodes(call, run);
    runs->most = MAX(runs->most, run->most);
}

/* --- from nothing ----------------------------------------------------------------------------- */

/* Usable nodes [begin, end): one run for each stretch of equal weight. */
static void add_stretch(SsRuns *runs, const SsPlaceCall *call, SsNodeId begin, SsNodeId end)
{
    const bool one_weight = call->one_weight || call->req->contiguous;

    for (SsNodeId id = begin + 1; !one_weight && id < end; id++)
        if (weight_of(call, id) != weight_of(call, id - 1)) {
            add_run(runs, call, begin, id);
            begin = id;
        }
    add_run(runs, call, begin, end);
}

static void find_runs(SsRuns *runs, const SsPlaceCall *call)
{
    const SsNodeSet *usable = call->usable;
    SsNodeId         begin = SS_ID_NONE;
    uint64_t         before = 0; /* is the node before the word usable? */

    runs->n = runs->most = 0;
    for (uint32_t w = 0; w < usable->n_words; w++) {
        const uint64_t word = usable->words[w];

        for (uint64_t turns = word ^ (word << 1 | before); turns != 0; turns &= turns - 1) {
            const SsNodeId id = w * 64 + (uint32_t) __builtin_ctzll(turns);

            if (begin != SS_ID_NONE)
                add_stretch(runs, call, begin, id);
            begin = begin == SS_ID_NONE ? id : SS_ID_NONE;
        }
        before = word >> 63;
    }
    if (begin != SS_ID_NONE)
        add_stretch(runs, call, begin, usable->n_bits);
}

/* --- kept up ---------------------------------------------------------------------------------- */

/* The pieces of a run that lost nodes: left_out[*i] and those that follow it. */
static void add_pieces(SsRuns *runs, const SsPlaceCall *call, const SsRun *run, uint32_t *i)
{
    SsNodeId begin = run->begin;

    for (; *i < call->n_left_out && call->left_out[*i] < run->end; (*i)++) {
        if (call->left_out[*i] > begin)
            add_run(runs, call, begin, call->left_out[*i]);
        begin = call->left_out[*i] + 1;
    }
    if (begin < run->end)
        add_run(runs, call, begin, run->end);
}

static void leave_out(SsRuns *runs, const SsPlaceCall *call)
{
    const SsRun   *old = runs->at;
    const uint32_t n = runs->n, room = runs->room;
    uint32_t       i = 0;

    runs->at = runs->other;
    runs->room = runs->other_room;
    runs->other = (SsRun *) old;
    runs->other_room = room;
    runs->n = runs->most = 0;
    for (uint32_t r = 0; r < n; r++) {
        if (i < call->n_left_out && call->left_out[i] < old[r].end) {
            add_pieces(runs, call, &old[r], &i);
            continue;
        }
        SsRun *run = next_run(runs);
        *run = old[r];
        run->spent = false;
        runs->most = MAX(runs->most, run->most);
    }
}

#ifdef SS_DEBUG
static void prove(const SsRuns *runs, const SsPlaceCall *call)
{
    SsRuns made = { 0 };

    find_runs(&made, call);
    g_assert(runs->n == made.n && runs->most == made.most);
    for (uint32_t r = 0; r < made.n; r++) {
        const SsRun *a = &runs->at[r], *b = &made.at[r];

        g_assert(a->begin == b->begin && a->end == b->end && a->cpus == b->cpus);
        g_assert(a->nodes == b->nodes && a->most == b->most && a->weight == b->weight);
        g_assert(a->first_required == b->first_required && !a->spent);
    }
    ss_runs_clear(&made);
}
#endif

void ss_runs_update(SsRuns *runs, const SsPlaceCall *call)
{
    if (runs->known)
        leave_out(runs, call);
    else
        find_runs(runs, call);
    runs->known = true;
#ifdef SS_DEBUG
    prove(runs, call);
#endif
}

void ss_runs_clear(SsRuns *runs)
{
    g_free(runs->at);
    g_free(runs->other);
    *runs = (SsRuns){ 0 };
}
