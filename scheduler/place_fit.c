/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_fit.c - what every chooser counts, and the choice on a flat network: consecutive best fit.
 *
 * A pick counts down: CPUs still needed (R), wanted nodes still needed (N), nodes that may still be
 * taken (X), devices of a count per job. Taking a node takes as many of its CPUs as are still
 * wanted, but leaves a core's worth for every wanted node to come, so that `-N2 -n6` on nodes of
 * eight becomes 5 + 1.
 *
 * Best fit looks at runs of consecutive usable nodes of equal weight. The lightest run that
 * suffices is best, of several the one with fewest CPUs, of none that suffices the one with most;
 * ties keep the lower index. One node wanted: the fullest node of the run that fits; several: in
 * index order. Then the run is struck off and the search goes on with what is still missing. Weight
 * comes first of all: light runs are used up before heavier ones are touched, even if a single
 * heavier node would do, and even if the heavier run has a required node.
 *
 * --contiguous: runs go on over a change of weight and have their last node's. One that suffices is
 * better than an earlier one that does not; a later lighter one is better whether it suffices or not,
 * and then the job waits (recorded: replay-contiguous-weights).
 *
 * Source: https://slurm.schedmd.com/cons_res.html; slurm.conf(5) Weight; spec placement 4.3, 4.4.
 * Recorded: replay-backfill-sizes, replay-resv-share-excl
 * (tests/conformance/test_placement_replay.c).
 */
#include "scheduler/place_runs.h"

/* --- a pick ----------------------------------------------------------------------------------- */

bool ss_call_counts_per_job(const SsPlaceCall *call)
{
    for (uint32_t i = 0; i < call->req->n_gres; i++)
        if (call->req->gres[i].per_job)
            return true;
    return false;
}

void ss_pick_begin(SsPick *pick, SsPlaceCall *call)
{
    *pick = (SsPick){ .call = call,
                      .cpus = call->min_cpus,
                      .cap = call->min_cpus,
                      .nodes = MAX(call->wanted, call->min),
                      .room = call->max };
    ss_node_set_clear(call->chosen);
    if (!ss_call_counts_per_job(call))
        return;
    pick->nodes = MIN(call->min, call->wanted);
    pick->gres = SS_ARENA_NEW(call->arena, int64_t, call->req->n_gres);
    for (uint32_t i = 0; i < call->req->n_gres; i++)
        pick->gres[i] = (int64_t) call->req->gres[i].per_job;
}

/* The least that a node can give: a core, or with CR_Socket a socket (recorded: replay-cr-socket-nodes). */
static int64_t smallest_share(const SsPlaceCall *call, SsNodeId id)
{
    const uint32_t cores =
        call->params & SS_CR_SOCKET ? call->cluster->nodes[id].cores_per_socket : 1;

    return (int64_t) cores * call->offer[id].per_core;
}

void ss_pick_take(SsPick *pick, SsNodeId id)
{
    SsPlaceCall  *call = pick->call;
    SsOffer      *offer = &call->offer[id];
    const int64_t behind = MAX(pick->nodes - pick->spare - 1, 0);
    const int64_t least = MAX(offer->least, call->least);
    const int64_t cap = MAX(pick->cap - behind * smallest_share(call, id), least);

    offer->taken = call->whole ? call->cpus[id] : (uint32_t) MIN((int64_t) call->cpus[id], cap);
    pick->cpus -= offer->taken;
    pick->cap = MAX(pick->cap - offer->taken, 0);
    pick->nodes--;
    pick->room--;
    for (uint32_t i = 0; pick->gres != NULL && i < call->req->n_gres; i++)
        if (pick->gres[i] > 0)
            pick->gres[i] -= (int64_t) ss_gres_free(call, id, &call->req->gres[i]);
    ss_node_set_add(call->chosen, id);
}

bool ss_pick_gres_done(const SsPick *pick)
{
    for (uint32_t i = 0; pick->gres != NULL && i < pick->call->req->n_gres; i++)
        if (pick->gres[i] > 0)
            return false;
    return true;
}

bool ss_pick_done(const SsPick *pick)
{
    return pick->nodes <= 0 && pick->cpus <= 0 && ss_pick_gres_done(pick);
}

int64_t ss_pick_nodes_needed(const SsPick *pick)
{
    const SsPlaceCall *call = pick->call;
    const int64_t      optional = call->wanted > call->min ? call->wanted - call->min : 0;

    return pick->gres != NULL ? pick->nodes : pick->nodes - optional;
}

bool ss_pick_will_do(const SsPick *pick)
{
    return pick->cpus <= 0 && ss_pick_nodes_needed(pick) <= 0 && ss_pick_gres_done(pick);
}

bool ss_pick_required(SsPick *pick)
{
    SsPlaceCall *call = pick->call;

    if (call->required == NULL)
        return true;
    if (!ss_node_set_is_subset(call->required, call->usable)
        || ss_node_set_count(call->required) > call->max)
        return false;
    for (SS_EACH_NODE(id, call->required))
        ss_pick_take(pick, id);
    return true;
}

/* --- the best run ----------------------------------------------------------------------------- */

static bool gres_suffice(const SsPick *pick, const SsRun *run)
{
    const SsPlaceCall *call = pick->call;

    for (uint32_t i = 0; pick->gres != NULL && i < call->req->n_gres; i++) {
        int64_t left = pick->gres[i];

        for (SsNodeId id = run->begin; id < run->end && left > 0; id++)
            if (!ss_node_set_test(call->chosen, id))
                left -= (int64_t) ss_gres_free(call, id, &call->req->gres[i]);
        if (left > 0)
            return false;
    }
    return true;
}

static bool suffices(const SsPick *pick, const SsRun *run)
{
    return (int64_t) run->cpus >= pick->cpus && run->nodes >= ss_pick_nodes_needed(pick)
           && gres_suffice(pick, run);
}

/* The one that suffices, with fewest CPUs; else the one with most. A later run that does not suffice replaces one
 * that does if it has more CPUs (recorded: a node of 16 CPUs goes before three of 4 that would have done). */
static bool is_tighter(const SsRun *run, bool enough, const SsRun *best, bool best_enough)
{
    if (enough)
        return !best_enough || run->cpus < best->cpus;
    return run->cpus > best->cpus;
}

/* SsRuns come in index order and each is compared with the best so far. */
static bool is_better(const SsPlaceCall *call, const SsRun *run, bool enough, const SsRun *best,
                      bool best_enough)
{
    if (best == NULL)
        return true;
    const bool has_required = run->first_required != SS_ID_NONE;
    const bool one_has = has_required != (best->first_required != SS_ID_NONE);
    if (one_has && (call->req->contiguous || run->weight == best->weight))
        return has_required;
    if (run->weight != best->weight)
        return run->weight < best->weight || (call->req->contiguous && enough && !best_enough);
    return is_tighter(run, enough, best, best_enough);
}

static SsRun *best_run(const SsPick *pick, const SsRuns *runs, bool *enough)
{
    SsRun *best = NULL;

    *enough = false;
    for (uint32_t i = 0; i < runs->n; i++) {
        SsRun *run = &runs->at[i];

        if (run->spent || run->nodes == 0)
            continue;
        const bool suff = suffices(pick, run);
        if (is_better(pick->call, run, suff, best, *enough)) {
            best = run;
            *enough = suff;
        }
    }
    return best;
}

/* --- taking from a run ------------------------------------------------------------------------ */

static bool may_take(const SsPick *pick, SsNodeId id)
{
    const SsPlaceCall *call = pick->call;

    if (ss_node_set_test(call->chosen, id) || pick->room <= 0)
        return false;
    return pick->room > 1 || (int64_t) call->cpus[id] >= pick->cpus;
}

static bool has_gres_for_all(const SsPick *pick, SsNodeId id)
{
    const SsPlaceCall *call = pick->call;

    for (uint32_t i = 0; pick->gres != NULL && i < call->req->n_gres; i++)
        if (pick->gres[i] > 0
            && (int64_t) ss_gres_free(call, id, &call->req->gres[i]) < pick->gres[i])
            return false;
    return true;
}

/* The node that fits most tightly; false if none holds all that is needed. */
static bool take_tightest(SsPick *pick, const SsRun *run)
{
    const SsPlaceCall *call = pick->call;
    SsNodeId           best = SS_ID_NONE;

    for (SsNodeId id = run->begin; id < run->end; id++) {
        const int64_t cpus = call->cpus[id];

        if (ss_node_set_test(call->chosen, id) || cpus < pick->cpus || !has_gres_for_all(pick, id))
            continue;
        if (best == SS_ID_NONE || cpus < (int64_t) call->cpus[best])
            best = id;
        if (cpus == pick->cpus)
            break;
    }
    if (best == SS_ID_NONE)
        return false;
    ss_pick_take(pick, best);
    return true;
}

static void take_upward(SsPick *pick, SsNodeId from, const SsRun *run)
{
    for (SsNodeId id = from; id < run->end && pick->room > 0 && !ss_pick_done(pick); id++)
        if (may_take(pick, id))
            ss_pick_take(pick, id);
}

static void take_around_required(SsPick *pick, const SsRun *run)
{
    take_upward(pick, run->first_required, run);
    for (SsNodeId id = run->first_required;
         id-- > run->begin && pick->room > 0 && !ss_pick_done(pick);)
        if (may_take(pick, id))
            ss_pick_take(pick, id);
}

void ss_pick_from(SsPick *pick, const SsRun *run)
{
    if (run->first_required != SS_ID_NONE)
        take_around_required(pick, run);
    else if (pick->nodes > 1 || !take_tightest(pick, run))
        take_upward(pick, run->begin, run);
}

/* SsRun after run. Small nodes taken early can leave too few nodes for what is missing, each as large as `most`: then
 * nothing that follows helps. That is how most choices fail which nodes are left out after. With UINT32_MAX nothing is
 * proven by counts. */
static bool take_runs(SsPick *pick, SsRuns *runs, uint32_t most)
{
    SsWorld *world = (SsWorld *) pick->call->world;

    while (pick->room > 0) {
        bool enough = false;

        if (pick->cpus > pick->room * (int64_t) most) {
            world->shortcuts.saved[SS_SHORTCUT_COUNT]++;
#ifdef SS_DEBUG
            g_assert(!take_runs(pick, runs, UINT32_MAX));
#endif
            return false;
        }
        SsRun *run = best_run(pick, runs, &enough);
        if (run == NULL || (pick->call->req->contiguous && !enough))
            break;
        ss_pick_from(pick, run);
        if (ss_pick_done(pick))
            return true;
        run->spent = true;
    }
    return ss_pick_will_do(pick);
}

bool ss_choose_fit(SsPlaceCall *call)
{
    SsPick pick;

    ss_pick_begin(&pick, call);
    if (!ss_pick_required(&pick))
        return false;
    if (call->required != NULL && ss_pick_done(&pick))
        return true;

    const bool proves = ss_shortcut_on(&call->world->shortcuts, SS_SHORTCUT_COUNT);
    SsRuns     runs = { 0 };

    ss_runs_find(&runs, call);
    const bool found = take_runs(&pick, &runs, proves ? runs.most : UINT32_MAX);
    ss_runs_clear(&runs);
    return found;
}
