/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/grammar.h"
#include "sim/model/cluster.h"

/**
 * topology_conf - topology.conf into the tree of switches.
 *
 * Needs     a cluster whose node table is complete.
 * Errors    findings only; on an error the topology is left flat.
 * Source    topology.conf(5).
 */
void ss_topology_conf_read(SsConfReader *reader, SsCluster *cluster, const SsFaults *faults);
