/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recovery_classic.c - the classic factors of a tree that goes on being used.
 *
 * The controller computes a user's factor when one of its jobs is looked at; here all are computed at once, as they
 * are when everybody has a job waiting.
 *
 * Tested in tests/unit/test_recovery.c and, against sshare, in tests/cli/14_recover.txt.
 */
#include "sim/report/recovery_classic.h"

#include <math.h>

SsClassic *ss_recovery_classic_copy(const SsClassic *classic)
{
    SsClassic *copy = g_memdup2(classic, sizeof *classic);

    copy->at = g_memdup2(classic->at, classic->n * sizeof *classic->at);
    return copy;
}

void ss_recovery_classic_free(SsClassic *classic)
{
    if (classic)
        g_free(classic->at);
    g_free(classic);
}

void ss_recovery_classic_use(SsClassic *classic, double billing_seconds)
{
    for (uint32_t i = 0; i < classic->n; i++)
        classic->at[i].usage += classic->at[i].is_self ? billing_seconds : 0;
}

void ss_recovery_classic_step(SsClassic *classic, double decay, double missing, double period)
{
    for (uint32_t i = 0; i < classic->n; i++) {
        SsClassicAssoc *a = &classic->at[i];

        a->usage = a->usage * decay + (a->is_self ? a->rate - missing : a->rate) * period;
    }
}

/* --- effective usage ------------------------------------------------------------------------------------ */

static double norm_of(const SsClassic *classic, const SsClassicAssoc *a)
{
    return classic->at[0].usage > 0 ? a->usage / classic->at[0].usage : 0;
}

/* Its own usage and its part of what its account's others have used. */
static double mixed(const SsClassicAssoc *parent, double part, double norm)
{
    return norm + (parent->effective - norm) * part;
}

/* The parent's excess, more or less of it by its part among its siblings; opposite tendencies are damped. */
static double oblivious(const SsClassic *classic, const SsClassicAssoc *a, double norm)
{
    const SsClassicAssoc *parent = &classic->at[a->parent];
    double                siblings = 0;

    if (a->shares <= 0 || parent->shares <= 0 || parent->effective <= 0 || norm <= 0)
        return norm;
    for (uint32_t i = 1; i < classic->n; i++)
        if (classic->at[i].parent == a->parent && classic->at[i].part >= 0)
            siblings += norm_of(classic, &classic->at[i]);
    const double of_parent = parent->effective / parent->shares;
    const double local = norm / a->shares / (siblings / parent->shares);
    const double steep = 5 * log(of_parent);
    const double k = log(of_parent) * log(local) < 0 ? 1 / (1 + steep * steep) : 1;
    return of_parent * pow(local, k) * a->shares;
}

static void evaluate(SsClassic *classic)
{
    classic->at[0].shares = classic->at[0].effective = 1;
    for (uint32_t i = 1; i < classic->n; i++) {
        SsClassicAssoc       *a = &classic->at[i];
        const SsClassicAssoc *parent = &classic->at[a->parent];
        const double          norm = norm_of(classic, a);

        a->shares = a->part < 0 ? parent->shares : parent->shares * a->part;
        a->effective = a->parent == 0       ? norm
                       : a->part < 0        ? parent->effective
                       : classic->oblivious ? oblivious(classic, a, norm)
                                            : mixed(parent, a->part, norm);
    }
}

static double level_of(const SsClassicAssoc *a)
{
    return a->shares <= 0 ? 0 : a->effective > 0 ? a->shares / a->effective : INFINITY;
}

double ss_recovery_classic_level(SsClassic *classic, uint32_t *rank)
{
    double first = -1;

    evaluate(classic);
    for (uint32_t i = 1; i < classic->n; i++)
        if (classic->at[i].is_user && classic->at[i].is_below)
            first = MAX(first, level_of(&classic->at[i]));
    *rank = 1;
    for (uint32_t i = 1; i < classic->n; i++)
        *rank += classic->at[i].is_user && level_of(&classic->at[i]) > first;
    return level_of(&classic->at[classic->self]);
}

double ss_recovery_classic_fair_share(const SsClassic *classic, double level)
{
    return level > 0 ? pow(2, -1 / level / classic->dampening) : 0;
}
