/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/jobspec.h"

/**
 * SsJobSource, SsRecordSink - the two ends of a run: jobs in, records out.
 *
 * A source hands out jobs in submission order (ties: input order). A sink takes records in the order in
 * which things became known. Texts in a record are borrowed for the call.
 */
/* A job that asks for processors and time and nothing else: what a log of other schedulers knows. */
typedef struct {
    SsTime      submit;
    SsSpan      run, limit; /* limit 0 = not given                                       */
    SsSpan      cancel_after;
    uint32_t    procs, exit_code;
    SsFate      fate;
    const char *user, *account; /* equal texts are equal pointers; they live as long as the source;
                                   account NULL = the user's default                         */
} SsPlainJob;

typedef struct SsJobSource {
    /* The next job into *spec (cleared by the callee first); FALSE at the end or, with *error set, on a
     * failure. */
    gboolean (*next)(struct SsJobSource *source, SsJobSpec *spec, GError **error);
    /* The same in short, if all jobs of the source are plain and go to the default partition; else NULL. */
    gboolean (*next_plain)(struct SsJobSource *source, SsPlainJob *job, GError **error);
    /* Begins again with the first job; NULL: it cannot. */
    void (*rewind)(struct SsJobSource *source);
    /* How far the source is, 0..1, for progress; NULL if unknown. */
    double (*progress)(struct SsJobSource *source);
    void (*free)(struct SsJobSource *source);
} SsJobSource;

static inline void ss_job_source_free(SsJobSource *source)
{
    if (source)
        source->free(source);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsJobSource, ss_job_source_free)

/* TIMEOUT, but the script had ended by itself before it was killed: its step is COMPLETED. */
#define SS_JOB_FLAG_SCRIPT_OVER 32u
/* Imported, and its row said that the start had been received: it is shown so, and is no row of our controller's. */
#define SS_JOB_FLAG_START_SAID 64u

/* One row of the accounting's job table; a requeued job has several. Times in seconds UTC, 0 = not set. */
typedef struct {
    uint32_t job_id; /* raw id                                                  */
    uint32_t array_job_id, array_task_id; /* 0; SS_UNSET32 = none                                */
    const char *array_task_str; /* pending tasks of the remaining record: "3-9%2", NULL     */
    uint32_t    array_task_pending, array_max_tasks;
    const char *trace_id; /* NULL                                                    */
    uint32_t    db_inx;   /* key: rises with each row                                */
    uint32_t assoc_id, qos_id, wckey_id, resv_id, uid, gid; /* database ids, 0 = none           */
    const char *user, *group, *account, *partition, *qos, *wckey, *name, *work_dir, *submit_line;
    const char *comment, *admin_comment, *constraints, *nodes; /* compressed list or NULL        */
    const char *alloc; /* JSON [[first,last,cpus,mem,"gres"],...] by node index    */
    const char *reservation, *licenses;
    uint32_t    cpus_req, n_nodes, cpus_alloc;
    uint64_t    mem_req;               /* MiB; bit 63: per CPU                                    */
    const char *tres_req, *tres_alloc; /* "1=4,2=2048,4=1,5=4" or NULL                          */
    /* Instead of texts, from who knows that its sink only counts: what was allocated, by SS_TRES_CPU to
     * SS_TRES_BILLING, on n_nodes nodes that nobody shared; NULL: see tres_alloc and alloc. */
    const uint64_t *counts;
    uint32_t        time_limit; /* minutes, SS_NO_LIMIT, SS_UNSET32 = partition's limit    */
    uint32_t        priority;
    uint32_t        state;             /* SsJobState base value                                   */
    uint32_t        state_reason_prev; /* reason before the start                                 */
    uint32_t        reason;            /* SsReason now                                            */
    const char     *reason_text;       /* description shown instead, NULL                         */
    uint32_t        exit_code, derived_exit_code;
    uint32_t        kill_uid; /* SS_UNSET32                                              */
    uint32_t        flags;    /* 1 started by submit, 2 by main, 4 by backfill; SS_JOB_FLAG_ */
    SsTime          submit, eligible, start, end;
    SsSpan          suspended;
    uint32_t        restarts;
    SsTime          planned_start; /* backfill's estimate while pending                       */
    const char     *planned_nodes;
    const char     *dependency;
    bool            active; /* still in the controller's memory when the run ended      */
    /* What squeue and scontrol show of a job still in memory; unset otherwise. */
    const void *job; /* const SsJob * while the call lasts, NULL for history     */
} SsJobRecord;

typedef struct {
    const char *node;    /* "" for the cluster record                                            */
    SsTime   start, end; /* end 0 = open                                                         */
    uint32_t state;      /* SsNodeState bits; 0 for the cluster record                           */
    const char *reason;
    uint32_t    reason_uid;
    const char *tres; /* "1=56,2=224000"                                                       */
    const char *cluster_nodes; /* cluster record only                                            */
} SsEventRecord;

typedef struct {
    uint32_t    resv_id;
    const char *name, *assocs, *nodes, *tres;
    uint64_t    flags;
    SsTime      start, end;
    double      unused_wall;
} SsResvRecord;

typedef struct {
    uint32_t db_inx, assoc_id;
    SsTime   start, end; /* end 0 = still suspended */
} SsSuspendRecord;

typedef enum {
    SS_RECORD_JOB,   /* insert or replace the row `db_inx`                                 */
    SS_RECORD_EVENT, /* a new event row; replaces the one of equal node and start          */
    SS_RECORD_RESV,  /* likewise by (id, start)                                            */
    SS_RECORD_SUSPEND,
    SS_RECORD_SAMPLE,   /* the world at one moment: nodes, shares, priorities, queue          */
    SS_RECORD_DECISION, /* why (off by default)                                               */
    SS_RECORD_WCKEY,    /* a wckey that the database did not know                             */
} SsRecordKind;

typedef struct {
    SsTime      at;
    uint32_t    job_id;
    uint32_t    reason;
    const char *text;
} SsDecisionRecord;

typedef struct {
    SsRecordKind kind;
    union {
        SsJobRecord                 job;
        SsEventRecord               event;
        SsResvRecord                resv;
        SsSuspendRecord             suspend;
        SsDecisionRecord            decision;
        const struct SsWckeyRecord *wckey; /* WCKEY: borrowed                                    */
        const struct SsWorld *world; /* SAMPLE: borrowed; the sink reads what it stores          */
    } u;
} SsRecord;

typedef struct SsRecordSink {
    gboolean (*take)(struct SsRecordSink *sink, const SsRecord *record, GError **error);
    void (*free)(struct SsRecordSink *sink);
} SsRecordSink;
