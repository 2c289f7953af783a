/* SPDX-License-Identifier: Apache-2.0 */

/*
 * partition_conf.c - from PartitionName lines to partitions.
 *
 * Most keys are stored by their rows; what is here is what Slurm does beyond: the old Priority beats the
 * two keys that replaced it, even from a DEFAULT line; four keys are not inherited from DEFAULT lines in
 * 22.05; memory per node beats memory per CPU; a DefaultTime above MaxTime is dropped.
 *
 * Node sets are replaced by text. Slurm walks the sets in file order and replaces each name that is in
 * the list *then*, so a set may name sets defined below it (they are yet to come) and not above it (they
 * are gone by), and a set that names itself ends as an unknown node. Doing it by the same walk gives the
 * same oddities and cannot loop.
 *
 * The sets' nodes and those of partitions are sorted and unique because they are bits over the node
 * table.
 */
#include "configs/partition_conf.h"

#include "configs/site_checks.h"

#include <string.h>

/* --- node sets -------------------------------------------------------------------------------------- */

typedef struct {
    SsCluster       *cluster;
    const GPtrArray *sets;
    const SsFaults  *faults;
} Building;

static bool has_feature(const SsNode *node, const char *feature)
{
    return g_strv_contains((const char *const *) node->feature, feature);
}

static void add_feature(const SsCluster *cluster, const char *feature, SsNodeSet *nodes)
{
    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        if (has_feature(&cluster->nodes[i], feature))
            ss_node_set_add(nodes, i);
    }
}

/* Blanks in a quoted list count as commas. */
static char *commas_for_blanks(const char *text)
{
    char *copy = g_strdup(text);

    return g_strdelimit(copy, " \t\r\n", ',');
}

/* The list without `name`; NULL if it is not in it. */
static SsHostlist *without(const SsHostlist *list, const char *name)
{
    SsHostlist    *rest;
    SsHostlistIter iter = ss_hostlist_iter(list);
    const char    *host;

    if (ss_hostlist_find(list, name) == SS_ID_NONE)
        return NULL;
    rest = ss_hostlist_new();
    while ((host = ss_hostlist_next(&iter)) != NULL) {
        if (strcmp(host, name) != 0)
            ss_hostlist_push(rest, host);
    }
    return rest;
}

/* Replaces one set in `list`: its listed nodes go into the list, those of its feature into `nodes`. */
static void replace_set(const Building *building, const SsConfRecord *set, SsHostlist **list,
                        SsNodeSet *nodes)
{
    const SsConfValue *feature = ss_conf_record_get(set, "Feature");
    const SsConfValue *listed = ss_conf_record_get(set, "Nodes");
    SsHostlist        *rest = without(*list, set->name);

    if (rest == NULL)
        return;
    ss_hostlist_free(*list);
    *list = rest;
    if (feature != NULL)
        add_feature(building->cluster, feature->text, nodes);
    if (listed == NULL)
        return;
    if (g_ascii_strcasecmp(listed->text, "ALL") == 0) {
        ss_node_set_fill(nodes);
        return;
    }
    g_autofree char  *text = commas_for_blanks(listed->text);
    g_autoptr(GError) error = NULL;
    if (!ss_hostlist_append(*list, text, &error))
        ss_fault(building->faults, SS_FAULT_HOSTLIST, &listed->place, "%s", error->message);
}

static void add_set_name(SsPartition *part, const char *name)
{
    char *old = part->node_sets;

    part->node_sets = old != NULL ? g_strconcat(old, ",", name, NULL) : g_strdup(name);
    g_free(old);
}

static void add_hosts(const Building *building, const SsPartition *part, const SsHostlist *list,
                      const SsPlace *place)
{
    g_autoptr(SsHostlist) unknown = ss_hostlist_new();
    SsHostlistIter        iter = ss_hostlist_iter(list);
    const char           *name;

    while ((name = ss_hostlist_next(&iter)) != NULL) {
        const SsNodeId id = ss_cluster_node(building->cluster, name);

        if (id != SS_ID_NONE)
            ss_node_set_add(part->nodes, id);
        else
            ss_hostlist_push(unknown, name);
    }
    if (ss_hostlist_count(unknown) == 0)
        return;
    g_autofree char *names = ss_hostlist_text(unknown);
    ss_fault(building->faults, SS_FAULT_PART_NODE, place,
             "Invalid node names in partition %s: there is no node \"%s\"", part->name, names);
}

static void read_nodes(const Building *building, SsPartition *part, const SsPlace *place)
{
    g_autoptr(SsHostlist) list = NULL;
    g_autofree char      *text = NULL;

    part->nodes = ss_node_set_new(building->cluster->n_nodes);
    if (part->nodes_text == NULL || *part->nodes_text == '\0') {
        ss_fault(building->faults, SS_FAULT_PART_EMPTY, place, "No nodes in partition %s",
                 part->name);
        return;
    }
    if (g_ascii_strcasecmp(part->nodes_text, "ALL") == 0) {
        ss_node_set_fill(part->nodes);
        return;
    }
    text = commas_for_blanks(part->nodes_text);
    list = ss_conf_hostlist(text, place, building->faults);
    if (list == NULL)
        return;
    for (guint i = 0; i < building->sets->len; i++) {
        const SsConfRecord *set = g_ptr_array_index(building->sets, i);

        if (ss_hostlist_find(list, set->name) != SS_ID_NONE)
            add_set_name(part, set->name);
        replace_set(building, set, &list, part->nodes);
    }
    add_hosts(building, part, list, place);
}

/* --- one partition ---------------------------------------------------------------------------------- */

static bool is_not_inherited(const SsConfKey *key, bool inherited)
{
    static const char *const names[] = { "DisableRootJobs", "ExclusiveUser", "SelectTypeParameters",
                                         "SuspendTime" };

    if (strcmp(key->name, "Shared") == 0 || strcmp(key->name, "OverSubscribe") == 0)
        return true; /* two names for one thing: read_share */
    for (size_t i = 0; inherited && i < G_N_ELEMENTS(names); i++) {
        if (strcmp(key->name, names[i]) == 0)
            return true;
    }
    return false;
}

static void set_defaults(SsPartition *part, const SsSettings *settings)
{
    part->state = SS_PART_UP;
    part->max_time = SS_NO_LIMIT;
    part->default_time = SS_NO_LIMIT;
    part->over_time_limit = SS_UNSET32;
    part->max_nodes = SS_NO_LIMIT;
    part->max_cpus_per_node = SS_NO_LIMIT;
    part->priority_tier = 1;
    part->job_factor = 1;
    part->share = SS_SHARE_NO;
    part->share_count = 1;
    part->preempt_mode = SS_PREEMPT_CLUSTER;
    part->disable_root_jobs = settings->disable_root_jobs;
    part->qos = SS_ID_NONE;
}

static const SsConfValue *share_value(const SsConfRecord *record)
{
    const SsConfValue *found[] = {
        ss_conf_record_own(record, "OverSubscribe"),
        ss_conf_record_inherited(record, "OverSubscribe"),
        ss_conf_record_own(record, "Shared"),
        ss_conf_record_inherited(record, "Shared"),
    };

    for (size_t i = 0; i < G_N_ELEMENTS(found); i++) {
        if (found[i] != NULL)
            return found[i];
    }
    return NULL;
}

static void read_share(const SsConfRecord *record, SsPartition *part, const SsFaults *faults)
{
    const SsConfValue *value = share_value(record);

    if (value == NULL)
        return;
    ss_conf_key_store(value->key, value->text, part, NULL);
    if (part->share == SS_SHARE_NO && g_ascii_strcasecmp(value->text, "NO") != 0)
        ss_fault(faults, SS_FAULT_PART_SHARE, &value->place, "Ignoring bad OverSubscribe value: %s",
                 value->text);
}

/* The old key sets both new ones, wherever it stands. */
static void read_old_priority(const SsConfRecord *record, SsPartition *part)
{
    const SsConfValue *value = ss_conf_record_get(record, "Priority");
    uint32_t           priority;

    if (value == NULL)
        return;
    const SsConfKey *tier = ss_conf_key(SS_SCOPE_PARTITION, "PriorityTier");
    if (!ss_conf_key_store(tier, value->text, part, NULL))
        return;
    priority = part->priority_tier;
    part->job_factor = priority;
}

/* UNLIMITED has every bit of 64 set, the one that says "per CPU" too: real Slurm makes it a cap by CPU that nobody reaches, and
 * shows it so; the cluster's cap does not count any more (static-z-genome). */
static void read_unlimited_memory(const SsConfRecord *record, SsPartition *part)
{
    static const char *const keys[] = { "MaxMemPerNode", "MaxMemPerCPU" };

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        const SsConfValue *value = ss_conf_record_get(record, keys[i]);

        if (value == NULL
            || (g_ascii_strcasecmp(value->text, "UNLIMITED") != 0
                && g_ascii_strcasecmp(value->text, "INFINITE") != 0))
            continue;
        part->max_mem_per_cpu = INT64_MAX;
        return;
    }
}

static void settle_memory(const SsConfRecord *record, SsPartition *part, const SsFaults *faults)
{
    if (part->def_mem_per_node > 0 && part->def_mem_per_cpu > 0) {
        ss_fault(faults, SS_FAULT_MEMORY_EXCLUSIVE, &record->place,
                 "partition %s: DefMemPerCPU ignored, since it's mutually exclusive with "
                 "DefMemPerNode",
                 part->name);
        part->def_mem_per_cpu = 0;
    }
    if (part->max_mem_per_node > 0 && part->max_mem_per_cpu > 0) {
        ss_fault(faults, SS_FAULT_MEMORY_EXCLUSIVE, &record->place,
                 "partition %s: MaxMemPerCPU ignored, since it's mutually exclusive with "
                 "MaxMemPerNode",
                 part->name);
        part->max_mem_per_cpu = 0;
    }
}

static void settle_time(const SsConfRecord *record, SsPartition *part, const SsFaults *faults)
{
    if (part->default_time == SS_NO_LIMIT || part->max_time == SS_NO_LIMIT
        || part->default_time <= part->max_time)
        return;
    ss_fault(faults, SS_FAULT_PART_DEFAULT_TIME, &record->place,
             "partition %s DefaultTime exceeds MaxTime (%u > %u)", part->name, part->default_time,
             part->max_time);
    part->default_time = SS_NO_LIMIT;
}

static void check_over_time(const SsConfRecord *record, const SsFaults *faults)
{
    const SsConfValue *value = ss_conf_record_get(record, "OverTimeLimit");

    if (value != NULL && !g_ascii_isdigit(*value->text)
        && g_ascii_strcasecmp(value->text, "UNLIMITED") != 0
        && g_ascii_strcasecmp(value->text, "INFINITE") != 0)
        ss_fault(faults, SS_FAULT_VALUE_ADJUSTED, &value->place,
                 "partition %s: OverTimeLimit=%s counts as 0", record->name, value->text);
}

static void settle_lists(const SsConfRecord *record, SsPartition *part, const SsFaults *faults)
{
    if (part->allow_accounts != NULL && part->deny_accounts != NULL) {
        ss_fault(faults, SS_FAULT_PART_ALLOW_DENY, &record->place,
                 "partition %s: both AllowAccounts and DenyAccounts, DenyAccounts will be ignored",
                 part->name);
        g_clear_pointer(&part->deny_accounts, g_strfreev);
    }
    if (part->allow_qos != NULL && part->deny_qos != NULL) {
        ss_fault(faults, SS_FAULT_PART_ALLOW_DENY, &record->place,
                 "partition %s: both AllowQos and DenyQos, DenyQos will be ignored", part->name);
        g_clear_pointer(&part->deny_qos, g_strfreev);
    }
}

static void read_billing(const SsConfRecord *record, const SsCluster *cluster, SsPartition *part,
                         const SsFaults *faults)
{
    const SsConfValue *value = ss_conf_record_get(record, "TRESBillingWeights");
    g_autoptr(GError)  error = NULL;

    if (value == NULL)
        return;
    part->billing = g_new0(double, cluster->tres->n);
    if (ss_tres_weights_parse(cluster->tres, value->text, part->billing, &error))
        return;
    ss_fault(faults, SS_FAULT_PART_BILLING, &value->place, "partition %s: %s", part->name,
             error->message);
    g_clear_pointer(&part->billing, g_free);
}

/* An empty QOS name is none; ALL in a text is no rule. Tools show QOS lists as written, also the words
 * that are later found to be no QOS. */
static void settle_texts(SsPartition *part)
{
    if (part->allow_qos != NULL)
        part->allow_qos_shown = g_strjoinv(",", part->allow_qos);
    if (part->deny_qos != NULL)
        part->deny_qos_shown = g_strjoinv(",", part->deny_qos);
    if (part->qos_name != NULL && *part->qos_name == '\0')
        g_clear_pointer(&part->qos_name, g_free);
    if (part->alloc_nodes != NULL && g_ascii_strcasecmp(part->alloc_nodes, "ALL") == 0)
        g_clear_pointer(&part->alloc_nodes, g_free);
}

/* What the checks between files will want to point at. */
static void note_places(const SsConfRecord *record, const SsFaults *faults)
{
    static const char *const keys[] = { "QOS", "AllowQos", "DenyQos", "AllowAccounts",
                                        "DenyAccounts" };

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        ss_site_note_place(faults, record->name, ss_conf_record_get(record, keys[i]));
}

static void build_partition(const Building *building, const SsConfRecord *record, SsPartition *part)
{
    const SsConfValue *nodes = ss_conf_record_get(record, "Nodes");

    *part = (SsPartition){ .name = g_strdup(record->name) };
    set_defaults(part, &building->cluster->settings);
    ss_conf_record_store(record, part, is_not_inherited);
    read_share(record, part, building->faults);
    read_old_priority(record, part);
    read_unlimited_memory(record, part);
    settle_memory(record, part, building->faults);
    settle_time(record, part, building->faults);
    check_over_time(record, building->faults);
    settle_lists(record, part, building->faults);
    settle_texts(part);
    note_places(record, building->faults);
    read_billing(record, building->cluster, part, building->faults);
    read_nodes(building, part, nodes != NULL ? &nodes->place : &record->place);
}

/* --- all of them ------------------------------------------------------------------------------------ */

static void note_default(SsCluster *cluster, uint32_t id, const SsConfRecord *record,
                         const SsFaults *faults)
{
    SsPartition *part = &cluster->parts[id];

    if (!part->is_default)
        return;
    if (cluster->default_part != SS_ID_NONE) {
        SsPartition *before = &cluster->parts[cluster->default_part];

        ss_fault(faults, SS_FAULT_DEFAULT_PART_CHANGED, &record->place,
                 "changing default partition from %s to %s", before->name, part->name);
        before->is_default = false;
    }
    cluster->default_part = id;
}

static void check_alternates(const SsCluster *cluster, const GPtrArray *records,
                             const SsFaults *faults)
{
    for (guint i = 0; i < records->len; i++) {
        const SsConfRecord *record = g_ptr_array_index(records, i);
        const SsConfValue  *value = ss_conf_record_get(record, "Alternate");

        if (value != NULL && ss_cluster_part(cluster, value->text) == SS_ID_NONE)
            ss_fault(faults, SS_FAULT_PART_ALTERNATE, &value->place,
                     "partition %s: the alternate partition %s does not exist", record->name,
                     value->text);
    }
}

static void check_sets(const Building *building)
{
    for (guint i = 0; i < building->sets->len; i++) {
        const SsConfRecord *set = g_ptr_array_index(building->sets, i);

        for (guint j = 0; j < i; j++) {
            const SsConfRecord *other = g_ptr_array_index(building->sets, j);
            if (strcmp(other->name, set->name) == 0)
                ss_fault(building->faults, SS_FAULT_NODESET, &set->place,
                         "NodeSet=%s is defined twice", set->name);
        }
    }
}

void ss_partition_conf_build(const GPtrArray *records, const GPtrArray *sets, SsCluster *cluster,
                             const SsFaults *faults)
{
    const Building building = { cluster, sets, faults };

    check_sets(&building);
    cluster->parts = g_new0(SsPartition, records->len);
    for (guint i = 0; i < records->len; i++) {
        const SsConfRecord *record = g_ptr_array_index(records, i);

        if (ss_cluster_part(cluster, record->name) != SS_ID_NONE) {
            ss_fault(faults, SS_FAULT_PART_TWICE, &record->place,
                     "duplicate entry for partition %s", record->name);
            continue;
        }
        build_partition(&building, record, &cluster->parts[cluster->n_parts]);
        note_default(cluster, cluster->n_parts++, record, faults);
    }
    check_alternates(cluster, records, faults);
    if (records->len == 0)
        ss_fault(faults, SS_FAULT_NO_PARTS, NULL, "No PartitionName information available!");
    else if (cluster->default_part == SS_ID_NONE)
        ss_fault(faults, SS_FAULT_NO_DEFAULT_PART, NULL, "default partition not set");
}
