/* SPDX-License-Identifier: Apache-2.0 */
/*
 * estimate.c - the answer to sbatch --test-only.
 */
#include "scheduler/estimate.h"

#include "scheduler/request.h"
#include "scheduler/span.h"

/* CPUs that a waiting job is taken to need: whole nodes, as many as it wants at least. */
static uint64_t rough_cpus(const SsPartition *part, const SsJob *job)
{
    const uint64_t each = part->n_nodes ? part->total_cpus / part->n_nodes : 0;

    return MAX((uint64_t) job->req.min_cpus, job->req.min_nodes * each);
}

/* How long those that wait in the partition with no lower priority would keep all of it busy. An array counts once; a job
 * of several partitions in the one in which it was looked at last. */
static SsSpan time_of_those_ahead(const SsWorld *world, const SsJob *job, SsPartId id)
{
    const SsPartition *part = &world->parts[id];
    uint64_t           cpu_minutes = 0;

    for (const SsJob *other = world->first_waiting; other; other = other->wait_next)
        if (other->part == id && other->priority >= job->priority)
            cpu_minutes += rough_cpus(part, other)
                           * (uint64_t) (ss_minutes(ss_plan_limit(world, other, id)) / 60);
    return part->total_cpus ? (SsSpan) (cpu_minutes / part->total_cpus) * 60 : 0;
}

/* CPUs of an allocation on the nodes; whole cores count. */
static uint32_t cpus_on(SsPlaceQuery query, const SsNodeSet *nodes)
{
    g_autoptr(SsAlloc) alloc = NULL;

    query.nodes = nodes;
    query.mode = SS_PLACE_EVER;
    return ss_place(&query, &alloc) == SS_PLACED ? alloc->cpus : query.job->req.min_cpus;
}

bool ss_estimate_behind_running(SsPlaceQuery *query, SsNodeSet *nodes, SsResvVerdict *verdict,
                                SsWillRun *answer)
{
    const SsWorld *world = query->world;
    const SsJob   *job = query->job;
    SsReason       reason = SS_REASON_NONE;

    if (!ss_place_node_counts(world, job, query->part, &query->min_nodes, &query->req_nodes,
                              &query->max_nodes, &reason))
        return false;
    ss_node_set_fill(nodes);
    const SsSpan span = ss_minutes(ss_plan_limit(world, job, query->part));
    SsResvAnswer resv = ss_resv_apply(world, job, query->part, world->now, span, nodes);
    *verdict = resv.verdict;
    ss_place_in_service(world, job, query->part, nodes);
    query->nodes = nodes;
    query->excluded_cores = resv.excluded_cores;
    query->inside_resv = resv.inside;
    const bool found = resv.verdict == SS_RESV_OPEN && ss_will_run(world, query, false, 0, answer);
    g_free(resv.excluded_cores);
    query->excluded_cores = NULL;
    return found;
}

static bool will_run_in(const SsWorld *world, SsJob *job, SsPartId part, SsEstimate *estimate)
{
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(world->cluster->n_nodes);
    SsResvVerdict        verdict = estimate->too_early ? SS_RESV_NOT_YET : SS_RESV_OPEN;
    SsWillRun            answer = { 0 };
    SsPlaceQuery         query = { .world = world, .job = job, .part = part };

    ss_request_look_in(world, job, part);
    const bool found = ss_estimate_behind_running(&query, nodes, &verdict, &answer);
    estimate->too_early = verdict == SS_RESV_NOT_YET;
    if (!found)
        return false;
    *estimate = (SsEstimate){ .start = answer.start,
                              .nodes = answer.nodes,
                              .part = part,
                              .cpus = cpus_on(query, answer.nodes) };
    return true;
}

bool ss_estimate_start(const SsWorld *world, SsJob *job, SsPartId named, SsEstimate *estimate)
{
    *estimate = (SsEstimate){ 0 };
    for (uint32_t k = 0; k < job->n_parts; k++) {
        if (!will_run_in(world, job, job->parts[k], estimate))
            continue;
        estimate->start = MAX(estimate->start + time_of_those_ahead(world, job, named), job->begin);
        return true;
    }
    return false;
}
