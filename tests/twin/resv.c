/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resv.c - spec scheduling 5.3 and 6: what reservations leave of nodes, cores and licences.
 */
#include "tests/twin/state.h"

const SsReservation *twin_resv(const Twin *twin, uint32_t index)
{
    return index < twin->world->resv->len ? twin->world->resv->pdata[index] : NULL;
}

static bool overlaps(const Twin *twin, const SsReservation *resv, SsTime start, SsTime end)
{
    return ss_reservation_start(resv, twin->now) < end
           && start < ss_reservation_end(resv, twin->now);
}

static bool covers_partition(const Twin *twin, const SsReservation *resv, SsPartId part)
{
    return (resv->flags & SS_RESV_ALL_NODES)
           || ((resv->flags & SS_RESV_PART_NODES) && resv->part == part)
           || ((resv->flags & SS_RESV_MAINT)
               && ss_node_set_is_subset(twin->world->parts[part].nodes, resv->nodes));
}

static bool meets(const SsNodeSet *set, const bool *nodes)
{
    for (uint32_t n = 0; n < set->n_bits; n++)
        if (nodes[n] && ss_node_set_test(set, n))
            return true;
    return false;
}

/* On a node of the partition: only then the search goes on behind an end. */
static bool stands_on(const Twin *twin, const SsReservation *resv, SsPartId part)
{
    for (uint32_t n = 0; n < resv->nodes->n_bits; n++)
        if (ss_node_set_test(resv->nodes, n) && ss_node_set_test(twin->world->parts[part].nodes, n))
            return true;
    return false;
}

/* Its nodes go, or only its cores. */
static void take_out(const Twin *twin, Resv *answer, const SsReservation *resv, const SsJob *job,
                     SsPartId part, bool *nodes)
{
    const uint32_t words = twin->cluster->core_words;

    if (!meets(resv->nodes, nodes))
        return;
    answer->on_partition |= stands_on(twin, resv, part);
    if (resv->cores != NULL && !job->req.whole) {
        if (answer->excluded_cores == NULL)
            answer->excluded_cores = g_new0(uint64_t, words);
        for (uint32_t w = 0; w < words; w++)
            answer->excluded_cores[w] |= resv->cores[w];
        return;
    }
    for (uint32_t n = 0; n < resv->nodes->n_bits; n++)
        nodes[n] &= !ss_node_set_test(resv->nodes, n);
    answer->took_nodes = true;
}

static void block(const Twin *twin, Resv *answer, const SsReservation *resv, bool maintenance)
{
    answer->verdict = RESV_BLOCKED;
    answer->until = MAX(answer->until, ss_reservation_end(resv, twin->now));
    answer->maintenance |= maintenance;
}

static void others(const Twin *twin, Resv *answer, const SsJob *job, SsPartId part, SsTime start,
                   SsTime end, bool *nodes)
{
    for (uint32_t i = 0; i < twin->world->resv->len; i++) {
        const SsReservation *resv = twin_resv(twin, i);

        if (resv == NULL || !overlaps(twin, resv, start, end))
            continue;
        if (covers_partition(twin, resv, part))
            block(twin, answer, resv, true);
        else {
            if (job->req.req_nodes != NULL && (resv->cores == NULL || job->req.whole)
                && ss_node_set_intersects(job->req.req_nodes, resv->nodes))
                block(twin, answer, resv, (resv->flags & SS_RESV_MAINT) != 0);
            take_out(twin, answer, resv, job, part, nodes);
        }
    }
}

static void own(const Twin *twin, Resv *answer, const SsJob *job, SsPartId part,
                const SsReservation *mine, SsTime start, SsTime end, bool *nodes)
{
    const bool flex = (mine->flags & SS_RESV_FLEX) != 0;

    if (!flex && start < mine->start) {
        answer->verdict = RESV_NOT_YET;
        answer->until = mine->start;
        return;
    }
    if (!flex && start >= mine->end) {
        answer->verdict = RESV_OVER;
        return;
    }
    for (uint32_t n = 0; !flex && !(mine->flags & SS_RESV_ANY_NODES) && n < mine->nodes->n_bits;
         n++)
        nodes[n] &= ss_node_set_test(mine->nodes, n);
    if (flex)
        answer->inside = mine->nodes;
    for (uint32_t i = 0; i < twin->world->resv->len; i++) {
        const SsReservation *resv = twin_resv(twin, i);

        if (resv == NULL || resv == mine || (mine->flags & SS_RESV_MAINT)
            || ((mine->flags & SS_RESV_OVERLAP) && !(resv->flags & SS_RESV_MAINT))
            || !overlaps(twin, resv, start, end))
            continue;
        if (covers_partition(twin, resv, part))
            block(twin, answer, resv, true);
        else
            take_out(twin, answer, resv, job, part, nodes);
    }
    if (mine->cores == NULL)
        return;
    if (answer->excluded_cores == NULL)
        answer->excluded_cores = g_new0(uint64_t, twin->cluster->core_words);
    for (uint32_t w = 0; w < twin->cluster->core_words; w++)
        answer->excluded_cores[w] |= ~mine->cores[w];
}

Resv twin_reservations(const Twin *twin, const SsJob *job, SsPartId part, SsTime start, SsSpan span,
                       bool *nodes)
{
    const SsTime end = span == SS_SPAN_FOREVER ? SS_TIME_NEVER : start + span;
    Resv         answer = { .verdict = RESV_OPEN };

    if (job->resv == SS_ID_NONE)
        others(twin, &answer, job, part, start, end, nodes);
    else if (twin_resv(twin, job->resv) == NULL)
        answer.verdict = RESV_OVER;
    else
        own(twin, &answer, job, part, twin_resv(twin, job->resv), start, end, nodes);
    return answer;
}

/* 1 admitted by name, -1 denied by name, 0 not named; a list that denies admits everybody else. */
static int named(char **names, const char *name)
{
    int unnamed = 0;

    for (; *names != NULL; names++) {
        const bool denies = **names == '-';

        if (g_strcmp0(*names + denies, name) == 0)
            return denies ? -1 : 1;
        unnamed |= denies;
    }
    return unnamed;
}

bool twin_resv_allows(const Twin *twin, const SsReservation *resv, const SsJob *job)
{
    if ((resv->users != NULL && named(resv->users, job->user) != 1)
        || (resv->groups != NULL && named(resv->groups, job->group) != 1))
        return false;
    if (resv->accounts == NULL)
        return true;
    if (job->assoc == SS_ID_NONE)
        return named(resv->accounts, job->account) == 1;
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = twin->world->tree->at[a].parent) {
        const int found = named(resv->accounts, twin->world->tree->at[a].account);

        if (found != 0)
            return found == 1;
    }
    return false;
}

bool twin_licenses_short(const Twin *twin, const SsJob *job, SsTime start, SsSpan span)
{
    const SsTime end = span == SS_SPAN_FOREVER ? SS_TIME_NEVER : start + span;

    for (uint32_t i = 0; i < job->req.n_license; i++) {
        const uint32_t license = job->req.license[i].license;
        uint64_t       needed = (uint64_t) job->req.license[i].count + twin->licenses[license];

        for (uint32_t r = 0; r < twin->world->resv->len; r++) {
            const SsReservation *resv = twin_resv(twin, r);

            if (resv == NULL || r == job->resv || !overlaps(twin, resv, start, end))
                continue;
            for (uint32_t k = 0; k < resv->n_license; k++)
                needed += resv->license[k].license == license ? resv->license[k].count : 0;
        }
        if (needed > twin->cluster->licenses[license].total)
            return true;
    }
    return false;
}
