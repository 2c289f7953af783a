/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits_sched.c - association and QOS limits when a job could start, and while it runs.
 *
 * Three looks at one job. *Pre*: what can be said without knowing nodes (numbers of jobs, walls).
 * *Max nodes*: how many nodes the node limits leave, so that selection does not choose more. *Post*: the
 * selected counts against every TRES limit. Post is made whether or not the nodes are free, since a job
 * that a limit holds must not reserve anything.
 *
 * Order: first QOS, second QOS, then the chain from the user's association to root; within one of them
 * the rows below; within a row the TRES by position. The first violation is the reason a user sees, so
 * the order is part of the result.
 *
 * Quirks that were seen and are kept:
 * - A job with neither a time limit nor a DefaultTime counts 4294967294 minutes in the minutes tests;
 *   GrpTRESRunMins never lets it start.
 * - With UsageFactorSafe a QOS that sets GrpWall and MaxWall applies the factor twice in the latter.
 * - root's own GrpTRESMins and GrpWall hold jobs but do not kill them.
 *
 * Tested in tests/unit/test_limits.c, rows of spec limits.md 16.
 */
#include "scheduler/limits.h"
#include "scheduler/limits_check.h"

/* --- pre: validity -------------------------------------------------------------------------------- */

/* Who gave the job its QOS asks nobody: root's choice is not held against the association. */
static SsReason valid(const SsWorld *world, SsJob *job)
{
    const uint32_t enforce = world->settings.enforce;

    if (job->assoc == SS_ID_NONE)
        return enforce & SS_ENFORCE_ASSOCS ? SS_REASON_INVALID_ACCOUNT : SS_REASON_NONE;
    if ((enforce & SS_ENFORCE_QOS) && job->qos != SS_ID_NONE && !(job->admin_set & SS_ADMIN_QOS)
        && !ss_assoc_has_qos(&world->tree->at[job->assoc], job->qos)) {
        job->eligible = 0;
        return SS_REASON_INVALID_QOS;
    }
    return SS_REASON_NONE;
}

/* --- pre: walls ----------------------------------------------------------------------------------- */

/* Minutes that GrpWall has been used. */
static uint32_t wall_used(const SsUsage *usage)
{
    return (uint32_t) (usage->grp_used_wall / 60);
}

/* The time to test against a wall limit: the job's, else the smaller of limit and MaxTime. */
static uint32_t wall_minutes(const SsLimitCheck *check, uint32_t limit)
{
    if (check->job->time_limit != SS_UNSET32)
        return check->job->time_limit;
    return MIN(limit, check->world->parts[check->part].max_time);
}

static uint32_t times(uint32_t minutes, double factor)
{
    const double product = (double) minutes * factor;

    return product >= 4294967295.0 ? UINT32_MAX : (uint32_t) product;
}

static bool group_wall_full(const SsLimitCheck *check, const SsUsage *usage, uint32_t limit,
                            uint32_t minutes)
{
    const uint32_t used = wall_used(usage);

    if (used >= limit)
        return true;
    return (check->world->settings.enforce & SS_ENFORCE_SAFE) && (uint64_t) used + minutes > limit;
}

static bool time_set_by_admin(const SsLimitCheck *check)
{
    return (check->job->admin_set & SS_ADMIN_TIME) != 0;
}

/* --- pre: QOS ------------------------------------------------------------------------------------- */

static uint32_t running(const SsSubUsage *sub)
{
    return sub != NULL ? sub->jobs : 0;
}

static SsReason pre_qos_jobs(const SsLimitCheck *check, uint32_t by)
{
    const SsLimits *limits = check->of_qos[by];

    if (running(ss_limit_account(check, by))
        >= ss_limit_count_by(check, by, limits, SS_LIMIT(max_jobs_pa)))
        return SS_REASON_MAX_JOBS_PER_ACCOUNT;
    if (running(ss_limit_user(check, by))
        >= ss_limit_count_by(check, by, limits, SS_LIMIT(max_jobs)))
        return SS_REASON_QOS_MAX_JOBS_PER_USER_LIMIT;
    return SS_REASON_NONE;
}

static SsReason pre_qos(const SsLimitCheck *check, uint32_t by)
{
    const SsLimits *limits = check->of_qos[by];
    const SsUsage  *usage = &check->world->qos_use[check->qos[by]];
    const double    factor = ss_limit_safe_factor(check);
    const uint32_t  group_wall = ss_limit_count_by(check, by, limits, SS_LIMIT(grp_wall));
    const uint32_t  max_wall = ss_limit_count_by(check, by, limits, SS_LIMIT(max_wall));
    uint32_t        minutes = SS_UNSET32;
    SsReason        reason;

    if (usage->jobs >= ss_limit_count_by(check, by, limits, SS_LIMIT(grp_jobs)))
        return SS_REASON_QOS_GRP_JOBS_LIMIT;
    if (group_wall != SS_NO_LIMIT && !time_set_by_admin(check)) {
        minutes = times(wall_minutes(check, group_wall), factor);
        if (group_wall_full(check, usage, group_wall, minutes))
            return SS_REASON_QOS_GRP_WALL_LIMIT;
    }
    reason = pre_qos_jobs(check, by);
    if (reason != SS_REASON_NONE || max_wall == SS_NO_LIMIT || time_set_by_admin(check))
        return reason;
    if (minutes == SS_UNSET32)
        minutes = wall_minutes(check, max_wall);
    if (times(minutes, factor) > max_wall)
        return SS_REASON_QOS_MAX_WALL_DURATION_PER_JOB_LIMIT;
    return SS_REASON_NONE;
}

/* --- pre: associations ---------------------------------------------------------------------------- */

static uint32_t assoc_max_jobs(const SsLimitCheck *check, const SsLimits *limits)
{
    if (ss_limit_count_taken(check, SS_BY_ASSOC, SS_LIMIT(max_jobs_pa)))
        return SS_NO_LIMIT;
    return ss_limit_count_by(check, SS_BY_ASSOC, limits, SS_LIMIT(max_jobs));
}

static SsReason pre_own(const SsLimitCheck *check, const SsLimits *limits, const SsUsage *usage)
{
    const uint32_t max_wall = ss_limit_count_by(check, SS_BY_ASSOC, limits, SS_LIMIT(max_wall));

    if (usage->jobs >= assoc_max_jobs(check, limits))
        return SS_REASON_ASSOC_MAX_JOBS_LIMIT;
    if (max_wall == SS_NO_LIMIT || time_set_by_admin(check))
        return SS_REASON_NONE;
    if (times(wall_minutes(check, max_wall), ss_limit_safe_factor(check)) > max_wall)
        return SS_REASON_ASSOC_MAX_WALL_DURATION_PER_JOB_LIMIT;
    return SS_REASON_NONE;
}

static SsReason pre_assoc(const SsLimitCheck *check, SsAssocId assoc)
{
    const SsLimits *limits = &check->world->tree->at[assoc].limits;
    const SsUsage  *usage = &check->world->assoc_use[assoc];
    const uint32_t  wall = ss_limit_count_by(check, SS_BY_ASSOC, limits, SS_LIMIT(grp_wall));

    if (usage->jobs >= ss_limit_count_by(check, SS_BY_ASSOC, limits, SS_LIMIT(grp_jobs)))
        return SS_REASON_ASSOC_GRP_JOBS_LIMIT;
    if (wall != SS_NO_LIMIT && !time_set_by_admin(check)
        && group_wall_full(check, usage, wall,
                           times(wall_minutes(check, wall), ss_limit_safe_factor(check))))
        return SS_REASON_ASSOC_GRP_WALL_LIMIT;
    return assoc == check->job->assoc ? pre_own(check, limits, usage) : SS_REASON_NONE;
}

SsReason ss_limits_pre(SsWorld *world, SsJob *job, SsPartId part)
{
    const SsLimitCheck check = ss_limit_check(world, job, part);
    SsReason           reason = valid(world, job);

    if (reason != SS_REASON_NONE || !ss_limits_enforced(world, job))
        return reason;
    for (uint32_t by = 0; by < 2 && check.of_qos[by] != NULL; by++) {
        reason = pre_qos(&check, by);
        if (reason != SS_REASON_NONE)
            return reason;
    }
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = world->tree->at[a].parent) {
        reason = pre_assoc(&check, a);
        if (reason != SS_REASON_NONE)
            return reason;
    }
    return SS_REASON_NONE;
}

/* --- the most nodes ------------------------------------------------------------------------------- */

static const struct {
    size_t      at;
    SsLimitKind kind;
} node_limits[] = {
    { SS_LIMIT(max_tres_pa), SS_LIMIT_Q_PER_ACCOUNT },
    { SS_LIMIT(max_tres_pj), SS_LIMIT_Q_PER_JOB },
    { SS_LIMIT(max_tres_pu), SS_LIMIT_Q_PER_USER },
    { SS_LIMIT(grp_tres), SS_LIMIT_Q_GRP },
};

typedef struct {
    uint64_t nodes;
    SsReason reason;
} Ceiling;

static bool lower(Ceiling *ceiling, const SsLimitCheck *check, uint64_t limit, SsLimitKind kind)
{
    if (limit >= ceiling->nodes)
        return false;
    *ceiling =
        (Ceiling){ limit, ss_limits_reason(check->world->cluster->tres, kind, SS_TRES_NODE) };
    return true;
}

static bool a_qos_limits_nodes_per_job(const SsLimitCheck *check)
{
    for (size_t k = 0; k < 3; k++) { /* per account, per job, per user: not the group's */
        if (ss_limit_tres_taken(check, SS_BY_ASSOC, node_limits[k].at, SS_TRES_NODE))
            return true;
    }
    return false;
}

static void lower_by_chain(Ceiling *ceiling, const SsLimitCheck *check)
{
    const SsAssocTree *tree = check->world->tree;
    SsAssocId          a = check->job->assoc;
    uint64_t           limit;

    if (!ss_limit_tres_taken(check, SS_BY_ASSOC, SS_LIMIT(grp_tres), SS_TRES_NODE)) {
        for (bool lowered = false; a != SS_ID_NONE && !lowered; a = tree->at[a].parent) {
            limit = ss_limit_tres(&tree->at[a].limits, SS_LIMIT(grp_tres), SS_TRES_NODE);
            lowered = lower(ceiling, check, ss_limit_scaled(check, limit), SS_LIMIT_A_GRP);
        }
    }
    if (a_qos_limits_nodes_per_job(check))
        return;
    limit = ss_limit_tres(&tree->at[check->job->assoc].limits, SS_LIMIT(max_tres_pj), SS_TRES_NODE);
    lower(ceiling, check, ss_limit_scaled(check, limit), SS_LIMIT_A_PER_JOB);
}

uint32_t ss_limits_max_nodes(const SsWorld *world, const SsJob *job, SsPartId part,
                             SsReason *reason)
{
    const SsLimitCheck check = ss_limit_check(world, job, part);
    Ceiling            ceiling = { UINT32_MAX, SS_REASON_NONE };

    *reason = SS_REASON_NONE;
    if (!ss_limits_enforced(world, job) || ss_limit_set_by_admin(&check, SS_TRES_NODE))
        return UINT32_MAX;
    for (uint32_t by = 0; by < 2 && check.of_qos[by] != NULL; by++) {
        for (size_t k = 0; k < G_N_ELEMENTS(node_limits); k++)
            lower(&ceiling, &check,
                  ss_limit_tres_by(&check, by, check.of_qos[by], node_limits[k].at, SS_TRES_NODE),
                  node_limits[k].kind);
    }
    lower_by_chain(&ceiling, &check);
    *reason = ceiling.reason;
    return (uint32_t) ceiling.nodes;
}

/* --- post ----------------------------------------------------------------------------------------- */

typedef struct {
    SsLimitCheck     check;
    const uint64_t  *tres; /* selected                                                         */
    const SsNodeSet *nodes;
    uint64_t         minutes; /* the job's time, with UsageFactor if that is safe                 */
    bool             free_of_charge; /* UsageFactor 0: nothing used or running counts             */
} Selection;

/* What a test compares with: one QOS, one of its users or accounts, or one association. */
typedef struct {
    uint32_t        by;
    const SsLimits *limits;
    const SsUsage  *usage;     /* NULL for users and accounts                                     */
    const uint64_t *in_use;    /* [n_tres], NULL: nothing                                         */
    const uint16_t *node_jobs; /* [n_nodes], NULL: none                                           */
} Party;

typedef bool (*Exceeds)(const Selection *s, const Party *p, uint32_t tres, uint64_t limit);

static uint64_t job_minutes(const Selection *s, uint32_t tres)
{
    return s->minutes * s->tres[tres];
}

static uint64_t minutes_running(const Selection *s, const Party *p, uint32_t tres)
{
    return s->free_of_charge ? 0 : p->usage->run_secs[tres] / 60;
}

static uint64_t minutes_used(const SsUsage *usage, uint32_t tres)
{
    return (uint64_t) (usage->tres_raw[tres] / 60);
}

static bool over_group_minutes(const Selection *s, const Party *p, uint32_t tres, uint64_t limit)
{
    const uint64_t t = job_minutes(s, tres);
    const uint64_t used = s->free_of_charge ? 0 : minutes_used(p->usage, tres);

    if (t == 0)
        return false;
    if (used >= limit)
        return true;
    if (!(s->check.world->settings.enforce & SS_ENFORCE_SAFE))
        return false;
    return t > limit || t + minutes_running(s, p, tres) > limit - used;
}

static bool over_run_minutes(const Selection *s, const Party *p, uint32_t tres, uint64_t limit)
{
    const uint64_t t = job_minutes(s, tres);

    return t > limit || (t > 0 && t + minutes_running(s, p, tres) > limit);
}

/* Selected nodes on which the party has no job yet. */
static uint64_t fresh_nodes(const Selection *s, const Party *p)
{
    uint64_t fresh = 0;

    for (uint32_t n = ss_node_set_first(s->nodes); n != SS_ID_NONE;
         n = ss_node_set_next(s->nodes, n + 1))
        fresh += p->node_jobs == NULL || p->node_jobs[n] == 0;
    return fresh;
}

static bool over_use(const Selection *s, const Party *p, uint32_t tres, uint64_t limit)
{
    const uint64_t in_use = p->in_use != NULL ? p->in_use[tres] : 0;
    uint64_t       more = s->tres[tres];

    if (more > limit)
        return true;
    if (more == 0)
        return false;
    if (tres == SS_TRES_NODE)
        more = fresh_nodes(s, p);
    return more + in_use > limit;
}

static bool over_minutes(const Selection *s, const Party *p, uint32_t tres, uint64_t limit)
{
    (void) p;
    return job_minutes(s, tres) > limit;
}

static bool over_job(const Selection *s, const Party *p, uint32_t tres, uint64_t limit)
{
    (void) p;
    return s->tres[tres] > limit;
}

static bool over_node(const Selection *s, const Party *p, uint32_t tres, uint64_t limit)
{
    (void) p;
    return s->tres[tres] / MAX(s->tres[SS_TRES_NODE], 1) > limit;
}

static bool under_job(const Selection *s, const Party *p, uint32_t tres, uint64_t limit)
{
    (void) p;
    return s->tres[tres] < limit;
}

typedef enum { OF_ENTITY, OF_ACCOUNT, OF_USER } Whose;

enum {
    EVERY_LEVEL = 1 << 0, /* of the association chain; else the job's own association only        */
    SCALED = 1 << 1,      /* LimitFactor applies to associations                                  */
    ADMIN_TOO = 1 << 2,   /* tested though an operator set the count                              */
};

typedef struct {
    size_t      at;
    SsLimitKind of_qos, of_assoc; /* reasons; SS_LIMIT_NONE: associations have no such limit      */
    Exceeds     exceeds;
    Whose       whose;
    uint32_t    flags;
} Row;

static const Row rows[] = {
    { SS_LIMIT(grp_tres_mins), SS_LIMIT_Q_GRP_MINS, SS_LIMIT_A_GRP_MINS, over_group_minutes,
      OF_ENTITY, EVERY_LEVEL },
    { SS_LIMIT(grp_tres), SS_LIMIT_Q_GRP, SS_LIMIT_A_GRP, over_use, OF_ENTITY,
      EVERY_LEVEL | SCALED },
    { SS_LIMIT(grp_tres_run_mins), SS_LIMIT_Q_GRP_RUN_MINS, SS_LIMIT_A_GRP_RUN_MINS,
      over_run_minutes, OF_ENTITY, EVERY_LEVEL | ADMIN_TOO },
    { SS_LIMIT(max_tres_mins_pj), SS_LIMIT_Q_MINS_PER_JOB, SS_LIMIT_A_MINS_PER_JOB, over_minutes,
      OF_ENTITY, 0 },
    { SS_LIMIT(max_tres_pj), SS_LIMIT_Q_PER_JOB, SS_LIMIT_A_PER_JOB, over_job, OF_ENTITY, SCALED },
    { SS_LIMIT(max_tres_pn), SS_LIMIT_Q_PER_NODE, SS_LIMIT_A_PER_NODE, over_node, OF_ENTITY, 0 },
    { SS_LIMIT(min_tres_pj), SS_LIMIT_Q_MIN, SS_LIMIT_NONE, under_job, OF_ENTITY, 0 },
    { SS_LIMIT(max_tres_pa), SS_LIMIT_Q_PER_ACCOUNT, SS_LIMIT_NONE, over_use, OF_ACCOUNT, 0 },
    { SS_LIMIT(max_tres_pu), SS_LIMIT_Q_PER_USER, SS_LIMIT_NONE, over_use, OF_USER, 0 },
};

static bool row_exceeded(const Selection *s, const Party *p, const Row *row, uint32_t *at)
{
    if (!ss_limit_tres_given(p->limits, row->at))
        return false;
    for (uint32_t i = 0; i < s->check.n_tres; i++) {
        uint64_t limit = ss_limit_tres_by(&s->check, p->by, p->limits, row->at, i);

        if (p->by == SS_BY_ASSOC && (row->flags & SCALED))
            limit = ss_limit_scaled(&s->check, limit);
        if (limit == SS_NO_LIMIT64
            || (!(row->flags & ADMIN_TOO) && ss_limit_set_by_admin(&s->check, i)))
            continue;
        if (row->exceeds(s, p, i, limit)) {
            *at = i;
            return true;
        }
    }
    return false;
}

static Party party_of_qos(const Selection *s, uint32_t by, Whose whose)
{
    const SsUsage    *usage = &s->check.world->qos_use[s->check.qos[by]];
    const SsSubUsage *sub = NULL;
    Party             p = { .by = by, .limits = s->check.of_qos[by], .usage = usage };

    if (whose == OF_ENTITY) {
        p.in_use = usage->tres;
        p.node_jobs = usage->node_jobs;
        return p;
    }
    sub = whose == OF_USER ? ss_limit_user(&s->check, by) : ss_limit_account(&s->check, by);
    p.in_use = sub != NULL ? sub->tres : NULL;
    p.node_jobs = sub != NULL ? sub->node_jobs : NULL;
    return p;
}

static SsReason post_qos(const Selection *s, uint32_t by)
{
    uint32_t at;

    for (size_t r = 0; r < G_N_ELEMENTS(rows); r++) {
        if (!ss_limit_tres_given(s->check.of_qos[by], rows[r].at))
            continue; /* most are not: then nobody needs to know who counts */
        const Party p = party_of_qos(s, by, rows[r].whose);

        if (row_exceeded(s, &p, &rows[r], &at))
            return ss_limits_reason(s->check.world->cluster->tres, rows[r].of_qos, at);
    }
    return SS_REASON_NONE;
}

static SsReason post_assoc(const Selection *s, SsAssocId assoc)
{
    const SsWorld *world = s->check.world;
    const SsUsage *usage = &world->assoc_use[assoc];
    const Party    p = { SS_BY_ASSOC, &world->tree->at[assoc].limits, usage, usage->tres,
                         usage->node_jobs };
    uint32_t       at;

    for (size_t r = 0; r < G_N_ELEMENTS(rows); r++) {
        if (rows[r].of_assoc == SS_LIMIT_NONE
            || (!(rows[r].flags & EVERY_LEVEL) && assoc != s->check.job->assoc))
            continue;
        if (row_exceeded(s, &p, &rows[r], &at))
            return ss_limits_reason(world->cluster->tres, rows[r].of_assoc, at);
    }
    return SS_REASON_NONE;
}

/* The job's minutes: its own, else DefaultTime, else the "not set" value itself. */
static uint64_t selection_minutes(const SsLimitCheck *check)
{
    const uint32_t by_default = check->world->parts[check->part].default_time;
    uint32_t       minutes = check->job->time_limit;

    if (minutes == SS_UNSET32 && by_default != SS_NO_LIMIT)
        minutes = by_default;
    return (uint64_t) ((double) minutes * ss_limit_safe_factor(check));
}

static bool is_free_of_charge(const SsWorld *world, const SsJob *job)
{
    if (job->qos == SS_ID_NONE)
        return false;

    const double factor = world->tree->qos[job->qos].usage_factor;
    return factor >= 0 && factor <= 0;
}

SsReason ss_limits_post(const SsWorld *world, const SsJob *job, SsPartId part, const uint64_t *tres,
                        const SsNodeSet *nodes)
{
    Selection s = { .check = ss_limit_check(world, job, part), .tres = tres, .nodes = nodes };
    SsReason  reason = SS_REASON_NONE;

    if (!ss_limits_enforced(world, job))
        return SS_REASON_NONE;
    s.minutes = selection_minutes(&s.check);
    s.free_of_charge = is_free_of_charge(world, job);
    for (uint32_t by = 0; by < 2 && s.check.of_qos[by] != NULL; by++) {
        reason = post_qos(&s, by);
        if (reason != SS_REASON_NONE)
            return reason;
    }
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = world->tree->at[a].parent) {
        reason = post_assoc(&s, a);
        if (reason != SS_REASON_NONE)
            return reason;
    }
    return SS_REASON_NONE;
}

/* --- while it runs -------------------------------------------------------------------------------- */

/* TRES-minutes the job has used, and one. */
static uint64_t minutes_so_far(const SsWorld *world, const SsJob *job, uint32_t tres)
{
    const uint64_t elapsed = (uint64_t) (ss_job_elapsed(job, world->now) / 60);

    return elapsed * job->tres_alloc[tres] + 1;
}

static bool is_metered(const SsJob *job, uint32_t tres)
{
    return tres != SS_TRES_ENERGY && job->tres_alloc[tres] > 0;
}

static bool group_minutes_used_up(const SsLimitCheck *check, const Party *p, uint32_t *at)
{
    for (uint32_t i = 0; i < check->n_tres; i++) {
        const uint64_t limit =
            ss_limit_tres_by(check, p->by, p->limits, SS_LIMIT(grp_tres_mins), i);

        if (limit == SS_NO_LIMIT64 || !is_metered(check->job, i))
            continue;
        if (minutes_used(p->usage, i) >= limit) {
            *at = i;
            return true;
        }
    }
    return false;
}

static bool own_minutes_used_up(const SsLimitCheck *check, const Party *p, uint32_t *at)
{
    for (uint32_t i = 0; i < check->n_tres; i++) {
        const uint64_t limit =
            ss_limit_tres_by(check, p->by, p->limits, SS_LIMIT(max_tres_mins_pj), i);

        if (limit == SS_NO_LIMIT64 || !is_metered(check->job, i))
            continue;
        if (p->by == SS_BY_ASSOC && i == SS_TRES_NODE)
            continue;
        if (minutes_so_far(check->world, check->job, i) > limit) {
            *at = i;
            return true;
        }
    }
    return false;
}

static SsReason running_party(const SsLimitCheck *check, const Party *p, bool own)
{
    const SsTresSet *tres = check->world->cluster->tres;
    const bool       assoc = p->by == SS_BY_ASSOC;
    const uint32_t   wall = ss_limit_count_by(check, p->by, p->limits, SS_LIMIT(grp_wall));
    uint32_t         at;

    if (group_minutes_used_up(check, p, &at))
        return ss_limits_reason(tres, assoc ? SS_LIMIT_A_GRP_MINS : SS_LIMIT_Q_GRP_MINS, at);
    if (wall_used(p->usage) >= wall)
        return assoc ? SS_REASON_ASSOC_GRP_WALL_LIMIT : SS_REASON_QOS_GRP_WALL_LIMIT;
    if (own && own_minutes_used_up(check, p, &at))
        return ss_limits_reason(tres, assoc ? SS_LIMIT_A_MINS_PER_JOB : SS_LIMIT_Q_MINS_PER_JOB,
                                at);
    return SS_REASON_NONE;
}

SsReason ss_limits_running(const SsWorld *world, const SsJob *job)
{
    const SsLimitCheck check = ss_limit_check(world, job, job->part);
    SsReason           reason = SS_REASON_NONE;

    if (!ss_limits_enforced(world, job) || (world->settings.enforce & SS_ENFORCE_SAFE)
        || job->tres_alloc == NULL)
        return SS_REASON_NONE;
    for (uint32_t by = 0; by < 2 && check.of_qos[by] != NULL && reason == SS_REASON_NONE; by++) {
        const Party p = { .by = by,
                          .limits = check.of_qos[by],
                          .usage = &world->qos_use[check.qos[by]] };

        reason = running_party(&check, &p, true);
    }
    for (SsAssocId a = job->assoc; a != 0 && a != SS_ID_NONE && reason == SS_REASON_NONE;
         a = world->tree->at[a].parent) {
        const Party p = { .by = SS_BY_ASSOC,
                          .limits = &world->tree->at[a].limits,
                          .usage = &world->assoc_use[a] };

        reason = running_party(&check, &p, a == job->assoc);
    }
    return reason;
}
