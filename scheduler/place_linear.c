/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_linear.c - select/linear: whole nodes, counted by what they are and not by what is free on
 * them.
 *
 * A node offers its configured CPUs if no job is on it, or fewer jobs than OverSubscribe allows.
 * Runs are those of best fit without regard to weight: the caller hands over the lightest nodes
 * first and adds heavier ones only when that fails. Where nodes differ in size and the request
 * cannot be met by just any of them, the largest are taken first.
 *
 * Source: slurm.conf(5) SelectType=select/linear; spec placement 4.8. Recorded: replay-fifo-linear.
 */
#include "scheduler/place_internal.h"

static uint32_t configured_cpus(const SsPlaceCall *call, const SsNode *node)
{
    const SsRequest *req = call->req;
    const uint32_t   c = req->cpus_per_task;
    uint32_t         cpus = ss_node_usable_cpus(node);

    if (req->ntasks_per_core)
        cpus = MAX(cpus, node->cores * req->ntasks_per_core * c);
    if (req->ntasks_per_node)
        cpus = MIN(cpus, req->ntasks_per_node * c);
    return cpus;
}

uint32_t ss_linear_jobs_most(const SsPlaceCall *call)
{
    if (call->row != SS_ROW_SHARE || call->alone)
        return call->beside_one ? 2 : 1;
    return MAX(call->part->share_count, 1);
}

/* Memory by CPU is wanted for all CPUs of the node, but not where it is only asked whether the job could ever run: one that no node has
 * memory for waits (replay-linear-memory). */
static bool has_memory(const SsPlaceCall *call, SsNodeId id, uint64_t used)
{
    const SsNode    *node = &call->cluster->nodes[id];
    const SsRequest *req = call->req;
    const uint64_t   all =
        node->real_memory > node->mem_spec ? node->real_memory - node->mem_spec : 0;
    uint64_t need = req->mem;

    if (!(call->params & SS_CR_MEMORY))
        return true;
    if (req->mem == 0)
        need = all;
    else if (req->mem_per_cpu && call->use != NULL)
        need = req->mem * ss_node_usable_cpus(node);
    return used + need <= all;
}

static void use_all_cores(SsPlaceCall *call, const SsNode *node)
{
    uint64_t *bits = call->cores + node->core_at;

    for (uint32_t w = 0; w < node->core_words; w++)
        bits[w] = UINT64_MAX;
    if (node->cores % 64)
        bits[node->core_words - 1] = (UINT64_C(1) << (node->cores % 64)) - 1;
    if (node->spec_cores != NULL)
        ss_bits_and_not(bits, node->spec_cores, node->core_words);
}

uint32_t ss_linear_least(const SsPlaceCall *call)
{
    return MAX(call->req->min_cpus_node, 1);
}

uint32_t ss_linear_counted(const SsPlaceCall *call, SsNodeId id, uint64_t mem)
{
    const uint32_t cpus = configured_cpus(call, &call->cluster->nodes[id]);

    return cpus >= ss_linear_least(call) && has_memory(call, id, mem) ? cpus : 0;
}

static bool offer_node(SsPlaceCall *call, SsNodeId id)
{
    const SsNode *node = &call->cluster->nodes[id];
    SsOffer      *offer = &call->offer[id];

    *offer = (SsOffer){ .per_core = MAX(node->tpc, 1), .most_tasks = SS_UNSET32 };
    offer->cpus = ss_linear_counted(call, id, call->use != NULL ? call->use->mem[id] : 0);
    offer->least = ss_linear_least(call);
    use_all_cores(call, node);
    if (offer->cpus == 0 || (call->use != NULL && call->use->jobs[id] >= ss_linear_jobs_most(call)))
        return false;
    if (call->req->n_gres > 0 && !ss_gres_offer(call, id, offer, call->cores + node->core_at))
        return false;
    offer->weight = ss_node_weight(call, id);
    return true;
}

void ss_linear_offers(SsPlaceCall *call)
{
    ss_node_set_clear(call->usable);
    for (SS_EACH_NODE(id, call->candidates))
        ss_call_offered(call, id, offer_node(call, id));
}

/* Do the nodes differ in size, and would the smallest of them not do? */
static bool size_matters(const SsPlaceCall *call)
{
    uint32_t least = UINT32_MAX, most = 0;

    if (call->min_cpus <= MAX(call->wanted, call->min)) /* any would do: none has less than one */
        return false;
    for (SS_EACH_NODE(id, call->usable)) {
        least = MIN(least, call->cpus[id]);
        most = MAX(most, call->cpus[id]);
    }
    return least < most && call->min_cpus > (uint64_t) least * MAX(call->wanted, call->min);
}

static SsNodeId largest(const SsPlaceCall *call)
{
    SsNodeId best = SS_ID_NONE;

    for (SS_EACH_NODE(id, call->usable))
        if (!ss_node_set_test(call->chosen, id)
            && (best == SS_ID_NONE || call->cpus[id] > call->cpus[best]))
            best = id;
    return best;
}

static bool choose_largest(SsPlaceCall *call)
{
    SsPick pick;

    ss_pick_begin(&pick, call);
    if (!ss_pick_required(&pick))
        return false;
    while (!ss_pick_done(&pick) && pick.room > 0) {
        const SsNodeId id = largest(call);

        if (id == SS_ID_NONE)
            break;
        ss_pick_take(&pick, id);
    }
    return ss_pick_will_do(&pick);
}

bool ss_choose_linear(SsPlaceCall *call)
{
    if (!call->req->contiguous && size_matters(call))
        return choose_largest(call);
    return ss_choose_fit(call);
}
