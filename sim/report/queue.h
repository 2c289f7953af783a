/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/context.h"

/**
 * queue - squeue: the jobs (and with -s the steps) in the controller's memory.
 *
 * Reads     the last sample at or before the context's now.
 * Errors    in Slurm's words, with its exit code; a broken ledger is "squeue: error: ..." and 1.
 * Source    squeue(1); seen with 22.05.8.
 */
int ss_report_squeue(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                     GString *out, GString *err);
