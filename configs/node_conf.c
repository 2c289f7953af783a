/* SPDX-License-Identifier: Apache-2.0 */

/*
 * node_conf.c - from NodeName lines to the table of nodes.
 *
 * A line describes many equal nodes, so one node is built as a pattern and copied for each name; only
 * name, host name, address and port differ. Nodes that `-s Node.LIST.KEY=VALUE` speaks of are built from
 * the line with that value on top, and still count as nodes of their line.
 *
 * The geometry is where files in the wild are loosest: CPUs may mean sockets, cores or threads, Sockets
 * may be missing, zeros occur. Slurm's rules are followed one by one (`settle_geometry`): what is
 * missing is derived, what contradicts is replaced, and only cons_res and cons_tres insist that CPUs be
 * cores or threads. A pair of consequences: `CPUs=4` alone is four sockets of one core, and a node has
 * one schedulable CPU a core when CPUs do not exceed the cores, whatever ThreadsPerCore says.
 *
 * Which cores CoreSpecCount takes: the last of the last socket, the last of the socket before it, and so
 * on round robin; from the front with spec_cores_first.
 *
 * Rejected: expanding lines lazily. 50 000 nodes are 25 MB, read once, and everything else may index.
 * Tested in tests/unit/test_slurm_conf.c and against 47 real sites (tests/conformance).
 */
#include "configs/node_conf.h"

#include "configs/gres_spec.h"
#include "sim/base/size.h"

#include <string.h>

#define MAX_NODES       (UINT32_C(1) << 18)
#define MAX_NODE_CPUS   UINT16_MAX
#define DEFAULT_PORT    6818
#define DEFAULT_WEIGHT  1
#define INFINITE_WEIGHT (UINT32_MAX - 1) /* what UNLIMITED becomes */

typedef struct {
    SsCluster       *cluster;
    const SsFaults  *faults;
    GArray          *nodes; /* SsNode, in file order         */
    const GPtrArray *records;
    bool             full; /* MAX_NODES reached and said so */
} Building;

/* --- geometry --------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t value;
    bool     given;
} Count;

static Count count_of(const SsConfRecord *record, const char *key, const char *old_name)
{
    const SsConfValue *value = ss_conf_record_get(record, key);
    uint64_t           number = 1;

    if (value == NULL && old_name != NULL)
        value = ss_conf_record_get(record, old_name);
    if (value != NULL)
        ss_uint_parse(value->text + (*value->text == '+'), SS_KILO_REFUSED, UINT16_MAX, &number,
                      NULL);
    return (Count){ (uint32_t) number, value != NULL };
}

static void refuse_zero(Count *count, const char *key, const SsConfRecord *record,
                        const SsFaults *faults)
{
    if (count->value > 0)
        return;
    ss_fault(faults, SS_FAULT_NODE_GEOMETRY, &record->place,
             "NodeNames=%s %s=0 is invalid, reset to 1", record->name, key);
    count->value = 1;
}

typedef struct {
    Count cpus, boards, sockets, per_board, cores, threads;
} Geometry;

static void derive_sockets(Geometry *g)
{
    const uint32_t each = g->cores.value * g->threads.value;

    if (g->per_board.given)
        g->sockets.value = g->boards.value * g->per_board.value;
    else if (g->cpus.given && g->cpus.value % each == 0 && g->cpus.value / each > 0)
        g->sockets.value = g->cpus.value / each;
    else
        g->sockets.value = g->boards.value;
}

static void settle_cpus(Geometry *g, const SsConfRecord *record, const SsFaults *faults)
{
    const uint32_t cores = g->sockets.value * g->cores.value;
    const uint32_t threads = cores * g->threads.value;

    if (!g->cpus.given) {
        g->cpus.value = threads;
    } else if (g->cpus.value != g->sockets.value && g->cpus.value != cores
               && g->cpus.value != threads) {
        ss_fault(faults, SS_FAULT_NODE_GEOMETRY, &record->place,
                 "NodeNames=%s CPUs=%u match no Sockets, Sockets*CoresPerSocket or "
                 "Sockets*CoresPerSocket*ThreadsPerCore. Resetting CPUs.",
                 record->name, g->cpus.value);
        g->cpus.value = threads;
    }
}

static void settle_geometry(Geometry *g, const SsConfRecord *record, const SsFaults *faults)
{
    refuse_zero(&g->cpus, "CPUs", record, faults);
    refuse_zero(&g->boards, "Boards", record, faults);
    refuse_zero(&g->sockets, "Sockets", record, faults);
    refuse_zero(&g->per_board, "SocketsPerBoards", record, faults);
    refuse_zero(&g->cores, "CoresPerSocket", record, faults);
    refuse_zero(&g->threads, "ThreadsPerCore", record, faults);
    if (g->sockets.given && g->per_board.given) {
        ss_fault(faults, SS_FAULT_NODE_GEOMETRY, &record->place,
                 "NodeNames=%s Sockets=%u and SocketsPerBoard=%u is invalid , using "
                 "SocketsPerBoard",
                 record->name, g->sockets.value, g->per_board.value);
        g->sockets.given = false;
    }
    if (!g->sockets.given)
        derive_sockets(g);
    settle_cpus(g, record, faults);
    if (g->sockets.value < g->boards.value) {
        ss_fault(faults, SS_FAULT_NODE_GEOMETRY, &record->place,
                 "NodeNames=%s has fewer Sockets (%u) than Boards (%u); Boards is 1", record->name,
                 g->sockets.value, g->boards.value);
        g->boards.value = 1;
    }
}

/* More than any machine has, and more than 32 bits of products should be asked to hold. */
static bool is_too_large(const Geometry *g)
{
    const uint64_t sockets = MAX((uint64_t) g->boards.value * g->per_board.value, g->sockets.value);

    return sockets * g->cores.value > MAX_NODE_CPUS
           || sockets * g->cores.value * g->threads.value > MAX_NODE_CPUS;
}

static bool read_geometry(const SsConfRecord *record, SsNode *node, const SsFaults *faults)
{
    Geometry g = {
        .cpus = count_of(record, "CPUs", "Procs"),
        .boards = count_of(record, "Boards", NULL),
        .sockets = count_of(record, "Sockets", NULL),
        .per_board = count_of(record, "SocketsPerBoard", NULL),
        .cores = count_of(record, "CoresPerSocket", NULL),
        .threads = count_of(record, "ThreadsPerCore", NULL),
    };

    if (is_too_large(&g)) {
        ss_fault(faults, SS_FAULT_BAD_VALUE, &record->place, "node %s would have more than %u CPUs",
                 record->name, MAX_NODE_CPUS);
        return false;
    }
    settle_geometry(&g, record, faults);
    node->cpus = g.cpus.value;
    node->boards = g.boards.value;
    node->sockets = g.sockets.value;
    node->cores_per_socket = g.cores.value;
    node->threads_per_core = g.threads.value;
    node->cores = node->sockets * node->cores_per_socket;
    node->core_words = ss_bits_words(node->cores);
    node->tpc = node->cpus <= node->cores ? 1 : node->threads_per_core;
    return true;
}

static void check_consumable(const SsNode *node, const SsConfRecord *record, const SsFaults *faults)
{
    const uint32_t threads = node->cores * node->threads_per_core;

    if (node->cpus == node->cores || node->cpus == threads)
        return;
    ss_fault(faults, SS_FAULT_NODE_CPUS_FATAL, &record->place,
             "NodeName=%s CPUs=%u doesn't match neither Sockets(%u)*CoresPerSocket(%u)=(%u) nor "
             "Sockets(%u)*CoresPerSocket(%u)*ThreadsPerCore(%u)=(%u)",
             record->name, node->cpus, node->sockets, node->cores_per_socket, node->cores,
             node->sockets, node->cores_per_socket, node->threads_per_core, threads);
}

/* --- specialised cores and memory ------------------------------------------------------------------- */

static void take_core(SsNode *node, uint32_t core)
{
    node->spec_cores[core / 64] |= UINT64_C(1) << (core % 64);
}

static void take_spec_count(SsNode *node, bool from_front)
{
    node->spec_cores = g_new0(uint64_t, node->core_words);
    for (uint32_t i = 0; i < node->core_spec; i++) {
        uint32_t socket = i % node->sockets, core = i / node->sockets;

        if (!from_front) {
            socket = node->sockets - 1 - socket;
            core = node->cores_per_socket - 1 - core;
        }
        take_core(node, socket * node->cores_per_socket + core);
    }
}

/* CPUSpecList=0,2-3: the cores of these CPUs. False if it is no list of the node's CPUs. */
static bool take_spec_list(SsNode *node)
{
    g_autoptr(SsHostlist) ids = NULL;
    g_autofree char      *list = g_strdup_printf("[%s]", node->cpu_spec_list);
    const char           *text;
    int64_t               id;

    if (strpbrk(node->cpu_spec_list, "[]") != NULL || !ss_hostlist_parse(list, &ids, NULL))
        return false;
    node->spec_cores = g_new0(uint64_t, node->core_words);
    for (SsHostlistIter iter = ss_hostlist_iter(ids); (text = ss_hostlist_next(&iter)) != NULL;) {
        if (!ss_int_parse(text, 0, (int64_t) node->cpus - 1, &id, NULL)) {
            g_clear_pointer(&node->spec_cores, g_free);
            return false;
        }
        take_core(node, MIN((uint32_t) id / node->tpc, node->cores - 1));
    }
    return true;
}

/* After CPUSpecList=1 of cores with two threads Slurm shows CoreSpecCount=1 CPUSpecList=0-1. */
static void show_spec_list(SsNode *node)
{
    GString *out = g_string_new(NULL);

    node->core_spec = 0;
    for (uint32_t core = 0; core < node->cores; core++) {
        uint32_t end = core;

        while (end < node->cores && (node->spec_cores[end / 64] >> (end % 64) & 1))
            end++;
        if (end == core)
            continue;
        g_string_append_printf(out, "%s%u", out->len > 0 ? "," : "", core * node->tpc);
        if (end * node->tpc - 1 > core * node->tpc)
            g_string_append_printf(out, "-%u", end * node->tpc - 1);
        node->core_spec += end - core;
        core = end;
    }
    g_free(node->cpu_spec_list);
    node->cpu_spec_list = g_string_free(out, FALSE);
}

static void settle_specialised(SsNode *node, const SsConfRecord *record, const SsCluster *cluster,
                               const SsFaults *faults)
{
    if (node->core_spec > 0 && node->cpu_spec_list != NULL) {
        ss_fault(faults, SS_FAULT_NODE_SPEC, &record->place,
                 "NodeNames=%s CoreSpecCount=%u is invalid with CPUSpecList, reset to 0",
                 record->name, node->core_spec);
        node->core_spec = 0;
    }
    if (node->core_spec > 0 && node->core_spec >= node->cores) {
        ss_fault(faults, SS_FAULT_NODE_SPEC, &record->place,
                 "NodeNames=%s CoreSpecCount=%u is invalid, reset to 1", record->name,
                 node->core_spec);
        node->core_spec = 1;
    }
    if (node->cpu_spec_list != NULL && !take_spec_list(node)) {
        ss_fault(faults, SS_FAULT_NODE_SPEC, &record->place,
                 "NodeNames=%s CpuSpecList=%s - unable to convert it to bitmap of size CPUs=%u. "
                 "Ignoring CpuSpecList.",
                 record->name, node->cpu_spec_list, node->cpus);
        g_clear_pointer(&node->cpu_spec_list, g_free);
    } else if (node->cpu_spec_list != NULL) {
        show_spec_list(node);
    } else if (node->core_spec > 0) {
        take_spec_count(node, cluster->settings.sched.spec_cores_first);
    }
    if (node->mem_spec > 0 && node->mem_spec >= node->real_memory) {
        ss_fault(faults, SS_FAULT_NODE_SPEC, &record->place,
                 "NodeNames=%s MemSpecLimit=%" G_GUINT64_FORMAT " is invalid, reset to 0",
                 record->name, node->mem_spec);
        node->mem_spec = 0;
    }
}

/* --- one pattern node a line ------------------------------------------------------------------------ */

/* Keys that are not simply stored: two names for one field, or lists over the names of the line. */
static bool is_read_apart(const SsConfKey *key, bool inherited)
{
    static const char *const names[] = { "Feature", "Features", "NodeAddr", "NodeHostname" };

    (void) inherited;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(key->name, names[i]) == 0)
            return true;
    }
    return false;
}

static const char *features_of(const SsConfRecord *record)
{
    const SsConfValue *found[] = {
        ss_conf_record_own(record, "Feature"),
        ss_conf_record_own(record, "Features"),
        ss_conf_record_inherited(record, "Feature"),
        ss_conf_record_inherited(record, "Features"),
    };

    for (size_t i = 0; i < G_N_ELEMENTS(found); i++) {
        if (found[i] != NULL)
            return found[i]->text;
    }
    return "";
}

/* The words of a feature list, blanks and empty ones left out. */
static char **split_features(const char *text)
{
    g_auto(GStrv)        items = g_strsplit(text, ",", -1);
    g_autoptr(GPtrArray) words = g_ptr_array_new();

    for (char **item = items; *item != NULL; item++) {
        if (*g_strstrip(*item) != '\0')
            g_ptr_array_add(words, g_strdup(*item));
    }
    g_ptr_array_add(words, NULL);
    return (char **) g_ptr_array_steal(words, NULL);
}

static bool build_pattern(const Building *building, const SsConfRecord *record, SsNode *node)
{
    const SsConfValue *gres = ss_conf_record_get(record, "Gres");

    *node = (SsNode){
        .real_memory = 1, .weight = DEFAULT_WEIGHT, .state = SS_NODE_IDLE, .port = DEFAULT_PORT
    };
    ss_conf_record_store(record, node, is_read_apart);
    if (node->weight == UINT32_MAX)
        node->weight = INFINITE_WEIGHT;
    node->features = g_strdup(features_of(record));
    node->feature = split_features(node->features);
    if (!read_geometry(record, node, building->faults))
        return false;
    if (building->cluster->settings.select_type != SS_SELECT_LINEAR)
        check_consumable(node, record, building->faults);
    settle_specialised(node, record, building->cluster, building->faults);
    if (gres != NULL) {
        node->name = g_strdup(record->name); /* for findings only */
        ss_gres_spec_parse(building->cluster, gres->text, &gres->place, node, building->faults);
        g_clear_pointer(&node->name, g_free);
    }
    return true;
}

/* --- addresses -------------------------------------------------------------------------------------- */

/* One name for each node of a line, or one for all of them. */
typedef struct {
    char   **names; /* NULL: not given */
    uint32_t n;
} Names;

static Names names_of(const SsConfRecord *record, const char *key, uint32_t n_nodes,
                      const SsFaults *faults)
{
    const SsConfValue    *value = ss_conf_record_own(record, key);
    g_autoptr(SsHostlist) list = NULL;
    Names                 names = { 0 };

    if (value == NULL)
        return names;
    list = ss_conf_hostlist(value->text, &value->place, faults);
    if (list == NULL)
        return names;
    names.n = ss_hostlist_count(list);
    if (names.n != 1 && names.n < n_nodes)
        ss_fault(faults, SS_FAULT_NODE_ADDRESSES, &value->place,
                 "At least as many %s are required as NodeName (%u for %u)", key, names.n, n_nodes);
    names.names = ss_hostlist_names(list);
    return names;
}

static const char *name_at(const Names *names, uint32_t i, const char *otherwise)
{
    if (names->names == NULL || names->n == 0)
        return otherwise;
    if (names->n == 1)
        return names->names[0];
    return i < names->n ? names->names[i] : otherwise;
}

static bool all_ports(char **names)
{
    int64_t port;

    for (; *names != NULL; names++) {
        if (!ss_int_parse(*names, 1, UINT16_MAX, &port, NULL))
            return false;
    }
    return true;
}

/* Port=7000, or Port=[7000-7003]: one a node. */
static Names ports_of(const SsConfRecord *record, const SsFaults *faults)
{
    const SsConfValue    *value = ss_conf_record_get(record, "Port");
    g_autoptr(SsHostlist) list = NULL;
    Names                 names = { 0 };

    if (value != NULL && ss_hostlist_parse(value->text, &list, NULL)) {
        names.n = ss_hostlist_count(list);
        names.names = ss_hostlist_names(list);
    }
    if (value != NULL && (names.names == NULL || !all_ports(names.names)))
        ss_fault(faults, SS_FAULT_DAEMON_VALUE, &value->place, "Invalid Port %s", value->text);
    return names;
}

/* --- all nodes of a line ---------------------------------------------------------------------------- */

static bool is_overridden(const GArray *overrides, const char *name)
{
    for (guint i = 0; i < overrides->len; i++) {
        if (ss_hostlist_find(g_array_index(overrides, SsNodeOverride, i).hosts, name) != SS_ID_NONE)
            return true;
    }
    return false;
}

/* The pattern for one node that overrides speak of. */
static bool build_overridden(const Building *building, const SsConfRecord *record,
                             const GArray *overrides, const char *name, SsNode *node)
{
    SsConfRecord *copy = ss_conf_record_copy(record);

    for (guint i = 0; i < overrides->len; i++) {
        const SsNodeOverride *override = &g_array_index(overrides, SsNodeOverride, i);

        if (ss_hostlist_find(override->hosts, name) != SS_ID_NONE)
            ss_conf_record_set(copy, &override->value);
    }
    const bool built = build_pattern(building, copy, node);
    ss_conf_record_free(copy);
    return built;
}

typedef struct {
    Names hosts, addresses, ports;
} LineNames;

static void finish_node(SsNode *node, const LineNames *line, uint32_t i)
{
    const char *port = name_at(&line->ports, i, NULL);
    int64_t     number;

    node->hostname = g_strdup(name_at(&line->hosts, i, node->name));
    node->address = g_strdup(name_at(&line->addresses, i, node->hostname));
    if (port != NULL && ss_int_parse(port, 1, UINT16_MAX, &number, NULL))
        node->port = (uint32_t) number;
}

static void add_line(Building *building, const SsConfRecord *record, const GArray *overrides,
                     uint32_t line_number, const SsHostlist *hosts, const SsNode *pattern)
{
    const uint32_t n = ss_hostlist_count(hosts);
    LineNames      line = {
             .hosts = names_of(record, "NodeHostname", n, building->faults),
             .addresses = names_of(record, "NodeAddr", n, building->faults),
             .ports = ports_of(record, building->faults),
    };
    SsHostlistIter iter = ss_hostlist_iter(hosts);
    const char    *name;

    for (uint32_t i = 0; (name = ss_hostlist_next(&iter)) != NULL; i++) {
        SsNode other = { 0 };
        bool   special = overrides->len > 0 && is_overridden(overrides, name)
                       && build_overridden(building, record, overrides, name, &other);
        SsNode node = ss_node_copy(special ? &other : pattern, name);

        ss_node_clear(&other);
        node.line = line_number;
        finish_node(&node, &line, i);
        g_array_append_val(building->nodes, node);
    }
    g_strfreev(line.hosts.names);
    g_strfreev(line.addresses.names);
    g_strfreev(line.ports.names);
}

static void build_line(Building *building, uint32_t line_number, const GArray *overrides)
{
    const SsConfRecord   *record = g_ptr_array_index(building->records, line_number);
    g_autoptr(SsHostlist) hosts = NULL;
    SsNode                pattern = { 0 };

    if (strcmp(record->name, "ALL") == 0) {
        ss_fault(building->faults, SS_FAULT_NODE_NAME, &record->place,
                 "'ALL' is a reserved word disallowed for use with NodeName");
        return;
    }
    hosts = ss_conf_hostlist(record->name, &record->place, building->faults);
    if (hosts == NULL)
        return;
    if (ss_hostlist_count(hosts) == 0) {
        ss_fault(building->faults, SS_FAULT_NODE_NAME, &record->place, "NodeName names no node");
    } else if (building->nodes->len + ss_hostlist_count(hosts) > MAX_NODES) {
        if (!building->full)
            ss_fault(building->faults, SS_FAULT_NODE_NAME, &record->place,
                     "more than %u nodes; the rest is left out", MAX_NODES);
        building->full = true;
    } else if (build_pattern(building, record, &pattern)) {
        add_line(building, record, overrides, line_number, hosts, &pattern);
    }
    ss_node_clear(&pattern);
}

/* --- the table -------------------------------------------------------------------------------------- */

static bool both_digits(const char *a, const char *b)
{
    return g_ascii_isdigit(*a) && g_ascii_isdigit(*b);
}

/* Two runs of digits, passed over: as numbers, but as decimals (left to right, the shorter first) when
 * one of them begins with 0. */
static int compare_digits(const char **a, const char **b)
{
    const size_t n = strspn(*a, "0123456789"), m = strspn(*b, "0123456789");
    const bool   decimal = **a == '0' || **b == '0';
    int          order = strncmp(*a, *b, MIN(n, m));

    if (n != m && (!decimal || order == 0))
        order = n < m ? -1 : 1;
    *a += n;
    *b += m;
    return order;
}

/* The order of the node table: natural order of whole names. n008 < n01 < n1 < n9 < n10, a-1-2 < a-2.
 * (A host list is sorted otherwise, by prefix and last number: ss_hostname_compare.) */
int ss_node_name_compare(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        const int order =
            both_digits(a, b) ? compare_digits(&a, &b) : (guchar) *a++ - (guchar) *b++;

        if (order != 0)
            return order;
    }
    return (*a != '\0') - (*b != '\0');
}

static int by_name(const void *a, const void *b)
{
    const SsNode *x = a, *y = b;
    const int     order = ss_node_name_compare(x->name, y->name);

    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

/* Leaves out all but the first of equal names; one finding a line. */
static void drop_twins(const Building *building)
{
    GArray  *nodes = building->nodes;
    uint32_t last_line = UINT32_MAX;
    guint    kept = 0;

    for (guint i = 0; i < nodes->len; i++) {
        SsNode *node = &g_array_index(nodes, SsNode, i);

        if (kept > 0 && strcmp(g_array_index(nodes, SsNode, kept - 1).name, node->name) == 0) {
            const SsConfRecord *record = g_ptr_array_index(building->records, node->line);
            if (node->line != last_line)
                ss_fault(building->faults, SS_FAULT_NODE_TWICE, &record->place,
                         "Duplicated NodeName %s in the config file", node->name);
            last_line = node->line;
            ss_node_clear(node);
            continue;
        }
        g_array_index(nodes, SsNode, kept++) = *node;
    }
    g_array_set_size(nodes, kept);
}

void ss_node_conf_build(const GPtrArray *records, const GArray *overrides, SsCluster *cluster,
                        const SsFaults *faults)
{
    Building building = {
        .cluster = cluster,
        .faults = faults,
        .nodes = g_array_new(FALSE, TRUE, sizeof(SsNode)),
        .records = records,
    };

    for (guint i = 0; i < records->len; i++)
        build_line(&building, i, overrides);
    if (records->len == 0)
        ss_fault(faults, SS_FAULT_NO_NODES, NULL, "no NodeName line: no nodes configured");
    g_array_sort(building.nodes, by_name);
    drop_twins(&building);
    cluster->n_nodes = building.nodes->len;
    cluster->nodes = (SsNode *) (void *) g_array_free(building.nodes, FALSE);
    ss_cluster_index(cluster);
}

static void set_down(SsNode *node, uint32_t state, const char *reason)
{
    node->state = state;
    g_free(node->reason);
    node->reason = g_strdup(reason);
}

void ss_node_conf_down(const SsConfRecord *record, SsCluster *cluster, const SsFaults *faults)
{
    const SsConfValue    *state = ss_conf_record_get(record, "State");
    const SsConfValue    *reason = ss_conf_record_get(record, "Reason");
    g_autoptr(SsHostlist) hosts = NULL;
    SsNode                wanted = { .state = SS_NODE_DOWN };
    const char           *name;

    if (record->faulty) /* Slurm skips the line */
        return;
    hosts = ss_conf_hostlist(record->name, &record->place, faults);
    if (hosts == NULL)
        return;
    if (state != NULL)
        ss_conf_key_store(state->key, state->text, &wanted, NULL);
    for (SsHostlistIter iter = ss_hostlist_iter(hosts); (name = ss_hostlist_next(&iter)) != NULL;) {
        const SsNodeId id = ss_cluster_node(cluster, name);

        if (id == SS_ID_NONE)
            ss_fault(faults, SS_FAULT_DOWN_NODE, &record->place, "DownNode \"%s\" does not exist!",
                     name);
        else
            set_down(&cluster->nodes[id], wanted.state,
                     reason != NULL ? reason->text : "Set in slurm.conf");
    }
}
