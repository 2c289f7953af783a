/* SPDX-License-Identifier: Apache-2.0 */
/*
 * witness.c - one job, looked at after each pass.
 *
 * The scheduler says why a job waits, in one word; it does not say by how much. The numbers are found here from the
 * world as it is right after the pass: who stands before the job, what is in use of the limit that the word speaks
 * of, and which rule takes each node out. A node that several rules refuse counts at the first: state, reservation,
 * request (features, lists, size), free CPUs, free memory, free devices.
 *
 * Tested in tests/unit/test_explain.c and tests/cli/13_explain.txt.
 */
#include "sim/sweep/witness.h"

#include "scheduler/limits_reason.h"
#include "scheduler/place.h"
#include "scheduler/priority.h"

#include <math.h>
#include <string.h>

static void observation_clear(gpointer data)
{
    SsObservation *o = data;

    g_free(o->text);
    g_free(o->next_id);
    g_free(o->next_user);
    g_free(o->limit);
    g_free(o->owner);
    g_free(o->lift);
    g_free(o->waits_for);
    g_free(o->why);
    for (uint32_t r = 0; r < SS_NODE_RULES; r++)
        g_free(o->node_lists[r]);
}

void ss_witness_init(SsWitness *witness, const char *trace_id, uint32_t id, uint32_t task)
{
    *witness = (SsWitness){ .trace_id = g_strdup(trace_id),
                            .id = id,
                            .task = task,
                            .seen = g_array_new(FALSE, FALSE, sizeof(SsObservation)) };
    g_array_set_clear_func(witness->seen, observation_clear);
}

void ss_witness_clear(SsWitness *witness)
{
    g_free(witness->trace_id);
    if (witness->seen)
        g_array_free(witness->seen, TRUE);
    *witness = (SsWitness){ 0 };
}

static const SsJob *find_job(const SsWitness *witness, const SsWorld *world)
{
    const uint32_t id =
        witness->trace_id ? ss_world_trace_job(world, witness->trace_id) : witness->id;

    if (id == 0)
        return NULL;
    return witness->task == SS_UNSET32 ? ss_world_job(world, id)
                                       : ss_world_array_task(world, id, witness->task);
}

/* --- who is ahead ------------------------------------------------------------------------------------- */

const char *const ss_witness_factors[SS_WITNESS_FACTORS] = { "age",      "association", "fairshare",
                                                             "job size", "partition",   "QOS",
                                                             "TRES",     "site",        "nice" };

void ss_witness_weigh(const SsWorld *world, const SsJob *job, double out[SS_WITNESS_FACTORS])
{
    SsPriorityRow row;

    ss_priority_row(world, job, job->part, &row);
    const double factors[SS_WITNESS_FACTORS] = { row.age,      row.assoc, row.fs,
                                                 row.js,       row.part,  row.qos,
                                                 row.tres_sum, row.site,  -row.nice };
    memcpy(out, factors, sizeof factors);
}

uint32_t ss_witness_deciding(const double a[SS_WITNESS_FACTORS], const double b[SS_WITNESS_FACTORS])
{
    uint32_t best = SS_WITNESS_FACTORS;
    double   most = 0;

    for (uint32_t f = 0; f < SS_WITNESS_FACTORS; f++)
        if (fabs(a[f] - b[f]) > most) {
            most = fabs(a[f] - b[f]);
            best = f;
        }
    return best;
}

static bool in_partition(const SsJob *job, SsPartId part)
{
    for (uint32_t i = 0; i < job->n_parts; i++)
        if (job->parts[i] == part)
            return true;
    return job->n_parts == 0 && job->part == part;
}

static bool is_before(const SsJob *a, const SsJob *b)
{
    return a->priority != b->priority ? a->priority > b->priority : a->id < b->id;
}

/* The scheduler passes over it, whatever else ends: as the cluster and its partition stand it can never start. */
static bool can_never_start(const SsJob *job)
{
    return job->reason == SS_REASON_PARTITION_CONFIG || job->reason == SS_REASON_BAD_CONSTRAINTS
           || job->reason == SS_REASON_PARTITION_NODE_LIMIT
           || job->reason == SS_REASON_PARTITION_TIME_LIMIT;
}

static void count_ahead(const SsWorld *world, const SsJob *job, SsObservation *o)
{
    const SsJob *next = NULL;

    for (const SsJob *other = world->first; other; other = other->next) {
        if (other == job || other->state != SS_JOB_PENDING || other->priority == 0
            || other->eligible == 0 || other->eligible > world->now || can_never_start(other)
            || !in_partition(other, job->part) || !is_before(other, job))
            continue;
        o->ahead += MAX(other->array.n_pending, 1);
        if (!next || is_before(next, other))
            next = other;
    }
    if (!next)
        return;
    o->next_id = ss_job_id_text(next);
    o->next_user = g_strdup(next->user);
    o->next_priority = next->priority;
    double self[SS_WITNESS_FACTORS], other[SS_WITNESS_FACTORS];
    ss_witness_weigh(world, job, self);
    ss_witness_weigh(world, next, other);
    const uint32_t f = ss_witness_deciding(self, other);
    if (f == SS_WITNESS_FACTORS)
        return;
    o->factor = ss_witness_factors[f];
    o->factor_self = self[f];
    o->factor_next = other[f];
}

/* --- limits ------------------------------------------------------------------------------------------- */

/* Whose use a limit is held against. */
typedef enum { PARTY_ASSOC_UP, PARTY_ASSOC, PARTY_QOS, PARTY_USER, PARTY_ACCOUNT } Party;

/* What is counted where it is no TRES. Wall is in minutes: what a group's jobs ran, or one job's time limit. */
typedef enum { OF_JOBS, OF_GROUP_WALL, OF_JOB_WALL } Counted;

typedef struct {
    SsReason    reason; /* of counts */
    SsLimitKind kind;   /* of TRES; SS_LIMIT_NONE for counts */
    Party       party;
    const char *name; /* as sacctmgr sets it */
    size_t      at;   /* in SsLimits */
    Counted     counted;
} LimitRow;

#define COUNT(reason, party, name, field)                                                          \
    {                                                                                              \
        SS_REASON_##reason, SS_LIMIT_NONE, PARTY_##party, name, offsetof(SsLimits, field), OF_JOBS \
    }
#define WALL(reason, party, name, field, counted)                                                  \
    {                                                                                              \
        SS_REASON_##reason, SS_LIMIT_NONE, PARTY_##party, name, offsetof(SsLimits, field), counted \
    }
#define TRES(kind, party, name, field)                                                             \
    {                                                                                              \
        SS_REASON_NONE, SS_LIMIT_##kind, PARTY_##party, name, offsetof(SsLimits, field), OF_JOBS   \
    }
static const LimitRow limit_rows[] = {
    COUNT(ASSOC_GRP_JOBS_LIMIT, ASSOC_UP, "GrpJobs", grp_jobs),
    COUNT(ASSOC_MAX_JOBS_LIMIT, ASSOC, "MaxJobs", max_jobs),
    COUNT(QOS_GRP_JOBS_LIMIT, QOS, "GrpJobs", grp_jobs),
    COUNT(QOS_MAX_JOBS_PER_USER_LIMIT, USER, "MaxJobsPerUser", max_jobs),
    COUNT(MAX_JOBS_PER_ACCOUNT, ACCOUNT, "MaxJobsPerAccount", max_jobs_pa),
    WALL(ASSOC_GRP_WALL_LIMIT, ASSOC_UP, "GrpWall", grp_wall, OF_GROUP_WALL),
    WALL(ASSOC_MAX_WALL_DURATION_PER_JOB_LIMIT, ASSOC, "MaxWall", max_wall, OF_JOB_WALL),
    WALL(QOS_GRP_WALL_LIMIT, QOS, "GrpWall", grp_wall, OF_GROUP_WALL),
    WALL(QOS_MAX_WALL_DURATION_PER_JOB_LIMIT, QOS, "MaxWall", max_wall, OF_JOB_WALL),
    TRES(A_GRP, ASSOC_UP, "GrpTRES", grp_tres),
    TRES(A_GRP_RUN_MINS, ASSOC_UP, "GrpTRESRunMins", grp_tres_run_mins),
    TRES(A_GRP_MINS, ASSOC_UP, "GrpTRESMins", grp_tres_mins),
    TRES(A_PER_JOB, ASSOC, "MaxTRESPerJob", max_tres_pj),
    TRES(A_PER_NODE, ASSOC, "MaxTRESPerNode", max_tres_pn),
    TRES(A_MINS_PER_JOB, ASSOC, "MaxTRESMinsPerJob", max_tres_mins_pj),
    TRES(Q_GRP, QOS, "GrpTRES", grp_tres),
    TRES(Q_GRP_RUN_MINS, QOS, "GrpTRESRunMins", grp_tres_run_mins),
    TRES(Q_GRP_MINS, QOS, "GrpTRESMins", grp_tres_mins),
    TRES(Q_PER_JOB, QOS, "MaxTRESPerJob", max_tres_pj),
    TRES(Q_PER_NODE, QOS, "MaxTRESPerNode", max_tres_pn),
    TRES(Q_MINS_PER_JOB, QOS, "MaxTRESMinsPerJob", max_tres_mins_pj),
    TRES(Q_MIN, QOS, "MinTRESPerJob", min_tres_pj),
    TRES(Q_PER_USER, USER, "MaxTRESPerUser", max_tres_pu),
    TRES(Q_PER_ACCOUNT, ACCOUNT, "MaxTRESPerAccount", max_tres_pa),
};

static uint32_t count_limit(const SsLimits *limits, const LimitRow *row)
{
    return *(const uint32_t *) (const void *) ((const char *) limits + row->at);
}

static const uint64_t *tres_limit(const SsLimits *limits, const LimitRow *row)
{
    return *(uint64_t *const *) (const void *) ((const char *) limits + row->at);
}

/* A job's minutes as limits count them. */
static double minutes_of(const SsWorld *world, const SsJob *job)
{
    const SsPartition *part = &world->parts[job->part];

    if (job->time_limit != SS_UNSET32)
        return job->time_limit;
    return part->default_time != SS_NO_LIMIT ? part->default_time : part->max_time;
}

static const SsSubUsage *find_sub(const GArray *list, uint32_t id)
{
    for (uint32_t i = 0; list && i < list->len; i++)
        if (g_array_index(list, SsSubUsage, i).id == id)
            return &g_array_index(list, SsSubUsage, i);
    return NULL;
}

/* Who a limit belongs to while it is tested. */
typedef struct {
    const SsWorld    *world;
    const SsJob      *job;
    const LimitRow   *row;
    uint32_t          at; /* position of the TRES */
    const SsLimits   *limits;
    const SsUsage    *usage;
    const SsSubUsage *sub; /* of parties within a QOS, NULL */
} Test;

static bool is_minutes(SsLimitKind kind)
{
    return kind == SS_LIMIT_A_GRP_MINS || kind == SS_LIMIT_Q_GRP_MINS;
}

static bool is_run_minutes(SsLimitKind kind)
{
    return kind == SS_LIMIT_A_GRP_RUN_MINS || kind == SS_LIMIT_Q_GRP_RUN_MINS;
}

static bool is_per_node(SsLimitKind kind)
{
    return kind == SS_LIMIT_A_PER_NODE || kind == SS_LIMIT_Q_PER_NODE;
}

static bool is_per_job(SsLimitKind kind)
{
    return kind == SS_LIMIT_A_PER_JOB || kind == SS_LIMIT_Q_PER_JOB
           || kind == SS_LIMIT_A_MINS_PER_JOB || kind == SS_LIMIT_Q_MINS_PER_JOB
           || kind == SS_LIMIT_Q_MIN || is_per_node(kind);
}

static double used_now(const Test *t)
{
    const SsLimitKind kind = t->row->kind;
    const bool        within = t->row->party == PARTY_USER || t->row->party == PARTY_ACCOUNT;

    if (is_per_job(kind) || t->row->counted == OF_JOB_WALL)
        return 0;
    if (t->row->counted == OF_GROUP_WALL)
        return floor(t->usage->grp_used_wall / 60);
    if (kind == SS_LIMIT_NONE)
        return within ? (t->sub ? t->sub->jobs : 0) : t->usage->jobs;
    if (is_minutes(kind))
        return (double) t->usage->tres_raw[t->at] / 60;
    if (is_run_minutes(kind))
        return (double) t->usage->run_secs[t->at] / 60;
    if (within)
        return t->sub ? (double) t->sub->tres[t->at] : 0;
    return (double) t->usage->tres[t->at];
}

static double asked_for(const Test *t)
{
    const SsLimitKind kind = t->row->kind;

    if (t->row->counted != OF_JOBS)
        return minutes_of(t->world, t->job);
    if (kind == SS_LIMIT_NONE)
        return 1;
    const double count = (double) t->job->tres_req[t->at];
    if (is_run_minutes(kind) || kind == SS_LIMIT_A_MINS_PER_JOB || kind == SS_LIMIT_Q_MINS_PER_JOB
        || is_minutes(kind))
        return count * minutes_of(t->world, t->job);
    return is_per_node(kind) ? ceil(count / MAX(t->job->req.min_nodes, 1)) : count;
}

/* A group's minutes stop a job when they are used up; with `safe` also when it could use more than the rest. */
static bool count_exceeded(const Test *t, double limit)
{
    const bool safe = (t->world->settings.enforce & SS_ENFORCE_SAFE) != 0;

    if (t->row->counted == OF_GROUP_WALL && !safe)
        return used_now(t) >= limit;
    return used_now(t) >= limit || used_now(t) + asked_for(t) > limit;
}

static bool exceeded(const Test *t, double *allowed)
{
    if (t->row->kind == SS_LIMIT_NONE) {
        const uint32_t limit = count_limit(t->limits, t->row);

        *allowed = limit;
        return limit != SS_NO_LIMIT && count_exceeded(t, limit);
    }
    const uint64_t *limits = tres_limit(t->limits, t->row);
    if (!limits || limits[t->at] == SS_NO_LIMIT64)
        return false;
    *allowed = (double) limits[t->at];
    if (t->row->kind == SS_LIMIT_Q_MIN)
        return asked_for(t) < *allowed;
    return used_now(t) + asked_for(t) > *allowed;
}

/* Minutes of a TRES are its count times minutes, memory is in MiB. */
static const char *unit_of(const Test *t)
{
    const SsLimitKind kind = t->row->kind;
    const bool        of_mem = kind != SS_LIMIT_NONE && t->at == SS_TRES_MEM;

    if (is_minutes(kind) || is_run_minutes(kind) || kind == SS_LIMIT_A_MINS_PER_JOB
        || kind == SS_LIMIT_Q_MINS_PER_JOB)
        return of_mem ? " MiB minutes" : " minutes";
    if (t->row->counted != OF_JOBS)
        return " minutes";
    return of_mem ? " MiB" : "";
}

static void keep_limit(const Test *t, double allowed, char *owner, char *entity, SsObservation *o)
{
    const bool  of_tres = t->row->kind != SS_LIMIT_NONE;
    const char *tres = of_tres ? t->world->cluster->tres->at[t->at].text : "";

    o->limit = g_strdup_printf("%s%s%s", t->row->name, of_tres ? "=" : "", tres);
    o->owner = owner;
    o->lift =
        g_strdup_printf("modify %s set %s=%s%s-1", entity, t->row->name, tres, of_tres ? "=" : "");
    o->allowed = allowed;
    o->used = used_now(t);
    o->asked = asked_for(t);
    o->unit = unit_of(t);
    g_free(entity);
}

static bool try_assoc(Test *t, SsObservation *o)
{
    double allowed;

    for (SsAssocId a = t->job->assoc; a != SS_ID_NONE; a = t->world->tree->at[a].parent) {
        const SsAssoc *assoc = &t->world->tree->at[a];

        t->limits = &assoc->limits;
        t->usage = &t->world->assoc_use[a];
        if (exceeded(t, &allowed)) {
            keep_limit(t, allowed,
                       assoc->is_user
                           ? g_strdup_printf("user %s in account %s", assoc->user, assoc->account)
                           : g_strdup_printf("account %s", assoc->account),
                       assoc->is_user ? g_strdup_printf("user where name=%s account=%s",
                                                        assoc->user, assoc->account)
                                      : g_strdup_printf("account where name=%s", assoc->account),
                       o);
            return true;
        }
        if (t->row->party == PARTY_ASSOC)
            return false;
    }
    return false;
}

static bool try_qos(Test *t, SsQosId qos, SsObservation *o)
{
    double allowed;

    if (qos == SS_ID_NONE)
        return false;
    const SsQos *q = &t->world->tree->qos[qos];
    t->limits = &q->limits;
    t->usage = &t->world->qos_use[qos];
    if (t->row->party == PARTY_USER)
        t->sub = find_sub(t->usage->users, t->job->uid);
    if (t->row->party == PARTY_ACCOUNT && t->job->assoc != SS_ID_NONE) {
        const SsAssoc *assoc = &t->world->tree->at[t->job->assoc];

        t->sub = find_sub(t->usage->accounts, assoc->is_user ? assoc->parent : t->job->assoc);
    }
    if (!exceeded(t, &allowed))
        return false;
    const char *of = t->row->party == PARTY_USER      ? t->job->user
                     : t->row->party == PARTY_ACCOUNT ? t->job->account
                                                      : NULL;
    keep_limit(t, allowed,
               of ? g_strdup_printf("QOS %s for %s", q->name, of)
                  : g_strdup_printf("QOS %s", q->name),
               g_strdup_printf("qos where name=%s", q->name), o);
    return true;
}

static bool try_limit(Test *t, SsObservation *o)
{
    if (t->row->party == PARTY_ASSOC || t->row->party == PARTY_ASSOC_UP)
        return try_assoc(t, o);
    return try_qos(t, t->job->qos, o) || try_qos(t, t->world->parts[t->job->part].qos, o);
}

static void find_limit(const SsWorld *world, const SsJob *job, SsObservation *o)
{
    const SsTresSet *tres = world->cluster->tres;

    if (job->assoc == SS_ID_NONE)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(limit_rows) && !o->limit; i++) {
        Test t = { .world = world, .job = job, .row = &limit_rows[i] };

        if (t.row->kind == SS_LIMIT_NONE) {
            if (t.row->reason == job->reason)
                try_limit(&t, o);
            continue;
        }
        for (t.at = 0; t.at < tres->n && !o->limit; t.at++)
            if (ss_limits_reason(tres, t.row->kind, t.at) == job->reason)
                try_limit(&t, o);
    }
}

/* --- nodes -------------------------------------------------------------------------------------------- */

static uint64_t gres_need(const SsJob *job, bool one_node)
{
    uint64_t need = 0;

    for (uint32_t i = 0; i < job->req.n_gres; i++) {
        const SsGresNeed *g = &job->req.gres[i];

        need = MAX(need, g->per_node ? g->per_node : one_node ? g->per_job : 1);
    }
    return need;
}

static uint64_t gres_free(const SsWorld *world, const SsJob *job, SsNodeId n)
{
    uint64_t least = UINT64_MAX;

    for (uint32_t i = 0; i < job->req.n_gres; i++) {
        const uint32_t    gres = job->req.gres[i].gres;
        const SsNodeGres *there = ss_node_gres(&world->cluster->nodes[n], gres);
        const uint64_t    used = world->use->gres_count[n * world->cluster->n_gres + gres];

        least = MIN(least, there && there->count > used ? there->count - used : 0);
    }
    return least;
}

static bool is_reserved(const SsWorld *world, const SsJob *job, SsNodeId n)
{
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv && i != job->resv && resv->start <= world->now && resv->end > world->now
            && !resv->cores && ss_node_set_test(resv->nodes, n))
            return true;
    }
    return false;
}

/* The first rule that refuses the node, in the order of SsObservation's counts; the last: none does. */
static uint32_t rule_of(const SsWorld *world, const SsJob *job, const SsNodeSet *fit, SsNodeId n,
                        const SsObservation *o)
{
    const SsNode  *node = &world->cluster->nodes[n];
    const uint32_t cpus = ss_node_usable_cpus(node);
    const uint64_t mem = node->real_memory - node->mem_spec;

    if (!ss_node_set_test(world->avail, n))
        return 0;
    if (is_reserved(world, job, n))
        return 1;
    if (!ss_node_set_test(fit, n) || cpus < o->need_cpus || mem < o->need_mem)
        return 2;
    if (cpus - MIN(world->use->cpus[n], cpus) < o->need_cpus
        || (job->req.whole && world->use->jobs[n]))
        return 3;
    if (mem - MIN(world->use->mem[n], mem) < o->need_mem)
        return 4;
    if (o->need_gres && gres_free(world, job, n) < o->need_gres)
        return 5;
    return 6;
}

/* Puts every node of the partition behind one rule. */
static void sort_nodes(const SsWorld *world, const SsJob *job, const SsNodeSet *fit,
                       SsObservation *o)
{
    uint32_t *const  counts[SS_NODE_RULES] = { &o->n_down, &o->n_reserved, &o->n_unfit, &o->n_cpus,
                                               &o->n_mem,  &o->n_gres,     &o->n_free };
    const SsNodeSet *nodes = world->parts[job->part].nodes;
    SsNodeSet       *sets[SS_NODE_RULES];

    for (uint32_t r = 0; r < SS_NODE_RULES; r++)
        sets[r] = ss_node_set_new(world->cluster->n_nodes);
    for (uint32_t n = ss_node_set_first(nodes); n != SS_ID_NONE; n = ss_node_set_next(nodes, n + 1))
        ss_node_set_add(sets[rule_of(world, job, fit, n, o)], n);
    for (uint32_t r = 0; r < SS_NODE_RULES; r++) {
        *counts[r] = ss_node_set_count(sets[r]);
        o->node_lists[r] = *counts[r] ? ss_cluster_node_list(world->cluster, sets[r]) : NULL;
        ss_node_set_free(sets[r]);
    }
}

static void judge_nodes(const SsWorld *world, const SsJob *job, SsObservation *o)
{
    const SsRequest     *req = &job->req;
    const SsNodeSet     *nodes = world->parts[job->part].nodes;
    g_autoptr(SsNodeSet) fit = ss_node_set_new_full(world->cluster->n_nodes);
    const bool           one = req->min_nodes <= 1 && req->max_nodes == 1;

    ss_place_features(world, job, false, fit);
    if (req->exc_nodes)
        ss_node_set_and_not(fit, req->exc_nodes);
    if (req->n_req_nodes && req->req_nodes && one)
        ss_node_set_and(fit, req->req_nodes);
    o->nodes = ss_node_set_count(nodes);
    o->need_nodes = MAX(req->min_nodes, 1);
    o->need_total = MAX(req->min_cpus, o->need_nodes);
    o->more_nodes =
        o->need_total > o->need_nodes && (req->max_nodes == 0 || req->max_nodes > o->need_nodes);
    o->need_cpus = MAX(req->min_cpus_node, req->cpus_per_task);
    if (one)
        o->need_cpus = MAX(o->need_cpus, req->min_cpus);
    else if (req->ntasks_per_node)
        o->need_cpus = MAX(o->need_cpus, req->ntasks_per_node * req->cpus_per_task);
    o->need_mem = req->mem_per_cpu ? req->mem * o->need_cpus : req->mem;
    o->need_gres = gres_need(job, one);
    sort_nodes(world, job, fit, o);
}

/* --- dependencies ------------------------------------------------------------------------------------- */

static void list_dependencies(const SsJob *job, SsObservation *o)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < job->n_deps; i++)
        if (job->deps[i].state == SS_DEP_UNMET && job->deps[i].type != SS_DEP_SINGLETON)
            g_string_append_printf(text, "%s%u", text->len ? ", " : "", job->deps[i].job_id);
        else if (job->deps[i].state == SS_DEP_UNMET)
            g_string_append_printf(text, "%severy earlier one of %s named %s",
                                   text->len ? ", " : "", job->user, job->name);
    o->waits_for = g_string_free(text, text->len == 0);
}

/* --- looking ------------------------------------------------------------------------------------------ */

static const char *shown_reason(const SsJob *job)
{
    return job->reason_text ? job->reason_text : ss_reason_text(job->reason);
}

static SsObservation *last_seen(const SsWitness *witness)
{
    return witness->seen->len ? &g_array_index(witness->seen, SsObservation, witness->seen->len - 1)
                              : NULL;
}

static void observe(SsWitness *witness, const SsWorld *world, const SsJob *job, SsTime begin)
{
    SsObservation o = { .begin = begin,
                        .end = world->now,
                        .reason = job->reason,
                        .text = g_strdup(shown_reason(job)),
                        .priority = job->priority };

    count_ahead(world, job, &o);
    find_limit(world, job, &o);
    judge_nodes(world, job, &o);
    if (job->reason == SS_REASON_DEPENDENCY)
        list_dependencies(job, &o);
    o.why = ss_witness_why(world, job);
    g_array_append_val(witness->seen, o);
}

/* From the submission to the first pass that saw it nobody had a reason. */
static void begin_watching(SsWitness *witness, const SsWorld *world, const SsJob *job)
{
    SsObservation none = { .begin = job->submit,
                           .end = world->now,
                           .reason = SS_REASON_NONE,
                           .text = g_strdup(ss_reason_text(SS_REASON_NONE)),
                           .priority = job->priority };

    witness->submit = job->submit;
    witness->start = 0;
    if (world->now > job->submit)
        g_array_append_val(witness->seen, none);
    else
        observation_clear(&none);
}

bool ss_witness_look(gpointer data, const SsWorld *world)
{
    SsWitness   *witness = data;
    const SsJob *job = find_job(witness, world);

    if (!job || witness->over)
        return witness->over;
    if (!witness->submit)
        begin_watching(witness, world, job);
    SsObservation *last = last_seen(witness);
    if (job->state != SS_JOB_PENDING && job->restarts < witness->restarts) {
        g_array_set_size(witness->seen, 0);
        witness->submit = 0;
        witness->start = job->start;
        witness->starter = job->starter;
        return false;
    }
    if (job->state != SS_JOB_PENDING) {
        witness->over = true;
        witness->start = ss_job_started(job) ? job->start : 0;
        witness->eligible = job->eligible;
        witness->starter = job->starter;
        if (last)
            last->end = job->start ? job->start : world->now;
        return true;
    }
    if (witness->first_only)
        return false;
    if (last)
        last->end = world->now;
    if (last && last->reason == job->reason && strcmp(last->text, shown_reason(job)) == 0)
        return false;
    if (last && last->reason == SS_REASON_NONE && last->begin == world->now)
        g_array_set_size(witness->seen,
                         witness->seen->len - 1); /* a reason came within the second */
    observe(witness, world, job, last ? world->now : job->submit);
    return false;
}
