/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/report/assoc.h"
#include "sim/report/render.h"

/**
 * assoc_parts - what the files behind sim/report/assoc.h share.
 *
 * A row has whatever of the entities it is about; what it has not prints blank, or, where the real tool
 * prints the zeros of an empty record (`zero`), 0.
 */
typedef struct {
    const SsAccounts       *db;
    const SsAssocRecord    *assoc;
    const SsAccountRecord  *account;
    const SsUserRecord     *user;
    const SsQosRecord      *qos;
    const SsWckeyRecord    *wckey;
    const SsResourceRecord *resource;
    const SsTransaction    *txn;
    const SsTres           *tres;
    const SsLimits         *limits; /* of assoc, perhaps with what it inherits; or of qos   */
    bool                    zero;   /* limits of nobody: 0                                  */
    uint32_t                priority, default_qos;
    char                   *qos_text; /* the QOS column                                       */
    char                   *qos_raw;  /* ids of it                                            */
    const char             *default_account, *default_wckey, *coordinators, *parent;
    uint32_t                indent; /* blanks before the account's name                     */
    const char             *cluster, *problem;
    /* Of an event, a reservation or the cluster. */
    SsTime      start, end;
    const char *node, *state, *reason, *uid_text, *tres_text, *cluster_nodes, *name;
    const char *host; /* the cluster's controller; NULL = not known               */
    uint32_t    port;
    uint32_t    state_raw, n_nodes, id;
    double      unused_wall;
    bool        is_cluster; /* the cluster's own row                                */
} SsAssocRow;

/* Every field of sacctmgr, in the order in which abbreviations are tried. */
extern const SsColumn ss_sacctmgr_fields[];
extern const size_t   ss_sacctmgr_n_fields;

typedef struct {
    const SsAccounts      *db;
    SsLedger              *ledger; /* NULL */
    bool                   track_wckey;
    const SsReportContext *context;
    const SsSacctmgrQuery *query;
    SsTable               *table;
    GString               *out, *err;
    int                    code;
} SsAssocReport;

/* Rows of events and reservations; FALSE and said if the ledger cannot be read. */
void ss_report_events(SsAssocReport *report);
void ss_report_resvs(SsAssocReport *report);
/* What the ledger knows of the cluster, into `row`. Texts live as long as the table. */
void ss_report_cluster(SsAssocReport *report, SsAssocRow *row);
void ss_report_config(SsAssocReport *report);
bool ss_report_tracks_wckeys(SsLedger *ledger); /* TrackWCKey=yes */
