/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/ledger.h"
#include "sim/model/cluster.h"

/**
 * entities - the site and its accounting entities in the ledger: tres, nodes, partitions, settings,
 *            accounts, users, QOS, associations, wckeys, transactions.
 *
 * Owner     stores read are the caller's.
 * Errors    SS_LEDGER_ERROR.
 */

/* Stores the site: tres, nodes, partitions, slurm.conf's keys, effective settings (keys "set.*" of
 * run), accounts. `started` is the controller's start and the partitions' first `at`. */
gboolean ss_ledger_site_write(SsLedger *ledger, const SsCluster *cluster, SsTime started,
                              GError **error);

/* The accounts store as a whole, replacing what is there, and back. `tres` gets the ledger's TRES
 * added where they are missing; the store borrows it. */
gboolean    ss_ledger_accounts_write(SsLedger *ledger, const SsAccounts *accounts, GError **error);
gboolean    ss_ledger_wckey_add(SsLedger *ledger, const SsWckeyRecord *wckey, GError **error);
SsAccounts *ss_ledger_accounts_read(SsLedger *ledger, SsTresSet *tres, GError **error);

/* root, or a user with AdminLevel Operator or Administrator. */
bool ss_ledger_is_operator(SsLedger *ledger, const char *user);

/* The accounting knows its users' names; their numbers are the site's. After accounts_write. */
gboolean ss_ledger_uids_write(SsLedger *ledger, const SsCluster *cluster,
                              const SsAccounts *accounts, GError **error);

/* Gres of a node as its commands show it: "gpu:h100:8(S:0-1),nvme:4" where gres.conf has Cores (recorded: replay-gres-*); NULL if
 * it has none; caller's. */
char *ss_ledger_node_gres(const SsCluster *cluster, const SsNode *node);

/* The TRES table as a set (caller frees), positions as they were. */
SsTresSet *ss_ledger_tres_read(SsLedger *ledger, GError **error);
/* The same as slurmctld's commands order it. */
SsTresSet *ss_ledger_tres_of_controller(SsLedger *ledger, GError **error);

/* One partition's row, valid from `at`. */
gboolean ss_ledger_partition_write(SsLedger *ledger, const SsCluster *cluster,
                                   const SsPartition *part, uint32_t inx, SsTime at,
                                   GError **error);
