/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * outcome - what a pass is asked and what it answers: the interface that every policy has.
 */
typedef enum { SS_PASS_PARTIAL, SS_PASS_FULL, SS_PASS_BACKFILL } SsPassKind;

typedef struct {
    uint32_t started, tested, changed, queue, tried, map_size;
    /* A change that backfill takes notice of: a cycle gave a job a place in its map, a main pass met a
     * job that wants licences or told one anew that others come first (recorded: tests/conformance/OBSERVED.md L1). */
    bool stamps;
    bool
        skipped; /* it was not made: nothing would have changed, nor by looking at who is eligible */
    SsTime valid_until; /* backfill: the first second at which its estimates and its plan map would
                           compare otherwise with the clock                                       */
    GPtrArray *seen; /* SsJob *: whom it looked at, in order; NULL: nobody asked (caller's)       */
    GArray *records; /* SsQueueRecord: its sorted queue (caller's), set only if `seen` is         */
} SsPassOutcome;

typedef struct SsPolicy {
    const char *name, *doc;
    bool        textbook; /* a pass after each moment with an event, no periods                   */
    gpointer (*new)(SsWorld *world); /* NULL: the policy itself is handed to `pass`               */
    void (*pass)(gpointer self, SsWorld *world, SsPassKind kind, SsPassOutcome *outcome);
    void (*free)(gpointer self);
} SsPolicy;
