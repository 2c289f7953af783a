/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"
#include "sim/ledger/ledger.h"

/**
 * page - what happened in one or several runs, as one HTML file that needs nothing else: no network, no server.
 *
 * Shape     a skeleton, the runs' data (JSON with packed columns), the chart library and our own scripts
 *           (sim/page/web, a module a file, put one behind the other here).
 * Size      about 70 bytes a job and 20 a node it ran on.
 * Errors    SS_LEDGER_ERROR; SS_USAGE_ERROR_VALUE for a sweep's summary that is none.
 * Source    uPlot (sim/page/vendor/uplot, MIT): axes, scales, zoom and lines; the page's notices carry its licence.
 */
typedef struct {
    const char *name; /* what people see: "run.db" */
    SsLedger   *ledger;
} SsPageRun;

typedef struct {
    const SsPageRun *runs; /* [n_runs] */
    uint32_t         n_runs;
    char *const
        *sweeps;       /* texts of summary.json (slurmsim.sweep.v1), NULL-terminated; NULL = none */
    const char *title; /* NULL: made of the names */
    /* Called now and then with the part done, 0..1; NULL. */
    void (*progress)(gpointer data, double fraction);
    gpointer data;
} SsPageRequest;

gboolean ss_page_write(const SsPageRequest *request, SsWriter *writer, GError **error);

/* One run as the page's scripts read it: one object, schema slurmsim.page.v1. */
gboolean ss_page_run_json(const SsPageRun *run, SsJson *json, GError **error);
