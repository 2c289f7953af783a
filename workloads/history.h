/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/base/zone.h"
#include "sim/model/cluster.h"
#include "sim/model/stream.h"

/**
 * history - ended jobs for the accounting, from `sacct -P` output or a CSV.
 *
 * Shape     rows in file order; texts of a record are borrowed for the call. Database ids
 *           (assoc_id, qos_id, ...) and db_inx are 0: who stores the record knows them.
 * CSV       columns jobid,name,user,account,partition,qos,wckey,submit,eligible,start,end,state,exit,
 *           nodes,tres_alloc,tres_req,timelimit,nodelist,array_job,array_task,reservation,priority,
 *           suspended,flags in any order; only jobid, submit, end, state are needed. TRES by name
 *           ("cpu=8,mem=16000M") or number; an empty start: never started.
 * sacct     the header's field names, any order; steps are passed over.
 * Errors    as ss_trace_open; one bad row is one too many unless max_bad allows.
 */
typedef gboolean (*SsHistoryTake)(const SsJobRecord *record, void *data, GError **error);

typedef struct {
    const SsZone    *zone;    /* NULL: UTC                            */
    const SsCluster *cluster; /* its TRES table; borrowed, needed     */
    int64_t          max_bad; /* -1: 0                                */
} SsHistoryOptions;

/* FALSE on the first error, also of `take`. `n` (may be NULL): records handed out. */
gboolean ss_history_read(const char *path, const SsHistoryOptions *options, SsHistoryTake take,
                         void *data, uint64_t *n, SsDiag *diag, GError **error);
