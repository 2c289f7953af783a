/* SPDX-License-Identifier: Apache-2.0 */
#include "scheduler/licenses.h"

#include "sim/base/size.h"

#include <string.h>

/* One "matlab:2". */
static bool parse_one(const SsCluster *cluster, char *item, SsResvLicense *out)
{
    char    *colon = strrchr(item, ':');
    uint64_t count = 1;

    if (colon != NULL)
        *colon = '\0';
    if (colon != NULL && !ss_uint_parse(colon + 1, SS_KILO_REFUSED, UINT32_MAX, &count, NULL))
        return false;
    out->license = ss_cluster_license(cluster, item);
    out->count = (uint32_t) count;
    return out->license != SS_ID_NONE;
}

bool ss_licenses_parse(const SsCluster *cluster, const char *text, SsResvLicense **out, uint32_t *n)
{
    g_auto(GStrv) items = g_strsplit_set(text, ",;", -1);

    for (uint32_t i = 0; items[i] != NULL; i++) {
        if (*g_strstrip(items[i]) == '\0')
            continue;
        *out = g_renew(SsResvLicense, *out, *n + 1);
        if (!parse_one(cluster, items[i], &(*out)[*n]))
            return false;
        (*n)++;
    }
    return true;
}

static uint32_t reserved_by(const SsReservation *resv, uint32_t license)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < resv->n_license; i++)
        if (resv->license[i].license == license)
            count += resv->license[i].count;
    return count;
}

/* What reservations other than the job's own hold of it in [start, end). */
static uint32_t reserved(const SsWorld *world, const SsJob *job, uint32_t license, SsTime start,
                         SsTime end)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv != NULL && i != job->resv && resv->n_license > 0
            && ss_reservation_start(resv, world->now) < end
            && ss_reservation_end(resv, world->now) > start)
            count += reserved_by(resv, license);
    }
    return count;
}

bool ss_licenses_short(const SsWorld *world, const SsJob *job, SsTime start, SsSpan span)
{
    const SsTime end = ss_time_add(start, span);

    for (uint32_t i = 0; i < job->req.n_license; i++) {
        const uint32_t l = job->req.license[i].license;
        const uint64_t taken =
            (uint64_t) world->license_used[l] + reserved(world, job, l, start, end);

        if (taken + job->req.license[i].count > world->cluster->licenses[l].total)
            return true;
    }
    return false;
}
