/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/faults.h"
#include "sim/model/cluster.h"

/**
 * gres_spec - the value of a node's Gres= into counts by resource and type.
 *
 * Form      name[:type][:no_consume][:count][(S:0-1)], separated by commas; count with K, M, G, T, P.
 * Needs     the cluster's gres_names.
 * Owner     the node owns what is added.
 * Source    slurm.conf(5) Gres; observed on 22.05.8.
 */
void ss_gres_spec_parse(const SsCluster *cluster, const char *text, const SsPlace *place,
                        SsNode *node, const SsFaults *faults);

/* The entry of a resource on a node, of a type within it; added with count 0 if there is none. */
SsNodeGres     *ss_gres_spec_entry(SsNode *node, uint32_t gres);
SsNodeGresType *ss_gres_spec_type(SsNodeGres *entry, const char *type);
