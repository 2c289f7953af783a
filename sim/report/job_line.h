/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/query.h"
#include "sim/report/column.h"

/**
 * job_line - a job as squeue and scontrol show it: what varies, what it asked for, where it may run.
 *
 * Owner     SsJobLines owns the rows; lines borrow them.
 * Errors    SS_LEDGER_ERROR.
 */
typedef struct {
    const SsQueueRow   *job;
    const SsRequestRow *ask;       /* never NULL                                                 */
    const SsPartRow    *part;      /* of `partition`'s first name; NULL if there is none         */
    const char         *partition; /* all of them, or with squeue -P the line's                  */
    uint32_t            priority;  /* the job's, or in the line's partition                      */
    uint32_t            task; /* SS_UNSET32, or with -r one of the tasks the record stands for */
    uint64_t def_cpu_per_gpu, def_mem_per_gpu; /* of slurm.conf itself; 0 = not set              */
} SsJobLine;

typedef struct {
    SsTime   now, sample;
    SsRows  *jobs, *requests, *parts;
    GArray  *lines; /* SsJobLine, in list order, one a record */
    uint64_t def_cpu_per_gpu, def_mem_per_gpu;
} SsJobLines;

SsJobLines *ss_job_lines_read(SsLedger *ledger, SsTime now, GError **error);
void        ss_job_lines_free(SsJobLines *lines); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsJobLines, ss_job_lines_free)

const SsPartRow *ss_job_lines_part(const SsJobLines *lines, const char *name); /* NULL */

/* --- what is shown of a job ------------------------------------------------------------------------ */

/* "17", "17_3", "17_[4-9%2]": in `texts`. */
const char *ss_job_line_id(const SsJobLine *line, GStringChunk *texts);
/* The tasks a record stands for as Slurm writes them: "3-19:2"; NULL if it is none such. */
const char *ss_job_line_tasks(const SsJobLine *line, GStringChunk *texts);
/* Task ids of a record that stands for many, uint32_t; empty if it does not. */
GArray *ss_job_line_task_list(const SsJobLine *line);

const char *ss_job_line_state(const SsJobLine *line); /* "COMPLETING", "RUNNING", ...         */
const char *ss_job_line_state_short(
    const SsJobLine *line);                            /* "CG", "R"                            */
const char *ss_job_line_reason(const SsJobLine *line); /* the text shown instead, or the word  */

/* Did it fail before it had nodes? */
bool ss_job_line_never_began(const SsJobLine *line);

/* Tasks: one a node if it did not say; of those it asked for while it waits (static-w-mixed-cards). */
uint32_t ss_job_line_tasks_asked(const SsJobLine *line);

/* CPUs a task; of a job that has started with GPUs a task also those that its GPUs bring (static-w-mixed-cards). */
uint32_t ss_job_line_cpus_a_task(const SsJobLine *line);

/* Start and end as far as they are known: of a pending job what is planned; 0 = unknown. */
SsTime ss_job_line_start(const SsJobLine *line, SsTime now);
SsTime ss_job_line_end(const SsJobLine *line, SsTime now);
/* The limit in seconds; SS_SPAN_FOREVER; -1 = not set (the partition's). */
SsSpan ss_job_line_limit(const SsJobLine *line);

/* "OK", "NO", "YES", "USER" */
const char *ss_job_line_share(const SsJobLine *line);

/* The first host of its nodes; NULL while it has none. In `texts`. */
const char *ss_job_line_batch_host(const SsJobLine *line, GStringChunk *texts);

/* "gres:gpu:2" as sbatch sends --gres and --gpus...; NULL. In `texts`. */
const char *ss_job_line_tres_per_node(const SsJobLine *line, GStringChunk *texts);
const char *ss_job_line_tres_per_job(const SsJobLine *line, GStringChunk *texts);
const char *ss_job_line_tres_per_socket(const SsJobLine *line, GStringChunk *texts);
const char *ss_job_line_tres_per_task(const SsJobLine *line, GStringChunk *texts);
/* What each GPU brings: "gres:gpu:2" as asked for, "gpu:2" by the partition's default; NULL. */
const char *ss_job_line_cpus_per_tres(const SsJobLine *line, GStringChunk *texts);
const char *ss_job_line_mem_per_tres(const SsJobLine *line, GStringChunk *texts);

/* Its files, in the work directory: slurm-%j.out (an array's slurm-%A_%a.out) without names of their own. In `texts`. */
const char *ss_job_line_input(const SsJobLine *line, GStringChunk *texts);
const char *ss_job_line_output(const SsJobLine *line, GStringChunk *texts);
const char *ss_job_line_errors(const SsJobLine *line, GStringChunk *texts);

/* "1000M", "2G", "0" */
const char *ss_mem_text(uint64_t mib, GStringChunk *texts);
