/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watched.c - passes jobs on and counts them.
 */
#include "sim/cli/watched.h"

enum { JOBS_A_LOOK = 256 };

typedef struct {
    SsJobSource  source;
    SsJobSource *inner;
    SsProgress  *progress;
    uint64_t     n;
} Watched;

static Watched *watched_of(SsJobSource *source)
{
    return (Watched *) (void *) source;
}

static void count(Watched *watched)
{
    SsJobSource *inner = watched->inner;

    if (++watched->n % JOBS_A_LOOK == 0)
        ss_progress_show(watched->progress, watched->n, 0,
                         inner->progress ? inner->progress(inner) : -1);
}

static gboolean next(SsJobSource *source, SsJobSpec *spec, GError **error)
{
    Watched *watched = watched_of(source);

    count(watched);
    return watched->inner->next(watched->inner, spec, error);
}

static gboolean next_plain(SsJobSource *source, SsPlainJob *job, GError **error)
{
    Watched *watched = watched_of(source);

    count(watched);
    return watched->inner->next_plain(watched->inner, job, error);
}

static void rewind_inner(SsJobSource *source)
{
    SsJobSource *inner = watched_of(source)->inner;

    inner->rewind(inner);
}

static double progress_of(SsJobSource *source)
{
    SsJobSource *inner = watched_of(source)->inner;

    return inner->progress(inner);
}

static void free_both(SsJobSource *source)
{
    ss_job_source_free(watched_of(source)->inner);
    g_free(source);
}

SsJobSource *ss_watched_new(SsJobSource *inner, SsProgress *progress)
{
    if (!inner)
        return NULL;
    Watched *watched = g_new0(Watched, 1);

    watched->inner = inner;
    watched->progress = progress;
    watched->source = (SsJobSource){ .next = next,
                                     .next_plain = inner->next_plain ? next_plain : NULL,
                                     .rewind = inner->rewind ? rewind_inner : NULL,
                                     .progress = inner->progress ? progress_of : NULL,
                                     .free = free_both };
    return &watched->source;
}
