/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/reader.h"
#include "workloads/rows.h"

/**
 * sacct_dump - what `sacct -P` prints of real jobs, to be submitted again.
 *
 * Header    sacct's field names in any order (needed: JobID, Submit, a run time, a size), or no header
 *           and the order of Open XDMoD: jobid,jobidraw,cluster,partition,qos,account,group,gid,user,
 *           uid,submit,eligible,start,end,elapsed,exitcode,state,nnodes,ncpus,reqcpus,reqmem,reqtres
 *           (or reqgres),alloctres (or reqtres),timelimit,nodelist,jobname.
 * Rows      a job or an array task each; "17_[3-9%2]" is submitted as --array=3-9%2. Steps and headers
 *           that come again are passed over. Of the runs of a requeued job (sacct -D) the last counts,
 *           submitted when the first was; of rows with the same id and submission (dumps of overlapping
 *           months in one file) the last.
 * Order     of equal submissions: by job and task, as ids were given (sacct lists tasks as they started).
 * Source    sacct(1).
 */
extern const SsReaderClass ss_sacct_reader;

int ss_sacct_sniff(const char *head, size_t size);

/* --- fields, for other readers of sacct's output -------------------------------------------------- */

typedef enum {
    SS_SACCT_JOB_ID,
    SS_SACCT_JOB_ID_RAW,
    SS_SACCT_NAME,
    SS_SACCT_USER,
    SS_SACCT_UID,
    SS_SACCT_GROUP,
    SS_SACCT_GID,
    SS_SACCT_ACCOUNT,
    SS_SACCT_PARTITION,
    SS_SACCT_QOS,
    SS_SACCT_WCKEY,
    SS_SACCT_SUBMIT,
    SS_SACCT_ELIGIBLE,
    SS_SACCT_START,
    SS_SACCT_END,
    SS_SACCT_ELAPSED,
    SS_SACCT_ELAPSED_RAW,
    SS_SACCT_STATE,
    SS_SACCT_EXIT,
    SS_SACCT_NNODES,
    SS_SACCT_ALLOC_NODES,
    SS_SACCT_REQ_NODES,
    SS_SACCT_NCPUS,
    SS_SACCT_ALLOC_CPUS,
    SS_SACCT_REQ_CPUS,
    SS_SACCT_REQ_MEM,
    SS_SACCT_REQ_TRES,
    SS_SACCT_ALLOC_TRES,
    SS_SACCT_REQ_GRES,
    SS_SACCT_TIMELIMIT,
    SS_SACCT_TIMELIMIT_RAW,
    SS_SACCT_NODELIST,
    SS_SACCT_CONSTRAINTS,
    SS_SACCT_WORK_DIR,
    SS_SACCT_COMMENT,
    SS_SACCT_SUBMIT_LINE,
    SS_SACCT_RESERVATION,
    SS_SACCT_PRIORITY,
    SS_SACCT_SUSPENDED,
    SS_SACCT_DERIVED_EXIT,
    SS_SACCT_TRACE_ID,
    SS_SACCT_FLAGS,
    SS_SACCT_FIELDS
} SsSacctField;

typedef struct {
    uint32_t column[SS_SACCT_FIELDS]; /* SS_ID_NONE: not there */
    uint32_t n;                       /* columns               */
    bool     headerless;
} SsSacctLayout;

/* From the first row of `rows`, which is a header or, if `headerless` is then set, a job. */
gboolean ss_sacct_layout(SsTraceRows *rows, SsSacctLayout *layout, GError **error);

/* The field of the current row; "" if it is not there. */
const char *ss_sacct_get(const SsTraceRows *rows, const SsSacctLayout *layout, SsSacctField field);

/* Is the current row the header again, as where several dumps were put into one file? */
bool ss_sacct_is_header(const SsTraceRows *rows, const SsSacctLayout *layout);

/* Is the current row as long as it should be? A name, or what was typed, may hold bars if it comes last. */
bool ss_sacct_fits(const SsTraceRows *rows, const SsSacctLayout *layout);
