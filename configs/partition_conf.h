/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/conf_record.h"
#include "sim/model/cluster.h"

/**
 * partition_conf - PartitionName and NodeSet lines into partitions.
 *
 * Shape     partitions stay in file order.
 * Needs     settings, TRES and an indexed node table.
 * Errors    findings; a second line of the same name is left out.
 * Source    slurm.conf(5) "PARTITION CONFIGURATION", "NODESET CONFIGURATION"; observed on 22.05.8.
 */

/* `records` and `sets` of SsConfRecord *, in file order. */
void ss_partition_conf_build(const GPtrArray *records, const GPtrArray *sets, SsCluster *cluster,
                             const SsFaults *faults);
