/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * eligible - is a pending job "independent": dependencies, holds, array throttles, begin times,
 * reservation windows. Sets reason and eligible time as Slurm does on the way.
 * Source    sbatch(1) --dependency, --begin, --array; job_reason_codes.html.
 */

/* Tests `job` at world->now in Slurm's order; true: it may be considered. May kill the job
 * (kill_invalid_depend): then its state is no longer PENDING. */
bool ss_eligible(SsWorld *world, SsJob *job);

/* Do as many tasks of its array run as may? Its record with the array's id knows. */
bool ss_eligible_array_full(const SsWorld *world, const SsJob *job);

/* Every pending job once (what follows each requested pass). Returns how many changed. */
uint32_t ss_eligible_refresh(SsWorld *world);

/* Parses job->spec->dependency into job->deps. `map` turns "@N" into job ids (may be NULL). FALSE with
 * Slurm's message for what it refuses (unknown type, self, cycle). */
gboolean ss_dependency_parse(SsWorld *world, SsJob *job, const char *text, GError **error);

/* "afterok:17_*(unfulfilled),..." as squeue -o %E prints; NULL if none is left. */
char *ss_dependency_text(const SsWorld *world, const SsJob *job);
