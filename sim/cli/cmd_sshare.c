/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_sshare.c - sshare on a ledger.
 */
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/report/shares.h"

int ss_cmd_sshare(int argc, char **argv)
{
    return ss_slurm_command("sshare", ss_report_sshare, argc, argv);
}
