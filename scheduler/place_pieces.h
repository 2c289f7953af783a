/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place_internal.h"

/**
 * SsPieces - the runs of usable nodes while ever more nodes are left out, and best fit among them.
 *
 * A choice that fails is made again without the smallest nodes, some dozen times (place_levels.c). Nodes that are left out
 * break runs into pieces, but a choice looks at the largest ones only: these are kept in order, and broken when their turn
 * comes.
 *
 * Exact     for choices without required nodes, --contiguous and GRES counted by the job. Where a run has CPUs enough but
 *           too few nodes the order of the runs matters, and pieces know no answer.
 * Shape     in the call's arena.
 * Cost      made: O(usable nodes). A choice: O(pieces that are looked at), and now and then O(pieces).
 * Twin      ss_choose_fit on the nodes that are left; debug builds ask it each time.
 */
typedef struct SsPieces SsPieces;

/* Of call->usable. NULL: it is no choice of that kind, or the shortcut is off. */
SsPieces *ss_pieces_new(SsPlaceCall *call);

typedef enum { SS_PIECES_FAIL, SS_PIECES_FIT, SS_PIECES_UNKNOWN } SsPiecesAnswer;

/* Chooses as ss_choose_fit among all of them, or among the nodes whose `size`, by node, is above `level`, which never
 * falls; `most`: what the best of those offers. */
SsPiecesAnswer ss_pieces_choose(SsPieces *pieces);
SsPiecesAnswer ss_pieces_choose_above(SsPieces *pieces, const uint32_t *size, uint32_t level,
                                      uint32_t most);
