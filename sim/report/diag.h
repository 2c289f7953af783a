/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/context.h"

/**
 * diag - sdiag: what the controller did since midnight or its start.
 *
 * Reads     the last sample at or before the context's now.
 * Errors    in Slurm's words, with its exit code; a broken ledger is "sdiag: error: ..." and 1.
 * Source    sdiag(1); seen with 22.05.8.
 */
int ss_report_sdiag(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                    GString *out, GString *err);
