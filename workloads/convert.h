/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/intern.h"
#include "sim/base/writer.h"
#include "workloads/trace.h"

/**
 * convert - a stream of jobs written as a csv or swf workload.
 *
 * csv       loses nothing a simulation reads: columns, the rest as options in `extra` (what becomes of
 *           the job as --sim-... options). Submit times are seconds since `start`, or ISO times if
 *           `start` is 0.
 * swf       loses options; users and accounts become numbers in order of appearance.
 * Owner     sources are borrowed and drained.
 */
gboolean ss_convert_csv(SsJobSource *source, SsTime start, const SsZone *zone, SsWriter *out,
                        uint64_t *n, GError **error);
gboolean ss_convert_swf(SsJobSource *source, SsTime start, SsWriter *out, uint64_t *n,
                        GError **error);

/* What a name is in swf: "u12" is 12 if `letter` is 'u', as a log of numbers has it; others count from 1 in the
 * order in which they are asked for. -1 for NULL. */
int64_t ss_swf_number(SsIntern *known, const char *name, char letter);
