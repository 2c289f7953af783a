/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search_note.c - where searches of earlier cycles are kept.
 */
#include "scheduler/search_note.h"

#include "scheduler/notes.h"

/* PAYS: one question in so many is spared. */
enum { SLOTS = 2048, ENOUGH = 256, CLEAR = 1024, PAYS = 4, POOR_MOST = 2 };
enum { PAUSE_FIRST = 16, PAUSE_MOST = 1024 }; /* cycles */

struct SsSearchNotes {
    SsSearchNote at[SLOTS];
    uint32_t     poor; /* cycles, one after the other, in which it did not pay */
    uint32_t     pause, next_pause;
};

static SsSearchNotes *notes_of(const SsWorld *world)
{
    SsSearchNotes **notes = ss_notes_searches(world);

    if (notes != NULL && *notes == NULL) {
        *notes = g_new0(SsSearchNotes, 1);
        (*notes)->next_pause = PAUSE_FIRST;
    }
    return notes != NULL ? *notes : NULL;
}

SsSearchNote *ss_search_note(const SsWorld *world, SsShape key)
{
    SsSearchNotes *notes = notes_of(world);

    return notes != NULL ? &notes->at[key.a % SLOTS] : NULL;
}

bool ss_search_notes_pay(const SsWorld *world)
{
    SsSearchNotes *notes = notes_of(world);

    if (notes == NULL || notes->pause == 0)
        return true;
    notes->pause--;
    return false;
}

bool ss_search_notes_may_pay(uint64_t spared, uint64_t asked)
{
    return asked < CLEAR || spared * PAYS >= spared + asked;
}

void ss_search_notes_account(const SsWorld *world, uint64_t spared, uint64_t asked)
{
    SsSearchNotes *notes = notes_of(world);

    if (notes == NULL || spared + asked < ENOUGH)
        return;
    if (spared * PAYS >= spared + asked) {
        notes->poor = 0;
        notes->next_pause = PAUSE_FIRST;
    } else if (++notes->poor >= POOR_MOST) { /* the first behind a pause finds nothing kept */
        notes->poor = 0;
        notes->pause = notes->next_pause;
        notes->next_pause = MIN(2 * notes->next_pause, PAUSE_MOST);
    }
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
