/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/writer.h"
#include "sim/ledger/ledger.h"

/**
 * export - a run's jobs and figures for other tools.
 *
 * Shape     one row a form: swf and csv are the jobs as they ran, one a line; json the summary with the same
 *           jobs; openmetrics the figures of the run and of its accounts as gauges.
 * Units     seconds, MiB, fractions; times ISO 8601 UTC (csv, json) or seconds after UnixStartTime (swf).
 * Errors    those of the ledger; a failed write sticks to the writer.
 * Cost      one pass over the jobs, memory for one (and for the names of swf).
 * Source    Standard Workload Format 2.2; RFC 4180; OpenMetrics 1.0.
 */
/* Who wants to know how far it is; `done` is called after each job. */
typedef struct {
    void (*done)(gpointer data, uint64_t jobs, double fraction);
    gpointer data;
} SsExportWatch;

typedef struct {
    const char *name;
    const char *doc; /* one sentence */
    /* `watch` may be NULL; *jobs: how many were written (openmetrics: 0). */
    gboolean (*write)(SsLedger *ledger, SsWriter *out, const SsExportWatch *watch, uint64_t *jobs,
                      GError **error);
} SsExport;

const SsExport *ss_exports(uint32_t *n);
const SsExport *ss_export_named(const char *name); /* NULL */
