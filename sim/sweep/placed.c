/* SPDX-License-Identifier: Apache-2.0 */
/*
 * placed.c - reads the Nodes= CPU_IDs= Mem= GRES= groups of `scontrol -d show job`.
 */
#include "sim/sweep/placed.h"

#include <stdlib.h>
#include <string.h>

/* The value behind `key` up to the next blank; NULL if it is not there. */
static char *value_of(const char *text, const char *key)
{
    const char *at = strstr(text, key);

    return at != NULL ? g_strndup(at + strlen(key), strcspn(at + strlen(key), " ")) : NULL;
}

/* "0-3,8" */
static void set_ids(const char *list, uint64_t *bits, uint32_t n_bits)
{
    g_auto(GStrv) runs = g_strsplit(list, ",", -1);

    for (char **run = runs; *run != NULL && **run != '\0'; run++) {
        const uint64_t first = g_ascii_strtoull(*run, NULL, 10);
        const char    *dash = strchr(*run, '-');
        const uint64_t last = dash != NULL ? g_ascii_strtoull(dash + 1, NULL, 10) : first;

        for (uint64_t i = first; i <= last && i < n_bits; i++)
            bits[i / 64] |= UINT64_C(1) << (i % 64);
    }
}

/* CPU ids count the threads of a core one after the other, also where a node has one CPU a core (replay-cr-cpu, q16). */
static void take_cpus(const SsNode *node, const char *ids, SsAllocNode *entry)
{
    const uint32_t threads = MAX(node->threads_per_core, 1), words = node->core_words * threads;
    g_autofree uint64_t *cpus = g_new0(uint64_t, words);

    set_ids(ids, cpus, words * 64);
    entry->core_bits = g_new0(uint64_t, node->core_words);
    for (uint32_t i = 0; i < words * 64; i++) {
        if (!(cpus[i / 64] >> (i % 64) & 1))
            continue;
        entry->core_bits[i / threads / 64] |= UINT64_C(1) << (i / threads % 64);
    }
    entry->cores = ss_bits_count(entry->core_bits, node->core_words);
    entry->cpus = entry->cores * MAX(node->tpc, 1);
}

static void add_type(const SsCluster *cluster, SsAllocNode *entry, const SsNodeGres *gres,
                     uint32_t type, const char *text)
{
    const char      *name = gres->type[type].name;
    g_autofree char *key = name != NULL ? g_strdup_printf(":%s:", name)
                                        : g_strdup_printf("%s:", cluster->gres_names[gres->gres]);
    const char      *at = strstr(text, key);

    if (at == NULL)
        return;
    const uint64_t count = g_ascii_strtoull(at + strlen(key), NULL, 10);
    const char    *open = strstr(at, "(IDX:");
    if (count == 0 || open == NULL)
        return;
    g_autofree char *list = g_strndup(open + strlen("(IDX:"), strcspn(open + strlen("(IDX:"), ")"));
    entry->gres = g_renew(SsAllocGres, entry->gres, entry->n_gres + 1);
    entry->gres[entry->n_gres] = (SsAllocGres){ .gres = gres->gres, .type = type, .count = count };
    set_ids(list, &entry->gres[entry->n_gres++].devices, 64);
}

static void fill_entry(const SsCluster *cluster, SsAllocNode *entry, const char *text)
{
    const SsNode    *node = &cluster->nodes[entry->node];
    g_autofree char *ids = value_of(text, "CPU_IDs="), *mem = value_of(text, "Mem="),
                    *gres = value_of(text, "GRES=");

    take_cpus(node, ids != NULL ? ids : "", entry);
    entry->mem = mem != NULL ? g_ascii_strtoull(mem, NULL, 10) : 0;
    for (uint32_t g = 0; gres != NULL && g < node->n_gres; g++)
        for (uint32_t t = 0; t < node->gres[g].n_type; t++)
            add_type(cluster, entry, &node->gres[g], t, gres);
}

static gint by_node(const void *left, const void *right)
{
    const SsAllocNode *a = left, *b = right;

    return (a->node > b->node) - (a->node < b->node);
}

static bool add_group(const SsCluster *cluster, const char *text, GArray *entries)
{
    g_autofree char     *list = value_of(text, "Nodes=");
    g_autoptr(SsNodeSet) set = ss_node_set_new(cluster->n_nodes);

    if (list == NULL || !ss_cluster_node_set(cluster, list, set, NULL))
        return false;
    for (SsNodeId id = ss_node_set_first(set); id != SS_ID_NONE;
         id = ss_node_set_next(set, id + 1)) {
        SsAllocNode entry = { .node = id };

        fill_entry(cluster, &entry, text);
        g_array_append_val(entries, entry);
    }
    return true;
}

/* With CR_CPU a job has whole cores and not all of their CPUs; one with --core-spec counts those that it sets aside. Which
 * nodes these are is not told. */
static void settle_cpus(const SsCluster *cluster, SsAlloc *alloc, uint32_t n_cpus)
{
    for (uint32_t i = 0; i < alloc->n && n_cpus > 0; i++) {
        SsAllocNode   *entry = &alloc->at[i];
        const uint32_t least = MIN(entry->cores, entry->cpus);
        const uint32_t most = MAX(cluster->nodes[entry->node].cpus, entry->cpus);
        const int64_t  other = (int64_t) n_cpus - (int64_t) (alloc->cpus - entry->cpus);
        const uint32_t cpus = (uint32_t) CLAMP(other, (int64_t) least, (int64_t) most);

        alloc->cpus = alloc->cpus - entry->cpus + cpus;
        entry->cpus = cpus;
    }
}

SsAlloc *ss_placed_parse(const SsCluster *cluster, const char *text, uint32_t n_cpus)
{
    g_auto(GStrv)     groups = g_strsplit(text, " ; ", -1);
    g_autoptr(GArray) entries = g_array_new(FALSE, TRUE, sizeof(SsAllocNode));
    bool              known = true;

    for (char **group = groups; *group != NULL && known; group++)
        known = add_group(cluster, *group, entries);
    SsAlloc *alloc = ss_alloc_new(entries->len);
    if (entries->len > 0)
        memcpy(alloc->at, entries->data, entries->len * sizeof(SsAllocNode));
    if (!known) {
        ss_alloc_free(alloc);
        return NULL;
    }
    qsort(alloc->at, alloc->n, sizeof(SsAllocNode), by_node);
    for (uint32_t i = 0; i < alloc->n; i++) {
        alloc->cpus += alloc->at[i].cpus;
        alloc->mem += alloc->at[i].mem;
    }
    settle_cpus(cluster, alloc, n_cpus);
    return alloc;
}

bool ss_placed_same_nodes(const SsCluster *cluster, const SsAlloc *alloc, const char *nodes)
{
    g_autoptr(SsNodeSet) theirs = ss_node_set_new(cluster->n_nodes);
    g_autoptr(SsNodeSet) ours = ss_node_set_new(cluster->n_nodes);

    if (alloc == NULL || !ss_cluster_node_set(cluster, nodes, theirs, NULL))
        return false;
    ss_alloc_nodes(alloc, ours);
    return ss_node_set_equal(ours, theirs);
}

bool ss_placed_same_cpus(const SsCluster *cluster, const SsAlloc *a, const SsAlloc *b)
{
    bool same = a->n == b->n && a->cpus == b->cpus;

    for (uint32_t i = 0; same && i < a->n; i++) {
        const SsAllocNode *x = &a->at[i], *y = &b->at[i];
        const uint32_t     words = cluster->nodes[x->node].core_words;

        same = x->node == y->node && x->mem == y->mem
               && memcmp(x->core_bits, y->core_bits, words * sizeof(uint64_t)) == 0;
    }
    return same;
}

static uint64_t devices(const SsAllocNode *entry)
{
    uint64_t mask = 0;

    for (uint32_t i = 0; i < entry->n_gres; i++)
        mask |= entry->gres[i].devices;
    return mask;
}

bool ss_placed_has_devices(const SsAlloc *alloc)
{
    for (uint32_t i = 0; i < alloc->n; i++)
        if (devices(&alloc->at[i]) != 0)
            return true;
    return false;
}

bool ss_placed_same_devices(const SsAlloc *a, const SsAlloc *b)
{
    bool same = a->n == b->n;

    for (uint32_t i = 0; same && i < a->n; i++)
        same = a->at[i].node == b->at[i].node && devices(&a->at[i]) == devices(&b->at[i]);
    return same;
}
