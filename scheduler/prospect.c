/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prospect.c - counts of what is left and offered, moved from window to window.
 *
 * A node is left while no reservation that meets the window holds it: reservations are counted by node. It is counted
 * among those that offer so many CPUs, as many as it does behind the ends that are taken away.
 */
#include "scheduler/prospect.h"

#include "sim/base/rows.h"

#include <string.h>

enum { KEPT = 8, OFFERS_MOST = 1024 };

struct SsProspect {
    const SsPlanMap      *map;
    const SsForecastView *view;
    const SsWorld        *world;
    uint64_t              placing, look; /* for which it is; 0: none */
    SsNodeSet            *all;           /* of which they are left    */
    SsNodeSet            *left;
    uint32_t             *holders; /* [n_nodes] reservations that meet the window              */
    SsTime                start, end;
    uint32_t              seen;    /* reservations of the map                                  */
    uint32_t              gone;    /* jobs whose ends are taken away                           */
    uint32_t              entries; /* of these jobs                                            */
    uint32_t              n_left;
    uint32_t              nodes;   /* left, and offer something                                  */
    uint64_t              cpus;    /* these offer                                                */
    uint32_t             *of_cpus; /* [most + 1] nodes left by what they offer                 */
};

struct SsProspects {
    const SsPlanMap *map;
    SsProspect       at[KEPT];
    uint32_t         next; /* to be replaced */
};

/* --- one node ------------------------------------------------------------------------------------- */

/* What the node offers behind the ends that are taken away. */
static uint32_t offer_of(const SsProspect *p, SsNodeId id)
{
    const SsForecastView *view = p->view;
    uint32_t              cpus = view->now[id];

    if (p->entries == 0)
        return cpus;
    for (uint32_t e = view->entry[id]; e < p->entries; e = view->next[e])
        cpus = view->after[e];
    return cpus;
}

static void count_in(SsProspect *p, SsNodeId id)
{
    const uint32_t cpus = offer_of(p, id);

    ss_node_set_add(p->left, id);
    p->n_left++;
    p->nodes += cpus > 0;
    p->cpus += cpus;
    p->of_cpus[cpus]++;
}

static void count_out(SsProspect *p, SsNodeId id)
{
    const uint32_t cpus = offer_of(p, id);

    ss_node_set_remove(p->left, id);
    p->n_left--;
    p->nodes -= cpus > 0;
    p->cpus -= cpus;
    p->of_cpus[cpus]--;
}

/* --- reservations --------------------------------------------------------------------------------- */

static const SsPlanTake *take_at(const SsPlanMap *map, uint32_t take)
{
    return &g_array_index(map->take, SsPlanTake, take);
}

/* A reservation meets the window from now on, or no more. */
static void meet(SsProspect *p, uint32_t take, bool comes)
{
    const SsPlanTake *t = take_at(p->map, take);

    for (uint32_t i = t->first; i < (t + 1)->first; i++) {
        const SsPlanNodes *some = &g_array_index(p->map->part, SsPlanNodes, i);

        for (uint64_t mask = some->mask; mask != 0; mask &= mask - 1) {
            const SsNodeId id = some->word * 64 + (uint32_t) __builtin_ctzll(mask);
            const bool     alone = comes ? p->holders[id]++ == 0 : --p->holders[id] == 0;

            if (!alone || !ss_node_set_test(p->all, id))
                continue;
            if (comes)
                count_out(p, id);
            else
                count_in(p, id);
        }
    }
}

/* The first edge behind `t`. */
static guint edge_behind(const GArray *edges, SsTime t)
{
    const SsPlanEdge *first = (const SsPlanEdge *) (const void *) edges->data;

    return edges->len > 0 ? ss_row_until(&first->at, sizeof *first, edges->len, t) : 0;
}

/* Those that were made since the last move. */
static void see_new(SsProspect *p)
{
    for (; p->seen < ss_plan_map_takes(p->map); p->seen++) {
        const SsPlanTake *t = take_at(p->map, p->seen);

        if (t->start <= p->end && t->end > p->start)
            meet(p, p->seen, true);
    }
}

static void move_end(SsProspect *p, SsTime end)
{
    const GArray *starts = p->map->starts;
    const bool    comes = end > p->end;
    const guint   behind = edge_behind(starts, MAX(end, p->end));

    for (guint i = edge_behind(starts, MIN(end, p->end)); i < behind; i++) {
        const uint32_t take = g_array_index(starts, SsPlanEdge, i).take;

        if (take_at(p->map, take)->end > p->start)
            meet(p, take, comes);
    }
    p->end = end;
}

static void move_start(SsProspect *p, SsTime start)
{
    const GArray *ends = p->map->ends;
    const bool    comes = start < p->start;
    const guint   behind = edge_behind(ends, MAX(start, p->start));

    for (guint i = edge_behind(ends, MIN(start, p->start)); i < behind; i++) {
        const uint32_t take = g_array_index(ends, SsPlanEdge, i).take;

        if (take_at(p->map, take)->start <= p->end)
            meet(p, take, comes);
    }
    p->start = start;
}

/* --- ends ----------------------------------------------------------------------------------------- */

/* `n` nodes that offered `from` offer `to`. */
static void change(SsProspect *p, uint32_t n, uint32_t from, uint32_t to)
{
    p->nodes += (to > 0 ? n : 0) - (from > 0 ? n : 0);
    p->cpus += (uint64_t) n * to - (uint64_t) n * from;
    p->of_cpus[from] -= n;
    p->of_cpus[to] += n;
}

static void end_group(SsProspect *p, const SsForecastGroup *group, bool on)
{
    const SsForecastView *view = p->view;
    const uint64_t        in = p->left->words[group->word] & group->mask;

    if (in == 0)
        return;
    if (group->alike) {
        change(p, (uint32_t) __builtin_popcountll(in), on ? group->before : group->most,
               on ? group->most : group->before);
        return;
    }
    for (uint32_t i = group->begin; i < (group + 1)->begin; i++)
        if (in >> (view->node[i] % 64) & 1)
            change(p, 1, on ? view->before[i] : view->after[i],
                   on ? view->after[i] : view->before[i]);
}

/* So many jobs end until then. */
static uint32_t ends_until(const SsForecastView *view, SsTime by)
{
    return ss_row_until(view->end, sizeof *view->end, view->n_jobs, by);
}

/* Is job k on a node that is left? */
static bool is_candidate(const SsProspect *p, uint32_t k)
{
    const SsForecastView *view = p->view;

    if (k >= view->reached)
        ss_forecast_reach(p->world, view, k + 1);
    for (uint32_t g = view->first[k]; g < view->first[k + 1]; g++)
        if (p->left->words[view->group[g].word] & view->group[g].mask)
            return true;
    return false;
}

/* The first of the jobs from k on that is on a node that is left and ends until `by`; SS_ID_NONE. */
static uint32_t next_candidate(const SsProspect *p, uint32_t k, SsTime by)
{
    for (; k < p->view->n_jobs && p->view->end[k] <= by; k++)
        if (is_candidate(p, k))
            return k;
    return SS_ID_NONE;
}

/* Ends are taken away in batches, and a batch counts when the last of it has ended (batches.h). So of the ends until `by`
 * only those matter that are in a batch which has ended then: up to the last window before, or, where the last job of that
 * one is nowhere here, to the first behind it, which then still belongs to it. Or all, if none here ends later in the
 * window at hand. */
static SsTime last_stop(const SsProspect *p, SsTime by)
{
    const SsForecastView *view = p->view;
    SsBatch               batch = ss_batch_first(p->world);
    const uint32_t        first = next_candidate(p, 0, by);
    SsTime                from, until;

    if (batch.one_by_one || first == SS_ID_NONE)
        return by;
    ss_batch_open(&batch, view->end[first]);
    ss_batch_limits(p->world, batch.base, by + 1, &from, &until);
    if (next_candidate(p, ends_until(view, by), until) == SS_ID_NONE)
        return by;
    if (from == 0)
        return 0;
    const uint32_t behind = ends_until(view, from);
    if (behind > 0 && is_candidate(p, behind - 1))
        return from;
    const uint32_t straggler = next_candidate(p, behind, by);
    return straggler != SS_ID_NONE ? view->end[straggler] : from;
}

#ifdef SS_DEBUG
static void prove(const SsProspect *p)
{
    const SsForecastView *view = p->view;
    g_autoptr(SsNodeSet)  nodes = ss_node_set_dup(p->all);
    g_autofree uint32_t  *of_cpus = g_new0(uint32_t, (size_t) view->most + 1);
    g_autofree uint32_t  *offer = g_new(uint32_t, nodes->n_bits);
    uint64_t              cpus = 0;

    ss_plan_map_keep(p->map, p->start, p->end, nodes);
    g_assert(ss_node_set_equal(nodes, p->left) && ss_node_set_count(nodes) == p->n_left);
    memcpy(offer, view->now, nodes->n_bits * sizeof *offer);
    for (uint32_t i = 0; i < p->entries; i++)
        offer[view->node[i]] = view->after[i];
    for (SS_EACH_NODE(id, nodes)) {
        of_cpus[offer[id]]++;
        cpus += offer[id];
    }
    g_assert(cpus == p->cpus && p->nodes == p->n_left - of_cpus[0]);
    g_assert(memcmp(of_cpus, p->of_cpus, ((size_t) view->most + 1) * sizeof *of_cpus) == 0);
}
#endif

/* To the first `gone` ends. */
static void move_ends(SsProspect *p, uint32_t gone)
{
    const SsForecastView *view = p->view;

    if (gone > view->reached)
        ss_forecast_reach(p->world, view, gone);
    if (gone > 0)
        ss_forecast_chain(p->world, view);
    if (gone > p->gone)
        for (uint32_t g = view->first[p->gone]; g < view->first[gone]; g++)
            end_group(p, &view->group[g], true);
    else if (gone < p->gone)
        for (uint32_t g = view->first[p->gone]; g > view->first[gone]; g--)
            end_group(p, &view->group[g - 1], false);
    p->gone = gone;
    p->entries = gone > 0 ? view->group[view->first[gone]].begin : 0;
#ifdef SS_DEBUG
    prove(p);
#endif
}

/* --- life ------------------------------------------------------------------------------------------ */

SsProspects *ss_prospects_new(const SsPlanMap *map)
{
    SsProspects *prospects = g_new0(SsProspects, 1);

    prospects->map = map;
    return prospects;
}

static void clear(SsProspect *p)
{
    ss_node_set_free(p->all);
    ss_node_set_free(p->left);
    g_free(p->holders);
    g_free(p->of_cpus);
    memset(p, 0, sizeof *p);
}

void ss_prospects_free(SsProspects *prospects)
{
    for (uint32_t i = 0; prospects != NULL && i < KEPT; i++)
        clear(&prospects->at[i]);
    g_free(prospects);
}

/* With no reservation and no end. */
static void begin(SsProspect *p, const SsPlanMap *map, const SsForecastView *view,
                  const SsWorld *world, const SsNodeSet *nodes)
{
    clear(p);
    p->map = map;
    p->view = view;
    p->world = world;
    p->placing = world->placing;
    p->look = view->look;
    p->all = ss_node_set_dup(nodes);
    p->left = ss_node_set_new(nodes->n_bits);
    p->holders = g_new0(uint32_t, nodes->n_bits);
    p->of_cpus = g_new0(uint32_t, (size_t) view->most + 1);
    p->start = p->end = map->begin - 1;
    for (SS_EACH_NODE(id, nodes))
        count_in(p, id);
}

SsProspect *ss_prospect_of(SsProspects *prospects, const SsPlaceQuery *query)
{
    const SsWorld        *world = query->world;
    const SsForecastView *view = ss_forecast_now(query);

    if (view == NULL || view->most > OFFERS_MOST || !ss_forecast_ends(world, view))
        return NULL;
    for (uint32_t i = 0; i < KEPT; i++) {
        SsProspect *p = &prospects->at[i];

        if (p->look == view->look && p->placing == world->placing && p->view == view
            && ss_node_set_equal(p->all, query->nodes))
            return p;
    }
    SsProspect *p = &prospects->at[prospects->next++ % KEPT];
    begin(p, prospects->map, view, world, query->nodes);
    return p;
}

/* --- the moves -------------------------------------------------------------------------------------- */

void ss_prospect_move(SsProspect *p, SsTime start, SsTime end)
{
    see_new(p);
    move_end(p, end);
    move_start(p, start);
}

void ss_prospect_end(SsProspect *p, SsTime by)
{
    ss_forecast_ends(p->world, p->view); /* another look may have moved what is of all */
    move_ends(p, ends_until(p->view, last_stop(p, by)));
}

const SsNodeSet *ss_prospect_nodes(const SsProspect *p)
{
    return p->left;
}

uint32_t ss_prospect_count(const SsProspect *p)
{
    return p->n_left;
}

bool ss_prospect_is_hopeless(const SsProspect *p, const SsPlaceQuery *query)
{
    const uint32_t min = MAX(query->min_nodes, 1), max = MAX(query->max_nodes, min);
    const uint64_t need = MAX(query->job->req.min_cpus, 1);

    if (!p->view->grows)
        return false;
    return p->nodes < min || p->cpus < need
           || !ss_row_largest_do(p->of_cpus, p->view->most, max, need);
}

bool ss_prospect_is_hopeless_behind(SsProspect *p, uint32_t gone, const SsPlaceQuery *query)
{
    move_ends(p, gone);
    return ss_prospect_is_hopeless(p, query);
}

bool ss_prospect_is_of(const SsProspect *p, const SsForecastView *view)
{
    return p->view == view && p->look == view->look;
}

/* The batch ends with job `last`: what ends behind it, until the next that counts, opens another one. */
static void stop_at(SsStops *stops, const SsForecastView *view, uint32_t last, uint32_t gone)
{
    stops->last = last;
    stops->gone = gone;
    ss_batch_grow(&stops->batch, view->end[gone]);
}

bool ss_prospect_next_stop(SsProspect *p, SsStops *stops)
{
    const SsForecastView *view = p->view;
    uint32_t              last = next_candidate(p, stops->gone, SS_TIME_NEVER);

    if (last == SS_ID_NONE)
        return false;
    ss_batch_open(&stops->batch, view->end[last]);
    if (ss_batch_goes_on(&stops->batch, view->end[last + 1])) {
        /* the last of the window, or if that is nowhere here the first behind it */
        uint32_t j = ends_until(view, stops->batch.base + stops->batch.span) - 1;

        if (is_candidate(p, j)) {
            last = j;
        } else {
            const uint32_t behind = next_candidate(p, j + 1, SS_TIME_NEVER);

            while (behind == SS_ID_NONE && !is_candidate(p, j))
                j--;
            last = behind != SS_ID_NONE ? behind : j;
            if (behind == SS_ID_NONE) {
                stop_at(stops, view, last, view->n_jobs);
                return true;
            }
        }
    }
    stop_at(stops, view, last, last + 1);
    return true;
}
