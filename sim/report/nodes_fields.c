/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nodes_fields.c - the fields of sinfo, and what keeps nodes in different lines.
 *
 * sinfo prints a line for each group of nodes that agree in all that is shown: two states make two
 * lines when the state is shown and one when it is not. CPU counts, memory, disk, weight divide only with
 * -e; without, a line shows the least with a '+' behind it. So each field names, beside its getter, the
 * test by which a node joins a group or does not.
 *
 * What slurmd measures is not known here: the load is the CPUs in use, the free memory what jobs left.
 */
#include "sim/report/nodes_fields.h"

#include "sim/base/hostlist.h"
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/model/partition.h"
#include "sim/report/flags.h"
#include "sim/report/node_state.h"

#include <stdlib.h>
#include <string.h>

static const SsNodeView *first_of(const SsNodeGroup *group)
{
    return group->nodes->len ? &g_array_index(group->nodes, SsNodeView, 0) : NULL;
}

static const char *keep(GStringChunk *texts, char *text) /* taken */
{
    const char *kept = g_string_chunk_insert(texts, text);

    g_free(text);
    return kept;
}

/* --- what keeps nodes apart --------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    return g_strcmp0(a, b) == 0;
}

#define SAME(word, expression)                                                                     \
    static bool same_##word(const SsNodeView *a, const SsNodeView *b)                              \
    {                                                                                              \
        return expression;                                                                         \
    }
#define SAME_PART(word, expression)                                                                \
    static bool same_##word(const SsPartRow *a, const SsPartRow *b)                                \
    {                                                                                              \
        return expression;                                                                         \
    }

static bool same_form(const SsNodeView *a, const SsNodeView *b, SsStateForm form)
{
    char x[SS_NODE_STATE_TEXT], y[SS_NODE_STATE_TEXT];

    return strcmp(ss_node_state_text(a->now->state, form, x, sizeof x),
                  ss_node_state_text(b->now->state, form, y, sizeof y))
           == 0;
}

/* Who gave the reason. Without one: root on a node that no job has used yet, nobody after that. */
static uint32_t reason_uid(const SsNodeNowRow *now)
{
    if (now->reason == NULL)
        return now->last_busy == 0 && now->reason_time == 0 ? 0 : SS_UNSET32;
    return now->reason_uid;
}

SAME(state, same_form(a, b, SS_STATE_LONG))
SAME(state_short, same_form(a, b, SS_STATE_COMPACT))
SAME(state_complete, same_form(a, b, SS_STATE_COMPLETE))
SAME(features, same_text(a->node->features, b->node->features))
SAME(active, same_text(a->node->active, b->node->active))
SAME(comment, same_text(a->node->comment, b->node->comment))
SAME(extra, same_text(a->node->extra, b->node->extra))
SAME(gres, same_text(a->node->gres, b->node->gres))
SAME(gres_used, same_text(a->now->gres_used, b->now->gres_used))
SAME(reason, same_text(a->now->reason, b->now->reason))
SAME(reason_time, a->now->reason_time == b->now->reason_time)
SAME(reason_user, reason_uid(a->now) == reason_uid(b->now))
SAME(hostname, same_text(a->node->hostname, b->node->hostname))
SAME(address, same_text(a->node->address, b->node->address))
SAME(cpus, a->node->cpus == b->node->cpus)
SAME(memory, a->node->real_memory == b->node->real_memory)
SAME(disk, a->node->tmp_disk == b->node->tmp_disk)
SAME(weight, a->node->weight == b->node->weight)
SAME(sockets, a->node->sockets == b->node->sockets)
SAME(cores, a->node->cores_per_socket == b->node->cores_per_socket)
SAME(threads, a->node->threads_per_core == b->node->threads_per_core)
SAME(sct, same_sockets(a, b) && same_cores(a, b) && same_threads(a, b))
SAME(load, a->now->cpus_alloc == b->now->cpus_alloc)
SAME(alloc_memory, a->now->mem_alloc == b->now->mem_alloc)
SAME(free_memory,
     a->node->real_memory - a->now->mem_alloc == b->node->real_memory - b->now->mem_alloc)
SAME(node, a->node == b->node) /* 22.05 compares versions by address */

SAME_PART(partition, a == b)
SAME_PART(available, a->state == b->state)
SAME_PART(max_cpus, a->max_cpus_per_node == b->max_cpus_per_node)
SAME_PART(groups, same_text(a->allow_groups, b->allow_groups))
SAME_PART(share, a->share == b->share && a->share_count == b->share_count)
SAME_PART(job_factor, a->job_factor == b->job_factor)
SAME_PART(time, a->max_time == b->max_time)
SAME_PART(default_time, a->default_time == b->default_time)
SAME_PART(preempt, a->preempt_mode == b->preempt_mode)
SAME_PART(tier, a->priority_tier == b->priority_tier)
SAME_PART(root, a->root_only == b->root_only)
SAME_PART(size, a->min_nodes == b->min_nodes && a->max_nodes == b->max_nodes)

/* The tags of the fields: which row of `tells` divides nodes where the field is shown. */
enum {
    ALIKE, /* none */
    STATE,
    STATE_SHORT,
    STATE_COMPLETE,
    FEATURES,
    ACTIVE,
    COMMENT,
    EXTRA,
    GRES,
    GRES_USED,
    REASON,
    REASON_TIME,
    REASON_USER,
    HOSTNAME,
    ADDRESS,
    CPUS,
    MEMORY,
    DISK,
    WEIGHT,
    SOCKETS,
    CORES,
    THREADS,
    SCT,
    LOAD,
    ALLOC_MEMORY,
    FREE_MEMORY,
    VERSION,
    PARTITION,
    AVAILABLE,
    MAX_CPUS,
    GROUPS,
    SHARE,
    JOB_FACTOR,
    TIME,
    DEFAULT_TIME,
    PREEMPT,
    TIER,
    ROOT,
    SIZE,
};

static const struct {
    bool exact; /* only with -e */
    bool (*node)(const SsNodeView *a, const SsNodeView *b);
    bool (*part)(const SsPartRow *a, const SsPartRow *b);
} tells[] = {
    [STATE] = { false, same_state, NULL },
    [STATE_SHORT] = { false, same_state_short, NULL },
    [STATE_COMPLETE] = { false, same_state_complete, NULL },
    [FEATURES] = { false, same_features, NULL },
    [ACTIVE] = { false, same_active, NULL },
    [COMMENT] = { false, same_comment, NULL },
    [EXTRA] = { false, same_extra, NULL },
    [GRES] = { false, same_gres, NULL },
    [GRES_USED] = { false, same_gres_used, NULL },
    [REASON] = { false, same_reason, NULL },
    [REASON_TIME] = { false, same_reason_time, NULL },
    [REASON_USER] = { false, same_reason_user, NULL },
    [HOSTNAME] = { false, same_hostname, NULL },
    [ADDRESS] = { false, same_address, NULL },
    [CPUS] = { true, same_cpus, NULL },
    [MEMORY] = { true, same_memory, NULL },
    [DISK] = { true, same_disk, NULL },
    [WEIGHT] = { true, same_weight, NULL },
    [SOCKETS] = { true, same_sockets, NULL },
    [CORES] = { true, same_cores, NULL },
    [THREADS] = { true, same_threads, NULL },
    [SCT] = { true, same_sct, NULL },
    [LOAD] = { true, same_load, NULL },
    [ALLOC_MEMORY] = { false, same_alloc_memory, NULL },
    [FREE_MEMORY] = { true, same_free_memory, NULL },
    [VERSION] = { true, same_node, NULL },
    [PARTITION] = { false, NULL, same_partition },
    [AVAILABLE] = { false, NULL, same_available },
    [MAX_CPUS] = { false, NULL, same_max_cpus },
    [GROUPS] = { false, NULL, same_groups },
    [SHARE] = { false, NULL, same_share },
    [JOB_FACTOR] = { false, NULL, same_job_factor },
    [TIME] = { false, NULL, same_time },
    [DEFAULT_TIME] = { false, NULL, same_default_time },
    [PREEMPT] = { false, NULL, same_preempt },
    [TIER] = { false, NULL, same_tier },
    [ROOT] = { false, NULL, same_root },
    [SIZE] = { false, NULL, same_size },
};

SsNodeTells ss_node_tells(const SsFormat *format, bool exact)
{
    SsNodeTells bits = 0;

    for (guint i = 0; i < format->items->len; i++) {
        const SsFormatField *field = g_array_index(format->items, SsFormatItem, i).field;

        if (field && field->tag && (exact || !tells[field->tag].exact))
            bits |= UINT64_C(1) << field->tag;
    }
    return bits;
}

bool ss_node_group_takes(const SsNodeGroup *group, const SsPartRow *part, const SsNodeView *view,
                         SsNodeTells wanted)
{
    const SsNodeView *mine = first_of(group);

    for (size_t i = 1; i < G_N_ELEMENTS(tells); i++) {
        if (!(wanted >> i & 1))
            continue;
        if (tells[i].part && !tells[i].part(group->part, part))
            return false;
        if (tells[i].node && mine && view && !tells[i].node(mine, view))
            return false;
    }
    return true;
}

/* --- groups ------------------------------------------------------------------------------------------- */

static void widen(SsRange *range, bool first, uint64_t value)
{
    range->min = first ? value : MIN(range->min, value);
    range->max = first ? value : MAX(range->max, value);
}

static void count_cpus(SsNodeGroup *group, const SsNodeView *view)
{
    uint32_t state = view->now->state;
    uint32_t idle = view->node->cpus - MIN(view->now->cpus_alloc, view->node->cpus);
    bool     away = (state & SS_NODE_DRAIN) || (state & SS_NODE_BASE) == SS_NODE_DOWN;

    group->cpus_total += view->node->cpus;
    group->cpus_alloc += view->now->cpus_alloc;
    *(away ? &group->cpus_other : &group->cpus_idle) += idle;
}

void ss_node_group_add(SsNodeGroup *group, const SsNodeView *view)
{
    const SsNodeRow *node = view->node;
    bool             first = group->nodes->len == 0;
    uint64_t         used = MIN(view->now->mem_alloc, node->real_memory);

    widen(&group->cpus, first, node->cpus);
    widen(&group->memory, first, node->real_memory);
    widen(&group->disk, first, node->tmp_disk);
    widen(&group->weight, first, node->weight);
    widen(&group->sockets, first, node->sockets);
    widen(&group->cores, first, node->cores_per_socket);
    widen(&group->threads, first, node->threads_per_core);
    widen(&group->load, first, view->now->cpus_alloc);
    widen(&group->free_memory, first, node->real_memory - used);
    widen(&group->alloc_memory, first, view->now->mem_alloc);
    if (ss_node_state_busy(view->now->state))
        group->n_alloc++;
    else if (ss_node_state_free(view->now->state))
        group->n_idle++;
    else
        group->n_other++;
    count_cpus(group, view);
    g_array_append_val(group->nodes, *view);
}

typedef const char *(*NameOf)(const SsNodeRow *node);

static const char *name_of(const SsNodeRow *node)
{
    return node->name;
}
static const char *hostname_of(const SsNodeRow *node)
{
    return node->hostname ? node->hostname : node->name;
}
static const char *address_of(const SsNodeRow *node)
{
    return node->address ? node->address : node->name;
}

static const char *list_of(const SsNodeGroup *group, NameOf name, GStringChunk *texts)
{
    g_autoptr(SsHostlist) list = ss_hostlist_new();

    for (guint i = 0; i < group->nodes->len; i++)
        ss_hostlist_push(list, name(g_array_index(group->nodes, SsNodeView, i).node));
    ss_hostlist_sort_unique(list);
    return keep(texts, ss_hostlist_text(list));
}

const char *ss_node_group_list(const SsNodeGroup *group, GStringChunk *texts)
{
    return list_of(group, name_of, texts);
}

const char *ss_node_group_partition(const SsNodeGroup *group, GStringChunk *texts)
{
    return keep(texts, g_strconcat(group->part->name, group->part->is_default ? "*" : "", NULL));
}

/* --- values ------------------------------------------------------------------------------------------- */

#define GETTER(word)                                                                               \
    static SsValue get_##word(const void *row, const SsFormatField *field, const SsShow *show)

static SsValue range_text(const SsRange *range, const SsShow *show)
{
    const char *plus = range->min == range->max ? "" : "+";

    return ss_value_as(ss_value_uint(range->min),
                       ss_show_printf(show, "%" G_GUINT64_FORMAT "%s", range->min, plus));
}

#define GET_RANGE(word, member)                                                                    \
    GETTER(word)                                                                                   \
    {                                                                                              \
        (void) field;                                                                              \
        return range_text(&((const SsNodeGroup *) row)->member, show);                             \
    }
GET_RANGE(memory, memory)
GET_RANGE(disk, disk)
GET_RANGE(weight, weight)
GET_RANGE(sockets, sockets)
GET_RANGE(cores, cores)
GET_RANGE(threads, threads)
GET_RANGE(alloc_memory, alloc_memory)

/* Counts from 1024 on are shortened: 1K. */
static const char *count_text(uint64_t count, char out[SS_SIZE_TEXT])
{
    return ss_size_text(count, SS_UNIT_ONE, out);
}

GETTER(cpus)
{
    const SsNodeGroup *group = row;
    char               text[SS_SIZE_TEXT];

    (void) field;
    return ss_value_as(ss_value_uint(group->cpus.min),
                       ss_show_printf(show, "%s%s", count_text(group->cpus.min, text),
                                      group->cpus.min == group->cpus.max ? "" : "+"));
}

GETTER(sct)
{
    const SsNodeGroup *group = row;
    const SsRange     *ranges[] = { &group->sockets, &group->cores, &group->threads };
    g_autoptr(GString) text = g_string_new(NULL);

    (void) field;
    for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++)
        g_string_append_printf(text, "%s%" G_GUINT64_FORMAT "%s", i ? ":" : "", ranges[i]->min,
                               ranges[i]->min == ranges[i]->max ? "" : "+");
    return ss_value_text(g_string_chunk_insert(show->texts, text->str));
}

/* "0.00-8.00" */
GETTER(load)
{
    const SsRange *load = &((const SsNodeGroup *) row)->load;

    (void) field;
    if (load->min == load->max)
        return ss_value_text(ss_show_printf(show, "%.2f", (double) load->min));
    return ss_value_text(ss_show_printf(show, "%.2f-%.2f", (double) load->min, (double) load->max));
}

GETTER(free_memory)
{
    const SsRange *memory = &((const SsNodeGroup *) row)->free_memory;

    (void) field;
    if (memory->min == memory->max)
        return ss_value_uint(memory->min);
    return ss_value_text(
        ss_show_printf(show, "%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, memory->min, memory->max));
}

GETTER(nodes)
{
    (void) field;
    (void) show;
    return ss_value_uint(((const SsNodeGroup *) row)->nodes->len);
}

GETTER(nodes_ai)
{
    const SsNodeGroup *group = row;

    (void) field;
    return ss_value_text(ss_show_printf(show, "%u/%u", group->n_alloc, group->n_idle));
}

GETTER(nodes_aiot)
{
    const SsNodeGroup *group = row;

    (void) field;
    return ss_value_text(ss_show_printf(show, "%u/%u/%u/%u", group->n_alloc, group->n_idle,
                                        group->n_other, group->nodes->len));
}

GETTER(cpus_state)
{
    const SsNodeGroup *group = row;

    (void) field;
    return ss_value_text(ss_show_printf(
        show,
        "%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
        group->cpus_alloc, group->cpus_idle, group->cpus_other, group->cpus_total));
}

GETTER(node_list)
{
    (void) field;
    return ss_value_text(list_of(row, name_of, show->texts));
}

GETTER(hostnames)
{
    (void) field;
    return ss_value_text(list_of(row, hostname_of, show->texts));
}

GETTER(addresses)
{
    (void) field;
    return ss_value_text(list_of(row, address_of, show->texts));
}

static SsValue state_value(const SsNodeGroup *group, SsStateForm form, const SsShow *show)
{
    const SsNodeView *view = first_of(group);
    char              text[SS_NODE_STATE_TEXT];

    if (view == NULL)
        return ss_value_text("n/a");
    return ss_value_text(g_string_chunk_insert(
        show->texts, ss_node_state_text(view->now->state, form, text, sizeof text)));
}

GETTER(state)
{
    (void) field;
    return state_value(row, SS_STATE_LONG, show);
}

GETTER(state_short)
{
    (void) field;
    return state_value(row, SS_STATE_COMPACT, show);
}

GETTER(state_complete)
{
    (void) field;
    return state_value(row, SS_STATE_COMPLETE, show);
}

GETTER(features)
{
    const SsNodeView *view = first_of(row);

    (void) field;
    (void) show;
    return ss_value_text(
        view && view->node->features && *view->node->features ? view->node->features : NULL);
}

GETTER(active)
{
    const SsNodeView *view = first_of(row);

    (void) field;
    (void) show;
    return ss_value_text(view ? view->node->active : NULL);
}

static SsValue words_or_blank(const char *words)
{
    return words ? ss_value_text(words) : ss_value_blank();
}

GETTER(comment)
{
    const SsNodeView *view = first_of(row);

    (void) field;
    (void) show;
    return words_or_blank(view ? view->node->comment : NULL);
}

GETTER(extra)
{
    const SsNodeView *view = first_of(row);

    (void) field;
    (void) show;
    return words_or_blank(view ? view->node->extra : NULL);
}

GETTER(gres)
{
    const SsNodeView *view = first_of(row);

    (void) field;
    (void) show;
    return ss_value_text(view ? view->node->gres : NULL);
}

GETTER(gres_used)
{
    const SsNodeView *view = first_of(row);

    (void) field;
    (void) show;
    return ss_value_text(view ? view->now->gres_used : NULL);
}

GETTER(reason)
{
    const SsNodeView *view = first_of(row);

    (void) field;
    (void) show;
    return ss_value_text(view && view->now->reason ? view->now->reason : "none");
}

GETTER(reason_time)
{
    const SsNodeView *view = first_of(row);

    (void) field;
    (void) show;
    return ss_value_time(view ? view->now->reason_time : 0);
}

/* Reasons are given by root, or by a user whose name the ledger does not know. */
static SsValue user_value(const SsNodeGroup *group, const char *format_root, const SsShow *show)
{
    const SsNodeView *view = first_of(group);
    const uint32_t    uid = view ? reason_uid(view->now) : SS_UNSET32;

    if (uid == SS_UNSET32)
        return ss_value_text("Unknown");
    if (uid == 0)
        return ss_value_text(format_root);
    return ss_value_text(ss_show_printf(show, "%u", uid));
}

GETTER(user)
{
    (void) field;
    return user_value(row, "root", show);
}

GETTER(user_long)
{
    (void) field;
    return user_value(row, "root(0)", show);
}

GETTER(port)
{
    const SsNodeView *view = first_of(row);

    (void) field;
    (void) show;
    return ss_value_uint(view ? view->node->port : 0);
}

GETTER(version)
{
    (void) field;
    (void) show;
    return ss_value_text(first_of(row) ? SS_SLURM_VERSION : NULL);
}

GETTER(not_known)
{
    (void) row;
    (void) field;
    (void) show;
    return ss_value_text("N/A");
}

/* --- of the partition --------------------------------------------------------------------------------- */

static const SsPartRow *part_of(const void *row)
{
    return ((const SsNodeGroup *) row)->part;
}

GETTER(partition)
{
    (void) field;
    return ss_value_text(ss_node_group_partition(row, show->texts));
}

GETTER(partition_name)
{
    (void) field;
    (void) show;
    return ss_value_text(part_of(row)->name);
}

GETTER(available)
{
    g_autofree char *word = g_ascii_strdown(ss_part_state_text(part_of(row)->state), -1);

    (void) field;
    return ss_value_text(g_string_chunk_insert(show->texts, word));
}

static SsValue minutes_value(uint32_t minutes, const char *none, const SsShow *show)
{
    char text[SS_SPAN_TEXT];

    if (minutes == SS_NO_LIMIT)
        return ss_value_text(none);
    return ss_value_as(
        ss_value_span((SsSpan) minutes * 60),
        g_string_chunk_insert(show->texts, ss_span_text_short((SsSpan) minutes * 60, text)));
}

GETTER(time)
{
    (void) field;
    return minutes_value(part_of(row)->max_time, "infinite", show);
}

GETTER(default_time)
{
    (void) field;
    return minutes_value(part_of(row)->default_time, "n/a", show);
}

GETTER(max_cpus)
{
    uint32_t most = part_of(row)->max_cpus_per_node;

    (void) field;
    (void) show;
    return most == SS_NO_LIMIT ? ss_value_text("UNLIMITED") : ss_value_uint(most);
}

GETTER(groups)
{
    (void) field;
    (void) show;
    return ss_value_text(part_of(row)->allow_groups ? part_of(row)->allow_groups : "all");
}

GETTER(alloc_nodes)
{
    (void) field;
    (void) show;
    return ss_value_text(part_of(row)->alloc_nodes ? part_of(row)->alloc_nodes : "all");
}

GETTER(share)
{
    static const char *const forms[] = { "NO", "EXCLUSIVE", "YES:%u", "FORCE:%u" };
    const SsPartRow         *part = part_of(row);

    (void) field;
    if (part->share < SS_SHARE_YES)
        return ss_value_text(forms[part->share]);
    return ss_value_text(part->share == SS_SHARE_YES
                             ? ss_show_printf(show, "YES:%u", part->share_count)
                             : ss_show_printf(show, "FORCE:%u", part->share_count));
}

GETTER(job_factor)
{
    (void) field;
    (void) show;
    return ss_value_uint(part_of(row)->job_factor);
}

GETTER(tier)
{
    (void) field;
    (void) show;
    return ss_value_uint(part_of(row)->priority_tier);
}

GETTER(preempt)
{
    static const char *const words[] = { "OFF", "SUSPEND", "REQUEUE", "CANCEL" };
    uint32_t                 mode = part_of(row)->preempt_mode;
    uint32_t                 base = mode & SS_PREEMPT_MASK;

    (void) field;
    if (mode & SS_PREEMPT_GANG)
        return ss_value_text(base ? ss_show_printf(show, "GANG,%s", base < 4 ? words[base] : "OFF")
                                  : "GANG");
    return ss_value_text(base < G_N_ELEMENTS(words) ? words[base] : "OFF");
}

GETTER(root)
{
    (void) field;
    (void) show;
    return ss_value_text(part_of(row)->root_only ? "yes" : "no");
}

GETTER(size)
{
    const SsPartRow *part = part_of(row);
    uint32_t         least = MAX(part->min_nodes, 1);

    (void) field;
    if (part->max_nodes == SS_NO_LIMIT)
        return ss_value_text(ss_show_printf(show, "%u-infinite", least));
    if (part->max_nodes == least)
        return ss_value_uint(least);
    return ss_value_text(ss_show_printf(show, "%u-%u", least, part->max_nodes));
}

const SsFormatField ss_node_fields[] = {
    { "allocmem", 0, "ALLOCMEM", 0, get_alloc_memory, ALLOC_MEMORY, "Memory in use." },
    { "allocnodes", 'S', "ALLOCNODES", 0, get_alloc_nodes, ALIKE, "Nodes one may submit from." },
    { "available", 'a', "AVAIL", 0, get_available, AVAILABLE, "State of the partition." },
    { "cluster", 'V', "CLUSTER", 0, get_not_known, ALIKE, "Cluster, where several are asked." },
    { "comment", 0, "COMMENT", 0, get_comment, COMMENT, "Comment." },
    { "cpus", 'c', "CPUS", 0, get_cpus, CPUS, "CPUs a node." },
    { "cpusload", 'O', "CPU_LOAD", 0, get_load, LOAD, "Load." },
    { "freemem", 'e', "FREE_MEM", 0, get_free_memory, FREE_MEMORY, "Free memory." },
    { "cpusstate", 'C', "CPUS(A/I/O/T)", 0, get_cpus_state, CPUS,
      "CPUs in use, idle, other, in all." },
    { "cores", 'Y', "CORES", 0, get_cores, CORES, "Cores a socket." },
    { "defaulttime", 'L', "DEFAULTTIME", 0, get_default_time, DEFAULT_TIME, "Default time limit." },
    { "disk", 'd', "TMP_DISK", 0, get_disk, DISK, "Temporary disk a node." },
    { "extra", 0, "EXTRA", 0, get_extra, EXTRA, "Extra." },
    { "features", 'f', "AVAIL_FEATURES", 0, get_features, FEATURES, "Features." },
    { "features_act", 'b', "ACTIVE_FEATURES", 0, get_active, ACTIVE, "Features that are active." },
    { "groups", 'g', "GROUPS", 0, get_groups, GROUPS, "Groups that may use the partition." },
    { "gres", 'G', "GRES", 0, get_gres, GRES, "Generic resources." },
    { "gresused", 0, "GRES_USED", 0, get_gres_used, GRES_USED, "Generic resources in use." },
    { "maxcpuspernode", 'B', "MAX_CPUS_PER_NODE", 0, get_max_cpus, MAX_CPUS,
      "CPUs a job may use of a node." },
    { "memory", 'm', "MEMORY", 0, get_memory, MEMORY, "Memory a node." },
    { "nodes", 'D', "NODES", 0, get_nodes, ALIKE, "Number of nodes." },
    { "nodeaddr", 'o', "NODE_ADDR", SS_FULL_TITLE, get_addresses, ADDRESS, "Addresses." },
    { "nodeai", 'A', "NODES(A/I)", 0, get_nodes_ai, ALIKE, "Nodes in use and idle." },
    { "nodeaiot", 'F', "NODES(A/I/O/T)", 0, get_nodes_aiot, ALIKE,
      "Nodes in use, idle, other, in all." },
    { "nodehost", 'n', "HOSTNAMES", SS_FULL_TITLE, get_hostnames, HOSTNAME, "Host names." },
    { "nodelist", 'N', "NODELIST", SS_FULL_TITLE, get_node_list, ALIKE, "Nodes." },
    { "partition", 'P', "PARTITION", SS_FULL_STAR, get_partition, PARTITION,
      "Partition; '*' marks the default one." },
    { "partitionname", 'R', "PARTITION", 0, get_partition_name, PARTITION, "Partition." },
    { "port", 0, "PORT", 0, get_port, ALIKE, "Port of slurmd." },
    { "preemptmode", 'M', "PREEMPT_MODE", 0, get_preempt, PREEMPT, "How its jobs are preempted." },
    { "priorityjobfactor", 'I', "PRIO_JOB_FACTOR", 0, get_job_factor, JOB_FACTOR,
      "Factor of job priorities." },
    { "prioritytier", 'p', "PRIO_TIER", 0, get_tier, TIER, "Tier." },
    { "reason", 'E', "REASON", 0, get_reason, REASON, "Why it is not available." },
    { "root", 'r', "ROOT", 0, get_root, ROOT, "Is it for root only?" },
    { "oversubscribe", 'h', "OVERSUBSCRIBE", 0, get_share, SHARE, "May jobs share CPUs?" },
    { "share", 0, "OVERSUBSCRIBE", 0, get_share, SHARE, "May jobs share CPUs?" },
    { "size", 's', "JOB_SIZE", 0, get_size, SIZE, "Nodes a job may have." },
    { "statecompact", 't', "STATE", 0, get_state_short, STATE_SHORT, "State in short." },
    { "statecomplete", 0, "STATECOMPLETE", 0, get_state_complete, STATE_COMPLETE,
      "State with all flags." },
    { "statelong", 'T', "STATE", 0, get_state, STATE, "State." },
    { "sockets", 'X', "SOCKETS", 0, get_sockets, SOCKETS, "Sockets a node." },
    { "socketcorethread", 'z', "S:C:T", 0, get_sct, SCT, "Sockets, cores, threads." },
    { "time", 'l', "TIMELIMIT", 0, get_time, TIME, "Longest time limit." },
    { "timestamp", 'H', "TIMESTAMP", 0, get_reason_time, REASON_TIME,
      "When the reason was given." },
    { "threads", 'Z', "THREADS", 0, get_threads, THREADS, "Threads a core." },
    { "user", 'u', "USER", 0, get_user, REASON_USER, "Who gave the reason." },
    { "userlong", 'U', "USER", 0, get_user_long, REASON_USER,
      "Who gave the reason, with the uid." },
    { "version", 'v', "VERSION", 0, get_version, VERSION, "Version of slurmd." },
    { "weight", 'w', "WEIGHT", 0, get_weight, WEIGHT, "Weight." },
};
const size_t ss_node_fields_n = G_N_ELEMENTS(ss_node_fields);

const char ss_node_all[] =
    "%a|%b|%c|%d|%e|%f|%g|%h|%l|%m|%n|%o|%p|%r|%s|%t|%u|%v|%w|%z|%A |%B |%C |%D |%E |%F |"
    "%G |%H |%I |%L |%M |%N |%O |%P |%R |%S |%T |%U |%V |%X |%Y |%Z ";

/* --- sorting ------------------------------------------------------------------------------------------ */

typedef struct {
    const SsNodeGroup *a, *b;
} Pair;

#define BY_NUMBER(word, expression_a, expression_b)                                                \
    static int by_##word(const void *x, const void *y)                                             \
    {                                                                                              \
        Pair p = { x, y };                                                                         \
        return ss_compare_numbers((int64_t) (expression_a), (int64_t) (expression_b));             \
    }
#define BY_MEMBER(word, member) BY_NUMBER(word, p.a->member, p.b->member)

static uint32_t state_of(const SsNodeGroup *group)
{
    return group->nodes->len ? first_of(group)->now->state : 0;
}

BY_MEMBER(part_order, part_at)
BY_MEMBER(nodes, nodes->len)
BY_MEMBER(cpus, cpus.min)
BY_MEMBER(memory, memory.min)
BY_MEMBER(disk, disk.min)
BY_MEMBER(weight, weight.min)
BY_MEMBER(sockets, sockets.min)
BY_MEMBER(cores, cores.min)
BY_MEMBER(threads, threads.min)
BY_MEMBER(load, load.min)
BY_MEMBER(free_memory, free_memory.min)
BY_MEMBER(alloc, n_alloc)
BY_MEMBER(time, part->max_time)
BY_MEMBER(default_time, part->default_time)
BY_MEMBER(max_cpus, part->max_cpus_per_node)
BY_MEMBER(job_factor, part->job_factor)
BY_MEMBER(tier, part->priority_tier)
BY_MEMBER(root, part->root_only)
BY_MEMBER(preempt, part->preempt_mode)
BY_MEMBER(share, part->share)
BY_NUMBER(state, state_of(p.a), state_of(p.b))

static int by_part_name(const void *x, const void *y)
{
    Pair p = { x, y };

    return ss_compare_texts(p.a->part->name, p.b->part->name);
}

static int by_available(const void *x, const void *y)
{
    Pair p = { x, y };

    return ss_compare_texts(ss_part_state_text(p.a->part->state),
                            ss_part_state_text(p.b->part->state));
}

static int by_groups(const void *x, const void *y)
{
    Pair p = { x, y };

    return ss_compare_texts(p.a->part->allow_groups, p.b->part->allow_groups);
}

static int by_size(const void *x, const void *y)
{
    Pair p = { x, y };
    int  order = ss_compare_numbers(p.a->part->min_nodes, p.b->part->min_nodes);

    return order ? order : ss_compare_numbers(p.a->part->max_nodes, p.b->part->max_nodes);
}

/* Groups without nodes come last. */
static int by_node(const void *x, const void *y)
{
    const SsNodeView *a = first_of(x), *b = first_of(y);

    if (a == NULL || b == NULL)
        return (a == NULL) - (b == NULL);
    return ss_hostname_compare(a->node->name, b->node->name);
}

static int by_node_order(const void *x, const void *y)
{
    const SsNodeView *a = first_of(x), *b = first_of(y);

    if (a == NULL || b == NULL)
        return (a == NULL) - (b == NULL);
    return ss_compare_numbers(a->node->node_inx, b->node->node_inx);
}

static int compare_member(const void *x, const void *y, size_t at)
{
    const SsNodeView *a = first_of(x), *b = first_of(y);
    const char       *left =
        a ? *(const char *const *) (const void *) ((const char *) a->node + at) : NULL;
    const char *right =
        b ? *(const char *const *) (const void *) ((const char *) b->node + at) : NULL;

    return ss_compare_texts(left, right);
}

static int by_features(const void *x, const void *y)
{
    return compare_member(x, y, offsetof(SsNodeRow, features));
}

static int by_reason(const void *x, const void *y)
{
    const SsNodeView *a = first_of(x), *b = first_of(y);

    return ss_compare_texts(a ? a->now->reason : NULL, b ? b->now->reason : NULL);
}

static int by_reason_time(const void *x, const void *y)
{
    const SsNodeView *a = first_of(x), *b = first_of(y);

    return ss_compare_numbers(a ? a->now->reason_time : 0, b ? b->now->reason_time : 0);
}

static int by_reason_user(const void *x, const void *y)
{
    const SsNodeView *a = first_of(x), *b = first_of(y);

    return ss_compare_numbers(a ? a->now->reason_uid : 0, b ? b->now->reason_uid : 0);
}

static int by_sct(const void *x, const void *y)
{
    int order = by_sockets(x, y);

    if (order == 0)
        order = by_cores(x, y);
    return order ? order : by_threads(x, y);
}

const SsSortKey ss_node_sort_keys[] = {
    { '\1', by_part_order, NULL },  { '\2', by_node_order, NULL }, { 'a', by_available, NULL },
    { 'A', by_alloc, NULL },        { 'b', by_features, NULL },    { 'B', by_max_cpus, NULL },
    { 'c', by_cpus, NULL },         { 'd', by_disk, NULL },        { 'D', by_nodes, NULL },
    { 'e', by_free_memory, NULL },  { 'E', by_reason, NULL },      { 'f', by_features, NULL },
    { 'F', by_nodes, NULL },        { 'g', by_groups, NULL },      { 'h', by_share, NULL },
    { 'H', by_reason_time, NULL },  { 'I', by_job_factor, NULL },  { 'l', by_time, NULL },
    { 'L', by_default_time, NULL }, { 'm', by_memory, NULL },      { 'M', by_preempt, NULL },
    { 'n', by_node, NULL },         { 'N', by_node, NULL },        { 'o', by_node, NULL },
    { 'O', by_load, NULL },         { 'p', by_tier, NULL },        { 'P', by_part_name, NULL },
    { 'r', by_root, NULL },         { 'R', by_part_name, NULL },   { 's', by_size, NULL },
    { 't', by_state, NULL },        { 'T', by_state, NULL },       { 'u', by_reason_user, NULL },
    { 'U', by_reason_user, NULL },  { 'w', by_weight, NULL },      { 'X', by_sockets, NULL },
    { 'Y', by_cores, NULL },        { 'Z', by_threads, NULL },     { 'z', by_sct, NULL },
};
const size_t ss_node_sort_keys_n = G_N_ELEMENTS(ss_node_sort_keys);
