/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/use.h"

/**
 * SsMoves - which jobs started and ended of late, and on which nodes.
 *
 * Who remembers an answer about what is in use can see what happened since, and whether it matters.
 * Shape     a ring by number (world->placing behind the move). A number that is not there stands for something else:
 *           a node's state, a suspension, an operation; or it was too long ago.
 * Owner     the world.
 * Cost      O(nodes of the job) a move; sets are made when they are needed first.
 */
typedef struct {
    uint64_t   placing;     /* 0: none                                             */
    bool       ended;       /* else it started                                     */
    SsTime     end;         /* planned; of one that ended: as it had been planned  */
    uint32_t   first, last; /* words of its nodes                              */
    SsNodeSet *nodes;
} SsMove;

enum { SS_MOVES_KEPT = 64 };

typedef struct {
    SsMove at[SS_MOVES_KEPT];
} SsMoves;

void ss_moves_clear(SsMoves *moves);
void ss_moves_note(SsMoves *moves, uint64_t placing, bool ended, SsTime end, const SsAlloc *alloc,
                   uint32_t n_nodes);

/* NULL: something else. */
static inline const SsMove *ss_moves_at(const SsMoves *moves, uint64_t placing)
{
    const SsMove *move = &moves->at[placing % SS_MOVES_KEPT];

    return move->placing == placing ? move : NULL;
}

/* On how many of `nodes` it was. */
uint32_t ss_move_count(const SsMove *move, const SsNodeSet *nodes);
