/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/context.h"
#include "sim/report/format.h"

/**
 * prio - sprio: the weighted factors of pending jobs' priorities.
 *
 * Reads     the last sample at or before the context's now.
 * Errors    in Slurm's words, with its exit code; a broken ledger is "sprio: error: ..." and 1.
 * Source    sprio(1); seen with 22.05.8.
 */
int ss_report_sprio(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                    GString *out, GString *err);

extern const SsFormatField ss_prio_fields[];
extern const size_t        ss_n_prio_fields;
