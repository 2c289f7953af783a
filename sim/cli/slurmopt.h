/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/cli/option.h"

#include <glib.h>

/**
 * slurmopt - options and words of the Slurm-named commands, for --help, manual and completion.
 *
 * Shape     rows as slurmsim's own commands have them, made from the tables that the tools read
 *           (sim/report/tools.h, workloads/sbatch_options.h, scheduler/operate.h, configs/sacctmgr.h).
 * Owner     the array is the caller's; texts are static or interned.
 */

/* SsOption, ended by name NULL; a row with name "" has a letter only. NULL: no Slurm-named command. */
GArray *ss_slurm_options(const char *command);

/* Does `word` ("-h") ask that command for help? */
bool ss_slurm_has_help(const char *command, const char *word);

/* Word `i` of a command with a grammar (scontrol, sacctmgr, sreport); false behind the last. */
bool ss_slurm_word(const char *command, uint32_t i, const char **form, const char **doc);
