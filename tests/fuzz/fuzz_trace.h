/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <string.h>

#include "workloads/convert.h"

/**
 * fuzz_trace - what the fuzz targets of the trace readers share.
 */

/* Writes the jobs as csv, and reads that: it must be readable and have as many jobs. */
static inline void fuzz_trace_again(GArray *jobs)
{
    g_autoptr(GString)     text = g_string_new(NULL);
    g_autoptr(SsWriter)    out = ss_writer_new_string(text);
    g_autoptr(SsJobSource) source = ss_trace_from_array(jobs);
    g_autoptr(SsJobSource) back = NULL;
    g_autoptr(GError)      error = NULL;
    SsTraceOptions         options;
    SsTraceTally           tally;
    uint64_t               n = 0;

    g_assert(ss_convert_csv(source, 0, NULL, out, &n, NULL) && ss_writer_close(out, NULL));
    ss_trace_options_init(&options);
    options.format = "csv";
    options.max_bad = INT64_MAX;
    options.tally = &tally;
    back = ss_trace_open_memory("again", text->str, text->len, &options, NULL, &error);
    g_assert(back != NULL || tally.records == n);
    g_assert(tally.records == n);
}

/* Any bytes as a workload of `format`, with all that can be switched on. */
static inline void fuzz_trace(const char *format, const uint8_t *data, size_t size)
{
    g_autoptr(SsDiag)      diag = ss_diag_new();
    g_autoptr(GString)     text = g_string_new(NULL);
    g_autoptr(SsJobSource) source = NULL;
    GArray                *jobs = NULL;
    SsTraceOptions         options;
    SsTraceTally           tally;
    SsTraceStat            stat;

    ss_trace_options_init(&options);
    options.format = format;
    options.max_bad = INT64_MAX;
    options.swf_dependencies = true;
    options.ignore_columns = true;
    options.verbose = true;
    options.tally = &tally;
    source = ss_trace_open_memory("input", (const char *) data, size, &options, diag, NULL);
    ss_diag_print(diag, SS_DIAG_BY_PLACE, text);
    if (source == NULL)
        return;
    jobs = ss_trace_read_all(g_steal_pointer(&source), NULL);
    g_assert(jobs != NULL && jobs->len == tally.jobs);
    source = ss_trace_from_array(g_array_ref(jobs));
    g_assert(ss_trace_stat(source, NULL, &stat, NULL) && stat.jobs == tally.jobs);
    ss_trace_stat_print(&stat, &tally, NULL, text);
    fuzz_trace_again(jobs);
}
