/* SPDX-License-Identifier: Apache-2.0 */

/*
 * topology_conf.c - topology.conf into a tree of switches.
 *
 * Lines may name switches defined below them, so the file is read first and linked afterwards. A switch
 * has nodes or switches, never both. One walk from each switch down to its leaves, children before their
 * parent, finds circles, gives every switch its level and collects the nodes below it; it keeps its own
 * stack, because a file may be a chain of a hundred thousand switches.
 *
 * What 22.05 dies of leaves the network flat here and is an error; nodes without a switch, names that are
 * no nodes, several trees, and a switch below two others are warnings, as 22.05 runs with them. `parent`
 * is then the first of the two; the sets of nodes are right for both.
 *
 * Tested in tests/unit/test_topology_conf.c; fuzzed by tests/fuzz/fuzz_topology_conf.c.
 */
#include "configs/topology_conf.h"

#include "configs/conf_record.h"

#include <string.h>

typedef struct {
    SsCluster      *cluster;
    const SsFaults *faults;
    GArray         *switches; /* SsSwitch  */
    GArray         *places;   /* SsPlace   */
    GHashTable     *by_name;  /* name -> index + 1; names are the switches' */
    SsHostlist     *unknown;  /* names that are no nodes                    */
    bool            broken;
} Reading;

static SsSwitch *at(const Reading *reading, uint32_t i)
{
    return &g_array_index(reading->switches, SsSwitch, i);
}

static const SsPlace *place_of(const Reading *reading, uint32_t i)
{
    return &g_array_index(reading->places, SsPlace, i);
}

static void fail(Reading *reading, SsFault fault, const SsPlace *place, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
static void fail(Reading *reading, SsFault fault, const SsPlace *place, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    ss_fault(reading->faults, fault, place, "%s", text);
    reading->broken = true;
}

/* --- lines ------------------------------------------------------------------------------------------ */

static void take_switch(Reading *reading, const SsConfRecord *record)
{
    const SsConfValue *nodes = ss_conf_record_own(record, "Nodes");
    const SsConfValue *switches = ss_conf_record_own(record, "Switches");
    const SsConfValue *speed = ss_conf_record_own(record, "LinkSpeed");

    if ((nodes != NULL) == (switches != NULL)) {
        fail(reading, SS_FAULT_TOPO_CHILDREN, &record->place,
             nodes != NULL ? "switch %s has both child switches and nodes"
                           : "switch %s has neither child switches nor nodes",
             record->name);
        return;
    }
    if (g_hash_table_contains(reading->by_name, record->name)) {
        fail(reading, SS_FAULT_TOPO_TWICE, &record->place, "Switch (%s) has already been defined",
             record->name);
        return;
    }
    SsSwitch one = {
        .name = g_strdup(record->name),
        .parent = SS_ID_NONE,
        .nodes_text = g_strdup(nodes != NULL ? nodes->text : NULL),
        .switches_text = g_strdup(switches != NULL ? switches->text : NULL),
        .link_speed = g_strdup(speed != NULL ? speed->text : NULL),
        .nodes = ss_node_set_new(reading->cluster->n_nodes),
    };
    g_array_append_val(reading->switches, one);
    g_array_append_val(reading->places, record->place);
    g_hash_table_insert(reading->by_name, one.name, GUINT_TO_POINTER(reading->switches->len));
}

static void take_line(Reading *reading, SsConfReader *reader)
{
    static const struct {
        const char *key;
        SsKeyScope  scope;
    } scopes[] = {
        { "SwitchName", SS_SCOPE_SWITCH },
        { "BlockName", SS_SCOPE_BLOCK },
        { "RingName", SS_SCOPE_RING },
    };
    SsConfItem item;
    SsPlace    place;

    if (!ss_conf_reader_pair(reader, &item)) {
        const char *rest = ss_conf_reader_rest(reader, &place);
        if (*rest != '\0')
            ss_fault(reading->faults, SS_FAULT_NOT_A_PAIR, &place, "Parse error: \"%s\"", rest);
        return;
    }
    const SsConfKey *key = ss_conf_key(SS_SCOPE_TOPOLOGY, item.key);
    if (key == NULL || key->life > SS_LIFE_OLD_NAME)
        ss_conf_report_key(SS_SCOPE_TOPOLOGY, &item, key, reading->faults);
    for (size_t i = 0; key != NULL && i < G_N_ELEMENTS(scopes); i++) {
        if (strcmp(key->name, scopes[i].key) != 0)
            continue;
        SsConfRecord *record = ss_conf_record_read(reader, scopes[i].scope, &item, reading->faults);
        if (scopes[i].scope == SS_SCOPE_SWITCH)
            take_switch(reading, record);
        ss_conf_record_free(record);
    }
}

/* --- linking ---------------------------------------------------------------------------------------- */

static void add_leaf_nodes(Reading *reading, uint32_t i)
{
    SsSwitch             *leaf = at(reading, i);
    g_autoptr(SsHostlist) hosts =
        ss_conf_hostlist(leaf->nodes_text, place_of(reading, i), reading->faults);
    const char *name;

    if (hosts == NULL) {
        reading->broken = true;
        return;
    }
    for (SsHostlistIter iter = ss_hostlist_iter(hosts); (name = ss_hostlist_next(&iter)) != NULL;) {
        const SsNodeId id = ss_cluster_node(reading->cluster, name);

        if (id != SS_ID_NONE)
            ss_node_set_add(leaf->nodes, id);
        else
            ss_hostlist_push(reading->unknown, name);
    }
}

static bool names_child(const SsSwitch *parent, uint32_t child)
{
    for (uint32_t i = 0; i < parent->n_child; i++) {
        if (parent->child[i] == child)
            return true;
    }
    return false;
}

static void add_child(Reading *reading, uint32_t i, const char *name)
{
    const guint    found = GPOINTER_TO_UINT(g_hash_table_lookup(reading->by_name, name));
    SsSwitch      *parent = at(reading, i);
    const uint32_t child = found - 1;

    if (found == 0 || child == i) {
        fail(reading, SS_FAULT_TOPO_CHILD, place_of(reading, i),
             "Switch configuration %s has invalid child (%s)", parent->name, name);
        return;
    }
    if (names_child(parent, child))
        return;
    if (at(reading, child)->parent != SS_ID_NONE)
        ss_fault(reading->faults, SS_FAULT_TOPO_TWO_PARENTS, place_of(reading, i),
                 "switch %s is below %s and %s", name,
                 at(reading, at(reading, child)->parent)->name, parent->name);
    else
        at(reading, child)->parent = i;
    parent->child = g_renew(uint32_t, parent->child, parent->n_child + 1);
    parent->child[parent->n_child++] = child;
}

static void add_children(Reading *reading, uint32_t i)
{
    g_autoptr(SsHostlist) names =
        ss_conf_hostlist(at(reading, i)->switches_text, place_of(reading, i), reading->faults);
    const char *name;

    if (names == NULL) {
        reading->broken = true;
        return;
    }
    for (SsHostlistIter iter = ss_hostlist_iter(names); (name = ss_hostlist_next(&iter)) != NULL;)
        add_child(reading, i, name);
}

static void link_switches(Reading *reading)
{
    for (uint32_t i = 0; i < reading->switches->len; i++) {
        if (at(reading, i)->nodes_text != NULL)
            add_leaf_nodes(reading, i);
        else
            add_children(reading, i);
    }
}

typedef enum { UNSEEN, OPEN, DONE } Visit;

/* One step of the walk: which switch, and which child is next. */
typedef struct {
    uint32_t at, next;
} Step;

static void take_from_children(Reading *reading, uint32_t i)
{
    SsSwitch *above = at(reading, i);

    for (uint32_t j = 0; j < above->n_child; j++) {
        const SsSwitch *child = at(reading, above->child[j]);

        above->level = MAX(above->level, child->level + 1);
        ss_node_set_or(above->nodes, child->nodes);
    }
}

/* Finishes `top` and everything below it, children first; a circle ends the walk. */
static void walk_down(Reading *reading, uint32_t top, uint8_t *visits)
{
    g_autoptr(GArray) path = g_array_new(FALSE, FALSE, sizeof(Step));
    Step              step = { top, 0 };

    g_array_append_val(path, step);
    visits[top] = OPEN;
    while (path->len > 0 && !reading->broken) {
        Step           *last = &g_array_index(path, Step, path->len - 1);
        const SsSwitch *here = at(reading, last->at);

        if (last->next == here->n_child) {
            take_from_children(reading, last->at);
            visits[last->at] = DONE;
            g_array_set_size(path, path->len - 1);
            continue;
        }
        step = (Step){ here->child[last->next++], 0 };
        if (visits[step.at] == OPEN)
            fail(reading, SS_FAULT_TOPO_CYCLE, place_of(reading, step.at),
                 "Switch configuration is not a tree: %s is above itself",
                 at(reading, step.at)->name);
        if (visits[step.at] != UNSEEN)
            continue;
        visits[step.at] = OPEN;
        g_array_append_val(path, step);
    }
}

static void walk_all(Reading *reading)
{
    g_autofree uint8_t *visits = g_new0(uint8_t, reading->switches->len + 1);

    for (uint32_t i = 0; i < reading->switches->len && !reading->broken; i++) {
        if (visits[i] == UNSEEN)
            walk_down(reading, i, visits);
    }
}

/* --- what is odd about it ---------------------------------------------------------------------------- */

static SsNodeSet *leaf_nodes(const Reading *reading, SsNodeSet *several)
{
    SsNodeSet           *all = ss_node_set_new(reading->cluster->n_nodes);
    g_autoptr(SsNodeSet) both = ss_node_set_new(reading->cluster->n_nodes);

    for (uint32_t i = 0; i < reading->switches->len; i++) {
        const SsSwitch *leaf = at(reading, i);

        if (leaf->nodes_text == NULL)
            continue;
        ss_node_set_copy(both, all);
        ss_node_set_and(both, leaf->nodes);
        ss_node_set_or(several, both);
        ss_node_set_or(all, leaf->nodes);
    }
    return all;
}

static bool one_reaches(const Reading *reading, const SsNodeSet *all)
{
    for (uint32_t i = 0; i < reading->switches->len; i++) {
        if (ss_node_set_is_subset(all, at(reading, i)->nodes))
            return true;
    }
    return false;
}

static void check_coverage(Reading *reading)
{
    const SsCluster     *cluster = reading->cluster;
    const SsPlace       *file = place_of(reading, 0);
    const SsPlace        place = { file->file, 0, 0 };
    g_autoptr(SsNodeSet) several = ss_node_set_new(cluster->n_nodes);
    g_autoptr(SsNodeSet) all = leaf_nodes(reading, several);
    g_autoptr(SsNodeSet) lacking = ss_node_set_new_full(cluster->n_nodes);

    ss_node_set_and_not(lacking, all);
    if (!ss_node_set_is_empty(lacking)) {
        g_autofree char *list = ss_cluster_node_list(cluster, lacking);
        ss_fault(reading->faults, SS_FAULT_TOPO_LACK, &place,
                 "WARNING: switches lack access to %u nodes: %s", ss_node_set_count(lacking), list);
    }
    if (ss_hostlist_count(reading->unknown) > 0) {
        g_autofree char *list = ss_hostlist_text(reading->unknown);
        ss_fault(reading->faults, SS_FAULT_TOPO_NODE, &place,
                 "WARNING: Invalid hostnames in switch configuration: %s", list);
    }
    if (!ss_node_set_is_empty(several)) {
        g_autofree char *list = ss_cluster_node_list(cluster, several);
        ss_fault(reading->faults, SS_FAULT_TOPO_MULTIPLE, &place,
                 "WARNING: Multiple leaf switches contain nodes: %s", list);
    }
    if (!one_reaches(reading, all))
        ss_fault(reading->faults, SS_FAULT_TOPO_FOREST, &place,
                 "TOPOLOGY: warning -- no switch can reach all nodes through its descendants");
}

static void check_and_keep(Reading *reading)
{
    SsTopology topology = { 0 };

    if (reading->switches->len == 0 && !reading->broken) {
        ss_fault(reading->faults, SS_FAULT_TOPO_NO_SWITCHES, NULL, "No switches configured");
    } else if (!reading->broken) {
        link_switches(reading);
        if (!reading->broken)
            walk_all(reading);
        if (!reading->broken)
            check_coverage(reading);
    }
    topology.n = reading->switches->len;
    topology.at = (SsSwitch *) (void *) g_array_free(reading->switches, FALSE);
    if (reading->broken)
        ss_topology_clear(&topology);
    reading->cluster->topology = topology;
}

void ss_topology_conf_read(SsConfReader *reader, SsCluster *cluster, const SsFaults *faults)
{
    Reading reading = {
        .cluster = cluster,
        .faults = faults,
        .switches = g_array_new(FALSE, TRUE, sizeof(SsSwitch)),
        .places = g_array_new(FALSE, FALSE, sizeof(SsPlace)),
        .by_name = g_hash_table_new(g_str_hash, g_str_equal),
        .unknown = ss_hostlist_new(),
    };

    while (ss_conf_reader_next(reader))
        take_line(&reading, reader);
    check_and_keep(&reading);
    g_array_unref(reading.places);
    g_hash_table_unref(reading.by_name);
    ss_hostlist_free(reading.unknown);
}
