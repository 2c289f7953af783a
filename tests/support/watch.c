/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch.c - the comparison of one pass.
 */
#include "tests/support/watch.h"

#include "sim/base/span.h"
#include "tests/support/cluster_builder.h"
#include "tests/twin/twin.h"

#include <string.h>

static SsWatch watch; /* a test program watches one run at a time */

void ss_watch_begin(void)
{
    g_free(watch.difference);
    g_free(watch.why);
    watch = (SsWatch){ 0 };
}

const SsWatch *ss_watch(void)
{
    return &watch;
}

typedef struct {
    SsWorld    *world;
    gpointer    slurm;
    GHashTable *ran; /* SsJob * that ran before the pass */
    SsPassKind  kind;
} Watched;

static char *alloc_text(const SsWorld *world, const SsAlloc *alloc)
{
    const SsBuiltSite site = { .cluster = (SsCluster *) world->cluster,
                               .world = (SsWorld *) world };

    return ss_built_alloc_text(&site, alloc);
}

/* The job list as it is after the pass, for the one who looks into a difference. */
static void show_jobs(const SsWorld *world)
{
    for (const SsJob *job = world->first; job != NULL; job = job->next) {
        g_autofree char *id = ss_job_id_text(job);
        g_autofree char *held = job->alloc != NULL ? alloc_text(world, job->alloc) : NULL;

        if (job->state > SS_JOB_SUSPENDED)
            continue;
        g_printerr("%-8s trace %-4s %s, part %u, prio %u, limit %u, eligible +%" G_GINT64_FORMAT
                   ", %s +%" G_GINT64_FORMAT ", %s\n",
                   id, job->trace_id, ss_job_state_short(job->state), job->part, job->priority,
                   job->time_limit, job->eligible - world->started,
                   held != NULL ? "until" : "planned",
                   (held != NULL ? job->end : job->planned_start) - world->started,
                   held != NULL ? held : ss_reason_text(job->reason));
    }
}

static void G_GNUC_PRINTF(2, 3) differ(const Watched *w, const char *format, ...)
{
    static const char *const passes[] = { "partial main pass", "full main pass", "backfill" };
    va_list                  args;

    if (watch.difference != NULL)
        return;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    watch.difference = g_strdup_printf("%s at +%" G_GINT64_FORMAT " s: %s", passes[w->kind],
                                       w->world->now - w->world->started, text);
    if (g_getenv("SS_TWIN_SEED") != NULL)
        show_jobs(w->world);
}

/* --- starts -------------------------------------------------------------------------------------------- */

static const SsJob *job_of(const SsWorld *world, uint32_t job_id, uint32_t task)
{
    if (task == SS_UNSET32)
        return ss_world_job(world, job_id);
    const SsJob *job = ss_world_array_task(world, job_id, task);
    return job != NULL && job->array.task == task ? job : NULL;
}

static void name(char *out, size_t size, uint32_t job_id, uint32_t task)
{
    if (task == SS_UNSET32)
        g_snprintf(out, size, "job %u", job_id);
    else
        g_snprintf(out, size, "job %u_%u", job_id, task);
}

static bool started_now(const Watched *w, const SsJob *job)
{
    return job->state == SS_JOB_RUNNING && !g_hash_table_contains(w->ran, job);
}

static void compare_start(const Watched *w, const SsTwinStart *start)
{
    const SsJob     *job = job_of(w->world, start->job_id, start->task);
    g_autofree char *twin = alloc_text(w->world, start->alloc);
    char             who[40];

    name(who, sizeof who, start->job_id, start->task);
    if (job == NULL || !started_now(w, job)) {
        differ(w, "%s does not start; the twin starts it in partition %u on %s", who, start->part,
               twin);
        return;
    }
    g_autofree char *here = alloc_text(w->world, job->alloc);
    if (strcmp(here, twin) != 0)
        differ(w, "%s starts on %s; the twin: %s", who, here, twin);
    if (job->part != start->part || job->time_limit != start->time_limit)
        differ(w, "%s starts in partition %u with limit %u; the twin: %u, %u", who, job->part,
               job->time_limit, start->part, start->time_limit);
}

static void compare_starts(const Watched *w, const SsTwinAnswer *answer)
{
    uint32_t n = 0;

    for (guint i = 0; i < answer->starts->len; i++)
        compare_start(w, &g_array_index(answer->starts, SsTwinStart, i));
    for (const SsJob *job = w->world->first; job != NULL; job = job->next) {
        bool found = !started_now(w, job);

        n += !found;
        for (guint i = 0; !found && i < answer->starts->len; i++) {
            const SsTwinStart *start = &g_array_index(answer->starts, SsTwinStart, i);

            found = job_of(w->world, start->job_id, start->task) == job;
        }
        if (found)
            continue;
        g_autofree char *id = ss_job_id_text(job);
        g_autofree char *here = alloc_text(w->world, job->alloc);
        differ(w, "job %s starts in partition %u on %s; the twin does not start it", id, job->part,
               here);
    }
    watch.starts += n;
}

/* --- those that wait ----------------------------------------------------------------------------------- */

static char *node_list(const SsWorld *world, const SsNodeSet *nodes)
{
    return nodes != NULL ? ss_cluster_node_list(world->cluster, nodes) : g_strdup("nothing");
}

static void compare_estimate(const Watched *w, const char *who, const SsJob *job,
                             const SsTwinJob *twin)
{
    if (job->planned_start != twin->planned_start) {
        differ(w, "%s is planned for +%" G_GINT64_FORMAT " s; the twin: +%" G_GINT64_FORMAT " s",
               who, job->planned_start - w->world->started,
               twin->planned_start - w->world->started);
        return;
    }
    if ((job->planned_nodes == NULL) != (twin->planned_nodes == NULL)
        || (job->planned_nodes != NULL
            && !ss_node_set_equal(job->planned_nodes, twin->planned_nodes))) {
        g_autofree char *here = node_list(w->world, job->planned_nodes);
        g_autofree char *there = node_list(w->world, twin->planned_nodes);

        differ(w, "%s is planned on %s; the twin: %s", who, here, there);
    }
}

static void compare_waiting(const Watched *w, const SsTwinJob *twin)
{
    const SsJob *job = twin->task != SS_UNSET32 ? job_of(w->world, twin->job_id, twin->task)
                                                : ss_world_job(w->world, twin->job_id);
    char         who[40];

    name(who, sizeof who, twin->job_id, twin->task);
    if (job == NULL || job->state != twin->state) {
        differ(w, "%s is %s; the twin: %s", who,
               job != NULL ? ss_job_state_text(job->state) : "not there",
               ss_job_state_text(twin->state));
        return;
    }
    const bool same_reason =
        job->reason == twin->reason && g_strcmp0(job->reason_text, twin->text) == 0;
    if (!same_reason)
        differ(w, "%s waits for %s (%s); the twin: %s (%s)", who, ss_reason_text(job->reason),
               job->reason_text != NULL ? job->reason_text : "", ss_reason_text(twin->reason),
               twin->text != NULL ? twin->text : "");
    if (job->state != SS_JOB_PENDING)
        return;
    if (twin->n_pending != (job->array.task == SS_UNSET32 ? job->array.n_pending : 0))
        differ(w, "%s has %u tasks left; the twin: %u", who, job->array.n_pending, twin->n_pending);
    if (job->eligible != twin->eligible)
        differ(w, "%s is eligible since +%" G_GINT64_FORMAT " s; the twin: +%" G_GINT64_FORMAT " s",
               who, job->eligible - w->world->started, twin->eligible - w->world->started);
    if (job->accrue != twin->accrue)
        differ(w, "%s ages since +%" G_GINT64_FORMAT " s; the twin: +%" G_GINT64_FORMAT " s", who,
               job->accrue - w->world->started, twin->accrue - w->world->started);
    if (job->part != twin->part || job->priority != twin->priority)
        differ(w, "%s is in partition %u with priority %u; the twin: %u, %u", who, job->part,
               job->priority, twin->part, twin->priority);
    if (job->time_limit != twin->time_limit)
        differ(w, "%s has limit %u; the twin: %u", who, job->time_limit, twin->time_limit);
    if (w->kind == SS_PASS_BACKFILL)
        compare_estimate(w, who, job, twin);
}

static void compare_running(const Watched *w, const SsTwinRun *twin)
{
    const SsJob *job = job_of(w->world, twin->job_id, twin->task);
    char         who[40];

    name(who, sizeof who, twin->job_id, twin->task);
    if (job == NULL || (job->state != SS_JOB_RUNNING && job->state != SS_JOB_SUSPENDED))
        differ(w, "%s runs no more", who);
    else if ((job->state == SS_JOB_SUSPENDED) != twin->suspended)
        differ(w, "%s %s; the twin: %s", who, twin->suspended ? "runs on" : "is suspended",
               twin->suspended ? "is suspended" : "runs on");
    else if (job->preempted != twin->preempted)
        differ(w, "%s %s; the twin: %s", who, job->preempted ? "is displaced" : "stays",
               twin->preempted ? "is displaced" : "stays");
    else if (job->end != twin->end)
        differ(w, "%s is to end +%" G_GINT64_FORMAT " s; the twin: +%" G_GINT64_FORMAT " s", who,
               job->end - w->world->started, twin->end - w->world->started);
}

static uint32_t count_pending(const SsWorld *world)
{
    uint32_t n = 0;

    for (const SsJob *job = world->first_waiting; job != NULL; job = job->wait_next)
        n++;
    return n;
}

static void compare(const Watched *w, const SsTwinAnswer *answer)
{
    uint32_t n = 0;

    compare_starts(w, answer);
    for (guint i = 0; i < answer->running->len; i++)
        compare_running(w, &g_array_index(answer->running, SsTwinRun, i));
    for (guint i = 0; i < answer->waiting->len; i++) {
        const SsTwinJob *twin = &g_array_index(answer->waiting, SsTwinJob, i);

        n += twin->state == SS_JOB_PENDING;
        compare_waiting(w, twin);
    }
    if (n != count_pending(w->world))
        differ(w, "%u records wait; of the twin %u", count_pending(w->world), n);
}

/* --- the policy ------------------------------------------------------------------------------------------ */

static gpointer watched_new(SsWorld *world)
{
    Watched *w = g_new0(Watched, 1);

    w->world = world;
    w->slurm = ss_policies[0]->new (world);
    w->ran = g_hash_table_new(NULL, NULL);
    return w;
}

static void watched_free(gpointer self)
{
    Watched *w = self;

    ss_policies[0]->free(w->slurm);
    g_hash_table_unref(w->ran);
    g_free(w);
}

static void watched_pass(gpointer self, SsWorld *world, SsPassKind kind, SsPassOutcome *outcome)
{
    static const SsTwinPass kinds[] = { SS_TWIN_PARTIAL, SS_TWIN_FULL, SS_TWIN_BACKFILL };
    Watched                *w = self;
    const char             *why = ss_twin_declines(world);
    g_autoptr(SsTwinAnswer) answer = NULL;

    if (why != NULL) {
        watch.declined++;
        g_free(watch.why);
        watch.why = g_strdup(why);
    } else if (watch.difference == NULL) { /* behind a difference nothing is worth a look */
        answer = ss_twin_pass(world, kinds[kind]);
    }
    g_hash_table_remove_all(w->ran);
    for (SsJob *job = world->first; job != NULL; job = job->next)
        if (job->state == SS_JOB_RUNNING)
            g_hash_table_add(w->ran, job);
    w->kind = kind;
    ss_policies[0]->pass(w->slurm, world, kind, outcome);
    if (answer == NULL)
        return;
    watch.passes++;
    compare(w, answer);
}

const SsPolicy ss_watched = {
    .name = "watched",
    .doc = "slurm, compared with its twin at each pass.",
    .new = watched_new,
    .pass = watched_pass,
    .free = watched_free,
};
