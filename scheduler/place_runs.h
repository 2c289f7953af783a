/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place_internal.h"

/**
 * SsRuns - runs of consecutive usable nodes of equal weight, by index: what best fit chooses among.
 *
 * --contiguous: a run goes on over a change of weight and has its last node's.
 * Shape     `at`[n]; `most` is the largest offer of a usable node.
 * Owner     who zeroed it; ss_runs_clear frees.
 * Cost      O(words + usable nodes).
 * Source    spec placement 4.3.
 */
typedef struct {
    SsNodeId begin, end;     /* nodes [begin, end)                                              */
    SsNodeId first_required; /* SS_ID_NONE                                                      */
    uint32_t nodes;          /* that may be taken                                               */
    uint32_t most;           /* largest offer                                                   */
    bool     spent;          /* the chooser's                                                   */
    uint64_t cpus;           /* those that may be taken offer                                   */
    uint64_t weight;
} SsRun;

typedef struct {
    SsRun   *at;
    uint32_t n, most;
    uint32_t room;
} SsRuns;

/* Calls `sink` for each run of call->usable, rising. */
typedef void SsRunSink(void *data, SsNodeId begin, SsNodeId end, uint64_t weight);
void         ss_runs_each(const SsPlaceCall *call, SsRunSink *sink, void *data);

/* Runs of call->usable, none of them spent. */
void ss_runs_find(SsRuns *runs, const SsPlaceCall *call);
void ss_runs_clear(SsRuns *runs);

/* Takes from a run what best fit takes: the node that holds all that is needed most tightly, else in index order. */
void ss_pick_from(SsPick *pick, const SsRun *run);
