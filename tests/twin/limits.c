/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits.c - spec limits 4, 7, 12 and 14: partitions, associations and QOS when a job could start.
 *
 * Counters of what runs are not read from anywhere: the running jobs are counted each time. Usage that
 * decays, and what is left of the minutes of running jobs, are the world's.
 */
#include "tests/twin/state.h"

#include <string.h>

/* --- the words (14.1) ------------------------------------------------------------------------------------- */

/* "%s" is the kind of TRES; cpu, mem and node have spellings of their own. */
typedef struct {
    const char *cpu, *mem, *node, *other;
} Words;

static const Words assoc_grp = { "AssocGrpCpuLimit", "AssocGrpMemLimit", "AssocGrpNodeLimit",
                                 "AssocGrp%s" };
static const Words assoc_mins = { "AssocGrpCPUMinutesLimit", "AssocGrpMemMinutes",
                                  "AssocGrpNodeMinutes", "AssocGrp%sMinutes" };
static const Words assoc_run = { "AssocGrpCPURunMinutesLimit", "AssocGrpMemRunMinutes",
                                 "AssocGrpNodeRunMinutes", "AssocGrp%sRunMinutes" };
static const Words assoc_job = { "AssocMaxCpuPerJobLimit", "AssocMaxMemPerJob",
                                 "AssocMaxNodePerJobLimit", "AssocMax%sPerJob" };
static const Words assoc_node = { "AssocMaxCpuPerNode", "AssocMaxMemPerNode",
                                  "AssocMaxUnknownPerNode", "AssocMax%sPerNode" };
static const Words assoc_job_mins = { "AssocMaxCpuMinutesPerJobLimit", "AssocMaxMemMinutesPerJob",
                                      "AssocMaxNodeMinutesPerJob", "AssocMax%sMinutesPerJob" };
static const Words qos_grp = { "QOSGrpCpuLimit", "QOSGrpMemLimit", "QOSGrpNodeLimit", "QOSGrp%s" };
static const Words qos_mins = { "QOSGrpCPUMinutesLimit", "QOSGrpMemoryMinutes", "QOSGrpNodeMinutes",
                                "QOSGrp%sMinutes" };
static const Words qos_run = { "QOSGrpCPURunMinutesLimit", "QOSGrpMemoryRunMinutes",
                               "QOSGrpNodeRunMinutes", "QOSGrp%sRunMinutes" };
static const Words qos_job = { "QOSMaxCpuPerJobLimit", "QOSMaxMemoryPerJob",
                               "QOSMaxNodePerJobLimit", "QOSMax%sPerJob" };
static const Words qos_node = { "QOSMaxCpuPerNode", "QOSMaxMemoryPerNode", "QOSMaxUnknownPerNode",
                                "QOSMax%sPerNode" };
static const Words qos_user = { "QOSMaxCpuPerUserLimit", "QOSMaxMemoryPerUser",
                                "QOSMaxNodePerUserLimit", "QOSMax%sPerUser" };
static const Words qos_account = { "MaxCpuPerAccount", "MaxMemoryPerAccount", "MaxNodePerAccount",
                                   "Max%sPerAccount" };
static const Words qos_job_mins = { "QOSMaxCpuMinutesPerJobLimit", "QOSMaxMemoryMinutesPerJob",
                                    "QOSMaxNodeMinutesPerJob", "QOSMax%sMinutesPerJob" };
static const Words qos_min = { "QOSMinCpuNotSatisfied", "QOSMinMemory", "QOSMinNode", "QOSMin%s" };

static const char *kind_of(const SsTres *tres)
{
    static const struct {
        const char *type, *kind;
    } kinds[] = { { "energy", "Energy" },
                  { "gres", "GRES" },
                  { "license", "License" },
                  { "bb", "BB" },
                  { "billing", "Billing" } };

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(tres->type, kinds[i].type) == 0)
            return kinds[i].kind;
    return "Unknown";
}

static SsReason reason_of(const Twin *twin, const Words *words, uint32_t tres)
{
    const char      *kind = kind_of(&twin->cluster->tres->at[tres]);
    g_autofree char *text = NULL;
    SsReason         reason = SS_REASON_NONE;

    if (g_str_has_suffix(words->other, "PerNode") && strcmp(kind, "License") == 0)
        kind = "Unknown";
    if (tres <= SS_TRES_NODE && tres != SS_TRES_ENERGY) {
        text = g_strdup(tres == SS_TRES_CPU   ? words->cpu
                        : tres == SS_TRES_MEM ? words->mem
                                              : words->node);
    } else {
        g_auto(GStrv) parts = g_strsplit(words->other, "%s", 2);
        text = g_strconcat(parts[0], kind, parts[1], NULL);
    }
    g_assert(ss_reason_parse(text, &reason));
    return reason;
}

/* 14.2: only the codes 40 to 70 count as a limit in 22.05. */
bool twin_is_limit(SsReason reason)
{
    return reason >= 40 && reason <= 70;
}

/* --- who counts, and what runs (5) -------------------------------------------------------------------------- */

/* Q1 and Q2 of a job in a partition (4.1); NULL where there is none. */
typedef struct {
    const SsQos *at[2];
    SsQosId      id[2];
} TwoQos;

static TwoQos two_qos(const Twin *twin, const SsJob *job, SsPartId part)
{
    SsQosId first = twin->world->parts[part].qos, second = job->qos;
    TwoQos  two = { .id = { SS_ID_NONE, SS_ID_NONE } };

    if (twin_qos_says(twin, job, SS_QOS_OVER_PART_QOS)) {
        second = first;
        first = job->qos;
    }
    if (first == SS_ID_NONE || first == second) {
        first = first == SS_ID_NONE ? second : first;
        second = SS_ID_NONE;
    }
    two.id[0] = first;
    two.id[1] = second;
    for (int i = 0; i < 2; i++)
        two.at[i] = two.id[i] != SS_ID_NONE ? &twin->world->tree->qos[two.id[i]] : NULL;
    return two;
}

/* Whose running jobs are counted. */
typedef struct {
    SsAssocId    assoc;   /* and all below it, or NONE */
    SsQosId      qos;     /* or NONE */
    bool         by_user; /* of these, only the job's user */
    bool         by_account;
    const SsJob *job;
} Group;

static SsAssocId account_of(const Twin *twin, const SsJob *job)
{
    const SsAssoc *assoc = &twin->world->tree->at[job->assoc];

    return assoc->is_user ? assoc->parent : job->assoc;
}

static bool belongs(const Twin *twin, const Group *group, const Record *record)
{
    const SsJob *job = &record->job;

    if ((job->state != SS_JOB_RUNNING && job->state != SS_JOB_SUSPENDED)
        || job->assoc == SS_ID_NONE)
        return false;
    if (group->qos != SS_ID_NONE && job->qos != group->qos
        && twin->world->parts[job->part].qos != group->qos)
        return false;
    if (group->by_user && job->uid != group->job->uid)
        return false;
    if (group->by_account && account_of(twin, job) != account_of(twin, group->job))
        return false;
    return group->assoc == SS_ID_NONE
           || (job->assoc >= group->assoc && job->assoc < twin->world->tree->at[group->assoc].end);
}

static uint32_t running_jobs(const Twin *twin, Group group)
{
    uint32_t n = 0;

    for (guint i = 0; i < twin->records->len; i++)
        n += belongs(twin, &group, twin->records->pdata[i]);
    return n;
}

static bool holds_node(const Twin *twin, const Group *group, uint32_t n)
{
    for (guint i = 0; i < twin->records->len; i++) {
        const Record *record = twin->records->pdata[i];

        if (belongs(twin, group, record) && ss_alloc_on(record->job.alloc, n) != NULL)
            return true;
    }
    return false;
}

/* 2.2: a group's node limit counts the nodes that its jobs are on already, one by user or account in a QOS theirs (recorded). */
static void look_at_group(const Twin *twin, const uint64_t *limits, Group group, uint32_t n,
                          bool *asks, bool *counts)
{
    if (limits == NULL || limits[SS_TRES_NODE] == SS_NO_LIMIT64 || running_jobs(twin, group) == 0)
        return;
    *asks = true;
    *counts |= holds_node(twin, &group, n);
}

bool twin_is_extra_node(const Twin *twin, const SsJob *job, SsNodeId n)
{
    const SsAssocTree *tree = twin->world->tree;
    bool               asks = false, counts = false;

    if (!(twin->set->enforce & SS_ENFORCE_LIMITS))
        return false;
    if (job->qos != SS_ID_NONE && job->assoc != SS_ID_NONE) {
        const SsLimits *qos = &tree->qos[job->qos].limits;
        Group           group = { .assoc = SS_ID_NONE, .qos = job->qos, .job = job };

        look_at_group(twin, qos->grp_tres, group, n, &asks, &counts);
        group.by_user = true;
        look_at_group(twin, qos->max_tres_pu, group, n, &asks, &counts);
        group.by_user = false;
        group.by_account = true;
        look_at_group(twin, qos->max_tres_pa, group, n, &asks, &counts);
    }
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = tree->at[a].parent)
        look_at_group(twin, tree->at[a].limits.grp_tres,
                      (Group){ .assoc = a, .qos = SS_ID_NONE, .job = job }, n, &asks, &counts);
    return asks && !counts;
}

static uint64_t in_use(const Twin *twin, const Group *group, uint32_t tres)
{
    uint64_t sum = 0;

    if (tres == SS_TRES_NODE) {
        for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
            sum += holds_node(twin, group, n);
        return sum;
    }
    for (guint i = 0; i < twin->records->len; i++) {
        const Record *record = twin->records->pdata[i];

        if (belongs(twin, group, record))
            sum += record->job.tres_alloc[tres];
    }
    return sum;
}

/* Minutes that running jobs still stand for: the world's, and those of jobs that started in this pass. */
static uint64_t run_minutes(const Twin *twin, const Group *group, uint32_t tres)
{
    const SsUsage *usage = group->qos != SS_ID_NONE ? &twin->world->qos_use[group->qos]
                                                    : &twin->world->assoc_use[group->assoc];
    uint64_t       seconds = usage->run_secs[tres];

    for (guint i = 0; i < twin->records->len; i++) {
        const Record *record = twin->records->pdata[i];
        const SsJob  *job = &record->job;
        const bool    fresh = record->real == NULL || record->real->state == SS_JOB_PENDING;
        const SsQos  *qos = twin_qos(twin, job);
        const double  factor = qos != NULL && qos->usage_factor >= 0 ? qos->usage_factor : 1;

        if (fresh && belongs(twin, group, record))
            seconds += (uint64_t) ((double) (job->tres_alloc[tres]
                                             * (uint64_t) twin_seconds(job->time_limit))
                                   * factor);
    }
    return seconds / 60;
}

static const SsUsage *usage_of(const Twin *twin, const Group *group)
{
    return group->qos != SS_ID_NONE ? &twin->world->qos_use[group->qos]
                                    : &twin->world->assoc_use[group->assoc];
}

/* --- before nodes are known (7.4) ------------------------------------------------------------------------------ */

typedef uint32_t (*CountOf)(const SsLimits *);
static uint32_t grp_jobs(const SsLimits *l)
{
    return l->grp_jobs;
}
static uint32_t grp_wall(const SsLimits *l)
{
    return l->grp_wall;
}
static uint32_t max_jobs(const SsLimits *l)
{
    return l->max_jobs;
}
static uint32_t max_jobs_pa(const SsLimits *l)
{
    return l->max_jobs_pa;
}
static uint32_t max_wall(const SsLimits *l)
{
    return l->max_wall;
}

/* The limit of Q1 (0), Q2 (1), an association (2), unless one before it sets that kind. */
static uint32_t count_limit(const TwoQos *two, int who, const SsLimits *own, CountOf of)
{
    for (int i = 0; i < who && i < 2; i++)
        if (two->at[i] != NULL && of(&two->at[i]->limits) != SS_NO_LIMIT)
            return SS_NO_LIMIT;
    return of(own);
}

static double safe_factor(const Twin *twin, const SsJob *job)
{
    const SsQos *qos = twin_qos(twin, job);

    return twin_qos_says(twin, job, SS_QOS_USAGE_FACTOR_SAFE) && qos->usage_factor >= 0
               ? qos->usage_factor
               : 1;
}

static uint32_t scaled(uint32_t minutes, double factor)
{
    const double product = minutes * factor;

    return product >= (double) UINT32_MAX ? UINT32_MAX : (uint32_t) product;
}

static uint32_t wall_of(const Twin *twin, const SsJob *job, SsPartId part, uint32_t limit)
{
    return job->time_limit != SS_UNSET32 ? job->time_limit
                                         : MIN(limit, twin->world->parts[part].max_time);
}

static bool wall_is_full(const Twin *twin, const SsUsage *usage, uint32_t limit, uint32_t minutes)
{
    const uint32_t used = (uint32_t) (usage->grp_used_wall / 60);

    return used >= limit
           || ((twin->set->enforce & SS_ENFORCE_SAFE) && (uint64_t) used + minutes > limit);
}

static SsReason qos_before(const Twin *twin, const SsJob *job, SsPartId part, const TwoQos *two,
                           int who)
{
    const SsLimits *l = &two->at[who]->limits;
    const bool      timed = !(job->admin_set & SS_ADMIN_TIME);
    const double    factor = safe_factor(twin, job);
    Group           all = { .assoc = SS_ID_NONE, .qos = two->id[who], .job = job };
    Group           account = all, user = all;
    uint32_t        limit, minutes = SS_UNSET32;

    account.by_account = true;
    user.by_user = true;
    if (running_jobs(twin, all) >= count_limit(two, who, l, grp_jobs))
        return SS_REASON_QOS_GRP_JOBS_LIMIT;
    limit = count_limit(two, who, l, grp_wall);
    if (timed && limit != SS_NO_LIMIT) {
        minutes = scaled(wall_of(twin, job, part, limit), factor);
        if (wall_is_full(twin, &twin->world->qos_use[two->id[who]], limit, minutes))
            return SS_REASON_QOS_GRP_WALL_LIMIT;
    }
    if (running_jobs(twin, account) >= count_limit(two, who, l, max_jobs_pa))
        return SS_REASON_MAX_JOBS_PER_ACCOUNT;
    if (running_jobs(twin, user) >= count_limit(two, who, l, max_jobs))
        return SS_REASON_QOS_MAX_JOBS_PER_USER_LIMIT;
    limit = count_limit(two, who, l, max_wall);
    if (timed && limit != SS_NO_LIMIT) {
        if (minutes == SS_UNSET32)
            minutes = wall_of(twin, job, part, limit);
        if (scaled(minutes, factor) > limit) /* a second time where GrpWall is set, too */
            return SS_REASON_QOS_MAX_WALL_DURATION_PER_JOB_LIMIT;
    }
    return SS_REASON_NONE;
}

static bool a_qos_limits_jobs(const TwoQos *two)
{
    for (int i = 0; i < 2; i++)
        if (two->at[i] != NULL
            && (two->at[i]->limits.max_jobs != SS_NO_LIMIT
                || two->at[i]->limits.max_jobs_pa != SS_NO_LIMIT))
            return true;
    return false;
}

static SsReason assoc_before(const Twin *twin, const SsJob *job, SsPartId part, const TwoQos *two,
                             SsAssocId a)
{
    const SsLimits *l = &twin->world->tree->at[a].limits;
    const bool      timed = !(job->admin_set & SS_ADMIN_TIME), own = a == job->assoc;
    const double    factor = safe_factor(twin, job);
    const Group     group = { .assoc = a, .qos = SS_ID_NONE, .job = job };
    uint32_t        limit;

    if (running_jobs(twin, group) >= count_limit(two, 2, l, grp_jobs))
        return SS_REASON_ASSOC_GRP_JOBS_LIMIT;
    limit = count_limit(two, 2, l, grp_wall);
    if (timed && limit != SS_NO_LIMIT
        && wall_is_full(twin, &twin->world->assoc_use[a], limit,
                        scaled(wall_of(twin, job, part, limit), factor)))
        return SS_REASON_ASSOC_GRP_WALL_LIMIT;
    if (own && !a_qos_limits_jobs(two) && running_jobs(twin, group) >= l->max_jobs)
        return SS_REASON_ASSOC_MAX_JOBS_LIMIT;
    limit = count_limit(two, 2, l, max_wall);
    if (own && timed && limit != SS_NO_LIMIT
        && scaled(wall_of(twin, job, part, limit), factor) > limit)
        return SS_REASON_ASSOC_MAX_WALL_DURATION_PER_JOB_LIMIT;
    return SS_REASON_NONE;
}

static bool enforced(const Twin *twin, const SsJob *job)
{
    return (twin->set->enforce & SS_ENFORCE_LIMITS) && job->assoc != SS_ID_NONE;
}

SsReason twin_limits_before(Twin *twin, Record *record, SsPartId part)
{
    SsJob       *job = &record->job;
    const TwoQos two = two_qos(twin, job, part);
    SsReason     reason = SS_REASON_NONE;

    if (job->assoc == SS_ID_NONE)
        return twin->set->enforce & SS_ENFORCE_ASSOCS ? SS_REASON_INVALID_ACCOUNT : SS_REASON_NONE;
    if ((twin->set->enforce & SS_ENFORCE_QOS) && job->qos != SS_ID_NONE
        && !ss_assoc_has_qos(&twin->world->tree->at[job->assoc], job->qos)) {
        job->eligible = 0;
        return SS_REASON_INVALID_QOS;
    }
    for (int i = 0; i < 2 && enforced(twin, job) && reason == SS_REASON_NONE; i++)
        if (two.at[i] != NULL)
            reason = qos_before(twin, job, part, &two, i);
    for (SsAssocId a = job->assoc;
         enforced(twin, job) && reason == SS_REASON_NONE && a != SS_ID_NONE;
         a = twin->world->tree->at[a].parent)
        reason = assoc_before(twin, job, part, &two, a);
    return reason;
}

/* --- after selection (7.8) --------------------------------------------------------------------------------------- */

typedef uint64_t *(*VectorOf)(const SsLimits *);
static uint64_t *v_grp(const SsLimits *l)
{
    return l->grp_tres;
}
static uint64_t *v_mins(const SsLimits *l)
{
    return l->grp_tres_mins;
}
static uint64_t *v_run(const SsLimits *l)
{
    return l->grp_tres_run_mins;
}
static uint64_t *v_job_mins(const SsLimits *l)
{
    return l->max_tres_mins_pj;
}
static uint64_t *v_job(const SsLimits *l)
{
    return l->max_tres_pj;
}
static uint64_t *v_node(const SsLimits *l)
{
    return l->max_tres_pn;
}
static uint64_t *v_min(const SsLimits *l)
{
    return l->min_tres_pj;
}
static uint64_t *v_account(const SsLimits *l)
{
    return l->max_tres_pa;
}
static uint64_t *v_user(const SsLimits *l)
{
    return l->max_tres_pu;
}

static uint64_t tres_limit(const TwoQos *two, int who, const SsLimits *own, VectorOf of,
                           uint32_t tres)
{
    for (int i = 0; i < who && i < 2; i++)
        if (two->at[i] != NULL && of(&two->at[i]->limits) != NULL
            && of(&two->at[i]->limits)[tres] != SS_NO_LIMIT64)
            return SS_NO_LIMIT64;
    return of(own) != NULL ? of(own)[tres] : SS_NO_LIMIT64;
}

/* LimitFactor of Q1, else of Q2 (4.6). */
static uint64_t times_limit_factor(const TwoQos *two, uint64_t limit)
{
    double factor = 0;

    for (int i = 1; i >= 0; i--)
        if (two->at[i] != NULL && two->at[i]->limit_factor > 0)
            factor = two->at[i]->limit_factor;
    if (limit == SS_NO_LIMIT64 || factor <= 0)
        return limit;
    const double product = (double) (int64_t) limit * factor;
    return product < 0 || product >= 9223372036854775808.0 ? SS_NO_LIMIT64 : (uint64_t) product;
}

typedef struct {
    const Twin     *twin;
    const SsJob    *job;
    TwoQos          two;
    const uint64_t *r;     /* [n_tres] selected */
    const bool     *nodes; /* [n_nodes]         */
    uint64_t        minutes;
    bool            uncharged;
} Exact;

static bool set_by_admin(const Exact *x, uint32_t tres)
{
    const uint32_t set = x->job->admin_set;

    if (tres == SS_TRES_CPU || tres == SS_TRES_MEM || tres == SS_TRES_NODE)
        return (set
                & (tres == SS_TRES_CPU   ? SS_ADMIN_CPUS
                   : tres == SS_TRES_MEM ? SS_ADMIN_MEM
                                         : SS_ADMIN_NODES))
               != 0;
    return (set & SS_ADMIN_GRES) && x->twin->cluster->tres->at[tres].gres != NULL;
}

static bool over_use(const Exact *x, const Group *g, uint32_t i, uint64_t limit)
{
    uint64_t more = x->r[i];

    if (more > limit)
        return true;
    if (more == 0)
        return false;
    if (i == SS_TRES_NODE) {
        more = 0;
        for (uint32_t n = 0; n < x->twin->cluster->n_nodes; n++)
            more += x->nodes[n] && !holds_node(x->twin, g, n);
    }
    return more + in_use(x->twin, g, i) > limit;
}

static bool over_mins(const Exact *x, const Group *g, uint32_t i, uint64_t limit)
{
    const uint64_t t = x->minutes * x->r[i];
    const uint64_t used = x->uncharged ? 0 : (uint64_t) (usage_of(x->twin, g)->tres_raw[i] / 60);
    const uint64_t run = x->uncharged ? 0 : run_minutes(x->twin, g, i);

    if (t == 0)
        return false;
    if (used >= limit)
        return true;
    return (x->twin->set->enforce & SS_ENFORCE_SAFE) && (t > limit || t + run > limit - used);
}

static bool over_run(const Exact *x, const Group *g, uint32_t i, uint64_t limit)
{
    const uint64_t t = x->minutes * x->r[i];
    const uint64_t run = x->uncharged ? 0 : run_minutes(x->twin, g, i);

    return t > limit || (t > 0 && t + run > limit);
}

static bool over_job_mins(const Exact *x, const Group *g, uint32_t i, uint64_t limit)
{
    (void) g;
    return x->minutes * x->r[i] > limit;
}

static bool over_job(const Exact *x, const Group *g, uint32_t i, uint64_t limit)
{
    (void) g;
    return x->r[i] > limit;
}

static bool over_node(const Exact *x, const Group *g, uint32_t i, uint64_t limit)
{
    (void) g;
    return x->r[i] / MAX(x->r[SS_TRES_NODE], 1) > limit;
}

static bool under(const Exact *x, const Group *g, uint32_t i, uint64_t limit)
{
    (void) g;
    return x->r[i] < limit;
}

typedef bool (*Breaks)(const Exact *, const Group *, uint32_t, uint64_t);

static SsReason first_broken(const Exact *x, int who, const SsLimits *l, const Group *group,
                             VectorOf of, Breaks breaks, bool factor, bool admin,
                             const Words *words)
{
    for (uint32_t i = 0; i < x->twin->cluster->tres->n; i++) {
        uint64_t limit = tres_limit(&x->two, who, l, of, i);

        if (factor)
            limit = times_limit_factor(&x->two, limit);
        if (limit != SS_NO_LIMIT64 && (admin || !set_by_admin(x, i)) && breaks(x, group, i, limit))
            return reason_of(x->twin, words, i);
    }
    return SS_REASON_NONE;
}

#define CHECK(...)                                                                                 \
    if ((reason = first_broken(x, who, l, __VA_ARGS__)) != SS_REASON_NONE)                         \
    return reason

static SsReason qos_after(const Exact *x, int who)
{
    const SsLimits *l = &x->two.at[who]->limits;
    const Group     all = { .assoc = SS_ID_NONE, .qos = x->two.id[who], .job = x->job };
    Group           account = all, user = all;
    SsReason        reason;

    account.by_account = true;
    user.by_user = true;
    CHECK(&all, v_mins, over_mins, false, false, &qos_mins);
    CHECK(&all, v_grp, over_use, false, false, &qos_grp);
    CHECK(&all, v_run, over_run, false, true, &qos_run);
    CHECK(&all, v_job_mins, over_job_mins, false, false, &qos_job_mins);
    CHECK(&all, v_job, over_job, false, false, &qos_job);
    CHECK(&all, v_node, over_node, false, false, &qos_node);
    CHECK(&all, v_min, under, false, false, &qos_min);
    CHECK(&account, v_account, over_use, false, false, &qos_account);
    CHECK(&user, v_user, over_use, false, false, &qos_user);
    return SS_REASON_NONE;
}

static SsReason assoc_after(const Exact *x, SsAssocId a)
{
    const SsLimits *l = &x->twin->world->tree->at[a].limits;
    const Group     all = { .assoc = a, .qos = SS_ID_NONE, .job = x->job };
    const int       who = 2;
    SsReason        reason;

    CHECK(&all, v_mins, over_mins, false, false, &assoc_mins);
    CHECK(&all, v_grp, over_use, true, false, &assoc_grp);
    CHECK(&all, v_run, over_run, false, true, &assoc_run);
    if (a != x->job->assoc)
        return SS_REASON_NONE;
    CHECK(&all, v_job_mins, over_job_mins, false, false, &assoc_job_mins);
    CHECK(&all, v_job, over_job, true, false, &assoc_job);
    CHECK(&all, v_node, over_node, false, false, &assoc_node);
    return SS_REASON_NONE;
}

SsReason twin_limits_after(const Twin *twin, const SsJob *job, SsPartId part, const uint64_t *tres,
                           const bool *nodes)
{
    const SsQos *qos = twin_qos(twin, job);
    Exact        x = {
               .twin = twin, .job = job, .two = two_qos(twin, job, part), .r = tres, .nodes = nodes
    };
    uint32_t minutes = job->time_limit;
    SsReason reason = SS_REASON_NONE;

    if (!enforced(twin, job))
        return SS_REASON_NONE;
    if (minutes == SS_UNSET32 && twin->world->parts[part].default_time != SS_NO_LIMIT)
        minutes = twin->world->parts[part].default_time;
    x.minutes = (uint64_t) (minutes * safe_factor(twin, job));
    x.uncharged = qos != NULL && qos->usage_factor >= 0 && qos->usage_factor <= 0;
    for (int i = 0; i < 2 && reason == SS_REASON_NONE; i++)
        if (x.two.at[i] != NULL)
            reason = qos_after(&x, i);
    for (SsAssocId a = job->assoc; reason == SS_REASON_NONE && a != SS_ID_NONE;
         a = twin->world->tree->at[a].parent)
        reason = assoc_after(&x, a);
    return reason;
}

/* --- the node ceiling (7.6) ----------------------------------------------------------------------------------------- */

static uint64_t node_limit(const TwoQos *two, int who, const SsLimits *l, VectorOf of)
{
    return tres_limit(two, who, l, of, SS_TRES_NODE);
}

static void lower(uint64_t limit, const Twin *twin, const Words *words, uint64_t *nodes,
                  SsReason *reason)
{
    if (limit >= *nodes)
        return;
    *nodes = limit;
    *reason = reason_of(twin, words, SS_TRES_NODE);
}

uint32_t twin_limits_nodes(const Twin *twin, const SsJob *job, SsPartId part, SsReason *reason)
{
    const TwoQos       two = two_qos(twin, job, part);
    const SsAssocTree *tree = twin->world->tree;
    uint64_t           nodes = UINT32_MAX;
    bool               grp = false, job_kind = false;

    *reason = SS_REASON_NONE;
    if (!enforced(twin, job) || (job->admin_set & SS_ADMIN_NODES))
        return UINT32_MAX;
    for (int i = 0; i < 2; i++) {
        const SsLimits *l = two.at[i] != NULL ? &two.at[i]->limits : NULL;

        if (l == NULL)
            continue;
        lower(node_limit(&two, i, l, v_account), twin, &qos_account, &nodes, reason);
        lower(node_limit(&two, i, l, v_job), twin, &qos_job, &nodes, reason);
        lower(node_limit(&two, i, l, v_user), twin, &qos_user, &nodes, reason);
        lower(node_limit(&two, i, l, v_grp), twin, &qos_grp, &nodes, reason);
        grp |= node_limit(&two, 0, l, v_grp) != SS_NO_LIMIT64;
        job_kind |= node_limit(&two, 0, l, v_account) != SS_NO_LIMIT64
                    || node_limit(&two, 0, l, v_job) != SS_NO_LIMIT64
                    || node_limit(&two, 0, l, v_user) != SS_NO_LIMIT64;
    }
    for (SsAssocId a = job->assoc; !grp && a != SS_ID_NONE; a = tree->at[a].parent) {
        const uint64_t before = nodes;

        lower(times_limit_factor(&two, node_limit(&two, 2, &tree->at[a].limits, v_grp)), twin,
              &assoc_grp, &nodes, reason);
        grp = nodes < before; /* the first level that lowers it */
    }
    if (!job_kind)
        lower(times_limit_factor(&two, node_limit(&two, 2, &tree->at[job->assoc].limits, v_job)),
              twin, &assoc_job, &nodes, reason);
    return (uint32_t) nodes;
}

/* --- MinPrioThreshold (11) ---------------------------------------------------------------------------------------- */

uint32_t twin_threshold(const Twin *twin, const SsJob *job, SsPartId part, bool with_assoc)
{
    const TwoQos two = two_qos(twin, job, part);

    for (int i = 0; i < 2; i++)
        if (two.at[i] != NULL && two.at[i]->limits.min_prio_thresh != SS_NO_LIMIT)
            return two.at[i]->limits.min_prio_thresh;
    if (with_assoc && job->assoc != SS_ID_NONE
        && twin->world->tree->at[job->assoc].limits.min_prio_thresh != SS_NO_LIMIT)
        return twin->world->tree->at[job->assoc].limits.min_prio_thresh;
    return twin->set->sched.bf_min_prio_reserve;
}

SsSpan twin_exempt_time(const Twin *twin, const SsJob *victim)
{
    const TwoQos two = two_qos(twin, victim, victim->part);

    for (int i = 0; i < 2; i++)
        if (two.at[i] != NULL && two.at[i]->preempt_exempt_time != SS_NO_LIMIT)
            return two.at[i]->preempt_exempt_time;
    return twin->set->preempt_exempt_time;
}

/* --- partitions (12) ------------------------------------------------------------------------------------------------ */

static bool is_in(char **list, const char *name, bool fold)
{
    for (; list != NULL && name != NULL && *list != NULL; list++)
        if (fold ? g_ascii_strcasecmp(*list, name) == 0 : strcmp(*list, name) == 0)
            return true;
    return false;
}

static bool admits(char **allow, char **deny, const char *name, bool fold)
{
    return allow != NULL ? is_in(allow, name, fold) : !is_in(deny, name, fold);
}

static const char *qos_name(const Twin *twin, const SsJob *job)
{
    const SsQos *qos = twin_qos(twin, job);

    return qos != NULL ? qos->name : NULL;
}

static bool access_allowed(const Twin *twin, const SsPartition *part, const SsJob *job)
{
    const bool root = job->user != NULL ? strcmp(job->user, "root") == 0 : job->uid == 0;

    if ((part->req_resv && job->resv == SS_ID_NONE) || (part->root_only && !root))
        return false;
    if (root)
        return !part->disable_root_jobs && !twin->set->disable_root_jobs;
    return part->allow_groups == NULL || is_in(part->allow_groups, job->group, false);
}

static uint64_t divide_up(uint64_t a, uint64_t b)
{
    return (a + b - 1) / b;
}

/* 12.4. */
static bool memory_allowed(const Twin *twin, const SsPartition *part, const SsJob *job)
{
    const SsRequest  *req = &job->req;
    const SsSettings *set = twin->set;
    const SsNodeId    first = ss_node_set_first(part->nodes);
    const SsNode     *node = first != SS_ID_NONE ? &twin->cluster->nodes[first] : NULL;
    uint64_t          cap_cpu = part->max_mem_per_cpu, cap_node = part->max_mem_per_node;
    uint64_t          mem = req->mem, per_node_min = req->min_cpus_node, cpus;
    bool              per_cpu = req->mem_per_cpu;

    if (cap_cpu == 0 && cap_node == 0) {
        cap_cpu = set->max_mem_per_cpu;
        cap_node = set->max_mem_per_node;
    }
    if ((cap_cpu == 0 && cap_node == 0) || req->mem_per_gpu > 0)
        return true;
    if (cap_node != 0)
        cap_cpu = 0;
    if (!req->mem_set) {
        const bool     own = part->def_mem_per_cpu != 0 || part->def_mem_per_node != 0;
        const uint64_t def_cpu = own ? part->def_mem_per_cpu : set->def_mem_per_cpu;
        const uint64_t def_node = own ? part->def_mem_per_node : set->def_mem_per_node;

        mem = def_node != 0 ? def_node : def_cpu;
        per_cpu = def_node == 0 && def_cpu != 0;
    }
    if (mem == 0) {
        per_cpu = false;
        mem = node != NULL ? node->real_memory - MIN(node->mem_spec, node->real_memory) : 0;
    }
    if (per_cpu && cap_cpu != 0)
        return true;
    if (!per_cpu && cap_node != 0)
        return mem <= cap_node;
    if (!per_cpu)
        per_node_min = MAX(per_node_min, divide_up(mem, cap_cpu));
    if (node != NULL && (req->whole || part->share == SS_SHARE_EXCLUSIVE)) {
        cpus = node->cpus;
    } else {
        uint64_t tasks = MAX(req->ntasks_per_node, 1);

        if (req->ntasks != SS_UNSET32 && req->ntasks > 0 && req->max_nodes > 0)
            tasks = MAX(tasks, divide_up(req->ntasks, req->max_nodes));
        cpus = MAX(tasks * MAX(req->cpus_per_task, 1), per_node_min);
    }
    return per_cpu ? mem * cpus <= cap_node : mem <= cap_cpu * cpus;
}

SsReason twin_partition_test(const Twin *twin, const SsJob *job, SsPartId id, uint32_t minutes)
{
    const SsPartition *part = &twin->world->parts[id];
    const SsRequest   *req = &job->req;
    const bool         schedules = (part->state & SS_PART_SCHED) != 0;

    if (!access_allowed(twin, part, job))
        return SS_REASON_PARTITION_CONFIG;
    if (schedules
        && (req->min_cpus > part->total_cpus
            || (part->max_cpus_per_node != SS_NO_LIMIT
                && req->min_cpus > (uint64_t) part->max_cpus_per_node * part->n_nodes)))
        return SS_REASON_PARTITION_CONFIG;
    if (schedules && req->min_nodes > part->n_nodes)
        return SS_REASON_PARTITION_NODE_LIMIT;
    if (req->req_nodes != NULL && !ss_node_set_is_subset(req->req_nodes, part->nodes))
        return SS_REASON_PARTITION_CONFIG;
    if (schedules && req->min_nodes < part->min_nodes
        && !twin_qos_says(twin, job, SS_QOS_PART_MIN_NODES))
        return SS_REASON_PARTITION_NODE_LIMIT;
    if (schedules && req->max_nodes > part->max_nodes
        && !twin_qos_says(twin, job, SS_QOS_PART_MAX_NODES))
        return SS_REASON_PARTITION_NODE_LIMIT;
    if (schedules && minutes != SS_UNSET32 && minutes > part->max_time
        && !twin_qos_says(twin, job, SS_QOS_PART_TIME_LIMIT)) {
        if (!(job->admin_set & SS_ADMIN_TIME))
            return SS_REASON_PARTITION_TIME_LIMIT;
    } else if (twin->set->part_limits != SS_PART_LIMITS_NO
               && (!admits(part->allow_accounts, part->deny_accounts, job->account, false)
                   || !admits(part->allow_qos, part->deny_qos, qos_name(twin, job), true))) {
        return SS_REASON_PARTITION_CONFIG;
    }
    if (!schedules)
        return part->state & SS_PART_SUBMIT ? SS_REASON_PARTITION_DOWN
                                            : SS_REASON_PARTITION_INACTIVE;
    if (twin_qos_says(twin, job, SS_QOS_ENFORCE_USAGE_THRESHOLD) && job->assoc != SS_ID_NONE
        && twin_qos(twin, job)->usage_threshold >= 0
        && job->f_fs < twin_qos(twin, job)->usage_threshold)
        return SS_REASON_QOS_USAGE_THRESHOLD;
    return memory_allowed(twin, part, job) ? SS_REASON_NONE : SS_REASON_MAX_MEM_PER_LIMIT;
}

static char *refusal(const SsPartition *part, const char *what, const char *name, char **allow,
                     char **deny)
{
    g_autofree char *list = g_strjoinv(",", allow != NULL ? allow : deny);
    const char      *verb = allow != NULL ? "allows" : "denies";

    if (name == NULL)
        return g_strdup_printf("Job's %s not known, so it can't use this partition (%s %s %s)",
                               what, part->name, verb, list);
    return g_strdup_printf("Job's %s not permitted to use this partition (%s %s %s %s %s)", what,
                           part->name, verb, list, allow != NULL ? "not" : "including", name);
}

SsReason twin_permission(const Twin *twin, const SsJob *job, SsPartId id, char **text)
{
    const SsPartition *part = &twin->world->parts[id];
    const char        *qos = qos_name(twin, job);

    if (!admits(part->allow_qos, part->deny_qos, qos, true)) {
        *text = refusal(part, "QOS", qos, part->allow_qos, part->deny_qos);
        return SS_REASON_QOS_NOT_ALLOWED;
    }
    if (!admits(part->allow_accounts, part->deny_accounts, job->account, false)) {
        *text = refusal(part, "account", job->account, part->allow_accounts, part->deny_accounts);
        return SS_REASON_ACCOUNT_NOT_ALLOWED;
    }
    return SS_REASON_NONE;
}

/* --- ageing (10) ------------------------------------------------------------------------------------------------- */

/* Waiting tasks that have an age, of the association and all below it, or of the QOS. */
static uint32_t ageing(const Twin *twin, const Group *group)
{
    uint32_t n = 0;

    for (guint i = 0; i < twin->records->len; i++) {
        const Record *record = twin->records->pdata[i];
        Record        other = *record;

        other.job.state = SS_JOB_RUNNING; /* as a running one it would be counted */
        if (group->qos != SS_ID_NONE && other.job.qos != group->qos)
            continue; /* the partition's does not count */
        if (twin_is_pending(record) && belongs(twin, group, &other))
            n += record->job.accrue_counted;
    }
    return n;
}

/* The first limit that is set. */
static bool find_room(const Twin *twin, const SsJob *job, uint32_t *room)
{
    const SsAssocTree *tree = twin->world->tree;
    Group              group = { .assoc = SS_ID_NONE, .qos = job->qos, .job = job };
    uint32_t           limit = SS_NO_LIMIT;

    if (job->qos != SS_ID_NONE) {
        const SsLimits *l = &tree->qos[job->qos].limits;

        group.by_account =
            l->grp_jobs_accrue == SS_NO_LIMIT && l->max_jobs_accrue_pa != SS_NO_LIMIT;
        group.by_user = l->grp_jobs_accrue == SS_NO_LIMIT && l->max_jobs_accrue_pa == SS_NO_LIMIT;
        limit = group.by_account ? l->max_jobs_accrue_pa
                : group.by_user  ? l->max_jobs_accrue
                                 : l->grp_jobs_accrue;
    }
    for (SsAssocId a = job->assoc; limit == SS_NO_LIMIT && a != SS_ID_NONE;
         a = tree->at[a].parent) {
        const SsLimits *l = &tree->at[a].limits;

        group = (Group){ .assoc = a, .qos = SS_ID_NONE, .job = job };
        limit = l->grp_jobs_accrue;
        if (limit == SS_NO_LIMIT && a == job->assoc)
            limit = l->max_jobs_accrue;
    }
    if (limit == SS_NO_LIMIT)
        return false;
    const uint32_t used = ageing(twin, &group);
    *room = limit > used ? limit - used : 0;
    return true;
}

void twin_age(Twin *twin, Record *record)
{
    SsJob         *job = &record->job;
    const uint32_t tasks = twin_is_rest(record) ? MAX(job->array.n_pending, 1) : 1;
    uint32_t       room;

    if (job->accrue != 0)
        return;
    if (twin->set->priority_flags & SS_PRIO_ACCRUE_ALWAYS) {
        job->accrue = job->submit;
    } else if (!(twin->set->enforce & SS_ENFORCE_LIMITS) || job->assoc == SS_ID_NONE) {
        job->accrue = job->eligible;
    } else if (job->priority != 0 && job->eligible != 0 && job->eligible <= twin->now) {
        if (!find_room(twin, job, &room)) {
            job->accrue = job->eligible;
            job->accrue_counted = tasks;
        } else if (room >= tasks) {
            job->accrue = twin->now;
            job->accrue_counted = tasks;
        } else {
            for (; room > 0; room--) {
                Record *task = twin_split(twin, record);

                task->job.accrue = twin->now;
                task->job.accrue_counted = 1;
            }
        }
    }
}

/* --- memory by default ------------------------------------------------------------------------------- */

static uint64_t default_memory(const Twin *twin, SsPartId p, bool *per_cpu)
{
    const SsPartition *part = &twin->world->parts[p];
    const bool         own = part->def_mem_per_cpu != 0 || part->def_mem_per_node != 0;
    const uint64_t     cpu = own ? part->def_mem_per_cpu : twin->set->def_mem_per_cpu;
    const uint64_t     node = own ? part->def_mem_per_node : twin->set->def_mem_per_node;

    *per_cpu = node == 0 && cpu != 0;
    return node != 0 ? node : cpu;
}

void twin_look_in(const Twin *twin, SsJob *job, SsPartId part)
{
    const uint32_t gpu = ss_cluster_gres(twin->cluster, "gpu");
    const uint64_t of_part = twin->world->parts[part].def_mem_per_gpu;
    bool           is_default = job->req.mem_per_gpu != 0, per_cpu;

    if (job->n_parts < 2 || job->req.mem_set)
        return;
    for (uint32_t k = 0; k < job->n_parts; k++)
        is_default = is_default
                     || (default_memory(twin, job->parts[k], &per_cpu) == job->req.mem
                         && per_cpu == job->req.mem_per_cpu);
    if (!is_default)
        return;
    job->req.mem = default_memory(twin, part, &per_cpu);
    job->req.mem_per_cpu = per_cpu;
    job->req.mem_per_gpu = 0;
    for (uint32_t g = 0; g < job->req.n_gres; g++)
        if (job->req.gres[g].gres == gpu)
            job->req.mem_per_gpu = of_part != 0 ? of_part : twin->set->def_mem_per_gpu;
    if (job->req.mem_per_gpu != 0) {
        job->req.mem = 0;
        job->req.mem_per_cpu = false;
    }
}
