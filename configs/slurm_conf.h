/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/grammar.h"
#include "sim/model/cluster.h"

/**
 * slurm_conf - slurm.conf into a cluster: settings, nodes, partitions, node sets, licences, TRES.
 *
 * Overrides "KEY=VALUE", "Partition.NAME.KEY=VALUE", "Node.HOSTLIST.KEY=VALUE": as if the file's last
 *           word on the matter were this; NULL or NULL-terminated.
 * Errors    everything is a finding; reading goes on to the end of the file whatever is found.
 * Source    slurm.conf(5).
 */
void ss_slurm_conf_read(SsConfReader *reader, char **overrides, SsCluster *cluster,
                        const SsFaults *faults);
