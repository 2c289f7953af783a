/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/sweep/before.h"

#include "sim/ledger/entities.h"
#include "sim/ledger/write.h"
#include "sim/sweep/seed.h"
#include "sim/model/capacity.h"
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

static gboolean pass_suspension(const SsSuspendRecord *record, void *data, GError **error)
{
    (void) record;
    (void) data;
    (void) error;
    return TRUE;
}

/* The end of what the run goes on with. */
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

static gboolean keep_event(const SsEventRecord *record, void *data, GError **error)
{
    const Before *before = data;

    return ss_ledger_import_event(before->ledger, record, error);
}

static gboolean keep_resv(const SsResvRecord *record, void *data, GError **error)
{
    const Before *before = data;

    return ss_ledger_import_resv(before->ledger, record, error);
}

static gboolean keep_suspension(const SsSuspendRecord *record, void *data, GError **error)
{
    const Before *before = data;

    return ss_ledger_import_suspend(before->ledger, record, error) || ss_seed_blame_record(error);
}

static char *node_tres(const SsCluster *cluster, SsNodeId node)
{
    g_autofree uint64_t *vec = g_new(uint64_t, cluster->tres->n);
    const SsCapacity     configured = ss_capacity_configured(cluster);

    ss_capacity_node(&configured, node, vec);
    return ss_tres_text(cluster->tres, vec, SS_TRES_TEXT_IDS);
}

static gboolean read_files(char **files, const SsPastOptions *options, const SsPastTake *take,
                           Before *before, GError **error)
{
    for (; *files; files++)
        if (!ss_past_read(*files, options, take, before, error))
            return FALSE;
    return TRUE;
}

/* Reservations first: jobs name them. The cluster's registration before what changes it. What is the
 * accounting's alone is kept as it is; what the run goes on with ends at the start, where the run makes it
 * again. */
gboolean ss_before_write(SsLedger *ledger, const SsCluster *cluster, const SsPlan *plan,
                         const SsZone *zone, SsTime start, SsTime *since, SsDiag *diag,
                         GError **error)
{
    const SsPastOptions options = {
        .zone = zone, .start = start, .cluster = cluster, .node_tres = node_tres
    };
    const SsPastTake resvs = { pass_event, take_resv, pass_suspension },
                     events = { take_event, pass_resv, pass_suspension },
                     kept_resvs = { pass_event, keep_resv, pass_suspension },
                     kept = { keep_event, pass_resv, keep_suspension };
    Before before = { ledger, start };

    if (!read_files(plan->events, &options, &resvs, &before, error)
        || !read_files(plan->past, &options, &kept_resvs, &before, error))
        return FALSE;
    if (plan->history
        && !ss_seed_history(ledger, cluster, plan->history, zone, since, NULL, diag, error))
        return FALSE;
    if (*since < start && !ss_ledger_register_cluster(ledger, cluster, *since, error))
        return FALSE;
    return read_files(plan->events, &options, &events, &before, error)
           && read_files(plan->past, &options, &kept, &before, error);
}
