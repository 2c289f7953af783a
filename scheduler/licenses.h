/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * licenses - counted things that belong to no node.
 * Source    slurm.conf(5) Licenses, sbatch(1) --licenses; spec scheduling 6.
 */

/* "matlab:2,abaqus" as indices and counts, appended to *out (freed with g_free); FALSE: unknown. */
bool ss_licenses_parse(const SsCluster *cluster, const char *text, SsResvLicense **out,
                       uint32_t *n);

/* Are the licences of `job` short in [start, start + span)? Used ones count, and those that
 * reservations other than its own hold in that time. */
bool ss_licenses_short(const SsWorld *world, const SsJob *job, SsTime start, SsSpan span);
