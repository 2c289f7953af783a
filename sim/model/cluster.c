/* SPDX-License-Identifier: Apache-2.0 */

/*
 * cluster.c - the site as one immutable object: look-ups, and what is derived from what was read.
 *
 * The readers of configs/ fill the tables in any order and then seal. After that nothing changes, so
 * runs in several threads share one cluster by reference; the count of references is the only word
 * written, atomically.
 *
 * Core bits of all nodes lie in one row, each node beginning at a word boundary: a node's cores can be
 * handled as whole words, and a row of the cluster is one block of memory (256 cores x 50 000 nodes =
 * 1.6 MB). The padding costs at most 63 bits a node.
 *
 * Users get a number even where the site names none: the users of the accounts file from 1000 on in
 * their order there, and anybody else (a trace without accounts) a number hashed from the name, above
 * 2^24 so that the two cannot meet. Within 500 users the chance that two share one is below 1 in 30 000;
 * a users file settles it where that matters.
 */
#include "sim/model/cluster.h"

#include "sim/base/hostlist.h"

#include <string.h>

#define FIRST_UID  1000
#define HASHED_UID (UINT32_C(1) << 24)

static void clear_pair(gpointer data)
{
    SsConfPair *pair = data;

    g_free(pair->key);
    g_free(pair->value);
}

SsCluster *ss_cluster_new(void)
{
    SsCluster *cluster = g_new0(SsCluster, 1);

    cluster->refs = 1;
    ss_settings_init(&cluster->settings);
    cluster->conf = g_array_new(FALSE, TRUE, sizeof(SsConfPair));
    g_array_set_clear_func(cluster->conf, clear_pair);
    cluster->tres = ss_tres_set_new();
    cluster->default_part = SS_ID_NONE;
    return cluster;
}

SsCluster *ss_cluster_ref(SsCluster *cluster)
{
    g_atomic_int_inc(&cluster->refs);
    return cluster;
}

static void free_cluster(SsCluster *cluster)
{
    ss_assoc_tree_free(cluster->tree);
    ss_accounts_free(cluster->accounts);
    for (uint32_t i = 0; i < cluster->n_nodes; i++)
        ss_node_clear(&cluster->nodes[i]);
    for (uint32_t i = 0; i < cluster->n_parts; i++)
        ss_partition_clear(&cluster->parts[i]);
    for (uint32_t i = 0; i < cluster->n_gres; i++)
        g_free(cluster->gres_names[i]);
    for (uint32_t i = 0; i < cluster->n_licenses; i++)
        g_free(cluster->licenses[i].name);
    g_free(cluster->nodes);
    g_free(cluster->parts);
    g_free(cluster->gres_names);
    g_free(cluster->licenses);
    ss_topology_clear(&cluster->topology);
    ss_settings_clear(&cluster->settings);
    ss_tres_set_free(cluster->tres);
    g_array_unref(cluster->conf);
    g_clear_pointer(&cluster->node_by_name, g_hash_table_unref);
    ss_host_names_free(cluster->node_names);
    g_clear_pointer(&cluster->uids, g_hash_table_unref);
    g_free(cluster->name);
    g_free(cluster);
}

void ss_cluster_unref(SsCluster *cluster)
{
    if (cluster != NULL && g_atomic_int_dec_and_test(&cluster->refs))
        free_cluster(cluster);
}

void ss_cluster_index(SsCluster *cluster)
{
    g_clear_pointer(&cluster->node_by_name, g_hash_table_unref);
    cluster->node_by_name = g_hash_table_new(g_str_hash, g_str_equal);
    g_clear_pointer(&cluster->node_names, ss_host_names_free);
    cluster->node_names = ss_host_names_new();
    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        g_hash_table_insert(cluster->node_by_name, cluster->nodes[i].name, GUINT_TO_POINTER(i + 1));
        ss_host_names_add(cluster->node_names, cluster->nodes[i].name);
    }
}

static void count_cores(SsCluster *cluster)
{
    cluster->core_words = 0;
    cluster->total_cpus = 0;
    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        SsNode *node = &cluster->nodes[i];

        node->cores = node->sockets * node->cores_per_socket;
        node->core_words = ss_bits_words(node->cores);
        node->tpc = node->cpus <= node->cores ? 1 : node->threads_per_core;
        node->core_at = cluster->core_words;
        cluster->core_words += node->core_words;
        cluster->total_cpus += ss_node_usable_cpus(node);
    }
}

/* What every node has; 0: they differ. */
static uint32_t common_cpus(const SsCluster *cluster)
{
    const uint32_t each = cluster->n_nodes > 0 ? ss_node_usable_cpus(&cluster->nodes[0]) : 0;

    for (uint32_t i = 1; i < cluster->n_nodes; i++)
        if (ss_node_usable_cpus(&cluster->nodes[i]) != each)
            return 0;
    return each;
}

static void count_partition(const SsCluster *cluster, SsPartition *part)
{
    if (part->nodes == NULL)
        part->nodes = ss_node_set_new(cluster->n_nodes);
    part->n_nodes = ss_node_set_count(part->nodes);
    part->total_cpus = ss_cluster_cpus(cluster, part->nodes);
    part->qos = part->qos_name != NULL ? ss_qos_find(cluster->tree, part->qos_name) : SS_ID_NONE;
}

/* Numbers for the users of the accounts file that the users file leaves without one. */
static void number_users(SsCluster *cluster)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_direct_hash, g_direct_equal);
    GHashTableIter        iter;
    gpointer              uid;
    uint32_t              next = FIRST_UID;

    if (cluster->uids == NULL)
        cluster->uids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_iter_init(&iter, cluster->uids); /* order does not matter: a set is filled */
    while (g_hash_table_iter_next(&iter, NULL, &uid))
        g_hash_table_add(taken, uid);
    if (!g_hash_table_contains(cluster->uids, "root"))
        g_hash_table_insert(cluster->uids, g_strdup("root"), GUINT_TO_POINTER(0));
    if (cluster->accounts == NULL)
        return;

    for (guint i = 0; i < cluster->accounts->users->len; i++) {
        const SsUserRecord *user = g_ptr_array_index(cluster->accounts->users, i);

        if (g_hash_table_contains(cluster->uids, user->name))
            continue;
        while (g_hash_table_contains(taken, GUINT_TO_POINTER(next)))
            next++;
        g_hash_table_insert(cluster->uids, g_strdup(user->name), GUINT_TO_POINTER(next++));
    }
}

void ss_cluster_seal(SsCluster *cluster)
{
    if (cluster->node_by_name == NULL)
        ss_cluster_index(cluster);
    if (cluster->tree == NULL)
        cluster->tree = ss_assoc_tree_new(cluster->accounts);
    count_cores(cluster);
    cluster->cpus_each = common_cpus(cluster);
    for (uint32_t i = 0; i < cluster->n_parts; i++)
        count_partition(cluster, &cluster->parts[i]);
    number_users(cluster);
}

SsNodeId ss_cluster_node(const SsCluster *cluster, const char *name)
{
    const guint at = GPOINTER_TO_UINT(g_hash_table_lookup(cluster->node_by_name, name));

    return at > 0 ? at - 1 : SS_ID_NONE;
}

SsPartId ss_cluster_part(const SsCluster *cluster, const char *name)
{
    for (uint32_t i = 0; i < cluster->n_parts; i++) {
        if (strcmp(cluster->parts[i].name, name) == 0)
            return i;
    }
    return SS_ID_NONE;
}

uint32_t ss_cluster_gres(const SsCluster *cluster, const char *name)
{
    for (uint32_t i = 0; i < cluster->n_gres; i++) {
        if (strcmp(cluster->gres_names[i], name) == 0)
            return i;
    }
    return SS_ID_NONE;
}

uint32_t ss_cluster_license(const SsCluster *cluster, const char *name)
{
    for (uint32_t i = 0; i < cluster->n_licenses; i++) {
        if (!cluster->licenses[i].gone && strcmp(cluster->licenses[i].name, name) == 0)
            return i;
    }
    return SS_ID_NONE;
}

/* One of that name, taken away or not. */
static SsLicense *remote_license(SsCluster *cluster, char *name)
{
    for (uint32_t i = 0; i < cluster->n_licenses; i++) {
        if (cluster->licenses[i].remote && strcmp(cluster->licenses[i].name, name) == 0) {
            g_free(name);
            return &cluster->licenses[i];
        }
    }
    cluster->licenses = g_renew(SsLicense, cluster->licenses, cluster->n_licenses + 1);
    cluster->licenses[cluster->n_licenses] = (SsLicense){ .name = name, .remote = true };
    return &cluster->licenses[cluster->n_licenses++];
}

void ss_cluster_resources(SsCluster *cluster, const SsAccounts *accounts)
{
    for (uint32_t i = 0; i < cluster->n_licenses; i++) {
        if (!cluster->licenses[i].remote)
            continue;
        cluster->licenses[i].gone = true;
        cluster->licenses[i].total = 0;
    }
    for (guint i = 0; i < accounts->resources->len; i++) {
        const SsResourceRecord *resource = accounts->resources->pdata[i];

        if (resource->deleted || !resource->on_cluster)
            continue;
        SsLicense *license =
            remote_license(cluster, g_strconcat(resource->name, "@", resource->server, NULL));
        license->gone = false;
        license->total = (uint32_t) ((uint64_t) resource->count * resource->percent_allowed / 100);
    }
}

uint32_t ss_cluster_cpus(const SsCluster *cluster, const SsNodeSet *nodes)
{
    uint32_t cpus = 0;

    if (cluster->cpus_each > 0)
        return ss_node_set_count(nodes) * cluster->cpus_each;
    for (SS_EACH_NODE(n, nodes))
        cpus += ss_node_usable_cpus(&cluster->nodes[n]);
    return cpus;
}

char *ss_cluster_node_list(const SsCluster *cluster, const SsNodeSet *nodes)
{
    return ss_host_names_text(cluster->node_names, nodes);
}

bool ss_cluster_node_set(const SsCluster *cluster, const char *list, SsNodeSet *set, char **bad)
{
    g_autoptr(SsHostlist) hosts = NULL;
    const char           *name;

    if (!ss_hostlist_parse(list, &hosts, NULL)) {
        if (bad != NULL)
            *bad = g_strdup(list);
        return false;
    }
    for (SsHostlistIter iter = ss_hostlist_iter(hosts); (name = ss_hostlist_next(&iter)) != NULL;) {
        const SsNodeId id = ss_cluster_node(cluster, name);

        if (id == SS_ID_NONE) {
            if (bad != NULL)
                *bad = g_strdup(name);
            return false;
        }
        ss_node_set_add(set, id);
    }
    return true;
}

uint32_t ss_cluster_uid(const SsCluster *cluster, const char *user)
{
    gpointer uid;
    uint32_t hash = 2166136261u; /* FNV-1a */

    if (cluster->uids != NULL && g_hash_table_lookup_extended(cluster->uids, user, NULL, &uid))
        return GPOINTER_TO_UINT(uid);
    for (const char *p = user; *p != '\0'; p++)
        hash = (hash ^ (uint8_t) *p) * 16777619u;
    return HASHED_UID + hash % (UINT32_MAX - 16 - HASHED_UID);
}
