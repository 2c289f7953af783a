/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits_check.c - which of several limits holds.
 *
 * Slurm copies each limit it has met into a scratch QOS and skips later ones of the same kind. We ask
 * the entities themselves instead: a limit of the second QOS holds if the first does not set it, one of
 * an association if neither does. Same answers, no state, and the rule stands in one place.
 *
 * The rule is by kind, never by strictness: a later, smaller limit is ignored.
 *
 * Limits are named by their offset in SsLimits, so that tests are rows (limits_submit.c,
 * limits_sched.c) and not twenty copies of a loop.
 */
#include "scheduler/limits_check.h"

#include "scheduler/limits.h"

void ss_limits_qos_order(const SsWorld *world, const SsJob *job, SsPartId part, SsQosId *first,
                         SsQosId *second)
{
    const SsQosId of_part = part != SS_ID_NONE ? world->parts[part].qos : SS_ID_NONE;
    const SsQosId of_job = job->qos;

    *first = of_part;
    *second = of_job != of_part ? of_job : SS_ID_NONE;
    if (*second == SS_ID_NONE)
        return;
    if (*first == SS_ID_NONE || (world->tree->qos[of_job].flags & SS_QOS_OVER_PART_QOS)) {
        *first = of_job;
        *second = of_part;
    }
}

SsLimitCheck ss_limit_check(const SsWorld *world, const SsJob *job, SsPartId part)
{
    SsLimitCheck check = {
        .world = world,
        .job = job,
        .part = part,
        .n_tres = world->cluster->tres->n,
    };

    ss_limits_qos_order(world, job, part, &check.qos[0], &check.qos[1]);
    for (uint32_t by = 0; by < 2 && check.qos[by] != SS_ID_NONE; by++) {
        const SsQos *qos = &world->tree->qos[check.qos[by]];

        check.of_qos[by] = &qos->limits;
        if (check.limit_factor <= 0 && qos->limit_factor > 0)
            check.limit_factor = qos->limit_factor;
    }
    return check;
}

bool ss_limits_enforced(const SsWorld *world, const SsJob *job)
{
    return (world->settings.enforce & SS_ENFORCE_LIMITS) && job->assoc != SS_ID_NONE;
}

uint32_t ss_limit_count(const SsLimits *limits, size_t at)
{
    return *(const uint32_t *) (const void *) ((const char *) limits + at);
}

static const uint64_t *vector_at(const SsLimits *limits, size_t at)
{
    return *(uint64_t *const *) (const void *) ((const char *) limits + at);
}

bool ss_limit_tres_given(const SsLimits *limits, size_t at)
{
    return vector_at(limits, at) != NULL;
}

uint64_t ss_limit_tres(const SsLimits *limits, size_t at, uint32_t tres)
{
    const uint64_t *vector = vector_at(limits, at);

    return vector != NULL ? vector[tres] : SS_NO_LIMIT64;
}

bool ss_limit_count_taken(const SsLimitCheck *check, uint32_t by, size_t at)
{
    for (uint32_t k = 0; k < by; k++) {
        if (check->of_qos[k] != NULL && ss_limit_count(check->of_qos[k], at) != SS_NO_LIMIT)
            return true;
    }
    return false;
}

bool ss_limit_tres_taken(const SsLimitCheck *check, uint32_t by, size_t at, uint32_t tres)
{
    for (uint32_t k = 0; k < by; k++) {
        if (check->of_qos[k] != NULL && ss_limit_tres(check->of_qos[k], at, tres) != SS_NO_LIMIT64)
            return true;
    }
    return false;
}

uint32_t ss_limit_count_by(const SsLimitCheck *check, uint32_t by, const SsLimits *limits,
                           size_t at)
{
    return ss_limit_count_taken(check, by, at) ? SS_NO_LIMIT : ss_limit_count(limits, at);
}

uint64_t ss_limit_tres_by(const SsLimitCheck *check, uint32_t by, const SsLimits *limits, size_t at,
                          uint32_t tres)
{
    return ss_limit_tres_taken(check, by, at, tres) ? SS_NO_LIMIT64
                                                    : ss_limit_tres(limits, at, tres);
}

uint64_t ss_limit_scaled(const SsLimitCheck *check, uint64_t limit)
{
    if (limit == SS_NO_LIMIT64 || check->limit_factor <= 0)
        return limit;

    const double scaled = (double) (int64_t) limit * check->limit_factor;
    if (scaled < 0 || scaled >= 0x1p63)
        return SS_NO_LIMIT64;
    return (uint64_t) scaled;
}

bool ss_limit_set_by_admin(const SsLimitCheck *check, uint32_t tres)
{
    const uint32_t set = check->job->admin_set;

    switch (tres) {
    case SS_TRES_CPU:
        return (set & SS_ADMIN_CPUS) != 0;
    case SS_TRES_MEM:
        return (set & SS_ADMIN_MEM) != 0;
    case SS_TRES_NODE:
        return (set & SS_ADMIN_NODES) != 0;
    default:
        return (set & SS_ADMIN_GRES) && check->world->cluster->tres->at[tres].gres != NULL;
    }
}

static const SsSubUsage *find_sub(const GArray *list, uint32_t id)
{
    guint low = 0, high = list != NULL ? list->len : 0;

    while (low < high) {
        const guint       middle = low + (high - low) / 2;
        const SsSubUsage *sub = &g_array_index(list, SsSubUsage, middle);

        if (sub->id == id)
            return sub;
        if (sub->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const SsSubUsage *ss_limit_user(const SsLimitCheck *check, uint32_t by)
{
    return find_sub(check->world->qos_use[check->qos[by]].users, check->job->uid);
}

const SsSubUsage *ss_limit_account(const SsLimitCheck *check, uint32_t by)
{
    return find_sub(check->world->qos_use[check->qos[by]].accounts,
                    ss_limit_account_of(check->world, check->job));
}

SsAssocId ss_limit_account_of(const SsWorld *world, const SsJob *job)
{
    const SsAssoc *assoc = &world->tree->at[job->assoc];

    return assoc->is_user ? assoc->parent : job->assoc;
}

double ss_limit_safe_factor(const SsLimitCheck *check)
{
    if (check->job->qos == SS_ID_NONE)
        return 1;

    const SsQos *qos = &check->world->tree->qos[check->job->qos];
    return (qos->flags & SS_QOS_USAGE_FACTOR_SAFE) && qos->usage_factor >= 0 ? qos->usage_factor
                                                                             : 1;
}
