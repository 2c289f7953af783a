/* SPDX-License-Identifier: Apache-2.0 */

/*
 * sched_params.c - the words inside SchedulerParameters and its kin, one row each.
 *
 * Slurm reads these lists in two ways, and we keep both. SchedulerParameters, PriorityFlags and
 * TopologyParam are *searched*: each known word is looked for anywhere in the value, without regard to
 * case, so `NO_FAIR_TREEx` counts, order does not matter, the first of two equal options wins, and a
 * misspelt word is never mentioned (we mention it). Numbers are read as atoi reads: up to the first
 * character that is no digit, nothing being 0, and what is then out of range is the default.
 * AccountingStorageEnforce, SelectTypeParameters and PreemptMode are *checked*: every item must be a
 * known word.
 *
 * A row that says `simulated` has a field in SsSchedParams or a bit; the others are known so that
 * `check` can say why they do nothing. An option's upper bound may be bf_max_job_test itself, which is
 * why that one is read first.
 *
 * Source: slurm.conf(5). Tested in tests/unit/test_sched_params.c.
 */
#include "configs/sched_params.h"

#include "sim/base/size.h"

#include <string.h>

#define ROW(in, word, what, how)                                                                   \
    .key = #in, .name = word, .effect = SS_KEY_##what, .kind = SS_KIND_##how
#define NO_FIELD     .at = SS_NO_FIELD
#define FIELD(field) .at = offsetof(SsSchedParams, field)
#define MAX_JOB_TEST INT64_MAX /* stands for the value of bf_max_job_test */

/* clang-format off */
static const SsConfOption options[] = {
    /* --- SchedulerParameters --- */
    { ROW(SchedulerParameters, "allow_zero_lic", SIMULATED, BOOL), FIELD(allow_zero_lic),
      .doc = "Jobs may ask for more licences than exist and wait instead of being refused." },
    { ROW(SchedulerParameters, "assoc_limit_stop", SIMULATED, BOOL), FIELD(assoc_limit_stop),
      .doc = "A job held by a limit of its association or QOS also holds the lower ones of its "
             "partition in that pass." },
    { ROW(SchedulerParameters, "batch_sched_delay", SIMULATED, UINT32), FIELD(batch_sched_delay),
      .fallback = "3", .min = 0, .unit = "s",
      .doc = "Longest time between a submission and the attempt to start it." },
    { ROW(SchedulerParameters, "bb_array_stage_cnt", INERT, UINT32), NO_FIELD, .fallback = "10",
      .min = 1,
      .doc = "Tasks of an array split off early for burst buffers." },
    { ROW(SchedulerParameters, "bf_allow_magnetic_slot", UNSUPPORTED, BOOL), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Plans jobs inside and outside of magnetic reservations." },
    { ROW(SchedulerParameters, "bf_busy_nodes", SIMULATED, BOOL), FIELD(bf_busy_nodes),
      .doc = "Prefers nodes that already run something when planning a later start." },
    { ROW(SchedulerParameters, "bf_continue", INERT, BOOL), FIELD(bf_continue),
      .doc = "Goes on with the old job list after a pause; simulated cycles have no pauses." },
    { ROW(SchedulerParameters, "bf_hetjob_immediate", UNSUPPORTED, BOOL),
      FIELD(bf_hetjob_immediate),
      .doc = "Starts a heterogeneous job as soon as all parts fit." },
    { ROW(SchedulerParameters, "bf_hetjob_prio", UNSUPPORTED, ENUM), NO_FIELD,
      .doc = "One priority for all parts of a heterogeneous job: min, avg or max." },
    { ROW(SchedulerParameters, "bf_interval", SIMULATED, UINT32), FIELD(bf_interval),
      .fallback = "30", .min = 1, .max = 10800, .minus_one = true, .unit = "s",
      .doc = "Time between two backfill cycles; -1 turns backfill off." },
    { ROW(SchedulerParameters, "bf_job_part_count_reserve", SIMULATED, UINT32),
      FIELD(bf_job_part_count_reserve), .fallback = "0", .max = 100000,
      .doc = "Only so many jobs of each partition get a planned start; 0 is all." },
    { ROW(SchedulerParameters, "bf_licenses", SIMULATED, BOOL), FIELD(bf_licenses),
      .doc = "Plans the use of licences, too." },
    { ROW(SchedulerParameters, "bf_max_job_array_resv", SIMULATED, UINT32),
      FIELD(bf_max_job_array_resv), .fallback = "20", .max = 1000,
      .doc = "Tasks of one array that may get planned starts in a cycle." },
    { ROW(SchedulerParameters, "bf_max_job_assoc", SIMULATED, UINT32), FIELD(bf_max_job_assoc),
      .fallback = "0", .max = MAX_JOB_TEST,
      .doc = "Jobs of one association that a cycle looks at; 0 is all." },
    { ROW(SchedulerParameters, "bf_max_job_part", SIMULATED, UINT32), FIELD(bf_max_job_part),
      .fallback = "0", .max = MAX_JOB_TEST,
      .doc = "Jobs of one partition that a cycle looks at; 0 is all." },
    { ROW(SchedulerParameters, "bf_max_job_start", SIMULATED, UINT32), FIELD(bf_max_job_start),
      .fallback = "0", .max = 10000,
      .doc = "Jobs that a cycle may start; 0 is all." },
    { ROW(SchedulerParameters, "bf_max_job_test", SIMULATED, UINT32), FIELD(bf_max_job_test),
      .fallback = "500", .min = 1, .max = 1000000,
      .doc = "Jobs that a cycle looks at." },
    { ROW(SchedulerParameters, "bf_max_job_user", SIMULATED, UINT32), FIELD(bf_max_job_user),
      .fallback = "0", .max = MAX_JOB_TEST,
      .doc = "Jobs of one user that a cycle looks at; 0 is all." },
    { ROW(SchedulerParameters, "bf_max_job_user_part", SIMULATED, UINT32),
      FIELD(bf_max_job_user_part), .fallback = "0", .max = MAX_JOB_TEST,
      .doc = "Jobs of one user in one partition that a cycle looks at; 0 is all." },
    { ROW(SchedulerParameters, "bf_max_time", INERT, UINT32), NO_FIELD, .fallback = "30", .min = 1,
      .max = 3600, .unit = "s",
      .doc = "Wall time of a cycle; simulated cycles take none." },
    { ROW(SchedulerParameters, "bf_min_age_reserve", SIMULATED, UINT32), FIELD(bf_min_age_reserve),
      .fallback = "0", .max = 2592000, .unit = "s",
      .doc = "Younger jobs get no planned start." },
    { ROW(SchedulerParameters, "bf_min_prio_reserve", SIMULATED, UINT32),
      FIELD(bf_min_prio_reserve), .fallback = "0", .min = 1, .max = 4294967295,
      .doc = "Jobs of lower priority get no planned start." },
    { ROW(SchedulerParameters, "bf_node_space_size", SIMULATED, UINT32), FIELD(bf_node_space_size),
      .fallback = "500", .min = 2, .max = 2000000,
      .doc = "Most rows of the table of planned starts." },
    { ROW(SchedulerParameters, "bf_one_resv_per_job", SIMULATED, BOOL), FIELD(bf_one_resv_per_job),
      .doc = "A job in several partitions gets one planned start only." },
    { ROW(SchedulerParameters, "bf_resolution", SIMULATED, UINT32), FIELD(bf_resolution),
      .fallback = "60", .min = 1, .max = 3600, .unit = "s",
      .doc = "Planned times are rounded to this." },
    { ROW(SchedulerParameters, "bf_running_job_reserve", SIMULATED, BOOL),
      FIELD(bf_running_job_reserve),
      .doc = "Running whole-node jobs enter the table of planned starts." },
    { ROW(SchedulerParameters, "bf_topopt_enable", UNSUPPORTED, BOOL), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Looks for a better placed start a little later." },
    { ROW(SchedulerParameters, "bf_topopt_iterations", UNSUPPORTED, UINT32), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "How far that search goes." },
    { ROW(SchedulerParameters, "bf_window", SIMULATED, UINT32), FIELD(bf_window),
      .fallback = "1440", .min = 1, .max = 43200, .unit = "min",
      .doc = "How far ahead backfill plans." },
    { ROW(SchedulerParameters, "bf_window_linear", SIMULATED, UINT32), FIELD(bf_window_linear),
      .fallback = "0", .unit = "s",
      .doc = "Fixed steps, not doubling ones, when running jobs are thought away to find a later "
             "start." },
    { ROW(SchedulerParameters, "bf_yield_interval", INERT, UINT32), NO_FIELD,
      .fallback = "2000000", .min = 1, .max = 10000000, .unit = "us",
      .doc = "Time between two pauses of a cycle." },
    { ROW(SchedulerParameters, "bf_yield_rpc_cnt", INERT, UINT32), NO_FIELD, .life = SS_LIFE_NEWER,
      .max = 200,
      .doc = "Waiting messages at which a pause ends." },
    { ROW(SchedulerParameters, "bf_yield_sleep", INERT, UINT32), NO_FIELD, .fallback = "500000",
      .min = 1, .max = 10000000, .unit = "us",
      .doc = "Length of a pause of a cycle." },
    { ROW(SchedulerParameters, "build_queue_timeout", INERT, UINT32), NO_FIELD,
      .fallback = "2000000", .unit = "us",
      .doc = "Time for making the queue; it takes none here." },
    { ROW(SchedulerParameters, "correspond_after_task_cnt", SIMULATED, UINT32),
      FIELD(correspond_after_task_cnt), .fallback = "10",
      .doc = "Tasks of an array split off for an aftercorr dependency." },
    { ROW(SchedulerParameters, "default_queue_depth", SIMULATED, UINT32),
      FIELD(default_queue_depth), .fallback = "100",
      .doc = "Jobs that a pass after an event looks at." },
    { ROW(SchedulerParameters, "defer", SIMULATED, BOOL), FIELD(defer),
      .doc = "No attempt at submission; jobs wait for the next pass." },
    { ROW(SchedulerParameters, "defer_batch", UNSUPPORTED, BOOL), NO_FIELD, .life = SS_LIFE_NEWER,
      .doc = "The same for batch jobs only." },
    { ROW(SchedulerParameters, "delay_boot", INERT, UINT32), NO_FIELD, .fallback = "0",
      .unit = "min",
      .doc = "Time in which nodes are not rebooted for their features." },
    { ROW(SchedulerParameters, "disable_hetjob_steps", INERT, BOOL), NO_FIELD,
      .doc = "No steps over several parts of a job." },
    { ROW(SchedulerParameters, "disable_job_shrink", INERT, BOOL), NO_FIELD,
      .doc = "Running jobs may not be made smaller." },
    { ROW(SchedulerParameters, "enable_hetjob_steps", INERT, BOOL), NO_FIELD,
      .doc = "Steps over several parts of a job." },
    { ROW(SchedulerParameters, "enable_user_top", INERT, BOOL), FIELD(enable_user_top),
      .doc = "Users may put one of their jobs before the others." },
    { ROW(SchedulerParameters, "extra_constraints", UNSUPPORTED, BOOL), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Nodes may be chosen by their extra field." },
    { ROW(SchedulerParameters, "Ignore_NUMA", INERT, BOOL), NO_FIELD,
      .doc = "How real nodes count their sockets." },
    { ROW(SchedulerParameters, "ignore_constraint_validation", UNSUPPORTED, BOOL), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Jobs that ask for unknown features wait instead of being refused." },
    { ROW(SchedulerParameters, "ignore_prefer_validation", SIMULATED, BOOL),
      FIELD(ignore_prefer_validation),
      .doc = "Jobs that prefer unknown features are not refused." },
    { ROW(SchedulerParameters, "max_array_tasks", SIMULATED, UINT32), FIELD(max_array_tasks), .fallback = "0",
      .doc = "Most tasks of one array." },
    { ROW(SchedulerParameters, "max_job_bf", SIMULATED, UINT32), NO_FIELD, .life = SS_LIFE_REMOVED,
      .doc = "Old name of bf_max_job_test." },
    { ROW(SchedulerParameters, "max_rpc_cnt", INERT, UINT32), NO_FIELD, .fallback = "0",
      .max = 1000,
      .doc = "Scheduling pauses while so many messages wait; none waits here." },
    { ROW(SchedulerParameters, "max_rpc_count", INERT, UINT32), NO_FIELD, .fallback = "0",
      .max = 1000,
      .doc = "Older spelling of max_rpc_cnt." },
    { ROW(SchedulerParameters, "max_sched_time", INERT, UINT32), NO_FIELD, .fallback = "2",
      .min = 1, .unit = "s",
      .doc = "Wall time of a pass; simulated passes take none." },
    { ROW(SchedulerParameters, "max_script_size", INERT, UINT32), NO_FIELD, .fallback = "4194304",
      .unit = "B",
      .doc = "Largest batch script." },
    { ROW(SchedulerParameters, "max_submit_line_size", INERT, UINT32), NO_FIELD,
      .life = SS_LIFE_NEWER, .unit = "B",
      .doc = "Longest recorded command line." },
    { ROW(SchedulerParameters, "max_switch_wait", SIMULATED, UINT32), FIELD(max_switch_wait),
      .fallback = "300", .unit = "s",
      .doc = "Longest time that --switches may wait." },
    { ROW(SchedulerParameters, "no_backup_scheduling", INERT, BOOL), FIELD(no_backup_scheduling),
      .doc = "A backup controller starts nothing." },
    { ROW(SchedulerParameters, "no_env_cache", INERT, BOOL), NO_FIELD,
      .doc = "Users' environments are not cached." },
    { ROW(SchedulerParameters, "nohold_on_prolog_fail", INERT, BOOL), FIELD(nohold_on_prolog_fail),
      .doc = "Jobs whose prolog failed are not held; prologs do not fail here." },
    { ROW(SchedulerParameters, "pack_serial_at_end", SIMULATED, BOOL), FIELD(pack_serial_at_end),
      .doc = "One-CPU jobs fill nodes from the end of the table." },
    { ROW(SchedulerParameters, "partition_job_depth", SIMULATED, UINT32),
      FIELD(partition_job_depth), .fallback = "0",
      .doc = "Jobs of one partition that a pass looks at; 0 is all." },
    { ROW(SchedulerParameters, "preempt_reorder_count", SIMULATED, UINT32),
      FIELD(preempt_reorder_count), .fallback = "1",
      .doc = "How often the victims are put in another order to spare some." },
    { ROW(SchedulerParameters, "preempt_send_user_signal", INERT, BOOL),
      FIELD(preempt_send_user_signal),
      .doc = "The victim gets the signal it asked for." },
    { ROW(SchedulerParameters, "preempt_strict_order", SIMULATED, BOOL),
      FIELD(preempt_strict_order),
      .doc = "Victims strictly from the lowest priority up." },
    { ROW(SchedulerParameters, "preempt_youngest_first", SIMULATED, BOOL),
      FIELD(preempt_youngest_first),
      .doc = "The last started victims first." },
    { ROW(SchedulerParameters, "reduce_completing_frag", INERT, BOOL),
      FIELD(reduce_completing_frag),
      .doc = "CompleteWait holds back only the partitions with completing jobs." },
    { ROW(SchedulerParameters, "requeue_delay", UNSUPPORTED, UINT32), NO_FIELD,
      .life = SS_LIFE_NEWER, .unit = "s",
      .doc = "Time before a requeued job is eligible again." },
    { ROW(SchedulerParameters, "requeue_on_resume_failure", INERT, BOOL), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Jobs are requeued when a node does not wake up." },
    { ROW(SchedulerParameters, "requeue_setup_env_fail", INERT, BOOL), NO_FIELD,
      .doc = "Jobs are requeued when a user's environment cannot be had." },
    { ROW(SchedulerParameters, "salloc_wait_nodes", INERT, BOOL), NO_FIELD,
      .doc = "salloc waits until nodes are ready." },
    { ROW(SchedulerParameters, "sbatch_wait_nodes", INERT, BOOL), NO_FIELD,
      .doc = "Batch scripts wait until nodes are ready." },
    { ROW(SchedulerParameters, "sched_interval", SIMULATED, UINT32), FIELD(sched_interval),
      .fallback = "60", .min = 1, .minus_one = true, .unit = "s",
      .doc = "Time between two full passes; -1 turns them off." },
    { ROW(SchedulerParameters, "sched_max_job_start", SIMULATED, UINT32),
      FIELD(sched_max_job_start), .fallback = "0",
      .doc = "Jobs that a pass may start; 0 is all." },
    { ROW(SchedulerParameters, "sched_min_interval", SIMULATED, UINT32), FIELD(sched_min_interval),
      .fallback = "2", .unit = "us",
      .doc = "Shortest time between two passes; in whole seconds." },
    { ROW(SchedulerParameters, "spec_cores_first", SIMULATED, BOOL), FIELD(spec_cores_first),
      .doc = "Specialised cores are the first ones, not the last." },
    { ROW(SchedulerParameters, "step_retry_count", INERT, UINT32), NO_FIELD, .fallback = "8",
      .doc = "Waiting steps tried when one ends." },
    { ROW(SchedulerParameters, "step_retry_time", INERT, UINT32), NO_FIELD, .fallback = "60",
      .unit = "s",
      .doc = "Age at which a waiting step is tried again." },
    { ROW(SchedulerParameters, "time_min_as_soft_limit", UNSUPPORTED, BOOL), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Plans with --time-min while jobs may go on to --time." },
    { ROW(SchedulerParameters, "whole_hetjob", INERT, BOOL), NO_FIELD,
      .doc = "Operations on one part act on all parts of a heterogeneous job." },
    { ROW(SchedulerParameters, "whole_pack", INERT, BOOL), NO_FIELD,
      .doc = "Older spelling of whole_hetjob." },
    /* --- PriorityFlags --- */
    { ROW(PriorityFlags, "ACCRUE_ALWAYS", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_PRIO_ACCRUE_ALWAYS,
      .doc = "Age counts from submission, whatever holds the job." },
    { ROW(PriorityFlags, "CALCULATE_RUNNING", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_PRIO_CALCULATE_RUNNING,
      .doc = "Running jobs get new priorities, too." },
    { ROW(PriorityFlags, "DEPTH_OBLIVIOUS", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_PRIO_DEPTH_OBLIVIOUS,
      .doc = "Classic fair share in which depth of the tree matters less; no Fair Tree." },
    { ROW(PriorityFlags, "FAIR_TREE", SIMULATED, FLAGS), NO_FIELD, .bit = 0,
      .doc = "The default; nothing needs to be written." },
    { ROW(PriorityFlags, "INCR_ONLY", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PRIO_INCR_ONLY,
      .doc = "Priorities never fall." },
    { ROW(PriorityFlags, "MAX_TRES", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PRIO_MAX_TRES,
      .doc = "Billing takes the largest weighted resource of a node, not their sum." },
    { ROW(PriorityFlags, "MAX_TRES_GRES", UNSUPPORTED, FLAGS), NO_FIELD, .bit = 0,
      .life = SS_LIFE_NEWER,
      .doc = "As MAX_TRES, with the sum of the GRES beside the largest." },
    { ROW(PriorityFlags, "NO_FAIR_TREE", SIMULATED, FLAGS), NO_FIELD, .bit = 0,
      .doc = "Classic fair share in place of Fair Tree." },
    { ROW(PriorityFlags, "NO_NORMAL_ALL", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_PRIO_NO_NORMAL_ASSOC | SS_PRIO_NO_NORMAL_PART | SS_PRIO_NO_NORMAL_QOS
             | SS_PRIO_NO_NORMAL_TRES,
      .doc = "All four NO_NORMAL words." },
    { ROW(PriorityFlags, "NO_NORMAL_ASSOC", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_PRIO_NO_NORMAL_ASSOC,
      .doc = "The association's priority counts as it is, not relative to the largest." },
    { ROW(PriorityFlags, "NO_NORMAL_PART", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_PRIO_NO_NORMAL_PART,
      .doc = "The partition's factor counts as it is." },
    { ROW(PriorityFlags, "NO_NORMAL_QOS", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_PRIO_NO_NORMAL_QOS,
      .doc = "The QOS's priority counts as it is." },
    { ROW(PriorityFlags, "NO_NORMAL_TRES", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_PRIO_NO_NORMAL_TRES,
      .doc = "Amounts of resources count as they are." },
    { ROW(PriorityFlags, "SMALL_RELATIVE_TO_TIME", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_PRIO_SMALL_RELATIVE_TO_TIME,
      .doc = "Job size is CPUs divided by the time limit." },
    /* --- PreemptMode --- */
    { ROW(PreemptMode, "CANCEL", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PREEMPT_CANCEL,
      .doc = "Victims are cancelled." },
    { ROW(PreemptMode, "GANG", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PREEMPT_GANG,
      .doc = "With SUSPEND: jobs under a preemptor sleep until it has left." },
    { ROW(PreemptMode, "OFF", SIMULATED, FLAGS), NO_FIELD, .bit = 0,
      .doc = "Nobody is preempted." },
    { ROW(PreemptMode, "PRIORITY", UNSUPPORTED, FLAGS), NO_FIELD, .bit = 0, .life = SS_LIFE_NEWER,
      .doc = "The preemptor must have the higher priority." },
    { ROW(PreemptMode, "REQUEUE", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PREEMPT_REQUEUE,
      .doc = "Victims wait again, or are cancelled if they may not be requeued." },
    { ROW(PreemptMode, "SUSPEND", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PREEMPT_SUSPEND,
      .doc = "Victims are suspended; needs GANG." },
    { ROW(PreemptMode, "WITHIN", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PREEMPT_WITHIN,
      .doc = "With preempt/qos: jobs of one QOS may preempt each other." },
    /* --- PreemptParameters --- */
    { ROW(PreemptParameters, "min_exempt_priority", UNSUPPORTED, UINT32), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Jobs of this priority or more are never victims." },
    { ROW(PreemptParameters, "reclaim_licenses", UNSUPPORTED, BOOL), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Jobs may be preempted for their licences." },
    { ROW(PreemptParameters, "reorder_count", UNSUPPORTED, UINT32), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Newer name of preempt_reorder_count." },
    { ROW(PreemptParameters, "send_user_signal", INERT, BOOL), NO_FIELD, .life = SS_LIFE_NEWER,
      .doc = "Newer name of preempt_send_user_signal." },
    { ROW(PreemptParameters, "strict_order", UNSUPPORTED, BOOL), NO_FIELD, .life = SS_LIFE_NEWER,
      .doc = "Newer name of preempt_strict_order." },
    { ROW(PreemptParameters, "suspend_grace_time", UNSUPPORTED, UINT32), NO_FIELD,
      .life = SS_LIFE_NEWER, .unit = "s",
      .doc = "Time between the two signals that stop a victim." },
    { ROW(PreemptParameters, "youngest_first", UNSUPPORTED, BOOL), NO_FIELD, .life = SS_LIFE_NEWER,
      .doc = "Newer name of preempt_youngest_first." },
    /* --- SelectTypeParameters --- */
    { ROW(SelectTypeParameters, "CR_CORE_DEFAULT_DIST_BLOCK", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_CR_CORE_DEFAULT_DIST_BLOCK,
      .doc = "Cores are given out socket by socket." },
    { ROW(SelectTypeParameters, "CR_CPU", SIMULATED, FLAGS), NO_FIELD, .bit = SS_CR_CPU,
      .doc = "CPUs are given out one by one; memory is not counted." },
    { ROW(SelectTypeParameters, "CR_CPU_Memory", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_CR_CPU | SS_CR_MEMORY,
      .doc = "CPUs and memory are given out." },
    { ROW(SelectTypeParameters, "CR_Core", SIMULATED, FLAGS), NO_FIELD, .bit = SS_CR_CORE,
      .doc = "Whole cores are given out; memory is not counted." },
    { ROW(SelectTypeParameters, "CR_Core_Memory", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_CR_CORE | SS_CR_MEMORY,
      .doc = "Whole cores and memory are given out." },
    { ROW(SelectTypeParameters, "CR_LLN", SIMULATED, FLAGS), NO_FIELD, .bit = SS_CR_LLN,
      .doc = "Least loaded nodes first." },
    { ROW(SelectTypeParameters, "CR_Memory", SIMULATED, FLAGS), NO_FIELD, .bit = SS_CR_MEMORY,
      .doc = "Memory is counted." },
    { ROW(SelectTypeParameters, "CR_ONE_TASK_PER_CORE", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_CR_ONE_TASK_PER_CORE,
      .doc = "One task a core unless the job says otherwise." },
    { ROW(SelectTypeParameters, "CR_PACK_NODES", INERT, FLAGS), NO_FIELD,
      .bit = SS_CR_PACK_NODES,
      .doc = "Fills nodes rather than spreading tasks." },
    { ROW(SelectTypeParameters, "CR_Socket", SIMULATED, FLAGS), NO_FIELD, .bit = SS_CR_SOCKET,
      .doc = "Whole sockets are given out; memory is not counted." },
    { ROW(SelectTypeParameters, "CR_Socket_Memory", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_CR_SOCKET | SS_CR_MEMORY,
      .doc = "Whole sockets and memory are given out." },
    { ROW(SelectTypeParameters, "ENFORCE_BINDING_GRES", UNSUPPORTED, FLAGS), NO_FIELD, .bit = 0,
      .life = SS_LIFE_NEWER,
      .doc = "Every job gets cores near its devices." },
    { ROW(SelectTypeParameters, "LL_SHARED_GRES", UNSUPPORTED, FLAGS), NO_FIELD, .bit = 0, .life = SS_LIFE_NEWER,
      .doc = "The least used shared device first." },
    { ROW(SelectTypeParameters, "MULTIPLE_SHARING_GRES_PJ", UNSUPPORTED, FLAGS), NO_FIELD,
      .bit = 0, .life = SS_LIFE_NEWER,
      .doc = "Parts of several devices for one job." },
    { ROW(SelectTypeParameters, "ONE_TASK_PER_SHARING_GRES", UNSUPPORTED, FLAGS), NO_FIELD,
      .bit = 0, .life = SS_LIFE_NEWER,
      .doc = "One task a shared device." },
    { ROW(SelectTypeParameters, "OTHER_CONS_RES", INERT, FLAGS), NO_FIELD, .bit = 0,
      .doc = "For machines of one maker." },
    { ROW(SelectTypeParameters, "OTHER_CONS_TRES", INERT, FLAGS), NO_FIELD, .bit = 0,
      .doc = "For machines of one maker." },
    /* --- TopologyParam --- */
    { ROW(TopologyParam, "BlockAsNodeRank", UNSUPPORTED, FLAGS), NO_FIELD, .bit = 0,
      .life = SS_LIFE_NEWER,
      .doc = "The node table follows the blocks." },
    { ROW(TopologyParam, "Dragonfly", UNSUPPORTED, FLAGS), NO_FIELD, .bit = 0,
      .doc = "Placement for dragonfly networks." },
    { ROW(TopologyParam, "NoCtldInAddrAny", INERT, FLAGS), NO_FIELD, .bit = 0,
      .doc = "An old network option." },
    { ROW(TopologyParam, "NoInAddrAny", INERT, FLAGS), NO_FIELD, .bit = 0,
      .doc = "An old network option." },
    { ROW(TopologyParam, "RoutePart", INERT, FLAGS), NO_FIELD, .bit = 0, .life = SS_LIFE_NEWER,
      .doc = "Messages are routed by partition." },
    { ROW(TopologyParam, "RouteTree", INERT, FLAGS), NO_FIELD, .bit = 0, .life = SS_LIFE_NEWER,
      .doc = "Messages are routed by switches." },
    { ROW(TopologyParam, "SwitchAsNodeRank", UNSUPPORTED, FLAGS), NO_FIELD, .bit = 0,
      .life = SS_LIFE_NEWER,
      .doc = "The node table follows the switches." },
    { ROW(TopologyParam, "TopoMaxSizeUnroll", UNSUPPORTED, UINT32), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "How many sizes a range of node counts is unrolled to." },
    { ROW(TopologyParam, "TopoOptional", SIMULATED, FLAGS), NO_FIELD, .bit = 1,
      .doc = "Only jobs with --switches mind the network." },
    /* --- AccountingStorageEnforce --- */
    { ROW(AccountingStorageEnforce, "all", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_ENFORCE_ASSOCS | SS_ENFORCE_LIMITS | SS_ENFORCE_SAFE | SS_ENFORCE_QOS
             | SS_ENFORCE_WCKEYS,
      .doc = "Everything but nojobs and nosteps." },
    { ROW(AccountingStorageEnforce, "associations", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_ENFORCE_ASSOCS,
      .doc = "Jobs need an association." },
    { ROW(AccountingStorageEnforce, "limits", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_ENFORCE_ASSOCS | SS_ENFORCE_LIMITS,
      .doc = "Limits of associations and QOS count." },
    { ROW(AccountingStorageEnforce, "nojobs", UNSUPPORTED, FLAGS), NO_FIELD,
      .bit = SS_ENFORCE_NO_JOBS | SS_ENFORCE_NO_STEPS,
      .doc = "Jobs and steps are not recorded." },
    { ROW(AccountingStorageEnforce, "none", SIMULATED, FLAGS), NO_FIELD, .bit = 0,
      .doc = "Nothing is enforced." },
    { ROW(AccountingStorageEnforce, "nosteps", INERT, FLAGS), NO_FIELD, .bit = SS_ENFORCE_NO_STEPS,
      .doc = "Steps are not recorded." },
    { ROW(AccountingStorageEnforce, "qos", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_ENFORCE_ASSOCS | SS_ENFORCE_QOS,
      .doc = "Jobs need a QOS they may use." },
    { ROW(AccountingStorageEnforce, "safe", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_ENFORCE_ASSOCS | SS_ENFORCE_LIMITS | SS_ENFORCE_SAFE,
      .doc = "A job starts only if the remaining minutes let it end." },
    { ROW(AccountingStorageEnforce, "wckeys", SIMULATED, FLAGS), NO_FIELD,
      .bit = SS_ENFORCE_ASSOCS | SS_ENFORCE_WCKEYS,
      .doc = "A workload key that a job names must be its user's." },
    /* --- EnforcePartLimits --- */
    { ROW(EnforcePartLimits, "ALL", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PART_LIMITS_ALL,
      .doc = "Refused unless the job fits all partitions it names." },
    { ROW(EnforcePartLimits, "ANY", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PART_LIMITS_ANY,
      .doc = "Taken if it fits one of them." },
    { ROW(EnforcePartLimits, "NO", SIMULATED, FLAGS), NO_FIELD, .bit = SS_PART_LIMITS_NO,
      .doc = "Taken, and waiting if it fits none." },
    /* --- DependencyParameters --- */
    { ROW(DependencyParameters, "disable_remote_singleton", INERT, BOOL), NO_FIELD,
      .doc = "Singletons of a federation are local." },
    { ROW(DependencyParameters, "kill_invalid_depend", SIMULATED, BOOL),
      FIELD(kill_invalid_depend),
      .doc = "Jobs whose dependency can never hold are cancelled." },
    { ROW(DependencyParameters, "max_depend_depth", SIMULATED, UINT32), FIELD(max_depend_depth),
      .fallback = "10",
      .doc = "How many jobs deep a circle of dependencies is searched." },
    /* --- LaunchParameters --- */
    { ROW(LaunchParameters, "batch_step_set_cpu_freq", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "cray_net_exclusive", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "disable_send_gids", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "enable_nss_slurm", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "interactive_step_set_cpu_freq", INERT, BOOL), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "lustre_no_flush", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "mem_sort", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "mpir_use_nodeaddr", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "slurmstepd_memlock", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "slurmstepd_memlock_all", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "srun_exclusive_allocation", INERT, BOOL), NO_FIELD,
      .life = SS_LIFE_NEWER,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "test_exec", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "ulimit_pam_adopt", INERT, BOOL), NO_FIELD, .life = SS_LIFE_NEWER,
      .doc = "Of real launches." },
    { ROW(LaunchParameters, "use_interactive_step", INERT, BOOL), NO_FIELD,
      .doc = "Of real launches." },
};
/* clang-format on */

const SsConfOption *ss_conf_options(size_t *n)
{
    *n = G_N_ELEMENTS(options);
    return options;
}

const SsConfOption *ss_conf_option(const char *key, const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        if (g_ascii_strcasecmp(options[i].key, key) == 0
            && g_ascii_strcasecmp(options[i].name, name) == 0)
            return &options[i];
    }
    return NULL;
}

/* strstr without regard to case. */
static const char *find_word(const char *text, const char *word)
{
    const size_t n = strlen(word);

    for (; *text != '\0'; text++) {
        if (g_ascii_strncasecmp(text, word, n) == 0)
            return text;
    }
    return NULL;
}

/* What stands behind "name=", NULL if the option is not there. */
static const char *find_value(const char *text, const char *name)
{
    g_autofree char *word = g_strconcat(name, "=", NULL);
    const char      *at = find_word(text, word);

    return at != NULL ? at + strlen(word) : NULL;
}

static void report(const SsFaults *faults, SsFault fault, const SsPlace *place, const char *format,
                   ...) G_GNUC_PRINTF(4, 5);
static void report(const SsFaults *faults, SsFault fault, const SsPlace *place, const char *format,
                   ...)
{
    va_list args;

    if (faults == NULL)
        return;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    ss_fault(faults, fault, place, "%s", text);
}

/* --- SchedulerParameters -------------------------------------------------------------------------- */

typedef struct {
    const char     *text;
    SsSchedParams  *out;
    const SsFaults *faults; /* may be NULL */
    const SsPlace  *place;
} SchedReading;

/* "60s" is 60, "no" is 0: Slurm says nothing about it. */
static void tell_misread(const SchedReading *reading, const SsConfOption *option, const char *text,
                         int64_t value)
{
    const size_t n = strcspn(text, ",");
    const size_t sign = *text == '-' || *text == '+';

    if (n == sign || strspn(text + sign, "0123456789") + sign < n)
        report(reading->faults, SS_FAULT_SCHED_PARAM_MISREAD, reading->place,
               "SchedulerParameters: %s=%.*s is read as %" G_GINT64_FORMAT, option->name, (int) n,
               text, value);
}

static void read_number(const SchedReading *reading, const SsConfOption *option)
{
    const char   *text = find_value(reading->text, option->name);
    const int64_t limit = option->max == MAX_JOB_TEST ? reading->out->bf_max_job_test
                          : option->max > 0           ? option->max
                                                      : UINT32_MAX;

    if (text == NULL)
        return;
    const int64_t value = ss_int_lenient(text);
    tell_misread(reading, option, text, value);
    if ((value < option->min || value > limit) && !(value == -1 && option->minus_one)) {
        report(reading->faults, SS_FAULT_SCHED_PARAM_RANGE, reading->place,
               "Invalid SchedulerParameters %s: %" G_GINT64_FORMAT " (%" G_GINT64_FORMAT
               " to %" G_GINT64_FORMAT ")",
               option->name, value, option->min, limit);
        return;
    }
    if (option->at != SS_NO_FIELD) {
        const uint32_t number = (uint32_t) value;
        memcpy((char *) reading->out + option->at, &number, sizeof number);
    }
}

static void read_option(const SchedReading *reading, const SsConfOption *option)
{
    if (option->life == SS_LIFE_NEWER || option->life == SS_LIFE_REMOVED)
        return;
    if (option->kind == SS_KIND_UINT32) {
        read_number(reading, option);
    } else if (option->kind == SS_KIND_BOOL && option->at != SS_NO_FIELD) {
        if (find_word(reading->text, option->name) != NULL)
            *(bool *) ((char *) reading->out + option->at) = true;
    }
}

/* max_job_bf stops slurmctld under sched/backfill; it meant bf_max_job_test. */
static void read_max_job_bf(const SchedReading *reading, const SsSettings *settings)
{
    const char *text = find_value(reading->text, "max_job_bf");

    if (text == NULL || settings->sched_type != SS_SCHED_BACKFILL)
        return;
    report(reading->faults, SS_FAULT_SCHED_PARAM_REMOVED, reading->place,
           "Invalid parameter max_job_bf. The option is no longer supported, please use "
           "bf_max_job_test instead.");
    const int64_t value = ss_int_lenient(text);
    if (find_value(reading->text, "bf_max_job_test") == NULL && value >= 1 && value <= 1000000)
        reading->out->bf_max_job_test = (uint32_t) value;
}

/* Words that Slurm would pass over in silence, and known ones that do nothing here. */
static void tell_words(const SchedReading *reading)
{
    g_auto(GStrv) items = g_strsplit(reading->text, ",", -1);

    for (char **item = items; *item != NULL; item++) {
        char *name = g_strstrip(*item);

        while (*name == '=')
            name++;
        const bool has_value = strchr(name, '=') != NULL;
        name[strcspn(name, "=")] = '\0';
        if (*name == '\0')
            continue;
        const SsConfOption *option = ss_conf_option("SchedulerParameters", name);
        if (option == NULL)
            report(reading->faults, SS_FAULT_SCHED_PARAM_UNKNOWN, reading->place,
                   "SchedulerParameters: no option is named '%s'", name);
        else if (option->life == SS_LIFE_NEWER)
            report(reading->faults, SS_FAULT_SCHED_PARAM_UNKNOWN, reading->place,
                   "SchedulerParameters: '%s' came after 22.05 and is not read", name);
        else if (option->effect == SS_KEY_UNSUPPORTED)
            report(reading->faults, SS_FAULT_UNSUPPORTED, reading->place,
                   "SchedulerParameters: '%s' is not modelled", name);
        if (option != NULL && option->life == SS_LIFE_CURRENT && option->kind == SS_KIND_BOOL
            && has_value)
            report(reading->faults, SS_FAULT_SCHED_PARAM_VALUE, reading->place,
                   "SchedulerParameters: '%s' takes no value: it is on, whatever stands behind it",
                   name);
    }
}

static void settle(const SchedReading *reading)
{
    SsSchedParams *out = reading->out;

    if (out->bf_max_job_assoc > 0 && out->bf_max_job_user > 0) {
        report(reading->faults, SS_FAULT_SCHED_PARAM_RANGE, reading->place,
               "SchedulerParameters: bf_max_job_assoc and bf_max_job_user exclude each other; "
               "bf_max_job_user is ignored");
        out->bf_max_job_user = 0;
    }
    if (out->bf_licenses)
        out->bf_running_job_reserve = true;
}

/* What DependencyParameters says stays; everything else begins at its default. */
static void start_over(SsSchedParams *out)
{
    SsSettings     defaults;
    const bool     kill = out->kill_invalid_depend;
    const uint32_t depth = out->max_depend_depth;

    ss_settings_init(&defaults);
    *out = defaults.sched;
    out->kill_invalid_depend = kill;
    out->max_depend_depth = depth;
    ss_settings_clear(&defaults);
}

void ss_sched_params_parse(const char *text, const SsSettings *settings, SsSchedParams *out,
                           const SsFaults *faults, const SsPlace *place)
{
    const SchedReading reading = { text, out, faults, place };

    start_over(out);
    read_option(&reading, ss_conf_option("SchedulerParameters", "bf_max_job_test"));
    read_max_job_bf(&reading, settings);
    out->bf_node_space_size = MAX(out->bf_max_job_test, 2);
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        if (strcmp(options[i].key, "SchedulerParameters") == 0
            && strcmp(options[i].name, "bf_max_job_test") != 0)
            read_option(&reading, &options[i]);
    }
    settle(&reading);
    tell_words(&reading);
}

/* --- lists of words --------------------------------------------------------------------------------- */

uint32_t ss_conf_words_search(const char *key, const char *text)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        if (g_ascii_strcasecmp(options[i].key, key) == 0
            && find_word(text, options[i].name) != NULL)
            bits |= options[i].bit;
    }
    return bits;
}

bool ss_conf_words_parse(const char *key, const char *text, uint32_t *bits, char **bad)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    uint32_t      read = 0;

    for (char **item = items; *item != NULL; item++) {
        const SsConfOption *option = ss_conf_option(key, g_strstrip(*item));

        if (**item == '\0')
            continue;
        if (option == NULL || option->life == SS_LIFE_NEWER) {
            if (bad != NULL)
                *bad = g_strdup(*item);
            return false;
        }
        read |= option->bit;
    }
    *bits = read;
    return true;
}

/* --- bits as Slurm prints them ---------------------------------------------------------------------- */

static void add_word(GString *out, const char *word)
{
    if (out->len > 0)
        g_string_append_c(out, ',');
    g_string_append(out, word);
}

typedef struct {
    uint32_t    bit;
    const char *word;
} BitWord;

static void add_words(GString *out, const BitWord *words, size_t n, uint32_t bits)
{
    for (size_t i = 0; i < n; i++) {
        if (bits & words[i].bit)
            add_word(out, words[i].word);
    }
}

char *ss_select_params_text(uint32_t bits)
{
    static const BitWord modifiers[] = {
        { SS_CR_ONE_TASK_PER_CORE, "CR_ONE_TASK_PER_CORE" },
        { SS_CR_CORE_DEFAULT_DIST_BLOCK, "CR_CORE_DEFAULT_DIST_BLOCK" },
        { SS_CR_LLN, "CR_LLN" },
        { SS_CR_PACK_NODES, "CR_PACK_NODES" },
    };
    const char *unit = bits & SS_CR_CPU      ? "CR_CPU"
                       : bits & SS_CR_CORE   ? "CR_CORE"
                       : bits & SS_CR_SOCKET ? "CR_SOCKET"
                                             : NULL;
    GString    *out = g_string_new(NULL);

    if (unit != NULL)
        g_string_printf(out, "%s%s", unit, bits & SS_CR_MEMORY ? "_MEMORY" : "");
    else if (bits & SS_CR_MEMORY)
        g_string_assign(out, "CR_MEMORY");
    add_words(out, modifiers, G_N_ELEMENTS(modifiers), bits);
    if (out->len == 0)
        g_string_assign(out, "NONE");
    return g_string_free(out, FALSE);
}

char *ss_priority_flags_text(uint32_t bits)
{
    static const BitWord before[] = {
        { SS_PRIO_ACCRUE_ALWAYS, "ACCRUE_ALWAYS" },
        { SS_PRIO_SMALL_RELATIVE_TO_TIME, "SMALL_RELATIVE_TO_TIME" },
        { SS_PRIO_CALCULATE_RUNNING, "CALCULATE_RUNNING" },
        { SS_PRIO_DEPTH_OBLIVIOUS, "DEPTH_OBLIVIOUS" },
    };
    static const BitWord after[] = {
        { SS_PRIO_INCR_ONLY, "INCR_ONLY" },
        { SS_PRIO_MAX_TRES, "MAX_TRES" },
    };
    const uint32_t any = SS_PRIO_NO_NORMAL_ASSOC | SS_PRIO_NO_NORMAL_PART | SS_PRIO_NO_NORMAL_QOS
                         | SS_PRIO_NO_NORMAL_TRES;
    GString *out = g_string_new(NULL);

    add_words(out, before, G_N_ELEMENTS(before), bits);
    if (!(bits & SS_PRIO_FAIR_TREE))
        add_word(out, "NO_FAIR_TREE");
    add_words(out, after, G_N_ELEMENTS(after), bits);
    if (bits & any) /* one of the four is shown as all of them: seen on 22.05.8 */
        add_word(out, "NO_NORMAL_ALL");
    return g_string_free(out, FALSE);
}

char *ss_preempt_mode_text(uint32_t mode)
{
    static const char *const modes[] = { "OFF", "SUSPEND", "REQUEUE", "CANCEL" };
    GString                 *out = g_string_new(NULL);
    const uint32_t           base = mode & SS_PREEMPT_MASK;

    if (mode & SS_PREEMPT_GANG)
        add_word(out, "GANG");
    if (mode & SS_PREEMPT_WITHIN)
        add_word(out, "WITHIN");
    if (base == SS_PREEMPT_CLUSTER)
        add_word(out, "cluster");
    else if (base != SS_PREEMPT_OFF || out->len == 0)
        add_word(out, base < G_N_ELEMENTS(modes) ? modes[base] : "UNKNOWN");
    return g_string_free(out, FALSE);
}

char *ss_enforce_text(uint32_t bits)
{
    static const BitWord words[] = {
        { SS_ENFORCE_ASSOCS, "associations" },
        { SS_ENFORCE_LIMITS, "limits" },
        { SS_ENFORCE_NO_JOBS, "nojobs" },
        { SS_ENFORCE_NO_STEPS, "nosteps" },
        { SS_ENFORCE_QOS, "qos" },
        { SS_ENFORCE_SAFE, "safe" },
        { SS_ENFORCE_WCKEYS, "wckeys" },
    };
    GString *out = g_string_new(NULL);

    add_words(out, words, G_N_ELEMENTS(words), bits);
    if (out->len == 0)
        g_string_assign(out, "none");
    return g_string_free(out, FALSE);
}
