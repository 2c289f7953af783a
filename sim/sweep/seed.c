/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seed.c - the past of a cluster.
 *
 * Slurm's controller never reads usage from the accounting: it keeps its own in state files. A simulation
 * has no such files, so usage comes from a file that says it, or is worked out from the ended jobs: a job
 * that ran from s to e with billing b has left b x integral of 2^-(t/half-life) at the start. Slurm itself
 * decays in steps of PriorityCalcPeriod with 1 - 0.693/half-life; the difference is in the fourth digit
 * and stated here because it is ours.
 */
#include "sim/sweep/seed.h"

#include "scheduler/fairshare.h"
#include "sim/ledger/query.h"
#include "sim/ledger/write.h"
#include "workloads/history.h"
#include "workloads/usage_file.h"

#include <math.h>

typedef struct {
    SsLedger   *ledger;
    const char *path;
    SsTime      since;
} History;

gboolean ss_seed_blame_record(GError **error)
{
    if (error && g_error_matches(*error, SS_LEDGER_ERROR, SS_LEDGER_ERROR_MISSING)) {
        (*error)->domain = SS_TRACE_ERROR;
        (*error)->code = SS_TRACE_ERROR_VALUE;
    }
    return FALSE;
}

static gboolean take_job(const SsJobRecord *record, void *data, GError **error)
{
    History     *history = data;
    const SsTime when = record->eligible ? MIN(record->eligible, record->submit) : record->submit;

    if (when && (history->since == 0 || when < history->since))
        history->since = when;
    if (ss_ledger_import_job(history->ledger, record, error))
        return TRUE;
    ss_seed_blame_record(error);
    g_prefix_error(error, "%s: ", history->path);
    return FALSE;
}

gboolean ss_seed_history(SsLedger *ledger, const SsCluster *cluster, const char *path,
                         const SsZone *zone, SsTime *since, uint64_t *n, SsDiag *diag,
                         GError **error)
{
    const SsHistoryOptions options = { .zone = zone, .cluster = cluster, .max_bad = -1 };
    History                history = { .ledger = ledger, .path = path, .since = *since };

    if (!ss_history_read(path, &options, take_job, &history, n, diag, error))
        return FALSE;
    *since = history.since;
    return TRUE;
}

/* --- usage ------------------------------------------------------------------------------------------ */

typedef struct {
    double  raw, wall;
    double *tres; /* [n_tres] */
} Used;

typedef struct {
    SsWorld    *world;
    const char *path;  /* of the usage file */
    Used       *assoc; /* [tree->n]         */
    Used       *qos;   /* [tree->n_qos]     */
    bool        any;
} Usage;

static Used *used_new(uint32_t n, uint32_t n_tres)
{
    Used *used = g_new0(Used, MAX(n, 1));

    for (uint32_t i = 0; i < n; i++)
        used[i].tres = g_new0(double, n_tres);
    return used;
}

static void used_free(Used *used, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        g_free(used[i].tres);
    g_free(used);
}

/* Seconds of [start, end) that are left at `now`. */
static double weight(SsTime start, SsTime end, SsTime now, double half_life)
{
    if (half_life <= 0)
        return (double) (end - start);
    const double rate = log(2.0) / half_life;
    return (exp(-rate * (double) (now - end)) - exp(-rate * (double) (now - start))) / rate;
}

static void add_used(Used *used, const SsTresSet *set, const SsJobRecord *job, double seconds)
{
    SsTresCount    counts[64];
    const uint32_t n = ss_tres_counts(job->tres_alloc, counts, G_N_ELEMENTS(counts));

    used->raw +=
        seconds * (double) ss_tres_count(job->tres_alloc, 5, ss_tres_count(job->tres_alloc, 1, 0));
    used->wall += seconds;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t at = ss_tres_find_id(set, counts[i].id);

        if (at != SS_ID_NONE && at != SS_TRES_ENERGY)
            used->tres[at] += seconds * (double) counts[i].count;
    }
}

static SsQosId qos_by_id(const SsAssocTree *tree, uint32_t id)
{
    for (uint32_t i = 0; i < tree->n_qos; i++)
        if (tree->qos[i].id == id)
            return i;
    return SS_ID_NONE;
}

/* What the accounting knows at the start (?1): jobs that ended, and those that run. */
static const char jobs_until_now[] =
    "WHERE time_start > 0 AND time_start < ?1"
    " AND (time_end = 0 OR (time_end > time_start AND time_end <= ?1))";

/* What `history,SECONDS` asks for: each job to its end, also one that lies ahead. A history is of ended
 * jobs, so nobody will charge the rest of it later. */
static const char jobs_to_their_ends[] =
    "WHERE time_start > 0 AND (time_end > time_start OR (time_end = 0 AND time_start < ?1))";

static gboolean usage_of_history(SsLedger *ledger, const char *which, Usage *usage,
                                 double half_life, GError **error)
{
    SsWorld     *world = usage->world;
    SsJobCursor *cursor = ss_job_cursor_new(ledger, which);

    ss_job_cursor_int(cursor, 1, world->started);
    for (const SsJobRecord *job; (job = ss_job_cursor_next(cursor));) {
        const SsAssocId assoc = ss_assoc_by_id(world->tree, job->assoc_id);
        const SsQosId   qos = qos_by_id(world->tree, job->qos_id);
        const SsTime    end = job->end ? job->end : world->started; /* runs still */
        const double    seconds = weight(job->start, end, world->started, half_life);

        if (assoc != SS_ID_NONE)
            add_used(&usage->assoc[assoc], world->cluster->tres, job, seconds);
        if (qos != SS_ID_NONE)
            add_used(&usage->qos[qos], world->cluster->tres, job, seconds);
        usage->any = true;
    }
    return ss_job_cursor_close(cursor, error);
}

/* A row of the usage file; an account's own row is what its users do not explain. */
static gboolean take_usage(const SsUsageRow *row, void *data, GError **error)
{
    Usage          *usage = data;
    const SsWorld  *world = usage->world;
    const SsAssocId at = *row->user
                             ? ss_assoc_find(world->tree, row->user, row->account, row->partition)
                             : ss_assoc_find_account(world->tree, row->account);

    if (at == SS_ID_NONE) {
        g_set_error(error, SS_TRACE_ERROR, SS_TRACE_ERROR_VALUE,
                    "%s:%u: no association of account '%s' and user '%s'; name one of the site's",
                    usage->path, row->line, row->account, row->user);
        return FALSE;
    }
    if (!*row->user)
        return TRUE; /* the sum of its children, which have rows of their own */
    Used *used = &usage->assoc[at];
    used->raw += (double) row->raw;
    used->wall += row->grp_wall > 0 ? (double) row->grp_wall : 0;
    for (uint32_t i = 0; row->tres && i < world->cluster->tres->n; i++)
        used->tres[i] += (double) row->tres[i];
    usage->any = true;
    return TRUE;
}

/* Through "%.6f", as the state file has it. */
static long double kept(double value)
{
    char text[512];

    g_snprintf(text, sizeof text, "%.6f", value);
    return strtold(text, NULL);
}

/* Into the world: usage as Slurm's state file keeps it, six decimals and whole seconds of wall time, as a
 * restarted controller would read it. */
static void plant(const Usage *usage)
{
    SsWorld                *world = usage->world;
    const uint32_t          n_tres = world->cluster->tres->n;
    g_autofree long double *tres = g_new0(long double, n_tres);

    for (uint32_t i = 0; i < world->tree->n; i++) {
        const Used *used = &usage->assoc[i];

        if (used->raw <= 0 && used->wall <= 0)
            continue;
        for (uint32_t t = 0; t < n_tres; t++)
            tres[t] = kept(used->tres[t]);
        ss_fairshare_seed(world, i, kept(used->raw), floor(used->wall), tres);
    }
    for (uint32_t i = 0; i < world->tree->n_qos; i++) {
        SsUsage *qos = &world->qos_use[i];

        qos->usage_raw += kept(usage->qos[i].raw);
        qos->grp_used_wall += floor(usage->qos[i].wall);
        for (uint32_t t = 0; t < n_tres; t++)
            qos->tres_raw[t] += kept(usage->qos[i].tres[t]);
        qos->has_tres = true;
    }
    if (usage->any && world->last_usage_period == 0)
        world->last_usage_period = world->started;
}

gboolean ss_seed_usage(SsLedger *ledger, SsWorld *world, const char *usage_file, SsDiag *diag,
                       GError **error)
{
    const uint32_t n_tres = world->cluster->tres->n;
    Usage          usage = { .world = world,
                             .path = usage_file,
                             .assoc = used_new(world->tree->n, n_tres),
                             .qos = used_new(world->tree->n_qos, n_tres) };
    double         half_life = usage_file ? -1 : (double) world->settings.decay_half_life;
    const char    *which = usage_file ? jobs_to_their_ends : jobs_until_now;
    gboolean       ok = TRUE;

    if (usage_file)
        ok = ss_usage_file_read(usage_file, world->cluster, take_usage, &usage, &half_life, diag,
                                error);
    if (ok && half_life >= 0)
        ok = usage_of_history(ledger, which, &usage, half_life, error);
    if (ok)
        plant(&usage);
    used_free(usage.assoc, world->tree->n);
    used_free(usage.qos, world->tree->n_qos);
    return ok;
}
