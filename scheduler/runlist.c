/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runlist.c - the will-run test, literally.
 *
 * A copy of what is in use, the running jobs in order of their planned end, and a placement after each batch
 * of ends taken away. The first batch reaches to the first end rounded up to the next multiple of 30 s
 * (a full 30 more if it is one) plus 30 s; then the window doubles. The answer is the end of the *last* job
 * taken away, not of the one that made the difference.
 *
 * select/linear takes jobs away one at a time instead.
 *
 * This is the expensive heart of backfill. It stays as plain as the rule but for one thing: a placement
 * that cannot succeed for want of free CPUs or nodes (glance.h) is not asked for.
 */
#include "scheduler/runlist.h"

#include "scheduler/glance.h"
#include "scheduler/preempt_victims.h"

enum { FIRST_WINDOW = 30, BATCH_MOST = 200 };

typedef struct {
    SsJob   *job;
    SsTime   end;
    uint32_t order;
} Running;

static gint by_end(gconstpointer left, gconstpointer right)
{
    const Running *a = left, *b = right;

    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool touches(const SsJob *job, const SsNodeSet *nodes)
{
    for (uint32_t i = 0; i < job->alloc->n; i++)
        if (ss_node_set_test(nodes, job->alloc->at[i].node))
            return true;
    return false;
}

static bool is_among(const GPtrArray *jobs, const SsJob *job)
{
    return jobs != NULL && g_ptr_array_find((GPtrArray *) jobs, job, NULL);
}

/* Jobs that hold something on the candidates, by planned end; `others` are gone already. */
static GArray *running_on(const SsWorld *world, const SsNodeSet *nodes, const GPtrArray *others)
{
    GArray  *list = g_array_new(FALSE, FALSE, sizeof(Running));
    uint32_t order = 0;

    for (SsJob *job = world->first; job; job = job->next) {
        const Running entry = { job, job->end, order++ };

        if (job->alloc && (job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED)
            && touches(job, nodes) && !is_among(others, job))
            g_array_append_val(list, entry);
    }
    g_array_sort(list, by_end);
    return list;
}

static bool try_place(const SsPlaceQuery *query, const SsUse *use, SsPlaceMode mode,
                      SsWillRun *answer)
{
    g_autoptr(SsAlloc) alloc = NULL;
    SsPlaceQuery       q = *query;

    q.use = use;
    q.mode = mode;
    answer->places++;
    if (!ss_glance(&q) || ss_place(&q, &alloc) != SS_PLACED)
        return false;
    answer->nodes = ss_node_set_new(q.nodes->n_bits);
    ss_alloc_nodes(alloc, answer->nodes);
    return true;
}

/* A planned end that has passed: the job is about to be killed. */
static SsTime credible_end(const SsWorld *world, const SsJob *job)
{
    if (job->end > world->now)
        return job->end;
    const uint32_t part_over = world->parts[job->part].over_time_limit;
    const uint32_t over = part_over != SS_UNSET32 ? part_over : world->settings.over_time_limit;
    const SsTime   end = over == SS_NO_LIMIT
                             ? world->now + ss_job_elapsed(job, world->now)
                             : job->end + world->settings.kill_wait + (SsTime) over * 60;
    return MAX(end, world->now + 1);
}

/* `use` is taken apart; `others` are no more in it. */
static bool run_after_ends(const SsWorld *world, const SsPlaceQuery *asked, SsUse *use,
                           GPtrArray *others, SsWillRun *answer)
{
    g_autoptr(GPtrArray) gone = g_ptr_array_new();
    g_autoptr(GArray)    list = running_on(world, asked->nodes, others);
    SsPlaceQuery         query = *asked;
    const bool           one_by_one = world->settings.select_type == SS_SELECT_LINEAR;
    const uint32_t       linear = world->settings.sched.bf_window_linear;
    SsSpan               window = FIRST_WINDOW;
    uint32_t             i = 0;

    if (list->len == 0)
        return false;
    query.gone = gone;
    if (others != NULL)
        g_ptr_array_extend(gone, others, NULL, NULL);
    const SsTime base = (g_array_index(list, Running, 0).end / FIRST_WINDOW + 1) * FIRST_WINDOW;

    while (i < list->len) {
        SsJob   *last = NULL;
        uint32_t taken = 0;

        while (i < list->len && taken < (one_by_one ? 1 : BATCH_MOST)
               && (one_by_one || g_array_index(list, Running, i).end <= base + window)) {
            last = g_array_index(list, Running, i).job;
            ss_use_remove(use, last->alloc);
            g_ptr_array_add(gone, last);
            taken++;
            i++;
        }
        if (last && try_place(&query, use, SS_PLACE_FUTURE, answer)) {
            answer->start = credible_end(world, last);
            return true;
        }
        do
            window = linear ? window + (SsSpan) linear : window * 2;
        while (!one_by_one && i < list->len && g_array_index(list, Running, i).end > base + window);
    }
    return false;
}

/* A partition whose jobs may share is first tried as if they might not. */
static bool may_share(const SsWorld *world, const SsPlaceQuery *query)
{
    const SsShareMode share = world->parts[query->part].share;

    return share == SS_SHARE_FORCE || (share == SS_SHARE_YES && query->job->req.share == 1);
}

/* With everybody gone that it may displace: then it could run now. */
static bool run_without(const SsPlaceQuery *query, SsUse *use, GPtrArray *others, SsWillRun *answer)
{
    SsPlaceQuery without = *query;

    without.gone = others;
    ss_preempt_remove_all(query->world, others, use);
    answer->start = query->world->now;
    return try_place(&without, use, SS_PLACE_NOW, answer);
}

static bool will_run(const SsWorld *world, const SsPlaceQuery *query, bool now_only,
                     SsWillRun *answer)
{
    if (try_place(query, world->use, SS_PLACE_NOW, answer)) {
        answer->start = world->now;
        return true;
    }
    g_autoptr(GPtrArray) others = ss_preempt_candidates(world, query->job, query->part);
    if (others == NULL && now_only)
        return false;
    g_autoptr(SsUse) use = ss_use_copy(world->use);
    if (others != NULL && run_without(query, use, others, answer))
        return true;
    return !now_only && run_after_ends(world, query, use, others, answer);
}

bool ss_will_run(const SsWorld *world, const SsPlaceQuery *query, bool now_only, SsWillRun *answer)
{
    SsPlaceQuery alone = *query;

    *answer = (SsWillRun){ 0 };
    if (!may_share(world, query) || query->job->req.n_feature)
        return will_run(world, query, now_only, answer);

    SsWillRun first = { 0 };
    alone.no_share = true;
    const bool found = will_run(world, &alone, now_only, &first);
    if (found && first.start <= world->now) {
        *answer = first;
        return true;
    }
    if (will_run(world, query, now_only, answer) && (!found || answer->start <= first.start)) {
        ss_node_set_free(first.nodes);
        return true;
    }
    ss_node_set_free(answer->nodes);
    *answer = first;
    return found;
}
