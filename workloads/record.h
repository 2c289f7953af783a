/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/base/zone.h"
#include "sim/model/stream.h"

/**
 * SsRecordSet - what a real Slurm did with the jobs of a trace, by the trace's own ids.
 *
 * Shape     one row a job: a CSV with the columns traceid (or JobID), Submit, Start, End, ElapsedRaw,
 *           State, NodeList ... as sacct names them; other columns are passed over. Array tasks are
 *           found as "13_4". Of several rows with one id (requeues) the last counts; of rows of one run (the
 *           same id, submission and start: dumps put together) only the last is there. Steps and headers
 *           that come again are passed over. An End that is not there is Start + Elapsed.
 * Use       comparisons, and ss_transform_recorded_runs. The scheduler never sees it.
 */
/* Where an end lies among the starts of its second, as far as it is known. */
typedef enum {
    SS_ENDS_SOMEWHERE,
    SS_ENDS_BEFORE,
    SS_ENDS_JUST_BEFORE, /* its nodes may still be completing */
    SS_ENDS_BEHIND
} SsEndsWhere;

typedef struct {
    char  *trace_id, *job_id, *nodes, *state;
    char  *partition, *qos, *flags; /* "" where the record does not say; flags: SchedBackfill ... */
    SsTime submit, eligible, start, end; /* 0 = never */
    SsSpan elapsed;                      /* seconds; -1 unknown */
    uint32_t    n_nodes, n_cpus;
    SsEndsWhere ends;
    uint32_t    ends_behind; /* so many of the passes of its second, where these are known */
    SsSpan      passed;      /* so many seconds before its start the pass began that started it */
    uint32_t    line;
} SsRecordedJob;

typedef struct SsRecordSet SsRecordSet;

/* `zone` NULL: UTC. Plain or gzip; comma or bar separated, as the header has it. */
SsRecordSet *ss_record_set_read(const char *path, const SsZone *zone, GError **error);
void         ss_record_set_free(SsRecordSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsRecordSet, ss_record_set_free)

/* One row more; its texts are copied. */
void ss_record_set_add(SsRecordSet *set, const SsRecordedJob *job);
/* What another source knows better of row i: who started it, and when it ended. */
void ss_record_set_correct(SsRecordSet *set, uint32_t i, const char *flags, SsTime end);
void ss_record_set_passed(SsRecordSet *set, uint32_t i, SsSpan before);
void ss_record_set_ends(SsRecordSet *set, uint32_t i, SsEndsWhere where, uint32_t behind);

/* Has the file a column of this name of sacct's? */
bool ss_record_set_has(const SsRecordSet *set, const char *name);

uint32_t             ss_record_set_n(const SsRecordSet *set);
const SsRecordedJob *ss_record_set_at(const SsRecordSet *set, uint32_t i); /* file order */
/* By trace id ("17", "13_4"); NULL if it is not there. */
const SsRecordedJob *ss_record_set_find(const SsRecordSet *set, const char *trace_id);
/* Likewise, but of several rows (requeues) or tasks the first in the file. */
const SsRecordedJob *ss_record_set_first(const SsRecordSet *set, const char *trace_id);
/* The first row of a task of the array with this trace id ("13" finds "13_4"); NULL. */
const SsRecordedJob *ss_record_set_find_task(const SsRecordSet *set, const char *trace_id);
