/* SPDX-License-Identifier: Apache-2.0 */
/*
 * billing.c - the same jobs at other prices.
 *
 * Running again under other weights would move the jobs too, which is sweep's question. Here the allocations are
 * those of the ledger; each is priced twice, and two worlds are planted with what comes of it, in which the
 * scheduler's own fair share answers.
 *
 * Decay is continuous with Slurm's factor (1 - 0.693 / half-life) a second: a run that decays in steps of
 * PriorityCalcPeriod differs from it by less than a period's part.
 *
 * Tested in tests/unit/test_billing.c and tests/cli/17_billing.txt.
 */
#include "sim/sweep/billing.h"

#include "configs/site.h"
#include "scheduler/fair_tree.h"
#include "scheduler/fairshare.h"
#include "sim/ledger/entities.h"
#include "sim/ledger/query.h"
#include "sim/report/sheet.h"
#include "sim/sweep/inputs.h"
#include "sim/sweep/plan.h"

#include <math.h>
#include <string.h>

/* Prices of one case. */
typedef struct {
    double **weights; /* [n_parts], NULL = CPUs */
    bool     max_tres;
} Prices;

typedef struct {
    SsLedger  *ledger;
    SsCluster *cluster;
    SsWorld   *world[2];
    Prices     prices[2];
    double    *raw[2];   /* [tree->n] decayed billing-seconds */
    double    *hours[2]; /* [tree->n] */
    uint32_t  *jobs;     /* [tree->n] */
    SsTime     now;
    SsBilling *out;
} Billing;

/* --- the site ----------------------------------------------------------------------------------------- */

static gboolean read_cluster(Billing *b, GError **error)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    SsPlan            plan;

    if (!ss_plan_read(b->ledger, &plan, error))
        return FALSE;
    char               *site = ss_inputs_site(b->ledger, error);
    const SsSiteOptions options = { .overrides = plan.overrides };
    gboolean            ok = site && ss_site_read(site, &options, diag, &b->cluster, error);
    SsAccounts *accounts = ok ? ss_ledger_accounts_read(b->ledger, b->cluster->tres, error) : NULL;

    if (accounts) {
        ss_accounts_free(b->cluster->accounts);
        b->cluster->accounts = accounts;
        ss_assoc_tree_free(b->cluster->tree);
        b->cluster->tree = ss_assoc_tree_new(accounts);
    }
    if (site)
        ss_inputs_site_remove(site);
    g_free(site);
    ss_plan_clear(&plan);
    return accounts != NULL;
}

/* --- prices ------------------------------------------------------------------------------------------- */

static gboolean set_prices(Billing *b, const SsBillingQuestion *question, GError **error)
{
    const SsCluster   *cluster = b->cluster;
    const bool         site_max = (cluster->settings.priority_flags & SS_PRIO_MAX_TRES) != 0;
    g_autofree double *other = g_new0(double, cluster->tres->n);

    if (question->partition && ss_cluster_part(cluster, question->partition) == SS_ID_NONE) {
        g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_REFERENCE, "there is no partition %s",
                    question->partition);
        return FALSE;
    }
    if (question->weights && *question->weights
        && !ss_tres_weights_parse(cluster->tres, question->weights, other, error))
        return FALSE;
    for (int c = 0; c < 2; c++) {
        b->prices[c].weights = g_new0(double *, cluster->n_parts);
        b->prices[c].max_tres = c == 0 || question->max_tres < 0 ? site_max : question->max_tres;
        for (uint32_t p = 0; p < cluster->n_parts; p++) {
            const SsPartition *part = &cluster->parts[p];
            const bool         asked =
                c == 1 && question->weights
                && (!question->partition || strcmp(part->name, question->partition) == 0);
            const double *from = !asked ? part->billing : *question->weights ? other : NULL;

            b->prices[c].weights[p] = g_memdup2(from, cluster->tres->n * sizeof *from);
        }
    }
    return TRUE;
}

/* The TRES that costs most of a job; SS_ID_NONE if it costs nothing. */
static uint32_t dearest(const Billing *b, const double *weights, const uint64_t *counts)
{
    uint32_t best = SS_ID_NONE;
    double   most = 0;

    if (!weights)
        return SS_TRES_CPU;
    for (uint32_t t = 0; t < b->cluster->tres->n; t++)
        if (t != SS_TRES_BILLING && weights[t] * (double) counts[t] > most) {
            most = weights[t] * (double) counts[t];
            best = t;
        }
    return best;
}

static const char *tres_name(const Billing *b, uint32_t tres)
{
    return tres == SS_ID_NONE ? "nothing" : b->cluster->tres->at[tres].text;
}

/* --- jobs --------------------------------------------------------------------------------------------- */

/* Seconds of [start, end) that are left at `now`. */
static double left_of(SsTime start, SsTime end, SsTime now, SsSpan half_life)
{
    if (half_life <= 0)
        return (double) (end - start);
    const double rate = -log(1 - 0.693 / (double) half_life);
    return (exp(-rate * (double) (now - end)) - exp(-rate * (double) (now - start))) / rate;
}

static double usage_factor(const Billing *b, uint32_t qos_id)
{
    const SsAssocTree *tree = b->cluster->tree;

    for (uint32_t i = 0; i < tree->n_qos; i++)
        if (tree->qos[i].id == qos_id)
            return tree->qos[i].usage_factor;
    return 1;
}

static void charge(Billing *b, SsAssocId assoc, int c, double hours, double usage)
{
    for (SsAssocId a = assoc; a != SS_ID_NONE; a = b->cluster->tree->at[a].parent) {
        b->hours[c][a] += hours;
        b->jobs[a] += c == 0;
    }
    b->raw[c][assoc] += usage;
}

/* History may not say where a job ran. */
static SsPartId part_of(const SsCluster *cluster, const SsJobRecord *job)
{
    return job->partition && *job->partition ? ss_cluster_part(cluster, job->partition)
                                             : cluster->default_part;
}

static void add_job(Billing *b, const SsJobRecord *job)
{
    const SsAssocId      assoc = ss_assoc_by_id(b->cluster->tree, job->assoc_id);
    const SsPartId       part = part_of(b->cluster, job);
    const SsTime         end = job->end ? job->end : b->now;
    const double         factor = usage_factor(b, job->qos_id);
    g_autofree double   *counted = g_new0(double, b->cluster->tres->n);
    g_autofree uint64_t *counts = g_new0(uint64_t, b->cluster->tres->n);
    double               hours[2];
    uint32_t             dear[2];

    if (assoc == SS_ID_NONE || part == SS_ID_NONE || job->start == 0 || !job->tres_alloc
        || end <= job->start)
        return;
    ss_tres_vector(b->cluster->tres, job->tres_alloc, counted);
    for (uint32_t t = 0; t < b->cluster->tres->n; t++)
        counts[t] = (uint64_t) counted[t];
    const SsSpan half_life = b->cluster->settings.decay_half_life;
    for (int c = 0; c < 2; c++) {
        const double *weights = b->prices[c].weights[part];
        const double  billing =
            ss_tres_billing(b->cluster->tres, counts, weights, b->prices[c].max_tres);

        hours[c] = billing * (double) (end - job->start) / 3600;
        dear[c] = dearest(b, weights, counts);
        charge(b, assoc, c, hours[c],
               billing * factor * left_of(job->start, end, b->now, half_life));
        b->out->hours[c] += hours[c];
    }
    b->out->n_jobs++;
    if (dear[0] == dear[1])
        return;
    const SsBillingJob moved = { .id = job->array_task_id == SS_UNSET32
                                           ? g_strdup_printf("%u", job->job_id)
                                           : g_strdup_printf("%u_%u", job->array_job_id,
                                                             job->array_task_id),
                                 .user = g_strdup(job->user),
                                 .account = g_strdup(job->account),
                                 .was = g_strdup(tres_name(b, dear[0])),
                                 .is = g_strdup(tres_name(b, dear[1])),
                                 .hours = { hours[0], hours[1] } };
    g_array_append_val(b->out->jobs, moved);
}

static gboolean price_jobs(Billing *b, GError **error)
{
    SsJobCursor *cursor = ss_job_cursor_new(b->ledger, "WHERE time_start <> 0 ORDER BY job_db_inx");

    for (const SsJobRecord *job; (job = ss_job_cursor_next(cursor));)
        add_job(b, job);
    return ss_job_cursor_close(cursor, error);
}

/* --- shares ------------------------------------------------------------------------------------------- */

static void plant(Billing *b, int c)
{
    g_autofree long double *tres = g_new0(long double, b->cluster->tres->n);

    b->world[c] = ss_world_new(b->cluster, b->now);
    ss_fairshare_shares(b->world[c]);
    for (SsAssocId a = 0; a < b->cluster->tree->n; a++)
        if (b->raw[c][a] > 0)
            ss_fairshare_seed(b->world[c], a, b->raw[c][a], 0, tres);
    if (b->cluster->settings.priority_flags & SS_PRIO_FAIR_TREE)
        ss_fair_tree(b->world[c]);
    ss_fairshare_view(b->world[c]);
}

static void add_rows(Billing *b)
{
    const SsAssocTree *tree = b->cluster->tree;

    for (SsAssocId a = 1; a < tree->n; a++) {
        const SsAssoc *assoc = &tree->at[a];
        SsBillingRow   row = { .account = g_strdup(assoc->account),
                               .user = g_strdup(assoc->user),
                               .level = assoc->level,
                               .jobs = b->jobs[a] };

        for (int c = 0; c < 2; c++) {
            const SsUsage *usage = &b->world[c]->assoc_use[a];

            row.hours[c] = b->hours[c][a];
            row.usage[c] = (double) usage->usage_raw;
            row.level_fs[c] = (double) usage->level_fs;
            row.fairshare[c] = assoc->is_user ? ss_fairshare_factor(b->world[c], a) : NAN;
        }
        g_array_append_val(b->out->rows, row);
    }
}

/* --- both cases --------------------------------------------------------------------------------------- */

static void row_clear(gpointer data)
{
    SsBillingRow *row = data;

    g_free(row->account);
    g_free(row->user);
}

static void job_clear(gpointer data)
{
    SsBillingJob *job = data;

    g_free(job->id);
    g_free(job->user);
    g_free(job->account);
    g_free(job->was);
    g_free(job->is);
}

static gint by_price(gconstpointer left, gconstpointer right)
{
    const SsBillingJob *a = left, *b = right;
    const double        x = MAX(a->hours[0], a->hours[1]), y = MAX(b->hours[0], b->hours[1]);

    return x < y ? 1 : x > y ? -1 : strcmp(a->id, b->id);
}

static void billing_free(Billing *b)
{
    for (int c = 0; c < 2; c++) {
        ss_world_free(b->world[c]);
        for (uint32_t p = 0; b->prices[c].weights && p < b->cluster->n_parts; p++)
            g_free(b->prices[c].weights[p]);
        g_free(b->prices[c].weights);
        g_free(b->raw[c]);
        g_free(b->hours[c]);
    }
    g_free(b->jobs);
    if (b->cluster)
        ss_cluster_unref(b->cluster);
    ss_ledger_free(b->ledger);
}

static gboolean price_both(Billing *b, const SsBillingQuestion *question, GError **error)
{
    if (!b->ledger || !read_cluster(b, error) || !set_prices(b, question, error))
        return FALSE;
    b->now = ss_ledger_now(b->ledger);
    b->jobs = g_new0(uint32_t, b->cluster->tree->n);
    for (int c = 0; c < 2; c++) {
        b->raw[c] = g_new0(double, b->cluster->tree->n);
        b->hours[c] = g_new0(double, b->cluster->tree->n);
    }
    if (!price_jobs(b, error))
        return FALSE;
    plant(b, 0);
    plant(b, 1);
    add_rows(b);
    g_array_sort(b->out->jobs, by_price);
    return TRUE;
}

gboolean ss_billing(const char *path, const SsBillingQuestion *question, SsBilling *out,
                    GError **error)
{
    Billing b = { .ledger = ss_ledger_open(path, error), .out = out };

    *out = (SsBilling){ .rows = g_array_new(FALSE, FALSE, sizeof(SsBillingRow)),
                        .jobs = g_array_new(FALSE, FALSE, sizeof(SsBillingJob)) };
    g_array_set_clear_func(out->rows, row_clear);
    g_array_set_clear_func(out->jobs, job_clear);
    const gboolean ok = price_both(&b, question, error);
    billing_free(&b);
    if (!ok)
        ss_billing_clear(out);
    return ok;
}

void ss_billing_clear(SsBilling *billing)
{
    if (billing->rows)
        g_array_free(billing->rows, TRUE);
    if (billing->jobs)
        g_array_free(billing->jobs, TRUE);
    *billing = (SsBilling){ 0 };
}

/* --- text and JSON ------------------------------------------------------------------------------------ */

static void add_pair(SsSheet *sheet, int decimals, const double value[2])
{
    for (int c = 0; c < 2; c++) {
        if (isnan(value[c]))
            ss_sheet_add(sheet, "");
        else if (isinf(value[c]))
            ss_sheet_add(sheet, "inf");
        else
            ss_sheet_printf(sheet, "%.*f", decimals, value[c]);
    }
}

static void print_rows(const SsBilling *b, bool users, SsWriter *w)
{
    static const char *const titles[] = { "account", "user",      "jobs", "billing hours",
                                          "new",     "usage",     "new",  "LevelFS",
                                          "new",     "FairShare", "new" };
    g_autoptr(SsSheet)       sheet = ss_sheet_new(G_N_ELEMENTS(titles), 2);

    for (size_t i = 0; i < G_N_ELEMENTS(titles); i++)
        ss_sheet_add(sheet, titles[i]);
    for (uint32_t i = 0; i < b->rows->len; i++) {
        const SsBillingRow *row = &g_array_index(b->rows, SsBillingRow, i);

        if (*row->user && (!users || row->jobs == 0))
            continue;
        ss_sheet_printf(sheet, "%*s%s", (int) row->level - 1, "", row->account);
        ss_sheet_add(sheet, row->user);
        ss_sheet_printf(sheet, "%u", row->jobs);
        add_pair(sheet, 1, row->hours);
        add_pair(sheet, 0, row->usage);
        add_pair(sheet, 4, row->level_fs);
        add_pair(sheet, 4, row->fairshare);
    }
    ss_sheet_print(sheet, w);
}

static void print_jobs(const SsBilling *b, uint32_t n, SsWriter *w)
{
    static const char *const titles[] = { "job", "user", "account", "was", "is", "hours", "new" };
    g_autoptr(SsSheet)       sheet = ss_sheet_new(G_N_ELEMENTS(titles), 5);

    ss_writer_printf(w, "\n%u of %u jobs cost most by another TRES\n", b->jobs->len, b->n_jobs);
    if (b->jobs->len == 0 || n == 0)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(titles); i++)
        ss_sheet_add(sheet, titles[i]);
    for (uint32_t i = 0; i < MIN(b->jobs->len, n); i++) {
        const SsBillingJob *job = &g_array_index(b->jobs, SsBillingJob, i);

        ss_sheet_add(sheet, job->id);
        ss_sheet_add(sheet, job->user ? job->user : "");
        ss_sheet_add(sheet, job->account ? job->account : "");
        ss_sheet_add(sheet, job->was);
        ss_sheet_add(sheet, job->is);
        add_pair(sheet, 1, job->hours);
    }
    ss_sheet_print(sheet, w);
    if (b->jobs->len > n)
        ss_writer_printf(w, "%u more\n", b->jobs->len - n);
}

void ss_billing_print(const SsBilling *b, bool users, uint32_t n_jobs, SsWriter *w)
{
    ss_writer_printf(w, "%.1f billing-hours as it was, %.1f under the new weights\n\n", b->hours[0],
                     b->hours[1]);
    print_rows(b, users, w);
    print_jobs(b, n_jobs, w);
}

static void json_pair(SsJson *json, const char *key, const double value[2])
{
    ss_json_key(json, key);
    ss_json_begin_array(json);
    ss_json_double(json, value[0]);
    ss_json_double(json, value[1]);
    ss_json_end_array(json);
}

void ss_billing_json(const SsBilling *b, SsJson *json)
{
    ss_json_begin_object(json);
    ss_json_key_text(json, "schema", "slurmsim.billing.v1");
    ss_json_key_uint(json, "jobs", b->n_jobs);
    json_pair(json, "billing_hours", b->hours);
    ss_json_key(json, "associations");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < b->rows->len; i++) {
        const SsBillingRow *row = &g_array_index(b->rows, SsBillingRow, i);

        ss_json_begin_object(json);
        ss_json_key_text(json, "account", row->account);
        ss_json_key_text(json, "user", *row->user ? row->user : NULL);
        ss_json_key_uint(json, "jobs", row->jobs);
        json_pair(json, "billing_hours", row->hours);
        json_pair(json, "usage", row->usage);
        json_pair(json, "level_fs", row->level_fs);
        json_pair(json, "fairshare", row->fairshare);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    ss_json_key(json, "other_dominant");
    ss_json_begin_array(json);
    for (uint32_t i = 0; i < b->jobs->len; i++) {
        const SsBillingJob *job = &g_array_index(b->jobs, SsBillingJob, i);

        ss_json_begin_object(json);
        ss_json_key_text(json, "job", job->id);
        ss_json_key_text(json, "user", job->user);
        ss_json_key_text(json, "account", job->account);
        ss_json_key_text(json, "was", job->was);
        ss_json_key_text(json, "is", job->is);
        json_pair(json, "billing_hours", job->hours);
        ss_json_end_object(json);
    }
    ss_json_end_array(json);
    ss_json_end_object(json);
}
