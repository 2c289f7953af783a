/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batchopt.c - many runs from the command line.
 */
#include "sim/cli/batchopt.h"

#include "sim/cli/command.h"
#include "sim/cli/runopt.h"
#include "sim/cli/term.h"
#include "sim/engine/engine.h"
#include "sim/report/figures.h"

#include <stdio.h>
#include <unistd.h>

bool ss_batchopt_replicas(const SsOptions *options, const char *command, uint32_t *replicas)
{
    int64_t n = *replicas;

    if (!ss_option_number(options, command, "replicas", 1, 10000, &n))
        return false;
    *replicas = (uint32_t) n;
    return true;
}

static void show_run(gpointer data, const SsBatchRun *run, uint32_t n_done, uint32_t n)
{
    const SsSummary *s = &run->summary;
    g_autofree char *p95 = ss_figure_span(s->wait.p95);

    ss_progress_wipe(data);
    fprintf(stderr,
            "slurmsim: %*u/%u %s%sphase %u s: %" G_GUINT64_FORMAT " jobs started, wait p95 %s%s\n",
            n > 99 ? 3 : 1, n_done, n, run->label, *run->label ? ", " : "", run->plan.phase,
            s->started, p95, run->resumed ? ", from its ledger" : "");
}

static void show_progress(gpointer data, uint64_t jobs, double fraction)
{
    ss_progress_show(data, jobs, 0, fraction);
}

/* What every run finds in the same site is told once. */
static void print_findings(const SsBatchRun *runs, uint32_t n)
{
    g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (uint32_t i = 0; i < n; i++) {
        g_autoptr(GString) text = g_string_new(NULL);

        if (!runs[i].diag)
            continue;
        ss_diag_print(runs[i].diag, SS_DIAG_BY_PLACE, text);
        g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
        for (uint32_t l = 0; lines[l]; l++)
            if (*lines[l] && g_hash_table_add(told, g_strdup(lines[l])))
                fprintf(stderr, "%s\n", lines[l]);
    }
}

static void print_refusals(const SsBatchRun *runs, uint32_t n)
{
    uint64_t least = UINT64_MAX, most = 0;

    for (uint32_t i = 0; i < n; i++) {
        least = MIN(least, runs[i].refused);
        most = MAX(most, runs[i].refused);
    }
    if (most == 0)
        return;
    if (least == most)
        fprintf(stderr, "slurmsim: %" G_GUINT64_FORMAT " submission%s %s refused%s\n", most,
                ss_plural(most), most == 1 ? "was" : "were", n > 1 ? " in every run" : "");
    else
        fprintf(stderr,
                "slurmsim: %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                " submissions were refused in a run\n",
                least, most);
}

int ss_batchopt_run(const SsOptions *options, const char *command, SsBatchRun *runs, uint32_t n,
                    SsTell tell)
{
    const bool quiet = ss_option_given(options, "quiet");
    const bool shown =
        !quiet
        && (tell == SS_TELL_ALWAYS || (tell == SS_TELL_ON_TERMINAL && isatty(STDERR_FILENO)));
    g_autoptr(GError) error = NULL;
    int64_t           threads = (int64_t) g_get_num_processors();

    if (!ss_option_number(options, command, "jobs", 1, 1024, &threads))
        return SS_EXIT_USAGE;
    SsProgress        *progress = ss_progress_new(quiet);
    const SsBatchHooks hooks = { .done = shown ? show_run : NULL,
                                 .progress = show_progress,
                                 .data = progress,
                                 .interrupted = ss_interrupted() };
    const gboolean     ok =
        ss_batch(runs, n, (uint32_t) threads, ss_option_given(options, "resume"), &hooks, &error);
    ss_progress_free(progress);
    print_findings(runs, n);
    if (ok) {
        print_refusals(runs, n);
        return SS_EXIT_DONE;
    }
    if (g_error_matches(error, SS_ENGINE_ERROR, SS_ENGINE_ERROR_INTERRUPTED)) {
        ss_fail(SS_EXIT_INTERRUPTED, "interrupted; finished ledgers are kept, --resume goes on");
        return SS_EXIT_INTERRUPTED;
    }
    return ss_fail(ss_exit_of(error), "%s", error->message);
}
