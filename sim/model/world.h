/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/zone.h"
#include "sim/model/job.h"
#include "sim/model/moves.h"
#include "sim/model/shortcut.h"
#include "sim/model/stream.h"
#include "sim/model/usage.h"

/**
 * SsWorld - the mutable state of one run: the controller's memory.
 *
 * Shape     copies of what operations may change (partitions, limits, shares, node states) and pointers
 *           to what they may not (the cluster). Fields may be read by everybody; they are written by
 *           the verbs below, by scheduler/ where a comment says so, and by nobody else.
 * Owner     the run.
 * Journal   every verb appends what it did; the engine drains it after each step (ends to schedule,
 *           records to emit). Nobody calls back.
 * Source    the nouns of slurmctld(8).
 */
typedef enum {
    SS_DID_SUBMIT, /* a record entered the job list                                            */
    SS_DID_START,
    SS_DID_SPLIT,   /* an array task got a record of its own                                    */
    SS_DID_FINISH,  /* ended: job->state, job->end are final                                    */
    SS_DID_REQUEUE, /* entry->past is the run that ended; entry->job waits again                */
    SS_DID_PREEMPT, /* chosen as a victim: it ends now, after the pass                          */
    SS_DID_SUSPEND,
    SS_DID_RESUME,
    SS_DID_RETIME, /* planned end changed                                                      */
    SS_DID_NODE,   /* a node's state changed                                                   */
    SS_DID_RESV,   /* a reservation began, ended, was made or changed                          */
    SS_DID_UPDATE, /* something of the job that accounting stores changed                      */
} SsDid;

typedef struct {
    SsDid    what;
    SsJob   *job; /* NULL for nodes                                                       */
    SsNodeId node;
    uint32_t resv;
    uint32_t old_state;  /* of the node or job                                                   */
    SsJob   *past;       /* REQUEUE: the record as it ended, with its allocation (owned); NULL   */
    SsReservation *gone; /* RESV: the one that was removed (owned); NULL                         */
} SsJournalEntry;

typedef struct {
    uint32_t state; /* SsNodeState base (DOWN, IDLE or UNKNOWN) and flags; ALLOCATED and MIXED are
                            derived from use                                                     */
    char    *reason;
    SsTime   reason_time;
    uint32_t reason_uid;
    bool     registers; /* its slurmd does, behind the jobs that its being down ends */
    uint32_t owner;     /* uid that owns it exclusively, SS_UNSET32                             */
    uint32_t owner_jobs;
    uint32_t completing; /* jobs that ended and have not left yet                                */
    bool     awaited;    /* in service again, and has not answered yet: nobody may have it       */
    SsTime   last_busy;
    SsNodeSetup *setup; /* what an operator changed; NULL: as configured                         */
} SsNodeNow;

/* Change stamps: the second of the last change of each kind (backfill's "something changed"). */
typedef struct {
    SsTime job, node, part, resv;
} SsStamps;

typedef struct {
    SsTime end;
    SsJob *job;
} SsPlannedEnd;

/* Decays of usage by one factor, from the `from`th on. */
typedef struct {
    uint32_t from;
    double   by;
} SsFade;

/* Usage as it was in the last pass. */
typedef struct {
    SsAssocId   assoc;
    long double usage_raw;
} SsKeptUsage;

struct SsWorld;

/* Who has the last word while a run follows a record (sim/engine/teacher.h): it knows what really
 * happened, so what the scheduler wants is an opinion. */
typedef struct {
    gpointer data;
    /* May `job` (of an array's rest: its first task) start now? May put another allocation in place
     * of *alloc, which is the callee's to free then. */
    bool (*may_start)(gpointer data, struct SsWorld *world, const SsJob *job, SsPartId part,
                      SsStarter starter, SsAlloc **alloc);
    /* May `victim` be signalled, requeued or ended for `job`? */
    bool (*may_displace)(gpointer data, struct SsWorld *world, const SsJob *job,
                         const SsJob *victim);
} SsReferee;

typedef struct SsWorld {
    const SsCluster *cluster;   /* referenced                                                    */
    SsSettings       settings;  /* a copy: `-s` and reconfiguration change it                    */
    SsTime        now, started; /* started: the controller's start                               */
    const SsZone *zone;         /* borrowed, never NULL: of usage resets, dates; UTC at first    */
    SsZone       *utc;          /* private                                                       */
    const SsReferee
        *referee;      /* NULL: the scheduler decides; borrowed                             */
    bool keep_seconds; /* textbook policy: limits end to the second (spec->time_limit_secs)  */

    SsNodeNow *node;         /* [n_nodes]                                                     */
    SsNodeSet *avail;        /* not DOWN, DRAIN, FAIL, NO_RESPOND, powering down              */
    SsNodeSet *idle;         /* no running or completing job on it (suspended ones do not count) */
    SsNodeSet *held_whole;   /* some job that is not suspended holds all of it                */
    SsNodeSet *shareable;    /* "share" set: idle or only jobs that can share                 */
    SsNodeSet *owned;        /* held by jobs of one user only (node[].owner)                   */
    uint32_t   n_completing; /* nodes of jobs that ended and have not left yet                    */
    SsUse     *use;
    uint32_t  *license_used; /* [n_license_used] of the cluster's licences                       */
    uint32_t   n_license_used;

    SsPartition *parts;     /* [cluster->n_parts]                                            */
    SsAssocTree *tree;      /* a copy: limits and shares may change                          */
    bool         bounded;   /* the run has an end: what repeats for ever may              */
    bool         slow_ends; /* every run that ends does so as by ss_world_finish_slow     */
    SsAccounts  *accounts;  /* borrowed: users and wckeys as they are now; NULL              */
    SsUsage     *assoc_use; /* [tree->n]                                                     */
    SsUsage     *qos_use;   /* [tree->n_qos]                                                 */
    GPtrArray   *resv;      /* SsReservation *, NULL where one was deleted                    */
    uint32_t     next_resv;

    SsJob      *first, *last; /* job list                                                      */
    SsJob      *first_waiting, *last_waiting; /* its PENDING records (job->wait_next)          */
    GArray     *ends;  /* SsPlannedEnd of RUNNING and SUSPENDED jobs, by end, then list order   */
    GHashTable *by_id; /* raw id -> SsJob *; an array's remaining record has the array id */
    GHashTable *by_trace; /* trace id -> raw job id, while the record is in memory          */
    GHashTable *arrays;   /* private: array id -> its records                               */
    GQueue      done;     /* private: ended records by their end, for the purge             */
    uint32_t    n_jobs, n_pending, n_running; /* records: an array's remaining tasks count once;
                                   n_running counts RUNNING and SUSPENDED                        */
    uint32_t    next_id;
    uint64_t    next_seq;
    uint32_t    next_db_inx;
    SsStamps    changed;
    uint64_t version; /* raised by every verb, operation and usage that a limit reads: equal numbers
                            mean that nothing happened which a scheduling pass could notice        */
    bool
        no_limit_kills; /* no limit ends running jobs: the poll need not ask each of them         */
    bool period_is_read; /* limits or thresholds depend on what the period computes: it touches */
    uint64_t
        placing; /* raised when something was taken or given back, a planned end or a node changed: what a
                         placement reads besides the request and its candidates                       */
    SsMoves  moves;    /* what raised it, if a job started or ended                              */
    uint64_t order;    /* raised when priorities are computed                                   */
    bool     did_some; /* the last operation changed something, also if it failed for others */
    uint64_t purges;   /* raised when ended records are forgotten                               */

    uint64_t operations; /* raised when an operator may have changed partitions, nodes, jobs     */

    SsShortcutUse shortcuts;
    gpointer      notes; /* private to scheduler/: what it remembers                              */
    GDestroyNotify free_notes;
    gpointer       siblings; /* private to scheduler/siblings                                   */
    GDestroyNotify free_siblings;

    GArray *journal; /* SsJournalEntry                                                */
    struct {         /* counters for sdiag and the summary                            */
        uint64_t submitted, started, completed, cancelled, failed, timeout, preempted, rejected;
        uint64_t backfilled, main_passes, bf_passes, main_depth, bf_depth, bf_try_depth;
        SsTime   last_bf_cycle;
        uint32_t last_bf_depth, last_bf_try, last_queue_len, last_bf_queue_len, last_bf_table;
    } stats;
    SsTime   last_usage_period, last_usage_reset; /* written by fairshare */
    SsTime   next_usage_reset; /* 0: not known yet; written by fairshare                     */
    bool     levels_due; /* levels of Fair Tree are behind its ranks; written by fair_tree    */
    GArray  *charged;  /* SsAssocId whose usage grew since the last ranking; written by charge    */
    uint32_t decays;   /* of usage, since the start; written by fade                              */
    long double faded; /* their product since siblings made its keys                              */
    GArray     *kept;  /* SsKeptUsage: private to scheduler/fair_tree                             */
    GArray     *fades; /* SsFade: private to scheduler/fade                                       */
    bool        tree_changed;   /* an association was added or moved since the start             */
    uint32_t    max_job_factor; /* largest PriorityJobFactor, at least 1; written by priority   */
    uint32_t    basic_lowest;   /* priority/basic's counter, written by priority                 */
} SsWorld;

SsWorld *ss_world_new(const SsCluster *cluster, SsTime start);
void     ss_world_free(SsWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsWorld, ss_world_free)

/* --- jobs --------------------------------------------------------------------------------------- */
SsJob *ss_world_job(const SsWorld *world, uint32_t id); /* raw id; NULL */
/* The record that stands for a task: its own, or the remaining one while the task has not started
 * (then record->array.task is SS_UNSET32); NULL if the array or the task is not known. */
SsJob *ss_world_array_task(const SsWorld *world, uint32_t array_job, uint32_t task);
/* For walks of the PENDING records in which the one at hand may leave them and others be appended:
 *     for (SsWaiting at = ss_world_waiting(world); at.job; ss_world_waiting_next(world, &at))
 * meets the same records as a walk of the whole list would. */
typedef struct {
    SsJob   *job;
    SsJob   *next; /* private */
    uint64_t seq;
    bool     last;
} SsWaiting;
SsWaiting ss_world_waiting(const SsWorld *world);
void      ss_world_waiting_next(const SsWorld *world, SsWaiting *at);
/* All records of an array, in order of creation; NULL if there is none. element-type SsJob * */
const GPtrArray *ss_world_array(const SsWorld *world, uint32_t array_job);
/* Does it mean all tasks of an array, and is shown as ID_*? So does the id alone. */
bool ss_world_dep_is_array(const SsWorld *world, const SsDep *dep);
/* Raw job id of a trace's job; 0 if it is not in memory. */
uint32_t ss_world_trace_job(const SsWorld *world, const char *trace_id);

/* Ids for a job that never enters the list: refused, but for what is known only when it has them. */
void ss_world_take_ids(SsWorld *world, uint32_t *id, uint32_t *db_inx);

/* Takes `job` (a PENDING record, everything resolved) into the list; gives it the next id. With tasks in
 * array.pending it is an array and that id is also array.job_id. */
void ss_world_submit(SsWorld *world, SsJob *job);

/* Takes `job`, which is refused and yet known until MinJobAge is over, into the list: FAILED, start = end = now. Not in
 * the journal, and in no count of what was submitted. */
void ss_world_keep_refused(SsWorld *world, SsJob *job, SsReason reason);

/* Splits task `task` off an array's remaining record: the record returned is that task alone, with a
 * new raw id and appended to the list's tail, or the record itself if it was the last one. */
SsJob *ss_world_split_task(SsWorld *world, SsJob *job, uint32_t task);

/* PENDING -> RUNNING at world->now on `alloc` (taken) in partition `part`. job->time_limit must be set.
 * Resources and licences are taken; start, end, nodes, tres_alloc, billable, total_cpus are set. */
void ss_world_start(SsWorld *world, SsJob *job, SsPartId part, SsAlloc *alloc, SsStarter starter);

/* RUNNING or SUSPENDED -> a terminal state at world->now; resources return at once. job->alloc stays
 * readable until the journal is cleared. */
void ss_world_finish(SsWorld *world, SsJob *job, SsJobState state, SsReason reason,
                     uint32_t exit_code);
/* As finish, but the nodes stay COMPLETING until ss_world_complete. */
void ss_world_finish_slow(SsWorld *world, SsJob *job, SsJobState state, SsReason reason,
                          uint32_t exit_code);
void ss_world_complete(SsWorld *world, SsJob *job);
/* One of the nodes of a job that is completing is free before the others. Returns how many it has not left yet. */
uint32_t ss_world_leave_node(SsWorld *world, SsJob *job, SsNodeId node);

/* PENDING -> CANCELLED / DEADLINE / FAILED: start = end = now, no allocation. An array's whole rest. */
void ss_world_cancel_pending(SsWorld *world, SsJob *job, SsJobState state, SsReason reason,
                             uint32_t uid);
/* Takes one of several waiting tasks out of their record: it leaves no record, and takes no id. */
void ss_world_cancel_task(SsWorld *world, SsJob *job, uint32_t task);

/* RUNNING -> PENDING again: the row ends with `state` (NODE_FAIL, PREEMPTED, REQUEUED) and `exit_code`;
 * submit = now (+1 if equal), eligible = now + cred_expire + 1, restarts + 1. `hold`: requeued held. */
/* Nodes of a job that has ended are (+1) or are no more (-1) busy with its epilog. */
void ss_world_completing(SsWorld *world, const SsAlloc *alloc, int by);
void ss_world_requeue(SsWorld *world, SsJob *job, SsJobState state, bool hold, uint32_t exit_code);
/* The same for a job that has ended (no task of an array): its row ends again, now, with `state`. */
void ss_world_requeue_ended(SsWorld *world, SsJob *job, SsJobState state, bool hold);
/* The partitions of a job as they are shown while it waits; with EnforcePartLimits=ALL the other way round. */
GString *ss_world_part_names(const SsWorld *world, const SsJob *job);
/* May a job of `tasks` tasks be given its id? MaxJobCount and the range of ids bound the records. */
bool ss_world_has_room(const SsWorld *world, uint32_t tasks);

/* A running job is to go as soon as the pass is over: its nodes are COMPLETING until then. */
void ss_world_preempt(SsWorld *world, SsJob *job);

void ss_world_suspend(SsWorld *world, SsJob *job);
/* As suspend, but its cores stay its own: whoever lies over them shares them (gang scheduling). */
void ss_world_gang_suspend(SsWorld *world, SsJob *job);
void ss_world_resume(SsWorld *world, SsJob *job);
void ss_world_set_end(SsWorld *world, SsJob *job, SsTime end); /* planned end of a running job */
/* Reason and its text (NULL = the reason's word); true if that is a change. */
bool ss_world_set_reason(SsWorld *world, SsJob *job, SsReason reason, const char *text);
/* Forgets finished records that ended MinJobAge ago or earlier (arrays together; 0: never). */
void ss_world_purge(SsWorld *world);
/* When the next record can be forgotten at the earliest; SS_TIME_NEVER. */
SsTime ss_world_purge_due(const SsWorld *world);
/* The entry that says something of the job that accounting stores was changed by hand. */
void ss_world_job_updated(SsWorld *world, SsJob *job);

/* --- nodes, partitions, reservations ------------------------------------------------------------- */
/* Sets state bits (DOWN, DRAIN, ...) or clears them (RESUME). Jobs on a node that goes DOWN are not
 * touched here: the lifecycle decides. */
void ss_world_node_set(SsWorld *world, SsNodeId node, uint32_t state, const char *reason,
                       uint32_t uid);
/* The partition of a job that names none; SS_ID_NONE. */
SsPartId ss_world_default_part(const SsWorld *world);

/* The node's own setup, to be changed. */
SsNodeSetup           *ss_world_node_setup(SsWorld *world, SsNodeId node);
static inline uint32_t ss_world_node_weight(const SsWorld *world, SsNodeId node)
{
    const SsNodeSetup *setup = world->node[node].setup;

    return setup != NULL ? setup->weight : world->cluster->nodes[node].weight;
}
/* Does the job, when it is in `part`, want nodes that no other user has (--exclusive=user, ExclusiveUser)? */
static inline bool ss_world_is_for_one_user(const SsWorld *world, const SsJob *job, SsPartId part)
{
    return job->req.user_exclusive || world->parts[part].exclusive_user;
}

/* The features that it has now; NULL-terminated, or NULL. */
static inline char *const *ss_world_node_features(const SsWorld *world, SsNodeId node)
{
    const SsNodeSetup *setup = world->node[node].setup;

    return setup != NULL ? setup->feature : world->cluster->nodes[node].feature;
}
void ss_world_node_clear(SsWorld *world, SsNodeId node, uint32_t flags); /* the reason stays */
/* Nobody gets a node that has not answered since it came back into service. */
void ss_world_node_await(SsWorld *world, SsNodeId node, bool awaited);
void ss_world_node_resume(SsWorld *world, SsNodeId node);
/* State as tools show it: base from use (IDLE, MIXED, ALLOCATED, DOWN...) and flags. */
uint32_t ss_world_node_state(const SsWorld *world, SsNodeId node);
void     ss_world_part_changed(SsWorld *world, SsPartId part);
uint32_t ss_world_resv_add(SsWorld       *world,
                           SsReservation *resv); /* taken; returns its index; sets id */
void     ss_world_resv_remove(SsWorld *world, uint32_t index);
void     ss_world_resv_begin(SsWorld *world, uint32_t index); /* its time has come */
void ss_world_resv_changed(SsWorld *world, uint32_t index); /* times, nodes or users were edited */
/* Another one stands in the place of `old` (taken), which has begun: the accounting ends its row now, and begins one. */
void ss_world_resv_split(SsWorld *world, uint32_t index, SsReservation *old);
/* The job waits for, or tries, that reservation; SS_ID_NONE: none. */
void           ss_world_job_resv(SsWorld *world, SsJob *job, uint32_t index);
SsReservation *ss_world_resv(const SsWorld *world, uint32_t index); /* NULL: none or deleted */

/* Something changed that no verb stands for: passes have to look again. */
static inline void ss_world_touch(SsWorld *world)
{
    world->version++;
}

/* Other accounts: `tree` (taken, with world's TRES) replaces the one there is; who is who is told by database
 * ids. Usage, counters and jobs stay with their associations and QOS; those that are gone leave nothing.
 * Shares are the caller's to compute anew (ss_controller_accounts). The journal must be empty. */
void ss_world_take_tree(SsWorld *world, SsAssocTree *tree);
/* The cluster's licences changed (ss_cluster_resources). */
void ss_world_licenses(SsWorld *world);

/* Drops the journal's entries and what they own. */
void ss_world_journal_clear(SsWorld *world);

/* Recomputes every derived field and compares; NULL if all is well, else what is wrong (caller frees). */
char *ss_world_check(const SsWorld *world);
