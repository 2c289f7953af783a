/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.c - the registry of policies, and Slurm as one of them.
 *
 * A policy is a pass. Slurm's has no state of its own between passes (what it remembers is in the world:
 * reasons, estimates, priorities), which is why the literal scheduler can be compared with a fast one at
 * every pass.
 */
#include "scheduler/policy.h"

#include "scheduler/backfill.h"
#include "scheduler/pass.h"
#include "scheduler/textbook.h"

static gpointer slurm_new(SsWorld *world)
{
    return world;
}

static void slurm_pass(gpointer self, SsWorld *world, SsPassKind kind, SsPassOutcome *outcome)
{
    (void) self;
    *outcome = (SsPassOutcome){ .valid_until = world->now };
    if (kind == SS_PASS_BACKFILL)
        ss_backfill_pass(world, outcome);
    else
        ss_main_pass(world, kind, outcome);
}

static void slurm_free(gpointer self)
{
    (void) self;
}

static const SsPolicy slurm = {
    .name = "slurm",
    .doc = "Slurm's own main scheduler and backfill, with its cadence.",
    .new = slurm_new,
    .pass = slurm_pass,
    .free = slurm_free,
};

const SsPolicy *const ss_policies[] = { &slurm, &ss_policy_fifo, &ss_policy_easy,
                                        &ss_policy_conservative, NULL };

const SsPolicy *ss_policy_find(const char *name)
{
    for (uint32_t i = 0; ss_policies[i]; i++)
        if (g_strcmp0(ss_policies[i]->name, name) == 0)
            return ss_policies[i];
    return NULL;
}
