/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jobs_columns.c - sacct's fields: what they are, Slurm's titles and widths.
 *
 * A field's getter takes a line, which is a job or its batch step, and answers blank where Slurm does.
 * What is measured on nodes (memory, disk, energy) is never measured here: those fields exist, are in
 * the long format, and are blank or zero as on a cluster without a job accounting plugin.
 *
 * CPUs and nodes of a job that has not started are what it asked for: Slurm takes them from the
 * allocated TRES and, if there are none, from the requested ones.
 */
#include "sim/report/jobs_parts.h"

#include "sim/base/hostlist.h"
#include "sim/base/span.h"
#include "sim/model/job.h"
#include "sim/model/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CPU  1 /* TRES ids */
#define MEM  2
#define NODE 4

static const SsJobLine *line_of(const void *row)
{
    return row;
}

static const SsJobShow *tool_of(const SsShow *show)
{
    return show->tool;
}

static bool has_text(const char *text)
{
    return text && *text;
}

/* --- counts and TRES ------------------------------------------------------------------------- */

static int64_t count_of(const SsJobRecord *job, uint32_t id)
{
    return ss_tres_count(has_text(job->tres_alloc) ? job->tres_alloc : job->tres_req, id, 0);
}

/* The batch step has the CPUs of the first node, as the allocation tells: [[first,last,cpus,... */
static int64_t cpus_of(const SsJobLine *line)
{
    unsigned first, last, cpus;

    if (line->is_step && line->job->alloc != NULL
        && sscanf(line->job->alloc, "[[%u,%u,%u", &first, &last, &cpus) == 3)
        return cpus;
    return count_of(line->job, CPU);
}

static char *size_text(const SsJobShow *tool, int64_t mib, char text[SS_SIZE_TEXT])
{
    switch (tool->convert) {
    case SS_CONVERT_NONE:
        return ss_size_text_plain((uint64_t) mib, SS_UNIT_MEGA, text);
    case SS_CONVERT_TO:
        return ss_size_text_in((uint64_t) mib, SS_UNIT_MEGA, tool->unit, text);
    case SS_CONVERT_USUAL:
        break;
    }
    return ss_size_text((uint64_t) mib, SS_UNIT_MEGA, text);
}

typedef struct {
    const char *name;
    int64_t     count;
    bool        size;
} Term;

/* The '=' is part of what is sorted: gres/gpu:h100=1 comes before gres/gpu=1. */
static int compare_terms(const void *a, const void *b)
{
    g_autofree char *x = g_strconcat(((const Term *) a)->name, "=", NULL);
    g_autofree char *y = g_strconcat(((const Term *) b)->name, "=", NULL);

    return strcmp(x, y);
}

/* "billing=4,cpu=4,mem=4G,node=1": by name. What nobody measured is left out. */
static const char *tres_text(const SsShow *show, const char *stored, bool step)
{
    const SsJobShow   *tool = tool_of(show);
    SsTresCount        counts[64];
    Term               terms[64];
    uint32_t           n = ss_tres_counts(stored, counts, G_N_ELEMENTS(counts)), used = 0;
    g_autoptr(GString) text = g_string_new(NULL);

    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = ss_tres_find_id(tool->tres, counts[i].id);

        if (at == SS_ID_NONE || counts[i].count < 0 || (step && at == SS_TRES_BILLING))
            continue;
        terms[used++] = (Term){ tool->tres->at[at].text, counts[i].count,
                                at == SS_TRES_MEM || strcmp(tool->tres->at[at].type, "bb") == 0 };
    }
    qsort(terms, used, sizeof *terms, compare_terms);
    for (uint32_t i = 0; i < used; i++) {
        char size[SS_SIZE_TEXT];

        g_string_append_printf(text, "%s%s=", i ? "," : "", terms[i].name);
        if (terms[i].size)
            g_string_append(text, size_text(tool, terms[i].count, size));
        else
            g_string_append_printf(text, "%" G_GINT64_FORMAT, terms[i].count);
    }
    return ss_show_printf(show, "%s", text->str);
}

static SsValue get_alloc_tres(const void *row, const SsShow *show)
{
    return ss_value_text(tres_text(show, line_of(row)->job->tres_alloc, line_of(row)->is_step));
}

static SsValue get_req_tres(const void *row, const SsShow *show)
{
    return line_of(row)->is_step
               ? ss_value_blank()
               : ss_value_text(tres_text(show, line_of(row)->job->tres_req, false));
}

static SsValue get_cpus(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_int(cpus_of(line_of(row)));
}

static SsValue get_req_cpus(const void *row, const SsShow *show)
{
    (void) show;
    return line_of(row)->is_step ? ss_value_int(cpus_of(line_of(row)))
                                 : ss_value_uint(line_of(row)->job->cpus_req);
}

static SsValue get_nodes(const void *row, const SsShow *show)
{
    (void) show;
    return line_of(row)->is_step ? ss_value_int(1)
                                 : ss_value_int(count_of(line_of(row)->job, NODE));
}

static SsValue get_alloc_nodes(const void *row, const SsShow *show)
{
    (void) show;
    return line_of(row)->is_step ? ss_value_int(1) : ss_value_uint(line_of(row)->job->n_nodes);
}

/* As many MiB as 64 bits can say, and so many EiB (static-t-cfd-linear). */
static const char *no_memory_text(const SsJobShow *tool)
{
    return tool->convert == SS_CONVERT_NONE ? "18446744073709551615M" : "16?";
}

static SsValue get_req_mem(const void *row, const SsShow *show)
{
    const SsJobRecord *job = line_of(row)->job;
    int64_t            mem = ss_tres_count(job->tres_req, MEM, -1);
    char               text[SS_SIZE_TEXT];

    if (line_of(row)->is_step)
        return ss_value_blank();
    if (mem < 0)
        return ss_value_as(ss_value_blank(), no_memory_text(tool_of(show)));
    return ss_value_as(ss_value_int(mem),
                       ss_show_printf(show, "%s", size_text(tool_of(show), mem, text)));
}

/* --- names ----------------------------------------------------------------------------------- */

static void append_id(GString *text, const SsJobRecord *job)
{
    if (job->array_job_id == 0)
        g_string_append_printf(text, "%u", job->job_id);
    else if (job->array_task_id != SS_UNSET32)
        g_string_append_printf(text, "%u_%u", job->array_job_id, job->array_task_id);
    else
        g_string_append_printf(text, "%u_[%s]", job->array_job_id,
                               job->array_task_str ? job->array_task_str : "");
}

static SsValue get_job_id(const void *row, const SsShow *show)
{
    g_autoptr(GString) text = g_string_new(NULL);

    append_id(text, line_of(row)->job);
    if (line_of(row)->is_step)
        g_string_append(text, ".batch");
    return ss_value_text(ss_show_printf(show, "%s", text->str));
}

static SsValue get_job_id_raw(const void *row, const SsShow *show)
{
    return ss_value_text(ss_show_printf(show, "%u%s", line_of(row)->job->job_id,
                                        line_of(row)->is_step ? ".batch" : ""));
}

static SsValue get_job_name(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(line_of(row)->is_step ? "batch" : line_of(row)->job->name);
}

/* Of the job row; `JOB_...` is blank for steps, `ANY_...` is not. */
#define ANY_TEXT(getter, field)                                                                    \
    static SsValue getter(const void *row, const SsShow *show)                                     \
    {                                                                                              \
        (void) show;                                                                               \
        return ss_value_text(line_of(row)->job->field);                                            \
    }
#define JOB_TEXT(getter, field)                                                                    \
    static SsValue getter(const void *row, const SsShow *show)                                     \
    {                                                                                              \
        (void) show;                                                                               \
        return ss_value_text(line_of(row)->is_step ? NULL : line_of(row)->job->field);             \
    }
#define JOB_UINT(getter, field)                                                                    \
    static SsValue getter(const void *row, const SsShow *show)                                     \
    {                                                                                              \
        (void) show;                                                                               \
        return line_of(row)->is_step ? ss_value_blank() : ss_value_uint(line_of(row)->job->field); \
    }
#define ANY_UINT(getter, field)                                                                    \
    static SsValue getter(const void *row, const SsShow *show)                                     \
    {                                                                                              \
        (void) show;                                                                               \
        return ss_value_uint(line_of(row)->job->field);                                            \
    }
ANY_TEXT(get_account, account)
JOB_TEXT(get_admin_comment, admin_comment)
JOB_TEXT(get_comment, comment)
JOB_TEXT(get_constraints, constraints)
JOB_TEXT(get_group, group)
JOB_TEXT(get_partition, partition)
JOB_TEXT(get_qos, qos)
JOB_TEXT(get_reservation, reservation)
JOB_TEXT(get_submit_line, submit_line)
JOB_TEXT(get_user, user)
JOB_TEXT(get_wckey, wckey)
JOB_TEXT(get_work_dir, work_dir)
ANY_UINT(get_assoc, assoc_id)
ANY_UINT(get_db_index, db_inx)
JOB_UINT(get_gid, gid)
JOB_UINT(get_uid, uid)
JOB_UINT(get_priority, priority)
JOB_UINT(get_qos_raw, qos_id)
JOB_UINT(get_wckey_id, wckey_id)

static SsValue get_reservation_id(const void *row, const SsShow *show)
{
    uint32_t id = line_of(row)->job->resv_id;

    (void) show;
    return line_of(row)->is_step || id == 0 ? ss_value_blank() : ss_value_uint(id);
}

static SsValue get_cluster(const void *row, const SsShow *show)
{
    (void) row;
    return ss_value_text(tool_of(show)->cluster);
}

/* The batch step runs on the first node. */
static const char *first_node(const SsShow *show, const char *nodes)
{
    g_autoptr(SsHostlist) hosts = NULL;

    if (nodes == NULL || !ss_hostlist_parse(nodes, &hosts, NULL))
        return nodes;
    SsHostlistIter iter = ss_hostlist_iter(hosts);
    const char    *name = ss_hostlist_next(&iter);

    return name ? ss_show_printf(show, "%s", name) : nodes;
}

static SsValue get_node_list(const void *row, const SsShow *show)
{
    const SsJobLine *line = line_of(row);

    if (line->is_step)
        return ss_value_text(first_node(show, line->job->nodes));
    return ss_value_text(has_text(line->job->nodes) && line->job->start ? line->job->nodes
                                                                        : "None assigned");
}

static const struct {
    uint32_t    flag;
    const char *name;
} flag_names[] = {
    { SS_STARTER_SUBMIT, "SchedSubmit" },
    { SS_STARTER_MAIN, "SchedMain" },
    { SS_STARTER_BACKFILL, "SchedBackfill" },
    { SS_JOB_FLAG_START_RECEIVED | SS_JOB_FLAG_START_SAID, "StartRecieved" },
};

static SsValue get_flags(const void *row, const SsShow *show)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(flag_names); i++) {
        if (line_of(row)->job->flags & flag_names[i].flag)
            g_string_append_printf(text, "%s%s", text->len ? "," : "", flag_names[i].name);
    }
    return ss_value_text(line_of(row)->is_step ? NULL : ss_show_printf(show, "%s", text->str));
}

/* --- states ---------------------------------------------------------------------------------- */

/* A batch script that is killed was cancelled, whatever its job died of; one that ended in time was not. */
static uint32_t state_of(const SsJobLine *line)
{
    if (line->is_step && (line->job->flags & SS_JOB_FLAG_SCRIPT_OVER))
        return SS_JOB_COMPLETED;
    const uint32_t state = line->job->state;
    const bool     requeued =
        state == SS_JOB_REQUEUED && (line->job->flags & SS_JOB_FLAG_START_RECEIVED);

    return line->is_step && (state == SS_JOB_TIMEOUT || state == SS_JOB_PREEMPTED || requeued)
               ? SS_JOB_CANCELLED
               : state;
}

static SsValue get_state(const void *row, const SsShow *show)
{
    const SsJobLine *line = line_of(row);
    uint32_t         state = state_of(line);

    if (state == SS_JOB_CANCELLED && !line->is_step && line->job->kill_uid != SS_UNSET32)
        return ss_value_text(ss_show_printf(show, "CANCELLED by %u", line->job->kill_uid));
    return ss_value_text(ss_job_state_text(state));
}

static SsValue get_reason(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(
        line_of(row)->is_step ? NULL : ss_reason_text(line_of(row)->job->state_reason_prev));
}

static const char *code_text(const SsShow *show, uint32_t code)
{
    uint32_t status = code >> 8 & 0xff;

    return ss_show_printf(show, "%u:%u", status >= 128 ? status - 128 : status, code & 0x7f);
}

static SsValue get_exit_code(const void *row, const SsShow *show)
{
    const SsJobLine *line = line_of(row);
    bool             killed = line->is_step && state_of(line) == SS_JOB_CANCELLED
                  && (line->job->flags & SS_JOB_FLAG_START_RECEIVED);

    return ss_value_text(code_text(show, killed ? 15 : line->job->exit_code));
}

static SsValue get_derived_code(const void *row, const SsShow *show)
{
    return ss_value_text(
        line_of(row)->is_step ? NULL : code_text(show, line_of(row)->job->derived_exit_code));
}

/* --- times ----------------------------------------------------------------------------------- */

static SsValue get_start(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_time(line_of(row)->start);
}

static SsValue get_end(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_time(line_of(row)->end);
}

static SsValue get_submit(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_time(line_of(row)->is_step ? line_of(row)->start : line_of(row)->job->submit);
}

static SsValue get_eligible(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_time(line_of(row)->is_step ? line_of(row)->start : line_of(row)->job->eligible);
}

static SsValue get_elapsed(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_span(line_of(row)->elapsed);
}

static SsValue get_elapsed_raw(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_int(line_of(row)->elapsed);
}

static SsValue get_cpu_time(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_span(line_of(row)->elapsed * cpus_of(line_of(row)));
}

static SsValue get_cpu_time_raw(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_int(line_of(row)->elapsed * cpus_of(line_of(row)));
}

static SsValue get_suspended(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_span(line_of(row)->job->suspended);
}

/* How long it waited; until now if it never started. One that a controller told of and that was cancelled first started at
 * NO_VAL, in 2106: more than 31 bits hold, INVALID, and so multiplied (static-k-natlab-topo, static-n-*). */
static SsSpan reserved(const SsJobLine *line, const SsShow *show)
{
    if (line->start == SS_TIME_NONE)
        return (SsSpan) (SS_UNSET32 - line->job->eligible);
    return (line->start ? line->start : show->now) - line->job->eligible;
}

static SsValue get_reserved(const void *row, const SsShow *show)
{
    return line_of(row)->is_step ? ss_value_blank()
                                 : ss_value_span((int32_t) reserved(line_of(row), show));
}

static SsSpan reserved_cpu(const SsJobLine *line, const SsShow *show)
{
    return reserved(line, show) * line->job->cpus_req;
}

/* From 2^31 s on INVALID (recorded: static-t-national-centre). */
static SsValue get_reserved_cpu(const void *row, const SsShow *show)
{
    return line_of(row)->is_step ? ss_value_blank()
                                 : ss_value_span((int32_t) reserved_cpu(line_of(row), show));
}

static SsValue get_reserved_cpu_raw(const void *row, const SsShow *show)
{
    return line_of(row)->is_step ? ss_value_blank()
                                 : ss_value_uint((uint32_t) reserved_cpu(
                                     line_of(row), show)); /* as Slurm prints it */
}

static SsValue get_time_limit(const void *row, const SsShow *show)
{
    const SsJobRecord *job = line_of(row)->job;
    char               text[SS_SPAN_TEXT];

    if (line_of(row)->is_step || job->time_limit == 0)
        return ss_value_blank();
    if (job->time_limit == SS_UNSET32)
        return ss_value_text("Partition_Limit");
    if (job->time_limit == SS_NO_LIMIT)
        return ss_value_text("UNLIMITED");
    SsSpan limit = (SsSpan) job->time_limit * 60;

    return ss_value_as(ss_value_span(limit), ss_show_printf(show, "%s", ss_span_text(limit, text)));
}

static SsValue get_time_limit_raw(const void *row, const SsShow *show)
{
    const SsJobRecord *job = line_of(row)->job;

    (void) show;
    if (line_of(row)->is_step || job->time_limit == 0)
        return ss_value_blank();
    if (job->time_limit == SS_UNSET32)
        return ss_value_text("Partition_Limit");
    return job->time_limit == SS_NO_LIMIT ? ss_value_text("UNLIMITED")
                                          : ss_value_uint(job->time_limit);
}

/* --- not measured ---------------------------------------------------------------------------- */

static SsValue get_no_cpu_time(const void *row, const SsShow *show)
{
    (void) row;
    (void) show;
    return ss_value_as(ss_value_span(0), "00:00:00");
}

/* A controller tells that energy was not measured (blank); an imported row says nothing (0). */
static SsValue get_energy(const void *row, const SsShow *show)
{
    const SsJobRecord *job = line_of(row)->job;

    (void) show;
    if ((job->flags & SS_JOB_FLAG_START_RECEIVED) && has_text(job->tres_alloc))
        return ss_value_blank();
    return ss_value_as(ss_value_int(0), "0");
}

static SsValue get_step_zero(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(line_of(row)->is_step ? "0" : NULL);
}

static SsValue get_frequency(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(line_of(row)->is_step ? "0" : "Unknown");
}

static SsValue get_tasks(const void *row, const SsShow *show)
{
    (void) show;
    return line_of(row)->is_step ? ss_value_int(1) : ss_value_blank();
}

static SsValue get_layout(const void *row, const SsShow *show)
{
    (void) show;
    return ss_value_text(line_of(row)->is_step ? "Unknown" : NULL);
}

#define PLUS SS_OVER_PLUS
#define CUT  SS_OVER_CUT
#define PUSH SS_OVER_PUSH
#define DATE SS_OVER_CUT

/* clang-format off */
const SsColumn ss_job_columns[] = { /* in sacct's order, in which shortened names are looked up */
    { "Account", 1, "Account", 10, PLUS, "account", get_account, "Account the job is charged to." },
    { "AdminComment", 1, "AdminComment", 15, PLUS, "admin_comment", get_admin_comment, "An administrator's comment." },
    { "AllocCPUS", 1, "AllocCPUS", 10, PUSH, "cpus", get_cpus, "CPUs allocated; requested before the start." },
    { "AllocNodes", 1, "AllocNodes", 10, PUSH, "alloc_nodes", get_alloc_nodes, "Nodes allocated." },
    { "AllocTRES", 1, "AllocTRES", 10, PLUS, "alloc_tres", get_alloc_tres, "TRES allocated." },
    { "AssocID", 1, "AssocID", 7, PUSH, "id_assoc", get_assoc, "Association." },
    { "AveCPU", 1, "AveCPU", 10, PLUS, "ave_cpu", NULL, "Not measured." },
    { "AveCPUFreq", 1, "AveCPUFreq", 10, PLUS, "ave_cpu_freq", get_step_zero, "Not measured." },
    { "AveDiskRead", 1, "AveDiskRead", 14, PLUS, "ave_disk_read", NULL, "Not measured." },
    { "AveDiskWrite", 1, "AveDiskWrite", 14, PLUS, "ave_disk_write", NULL, "Not measured." },
    { "AvePages", 1, "AvePages", 10, PLUS, "ave_pages", NULL, "Not measured." },
    { "AveRSS", 1, "AveRSS", 10, PLUS, "ave_rss", NULL, "Not measured." },
    { "AveVMSize", 1, "AveVMSize", 10, PLUS, "ave_vm_size", NULL, "Not measured." },
    { "BlockID", 1, "BlockID", 16, PLUS, "block_id", NULL, "Not used." },
    { "Cluster", 1, "Cluster", 10, PLUS, "cluster", get_cluster, "Cluster." },
    { "Comment", 1, "Comment", 14, PLUS, "comment", get_comment, "The user's comment." },
    { "Constraints", 1, "Constraints", 19, PLUS, "constraints", get_constraints, "Features asked for." },
    { "ConsumedEnergy", 1, "ConsumedEnergy", 14, PLUS, "energy", get_energy, "Not measured." },
    { "ConsumedEnergyRaw", 1, "ConsumedEnergyRaw", 17, PUSH, "energy_raw", get_energy, "Not measured." },
    { "Container", 1, "Container", 19, PLUS, "container", NULL, "Not simulated." },
    { "CPUTime", 1, "CPUTime", 10, PUSH, "cpu_time", get_cpu_time, "Elapsed times CPUs." },
    { "CPUTimeRAW", 1, "CPUTimeRAW", 10, PUSH, "cpu_time_raw", get_cpu_time_raw, "The same in seconds." },
    { "DBIndex", 1, "DBIndex", -10, PUSH, "job_db_inx", get_db_index, "Row of the accounting." },
    { "DerivedExitCode", 1, "DerivedExitCode", 15, PLUS, "derived_exit_code", get_derived_code, "Highest exit code of its steps." },
    { "Elapsed", 1, "Elapsed", 10, PUSH, "elapsed", get_elapsed, "Run time, suspended time left out." },
    { "ElapsedRaw", 1, "ElapsedRaw", 10, PUSH, "elapsed_raw", get_elapsed_raw, "The same in seconds." },
    { "Eligible", 1, "Eligible", 19, DATE, "eligible", get_eligible, "When it could have started." },
    { "End", 1, "End", 19, DATE, "end", get_end, "When it ended." },
    { "ExitCode", 1, "ExitCode", 8, PLUS, "exit_code", get_exit_code, "code:signal." },
    { "Flags", 1, "Flags", 19, PLUS, "flags", get_flags, "Which scheduler started it." },
    { "GID", 1, "GID", 6, PUSH, "gid", get_gid, "Number of the user's group." },
    { "Group", 1, "Group", 9, PLUS, "group", get_group, "The user's group." },
    { "JobID", 1, "JobID", -12, PLUS, "job_id", get_job_id, "Job id, array task and step." },
    { "JobIDRaw", 1, "JobIDRaw", -12, PLUS, "job_id_raw", get_job_id_raw, "The same with the task's own id." },
    { "JobName", 1, "JobName", 10, PLUS, "name", get_job_name, "Name." },
    { "Layout", 1, "Layout", 9, PLUS, "layout", get_layout, "Distribution of tasks." },
    { "MaxDiskRead", 1, "MaxDiskRead", 12, PLUS, "max_disk_read", NULL, "Not measured." },
    { "MaxDiskReadNode", 1, "MaxDiskReadNode", 15, PLUS, "max_disk_read_node", NULL, "Not measured." },
    { "MaxDiskReadTask", 1, "MaxDiskReadTask", 15, PUSH, "max_disk_read_task", NULL, "Not measured." },
    { "MaxDiskWrite", 1, "MaxDiskWrite", 12, PLUS, "max_disk_write", NULL, "Not measured." },
    { "MaxDiskWriteNode", 1, "MaxDiskWriteNode", 16, PLUS, "max_disk_write_node", NULL, "Not measured." },
    { "MaxDiskWriteTask", 1, "MaxDiskWriteTask", 16, PUSH, "max_disk_write_task", NULL, "Not measured." },
    { "MaxPages", 1, "MaxPages", 8, PLUS, "max_pages", NULL, "Not measured." },
    { "MaxPagesNode", 1, "MaxPagesNode", 12, PLUS, "max_pages_node", NULL, "Not measured." },
    { "MaxPagesTask", 1, "MaxPagesTask", 14, PUSH, "max_pages_task", NULL, "Not measured." },
    { "MaxRSS", 1, "MaxRSS", 10, PLUS, "max_rss", NULL, "Not measured." },
    { "MaxRSSNode", 1, "MaxRSSNode", 10, PLUS, "max_rss_node", NULL, "Not measured." },
    { "MaxRSSTask", 1, "MaxRSSTask", 10, PUSH, "max_rss_task", NULL, "Not measured." },
    { "MaxVMSize", 1, "MaxVMSize", 10, PLUS, "max_vm_size", NULL, "Not measured." },
    { "MaxVMSizeNode", 1, "MaxVMSizeNode", 14, PLUS, "max_vm_size_node", NULL, "Not measured." },
    { "MaxVMSizeTask", 1, "MaxVMSizeTask", 14, PUSH, "max_vm_size_task", NULL, "Not measured." },
    { "McsLabel", 1, "McsLabel", 12, PLUS, "mcs_label", NULL, "Not simulated." },
    { "MinCPU", 1, "MinCPU", 10, PLUS, "min_cpu", NULL, "Not measured." },
    { "MinCPUNode", 1, "MinCPUNode", 10, PLUS, "min_cpu_node", NULL, "Not measured." },
    { "MinCPUTask", 1, "MinCPUTask", 10, PUSH, "min_cpu_task", NULL, "Not measured." },
    { "NCPUS", 1, "NCPUS", 10, PUSH, "ncpus", get_cpus, "As AllocCPUS." },
    { "NNodes", 1, "NNodes", 8, PUSH, "nodes", get_nodes, "Nodes allocated; requested before the start." },
    { "NodeList", 1, "NodeList", 15, PLUS, "node_list", get_node_list, "Nodes." },
    { "NTasks", 1, "NTasks", 8, PUSH, "ntasks", get_tasks, "Tasks of the step." },
    { "Partition", 1, "Partition", 10, PLUS, "partition", get_partition, "Partition." },
    { "Priority", 1, "Priority", 10, PUSH, "priority", get_priority, "Priority." },
    { "QOS", 1, "QOS", 10, PLUS, "qos", get_qos, "QOS." },
    { "QOSRAW", 1, "QOSRAW", 6, PUSH, "id_qos", get_qos_raw, "Number of the QOS." },
    { "Reason", 1, "Reason", 22, PLUS, "reason", get_reason, "Last reason for waiting." },
    { "ReqCPUFreq", 1, "ReqCPUFreq", 10, PLUS, "req_cpu_freq", get_frequency, "Not simulated." },
    { "ReqCPUFreqGov", 1, "ReqCPUFreqGov", 13, PLUS, "req_cpu_freq_gov", get_frequency, "Not simulated." },
    { "ReqCPUFreqMax", 1, "ReqCPUFreqMax", 13, PLUS, "req_cpu_freq_max", get_frequency, "Not simulated." },
    { "ReqCPUFreqMin", 1, "ReqCPUFreqMin", 13, PLUS, "req_cpu_freq_min", get_frequency, "Not simulated." },
    { "ReqCPUS", 1, "ReqCPUS", 8, PUSH, "req_cpus", get_req_cpus, "CPUs asked for." },
    { "ReqMem", 1, "ReqMem", 10, PLUS, "req_mem", get_req_mem, "Memory asked for." },
    { "ReqNodes", 1, "ReqNodes", 8, PUSH, "req_nodes", get_nodes, "Nodes asked for." },
    { "ReqTRES", 1, "ReqTRES", 10, PLUS, "req_tres", get_req_tres, "TRES asked for." },
    { "Reservation", 1, "Reservation", 20, PLUS, "reservation", get_reservation, "Reservation." },
    { "ReservationId", 1, "ReservationId", 8, PUSH, "id_resv", get_reservation_id, "Number of the reservation." },
    { "Reserved", 1, "Reserved", 10, PUSH, "reserved", get_reserved, "How long it waited." },
    { "ResvCPU", 1, "ResvCPU", 10, PUSH, "reserved_cpu", get_reserved_cpu, "The same times CPUs." },
    { "ResvCPURAW", 1, "ResvCPURAW", 10, PUSH, "reserved_cpu_raw", get_reserved_cpu_raw, "The same in seconds." },
    { "Start", 1, "Start", 19, DATE, "start", get_start, "When it started." },
    { "State", 1, "State", 10, PLUS, "state", get_state, "State." },
    { "Submit", 1, "Submit", 19, DATE, "submit", get_submit, "When it was submitted." },
    { "SubmitLine", 1, "SubmitLine", 20, PLUS, "submit_line", get_submit_line, "The command that submitted it." },
    { "Suspended", 1, "Suspended", 10, PUSH, "suspended", get_suspended, "How long it was suspended." },
    { "SystemComment", 1, "SystemComment", 15, PLUS, "system_comment", NULL, "Not simulated." },
    { "SystemCPU", 1, "SystemCPU", 10, PLUS, "system_cpu", get_no_cpu_time, "Not measured." },
    { "Timelimit", 1, "Timelimit", 10, PLUS, "time_limit", get_time_limit, "Time limit." },
    { "TimelimitRaw", 1, "TimelimitRaw", 10, PLUS, "time_limit_raw", get_time_limit_raw, "The same in minutes." },
    { "TotalCPU", 1, "TotalCPU", 10, PLUS, "total_cpu", get_no_cpu_time, "Not measured." },
    { "TRESUsageInAve", 1, "TRESUsageInAve", 14, PLUS, "tres_usage_in_ave", NULL, "Not measured." },
    { "TRESUsageInMax", 1, "TRESUsageInMax", 14, PLUS, "tres_usage_in_max", NULL, "Not measured." },
    { "TRESUsageInMaxNode", 1, "TRESUsageInMaxNode", 18, PLUS, "tres_usage_in_max_node", NULL, "Not measured." },
    { "TRESUsageInMaxTask", 1, "TRESUsageInMaxTask", 18, PLUS, "tres_usage_in_max_task", NULL, "Not measured." },
    { "TRESUsageInMin", 1, "TRESUsageInMin", 14, PLUS, "tres_usage_in_min", NULL, "Not measured." },
    { "TRESUsageInMinNode", 1, "TRESUsageInMinNode", 18, PLUS, "tres_usage_in_min_node", NULL, "Not measured." },
    { "TRESUsageInMinTask", 1, "TRESUsageInMinTask", 18, PLUS, "tres_usage_in_min_task", NULL, "Not measured." },
    { "TRESUsageInTot", 1, "TRESUsageInTot", 14, PLUS, "tres_usage_in_tot", NULL, "Not measured." },
    { "TRESUsageOutAve", 1, "TRESUsageOutAve", 15, PLUS, "tres_usage_out_ave", NULL, "Not measured." },
    { "TRESUsageOutMax", 1, "TRESUsageOutMax", 15, PLUS, "tres_usage_out_max", NULL, "Not measured." },
    { "TRESUsageOutMaxNode", 1, "TRESUsageOutMaxNode", 19, PLUS, "tres_usage_out_max_node", NULL, "Not measured." },
    { "TRESUsageOutMaxTask", 1, "TRESUsageOutMaxTask", 19, PLUS, "tres_usage_out_max_task", NULL, "Not measured." },
    { "TRESUsageOutMin", 1, "TRESUsageOutMin", 15, PLUS, "tres_usage_out_min", NULL, "Not measured." },
    { "TRESUsageOutMinNode", 1, "TRESUsageOutMinNode", 19, PLUS, "tres_usage_out_min_node", NULL, "Not measured." },
    { "TRESUsageOutMinTask", 1, "TRESUsageOutMinTask", 19, PLUS, "tres_usage_out_min_task", NULL, "Not measured." },
    { "TRESUsageOutTot", 1, "TRESUsageOutTot", 15, PLUS, "tres_usage_out_tot", NULL, "Not measured." },
    { "UID", 1, "UID", 6, PUSH, "uid", get_uid, "Number of the user." },
    { "User", 1, "User", 9, PLUS, "user", get_user, "User." },
    { "UserCPU", 1, "UserCPU", 10, PLUS, "user_cpu", get_no_cpu_time, "Not measured." },
    { "WCKey", 1, "WCKey", 10, PLUS, "wckey", get_wckey, "Workload characterisation key." },
    { "WCKeyID", 1, "WCKeyID", 10, PUSH, "id_wckey", get_wckey_id, "Number of the wckey." },
    { "WorkDir", 1, "WorkDir", 20, PLUS, "work_dir", get_work_dir, "Working directory." },
};
/* clang-format on */

const size_t ss_n_job_columns = G_N_ELEMENTS(ss_job_columns);
