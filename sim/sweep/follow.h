/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/engine/teacher.h"
#include "workloads/record.h"

/**
 * SsFollow - a run that follows a record, and what we would have done at each point of it.
 *
 * Starts    at each recorded start the scheduler that started the job makes a pass in the state just
 *           before: does it start this job? Where would it put it? Then the job starts where the record
 *           says, whatever the answer, so that one disagreement does not make others. A record without
 *           Flags does not say which scheduler it was: both are asked, either will do.
 * Between   passes run by our cadence; a job that they would start and that the record does not start
 *           within SS_FOLLOW_SOON seconds is a false start (told once a job and run) and is held back.
 *           Where the record tells every pass (a controller's log at debug), these are made and no others.
 * Looks     with snapshots of squeue: each pending job's reason beside ours.
 * Bends     the record's seconds are not the moments of its events. A bend supposes one thing to have
 *           been otherwise for the whole record; a start missed without it and found with it is jitter,
 *           and so is a reason.
 * Use       new; give ss_follow_teacher to a run; ask for the results; free. Once.
 * Owner     the record is borrowed and must outlive it.
 */
enum { SS_FOLLOW_SOON = 3 };

typedef struct {
    const char *name;           /* "a pass one second earlier"                          */
    int         main, backfill; /* seconds by which recorded starts by each are moved  */
    int         end;            /* seconds by which ends are seen later                 */
    bool        nodes_late;     /* nodes are free a second later than their jobs' ends  */
    bool        passes_first;   /* ends of a second come after its passes               */
    bool        usage_last;     /* usage and priorities of a second come after its passes */
    bool        backfill_first; /* and its backfill cycle before its main pass          */
    bool        looks_first;    /* looks at the queue come before the passes of a second */
} SsBend;

/* [0] is the record as it is, [1] has the looks before the passes of their second. */
enum { SS_BEND_LOOKS_FIRST = 1 };
extern const SsBend   ss_bends[];
extern const uint32_t ss_n_bends;

typedef struct {
    const SsRecordedJob *job;
    SsStarter            starter; /* SS_STARTER_NONE: the record does not say             */
    bool                 lost;    /* it was not there to be started: refused or ended     */
    bool                 started; /* we started it too                                    */
    bool                 same_nodes, has_cpus, same_cpus, has_gpus, same_gpus;
    char                *cause; /* of a miss: what stood against it; of another place: ours; NULL */
} SsFollowedStart;

/* All is as recorded. */
bool ss_followed_agrees(const SsFollowedStart *start);

typedef struct {
    char     *trace_id;
    SsTime    at, recorded; /* recorded: when it did start; 0 = never */
    SsStarter starter;
} SsFalseStart;

typedef struct {
    char  *trace_id;
    SsTime at;
    char  *ours, *theirs;
} SsOtherReason;

typedef struct {
    char  *trace_id;
    SsTime at, ours, theirs; /* 0 = none */
    bool   near;             /* it was theirs before the passes of the look's second */
} SsOtherPlan;

typedef struct {
    uint32_t reasons, same_reasons;       /* of pending jobs in snapshots                      */
    uint32_t priorities, same_priorities; /* of these, with a priority: equal, give or take 1  */
    uint32_t displaced, same_displaced;   /* jobs preempted, and by a pass of ours too          */
    uint32_t estimates,
        same_estimates;      /* and with an expected start, here or there: within a minute */
    uint32_t near_estimates; /* not so, but before the passes of the look's second */
} SsFollowLooks;

typedef struct {
    const SsRecordSet *record;
    const char        *placement; /* file of `scontrol -d show job` groups a line, NULL */
    const char        *snapshots; /* file of squeue looks, NULL                          */
    const GArray      *passes;    /* SsLoggedPass: all that were made; empty: not known  */
    const SsBend      *bend;
} SsFollowOptions;

typedef struct SsFollow SsFollow;

SsFollow *ss_follow_new(const SsFollowOptions *options, GError **error);
void      ss_follow_free(SsFollow *follow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsFollow, ss_follow_free)

const SsTeacher *ss_follow_teacher(SsFollow *follow);

/* Every recorded start, in the record's order; false starts, other reasons and other expected starts in order of time. */
uint32_t               ss_follow_n_starts(const SsFollow *follow);
const SsFollowedStart *ss_follow_start(const SsFollow *follow, uint32_t i);
const GArray          *ss_follow_false_starts(const SsFollow *follow);  /* SsFalseStart  */
const GArray          *ss_follow_other_reasons(const SsFollow *follow); /* SsOtherReason */
const GArray          *ss_follow_other_plans(const SsFollow *follow);   /* SsOtherPlan   */
const SsFollowLooks   *ss_follow_looks(const SsFollow *follow);
