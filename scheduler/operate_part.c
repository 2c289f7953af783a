/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_part.c - partitions changed while the cluster runs.
 */
#include "scheduler/operate.h"

#include "scheduler/priority.h"
#include "sim/base/size.h"
#include "sim/base/span.h"

#include <string.h>

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

/* The beginning of a word will do. */
static bool set_state(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    static const Word words[] = { { "UP", SS_PART_UP },
                                  { "DOWN", SS_PART_DOWN },
                                  { "DRAIN", SS_PART_DRAIN },
                                  { "INACTIVE", SS_PART_INACTIVE },
                                  { NULL, 0 } };
    const Word       *word = words;

    (void) world;
    while (word->word && (!*text || g_ascii_strncasecmp(text, word->word, strlen(text)) != 0))
        word++;
    if (word->word)
        *field32(part, at) = word->value;
    return word->word != NULL;
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
    part->qos =
        qos; /* the controller writes into its log that there is none, and shows the name (recorded) */
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

/* Of before there were two: both. */
static bool set_priority(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    return set_count(world, part, offsetof(SsPartition, job_factor), text)
           && set_count(world, part, at, text);
}

/* "DefCpuPerGPU=2,DefMemPerGPU=1000" */
static bool set_job_defaults(SsWorld *world, SsPartition *part, size_t at, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    (void) at;
    for (char **word = words; *word; word++) {
        const char *equals = strchr(*word, '=');
        const bool  cpus = g_ascii_strncasecmp(*word, "DefCpuPerGPU=", 13) == 0;

        if (!equals || (!cpus && g_ascii_strncasecmp(*word, "DefMemPerGPU=", 13) != 0)
            || !set_memory(world, part,
                           cpus ? offsetof(SsPartition, def_cpu_per_gpu)
                                : offsetof(SsPartition, def_mem_per_gpu),
                           equals + 1))
            return false;
    }
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
    { "JobDefaults", 1, 0, set_job_defaults },
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
    { "Priority", 3, FIELD(priority_tier), set_priority },
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
    const char *accepts = NULL, *name = pair->key;

    if (set == set_nodes)
        return ss_operate_fail(op, "slurm_update error: Invalid node name specified");
    if (set == set_count || set == set_memory)
        ss_operate_fail(op, "scontrol: error: Invalid %s value: %s", pair->key, pair->value);
    else
        ss_operate_fail(op, "scontrol: error: Invalid input%s %s=%s", set == set_minutes ? "" : ":",
                        pair->key, pair->value);
    if (set == set_state)
        accepts = "UP, DOWN, DRAIN and INACTIVE", name = "State";
    if (set == set_bool || set == set_default)
        accepts = "YES and NO";
    if (set == set_share)
        accepts = "NO, EXCLUSIVE, YES:#, and FORCE:#";
    if (accepts)
        ss_operate_fail(op, "scontrol: error: Acceptable %s values are %s", name, accepts);
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

    if (name && *name == '\0')
        return ss_operate_fail(op, "scontrol: error: No changes specified");
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
