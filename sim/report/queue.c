/* SPDX-License-Identifier: Apache-2.0 */
/*
 * queue.c - squeue: which jobs, in what order, in which format.
 *
 * The order decides whether two listings can be compared at all. Slurm sorts the controller's job list
 * by start time, latest first, and then by each key of P,t,-p, the last one first; what ties is left in
 * the order of the pass before, and jobs without a start time come out of each pass over start times
 * turned round (order.c). Tasks of an array (-r) are taken apart when printed, after sorting.
 *
 * Fields are in queue_fields.c. Tested in tests/unit/test_queue.c with recorded outputs.
 */
#include "sim/report/queue.h"

#include "sim/base/date.h"
#include "sim/base/hostlist.h"
#include "sim/model/job.h"
#include "sim/report/tools.h"
#include "sim/report/names.h"
#include "sim/report/queue_fields.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t id, task; /* task SS_UNSET32: all of it */
} JobChoice;

typedef struct {
    SsLedger              *ledger;
    const SsReportContext *context;
    GString               *err;
    SsJobLines            *lines;
    SsQueueFacts           facts;
    SsShow                 show;
    bool                   all, array, no_header, longer, by_partition, start, steps, by_job, mine;
    bool                   any_state;
    uint32_t               states; /* bit SsJobState, or COMPLETING, CONFIGURING; 0 = the usual */
    const char            *format, *names, *sort, *cluster;
    char                 **accounts, **job_names, **partitions, **qos, **reservations, **licenses;
    GArray                *jobs;  /* JobChoice, NULL = all  */
    SsHostlist            *nodes; /* NULL = all             */
    SsUserFilter           users;
    GPtrArray             *joined; /* SsQueueRow *, owned: arrays with their tasks of own records */
} Tool;

/* --- states ------------------------------------------------------------------------------------------- */

enum {
    COMPLETING = SS_JOB_STATES,
    CONFIGURING,
    NEVER
}; /* NEVER: known, but no job here is in it */

static const struct {
    const char *name, *brief;
    uint32_t    bit;
} states[] = {
    /* in the order of Slurm's message */
    { "PENDING", "PD", SS_JOB_PENDING },
    { "RUNNING", "R", SS_JOB_RUNNING },
    { "SUSPENDED", "S", SS_JOB_SUSPENDED },
    { "COMPLETED", "CD", SS_JOB_COMPLETED },
    { "CANCELLED", "CA", SS_JOB_CANCELLED },
    { "FAILED", "F", SS_JOB_FAILED },
    { "TIMEOUT", "TO", SS_JOB_TIMEOUT },
    { "NODE_FAIL", "NF", SS_JOB_NODE_FAIL },
    { "PREEMPTED", "PR", SS_JOB_PREEMPTED },
    { "BOOT_FAIL", "BF", SS_JOB_BOOT_FAIL },
    { "DEADLINE", "DL", SS_JOB_DEADLINE },
    { "OUT_OF_MEMORY", "OOM", SS_JOB_OOM },
    { "COMPLETING", "CG", COMPLETING },
    { "CONFIGURING", "CF", CONFIGURING },
    { "RESIZING", "RS", NEVER },
    { "RESV_DEL_HOLD", "RD", NEVER },
    { "REQUEUED", "RQ", NEVER },
    { "REQUEUE_FED", "RF", NEVER },
    { "REQUEUE_HOLD", "RH", NEVER },
    { "REVOKED", "RV", NEVER },
    { "SIGNALING", "SI", NEVER },
    { "SPECIAL_EXIT", "SE", NEVER },
    { "STAGE_OUT", "SO", NEVER },
    { "STOPPED", "ST", NEVER },
};

static bool add_state(Tool *tool, const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
        if (g_ascii_strcasecmp(word, states[i].name) == 0
            || g_ascii_strcasecmp(word, states[i].brief) == 0) {
            tool->states |= UINT32_C(1) << states[i].bit;
            return true;
        }
    }
    return false;
}

static int refuse_state(const Tool *tool, const char *word)
{
    g_string_append_printf(tool->err,
                           "squeue: error: Invalid job state specified: %s\n"
                           "squeue: error: Valid job states include: ",
                           word);
    for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
        g_string_append_printf(tool->err, "%s%s", i ? "," : "", states[i].name);
    g_string_append(tool->err, "\n\n");
    return 1;
}

static bool has_state(const Tool *tool, const SsQueueRow *job)
{
    static const uint32_t usual = 1 << SS_JOB_PENDING | 1 << SS_JOB_RUNNING | 1 << SS_JOB_SUSPENDED
                                  | 1 << COMPLETING | 1 << CONFIGURING;
    uint32_t wanted = tool->states ? tool->states : usual;

    if (tool->start && tool->states == 0)
        wanted = 1 << SS_JOB_PENDING;
    return tool->any_state || (wanted & UINT32_C(1) << job->state)
           || (job->completing && (wanted & 1 << COMPLETING))
           || (job->configuring && (wanted & 1 << CONFIGURING));
}

/* --- options ------------------------------------------------------------------------------------------ */

#define SWITCH(word, field)                                                                        \
    static int take_##word(void *data, const char *value)                                          \
    {                                                                                              \
        (void) value;                                                                              \
        ((Tool *) data)->field = true;                                                             \
        return SS_FLAGS_GO;                                                                        \
    }
SWITCH(all, all)
SWITCH(array, array)
SWITCH(no_header, no_header)
SWITCH(long, longer)
SWITCH(by_partition, by_partition)
SWITCH(start, start)
SWITCH(mine, mine)

#define WORD(word, field)                                                                          \
    static int take_##word(void *data, const char *value)                                          \
    {                                                                                              \
        ((Tool *) data)->field = value;                                                            \
        return SS_FLAGS_GO;                                                                        \
    }
WORD(format, format)
WORD(names, names)
WORD(sort, sort)
WORD(cluster, cluster)

#define LIST(word, field)                                                                          \
    static int take_##word(void *data, const char *value)                                          \
    {                                                                                              \
        Tool *tool = data;                                                                         \
        g_strfreev(tool->field);                                                                   \
        tool->field = g_strsplit(value, ",", -1);                                                  \
        return SS_FLAGS_GO;                                                                        \
    }
LIST(accounts, accounts)
LIST(job_names, job_names)
LIST(partitions, partitions)
LIST(qos, qos)
LIST(reservations, reservations)
LIST(licenses, licenses)

static int take_users(void *data, const char *value)
{
    Tool *tool = data;

    ss_user_filter_read(&tool->users, tool->ledger, "squeue", value, tool->err);
    return SS_FLAGS_GO;
}

static int take_states(void *data, const char *value)
{
    Tool         *tool = data;
    g_auto(GStrv) words = g_strsplit(value, ",", -1);

    tool->states = 0;
    tool->any_state = g_ascii_strcasecmp(value, "all") == 0;
    for (char **word = words; *word && !tool->any_state; word++) {
        if (!add_state(tool, *word))
            return refuse_state(tool, *word);
    }
    return SS_FLAGS_GO;
}

/* Of the serialised forms only sacct's is there. */
static int take_serial(void *data, const char *value)
{
    (void) value;
    g_string_append(
        ((Tool *) data)->err,
        "squeue: error: --json and --yaml are not simulated; -o and -O choose columns\n");
    return 1;
}

static int take_iterate(void *data, const char *value)
{
    Tool *tool = data;

    if (atoi(value) > 0)
        return SS_FLAGS_GO; /* the sample does not change: once is enough */
    g_string_append_printf(tool->err, "squeue: error: --iterate=%s\n\n", value);
    return 1;
}

static bool node_exists(Tool *tool, const char *name)
{
    SsQuery *query = ss_query_new(tool->ledger, "SELECT 1 FROM node WHERE name = ?1");

    ss_query_text(query, 1, name);
    bool found = ss_query_next(query);

    return ss_query_close(query, NULL) && found;
}

static int take_nodes(void *data, const char *value)
{
    Tool *tool = data;

    g_clear_pointer(&tool->nodes, ss_hostlist_free);
    if (!ss_hostlist_parse(value, &tool->nodes, NULL)) {
        g_string_append_printf(tool->err, "squeue: error: '%s' invalid entry for --nodelist\n",
                               value);
        return 1;
    }
    SsHostlistIter iter = ss_hostlist_iter(tool->nodes);
    const char    *name;

    while ((name = ss_hostlist_next(&iter)) != NULL) {
        if (!node_exists(tool, name)) {
            g_string_append_printf(tool->err, "squeue: error: Invalid node name %s\n", name);
            return 1;
        }
    }
    return SS_FLAGS_GO;
}

/* "17,6_3": ids and tasks. */
static int read_jobs(Tool *tool, const char *list)
{
    g_auto(GStrv) words = g_strsplit(list, ",", -1);

    tool->jobs = g_array_new(FALSE, FALSE, sizeof(JobChoice));
    for (char **word = words; *word; word++) {
        char     *end;
        JobChoice choice = { (uint32_t) strtoul(*word, &end, 10), SS_UNSET32 };

        if (choice.id == 0) {
            g_string_append_printf(tool->err, "squeue: error: Invalid job id: %s\n", *word);
            return 1;
        }
        if (*end == '_')
            choice.task = (uint32_t) strtoul(end + 1, NULL, 10);
        g_array_append_val(tool->jobs, choice);
    }
    return SS_FLAGS_GO;
}

static int take_jobs(void *data, const char *value)
{
    ((Tool *) data)->by_job = true;
    return value ? read_jobs(data, value) : SS_FLAGS_GO;
}

static int take_steps(void *data, const char *value)
{
    ((Tool *) data)->steps = true;
    return value ? read_jobs(data, value) : SS_FLAGS_GO;
}

static const SsFlag flag_rows[] = {
    { "accounts", 'A', SS_ARG_NEEDED, take_accounts, "=names  only these accounts" },
    { "all", 'a', SS_ARG_NONE, take_all, "jobs in hidden partitions too" },
    { "array", 'r', SS_ARG_NONE, take_array, "a line a task of an array" },
    { "array-unique", '\0', SS_ARG_NONE, NULL, NULL },
    { "Format", 'O', SS_ARG_NEEDED, take_names, "=fields  the fields to show, by name" },
    { "federation", '\0', SS_ARG_NONE, NULL, NULL },
    { "format", 'o', SS_ARG_NEEDED, take_format, "=format  the fields to show, by letter" },
    { "hide", '\0', SS_ARG_NONE, NULL, "not the jobs in hidden partitions" },
    { "iterate", 'i', SS_ARG_NEEDED, take_iterate, "=seconds  again after that time" },
    { "jobs", 'j', SS_ARG_OPTIONAL, take_jobs, "=job_ids  only these jobs" },
    { "json", '\0', SS_ARG_NONE, take_serial, NULL },
    { "licenses", 'L', SS_ARG_NEEDED, take_licenses, "=names  only jobs with these licenses" },
    { "local", '\0', SS_ARG_NONE, NULL, NULL },
    { "long", 'l', SS_ARG_NONE, take_long, "more about each job" },
    { "cluster", 'M', SS_ARG_NEEDED, take_cluster, NULL },
    { "clusters", 'M', SS_ARG_NEEDED, take_cluster, "=names  clusters to ask" },
    { "me", '\0', SS_ARG_NONE, take_mine, "only my jobs" },
    { "name", 'n', SS_ARG_NEEDED, take_job_names, "=names  only jobs of these names" },
    { "noconvert", '\0', SS_ARG_NONE, NULL, NULL },
    { "node", 'w', SS_ARG_NEEDED, take_nodes, NULL },
    { "nodes", 'w', SS_ARG_NEEDED, take_nodes, NULL },
    { "nodelist", 'w', SS_ARG_NEEDED, take_nodes, "=nodes  only jobs on these nodes" },
    { "noheader", 'h', SS_ARG_NONE, take_no_header, "no headers on output" },
    { "partitions", 'p', SS_ARG_NEEDED, take_partitions, "=names  only these partitions" },
    { "priority", 'P', SS_ARG_NONE, take_by_partition, "a line a partition of a pending job" },
    { "qos", 'q', SS_ARG_NEEDED, take_qos, "=names  only these qualities of service" },
    { "reservation", 'R', SS_ARG_NEEDED, take_reservations, "=names  only these reservations" },
    { "sibling", '\0', SS_ARG_NONE, NULL, NULL },
    { "sort", 'S', SS_ARG_NEEDED, take_sort, "=fields  the order of the lines" },
    { "start", '\0', SS_ARG_NONE, take_start, "expected start times of pending jobs" },
    { "steps", 's', SS_ARG_OPTIONAL, take_steps, "=step_ids  steps instead of jobs" },
    { "states", 't', SS_ARG_NEEDED, take_states, "=states  only jobs in these states" },
    { "user", 'u', SS_ARG_NEEDED, take_users, NULL },
    { "users", 'u', SS_ARG_NEEDED, take_users, "=names  only these users" },
    { "verbose", 'v', SS_ARG_NONE, NULL, "tell more" },
    { "yaml", '\0', SS_ARG_NONE, take_serial, NULL },
};

const SsFlags ss_squeue_flags = {
    flag_rows,
    G_N_ELEMENTS(flag_rows),
    "Usage: squeue [-A account] [--clusters names] [-i seconds] [--job jobid]\n"
    "              [-n name] [-o format] [-p partitions] [--qos qos]\n"
    "              [--reservation reservation] [--sort fields] [--start]\n"
    "              [--step step_id] [-t states] [-u user_name] [--usage]\n"
    "              [-L licenses] [-w nodes] [--federation] [--local] [--sibling]\n"
    "\t      [-ahjlrsv]\n",
};

/* Options that an environment variable sets, before the command line is read. */
static const struct {
    const char *variable;
    SsFlagTake  take;
} defaults[] = {
    { "SQUEUE_ACCOUNT", take_accounts },
    { "SQUEUE_ALL", take_all },
    { "SQUEUE_ARRAY", take_array },
    { "SQUEUE_FORMAT", take_format },
    { "SQUEUE_FORMAT2", take_names },
    { "SQUEUE_LICENSES", take_licenses },
    { "SQUEUE_NAMES", take_job_names },
    { "SQUEUE_PARTITION", take_partitions },
    { "SQUEUE_PRIORITY", take_by_partition },
    { "SQUEUE_QOS", take_qos },
    { "SQUEUE_SORT", take_sort },
    { "SQUEUE_STATES", take_states },
    { "SQUEUE_USERS", take_users },
};

static int read_defaults(Tool *tool)
{
    int code = SS_FLAGS_GO;

    for (size_t i = 0; i < G_N_ELEMENTS(defaults) && code == SS_FLAGS_GO; i++) {
        const char *value = ss_report_env(tool->context, defaults[i].variable);

        if (value)
            code = defaults[i].take(tool, value);
    }
    return code;
}

static int read_options(Tool *tool, char **argv, GString *out)
{
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    const char          *format, *names;
    int                  code = read_defaults(tool);

    format = tool->format; /* what the command line says wins, also over the other kind */
    names = tool->names;
    if (code == SS_FLAGS_GO)
        code = ss_flags_read(&ss_squeue_flags, tool, argv, rest, out, tool->err);
    if (tool->format != format && tool->names == names)
        tool->names = NULL;
    guint used =
        (tool->by_job || tool->steps) && tool->jobs == NULL && rest->len ? 1 : 0; /* -j 17 */

    if (code == SS_FLAGS_GO && used)
        code = read_jobs(tool, rest->pdata[0]);
    if (code == SS_FLAGS_GO && rest->len > used)
        code = ss_flags_refuse(&ss_squeue_flags, "squeue", rest->pdata[used], out, tool->err);
    return code;
}

/* --- which jobs --------------------------------------------------------------------------------------- */

static bool is_chosen(const Tool *tool, const SsQueueRow *job)
{
    for (guint i = 0; tool->jobs && i < tool->jobs->len; i++) {
        const JobChoice *choice = &g_array_index(tool->jobs, JobChoice, i);

        if (choice->id != job->id_job && choice->id != job->id_array_job)
            continue;
        if (choice->task == SS_UNSET32 || choice->task == job->id_array_task || job->array_tasks)
            return true;
    }
    return tool->jobs == NULL;
}

/* Is one of the job's comma-separated names, up to ':', among those asked for? */
static bool list_has(char **wanted, const char *list)
{
    if (wanted == NULL)
        return true;
    g_auto(GStrv) items = g_strsplit(list ? list : "", ",", -1);

    for (char **item = items; *item; item++) {
        (*item)[strcspn(*item, ":")] = '\0';
        if (ss_names_have(wanted, *item))
            return true;
    }
    return false;
}

static bool runs_on(const Tool *tool, const SsQueueRow *job)
{
    g_autoptr(SsHostlist) mine = NULL;

    if (tool->nodes == NULL)
        return true;
    if (job->nodelist == NULL || !ss_hostlist_parse(job->nodelist, &mine, NULL))
        return false;
    SsHostlistIter iter = ss_hostlist_iter(tool->nodes);
    const char    *name;

    while ((name = ss_hostlist_next(&iter)) != NULL) {
        if (ss_hostlist_find(mine, name) != SS_ID_NONE)
            return true;
    }
    return false;
}

static bool is_hidden(const Tool *tool, const SsJobLine *line)
{
    return !tool->all && line->part && line->part->hidden
           && strcmp(ss_report_user(tool->context), "root") != 0;
}

static bool wanted(const Tool *tool, const SsJobLine *line)
{
    const SsQueueRow *job = line->job;

    return has_state(tool, job) && is_chosen(tool, job) && !is_hidden(tool, line)
           && ss_user_filter_has(&tool->users, line->ask->id_user, line->ask->user)
           && (!tool->mine || g_strcmp0(line->ask->user, ss_report_user(tool->context)) == 0)
           && ss_names_have(tool->accounts, job->account) && ss_names_have(tool->qos, job->qos)
           && ss_names_have(tool->job_names, line->ask->name)
           && ss_names_have(tool->reservations, job->reservation)
           && list_has(tool->partitions, line->partition)
           && list_has(tool->licenses, line->ask->licenses) && runs_on(tool, job);
}

/* With -P a pending job stands in a line for each of its partitions. */
static void split(const Tool *tool, const SsJobLine *line, GPtrArray *lines)
{
    g_auto(GStrv) names = g_strsplit(line->partition, ",", -1);

    for (char **name = names; *name; name++) {
        SsJobLine *copy = g_memdup2(line, sizeof *line);

        copy->partition = g_string_chunk_insert_const(tool->lines->jobs->texts, *name);
        copy->part = ss_job_lines_part(tool->lines, *name);
        g_ptr_array_add(lines, copy);
    }
}

/* --- tasks of an array that wait in records of their own ---------------------------------------------- */

static bool is_rest(const SsQueueRow *job)
{
    return job->array_tasks != NULL && job->id_array_task == SS_UNSET32;
}

static bool joins(const SsQueueRow *task, const SsQueueRow *rest)
{
    return task->id_array_job == rest->id_array_job && !is_rest(task)
           && task->id_array_task != SS_UNSET32 && task->state == SS_JOB_PENDING;
}

static int by_number(gconstpointer a, gconstpointer b)
{
    const uint32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static bool has_reason(const GPtrArray *reasons, const char *reason)
{
    return g_ptr_array_find_with_equal_func((GPtrArray *) reasons, reason, g_str_equal, NULL);
}

/* The record of the others stands for them too: their tasks, without the limit, and all their reasons. */
static SsQueueRow *joined(const Tool *tool, const SsJobLine *rest, GArray *tasks,
                          GPtrArray *reasons)
{
    GStringChunk      *texts = tool->lines->jobs->texts;
    SsQueueRow        *job = g_memdup2(rest->job, sizeof *job);
    g_autoptr(GArray)  all = ss_job_line_task_list(rest);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char   *words = NULL;

    g_array_append_vals(all, tasks->data, tasks->len);
    g_array_sort(all, by_number);
    for (guint i = 0; i < all->len; i++)
        g_string_append_printf(text, "%s%u", i ? "," : "", g_array_index(all, uint32_t, i));
    g_ptr_array_add(reasons, NULL);
    words = g_strjoinv(",", (char **) reasons->pdata);
    job->array_tasks = g_string_chunk_insert(texts, text->str);
    job->array_throttle = 0;
    job->reason_text = g_string_chunk_insert(texts, words);
    return job;
}

/* Takes from `lines` what joins `rest`. */
static void join(Tool *tool, GPtrArray *lines, SsJobLine *rest)
{
    g_autoptr(GArray)    tasks = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GPtrArray) reasons = g_ptr_array_new();

    g_ptr_array_add(reasons, (gpointer) ss_job_line_reason(rest));
    for (guint i = 0; i < lines->len;) {
        const SsJobLine *line = lines->pdata[i];

        if (!joins(line->job, rest->job)) {
            i++;
            continue;
        }
        g_array_append_val(tasks, line->job->id_array_task);
        if (!has_reason(reasons, ss_job_line_reason(line)))
            g_ptr_array_add(reasons, (gpointer) ss_job_line_reason(line));
        g_ptr_array_remove_index(lines, i);
    }
    if (tasks->len == 0)
        return;
    rest->job = joined(tool, rest, tasks, reasons);
    g_ptr_array_add(tool->joined, (gpointer) rest->job);
}

static void join_arrays(Tool *tool, GPtrArray *lines)
{
    g_autoptr(GPtrArray) rests = g_ptr_array_new();

    for (guint i = 0; i < lines->len; i++)
        if (is_rest(((const SsJobLine *) lines->pdata[i])->job))
            g_ptr_array_add(rests, lines->pdata[i]);
    for (guint i = 0; i < rests->len; i++)
        join(tool, lines, rests->pdata[i]);
}

static GPtrArray *choose(Tool *tool)
{
    GPtrArray *chosen = g_ptr_array_new_with_free_func(g_free); /* element-type: SsJobLine * */

    for (guint i = 0; i < tool->lines->lines->len; i++) {
        const SsJobLine *line = &g_array_index(tool->lines->lines, SsJobLine, i);

        if (!wanted(tool, line))
            continue;
        if (tool->by_partition)
            split(tool, line, chosen);
        else
            g_ptr_array_add(chosen, g_memdup2(line, sizeof *line));
    }
    if (!tool->array)
        join_arrays(tool, chosen);
    return chosen;
}

/* A single job that is not there is an error. */
static bool is_missing(const Tool *tool)
{
    if (tool->jobs == NULL || tool->jobs->len != 1)
        return false;
    uint32_t id = g_array_index(tool->jobs, JobChoice, 0).id;

    for (guint i = 0; i < tool->lines->lines->len; i++) {
        const SsQueueRow *job = g_array_index(tool->lines->lines, SsJobLine, i).job;

        if (job->id_job == id || job->id_array_job == id)
            return false;
    }
    return true;
}

/* --- printing ----------------------------------------------------------------------------------------- */

static void report_wrong(const Tool *tool, const SsFormat *format)
{
    for (guint i = 0; i < format->wrong->len; i++)
        g_string_append_printf(tool->err, "squeue: error: Invalid job %sformat specification: %s\n",
                               tool->steps ? "step " : "", (const char *) format->wrong->pdata[i]);
}

static SsFormat *make_format(const Tool *tool)
{
    const SsFormatField *fields = tool->steps ? ss_step_fields : ss_job_fields;
    size_t               n = tool->steps ? ss_step_fields_n : ss_job_fields_n;
    const char          *all = tool->steps ? ss_step_all : ss_job_all;

    if (tool->names)
        return ss_format_names(fields, n, tool->names);
    if (tool->format)
        return ss_format_letters(fields, n, tool->format, all, SS_WRONG_COPIED);
    if (tool->steps)
        return ss_format_letters(fields, n, "%.15i %.8j %.9P %.8u %.9M %N", all, SS_WRONG_COPIED);
    if (tool->start)
        return ss_format_letters(fields, n, "%.18i %.9P %.8j %.8u %.2t %.19S %.6D %20Y %R", all,
                                 SS_WRONG_COPIED);
    return ss_format_letters(fields, n,
                             tool->longer ? "%.18i %.9P %.8j %.8u %.8T %.10M %.9l %.6D %R"
                                          : "%.18i %.9P %.8j %.8u %.2t %.10M %.6D %R",
                             all, SS_WRONG_COPIED);
}

static bool task_is_chosen(const Tool *tool, const SsQueueRow *job, uint32_t task)
{
    for (guint i = 0; tool->jobs && i < tool->jobs->len; i++) {
        const JobChoice *choice = &g_array_index(tool->jobs, JobChoice, i);

        if (choice->id == job->id_array_job && choice->task == task)
            return true;
    }
    return false;
}

static bool by_task(const Tool *tool, const SsQueueRow *job)
{
    for (guint i = 0; tool->jobs && i < tool->jobs->len; i++) {
        const JobChoice *choice = &g_array_index(tool->jobs, JobChoice, i);

        if (choice->id == job->id_array_job && choice->task != SS_UNSET32)
            return true;
    }
    return false;
}

static void print_tasks(const Tool *tool, const SsFormat *format, SsJobLine *line, GString *out)
{
    g_autoptr(GArray) tasks = ss_job_line_task_list(line);

    /* 22.05 loses the last task of a list that it writes with a step */
    guint n = tasks->len && strchr(ss_job_line_tasks(line, tool->show.texts), ':') ? tasks->len - 1
                                                                                   : tasks->len;

    for (guint i = 0; i < n; i++) {
        line->task = g_array_index(tasks, uint32_t, i);
        if (!by_task(tool, line->job) || task_is_chosen(tool, line->job, line->task))
            ss_format_row(format, line, &tool->show, out);
    }
}

static void print_line(const Tool *tool, const SsFormat *format, SsJobLine *line, GString *out)
{
    if (line->job->array_tasks && (tool->array || by_task(tool, line->job)))
        print_tasks(tool, format, line, out);
    else
        ss_format_row(format, line, &tool->show, out);
    g_string_chunk_clear(tool->show.texts);
}

/* Told once a 'b', and nothing else comes of it. */
static void complain_gres(const Tool *tool)
{
    for (const char *p = tool->sort; p && *p; p++) {
        if (*p == 'b')
            g_string_append(tool->err, "squeue: Invalid sort specification: b\n");
    }
}

static bool sort_jobs(const Tool *tool, GPtrArray *lines, char *wrong)
{
    const char *spec = tool->sort ? tool->sort : tool->start ? "S" : "P,t,-p";

    ss_sort_rows(lines, ss_job_sort_keys, ss_job_sort_keys_n, "-S", wrong);
    if (!ss_sort_rows(lines, ss_job_sort_keys, ss_job_sort_keys_n, spec, wrong))
        return false;
    complain_gres(tool);
    return true;
}

static void print_head(const Tool *tool, const SsFormat *format, GString *out)
{
    char date[SS_DATE_TEXT];

    if (tool->cluster)
        g_string_append_printf(out, "CLUSTER: %s\n", tool->cluster);
    if (tool->longer)
        g_string_append_printf(out, "%s\n",
                               ss_date_text_ctime(tool->context->now, tool->context->zone, date));
    if (!tool->no_header)
        ss_format_header(format, out);
}

static int print_jobs(Tool *tool, GString *out)
{
    g_autoptr(SsFormat)  format = make_format(tool);
    g_autoptr(GPtrArray) lines = choose(tool);
    char                 wrong;

    if (!ss_cluster_is_known(tool->ledger, "squeue", tool->cluster, tool->err))
        return 1;
    report_wrong(tool, format);
    print_head(tool, format, out);
    if (!sort_jobs(tool, lines, &wrong)) {
        g_string_append_printf(tool->err, "squeue: error: Invalid sort specification: %c\n", wrong);
        return 1;
    }
    for (guint i = 0; i < lines->len; i++)
        print_line(tool, format, lines->pdata[i], out);
    return 0;
}

static bool has_step(const SsJobLine *line)
{
    return line->ask->batch
           && (line->job->state == SS_JOB_RUNNING || line->job->state == SS_JOB_SUSPENDED);
}

static int print_steps(Tool *tool, GString *out)
{
    g_autoptr(SsFormat)  format = make_format(tool);
    g_autoptr(GPtrArray) lines = choose(tool);
    char                 wrong;

    report_wrong(tool, format);
    print_head(tool, format, out);
    complain_gres(tool);
    ss_sort_rows(lines, ss_step_sort_keys, ss_step_sort_keys_n, tool->sort ? tool->sort : "P,i",
                 &wrong);
    for (guint i = 0; i < lines->len; i++) {
        if (has_step(lines->pdata[i]))
            ss_format_row(format, lines->pdata[i], &tool->show, out);
        g_string_chunk_clear(tool->show.texts);
    }
    return 0;
}

static int run(Tool *tool, char **argv, GString *out, GError **error)
{
    int code = read_options(tool, argv, out);

    if (code != SS_FLAGS_GO)
        return code;
    tool->lines = ss_job_lines_read(tool->ledger, tool->context->now, error);
    if (tool->lines == NULL)
        return -1;
    if (is_missing(tool)) {
        g_string_append(tool->err, "slurm_load_jobs error: Invalid job id specified\n");
        return 1;
    }
    return tool->steps ? print_steps(tool, out) : print_jobs(tool, out);
}

static void clear(Tool *tool)
{
    char ***lists[] = { &tool->accounts, &tool->job_names,    &tool->partitions,
                        &tool->qos,      &tool->reservations, &tool->licenses };

    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_strfreev(*lists[i]);
    g_clear_pointer(&tool->jobs, g_array_unref);
    g_ptr_array_unref(tool->joined);
    ss_hostlist_free(tool->nodes);
    ss_user_filter_clear(&tool->users);
    ss_job_lines_free(tool->lines);
    g_string_chunk_free(tool->show.texts);
}

int ss_report_squeue(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                     GString *out, GString *err)
{
    Tool                 tool = { .ledger = ledger, .context = context, .err = err };
    g_autoptr(GError)    error = NULL;
    g_autoptr(SsTresSet) tres = ss_ledger_tres_of_controller(ledger, &error);
    int                  code = 1;

    (void) argc;
    tool.joined = g_ptr_array_new_with_free_func(g_free);
    tool.facts = (SsQueueFacts){ ss_ledger_cluster(ledger), "localhost", tres };
    tool.show = (SsShow){ context->zone, context->now, context->time_format,
                          g_string_chunk_new(1024), &tool.facts };
    if (tres)
        code = run(&tool, argv, out, &error);
    if (error) {
        g_string_append_printf(err, "squeue: error: %s\n", error->message);
        code = 1;
    }
    clear(&tool);
    return code;
}
