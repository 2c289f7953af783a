/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/forecast.h"
#include "scheduler/runlist.h"

/**
 * foreseen - the will-run test by the forecast: the answer of runlist.c without taking a job away.
 *
 * Cost      O(groups of the ends that are walked); nothing for those walked before on the same nodes.
 */

/* `view` was just asked for; see ss_will_run. False: the ends cannot be foreseen, *found is not known. */
bool ss_foreseen_will_run(const SsForecastView *view, const SsPlaceQuery *query, bool now_only,
                          SsTime by, bool *found, SsWillRun *answer);

/* Walks that are kept; the scheduler's notes own them. */
typedef struct SsWalks SsWalks;
void                   ss_walks_free(SsWalks *walks);
