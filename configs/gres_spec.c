/* SPDX-License-Identifier: Apache-2.0 */

/*
 * gres_spec.c - "gpu:h100:4,gpu:a100:2(S:0-1),bandwidth:lustre:no_consume:4G" into counts.
 *
 * Slurm reads such a list once for each resource of GresTypes, and its oddities come from there: a bare
 * "gpu" ends the scan for gpu and makes its count 1, whatever stood before; an item whose resource is
 * not in GresTypes belongs to no scan and is dropped; a count that cannot be read counts nothing while
 * the text is still shown. Typed and untyped items of one resource do not mix on a real node (slurmd
 * stops); lenient reading keeps both, the untyped rest as a type without a name.
 *
 * Devices are added later from gres.conf; here are only counts.
 * Tested in tests/unit/test_gres_conf.c.
 */
#include "configs/gres_spec.h"

#include "sim/base/size.h"

#include <string.h>

typedef struct {
    char    *name; /* borrowed from the split item */
    char    *type; /* NULL */
    uint64_t count;
    uint32_t n_types; /* words that may be one */
    bool     no_consume, bare;
} Item;

SsNodeGres *ss_gres_spec_entry(SsNode *node, uint32_t gres)
{
    uint32_t at = 0;

    while (at < node->n_gres && node->gres[at].gres < gres)
        at++;
    if (at < node->n_gres && node->gres[at].gres == gres)
        return &node->gres[at];
    node->gres = g_renew(SsNodeGres, node->gres, node->n_gres + 1);
    memmove(&node->gres[at + 1], &node->gres[at], (node->n_gres - at) * sizeof *node->gres);
    node->gres[at] = (SsNodeGres){ .gres = gres };
    node->n_gres++;
    return &node->gres[at];
}

SsNodeGresType *ss_gres_spec_type(SsNodeGres *entry, const char *type)
{
    for (uint32_t i = 0; i < entry->n_type; i++) {
        if (g_strcmp0(entry->type[i].name, type) == 0)
            return &entry->type[i];
    }
    entry->type = g_renew(SsNodeGresType, entry->type, entry->n_type + 1);
    entry->type[entry->n_type] = (SsNodeGresType){ .name = g_strdup(type) };
    return &entry->type[entry->n_type++];
}

/* Splits at commas outside parentheses. */
static GPtrArray *split_items(const char *text)
{
    GPtrArray  *items = g_ptr_array_new_with_free_func(g_free);
    const char *begin = text;
    int         depth = 0;

    for (const char *p = text;; p++) {
        if (*p == '\0' || (*p == ',' && depth <= 0)) {
            if (p > begin)
                g_ptr_array_add(items, g_strndup(begin, (gsize) (p - begin)));
            begin = p + 1;
        }
        if (*p == '\0')
            return items;
        depth += (*p == '(') - (*p == ')');
    }
}

/* Cuts `text` at its colons into an Item; false if the count cannot be read. */
static bool parse_item(char *text, Item *item)
{
    char *paren = strrchr(text, '(');

    if (paren != NULL)
        *paren = '\0';
    *item = (Item){ .name = text, .count = 1, .bare = true };
    for (char *colon = strchr(text, ':'); colon != NULL;) {
        char *token = colon + 1;

        *colon = '\0';
        colon = strchr(token, ':');
        if (colon != NULL)
            *colon = '\0';
        item->bare = false;
        if (g_ascii_strcasecmp(token, "no_consume") == 0)
            item->no_consume = true;
        else if (g_ascii_isdigit(*token) && colon == NULL)
            return ss_size_parse_count(token, &item->count, NULL);
        else if (*token != '\0') {
            item->type = token;
            item->n_types++;
        }
    }
    return true;
}

static void add_item(SsNodeGres *entry, const Item *item)
{
    SsNodeGresType *type = ss_gres_spec_type(entry, item->type);
    uint64_t        sum;

    if (!ss_u64_add(type->count, item->count, &sum))
        sum = UINT64_MAX;
    type->count = sum;
    if (!ss_u64_add(entry->count, item->count, &sum))
        sum = UINT64_MAX;
    entry->count = sum;
    entry->no_consume |= item->no_consume;
}

/* A bare name: one of it, and what was counted before is forgotten. */
static void set_to_one(SsNodeGres *entry)
{
    for (uint32_t i = 0; i < entry->n_type; i++)
        g_free(entry->type[i].name);
    entry->n_type = 0;
    entry->count = 1;
    ss_gres_spec_type(entry, NULL)->count = 1;
}

static bool is_mixed(const SsNodeGres *entry)
{
    bool typed = false, untyped = false;

    for (uint32_t i = 0; i < entry->n_type; i++) {
        typed |= entry->type[i].name != NULL;
        untyped |= entry->type[i].name == NULL;
    }
    return typed && untyped;
}

void ss_gres_spec_parse(const SsCluster *cluster, const char *text, const SsPlace *place,
                        SsNode *node, const SsFaults *faults)
{
    g_autoptr(GPtrArray)  items = split_items(text); /* element-type: char * */
    g_autoptr(GHashTable) ended = g_hash_table_new(g_direct_hash, g_direct_equal);

    for (guint i = 0; i < items->len; i++) {
        char            *item_text = g_ptr_array_index(items, i);
        g_autofree char *shown = g_strdup(item_text);
        Item             item;
        const bool       readable = parse_item(item_text, &item);
        const uint32_t   gres = ss_cluster_gres(cluster, item.name);

        if (gres == SS_ID_NONE) {
            ss_fault(faults, SS_FAULT_NODE_GRES_TYPE, place,
                     "Invalid GRES configured on node %s: %s", node->name, shown);
            continue;
        }
        if (!readable) {
            ss_fault(faults, SS_FAULT_NODE_GRES_COUNT, place, "Bad GRES configuration: %s", shown);
            continue;
        }
        if (g_hash_table_contains(ended, GUINT_TO_POINTER(gres + 1)))
            continue;
        SsNodeGres *entry = ss_gres_spec_entry(node, gres);
        if (item.n_types > 1)
            ss_fault(faults, SS_FAULT_NODE_GRES_COUNT, place,
                     "'%s' has no number at its end: one of type %s is taken", shown, item.type);
        if (item.bare) {
            set_to_one(entry);
            g_hash_table_add(ended, GUINT_TO_POINTER(gres + 1));
        } else {
            add_item(entry, &item);
        }
    }
    for (uint32_t i = 0; i < node->n_gres; i++) {
        if (is_mixed(&node->gres[i]))
            ss_fault(faults, SS_FAULT_NODE_GRES_MIXED, place,
                     "node %s: some items of %s have a type and some have none", node->name,
                     cluster->gres_names[node->gres[i].gres]);
    }
}
