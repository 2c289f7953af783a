/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_what_if.c - what-if: one change, before and after, in a table for whoever decides.
 */
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/cli/batchopt.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/runopt.h"
#include "sim/sweep/grid.h"
#include "sim/sweep/vary.h"
#include "sim/sweep/versus.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FIGURES                                                                                    \
    "jobs.started,jobs.timeout,jobs.never_started,wait.mean,wait.p50,wait.p95,wait.max,use.cpu,"   \
    "use.gpu,use.mem,share_error,time.makespan"

const SsOption ss_what_if_options[] = {
    { "add-nodes", 0, "PARTITION=N", "Change",
      "clones of the partition's nodes; -N takes its last" },
    { "drain", 0, "NODES", "Change",
      "nodes out of service from the start: a rack, a failed switch" },
    { "maintenance", 0, "NODES,START,SPAN", "Change",
      "a maintenance reservation; NODES as a hostlist or ALL, START a date or seconds after the start" },
    { "load", 0, "FACTOR", "Change", "more or fewer jobs: 1.2 is a fifth more" },
    { "limits", 0, "SPREAD", "Change",
      "better time limits: 1 to SPREAD times the run time, rounded up to usual ones" },
    { "free-qos", 0, "QOS", "Change", "jobs of the QOS do not count as usage (UsageFactor=0)" },
    { "change", 0, "PATH=VALUE", "Change", "anything that sweep --vary takes; may be given again" },
    SS_OPTION_BATCH("Result"),
    { "json", 0, NULL, "Result", "one JSON object (schema slurmsim.what-if.v1)" },
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

/* --- changes ------------------------------------------------------------------------------------------ */

/* An option's value as a change of the plan, and as the words of the answer; NULL: cannot be read. */
typedef char *(*Translate)(const char *value, char **words);

static char *add_nodes(const char *value, char **words)
{
    const char *equals = strrchr(value, '=');
    int64_t     n;

    if (!equals || equals == value
        || !ss_int_parse(equals + 1 + (equals[1] == '+'), INT32_MIN, INT32_MAX, &n, NULL) || n == 0)
        return NULL;
    *words =
        g_strdup_printf("%" G_GINT64_FORMAT " %s node%s in %.*s", ABS(n), n > 0 ? "more" : "fewer",
                        ss_plural((uint64_t) ABS(n)), (int) (equals - value), value);
    return g_strdup_printf("Nodes.%s", value);
}

static char *drain(const char *value, char **words)
{
    *words = g_strdup_printf("%s drained", value);
    return g_strdup_printf("at.0=scontrol update NodeName=%s State=DRAIN Reason=what-if", value);
}

static char *maintenance(const char *value, char **words)
{
    /* From the right: a hostlist holds commas. */
    const char *second = strrchr(value, ',');
    SsSpan      span;

    if (!second || !ss_span_parse(second + 1, &span, NULL))
        return NULL;
    g_autofree char *left = g_strndup(value, (gsize) (second - value));
    char            *first = strrchr(left, ',');
    if (!first || first == left)
        return NULL;
    *first++ = '\0';
    const bool is_offset = strspn(first, "0123456789") == strlen(first);
    *words = g_strdup_printf("maintenance of %s at %s%s for %s", left, first,
                             is_offset ? " s after the start" : "", second + 1);
    return g_strdup_printf(
        "at.0=scontrol create reservation ReservationName=what-if StartTime=%s%s "
        "Duration=%s Nodes=%s Users=root Flags=MAINT,IGNORE_JOBS",
        is_offset ? "now+" : "", first, second + 1, left);
}

static char *load(const char *value, char **words)
{
    *words = g_strdup_printf("%s times the jobs", value);
    return g_strdup_printf("load=%s", value);
}

static char *limits(const char *value, char **words)
{
    *words = g_strdup_printf("time limits of at most %s times the run time", value);
    return g_strdup_printf("limits=%s", value);
}

static char *free_qos(const char *value, char **words)
{
    *words = g_strdup_printf("QOS %s does not count as usage", value);
    return g_strdup_printf("qos.%s.UsageFactor=0", value);
}

static char *change(const char *value, char **words)
{
    *words = g_strdup(value);
    return g_strdup(value);
}

static const struct {
    const char *option;
    Translate   translate;
    const char *expected; /* said of a value that cannot be read */
} changes[] = {
    { "add-nodes", add_nodes, "write PARTITION=N with N above 0, or below to take nodes away" },
    { "drain", drain, "write nodes as a hostlist" },
    { "maintenance", maintenance, "write NODES,START,SPAN: n[1-4],2026-01-05T08:00:00,4:00:00" },
    { "load", load, "write a number above 0" },
    { "limits", limits, "write a number of at least 1" },
    { "free-qos", free_qos, "write a QOS" },
    { "change", change, "write PATH=VALUE" },
};

/* Applies one kind of option; false after a message. */
static bool apply(const SsOptions *options, size_t row, SsPlan *plan, GPtrArray *words)
{
    g_auto(GStrv) values = ss_option_all(options, changes[row].option);

    for (uint32_t i = 0; values[i]; i++) {
        g_autoptr(GError) error = NULL;
        char             *said = NULL;
        g_autofree char  *text = changes[row].translate(values[i], &said);

        if (!text || !ss_vary_apply(plan, text, &error)) {
            ss_fail(SS_EXIT_USAGE, "what-if: --%s '%s': %s", changes[row].option, values[i],
                    error ? error->message : changes[row].expected);
            g_free(said);
            return false;
        }
        g_ptr_array_add(words, said);
    }
    return true;
}

/* --- the answer --------------------------------------------------------------------------------------- */

/* A change that keeps more jobs from starting shortens the waits of the rest. */
static void print_unserved(const SsVersus *versus, SsWriter *w)
{
    const SsFigure *figure = ss_figure_named("jobs.unserved");
    const SsAverage a = ss_average_of(versus->a, versus->n_a, figure);
    const SsAverage b = ss_average_of(versus->b, versus->n_b, figure);

    if (fabs(b.mean - a.mean) >= 5e-5)
        ss_writer_printf(w,
                         "\n%.2f%% of the jobs before and %.2f%% after were refused or are still "
                         "pending: the waits are those of the others\n",
                         100 * a.mean, 100 * b.mean);
}

static void print_text(const SsVersus *versus, const char *what, SsWriter *w)
{
    ss_writer_printf(w, "what if: %s\n\n", what);
    ss_versus_print(versus, FIGURES, w);
    ss_writer_char(w, '\n');
    ss_versus_print_accounts(versus, "wait.p95", w);
    print_unserved(versus, w);
    if (versus->n_a > 1)
        ss_writer_printf(w, "\n\302\261 standard deviation over %u replicas\n", versus->n_a);
    else
        ss_writer_text(w, "\none run of each: --replicas 10 tells an effect from noise\n");
}

static void print_json(const SsVersus *versus, const GPtrArray *words, SsWriter *w)
{
    g_autoptr(SsJson) json = ss_json_new(w, SS_JSON_PRETTY);

    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.what-if.v1");
    ss_json_key(json, "changes");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < words->len; i++)
        ss_json_text(json, words->pdata[i]);
    ss_json_end_array(json);
    ss_json_key_uint(json, "replicas", versus->n_a);
    ss_versus_json(versus, json);
    ss_json_end_object(json);
    ss_writer_char(w, '\n');
}

static int answer(const SsOptions *options, const SsBatchRun *runs, uint32_t n, GPtrArray *words)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsWriter) w = ss_writer_new_file(stdout, "standard output");
    const SsVersus      versus = { runs, runs + n, n, n, "before", "after" };

    if (ss_option_given(options, "json")) {
        print_json(&versus, words, w);
    } else {
        g_ptr_array_add(words, NULL);
        g_autofree char *what = g_strjoinv("; ", (char **) words->pdata);
        print_text(&versus, what, w);
    }
    return ss_writer_close(w, &error) ? SS_EXIT_DONE : ss_fail(SS_EXIT_IO, "%s", error->message);
}

static int run_both(const SsOptions *options, const SsPlan *before, const SsPlan *after, uint32_t n,
                    GPtrArray *words)
{
    SsBatchRun *runs = g_new0(SsBatchRun, 2 * n);
    SsGrid      grid;

    ss_grid_init(&grid);
    grid.replicas = n;
    for (uint32_t i = 0; i < 2 * n; i++) {
        ss_grid_plan(&grid, i < n ? before : after, 0, i % n, &runs[i].plan, NULL);
        runs[i].label = g_strdup(i < n ? "before" : "after");
    }
    ss_grid_clear(&grid);
    int code = ss_batchopt_run(options, "slurmsim what-if", runs, 2 * n, SS_TELL_ON_TERMINAL);
    if (code == SS_EXIT_DONE)
        code = answer(options, runs, n, words);
    ss_batch_clear(runs, 2 * n);
    g_free(runs);
    return code;
}

int ss_cmd_what_if(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_what_if_options, "slurmsim what-if", argc, argv);
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    SsPlan               before, after;
    uint32_t             replicas = 1;
    int                  code = SS_EXIT_USAGE;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest < 2)
        return ss_fail(SS_EXIT_USAGE,
                       "what-if: name a site and a workload; see slurmsim what-if --help");
    ss_plan_init(&before);
    if (!ss_runopt_plan(options, "slurmsim what-if", &before)
        || !ss_runopt_inputs(options, "what-if", &before)
        || !ss_batchopt_replicas(options, "slurmsim what-if", &replicas)) {
        ss_plan_clear(&before);
        return SS_EXIT_USAGE;
    }
    ss_plan_copy(&after, &before);
    bool ok = true;
    for (size_t i = 0; ok && i < G_N_ELEMENTS(changes); i++)
        ok = apply(options, i, &after, words);
    if (ok && words->len == 0)
        code = ss_fail(SS_EXIT_USAGE, "what-if: name a change, such as --add-nodes gpu=2; "
                                      "see slurmsim what-if --help");
    else if (ok)
        code = run_both(options, &before, &after, replicas, words);
    ss_plan_clear(&before);
    ss_plan_clear(&after);
    return code;
}
