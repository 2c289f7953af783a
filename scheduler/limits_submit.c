/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits_submit.c - association and QOS limits when a job is submitted.
 *
 * Most limits refuse nothing here: a job that exceeds them is taken and waits. They refuse under *strict*
 * checking only, which means a QOS with DenyOnLimit, or no QOS at all. What always refuses are the
 * limits on the number of submitted jobs. What happens in either case: MaxWall and GrpWall give a
 * time limit to a job that has none.
 *
 * TRES-minutes limits are turned into a time limit (limit / count) and compared as such. A limit the
 * job got from one of them, not from its user, is lowered by the next instead of being refused.
 *
 * The tests are rows, in Slurm's order: once for each QOS, then for each association from the user's to
 * root. In 22.05 the pair MaxTRESPerUser and GrpTRES is looked at together: as soon as the first QOS sets
 * either for a TRES, the second's pair for it is skipped, and its GrpTRES then does not hide
 * the associations' either.
 *
 * Tested in tests/unit/test_limits.c, rows of spec limits.md 16.
 */
#include "scheduler/limits.h"
#include "scheduler/limits_check.h"

typedef struct {
    SsLimitCheck check;
    SsJob       *job;
    uint32_t     tasks;
    bool         strict;
    uint64_t    *tres; /* [n_tres] requested, billing as this partition bills                   */
} Submission;

/* One entity whose limits are tested: a QOS, or an association of the chain. */
typedef struct {
    uint32_t        by; /* 0, 1 or SS_BY_ASSOC                                                */
    const SsLimits *limits;
    const SsUsage  *usage;
} Entity;

typedef SsReason (*Test)(Submission *s, const Entity *e);

static SsReason reason_of(const Submission *s, SsLimitKind kind, uint32_t tres)
{
    return ss_limits_reason(s->check.world->cluster->tres, kind, tres);
}

/* --- requested counts ----------------------------------------------------------------------------- */

/* Strict only: the first TRES of which more is requested than `at` allows. */
static SsReason too_much(const Submission *s, const Entity *e, size_t at, SsLimitKind kind,
                         uint64_t divisor)
{
    const bool scaled = kind == SS_LIMIT_A_GRP || kind == SS_LIMIT_A_PER_JOB;

    for (uint32_t i = 0; s->strict && i < s->check.n_tres; i++) {
        uint64_t limit = ss_limit_tres_by(&s->check, e->by, e->limits, at, i);

        if (scaled)
            limit = ss_limit_scaled(&s->check, limit);
        if (limit == SS_NO_LIMIT64 || ss_limit_set_by_admin(&s->check, i))
            continue;
        if (s->tres[i] / divisor > limit)
            return reason_of(s, kind, i);
    }
    return SS_REASON_NONE;
}

static uint64_t nodes_of(const Submission *s)
{
    return MAX(s->tres[SS_TRES_NODE], 1);
}

static SsReason q_per_account(Submission *s, const Entity *e)
{
    return too_much(s, e, SS_LIMIT(max_tres_pa), SS_LIMIT_Q_PER_ACCOUNT, 1);
}

/* Is the pair (MaxTRESPerUser, GrpTRES) of this TRES settled by the first QOS? */
static bool pair_taken(const SsLimitCheck *check, uint32_t by, uint32_t tres)
{
    return ss_limit_tres_taken(check, by, SS_LIMIT(max_tres_pu), tres)
           || ss_limit_tres_taken(check, by, SS_LIMIT(grp_tres), tres);
}

static SsReason q_per_user_and_group(Submission *s, const Entity *e)
{
    for (uint32_t i = 0; s->strict && i < s->check.n_tres; i++) {
        if (pair_taken(&s->check, e->by, i) || ss_limit_set_by_admin(&s->check, i))
            continue;
        if (s->tres[i] > ss_limit_tres(e->limits, SS_LIMIT(max_tres_pu), i))
            return reason_of(s, SS_LIMIT_Q_PER_USER, i);
        if (s->tres[i] > ss_limit_tres(e->limits, SS_LIMIT(grp_tres), i))
            return reason_of(s, SS_LIMIT_Q_GRP, i);
    }
    return SS_REASON_NONE;
}

static SsReason q_per_job(Submission *s, const Entity *e)
{
    return too_much(s, e, SS_LIMIT(max_tres_pj), SS_LIMIT_Q_PER_JOB, 1);
}

static SsReason q_per_node(Submission *s, const Entity *e)
{
    return too_much(s, e, SS_LIMIT(max_tres_pn), SS_LIMIT_Q_PER_NODE, nodes_of(s));
}

static SsReason q_min(Submission *s, const Entity *e)
{
    for (uint32_t i = 0; s->strict && i < s->check.n_tres; i++) {
        const uint64_t limit =
            ss_limit_tres_by(&s->check, e->by, e->limits, SS_LIMIT(min_tres_pj), i);

        if (limit == SS_NO_LIMIT64 || ss_limit_set_by_admin(&s->check, i))
            continue;
        if (s->tres[i] < limit)
            return reason_of(s, SS_LIMIT_Q_MIN, i);
    }
    return SS_REASON_NONE;
}

/* GrpTRES of a second QOS that was never looked at (see the essay) hides nothing. */
static bool group_taken(const SsLimitCheck *check, uint32_t tres)
{
    if (ss_limit_tres_taken(check, 1, SS_LIMIT(grp_tres), tres))
        return true;
    return !pair_taken(check, 1, tres)
           && ss_limit_tres_taken(check, SS_BY_ASSOC, SS_LIMIT(grp_tres), tres);
}

static SsReason a_group(Submission *s, const Entity *e)
{
    for (uint32_t i = 0; s->strict && i < s->check.n_tres; i++) {
        const uint64_t limit =
            ss_limit_scaled(&s->check, ss_limit_tres(e->limits, SS_LIMIT(grp_tres), i));

        if (group_taken(&s->check, i) || ss_limit_set_by_admin(&s->check, i))
            continue;
        if (limit != SS_NO_LIMIT64 && s->tres[i] > limit)
            return reason_of(s, SS_LIMIT_A_GRP, i);
    }
    return SS_REASON_NONE;
}

static SsReason a_per_job(Submission *s, const Entity *e)
{
    return too_much(s, e, SS_LIMIT(max_tres_pj), SS_LIMIT_A_PER_JOB, 1);
}

static SsReason a_per_node(Submission *s, const Entity *e)
{
    return too_much(s, e, SS_LIMIT(max_tres_pn), SS_LIMIT_A_PER_NODE, nodes_of(s));
}

/* --- numbers of jobs ------------------------------------------------------------------------------ */

static bool exceeds(uint32_t used, uint32_t more, uint32_t limit)
{
    return limit != SS_NO_LIMIT && (uint64_t) used + more > limit;
}

static SsReason q_group_submit(Submission *s, const Entity *e)
{
    const uint32_t limit = ss_limit_count_by(&s->check, e->by, e->limits, SS_LIMIT(grp_submit));

    return exceeds(e->usage->submitted, s->tasks, limit) ? SS_REASON_QOS_GRP_SUBMIT_JOBS_LIMIT
                                                         : SS_REASON_NONE;
}

/* A limit on what a user or an account may submit makes the QOS keep a row of it, also where the submission is refused
 * further on (static-t-teaching-lab). */
static bool exceeds_in(const Submission *s, GArray *rows, uint32_t id, uint32_t limit)
{
    return limit != SS_NO_LIMIT
           && exceeds(ss_usage_sub(rows, id, s->check.n_tres)->submitted, s->tasks, limit);
}

static SsReason q_max_submit(Submission *s, const Entity *e)
{
    const SsLimitCheck *check = &s->check;
    const uint32_t      per_account =
        ss_limit_count_by(check, e->by, e->limits, SS_LIMIT(max_submit_pa));
    const uint32_t per_user = ss_limit_count_by(check, e->by, e->limits, SS_LIMIT(max_submit));

    if (exceeds_in(s, e->usage->accounts, ss_limit_account_of(check->world, s->job), per_account))
        return SS_REASON_MAX_SUBMIT_JOBS_PER_ACCOUNT;
    if (exceeds_in(s, e->usage->users, s->job->uid, per_user))
        return SS_REASON_QOS_MAX_SUBMIT_JOB_PER_USER_LIMIT;
    return SS_REASON_NONE;
}

static SsReason a_group_submit(Submission *s, const Entity *e)
{
    const uint32_t limit = ss_limit_count_by(&s->check, e->by, e->limits, SS_LIMIT(grp_submit));

    return exceeds(e->usage->submitted, s->tasks, limit) ? SS_REASON_ASSOC_GRP_SUBMIT_JOBS_LIMIT
                                                         : SS_REASON_NONE;
}

/* A QOS that limits submissions by user or by account takes the place of MaxSubmitJobs. */
static SsReason a_max_submit(Submission *s, const Entity *e)
{
    if (ss_limit_count_taken(&s->check, e->by, SS_LIMIT(max_submit))
        || ss_limit_count_taken(&s->check, e->by, SS_LIMIT(max_submit_pa)))
        return SS_REASON_NONE;
    return exceeds(e->usage->submitted, s->tasks, e->limits->max_submit)
               ? SS_REASON_ASSOC_MAX_SUBMIT_JOB_LIMIT
               : SS_REASON_NONE;
}

/* --- time ----------------------------------------------------------------------------------------- */

/* Holds the job's time limit to `minutes`; false if that is the user's own and strictly refused. */
static bool hold_time(Submission *s, uint32_t minutes)
{
    SsJob *job = s->job;

    if (job->time_limit == SS_UNSET32) {
        job->time_limit = minutes;
        job->limit_by_policy = true;
        return true;
    }
    if (job->limit_by_policy) {
        job->time_limit = MIN(job->time_limit, minutes);
        return true;
    }
    return !s->strict || job->time_limit <= minutes;
}

static SsReason wall(Submission *s, const Entity *e, size_t at, SsReason reason)
{
    const uint32_t limit = ss_limit_count_by(&s->check, e->by, e->limits, at);

    if (limit == SS_NO_LIMIT || (s->job->admin_set & SS_ADMIN_TIME))
        return SS_REASON_NONE;
    return hold_time(s, limit) ? SS_REASON_NONE : reason;
}

static SsReason minutes(Submission *s, const Entity *e, size_t at, SsLimitKind kind)
{
    if (!s->strict || (s->job->admin_set & SS_ADMIN_TIME))
        return SS_REASON_NONE;
    for (uint32_t i = 0; i < s->check.n_tres; i++) {
        const uint64_t limit = ss_limit_tres_by(&s->check, e->by, e->limits, at, i);

        if (limit == SS_NO_LIMIT64 || s->tres[i] == 0 || ss_limit_set_by_admin(&s->check, i))
            continue;
        if (!hold_time(s, (uint32_t) (limit / s->tres[i])))
            return reason_of(s, kind, i);
    }
    return SS_REASON_NONE;
}

static SsReason q_minutes_per_job(Submission *s, const Entity *e)
{
    return minutes(s, e, SS_LIMIT(max_tres_mins_pj), SS_LIMIT_Q_MINS_PER_JOB);
}

static SsReason q_group_minutes(Submission *s, const Entity *e)
{
    return minutes(s, e, SS_LIMIT(grp_tres_mins), SS_LIMIT_Q_GRP_MINS);
}

static SsReason q_group_run_minutes(Submission *s, const Entity *e)
{
    return minutes(s, e, SS_LIMIT(grp_tres_run_mins), SS_LIMIT_Q_GRP_RUN_MINS);
}

static SsReason q_max_wall(Submission *s, const Entity *e)
{
    return wall(s, e, SS_LIMIT(max_wall), SS_REASON_QOS_MAX_WALL_DURATION_PER_JOB_LIMIT);
}

static SsReason q_group_wall(Submission *s, const Entity *e)
{
    return wall(s, e, SS_LIMIT(grp_wall), SS_REASON_QOS_GRP_WALL_LIMIT);
}

static SsReason a_group_minutes(Submission *s, const Entity *e)
{
    return minutes(s, e, SS_LIMIT(grp_tres_mins), SS_LIMIT_A_GRP_MINS);
}

static SsReason a_group_run_minutes(Submission *s, const Entity *e)
{
    return minutes(s, e, SS_LIMIT(grp_tres_run_mins), SS_LIMIT_A_GRP_RUN_MINS);
}

static SsReason a_group_wall(Submission *s, const Entity *e)
{
    return wall(s, e, SS_LIMIT(grp_wall), SS_REASON_ASSOC_GRP_WALL_LIMIT);
}

static SsReason a_minutes_per_job(Submission *s, const Entity *e)
{
    return minutes(s, e, SS_LIMIT(max_tres_mins_pj), SS_LIMIT_A_MINS_PER_JOB);
}

static SsReason a_max_wall(Submission *s, const Entity *e)
{
    return wall(s, e, SS_LIMIT(max_wall), SS_REASON_ASSOC_MAX_WALL_DURATION_PER_JOB_LIMIT);
}

/* --- the order ------------------------------------------------------------------------------------ */

static const Test qos_tests[] = {
    q_per_account,   q_per_user_and_group, q_group_submit, q_minutes_per_job,
    q_group_minutes, q_group_run_minutes,  q_max_wall,     q_group_wall,
    q_per_job,       q_per_node,           q_max_submit,   q_min,
};

/* Every association of the chain. */
static const Test assoc_tests[] = {
    a_group, a_group_submit, a_group_minutes, a_group_run_minutes, a_group_wall,
};

/* The job's own association only: its Max limits are already filled in from above. */
static const Test user_tests[] = {
    a_per_job, a_per_node, a_max_submit, a_minutes_per_job, a_max_wall,
};

static SsReason run(Submission *s, const Entity *e, const Test *tests, size_t n)
{
    SsReason reason = SS_REASON_NONE;

    for (size_t i = 0; i < n && reason == SS_REASON_NONE; i++)
        reason = tests[i](s, e);
    return reason;
}

static SsReason test_qos(Submission *s)
{
    const SsWorld *world = s->check.world;
    SsReason       reason = SS_REASON_NONE;

    for (uint32_t by = 0; by < 2 && reason == SS_REASON_NONE; by++) {
        if (s->check.qos[by] == SS_ID_NONE)
            break;
        const Entity e = { by, s->check.of_qos[by], &world->qos_use[s->check.qos[by]] };

        reason = run(s, &e, qos_tests, G_N_ELEMENTS(qos_tests));
    }
    return reason;
}

static SsReason test_chain(Submission *s)
{
    const SsWorld *world = s->check.world;
    SsReason       reason = SS_REASON_NONE;

    for (SsAssocId a = s->job->assoc; a != SS_ID_NONE && reason == SS_REASON_NONE;
         a = world->tree->at[a].parent) {
        const Entity e = { SS_BY_ASSOC, &world->tree->at[a].limits, &world->assoc_use[a] };

        reason = run(s, &e, assoc_tests, G_N_ELEMENTS(assoc_tests));
        if (reason == SS_REASON_NONE && a == s->job->assoc)
            reason = run(s, &e, user_tests, G_N_ELEMENTS(user_tests));
    }
    return reason;
}

static bool is_strict(const SsLimitCheck *check)
{
    if (check->qos[0] == SS_ID_NONE)
        return true;
    for (uint32_t by = 0; by < 2 && check->qos[by] != SS_ID_NONE; by++) {
        if (check->world->tree->qos[check->qos[by]].flags & SS_QOS_DENY_ON_LIMIT)
            return true;
    }
    return false;
}

static uint64_t *requested(const SsLimitCheck *check)
{
    const SsWorld *world = check->world;
    uint64_t      *tres = g_memdup2(check->job->tres_req, check->n_tres * sizeof *tres);

    tres[SS_TRES_BILLING] =
        (uint64_t) ss_tres_billing(world->cluster->tres, tres, world->parts[check->part].billing,
                                   (world->settings.priority_flags & SS_PRIO_MAX_TRES) != 0);
    return tres;
}

SsReason ss_limits_submit(SsWorld *world, SsJob *job, SsPartId part, uint32_t tasks)
{
    Submission s = { .job = job, .tasks = tasks };
    SsReason   reason;

    if (!ss_limits_enforced(world, job))
        return SS_REASON_NONE;
    s.check = ss_limit_check(world, job, part);
    s.strict = is_strict(&s.check);
    s.tres = requested(&s.check);
    reason = test_qos(&s);
    if (reason == SS_REASON_NONE)
        reason = test_chain(&s);
    g_free(s.tres);
    return reason;
}
