/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_node.c - scontrol show node, partition, reservation, licenses, topology.
 *
 * Records of lines in a fixed order. Blanks at line ends ("CoresPerSocket=8 ", "Partitions=batch ") are
 * Slurm's. What slurmd would measure or tell of its host is not known: the load is the CPUs in use, the
 * free memory what jobs left, boot and start are the controller's start.
 */
#include "sim/report/control_parts.h"

#include "sim/base/hostlist.h"
#include "sim/base/span.h"
#include "sim/model/node.h"
#include "sim/model/partition.h"
#include "sim/model/reservation.h"
#include "sim/model/settings.h"
#include "sim/report/flags.h"
#include "sim/report/node_state.h"

#include <string.h>

static void put(const SsControl *control, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void put(const SsControl *control, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append_vprintf(control->out, format, args);
    va_end(args);
}

/* The same on a line of its own. */
static void line(const SsControl *control, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void line(const SsControl *control, const char *format, ...)
{
    va_list args;

    g_string_append(control->out, ss_control_joint(control));
    va_start(args, format);
    g_string_append_vprintf(control->out, format, args);
    va_end(args);
}

static void end_record(const SsControl *control)
{
    g_string_append(control->out, control->one_line ? "\n" : "\n\n");
    g_string_chunk_clear(control->texts);
}

/* --- nodes -------------------------------------------------------------------------------------------- */

enum { DEFAULT_PORT = 6818 };

static const char *or_null(const char *text)
{
    return text && *text ? text : "(null)";
}

static char *partitions_of(const SsRows *parts, const char *node)
{
    const SsPartRow *rows = parts->at;
    GString         *text = g_string_new(NULL);

    for (uint32_t i = 0; i < parts->n; i++) {
        g_autoptr(SsHostlist) names = NULL;

        if (rows[i].nodes && ss_hostlist_parse(rows[i].nodes, &names, NULL)
            && ss_hostlist_find(names, node) != SS_ID_NONE)
            g_string_append_printf(text, "%s%s", text->len ? "," : "", rows[i].name);
    }
    return g_string_free(text, FALSE);
}

static void put_addresses(const SsControl *control, const SsNodeRow *node)
{
    line(control, "NodeAddr=%s NodeHostName=%s ", node->address ? node->address : node->name,
         node->hostname ? node->hostname : node->name);
    if (node->port && node->port != DEFAULT_PORT)
        put(control, "Port=%u ", node->port);
    put(control, "Version=" SS_SLURM_VERSION);
}

static void put_specialised(const SsControl *control, const SsNodeRow *node)
{
    if (node->core_spec == 0 && node->mem_spec == 0 && node->cpu_spec_list == NULL)
        return;
    g_string_append(control->out, ss_control_joint(control));
    if (node->core_spec)
        put(control, "CoreSpecCount=%u ", node->core_spec);
    if (node->cpu_spec_list)
        put(control, "CPUSpecList=%s ", node->cpu_spec_list);
    if (node->mem_spec)
        put(control, "MemSpecLimit=%" G_GUINT64_FORMAT, node->mem_spec);
}

static void put_owner(const SsControl *control, const SsNodeNowRow *now)
{
    SsQuery *query;

    if (now->owner == SS_UNSET32) {
        put(control, " Owner=N/A");
        return;
    }
    query =
        ss_query_new(control->ledger, "SELECT user FROM job_request WHERE id_user = ?1 LIMIT 1");
    ss_query_int(query, 1, now->owner);
    put(control, " Owner=%s(%u)", ss_query_next(query) ? ss_query_get_text(query, 0) : "",
        now->owner);
    ss_query_close(query, NULL);
}

static void put_state(const SsControl *control, const SsNodeRow *node, const SsNodeNowRow *now)
{
    char state[SS_NODE_STATE_TEXT];

    line(control, "State=%s ThreadsPerCore=%u TmpDisk=%" G_GUINT64_FORMAT " Weight=%u",
         ss_node_state_text(now->state, SS_STATE_FLAGS, state, sizeof state),
         node->threads_per_core, node->tmp_disk, node->weight);
    put_owner(control, now);
    put(control, " MCS_label=N/A");
}

static void put_reason(const SsControl *control, const SsNodeNowRow *now)
{
    if (now->reason == NULL)
        return;
    line(control, "Reason=%s [", now->reason);
    if (now->reason_uid == 0)
        put(control, "root");
    else
        put(control, "%u", now->reason_uid);
    put(control, "@%s]", ss_control_time(control, now->reason_time));
}

static void put_gres(const SsControl *control, const SsNodeRow *node, const SsNodeNowRow *now)
{
    line(control, "Gres=%s", or_null(node->gres));
    if (!control->details)
        return;
    line(control, "GresDrain=N/A");
    if (now->gres_used) /* a cluster without GresTypes has none */
        line(control, "GresUsed=%s", now->gres_used);
}

static void print_node(const SsControl *control, const SsNodeRow *node, const SsNodeNowRow *now,
                       const SsRows *parts)
{
    g_autofree char *partitions = partitions_of(parts, node->name);
    const char      *started =
        ss_control_time(control, ss_ledger_get_int(control->ledger, "started", 0));

    put(control, "NodeName=%s Arch=x86_64 CoresPerSocket=%u ", node->name, node->cores_per_socket);
    line(control, "CPUAlloc=%u CPUEfctv=%u CPUTot=%u CPULoad=%.2f", now->cpus_alloc,
         node->cpus_usable, node->cpus, (double) now->cpus_alloc);
    line(control, "AvailableFeatures=%s", or_null(node->features));
    line(control, "ActiveFeatures=%s", node->active ? node->active : "(null)");
    put_gres(control, node, now);
    put_addresses(control, node);
    line(control, "OS=Linux ");
    line(control,
         "RealMemory=%" G_GUINT64_FORMAT " AllocMem=%" G_GUINT64_FORMAT
         " FreeMem=%" G_GUINT64_FORMAT " Sockets=%u Boards=%u",
         node->real_memory, now->mem_alloc,
         node->real_memory - MIN(now->mem_alloc, node->real_memory), node->sockets, node->boards);
    put_specialised(control, node);
    put_state(control, node, now);
    line(control, "Partitions=%s ", partitions);
    line(control, "BootTime=%s SlurmdStartTime=%s", started, started);
    line(control, "LastBusyTime=%s", ss_control_time(control, now->last_busy));
    line(control, "CfgTRES=%s", ss_control_tres(control, node->tres));
    line(control, "AllocTRES=%s", ss_control_tres(control, now->tres_alloc));
    line(control, "CapWatts=n/a");
    line(control, "CurrentWatts=0 AveWatts=0");
    line(control, "ExtSensorsJoules=n/s ExtSensorsWatts=0 ExtSensorsTemp=n/s");
    put_reason(control, now);
    if (node->comment)
        line(control, "Comment=%s", node->comment);
    if (node->extra)
        line(control, "Extra=%s", node->extra);
    end_record(control);
}

typedef struct {
    SsRows *nodes, *now, *parts;
} Nodes;

static bool read_nodes(SsControl *control, Nodes *nodes, GError **error)
{
    *nodes = (Nodes){ 0 };
    nodes->nodes = ss_ledger_nodes(control->ledger, error);
    if (nodes->nodes)
        nodes->now = ss_ledger_nodes_now(control->ledger, control->context->now, error);
    if (nodes->now)
        ss_ledger_nodes_amend(nodes->nodes, nodes->now);
    if (nodes->now)
        nodes->parts = ss_ledger_parts(control->ledger, control->context->now, error);
    return nodes->parts != NULL;
}

static const SsNodeNowRow *now_of(const Nodes *nodes, uint32_t inx)
{
    const SsNodeNowRow *rows = nodes->now->at;

    for (uint32_t i = 0; i < nodes->now->n; i++) {
        if (rows[i].node_inx == inx)
            return &rows[i];
    }
    return &ss_node_now_idle;
}

static bool print_named(SsControl *control, const Nodes *nodes, const char *name)
{
    const SsNodeRow *rows = nodes->nodes->at;

    for (uint32_t i = 0; i < nodes->nodes->n; i++) {
        if (strcmp(rows[i].name, name) == 0
            && (now_of(nodes, rows[i].node_inx)->state & SS_NODE_BASE) != SS_NODE_FUTURE) {
            print_node(control, &rows[i], now_of(nodes, rows[i].node_inx), nodes->parts);
            return true;
        }
    }
    put(control, "Node %s not found\n", name);
    return false;
}

static int print_list(SsControl *control, const Nodes *nodes, const char *list)
{
    g_autoptr(SsHostlist) names = NULL;
    int                   code = 0;
    SsHostlistIter        iter;
    const char           *name;

    if (!ss_hostlist_parse(list, &names, NULL)) {
        put(control, "Node %s not found\n", list);
        return 1;
    }
    iter = ss_hostlist_iter(names);
    while ((name = ss_hostlist_next(&iter)) != NULL) {
        if (!print_named(control, nodes, name))
            code = 1;
    }
    return code;
}

static void print_all(SsControl *control, const Nodes *nodes)
{
    const SsNodeRow    *rows = nodes->nodes->at;
    const SsNodeNowRow *now = nodes->now->at;
    uint32_t            k = 0;

    for (uint32_t i = 0; i < nodes->nodes->n; i++) {
        while (k < nodes->now->n && now[k].node_inx < rows[i].node_inx)
            k++;
        bool known = k < nodes->now->n && now[k].node_inx == rows[i].node_inx;

        if (known && (now[k].state & SS_NODE_BASE) == SS_NODE_FUTURE)
            continue; /* not there yet */
        print_node(control, &rows[i], known ? &now[k] : now_of(nodes, UINT32_MAX), nodes->parts);
    }
}

int ss_control_nodes(SsControl *control, const char *name, GError **error)
{
    Nodes nodes;
    int   code = 0;

    if (!read_nodes(control, &nodes, error))
        code = -1;
    else if (name)
        code = print_list(control, &nodes, name);
    else
        print_all(control, &nodes);
    ss_rows_free(nodes.nodes);
    ss_rows_free(nodes.now);
    ss_rows_free(nodes.parts);
    return code;
}

/* --- partitions --------------------------------------------------------------------------------------- */

static const char *yes(bool value)
{
    return value ? "YES" : "NO";
}

static const char *minutes(const SsControl *control, uint32_t limit, const char *none)
{
    char text[SS_SPAN_TEXT];

    if (limit == SS_NO_LIMIT)
        return none;
    return g_string_chunk_insert(control->texts, ss_span_text((SsSpan) limit * 60, text));
}

static const char *number(const SsControl *control, uint32_t value, const char *none)
{
    char text[16];

    if (value == SS_NO_LIMIT || value == SS_UNSET32)
        return none;
    g_snprintf(text, sizeof text, "%u", value);
    return g_string_chunk_insert(control->texts, text);
}

/* "AllowAccounts=a,b", or "DenyAccounts=c" if that is the rule. */
static void put_rule(const SsControl *control, const char *what, const char *allow,
                     const char *deny)
{
    if (allow == NULL && deny)
        put(control, " Deny%s=%s", what, deny);
    else
        put(control, " Allow%s=%s", what, allow ? allow : "ALL");
}

static const char *share_text(const SsControl *control, const SsPartRow *part)
{
    char text[32];

    if (part->share == SS_SHARE_NO)
        return "NO";
    if (part->share == SS_SHARE_EXCLUSIVE)
        return "EXCLUSIVE";
    g_snprintf(text, sizeof text, "%s:%u", part->share == SS_SHARE_YES ? "YES" : "FORCE",
               part->share_count);
    return g_string_chunk_insert(control->texts, text);
}

static const char *preempt_text(const SsControl *control, uint32_t mode)
{
    static const char *const words[] = { "OFF", "SUSPEND", "REQUEUE", "CANCEL" };
    uint32_t                 base = mode & SS_PREEMPT_MASK;
    char                     text[32];

    if (!(mode & SS_PREEMPT_GANG))
        return base < G_N_ELEMENTS(words) ? words[base] : "OFF";
    g_snprintf(text, sizeof text, "GANG%s%s", base ? "," : "", base && base < 4 ? words[base] : "");
    return g_string_chunk_insert(control->texts, text);
}

/* The cluster's mode where the partition has none. */
static uint32_t preempt_of(const SsControl *control, const SsPartRow *part)
{
    if ((part->preempt_mode & SS_PREEMPT_MASK) != SS_PREEMPT_CLUSTER)
        return part->preempt_mode;
    return (uint32_t) ss_ledger_get_int(control->ledger, "set.preempt_mode", SS_PREEMPT_OFF);
}

static void put_memory(const SsControl *control, const char *what, uint64_t per_cpu,
                       uint64_t per_node)
{
    if (per_cpu)
        put(control, "%sMemPerCPU=%" G_GUINT64_FORMAT, what, per_cpu);
    else if (per_node)
        put(control, "%sMemPerNode=%" G_GUINT64_FORMAT, what, per_node);
    else
        put(control, "%sMemPerNode=UNLIMITED", what);
}

static void put_job_defaults(const SsControl *control, const SsPartRow *part)
{
    line(control, "JobDefaults=");
    if (part->def_cpu_per_gpu)
        put(control, "DefCpuPerGPU=%" G_GUINT64_FORMAT "%s", part->def_cpu_per_gpu,
            part->def_mem_per_gpu ? "," : "");
    if (part->def_mem_per_gpu)
        put(control, "DefMemPerGPU=%" G_GUINT64_FORMAT, part->def_mem_per_gpu);
    if (!part->def_cpu_per_gpu && !part->def_mem_per_gpu)
        put(control, "(null)");
}

static const char *select_text(uint32_t params)
{
    static const struct {
        uint32_t    params;
        const char *word;
    } words[] = {
        { SS_CR_CORE | SS_CR_MEMORY, "CR_CORE_MEMORY" },     { SS_CR_CORE, "CR_CORE" },
        { SS_CR_SOCKET | SS_CR_MEMORY, "CR_SOCKET_MEMORY" }, { SS_CR_SOCKET, "CR_SOCKET" },
        { SS_CR_CPU | SS_CR_MEMORY, "CR_CPU_MEMORY" },       { SS_CR_CPU, "CR_CPU" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (params && (params & words[i].params) == words[i].params)
            return words[i].word;
    }
    return "NONE";
}

static void put_access(const SsControl *control, const SsPartRow *part)
{
    line(control, "AllowGroups=%s", part->allow_groups ? part->allow_groups : "ALL");
    put_rule(control, "Accounts", part->allow_accounts, part->deny_accounts);
    put_rule(control, "Qos", part->allow_qos, part->deny_qos);
    line(control, "AllocNodes=%s ", part->alloc_nodes ? part->alloc_nodes : "ALL");
    if (part->alternate)
        put(control, "Alternate=%s ", part->alternate);
    put(control, "Default=%s QoS=%s", yes(part->is_default), part->qos ? part->qos : "N/A");
}

/* What Nodes= of the partition names that is no node: sets of nodes. */
static void put_node_sets(const SsControl *control, const SsPartRow *part)
{
    g_autoptr(SsHostlist) written = NULL, nodes = NULL, sets = ss_hostlist_new();

    if (part->nodes_text == NULL || part->nodes == NULL
        || g_ascii_strcasecmp(part->nodes_text, "ALL") == 0
        || !ss_hostlist_parse(part->nodes_text, &written, NULL)
        || !ss_hostlist_parse(part->nodes, &nodes, NULL))
        return;
    SsHostlistIter iter = ss_hostlist_iter(written);
    for (const char *name = ss_hostlist_next(&iter); name; name = ss_hostlist_next(&iter))
        if (ss_hostlist_find(nodes, name) == SS_ID_NONE)
            ss_hostlist_push(sets, name);
    g_autofree char *text = ss_hostlist_text(sets);
    if (*text != '\0')
        line(control, "NodeSets=%s", text);
}

static void print_partition(const SsControl *control, const SsPartRow *part)
{
    put(control, "PartitionName=%s", part->name);
    put_access(control, part);
    line(control, "DefaultTime=%s DisableRootJobs=%s ExclusiveUser=%s GraceTime=%u Hidden=%s",
         minutes(control, part->default_time, "NONE"), yes(part->disable_root_jobs),
         yes(part->exclusive_user), part->grace_time, yes(part->hidden));
    line(control, "MaxNodes=%s MaxTime=%s MinNodes=%u LLN=%s MaxCPUsPerNode=%s",
         number(control, part->max_nodes, "UNLIMITED"),
         minutes(control, part->max_time, "UNLIMITED"), part->min_nodes, yes(part->lln),
         number(control, part->max_cpus_per_node, "UNLIMITED"));
    put_node_sets(control, part);
    line(control, "Nodes=%s", or_null(part->nodes));
    line(control, "PriorityJobFactor=%u PriorityTier=%u RootOnly=%s ReqResv=%s OverSubscribe=%s",
         part->job_factor, part->priority_tier, yes(part->root_only), yes(part->req_resv),
         share_text(control, part));
    line(control, "OverTimeLimit=%s PreemptMode=%s", number(control, part->over_time_limit, "NONE"),
         preempt_text(control, preempt_of(control, part)));
    line(control, "State=%s TotalCPUs=%u TotalNodes=%u SelectTypeParameters=%s",
         ss_part_state_text(part->state), part->total_cpus, part->n_nodes,
         select_text(part->select_params));
    put_job_defaults(control, part);
    line(control, "%s", "");
    put_memory(control, "Def", part->def_mem_per_cpu, part->def_mem_per_node);
    put(control, " ");
    put_memory(control, "Max", part->max_mem_per_cpu, part->max_mem_per_node);
    line(control, "TRES=%s", or_null(ss_control_tres(control, part->tres)));
    if (part->billing)
        line(control, "TRESBillingWeights=%s", part->billing);
    end_record(control);
}

static bool shows_part(const SsControl *control, const SsPartRow *part, const char *name)
{
    if (name)
        return strcmp(part->name, name) == 0;
    return control->all || !part->hidden || strcmp(ss_report_user(control->context), "root") == 0;
}

int ss_control_partitions(SsControl *control, const char *name, GError **error)
{
    g_autoptr(SsRows) parts = ss_ledger_parts(control->ledger, control->context->now, error);
    uint32_t          shown = 0;

    if (parts == NULL)
        return -1;
    const SsPartRow *rows = parts->at;

    for (uint32_t i = 0; i < parts->n; i++) {
        if (!shows_part(control, &rows[i], name))
            continue;
        print_partition(control, &rows[i]);
        shown++;
    }
    if (shown)
        return 0;
    if (name == NULL) {
        put(control, "No partitions in the system\n");
        return 0;
    }
    put(control, "Partition %s not found\n", name);
    return 1;
}

/* --- reservations ------------------------------------------------------------------------------------- */

static const struct {
    uint64_t    flag;
    const char *word;
} resv_flags[] = {
    /* in the order in which Slurm lists them */
    { SS_RESV_MAINT, "MAINT" },
    { SS_RESV_FLEX, "FLEX" },
    { SS_RESV_OVERLAP, "OVERLAP" },
    { SS_RESV_IGNORE_JOBS, "IGNORE_JOBS" },
    { UINT64_C(1) << 33, "HOURLY" },
    { SS_RESV_DAILY, "DAILY" },
    { SS_RESV_WEEKDAY, "WEEKDAY" },
    { SS_RESV_WEEKEND, "WEEKEND" },
    { SS_RESV_WEEKLY, "WEEKLY" },
    { SS_RESV_SPEC_NODES, "SPEC_NODES" },
    { SS_RESV_ALL_NODES, "ALL_NODES" },
    { SS_RESV_ANY_NODES, "ANY_NODES" },
    { SS_RESV_STATIC, "STATIC" },
    { SS_RESV_PART_NODES, "PART_NODES" },
    { SS_RESV_FIRST_CORES, "FIRST_CORES" },
    { SS_RESV_TIME_FLOAT, "TIME_FLOAT" },
    { SS_RESV_REPLACE, "REPLACE" },
    { SS_RESV_REPLACE_DOWN, "REPLACE_DOWN" },
    { SS_RESV_PURGE_COMP, "PURGE_COMP" },
    { UINT64_C(1) << 32, "NO_HOLD_JOBS_AFTER_END" },
    { SS_RESV_MAGNETIC, "MAGNETIC" },
};

static void put_flags(const SsControl *control, const SsResvNowRow *resv)
{
    const char *comma = "";
    char        span[SS_SPAN_TEXT];

    put(control, " Flags=");
    for (size_t i = 0; i < G_N_ELEMENTS(resv_flags); i++) {
        if (!(resv->flags & resv_flags[i].flag))
            continue;
        put(control, "%s%s", comma, resv_flags[i].word);
        if (resv_flags[i].flag == SS_RESV_PURGE_COMP && resv->purge_comp)
            put(control, "=%s", ss_span_text(resv->purge_comp, span));
        comma = ",";
    }
}

/* A line for every node of a reservation of cores. */
static void put_cores(const SsControl *control, const char *cores)
{
    g_auto(GStrv) nodes = g_strsplit(cores ? cores : "", " ", -1);

    for (char **node = nodes; *node; node++) {
        g_auto(GStrv) parts = g_strsplit(*node, ":", 2);

        if (parts[0] && parts[1])
            line(control, "  NodeName=%s CoreIDs=%s", parts[0], parts[1]);
    }
}

static void print_reservation(const SsControl *control, const SsResvNowRow *resv)
{
    SsTime now = control->context->now;
    char   span[SS_SPAN_TEXT];

    put(control, "ReservationName=%s StartTime=%s EndTime=%s Duration=%s", resv->name,
        ss_control_time(control, resv->start), ss_control_time(control, resv->end),
        ss_span_text(resv->end - resv->start, span));
    line(control, "Nodes=%s NodeCnt=%u CoreCnt=%u Features=%s PartitionName=%s",
         ss_control_text(resv->nodes), resv->n_nodes, resv->n_cores,
         ss_control_text(resv->features), ss_control_text(resv->partition));
    put_flags(control, resv);
    put_cores(control, resv->cores);
    line(control, "TRES=%s", ss_control_text(resv->tres));
    line(control,
         "Users=%s Groups=(null) Accounts=%s Licenses=%s State=%s BurstBuffer=(null) Watts=n/a",
         ss_control_text(resv->users), ss_control_text(resv->accounts),
         ss_control_text(resv->licenses),
         resv->start <= now && now < resv->end ? "ACTIVE" : "INACTIVE");
    line(control, "MaxStartDelay=(null)");
    end_record(control);
}

int ss_control_reservations(SsControl *control, const char *name, GError **error)
{
    g_autoptr(SsRows) resvs = ss_ledger_resvs(control->ledger, control->sample, error);
    uint32_t          shown = 0;

    if (resvs == NULL)
        return -1;
    const SsResvNowRow *rows = resvs->at;

    for (uint32_t i = 0; i < resvs->n; i++) {
        if (name && strcmp(rows[i].name, name) != 0)
            continue;
        print_reservation(control, &rows[i]);
        shown++;
    }
    if (shown)
        return 0;
    if (name == NULL)
        put(control, "No reservations in the system\n");
    else
        put(control, "Reservation %s not found\n", name);
    return name ? 1 : 0;
}

/* --- licences ----------------------------------------------------------------------------------------- */

int ss_control_licenses(SsControl *control, const char *name, GError **error)
{
    g_autoptr(SsRows) licenses = ss_ledger_licenses(control->ledger, control->sample, error);

    if (licenses == NULL)
        return -1;
    const SsLicenseRow *rows = licenses->at;

    if (licenses->n == 0)
        put(control, "No licenses configured in Slurm.\n");
    for (uint32_t i = 0; i < licenses->n; i++) {
        if (name && strcmp(rows[i].name, name) != 0)
            continue;
        put(control, "LicenseName=%s%sTotal=%u Used=%u Free=%u Reserved=0 Remote=%s\n",
            rows[i].name, control->one_line ? " " : "\n    ", rows[i].total, rows[i].used,
            rows[i].total - MIN(rows[i].used, rows[i].total), rows[i].remote ? "yes" : "no");
    }
    return 0;
}

/* --- topology ----------------------------------------------------------------------------------------- */

/* A switch by its name, or every switch above a node. */
static bool switch_wanted(const char *name, const char *own, const char *nodes)
{
    g_autoptr(SsHostlist) below = NULL;

    return name == NULL || strcmp(name, own) == 0
           || (ss_hostlist_parse(nodes, &below, NULL)
               && ss_hostlist_find(below, name) != SS_ID_NONE);
}

static void print_switch(const SsControl *control, const SsQuery *query)
{
    const char *speed = ss_query_get_text(query, 2), *switches = ss_query_get_text(query, 4);

    put(control, "SwitchName=%s Level=%d LinkSpeed=%s", ss_query_get_text(query, 0),
        (int) ss_query_get_int(query, 1), speed ? speed : "1");
    put(control, " Nodes=%s", ss_query_get_text(query, 3));
    if (switches)
        put(control, " Switches=%s", switches);
    put(control, "\n");
}

int ss_control_topology(SsControl *control, const char *name, GError **error)
{
    SsQuery *query = ss_query_new(
        control->ledger, "SELECT name, level, link_speed, nodes, switches FROM switch ORDER BY id");
    uint32_t shown = 0;

    while (ss_query_next(query)) {
        if (!switch_wanted(name, ss_query_get_text(query, 0), ss_query_get_text(query, 3)))
            continue;
        print_switch(control, query);
        shown++;
    }
    if (!ss_query_close(query, error))
        return -1;
    if (shown == 0 && name)
        g_string_append_printf(
            control->err,
            "scontrol: error: Topology information contains no switch or node named %s\n", name);
    else if (shown == 0)
        g_string_append(control->err, "scontrol: error: No topology information available\n");
    return 0;
}
