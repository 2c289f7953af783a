/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sweep.c - the grid as a batch of runs, and its result as table, CSV and JSON.
 *
 * The summary of a sweep says nothing about the machine or the number of threads: the same sweep gives the
 * same bytes. Tested in tests/unit/test_sweep.c.
 */
#include "sim/sweep/sweep.h"

#include "sim/base/diag.h"
#include "sim/base/version.h"
#include "sim/report/sheet.h"

#include <math.h>
#include <string.h>

enum { ACCOUNTS_SHOWN = 8 };

static uint32_t replicas(const SsSweep *sweep)
{
    return sweep->grid.replicas;
}

static const SsBatchRun *runs_of(const SsSweep *sweep, uint32_t point)
{
    return &sweep->runs[point * replicas(sweep)];
}

static const SsParameter *parameter_at(const SsSweep *sweep, uint32_t i)
{
    return &g_array_index(sweep->grid.parameters, SsParameter, i);
}

static uint32_t n_parameters(const SsSweep *sweep)
{
    return sweep->grid.parameters->len;
}

/* --- making ------------------------------------------------------------------------------------------- */

static gboolean make_run(SsSweep *sweep, const SsPlan *base, uint32_t i, GError **error)
{
    SsBatchRun    *run = &sweep->runs[i];
    const uint32_t point = i / replicas(sweep), replica = i % replicas(sweep);
    const char    *folder = sweep->folder;

    if (!ss_grid_plan(&sweep->grid, base, point, replica, &run->plan, error))
        return FALSE;
    run->label = ss_grid_label(&sweep->grid, point);
    if (folder)
        run->output = g_strdup_printf("%s/run-%04u.db", folder, i + 1);
    return TRUE;
}

SsSweep *ss_sweep_new(SsGrid *grid, const SsPlan *base, const char *folder, GError **error)
{
    SsSweep *sweep = g_new0(SsSweep, 1);

    sweep->grid = *grid;
    ss_grid_init(grid);
    sweep->folder = g_strdup(folder);
    sweep->n_points = ss_grid_points(&sweep->grid);
    sweep->n_runs = sweep->n_points * replicas(sweep);
    sweep->runs = g_new0(SsBatchRun, sweep->n_runs);
    sweep->pareto = g_new0(bool, sweep->n_points);
    sweep->served = g_new0(bool, sweep->n_points);
    sweep->shown = g_ptr_array_new();
    sweep->goals = g_ptr_array_new();
    for (uint32_t i = 0; i < sweep->n_runs; i++)
        if (!make_run(sweep, base, i, error)) {
            sweep->n_runs = i;
            ss_sweep_free(sweep);
            return NULL;
        }
    return sweep;
}

void ss_sweep_free(SsSweep *sweep)
{
    if (!sweep)
        return;
    ss_batch_clear(sweep->runs, sweep->n_runs);
    ss_grid_clear(&sweep->grid);
    g_ptr_array_free(sweep->shown, TRUE);
    g_ptr_array_free(sweep->goals, TRUE);
    g_free(sweep->runs);
    g_free(sweep->pareto);
    g_free(sweep->served);
    g_free(sweep->folder);
    g_free(sweep);
}

static gboolean take_figures(GPtrArray *into, const char *names, GError **error)
{
    g_auto(GStrv) list = g_strsplit(names, ",", -1);

    for (uint32_t i = 0; list[i]; i++) {
        const SsFigure *figure = ss_figure_named(list[i]);

        if (!figure) {
            g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                        "'%s' is no figure; slurmsim doc figures lists them", list[i]);
            return FALSE;
        }
        g_ptr_array_add(into, (gpointer) figure);
    }
    return TRUE;
}

gboolean ss_sweep_figures(SsSweep *sweep, const char *shown, const char *goals, GError **error)
{
    return take_figures(sweep->shown,
                        shown
                            ? shown
                            : "wait.p50,wait.p95,use.cpu,use.gpu,share_error,recovery,jobs.pending",
                        error)
           && take_figures(sweep->goals, goals ? goals : "wait.p95,use.cpu,use.gpu,share_error",
                           error);
}

/* --- Pareto ------------------------------------------------------------------------------------------- */

/* How much better `a` is than `b` in a figure; 0 where one is not known, or the difference is noise: within twice its
 * standard error over the replicas, or below a thousandth. */
static double better_by(const SsFigure *figure, const SsAverage *a, const SsAverage *b)
{
    if (a->n == 0 || b->n == 0 || figure->better == SS_BETTER_NEITHER
        || (isinf(a->mean) && isinf(b->mean)))
        return 0;
    const double gain = figure->better == SS_BETTER_MORE ? a->mean - b->mean : b->mean - a->mean;
    const double noise = 2 * sqrt(a->sd * a->sd / a->n + b->sd * b->sd / b->n);
    return fabs(gain) <= MAX(noise, fabs(a->mean) / 1000) ? 0 : gain;
}

/* The same of two points. */
static double gain_in(const SsSweep *sweep, const SsFigure *figure, uint32_t a, uint32_t b)
{
    const SsAverage of_a = ss_average_of(runs_of(sweep, a), replicas(sweep), figure);
    const SsAverage of_b = ss_average_of(runs_of(sweep, b), replicas(sweep), figure);

    return better_by(figure, &of_a, &of_b);
}

static bool dominates(const SsSweep *sweep, uint32_t a, uint32_t b)
{
    bool somewhere = false;

    for (uint32_t g = 0; g < sweep->goals->len; g++) {
        const double gain = gain_in(sweep, sweep->goals->pdata[g], a, b);

        if (gain < 0)
            return false;
        somewhere |= gain > 0;
    }
    return somewhere;
}

static bool is_served(const SsSweep *sweep, uint32_t point)
{
    const SsFigure *unserved = ss_figure_named("jobs.unserved");

    for (uint32_t other = 0; other < sweep->n_points; other++)
        if (gain_in(sweep, unserved, other, point) > 0)
            return false;
    return true;
}

void ss_sweep_judge(SsSweep *sweep)
{
    for (uint32_t p = 0; p < sweep->n_points; p++)
        sweep->pareto[p] = sweep->served[p] = is_served(sweep, p);
    for (uint32_t p = 0; p < sweep->n_points; p++)
        for (uint32_t other = 0; other < sweep->n_points && sweep->pareto[p]; other++)
            sweep->pareto[p] = other == p || !sweep->served[other] || !dominates(sweep, other, p);
}

/* --- text --------------------------------------------------------------------------------------------- */

/* Is the figure known of any run? A cluster without GPUs has no column for them. */
static bool is_known(const SsSweep *sweep, const SsFigure *figure)
{
    return ss_average_of(sweep->runs, sweep->n_runs, figure).n > 0;
}

static void add_values(const SsSweep *sweep, uint32_t point, SsSheet *sheet)
{
    for (uint32_t i = 0; i < n_parameters(sweep); i++)
        ss_sheet_add(sheet, ss_grid_value(&sweep->grid, point, i));
}

static void add_titles(const SsSweep *sweep, SsSheet *sheet)
{
    for (uint32_t i = 0; i < n_parameters(sweep); i++)
        ss_sheet_add(sheet, parameter_at(sweep, i)->path);
}

static void print_points(const SsSweep *sweep, SsWriter *w)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new(); /* element-type: const SsFigure * */

    for (uint32_t f = 0; f < sweep->shown->len; f++)
        if (is_known(sweep, sweep->shown->pdata[f]))
            g_ptr_array_add(known, sweep->shown->pdata[f]);
    g_autoptr(SsSheet) sheet =
        ss_sheet_new(n_parameters(sweep) + known->len + 1, n_parameters(sweep));
    add_titles(sweep, sheet);
    ss_sheet_add(sheet, "best");
    for (uint32_t f = 0; f < known->len; f++)
        ss_sheet_add(sheet, ((const SsFigure *) known->pdata[f])->name);
    for (uint32_t p = 0; p < sweep->n_points; p++) {
        add_values(sweep, p, sheet);
        ss_sheet_add(sheet, sweep->pareto[p] ? "*" : "");
        for (uint32_t f = 0; f < known->len; f++) {
            const SsFigure *figure = known->pdata[f];
            const SsAverage tally = ss_average_of(runs_of(sweep, p), replicas(sweep), figure);

            ss_sheet_take(sheet, ss_average_text(&tally, figure->unit));
        }
    }
    ss_sheet_print(sheet, w);
}

static void print_goals(const SsSweep *sweep, SsWriter *w)
{
    uint32_t n = 0;

    ss_writer_text(w, "* no other is at least as good in all of");
    for (uint32_t g = 0; g < sweep->goals->len; g++)
        if (is_known(sweep, sweep->goals->pdata[g]))
            ss_writer_printf(w, "%s %s", n++ ? "," : "",
                             ((const SsFigure *) sweep->goals->pdata[g])->name);
    ss_writer_char(w, '\n');
    n = 0;
    for (uint32_t p = 0; p < sweep->n_points; p++)
        n += !sweep->served[p];
    if (n)
        ss_writer_printf(
            w,
            "%u point%s not marked for leaving more jobs pending or refused than another "
            "(jobs.unserved): the waits are those of the jobs that could start\n",
            n, n == 1 ? " is" : "s are");
    if (replicas(sweep) > 1)
        ss_writer_printf(
            w,
            "\302\261 standard deviation over %u replicas (controller started 0 to %u s later)\n",
            replicas(sweep), ss_grid_phase(&sweep->grid, replicas(sweep) - 1));
}

static void print_accounts(const SsSweep *sweep, SsWriter *w)
{
    g_autoptr(GPtrArray) names = ss_average_accounts(sweep->runs, sweep->n_runs);
    const uint32_t       n = MIN(names->len, ACCOUNTS_SHOWN);
    const SsFigure      *median = ss_account_figure_named("wait.p50");
    const SsFigure      *p95 = ss_account_figure_named("wait.p95");
    g_autoptr(SsSheet)   sheet = ss_sheet_new(MAX(n_parameters(sweep) + n, 1), n_parameters(sweep));

    if (n == 0)
        return;
    ss_writer_text(w, "\nwait p50 / p95 by account:\n");
    add_titles(sweep, sheet);
    for (uint32_t a = 0; a < n; a++)
        ss_sheet_add(sheet, names->pdata[a]);
    for (uint32_t p = 0; p < sweep->n_points; p++) {
        add_values(sweep, p, sheet);
        for (uint32_t a = 0; a < n; a++) {
            const SsAverage one =
                ss_average_of_account(runs_of(sweep, p), replicas(sweep), names->pdata[a], median);
            const SsAverage two =
                ss_average_of_account(runs_of(sweep, p), replicas(sweep), names->pdata[a], p95);
            g_autofree char *left = ss_average_text(&one, median->unit);
            g_autofree char *right = ss_average_text(&two, p95->unit);

            ss_sheet_printf(sheet, "%s / %s", left, right);
        }
    }
    ss_sheet_print(sheet, w);
    if (names->len > n)
        ss_writer_printf(w, "%u more accounts in summary.csv and summary.json\n", names->len - n);
}

void ss_sweep_print(const SsSweep *sweep, SsWriter *w)
{
    print_points(sweep, w);
    print_goals(sweep, w);
    print_accounts(sweep, w);
}

/* --- CSV ---------------------------------------------------------------------------------------------- */

static void csv_text(SsWriter *w, const char *text)
{
    if (!strpbrk(text, ",\"\n\r")) {
        ss_writer_text(w, text);
        return;
    }
    ss_writer_char(w, '"');
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            ss_writer_char(w, '"');
        ss_writer_char(w, *p);
    }
    ss_writer_char(w, '"');
}

static void csv_number(SsWriter *w, double value)
{
    char text[SS_DOUBLE_TEXT];

    ss_writer_char(w, ',');
    if (!isnan(value))
        ss_writer_text(w, ss_double_text(value, text));
}

static void csv_head(const SsSweep *sweep, const GPtrArray *accounts, SsWriter *w)
{
    uint32_t        n, m;
    const SsFigure *figures = ss_figures(&n), *of_accounts = ss_account_figures(&m);

    ss_writer_text(w, "point,replica,phase");
    for (uint32_t i = 0; i < n_parameters(sweep); i++) {
        ss_writer_char(w, ',');
        csv_text(w, parameter_at(sweep, i)->path);
    }
    ss_writer_text(w, ",ledger,pareto");
    for (uint32_t f = 0; f < n; f++)
        ss_writer_printf(w, ",%s", figures[f].name);
    for (uint32_t a = 0; a < accounts->len; a++)
        for (uint32_t f = 0; f < m; f++) {
            g_autofree char *name =
                g_strdup_printf("account.%s.%s", (char *) accounts->pdata[a], of_accounts[f].name);

            ss_writer_char(w, ',');
            csv_text(w, name);
        }
    ss_writer_char(w, '\n');
}

static void csv_run(const SsSweep *sweep, uint32_t i, const GPtrArray *accounts, SsWriter *w)
{
    uint32_t          n, m;
    const SsFigure   *figures = ss_figures(&n), *of_accounts = ss_account_figures(&m);
    const SsBatchRun *run = &sweep->runs[i];
    const uint32_t    point = i / replicas(sweep);

    ss_writer_printf(w, "%u,%u,%u", point + 1, i % replicas(sweep) + 1, run->plan.phase);
    for (uint32_t p = 0; p < n_parameters(sweep); p++) {
        ss_writer_char(w, ',');
        csv_text(w, ss_grid_value(&sweep->grid, point, p));
    }
    g_autofree char *name = run->output ? g_path_get_basename(run->output) : g_strdup("");
    ss_writer_printf(w, ",%s,%d", name, sweep->pareto[point]);
    for (uint32_t f = 0; f < n; f++)
        csv_number(w, ss_figure_of(&figures[f], &run->summary));
    for (uint32_t a = 0; a < accounts->len; a++) {
        const SsAccountSummary *row = ss_summary_account(&run->summary, accounts->pdata[a]);

        for (uint32_t f = 0; f < m; f++)
            csv_number(w, row ? ss_account_figure_of(&of_accounts[f], row) : NAN);
    }
    ss_writer_char(w, '\n');
}

void ss_sweep_csv(const SsSweep *sweep, SsWriter *w)
{
    g_autoptr(GPtrArray) accounts = ss_average_accounts(sweep->runs, sweep->n_runs);

    csv_head(sweep, accounts, w);
    for (uint32_t i = 0; i < sweep->n_runs; i++)
        csv_run(sweep, i, accounts, w);
}

/* --- JSON --------------------------------------------------------------------------------------------- */

static void json_list(SsJson *json, const char *key, char **list)
{
    ss_json_key(json, key);
    ss_json_begin_array(json);
    for (uint32_t i = 0; list[i]; i++)
        ss_json_text(json, list[i]);
    ss_json_end_array(json);
}

static void json_parameters(const SsSweep *sweep, SsJson *json)
{
    ss_json_key(json, "parameters");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < n_parameters(sweep); i++) {
        ss_json_begin_object(json);
        ss_json_key_text(json, "path", parameter_at(sweep, i)->path);
        json_list(json, "values", parameter_at(sweep, i)->values);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

/* Names with units and directions: what a chart needs for its axes. */
static void json_figures(const SsFigure *figures, uint32_t n, const char *key, SsJson *json)
{
    static const char *const units[] = {
        "count", "seconds", "fraction", "number", "hours", "time"
    };
    static const char *const better[] = { "neither", "less", "more" };

    ss_json_key(json, key);
    ss_json_begin_array(json);
    for (uint32_t f = 0; f < n; f++) {
        ss_json_begin_object(json);
        ss_json_key_text(json, "name", figures[f].name);
        ss_json_key_text(json, "unit", units[figures[f].unit]);
        ss_json_key_text(json, "better", better[figures[f].better]);
        ss_json_key_text(json, "doc", figures[f].doc);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void json_point_accounts(const SsBatchRun *runs, uint32_t n_runs, SsJson *json)
{
    uint32_t             n;
    const SsFigure      *figures = ss_account_figures(&n);
    g_autoptr(GPtrArray) accounts = ss_average_accounts(runs, n_runs);

    ss_json_key(json, "accounts");
    ss_json_begin_array(json);
    for (uint32_t a = 0; a < accounts->len; a++) {
        ss_json_begin_object(json);
        ss_json_key_text(json, "account", accounts->pdata[a]);
        for (uint32_t f = 0; f < n; f++) {
            const SsAverage tally =
                ss_average_of_account(runs, n_runs, accounts->pdata[a], &figures[f]);

            ss_json_key(json, figures[f].name);
            ss_average_json(&tally, json);
        }
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void json_runs(const SsBatchRun *runs, uint32_t n_runs, SsJson *json)
{
    uint32_t        n;
    const SsFigure *figures = ss_figures(&n);

    ss_json_key(json, "runs");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < n_runs; i++) {
        g_autofree char *name = runs[i].output ? g_path_get_basename(runs[i].output) : NULL;

        ss_json_begin_object(json);
        ss_json_key_text(json, "ledger", name);
        ss_json_key_uint(json, "phase", runs[i].plan.phase);
        for (uint32_t f = 0; f < n; f++)
            ss_json_key_double(json, figures[f].name, ss_figure_of(&figures[f], &runs[i].summary));
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
}

static void json_point(const SsSweep *sweep, uint32_t point, SsJson *json)
{
    uint32_t          n;
    const SsFigure   *figures = ss_figures(&n);
    const SsBatchRun *runs = runs_of(sweep, point);

    ss_json_begin_object(json);
    ss_json_key_text(json, "label", runs[0].label);
    ss_json_key(json, "values");
    ss_json_begin_object(json);
    for (uint32_t i = 0; i < n_parameters(sweep); i++)
        ss_json_key_text(json, parameter_at(sweep, i)->path, ss_grid_value(&sweep->grid, point, i));
    ss_json_end_object(json);
    ss_json_key_bool(json, "pareto", sweep->pareto[point]);
    ss_json_key_bool(json, "served", sweep->served[point]);
    ss_json_key(json, "figures");
    ss_json_begin_object(json);
    for (uint32_t f = 0; f < n; f++) {
        const SsAverage tally = ss_average_of(runs, replicas(sweep), &figures[f]);

        ss_json_key(json, figures[f].name);
        ss_average_json(&tally, json);
    }
    ss_json_end_object(json);
    json_point_accounts(runs, replicas(sweep), json);
    json_runs(runs, replicas(sweep), json);
    ss_json_end_object(json);
}

void ss_sweep_json(const SsSweep *sweep, SsJson *json)
{
    uint32_t        n, m;
    const SsFigure *figures = ss_figures(&n), *of_accounts = ss_account_figures(&m);
    const SsPlan   *plan = &sweep->runs[0].plan;

    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.sweep.v1");
    ss_json_key_text(json, "version", ss_version);
    ss_json_key_text(json, "site", plan->site);
    json_list(json, "workloads", plan->workloads);
    ss_json_key_text(json, "zone", plan->zone);
    ss_json_key_text(json, "shape", sweep->grid.shape == SS_GRID_LIST ? "list" : "grid");
    ss_json_key_uint(json, "replicas", replicas(sweep));
    json_parameters(sweep, json);
    json_figures(figures, n, "figures", json);
    json_figures(of_accounts, m, "account_figures", json);
    ss_json_key(json, "goals");
    ss_json_begin_array(json);
    for (uint32_t g = 0; g < sweep->goals->len; g++)
        ss_json_text(json, ((const SsFigure *) sweep->goals->pdata[g])->name);
    ss_json_end_array(json);
    ss_json_key(json, "points");
    ss_json_begin_array(json);
    for (uint32_t p = 0; p < sweep->n_points; p++)
        json_point(sweep, p, json);
    ss_json_end_array(json);
    ss_json_end_object(json);
}

/* --- files -------------------------------------------------------------------------------------------- */

static void write_csv(const SsSweep *sweep, SsWriter *w)
{
    ss_sweep_csv(sweep, w);
}

static void write_json(const SsSweep *sweep, SsWriter *w)
{
    g_autoptr(SsJson) json = ss_json_new(w, SS_JSON_PRETTY);

    ss_sweep_json(sweep, json);
    ss_writer_char(w, '\n');
}

static gboolean write_file(const SsSweep *sweep, const char                          *name,
                           void (*write)(const SsSweep *sweep, SsWriter *w), GError **error)
{
    g_autofree char    *path = g_build_filename(sweep->folder, name, NULL);
    g_autoptr(SsWriter) w = ss_writer_new_path(path, error);

    if (!w)
        return FALSE;
    write(sweep, w);
    return ss_writer_close(w, error);
}

gboolean ss_sweep_write(const SsSweep *sweep, GError **error)
{
    return write_file(sweep, "summary.csv", write_csv, error)
           && write_file(sweep, "summary.json", write_json, error);
}
