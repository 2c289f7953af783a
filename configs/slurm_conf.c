/* SPDX-License-Identifier: Apache-2.0 */

/*
 * slurm_conf.c - slurm.conf from its first line to a cluster.
 *
 * Two steps. *Reading* walks the lines, checks every value against its row and keeps it: scalar keys in a
 * table (the last one wins), record lines in file order with the DEFAULT layer they stand under. Then
 * come the overrides, as if they were the file's last word. *Building* turns what was kept into settings,
 * TRES, licences, nodes and partitions, in an order that no line can upset: a node needs GresTypes and
 * SelectType, a partition needs nodes and TRES, and files name them in any order.
 *
 * Between the two the whole-file checks of 22.05 run. They are one function each and only report: what
 * is an error and what a warning stands in faults.c. Where lenient reading repairs a value (a misspelt
 * word of AccountingStorageEnforce, mysql as storage), it does so before the value is stored.
 *
 * Nothing stops early: a site shows all its faults at once.
 *
 * Tested in tests/unit/test_slurm_conf.c, tests/conformance/test_config_corpus.c; fuzzed.
 */
#include "configs/slurm_conf.h"

#include "configs/conf_record.h"
#include "configs/node_conf.h"
#include "configs/partition_conf.h"
#include "configs/sched_params.h"
#include "configs/site_checks.h"
#include "sim/base/size.h"

#include <string.h>

/* --- reading ---------------------------------------------------------------------------------------- */

/* A record key: the layer of DEFAULT lines above, and the lines. */
typedef struct {
    GPtrArray    *lines;  /* SsConfRecord *                                   */
    SsConfRecord *layer;  /* current DEFAULT layer, NULL if there is none yet */
    GPtrArray    *layers; /* all of them, owned                               */
} Records;

typedef struct {
    SsConfReader   *reader;
    SsCluster      *cluster;
    const SsFaults *faults;
    GArray         *scalars; /* SsConfValue, by first appearance */
    Records         nodes, parts;
    GPtrArray      *sets, *down; /* SsConfRecord *               */
    GPtrArray      *controllers; /* const char *                 */
    GArray         *node_overrides;
} Reading;

static void records_init(Records *records)
{
    records->lines = g_ptr_array_new_with_free_func((GDestroyNotify) ss_conf_record_free);
    records->layers = g_ptr_array_new_with_free_func((GDestroyNotify) ss_conf_record_free);
    records->layer = NULL;
}

static void records_clear(Records *records)
{
    g_ptr_array_unref(records->lines);
    g_ptr_array_unref(records->layers);
}

/* Puts a DEFAULT line on top of the layer below it. */
static void add_layer(Records *records, SsConfRecord *line)
{
    SsConfRecord *layer =
        records->layer != NULL ? ss_conf_record_copy(records->layer) : ss_conf_record_copy(line);

    for (guint i = 0; i < line->values->len; i++)
        ss_conf_record_set(layer, &g_array_index(line->values, SsConfValue, i));
    g_ptr_array_add(records->layers, layer);
    records->layer = layer;
    ss_conf_record_free(line);
}

static void refuse_names_on_default(const SsConfRecord *line, const SsFaults *faults)
{
    static const char *const keys[] = { "NodeHostname", "NodeAddr", "BcastAddr" };

    for (size_t i = 0; line->scope == SS_SCOPE_NODE && i < G_N_ELEMENTS(keys); i++) {
        const SsConfValue *value = ss_conf_record_own(line, keys[i]);

        if (value != NULL)
            ss_fault(faults, SS_FAULT_DEFAULT_KEY, &value->at,
                     "%s not allowed with NodeName=DEFAULT", keys[i]);
    }
}

static void add_record(Reading *reading, Records *records, SsConfRecord *line)
{
    if (g_ascii_strcasecmp(line->name, "DEFAULT") == 0) {
        refuse_names_on_default(line, reading->faults);
        add_layer(records, line);
        return;
    }
    line->inherited = records->layer;
    g_ptr_array_add(records->lines, line);
}

/* What scontrol show config will repeat; `key` is taken. */
static void keep_pair(Reading *reading, char *key, const char *value)
{
    const SsConfPair pair = { key, g_strdup(value) };

    g_array_append_val(reading->cluster->conf, pair);
}

/* name or name(address) */
static void add_controller(Reading *reading, const SsConfItem *item)
{
    g_autofree char *name = g_strdup(item->value);
    char            *open = strchr(name, '(');

    if (open != NULL) {
        if (!g_str_has_suffix(name, ")") || strchr(open + 1, '(') != NULL || open == name)
            ss_fault(reading->faults, SS_FAULT_DAEMON_VALUE, &item->value_place,
                     "Bad value \"%s\" for SlurmctldHost", item->value);
        *open = '\0';
    }
    for (guint i = 0; i < reading->controllers->len; i++) {
        if (strcmp(g_ptr_array_index(reading->controllers, i), name) == 0)
            ss_fault(reading->faults, SS_FAULT_DUPLICATE_CONTROLLER, &item->value_place,
                     "Duplicate SlurmctldHost records: %s", name);
    }
    keep_pair(reading, g_strdup_printf("SlurmctldHost[%u]", reading->controllers->len),
              item->value);
    g_ptr_array_add(reading->controllers, g_steal_pointer(&name));
}

static void skip_record(Reading *reading, SsKeyScope scope, const SsConfItem *item)
{
    ss_conf_record_free(ss_conf_record_read(reading->reader, scope, item, reading->faults));
}

static void take_record(Reading *reading, const SsConfKey *key, const SsConfItem *item)
{
    SsConfReader   *reader = reading->reader;
    const SsFaults *faults = reading->faults;

    if (strcmp(key->name, "NodeName") == 0) {
        add_record(reading, &reading->nodes,
                   ss_conf_record_read(reader, SS_SCOPE_NODE, item, faults));
    } else if (strcmp(key->name, "PartitionName") == 0) {
        add_record(reading, &reading->parts,
                   ss_conf_record_read(reader, SS_SCOPE_PARTITION, item, faults));
    } else if (strcmp(key->name, "NodeSet") == 0) {
        g_ptr_array_add(reading->sets, ss_conf_record_read(reader, SS_SCOPE_NODESET, item, faults));
    } else if (strcmp(key->name, "DownNodes") == 0) {
        g_ptr_array_add(reading->down,
                        ss_conf_record_read(reader, SS_SCOPE_DOWN_NODES, item, faults));
    } else {
        add_controller(reading, item);
    }
}

static SsConfValue *find_scalar(const Reading *reading, const char *key)
{
    for (guint i = 0; i < reading->scalars->len; i++) {
        SsConfValue *value = &g_array_index(reading->scalars, SsConfValue, i);

        if (strcmp(value->key->name, key) == 0)
            return value;
    }
    return NULL;
}

static void set_scalar(Reading *reading, const SsConfValue *value)
{
    SsConfValue *old = find_scalar(reading, value->key->name);

    if (old != NULL)
        *old = *value;
    else
        g_array_append_val(reading->scalars, *value);
}

/* What a refused scalar value is called; some are forgiven in lenient reading. */
static SsFault scalar_fault(const SsConfKey *key)
{
    if (strcmp(key->name, "AccountingStorageEnforce") == 0)
        return SS_FAULT_ENFORCE_WORD;
    if (strcmp(key->name, "PreemptMode") == 0 || strcmp(key->name, "SelectTypeParameters") == 0)
        return SS_FAULT_BAD_WORD;
    if (key->kind == SS_KIND_ENUM && strchr(key->words[0].name, '/') != NULL)
        return SS_FAULT_PLUGIN_UNKNOWN;
    if (key->effect == SS_KEY_INERT)
        return SS_FAULT_DAEMON_VALUE;
    return SS_FAULT_BAD_VALUE;
}

/* What is left of AccountingStorageEnforce when words that cannot be read are left out; `limit`, met in
 * real files, can mean one thing only. */
static const char *repair_enforce(Reading *reading, const char *text)
{
    g_auto(GStrv)      words = g_strsplit(text, ",", -1);
    g_autoptr(GString) kept = g_string_new(NULL);

    for (char **word = words; *word != NULL; word++) {
        const char *name = g_strstrip(*word);

        if (g_ascii_strcasecmp(name, "limit") == 0)
            name = "limits";
        if (ss_conf_option("AccountingStorageEnforce", name) != NULL)
            g_string_append_printf(kept, "%s%s", kept->len > 0 ? "," : "", name);
    }
    return ss_conf_reader_keep(reading->reader, kept->str);
}

/* What else would be right, where the words of a key are known to be mixed up with another's. */
static const char *hint_for(const SsConfKey *key)
{
    if (strcmp(key->name, "SelectTypeParameters") == 0)
        return "; write CR_CPU, CR_Core or CR_Socket with or without _Memory (binding of tasks to cores is "
               "TaskPlugin's: task/affinity,task/cgroup)";
    return "";
}

/* "none" is how Slurm prints it, and is right in an override; slurmctld does not read it. */
static void tell_enforce_none(Reading *reading, const SsConfKey *key, const SsConfItem *item)
{
    g_auto(GStrv) words = g_strsplit(item->value, ",", -1);

    if (strcmp(key->name, "AccountingStorageEnforce") != 0)
        return;
    for (char **word = words; *word != NULL; word++) {
        if (g_ascii_strcasecmp(g_strstrip(*word), "none") == 0)
            ss_fault(reading->faults, SS_FAULT_ENFORCE_WORD, &item->value_place,
                     "Invalid parameter for AccountingStorageEnforce: %s; remove the line", *word);
    }
}

/* May the pair's value be kept? Reports what is wrong with key or value. */
static bool accept_scalar(Reading *reading, const SsConfKey *key, SsConfItem *item)
{
    g_autoptr(GError) error = NULL;

    if (key == NULL || key->life > SS_LIFE_OLD_NAME) {
        ss_conf_report_key(SS_SCOPE_GLOBAL, item, key, reading->faults);
        return false;
    }
    if (ss_conf_key_check(key, item->value, &error)) {
        tell_enforce_none(reading, key, item);
        return true;
    }

    const SsFault fault = scalar_fault(key);
    ss_fault(reading->faults, fault, &item->value_place, "%s%s", error->message, hint_for(key));
    if (fault != SS_FAULT_ENFORCE_WORD)
        return false;
    item->value = repair_enforce(reading, item->value);
    return true;
}

static void tell_unsupported(const Reading *reading, const SsConfKey *key, const SsConfItem *item)
{
    if (key->effect == SS_KEY_UNSUPPORTED && g_strcmp0(key->fallback, item->value) != 0
        && strstr(item->value, "/none") == NULL && *item->value != '\0')
        ss_fault(reading->faults, SS_FAULT_UNSUPPORTED, &item->place, "%s is not modelled",
                 key->name);
}

/* One key, one pair: nothing else may stand on the line. */
static void finish_line(Reading *reading)
{
    SsPlace     place;
    const char *rest = ss_conf_reader_rest(reading->reader, &place);

    if (*rest != '\0')
        ss_fault(reading->faults, SS_FAULT_NOT_A_PAIR, &place, "Parse error: \"%s\"", rest);
}

static void take_scalar(Reading *reading, const SsConfKey *key, SsConfItem *item)
{
    finish_line(reading);
    if (!accept_scalar(reading, key, item))
        return;
    tell_unsupported(reading, key, item);
    if (find_scalar(reading, key->name) != NULL)
        ss_fault(reading->faults, SS_FAULT_REPEATED_KEY, &item->place,
                 "%s 1 specified more than once, latest value used", key->name);
    if (strcmp(key->name, "ClusterName") == 0)
        ss_conf_reader_set_cluster(reading->reader, item->value);
    const SsConfValue value = { key, item->value, item->value_place, item->place };
    set_scalar(reading, &value);
}

static void take_line(Reading *reading)
{
    SsConfItem       item;
    const SsConfKey *key;

    if (!ss_conf_reader_pair(reading->reader, &item)) {
        finish_line(reading);
        return;
    }
    key = ss_conf_key(SS_SCOPE_GLOBAL, item.key);
    if (key == NULL || key->kind != SS_KIND_RECORD) {
        take_scalar(reading, key, &item);
    } else if (key->life > SS_LIFE_OLD_NAME) {
        ss_conf_report_key(SS_SCOPE_GLOBAL, &item, key, reading->faults);
        skip_record(reading, SS_SCOPE_FRONTEND, &item);
    } else {
        take_record(reading, key, &item);
    }
}

/* --- overrides -------------------------------------------------------------------------------------- */

static void refuse_override(Reading *reading, const char *text, const char *why)
{
    ss_fault(reading->faults, SS_FAULT_OVERRIDE, NULL, "override '%s': %s", text, why);
}

/* The row and value of an override; false and a finding if they do not fit. */
static bool override_value(Reading *reading, const char *text, SsKeyScope scope, const char *key,
                           const char *value, SsConfValue *out)
{
    const SsConfKey  *row = ss_conf_key(scope, key);
    g_autoptr(GError) error = NULL;

    if (row == NULL || row->kind == SS_KIND_RECORD || row->life > SS_LIFE_OLD_NAME) {
        refuse_override(reading, text, "there is no such key");
        return false;
    }
    if (*value == '\0' && row->kind >= SS_KIND_UINT16 && row->kind <= SS_KIND_UINT64) {
        refuse_override(reading, text, "there is no number"); /* in a file it would be 0 */
        return false;
    }
    if (!ss_conf_key_check(row, value, &error)) {
        refuse_override(reading, text, error->message);
        return false;
    }
    *out = (SsConfValue){ .key = row, .text = ss_conf_reader_keep(reading->reader, value) };
    return true;
}

static void override_partition(Reading *reading, const char *text, const char *name,
                               const SsConfValue *value)
{
    bool found = false;

    for (guint i = 0; i < reading->parts.lines->len; i++) {
        SsConfRecord *record = g_ptr_array_index(reading->parts.lines, i);

        if (strcmp(record->name, name) == 0) {
            ss_conf_record_set(record, value);
            found = true;
        }
    }
    if (!found)
        refuse_override(reading, text, "there is no such partition");
}

static void override_nodes(Reading *reading, const char *text, const char *list,
                           const SsConfValue *value)
{
    g_autoptr(GError) error = NULL;
    SsNodeOverride    override = { .value = *value };

    if (!ss_hostlist_parse(list, &override.hosts, &error)) {
        refuse_override(reading, text, error->message);
        return;
    }
    g_array_append_val(reading->node_overrides, override);
}

/* Partition.NAME.KEY and Node.LIST.KEY: the name may hold dots, the key none. */
static void override_record(Reading *reading, const char *text, char *path, const char *value)
{
    const bool  part = g_ascii_strncasecmp(path, "Partition.", 10) == 0;
    char       *name = strchr(path, '.') + 1;
    char       *dot = strrchr(name, '.');
    SsConfValue wanted;

    if (dot == NULL || dot == name) {
        refuse_override(reading, text, "a name and a key are needed");
        return;
    }
    *dot = '\0';
    if (!override_value(reading, text, part ? SS_SCOPE_PARTITION : SS_SCOPE_NODE, dot + 1, value,
                        &wanted))
        return;
    if (part)
        override_partition(reading, text, name, &wanted);
    else
        override_nodes(reading, text, name, &wanted);
}

/* SchedulerParameters.OPTION=VALUE: the option of that name is replaced, the others stay; an empty value
 * is an option without one (bf_continue), "no" takes the option out. */
static void override_sched(Reading *reading, const char *text, const char *option,
                           const char *value)
{
    const SsConfValue *old = find_scalar(reading, "SchedulerParameters");
    g_auto(GStrv)      words = g_strsplit(old != NULL ? old->text : "", ",", -1);
    g_autoptr(GString) kept = g_string_new(NULL);
    const size_t       n = strlen(option);
    SsConfValue        wanted;

    if (ss_conf_option("SchedulerParameters", option) == NULL) {
        refuse_override(reading, text, "SchedulerParameters has no such option");
        return;
    }
    for (char **word = words; *word != NULL; word++) {
        if (**word != '\0'
            && (g_ascii_strncasecmp(*word, option, n) != 0
                || ((*word)[n] != '=' && (*word)[n] != '\0')))
            g_string_append_printf(kept, "%s%s", kept->len > 0 ? "," : "", *word);
    }
    if (strcmp(value, "no") != 0)
        g_string_append_printf(kept, "%s%s%s%s", kept->len > 0 ? "," : "", option,
                               *value != '\0' ? "=" : "", value);
    if (override_value(reading, text, SS_SCOPE_GLOBAL, "SchedulerParameters", kept->str, &wanted))
        set_scalar(reading, &wanted);
}

static void take_override(Reading *reading, const char *text)
{
    g_autofree char *path = g_strdup(text);
    char            *value = strchr(path, '=');
    SsConfValue      wanted;

    if (value == NULL || value == path) {
        refuse_override(reading, text, "there is no '='");
        return;
    }
    *value++ = '\0';
    g_strstrip(path);
    if (g_ascii_strncasecmp(path, "Partition.", 10) == 0
        || g_ascii_strncasecmp(path, "Node.", 5) == 0)
        override_record(reading, text, path, value);
    else if (g_ascii_strncasecmp(path, "SchedulerParameters.", 20) == 0)
        override_sched(reading, text, path + 20, value);
    else if (override_value(reading, text, SS_SCOPE_GLOBAL, path, value, &wanted))
        set_scalar(reading, &wanted);
}

/* Known only when the nodes are: a list that names others is a slip of the pen. */
static void check_node_overrides(Reading *reading, const SsCluster *cluster)
{
    for (guint i = 0; i < reading->node_overrides->len; i++) {
        const SsNodeOverride *o = &g_array_index(reading->node_overrides, SsNodeOverride, i);
        g_autoptr(SsHostlist) unknown = ss_hostlist_new();
        const char           *name;

        for (SsHostlistIter at = ss_hostlist_iter(o->hosts);
             (name = ss_hostlist_next(&at)) != NULL;) {
            if (ss_cluster_node(cluster, name) == SS_ID_NONE)
                ss_hostlist_push(unknown, name);
        }
        if (ss_hostlist_count(unknown) == 0)
            continue;
        g_autofree char *list = ss_hostlist_text(o->hosts);
        g_autofree char *names = ss_hostlist_text(unknown);
        g_autofree char *text =
            g_strdup_printf("Node.%s.%s=%s", list, o->value.key->name, o->value.text);
        g_autofree char *why = g_strdup_printf("there is no node \"%s\"", names);
        refuse_override(reading, text, why);
    }
}

/* --- building --------------------------------------------------------------------------------------- */

/* Passwords are nobody's business. */
static const char *shown_value(const SsConfValue *value)
{
    return g_str_has_suffix(value->key->name, "Pass") ? "(hidden)" : value->text;
}

static void store_scalars(Reading *reading)
{
    SsSettings        *settings = &reading->cluster->settings;
    const SsConfValue *params;

    for (guint i = 0; i < reading->scalars->len; i++) {
        const SsConfValue *value = &g_array_index(reading->scalars, SsConfValue, i);

        keep_pair(reading, g_strdup(value->key->name), shown_value(value));
        ss_conf_key_store(value->key, value->text, settings, NULL);
    }
    /* Once more, now that SchedulerType is known and findings have a place. */
    params = find_scalar(reading, "SchedulerParameters");
    if (params != NULL)
        ss_sched_params_parse(params->text, settings, &settings->sched, reading->faults,
                              &params->place);
}

static void name_cluster(Reading *reading)
{
    SsCluster *cluster = reading->cluster;

    if (cluster->settings.cluster_name == NULL || *cluster->settings.cluster_name == '\0') {
        ss_fault(reading->faults, SS_FAULT_NO_CLUSTER_NAME, NULL,
                 "ClusterName needs to be specified");
        g_free(cluster->settings.cluster_name);
        cluster->settings.cluster_name = g_strdup("cluster");
    }
    g_free(cluster->name);
    cluster->name = g_strdup(cluster->settings.cluster_name);
}

static void name_gres(Reading *reading)
{
    SsCluster         *cluster = reading->cluster;
    const SsConfValue *value = find_scalar(reading, "GresTypes");
    const char        *text = cluster->settings.gres_types;
    g_auto(GStrv)      names = g_strsplit(text != NULL ? text : "", ",", -1);

    cluster->gres_names = g_new0(char *, g_strv_length(names));
    for (char **name = names; *name != NULL; name++) {
        if (*g_strstrip(*name) == '\0')
            continue;
        if (ss_cluster_gres(cluster, *name) != SS_ID_NONE)
            ss_fault(reading->faults, SS_FAULT_GRES_TYPE_TWICE,
                     value != NULL ? &value->place : NULL, "Duplicate plugin gres/%s ignored",
                     *name);
        else
            cluster->gres_names[cluster->n_gres++] = g_strdup(*name);
    }
}

static void track_tres(Reading *reading)
{
    SsCluster         *cluster = reading->cluster;
    const SsConfValue *value = find_scalar(reading, "AccountingStorageTRES");
    g_auto(GStrv)      items = g_strsplit(value != NULL ? value->text : "", ",", -1);

    for (char **item = items; *item != NULL; item++) {
        if (*g_strstrip(*item) == '\0')
            continue;
        const uint32_t at = ss_tres_set_add(cluster->tres, *item);
        if (at == SS_ID_NONE) {
            ss_fault(reading->faults, SS_FAULT_TRES_UNKNOWN, &value->place,
                     "AccountingStorageTRES: there is no TRES '%s'", *item);
            continue;
        }
        const char *gres = cluster->tres->at[at].gres;
        if (gres != NULL && ss_cluster_gres(cluster, gres) == SS_ID_NONE)
            ss_fault(reading->faults, SS_FAULT_TRES_NO_GRES, &value->place,
                     "AccountingStorageTRES: %s, but GresTypes has no %s", *item, gres);
        if (at >= SS_TRES_STATIC && !cluster->settings.has_dbd)
            ss_fault(reading->faults, SS_FAULT_TRES_WITHOUT_DBD, &value->place,
                     "slurmdbd is required to run with TRES %s", cluster->tres->at[at].text);
    }
}

static void weigh_tres(Reading *reading)
{
    SsCluster         *cluster = reading->cluster;
    SsSettings        *settings = &cluster->settings;
    const SsConfValue *value = find_scalar(reading, "PriorityWeightTRES");
    g_autoptr(GError)  error = NULL;

    if (value == NULL || *value->text == '\0'
        || settings->priority_type != SS_PRIORITY_MULTIFACTOR) /* read by that plugin only */
        return;
    settings->weight_tres = g_new0(double, cluster->tres->n);
    if (ss_tres_weights_parse(cluster->tres, value->text, settings->weight_tres, &error))
        return;
    ss_fault(reading->faults,
             g_error_matches(error, SS_PARSE_ERROR, SS_PARSE_ERROR_UNKNOWN) ? SS_FAULT_TRES_UNKNOWN
                                                                            : SS_FAULT_BAD_VALUE,
             &value->place, "PriorityWeightTRES: %s", error->message);
    g_clear_pointer(&settings->weight_tres, g_free);
}

/* name[:count], separated by ',' or ';'. "name:" is none of it, as in 22.05. */
static bool parse_license(const char *item, char **name, uint32_t *total)
{
    const char *colon = strchr(item, ':');
    int64_t     count = colon != NULL ? 0 : 1;

    if (strpbrk(item, " \t") != NULL)
        return false;
    if (colon != NULL && colon[1] != '\0'
        && !ss_int_parse(colon + 1, 0, UINT32_MAX - 2, &count, NULL))
        return false;
    *name = colon != NULL ? g_strndup(item, (gsize) (colon - item)) : g_strdup(item);
    *total = (uint32_t) count;
    return true;
}

static void add_license(SsCluster *cluster, char *name, uint32_t total)
{
    const uint32_t known = ss_cluster_license(cluster, name);

    if (known != SS_ID_NONE) {
        SsLicense *license = &cluster->licenses[known];
        license->total = (uint32_t) MIN((uint64_t) license->total + total, UINT32_MAX - 2);
        g_free(name);
        return;
    }
    cluster->licenses = g_renew(SsLicense, cluster->licenses, cluster->n_licenses + 1);
    cluster->licenses[cluster->n_licenses++] = (SsLicense){ .name = name, .total = total };
}

static void count_licenses(Reading *reading)
{
    const SsConfValue *value = find_scalar(reading, "Licenses");
    g_auto(GStrv)      items = g_strsplit_set(value != NULL ? value->text : "", ",;", -1);
    char              *name;
    uint32_t           total;

    for (char **item = items; *item != NULL; item++) {
        if (**item == '\0')
            continue;
        if (parse_license(*item, &name, &total))
            add_license(reading->cluster, name, total);
        else
            ss_fault(reading->faults, SS_FAULT_LICENSES, &value->place,
                     "Invalid configured licenses: %s", value->text);
    }
}

static void build(Reading *reading)
{
    SsCluster      *cluster = reading->cluster;
    const SsFaults *faults = reading->faults;

    store_scalars(reading);
    name_cluster(reading);
    ss_site_check_settings(reading->scalars, reading->controllers, cluster, faults);
    name_gres(reading);
    track_tres(reading);
    weigh_tres(reading);
    count_licenses(reading);
    ss_site_check_gres_types(reading->scalars, cluster, faults);
    ss_node_conf_build(reading->nodes.lines, reading->node_overrides, cluster, faults);
    check_node_overrides(reading, cluster);
    for (guint i = 0; i < reading->down->len; i++)
        ss_node_conf_down(g_ptr_array_index(reading->down, i), cluster, faults);
    ss_partition_conf_build(reading->parts.lines, reading->sets, cluster, faults);
}

static void free_override(gpointer data)
{
    ss_hostlist_free(((SsNodeOverride *) data)->hosts);
}

void ss_slurm_conf_read(SsConfReader *reader, char **overrides, SsCluster *cluster,
                        const SsFaults *faults)
{
    Reading reading = {
        .reader = reader,
        .cluster = cluster,
        .faults = faults,
        .scalars = g_array_new(FALSE, FALSE, sizeof(SsConfValue)),
        .sets = g_ptr_array_new_with_free_func((GDestroyNotify) ss_conf_record_free),
        .down = g_ptr_array_new_with_free_func((GDestroyNotify) ss_conf_record_free),
        .controllers = g_ptr_array_new_with_free_func(g_free),
        .node_overrides = g_array_new(FALSE, FALSE, sizeof(SsNodeOverride)),
    };

    g_array_set_clear_func(reading.node_overrides, free_override);
    records_init(&reading.nodes);
    records_init(&reading.parts);
    while (ss_conf_reader_next(reader))
        take_line(&reading);
    for (char **text = overrides; text != NULL && *text != NULL; text++)
        take_override(&reading, *text);
    build(&reading);

    records_clear(&reading.nodes);
    records_clear(&reading.parts);
    g_array_unref(reading.scalars);
    g_ptr_array_unref(reading.sets);
    g_ptr_array_unref(reading.down);
    g_ptr_array_unref(reading.controllers);
    g_array_unref(reading.node_overrides);
}
