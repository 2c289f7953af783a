/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nodes.c - sinfo: which partitions and nodes, in what groups and order.
 *
 * Each partition starts with an empty line, so that one without (matching) nodes is shown as "n/a"; its
 * nodes join the first line that agrees with them, or begin one. Without a field that tells partitions
 * apart lines go over all of them, and a node in two partitions counts once. With -N a node has a line
 * in each of its partitions.
 *
 * The real command builds the partitions in threads: lines that its sort leaves equal come in an order
 * that changes from call to call. Here it is that of slurm.conf.
 *
 * Fields are in nodes_fields.c. Tested in tests/unit/test_nodes.c with recorded outputs.
 */
#include "sim/report/nodes.h"

#include "sim/base/date.h"
#include "sim/base/hostlist.h"
#include "sim/base/span.h"
#include "sim/model/node.h"
#include "sim/report/tools.h"
#include "sim/report/names.h"
#include "sim/report/node_state.h"
#include "sim/report/nodes_fields.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    SsLedger              *ledger;
    const SsReportContext *context;
    GString               *err;
    SsRows                *parts, *nodes, *nodes_now;
    GArray                *views; /* SsNodeView by node index */
    SsShow                 show;
    bool        all, exact, no_header, longer, by_node, summary, reasons, dead, responding;
    bool        reservations;
    const char *format, *names, *sort, *cluster;
    char      **partitions;
    GArray     *states;    /* SsStateChoice, NULL = all */
    SsHostlist *node_list; /* NULL = all                */
} Tool;

/* --- options ------------------------------------------------------------------------------------------ */

#define SWITCH(word, field)                                                                        \
    static int take_##word(void *data, const char *value)                                          \
    {                                                                                              \
        (void) value;                                                                              \
        ((Tool *) data)->field = true;                                                             \
        return SS_FLAGS_GO;                                                                        \
    }
SWITCH(all, all)
SWITCH(dead, dead)
SWITCH(exact, exact)
SWITCH(no_header, no_header)
SWITCH(long, longer)
SWITCH(by_node, by_node)
SWITCH(responding, responding)
SWITCH(reasons, reasons)
SWITCH(summary, summary)
SWITCH(reservations, reservations)

#define WORD(word, field)                                                                          \
    static int take_##word(void *data, const char *value)                                          \
    {                                                                                              \
        ((Tool *) data)->field = value;                                                            \
        return SS_FLAGS_GO;                                                                        \
    }
WORD(format, format)
WORD(names, names)
WORD(sort, sort)
WORD(cluster, cluster)

static int take_partitions(void *data, const char *value)
{
    Tool *tool = data;

    g_strfreev(tool->partitions);
    tool->partitions = g_strsplit(value, ",", -1);
    return SS_FLAGS_GO;
}

static int take_nodes(void *data, const char *value)
{
    Tool *tool = data;

    g_clear_pointer(&tool->node_list, ss_hostlist_free);
    if (ss_hostlist_parse(value, &tool->node_list, NULL))
        return SS_FLAGS_GO;
    g_string_append_printf(tool->err, "sinfo: error: Invalid node list: %s\n", value);
    return 1;
}

static int take_states(void *data, const char *value)
{
    Tool         *tool = data;
    g_auto(GStrv) words = g_strsplit(value, ",", -1);

    g_clear_pointer(&tool->states, g_array_unref);
    if (g_ascii_strcasecmp(value, "all") == 0)
        return SS_FLAGS_GO;
    tool->states = g_array_new(FALSE, FALSE, sizeof(SsStateChoice));
    for (char **word = words; *word; word++) {
        SsStateChoice choice;

        if (!ss_node_state_choice(*word, &choice)) {
            g_string_append_printf(
                tool->err,
                "sinfo: error: Bad state string: \"%s\"\nsinfo: error: valid states: %s\n", *word,
                ss_node_state_words);
            return 1;
        }
        g_array_append_val(tool->states, choice);
    }
    return SS_FLAGS_GO;
}

/* Of the serialised forms only sacct's is there. */
static int take_serial(void *data, const char *value)
{
    (void) value;
    g_string_append(
        ((Tool *) data)->err,
        "sinfo: error: --json and --yaml are not simulated; -o and -O choose columns\n");
    return 1;
}

static int take_iterate(void *data, const char *value)
{
    if (atoi(value) > 0)
        return SS_FLAGS_GO;
    g_string_append_printf(((Tool *) data)->err,
                           "sinfo: error: Error: invalid entry for --iterate=%s\n", value);
    return 1;
}

static const SsFlag flag_rows[] = {
    { "all", 'a', SS_ARG_NONE, take_all, "hidden partitions too" },
    { "dead", 'd', SS_ARG_NONE, take_dead, "only nodes that do not respond" },
    { "exact", 'e', SS_ARG_NONE, take_exact, "group only nodes that are alike in all" },
    { "federation", '\0', SS_ARG_NONE, NULL, NULL },
    { "future", 'F', SS_ARG_NONE, NULL, NULL },
    { "help", '\0', SS_ARG_NONE, NULL, NULL },
    { "hide", '\0', SS_ARG_NONE, NULL, "not the hidden partitions" },
    { "iterate", 'i', SS_ARG_NEEDED, take_iterate, "=seconds  again after that time" },
    { "json", '\0', SS_ARG_NONE, take_serial, NULL },
    { "local", '\0', SS_ARG_NONE, NULL, NULL },
    { "long", 'l', SS_ARG_NONE, take_long, "more about each line" },
    { "cluster", 'M', SS_ARG_NEEDED, take_cluster, NULL },
    { "clusters", 'M', SS_ARG_NEEDED, take_cluster, "=names  clusters to ask" },
    { "nodes", 'n', SS_ARG_NEEDED, take_nodes, "=nodes  only these nodes" },
    { "noconvert", '\0', SS_ARG_NONE, NULL, NULL },
    { "noheader", 'h', SS_ARG_NONE, take_no_header, "no headers on output" },
    { "Node", 'N', SS_ARG_NONE, take_by_node, "a line a node and partition" },
    { "format", 'o', SS_ARG_NEEDED, take_format, "=format  the fields to show, by letter" },
    { "Format", 'O', SS_ARG_NEEDED, take_names, "=fields  the fields to show, by name" },
    { "partition", 'p', SS_ARG_NEEDED, take_partitions, "=names  only these partitions" },
    { "responding", 'r', SS_ARG_NONE, take_responding, "only nodes that respond" },
    { "list-reasons", 'R', SS_ARG_NONE, take_reasons, "why nodes are down, drained or failing" },
    { "summarize", 's', SS_ARG_NONE, take_summary, "partitions only" },
    { "sort", 'S', SS_ARG_NEEDED, take_sort, "=fields  the order of the lines" },
    { "states", 't', SS_ARG_NEEDED, take_states, "=states  only nodes in these states" },
    { "reservation", 'T', SS_ARG_NONE, take_reservations, "reservations" },
    { "verbose", 'v', SS_ARG_NONE, NULL, "tell more" },
    { "yaml", '\0', SS_ARG_NONE, take_serial, NULL },
};

const SsFlags ss_sinfo_flags = {
    flag_rows,
    G_N_ELEMENTS(flag_rows),
    "Usage: sinfo [-abdelNRrsTv] [-i seconds] [-t states] [-p partition] [-n nodes]\n"
    "             [-S fields] [-o format] [-O Format] [--federation] [--local]\n",
};

static const struct {
    const char *variable;
    SsFlagTake  take;
} defaults[] = {
    { "SINFO_ALL", take_all },
    { "SINFO_FORMAT", take_format },
    { "SINFO_PARTITION", take_partitions },
    { "SINFO_SORT", take_sort },
};

static int read_options(Tool *tool, char **argv, GString *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++) {
        const char *value = ss_report_env(tool->context, defaults[i].variable);

        if (value)
            defaults[i].take(tool, value);
    }
    return ss_flags_read(&ss_sinfo_flags, tool, argv, NULL, out, tool->err);
}

/* --- which nodes -------------------------------------------------------------------------------------- */

static bool has_state(const Tool *tool, uint32_t state)
{
    for (guint i = 0; tool->states && i < tool->states->len; i++) {
        if (ss_node_state_is(state, &g_array_index(tool->states, SsStateChoice, i)))
            return true;
    }
    return tool->states == NULL;
}

/* -R without -t: nodes that are down, drained or failing. */
static bool is_away(uint32_t state)
{
    return (state & (SS_NODE_DRAIN | SS_NODE_FAIL)) || (state & SS_NODE_BASE) == SS_NODE_DOWN;
}

static bool wanted(const Tool *tool, const SsNodeView *view)
{
    uint32_t state = view->now->state;

    if ((state & SS_NODE_BASE) == SS_NODE_FUTURE)
        return false; /* not there yet */
    if (tool->dead && !(state & SS_NODE_NO_RESPOND))
        return false;
    if (tool->responding && (state & SS_NODE_NO_RESPOND))
        return false;
    if (tool->reasons && (view->now->reason == NULL || (tool->states == NULL && !is_away(state))))
        return false;
    if (tool->node_list && ss_hostlist_find(tool->node_list, view->node->name) == SS_ID_NONE)
        return false;
    return has_state(tool, state);
}

static bool wanted_part(const Tool *tool, const SsPartRow *part)
{
    bool hidden = part->hidden && !tool->all && strcmp(ss_report_user(tool->context), "root") != 0;

    return ss_names_have(tool->partitions, part->name) && (!hidden || tool->partitions);
}

/* --- groups ------------------------------------------------------------------------------------------- */

static void free_group(void *data)
{
    SsNodeGroup *group = data;

    g_array_unref(group->nodes);
    g_free(group);
}

static SsNodeGroup *new_group(GPtrArray *groups, const SsPartRow *part, uint32_t at)
{
    SsNodeGroup *group = g_new0(SsNodeGroup, 1);

    group->part = part;
    group->part_at = at;
    group->nodes = g_array_new(FALSE, FALSE, sizeof(SsNodeView));
    g_ptr_array_add(groups, group);
    return group;
}

static bool holds(const SsNodeGroup *group, const SsNodeView *view)
{
    for (guint i = group->nodes->len; i > 0; i--) {
        if (g_array_index(group->nodes, SsNodeView, i - 1).node == view->node)
            return true;
    }
    return false;
}

static void place(GPtrArray *groups, const SsPartRow *part, uint32_t at, const SsNodeView *view,
                  SsNodeTells tells)
{
    for (guint i = 0; i < groups->len; i++) {
        SsNodeGroup *group = groups->pdata[i];

        if (group->nodes->len == 0 && group->part != part)
            continue;
        if (!ss_node_group_takes(group, part, view, tells))
            continue;
        if (!holds(group, view))
            ss_node_group_add(group, view);
        return;
    }
    ss_node_group_add(new_group(groups, part, at), view);
}

static void add_part(const Tool *tool, GPtrArray *groups, const SsPartRow *part, uint32_t at,
                     SsNodeTells tells)
{
    g_autoptr(SsHostlist) names = NULL;
    SsHostlistIter        iter;
    const char           *name;

    if (part->nodes == NULL || !ss_hostlist_parse(part->nodes, &names, NULL))
        return;
    iter = ss_hostlist_iter(names);
    while ((name = ss_hostlist_next(&iter)) != NULL) {
        for (guint i = 0; i < tool->views->len; i++) {
            const SsNodeView *view = &g_array_index(tool->views, SsNodeView, i);

            if (strcmp(view->node->name, name) != 0)
                continue;
            if (!wanted(tool, view))
                break;
            if (tool->by_node)
                ss_node_group_add(new_group(groups, part, at), view);
            else
                place(groups, part, at, view, tells);
            break;
        }
    }
}

/* An empty group stands for a partition without nodes, if lines are by partition. */
static void drop_empty(GPtrArray *groups, bool by_part)
{
    for (guint i = groups->len; i > 0; i--) {
        const SsNodeGroup *group = groups->pdata[i - 1];

        if (group->nodes->len == 0 && !by_part)
            g_ptr_array_remove_index(groups, i - 1);
    }
}

static const SsFormatField *field_named(const char *name)
{
    for (size_t i = 0; i < ss_node_fields_n; i++) {
        if (ss_node_fields[i].name && strcmp(ss_node_fields[i].name, name) == 0)
            return &ss_node_fields[i];
    }
    return NULL;
}

static bool by_partition(const SsFormat *format)
{
    return ss_format_has(format, field_named("partition"))
           || ss_format_has(format, field_named("partitionname"));
}

static GPtrArray *make_groups(const Tool *tool, const SsFormat *format)
{
    GPtrArray       *groups = g_ptr_array_new_with_free_func(free_group);
    SsNodeTells      tells = ss_node_tells(format, tool->exact);
    const SsPartRow *parts = tool->parts->at;
    bool             by_part = by_partition(format);

    for (uint32_t i = 0; i < tool->parts->n && !tool->by_node && by_part; i++) {
        if (wanted_part(tool, &parts[i]))
            new_group(groups, &parts[i], i);
    }
    for (uint32_t i = 0; i < tool->parts->n; i++) {
        if (wanted_part(tool, &parts[i]))
            add_part(tool, groups, &parts[i], i, tells);
    }
    drop_empty(groups, by_part && !tool->reasons);
    return groups;
}

/* --- printing ----------------------------------------------------------------------------------------- */

static const char *default_names(const Tool *tool)
{
    if (tool->by_node)
        return tool->longer
                   ? "nodelist:0 ,nodes:.6 ,partition:.9 ,statelong:.11 ,cpus:4 ,socketcorethread:.8 "
                     ",memory:.6 ,disk:.8 ,weight:.6 ,features:.8 ,reason:20"
                   : "nodelist:0 ,nodes:.6 ,partition:.9 ,statecompact:6";
    if (tool->summary)
        return "partition:9 ,available:.5 ,time:.10 ,nodeaiot:.16 ,nodelist:0";
    if (tool->reasons)
        return tool->longer ? "reason:20 ,userlong:12 ,timestamp:19 ,statecompact:6 ,nodelist:0"
                            : "reason:20 ,user:9 ,timestamp:19 ,nodelist:0";
    return tool->longer
               ? "partition:9 ,available:.5 ,time:.10 ,size:.10 ,root:.4 ,oversubscribe:.8 "
                 ",groups:.10 ,nodes:.6 ,statelong:.11 ,nodelist:0"
               : "partition:9 ,available:.5 ,time:.10 ,nodes:.6 ,statecompact:.6 ,nodelist:0";
}

static SsFormat *make_format(const Tool *tool)
{
    const bool everything = tool->names && g_ascii_strcasecmp(tool->names, "all") == 0;
    SsFormat  *format;

    if (everything) /* -O ALL is -o %all */
        format = ss_format_letters(ss_node_fields, ss_node_fields_n, "%all", ss_node_all,
                                   SS_WRONG_COPIED);
    else if (tool->names)
        format = ss_format_names(ss_node_fields, ss_node_fields_n, tool->names);
    else if (tool->format)
        format = ss_format_letters(ss_node_fields, ss_node_fields_n, tool->format, ss_node_all,
                                   SS_WRONG_COPIED);
    else
        format = ss_format_names(ss_node_fields, ss_node_fields_n, default_names(tool));
    for (guint i = 0; i < format->wrong->len; i++)
        g_string_append_printf(tool->err, "%s specification: %s\n",
                               tool->names ? "sinfo: error: Invalid job format"
                                           : "Invalid node format",
                               (const char *) format->wrong->pdata[i]);
    return format;
}

/* The default formats make room for the longest partition, with -N also for the longest node. */
static void widen(const Tool *tool, SsFormat *format, const GPtrArray *groups)
{
    int part = 9, node = 9;

    for (guint i = 0; i < groups->len; i++) {
        part = MAX(part, (int) strlen(ss_node_group_partition(groups->pdata[i], tool->show.texts)));
        node = MAX(node, (int) strlen(ss_node_group_list(groups->pdata[i], tool->show.texts)));
        g_string_chunk_clear(tool->show.texts);
    }
    for (guint i = 0; i < format->items->len; i++) {
        SsFormatItem *item = &g_array_index(format->items, SsFormatItem, i);

        if (item->field == field_named("partition"))
            item->width = part;
        if (item->field == field_named("nodelist") && tool->by_node)
            item->width = node;
    }
}

/* "#P,-t" -> "\1,-t": keys of the configured order. */
static char *sort_keys(const Tool *tool)
{
    const char *spec = tool->sort ? tool->sort : tool->by_node ? "N" : "#P,-t";
    GString    *text = g_string_new(NULL);

    for (const char *p = spec; *p; p++) {
        char key = p[0] == '#' ? p[1] : '\0';

        if (key == 'P' || key == 'N') {
            g_string_append_c(text, key == 'P' ? '\1' : '\2');
            p++;
        } else {
            g_string_append_c(text, *p);
        }
    }
    return g_string_free(text, FALSE);
}

/* Letters that are no key are passed over in silence. */
static void sort_groups(const Tool *tool, GPtrArray *groups)
{
    g_autofree char *spec = sort_keys(tool);
    char             wrong;

    while (!ss_sort_rows(groups, ss_node_sort_keys, ss_node_sort_keys_n, spec, &wrong)) {
        char *bad = strrchr(spec, wrong);

        memmove(bad, bad + 1, strlen(bad));
    }
}

static int print_nodes(Tool *tool, GString *out)
{
    g_autoptr(SsFormat)  format = make_format(tool);
    g_autoptr(GPtrArray) groups = make_groups(tool, format);
    char                 date[SS_DATE_TEXT];

    if (tool->names == NULL && tool->format == NULL)
        widen(tool, format, groups);
    sort_groups(tool, groups);
    if (tool->cluster)
        g_string_append_printf(out, "CLUSTER: %s\n", tool->cluster);
    if (tool->longer)
        g_string_append_printf(out, "%s\n",
                               ss_date_text_ctime(tool->context->now, tool->context->zone, date));
    if (!tool->no_header)
        ss_format_header(format, out);
    for (guint i = 0; i < groups->len; i++) {
        ss_format_row(format, groups->pdata[i], &tool->show, out);
        g_string_chunk_clear(tool->show.texts);
    }
    return 0;
}

/* --- reservations ------------------------------------------------------------------------------------- */

static void print_reservation(const Tool *tool, const SsResvNowRow *resv, int width, GString *out)
{
    SsTime now = tool->context->now;
    char   start[SS_DATE_TEXT], end[SS_DATE_TEXT], span[SS_SPAN_TEXT];
    bool   active = resv->start <= now && now < resv->end;

    g_string_append_printf(
        out, "%-*s  %8s  %19s  %19s  %11s  %s\n", width, resv->name, active ? "ACTIVE" : "INACTIVE",
        ss_date_text_as(resv->start, tool->context->zone, tool->context->time_format, now, start,
                        sizeof start),
        ss_date_text_as(resv->end, tool->context->zone, tool->context->time_format, now, end,
                        sizeof end),
        ss_span_text(resv->end - resv->start, span), resv->nodes ? resv->nodes : "(null)");
}

static int print_reservations(Tool *tool, GString *out, GError **error)
{
    SsTime            sample = ss_ledger_sample_at(tool->ledger, tool->context->now);
    g_autoptr(SsRows) resvs = ss_ledger_resvs(tool->ledger, sample, error);
    int               width = (int) strlen("RESV_NAME");

    if (resvs == NULL)
        return -1;
    if (resvs->n == 0) {
        g_string_append(out, "No reservations in the system\n");
        return 0;
    }
    const SsResvNowRow *rows = resvs->at;

    for (uint32_t i = 0; i < resvs->n; i++)
        width = MAX(width, (int) strlen(rows[i].name));
    if (!tool->no_header)
        g_string_append_printf(out, "%-*s  %8s  %19s  %19s  %11s  %s\n", width, "RESV_NAME",
                               "STATE", "START_TIME", "END_TIME", "DURATION", "NODELIST");
    for (uint32_t i = 0; i < resvs->n; i++)
        print_reservation(tool, &rows[i], width, out);
    return 0;
}

/* --- the report --------------------------------------------------------------------------------------- */

static bool read_nodes(Tool *tool, GError **error)
{
    tool->parts = ss_ledger_parts(tool->ledger, tool->context->now, error);
    if (tool->parts)
        tool->nodes = ss_ledger_nodes(tool->ledger, error);
    if (tool->nodes)
        tool->nodes_now = ss_ledger_nodes_now(tool->ledger, tool->context->now, error);
    if (tool->nodes_now == NULL)
        return false;
    ss_ledger_nodes_amend(tool->nodes, tool->nodes_now);
    const SsNodeRow    *rows = tool->nodes->at;
    const SsNodeNowRow *now = tool->nodes_now->at;

    tool->views = g_array_new(FALSE, FALSE, sizeof(SsNodeView));
    for (uint32_t i = 0, k = 0; i < tool->nodes->n; i++) {
        while (k < tool->nodes_now->n && now[k].node_inx < rows[i].node_inx)
            k++;
        bool             known = k < tool->nodes_now->n && now[k].node_inx == rows[i].node_inx;
        const SsNodeView view = { &rows[i], known ? &now[k] : &ss_node_now_idle };

        g_array_append_val(tool->views, view);
    }
    return true;
}

static int run(Tool *tool, char **argv, GString *out, GError **error)
{
    int code = read_options(tool, argv, out);

    if (code != SS_FLAGS_GO)
        return code;
    if (tool->reservations)
        return print_reservations(tool, out, error);
    return read_nodes(tool, error) ? print_nodes(tool, out) : -1;
}

static void clear(Tool *tool)
{
    ss_rows_free(tool->parts);
    ss_rows_free(tool->nodes);
    ss_rows_free(tool->nodes_now);
    g_clear_pointer(&tool->views, g_array_unref);
    g_clear_pointer(&tool->states, g_array_unref);
    ss_hostlist_free(tool->node_list);
    g_strfreev(tool->partitions);
    g_string_chunk_free(tool->show.texts);
}

int ss_report_sinfo(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                    GString *out, GString *err)
{
    Tool              tool = { .ledger = ledger, .context = context, .err = err };
    g_autoptr(GError) error = NULL;

    (void) argc;
    tool.show = (SsShow){ context->zone, context->now, context->time_format,
                          g_string_chunk_new(1024), &tool };
    int code = run(&tool, argv, out, &error);

    if (error) {
        g_string_append_printf(err, "sinfo: error: %s\n", error->message);
        code = 1;
    }
    clear(&tool);
    return code;
}
