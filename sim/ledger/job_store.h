/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/rows.h"

/**
 * SsJobStore - the rows of `job` of a run, kept until it is over.
 *
 * Jobs end in another order than they were submitted in, by which the table is sorted. Once all are known their rows
 * and the table's indexes are laid into the file from one end to the other (tree.h), which takes a tenth of the time
 * of as many INSERTs.
 *
 * Owner     the ledger, while it has them (ss_ledger_waiting). Rows are copied; another one of the same job replaces
 *           it.
 * Memory    16 MiB, and 4 MiB for each index; what is beyond waits in a file (sorter.h).
 */
typedef struct SsJobStore SsJobStore;

/* Makes the ledger wait for rows, and its indexes; does nothing where rows have to be written at once: it is in
 * memory or no new one, or has jobs already. */
void ss_job_store_begin(SsLedger *ledger);

gboolean ss_job_store_put(SsJobStore *store, const SsJobRecord *job, GError **error);
