/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/size.h"
#include "sim/ledger/query.h"
#include "sim/report/jobs.h"
#include "sim/report/render.h"

/*
 * jobs_parts - what the files of sacct share: jobs.c (command line), jobs_select.c (which jobs),
 * jobs_columns.c (fields). Private to sim/report.
 */

typedef struct {        /* -j 17_3.batch */
    uint32_t job, task; /* task SS_UNSET32: all                                                  */
    char    *step;      /* "batch", "0"; NULL = all                                              */
    char    *trace;     /* the workload's id; then job counts for nothing                        */
} SsJobName;

typedef struct { /* what is asked for; lists of char *, NULL when not given */
    GPtrArray *accounts, *users, *groups, *names, *partitions, *qos, *wckeys, *assocs, *nodes;
    GPtrArray *constraints, *reasons, *clusters;
    GArray    *states; /* uint32_t                                                              */
    GArray    *jobs;   /* SsJobName                                                             */
    int64_t    min_nodes, max_nodes, min_cpus, max_cpus, min_limit, max_limit; /* -1 = none      */
    uint64_t   flags; /* bits of the column; 0 = none                                          */
    SsTime     start, end;
    bool       duplicates, truncate, only_jobs;
} SsJobSelection;

/* The tail of SELECT ... FROM job: WHERE and ORDER BY. Caller frees. */
char *ss_jobs_where(const SsJobSelection *select);
/* What SQL does not ask: nodes. */
bool ss_jobs_wants(const SsJobSelection *select, const SsJobRecord *job);
/* Is the step of that name asked for? */
bool ss_jobs_wants_step(const SsJobSelection *select, const SsJobRecord *job, const char *step);

typedef struct { /* a line: a job, or its batch step */
    const SsJobRecord *job;
    bool               is_step;
    SsTime             start, end; /* as shown: cut by -T                                        */
    SsSpan             elapsed;
} SsJobLine;

typedef enum { SS_CONVERT_USUAL, SS_CONVERT_NONE, SS_CONVERT_TO } SsConvert;

typedef struct { /* SsShow.tool */
    SsLedger        *ledger;
    const SsTresSet *tres;
    const char      *cluster;
    SsConvert        convert;
    SsUnit           unit; /* of SS_CONVERT_TO */
} SsJobShow;
