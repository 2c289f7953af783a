/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place_internal.h"

/**
 * SsRuns - runs of consecutive usable nodes of equal weight, by index: what best fit chooses among.
 *
 * --contiguous: a run goes on over a change of weight and has its last node's.
 * Shape     `at`[n]; `most` is the largest offer of a usable node.
 * Owner     who zeroed it; ss_runs_clear frees.
 * Cost      made: O(words + usable nodes). Kept up while nodes are left out (place_fewer.c): O(runs + nodes left out).
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

typedef struct SsRuns {
    SsRun   *at;
    uint32_t n, most;
    uint32_t room;
    bool     known;
    SsRun   *other; /* [other_room] the array before the last nodes were left out */
    uint32_t other_room;
} SsRuns;

/* Runs of call->usable, none of them spent. Runs that are known differ from it by call->left_out only. */
void ss_runs_update(SsRuns *runs, const SsPlaceCall *call);
void ss_runs_clear(SsRuns *runs);
