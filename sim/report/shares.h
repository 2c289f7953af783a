/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/column.h"
#include "sim/report/context.h"

/**
 * shares - sshare: the association tree with shares, usage and fair-share factors.
 *
 * Reads     the last sample at or before the context's now: the numbers that ordered the queue.
 * Errors    in Slurm's words, with its exit code; a broken ledger is "sshare: error: ..." and 1.
 * Source    sshare(1); seen with 22.05.8.
 */
int ss_report_sshare(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                     GString *out, GString *err);

extern const SsColumn ss_share_columns[];
extern const size_t   ss_n_share_columns;
