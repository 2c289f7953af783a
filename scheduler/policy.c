/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.c - the registry of policies, and Slurm as one of them.
 *
 * A policy is a pass. Slurm's has no state of its own between passes (what it remembers is in the world:
 * reasons, estimates, priorities); what it keeps here only tells it which passes it need not make.
 */
#include "scheduler/policy.h"

#include "scheduler/backfill.h"
#include "scheduler/builtin.h"
#include "scheduler/elide.h"
#include "scheduler/pass.h"
#include "scheduler/textbook.h"

static gpointer slurm_new(SsWorld *world)
{
    return ss_elide_new(world);
}

static void make(SsWorld *world, SsPassKind kind, SsPassOutcome *outcome)
{
    if (kind == SS_PASS_BACKFILL && world->settings.sched_type == SS_SCHED_BUILTIN)
        ss_builtin_estimate(world, outcome);
    else if (kind == SS_PASS_BACKFILL)
        ss_backfill_pass(world, outcome);
    else
        ss_main_pass(world, kind, outcome);
}

static void slurm_pass(gpointer self, SsWorld *world, SsPassKind kind, SsPassOutcome *outcome)
{
    SsElide *elide = self;
    /* what a referee held back it may let go a second later */
    const bool on =
        ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_ELIDE) && world->referee == NULL
        && (kind != SS_PASS_BACKFILL || world->settings.sched_type == SS_SCHED_BACKFILL);

    *outcome = (SsPassOutcome){ .valid_until = SS_TIME_NEVER };
    if (on && ss_elide_skip(elide, kind, outcome)) {
        outcome->skipped = true;
        return;
    }
    if (on) {
        ss_elide_begin(elide, kind);
        outcome->seen = g_ptr_array_sized_new(world->n_pending);
    }
    make(world, kind, outcome);
    if (on)
        ss_elide_end(elide, kind, outcome);
}

static void slurm_free(gpointer self)
{
    ss_elide_free(self);
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
