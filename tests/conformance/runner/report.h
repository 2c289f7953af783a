/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/writer.h"
#include "tests/conformance/runner/case.h"

/* Element type of `cases`: SsCase *. */

typedef struct {
    uint32_t same, different, not_simulated, masked;
} SsCellCounts;

SsCellCounts ss_report_count(const GPtrArray *cases);

/* Our answers beside each other: WORK/NAME.txt, and a NAME.diff for each that differs. */
gboolean ss_report_keep(const SsCase *c, GError **error);

/* Cases x commands, then what went wrong by name, then the counts. */
void ss_report_table(const GPtrArray *cases, SsWriter *out);
void ss_report_json(const GPtrArray *cases,
                    SsWriter        *out); /* schema slurmsim.conformance.static.v1 */
void ss_report_diffs(const GPtrArray *cases, SsWriter *out);
