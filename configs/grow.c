/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grow.c - nodes that are not there yet.
 *
 * Done on the sealed cluster and not on the text of slurm.conf: a clone then has the devices that
 * gres.conf gave its original, whatever way the files name them. The table is sorted again and every set
 * of nodes is drawn anew from the position its members have now; a removed node has none.
 *
 * Tested in tests/unit/test_grow.c.
 */
#include "configs/grow.h"

#include "configs/node_conf.h"
#include "sim/base/diag.h"

#include <string.h>

enum { MOST_NODES = 1 << 20 };

/* A node of the new table, and which node of the old one it is or was made from. */
typedef struct {
    SsNode   node;
    uint32_t from;
} Place;

/* --- one node --------------------------------------------------------------------------------------- */

/* A clone answers under its own name. */
static SsNode clone_of(const SsNode *node, const char *name)
{
    SsNode clone = ss_node_copy(node, name);

    g_free(clone.hostname);
    g_free(clone.address);
    clone.hostname = g_strdup(name);
    clone.address = g_strdup(name);
    return clone;
}

/* The first free name after `name` in its own numbering: n09 -> n10; without a number: name-2. */
static char *next_name(const char *name, const GHashTable *taken)
{
    size_t stem = strlen(name);

    while (stem > 0 && g_ascii_isdigit(name[stem - 1]))
        stem--;
    const int width = (int) (strlen(name) - stem);
    uint64_t  number = width ? g_ascii_strtoull(name + stem, NULL, 10) : 1;
    for (;;) {
        char *next = g_strdup_printf("%.*s%s%0*" G_GUINT64_FORMAT, (int) stem, name,
                                     width ? "" : "-", width, ++number);
        if (!g_hash_table_contains((GHashTable *) taken, next))
            return next;
        g_free(next);
    }
}

/* --- the table -------------------------------------------------------------------------------------- */

static gint by_name(gconstpointer a, gconstpointer b)
{
    return ss_node_name_compare(((const Place *) a)->node.name, ((const Place *) b)->node.name);
}

/* A set of the new table's width: the places whose original was in `old`. */
static SsNodeSet *redraw(SsNodeSet *old, const GArray *places)
{
    SsNodeSet *set = ss_node_set_new(places->len);

    for (uint32_t i = 0; old && i < places->len; i++)
        if (ss_node_set_test(old, g_array_index(places, Place, i).from))
            ss_node_set_add(set, i);
    ss_node_set_free(old);
    return set;
}

static void rename_list(char **text, const SsCluster *cluster, const SsNodeSet *nodes)
{
    if (!*text || g_ascii_strcasecmp(*text, "ALL") == 0)
        return;
    g_free(*text);
    *text = ss_cluster_node_list(cluster, nodes);
}

/* Puts `places` (taken) into the cluster as its node table. */
static void settle(SsCluster *cluster, GArray *places)
{
    g_array_sort(places, by_name);
    g_free(cluster->nodes);
    cluster->n_nodes = places->len;
    cluster->nodes = g_new0(SsNode, places->len);
    for (uint32_t i = 0; i < places->len; i++)
        cluster->nodes[i] = g_array_index(places, Place, i).node;
    ss_cluster_index(cluster);
    for (uint32_t p = 0; p < cluster->n_parts; p++) {
        SsPartition *part = &cluster->parts[p];

        part->nodes = redraw(part->nodes, places);
        rename_list(&part->nodes_text, cluster, part->nodes);
    }
    for (uint32_t s = 0; s < cluster->topology.n; s++) {
        SsSwitch *at = &cluster->topology.at[s];

        at->nodes = redraw(at->nodes, places);
        rename_list(&at->nodes_text, cluster, at->nodes);
    }
    ss_cluster_seal(cluster);
    g_array_free(places, TRUE);
}

static GArray *places_of(const SsCluster *cluster)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));

    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        const Place place = { cluster->nodes[i], i };

        g_array_append_val(places, place);
    }
    return places;
}

static void add_clones(SsCluster *cluster, const SsNodeSet *members, uint32_t by)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    GArray               *places = places_of(cluster);
    const uint32_t        n = ss_node_set_count(members);

    for (uint32_t i = 0; i < cluster->n_nodes; i++)
        g_hash_table_add(taken, cluster->nodes[i].name);
    for (uint32_t i = 0; i < by; i++) {
        const uint32_t   rank = by <= n ? (uint32_t) ((uint64_t) i * n / by) : i % n;
        const uint32_t   from = ss_node_set_nth(members, rank);
        g_autofree char *name = next_name(cluster->nodes[from].name, taken);
        const Place      place = { clone_of(&cluster->nodes[from], name), from };

        g_hash_table_add(taken, place.node.name);
        g_array_append_val(places, place);
    }
    settle(cluster, places);
}

static void remove_last(SsCluster *cluster, const SsNodeSet *members, uint32_t n)
{
    g_autoptr(SsNodeSet) gone = ss_node_set_dup(members);
    GArray              *places = g_array_new(FALSE, FALSE, sizeof(Place));

    ss_node_set_keep_last(gone, n);
    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        const Place place = { cluster->nodes[i], i };

        if (ss_node_set_test(gone, i))
            ss_node_clear(&cluster->nodes[i]);
        else
            g_array_append_val(places, place);
    }
    settle(cluster, places);
}

gboolean ss_site_grow(SsCluster *cluster, const char *partition, int64_t by, GError **error)
{
    const SsPartId id = ss_cluster_part(cluster, partition);

    if (id == SS_ID_NONE) {
        g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_REFERENCE,
                    "Nodes.%s: there is no such partition", partition);
        return FALSE;
    }
    const SsNodeSet *members = cluster->parts[id].nodes;
    const uint32_t   n = ss_node_set_count(members);
    if (n == 0 || by > MOST_NODES || by <= -(int64_t) n) {
        g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_VALUE,
                    "Nodes.%s=%+" G_GINT64_FORMAT ": the partition has %u node%s; at least one is "
                    "needed to clone, and one must be left",
                    partition, by, n, ss_plural(n));
        return FALSE;
    }
    g_autoptr(SsNodeSet) copy = ss_node_set_dup(members);
    if (by > 0)
        add_clones(cluster, copy, (uint32_t) by);
    else if (by < 0)
        remove_last(cluster, copy, (uint32_t) -by);
    return TRUE;
}
