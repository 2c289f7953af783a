/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"

/**
 * runlist - will-run: when would this job fit, if running jobs end as planned?
 *
 * Source    spec scheduling 2.5: ends are taken away in batches whose window doubles, so an estimate drifts
 *           late as it grows; that drift is Slurm's and is kept.
 */
typedef struct {
    SsTime start; /* now, or the end of the last job taken away                                */
    SsNodeSet
            *nodes;  /* chosen; caller's                                                          */
    uint32_t places; /* how often a placement was tried                                           */
} SsWillRun;

/* `query`: candidates, counts and job; its use and mode are set here. False: never with what is known, or
 * not now when `now_only`. */
bool ss_will_run(const SsWorld *world, const SsPlaceQuery *query, bool now_only, SsWillRun *answer);
