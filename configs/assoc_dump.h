/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/model/account.h"

/**
 * assoc_dump - the flat file of `sacctmgr dump`: read and written.
 *
 * Shape     lines `Type - 'name':Key=value:...` of types Cluster, Parent, Account, User; `Parent`
 *           holds for the lines that follow. Comments begin with '#'.
 * Carries   accounts, users, shares, limits, QOS names; no limits of QOS. Reading such a file for a
 *           site makes the QOS it names, without limits, and says so.
 * Source    sacctmgr(1) FLAT FILE; recorded dumps of 22.05.8.
 */

/* Reads `text` into `db`, a fresh one. `file` names it in findings. FALSE (SS_CONF_ERROR_FAULTY) if
 * there were errors; they are in `diag`. */
gboolean ss_assoc_dump_read(const char *text, const char *file, SsAccounts *db, SsDiag *diag,
                            GError **error);

/* Is this a dump rather than a script of commands? */
bool ss_assoc_dump_looks_like(const char *text);

/* What `sacctmgr dump` writes into the file; and the lines it logs to stderr ("sacctmgr: LINE"). */
char *ss_assoc_dump_text(const SsAccounts *db);
char *ss_assoc_dump_log(const SsAccounts *db);
