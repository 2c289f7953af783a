/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/ledger.h"

/**
 * usage - sreport: reports from the accounting's rollups, and job sizes and reservations.
 *
 * Shape     argv[0] is the program's name, argv ends with NULL; nothing else is read.
 * Answer    what sreport 22.05.8 prints, to the character; its exit code.
 * Errors    in `err`, in sreport's words. A ledger that cannot be read: its message, code 1.
 * Source    sreport(1); recorded outputs (tests/conformance).
 */
int ss_report_sreport(SsLedger *ledger, SsTime now, char **argv, GString *out, GString *err);
