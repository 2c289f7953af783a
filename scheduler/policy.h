/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * SsPolicy - what decides order and starts: a pass as an interface, and the registry of policies.
 *
 * `slurm` is Slurm; `fifo`, `easy`, `conservative` are the textbook policies (they decide in the second
 * of the event and have no periodic passes).
 */
typedef enum { SS_PASS_PARTIAL, SS_PASS_FULL, SS_PASS_BACKFILL } SsPassKind;

typedef struct {
    uint32_t started, tested, changed, queue, tried, map_size;
    bool   partition_failed; /* a partition was marked failed (NODES_BUSY): stamps a change      */
    SsTime valid_until;
} SsPassOutcome;

typedef struct SsPolicy {
    const char *name, *doc;
    bool        textbook; /* a pass after each moment with an event, no periods                   */
    gpointer (*new)(SsWorld *world);
    void (*pass)(gpointer self, SsWorld *world, SsPassKind kind, SsPassOutcome *outcome);
    void (*free)(gpointer self);
} SsPolicy;

extern const SsPolicy *const ss_policies[]; /* ended by NULL; first is the default */
const SsPolicy              *ss_policy_find(const char *name);
