/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grid.c - positions of a mixed-radix number.
 */
#include "sim/sweep/grid.h"

#include "sim/base/diag.h"
#include "sim/sweep/vary.h"

#include <string.h>

enum { MOST_RUNS = 100000 };

static void parameter_clear(gpointer data)
{
    SsParameter *parameter = data;

    g_free(parameter->path);
    g_strfreev(parameter->values);
}

void ss_grid_init(SsGrid *grid)
{
    *grid = (SsGrid){ .parameters = g_array_new(FALSE, FALSE, sizeof(SsParameter)),
                      .replicas = 1,
                      .spread = 60 };
    g_array_set_clear_func(grid->parameters, parameter_clear);
}

void ss_grid_clear(SsGrid *grid)
{
    g_array_free(grid->parameters, TRUE);
}

static const SsParameter *parameter_at(const SsGrid *grid, uint32_t i)
{
    return &g_array_index(grid->parameters, SsParameter, i);
}

static gboolean refuse(GError **error, const char *text, const char *why)
{
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE, "'%s': %s", text, why);
    return FALSE;
}

gboolean ss_grid_add(SsGrid *grid, const char *text, GError **error)
{
    const char *equals = strchr(text, '=');

    if (!equals || equals == text || !equals[1])
        return refuse(error, text, "write PATH=VALUE,VALUE,...");
    SsParameter parameter = { .path = g_strndup(text, (gsize) (equals - text)),
                              .values =
                                  g_strsplit(equals + 1, strchr(equals, ';') ? ";" : ",", -1) };
    parameter.n = g_strv_length(parameter.values);
    if (parameter.n > 1 && strchr(equals, ';') && !*parameter.values[parameter.n - 1])
        g_clear_pointer(&parameter.values[--parameter.n], g_free); /* "a,b;": one value */
    g_array_append_val(grid->parameters, parameter);
    for (uint32_t i = 0; i < parameter.n; i++)
        if (!*parameter.values[i])
            return refuse(error, text, "a value is empty");
    return TRUE;
}

uint32_t ss_grid_points(const SsGrid *grid)
{
    uint64_t n = 1;

    if (grid->shape == SS_GRID_LIST)
        return grid->parameters->len ? parameter_at(grid, 0)->n : 1;
    for (uint32_t i = 0; i < grid->parameters->len && n <= MOST_RUNS; i++)
        n *= parameter_at(grid, i)->n;
    return (uint32_t) MIN(n, MOST_RUNS + 1);
}

gboolean ss_grid_check(const SsGrid *grid, GError **error)
{
    for (uint32_t i = 1; grid->shape == SS_GRID_LIST && i < grid->parameters->len; i++)
        if (parameter_at(grid, i)->n != parameter_at(grid, 0)->n) {
            g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                        "--list needs as many values of each: %s has %u, %s has %u",
                        parameter_at(grid, 0)->path, parameter_at(grid, 0)->n,
                        parameter_at(grid, i)->path, parameter_at(grid, i)->n);
            return FALSE;
        }
    if ((uint64_t) ss_grid_points(grid) * grid->replicas <= MOST_RUNS)
        return TRUE;
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE, "more than %d runs: vary fewer values",
                MOST_RUNS);
    return FALSE;
}

const char *ss_grid_value(const SsGrid *grid, uint32_t point, uint32_t parameter)
{
    if (grid->shape == SS_GRID_LIST)
        return parameter_at(grid, parameter)->values[point];
    for (uint32_t i = grid->parameters->len - 1; i > parameter; i--)
        point /= parameter_at(grid, i)->n;
    return parameter_at(grid, parameter)->values[point % parameter_at(grid, parameter)->n];
}

uint32_t ss_grid_phase(const SsGrid *grid, uint32_t replica)
{
    return (uint32_t) ((uint64_t) (replica % grid->replicas) * grid->spread / grid->replicas);
}

char *ss_grid_label(const SsGrid *grid, uint32_t point)
{
    GString *label = g_string_new(NULL);

    for (uint32_t i = 0; i < grid->parameters->len; i++)
        g_string_append_printf(label, "%s%s=%s", i ? " " : "", parameter_at(grid, i)->path,
                               ss_grid_value(grid, point, i));
    return g_string_free(label, FALSE);
}

gboolean ss_grid_plan(const SsGrid *grid, const SsPlan *base, uint32_t point, uint32_t replica,
                      SsPlan *plan, GError **error)
{
    ss_plan_copy(plan, base);
    for (uint32_t i = 0; i < grid->parameters->len; i++) {
        g_autofree char *change =
            g_strdup_printf("%s=%s", parameter_at(grid, i)->path, ss_grid_value(grid, point, i));
        if (!ss_vary_apply(plan, change, error)) {
            ss_plan_clear(plan);
            return FALSE;
        }
    }
    plan->phase += ss_grid_phase(grid, replica);
    return TRUE;
}
