/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/lasting.h"
#include "scheduler/place.h"
#include "scheduler/shape.h"
#include "sim/base/arena.h"

/**
 * SsNotes - what the scheduler of one run remembers of its own answers, and its scratch memory.
 *
 * Owner     the world (world->notes); made when the controller begins. A world without one does without.
 * Validity  "could it ever run there?" depends on the request, the partition and the nodes asked about, and
 *           on nothing that happens, except operations (world->operations).
 */
typedef struct SsNotes SsNotes;

void ss_notes_make(SsWorld *world);

/* Scratch memory of one placement at a time; NULL. Return to a mark. */
SsArena *ss_notes_arena(const SsWorld *world);

/* A will-run answer; valid while world->placing stands, or what raised it is outlived, and, if it names a time, before
 * that time. */
typedef struct {
    bool       known;
    uint64_t   placing;
    uint64_t   number; /* of the answer: another one with each that is kept */
    SsShape    shape;
    bool       found, now;
    SsTime     start; /* of one that is found and not now */
    SsTime     late;  /* of one that is not: asked for no later start; 0: for any */
    SsNodeSet *nodes; /* found: chosen                    */
    SsLasting  lasting;
    SsNodeSet *among; /* its candidates, if it is lasting */
} SsWillRunNote;

/* One more answer is kept: its number, from 1. */
uint64_t ss_notes_number(const SsWorld *world);

/* The place of `shape`'s answer, whosever answer is there now; NULL. */
SsWillRunNote *ss_notes_will_run(const SsWorld *world, SsShape shape);

/* Nodes that are configured alike (place_alike.h); NULL. */
const SsNodeId *ss_notes_classes(const SsWorld *world);

/* Where the forecast is kept (NULL in it at first); NULL. */
struct SsForecast **ss_notes_forecast(const SsWorld *world);

/* The slot of the walks over its ends, NULL in it until somebody walks; NULL. */
struct SsWalks **ss_notes_walks(const SsWorld *world);

/* The slot of backfill's searches, NULL in it until somebody searches; NULL. */
struct SsSearchNotes **ss_notes_searches(const SsWorld *world);

/* What is known of a request on an empty machine. */
typedef struct {
    bool      placed;
    uint64_t *tres; /* [n_tres] of the allocation, without licences and billing; NULL: not placed */
    SsNodeSet
        *nodes; /* of the allocation; NULL                                                    */
} SsEver;

/* Places `query` (its mode is set here) on an empty machine, or remembers it. Borrowed until the next call. */
const SsEver *ss_notes_ever(const SsPlaceQuery *query, SsEver *own);

/* Only whether it would be placed: cheaper, since on nodes that are all alike their number tells. */
bool ss_notes_could_ever(const SsPlaceQuery *query);
void ss_ever_clear(SsEver *ever);
