/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_counted.c - offers from counts.
 *
 * What makes a request look at more than counts is listed in is_counted_request and is_counted_site: devices near
 * some cores or counted by job, task or socket, sockets, counted features and named nodes; who else is on a node; cores that are not for everybody; choosers that
 * look at loads; groups whose node limits make nodes heavier. All those take the long way (place.c).
 */
#include "scheduler/place_counted.h"

#include "scheduler/notes.h"
#include "scheduler/place_gres_free.h"
#include "scheduler/place_internal.h"
#include "sim/base/rows.h"

struct SsCountedOffers {
    SsPlaceCall call; /* of the query that was asked first: its job may be gone                   */
    SsRequest   req;  /* its request, for the numbers in it                                       */
    SsGresNeed  need[SS_COUNTED_GRES_MOST]; /* the request's                                    */
    SsOffer    *room; /* [n_nodes] as the node offers it, but for `cpus`                          */
    uint64_t   *weight; /* [n_nodes]                                                            */
    bool        one_weight; /* of all nodes */
    uint32_t    n_lines;  /* of the configuration: nodes of a line are alike                      */
    uint32_t  **by_cores; /* [n_lines][free cores] the offer; NULL where memory matters, too      */
    uint32_t  **table;    /* [n_nodes] that of its line                                           */
};

/* Names of features and nothing else: they leave out nodes, and the caller has left them out. */
static bool is_plain_constraint(const SsRequest *req)
{
    for (uint32_t i = 0; i < req->n_feature; i++)
        if (req->feature[i].count > 0 || req->feature[i].bracket != 0)
            return false;
    return true;
}

static bool is_counted_request(const SsPlaceQuery *query)
{
    const SsRequest *req = &query->job->req;

    return query->excluded_cores == NULL && query->inside_resv == NULL && !query->prefer
           && (req->exc_nodes == NULL || !ss_node_set_intersects(query->nodes, req->exc_nodes))
           && ss_gres_are_per_node(req) && is_plain_constraint(req) && req->req_nodes == NULL
           && !req->contiguous && !req->spread && req->switches == 0 && req->ntasks_per_socket == 0
           && req->cores_per_socket == 0 && req->sockets_per_node == 0
           && req->core_spec == SS_UNSET32 && req->mem_per_gpu == 0;
}

static bool are_counted_gres(const SsPlaceCall *call, uint64_t untied)
{
    const SsRequest *req = call->req;

    if (req->n_gres == 0)
        return true;
    if (call->select == SS_SELECT_LINEAR || req->n_gres > SS_COUNTED_GRES_MOST)
        return false;
    for (uint32_t i = 0; i < req->n_gres; i++)
        if (!(untied >> req->gres[i].gres & 1) || req->gres[i].per_node > UINT32_MAX)
            return false;
    return true;
}

static bool is_counted_site(const SsPlaceCall *call)
{
    const SsWorld *world = call->world;

    if (call->row != SS_ROW_ONE || call->user_exclusive
        || (call->params & (SS_CR_SOCKET | SS_CR_LLN)) || call->part->lln
        || call->settings->sched.bf_busy_nodes || call->part->max_cpus_per_node != SS_NO_LIMIT)
        return false;
    return !ss_rows_any(world) && !ss_node_set_intersects(call->query->nodes, world->owned);
}

static bool has_node_limit(const SsLimits *limits)
{
    return ss_has_node_limit(limits->grp_tres) || ss_has_node_limit(limits->max_tres_pu)
           || ss_has_node_limit(limits->max_tres_pa);
}

/* Nodes that a group has already weigh less. */
static bool weighs_nodes(const SsWorld *world, const SsJob *job)
{
    if (!(world->settings.enforce & SS_ENFORCE_LIMITS))
        return false;
    if (job->qos != SS_ID_NONE && has_node_limit(&world->tree->qos[job->qos].limits))
        return true;
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = world->tree->at[a].parent)
        if (has_node_limit(&world->tree->at[a].limits))
            return true;
    return false;
}

static uint32_t least_of(const SsPlaceCall *call)
{
    return call->select == SS_SELECT_LINEAR ? ss_linear_least(call) : ss_cores_least(call);
}

/* A job of one node asks one question of its size: what is the node's offer? The least that it must be, and the most
 * that the job will use, are looked at when it is chosen (for_one_node): all such jobs have one look. Tasks of several
 * CPUs, which are not divided, have their own. */
static bool is_for_one_node(const SsPlaceCall *call)
{
    return call->max == 1 && call->select != SS_SELECT_LINEAR && call->req->cpus_per_task == 1
           && !call->whole;
}

static SsCountedLook look_of(const SsPlaceCall *call)
{
    const SsRequest *req = call->req;

    G_STATIC_ASSERT(sizeof(SsCountedLook)
                    == 4 * sizeof(uint64_t) + 14 * sizeof(uint32_t)
                           + SS_COUNTED_GRES_MOST * (sizeof(char *) + 2 * sizeof(uint32_t)));
    SsCountedLook look = {
        .mem = req->mem,
        .tmp_disk = req->tmp_disk,
        .operations = call->world->operations,
        .params = call->params,
        .least = is_for_one_node(call) ? 1 : least_of(call),
        .cpus_per_task = req->cpus_per_task,
        .min_cpus_node = is_for_one_node(call) ? 1 : req->min_cpus_node,
        .ntasks_per_core = req->ntasks_per_core,
        .ntasks_per_node = call->select == SS_SELECT_LINEAR ? req->ntasks_per_node : 0,
        .threads_per_core = req->multithread ? UINT32_MAX : req->threads_per_core,
        .whole = call->whole,
        .alone = call->alone,
        .mem_per_cpu = req->mem_per_cpu,
        .overcommit = req->overcommit,
        .n_gres = req->n_gres,
    };
    for (uint32_t i = 0; i < req->n_gres; i++)
        look.need[i] = (SsCountedGres){ .type = g_intern_string(req->gres[i].type),
                                        .gres = req->gres[i].gres,
                                        .per_node = (uint32_t) req->gres[i].per_node };
    if (req->n_gres > 0) {
        look.cpus_per_gpu = is_for_one_node(call) ? 0 : req->cpus_per_gpu;
        look.known_cpus = is_for_one_node(call) ? 0 : ss_gres_known_cpus(call, look.least);
    }
    return look;
}

bool ss_place_is_counted(const SsPlaceQuery *query, uint64_t untied, SsCountedLook *look)
{
    SsPlaceCall call;

    if (!is_counted_request(query))
        return false;
    ss_call_describe(&call, query, NULL);
    if (!are_counted_gres(&call, untied) || !is_counted_site(&call)
        || !ss_call_allocation_cannot_fail(&call) || weighs_nodes(query->world, query->job))
        return false;
    *look = look_of(&call);
    return true;
}

/* --- offers --------------------------------------------------------------------------------------- */

static uint32_t offer_of(const SsPlaceCall *call, SsNodeId id, uint32_t cores, uint64_t mem)
{
    return call->select == SS_SELECT_LINEAR ? ss_linear_counted(call, id, mem)
                                            : ss_cores_counted(call, id, cores, mem);
}

static uint32_t *table_of(const SsPlaceCall *call, SsNodeId id)
{
    const SsNode  *node = &call->cluster->nodes[id];
    const bool     fits = ss_nodes_fit(call, node);
    const uint32_t cores = node->cores;

    if (fits && (call->params & SS_CR_MEMORY))
        return NULL;
    uint32_t *table = g_new0(uint32_t, cores + 1);
    for (uint32_t c = 1; fits && c <= cores; c++)
        table[c] = offer_of(call, id, c, 0);
    return table;
}

static void prepare_node(SsCountedOffers *offers, SsNodeId id)
{
    const SsPlaceCall *call = &offers->call;
    const SsNode      *node = &call->cluster->nodes[id];

    offers->room[id] = (SsOffer){ .per_core = ss_cores_per_core(call, node),
                                  .least = least_of(call),
                                  .most_tasks = SS_UNSET32 };
    offers->weight[id] = (uint64_t) ss_world_node_weight(call->world, id)
                         << (call->select == SS_SELECT_LINEAR ? 0 : 8);
    if (offers->by_cores[node->line] == NULL)
        offers->by_cores[node->line] = table_of(call, id);
    offers->table[id] = offers->by_cores[node->line];
}

/* The numbers in it; pointers to what is the job's are not followed. */
static void take_request(SsCountedOffers *offers, const SsRequest *req, bool for_one_node)
{
    offers->req = *req;
    offers->req.gres = offers->need;
    for (uint32_t i = 0; i < req->n_gres; i++) {
        offers->need[i] = req->gres[i];
        offers->need[i].type = (char *) g_intern_string(req->gres[i].type);
    }
    if (for_one_node) {
        offers->req.min_cpus_node = 1;
        offers->req.ntasks = SS_UNSET32;
        offers->req.ntasks_per_node = offers->req.cpus_per_gpu = 0;
    }
}

SsCountedOffers *ss_counted_offers_new(const SsPlaceQuery *query)
{
    const SsCluster *cluster = query->world->cluster;
    SsCountedOffers *offers = g_new0(SsCountedOffers, 1);
    uint32_t         lines = 0;

    ss_call_describe(&offers->call, query, NULL);
    take_request(offers, &query->job->req, is_for_one_node(&offers->call));
    offers->call.req = &offers->req;
    offers->call.query = NULL;
    for (uint32_t n = 0; n < cluster->n_nodes; n++)
        lines = MAX(lines, cluster->nodes[n].line + 1);
    offers->by_cores = g_new0(uint32_t *, lines);
    offers->n_lines = lines;
    offers->room = g_new0(SsOffer, cluster->n_nodes);
    offers->weight = g_new(uint64_t, cluster->n_nodes);
    offers->table = g_new(uint32_t *, cluster->n_nodes);
    offers->one_weight = true;
    for (uint32_t n = 0; n < cluster->n_nodes; n++) {
        prepare_node(offers, n);
        offers->one_weight = offers->one_weight && offers->weight[n] == offers->weight[0];
    }
    return offers;
}

void ss_counted_offers_free(SsCountedOffers *offers)
{
    if (offers == NULL)
        return;
    for (uint32_t i = 0; i < offers->n_lines; i++)
        g_free(offers->by_cores[i]);
    g_free(offers->by_cores);
    g_free(offers->room);
    g_free(offers->weight);
    g_free(offers->table);
    g_free(offers);
}

const SsGresNeed *ss_counted_needs(const SsCountedOffers *offers, uint32_t *n)
{
    *n = offers->req.n_gres;
    return offers->need;
}

static bool has_gres(const SsCountedOffers *offers, const SsCountedNode *state,
                     const uint32_t *left)
{
    const SsRequest *req = &offers->req;

    for (uint32_t i = 0; i < req->n_gres; i++)
        if (left[i] < req->gres[i].per_node)
            return false;
    return req->n_gres == 0 || !offers->call.whole || state->jobs == 0;
}

uint32_t ss_counted_offer(const SsCountedOffers *offers, SsNodeId id, const SsCountedNode *state,
                          const uint32_t *left)
{
    const SsPlaceCall *call = &offers->call;

    if (state->cores == 0
        || (call->alone || call->select == SS_SELECT_LINEAR ? state->jobs > 0
                                                            : state->whole_jobs > 0)
        || !has_gres(offers, state, left))
        return 0;
    return offers->table[id] != NULL ? offers->table[id][state->cores]
                                     : offer_of(call, id, state->cores, state->mem);
}

/* --- the choice ------------------------------------------------------------------------------------ */

/* What the job would use of each node that offers enough; the others are not usable. */
static void for_one_node(SsPlaceCall *call)
{
    const uint32_t *offered = call->cpus;

    call->least = ss_gres_least(call, ss_cores_least(call));
    const uint32_t known = ss_gres_known_cpus(call, call->least);
    ss_row_keep_at_least(offered, call->usable->n_bits, call->least, call->usable->words);
    if (known == 0)
        return;
    call->cpus = ss_arena_alloc_n(call->arena, call->cluster->n_nodes, sizeof *call->cpus);
    for (SS_EACH_NODE(id, call->usable)) {
        const uint32_t per_core = call->offer[id].per_core;

        call->cpus[id] = MIN(offered[id], (known + per_core - 1) / per_core * per_core);
    }
}

static bool choose(SsPlaceCall *call, const SsCountedOffers *offers, const SsPlaceQuery *query,
                   const uint32_t *cpus, const uint32_t *left, const SsNodeSet *usable)
{
    ss_call_describe(call, query, ss_notes_arena(query->world));
    call->gres_left = left;
    call->offer = offers->room;
    call->cpus = (uint32_t *) cpus; /* a choice only reads them */
    call->weight = offers->weight;
    call->one_weight = offers->one_weight;
    call->one_set = offers->one_weight && (!call->alone || offers->n_lines == 1);
    call->usable = ss_call_set(call);
    call->chosen = ss_call_set(call);
    ss_node_set_copy(call->usable, usable);
    if (is_for_one_node(call))
        for_one_node(call);
    if (!ss_nodes_choose_offered(call))
        return false;
    const uint32_t n = ss_node_set_count(call->chosen);
    return n >= call->min && n <= call->max;
}

bool ss_place_counted(const SsCountedOffers *offers, const SsPlaceQuery *query,
                      const uint32_t *cpus, const uint32_t *left, const SsNodeSet *usable,
                      SsNodeSet *chosen)
{
    SsArena          *arena = ss_notes_arena(query->world);
    const SsArenaMark mark = ss_arena_mark(arena);
    SsPlaceCall       call;
    const bool        found = choose(&call, offers, query, cpus, left, usable);

    if (found)
        ss_node_set_copy(chosen, call.chosen);
    ss_arena_release(arena, mark);
    return found;
}

/* Whole offers of the chosen nodes, with their cores; what was taken of them stays. Returns the offers that were there:
 * they are of all who have the look. */
static SsOffer *offer_chosen(SsPlaceCall *call)
{
    const SsNodeSet *chosen = call->chosen;
    SsOffer         *room = SS_ARENA_NEW(call->arena, SsOffer, ss_node_set_count(chosen));
    uint32_t         i = 0;

    for (SS_EACH_NODE(id, chosen))
        room[i++] = call->offer[id];
    call->candidates = call->chosen;
    call->cpus = SS_ARENA_NEW(call->arena, uint32_t, call->cluster->n_nodes);
    call->weight = SS_ARENA_NEW(call->arena, uint64_t, call->cluster->n_nodes);
    call->cores = SS_ARENA_NEW(call->arena, uint64_t, call->cluster->core_words);
    call->gres_left = NULL;
    call->one_weight = call->one_set = false;
    ss_nodes_offer(call);
    i = 0;
    for (SS_EACH_NODE(id, chosen))
        call->offer[id].taken = room[i++].taken;
    return room;
}

static SsAlloc *allocate(SsPlaceCall *call)
{
    SsOffer *room = offer_chosen(call);
    SsAlloc *alloc = ss_call_allocate(call);
    uint32_t i = 0;

    for (SS_EACH_NODE(id, call->chosen))
        call->offer[id] = room[i++];
    return alloc;
}

SsAlloc *ss_place_counted_alloc(const SsCountedOffers *offers, const SsPlaceQuery *query,
                                const uint32_t *cpus, const uint32_t *left, const SsNodeSet *usable)
{
    SsArena          *arena = ss_notes_arena(query->world);
    const SsArenaMark mark = ss_arena_mark(arena);
    SsAlloc          *alloc = NULL;
    SsPlaceCall       call;

    if (choose(&call, offers, query, cpus, left, usable)) {
        alloc = allocate(&call);
        g_assert(alloc != NULL); /* ss_call_allocation_cannot_fail, or it would not be counted */
    }
    ss_arena_release(arena, mark);
    return alloc;
}
