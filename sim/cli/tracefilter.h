/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/cli/option.h"
#include "workloads/transform.h"

/**
 * tracefilter - which jobs of a workload stay, from the options of `trace filter` and `trace convert`.
 *
 * Owner     the filter owns the lists of names that it points to; cleared with g_auto.
 */
#define SS_TRACE_FILTER_OPTIONS                                                                    \
    { "from", 0, "TIME", "Filter", "submitted at this time or later" },                            \
        { "until", 0, "TIME", "Filter", "submitted before this time" },                            \
        { "users", 0, "LIST", "Filter", "jobs of these users" },                                   \
        { "accounts", 0, "LIST", "Filter", "jobs of these accounts" },                             \
        { "partitions", 0, "LIST", "Filter", "jobs that ask for one of these partitions" },        \
        { "qos", 0, "LIST", "Filter", "jobs that ask for one of these QOS" },                      \
        { "min-cpus", 0, "N", "Filter", "jobs of N CPUs or more" },                                \
        { "max-cpus", 0, "N", "Filter", "jobs of N CPUs or fewer" },                               \
        { "min-run", 0, "TIME", "Filter", "jobs that run so long or longer (Slurm's form)" },      \
        { "max-run", 0, "TIME", "Filter", "jobs that run so long or shorter" },                    \
        { "gpus", 0, NULL, "Filter", "jobs that ask for GPUs" },                                   \
        { "first", 0, "N", "Filter", "only the first N of the jobs that stay" },                   \
    {                                                                                              \
        "sample", 0, "SHARE", "Filter", "so large a part of the jobs, by chance (0.1)"             \
    }

typedef struct {
    SsFilter filter;
    bool     given; /* any of the options */
} SsTraceFilter;

/* Reads the options; times in `zone`. FALSE after a message on stderr. */
bool ss_trace_filter_read(const SsOptions *options, const char *zone, int64_t seed,
                          SsTraceFilter *out);
void ss_trace_filter_clear(SsTraceFilter *filter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SsTraceFilter, ss_trace_filter_clear)
