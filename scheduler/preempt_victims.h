/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"

/**
 * preempt_victims - which of the jobs that may be displaced are.
 *
 * Owner     lists of SsJob * are the caller's, the jobs the world's.
 * Source    slurm.conf(5) preempt_reorder_count, preempt_strict_order, preempt_youngest_first; spec
 *           scheduling 4.3.
 */

/* Running jobs on `part`'s nodes that `job` may displace, in the order in which they are given up: lowest
 * class first, smaller jobs first, then as in the job list (or the youngest first). NULL: none. */
GPtrArray *ss_preempt_candidates(const SsWorld *world, const SsJob *job, SsPartId part);

/* A use without the candidates: those that only lend their cores keep memory and devices. */
void ss_preempt_remove_all(const SsWorld *world, const GPtrArray *candidates, SsUse *use);

/* The candidates that make room for `query` (its mode, use and gone are set here), in the order in which
 * they are to go; NULL if all together do not. The placement itself is made again once they are gone. */
GPtrArray *ss_preempt_choose(const SsPlaceQuery *query, const GPtrArray *candidates);

/* A placement over the cores of candidates that lend them; NULL if there is none. */
SsAlloc *ss_preempt_place_over(const SsPlaceQuery *query, const GPtrArray *candidates);
