/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forecast.c - offers over time.
 *
 * The will-run test asks the same of hundreds of pending jobs between two events: what is offered after this end, and
 * after that one? The ends are played in counts (end_play.c), and each look has what the nodes offer to it, now and
 * behind each end. Offers now are kept up node by node; those behind ends are made as far as somebody asks.
 */
#include "scheduler/forecast.h"

#include "scheduler/end_play.h"
#include "scheduler/notes.h"
#include "scheduler/place_counted.h"
#include "scheduler/place_gres_free.h"

#include <string.h>

enum { LOOKS = 8, REACH_LEAST = 64 };

typedef struct {
    bool             known;
    uint64_t         changes; /* of the world's use: what `now` and `able` are up to           */
    uint64_t         placing; /* of before, after and the groups; ends_known                   */
    bool             ends_known;
    SsCountedLook    look;
    SsCountedOffers *offers;
    GArray          *before, *after; /* uint32_t */
    GArray          *first;          /* uint32_t */
    GArray          *group;          /* SsForecastGroup */
    GArray          *gres_after;     /* uint32_t, by entry and need */
    uint32_t        *now, *alone;
    uint32_t        *then, *gres_then; /* what is offered and left behind the ends that are known */
    uint32_t        *gres_now, *gres_alone; /* [n_nodes][n_gres] */
    SsNodeSet       *able, *idle;
    SsForecastView   view;
} Look;

struct SsForecast {
    SsEndPlay play;
    uint64_t  untied;    /* GRES that can be counted */
    uint32_t *work;      /* [n_nodes] lent to those who ask */
    uint32_t *gres_work; /* [n_nodes][needs of a look] likewise */
    Look      look[LOOKS];
    uint64_t  made; /* looks */
    uint32_t  next; /* to be replaced */
};

/* --- one look -------------------------------------------------------------------------------------- */

static void clear_look(Look *look)
{
    ss_counted_offers_free(look->offers);
    if (look->before != NULL)
        g_array_unref(look->before);
    if (look->after != NULL)
        g_array_unref(look->after);
    if (look->first != NULL)
        g_array_unref(look->first);
    if (look->group != NULL)
        g_array_unref(look->group);
    if (look->gres_after != NULL)
        g_array_unref(look->gres_after);
    g_free(look->gres_now);
    g_free(look->gres_alone);
    g_free(look->then);
    g_free(look->gres_then);
    g_free(look->now);
    g_free(look->alone);
    ss_node_set_free(look->able);
    ss_node_set_free(look->idle);
    memset(look, 0, sizeof *look);
}

/* What `use` leaves of each need's GRES on the node; NULL: nobody is there. */
static void gres_left(const Look *look, const SsCluster *cluster, const SsUse *use, SsNodeId id,
                      uint32_t *left)
{
    uint32_t          n;
    const SsGresNeed *need = ss_counted_needs(look->offers, &n);

    for (uint32_t i = 0; i < n; i++)
        left[i] = ss_gres_now(cluster, use, id, &need[i]);
}

static void note_alone(Look *look, const SsCluster *cluster)
{
    uint32_t each = 0, most = 0;
    bool     alike = true;

    for (uint32_t n = 0; n < cluster->n_nodes; n++) {
        const SsCountedNode empty = { .cores = cluster->nodes[n].cores };
        uint32_t           *left = look->gres_alone + (size_t) n * look->view.n_gres;

        gres_left(look, cluster, NULL, n, left);
        look->alone[n] = ss_counted_offer(look->offers, n, &empty, left);
        if (look->alone[n] == 0)
            continue;
        ss_node_set_add(look->idle, n);
        alike = alike && (each == 0 || each == look->alone[n]);
        each = look->alone[n];
        most = MAX(most, each);
    }
    look->view.each = alike ? each : 0;
    look->view.most = most;
}

static void begin_look(const SsForecast *f, Look *look, const SsPlaceQuery *query,
                       const SsCountedLook *asked)
{
    const SsCluster *cluster = query->world->cluster;
    size_t           needs;

    clear_look(look);
    look->known = true;
    look->look = *asked;
    look->offers = ss_counted_offers_new(query);
    look->before = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    look->after = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    look->first = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    look->group = g_array_new(FALSE, FALSE, sizeof(SsForecastGroup));
    look->now = g_new(uint32_t, cluster->n_nodes);
    look->alone = g_new(uint32_t, cluster->n_nodes);
    look->able = ss_node_set_new(cluster->n_nodes);
    look->idle = ss_node_set_new(cluster->n_nodes);
    ss_counted_needs(look->offers, &look->view.n_gres);
    needs = (size_t) cluster->n_nodes * MAX(look->view.n_gres, 1);
    look->gres_after = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    look->gres_now = g_new(uint32_t, needs);
    look->gres_alone = g_new(uint32_t, needs);
    look->then = g_new(uint32_t, cluster->n_nodes);
    look->gres_then = g_new(uint32_t, needs);
    note_alone(look, cluster);
    look->view.able = look->able;
    look->view.idle = look->idle;
    look->view.alone = look->alone;
    look->view.work = f->work;
    look->view.offers = look->offers;
    look->view.gres_now = look->gres_now;
    look->view.gres_work = f->gres_work;
}

static void offer_node_now(Look *look, const SsForecast *f, const SsUse *use, SsNodeId id)
{
    const SsCountedNode state = ss_end_play_now(&f->play, use, id);
    uint32_t           *left = look->gres_now + (size_t) id * look->view.n_gres;

    gres_left(look, use->cluster, use, id, left);
    look->now[id] = ss_counted_offer(look->offers, id, &state, left);
    if (look->now[id] > 0)
        ss_node_set_add(look->able, id);
    else
        ss_node_set_remove(look->able, id);
}

#ifdef SS_DEBUG
static void prove_now(const Look *look, const SsForecast *f, const SsUse *use)
{
    for (SsNodeId id = 0; id < use->cluster->n_nodes; id++) {
        const SsCountedNode state = ss_end_play_now(&f->play, use, id);
        uint32_t            left[SS_COUNTED_GRES_MOST];

        gres_left(look, use->cluster, use, id, left);
        g_assert(look->now[id] == ss_counted_offer(look->offers, id, &state, left));
        g_assert(ss_node_set_test(look->able, id) == (look->now[id] > 0));
    }
}
#endif

/* Of the nodes that changed since the last time; of all if there are too many for the ring. */
static void offer_now(Look *look, const SsForecast *f, const SsUse *use)
{
    const uint32_t n_nodes = use->cluster->n_nodes;
    const uint64_t behind = use->n_changes - look->changes;

    if (look->view.now == NULL || behind > n_nodes)
        for (SsNodeId id = 0; id < n_nodes; id++)
            offer_node_now(look, f, use, id);
    else
        for (uint64_t i = look->changes; i < use->n_changes; i++)
            offer_node_now(look, f, use, use->changed[i % n_nodes]);
    look->view.now = look->now;
    look->changes = use->n_changes;
#ifdef SS_DEBUG
    prove_now(look, f, use);
#endif
}

/* What is left for each need behind entry i, where before it was `then`. */
static void give_back(Look *look, const SsForecast *f, const SsCluster *cluster, guint i,
                      uint32_t *then)
{
    uint32_t          n;
    const SsGresNeed *need = ss_counted_needs(look->offers, &n);

    for (uint32_t k = 0; k < n; k++) {
        then[k] += ss_gres_given_back(cluster, f->play.entry->pdata[i], &need[k]);
        g_array_index(look->gres_after, uint32_t, (size_t) i * n + k) = then[k];
    }
}

/* Offers behind each of the entries from `begin` on. */
static void offer_later(Look *look, const SsForecast *f, const SsCluster *cluster, guint begin)
{
    const uint32_t n_gres = look->view.n_gres;

    g_array_set_size(look->gres_after, f->play.node->len * n_gres);
    g_array_set_size(look->before, f->play.node->len);
    g_array_set_size(look->after, f->play.node->len);
    uint32_t *before = (uint32_t *) (void *) look->before->data;
    uint32_t *after = (uint32_t *) (void *) look->after->data;
    for (guint i = begin; i < f->play.node->len; i++) {
        const SsNodeId id = g_array_index(f->play.node, SsNodeId, i);
        uint32_t      *left = look->gres_then + (size_t) id * n_gres;

        give_back(look, f, cluster, i, left);
        before[i] = look->then[id];
        after[i] = ss_counted_offer(look->offers, id,
                                    &g_array_index(f->play.state, SsCountedNode, i), left);
        look->view.grows = look->view.grows && after[i] >= before[i];
        look->then[id] = after[i];
    }
}

static void add_to_group(SsForecastGroup *group, SsNodeId id, uint32_t before, uint32_t after)
{
    const uint64_t bit = UINT64_C(1) << (id % 64);

    if (group->mask == 0)
        group->before = before;
    else
        group->alike = group->alike && before == group->before && after == group->most;
    group->mask |= bit;
    group->able |= after > 0 ? bit : 0;
    group->nodes += (uint32_t) (after > 0) - (uint32_t) (before > 0);
    group->cpus += (uint64_t) after - before;
    group->most = MAX(group->most, after);
}

/* Groups of the entries [begin, end) behind the `n` that are there; how many there are then. */
static uint32_t group_entries(Look *look, const SsForecast *f, uint32_t n, uint32_t begin,
                              uint32_t end)
{
    SsForecastGroup *group = NULL;

    for (uint32_t i = begin; i < end; i++) {
        const SsNodeId id = g_array_index(f->play.node, SsNodeId, i);

        if (group == NULL || group->word != id / 64) {
            group = &g_array_index(look->group, SsForecastGroup, n++);
            *group = (SsForecastGroup){ .word = id / 64, .begin = i, .alike = true };
        }
        add_to_group(group, id, g_array_index(look->before, uint32_t, i),
                     g_array_index(look->after, uint32_t, i));
    }
    return n;
}

/* Groups of the ends that are played but not yet looked at. */
static void group_ends(Look *look, const SsForecast *f)
{
    const guint from = look->first->len - 1, to = ss_end_play_reached(&f->play);
    uint32_t    n = g_array_index(look->first, uint32_t, from);

    g_array_set_size(look->first, to + 1);
    g_array_set_size(look->group, f->play.node->len + 1);
    for (guint k = from; k < to; k++) {
        n = group_entries(look, f, n, g_array_index(f->play.first, uint32_t, k),
                          g_array_index(f->play.first, uint32_t, k + 1));
        g_array_index(look->first, uint32_t, k + 1) = n;
    }
    g_array_index(look->group, SsForecastGroup, n) =
        (SsForecastGroup){ .begin = f->play.node->len };
}

static void begin_ends(Look *look, const SsForecast *f, const SsWorld *world)
{
    const size_t   n = world->cluster->n_nodes;
    const uint32_t begin = 0;

    look->placing = world->placing;
    look->ends_known = true;
    memcpy(look->then, look->now, n * sizeof *look->then);
    memcpy(look->gres_then, look->gres_now, n * look->view.n_gres * sizeof *look->gres_then);
    g_array_set_size(look->before, 0);
    g_array_set_size(look->after, 0);
    g_array_set_size(look->gres_after, 0);
    g_array_set_size(look->first, 0);
    g_array_append_val(look->first, begin);
    look->view.n_jobs = f->play.job->len;
    look->view.end = (const SsTime *) (const void *) f->play.end->data;
    look->view.job = (SsJob *const *) f->play.job->pdata;
    look->view.reached = 0;
    look->view.entry = f->play.from;
    look->view.grows = true;
}

/* What is of all looks, and moves when any of them reaches further. */
static void show_play(Look *look, const SsEndPlay *play)
{
    look->view.node = (const SsNodeId *) (const void *) play->node->data;
    look->view.next = (const uint32_t *) (const void *) play->next->data;
}

static void show_ends(Look *look, const SsForecast *f, const SsCluster *cluster)
{
    offer_later(look, f, cluster, look->before->len);
    group_ends(look, f);
    look->view.reached = ss_end_play_reached(&f->play);
    look->view.first = (const uint32_t *) (const void *) look->first->data;
    look->view.group = (const SsForecastGroup *) (const void *) look->group->data;
    show_play(look, &f->play);
    look->view.before = (const uint32_t *) (const void *) look->before->data;
    look->view.gres_after = (const uint32_t *) (const void *) look->gres_after->data;
    look->view.after = (const uint32_t *) (const void *) look->after->data;
}

static Look *find_look(SsForecast *f, const SsPlaceQuery *query, const SsCountedLook *asked)
{
    for (uint32_t i = 0; i < LOOKS; i++)
        if (f->look[i].known && memcmp(&f->look[i].look, asked, sizeof *asked) == 0)
            return &f->look[i];
    Look *look = &f->look[f->next++ % LOOKS];
    begin_look(f, look, query, asked);
    look->view.look = ++f->made;
    return look;
}

/* --- the public face ------------------------------------------------------------------------------- */

static SsForecast *new_forecast(const SsCluster *cluster)
{
    SsForecast  *f = g_new0(SsForecast, 1);
    const size_t needs = (size_t) cluster->n_nodes * SS_COUNTED_GRES_MOST;

    ss_end_play_init(&f->play, cluster);
    f->untied = ss_gres_untied(cluster);
    f->work = g_new0(uint32_t, cluster->n_nodes);
    f->gres_work = g_new0(uint32_t, needs);
    return f;
}

void ss_forecast_free(SsForecast *f)
{
    if (f == NULL)
        return;
    for (uint32_t i = 0; i < LOOKS; i++)
        clear_look(&f->look[i]);
    ss_end_play_clear(&f->play);
    g_free(f->work);
    g_free(f->gres_work);
    g_free(f);
}

const SsForecastView *ss_forecast_now(const SsPlaceQuery *query)
{
    const SsWorld *world = query->world;
    SsForecast   **slot = ss_notes_forecast(world);
    SsCountedLook  asked;

    if (slot == NULL)
        return NULL;
    if (*slot == NULL)
        *slot = new_forecast(world->cluster);
    if (!(*slot)->play.plain || !ss_place_is_counted(query, (*slot)->untied, &asked))
        return NULL;
    Look *look = find_look(*slot, query, &asked);
    offer_now(look, *slot, world->use);
    return &look->view;
}

static Look *look_of(SsForecast *f, const SsForecastView *view)
{
    Look *look = f->look;

    while (&look->view != view)
        look++;
    return look;
}

bool ss_forecast_ends(const SsWorld *world, const SsForecastView *view)
{
    SsForecast *f = *ss_notes_forecast(world);
    Look       *look = look_of(f, view);
    const bool  exact = ss_end_play_begin(&f->play, world);

    if (exact && (!look->ends_known || look->placing != world->placing))
        begin_ends(look, f, world);
    show_play(look, &f->play);
    return exact;
}

void ss_forecast_reach(const SsWorld *world, const SsForecastView *view, uint32_t n)
{
    SsForecast    *f = *ss_notes_forecast(world);
    const uint32_t more = MAX(n, view->reached + view->reached / 2 + REACH_LEAST);

    ss_end_play_reach(&f->play, MIN(more, f->play.job->len));
    show_ends(look_of(f, view), f, world->cluster);
}

void ss_forecast_chain(const SsWorld *world, const SsForecastView *view)
{
    SsForecast *f = *ss_notes_forecast(world);

    ss_end_play_chain(&f->play);
    show_play(look_of(f, view), &f->play);
}

#ifdef SS_DEBUG
static void prove_placement(const SsPlaceQuery *query, const SsAlloc *counted)
{
    const SsCluster   *cluster = query->world->cluster;
    g_autoptr(SsAlloc) alloc = NULL;

    g_assert((ss_place(query, &alloc) == SS_PLACED) == (counted != NULL));
    g_assert(counted == NULL || (alloc->n == counted->n && alloc->whole == counted->whole));
    for (uint32_t i = 0; counted != NULL && i < alloc->n; i++) {
        const SsAllocNode *a = &alloc->at[i], *b = &counted->at[i];
        const size_t       size = cluster->nodes[a->node].core_words * sizeof *a->core_bits;

        g_assert(a->node == b->node && a->cpus == b->cpus && a->mem == b->mem);
        g_assert(a->cores == b->cores && memcmp(a->core_bits, b->core_bits, size) == 0);
        g_assert(a->n_gres == b->n_gres);
        for (uint32_t k = 0; k < a->n_gres; k++)
            g_assert(memcmp(&a->gres[k], &b->gres[k], sizeof a->gres[k]) == 0);
    }
}
#endif

/* Places where nobody is, or in what is in use now. */
static SsAlloc *place(const SsForecastView *view, const Look *look, const SsPlaceQuery *query)
{
    const bool           ever = query->mode == SS_PLACE_EVER;
    const uint32_t      *left = ever ? look->gres_alone : look->gres_now;
    g_autoptr(SsNodeSet) usable = ss_node_set_dup(query->nodes);

    ss_node_set_and(usable, ever ? view->idle : view->able);
    return ss_place_counted_alloc(view->offers, query, ever ? view->alone : view->now,
                                  view->n_gres > 0 ? left : NULL, usable);
}

bool ss_forecast_place(const SsPlaceQuery *query, SsAlloc **out)
{
    SsWorld *world = (SsWorld *) query->world;

    if (!ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_COUNTED) || query->job->req.n_feature > 0)
        return false;
    const SsForecastView *view = ss_forecast_now(query);
    if (view == NULL)
        return false;
    *out = place(view, look_of(*ss_notes_forecast(world), view), query);
    world->shortcuts.saved[SS_SHORTCUT_COUNTED]++;
#ifdef SS_DEBUG
    prove_placement(query, *out);
#endif
    return true;
}
