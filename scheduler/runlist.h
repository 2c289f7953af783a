/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/lasting.h"
#include "scheduler/place.h"
#include "scheduler/shape.h"

/**
 * runlist - will-run: when would this job fit, if running jobs end as planned?
 *
 * Source    spec scheduling 2.5: ends are taken away in batches whose window doubles, so an estimate drifts
 *           late as it grows; that drift is Slurm's and is kept.
 */

/* Where an answer is remembered, for who remembers what was made of it. */
typedef struct {
    SsShape  shape;
    uint64_t number; /* 0: it is not */
    SsTime   by;
} SsWillRunRef;

typedef struct {
    SsTime start; /* now, or the end of the last job taken away                                */
    SsNodeSet
            *nodes;  /* chosen; caller's                                                          */
    uint32_t places; /* how often a placement was tried                                           */
    bool     late;   /* not found, but may be after the time that was asked for                   */
    SsWillRunRef ref;
    SsLasting  lasting; /* what it outlives                                                       */
    SsNodeSet *among;   /* private: candidates that have the features; NULL: those asked about    */
} SsWillRun;

/* `query`: candidates, counts and job; its use and mode are set here. `by`: the caller has no use for a later start,
 * which need not be found then (`late`; the test may find one nevertheless); 0: any start. False: never with what is
 * known, or not now when `now_only`, or not by then. */
bool ss_will_run(const SsWorld *world, const SsPlaceQuery *query, bool now_only, SsTime by,
                 SsWillRun *answer);

/* Would the answer be the same now? */
bool ss_will_run_stands(const SsWorld *world, const SsWillRunRef *ref);
