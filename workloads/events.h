/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/reader.h"

/**
 * events - the event lists of the University at Buffalo's Slurm simulator.
 *
 * Lines     -dt SECONDS -e submit_batch_job | [-sim-walltime SECONDS] [-cancel-in SECONDS] options script
 *           The part behind the bar is sbatch's. Blank lines and those that begin with # are passed over.
 *           A walltime of -1 runs into its limit, 0 ends at once; without one the job runs into its
 *           limit. Other events than submissions are counted as bad records.
 * Ids       the number in a job name "jobid_00017", else the line's number.
 */
extern const SsReaderClass ss_events_reader;

int ss_events_sniff(const char *head, size_t size);
