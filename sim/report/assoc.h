/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/sacctmgr.h"
#include "sim/report/context.h"

/**
 * assoc - sacctmgr's show, list and dump: the accounting entities in the real tool's layout.
 *
 * Shape     argv[0] is the tool's name; the rest are the words. Changing commands are not answered here
 *           (configs/sacctmgr.h does them); help, version and the like are.
 * Reads     accounts, transactions, events and reservations of a ledger.
 * Source    sacctmgr(1); tests/unit/test_report_assoc.c (recorded answers of 22.05.8).
 */
int ss_report_sacctmgr(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                       GString *out, GString *err);

/* What is shown. `ledger` NULL: no events, no reservations, no TRES of the cluster. */
typedef struct {
    const SsAccounts *db;
    SsLedger         *ledger;
    bool              track_wckey; /* TrackWCKey=yes: users are listed with their default WCKey  */
} SsAssocSource;

/* A show, list or dump command on accounts at hand; `words` without the tool's name. */
int ss_report_sacctmgr_on(const SsAssocSource *source, const SsReportContext *context, char **words,
                          GString *out, GString *err);
