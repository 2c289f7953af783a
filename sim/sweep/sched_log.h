/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/outcome.h"
#include "workloads/record.h"

/**
 * sched_log - the controller's own lines beside a record of it, where sacct tells less.
 *
 * What      a run after a requeue may keep the flags of the run before (started by main, shown for a start
 *           of backfill's), and a job that had ended when it was requeued shows the requeue as its end.
 *           "sched/backfill: _start_job: Started JobId=1" and "_job_complete: JobId=5 done" tell it.
 *           They also tell whether a job ended before or behind the starts of its second, where sacct has
 *           seconds alone. With SlurmctldDebug=debug each pass and each cycle of backfill has a line too.
 * Shape     "[2026-03-04T10:03:32.482] ...", on the clocks of `zone`; lines that are none of these are passed over.
 */
typedef struct {
    SsTime     at;
    SsPassKind kind;
} SsLoggedPass;

/* element-type of `passes`: SsLoggedPass; those of the log are added, in its order. */
gboolean ss_sched_log_correct(SsRecordSet *record, const char *path, const SsZone *zone,
                              GArray *passes, GError **error);
