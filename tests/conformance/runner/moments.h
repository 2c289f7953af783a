/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "tests/conformance/runner/case.h"

/**
 * moments - what a recording's threads did, and when its commands were answered (expected/moments.txt).
 *
 * A line each, in order: "2026-05-19T14:00:00.145 full", in UTC. `full` and `part`: a pass of the main scheduler;
 * `limits`: the loop looks at them, in a round with a full pass before it; `backfill`: a cycle begins; `decay`: usage was
 * charged; `typed`: a command of pending.sh has been answered; `ended 17_3`: the script of that job did, by itself;
 * `freed 17_3 n1`: that node has nothing more to do for the job; `freed 17_3`: none of its nodes has; `back n1`:
 * that node was out of service and answers again. Recordings made before the file was written have none,
 * and some have nothing of the last two kinds.
 */
typedef enum {
    SS_MOMENT_LIMITS,
    SS_MOMENT_FULL,
    SS_MOMENT_PART,
    SS_MOMENT_BACKFILL,
    SS_MOMENT_DECAY,
    SS_MOMENT_TYPED,
    SS_MOMENT_ENDED,
    SS_MOMENT_FREED,
    SS_MOMENT_BACK
} SsMomentKind;

typedef struct {
    SsTime       second;
    int          thousandth;
    SsMomentKind kind;
    uint32_t     n_typed; /* commands answered before it, or with it                    */
    const char  *pass;    /* as `advance --pass` takes it; NULL for a command that was typed */
} SsMoment;

/* Element type: SsMoment; empty without the file. */
GArray *ss_moments_read(const char *folder);

/* The first of a kind at or behind the second `from`; NULL without. */
const SsMoment *ss_moments_first(const GArray *moments, SsMomentKind kind, SsTime from);

/* Does the recording say when jobs ended? */
bool ss_moments_have_ends(const GArray *moments);

/* When the `n`th command had been answered; NULL without. */
const SsMoment *ss_moments_typed(const GArray *moments, uint32_t n);
