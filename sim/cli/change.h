/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/sweep/run.h"

/**
 * change - what the Slurm-named commands that change something have in common: the run behind the ledger is
 * repeated with the change at its clock.
 */

/* A repeated run that is not the run of before is told on stderr. */
void ss_change_tell(const char *db, const SsOutcome *outcome);

/* `words` as typed ({"scontrol", "update", ...}) by `user`; prints messages, returns the exit code. */
int ss_slurm_change(const char *db, const char *user, char **words);
