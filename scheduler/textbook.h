/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/outcome.h"

/**
 * textbook - fifo, easy, conservative: the policies of the literature, for comparison.
 *
 * They decide in the second of the event, in order of submission, keep time limits in seconds and know no
 * priorities. What a job needs is counted in CPUs of its partition; which nodes it gets is still
 * placement's business, and a promise that fragmentation breaks is kept at the next event.
 * Source    Mu'alem and Feitelson, "Utilization, predictability, workloads, and user runtime estimates in
 *           scheduling the IBM SP2 with backfilling", IEEE TPDS 12(6), 2001.
 */
extern const SsPolicy ss_policy_fifo;
extern const SsPolicy ss_policy_easy;
extern const SsPolicy ss_policy_conservative;
