/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/reader.h"

/**
 * swf - logs in the Standard Workload Format 2.2, as CLI.md section 3 maps them to Slurm.
 *
 * Header    UnixStartTime, Queue and Partition names are used; without UnixStartTime submit times of
 *           10^8 or more are Unix times, others count from the option `start`.
 * Records   18 numbers; columns behind them are passed over; -1 is unknown.
 * Source    https://www.cs.huji.ac.il/labs/parallel/workload/swf.html
 */
extern const SsReaderClass ss_swf_reader;

int ss_swf_sniff(const char *head, size_t size);
