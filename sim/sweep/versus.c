/* SPDX-License-Identifier: Apache-2.0 */
/*
 * versus.c - before and after, with the noise named.
 */
#include "sim/sweep/versus.h"

#include "sim/report/sheet.h"

#include <math.h>
#include <string.h>

static const char *const verdicts[] = {
    [SS_CHANGE_NONE] = "",
    [SS_CHANGE_NOISE] = "within the spread",
    [SS_CHANGE_UNKNOWN] = "",
    [SS_CHANGE_EFFECT] = "effect",
};
static const char *const kinds[] = {
    [SS_CHANGE_NONE] = "none",
    [SS_CHANGE_NOISE] = "noise",
    [SS_CHANGE_UNKNOWN] = "unknown",
    [SS_CHANGE_EFFECT] = "effect",
};

SsChangeKind ss_versus_kind(const SsAverage *a, const SsAverage *b)
{
    const double change = fabs(b->mean - a->mean);

    if (isnan(change) || change <= 1e-12 * fabs(a->mean))
        return SS_CHANGE_NONE;
    if (a->n < 2 || b->n < 2)
        return SS_CHANGE_UNKNOWN;
    const double error = sqrt(a->sd * a->sd / a->n + b->sd * b->sd / b->n);
    return change > 2 * error ? SS_CHANGE_EFFECT : SS_CHANGE_NOISE;
}

/* Less than a figure's text shows: nobody acts on it, however well the replicas agree. */
static bool too_small(SsFigureUnit unit, const SsAverage *a, const SsAverage *b)
{
    return unit == SS_FIGURE_FRACTION && fabs(b->mean - a->mean) < 5e-5;
}

/* "+0:12:00 (+8%)": the change, and its part of what was. */
static char *change_text(SsFigureUnit unit, const SsAverage *a, const SsAverage *b)
{
    const double change = b->mean - a->mean;

    if (isnan(change) || isinf(change))
        return g_strdup("-");
    if (ss_versus_kind(a, b) == SS_CHANGE_NONE)
        return g_strdup("none");
    if (unit == SS_FIGURE_FRACTION)
        return too_small(unit, a, b) ? g_strdup("below 0.01 points")
                                     : g_strdup_printf("%+.2f points", 100 * change);
    g_autofree char *size = ss_figure_text(unit, fabs(change), NULL);
    const char      *sign = change > 0 ? "+" : change < 0 ? "-" : "";
    if (a->mean <= 0)
        return g_strdup_printf("%s%s", sign, size);
    const double percent = 100 * change / a->mean;
    return g_strdup_printf("%s%s (%+.*f%%)", sign, size, fabs(percent) < 1 ? 1 : 0, percent);
}

static void add_row(SsSheet *sheet, const char *name, SsFigureUnit unit, const SsAverage *a,
                    const SsAverage *b)
{
    if (a->n == 0 && b->n == 0)
        return;
    ss_sheet_add(sheet, name);
    ss_sheet_take(sheet, ss_average_text(a, unit));
    ss_sheet_take(sheet, ss_average_text(b, unit));
    ss_sheet_take(sheet, change_text(unit, a, b));
    ss_sheet_add(sheet, too_small(unit, a, b) ? "" : verdicts[ss_versus_kind(a, b)]);
}

static void add_head(SsSheet *sheet, const SsVersus *versus, const char *title)
{
    ss_sheet_add(sheet, title);
    ss_sheet_add(sheet, versus->name_a);
    ss_sheet_add(sheet, versus->name_b);
    ss_sheet_add(sheet, "change");
    ss_sheet_add(sheet, "");
}

void ss_versus_print(const SsVersus *versus, const char *names, SsWriter *w)
{
    g_autoptr(SsSheet) sheet = ss_sheet_new(5, 1);
    g_auto(GStrv)      list = g_strsplit(names, ",", -1);

    add_head(sheet, versus, "");
    for (uint32_t i = 0; list[i]; i++) {
        const SsFigure *figure = ss_figure_named(list[i]);
        const SsAverage a = ss_average_of(versus->a, versus->n_a, figure);
        const SsAverage b = ss_average_of(versus->b, versus->n_b, figure);

        add_row(sheet, figure->name, figure->unit, &a, &b);
    }
    ss_sheet_print(sheet, w);
}

/* Of both sides: an account may have started nothing on one. */
static GPtrArray *accounts_of(const SsVersus *versus)
{
    GPtrArray           *names = ss_average_accounts(versus->a, versus->n_a);
    g_autoptr(GPtrArray) others = ss_average_accounts(versus->b, versus->n_b);

    for (uint32_t i = 0; i < others->len; i++)
        if (!g_ptr_array_find_with_equal_func(names, others->pdata[i], g_str_equal, NULL))
            g_ptr_array_add(names, g_strdup(others->pdata[i]));
    return names;
}

void ss_versus_print_accounts(const SsVersus *versus, const char *name, SsWriter *w)
{
    g_autoptr(SsSheet)   sheet = ss_sheet_new(5, 1);
    g_autoptr(GPtrArray) accounts = accounts_of(versus);
    const SsFigure      *figure = ss_account_figure_named(name);
    g_autofree char     *title = g_strdup_printf("%s by account", name);

    add_head(sheet, versus, title);
    for (uint32_t i = 0; i < accounts->len; i++) {
        const char     *account = accounts->pdata[i];
        const SsAverage a = ss_average_of_account(versus->a, versus->n_a, account, figure);
        const SsAverage b = ss_average_of_account(versus->b, versus->n_b, account, figure);

        add_row(sheet, account, figure->unit, &a, &b);
    }
    ss_sheet_print(sheet, w);
}

GPtrArray *ss_versus_changed(const SsVersus *versus, const char *names, SsSpan tolerance)
{
    g_auto(GStrv) list = g_strsplit(names, ",", -1);
    GPtrArray    *changed = g_ptr_array_new_with_free_func(g_free);

    for (uint32_t i = 0; list[i]; i++) {
        const SsFigure *figure = ss_figure_named(list[i]);
        const SsAverage a = ss_average_of(versus->a, versus->n_a, figure);
        const SsAverage b = ss_average_of(versus->b, versus->n_b, figure);
        const bool      small =
            too_small(figure->unit, &a, &b)
            || (figure->unit == SS_FIGURE_SECONDS && fabs(b.mean - a.mean) <= (double) tolerance);

        if (!small && ss_versus_kind(&a, &b) >= SS_CHANGE_UNKNOWN)
            g_ptr_array_add(changed, g_strdup(figure->name));
    }
    return changed;
}

static void json_pair(SsJson *json, SsFigureUnit unit, const SsAverage *a, const SsAverage *b)
{
    ss_json_begin_object(json);
    ss_json_key(json, "a");
    ss_average_json(a, json);
    ss_json_key(json, "b");
    ss_average_json(b, json);
    ss_json_key_double(json, "change", b->mean - a->mean);
    ss_json_key_text(json, "kind",
                     kinds[too_small(unit, a, b) ? SS_CHANGE_NONE : ss_versus_kind(a, b)]);
    ss_json_end_object(json);
}

static void json_account(const SsVersus *versus, const char *account, SsJson *json)
{
    uint32_t        n;
    const SsFigure *figures = ss_account_figures(&n);

    ss_json_begin_object(json);
    ss_json_key_text(json, "account", account);
    for (uint32_t i = 0; i < n; i++) {
        const SsAverage a = ss_average_of_account(versus->a, versus->n_a, account, &figures[i]);
        const SsAverage b = ss_average_of_account(versus->b, versus->n_b, account, &figures[i]);

        ss_json_key(json, figures[i].name);
        json_pair(json, figures[i].unit, &a, &b);
    }
    ss_json_end_object(json);
}

void ss_versus_json(const SsVersus *versus, SsJson *json)
{
    uint32_t             n;
    const SsFigure      *figures = ss_figures(&n);
    g_autoptr(GPtrArray) accounts = accounts_of(versus);

    ss_json_key(json, "figures");
    ss_json_begin_object(json);
    for (uint32_t i = 0; i < n; i++) {
        const SsAverage a = ss_average_of(versus->a, versus->n_a, &figures[i]);
        const SsAverage b = ss_average_of(versus->b, versus->n_b, &figures[i]);

        ss_json_key(json, figures[i].name);
        json_pair(json, figures[i].unit, &a, &b);
    }
    ss_json_end_object(json);
    ss_json_key(json, "by_account");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < accounts->len; i++)
        json_account(versus, accounts->pdata[i], json);
    ss_json_end_array(json);
}
