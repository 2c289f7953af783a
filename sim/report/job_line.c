/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_line.c - what squeue and scontrol show job have in common.
 *
 * The ledger keeps what varies (queue_sample) apart from what was asked for (job_request); the two are
 * joined here once, with the partition, and the forms that both tools print are made here: job ids,
 * states, start and end as far as known, sharing, TRES requests as sbatch sends them.
 *
 * The tasks an array's record stands for are shortened as Slurm does it: "3-19:2" only for six tasks
 * or more over a range of more than ten, else ranges and commas; the whole is cut after 60 characters
 * with "...", and the job id after 31 without.
 */
#include "sim/report/job_line.h"

#include "sim/base/hostlist.h"
#include "sim/base/size.h"
#include "sim/model/job.h"
#include "sim/model/partition.h"

#include <stdlib.h>
#include <string.h>

/* --- reading ------------------------------------------------------------------------------------------ */

static const SsRequestRow *request_of(const SsRows *requests, uint32_t id)
{
    static const SsRequestRow nothing;
    const SsRequestRow       *rows = requests->at;
    uint32_t                  low = 0, high = requests->n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (rows[middle].id_job < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < requests->n && rows[low].id_job == id ? &rows[low] : &nothing;
}

const SsPartRow *ss_job_lines_part(const SsJobLines *lines, const char *name)
{
    const SsPartRow *rows = lines->parts->at;
    size_t           size = name ? strcspn(name, ",") : 0;

    for (uint32_t i = 0; i < lines->parts->n; i++) {
        if (strlen(rows[i].name) == size && strncmp(rows[i].name, name, size) == 0)
            return &rows[i];
    }
    return NULL;
}

static void join(SsJobLines *lines)
{
    const SsQueueRow *rows = lines->jobs->at;

    for (uint32_t i = 0; i < lines->jobs->n; i++) {
        const SsJobLine line = {
            .job = &rows[i],
            .ask = request_of(lines->requests, rows[i].id_job),
            .part = ss_job_lines_part(lines, rows[i].partition),
            .partition = rows[i].partition,
            .priority = rows[i].priority,
            .task = SS_UNSET32,
            .def_cpu_per_gpu = lines->def_cpu_per_gpu,
            .def_mem_per_gpu = lines->def_mem_per_gpu,
        };

        g_array_append_val(lines->lines, line);
    }
}

static gboolean read_defaults(SsJobLines *lines, SsLedger *ledger, GError **error)
{
    SsRows          *conf = ss_ledger_conf(ledger, error);
    const SsConfRow *rows = conf ? conf->at : NULL;

    for (uint32_t i = 0; conf && i < conf->n; i++) {
        if (strcmp(rows[i].key, "DefCPUPerGPU") == 0)
            lines->def_cpu_per_gpu = g_ascii_strtoull(rows[i].value, NULL, 10);
        if (strcmp(rows[i].key, "DefMemPerGPU") == 0)
            lines->def_mem_per_gpu = g_ascii_strtoull(rows[i].value, NULL, 10);
    }
    ss_rows_free(conf);
    return conf != NULL;
}

SsJobLines *ss_job_lines_read(SsLedger *ledger, SsTime now, GError **error)
{
    g_autoptr(SsJobLines) lines = g_new0(SsJobLines, 1);

    lines->now = now;
    lines->sample = ss_ledger_sample_at(ledger, now);
    lines->lines = g_array_new(FALSE, FALSE, sizeof(SsJobLine));
    lines->jobs = ss_ledger_queue(ledger, lines->sample, error);
    if (lines->jobs)
        lines->requests = ss_ledger_requests(ledger, lines->sample, error);
    if (lines->requests)
        lines->parts = ss_ledger_parts(ledger, now, error);
    if (lines->parts == NULL || !read_defaults(lines, ledger, error))
        return NULL;
    join(lines);
    return g_steal_pointer(&lines);
}

void ss_job_lines_free(SsJobLines *lines)
{
    if (lines == NULL)
        return;
    ss_rows_free(lines->jobs);
    ss_rows_free(lines->requests);
    ss_rows_free(lines->parts);
    g_array_unref(lines->lines);
    g_free(lines);
}

/* --- ids ---------------------------------------------------------------------------------------------- */

static const char *keep(GStringChunk *texts, char *text) /* taken */
{
    const char *kept = g_string_chunk_insert(texts, text);

    g_free(text);
    return kept;
}

static const char *or_null(GString *text, GStringChunk *texts)
{
    if (text->len)
        return keep(texts, g_string_free(text, FALSE));
    g_string_free(text, TRUE);
    return NULL;
}

static void add_range(GArray *tasks, uint32_t first, uint32_t last)
{
    for (uint32_t task = first; task <= last && tasks->len < 1000000; task++)
        g_array_append_val(tasks, task);
}

GArray *ss_job_line_task_list(const SsJobLine *line)
{
    GArray     *tasks = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    const char *p = line->job->array_tasks;

    while (p && g_ascii_isdigit(*p)) {
        char    *end;
        uint32_t first = (uint32_t) strtoul(p, &end, 10), last = first;

        if (*end == '-')
            last = (uint32_t) strtoul(end + 1, &end, 10);
        add_range(tasks, first, last);
        p = *end == ',' ? end + 1 : end;
    }
    return tasks;
}

/* The step of tasks at even distances, if Slurm would write it; else 0. */
static uint32_t even_step(const GArray *tasks)
{
    const uint32_t *task = &g_array_index(tasks, uint32_t, 0);

    if (tasks->len < 6 || task[tasks->len - 1] - task[0] <= 10 || task[1] == task[0] + 1)
        return 0;
    uint32_t step = task[1] - task[0];

    for (guint i = 2; i < tasks->len; i++) {
        if (task[i] - task[i - 1] != step)
            return 0;
    }
    return step;
}

static void append_ranges(GString *text, const GArray *tasks)
{
    for (guint i = 0; i < tasks->len; i++) {
        uint32_t first = g_array_index(tasks, uint32_t, i), last = first;

        while (i + 1 < tasks->len && g_array_index(tasks, uint32_t, i + 1) == last + 1)
            last = g_array_index(tasks, uint32_t, ++i);
        g_string_append_printf(text, first == last ? "%s%u" : "%s%u-%u", text->len ? "," : "",
                               first, last);
    }
}

const char *ss_job_line_tasks(const SsJobLine *line, GStringChunk *texts)
{
    enum { SHOWN = 60 };
    g_autoptr(GArray) tasks = ss_job_line_task_list(line);
    GString          *text = g_string_new(NULL);

    if (tasks->len == 0)
        return or_null(text, texts);
    uint32_t step = even_step(tasks);

    if (step)
        g_string_append_printf(text, "%u-%u:%u", g_array_index(tasks, uint32_t, 0),
                               g_array_index(tasks, uint32_t, tasks->len - 1), step);
    else
        append_ranges(text, tasks);
    if (text->len > SHOWN + 3) {
        g_string_truncate(text, SHOWN);
        g_string_append(text, "...");
    }
    if (line->job->array_throttle)
        g_string_append_printf(text, "%%%u", line->job->array_throttle);
    return keep(texts, g_string_free(text, FALSE));
}

const char *ss_job_line_id(const SsJobLine *line, GStringChunk *texts)
{
    enum { SHOWN = 31 };
    const SsQueueRow *job = line->job;
    char             *text;

    if (job->id_array_job == 0)
        text = g_strdup_printf("%u", job->id_job);
    else if (line->task != SS_UNSET32)
        text = g_strdup_printf("%u_%u", job->id_array_job, line->task);
    else if (job->id_array_task != SS_UNSET32)
        text = g_strdup_printf("%u_%u", job->id_array_job, job->id_array_task);
    else
        text = g_strdup_printf("%u_[%s]", job->id_array_job, ss_job_line_tasks(line, texts));
    if (strlen(text) > SHOWN)
        text[SHOWN] = '\0';
    return keep(texts, text);
}

/* --- states ------------------------------------------------------------------------------------------- */

const char *ss_job_line_state(const SsJobLine *line)
{
    if (line->job->completing)
        return "COMPLETING";
    if (line->job->configuring)
        return "CONFIGURING";
    return ss_job_state_text(line->job->state);
}

const char *ss_job_line_state_short(const SsJobLine *line)
{
    if (line->job->completing)
        return "CG";
    if (line->job->configuring)
        return "CF";
    return ss_job_state_short(line->job->state);
}

const char *ss_job_line_reason(const SsJobLine *line)
{
    return line->job->reason_text ? line->job->reason_text : line->job->reason_word;
}

bool ss_job_line_never_began(const SsJobLine *line)
{
    return line->job->state == SS_JOB_FAILED && line->job->nodelist == NULL;
}

uint32_t ss_job_line_tasks_asked(const SsJobLine *line)
{
    const bool     waits = line->job->state == SS_JOB_PENDING;
    const uint32_t nodes = waits ? line->ask->min_nodes : line->job->n_nodes;

    return line->ask->ntasks == SS_UNSET32 ? MAX(nodes, 1) : line->ask->ntasks;
}

/* --- times -------------------------------------------------------------------------------------------- */

SsTime ss_job_line_start(const SsJobLine *line, SsTime now)
{
    if (line->job->start)
        return line->job->start;
    if (line->job->planned_start) /* a plan that was not kept is one for now (static-y-condo) */
        return MAX(line->job->planned_start, now);
    return line->job->state == SS_JOB_PENDING && line->ask->begin > now ? line->ask->begin : 0;
}

SsSpan ss_job_line_limit(const SsJobLine *line)
{
    uint32_t limit = line->job->time_limit;

    if (limit == SS_UNSET32 && line->part)
        limit = line->part->default_time != SS_NO_LIMIT ? line->part->default_time
                                                        : line->part->max_time;
    if (limit == SS_UNSET32)
        return -1;
    return limit == SS_NO_LIMIT ? SS_SPAN_FOREVER : (SsSpan) limit * 60;
}

SsTime ss_job_line_end(const SsJobLine *line, SsTime now)
{
    if (line->job->state != SS_JOB_PENDING)
        return line->job->end;
    SsTime start = ss_job_line_start(line, now);
    SsSpan limit = ss_job_line_limit(line);

    return start && limit >= 0 && limit != SS_SPAN_FOREVER ? start + limit : 0;
}

/* --- requests ----------------------------------------------------------------------------------------- */

const char *ss_job_line_share(const SsJobLine *line)
{
    static const char *const words[] = { "NO", "YES", "OK" };

    if (line->ask->user_exclusive || (line->part && line->part->exclusive_user))
        return "USER";
    if (line->ask->share == 0 || (line->part && line->part->share == SS_SHARE_EXCLUSIVE))
        return "NO";
    if (line->part && line->part->share == SS_SHARE_FORCE)
        return "YES";
    return words[MIN(line->ask->share, 2)];
}

const char *ss_job_line_batch_host(const SsJobLine *line, GStringChunk *texts)
{
    g_autoptr(SsHostlist) list = NULL;

    if (line->job->nodelist == NULL || !ss_hostlist_parse(line->job->nodelist, &list, NULL))
        return NULL;
    SsHostlistIter iter = ss_hostlist_iter(list);
    const char    *first = ss_hostlist_next(&iter);

    return first ? g_string_chunk_insert(texts, first) : NULL;
}

/* "gpu:2,craynetwork:1" -> "gres:gpu:2,gres:craynetwork:1"; with `kind`, "2" -> "gres:gpu:2". */
static void append_gres(GString *text, const char *list, const char *kind)
{
    g_auto(GStrv) items = list ? g_strsplit(list, ",", -1) : NULL;

    for (char **item = items; item && *item; item++) {
        if (**item == '\0')
            continue;
        g_string_append_printf(text, "%s%s%s%s", text->len ? "," : "",
                               g_str_has_prefix(*item, "gres:") ? "" : "gres:", kind, *item);
    }
}

const char *ss_job_line_tres_per_node(const SsJobLine *line, GStringChunk *texts)
{
    GString *text = g_string_new(NULL);

    append_gres(text, line->ask->gpus_per_node, "gpu:");
    append_gres(text, line->ask->gres, "");
    return or_null(text, texts);
}

static const char *gpus(const char *list, GStringChunk *texts)
{
    GString *text = g_string_new(NULL);

    append_gres(text, list, "gpu:");
    return or_null(text, texts);
}

const char *ss_job_line_tres_per_job(const SsJobLine *line, GStringChunk *texts)
{
    return gpus(line->ask->gpus, texts);
}

const char *ss_job_line_tres_per_socket(const SsJobLine *line, GStringChunk *texts)
{
    return gpus(line->ask->gpus_per_socket, texts);
}

const char *ss_job_line_tres_per_task(const SsJobLine *line, GStringChunk *texts)
{
    return gpus(line->ask->gpus_per_task, texts);
}

static bool asks_for_gpus(const SsRequestRow *ask)
{
    return ask->gpus || ask->gpus_per_node || ask->gpus_per_socket || ask->gpus_per_task
           || (ask->gres && strstr(ask->gres, "gpu"));
}

/* Known from the first search for nodes on: not of an array that nobody has looked at (static-t-gpu-farm). */
static bool has_gpu_defaults(const SsJobLine *line)
{
    return line->part && line->ask->by_gpu && asks_for_gpus(line->ask);
}

static const char *per_gpu(uint64_t asked, uint64_t fallback, GStringChunk *texts)
{
    g_autofree char *text = asked      ? g_strdup_printf("gres:gpu:%" G_GUINT64_FORMAT, asked)
                            : fallback ? g_strdup_printf("gpu:%" G_GUINT64_FORMAT, fallback)
                                       : NULL;

    return text ? g_string_chunk_insert(texts, text) : NULL;
}

static uint64_t default_cpus_per_gpu(const SsJobLine *line)
{
    const bool defaults = has_gpu_defaults(line) && !line->ask->cpus_per_task_set;

    if (!defaults)
        return 0;
    return line->part->def_cpu_per_gpu ? line->part->def_cpu_per_gpu : line->def_cpu_per_gpu;
}

const char *ss_job_line_cpus_per_tres(const SsJobLine *line, GStringChunk *texts)
{
    return per_gpu(line->ask->cpus_per_gpu, default_cpus_per_gpu(line), texts);
}

/* "2", "l40s:2", "a:1,b:1" */
static uint32_t count_gpus(const char *list)
{
    g_auto(GStrv) items = g_strsplit(list, ",", -1);
    uint32_t      sum = 0;

    for (char **item = items; *item; item++) {
        const char *colon = strrchr(*item, ':');

        sum += (uint32_t) g_ascii_strtoull(colon ? colon + 1 : *item, NULL, 10);
    }
    return sum;
}

uint32_t ss_job_line_cpus_a_task(const SsJobLine *line)
{
    const SsRequestRow *ask = line->ask;
    const uint64_t per_gpu = ask->cpus_per_gpu ? ask->cpus_per_gpu : default_cpus_per_gpu(line);

    if (line->job->state == SS_JOB_PENDING || !ask->gpus_per_task)
        return MAX(ask->cpus_per_task, 1);
    return MAX(MAX(ask->cpus_per_task, 1), (uint32_t) per_gpu * count_gpus(ask->gpus_per_task));
}

const char *ss_job_line_mem_per_tres(const SsJobLine *line, GStringChunk *texts)
{
    uint64_t fallback = 0;

    if (has_gpu_defaults(line))
        fallback =
            line->part->def_mem_per_gpu ? line->part->def_mem_per_gpu : line->def_mem_per_gpu;
    return per_gpu(line->ask->mem_per_gpu, fallback, texts);
}

/* What the controller's tools fill in of a file's name; other letters stay (recorded: %N, %%, %J). */
static void put_letter(GString *path, const SsJobLine *line, char letter)
{
    const SsQueueRow *job = line->job;

    switch (letter) {
    case 'A':
        g_string_append_printf(path, "%u", job->id_array_job ? job->id_array_job : job->id_job);
        break;
    case 'a':
        g_string_append_printf(path, "%u", job->id_array_job ? job->id_array_task : SS_UNSET32);
        break;
    case 'j':
        g_string_append_printf(path, "%u", job->id_job);
        break;
    case 'u':
        g_string_append(path, line->ask->user);
        break;
    case 'x':
        g_string_append(path, line->ask->name ? line->ask->name : "");
        break;
    default:
        g_string_append_printf(path, "%%%c", letter);
    }
}

static const char *file_of(const SsJobLine *line, const char *name, GStringChunk *texts)
{
    g_autoptr(GString) path = g_string_new(NULL);

    if (*name != '/')
        g_string_append_printf(path, "%s/", line->ask->work_dir ? line->ask->work_dir : "");
    for (; *name; name++)
        if (*name == '%' && name[1])
            put_letter(path, line, *++name);
        else
            g_string_append_c(path, *name);
    return g_string_chunk_insert(texts, path->str);
}

static const char *output_name(const SsJobLine *line)
{
    const char *usual = line->job->id_array_job ? "slurm-%A_%a.out" : "slurm-%j.out";

    return line->ask->std_out ? line->ask->std_out : usual;
}

const char *ss_job_line_input(const SsJobLine *line, GStringChunk *texts)
{
    return file_of(line, line->ask->std_in ? line->ask->std_in : "/dev/null", texts);
}

const char *ss_job_line_output(const SsJobLine *line, GStringChunk *texts)
{
    return file_of(line, output_name(line), texts);
}

const char *ss_job_line_errors(const SsJobLine *line, GStringChunk *texts)
{
    return file_of(line, line->ask->std_err ? line->ask->std_err : output_name(line), texts);
}

const char *ss_mem_text(uint64_t mib, GStringChunk *texts)
{
    char text[SS_SIZE_TEXT];

    return g_string_chunk_insert(texts, ss_size_text(mib, SS_UNIT_MEGA, text));
}
