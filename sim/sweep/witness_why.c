/* SPDX-License-Identifier: Apache-2.0 */
/*
 * witness_why.c - the number behind a reason that is neither a limit nor a matter of nodes.
 *
 * A row a reason. What stands here is what the rule itself compares, taken from the world in the pass in which the reason
 * first stood. Tested in tests/unit/test_explain_sentences.c and tests/cli/13_explain.txt.
 */
#include "sim/base/span.h"
#include "sim/report/figures.h"
#include "sim/sweep/witness.h"

static char *minutes_text(uint32_t minutes)
{
    return minutes == SS_NO_LIMIT ? g_strdup("UNLIMITED") : ss_figure_span(60.0 * minutes);
}

static char *begin_time(const SsWorld *world, const SsJob *job)
{
    g_autofree char *span = ss_figure_span((double) (MAX(job->begin, job->eligible) - world->now));

    return g_strdup_printf("may not start for another %s (--begin, or a delay after a requeue)",
                           span);
}

static char *held_by_user(const SsWorld *world, const SsJob *job)
{
    (void) world;
    return g_strdup_printf("held with priority %u until `scontrol release %u` by its user",
                           job->priority, job->id);
}

static char *held_by_admin(const SsWorld *world, const SsJob *job)
{
    (void) world;
    return g_strdup_printf("held with priority %u until an operator's `scontrol release %u`",
                           job->priority, job->id);
}

static char *array_limit(const SsWorld *world, const SsJob *job)
{
    const SsJob *whole = ss_world_job(world, job->array.job_id);

    return g_strdup_printf("tasks of its array that run: %u, and %%%u allows no more",
                           whole ? whole->array.n_running : 0, job->array.max_running);
}

static char *licenses(const SsWorld *world, const SsJob *job)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < job->req.n_license; i++) {
        const uint32_t   at = job->req.license[i].license;
        const SsLicense *license = &world->cluster->licenses[at];

        g_string_append_printf(text, "%sneeds %u of license %s: %u of %u in use", i ? "; " : "",
                               job->req.license[i].count, license->name, world->license_used[at],
                               license->total);
    }
    return g_string_free(text, text->len == 0);
}

static char *partition_time(const SsWorld *world, const SsJob *job)
{
    const SsPartition *part = &world->parts[job->part];
    g_autofree char   *asked = minutes_text(job->time_limit), *most = minutes_text(part->max_time);

    return g_strdup_printf("asks for %s; MaxTime of partition %s is %s", asked, part->name, most);
}

static char *partition_nodes(const SsWorld *world, const SsJob *job)
{
    const SsPartition *part = &world->parts[job->part];
    const uint32_t     asked = MAX(job->req.min_nodes, 1);
    GString           *text = g_string_new(NULL);

    g_string_printf(text, "asks for %u node%s; partition %s has %u", asked, ss_plural(asked),
                    part->name, part->n_nodes);
    if (part->min_nodes > 1)
        g_string_append_printf(text, ", MinNodes %u", part->min_nodes);
    if (part->max_nodes < SS_NO_LIMIT)
        g_string_append_printf(text, ", MaxNodes %u", part->max_nodes);
    return g_string_free(text, FALSE);
}

/* No nodes of the partition will ever do. */
static char *partition_config(const SsWorld *world, const SsJob *job)
{
    const SsPartition *part = &world->parts[job->part];
    const uint32_t     nodes = MAX(job->req.min_nodes, 1);
    const uint64_t     cpus = job->tres_req[SS_TRES_CPU];

    return g_strdup_printf("asks for %u node%s and %" G_GUINT64_FORMAT
                           " CPU%s; partition %s has %u node%s with %u CPU%s",
                           nodes, ss_plural(nodes), cpus, ss_plural(cpus), part->name,
                           part->n_nodes, ss_plural(part->n_nodes), part->total_cpus,
                           ss_plural(part->total_cpus));
}

static char *partition_down(const SsWorld *world, const SsJob *job)
{
    const char *name = world->parts[job->part].name;
    uint32_t    waiting = 0;

    for (const SsJob *other = world->first; other; other = other->next)
        if (other->state == SS_JOB_PENDING && other->part == job->part)
            waiting += MAX(other->array.n_pending, 1);
    return g_strdup_printf("partition %s starts none of the %u job%s that wait%s for it", name,
                           waiting, ss_plural(waiting), waiting == 1 ? "s" : "");
}

static char *never_satisfied(const SsWorld *world, const SsJob *job)
{
    GString *text = g_string_new(NULL);

    (void) world;
    for (uint32_t i = 0; i < job->n_deps; i++)
        if (job->deps[i].state == SS_DEP_FAILED)
            g_string_append_printf(text, "%s%u", text->len ? ", " : "can no longer be met: job ",
                                   job->deps[i].job_id);
    return g_string_free(text, text->len == 0);
}

static const struct {
    SsReason reason;
    char *(*why)(const SsWorld *world, const SsJob *job);
} rows[] = {
    { SS_REASON_BEGIN_TIME, begin_time },
    { SS_REASON_JOB_HELD_USER, held_by_user },
    { SS_REASON_JOB_HELD_ADMIN, held_by_admin },
    { SS_REASON_JOB_ARRAY_TASK_LIMIT, array_limit },
    { SS_REASON_LICENSES, licenses },
    { SS_REASON_PARTITION_TIME_LIMIT, partition_time },
    { SS_REASON_PARTITION_NODE_LIMIT, partition_nodes },
    { SS_REASON_PARTITION_CONFIG, partition_config },
    { SS_REASON_DEPENDENCY_NEVER_SATISFIED, never_satisfied },
    { SS_REASON_PARTITION_DOWN, partition_down },
    { SS_REASON_PARTITION_INACTIVE, partition_down },
};

char *ss_witness_why(const SsWorld *world, const SsJob *job)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].reason == job->reason)
            return rows[i].why(world, job);
    return NULL;
}
