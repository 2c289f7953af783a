/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * term - what depends on a terminal being there: the progress line.
 *
 * Only on a terminal (stderr), at most ten times a second, one line that is wiped at the end.
 */
typedef struct SsProgress SsProgress;

/* `quiet`: nothing at all. */
SsProgress *ss_progress_new(bool quiet);
/* `jobs` seen so far (0: no jobs are counted), the simulated time (0: none), how far the input is (0..1,
 * negative = unknown). */
void ss_progress_show(SsProgress *progress, uint64_t jobs, SsTime when, double fraction);
void ss_progress_wipe(SsProgress *progress); /* before a line that stays */
void ss_progress_free(SsProgress *progress); /* wipes the line */
