/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/rows.h"
#include "sim/model/job.h"

/**
 * write - the record stream into the ledger.
 *
 * Shape     ss_ledger_sink gives an SsRecordSink. A JOB record replaces the row of its db_inx: it is
 *           enough to emit each job once when it has ended and, at the end of the run, those that are
 *           still there; emitting more often costs time and changes nothing.
 *           A job cancelled while pending has start 0; one started by srun or salloc has the flag
 *           SS_JOB_FLAG_NO_BATCH.
 * Owner     the sink borrows the ledger, which must be open for writing.
 * Cost      about 4 us a job; a sample is O(jobs in memory + associations + nodes).
 * Errors    SS_LEDGER_ERROR from take; nothing else.
 */
SsRecordSink *ss_ledger_sink(SsLedger *ledger);

/* sprio's row of a job in a partition is computed by the scheduler, which this floor does not know: the
 * run gives a function. Without one the job's own stored factors stand for all its partitions. */
typedef struct {
    double age, assoc, fs, js, part, qos, priority; /* weighted; priority is the untruncated sum  */
} SsPrioTerms;
typedef void (*SsPrioFunc)(const struct SsWorld *world, const SsJob *job, SsPartId part,
                           SsPrioTerms *terms, double *tres /* [n_tres], zeroed */);
void ss_ledger_sink_prio(SsRecordSink *sink, SsPrioFunc prio);

/* What a job holds as job.alloc has it: [[first,last,cpus,mem,"gres"],...] by node index, counts per
 * node, gres as TRES string ("1001=2"). For SsJobRecord.alloc; caller frees; NULL for NULL. */
char *ss_ledger_alloc_text(const SsCluster *cluster, const SsAlloc *alloc);

/* --- history: ended jobs from elsewhere ------------------------------------------------------ */

/* Adds one ended job. What is 0 or NULL is filled in from the ledger: db_inx (the next), assoc_id (from
 * user, account, partition), qos_id, wckey_id, resv_id (by name). An account or user that the ledger
 * does not know is an error. */
gboolean ss_ledger_import_job(SsLedger *ledger, const SsJobRecord *job, GError **error);
gboolean ss_ledger_import_event(SsLedger *ledger, const SsEventRecord *event, GError **error);
gboolean ss_ledger_import_resv(SsLedger *ledger, const SsResvRecord *resv, GError **error);
/* Of a job that is there, by its db_inx; assoc_id 0 is filled in. */
gboolean ss_ledger_import_suspend(SsLedger *ledger, const SsSuspendRecord *suspend, GError **error);

/* The cluster's registration from `since` on: TRES string of the site's nodes and licences; replaces
 * all cluster records. Events of type "" in a history then change it. */
gboolean ss_ledger_register_cluster(SsLedger *ledger, const SsCluster *cluster, SsTime since,
                                    GError **error);
