/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_site.c - nodes, partitions and reservations changed while the cluster runs.
 */
#include "scheduler/operate.h"

#include "scheduler/priority.h"
#include "sim/base/date.h"
#include "sim/base/span.h"

#include <string.h>

static bool key_is(const SsPair *pair, const char *word, size_t least)
{
    const size_t n = strlen(pair->key);

    return n >= least && n <= strlen(word) && g_ascii_strncasecmp(pair->key, word, n) == 0;
}

static const char *value_of(const GArray *pairs, const char *word, size_t least)
{
    for (uint32_t i = 0; i < pairs->len; i++)
        if (key_is(&g_array_index(pairs, SsPair, i), word, least))
            return g_array_index(pairs, SsPair, i).value;
    return NULL;
}

/* --- nodes ---------------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    uint32_t    state; /* 0: back in service */
    bool        needs_reason;
} node_states[] = {
    { "DOWN", SS_NODE_DOWN, true }, { "DRAIN", SS_NODE_DRAIN, true },
    { "FAIL", SS_NODE_FAIL, true }, { "RESUME", 0, false },
    { "UNDRAIN", 0, false },        { "IDLE", 0, false },
};

static int node_state(SsOperation *op, const SsNodeSet *nodes, const char *text, const char *reason)
{
    uint32_t s = 0;

    while (s < G_N_ELEMENTS(node_states) && g_ascii_strcasecmp(text, node_states[s].word) != 0)
        s++;
    if (s == G_N_ELEMENTS(node_states))
        return ss_operate_fail(op,
                               "Invalid input: %s\nRequest aborted\n"
                               "Valid states are: DOWN DRAIN FAIL IDLE RESUME UNDRAIN",
                               text);
    if (node_states[s].needs_reason && !reason)
        return ss_operate_fail(
            op, "You must specify a reason when DOWNING or DRAINING a node. Request denied");
    for (uint32_t n = ss_node_set_first(nodes); n != SS_ID_NONE;
         n = ss_node_set_next(nodes, n + 1)) {
        if (node_states[s].state == 0)
            ss_world_node_resume(op->world, n);
        else
            ss_world_node_set(op->world, n, node_states[s].state, reason, op->uid);
    }
    return 0;
}

int ss_operate_node_update(SsOperation *op, GArray *pairs)
{
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(op->world->cluster->n_nodes);
    g_autofree char     *bad = NULL;
    const char          *list = value_of(pairs, "NodeName", 3);
    const char          *state = value_of(pairs, "State", 2);

    for (uint32_t i = 0; i < pairs->len; i++) {
        const SsPair *pair = &g_array_index(pairs, SsPair, i);

        if (!key_is(pair, "NodeName", 3) && !key_is(pair, "State", 2) && !key_is(pair, "Reason", 1))
            return ss_operate_fail(
                op, "Update of this parameter is not supported: %s=%s\nRequest aborted", pair->key,
                pair->value);
    }
    if (!list || !ss_cluster_node_set(op->world->cluster, list, nodes, &bad))
        return ss_operate_fail(op, "slurm_update error: Invalid node name specified");
    if (!state)
        return ss_operate_fail(op, "No changes specified");
    return node_state(op, nodes, state, value_of(pairs, "Reason", 1));
}

/* --- partitions ----------------------------------------------------------------------------------- */

static bool read_minutes(const char *text, uint32_t *out)
{
    g_autoptr(GError) error = NULL;
    SsSpan            span = 0;

    if (!ss_span_parse_limit(text, &span, &error))
        return false;
    *out = span == SS_SPAN_FOREVER ? SS_NO_LIMIT : (uint32_t) (span / 60);
    return true;
}

static bool read_count(const char *text, uint32_t *out)
{
    char *end = NULL;

    if (g_ascii_strcasecmp(text, "UNLIMITED") == 0 || g_ascii_strcasecmp(text, "INFINITE") == 0) {
        *out = SS_NO_LIMIT;
        return true;
    }
    *out = (uint32_t) g_ascii_strtoull(text, &end, 10);
    return end != text && *end == '\0';
}

static bool read_part_state(const char *text, uint32_t *out)
{
    static const struct {
        const char *word;
        uint32_t    state;
    } words[] = { { "UP", SS_PART_UP },
                  { "DOWN", SS_PART_DOWN },
                  { "DRAIN", SS_PART_DRAIN },
                  { "INACTIVE", SS_PART_INACTIVE } };

    for (uint32_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strncasecmp(text, words[i].word, strlen(words[i].word)) == 0) {
            *out = words[i].state;
            return true;
        }
    return false;
}

static const struct {
    const char *key;
    size_t      least, at;
    bool (*read)(const char *text, uint32_t *out);
} part_keys[] = {
    { "DefaultTime", 8, offsetof(SsPartition, default_time), read_minutes },
    { "GraceTime", 1, offsetof(SsPartition, grace_time), read_count },
    { "MaxCPUsPerNode", 5, offsetof(SsPartition, max_cpus_per_node), read_count },
    { "MaxNodes", 4, offsetof(SsPartition, max_nodes), read_count },
    { "MaxTime", 4, offsetof(SsPartition, max_time), read_minutes },
    { "MinNodes", 2, offsetof(SsPartition, min_nodes), read_count },
    { "PriorityJobFactor", 9, offsetof(SsPartition, job_factor), read_count },
    { "PriorityTier", 9, offsetof(SsPartition, priority_tier), read_count },
    { "State", 2, offsetof(SsPartition, state), read_part_state },
};

static int set_part(SsOperation *op, SsPartition *part, const SsPair *pair)
{
    for (uint32_t k = 0; k < G_N_ELEMENTS(part_keys); k++) {
        if (!key_is(pair, part_keys[k].key, part_keys[k].least))
            continue;
        if (!part_keys[k].read(pair->value,
                               (uint32_t *) (void *) ((char *) part + part_keys[k].at)))
            return ss_operate_fail(op, "Invalid input line: %s=%s", pair->key, pair->value);
        return 0;
    }
    return ss_operate_fail(op, "Update of this parameter is not supported: %s=%s\nRequest aborted",
                           pair->key, pair->value);
}

int ss_operate_part_update(SsOperation *op, GArray *pairs)
{
    const char    *name = value_of(pairs, "PartitionName", 3);
    const SsPartId id = name ? ss_cluster_part(op->world->cluster, name) : SS_ID_NONE;
    int            code = 0;

    if (id == SS_ID_NONE)
        return ss_operate_fail(op, "slurm_update error: Invalid partition name specified");
    for (uint32_t i = 0; i < pairs->len && code == 0; i++)
        if (!key_is(&g_array_index(pairs, SsPair, i), "PartitionName", 3))
            code = set_part(op, &op->world->parts[id], &g_array_index(pairs, SsPair, i));
    if (code)
        return code;
    ss_world_part_changed(op->world, id);
    ss_priority_normalise(op->world);
    return 0;
}

/* --- reservations --------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    uint64_t    flag;
} resv_flags[] = {
    { "ANY_NODES", SS_RESV_ANY_NODES },
    { "DAILY", SS_RESV_DAILY },
    { "FIRST_CORES", SS_RESV_FIRST_CORES },
    { "FLEX", SS_RESV_FLEX },
    { "HOURLY", UINT64_C(1) << 33 },
    { "IGNORE_JOBS", SS_RESV_IGNORE_JOBS },
    { "LICENSE_ONLY", SS_RESV_ANY_NODES },
    { "MAGNETIC", SS_RESV_MAGNETIC },
    { "MAINT", SS_RESV_MAINT },
    { "NO_HOLD_JOBS_AFTER_END", UINT64_C(1) << 32 },
    { "OVERLAP", SS_RESV_OVERLAP },
    { "PART_NODES", SS_RESV_PART_NODES },
    { "REPLACE", SS_RESV_REPLACE },
    { "REPLACE_DOWN", SS_RESV_REPLACE_DOWN },
    { "SPEC_NODES", SS_RESV_SPEC_NODES },
    { "STATIC_ALLOC", SS_RESV_STATIC },
    { "TIME_FLOAT", SS_RESV_TIME_FLOAT },
    { "WEEKDAY", SS_RESV_WEEKDAY },
    { "WEEKEND", SS_RESV_WEEKEND },
    { "WEEKLY", SS_RESV_WEEKLY },
};

static bool read_flags(const char *text, SsReservation *resv)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    for (uint32_t i = 0; words[i]; i++) {
        uint32_t k = 0;

        if (g_ascii_strncasecmp(words[i], "PURGE_COMP", 10) == 0) {
            SsSpan span = 300;

            if (words[i][10] == '=' && !ss_span_parse(words[i] + 11, &span, NULL))
                return false;
            resv->flags |= SS_RESV_PURGE_COMP;
            resv->purge_comp = span;
            continue;
        }
        while (k < G_N_ELEMENTS(resv_flags)
               && g_ascii_strncasecmp(words[i], resv_flags[k].word, MAX(strlen(words[i]), 3)) != 0)
            k++;
        if (k == G_N_ELEMENTS(resv_flags))
            return false;
        resv->flags |= resv_flags[k].flag;
    }
    return true;
}

static bool read_date(SsOperation *op, const char *text, SsTime *out)
{
    SsDateReader      reader = { .now = op->world->now, .zone = op->world->zone };
    g_autoptr(GError) error = NULL;

    if (ss_date_parse(&reader, text, SS_DATE_LOOKS_AHEAD, out, &error))
        return true;
    ss_operate_fail(op, "%s", error->message);
    return false;
}

static char **read_names(const char *text)
{
    return text && *text && g_ascii_strcasecmp(text, "ALL") != 0 ? g_strsplit(text, ",", -1) : NULL;
}

static bool read_resv_nodes(SsOperation *op, const char *text, SsReservation *resv)
{
    const SsCluster *cluster = op->world->cluster;
    g_autofree char *bad = NULL;

    if (g_ascii_strcasecmp(text, "ALL") == 0) {
        ss_node_set_fill(resv->nodes);
        resv->flags |= SS_RESV_ALL_NODES;
    } else if (!ss_cluster_node_set(cluster, text, resv->nodes, &bad)) {
        ss_operate_fail(op, "Error creating the reservation: Invalid node name specified");
        return false;
    }
    resv->flags |= SS_RESV_SPEC_NODES;
    return true;
}

/* Counted nodes: those free of other reservations and jobs at the start, by table order. */
static bool pick_nodes(SsOperation *op, uint32_t count, SsReservation *resv)
{
    const SsWorld *world = op->world;
    const SsPartId part = resv->part != SS_ID_NONE ? resv->part : world->cluster->default_part;
    g_autoptr(SsNodeSet) free_nodes = ss_node_set_dup(world->avail);

    if (part != SS_ID_NONE)
        ss_node_set_and(free_nodes, world->parts[part].nodes);
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *other = world->resv->pdata[i];

        if (other && other->start < resv->end && other->end > resv->start)
            ss_node_set_and_not(free_nodes, other->nodes);
    }
    for (const SsJob *job = world->first; job && !(resv->flags & SS_RESV_IGNORE_JOBS);
         job = job->next)
        for (uint32_t i = 0; job->alloc && job->end > resv->start && i < job->alloc->n; i++)
            ss_node_set_remove(free_nodes, job->alloc->at[i].node);
    if (ss_node_set_keep_first(free_nodes, count) < count) {
        ss_operate_fail(op, "Error creating the reservation: Requested nodes are busy");
        return false;
    }
    ss_node_set_copy(resv->nodes, free_nodes);
    return true;
}

static bool overlaps_other(const SsWorld *world, const SsReservation *resv)
{
    if (resv->flags & (SS_RESV_MAINT | SS_RESV_OVERLAP))
        return false;
    for (uint32_t i = 0; i < world->resv->len; i++) {
        const SsReservation *other = world->resv->pdata[i];

        if (other && !(other->flags & (SS_RESV_MAINT | SS_RESV_OVERLAP)) && other->start < resv->end
            && other->end > resv->start && ss_node_set_intersects(other->nodes, resv->nodes))
            return true;
    }
    return false;
}

static bool jobs_in_the_way(const SsWorld *world, const SsReservation *resv)
{
    if (resv->flags & SS_RESV_IGNORE_JOBS)
        return false;
    for (const SsJob *job = world->first; job; job = job->next)
        for (uint32_t i = 0; job->alloc && job->end > resv->start && i < job->alloc->n; i++)
            if (ss_node_set_test(resv->nodes, job->alloc->at[i].node))
                return true;
    return false;
}

static bool read_times(SsOperation *op, const GArray *pairs, SsReservation *resv)
{
    const char *start = value_of(pairs, "StartTime", 1), *end = value_of(pairs, "EndTime", 1);
    const char *duration = value_of(pairs, "Duration", 1);

    if (!start) {
        ss_operate_fail(op,
                        "scontrol: error: A start time must be given.  No reservation created.");
        return false;
    }
    if (!end && !duration) {
        ss_operate_fail(op,
                        "scontrol: error: An end time or duration must be given.  No reservation "
                        "created.");
        return false;
    }
    if (!read_date(op, start, &resv->start) || (end && !read_date(op, end, &resv->end)))
        return false;
    if (!end) {
        SsSpan span = 0;

        if (!ss_span_parse_limit(duration, &span, NULL)) {
            ss_operate_fail(op, "scontrol: error: Invalid duration %s", duration);
            return false;
        }
        resv->end = resv->start + (span == SS_SPAN_FOREVER ? (SsSpan) 365 * 86400 : span);
    }
    if (resv->end <= resv->start) {
        ss_operate_fail(op, "scontrol: error: Start time cannot be after end time.  No reservation "
                            "created.");
        return false;
    }
    return true;
}

static bool read_where(SsOperation *op, const GArray *pairs, SsReservation *resv)
{
    const char *nodes = value_of(pairs, "Nodes", 5), *count = value_of(pairs, "NodeCnt", 5);
    const char *part = value_of(pairs, "PartitionName", 1);

    resv->part = part ? ss_cluster_part(op->world->cluster, part) : SS_ID_NONE;
    if (part && resv->part == SS_ID_NONE) {
        ss_operate_fail(op, "Error creating the reservation: Invalid partition name specified");
        return false;
    }
    if (nodes)
        return read_resv_nodes(op, nodes, resv);
    if (count)
        return pick_nodes(op, (uint32_t) g_ascii_strtoull(count, NULL, 10), resv);
    if ((resv->flags & SS_RESV_ANY_NODES) && resv->licenses)
        return true;
    ss_operate_fail(
        op, "scontrol: error: CoreCnt, Nodes, NodeCnt, BurstBuffer, Licenses or Watts must be "
            "specified.  No reservation created.");
    return false;
}

static void collect_assocs(const SsWorld *world, SsReservation *resv)
{
    for (uint32_t i = 0; i < world->tree->n; i++) {
        const SsAssoc *assoc = &world->tree->at[i];
        const bool     by_user = assoc->is_user && resv->users
                             && g_strv_contains((const char *const *) resv->users, assoc->user);
        const bool by_account =
            !assoc->is_user && resv->accounts
            && g_strv_contains((const char *const *) resv->accounts, assoc->account);

        if (by_user || by_account)
            g_array_append_val(resv->assocs, i);
    }
}

static void finish_resv(const SsWorld *world, SsReservation *resv)
{
    const SsCluster *cluster = world->cluster;

    resv->n_nodes = ss_node_set_count(resv->nodes);
    resv->n_cores = 0;
    uint64_t cpus = 0;
    for (uint32_t n = ss_node_set_first(resv->nodes); n != SS_ID_NONE;
         n = ss_node_set_next(resv->nodes, n + 1)) {
        resv->n_cores += cluster->nodes[n].cores;
        cpus += cluster->nodes[n].cpus;
    }
    resv->nodes_text = ss_cluster_node_list(cluster, resv->nodes);
    resv->tres_text = g_strdup_printf("cpu=%" G_GUINT64_FORMAT, cpus);
    collect_assocs(world, resv);
}

static char *automatic_name(const SsWorld *world, const SsReservation *resv)
{
    const char *base = resv->accounts ? resv->accounts[0] : resv->users ? resv->users[0] : "resv";

    return g_strdup_printf("%s_%u", *base == '-' ? base + 1 : base, world->next_resv);
}

int ss_operate_resv_create(SsOperation *op, GArray *pairs)
{
    SsWorld       *world = op->world;
    SsReservation *resv = g_new0(SsReservation, 1);
    const char *name = value_of(pairs, "ReservationName", 3), *flags = value_of(pairs, "Flags", 2);

    resv->nodes = ss_node_set_new(world->cluster->n_nodes);
    resv->assocs = g_array_new(FALSE, FALSE, sizeof(SsAssocId));
    resv->part = SS_ID_NONE;
    resv->users = read_names(value_of(pairs, "Users", 1));
    resv->accounts = read_names(value_of(pairs, "Accounts", 1));
    resv->licenses = g_strdup(value_of(pairs, "Licenses", 1));
    int code = 0;
    if (flags && !read_flags(flags, resv))
        code = ss_operate_fail(op, "scontrol: error: Invalid flags %s", flags);
    else if (!resv->users && !resv->accounts)
        code = ss_operate_fail(
            op, "scontrol: error: Either Users/Groups and/or Accounts must be specified.  "
                "No reservation created.");
    else if (!read_times(op, pairs, resv) || !read_where(op, pairs, resv))
        code = 1;
    else if (overlaps_other(world, resv))
        code = ss_operate_fail(
            op, "Error creating the reservation: Requested reservation overlaps with "
                "another reservation");
    else if (jobs_in_the_way(world, resv))
        code = ss_operate_fail(op, "Error creating the reservation: Requested nodes are busy");
    if (code) {
        ss_reservation_free(resv);
        return code;
    }
    resv->name = name ? g_strdup(name) : automatic_name(world, resv);
    finish_resv(world, resv);
    g_string_append_printf(op->out, "Reservation created: %s\n", resv->name);
    ss_world_resv_add(world, resv);
    return 0;
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

int ss_operate_resv_update(SsOperation *op, GArray *pairs)
{
    const uint32_t at = find_resv(op->world, value_of(pairs, "ReservationName", 3));
    const char    *end = value_of(pairs, "EndTime", 1), *start = value_of(pairs, "StartTime", 1);
    const char    *duration = value_of(pairs, "Duration", 1);

    if (at == SS_ID_NONE)
        return ss_operate_fail(op,
                               "Error updating the reservation: Requested reservation is invalid");
    SsReservation *resv = op->world->resv->pdata[at];
    SsTime         from = resv->start, to = resv->end;
    SsSpan         span = 0;
    if ((start && !read_date(op, start, &from)) || (end && !read_date(op, end, &to)))
        return 1;
    if (duration && ss_span_parse_limit(duration, &span, NULL))
        to = from + span;
    if (to <= from)
        return ss_operate_fail(op,
                               "Error updating the reservation: Requested reservation is invalid");
    resv->start = from;
    resv->end = to;
    op->world->changed.resv = op->world->now;
    g_string_append(op->out, "Reservation updated.\n");
    return 0;
}

int ss_operate_resv_delete(SsOperation *op, const char *name)
{
    const uint32_t at = find_resv(op->world, name);

    if (at == SS_ID_NONE)
        return ss_operate_fail(
            op, "delete_reservation reservation=%s: Requested reservation is invalid",
            name ? name : "");
    ss_world_resv_remove(op->world, at);
    return 0;
}
