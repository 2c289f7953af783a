/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/trace.h"

/**
 * batch_script - a batch script, or a folder of them, as a workload.
 *
 * Order     all are submitted at the start, by name. Of a folder the files count that begin with #!,
 *           hidden ones and subfolders do not.
 * Run time  a line "#SLURMSIM run=600" (seconds, [D-]HH:MM:SS, limit; also end=, exit=, cancel=), else
 *           the option run_time, else the job runs to its limit.
 * Ids       the file's name.
 */
int ss_batch_script_sniff(const char *head, size_t size);

SsJobSource *ss_batch_script_open(const char *path, const SsTraceOptions *options, SsDiag *diag,
                                  GError **error);
