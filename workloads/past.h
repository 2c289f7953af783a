/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/base/zone.h"
#include "sim/model/cluster.h"
#include "sim/model/stream.h"

/**
 * past - what the accounting keeps besides jobs: nodes out of service, the cluster's size, reservations, and
 * when jobs were suspended.
 *
 * Reads     tables with a header, recognised by it:
 *             node,start,end,state,reason[,tres]      also `sacctmgr -P show event`; no node: the cluster's
 *                                                     TRES from then on; an empty end: still so
 *             name[,id],start,end,nodelist,flags,users,accounts,tres      reservations
 *             job,start,end             suspensions; `job` is the job's place in the history, from 1
 *           Users are "ann@account+ben", accounts "x+y"; a field tres that is empty: the nodes' own.
 *           What begins at the start or later is passed over: the run lives it.
 *           Other tables (operations at times) have nothing of this: no record, no error.
 * Shape     rows in file order, one record a node; texts of a record are borrowed for the call.
 *           resv.assocs is ",3,17," by the cluster's accounts; resv_id counts from 1 unless told.
 * Errors    G_FILE_ERROR, SS_TRACE_ERROR_VALUE with file:line.
 */
typedef struct {
    const SsZone *zone;  /* NULL: UTC                                                    */
    SsTime        start; /* of the run; numbers below 10^8 count from it                          */
    const SsCluster *cluster;
    /* TRES of a node in the database's form, for rows that do not say; caller frees. */
    char *(*node_tres)(const SsCluster *cluster, SsNodeId node);
} SsPastOptions;

typedef struct {
    gboolean (*event)(const SsEventRecord *record, void *data, GError **error);
    gboolean (*resv)(const SsResvRecord *record, void *data, GError **error);
    gboolean (*suspend)(const SsSuspendRecord *record, void *data, GError **error);
} SsPastTake;

gboolean ss_past_read(const char *path, const SsPastOptions *options, const SsPastTake *take,
                      void *data, GError **error);
