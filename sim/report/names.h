/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/query.h"

/**
 * names - users and other names that commands are asked about.
 *
 * Owner     the caller clears.
 * Source    squeue(1), sprio(1) --user; seen with 22.05.8.
 */
typedef struct {
    GPtrArray *names; /* char *, NULL = not asked */
    GArray    *uids;  /* uint32_t                 */
} SsUserFilter;

/* "ann,5003": names and uids. A name that the ledger does not know is told as
 * "TOOL: error: Invalid user: x", with an empty line behind it, and matches nothing. */
void ss_user_filter_read(SsUserFilter *filter, SsLedger *ledger, const char *tool, const char *text,
                         GString *err);
bool ss_user_filter_has(const SsUserFilter *filter, uint32_t uid, const char *name);
void ss_user_filter_clear(SsUserFilter *filter);

/* Does -M name this cluster (NULL: not given)? If not, TOOL's lines about it are told. */
bool ss_cluster_is_known(SsLedger *ledger, const char *tool, const char *name, GString *err);

/* Is `name` one of `list` (NULL-terminated; NULL = everything is)? */
bool ss_names_have(char **list, const char *name);
