/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"
#include "sim/base/writer.h"
#include "workloads/record.h"

/**
 * record_columns - which of sacct's columns a record lacks, and what cannot be known for want of them.
 *
 * Use       a record that is also the workload: what was asked for is read out of it (sacct_dump.h,
 *           submit_line.h), so a column less is a decision less that can be judged.
 * Errors    SS_TRACE_ERROR_FORMAT, naming all columns without which no start can be judged.
 * Source    sacct(1).
 */
gboolean ss_record_columns_suffice(const SsRecordSet *record, const char *path, GError **error);

/* The optional ones that are not there, a line each with what follows; nothing if all are. */
void ss_record_columns_print(const SsRecordSet *record, SsWriter *writer);
/* Key "lacks": an array of their names. */
void ss_record_columns_json(const SsRecordSet *record, SsJson *json);

/* A list for sacct's --format that has all of them. */
extern const char ss_record_columns_format[];
