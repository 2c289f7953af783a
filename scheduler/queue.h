/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * queue - the pending (job, partition) records of one pass, in the order in which they are tried.
 *
 * Owner     the pass that built it.
 * Cost      O(jobs x partitions) to build. To order: about one comparison a record, as most stand where they
 *           stood in the last queue; a stable merge sort where jobs displace each other by QOS or out of
 *           reservations: Slurm's order need not be transitive then, so the sort's stability is part of the result.
 * Source    slurm.conf(5) PriorityTier, SchedulerParameters; spec scheduling 1.3, 1.4.
 */
typedef struct {
    SsJob   *job;
    uint32_t job_id; /* to notice that the record's job ended or was split meanwhile           */
    SsPartId part;
    uint32_t priority; /* of this partition                                                      */
    uint32_t resv;     /* named or magnetic reservation, SS_ID_NONE                              */
    bool     magnetic, prefer;
} SsQueueRecord;

typedef enum { SS_QUEUE_MAIN, SS_QUEUE_BACKFILL } SsQueueFor;

/* The job is looked at as the record: in its partition, with its priority and the memory by default there, for its
 * reservation; which it had before, for ss_queue_leave. */
uint32_t ss_queue_enter(SsWorld *world, const SsQueueRecord *record);
/* It did not start there (if it did, it stays). */
void ss_queue_leave(SsWorld *world, const SsQueueRecord *record, uint32_t resv);

/* element-type SsQueueRecord; tests eligibility and partitions, sets reasons and accrue times. */
GArray *ss_queue_build(SsWorld *world, SsQueueFor what);
/* Are `records` (sorted before, nothing happened since but new priorities) still in their order? Takes the
 * new priorities over. False also where that cannot be told cheaply. */
bool ss_queue_in_order(const SsWorld *world, GArray *records);
void ss_queue_sort(SsWorld *world, GArray *queue);
