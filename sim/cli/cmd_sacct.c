/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_sacct.c - sacct on a ledger.
 */
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/report/jobs.h"

static int report(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                  GString *out, GString *err)
{
    (void) argc;
    return ss_report_sacct_as_it_comes(ledger, context->now, ss_report_user(context), argv, out,
                                       err, ss_slurm_flush);
}

int ss_cmd_sacct(int argc, char **argv)
{
    return ss_slurm_command("sacct", report, argc, argv);
}
