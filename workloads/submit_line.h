/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/zone.h"
#include "sim/model/jobspec.h"

/**
 * submit_line - what sacct's SubmitLine tells of a job that no other field of its has.
 *
 * Taken     how tasks, CPUs, nodes, memory and GPUs were asked for, if that makes as many CPUs as the record
 *           says; whole nodes, required and excluded ones, contiguous, switches, licences, nice, the list of
 *           partitions, ...
 * Not taken what decides when a job may start (--begin, --dependency, --hold: Eligible has it), reservations
 *           (the site that replays does not have them), and what lies in the script.
 * Errors    none: quotes are lost in the line, options may be a plugin's. A line that cannot be read changes
 *           nothing.
 * Source    sacct(1), sbatch(1).
 */
void ss_submit_line_apply(const char *line, const SsZone *zone, SsJobSpec *spec);
