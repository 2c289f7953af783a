/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sample.c - the world at a moment, as rows.
 *
 * What varies from sample to sample (reason, priority, planned start) is apart from what a job asked
 * for, which is written once and again only when it differs. Nodes and partitions likewise: 50 000
 * nodes sampled daily for a year would be 18 million rows, nearly all of them the same as the day before.
 * "Differs" is a 64-bit hash (FNV-1a) of the row's fields.
 *
 * Numbers are stored as the scheduler has them, before any rounding or cutting: how they look is the
 * business of the tool that prints them.
 *
 * Rejected: the world as one blob (nobody could query it); a table a tool (squeue and scontrol show
 * job read the same).
 */
#include "sim/ledger/sample.h"

#include "sim/model/capacity.h"

#include "sim/ledger/entities.h"

#include <string.h>

struct SsSampler {
    SsLedger     *ledger;
    SsPrioFunc    prio;
    GHashTable   *requests; /* job id -> uint64_t *: hash of the request as last written         */
    GArray       *nodes;    /* uint64_t by node id                                              */
    GArray       *parts;    /* uint64_t by partition                                            */
    GHashTable   *names;    /* uid -> user name, borrowed from the tree                         */
    GStringChunk *texts;    /* of the sample being written                                      */
    double       *tres;     /* [n_tres] scratch                                                 */
};

SsSampler *ss_sampler_new(SsLedger *ledger)
{
    SsSampler *sampler = g_new0(SsSampler, 1);

    sampler->ledger = ledger;
    sampler->requests = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    sampler->nodes = g_array_new(FALSE, TRUE, sizeof(uint64_t));
    sampler->parts = g_array_new(FALSE, TRUE, sizeof(uint64_t));
    sampler->texts = g_string_chunk_new(16384);
    return sampler;
}

void ss_sampler_free(SsSampler *sampler)
{
    if (sampler == NULL)
        return;
    g_hash_table_unref(sampler->requests);
    g_array_unref(sampler->nodes);
    g_array_unref(sampler->parts);
    g_clear_pointer(&sampler->names, g_hash_table_unref);
    g_string_chunk_free(sampler->texts);
    g_free(sampler->tres);
    g_free(sampler);
}

void ss_sampler_prio(SsSampler *sampler, SsPrioFunc prio)
{
    sampler->prio = prio;
}

/* --- texts ----------------------------------------------------------------------------------- */

/* Keeps `text` (taken) for this sample. */
static const char *keep(SsSampler *sampler, char *text)
{
    if (text == NULL)
        return NULL;
    const char *kept = g_string_chunk_insert(sampler->texts, text);

    g_free(text);
    return kept;
}

static const char *keep_some(SsSampler *sampler, char *text) /* "" is NULL */
{
    if (text && *text)
        return keep(sampler, text);
    g_free(text);
    return NULL;
}

static const char *tres_text(SsSampler *sampler, const SsWorld *world, const uint64_t *vec)
{
    return vec ? keep_some(sampler, ss_tres_text(world->cluster->tres, vec, SS_TRES_TEXT_IDS))
               : NULL;
}

static const char *long_text(SsSampler *sampler, const SsWorld *world, const long double *vec)
{
    const SsTresSet *tres = world->cluster->tres;
    GString         *text = g_string_new(NULL);

    for (uint32_t i = 0; vec && i < tres->n; i++) {
        if (vec[i] != 0)
            g_string_append_printf(text, "%s%u=%.21Lg", text->len ? "," : "", tres->at[i].id,
                                   vec[i]);
    }
    return keep_some(sampler, g_string_free(text, FALSE));
}

static const char *double_text(SsSampler *sampler, const SsWorld *world, const double *vec)
{
    const SsTresSet *tres = world->cluster->tres;
    GString         *text = g_string_new(NULL);

    for (uint32_t i = 0; vec && i < tres->n; i++) {
        if (vec[i] != 0)
            g_string_append_printf(text, "%s%u=%.17g", text->len ? "," : "", tres->at[i].id,
                                   vec[i]);
    }
    return keep_some(sampler, g_string_free(text, FALSE));
}

static void append_range(GString *text, uint32_t first, uint32_t last)
{
    if (text->len)
        g_string_append_c(text, ',');
    g_string_append_printf(text, "%u", first);
    if (last > first)
        g_string_append_printf(text, "-%u", last);
}

static bool bit(const uint64_t *bits, uint32_t i)
{
    return (bits[i / 64] >> (i % 64)) & 1;
}

/* Set bits, each standing for `width` numbers. */
static char *bits_text(const uint64_t *bits, uint32_t n_bits, uint32_t width)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; bits && i < n_bits; i++) {
        if (!bit(bits, i))
            continue;
        uint32_t first = i;

        while (i + 1 < n_bits && bit(bits, i + 1))
            i++;
        append_range(text, first * width, (i + 1) * width - 1);
    }
    return g_string_free(text, FALSE);
}

char *ss_bits_text(const uint64_t *bits, uint32_t n_bits)
{
    return bits_text(bits, n_bits, 1);
}

/* --- allocations ----------------------------------------------------------------------------- */

/* "gpu:h100:2(IDX:0-1),gpu:v100:0(IDX:N/A)" of one GRES of a node; what is in use by type and device. */
static void append_gres(GString *text, const SsCluster *cluster, const SsNodeGres *gres,
                        const uint64_t *by_type, uint64_t total, uint64_t devices)
{
    const char *name = cluster->gres_names[gres->gres];

    for (uint32_t t = 0; t < MAX(gres->n_type, 1); t++) {
        const char *type = t < gres->n_type ? gres->type[t].name : NULL;
        uint64_t    mine = 0;

        for (uint32_t d = 0; d < gres->n_dev && d < 64; d++) {
            if (((devices >> d) & 1) && (gres->n_type < 2 || gres->dev[d].type == t))
                mine |= UINT64_C(1) << d;
        }
        g_autofree char *idx = mine ? ss_bits_text(&mine, MIN(gres->n_dev, 64)) : g_strdup("N/A");

        g_string_append_printf(text, "%s%s%s%s:%" G_GUINT64_FORMAT "(IDX:%s)", text->len ? "," : "",
                               name, type ? ":" : "", type ? type : "",
                               by_type && t < gres->n_type ? by_type[t] : total, idx);
    }
}

static const SsNodeGres *node_gres(const SsNode *node, uint32_t gres)
{
    for (uint32_t i = 0; i < node->n_gres; i++) {
        if (node->gres[i].gres == gres)
            return &node->gres[i];
    }
    return NULL;
}

/* What a job holds on a node: "gpu:h100:2(IDX:0-1)". */
static char *alloc_gres_text(const SsCluster *cluster, const SsAllocNode *at)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < at->n_gres; i++) {
        const SsAllocGres *held = &at->gres[i];
        const SsNodeGres  *gres = node_gres(&cluster->nodes[at->node], held->gres);

        if (gres == NULL)
            continue;
        const char      *type = held->type < gres->n_type ? gres->type[held->type].name : NULL;
        g_autofree char *idx =
            gres->n_dev ? ss_bits_text(&held->devices, MIN(gres->n_dev, 64)) : g_strdup("N/A");

        g_string_append_printf(text, "%s%s%s%s:%" G_GUINT64_FORMAT "(IDX:%s)", text->len ? "," : "",
                               cluster->gres_names[held->gres], type ? ":" : "", type ? type : "",
                               held->count, idx);
    }
    return g_string_free(text, FALSE);
}

/* Nodes with equal texts behind the node numbers, side by side, become one entry. */
static void append_entry(GString *json, SsNodeId first, SsNodeId last, const char *rest)
{
    g_string_append_printf(json, "%s[%u,%u,%s]", json->len > 1 ? "," : "", first, last, rest);
}

typedef char *(*EntryFunc)(const SsCluster *cluster, const SsAllocNode *at);

static char *alloc_text(const SsCluster *cluster, const SsAlloc *alloc, EntryFunc entry)
{
    GString         *json = g_string_new("[");
    g_autofree char *held = NULL; /* the entry not yet written, of nodes first..last */
    SsNodeId         first = 0, last = 0;

    for (uint32_t i = 0; i < alloc->n; i++) {
        char    *rest = entry(cluster, &alloc->at[i]);
        SsNodeId node = alloc->at[i].node;

        if (held && node == last + 1 && strcmp(held, rest) == 0) {
            g_free(rest);
        } else {
            if (held)
                append_entry(json, first, last, held);
            g_free(held);
            held = rest;
            first = node;
        }
        last = node;
    }
    if (held)
        append_entry(json, first, last, held);
    g_string_append_c(json, ']');
    return g_string_free(json, FALSE);
}

static char *detail_entry(const SsCluster *cluster, const SsAllocNode *at)
{
    const SsNode    *node = &cluster->nodes[at->node];
    g_autofree char *cpus = bits_text(at->core_bits, node->cores, MAX(node->tpc, 1));
    g_autofree char *gres = alloc_gres_text(cluster, at);

    return g_strdup_printf("\"%s\",%" G_GUINT64_FORMAT ",\"%s\"", cpus, at->mem, gres);
}

/* CPUs, memory and GRES as a TRES string: the entry of job.alloc. */
static char *count_entry(const SsCluster *cluster, const SsAllocNode *at)
{
    g_autofree uint64_t *vec = g_new0(uint64_t, cluster->tres->n);

    for (uint32_t i = 0; i < at->n_gres; i++) {
        const SsAllocGres *held = &at->gres[i];
        const SsNodeGres  *gres = node_gres(&cluster->nodes[at->node], held->gres);
        const char        *name = cluster->gres_names[held->gres];
        uint32_t           pos = ss_tres_find_gres(cluster->tres, name, NULL);

        if (pos != SS_ID_NONE)
            vec[pos] += held->count;
        if (gres == NULL || held->type >= gres->n_type || gres->type[held->type].name == NULL)
            continue;
        pos = ss_tres_find_gres(cluster->tres, name, gres->type[held->type].name);
        if (pos != SS_ID_NONE)
            vec[pos] += held->count;
    }
    g_autofree char *gres = ss_tres_text(cluster->tres, vec, SS_TRES_TEXT_IDS);

    return g_strdup_printf("%u,%" G_GUINT64_FORMAT ",\"%s\"", at->cpus, at->mem, gres);
}

char *ss_ledger_alloc_text(const SsCluster *cluster, const SsAlloc *alloc)
{
    return alloc ? alloc_text(cluster, alloc, count_entry) : NULL;
}

/* --- hashes ---------------------------------------------------------------------------------- */

static uint64_t fnv(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *p = data;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ p[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static const size_t field_size[] = {
    [SS_FIELD_U32] = sizeof(uint32_t),       [SS_FIELD_U32_UNSET] = sizeof(uint32_t),
    [SS_FIELD_U32_LIMIT] = sizeof(uint32_t), [SS_FIELD_I32] = sizeof(int32_t),
    [SS_FIELD_I64] = sizeof(int64_t),        [SS_FIELD_U64] = sizeof(uint64_t),
    [SS_FIELD_MEM] = sizeof(uint64_t),       [SS_FIELD_FLAGS] = sizeof(uint32_t),
    [SS_FIELD_BOOL] = sizeof(bool),          [SS_FIELD_DOUBLE] = sizeof(double),
};

/* Of all fields but `at`; never 0. */
static uint64_t row_hash(const SsRowKind *kind, const void *row)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < kind->n; i++) {
        const SsField *field = &kind->fields[i];
        const char    *p = (const char *) row + field->at;

        if (strcmp(field->column, "at") == 0)
            continue;
        if (field->kind == SS_FIELD_TEXT) {
            const char *text = *(const char *const *) (const void *) p;

            hash = text ? fnv(hash, text, strlen(text) + 1) : fnv(hash, "\1", 2);
        } else {
            hash = fnv(hash, p, field_size[field->kind]);
        }
    }
    return hash ? hash : 1;
}

/* Is the row another than the one remembered at `i`? Remembers it. */
static bool changed(GArray *hashes, uint32_t i, const SsRowKind *kind, const void *row)
{
    uint64_t hash = row_hash(kind, row);

    if (i >= hashes->len)
        g_array_set_size(hashes, i + 1);
    uint64_t *known = &g_array_index(hashes, uint64_t, i);

    if (*known == hash)
        return false;
    *known = hash;
    return true;
}

/* --- nodes, partitions, reservations, licences ----------------------------------------------- */

/* select/linear shows all that a node has once a job is on it (static-y-whole-nodes, static-z-weather) that is not
 * suspended (static-t-cfd-linear). */
static const char *node_tres(SsSampler *sampler, const SsWorld *world, SsNodeId id)
{
    const SsCluster     *cluster = world->cluster;
    g_autofree uint64_t *vec = g_new0(uint64_t, cluster->tres->n);

    if (world->settings.select_type == SS_SELECT_LINEAR
        && world->use->jobs[id] > world->use->suspended[id]) {
        const SsCapacity configured = ss_capacity_configured(cluster);

        ss_capacity_node(&configured, id, vec);
        return tres_text(sampler, world, vec);
    }
    vec[SS_TRES_CPU] = ss_use_shown_cpus(world->use, id);
    vec[SS_TRES_MEM] = world->use->mem[id];
    for (uint32_t i = 0; i < cluster->nodes[id].n_gres; i++) {
        const SsNodeGres *gres = &cluster->nodes[id].gres[i];
        size_t            slot = (size_t) id * cluster->n_gres + gres->gres;
        const char       *name = cluster->gres_names[gres->gres];
        uint32_t          pos = ss_tres_find_gres(cluster->tres, name, NULL);

        if (pos != SS_ID_NONE)
            vec[pos] += world->use->gres_count[slot];
        for (uint32_t t = 0; world->use->gres_types[slot] && t < gres->n_type; t++) {
            pos = gres->type[t].name ? ss_tres_find_gres(cluster->tres, name, gres->type[t].name)
                                     : SS_ID_NONE;
            if (pos != SS_ID_NONE)
                vec[pos] += world->use->gres_types[slot][t];
        }
    }
    return tres_text(sampler, world, vec);
}

/* Every GRES of the cluster, also those that the node lacks; devices are told of those with types only. */
static const char *node_gres_used(SsSampler *sampler, const SsWorld *world, SsNodeId id)
{
    const SsCluster *cluster = world->cluster;
    GString         *text = g_string_new(NULL);

    for (uint32_t i = 0; i < cluster->n_gres; i++) {
        const SsNodeGres *gres = node_gres(&cluster->nodes[id], i);
        const size_t      slot = (size_t) id * cluster->n_gres + i;

        if (gres != NULL && gres->n_type > 0 && gres->type[0].name != NULL)
            append_gres(text, cluster, gres, world->use->gres_types[slot],
                        world->use->gres_count[slot], world->use->gres_devices[slot]);
        else
            g_string_append_printf(text, "%s%s:%" G_GUINT64_FORMAT, text->len ? "," : "",
                                   cluster->gres_names[i], world->use->gres_count[slot]);
    }
    return keep_some(sampler, g_string_free(text, FALSE));
}

static gboolean take_nodes(SsSampler *sampler, const SsWorld *world, GError **error)
{
    for (SsNodeId i = 0; i < world->cluster->n_nodes; i++) {
        const SsNodeNow   *now = &world->node[i];
        const SsNodeSetup *setup = now->setup;
        const SsNodeNowRow row = {
            .node_inx = i,
            .at = world->now,
            .state = ss_world_node_state(world, i),
            .cpus_alloc = ss_use_shown_cpus(world->use, i),
            .mem_alloc = world->use->mem[i],
            .jobs = world->use->jobs[i],
            .tres_alloc = node_tres(sampler, world, i),
            .gres_used = node_gres_used(sampler, world, i),
            .reason = now->reason,
            .reason_time = now->reason_time,
            .reason_uid = now->reason_uid,
            .owner = now->owner,
            .last_busy = now->last_busy,
            .weight = setup ? setup->weight : SS_UNSET32,
            .features = setup ? setup->available : NULL,
            .active = setup ? setup->active : NULL,
            .comment = setup ? setup->comment : NULL,
            .extra = setup ? setup->extra : NULL,
        };

        if (changed(sampler->nodes, i, &ss_row_node_now, &row)
            && !ss_row_put(sampler->ledger, &ss_row_node_now, &row, error))
            return FALSE;
    }
    return TRUE;
}

/* A partition's row is dear to make (it walks its nodes): the struct itself is hashed. */
static uint64_t part_hash(const SsPartition *part)
{
    uint64_t       hash = UINT64_C(0xcbf29ce484222325);
    const uint32_t numbers[] = {
        part->n_nodes,
        part->total_cpus,
        part->is_default,
        part->hidden,
        part->root_only,
        part->req_resv,
        part->disable_root_jobs,
        part->exclusive_user,
        part->lln,
        part->state,
        part->max_time,
        part->default_time,
        part->over_time_limit,
        part->min_nodes,
        part->max_nodes,
        part->max_cpus_per_node,
        part->priority_tier,
        part->job_factor,
        part->share,
        part->share_count,
        part->grace_time,
        part->preempt_mode,
        part->select_params,
    };
    const uint64_t sizes[] = {
        part->def_mem_per_cpu, part->def_mem_per_node, part->def_mem_per_gpu,
        part->max_mem_per_cpu, part->max_mem_per_node, part->def_cpu_per_gpu,
    };
    char **const      lists[] = { part->allow_accounts, part->deny_accounts, part->allow_qos,
                                  part->deny_qos, part->allow_groups };
    const char *const texts[] = { part->nodes_text, part->alloc_nodes, part->alternate,
                                  part->qos_name, part->billing_text };

    hash = fnv(fnv(hash, numbers, sizeof numbers), sizes, sizeof sizes);
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        for (char **word = lists[i]; word && *word; word++)
            hash = fnv(hash, *word, strlen(*word) + 1);
        hash = fnv(hash, lists[i] ? "\1" : "\2", 2);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        hash = texts[i] ? fnv(hash, texts[i], strlen(texts[i]) + 1) : fnv(hash, "\1", 2);
    return hash ? hash : 1;
}

static gboolean take_parts(SsSampler *sampler, const SsWorld *world, GError **error)
{
    if (sampler->parts->len < world->cluster->n_parts)
        g_array_set_size(sampler->parts, world->cluster->n_parts);
    for (uint32_t i = 0; i < world->cluster->n_parts; i++) {
        uint64_t *known = &g_array_index(sampler->parts, uint64_t, i);
        uint64_t  hash = part_hash(&world->parts[i]);

        if (*known == 0) /* the site's row is there already */
            *known = part_hash(&world->cluster->parts[i]);
        if (*known == hash)
            continue;
        *known = hash;
        if (!ss_ledger_partition_write(sampler->ledger, world->cluster, &world->parts[i], i,
                                       world->now, error))
            return FALSE;
    }
    return TRUE;
}

static const char *list_text(SsSampler *sampler, char **words)
{
    return words ? keep(sampler, g_strjoinv(",", words)) : NULL;
}

/* "node1:0-3 node2:0-1", NULL for whole nodes. */
static const char *resv_cores(SsSampler *sampler, const SsCluster *cluster,
                              const SsReservation *resv)
{
    if (resv->cores == NULL)
        return NULL;
    GString *text = g_string_new(NULL);

    for (SsNodeId i = 0; i < cluster->n_nodes; i++) {
        const SsNode    *node = &cluster->nodes[i];
        g_autofree char *cores = ss_bits_text(resv->cores + node->core_at, node->cores);

        if (*cores)
            g_string_append_printf(text, "%s%s:%s", text->len ? " " : "", node->name, cores);
    }
    return keep_some(sampler, g_string_free(text, FALSE));
}

static gboolean take_resv(SsSampler *sampler, const SsWorld *world, const SsReservation *resv,
                          GError **error)
{
    const SsResvNowRow row = {
        .at = world->now,
        .id_resv = resv->id,
        .name = resv->name,
        .start = resv->start,
        .end = resv->end,
        .flags = resv->flags,
        .nodes = resv->nodes_text,
        .n_nodes = resv->n_nodes,
        .n_cores = resv->n_cores,
        .partition = resv->part == SS_ID_NONE ? NULL : world->parts[resv->part].name,
        .users = list_text(sampler, resv->users),
        .accounts = list_text(sampler, resv->accounts),
        .features = resv->features,
        .licenses = resv->licenses,
        .tres = resv->tres_text,
        .purge_comp = resv->purge_comp,
        .cores = resv_cores(sampler, world->cluster, resv),
    };

    return ss_row_put(sampler->ledger, &ss_row_resv_now, &row, error);
}

static gboolean take_resvs(SsSampler *sampler, const SsWorld *world, GError **error)
{
    for (guint i = 0; i < world->resv->len; i++) {
        const SsReservation *resv = world->resv->pdata[i];

        if (resv && !take_resv(sampler, world, resv, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean take_licenses(SsSampler *sampler, const SsWorld *world, GError **error)
{
    for (uint32_t i = 0; i < world->cluster->n_licenses; i++) {
        const SsLicense   *license = &world->cluster->licenses[i];
        const SsLicenseRow row = { world->now, license->name, license->total,
                                   world->license_used[i], license->remote };

        if (license->gone)
            continue;

        if (!ss_row_put(sampler->ledger, &ss_row_license, &row, error))
            return FALSE;
    }
    return TRUE;
}

/* --- shares, QOS ----------------------------------------------------------------------------- */

static gboolean take_shares(SsSampler *sampler, const SsWorld *world, GError **error)
{
    for (uint32_t i = 0; i < world->tree->n; i++) {
        const SsUsage   *use = &world->assoc_use[i];
        const SsShareRow row = {
            .at = world->now,
            .id_assoc = world->tree->at[i].id,
            .pos = i,
            .level = world->tree->at[i].level,
            .shares_raw = world->tree->at[i].shares,
            .level_shares = use->level_shares,
            .shares_norm = use->shares_norm,
            .usage_raw = use->usage_raw,
            .usage_norm = use->usage_norm,
            .usage_efctv = use->usage_efctv,
            .level_fs = use->level_fs,
            .fs_factor = use->fs_factor,
            .held_norm = (double) use->held_norm,
            .held_efctv = (double) use->held_efctv,
            .held_factor = use->held_factor,
            .grp_used_wall = use->grp_used_wall,
            .used_jobs = use->jobs,
            .used_submit = use->submitted,
            .used_accrue = use->accrue,
            .used_tres = tres_text(sampler, world, use->tres),
            .tres_raw = long_text(sampler, world, use->tres_raw),
            .run_secs = tres_text(sampler, world, use->run_secs),
        };

        if (!ss_row_put(sampler->ledger, &ss_row_share, &row, error))
            return FALSE;
    }
    return TRUE;
}

/* uid -> name of all users of the tree. */
static const char *user_name(SsSampler *sampler, const SsWorld *world, uint32_t uid)
{
    if (sampler->names == NULL) {
        sampler->names = g_hash_table_new(NULL, NULL);
        for (uint32_t i = 0; i < world->tree->n; i++) {
            const SsAssoc *assoc = &world->tree->at[i];

            if (assoc->is_user)
                g_hash_table_insert(sampler->names,
                                    GUINT_TO_POINTER(ss_cluster_uid(world->cluster, assoc->user)),
                                    assoc->user);
        }
    }
    const char *name = g_hash_table_lookup(sampler->names, GUINT_TO_POINTER(uid));

    return name ? name : keep(sampler, g_strdup_printf("%u", uid));
}

static gboolean take_subs(SsSampler *sampler, const SsWorld *world, uint32_t qos,
                          const GArray *list, uint32_t kind, GError **error)
{
    for (guint i = 0; list && i < list->len; i++) {
        const SsSubUsage *sub = &g_array_index(list, SsSubUsage, i);
        const SsAssoc    *account =
            kind == 1 && sub->id < world->tree->n ? &world->tree->at[sub->id] : NULL;
        const SsQosSubRow row = {
            .at = world->now,
            .id_qos = qos,
            .kind = kind,
            .id = account ? account->id : sub->id,
            .pos = sub->rank,
            .name = account ? account->account : user_name(sampler, world, sub->id),
            .used_jobs = sub->jobs,
            .used_submit = sub->submitted,
            .used_accrue = sub->accrue,
            .used_tres = tres_text(sampler, world, sub->tres),
        };

        if (!ss_row_put(sampler->ledger, &ss_row_qos_sub, &row, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean take_qos(SsSampler *sampler, const SsWorld *world, GError **error)
{
    for (uint32_t i = 0; i < world->tree->n_qos; i++) {
        const SsUsage *use = &world->qos_use[i];
        const SsQosRow row = {
            .at = world->now,
            .id_qos = world->tree->qos[i].id,
            .usage_raw = use->usage_raw,
            .grp_used_wall = use->grp_used_wall,
            .used_jobs = use->jobs,
            .used_submit = use->submitted,
            .used_accrue = use->accrue,
            .used_tres = tres_text(sampler, world, use->tres),
            .tres_raw = long_text(sampler, world, use->tres_raw),
            .run_secs = tres_text(sampler, world, use->run_secs),
        };

        if (!ss_row_put(sampler->ledger, &ss_row_qos, &row, error)
            || !take_subs(sampler, world, row.id_qos, use->users, 0, error)
            || !take_subs(sampler, world, row.id_qos, use->accounts, 1, error))
            return FALSE;
    }
    return TRUE;
}

/* --- jobs ------------------------------------------------------------------------------------ */

static const char *const dep_words[] = {
    [SS_DEP_AFTER] = "after",         [SS_DEP_AFTERANY] = "afterany",
    [SS_DEP_AFTEROK] = "afterok",     [SS_DEP_AFTERNOTOK] = "afternotok",
    [SS_DEP_AFTERCORR] = "aftercorr", [SS_DEP_AFTERBURSTBUFFER] = "afterburstbuffer",
    [SS_DEP_SINGLETON] = "singleton", [SS_DEP_EXPAND] = "expand",
};

static void append_dep(const SsWorld *world, GString *text, const SsDep *dep)
{
    g_string_append(text, dep_words[dep->type]);
    if (dep->type != SS_DEP_SINGLETON) {
        g_string_append_printf(text, ":%u", dep->job_id);
        if (ss_world_dep_is_array(world, dep))
            g_string_append(text, "_*");
        else if (dep->task != SS_UNSET32)
            g_string_append_printf(text, "_%u", dep->task);
        if (dep->minutes)
            g_string_append_printf(text, "+%u", dep->minutes);
    }
    g_string_append(text, dep->state == SS_DEP_FAILED ? "(failed)" : "(unfulfilled)");
}

static const char *dependency(SsSampler *sampler, const SsWorld *world, const SsJob *job)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < job->n_deps; i++) {
        if (job->deps[i].state == SS_DEP_MET)
            continue;
        if (text->len)
            g_string_append_c(text, job->dep_or ? '?' : ',');
        append_dep(world, text, &job->deps[i]);
    }
    return keep_some(sampler, g_string_free(text, FALSE));
}

/* The task that a record is; the last one of an array that waits is shown as what it will be (static-k-auto-cfd). */
static uint32_t task_of(const SsArray *array)
{
    const bool is_last = array->task == SS_UNSET32 && array->n_pending == 1 && array->max_tasks > 1;

    if (array->job_id == 0)
        return SS_UNSET32;
    return is_last ? array->pending[0] : array->task;
}

/* "0-5,8%2" of the tasks not yet started. */
static const char *array_tasks(SsSampler *sampler, const SsArray *array)
{
    if (array->job_id == 0 || task_of(array) != SS_UNSET32)
        return NULL;
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < array->n_pending; i++) {
        uint32_t first = i;

        while (i + 1 < array->n_pending && array->pending[i + 1] == array->pending[i] + 1)
            i++;
        append_range(text, array->pending[first], array->pending[i]);
    }
    if (array->max_running)
        g_string_append_printf(text, "%%%u", array->max_running);
    return keep_some(sampler, g_string_free(text, FALSE));
}

static const char *partitions(SsSampler *sampler, const SsWorld *world, const SsJob *job)
{
    if (job->state != SS_JOB_PENDING || job->n_parts < 2)
        return job->part == SS_ID_NONE ? "" : world->parts[job->part].name;
    return keep(sampler, g_string_free(ss_world_part_names(world, job), FALSE));
}

static const char *part_prios(SsSampler *sampler, const SsJob *job)
{
    if (job->part_prio == NULL)
        return NULL;
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < job->n_parts; i++)
        g_string_append_printf(text, "%s%u", i ? "," : "", job->part_prio[i]);
    return keep(sampler, g_string_free(text, FALSE));
}

static const char *node_list(SsSampler *sampler, const SsWorld *world, const SsNodeSet *nodes)
{
    return nodes ? keep_some(sampler, ss_cluster_node_list(world->cluster, nodes)) : NULL;
}

/* A reservation that is gone is forgotten by its jobs, by those that have ended too (static-z-beamline). */
static const char *resv_name(const SsWorld *world, const SsJob *job)
{
    if (job->resv == SS_ID_NONE || job->resv >= world->resv->len)
        return NULL;
    const SsReservation *resv = world->resv->pdata[job->resv];
    return resv != NULL ? resv->name : NULL;
}

static const char *alloc_detail(SsSampler *sampler, const SsWorld *world, const SsJob *job)
{
    return job->alloc ? keep(sampler, alloc_text(world->cluster, job->alloc, detail_entry)) : NULL;
}

static uint32_t widest_cpus(const SsWorld *world, const SsNodeSet *nodes)
{
    uint32_t most = 1;

    for (SS_EACH_NODE(n, nodes))
        most = MAX(most, world->cluster->nodes[n].cpus);
    return most;
}

/* As many as a selection took last, or where there was none as its CPUs fill (recorded: -n 1000 on nodes of 8 shows 125). */
static uint32_t nodes_to_come(const SsWorld *world, const SsJob *job)
{
    const SsNodeSet *nodes = world->parts[job->part].nodes;
    const uint32_t   cpus = ss_request_cpus(&job->req);

    if (job->n_nodes > 0 || cpus < 2 || nodes == NULL)
        return MAX(job->n_nodes, job->req.min_nodes);
    const uint32_t each = widest_cpus(world, nodes);
    return MAX((cpus + each - 1) / each, job->req.min_nodes);
}

/* What scontrol shows of a job that was killed at its limit; the accounting has 0:0. */
#define BY_SIGTERM 15

/* And of one that failed before it began, which the accounting has as 1:0 (static-t-bioinformatics). */
#define NEVER_BEGAN 1

static uint32_t shown_exit_code(const SsJob *job)
{
    if (job->state == SS_JOB_TIMEOUT && !job->script_over)
        return BY_SIGTERM;
    return job->state == SS_JOB_FAILED && !ss_job_started(job) ? NEVER_BEGAN : job->exit_code;
}

static SsQueueRow queue_row(SsSampler *sampler, const SsWorld *world, const SsJob *job,
                            uint32_t pos)
{
    const bool started = ss_job_started(job);

    return (SsQueueRow){
        .at = world->now,
        .pos = pos,
        .id_job = job->id,
        .job_db_inx = job->db_inx,
        .id_array_job = job->array.job_id,
        .id_array_task = task_of(&job->array),
        .array_tasks = array_tasks(sampler, &job->array),
        .array_pending = job->array.n_pending,
        .array_throttle = job->array.max_running,
        .state = job->state,
        .completing = job->completing,
        .configuring = job->configuring,
        .reason = job->reason,
        .reason_word = ss_reason_text(job->reason),
        .reason_text = job->reason_text,
        .priority = job->priority,
        .part_prio = part_prios(sampler, job),
        .partition = partitions(sampler, world, job),
        .account = job->account,
        .qos = job->qos == SS_ID_NONE ? NULL : world->tree->qos[job->qos].name,
        .reservation = resv_name(world, job),
        .id_assoc = job->assoc == SS_ID_NONE ? 0 : world->tree->at[job->assoc].id,
        .submit = job->submit,
        .eligible = job->eligible,
        .accrue = job->accrue,
        .start = job->start,
        .end = job->end,
        .planned_start = job->planned_start,
        .planned_nodes = node_list(sampler, world, job->planned_nodes),
        .suspend_time = job->suspend_time,
        .pre_suspended = job->pre_suspended,
        .elapsed = job->start ? ss_job_elapsed(job, world->now) : 0,
        .last_sched_eval = job->last_sched_eval,
        .last_sched = job->last_sched,
        .starter = job->starter,
        .preempt_time = job->preempt_time,
        .preempt_from = job->preempt_from,
        .time_limit = job->time_limit,
        .time_min = job->time_min,
        .restarts = job->restarts,
        .exit_code = shown_exit_code(job),
        .nodelist = job->nodes,
        .n_nodes = started ? job->n_nodes : nodes_to_come(world, job),
        .total_cpus = started ? job->total_cpus : ss_request_cpus(&job->req),
        .tres_req = tres_text(sampler, world, job->tres_req),
        .tres_alloc = tres_text(sampler, world, job->tres_alloc),
        .dependency = dependency(sampler, world, job),
        .alloc_detail = alloc_detail(sampler, world, job),
    };
}

/* select/linear makes a job that did not say refuse to share, from the first search for its nodes on
 * (static-t-cfd-linear). */
static uint32_t shown_share(const SsWorld *world, const SsJob *job)
{
    enum { REFUSES, SHARES, DID_NOT_SAY };

    return world->settings.select_type == SS_SELECT_LINEAR && job->looked
                   && job->req.share == DID_NOT_SAY
                   && world->parts[job->part].share != SS_SHARE_FORCE
               ? REFUSES
               : job->req.share;
}

static SsRequestRow request_row(SsSampler *sampler, const SsWorld *world, const SsJob *job,
                                const SsJobSpec *spec)
{
    const SsRequest *req = &job->req;
    const bool       as_asked = req->mem_set || req->mem_per_gpu == 0 || job->chosen;

    return (SsRequestRow){
        .id_job = job->id,
        .name = job->name,
        .user = job->user,
        .group_name = job->group,
        .id_user = job->uid,
        .id_group = job->gid,
        .wckey = job->wckey,
        .trace_id = job->trace_id,
        .nice = job->nice,
        .requeue = job->requeue,
        .batch = !spec->interactive,
        .begin = job->begin,
        .deadline = job->deadline,
        .min_nodes = req->min_nodes,
        .max_nodes = req->max_nodes,
        .min_cpus = ss_request_cpus(req),
        .max_cpus = req->max_cpus,
        .ntasks = req->ntasks,
        .cpus_per_task = req->cpus_per_task,
        .cpus_per_task_set = req->cpus_per_task_set,
        .min_cpus_node = ss_request_cpus_node(req),
        .ntasks_per_node = req->ntasks_per_node,
        .ntasks_per_socket = req->ntasks_per_socket,
        .ntasks_per_core = ss_request_tasks_a_core(req, world->settings.select_params),
        .sockets_per_node = req->sockets_per_node,
        .cores_per_socket = req->cores_per_socket,
        .threads_per_core = req->threads_per_core,
        .core_spec = req->core_spec,
        .overcommit = req->overcommit,
        .contiguous = req->contiguous,
        .whole = req->whole,
        .user_exclusive = req->user_exclusive,
        .share = shown_share(world, job),
        .mem = as_asked ? req->mem : req->mem_before,
        .mem_per_cpu = as_asked ? req->mem_per_cpu : req->mem_before_per_cpu,
        .by_gpu = job->looked,
        .mem_per_gpu = req->mem_set ? req->mem_per_gpu : 0, /* a default is its partition's */
        .tmp_disk = req->tmp_disk,
        .cpus_per_gpu = spec->cpus_per_gpu == SS_UNSET32 ? 0 : req->cpus_per_gpu, /* likewise */
        .gres = spec->gres,
        .gpus = spec->gpus,
        .gpus_per_node = spec->gpus_per_node,
        .gpus_per_socket = spec->gpus_per_socket,
        .gpus_per_task = spec->gpus_per_task,
        .features = spec->constraint,
        .prefer = spec->prefer,
        .req_nodes = node_list(sampler, world, req->req_nodes),
        .exc_nodes = node_list(sampler, world, req->exc_nodes),
        .licenses = spec->licenses,
        .switches = req->switches,
        .switches_wait = req->switches > 0 ? (uint32_t) req->switches_wait : SS_UNSET32,
        .command = spec->command,
        .work_dir = spec->work_dir,
        .submit_line = spec->submit_line,
        .comment = spec->comment,
        .admin_comment = spec->admin_comment,
        .std_in = spec->std_in,
        .std_out = spec->std_out,
        .std_err = spec->std_err,
        .mail_user = spec->mail_user,
        .mail_type = spec->mail_type,
        .network = spec->network,
        .delay_boot = spec->delay_boot,
        .spread = req->spread,
        .kill_on_dep = spec->kill_on_invalid_dep_set ? spec->kill_on_invalid_dep : SS_UNSET32,
        .interactive = spec->interactive,
    };
}

static gboolean take_request(SsSampler *sampler, const SsWorld *world, const SsJob *job,
                             GError **error)
{
    static const SsJobSpec nothing = { .switches_wait = SS_SPAN_FOREVER };
    SsRequestRow           row = request_row(sampler, world, job, job->spec ? job->spec : &nothing);
    uint64_t               hash = row_hash(&ss_row_request, &row);
    gpointer               key = GUINT_TO_POINTER(job->id);
    const uint64_t        *known = g_hash_table_lookup(sampler->requests, key);

    if (known && *known == hash)
        return TRUE;
    g_hash_table_insert(sampler->requests, key, g_memdup2(&hash, sizeof hash));
    return ss_row_put(sampler->ledger, &ss_row_request, &row, error);
}

static void own_terms(const SsJob *job, SsPrioTerms *terms, double *tres, uint32_t n_tres)
{
    *terms = (SsPrioTerms){
        .age = job->f_age,
        .assoc = job->f_assoc,
        .fs = job->f_fs,
        .js = job->f_js,
        .part = job->f_part,
        .qos = job->f_qos,
        .priority = job->priority,
    };
    if (job->f_tres)
        memcpy(tres, job->f_tres, n_tres * sizeof *tres);
}

static gboolean take_prio(SsSampler *sampler, const SsWorld *world, const SsJob *job, uint32_t pos,
                          uint32_t rank, SsPartId part, GError **error)
{
    uint32_t    n_tres = world->cluster->tres->n;
    SsPrioTerms terms = { 0 };

    memset(sampler->tres, 0, n_tres * sizeof *sampler->tres);
    if (sampler->prio)
        sampler->prio(world, job, part, &terms, sampler->tres);
    else
        own_terms(job, &terms, sampler->tres, n_tres);
    const SsPrioRow row = {
        .at = world->now,
        .id_job = job->id,
        .part_inx = part,
        .pos = pos,
        .rank = rank,
        .partition = world->parts[part].name,
        .priority = terms.priority,
        .direct_prio = job->direct_prio ? job->priority : 0,
        .site = job->site_factor,
        .age = terms.age,
        .assoc = terms.assoc,
        .fs = terms.fs,
        .js = terms.js,
        .part = terms.part,
        .qos = terms.qos,
        .nice = job->nice,
        .tres = double_text(sampler, world, sampler->tres),
    };

    return ss_row_put(sampler->ledger, &ss_row_prio, &row, error);
}

/* Pending, not held, and its time has come (unless they all gather age): what sprio lists. With CALCULATE_RUNNING
 * it is whatever the controller still knows of, running or ended. */
static bool has_prio(const SsWorld *world, const SsJob *job)
{
    const bool all = (world->settings.priority_flags & SS_PRIO_CALCULATE_RUNNING) != 0;

    if ((job->state != SS_JOB_PENDING && !all) || job->priority == 0)
        return false;
    return (world->settings.priority_flags & SS_PRIO_ACCRUE_ALWAYS)
           || (job->eligible != 0 && job->eligible <= world->now);
}

static gboolean take_prios(SsSampler *sampler, const SsWorld *world, const SsJob *job, uint32_t pos,
                           GError **error)
{
    if (!has_prio(world, job))
        return TRUE;
    if (job->n_parts < 2)
        return job->part == SS_ID_NONE || take_prio(sampler, world, job, pos, 0, job->part, error);
    for (uint32_t i = 0; i < job->n_parts; i++) {
        if (!take_prio(sampler, world, job, pos, i, job->parts[i], error))
            return FALSE;
    }
    return TRUE;
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const SsJob *x = *(const SsJob *const *) a, *y = *(const SsJob *const *) b;

    return x->place < y->place ? -1 : x->place > y->place;
}

/* Element-type: const SsJob *, borrowed. */
static GPtrArray *job_list(const SsWorld *world)
{
    GPtrArray *list = g_ptr_array_new();

    for (SsJob *job = world->first; job; job = job->next)
        g_ptr_array_add(list, job);
    g_ptr_array_sort(list, by_place);
    return list;
}

static gboolean take_jobs(SsSampler *sampler, const SsWorld *world, GError **error)
{
    g_autoptr(GPtrArray) list = job_list(world);

    for (uint32_t pos = 0; pos < list->len; pos++) {
        const SsJob *job = list->pdata[pos];
        SsQueueRow   row = queue_row(sampler, world, job, pos);

        if (!ss_row_put(sampler->ledger, &ss_row_queue, &row, error)
            || !take_request(sampler, world, job, error)
            || !take_prios(sampler, world, job, pos, error))
            return FALSE;
        g_string_chunk_clear(sampler->texts);
    }
    return TRUE;
}

/* --- counters -------------------------------------------------------------------------------- */

static gboolean take_stats(SsSampler *sampler, const SsWorld *world, GError **error)
{
    const struct {
        const char *key;
        int64_t     value;
    } stats[] = {
        { "submitted", (int64_t) world->stats.submitted },
        { "started", (int64_t) world->stats.started },
        { "completed", (int64_t) world->stats.completed },
        { "cancelled", (int64_t) world->stats.cancelled },
        { "failed", (int64_t) world->stats.failed },
        { "timeout", (int64_t) world->stats.timeout },
        { "preempted", (int64_t) world->stats.preempted },
        { "rejected", (int64_t) world->stats.rejected },
        { "backfilled", (int64_t) world->stats.backfilled },
        { "main_passes", (int64_t) world->stats.main_passes },
        { "bf_passes", (int64_t) world->stats.bf_passes },
        { "main_depth", (int64_t) world->stats.main_depth },
        { "bf_depth", (int64_t) world->stats.bf_depth },
        { "bf_try_depth", (int64_t) world->stats.bf_try_depth },
        { "last_bf_cycle", world->stats.last_bf_cycle },
        { "last_bf_depth", world->stats.last_bf_depth },
        { "last_bf_try", world->stats.last_bf_try },
        { "last_queue_len", world->stats.last_queue_len },
        { "last_bf_queue_len", world->stats.last_bf_queue_len },
        { "last_bf_table", world->stats.last_bf_table },
        { "started_at", world->started },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(stats); i++) {
        const SsStatRow row = { world->now, stats[i].key, stats[i].value };

        if (!ss_row_put(sampler->ledger, &ss_row_stat, &row, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean take_moment(SsSampler *sampler, const SsWorld *world, GError **error)
{
    sqlite3_stmt *put = ss_ledger_statement(
        sampler->ledger, "INSERT OR REPLACE INTO sample VALUES (?1, ?2, ?3)", error);

    if (put == NULL)
        return FALSE;
    sqlite3_bind_int64(put, 1, world->now);
    sqlite3_bind_int64(put, 2, world->last_usage_period);
    sqlite3_bind_int64(put, 3, world->last_usage_reset);
    gboolean done = sqlite3_step(put) == SQLITE_DONE;

    if (!done)
        ss_ledger_fail(sampler->ledger, error, "cannot write table sample");
    sqlite3_reset(put);
    return done;
}

/* A second sample of the same second replaces the first: nothing of it may stay. */
static gboolean forget_moment(SsSampler *sampler, SsTime at, GError **error)
{
    static const char *const tables[] = { "share_sample",   "qos_sample",   "qos_sub_sample",
                                          "prio_sample",    "queue_sample", "resv_sample",
                                          "license_sample", "stat_sample" };

    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_autofree char *sql = g_strdup_printf("DELETE FROM %s WHERE at = ?1", tables[i]);
        sqlite3_stmt    *wipe = ss_ledger_statement(sampler->ledger, sql, error);

        if (wipe == NULL)
            return FALSE;
        sqlite3_bind_int64(wipe, 1, at);
        if (sqlite3_step(wipe) != SQLITE_DONE) {
            ss_ledger_fail(sampler->ledger, error, sql);
            return FALSE;
        }
        sqlite3_reset(wipe);
    }
    return TRUE;
}

gboolean ss_sampler_take(SsSampler *sampler, const SsWorld *world, GError **error)
{
    if (sampler->tres == NULL)
        sampler->tres = g_new0(double, world->cluster->tres->n);
    gboolean ok = forget_moment(sampler, world->now, error) && take_moment(sampler, world, error)
                  && take_nodes(sampler, world, error) && take_parts(sampler, world, error)
                  && take_resvs(sampler, world, error) && take_licenses(sampler, world, error)
                  && take_shares(sampler, world, error) && take_qos(sampler, world, error)
                  && take_jobs(sampler, world, error) && take_stats(sampler, world, error);

    g_string_chunk_clear(sampler->texts);
    g_clear_pointer(&sampler->names,
                    g_hash_table_unref); /* accounts may change until the next one */
    return ok;
}
