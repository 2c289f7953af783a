/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_levels.c - leaving small nodes out, a size at a time.
 *
 * What place_fewer.c does node by node: here the nodes are counted by size and by what they offer, so that leaving out a
 * size is a subtraction, and the choice is made on the pieces that are left (place_pieces.c). Only where just some nodes of
 * a size may go, or pieces know no answer, the nodes are really left out.
 */
#include "scheduler/place_pieces.h"

#include "sim/base/rows.h"

enum { TABLE_MOST = 65536 };

typedef struct {
    SsPlaceCall    *call;
    SsOfferCounts   counts;
    const uint32_t *size; /* [n_nodes] CPUs and devices                         */
    uint32_t        largest;
    uint32_t        width;   /* of of_both                                      */
    uint32_t       *of_size; /* [largest + 1] nodes by size                     */
    uint32_t       *of_both; /* [largest + 1][width]; NULL: a size is CPUs only */
    SsPieces       *pieces;
} Levels;

/* --- counts ----------------------------------------------------------------------------------------- */

/* Sizes beside the CPUs; false: too large to be counted. */
static bool measure(Levels *l)
{
    const SsPlaceCall *call = l->call;
    uint32_t          *size = SS_ARENA_NEW(call->arena, uint32_t, call->cluster->n_nodes);

    for (SS_EACH_NODE(id, call->usable)) {
        const uint64_t count = ss_call_resources(call, id);

        if (count >= TABLE_MOST)
            return false;
        size[id] = (uint32_t) count;
        l->largest = MAX(l->largest, size[id]);
    }
    l->size = size;
    return ((uint64_t) l->largest + 1) * (l->counts.most + 1) <= TABLE_MOST;
}

/* Beside of_cpus. False: sizes are too large. */
static bool count_sizes(Levels *l)
{
    const SsPlaceCall *call = l->call;

    l->size = call->cpus;
    l->largest = l->counts.most;
    l->of_size = l->counts.of_cpus;
    if (call->req->n_gres == 0)
        return true;
    if (!measure(l))
        return false;
    l->of_size = SS_ARENA_NEW(call->arena, uint32_t, (size_t) l->largest + 1);
    l->width = l->counts.most + 1;
    l->of_both = SS_ARENA_NEW(call->arena, uint32_t, ((size_t) l->largest + 1) * l->width);
    for (SS_EACH_NODE(id, call->usable)) {
        l->of_size[l->size[id]]++;
        l->of_both[(size_t) l->size[id] * l->width + call->cpus[id]]++;
    }
    return true;
}

static void subtract(Levels *l, uint32_t level)
{
    SsOfferCounts *counts = &l->counts;

    counts->left -= l->of_size[level];
    if (l->of_both == NULL)
        counts->of_cpus[level] = 0;
    for (uint32_t cpus = 0; l->of_both != NULL && cpus <= counts->most; cpus++)
        counts->of_cpus[cpus] -= l->of_both[(size_t) level * l->width + cpus];
}

/* --- really ----------------------------------------------------------------------------------------- */

/* Without those below `level` and the first `some` of it. */
static bool choose_without(const Levels *l, uint32_t level, uint32_t some)
{
    SsPlaceCall *call = l->call;
    SsNodeSet   *all = call->usable;

    call->usable = ss_call_set(call);
    for (SS_EACH_NODE(id, all)) {
        const bool out = l->size[id] < level || (l->size[id] == level && some > 0);

        if (!out)
            ss_node_set_add(call->usable, id);
        else if (l->size[id] == level)
            some--;
    }
    const bool found = ss_choose_fit(call);
    call->usable = all;
    return found;
}

/* --- level by level --------------------------------------------------------------------------------- */

static bool choose_above(Levels *l, uint32_t level)
{
    while (l->counts.most > 0 && l->counts.of_cpus[l->counts.most] == 0)
        l->counts.most--;
    const SsPiecesAnswer answer = ss_pieces_choose_above(l->pieces, l->size, level, l->counts.most);

    return answer == SS_PIECES_UNKNOWN ? choose_without(l, level, UINT32_MAX)
                                       : answer == SS_PIECES_FIT;
}

static bool choose_by_levels(Levels *l)
{
    for (uint32_t level = 0; level <= l->largest; level++) {
        const uint32_t here = l->of_size[level];

        if (here == 0)
            continue;
        if (!ss_call_largest_would_do(l->call, &l->counts))
            return false;
        if (l->counts.left < l->call->min + here)
            return l->counts.left > l->call->min
                   && choose_without(l, level, l->counts.left - l->call->min);
        subtract(l, level);
        if (choose_above(l, level))
            return true;
    }
    return false;
}

/* After a choice among all has failed. */
static bool choose_among_fewer(Levels *l, bool *found)
{
    *found = false;
    l->counts = ss_call_count_offers(l->call);
    if (!ss_call_largest_would_do(l->call, &l->counts))
        return true;
    if (!count_sizes(l))
        return false;
    *found = choose_by_levels(l);
    return true;
}

bool ss_choose_by_levels(SsPlaceCall *call, bool *chosen, bool *found)
{
    Levels l = { .call = call, .pieces = ss_pieces_new(call) };

    *chosen = l.pieces != NULL;
    if (l.pieces == NULL)
        return false;
    const SsPiecesAnswer answer = ss_pieces_choose(l.pieces);
    *found = answer == SS_PIECES_UNKNOWN ? ss_choose_fit(call) : answer == SS_PIECES_FIT;
    return *found || choose_among_fewer(&l, found);
}
