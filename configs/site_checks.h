/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/conf_record.h"
#include "sim/model/cluster.h"

/**
 * site_checks - what is wrong with a site although every single value is right.
 *
 * Shape     checks only report, and correct where Slurm corrects; each is one rule of slurmctld 22.05.
 * Source    slurm.conf(5); observed on 22.05.8.
 */

/* After the scalar keys are stored. `scalars` of SsConfValue, `controllers` of char *. */
void ss_site_check_settings(const GArray *scalars, const GPtrArray *controllers, SsCluster *cluster,
                            const SsFaults *faults);

/* After the resources are named. */
void ss_site_check_gres_types(const GArray *scalars, SsCluster *cluster, const SsFaults *faults);

/* After accounts are read and the cluster is sealed: QOS and accounts that partitions name. */
void ss_site_check_accounts(SsCluster *cluster, const SsFaults *faults);

/* What SsFaults.places holds: made by the reader of a site, filled while partitions are built. */
GHashTable *ss_site_places_new(void);
void        ss_site_note_place(const SsFaults *faults, const char *part, const SsConfValue *value);
