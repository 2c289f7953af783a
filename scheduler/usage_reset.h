/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * usage_reset - PriorityUsageResetPeriod: when recorded usage is forgotten.
 * Source    slurm.conf(5) PriorityUsageResetPeriod; spec priority.md 12.
 */

/* Forgets all usage if the period says so at world->now; a pass begins with it. */
void ss_usage_reset_if_due(SsWorld *world);

/* The reset behind `last`, as told at `now`: SS_TIME_NEVER for NONE, `last` for NOW. `zone` NULL is
 * UTC. */
SsTime ss_usage_next_reset(const SsZone *zone, SsResetPeriod period, SsTime last, SsTime now);
