/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resv_pick.c - a reservation's nodes by count.
 *
 * Slurm asks its select plugin for nodes that fit together; weights do not matter. We take the smallest
 * leaf, or without a tree the smallest run of neighbours, that holds a count, and if there is none the
 * largest runs until it is reached. Several counts (NodeCnt=4,2) are served the largest first.
 *
 * Cores are the lowest free ones, as many of each node (recorded: CoreCnt=4 NodeCnt=2 takes two of each);
 * FIRST_CORES takes the lowest whether free or not.
 */
#include "scheduler/resv_pick.h"

#include "scheduler/place_internal.h"

static bool meet_in_time(const SsWorld *world, const SsReservation *a, const SsReservation *b)
{
    const SsTime now = world->now;

    return ss_reservation_start(a, now) < ss_reservation_end(b, now)
           && ss_reservation_end(a, now) > ss_reservation_start(b, now);
}

/* WEEKDAY and WEEKEND: not on the other days. */
static bool comes_on(const SsWorld *world, const SsReservation *resv)
{
    SsCivil civil;

    ss_zone_local(world->zone, resv->start, &civil);
    const bool weekend = civil.weekday == 0 || civil.weekday == 6;
    return !(resv->flags & (weekend ? SS_RESV_WEEKDAY : SS_RESV_WEEKEND));
}

/* Seen again within a week, by the hour or day (recorded: a weekly one only at its next time, and a new
 * one only at its first). */
static bool meet_again(const SsWorld *world, const SsReservation *resv, SsReservation old)
{
    const uint64_t daily = SS_RESV_DAILY | SS_RESV_WEEKDAY | SS_RESV_WEEKEND;
    const SsSpan   hour = 60 * 60, day = 24 * hour, week = 7 * day;
    const SsSpan   step = old.flags & SS_RESV_HOURLY ? hour : old.flags & daily ? day : week;

    for (SsSpan by = 0; by < week; by += step, old.start += step, old.end += step)
        if (comes_on(world, &old) && meet_in_time(world, resv, &old))
            return true;
    return false;
}

bool ss_resv_overlaps(const SsWorld *world, const SsReservation *resv)
{
    const uint64_t tolerant = SS_RESV_MAINT | SS_RESV_OVERLAP;

    if ((resv->flags & tolerant) || resv->cores != NULL)
        return false;
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *other = world->resv->pdata[i];

        if (other != NULL && other != resv && !(other->flags & tolerant) && other->cores == NULL
            && ss_node_set_intersects(resv->nodes, other->nodes) && meet_again(world, resv, *other))
            return true;
    }
    return false;
}

static bool runs_beyond(const SsJob *job, SsTime start)
{
    return job->alloc != NULL && job->end > start
           && (job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED);
}

/* A job that runs inside the reservation is in nobody's way there (recorded). */
static bool runs_inside(const SsWorld *world, const SsReservation *resv, const SsJob *job)
{
    return job->resv != SS_ID_NONE && ss_world_resv(world, job->resv) == resv;
}

bool ss_resv_has_jobs_in_the_way(const SsWorld *world, const SsReservation *resv)
{
    if (resv->flags & SS_RESV_IGNORE_JOBS)
        return false;
    for (const SsJob *job = world->first; job != NULL; job = job->next) {
        if (!runs_beyond(job, resv->start) || runs_inside(world, resv, job))
            continue;
        for (uint32_t i = 0; i < job->alloc->n; i++)
            if (ss_node_set_test(resv->nodes, job->alloc->at[i].node))
                return true;
    }
    return false;
}

/* --- a count of nodes that fit together ------------------------------------------------------------ */

static uint32_t run_length(const SsNodeSet *set, uint32_t first)
{
    uint32_t n = first;

    while (n < set->n_bits && ss_node_set_test(set, n))
        n++;
    return n - first;
}

/* The smallest run of at least `count` nodes, else the largest: its first node, SS_ID_NONE if none. */
static uint32_t best_run(const SsNodeSet *set, uint32_t count, uint32_t *length)
{
    uint32_t best = SS_ID_NONE;

    *length = 0;
    for (uint32_t n = ss_node_set_first(set); n != SS_ID_NONE;) {
        const uint32_t here = run_length(set, n);
        const bool     fits = here >= count, fitted = *length >= count;

        if (best == SS_ID_NONE || (fits && (!fitted || here < *length))
            || (!fits && !fitted && here > *length)) {
            best = n;
            *length = here;
        }
        n = ss_node_set_next(set, n + here);
    }
    return best;
}

static bool take_runs(SsNodeSet *from, uint32_t count, SsNodeSet *into)
{
    while (count > 0) {
        uint32_t       length = 0;
        const uint32_t first = best_run(from, count, &length);

        if (first == SS_ID_NONE)
            return false;
        for (uint32_t i = 0; i < length && count > 0; i++, count--) {
            ss_node_set_add(into, first + i);
            ss_node_set_remove(from, first + i);
        }
    }
    return true;
}

/* The smallest leaf that holds them all; NULL: there is none, or no tree. */
static const SsNodeSet *best_leaf(const SsWorld *world, const SsNodeSet *from, uint32_t count)
{
    const SsTopology *tree = &world->cluster->topology;
    const SsNodeSet  *best = NULL;
    uint32_t          most = UINT32_MAX;

    for (uint32_t i = 0; world->settings.topology_tree && i < tree->n; i++) {
        const uint32_t here =
            tree->at[i].level == 0 ? ss_node_set_count_and(tree->at[i].nodes, from) : 0;

        if (here >= count && here < most) {
            most = here;
            best = tree->at[i].nodes;
        }
    }
    return best;
}

static bool take_count(const SsWorld *world, SsNodeSet *from, uint32_t count, SsNodeSet *into)
{
    const SsNodeSet *leaf = best_leaf(world, from, count);

    if (leaf == NULL)
        return take_runs(from, count, into);
    g_autoptr(SsNodeSet) below = ss_node_set_dup(from);
    ss_node_set_and(below, leaf);
    ss_node_set_and_not(from, leaf);
    const bool taken = take_runs(below, count, into);
    ss_node_set_or(from, below);
    return taken;
}

static gint larger_first(gconstpointer left, gconstpointer right)
{
    const uint32_t a = *(const uint32_t *) left, b = *(const uint32_t *) right;

    return (a < b) - (a > b);
}

static bool take_counts(const SsWorld *world, const SsNodeSet *among, const SsResvWish *wish,
                        SsNodeSet *into)
{
    g_autoptr(SsNodeSet) from = ss_node_set_dup(among);

    ss_node_set_clear(into);
    if (wish->all_there_are) {
        ss_node_set_copy(into, from);
        return !ss_node_set_is_empty(from);
    }
    qsort(wish->node, wish->n_node, sizeof *wish->node, larger_first);
    for (uint32_t i = 0; i < wish->n_node; i++)
        if (!take_count(world, from, wish->node[i], into))
            return false;
    return true;
}

/* --- from which nodes ------------------------------------------------------------------------------ */

typedef enum { UNRESERVED, AVAILABLE, UP, ALL, LADDER_STEPS } Step;

static bool may_step(const SsReservation *resv, Step step)
{
    if (step == UNRESERVED)
        return true;
    if (step == AVAILABLE)
        return (resv->flags & (SS_RESV_OVERLAP | SS_RESV_MAINT)) != 0;
    return (resv->flags & SS_RESV_MAINT) != 0;
}

bool ss_resv_features_known(const SsWorld *world, const char *text)
{
    g_autoptr(SsNodeSet) having = ss_node_set_new(world->cluster->n_nodes);
    SsFeature           *terms = NULL;
    uint32_t             n = 0;
    bool                 known = ss_features_parse(text, &terms, &n);

    for (uint32_t i = 0; i < n; i++) {
        SsFeature one = terms[i];

        one.op = 0;
        ss_node_set_clear(having);
        ss_features_nodes(world, &one, 1, 0, having);
        known &= !ss_node_set_is_empty(having);
        g_free(terms[i].name);
    }
    g_free(terms);
    return known;
}

static void keep_features(const SsWorld *world, const SsReservation *resv, SsNodeSet *nodes)
{
    g_autoptr(SsNodeSet) having = ss_node_set_new(nodes->n_bits);
    SsFeature           *terms = NULL;
    uint32_t             n = 0;

    if (resv->features == NULL || !ss_features_parse(resv->features, &terms, &n) || n == 0)
        return;
    ss_features_nodes(world, terms, n, 0, having);
    ss_node_set_and(nodes, having);
    for (uint32_t i = 0; i < n; i++)
        g_free(terms[i].name);
    g_free(terms);
}

static void remove_reserved(const SsWorld *world, const SsReservation *resv, SsNodeSet *nodes)
{
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *other = world->resv->pdata[i];

        if (other != NULL && other != resv && meet_in_time(world, resv, other))
            ss_node_set_and_not(nodes, other->nodes);
    }
}

static void remove_down(const SsWorld *world, SsNodeSet *nodes)
{
    for (uint32_t n = ss_node_set_first(nodes); n != SS_ID_NONE; n = ss_node_set_next(nodes, n + 1))
        if ((world->node[n].state & SS_NODE_BASE) == SS_NODE_DOWN)
            ss_node_set_remove(nodes, n);
}

static SsNodeSet *nodes_of_step(const SsWorld *world, const SsReservation *resv, Step step)
{
    SsNodeSet *nodes = ss_node_set_new_full(world->cluster->n_nodes);

    if (resv->part != SS_ID_NONE)
        ss_node_set_and(nodes, world->parts[resv->part].nodes);
    keep_features(world, resv, nodes);
    if (step == UNRESERVED || step == AVAILABLE)
        ss_node_set_and(nodes, world->avail);
    if (step == UNRESERVED)
        remove_reserved(world, resv, nodes);
    if (step == UP)
        remove_down(world, nodes);
    return nodes;
}

static void remove_job(const SsJob *job, SsNodeSet *nodes)
{
    for (uint32_t i = 0; i < job->alloc->n; i++)
        ss_node_set_remove(nodes, job->alloc->at[i].node);
}

/* First without the nodes of jobs that run into it, then with IGNORE_JOBS these one by one. */
static bool take_around_jobs(const SsWorld *world, const SsReservation *resv,
                             const SsNodeSet *among, const SsResvWish *wish, SsNodeSet *into)
{
    g_autoptr(SsNodeSet) from = ss_node_set_dup(among);

    for (const SsJob *job = world->first; job != NULL; job = job->next)
        if (runs_beyond(job, resv->start))
            remove_job(job, from);
    if (take_counts(world, from, wish, into))
        return true;
    if (!(resv->flags & SS_RESV_IGNORE_JOBS))
        return false;
    for (const SsJob *job = world->first; job != NULL; job = job->next) {
        if (!runs_beyond(job, resv->start))
            continue;
        for (uint32_t i = 0; i < job->alloc->n; i++)
            if (ss_node_set_test(among, job->alloc->at[i].node))
                ss_node_set_add(from, job->alloc->at[i].node);
        if (take_counts(world, from, wish, into))
            return true;
    }
    return false;
}

static bool pick_nodes(const SsWorld *world, const SsReservation *resv, const SsResvWish *wish,
                       const SsNodeSet *not_these, SsNodeSet *into)
{
    for (Step step = UNRESERVED; step < LADDER_STEPS; step++) {
        if (!may_step(resv, step))
            continue;
        g_autoptr(SsNodeSet) nodes = nodes_of_step(world, resv, step);
        if (not_these != NULL)
            ss_node_set_and_not(nodes, not_these);
        if (take_around_jobs(world, resv, nodes, wish, into))
            return true;
    }
    return false;
}

bool ss_resv_pick_more(const SsWorld *world, const SsReservation *resv, uint32_t count,
                       SsNodeSet *nodes)
{
    const SsResvWish wish = { .n_node = 1, .node = &count };

    return pick_nodes(world, resv, &wish, resv->nodes, nodes);
}

/* --- cores ----------------------------------------------------------------------------------------- */

static bool is_free_core(const SsWorld *world, const SsReservation *resv, const SsNode *node,
                         uint32_t core)
{
    const uint64_t bit = UINT64_C(1) << (core % 64);

    if (resv->flags & (SS_RESV_FIRST_CORES | SS_RESV_IGNORE_JOBS))
        return true;
    return !(world->use->cores[node->core_at + core / 64] & bit);
}

/* Up to `count` cores of the node, the lowest first. */
static uint32_t take_cores(const SsWorld *world, SsReservation *resv, SsNodeId id, uint32_t count)
{
    const SsNode *node = &world->cluster->nodes[id];
    uint32_t      taken = 0;

    for (uint32_t c = 0; c < node->cores && taken < count; c++) {
        if (!is_free_core(world, resv, node, c))
            continue;
        resv->cores[node->core_at + c / 64] |= UINT64_C(1) << (c % 64);
        taken++;
    }
    return taken;
}

static uint32_t share_of(uint32_t cores, uint32_t nodes)
{
    return nodes > 0 ? (cores + nodes - 1) / nodes : cores;
}

/* CoreCnt=4,4 is a count for each node; one number is a sum that the nodes share. */
static bool pick_cores(const SsWorld *world, SsReservation *resv, const SsResvWish *wish)
{
    uint32_t   nodes = ss_node_set_count(resv->nodes), sum = 0, i = 0;
    const bool each = wish->n_core > 1 && wish->n_core == nodes;

    for (uint32_t k = 0; k < wish->n_core; k++)
        sum += wish->core[k];
    resv->cores = g_new0(uint64_t, world->cluster->core_words);
    for (uint32_t n = ss_node_set_first(resv->nodes); n != SS_ID_NONE;
         n = ss_node_set_next(resv->nodes, n + 1), i++) {
        const uint32_t want = each ? wish->core[i] : share_of(sum, nodes--);
        const uint32_t taken = take_cores(world, resv, n, want);

        if (taken == 0)
            ss_node_set_remove(resv->nodes, n);
        sum -= MIN(taken, sum);
    }
    return sum == 0;
}

/* Without a node count: one node after the other until their cores are enough. */
static bool nodes_for_cores(const SsWorld *world, SsReservation *resv, const SsResvWish *wish)
{
    for (uint32_t n = 1; n <= world->cluster->n_nodes; n++) {
        const SsResvWish nodes = { .n_node = 1, .node = &n };

        g_clear_pointer(&resv->cores, g_free);
        if (!pick_nodes(world, resv, &nodes, NULL, resv->nodes))
            return false;
        if (pick_cores(world, resv, wish))
            return true;
    }
    return false;
}

/* One count that the whole partition does not have is as many as there are (recorded). */
static bool asks_for_too_many(const SsWorld *world, const SsReservation *resv,
                              const SsResvWish *wish)
{
    return wish->n_node == 1 && resv->features == NULL && resv->part != SS_ID_NONE
           && wish->node[0] > world->parts[resv->part].n_nodes;
}

bool ss_resv_pick(const SsWorld *world, SsReservation *resv, SsResvWish *wish)
{
    if ((wish->n_node > 0 || wish->n_core > 0) && resv->part == SS_ID_NONE
        && ss_node_set_is_empty(resv->nodes))
        resv->part = ss_world_default_part(world);
    wish->all_there_are = asks_for_too_many(world, resv, wish);
    if (wish->n_node > 0 && !pick_nodes(world, resv, wish, NULL, resv->nodes))
        return false;
    if (wish->n_core == 0)
        return true;
    if (wish->n_node == 0 && ss_node_set_is_empty(resv->nodes))
        return nodes_for_cores(world, resv, wish);
    return pick_cores(world, resv, wish);
}

/* --- what follows ---------------------------------------------------------------------------------- */

static void collect_assocs(const SsWorld *world, SsReservation *resv)
{
    g_array_set_size(resv->assocs, 0);
    for (uint32_t i = 0; i < world->tree->n; i++) {
        const SsAssoc *assoc = &world->tree->at[i];
        const bool     of_user = assoc->is_user && resv->users
                             && g_strv_contains((const char *const *) resv->users, assoc->user);
        const bool of_account =
            resv->accounts && g_strv_contains((const char *const *) resv->accounts, assoc->account);

        /* both: the users' own in these accounts (recorded) */
        if (of_user ? of_account || !resv->accounts : of_account && !assoc->is_user && !resv->users)
            g_array_append_val(resv->assocs, i);
    }
}

static void count_cpus(const SsWorld *world, SsReservation *resv, uint64_t *cpus)
{
    const SsCluster *cluster = world->cluster;

    for (uint32_t n = ss_node_set_first(resv->nodes); n != SS_ID_NONE;
         n = ss_node_set_next(resv->nodes, n + 1)) {
        const SsNode  *node = &cluster->nodes[n];
        const uint32_t cores = resv->cores
                                   ? ss_bits_count(resv->cores + node->core_at, node->core_words)
                                   : node->cores;

        resv->n_cores += cores;
        *cpus += resv->cores ? (uint64_t) cores * node->tpc : node->cpus;
    }
}

/* "cpu=8,license/matlab=2": of the licences only those that are TRES. NULL if there is nothing. */
static char *tres_text(const SsWorld *world, const SsReservation *resv, uint64_t cpus)
{
    GString *text = g_string_new(NULL);

    if (resv->n_nodes)
        g_string_append_printf(text, "cpu=%" G_GUINT64_FORMAT, cpus);
    for (uint32_t i = 0; i < resv->n_license; i++) {
        g_autofree char *name =
            g_strconcat("license/", world->cluster->licenses[resv->license[i].license].name, NULL);

        if (ss_tres_find(world->cluster->tres, name) != SS_ID_NONE)
            g_string_append_printf(text, "%s%s=%u", text->len ? "," : "", name,
                                   resv->license[i].count);
    }
    return g_string_free(text, text->len == 0);
}

void ss_resv_settle(const SsWorld *world, SsReservation *resv)
{
    uint64_t cpus = 0;

    resv->n_nodes = ss_node_set_count(resv->nodes);
    resv->n_cores = 0;
    count_cpus(world, resv, &cpus);
    g_free(resv->nodes_text);
    g_free(resv->tres_text);
    resv->nodes_text = resv->n_nodes ? ss_cluster_node_list(world->cluster, resv->nodes) : NULL;
    resv->tres_text = tres_text(world, resv, cpus);
    collect_assocs(world, resv);
}
