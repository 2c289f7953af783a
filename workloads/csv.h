/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/reader.h"

/**
 * csv - the table that CLI.md section 3 describes, and tables of others whose columns say the same.
 *
 * Columns   jobid,submit,user,account,partition,qos,nodes,ntasks,cpus_per_task,mem,gres,timelimit,
 *           run,extra in any order, `submit` needed. Values are what the sbatch option takes; an empty
 *           one is not given. An empty `run`: the job runs to its limit.
 * Others    the column names of public cluster logs (NREL Eagle, Microsoft ITP, Alibaba GPU 2023, the
 *           Buffalo simulator's), see the table; they never clash with ours.
 */
extern const SsReaderClass ss_csv_reader;

int ss_csv_sniff(const char *head, size_t size);

/* Row `i` of the columns that are understood; NULL behind the last. */
typedef struct {
    const char *name;
    const char *doc;
    bool        own; /* of our format, not of a public log */
} SsCsvColumn;
const SsCsvColumn *ss_csv_column(uint32_t i);
