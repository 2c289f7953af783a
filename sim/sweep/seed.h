/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/ledger/ledger.h"
#include "sim/model/world.h"

/**
 * seed - what a cluster knows before the first job of a run: ended jobs in its accounting, decayed usage in
 * its memory.
 * Source    sshare(1); https://slurm.schedmd.com/priority_multifactor.html#decay
 */

/* Ended jobs of `path` (sacct -P dump or CSV) into the ledger. `since`: the earliest moment seen, kept if
 * the file has none earlier. */
gboolean ss_seed_history(SsLedger *ledger, const SsCluster *cluster, const char *path,
                         const SsZone *zone, SsTime *since, uint64_t *n, SsDiag *diag,
                         GError **error);

/* What a record names and the ledger does not have is the record's fault, not the ledger's. Always FALSE. */
gboolean ss_seed_blame_record(GError **error);

/* Usage per association and QOS as of world->started: from `usage_file` if there is one, else computed
 * from the ledger's ended jobs with the site's half-life (0: nothing decays). */
gboolean ss_seed_usage(SsLedger *ledger, SsWorld *world, const char *usage_file, SsDiag *diag,
                       GError **error);
