/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/write.h"
#include "sim/model/world.h"

/**
 * sample - the controller's memory at one moment into the ledger: what squeue, sinfo, sshare, sprio,
 *          sdiag and scontrol show would print then.
 *
 * Shape     one sampler a ledger: it remembers what nodes and partitions looked like, so that only
 *           changes are stored.
 * Owner     the sampler borrows the ledger; the world is borrowed for the call.
 * Cost      O(jobs in memory + associations + nodes), about 5 us a row written.
 * Errors    SS_LEDGER_ERROR.
 */
typedef struct SsSampler SsSampler;

SsSampler *ss_sampler_new(SsLedger *ledger);
void       ss_sampler_free(SsSampler *sampler); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsSampler, ss_sampler_free)

/* NULL: the job's stored factors stand for all its partitions. */
void     ss_sampler_prio(SsSampler *sampler, SsPrioFunc prio);
gboolean ss_sampler_take(SsSampler *sampler, const SsWorld *world, GError **error);

/* "0-1,8-9": the positions of the set bits among n_bits; "" if none. Caller frees. */
char *ss_bits_text(const uint64_t *bits, uint32_t n_bits);
