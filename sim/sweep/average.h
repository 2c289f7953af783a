/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/figures.h"
#include "sim/sweep/batch.h"

/**
 * average - a figure over the replicas of one question: mean and spread.
 *
 * Shape     over runs that differ in the controller's phase only. sd is the sample's standard deviation, 0
 *           for one run. Runs that do not know the figure are left out; n = 0 and NaN if none does.
 */
typedef struct {
    uint32_t n;
    double   mean, sd, min, max;
} SsAverage;

SsAverage ss_average_of(const SsBatchRun *runs, uint32_t n, const SsFigure *figure);
SsAverage ss_average_of_account(const SsBatchRun *runs, uint32_t n, const char *account,
                                const SsFigure *figure);

/* "2:03:04", with several replicas "2:03:04 ±0:00:12"; caller's. */
char *ss_average_text(const SsAverage *tally, SsFigureUnit unit);
void  ss_average_json(const SsAverage *tally,
                      SsJson          *json); /* {mean, sd, min, max}; a number for one run */

/* All accounts of the runs, most jobs first (of the first run that has it); element-type char *, caller's. */
GPtrArray *ss_average_accounts(const SsBatchRun *runs, uint32_t n);
