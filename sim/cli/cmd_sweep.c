/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_sweep.c - sweep: a grid of runs from the command line, a table on stdout, files in a folder.
 */
#include "sim/sweep/sweep.h"

#include "sim/cli/batchopt.h"
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/runopt.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const SsOption ss_sweep_options[] = {
    { "vary", 0, "PATH=V1,V2,...", "Grid",
      "values of a slurm.conf key, SchedulerParameters.OPTION, account.A.LIMIT, user.U.LIMIT, qos.Q.LIMIT, "
      "Nodes.P, load, limits, policy or phase; with a ';' values are split there; may be given again" },
    { "list", 0, NULL, "Grid", "values side by side, not all combinations" },
    SS_OPTION_BATCH("Grid"),
    { "output", 'o', "DIR", "Result", "folder of the ledgers, summary.csv and summary.json" },
    { "no-db", 0, NULL, "Result", "keep only the summaries" },
    { "resume", 0, NULL, "Result",
      "take finished ledgers of DIR that were made from equal inputs" },
    { "figures", 0, "NAME,...", "Result", "columns of the table; slurmsim doc figures lists them" },
    { "goals", 0, "NAME,...", "Result",
      "what a point must be good at to be marked; default wait.p95,use.cpu,use.gpu,share_error" },
    { "json", 0, NULL, "Result",
      "one JSON object (schema slurmsim.sweep.v1) instead of the table" },
    { "quiet", 'q', NULL, "Result", "no line per run" },
    SS_OPTION_SITE,
    { "policy", 0, "NAME", "Scheduler", "slurm, fifo, easy or conservative; default slurm" },
    SS_OPTION_TIMES,
    SS_OPTION_PAST,
    SS_OPTION_TRACE,
    SS_OPTION_PEOPLE,
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

static bool read_grid(const SsOptions *options, SsGrid *grid)
{
    g_auto(GStrv)     all = ss_option_all(options, "vary");
    g_autoptr(GError) error = NULL;

    grid->shape = ss_option_given(options, "list") ? SS_GRID_LIST : SS_GRID_ALL;
    if (!ss_batchopt_replicas(options, "slurmsim sweep", &grid->replicas))
        return false;
    for (uint32_t i = 0; all[i]; i++)
        if (!ss_grid_add(grid, all[i], &error)) {
            ss_fail(SS_EXIT_USAGE, "sweep: --vary %s", error->message);
            return false;
        }
    if (!ss_grid_check(grid, &error)) {
        ss_fail(SS_EXIT_USAGE, "sweep: %s", error->message);
        return false;
    }
    return true;
}

static int answer(const SsOptions *options, SsSweep *sweep)
{
    g_autoptr(GError)   error = NULL;
    g_autoptr(SsWriter) writer = ss_writer_new_file(stdout, "standard output");

    ss_sweep_judge(sweep);
    if (sweep->folder && !ss_sweep_write(sweep, &error))
        return ss_fail(SS_EXIT_IO, "%s", error->message);
    if (ss_option_given(options, "json")) {
        g_autoptr(SsJson) json = ss_json_new(writer, SS_JSON_PRETTY);

        ss_sweep_json(sweep, json);
        ss_writer_char(writer, '\n');
    } else {
        ss_sweep_print(sweep, writer);
    }
    if (!ss_writer_close(writer, &error))
        return ss_fail(SS_EXIT_IO, "%s", error->message);
    return SS_EXIT_DONE;
}

static int sweep_plan(const SsOptions *options, SsGrid *grid, const SsPlan *plan)
{
    g_autoptr(GError)  error = NULL;
    const char        *folder = ss_option_get(options, "output");
    g_autoptr(SsSweep) sweep = ss_sweep_new(grid, plan, folder, &error);

    if (!sweep
        || !ss_sweep_figures(sweep, ss_option_get(options, "figures"),
                             ss_option_get(options, "goals"), &error))
        return ss_fail(SS_EXIT_USAGE, "sweep: %s", error->message);
    if (folder && g_mkdir_with_parents(folder, 0777) != 0)
        return ss_fail(SS_EXIT_IO, "%s: %s", folder, g_strerror(errno));
    if (ss_option_given(options, "no-db"))
        for (uint32_t i = 0; i < sweep->n_runs; i++)
            g_clear_pointer(&sweep->runs[i].output, g_free);
    const int code =
        ss_batchopt_run(options, "slurmsim sweep", sweep->runs, sweep->n_runs, SS_TELL_ALWAYS);
    return code == SS_EXIT_DONE ? answer(options, sweep) : code;
}

int ss_cmd_sweep(int argc, char **argv)
{
    g_autoptr(SsOptions) options = ss_options_parse(ss_sweep_options, "slurmsim sweep", argc, argv);
    SsPlan               plan;
    SsGrid               grid;
    int                  code = SS_EXIT_USAGE;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest < 2)
        return ss_fail(SS_EXIT_USAGE,
                       "sweep: name a site and a workload; see slurmsim sweep --help");
    ss_plan_init(&plan);
    ss_grid_init(&grid);
    if (ss_runopt_plan(options, "slurmsim sweep", &plan)
        && ss_runopt_inputs(options, "sweep", &plan) && read_grid(options, &grid))
        code = sweep_plan(options, &grid, &plan);
    ss_grid_clear(&grid);
    ss_plan_clear(&plan);
    return code;
}
