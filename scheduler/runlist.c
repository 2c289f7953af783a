/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runlist.c - the will-run test, literally.
 *
 * A copy of what is in use, the running jobs in order of their planned end, and a placement after each batch
 * of ends taken away. The first batch reaches to the first end rounded up to the next multiple of 30 s
 * (a full 30 more if it is one) plus 30 s; then the window doubles. The answer is the end of the *last* job
 * taken away, not of the one that made the difference.
 *
 * Where a batch ends is asked of the next job in the list, whatever nodes it is on, and only after a job of the
 * candidate nodes was taken away: behind jobs of other nodes the next one that counts is taken away unasked, however
 * late it ends. Recorded in replay-gpu-placement (08:20: an estimate of 08:24:51 though 08:23:51 would do; 08:21:
 * 08:42:03 for 08:31:15).
 *
 * select/linear takes jobs away one at a time instead.
 *
 * Backfill often has no use for a start behind the moment at which more nodes are promised to be free: the ends behind
 * it are not taken away then (--no-late asks for them nevertheless).
 *
 * This is the expensive heart of backfill. It stays as plain as the rule but for one thing (--no-count): a
 * placement that cannot succeed for want of free CPUs or nodes (glance.h) is not asked for, and if nobody
 * can be displaced the jobs are taken out of the world's own use and put back, which is cheaper than a copy.
 */
#include "scheduler/runlist.h"

#include "scheduler/batches.h"
#include "scheduler/forecast.h"
#include "scheduler/foreseen.h"
#include "scheduler/glance.h"
#include "scheduler/notes.h"
#include "scheduler/place_internal.h"
#include "scheduler/preempt.h"
#include "scheduler/preempt_victims.h"

#include <string.h>

static bool touches(const SsJob *job, const SsNodeSet *nodes)
{
    for (uint32_t i = 0; i < job->alloc->n; i++)
        if (ss_node_set_test(nodes, job->alloc->at[i].node))
            return true;
    return false;
}

/* The nodes that a plain constraint leaves: jobs elsewhere do not count as ends (recorded:
 * replay-resv-share-excl 10:18:30, job 54). */
static SsNodeSet *with_features(const SsPlaceQuery *query)
{
    const SsCluster     *cluster = query->world->cluster;
    const SsRequest     *req = &query->job->req;
    const SsFeature     *feature = query->prefer ? req->prefer : req->feature;
    const uint32_t       n = query->prefer ? req->n_prefer : req->n_feature;
    SsNodeSet           *nodes = ss_node_set_dup(query->nodes);
    g_autoptr(SsNodeSet) having = ss_node_set_new(cluster->n_nodes);

    for (uint32_t i = 0; i < n; i++)
        if (feature[i].count > 0 || feature[i].bracket != 0)
            return nodes;
    if (n > 0) {
        ss_features_nodes(query->world, feature, n, SS_ID_NONE, having);
        ss_node_set_and(nodes, having);
    }
    return nodes;
}

static bool is_among(const GPtrArray *jobs, const SsJob *job)
{
    return jobs != NULL && g_ptr_array_find((GPtrArray *) jobs, job, NULL);
}

/* Running jobs by planned end; `others` are gone already. */
static GPtrArray *running(const SsWorld *world, const GPtrArray *others)
{
    GPtrArray *list = g_ptr_array_sized_new(world->ends->len);

    for (guint i = 0; i < world->ends->len; i++) {
        SsJob *job = g_array_index(world->ends, SsPlannedEnd, i).job;

        if (!is_among(others, job))
            g_ptr_array_add(list, job);
    }
    return list;
}

/* A supposed use, and what is known of it without placing anything. */
typedef struct {
    SsUse   *use;
    SsGlance glance;
    bool counts;   /* the glance is kept up                                                      */
    bool borrowed; /* `use` is the world's own: jobs taken out of it must be put back            */
    const SsNodeSet
        *matter; /* nodes that can serve the job at all; jobs elsewhere may stay. NULL: all  */
} Supposed;

static bool place_on(const SsPlaceQuery *query, const SsUse *use, SsPlaceMode mode,
                     SsWillRun *answer)
{
    g_autoptr(SsAlloc) alloc = NULL;
    SsPlaceQuery       q = *query;

    q.use = use;
    q.mode = mode;
    q.chosen = ss_node_set_new(q.nodes->n_bits);
    answer->places++;
    if (ss_place(&q, &alloc) == SS_PLACED) {
        answer->nodes = q.chosen;
        return true;
    }
    ss_node_set_free(q.chosen);
    return false;
}

static bool try_place(const SsPlaceQuery *query, const Supposed *s, SsPlaceMode mode,
                      SsWillRun *answer)
{
    if (s->counts && !ss_glance_may(&s->glance)) {
        ((SsWorld *) query->world)->shortcuts.saved[SS_SHORTCUT_COUNT]++;
        return false;
    }
    return place_on(query, s->use, mode, answer);
}

static bool stays(const Supposed *s, const SsJob *job)
{
    return s->matter != NULL && !touches(job, s->matter);
}

static void take_away(Supposed *s, const SsJob *job)
{
    if (stays(s, job))
        return;
    if (s->counts)
        ss_glance_leave(&s->glance, s->use, job->alloc);
    else
        ss_use_remove(s->use, job->alloc);
}

static void put_back(Supposed *s, const GPtrArray *gone)
{
    for (guint i = gone->len; s->borrowed && i-- > 0;)
        if (!stays(s, gone->pdata[i]))
            ss_use_add(s->use, ((const SsJob *) gone->pdata[i])->alloc);
}

/* The ends, batch by batch, until a placement succeeds; `gone` are those taken away. */
static bool take_batches(const SsPlaceQuery *query, Supposed *s, const GPtrArray *list, SsTime by,
                         GPtrArray *gone, SsWillRun *answer)
{
    const SsWorld       *world = query->world;
    SsBatch              window = ss_batch_first(world);
    const SsJob         *last = NULL; /* of the batch at hand */
    g_autoptr(SsNodeSet) candidates = with_features(query);

    for (guint i = 0; i < list->len; i++) {
        SsJob       *job = list->pdata[i];
        const SsTime next =
            i + 1 < list->len ? ((const SsJob *) list->pdata[i + 1])->end : SS_TIME_NEVER;

        if (!touches(job, candidates))
            continue;
        answer->late = ss_batch_is_late(world, job->end, by);
        if (answer->late)
            return false;
        ss_batch_open(&window, job->end);
        take_away(s, job);
        g_ptr_array_add(gone, job);
        last = job;
        if (ss_batch_goes_on(&window, next))
            continue;
        if (try_place(query, s, SS_PLACE_FUTURE, answer)) {
            answer->start = ss_batch_credible_end(world, job);
            return true;
        }
        last = NULL;
        ss_batch_grow(&window, next);
    }
    if (last == NULL || !try_place(query, s, SS_PLACE_FUTURE, answer))
        return false;
    answer->start = ss_batch_credible_end(world, last);
    return true;
}

/* `others` are no more in the supposed use. */
static bool run_after_ends(const SsPlaceQuery *asked, Supposed *s, GPtrArray *others, SsTime by,
                           SsWillRun *answer)
{
    g_autoptr(GPtrArray) gone = g_ptr_array_new();
    g_autoptr(GPtrArray) list = running(asked->world, others);
    SsPlaceQuery         query = *asked;

    if (list->len == 0)
        return false;
    query.gone = gone;
    if (others != NULL)
        g_ptr_array_extend(gone, others, NULL, NULL);
    const bool found = take_batches(&query, s, list, by, gone, answer);
    put_back(s, gone);
    return found;
}

/* A partition whose jobs may share is first tried as if they might not. */
static bool may_share(const SsWorld *world, const SsPlaceQuery *query)
{
    const SsShareMode share = world->parts[query->part].share;

    return share == SS_SHARE_FORCE || (share == SS_SHARE_YES && query->job->req.share == 1);
}

/* With everybody gone that it may displace: then it could run now. */
static bool run_without(const SsPlaceQuery *query, Supposed *s, GPtrArray *others,
                        SsWillRun *answer)
{
    SsPlaceQuery without = *query;

    without.gone = others;
    ss_preempt_remove_all(query->world, others, s->use);
    if (s->counts)
        s->glance = ss_glance_begin(query, s->use);
    answer->start = query->world->now;
    return try_place(&without, s, SS_PLACE_NOW, answer);
}

/* --- which way ------------------------------------------------------------------------------------ */

/* A reservation that lends its nodes has them back from the borrowers, whatever PreemptType says. */
static bool may_reclaim(const SsWorld *world, const SsJob *job)
{
    const SsReservation *own = ss_world_resv(world, job->resv);

    return own != NULL && own->max_start_delay > 0;
}

static bool may_displace(const SsPlaceQuery *query)
{
    return may_reclaim(query->world, query->job)
           || ss_preempt_possible(query->world, query->job, query->part);
}

/* Nodes with every GRES that the job asks for; NULL if it asks for none. */
static SsNodeSet *with_gres(const SsWorld *world, const SsRequest *req)
{
    const SsCluster *cluster = world->cluster;
    const bool       some = req->n_gres > 0 && world->settings.select_type != SS_SELECT_LINEAR;
    SsNodeSet       *nodes = some ? ss_node_set_new_full(cluster->n_nodes) : NULL;

    for (uint32_t n = 0; nodes != NULL && n < cluster->n_nodes; n++)
        for (uint32_t i = 0; i < req->n_gres; i++)
            if (ss_node_gres(&cluster->nodes[n], req->gres[i].gres) == NULL)
                ss_node_set_remove(nodes, n);
    return nodes;
}

static bool will_run_literally(const SsWorld *world, const SsPlaceQuery *query, bool now_only,
                               SsTime by, SsWillRun *answer)
{
    Supposed s = { .use = world->use,
                   .counts = ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_COUNT) };

    if (s.counts)
        s.glance = ss_glance_begin(query, s.use);
    if (try_place(query, &s, SS_PLACE_NOW, answer)) {
        answer->start = world->now;
        return true;
    }
    g_autoptr(GPtrArray) others = ss_preempt_candidates(world, query->job, query->part);
    if (others == NULL && now_only)
        return false;
    if (others == NULL && s.counts) {
        g_autoptr(SsNodeSet) matter = with_gres(world, &query->job->req);

        s.borrowed = true;
        s.matter = matter;
        return run_after_ends(query, &s, NULL, by, answer);
    }
    g_autoptr(SsUse) use = ss_use_copy(world->use);
    s.use = use;
    s.glance.use = use;
    if (others != NULL && run_without(query, &s, others, answer))
        return true;
    return !now_only && run_after_ends(query, &s, others, by, answer);
}

#ifdef SS_DEBUG
static void prove_foreseen(const SsPlaceQuery *query, bool now_only, SsTime by, bool found,
                           const SsWillRun *foreseen)
{
    SsWillRun again = { 0 };

    const bool literally = will_run_literally(query->world, query, now_only, 0, &again);

    if (foreseen->late) {
        g_assert(!literally || again.start > by);
        ss_node_set_free(again.nodes);
        return;
    }
    g_assert(literally == found);
    g_assert(!found || again.start == foreseen->start);
    g_assert(!found || ss_node_set_equal(again.nodes, foreseen->nodes));
    ss_node_set_free(again.nodes);
}
#endif

static bool will_run(const SsWorld *world, const SsPlaceQuery *query, bool now_only, SsTime by,
                     SsWillRun *answer)
{
    if (may_displace(query))
        return will_run_literally(world, query, now_only, by, answer);
    SsPlaceQuery among = *query;

    answer->among = query->job->req.n_feature ? with_features(query) : NULL;
    among.nodes = answer->among != NULL ? answer->among : query->nodes;
    among.prospect =
        answer->among != NULL ? NULL : query->prospect; /* of all that were asked about */
    const bool            may = ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_FORECAST);
    const SsForecastView *view = may ? ss_forecast_now(&among) : NULL;
    bool                  found;
    if (view == NULL || !ss_foreseen_will_run(view, &among, now_only, by, &found, answer))
        return will_run_literally(world, query, now_only, by,
                                  answer); /* jobs are taken away one by one */
#ifdef SS_DEBUG
    prove_foreseen(query, now_only, by, found, answer);
#endif
    return found;
}

static bool find_out(const SsWorld *world, const SsPlaceQuery *query, bool now_only, SsTime by,
                     SsWillRun *answer)
{
    SsPlaceQuery alone = *query;

    *answer = (SsWillRun){ 0 };
    if (!may_share(world, query) || query->job->req.n_feature)
        return will_run(world, query, now_only, by, answer);

    SsWillRun first = { 0 };
    alone.no_share = true;
    const bool found = will_run(world, &alone, now_only, 0, &first);
    if (found && first.start <= world->now) {
        *answer = first;
        return true;
    }
    if (will_run(world, query, now_only, 0, answer)) {
        ss_node_set_free(first.nodes);
        return true;
    }
    ss_node_set_free(answer->nodes);
    *answer = first;
    return found;
}

/* --- remembered answers ---------------------------------------------------------------------------- */

/* Where the answer is kept. NULL: it depends on more than the shape and what is in use (victims, the clock
 * in the wait for --switches, cores that a reservation leaves out). */
static SsWillRunNote *note_of(const SsPlaceQuery *query, bool now_only, SsShape *shape)
{
    const SsWorld *world = query->world;

    if (!ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_MEMO) || query->excluded_cores != NULL
        || query->job->req.switches > 0 || query->job->resv != SS_ID_NONE
        || ss_preempt_possible(world, query->job, query->part))
        return NULL;
    *shape = ss_shape_of(query);
    ss_shape_mix(shape, now_only);
    return ss_notes_will_run(world, *shape);
}

/* Does it outlast all that happened since? What it does not it will not next time. */
static bool outlasts(const SsWorld *world, SsWillRunNote *note)
{
    SsLasting *lasting = &note->lasting;

    if (lasting->kind == SS_LASTS_NOT || !ss_shortcut_on(&world->shortcuts, SS_SHORTCUT_LASTING)
        || (lasting->witness != 0 && lasting->witness <= world->now))
        return false;
    for (uint64_t i = note->placing + 1; i <= world->placing; i++) {
        const SsMove *move = ss_moves_at(&world->moves, i);

        if (move != NULL && ss_lasting_outlives(lasting, move, note->among))
            continue;
        lasting->kind = SS_LASTS_NOT;
        return false;
    }
    note->placing = world->placing;
    ((SsWorld *) world)->shortcuts.saved[SS_SHORTCUT_LASTING]++;
    return true;
}

static bool holds(const SsWorld *world, SsWillRunNote *note, SsShape shape, SsTime by)
{
    if (!note->known || !ss_shape_equal(note->shape, shape)
        || (note->placing != world->placing && !outlasts(world, note)))
        return false;
    return note->found ? note->now || note->start > world->now
                       : note->late == 0 || (by != 0 && by <= note->late);
}

/* An overdue job's end moves with the clock: such an answer is not kept. */
static bool can_be_kept(const SsWorld *world)
{
    return world->ends->len == 0 || g_array_index(world->ends, SsPlannedEnd, 0).end > world->now;
}

/* A copy of `from` in the place of `old`. */
static SsNodeSet *copy_into(SsNodeSet *old, const SsNodeSet *from)
{
    if (old == NULL)
        return ss_node_set_dup(from);
    ss_node_set_copy(old, from);
    return old;
}

static void keep(const SsWorld *world, SsWillRunNote *note, SsShape shape, SsTime by, bool found,
                 const SsWillRun *answer, const SsNodeSet *nodes)
{
    SsNodeSet *among = note->among;

    if (answer->lasting.kind >= SS_LASTS_LACKS)
        among = copy_into(among, answer->among != NULL ? answer->among : nodes);
    ss_node_set_free(note->nodes);
    *note = (SsWillRunNote){
        .known = true,
        .placing = world->placing,
        .number = ss_notes_number(world),
        .shape = shape,
        .found = found,
        .now = found && answer->start <= world->now,
        .start = found ? answer->start : 0,
        .late = answer->late ? by : 0,
        .nodes = found ? ss_node_set_dup(answer->nodes) : NULL,
        .lasting = answer->lasting,
        .among = among,
    };
}

static void recall(const SsWorld *world, const SsWillRunNote *note, SsWillRun *answer)
{
    ((SsWorld *) world)->shortcuts.saved[SS_SHORTCUT_MEMO]++;
    *answer = (SsWillRun){ .late = !note->found && note->late != 0 };
    if (!note->found)
        return;
    answer->start = note->now ? world->now : note->start;
    answer->nodes = ss_node_set_dup(note->nodes);
}

#ifdef SS_DEBUG
static void prove(const SsPlaceQuery *query, bool now_only, const SsWillRunNote *note,
                  const SsWillRun *recalled)
{
    SsWillRun  again = { 0 };
    const bool found = find_out(query->world, query, now_only, note->late, &again);

    g_assert(found == note->found && again.late == recalled->late);
    g_assert(!found || again.start == recalled->start);
    g_assert(!found || ss_node_set_equal(again.nodes, recalled->nodes));
    ss_node_set_free(again.nodes);
    ss_node_set_free(again.among);
}
#endif

static bool remember_or_find_out(const SsWorld *world, const SsPlaceQuery *query, bool now_only,
                                 SsTime by, SsWillRun *answer)
{
    SsShape        shape = { 0, 0 };
    SsWillRunNote *note = note_of(query, now_only, &shape);

    if (note == NULL)
        return find_out(world, query, now_only, by, answer);
    if (holds(world, note, shape, by)) {
        recall(world, note, answer);
#ifdef SS_DEBUG
        prove(query, now_only, note, answer);
#endif
        answer->ref = (SsWillRunRef){ shape, note->number, by };
        return note->found;
    }
    const bool found = find_out(world, query, now_only, by, answer);
    if (can_be_kept(world)) {
        keep(world, note, shape, by, found, answer, query->nodes);
        answer->ref = (SsWillRunRef){ shape, note->number, by };
    }
    return found;
}

bool ss_will_run(const SsWorld *world, const SsPlaceQuery *query, bool now_only, SsTime by,
                 SsWillRun *answer)
{
    SsShortcutUse *shortcuts = &((SsWorld *) world)->shortcuts;
    SsPlaceQuery   asked = *query;

    if (!ss_shortcut_on(shortcuts, SS_SHORTCUT_LATE))
        by = 0;
    asked.planned = true;
    const bool found = remember_or_find_out(world, &asked, now_only, by, answer);
    g_clear_pointer(&answer->among, ss_node_set_free);
    shortcuts->saved[SS_SHORTCUT_LATE] += answer->late;
    return found;
}

bool ss_will_run_stands(const SsWorld *world, const SsWillRunRef *ref)
{
    SsWillRunNote *note = ref->number != 0 ? ss_notes_will_run(world, ref->shape) : NULL;

    return note != NULL && note->number == ref->number && holds(world, note, ref->shape, ref->by);
}
