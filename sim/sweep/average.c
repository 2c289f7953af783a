/* SPDX-License-Identifier: Apache-2.0 */
/*
 * average.c - mean and spread over replicas.
 */
#include "sim/sweep/average.h"

#include <math.h>
#include <string.h>

typedef struct {
    SsAverage tally;
    double    squares;
} Sum;

/* Welford's: the spread of nearly equal values is not lost in their size. */
static void add(Sum *sum, double value)
{
    SsAverage *t = &sum->tally;

    if (isnan(value))
        return;
    t->min = t->n ? MIN(t->min, value) : value;
    t->max = t->n ? MAX(t->max, value) : value;
    t->n++;
    if (isinf(value) || isinf(t->mean)) {
        t->mean = INFINITY;
        return;
    }
    const double before = value - t->mean;
    t->mean += before / t->n;
    sum->squares += before * (value - t->mean);
}

static SsAverage finish(const Sum *sum)
{
    SsAverage tally = sum->tally;

    if (tally.n == 0)
        tally.mean = tally.min = tally.max = NAN;
    tally.sd = tally.n > 1 && !isinf(tally.mean) ? sqrt(sum->squares / (tally.n - 1)) : 0;
    return tally;
}

SsAverage ss_average_of(const SsBatchRun *runs, uint32_t n, const SsFigure *figure)
{
    Sum sum = { 0 };

    for (uint32_t i = 0; i < n; i++)
        if (runs[i].done)
            add(&sum, ss_figure_of(figure, &runs[i].summary));
    return finish(&sum);
}

SsAverage ss_average_of_account(const SsBatchRun *runs, uint32_t n, const char *account,
                                const SsFigure *figure)
{
    Sum sum = { 0 };

    for (uint32_t i = 0; i < n; i++) {
        const SsAccountSummary *row =
            runs[i].done ? ss_summary_account(&runs[i].summary, account) : NULL;

        if (row)
            add(&sum, ss_account_figure_of(figure, row));
    }
    return finish(&sum);
}

char *ss_average_text(const SsAverage *tally, SsFigureUnit unit)
{
    char *mean = ss_figure_text(unit, tally->mean, NULL);

    if (tally->n < 2 || isinf(tally->mean))
        return mean;
    g_autofree char *first = mean, *sd = ss_figure_text(unit, tally->sd, NULL);
    return g_strdup_printf("%s \302\261%s", first, sd);
}

void ss_average_json(const SsAverage *tally, SsJson *json)
{
    if (tally->n < 2) {
        ss_json_double(json, tally->mean);
        return;
    }
    ss_json_begin_object(json);
    ss_json_key_double(json, "mean", tally->mean);
    ss_json_key_double(json, "sd", tally->sd);
    ss_json_key_double(json, "min", tally->min);
    ss_json_key_double(json, "max", tally->max);
    ss_json_end_object(json);
}

static gint by_jobs(gconstpointer a, gconstpointer b)
{
    const SsAccountSummary *x = *(const SsAccountSummary *const *) a;
    const SsAccountSummary *y = *(const SsAccountSummary *const *) b;

    return x->jobs != y->jobs ? (x->jobs < y->jobs) - (x->jobs > y->jobs)
                              : strcmp(x->account, y->account);
}

GPtrArray *ss_average_accounts(const SsBatchRun *runs, uint32_t n)
{
    g_autoptr(GPtrArray)  rows = g_ptr_array_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray            *names = g_ptr_array_new_with_free_func(g_free);

    for (uint32_t i = 0; i < n; i++)
        for (uint32_t a = 0; runs[i].done && a < runs[i].summary.accounts->len; a++) {
            SsAccountSummary *row = &g_array_index(runs[i].summary.accounts, SsAccountSummary, a);

            if (g_hash_table_add(seen, row->account))
                g_ptr_array_add(rows, row);
        }
    g_ptr_array_sort(rows, by_jobs);
    for (uint32_t i = 0; i < rows->len; i++)
        g_ptr_array_add(names, g_strdup(((SsAccountSummary *) rows->pdata[i])->account));
    return names;
}
