/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/writer.h"
#include "sim/ledger/ledger.h"
#include "workloads/record.h"

/**
 * compare - when jobs started here, beside when a real Slurm started them.
 *
 * Shape     jobs are matched by the trace's own id (tasks of arrays by id and index). Differences are
 *           start here minus start there, in seconds, after both were counted from the submission.
 */
typedef struct {
    char    *partition, *qos; /* of the record */
    uint32_t matched;
    double   wait_here, wait_there; /* sums */
} SsComparedGroup;

typedef struct {
    uint32_t recorded, matched, missing; /* missing: started there, not here (or the other way)  */
    double   mean, median; /* of |difference|                                        */
    SsSpan   worst;        /* signed, the largest by size                            */
    char    *worst_job;    /* its trace id; caller's                                 */
    uint32_t within_2, within_30, within_120;
    uint32_t same_nodes;            /* of the matched                                         */
    double   wait_here, wait_there; /* mean waits                                             */
    GArray  *groups;                /* SsComparedGroup: by partition and QOS, as they are met */
} SsComparison;

gboolean ss_compare_record(SsLedger *ledger, const SsRecordSet *record, SsComparison *out,
                           GError **error);
void     ss_comparison_clear(SsComparison *comparison);
void     ss_comparison_print(const SsComparison *comparison, SsWriter *writer);
