/* SPDX-License-Identifier: Apache-2.0 */
/* ss_jobs.c - a workload read whole, for tests. */
#include "tests/support/ss_jobs.h"

#include <string.h>

static SsJobs *jobs_new(void)
{
    SsJobs *jobs = g_new0(SsJobs, 1);

    jobs->diag = ss_diag_new();
    return jobs;
}

static SsTraceOptions options_with(const SsTraceOptions *options, SsJobs *jobs)
{
    SsTraceOptions mine;

    if (options != NULL)
        mine = *options;
    else
        ss_trace_options_init(&mine);
    mine.tally = &jobs->tally;
    return mine;
}

static SsJobs *drain(SsJobs *jobs, SsJobSource *source)
{
    if (source != NULL)
        jobs->jobs = ss_trace_read_all(source, &jobs->error);
    return jobs;
}

SsJobs *ss_jobs_of_text(const char *text, const SsTraceOptions *options)
{
    SsJobs              *jobs = jobs_new();
    const SsTraceOptions mine = options_with(options, jobs);

    return drain(
        jobs, ss_trace_open_memory("trace", text, strlen(text), &mine, jobs->diag, &jobs->error));
}

SsJobs *ss_jobs_of_file(const char *path, const SsTraceOptions *options)
{
    SsJobs              *jobs = jobs_new();
    const SsTraceOptions mine = options_with(options, jobs);

    return drain(jobs, ss_trace_open(path, &mine, jobs->diag, &jobs->error));
}

void ss_jobs_free(SsJobs *jobs)
{
    if (jobs == NULL)
        return;
    if (jobs->jobs != NULL)
        g_array_unref(jobs->jobs);
    ss_diag_free(jobs->diag);
    g_clear_error(&jobs->error);
    g_free(jobs);
}

uint32_t ss_jobs_n(const SsJobs *jobs)
{
    return jobs->jobs != NULL ? jobs->jobs->len : 0;
}

const SsJobSpec *ss_jobs_at(const SsJobs *jobs, uint32_t i)
{
    static const SsJobSpec none = { 0 };

    return i < ss_jobs_n(jobs) ? &g_array_index(jobs->jobs, SsJobSpec, i) : &none;
}

const char *ss_jobs_error(const SsJobs *jobs)
{
    return jobs->error != NULL ? jobs->error->message : "";
}

char *ss_jobs_findings(const SsJobs *jobs)
{
    GString *text = g_string_new(NULL);

    ss_diag_print(jobs->diag, SS_DIAG_AS_FOUND, text);
    return g_string_free(text, FALSE);
}
