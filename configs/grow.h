/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/cluster.h"

/**
 * grow - a site with more or fewer nodes than its files say: "what if we bought two more of these?"
 *
 * Shape     a clone is equal to a node of the partition in everything but its name and stands in every
 *           partition and below every switch in which that node stands. The names go on from the
 *           partition's: gpu-node10 is followed by gpu-node11.
 * Order     the node table stays in Slurm's order.
 * Errors    SS_CONF_ERROR_REFERENCE (no such partition), SS_CONF_ERROR_VALUE (nothing to clone, or no
 *           node would be left); the cluster is unchanged then.
 */

/* Adds `by` clones to the partition, taken evenly from its nodes; a negative number takes its last nodes
 * out of the cluster. The cluster must not be in use yet. */
gboolean ss_site_grow(SsCluster *cluster, const char *partition, int64_t by, GError **error);
