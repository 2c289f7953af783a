/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/trace.h"

/**
 * ss_jobs - workloads in tests: read a text, look at its jobs.
 */
typedef struct {
    GArray      *jobs; /* element-type: SsJobSpec; NULL if it was refused */
    SsTraceTally tally;
    SsDiag      *diag;
    GError      *error;
} SsJobs;

/* `options` NULL: the defaults. The tally of `options` is not looked at. */
SsJobs *ss_jobs_of_text(const char *text, const SsTraceOptions *options);
SsJobs *ss_jobs_of_file(const char *path, const SsTraceOptions *options);
void    ss_jobs_free(SsJobs *jobs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsJobs, ss_jobs_free)

uint32_t         ss_jobs_n(const SsJobs *jobs);
const SsJobSpec *ss_jobs_at(const SsJobs *jobs, uint32_t i); /* an empty spec if there is none */
/* What the error says, "" if there is none. */
const char *ss_jobs_error(const SsJobs *jobs);
/* The findings as text, caller's. */
char *ss_jobs_findings(const SsJobs *jobs);
