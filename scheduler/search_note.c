/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search_note.c - where searches of earlier cycles are kept.
 */
#include "scheduler/search_note.h"

#include "scheduler/notes.h"

enum { SLOTS = 2048 };

struct SsSearchNotes {
    SsSearchNote at[SLOTS];
};

SsSearchNote *ss_search_note(const SsWorld *world, SsShape key)
{
    SsSearchNotes **notes = ss_notes_searches(world);

    if (notes == NULL)
        return NULL;
    if (*notes == NULL)
        *notes = g_new0(SsSearchNotes, 1);
    return &(*notes)->at[key.a % SLOTS];
}

/* Only starts and ends raised world->placing since, and no answer is another one. */
static bool outlasts(SsSearchNote *note, const SsWorld *world)
{
    if (note->n_asks > SS_SEARCH_ASKS_MOST
        || !ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_LASTING))
        return false;
    for (uint64_t i = note->placing + 1; i <= world->placing; i++)
        if (ss_moves_at(&world->moves, i) == NULL)
            return false;
    for (uint32_t i = 0; i < note->n_asks; i++)
        if (!ss_will_run_stands(world, &note->ask[i]))
            return false;
    note->placing = world->placing;
    return true;
}

bool ss_search_note_holds(SsSearchNote *note, const SsWorld *world, SsShape key)
{
    return note->known && ss_shape_equal(note->key, key) && world->now < note->until
           && world->now < note->map_until
           && (note->placing == world->placing || outlasts(note, world));
}

void ss_search_note_clear(SsSearchNote *note)
{
    ss_node_set_free(note->nodes);
    ss_node_set_free(note->candidates);
    *note = (SsSearchNote){ 0 };
}

void ss_search_notes_free(SsSearchNotes *notes)
{
    for (uint32_t i = 0; notes != NULL && i < SLOTS; i++)
        ss_search_note_clear(&notes->at[i]);
    g_free(notes);
}
