/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_fewer.c - leaving small nodes out.
 *
 * A job of few nodes may have begun with small ones and run out of nodes. So the nodes with the least resources (CPUs
 * and devices) are left out, step by step, and the choice is made again among the others. That cannot help when the
 * largest nodes together would not do, which is the usual failure, so that is tested first, in each step.
 *
 * There can be as many steps as there are counts of resources on the machine. What a node has is counted once, and how
 * many nodes offer how many CPUs is kept up. Where the chooser is best fit the steps are those of place_levels.c; what is
 * here serves all, and is its twin (--no-pieces).
 *
 * Source: https://slurm.schedmd.com/cons_res.html; spec placement 4.1.
 */
#include "scheduler/place_internal.h"

#include "sim/base/rows.h"

enum { LARGEST_COUNTED = 65536 };

typedef struct {
    SsPlaceCall  *call;
    SsOfferCounts counts;
    uint64_t     *size;  /* [n_nodes] CPUs and devices; NULL until a node is left out            */
    SsNodeId     *order; /* [n] nodes that may be left out, by size                              */
    uint32_t      n, next;
} Fewer;

SsOfferCounts ss_call_count_offers(const SsPlaceCall *call)
{
    SsOfferCounts counts = { 0 };

    for (SS_EACH_NODE(id, call->usable)) {
        counts.most = MAX(counts.most, call->cpus[id]);
        counts.left++;
    }
    counts.of_cpus = SS_ARENA_NEW(call->arena, uint32_t, (size_t) counts.most + 1);
    for (SS_EACH_NODE(id, call->usable))
        counts.of_cpus[call->cpus[id]]++;
    return counts;
}

bool ss_call_largest_would_do(const SsPlaceCall *call, const SsOfferCounts *counts)
{
    return counts->left >= call->min
           && ss_row_largest_do(counts->of_cpus, counts->most, call->max, call->min_cpus);
}

uint64_t ss_call_resources(const SsPlaceCall *call, SsNodeId id)
{
    uint64_t count = call->cpus[id];

    for (uint32_t i = 0; i < call->req->n_gres; i++)
        count += ss_gres_free(call, id, &call->req->gres[i]);
    return count;
}

static bool must_stay(const SsPlaceCall *call, SsNodeId id)
{
    return call->required != NULL && ss_node_set_test(call->required, id);
}

static int compare_sizes(const void *a, const void *b, void *data)
{
    const Fewer   *f = data;
    const SsNodeId x = *(const SsNodeId *) a, y = *(const SsNodeId *) b;

    if (f->size[x] != f->size[y])
        return f->size[x] < f->size[y] ? -1 : 1;
    return (x > y) - (x < y);
}

/* By size, nodes of one size by index. Sizes are small numbers, but for GRES that are counted by the million. */
static void sort_by_size(Fewer *f, uint64_t largest)
{
    uint32_t *at, sum = 0;

    if (largest >= LARGEST_COUNTED) {
        g_qsort_with_data(f->order, (gint) f->n, sizeof *f->order, compare_sizes, f);
        return;
    }
    at = SS_ARENA_NEW(f->call->arena, uint32_t, largest + 2);
    for (SS_EACH_NODE(id, f->call->usable))
        at[f->size[id] + 1] += !must_stay(f->call, id);
    for (uint64_t s = 0; s <= largest; s++)
        at[s] = sum += at[s];
    for (SS_EACH_NODE(id, f->call->usable))
        if (!must_stay(f->call, id))
            f->order[at[f->size[id]]++] = id;
}

static void measure(Fewer *f)
{
    const SsPlaceCall *call = f->call;
    uint64_t           largest = 0;

    f->size = SS_ARENA_NEW(call->arena, uint64_t, call->cluster->n_nodes);
    f->order = SS_ARENA_NEW(call->arena, SsNodeId, f->counts.left);
    for (SS_EACH_NODE(id, call->usable)) {
        f->size[id] = ss_call_resources(call, id);
        largest = MAX(largest, f->size[id]);
        if (!must_stay(call, id))
            f->order[f->n++] = id;
    }
    sort_by_size(f, largest);
}

/* Leaves out the nodes of the smallest resource count. False if that is not possible. */
static bool drop_smallest(Fewer *f)
{
    SsPlaceCall *call = f->call;

    if (f->size == NULL)
        measure(f);
    bool           any = false;
    const uint64_t least = f->next < f->n ? f->size[f->order[f->next]] : 0;
    for (; f->next < f->n && f->size[f->order[f->next]] == least; f->next++) {
        const SsNodeId id = f->order[f->next];

        if (f->counts.left <= call->min)
            break;
        ss_node_set_remove(call->usable, id);
        f->counts.of_cpus[call->cpus[id]]--;
        f->counts.left--;
        any = true;
    }
    return any;
}

/* Several CPUs of each node are wanted: then it is usual that those that are left do not add up. */
static bool sizes_matter(const SsPlaceCall *call)
{
    return call->max > 1 && call->min_cpus > call->max
           && ss_shortcut_on(&call->world->shortcuts, SS_SHORTCUT_COUNT);
}

/* After a choice among all has failed. */
static bool choose_among_fewer(Fewer *f, SsChooser *choose)
{
    SsPlaceCall *call = f->call;
    SsNodeSet   *all = ss_call_set(call);
    bool         found = false;

    ss_node_set_copy(all, call->usable);
    while (!found && ss_call_largest_would_do(call, &f->counts) && drop_smallest(f))
        found = choose(call);
    ss_node_set_copy(call->usable, all);
    return found;
}

/* `chosen`: it is known that a choice among all fails. */
static bool choose_step_by_step(SsPlaceCall *call, SsChooser *choose, bool chosen)
{
    const bool counted = !chosen && sizes_matter(call);
    Fewer      f = { .call = call };

    if (counted)
        f.counts = ss_call_count_offers(call);
    if (counted && !ss_call_largest_would_do(call, &f.counts)) {
        ((SsWorld *) call->world)->shortcuts.saved[SS_SHORTCUT_COUNT]++;
#ifdef SS_DEBUG
        g_assert(!choose(call));
#endif
        return false;
    }
    if (!chosen && choose(call))
        return true;
    if (!counted)
        f.counts = ss_call_count_offers(call);
    return choose_among_fewer(&f, choose);
}

bool ss_choose_of_usable(SsPlaceCall *call, SsChooser *choose)
{
    const SsArenaMark mark = ss_arena_mark(call->arena);
    bool              found = false, chosen = false;

    if (choose != ss_choose_fit || !ss_choose_by_levels(call, &chosen, &found))
        found = choose_step_by_step(call, choose, chosen);
    ss_arena_release(call->arena, mark);
    return found;
}
