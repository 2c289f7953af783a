/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_sprio.c - sprio on a ledger.
 */
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/report/prio.h"

int ss_cmd_sprio(int argc, char **argv)
{
    return ss_slurm_command("sprio", ss_report_sprio, argc, argv);
}
