/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/cluster.h"
#include "sim/model/stream.h"

/**
 * people - users and accounts that a workload names and a site does not.
 *
 * Shape     a missing account goes below root with one share, a missing user below its account. A job
 *           without an account puts its user below an account of the user's own name.
 * Cost      drains the source.
 */
typedef struct {
    uint32_t accounts, users; /* added */
} SsPeopleAdded;

/* Adds what `source` (borrowed, drained) names to the cluster's accounts (made if NULL) and builds its tree
 * anew. The cluster must not be in use yet. */
gboolean ss_people_add(SsCluster *cluster, SsJobSource *source, SsTime now, SsPeopleAdded *added,
                       GError **error);

/* Nobody but root: what a cluster has of which neither a file nor a workload says who is on it, as after
 * `sacctmgr add cluster`. The cluster must not have accounts, nor be in use yet. */
void ss_people_add_root(SsCluster *cluster, SsTime now);
