/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/grammar.h"
#include "sim/model/cluster.h"

/**
 * gres_conf - gres.conf into the devices of the nodes.
 *
 * Rule      slurm.conf is the authority on names, types and counts; gres.conf says which of them are
 *           device files, near which cores, and how they are linked. For a node its Name= lines come
 *           first, then the NodeName= lines that list it.
 * Needs     a cluster whose nodes and gres names are complete.
 * Errors    findings only; a gres whose records contradict each other keeps its counts and has no
 *           devices.
 * Source    gres.conf(5).
 */
void ss_gres_conf_read(SsConfReader *reader, SsCluster *cluster, const SsFaults *faults);
