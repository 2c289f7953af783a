/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/model/cluster.h"
#include "sim/sweep/plan.h"

/**
 * before - the accounting as it is when the controller starts: ended jobs, nodes out of service,
 * reservations, the cluster's size.
 *
 * What spans the start is cut there: the run itself goes on with it.
 * `since`: the beginning of the accounting; the plan's, or moved back to the earliest ended job.
 */
gboolean ss_before_write(SsLedger *ledger, const SsCluster *cluster, const SsPlan *plan,
                         const SsZone *zone, SsTime start, SsTime *since, SsDiag *diag,
                         GError **error);
