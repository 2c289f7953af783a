/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preempt.c - spec scheduling 4: who may displace whom, which victims are chosen, what happens to them.
 */
#include "tests/twin/state.h"

static bool by_qos(const Twin *twin)
{
    return twin->set->preempt_type == SS_PREEMPT_QOS;
}

static bool qos_may(const Twin *twin, const SsJob *job, const SsJob *victim)
{
    const SsQos *mine = twin_qos(twin, job);

    if (mine == NULL || victim->qos == SS_ID_NONE)
        return false;
    if (job->qos != victim->qos)
        return mine->preempts != NULL && mine->preempts[victim->qos];
    return ((mine->preempt_mode | twin->set->preempt_mode) & SS_PREEMPT_WITHIN)
           && job->priority > victim->priority;
}

static bool tier_may(const Twin *twin, SsPartId part, SsPartId victims)
{
    const SsPartition *p = &twin->world->parts[part], *v = &twin->world->parts[victims];

    return p->priority_tier > v->priority_tier
           && (v->preempt_mode & SS_PREEMPT_MASK) != SS_PREEMPT_OFF;
}

/* 1.4 rule 1, for records that wait. */
bool twin_preempts_line(const Twin *twin, const Line *a, const Line *b)
{
    if (twin->set->preempt_type == SS_PREEMPT_NONE)
        return false;
    if (by_qos(twin))
        return qos_may(twin, &a->record->job, &b->record->job);
    return tier_may(twin, a->part, b->part)
           && ss_node_set_intersects(twin->world->parts[a->part].nodes,
                                     twin->world->parts[b->part].nodes);
}

/* 4.2. */
static uint32_t mode_of(const Twin *twin, const SsJob *victim)
{
    const SsQos *qos = twin_qos(twin, victim);
    uint32_t     mode = SS_PREEMPT_CLUSTER;

    if (!by_qos(twin))
        mode = twin->world->parts[victim->part].preempt_mode & SS_PREEMPT_MASK;
    else if (qos != NULL)
        mode = qos->preempt_mode & SS_PREEMPT_MASK;
    if (mode == SS_PREEMPT_CLUSTER || (by_qos(twin) && mode == SS_PREEMPT_OFF))
        mode = twin->set->preempt_mode & SS_PREEMPT_MASK;
    return mode;
}

bool twin_is_spared(const Twin *twin, const SsJob *job)
{
    return twin->set->preempt_type == SS_PREEMPT_NONE
           || (twin->set->preempt_mode & SS_PREEMPT_MASK) == SS_PREEMPT_OFF
           || mode_of(twin, job) == SS_PREEMPT_OFF;
}

/* 4.5: a victim that is suspended keeps its memory and its devices, and lends its cores. */
bool twin_lends(const Twin *twin, const SsJob *victim)
{
    return (twin->set->preempt_mode & SS_PREEMPT_GANG)
           && mode_of(twin, victim) == SS_PREEMPT_SUSPEND;
}

/* 4.1. */
static bool may_displace(const Twin *twin, const SsJob *job, SsPartId part, const SsJob *victim)
{
    if (twin->set->preempt_type == SS_PREEMPT_NONE || victim->preempted
        || (victim->state != SS_JOB_RUNNING && victim->state != SS_JOB_SUSPENDED)
        || mode_of(twin, victim) == SS_PREEMPT_OFF)
        return false;
    if (by_qos(twin) ? !qos_may(twin, job, victim) : !tier_may(twin, part, victim->part))
        return false;
    return victim->start + twin_exempt_time(twin, victim) <= twin->now;
}

static bool is_on_set(const SsJob *job, const SsNodeSet *nodes)
{
    for (uint32_t i = 0; i < job->alloc->n; i++)
        if (ss_node_set_test(nodes, job->alloc->at[i].node))
            return true;
    return false;
}

static uint64_t worth(const Twin *twin, const SsJob *victim)
{
    const SsQos   *qos = twin_qos(twin, victim);
    const uint32_t priority = by_qos(twin) && qos != NULL
                                  ? qos->priority
                                  : twin->world->parts[victim->part].priority_tier;

    return (uint64_t) (priority & 0xffff) * 65536 + (victim->alloc->n & 0xffff);
}

static bool is_worth_less(const Twin *twin, const SsJob *a, const SsJob *b)
{
    if (twin->set->sched.preempt_youngest_first)
        return a->start > b->start;
    return worth(twin, a) < worth(twin, b);
}

/* 4.3: the least first, of equals in the order of the job list. */
GPtrArray *twin_candidates(const Twin *twin, const SsJob *job, SsPartId part)
{
    GPtrArray *list = g_ptr_array_new();

    for (guint i = 0; i < twin->records->len; i++) {
        Record *record = twin->records->pdata[i];
        guint   at = list->len;

        if (record->job.alloc == NULL || !may_displace(twin, job, part, &record->job)
            || !is_on_set(&record->job, twin->world->parts[part].nodes))
            continue;
        while (at > 0 && is_worth_less(twin, &record->job, &((Record *) list->pdata[at - 1])->job))
            at--;
        g_ptr_array_insert(list, (gint) at, record);
    }
    return list;
}

/* Those of them who lend their cores do so. */
static void lend_all(const Twin *twin, const GPtrArray *all, SsUse *use, GPtrArray *lenders)
{
    for (guint i = 0; i < all->len; i++) {
        Record *record = all->pdata[i];

        if (!twin_lends(twin, &record->job))
            continue;
        ss_use_lend(use, record->job.alloc);
        g_ptr_array_add(lenders, record);
    }
}

/* Takes candidates away one by one: how many until it fits, 0: never. */
static guint take_away(const Twin *twin, const Ask *asked, const GPtrArray *list, bool *found)
{
    g_autoptr(GPtrArray) all = twin_candidates(twin, asked->job, asked->part);
    g_autoptr(SsUse)     use = ss_use_copy(twin->use);
    g_autoptr(GPtrArray) gone = g_ptr_array_new();
    Ask                  ask = *asked;

    ask.use = use;
    ask.gone = gone;
    lend_all(twin, all, use, gone);
    for (guint i = 0; i < list->len; i++) {
        Record *record = list->pdata[i];

        ss_use_remove(use, record->job.alloc);
        g_ptr_array_add(gone, record);
        g_autoptr(SsAlloc) alloc = twin_place(twin, &ask);
        if (alloc == NULL)
            continue;
        for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
            found[n] = ss_alloc_on(alloc, n) != NULL;
        return i + 1;
    }
    return 0;
}

static uint32_t nodes_shared(const Record *record, const bool *found)
{
    uint32_t shared = 0;

    for (uint32_t i = 0; i < record->job.alloc->n; i++)
        shared += found[record->job.alloc->at[i].node];
    return shared;
}

/* The last of the first n goes to the front, those that were before it by the nodes they share. */
static void reorder(const Twin *twin, GPtrArray *list, guint n, const bool *found)
{
    Record *last = g_ptr_array_remove_index(list, n - 1);

    g_ptr_array_insert(list, 0, last);
    for (guint i = 2; !twin->set->sched.preempt_strict_order && i < n; i++) {
        Record *record = g_ptr_array_remove_index(list, i);
        guint   at = i;

        while (at > 1 && nodes_shared(record, found) > nodes_shared(list->pdata[at - 1], found))
            at--;
        g_ptr_array_insert(list, (gint) at, record);
    }
}

/* Takes what the job holds, or its cores alone. */
void twin_do_without(const Twin *twin, SsUse *use, const SsJob *job)
{
    if (twin_lends(twin, job))
        ss_use_lend(use, job->alloc);
    else
        ss_use_remove(use, job->alloc);
}

/* Over the cores of those that lend theirs; NULL: nobody does, or that is not enough. */
SsAlloc *twin_place_over(const Twin *twin, const Ask *asked)
{
    g_autoptr(GPtrArray) all = twin_candidates(twin, asked->job, asked->part);
    g_autoptr(GPtrArray) gone = g_ptr_array_new();
    g_autoptr(SsUse)     use = ss_use_copy(twin->use);
    Ask                  ask = *asked;

    ask.use = use;
    ask.gone = gone;
    lend_all(twin, all, use, gone);
    return gone->len > 0 ? twin_place(twin, &ask) : NULL;
}

static bool lie_over_each_other(const Twin *twin, const SsAlloc *a, const SsAlloc *b)
{
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++) {
        const SsAllocNode *x = ss_alloc_on(a, n), *y = ss_alloc_on(b, n);

        for (uint32_t c = 0; x != NULL && y != NULL && c < twin->cluster->nodes[n].cores; c++)
            if (x->core_bits == NULL || y->core_bits == NULL
                || ((x->core_bits[c / 64] & y->core_bits[c / 64]) >> c % 64 & 1))
                return true;
    }
    return false;
}

/* Whoever lies under the job that starts sleeps. */
void twin_suspend_under(Twin *twin, const SsJob *job)
{
    for (guint i = 0; i < twin->records->len; i++) {
        SsJob *other = &((Record *) twin->records->pdata[i])->job;

        if (other != job && other->state == SS_JOB_RUNNING && twin_lends(twin, other)
            && may_displace(twin, job, job->part, other)
            && lie_over_each_other(twin, job->alloc, other->alloc))
            other->state = SS_JOB_SUSPENDED;
    }
}

/* 4.2, 4.4: the victim is warned, or goes. */
static void signal_victim(Twin *twin, Record *victim)
{
    SsJob       *job = &victim->job;
    const SsQos *qos = twin_qos(twin, job);
    SsSpan       grace = by_qos(twin) ? 0 : twin->world->parts[job->part].grace_time;

    if (by_qos(twin) && qos != NULL)
        grace = qos->grace_time;
    if (job->preempt_time == 0 && grace > 0) {
        job->preempt_time = twin->now;
        job->end = MIN(job->end, twin->now + grace);
    } else if (job->preempt_time == 0 || job->end <= twin->now) {
        job->preempted = true;
    }
}

void twin_displace(Twin *twin, Record *record, const Ask *ask)
{
    g_autoptr(GPtrArray) all = twin_candidates(twin, &record->job, ask->part);
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_autofree bool     *found = g_new0(bool, twin->cluster->n_nodes);
    const SsSpan pause = (SsSpan) twin->set->kill_wait + (SsSpan) twin->set->message_timeout;
    guint        n = 0;

    if (record->job.preempt_asked != 0 && twin->now < record->job.preempt_asked + pause)
        return;
    for (guint i = 0; i < all->len; i++)
        if (!twin_lends(twin, &((Record *) all->pdata[i])->job)
            && twin_is_on(&((Record *) all->pdata[i])->job, ask->nodes))
            g_ptr_array_add(list, all->pdata[i]);
    for (uint32_t passes = 0;; passes++) {
        n = take_away(twin, ask, list, found);
        if (n == 0)
            return;
        if (passes > twin->set->sched.preempt_reorder_count || list->len <= passes)
            break;
        reorder(twin, list, n, found);
    }
    for (guint i = 0; i < n; i++)
        if (twin_is_on(&((Record *) list->pdata[i])->job, found)) {
            record->job.preempt_asked = twin->now;
            signal_victim(twin, list->pdata[i]);
        }
}

bool twin_is_completing(const Twin *twin, SsNodeId node)
{
    for (guint i = 0; i < twin->records->len; i++) {
        const SsJob *job = &((const Record *) twin->records->pdata[i])->job;

        if (job->preempted && ss_alloc_on(job->alloc, node) != NULL)
            return true;
    }
    return (twin->world->node[node].state & SS_NODE_COMPLETING) != 0;
}
