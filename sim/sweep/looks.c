/* SPDX-License-Identifier: Apache-2.0 */
/*
 * looks.c - reads recorded looks at the queue.
 */
#include "sim/sweep/looks.h"

#include "workloads/text.h"
#include "workloads/reader.h"

#include <string.h>

enum { ID, NAME, STATE = 6, REASON, PRIORITY, EXPECTED = 13, FIELDS = 15 };

static void clear_job(gpointer data)
{
    SsLookJob *job = data;

    g_free(job->job_id);
    g_free(job->name);
    g_free(job->reason);
}

static void clear_look(gpointer data)
{
    g_array_unref(((SsLook *) data)->pending);
}

static void add_look(GArray *looks, const char *time, const SsZone *utc)
{
    SsLook look = { .pending = g_array_new(FALSE, TRUE, sizeof(SsLookJob)) };

    ss_trace_moment(time, utc, &look.at);
    g_array_set_clear_func(look.pending, clear_job);
    g_array_append_val(looks, look);
}

static void add_job(GArray *looks, const char *line, const SsZone *utc)
{
    g_auto(GStrv) f = g_strsplit(line, "|", FIELDS);
    SsLookJob     job = { 0 };

    if (looks->len == 0 || g_strv_length(f) < FIELDS || strcmp(f[STATE], "PENDING") != 0)
        return;
    job.job_id = g_strdup(f[ID]);
    job.name = g_strdup(f[NAME]);
    job.reason = g_strdup(f[REASON]);
    job.priority = (uint32_t) g_ascii_strtoull(f[PRIORITY], NULL, 10);
    if (g_ascii_isdigit(*f[EXPECTED]))
        ss_trace_moment(f[EXPECTED], utc, &job.expected);
    g_array_append_val(g_array_index(looks, SsLook, looks->len - 1).pending, job);
}

static void take_line(GArray *looks, const char *line, const SsZone *utc, bool *in_squeue)
{
    if (g_str_has_prefix(line, "=== ")) {
        add_look(looks, line + strlen("=== "), utc);
        *in_squeue = false;
    } else if (g_str_has_prefix(line, "--- ")) {
        *in_squeue = g_str_has_prefix(line, "--- squeue");
    } else if (*in_squeue) {
        add_job(looks, line, utc);
    }
}

GArray *ss_looks_read(const char *path, GError **error)
{
    g_autoptr(SsTraceText) text = ss_trace_text_open(path, error);
    g_autoptr(SsZone)      utc = ss_zone_new_utc();
    g_autoptr(GArray)      looks = g_array_new(FALSE, TRUE, sizeof(SsLook));
    bool                   in_squeue = false;
    SsTraceTextLine        line;

    g_array_set_clear_func(looks, clear_look);
    if (text == NULL)
        return NULL;
    while (ss_trace_text_next(text, &line))
        take_line(looks, line.text, utc, &in_squeue);
    return ss_trace_text_finish(text, error) ? g_steal_pointer(&looks) : NULL;
}
