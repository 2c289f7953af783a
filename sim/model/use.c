/* SPDX-License-Identifier: Apache-2.0 */
/*
 * use.c - what a job holds, and what is in use on every node.
 *
 * A use is read far more often than written: the will-run test copies it, takes jobs out and asks for a
 * placement after each batch. So everything a placement reads is a flat array by node id, and a copy is a
 * handful of memcpy.
 *
 * Core and device bits say "in use", not "by whom". As long as nobody overlaps, that is all there is to
 * know, and leaving clears the bits. Once two jobs hold one core (OverSubscribe rows, a suspended job's
 * cores lent out) a node gets a row of counts beside the bits, made from the bits at the first overlap and
 * dropped when the last double holder is gone; ordinary sites never pay for it.
 *
 * A suspended job's allocation is flagged: CPUs and cores are given back, memory and GRES stay taken.
 * Removing it from a copy must not give its cores back twice, hence the flag is on the allocation.
 *
 * Invariant: for every node cpus, mem, jobs, ... are sums over the allocations added. ss_world_check
 * builds a second use from the running jobs and compares (ss_use_equal). Tested in tests/unit/test_use.c.
 */
#include "sim/model/use.h"

#include <string.h>

/* --- allocations ---------------------------------------------------------------------------------- */

SsAlloc *ss_alloc_new(uint32_t n_nodes)
{
    SsAlloc *alloc = g_new0(SsAlloc, 1);

    alloc->n = n_nodes;
    alloc->at = g_new0(SsAllocNode, n_nodes);
    return alloc;
}

SsAlloc *ss_alloc_copy(const SsCluster *cluster, const SsAlloc *alloc)
{
    SsAlloc *copy = g_memdup2(alloc, sizeof *alloc);

    copy->at = g_memdup2(alloc->at, alloc->n * sizeof *alloc->at);
    for (uint32_t i = 0; i < copy->n; i++) {
        SsAllocNode *entry = &copy->at[i];
        const size_t words = cluster->nodes[entry->node].core_words;

        entry->core_bits =
            entry->core_bits ? g_memdup2(entry->core_bits, words * sizeof(uint64_t)) : NULL;
        entry->gres = g_memdup2(entry->gres, entry->n_gres * sizeof *entry->gres);
    }
    return copy;
}

void ss_alloc_free(SsAlloc *alloc)
{
    if (alloc == NULL)
        return;
    for (uint32_t i = 0; i < alloc->n; i++) {
        g_free(alloc->at[i].core_bits);
        g_free(alloc->at[i].gres);
    }
    g_free(alloc->at);
    g_free(alloc);
}

void ss_alloc_nodes(const SsAlloc *alloc, SsNodeSet *set)
{
    ss_node_set_clear(set);
    for (uint32_t i = 0; i < alloc->n; i++)
        ss_node_set_add(set, alloc->at[i].node);
}

const SsAllocNode *ss_alloc_on(const SsAlloc *alloc, SsNodeId node)
{
    uint32_t low = 0, high = alloc->n;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (alloc->at[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low < alloc->n && alloc->at[low].node == node ? &alloc->at[low] : NULL;
}

static const char *gres_type(const SsCluster *cluster, const SsAllocNode *entry,
                             const SsAllocGres *gres)
{
    const SsNodeGres *has = ss_node_gres(&cluster->nodes[entry->node], gres->gres);

    return has != NULL && gres->type < has->n_type ? has->type[gres->type].name : NULL;
}

static void add_tres(const SsCluster *cluster, const char *name, const char *type, uint64_t count,
                     uint64_t *vec)
{
    const uint32_t at = ss_tres_find_gres(cluster->tres, name, type);

    if (at != SS_ID_NONE)
        vec[at] += count;
}

void ss_alloc_tres(const SsCluster *cluster, const SsAlloc *alloc, uint64_t *vec)
{
    memset(vec, 0, cluster->tres->n * sizeof *vec);
    vec[SS_TRES_CPU] = alloc->cpus;
    vec[SS_TRES_MEM] = alloc->mem;
    vec[SS_TRES_NODE] = alloc->n;
    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsAllocNode *entry = &alloc->at[i];

        for (uint32_t k = 0; k < entry->n_gres; k++) {
            const SsAllocGres *gres = &entry->gres[k];
            const char        *name = cluster->gres_names[gres->gres];
            const char        *type = gres_type(cluster, entry, gres);

            add_tres(cluster, name, NULL, gres->count, vec);
            if (type != NULL)
                add_tres(cluster, name, type, gres->count, vec);
        }
    }
}

static void print_gres(const SsCluster *cluster, const SsAllocNode *entry, GString *out)
{
    g_string_truncate(out, 0);
    for (uint32_t k = 0; k < entry->n_gres; k++) {
        const SsAllocGres *gres = &entry->gres[k];
        const char        *type = gres_type(cluster, entry, gres);

        if (gres->count == 0)
            continue;
        if (out->len > 0)
            g_string_append_c(out, ',');
        g_string_append(out, cluster->gres_names[gres->gres]);
        if (type != NULL)
            g_string_append_printf(out, ":%s", type);
        g_string_append_c(out, ':');
        ss_u64_append(out, gres->count);
    }
}

char *ss_alloc_text(const SsCluster *cluster, const SsAlloc *alloc)
{
    GString           *out = g_string_new("[");
    g_autoptr(GString) gres = g_string_new(NULL);
    g_autoptr(GString) next = g_string_new(NULL);

    for (uint32_t i = 0; i < alloc->n;) {
        const SsAllocNode *first = &alloc->at[i];
        SsNodeId           last = first->node;

        print_gres(cluster, first, gres);
        for (i++; i < alloc->n; i++) {
            const SsAllocNode *entry = &alloc->at[i];

            print_gres(cluster, entry, next);
            if (entry->node != last + 1 || entry->cpus != first->cpus || entry->mem != first->mem
                || !g_string_equal(gres, next))
                break;
            last = entry->node;
        }
        const uint64_t numbers[] = { first->node, last, first->cpus, first->mem };
        char           text[G_N_ELEMENTS(numbers) * 21 + 3], *end = text;

        if (out->len > 1)
            *end++ = ',';
        for (size_t k = 0; k < G_N_ELEMENTS(numbers); k++) {
            *end++ = k > 0 ? ',' : '[';
            end = ss_u64_put(end, numbers[k]);
        }
        *end++ = ',';
        *end++ = '"';
        g_string_append_len(out, text, end - text);
        g_string_append_len(out, gres->str, (gssize) gres->len);
        g_string_append(out, "\"]");
    }
    g_string_append_c(out, ']');
    return g_string_free(out, FALSE);
}

/* --- a use ---------------------------------------------------------------------------------------- */

static size_t n_cells(const SsCluster *cluster)
{
    return (size_t) cluster->n_nodes * cluster->n_gres;
}

SsUse *ss_use_new(const SsCluster *cluster)
{
    const uint32_t n = cluster->n_nodes;
    SsUse         *use = g_new0(SsUse, 1);

    use->cluster = cluster;
    use->cpus = g_new0(uint32_t, n);
    use->mem = g_new0(uint64_t, n);
    use->jobs = g_new0(uint32_t, n);
    use->suspended = g_new0(uint32_t, n);
    use->whole_jobs = g_new0(uint32_t, n);
    use->share_no_jobs = g_new0(uint32_t, n);
    use->cores = g_new0(uint64_t, cluster->core_words);
    use->free_cpus = g_new0(uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        use->free_cpus[i] = cluster->nodes[i].cores * cluster->nodes[i].tpc;
    use->gres_count = g_new0(uint64_t, n_cells(cluster));
    use->gres_devices = g_new0(uint64_t, n_cells(cluster));
    use->gres_types = g_new0(uint64_t *, n_cells(cluster));
    use->core_jobs = g_new0(uint16_t *, n);
    use->device_jobs = g_new0(uint16_t *, n_cells(cluster));
    use->changed = g_new0(SsNodeId, n);
    return use;
}

static uint32_t n_types(const SsCluster *cluster, size_t cell)
{
    const SsNode *node = &cluster->nodes[cell / cluster->n_gres];

    return ss_node_gres(node, (uint32_t) (cell % cluster->n_gres))->n_type;
}

/* Copies a row of `n` items, keeping the memory that is there. */
static void copy_row(void **to, const void *from, size_t size)
{
    if (from == NULL) {
        g_clear_pointer(to, g_free);
        return;
    }
    if (*to == NULL)
        *to = g_malloc(size);
    memcpy(*to, from, size);
}

#define DEVICES_MOST 64

/* memcpy and memcmp, for rows that may be empty (no GRES, no memory behind the pointer). */
static void copy_all(void *to, const void *from, size_t size)
{
    if (size > 0)
        memcpy(to, from, size);
}

static bool all_equal(const void *a, const void *b, size_t size)
{
    return size == 0 || memcmp(a, b, size) == 0;
}

void ss_use_assign(SsUse *to, const SsUse *from)
{
    const SsCluster *cluster = from->cluster;
    const size_t     n = cluster->n_nodes, cells = n_cells(cluster);

    g_assert(to->cluster == cluster);
    to->n_changes += n + 1; /* more than the ring tells */
    copy_all(to->cpus, from->cpus, n * sizeof *to->cpus);
    copy_all(to->mem, from->mem, n * sizeof *to->mem);
    copy_all(to->jobs, from->jobs, n * sizeof *to->jobs);
    copy_all(to->suspended, from->suspended, n * sizeof *to->suspended);
    copy_all(to->whole_jobs, from->whole_jobs, n * sizeof *to->whole_jobs);
    copy_all(to->share_no_jobs, from->share_no_jobs, n * sizeof *to->share_no_jobs);
    copy_all(to->free_cpus, from->free_cpus, n * sizeof *to->free_cpus);
    copy_all(to->cores, from->cores, cluster->core_words * sizeof *to->cores);
    copy_all(to->gres_count, from->gres_count, cells * sizeof *to->gres_count);
    copy_all(to->gres_devices, from->gres_devices, cells * sizeof *to->gres_devices);
    for (size_t i = 0; i < cells; i++) {
        if (from->gres_types[i] != NULL || to->gres_types[i] != NULL)
            copy_row((void **) &to->gres_types[i], from->gres_types[i],
                     n_types(cluster, i) * sizeof(uint64_t));
        copy_row((void **) &to->device_jobs[i], from->device_jobs[i],
                 DEVICES_MOST * sizeof(uint16_t));
    }
    for (size_t i = 0; i < n; i++)
        copy_row((void **) &to->core_jobs[i], from->core_jobs[i],
                 cluster->nodes[i].cores * sizeof(uint16_t));
}

SsUse *ss_use_copy(const SsUse *use)
{
    SsUse *copy = ss_use_new(use->cluster);

    ss_use_assign(copy, use);
    return copy;
}

void ss_use_free(SsUse *use)
{
    if (use == NULL)
        return;
    for (size_t i = 0; i < n_cells(use->cluster); i++) {
        g_free(use->gres_types[i]);
        g_free(use->device_jobs[i]);
    }
    for (uint32_t i = 0; i < use->cluster->n_nodes; i++)
        g_free(use->core_jobs[i]);
    g_free(use->cpus);
    g_free(use->mem);
    g_free(use->jobs);
    g_free(use->suspended);
    g_free(use->whole_jobs);
    g_free(use->share_no_jobs);
    g_free(use->cores);
    g_free(use->free_cpus);
    g_free(use->gres_count);
    g_free(use->gres_devices);
    g_free(use->gres_types);
    g_free(use->core_jobs);
    g_free(use->device_jobs);
    g_free(use->changed);
    g_free(use);
}

/* --- bits with holders ------------------------------------------------------------------------------ */

/* Takes the bits of `held` in `row`; `counts` comes into being at the first overlap. */
static void take_bits(uint64_t *row, const uint64_t *held, uint32_t words, uint32_t n_bits,
                      uint16_t **counts)
{
    bool overlap = false;

    for (uint32_t w = 0; w < words; w++)
        overlap = overlap || (row[w] & held[w]);
    if (overlap && *counts == NULL) {
        *counts = g_new0(uint16_t, n_bits);
        for (uint32_t i = 0; i < n_bits; i++)
            (*counts)[i] = row[i / 64] >> (i % 64) & 1;
    }
    for (uint32_t w = 0; w < words; w++)
        row[w] |= held[w];
    for (uint32_t i = 0; *counts != NULL && i < n_bits; i++)
        (*counts)[i] = (uint16_t) ((*counts)[i] + (held[i / 64] >> (i % 64) & 1));
}

static void leave_bits(uint64_t *row, const uint64_t *held, uint32_t words, uint32_t n_bits,
                       uint16_t **counts)
{
    bool shared = false;

    if (*counts == NULL) {
        for (uint32_t w = 0; w < words; w++) {
            g_assert((row[w] & held[w]) == held[w]);
            row[w] &= ~held[w];
        }
        return;
    }
    for (uint32_t i = 0; i < n_bits; i++) {
        if (held[i / 64] >> (i % 64) & 1) {
            g_assert((*counts)[i] > 0);
            if (--(*counts)[i] == 0)
                row[i / 64] &= ~(UINT64_C(1) << (i % 64));
        }
        shared = shared || (*counts)[i] > 1;
    }
    if (!shared)
        g_clear_pointer(counts, g_free);
}

/* --- adding and removing ---------------------------------------------------------------------------- */

static void note_change(SsUse *use, SsNodeId id)
{
    use->changed[use->n_changes++ % use->cluster->n_nodes] = id;
}

static void count_free(SsUse *use, SsNodeId id)
{
    const SsNode *node = &use->cluster->nodes[id];

    use->free_cpus[id] =
        (node->cores - ss_bits_count(use->cores + node->core_at, node->core_words)) * node->tpc;
}

static void take_cores(SsUse *use, const SsAllocNode *entry)
{
    const SsNode *node = &use->cluster->nodes[entry->node];

    use->cpus[entry->node] += entry->cpus;
    if (entry->core_bits != NULL)
        take_bits(use->cores + node->core_at, entry->core_bits, node->core_words, node->cores,
                  &use->core_jobs[entry->node]);
    count_free(use, entry->node);
}

static void leave_cores(SsUse *use, const SsAllocNode *entry)
{
    const SsNode *node = &use->cluster->nodes[entry->node];

    g_assert(use->cpus[entry->node] >= entry->cpus);
    use->cpus[entry->node] -= entry->cpus;
    if (entry->core_bits != NULL)
        leave_bits(use->cores + node->core_at, entry->core_bits, node->core_words, node->cores,
                   &use->core_jobs[entry->node]);
    count_free(use, entry->node);
}

uint32_t ss_use_shown_cpus(const SsUse *use, SsNodeId id)
{
    const SsNode *node = &use->cluster->nodes[id];

    if (use->core_jobs[id] == NULL) /* no core has two */
        return MIN(use->cpus[id], node->cpus);
    return node->cores * node->tpc - use->free_cpus[id];
}

static void take_gres(SsUse *use, SsNodeId id, const SsAllocGres *gres)
{
    const SsCluster  *cluster = use->cluster;
    const size_t      cell = (size_t) id * cluster->n_gres + gres->gres;
    const SsNodeGres *has = ss_node_gres(&cluster->nodes[id], gres->gres);

    g_assert(has != NULL);
    use->gres_count[cell] += gres->count;
    take_bits(&use->gres_devices[cell], &gres->devices, 1, DEVICES_MOST, &use->device_jobs[cell]);
    if (has->n_type == 0)
        return;
    g_assert(gres->type < has->n_type);
    if (use->gres_types[cell] == NULL)
        use->gres_types[cell] = g_new0(uint64_t, has->n_type);
    use->gres_types[cell][gres->type] += gres->count;
}

static void leave_gres(SsUse *use, SsNodeId id, const SsAllocGres *gres)
{
    const size_t cell = (size_t) id * use->cluster->n_gres + gres->gres;

    g_assert(use->gres_count[cell] >= gres->count);
    use->gres_count[cell] -= gres->count;
    leave_bits(&use->gres_devices[cell], &gres->devices, 1, DEVICES_MOST, &use->device_jobs[cell]);
    if (use->gres_types[cell] != NULL)
        use->gres_types[cell][gres->type] -= gres->count;
    if (use->gres_count[cell] == 0)
        g_clear_pointer(&use->gres_types[cell], g_free);
}

void ss_use_add(SsUse *use, const SsAlloc *alloc)
{
    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsAllocNode *entry = &alloc->at[i];
        const SsNodeId     id = entry->node;

        note_change(use, id);
        use->mem[id] += entry->mem;
        use->jobs[id]++;
        if (alloc->suspended) {
            use->suspended[id]++;
        } else {
            use->whole_jobs[id] += alloc->whole;
            use->share_no_jobs[id] += alloc->share_no;
            take_cores(use, entry);
        }
        for (uint32_t k = 0; k < entry->n_gres; k++)
            take_gres(use, id, &entry->gres[k]);
    }
}

void ss_use_remove(SsUse *use, const SsAlloc *alloc)
{
    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsAllocNode *entry = &alloc->at[i];
        const SsNodeId     id = entry->node;

        note_change(use, id);
        g_assert(use->jobs[id] > 0 && use->mem[id] >= entry->mem);
        use->mem[id] -= entry->mem;
        use->jobs[id]--;
        if (alloc->suspended) {
            use->suspended[id]--;
        } else {
            use->whole_jobs[id] -= alloc->whole;
            use->share_no_jobs[id] -= alloc->share_no;
            leave_cores(use, entry);
        }
        for (uint32_t k = 0; k < entry->n_gres; k++)
            leave_gres(use, id, &entry->gres[k]);
    }
}

void ss_use_suspend(SsUse *use, SsAlloc *alloc)
{
    g_assert(!alloc->suspended);
    for (uint32_t i = 0; i < alloc->n; i++) {
        note_change(use, alloc->at[i].node);
        leave_cores(use, &alloc->at[i]);
        use->whole_jobs[alloc->at[i].node] -= alloc->whole;
        use->share_no_jobs[alloc->at[i].node] -= alloc->share_no;
        use->suspended[alloc->at[i].node]++;
    }
    alloc->suspended = true;
}

void ss_use_resume(SsUse *use, SsAlloc *alloc)
{
    g_assert(alloc->suspended);
    for (uint32_t i = 0; i < alloc->n; i++) {
        note_change(use, alloc->at[i].node);
        take_cores(use, &alloc->at[i]);
        use->whole_jobs[alloc->at[i].node] += alloc->whole;
        use->share_no_jobs[alloc->at[i].node] += alloc->share_no;
        use->suspended[alloc->at[i].node]--;
    }
    alloc->suspended = false;
}

void ss_use_lend(SsUse *use, const SsAlloc *alloc)
{
    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsNodeId id = alloc->at[i].node;

        note_change(use, id);
        use->jobs[id]--;
        if (alloc->suspended) {
            use->suspended[id]--;
            continue;
        }
        use->whole_jobs[id] -= alloc->whole;
        use->share_no_jobs[id] -= alloc->share_no;
        leave_cores(use, &alloc->at[i]);
    }
}

bool ss_use_equal(const SsUse *a, const SsUse *b)
{
    const SsCluster *cluster = a->cluster;
    const size_t     n = cluster->n_nodes, cells = n_cells(cluster);

    for (size_t i = 0; i < cells; i++) {
        if ((a->gres_types[i] == NULL) != (b->gres_types[i] == NULL))
            return false;
        if (a->gres_types[i] != NULL
            && memcmp(a->gres_types[i], b->gres_types[i], n_types(cluster, i) * sizeof(uint64_t)))
            return false;
    }
    return all_equal(a->cpus, b->cpus, n * sizeof *a->cpus)
           && all_equal(a->mem, b->mem, n * sizeof *a->mem)
           && all_equal(a->jobs, b->jobs, n * sizeof *a->jobs)
           && all_equal(a->suspended, b->suspended, n * sizeof *a->suspended)
           && all_equal(a->whole_jobs, b->whole_jobs, n * sizeof *a->whole_jobs)
           && all_equal(a->share_no_jobs, b->share_no_jobs, n * sizeof *a->share_no_jobs)
           && all_equal(a->free_cpus, b->free_cpus, n * sizeof *a->free_cpus)
           && all_equal(a->cores, b->cores, cluster->core_words * sizeof *a->cores)
           && all_equal(a->gres_count, b->gres_count, cells * sizeof *a->gres_count)
           && all_equal(a->gres_devices, b->gres_devices, cells * sizeof *a->gres_devices);
}
