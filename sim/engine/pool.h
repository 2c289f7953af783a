/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/engine/engine.h"

/**
 * pool - policies fifo and easy by counting, where nothing but the number of free nodes can matter.
 *
 * When      whole nodes are given away (select/linear) of one partition that takes everybody, all nodes are
 *           equal and stay, jobs ask for processors and time only, no limits are enforced, and nobody wants
 *           rows: then which nodes a job gets changes nothing that is asked for.
 * Result    the very times and states of SsEngine with the same policy (tests/conformance/pool.sh), as one
 *           SS_RECORD_JOB a job at its end, with `counts` instead of texts.
 * Memory    what waits and runs; the source is read as a stream.
 */
typedef struct {
    uint64_t submitted, main_passes, events;
    SsTime   now;
} SsPoolResult;

/* Why the pool will not do for this run; NULL: it will. Of the jobs: the largest one's processors, how many
 * say no limit, how many they are. */
const char *ss_pool_refusal(const SsCluster *cluster, const SsEngineOptions *options,
                            const SsJobSource *source, uint32_t most_procs, uint64_t without_limit,
                            uint64_t n_jobs);

/* `source` and `sink` are borrowed. */
gboolean ss_pool_run(const SsCluster *cluster, const SsEngineOptions *options, SsJobSource *source,
                     SsRecordSink *sink, SsPoolResult *result, GError **error);
