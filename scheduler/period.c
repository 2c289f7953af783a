/* SPDX-License-Identifier: Apache-2.0 */
/*
 * period.c - the periodic pass.
 *
 * A pass has the same steps for every algorithm and runs them in another order: Fair Tree charges all
 * running jobs, ranks the tree, then recomputes priorities; the classic ones evaluate the accounts
 * first (with the usage before the pass) and then take each job in turn, its usage and its priority at
 * once. The order is a row of `algorithms`; the steps are usage_reset.c, charge.c, fair_tree.c,
 * classic.c and priority.c. Jobs come in the job list's order, because usage is added in that order.
 *
 * The first pass after a start has no "last": nothing decays then. Fair Tree does its whole pass all
 * the same, so factors exist from the first second; the classic ones leave jobs alone in it, and in any
 * other one in the second of the pass before.
 *
 * Passes between which nothing happens may be made in one (period_run.c): only the last one's ranks and
 * priorities are ever read.
 *
 * Tested in tests/unit/test_fairshare.c (spec priority 21.6).
 */
#include "scheduler/period.h"

#include "scheduler/charge.h"
#include "scheduler/classic.h"
#include "scheduler/fair_tree.h"
#include "scheduler/fairshare.h"
#include "scheduler/period_run.h"
#include "scheduler/priority.h"
#include "scheduler/usage_reset.h"

typedef struct {
    const char *name;
    uint32_t mask, flags; /* of PriorityFlags: this row is meant by flags under mask            */
    void (*before)(SsWorld *world); /* before decay and new usage, NULL                          */
    void (*after)(SsWorld *world);  /* when all jobs are charged, NULL                           */
    bool whole_first_pass;          /* the first pass after a start charges and recomputes too   */
    bool job_by_job;                /* a job's priority directly behind its charge               */
} Algorithm;

#define EITHER (SS_PRIO_FAIR_TREE | SS_PRIO_DEPTH_OBLIVIOUS)

static const Algorithm algorithms[] = {
    { "Fair Tree", EITHER, SS_PRIO_FAIR_TREE, NULL, ss_fair_tree, true, false },
    { "depth-oblivious", SS_PRIO_DEPTH_OBLIVIOUS, SS_PRIO_DEPTH_OBLIVIOUS, ss_classic_accounts,
      NULL, false, true },
    { "classic", 0, 0, ss_classic_accounts, NULL, false, true },
};

static const Algorithm *algorithm_of(const SsWorld *world)
{
    const Algorithm *row = algorithms;

    while ((world->settings.priority_flags & row->mask) != row->flags)
        row++;
    return row;
}

static void charge(SsWorld *world, const SsJob *job, SsSlice *slice)
{
    if (!ss_charge_is_due(job))
        return;
    ss_charge_usage(world, job, slice);
    ss_charge_run_secs(world, job, slice, SS_CHARGE_PASS);
}

static bool is_recomputed(const SsWorld *world, const SsJob *job)
{
    if (job->priority == 0 || job->configuring)
        return false;
    if (world->settings.priority_flags & SS_PRIO_CALCULATE_RUNNING)
        return true; /* also of those that ended less than MinJobAge ago */
    return job->state == SS_JOB_PENDING;
}

static void recompute(SsWorld *world, SsJob *job)
{
    if (!is_recomputed(world, job))
        return;
    ss_priority_job(world, job);
    if (job->state == SS_JOB_PENDING)
        world->changed.job = world->now;
}

static void charge_and_recompute(SsWorld *world, const Algorithm *algorithm)
{
    SsSlice slice = ss_slice(world);

    if (slice.last != 0 && slice.now > slice.last)
        ss_charge_decay(world, &slice);
    for (SsJob *job = world->first; job != NULL; job = job->next) {
        charge(world, job, &slice);
        if (algorithm->job_by_job)
            recompute(world, job);
    }
}

/* Is there time between this pass and the one before? The first has none before it, and of those that a jump
 * of the clock has missed all but one are made in its second. */
static bool has_length(const SsWorld *world)
{
    return world->last_usage_period != 0 && world->now > world->last_usage_period;
}

static void rank_and_recompute(SsWorld *world, const Algorithm *algorithm)
{
    if (algorithm->after != NULL)
        algorithm->after(world);
    for (SsJob *job = world->first; job != NULL && !algorithm->job_by_job; job = job->next)
        recompute(world, job);
    if (world->period_is_read)
        ss_world_touch(world);
}

void ss_fairshare_period(SsWorld *world)
{
    const Algorithm *algorithm = algorithm_of(world);

    if (!ss_fairshare_has_periods(world))
        return;
    ss_usage_reset_if_due(world);
    if (algorithm->before != NULL)
        algorithm->before(world);
    if (has_length(world) || algorithm->whole_first_pass)
        charge_and_recompute(world, algorithm);
    world->last_usage_period = world->now;
    world->order++;
    rank_and_recompute(world, algorithm);
}

void ss_fairshare_periods(SsWorld *world, SsTime first, SsSpan every, uint32_t n)
{
    const Algorithm *algorithm = algorithm_of(world);

    if (n < 2 || !ss_period_run_is_known(world)) {
        for (uint32_t i = 0; i < n; i++) {
            world->now = first + i * every;
            ss_fairshare_period(world);
        }
        return;
    }
    world->now = first; /* what started since the last pass has a shorter slice in this one */
    charge_and_recompute(world, algorithm);
    ss_period_run(world, first, every, n - 1);
    world->order += n;
    rank_and_recompute(world, algorithm);
    world->shortcuts.saved[SS_SHORTCUT_PERIODS] += n - 1;
}
