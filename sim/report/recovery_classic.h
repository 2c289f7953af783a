/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsClassic - who comes before whom without Fair Tree: FairShare = 2^-(effective usage / shares / dampening).
 *
 * Shape     the associations whose shares count, parents first; at[0] is root. Effective usage mixes an association's own
 *           with that of its account, so a rank needs all of them, not only a level.
 * Units     billing-seconds, billing-seconds a second; shares and effective usage as parts of the cluster's.
 * Source    https://slurm.schedmd.com/classic_fair_share.html, priority_multifactor2.html; as scheduler/classic.
 */
typedef struct {
    uint32_t parent; /* index */
    double   part;   /* of the shares of its level; negative: it takes its parent's */
    double   usage, rate;
    bool     is_user;
    bool     is_self;           /* the one asked about, or what is above it */
    bool     is_below;          /* the one asked about, or what is below it */
    double   shares, effective; /* computed */
} SsClassicAssoc;

typedef struct {
    uint32_t        n;
    SsClassicAssoc *at;
    uint32_t        self;
    bool            oblivious; /* PriorityFlags=DEPTH_OBLIVIOUS */
    double          dampening;
} SsClassic;

SsClassic *ss_recovery_classic_copy(const SsClassic *classic);
void       ss_recovery_classic_free(SsClassic *classic);

/* More usage of the one asked about, and of what is above it. */
void ss_recovery_classic_use(SsClassic *classic, double billing_seconds);
/* A period on; `missing` is what its rate falls short. */
void ss_recovery_classic_step(SsClassic *classic, double decay, double missing, double period);

/* Shares over effective usage, 1: it used as much as it should; its rank among the users, an account's of its first. */
double ss_recovery_classic_level(SsClassic *classic, uint32_t *rank);
/* FairShare at such a level. */
double ss_recovery_classic_fair_share(const SsClassic *classic, double level);
