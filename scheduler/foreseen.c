/* SPDX-License-Identifier: Apache-2.0 */
/*
 * foreseen.c - the will-run test by the forecast.
 *
 * A walk goes along the ends, adds up what the candidates offer behind each, and stops where a batch ends: there a
 * placement is tried, if the counts allow one. What it counts depends on the candidates and on the look alone, not on how
 * many nodes or CPUs are wanted. So walks are kept (--no-walks): records that ask about the same nodes, and those who ask
 * again for a later start, go on where the last one stopped.
 *
 * Twin: runlist.c; debug builds ask both.
 */
#include "scheduler/foreseen.h"

#include "scheduler/batches.h"
#include "scheduler/notes.h"
#include "scheduler/place_counted.h"
#include "scheduler/prospect.h"

#include <string.h>

enum { SLOTS = 256, KEPT_FROM = 4 /* jobs: fewer are walked faster than found */ };

/* What the candidates offer together. */
typedef struct {
    uint32_t nodes, most;
    uint64_t cpus;
} Sum;

/* A batch has ended. */
typedef struct {
    uint32_t gone;     /* the jobs before are taken away     */
    uint32_t last;     /* of the candidates: its end is told */
    uint32_t previous; /* of the candidates, in this batch; SS_ID_NONE */
    Sum      sum;
} Stop;

typedef struct {
    uint64_t         placing, look; /* the view's, when it began; 0: none */
    const SsNodeSet *nodes;         /* candidates                         */
    SsNodeSet       *own;           /* those of a walk that is kept       */
    Sum              now, sum;
    SsBatch          batch;
    uint32_t         next;           /* job */
    uint32_t         last, previous; /* of the batch at hand; SS_ID_NONE */
    GArray          *stops;          /* Stop; NULL: none yet */
} Walk;

struct SsWalks {
    Walk at[SLOTS];
};

/* --- sums ----------------------------------------------------------------------------------------- */

static bool may_do(const SsPlaceQuery *query, const Sum *sum)
{
    const uint32_t min = MAX(query->min_nodes, 1), max = MAX(query->max_nodes, min);
    const uint64_t need = MAX(query->job->req.min_cpus, 1);

    return sum->nodes >= min && sum->cpus >= need && (uint64_t) sum->most * max >= need;
}

/* Of the candidates those of `some`, each with what it offers in `cpus`. */
static Sum sum_offers(const SsNodeSet *nodes, const SsNodeSet *some, const uint32_t *cpus)
{
    Sum sum = { 0 };

    for (uint32_t w = 0; w < some->n_words; w++)
        for (uint64_t left = some->words[w] & nodes->words[w]; left; left &= left - 1) {
            const uint32_t here = cpus[w * 64 + (uint32_t) __builtin_ctzll(left)];

            sum.nodes++;
            sum.cpus += here;
            sum.most = MAX(sum.most, here);
        }
    return sum;
}

/* Would they do if all of them were empty? */
static bool could_do(const SsForecastView *view, const SsPlaceQuery *query)
{
    Sum sum;

    if (view->each == 0) {
        sum = sum_offers(query->nodes, view->idle, view->alone);
    } else {
        sum.nodes = ss_node_set_count_and(view->idle, query->nodes);
        sum.cpus = (uint64_t) sum.nodes * view->each;
        sum.most = view->each;
    }
    return may_do(query, &sum);
}

/* --- a walk --------------------------------------------------------------------------------------- */

/* Ends what the group's job holds of `in`. */
static void end_some(Sum *sum, const SsForecastView *view, const SsForecastGroup *group,
                     uint64_t in)
{
    for (uint32_t i = group->begin; i < (group + 1)->begin; i++) {
        if (!(in >> (view->node[i] % 64) & 1))
            continue;
        sum->nodes += view->after[i] > 0;
        sum->nodes -= view->before[i] > 0;
        sum->cpus += view->after[i];
        sum->cpus -= view->before[i];
        sum->most = MAX(sum->most, view->after[i]);
    }
}

/* Ends job k on the candidates; false: it is on none of them. */
static bool end_job(Walk *walk, const SsForecastView *view, uint32_t k)
{
    bool any = false;

    for (uint32_t g = view->first[k]; g < view->first[k + 1]; g++) {
        const SsForecastGroup *group = &view->group[g];
        const uint64_t         in = walk->nodes->words[group->word] & group->mask;

        any |= in != 0;
        if (in == group->mask) {
            walk->sum.nodes += group->nodes;
            walk->sum.cpus += group->cpus;
            walk->sum.most = MAX(walk->sum.most, group->most);
        } else if (in != 0) {
            end_some(&walk->sum, view, group, in);
        }
    }
    return any;
}

static bool touches(const Walk *walk, const SsForecastView *view, uint32_t k)
{
    for (uint32_t g = view->first[k]; g < view->first[k + 1]; g++)
        if (walk->nodes->words[view->group[g].word] & view->group[g].mask)
            return true;
    return false;
}

static void stop(Walk *walk, uint32_t gone)
{
    const Stop here = {
        .gone = gone, .last = walk->last, .previous = walk->previous, .sum = walk->sum
    };

    if (walk->stops == NULL)
        walk->stops = g_array_new(FALSE, FALSE, sizeof(Stop));
    g_array_append_val(walk->stops, here);
    walk->last = walk->previous = SS_ID_NONE;
}

/* To the next stop. False: there is none, or *late: none that is not too late. */
static bool walk_on(Walk *walk, const SsForecastView *view, const SsWorld *world, SsTime by,
                    bool *late)
{
    for (; walk->next < view->n_jobs; walk->next++) {
        const uint32_t k = walk->next;
        const SsTime   end = view->end[k], next = view->end[k + 1];

        if (k >= view->reached)
            ss_forecast_reach(world, view, k + 1);
        if (ss_batch_is_late(world, end, by) && touches(walk, view, k)) {
            *late = true;
            return false;
        }
        if (!end_job(walk, view, k))
            continue;
        ss_batch_open(&walk->batch, end);
        walk->previous = walk->last;
        walk->last = k;
        if (ss_batch_goes_on(&walk->batch, next))
            continue;
        stop(walk, k + 1);
        ss_batch_grow(&walk->batch, next);
        walk->next++;
        return true;
    }
    if (walk->last == SS_ID_NONE)
        return false;
    stop(walk, view->n_jobs);
    return true;
}

static void begin_walk(Walk *walk, const SsForecastView *view, const SsPlaceQuery *query)
{
    walk->nodes = query->nodes;
    walk->placing = query->world->placing;
    walk->look = view->look;
    walk->now = walk->sum = sum_offers(query->nodes, view->able, view->now);
    walk->batch = ss_batch_first(query->world);
    walk->next = 0;
    walk->last = walk->previous = SS_ID_NONE;
    if (walk->stops != NULL)
        g_array_set_size(walk->stops, 0);
}

/* --- kept walks ----------------------------------------------------------------------------------- */

static void clear_walk(Walk *walk)
{
    ss_node_set_free(walk->own);
    if (walk->stops != NULL)
        g_array_unref(walk->stops);
    *walk = (Walk){ 0 };
}

void ss_walks_free(SsWalks *walks)
{
    for (uint32_t i = 0; walks != NULL && i < SLOTS; i++)
        clear_walk(&walks->at[i]);
    g_free(walks);
}

static bool is_known(const Walk *walk, const SsForecastView *view, const SsPlaceQuery *query)
{
    return walk->own != NULL && walk->placing == query->world->placing && walk->look == view->look
           && ss_node_set_equal(walk->own, query->nodes);
}

/* The walk over the query's nodes, begun or kept; `own` if none is kept. */
static Walk *find_walk(const SsForecastView *view, const SsPlaceQuery *query, Walk *own)
{
    SsWorld  *world = (SsWorld *) query->world;
    SsWalks **walks = ss_notes_walks(world);

    if (walks == NULL || world->ends->len < KEPT_FROM
        || !ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_WALKS)) {
        begin_walk(own, view, query);
        return own;
    }
    if (*walks == NULL)
        *walks = g_new0(SsWalks, 1);
    Walk *walk = &(*walks)->at[(ss_node_set_hash(query->nodes) ^ view->look) % SLOTS];
    if (is_known(walk, view, query)) {
        world->shortcuts.saved[SS_SHORTCUT_WALKS]++;
        return walk;
    }
    begin_walk(walk, view, query);
    if (walk->own == NULL)
        walk->own = ss_node_set_new(query->nodes->n_bits);
    ss_node_set_copy(walk->own, query->nodes);
    walk->nodes = walk->own;
    return walk;
}

/* --- placements ----------------------------------------------------------------------------------- */

/* What is offered behind the stops that were tried. */
typedef struct {
    const SsForecastView *view;
    const SsPlaceQuery   *query;
    uint32_t              applied; /* groups that are in the view's work                          */
    SsNodeSet *usable; /* candidates that offer something; NULL before anything was tried */
} Shown;

static void show_now(Shown *s)
{
    const SsForecastView *view = s->view;
    const size_t          n = s->query->nodes->n_bits;

    s->usable = ss_node_set_dup(s->query->nodes);
    ss_node_set_and(s->usable, view->able);
    memcpy(view->work, view->now, n * sizeof *view->work);
    memcpy(view->gres_work, view->gres_now, n * view->n_gres * sizeof *view->gres_work);
}

/* With the jobs before `gone` taken away. */
static void show(Shown *s, uint32_t gone)
{
    const SsForecastView *view = s->view;

    if (s->usable == NULL)
        show_now(s);
    for (; s->applied < view->first[gone]; s->applied++) {
        const SsForecastGroup *group = &view->group[s->applied];
        const uint64_t         in = s->query->nodes->words[group->word] & group->mask;
        const uint32_t         end = (group + 1)->begin;

        s->usable->words[group->word] |= in & group->able;
        for (uint32_t i = in != 0 ? group->begin : end; i < end; i++) {
            view->work[view->node[i]] = view->after[i];
            for (uint32_t g = 0; g < view->n_gres; g++)
                view->gres_work[(size_t) view->node[i] * view->n_gres + g] =
                    view->gres_after[(size_t) i * view->n_gres + g];
        }
    }
}

static bool place(const Shown *s, SsPlaceMode mode, const SsNodeSet *usable, SsWillRun *answer)
{
    const SsForecastView *view = s->view;
    SsNodeSet            *chosen = ss_node_set_new(usable->n_bits);
    SsPlaceQuery          query = *s->query;

    query.mode = mode;
    answer->places++;
    if (ss_place_counted(view->offers, &query, view->work,
                         view->n_gres > 0 ? view->gres_work : NULL, usable, chosen)) {
        answer->nodes = chosen;
        return true;
    }
    ss_node_set_free(chosen);
    return false;
}

static bool place_now(Shown *s, SsWillRun *answer)
{
    g_autoptr(SsNodeSet) usable = NULL;

    show_now(s);
    usable = ss_node_set_dup(s->usable);
    ss_place_remove_completing(s->query->world, usable);
    return place(s, SS_PLACE_NOW, usable, answer);
}

/* --- what the answer outlives ---------------------------------------------------------------------- */

/* `sum` does not do. */
static SsLasting lacking(const SsForecastView *view, const SsPlaceQuery *query, const Sum *sum)
{
    const uint32_t min = MAX(query->min_nodes, 1);
    const uint64_t need = MAX(query->job->req.min_cpus, 1);
    SsLasting      lasting = { .kind = SS_LASTS_LACKS, .most = view->most };

    if (sum->nodes < min)
        lasting.nodes = min - sum->nodes;
    if (sum->cpus < need)
        lasting.cpus = need - sum->cpus;
    return lasting;
}

/* No stop until `by` will do, for behind later ends only `sum` is offered; job k of the candidates ends later. */
static SsLasting late_for(const SsForecastView *view, const SsPlaceQuery *query, const Sum *sum,
                          SsTime by, uint32_t k)
{
    SsLasting lasting = { 0 };

    if (may_do(query, sum))
        return lasting;
    lasting = lacking(view, query, sum);
    lasting.by = by;
    lasting.witness = view->end[k];
    return lasting;
}

/* At stop i it fits, and at none before. */
static SsLasting fitting_at(const Walk *walk, const SsForecastView *view, const SsPlaceQuery *query,
                            guint i)
{
    const Stop *at = &g_array_index(walk->stops, Stop, i);
    const Stop *before = i > 0 ? at - 1 : NULL;
    SsLasting   lasting = lacking(view, query, before != NULL ? &before->sum : &walk->now);

    lasting.kind = SS_LASTS_FITS;
    lasting.one_by_one = walk->batch.one_by_one;
    lasting.base = walk->batch.base;
    lasting.start = view->end[at->last];
    lasting.at_end = at->gone > at->last + 1 || at->gone == view->n_jobs;
    if (before != NULL)
        lasting.before = view->end[before->last];
    if (!lasting.one_by_one)
        ss_batch_limits(query->world, lasting.base,
                        before != NULL ? view->end[before->last + 1] : 0, &lasting.from,
                        &lasting.until);
    lasting.inner = lasting.start;
    if (lasting.start > lasting.until) /* only what comes between leads to it */
        lasting.inner = at->previous != SS_ID_NONE ? view->end[at->previous] : 0;
    return lasting;
}

/* --- the test ------------------------------------------------------------------------------------- */

/* At one stop after the other until a placement succeeds. */
static bool place_after_ends(Shown *s, Walk *walk, SsTime by, SsWillRun *answer)
{
    const SsForecastView *view = s->view;
    const SsWorld        *world = s->query->world;

    for (guint i = 0;; i++) {
        const guint stops = walk->stops != NULL ? walk->stops->len : 0;

        if (i == stops && !walk_on(walk, view, world, by, &answer->late)) {
            if (answer->late && answer->places == 0)
                answer->lasting = late_for(view, s->query, &walk->sum, by, walk->next);
            return false;
        }
        const Stop at = g_array_index(walk->stops, Stop, i);
        answer->late = ss_batch_is_late(world, view->end[at.last], by);
        if (answer->late) {
            if (answer->places == 0)
                answer->lasting = late_for(view, s->query, &at.sum, by, at.last);
            return false;
        }
        if (!may_do(s->query, &at.sum))
            continue;
        show(s, at.gone);
        if (place(s, SS_PLACE_FUTURE, s->usable, answer)) {
            answer->start = ss_batch_credible_end(world, view->job[at.last]);
            if (answer->places == 1)
                answer->lasting = fitting_at(walk, view, s->query, i);
            return true;
        }
    }
}

/* --- by prospect ------------------------------------------------------------------------------------ */

/* The same where the caller keeps up what the candidates offer: no walk is needed, and no placement tried whose largest
 * nodes would not do. Such an answer outlives nothing. */
static bool place_at_stops(Shown *s, SsProspect *prospect, SsTime by, SsWillRun *answer)
{
    const SsForecastView *view = s->view;
    const SsWorld        *world = s->query->world;
    SsStops               stops = ss_stops_begin(world);

    while (ss_prospect_next_stop(prospect, &stops)) {
        answer->late = ss_batch_is_late(world, view->end[stops.last], by);
        if (answer->late)
            return false;
        if (ss_prospect_is_hopeless_behind(prospect, stops.gone, s->query))
            continue;
        show(s, stops.gone);
        if (place(s, SS_PLACE_FUTURE, s->usable, answer)) {
            answer->start = ss_batch_credible_end(world, view->job[stops.last]);
            return true;
        }
    }
    return false;
}

static bool will_run_by_prospect(Shown *s, bool now_only, SsTime by, SsWillRun *answer)
{
    SsProspect *prospect = s->query->prospect;

    if (!ss_prospect_is_hopeless_behind(prospect, 0, s->query) && place_now(s, answer)) {
        answer->start = s->query->world->now;
        return true;
    }
    return !now_only && place_at_stops(s, prospect, by, answer);
}

bool ss_foreseen_will_run(const SsForecastView *view, const SsPlaceQuery *query, bool now_only,
                          SsTime by, bool *found, SsWillRun *answer)
{
    SsWorld *world = (SsWorld *) query->world;
    Shown    shown = { .view = view, .query = query };
    Walk     own = { 0 };
    bool     known = true;

    *found = false;
    if (!could_do(view, query)) {
        answer->lasting.kind = SS_LASTS_ALWAYS;
    } else if (query->prospect != NULL && ss_prospect_is_of(query->prospect, view)) {
        ss_forecast_ends(world, view); /* a prospect is of ends that can be foreseen */
        *found = will_run_by_prospect(&shown, now_only, by, answer);
        ss_node_set_free(shown.usable);
    } else {
        Walk *walk = find_walk(view, query, &own);

        *found = may_do(query, &walk->now) && place_now(&shown, answer);
        if (*found)
            answer->start = world->now;
        else if (!now_only && (known = ss_forecast_ends(world, view)))
            *found = place_after_ends(&shown, walk, by, answer);
        else if (now_only && answer->places == 0)
            answer->lasting = lacking(view, query, &walk->now);
        ss_node_set_free(shown.usable);
        clear_walk(&own);
    }
    world->shortcuts.saved[SS_SHORTCUT_FORECAST] += known;
    return known;
}
