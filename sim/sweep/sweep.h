/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/sweep/grid.h"
#include "sim/sweep/average.h"

/**
 * SsSweep - a grid of runs, and what came of it.
 *
 * Shape     n_points x replicas runs; those of a point stand together. Ledgers are FOLDER/run-0001.db and so on
 *           in that order, so that the same sweep finds them again.
 * Pareto    a point is marked if no other is at least as good in every goal and better in one, beyond the noise of the
 *           replicas and a thousandth. A point that leaves more of its jobs pending at the end, or refuses more, than
 *           another is out of it: its waits are only those of the jobs that could start.
 * Owner     the caller frees; grid and base plan are copied or taken as said.
 */
typedef struct {
    SsGrid      grid;
    char       *folder; /* NULL: no ledgers are kept                                */
    uint32_t    n_points, n_runs;
    SsBatchRun *runs;          /* [n_runs] */
    bool       *pareto;        /* [n_points], after ss_sweep_judge */
    bool       *served;        /* [n_points] none leaves fewer of its jobs pending or refused */
    GPtrArray  *shown, *goals; /* const SsFigure *: columns of the table; what Pareto compares */
} SsSweep;

/* Takes the grid (which is cleared); copies `base`. NULL: a value that cannot be applied. */
SsSweep *ss_sweep_new(SsGrid *grid, const SsPlan *base, const char *folder, GError **error);
void     ss_sweep_free(SsSweep *sweep); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsSweep, ss_sweep_free)

/* Comma lists of figures' names; NULL: the usual ones. SS_USAGE_ERROR_VALUE for an unknown name. */
gboolean ss_sweep_figures(SsSweep *sweep, const char *shown, const char *goals, GError **error);

/* After the runs: which points are Pareto-optimal. */
void ss_sweep_judge(SsSweep *sweep);

/* A table of the points, then waits by account, for people. */
void ss_sweep_print(const SsSweep *sweep, SsWriter *writer);
/* A row a run, all figures. */
void ss_sweep_csv(const SsSweep *sweep, SsWriter *writer);
/* One object, schema slurmsim.sweep.v1: parameters, points with every figure's mean and spread, accounts, runs. */
void ss_sweep_json(const SsSweep *sweep, SsJson *json);
/* FOLDER/summary.csv and FOLDER/summary.json. */
gboolean ss_sweep_write(const SsSweep *sweep, GError **error);
