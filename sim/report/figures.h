/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/summary.h"

/**
 * figures - the summary's numbers by name: what sweeps tabulate, diff compares and expect asserts.
 *
 * Shape     two tables, of a run and of an account. A row says what it counts, in which unit, and which
 *           direction is better, if one is.
 * Names     "wait.p95", "use.cpu", "jobs.started"; of accounts behind the name: "account.ai.wait.p95".
 * Errors    SS_USAGE_ERROR_VALUE with the names that there are.
 */
typedef enum {
    SS_FIGURE_COUNT,
    SS_FIGURE_SECONDS,
    SS_FIGURE_FRACTION, /* 0 .. 1, shown as per cent */
    SS_FIGURE_NUMBER,
    SS_FIGURE_HOURS, /* TRES-hours */
    SS_FIGURE_TIME,  /* seconds since the epoch */
} SsFigureUnit;

typedef enum { SS_BETTER_NEITHER, SS_BETTER_LESS, SS_BETTER_MORE } SsBetter;

typedef struct {
    const char  *name;
    SsFigureUnit unit;
    SsBetter     better;
    const char  *doc;
    size_t       at;   /* offset in SsSummary or SsAccountSummary */
    uint32_t     kind; /* private: the field's C type */
} SsFigure;

const SsFigure *ss_figures(uint32_t *n);         /* of a run      */
const SsFigure *ss_account_figures(uint32_t *n); /* of an account */

const SsFigure *ss_figure_named(const char *name);         /* NULL */
const SsFigure *ss_account_figure_named(const char *name); /* NULL */

/* NaN where the summary does not know it (no GPUs, no share tree). */
double ss_figure_of(const SsFigure *figure, const SsSummary *summary);
double ss_account_figure_of(const SsFigure *figure, const SsAccountSummary *account);

/* The account's row, NULL if it ran no job. */
const SsAccountSummary *ss_summary_account(const SsSummary *summary, const char *account);

/* "1:02:03", "12.5%", "17", "3.25 h", a date in `zone`; "-" for NaN. Caller's. */
char *ss_figure_text(SsFigureUnit unit, double value, const SsZone *zone);

/* "1-02:03:04": a span of seconds as the summary prints it. Caller's. */
char *ss_figure_span(double seconds);
