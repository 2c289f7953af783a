/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits_count.c - the counters behind the limits.
 *
 * Who is counted: every association from the job's to root, the job's QOS and the partition's (each
 * once); a QOS counts by user and by account besides. A job in several partitions counts as submitted
 * in the QOS of each; when it starts, those of the partitions it does not run in let it go.
 *
 * Nodes are counted as *distinct* nodes, since two jobs of a user on one node use one node. That needs
 * a count of jobs per node and party. The array is made when a party's first job starts and
 * freed when its last one ends, so a site pays for parties that run something, not for all.
 *
 * Invariant: every counter is the sum over the records flagged limits_submitted or limits_running. The
 * flags keep a second call from counting twice.
 *
 * Accrue limits are here too: they are counters of pending jobs that age.
 */
#include "scheduler/limits.h"
#include "scheduler/limits_check.h"

#include "scheduler/charge.h"

/* --- who ------------------------------------------------------------------------------------------ */

/* Counters of one party, whatever it is. */
typedef struct {
    uint32_t  *jobs, *submitted, *accrue;
    uint64_t  *tres;
    uint16_t **node_jobs;
    uint64_t  *run_secs; /* NULL for a QOS' users and accounts: not kept in 22.05                 */
} Counters;

typedef struct {
    SsWorld   *world;
    SsJob     *job;
    uint32_t   tasks;
    uint64_t   seconds; /* of the time limit, times UsageFactor                                  */
    SsNodeSet *nodes;   /* of the run, NULL if not needed                                        */
} Change;

typedef void (*Apply)(const Change *change, Counters *counters);

static Counters of_usage(SsUsage *usage)
{
    return (Counters){ &usage->jobs, &usage->submitted, &usage->accrue,
                       usage->tres,  &usage->node_jobs, usage->run_secs };
}

static Counters of_sub(SsSubUsage *sub)
{
    return (
        Counters){ &sub->jobs, &sub->submitted, &sub->accrue, sub->tres, &sub->node_jobs, NULL };
}

static SsSubUsage *sub_of(GArray **list, uint32_t id, uint32_t n_tres)
{
    if (*list == NULL)
        *list = g_array_new(FALSE, FALSE, sizeof(SsSubUsage));
    return ss_usage_sub(*list, id, n_tres);
}

static void apply_to_qos(const Change *change, SsQosId qos, Apply apply)
{
    const uint32_t n_tres = change->world->cluster->tres->n;
    SsUsage       *usage = &change->world->qos_use[qos];
    Counters       counters = of_usage(usage);

    apply(change, &counters);
    counters = of_sub(sub_of(&usage->users, change->job->uid, n_tres));
    apply(change, &counters);
    counters =
        of_sub(sub_of(&usage->accounts, ss_limit_account_of(change->world, change->job), n_tres));
    apply(change, &counters);
}

static void apply_to_chain(const Change *change, Apply apply)
{
    for (SsAssocId a = change->job->assoc; a != SS_ID_NONE; a = change->world->tree->at[a].parent) {
        Counters counters = of_usage(&change->world->assoc_use[a]);

        apply(change, &counters);
    }
}

/* The QOS of the partition the job runs in, and its own. */
static void apply_to_run(const Change *change, Apply apply)
{
    SsQosId qos[2];

    for (uint32_t i = 0, n = ss_charge_qos(change->world, change->job, qos); i < n; i++)
        apply_to_qos(change, qos[i], apply);
    apply_to_chain(change, apply);
}

/* Is parts[k]'s QOS the first of its kind among the job's and those of earlier partitions? */
static bool is_new_qos(const SsWorld *world, const SsJob *job, uint32_t k)
{
    const SsQosId qos = world->parts[job->parts[k]].qos;

    if (qos == SS_ID_NONE || qos == job->qos)
        return false;
    for (uint32_t i = 0; i < k; i++) {
        if (world->parts[job->parts[i]].qos == qos)
            return false;
    }
    return true;
}

static void apply_to_part_qos(const Change *change, SsQosId except, Apply apply)
{
    for (uint32_t k = 0; k < change->job->n_parts; k++) {
        const SsQosId qos = change->world->parts[change->job->parts[k]].qos;

        if (is_new_qos(change->world, change->job, k) && qos != except)
            apply_to_qos(change, qos, apply);
    }
}

/* --- submitted ------------------------------------------------------------------------------------ */

static void add_submitted(const Change *change, Counters *c)
{
    *c->submitted += change->tasks;
}

static void take_submitted(const Change *change, Counters *c)
{
    *c->submitted -= MIN(change->tasks, *c->submitted);
}

static void change_submitted(const Change *change, Apply apply)
{
    if (change->job->qos != SS_ID_NONE)
        apply_to_qos(change, change->job->qos, apply);
    apply_to_part_qos(change, SS_ID_NONE, apply);
    apply_to_chain(change, apply);
}

void ss_limits_submitted(SsWorld *world, SsJob *job, uint32_t tasks)
{
    const Change change = { .world = world, .job = job, .tasks = tasks };

    if (!ss_limits_enforced(world, job) || job->limits_submitted)
        return;
    change_submitted(&change, add_submitted);
    job->limits_submitted = true;
}

void ss_limits_unsubmitted(SsWorld *world, SsJob *job, uint32_t tasks)
{
    const Change change = { .world = world, .job = job, .tasks = tasks };

    if (!ss_limits_enforced(world, job) || !job->limits_submitted)
        return;
    change_submitted(&change, take_submitted);
    if (job->state != SS_JOB_PENDING)
        job->limits_submitted = false;
}

/* --- running -------------------------------------------------------------------------------------- */

static void add_nodes(const Change *change, Counters *c)
{
    const uint32_t n_nodes = change->world->cluster->n_nodes;

    if (*c->node_jobs == NULL)
        *c->node_jobs = g_new0(uint16_t, n_nodes);
    for (uint32_t n = ss_node_set_first(change->nodes); n != SS_ID_NONE;
         n = ss_node_set_next(change->nodes, n + 1)) {
        if ((*c->node_jobs)[n]++ == 0)
            c->tres[SS_TRES_NODE]++;
    }
}

static void take_nodes(const Change *change, Counters *c)
{
    for (uint32_t n = ss_node_set_first(change->nodes); *c->node_jobs != NULL && n != SS_ID_NONE;
         n = ss_node_set_next(change->nodes, n + 1)) {
        if ((*c->node_jobs)[n] > 0 && --(*c->node_jobs)[n] == 0)
            c->tres[SS_TRES_NODE]--;
    }
    if (*c->jobs == 0)
        g_clear_pointer(c->node_jobs, g_free);
}

static void add_running(const Change *change, Counters *c)
{
    const SsJob *job = change->job;

    ++*c->jobs;
    for (uint32_t i = 0; i < change->world->cluster->tres->n; i++) {
        if (i != SS_TRES_NODE)
            c->tres[i] += job->tres_alloc[i];
        if (c->run_secs != NULL)
            ss_run_secs_add(&c->run_secs[i], change->seconds, job->tres_alloc[i]);
    }
    add_nodes(change, c);
}

static void take_running(const Change *change, Counters *c)
{
    const SsJob *job = change->job;

    *c->jobs -= MIN(1, *c->jobs);
    for (uint32_t i = 0; i < change->world->cluster->tres->n; i++) {
        if (i != SS_TRES_NODE)
            c->tres[i] -= MIN(job->tres_alloc[i], c->tres[i]);
    }
    take_nodes(change, c);
}

/* The nodes of a run: from the allocation, or from the list that stays when it is gone. */
static SsNodeSet *nodes_of_run(const SsWorld *world, const SsJob *job)
{
    SsNodeSet       *nodes = ss_node_set_new(world->cluster->n_nodes);
    g_autofree char *bad = NULL;

    if (job->alloc != NULL)
        ss_alloc_nodes(job->alloc, nodes);
    else if (job->nodes != NULL)
        ss_cluster_node_set(world->cluster, job->nodes, nodes, &bad);
    return nodes;
}

static SsQosId part_qos(const SsWorld *world, const SsJob *job)
{
    return job->part != SS_ID_NONE ? world->parts[job->part].qos : SS_ID_NONE;
}

void ss_limits_started(SsWorld *world, SsJob *job)
{
    const double factor = ss_charge_usage_factor(world, job);
    Change       change = { .world = world, .job = job, .tasks = 1 };

    ss_limits_accrue_release(world, job);
    if (!ss_limits_enforced(world, job) || job->limits_running)
        return;
    if (job->limits_submitted)
        apply_to_part_qos(&change, part_qos(world, job), take_submitted);
    change.seconds = (uint64_t) ((double) ((uint64_t) job->time_limit * 60) * factor);
    change.nodes = nodes_of_run(world, job);
    apply_to_run(&change, add_running);
    ss_node_set_free(change.nodes);
    job->limits_running = true;
}

void ss_limits_ended(SsWorld *world, SsJob *job)
{
    Change change = { .world = world, .job = job, .tasks = 1 };

    if (job->assoc == SS_ID_NONE || !job->limits_running)
        return;
    change.nodes = nodes_of_run(world, job);
    apply_to_run(&change, take_running);
    if (job->limits_submitted)
        apply_to_run(&change, take_submitted);
    else /* requeued: it waits in all its partitions again */
        apply_to_part_qos(&change, part_qos(world, job), add_submitted);
    ss_node_set_free(change.nodes);
    job->limits_running = false;
    job->limits_submitted = false;
}

/* --- a new time limit ----------------------------------------------------------------------------- */

static void add_seconds(const Change *change, Counters *c)
{
    for (uint32_t i = 0; c->run_secs != NULL && i < change->world->cluster->tres->n; i++)
        ss_run_secs_add(&c->run_secs[i], change->seconds, change->job->tres_alloc[i]);
}

static void take_seconds(const Change *change, Counters *c)
{
    for (uint32_t i = 0; c->run_secs != NULL && i < change->world->cluster->tres->n; i++) {
        const uint64_t gone = ss_run_secs_of(change->seconds, change->job->tres_alloc[i]);

        c->run_secs[i] -= MIN(gone, c->run_secs[i]);
    }
}

void ss_limits_retimed(SsWorld *world, SsJob *job, uint32_t old)
{
    const bool     longer = job->time_limit > old;
    const uint32_t minutes = longer ? job->time_limit - old : old - job->time_limit;
    const Change   change = { .world = world, .job = job, .seconds = (uint64_t) minutes * 60 };

    if (job->limits_running)
        apply_to_run(&change, longer ? add_seconds : take_seconds);
}

/* --- accrual -------------------------------------------------------------------------------------- */

static void add_accrue(const Change *change, Counters *c)
{
    *c->accrue += change->tasks;
}

static void take_accrue(const Change *change, Counters *c)
{
    *c->accrue -= MIN(change->tasks, *c->accrue);
}

static void change_accrue(const Change *change, Apply apply)
{
    if (change->job->qos != SS_ID_NONE)
        apply_to_qos(change, change->job->qos, apply);
    apply_to_chain(change, apply);
}

/* Tasks that a pending record stands for. */
static uint32_t tasks_of(const SsJob *job)
{
    const bool rest = job->array.job_id != 0 && job->array.task == SS_UNSET32;

    return rest ? MAX(job->array.n_pending, 1) : 1;
}

static void count_accrue(SsWorld *world, SsJob *job)
{
    const Change change = { .world = world, .job = job, .tasks = tasks_of(job) };

    change_accrue(&change, add_accrue);
    job->accrue_counted = change.tasks;
}

void ss_limits_accrue_release(SsWorld *world, SsJob *job)
{
    const Change change = { .world = world, .job = job, .tasks = job->accrue_counted };

    if (job->accrue_counted == 0 || job->assoc == SS_ID_NONE)
        return;
    change_accrue(&change, take_accrue);
    job->accrue_counted = 0;
    ss_world_touch(world);
}

void ss_limits_accrue_again(SsWorld *world, SsJob *job)
{
    count_accrue(world, job);
}

/* A limit on ageing jobs and how much of it is used. */
typedef struct {
    uint32_t limit, used;
} Slots;

static uint32_t accruing(const SsSubUsage *sub)
{
    return sub != NULL ? sub->accrue : 0;
}

/* The first limit that is set; 22.05 does not look for the smallest. */
static Slots qos_slots(const SsLimitCheck *check, uint32_t by)
{
    const SsLimits *limits = check->of_qos[by];

    if (limits->grp_jobs_accrue != SS_NO_LIMIT)
        return (Slots){ limits->grp_jobs_accrue, check->world->qos_use[check->qos[by]].accrue };
    if (limits->max_jobs_accrue_pa != SS_NO_LIMIT)
        return (Slots){ limits->max_jobs_accrue_pa, accruing(ss_limit_account(check, by)) };
    return (Slots){ limits->max_jobs_accrue, accruing(ss_limit_user(check, by)) };
}

static Slots chain_slots(const SsWorld *world, const SsJob *job)
{
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = world->tree->at[a].parent) {
        const SsLimits *limits = &world->tree->at[a].limits;
        const uint32_t  used = world->assoc_use[a].accrue;

        if (limits->grp_jobs_accrue != SS_NO_LIMIT)
            return (Slots){ limits->grp_jobs_accrue, used };
        if (a == job->assoc && limits->max_jobs_accrue != SS_NO_LIMIT)
            return (Slots){ limits->max_jobs_accrue, used };
    }
    return (Slots){ SS_NO_LIMIT, 0 };
}

/* The job QOS' limit, never the partition's; else the association chain's. */
static Slots slots_of(const SsWorld *world, const SsJob *job)
{
    const SsLimitCheck own = ss_limit_check(world, job, SS_ID_NONE);
    Slots              slots = { SS_NO_LIMIT, 0 };

    if (own.of_qos[0] != NULL)
        slots = qos_slots(&own, 0);
    return slots.limit != SS_NO_LIMIT ? slots : chain_slots(world, job);
}

static void age_from_now(SsWorld *world, SsJob *job)
{
    job->accrue = world->now;
    count_accrue(world, job);
}

/* As many tasks of an array as there are slots get records of their own, which age. */
static void split_and_age(SsWorld *world, SsJob *job, uint32_t slots)
{
    for (uint32_t i = 0; i < slots; i++)
        age_from_now(world, ss_world_split_task(world, job, job->array.pending[0]));
}

static void accrue_within_limits(SsWorld *world, SsJob *job)
{
    const Slots    slots = slots_of(world, job);
    const uint32_t room = slots.limit > slots.used ? slots.limit - slots.used : 0;

    if (slots.limit == SS_NO_LIMIT) {
        job->accrue = job->eligible;
        count_accrue(world, job);
        return;
    }
    if (room >= tasks_of(job))
        age_from_now(world, job);
    else
        split_and_age(world, job, room);
}

static bool may_age(const SsWorld *world, const SsJob *job)
{
    return job->priority != 0 && job->eligible != 0 && job->eligible <= world->now;
}

void ss_limits_accrue(SsWorld *world, SsJob *job)
{
    if (job->accrue != 0)
        return;
    if (world->settings.priority_flags & SS_PRIO_ACCRUE_ALWAYS)
        job->accrue = job->submit;
    else if (!ss_limits_enforced(world, job))
        job->accrue = job->eligible;
    else if (may_age(world, job))
        accrue_within_limits(world, job);
}
