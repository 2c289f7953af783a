/* SPDX-License-Identifier: Apache-2.0 */
#include "scheduler/plan_license.h"

#include "scheduler/planmap.h"

typedef struct {
    uint32_t license, count, resv; /* resv: of that reservation, whose own jobs may use them */
    SsTime   start, end;
} Held;

struct SsLicensePlan {
    const SsWorld *world;
    SsSpan         resolution;
    GArray        *held; /* Held */
};

static void hold(SsLicensePlan *plan, uint32_t license, uint32_t count, uint32_t resv, SsTime start,
                 SsTime end)
{
    const Held held = { license, count, resv, start, end };

    g_array_append_val(plan->held, held);
}

static void hold_running(SsLicensePlan *plan, SsTime begin)
{
    for (const SsJob *job = plan->world->first; job != NULL; job = job->next)
        for (uint32_t i = 0; job->alloc != NULL && i < job->req.n_license; i++)
            hold(plan, job->req.license[i].license, job->req.license[i].count, SS_ID_NONE, begin,
                 MAX(ss_floor_to(job->end, plan->resolution), begin + plan->resolution));
}

static void hold_reserved(SsLicensePlan *plan)
{
    for (uint32_t r = 0; r < plan->world->resv->len; r++) {
        const SsReservation *resv = plan->world->resv->pdata[r];

        for (uint32_t i = 0; resv != NULL && i < resv->n_license; i++)
            hold(plan, resv->license[i].license, resv->license[i].count, r,
                 ss_reservation_start(resv, plan->world->now),
                 ss_reservation_end(resv, plan->world->now));
    }
}

SsLicensePlan *ss_license_plan_new(const SsWorld *world, SsTime begin, SsSpan resolution)
{
    if (!world->settings.sched.bf_licenses || world->cluster->n_licenses == 0)
        return NULL;
    SsLicensePlan *plan = g_new0(SsLicensePlan, 1);

    plan->world = world;
    plan->resolution = resolution;
    plan->held = g_array_new(FALSE, FALSE, sizeof(Held));
    hold_running(plan, begin);
    hold_reserved(plan);
    return plan;
}

void ss_license_plan_free(SsLicensePlan *plan)
{
    if (plan == NULL)
        return;
    g_array_unref(plan->held);
    g_free(plan);
}

void ss_license_plan_take(SsLicensePlan *plan, const SsJob *job, SsTime start, SsTime end)
{
    if (plan == NULL)
        return;
    start = ss_floor_to(start, plan->resolution);
    end = MAX(ss_floor_to(end, plan->resolution), start + plan->resolution);
    for (uint32_t i = 0; i < job->req.n_license; i++)
        hold(plan, job->req.license[i].license, job->req.license[i].count, SS_ID_NONE, start, end);
}

static const Held *held_at(const SsLicensePlan *plan, guint i)
{
    return &g_array_index(plan->held, Held, i);
}

/* How many are held at a moment, and until when at least nothing is given back. */
static uint64_t count_at(const SsLicensePlan *plan, const SsJob *job, uint32_t license, SsTime at,
                         SsTime *back)
{
    uint64_t count = 0;

    *back = SS_TIME_NEVER;
    for (guint i = 0; i < plan->held->len; i++) {
        const Held *held = held_at(plan, i);

        if (held->license != license || held->start > at || held->end <= at
            || (held->resv != SS_ID_NONE && held->resv == job->resv))
            continue;
        count += held->count;
        *back = MIN(*back, held->end);
    }
    return count;
}

/* Shortages can begin where something begins to be held. */
static void look_at(const SsLicensePlan *plan, const SsJob *job, uint32_t k, SsTime at,
                    SsTime *until)
{
    const uint32_t license = job->req.license[k].license;
    SsTime         back;
    const uint64_t taken = count_at(plan, job, license, at, &back);

    if (taken + job->req.license[k].count > plan->world->cluster->licenses[license].total)
        *until = MAX(*until, back);
}

bool ss_license_plan_is_short(const SsLicensePlan *plan, const SsJob *job, SsTime start, SsTime end,
                              SsTime *until)
{
    SsTime last = 0;

    for (uint32_t k = 0; plan != NULL && k < job->req.n_license; k++) {
        look_at(plan, job, k, start, &last);
        for (guint i = 0; i < plan->held->len; i++)
            if (held_at(plan, i)->start > start && held_at(plan, i)->start < end)
                look_at(plan, job, k, held_at(plan, i)->start, &last);
    }
    if (until != NULL)
        *until = last;
    return last != 0;
}
