/* SPDX-License-Identifier: Apache-2.0 */
/*
 * start.c - spec scheduling 1.5 and 1.6: the main pass, and one attempt to start a job.
 */
#include "tests/twin/state.h"

#include <string.h>

const char twin_text_few[] =
    "Nodes required for job are DOWN, DRAINED or reserved for jobs in higher priority partitions";
const char        twin_text_maint[] = "ReqNodeNotAvail, Reserved for maintenance";
static const char other_job[] = "ReqNodeNotAvail, May be reserved for other job";

/* --- time limits ---------------------------------------------------------------------------------------- */

uint32_t twin_start_minutes(const Twin *twin, const SsJob *job, SsPartId id)
{
    const SsPartition *part = &twin->world->parts[id];

    if (job->time_limit != SS_UNSET32
        && (job->time_limit <= part->max_time || (job->admin_set & SS_ADMIN_TIME)
            || twin_qos_says(twin, job, SS_QOS_PART_TIME_LIMIT)))
        return job->time_limit;
    if (part->default_time == SS_NO_LIMIT && part->max_time == SS_NO_LIMIT)
        return 365 * 24 * 60;
    return part->default_time != SS_NO_LIMIT ? part->default_time : part->max_time;
}

uint32_t twin_plan_minutes(const Twin *twin, const SsJob *job, SsPartId id)
{
    const uint32_t most = twin->world->parts[id].max_time;
    uint32_t       minutes = job->time_limit;

    if (minutes == SS_UNSET32)
        minutes = most;
    else
        minutes = MIN(minutes, most); /* whatever its QOS waives */
    return minutes == SS_NO_LIMIT ? 365 * 24 * 60 : minutes;
}

SsSpan twin_seconds(uint32_t minutes)
{
    return minutes == SS_NO_LIMIT ? 365 * 86400 : (SsSpan) minutes * 60;
}

void twin_wait_for_switches(const Twin *twin, Record *record)
{
    if (record->job.req.switches > 0 && record->job.wait_switch == 0)
        record->job.wait_switch = twin->now;
}

/* A deadline shortens it. */
static uint32_t minutes_now(const Twin *twin, const SsJob *job, SsPartId part)
{
    const uint32_t minutes = twin_start_minutes(twin, job, part);

    if (job->deadline == 0)
        return minutes;
    return (uint32_t) MIN((SsTime) minutes, MAX((job->deadline - twin->now) / 60, (SsTime) 0));
}

bool twin_past_deadline(Twin *twin, Record *record)
{
    SsJob         *job = &record->job;
    const uint32_t minutes = job->time_min != 0 ? job->time_min : job->time_limit;
    const SsSpan   least =
        minutes == SS_UNSET32 || minutes == SS_NO_LIMIT ? 0 : (SsSpan) minutes * 60;

    if (job->deadline == 0 || job->deadline >= twin->now + least)
        return false;
    job->state = SS_JOB_DEADLINE;
    twin_reason(twin, record, SS_REASON_DEAD_LINE, NULL);
    return true;
}

/* --- one attempt (1.6) ------------------------------------------------------------------------------------ */

static Outcome refuse(Twin *twin, Record *record, Outcome outcome, SsReason reason,
                      const char *text)
{
    twin_reason(twin, record, reason, text);
    return outcome;
}

static bool is_for_one_user(const Twin *twin, const SsJob *job)
{
    return job->req.user_exclusive || twin->world->parts[job->part].exclusive_user;
}

/* Somebody else's job is there, and one of the two is user-exclusive. */
bool twin_has_strangers(const Twin *twin, const SsJob *job, SsNodeId node)
{
    const bool mine = is_for_one_user(twin, job);

    for (guint i = 0; i < twin->records->len; i++) {
        const SsJob *other = &((const Record *) twin->records->pdata[i])->job;

        if (other->uid != job->uid && twin_holds(other, node)
            && (mine || is_for_one_user(twin, other)))
            return true;
    }
    return false;
}

static char *unavailable(const Twin *twin, const SsJob *job, const bool *up)
{
    const SsNodeSet *asked =
        job->req.req_nodes != NULL ? job->req.req_nodes : twin->world->parts[job->part].nodes;
    g_autoptr(SsNodeSet) down = ss_node_set_new(twin->cluster->n_nodes);

    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        if (ss_node_set_test(asked, n) && (!up[n] || twin_has_strangers(twin, job, n)))
            ss_node_set_add(down, n);
    if (ss_node_set_is_empty(down))
        return g_strdup(other_job);
    g_autofree char *list = ss_cluster_node_list(twin->cluster, down);
    return g_strconcat("ReqNodeNotAvail, UnavailableNodes:", list, NULL);
}

static SsAlloc *place_on_empty(const Twin *twin, const Ask *ask, const bool *nodes)
{
    Ask empty = *ask;

    empty.when = WHEN_EMPTY;
    empty.nodes = nodes;
    empty.excluded_cores = NULL;
    return twin_place(twin, &empty);
}

/* On an idle machine, beside the reservations. */
static bool fits_beside(const Twin *twin, const Ask *ask, const bool *up)
{
    const uint32_t   minutes = minutes_now(twin, ask->job, ask->part);
    g_autofree bool *open = g_memdup2(up, twin->cluster->n_nodes * sizeof *up);
    Resv             resv =
        twin_reservations(twin, ask->job, ask->part, twin->now, twin_seconds(minutes), open);
    g_autoptr(SsAlloc) alloc = place_on_empty(twin, ask, open);

    g_free(resv.excluded_cores);
    return alloc != NULL;
}

/* A reservation took what would do. */
static bool is_reserved_away(const Twin *twin, const Ask *ask, const Resv *resv, const bool *up)
{
    g_autofree bool *featured = g_new0(bool, twin->cluster->n_nodes);

    if (!resv->took_nodes)
        return false;
    twin_features(twin, ask->job, featured);
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        if (ask->nodes[n] && featured[n])
            return !fits_beside(twin, ask, up);
    return true;
}

static uint64_t node_count_of(const SsNode *node, const SsGresNeed *need)
{
    const SsNodeGres *has = ss_node_gres(node, need->gres);
    uint64_t          count = 0;

    for (uint32_t t = 0; has != NULL && need->type != NULL && t < has->n_type; t++)
        if (g_strcmp0(has->type[t].name, need->type) == 0)
            count = has->type[t].count;
    return has != NULL && need->type == NULL ? has->count : count;
}

/* What an allocation counts, licences and billing included. */
static uint64_t *count_tres(const Twin *twin, const SsJob *job, SsPartId part, const SsAlloc *alloc)
{
    const SsCluster *cluster = twin->cluster;
    uint64_t        *tres = g_new0(uint64_t, cluster->tres->n);

    ss_alloc_tres(cluster, alloc, tres);
    for (uint32_t l = 0; l < job->req.n_license; l++) {
        const char      *name = cluster->licenses[job->req.license[l].license].name;
        g_autofree char *text = g_strconcat("license/", name, NULL);
        const uint32_t   at = ss_tres_find(cluster->tres, text);

        if (at != SS_ID_NONE)
            tres[at] = job->req.license[l].count;
    }
    tres[SS_TRES_BILLING] =
        (uint64_t) ss_tres_billing(cluster->tres, tres, twin->world->parts[part].billing,
                                   (twin->set->priority_flags & SS_PRIO_MAX_TRES) != 0);
    return tres;
}

/* While the nodes are busy, a count per job is taken as if each node gave all it has (recorded). */
static void count_tried_gres(const Twin *twin, const SsJob *job, const SsGresNeed *need,
                             const SsAlloc *alloc, uint64_t *tres)
{
    const SsCluster *cluster = twin->cluster;
    const char      *name = cluster->gres_names[need->gres];
    const uint32_t   any = ss_tres_find_gres(cluster->tres, name, NULL);
    const uint32_t   typed =
        need->type != NULL ? ss_tres_find_gres(cluster->tres, name, need->type) : SS_ID_NONE;
    uint64_t sum = 0;

    const uint64_t most = need->per_job > 0                                  ? need->per_job
                          : need->per_task > 0 && job->req.cpus_per_gpu == 0 ? UINT64_MAX
                                                                             : 0;
    for (uint32_t i = 0; most > 0 && i < alloc->n; i++)
        sum += MIN(most, node_count_of(&cluster->nodes[alloc->at[i].node], need));
    if (any != SS_ID_NONE)
        tres[any] = MAX(tres[any], sum);
    if (typed != SS_ID_NONE)
        tres[typed] = MAX(tres[typed], sum);
}

/* GRES of types that the job does not name are nothing to their limits. */
static void leave_named_types(const Twin *twin, const SsJob *job, uint64_t *tres)
{
    const SsTresSet *set = twin->cluster->tres;

    for (uint32_t t = 0; t < set->n; t++) {
        bool named = set->at[t].kind == NULL;

        for (uint32_t g = 0; g < job->req.n_gres && !named; g++)
            named =
                g_strcmp0(job->req.gres[g].type, set->at[t].kind) == 0
                && g_str_equal(twin->cluster->gres_names[job->req.gres[g].gres], set->at[t].gres);
        if (!named)
            tres[t] = 0;
    }
}

/* The exact check (limits 7.8), with what was selected, or would be on an empty machine. */
static SsReason check_exactly(const Twin *twin, const SsJob *job, SsPartId part,
                              const SsAlloc *alloc, bool tried_only)
{
    const SsCluster     *cluster = twin->cluster;
    g_autofree uint64_t *tres = count_tres(twin, job, part, alloc);
    g_autofree bool     *nodes = g_new0(bool, cluster->n_nodes);

    for (uint32_t i = 0; i < alloc->n; i++)
        nodes[alloc->at[i].node] = true;
    for (uint32_t g = 0; tried_only && g < job->req.n_gres; g++)
        count_tried_gres(twin, job, &job->req.gres[g], alloc, tres);
    if (tried_only)
        tres[SS_TRES_BILLING] =
            (uint64_t) ss_tres_billing(cluster->tres, tres, twin->world->parts[part].billing,
                                       (twin->set->priority_flags & SS_PRIO_MAX_TRES) != 0);
    leave_named_types(twin, job, tres);
    return twin_limits_after(twin, job, part, tres, nodes);
}

/* The running tasks are counted with those that have not started. */
static void count_task(Twin *twin, const SsJob *job)
{
    for (guint i = 0; job->array.job_id != 0 && i < twin->records->len; i++) {
        Record *record = twin->records->pdata[i];

        if (twin_counts_tasks(record) && record->job.array.job_id == job->array.job_id)
            record->job.array.n_running++;
    }
}

static void begin_running(Twin *twin, Record *record, SsPartId part, SsAlloc *alloc)
{
    SsJob         *rest = &record->job;
    const uint32_t minutes = minutes_now(twin, rest, part);
    Record        *mine = twin_is_rest(record) ? twin_split(twin, record) : record;
    SsJob         *job = &mine->job;

    if (mine != record) { /* what was planned for the array goes with its task */
        rest->planned_start = 0;
        rest->planned_nodes = NULL;
    }
    count_task(twin, job);
    job->state = SS_JOB_RUNNING;
    job->preempt_asked = 0;
    job->time_limit = minutes;
    job->part = part;
    job->start = twin->now;
    job->end = twin->now + twin_seconds(job->time_limit);
    job->alloc = alloc;
    twin_reason(twin, mine, SS_REASON_NONE, NULL);
    job->tres_alloc = twin_keep(twin, count_tres(twin, job, part, alloc));
    ss_use_add(twin->use, alloc);
    twin_suspend_under(twin, job);
    for (uint32_t l = 0; l < job->req.n_license; l++)
        twin->licenses[job->req.license[l].license] += job->req.license[l].count;
    const SsTwinStart start = { .job_id = job->array.job_id != 0 ? job->array.job_id : job->id,
                                .task = job->array.job_id != 0 ? job->array.task : SS_UNSET32,
                                .part = part,
                                .time_limit = job->time_limit,
                                .alloc = alloc };
    g_array_append_val(twin->starts, start);
}

/* Is a candidate merely busy? */
static bool some_are_held(const Twin *twin, const Ask *ask)
{
    const SsNodeSet *excluded = ask->job->req.exc_nodes;
    g_autofree bool *featured = g_new0(bool, twin->cluster->n_nodes);

    /* not where a required node is none of them */
    for (uint32_t n = 0; ask->job->req.req_nodes != NULL && n < twin->cluster->n_nodes; n++)
        if (ss_node_set_test(ask->job->req.req_nodes, n) && !ask->nodes[n])
            return false;
    twin_features(twin, ask->job, featured);
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        if (ask->nodes[n] && featured[n] && !(excluded != NULL && ss_node_set_test(excluded, n))
            && twin_is_held(twin, ask, n))
            return true;
    return false;
}

/* Nothing was selected now: why. */
static Outcome explain(Twin *twin, const Ask *ask, const Resv *resv, const bool *left,
                       SsAlloc **ever)
{
    const SsWorld   *world = twin->world;
    g_autofree bool *up = g_new0(bool, twin->cluster->n_nodes);
    g_autofree bool *all = g_new0(bool, twin->cluster->n_nodes);

    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++) {
        all[n] = ss_node_set_test(world->parts[ask->part].nodes, n);
        up[n] = all[n] && left[n] && ss_node_set_test(world->avail, n);
    }
    *ever = place_on_empty(twin, ask, up);
    if (*ever != NULL)
        return is_reserved_away(twin, ask, resv, up) && !some_are_held(twin, ask) ? RESV_BUSY
                                                                                  : NODES_BUSY;
    *ever = place_on_empty(twin, ask, all);
    if (*ever == NULL)
        return NEVER_FITS;
    return some_are_held(twin, ask) ? NODES_BUSY : NODES_UNAVAILABLE;
}

static Outcome tell(Twin *twin, Record *record, Outcome why, const bool *left)
{
    if (why == NODES_BUSY)
        return refuse(twin, record, why, SS_REASON_RESOURCES, NULL);
    if (why == NEVER_FITS)
        return refuse(twin, record, why, SS_REASON_BAD_CONSTRAINTS, NULL);
    g_autofree char *text = unavailable(twin, &record->job, left);
    return refuse(twin, record, why, SS_REASON_REQ_NODE_NOT_AVAIL, text);
}

static Outcome attempt(Twin *twin, Record *record, Ask *ask, const Resv *resv, const bool *left)
{
    const SsJob       *job = &record->job;
    g_autoptr(SsAlloc) alloc = twin_place(twin, ask);
    g_autoptr(SsAlloc) ever = NULL;
    Outcome            why = DID_START;
    SsReason           limit = SS_REASON_NONE;

    if (alloc == NULL)
        alloc = twin_place_over(twin, ask);
    if (alloc == NULL)
        why = explain(twin, ask, resv, left, &ever);
    if (alloc != NULL || ever != NULL)
        limit = check_exactly(twin, job, ask->part, alloc != NULL ? alloc : ever, alloc == NULL);
    if (limit != SS_REASON_NONE)
        return refuse(twin, record, LIMITED, limit, NULL);
    if (why == NODES_BUSY)
        twin_displace(twin, record, ask);
    if (alloc == NULL)
        return tell(twin, record, why, left);
    if (twin_licenses_short(twin, job, twin->now,
                            twin_seconds(twin_start_minutes(twin, job, ask->part))))
        return refuse(twin, record, NO_LICENSE, SS_REASON_LICENSES, NULL);
    begin_running(twin, record, ask->part, g_steal_pointer(&alloc));
    return DID_START;
}

/* `left`: the nodes that this pass may still use. */
Outcome twin_start(Twin *twin, Record *record, SsPartId part, const bool *left)
{
    const SsWorld   *world = twin->world;
    const SsJob     *job = &record->job;
    g_autofree bool *nodes = g_new0(bool, twin->cluster->n_nodes);
    g_autofree char *text = NULL;
    Ask              ask = { .job = job, .part = part, .nodes = nodes, .use = twin->use };
    SsReason         reason = twin_limits_before(twin, record, part);

    if (reason != SS_REASON_NONE)
        return refuse(twin, record, LIMITED, reason, NULL);
    reason = twin_permission(twin, job, part, &text);
    if (reason != SS_REASON_NONE)
        return refuse(twin, record, PART_REFUSES, reason, text);
    if (job->priority == 0)
        return IS_HELD;
    if (!twin_counts(twin, job, part, &ask.counts, &reason))
        return refuse(twin, record, twin_is_limit(reason) ? LIMITED : PART_REFUSES, reason, NULL);
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        nodes[n] = left[n] && ss_node_set_test(world->parts[part].nodes, n)
                   && ss_node_set_test(world->avail, n);
    Resv resv = twin_reservations(twin, job, part, twin->now,
                                  twin_seconds(minutes_now(twin, job, part)), nodes);
    if (resv.verdict == RESV_NOT_YET || resv.verdict == RESV_OVER) {
        g_free(resv.excluded_cores);
        return refuse(twin, record, RESV_UNUSABLE, SS_REASON_RESERVATION, NULL);
    }
    if (resv.verdict == RESV_BLOCKED) {
        g_free(resv.excluded_cores);
        return refuse(twin, record, resv.maintenance ? RESV_BUSY : NODES_BUSY,
                      SS_REASON_REQ_NODE_NOT_AVAIL, resv.maintenance ? twin_text_maint : other_job);
    }
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        nodes[n] &= !twin_is_completing(twin, n);
    twin_wait_for_switches(twin, record);
    ask.excluded_cores = resv.excluded_cores;
    ask.inside = resv.inside;
    const Outcome outcome = attempt(twin, record, &ask, &resv, left);
    g_free(resv.excluded_cores);
    return outcome;
}

/* --- the main pass (1.5) ------------------------------------------------------------------------------------ */

typedef struct {
    Twin     *twin;
    bool     *left;        /* [n_nodes] `avail` of the specification */
    bool     *failed;      /* [n_parts] */
    uint32_t *part_tested; /* [n_parts] */
    uint32_t  failed_resv[10], n_failed_resv;
    uint32_t  tested, started;
    uint32_t  rejected_array, rejected_resv;
    SsPartId  rejected_part;
    bool      over;
} Main;

static bool is_done(const Line *line)
{
    return line->record->job.state != SS_JOB_PENDING || line->record->job.priority == 0;
}

static bool has_all_nodes_named(const SsJob *job)
{
    return job->req.req_nodes != NULL
           && ss_node_set_count(job->req.req_nodes) >= job->req.min_nodes;
}

static void close_nodes(Main *m, const SsNodeSet *closed)
{
    for (uint32_t n = 0; n < closed->n_bits; n++)
        m->left[n] &= !ss_node_set_test(closed, n);
}

/* Step n. */
static void fail(Main *m, const Line *line)
{
    Twin                *twin = m->twin;
    const SsJob         *job = &line->record->job;
    const SsSchedParams *p = &twin->set->sched;
    const SsNodeSet     *closed = twin->world->parts[line->part].nodes;

    if (has_all_nodes_named(job)) {
        closed = job->req.req_nodes;
    } else if (line->resv != SS_ID_NONE) {
        if (m->n_failed_resv < G_N_ELEMENTS(m->failed_resv))
            m->failed_resv[m->n_failed_resv++] = line->resv;
        return;
    } else if ((p->bf_min_age_reserve > 0
                && (job->eligible == 0
                    || twin->now - job->eligible < (SsSpan) p->bf_min_age_reserve))
               || line->priority < twin_threshold(twin, job, line->part, true)) {
        return;
    } else {
        m->failed[line->part] = true;
    }
    close_nodes(m, closed);
}

/* Step i. */
static bool is_behind(Main *m, const Line *line)
{
    Record *record = line->record;

    if (line->resv != SS_ID_NONE) {
        for (uint32_t i = 0; i < m->n_failed_resv; i++)
            if (m->failed_resv[i] == line->resv) {
                twin_reason(m->twin, record, SS_REASON_PRIORITY, NULL);
                return true;
            }
        return false;
    }
    if (m->failed[line->part]
        && (record->job.reason == SS_REASON_NONE || record->job.reason == SS_REASON_RESOURCES))
        twin_reason(m->twin, record, SS_REASON_PRIORITY, NULL);
    return m->failed[line->part];
}

static uint32_t nodes_left(const Main *m, SsPartId part)
{
    uint32_t count = 0;

    for (uint32_t n = 0; n < m->twin->cluster->n_nodes; n++)
        count += m->left[n] && ss_node_set_test(m->twin->world->parts[part].nodes, n);
    return count;
}

static void after(Main *m, const Line *line, Outcome outcome)
{
    Twin                *twin = m->twin;
    SsJob               *job = &line->record->job;
    const SsReservation *resv = twin_resv(twin, line->resv);

    switch (outcome) {
    case NODES_BUSY:
        fail(m, line);
        break;
    case LIMITED:
        if (twin->set->sched.assoc_limit_stop)
            fail(m, line);
        else if (has_all_nodes_named(job)
                 && twin_limits_before(twin, line->record, line->part) == SS_REASON_NONE)
            close_nodes(m, job->req.req_nodes);
        break;
    case RESV_BUSY:
    case RESV_UNUSABLE:
        for (uint32_t n = 0; resv != NULL && n < resv->nodes->n_bits; n++)
            m->left[n] &= !ss_node_set_test(resv->nodes, n);
        break;
    case NO_LICENSE:
        m->over = twin->set->sched.bf_licenses;
        break;
    case NEVER_FITS:
        if (job->n_parts <= 1) {
            job->priority = 0;
            twin_reason(twin, line->record, SS_REASON_BAD_CONSTRAINTS, NULL);
        }
        break;
    default:
        break;
    }
    if (job->array.job_id != 0) {
        m->rejected_array = job->array.job_id;
        m->rejected_part = line->part;
        m->rejected_resv = line->resv;
    }
}

/* Steps i to m. */
static bool test(Main *m, const Line *line)
{
    Twin   *twin = m->twin;
    Record *record = line->record;
    SsJob  *job = &record->job;

    if (is_behind(m, line) || twin_past_deadline(twin, record))
        return false;
    if (twin_is_limit(job->reason)) {
        const SsReason reason = twin_limits_before(twin, record, line->part);

        if (reason != SS_REASON_NONE) {
            twin_reason(twin, record, reason, NULL);
            return false;
        }
    }
    if (job->reason == SS_REASON_REQ_NODE_NOT_AVAIL && job->req.req_nodes != NULL
        && !ss_node_set_is_subset(job->req.req_nodes, twin->world->avail))
        return false;
    if (nodes_left(m, line->part) < MAX(job->req.min_nodes, 1)) {
        twin_reason(twin, record, SS_REASON_RESOURCES, twin_text_few);
        fail(m, line);
        return false;
    }
    if (twin_licenses_short(twin, job, twin->now,
                            twin_seconds(twin_start_minutes(twin, job, line->part)))) {
        twin_reason(twin, record, SS_REASON_LICENSES, NULL);
        m->over = twin->set->sched.bf_licenses;
        return false;
    }
    const Outcome outcome = twin_start(twin, record, line->part, m->left);
    if (outcome != DID_START)
        after(m, line, outcome);
    return outcome == DID_START;
}

/* Steps e to h for the job, or for one task after the other. */
static void walk(Main *m, const Line *line)
{
    Twin                *twin = m->twin;
    const SsSchedParams *p = &twin->set->sched;
    Record              *record = line->record;
    const bool           is_array = twin_is_rest(record);

    do {
        const SsArray *array = &record->job.array;

        if (p->sched_max_job_start > 0 && m->started >= p->sched_max_job_start) {
            m->over = true;
            return;
        }
        if (array->job_id != 0 && array->job_id == m->rejected_array
            && line->part == m->rejected_part && line->resv == m->rejected_resv)
            return;
        if (twin_array_is_full(twin, record)) {
            twin_age(twin, record);
            twin_reason(twin, record, SS_REASON_JOB_ARRAY_TASK_LIMIT, NULL);
            return;
        }
        if (p->partition_job_depth > 0 && ++m->part_tested[line->part] > p->partition_job_depth) {
            if (record->job.reason == SS_REASON_NONE)
                twin_reason(twin, record, SS_REASON_PRIORITY, NULL);
            return;
        }
        if (twin->pass == SS_TWIN_PARTIAL && m->tested == p->default_queue_depth + 1) {
            m->over = true;
            return;
        }
        m->tested++;
        if (!test(m, line))
            return;
        m->started++;
    } while (is_array && twin_is_pending(record));
}

static bool resv_too_small(const Twin *twin, const Line *line)
{
    const SsReservation *resv = twin_resv(twin, line->resv);

    return resv != NULL && resv->n_nodes > 0
           && ss_node_set_count_and(resv->nodes, twin->world->parts[line->part].nodes)
                  < MAX(line->record->job.req.min_nodes, 1);
}

static void visit(Main *m, const Line *line)
{
    SsJob *job = &line->record->job;

    if (is_done(line) || resv_too_small(m->twin, line))
        return;
    const uint32_t resv = job->resv;
    job->part = line->part;
    twin_look_in(m->twin, job, line->part);
    if (job->n_parts > 1)
        job->priority = line->priority;
    job->resv = line->resv;
    walk(m, line);
    if (job->state == SS_JOB_PENDING)
        job->resv = resv;
}

/* CompleteWait: true if the whole pass has to wait. */
static bool waits_for_completing(Main *m)
{
    const Twin *twin = m->twin;

    for (guint i = 0; twin->set->complete_wait > 0 && i < twin->records->len; i++) {
        const SsJob *job = &((const Record *) twin->records->pdata[i])->job;

        if (!job->completing || job->end < twin->now - (SsSpan) twin->set->complete_wait)
            continue;
        if (!twin->set->sched.reduce_completing_frag)
            return true;
        for (uint32_t p = 0; p < twin->cluster->n_parts; p++) {
            const SsNodeSet *nodes = twin->world->parts[p].nodes;

            if (!ss_node_set_intersects(nodes, twin->world->parts[job->part].nodes))
                continue;
            m->failed[p] = true;
            for (uint32_t n = 0; n < nodes->n_bits; n++)
                m->left[n] &= !ss_node_set_test(nodes, n);
        }
    }
    return false;
}

void twin_main(Twin *twin)
{
    g_autofree bool     *left = g_new0(bool, twin->cluster->n_nodes);
    g_autofree bool     *failed = g_new0(bool, twin->cluster->n_parts);
    g_autofree uint32_t *part_tested = g_new0(uint32_t, twin->cluster->n_parts);
    g_autoptr(GArray)    queue = NULL;
    Main m = { .twin = twin, .left = left, .failed = failed, .part_tested = part_tested };

    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        left[n] = ss_node_set_test(twin->world->avail, n);
    if (waits_for_completing(&m))
        return;
    queue = twin_queue(twin);
    for (guint i = 0; i < queue->len && !m.over; i++)
        visit(&m, &g_array_index(queue, Line, i));
}
