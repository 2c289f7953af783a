/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "tests/twin/twin.h"

/**
 * state - what the parts of the twin share: its own copy of everything a pass may change.
 */
typedef struct {
    SsJob        job;  /* a copy: its scalars and reason are the twin's                         */
    const SsJob *real; /* NULL: a task that started here                                        */
} Record;

typedef struct {
    const SsWorld    *world;
    const SsCluster  *cluster;
    const SsSettings *set;
    SsTime            now;
    SsTwinPass        pass;
    uint32_t          last_id;  /* given to a task that was split off: larger than any real one  */
    GPtrArray        *records;  /* Record *, the job list                                        */
    SsUse            *use;      /* what is in use now                                            */
    uint32_t         *licenses; /* [n_licenses] in use now                                      */
    GArray           *starts;   /* SsTwinStart                                                  */
    GPtrArray        *kept;
} Twin;

/* One line of the queue. */
typedef struct {
    Record  *record;
    SsPartId part;
    uint32_t priority, resv;
    bool     prefer, magnetic;
} Line;

/* Memory of the answer's life. */
gpointer twin_keep(Twin *twin, gpointer what);
void     twin_reason(Twin *twin, Record *record, SsReason reason, const char *text);

/* The first task of an array's rest as a record of its own; the rest itself if that is the last one. */
Record *twin_split(Twin *twin, Record *rest);

static inline bool twin_is_pending(const Record *record)
{
    return record->job.state == SS_JOB_PENDING;
}
static inline bool twin_is_rest(const Record *record) /* of an array */
{
    return record->job.array.job_id != 0 && record->job.array.task == SS_UNSET32;
}
static inline bool twin_counts_tasks(const Record *record) /* that run, of its array */
{
    return record->job.array.job_id != 0 && record->job.array.job_id == record->job.id;
}
static inline const SsQos *twin_qos(const Twin *twin, const SsJob *job)
{
    return job->qos == SS_ID_NONE ? NULL : &twin->world->tree->qos[job->qos];
}
static inline bool twin_qos_says(const Twin *twin, const SsJob *job, SsQosFlag flag)
{
    const SsQos *qos = twin_qos(twin, job);
    return qos != NULL && (qos->flags & flag) != 0;
}

bool twin_is_on(const SsJob *job, const bool *nodes); /* one of them */
/* Whom the node belongs to: the user of a job that shares with nobody else's; SS_UNSET32: nobody. */
uint32_t           twin_owner(const Twin *twin, SsNodeId node);
static inline bool twin_holds(const SsJob *job, SsNodeId node)
{
    return job->alloc != NULL
           && (job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED || job->completing)
           && ss_alloc_on(job->alloc, node) != NULL;
}

/* --- queue.c ------------------------------------------------------------------------ */
bool    twin_eligible(Twin *twin, Record *record);
bool    twin_has_strangers(const Twin *twin, const SsJob *job, SsNodeId node);
bool    twin_array_is_full(const Twin *twin, const Record *record);
GArray *twin_queue(Twin *twin); /* Line, sorted */

/* --- limits.c ------------------------------------------------------------------------------------ */
SsReason twin_partition_test(const Twin *twin, const SsJob *job, SsPartId part, uint32_t minutes);
SsReason twin_permission(const Twin *twin, const SsJob *job, SsPartId part, char **text);
SsReason twin_limits_before(Twin *twin, Record *record, SsPartId part);
uint32_t twin_limits_nodes(const Twin *twin, const SsJob *job, SsPartId part, SsReason *reason);
SsReason twin_limits_after(const Twin *twin, const SsJob *job, SsPartId part, const uint64_t *tres,
                           const bool *nodes);
/* How long it may run before anybody may displace it. */
SsSpan   twin_exempt_time(const Twin *twin, const SsJob *victim);
uint32_t twin_threshold(const Twin *twin, const SsJob *job, SsPartId part, bool with_assoc);
bool     twin_is_limit(SsReason reason);
/* Has its age counted from now on, if a limit on ageing jobs leaves room. Splits arrays. */
void twin_age(Twin *twin, Record *record);
/* Not yet counted by a group node limit that the job has: such nodes come last. */
bool twin_is_extra_node(const Twin *twin, const SsJob *job, SsNodeId node);

/* --- place.c -------------------------------------------------------------------------------------- */
typedef struct {
    uint32_t min, wanted, max;
} Counts;

typedef enum {
    WHEN_NOW,
    WHEN_LATER, /* with running jobs taken away                                                 */
    WHEN_EMPTY, /* nobody is there                                                              */
} When;

typedef struct {
    const SsJob     *job;
    SsPartId         part;
    Counts           counts;
    const bool      *nodes;          /* [n_nodes] candidates                                     */
    const uint64_t  *excluded_cores; /* cluster-wide core row, NULL                              */
    const SsNodeSet *inside;         /* of a FLEX reservation, NULL                              */
    const SsUse     *use;            /* not of WHEN_EMPTY                                        */
    GPtrArray       *gone;           /* Record * that are supposed to have ended, NULL           */
    When             when;
    bool             planned; /* will-run asks */
    bool no_share; /* cores that are in use stay closed though its partition oversubscribes */
    bool prefer;
} Ask;

bool twin_counts(const Twin *twin, const SsJob *job, SsPartId part, Counts *counts,
                 SsReason *reason);
/* The allocation, NULL: it does not fit. */
SsAlloc *twin_place(const Twin *twin, const Ask *ask);
/* Do others keep it off the node, whatever is free there? */
bool twin_is_held(const Twin *twin, const Ask *ask, SsNodeId node);
void twin_features(const Twin *twin, const SsJob *job, bool *nodes); /* that have them at all */

/* --- limits.c --- memory by default is that of the partition in which the job is looked at */
void twin_look_in(const Twin *twin, SsJob *job, SsPartId part);

/* --- resv.c ----------------------------------------------------------------------------------------- */
typedef enum { RESV_OPEN, RESV_BLOCKED, RESV_NOT_YET, RESV_OVER } ResvVerdict;
typedef struct {
    ResvVerdict      verdict;
    SsTime           until;
    bool             maintenance, took_nodes, on_partition;
    uint64_t        *excluded_cores; /* caller's */
    const SsNodeSet *inside;
} Resv;
/* Takes out of `nodes` what reservations hold of [start, start + span). */
Resv twin_reservations(const Twin *twin, const SsJob *job, SsPartId part, SsTime start, SsSpan span,
                       bool *nodes);
bool twin_resv_allows(const Twin *twin, const SsReservation *resv, const SsJob *job);
const SsReservation *twin_resv(const Twin *twin, uint32_t index);
bool twin_licenses_short(const Twin *twin, const SsJob *job, SsTime start, SsSpan span);

/* --- preempt.c --- */
bool       twin_preempts_line(const Twin *twin, const Line *a, const Line *b);
GPtrArray *twin_candidates(const Twin *twin, const SsJob *job,
                           SsPartId part);                     /* Record *, never NULL */
bool       twin_is_spared(const Twin *twin, const SsJob *job); /* by everybody */
bool       twin_lends(const Twin *twin, const SsJob *victim);
void       twin_do_without(const Twin *twin, SsUse *use, const SsJob *job);
SsAlloc   *twin_place_over(const Twin *twin, const Ask *ask);
void       twin_suspend_under(Twin *twin, const SsJob *job);
/* Chooses victims and signals them. */
void twin_displace(Twin *twin, Record *record, const Ask *ask);
/* Its node is left by somebody: nobody starts there yet. */
bool twin_is_completing(const Twin *twin, SsNodeId node);

/* --- start.c ---------------------------------------------------------------------------------------- */
typedef enum {
    DID_START,
    NODES_BUSY,
    LIMITED,
    RESV_BUSY,
    RESV_UNUSABLE,
    NODES_UNAVAILABLE,
    PART_REFUSES,
    NEVER_FITS,
    IS_HELD,
    NO_LICENSE,
} Outcome;

uint32_t twin_start_minutes(const Twin *twin, const SsJob *job, SsPartId part);
void twin_wait_for_switches(const Twin *twin, Record *record); /* from now on, if it did not yet */
uint32_t twin_plan_minutes(const Twin *twin, const SsJob *job, SsPartId part);
SsSpan   twin_seconds(uint32_t minutes);
bool     twin_past_deadline(Twin *twin, Record *record);
Outcome  twin_start(Twin *twin, Record *record, SsPartId part, const bool *left);
/* The running jobs' records, by planned end. */
GPtrArray *twin_running(const Twin *twin);

extern const char twin_text_few[], twin_text_maint[];

void twin_main(Twin *twin);
void twin_backfill(Twin *twin);
void twin_builtin(Twin *twin); /* sched/builtin's estimates, in its place */
