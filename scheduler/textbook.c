/* SPDX-License-Identifier: Apache-2.0 */
/*
 * textbook.c - first come first served, EASY and conservative backfilling.
 *
 * fifo          the queue stops at the first job that does not fit.
 * easy          that job alone has a promise: the earliest instant at which enough CPUs are free if running
 *               jobs use up their limits. A later job starts now if it ends by then or needs no more than
 *               what is left over at that instant.
 * conservative  every waiting job has a promise, made at its arrival; when a job ends early the promises
 *               are moved forward one by one in order of submission, each against all the others.
 *
 * A pool is a partition. A job takes its CPUs from every partition that shares nodes with its own, so
 * overlapping partitions are planned on the safe side.
 */
#include "scheduler/textbook.h"

#include "scheduler/eligible.h"
#include "scheduler/limits.h"
#include "scheduler/profile.h"
#include "scheduler/span.h"
#include "scheduler/start.h"

typedef struct {
    uint32_t job_id;
    SsTime   start;
} Promise;

typedef struct {
    GArray *promises; /* Promise, in order of submission (conservative) */
} Book;

/* --- needs ---------------------------------------------------------------------------------------- */

static bool takes_whole_nodes(const SsWorld *world, const SsJob *job)
{
    return job->req.whole || world->settings.select_type == SS_SELECT_LINEAR;
}

static int64_t need_of(const SsWorld *world, const SsJob *job)
{
    const SsPartition *part = &world->parts[job->part];
    const uint32_t     cpus = MAX(MAX(job->req.min_cpus, job->req.min_nodes), 1);

    if (!takes_whole_nodes(world, job) || part->n_nodes == 0)
        return cpus;
    const uint32_t per_node = MAX(part->total_cpus / part->n_nodes, 1);
    const uint32_t nodes = MAX(job->req.min_nodes, (cpus + per_node - 1) / per_node);
    return (int64_t) nodes * per_node;
}

static SsSpan span_of(const SsWorld *world, const SsJob *job)
{
    if (job->spec && job->spec->time_limit_secs > 0)
        return job->spec->time_limit_secs;
    return ss_minutes(ss_plan_limit(world, job, job->part));
}

static bool share_nodes(const SsWorld *world, SsPartId a, SsPartId b)
{
    return a == b || ss_node_set_intersects(world->parts[a].nodes, world->parts[b].nodes);
}

/* --- the profile of one partition ------------------------------------------------------------------ */

static int64_t cpus_on(const SsWorld *world, const SsJob *job, SsPartId part)
{
    int64_t cpus = 0;

    if (job->part == part)
        return job->alloc->cpus;
    for (uint32_t i = 0; i < job->alloc->n; i++)
        if (ss_node_set_test(world->parts[part].nodes, job->alloc->at[i].node))
            cpus += job->alloc->at[i].cpus;
    return cpus;
}

static int64_t up_cpus(const SsWorld *world, SsPartId part)
{
    const SsNodeSet *nodes = world->parts[part].nodes;
    int64_t          cpus = 0;

    if (ss_node_set_is_subset(nodes, world->avail))
        return world->parts[part].total_cpus;
    for (uint32_t n = ss_node_set_first(nodes); n != SS_ID_NONE; n = ss_node_set_next(nodes, n + 1))
        if (ss_node_set_test(world->avail, n))
            cpus += ss_node_usable_cpus(&world->cluster->nodes[n]);
    return cpus;
}

static SsProfile *profile_of(const SsWorld *world, SsPartId part)
{
    SsProfile *profile = ss_profile_new(world->now, up_cpus(world, part));

    for (const SsJob *job = world->first; job; job = job->next)
        if (job->alloc && share_nodes(world, job->part, part))
            ss_profile_take(profile, world->now, MAX(job->end, world->now + 1),
                            cpus_on(world, job, part));
    return profile;
}

/* --- passes --------------------------------------------------------------------------------------- */

/* Pending and eligible, in order of submission. */
static GPtrArray *waiting(SsWorld *world)
{
    GPtrArray *jobs = g_ptr_array_sized_new(world->n_pending); /* element-type SsJob * */

    for (SsWaiting at = ss_world_waiting(world); at.job; ss_world_waiting_next(world, &at)) {
        SsJob *job = at.job;

        if (job->priority != 0 && ss_eligible(world, job) && job->state == SS_JOB_PENDING)
            g_ptr_array_add(jobs, job);
    }
    return jobs;
}

/* Starts it (an array: as many tasks as fit). TRUE: nothing of it is left waiting. */
static bool start_all(SsWorld *world, SsJob *job, SsPassOutcome *outcome, SsStarter starter)
{
    outcome->tested++;
    for (;;) {
        const bool rest = job->array.job_id != 0 && job->array.task == SS_UNSET32;

        if (ss_start_job(world, job, job->part, NULL, starter) != SS_START_STARTED)
            return false;
        outcome->started++;
        if (starter == SS_STARTER_BACKFILL)
            world->stats.backfilled++;
        if (!rest || job->state != SS_JOB_PENDING)
            return true;
    }
}

/* The jobs that fit in order; returns the index of the first that did not. */
static uint32_t start_in_order(SsWorld *world, GPtrArray *jobs, SsPassOutcome *outcome)
{
    for (uint32_t i = 0; i < jobs->len; i++) {
        SsJob *job = jobs->pdata[i];

        if (!start_all(world, job, outcome, SS_STARTER_MAIN) && !ss_reason_is_limit(job->reason))
            return i;
    }
    return jobs->len;
}

static void begin(SsWorld *world, SsPassOutcome *outcome)
{
    *outcome = (SsPassOutcome){ .valid_until = SS_TIME_NEVER };
    world->stats.main_passes++;
}

static void fifo_pass(gpointer self, SsWorld *world, SsPassKind kind, SsPassOutcome *outcome)
{
    g_autoptr(GPtrArray) jobs = waiting(world);

    (void) self;
    (void) kind;
    begin(world, outcome);
    start_in_order(world, jobs, outcome);
}

static void easy_pass(gpointer self, SsWorld *world, SsPassKind kind, SsPassOutcome *outcome)
{
    g_autoptr(GPtrArray) jobs = waiting(world);

    (void) self;
    (void) kind;
    begin(world, outcome);
    const uint32_t at = start_in_order(world, jobs, outcome);
    if (at >= jobs->len)
        return;

    SsJob               *head = jobs->pdata[at];
    g_autoptr(SsProfile) profile = profile_of(world, head->part);
    const int64_t        need = need_of(world, head);
    const SsTime shadow = ss_profile_earliest(profile, need, span_of(world, head), world->now);
    int64_t      extra = shadow == SS_TIME_NEVER ? 0 : ss_profile_at(profile, shadow) - need;
    int64_t      free_now = ss_profile_at(profile, world->now);

    head->planned_start = shadow == SS_TIME_NEVER ? 0 : shadow;
    for (uint32_t i = at + 1; i < jobs->len; i++) {
        SsJob        *job = jobs->pdata[i];
        const bool    other_pool = !share_nodes(world, job->part, head->part);
        const int64_t wants = need_of(world, job);
        const bool    in_time = world->now + span_of(world, job) <= shadow;

        if (!other_pool && (wants > free_now || (!in_time && wants > extra)))
            continue;
        if (!start_all(world, job, outcome, SS_STARTER_BACKFILL) || other_pool)
            continue;
        free_now -= wants;
        if (!in_time)
            extra -= wants;
    }
}

/* --- conservative --------------------------------------------------------------------------------- */

static Promise *promise_of(const Book *book, uint32_t job_id)
{
    for (uint32_t i = 0; i < book->promises->len; i++)
        if (g_array_index(book->promises, Promise, i).job_id == job_id)
            return &g_array_index(book->promises, Promise, i);
    return NULL;
}

static void forget_gone(Book *book, const SsWorld *world)
{
    for (uint32_t i = 0; i < book->promises->len;) {
        const SsJob *job = ss_world_job(world, g_array_index(book->promises, Promise, i).job_id);

        if (job && job->state == SS_JOB_PENDING)
            i++;
        else
            g_array_remove_index(book->promises, i);
    }
}

static void keep_promises(const Book *book, const SsWorld *world, SsPartId part, SsProfile *profile)
{
    for (uint32_t i = 0; i < book->promises->len; i++) {
        const Promise *p = &g_array_index(book->promises, Promise, i);
        const SsJob   *job = ss_world_job(world, p->job_id);

        if (p->start != SS_TIME_NEVER && share_nodes(world, job->part, part))
            ss_profile_take(profile, p->start, p->start + span_of(world, job), need_of(world, job));
    }
}

/* Moves one job's promise as far forward as the others' allow. */
static void promise(Book *book, SsWorld *world, SsProfile *profile, SsJob *job)
{
    const int64_t need = need_of(world, job);
    const SsSpan  span = span_of(world, job);
    Promise      *old = promise_of(book, job->id);

    if (old && old->start != SS_TIME_NEVER)
        ss_profile_take(profile, old->start, old->start + span, -need);
    const SsTime start = ss_profile_earliest(profile, need, span, world->now);
    if (start != SS_TIME_NEVER)
        ss_profile_take(profile, start, start + span, need);
    if (old) {
        old->start = start;
    } else {
        const Promise fresh = { job->id, start };
        g_array_append_val(book->promises, fresh);
    }
    job->planned_start = start == SS_TIME_NEVER ? 0 : start;
}

static void conservative_pass(gpointer self, SsWorld *world, SsPassKind kind,
                              SsPassOutcome *outcome)
{
    Book                *book = self;
    g_autoptr(GPtrArray) jobs = waiting(world);
    g_autoptr(GPtrArray)
        profiles = /* element-type SsProfile *, by partition, NULL until asked for */
        g_ptr_array_new_with_free_func((GDestroyNotify) ss_profile_free);
    bool waited = false;

    (void) kind;
    begin(world, outcome);
    forget_gone(book, world);
    g_ptr_array_set_size(profiles, (int) world->cluster->n_parts);
    for (uint32_t i = 0; i < jobs->len; i++) {
        SsJob *job = jobs->pdata[i];

        if (!profiles->pdata[job->part]) {
            SsProfile *profile = profile_of(world, job->part);

            keep_promises(book, world, job->part, profile);
            profiles->pdata[job->part] = profile;
        }
        promise(book, world, profiles->pdata[job->part], job);
        if (job->planned_start == world->now)
            start_all(world, job, outcome, waited ? SS_STARTER_BACKFILL : SS_STARTER_MAIN);
        else
            waited = true;
    }
}

static gpointer no_book(SsWorld *world)
{
    return world;
}

static void keep_nothing(gpointer self)
{
    (void) self;
}

static gpointer book_new(SsWorld *world)
{
    Book *book = g_new0(Book, 1);

    (void) world;
    book->promises = g_array_new(FALSE, FALSE, sizeof(Promise));
    return book;
}

static void book_free(gpointer self)
{
    Book *book = self;

    g_array_free(book->promises, TRUE);
    g_free(book);
}

const SsPolicy ss_policy_fifo = {
    .name = "fifo",
    .doc = "First come, first served: the queue stops at the first job that does not fit.",
    .textbook = true,
    .new = no_book,
    .pass = fifo_pass,
    .free = keep_nothing,
};

const SsPolicy ss_policy_easy = {
    .name = "easy",
    .doc = "EASY backfilling: only the first waiting job has a reservation.",
    .textbook = true,
    .new = no_book,
    .pass = easy_pass,
    .free = keep_nothing,
};

const SsPolicy ss_policy_conservative = {
    .name = "conservative",
    .doc = "Conservative backfilling: every waiting job has a reservation.",
    .textbook = true,
    .new = book_new,
    .pass = conservative_pass,
    .free = book_free,
};
