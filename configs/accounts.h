/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/model/account.h"

/**
 * accounts - a site's accounts file into the accounting database.
 *
 * Shape     a `sacctmgr dump` file (accounts.dump), or a script of sacctmgr commands (setup.sh,
 *           sacctmgr.script): which of the two is seen from the text, not from the name.
 * Script    lines `sacctmgr [options] ACTION ENTITY ...`, or without the first word, as
 *           `sacctmgr < script` reads them. Comments, blank lines, quotes and a backslash at a
 *           line's end are understood; there is no shell: anything else is an error with file:line.
 *           Every command counts as given with -i. Commands that show things are passed over.
 * Findings  what real sacctmgr would refuse is an error in `diag`, in its own words.
 * Source    sacctmgr(1); CLI.md section 2.
 */

/* Reads the accounts of the site in `folder` into `db` (a fresh one, see ss_accounts_new).
 * `accounts_file` NULL: the first of accounts.dump, setup.sh, sacctmgr.script in the folder; if there
 * is none, *found is false and `db` stays as it is. `qos_file` NULL, or what `sacctmgr -P show qos`
 * printed: read first, so that the accounts may name its QOS.
 * FALSE only if a file cannot be read or its findings are errors (SS_CONF_ERROR_FAULTY). */
gboolean ss_accounts_read(const char *folder, const char *accounts_file, const char *qos_file,
                          SsAccounts *db, bool *found, SsDiag *diag, GError **error);

/* The same for a script's text; `file` names it in findings. */
gboolean ss_accounts_run_script(const char *text, const char *file, SsAccounts *db, SsDiag *diag,
                                GError **error);

/* One line of a script as words, quotes removed: `a "b c" d='e f'` -> a | b c | d=e f.
 * NULL and an error if a quote is not closed or something only a shell could do stands in it. */
char **ss_accounts_split(const char *line, GError **error);

/* The next command of a script: `line` gets its text, lines that a backslash continues joined; `at` goes on behind it
 * and `number` counts the physical lines taken. False at the end. */
bool ss_accounts_next_line(const char **at, GString *line, uint32_t *number);

/* In "A || B", where the second command is tried when the first fails: the bars, outside of quotations; else NULL. */
const char *ss_accounts_or_else(const char *line);
