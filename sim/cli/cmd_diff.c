/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_diff.c - diff: two ledgers, or two sites under the same workload.
 *
 * Ledgers are compared job by job. Sites are run first; then the figures' spread over the replicas says what
 * is an effect of the change and what any other second of the controller's start would have done as well.
 */
#include "sim/base/span.h"
#include "sim/cli/batchopt.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/runopt.h"
#include "sim/ledger/query.h"
#include "sim/report/contrast.h"
#include "sim/sweep/grid.h"
#include "sim/sweep/versus.h"

#include <stdio.h>
#include <string.h>

#define FIGURES "wait.p50,wait.p95,wait.max,use.cpu,use.gpu,share_error"

enum { GROUPS_SHOWN = 10 };

const SsOption ss_diff_options[] = {
    { "workload", 'w', "FILE", "Sites", "run both sites on it; may be given again" },
    SS_OPTION_BATCH("Sites"),
    { "tolerance", 0, "DURATION", "Result",
      "moves up to this are the same, with --replicas changes of the waits; default 0:00:00" },
    { "moves", 0, "N", "Result", "how many of the largest moves to list; default 10" },
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.diff.v1)" },
    { "quiet", 'q', NULL, "Result", "no progress line, no line per run" },
    SS_OPTION_SITE,
    { "policy", 0, "NAME", "Scheduler", "slurm, fifo, easy or conservative; default slurm" },
    SS_OPTION_TIMES,
    SS_OPTION_PAST,
    SS_OPTION_TRACE,
    SS_OPTION_PEOPLE,
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

typedef struct {
    const char *a, *b; /* as they were named */
    SsBatchRun *runs;  /* [2 n]: replicas of A, then of B */
    uint32_t    n;
    SsSpan      tolerance;
    int64_t     moves;
    bool        json;
    SsContrast  jobs;
    SsContrast
        noise; /* with replicas: A's first two, which only the second of their start tells apart */
    GPtrArray *changed; /* what differs beyond tolerance and noise, in words */
} Diff;

/* --- what was changed --------------------------------------------------------------------------------- */

typedef struct {
    char *key, *a, *b; /* NULL: not given */
} Setting;

static void setting_clear(gpointer data)
{
    Setting *setting = data;

    g_free(setting->key);
    g_free(setting->a);
    g_free(setting->b);
}

static void read_settings(SsLedger *ledger, GArray *settings, bool second)
{
    SsQuery *q = ss_query_new(ledger, "SELECT key, value FROM conf ORDER BY id");

    while (ss_query_next(q)) {
        Setting *found = NULL;

        for (uint32_t i = 0; i < settings->len && !found; i++)
            if (strcmp(g_array_index(settings, Setting, i).key, ss_query_get_text(q, 0)) == 0)
                found = &g_array_index(settings, Setting, i);
        if (!found) {
            const Setting fresh = { .key = g_strdup(ss_query_get_text(q, 0)) };

            g_array_append_val(settings, fresh);
            found = &g_array_index(settings, Setting, settings->len - 1);
        }
        char **slot = second ? &found->b : &found->a;
        g_free(*slot);
        *slot = g_strdup(ss_query_get_text(q, 1));
    }
    ss_query_close(q, NULL);
}

/* Keys of slurm.conf that differ; element-type Setting. */
static GArray *changed_settings(const Diff *diff)
{
    GArray *settings = g_array_new(FALSE, FALSE, sizeof(Setting));

    g_array_set_clear_func(settings, setting_clear);
    read_settings(diff->runs[0].ledger, settings, false);
    read_settings(diff->runs[diff->n].ledger, settings, true);
    for (uint32_t i = settings->len; i > 0; i--) {
        const Setting *setting = &g_array_index(settings, Setting, i - 1);

        if (g_strcmp0(setting->a, setting->b) == 0)
            g_array_remove_index(settings, i - 1);
    }
    return settings;
}

/* --- the answer --------------------------------------------------------------------------------------- */

static SsVersus versus_of(const Diff *diff)
{
    return (SsVersus){ diff->runs, diff->runs + diff->n, diff->n, diff->n, "A", "B" };
}

static void print_verdict(const Diff *diff, SsWriter *w)
{
    ss_writer_text(w, diff->changed->len ? "\ndifferent:" : "\nno difference beyond the tolerance");
    for (uint32_t i = 0; i < diff->changed->len; i++)
        ss_writer_printf(w, "%s %s", i ? "," : "", (char *) diff->changed->pdata[i]);
    if (diff->changed->len == 0 && diff->n > 1)
        ss_writer_text(w, " and the spread of the replicas");
    ss_writer_char(w, '\n');
}

static void print_text(const Diff *diff, SsWriter *w)
{
    g_autoptr(GArray) settings = changed_settings(diff);
    const SsVersus    versus = versus_of(diff);

    ss_writer_printf(w, "A      %s\nB      %s\n", diff->a, diff->b);
    for (uint32_t i = 0; i < settings->len; i++) {
        const Setting *s = &g_array_index(settings, Setting, i);

        ss_writer_printf(w, "conf   %s: %s -> %s\n", s->key, s->a ? s->a : "not set",
                         s->b ? s->b : "not set");
    }
    ss_contrast_print(&diff->jobs, diff->n > 1 ? &diff->noise : NULL, (uint32_t) diff->moves,
                      GROUPS_SHOWN, ss_ledger_zone(diff->runs[0].ledger), w);
    ss_writer_char(w, '\n');
    ss_versus_print(&versus, FIGURES, w);
    ss_writer_char(w, '\n');
    ss_versus_print_accounts(&versus, "wait.p95", w);
    if (diff->n > 1)
        ss_writer_printf(
            w, "\n\302\261 standard deviation over %u replicas; jobs are compared in the first\n",
            diff->n);
    print_verdict(diff, w);
}

static void print_json(const Diff *diff, SsWriter *w)
{
    g_autoptr(SsJson) json = ss_json_new(w, SS_JSON_PRETTY);
    g_autoptr(GArray) settings = changed_settings(diff);
    const SsVersus    versus = versus_of(diff);

    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.diff.v1");
    ss_json_key_text(json, "a", diff->a);
    ss_json_key_text(json, "b", diff->b);
    ss_json_key_uint(json, "replicas", diff->n);
    ss_json_key(json, "settings");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < settings->len; i++) {
        const Setting *s = &g_array_index(settings, Setting, i);

        ss_json_begin_object(json);
        ss_json_key_text(json, "key", s->key);
        ss_json_key_text(json, "a", s->a);
        ss_json_key_text(json, "b", s->b);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    ss_json_key(json, "different");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < diff->changed->len; i++)
        ss_json_text(json, diff->changed->pdata[i]);
    ss_json_end_array(json);
    if (diff->n > 1)
        ss_json_key_uint(json, "noise_moved", diff->noise.moved);
    ss_contrast_json(&diff->jobs, (uint32_t) diff->moves, json);
    ss_versus_json(&versus, json);
    ss_json_end_object(json);
    ss_writer_char(w, '\n');
}

/* With replicas the figures decide about waits and use, and only beyond their spread; else every job that moved does. */
static void judge(Diff *diff)
{
    const SsVersus versus = versus_of(diff);

    diff->changed = ss_contrast_changed(&diff->jobs, diff->n > 1 ? &diff->noise : NULL);
    if (diff->n > 1)
        g_ptr_array_extend_and_steal(diff->changed,
                                     ss_versus_changed(&versus, FIGURES, diff->tolerance));
}

static gboolean compare_jobs(Diff *diff, GError **error)
{
    SsLedger *a = diff->runs[0].ledger;

    return ss_contrast_read(a, diff->runs[diff->n].ledger, diff->tolerance, &diff->jobs, error)
           && (diff->n == 1
               || ss_contrast_read(a, diff->runs[1].ledger, diff->tolerance, &diff->noise, error));
}

static int answer(Diff *diff)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsWriter) w = ss_writer_new_file(stdout, "standard output");

    if (!compare_jobs(diff, &error))
        return ss_fail(ss_exit_of(error), "%s", error->message);
    judge(diff);
    (diff->json ? print_json : print_text)(diff, w);
    if (!ss_writer_close(w, &error))
        return ss_fail(SS_EXIT_IO, "%s", error->message);
    return diff->changed->len ? SS_EXIT_NO : SS_EXIT_DONE;
}

/* --- the two forms ------------------------------------------------------------------------------------ */

static gboolean open_ledger(SsBatchRun *run, const char *path, GError **error)
{
    run->ledger = ss_ledger_open(path, error);
    run->done = run->ledger && ss_summary_read(run->ledger, &run->summary, error);
    return run->done;
}

static int diff_ledgers(Diff *diff)
{
    g_autoptr(GError) error = NULL;

    for (uint32_t i = 0; i < 2; i++)
        if (!open_ledger(&diff->runs[i], i ? diff->b : diff->a, &error))
            return ss_fail(ss_exit_of(error), "%s", error->message);
    return answer(diff);
}

/* A changed slurm.conf often lies alone: gres.conf and the accounts are then those of A. */
static char *folder_for(const char *site, const char *other)
{
    static const char *const names[] = { "gres.conf", "topology.conf", "accounts.dump", "setup.sh",
                                         "sacctmgr.script" };

    if (g_file_test(site, G_FILE_TEST_IS_DIR))
        return NULL;
    g_autofree char *own = g_path_get_dirname(site);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *here = g_build_filename(own, names[i], NULL);

        if (g_file_test(here, G_FILE_TEST_EXISTS))
            return NULL;
    }
    return g_file_test(other, G_FILE_TEST_IS_DIR) ? g_strdup(other) : g_path_get_dirname(other);
}

static int diff_sites(const SsOptions *options, Diff *diff, const SsPlan *plan)
{
    SsGrid grid;

    ss_grid_init(&grid);
    grid.replicas = diff->n;
    for (uint32_t i = 0; i < 2 * diff->n; i++) {
        SsBatchRun *run = &diff->runs[i];

        ss_grid_plan(&grid, plan, 0, i % diff->n, &run->plan, NULL);
        run->label = g_strdup(i < diff->n ? diff->a : diff->b);
        run->plan.site = g_strdup(run->label);
        run->keep = i % diff->n == 0 || i == 1;
        run->plan.folder = i < diff->n ? NULL : folder_for(diff->b, diff->a);
    }
    ss_grid_clear(&grid);
    const int code =
        ss_batchopt_run(options, "slurmsim diff", diff->runs, 2 * diff->n, SS_TELL_ON_TERMINAL);
    return code == SS_EXIT_DONE ? answer(diff) : code;
}

static bool read_options(const SsOptions *options, Diff *diff, SsPlan *plan)
{
    const char       *tolerance = ss_option_get(options, "tolerance");
    g_autoptr(GError) error = NULL;

    if (!ss_runopt_plan(options, "slurmsim diff", plan) || !ss_runopt_policy("diff", plan)
        || !ss_batchopt_replicas(options, "slurmsim diff", &diff->n)
        || !ss_option_number(options, "slurmsim diff", "moves", 0, UINT32_MAX, &diff->moves))
        return false;
    if (tolerance && !ss_span_parse(tolerance, &diff->tolerance, &error)) {
        ss_fail(SS_EXIT_USAGE, "diff: --tolerance: %s", error->message);
        return false;
    }
    g_strfreev(plan->workloads);
    plan->workloads = ss_option_all(options, "workload");
    if (diff->n > 1 && !plan->workloads[0]) {
        ss_fail(SS_EXIT_USAGE, "diff: --replicas needs two sites and --workload");
        return false;
    }
    return true;
}

int ss_cmd_diff(int argc, char **argv)
{
    g_autoptr(SsOptions) options = ss_options_parse(ss_diff_options, "slurmsim diff", argc, argv);
    Diff                 diff = { .n = 1, .moves = 10 };
    SsPlan               plan;
    int                  code = SS_EXIT_USAGE;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest != 2)
        return ss_fail(SS_EXIT_USAGE, "diff: name two ledgers, or two sites and --workload; "
                                      "see slurmsim diff --help");
    diff.a = options->rest[0];
    diff.b = options->rest[1];
    diff.json = ss_option_given(options, "json");
    ss_plan_init(&plan);
    if (read_options(options, &diff, &plan)) {
        diff.runs = g_new0(SsBatchRun, 2 * diff.n);
        code = plan.workloads[0] ? diff_sites(options, &diff, &plan) : diff_ledgers(&diff);
        ss_batch_clear(diff.runs, 2 * diff.n);
        ss_contrast_clear(&diff.jobs);
        ss_contrast_clear(&diff.noise);
        g_clear_pointer(&diff.changed, g_ptr_array_unref);
        g_free(diff.runs);
    }
    ss_plan_clear(&plan);
    return code;
}
