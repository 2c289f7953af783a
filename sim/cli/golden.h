/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * golden - report texts kept in files, asked again.
 *
 * Shape     every *.txt of a folder: lines "$ COMMAND", each followed by what it printed; "! " before lines
 *           of standard error, "? N" for an exit code that is not 0. Commands are slurmsim's own and the
 *           Slurm-named ones (sacct, sreport, ...); no shell reads them.
 */

/* Runs all commands on the ledger and adds an expectation each (sim/report/expect.h). With `update` the files
 * are written anew. FALSE: the folder or a file cannot be read or written. */
gboolean ss_golden_run(const char *folder, const char *db, bool update, GArray *expectations,
                       GError **error);
