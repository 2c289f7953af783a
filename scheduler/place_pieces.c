/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_pieces.c - best fit among runs that break into pieces.
 *
 * Best fit goes over the runs in index order (place_fit.c) and ends with the tightest of the lightest that suffice, or if
 * none does with the largest of the lightest; of equal ones with the first. The order matters for more than ties only if a
 * run has the CPUs but not the nodes: it may replace one that suffices.
 *
 * Choices that fail look at the same few pieces again and again. So these are kept in order, in front of the others, of
 * which it is only known that they come behind. A piece that still has nodes which are left out by now is larger than what
 * is left of it: it is broken when its turn comes.
 */
#include "scheduler/place_pieces.h"

#include "scheduler/place_runs.h"
#include "sim/base/rows.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    SsNodeId begin, end;
    uint32_t cpus;  /* offered together                                  */
    uint32_t least; /* size of a node; 0: not known, for none of them is */
    uint64_t weight;
    bool     spent; /* in the choice at hand */
} Piece;

typedef struct {
    Piece   *at;
    uint32_t n, room;
} Pieces;

enum { ROOM_FIRST = 128 };

struct SsPieces {
    SsPlaceCall *call;
    const uint32_t
            *size; /* NULL: nobody is left out yet                                          */
    uint32_t level;
    uint32_t most;  /* what the best node offers, or more                                    */
    Pieces   front; /* in order                                                             */
    Pieces   rest;  /* those that come behind a piece of `weight` and `cpus`                */
    uint64_t weight;
    uint32_t cpus;
    bool     rest_spent; /* some of the rest may be */
    bool     fits;       /* the sums are small enough */
};

/* --- pieces ----------------------------------------------------------------------------------------- */

static bool goes_before(const Piece *a, const Piece *b)
{
    if (a->weight != b->weight)
        return a->weight < b->weight;
    return a->cpus != b->cpus ? a->cpus > b->cpus : a->begin < b->begin;
}

static int compare(const void *a, const void *b)
{
    return goes_before(a, b) ? -1 : 1;
}

static bool belongs_in_front(const SsPieces *p, const Piece *piece)
{
    return piece->weight < p->weight || (piece->weight == p->weight && piece->cpus > p->cpus);
}

static void add(SsPieces *p, Pieces *to, const Piece *piece)
{
    if (to->n == to->room) {
        Piece *more = SS_ARENA_NEW(p->call->arena, Piece, (size_t) MAX(2 * to->room, ROOM_FIRST));

        if (to->n > 0)
            memcpy(more, to->at, to->n * sizeof *more);
        to->at = more;
        to->room = MAX(2 * to->room, ROOM_FIRST);
    }
    to->at[to->n++] = *piece;
}

static void put_in_front(SsPieces *p, const Piece *piece)
{
    add(p, &p->front, piece);
    for (uint32_t i = p->front.n - 1; i > 0 && goes_before(piece, &p->front.at[i - 1]); i--) {
        p->front.at[i] = p->front.at[i - 1];
        p->front.at[i - 1] = *piece;
    }
}

/* [begin, end) of usable nodes of one weight. */
static void add_piece(void *pieces, SsNodeId begin, SsNodeId end, uint64_t weight)
{
    SsPieces      *p = pieces;
    const uint32_t n = end - begin;
    const uint64_t cpus = ss_row_sum(p->call->cpus + begin, n, &p->most);
    const Piece    piece = { .begin = begin,
                             .end = end,
                             .cpus = (uint32_t) cpus,
                             .least = p->size != NULL ? ss_row_least(p->size + begin, n) : 0,
                             .weight = weight };

    p->fits = p->fits && cpus > 0 && cpus < UINT32_MAX;
    if (belongs_in_front(p, &piece))
        put_in_front(p, &piece);
    else
        add(p, &p->rest, &piece);
}

SsPieces *ss_pieces_new(SsPlaceCall *call)
{
    if (call->required != NULL || call->req->contiguous || ss_call_counts_per_job(call)
        || !ss_shortcut_on(&call->world->shortcuts, SS_SHORTCUT_PIECES))
        return NULL;
    SsPieces *p = SS_ARENA_NEW(call->arena, SsPieces, 1);

    *p = (SsPieces){ .call = call, .cpus = UINT32_MAX, .fits = true };
    ss_runs_each(call, add_piece, p);
    return p->fits ? p : NULL;
}

/* --- in order --------------------------------------------------------------------------------------- */

/* Has it nodes that are left out by now? */
static bool is_stale(const SsPieces *p, Piece *piece)
{
    if (p->size == NULL)
        return false;
    if (piece->least == 0)
        piece->least = ss_row_least(p->size + piece->begin, piece->end - piece->begin);
    return piece->least <= p->level;
}

/* What is left of a piece that was taken out. */
static void break_up(SsPieces *p, Piece piece)
{
    SsNodeId begin = piece.begin;

    for (SsNodeId id = piece.begin; id <= piece.end; id++) {
        if (id < piece.end && p->size[id] > p->level)
            continue;
        if (id > begin)
            add_piece(p, begin, id, piece.weight);
        begin = id + 1;
    }
}

static void break_front(SsPieces *p, uint32_t i)
{
    const Piece piece = p->front.at[i];

    p->front.n--;
    for (; i < p->front.n; i++)
        p->front.at[i] = p->front.at[i + 1];
    break_up(p, piece);
}

static void break_rest(SsPieces *p, uint32_t i)
{
    const Piece piece = p->rest.at[i];

    p->rest.at[i] = p->rest.at[--p->rest.n];
    break_up(p, piece);
}

/* The lightest of the rest, those that have more than seven eighths of the most CPUs. */
static void bring_more(SsPieces *p)
{
    Pieces        *rest = &p->rest;
    const uint32_t before = p->front.n;
    uint32_t       cpus = 0;

    p->weight = UINT64_MAX;
    for (uint32_t i = 0; i < rest->n; i++)
        p->weight = MIN(p->weight, rest->at[i].weight);
    for (uint32_t i = 0; i < rest->n; i++)
        if (rest->at[i].weight == p->weight)
            cpus = MAX(cpus, rest->at[i].cpus);
    p->cpus = cpus - (cpus + 7) / 8;
    for (uint32_t i = 0; i < rest->n;) {
        if (belongs_in_front(p, &rest->at[i])) {
            add(p, &p->front, &rest->at[i]);
            rest->at[i] = rest->at[--rest->n];
        } else {
            i++;
        }
    }
    qsort(p->front.at + before, p->front.n - before, sizeof *p->front.at, compare);
}

/* The first from `i` on that is not spent, and has nobody left out; NULL: there is none. */
static Piece *next_piece(SsPieces *p, uint32_t *i)
{
    for (;;) {
        while (*i < p->front.n && p->front.at[*i].spent)
            ++*i;
        if (*i == p->front.n) {
            if (p->rest.n == 0)
                return NULL;
            bring_more(p);
        } else if (is_stale(p, &p->front.at[*i])) {
            break_front(p, *i);
        } else {
            return &p->front.at[*i];
        }
    }
}

/* --- the choice ------------------------------------------------------------------------------------- */

typedef struct {
    const SsPick *pick;
    int64_t       needed;
    uint64_t      weight;
    Piece        *best;
    bool          broken;      /* one was: look again                */
    bool          lacks_nodes; /* a piece with CPUs enough does      */
} Tightest;

/* Looks at those that are as light and have the CPUs. */
static void look_at(SsPieces *p, Pieces *pieces, void (*break_at)(SsPieces *, uint32_t),
                    Tightest *t)
{
    for (uint32_t i = 0; i < pieces->n; i++) {
        Piece *piece = &pieces->at[i];

        if (piece->spent || piece->weight != t->weight || (int64_t) piece->cpus < t->pick->cpus)
            continue;
        if (is_stale(p, piece)) {
            break_at(p, i--);
            t->broken = true;
            continue;
        }
        t->lacks_nodes = t->lacks_nodes || piece->end - piece->begin < t->needed;
        if (t->best == NULL || piece->cpus < t->best->cpus
            || (piece->cpus == t->best->cpus && piece->begin < t->best->begin))
            t->best = piece;
    }
}

/* The tightest of those of that weight that have the CPUs; there is one. NULL: one lacks nodes. */
static Piece *tightest(SsPieces *p, const SsPick *pick, uint64_t weight)
{
    Tightest t = { .broken = true };

    while (t.broken) {
        t = (Tightest){ .pick = pick, .needed = ss_pick_nodes_needed(pick), .weight = weight };
        look_at(p, &p->front, break_front, &t);
        look_at(p, &p->rest, break_rest, &t);
    }
    return t.lacks_nodes ? NULL : t.best;
}

/* The piece that best fit takes next. NULL: there is none, or *unknown. */
static Piece *best_piece(SsPieces *p, const SsPick *pick, bool *unknown)
{
    uint32_t i = 0;
    Piece   *piece = next_piece(p, &i);

    if (piece == NULL || (pick->cpus > 0 && (int64_t) piece->cpus < pick->cpus))
        return piece;
    piece = pick->cpus > 0 ? tightest(p, pick, piece->weight) : NULL;
    p->rest_spent = true;
    *unknown = piece == NULL;
    return piece;
}

static SsPiecesAnswer choose(SsPieces *p, SsPick *pick, uint32_t most)
{
    SsWorld   *world = (SsWorld *) p->call->world;
    const bool proves = ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_COUNT);
    bool       unknown = false;

    while (pick->room > 0) {
        if (proves && pick->cpus > pick->room * (int64_t) most) {
            world->shortcuts.saved[SS_SHORTCUT_COUNT]++;
            return SS_PIECES_FAIL;
        }
        Piece *best = best_piece(p, pick, &unknown);
        if (unknown)
            return SS_PIECES_UNKNOWN;
        if (best == NULL)
            break;
        const SsRun run = { .begin = best->begin, .end = best->end, .first_required = SS_ID_NONE };
        best->spent = true;
        ss_pick_from(pick, &run);
        if (ss_pick_done(pick))
            return SS_PIECES_FIT;
    }
    return ss_pick_will_do(pick) ? SS_PIECES_FIT : SS_PIECES_FAIL;
}

#ifdef SS_DEBUG
static void prove(const SsPieces *p, SsPiecesAnswer answer)
{
    SsPlaceCall         *call = p->call;
    g_autoptr(SsNodeSet) chosen = ss_node_set_dup(call->chosen);
    SsNodeSet           *usable = call->usable;
    g_autoptr(SsNodeSet) left = ss_node_set_dup(usable);

    for (SS_EACH_NODE(id, left))
        if (p->size != NULL && p->size[id] <= p->level)
            ss_node_set_remove(left, id);
    call->usable = left;
    g_assert(ss_choose_fit(call) == (answer == SS_PIECES_FIT));
    g_assert(answer == SS_PIECES_FAIL || ss_node_set_equal(chosen, call->chosen));
    call->usable = usable;
}
#endif

static SsPiecesAnswer choose_again(SsPieces *p, uint32_t most)
{
    SsWorld *world = (SsWorld *) p->call->world;
    SsPick   pick;

    ss_pick_begin(&pick, p->call);
    const SsPiecesAnswer answer = choose(p, &pick, most);
    for (uint32_t i = 0; i < p->front.n; i++)
        p->front.at[i].spent = false;
    for (uint32_t i = 0; p->rest_spent && i < p->rest.n; i++)
        p->rest.at[i].spent = false;
    p->rest_spent = false;
    if (answer == SS_PIECES_UNKNOWN)
        return answer;
    world->shortcuts.saved[SS_SHORTCUT_PIECES]++;
#ifdef SS_DEBUG
    prove(p, answer);
#endif
    return answer;
}

SsPiecesAnswer ss_pieces_choose(SsPieces *p)
{
    return choose_again(p, p->most);
}

SsPiecesAnswer ss_pieces_choose_above(SsPieces *p, const uint32_t *size, uint32_t level,
                                      uint32_t most)
{
    p->size = size;
    p->level = level;
    return choose_again(p, most);
}
