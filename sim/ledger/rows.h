/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/cells.h"
#include "sim/ledger/entities.h"
#include "sim/model/stream.h"

/**
 * rows - the ledger's rows as C structs, with one table each that says which field is which column.
 *        Writing and reading both go by that table; schema.sql says what the columns mean.
 *
 * Owner     rows read belong to their SsRows, texts included.
 * Units     as in schema.sql. NULL columns: text NULL; numbers SS_UNSET32 or SS_NO_LIMIT as noted.
 */
typedef enum {
    SS_FIELD_U32,
    SS_FIELD_U32_UNSET, /* SS_UNSET32 is NULL                                                  */
    SS_FIELD_U32_LIMIT, /* SS_NO_LIMIT is NULL                                                 */
    SS_FIELD_I32,
    SS_FIELD_I64,
    SS_FIELD_U64,
    SS_FIELD_MEM,   /* uint64_t, bit 63 = per CPU; stored negative then                     */
    SS_FIELD_FLAGS, /* SsJobRecord.flags as Slurm's accounting numbers them: see schema.sql */
    SS_FIELD_BOOL,
    SS_FIELD_TEXT,
    SS_FIELD_DOUBLE,
    SS_FIELD_LONG,       /* long double as REAL: for people; not read back                       */
    SS_FIELD_LONG_EXACT, /* long double as TEXT, 21 digits                                       */
} SsFieldKind;

typedef struct {
    const char *column;
    SsFieldKind kind;
    size_t      at; /* offset in the row's struct */
} SsField;

typedef struct {
    const char    *name; /* the SQL table                                                       */
    size_t         size; /* of the struct                                                       */
    size_t         n;
    const SsField *fields; /* [n] */
} SsRowKind;

typedef struct { /* node: as configured */
    uint32_t    node_inx;
    const char *name, *hostname, *address;
    uint32_t    cpus, cpus_usable, boards, sockets, cores_per_socket, threads_per_core;
    uint64_t    real_memory, mem_spec;
    uint32_t    core_spec;
    const char *cpu_spec_list;
    uint64_t    tmp_disk;
    uint32_t    weight;
    const char *features, *gres, *gres_count;
    uint32_t    port;
    const char *tres;
    const char *active, *comment, *extra; /* of no row: see ss_ledger_nodes_amend */
} SsNodeRow;

typedef struct { /* partition, valid from `at` */
    uint32_t    part_inx;
    SsTime      at;
    const char *name, *nodes_text, *nodes;
    uint32_t    n_nodes, total_cpus;
    bool        is_default, hidden, root_only, req_resv, disable_root_jobs, exclusive_user, lln;
    uint32_t    state;
    uint32_t    max_time, default_time; /* SS_NO_LIMIT */
    uint32_t    over_time_limit;        /* SS_UNSET32  */
    uint32_t    min_nodes, max_nodes, max_cpus_per_node;
    uint64_t def_mem_per_cpu, def_mem_per_node, def_mem_per_gpu, max_mem_per_cpu, max_mem_per_node;
    uint64_t def_cpu_per_gpu;
    uint32_t priority_tier, job_factor, share, share_count, grace_time, preempt_mode, select_params;
    const char *allow_accounts, *deny_accounts, *allow_qos, *deny_qos, *allow_groups;
    const char *alloc_nodes, *alternate, *qos, *billing, *tres;
} SsPartRow;

typedef struct { /* share_sample */
    SsTime      at;
    uint32_t    id_assoc, pos, level, shares_raw, level_shares;
    double      shares_norm;
    long double usage_raw, usage_norm, usage_efctv, level_fs;
    double      fs_factor, held_norm, held_efctv, held_factor, grp_used_wall;
    uint32_t    used_jobs, used_submit, used_accrue;
    const char *used_tres, *tres_raw, *run_secs;
} SsShareRow;

typedef struct { /* qos_sample */
    SsTime      at;
    uint32_t    id_qos;
    long double usage_raw;
    double      grp_used_wall;
    uint32_t    used_jobs, used_submit, used_accrue;
    const char *used_tres, *tres_raw, *run_secs;
} SsQosRow;

typedef struct { /* qos_sub_sample */
    SsTime      at;
    uint32_t    id_qos;
    uint32_t    kind; /* 0 user, 1 account */
    uint32_t    id, pos;
    const char *name;
    uint32_t    used_jobs, used_submit, used_accrue;
    const char *used_tres;
} SsQosSubRow;

typedef struct { /* prio_sample */
    SsTime      at;
    uint32_t    id_job, part_inx, pos, rank;
    const char *partition;
    double      priority;
    uint32_t    direct_prio;
    double      site, age, assoc, fs, js, part, qos;
    int32_t     nice;
    const char *tres;
} SsPrioRow;

typedef struct { /* queue_sample */
    SsTime      at;
    uint32_t    pos, id_job, job_db_inx, id_array_job;
    uint32_t    id_array_task; /* SS_UNSET32 */
    const char *array_tasks;
    uint32_t    array_pending, array_throttle;
    uint32_t    state;
    bool        completing, configuring;
    uint32_t    reason;
    const char *reason_word, *reason_text;
    uint32_t    priority;
    const char *part_prio, *partition, *account, *qos, *reservation;
    uint32_t    id_assoc;
    SsTime      submit, eligible, accrue, start, end, planned_start;
    const char *planned_nodes;
    SsTime      suspend_time;
    SsSpan      pre_suspended, elapsed;
    SsTime      last_sched_eval;
    uint32_t    last_sched, starter;
    SsTime      preempt_time, preempt_from;
    uint32_t    time_limit; /* minutes; SS_UNSET32, SS_NO_LIMIT */
    uint32_t    time_min, restarts, exit_code;
    const char *nodelist;
    uint32_t    n_nodes, total_cpus;
    const char *tres_req, *tres_alloc, *dependency, *alloc_detail;
} SsQueueRow;

typedef struct { /* job_request */
    uint32_t    id_job;
    const char *name, *user, *group_name;
    uint32_t    id_user, id_group;
    const char *wckey, *trace_id;
    int32_t     nice;
    bool        requeue, batch;
    SsTime      begin, deadline;
    uint32_t    min_nodes, max_nodes, min_cpus;
    uint32_t    max_cpus, ntasks; /* SS_UNSET32 */
    uint32_t    cpus_per_task;
    bool        cpus_per_task_set;
    uint32_t    min_cpus_node, ntasks_per_node, ntasks_per_socket, ntasks_per_core;
    uint32_t    sockets_per_node, cores_per_socket, threads_per_core;
    uint32_t    core_spec; /* SS_UNSET32 */
    bool        overcommit, contiguous, whole, user_exclusive;
    uint32_t    share;
    uint64_t    mem;
    bool        mem_per_cpu;
    bool        by_gpu; /* defaults by GPU are known of it */
    uint64_t    mem_per_gpu, tmp_disk;
    uint32_t    cpus_per_gpu;
    const char *gres, *gpus, *gpus_per_node, *gpus_per_socket, *gpus_per_task;
    const char *features, *prefer, *req_nodes, *exc_nodes, *licenses;
    uint32_t    switches;
    uint32_t    switches_wait; /* SS_UNSET32 */
    const char *command, *work_dir, *submit_line, *comment, *admin_comment;
    const char *std_in, *std_out, *std_err, *mail_user, *mail_type, *network;
    uint32_t    delay_boot, kill_on_dep; /* SS_UNSET32 */
    bool        spread, interactive;
} SsRequestRow;

typedef struct { /* node_sample: a row where it differs from the one before */
    uint32_t    node_inx;
    SsTime      at;
    uint32_t    state, cpus_alloc;
    uint64_t    mem_alloc;
    uint32_t    jobs;
    const char *tres_alloc, *gres_used, *reason;
    SsTime      reason_time;
    uint32_t    reason_uid;
    uint32_t    owner; /* SS_UNSET32 */
    SsTime      last_busy;
    uint32_t    weight; /* SS_UNSET32: as configured, and so is what follows */
    const char *features, *active, *comment, *extra;
} SsNodeNowRow;

typedef struct { /* resv_sample */
    SsTime      at;
    uint32_t    id_resv;
    const char *name;
    SsTime      start, end;
    uint64_t    flags;
    const char *nodes;
    uint32_t    n_nodes, n_cores;
    const char *partition, *users, *accounts, *features, *licenses, *tres;
    SsSpan      purge_comp;
    const char *cores;
} SsResvNowRow;

typedef struct { /* license_sample */
    SsTime      at;
    const char *name;
    uint32_t    total, used;
    bool        remote;
} SsLicenseRow;

typedef struct { /* stat_sample */
    SsTime      at;
    const char *key;
    int64_t     value;
} SsStatRow;

typedef struct { /* pending_look */
    SsTime   at;
    uint32_t reason; /* SsReason */
    uint64_t jobs, cpus;
} SsPendingRow;

typedef struct { /* conf */
    uint32_t    id;
    const char *key, *value;
} SsConfRow;

/* Bits of SsJobRecord.flags beyond SsStarter. */
#define SS_JOB_FLAG_START_RECEIVED                                                                 \
    8u                           /* told by a controller, not imported: the sink sets it          */
#define SS_JOB_FLAG_NO_BATCH 16u /* started by srun or salloc: no batch step                      */

/* The rows of SsJobRecord, SsEventRecord, SsResvRecord, SsSuspendRecord are those structs. */
extern const SsRowKind ss_row_job, ss_row_event, ss_row_resv, ss_row_suspend;
extern const SsRowKind ss_row_job_brief; /* for reading: only who ran what, when; the rest is 0 */
extern const SsRowKind ss_row_job_use;   /* likewise: only what it used and how it ended    */
extern const SsRowKind ss_row_node, ss_row_part, ss_row_conf;
extern const SsRowKind ss_row_share, ss_row_qos, ss_row_qos_sub, ss_row_prio, ss_row_queue;
extern const SsRowKind ss_row_request, ss_row_node_now, ss_row_resv_now, ss_row_license,
    ss_row_stat, ss_row_pending;

/* Inserts or replaces one row. */
gboolean ss_row_put(SsLedger *ledger, const SsRowKind *kind, const void *row, GError **error);

/* The row's columns in their order, the first as a row id: what a table's leaf has of it. Texts are borrowed. */
void ss_row_cells(const SsRowKind *kind, const void *row, SsCells *cells);

/* Rows read: n structs of the kind's size, in `at`. */
typedef struct {
    uint32_t      n;
    void         *at;    /* cast to the kind's struct, [n] */
    GStringChunk *texts; /* private */
} SsRows;
void ss_rows_free(SsRows *rows); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsRows, ss_rows_free)

/* The columns of `kind` for a SELECT, "a,b,c"; caller frees. */
char *ss_row_columns(const SsRowKind *kind);

/* SELECT columns FROM table `tail`, where `tail` is "WHERE at = ?1 ORDER BY pos" or "" and ?1.. are
 * `values` [n]. */
SsRows *ss_rows_read(SsLedger *ledger, const SsRowKind *kind, const char *tail,
                     const int64_t *values, uint32_t n, GError **error);

/* The current row of a stepped statement whose columns begin with ss_row_columns' at `first`, into the
 * struct `row`. Texts are borrowed until the next step. */
void ss_row_get(const SsRowKind *kind, sqlite3_stmt *statement, int first, void *row);
