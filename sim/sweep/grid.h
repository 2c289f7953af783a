/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/sweep/plan.h"

/**
 * SsGrid - what a sweep varies: parameters and their values, all combinations or side by side, and replicas.
 *
 * Shape     point p of a grid: the last parameter changes fastest. Of a list: the p-th value of each.
 *           Run r is replica r % replicas of point r / replicas.
 * Replicas  differ in the controller's phase: replica i of n is shifted by i x spread / n seconds. A real
 *           controller starts at an arbitrary second of its periods, so what depends on it is noise.
 * Errors    SS_USAGE_ERROR_VALUE.
 */
typedef struct {
    char    *path;
    char   **values; /* [n], NULL-terminated */
    uint32_t n;
} SsParameter;

typedef enum { SS_GRID_ALL, SS_GRID_LIST } SsGridShape;

typedef struct {
    GArray     *parameters; /* SsParameter */
    SsGridShape shape;
    uint32_t    replicas; /* at least 1 */
    uint32_t    spread;   /* seconds    */
} SsGrid;

void ss_grid_init(SsGrid *grid);
void ss_grid_clear(SsGrid *grid);

/* "KEY=V1,V2": values are split at semicolons if there is one, else at commas; a semicolon at
 * the end ends the last value. */
gboolean ss_grid_add(SsGrid *grid, const char *text, GError **error);
/* Can the grid be run? A list needs as many values of each. */
gboolean ss_grid_check(const SsGrid *grid, GError **error);

uint32_t    ss_grid_points(const SsGrid *grid); /* at least 1 */
const char *ss_grid_value(const SsGrid *grid, uint32_t point, uint32_t parameter);
uint32_t    ss_grid_phase(const SsGrid *grid, uint32_t replica);
char       *ss_grid_label(const SsGrid *grid, uint32_t point); /* "A=1 B=2"; caller's */

/* `plan` (initialised here, caller's) is `base` with the values of a point and a replica. */
gboolean ss_grid_plan(const SsGrid *grid, const SsPlan *base, uint32_t point, uint32_t replica,
                      SsPlan *plan, GError **error);
