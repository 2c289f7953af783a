/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/model/cluster.h"

/**
 * usage_file - usage per association at the start of a run.
 *
 * Reads     `sshare -l -P` (columns Account, User, RawUsage and, if there, GrpWall ...), or a CSV with
 *           the columns user,account,raw[,grp_wall,tres_raw[,partition]] - tres_raw is
 *           "cpu=1.5;mem=2;gres/gpu=3", TRES-seconds -, or the one line `history,SECONDS`: usage is
 *           to be computed from the history with that half-life, each job to its end.
 * Rows      of users; a row without user is the account's own (normally the sum of its children).
 * Errors    G_FILE_ERROR, SS_TRACE_ERROR_VALUE with file:line.
 */
typedef struct {
    const char        *user; /* "" = the account itself                               */
    const char        *account;
    const char        *partition; /* "" = any                                              */
    long double        raw;       /* usage_raw                                             */
    long double        grp_wall;  /* seconds; -1 not told                                  */
    const long double *tres;      /* [cluster->tres->n] TRES-seconds; NULL not told        */
    uint32_t           line;
} SsUsageRow;

typedef gboolean (*SsUsageTake)(const SsUsageRow *row, void *data, GError **error);

/* `half_life` (not NULL): seconds if the file says `history,SECONDS`, else -1. */
gboolean ss_usage_file_read(const char *path, const SsCluster *cluster, SsUsageTake take,
                            void *data, double *half_life, SsDiag *diag, GError **error);
