/* SPDX-License-Identifier: Apache-2.0 */
/*
 * priority.c - what a job's place in the queue is worth: six factors, TRES, site, nice.
 *
 * Factors are rows of a table: what they measure, their weight, where the product is kept. The sum is
 * formed in the rows' order, each product first, in double, and truncated once at the end: adding in
 * another order changes the last bit, and now and then a point of priority. sprio prints the
 * stored products rounded one by one, so its columns need not add up to its PRIORITY.
 *
 * A job in several partitions has one priority for each. They differ in the partition and TRES terms
 * only; everything else is computed once.
 *
 * priority/basic counts down from 4294901759: first come, first served, shifted by nice.
 *
 * Rejected: recomputing a priority whenever it is read. Slurm computes at submission and once a period,
 * and the age in between stands still; so does ours.
 *
 * Unsigned subtraction in the job-size factor is on purpose: in 22.05 a job larger than the cluster
 * wraps around and is clamped to 1.
 *
 * Tested in tests/unit/test_priority.c (spec priority 21.8-21.11).
 */
#include "scheduler/priority.h"

#include "scheduler/fairshare.h"

#include <math.h>

#define BASIC_TOP 0xffff0000u /* priority/basic counts down from here */

static bool has_flag(const SsWorld *world, SsPriorityFlag flag)
{
    return (world->settings.priority_flags & flag) != 0;
}

/* --- the factors ---------------------------------------------------------------------------------- */

static double age(SsWorld *world, const SsJob *job, SsPartId part)
{
    const SsSpan max = world->settings.max_age;
    SsSpan       waited;

    (void) part;
    if (job->accrue == 0 || job->accrue >= world->now)
        return max > 0 || job->accrue == 0 ? 0 : 1;
    waited = (uint32_t) (world->now - job->accrue);
    return waited < max ? (double) waited / (double) max : 1;
}

static double association(SsWorld *world, const SsJob *job, SsPartId part)
{
    (void) part;
    if (job->assoc == SS_ID_NONE)
        return 0;

    const uint32_t priority = world->tree->at[job->assoc].priority;
    if (has_flag(world, SS_PRIO_NO_NORMAL_ASSOC))
        return priority;
    return world->tree->max_priority == 0 ? 0
                                          : (double) priority / (double) world->tree->max_priority;
}

static double fair_share(SsWorld *world, const SsJob *job, SsPartId part)
{
    (void) part;
    return job->assoc == SS_ID_NONE ? 0 : ss_fairshare_factor(world, job->assoc);
}

static uint32_t cpu_count(const SsJob *job)
{
    if (job->total_cpus != 0)
        return job->total_cpus;
    return job->req.max_cpus != SS_UNSET32 && job->req.max_cpus != 0 ? job->req.max_cpus
                                                                     : ss_request_cpus(&job->req);
}

/* Minutes that the size is divided by. */
static uint32_t size_minutes(const SsWorld *world, const SsJob *job)
{
    if (job->time_limit != SS_UNSET32)
        return job->time_limit;
    return job->part != SS_ID_NONE ? world->parts[job->part].max_time : 1;
}

static double size_by_time(const SsWorld *world, const SsJob *job, double nodes, double cpus)
{
    const double wanted = cpu_count(job);
    double       size = MAX((double) job->req.min_nodes * cpus / nodes, wanted);

    size = size / (double) size_minutes(world, job) / cpus;
    return world->settings.favor_small ? 1 - size : size;
}

static double job_size(SsWorld *world, const SsJob *job, SsPartId part)
{
    const uint32_t nodes = world->cluster->n_nodes, cpus = world->cluster->total_cpus;
    const uint32_t wanted = cpu_count(job);
    const bool     small = world->settings.favor_small;
    double         size;

    (void) part;
    if (has_flag(world, SS_PRIO_SMALL_RELATIVE_TO_TIME)) {
        size = size_by_time(world, job, nodes, cpus);
    } else {
        const uint32_t counted = small ? nodes - job->req.min_nodes : job->req.min_nodes;

        size = (double) counted / (double) nodes;
        if (wanted != 0)
            size = (size + (double) (small ? cpus - wanted : wanted) / (double) cpus) / 2;
    }
    return CLAMP(size, 0.0, 1.0);
}

static double part_factor(const SsWorld *world, SsPartId part)
{
    if (part == SS_ID_NONE)
        return 0;

    const uint32_t factor = world->parts[part].job_factor;
    if (has_flag(world, SS_PRIO_NO_NORMAL_PART))
        return factor;
    return (double) factor / (double) MAX(world->max_job_factor, 1);
}

static double part_term(const SsWorld *world, SsPartId part)
{
    return part_factor(world, part) * (double) world->settings.weight_part;
}

static double partition(SsWorld *world, const SsJob *job, SsPartId part)
{
    (void) job;
    return part_factor(world, part);
}

static double quality(SsWorld *world, const SsJob *job, SsPartId part)
{
    (void) part;
    if (job->qos == SS_ID_NONE)
        return 0;

    const SsQos *qos = &world->tree->qos[job->qos];
    return has_flag(world, SS_PRIO_NO_NORMAL_QOS) ? qos->priority : qos->norm_priority;
}

/* Without slurmdbd nothing is known of usage, and slurmctld sets these two to 0. */
static uint32_t weight_age(const SsSettings *settings)
{
    return settings->has_dbd ? settings->weight_age : 0;
}

static uint32_t weight_fair_share(const SsSettings *settings)
{
    return settings->has_dbd ? settings->weight_fairshare : 0;
}

static uint32_t weight_association(const SsSettings *settings)
{
    return settings->weight_assoc;
}

static uint32_t weight_job_size(const SsSettings *settings)
{
    return settings->weight_jobsize;
}

static uint32_t weight_partition(const SsSettings *settings)
{
    return settings->weight_part;
}

static uint32_t weight_quality(const SsSettings *settings)
{
    return settings->weight_qos;
}

const SsPriorityFactor ss_priority_factors[] = {
    { "Age", "Time a job has waited since it could first have run, up to PriorityMaxAge.", age,
      weight_age, offsetof(SsJob, f_age) },
    { "Assoc", "Priority of the job's association.", association, weight_association,
      offsetof(SsJob, f_assoc) },
    { "Fairshare", "What the association is entitled to against what it has used.", fair_share,
      weight_fair_share, offsetof(SsJob, f_fs) },
    { "JobSize", "Nodes and CPUs asked for, as a part of the cluster.", job_size, weight_job_size,
      offsetof(SsJob, f_js) },
    { "Partition", "PriorityJobFactor of the partition.", partition, weight_partition,
      offsetof(SsJob, f_part) },
    { "QOS", "Priority of the job's QOS.", quality, weight_quality, offsetof(SsJob, f_qos) },
    { .name = NULL },
};

static double *stored(SsJob *job, const SsPriorityFactor *factor)
{
    return (double *) (void *) ((char *) job + factor->stored);
}

static double weighted(SsWorld *world, const SsJob *job, SsPartId part,
                       const SsPriorityFactor *factor)
{
    const uint32_t weight = factor->weight(&world->settings);

    return weight == 0 ? 0 : factor->value(world, job, part) * (double) weight;
}

/* --- TRES ----------------------------------------------------------------------------------------- */

static double tres_factor(const SsWorld *world, const SsJob *job, SsPartId part, uint32_t at)
{
    const uint64_t *counts = job->tres_alloc != NULL ? job->tres_alloc : job->tres_req;
    const uint64_t  value = counts != NULL ? counts[at] : 0;
    const uint64_t *total = part != SS_ID_NONE ? world->parts[part].tres_total : NULL;

    if (has_flag(world, SS_PRIO_NO_NORMAL_TRES))
        return (double) value;
    if (value == 0 || total == NULL || total[at] == 0)
        return 0;
    return (double) value / (double) total[at];
}

void ss_priority_tres(const SsWorld *world, const SsJob *job, SsPartId part, double *out)
{
    const double *weight = world->settings.weight_tres;

    for (uint32_t i = 0; i < world->cluster->tres->n; i++)
        out[i] = weight != NULL ? tres_factor(world, job, part, i) * weight[i] : 0;
}

static double sum_of(const double *values, uint32_t n)
{
    double sum = 0;

    for (uint32_t i = 0; values != NULL && i < n; i++)
        sum += values[i];
    return sum;
}

static double tres_sum(const SsWorld *world, const SsJob *job, SsPartId part)
{
    const uint32_t     n = world->cluster->tres->n;
    g_autofree double *values = NULL;

    if (world->settings.weight_tres == NULL)
        return 0;
    values = g_new(double, n);
    ss_priority_tres(world, job, part, values);
    return sum_of(values, n);
}

static void store_tres(const SsWorld *world, SsJob *job)
{
    if (world->settings.weight_tres == NULL)
        return;
    if (job->f_tres == NULL)
        job->f_tres = g_new0(double, world->cluster->tres->n);
    ss_priority_tres(world, job, job->part, job->f_tres);
}

/* --- the sum -------------------------------------------------------------------------------------- */

/* The stored factors with `part_term` for the partition's and `tres` for the TRES'. */
static double sum_with(const SsJob *job, double part_term, double tres)
{
    double sum = job->f_age + job->f_assoc;

    sum = sum + job->f_fs + job->f_js + part_term + job->f_qos + tres;
    sum = sum + job->site_factor - job->nice;
    return MAX(sum, 1.0);
}

static uint32_t truncated(double sum)
{
    return sum >= 4294967295.0 ? UINT32_MAX : (uint32_t) sum;
}

static void set_priority(const SsWorld *world, uint32_t *priority, double sum, bool first)
{
    const uint32_t value = truncated(sum);

    if (first || !has_flag(world, SS_PRIO_INCR_ONLY) || value > *priority)
        *priority = value;
}

static void compute_parts(SsWorld *world, SsJob *job, bool first)
{
    if (job->n_parts < 2)
        return;
    if (job->part_prio == NULL) {
        job->part_prio = g_new0(uint32_t, job->n_parts);
        first = true;
    }
    for (uint32_t k = 0; k < job->n_parts; k++) {
        const SsPartId part = job->parts[k];

        set_priority(world, &job->part_prio[k],
                     sum_with(job, part_term(world, part), tres_sum(world, job, part)), first);
    }
}

static void compute(SsWorld *world, SsJob *job, bool first)
{
    for (const SsPriorityFactor *factor = ss_priority_factors; factor->name != NULL; factor++)
        *stored(job, factor) = weighted(world, job, job->part, factor);
    store_tres(world, job);
    set_priority(world, &job->priority,
                 sum_with(job, job->f_part, sum_of(job->f_tres, world->cluster->tres->n)), first);
    compute_parts(world, job, first);
}

/* A fixed priority: every entry is it, every factor 0. */
static void keep_direct(const SsWorld *world, SsJob *job)
{
    for (const SsPriorityFactor *factor = ss_priority_factors; factor->name != NULL; factor++)
        *stored(job, factor) = 0;
    for (uint32_t i = 0; job->f_tres != NULL && i < world->cluster->tres->n; i++)
        job->f_tres[i] = 0;
    if (job->n_parts < 2)
        return;
    if (job->part_prio == NULL)
        job->part_prio = g_new0(uint32_t, job->n_parts);
    for (uint32_t k = 0; k < job->n_parts; k++)
        job->part_prio[k] = job->priority;
}

void ss_priority_job(SsWorld *world, SsJob *job)
{
    if (job->direct_prio)
        keep_direct(world, job);
    else if (world->settings.priority_type == SS_PRIORITY_MULTIFACTOR)
        compute(world, job, false);
}

/* --- basic ---------------------------------------------------------------------------------------- */

static void number_basic(SsWorld *world, SsJob *job)
{
    const int64_t lowest = world->basic_lowest != 0 ? world->basic_lowest : BASIC_TOP;
    const int64_t nice = job->nice;
    int64_t       value = lowest < 2 ? 1 : lowest - 1;

    if (nice <= 0 || value > nice + 1)
        value -= nice;
    value = CLAMP(value, 1, UINT32_MAX);
    job->priority = (uint32_t) value;
    world->basic_lowest = (uint32_t) CLAMP(value + nice, 1, lowest);
    for (uint32_t k = 0; job->part_prio != NULL && k < job->n_parts; k++)
        job->part_prio[k] = job->priority;
}

void ss_priority_new(SsWorld *world, SsJob *job)
{
    const bool basic = world->settings.priority_type == SS_PRIORITY_BASIC;

    if (job->direct_prio && !(basic && job->priority == 1))
        keep_direct(world, job);
    else if (basic)
        number_basic(world, job);
    else
        compute(world, job, true);
}

/* --- normalisers ---------------------------------------------------------------------------------- */

static void count_node(const SsCluster *cluster, const SsNode *node, uint64_t *total)
{
    const SsTresSet *tres = cluster->tres;

    total[SS_TRES_CPU] += ss_node_usable_cpus(node);
    total[SS_TRES_MEM] += node->real_memory;
    total[SS_TRES_NODE]++;
    for (uint32_t g = 0; g < node->n_gres; g++) {
        const SsNodeGres *gres = &node->gres[g];
        const char       *name = cluster->gres_names[gres->gres];
        const uint32_t    all = ss_tres_find_gres(tres, name, NULL);

        if (all != SS_ID_NONE)
            total[all] += gres->count;
        for (uint32_t t = 0; t < gres->n_type; t++) {
            if (gres->type[t].name == NULL)
                continue;
            const uint32_t typed = ss_tres_find_gres(tres, name, gres->type[t].name);

            if (typed != SS_ID_NONE)
                total[typed] += gres->type[t].count;
        }
    }
}

/* Licences are the cluster's: every partition has all of them. */
static void count_licenses(const SsCluster *cluster, uint64_t *total)
{
    for (uint32_t i = 0; i < cluster->n_licenses; i++) {
        g_autofree char *text = g_strconcat("license/", cluster->licenses[i].name, NULL);
        const uint32_t   at = ss_tres_find(cluster->tres, text);

        if (at != SS_ID_NONE)
            total[at] += cluster->licenses[i].total;
    }
}

static void count_partition(const SsWorld *world, SsPartition *part)
{
    const SsCluster *cluster = world->cluster;

    g_free(part->tres_total);
    part->tres_total = g_new0(uint64_t, cluster->tres->n);
    for (uint32_t id = ss_node_set_first(part->nodes); id != SS_ID_NONE;
         id = ss_node_set_next(part->nodes, id + 1))
        count_node(cluster, &cluster->nodes[id], part->tres_total);
    count_licenses(cluster, part->tres_total);
    part->tres_total[SS_TRES_BILLING] = (uint64_t) ss_tres_billing(
        cluster->tres, part->tres_total, part->billing, has_flag(world, SS_PRIO_MAX_TRES));
}

void ss_priority_normalise(SsWorld *world)
{
    SsAssocTree *tree = world->tree;
    uint32_t     largest = 0;

    world->max_job_factor = 1;
    for (SsPartId p = 0; p < world->cluster->n_parts; p++) {
        world->max_job_factor = MAX(world->max_job_factor, world->parts[p].job_factor);
        count_partition(world, &world->parts[p]);
    }
    tree->max_priority = 0;
    for (SsAssocId i = 0; i < tree->n; i++)
        tree->max_priority = MAX(tree->max_priority, tree->at[i].priority);
    for (SsQosId q = 0; q < tree->n_qos; q++)
        largest = MAX(largest, tree->qos[q].priority);
    for (SsQosId q = 0; q < tree->n_qos; q++)
        tree->qos[q].norm_priority =
            largest == 0 ? 0 : (double) tree->qos[q].priority / (double) largest;
}

/* --- sprio ---------------------------------------------------------------------------------------- */

static void direct_row(const SsWorld *world, const SsJob *job, SsPartId part, SsPriorityRow *row)
{
    row->direct = job->n_parts < 2;
    row->priority = job->priority;
    if (row->direct)
        return;
    row->part = part_term(world, part); /* 22.05: several partitions hide a fixed priority */
    row->priority = MAX(row->part, 1.0);
}

void ss_priority_row(const SsWorld *world, const SsJob *job, SsPartId part, SsPriorityRow *row)
{
    *row = (SsPriorityRow){ 0 };
    if (job->direct_prio) {
        direct_row(world, job, part, row);
        return;
    }
    row->age = job->f_age;
    row->assoc = job->f_assoc;
    row->fs = job->f_fs;
    row->js = job->f_js;
    row->qos = job->f_qos;
    row->part = job->n_parts < 2 ? job->f_part : part_term(world, part);
    row->tres_sum = job->n_parts < 2 ? sum_of(job->f_tres, world->cluster->tres->n)
                                     : tres_sum(world, job, part);
    row->nice = job->nice;
    row->site = job->site_factor;
    row->priority = sum_with(job, row->part, row->tres_sum);
}
