/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits_memory.c - MaxMemPerCPU and MaxMemPerNode against what a job asks for.
 *
 * Both the request and the cap may be per CPU or per node, which makes four cases:
 *
 *              cap per CPU                              cap per node
 *   per CPU    more CPUs per task until it fits         converted to per node, then compared
 *   per node   more CPUs per node until it fits         compared
 *
 * So a cap per CPU seldom refuses anything: it makes the job wider (k = ceil(M / S) CPUs for each of
 * the former ones). The tests work on a copy of the numbers concerned; a submission writes them back, a
 * queue build throws them away.
 *
 * Tested in tests/unit/test_limits.c (spec limits.md 12.4, row 27).
 */
#include "scheduler/limits.h"
#include "scheduler/request.h"

/* An amount of memory that is per CPU or per node; 0 = all of the node (request), no cap (cap). */
typedef struct {
    uint64_t mib;
    bool     per_cpu;
} Memory;

static uint64_t ceil_div(uint64_t a, uint64_t b)
{
    return a / b + (a % b != 0);
}

/* The node's setting wins where both are given. */
static Memory either(uint64_t per_cpu, uint64_t per_node)
{
    if (per_node != 0)
        return (Memory){ per_node, false };
    return (Memory){ per_cpu, per_cpu != 0 };
}

static Memory cap_of(const SsWorld *world, const SsPartition *part)
{
    const Memory of_part = either(part->max_mem_per_cpu, part->max_mem_per_node);

    if (of_part.mib != 0)
        return of_part;
    return either(world->settings.max_mem_per_cpu, world->settings.max_mem_per_node);
}

static Memory wanted(const SsWorld *world, const SsRequest *req, const SsPartition *part)
{
    Memory mem = { req->mem, req->mem_per_cpu };

    if (!req->mem_set)
        mem.mib = ss_request_default_memory(world, part, &mem.per_cpu);
    if (mem.mib == 0)
        mem.per_cpu = false; /* all memory of the node */
    return mem;
}

static const SsNode *first_node(const SsWorld *world, const SsPartition *part)
{
    const SsNodeId id = ss_node_set_first(part->nodes);

    return id != SS_ID_NONE ? &world->cluster->nodes[id] : NULL;
}

/* CPUs the job has on a node at least. */
static uint64_t cpus_per_node(const SsWorld *world, const SsRequest *req, const SsPartition *part)
{
    const SsNode *node = first_node(world, part);
    uint64_t      tasks = req->ntasks_per_node;

    if (node != NULL && (req->whole || part->share == SS_SHARE_EXCLUSIVE))
        return node->cpus;
    if (req->ntasks != SS_UNSET32 && req->ntasks != 0)
        tasks = MAX(tasks, req->max_nodes != 0 ? ceil_div(req->ntasks, req->max_nodes) : 1);
    return MAX(MAX(tasks, 1) * MAX(req->cpus_per_task, 1), req->min_cpus_node);
}

static uint32_t narrow(uint64_t value)
{
    return (uint32_t) MIN(value, UINT32_MAX - 2);
}

/* k CPUs for each of the former, with a k-th of the memory each. */
static void widen(SsRequest *req, uint64_t mem, uint64_t cap)
{
    const uint64_t k = ceil_div(mem, cap);
    const uint32_t before = MAX(req->cpus_per_task, 1);
    const uint64_t tasks =
        req->ntasks != SS_UNSET32 && req->ntasks != 0 ? req->ntasks : req->min_cpus / before;

    req->cpus_per_task = narrow(before * k);
    req->cpus_per_task_set = true;
    req->mem = ceil_div(mem, k);
    req->min_cpus = narrow(MAX(tasks, 1) * req->cpus_per_task);
}

static uint64_t memory_of_node(const SsWorld *world, const SsPartition *part)
{
    const SsNode *node = first_node(world, part);

    if (node == NULL || node->real_memory < node->mem_spec)
        return 0;
    return node->real_memory - node->mem_spec;
}

static bool is_capped(const SsWorld *world, const SsRequest *req, const SsPartition *part)
{
    return cap_of(world, part).mib != 0 && req->mem_per_gpu == 0;
}

/* Does the request fit under the cap, if `req` is changed as it must be? */
static bool fit(const SsWorld *world, SsRequest *req, const SsPartition *part)
{
    const Memory cap = cap_of(world, part);
    Memory       mem = wanted(world, req, part);

    if (!is_capped(world, req, part))
        return true;
    if (mem.per_cpu && cap.per_cpu) {
        if (mem.mib > cap.mib)
            widen(req, mem.mib, cap.mib);
        return true;
    }
    if (mem.mib == 0)
        mem.mib = memory_of_node(world, part);
    if (!mem.per_cpu && !cap.per_cpu)
        return mem.mib <= cap.mib;
    if (mem.per_cpu)
        return mem.mib * cpus_per_node(world, req, part) <= cap.mib;

    req->min_cpus_node = MAX(req->min_cpus_node, narrow(ceil_div(mem.mib, cap.mib)));
    return mem.mib <= cap.mib * cpus_per_node(world, req, part);
}

bool ss_limits_memory_fits(const SsWorld *world, const SsJob *job, SsPartId part)
{
    if (!is_capped(world, &job->req, &world->parts[part]))
        return true;

    SsRequest copy = job->req; /* only its numbers are changed */

    return fit(world, &copy, &world->parts[part]);
}

SsReason ss_limits_memory(const SsWorld *world, SsJob *job, SsPartId part)
{
    return fit(world, &job->req, &world->parts[part]) ? SS_REASON_NONE
                                                      : SS_REASON_MAX_MEM_PER_LIMIT;
}

SsSubmitCode ss_limits_memory_submit(SsWorld *world, SsJob *job)
{
    const SsPartLimits enforce = world->settings.part_limits;
    uint32_t           fits = 0;

    if (!job->req.mem_set)
        return SS_SUBMIT_OK;
    for (uint32_t k = 0; k < job->n_parts; k++)
        fits += ss_limits_memory(world, job, job->parts[k]) == SS_REASON_NONE;
    if (enforce == SS_PART_LIMITS_ANY && fits == 0)
        return SS_SUBMIT_MEMORY;
    if (enforce == SS_PART_LIMITS_ALL && fits < job->n_parts)
        return SS_SUBMIT_MEMORY;
    return SS_SUBMIT_OK;
}
