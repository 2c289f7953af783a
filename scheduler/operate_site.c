/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_site.c - nodes and partitions changed while the cluster runs.
 */
#include "scheduler/operate.h"

#include "scheduler/priority.h"
#include "sim/base/hostlist.h"
#include "sim/base/size.h"
#include "sim/base/span.h"

#include <string.h>

/* --- nodes ---------------------------------------------------------------------------------------- */

static bool is_down(uint32_t state)
{
    return (state & SS_NODE_BASE) == SS_NODE_DOWN || (state & SS_NODE_BASE) == SS_NODE_FUTURE;
}

static bool is_out(uint32_t state)
{
    return (state & (SS_NODE_DRAIN | SS_NODE_FAIL)) || is_down(state);
}

/* What `state` makes of a node; false: it cannot be said of a node in its state. */
typedef bool (*SetNode)(SsOperation *op, uint32_t node, const char *reason);

static bool set_down(SsOperation *op, uint32_t node, const char *reason)
{
    ss_world_node_set(op->world, node, SS_NODE_DOWN, reason, op->uid);
    return true;
}

/* A node drains or fails, not both. */
static bool put_away(SsOperation *op, uint32_t node, uint32_t flag, const char *reason)
{
    ss_world_node_clear(op->world, node, (SS_NODE_DRAIN | SS_NODE_FAIL) & ~flag);
    ss_world_node_set(op->world, node, flag, reason, op->uid);
    return true;
}

static bool set_drain(SsOperation *op, uint32_t node, const char *reason)
{
    return put_away(op, node, SS_NODE_DRAIN, reason);
}

static bool set_fail(SsOperation *op, uint32_t node, const char *reason)
{
    return put_away(op, node, SS_NODE_FAIL, reason);
}

static bool set_future(SsOperation *op, uint32_t node, const char *reason)
{
    (void) reason;
    if (!ss_node_set_test(op->world->idle, node) && op->world->use->jobs[node] > 0)
        return false;
    ss_world_node_clear(op->world, node, SS_NODE_DRAIN | SS_NODE_FAIL);
    ss_world_node_set(op->world, node, SS_NODE_FUTURE, "Set to State=FUTURE", op->uid);
    return true;
}

/* Back in service; a node that never left it cannot be resumed. */
static bool set_resume(SsOperation *op, uint32_t node, const char *reason)
{
    (void) reason;
    if (!is_out(op->world->node[node].state))
        return false;
    ss_world_node_resume(op->world, node);
    return true;
}

/* A node that is down stays down. */
static bool set_undrain(SsOperation *op, uint32_t node, const char *reason)
{
    if (!is_down(op->world->node[node].state)) {
        ss_world_node_resume(op->world, node);
        return true;
    }
    ss_world_node_clear(op->world, node, SS_NODE_DRAIN | SS_NODE_FAIL);
    if (reason)
        ss_world_node_set(op->world, node, 0, reason, op->uid);
    return true;
}

static bool set_idle(SsOperation *op, uint32_t node, const char *reason)
{
    if (op->world->use->jobs[node] == 0) {
        ss_world_node_resume(op->world, node);
        return true;
    }
    if (reason)
        ss_world_node_set(op->world, node, 0, reason, op->uid);
    return false;
}

/* Nodes answer at once here. */
static bool set_no_response(SsOperation *op, uint32_t node, const char *reason)
{
    (void) op;
    (void) node;
    (void) reason;
    return true;
}

/* There is no power saving, and nobody says that a node is busy. */
static bool set_never(SsOperation *op, uint32_t node, const char *reason)
{
    (void) op;
    (void) node;
    (void) reason;
    return false;
}

static const struct {
    const char *word;
    SetNode     set;
    bool        needs_reason;
} node_states[] = {
    { "DOWN", set_down, true },
    { "DRAIN", set_drain, true },
    { "FAIL", set_fail, true },
    { "FUTURE", set_future, false },
    { "RESUME", set_resume, false },
    { "UNDRAIN", set_undrain, false },
    { "IDLE", set_idle, false },
    { "NORESP", set_no_response, false },
    { "ALLOCATED", set_never, false },
    { "CANCEL_REBOOT", set_never, false },
    { "MIXED", set_never, false },
    { "POWER_DOWN", set_never, false },
    { "POWER_DOWN_ASAP", set_never, false },
    { "POWER_DOWN_FORCE", set_never, false },
    { "POWER_UP", set_never, false },
    { "UNKNOWN", set_never, false },
};

/* Node by node up to the first that there is none of; each that can is changed. */
static int set_nodes_state(SsOperation *op, const char *list, SetNode set, const char *reason)
{
    static const char     no_name[] = "slurm_update error: Invalid node name specified";
    g_autoptr(SsHostlist) names = NULL;
    const char           *name;
    int                   code = 0;

    if (g_ascii_strcasecmp(list, "ALL") != 0 && !ss_hostlist_parse(list, &names, NULL))
        return ss_operate_fail(op, no_name);
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(op->world->cluster->n_nodes);
    if (!names) {
        for (uint32_t n = 0; n < op->world->cluster->n_nodes; n++)
            code |= !set(op, n, reason);
        return code ? ss_operate_fail(op, "slurm_update error: Invalid node state specified") : 0;
    }
    SsHostlistIter iter = ss_hostlist_iter(names);
    while ((name = ss_hostlist_next(&iter)) != NULL) {
        g_autofree char *bad = NULL;

        ss_node_set_clear(nodes);
        if (!ss_cluster_node_set(op->world->cluster, name, nodes, &bad))
            return ss_operate_fail(op, no_name);
        const bool done = set(op, ss_node_set_first(nodes), reason);

        op->world->did_some |= done;
        code |= !done;
    }
    return code ? ss_operate_fail(op, "slurm_update error: Invalid node state specified") : 0;
}

static bool set_reason(SsOperation *op, uint32_t node, const char *reason)
{
    ss_world_node_set(op->world, node, 0, reason, op->uid);
    return true;
}

static int node_state(SsOperation *op, const char *list, const char *text, const char *reason)
{
    uint32_t s = 0;

    while (s < G_N_ELEMENTS(node_states) && g_ascii_strcasecmp(text, node_states[s].word) != 0)
        s++;
    if (s == G_N_ELEMENTS(node_states))
        return ss_operate_fail(op,
                               "Invalid input: State=%s\nRequest aborted\n"
                               "Valid states are: NoResp DRAIN FAIL FUTURE RESUME POWER_DOWN "
                               "POWER_UP UNDRAIN\n"
                               "Not all states are valid given a node's prior state",
                               text);
    if (node_states[s].needs_reason && !reason)
        return ss_operate_fail(
            op, "You must specify a reason when DOWNING or DRAINING a node. Request denied");
    return set_nodes_state(op, list, node_states[s].set, reason);
}

int ss_operate_node_update(SsOperation *op, GArray *pairs)
{
    const char *list = ss_operate_value(pairs, "NodeName", 3);
    const char *state = ss_operate_value(pairs, "State", 2);
    const char *reason = ss_operate_value(pairs, "Reason", 1);

    for (uint32_t i = 0; i < pairs->len; i++) {
        const SsPair *pair = &g_array_index(pairs, SsPair, i);

        if (!pair->has_value)
            return ss_operate_fail(op,
                                   "scontrol: error: Invalid input: %s  Request aborted\n"
                                   "slurm_update error: No error",
                                   pair->key);
        if (!ss_operate_key_is(pair, "NodeName", 3) && !ss_operate_key_is(pair, "State", 2)
            && !ss_operate_key_is(pair, "Reason", 1))
            return ss_operate_fail(
                op, "Update of this parameter is not supported: %s=%s\nRequest aborted", pair->key,
                pair->value);
    }
    if (!state && !reason)
        return ss_operate_fail(op, "No changes specified");
    if (!state)
        return set_nodes_state(op, list, set_reason, reason);
    return node_state(op, list, state, reason);
}

/* --- partitions ----------------------------------------------------------------------------------- */

typedef bool (*SetPart)(SsWorld *world, SsPartition *part, size_t at, const char *text);

static uint32_t *field32(SsPartition *part, size_t at)
{
    return (uint32_t *) (void *) ((char *) part + at);
}

static bool set_minutes(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    SsSpan span = 0;

    (void) world;
    if (!ss_span_parse_limit(text, &span, NULL))
        return false;
    *field32(part, at) = span == SS_SPAN_FOREVER ? SS_NO_LIMIT : (uint32_t) (span / 60);
    return true;
}

static bool set_count(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    char *end = NULL;

    (void) world;
    if (g_ascii_strcasecmp(text, "UNLIMITED") == 0 || g_ascii_strcasecmp(text, "INFINITE") == 0) {
        *field32(part, at) = SS_NO_LIMIT;
        return true;
    }
    *field32(part, at) = (uint32_t) g_ascii_strtoull(text, &end, 10);
    return end != text && *end == '\0';
}

static bool set_memory(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    uint64_t *field = (uint64_t *) (void *) ((char *) part + at);

    (void) world;
    if (g_ascii_strcasecmp(text, "UNLIMITED") == 0) {
        *field = 0;
        return true;
    }
    return ss_size_parse_memory(text, field, NULL);
}

static bool set_bool(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    const bool yes = g_ascii_strcasecmp(text, "YES") == 0;

    (void) world;
    *(bool *) ((char *) part + at) = yes;
    return yes || g_ascii_strcasecmp(text, "NO") == 0;
}

/* "a,b"; ALL and nothing lift the rule. */
static bool set_list(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    char    ***field = (char ***) (void *) ((char *) part + at);
    const bool none = *text == '\0' || g_ascii_strcasecmp(text, "ALL") == 0;

    (void) world;
    g_strfreev(*field);
    *field = none ? NULL : g_strsplit(text, ",", -1);
    return true;
}

static bool set_text(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    char     **field = (char **) (void *) ((char *) part + at);
    const bool none = *text == '\0' || g_ascii_strcasecmp(text, "ALL") == 0;

    (void) world;
    g_free(*field);
    *field = none ? NULL : g_strdup(text);
    return true;
}

typedef struct {
    const char *word;
    uint32_t    value;
} Word;

static bool find_word(const Word *words, const char *text, uint32_t *out)
{
    for (; words->word != NULL; words++)
        if (g_ascii_strncasecmp(text, words->word, strlen(words->word)) == 0) {
            *out = words->value;
            return true;
        }
    return false;
}

static bool set_state(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    static const Word words[] = { { "UP", SS_PART_UP },
                                  { "DOWN", SS_PART_DOWN },
                                  { "DRAIN", SS_PART_DRAIN },
                                  { "INACTIVE", SS_PART_INACTIVE },
                                  { NULL, 0 } };

    (void) world;
    return find_word(words, text, field32(part, at));
}

static bool set_preempt_mode(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    static const Word words[] = { { "OFF", SS_PREEMPT_OFF },
                                  { "CANCEL", SS_PREEMPT_CANCEL },
                                  { "REQUEUE", SS_PREEMPT_REQUEUE },
                                  { "SUSPEND", SS_PREEMPT_SUSPEND },
                                  { NULL, 0 } };

    (void) world;
    return find_word(words, text, field32(part, at));
}

/* "FORCE:2", "YES", "EXCLUSIVE", "NO" */
static bool set_share(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    static const Word words[] = { { "NO", SS_SHARE_NO },
                                  { "EXCLUSIVE", SS_SHARE_EXCLUSIVE },
                                  { "YES", SS_SHARE_YES },
                                  { "FORCE", SS_SHARE_FORCE },
                                  { NULL, 0 } };
    const char       *colon = strchr(text, ':');
    uint32_t          mode = 0;

    (void) world;
    (void) at;
    if (!find_word(words, text, &mode))
        return false;
    part->share = (SsShareMode) mode;
    part->share_count = mode == SS_SHARE_NO          ? 1
                        : mode == SS_SHARE_EXCLUSIVE ? 0
                        : colon ? (uint32_t) g_ascii_strtoull(colon + 1, NULL, 10)
                                : 4;
    return true;
}

static bool set_qos(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    const SsQosId qos = *text ? ss_qos_find(world->tree, text) : SS_ID_NONE;

    (void) at;
    if (*text && qos == SS_ID_NONE)
        return true; /* the controller writes it into its log, and leaves it at that */
    part->qos = qos;
    g_free(part->qos_name);
    part->qos_name = *text ? g_strdup(text) : NULL;
    return true;
}

static bool set_nodes(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    const SsCluster     *cluster = world->cluster;
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(cluster->n_nodes);
    g_autofree char     *bad = NULL;

    (void) at;
    if (g_ascii_strcasecmp(text, "ALL") == 0)
        ss_node_set_fill(nodes);
    else if (!ss_cluster_node_set(cluster, text, nodes, &bad))
        return false;
    ss_node_set_copy(part->nodes, nodes);
    part->n_nodes = ss_node_set_count(nodes);
    part->total_cpus = ss_cluster_cpus(cluster, nodes);
    g_free(part->nodes_text);
    part->nodes_text = g_strdup(text);
    return true;
}

/* One partition at most is the default one. */
static bool set_default(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    const bool yes = g_ascii_strcasecmp(text, "YES") == 0;

    (void) at;
    if (!yes && g_ascii_strcasecmp(text, "NO") != 0)
        return false;
    for (uint32_t p = 0; yes && p < world->cluster->n_parts; p++)
        world->parts[p].is_default = false;
    part->is_default = yes;
    return true;
}

static bool set_billing(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    const SsTresSet *set = world->cluster->tres;
    double          *weights = g_new0(double, set->n);

    (void) at;
    if (!ss_tres_weights_parse(set, text, weights, NULL)) {
        g_free(weights);
        return false;
    }
    g_free(part->billing);
    g_free(part->billing_text);
    part->billing = weights;
    part->billing_text = g_strdup(text);
    return true;
}

#define FIELD(name) offsetof(SsPartition, name)

static const struct {
    const char *key;
    size_t      least, at;
    SetPart     set;
} part_keys[] = {
    { "AllocNodes", 4, FIELD(alloc_nodes), set_text },
    { "AllowAccounts", 6, FIELD(allow_accounts), set_list },
    { "AllowGroups", 6, FIELD(allow_groups), set_list },
    { "AllowQos", 6, FIELD(allow_qos), set_list },
    { "Alternate", 3, FIELD(alternate), set_text },
    { "Default", 7, 0, set_default },
    { "DefMemPerCPU", 10, FIELD(def_mem_per_cpu), set_memory },
    { "DefMemPerNode", 10, FIELD(def_mem_per_node), set_memory },
    { "DefaultTime", 8, FIELD(default_time), set_minutes },
    { "DenyAccounts", 5, FIELD(deny_accounts), set_list },
    { "DenyQos", 5, FIELD(deny_qos), set_list },
    { "DisableRootJobs", 2, FIELD(disable_root_jobs), set_bool },
    { "ExclusiveUser", 1, FIELD(exclusive_user), set_bool },
    { "GraceTime", 1, FIELD(grace_time), set_count },
    { "Hidden", 1, FIELD(hidden), set_bool },
    { "LLN", 1, FIELD(lln), set_bool },
    { "MaxCPUsPerNode", 5, FIELD(max_cpus_per_node), set_count },
    { "MaxMemPerCPU", 10, FIELD(max_mem_per_cpu), set_memory },
    { "MaxMemPerNode", 10, FIELD(max_mem_per_node), set_memory },
    { "MaxNodes", 4, FIELD(max_nodes), set_count },
    { "MaxTime", 4, FIELD(max_time), set_minutes },
    { "MinNodes", 2, FIELD(min_nodes), set_count },
    { "Nodes", 1, 0, set_nodes },
    { "OverSubscribe", 5, 0, set_share },
    { "OverTimeLimit", 5, FIELD(over_time_limit), set_count },
    { "PreemptMode", 3, FIELD(preempt_mode), set_preempt_mode },
    { "PriorityJobFactor", 9, FIELD(job_factor), set_count },
    { "PriorityTier", 9, FIELD(priority_tier), set_count },
    { "QoS", 1, 0, set_qos },
    { "ReqResv", 1, FIELD(req_resv), set_bool },
    { "RootOnly", 1, FIELD(root_only), set_bool },
    { "Shared", 2, 0, set_share },
    { "State", 2, FIELD(state), set_state },
    { "TRESBillingWeights", 4, 0, set_billing },
};

/* What scontrol says to a value that it does not take; the controller's own answer to nodes that there are not. */
static int refuse_value(SsOperation *op, SetPart set, const SsPair *pair)
{
    const char *accepts = NULL;

    if (set == set_nodes)
        return ss_operate_fail(op, "slurm_update error: Invalid node name specified");
    if (set == set_count || set == set_memory)
        ss_operate_fail(op, "scontrol: error: Invalid %s value: %s", pair->key, pair->value);
    else
        ss_operate_fail(op, "scontrol: error: Invalid input%s %s=%s", set == set_minutes ? "" : ":",
                        pair->key, pair->value);
    if (set == set_state)
        accepts = "UP, DOWN, DRAIN and INACTIVE";
    if (set == set_bool || set == set_default)
        accepts = "YES and NO";
    if (set == set_share)
        accepts = "NO, EXCLUSIVE, YES:#, and FORCE:#";
    if (accepts)
        ss_operate_fail(op, "scontrol: error: Acceptable %s values are %s", pair->key, accepts);
    return ss_operate_fail(op, "slurm_update error: No error");
}

static int set_part(SsOperation *op, SsPartition *part, const SsPair *pair)
{
    if (!pair->has_value)
        return ss_operate_fail(op,
                               "scontrol: error: Invalid input: %s  Request aborted\n"
                               "slurm_update error: No error",
                               pair->key);
    for (uint32_t k = 0; k < G_N_ELEMENTS(part_keys); k++) {
        if (!ss_operate_key_is(pair, part_keys[k].key, part_keys[k].least))
            continue;
        if (!part_keys[k].set(op->world, part, part_keys[k].at, pair->value))
            return refuse_value(op, part_keys[k].set, pair);
        return 0;
    }
    return ss_operate_fail(op,
                           "scontrol: error: Update of this parameter is not supported: %s=%s\n\n"
                           "scontrol: error: Request aborted\nslurm_update error: No error",
                           pair->key, pair->value);
}

int ss_operate_part_update(SsOperation *op, GArray *pairs)
{
    const char    *name = ss_operate_value(pairs, "PartitionName", 3);
    const SsPartId id = name ? ss_cluster_part(op->world->cluster, name) : SS_ID_NONE;
    int            code = 0;

    if (id == SS_ID_NONE)
        return ss_operate_fail(op, "slurm_update error: Invalid partition name specified");
    if (pairs->len == 1)
        return ss_operate_fail(op, "scontrol: error: No changes specified");
    for (uint32_t i = 0; i < pairs->len && code == 0; i++)
        if (!ss_operate_key_is(&g_array_index(pairs, SsPair, i), "PartitionName", 3))
            code = set_part(op, &op->world->parts[id], &g_array_index(pairs, SsPair, i));
    if (code)
        return code;
    ss_world_part_changed(op->world, id);
    ss_priority_normalise(op->world);
    return 0;
}
