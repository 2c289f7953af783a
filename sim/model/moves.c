/* SPDX-License-Identifier: Apache-2.0 */
/*
 * moves.c - the last starts and ends.
 */
#include "sim/model/moves.h"

void ss_moves_clear(SsMoves *moves)
{
    for (uint32_t i = 0; i < SS_MOVES_KEPT; i++)
        ss_node_set_free(moves->at[i].nodes);
    *moves = (SsMoves){ 0 };
}

void ss_moves_note(SsMoves *moves, uint64_t placing, bool ended, SsTime end, const SsAlloc *alloc,
                   uint32_t n_nodes)
{
    SsMove *move = &moves->at[placing % SS_MOVES_KEPT];

    if (move->nodes == NULL)
        move->nodes = ss_node_set_new(n_nodes);
    else
        for (uint32_t w = move->first; w <= move->last; w++)
            move->nodes->words[w] = 0;
    for (uint32_t i = 0; i < alloc->n; i++)
        ss_node_set_add(move->nodes, alloc->at[i].node);
    move->placing = placing;
    move->ended = ended;
    move->end = end;
    move->first = alloc->at[0].node / 64;
    move->last = alloc->at[alloc->n - 1].node / 64;
}

uint32_t ss_move_count(const SsMove *move, const SsNodeSet *nodes)
{
    return ss_bits_count_and(move->nodes->words + move->first, nodes->words + move->first,
                             move->last - move->first + 1);
}
