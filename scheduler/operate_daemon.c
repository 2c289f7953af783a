/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate_daemon.c - what scontrol asks of the controller itself: its configuration, its log, its messages.
 *
 * `reconfigure` reads slurm.conf again, which has not changed: what an operator made of partitions, and of nodes beside
 * their states, is undone (recorded: OBSERVED.md, "Nodes said otherwise"). Logs and messages have no effect here but
 * their answers.
 */
#include "scheduler/operate.h"

#include "sim/base/size.h"

#include <string.h>

static int reconfigure(SsOperation *op, char **words)
{
    SsWorld         *world = op->world;
    const SsCluster *cluster = world->cluster;

    (void) words;
    for (SsPartId p = 0; p < cluster->n_parts; p++) {
        ss_partition_clear(&world->parts[p]);
        ss_partition_copy(&world->parts[p], &cluster->parts[p], cluster->tres->n);
        world->parts[p].qos = cluster->parts[p].qos_name
                                  ? ss_qos_find(world->tree, cluster->parts[p].qos_name)
                                  : SS_ID_NONE;
        ss_world_part_changed(world, p);
    }
    for (SsNodeId n = 0; n < cluster->n_nodes; n++)
        g_clear_pointer(&world->node[n].setup, ss_node_setup_free);
    world->changed.node = world->now;
    return 0;
}

static int notify(SsOperation *op, char **words)
{
    if (!words[0] || !words[1])
        return ss_operate_fail(op, "too few arguments for keyword:notify");
    g_autoptr(GPtrArray) jobs = ss_operate_jobs(op->world, words[0], SS_TASKS_TOGETHER);

    if (jobs != NULL && ((SsJob *) jobs->pdata[0])->state < SS_JOB_COMPLETED)
        return 0;
    return ss_operate_fail(op, "job notify failure: Invalid job id specified");
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words && g_ascii_strcasecmp(word, *words) != 0)
        words++;
    return *words != NULL;
}

static int set_debug(SsOperation *op, char **words)
{
    static const char *const levels[] = { "quiet",   "fatal",  "error",  "info",
                                          "verbose", "debug",  "debug2", "debug3",
                                          "debug4",  "debug5", NULL };
    uint64_t                 level = 0;

    if (!words[0])
        return ss_operate_fail(op, "too few arguments for keyword:setdebug");
    if (is_one_of(words[0], levels) || ss_uint_parse(words[0], SS_KILO_REFUSED, 9, &level, NULL))
        return 0;
    return ss_operate_fail(op, "invalid debug level: %s", words[0]);
}

static int set_debug_flags(SsOperation *op, char **words)
{
    static const char *const flags[] = { "Accrue",
                                         "Agent",
                                         "Backfill",
                                         "BackfillMap",
                                         "BurstBuffer",
                                         "Cgroup",
                                         "CPU_Bind",
                                         "CPUBind",
                                         "CpuFrequency",
                                         "Data",
                                         "Dependency",
                                         "Elasticsearch",
                                         "Energy",
                                         "ExtSensors",
                                         "Federation",
                                         "FrontEnd",
                                         "Gang",
                                         "Gres",
                                         "Hetjob",
                                         "Interconnect",
                                         "JobAccountGather",
                                         "JobComp",
                                         "JobContainer",
                                         "License",
                                         "Network",
                                         "NetworkRaw",
                                         "NO_CONF_HASH",
                                         "NodeFeatures",
                                         "Power",
                                         "Priority",
                                         "Profile",
                                         "Protocol",
                                         "Reservation",
                                         "Route",
                                         "Script",
                                         "SelectType",
                                         "Steps",
                                         "Switch",
                                         "TimeCray",
                                         "TraceJobs",
                                         "Triggers",
                                         "WorkQueue",
                                         NULL };

    if (!words[0])
        return ss_operate_fail(op, "too few arguments for keyword:setdebugflags");
    if (strchr("+-", *words[0]) && is_one_of(words[0] + 1, flags))
        return 0;
    return ss_operate_fail(op, "invalid debug flag: %s\nUsage: setdebugflags [+|-]NAME", words[0]);
}

static int refuse_log(SsOperation *op, char **words)
{
    (void) words;
    return ss_operate_fail(
        op, "slurm_set_schedlog_level error: Requested operation is presently disabled");
}

static int refuse_reboot(SsOperation *op, char **words)
{
    (void) words;
    return ss_operate_fail(op, "scontrol: error: RebootProgram isn't defined\n"
                               "scontrol_reboot_nodes error: Unspecified error");
}

static int refuse_cancel(SsOperation *op, char **words)
{
    (void) words;
    return ss_operate_fail(op, "slurm_update error: Invalid node state specified");
}

static const struct {
    const char *word;
    size_t      least;
    int (*act)(SsOperation *op, char **words);
} verbs[] = {
    { "cancel_reboot", 3, refuse_cancel },   { "notify", 1, notify },
    { "reboot", 3, refuse_reboot },          { "reconfigure", 3, reconfigure },
    { "schedloglevel", 3, refuse_log },      { "setdebug", 4, set_debug },
    { "setdebugflags", 9, set_debug_flags },
};

bool ss_operate_daemon(SsOperation *op, char **words, int *code)
{
    const size_t n = strlen(words[0]);

    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (n < verbs[i].least || n > strlen(verbs[i].word)
            || g_ascii_strncasecmp(words[0], verbs[i].word, n) != 0)
            continue;
        *code = verbs[i].act(op, words + 1);
        return true;
    }
    return false;
}
