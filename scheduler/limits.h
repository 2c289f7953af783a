/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * limits - association, QOS and partition limits: what refuses a submission, what makes a job wait, what
 * kills it; and the counters behind them.
 *
 * Every test answers with the reason (SS_REASON_NONE = passed); none changes a counter. Counters change
 * in the four ss_limits_* verbs only.
 * Source    https://slurm.schedmd.com/resource_limits.html, sacctmgr(1).
 */

/* At submission, for one partition: may fill in or lower job->time_limit. `tasks`: array size or 1.
 * strict failures and "always" failures both return their reason. */
SsReason ss_limits_submit(SsWorld *world, SsJob *job, SsPartId part, uint32_t tasks);

/* Before node selection (validity of association and QOS, job counts, walls): the reason, else NONE. */
SsReason ss_limits_pre(SsWorld *world, SsJob *job, SsPartId part);

/* The most nodes limits allow (UINT32_MAX: no bound) and in *reason which limit says so. */
uint32_t ss_limits_max_nodes(const SsWorld *world, const SsJob *job, SsPartId part, SsReason *reason);

/* After selection with exact counts [n_tres] and the selected nodes. */
SsReason ss_limits_post(const SsWorld *world, const SsJob *job, SsPartId part, const uint64_t *tres,
                        const SsNodeSet *nodes);

/* While it runs (30 s poll; only if enforced and not `safe`): the reason to end it TIMEOUT, else NONE. */
SsReason ss_limits_running(const SsWorld *world, const SsJob *job);

/* Partition test of the queue build (spec scheduling 1.3 / limits 12.3). `time_limit`: minutes to test
 * (backfill hands time_min). */
SsReason ss_limits_partition(const SsWorld *world, const SsJob *job, SsPartId part, uint32_t time_limit);

/* Access of a partition at submission (limits 12.2): 0 or the index of the message below. */
typedef enum {
    SS_SUBMIT_OK, SS_SUBMIT_ACCESS_DENIED, SS_SUBMIT_GROUP, SS_SUBMIT_PART_INACTIVE,
    SS_SUBMIT_TOO_MANY_CPUS, SS_SUBMIT_NODE_COUNT, SS_SUBMIT_NODES_NOT_IN_PART, SS_SUBMIT_TIME_LIMIT,
    SS_SUBMIT_ACCOUNT, SS_SUBMIT_QOS, SS_SUBMIT_PARTITION_NAME, SS_SUBMIT_NO_PARTITION,
    SS_SUBMIT_LICENSES, SS_SUBMIT_GRES, SS_SUBMIT_NODE_CONFIG, SS_SUBMIT_NODE_NAME, SS_SUBMIT_POLICY,
    SS_SUBMIT_MEMORY, SS_SUBMIT_TIME_MIN, SS_SUBMIT_ARRAY, SS_SUBMIT_DEPENDENCY, SS_SUBMIT_DEADLINE,
    SS_SUBMIT_WCKEY, SS_SUBMIT_RESERVATION, SS_SUBMIT_UID, SS_SUBMIT_MULTI_PART_ASSOC, SS_SUBMIT_FEATURE,
    SS_SUBMIT_MAX_JOBS, SS_SUBMIT_INVALID_NICE, SS_SUBMIT_TASKS, SS_SUBMIT_BAD_OPTION,
    SS_SUBMIT_CODES
} SsSubmitCode;
const char *ss_submit_message(SsSubmitCode code); /* "Invalid account or account/partition combination specified" */
SsSubmitCode ss_limits_partition_access(const SsWorld *world, const SsJob *job, SsPartId part);

/* Counters (spec limits 5; nothing happens unless limits are enforced). */
void ss_limits_submitted(SsWorld *world, SsJob *job, uint32_t tasks);
void ss_limits_started(SsWorld *world, SsJob *job);
void ss_limits_ended(SsWorld *world, SsJob *job);      /* a started record ended or was requeued */
void ss_limits_unsubmitted(SsWorld *world, SsJob *job, uint32_t tasks); /* ended while pending   */

/* Accrue limits (spec limits 10): sets job->accrue where it may; called by the queue build. */
void ss_limits_accrue(SsWorld *world, SsJob *job);
void ss_limits_accrue_release(SsWorld *world, SsJob *job);

/* The two QOS in the order their limits count; SS_ID_NONE where there is none. */
void ss_limits_qos_order(const SsWorld *world, const SsJob *job, SsPartId part, SsQosId *first,
                         SsQosId *second);
