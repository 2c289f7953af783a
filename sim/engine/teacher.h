/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/policy.h"

/**
 * SsTeacher - a run that follows a record: what happened is known, what we would do is asked.
 *
 * Use       jobs end and start when the teacher says so; no process ends by itself and no poll kills.
 *           Everything else is the engine's: submissions, operations, usage, priorities, reasons, and
 *           passes by the cadence, in which the referee hears what we would start and allows what the
 *           record did. In a second of which the teacher knows that a scheduler started jobs, that
 *           scheduler makes a pass whatever the cadence says, and backfill's phase is set by it.
 *           A teacher that knows every pass (`told`) leaves none to the cadence.
 * Order     in a second: operations, end, reservations, submissions, usage, passes, start, over.
 * Owner     the caller of the engine.
 */
enum { SS_TAUGHT_MAIN = 1 << 0, SS_TAUGHT_BACKFILL = 1 << 1 };

typedef struct {
    gpointer data;
    bool     usage_last;     /* usage and priorities come after the passes of their second */
    bool     backfill_first; /* and a cycle of backfill before the main pass             */
    /* The first second at or after `from` in which there is something to tell; SS_TIME_NEVER. */
    SsTime (*next)(gpointer data, SsTime from);
    void (*end)(gpointer data, SsWorld *world); /* ends what ended                       */
    uint32_t (*passes)(gpointer data,
                       SsWorld *world); /* SS_TAUGHT_*: who is known to have looked */
    /* The next pass of this second, once each; FALSE: no more. NULL: `passes` knows those of recorded starts alone. */
    bool (*told)(gpointer data, SsWorld *world, SsPassKind *kind);
    void (*start)(gpointer data, SsWorld *world); /* starts what the passes did not        */
    void (*over)(gpointer data, SsWorld *world);  /* the second is over                    */
    SsReferee referee;
} SsTeacher;
