/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fade.c - the decay of usage, put off until it matters.
 *
 * Slurm multiplies the usage of every association in every period; ties in Fair Tree are made of the last
 * bits of these products, so there is no closed form. But most associations are idle at any time, and nobody
 * looks at them: their ranks do not change (siblings.c). They are multiplied in a register when somebody
 * does, and all of them every LATEST periods, several at a time, for one product waits for the one before it
 * and four do not.
 *
 * Rejected: powers (other last bits); one scale for all usage (likewise).
 *
 * Periods are of equal length but for the first and those around a sleep, so decays are kept as runs of equal
 * factors.
 *
 * Where a limit in minutes or a threshold reads usage in every pass, nothing is put off. The naive twin is
 * `run --no-late-fade`; tests/property/test_siblings.c compares.
 */
#include "scheduler/fade.h"

#define WIDE   4
#define LATEST 64

/* --- what was put off ------------------------------------------------------------------------------- */

bool ss_fade_is_late(const SsWorld *world)
{
    const uint32_t flags = world->settings.priority_flags;

    return (flags & SS_PRIO_FAIR_TREE) && !(flags & SS_PRIO_DEPTH_OBLIVIOUS) && world->notes != NULL
           && !world->period_is_read && ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_FADE);
}

static void note_decays(SsWorld *world, double by, uint32_t times)
{
    const SsFade  run = { world->decays, by };
    const SsFade *last =
        world->fades->len > 0 ? &g_array_index(world->fades, SsFade, world->fades->len - 1) : NULL;

    if (last == NULL || last->by < by || last->by > by)
        g_array_append_val(world->fades, run);
    world->decays += times;
}

/* --- products --------------------------------------------------------------------------------------- */

static void fade_usage(SsUsage *usage, uint32_t n_tres, double by, uint32_t times)
{
    long double raw = usage->usage_raw;
    double      wall = usage->grp_used_wall;

    for (uint32_t i = 0; i < times; i++) {
        raw *= by;
        wall *= by;
    }
    usage->usage_raw = raw;
    usage->grp_used_wall = wall;
    for (uint32_t t = 0; t < n_tres && usage->has_tres; t++)
        for (uint32_t i = 0; i < times; i++)
            usage->tres_raw[t] *= by;
}

/* WIDE at a time. */
static void fade_longs(long double *const value[], double by, uint32_t times)
{
    long double a = *value[0], b = *value[1], c = *value[2], d = *value[3];

    for (uint32_t i = 0; i < times; i++) {
        a *= by;
        b *= by;
        c *= by;
        d *= by;
    }
    *value[0] = a;
    *value[1] = b;
    *value[2] = c;
    *value[3] = d;
}

static void fade_doubles(double *const value[], double by, uint32_t times)
{
    double a = *value[0], b = *value[1], c = *value[2], d = *value[3];

    for (uint32_t i = 0; i < times; i++) {
        a *= by;
        b *= by;
        c *= by;
        d *= by;
    }
    *value[0] = a;
    *value[1] = b;
    *value[2] = c;
    *value[3] = d;
}

/* Values that wait for company. */
typedef struct {
    double       by;
    uint32_t     times, n_longs, n_doubles;
    long double *longs[WIDE];
    double      *doubles[WIDE];
} Company;

static void add_long(Company *company, long double *value)
{
    if (*value == 0)
        return;
    company->longs[company->n_longs++] = value;
    if (company->n_longs < WIDE)
        return;
    fade_longs(company->longs, company->by, company->times);
    company->n_longs = 0;
}

static void add_double(Company *company, double *value)
{
    if (*value == 0)
        return;
    company->doubles[company->n_doubles++] = value;
    if (company->n_doubles < WIDE)
        return;
    fade_doubles(company->doubles, company->by, company->times);
    company->n_doubles = 0;
}

static void dismiss(Company *company)
{
    for (uint32_t i = 0; i < company->n_longs * company->times; i++)
        *company->longs[i / company->times] *= company->by;
    for (uint32_t i = 0; i < company->n_doubles * company->times; i++)
        *company->doubles[i / company->times] *= company->by;
}

static void add_usage(Company *company, SsUsage *usage, uint32_t n_tres)
{
    add_long(company, &usage->usage_raw);
    add_double(company, &usage->grp_used_wall);
    for (uint32_t i = 0; i < n_tres && usage->has_tres; i++)
        add_long(company, &usage->tres_raw[i]);
}

/* --- one association, all --------------------------------------------------------------------------- */

/* How often run `i` counts for who has counted `done` decays. */
static uint32_t times_of(const SsWorld *world, guint i, uint32_t done)
{
    const SsFade  *run = &g_array_index(world->fades, SsFade, i);
    const uint32_t end = i + 1 < world->fades->len ? run[1].from : world->decays;

    return end - MIN(MAX(run->from, done), end);
}

void ss_fade_late(SsWorld *world, SsAssocId assoc)
{
    SsUsage *usage = &world->assoc_use[assoc];

    for (guint i = 0; i < world->fades->len; i++)
        fade_usage(usage, world->cluster->tres->n, g_array_index(world->fades, SsFade, i).by,
                   times_of(world, i, usage->faded));
    usage->faded = world->decays;
}

/* Those that have counted `done` decays, in company. */
static void fade_equals(SsWorld *world, uint32_t done)
{
    for (guint i = 0; i < world->fades->len; i++) {
        Company company = { .by = g_array_index(world->fades, SsFade, i).by,
                            .times = times_of(world, i, done) };

        for (SsAssocId a = 0; a < world->tree->n; a++)
            if (world->assoc_use[a].faded == done)
                add_usage(&company, &world->assoc_use[a], world->cluster->tres->n);
        dismiss(&company);
    }
    for (SsAssocId a = 0; a < world->tree->n; a++)
        if (world->assoc_use[a].faded == done)
            world->assoc_use[a].faded = world->decays;
}

void ss_fade_all(SsWorld *world)
{
    if (world->fades->len == 0)
        return;
    fade_equals(world, g_array_index(world->fades, SsFade, 0).from);
    for (SsAssocId a = 0; a < world->tree->n; a++)
        ss_fade_one(world, a);
    g_array_set_size(world->fades, 0);
}

/* Everybody, now. */
static void fade_at_once(SsWorld *world, double by)
{
    ss_fade_all(world);
    world->decays++;
    for (SsAssocId a = 0; a < world->tree->n; a++) {
        fade_usage(&world->assoc_use[a], world->cluster->tres->n, by, 1);
        world->assoc_use[a].faded = world->decays;
    }
}

void ss_fade_put_off(SsWorld *world, double by, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++)
        world->faded *= by;
    note_decays(world, by, times);
    world->shortcuts.saved[SS_SHORTCUT_FADE] += times;
    if (world->decays - g_array_index(world->fades, SsFade, 0).from >= LATEST)
        ss_fade_all(world);
}

void ss_fade(SsWorld *world, double by)
{
    if (ss_fade_is_late(world)) {
        ss_fade_put_off(world, by, 1);
    } else {
        world->faded *= by;
        fade_at_once(world, by);
    }
    for (uint32_t i = 0; i < world->tree->n_qos; i++)
        if (!(world->tree->qos[i].flags & SS_QOS_NO_DECAY))
            fade_usage(&world->qos_use[i], world->cluster->tres->n, by, 1);
}
