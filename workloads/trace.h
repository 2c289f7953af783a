/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/base/json.h"
#include "sim/base/writer.h"
#include "sim/base/zone.h"
#include "sim/model/cluster.h"
#include "sim/model/stream.h"

/**
 * trace - a workload file becomes a stream of submissions.
 *
 * Shape     one row a format (workloads/formats.c); the format is told from content unless named.
 *           A file is read twice: once to find every fault and the order, before anything runs; then
 *           record by record as jobs are asked for. Memory is O(1) while submit times rise, else 24
 *           bytes a job (a gzip file out of order is kept unpacked as well).
 * Paths     a file (plain or gzip), a folder of batch scripts, or "generate:SPEC".
 * Order     by submit time; equal times keep the order of the input, in sacct's output that of the ids.
 * Times     seconds UTC; local times of a trace are read in `zone`. Submit times counted from zero
 *           count from `start`.
 * Errors    G_FILE_ERROR; SS_TRACE_ERROR_FORMAT (no known format), _VALUE (more bad records than
 *           `max_bad`; the message names the first with file:line), _EMPTY (not one job).
 *           Nothing is handed out then.
 * Source    CLI.md section 3; Standard Workload Format 2.2; sacct(1); sbatch(1).
 */
typedef enum { SS_SWF_ACCOUNT_GROUP, SS_SWF_ACCOUNT_USER, SS_SWF_ACCOUNT_NONE } SsSwfAccount;
/* By its word, "group", "user" or "none"; NULL: group. */
SsSwfAccount ss_swf_account(const char *word);

/* What may be wrong with a record. Rejected ones are left out and count against max_bad; repaired
 * ones stay; skipped lines were never jobs of their own (steps, parts, requeued runs). */
typedef enum { SS_TRACE_REJECTED, SS_TRACE_REPAIRED, SS_TRACE_SKIPPED } SsTraceVerdict;

typedef enum {
    SS_TRACE_FIELDS,      /* too few or too many fields                    */
    SS_TRACE_VALUE,       /* a field that cannot be read                   */
    SS_TRACE_OPTION,      /* an option that sbatch would refuse            */
    SS_TRACE_NO_SUBMIT,   /* no submit time                                */
    SS_TRACE_NO_SIZE,     /* no size: one processor is taken               */
    SS_TRACE_NO_RUN,      /* no run time: taken as 0                       */
    SS_TRACE_NOT_STARTED, /* still pending when the record was made        */
    SS_TRACE_NOT_ENDED,   /* still running: ends after its time so far     */
    SS_TRACE_NO_USER,     /* no user: the default one                      */
    SS_TRACE_UNSORTED,    /* submitted earlier than the record before it   */
    SS_TRACE_EVENT,       /* an event that is no submission                */
    SS_TRACE_TWICE,       /* an id that was there before                   */
    SS_TRACE_STEP,        /* a step's row                                  */
    SS_TRACE_PART,        /* SWF status 2-4: a part of a job               */
    SS_TRACE_REQUEUED,    /* an earlier run of a requeued job              */
    SS_TRACE_HEADER,      /* a header that comes again                     */
    SS_TRACE_REFUSED,     /* refused at its submission                     */
    SS_TRACE_AGAIN,       /* an earlier row of the same run                */
    SS_N_TRACE_FAULTS
} SsTraceFault;

typedef struct {
    const char    *name; /* "no-size": JSON key and word of `trace stat` */
    const char    *code; /* "SC0805"                                     */
    SsTraceVerdict verdict;
    const char    *doc;    /* one sentence                                 */
    const char    *remedy; /* or NULL                                      */
} SsTraceFaultRow;

const SsTraceFaultRow *ss_trace_fault(SsTraceFault fault);

/* What the first reading saw. */
typedef struct {
    char     format[16];
    uint64_t records; /* lines that are records             */
    uint64_t jobs;    /* handed out                         */
    uint64_t rejected, repaired, skipped;
    uint64_t fault[SS_N_TRACE_FAULTS];
    SsTime   first_submit, last_submit; /* 0 without jobs                    */
    uint32_t most_procs;                /* of plain jobs                     */
    uint64_t without_limit;             /* plain jobs                        */
    uint64_t endless;                   /* neither run time nor time limit   */
} SsTraceTally;

typedef struct {
    const char      *format; /* NULL: told from content            */
    SsSwfAccount     swf_account;
    bool             swf_dependencies; /* fields 17 and 18                   */
    bool             ignore_columns;   /* csv: columns nobody knows          */
    int64_t          max_bad;          /* -1: none for csv, else 1 %         */
    SsTime           start;            /* of relative submits; 0: SS_TRACE_START */
    const SsZone    *zone;             /* borrowed until freed; NULL: UTC    */
    const SsCluster *cluster;          /* kept by reference; NULL: no site   */
    const char      *user;             /* of jobs without one; NULL "nobody" */
    SsSpan           run_time;         /* sbatch: scripts without one; -1    */
    /* sacct: all that were in that queue and no others, with those that still wait, without refused ones */
    bool          recorded;
    bool          verbose; /* a finding for each record, not for each kind */
    SsTraceTally *tally;   /* filled by the opening; or NULL     */
} SsTraceOptions;

#define SS_TRACE_START ((SsTime) 1767225600) /* 2026-01-01T00:00:00Z */

void ss_trace_options_init(SsTraceOptions *options); /* the defaults above */

typedef struct SsTraceFormat {
    const char *name;
    const char *doc; /* one sentence, for --help and the manual */
    /* How sure the first bytes (unpacked, NUL-terminated) make us: 0 not at all .. 100. */
    int (*sniff)(const char *head, size_t size);
    const struct SsReaderClass *reader; /* of a text of records (workloads/reader.h), or */
    SsJobSource *(*open)(const char *path, const SsTraceOptions *options, SsDiag *diag,
                         GError **error);
    double max_bad; /* share of bad records that is tolerated unless options say */
} SsTraceFormat;

const SsTraceFormat *ss_trace_formats(uint32_t *n);
const SsTraceFormat *ss_trace_format(const char *name); /* NULL if there is none */

/* The jobs of one workload. `options` NULL: all defaults. Findings, one a kind of fault (or one a
 * record, see `verbose`), go to `diag` (may be NULL). */
SsJobSource *ss_trace_open(const char *path, const SsTraceOptions *options, SsDiag *diag,
                           GError **error);

/* The same from memory, which is kept; `name` stands in messages. Text formats only. */
SsJobSource *ss_trace_open_memory(const char *name, const char *data, size_t size,
                                  const SsTraceOptions *options, SsDiag *diag, GError **error);

/* Several workloads (NULL-terminated) as one. Tallies add up. */
SsJobSource *ss_trace_open_all(char **paths, const SsTraceOptions *options, SsDiag *diag,
                               GError **error);

/* Sources merged by submit time; at equal times the earlier in the array comes first. Takes the
 * sources, not the array. */
SsJobSource *ss_trace_merge(SsJobSource **sources, uint32_t n);

/* All jobs into an array (element-type SsJobSpec, cleared when freed); takes the source. */
GArray *ss_trace_read_all(SsJobSource *source, GError **error);
/* The array as a source; takes it. */
SsJobSource *ss_trace_from_array(GArray *jobs);

/* --- what is in a workload ---------------------------------------------------------------------- */

#define SS_STAT_BINS 24

typedef struct {
    uint64_t n; /* values known                                                   */
    int64_t  least, most;
    double   mean;
    int64_t  median, p90, p99;  /* upper bounds of logarithmic bins: within 1/8 of the value      */
    uint64_t bin[SS_STAT_BINS]; /* bin i: values in [2^i, 2^(i+1)); bin 0 also holds 0            */
} SsTraceDist;

typedef struct {
    uint64_t jobs, users, accounts, partitions, qos;
    uint64_t arrays, tasks;  /* jobs with --array, and all tasks (a plain job is one)  */
    uint64_t gpu_jobs, gpus; /* by --gres, --gpus...; whole numbers as written         */
    uint64_t dependent, held, without_limit, over_limit; /* over_limit: run > limit             */
    uint64_t timeouts, cancelled_pending, cancelled_running, failed, out_of_memory, node_fail;
    SsTime   first_submit, last_submit;
    SsTraceDist nodes, cpus, run, limit,
        memory;                          /* limit in seconds; memory in MiB a node, as given */
    double   cpu_seconds, gpu_seconds;   /* asked size x run time                              */
    uint64_t by_hour[24], by_weekday[7]; /* submissions, in `zone`; Sunday is 0                */
} SsTraceStat;

/* Drains `source` (borrowed). `zone` NULL: UTC. */
gboolean ss_trace_stat(SsJobSource *source, const SsZone *zone, SsTraceStat *stat, GError **error);

/* The same figures as keys of an object that is open; times in seconds, memory in MiB. `tally` may be NULL. */
void ss_trace_stat_json(const SsTraceStat *stat, const SsTraceTally *tally, SsJson *json);

/* For people; `tally` may be NULL. */
void ss_trace_stat_print(const SsTraceStat *stat, const SsTraceTally *tally, const SsZone *zone,
                         GString *out);

/* How many processors, nodes and GPUs the options of `spec` ask for, as far as they say. */
uint64_t ss_trace_cpus(const SsJobSpec *spec);
uint64_t ss_trace_gpus(const SsJobSpec *spec);
/* Tasks of --array; 1 for a plain job. */
uint64_t ss_trace_tasks(const SsJobSpec *spec);
