/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_node.c - nodes changed while the cluster runs.
 *
 * One command may say several things of a list of nodes, and they are not done in the same way (recorded:
 * OBSERVED.md, "Nodes said otherwise"): states, reasons and texts node by node up to a name that there is none of; what
 * stands in lines of slurm.conf (weight, features, devices) of all of them or, if one cannot, of none.
 */
#include "scheduler/operate.h"

#include "sim/base/hostlist.h"

#include <string.h>

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

/* Its slurmd, which is told to kill the jobs there, registers again: with ReturnToService=2 the node is idle in the same second.
 * One without jobs is told nothing, and stays down (replay-return-to-service). */
static bool set_down(SsOperation *op, uint32_t node, const char *reason)
{
    op->world->node[node].registers =
        op->world->settings.return_to_service == 2 && op->world->use->jobs[node] > 0;
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

/* In service, and answers at once, or when that is told. */
static void take_back(SsWorld *world, uint32_t node)
{
    ss_world_node_resume(world, node);
    if (world->slow_ends)
        ss_world_node_await(world, node, true);
}

/* Back in service; a node that never left it cannot be resumed. */
static bool set_resume(SsOperation *op, uint32_t node, const char *reason)
{
    (void) reason;
    if (!is_out(op->world->node[node].state))
        return false;
    take_back(op->world, node);
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
        take_back(op->world, node);
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

/* What one command says of nodes. */
typedef struct {
    SsOperation *op;
    SetNode      set; /* NULL: neither state nor reason */
    const char  *list, *reason, *comment, *extra, *available, *active, *gres;
    uint32_t     weight; /* SS_UNSET32 */
    bool         some;   /* anything at all */
} NodeChange;

static const char no_node_name[] = "slurm_update error: Invalid node name specified";

/* "" takes a text away. */
static void set_words(char **text, const char *words)
{
    g_free(*text);
    *text = *words ? g_strdup(words) : NULL;
}

static bool change_node(const NodeChange *change, SsNodeId node)
{
    SsWorld *world = change->op->world;

    if (change->comment)
        set_words(&ss_world_node_setup(world, node)->comment, change->comment);
    if (change->extra)
        set_words(&ss_world_node_setup(world, node)->extra, change->extra);
    return !change->set || change->set(change->op, node, change->reason);
}

/* Node by node up to the first that there is none of; each that can is changed. */
static int change_each(const NodeChange *change, SsNodeSet *nodes)
{
    SsWorld              *world = change->op->world;
    g_autoptr(SsHostlist) names = NULL;
    g_autoptr(SsNodeSet)  one = ss_node_set_new(world->cluster->n_nodes);
    const char           *name;
    int                   code = 0;

    if (g_ascii_strcasecmp(change->list, "ALL") == 0) {
        ss_node_set_fill(nodes);
        for (SS_EACH_NODE(n, nodes))
            code |= !change_node(change, n);
        return code;
    }
    if (!ss_hostlist_parse(change->list, &names, NULL))
        return ss_operate_fail(change->op, no_node_name);
    SsHostlistIter iter = ss_hostlist_iter(names);
    while ((name = ss_hostlist_next(&iter)) != NULL) {
        g_autofree char *bad = NULL;

        ss_node_set_clear(one);
        if (!ss_cluster_node_set(world->cluster, name, one, &bad))
            return ss_operate_fail(change->op, no_node_name);
        const bool done = change_node(change, ss_node_set_first(one));

        ss_node_set_or(nodes, one);
        world->did_some |= done;
        code |= !done;
    }
    return code;
}

/* What all have is looked at before anything is changed of them. */
static bool have_active_ones(const NodeChange *change, const SsNodeSet *nodes)
{
    g_auto(GStrv) available = ss_node_split_features(change->available);
    g_auto(GStrv) given = ss_node_split_features(change->active);

    for (SS_EACH_NODE(n, nodes)) {
        SsNodeSetup  *setup = ss_world_node_setup(change->op->world, n);
        g_auto(GStrv) had = ss_node_split_features(setup->available);
        char *const  *all = change->available ? available : had;
        char *const  *active = change->active ? given : setup->feature;

        for (; active && *active; active++)
            if (!g_strv_contains((const char *const *) all, *active))
                return false;
    }
    return true;
}

/* All that a node has become available for is active, unless that is said. */
static void set_features(const NodeChange *change, SsNodeSetup *setup)
{
    const bool  off = setup->active && *setup->active == '\0';
    const char *active = change->active ? change->active : off ? "" : change->available;

    if (change->available)
        set_words(&setup->available, change->available);
    g_free(setup->active);
    setup->active = g_strdup(active);
    g_strfreev(setup->feature);
    setup->feature = ss_node_split_features(setup->active);
}

/* Devices are what gres.conf has: the same words change nothing, and others are refused. */
static bool have_gres(const NodeChange *change, const SsNodeSet *nodes)
{
    for (SS_EACH_NODE(n, nodes)) {
        const char *gres = change->op->world->cluster->nodes[n].gres_text;

        if (strcmp(change->gres, gres ? gres : "") != 0)
            return false;
    }
    return true;
}

/* What configuration lines say of nodes, for all of them or for none. */
static int change_setup(const NodeChange *change, const SsNodeSet *nodes)
{
    if (change->gres && !have_gres(change, nodes))
        return ss_operate_fail(change->op,
                               "slurm_update error: Invalid generic resource (gres) specification");
    if ((change->available || change->active) && !have_active_ones(change, nodes))
        return ss_operate_fail(
            change->op, "slurm_update error: Active features not subset of available features");
    if (!change->available && !change->active && change->weight == SS_UNSET32)
        return 0;
    for (SS_EACH_NODE(n, nodes)) {
        SsNodeSetup *setup = ss_world_node_setup(change->op->world, n);

        if (change->available || change->active)
            set_features(change, setup);
        if (change->weight != SS_UNSET32)
            setup->weight = change->weight;
    }
    change->op->world->changed.node = change->op->world->now;
    return 0;
}

static int change_nodes(const NodeChange *change)
{
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(change->op->world->cluster->n_nodes);
    const gsize          said = change->op->err->len;

    if (change_each(change, nodes) == 0)
        return change_setup(change, nodes);
    return change->op->err->len > said
               ? 1
               : ss_operate_fail(change->op, "slurm_update error: Invalid node state specified");
}

static bool set_reason(SsOperation *op, uint32_t node, const char *reason)
{
    ss_world_node_set(op->world, node, 0, reason, op->uid);
    return true;
}

/* FALSE: it has been told. */
static bool read_state(NodeChange *change, const char *text)
{
    uint32_t s = 0;

    while (s < G_N_ELEMENTS(node_states) && g_ascii_strcasecmp(text, node_states[s].word) != 0)
        s++;
    if (s == G_N_ELEMENTS(node_states))
        return !ss_operate_fail(change->op,
                                "Invalid input: State=%s\nRequest aborted\n"
                                "Valid states are: NoResp DRAIN FAIL FUTURE RESUME POWER_DOWN "
                                "POWER_UP UNDRAIN\n"
                                "Not all states are valid given a node's prior state",
                                text);
    if (node_states[s].needs_reason && !change->reason)
        return !ss_operate_fail(
            change->op,
            "You must specify a reason when DOWNING or DRAINING a node. Request denied");
    change->set = node_states[s].set;
    return true;
}

/* One that cannot be read is told, and is no change. */
static void read_weight(NodeChange *change, const char *text)
{
    enum { MOST = -16 };
    const uint32_t most = (uint32_t) MOST;
    char          *end = NULL;
    const gint64   weight = g_ascii_strtoll(text, &end, 10);

    if (*text == '\0' || *end != '\0')
        ss_operate_fail(change->op, "scontrol: error: Weight value (%s) is not a valid number",
                        text);
    else if (weight < 0)
        ss_operate_fail(change->op, "scontrol: error: Weight value (%s) is less than zero", text);
    else if (weight > most)
        ss_operate_fail(change->op, "scontrol: error: Weight value (%s) is greater than %u", text,
                        most);
    else
        change->weight = (uint32_t) weight;
}

static bool read_word(NodeChange *change, const SsPair *pair)
{
    const struct {
        const char  *key;
        size_t       least;
        const char **value;
    } words[] = {
        { "NodeName", 3, &change->list },         { "Reason", 1, &change->reason },
        { "Comment", 2, &change->comment },       { "Extra", 1, &change->extra },
        { "Features", 1, &change->available },    { "AvailableFeatures", 3, &change->available },
        { "ActiveFeatures", 3, &change->active }, { "Gres", 1, &change->gres },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (ss_operate_key_is(pair, words[i].key, words[i].least)) {
            *words[i].value = pair->value;
            change->some |= i > 0;
            return true;
        }
    if (!ss_operate_key_is(pair, "Weight", 1))
        return ss_operate_key_is(pair, "State", 2);
    read_weight(change, pair->value);
    change->some |= change->weight != SS_UNSET32;
    return true;
}

int ss_operate_node_update(SsOperation *op, GArray *pairs)
{
    const char *state = ss_operate_value(pairs, "State", 2);
    NodeChange  change = { .op = op, .weight = SS_UNSET32 };

    for (uint32_t i = 0; i < pairs->len; i++) {
        const SsPair *pair = &g_array_index(pairs, SsPair, i);

        if (!pair->has_value)
            return ss_operate_fail(op,
                                   "scontrol: error: Invalid input: %s  Request aborted\n"
                                   "slurm_update error: No error",
                                   pair->key);
        if (!read_word(&change, pair))
            return ss_operate_fail(
                op, "Update of this parameter is not supported: %s=%s\nRequest aborted", pair->key,
                pair->value);
    }
    if (state && !read_state(&change, state))
        return 1;
    if (!state && !change.some)
        return ss_operate_fail(op, "No changes specified");
    if (!state && change.reason)
        change.set = set_reason;
    return change_nodes(&change);
}
