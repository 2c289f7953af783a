/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formats.c - the registry of trace formats: the only file that knows all readers.
 *
 * To add a format: a reader, a row here, a test. Only csv, which is written by hand for the simulator,
 * tolerates no bad record; logs of real machines have a few.
 */
#include "workloads/formats.h"

#include "workloads/csv.h"

static const SsTraceFormat rows[] = {
    { "csv", "A table with a header line: jobid,submit,user,account,... (docs: trace formats).",
      ss_csv_sniff, &ss_csv_reader, NULL, 0.0 },
};

const SsTraceFormat *ss_trace_formats(uint32_t *n)
{
    *n = G_N_ELEMENTS(rows);
    return rows;
}
