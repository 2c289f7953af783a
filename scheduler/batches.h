/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/span.h"
#include "sim/model/world.h"

/**
 * batches - in which portions the will-run test takes running jobs away, and when it says they end.
 *
 * The first batch reaches to the first end rounded up to the next multiple of 30 s (a full 30 more if it is one) plus
 * 30 s; then the window doubles (bf_window_linear: grows by so much). select/linear takes one job at a time.
 * Source    spec scheduling 2.5.
 */
enum { SS_BATCH_FIRST = 30 };

/* The window, as far as it has grown. */
typedef struct {
    SsTime   base; /* 0: no job of the candidates has been taken away yet */
    SsSpan   span;
    bool     one_by_one;
    uint32_t linear;
} SsBatch;

static inline SsBatch ss_batch_first(const SsWorld *world)
{
    return (SsBatch){ .span = SS_BATCH_FIRST,
                      .one_by_one = world->settings.select_type == SS_SELECT_LINEAR,
                      .linear = world->settings.sched.bf_window_linear };
}

/* A job of the candidates, which ends then, is taken away. */
static inline void ss_batch_open(SsBatch *batch, SsTime end)
{
    if (batch->base == 0)
        batch->base = (end / SS_BATCH_FIRST + 1) * SS_BATCH_FIRST;
}

/* Is the next end (of any node; SS_TIME_NEVER: none) still of the batch? */
static inline bool ss_batch_goes_on(const SsBatch *batch, SsTime next)
{
    return !batch->one_by_one && next <= batch->base + batch->span;
}

static inline void ss_batch_grow(SsBatch *batch, SsTime next)
{
    do
        batch->span = batch->linear ? batch->span + (SsSpan) batch->linear : batch->span * 2;
    while (!batch->one_by_one && next != SS_TIME_NEVER && next > batch->base + batch->span);
}

/* The windows that begin at `base` end at *until, if they have just grown to reach `next`; the ones before at *from (0: there are
 * none). */
static inline void ss_batch_limits(const SsWorld *world, SsTime base, SsTime next, SsTime *from,
                                   SsTime *until)
{
    SsBatch batch = ss_batch_first(world);

    *from = 0;
    while (next > base + batch.span) {
        *from = base + batch.span;
        batch.span = batch.linear ? batch.span + (SsSpan) batch.linear : batch.span * 2;
    }
    *until = base + batch.span;
}

/* A placement with this job of the candidates gone tells nothing to who has no use for a start behind `by` (0: for any),
 * nor does any behind it. An overdue job may be believed to end later than others that are planned to. */
static inline bool ss_batch_is_late(const SsWorld *world, SsTime end, SsTime by)
{
    return by != 0 && end > world->now && end > by;
}

/* A planned end that has passed: the job is about to be killed. */
static inline SsTime ss_batch_credible_end(const SsWorld *world, const SsJob *job)
{
    if (job->end > world->now)
        return job->end;
    const uint32_t part_over = world->parts[job->part].over_time_limit;
    const uint32_t over = part_over != SS_UNSET32 ? part_over : world->settings.over_time_limit;
    const SsTime   end = over == SS_NO_LIMIT
                             ? world->now + ss_minutes(job->time_limit)
                             : job->end + world->settings.kill_wait + (SsTime) over * 60;
    return MAX(end, world->now + 1);
}
