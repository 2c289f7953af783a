/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/runlist.h"
#include "scheduler/shape.h"

/**
 * search_note - what a record's search in backfill's plan map found, kept from cycle to cycle.
 *
 * Most cycles begin as the last one did: nothing started or ended, and the first records make the same promises. A record
 * behind the same promises then searches the same map, and as long as will-run's answers stand it finds the same.
 * Shape     a table of fixed size by key: the request, how long it is planned, the counts and what was promised before.
 * Owner     the scheduler's notes.
 */
typedef enum { SS_FOUND_NOTHING, SS_FOUND_NOW, SS_FOUND_LATER } SsFound;

enum { SS_SEARCH_ASKS_MOST = 8 };

typedef struct {
    bool         known;
    uint64_t     placing; /* of the world                                                       */
    SsShape      key;
    SsTime       until;     /* the search's comparisons with the clock come out otherwise       */
    SsTime       map_until; /* the map is cut otherwise                                         */
    SsFound      found;
    bool         asked;      /* will-run                                                       */
    SsTime       later;      /* when there will be more nodes; 0                                */
    SsTime       start;      /* LATER                                                          */
    uint32_t     cpus;       /* of the last nodes that will-run chose; 0: it chose none         */
    SsNodeSet   *nodes;      /* NOW, LATER: chosen                                             */
    SsNodeSet   *candidates; /* NOW                                                            */
    uint32_t     n_asks;     /* of will-run; more than there is room for: they are not known   */
    SsWillRunRef ask[SS_SEARCH_ASKS_MOST];
} SsSearchNote;

/* The key's place, whosever search is there now; NULL: nothing is kept. */
SsSearchNote *ss_search_note(const SsWorld *world, SsShape key);
bool          ss_search_note_holds(SsSearchNote *note, const SsWorld *world, SsShape key);
void          ss_search_note_clear(SsSearchNote *note);

/* Is it worth while to keep the searches of the cycle that begins? Each is then made step by step, so that what it asked
 * can be asked again. Where most of what is kept does not last it is not, for some cycles; and then it is tried again. */
bool ss_search_notes_pay(const SsWorld *world);
/* Of a cycle that keeps its searches: questions that kept ones spared, and that were asked. Is it so far? And in the end: */
bool ss_search_notes_may_pay(uint64_t spared, uint64_t asked);
void ss_search_notes_account(const SsWorld *world, uint64_t spared, uint64_t asked);

typedef struct SsSearchNotes SsSearchNotes;
void                         ss_search_notes_free(SsSearchNotes *notes);
