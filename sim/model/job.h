/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/jobspec.h"
#include "sim/model/reason.h"
#include "sim/model/use.h"

/**
 * SsJob - one job record in the controller's memory.
 *
 * Shape     an array's unstarted tasks are one record (array.pending); a task that starts is split off
 *           with a raw id of its own, except the last one, which keeps the array's id.
 * Owner     the world; a pointer lives until the job is purged (MinJobAge after its end).
 * Source    https://slurm.schedmd.com/job_state_codes.html, sbatch(1), job_array.html
 */
typedef enum { /* base states, with the accounting's values */
               SS_JOB_PENDING,
               SS_JOB_RUNNING,
               SS_JOB_SUSPENDED,
               SS_JOB_COMPLETED,
               SS_JOB_CANCELLED,
               SS_JOB_FAILED,
               SS_JOB_TIMEOUT,
               SS_JOB_NODE_FAIL,
               SS_JOB_PREEMPTED,
               SS_JOB_BOOT_FAIL,
               SS_JOB_DEADLINE,
               SS_JOB_OOM,
               SS_JOB_STATES,
               SS_JOB_REQUEUED = 1024 /* how the row of a job ends that scontrol requeues */
} SsJobState;

const char *ss_job_state_text(SsJobState state);  /* "COMPLETED" */
const char *ss_job_state_short(SsJobState state); /* "CD"        */
SsJobState  ss_job_state_parse(const char *text); /* long or short form; SS_JOB_STATES if unknown */

typedef enum {
    SS_STARTER_NONE = 0,
    SS_STARTER_SUBMIT = 1,
    SS_STARTER_MAIN = 2,
    SS_STARTER_BACKFILL = 4
} SsStarter;

/* A GRES request, resolved: one entry a name and type. Counts 0 = not given in that form. */
typedef struct {
    uint32_t gres; /* index into SsCluster.gres_names                                   */
    char    *type; /* NULL = any                                                        */
    uint64_t per_node, per_job, per_socket, per_task;
} SsGresNeed;

typedef enum {
    SS_DEP_AFTER,
    SS_DEP_AFTERANY,
    SS_DEP_AFTEROK,
    SS_DEP_AFTERNOTOK,
    SS_DEP_AFTERCORR,
    SS_DEP_AFTERBURSTBUFFER,
    SS_DEP_SINGLETON,
    SS_DEP_EXPAND
} SsDepType;
typedef enum { SS_DEP_UNMET, SS_DEP_MET, SS_DEP_FAILED } SsDepState;
typedef struct {
    SsDepType  type;
    uint32_t   job_id;  /* raw or array job id                                               */
    uint32_t   task;    /* SS_UNSET32: the whole array or a plain job; SS_NO_LIMIT: `_*`     */
    uint32_t   minutes; /* of after:id+min                                                   */
    SsDepState state;   /* latched                                                           */
} SsDep;

typedef enum { SS_OP_AND, SS_OP_OR, SS_OP_XAND, SS_OP_XOR, SS_OP_END } SsFeatureOp;
typedef struct {
    char       *name;
    SsFeatureOp op;    /* joins it with the next one                                        */
    uint32_t    count; /* a*n; 0 = none                                                     */
    uint32_t    paren, bracket; /* group numbers, 0 = none                                      */
} SsFeature;

/* What the controller made of the request (placement 1.1, 1.2): numbers, not texts. */
typedef struct {
    uint32_t min_nodes, max_nodes; /* max 0 = none                                            */
    uint32_t min_cpus, max_cpus;   /* max SS_UNSET32 = none                                   */
    uint32_t ntasks;               /* SS_UNSET32: not known                                   */
    bool     ntasks_set;
    uint32_t cpus_per_task; /* >= 1                                                    */
    bool     cpus_per_task_set;
    uint32_t min_cpus_node; /* per-node minimum CPUs                                   */
    uint32_t ntasks_per_node, ntasks_per_socket, ntasks_per_core;  /* 0 = none                   */
    uint32_t sockets_per_node, cores_per_socket, threads_per_core; /* 0 = none                  */
    uint32_t core_spec; /* SS_UNSET32                                              */
    bool     overcommit, no_multithread, multithread, contiguous, spread, use_min_nodes, whole,
        user_exclusive;
    uint8_t     share; /* 0 share=no, 1 share=yes, 2 undefined                    */
    SsDist      dist_node, dist_socket;
    uint32_t    plane_size;
    bool        mem_per_cpu; /* `mem` is per CPU, else per node                         */
    uint64_t    mem;         /* MiB; 0 = all of the node                                */
    bool        mem_set;     /* the user gave it                                        */
    uint64_t    mem_per_gpu; /* 0 = none                                                */
    uint64_t    mem_before;  /* what a default by GPU takes the place of; by CPU or by node     */
    bool        mem_before_per_cpu;
    uint64_t    tmp_disk;
    uint32_t    n_gres;
    SsGresNeed *gres;
    uint32_t   cpus_per_gpu, ntasks_per_gpu; /* 0 = none                                          */
    bool       gres_enforce_binding, gres_disable_binding;
    uint32_t   n_feature, n_prefer;
    SsFeature *feature, *prefer;
    SsNodeSet *req_nodes, *exc_nodes; /* NULL = none                                            */
    uint32_t   n_req_nodes;
    uint32_t   n_license;
    struct {
        uint32_t license, count;
    } * license;
    uint32_t switches;
    SsSpan   switches_wait;
} SsRequest;

typedef struct {       /* one record for all unstarted tasks */
    uint32_t  job_id;  /* 0: not an array                                                 */
    uint32_t  task;    /* this record's task; SS_UNSET32 for the remaining ones           */
    uint32_t *pending; /* ascending task ids not yet started                              */
    uint32_t  n_pending, max_tasks; /* max_tasks: tasks submitted                               */
    uint32_t  max_running; /* %limit, 0 = none                                                */
    uint32_t  n_running;   /* on the record that keeps the array's id while it exists          */
} SsArray;

typedef struct SsJob {
    struct SsJob *next, *prev; /* the job list (submission order; split records at the tail)  */
    struct SsJob *wait_next, *wait_prev; /* of these, PENDING ones, in the same order          */

    /* What passes may write, in one stretch: each of them looks through it (elide.c). */
    uint32_t  id;                /* raw job id                                                  */
    uint32_t  state;             /* SsJobState                                                  */
    bool      completing;        /* resources not yet returned                                  */
    bool      again, again_held; /* requeued (held): waits again once it is no more completing   */
    SsReason  again_reason;      /* of the hold that was typed since; SS_REASON_NONE             */
    bool      configuring;
    bool      direct_prio;   /* set by an operator: not recomputed                          */
    bool      preempted;     /* ends when this pass is over; until then its nodes are COMPLETING */
    SsReason  reason;        /* shown by its word, or by reason_text                        */
    SsReason  reason_prev;   /* before the start (state_reason_prev of the accounting)      */
    uint32_t  priority;      /* 0 = held                                                    */
    uint32_t  told_priority; /* when its row began (submission, requeue, a task's start): the
                                accounting keeps it; SS_UNSET32 before a task's start       */
    uint32_t  resv;          /* index into world->resv, SS_ID_NONE                          */
    uint32_t  n_resvs;       /* more than one: --reservation=a,b, any of them will do        */
    uint32_t  n_parts;
    SsPartId  part; /* current one                                                 */
    SsPartId  preempt_part;
    uint32_t *resvs;
    SsPartId *parts; /* as submitted, then by PriorityTier                          */
    SsTime    eligible, accrue;
    uint32_t  n_nodes, total_cpus; /* of a pending job: of the last trial that found nodes      */
    bool      looked;              /* nodes were looked for: its defaults by GPU are known      */
    bool      chosen;              /* and found free: its memory is that of its GPUs            */
    uint32_t  accrue_counted;      /* tasks counted in the accrue limits                          */
    SsTime    wait_switch;         /* since when it waits for --switches, 0                       */
    SsTime    preempt_time;        /* 0: not being preempted                                      */
    SsTime    preempt_asked;       /* when victims were last signalled for it                     */
    SsTime    preempt_from;        /* running: from when on it may be displaced; 0: never         */

    /* What they leave for people to read, or for the next one to begin with. */
    SsTime     last_sched_eval;
    SsStarter  last_sched;    /* which scheduler looked last                                 */
    uint32_t   queued_at;     /* its place in the last sorted queue; SS_UNSET32              */
    SsTime     planned_start; /* backfill's estimate, 0                                      */
    SsNodeSet *planned_nodes; /* NULL                                                        */
    char      *reason_text;   /* shown instead of the reason's word, NULL                    */

    /* What only verbs write; first what each build of a queue reads. */
    uint32_t  n_deps;
    uint32_t  time_limit; /* minutes, SS_UNSET32, SS_NO_LIMIT                            */
    uint32_t  time_min;   /* minutes, 0 = none                                           */
    SsAssocId assoc;      /* SS_ID_NONE                                                  */
    SsQosId   qos;        /* SS_ID_NONE                                                  */
    uint32_t  admin_set;  /* SsAdminSet bits                                             */
    SsTime    submit;
    uint64_t  seq; /* order of creation, total                                    */
    SsArray   array;
    uint32_t *part_prio; /* [n_parts] priorities by partition of a multi-partition job  */
    SsDep    *deps;

    double  f_age, f_assoc, f_fs, f_js, f_part, f_qos; /* weighted, of the last computation   */
    double *f_tres; /* [n_tres] weighted, NULL without PriorityWeightTRES           */
    int32_t nice, site_factor;

    SsTime   start, end; /* 0 = unset; `end` is planned while running */
    SsTime   begin;      /* --begin as asked (eligible doubles as Slurm's begin time)   */
    SsTime   deadline;
    SsTime   suspend_time;  /* since when suspended                                        */
    SsSpan   pre_suspended; /* seconds run before the last suspension                      */
    SsSpan   suspended_total;
    bool     ganged; /* suspended by gang scheduling: a higher job lies over its cores         */
    uint32_t time_limit_orig; /* as submitted                                                */
    bool     limit_by_policy; /* filled in or lowered by a limit, not by the user            */

    SsRequest req;
    uint64_t *tres_req;   /* [n_tres]                                                    */
    uint64_t *tres_alloc; /* [n_tres], NULL while pending                                */
    double    billable;   /* unrounded, while running                                    */
    SsAlloc  *alloc;      /* NULL while pending; after the end until the journal is cleared */
    char     *nodes;      /* compressed list, kept after the end                         */
    char     *alloc_text; /* ss_alloc_text of it, kept after the end; NULL: never started */
    bool      dep_or;     /* joined by ?                                                 */
    bool      dep_kill_set, dep_kill;

    uint32_t   uid, gid, wckey_id, kill_uid;
    char      *user, *group, *account, *name, *wckey, *trace_id;
    SsJobSpec *spec;      /* the request as submitted; shared by the tasks of an array    */
    int       *spec_refs; /* its reference count                                         */

    SsFate   fate;
    SsSpan   run; /* seconds of running it needs                                 */
    uint32_t exit_code;
    bool     requeue;     /* may be requeued                                             */
    bool     script_over; /* past its limit, but its script ended before it was killed   */
    uint32_t restarts;

    SsStarter starter;
    bool      limits_submitted, limits_running; /* counted in the limits' counters              */
    uint64_t *run_secs;    /* [n_tres] what is left in the run-minutes counters           */
    SsTime    usage_until; /* charged up to here                                          */
    uint32_t  db_inx;      /* accounting row, 0 = not yet                                 */
    uint32_t  end_event;   /* engine's handle of the end event, SS_ID_NONE                */
    uint64_t  place;       /* order in Slurm's job list: a task keeps its array's place   */
} SsJob;

typedef enum {
    SS_ADMIN_TIME = 1 << 0,
    SS_ADMIN_QOS = 1 << 1,
    SS_ADMIN_NODES = 1 << 2,
    SS_ADMIN_CPUS = 1 << 3,
    SS_ADMIN_MEM = 1 << 4,
    SS_ADMIN_GRES = 1 << 5
} SsAdminSet;

/* Tasks that a core holds at most: --ntasks-per-core, else 1 under CR_ONE_TASK_PER_CORE (`select_params`: SsSelectParam);
 * 0: as many as there are threads. */
uint32_t ss_request_tasks_a_core(const SsRequest *req, uint32_t select_params);

/* CPUs that are asked for: what a number of CPUs a GPU adds is known once nodes are chosen, and so it is shown and
 * accounted (recorded: replay-gpus-options, static-w-mixed-cards). */
uint32_t ss_request_cpus(const SsRequest *req);
/* The same of the CPUs a node. */
uint32_t ss_request_cpus_node(const SsRequest *req);

SsJob *ss_job_new(void); /* PENDING, nothing given */
void   ss_job_free(SsJob *job);
/* A deep copy with its own everything (the spec shared), in no list. */
SsJob *ss_job_copy(const SsCluster *cluster, const SsJob *job);
/* Gives the job a copy of `spec`, which copies of the job will share. */
void ss_job_set_spec(SsJob *job, const SsJobSpec *spec);
/* Neither StartTime nor SchedNodeList is planned any more. */
void ss_job_forget_plan(SsJob *job);
bool ss_job_finished(const SsJob *job); /* terminal state and not completing */
/* Seconds it has run at `now`, suspensions left out. */
SsSpan ss_job_elapsed(const SsJob *job, SsTime now);
/* "17", "17_3", "17_[4-9%2]": caller frees. */
char *ss_job_id_text(const SsJob *job);
/* "4-9%2", the unstarted tasks of an array's remaining record; NULL for any other. Caller frees. */
char *ss_job_tasks_text(const SsJob *job);
/* Has it ever held nodes in this run of the record (not a job that ended while pending)? */
static inline bool ss_job_started(const SsJob *job)
{
    return job->alloc_text != NULL;
}
