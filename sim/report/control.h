/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/context.h"

/**
 * control - scontrol's commands that change nothing: show, ping, version, completing, errors.
 *
 * Reads     the last sample at or before the context's now.
 * Errors    in Slurm's words, with its exit code; a broken ledger is "scontrol: error: ..." and 1.
 * Source    scontrol(1); seen with 22.05.8.
 */
int ss_report_scontrol(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                       GString *out, GString *err);

/* The words of a command that changes something ("update", "hold", ...): argv behind scontrol's own
 * options; NULL if it changes nothing (ss_report_scontrol then answers it). Borrowed. */
char **ss_control_change(char **argv);
