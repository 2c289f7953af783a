/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place.c - spec placement: which nodes, cores, memory and devices.
 *
 * One node after the other, one core after the other, in plain arrays. Cores are counted within their node;
 * core c is on socket c / cores_per_socket.
 */
#include "tests/twin/state.h"

#include <string.h>

typedef struct {
    bool     usable;
    int64_t  cpus;  /* offered, as the job counts them */
    int64_t  v;     /* CPUs that a core counts for it  */
    int64_t  least; /* it must take here               */
    int64_t  most_tasks;
    uint64_t weight;
    bool    *core; /* [cores] offered                  */
    int64_t  taken, given, tasks;
} Offer;

/* 2.1: how a job, or one that runs, sees its nodes. */
typedef enum { ONE_ROW, SHARE, RESERVED } Class;

typedef struct {
    const Twin        *twin;
    const Ask         *ask;
    const SsRequest   *req;
    const SsPartition *part;
    const SsUse       *use; /* NULL: nobody is there */
    SsSelectType       select;
    uint32_t           params;
    bool               whole, alone;
    Class class;
    const uint64_t
            *row;    /* cores that count as taken on one row of the partition; NULL: all in use */
    bool     remote; /* devices far from the cores are allowed */
    int64_t  min, wanted, max, min_cpus;
    uint32_t n; /* nodes */
    bool    *candidate, *chosen, *required;
    bool     any_required;
    bool     is_share; /* nodes for a count of a feature, not for the job */
    Offer   *offer;
} Call;

/* --- node counts (1.2) ------------------------------------------------------------------------------ */

bool twin_counts(const Twin *twin, const SsJob *job, SsPartId id, Counts *c, SsReason *reason)
{
    const SsPartition *part = &twin->world->parts[id];
    const SsRequest   *req = &job->req;
    const uint32_t     by_limits = twin_limits_nodes(twin, job, id, reason);
    const bool         tasks_known = req->ntasks != SS_UNSET32;

    c->min = MAX(req->min_nodes, 1);
    c->max = req->max_nodes != 0 ? req->max_nodes : 500000;
    if (tasks_known && req->ntasks_per_node > 0)
        c->min = MAX(c->min, (req->ntasks + req->ntasks_per_node - 1) / req->ntasks_per_node);
    if (!twin_qos_says(twin, job, SS_QOS_PART_MIN_NODES))
        c->min = MAX(c->min, part->min_nodes);
    if (!twin_qos_says(twin, job, SS_QOS_PART_MAX_NODES))
        c->max = MIN(c->max, part->max_nodes);
    if (c->max < c->min) {
        *reason = SS_REASON_PARTITION_NODE_LIMIT;
        return false;
    }
    if (by_limits < c->min) {
        if (*reason == SS_REASON_NONE)
            *reason = SS_REASON_PARTITION_NODE_LIMIT;
        return false;
    }
    *reason = SS_REASON_NONE;
    c->max = MIN(MIN(c->max, by_limits), 500000);
    c->wanted = req->max_nodes != 0 && !req->use_min_nodes ? c->max : c->min;
    if (tasks_known && req->ntasks_per_node == 0)
        c->max = MIN(c->max, MAX(req->ntasks, c->min));
    c->wanted = MIN(c->wanted, c->max);
    return true;
}

/* --- constraints (1.4) -------------------------------------------------------------------------------- */

static bool node_has(const Twin *twin, uint32_t n, const char *feature)
{
    for (char *const *f = ss_world_node_features(twin->world, n); f != NULL && *f != NULL; f++)
        if (strcmp(*f, feature) == 0)
            return true;
    return false;
}

static bool is_alternatives(const SsFeature *f, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (f[i].op == SS_OP_XOR)
            return true;
    return false;
}

/* One behind the terms that are evaluated together with term i: its parenthesis, or its bracket. */
static uint32_t group_end(const SsFeature *f, uint32_t n, uint32_t i, bool brackets)
{
    uint32_t end = i + 1;

    while (end < n
           && ((brackets && f[i].bracket != 0 && f[end].bracket == f[i].bracket)
               || (f[i].paren != 0 && f[end].paren == f[i].paren)))
        end++;
    return end;
}

static bool combine(bool value, SsFeatureOp op, bool with)
{
    return op == SS_OP_OR || op == SS_OP_XOR ? value || with : value && with;
}

/* From left to right; a term with a count says nothing of a single node. */
static bool satisfies_flat(const Twin *twin, uint32_t node, const SsFeature *f, uint32_t begin,
                           uint32_t end)
{
    SsFeatureOp op = SS_OP_AND;
    bool        value = true;

    for (uint32_t i = begin; i < end; op = f[i].op, i++)
        if (f[i].count == 0)
            value = combine(value, op, node_has(twin, node, f[i].name));
    return value;
}

/* [a|b]: alternative `choice`, -1: any of them. */
static bool satisfies_one(const Twin *twin, uint32_t node, const SsFeature *f, uint32_t begin,
                          uint32_t end, int choice)
{
    bool value = false;
    int  k = 0;

    for (uint32_t i = begin; i < end; i = group_end(f, end, i, false), k++)
        if (choice < 0 || choice == k)
            value |= satisfies_flat(twin, node, f, i, group_end(f, end, i, false));
    return value;
}

static bool satisfies(const Twin *twin, uint32_t node, const SsFeature *f, uint32_t n, int choice)
{
    SsFeatureOp op = SS_OP_AND;
    bool        value = true;

    for (uint32_t i = 0, end; i < n; op = f[end - 1].op, i = end) {
        end = group_end(f, n, i, true);
        if (f[i].bracket != 0 && is_alternatives(f, n))
            value = combine(value, op, satisfies_one(twin, node, f, i, end, choice));
        else if (end > i + 1 || f[i].count == 0)
            value = combine(value, op, satisfies_flat(twin, node, f, i, end));
    }
    return value;
}

static int alternatives(const SsFeature *f, uint32_t n)
{
    int count = 0;

    for (uint32_t i = 0; i < n && is_alternatives(f, n); i = group_end(f, n, i, false))
        count += f[i].bracket != 0;
    return MAX(count, 1);
}

void twin_features(const Twin *twin, const SsJob *job, bool *nodes)
{
    for (uint32_t n = 0; n < twin->cluster->n_nodes; n++)
        nodes[n] = satisfies(twin, n, job->req.feature, job->req.n_feature, -1);
}

/* --- candidates (2) ------------------------------------------------------------------------------------- */

static uint64_t node_memory(const SsNode *node)
{
    return node->real_memory > node->mem_spec ? node->real_memory - node->mem_spec : 0;
}

static uint64_t memory_left(const Call *call, uint32_t n)
{
    const uint64_t all = node_memory(&call->twin->cluster->nodes[n]);
    const uint64_t used = call->use != NULL ? call->use->mem[n] : 0;

    return used < all ? all - used : 0;
}

static bool could_hold(const Call *call, const SsNode *node)
{
    const SsRequest *req = call->req;
    uint32_t         cpus = ss_node_usable_cpus(node);

    if (req->ntasks_per_core > 0)
        cpus = MAX(cpus, node->cores * req->ntasks_per_core * req->cpus_per_task);
    if (cpus < req->min_cpus_node || node->tmp_disk < req->tmp_disk
        || node->sockets < req->sockets_per_node || node->cores_per_socket < req->cores_per_socket
        || node->threads_per_core < req->threads_per_core)
        return false;
    return req->mem_per_cpu || req->mem_per_gpu > 0 || req->mem <= node_memory(node);
}

static bool is_gone(const Call *call, const Record *record)
{
    return call->ask->gone != NULL && g_ptr_array_find(call->ask->gone, record, NULL);
}

/* What the record's job has on the node, NULL. */
static const SsAllocNode *held_on(const Call *call, const Record *record, uint32_t n)
{
    return twin_holds(&record->job, n) && !is_gone(call, record) ? ss_alloc_on(record->job.alloc, n)
                                                                 : NULL;
}

static Class class_of(const SsPartition *part, uint8_t share)
{
    if (part->share == SS_SHARE_EXCLUSIVE)
        return RESERVED;
    if (part->share_count > 1
        && (part->share == SS_SHARE_FORCE || (part->share == SS_SHARE_YES && share == 1)))
        return SHARE;
    return ONE_ROW;
}

static Class class_of_job(const Call *call, const SsJob *job)
{
    return class_of(&call->twin->world->parts[job->part], job->req.share);
}

static bool agree(const Call *call, const SsJob *tenant)
{
    const Class class = class_of_job(call, tenant);

    if (class == RESERVED)
        return false;
    const SsPartition *theirs = &call->twin->world->parts[tenant->part];
    const bool         rows = theirs->share_count > 1
                      && (theirs->share == SS_SHARE_FORCE || theirs->share == SS_SHARE_YES);

    if (class == ONE_ROW)
        return call->class == ONE_ROW && (tenant->part == call->ask->part || !rows);
    return call->class == SHARE || (call->class == ONE_ROW && tenant->part == call->ask->part);
}

/* linear's will-run lets a job that does not share beside one that does; its start does not. */
static bool counts_one_that_shares(const Call *call)
{
    return call->ask->planned && call->select == SS_SELECT_LINEAR && call->use != NULL
           && call->class == ONE_ROW && !call->alone;
}

/* Does a running job refuse to share its nodes? */
static bool wants_to_be_alone(const Call *call, const SsJob *tenant)
{
    const SsPartition *part = &call->twin->world->parts[tenant->part];

    if (part->share == SS_SHARE_EXCLUSIVE)
        return true;
    return tenant->req.share == 0 && !(part->share == SS_SHARE_FORCE && part->share_count > 1);
}

/* A job that an operator suspended keeps nobody off (2.3). */
static bool is_put_aside(const SsJob *job)
{
    return job->state == SS_JOB_SUSPENDED && !job->ganged;
}

/* Is there somebody on the node who keeps this job off it (1.5, 2.1, 2.3)? */
static bool is_kept_off(const Call *call, uint32_t n)
{
    const bool alone_in_person = call->req->user_exclusive || call->part->exclusive_user;

    for (guint i = 0; i < call->twin->records->len; i++) {
        const Record *record = call->twin->records->pdata[i];
        const SsJob  *job = &record->job;

        if (held_on(call, record, n) == NULL || is_put_aside(job))
            continue;
        if (counts_one_that_shares(call)) {
            if (class_of_job(call, job) != SHARE
                || (alone_in_person && job->uid != call->ask->job->uid))
                return true;
            continue;
        }
        if (call->alone || !agree(call, job)
            || (call->class != SHARE && wants_to_be_alone(call, job))
            || (call->ask->no_share && job->alloc->whole)
            || (alone_in_person && job->uid != call->ask->job->uid))
            return true;
    }
    return false;
}

static bool may_be_used(const Call *call, uint32_t n)
{
    const uint32_t owner = twin_owner(call->twin, n);

    if (call->ask->when == WHEN_EMPTY)
        return true;
    if (call->ask->when == WHEN_NOW && twin_is_completing(call->twin, n))
        return false;
    if (owner != SS_UNSET32 && owner != call->ask->job->uid)
        return false;
    return !is_kept_off(call, n);
}

bool twin_is_held(const Twin *twin, const Ask *ask, SsNodeId node)
{
    const SsPartition *part = &twin->world->parts[ask->part];
    const SsRequest   *req = &ask->job->req;
    const uint32_t     owner = twin_owner(twin, node);
    const bool         shares = class_of(part, req->share) == SHARE;
    const bool         alone = part->share == SS_SHARE_EXCLUSIVE || (req->share == 0 && !shares);

    if (twin_is_completing(twin, node) || (owner != SS_UNSET32 && owner != ask->job->uid))
        return true;
    for (guint i = 0; i < twin->records->len; i++) {
        const SsJob *job = &((const Record *) twin->records->pdata[i])->job;

        if (twin_holds(job, node) && !is_put_aside(job)
            && (alone || (job->alloc->whole && !shares)
                || ((req->user_exclusive || part->exclusive_user) && job->uid != ask->job->uid)))
            return true;
    }
    return false;
}

static int64_t count_true(const bool *set, uint32_t n)
{
    int64_t count = 0;

    for (uint32_t i = 0; i < n; i++)
        count += set[i];
    return count;
}

static bool has_brackets(const SsFeature *f, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (f[i].bracket != 0)
            return true;
    return false;
}

/* Is term i a count that belongs to this alternative? */
static bool counts(const SsFeature *f, uint32_t n, int choice, uint32_t i)
{
    int k = 0;

    if (f[i].count == 0 || f[i].bracket == 0 || !is_alternatives(f, n))
        return f[i].count > 0;
    for (uint32_t at = 0; at < n; at = group_end(f, n, at, false)) {
        if (f[at].bracket == 0)
            continue;
        if (at <= i && i < group_end(f, n, at, false))
            return k == choice;
        k++;
    }
    return false;
}

static bool any_counts(const SsFeature *f, uint32_t n, int choice)
{
    for (uint32_t i = 0; i < n; i++)
        if (counts(f, n, choice, i))
            return true;
    return false;
}

/* The candidates of one alternative of the constraint. Beside a count without brackets a plain term asks nothing (recorded). */
static bool find_candidates(Call *call, const SsFeature *f, uint32_t n_f, int choice)
{
    const bool any_node = any_counts(f, n_f, choice) && !has_brackets(f, n_f);

    for (uint32_t n = 0; n < call->n; n++) {
        const SsNode *node = &call->twin->cluster->nodes[n];

        call->candidate[n] =
            call->ask->nodes[n] && (any_node || satisfies(call->twin, n, f, n_f, choice))
            && could_hold(call, node)
            && !(call->req->exc_nodes != NULL && ss_node_set_test(call->req->exc_nodes, n))
            && may_be_used(call, n);
        if (call->required[n] && !call->candidate[n])
            return false;
    }
    return count_true(call->candidate, call->n) >= call->min;
}

/* --- weights (2.2) ---------------------------------------------------------------------------------------- */

static uint64_t node_weight(const Call *call, uint32_t n)
{
    uint64_t weight = ss_world_node_weight(call->twin->world, n);

    if (call->use != NULL && twin_is_extra_node(call->twin, call->ask->job, n))
        weight++;
    if (call->ask->inside != NULL && !ss_node_set_test(call->ask->inside, n))
        weight += UINT64_C(1) << 33;
    return weight;
}

/* --- what a node offers: CPUs (3) ---------------------------------------------------------------------------- */

static bool bit(const uint64_t *row, uint32_t i)
{
    return row != NULL && (row[i / 64] >> (i % 64) & 1);
}

static int64_t free_cores(const SsNode *node, const bool *core, uint32_t socket)
{
    int64_t n = 0;

    for (uint32_t c = 0; c < node->cores; c++)
        n += core[c] && c / node->cores_per_socket == socket;
    return n;
}

static void close_socket(const SsNode *node, bool *core, uint32_t socket)
{
    for (uint32_t c = 0; c < node->cores; c++)
        if (c / node->cores_per_socket == socket)
            core[c] = false;
}

static bool core_in_use(const Call *call, uint32_t n, uint32_t c)
{
    const SsNode *node = &call->twin->cluster->nodes[n];

    if (call->row != NULL)
        return bit(call->row + node->core_at, c);
    return call->use != NULL && bit(call->use->cores + node->core_at, c);
}

/* Tasks that the node holds for sure. */
static int64_t tasks_here(const Call *call)
{
    const SsRequest *req = call->req;
    const bool       known = req->ntasks != SS_UNSET32;

    if (req->ntasks_per_node > 0)
        return known ? MIN(req->ntasks_per_node, req->ntasks) : req->ntasks_per_node;
    return call->max == 1 && known ? MAX(req->ntasks, 1) : 1;
}

/* And their CPUs. The nodes of a count need not hold all tasks, but the devices of all tasks (replay-counts-gpus). */
static int64_t cpus_here(const Call *call)
{
    const int64_t tasks = call->is_share && call->req->ntasks_per_node == 0 ? 1 : tasks_here(call);

    return tasks * call->req->cpus_per_task;
}

static int64_t partition_cpus(const Call *call, uint32_t n)
{
    const uint32_t tpc = call->twin->cluster->nodes[n].tpc;
    int64_t        cpus = 0;

    for (guint i = 0; i < call->twin->records->len; i++) {
        const Record      *record = call->twin->records->pdata[i];
        const SsAllocNode *at = held_on(call, record, n);

        if (at != NULL && record->job.part == call->ask->part
            && record->job.state != SS_JOB_SUSPENDED)
            cpus += at->cores * tpc;
    }
    return cpus;
}

/* --- GRES (6) -------------------------------------------------------------------------------------------------- */

static bool type_is(const SsNodeGres *has, uint32_t type, const char *wanted)
{
    return wanted == NULL || (type < has->n_type && g_strcmp0(has->type[type].name, wanted) == 0);
}

static uint64_t used_devices(const Call *call, uint32_t n, const SsNodeGres *has)
{
    return call->use == NULL || has->no_consume
               ? 0
               : call->use->gres_devices[(size_t) n * call->twin->cluster->n_gres + has->gres];
}

static bool device_is_free(const Call *call, uint32_t n, const SsNodeGres *has, uint32_t d,
                           const char *type)
{
    return !(used_devices(call, n, has) >> d & 1) && type_is(has, has->dev[d].type, type);
}

static int64_t used_of_type(const Call *call, uint32_t n, const SsNodeGres *has, uint32_t t)
{
    const size_t at = (size_t) n * call->twin->cluster->n_gres + has->gres;

    if (call->use == NULL || has->no_consume)
        return 0;
    if (has->n_type == 0)
        return (int64_t) call->use->gres_count[at];
    return call->use->gres_types[at] != NULL ? (int64_t) call->use->gres_types[at][t] : 0;
}

/* Free devices, or the free count where there are no devices. */
static int64_t gres_free(const Call *call, uint32_t n, const SsNodeGres *has, const char *type)
{
    int64_t free = 0;

    if (has->n_dev > 0) {
        for (uint32_t d = 0; d < has->n_dev; d++)
            free += device_is_free(call, n, has, d, type);
        return free;
    }
    if (has->n_type == 0)
        return type != NULL ? 0 : MAX((int64_t) has->count - used_of_type(call, n, has, 0), 0);
    for (uint32_t t = 0; t < has->n_type; t++)
        if (type_is(has, t, type))
            free += MAX((int64_t) has->type[t].count - used_of_type(call, n, has, t), 0);
    return free;
}

static bool is_gpu(const Call *call, const SsGresNeed *need)
{
    return strcmp(call->twin->cluster->gres_names[need->gres], "gpu") == 0;
}

static int64_t cpus_per_gpu(const Call *call, const SsGresNeed *need)
{
    return is_gpu(call, need) ? call->req->cpus_per_gpu : 0;
}

static int64_t memory_per_gpu(const Call *call, const SsGresNeed *need)
{
    return is_gpu(call, need) && (call->params & SS_CR_MEMORY) ? (int64_t) call->req->mem_per_gpu
                                                               : 0;
}

/* Devices the node could give a job that counts them as a whole. */
static int64_t gres_can(const Call *call, uint32_t n, const SsGresNeed *need)
{
    const SsNodeGres *has = ss_node_gres(&call->twin->cluster->nodes[n], need->gres);
    int64_t           can = has != NULL ? gres_free(call, n, has, need->type) : 0;

    if (cpus_per_gpu(call, need) > 0)
        can = MIN(can, call->offer[n].cpus / cpus_per_gpu(call, need));
    if (memory_per_gpu(call, need) > 0)
        can = MIN(can, (int64_t) memory_left(call, n) / memory_per_gpu(call, need));
    return can;
}

static int64_t gres_least(const Call *call, const SsGresNeed *need)
{
    if (need->per_node > 0)
        return (int64_t) need->per_node;
    if (need->per_socket > 0)
        return (int64_t) need->per_socket; /* fewer sockets will do */
    if (need->per_task > 0)
        return (int64_t) need->per_task * tasks_here(call);
    return call->max == 1 ? (int64_t) need->per_job : 1;
}

static int64_t gres_most(const Call *call, const SsGresNeed *need, int64_t free)
{
    const SsRequest *req = call->req;

    if (need->per_node > 0 || need->per_socket > 0)
        return gres_least(call, need);
    if (need->per_task > 0)
        return MIN(free, (int64_t) need->per_task
                             * (req->ntasks == SS_UNSET32 ? 1 : MAX(req->ntasks, 1)));
    return MIN(free, (int64_t) need->per_job);
}

/* Is the device near a core of the socket? */
static bool touches(const SsNode *node, const SsNodeDevice *dev, uint32_t socket)
{
    if (dev->cores == NULL)
        return true;
    for (uint32_t c = 0; c < node->cores; c++)
        if (c / node->cores_per_socket == socket && bit(dev->cores, c))
            return true;
    return false;
}

static bool is_near_all(const SsNode *node, const SsNodeDevice *dev)
{
    for (uint32_t s = 0; s < node->sockets; s++)
        if (!touches(node, dev, s))
            return false;
    return true;
}

/* Of several sockets that the device is near to, but not of all, the first one counts. */
static bool is_near(const SsNode *node, const SsNodeDevice *dev, uint32_t socket)
{
    for (uint32_t s = 0; s < socket && !is_near_all(node, dev); s++)
        if (touches(node, dev, s))
            return false;
    return touches(node, dev, socket);
}

/* Free devices that are near one of the sockets, or near everything. */
static int64_t reached(const Call *call, uint32_t n, const SsNodeGres *has, const char *type,
                       const bool *sockets)
{
    const SsNode *node = &call->twin->cluster->nodes[n];
    int64_t       count = 0;

    for (uint32_t d = 0; d < has->n_dev; d++) {
        bool near = is_near_all(node, &has->dev[d]);

        for (uint32_t s = 0; s < node->sockets; s++)
            near |= sockets[s] && is_near(node, &has->dev[d], s);
        count += near && device_is_free(call, n, has, d, type);
    }
    return count;
}

/* The socket with most free cores that is not marked; UINT32_MAX: none has any. */
static uint32_t emptiest(const SsNode *node, const bool *core, const bool *marked)
{
    uint32_t best = UINT32_MAX;
    int64_t  most = 0;

    for (uint32_t s = 0; s < node->sockets; s++)
        if (!marked[s] && free_cores(node, core, s) > most) {
            most = free_cores(node, core, s);
            best = s;
        }
    return best;
}

/* What devices make of a socket. */
typedef struct {
    bool *kept;   /* it reaches some of those wanted      */
    bool *passed; /* so does it or one looked at behind it */
} Marks;

/* Marks sockets from which `count` devices are reached, those with most free cores first: those that reach
 * something more, and all that were looked at. */
static bool mark_sockets(const Call *call, uint32_t n, const SsNodeGres *has, const char *type,
                         int64_t count, const bool *core, const Marks *marks)
{
    const SsNode    *node = &call->twin->cluster->nodes[n];
    g_autofree bool *seen = g_new0(bool, node->sockets);
    g_autofree bool *mine = g_new0(bool, node->sockets);
    int64_t          so_far = reached(call, n, has, type, mine);
    bool             any = false;

    while (so_far < count) {
        const uint32_t s = emptiest(node, core, seen);

        if (s == UINT32_MAX)
            return false;
        seen[s] = mine[s] = true;
        const int64_t now = reached(call, n, has, type, mine);
        if (now == so_far)
            mine[s] = false;
        so_far = now;
    }
    for (uint32_t s = 0; s < node->sockets; s++)
        any |= mine[s];
    for (uint32_t s = 0; s < node->sockets; s++) {
        marks->kept[s] |= mine[s] || !any;
        marks->passed[s] |= seen[s] || !any;
    }
    return true;
}

/* --gpus-per-socket: the last sockets with so many devices of their own; one of them is enough. */
static bool mark_each(const Call *call, uint32_t n, const SsNodeGres *has, const SsGresNeed *need,
                      const bool *core, const Marks *marks)
{
    const SsNode *node = &call->twin->cluster->nodes[n];
    uint32_t      marked = 0;

    for (uint32_t s = node->sockets; s-- > 0;) {
        g_autofree bool *one = g_new0(bool, node->sockets);

        one[s] = true;
        if (marked == MAX(call->req->sockets_per_node, 1) || free_cores(node, core, s) == 0
            || reached(call, n, has, need->type, one) < (int64_t) need->per_socket)
            continue;
        marks->kept[s] = marks->passed[s] = true;
        marked++;
    }
    return marked > 0;
}

static bool any_tied(const Call *call, uint32_t n, const SsNodeGres *has, const char *type,
                     bool only_free)
{
    const SsNode *node = &call->twin->cluster->nodes[n];

    for (uint32_t d = 0; d < has->n_dev; d++)
        if (!is_near_all(node, &has->dev[d])
            && (!only_free || device_is_free(call, n, has, d, type)))
            return true;
    return false;
}

/* One need at one node: false if it cannot be met here. */
static bool offer_need(const Call *call, uint32_t n, const SsGresNeed *need, const Marks *marks,
                       int64_t *near)
{
    const SsNode     *node = &call->twin->cluster->nodes[n];
    const SsNodeGres *has = ss_node_gres(node, need->gres);
    Offer            *offer = &call->offer[n];
    const int64_t     least = gres_least(call, need);

    if (has == NULL)
        return false;
    const int64_t free = gres_free(call, n, has, need->type);
    int64_t       here = free;
    if (free < least || least * memory_per_gpu(call, need) > (int64_t) memory_left(call, n)
        || least * cpus_per_gpu(call, need) > offer->cpus)
        return false;
    offer->least = MAX(offer->least, least * cpus_per_gpu(call, need));
    if (has->n_dev > 0 && need->per_socket > 0) {
        if (!mark_each(call, n, has, need, offer->core, marks))
            return false;
    } else if (has->n_dev > 0 && !call->req->gres_disable_binding && !call->remote
               && any_tied(call, n, has, need->type, true)) {
        if (!mark_sockets(call, n, has, need->type, gres_most(call, need, free), offer->core, marks)
            && !mark_sockets(call, n, has, need->type, least, offer->core, marks))
            return false;
    }
    if (has->n_dev > 0 && any_tied(call, n, has, need->type, false)) {
        g_autofree bool *open = g_new0(bool, node->sockets);

        for (uint32_t s = 0; s < node->sockets; s++)
            open[s] = free_cores(node, offer->core, s) > 0;
        here = reached(call, n, has, need->type, open);
    }
    if (is_gpu(call, need))
        *near += MIN(here, gres_most(call, need, here));
    if (need->per_task > 0) {
        offer->most_tasks = MIN(offer->most_tasks, free / (int64_t) need->per_task);
        if (!call->req->overcommit)
            offer->cpus = MIN(offer->cpus, offer->most_tasks * call->req->cpus_per_task);
    }
    return true;
}

static bool is_task_count_known(const Call *call)
{
    const SsRequest *req = call->req;

    return req->ntasks_per_node > 0
           || (req->ntasks != SS_UNSET32 && (call->max == 1 || req->ntasks == call->min));
}

/* CPUs that the job will use here at most, where that is known: 0 if not. */
static int64_t known_cpus(const Call *call, uint32_t n)
{
    const SsRequest *req = call->req;
    const Offer     *offer = &call->offer[n];
    int64_t          tasks = offer->most_tasks;

    if (call->whole || req->overcommit)
        return 0;
    if (is_task_count_known(call))
        tasks = MIN(tasks, tasks_here(call));
    return tasks >= SS_UNSET32 ? 0 : MAX(tasks * req->cpus_per_task, offer->least);
}

static int64_t all_free_cores(const Call *call, uint32_t n)
{
    const SsNode *node = &call->twin->cluster->nodes[n];
    int64_t       cores = 0;

    for (uint32_t s = 0; s < node->sockets; s++)
        cores += free_cores(node, call->offer[n].core, s);
    return cores;
}

/* The socket gives up its highest core. */
static void give_up_core(const SsNode *node, bool *core, uint32_t socket)
{
    for (uint32_t c = node->cores; c-- > 0;)
        if (core[c] && c / node->cores_per_socket == socket) {
            core[c] = false;
            return;
        }
}

/* Cores of sockets that no device needs are given up, those of the first sockets first, while enough remain.
 * If the needed sockets have too few, those that were passed are needed too, but not if every one was. */
static void keep_near_cores(const Call *call, uint32_t n, const Marks *marks)
{
    const SsNode *node = &call->twin->cluster->nodes[n];
    Offer        *offer = &call->offer[n];
    const int64_t cpus = MAX(is_task_count_known(call) ? known_cpus(call, n) : 0, offer->least);
    const int64_t need = (cpus + offer->v - 1) / offer->v;
    const bool   *kept = marks->kept;
    int64_t       cores = 0;
    bool          any = false, all = true;

    for (uint32_t s = 0; s < node->sockets; s++) {
        any |= kept[s];
        all &= marks->passed[s];
        cores += kept[s] ? free_cores(node, offer->core, s) : 0;
    }
    if (cores < need && !all)
        kept = marks->passed;
    for (uint32_t s = 0; any && s < node->sockets; s++)
        while (!kept[s] && free_cores(node, offer->core, s) > 0 && all_free_cores(call, n) > need)
            give_up_core(node, offer->core, s);
}

/* Only as many cores are kept as these CPUs need: the fullest socket gives its highest, of equal ones the first. */
static void keep_cores_for(const Call *call, uint32_t n, int64_t cpus)
{
    const SsNode *node = &call->twin->cluster->nodes[n];
    Offer        *offer = &call->offer[n];

    while (all_free_cores(call, n) > (cpus + offer->v - 1) / offer->v) {
        uint32_t fullest = 0;

        for (uint32_t s = 0; s < node->sockets; s++)
            if (free_cores(node, offer->core, s) > free_cores(node, offer->core, fullest))
                fullest = s;
        give_up_core(node, offer->core, fullest);
    }
}

static bool offer_gres(const Call *call, uint32_t n)
{
    const SsNode    *node = &call->twin->cluster->nodes[n];
    const SsRequest *req = call->req;
    Offer           *offer = &call->offer[n];
    g_autofree bool *kept = g_new0(bool, node->sockets + 1);
    g_autofree bool *passed = g_new0(bool, node->sockets + 1);
    const Marks      marks = { kept, passed };
    int64_t          near = 0, cores = 0;

    for (uint32_t g = 0; call->whole && call->use != NULL && g < node->n_gres; g++)
        if (call->use->gres_count[(size_t) n * call->twin->cluster->n_gres + node->gres[g].gres]
            > 0)
            return false;
    for (uint32_t i = 0; i < req->n_gres; i++)
        if (!offer_need(call, n, &req->gres[i], &marks, &near))
            return false;
    offer->weight += 255 - (uint64_t) MIN(near, 255);
    if (req->n_gres == 0)
        return true;
    if (!call->whole)
        keep_near_cores(call, n, &marks);
    if (known_cpus(call, n) > 0)
        keep_cores_for(call, n, known_cpus(call, n));
    for (uint32_t s = 0; s < node->sockets; s++)
        cores += free_cores(node, offer->core, s);
    offer->cpus = MIN(offer->cpus, offer->v * cores);
    if (!call->whole && !req->overcommit) { /* whole tasks */
        offer->cpus -= offer->cpus % req->cpus_per_task;
        keep_cores_for(call, n, offer->cpus);
    }
    return offer->cpus >= offer->least;
}

/* --- the offer (3) ------------------------------------------------------------------------------------------------ */

static bool offer_sockets(const Call *call, uint32_t n)
{
    const SsNode    *node = &call->twin->cluster->nodes[n];
    const SsRequest *req = call->req;
    Offer           *offer = &call->offer[n];
    uint32_t         open = 0;

    for (uint32_t s = 0; s < node->sockets; s++) {
        bool used = false;

        for (uint32_t c = 0; c < node->cores; c++)
            used |= c / node->cores_per_socket == s && core_in_use(call, n, c);
        if (((call->params & SS_CR_SOCKET) && used)
            || free_cores(node, offer->core, s) < req->cores_per_socket)
            close_socket(node, offer->core, s);
        open += free_cores(node, offer->core, s) > 0;
    }
    return open >= req->sockets_per_node;
}

static bool offer_memory(const Call *call, uint32_t n)
{
    const SsRequest *req = call->req;
    Offer           *offer = &call->offer[n];
    const int64_t    left = (int64_t) memory_left(call, n);

    if (!(call->params & SS_CR_MEMORY) || req->mem_per_gpu > 0)
        return true;
    if (req->mem == 0)
        return call->use == NULL || call->use->mem[n] == 0;
    if (!req->mem_per_cpu)
        return left >= (int64_t) req->mem;
    if (offer->cpus * (int64_t) req->mem <= left)
        return offer->cpus > 0;
    if (call->select == SS_SELECT_LINEAR && call->use == NULL) /* it may wait for ever (recorded) */
        return (int64_t) req->mem <= left;
    if (call->whole)
        return false;
    const int64_t unit = call->params & SS_CR_CPU ? 1 : offer->v;
    while (offer->cpus > 0 && (offer->cpus * (int64_t) req->mem > left || offer->cpus % unit != 0))
        offer->cpus--;
    offer->cpus -= offer->cpus % req->cpus_per_task;
    return offer->cpus > 0;
}

/* Kept from jobs: the node's own choice, or what the job says, the highest core of each socket in turn, from the last
 * socket on (spec_cores_first: the lowest, from the first). */
static bool is_set_aside(const Call *call, const SsNode *node, uint32_t c)
{
    const uint32_t socket = c / node->cores_per_socket, core = c % node->cores_per_socket;

    uint32_t count = 0, before = 0;

    for (uint32_t other = 0; other < node->cores; other++) {
        count += bit(node->spec_cores, other);
        before += other < c && bit(node->spec_cores, other);
    }
    if (call->req->core_spec == SS_UNSET32)
        return bit(node->spec_cores, c);
    if (call->req->core_spec <= count) /* the lowest of the node's own */
        return bit(node->spec_cores, c) && before < call->req->core_spec;
    if (call->twin->set->sched.spec_cores_first)
        return core * node->sockets + socket < call->req->core_spec;
    return (node->cores_per_socket - 1 - core) * node->sockets + node->sockets - 1 - socket
           < call->req->core_spec;
}

static uint32_t tasks_a_core(const Call *call)
{
    const SsRequest *req = call->req;

    if (req->ntasks_per_core > 0)
        return req->ntasks_per_core;
    return (call->params & SS_CR_ONE_TASK_PER_CORE) && !req->overcommit && !req->multithread;
}

static bool offer_cores(const Call *call, uint32_t n)
{
    const SsNode    *node = &call->twin->cluster->nodes[n];
    const SsRequest *req = call->req;
    Offer           *offer = &call->offer[n];
    int64_t          all = 0;
    const uint32_t   per_core = tasks_a_core(call);

    offer->v = node->tpc;
    if (req->threads_per_core > 0)
        offer->v = MIN(offer->v, req->threads_per_core);
    if (per_core > 0)
        offer->v = MIN(offer->v, (int64_t) per_core * req->cpus_per_task);
    offer->v = MAX(offer->v, 1);
    offer->weight = node_weight(call, n) * 256;
    for (uint32_t c = 0; c < node->cores; c++) {
        const bool usable = !is_set_aside(call, node, c);
        const bool excluded =
            call->ask->excluded_cores != NULL && bit(call->ask->excluded_cores + node->core_at, c);

        offer->core[c] = usable && !core_in_use(call, n, c) && !excluded;
        if (call->whole && usable && !offer->core[c])
            return false;
        all += usable;
    }
    if (!offer_sockets(call, n))
        return false;
    const bool    own = per_core == 1 && !(call->params & SS_CR_CPU); /* no core has two tasks */
    const int64_t each = (req->cpus_per_task + offer->v - 1) / offer->v;
    int64_t       sum = 0;

    for (uint32_t s = 0; s < node->sockets; s++) {
        const int64_t here = free_cores(node, offer->core, s);
        const int64_t k = req->ntasks_per_socket;
        const int64_t most = own ? k * each : (k * req->cpus_per_task + offer->v - 1) / offer->v;

        sum += k > 0 ? MIN(here, most) : here;
    }
    offer->cpus = own && each > 1 ? sum / each * req->cpus_per_task : sum * offer->v;
    offer->least = MAX(req->min_cpus_node, 1);
    if (!req->overcommit)
        offer->least = MAX(offer->least, cpus_here(call));
    if (offer->cpus < offer->least)
        return false;
    if (call->part->max_cpus_per_node != SS_NO_LIMIT) {
        const int64_t most = call->part->max_cpus_per_node;

        if (call->whole && all * node->tpc > most)
            return false;
        const int64_t left = call->use != NULL ? most - partition_cpus(call, n) : most;
        if (!call->whole && left <= 0)
            return false;
        if (!call->whole)
            offer->cpus = MIN(offer->cpus, left / node->tpc * offer->v);
        if (offer->cpus <= 0)
            return false;
    }
    return offer_gres(call, n) && offer_memory(call, n) && offer->cpus >= offer->least;
}

static uint32_t linear_most(const Call *call)
{
    if (counts_one_that_shares(call))
        return 2;
    return call->class == SHARE && !call->alone ? MAX(call->part->share_count, 1) : 1;
}

static bool offer_linear(const Call *call, uint32_t n)
{
    const SsNode    *node = &call->twin->cluster->nodes[n];
    const SsRequest *req = call->req;
    Offer           *offer = &call->offer[n];

    offer->v = node->tpc;
    offer->cpus = ss_node_usable_cpus(node);
    if (req->ntasks_per_core > 0)
        offer->cpus =
            MAX(offer->cpus, (int64_t) node->cores * req->ntasks_per_core * req->cpus_per_task);
    if (req->ntasks_per_node > 0)
        offer->cpus = MIN(offer->cpus, (int64_t) req->ntasks_per_node * req->cpus_per_task);
    offer->least = MAX(req->min_cpus_node, 1);
    for (uint32_t c = 0; c < node->cores; c++)
        offer->core[c] = !bit(node->spec_cores, c);
    if (call->use != NULL && call->use->jobs[n] >= linear_most(call))
        return false;
    if (offer->cpus < offer->least)
        return false;
    if ((call->params & SS_CR_MEMORY) && req->mem > 0
        && memory_left(call, n)
               < req->mem * (req->mem_per_cpu && call->use != NULL ? ss_node_usable_cpus(node) : 1))
        return false;
    if ((call->params & SS_CR_MEMORY) && req->mem == 0 && call->use != NULL
        && call->use->mem[n] > 0)
        return false;
    if (req->n_gres > 0 && !offer_gres(call, n))
        return false;
    offer->weight = node_weight(call, n);
    return true;
}

static void make_offers(Call *call)
{
    for (uint32_t n = 0; n < call->n; n++) {
        Offer *offer = &call->offer[n];

        offer->most_tasks = INT64_MAX;
        offer->usable =
            call->candidate[n]
            && (call->select == SS_SELECT_LINEAR ? offer_linear(call, n) : offer_cores(call, n));
        if (!offer->usable)
            offer->cpus = 0;
    }
}

/* --- what is still needed, and taking a node (4.3, 4.4) --------------------------------------------------------- */

typedef struct {
    Call    *call;
    int64_t  R, N, X, cap, spare; /* spare: of N, not asked for */
    int64_t *gres;                /* [n_gres] counts of the job */
    bool     counts_gres;
} Need;

static void begin(Need *need, Call *call, int64_t *gres)
{
    *need = (Need){ .call = call,
                    .R = call->min_cpus,
                    .cap = call->min_cpus,
                    .X = call->max,
                    .N = MAX(call->wanted, call->min),
                    .gres = gres };
    for (uint32_t n = 0; n < call->n; n++)
        call->chosen[n] = false;
    for (uint32_t i = 0; i < call->req->n_gres; i++) {
        gres[i] = (int64_t) call->req->gres[i].per_job;
        need->counts_gres |= gres[i] > 0;
    }
    if (need->counts_gres)
        need->N = MIN(call->min, call->wanted);
}

static void take(Need *need, uint32_t n)
{
    Call         *call = need->call;
    Offer        *offer = &call->offer[n];
    const int64_t share =
        offer->v
        * (call->params & SS_CR_SOCKET ? call->twin->cluster->nodes[n].cores_per_socket : 1);
    const int64_t behind = MAX(need->N - need->spare - 1, 0) * share;

    offer->taken =
        call->whole ? offer->cpus : MIN(offer->cpus, MAX(need->cap - behind, offer->least));
    need->R -= offer->taken;
    need->cap = MAX(need->cap - offer->taken, 0);
    need->N--;
    need->X--;
    for (uint32_t i = 0; i < call->req->n_gres; i++)
        if (need->gres[i] > 0)
            need->gres[i] -= gres_can(call, n, &call->req->gres[i]);
    call->chosen[n] = true;
}

static bool gres_done(const Need *need)
{
    for (uint32_t i = 0; i < need->call->req->n_gres; i++)
        if (need->gres[i] > 0)
            return false;
    return true;
}

static bool all_done(const Need *need)
{
    return need->N <= 0 && need->R <= 0 && gres_done(need);
}

static int64_t nodes_that_must(const Need *need)
{
    const Call *call = need->call;

    return need->counts_gres ? need->N : need->N - MAX(call->wanted - call->min, 0);
}

static bool will_do(const Need *need)
{
    return need->R <= 0 && nodes_that_must(need) <= 0 && gres_done(need);
}

static bool take_required(Need *need)
{
    Call *call = need->call;

    if (count_true(call->required, call->n) > call->max)
        return false;
    for (uint32_t n = 0; n < call->n; n++)
        if (call->required[n] && !call->offer[n].usable)
            return false;
    for (uint32_t n = 0; n < call->n; n++)
        if (call->required[n])
            take(need, n);
    return true;
}

/* With one node left to take it must have all that is missing. */
static bool may_take(const Need *need, uint32_t n)
{
    return need->call->offer[n].usable && !need->call->chosen[n] && need->X > 0
           && (need->X > 1 || need->call->offer[n].cpus >= need->R);
}

/* --- consecutive best fit (4.3) ---------------------------------------------------------------------------------- */

typedef struct {
    uint32_t first, last; /* node indices, both included */
    int64_t  required;    /* first required node, -1     */
    int64_t  cpus, nodes;
    uint64_t weight;
    bool     gone;
} Set;

static GArray *find_sets(const Call *call)
{
    GArray *sets = g_array_new(FALSE, FALSE, sizeof(Set));
    Set    *set = NULL;

    for (uint32_t n = 0; n < call->n; n++) {
        const Offer *offer = &call->offer[n];

        if (!offer->usable) {
            set = NULL;
            continue;
        }
        if (set == NULL || (!call->req->contiguous && set->weight != offer->weight)) {
            const Set fresh = { .first = n, .required = -1, .weight = offer->weight };
            g_array_append_val(sets, fresh);
            set = &g_array_index(sets, Set, sets->len - 1);
        }
        set->last = n;
        set->weight = offer->weight; /* --contiguous: the last one's */
        if (call->required[n]) {
            if (set->required < 0)
                set->required = n;
        } else {
            set->cpus += offer->cpus;
            set->nodes++;
        }
    }
    return sets;
}

static bool is_sufficient(const Need *need, const Set *set)
{
    const Call *call = need->call;

    if (set->cpus < need->R || set->nodes < nodes_that_must(need))
        return false;
    for (uint32_t i = 0; need->counts_gres && i < call->req->n_gres; i++) {
        int64_t left = need->gres[i];

        for (uint32_t n = set->first; n <= set->last; n++)
            if (!call->chosen[n] && left > 0)
                left -= gres_can(call, n, &call->req->gres[i]);
        if (left > 0)
            return false;
    }
    return true;
}

static Set *best_set(const Need *need, GArray *sets, bool *best_suffices)
{
    Set *best = NULL;

    *best_suffices = false;
    for (guint i = 0; i < sets->len; i++) {
        Set *set = &g_array_index(sets, Set, i);
        bool better;

        if (set->gone || set->nodes == 0)
            continue;
        const bool suffices = is_sufficient(need, set);
        if (best == NULL)
            better = true;
        else if ((best->required >= 0) != (set->required >= 0)
                 && (need->call->req->contiguous || set->weight == best->weight))
            better = set->required >= 0;
        else if (set->weight != best->weight)
            better = set->weight < best->weight
                     || (need->call->req->contiguous && suffices && !*best_suffices);
        else if (suffices)
            better = !*best_suffices || set->cpus < best->cpus;
        else
            better = set->cpus > best->cpus;
        if (better) {
            best = set;
            *best_suffices = suffices;
        }
    }
    return best;
}

static bool take_tightest(Need *need, const Set *set)
{
    const Call *call = need->call;
    int64_t     best = -1;

    for (uint32_t n = set->first; n <= set->last; n++) {
        bool fits = !call->chosen[n] && call->offer[n].cpus >= need->R;

        for (uint32_t i = 0; i < call->req->n_gres; i++)
            fits &= need->gres[i] <= 0 || gres_can(call, n, &call->req->gres[i]) >= need->gres[i];
        if (fits && (best < 0 || call->offer[n].cpus < call->offer[best].cpus))
            best = n;
    }
    if (best >= 0)
        take(need, (uint32_t) best);
    return best >= 0;
}

static void take_from(Need *need, const Set *set)
{
    uint32_t from = set->first;

    if (set->required >= 0)
        from = (uint32_t) set->required;
    else if (need->N <= 1 && take_tightest(need, set))
        return;
    for (uint32_t n = from; n <= set->last && !all_done(need); n++)
        if (may_take(need, n))
            take(need, n);
    for (uint32_t n = from; n-- > set->first && !all_done(need);)
        if (may_take(need, n))
            take(need, n);
}

static bool choose_fit(Call *call)
{
    g_autofree int64_t *gres = g_new0(int64_t, call->req->n_gres + 1);
    g_autoptr(GArray)   sets = NULL;
    Need                need;

    begin(&need, call, gres);
    if (!take_required(&need))
        return false;
    if (call->any_required && all_done(&need))
        return true;
    sets = find_sets(call);
    while (need.X > 0) {
        bool suffices = false;
        Set *set = best_set(&need, sets, &suffices);

        if (set == NULL || (call->req->contiguous && !suffices))
            break;
        take_from(&need, set);
        if (all_done(&need))
            return true;
        set->gone = true;
    }
    return will_do(&need);
}

/* --- by weight class: least loaded, busy first, spread, last first (4.5) ------------------------------------------- */

typedef enum { BY_LOAD, BY_BUSY, BY_INDEX, BY_END } Order;

/* All CPUs that nobody has (on the row that is tried), those kept back for the system included. */
static int64_t free_cpus(const Call *call, uint32_t n)
{
    const SsNode *node = &call->twin->cluster->nodes[n];
    int64_t       used = call->use != NULL ? call->use->cpus[n] : 0;

    if (call->row != NULL) {
        used = 0;
        for (uint32_t c = 0; c < node->cores; c++)
            used += bit(call->row + node->core_at, c) ? node->cpus / node->cores : 0;
    }
    return MAX((int64_t) node->cpus - used, 0);
}

static bool comes_first(const Call *call, Order order, uint32_t a, uint32_t b)
{
    const bool busy_a = call->use != NULL && call->use->jobs[a] > 0;
    const bool busy_b = call->use != NULL && call->use->jobs[b] > 0;

    switch (order) {
    case BY_LOAD: /* ratios compared without dividing */
        return free_cpus(call, a) * call->twin->cluster->nodes[b].cpus
               > free_cpus(call, b) * call->twin->cluster->nodes[a].cpus;
    case BY_BUSY:
        return busy_a && !busy_b;
    case BY_END:
        return a > b;
    default:
        return false; /* the lower index is met first */
    }
}

static bool choose_by_class(Call *call, Order order, int64_t at_least)
{
    g_autofree int64_t *gres = g_new0(int64_t, call->req->n_gres + 1);
    g_autofree bool    *done = g_new0(bool, call->n);
    Need                need;

    begin(&need, call, gres);
    need.spare = MAX(at_least - need.N, 0); /* nothing is kept for them */
    need.N += need.spare;
    if (!take_required(&need))
        return false;
    while (!all_done(&need) && need.X > 0) {
        int64_t  best = -1;
        uint64_t lightest = UINT64_MAX;

        for (uint32_t n = 0; n < call->n; n++)
            if (call->offer[n].usable && !done[n] && !call->chosen[n])
                lightest = MIN(lightest, call->offer[n].weight);
        for (uint32_t n = 0; n < call->n; n++)
            if (call->offer[n].usable && !done[n] && !call->chosen[n]
                && call->offer[n].weight == lightest && may_take(&need, n)
                && (best < 0 || comes_first(call, order, n, (uint32_t) best)))
                best = n;
        if (best >= 0) {
            take(&need, (uint32_t) best);
            continue;
        }
        if (lightest == UINT64_MAX)
            break;
        for (uint32_t n = 0; n < call->n; n++) /* nothing more in this class */
            done[n] |= call->offer[n].weight == lightest;
    }
    if (at_least > 0)
        return need.R <= 0 && gres_done(&need) && count_true(call->chosen, call->n) >= call->min;
    return will_do(&need);
}

/* --- select/linear (4.8) ------------------------------------------------------------------------------------------- */

static bool choose_largest(Call *call)
{
    g_autofree int64_t *gres = g_new0(int64_t, call->req->n_gres + 1);
    Need                need;

    begin(&need, call, gres);
    if (!take_required(&need))
        return false;
    while (!all_done(&need) && need.X > 0) {
        int64_t best = -1;

        for (uint32_t n = 0; n < call->n; n++)
            if (call->offer[n].usable && !call->chosen[n]
                && (best < 0 || call->offer[n].cpus > call->offer[best].cpus))
                best = n;
        if (best < 0)
            break;
        take(&need, (uint32_t) best);
    }
    return will_do(&need);
}

static bool choose_linear(Call *call)
{
    int64_t least = INT64_MAX, most = 0;

    for (uint32_t n = 0; n < call->n; n++)
        if (call->offer[n].usable) {
            least = MIN(least, call->offer[n].cpus);
            most = MAX(most, call->offer[n].cpus);
        }
    if (!call->req->contiguous && least < most
        && call->min_cpus > least * MAX(call->wanted, call->min))
        return choose_largest(call);
    for (uint32_t n = 0; n < call->n; n++)
        call->offer[n].weight = 0;
    return choose_fit(call);
}

/* --- topology/tree (4.6) ------------------------------------------------------------------------------------------- */

typedef struct {
    Call             *call;
    Need              need;
    const SsTopology *net;
    uint32_t          top;
    bool             *pool, *must; /* [n] nodes of the weight classes; of all but the last one */
    bool             *used;        /* [net->n] leaves with a chosen node */
} Tree;

static bool is_below(const Tree *t, uint32_t s, uint32_t n)
{
    return ss_node_set_test(t->net->at[s].nodes, n);
}

/* The highest switch that has enough below it and the lightest node, or all required ones. */
static bool find_top(Tree *t)
{
    const Call *call = t->call;
    int64_t     lightest = -1;
    bool        found = false;

    for (uint32_t n = 0; n < call->n; n++)
        if (call->offer[n].usable
            && (lightest < 0 || call->offer[n].weight < call->offer[lightest].weight))
            lightest = n;
    for (uint32_t s = 0; s < t->net->n; s++) {
        int64_t nodes = 0, cpus = 0;
        bool    fits = call->any_required || (lightest >= 0 && is_below(t, s, (uint32_t) lightest));

        for (uint32_t n = 0; n < call->n; n++) {
            fits &= !call->required[n] || is_below(t, s, n);
            nodes += call->offer[n].usable && is_below(t, s, n);
            cpus += is_below(t, s, n) ? call->offer[n].cpus : 0;
        }
        if (!fits || nodes < call->min || cpus < call->min_cpus)
            continue;
        if (!found || t->net->at[s].level > t->net->at[t->top].level)
            t->top = s;
        found = true;
    }
    return found;
}

static bool pool_suffices(const Tree *t)
{
    const Call *call = t->call;
    int64_t     cpus = 0;

    for (uint32_t n = 0; n < call->n; n++)
        cpus += t->pool[n] ? call->offer[n].cpus : 0;
    for (uint32_t i = 0; i < call->req->n_gres; i++) {
        int64_t left = t->need.gres[i];

        for (uint32_t n = 0; n < call->n; n++)
            left -= t->pool[n] ? gres_can(call, n, &call->req->gres[i]) : 0;
        if (t->need.gres[i] > 0 && left > 0)
            return false;
    }
    return cpus >= call->min_cpus && count_true(t->pool, call->n) >= call->min;
}

static bool on_whole_nodes(const Tree *t)
{
    return t->call->select == SS_SELECT_LINEAR;
}

/* Weight classes below the top switch, from the lightest on, until they suffice. linear knows none here. */
static bool collect(Tree *t)
{
    const Call *call = t->call;

    while (!pool_suffices(t)) {
        uint64_t next = UINT64_MAX;
        bool     more = false;

        memcpy(t->must, t->pool, call->n * sizeof(bool));
        for (uint32_t n = 0; n < call->n; n++)
            if (call->offer[n].usable && is_below(t, t->top, n) && !t->pool[n]) {
                next = MIN(next, call->offer[n].weight);
                more = true;
            }
        if (!more)
            return false;
        for (uint32_t n = 0; n < call->n; n++)
            t->pool[n] |= call->offer[n].usable && is_below(t, t->top, n)
                          && (on_whole_nodes(t) || call->offer[n].weight == next);
    }
    return true;
}

static void take_on(Tree *t, uint32_t n)
{
    take(&t->need, n);
    for (uint32_t s = 0; s < t->net->n; s++)
        t->used[s] |= t->net->at[s].level == 0 && is_below(t, s, n);
}

/* The last node need not hold what is left, but with linear. */
static bool may_take_on(const Tree *t, uint32_t n)
{
    const Need *need = &t->need;

    return on_whole_nodes(t) ? may_take(need, n)
                             : need->call->offer[n].usable && !need->call->chosen[n] && need->X > 0;
}

/* Of `nodes` those below a switch, by index; UINT32_MAX: wherever they are. */
static void take_below(Tree *t, const bool *nodes, uint32_t s)
{
    for (uint32_t n = 0; n < t->call->n && !all_done(&t->need); n++)
        if (nodes[n] && (s == UINT32_MAX || is_below(t, s, n)) && may_take_on(t, n))
            take_on(t, n);
}

static int64_t nodes_left(const Tree *t, uint32_t s)
{
    int64_t left = 0;

    for (uint32_t n = 0; n < t->call->n; n++)
        left += t->pool[n] && !t->call->chosen[n] && is_below(t, s, n);
    return left;
}

static int64_t cpus_left(const Tree *t, uint32_t s)
{
    int64_t cpus = 0;

    for (uint32_t n = 0; n < t->call->n; n++)
        cpus += t->pool[n] && !t->call->chosen[n] && is_below(t, s, n) ? t->call->offer[n].cpus : 0;
    return cpus;
}

static bool holds_rest(const Tree *t, uint32_t s)
{
    const int64_t must = nodes_that_must(&t->need);

    if (on_whole_nodes(t))
        return cpus_left(t, s) >= t->need.R && nodes_left(t, s) >= must;
    return nodes_left(t, s) >= MAX(t->need.N, must);
}

/* Above 0: a is better than b. */
static int64_t compare_switches(const Tree *t, uint32_t a, uint32_t b)
{
    const uint32_t up_a = t->net->at[a].parent, up_b = t->net->at[b].parent;

    if (holds_rest(t, a) != holds_rest(t, b))
        return holds_rest(t, a) ? 1 : -1;
    if (holds_rest(t, a) || on_whole_nodes(t))
        return nodes_left(t, b) - nodes_left(t, a);
    if (up_a != up_b && up_a != SS_ID_NONE && up_b != SS_ID_NONE
        && compare_switches(t, up_a, up_b) != 0)
        return compare_switches(t, up_a, up_b);
    return nodes_left(t, a) - nodes_left(t, b);
}

/* Hops upward from each to the switch above both, for all leaves in use. */
static uint32_t far_from_used(const Tree *t, uint32_t leaf)
{
    uint32_t hops = 0;

    for (uint32_t s = 0; s < t->net->n; s++) {
        uint32_t a = leaf, b = s;

        while (t->used[s] && a != b && a != SS_ID_NONE && b != SS_ID_NONE) {
            a = t->net->at[a].parent;
            b = t->net->at[b].parent;
            hops++;
        }
    }
    return hops;
}

static int64_t best_leaf(const Tree *t)
{
    int64_t best = -1;

    for (uint32_t s = 0; s < t->net->n; s++) {
        if (t->net->at[s].level > 0 || t->used[s] || nodes_left(t, s) == 0)
            continue;
        if (best < 0) {
            best = s;
            continue;
        }
        const int64_t  better = compare_switches(t, s, (uint32_t) best);
        const uint32_t here = on_whole_nodes(t) ? 0 : far_from_used(t, s);
        const uint32_t there = on_whole_nodes(t) ? 0 : far_from_used(t, (uint32_t) best);
        if ((here < there && better >= 0) || (here == there && better > 0))
            best = s;
    }
    return best;
}

/* --switches: fewer leaves are waited for. */
static bool waits_for_fewer(const Tree *t)
{
    const SsJob *job = t->call->ask->job;
    const SsTime since = job->wait_switch != 0 ? job->wait_switch : MAX(job->eligible, job->submit);
    uint32_t     leaves = 0;

    for (uint32_t s = 0; s < t->net->n; s++) {
        bool chosen = false;

        for (uint32_t n = 0; n < t->call->n; n++)
            chosen |= t->call->chosen[n] && is_below(t, s, n);
        leaves += chosen && t->net->at[s].level == 0;
    }
    return job->req.switches > 0 && leaves > job->req.switches && t->call->ask->when != WHEN_EMPTY
           && t->call->twin->now - since < job->req.switches_wait;
}

static bool choose_on_tree(Tree *t)
{
    Call *call = t->call;

    if (count_true(call->required, call->n) > call->max)
        return false;
    for (uint32_t n = 0; n < call->n; n++)
        if (call->required[n] && !call->offer[n].usable)
            return false;
    if (!find_top(t) || !collect(t))
        return false;
    for (uint32_t n = 0; n < call->n; n++) {
        t->pool[n] |= call->required[n];
        if (call->required[n])
            take_on(t, n);
    }
    take_below(t, t->must, UINT32_MAX);
    for (uint32_t s = 0; s < t->net->n; s++)
        if (t->used[s])
            take_below(t, t->pool, s);
    while (!(on_whole_nodes(t) ? will_do(&t->need) : all_done(&t->need)) && t->need.X > 0) {
        const int64_t leaf = best_leaf(t);

        if (leaf < 0)
            break;
        take_below(t, t->pool, (uint32_t) leaf);
        t->used[leaf] = true;
    }
    return will_do(&t->need) && !waits_for_fewer(t);
}

static bool choose_tree(Call *call)
{
    const SsTopology   *net = &call->twin->cluster->topology;
    g_autofree int64_t *gres = g_new0(int64_t, call->req->n_gres + 1);
    g_autofree bool    *pool = g_new0(bool, call->n), *must = g_new0(bool, call->n);
    g_autofree bool    *used = g_new0(bool, net->n);
    Tree                t = { .call = call, .net = net, .pool = pool, .must = must, .used = used };

    begin(&t.need, call, gres);
    return choose_on_tree(&t);
}

/* --- the dispatcher (4.1) -------------------------------------------------------------------------------------------- */

static bool choose(Call *call)
{
    const SsSchedParams *p = &call->twin->set->sched;
    const int64_t        tasks =
        call->req->ntasks == SS_UNSET32 ? call->min_cpus : MAX(call->req->ntasks, 1);
    int64_t usable = 0;

    for (uint32_t n = 0; n < call->n; n++)
        usable += call->offer[n].usable;
    const bool tree = call->twin->set->topology_tree && call->twin->cluster->topology.n > 0
                      && (!call->req->contiguous || call->select == SS_SELECT_LINEAR)
                      && (!call->twin->set->topo_optional || call->req->switches > 0);
    if (call->select == SS_SELECT_LINEAR)
        return tree ? choose_tree(call) : choose_linear(call);
    if (call->req->spread)
        return choose_by_class(call, BY_INDEX, MIN(MIN(tasks, call->max), usable));
    if (call->ask->when == WHEN_LATER && p->bf_busy_nodes && !call->req->contiguous)
        return choose_by_class(call, BY_BUSY, 0);
    if ((call->params & SS_CR_LLN) || call->part->lln)
        return choose_by_class(call, BY_LOAD, 0);
    if (p->pack_serial_at_end && call->min_cpus == 1 && call->wanted == 1)
        return choose_by_class(call, BY_END, 0);
    return tree ? choose_tree(call) : choose_fit(call);
}

static int64_t resource_count(const Call *call, uint32_t n)
{
    int64_t count = call->offer[n].cpus;

    for (uint32_t i = 0; i < call->req->n_gres; i++)
        count += gres_can(call, n, &call->req->gres[i]);
    return count;
}

/* If the choice fails: without the smallest nodes, one size after the other. */
static bool choose_stepwise(Call *call)
{
    g_autofree bool *before = g_new0(bool, call->n);
    int64_t          usable = 0, most = 0;
    bool             found;

    for (uint32_t n = 0; n < call->n; n++) {
        before[n] = call->offer[n].usable;
        usable += before[n];
        most = before[n] ? MAX(most, resource_count(call, n)) : most;
    }
    if (usable < call->min)
        return false;
    found = choose(call);
    for (int64_t size = 0; size <= most && !found; size++) {
        bool dropped = false;

        for (uint32_t n = 0; n < call->n; n++)
            if (call->offer[n].usable && !call->required[n] && usable > call->min
                && resource_count(call, n) == size) {
                call->offer[n].usable = false;
                dropped = true;
                usable--;
            }
        found = dropped && choose(call);
    }
    for (uint32_t n = 0; n < call->n; n++)
        call->offer[n].usable = before[n];
    return found;
}

static bool choose_all_at_once(Call *call)
{
    call->remote = false;
    make_offers(call);
    if (choose_stepwise(call))
        return true;
    if (call->req->n_gres == 0 || call->req->gres_enforce_binding
        || call->req->gres_disable_binding)
        return false;
    call->remote = true;
    make_offers(call);
    return choose_stepwise(call);
}

/* linear and cons_res: sets of nodes from the lightest (2.4). Jobs that need idle nodes have a set a
 * configuration line, others a set a weight. A plan is asked for of all nodes at once. */
static bool same_set(const Call *call, uint32_t a, uint32_t b)
{
    const SsNode *nodes = call->twin->cluster->nodes;

    if (call->ask->when == WHEN_LATER)
        return true;
    return node_weight(call, a) == node_weight(call, b)
           && (!call->alone || nodes[a].line == nodes[b].line);
}

static bool set_before(const Call *call, uint32_t a, uint32_t b)
{
    const SsNode  *nodes = call->twin->cluster->nodes;
    const uint64_t wa = node_weight(call, a), wb = node_weight(call, b);

    return wa != wb ? wa < wb : call->alone && nodes[a].line < nodes[b].line;
}

/* linear: of those offered, first the idle ones, then with those that have one job, ... (4.8). */
static bool choose_emptiest(Call *call, const bool *offered)
{
    const bool     counts_jobs = call->select == SS_SELECT_LINEAR && call->use != NULL;
    const uint32_t most = counts_jobs ? linear_most(call) : 1;

    for (uint32_t jobs = call->ask->planned ? most : 1; jobs <= most; jobs++) {
        make_offers(call);
        for (uint32_t n = 0; n < call->n; n++)
            call->offer[n].usable &= offered[n] && (!counts_jobs || call->use->jobs[n] < jobs);
        if (choose_stepwise(call))
            return true;
    }
    return false;
}

static bool choose_by_sets(Call *call)
{
    g_autofree bool *offered = g_memdup2(call->required, call->n * sizeof(bool));
    g_autofree bool *left = g_new0(bool, call->n);

    make_offers(call);
    for (uint32_t n = 0; n < call->n; n++) {
        left[n] = call->offer[n].usable;
        if (call->required[n] && !left[n])
            return false;
    }
    while (count_true(left, call->n) > 0) {
        int64_t first = -1;

        for (uint32_t n = 0; n < call->n; n++)
            if (left[n] && (first < 0 || set_before(call, n, (uint32_t) first)))
                first = n;
        for (uint32_t n = 0; n < call->n; n++)
            if (left[n] && same_set(call, n, (uint32_t) first)) {
                left[n] = false;
                offered[n] = true;
            }
        const bool last = count_true(left, call->n) == 0;
        if (count_true(offered, call->n) < (last ? call->min : MAX(call->min, call->wanted)))
            continue;
        if (choose_emptiest(call, offered))
            return true;
    }
    return false;
}

/* --- tasks, cores, memory, devices (5, 6.3) -------------------------------------------------------------------------- */

static void deal_tasks(Call *call)
{
    const SsRequest *req = call->req;
    const int64_t    c = req->cpus_per_task;
    const int64_t    nodes = count_true(call->chosen, call->n);
    int64_t          least = 0, dealt = 0, all;

    for (uint32_t n = 0; n < call->n; n++)
        least += call->chosen[n] ? call->offer[n].least : 0;
    all = MAX(MAX(MAX(nodes, call->min_cpus), least), nodes * req->min_cpus_node) / c;
    if (req->ntasks_per_node > 0 && req->ntasks == SS_UNSET32)
        all = req->ntasks_per_node * nodes;
    for (uint32_t n = 0; n < call->n; n++) {
        Offer *offer = &call->offer[n];

        if (!call->chosen[n])
            continue;
        offer->tasks = 1;
        offer->given = MIN(c, offer->taken);
        dealt++;
    }
    for (bool more = !req->overcommit; more && dealt < all;) {
        more = false;
        for (uint32_t n = 0; n < call->n; n++) {
            Offer  *offer = &call->offer[n];
            int64_t visit = MAX(1, offer->v / c);

            if (req->dist_node == SS_DIST_PLANE && req->plane_size > 0)
                visit = req->plane_size;
            for (; call->chosen[n] && visit > 0 && dealt < all; visit--) {
                if (offer->given + c > offer->taken || offer->tasks >= offer->most_tasks
                    || (req->ntasks_per_node > 0 && offer->tasks >= req->ntasks_per_node))
                    break;
                offer->tasks++;
                offer->given += c;
                dealt++;
                more = true;
            }
        }
    }
    /* tasks that fit nowhere share what is left */
    for (uint32_t n = 0; n < call->n && !req->overcommit; n++) {
        Offer *offer = &call->offer[n];

        if (!call->chosen[n] || dealt >= all || offer->given >= offer->taken
            || offer->tasks >= offer->most_tasks
            || (req->ntasks_per_node > 0 && offer->tasks >= req->ntasks_per_node))
            continue;
        offer->tasks++;
        offer->given = MIN(offer->given + c, offer->taken);
        dealt++;
    }
    for (uint32_t n = 0; n < call->n; n++)
        if (call->chosen[n])
            call->offer[n].given =
                MIN(MAX(call->offer[n].given, call->offer[n].least), call->offer[n].taken);
}

typedef struct {
    const SsNode *node;
    Offer        *offer;
    bool         *mine; /* [cores] */
    int64_t       left; /* CPUs still to cover */
    int64_t      *room; /* [sockets] CPUs it may cover there */
} Cores;

static bool take_core(Cores *k, uint32_t socket)
{
    const int64_t covers = k->offer->v; /* whatever the room */

    for (uint32_t c = 0; k->room[socket] > 0 && c < k->node->cores; c++) {
        if (!k->offer->core[c] || k->mine[c] || c / k->node->cores_per_socket != socket)
            continue;
        k->mine[c] = true;
        k->left -= covers;
        k->room[socket] -= covers;
        return true;
    }
    return false;
}

static int64_t cores_left(const Cores *k, uint32_t socket)
{
    int64_t n = 0;

    for (uint32_t c = 0; c < k->node->cores; c++)
        n += k->offer->core[c] && !k->mine[c] && c / k->node->cores_per_socket == socket;
    return n;
}

static void take_block(Cores *k)
{
    while (k->left > 0) {
        const int64_t need = (k->left + k->offer->v - 1) / k->offer->v;
        int64_t       best = -1, best_free = 0;

        for (uint32_t s = 0; s < k->node->sockets; s++) {
            const int64_t free = k->room[s] > 0 ? cores_left(k, s) : 0;

            if (free == 0)
                continue;
            if (best < 0
                || (free >= need ? best_free < need || free < best_free
                                 : best_free < need && free > best_free)) {
                best = s;
                best_free = free;
            }
        }
        if (best < 0)
            return;
        while (k->left > 0 && take_core(k, (uint32_t) best))
            ;
    }
}

static void take_cyclic(Cores *k, int64_t c)
{
    for (uint32_t s = 0; c > 1 && s < k->node->sockets; s++) {
        const int64_t here = MIN(MIN(cores_left(k, s) * k->offer->v, k->room[s]), k->left);
        const int64_t stop = k->left - here / c * c;

        while (k->left > stop && take_core(k, s))
            ;
    }
    for (bool more = true; more && k->left > 0;) {
        more = false;
        for (uint32_t s = 0; s < k->node->sockets && k->left > 0; s++)
            more |= take_core(k, s);
    }
}

static void choose_cores(const Call *call, uint32_t n, bool *mine)
{
    const SsRequest    *req = call->req;
    const SsNode       *node = &call->twin->cluster->nodes[n];
    g_autofree int64_t *room = g_new0(int64_t, node->sockets + 1);
    Cores               k = { node, &call->offer[n], mine, call->offer[n].given, room };
    int64_t             of_task = call->ask->job->req.cpus_per_task;

    if (tasks_a_core(call) == 1 && !(call->params & SS_CR_CPU)) { /* a core has one task only */
        const int64_t whole = (of_task + k.offer->v - 1) / k.offer->v * k.offer->v;

        k.left += k.left / of_task * (whole - of_task);
        of_task = whole;
    }
    const int64_t most = (int64_t) req->ntasks_per_socket * of_task;
    int64_t       wanted = k.left;

    for (uint32_t s = node->sockets; s-- > 0;) { /* the last ones that the tasks need */
        room[s] = most == 0 ? INT64_MAX : wanted > 0 ? most : 0;
        wanted -= MIN(free_cores(node, k.offer->core, s) * k.offer->v, most);
    }
    const bool block =
        (call->params & SS_CR_CPU) || req->dist_socket == SS_DIST_BLOCK
        || req->dist_node == SS_DIST_PLANE
        || ((call->params & SS_CR_CORE_DEFAULT_DIST_BLOCK) && req->dist_socket == SS_DIST_DEFAULT);
    if (block)
        take_block(&k);
    else
        take_cyclic(&k, of_task);
    for (uint32_t c = 0; (call->params & SS_CR_SOCKET) && c < node->cores; c++) {
        bool touched = false;

        for (uint32_t other = 0; other < node->cores; other++)
            touched |= mine[other] && other / node->cores_per_socket == c / node->cores_per_socket;
        mine[c] |= touched && k.offer->core[c];
    }
}

static bool give_node(const Call *call, uint32_t n, SsAllocNode *entry)
{
    const SsNode    *node = &call->twin->cluster->nodes[n];
    const SsRequest *req = call->req;
    g_autofree bool *mine = g_new0(bool, node->cores + 1);

    if (call->whole)
        memcpy(mine, call->offer[n].core, node->cores * sizeof *mine);
    else
        choose_cores(call, n, mine);
    entry->node = n;
    entry->core_bits = g_new0(uint64_t, node->core_words);
    for (uint32_t c = 0; c < node->cores; c++) {
        entry->core_bits[c / 64] |= (uint64_t) mine[c] << (c % 64);
        entry->cores += mine[c];
    }
    entry->cpus = entry->cores * node->tpc;
    if (call->whole && req->core_spec != SS_UNSET32)
        entry->cpus = ss_node_usable_cpus(node);
    else if (call->whole)
        entry->cpus = MIN(entry->cpus, node->cpus);
    else if (call->params & SS_CR_CPU)
        entry->cpus = (uint32_t) call->offer[n].given;
    if (!(call->params & SS_CR_MEMORY) || req->mem_per_gpu > 0)
        return true;
    if (req->mem == 0)
        entry->mem = node_memory(node);
    else if (!req->mem_per_cpu)
        entry->mem = req->mem;
    else if (req->threads_per_core > 0 && req->threads_per_core < node->tpc)
        entry->mem = req->mem * entry->cores * req->threads_per_core;
    else
        entry->mem = req->mem * entry->cpus;
    return (call->select == SS_SELECT_LINEAR && call->use == NULL)
           || entry->mem <= memory_left(call, n);
}

/* The entry of a type, made if there is none. */
static SsAllocGres *gres_entry(SsAllocNode *at, uint32_t gres, uint32_t type)
{
    for (uint32_t i = 0; i < at->n_gres; i++)
        if (at->gres[i].gres == gres && at->gres[i].type == type)
            return &at->gres[i];
    at->gres = g_renew(SsAllocGres, at->gres, at->n_gres + 1);
    at->gres[at->n_gres] = (SsAllocGres){ .gres = gres, .type = type };
    return &at->gres[at->n_gres++];
}

static int64_t links(const SsNodeGres *has, const bool *taken, uint32_t d)
{
    int64_t sum = 0;

    for (uint32_t other = 0; has->dev[d].links != NULL && other < has->n_dev; other++)
        if (taken[other] && has->dev[d].links[other] > 0)
            sum += has->dev[d].links[other];
    return sum;
}

/* One device: the best linked to those taken, the lowest index among equals. */
static bool take_one(const SsNodeGres *has, const bool *allowed, bool *left, bool *taken)
{
    int64_t best = -1;

    for (uint32_t d = 0; d < has->n_dev; d++)
        if (allowed[d] && left[d]
            && (best < 0 || links(has, taken, d) > links(has, taken, (uint32_t) best)))
            best = d;
    if (best < 0)
        return false;
    left[best] = false;
    taken[best] = true;
    return true;
}

/* Devices near to all sockets, near to one of them, near to a used one. */
static void allow(const SsNode *node, const SsNodeGres *has, bool near_all, int64_t socket,
                  const bool *used, bool *allowed)
{
    for (uint32_t d = 0; d < has->n_dev; d++) {
        const bool all = is_near_all(node, &has->dev[d]);

        allowed[d] = near_all && all;
        for (uint32_t s = 0; s < node->sockets && !all; s++)
            allowed[d] |= (socket == (int64_t) s || (used != NULL && used[s]))
                          && is_near(node, &has->dev[d], s);
    }
}

/* How devices are looked for: one from each used socket first, in order of their index among the near ones,
 * and no others than near ones. */
typedef enum { SPREAD, NEAREST, ONLY_NEAR } Manner;

static int64_t give_devices(const Call *call, SsAllocNode *at, const SsNodeGres *has,
                            const SsGresNeed *need, int64_t count, Manner manner)
{
    const SsNode    *node = &call->twin->cluster->nodes[at->node];
    g_autofree bool *left = g_new0(bool, has->n_dev), *taken = g_new0(bool, has->n_dev);
    g_autofree bool *allowed = g_new0(bool, has->n_dev), *used = g_new0(bool, node->sockets);
    int64_t          got = 0;

    for (uint32_t d = 0; d < has->n_dev; d++) {
        left[d] = device_is_free(call, at->node, has, d, need->type);
        for (uint32_t i = 0; i < at->n_gres; i++)
            left[d] &= at->gres[i].gres != need->gres || !(at->gres[i].devices >> d & 1);
    }
    for (uint32_t c = 0; c < node->cores; c++)
        used[c / node->cores_per_socket] |= bit(at->core_bits, c);
    if (need->per_socket > 0) {
        for (uint32_t s = 0; s < node->sockets; s++) {
            allow(node, has, true, s, NULL, allowed);
            for (uint64_t k = 0; used[s] && k < need->per_socket; k++)
                got += take_one(has, allowed, left, taken);
        }
    } else {
        allow(node, has, true, -1, NULL, allowed);
        while (got < (manner == SPREAD ? MIN(count, 1) : count)
               && take_one(has, allowed, left, taken))
            got++;
        for (uint32_t s = 0; manner == SPREAD && s < node->sockets && got < count; s++) {
            allow(node, has, false, s, NULL, allowed);
            if (used[s])
                got += take_one(has, allowed, left, taken);
        }
        allow(node, has, true, -1, used, allowed);
        while (got < count && take_one(has, allowed, left, taken))
            got++;
        while (manner != ONLY_NEAR && got < count && take_one(has, left, left, taken))
            got++;
    }
    for (uint32_t t = 0; t < MAX(has->n_type, 1); t++)
        if (has->n_type == 0 || type_is(has, t, need->type))
            gres_entry(at, need->gres, t);
    for (uint32_t d = 0; d < has->n_dev; d++)
        if (taken[d]) {
            SsAllocGres *gres = gres_entry(at, need->gres, has->n_type > 0 ? has->dev[d].type : 0);
            gres->count++;
            gres->devices |= UINT64_C(1) << d;
        }
    return got;
}

static int64_t give_counts(const Call *call, SsAllocNode *at, const SsNodeGres *has,
                           const SsGresNeed *need, int64_t count)
{
    int64_t got = 0;

    for (uint32_t t = 0; t < MAX(has->n_type, 1); t++) {
        const uint64_t all = has->n_type > 0 ? has->type[t].count : has->count;

        if (has->n_type > 0 && !type_is(has, t, need->type))
            continue;
        SsAllocGres  *gres = gres_entry(at, need->gres, t);
        const int64_t free =
            (int64_t) all - used_of_type(call, at->node, has, t) - (int64_t) gres->count;
        const int64_t n = CLAMP(count - got, 0, MAX(free, 0));
        gres->count += (uint64_t) n;
        got += n;
    }
    return got;
}

static int64_t give(const Call *call, SsAllocNode *at, const SsGresNeed *need, int64_t count,
                    Manner manner)
{
    const SsNodeGres *has = ss_node_gres(&call->twin->cluster->nodes[at->node], need->gres);

    if (has == NULL)
        return 0;
    return has->n_dev > 0 ? give_devices(call, at, has, need, count, manner)
                          : give_counts(call, at, has, need, count);
}

static bool give_need(const Call *call, SsAlloc *alloc, const SsGresNeed *need)
{
    int64_t left = (int64_t) need->per_job;

    for (uint32_t i = 0; i < alloc->n; i++) {
        SsAllocNode *at = &alloc->at[i];
        int64_t      count = (int64_t) need->per_node;

        if (count == 0)
            count = (int64_t) need->per_socket * MAX(call->req->sockets_per_node, 1);
        if (count == 0)
            count = (int64_t) need->per_task * call->offer[at->node].tasks;
        if (need->per_node > 0 || need->per_socket > 0 || need->per_task > 0) {
            if (give(call, at, need, count, need->per_task > 0 ? NEAREST : SPREAD) < count
                && need->per_socket == 0)
                return false;
            left = 0;
        } else {
            const int64_t behind = alloc->n - i - 1;
            const int64_t most = left > behind ? left - behind : MIN(left, 1);

            left -= give(call, at, need, MIN(most, gres_can(call, at->node, need)), ONLY_NEAR);
        }
    }
    for (uint32_t i = 0; i < alloc->n && left > 0; i++)
        left -= give(call, &alloc->at[i], need, left, NEAREST);
    return left == 0;
}

/* Whole nodes: everything that is there. */
static void give_all(const Call *call, SsAllocNode *at)
{
    const SsNode *node = &call->twin->cluster->nodes[at->node];

    for (uint32_t g = 0; g < node->n_gres; g++) {
        const SsGresNeed all = { .gres = node->gres[g].gres };

        if (!node->gres[g].no_consume)
            give(call, at, &all, (int64_t) node->gres[g].count, SPREAD);
    }
}

static bool give_gres(const Call *call, SsAlloc *alloc)
{
    const uint32_t gpu = ss_cluster_gres(call->twin->cluster, "gpu");

    for (uint32_t i = 0; call->whole && i < alloc->n; i++)
        give_all(call, &alloc->at[i]);
    for (uint32_t i = 0; !call->whole && i < call->req->n_gres; i++)
        if (!give_need(call, alloc, &call->req->gres[i]))
            return false;
    const bool by_gpu = call->req->mem_per_gpu > 0 && (call->params & SS_CR_MEMORY);

    for (uint32_t i = 0; by_gpu && i < alloc->n; i++) {
        SsAllocNode *at = &alloc->at[i];

        at->mem = 0;
        for (uint32_t g = 0; g < at->n_gres; g++)
            at->mem += at->gres[g].gres == gpu ? at->gres[g].count * call->req->mem_per_gpu : 0;
        if (at->mem > memory_left(call, at->node))
            return false;
    }
    return true;
}

static SsAlloc *allocate(Call *call)
{
    SsAlloc *alloc = ss_alloc_new((uint32_t) count_true(call->chosen, call->n));
    uint32_t i = 0;
    bool     ok = true;

    alloc->whole = call->whole;
    deal_tasks(call);
    for (uint32_t n = 0; n < call->n; n++)
        if (call->chosen[n])
            ok &= give_node(call, n, &alloc->at[i++]);
    ok = ok && give_gres(call, alloc);
    for (i = 0; i < alloc->n; i++) {
        alloc->cpus += alloc->at[i].cpus;
        alloc->mem += alloc->at[i].mem;
    }
    if (!ok) {
        ss_alloc_free(alloc);
        return NULL;
    }
    return alloc;
}

/* --- one call ---------------------------------------------------------------------------------------------------------- */

static SsAlloc *choose_and_allocate(Call *call)
{
    const bool found =
        call->select == SS_SELECT_CONS_TRES ? choose_all_at_once(call) : choose_by_sets(call);
    const int64_t n = found ? count_true(call->chosen, call->n) : 0;

    return found && n >= call->min && n <= call->max ? allocate(call) : NULL;
}

/* --gpus-per-task and --cpus-per-gpu: a task's CPUs are those of its GPUs. */
static SsRequest with_gpu_cpus(const Twin *twin, const SsRequest *req)
{
    SsRequest raised = *req;
    uint64_t  gpus = 0;

    for (uint32_t i = 0; i < req->n_gres; i++)
        if (strcmp(twin->cluster->gres_names[req->gres[i].gres], "gpu") == 0)
            gpus += req->gres[i].per_task;
    raised.cpus_per_task = MAX(req->cpus_per_task, (uint32_t) gpus * req->cpus_per_gpu);
    return raised;
}

/* --- rows (2.2) ----------------------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t *bits; /* cluster-wide core row */
    uint32_t  cores;
} Row;

static bool row_has(const Call *call, const Row *row, const SsAlloc *alloc)
{
    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsNode *node = &call->twin->cluster->nodes[alloc->at[i].node];

        for (uint32_t c = 0; c < node->cores; c++)
            if (bit(alloc->at[i].core_bits, c) && bit(row->bits + node->core_at, c))
                return true;
    }
    return false;
}

static void put_on(const Call *call, Row *row, const SsAlloc *alloc)
{
    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsNode *node = &call->twin->cluster->nodes[alloc->at[i].node];

        for (uint32_t w = 0; w < node->core_words; w++)
            row->bits[node->core_at + w] |= alloc->at[i].core_bits[w];
        row->cores += alloc->at[i].cores;
    }
}

static bool holds_cores(const Call *call, const Record *record)
{
    const SsJob *job = &record->job;

    return job->alloc != NULL && (job->state == SS_JOB_RUNNING || job->completing)
           && !is_gone(call, record);
}

static gint by_start(gconstpointer a, gconstpointer b)
{
    const SsJob *ja = &(*(Record *const *) a)->job, *jb = &(*(Record *const *) b)->job;

    if (ja->start != jb->start)
        return ja->start < jb->start ? -1 : 1;
    return ja->seq < jb->seq ? -1 : ja->seq > jb->seq;
}

static GPtrArray *jobs_of_partition(const Call *call, Row *others)
{
    GPtrArray *list = g_ptr_array_new();

    for (guint i = 0; i < call->twin->records->len; i++) {
        Record *record = call->twin->records->pdata[i];

        if (!holds_cores(call, record))
            continue;
        if (record->job.part == call->ask->part)
            g_ptr_array_add(list, record);
        else if (call->twin->world->parts[record->job.part].priority_tier
                 > call->twin->world->parts[call->ask->part].priority_tier) /* others share, too */
            put_on(call, others, record->job.alloc);
    }
    g_ptr_array_sort(list, by_start);
    return list;
}

static Row empty_row(const Call *call)
{
    return (Row){ g_new0(uint64_t, call->twin->cluster->core_words), 0 };
}

/* The partition's jobs in the order in which they started, each on the first row that has its cores free. */
static GArray *build_rows(const Call *call, Row *others)
{
    g_autoptr(GPtrArray) jobs = jobs_of_partition(call, others);
    GArray              *rows = g_array_new(FALSE, FALSE, sizeof(Row));

    for (guint i = 0; i < jobs->len; i++) {
        const SsAlloc *alloc = ((const Record *) jobs->pdata[i])->job.alloc;
        guint          r = 0;

        while (r < rows->len && row_has(call, &g_array_index(rows, Row, r), alloc))
            r++;
        if (r == rows->len) {
            const Row row = empty_row(call);
            g_array_append_val(rows, row);
        }
        put_on(call, &g_array_index(rows, Row, r), alloc);
    }
    return rows;
}

static SsAlloc *place_on_row(Call *call, const Row *row, const Row *others)
{
    const uint32_t       words = call->twin->cluster->core_words;
    g_autofree uint64_t *taken = g_new0(uint64_t, words);

    for (uint32_t w = 0; w < words; w++)
        taken[w] = row->bits[w] | others->bits[w];
    call->row = taken;
    SsAlloc *alloc = choose_and_allocate(call);
    call->row = NULL;
    return alloc;
}

/* Free cores first; in an oversubscribed partition then its rows, the fullest first, and an empty one. */
static SsAlloc *choose_on_rows(Call *call)
{
    SsAlloc *alloc = choose_and_allocate(call);

    if (alloc != NULL || call->class != SHARE || call->ask->no_share || call->use == NULL
        || call->select == SS_SELECT_LINEAR)
        return alloc;
    Row               others = empty_row(call), fresh = empty_row(call);
    g_autoptr(GArray) rows = build_rows(call, &others);
    const guint       n = rows->len;
    g_autofree bool  *tried = g_new0(bool, n + 1);

    for (guint turn = 0; turn < n && alloc == NULL; turn++) {
        guint fullest = n;

        for (guint r = 0; r < n; r++)
            if (!tried[r]
                && (fullest == n
                    || g_array_index(rows, Row, r).cores > g_array_index(rows, Row, fullest).cores))
                fullest = r;
        tried[fullest] = true;
        alloc = place_on_row(call, &g_array_index(rows, Row, fullest), &others);
    }
    if (alloc == NULL && n < call->part->share_count)
        alloc = place_on_row(call, &fresh, &others);
    for (guint r = 0; r < n; r++)
        g_free(g_array_index(rows, Row, r).bits);
    g_free(others.bits);
    g_free(fresh.bits);
    return alloc;
}

/* --- counts of features (1.4) ------------------------------------------------------------------------------------------ */

/* `count` nodes of `among`, as for a job of as many nodes, into `into`. */
static bool choose_share(const Call *call, const bool *among, int64_t count, bool *into)
{
    const uint32_t   n = call->n;
    g_autofree bool *chosen = g_new0(bool, n), *none = g_new0(bool, n);
    g_autofree bool *candidate = g_memdup2(among, n * sizeof(bool));
    Call             share = *call;

    share.is_share = true;
    share.any_required = false;
    share.required = none;
    share.chosen = chosen;
    share.candidate = candidate;
    share.min = share.wanted = share.max = count;
    share.min_cpus = MAX(count * MAX(call->req->min_cpus_node, 1), 1);
    if (count_true(among, n) < count
        || !(share.select == SS_SELECT_CONS_TRES ? choose_all_at_once(&share)
                                                 : choose_by_sets(&share)))
        return false;
    for (uint32_t i = 0; i < n; i++)
        into[i] |= chosen[i];
    return true;
}

/* Each count makes nodes required, one term after the other: in brackets nodes of its own; without them the nodes of the
 * terms before must have this feature, too, and count for it. Where those of a term could not be the whole job, brackets are
 * refused; without them only nodes with the feature are left, and they are the term's (all of it recorded). */
static bool require_counts(const Call *call, const SsFeature *f, uint32_t n_f, int choice,
                           bool *candidate, bool *required, int64_t *least)
{
    const bool       own = has_brackets(f, n_f);
    g_autofree bool *among = g_new0(bool, call->n), *earlier = g_new0(bool, call->n);

    for (uint32_t i = 0; i < n_f; i++) {
        int64_t have = 0;

        if (!counts(f, n_f, choice, i))
            continue;
        for (uint32_t n = 0; n < call->n; n++) {
            const bool has = node_has(call->twin, n, f[i].name);

            if (!own && earlier[n] && !has)
                return false;
            have += !own && has && required[n];
            among[n] = has && candidate[n] && !required[n];
        }
        *least = MAX(*least, f[i].count);
        const bool fits =
            have >= f[i].count || choose_share(call, among, f[i].count - have, required);
        if (!fits && (own || have + count_true(among, call->n) < f[i].count))
            return false;
        for (uint32_t n = 0; n < call->n; n++) {
            if (!fits)
                candidate[n] = among[n] || required[n];
            earlier[n] = fits ? required[n] : candidate[n];
        }
    }
    return true;
}

static SsAlloc *choose_with_counts(Call *call, const SsFeature *f, uint32_t n_f, int choice)
{
    g_autofree bool *required = g_memdup2(call->required, call->n * sizeof(bool));
    g_autofree bool *candidate = g_memdup2(call->candidate, call->n * sizeof(bool));
    Call             with = *call;
    int64_t          least = 0;

    if (!require_counts(call, f, n_f, choice, candidate, required, &least))
        return NULL;
    const int64_t n = MAX(count_true(required, call->n), least);
    with.required = required;
    with.any_required = count_true(required, call->n) > 0;
    with.candidate = candidate;
    with.min = MAX(call->min, n);
    with.wanted = MAX(call->wanted, with.min);
    return n <= call->max ? choose_on_rows(&with) : NULL;
}

SsAlloc *twin_place(const Twin *twin, const Ask *ask)
{
    const SsPartition *part = &twin->world->parts[ask->part];
    const SsRequest    raised = with_gpu_cpus(twin, &ask->job->req), *req = &raised;
    const uint32_t     n = twin->cluster->n_nodes;
    g_autofree bool   *candidate = g_new0(bool, n), *chosen = g_new0(bool, n);
    g_autofree bool   *required = g_new0(bool, n);
    g_autofree Offer  *offer = g_new0(Offer, n);
    const SsFeature   *feature = ask->prefer ? req->prefer : req->feature;
    const uint32_t     n_feature = ask->prefer ? req->n_prefer : req->n_feature;
    SsAlloc           *alloc = NULL;
    Call               call = { .twin = twin,
                                .ask = ask,
                                .req = req,
                                .part = part,
                                .use = ask->when == WHEN_EMPTY ? NULL : ask->use,
                                .select = twin->set->select_type,
                                .params =
                      part->select_params != 0 ? part->select_params : twin->set->select_params,
                                .min = MAX(ask->counts.min, 1),
                                .min_cpus = MAX(req->min_cpus, 1),
                                .n = n,
                                .candidate = candidate,
                                .chosen = chosen,
                                .required = required,
                                .offer = offer };

    call.wanted = MAX(ask->counts.wanted, call.min);
    call.max = MAX(ask->counts.max, call.min);
    call.whole = req->whole || part->share == SS_SHARE_EXCLUSIVE || call.select == SS_SELECT_LINEAR;
    call.class = class_of(part, ask->no_share ? 2 : req->share);
    call.alone = part->share == SS_SHARE_EXCLUSIVE
                 || (req->share == 0 && !(part->share == SS_SHARE_FORCE && call.class == SHARE));
    for (uint32_t i = 0; i < n; i++) {
        offer[i].core = g_new0(bool, twin->cluster->nodes[i].cores + 1);
        required[i] = req->req_nodes != NULL && ss_node_set_test(req->req_nodes, i);
        call.any_required |= required[i];
    }
    for (int choice = 0; alloc == NULL && choice < alternatives(feature, n_feature); choice++)
        if (find_candidates(&call, feature, n_feature, choice))
            alloc = any_counts(feature, n_feature, choice)
                        ? choose_with_counts(&call, feature, n_feature, choice)
                        : choose_on_rows(&call);
    for (uint32_t i = 0; i < n; i++)
        g_free(offer[i].core);
    return alloc;
}
