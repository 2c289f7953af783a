/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_cores.c - the CPUs a node offers, and the cores it gives.
 *
 * An offer begins with the cores that nobody uses and is cut down rule by rule: sockets that are
 * too full, MaxCPUsPerNode, threads that the job does not want, tasks a socket, GPUs
 * (place_gres.c), memory. What is left must reach the per-node minimum or the node is out. Offers
 * count CPUs as the job sees them (per_core a core); what it is charged is counted when the cores
 * are taken, in whole cores of tpc CPUs.
 *
 * After nodes are chosen, tasks are dealt out (one a node first, then in rounds), and each node
 * picks cores: "cyclic" takes one core a socket in turn, "block" fills the socket that fits most
 * tightly. A task of several CPUs is kept on one socket where a socket has room for all of it.
 *
 * Example, two sockets of four cores with two threads: -n3 takes s0c0 and s1c0 and is charged 4
 * CPUs; -n1 -c3 takes s0c0 and s0c1 and is charged 4 as well.
 *
 * Source: https://slurm.schedmd.com/cons_res.html, cpu_management.html, core_spec.html; spec
 * placement 3, 5. Tested in tests/unit/test_place.c and by replays in tests/conformance.
 */
#include "scheduler/place_alike.h"

#include <string.h>

/* --- cores that jobs may have ----------------------------------------------------------------- */

static void fill_cores(const SsNode *node, uint64_t *bits)
{
    for (uint32_t w = 0; w < node->core_words; w++)
        bits[w] = UINT64_MAX;
    if (node->cores % 64)
        bits[node->core_words - 1] = (UINT64_C(1) << (node->cores % 64)) - 1;
}

/* `n` cores from the highest index of each socket in turn, last socket first (or all the other
 * way). */
static void set_aside(const SsNode *node, uint32_t n, bool lowest_first, uint64_t *bits)
{
    for (uint32_t round = 0; round < node->cores_per_socket && n > 0; round++) {
        for (uint32_t k = 0; k < node->sockets && n > 0; k++, n--) {
            const uint32_t socket = lowest_first ? k : node->sockets - 1 - k;
            const uint32_t core = lowest_first ? round : node->cores_per_socket - 1 - round;

            ss_core_clear(bits, socket * node->cores_per_socket + core);
        }
    }
}

/* What the node itself keeps from jobs. */
static void set_aside_nodes_own(const SsNode *node, bool lowest_first, uint64_t *bits)
{
    if (node->spec_cores != NULL)
        ss_bits_and_not(bits, node->spec_cores, node->core_words);
    else if (node->core_spec > 0)
        set_aside(node, node->core_spec, lowest_first, bits);
}

/* Of the cores that are set aside all but the lowest `kept` go back to the job. */
static void give_back(const SsNode *node, uint32_t kept, uint64_t *bits)
{
    for (uint32_t c = 0; c < node->cores; c++) {
        if (ss_core_test(bits, c))
            continue;
        if (kept == 0)
            ss_core_set(bits, c);
        else
            kept--;
    }
}

/* Cores that jobs may have at all. --core-spec of less than the node keeps gives the highest of these to the job
 * (recorded: replay-core-spec, job 11). */
static void usable_cores(const SsPlaceCall *call, const SsNode *node, uint64_t *bits)
{
    const bool     lowest_first = call->settings->sched.spec_cores_first;
    const uint32_t asked = call->req->core_spec;

    fill_cores(node, bits);
    set_aside_nodes_own(node, lowest_first, bits);
    if (asked == SS_UNSET32)
        return;
    if (node->cores - ss_bits_count(bits, node->core_words) >= asked) {
        give_back(node, asked, bits);
        return;
    }
    fill_cores(node, bits);
    set_aside(node, asked, lowest_first, bits);
}

/* --- the offer, rule by rule ------------------------------------------------------------------ */

static void remove_used(const SsPlaceCall *call, const SsNode *node, uint64_t *bits)
{
    const uint64_t *excluded = call->query->excluded_cores;

    if (call->busy != NULL)
        ss_bits_and_not(bits, call->busy + node->core_at, node->core_words);
    if (excluded != NULL)
        ss_bits_and_not(bits, excluded + node->core_at, node->core_words);
}

/* CR_Socket: a socket somebody is on is out. --cores-per-socket: so is one with too few free
 * cores. */
static bool filter_sockets(const SsPlaceCall *call, const SsNode *node, uint64_t *bits)
{
    const SsRequest *req = call->req;
    const bool       whole_sockets = (call->params & SS_CR_SOCKET) != 0;
    uint32_t         left = 0;

    if (!whole_sockets && !req->cores_per_socket && !req->sockets_per_node)
        return true;
    for (uint32_t s = 0; s < node->sockets; s++) {
        const uint32_t first = s * node->cores_per_socket;
        bool           in_use = false;

        for (uint32_t c = first; c < first + node->cores_per_socket; c++)
            in_use |= call->busy != NULL && ss_core_test(call->busy + node->core_at, c);
        if ((whole_sockets && in_use) || ss_socket_count(node, bits, s) < req->cores_per_socket)
            ss_socket_clear(node, bits, s);
        left += ss_socket_count(node, bits, s) > 0;
    }
    return left >= req->sockets_per_node;
}

static uint32_t tasks_a_core(const SsPlaceCall *call)
{
    return ss_request_tasks_a_core(call->req, call->params);
}

uint32_t ss_cores_per_core(const SsPlaceCall *call, const SsNode *node)
{
    const SsRequest *req = call->req;
    const uint32_t   tasks = tasks_a_core(call);
    uint32_t         v = node->tpc;

    if (req->threads_per_core)
        v = MIN(v, req->threads_per_core);
    if (tasks)
        v = MIN(v, tasks * req->cpus_per_task);
    return MAX(v, 1);
}

/* One task a core: how many cores each takes for itself (recorded: replay-one-task-core, replay-hints); else 0. */
static uint32_t own_cores(const SsPlaceCall *call, uint32_t per_core)
{
    const bool own = tasks_a_core(call) == 1 && !(call->params & SS_CR_CPU);

    return own ? (MAX(call->req->cpus_per_task, 1) + per_core - 1) / per_core : 0;
}

/* CPUs that a job may use on so many cores. */
static uint32_t cpus_on(const SsPlaceCall *call, uint32_t per_core, uint32_t cores)
{
    const uint32_t own = own_cores(call, per_core);

    return own > 1 ? cores / own * call->req->cpus_per_task : cores * per_core;
}

/* CPUs of the free cores; --ntasks-per-socket k counts no more cores of a socket than k tasks need. */
static uint32_t offered_cpus(const SsPlaceCall *call, const SsNode *node, uint32_t per_core,
                             const uint64_t *bits)
{
    const uint32_t k = call->req->ntasks_per_socket, own = own_cores(call, per_core);
    const uint32_t cores =
        own > 0 ? k * own : (k * call->req->cpus_per_task + per_core - 1) / per_core;
    uint32_t sum = 0;

    if (k == 0)
        return cpus_on(call, per_core, ss_bits_count(bits, node->core_words));
    for (uint32_t s = 0; s < node->sockets; s++)
        sum += MIN(ss_socket_count(node, bits, s), cores);
    return cpus_on(call, per_core, sum);
}

/* MaxCPUsPerNode counts whole cores of this partition's jobs. */
static bool limit_partition(const SsPlaceCall *call, SsNodeId id, SsOffer *offer, uint32_t cores)
{
    const uint32_t most = call->part->max_cpus_per_node;
    const uint32_t tpc = call->cluster->nodes[id].tpc;

    if (most == SS_NO_LIMIT)
        return true;
    if (call->whole)
        return cores * tpc <= most;
    const uint32_t used = ss_rows_part_cpus(call, id);
    if (used >= most)
        return false;
    offer->cpus = MIN(offer->cpus, (most - used) / tpc * offer->per_core);
    return offer->cpus > 0;
}

/* CPUs that at least one visit of the job must find here (per-node minimum, tasks a node). */
uint32_t ss_cores_least(const SsPlaceCall *call)
{
    const SsRequest *req = call->req;
    uint32_t         least = MAX(req->min_cpus_node, 1), tasks = 1;

    if (req->overcommit)
        return least;
    if (req->ntasks_per_node)
        tasks = req->ntasks != SS_UNSET32 ? MIN(req->ntasks_per_node, req->ntasks)
                                          : req->ntasks_per_node;
    else if (call->max == 1 && !call->is_share && req->ntasks != SS_UNSET32)
        tasks = MAX(req->ntasks, 1);
    return MAX(least, tasks * req->cpus_per_task);
}

static uint64_t node_memory(const SsNode *node)
{
    return node->real_memory > node->mem_spec ? node->real_memory - node->mem_spec : 0;
}

static uint64_t used_memory(const SsPlaceCall *call, SsNodeId id)
{
    return call->use != NULL ? call->use->mem[id] : 0;
}

static uint64_t free_memory(const SsPlaceCall *call, SsNodeId id, uint64_t used)
{
    const uint64_t all = node_memory(&call->cluster->nodes[id]);

    return used < all ? all - used : 0;
}

/* Fewer CPUs until M a CPU fits; whole tasks only. */
static void limit_memory_per_cpu(const SsPlaceCall *call, uint64_t free, SsOffer *offer)
{
    const uint32_t c = call->req->cpus_per_task;
    const uint32_t unit = (call->params & SS_CR_CPU) ? 1 : offer->per_core;
    const uint64_t fit = free / call->req->mem;

    if (offer->cpus <= fit)
        return;
    if (call->whole) {
        offer->cpus = 0;
        return;
    }
    offer->cpus = (uint32_t) fit / unit * unit;
    offer->cpus = offer->cpus / c * c;
}

static bool limit_memory(const SsPlaceCall *call, SsNodeId id, SsOffer *offer, uint64_t used)
{
    const SsRequest *req = call->req;
    const uint64_t   free = free_memory(call, id, used);

    if (!(call->params & SS_CR_MEMORY) || req->mem_per_gpu)
        return true; /* memory of GPUs is counted with them */
    if (req->mem == 0)
        return used == 0;
    if (!req->mem_per_cpu)
        return free >= req->mem;
    limit_memory_per_cpu(call, free, offer);
    return offer->cpus > 0;
}

static bool offer_node(SsPlaceCall *call, SsNodeId id)
{
    const SsNode *node = &call->cluster->nodes[id];
    SsOffer      *offer = &call->offer[id];
    uint64_t     *bits = call->cores + node->core_at;

    *offer = (SsOffer){ .most_tasks = SS_UNSET32, .per_core = ss_cores_per_core(call, node) };
    offer->weight = ss_node_weight(call, id) << 8;
    usable_cores(call, node, bits);
    const uint32_t all = ss_bits_count(bits, node->core_words);
    remove_used(call, node, bits);
    if (call->whole && ss_bits_count(bits, node->core_words) < all)
        return false;
    if (!filter_sockets(call, node, bits))
        return false;
    offer->cpus = offered_cpus(call, node, offer->per_core, bits);
    offer->least = ss_cores_least(call);
    if (offer->cpus < offer->least || !limit_partition(call, id, offer, all)
        || !ss_gres_offer(call, id, offer, bits)
        || !limit_memory(call, id, offer, used_memory(call, id)))
        return false;
    return offer->cpus >= offer->least;
}

uint32_t ss_cores_counted(const SsPlaceCall *call, SsNodeId id, uint32_t free, uint64_t mem)
{
    const SsNode *node = &call->cluster->nodes[id];
    SsOffer       offer = { .per_core = ss_cores_per_core(call, node),
                            .least = ss_cores_least(call),
                            .most_tasks = SS_UNSET32 };

    offer.cpus = cpus_on(call, offer.per_core, free);
    if ((call->whole && free < node->cores) || offer.cpus < offer.least
        || !ss_gres_counted(call, id, &offer, free) || !limit_memory(call, id, &offer, mem)
        || offer.cpus < offer.least)
        return 0;
    return offer.cpus;
}

/* Nodes without a free core offer nothing; unless a row of an oversubscribed partition counts. */
static bool all_in_use_shows(const SsPlaceCall *call)
{
    return call->use != NULL && call->busy == call->use->cores
           && ss_shortcut_on(&call->world->shortcuts, SS_SHORTCUT_COUNT);
}

#ifdef SS_DEBUG
static void prove_offer(SsPlaceCall *call, SsNodeId id, bool usable)
{
    const SsArenaMark mark = ss_arena_mark(call->arena);
    const SsNode     *node = &call->cluster->nodes[id];
    const SsOffer     copy = call->offer[id], *made = &call->offer[id];
    const size_t      size = node->core_words * sizeof *call->cores;
    const uint64_t   *bits = ss_arena_copy(call->arena, call->cores + node->core_at, size);

    g_assert(offer_node(call, id) == usable);
    g_assert(!usable || memcmp(bits, call->cores + node->core_at, size) == 0);
    g_assert(!usable || (copy.cpus == made->cpus && copy.per_core == made->per_core));
    g_assert(!usable || (copy.least == made->least && copy.most_tasks == made->most_tasks));
    g_assert(!usable || copy.weight == made->weight);
    ss_arena_release(call->arena, mark);
}
#endif

/* The offer of `like`, a node in the same state, made by `id`. */
static bool copy_offer(SsPlaceCall *call, SsNodeId like, SsNodeId id)
{
    const SsNode *from = &call->cluster->nodes[like], *to = &call->cluster->nodes[id];
    const bool    usable = ss_node_set_test(call->usable, like);

    if (usable) {
        call->offer[id] = call->offer[like];
        call->offer[id].weight -= ss_node_weight(call, like) << 8;
        call->offer[id].weight += ss_node_weight(call, id) << 8;
        for (uint32_t w = 0; w < to->core_words; w++)
            call->cores[to->core_at + w] = call->cores[from->core_at + w];
    }
    ((SsWorld *) call->world)->shortcuts.saved[SS_SHORTCUT_ALIKE]++;
#ifdef SS_DEBUG
    prove_offer(call, id, usable);
#endif
    return usable;
}

static bool make_offer(SsPlaceCall *call, SsAlike *alike, SsNodeId id)
{
    const SsNodeId like = alike != NULL ? ss_alike_find(alike, id) : SS_ID_NONE;

    return like != SS_ID_NONE ? copy_offer(call, like, id) : offer_node(call, id);
}

void ss_cores_offers(SsPlaceCall *call)
{
    const uint32_t   *free = all_in_use_shows(call) ? call->use->free_cpus : NULL;
    const SsArenaMark mark = ss_arena_mark(call->arena);
    SsAlike          *alike = ss_alike_begin(call);

    ss_node_set_clear(call->usable);
    for (SS_EACH_NODE(id, call->candidates))
        ss_call_offered(call, id, (free == NULL || free[id] > 0) && make_offer(call, alike, id));
    ss_arena_release(call->arena, mark);
}

/* --- tasks over the nodes --------------------------------------------------------------------- */

static uint32_t tasks_to_deal(const SsPlaceCall *call, uint32_t n_nodes, uint64_t least)
{
    const SsRequest *req = call->req;
    uint64_t         cpus = MAX(MAX((uint64_t) n_nodes, call->min_cpus), least);

    if (req->ntasks_per_node && req->ntasks == SS_UNSET32)
        return req->ntasks_per_node * n_nodes;
    cpus = MAX(cpus, (uint64_t) n_nodes * req->min_cpus_node);
    return (uint32_t) (cpus / req->cpus_per_task);
}

/* May the node have one more task, whatever CPUs are left there? */
static bool may_have_task(const SsPlaceCall *call, const SsOffer *offer)
{
    const uint32_t per_node = call->req->ntasks_per_node;

    return offer->tasks < offer->most_tasks && (per_node == 0 || offer->tasks < per_node);
}

/* And is there room for it? */
static bool has_room(const SsPlaceCall *call, const SsOffer *offer)
{
    return offer->given + call->req->cpus_per_task <= offer->taken && may_have_task(call, offer);
}

static bool deal_one(const SsPlaceCall *call, SsOffer *offer)
{
    if (!has_room(call, offer))
        return false;
    offer->tasks++;
    offer->given += call->req->cpus_per_task;
    return true;
}

static uint32_t deal_round(SsPlaceCall *call, uint32_t left)
{
    uint32_t dealt = 0;

    for (SS_EACH_NODE(id, call->chosen)) {
        SsOffer *offer = &call->offer[id];
        uint32_t visit = MAX(1, offer->per_core / call->req->cpus_per_task);

        if (call->req->dist_node == SS_DIST_PLANE && call->req->plane_size)
            visit = call->req->plane_size;
        for (; visit > 0 && dealt < left && deal_one(call, offer); visit--)
            dealt++;
    }
    return dealt;
}

/* Tasks that no node holds as a whole have what is left there, node by node (replay-mix-preempt-threads: job 2, six tasks of three
 * CPUs on nodes of 8 and 10 CPUs). */
static void deal_rest(SsPlaceCall *call, uint32_t left)
{
    for (SS_EACH_NODE(id, call->chosen)) {
        SsOffer *offer = &call->offer[id];

        if (left == 0)
            return;
        if (offer->given >= offer->taken || !may_have_task(call, offer))
            continue;
        offer->tasks++;
        offer->given = MIN(offer->given + call->req->cpus_per_task, offer->taken);
        left--;
    }
}

void ss_cores_tasks(SsPlaceCall *call)
{
    const uint32_t c = call->req->cpus_per_task;
    uint64_t       least = 0;
    uint32_t       n = 0, dealt = 0;

    for (SS_EACH_NODE(id, call->chosen)) {
        least += call->offer[id].least;
        n++;
    }
    const uint32_t all = tasks_to_deal(call, n, least);
    for (SS_EACH_NODE(id, call->chosen)) {
        SsOffer *offer = &call->offer[id];

        offer->tasks = 1;
        offer->given = MIN(c, offer->taken);
        dealt++;
    }
    while (!call->req->overcommit && dealt < all) {
        const uint32_t more = deal_round(call, all - dealt);

        if (more == 0)
            break;
        dealt += more;
    }
    if (!call->req->overcommit && dealt < all)
        deal_rest(call, all - dealt);
    for (SS_EACH_NODE(id, call->chosen)) { /* a per-node minimum counts even if no task uses it */
        SsOffer *offer = &call->offer[id];

        offer->given = MIN(MAX(offer->given, offer->least), offer->taken);
    }
}

/* --- cores on one node ------------------------------------------------------------------------ */

typedef struct {
    const SsNode *node;
    uint64_t     *free;  /* cores left to take              */
    uint64_t     *taken; /* cores of the job on the node    */
    uint32_t      per_core;
    int64_t       cpus; /* still to be covered             */
    int64_t      *room; /* [sockets] CPUs each may cover   */
} CoreWalk;

/* The lowest free core of the socket; false if it has none. */
static bool take_core(CoreWalk *walk, uint32_t socket)
{
    const uint32_t first = socket * walk->node->cores_per_socket;

    for (uint32_t c = first; c < first + walk->node->cores_per_socket && walk->room[socket] > 0;
         c++) {
        if (!ss_core_test(walk->free, c))
            continue;
        ss_core_clear(walk->free, c);
        ss_core_set(walk->taken, c);
        walk->cpus -= walk->per_core; /* a core covers all its CPUs, whatever the room */
        walk->room[socket] -= walk->per_core;
        return true;
    }
    return false;
}

static void take_cyclic(CoreWalk *walk)
{
    bool more = true;

    while (walk->cpus > 0 && more) {
        more = false;
        for (uint32_t s = 0; s < walk->node->sockets && walk->cpus > 0; s++)
            more |= take_core(walk, s);
    }
}

/* Tasks of several CPUs: as many whole ones as a socket holds, socket by socket. */
static void take_whole_tasks(CoreWalk *walk, uint32_t c)
{
    for (uint32_t s = 0; s < walk->node->sockets && walk->cpus >= c; s++) {
        const int64_t here = (int64_t) ss_socket_count(walk->node, walk->free, s) * walk->per_core;
        const int64_t tasks = MIN(MIN(here, walk->room[s]), walk->cpus) / c;
        const int64_t before = walk->cpus, want = tasks * c;

        while (before - walk->cpus < want && take_core(walk, s))
            ;
    }
}

/* The socket with the fewest free cores that still suffices, else the one with most. */
static uint32_t tightest_socket(const CoreWalk *walk)
{
    const uint32_t need = (uint32_t) ((walk->cpus + walk->per_core - 1) / walk->per_core);
    uint32_t       best = 0, best_free = 0;

    for (uint32_t s = 0; s < walk->node->sockets; s++) {
        const uint32_t here = walk->room[s] > 0 ? ss_socket_count(walk->node, walk->free, s) : 0;
        const bool     fits = here >= need, best_fits = best_free >= need;

        if (here > 0
            && (best_free == 0 || (fits && (!best_fits || here < best_free))
                || (!fits && !best_fits && here > best_free))) {
            best = s;
            best_free = here;
        }
    }
    return best_free > 0 ? best : SS_ID_NONE;
}

static void take_block(CoreWalk *walk)
{
    while (walk->cpus > 0) {
        const uint32_t socket = tightest_socket(walk);

        if (socket == SS_ID_NONE)
            return;
        while (walk->cpus > 0 && take_core(walk, socket))
            ;
    }
}

static bool wants_block(const SsPlaceCall *call)
{
    const SsRequest *req = call->req;

    if (call->params & SS_CR_CPU)
        return true;
    if (req->dist_socket == SS_DIST_BLOCK || req->dist_node == SS_DIST_PLANE)
        return true;
    return (call->params & SS_CR_CORE_DEFAULT_DIST_BLOCK) && req->dist_socket == SS_DIST_DEFAULT;
}

/* CR_Socket gives whole sockets: all offered cores of every socket touched. */
static void round_to_sockets(CoreWalk *walk)
{
    for (uint32_t s = 0; s < walk->node->sockets; s++)
        walk->room[s] = INT64_MAX;
    for (uint32_t s = 0; s < walk->node->sockets; s++)
        if (ss_socket_count(walk->node, walk->taken, s) > 0)
            while (take_core(walk, s))
                ;
}

/* --ntasks-per-socket: so many CPUs of a socket, and no more sockets than the tasks need, the last ones. */
static void limit_sockets(CoreWalk *walk, uint32_t most_cpus)
{
    int64_t need = walk->cpus;

    for (uint32_t s = walk->node->sockets; s-- > 0;) {
        const uint32_t here = ss_socket_count(walk->node, walk->free, s) * walk->per_core;

        walk->room[s] = most_cpus == 0 ? INT64_MAX : need > 0 ? most_cpus : 0;
        need -= MIN(here, most_cpus);
    }
}

/* Does the job need every core that is offered? Then there is nothing to choose. */
static bool takes_all(const SsPlaceCall *call, const SsNode *node, const SsOffer *offer)
{
    const uint64_t cores = ss_bits_count(call->cores + node->core_at, node->core_words);

    return call->req->ntasks_per_socket == 0 && offer->given >= cores * offer->per_core;
}

/* CPUs of the cores that a task has, without those of its GPUs. */
static uint32_t cpus_of_task(const SsPlaceCall *call, const SsOffer *offer)
{
    const uint32_t c = call->query->job->req.cpus_per_task, v = offer->per_core;

    return own_cores(call, v) > 0 ? (c + v - 1) / v * v : c;
}

static void take_cores(const SsPlaceCall *call, SsNodeId id, uint64_t *taken)
{
    const SsNode     *node = &call->cluster->nodes[id];
    const SsOffer    *offer = &call->offer[id];
    const uint32_t    asked = MAX(call->query->job->req.cpus_per_task, 1);
    const uint32_t    c = cpus_of_task(call, offer);
    const SsArenaMark mark = ss_arena_mark(call->arena);
    CoreWalk          walk = { .node = node,
                               .free = ss_arena_copy(call->arena, call->cores + node->core_at,
                                                     node->core_words * sizeof(uint64_t)),
                               .taken = taken,
                               .per_core = offer->per_core,
                               .room = SS_ARENA_NEW(call->arena, int64_t, node->sockets),
                               .cpus = offer->given + offer->given / asked * (c - asked) };

    limit_sockets(&walk, call->req->ntasks_per_socket * c);
    if (wants_block(call)) {
        take_block(&walk);
    } else {
        if (c > 1)
            take_whole_tasks(&walk, c);
        take_cyclic(&walk);
    }
    if (call->params & SS_CR_SOCKET)
        round_to_sockets(&walk);
    ss_arena_release(call->arena, mark);
}

/* --- CPUs and memory -------------------------------------------------------------------------- */

static uint32_t charged_cpus(const SsPlaceCall *call, SsNodeId id, const SsAllocNode *entry)
{
    const SsNode *node = &call->cluster->nodes[id];

    if (call->whole && call->req->core_spec != SS_UNSET32)
        return ss_node_usable_cpus(
            node); /* whatever the job itself sets aside (replay-core-spec) */
    if (call->whole)
        return MIN(entry->cores * node->tpc, node->cpus);
    if (call->params & SS_CR_CPU)
        return call->offer[id].given;
    return entry->cores * node->tpc;
}

/* CPUs that memory per CPU is counted for: only the threads wanted of each core. */
static uint64_t memory_cpus(const SsPlaceCall *call, const SsNode *node, const SsAllocNode *entry)
{
    const uint32_t threads = call->req->threads_per_core;

    if (threads && threads < node->tpc)
        return (uint64_t) entry->cores * threads;
    return entry->cpus;
}

/* Where memory is not handed out, a job has none, whatever it asked for (replay-select-core, replay-fifo-linear: Mem=0, AllocTRES without mem). */
static bool take_memory(const SsPlaceCall *call, SsNodeId id, SsAllocNode *entry)
{
    const SsNode    *node = &call->cluster->nodes[id];
    const SsRequest *req = call->req;

    if (!(call->params & SS_CR_MEMORY) || req->mem_per_gpu)
        return true; /* by GPU: known once devices are given */
    if (req->mem == 0)
        entry->mem = node_memory(node);
    else
        entry->mem = req->mem * (req->mem_per_cpu ? memory_cpus(call, node, entry) : 1);
    const bool only_asked =
        call->select == SS_SELECT_LINEAR && call->use == NULL; /* place_linear.c */
    return only_asked || entry->mem <= free_memory(call, id, used_memory(call, id));
}

bool ss_cores_take(SsPlaceCall *call, SsNodeId id, SsAllocNode *entry)
{
    const SsNode *node = &call->cluster->nodes[id];

    entry->node = id;
    entry->core_bits = g_new0(uint64_t, node->core_words);
    if (call->whole || takes_all(call, node, &call->offer[id]))
        memcpy(entry->core_bits, call->cores + node->core_at, node->core_words * sizeof(uint64_t));
    else
        take_cores(call, id, entry->core_bits);
    entry->cores = ss_bits_count(entry->core_bits, node->core_words);
    entry->cpus = charged_cpus(call, id, entry);
    return take_memory(call, id, entry);
}
