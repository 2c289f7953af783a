/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/conf_record.h"
#include "sim/model/cluster.h"

/**
 * node_conf - NodeName and DownNodes lines into the node table.
 *
 * Shape     the table is in Slurm's order: natural order of names, not file order.
 * Needs     settings and gres names of the cluster.
 * Errors    findings; a node that cannot be built is left out.
 * Source    slurm.conf(5) "NODE CONFIGURATION"; observed on 22.05.8.
 */

/* "Node.LIST.KEY=VALUE": as if a line of their own said it of these nodes. */
typedef struct {
    SsHostlist *hosts;
    SsConfValue value;
} SsNodeOverride;

/* `records` of SsConfRecord *, in file order; `overrides` of SsNodeOverride. */
void ss_node_conf_build(const GPtrArray *records, const GArray *overrides, SsCluster *cluster,
                        const SsFaults *faults);

/* After the table is indexed. */
void ss_node_conf_down(const SsConfRecord *record, SsCluster *cluster, const SsFaults *faults);

/* The order of the node table: natural order of whole names, as qsort asks. */
int ss_node_name_compare(const char *a, const char *b);
