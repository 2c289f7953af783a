/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/ledger.h"
#include "sim/model/world.h"

/**
 * SsPending - how much waits for which reason over a run, as squeue would have shown it, for pending_look.
 *
 * Shape     looks on a grid of `every` seconds from `start` on, each at the first pass of its step. With
 *           `every` 0 the step begins at a second and doubles whenever SS_PENDING_LOOKS are taken, the odd ones
 *           being dropped: a run of an hour is seen every 4 s, one of a year every 9 hours.
 * Bytes     made of passes and the simulated clock only: the same run gives the same looks.
 * Owner     the world is borrowed for the call.
 * Cost      a comparison a pass; O(waiting jobs) a look, at most SS_PENDING_LOOKS / 2 more of them for each
 *           doubling of the run's length. Rows are written where something differs from the look before.
 */
typedef struct SsPending SsPending;

enum { SS_PENDING_LOOKS = 1024 };

SsPending *ss_pending_new(SsTime start, SsSpan every);
void       ss_pending_free(SsPending *pending); /* NULL is fine */

/* After every pass: what its jobs were found to wait for. */
void ss_pending_look(SsPending *pending, const SsWorld *world);
/* The run is over: its looks into the ledger, and their step as `pending.every` into its run table. */
gboolean ss_pending_write(SsPending *pending, SsTime now, SsLedger *ledger, GError **error);
