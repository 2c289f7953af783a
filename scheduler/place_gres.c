/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_gres.c - generic resources: can a node serve the request, near which cores, and with which
 * devices.
 *
 * Two questions are asked at two times. Before nodes are chosen: has the node enough free devices
 * of the type, and near enough to cores that are free? Sockets that are not needed to reach the
 * devices lose their cores (unless too few would be left), and where the number of tasks on the
 * node is known, all but as many cores as they need are given up too, fullest socket and highest
 * core first. That is why one task of eight CPUs with a GPU is spread over two idle sockets, while
 * without a GPU it would stay on one. If no choice succeeds that way, a second round allows devices
 * far from the cores (unless enforce-binding).
 *
 * After cores are chosen: device indices. First one that is near every socket, then one per socket
 * that the job is on, then the rest near these sockets, then any; always the lowest free index, or
 * the one best linked to those already taken where gres.conf gives Links.
 *
 * A count per job (--gpus) is dealt out node by node in index order: each takes what it can, but
 * leaves one for every node still to come.
 *
 * Departure: shared GRES (mps, shard) are counts; they are not tied to the GPU they divide.
 *
 * Source: https://slurm.schedmd.com/gres.html, gres.conf(5), sbatch(1) --gres, --gpus,
 * --gres-flags; spec placement 6. Tested in tests/unit/test_place_gres.c.
 */
#include "scheduler/place_gres_free.h"
#include "scheduler/place_internal.h"

#include <string.h>

enum { SOCKETS_MOST = 64, DEVICES_MOST = 64 };

/* --- what is free ----------------------------------------------------------------------------- */

static uint64_t free_devices(const SsPlaceCall *call, SsNodeId id, const SsNodeGres *has,
                             const char *type)
{
    return ss_gres_free_devices(call->use, id, has, type);
}

static uint64_t free_count(const SsPlaceCall *call, SsNodeId id, const SsNodeGres *has,
                           const char *type)
{
    return ss_gres_free_count(call->use, id, has, type);
}

static bool is_gpu(const SsPlaceCall *call, const SsGresNeed *need)
{
    return strcmp(call->cluster->gres_names[need->gres], "gpu") == 0;
}

static uint32_t cpus_per_gpu(const SsPlaceCall *call, const SsGresNeed *need)
{
    return is_gpu(call, need) ? call->req->cpus_per_gpu : 0;
}

static uint64_t memory_per_gpu(const SsPlaceCall *call, const SsGresNeed *need)
{
    return is_gpu(call, need) && (call->params & SS_CR_MEMORY) ? call->req->mem_per_gpu : 0;
}

static uint64_t memory_left(const SsPlaceCall *call, SsNodeId id)
{
    const SsNode  *node = &call->cluster->nodes[id];
    const uint64_t all =
        node->real_memory > node->mem_spec ? node->real_memory - node->mem_spec : 0;
    const uint64_t used = call->use != NULL ? call->use->mem[id] : 0;

    return used < all ? all - used : 0;
}

/* --- how many --------------------------------------------------------------------------------- */

/* Tasks that the node will surely hold. */
static uint32_t tasks_here(const SsPlaceCall *call)
{
    const SsRequest *req = call->req;

    if (req->ntasks_per_node)
        return req->ntasks != SS_UNSET32 ? MIN(req->ntasks_per_node, req->ntasks)
                                         : req->ntasks_per_node;
    return call->max == 1 && req->ntasks != SS_UNSET32 ? MAX(req->ntasks, 1) : 1;
}

/* Devices the node must have for the job to use it at all. */
static uint64_t least_count(const SsPlaceCall *call, const SsGresNeed *need)
{
    if (need->per_node)
        return need->per_node;
    if (need->per_socket)
        return need->per_socket; /* recorded: one socket that has them will do */
    if (need->per_task)
        return need->per_task * tasks_here(call);
    return call->max == 1 ? need->per_job : 1;
}

/* Devices that it makes sense to reach from here. */
static uint64_t most_count(const SsPlaceCall *call, const SsGresNeed *need, uint64_t free)
{
    const SsRequest *req = call->req;

    if (need->per_node || need->per_socket)
        return least_count(call, need);
    if (need->per_task)
        return MIN(free, need->per_task * (req->ntasks == SS_UNSET32 ? 1 : MAX(req->ntasks, 1)));
    return MIN(free, need->per_job);
}

/* --- devices and sockets ---------------------------------------------------------------------- */

/* The devices of one gres on one node, and which sockets each is near to. */
typedef struct {
    const SsNode     *node;
    const SsNodeGres *has;
    uint64_t          mask;               /* devices that count                          */
    uint64_t          tied;               /* of all: near some sockets only              */
    uint64_t          near[DEVICES_MOST]; /* sockets of a tied device                    */
} Reach;

static uint64_t all_sockets(const SsNode *node)
{
    return node->sockets >= SOCKETS_MOST ? UINT64_MAX : (UINT64_C(1) << node->sockets) - 1;
}

static uint64_t sockets_of(const SsNode *node, const uint64_t *cores)
{
    uint64_t sockets = 0;

    for (uint32_t s = 0; s < node->sockets; s++)
        if (ss_socket_any(node, cores, s))
            sockets |= UINT64_C(1) << (s % SOCKETS_MOST);
    return sockets;
}

static void find_reach(Reach *reach, const SsNode *node, const SsNodeGres *has, uint64_t mask)
{
    const uint64_t all = all_sockets(node);

    reach->node = node;
    reach->has = has;
    reach->mask = mask;
    reach->tied = 0;
    for (uint32_t d = 0; d < has->n_dev; d++) {
        const uint64_t *cores = has->dev[d].cores;

        if (cores != NULL && d > 0 && has->dev[d - 1].cores != NULL
            && memcmp(cores, has->dev[d - 1].cores, node->core_words * sizeof *cores) == 0)
            reach->near[d] = reach->near[d - 1];
        else
            reach->near[d] = cores == NULL ? all : sockets_of(node, cores);
        if ((reach->near[d] & all) == all)
            continue;
        reach->near[d] &= -reach->near[d]; /* of several sockets the first one counts */
        reach->tied |= UINT64_C(1) << d;
    }
}

/* Devices of the mask that can be reached from cores of these sockets. */
static uint64_t reachable(const Reach *reach, uint64_t sockets)
{
    uint64_t out = reach->mask & ~reach->tied;

    for (uint32_t d = 0; d < reach->has->n_dev; d++)
        if (reach->near[d] & sockets)
            out |= UINT64_C(1) << d & reach->mask;
    return out;
}

/* The socket outside of `kept` with most free cores, lowest index among equals; SS_ID_NONE if
 * none. */
static uint32_t emptiest_socket(const SsNode *node, const uint64_t *bits, uint64_t kept)
{
    uint32_t best = SS_ID_NONE, most = 0;

    for (uint32_t s = 0; s < MIN(node->sockets, (uint32_t) SOCKETS_MOST); s++) {
        const uint32_t here = ss_socket_count(node, bits, s);

        if (!(kept >> s & 1) && here > most) {
            best = s;
            most = here;
        }
    }
    return best;
}

static uint64_t count_devices(uint64_t mask)
{
    return (uint64_t) __builtin_popcountll(mask);
}

/* Sockets of a node that lead to the devices wanted. */
typedef struct {
    uint64_t kept;   /* each leads to more of them                          */
    uint64_t passed; /* these and the ones looked at before the last of them */
} Sockets;

/* Sockets from which `count` devices can be reached, those with most free cores first; none if they
 * cannot. */
static Sockets sockets_for(const Reach *reach, const uint64_t *bits, uint64_t count)
{
    uint64_t kept = 0, seen = 0, reached = reachable(reach, 0);

    while (count_devices(reached) < count) {
        const uint32_t socket = emptiest_socket(reach->node, bits, seen);

        if (socket == SS_ID_NONE)
            return (Sockets){ 0 };
        seen |= UINT64_C(1) << socket;
        const uint64_t more = reachable(reach, kept | UINT64_C(1) << socket);
        if (more != reached)
            kept |= UINT64_C(1) << socket;
        reached = more;
    }
    return kept != 0 ? (Sockets){ kept, seen }
                     : (Sockets){ all_sockets(reach->node), all_sockets(reach->node) };
}

/* --gpus-per-socket: of the sockets with `each` devices of their own the last `n`, or all if there are
 * not so many. */
static uint64_t sockets_with_each(const Reach *reach, const uint64_t *bits, uint64_t each,
                                  uint32_t n)
{
    uint64_t kept = 0;

    for (uint32_t s = MIN(reach->node->sockets, (uint32_t) SOCKETS_MOST); s-- > 0;) {
        if (count_devices(kept) == n)
            break;
        if (ss_socket_any(reach->node, bits, s)
            && count_devices(reachable(reach, UINT64_C(1) << s)) >= each)
            kept |= UINT64_C(1) << s;
    }
    return kept;
}

/* --- the offer -------------------------------------------------------------------------------- */

/* A whole-node job gets all GRES of the node: none may be in use. */
static bool all_idle(const SsPlaceCall *call, SsNodeId id)
{
    const SsNode *node = &call->cluster->nodes[id];

    for (uint32_t i = 0; call->use != NULL && i < node->n_gres; i++)
        if (call->use->gres_count[(size_t) id * call->cluster->n_gres + node->gres[i].gres] > 0)
            return false;
    return true;
}

/* CPUs and memory that the GPUs of one need ask of the node. */
static bool raise_minima(const SsPlaceCall *call, SsNodeId id, const SsGresNeed *need,
                         uint64_t least, SsOffer *offer)
{
    const uint64_t cpus = least * cpus_per_gpu(call, need);

    if (least * memory_per_gpu(call, need) > memory_left(call, id) || cpus > offer->cpus)
        return false;
    offer->least = MAX(offer->least, (uint32_t) cpus);
    return true;
}

static void limit_tasks(const SsPlaceCall *call, const SsGresNeed *need, uint64_t free,
                        SsOffer *offer)
{
    if (need->per_task == 0)
        return;
    const uint64_t tasks = MIN(free / need->per_task, (uint64_t) offer->most_tasks);

    offer->most_tasks = (uint32_t) tasks;
    if (!call->req->overcommit)
        offer->cpus = (uint32_t) MIN((uint64_t) offer->cpus, tasks * call->req->cpus_per_task);
}

/* Sockets to keep for one need: all of them where its devices are near all, or binding does not
 * matter. */
static bool keep_sockets(const SsPlaceCall *call, const Reach *reach, const SsGresNeed *need,
                         const uint64_t *bits, Sockets *out)
{
    if (need->per_socket) {
        out->kept |=
            sockets_with_each(reach, bits, need->per_socket, MAX(call->req->sockets_per_node, 1));
        out->passed |= out->kept;
        return out->kept != 0;
    }
    if (call->req->gres_disable_binding || call->remote_gres || (reach->tied & reach->mask) == 0)
        return true;
    const uint64_t most = most_count(call, need, count_devices(reach->mask));
    Sockets        sockets = sockets_for(reach, bits, most);

    if (sockets.kept == 0)
        sockets = sockets_for(reach, bits, least_count(call, need));
    out->kept |= sockets.kept;
    out->passed |= sockets.passed;
    return sockets.kept != 0;
}

/* Is it known before the choice how many tasks each node gets? */
static bool tasks_are_known(const SsPlaceCall *call)
{
    const SsRequest *req = call->req;

    return req->ntasks_per_node
           || (req->ntasks != SS_UNSET32 && (call->max == 1 || req->ntasks == call->min));
}

/* CPUs that the job will use here at most, if that is known before the choice, else 0. */
static uint32_t known_cpus(const SsPlaceCall *call, const SsOffer *offer)
{
    const SsRequest *req = call->req;
    uint32_t         tasks = offer->most_tasks;

    if (call->whole || req->overcommit)
        return 0;
    if (tasks_are_known(call))
        tasks = MIN(tasks, tasks_here(call));
    return tasks == SS_UNSET32 ? 0 : MAX(tasks * req->cpus_per_task, offer->least);
}

static uint32_t cores_for(const SsOffer *offer, uint32_t cpus)
{
    return (cpus + offer->per_core - 1) / offer->per_core;
}

/* Gives up the highest `n` cores of the socket. */
static void give_up(const SsNode *node, uint64_t *bits, uint32_t socket, uint32_t n)
{
    const uint32_t first = socket * node->cores_per_socket;

    for (uint32_t c = first + node->cores_per_socket; n > 0 && c-- > first;) {
        n -= ss_core_test(bits, c);
        ss_core_clear(bits, c);
    }
}

/* Only these CPUs are left: one core after the other goes from the fullest socket, of equals the first. */
static void trim_cores(const SsPlaceCall *call, const SsNode *node, const SsOffer *offer,
                       uint32_t cpus, uint64_t *bits)
{
    const SsArenaMark mark = ss_arena_mark(call->arena);
    uint32_t         *left = SS_ARENA_NEW(call->arena, uint32_t, node->sockets);
    uint32_t          sum = ss_bits_count(bits, node->core_words);

    for (uint32_t s = 0; s < node->sockets; s++)
        left[s] = ss_socket_count(node, bits, s);
    for (; sum > cores_for(offer, cpus); sum--) {
        uint32_t fullest = 0;

        for (uint32_t s = 1; s < node->sockets; s++)
            if (left[s] > left[fullest])
                fullest = s;
        left[fullest]--;
        give_up(node, bits, fullest, 1);
    }
    ss_arena_release(call->arena, mark);
}

static uint32_t cores_on(const SsNode *node, const uint64_t *bits, uint64_t sockets)
{
    uint32_t n = 0;

    for (uint32_t s = 0; s < MIN(node->sockets, (uint32_t) SOCKETS_MOST); s++)
        if (sockets >> s & 1)
            n += ss_socket_count(node, bits, s);
    return n;
}

/* CPUs that are kept for the job when sockets lose theirs: those of the tasks that are sure to be here, not of all that
 * there are GPUs for. Recorded: replay-gpu-bind, jobs 13 to 16 (two tasks with a GPU each, on the socket of two free
 * ones); replay-gres-sockets, job 44 (its two tasks of five CPUs are too large for a socket: the second attempt has all). */
static uint32_t kept_cpus(const SsPlaceCall *call, const SsOffer *offer)
{
    return MAX(tasks_are_known(call) ? known_cpus(call, offer) : 0, offer->least);
}

/* Sockets beyond those needed lose their cores, the first ones first, as long as enough are left. Where the
 * needed ones have too few cores, those passed on the way to them count as needed, unless these are all.
 * Recorded: replay-gres-cores, replay-gres-passed. */
static void restrict_cores(const SsPlaceCall *call, const SsNode *node, const SsOffer *offer,
                           uint64_t *bits, const Sockets *sockets)
{
    const uint32_t keep = cores_for(offer, kept_cpus(call, offer));
    uint32_t       left = ss_bits_count(bits, node->core_words);
    uint64_t       kept = sockets->kept;

    if (cores_on(node, bits, kept) < keep && sockets->passed != all_sockets(node))
        kept = sockets->passed;
    for (uint32_t s = 0; kept != 0 && s < node->sockets && left > keep; s++) {
        const uint32_t here = ss_socket_count(node, bits, s);

        if (kept >> (s % SOCKETS_MOST) & 1)
            continue;
        give_up(node, bits, s, MIN(here, left - keep));
        left -= MIN(here, left - keep);
    }
}

/* Whole tasks are offered: nodes that hold as many of them look alike (replay-gpu-placement 09:02:19). The cores that fill no
 * task are given up, too: with 32 and 20 free, four tasks of eight CPUs get 24 and 8. */
static void round_to_tasks(const SsPlaceCall *call, SsOffer *offer)
{
    if (!call->whole && !call->req->overcommit)
        offer->cpus -= offer->cpus % call->req->cpus_per_task;
}

/* One need on one node: sockets it ties the job to, GPUs near free cores, CPUs and tasks it
 * bounds. */
static bool offer_need(const SsPlaceCall *call, SsNodeId id, const SsGresNeed *need,
                       const uint64_t *bits, SsOffer *offer, Sockets *sockets, uint64_t *near)
{
    const SsNode     *node = &call->cluster->nodes[id];
    const SsNodeGres *has = ss_node_gres(node, need->gres);
    const uint64_t    least = least_count(call, need);
    Reach             reach;

    if (has == NULL)
        return false;
    const uint64_t free = free_count(call, id, has, need->type);
    uint64_t       here = free;
    if (free < least || !raise_minima(call, id, need, least, offer))
        return false;
    if (has->n_dev > 0) {
        find_reach(&reach, node, has, free_devices(call, id, has, need->type));
        if (!keep_sockets(call, &reach, need, bits, sockets))
            return false;
        here = reach.tied ? count_devices(reachable(&reach, sockets_of(node, bits))) : free;
    }
    const uint64_t most = most_count(call, need, here);
    if (is_gpu(call, need))
        *near += MIN(here, most);
    limit_tasks(call, need, free, offer);
    return true;
}

bool ss_gres_offer(SsPlaceCall *call, SsNodeId id, SsOffer *offer, uint64_t *bits)
{
    const SsNode *node = &call->cluster->nodes[id];
    Sockets       sockets = { 0 };
    uint64_t      near = 0;

    if (call->whole && !all_idle(call, id))
        return false;
    for (uint32_t i = 0; i < call->req->n_gres; i++)
        if (!offer_need(call, id, &call->req->gres[i], bits, offer, &sockets, &near))
            return false;
    offer->weight += 255 - MIN(near, 255);
    if (call->req->n_gres == 0)
        return true;
    if (!call->whole)
        restrict_cores(call, node, offer, bits, &sockets);
    const uint32_t known = known_cpus(call, offer);
    if (known > 0)
        trim_cores(call, node, offer, known, bits);
    offer->cpus = MIN(offer->cpus, offer->per_core * ss_bits_count(bits, node->core_words));
    round_to_tasks(call, offer);
    if (!call->whole && !call->req->overcommit)
        trim_cores(call, node, offer, offer->cpus, bits);
    return offer->cpus >= offer->least;
}

uint32_t ss_gres_known_cpus(const SsPlaceCall *call, uint32_t least)
{
    const SsOffer offer = { .least = least, .most_tasks = SS_UNSET32 };

    return call->req->n_gres > 0 ? known_cpus(call, &offer) : 0;
}

uint32_t ss_gres_least(const SsPlaceCall *call, uint32_t least)
{
    uint64_t most = least;

    for (uint32_t i = 0; i < call->req->n_gres; i++)
        most = MAX(most, call->req->gres[i].per_node * cpus_per_gpu(call, &call->req->gres[i]));
    return (uint32_t) MIN(most, UINT32_MAX);
}

bool ss_gres_counted(const SsPlaceCall *call, SsNodeId id, SsOffer *offer, uint32_t cores)
{
    const SsRequest *req = call->req;

    for (uint32_t i = 0; i < req->n_gres; i++)
        if (!raise_minima(call, id, &req->gres[i], req->gres[i].per_node, offer))
            return false;
    if (req->n_gres == 0)
        return true;
    const uint32_t known = known_cpus(call, offer);
    if (known > 0) /* trim_cores */
        cores = MIN(cores, cores_for(offer, known));
    offer->cpus = MIN(offer->cpus, offer->per_core * cores);
    round_to_tasks(call, offer);
    return offer->cpus >= offer->least;
}

uint64_t ss_gres_free(const SsPlaceCall *call, SsNodeId id, const SsGresNeed *need)
{
    const uint32_t cpus = cpus_per_gpu(call, need);
    const uint64_t mem = memory_per_gpu(call, need);
    uint64_t       free;

    if (call->gres_left != NULL) {
        free = call->gres_left[(size_t) id * call->req->n_gres + (size_t) (need - call->req->gres)];
    } else {
        const SsNodeGres *has = ss_node_gres(&call->cluster->nodes[id], need->gres);

        free = has ? free_count(call, id, has, need->type) : 0;
    }
    if (cpus)
        free = MIN(free, call->cpus[id] / cpus);
    if (mem)
        free = MIN(free, memory_left(call, id) / mem);
    return free;
}

/* --- devices ---------------------------------------------------------------------------------- */

/* What one node gives to the job of one gres, while it is put together. */
typedef struct {
    Reach    reach;   /* mask: devices left          */
    uint64_t taken;   /* devices taken               */
    uint64_t sockets; /* sockets the job has cores on */
} Devices;

static int64_t links_to(const Devices *d, uint32_t device)
{
    const SsNodeGres *has = d->reach.has;
    const int32_t    *links = has->dev[device].links;
    int64_t           sum = 0;

    for (uint32_t i = 0; links != NULL && i < has->n_dev; i++)
        if ((d->taken >> i & 1) && links[i] > 0)
            sum += links[i];
    return sum;
}

/* The lowest device of the mask, or of those best linked to the ones taken. False if there is
 * none. */
static bool take_device(Devices *d, uint64_t mask)
{
    int64_t  best_links = -1;
    uint32_t best = SS_ID_NONE;

    for (uint32_t i = 0; i < d->reach.has->n_dev; i++) {
        if (!((mask & d->reach.mask) >> i & 1))
            continue;
        const int64_t links = links_to(d, i);
        if (links > best_links) {
            best_links = links;
            best = i;
        }
    }
    if (best == SS_ID_NONE)
        return false;
    d->reach.mask &= ~(UINT64_C(1) << best);
    d->taken |= UINT64_C(1) << best;
    return true;
}

static uint64_t tied_to(const Devices *d, uint64_t sockets)
{
    return reachable(&d->reach, sockets) & d->reach.tied;
}

static uint64_t take_of(Devices *d, uint64_t mask, uint64_t count)
{
    uint64_t n = 0;

    while (n < count && take_device(d, mask))
        n++;
    return n;
}

/* Those near everything, then those near the job's sockets. */
static uint64_t take_near(Devices *d, uint64_t count)
{
    const uint64_t n = take_of(d, ~d->reach.tied, count);

    return n + take_of(d, tied_to(d, d->sockets), count - n);
}

/* The near ones, then any: per task and per job. */
static uint64_t take_nearest(Devices *d, uint64_t count)
{
    const uint64_t n = take_near(d, count);

    return n + take_of(d, UINT64_MAX, count - n);
}

/* Per node: one near everything, one a socket, the rest near these sockets, then any. */
static uint64_t take_spread(Devices *d, uint64_t count)
{
    const uint32_t sockets = MIN(d->reach.node->sockets, (uint32_t) SOCKETS_MOST);
    uint64_t       n = take_of(d, ~d->reach.tied, MIN(count, 1));

    for (uint32_t s = 0; s < sockets && n < count; s++)
        if (d->sockets >> s & 1)
            n += take_device(d, tied_to(d, UINT64_C(1) << s));
    n += take_of(d, ~d->reach.tied | tied_to(d, d->sockets), count - n);
    return n + take_of(d, UINT64_MAX, count - n);
}

/* Per socket: so many for each socket that the job is on. */
static uint64_t take_per_socket(Devices *d, uint64_t each)
{
    uint64_t n = 0;

    for (uint32_t s = 0; s < MIN(d->reach.node->sockets, (uint32_t) SOCKETS_MOST); s++) {
        if (!(d->sockets >> s & 1))
            continue;
        for (uint64_t k = 0; k < each; k++)
            n += take_device(d, tied_to(d, UINT64_C(1) << s) | ~d->reach.tied);
    }
    return n;
}

/* --- entries ---------------------------------------------------------------------------------- */

static SsAllocGres *entry_of(SsAllocNode *entry, uint32_t gres, uint32_t type)
{
    for (uint32_t i = 0; i < entry->n_gres; i++)
        if (entry->gres[i].gres == gres && entry->gres[i].type == type)
            return &entry->gres[i];
    entry->gres = g_renew(SsAllocGres, entry->gres, entry->n_gres + 1);
    entry->gres[entry->n_gres] = (SsAllocGres){ .gres = gres, .type = type };
    return &entry->gres[entry->n_gres++];
}

static uint64_t devices_held(const SsAllocNode *entry, uint32_t gres)
{
    uint64_t held = 0;

    for (uint32_t i = 0; i < entry->n_gres; i++)
        if (entry->gres[i].gres == gres)
            held |= entry->gres[i].devices;
    return held;
}

/* The devices of the mask as entries by type. An untyped request lists every type of the node, as
 * scontrol shows it: "gpu:v100:0(IDX:),gpu:a100:1(IDX:4)". */
static void add_devices(SsAllocNode *entry, const SsNodeGres *has, const char *type, uint64_t mask)
{
    for (uint32_t t = 0; t < MAX(has->n_type, 1); t++)
        if (has->n_type == 0 || ss_gres_type_matches(has, t, type))
            entry_of(entry, has->gres, t);
    for (uint32_t d = 0; d < has->n_dev; d++) {
        if (!(mask >> d & 1))
            continue;
        SsAllocGres *gres = entry_of(entry, has->gres, has->n_type ? has->dev[d].type : 0);
        gres->count++;
        gres->devices |= UINT64_C(1) << d;
    }
}

static uint64_t held_count(const SsAllocNode *entry, uint32_t gres, uint32_t type)
{
    for (uint32_t i = 0; i < entry->n_gres; i++)
        if (entry->gres[i].gres == gres && entry->gres[i].type == type)
            return entry->gres[i].count;
    return 0;
}

/* Counts without devices, by type in their order. Returns how many it got. */
static uint64_t add_counts(const SsPlaceCall *call, SsAllocNode *entry, const SsNodeGres *has,
                           const char *type, uint64_t count)
{
    uint64_t got = 0;

    if (has->n_type == 0) {
        const uint64_t free = free_count(call, entry->node, has, NULL);

        got = MIN(count, free - held_count(entry, has->gres, 0));
        entry_of(entry, has->gres, 0)->count += got;
        return got;
    }
    for (uint32_t t = 0; t < has->n_type; t++) {
        if (!ss_gres_type_matches(has, t, type))
            continue;
        const uint64_t free =
            ss_gres_free_of_type(call->use, entry->node, has, t) - held_count(entry, has->gres, t);
        const uint64_t n = MIN(count - got, free);

        entry_of(entry, has->gres, t)->count += n;
        got += n;
    }
    return got;
}

typedef uint64_t (*TakeDevices)(Devices *, uint64_t count);

static uint64_t give(SsPlaceCall *call, SsAllocNode *entry, const SsGresNeed *need, uint64_t count,
                     TakeDevices take)
{
    const SsNode     *node = &call->cluster->nodes[entry->node];
    const SsNodeGres *has = ss_node_gres(node, need->gres);

    if (has == NULL)
        return 0;
    if (has->n_dev == 0)
        return add_counts(call, entry, has, need->type, count);
    Devices d = { .sockets = sockets_of(node, entry->core_bits) };
    find_reach(&d.reach, node, has,
               free_devices(call, entry->node, has, need->type) & ~devices_held(entry, need->gres));
    const uint64_t got = need->per_socket ? take_per_socket(&d, need->per_socket) : take(&d, count);

    add_devices(entry, has, need->type, d.taken);
    return got;
}

/* --- whole jobs, per node, per job ------------------------------------------------------------ */

static void give_everything(SsPlaceCall *call, SsAllocNode *entry)
{
    const SsNode *node = &call->cluster->nodes[entry->node];

    for (uint32_t i = 0; i < node->n_gres; i++) {
        const SsNodeGres *has = &node->gres[i];

        if (has->no_consume)
            continue;
        if (has->n_dev > 0)
            add_devices(entry, has, NULL, free_devices(call, entry->node, has, NULL));
        else
            add_counts(call, entry, has, NULL, has->count);
    }
}

static uint64_t wanted_here(const SsPlaceCall *call, const SsGresNeed *need, SsNodeId id)
{
    if (need->per_node)
        return need->per_node;
    if (need->per_socket)
        return need->per_socket * MAX(call->req->sockets_per_node, 1);
    return need->per_task * call->offer[id].tasks;
}

/* One need counted by the job: each node takes what it can near its cores and leaves one for every
 * node behind it; what is missing then comes from the rest, node by node. */
static bool deal_per_job(SsPlaceCall *call, SsAlloc *alloc, const SsGresNeed *need)
{
    uint64_t left = need->per_job;

    for (uint32_t i = 0; i < alloc->n; i++) {
        SsAllocNode   *entry = &alloc->at[i];
        const uint64_t behind = alloc->n - i - 1;
        const uint64_t most = left > behind ? left - behind : MIN(left, 1);
        const uint64_t can = ss_gres_free(call, entry->node, need);

        left -= give(call, entry, need, MIN(most, can), take_near);
    }
    for (uint32_t i = 0; i < alloc->n && left > 0; i++)
        left -= give(call, &alloc->at[i], need, left, take_nearest);
    return left == 0;
}

static bool deal(SsPlaceCall *call, SsAlloc *alloc, const SsGresNeed *need)
{
    if (need->per_job && !need->per_node && !need->per_task && !need->per_socket)
        return deal_per_job(call, alloc, need);
    for (uint32_t i = 0; i < alloc->n; i++) {
        const uint64_t    count = wanted_here(call, need, alloc->at[i].node);
        const TakeDevices take = need->per_task ? take_nearest : take_spread;

        if (give(call, &alloc->at[i], need, count, take) < count && !need->per_socket)
            return false;
    }
    return true;
}

static bool add_gpu_memory(SsPlaceCall *call, SsAllocNode *entry)
{
    const uint32_t gpu = ss_cluster_gres(call->cluster, "gpu");
    uint64_t       count = 0;

    if (!(call->params & SS_CR_MEMORY))
        return true;
    for (uint32_t i = 0; i < entry->n_gres; i++)
        if (entry->gres[i].gres == gpu)
            count += entry->gres[i].count;
    entry->mem = call->req->mem_per_gpu * count;
    return entry->mem <= memory_left(call, entry->node);
}

bool ss_gres_take(SsPlaceCall *call, SsAlloc *alloc)
{
    for (uint32_t i = 0; call->whole && i < alloc->n; i++)
        give_everything(call, &alloc->at[i]);
    for (uint32_t i = 0; !call->whole && i < call->req->n_gres; i++)
        if (!deal(call, alloc, &call->req->gres[i]))
            return false;
    for (uint32_t i = 0; call->req->mem_per_gpu && i < alloc->n; i++)
        if (!add_gpu_memory(call, &alloc->at[i]))
            return false;
    return true;
}

/* --- the text --------------------------------------------------------------------------------- */

static void append_indices(GString *out, uint64_t devices)
{
    bool first = true;

    for (uint32_t i = 0; i < 64; i++) {
        if (!(devices >> i & 1))
            continue;
        uint32_t end = i;

        while (end < 63 && (devices >> (end + 1) & 1))
            end++;
        g_string_append_printf(out, "%s%u", first ? "" : ",", i);
        if (end > i)
            g_string_append_printf(out, "-%u", end);
        first = false;
        i = end;
    }
}

char *ss_place_gres_text(const SsCluster *cluster, const SsAllocNode *entry)
{
    GString *out = g_string_new(NULL);

    for (uint32_t i = 0; i < entry->n_gres; i++) {
        const SsAllocGres *gres = &entry->gres[i];
        const SsNodeGres  *has = ss_node_gres(&cluster->nodes[entry->node], gres->gres);

        g_string_append_printf(out, "%s%s", i ? "," : "", cluster->gres_names[gres->gres]);
        if (has != NULL && gres->type < has->n_type && has->type[gres->type].name != NULL)
            g_string_append_printf(out, ":%s", has->type[gres->type].name);
        g_string_append_printf(out, ":%" G_GUINT64_FORMAT, gres->count);
        if (has == NULL || has->n_dev == 0) {
            g_string_append_printf(out, "(CNT:%" G_GUINT64_FORMAT ")", gres->count);
            continue;
        }
        g_string_append(out, "(IDX:");
        append_indices(out, gres->devices);
        g_string_append_c(out, ')');
    }
    return g_string_free(out, FALSE);
}
