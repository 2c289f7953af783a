/* SPDX-License-Identifier: Apache-2.0 */
/*
 * classic.c - effective usage that mixes a user's own with its accounts', and 2^-(usage/shares).
 *
 * Two algorithms differ in one formula only and share everything else: when values are computed.
 * Accounts are evaluated at the start of a pass, from root down, with the usage of the pass before;
 * a user only when one of its jobs is looked at, with whatever was charged by then, and then not again
 * until the next pass. So two users of equal usage may carry different values within a period. That is
 * Slurm's, and it decides the order of jobs; computing all users at once would be simpler and wrong.
 *
 * DEPTH_OBLIVIOUS sums its siblings' usage_norm: accounts' as of this pass, users' as last evaluated. A user who was never evaluated
 * counts with the "not set" marker 4294967294 in that sum, which makes the first user of an account
 * nearly free in the first period after a start. Seen on real Slurm (spec priority 21.11) and kept.
 *
 * Tested in tests/unit/test_fairshare.c (spec priority 21.1, 21.2, 21.5, 21.11).
 */
#include "scheduler/classic.h"

#include "scheduler/fair_level.h"

#include <math.h>

/* --- one association ------------------------------------------------------------------------------ */

static long double mixed(const SsUsage *usage, const SsUsage *parent, long double norm)
{
    const long double part = (long double) usage->shares_raw / (long double) usage->level_shares;

    return norm + (parent->usage_efctv - norm) * part;
}

static long double siblings_norm(const SsWorld *world, SsAssocId self, long double own)
{
    const SsAssocId parent = world->tree->at[self].fs_parent;
    long double     sum = 0;

    for (SsAssocId c = world->assoc_use[parent].fs_child; c != SS_ID_NONE;
         c = world->assoc_use[c].fs_sibling) {
        const SsUsage *usage = &world->assoc_use[c];

        if (usage->shares_raw == SS_SHARES_PARENT)
            continue;
        if (c == self)
            sum += own;
        else
            sum += usage->ever_evaluated ? usage->eval_norm : SS_FS_UNSET;
    }
    return sum;
}

static long double oblivious(const SsWorld *world, SsAssocId assoc, long double norm)
{
    const SsUsage *usage = &world->assoc_use[assoc];
    const SsUsage *parent = &world->assoc_use[world->tree->at[assoc].fs_parent];

    if (usage->shares_norm <= 0 || parent->shares_norm <= 0 || parent->usage_efctv == 0
        || norm == 0)
        return norm;

    const long double of_parent = parent->usage_efctv / parent->shares_norm;
    const long double of_siblings = siblings_norm(world, assoc, norm) / parent->shares_norm;
    const long double local = (norm / usage->shares_norm) / of_siblings;
    const long double steep = 5.0L * logl(of_parent);
    long double       k = 1;

    if (logl(of_parent) * logl(local) < 0)
        k = 1 / (1 + steep * steep);
    return of_parent * pow((double) local, (double) k) * usage->shares_norm;
}

static long double effective(const SsWorld *world, SsAssocId assoc, long double norm)
{
    const SsUsage  *usage = &world->assoc_use[assoc];
    const SsAssocId above = world->tree->at[assoc].fs_parent;

    if (above == SS_ID_NONE)
        return 1;
    if (above
        == 0) /* recorded: also of an account or user that shares with root (shares = parent) */
        return norm;
    if (usage->shares_raw == SS_SHARES_PARENT)
        return world->assoc_use[above].usage_efctv;
    if (usage->level_shares == 0)
        return world->assoc_use[above].usage_efctv;
    if (world->settings.priority_flags & SS_PRIO_DEPTH_OBLIVIOUS)
        return oblivious(world, assoc, norm);
    return mixed(usage, &world->assoc_use[above], norm);
}

SsEffective ss_classic_effective(const SsWorld *world, SsAssocId assoc)
{
    const long double norm = ss_fs_usage_norm(world, assoc);

    return (SsEffective){ norm, effective(world, assoc, norm) };
}

void ss_classic_evaluate(SsWorld *world, SsAssocId assoc)
{
    const SsEffective now = ss_classic_effective(world, assoc);
    SsUsage          *usage = &world->assoc_use[assoc];

    usage->usage_norm = usage->eval_norm = now.usage_norm;
    usage->usage_efctv = usage->eval_efctv = now.usage_efctv;
    usage->efctv_known = true;
    usage->ever_evaluated = true;
}

/* --- the tree ------------------------------------------------------------------------------------- */

/* Siblings that are accounts know each other's usage of this very pass; a user's is that of its last evaluation. */
static void tell_norms_below(SsWorld *world, SsAssocId parent)
{
    for (SsAssocId c = world->assoc_use[parent].fs_child; c != SS_ID_NONE;
         c = world->assoc_use[c].fs_sibling) {
        SsUsage *usage = &world->assoc_use[c];

        if (!world->tree->at[c].is_user) {
            usage->eval_norm = ss_fs_usage_norm(world, c);
            usage->ever_evaluated = true;
        }
    }
}

static void evaluate_below(SsWorld *world, SsAssocId parent)
{
    tell_norms_below(world, parent);
    for (SsAssocId c = world->assoc_use[parent].fs_child; c != SS_ID_NONE;
         c = world->assoc_use[c].fs_sibling) {
        if (world->tree->at[c].is_user) {
            world->assoc_use[c].efctv_known = false;
        } else {
            ss_classic_evaluate(world, c);
            evaluate_below(world, c);
        }
    }
}

void ss_classic_accounts(SsWorld *world)
{
    if (world->tree->n > 0)
        evaluate_below(world, 0);
}

double ss_classic_factor(const SsWorld *world, SsAssocId assoc, long double usage_efctv)
{
    const double shares = world->assoc_use[assoc].shares_norm;

    if (shares <= 0)
        return 0;
    const long double exponent = (usage_efctv / shares) / world->settings.dampening;
    return pow(2.0, -(double) exponent);
}
