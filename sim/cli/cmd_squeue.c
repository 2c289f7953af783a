/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_squeue.c - squeue on a ledger.
 */
#include "sim/cli/commands.h"
#include "sim/cli/slurm.h"
#include "sim/report/queue.h"

int ss_cmd_squeue(int argc, char **argv)
{
    return ss_slurm_command("squeue", ss_report_squeue, argc, argv);
}
