/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_sdiag.c - sdiag on a ledger.
 */
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/report/diag.h"

int ss_cmd_sdiag(int argc, char **argv)
{
    return ss_slurm_command("sdiag", ss_report_sdiag, argc, argv);
}
