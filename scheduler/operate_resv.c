/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_resv.c - reservations made, changed and deleted while the cluster runs.
 *
 * A new reservation is put together on the side, checked as a whole and then taken into the world; an
 * update edits a copy and swaps it in, so that a refusal changes nothing.
 */
#include "scheduler/operate.h"

#include "scheduler/licenses.h"
#include "scheduler/resv_life.h"
#include "scheduler/resv_pick.h"
#include "sim/base/date.h"
#include "sim/base/span.h"

#include <string.h>

#define YEAR ((SsSpan) 365 * 86400)

/* --- words ------------------------------------------------------------------------------------------ */

static const struct {
    const char *word;
    uint64_t    flag;
} resv_flags[] = {
    { "ANY_NODES", SS_RESV_ANY_NODES },
    { "DAILY", SS_RESV_DAILY },
    { "FIRST_CORES", SS_RESV_FIRST_CORES },
    { "FLEX", SS_RESV_FLEX },
    { "HOURLY", SS_RESV_HOURLY },
    { "IGNORE_JOBS", SS_RESV_IGNORE_JOBS },
    { "LICENSE_ONLY", SS_RESV_ANY_NODES },
    { "MAGNETIC", SS_RESV_MAGNETIC },
    { "MAINT", SS_RESV_MAINT },
    { "NO_HOLD_JOBS_AFTER_END", SS_RESV_NO_HOLD },
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

/* "PURGE_COMP" or "PURGE_COMP=TIME". */
static bool read_purge(const char *word, SsReservation *resv)
{
    SsSpan span = 300;

    if (word[10] == '=' && !ss_span_parse(word + 11, &span, NULL))
        return false;
    resv->flags |= SS_RESV_PURGE_COMP;
    resv->purge_comp = span;
    return true;
}

/* A flag's whole word goes before those it begins (REPLACE, REPLACE_DOWN). */
static uint64_t flag_of(const char *word)
{
    for (uint32_t k = 0; k < G_N_ELEMENTS(resv_flags); k++)
        if (g_ascii_strncasecmp(word, resv_flags[k].word, MAX(strlen(word), 3)) == 0)
            return resv_flags[k].flag;
    return 0;
}

/* "MAINT,DAILY"; on an update also "-MAINT", or with `remove` all of them. */
static bool read_flags(const char *text, bool remove, SsReservation *resv)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    for (uint32_t i = 0; words[i]; i++) {
        const char    *word = g_strstrip(words[i]);
        const bool     off = remove || *word == '-';
        const char    *plain = word + (*word == '-' || *word == '+');
        const uint64_t flag = flag_of(plain);

        if (g_ascii_strncasecmp(plain, "PURGE_COMP", 10) == 0) {
            if (off)
                resv->flags &= ~(uint64_t) SS_RESV_PURGE_COMP;
            else if (!read_purge(plain, resv))
                return false;
            continue;
        }
        if (flag == 0)
            return false;
        resv->flags = off ? resv->flags & ~flag : resv->flags | flag;
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

/* "4,2k" into counts; NULL: no number. */
static uint32_t *read_counts(const char *text, uint32_t *n)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    uint32_t     *counts = g_new0(uint32_t, MAX(g_strv_length(items), 1));

    *n = 0;
    for (uint32_t i = 0; items[i]; i++) {
        char          *end = NULL;
        const uint64_t count = g_ascii_strtoull(items[i], &end, 10);
        const uint64_t unit = g_ascii_tolower(*end) == 'k' ? 1024 : 1;

        if (end == items[i] || (*end != '\0' && unit == 1))
            break;
        counts[(*n)++] = (uint32_t) MIN(count * unit, UINT32_MAX);
    }
    if (*n == g_strv_length(items) && *n > 0)
        return counts;
    g_free(counts);
    return NULL;
}

static bool read_span(SsOperation *op, const char *text, SsSpan *out)
{
    if (!ss_span_parse_limit(text, out, NULL)) {
        ss_operate_fail(op, "scontrol: error: Invalid duration %s", text);
        return false;
    }
    if (*out == SS_SPAN_FOREVER)
        *out = YEAR;
    return true;
}

/* --- where ------------------------------------------------------------------------------------------ */

static bool set_nodes(SsOperation *op, const char *text, SsReservation *resv)
{
    const SsCluster *cluster = op->world->cluster;
    g_autofree char *bad = NULL;

    ss_node_set_clear(resv->nodes);
    if (g_ascii_strcasecmp(text, "ALL") == 0) {
        const bool part = (resv->flags & SS_RESV_PART_NODES) && resv->part != SS_ID_NONE;

        if (part)
            ss_node_set_copy(resv->nodes, op->world->parts[resv->part].nodes);
        else
            ss_node_set_fill(resv->nodes);
        if (part)
            return true;
        resv->flags |= SS_RESV_ALL_NODES;
    } else if (!ss_cluster_node_set(cluster, text, resv->nodes, &bad)) {
        ss_operate_fail(op, "Error creating the reservation: Invalid node name specified");
        return false;
    }
    resv->flags |= SS_RESV_SPEC_NODES;
    return true;
}

static bool set_partition(SsOperation *op, const char *name, SsReservation *resv)
{
    resv->part = ss_cluster_part(op->world->cluster, name);
    if (resv->part != SS_ID_NONE)
        return true;
    ss_operate_fail(op, "Error creating the reservation: Invalid partition name specified");
    return false;
}

static bool set_licenses(SsOperation *op, const char *text, SsReservation *resv)
{
    resv->n_license = 0;
    if (ss_licenses_parse(op->world->cluster, text, &resv->license, &resv->n_license)) {
        g_free(resv->licenses);
        resv->licenses = *text ? g_strdup(text) : NULL;
        return true;
    }
    ss_operate_fail(op, "Error creating the reservation: Invalid license specification");
    return false;
}

/* "cpu=8,node=2,license/matlab=1" is CoreCnt, NodeCnt and Licenses in one word. */
static bool read_tres(SsOperation *op, const char *text, SsReservation *resv, SsResvWish *wish)
{
    g_auto(GStrv)      items = g_strsplit(text, ",", -1);
    g_autoptr(GString) licenses = g_string_new(NULL);

    for (uint32_t i = 0; items[i]; i++) {
        g_auto(GStrv) halves = g_strsplit(items[i], "=", 2);
        uint32_t      n = 0, **counts = NULL;

        if (halves[0] == NULL || halves[1] == NULL)
            continue;
        if (g_str_has_prefix(halves[0], "license/")) {
            g_string_append_printf(licenses, "%s%s:%s", licenses->len ? "," : "", halves[0] + 8,
                                   halves[1]);
            continue;
        }
        counts = strcmp(halves[0], "node") == 0  ? &wish->node
                 : strcmp(halves[0], "cpu") == 0 ? &wish->core
                                                 : NULL;
        if (counts == NULL || *counts != NULL || (*counts = read_counts(halves[1], &n)) == NULL) {
            ss_operate_fail(op, "Error creating the reservation: Invalid Trackable RESource "
                                "(TRES) specification");
            return false;
        }
        *(counts == &wish->node ? &wish->n_node : &wish->n_core) = n;
    }
    return licenses->len == 0 || set_licenses(op, licenses->str, resv);
}

static bool read_wish(SsOperation *op, const GArray *pairs, SsReservation *resv, SsResvWish *wish)
{
    const char *count = ss_operate_value(pairs, "NodeCnt", 5);
    const char *cores = ss_operate_value(pairs, "CoreCnt", 5);
    const char *tres = ss_operate_value(pairs, "TRES", 4);

    if ((count && (wish->node = read_counts(count, &wish->n_node)) == NULL)
        || (cores && (wish->core = read_counts(cores, &wish->n_core)) == NULL)) {
        const bool nodes = count && wish->node == NULL;

        ss_operate_fail(op, "scontrol: error: Invalid %s count %s", nodes ? "node" : "core",
                        nodes ? count : cores);
        return false;
    }
    return tres == NULL || read_tres(op, tres, resv, wish);
}

static bool set_place(SsOperation *op, const char *nodes, SsReservation *resv,
                      const SsResvWish *wish)
{
    if (nodes && *nodes && !set_nodes(op, nodes, resv))
        return false;
    if (!ss_resv_pick(op->world, resv, wish)) {
        ss_operate_fail(op, "Error creating the reservation: Requested nodes are busy");
        return false;
    }
    return true;
}

static bool is_for_somebody(SsOperation *op, const SsReservation *resv)
{
    if (resv->users && resv->groups)
        ss_operate_fail(op, "scontrol: error: Users and Groups are mutually exclusive.  You can "
                            "have one or the other, but not both.  No reservation created.");
    else if (!resv->users && !resv->groups && !resv->accounts)
        ss_operate_fail(op, "scontrol: error: Either Users/Groups and/or Accounts must be "
                            "specified.  No reservation created.");
    else
        return true;
    return false;
}

static bool read_where(SsOperation *op, const GArray *pairs, SsReservation *resv)
{
    const char *nodes = ss_operate_value(pairs, "Nodes", 5);
    const char *part = ss_operate_value(pairs, "PartitionName", 1);
    const char *licenses = ss_operate_value(pairs, "Licenses", 1);
    SsResvWish  wish = { 0 };

    resv->part = SS_ID_NONE;
    resv->features = g_strdup(ss_operate_value(pairs, "Features", 2));
    bool ok = (part == NULL || set_partition(op, part, resv))
              && (licenses == NULL || set_licenses(op, licenses, resv))
              && read_wish(op, pairs, resv, &wish);
    if (ok && nodes == NULL && wish.n_node == 0 && wish.n_core == 0
        && !((resv->flags & SS_RESV_ANY_NODES) && resv->n_license > 0)) {
        ss_operate_fail(op, "scontrol: error: CoreCnt, Nodes, NodeCnt, BurstBuffer, Licenses or "
                            "Watts must be specified.  No reservation created.");
        ok = false;
    }
    ok = ok && is_for_somebody(op, resv) && set_place(op, nodes, resv, &wish);
    ss_resv_wish_clear(&wish);
    return ok;
}

/* --- create ----------------------------------------------------------------------------------------- */

static bool read_times(SsOperation *op, const GArray *pairs, SsReservation *resv)
{
    const char *start = ss_operate_value(pairs, "StartTime", 1);
    const char *end = ss_operate_value(pairs, "EndTime", 1);
    const char *duration = ss_operate_value(pairs, "Duration", 1);
    SsSpan      span = 0;

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
    if (!end && !read_span(op, duration, &span))
        return false;
    if (!end)
        resv->end = resv->start + span;
    if (resv->end <= resv->start) {
        ss_operate_fail(op, "scontrol: error: Start time cannot be after end time.  No reservation "
                            "created.");
        return false;
    }
    return true;
}

static bool read_delay(SsOperation *op, const char *text, SsReservation *resv)
{
    return text == NULL || read_span(op, text, &resv->max_start_delay);
}

/* Does it stand in nobody's way? `verb`: creating or updating. */
static bool check_room(SsOperation *op, const SsReservation *resv, const char *verb)
{
    const bool  updates = strcmp(verb, "updating") == 0;
    const char *fault = NULL;

    if (ss_resv_overlaps(op->world, resv))
        fault = "Requested reservation overlaps with another reservation";
    else if ((updates || (resv->flags & SS_RESV_SPEC_NODES))
             && ss_resv_has_jobs_in_the_way(op->world, resv))
        fault = "Requested nodes are busy";
    if (fault == NULL)
        return true;
    ss_operate_fail(op, "Error %s the reservation: %s", verb, fault);
    if (updates)
        ss_operate_fail(op, "slurm_update error: %s", fault);
    return false;
}

static bool put_together(SsOperation *op, const GArray *pairs, SsReservation *resv)
{
    const char *flags = ss_operate_value(pairs, "Flags", 2);

    resv->users = read_names(ss_operate_value(pairs, "Users", 1));
    resv->groups = read_names(ss_operate_value(pairs, "Groups", 1));
    resv->accounts = read_names(ss_operate_value(pairs, "Accounts", 1));
    if (flags && !read_flags(flags, false, resv)) {
        ss_operate_fail(op, "scontrol: error: Error parsing flags %s.  No reservation created.",
                        flags);
        return false;
    }
    return read_times(op, pairs, resv)
           && read_delay(op, ss_operate_value(pairs, "MaxStartDelay", 4), resv)
           && read_where(op, pairs, resv) && check_room(op, resv, "creating");
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

int ss_operate_resv_create(SsOperation *op, GArray *pairs)
{
    SsWorld       *world = op->world;
    const char    *name = ss_operate_value(pairs, "ReservationName", 3);
    SsReservation *resv = g_new0(SsReservation, 1);

    resv->nodes = ss_node_set_new(world->cluster->n_nodes);
    resv->assocs = g_array_new(FALSE, FALSE, sizeof(SsAssocId));
    resv->made = world->now;
    if (find_resv(world, name) != SS_ID_NONE) {
        ss_reservation_free(resv);
        return ss_operate_fail(op, "Error creating the reservation: Requested reservation is "
                                   "invalid");
    }
    if (!put_together(op, pairs, resv)) {
        ss_reservation_free(resv);
        return 1;
    }
    resv->name = name ? g_strdup(name) : automatic_name(world, resv);
    ss_resv_settle(world, resv);
    g_string_append_printf(op->out, "Reservation created: %s\n", resv->name);
    ss_world_resv_add(world, resv);
    return 0;
}

/* --- update ----------------------------------------------------------------------------------------- */

/* KEY=V sets, KEY+=V adds, KEY-=V takes away; the sign is the key's last character. */
static char sign_of(const SsPair *pair, SsPair *plain)
{
    const size_t n = strlen(pair->key);
    const char   sign = n > 0 && strchr("+-", pair->key[n - 1]) ? pair->key[n - 1] : '=';

    *plain = *pair;
    plain->key = g_strndup(pair->key, sign == '=' ? n : n - 1);
    return sign;
}

static void edit_names(char ***names, char sign, const char *text)
{
    g_auto(GStrv)           items = g_strsplit(text, ",", -1);
    g_autoptr(GStrvBuilder) kept = g_strv_builder_new();

    for (uint32_t i = 0; sign != '=' && *names && (*names)[i]; i++)
        if (sign == '+' || !g_strv_contains((const char *const *) items, (*names)[i]))
            g_strv_builder_add(kept, (*names)[i]);
    for (uint32_t i = 0; sign != '-' && items[i]; i++)
        if (*items[i])
            g_strv_builder_add(kept, items[i]);
    g_strfreev(*names);
    *names = g_strv_builder_end(kept);
    if ((*names)[0] == NULL)
        g_clear_pointer(names, g_strfreev);
}

static bool edit_nodes(SsOperation *op, char sign, const char *text, SsReservation *resv)
{
    g_autoptr(SsNodeSet) before = ss_node_set_dup(resv->nodes);

    g_clear_pointer(&resv->cores, g_free);
    resv->flags &= ~(uint64_t) SS_RESV_ALL_NODES;
    if (!set_nodes(op, text, resv))
        return false;
    if (sign == '+')
        ss_node_set_or(resv->nodes, before);
    if (sign == '-') {
        ss_node_set_and_not(before, resv->nodes);
        ss_node_set_copy(resv->nodes, before);
    }
    return true;
}

/* NodeCnt=4 keeps what it has as far as it goes; +=2 and -=2 are relative. */
static bool edit_count(SsOperation *op, char sign, const char *text, SsReservation *resv)
{
    const uint32_t       have = ss_node_set_count(resv->nodes);
    const uint32_t       n = (uint32_t) g_ascii_strtoull(text, NULL, 10);
    const uint32_t       want = sign == '+' ? have + n : sign == '-' ? have - MIN(n, have) : n;
    g_autoptr(SsNodeSet) more = ss_node_set_new(op->world->cluster->n_nodes);

    g_clear_pointer(&resv->cores, g_free);
    resv->flags &= ~(uint64_t) (SS_RESV_SPEC_NODES | SS_RESV_ALL_NODES);
    if (want <= have) {
        ss_node_set_keep_first(resv->nodes, want);
        return true;
    }
    if (!ss_resv_pick_more(op->world, resv, want - have, more)) {
        ss_operate_fail(op, "Error updating the reservation: Requested nodes are busy");
        return false;
    }
    ss_node_set_or(resv->nodes, more);
    return true;
}

static bool edit_duration(SsOperation *op, char sign, const char *text, SsReservation *resv)
{
    SsSpan span = 0;

    if (!read_span(op, text, &span))
        return false;
    resv->end = sign == '+'   ? resv->end + span
                : sign == '-' ? resv->end - span
                              : resv->start + span;
    return true;
}

static bool edit(SsOperation *op, const SsPair *pair, char sign, SsReservation *resv)
{
    const char *value = pair->value;

    if (ss_operate_key_is(pair, "ReservationName", 3))
        return true;
    if (ss_operate_key_is(pair, "StartTime", 1))
        return read_date(op, value, &resv->start);
    if (ss_operate_key_is(pair, "EndTime", 1))
        return read_date(op, value, &resv->end);
    if (ss_operate_key_is(pair, "Duration", 1))
        return edit_duration(op, sign, value, resv);
    if (ss_operate_key_is(pair, "MaxStartDelay", 4))
        return read_delay(op, value, resv);
    if (ss_operate_key_is(pair, "Users", 1))
        edit_names(&resv->users, sign, value);
    else if (ss_operate_key_is(pair, "Groups", 1))
        edit_names(&resv->groups, sign, value);
    else if (ss_operate_key_is(pair, "Accounts", 1))
        edit_names(&resv->accounts, sign, value);
    else if (ss_operate_key_is(pair, "Flags", 2))
        return read_flags(value, sign == '-', resv)
               || (ss_operate_fail(op, "scontrol: error: Invalid flags %s", value), false);
    else if (ss_operate_key_is(pair, "Nodes", 5))
        return edit_nodes(op, sign, value, resv);
    else if (ss_operate_key_is(pair, "NodeCnt", 5))
        return edit_count(op, sign, value, resv);
    else if (ss_operate_key_is(pair, "PartitionName", 1))
        return set_partition(op, value, resv);
    else if (ss_operate_key_is(pair, "Licenses", 1))
        return set_licenses(op, value, resv);
    else if (ss_operate_key_is(pair, "Features", 2)) {
        g_free(resv->features);
        resv->features = g_strdup(value);
    } else {
        ss_operate_fail(op, "Update of this parameter is not supported: %s=%s\nRequest aborted",
                        pair->key, value);
        return false;
    }
    return true;
}

static bool edit_all(SsOperation *op, const GArray *pairs, SsReservation *resv)
{
    for (uint32_t i = 0; i < pairs->len; i++) {
        SsPair     plain;
        const char sign = sign_of(&g_array_index(pairs, SsPair, i), &plain);
        const bool ok = edit(op, &plain, sign, resv);

        g_free(plain.key);
        if (!ok)
            return false;
    }
    if (resv->end > resv->start && (resv->users || resv->groups || resv->accounts))
        return check_room(op, resv, "updating");
    ss_operate_fail(op, "Error updating the reservation: Requested reservation is invalid");
    return false;
}

/* "SKIP": a recurring reservation goes on to its next time. */
static bool is_skip(const GArray *pairs)
{
    for (uint32_t i = 0; i < pairs->len; i++) {
        const SsPair *pair = &g_array_index(pairs, SsPair, i);

        if (g_ascii_strcasecmp(pair->key, "Skip") == 0)
            return true;
    }
    return false;
}

int ss_operate_resv_update(SsOperation *op, GArray *pairs)
{
    SsWorld       *world = op->world;
    const uint32_t at = find_resv(world, ss_operate_value(pairs, "ReservationName", 3));

    if (at == SS_ID_NONE
        || (is_skip(pairs) && ss_reservation_period(ss_world_resv(world, at)) == 0))
        return ss_operate_fail(op,
                               "Error updating the reservation: Requested reservation is invalid");
    if (is_skip(pairs)) {
        ss_resv_recur(world, at);
    } else {
        SsReservation *old = ss_world_resv(world, at),
                      *resv = ss_reservation_copy(old, world->cluster->core_words);

        world->resv->pdata[at] = resv; /* checks must not meet the old one */
        if (!edit_all(op, pairs, resv)) {
            world->resv->pdata[at] = old;
            ss_reservation_free(resv);
            return 1;
        }
        ss_reservation_free(old);
        ss_resv_settle(world, resv);
        resv->began = resv->began && resv->start <= world->now;
        ss_world_resv_changed(world, at);
    }
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
    if (ss_resv_is_used(op->world, at))
        return ss_operate_fail(
            op, "delete_reservation reservation=%s: Requested reservation is in use", name);
    ss_resv_let_go(op->world, at);
    ss_world_resv_remove(op->world, at);
    return 0;
}
