/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_job.c - scontrol show job and show step.
 *
 * A record is some twenty-five lines in a fixed order, joined by newline and three blanks (-o: by one
 * blank); the last one is empty, which is why 22.05 ends a job with "   Power=\n   \n\n". Each line is a
 * function here, and the table says the order.
 */
#include "sim/report/control_parts.h"

#include "sim/base/hostlist.h"
#include "sim/base/span.h"
#include "sim/model/job.h"
#include "sim/report/job_line.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const SsControl *control;
    const SsJobLine *line;
    GString         *text; /* of the line being made */
} Writer;

static void put(const Writer *writer, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void put(const Writer *writer, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append_vprintf(writer->text, format, args);
    va_end(args);
}

static const char *span_text(const Writer *writer, SsSpan span)
{
    char text[SS_SPAN_TEXT];

    return g_string_chunk_insert(writer->control->texts, ss_span_text(span, text));
}

static const char *time_text(const Writer *writer, SsTime time)
{
    return ss_control_time(writer->control, time);
}

static bool is_pending(const Writer *writer)
{
    return writer->line->job->state == SS_JOB_PENDING;
}

/* --- lines -------------------------------------------------------------------------------------------- */

static void put_id(const Writer *writer)
{
    const SsJobLine  *line = writer->line;
    const SsQueueRow *job = line->job;

    put(writer, "JobId=%u ", job->id_job);
    if (job->id_array_job) {
        put(writer, "ArrayJobId=%u ArrayTaskId=", job->id_array_job);
        if (line->task != SS_UNSET32)
            put(writer, "%u ", line->task);
        else if (job->id_array_task != SS_UNSET32)
            put(writer, "%u ", job->id_array_task);
        else
            put(writer, "%s ", ss_control_text(ss_job_line_tasks(line, writer->control->texts)));
        if (job->array_throttle)
            put(writer, "ArrayTaskThrottle=%u ", job->array_throttle);
    }
    put(writer, "JobName=%s", ss_control_text(line->ask->name));
}

static void put_user(const Writer *writer)
{
    const SsRequestRow *ask = writer->line->ask;

    put(writer, "UserId=%s(%u) GroupId=%s(%u) MCS_label=N/A", ss_control_text(ask->user),
        ask->id_user, ss_control_text(ask->group_name), ask->id_group);
}

static bool tracks_wckeys(const Writer *writer)
{
    return ss_ledger_get_int(writer->control->ledger, "set.track_wckey", 0) != 0;
}

static void put_account(const Writer *writer)
{
    const SsJobLine *line = writer->line;

    put(writer, "Priority=%u Nice=%d Account=%s QOS=%s", line->priority, line->ask->nice,
        ss_control_text(line->job->account), line->job->qos ? line->job->qos : "");
    if (tracks_wckeys(writer))
        put(writer, " WCKey=%s", ss_control_text(line->ask->wckey));
}

/* A reason is one word here. */
static void put_state(const Writer *writer)
{
    g_autofree char *reason = g_strdelimit(g_strdup(ss_job_line_reason(writer->line)), " ", '_');

    put(writer, "JobState=%s Reason=%s Dependency=%s", ss_job_line_state(writer->line), reason,
        ss_control_text(writer->line->job->dependency));
}

static void put_exit(const Writer *writer)
{
    const SsJobLine *line = writer->line;
    uint32_t         code = line->job->exit_code;

    put(writer, "Requeue=%u Restarts=%u BatchFlag=%u Reboot=0 ExitCode=%u:%u", line->ask->requeue,
        line->job->restarts, line->ask->batch, code >> 8, code & 0x7f);
}

static void put_derived(const Writer *writer)
{
    if (writer->control->details)
        put(writer, "DerivedExitCode=0:0");
}

static void put_times(const Writer *writer)
{
    const SsJobLine *line = writer->line;
    SsSpan           limit = ss_job_line_limit(line);

    put(writer, "RunTime=%s ", span_text(writer, is_pending(writer) ? 0 : line->job->elapsed));
    put(writer, "TimeLimit=%s ", limit < 0 ? "Partition_Limit" : span_text(writer, limit));
    put(writer, "TimeMin=%s",
        line->job->time_min ? span_text(writer, (SsSpan) line->job->time_min * 60) : "N/A");
}

static void put_submit(const Writer *writer)
{
    const SsQueueRow *job = writer->line->job;

    put(writer, "SubmitTime=%s EligibleTime=%s", time_text(writer, job->submit),
        time_text(writer, job->eligible));
}

static void put_accrue(const Writer *writer)
{
    put(writer, "AccrueTime=%s", time_text(writer, writer->line->job->accrue));
}

static void put_start(const Writer *writer)
{
    const SsJobLine *line = writer->line;
    SsTime           now = writer->control->context->now;

    put(writer, "StartTime=%s EndTime=%s Deadline=%s",
        time_text(writer, ss_job_line_start(line, now)),
        time_text(writer, ss_job_line_end(line, now)),
        line->ask->deadline ? time_text(writer, line->ask->deadline) : "N/A");
}

static void put_preempt(const Writer *writer)
{
    const SsQueueRow *job = writer->line->job;

    if (job->preempt_time || job->preempt_from)
        put(writer, "PreemptEligibleTime=%s PreemptTime=%s",
            time_text(writer, job->preempt_from ? job->preempt_from : job->start),
            job->preempt_time ? time_text(writer, job->preempt_time) : "None");
}

static void put_suspend(const Writer *writer)
{
    const SsQueueRow *job = writer->line->job;
    const bool        waits = is_pending(writer) || job->nodelist == NULL;
    uint32_t          who = waits ? job->last_sched : job->starter;
    bool              passed_over = is_pending(writer) && job->last_sched == SS_STARTER_BACKFILL;

    put(writer,
        "SuspendTime=%s SecsPreSuspend=%" G_GINT64_FORMAT " LastSchedEval=%s Scheduler=%s%s",
        job->suspend_time ? time_text(writer, job->suspend_time) : "None", job->pre_suspended,
        time_text(writer, job->last_sched_eval), who == SS_STARTER_BACKFILL ? "Backfill" : "Main",
        passed_over ? ":*" : "");
}

static void put_partition(const Writer *writer)
{
    put(writer, "Partition=%s AllocNode:Sid=localhost:0", writer->line->partition);
}

static void put_node_lists(const Writer *writer)
{
    put(writer, "ReqNodeList=%s ExcNodeList=%s", ss_control_text(writer->line->ask->req_nodes),
        ss_control_text(writer->line->ask->exc_nodes));
}

static void put_nodes(const Writer *writer)
{
    const SsQueueRow *job = writer->line->job;

    put(writer, "NodeList=%s", job->nodelist ? job->nodelist : "");
    if (job->planned_nodes)
        put(writer, " SchedNodeList=%s", job->planned_nodes);
}

static void put_batch_host(const Writer *writer)
{
    const char *host = ss_job_line_batch_host(writer->line, writer->control->texts);

    if (host)
        put(writer, "BatchHost=%s", host);
}

static void put_star(const Writer *writer, const char *before, uint32_t number)
{
    if (number)
        put(writer, "%s%u", before, number);
    else
        put(writer, "%s*", before);
}

static void put_range(const Writer *writer, const char *before, uint32_t low, uint32_t high)
{
    put(writer, "%s%u", before, low);
    if (high)
        put(writer, "-%u", high);
}

static void put_size(const Writer *writer)
{
    const SsJobLine    *line = writer->line;
    const SsRequestRow *ask = line->ask;
    bool                pending = is_pending(writer);
    bool more = pending && ask->max_cpus != SS_UNSET32 && ask->max_cpus > line->job->total_cpus;

    /* what was asked for is that of the first start (static-t-condo-shared) */
    put_range(writer, "NumNodes=", line->job->n_nodes,
              pending && line->job->restarts == 0 ? ask->max_nodes : 0);
    put_range(writer, " NumCPUs=", line->job->total_cpus, more ? ask->max_cpus : 0);
    if (ask->ntasks == SS_UNSET32 && ss_job_line_never_began(line))
        put(writer, " NumTasks=N/A");
    else
        put(writer, " NumTasks=%u", ss_job_line_tasks_asked(line));
    put(writer, " CPUs/Task=%u", ss_job_line_cpus_a_task(line));
    put_star(writer, " ReqB:S:C:T=0:0:", ask->cores_per_socket);
    put_star(writer, ":", ask->threads_per_core);
}

static void put_tres(const Writer *writer)
{
    const SsQueueRow *job = writer->line->job;
    const char       *ids = job->tres_alloc ? job->tres_alloc : job->tres_req;

    put(writer, "TRES=%s", ids ? ss_control_tres(writer->control, ids) : "(null)");
}

static void put_per_node(const Writer *writer)
{
    const SsRequestRow *ask = writer->line->ask;

    put_star(writer, "Socks/Node=", ask->sockets_per_node);
    put(writer, " NtasksPerN:B:S:C=%u:0", ask->ntasks_per_node);
    put_star(writer, ":", ask->ntasks_per_socket);
    put_star(writer, ":", ask->ntasks_per_core);
    put_star(writer, " CoreSpec=", ask->core_spec == SS_UNSET32 ? 0 : ask->core_spec);
}

static void put_minimum(const Writer *writer)
{
    const SsRequestRow *ask = writer->line->ask;
    GStringChunk       *texts = writer->control->texts;

    put(writer, "MinCPUsNode=%u MinMemory%s=%s MinTmpDiskNode=%s", MAX(ask->min_cpus_node, 1),
        ask->mem_per_cpu ? "CPU" : "Node", ss_mem_text(ask->mem, texts),
        ss_mem_text(ask->tmp_disk, texts));
}

static void put_features(const Writer *writer)
{
    const SsRequestRow *ask = writer->line->ask;

    put(writer, "Features=%s DelayBoot=%s", ss_control_text(ask->features),
        span_text(writer, ask->delay_boot));
}

static void put_prefer(const Writer *writer)
{
    if (writer->line->ask->prefer)
        put(writer, "Prefer=%s", writer->line->ask->prefer);
}

static void put_reservation(const Writer *writer)
{
    if (writer->line->job->reservation)
        put(writer, "Reservation=%s", writer->line->job->reservation);
}

static void put_share(const Writer *writer)
{
    put(writer, "OverSubscribe=%s Contiguous=%u Licenses=%s Network=%s",
        ss_job_line_share(writer->line), writer->line->ask->contiguous,
        ss_control_text(writer->line->ask->licenses), ss_control_text(writer->line->ask->network));
}

static void put_command(const Writer *writer)
{
    put(writer, "Command=%s", ss_control_text(writer->line->ask->command));
}

static void put_work_dir(const Writer *writer)
{
    put(writer, "WorkDir=%s", ss_control_text(writer->line->ask->work_dir));
}

static void put_admin_comment(const Writer *writer)
{
    if (writer->line->ask->admin_comment)
        put(writer, "AdminComment=%s ", writer->line->ask->admin_comment);
}

static void put_comment(const Writer *writer)
{
    if (writer->line->ask->comment)
        put(writer, "Comment=%s ", writer->line->ask->comment);
}

typedef const char *(*FileOf)(const SsJobLine *line, GStringChunk *texts);

static void put_file(const Writer *writer, const char *name, FileOf file)
{
    SsJobLine  line = *writer->line;
    SsQueueRow job = *line.job;

    if (!line.ask->batch)
        return;
    if (line.task != SS_UNSET32)
        job.id_array_task = line.task;
    line.job = &job;
    put(writer, "%s=%s", name, file(&line, writer->control->texts));
}

static void put_stderr(const Writer *writer)
{
    put_file(writer, "StdErr", ss_job_line_errors);
}

static void put_stdin(const Writer *writer)
{
    put_file(writer, "StdIn", ss_job_line_input);
}

static void put_stdout(const Writer *writer)
{
    put_file(writer, "StdOut", ss_job_line_output);
}

static void put_switches(const Writer *writer)
{
    const SsRequestRow *ask = writer->line->ask;

    if (ask->switches)
        put(writer, "Switches=%u@%s", ask->switches,
            span_text(writer, ask->switches_wait == SS_UNSET32 ? 0 : ask->switches_wait));
}

static void put_power(const Writer *writer)
{
    put(writer, "Power=");
}

static void put_spread(const Writer *writer)
{
    if (writer->line->ask->spread)
        put(writer, "SpreadJob=Yes");
}

static void put_cpus_per_tres(const Writer *writer)
{
    const char *text = ss_job_line_cpus_per_tres(writer->line, writer->control->texts);

    if (text)
        put(writer, "CpusPerTres=%s", text);
}

static void put_mem_per_tres(const Writer *writer)
{
    const char *text = ss_job_line_mem_per_tres(writer->line, writer->control->texts);

    if (text)
        put(writer, "MemPerTres=%s", text);
}

static void put_named(const Writer *writer, const char *name, const char *value)
{
    if (value)
        put(writer, "%s=%s", name, value);
}

static void put_tres_per_job(const Writer *writer)
{
    put_named(writer, "TresPerJob", ss_job_line_tres_per_job(writer->line, writer->control->texts));
}

static void put_tres_per_node(const Writer *writer)
{
    put_named(writer, "TresPerNode",
              ss_job_line_tres_per_node(writer->line, writer->control->texts));
}

static void put_tres_per_socket(const Writer *writer)
{
    put_named(writer, "TresPerSocket",
              ss_job_line_tres_per_socket(writer->line, writer->control->texts));
}

static void put_tres_per_task(const Writer *writer)
{
    put_named(writer, "TresPerTask",
              ss_job_line_tres_per_task(writer->line, writer->control->texts));
}

static void put_kill(const Writer *writer)
{
    const uint32_t kill = writer->line->ask->kill_on_dep;

    if (kill != SS_UNSET32)
        put(writer, "KillOInInvalidDependent=%s", kill ? "Yes" : "No"); /* sic */
}

static void put_mail(const Writer *writer)
{
    const SsRequestRow *ask = writer->line->ask;

    if (ask->mail_type)
        put(writer, "MailUser=%s MailType=%s", ask->mail_user ? ask->mail_user : ask->user,
            ask->mail_type);
}

/* --- what each node gives: -d --------------------------------------------------------------------------- */

/* The generic resources of the whole job: "gpu:a100:2". */
static void put_job_gres(const Writer *writer)
{
    const SsTresSet *tres = writer->control->tres;
    const char      *ids = writer->line->job->tres_alloc;
    GString         *text = writer->text;

    if (!writer->control->details || writer->line->job->alloc_detail == NULL)
        return;
    g_string_append(text, "JOB_GRES=");
    gsize begin = text->len;

    for (uint32_t i = SS_TRES_STATIC; i < tres->n; i++) {
        int64_t count = ss_tres_count(ids, tres->at[i].id, 0);

        if (count && tres->at[i].kind)
            g_string_append_printf(text, "%s%s:%" G_GINT64_FORMAT, text->len > begin ? "," : "",
                                   tres->at[i].name, count);
    }
    for (uint32_t i = SS_TRES_STATIC; i < tres->n && text->len == begin; i++) {
        int64_t count = ss_tres_count(ids, tres->at[i].id, 0);

        if (count && tres->at[i].gres)
            g_string_append_printf(text, "%s:%" G_GINT64_FORMAT, tres->at[i].name, count);
    }
    if (text->len == begin)
        g_string_append(text, "(null)");
}

/* "g[1-2]" of the nodes first to last of the table. */
static char *host_names(const SsControl *control, int64_t first, int64_t last)
{
    g_autoptr(SsHostlist) names = ss_hostlist_new();
    SsQuery              *query =
        ss_query_new(control->ledger,
                     "SELECT name FROM node WHERE node_inx BETWEEN ?1 AND ?2 ORDER BY node_inx");

    ss_query_int(query, 1, first);
    ss_query_int(query, 2, last);
    while (ss_query_next(query))
        ss_hostlist_push(names, ss_query_get_text(query, 0));
    ss_query_close(query, NULL);
    return ss_hostlist_text(names);
}

/* "Nodes=g[1-2] CPU_IDs=0-7 Mem=4000 GRES=gpu:2(IDX:0-1)", a line for nodes that give the same. */
static void put_detail(const Writer *writer)
{
    SsQuery *query;

    if (!writer->control->details || writer->line->job->alloc_detail == NULL)
        return;
    query = ss_query_new(writer->control->ledger,
                         "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),"
                         " json_extract(value, '$[2]'), json_extract(value, '$[3]'),"
                         " json_extract(value, '$[4]') FROM json_each(?1)");
    ss_query_text(query, 1, writer->line->job->alloc_detail);
    while (ss_query_next(query)) {
        g_autofree char *hosts =
            host_names(writer->control, ss_query_get_int(query, 0), ss_query_get_int(query, 1));

        put(writer, "%s  Nodes=%s CPU_IDs=%s Mem=%s GRES=%s",
            writer->text->len ? ss_control_joint(writer->control) : "", hosts,
            ss_query_get_text(query, 2), ss_query_get_text(query, 3), ss_query_get_text(query, 4));
    }
    ss_query_close(query, NULL);
}

/* --- records ------------------------------------------------------------------------------------------ */

typedef void (*PutLine)(const Writer *writer); /* no text = no line */

static const PutLine job_lines[] = {
    put_id,
    put_user,
    put_account,
    put_state,
    put_exit,
    put_derived,
    put_times,
    put_submit,
    put_accrue,
    put_start,
    put_preempt,
    put_suspend,
    put_partition,
    put_node_lists,
    put_nodes,
    put_batch_host,
    put_size,
    put_tres,
    put_per_node,
    put_job_gres,
    put_detail,
    put_minimum,
    put_features,
    put_prefer,
    put_reservation,
    put_share,
    put_command,
    put_work_dir,
    put_admin_comment,
    put_comment,
    put_stderr,
    put_stdin,
    put_stdout,
    put_switches,
    put_power,
    put_spread,
    put_cpus_per_tres,
    put_mem_per_tres,
    put_tres_per_job,
    put_tres_per_node,
    put_tres_per_socket,
    put_tres_per_task,
    put_kill,
    put_mail,
};

static void print_job(const SsControl *control, const SsJobLine *line)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const Writer       writer = { control, line, text };

    for (size_t i = 0; i < G_N_ELEMENTS(job_lines); i++) {
        g_string_truncate(text, 0);
        job_lines[i](&writer);
        if (text->len)
            g_string_append_printf(control->out, "%s%s", i ? ss_control_joint(control) : "",
                                   text->str);
    }
    g_string_append(control->out, ss_control_joint(control));
    g_string_append(control->out, control->one_line ? "\n" : "\n\n");
    g_string_chunk_clear(control->texts);
}

/* --- which jobs --------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t id, task; /* id 0 = all; task SS_UNSET32 = all */
} JobChoice;

static bool read_choice(const char *name, JobChoice *choice)
{
    char *end = NULL;

    *choice = (JobChoice){ 0, SS_UNSET32 };
    if (name == NULL)
        return true;
    choice->id = (uint32_t) strtoul(name, &end, 10);
    if (*end == '_')
        choice->task = (uint32_t) strtoul(end + 1, &end, 10);
    return choice->id != 0 && *end == '\0';
}

static bool stands_for(const SsJobLine *line, uint32_t task)
{
    g_autoptr(GArray) tasks = ss_job_line_task_list(line);

    for (guint i = 0; i < tasks->len; i++) {
        if (g_array_index(tasks, uint32_t, i) == task)
            return true;
    }
    return false;
}

static bool is_chosen(SsJobLine *line, const JobChoice *choice)
{
    const SsQueueRow *job = line->job;

    if (choice->id == 0)
        return true;
    if (choice->id != job->id_job && choice->id != job->id_array_job)
        return false;
    if (choice->task == SS_UNSET32 || choice->task == job->id_array_task)
        return true;
    if (!stands_for(line, choice->task))
        return false;
    line->task = choice->task;
    return true;
}

/* Of an array that is asked for, the record with its id comes first, then the tasks, latest first. */
static int by_array(gconstpointer a, gconstpointer b)
{
    const SsQueueRow *x = ((const SsJobLine *) a)->job, *y = ((const SsJobLine *) b)->job;

    if ((x->id_job == x->id_array_job) != (y->id_job == y->id_array_job))
        return x->id_job == x->id_array_job ? -1 : 1;
    return x->pos < y->pos ? 1 : -1;
}

static GArray *choose(const SsJobLines *lines, const JobChoice *choice)
{
    GArray *chosen = g_array_new(FALSE, FALSE, sizeof(SsJobLine));

    for (guint i = 0; i < lines->lines->len; i++) {
        SsJobLine line = g_array_index(lines->lines, SsJobLine, i);

        if (is_chosen(&line, choice))
            g_array_append_val(chosen, line);
    }
    if (choice->id)
        g_array_sort(chosen, by_array);
    return chosen;
}

int ss_control_jobs(SsControl *control, const char *name, GError **error)
{
    g_autoptr(SsJobLines) lines = NULL;
    g_autoptr(GArray)     chosen = NULL; /* element-type: SsJobLine */
    JobChoice             choice;

    if (!read_choice(name, &choice)) {
        g_string_append(control->err, "scontrol_print_job error: Invalid job id specified\n");
        return 1;
    }
    lines = ss_job_lines_read(control->ledger, control->context->now, error);
    if (lines == NULL)
        return -1;
    chosen = choose(lines, &choice);
    if (chosen->len == 0 && name) {
        g_string_append(control->err, "slurm_load_jobs error: Invalid job id specified\n");
        return 1;
    }
    if (chosen->len == 0)
        g_string_append(control->out, "No jobs in the system\n");
    for (guint i = 0; i < chosen->len; i++)
        print_job(control, &g_array_index(chosen, SsJobLine, i));
    return 0;
}

/* --- steps -------------------------------------------------------------------------------------------- */

static void print_step(const SsControl *control, const SsJobLine *line)
{
    const char *joint = ss_control_joint(control);

    g_string_append_printf(control->out,
                           "StepId=%s.batch UserId=%u StartTime=%s TimeLimit=UNLIMITED",
                           ss_job_line_id(line, control->texts), line->ask->id_user,
                           ss_control_time(control, line->job->start));
    g_string_append_printf(control->out, "%sState=RUNNING Partition=%s NodeList=%s", joint,
                           line->partition, ss_control_text(line->job->nodelist));
    g_string_append_printf(
        control->out,
        "%sNodes=1 CPUs=0 Tasks=1 Name=batch Network=(null)%sTRES=(null)%sResvPorts=(null)"
        "%sCPUFreqReq=Default%sSrunHost:Pid=(null):0%s",
        joint, joint, joint, joint, joint, control->one_line ? "\n" : "\n\n");
}

static bool has_step(const SsJobLine *line)
{
    return line->ask->batch
           && (line->job->state == SS_JOB_RUNNING || line->job->state == SS_JOB_SUSPENDED);
}

static int by_id(gconstpointer a, gconstpointer b)
{
    const SsQueueRow *x = ((const SsJobLine *) a)->job, *y = ((const SsJobLine *) b)->job;

    return x->pos < y->pos ? -1 : x->pos > y->pos;
}

int ss_control_steps(SsControl *control, const char *name, GError **error)
{
    g_autoptr(SsJobLines) lines = ss_job_lines_read(control->ledger, control->context->now, error);
    g_autoptr(GArray)     chosen = NULL; /* element-type: SsJobLine */
    g_autofree char      *id = g_strdup(name);
    JobChoice             choice;

    if (lines == NULL)
        return -1;
    if (id && strchr(id, '.')) {
        *strchr(id, '.') = '\0';
        g_string_append_printf(control->out, "Job step %s.0 not found\n", id);
        return 1;
    }
    if (!read_choice(id, &choice) || (chosen = choose(lines, &choice))->len == 0) {
        g_string_append(control->err, "slurm_get_job_steps error: Invalid job id specified\n");
        return id ? 1 : 0;
    }
    g_array_sort(chosen, by_id);
    for (guint i = 0; i < chosen->len; i++) {
        if (has_step(&g_array_index(chosen, SsJobLine, i)))
            print_step(control, &g_array_index(chosen, SsJobLine, i));
    }
    return 0;
}
