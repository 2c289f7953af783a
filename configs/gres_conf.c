/* SPDX-License-Identifier: Apache-2.0 */

/*
 * gres_conf.c - gres.conf into devices: which file, near which cores, linked to whom.
 *
 * On a real cluster each slurmd reads gres.conf for its own node and the controller compares what it
 * reports with slurm.conf. A simulator plays both parts. slurm.conf is believed for names, types and
 * counts, because that is what the controller schedules by; gres.conf adds what cannot be known
 * otherwise. Where the two differ a real node would be drained, which says nothing about the site's
 * intent, so here it is a warning and slurm.conf stands.
 *
 * For a node come first the Name= lines of the file, then the NodeName= lines that list it, whatever
 * their order in the file. Within a resource the records are taken in that order, by type where
 * slurm.conf has types, until the count is reached; a longer record is cut, what is missing has no file
 * and no cores. AutoDetect finds nothing in a simulation; for a gpu it means that there is one device
 * for each that slurm.conf counts.
 *
 * Lines are read once and attached to their nodes, so the cost is lines + nodes, not their product.
 * The same mistake on a thousand nodes is told once, with the first of them.
 *
 * Tested in tests/unit/test_gres_conf.c; fuzzed by tests/fuzz/fuzz_gres_conf.c.
 */
#include "configs/gres_conf.h"

#include "configs/conf_record.h"
#include "configs/gres_spec.h"
#include "sim/base/size.h"

#include <string.h>

#define MAX_DEVICES 1024 /* of one resource on a node; more are counted only */
#define MAX_CORE    UINT16_MAX

/* One line, read. */
typedef struct {
    SsPlace     place;
    uint32_t    gres;
    const char *type;  /* NULL */
    char      **files; /* NULL */
    uint64_t    count;
    GArray     *cores;  /* uint32_t ids, NULL: all   */
    GArray     *links;  /* int32_t, NULL             */
    uint32_t    unused; /* nodes with no use for it  */
    const char *unused_on;
} GresLine;

typedef struct {
    SsCluster      *cluster;
    const SsFaults *faults;
    GPtrArray      *lines;                 /* GresLine *                                    */
    GPtrArray      *common;                /* GresLine * of Name= lines, borrowed           */
    GPtrArray     **own;                   /* [n_nodes] GresLine * of NodeName=, NULL       */
    bool            detect;                /* AutoDetect for all nodes                      */
    SsNodeSet      *detected, *undetected; /* nodes whose own line says so     */
    SsNodeSet      *told;                  /* by slurm.conf line: FEWER was reported        */
} Reading;

static void free_line(gpointer data)
{
    GresLine *line = data;

    g_strfreev(line->files);
    if (line->cores != NULL)
        g_array_unref(line->cores);
    if (line->links != NULL)
        g_array_unref(line->links);
    g_free(line);
}

/* --- one line --------------------------------------------------------------------------------------- */

/* "0-3,8" into ids; NULL if it is no such list. */
static GArray *parse_ids(const char *text)
{
    g_autofree char      *list = g_strdup_printf("[%s]", text);
    g_autoptr(SsHostlist) names = NULL;
    GArray               *ids;
    const char           *name;
    int64_t               id;

    if (*text == '\0' || strpbrk(text, "[]") != NULL || !ss_hostlist_parse(list, &names, NULL))
        return NULL;
    ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (SsHostlistIter iter = ss_hostlist_iter(names); (name = ss_hostlist_next(&iter)) != NULL;) {
        if (!ss_int_parse(name, 0, MAX_CORE, &id, NULL)) {
            g_array_unref(ids);
            return NULL;
        }
        const uint32_t value = (uint32_t) id;
        g_array_append_val(ids, value);
    }
    return ids;
}

static GArray *parse_links(const char *text)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    GArray       *links = g_array_new(FALSE, FALSE, sizeof(int32_t));
    int64_t       number;

    for (char **item = items; *item != NULL; item++) {
        if (!ss_int_parse(g_strstrip(*item), -1, INT32_MAX, &number, NULL)) {
            g_array_unref(links);
            return NULL;
        }
        const int32_t value = (int32_t) number;
        g_array_append_val(links, value);
    }
    return links;
}

static const SsConfValue *either(const SsConfRecord *record, const char *key, const char *old_name)
{
    const SsConfValue *value = ss_conf_record_own(record, key);

    return value != NULL ? value : ss_conf_record_own(record, old_name);
}

static bool is_shared(const Reading *reading, uint32_t gres)
{
    const char *name = reading->cluster->gres_names[gres];

    return strcmp(name, "mps") == 0 || strcmp(name, "shard") == 0;
}

/* File is one device a name, MultipleFiles one device altogether. */
static void read_files(const Reading *reading, const SsConfRecord *record, GresLine *line)
{
    const SsConfValue    *file = either(record, "File", "Files");
    const SsConfValue    *several = ss_conf_record_own(record, "MultipleFiles");
    const SsConfValue    *value = file != NULL ? file : several;
    g_autoptr(SsHostlist) list = NULL;

    if (value == NULL)
        return;
    list = ss_conf_hostlist(value->text, &value->place, reading->faults);
    if (list == NULL || ss_hostlist_count(list) == 0)
        return;
    if (file != NULL) {
        line->files = ss_hostlist_names(list);
    } else {
        line->files = g_new0(char *, 2);
        line->files[0] = ss_hostlist_text(list);
    }
}

static void read_count(const Reading *reading, const SsConfRecord *record, GresLine *line)
{
    const SsConfValue *value = ss_conf_record_own(record, "Count");
    const uint64_t     n_files = line->files != NULL ? g_strv_length(line->files) : 0;
    g_autoptr(GError)  error = NULL;

    line->count = MAX(n_files, 1);
    if (value == NULL)
        return;
    if (!ss_size_parse_count(value->text, &line->count, &error)) {
        ss_fault(reading->faults, SS_FAULT_BAD_VALUE, &value->place, "Count: %s", error->message);
        line->count = MAX(n_files, 1);
        return;
    }
    if (n_files > 0 && line->count != n_files && !is_shared(reading, line->gres)) {
        ss_fault(reading->faults, SS_FAULT_GRES_COUNT_FILES, &value->place,
                 "Invalid GRES record for %s, count does not match File value (%" G_GUINT64_FORMAT
                 " and %" G_GUINT64_FORMAT ")",
                 reading->cluster->gres_names[line->gres], line->count, n_files);
        line->count = n_files;
    }
}

static void read_cores(const Reading *reading, const SsConfRecord *record, GresLine *line)
{
    const SsConfValue *cores = either(record, "Cores", "CPUs");
    const SsConfValue *links = either(record, "Links", "Link");

    if (cores != NULL && *cores->text != '\0') {
        line->cores = parse_ids(cores->text);
        if (line->cores == NULL)
            ss_fault(reading->faults, SS_FAULT_GRES_CORES, &cores->place,
                     "Cores=%s is no list of core numbers", cores->text);
    }
    if (links != NULL && *links->text != '\0') {
        line->links = parse_links(links->text);
        if (line->links == NULL)
            ss_fault(reading->faults, SS_FAULT_GRES_LINKS, &links->place,
                     "Links=%s is no list of numbers", links->text);
    }
}

/* The line as a resource; NULL (and a finding) if it is none of this cluster. */
static GresLine *read_line(Reading *reading, const SsConfRecord *record, const char *name,
                           const SsPlace *place)
{
    const SsConfValue *type = ss_conf_record_own(record, "Type");
    const uint32_t     gres = ss_cluster_gres(reading->cluster, name);

    if (gres == SS_ID_NONE) {
        ss_fault(reading->faults, SS_FAULT_GRES_UNKNOWN_NAME, place,
                 "Ignoring gres.conf record, invalid name: %s", name);
        return NULL;
    }
    GresLine *line = g_new0(GresLine, 1);
    line->place = *place;
    line->gres = gres;
    line->type = type != NULL && *type->text != '\0' ? type->text : NULL;
    read_files(reading, record, line);
    read_count(reading, record, line);
    read_cores(reading, record, line);
    g_ptr_array_add(reading->lines, line);
    return line;
}

/* --- AutoDetect ------------------------------------------------------------------------------------- */

static bool is_detecting(const Reading *reading, const char *text, const SsPlace *place)
{
    static const char *const words[] = { "nvml", "nvidia", "rsmi", "oneapi", "nrt", "full" };
    g_autofree char         *lower = g_ascii_strdown(text, -1);

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strstr(lower, words[i]) != NULL)
            return true;
    }
    if (strstr(lower, "off") == NULL)
        ss_fault(reading->faults, SS_FAULT_GRES_AUTODETECT, place, "unknown autodetect flag '%s'",
                 text);
    return false;
}

/* --- lines to nodes --------------------------------------------------------------------------------- */

static void attach(Reading *reading, SsNodeId node, GresLine *line)
{
    if (reading->own[node] == NULL)
        reading->own[node] = g_ptr_array_new();
    g_ptr_array_add(reading->own[node], line);
}

static void attach_to_hosts(Reading *reading, const SsConfRecord *record, GresLine *line,
                            const SsConfValue *detect)
{
    g_autoptr(SsHostlist) hosts = ss_conf_hostlist(record->name, &record->place, reading->faults);
    g_autoptr(SsHostlist) unknown = ss_hostlist_new();
    const char           *name;
    const bool on = detect != NULL && is_detecting(reading, detect->text, &detect->place);

    if (hosts == NULL)
        return;
    for (SsHostlistIter iter = ss_hostlist_iter(hosts); (name = ss_hostlist_next(&iter)) != NULL;) {
        const SsNodeId id = ss_cluster_node(reading->cluster, name);

        if (id == SS_ID_NONE) {
            ss_hostlist_push(unknown, name);
            continue;
        }
        if (line != NULL)
            attach(reading, id, line);
        if (detect != NULL)
            ss_node_set_add(on ? reading->detected : reading->undetected, id);
    }
    if (ss_hostlist_count(unknown) == 0)
        return;
    g_autofree char *names = ss_hostlist_text(unknown);
    ss_fault(reading->faults, SS_FAULT_GRES_NODE, &record->place, "there is no node \"%s\"", names);
}

static void take_node_line(Reading *reading, const SsConfRecord *record)
{
    const SsConfValue *name = ss_conf_record_own(record, "Name");
    const SsConfValue *detect = ss_conf_record_own(record, "AutoDetect");
    GresLine          *line = NULL;

    if (name != NULL)
        line = read_line(reading, record, name->text, &name->place);
    else if (detect == NULL)
        ss_fault(reading->faults, SS_FAULT_GRES_NO_NAME, &record->place,
                 "Invalid GRES data, no type name (NodeName=%s)", record->name);
    if (line != NULL || detect != NULL)
        attach_to_hosts(reading, record, line, detect);
}

static void take_name_line(Reading *reading, const SsConfRecord *record)
{
    const SsConfValue *detect = ss_conf_record_own(record, "AutoDetect");
    GresLine          *line = read_line(reading, record, record->name, &record->place);

    if (detect != NULL)
        ss_fault(reading->faults, SS_FAULT_GRES_AUTODETECT, &detect->at,
                 "AutoDetect belongs on a line of its own or behind NodeName");
    if (line != NULL)
        g_ptr_array_add(reading->common, line);
}

static void take_line(Reading *reading, SsConfReader *reader)
{
    SsConfItem       item;
    SsPlace          place;
    const SsConfKey *key = NULL;

    if (ss_conf_reader_pair(reader, &item)) {
        key = ss_conf_key(SS_SCOPE_GRES_CONF, item.key);
        if (key == NULL) {
            ss_conf_report_key(SS_SCOPE_GRES_CONF, &item, key, reading->faults);
            return;
        }
        if (key->kind == SS_KIND_RECORD) {
            SsConfRecord *record =
                ss_conf_record_read(reader, SS_SCOPE_GRES, &item, reading->faults);
            if (strcmp(key->name, "NodeName") == 0)
                take_node_line(reading, record);
            else
                take_name_line(reading, record);
            ss_conf_record_free(record);
            return;
        }
        if (strcmp(key->name, "AutoDetect") == 0)
            reading->detect = is_detecting(reading, item.value, &item.value_place);
    }
    const char *rest = ss_conf_reader_rest(reader, &place);
    if (*rest != '\0')
        ss_fault(reading->faults, SS_FAULT_NOT_A_PAIR, &place, "Parse error: \"%s\"", rest);
}

/* --- devices of a node ------------------------------------------------------------------------------ */

/* The records of one resource on one node, in the order they are taken. */
static GPtrArray *lines_of(const Reading *reading, SsNodeId node, uint32_t gres)
{
    GPtrArray       *found = g_ptr_array_new();
    const GPtrArray *from[] = { reading->common, reading->own[node] };

    for (size_t i = 0; i < G_N_ELEMENTS(from); i++) {
        for (guint j = 0; from[i] != NULL && j < from[i]->len; j++) {
            GresLine *line = g_ptr_array_index(from[i], j);

            if (line->gres == gres)
                g_ptr_array_add(found, line);
        }
    }
    return found;
}

/* Do the records contradict each other? A real slurmd would stop. Told at the record that breaks the
 * rule, once a record. */
static bool is_contradictory(const Reading *reading, const GPtrArray *lines, const SsNode *node)
{
    const GresLine *first = lines->len > 0 ? g_ptr_array_index(lines, 0) : NULL;

    for (guint i = 1; i < lines->len; i++) {
        GresLine   *line = g_ptr_array_index(lines, i);
        const char *name = reading->cluster->gres_names[line->gres];
        SsFault     fault = SS_N_FAULTS;

        if ((line->files == NULL) != (first->files == NULL))
            fault = SS_FAULT_GRES_FILE_MIX;
        else if ((line->type == NULL) != (first->type == NULL))
            fault = SS_FAULT_GRES_TYPE_MIX;
        else if (line->files == NULL && line->type == NULL)
            fault = SS_FAULT_GRES_DUPLICATE;
        if (fault == SS_N_FAULTS)
            continue;
        ss_fault(reading->faults, fault, &line->place, "gres.conf records for %s of node %s: %s",
                 name, node->name, ss_fault_row(fault)->title);
        return true;
    }
    return false;
}

static uint64_t *core_bits(const Reading *reading, const SsNode *node, GresLine *line)
{
    uint64_t *bits;

    if (line->cores == NULL)
        return NULL;
    bits = g_new0(uint64_t, node->core_words);
    for (guint i = 0; i < line->cores->len; i++) {
        const uint32_t core = g_array_index(line->cores, uint32_t, i);

        if (core >= node->cores) {
            ss_fault(reading->faults, SS_FAULT_GRES_CORES, &line->place,
                     "Invalid GRES data for %s, core %u (only %u cores are on node %s)",
                     reading->cluster->gres_names[line->gres], core, node->cores, node->name);
            g_free(bits);
            g_clear_pointer(&line->cores, g_array_unref); /* told once */
            return NULL;
        }
        bits[core / 64] |= UINT64_C(1) << (core % 64);
    }
    return bits;
}

static void add_device(const Reading *reading, const SsNode *node, SsNodeGres *entry,
                       GresLine *line, uint32_t type, const char *file)
{
    SsNodeDevice *device = &entry->dev[entry->n_dev++];

    *device = (SsNodeDevice){ .type = type, .file = g_strdup(file) };
    if (line == NULL)
        return;
    device->cores = core_bits(reading, node, line);
    if (line->links != NULL)
        device->links = g_memdup2(line->links->data, line->links->len * sizeof(int32_t));
}

/* Takes records for one type until its count is reached; the rest of the count has no file. */
static void take_type(const Reading *reading, const SsNode *node, SsNodeGres *entry, uint32_t type,
                      const GPtrArray *lines, uint32_t *used)
{
    const SsNodeGresType *wanted = &entry->type[type];
    uint64_t              left = wanted->count;

    for (guint i = 0; i < lines->len && left > 0; i++) {
        GresLine *line = g_ptr_array_index(lines, i);

        if (wanted->name != NULL && g_strcmp0(line->type, wanted->name) != 0)
            continue;
        for (char **file = line->files + used[i]; *file != NULL && left > 0; file++, left--) {
            add_device(reading, node, entry, line, type, *file);
            used[i]++;
        }
    }
    for (; left > 0; left--)
        add_device(reading, node, entry, NULL, type, NULL);
}

/* Links must name every device; else they say nothing. */
static void check_links(const Reading *reading, SsNodeGres *entry, GPtrArray *lines)
{
    for (guint i = 0; i < lines->len; i++) {
        GresLine *line = g_ptr_array_index(lines, i);

        if (line->links == NULL || line->links->len == entry->n_dev)
            continue;
        ss_fault(reading->faults, SS_FAULT_GRES_LINKS, &line->place,
                 "Links has %u numbers for %u devices", line->links->len, entry->n_dev);
        g_clear_pointer(&line->links, g_array_unref);
        for (uint32_t j = 0; j < entry->n_dev; j++)
            g_clear_pointer(&entry->dev[j].links, g_free);
    }
}

static uint64_t count_of(const GPtrArray *lines)
{
    uint64_t sum = 0;

    for (guint i = 0; i < lines->len; i++) {
        const GresLine *line = g_ptr_array_index(lines, i);
        if (!ss_u64_add(sum, line->count, &sum))
            return UINT64_MAX;
    }
    return sum;
}

/* Counts of the two files side by side. */
static void compare(Reading *reading, const SsNode *node, const SsNodeGres *entry,
                    const GPtrArray *lines)
{
    const uint64_t count = count_of(lines);

    if (count > entry->count) {
        GresLine *line = g_ptr_array_index(lines, lines->len - 1);
        if (line->unused++ == 0)
            line->unused_on = node->name;
    } else if (count < entry->count && !ss_node_set_test(reading->told, node->line)) {
        const GresLine *line = g_ptr_array_index(lines, 0);
        ss_node_set_add(reading->told, node->line);
        ss_fault(reading->faults, SS_FAULT_GRES_FEWER, &line->place,
                 "gres/%s count too low (%" G_GUINT64_FORMAT " < %" G_GUINT64_FORMAT ") on node %s",
                 reading->cluster->gres_names[entry->gres], count, entry->count, node->name);
    }
}

static bool has_files(const GPtrArray *lines)
{
    for (guint i = 0; i < lines->len; i++) {
        if (((const GresLine *) g_ptr_array_index(lines, i))->files == NULL)
            return false;
    }
    return lines->len > 0;
}

static bool is_detected(const Reading *reading, SsNodeId id, uint32_t gres)
{
    if (strcmp(reading->cluster->gres_names[gres], "gpu") != 0)
        return false;
    if (ss_node_set_test(reading->detected, id))
        return true;
    return reading->detect && !ss_node_set_test(reading->undetected, id);
}

static void equip(Reading *reading, SsNodeId id, SsNodeGres *entry)
{
    SsNode              *node = &reading->cluster->nodes[id];
    g_autoptr(GPtrArray) lines = lines_of(reading, id, entry->gres); /* element-type: GresLine * */
    g_autofree uint32_t *used = g_new0(uint32_t, lines->len + 1);

    if (lines->len > 0)
        compare(reading, node, entry, lines);
    if (lines->len == 0 ? !is_detected(reading, id, entry->gres)
                        : is_contradictory(reading, lines, node) || !has_files(lines))
        return;
    if (entry->count > MAX_DEVICES || is_shared(reading, entry->gres))
        return;
    entry->dev = g_new0(SsNodeDevice, entry->count);
    for (uint32_t type = 0; type < entry->n_type; type++)
        take_type(reading, node, entry, type, lines, used);
    check_links(reading, entry, lines);
}

/* Records of resources that slurm.conf does not give the node at all. */
static void count_unused(const Reading *reading, SsNodeId id)
{
    const SsNode    *node = &reading->cluster->nodes[id];
    const GPtrArray *own = reading->own[id];

    for (guint i = 0; own != NULL && i < own->len; i++) {
        GresLine *line = g_ptr_array_index(own, i);

        if (ss_node_gres(node, line->gres) == NULL && line->unused++ == 0)
            line->unused_on = node->name;
    }
}

static void tell_unused(const Reading *reading)
{
    for (guint i = 0; i < reading->lines->len; i++) {
        const GresLine *line = g_ptr_array_index(reading->lines, i);

        if (line->unused > 0)
            ss_fault(reading->faults, SS_FAULT_GRES_MORE, &line->place,
                     "GRES %s%s%s has more configured than expected in slurm.conf on %u node%s, "
                     "first %s; ignoring extra GRES",
                     reading->cluster->gres_names[line->gres], line->type != NULL ? ":" : "",
                     line->type != NULL ? line->type : "", line->unused,
                     line->unused > 1 ? "s" : "", line->unused_on);
    }
}

static uint32_t n_conf_lines(const SsCluster *cluster)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < cluster->n_nodes; i++)
        n = MAX(n, cluster->nodes[i].line + 1);
    return n;
}

void ss_gres_conf_read(SsConfReader *reader, SsCluster *cluster, const SsFaults *faults)
{
    Reading reading = {
        .cluster = cluster,
        .faults = faults,
        .lines = g_ptr_array_new_with_free_func(free_line),
        .common = g_ptr_array_new(),
        .own = g_new0(GPtrArray *, cluster->n_nodes + 1),
        .detected = ss_node_set_new(cluster->n_nodes),
        .undetected = ss_node_set_new(cluster->n_nodes),
        .told = ss_node_set_new(n_conf_lines(cluster)),
    };

    while (ss_conf_reader_next(reader))
        take_line(&reading, reader);
    for (uint32_t id = 0; id < cluster->n_nodes; id++) {
        for (uint32_t i = 0; i < cluster->nodes[id].n_gres; i++)
            equip(&reading, id, &cluster->nodes[id].gres[i]);
        count_unused(&reading, id);
    }
    tell_unused(&reading);

    for (uint32_t id = 0; id < cluster->n_nodes; id++) {
        if (reading.own[id] != NULL)
            g_ptr_array_unref(reading.own[id]);
    }
    g_free(reading.own);
    g_ptr_array_unref(reading.common);
    g_ptr_array_unref(reading.lines);
    ss_node_set_free(reading.detected);
    ss_node_set_free(reading.undetected);
    ss_node_set_free(reading.told);
}
