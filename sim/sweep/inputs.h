/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/sweep/plan.h"

/**
 * inputs - which files a run read: path, size, SHA-256, and the text of small ones, in the ledger.
 *
 * The site's files are always kept as text, so that a run can be repeated when the folder has changed or
 * is gone, and so are accounts, QOS, usage and events; a workload is kept when it is smaller than 1 MB.
 */
gboolean ss_inputs_write(SsLedger *ledger, const SsPlan *plan, GError **error);

/* Are the files that the ledger's run read still there, byte for byte? `plan` is the ledger's. */
bool ss_inputs_same(SsLedger *ledger, const SsPlan *plan);

/* Are the workloads still what the run read? An error that names the one that is not. */
gboolean ss_inputs_workload_same(SsLedger *ledger, GError **error);

/* The other files as they were, into `folder`; where `plan` names one, it names the copy from then on. What
 * the ledger has no text of stays named as it is. */
gboolean ss_inputs_restore(SsLedger *ledger, const char *folder, SsPlan *plan, GError **error);

/* The site's files as they were, in a new temporary folder: its path (caller's), or NULL and an error. */
char *ss_inputs_site(SsLedger *ledger, GError **error);
void  ss_inputs_site_remove(const char *folder); /* NULL is fine */
