/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/context.h"

/**
 * nodes - sinfo: partitions and nodes, grouped by what is shown of them.
 *
 * Reads     nodes and partitions as of the context's now; reservations of the last sample.
 * Errors    in Slurm's words, with its exit code; a broken ledger is "sinfo: error: ..." and 1.
 * Source    sinfo(1); seen with 22.05.8.
 */
int ss_report_sinfo(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                    GString *out, GString *err);
