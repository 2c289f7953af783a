/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backfill.c - spec scheduling 2.3 to 2.6: the time map, the search for the earliest start, will-run.
 */
#include "tests/twin/state.h"

#include <string.h>

/* --- the map: intervals one behind the other, each with the nodes that are still unplanned in it ------------- */

typedef struct {
    SsTime   begin, end;
    bool    *nodes;    /* [n_nodes] */
    int64_t *licenses; /* [n_licenses] left (bf_licenses) */
} Interval;

typedef struct {
    Twin     *twin;
    GArray   *map; /* Interval */
    SsTime    begin, end;
    SsSpan    step;          /* bf_resolution */
    uint32_t *part_reserved; /* [n_parts] */
    GArray   *considered[3]; /* Line: those that counted by partition, by user, by both */
    uint32_t  tested, started;
    uint32_t  rejected_array;
    SsPartId  rejected_part;
    bool      over;
} Cycle;

#define INTERVAL(cycle, i) (&g_array_index((cycle)->map, Interval, i))

static SsTime floored(const Cycle *cycle, SsTime time)
{
    return time - time % cycle->step;
}

static int64_t *copy_licenses(const Cycle *cycle, const int64_t *from)
{
    const uint32_t n = cycle->twin->cluster->n_licenses;
    int64_t       *copy = g_new0(int64_t, n + 1);

    for (uint32_t l = 0; l < n; l++)
        copy[l] = from != NULL ? from[l] : cycle->twin->cluster->licenses[l].total;
    return copy;
}

static void cut(Cycle *cycle, SsTime at)
{
    const uint32_t n = cycle->twin->cluster->n_nodes;

    for (guint i = 0; i < cycle->map->len; i++) {
        Interval *left = INTERVAL(cycle, i);

        if (left->begin < at && at < left->end) {
            Interval right = *left;

            right.begin = at;
            right.nodes = twin_keep(cycle->twin, g_memdup2(left->nodes, n));
            right.licenses = twin_keep(cycle->twin, copy_licenses(cycle, left->licenses));

            left->end = at;
            g_array_insert_val(cycle->map, i + 1, right);
            return;
        }
    }
}

static void join_one_pair(Cycle *cycle)
{
    const uint32_t n = cycle->twin->cluster->n_nodes;

    for (guint i = 1; i < cycle->map->len; i++) {
        Interval *a = INTERVAL(cycle, i - 1), *b = INTERVAL(cycle, i);

        if (memcmp(a->nodes, b->nodes, n * sizeof(bool)) == 0
            && memcmp(a->licenses, b->licenses, cycle->twin->cluster->n_licenses * sizeof(int64_t))
                   == 0) {
            a->end = b->end;
            g_array_remove_index(cycle->map, i);
            return;
        }
    }
}

/* `nodes` (NULL: none) and the licences of `job` are taken from start to end. */
static void plan(Cycle *cycle, SsTime start, SsTime end, const bool *nodes, const SsJob *job)
{
    const bool licenses = cycle->twin->set->sched.bf_licenses;

    start = MAX(start, cycle->begin);
    end = MAX(end, start + cycle->step);
    if (start >= cycle->end)
        return;
    cut(cycle, start);
    cut(cycle, end);
    for (guint i = 0; i < cycle->map->len; i++) {
        Interval *at = INTERVAL(cycle, i);

        if (at->begin < start || at->begin >= end)
            continue;
        for (uint32_t n = 0; nodes != NULL && n < cycle->twin->cluster->n_nodes; n++)
            at->nodes[n] &= !nodes[n];
        for (uint32_t l = 0; licenses && l < job->req.n_license; l++)
            at->licenses[job->req.license[l].license] -= job->req.license[l].count;
    }
    join_one_pair(cycle);
}

/* --- will-run (2.5) -------------------------------------------------------------------------------------------- */

static gint by_end(gconstpointer a, gconstpointer b)
{
    const SsJob *ja = &(*(Record *const *) a)->job, *jb = &(*(Record *const *) b)->job;

    return ja->end < jb->end ? -1 : ja->end > jb->end;
}

GPtrArray *twin_running(const Twin *twin)
{
    GPtrArray *list = g_ptr_array_new();

    for (guint i = 0; i < twin->records->len; i++) {
        Record *record = twin->records->pdata[i];

        if (record->job.state == SS_JOB_RUNNING || record->job.state == SS_JOB_SUSPENDED)
            g_ptr_array_add(list, record);
    }
    g_ptr_array_sort(list, by_end); /* stable: of equal ends, the order of the list */
    return list;
}

static SsTime believed_end(const Twin *twin, const SsJob *job)
{
    const uint32_t of_part = twin->world->parts[job->part].over_time_limit;
    const uint32_t over = of_part != SS_UNSET32 ? of_part : twin->set->over_time_limit;

    if (job->end > twin->now)
        return job->end;
    if (over == SS_NO_LIMIT)
        return MAX(twin->now + twin_seconds(job->time_limit), twin->now + 1);
    return MAX(job->end + twin->set->kill_wait + (SsTime) over * 60, twin->now + 1);
}

static bool fits(const Twin *twin, const Ask *ask, bool *chosen)
{
    g_autoptr(SsAlloc) alloc = twin_place(twin, ask);

    memset(chosen, 0, twin->cluster->n_nodes * sizeof *chosen);
    for (uint32_t i = 0; alloc != NULL && i < alloc->n; i++)
        chosen[alloc->at[i].node] = true;
    return alloc != NULL;
}

/* With all gone that it may displace (who is left in `list` runs on). */
static bool fits_without(const Twin *twin, const Ask *now, SsUse *use, GPtrArray *gone,
                         GPtrArray *list, bool *chosen)
{
    g_autoptr(GPtrArray) others = twin_candidates(twin, now->job, now->part);
    Ask                  ask = *now;

    for (guint i = 0; i < others->len; i++) {
        const Record *record = others->pdata[i];

        twin_do_without(twin, use, &record->job);
        g_ptr_array_add(gone, others->pdata[i]);
        g_ptr_array_remove(list, others->pdata[i]);
    }
    ask.use = use;
    ask.gone = gone;
    return others->len > 0 && fits(twin, &ask, chosen);
}

/* The ends of running jobs, batch by batch, each window twice as long as the one before. */
static bool fits_later(const Twin *twin, const Ask *now, bool now_only, SsTime *start, bool *chosen)
{
    g_autoptr(GPtrArray) list = twin_running(twin);
    g_autoptr(GPtrArray) gone = g_ptr_array_new();
    g_autoptr(SsUse)     use = ss_use_copy(twin->use);
    const bool           one_by_one = twin->set->select_type == SS_SELECT_LINEAR;
    const SsSpan         linear = twin->set->sched.bf_window_linear;
    Ask                  ask = *now;
    SsTime               base = 0;
    SsSpan               window = 30;
    const SsJob         *last = NULL;
    g_autofree bool     *candidates = g_memdup2(now->nodes, twin->cluster->n_nodes);
    g_autofree bool     *having = g_new0(bool, twin->cluster->n_nodes);
    bool                 plain = !now->prefer; /* no counts, no alternatives in brackets */

    for (uint32_t i = 0; i < now->job->req.n_feature; i++)
        plain &= now->job->req.feature[i].count == 0 && now->job->req.feature[i].bracket == 0;
    twin_features(twin, now->job, having);
    for (uint32_t n = 0; plain && n < twin->cluster->n_nodes; n++)
        candidates[n] &= having[n];
    if (fits_without(twin, now, use, gone, list, chosen))
        return true;
    if (now_only)
        return false;
    ask.when = WHEN_LATER;
    ask.use = use;
    ask.gone = gone;
    for (guint i = 0; i < list->len; i++) {
        Record      *record = list->pdata[i];
        const SsJob *next = i + 1 < list->len ? &((Record *) list->pdata[i + 1])->job : NULL;

        if (!twin_is_on(&record->job, candidates))
            continue;
        last = &record->job;
        if (base == 0)
            base = last->end - last->end % 30 + 30;
        ss_use_remove(use, last->alloc);
        g_ptr_array_add(gone, record);
        if (!one_by_one && next != NULL && next->end <= base + window)
            continue;
        if (fits(twin, &ask, chosen)) {
            *start = believed_end(twin, last);
            return true;
        }
        do
            window = linear > 0 ? window + linear : window * 2;
        while (!one_by_one && next != NULL && next->end > base + window);
        last = NULL;
    }
    if (last == NULL || !fits(twin, &ask, chosen))
        return false;
    *start = believed_end(twin, last);
    return true;
}

/* --- who is considered (2.2, 2.4) --------------------------------------------------------------------------------- */

typedef bool (*Alike)(const Line *, const Line *);
static bool same_part(const Line *a, const Line *b)
{
    return a->part == b->part;
}
static bool same_user(const Line *a, const Line *b)
{
    return a->record->job.uid == b->record->job.uid;
}
static bool same_assoc(const Line *a, const Line *b)
{
    return a->record->job.assoc == b->record->job.assoc;
}
static bool same_user_and_part(const Line *a, const Line *b)
{
    return same_user(a, b) && same_part(a, b);
}

/* Is it more than the first `most` of its like that were considered? 0: no bound. */
static bool is_over(GArray *considered, const Line *line, Alike alike, uint32_t most)
{
    uint32_t before = 0;

    for (guint i = 0; i < considered->len; i++)
        before += alike(&g_array_index(considered, Line, i), line);
    if (most > 0)
        g_array_append_val(considered, *line);
    return most > 0 && before >= most;
}

/* What one bound leaves out does not count against the next. */
static bool over_counts(Cycle *cycle, const Line *line)
{
    const SsSchedParams *p = &cycle->twin->set->sched;

    if (line->magnetic)
        return false;
    if (is_over(cycle->considered[0], line, same_part, p->bf_max_job_part))
        return true;
    if (p->bf_max_job_assoc > 0
            ? is_over(cycle->considered[1], line, same_assoc, p->bf_max_job_assoc)
            : is_over(cycle->considered[1], line, same_user, p->bf_max_job_user))
        return true;
    return is_over(cycle->considered[2], line, same_user_and_part, p->bf_max_job_user_part);
}

static bool only_now(const Cycle *cycle, const Line *line)
{
    const Twin          *twin = cycle->twin;
    const SsSchedParams *p = &twin->set->sched;
    const SsJob         *job = &line->record->job;

    return line->prefer || line->priority < twin_threshold(twin, job, line->part, false)
           || (p->bf_min_age_reserve > 0
               && (job->eligible == 0
                   || twin->now - job->eligible < (SsSpan) p->bf_min_age_reserve))
           || (p->bf_one_resv_per_job && job->planned_start != 0)
           || (p->bf_job_part_count_reserve > 0
               && cycle->part_reserved[line->part] >= p->bf_job_part_count_reserve);
}

/* --- one record's search -------------------------------------------------------------------------------------------- */

typedef struct {
    Cycle      *cycle;
    const Line *line;
    Record     *record;
    Counts      counts;
    uint32_t    plan_minutes, run_minutes;
    bool        now_only;
    bool        estimated;      /* its start is the one that the job shows */
    bool        named;          /* its nodes are those that the job shows */
    bool       *nodes, *chosen; /* [n_nodes] */
    SsTime      start;          /* found */
    SsTime      later;          /* when more nodes come back; 0 */
} Search;

typedef enum { NOTHING, TODAY, SOME_DAY } Found;

/* What reservations leave from *start on; they may push it back, ten times at most. */
static bool pass_reservations(Search *s, SsTime *start, Resv *resv)
{
    Twin        *twin = s->cycle->twin;
    Record      *record = s->record;
    const SsSpan span = twin_seconds(s->plan_minutes);

    for (int moves = 0; moves < 10; moves++) {
        for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
            s->nodes[n] = true;
        *resv = twin_reservations(twin, &record->job, s->line->part, *start, span, s->nodes);
        if (*start == twin->now && (resv->verdict == RESV_OPEN || !resv->maintenance)
            && g_strcmp0(record->job.reason_text, twin_text_maint) == 0)
            twin_reason(twin, record, SS_REASON_NONE, NULL);
        if (resv->verdict == RESV_OPEN || (resv->verdict == RESV_BLOCKED && !resv->maintenance))
            return true;
        g_clear_pointer(&resv->excluded_cores, g_free);
        if (resv->verdict == RESV_OVER || resv->until <= *start)
            return false;
        *start = resv->until;
    }
    return false;
}

static void keep_usable(Search *s)
{
    const Twin    *twin = s->cycle->twin;
    const SsWorld *world = twin->world;
    const SsJob   *job = &s->record->job;

    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++) {
        const uint32_t owner = twin_owner(twin, n);

        s->nodes[n] &= ss_node_set_test(world->parts[s->line->part].nodes, n)
                       && ss_node_set_test(world->avail, n)
                       && !(job->req.exc_nodes != NULL && ss_node_set_test(job->req.exc_nodes, n))
                       && (owner == SS_UNSET32 || owner == job->uid)
                       && !twin_has_strangers(twin, job, n);
    }
}

/* Walks the map over [start, end]; what to look at next time. */
static SsTime walk_map(Search *s, SsTime start, SsTime end)
{
    const Cycle     *cycle = s->cycle;
    const uint32_t   n_nodes = cycle->twin->cluster->n_nodes;
    g_autofree bool *before = g_memdup2(s->nodes, n_nodes);
    SsTime           later = 0;

    for (guint i = 0; i < cycle->map->len; i++) {
        const Interval *at = INTERVAL(cycle, i);
        bool            gains = false;

        if (at->end <= start)
            continue;
        for (uint32_t n = 0; i + 1 < cycle->map->len && n < n_nodes; n++)
            gains |= before[n] && !at->nodes[n] && INTERVAL(cycle, i + 1)->nodes[n];
        if (gains && later == 0)
            later = at->end;
        if (at->begin > end) /* the first one behind the end tells when, and no more */
            break;
        for (uint32_t n = 0; n < n_nodes; n++)
            s->nodes[n] &= at->nodes[n];
    }
    return later;
}

static bool lacks_licenses(const Search *s, const Interval *at)
{
    const SsRequest *req = &s->record->job.req;

    for (uint32_t l = 0; s->cycle->twin->set->sched.bf_licenses && l < req->n_license; l++)
        if (at->licenses[req->license[l].license] < (int64_t) req->license[l].count)
            return true;
    return false;
}

/* Is there an interval from start to end without the licences? The end of the last one. */
static SsTime licenses_back(const Search *s, SsTime start, SsTime end, bool closed)
{
    SsTime back = 0;

    for (guint i = 0; i < s->cycle->map->len; i++) {
        const Interval *at = INTERVAL(s->cycle, i);

        if (at->end > start && (closed ? at->begin <= end : at->begin < end)
            && lacks_licenses(s, at))
            back = at->end;
    }
    return back;
}

static bool enough_nodes(const Search *s)
{
    const SsNodeSet *required = s->record->job.req.req_nodes;
    uint32_t         count = 0;

    for (uint32_t n = 0; n < s->cycle->twin->cluster->n_nodes; n++) {
        count += s->nodes[n];
        if (required != NULL && ss_node_set_test(required, n) && !s->nodes[n])
            return false;
    }
    return count >= s->counts.min;
}

static bool will_run_so(Search *s, const Ask *ask, SsTime *when, bool *chosen)
{
    *when = s->cycle->twin->now;
    return fits(s->cycle->twin, ask, chosen)
           || fits_later(s->cycle->twin, ask, s->now_only, when, chosen);
}

/* In a partition that oversubscribes first as if it did not; if that is not now, with sharing, too. */
static bool will_run(Search *s, const Resv *resv, SsTime *when)
{
    const Twin        *twin = s->cycle->twin;
    const SsPartition *part = &twin->world->parts[s->line->part];
    const SsRequest   *req = &s->record->job.req;
    g_autofree bool   *alone = g_new0(bool, twin->cluster->n_nodes);
    SsTime             when_alone;
    Ask                ask = { .job = &s->record->job,
                               .part = s->line->part,
                               .counts = s->counts,
                               .nodes = s->nodes,
                               .excluded_cores = resv->excluded_cores,
                               .inside = resv->inside,
                               .use = twin->use,
                               .when = WHEN_NOW,
                               .planned = true,
                               .prefer = s->line->prefer };

    if (req->n_feature > 0
        || !(part->share == SS_SHARE_FORCE || (part->share == SS_SHARE_YES && req->share == 1)))
        return will_run_so(s, &ask, when, s->chosen);
    ask.no_share = true;
    const bool found = will_run_so(s, &ask, &when_alone, alone);
    ask.no_share = false;
    if (!(found && when_alone <= twin->now) && will_run_so(s, &ask, when, s->chosen))
        return true;
    if (found) {
        memcpy(s->chosen, alone, twin->cluster->n_nodes * sizeof *alone);
        *when = when_alone;
    }
    return found;
}

static bool chosen_are_completing(const Search *s)
{
    for (uint32_t n = 0; n < s->cycle->twin->cluster->n_nodes; n++)
        if (s->chosen[n] && twin_is_completing(s->cycle->twin, n))
            return true;
    return false;
}

/* Nothing is planned for want of licences as long as there is a reservation. */
static bool is_without_licenses(const Search *s, SsTime start)
{
    const Twin *twin = s->cycle->twin;
    bool        any = false;

    for (uint32_t i = 0; i < twin->world->resv->len; i++)
        any |= twin->world->resv->pdata[i] != NULL;
    return any && twin->set->sched.bf_licenses
           && twin_licenses_short(twin, &s->record->job, start, twin_seconds(s->plan_minutes));
}

/* Of all reservations, whomever they are for; a floating one's end is the one it was made with. 0: there is none. */
static SsTime first_end_behind(const Twin *twin, SsTime start)
{
    SsTime first = 0;

    for (uint32_t i = 0; i < twin->world->resv->len; i++) {
        const SsReservation *resv = twin_resv(twin, i);

        if (resv != NULL && resv->end > start)
            first = first == 0 ? resv->end : MIN(first, resv->end);
    }
    return first;
}

/* One TRY of the specification. */
static Found try_at(Search *s, SsTime *start, SsTime *later)
{
    const Cycle *cycle = s->cycle;
    const SsTime now = cycle->twin->now;
    Resv         resv = { 0 };

    *later = 0;
    if (is_without_licenses(s, *start) || !pass_reservations(s, start, &resv))
        return NOTHING;
    keep_usable(s);
    *later = walk_map(s, *start, *start + twin_seconds(s->plan_minutes));
    const SsTime end = resv.on_partition ? first_end_behind(cycle->twin, *start) : 0;
    if (end > 0) {
        const SsTime again = (end + cycle->step - 1) / cycle->step * cycle->step + 1;

        if (again < now + (SsSpan) cycle->twin->set->sched.bf_window * 60)
            *later = *later == 0 ? again : MIN(*later, again);
    }
    const SsTime back = licenses_back(s, *start, *start + twin_seconds(s->plan_minutes), true);
    if (back > 0)
        *later = back;
    const bool found = back == 0 && enough_nodes(s) && will_run(s, &resv, &s->start);
    g_free(resv.excluded_cores);
    if (!found)
        return NOTHING;
    s->start = MAX(s->start, *start);
    if (s->start <= now && chosen_are_completing(s)) {
        s->start = now + 1;
        *later = 0;
    }
    return s->start <= now ? TODAY : SOME_DAY;
}

static bool is_beyond(const Search *s)
{
    const Twin *twin = s->cycle->twin;

    return s->start > twin->now + (SsSpan) twin->set->sched.bf_window * 60;
}

static bool is_planned_over(const Search *s)
{
    const Cycle *cycle = s->cycle;
    const SsTime start = floored(cycle, s->start);
    const SsTime end = floored(cycle, s->start + twin_seconds(s->plan_minutes));

    for (guint i = 0; i < cycle->map->len; i++)
        for (uint32_t n = 0; n < cycle->twin->cluster->n_nodes; n++)
            if (INTERVAL(cycle, i)->begin < end && start < INTERVAL(cycle, i)->end && s->chosen[n]
                && !INTERVAL(cycle, i)->nodes[n])
                return true;
    return licenses_back(s, s->start, s->start + twin_seconds(s->plan_minutes), false) > 0;
}

static Found search(Search *s)
{
    SsTime start = s->cycle->twin->now, later = 0;

    for (;;) {
        switch (try_at(s, &start, &later)) {
        case TODAY:
            s->later = later;
            return TODAY;
        case NOTHING:
            if (later == 0 || s->now_only)
                return NOTHING;
            start = later;
            break;
        case SOME_DAY:
            if (s->now_only)
                return SOME_DAY;
            if (later != 0 && s->start > later)
                start = later;
            else if (is_beyond(s) || !is_planned_over(s))
                return SOME_DAY;
            else
                start = s->start;
            break;
        }
    }
}

/* --- what is done with it -------------------------------------------------------------------------------------------- */

static void reserve(Search *s)
{
    Cycle *cycle = s->cycle;

    plan(cycle, floored(cycle, s->start), floored(cycle, s->start + twin_seconds(s->plan_minutes)),
         s->chosen, &s->record->job);
    cycle->part_reserved[s->line->part]++;
    if (cycle->map->len >= cycle->twin->set->sched.bf_node_space_size)
        cycle->over = true;
}

static void note_estimate(Search *s)
{
    SsJob *job = &s->record->job;

    if (!s->estimated && job->planned_start != 0 && job->planned_start <= s->start)
        return; /* another partition is earlier */
    s->estimated = true;
    job->planned_start = s->start;
    job->planned_nodes = NULL;
}

/* Only of what is reserved; of the first partition among equals, and there of the last task. */
static void note_nodes(Search *s)
{
    Twin      *twin = s->cycle->twin;
    SsJob     *job = &s->record->job;
    SsNodeSet *nodes = NULL;

    if (job->planned_start != s->start || (job->planned_nodes != NULL && !s->named))
        return;
    s->named = true;
    nodes = ss_node_set_new(twin->cluster->n_nodes);
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        if (s->chosen[n])
            ss_node_set_add(nodes, n);
    job->planned_nodes = twin_keep(twin, nodes); /* a node set is one piece of memory */
}

/* What the chosen nodes have, where the job would have them whole. */
static uint64_t whole_cpus(const Search *s)
{
    const Twin  *twin = s->cycle->twin;
    const SsJob *job = &s->record->job;
    uint64_t     cpus = 0;

    if (!job->req.whole && twin->world->parts[s->line->part].share != SS_SHARE_EXCLUSIVE
        && twin->set->select_type != SS_SELECT_LINEAR)
        return 0;
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        cpus += s->chosen[n] ? ss_node_usable_cpus(&twin->cluster->nodes[n]) : 0;
    return cpus;
}

static bool exact_limits_allow(Search *s)
{
    Twin                *twin = s->cycle->twin;
    const uint32_t       n_tres = twin->cluster->tres->n;
    g_autofree uint64_t *tres = g_memdup2(s->record->job.tres_req, n_tres * sizeof(uint64_t));

    tres[SS_TRES_CPU] = MAX(tres[SS_TRES_CPU], s->record->job.req.min_cpus);
    tres[SS_TRES_CPU] = MAX(tres[SS_TRES_CPU], whole_cpus(s));
    tres[SS_TRES_NODE] = 0;
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        tres[SS_TRES_NODE] += s->chosen[n];
    const SsReason reason =
        twin_limits_after(twin, &s->record->job, s->line->part, tres, s->chosen);
    if (reason != SS_REASON_NONE)
        twin_reason(twin, s->record, reason, NULL);
    return reason == SS_REASON_NONE;
}

static bool start_today(Search *s)
{
    Cycle         *cycle = s->cycle;
    Twin          *twin = cycle->twin;
    SsJob         *job = &s->record->job;
    const uint32_t limit = job->time_limit;
    const uint32_t most = twin->set->sched.bf_max_job_start;

    if (job->deadline != 0
        || (job->time_min != 0 && s->run_minutes < twin_plan_minutes(twin, job, s->line->part)))
        job->time_limit = s->run_minutes;
    const Outcome outcome = twin_start(twin, s->record, s->line->part, s->nodes);
    if (outcome == DID_START) {
        if (twin->set->sched.bf_licenses && job->req.n_license > 0)
            plan(cycle, floored(cycle, twin->now),
                 floored(cycle, twin->now + twin_seconds(job->time_limit)), NULL, job);
        if (twin_is_rest(s->record) && twin_is_pending(s->record))
            job->time_limit = limit;
        cycle->started++;
        cycle->over |= most > 0 && cycle->started >= most;
        return true;
    }
    job->time_limit = limit;
    if (s->now_only || (outcome == LIMITED && !twin->set->sched.assoc_limit_stop))
        return false;
    if (outcome == LIMITED)
        s->start = s->later != 0 ? s->later : twin->now + 500;
    note_estimate(s);
    note_nodes(s);
    reserve(s);
    return false;
}

/* True if it started or has its place, so that the array's next task may be tried. */
static bool serve(Search *s)
{
    Twin *twin = s->cycle->twin;

    twin_wait_for_switches(twin, s->record);
    switch (search(s)) {
    case NOTHING:
        s->cycle->rejected_array = s->record->job.array.job_id;
        s->cycle->rejected_part = s->line->part;
        return false;
    case TODAY:
        return start_today(s);
    default:
        note_estimate(s);
        if (s->now_only || is_beyond(s) || twin_qos_says(twin, &s->record->job, SS_QOS_NO_RESERVE)
            || (!twin->set->sched.assoc_limit_stop && !exact_limits_allow(s)))
            return false;
        note_nodes(s);
        reserve(s);
        return true;
    }
}

static void set_minutes(Search *s)
{
    const Twin    *twin = s->cycle->twin;
    const SsJob   *job = &s->record->job;
    const uint32_t limit = twin_plan_minutes(twin, job, s->line->part);

    s->plan_minutes = s->run_minutes = limit;
    if (job->deadline != 0)
        s->run_minutes =
            (uint32_t) MIN((SsTime) limit, MAX((job->deadline - twin->now) / 60, (SsTime) 0));
    else if (job->time_min != 0 && job->time_min < limit)
        s->plan_minutes = s->run_minutes = job->time_min;
    if (twin_qos_says(twin, job, SS_QOS_NO_RESERVE) && twin->set->preempt_type != SS_PREEMPT_NONE)
        s->plan_minutes = 1;
}

/* Places in the map that the record's tasks may have; % does not count (replay-mix-arrays-deps). */
static uint32_t places_of(const Twin *twin, const Record *record)
{
    const SsArray *array = &record->job.array;
    uint32_t       places = MIN(twin->set->sched.bf_max_job_array_resv, array->n_pending);

    if (!twin_is_rest(record))
        return 1;
    return MAX(places, 1);
}

static bool is_done(const Line *line)
{
    return line->record->job.state != SS_JOB_PENDING || line->record->job.priority == 0;
}

static bool is_out_of_licenses(const Twin *twin, const Line *line)
{
    const SsJob *job = &line->record->job;

    return !twin->set->sched.bf_licenses
           && twin_licenses_short(twin, job, twin->now,
                                  twin_seconds(twin_plan_minutes(twin, job, line->part)));
}

static void consider(Cycle *cycle, const Line *line)
{
    Twin            *twin = cycle->twin;
    SsJob           *job = &line->record->job;
    g_autofree bool *nodes = g_new0(bool, twin->cluster->n_nodes);
    g_autofree bool *chosen = g_new0(bool, twin->cluster->n_nodes);
    SsReason         reason = SS_REASON_NONE;
    Search           s = {
                  .cycle = cycle, .line = line, .record = line->record, .nodes = nodes, .chosen = chosen
    };

    job->part = line->part;
    twin_look_in(twin, job, line->part);
    if (job->n_parts > 1)
        job->priority = line->priority;
    g_autofree char *text = NULL;
    if (twin_permission(twin, job, line->part, &text) == SS_REASON_QOS_NOT_ALLOWED)
        return;
    if (!twin->set->sched.assoc_limit_stop) {
        reason = twin_limits_before(twin, line->record, line->part);
        if (reason != SS_REASON_NONE) {
            twin_reason(twin, line->record, reason, NULL);
            return;
        }
    }
    if (is_out_of_licenses(twin, line) || !twin_eligible(twin, line->record)
        || !twin_is_pending(line->record))
        return;
    if (!twin_counts(twin, job, line->part, &s.counts, &reason)) {
        if (ss_reason_is_limit(reason))
            twin_reason(twin, line->record, reason, NULL);
        return;
    }
    if (twin_past_deadline(twin, line->record))
        return;
    if (cycle->tested >= twin->set->sched.bf_max_job_test) {
        cycle->over = true;
        return;
    }
    cycle->tested++;
    s.now_only = only_now(cycle, line);
    set_minutes(&s);
    for (uint32_t planned = 0; planned < places_of(twin, line->record) && !cycle->over;) {
        const uint32_t started = cycle->started;

        if (!serve(&s) || is_done(line) || !twin_eligible(twin, line->record)
            || is_out_of_licenses(twin, line))
            return;
        if (cycle->started == started)
            planned++;
    }
}

static void visit(Cycle *cycle, const Line *line)
{
    SsJob *job = &line->record->job;

    if (is_done(line)
        || (job->array.job_id != 0 && job->array.job_id == cycle->rejected_array
            && line->part == cycle->rejected_part))
        return;
    if (!cycle->twin->set->sched.assoc_limit_stop && twin_is_limit(job->reason)
        && twin_limits_before(cycle->twin, line->record, line->part) == SS_REASON_NONE)
        twin_reason(cycle->twin, line->record, SS_REASON_NONE, NULL);
    if (over_counts(cycle, line))
        return;
    const uint32_t resv = job->resv;
    job->resv = line->resv;
    consider(cycle, line);
    if (job->state == SS_JOB_PENDING)
        job->resv = resv;
}

/* bf_running_job_reserve: whole-node jobs are in the map until they end. */
static void plan_running(Cycle *cycle)
{
    Twin                *twin = cycle->twin;
    const SsSchedParams *p = &twin->set->sched;
    g_autofree bool     *nodes = g_new0(bool, twin->cluster->n_nodes);

    for (guint i = 0; (p->bf_running_job_reserve || p->bf_licenses) && i < twin->records->len;
         i++) {
        const SsJob *job = &((const Record *) twin->records->pdata[i])->job;
        const bool   whole = job->alloc != NULL && job->alloc->whole && twin_is_spared(twin, job);

        if (job->alloc == NULL || (!whole && job->req.n_license == 0))
            continue;
        for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
            nodes[n] = ss_alloc_on(job->alloc, n) != NULL;
        plan(cycle, cycle->begin, floored(cycle, job->end), whole ? nodes : NULL, job);
    }
}

void twin_backfill(Twin *twin)
{
    const SsSchedParams *p = &twin->set->sched;
    const uint32_t       n_nodes = twin->cluster->n_nodes, n_parts = twin->cluster->n_parts;
    g_autofree uint32_t *reserved = g_new0(uint32_t, n_parts);
    g_autoptr(GArray)    queue = NULL;
    Cycle                cycle = { .twin = twin,
                                   .map = g_array_new(FALSE, FALSE, sizeof(Interval)),
                                   .step = p->bf_resolution,
                                   .part_reserved = reserved };
    Interval             all = { .nodes = twin_keep(twin, g_new0(bool, n_nodes)) };

    all.licenses = twin_keep(twin, copy_licenses(&cycle, NULL));

    for (int k = 0; k < 3; k++)
        cycle.considered[k] = g_array_new(FALSE, FALSE, sizeof(Line));
    for (guint i = 0; i < twin->records->len; i++) {
        SsJob *job = &((Record *) twin->records->pdata[i])->job;

        if (job->state == SS_JOB_PENDING) {
            job->planned_start = 0;
            job->planned_nodes = NULL;
        }
    }
    cycle.begin = all.begin = floored(&cycle, twin->now);
    cycle.end = all.end = floored(&cycle, twin->now + (SsSpan) p->bf_window * 60);
    for (uint32_t n = 0; n < n_nodes; n++)
        all.nodes[n] = ss_node_set_test(twin->world->avail, n);
    g_array_append_val(cycle.map, all);
    queue = twin_queue(twin);
    plan_running(&cycle);
    for (guint i = 0; i < queue->len && !cycle.over; i++)
        visit(&cycle, &g_array_index(queue, Line, i));
    g_array_free(cycle.map, TRUE);
    for (int k = 0; k < 3; k++)
        g_array_free(cycle.considered[k], TRUE);
}

/* --- sched/builtin --------------------------------------------------------------------------------------------------- */

static bool is_placed(Search *s)
{
    const Twin *twin = s->cycle->twin;
    SsJob      *job = &s->record->job;
    SsReason    reason = SS_REASON_NONE;

    if (!twin_counts(twin, job, s->line->part, &s->counts, &reason))
        return false;
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        s->nodes[n] = true;
    Resv resv = twin_reservations(twin, job, s->line->part, twin->now,
                                  twin_seconds(s->plan_minutes), s->nodes);
    keep_usable(s);
    const bool found = resv.verdict == RESV_OPEN && will_run(s, &resv, &s->start);
    g_free(resv.excluded_cores);
    return found;
}

/* Its estimates (1.8): each behind those that run; on a node of one before it, behind the last one's end. */
void twin_builtin(Twin *twin)
{
    enum { MOST = 50 };
    const uint32_t    n_nodes = twin->cluster->n_nodes;
    Cycle             cycle = { .twin = twin };
    g_autofree bool  *taken = g_new0(bool, n_nodes);
    SsTime            last_end = 0;
    uint32_t          tested = 0;
    g_autoptr(GArray) queue = twin_queue(twin);

    for (guint i = 0; i < twin->records->len; i++)
        if (twin_is_pending(twin->records->pdata[i]))
            ((Record *) twin->records->pdata[i])->job.planned_start = 0;
    for (guint i = 0; i < queue->len && tested < MOST; i++) {
        const Line      *line = &g_array_index(queue, Line, i);
        SsJob           *job = &line->record->job;
        const uint32_t   of = job->resv;
        g_autofree bool *nodes = g_new0(bool, n_nodes), *chosen = g_new0(bool, n_nodes);
        Search           s = {
                      .cycle = &cycle, .line = line, .record = line->record, .nodes = nodes, .chosen = chosen
        };
        bool meets = false;

        if (line->part != job->parts[0] || !twin_eligible(twin, line->record))
            continue;
        tested++;
        job->resv = line->resv;
        twin_look_in(twin, job, line->part);
        s.plan_minutes = twin_plan_minutes(twin, job, line->part);
        if (is_placed(&s)) {
            for (uint32_t n = 0; n < n_nodes; n++) {
                meets |= chosen[n] && taken[n];
                taken[n] |= chosen[n];
            }
            job->planned_start = meets ? MAX(s.start, last_end) : s.start;
            last_end = job->planned_start + twin_seconds(s.plan_minutes);
        }
        job->resv = of;
    }
}
