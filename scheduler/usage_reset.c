/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage_reset.c - usage starts from nothing each day, week, month, quarter or year.
 *
 * A reset happens in the first pass at or behind its time and forgets everything, QOS with NoDecay
 * included; jobs that run across it are charged for their whole slice afterwards.
 *
 * Boundaries are local midnights, but days and weeks are counted in fixed 86400 seconds from there,
 * and a controller that comes late skips whole days and weeks only. On the day the clocks go
 * back DAILY therefore lands on 23:00 and then on the same instant again: usage is cleared in every
 * pass until the following evening. Slurm does that, and so do we; a site in UTC has no such day.
 *
 * Tested in tests/unit/test_fairshare.c (spec priority 21.7).
 */
#include "scheduler/usage_reset.h"

#include "scheduler/fade.h"
#include "scheduler/siblings.h"

#define DAY  86400
#define WEEK (7 * DAY)

static SsTime next_day(const SsZone *zone, SsTime last, SsTime now)
{
    SsTime next = ss_zone_day(zone, last, 0) + DAY; /* fixed days, whatever the clocks do */

    while (next + DAY < now)
        next += DAY;
    return next;
}

static SsTime next_week(const SsZone *zone, SsTime last, SsTime now)
{
    SsCivil civil;

    ss_zone_local(zone, last, &civil);
    SsTime next = ss_zone_day(zone, last, 0) + DAY * (7 - civil.weekday);
    while (next + WEEK < now)
        next += WEEK;
    return next;
}

static SsTime next_month_of(const SsZone *zone, SsTime last, int32_t months)
{
    SsCivil civil;

    ss_zone_local(zone, last, &civil);
    return ss_zone_month(zone, last, months - (civil.month - 1) % months);
}

static SsTime next_reset(const SsZone *zone, SsResetPeriod period, SsTime last, SsTime now)
{
    switch (period) {
    case SS_RESET_NOW:
        return last;
    case SS_RESET_DAILY:
        return next_day(zone, last, now);
    case SS_RESET_WEEKLY:
        return next_week(zone, last, now);
    case SS_RESET_MONTHLY:
        return next_month_of(zone, last, 1);
    case SS_RESET_QUARTERLY:
        return next_month_of(zone, last, 3);
    case SS_RESET_YEARLY:
        return next_month_of(zone, last, 12);
    case SS_RESET_NONE:
        break;
    }
    return SS_TIME_NEVER;
}

SsTime ss_usage_next_reset(const SsZone *zone, SsResetPeriod period, SsTime last, SsTime now)
{
    if (zone != NULL)
        return next_reset(zone, period, last, now);

    g_autoptr(SsZone) utc = ss_zone_new_utc();
    return next_reset(utc, period, last, now);
}

static void forget(SsUsage *usage, uint32_t n_tres)
{
    usage->usage_raw = 0;
    usage->grp_used_wall = 0;
    for (uint32_t i = 0; i < n_tres; i++)
        usage->tres_raw[i] = 0;
}

void ss_usage_reset_if_due(SsWorld *world)
{
    const SsResetPeriod period = world->settings.usage_reset;
    const uint32_t      n_tres = world->cluster->tres->n;

    if (period == SS_RESET_NONE)
        return;
    if (world->last_usage_reset == 0)
        world->last_usage_reset = world->started;
    if (world->next_usage_reset == 0)
        world->next_usage_reset =
            ss_usage_next_reset(world->zone, period, world->last_usage_reset, world->now);
    if (world->now < world->next_usage_reset)
        return;

    ss_fade_all(world);
    ss_siblings_forget(world);
    for (uint32_t i = 0; i < world->tree->n; i++)
        forget(&world->assoc_use[i], n_tres);
    for (uint32_t i = 0; i < world->tree->n_qos; i++)
        forget(&world->qos_use[i], n_tres);
    world->last_usage_reset = world->next_usage_reset;
    if (period == SS_RESET_NOW)
        world->settings.usage_reset = SS_RESET_NONE;
    world->next_usage_reset = ss_usage_next_reset(world->zone, world->settings.usage_reset,
                                                  world->last_usage_reset, world->now);
}
