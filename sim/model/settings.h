/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

#include <stdbool.h>

/**
 * SsSettings - slurm.conf's scalar keys after defaults, in the units the scheduler uses.
 *
 * A plain struct: strings are owned, everything else is a value. The registry in configs/keys.c says
 * which key fills which field; defaults are Slurm 22.05's.
 * Source    slurm.conf(5).
 */
#define SS_UNSET32 0xfffffffeu /* Slurm's NO_VAL: not given */

typedef enum { SS_PRIORITY_BASIC, SS_PRIORITY_MULTIFACTOR } SsPriorityType;
typedef enum { SS_SCHED_BACKFILL, SS_SCHED_BUILTIN } SsSchedType;
typedef enum { SS_SELECT_LINEAR, SS_SELECT_CONS_RES, SS_SELECT_CONS_TRES } SsSelectType;
typedef enum {
    SS_CR_CPU = 1 << 0,
    SS_CR_SOCKET = 1 << 1,
    SS_CR_CORE = 1 << 2,
    SS_CR_BOARD = 1 << 3,
    SS_CR_MEMORY = 1 << 4,
    SS_CR_ONE_TASK_PER_CORE = 1 << 8,
    SS_CR_PACK_NODES = 1 << 9,
    SS_CR_CORE_DEFAULT_DIST_BLOCK = 1 << 12,
    SS_CR_LLN = 1 << 14,
} SsSelectParam;
typedef enum {
    SS_PRIO_ACCRUE_ALWAYS = 1 << 0,
    SS_PRIO_CALCULATE_RUNNING = 1 << 1,
    SS_PRIO_SMALL_RELATIVE_TO_TIME = 1 << 2,
    SS_PRIO_DEPTH_OBLIVIOUS = 1 << 3,
    SS_PRIO_FAIR_TREE = 1 << 4, /* on unless NO_FAIR_TREE or DEPTH_OBLIVIOUS */
    SS_PRIO_INCR_ONLY = 1 << 5,
    SS_PRIO_MAX_TRES = 1 << 6,
    SS_PRIO_NO_NORMAL_ASSOC = 1 << 7,
    SS_PRIO_NO_NORMAL_PART = 1 << 8,
    SS_PRIO_NO_NORMAL_QOS = 1 << 9,
    SS_PRIO_NO_NORMAL_TRES = 1 << 10,
} SsPriorityFlag;
typedef enum {
    SS_ENFORCE_ASSOCS = 1 << 0,
    SS_ENFORCE_LIMITS = 1 << 1,
    SS_ENFORCE_SAFE = 1 << 2,
    SS_ENFORCE_QOS = 1 << 3,
    SS_ENFORCE_WCKEYS = 1 << 4,
    SS_ENFORCE_NO_JOBS = 1 << 5,
    SS_ENFORCE_NO_STEPS = 1 << 6,
} SsEnforce;
typedef enum { SS_PART_LIMITS_NO, SS_PART_LIMITS_ANY, SS_PART_LIMITS_ALL } SsPartLimits;
typedef enum { SS_PREEMPT_NONE, SS_PREEMPT_PARTITION_PRIO, SS_PREEMPT_QOS } SsPreemptType;
typedef enum {
    SS_RESET_NONE,
    SS_RESET_NOW,
    SS_RESET_DAILY,
    SS_RESET_WEEKLY,
    SS_RESET_MONTHLY,
    SS_RESET_QUARTERLY,
    SS_RESET_YEARLY
} SsResetPeriod;

/* SchedulerParameters, parsed. Counts: 0 = no limit unless the name says otherwise. */
typedef struct {
    int32_t  sched_interval;      /* 60 s; -1 = no main scheduler                             */
    uint32_t batch_sched_delay;   /* 3 s                                                      */
    uint32_t sched_min_interval;  /* 2 us                                                     */
    uint32_t default_queue_depth; /* 100                                                      */
    uint32_t partition_job_depth, sched_max_job_start;
    bool     defer, assoc_limit_stop, allow_zero_lic, reduce_completing_frag, kill_invalid_depend;
    bool     enable_user_top, ignore_prefer_validation, no_backup_scheduling;
    bool     pack_serial_at_end, spec_cores_first;
    int32_t  bf_interval;     /* 30 s; -1 = no backfill                                   */
    uint32_t bf_window;       /* 1440 minutes                                             */
    uint32_t bf_resolution;   /* 60 s                                                     */
    uint32_t bf_max_job_test; /* 500                                                      */
    uint32_t bf_max_job_part, bf_max_job_user, bf_max_job_user_part, bf_max_job_assoc,
        bf_max_job_start;
    uint32_t bf_max_job_array_resv; /* 20                                                       */
    uint32_t bf_min_age_reserve, bf_min_prio_reserve;
    uint32_t bf_node_space_size; /* = bf_max_job_test                                        */
    uint32_t bf_job_part_count_reserve;
    uint32_t bf_window_linear; /* s, 0 = doubling                                          */
    bool     bf_continue, bf_one_resv_per_job, bf_running_job_reserve, bf_licenses, bf_busy_nodes;
    bool     bf_hetjob_immediate;
    uint32_t max_array_tasks;           /* 0: MaxArraySize                                     */
    uint32_t correspond_after_task_cnt; /* 10                                                   */
    uint32_t max_switch_wait;       /* 300 s                                                    */
    uint32_t preempt_reorder_count; /* 1                                                        */
    bool     preempt_strict_order, preempt_youngest_first, preempt_send_user_signal;
    uint32_t max_depend_depth; /* 10                                                       */
    bool     nohold_on_prolog_fail, permit_job_expansion;
} SsSchedParams;

typedef struct SsSettings {
    char          *cluster_name;
    uint32_t       enforce; /* SsEnforce                                                 */
    bool           has_dbd; /* AccountingStorageType=accounting_storage/slurmdbd         */
    SsPriorityType priority_type;
    uint32_t       priority_flags; /* SsPriorityFlag                                            */
    bool           favor_small;
    uint32_t weight_age, weight_assoc, weight_fairshare, weight_jobsize, weight_part, weight_qos;
    char    *weight_tres_text; /* PriorityWeightTRES as written, NULL                       */
    double  *weight_tres;      /* [n_tres] or NULL; filled by the site reader               */
    SsSpan   decay_half_life;  /* seconds; 0 = no decay                                     */
    SsSpan   calc_period;      /* seconds                                                   */
    SsSpan   max_age;          /* seconds                                                   */
    SsResetPeriod usage_reset;
    uint32_t      dampening; /* FairShareDampeningFactor, 1                               */
    SsSchedType   sched_type;
    char         *sched_params_text;
    SsSchedParams sched;
    SsSelectType  select_type;
    uint32_t      select_params; /* SsSelectParam                                             */
    SsPreemptType preempt_type;
    uint32_t      preempt_mode; /* SsPreemptMode                                             */
    SsSpan        preempt_exempt_time;
    SsPartLimits  part_limits; /* EnforcePartLimits                                         */
    uint64_t def_mem_per_cpu, def_mem_per_node, def_mem_per_gpu, def_cpu_per_gpu; /* 0 = unset  */
    uint64_t max_mem_per_cpu, max_mem_per_node;                                   /* 0 = unset  */
    bool     allow_spec_resources; /* AllowSpecResourcesUsage                                   */
    uint32_t over_time_limit;      /* minutes; SS_NO_LIMIT = UNLIMITED                          */
    uint32_t kill_wait, complete_wait, message_timeout, resv_over_run;
    uint32_t min_job_age, max_job_count, max_array_size, first_job_id, max_job_id;
    uint32_t return_to_service; /* 0, 1 or 2 */
    bool     job_requeue, track_wckey, disable_root_jobs;
    bool     track_wckey_dbd; /* the accounting database knows and counts them (slurmdbd.conf) */
    bool     topology_tree, topo_optional;
    uint32_t sched_time_slice;
    char    *licenses_text;
    char    *gres_types; /* as written, NULL                                          */
    char    *tres_text;  /* AccountingStorageTRES as written, NULL                    */
    char    *requeue_exit, *requeue_exit_hold;
    char    *store_flags; /* AccountingStoreFlags as written, NULL                     */
    SsSpan   cred_expire; /* 120: eligible time of a requeued job is +this+1           */
} SsSettings;

void ss_settings_init(SsSettings *settings); /* Slurm 22.05's defaults */
void ss_settings_clear(SsSettings *settings);
void ss_settings_copy(SsSettings *to, const SsSettings *from, uint32_t n_tres);
