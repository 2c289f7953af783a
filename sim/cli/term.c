/* SPDX-License-Identifier: Apache-2.0 */
/*
 * term.c - the progress line: a bar, jobs, the simulated date, speed, time left.
 *
 * The clock here is the reader's, not the simulation's: it decides when to draw and what "jobs/s" says,
 * never what is computed.
 */
#include "sim/cli/term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 24, DRAW_EVERY_US = 100000 };

struct SsProgress {
    bool   on;
    gint64 began, drawn; /* microseconds */
    int    width;
};

SsProgress *ss_progress_new(bool quiet)
{
    SsProgress    *progress = g_new0(SsProgress, 1);
    const char    *term = getenv("TERM");
    struct winsize size = { 0 };

    progress->on = !quiet && isatty(STDERR_FILENO) && g_strcmp0(term, "dumb") != 0;
    progress->began = g_get_monotonic_time();
    progress->width = 80;
    if (progress->on && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20)
        progress->width = size.ws_col;
    return progress;
}

static void bar_text(char *bar, double fraction)
{
    const int full = (int) (CLAMP(fraction, 0.0, 1.0) * BAR_WIDTH);

    for (int i = 0; i < BAR_WIDTH; i++)
        bar[i] = i < full ? '#' : '.';
    bar[BAR_WIDTH] = '\0';
}

static char *left_text(double seconds, double fraction)
{
    if (fraction <= 0.001)
        return g_strdup("");
    const long left = (long) (seconds * (1 - fraction) / fraction);
    return g_strdup_printf("  %ld:%02ld left", left / 60, left % 60);
}

/* The simulated date, where one is known. */
static char *day_text(SsTime when)
{
    g_autoptr(GDateTime) date = when > 0 ? g_date_time_new_from_unix_utc(when) : NULL;

    return date ? g_date_time_format(date, "  %Y-%m-%d %H:%M") : g_strdup("");
}

static char *jobs_text(uint64_t jobs, double seconds)
{
    if (jobs == 0)
        return g_strdup("");
    return g_strdup_printf("  %" G_GUINT64_FORMAT " jobs  %.0f jobs/s", jobs,
                           seconds > 0 ? (double) jobs / seconds : 0.0);
}

void ss_progress_show(SsProgress *progress, uint64_t jobs, SsTime when, double fraction)
{
    char bar[BAR_WIDTH + 1];

    if (!progress->on)
        return;
    const gint64 now = g_get_monotonic_time();
    if (now - progress->drawn < DRAW_EVERY_US)
        return;
    progress->drawn = now;
    const double     seconds = (double) (now - progress->began) / 1e6;
    g_autofree char *left = left_text(seconds, fraction);
    g_autofree char *day = day_text(when), *done = jobs_text(jobs, seconds);
    bar_text(bar, fraction);
    g_autofree char *line = g_strdup_printf(
        "[%s] %3d%%%s%s%s", bar, (int) (CLAMP(fraction, 0.0, 1.0) * 100), done, day, left);
    fprintf(stderr, "\r%.*s\033[K", progress->width - 1, line);
    fflush(stderr);
}

void ss_progress_wipe(SsProgress *progress)
{
    if (progress->on && progress->drawn)
        fputs("\r\033[K", stderr);
}

void ss_progress_free(SsProgress *progress)
{
    if (!progress)
        return;
    ss_progress_wipe(progress);
    g_free(progress);
}
