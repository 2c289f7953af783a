/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formats.c - the registry of trace formats: the only file that knows all readers.
 *
 * To add a format: a reader, a row here, a test. Only csv, which is written by hand for the simulator,
 * tolerates no bad record; logs of real machines have a few.
 */
#include "workloads/formats.h"

#include "workloads/batch_script.h"
#include "workloads/csv.h"
#include "workloads/events.h"
#include "workloads/generate.h"
#include "workloads/sacct_dump.h"
#include "workloads/swf.h"

/* clang-format off */
static const SsTraceFormat rows[] = {
    { "swf", "Standard Workload Format 2.2, the logs of the Parallel Workloads Archive.",
      ss_swf_sniff, &ss_swf_reader, NULL, 0.01 },
    { "sacct", "Output of sacct -P with its header, or headerless in the order of Open XDMoD.",
      ss_sacct_sniff, &ss_sacct_reader, NULL, 0.01 },
    { "csv", "A table with a header line: jobid,submit,user,account,... run,extra.",
      ss_csv_sniff, &ss_csv_reader, NULL, 0.0 },
    { "events", "Event lists of the University at Buffalo's Slurm simulator.",
      ss_events_sniff, &ss_events_reader, NULL, 0.01 },
    { "sbatch", "A batch script or a folder of them, with #SLURMSIM run= lines.",
      ss_batch_script_sniff, NULL, ss_batch_script_open, 0.0 },
    { "generate", "generate:jobs=1000,days=30,seed=7,... makes one up.",
      NULL, NULL, ss_generate_open_path, 0.0 },
};
/* clang-format on */

const SsTraceFormat *ss_trace_formats(uint32_t *n)
{
    *n = G_N_ELEMENTS(rows);
    return rows;
}
