/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/faults.h"
#include "sim/model/cluster.h"

/* A slurm.conf in memory as a sealed cluster; findings go to `diag` (borrowed). Never NULL: a faulty
 * text gives what could be read. ss_cluster_unref. */
SsCluster *ss_test_conf(const char *text, SsReading reading, SsDiag *diag);

/* The same with gres.conf and topology.conf texts, either may be NULL. */
SsCluster *ss_test_conf_files(const char *slurm, const char *gres, const char *topology,
                              SsReading reading, SsDiag *diag);

/* How many findings have this fault's code, and the first of them (NULL). */
uint32_t         ss_test_faults(const SsDiag *diag, SsFault fault);
const SsFinding *ss_test_fault(const SsDiag *diag, SsFault fault);

/* All findings, one a line, for messages; caller's. */
char *ss_test_findings(const SsDiag *diag);

/* The lines every small slurm.conf needs. */
#define SS_TEST_HEAD "ClusterName=t\nSlurmctldHost=h\n"
