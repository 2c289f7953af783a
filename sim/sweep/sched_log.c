/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sched_log.c - reads starts and ends out of a controller's log and puts rows of its record right.
 */
#include "sim/sweep/sched_log.h"

#include "workloads/reader.h"
#include "workloads/text.h"

#include <stdlib.h>
#include <string.h>

/* A row's seconds and the log's are cut from clocks read one after the other. */
enum { SAME_SECOND = 1 };

static const struct {
    const char *before, *after; /* of the job's id */
    const char *flags;          /* NULL: the line of an end */
} lines[] = {
    { "sched: Allocate JobId=", " NodeList=", "SchedMain" },
    { "sched/backfill: _start_job: Started JobId=", " in ", "SchedBackfill" },
    { "_job_complete: JobId=", " done", NULL },
};

static bool runs_at(const SsRecordedJob *job, SsTime at)
{
    return job->start != 0 && job->start - SAME_SECOND <= at && (job->end == 0 || at <= job->end);
}

static void correct(SsRecordSet *record, uint32_t i, SsTime at, const char *flags)
{
    const SsRecordedJob *job = ss_record_set_at(record, i);

    if (flags != NULL && llabs(at - job->start) <= SAME_SECOND)
        ss_record_set_correct(record, i, flags, job->end);
    else if (flags == NULL && job->end - at > SAME_SECOND)
        ss_record_set_correct(record, i, job->flags, at);
}

/* "7" or "13_4(15)" */
static void take_job(SsRecordSet *record, const char *id, SsTime at, const char *flags)
{
    const size_t length = strcspn(id, "( ");

    for (uint32_t i = 0; i < ss_record_set_n(record); i++) {
        const SsRecordedJob *job = ss_record_set_at(record, i);

        if (strncmp(job->job_id, id, length) == 0 && job->job_id[length] == '\0'
            && runs_at(job, at))
            correct(record, i, at, flags);
    }
}

static void take_line(SsRecordSet *record, const char *line, const SsZone *utc)
{
    g_autofree char *stamp = g_strndup(line + 1, strlen("2026-03-04T10:00:00"));
    SsTime           at = 0;

    for (size_t k = 0; k < G_N_ELEMENTS(lines); k++) {
        const char *id = strstr(line, lines[k].before);

        if (id == NULL || strstr(id, lines[k].after) == NULL || !ss_trace_moment(stamp, utc, &at))
            continue;
        take_job(record, id + strlen(lines[k].before), at, lines[k].flags);
        return;
    }
}

gboolean ss_sched_log_correct(SsRecordSet *record, const char *path, GError **error)
{
    g_autoptr(SsTraceText) text = ss_trace_text_open(path, error);
    g_autoptr(SsZone)      utc = ss_zone_new_utc();
    SsTraceTextLine        line;

    if (text == NULL)
        return FALSE;
    while (ss_trace_text_next(text, &line))
        if (line.text[0] == '[')
            take_line(record, line.text, utc);
    return ss_trace_text_finish(text, error);
}
