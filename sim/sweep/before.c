/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/sweep/before.h"

#include "sim/ledger/entities.h"
#include "sim/ledger/write.h"
#include "sim/sweep/seed.h"
#include "workloads/past.h"

typedef struct {
    SsLedger *ledger;
    SsTime    start;
} Before;

static gboolean pass_event(const SsEventRecord *record, void *data, GError **error)
{
    (void) record;
    (void) data;
    (void) error;
    return TRUE;
}

static gboolean pass_resv(const SsResvRecord *record, void *data, GError **error)
{
    (void) record;
    (void) data;
    (void) error;
    return TRUE;
}

/* The end of what is known at the start; what has no end goes on. */
static SsTime cut(SsTime end, SsTime start)
{
    return end == 0 ? start : MIN(end, start);
}

static gboolean take_event(const SsEventRecord *record, void *data, GError **error)
{
    const Before *before = data;
    SsEventRecord row = *record;

    if (*row.node != '\0')
        row.end = cut(row.end, before->start);
    return ss_ledger_import_event(before->ledger, &row, error);
}

static gboolean take_resv(const SsResvRecord *record, void *data, GError **error)
{
    const Before *before = data;
    SsResvRecord  row = *record;

    row.end = cut(row.end, before->start);
    return ss_ledger_import_resv(before->ledger, &row, error);
}

static char *node_tres(const SsCluster *cluster, SsNodeId node)
{
    g_autofree uint64_t *vec = g_new(uint64_t, cluster->tres->n);

    ss_node_tres(cluster, node, vec);
    return ss_tres_text(cluster->tres, vec, SS_TRES_TEXT_IDS);
}

static gboolean read_files(const SsPlan *plan, const SsPastOptions *options, const SsPastTake *take,
                           Before *before, GError **error)
{
    for (uint32_t i = 0; plan->events[i]; i++)
        if (!ss_past_read(plan->events[i], options, take, before, error))
            return FALSE;
    return TRUE;
}

/* Reservations first: jobs name them. The cluster's registration before what changes it. */
gboolean ss_before_write(SsLedger *ledger, const SsCluster *cluster, const SsPlan *plan,
                         const SsZone *zone, SsTime start, SsTime *since, SsDiag *diag,
                         GError **error)
{
    const SsPastOptions options = {
        .zone = zone, .start = start, .cluster = cluster, .node_tres = node_tres
    };
    const SsPastTake resvs = { pass_event, take_resv }, events = { take_event, pass_resv };
    Before           before = { ledger, start };

    if (!read_files(plan, &options, &resvs, &before, error))
        return FALSE;
    if (plan->history
        && !ss_seed_history(ledger, cluster, plan->history, zone, since, NULL, diag, error))
        return FALSE;
    if (*since < start && !ss_ledger_register_cluster(ledger, cluster, *since, error))
        return FALSE;
    return read_files(plan, &options, &events, &before, error);
}
