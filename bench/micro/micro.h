/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/cluster.h"

/**
 * micro - what the small benchmarks share: one operation, its nanoseconds of CPU.
 *
 * `run` does the operation `n` times; the time printed is the least of five rounds of about a tenth of a
 * second (BENCH_SIZE=smoke: one short round).
 */
void ss_micro(const char *name, void (*run)(void *data, uint64_t n), void *data);

/* A site read from the text of its slurm.conf and, unless NULL, of a script of sacctmgr lines. */
SsCluster *ss_micro_site(const char *conf, const char *accounts);
