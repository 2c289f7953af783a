/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preempt_victims.c - the choice of victims.
 *
 * Candidates are taken away one by one, the least of them first, until the job fits. That finds a set
 * that is large enough and usually too large: jobs were taken away on nodes where it will not run. So the
 * list is put into another order and the walk made again from the start: the job that made the difference
 * comes first, the others by how many of the found nodes they hold. With preempt_reorder_count=1 there are
 * two such repetitions (the counter is compared before it is raised), and what the last walk took away
 * from the nodes it found are the victims, in the order of that walk (recorded: the order in which
 * slurmctld names them).
 *
 * Jobs that lend their cores (SUSPEND) are not taken away: the placement sees through them, and the gang
 * code suspends whoever lies underneath (gang.c).
 *
 * Source: slurm.conf(5); spec scheduling 4.3; recorded runs of preempt/qos and preempt/partition_prio.
 */
#include "scheduler/preempt_victims.h"

#include "scheduler/glance.h"
#include "scheduler/preempt.h"

/* --- candidates ---------------------------------------------------------------------------------- */

static bool touches(const SsJob *job, const SsNodeSet *nodes)
{
    for (uint32_t i = 0; i < job->alloc->n; i++)
        if (ss_node_set_test(nodes, job->alloc->at[i].node))
            return true;
    return false;
}

static uint64_t worth(const SsWorld *world, const SsJob *job)
{
    const bool by_qos = world->settings.preempt_type == SS_PREEMPT_QOS && job->qos != SS_ID_NONE;
    const uint32_t priority =
        by_qos ? world->tree->qos[job->qos].priority : world->parts[job->part].priority_tier;

    return (uint64_t) (priority & 0xffff) << 16 | (job->alloc->n & 0xffff);
}

static gint least_first(gconstpointer left, gconstpointer right, gpointer data)
{
    const SsWorld *world = data;
    const SsJob   *a = *(SsJob *const *) left, *b = *(SsJob *const *) right;

    if (world->settings.sched.preempt_youngest_first)
        return (a->start < b->start) - (a->start > b->start);
    const uint64_t x = worth(world, a), y = worth(world, b);
    return (x > y) - (x < y);
}

GPtrArray *ss_preempt_candidates(const SsWorld *world, const SsJob *job, SsPartId part)
{
    g_autoptr(GPtrArray) jobs = NULL;

    if (!ss_preempt_possible(world, job, part) && job->resv == SS_ID_NONE)
        return NULL;
    for (SsJob *other = world->first; other; other = other->next) {
        if (other->alloc == NULL || !ss_preempt_may(world, job, part, other)
            || !touches(other, world->parts[part].nodes))
            continue;
        if (jobs == NULL)
            jobs = g_ptr_array_new();
        g_ptr_array_add(jobs, other);
    }
    if (jobs != NULL)
        g_ptr_array_sort_with_data(jobs, least_first, (gpointer) world); /* stable */
    return g_steal_pointer(&jobs);
}

void ss_preempt_remove_all(const SsWorld *world, const GPtrArray *candidates, SsUse *use)
{
    for (guint i = 0; i < candidates->len; i++) {
        const SsJob *job = candidates->pdata[i];

        if (ss_preempt_lends_cores(world, job))
            ss_use_lend(use, job->alloc);
        else
            ss_use_remove(use, job->alloc);
    }
}

/* --- the walk ------------------------------------------------------------------------------------ */

typedef struct {
    SsPlaceQuery query;
    SsUse       *base; /* nobody taken away yet, lent cores free */
    SsUse       *use;
    GPtrArray   *lenders; /* whose cores these are */
    GPtrArray   *list;    /* those that can be taken away, in the order of this walk */
    SsNodeSet   *found;
} Walk;

static bool fits(Walk *walk)
{
    g_autoptr(SsAlloc) alloc = NULL;

    if (!ss_glance(&walk->query) || ss_place(&walk->query, &alloc) != SS_PLACED)
        return false;
    ss_alloc_nodes(alloc, walk->found);
    return true;
}

/* Takes jobs away until it fits: how many were; 0 if it never does. */
static guint walk_list(Walk *walk, GPtrArray *gone)
{
    ss_use_assign(walk->use, walk->base);
    g_ptr_array_set_size(gone, 0);
    g_ptr_array_extend(gone, walk->lenders, NULL, NULL);
    for (guint i = 0; i < walk->list->len; i++) {
        SsJob *job = walk->list->pdata[i];

        ss_use_remove(walk->use, job->alloc);
        g_ptr_array_add(gone, job);
        if (fits(walk))
            return i + 1;
    }
    return 0;
}

static uint32_t nodes_shared(const SsJob *job, const SsNodeSet *found)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < job->alloc->n; i++)
        n += ss_node_set_test(found, job->alloc->at[i].node);
    return n;
}

static gint most_shared_first(gconstpointer left, gconstpointer right, gpointer data)
{
    const uint32_t a = nodes_shared(*(SsJob *const *) left, data);
    const uint32_t b = nodes_shared(*(SsJob *const *) right, data);

    return (a < b) - (a > b);
}

/* The last of the first `n` comes to the front, those before it by what they hold of the found nodes. */
static void reorder(const Walk *walk, guint n)
{
    GPtrArray *list = walk->list;
    gpointer   last = list->pdata[n - 1];

    for (guint i = n - 1; i > 0; i--)
        list->pdata[i] = list->pdata[i - 1];
    list->pdata[0] = last;
    if (walk->query.world->settings.sched.preempt_strict_order)
        return;
    g_autoptr(GPtrArray) before = g_ptr_array_new();
    for (guint i = 1; i < n; i++)
        g_ptr_array_add(before, list->pdata[i]);
    g_ptr_array_sort_with_data(before, most_shared_first, walk->found); /* stable */
    for (guint i = 1; i < n; i++)
        list->pdata[i] = before->pdata[i - 1];
}

static GPtrArray *removable(const SsPlaceQuery *query, const GPtrArray *candidates)
{
    GPtrArray *list = g_ptr_array_new();

    for (guint i = 0; i < candidates->len; i++) {
        SsJob *job = candidates->pdata[i];

        if (!ss_preempt_lends_cores(query->world, job) && touches(job, query->nodes))
            g_ptr_array_add(list, job);
    }
    return list;
}

/* Those who lend their cores do so: who they are. */
static GPtrArray *lend_all(const SsWorld *world, const GPtrArray *candidates, SsUse *use)
{
    GPtrArray *lenders = g_ptr_array_new();

    for (guint i = 0; i < candidates->len; i++) {
        SsJob *job = candidates->pdata[i];

        if (!ss_preempt_lends_cores(world, job))
            continue;
        ss_use_lend(use, job->alloc);
        g_ptr_array_add(lenders, job);
    }
    return lenders;
}

/* Those of the walk's first `n` that stand on the nodes it found. */
static GPtrArray *victims_of(const Walk *walk, guint n)
{
    GPtrArray *victims = g_ptr_array_new();

    for (guint i = 0; i < n; i++)
        if (touches(walk->list->pdata[i], walk->found))
            g_ptr_array_add(victims, walk->list->pdata[i]);
    return victims;
}

static GPtrArray *walk_and_reorder(Walk *walk)
{
    const uint32_t       most = walk->query.world->settings.sched.preempt_reorder_count;
    g_autoptr(GPtrArray) gone = g_ptr_array_new();

    walk->query.gone = gone;
    for (uint32_t passes = 0;; passes++) {
        const guint n = walk_list(walk, gone);

        if (n == 0)
            return NULL;
        if (passes > most || walk->list->len <= passes)
            return victims_of(walk, n);
        reorder(walk, n);
    }
}

/* Would all of them be enough, as far as a count can tell? */
static bool hopeless(Walk *walk)
{
    ss_use_assign(walk->use, walk->base);
    for (guint i = 0; i < walk->list->len; i++)
        ss_use_remove(walk->use, ((SsJob *) walk->list->pdata[i])->alloc);
    return !ss_glance(&walk->query);
}

GPtrArray *ss_preempt_choose(const SsPlaceQuery *query, const GPtrArray *candidates)
{
    g_autoptr(GPtrArray) list = removable(query, candidates);
    g_autoptr(SsUse)     base = ss_use_copy(query->world->use);
    g_autoptr(SsUse)     use = ss_use_copy(base);
    g_autoptr(SsNodeSet) found = ss_node_set_new(query->world->cluster->n_nodes);
    g_autoptr(GPtrArray) lenders = lend_all(query->world, candidates, base);
    Walk                 walk = {
                        .query = *query, .base = base, .use = use, .lenders = lenders, .list = list, .found = found
    };

    walk.query.mode = SS_PLACE_NOW;
    walk.query.use = use;
    if (list->len == 0 || hopeless(&walk))
        return NULL;
    return walk_and_reorder(&walk);
}

SsAlloc *ss_preempt_place_over(const SsPlaceQuery *query, const GPtrArray *candidates)
{
    g_autoptr(SsUse)     use = ss_use_copy(query->world->use);
    g_autoptr(GPtrArray) lenders = lend_all(query->world, candidates, use);
    SsPlaceQuery         over = *query;
    SsAlloc             *alloc = NULL;

    if (lenders->len == 0)
        return NULL;
    over.mode = SS_PLACE_NOW;
    over.use = use;
    over.gone = lenders;
    return ss_place(&over, &alloc) == SS_PLACED ? alloc : NULL;
}
