/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_sreport.c - sreport on a ledger.
 */
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/report/usage.h"

static int report(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                  GString *out, GString *err)
{
    (void) argc;
    return ss_report_sreport(ledger, context->now, argv, out, err);
}

int ss_cmd_sreport(int argc, char **argv)
{
    return ss_slurm_command("sreport", report, argc, argv);
}
