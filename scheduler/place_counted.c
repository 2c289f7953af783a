/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_counted.c - offers from counts.
 *
 * What makes a request look at more than counts is listed in is_counted_request and is_counted_site: devices,
 * sockets, counted features and named nodes; who else is on a node; cores that are not for everybody; choosers that
 * look at loads; groups whose node limits make nodes heavier. All those take the long way (place.c).
 */
#include "scheduler/place_counted.h"

#include "scheduler/notes.h"
#include "scheduler/place_internal.h"

struct SsCountedOffers {
    SsPlaceCall call; /* of the query that was asked first: its job may be gone                   */
    SsRequest   req;  /* its request, for the numbers in it                                       */
    SsOffer    *room; /* [n_nodes] as the node offers it, but for `cpus`                          */
    uint64_t   *weight;   /* [n_nodes]                                                            */
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
           && req->n_gres == 0 && is_plain_constraint(req) && req->req_nodes == NULL
           && !req->contiguous && !req->spread && req->switches == 0 && req->ntasks_per_socket == 0
           && req->cores_per_socket == 0 && req->sockets_per_node == 0
           && req->core_spec == SS_UNSET32 && req->mem_per_gpu == 0;
}

static bool is_counted_site(const SsPlaceCall *call)
{
    const SsWorld *world = call->world;

    if (call->row != SS_ROW_ONE || call->user_exclusive
        || (call->params & (SS_CR_SOCKET | SS_CR_LLN)) || call->part->lln
        || call->settings->sched.bf_busy_nodes || call->part->max_cpus_per_node != SS_NO_LIMIT)
        return false;
    for (uint32_t p = 0; p < world->cluster->n_parts; p++)
        if (world->parts[p].share == SS_SHARE_FORCE || world->parts[p].share == SS_SHARE_YES)
            return false;
    return !ss_node_set_intersects(call->query->nodes, world->owned);
}

static bool has_node_limit(const SsLimits *limits)
{
    return limits->grp_tres != NULL && limits->grp_tres[SS_TRES_NODE] != SS_NO_LIMIT64;
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

static SsCountedLook look_of(const SsPlaceCall *call)
{
    const SsRequest *req = call->req;

    G_STATIC_ASSERT(sizeof(SsCountedLook) == 4 * sizeof(uint64_t) + 10 * sizeof(uint32_t));
    return (SsCountedLook){
        .mem = req->mem,
        .tmp_disk = req->tmp_disk,
        .operations = call->world->operations,
        .params = call->params,
        .least = least_of(call),
        .cpus_per_task = req->cpus_per_task,
        .min_cpus_node = req->min_cpus_node,
        .ntasks_per_core = req->ntasks_per_core,
        .ntasks_per_node = call->select == SS_SELECT_LINEAR ? req->ntasks_per_node : 0,
        .threads_per_core = req->multithread ? UINT32_MAX : req->threads_per_core,
        .whole = call->whole,
        .alone = call->alone,
        .mem_per_cpu = req->mem_per_cpu,
        .overcommit = req->overcommit,
    };
}

bool ss_place_is_counted(const SsPlaceQuery *query, SsCountedLook *look)
{
    SsPlaceCall call;

    if (!is_counted_request(query))
        return false;
    ss_call_describe(&call, query, NULL);
    if (!is_counted_site(&call) || !ss_call_allocation_cannot_fail(&call)
        || weighs_nodes(query->world, query->job))
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
    offers->weight[id] = (uint64_t) node->weight << (call->select == SS_SELECT_LINEAR ? 0 : 8);
    if (offers->by_cores[node->line] == NULL)
        offers->by_cores[node->line] = table_of(call, id);
    offers->table[id] = offers->by_cores[node->line];
}

SsCountedOffers *ss_counted_offers_new(const SsPlaceQuery *query)
{
    const SsCluster *cluster = query->world->cluster;
    SsCountedOffers *offers = g_new0(SsCountedOffers, 1);
    uint32_t         lines = 0;

    ss_call_describe(&offers->call, query, NULL);
    offers->req = query->job->req;
    offers->call.req = &offers->req;
    offers->call.query = NULL;
    for (uint32_t n = 0; n < cluster->n_nodes; n++)
        lines = MAX(lines, cluster->nodes[n].line + 1);
    offers->by_cores = g_new0(uint32_t *, lines);
    offers->n_lines = lines;
    offers->room = g_new0(SsOffer, cluster->n_nodes);
    offers->weight = g_new(uint64_t, cluster->n_nodes);
    offers->table = g_new(uint32_t *, cluster->n_nodes);
    for (uint32_t n = 0; n < cluster->n_nodes; n++)
        prepare_node(offers, n);
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

uint32_t ss_counted_offer(const SsCountedOffers *offers, SsNodeId id, const SsCountedNode *state)
{
    const SsPlaceCall *call = &offers->call;

    if (state->cores == 0
        || (call->alone || call->select == SS_SELECT_LINEAR ? state->jobs > 0
                                                            : state->whole_jobs > 0))
        return 0;
    return offers->table[id] != NULL ? offers->table[id][state->cores]
                                     : offer_of(call, id, state->cores, state->mem);
}

/* --- the choice ------------------------------------------------------------------------------------ */

static bool choose(SsPlaceCall *call, const SsCountedOffers *offers, const SsPlaceQuery *query,
                   const uint32_t *cpus, const SsNodeSet *usable)
{
    ss_call_describe(call, query, ss_notes_arena(query->world));
    call->offer = offers->room;
    call->cpus = (uint32_t *) cpus; /* a choice only reads them */
    call->weight = offers->weight;
    call->usable = ss_call_set(call);
    call->chosen = ss_call_set(call);
    ss_node_set_copy(call->usable, usable);
    if (!ss_nodes_choose_offered(call))
        return false;
    const uint32_t n = ss_node_set_count(call->chosen);
    return n >= call->min && n <= call->max;
}

bool ss_place_counted(const SsCountedOffers *offers, const SsPlaceQuery *query,
                      const uint32_t *cpus, const SsNodeSet *usable, SsNodeSet *chosen)
{
    SsArena          *arena = ss_notes_arena(query->world);
    const SsArenaMark mark = ss_arena_mark(arena);
    SsPlaceCall       call;
    const bool        found = choose(&call, offers, query, cpus, usable);

    if (found)
        ss_node_set_copy(chosen, call.chosen);
    ss_arena_release(arena, mark);
    return found;
}

/* Whole offers of the chosen nodes, with their cores; what was taken of them stays. */
static void offer_chosen(SsPlaceCall *call)
{
    const SsNodeSet *chosen = call->chosen;
    uint32_t        *taken = SS_ARENA_NEW(call->arena, uint32_t, ss_node_set_count(chosen));
    uint32_t         i = 0;

    for (SS_EACH_NODE(id, chosen))
        taken[i++] = call->offer[id].taken;
    call->candidates = call->chosen;
    call->cpus = SS_ARENA_NEW(call->arena, uint32_t, call->cluster->n_nodes);
    call->weight = SS_ARENA_NEW(call->arena, uint64_t, call->cluster->n_nodes);
    call->cores = SS_ARENA_NEW(call->arena, uint64_t, call->cluster->core_words);
    ss_nodes_offer(call);
    i = 0;
    for (SS_EACH_NODE(id, chosen))
        call->offer[id].taken = taken[i++];
}

SsAlloc *ss_place_counted_alloc(const SsCountedOffers *offers, const SsPlaceQuery *query,
                                const uint32_t *cpus, const SsNodeSet *usable)
{
    SsArena          *arena = ss_notes_arena(query->world);
    const SsArenaMark mark = ss_arena_mark(arena);
    SsAlloc          *alloc = NULL;
    SsPlaceCall       call;

    if (choose(&call, offers, query, cpus, usable)) {
        offer_chosen(&call);
        alloc = ss_call_allocate(&call);
        g_assert(alloc != NULL); /* ss_call_allocation_cannot_fail, or it would not be counted */
    }
    ss_arena_release(arena, mark);
    return alloc;
}
