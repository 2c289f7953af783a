/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * twin - the scheduler once more, as a reader of the specification would write it.
 *
 * It reads the model and shares nothing with scheduler/: no index, no memo, no skipped work. Asked with the
 * world as it stands before a pass, it says what that pass must do; the world stays as it is. Slow on
 * purpose: every question is answered by walking everything there is.
 *
 * Source    spec scheduling, placement, limits; where a recording of real Slurm says otherwise or more
 *           (tests/conformance/OBSERVED.md), the recording.
 * Not here  what ss_twin_declines names; worlds that have it are not compared.
 */
typedef enum { SS_TWIN_PARTIAL, SS_TWIN_FULL, SS_TWIN_BACKFILL } SsTwinPass;

/* One start. */
typedef struct {
    uint32_t job_id; /* of an array: the array's                                               */
    uint32_t task;   /* SS_UNSET32: no task                                                    */
    SsPartId part;
    uint32_t time_limit;
    SsAlloc *alloc;
} SsTwinStart;

/* A record that was pending before the pass (or was split off in it), and what the pass makes of it. */
typedef struct {
    uint32_t    job_id, task; /* as of a start; an array's rest has no task                    */
    uint32_t    state;        /* SsJobState: it may have been cancelled                        */
    uint32_t    n_pending;    /* tasks of an array's rest                                      */
    SsReason    reason;
    const char *text; /* shown instead of the reason's word, NULL                              */
    SsTime      eligible, accrue, planned_start;
    const SsNodeSet *planned_nodes; /* NULL                                                    */
    SsPartId         part;
    uint32_t         priority, time_limit;
} SsTwinJob;

/* A job that runs. */
typedef struct {
    uint32_t job_id, task;
    SsTime   end;
    bool     preempted; /* it goes when the pass is over */
    bool     suspended; /* somebody started over it       */
} SsTwinRun;

typedef struct {
    GArray    *starts;  /* SsTwinStart, in order                                                  */
    GArray    *waiting; /* SsTwinJob, those that do not start                                     */
    GArray    *running; /* SsTwinRun, those that ran before                                    */
    GPtrArray *kept;    /* private: what the answer points to                                     */
} SsTwinAnswer;

/* What of this world the twin does not know, NULL: it knows all. */
const char *ss_twin_declines(const SsWorld *world);

SsTwinAnswer *ss_twin_pass(const SsWorld *world, SsTwinPass pass);
void          ss_twin_answer_free(SsTwinAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsTwinAnswer, ss_twin_answer_free)
