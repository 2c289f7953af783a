/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notes.c - answers that are given once.
 *
 * Whenever a job does not fit now, Slurm asks whether it could run if nobody else were there: to name the
 * reason, and to test limits against what it would get. On a machine of thousands of nodes that is the most
 * expensive placement of all, and it always comes out the same. So the answer is kept, by the shape of the
 * question. A table of fixed size, a new answer takes the place of an old one: memory is bounded, and what
 * was dropped is found out again.
 */
#include "scheduler/notes.h"

#include "scheduler/foreseen.h"
#include "scheduler/place_alike.h"
#include "scheduler/search_note.h"
#include "scheduler/shape.h"

enum { EVER_SLOTS = 4096, WILL_RUN_SLOTS = 2048, COUNT_SLOTS = 1024 };

typedef struct {
    bool     known;
    uint64_t operations;
    SsShape  shape;
    SsEver   ever;
} EverSlot;

/* On how many nodes a request would be placed, where all nodes are alike: more of them never hurt. */
typedef struct {
    uint64_t operations;
    SsShape  shape;
    uint32_t enough, too_few; /* as far as it was asked for; 0: nothing is known */
} CountSlot;

struct SsNotes {
    SsArena       *arena;
    SsNodeId      *classes; /* NULL until asked for */
    bool           alike;   /* all of one class: known with them */
    CountSlot      count[COUNT_SLOTS];
    EverSlot       ever[EVER_SLOTS];
    SsWillRunNote  will_run[WILL_RUN_SLOTS];
    uint64_t       answers; /* that were kept in them */
    SsForecast    *forecast;
    SsWalks       *walks;
    SsSearchNotes *searches;
};

static void free_notes(gpointer data)
{
    SsNotes *notes = data;

    for (uint32_t i = 0; i < EVER_SLOTS; i++)
        ss_ever_clear(&notes->ever[i].ever);
    for (uint32_t i = 0; i < WILL_RUN_SLOTS; i++) {
        ss_node_set_free(notes->will_run[i].nodes);
        ss_node_set_free(notes->will_run[i].among);
    }
    ss_walks_free(notes->walks);
    ss_search_notes_free(notes->searches);
    ss_forecast_free(notes->forecast);
    ss_arena_free(notes->arena);
    g_free(notes->classes);
    g_free(notes);
}

void ss_notes_make(SsWorld *world)
{
    SsNotes *notes;

    if (world->notes != NULL)
        return;
    notes = g_new0(SsNotes, 1);
    notes->arena = ss_arena_new();
    world->notes = notes;
    world->free_notes = free_notes;
}

SsArena *ss_notes_arena(const SsWorld *world)
{
    const SsNotes *notes = world->notes;

    return notes != NULL ? notes->arena : NULL;
}

static bool are_alike(const SsNodeId *classes, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (classes[i] != classes[0])
            return false;
    return true;
}

const SsNodeId *ss_notes_classes(const SsWorld *world)
{
    SsNotes *notes = world->notes;

    if (notes != NULL && notes->classes == NULL) {
        notes->classes = ss_alike_classes(world->cluster);
        notes->alike = are_alike(notes->classes, world->cluster->n_nodes);
    }
    return notes != NULL ? notes->classes : NULL;
}

SsWillRunNote *ss_notes_will_run(const SsWorld *world, SsShape shape)
{
    SsNotes *notes = world->notes;

    return notes != NULL ? &notes->will_run[shape.a % WILL_RUN_SLOTS] : NULL;
}

uint64_t ss_notes_number(const SsWorld *world)
{
    return ++((SsNotes *) world->notes)->answers;
}

SsForecast **ss_notes_forecast(const SsWorld *world)
{
    SsNotes *notes = world->notes;

    return notes != NULL ? &notes->forecast : NULL;
}

SsWalks **ss_notes_walks(const SsWorld *world)
{
    SsNotes *notes = world->notes;

    return notes != NULL ? &notes->walks : NULL;
}

SsSearchNotes **ss_notes_searches(const SsWorld *world)
{
    SsNotes *notes = world->notes;

    return notes != NULL ? &notes->searches : NULL;
}

void ss_ever_clear(SsEver *ever)
{
    g_clear_pointer(&ever->tres, g_free);
    g_clear_pointer(&ever->nodes, ss_node_set_free);
    ever->placed = false;
}

static void find_out(const SsPlaceQuery *query, SsEver *ever)
{
    const SsCluster   *cluster = query->world->cluster;
    g_autoptr(SsAlloc) alloc = NULL;
    SsPlaceQuery       q = *query;

    q.mode = SS_PLACE_EVER;
    q.use = NULL;
    q.excluded_cores = NULL;
    ss_ever_clear(ever);
    ever->placed =
        ss_forecast_place(&q, &alloc) ? alloc != NULL : ss_place(&q, &alloc) == SS_PLACED;
    if (!ever->placed)
        return;
    ever->tres = g_new0(uint64_t, cluster->tres->n);
    ever->nodes = ss_node_set_new(cluster->n_nodes);
    ss_alloc_tres(cluster, alloc, ever->tres);
    ss_alloc_nodes(alloc, ever->nodes);
}

/* There are fewer nodes than it needs. */
static bool is_hopeless(const SsPlaceQuery *query)
{
    SsWorld *world = (SsWorld *) query->world;

    if (!ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_COUNT)
        || ss_node_set_count(query->nodes) >= query->min_nodes)
        return false;
    world->shortcuts.saved[SS_SHORTCUT_COUNT]++;
    return true;
}

const SsEver *ss_notes_ever(const SsPlaceQuery *query, SsEver *own)
{
    SsWorld *world = (SsWorld *) query->world;
    SsNotes *notes = world->notes;

    if (is_hopeless(query)) {
#ifdef SS_DEBUG
        find_out(query, own);
        g_assert(!own->placed);
#endif
        ss_ever_clear(own);
        return own;
    }
    if (notes == NULL || !ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_EVER)
        || query->job->req.switches > 0) {
        find_out(query, own);
        return own;
    }
    const SsShape shape = ss_shape_of_ever(query);
    EverSlot     *slot = &notes->ever[shape.a % EVER_SLOTS];
    if (slot->known && slot->operations == world->operations
        && ss_shape_equal(slot->shape, shape)) {
        world->shortcuts.saved[SS_SHORTCUT_EVER]++;
#ifdef SS_DEBUG
        find_out(query, own);
        g_assert(own->placed == slot->ever.placed);
        g_assert(!own->placed || ss_node_set_equal(own->nodes, slot->ever.nodes));
        ss_ever_clear(own);
#endif
        return &slot->ever;
    }
    find_out(query, &slot->ever);
    slot->known = true;
    slot->operations = world->operations;
    slot->shape = shape;
    return &slot->ever;
}

/* Does it not matter which nodes they are, but how many? */
static bool counts_tell(const SsPlaceQuery *query)
{
    const SsRequest *req = &query->job->req;
    const SsNotes   *notes = query->world->notes;

    return ss_notes_classes(query->world) != NULL && notes->alike
           && ss_shortcut_on(&query->world->shortcuts, SS_SHORTCUT_EVER) && req->n_feature == 0
           && req->n_prefer == 0 && req->req_nodes == NULL && req->exc_nodes == NULL
           && !req->contiguous && req->switches == 0 && query->inside_resv == NULL
           && query->world->cluster->topology.n == 0;
}

static bool is_placed(const SsPlaceQuery *query)
{
    SsEver     own = { 0 };
    const bool placed = ss_notes_ever(query, &own)->placed;

    ss_ever_clear(&own);
    return placed;
}

static CountSlot *count_slot(const SsPlaceQuery *query)
{
    SsNotes      *notes = query->world->notes;
    const SsShape shape = ss_shape_of_count(query);
    CountSlot    *slot = &notes->count[shape.a % COUNT_SLOTS];

    if (slot->enough == 0 || slot->operations != query->world->operations
        || !ss_shape_equal(slot->shape, shape))
        *slot = (CountSlot){ query->world->operations, shape, UINT32_MAX, 0 };
    return slot;
}

bool ss_notes_could_ever(const SsPlaceQuery *query)
{
    SsWorld       *world = (SsWorld *) query->world;
    const uint32_t n = ss_node_set_count(query->nodes);

    if (is_hopeless(query))
        return false;
    if (!counts_tell(query))
        return is_placed(query);
    CountSlot *slot = count_slot(query);
    if (n > slot->too_few && n < slot->enough) {
        if (is_placed(query))
            slot->enough = n;
        else
            slot->too_few = n;
    } else {
        world->shortcuts.saved[SS_SHORTCUT_EVER]++;
    }
#ifdef SS_DEBUG
    g_assert(is_placed(query) == (n >= slot->enough));
#endif
    return n >= slot->enough;
}
