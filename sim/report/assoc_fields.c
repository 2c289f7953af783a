/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assoc_fields.c - the fields of sacctmgr: one table for all its lists.
 *
 * The real tool has one list of field names, too, and each of its lists prints those it knows and
 * leaves the others blank. The order of the rows is the order in which an abbreviation is tried,
 * and so are the least numbers of letters: `format=p` is Problem, `pr` is nothing, `pri` Priority,
 * as seen with 22.05.8.
 *
 * Numbers push a line that is too narrow for them, names are cut with a '+'.
 */
#include "sim/report/assoc_parts.h"

#include "sim/base/date.h"
#include "sim/base/span.h"

#include <string.h>

static const SsAssocRow *row_of(const void *data)
{
    return data;
}

/* --- kinds of values -------------------------------------------------------------------------- */

static SsValue text(const SsShow *show, const char *value)
{
    return value != NULL ? ss_value_text(ss_show_printf(show, "%s", value)) : ss_value_blank();
}

static SsValue taken_text(const SsShow *show, char *value)
{
    const SsValue shown = text(show, value);

    g_free(value);
    return shown;
}

static SsValue count(const SsAssocRow *row, uint32_t value)
{
    if (row->zero)
        return ss_value_uint(0);
    return row->limits == NULL || value == SS_NO_LIMIT ? ss_value_blank() : ss_value_uint(value);
}

static SsValue minutes(const SsAssocRow *row, uint32_t value)
{
    if (row->zero)
        return ss_value_span(0);
    return row->limits == NULL || value == SS_NO_LIMIT ? ss_value_blank()
                                                       : ss_value_span((SsSpan) value * 60);
}

static SsValue vector(const SsAssocRow *row, const SsShow *show, const uint64_t *vec)
{
    return vec != NULL ? taken_text(show, ss_sacctmgr_tres_text(row->db, vec)) : ss_value_blank();
}

/* One TRES of a vector, as the old field names show it. */
static SsValue one_tres(const SsAssocRow *row, const uint64_t *vec, SsTresPos at)
{
    if (row->zero)
        return ss_value_uint(0);
    return vec == NULL || vec[at] == SS_NO_LIMIT64 ? ss_value_blank() : ss_value_uint(vec[at]);
}

static SsValue time_of(SsTime time)
{
    return ss_value_time(time == 0 ? SS_TIME_NEVER : time);
}

/* A field of limits: a getter for each is two lines of the same form. */
#define COUNT_FIELD(field)                                                                         \
    static SsValue get_##field(const void *data, const SsShow *show)                               \
    {                                                                                              \
        (void) show;                                                                               \
        return count(row_of(data),                                                                 \
                     row_of(data)->limits != NULL ? row_of(data)->limits->field : SS_NO_LIMIT);    \
    }
#define WALL_FIELD(field)                                                                          \
    static SsValue get_##field(const void *data, const SsShow *show)                               \
    {                                                                                              \
        (void) show;                                                                               \
        return minutes(row_of(data),                                                               \
                       row_of(data)->limits != NULL ? row_of(data)->limits->field : SS_NO_LIMIT);  \
    }
#define TRES_FIELD(field)                                                                          \
    static SsValue get_##field(const void *data, const SsShow *show)                               \
    {                                                                                              \
        return vector(row_of(data), show,                                                          \
                      row_of(data)->limits != NULL ? row_of(data)->limits->field : NULL);          \
    }
#define ONE_TRES_FIELD(name, field, at)                                                            \
    static SsValue get_##name(const void *data, const SsShow *show)                                \
    {                                                                                              \
        (void) show;                                                                               \
        return one_tres(row_of(data),                                                              \
                        row_of(data)->limits != NULL ? row_of(data)->limits->field : NULL, at);    \
    }

COUNT_FIELD(grp_jobs)
COUNT_FIELD(grp_jobs_accrue)
COUNT_FIELD(grp_submit)
COUNT_FIELD(max_jobs)
COUNT_FIELD(max_jobs_accrue)
COUNT_FIELD(max_submit)
COUNT_FIELD(max_jobs_pa)
COUNT_FIELD(max_jobs_accrue_pa)
COUNT_FIELD(max_submit_pa)
COUNT_FIELD(min_prio_thresh)
WALL_FIELD(grp_wall)
WALL_FIELD(max_wall)
TRES_FIELD(grp_tres)
TRES_FIELD(grp_tres_mins)
TRES_FIELD(grp_tres_run_mins)
TRES_FIELD(max_tres_pj)
TRES_FIELD(max_tres_pn)
TRES_FIELD(max_tres_mins_pj)
TRES_FIELD(max_tres_run_mins)
TRES_FIELD(max_tres_pu)
TRES_FIELD(max_tres_pa)
TRES_FIELD(max_tres_run_mins_pa)
TRES_FIELD(min_tres_pj)
ONE_TRES_FIELD(grp_cpus, grp_tres, SS_TRES_CPU)
ONE_TRES_FIELD(grp_memory, grp_tres, SS_TRES_MEM)
ONE_TRES_FIELD(grp_nodes, grp_tres, SS_TRES_NODE)
ONE_TRES_FIELD(grp_cpu_mins, grp_tres_mins, SS_TRES_CPU)
ONE_TRES_FIELD(grp_cpu_run_mins, grp_tres_run_mins, SS_TRES_CPU)
ONE_TRES_FIELD(max_cpus, max_tres_pj, SS_TRES_CPU)
ONE_TRES_FIELD(max_nodes, max_tres_pj, SS_TRES_NODE)
ONE_TRES_FIELD(max_cpu_mins, max_tres_mins_pj, SS_TRES_CPU)
ONE_TRES_FIELD(max_cpu_run_mins, max_tres_run_mins, SS_TRES_CPU)
ONE_TRES_FIELD(max_cpus_pu, max_tres_pu, SS_TRES_CPU)
ONE_TRES_FIELD(max_nodes_pu, max_tres_pu, SS_TRES_NODE)
ONE_TRES_FIELD(min_cpus, min_tres_pj, SS_TRES_CPU)

/* --- names ------------------------------------------------------------------------------------ */

static SsValue get_account(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    if (row->assoc != NULL)
        return ss_value_text(
            ss_show_printf(show, "%*s%s", (int) row->indent, "", row->assoc->account));
    return row->account != NULL ? text(show, row->account->name) : ss_value_blank();
}

static SsValue get_user(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    if (row->uid_text != NULL)
        return text(show, row->uid_text);
    if (row->user != NULL)
        return text(show, row->user->name);
    if (row->wckey != NULL)
        return text(show, row->wckey->user);
    return row->assoc != NULL ? text(show, row->assoc->user) : ss_value_blank();
}

static SsValue get_cluster(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->cluster);
}

static SsValue get_name(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    if (row->qos != NULL)
        return text(show, row->qos->name);
    if (row->tres != NULL)
        return text(show, row->tres->name);
    if (row->wckey != NULL)
        return text(show, row->wckey->name);
    return text(show, row->resource != NULL ? row->resource->name : row->name);
}

static SsValue get_wckeys(const void *data, const SsShow *show)
{
    return row_of(data)->wckey != NULL ? text(show, row_of(data)->wckey->name) : ss_value_blank();
}

static SsValue get_partition(const void *data, const SsShow *show)
{
    return row_of(data)->assoc != NULL ? text(show, row_of(data)->assoc->partition)
                                       : ss_value_blank();
}

static SsValue get_description(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    if (row->account != NULL)
        return text(show, row->account->description);
    if (row->resource != NULL)
        return text(show, row->resource->description);
    return row->qos != NULL ? text(show, row->qos->description) : ss_value_blank();
}

static SsValue get_organization(const void *data, const SsShow *show)
{
    return row_of(data)->account != NULL ? text(show, row_of(data)->account->organization)
                                         : ss_value_blank();
}

static SsValue get_coordinators(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->coordinators);
}

static SsValue get_admin(const void *data, const SsShow *show)
{
    static const char *const levels[] = { "Not Set", "None", "Operator", "Administrator" };

    (void) show;
    return row_of(data)->user != NULL
               ? ss_value_text(levels[MIN(row_of(data)->user->admin_level, 3)])
               : ss_value_blank();
}

static SsValue get_default_account(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->default_account);
}

static SsValue get_default_wckey(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->default_wckey);
}

static SsValue get_default_qos(const void *data, const SsShow *show)
{
    const SsQosRecord *qos = ss_accounts_qos_id(row_of(data)->db, row_of(data)->default_qos);

    return qos != NULL ? text(show, qos->name) : ss_value_blank();
}

static SsValue get_qos(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->qos_text);
}

static SsValue get_qos_raw(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->qos_raw);
}

static SsValue get_parent(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->parent);
}

static SsValue get_type(const void *data, const SsShow *show)
{
    if (row_of(data)->resource != NULL)
        return ss_value_text("License");
    return row_of(data)->tres != NULL ? text(show, row_of(data)->tres->type) : ss_value_blank();
}

/* --- resources -------------------------------------------------------------------------------- */

static SsValue get_count(const void *data, const SsShow *show)
{
    (void) show;
    if (row_of(data)->resource != NULL)
        return ss_value_uint(row_of(data)->resource->count);
    return row_of(data)->tres != NULL ? ss_value_absent() : ss_value_blank();
}

static SsValue get_server(const void *data, const SsShow *show)
{
    return row_of(data)->resource != NULL ? text(show, row_of(data)->resource->server)
                                          : ss_value_blank();
}

static SsValue get_server_type(const void *data, const SsShow *show)
{
    return row_of(data)->resource != NULL ? text(show, row_of(data)->resource->manager)
                                          : ss_value_blank();
}

/* Of all clusters, which is ours. */
static SsValue get_allocated(const void *data, const SsShow *show)
{
    (void) show;
    return row_of(data)->resource != NULL ? ss_value_uint(row_of(data)->resource->percent_allowed)
                                          : ss_value_blank();
}

static SsValue get_allowed(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    (void) show;
    return row->resource != NULL && row->cluster != NULL
               ? ss_value_uint(row->resource->percent_allowed)
               : ss_value_blank();
}

/* 22.05 has the columns and no numbers for them. */
static SsValue get_zero(const void *data, const SsShow *show)
{
    (void) show;
    return row_of(data)->resource != NULL ? ss_value_uint(0) : ss_value_blank();
}

/* --- numbers ---------------------------------------------------------------------------------- */

static SsValue get_id(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    (void) show;
    if (row->qos != NULL)
        return ss_value_uint(row->qos->id);
    if (row->tres != NULL)
        return ss_value_uint(row->tres->id);
    if (row->wckey != NULL)
        return ss_value_uint(row->wckey->id);
    if (row->txn != NULL)
        return ss_value_uint(row->txn->id);
    if (row->resource != NULL)
        return ss_value_uint(row->resource->id);
    return ss_value_uint(row->assoc != NULL && !row->is_cluster ? row->assoc->id : row->id);
}

static SsValue get_parent_id(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    (void) show;
    if (row->assoc == NULL)
        return row->zero ? ss_value_uint(0) : ss_value_blank();
    return ss_value_uint(row->assoc->parent);
}

static SsValue get_lft(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_uint(row_of(data)->assoc != NULL ? row_of(data)->assoc->lft : 0);
}

static SsValue get_rgt(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_uint(row_of(data)->assoc != NULL ? row_of(data)->assoc->rgt : 0);
}

static SsValue get_share(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    (void) show;
    if (row->assoc == NULL)
        return row->zero ? ss_value_uint(0) : ss_value_blank();
    if (row->assoc->shares == SS_SHARES_PARENT)
        return ss_value_text("parent");
    return ss_value_uint(row->assoc->shares);
}

static SsValue get_priority(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    (void) show;
    if (row->qos != NULL)
        return ss_value_uint(row->qos->priority);
    return row->assoc != NULL && row->priority != SS_NO_LIMIT ? ss_value_uint(row->priority)
                                                              : ss_value_blank();
}

/* --- QOS -------------------------------------------------------------------------------------- */

static SsValue get_flags(const void *data, const SsShow *show)
{
    return row_of(data)->qos != NULL
               ? taken_text(show, ss_sacctmgr_qos_flags_text(row_of(data)->qos->flags))
               : ss_value_blank();
}

static SsValue get_grace_time(const void *data, const SsShow *show)
{
    (void) show;
    return row_of(data)->qos != NULL ? ss_value_span(row_of(data)->qos->grace_time)
                                     : ss_value_blank();
}

static SsValue get_preempt(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    return row->qos != NULL
               ? taken_text(show, ss_sacctmgr_qos_list_text(row->db, row->qos->preempt))
               : ss_value_blank();
}

static SsValue get_preempt_mode(const void *data, const SsShow *show)
{
    return row_of(data)->qos != NULL
               ? taken_text(show, ss_sacctmgr_preempt_mode_text(row_of(data)->qos->preempt_mode))
               : ss_value_blank();
}

static SsValue get_preempt_exempt(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    (void) show;
    return row->qos != NULL && row->qos->preempt_exempt_time != SS_NO_LIMIT
               ? ss_value_span(row->qos->preempt_exempt_time)
               : ss_value_blank();
}

static SsValue real(const SsShow *show, const SsAssocRow *row, double value)
{
    if (row->qos == NULL || value < 0)
        return ss_value_blank();
    return ss_value_as(ss_value_double(value), ss_show_printf(show, "%f", value));
}

static SsValue get_usage_factor(const void *data, const SsShow *show)
{
    return real(show, data, row_of(data)->qos != NULL ? row_of(data)->qos->usage_factor : -1);
}

static SsValue get_usage_threshold(const void *data, const SsShow *show)
{
    return real(show, data, row_of(data)->qos != NULL ? row_of(data)->qos->usage_threshold : -1);
}

static SsValue get_limit_factor(const void *data, const SsShow *show)
{
    return real(show, data, row_of(data)->qos != NULL ? row_of(data)->qos->limit_factor : -1);
}

/* --- transactions, events, clusters ----------------------------------------------------------- */

static SsValue get_timestamp(const void *data, const SsShow *show)
{
    (void) show;
    return row_of(data)->txn != NULL ? ss_value_time(row_of(data)->txn->when) : ss_value_blank();
}

static SsValue get_action(const void *data, const SsShow *show)
{
    return row_of(data)->txn != NULL ? text(show, row_of(data)->txn->action) : ss_value_blank();
}

static SsValue get_actor(const void *data, const SsShow *show)
{
    return row_of(data)->txn != NULL ? text(show, row_of(data)->txn->actor) : ss_value_blank();
}

static SsValue get_where(const void *data, const SsShow *show)
{
    return row_of(data)->txn != NULL ? text(show, row_of(data)->txn->where) : ss_value_blank();
}

static SsValue get_info(const void *data, const SsShow *show)
{
    return row_of(data)->txn != NULL ? text(show, row_of(data)->txn->info) : ss_value_blank();
}

static SsValue get_start(const void *data, const SsShow *show)
{
    (void) show;
    return time_of(row_of(data)->start);
}

static SsValue get_end(const void *data, const SsShow *show)
{
    (void) show;
    return time_of(row_of(data)->end);
}

static SsValue get_duration(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    if (row->start == 0)
        return ss_value_blank();
    return ss_value_span((row->end != 0 ? row->end : show->now) - row->start);
}

static SsValue get_node(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->node);
}

static SsValue get_state(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->state);
}

static SsValue get_state_raw(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_uint(row_of(data)->state_raw);
}

static SsValue get_reason(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->reason);
}

static SsValue get_event(const void *data, const SsShow *show)
{
    (void) show;
    return ss_value_text(row_of(data)->node != NULL && row_of(data)->node[0] != '\0' ? "Node"
                                                                                     : "Cluster");
}

static SsValue get_event_raw(const void *data, const SsShow *show)
{
    const char *node = row_of(data)->node;

    (void) show;
    return ss_value_uint(node != NULL && node[0] != '\0' ? 2 : 1);
}

static SsValue get_tres(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->tres_text);
}

static SsValue get_cluster_nodes(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->cluster_nodes);
}

static SsValue get_node_count(const void *data, const SsShow *show)
{
    (void) show;
    return row_of(data)->n_nodes > 0 ? ss_value_uint(row_of(data)->n_nodes) : ss_value_blank();
}

static SsValue get_problem(const void *data, const SsShow *show)
{
    return text(show, row_of(data)->problem);
}

static SsValue get_unused_wall(const void *data, const SsShow *show)
{
    const double value = row_of(data)->unused_wall;

    return ss_value_as(ss_value_double(value), ss_show_printf(show, "%f", value));
}

/* As slurm.conf has them; the accounting would know the address that the controller called from. */
static SsValue get_control_host(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    (void) show;
    if (!row->is_cluster)
        return ss_value_blank();
    return ss_value_text(row->host != NULL ? row->host : "localhost");
}

static SsValue get_control_port(const void *data, const SsShow *show)
{
    const SsAssocRow *row = data;

    (void) show;
    if (!row->is_cluster)
        return ss_value_blank();
    return ss_value_uint(row->port != 0 ? row->port : 6817);
}

static SsValue get_rpc(const void *data, const SsShow *show)
{
    (void) show;
    return row_of(data)->is_cluster ? ss_value_uint(9728) : ss_value_blank();
}

static SsValue get_fed_state(const void *data, const SsShow *show)
{
    (void) show;
    return row_of(data)->is_cluster ? ss_value_text("NA") : ss_value_blank();
}

/* --- the table -------------------------------------------------------------------------------- */

#define NAME_FIELD(name, min, title, width, get, doc)                                              \
    {                                                                                              \
        name, min, title, width, SS_OVER_PLUS, NULL, get, doc                                      \
    }
#define NUMBER_FIELD(name, min, title, width, get, doc)                                            \
    {                                                                                              \
        name, min, title, width, SS_OVER_PUSH, NULL, get, doc                                      \
    }

const SsColumn ss_sacctmgr_fields[] = {
    NAME_FIELD("Account", 3, "Account", 10, get_account, "The account."),
    NAME_FIELD("Acct", 4, "Account", 10, get_account, "The account."),
    NUMBER_FIELD("ActionRaw", 7, "ActionRaw", 10, NULL, "Number of the action."),
    NAME_FIELD("Action", 4, "Action", 20, get_action, "What was done."),
    NAME_FIELD("Actor", 4, "Actor", 10, get_actor, "Who did it."),
    NAME_FIELD("AdminLevel", 2, "Admin", 9, get_admin, "Administrator level."),
    NUMBER_FIELD("Allowed", 2, "% Allowed", 10, get_allowed, "Share of a resource allowed."),
    NAME_FIELD("Associations", 2, "Assocs", 10, NULL, "Associations of a reservation."),
    NAME_FIELD("TRES", 2, "TRES", 20, get_tres, "Trackable resources."),
    NAME_FIELD("Classification", 3, "Class", 9, NULL, "Class of the cluster."),
    NAME_FIELD("ClusterNodes", 8, "Cluster Nodes", 20, get_cluster_nodes, "Nodes of the cluster."),
    NAME_FIELD("Clusters", 2, "Cluster", 10, get_cluster, "The cluster."),
    NAME_FIELD("Coordinators", 2, "Coord Accounts", 20, get_coordinators,
               "Users who coordinate the account; accounts that the user coordinates."),
    NAME_FIELD("ControlHost", 8, "ControlHost", 15, get_control_host, "The controller's host."),
    NUMBER_FIELD("ControlPort", 8, "ControlPort", 12, get_control_port, "The controller's port."),
    NUMBER_FIELD("Count", 3, "Count", 6, get_count, "How many of a resource."),
    NUMBER_FIELD("CountAllowed", 6, "# Allowed", 10, get_zero, "How many are allowed."),
    NUMBER_FIELD("CountUsed", 6, "# Used", 10, get_zero, "How many are used."),
    NUMBER_FIELD("CPUCount", 2, "CPU Cnt", 7, NULL, "CPUs of the cluster."),
    NAME_FIELD("DefaultAccount", 8, "Def Acct", 10, get_default_account, "The default account."),
    NAME_FIELD("DefaultQOS", 8, "Def QOS", 9, get_default_qos, "The default QOS."),
    NAME_FIELD("DefaultWCKey", 8, "Def WCKey", 10, get_default_wckey, "The default WCKey."),
    NAME_FIELD("Description", 3, "Descr", 20, get_description, "Description."),
    NUMBER_FIELD("Duration", 2, "Duration", 13, get_duration, "How long the event lasted."),
    NUMBER_FIELD("EventRaw", 6, "EventRaw", 8, get_event_raw, "Number of the event's kind."),
    NAME_FIELD("Event", 2, "Event", 7, get_event, "Cluster or Node."),
    NAME_FIELD("Features", 3, "Features", 20, NULL, "Features of the cluster."),
    NAME_FIELD("Federation", 3, "Federation", 10, NULL, "The federation."),
    NAME_FIELD("FedState", 4, "FedState", 12, get_fed_state, "State in the federation."),
    NUMBER_FIELD("FedStateRaw", 9, "FedStateRaw", 11, NULL, "Number of that state."),
    NAME_FIELD("Flags", 2, "Flags", 20, get_flags, "Flags."),
    NUMBER_FIELD("GraceTime", 3, "GraceTime", 10, get_grace_time, "Grace before preemption."),
    NUMBER_FIELD("GrpCPUs", 6, "GrpCPUs", 8, get_grp_cpus, "CPUs of all running jobs."),
    NUMBER_FIELD("GrpCPUMins", 7, "GrpCPUMins", 11, get_grp_cpu_mins, "CPU minutes of all jobs."),
    NUMBER_FIELD("GrpCPURunMins", 7, "GrpCPURunMins", 13, get_grp_cpu_run_mins,
                 "CPU minutes that running jobs may still use."),
    NAME_FIELD("GrpTRES", 7, "GrpTRES", 13, get_grp_tres, "TRES of all running jobs."),
    NAME_FIELD("GrpTRESMins", 7, "GrpTRESMins", 13, get_grp_tres_mins, "TRES minutes of all jobs."),
    NAME_FIELD("GrpTRESRunMins", 7, "GrpTRESRunMins", 13, get_grp_tres_run_mins,
               "TRES minutes that running jobs may still use."),
    NUMBER_FIELD("GrpJobs", 4, "GrpJobs", 7, get_grp_jobs, "Running jobs."),
    NUMBER_FIELD("GrpJobsAccrue", 8, "GrpJobsAccrue", 13, get_grp_jobs_accrue,
                 "Pending jobs that gain age."),
    NUMBER_FIELD("GrpMemory", 4, "GrpMem", 7, get_grp_memory, "Memory of all running jobs."),
    NUMBER_FIELD("GrpNodes", 4, "GrpNodes", 8, get_grp_nodes, "Nodes of all running jobs."),
    NUMBER_FIELD("GrpSubmitJobs", 4, "GrpSubmit", 9, get_grp_submit, "Jobs pending or running."),
    NUMBER_FIELD("GrpWall", 4, "GrpWall", 11, get_grp_wall, "Run time of all jobs."),
    NUMBER_FIELD("ID", 2, "ID", 6, get_id, "Number in the database."),
    NAME_FIELD("Info", 2, "Info", 20, get_info, "The change in the database's words."),
    NUMBER_FIELD("LFT", 1, "LFT", 6, get_lft, "Left end in the nested set."),
    NAME_FIELD("servertype", 10, "ServerType", 10, get_server_type, "Kind of a resource's server."),
    NUMBER_FIELD("MaxCPUMinsPerJob", 7, "MaxCPUMins", 11, get_max_cpu_mins, "CPU minutes a job."),
    NUMBER_FIELD("MaxCPURunMinsPerUser", 7, "MaxCPURunMinsPU", 15, get_max_cpu_run_mins,
                 "CPU minutes that a user's running jobs may still use."),
    NUMBER_FIELD("MaxCPURunMinsPU", 7, "MaxCPURunMinsPU", 15, get_max_cpu_run_mins,
                 "CPU minutes that a user's running jobs may still use."),
    NUMBER_FIELD("MaxCPUsPerJob", 7, "MaxCPUs", 8, get_max_cpus, "CPUs a job."),
    NUMBER_FIELD("MaxCPUsPerUser", 11, "MaxCPUsPU", 9, get_max_cpus_pu, "CPUs a user."),
    NUMBER_FIELD("MaxCPUsPU", 9, "MaxCPUsPU", 9, get_max_cpus_pu, "CPUs a user."),
    NAME_FIELD("MaxTRES", 7, "MaxTRES", 13, get_max_tres_pj, "TRES a job."),
    NAME_FIELD("MaxTRESPerJob", 11, "MaxTRES", 13, get_max_tres_pj, "TRES a job."),
    NAME_FIELD("MaxTRESPerNode", 11, "MaxTRESPerNode", 14, get_max_tres_pn, "TRES a job and node."),
    NAME_FIELD("MaxTRESMinsPerJob", 8, "MaxTRESMins", 13, get_max_tres_mins_pj,
               "TRES minutes a job."),
    NAME_FIELD("MaxTRESRunMinsPerAccount", 18, "MaxTRESRunMinsPA", 15, get_max_tres_run_mins_pa,
               "TRES minutes that an account's running jobs may still use."),
    NAME_FIELD("MaxTRESRunMinsPerAcct", 18, "MaxTRESRunMinsPA", 15, get_max_tres_run_mins_pa,
               "TRES minutes that an account's running jobs may still use."),
    NAME_FIELD("MaxTRESRunMinsPA", 15, "MaxTRESRunMinsPA", 15, get_max_tres_run_mins_pa,
               "TRES minutes that an account's running jobs may still use."),
    NAME_FIELD("MaxTRESRunMinsPerUser", 8, "MaxTRESRunMinsPU", 15, get_max_tres_run_mins,
               "TRES minutes that a user's running jobs may still use."),
    NAME_FIELD("MaxTRESRunMinsPU", 8, "MaxTRESRunMinsPU", 15, get_max_tres_run_mins,
               "TRES minutes that a user's running jobs may still use."),
    NAME_FIELD("MaxTRESPerAccount", 11, "MaxTRESPA", 13, get_max_tres_pa, "TRES an account."),
    NAME_FIELD("MaxTRESPerAcct", 11, "MaxTRESPA", 13, get_max_tres_pa, "TRES an account."),
    NAME_FIELD("MaxTRESPA", 9, "MaxTRESPA", 13, get_max_tres_pa, "TRES an account."),
    NAME_FIELD("MaxTRESPerUser", 11, "MaxTRESPU", 13, get_max_tres_pu, "TRES a user."),
    NAME_FIELD("MaxTRESPU", 9, "MaxTRESPU", 13, get_max_tres_pu, "TRES a user."),
    NUMBER_FIELD("MaxJobs", 4, "MaxJobs", 7, get_max_jobs, "Running jobs a user."),
    NUMBER_FIELD("MaxJobsAccrue", 4, "MaxJobsAccrue", 13, get_max_jobs_accrue,
                 "Pending jobs that gain age, a user."),
    NUMBER_FIELD("MaxJobsAccruePerAccount", 17, "MaxJobsAccruePA", 15, get_max_jobs_accrue_pa,
                 "Pending jobs that gain age, an account."),
    NUMBER_FIELD("MaxJobsAccruePerAcct", 17, "MaxJobsAccruePA", 15, get_max_jobs_accrue_pa,
                 "Pending jobs that gain age, an account."),
    NUMBER_FIELD("MaxJobsAccruePA", 15, "MaxJobsAccruePA", 15, get_max_jobs_accrue_pa,
                 "Pending jobs that gain age, an account."),
    NUMBER_FIELD("MaxJobsAccruePerUser", 17, "MaxJobsAccruePU", 15, get_max_jobs_accrue,
                 "Pending jobs that gain age, a user."),
    NUMBER_FIELD("MaxJobsAccruePU", 15, "MaxJobsAccruePU", 15, get_max_jobs_accrue,
                 "Pending jobs that gain age, a user."),
    NUMBER_FIELD("MaxJobsPerAccount", 11, "MaxJobsPA", 9, get_max_jobs_pa,
                 "Running jobs an account."),
    NUMBER_FIELD("MaxJobsPerAcct", 11, "MaxJobsPA", 9, get_max_jobs_pa, "Running jobs an account."),
    NUMBER_FIELD("MaxJobsPA", 9, "MaxJobsPA", 9, get_max_jobs_pa, "Running jobs an account."),
    NUMBER_FIELD("MaxJobsPerUser", 11, "MaxJobsPU", 9, get_max_jobs, "Running jobs a user."),
    NUMBER_FIELD("MaxJobsPU", 9, "MaxJobsPU", 9, get_max_jobs, "Running jobs a user."),
    NUMBER_FIELD("MaxNodesPerJob", 4, "MaxNodes", 8, get_max_nodes, "Nodes a job."),
    NUMBER_FIELD("MaxNodesPerUser", 12, "MaxNodesPU", 10, get_max_nodes_pu, "Nodes a user."),
    NUMBER_FIELD("MaxNodesPU", 10, "MaxNodesPU", 10, get_max_nodes_pu, "Nodes a user."),
    NUMBER_FIELD("MinPrioThreshold", 4, "MinPrioThres", 12, get_min_prio_thresh,
                 "Least priority that reserves nodes."),
    NUMBER_FIELD("MaxSubmitJobs", 4, "MaxSubmit", 9, get_max_submit, "Jobs pending or running."),
    NUMBER_FIELD("MaxSubmitJobsPerAccount", 17, "MaxSubmitPA", 11, get_max_submit_pa,
                 "Jobs pending or running, an account."),
    NUMBER_FIELD("MaxSubmitJobsPerAcct", 17, "MaxSubmitPA", 11, get_max_submit_pa,
                 "Jobs pending or running, an account."),
    NUMBER_FIELD("MaxSubmitJobsPA", 15, "MaxSubmitPA", 11, get_max_submit_pa,
                 "Jobs pending or running, an account."),
    NUMBER_FIELD("MaxSubmitPA", 11, "MaxSubmitPA", 11, get_max_submit_pa,
                 "Jobs pending or running, an account."),
    NUMBER_FIELD("MaxSubmitJobsPerUser", 10, "MaxSubmitPU", 11, get_max_submit,
                 "Jobs pending or running, a user."),
    NUMBER_FIELD("MaxSubmitJobsPU", 10, "MaxSubmitPU", 11, get_max_submit,
                 "Jobs pending or running, a user."),
    NUMBER_FIELD("MaxSubmitPU", 6, "MaxSubmitPU", 11, get_max_submit,
                 "Jobs pending or running, a user."),
    NUMBER_FIELD("MaxWallDurationPerJob", 4, "MaxWall", 11, get_max_wall, "Time limit of a job."),
    NUMBER_FIELD("MinCPUsPerJob", 7, "MinCPUs", 8, get_min_cpus, "Least CPUs of a job."),
    NAME_FIELD("MinTRESPerJob", 7, "MinTRES", 13, get_min_tres_pj, "Least TRES of a job."),
    NAME_FIELD("Name", 2, "Name", 10, get_name, "The name."),
    NUMBER_FIELD("NodeCount", 5, "NodeCount", 9, get_node_count, "Nodes of the cluster."),
    NAME_FIELD("NodeInx", 5, "NodeInx", 9, NULL, "Positions of the nodes."),
    NAME_FIELD("NodeNames", 5, "NodeName", -15, get_node, "The node."),
    NAME_FIELD("Organization", 1, "Org", 20, get_organization, "Organization."),
    NUMBER_FIELD("ParentID", 7, "ParentID", 8, get_parent_id, "Number of the parent."),
    NAME_FIELD("ParentName", 7, "ParentName", 10, get_parent, "The parent account."),
    NAME_FIELD("Partition", 4, "Partition", 10, get_partition, "The partition."),
    NAME_FIELD("PluginIDSelect", 2, "PluginIDSelect", 14, NULL, "Number of the select plugin."),
    NAME_FIELD("PreemptMode", 8, "PreemptMode", 11, get_preempt_mode, "How jobs are preempted."),
    NAME_FIELD("Preempt", 7, "Preempt", 10, get_preempt, "QOS that it may preempt."),
    NUMBER_FIELD("PreemptExemptTime", 8, "PreemptExemptTime", 19, get_preempt_exempt,
                 "Run time before preemption."),
    NUMBER_FIELD("Priority", 3, "Priority", 10, get_priority, "Priority."),
    NAME_FIELD("Problem", 1, "Problem", 40, get_problem, "What is wrong."),
    NAME_FIELD("QOSLevel", 3, "QOS", 20, get_qos, "QOS that may be used."),
    NAME_FIELD("QOSRAWLevel", 4, "QOS_RAW", 10, get_qos_raw, "Their numbers."),
    NAME_FIELD("Reason", 1, "Reason", 30, get_reason, "Reason."),
    NUMBER_FIELD("RGT", 1, "RGT", 6, get_rgt, "Right end in the nested set."),
    NUMBER_FIELD("RPC", 1, "RPC", 5, get_rpc, "Version of the protocol."),
    NAME_FIELD("Server", 3, "Server", 10, get_server, "Server of a resource."),
    NUMBER_FIELD("Share", 1, "Share", 9, get_share, "Fairshare."),
    NUMBER_FIELD("FairShare", 2, "Share", 9, get_share, "Fairshare."),
    NUMBER_FIELD("StateRaw", 6, "StateRaw", 8, get_state_raw, "Number of the state."),
    NAME_FIELD("State", 1, "State", 6, get_state, "State of the node."),
    NUMBER_FIELD("TimeStamp", 2, "Time", 19, get_timestamp, "When."),
    NUMBER_FIELD("TimeEligible", 6, "TimeEligible", 19, NULL, "When eligible."),
    NUMBER_FIELD("Eligible", 2, "TimeEligible", 19, NULL, "When eligible."),
    NUMBER_FIELD("TimeEnd", 6, "TimeEnd", 19, get_end, "End."),
    NUMBER_FIELD("End", 2, "TimeEnd", 19, get_end, "End."),
    NUMBER_FIELD("TimeStart", 7, "TimeStart", 19, get_start, "Begin."),
    NUMBER_FIELD("Start", 3, "TimeStart", 19, get_start, "Begin."),
    NUMBER_FIELD("TimeSubmit", 6, "TimeSubmit", 19, NULL, "When submitted."),
    NUMBER_FIELD("Submit", 2, "TimeSubmit", 19, NULL, "When submitted."),
    NAME_FIELD("Type", 2, "Type", 8, get_type, "Kind of the resource."),
    NUMBER_FIELD("UnusedWall", 2, "UnusedWall", 10, get_unused_wall, "Unused time, seconds."),
    NUMBER_FIELD("UsageFactor", 6, "UsageFactor", 11, get_usage_factor, "Factor of usage."),
    NUMBER_FIELD("UsageThreshold", 6, "UsageThres", 10, get_usage_threshold,
                 "Least fairshare to submit."),
    NUMBER_FIELD("LimitFactor", 6, "LimitFactor", 11, get_limit_factor, "Factor of limits."),
    NUMBER_FIELD("Allocated", 7, "% Allocated", 11, get_allocated, "Share of a resource in use."),
    NAME_FIELD("User", 1, "User", 10, get_user, "The user."),
    NAME_FIELD("WCKeys", 2, "WCKeys", 20, get_wckeys, "WCKeys."),
    NAME_FIELD("Where", 2, "Where", 20, get_where, "Which records."),
};

const size_t ss_sacctmgr_n_fields = G_N_ELEMENTS(ss_sacctmgr_fields);
