/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * limits - association, QOS and partition limits: what refuses a submission, what makes a job wait, what
 * kills it; and the counters behind them.
 *
 * Every test answers with the reason (SS_REASON_NONE = passed); none changes a counter. Counters change
 * in the verbs at the end only. Nothing is counted, and no association or QOS limit tested, unless
 * AccountingStorageEnforce has limits.
 * Source    https://slurm.schedmd.com/resource_limits.html, sacctmgr(1); spec limits.md.
 */

/* --- associations and QOS ------------------------------------------------------------------------- */

/* At submission, for one partition: may fill in or lower job->time_limit. `tasks`: array size or 1.
 * strict failures and "always" failures both return their reason. */
SsReason ss_limits_submit(SsWorld *world, SsJob *job, SsPartId part, uint32_t tasks);

/* Before node selection (validity of association and QOS, job counts, walls): the reason, else NONE. */
SsReason ss_limits_pre(SsWorld *world, SsJob *job, SsPartId part);

/* The most nodes limits allow (UINT32_MAX: no bound) and in *reason which limit says so (else NONE). */
uint32_t ss_limits_max_nodes(const SsWorld *world, const SsJob *job, SsPartId part,
                             SsReason *reason);

/* After selection with exact counts [n_tres] and the selected nodes. */
SsReason ss_limits_post(const SsWorld *world, const SsJob *job, SsPartId part, const uint64_t *tres,
                        const SsNodeSet *nodes);

/* While it runs (30 s poll; only if enforced and not `safe`): the reason to end it TIMEOUT, else NONE. */
SsReason ss_limits_running(const SsWorld *world, const SsJob *job);

/* The two QOS in the order their limits count; SS_ID_NONE where there is none. */
void ss_limits_qos_order(const SsWorld *world, const SsJob *job, SsPartId part, SsQosId *first,
                         SsQosId *second);

/* --- partitions ----------------------------------------------------------------------------------- */

typedef enum {
    SS_SUBMIT_OK,
    SS_SUBMIT_ACCESS_DENIED,
    SS_SUBMIT_PART_NOT_NOW,
    SS_SUBMIT_GROUP,
    SS_SUBMIT_PART_INACTIVE,
    SS_SUBMIT_TOO_MANY_CPUS,
    SS_SUBMIT_NODE_COUNT,
    SS_SUBMIT_NODES_NOT_IN_PART,
    SS_SUBMIT_TIME_LIMIT,
    SS_SUBMIT_ACCOUNT,
    SS_SUBMIT_QOS,
    SS_SUBMIT_PARTITION_NAME,
    SS_SUBMIT_NO_PARTITION,
    SS_SUBMIT_LICENSES,
    SS_SUBMIT_GRES,
    SS_SUBMIT_NODE_CONFIG,
    SS_SUBMIT_NODE_NAME,
    SS_SUBMIT_POLICY,
    SS_SUBMIT_MEMORY,
    SS_SUBMIT_TIME_MIN,
    SS_SUBMIT_ARRAY,
    SS_SUBMIT_DEPENDENCY,
    SS_SUBMIT_DEADLINE,
    SS_SUBMIT_WCKEY,
    SS_SUBMIT_RESERVATION,
    SS_SUBMIT_RESERVATION_ACCESS,
    SS_SUBMIT_UID,
    SS_SUBMIT_MULTI_PART_ASSOC,
    SS_SUBMIT_FEATURE,
    SS_SUBMIT_MAX_JOBS,
    SS_SUBMIT_INVALID_NICE,
    SS_SUBMIT_TASKS,
    SS_SUBMIT_BAD_OPTION,
    SS_SUBMIT_CLIENT,  /* the command knows it before it asks, and says no more than the detail */
    SS_SUBMIT_NOT_YET, /* a test: its reservation has not begun */
    SS_SUBMIT_CODES
} SsSubmitCode;
/* "Invalid account or account/partition combination specified" */
const char *ss_submit_message(SsSubmitCode code);

/* One partition's tests of a submission (limits.md 12.2), state apart: the first that fails. */
SsSubmitCode ss_limits_partition_access(const SsWorld *world, const SsJob *job, SsPartId part);

/* All partitions of a submission under EnforcePartLimits: states, access, bounds, time limits, missing
 * and too small node counts. May take partitions out of job->parts (DRAIN, INACTIVE, replaced by
 * Alternate) and raise job->req.min_nodes. To be called before a DefaultTime is filled in. */
SsSubmitCode ss_limits_partitions_submit(SsWorld *world, SsJob *job);

/* Memory the user asked for against MaxMemPerCPU/Node of all its partitions: what EnforcePartLimits
 * refuses. Rewrites job->req (mem, cpus_per_task, min_cpus, min_cpus_node) where the caps are per
 * CPU: TRES are to be counted after it. */
SsSubmitCode ss_limits_memory_submit(SsWorld *world, SsJob *job);
/* The same for one partition: MaxMemPerLimit or NONE. */
SsReason ss_limits_memory(const SsWorld *world, SsJob *job, SsPartId part);
/* The same without rewriting anything. */
bool ss_limits_memory_fits(const SsWorld *world, const SsJob *job, SsPartId part);

/* Partition test of the queue build (spec scheduling 1.3 / limits 12.3). `time_limit`: minutes to test
 * (backfill hands time_min). */
SsReason ss_limits_partition(const SsWorld *world, const SsJob *job, SsPartId part,
                             uint32_t time_limit);

/* AllowQos, DenyQos, AllowAccounts, DenyAccounts at scheduling: the reason and the description that is
 * shown instead of its word (*text is the caller's; NULL with NONE). */
SsReason ss_limits_part_permission(const SsWorld *world, const SsJob *job, SsPartId part,
                                   char **text);

/* --- counters ------------------------------------------------------------------------------------- */

/* A record entered the job list. */
void ss_limits_submitted(SsWorld *world, SsJob *job, uint32_t tasks);
/* After ss_world_start. Also ends its accrual. */
void ss_limits_started(SsWorld *world, SsJob *job);
/* A started record ended: running and submitted counters fall. Needs job->part, tres_alloc, and alloc or
 * nodes of the run. A requeued run (its copy, with limits_submitted cleared) stays submitted. */
void ss_limits_ended(SsWorld *world, SsJob *job);
/* `tasks` of a pending record ended. */
void ss_limits_unsubmitted(SsWorld *world, SsJob *job, uint32_t tasks);
/* A running job's time limit was changed from `old` minutes. */
void ss_limits_retimed(SsWorld *world, SsJob *job, uint32_t old);

/* Accrue limits (spec limits 10): sets job->accrue where it may; called by the queue build. May split
 * tasks off an array. */
void ss_limits_accrue(SsWorld *world, SsJob *job);
/* The job started, ended, is held or dependent: its slots are free again. job->accrue stays; who holds a
 * job sets it to 0. */
void ss_limits_accrue_release(SsWorld *world, SsJob *job);
/* It has them again, under what it is counted under now. */
void ss_limits_accrue_again(SsWorld *world, SsJob *job);
