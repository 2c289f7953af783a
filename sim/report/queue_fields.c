/* SPDX-License-Identifier: Apache-2.0 */
/*
 * queue_fields.c - the fields of squeue.
 *
 * One row a field: the name that -O takes, the letter that -o takes, the title, a getter. A getter that
 * only hands out a member finds it by the row's tag, the offset in SsQueueRow or SsRequestRow.
 *
 * A text that is not set is "(null)", a time that is not known "N/A"; some are blank (node lists), as
 * the real one has it. What a simulation does not have - burst buffers, federations, containers - is
 * shown as a cluster without them shows it.
 */
#include "sim/report/queue_fields.h"

#include "sim/base/hostlist.h"
#include "sim/model/job.h"

#include <string.h>

#define OF_JOB(member) offsetof(SsQueueRow, member)
#define OF_ASK(member) offsetof(SsRequestRow, member)

typedef SsValue Get(const void *row, const SsFormatField *field, const SsShow *show);

static const void *member_of_job(const void *row, const SsFormatField *field)
{
    return (const char *) ((const SsJobLine *) row)->job + field->tag;
}

static const void *member_of_ask(const void *row, const SsFormatField *field)
{
    return (const char *) ((const SsJobLine *) row)->ask + field->tag;
}

static SsValue known_time(SsTime time)
{
    return time ? ss_value_time(time) : ss_value_as(ss_value_blank(), "N/A");
}

static SsValue known_text(const char *text, const char *otherwise)
{
    return ss_value_text(text ? text : otherwise);
}

/* --- members ------------------------------------------------------------------------------------------ */

static SsValue get_job_text(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) show;
    return ss_value_text(*(const char *const *) member_of_job(row, field));
}

static SsValue get_ask_text(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) show;
    return ss_value_text(*(const char *const *) member_of_ask(row, field));
}

/* Node lists that are not set are blank. */
static SsValue get_job_list(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) show;
    return known_text(*(const char *const *) member_of_job(row, field), "");
}

static SsValue get_ask_list(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) show;
    return known_text(*(const char *const *) member_of_ask(row, field), "");
}

static SsValue get_job_number(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) show;
    return ss_value_uint(*(const uint32_t *) member_of_job(row, field));
}

static SsValue get_ask_number(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) show;
    return ss_value_uint(*(const uint32_t *) member_of_ask(row, field));
}

static SsValue get_ask_flag(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) show;
    return ss_value_uint(*(const bool *) member_of_ask(row, field));
}

/* 0 and "not given" are N/A. */
static SsValue get_ask_count(const void *row, const SsFormatField *field, const SsShow *show)
{
    uint32_t count = *(const uint32_t *) member_of_ask(row, field);

    (void) show;
    return count && count != SS_UNSET32 ? ss_value_uint(count) : ss_value_text("N/A");
}

/* 0 is "any". */
static SsValue get_ask_star(const void *row, const SsFormatField *field, const SsShow *show)
{
    uint32_t count = *(const uint32_t *) member_of_ask(row, field);

    (void) show;
    return count ? ss_value_uint(count) : ss_value_text("*");
}

static SsValue get_job_time(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) show;
    return known_time(*(const SsTime *) member_of_job(row, field));
}

static SsValue get_ask_time(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) show;
    return known_time(*(const SsTime *) member_of_ask(row, field));
}

static SsValue get_ask_memory(const void *row, const SsFormatField *field, const SsShow *show)
{
    return ss_value_text(ss_mem_text(*(const uint64_t *) member_of_ask(row, field), show->texts));
}

/* --- the same for all jobs ---------------------------------------------------------------------------- */

static const char *const constants[] = { NULL, "",       "0",    "1",        "N/A",
                                         "NA", "NotSet", "0:00", "/dev/null" };
enum { IS_NULL, IS_BLANK, IS_ZERO, IS_ONE, IS_N_A, IS_NA, IS_NOT_SET, IS_NO_TIME };
enum { OUTPUT, ERRORS };

static SsValue get_constant(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) row;
    (void) show;
    return ss_value_text(constants[field->tag]);
}

static SsValue get_cluster(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) row;
    (void) field;
    return ss_value_text(((const SsQueueFacts *) show->tool)->cluster);
}

static SsValue get_host(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) row;
    (void) field;
    return ss_value_text(((const SsQueueFacts *) show->tool)->host);
}

/* --- ids, states -------------------------------------------------------------------------------------- */

static SsValue get_id(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return ss_value_text(ss_job_line_id(row, show->texts));
}

static SsValue get_array_id(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsQueueRow *job = ((const SsJobLine *) row)->job;

    (void) field;
    (void) show;
    return ss_value_uint(job->id_array_job ? job->id_array_job : job->id_job);
}

static SsValue get_array_task(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsJobLine *line = row;

    (void) field;
    if (line->task != SS_UNSET32)
        return ss_value_uint(line->task);
    if (line->job->id_array_job && line->job->id_array_task != SS_UNSET32)
        return ss_value_uint(line->job->id_array_task);
    return known_text(ss_job_line_tasks(line, show->texts), "N/A");
}

static SsValue get_state(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_text(ss_job_line_state(row));
}

static SsValue get_state_short(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_text(ss_job_line_state_short(row));
}

static SsValue get_reason(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_text(ss_job_line_reason(row));
}

/* States whose reason stands where others have their nodes. */
static bool tells_reason(uint32_t state)
{
    return state == SS_JOB_PENDING || state == SS_JOB_TIMEOUT || state == SS_JOB_OOM
           || state == SS_JOB_DEADLINE || state == SS_JOB_FAILED;
}

static SsValue get_reason_list(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsJobLine *line = row;

    (void) field;
    if (tells_reason(line->job->state))
        return ss_value_as(ss_value_int(line->job->reason),
                           ss_show_printf(show, "(%s)", ss_job_line_reason(line)));
    return known_text(line->job->nodelist, "");
}

static SsValue get_partition(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_text(((const SsJobLine *) row)->partition);
}

static SsValue get_batch_host(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return known_text(ss_job_line_batch_host(row, show->texts), "n/a");
}

static SsValue get_wckey(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_text(((const SsJobLine *) row)->ask->wckey);
}

static SsValue get_priority(const void *row, const SsFormatField *field, const SsShow *show)
{
    double priority = ((const SsJobLine *) row)->priority / (double) UINT32_MAX;

    (void) field;
    return ss_value_as(ss_value_double(priority), ss_show_printf(show, "%16.14f", priority));
}

static SsValue get_priority_long(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_uint(((const SsJobLine *) row)->priority);
}

static SsValue get_nice(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_int(((const SsJobLine *) row)->ask->nice);
}

/* --- times -------------------------------------------------------------------------------------------- */

static SsValue get_start(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return known_time(ss_job_line_start(row, show->now));
}

static SsValue get_end(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return known_time(ss_job_line_end(row, show->now));
}

static SsSpan used_of(const SsJobLine *line)
{
    return line->job->state == SS_JOB_PENDING ? 0 : line->job->elapsed;
}

static SsValue get_used(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_span(used_of(row));
}

static SsValue get_limit(const void *row, const SsFormatField *field, const SsShow *show)
{
    SsSpan limit = ss_job_line_limit(row);

    (void) field;
    (void) show;
    return limit < 0 ? ss_value_text("NOT_SET") : ss_value_span(limit);
}

static SsValue get_left(const void *row, const SsFormatField *field, const SsShow *show)
{
    SsSpan limit = ss_job_line_limit(row);

    (void) field;
    (void) show;
    if (limit < 0)
        return ss_value_text("NOT_SET");
    return ss_value_span(limit == SS_SPAN_FOREVER ? limit : limit - used_of(row));
}

static SsValue get_time_min(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_span((SsSpan) ((const SsJobLine *) row)->job->time_min * 60);
}

static SsValue get_pending_time(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsQueueRow *job = ((const SsJobLine *) row)->job;

    (void) field;
    return ss_value_int((job->start ? job->start : show->now) - job->submit);
}

static SsValue get_switch_wait(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsRequestRow *ask = ((const SsJobLine *) row)->ask;

    (void) field;
    (void) show;
    return ss_value_span(ask->switches && ask->switches_wait != SS_UNSET32 ? ask->switches_wait
                                                                           : 0);
}

/* --- requests ----------------------------------------------------------------------------------------- */

static SsValue get_share(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_text(ss_job_line_share(row));
}

static SsValue get_max_cpus(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsJobLine *line = row;

    (void) field;
    (void) show;
    return ss_value_uint(line->ask->max_cpus == SS_UNSET32 ? line->job->total_cpus
                                                           : line->ask->max_cpus);
}

static SsValue get_max_nodes(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsJobLine *line = row;

    (void) field;
    (void) show;
    return ss_value_uint(line->ask->max_nodes ? line->ask->max_nodes : line->job->n_nodes);
}

static SsValue get_num_tasks(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_uint(ss_job_line_tasks_asked(row));
}

static SsValue get_cpus_per_task(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    (void) show;
    return ss_value_uint(MAX(((const SsJobLine *) row)->ask->cpus_per_task, 1));
}

static SsValue get_sct(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsRequestRow *ask = ((const SsJobLine *) row)->ask;
    const uint32_t      counts[] = { ask->sockets_per_node, ask->cores_per_socket,
                                     ask->threads_per_core };
    char                text[3][12];

    (void) field;
    for (size_t i = 0; i < 3; i++)
        g_snprintf(text[i], sizeof text[i], counts[i] ? "%u" : "*", counts[i]);
    return ss_value_text(ss_show_printf(show, "%s:%s:%s", text[0], text[1], text[2]));
}

static SsValue get_per_node(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return known_text(ss_job_line_tres_per_node(row, show->texts), "N/A");
}

static SsValue get_per_job(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return known_text(ss_job_line_tres_per_job(row, show->texts), "N/A");
}

static SsValue get_per_socket(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return known_text(ss_job_line_tres_per_socket(row, show->texts), "N/A");
}

static SsValue get_per_task(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return known_text(ss_job_line_tres_per_task(row, show->texts), "N/A");
}

static SsValue get_cpus_per_tres(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return known_text(ss_job_line_cpus_per_tres(row, show->texts), "N/A");
}

static SsValue get_mem_per_tres(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return known_text(ss_job_line_mem_per_tres(row, show->texts), "N/A");
}

static SsValue get_tres(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsQueueRow    *job = ((const SsJobLine *) row)->job;
    const SsQueueFacts  *facts = show->tool;
    const char          *counts = job->tres_alloc ? job->tres_alloc : job->tres_req;
    g_autofree uint64_t *vec = g_new0(uint64_t, facts->tres->n);
    g_autofree double   *wide = g_new0(double, facts->tres->n);

    (void) field;
    ss_tres_vector(facts->tres, counts, wide);
    for (uint32_t i = 0; i < facts->tres->n; i++)
        vec[i] = (uint64_t) wide[i];
    g_autofree char *text = ss_tres_text(facts->tres, vec, SS_TRES_TEXT_CONVERT);

    return ss_value_text(*text ? g_string_chunk_insert(show->texts, text) : "N/A");
}

/* Where sbatch sends it by default; squeue fills in the record's own id, also for a task. */
static SsValue get_output(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsJobLine *line = row;

    if (line->ask->std_out || (field->tag == ERRORS && line->ask->std_err))
        return ss_value_text(field->tag == ERRORS ? ss_job_line_errors(line, show->texts)
                                                  : ss_job_line_output(line, show->texts));
    return ss_value_text(ss_show_printf(show, "%s/slurm-%u.out",
                                        line->ask->work_dir ? line->ask->work_dir : "",
                                        line->job->id_job));
}

static SsValue get_input(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return ss_value_text(ss_job_line_input(row, show->texts));
}

/* --- steps -------------------------------------------------------------------------------------------- */

static SsValue get_step_id(const void *row, const SsFormatField *field, const SsShow *show)
{
    (void) field;
    return ss_value_text(ss_show_printf(show, "%s.batch", ss_job_line_id(row, show->texts)));
}

static SsValue get_word(const void *row, const SsFormatField *field, const SsShow *show)
{
    static const char *const words[] = { "batch", "RUNNING", "UNLIMITED", "0-0:0" };

    (void) row;
    (void) show;
    return ss_value_text(words[field->tag]);
}
enum { IS_BATCH, IS_RUNNING, IS_UNLIMITED, IS_NO_FREQUENCY };

static SsValue get_step_task(const void *row, const SsFormatField *field, const SsShow *show)
{
    const SsQueueRow *job = ((const SsJobLine *) row)->job;

    (void) field;
    (void) show;
    return job->id_array_job ? ss_value_uint(job->id_array_task) : ss_value_text("N/A");
}

/* --- tables ------------------------------------------------------------------------------------------- */

#define FULL (SS_FULL_TITLE | SS_FULL_VALUE)

const SsFormatField ss_job_fields[] = {
    { "account", 'a', "ACCOUNT", 0, get_job_text, OF_JOB(account), "Account." },
    { "accruetime", 0, "ACCRUE_TIME", 0, get_job_time, OF_JOB(accrue), "Since when it gains age." },
    { "admin_comment", 0, "ADMIN_COMMENT", 0, get_ask_text, OF_ASK(admin_comment),
      "Administrator's comment." },
    { "allocnodes", 0, "ALLOC_NODES", 0, get_host, 0, "Where it was submitted." },
    { "allocsid", 0, "ALLOC_SID", 0, get_constant, IS_ZERO, "Session that submitted it." },
    { "arrayjobid", 'F', "ARRAY_JOB_ID", 0, get_array_id, 0, "Job id of the array." },
    { "arraytaskid", 'K', "ARRAY_TASK_ID", 0, get_array_task, 0, "Tasks of the array." },
    { "associd", 0, "ASSOC_ID", 0, get_job_number, OF_JOB(id_assoc), "Association id." },
    { "batchflag", 0, "BATCH_FLAG", 0, get_ask_flag, OF_ASK(batch), "Has it a script?" },
    { "batchhost", 'B', "EXEC_HOST", 0, get_batch_host, 0, "Where its script runs." },
    { "boardspernode", 0, "BOARDS_PER_NODE", 0, get_constant, IS_ZERO, "Boards asked for." },
    { "burstbuffer", 0, "BURST_BUFFER", 0, get_constant, IS_NULL, "Burst buffer." },
    { "burstbufferstate", 0, "BURST_BUFFER_STATE", 0, get_constant, IS_NULL,
      "State of the burst buffer." },
    { "cluster", 0, "CLUSTER", 0, get_cluster, 0, "Cluster." },
    { "clusterfeature", 0, "CLUSTER_FEATURES", 0, get_constant, IS_NULL,
      "Features a cluster must have." },
    { "command", 'o', "COMMAND", 0, get_ask_text, OF_ASK(command), "The script." },
    { "comment", 'k', "COMMENT", 0, get_ask_text, OF_ASK(comment), "User's comment." },
    { "container", 0, "CONTAINER", 0, get_constant, IS_NULL, "Container." },
    { "contiguous", 'O', "CONTIGUOUS", 0, get_ask_flag, OF_ASK(contiguous),
      "Must nodes be side by side?" },
    { "cores", 'I', "CORES_PER_SOCKET", 0, get_ask_star, OF_ASK(cores_per_socket),
      "Cores a socket." },
    { "corespec", 'X', "CORE_SPEC", 0, get_ask_count, OF_ASK(core_spec),
      "Cores kept for the system." },
    { "cpuspertask", 0, "CPUS_PER_TASK", 0, get_cpus_per_task, 0, "CPUs a task." },
    { "cpus-per-task", 0, "CPUS_PER_TASK", 0, get_cpus_per_task, 0, "CPUs a task." },
    { "cpus-per-tres", 0, "CPUS_PER_TRES", 0, get_cpus_per_tres, 0, "CPUs a GPU." },
    { "deadline", 0, "DEADLINE", 0, get_ask_time, OF_ASK(deadline), "When it must have ended." },
    { "delayboot", 0, "DELAY_BOOT", 0, get_constant, IS_NO_TIME,
      "How long a boot may be put off." },
    { "dependency", 'E', "DEPENDENCY", 0, get_job_text, OF_JOB(dependency), "Jobs it waits for." },
    { "derivedec", 0, "DERIVED_EC", 0, get_constant, IS_ZERO, "Highest exit code of its steps." },
    { "eligibletime", 0, "ELIGIBLE_TIME", 0, get_job_time, OF_JOB(eligible),
      "Since when it may start." },
    { "endtime", 'e', "END_TIME", 0, get_end, 0, "End, or expected end." },
    { "exit_code", 0, "EXIT_CODE", 0, get_job_number, OF_JOB(exit_code), "Exit code." },
    { "feature", 'f', "FEATURES", 0, get_ask_text, OF_ASK(features),
      "Features its nodes must have." },
    { "gres", 'b', "TRES_PER_NODE", 0, get_per_node, 0, "GRES asked for a node." },
    { "groupid", 'G', "GROUP", 0, get_ask_number, OF_ASK(id_group), "Group id." },
    { "groupname", 'g', "GROUP", 0, get_ask_text, OF_ASK(group_name), "Group." },
    { "hetjobid", 0, "HET_JOB_ID", 0, get_constant, IS_N_A, "Id of the heterogeneous job." },
    { "hetjobidset", 0, "HET_JOB_ID_SET", 0, get_constant, IS_N_A, "Ids of its components." },
    { "hetjoboffset", 0, "HET_JOB_OFFSET", 0, get_constant, IS_N_A, "Number of the component." },
    { "jobarrayid", 'i', "JOBID", 0, get_id, 0, "Job id, of an array with the tasks." },
    { "jobid", 'A', "JOBID", 0, get_job_number, OF_JOB(id_job), "Job id of the record." },
    { "lastschedeval", 0, "LAST_SCHED_EVAL", 0, get_job_time, OF_JOB(last_sched_eval),
      "When a scheduler last looked at it." },
    { "licenses", 'W', "LICENSES", 0, get_ask_text, OF_ASK(licenses), "Licences." },
    { "maxcpus", 0, "MAX_CPUS", 0, get_max_cpus, 0, "Most CPUs." },
    { "maxnodes", 0, "MAX_NODES", 0, get_max_nodes, 0, "Most nodes." },
    { "mcslabel", 0, "MCSLABEL", 0, get_constant, IS_NULL, "MCS label." },
    { "mem-per-tres", 0, "MEM_PER_TRES", 0, get_mem_per_tres, 0, "Memory a GPU." },
    { "mincpus", 'c', "MIN_CPUS", 0, get_ask_number, OF_ASK(min_cpus_node), "Fewest CPUs a node." },
    { "minmemory", 'm', "MIN_MEMORY", 0, get_ask_memory, OF_ASK(mem), "Memory a node or CPU." },
    { "mintime", 0, "TIME_MIN", 0, get_time_min, 0, "Shortest limit it accepts." },
    { "mintmpdisk", 'd', "MIN_TMP_DISK", 0, get_ask_memory, OF_ASK(tmp_disk),
      "Temporary disk a node." },
    { "name", 'j', "NAME", 0, get_ask_text, OF_ASK(name), "Job name." },
    { "network", 0, "NETWORK", 0, get_ask_text, OF_ASK(network), "Network." },
    { "nice", 'y', "NICE", 0, get_nice, 0, "What the user took off the priority." },
    { "nodelist", 'N', "NODELIST", FULL, get_job_list, OF_JOB(nodelist), "Nodes." },
    { "ntpercore", 0, "NTASKS_PER_CORE", 0, get_ask_count, OF_ASK(ntasks_per_core),
      "Tasks a core." },
    { "ntpernode", 0, "NTASKS_PER_NODE", 0, get_ask_number, OF_ASK(ntasks_per_node),
      "Tasks a node." },
    { "ntpersocket", 0, "NTASKS_PER_SOCKET", 0, get_ask_count, OF_ASK(ntasks_per_socket),
      "Tasks a socket." },
    { "ntperboard", 0, "NTASKS_PER_BOARD", 0, get_constant, IS_ZERO, "Tasks a board." },
    { "numcpus", 'C', "CPUS", 0, get_job_number, OF_JOB(total_cpus), "CPUs." },
    { "numnodes", 'D', "NODES", 0, get_job_number, OF_JOB(n_nodes), "Nodes, or an estimate." },
    { "numtasks", 0, "TASKS", 0, get_num_tasks, 0, "Tasks." },
    { "origin", 0, "ORIGIN", 0, get_constant, IS_NA, "Cluster of origin." },
    { "originraw", 0, "ORIGIN_RAW", 0, get_constant, IS_NA, "Number of that cluster." },
    { "oversubscribe", 'h', "OVER_SUBSCRIBE", 0, get_share, 0, "May others use its CPUs?" },
    { "shared", 0, "OVER_SUBSCRIBE", 0, get_share, 0, "May others use its CPUs?" },
    { "partition", 'P', "PARTITION", 0, get_partition, 0, "Partition." },
    { "pendingtime", 0, "PENDING_TIME", 0, get_pending_time, 0,
      "Seconds from submission to start." },
    { "preempttime", 0, "PREEMPT_TIME", 0, get_job_time, OF_JOB(preempt_time),
      "When it was asked to leave." },
    { "prefer", 0, "PREFER", 0, get_ask_text, OF_ASK(prefer), "Features its nodes should have." },
    { "priority", 'p', "PRIORITY", 0, get_priority, 0, "Priority, 0 to 1." },
    { "prioritylong", 'Q', "PRIORITY", 0, get_priority_long, 0, "Priority." },
    { "profile", 0, "PROFILE", 0, get_constant, IS_NOT_SET, "Profile." },
    { "qos", 'q', "QOS", 0, get_job_text, OF_JOB(qos), "Quality of service." },
    { "reason", 'r', "REASON", 0, get_reason, 0, "Why it waits, or ended." },
    { "reasonlist", 'R', "NODELIST(REASON)", FULL, get_reason_list, 0, "Nodes, or why it waits." },
    { "reboot", 0, "REBOOT", 0, get_constant, IS_ZERO, "Must nodes reboot first?" },
    { "reqnodes", 'n', "REQ_NODES", SS_FULL_VALUE, get_ask_list, OF_ASK(req_nodes),
      "Nodes it must get." },
    { "", 'x', "EXC_NODES", SS_FULL_VALUE, get_ask_list, OF_ASK(exc_nodes),
      "Nodes it must not get." },
    { "reqswitch", 0, "REQ_SWITCH", 0, get_ask_number, OF_ASK(switches), "Most switches." },
    { "requeue", 0, "REQUEUE", 0, get_ask_flag, OF_ASK(requeue), "May it be requeued?" },
    { "reservation", 'v', "RESERVATION", 0, get_job_text, OF_JOB(reservation), "Reservation." },
    { "resizetime", 0, "RESIZE_TIME", 0, get_constant, IS_N_A, "When its size was changed." },
    { "restartcnt", 0, "RESTART_COUNT", 0, get_job_number, OF_JOB(restarts),
      "How often it was requeued." },
    { "schednodes", 'Y', "SCHEDNODES", FULL, get_job_text, OF_JOB(planned_nodes),
      "Nodes backfill plans for it." },
    { "sct", 'z', "S:C:T", 0, get_sct, 0, "Sockets, cores, threads asked for." },
    { "selectjobinfo", 's', "", 0, get_constant, IS_BLANK, "Nothing." },
    { "siblingsactive", 0, "ACTIVE_SIBLINGS", 0, get_constant, IS_NA,
      "Clusters with an active sibling." },
    { "siblingsactiveraw", 0, "ACTIVE_SIBLINGS_RAW", 0, get_constant, IS_NA, "Their numbers." },
    { "siblingsviable", 0, "VIABLE_SIBLINGS", 0, get_constant, IS_NA,
      "Clusters that may have a sibling." },
    { "siblingsviableraw", 0, "VIALBLE_SIBLINGS_RAW", 0, get_constant, IS_NA, "Their numbers." },
    { "sockets", 'H', "SOCKETS_PER_NODE", 0, get_ask_star, OF_ASK(sockets_per_node),
      "Sockets a node." },
    { "sperboard", 0, "SOCKETS_PER_BOARD", 0, get_constant, IS_ZERO, "Sockets a board." },
    { "starttime", 'S', "START_TIME", 0, get_start, 0, "Start, or expected start." },
    { "state", 'T', "STATE", 0, get_state, 0, "State." },
    { "statecompact", 't', "ST", 0, get_state_short, 0, "State in short." },
    { "stderr", 0, "STDERR", 0, get_output, ERRORS, "Where errors go." },
    { "stdin", 0, "STDIN", 0, get_input, 0, "Where input comes from." },
    { "stdout", 0, "STDOUT", 0, get_output, OUTPUT, "Where output goes." },
    { "submittime", 'V', "SUBMIT_TIME", 0, get_job_time, OF_JOB(submit), "Submission." },
    { "system_comment", 0, "SYSTEM_COMMENT", 0, get_constant, IS_NULL, "Slurm's comment." },
    { "threads", 'J', "THREADS_PER_CORE", 0, get_ask_star, OF_ASK(threads_per_core),
      "Threads a core." },
    { "timeleft", 'L', "TIME_LEFT", SS_FULL_VALUE, get_left, 0, "Time left of its limit." },
    { "timelimit", 'l', "TIME_LIMIT", SS_FULL_VALUE, get_limit, 0, "Time limit." },
    { "timeused", 'M', "TIME", SS_FULL_VALUE, get_used, 0, "Run time." },
    { "tres", 0, "TRES_ALLOC", 0, get_tres, 0, "TRES it has, or asked for." },
    { "tres-alloc", 0, "TRES_ALLOC", 0, get_tres, 0, "TRES it has, or asked for." },
    { "tres-bind", 0, "TRES_BIND", 0, get_constant, IS_N_A, "How tasks are bound." },
    { "tres-freq", 0, "TRES_FREQ", 0, get_constant, IS_N_A, "Frequencies asked for." },
    { "tres-per-job", 0, "TRES_PER_JOB", 0, get_per_job, 0, "GRES asked for the job." },
    { "tres-per-node", 0, "TRES_PER_NODE", 0, get_per_node, 0, "GRES asked for a node." },
    { "tres-per-socket", 0, "TRES_PER_SOCKET", 0, get_per_socket, 0, "GRES asked for a socket." },
    { "tres-per-task", 0, "TRES_PER_TASK", 0, get_per_task, 0, "GRES asked for a task." },
    { "userid", 'U', "UID", 0, get_ask_number, OF_ASK(id_user), "User id." },
    { "username", 'u', "USER", 0, get_ask_text, OF_ASK(user), "User." },
    { "wait4switch", 0, "WAIT4SWITCH", SS_FULL_VALUE, get_switch_wait, 0,
      "How long it waits for them." },
    { "wckey", 'w', "WCKEY", 0, get_wckey, 0, "WCKey." },
    { "workdir", 'Z', "WORK_DIR", 0, get_ask_text, OF_ASK(work_dir), "Working directory." },
    { "packjobid", 0, "HET_JOB_ID", 0, get_constant, IS_N_A, "Id of the heterogeneous job." },
    { "packjobidset", 0, "HET_JOB_ID_SET", 0, get_constant, IS_N_A, "Ids of its components." },
    { "packjoboffset", 0, "HET_JOB_OFFSET", 0, get_constant, IS_N_A, "Number of the component." },
};
const size_t ss_job_fields_n = G_N_ELEMENTS(ss_job_fields);

const SsFormatField ss_step_fields[] = {
    { "stepid", 'i', "STEPID", 0, get_step_id, 0, "Step id." },
    { "stepname", 'j', "NAME", 0, get_word, IS_BATCH, "Step name." },
    { "stepstate", 0, "STATE", 0, get_word, IS_RUNNING, "State." },
    { "numcpus", 0, "NUM_CPUS", 0, get_constant, IS_ZERO, "CPUs." },
    { "numtasks", 'A', "TASKS", 0, get_constant, IS_ONE, "Tasks." },
    { "nodes", 'N', "NODELIST", FULL, get_job_list, OF_JOB(nodelist), "Nodes." },
    { "nodelist", 0, "NODELIST", FULL, get_job_list, OF_JOB(nodelist), "Nodes." },
    { "cpufreq", 0, "CPU_FREQ", 0, get_word, IS_NO_FREQUENCY, "CPU frequency." },
    { "resvports", 0, "RESERVED_PORTS", 0, get_constant, IS_NULL, "Reserved ports." },
    { "timelimit", 'l', "TIME_LIMIT", 0, get_word, IS_UNLIMITED, "Time limit." },
    { "timeused", 'M', "TIME", SS_FULL_VALUE, get_used, 0, "Run time." },
    { "tres-per-job", 'b', "TRES_PER_JOB", 0, get_constant, IS_NULL, "GRES asked for the step." },
    { "tres-per-step", 0, "TRES_PER_STEP", 0, get_constant, IS_NULL, "GRES asked for the step." },
    { "jobid", 0, "JOB_ID", 0, get_job_number, OF_JOB(id_job), "Job id of the record." },
    { "arrayjobid", 0, "ARRAY_JOB_ID", 0, get_job_number, OF_JOB(id_array_job),
      "Job id of the array." },
    { "arraytaskid", 0, "ARRAY_TASK_ID", 0, get_step_task, 0, "Task of the array." },
    { "partition", 'P', "PARTITION", 0, get_partition, 0, "Partition." },
    { "userid", 'U', "UID", 0, get_ask_number, OF_ASK(id_user), "User id." },
    { "username", 'u', "USER", 0, get_ask_text, OF_ASK(user), "User." },
    { "starttime", 'S', "START_TIME", 0, get_start, 0, "Start." },
    { "network", 0, "NETWORK", 0, get_constant, IS_NULL, "Network." },
    { "cluster", 0, "CLUSTER", 0, get_cluster, 0, "Cluster." },
    { "container", 0, "CONTAINER", 0, get_constant, IS_NULL, "Container." },
};
const size_t ss_step_fields_n = G_N_ELEMENTS(ss_step_fields);

const char ss_job_all[] =
    "%a|%b|%c|%d|%e|%f|%g|%h|%i|%j|%k|%l|%m|%n|%o|%p|%q|%r|%s|%t|%u|%v|%w|%x|%y|%z|%A|%B|%C|%D|%E|%F|%G|%H|"
    "%I|%J|%K|%L|%M|%N|%O|%P|%Q|%R|%S|%T|%U|%V|%W|%X|%Y|%Z";
const char ss_step_all[] = "%b|%i|%j|%l|%u|%A|%M|%N|%P|%S|%U|";

/* --- sorting ------------------------------------------------------------------------------------------ */

typedef struct {
    const SsJobLine *a, *b;
} Pair;

static Pair pair(const void *a, const void *b)
{
    return (Pair){ a, b };
}

#define BY_NUMBER(word, member)                                                                    \
    static int by_##word(const void *a, const void *b)                                             \
    {                                                                                              \
        Pair p = pair(a, b);                                                                       \
        return ss_compare_numbers((int64_t) p.a->member, (int64_t) p.b->member);                   \
    }
#define BY_TEXT(word, member)                                                                      \
    static int by_##word(const void *a, const void *b)                                             \
    {                                                                                              \
        Pair p = pair(a, b);                                                                       \
        return ss_compare_texts(p.a->member, p.b->member);                                         \
    }

BY_NUMBER(cpus, job->total_cpus)
BY_NUMBER(tmp_disk, ask->tmp_disk)
BY_NUMBER(nodes, job->n_nodes)
BY_TEXT(group, ask->group_name)
BY_NUMBER(gid, ask->id_group)
BY_TEXT(name, ask->name)
BY_NUMBER(memory, ask->mem)
BY_TEXT(partition, partition)
BY_TEXT(user, ask->user)
BY_NUMBER(uid, ask->id_user)
BY_TEXT(reservation, job->reservation)

static int by_state(const void *a, const void *b)
{
    return ss_compare_texts(ss_job_line_state(a), ss_job_line_state(b));
}

static int by_state_short(const void *a, const void *b)
{
    return ss_compare_texts(ss_job_line_state_short(a), ss_job_line_state_short(b));
}

/* What is not asked for counts as the most. */
static int compare_counts(uint32_t a, uint32_t b)
{
    return ss_compare_numbers(a ? a : UINT32_MAX, b ? b : UINT32_MAX);
}

static int by_sockets(const void *a, const void *b)
{
    Pair p = pair(a, b);

    return compare_counts(p.a->ask->sockets_per_node, p.b->ask->sockets_per_node);
}

static int by_cores(const void *a, const void *b)
{
    Pair p = pair(a, b);

    return compare_counts(p.a->ask->cores_per_socket, p.b->ask->cores_per_socket);
}

static int by_threads(const void *a, const void *b)
{
    Pair p = pair(a, b);

    return compare_counts(p.a->ask->threads_per_core, p.b->ask->threads_per_core);
}

static int by_sct(const void *a, const void *b)
{
    int order = by_sockets(a, b);

    if (order == 0)
        order = by_cores(a, b);
    return order ? order : by_threads(a, b);
}

/* Jobs without nodes come last. */
static int by_node_list(const void *a, const void *b)
{
    Pair        p = pair(a, b);
    const char *x = p.a->job->nodelist, *y = p.b->job->nodelist;

    if (x == NULL || y == NULL)
        return x == NULL ? 1 : -1;
    return ss_hostname_compare(x, y);
}

static int by_limit(const void *a, const void *b)
{
    return ss_compare_numbers(ss_job_line_limit(a), ss_job_line_limit(b));
}

static int by_used(const void *a, const void *b)
{
    return ss_compare_numbers(used_of(a), used_of(b));
}

static SsSpan left_of(const SsJobLine *line)
{
    SsSpan limit = ss_job_line_limit(line);

    return limit < 0 || limit == SS_SPAN_FOREVER ? limit : limit - used_of(line);
}

static int by_left(const void *a, const void *b)
{
    return ss_compare_numbers(left_of(a), left_of(b));
}

static uint32_t base_id(const SsQueueRow *job)
{
    return job->id_array_job ? job->id_array_job : job->id_job;
}

/* Tasks come before the rest of their array. */
static int by_id(const void *a, const void *b)
{
    Pair     p = pair(a, b);
    uint32_t x = p.a->task != SS_UNSET32 ? p.a->task : p.a->job->id_array_task;
    uint32_t y = p.b->task != SS_UNSET32 ? p.b->task : p.b->job->id_array_task;
    int      order = ss_compare_numbers(base_id(p.a->job), base_id(p.b->job));

    return order ? order : ss_compare_numbers(x, y);
}

/* With -P a higher tier comes before a higher priority. */
static int by_priority(const void *a, const void *b)
{
    Pair p = pair(a, b);

    return ss_compare_numbers(p.a->priority, p.b->priority);
}

static int by_host(const void *a, const void *b)
{
    Pair                    p = pair(a, b);
    g_autoptr(GStringChunk) texts = g_string_chunk_new(64);

    return ss_compare_texts(ss_job_line_batch_host(p.a, texts), ss_job_line_batch_host(p.b, texts));
}

/* "The left one is later" if its time is not known: see order.c. */
static int compare_times(SsTime a, SsTime b, bool descending)
{
    if (a == 0)
        return 1;
    if (b == 0)
        return -1;
    return descending ? ss_compare_numbers(b, a) : ss_compare_numbers(a, b);
}

static int by_start(const void *a, const void *b, bool descending)
{
    return compare_times(ss_job_line_start(a, 0), ss_job_line_start(b, 0), descending);
}

static int by_end(const void *a, const void *b)
{
    return ss_compare_numbers(ss_job_line_end(a, 0), ss_job_line_end(b, 0));
}

static int by_submit(const void *a, const void *b)
{
    Pair p = pair(a, b);

    return ss_compare_numbers(p.a->job->submit, p.b->job->submit);
}

/* A step's run time counts from the job's start, whatever it was suspended. */
static int by_step_time(const void *a, const void *b)
{
    Pair p = pair(a, b);

    return ss_compare_numbers(p.b->job->start, p.a->job->start);
}

/* Keys that 22.05 knows and that change nothing: b c f h n O. */
static int by_nothing(const void *a, const void *b)
{
    (void) a;
    (void) b;
    return 0;
}

const SsSortKey ss_job_sort_keys[] = {
    { 'b', by_nothing, NULL },     { 'B', by_host, NULL },        { 'c', by_nothing, NULL },
    { 'C', by_cpus, NULL },        { 'd', by_tmp_disk, NULL },    { 'D', by_nodes, NULL },
    { 'e', by_end, NULL },         { 'f', by_nothing, NULL },     { 'g', by_group, NULL },
    { 'G', by_gid, NULL },         { 'h', by_nothing, NULL },     { 'H', by_sockets, NULL },
    { 'i', by_id, NULL },          { 'I', by_cores, NULL },       { 'j', by_name, NULL },
    { 'J', by_threads, NULL },     { 'l', by_limit, NULL },       { 'L', by_left, NULL },
    { 'm', by_memory, NULL },      { 'M', by_used, NULL },        { 'n', by_nothing, NULL },
    { 'N', by_node_list, NULL },   { 'O', by_nothing, NULL },     { 'p', by_priority, NULL },
    { 'P', by_partition, NULL },   { 'Q', by_priority, NULL },    { 'S', NULL, by_start },
    { 't', by_state_short, NULL }, { 'T', by_state, NULL },       { 'u', by_user, NULL },
    { 'U', by_uid, NULL },         { 'v', by_reservation, NULL }, { 'V', by_submit, NULL },
    { 'z', by_sct, NULL },
};
const size_t ss_job_sort_keys_n = G_N_ELEMENTS(ss_job_sort_keys);

const SsSortKey ss_step_sort_keys[] = {
    { 'i', by_id, NULL },        { 'M', by_step_time, NULL }, { 'N', by_node_list, NULL },
    { 'P', by_partition, NULL }, { 'S', NULL, by_start },     { 'u', by_user, NULL },
    { 'U', by_uid, NULL },
};
const size_t ss_step_sort_keys_n = G_N_ELEMENTS(ss_step_sort_keys);
