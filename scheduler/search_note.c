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

bool ss_search_note_holds(const SsSearchNote *note, const SsWorld *world, SsShape key)
{
    return note->known && note->placing == world->placing && ss_shape_equal(note->key, key)
           && world->now < note->until && world->now < note->map_until;
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
