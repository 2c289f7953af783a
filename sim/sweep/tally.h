/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/figures.h"
#include "sim/sweep/batch.h"

/**
 * tally - a figure over the replicas of one question: mean and spread.
 *
 * Shape     over runs that differ in the controller's phase only. sd is the sample's standard deviation, 0
 *           for one run. Runs that do not know the figure are left out; n = 0 and NaN if none does.
 */
typedef struct {
    uint32_t n;
    double   mean, sd, min, max;
} SsTally;

SsTally ss_tally_of(const SsBatchRun *runs, uint32_t n, const SsFigure *figure);
SsTally ss_tally_of_account(const SsBatchRun *runs, uint32_t n, const char *account,
                            const SsFigure *figure);

/* "2:03:04", with several replicas "2:03:04 ±0:00:12"; caller's. */
char *ss_tally_text(const SsTally *tally, SsFigureUnit unit);
void  ss_tally_json(const SsTally *tally,
                    SsJson        *json); /* {mean, sd, min, max}; a number for one run */

/* All accounts of the runs, most jobs first (of the first run that has it); element-type char *, caller's. */
GPtrArray *ss_tally_accounts(const SsBatchRun *runs, uint32_t n);
