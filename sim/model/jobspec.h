/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"
#include "sim/model/settings.h"

#include <glib.h>
#include <stdbool.h>

/**
 * SsJobSpec - what a submitter asked for, and what the record says became of it.
 *
 * Shape     sbatch's options after the client's own parsing (spec placement 1.1 is *not* applied yet:
 *           the controller does that at submission). Text fields NULL = not given; numbers
 *           SS_UNSET32 / -1 = not given, as said at each.
 * Units     memory MiB, time limits minutes, run times seconds.
 * Owner     whoever made it; a reader hands out one at a time.
 * Source    sbatch(1).
 */
typedef enum {              /* how the job's end is decided */
               SS_FATE_RUN, /* runs `run` seconds and exits with `exit_code`; TIMEOUT if its limit is shorter */
               SS_FATE_TO_LIMIT, /* needs more than any limit: ends TIMEOUT                               */
               SS_FATE_CANCEL_PENDING, /* cancelled `cancel_after` s after submission unless it started;
                               if it started by then it runs `run` seconds                     */
               SS_FATE_CANCEL_RUNNING, /* cancelled after `run` seconds of running                         */
               SS_FATE_OOM, /* OUT_OF_MEMORY after `run` seconds                                     */
               SS_FATE_NODE_FAIL, /* NODE_FAIL after `run` seconds (recorded elapsed)                      */
               SS_FATE_SLEEP, /* as RUN, but its time goes on while it is suspended                    */
} SsFate;

typedef enum {
    SS_EXCLUSIVE_NO,
    SS_EXCLUSIVE_NODE,
    SS_EXCLUSIVE_USER,
    SS_EXCLUSIVE_MCS
} SsExclusive;
typedef enum {
    SS_DIST_DEFAULT,
    SS_DIST_BLOCK,
    SS_DIST_CYCLIC,
    SS_DIST_FCYCLIC,
    SS_DIST_PLANE,
    SS_DIST_ARBITRARY
} SsDist;

typedef struct {
    SsTime submit;
    char  *trace_id; /* the workload's own id ("17", "17_3"), NULL                   */
    char  *where;    /* file:line of the record, for findings                        */

    char    *user, *group, *account, *partition, *qos, *wckey, *name, *reservation;
    char    *work_dir, *command, *comment, *admin_comment, *submit_line;
    char    *std_in, *std_out, *std_err; /* as written, NULL                               */
    char    *mail_user, *mail_type;      /* NULL; "BEGIN,END": in the controller's order    */
    char    *network;                    /* as written, NULL                               */
    uint32_t delay_boot;                 /* seconds                                        */
    uint32_t uid, gid; /* SS_UNSET32: from the site                                    */

    uint32_t min_nodes, max_nodes; /* 0 = not given; one number sets both                     */
    uint32_t ntasks, cpus_per_task, min_cpus_node; /* SS_UNSET32; --mincpus                     */
    uint32_t ntasks_per_node, ntasks_per_socket, ntasks_per_core;  /* SS_UNSET32                 */
    uint32_t sockets_per_node, cores_per_socket, threads_per_core; /* SS_UNSET32                */
    uint32_t core_spec;   /* SS_UNSET32                                              */
    uint32_t thread_spec; /* SS_UNSET32; it only makes the job a whole-node one        */
    bool     overcommit, no_multithread, multithread, contiguous, spread, use_min_nodes;
    bool     oversubscribe; /* -s                                                      */
    SsExclusive exclusive;
    SsDist   dist_node, dist_socket; /* first and second part of --distribution                 */
    uint32_t plane_size;
    int64_t  mem_per_node, mem_per_cpu, mem_per_gpu; /* -1 not given; 0 = all of the node        */
    int64_t  tmp_disk;                               /* -1                                      */

    char    *gres, *gpus, *gpus_per_node, *gpus_per_socket, *gpus_per_task; /* as written       */
    uint32_t cpus_per_gpu, ntasks_per_gpu; /* SS_UNSET32                              */
    bool     gres_enforce_binding, gres_disable_binding;
    char    *constraint, *prefer, *nodelist, *exclude, *licenses;
    uint32_t switches;      /* 0 = not given                                           */
    SsSpan   switches_wait; /* seconds, SS_SPAN_FOREVER = not given                    */

    uint32_t time_limit, time_min; /* minutes; SS_UNSET32; SS_NO_LIMIT (0xffffffff) = UNLIMITED */
    SsSpan time_limit_secs; /* the limit as given, in seconds; 0 = not given (textbook policies) */
    SsTime begin, deadline; /* 0 = not given                                           */
    char  *dependency;      /* as written; @N stands for trace job N                   */
    bool   kill_on_invalid_dep_set, kill_on_invalid_dep;
    char  *array; /* "0-9%2" as written, NULL                                */
    bool   hold;
    uint32_t priority; /* SS_UNSET32; a fixed priority                            */
    int32_t  nice;     /* 0                                                       */
    int      requeue;  /* -1 site default, 0, 1                                   */
    bool     no_kill, immediate;
    bool     test_only;           /* not submitted: when would it start?                     */
    bool     interactive;         /* srun or salloc: tried at submission                     */
    uint32_t signal, signal_time; /* 0; seconds                                              */
    uint32_t warn_flags;          /* 1: R, 2: B                                              */

    SsFate   fate;
    SsSpan   run; /* seconds of running time                                 */
    SsSpan   cancel_after;
    uint32_t exit_code; /* raw: status << 8 | signal                               */

    /* What the record says happened; only comparisons and `validate` read these. 0 = unknown. */
    SsTime rec_eligible, rec_start, rec_end;
    char  *rec_nodes, *rec_state;
} SsJobSpec;

void ss_job_spec_init(SsJobSpec *spec);  /* everything not given                               */
void ss_job_spec_clear(SsJobSpec *spec); /* frees texts and inits again                        */
void ss_job_spec_copy(SsJobSpec *to, const SsJobSpec *from);

/* --mail-type=END,begin as it is shown: "BEGIN,END", NULL for NONE; caller frees. False: an unknown word. */
bool ss_mail_types_parse(const char *text, char **out);
