/* SPDX-License-Identifier: Apache-2.0 */
/*
 * retree.c - other accounts for a world that lives.
 *
 * Associations and QOS are known by their index everywhere, so a new tree renumbers what refers to the old
 * one: usage and counters, jobs, partitions, reservations. The database id tells who is who. What accounts
 * have is the sum of what is below them; it is added up anew, since an association may have moved.
 */
#include "sim/model/world.h"

#include <string.h>

typedef struct {
    SsWorld     *world;
    SsAssocTree *tree;  /* the new one                             */
    uint32_t    *assoc; /* [old n] new index; SS_ID_NONE: deleted  */
    uint32_t    *qos;   /* [old n_qos]                             */
} Retree;

static SsQosId qos_by_id(const SsAssocTree *tree, uint32_t id)
{
    for (SsQosId i = 0; i < tree->n_qos; i++) {
        if (tree->qos[i].id == id)
            return i;
    }
    return SS_ID_NONE;
}

static void make_maps(Retree *retree)
{
    const SsAssocTree *old = retree->world->tree;

    retree->assoc = g_new(uint32_t, MAX(old->n, 1));
    retree->qos = g_new(uint32_t, MAX(old->n_qos, 1));
    for (SsAssocId i = 0; i < old->n; i++)
        retree->assoc[i] = ss_assoc_by_id(retree->tree, old->at[i].id);
    for (SsQosId i = 0; i < old->n_qos; i++)
        retree->qos[i] = qos_by_id(retree->tree, old->qos[i].id);
}

static uint32_t mapped(const uint32_t *map, uint32_t old)
{
    return old == SS_ID_NONE ? SS_ID_NONE : map[old];
}

/* --- usage -------------------------------------------------------------------------------------------- */

static SsUsage *move_usage(SsUsage *old, uint32_t n_old, const uint32_t *map, uint32_t n,
                           uint32_t n_tres)
{
    SsUsage         *usage = g_new0(SsUsage, MAX(n, 1));
    g_autofree bool *filled = g_new0(bool, MAX(n, 1));

    for (uint32_t i = 0; i < n_old; i++) {
        if (map[i] == SS_ID_NONE) {
            ss_usage_clear(&old[i]);
            continue;
        }
        usage[map[i]] = old[i];
        filled[map[i]] = true;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!filled[i])
            ss_usage_init(&usage[i], n_tres);
    }
    g_free(old);
    return usage;
}

static gint by_id(gconstpointer a, gconstpointer b)
{
    const uint32_t one = ((const SsSubUsage *) a)->id, two = ((const SsSubUsage *) b)->id;

    return (one > two) - (one < two);
}

/* A QOS counts by account; those that are gone have nothing left to count. */
static void map_accounts(const Retree *retree, GArray *accounts)
{
    for (guint i = 0; i < accounts->len;) {
        SsSubUsage *sub = &g_array_index(accounts, SsSubUsage, i);

        sub->id = mapped(retree->assoc, sub->id);
        if (sub->id != SS_ID_NONE) {
            i++;
            continue;
        }
        g_free(sub->tres);
        g_free(sub->node_jobs);
        g_array_remove_index(accounts, i);
    }
    g_array_sort(accounts, by_id);
}

static void move_qos(Retree *retree, uint32_t n_tres)
{
    SsWorld *world = retree->world;

    world->qos_use =
        move_usage(world->qos_use, world->tree->n_qos, retree->qos, retree->tree->n_qos, n_tres);
    for (SsQosId i = 0; i < retree->tree->n_qos; i++) {
        SsUsage *usage = &world->qos_use[i];

        if (usage->users == NULL)
            usage->users = g_array_new(FALSE, TRUE, sizeof(SsSubUsage));
        if (usage->accounts == NULL)
            usage->accounts = g_array_new(FALSE, TRUE, sizeof(SsSubUsage));
        map_accounts(retree, usage->accounts);
    }
}

/* --- sums of accounts ----------------------------------------------------------------------------------- */

static void reset(SsUsage *usage, uint32_t n_tres, uint32_t n_nodes)
{
    usage->usage_raw = 0;
    usage->grp_used_wall = 0;
    usage->jobs = usage->submitted = usage->accrue = 0;
    memset(usage->tres_raw, 0, n_tres * sizeof *usage->tres_raw);
    memset(usage->tres, 0, n_tres * sizeof *usage->tres);
    memset(usage->run_secs, 0, n_tres * sizeof *usage->run_secs);
    if (usage->node_jobs != NULL)
        memset(usage->node_jobs, 0, n_nodes * sizeof *usage->node_jobs);
}

static void add_nodes(SsUsage *to, const SsUsage *from, uint32_t n_nodes)
{
    if (from->node_jobs == NULL)
        return;
    if (to->node_jobs == NULL)
        to->node_jobs = g_new0(uint16_t, n_nodes);
    for (uint32_t i = 0; i < n_nodes; i++)
        to->node_jobs[i] = (uint16_t) (to->node_jobs[i] + from->node_jobs[i]);
    to->tres[SS_TRES_NODE] = 0;
    for (uint32_t i = 0; i < n_nodes; i++)
        to->tres[SS_TRES_NODE] += to->node_jobs[i] > 0;
}

static void add(SsUsage *to, const SsUsage *from, uint32_t n_tres, uint32_t n_nodes)
{
    to->usage_raw += from->usage_raw;
    to->grp_used_wall += from->grp_used_wall;
    to->jobs += from->jobs;
    to->submitted += from->submitted;
    to->accrue += from->accrue;
    for (uint32_t t = 0; t < n_tres; t++) {
        to->tres_raw[t] += from->tres_raw[t];
        to->tres[t] += from->tres[t];
        to->run_secs[t] += from->run_secs[t];
    }
    add_nodes(to, from, n_nodes);
}

/* Children stand behind their parents: one walk back adds everything up. */
static void sum_accounts(SsWorld *world)
{
    const uint32_t n_tres = world->cluster->tres->n, n_nodes = world->cluster->n_nodes;

    for (SsAssocId i = 0; i < world->tree->n; i++) {
        if (!world->tree->at[i].is_user)
            reset(&world->assoc_use[i], n_tres, n_nodes);
    }
    for (SsAssocId i = world->tree->n; i-- > 1;)
        add(&world->assoc_use[world->tree->at[i].parent], &world->assoc_use[i], n_tres, n_nodes);
}

/* Did an association get another parent, or go away? Accounts that only grew keep their last digits. */
static bool has_moved(const Retree *retree)
{
    const SsAssocTree *old = retree->world->tree;

    for (SsAssocId i = 0; i < old->n; i++) {
        const SsAssocId now = retree->assoc[i];

        if (now == SS_ID_NONE
            || retree->tree->at[now].parent != mapped(retree->assoc, old->at[i].parent))
            return true;
    }
    return false;
}

/* --- who refers to them --------------------------------------------------------------------------------- */

static void map_resv(const Retree *retree, SsReservation *resv)
{
    for (guint i = 0; resv->assocs != NULL && i < resv->assocs->len;) {
        SsAssocId *assoc = &g_array_index(resv->assocs, SsAssocId, i);

        *assoc = mapped(retree->assoc, *assoc);
        if (*assoc == SS_ID_NONE)
            g_array_remove_index(resv->assocs, i);
        else
            i++;
    }
}

static void map_all(const Retree *retree)
{
    SsWorld *world = retree->world;

    for (SsJob *job = world->first; job != NULL; job = job->next) {
        job->assoc = mapped(retree->assoc, job->assoc);
        job->qos = mapped(retree->qos, job->qos);
    }
    for (SsPartId i = 0; i < world->cluster->n_parts; i++)
        world->parts[i].qos = mapped(retree->qos, world->parts[i].qos);
    for (guint i = 0; i < world->resv->len; i++) {
        SsReservation *resv = ss_world_resv(world, i);

        if (resv != NULL)
            map_resv(retree, resv);
    }
}

void ss_world_take_tree(SsWorld *world, SsAssocTree *tree)
{
    const uint32_t n_tres = world->cluster->tres->n;
    Retree         retree = { .world = world, .tree = tree };

    g_assert(world->journal->len == 0);
    make_maps(&retree);
    const bool moved = has_moved(&retree);
    world->tree_changed |= moved || tree->n != world->tree->n;
    world->assoc_use = move_usage(world->assoc_use, world->tree->n, retree.assoc, tree->n, n_tres);
    move_qos(&retree, n_tres);
    map_all(&retree);
    ss_assoc_tree_free(world->tree);
    world->tree = tree;
    if (moved)
        sum_accounts(world);
    world->changed.job = world->now;
    g_free(retree.assoc);
    g_free(retree.qos);
}
