/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_runs.c - the runs of usable nodes that best fit chooses among.
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

/* Usable nodes [begin, end): one run for each stretch of equal weight. */
static void each_stretch(const SsPlaceCall *call, SsRunSink *sink, void *data, SsNodeId begin,
                         SsNodeId end)
{
    const bool one_weight = call->one_weight || call->req->contiguous;

    for (SsNodeId id = begin + 1; !one_weight && id < end; id++)
        if (weight_of(call, id) != weight_of(call, id - 1)) {
            sink(data, begin, id, weight_of(call, id - 1));
            begin = id;
        }
    sink(data, begin, end, weight_of(call, end - 1));
}

void ss_runs_each(const SsPlaceCall *call, SsRunSink *sink, void *data)
{
    const SsNodeSet *usable = call->usable;
    SsNodeId         begin = SS_ID_NONE;
    uint64_t         before = 0; /* is the node before the word usable? */

    for (uint32_t w = 0; w < usable->n_words; w++) {
        const uint64_t word = usable->words[w];

        for (uint64_t turns = word ^ (word << 1 | before); turns != 0; turns &= turns - 1) {
            const SsNodeId id = w * 64 + (uint32_t) __builtin_ctzll(turns);

            if (begin != SS_ID_NONE)
                each_stretch(call, sink, data, begin, id);
            begin = begin == SS_ID_NONE ? id : SS_ID_NONE;
        }
        before = word >> 63;
    }
    if (begin != SS_ID_NONE)
        each_stretch(call, sink, data, begin, usable->n_bits);
}

typedef struct {
    SsRuns            *runs;
    const SsPlaceCall *call;
} Finding;

static void add_run(void *data, SsNodeId begin, SsNodeId end, uint64_t weight)
{
    const Finding *finding = data;
    SsRun         *run = next_run(finding->runs);

    *run = (SsRun){ .begin = begin, .end = end, .weight = weight };
    count_nodes(finding->call, run);
    finding->runs->most = MAX(finding->runs->most, run->most);
}

void ss_runs_find(SsRuns *runs, const SsPlaceCall *call)
{
    Finding finding = { runs, call };

    runs->n = runs->most = 0;
    ss_runs_each(call, add_run, &finding);
}

void ss_runs_clear(SsRuns *runs)
{
    g_free(runs->at);
    *runs = (SsRuns){ 0 };
}
