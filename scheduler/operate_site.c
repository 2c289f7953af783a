/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_site.c - nodes and partitions changed while the cluster runs.
 */
#include "scheduler/operate.h"

#include "scheduler/priority.h"
#include "sim/base/date.h"
#include "sim/base/span.h"

#include <string.h>

/* --- nodes ---------------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    uint32_t    state; /* 0: back in service */
    bool        needs_reason;
} node_states[] = {
    { "DOWN", SS_NODE_DOWN, true }, { "DRAIN", SS_NODE_DRAIN, true },
    { "FAIL", SS_NODE_FAIL, true }, { "RESUME", 0, false },
    { "UNDRAIN", 0, false },        { "IDLE", 0, false },
};

static int node_state(SsOperation *op, const SsNodeSet *nodes, const char *text, const char *reason)
{
    uint32_t s = 0;

    while (s < G_N_ELEMENTS(node_states) && g_ascii_strcasecmp(text, node_states[s].word) != 0)
        s++;
    if (s == G_N_ELEMENTS(node_states))
        return ss_operate_fail(op,
                               "Invalid input: %s\nRequest aborted\n"
                               "Valid states are: DOWN DRAIN FAIL IDLE RESUME UNDRAIN",
                               text);
    if (node_states[s].needs_reason && !reason)
        return ss_operate_fail(
            op, "You must specify a reason when DOWNING or DRAINING a node. Request denied");
    for (uint32_t n = ss_node_set_first(nodes); n != SS_ID_NONE;
         n = ss_node_set_next(nodes, n + 1)) {
        if (node_states[s].state == 0)
            ss_world_node_resume(op->world, n);
        else
            ss_world_node_set(op->world, n, node_states[s].state, reason, op->uid);
    }
    return 0;
}

int ss_operate_node_update(SsOperation *op, GArray *pairs)
{
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(op->world->cluster->n_nodes);
    g_autofree char     *bad = NULL;
    const char          *list = ss_operate_value(pairs, "NodeName", 3);
    const char          *state = ss_operate_value(pairs, "State", 2);

    for (uint32_t i = 0; i < pairs->len; i++) {
        const SsPair *pair = &g_array_index(pairs, SsPair, i);

        if (!ss_operate_key_is(pair, "NodeName", 3) && !ss_operate_key_is(pair, "State", 2)
            && !ss_operate_key_is(pair, "Reason", 1))
            return ss_operate_fail(
                op, "Update of this parameter is not supported: %s=%s\nRequest aborted", pair->key,
                pair->value);
    }
    if (!list || !ss_cluster_node_set(op->world->cluster, list, nodes, &bad))
        return ss_operate_fail(op, "slurm_update error: Invalid node name specified");
    if (!state)
        return ss_operate_fail(op, "No changes specified");
    return node_state(op, nodes, state, ss_operate_value(pairs, "Reason", 1));
}

/* --- partitions ----------------------------------------------------------------------------------- */

static bool read_minutes(const char *text, uint32_t *out)
{
    g_autoptr(GError) error = NULL;
    SsSpan            span = 0;

    if (!ss_span_parse_limit(text, &span, &error))
        return false;
    *out = span == SS_SPAN_FOREVER ? SS_NO_LIMIT : (uint32_t) (span / 60);
    return true;
}

static bool read_count(const char *text, uint32_t *out)
{
    char *end = NULL;

    if (g_ascii_strcasecmp(text, "UNLIMITED") == 0 || g_ascii_strcasecmp(text, "INFINITE") == 0) {
        *out = SS_NO_LIMIT;
        return true;
    }
    *out = (uint32_t) g_ascii_strtoull(text, &end, 10);
    return end != text && *end == '\0';
}

static bool read_part_state(const char *text, uint32_t *out)
{
    static const struct {
        const char *word;
        uint32_t    state;
    } words[] = { { "UP", SS_PART_UP },
                  { "DOWN", SS_PART_DOWN },
                  { "DRAIN", SS_PART_DRAIN },
                  { "INACTIVE", SS_PART_INACTIVE } };

    for (uint32_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strncasecmp(text, words[i].word, strlen(words[i].word)) == 0) {
            *out = words[i].state;
            return true;
        }
    return false;
}

static const struct {
    const char *key;
    size_t      least, at;
    bool (*read)(const char *text, uint32_t *out);
} part_keys[] = {
    { "DefaultTime", 8, offsetof(SsPartition, default_time), read_minutes },
    { "GraceTime", 1, offsetof(SsPartition, grace_time), read_count },
    { "MaxCPUsPerNode", 5, offsetof(SsPartition, max_cpus_per_node), read_count },
    { "MaxNodes", 4, offsetof(SsPartition, max_nodes), read_count },
    { "MaxTime", 4, offsetof(SsPartition, max_time), read_minutes },
    { "MinNodes", 2, offsetof(SsPartition, min_nodes), read_count },
    { "PriorityJobFactor", 9, offsetof(SsPartition, job_factor), read_count },
    { "PriorityTier", 9, offsetof(SsPartition, priority_tier), read_count },
    { "State", 2, offsetof(SsPartition, state), read_part_state },
};

static int set_part(SsOperation *op, SsPartition *part, const SsPair *pair)
{
    for (uint32_t k = 0; k < G_N_ELEMENTS(part_keys); k++) {
        if (!ss_operate_key_is(pair, part_keys[k].key, part_keys[k].least))
            continue;
        if (!part_keys[k].read(pair->value,
                               (uint32_t *) (void *) ((char *) part + part_keys[k].at)))
            return ss_operate_fail(op, "Invalid input line: %s=%s", pair->key, pair->value);
        return 0;
    }
    return ss_operate_fail(op, "Update of this parameter is not supported: %s=%s\nRequest aborted",
                           pair->key, pair->value);
}

int ss_operate_part_update(SsOperation *op, GArray *pairs)
{
    const char    *name = ss_operate_value(pairs, "PartitionName", 3);
    const SsPartId id = name ? ss_cluster_part(op->world->cluster, name) : SS_ID_NONE;
    int            code = 0;

    if (id == SS_ID_NONE)
        return ss_operate_fail(op, "slurm_update error: Invalid partition name specified");
    for (uint32_t i = 0; i < pairs->len && code == 0; i++)
        if (!ss_operate_key_is(&g_array_index(pairs, SsPair, i), "PartitionName", 3))
            code = set_part(op, &op->world->parts[id], &g_array_index(pairs, SsPair, i));
    if (code)
        return code;
    ss_world_part_changed(op->world, id);
    ss_priority_normalise(op->world);
    return 0;
}
