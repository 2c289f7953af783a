/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_resv.c - reservations made, changed and deleted while the cluster runs.
 *
 * A new reservation is put together on the side, checked as a whole and then taken into the world; an
 * update edits a copy and swaps it in, so that a refusal changes nothing. Words are read by
 * operate_resv_words.c; here is what the controller says to them. The order of its tests was recorded.
 */
#include "scheduler/operate.h"

#include "scheduler/licenses.h"
#include "scheduler/operate_resv_words.h"
#include "scheduler/resv_life.h"
#include "scheduler/resv_pick.h"

#include <string.h>

#define MAY_HAVE_BEGUN ((SsSpan) 10 * 60) /* how long before the command a reservation may start */

static const char busy_text[] = "Requested nodes are busy";
static const char no_config_text[] = "Requested node configuration is not available";
static const char account_text[] = "Invalid account or account/partition combination specified";
static const char time_text[] = "Invalid time specified";
static const char invalid_text[] = "Requested reservation is invalid";
static const char node_text[] = "Invalid node name specified";
static const char unsupported_text[] = "Requested operation not supported on this system";

static bool fail(SsOperation *op, const SsResvOrder *order, const char *text)
{
    ss_operate_fail(op, "Error %s the reservation: %s", order->updates ? "updating" : "creating",
                    text);
    if (order->updates)
        ss_operate_fail(op, "slurm_update error: %s", text);
    else if (text == busy_text || text == no_config_text)
        ss_operate_fail(op,
                        "Note, unless nodes are directly requested a reservation must exist in a "
                        "single partition.\n"
                        "If no partition is requested the default partition is assumed.");
    return false;
}

/* --- who ---------------------------------------------------------------------------------------------- */

static bool user_is_known(const SsWorld *world, const char *name)
{
    const SsCluster *cluster = world->cluster;

    if (world->tree->n == 0 || strcmp(name, "root") == 0
        || (cluster->uids != NULL && g_hash_table_contains(cluster->uids, name)))
        return true;
    for (uint32_t i = 0; i < world->tree->n; i++)
        if (world->tree->at[i].is_user && strcmp(world->tree->at[i].user, name) == 0)
            return true;
    return false;
}

static bool account_is_known(const SsWorld *world, const char *name)
{
    return world->tree->n == 0 || ss_assoc_find_account(world->tree, name) != SS_ID_NONE;
}

static bool group_is_known(const SsWorld *world, const char *name)
{
    (void) world;
    (void) name;
    return true;
}

typedef bool (*IsKnown)(const SsWorld *world, const char *name);

/* "a,b" or "-a,-b"; one that is not known, or both kinds in one list: FALSE. Nothing: NULL. */
static bool read_names(const SsWorld *world, const char *text, IsKnown is_known, char ***names)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    const bool    denies = text[0] == '-';

    for (uint32_t i = 0; items[i]; i++)
        if ((items[i][0] == '-') != denies || !is_known(world, items[i] + denies))
            return *text == '\0';
    *names = *text ? g_steal_pointer(&items) : NULL;
    return true;
}

static int32_t place_of(char **names, const char *name)
{
    for (int32_t i = 0; names && names[i]; i++)
        if (strcmp(names[i] + (names[i][0] == '-'), name) == 0)
            return i;
    return -1;
}

/* "+a,-b" on a list that there is: what is to go must be there. */
static bool edit_names(const SsWorld *world, char **items, IsKnown is_known, char sign,
                       char ***names)
{
    for (uint32_t i = 0; items[i]; i++) {
        const char    own = strchr("+-", items[i][0]) && items[i][0] ? items[i][0] : sign;
        const char   *name = items[i] + (items[i][0] == '+' || items[i][0] == '-');
        const int32_t at = place_of(*names, name);
        const guint   n = g_strv_length(*names);

        if (!is_known(world, name) || (own == '-' && at < 0))
            return false;
        if (own == '-') {
            g_free((*names)[at]);
            memmove(*names + at, *names + at + 1, (n - (guint) at) * sizeof **names);
        } else if (own == '+' && at < 0) {
            *names = g_renew(char *, *names, n + 2);
            (*names)[n] = g_strdup(name);
            (*names)[n + 1] = NULL;
        }
    }
    if ((*names)[0] == NULL)
        g_clear_pointer(names, g_strfreev);
    return true;
}

static bool set_names(const SsWorld *world, const char *text, char sign, IsKnown is_known,
                      char ***names)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    bool          edits = sign == '+' || sign == '-';
    char        **fresh = NULL;

    for (uint32_t i = 0; items[i]; i++)
        edits |= items[i][0] == '+' || items[i][0] == '-';
    if (edits && *names != NULL)
        return edit_names(world, items, is_known, sign, names);
    if (!read_names(world, text + (*text == '+'), is_known, &fresh))
        return false;
    g_strfreev(*names);
    *names = fresh;
    return true;
}

static bool set_who(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    const SsWorld *world = op->world;

    if (order->accounts
        && !set_names(world, order->accounts, order->accounts_sign, account_is_known,
                      &resv->accounts))
        return fail(op, order, account_text);
    if (order->users
        && !set_names(world, order->users, order->users_sign, user_is_known, &resv->users))
        return fail(op, order, "Invalid user id");
    if (order->groups
        && !set_names(world, order->groups, order->groups_sign, group_is_known, &resv->groups))
        return fail(op, order, "Invalid group id");
    if (resv->users && resv->groups)
        return fail(op, order,
                    "Reservations can't have users and groups specified, only one or the "
                    "other");
    return resv->users || resv->groups || resv->accounts
           || fail(op, order, "Reservation request lacks users, groups or accounts");
}

/* Users and accounts together: each of the users must be in each of the accounts. */
static bool check_pairs(SsOperation *op, const SsResvOrder *order, const SsReservation *resv)
{
    const SsWorld *world = op->world;

    if (world->tree->n == 0 || !resv->users || !resv->accounts || resv->users[0][0] == '-'
        || resv->accounts[0][0] == '-')
        return true;
    for (uint32_t a = 0; resv->accounts[a]; a++)
        for (uint32_t u = 0; resv->users[u]; u++)
            if (ss_assoc_find(world->tree, resv->users[u], resv->accounts[a], NULL) == SS_ID_NONE)
                return fail(op, order, account_text);
    return true;
}

/* --- where -------------------------------------------------------------------------------------------- */

static bool is_all(const char *text)
{
    return text && g_ascii_strcasecmp(text, "ALL") == 0;
}

/* All nodes of a partition that is named are PART_NODES, whether that was said or not. */
static bool set_nodes(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    const SsCluster *cluster = op->world->cluster;
    g_autofree char *bad = NULL;

    ss_node_set_clear(resv->nodes);
    g_clear_pointer(&resv->cores, g_free);
    resv->flags &= ~(uint64_t) (SS_RESV_ALL_NODES | SS_RESV_SPEC_NODES);
    if (is_all(order->nodes) && resv->part != SS_ID_NONE) {
        ss_node_set_copy(resv->nodes, op->world->parts[resv->part].nodes);
        resv->flags |= SS_RESV_PART_NODES;
    } else if (is_all(order->nodes)) {
        ss_node_set_fill(resv->nodes);
        resv->flags |= SS_RESV_ALL_NODES;
    } else if (!ss_cluster_node_set(cluster, order->nodes, resv->nodes, &bad)) {
        return fail(op, order, node_text);
    }
    resv->flags |= SS_RESV_SPEC_NODES;
    return true;
}

static bool set_partition(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    resv->part = ss_cluster_part(op->world->cluster, order->part);
    return resv->part != SS_ID_NONE || fail(op, order, "Invalid partition name specified");
}

static bool set_licenses(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    const SsCluster *cluster = op->world->cluster;
    bool             ok = false;

    resv->n_license = 0;
    ok = ss_licenses_parse(cluster, order->licenses, &resv->license, &resv->n_license);
    for (uint32_t i = 0; ok && i < resv->n_license; i++)
        ok = resv->license[i].count <= cluster->licenses[resv->license[i].license].total;
    if (!ok)
        return fail(op, order, "Invalid license specification");
    g_free(resv->licenses);
    resv->licenses = *order->licenses ? g_strdup(order->licenses) : NULL;
    return true;
}

static bool some(const uint32_t *counts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (counts[i] > 0)
            return true;
    return false;
}

static bool pick(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    SsResvWish wish = { .node = order->node,
                        .n_node = some(order->node, order->n_node) ? order->n_node : 0,
                        .core = order->core,
                        .n_core = some(order->core, order->n_core) ? order->n_core : 0 };
    const bool named = !ss_node_set_is_empty(resv->nodes);

    if (named && wish.n_core > 0 && wish.n_core != ss_node_set_count(resv->nodes))
        return fail(op, order, "Core count for reservation node list is not consistent!");
    if (named && wish.n_core > 0 && resv->part == SS_ID_NONE)
        resv->part = ss_world_default_part(op->world);
    if (!named && resv->features && !ss_resv_features_known(op->world, resv->features))
        return fail(op, order, "Invalid feature specification");
    return ss_resv_pick(op->world, resv, &wish)
           || fail(op, order, resv->features && !named ? no_config_text : busy_text);
}

static bool settle_where(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    const bool named = order->nodes && *order->nodes;
    const bool counted = some(order->node, order->n_node) || some(order->core, order->n_core);
    const bool replaces = resv->flags & (SS_RESV_REPLACE | SS_RESV_REPLACE_DOWN);

    resv->part = SS_ID_NONE;
    if (order->part && !set_partition(op, order, resv))
        return false;
    if ((resv->flags & SS_RESV_ANY_NODES) && !named && counted)
        return fail(op, order, invalid_text);
    if (order->licenses && !set_licenses(op, order, resv))
        return false;
    resv->features = g_strdup(order->features);
    if (named ? replaces : !counted && !(resv->flags & SS_RESV_ANY_NODES))
        return fail(op, order, node_text);
    return (!named || set_nodes(op, order, resv)) && pick(op, order, resv);
}

/* Does it stand in nobody's way? */
static bool check_room(SsOperation *op, const SsResvOrder *order, const SsReservation *resv)
{
    if (ss_resv_overlaps(op->world, resv))
        return fail(op, order, "Requested reservation overlaps with another reservation");
    if ((order->updates || (resv->flags & SS_RESV_SPEC_NODES))
        && ss_resv_has_jobs_in_the_way(op->world, resv))
        return fail(op, order, busy_text);
    return true;
}

/* --- create ----------------------------------------------------------------------------------------- */

static SsTime end_after(SsTime start, uint32_t minutes)
{
    return start + (uint32_t) (minutes * 60); /* 32 bits wide, in Slurm too */
}

/* What scontrol finds missing before it asks anybody. */
static bool is_complete(SsOperation *op, const SsResvOrder *order)
{
    const bool part_nodes = order->flags & SS_RESV_PART_NODES;
    const bool users = order->users && *order->users, groups = order->groups && *order->groups;
    const bool where = (order->nodes && *order->nodes) || (order->licenses && *order->licenses)
                       || some(order->node, order->n_node) || some(order->core, order->n_core);

    if (order->start == SS_TIME_NEVER)
        return ss_resv_order_refuse(op, order, "A start time must be given.");
    if (order->end == SS_TIME_NEVER && order->minutes == SS_RESV_NO_MINUTES)
        return ss_resv_order_refuse(op, order, "An end time or duration must be given.");
    if (order->end != SS_TIME_NEVER && order->minutes != SS_RESV_NO_MINUTES
        && end_after(order->start, order->minutes) != order->end)
        return ss_resv_order_refuse(op, order, "StartTime + Duration does not equal EndTime.");
    if (order->end != SS_TIME_NEVER && order->start > order->end)
        return ss_resv_order_refuse(op, order, "Start time cannot be after end time.");
    if (part_nodes && (!order->part || !is_all(order->nodes)))
        return ss_resv_order_refuse(
            op, order, "PART_NODES flag requires specifying a Partition and ALL nodes.");
    if (!where)
        return ss_resv_order_refuse(
            op, order,
            "CoreCnt, Nodes, NodeCnt, BurstBuffer, Licenses or Watts must be "
            "specified.");
    if (users && groups)
        return ss_resv_order_refuse(op, order,
                                    "Users and Groups are mutually exclusive.  You can "
                                    "have one or the other, but not both.");
    return users || groups || (order->accounts && *order->accounts)
           || ss_resv_order_refuse(op, order,
                                   "Either Users/Groups and/or Accounts must be "
                                   "specified.");
}

static bool put_together(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    resv->flags = order->flags & ~order->flags_off;
    resv->purge_comp = MAX(order->purge_comp, 0);
    resv->max_start_delay = MAX(order->max_start_delay, 0);
    resv->start = order->start;
    resv->minutes = order->end == SS_TIME_NEVER ? order->minutes : SS_RESV_NO_MINUTES;
    resv->end = order->end != SS_TIME_NEVER ? order->end : end_after(resv->start, resv->minutes);
    if (resv->start < op->world->now - MAY_HAVE_BEGUN)
        return fail(op, order, time_text);
    return set_who(op, order, resv) && settle_where(op, order, resv) && check_room(op, order, resv);
}

static uint32_t find_resv(const SsWorld *world, const char *name)
{
    for (uint32_t i = 0; name && i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv && strcmp(resv->name, name) == 0)
            return i;
    }
    return SS_ID_NONE;
}

static char *automatic_name(const SsWorld *world, const SsReservation *resv)
{
    const char *base = resv->accounts ? resv->accounts[0]
                       : resv->users  ? resv->users[0]
                       : resv->groups ? resv->groups[0]
                                      : "resv";

    return g_strdup_printf("%s_%u", *base == '-' ? base + 1 : base, world->next_resv);
}

/* A refusal from here on has cost a number. */
static bool take_name(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    SsWorld   *world = op->world;
    const bool named = order->name && *order->name;

    resv->name = named ? g_strdup(order->name) : automatic_name(world, resv);
    if (find_resv(world, resv->name) == SS_ID_NONE ? check_pairs(op, order, resv)
                                                   : fail(op, order, "Duplicate reservation name"))
        return true;
    world->next_resv++;
    return false;
}

static int create(SsOperation *op, const SsResvOrder *order)
{
    SsWorld       *world = op->world;
    SsReservation *resv = g_new0(SsReservation, 1);

    resv->nodes = ss_node_set_new(world->cluster->n_nodes);
    resv->assocs = g_array_new(FALSE, FALSE, sizeof(SsAssocId));
    resv->made = world->now;
    if (!put_together(op, order, resv) || !take_name(op, order, resv)) {
        ss_reservation_free(resv);
        return 1;
    }
    ss_resv_settle(world, resv);
    g_string_append_printf(op->out, "Reservation created: %s\n", resv->name);
    ss_world_resv_add(world, resv);
    return 0;
}

int ss_operate_resv_create(SsOperation *op, GArray *pairs)
{
    SsResvOrder order;
    int         code = 1;

    if (ss_resv_order_read(op, pairs, false, &order) && is_complete(op, &order))
        code = create(op, &order);
    ss_resv_order_clear(&order);
    return code;
}

/* --- update ----------------------------------------------------------------------------------------- */

static bool node_is_idle(const SsWorld *world, SsNodeId node)
{
    for (const SsJob *job = world->first; job != NULL; job = job->next)
        for (uint32_t i = 0; job->alloc != NULL && i < job->alloc->n; i++)
            if (job->alloc->at[i].node == node && !ss_job_finished(job))
                return false;
    return true;
}

/* Idle nodes go first, from the lowest on. */
static void give_away(const SsWorld *world, SsNodeSet *nodes, uint32_t count)
{
    for (int32_t round = 0; round < 2; round++)
        for (uint32_t n = ss_node_set_first(nodes); count > 0 && n != SS_ID_NONE;
             n = ss_node_set_next(nodes, n + 1))
            if (round == 1 || node_is_idle(world, n)) {
                ss_node_set_remove(nodes, n);
                count--;
            }
}

static bool edit_count(SsOperation *op, const SsResvOrder *order, uint32_t want,
                       SsReservation *resv)
{
    const uint32_t       have = ss_node_set_count(resv->nodes);
    g_autoptr(SsNodeSet) more = ss_node_set_new(op->world->cluster->n_nodes);

    if (want == 0)
        return fail(op, order, invalid_text);
    g_clear_pointer(&resv->cores, g_free);
    resv->flags &= ~(uint64_t) SS_RESV_ALL_NODES;
    if (want <= have) {
        give_away(op->world, resv->nodes, have - want);
        return true;
    }
    if (!ss_resv_pick_more(op->world, resv, want - have, more))
        return fail(op, order, busy_text);
    ss_node_set_or(resv->nodes, more);
    return true;
}

/* Nodes= without any: as many as there were, found anew. */
static bool edit_nodes(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    const uint32_t had = ss_node_set_count(resv->nodes);

    if (*order->nodes)
        return set_nodes(op, order, resv);
    ss_node_set_clear(resv->nodes);
    resv->flags &= ~(uint64_t) (SS_RESV_ALL_NODES | SS_RESV_SPEC_NODES);
    if (resv->part == SS_ID_NONE)
        resv->part = ss_world_default_part(op->world);
    return edit_count(op, order, had, resv);
}

static bool edit_where(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    if (some(order->core, order->n_core))
        return fail(op, order, "Core-based reservation can not be updated");
    if (order->part && !set_partition(op, order, resv))
        return false;
    if ((order->flags & SS_RESV_PART_NODES) && resv->part == SS_ID_NONE)
        return fail(op, order, "Invalid partition name specified");
    if (order->licenses && !set_licenses(op, order, resv))
        return false;
    if ((order->features || (order->flags & (SS_RESV_REPLACE | SS_RESV_REPLACE_DOWN)))
        && (resv->flags & SS_RESV_SPEC_NODES))
        return fail(op, order, unsupported_text);
    if (order->features) {
        g_free(resv->features);
        resv->features = *order->features ? g_strdup(order->features) : NULL;
    }
    if (order->nodes && !edit_nodes(op, order, resv))
        return false;
    return order->n_node == 0 || edit_count(op, order, order->node[0], resv);
}

static void edit_minutes(const SsResvOrder *order, SsReservation *resv)
{
    if (order->minutes == SS_RESV_NO_MINUTES)
        return;
    resv->minutes = order->minutes_sign == '+'   ? resv->minutes + order->minutes
                    : order->minutes_sign == '-' ? resv->minutes - order->minutes
                                                 : order->minutes;
    resv->end = end_after(resv->start, resv->minutes);
}

/* A start that moves takes the end along where a duration gave it. */
static bool edit_times(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    const SsTime now = op->world->now;

    if (order->start != SS_TIME_NEVER) {
        if (resv->start <= now)
            return fail(op, order, "Reservation already started");
        if (order->start < now - MAY_HAVE_BEGUN)
            return fail(op, order, time_text);
        resv->start = order->start;
        if (resv->minutes != SS_RESV_NO_MINUTES)
            resv->end = end_after(resv->start, resv->minutes);
    }
    if (order->end != SS_TIME_NEVER) {
        resv->end = order->end;
        resv->minutes = SS_RESV_NO_MINUTES;
    }
    edit_minutes(order, resv);
    return (resv->end >= now && resv->end >= resv->start) || fail(op, order, time_text);
}

static bool edit(SsOperation *op, const SsResvOrder *order, SsReservation *resv)
{
    resv->flags = (resv->flags | order->flags) & ~order->flags_off;
    if (order->purge_comp >= 0)
        resv->purge_comp = order->purge_comp;
    if (order->max_start_delay >= 0)
        resv->max_start_delay = order->max_start_delay;
    return edit_where(op, order, resv) && set_who(op, order, resv) && edit_times(op, order, resv)
           && check_room(op, order, resv) && check_pairs(op, order, resv);
}

static bool same_assocs(const GArray *a, const GArray *b)
{
    const guint n = a ? a->len : 0;

    return n == (b ? b->len : 0)
           && (n == 0 || memcmp(a->data, b->data, n * sizeof(SsAssocId)) == 0);
}

/* One that has begun, for others, elsewhere or otherwise: slurmdbd ends its row and begins another (static-q-light-source). A
 * moved end does not. */
static bool splits_row(const SsWorld *world, const SsReservation *old, const SsReservation *resv)
{
    return old->start < world->now
           && (!same_assocs(old->assocs, resv->assocs) || old->flags != resv->flags
               || (old->nodes && resv->nodes && !ss_node_set_equal(old->nodes, resv->nodes)));
}

static int replace(SsOperation *op, const SsResvOrder *order, uint32_t at)
{
    SsWorld       *world = op->world;
    SsReservation *old = ss_world_resv(world, at),
                  *resv = ss_reservation_copy(old, world->cluster->core_words);

    world->resv->pdata[at] = resv; /* checks must not meet the old one */
    if (!edit(op, order, resv)) {
        world->resv->pdata[at] = old;
        ss_reservation_free(resv);
        return 1;
    }
    ss_resv_settle(world, resv);
    if (splits_row(world, old, resv))
        ss_world_resv_split(world, at, old);
    else
        ss_reservation_free(old);
    resv->began = resv->began && resv->start <= world->now;
    ss_world_resv_changed(world, at);
    g_string_append(op->out, "Reservation updated.\n");
    return 0;
}

/* "SKIP": a recurring reservation goes on to its next time. */
static int skip(SsOperation *op, const SsResvOrder *order, uint32_t at)
{
    if (ss_reservation_period(ss_world_resv(op->world, at)) == 0)
        return !fail(op, order, "Reservation given is not skipable, try deleting instead");
    if (ss_resv_is_used(op->world, at))
        return !fail(op, order, "Requested reservation is in use");
    ss_resv_recur(op->world, at);
    g_string_append(op->out, "Reservation updated.\n");
    return 0;
}

static int update(SsOperation *op, const SsResvOrder *order)
{
    const uint32_t at = find_resv(op->world, order->name);

    if (at == SS_ID_NONE)
        return !fail(op, order, invalid_text);
    return order->skip ? skip(op, order, at) : replace(op, order, at);
}

int ss_operate_resv_update(SsOperation *op, GArray *pairs)
{
    SsResvOrder order;
    int         code = 1;

    if (ss_resv_order_read(op, pairs, true, &order))
        code = update(op, &order);
    ss_resv_order_clear(&order);
    return code;
}

int ss_operate_resv_delete(SsOperation *op, const char *typed, const char *name)
{
    const uint32_t at = find_resv(op->world, name);

    if (at == SS_ID_NONE || ss_resv_is_used(op->world, at))
        return ss_operate_fail(op, "delete_reservation %s: %s", typed,
                               at == SS_ID_NONE ? invalid_text : "Requested reservation is in use");
    ss_resv_let_go(op->world, at);
    ss_world_resv_remove(op->world, at);
    return 0;
}
