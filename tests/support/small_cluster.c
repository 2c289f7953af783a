/* SPDX-License-Identifier: Apache-2.0 */
/*
 * small_cluster.c - what a site reader would make of a few lines of slurm.conf, without the files.
 *
 * Settings go through the registry of keys, so that a test names them as an administrator does.
 */
#include "tests/support/small_cluster.h"

#include "configs/accounts.h"
#include "configs/keys.h"
#include "configs/sched_params.h"

#include <stdlib.h>
#include <string.h>

#define START 1767225600 /* 2026-01-01T00:00:00Z */

static void G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN die(const char *format, ...)
{
    va_list          args;
    g_autofree char *text = NULL;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_printerr("small cluster: %s\n", text);
    abort();
}

static void set_key(SsKeyScope scope, const char *name, const char *value, void *record)
{
    const SsConfKey  *key = ss_conf_key(scope, name);
    g_autoptr(GError) error = NULL;

    if (key == NULL || !ss_conf_key_store(key, value, record, &error))
        die("%s=%s: %s", name, value, error != NULL ? error->message : "no such key");
}

/* --- nodes ------------------------------------------------------------------------------------------ */

typedef struct {
    uint32_t nodes, cpus, gpus, threads;
    uint64_t mb;
} Group;

static void take_part(Group *group, const char *part)
{
    char          *unit;
    const uint64_t n = g_ascii_strtoull(part, &unit, 10);

    unit = g_strchug(unit);
    if (g_str_has_prefix(unit, "node"))
        group->nodes = (uint32_t) n;
    else if (g_str_has_prefix(unit, "cpu"))
        group->cpus = (uint32_t) n;
    else if (g_str_has_prefix(unit, "gpu"))
        group->gpus = (uint32_t) n;
    else if (g_str_has_prefix(unit, "thread"))
        group->threads = (uint32_t) n;
    else if (g_str_has_prefix(unit, "mb"))
        group->mb = n;
    else
        die("'%s' is neither nodes, cpus, gpus, threads nor mb", part);
}

static Group read_group(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, " x ", -1);
    Group         group = { .cpus = 1, .threads = 1 };

    for (char **part = parts; *part != NULL; part++)
        take_part(&group, g_strstrip(*part));
    if (group.mb == 0)
        group.mb = (uint64_t) group.cpus * 4000;
    return group;
}

static void add_gpus(SsCluster *cluster, SsNode *node, uint32_t count)
{
    if (cluster->n_gres == 0) {
        cluster->gres_names = g_new0(char *, 2);
        cluster->gres_names[0] = g_strdup("gpu");
        cluster->n_gres = 1;
        ss_tres_set_add(cluster->tres, "gres/gpu");
    }
    node->n_gres = 1;
    node->gres = g_new0(SsNodeGres, 1);
    node->gres[0].count = count;
    node->gres[0].n_type = 1;
    node->gres[0].type = g_new0(SsNodeGresType, 1);
    node->gres[0].type[0].count = count;
    node->gres[0].n_dev = count;
    node->gres[0].dev = g_new0(SsNodeDevice, count);
    for (uint32_t i = 0; i < count; i++)
        node->gres[0].dev[i].file = g_strdup_printf("/dev/nvidia%u", i);
    node->gres_text = g_strdup_printf("gpu:%u", count);
}

static void add_node(SsCluster *cluster, GArray *nodes, const Group *group, uint32_t line)
{
    SsNode node = {
        .line = line,
        .cpus = group->cpus,
        .boards = 1,
        .sockets = 1,
        .cores_per_socket = group->cpus / group->threads,
        .threads_per_core = group->threads,
        .real_memory = group->mb,
        .weight = 1,
        .state = SS_NODE_IDLE,
        .port = 6818,
    };

    node.name = g_strdup_printf("n%u", nodes->len + 1);
    node.hostname = g_strdup(node.name);
    node.address = g_strdup(node.name);
    node.features = g_strdup("");
    node.feature = g_new0(char *, 1);
    if (group->gpus > 0)
        add_gpus(cluster, &node, group->gpus);
    g_array_append_val(nodes, node);
}

static void read_nodes(SsCluster *cluster, const char *clause)
{
    g_auto(GStrv) groups = g_strsplit(clause, " + ", -1);
    GArray       *nodes = g_array_new(FALSE, TRUE, sizeof(SsNode));

    for (uint32_t line = 0; groups[line] != NULL; line++) {
        const Group group = read_group(groups[line]);

        for (uint32_t i = 0; i < group.nodes; i++)
            add_node(cluster, nodes, &group, line);
    }
    cluster->n_nodes = nodes->len;
    cluster->nodes = (SsNode *) (void *) g_array_free(nodes, FALSE);
    ss_cluster_index(cluster);
}

/* --- partitions --------------------------------------------------------------------------------------- */

static SsPartition *add_partition(SsCluster *cluster, const char *name)
{
    SsPartition *part;

    cluster->parts = g_renew(SsPartition, cluster->parts, cluster->n_parts + 1);
    part = &cluster->parts[cluster->n_parts++];
    *part = (SsPartition){
        .name = g_strdup(name),
        .is_default = cluster->n_parts == 1,
        .state = SS_PART_UP,
        .max_time = SS_NO_LIMIT,
        .default_time = SS_NO_LIMIT,
        .over_time_limit = SS_UNSET32,
        .min_nodes = 0,
        .max_nodes = SS_NO_LIMIT,
        .max_cpus_per_node = SS_NO_LIMIT,
        .priority_tier = 1,
        .job_factor = 1,
        .share_count = 1,
        .preempt_mode = SS_PREEMPT_CLUSTER,
        .qos = SS_ID_NONE,
    };
    part->nodes = ss_node_set_new(cluster->n_nodes);
    return part;
}

/* "q n[3-6] PriorityTier=10" */
static void read_partition(SsCluster *cluster, const char *text)
{
    g_auto(GStrv)    words = g_strsplit(text, " ", -1);
    SsPartition     *part = add_partition(cluster, words[0]);
    g_autofree char *bad = NULL;

    part->nodes_text = g_strdup(words[1]);
    if (strcmp(words[1], "ALL") == 0)
        ss_node_set_fill(part->nodes);
    else if (!ss_cluster_node_set(cluster, words[1], part->nodes, &bad))
        die("partition %s: no node %s", words[0], bad);
    for (char **word = words + 2; *word != NULL; word++) {
        char *equals = strchr(*word, '=');

        if (equals == NULL)
            die("partition %s: '%s' is no Key=Value", words[0], *word);
        *equals = '\0';
        set_key(SS_SCOPE_PARTITION, *word, equals + 1, part);
    }
}

/* --- settings, licences, accounts --------------------------------------------------------------------- */

static const struct {
    const char *prefix, *key;
} plugins[] = {
    { "sched/", "SchedulerType" },     { "select/", "SelectType" },
    { "priority/", "PriorityType" },   { "preempt/", "PreemptType" },
    { "topology/", "TopologyPlugin" },
};

static const char *plugin_key(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(plugins); i++) {
        if (g_str_has_prefix(word, plugins[i].prefix))
            return plugins[i].key;
    }
    return NULL;
}

static void read_setting(SsCluster *cluster, char *word, GString *params)
{
    const char *plugin = plugin_key(word);
    char       *equals = strchr(word, '=');

    if (plugin != NULL) {
        set_key(SS_SCOPE_GLOBAL, plugin, word, &cluster->settings);
    } else if (equals != NULL && g_ascii_isupper(*word)) {
        *equals = '\0';
        set_key(SS_SCOPE_GLOBAL, word, g_strdelimit(equals + 1, "/", ','), &cluster->settings);
    } else {
        g_string_append_printf(params, "%s%s", params->len > 0 ? "," : "", word);
    }
}

static void read_licenses(SsCluster *cluster, const char *text)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);

    cluster->n_licenses = g_strv_length(items);
    cluster->licenses = g_new0(SsLicense, cluster->n_licenses);
    for (uint32_t i = 0; i < cluster->n_licenses; i++) {
        g_auto(GStrv)    parts = g_strsplit(items[i], ":", 2);
        g_autofree char *tres = g_strdup_printf("license/%s", parts[0]);

        cluster->licenses[i].name = g_strdup(parts[0]);
        cluster->licenses[i].total = parts[1] != NULL ? (uint32_t) atoi(parts[1]) : 1;
        ss_tres_set_add(cluster->tres, tres);
    }
}

static void add_user(SsAccounts *db, uint32_t parent, const char *account, const char *user)
{
    if (ss_accounts_user(db, user) == NULL)
        ss_accounts_user_add(db, user, START);
    ss_accounts_assoc_add(db, parent, account, user, "", START)->is_default =
        ss_accounts_default(db, user) == NULL;
}

/* "chem(amy,bob) physics(cyd)" */
static void read_accounts(SsCluster *cluster, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    SsAccounts   *db = cluster->accounts = ss_accounts_new("small", cluster->tres, START);

    cluster->settings.has_dbd = true;
    for (char **word = words; *word != NULL; word++) {
        g_auto(GStrv)  parts = g_strsplit_set(*word, "(,)", -1);
        const uint32_t root = ss_accounts_root(db)->id;

        if (**word == '\0')
            continue;
        ss_accounts_account_add(db, parts[0], START);
        const uint32_t id = ss_accounts_assoc_add(db, root, parts[0], "", "", START)->id;
        for (char **user = parts + 1; *user != NULL; user++)
            if (**user != '\0')
                add_user(db, id, parts[0], *user);
    }
}

/* "sacctmgr add qos low", behind an accounts clause. */
static void run_sacctmgr(SsCluster *cluster, const char *command)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = NULL;

    if (cluster->accounts == NULL)
        die("'%s': write the accounts clause first", command);
    if (!ss_accounts_run_script(command, "a test", cluster->accounts, diag, &error))
        die("'%s': %s", command, error->message);
}

static void read_clause(SsCluster *cluster, const char *clause, GString *params)
{
    if (g_str_has_prefix(clause, "partition ")) {
        read_partition(cluster, clause + strlen("partition "));
    } else if (g_str_has_prefix(clause, "licenses ")) {
        read_licenses(cluster, clause + strlen("licenses "));
    } else if (g_str_has_prefix(clause, "accounts ")) {
        read_accounts(cluster, clause + strlen("accounts "));
    } else if (g_str_has_prefix(clause, "sacctmgr ")) {
        run_sacctmgr(cluster, clause);
    } else {
        g_auto(GStrv) words = g_strsplit(clause, ",", -1);

        for (char **word = words; *word != NULL; word++)
            if (*g_strstrip(*word) != '\0')
                read_setting(cluster, *word, params);
    }
}

SsCluster *ss_small_cluster(const char *text)
{
    g_auto(GStrv)      clauses = g_strsplit(text, ";", -1);
    g_autoptr(GString) params = g_string_new(NULL);
    SsCluster         *cluster = ss_cluster_new();
    SsSettings        *settings = &cluster->settings;

    cluster->name = g_strdup("small");
    g_free(settings->cluster_name);
    settings->cluster_name = g_strdup("small");
    settings->select_type = SS_SELECT_CONS_TRES;
    settings->select_params = SS_CR_CORE;
    read_nodes(cluster, g_strstrip(clauses[0]));
    for (char **clause = clauses + 1; *clause != NULL; clause++)
        read_clause(cluster, g_strstrip(*clause), params);
    if (cluster->n_parts == 0)
        ss_node_set_fill(add_partition(cluster, "p")->nodes);
    cluster->default_part = 0;
    ss_sched_params_parse(params->str, settings, &settings->sched, NULL, NULL);
    g_free(settings->sched_params_text);
    settings->sched_params_text = g_strdup(params->str);
    ss_cluster_seal(cluster);
    return cluster;
}
