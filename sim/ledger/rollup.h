/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/ledger.h"

/**
 * rollup - usage by hour, day and month, as slurmdbd sums it.
 *
 * Shape     fills usage_*, assoc_usage_*, wckey_usage_* and moves last_ran. Hours are of local time,
 *           days and months begin at local midnight (a day may have 23 or 25 hours).
 * Units     TRES-seconds in 64 bits; sums are made in 128 and held at the limit.
 * Source    sreport(1), slurmdbd.conf(5); checked against 22.05.8 (tests/unit/test_rollup.c).
 */

/* From where the last rollup stopped (or the first cluster event) up to `now`. Idempotent. */
gboolean ss_rollup(SsLedger *ledger, SsTime now, GError **error);

/* Everything again from `since`: after an import into the past. */
gboolean ss_rollup_from(SsLedger *ledger, SsTime since, SsTime now, GError **error);
