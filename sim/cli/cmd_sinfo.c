/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_sinfo.c - sinfo on a ledger.
 */
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/report/nodes.h"

int ss_cmd_sinfo(int argc, char **argv)
{
    return ss_slurm_command("sinfo", ss_report_sinfo, argc, argv);
}
