/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/model/account.h"

/**
 * qos_table - what `sacctmgr -P show qos` (or -p) prints, read back: limits that a dump does not carry.
 *
 * Shape     a line of titles, then a QOS a line, separated by '|'. Any format= is understood; a column
 *           that is not known is a warning. Name is needed. QOS that exist are changed.
 * Source    sacctmgr(1) LIST/SHOW QOS FORMAT OPTIONS.
 */
gboolean ss_qos_table_read(const char *text, const char *file, SsAccounts *db, SsDiag *diag,
                           GError **error);
