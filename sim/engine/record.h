/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * SsRecorder - what happened, as rows of the accounting, into a sink.
 *
 * Shape     a job's row is written when it is final (end, cancellation, requeue) and once more, with
 *           `active`, for every record still in memory at the end. Rows of nodes are written when they
 *           open and again when they close.
 * Owner     the maker; world and sink are kept. A sink of NULL takes nothing.
 * Errors    the sink's first failure is kept: ss_recorder_error; later records are dropped.
 * Source    spec accounting 1.2, 2; sacct(1).
 */
typedef struct SsRecorder SsRecorder;

SsRecorder *ss_recorder_new(const SsWorld *world);
void        ss_recorder_free(SsRecorder *recorder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsRecorder, ss_recorder_free)

void ss_recorder_set_sink(SsRecorder *recorder, SsRecordSink *sink);

/* The cluster's own row, and those of nodes that are down or drained from the start. */
void ss_recorder_begin(SsRecorder *recorder);
/* The database hears of a job that was submitted or has started: what it calls its wckey, 0 if it does not count
 * them (TrackWCKey). Makes rows of wckeys, and adds them to the world's accounts. */
uint32_t ss_recorder_wckey(SsRecorder *recorder, const SsJob *job);
/* A final row. */
void ss_recorder_job(SsRecorder *recorder, const SsJob *job);
/* A submission that was refused and is on record all the same: FAILED, start = end = submit. */
void ss_recorder_refused(SsRecorder *recorder, const SsJob *job);
/* The suspension that ended now (or lasts: `end` 0). */
void ss_recorder_suspension(SsRecorder *recorder, const SsJob *job, SsTime end);
void ss_recorder_node(SsRecorder *recorder, SsNodeId node);
/* Nodes that were to be drained and are idle now: Slurm records them from here on. */
void ss_recorder_drained(SsRecorder *recorder);
/* A reservation as it is; and one that was deleted now. */
void ss_recorder_resv(SsRecorder *recorder, const SsReservation *resv);
void ss_recorder_resv_removed(SsRecorder *recorder, const SsReservation *resv);
void ss_recorder_sample(SsRecorder *recorder);
/* Everything still in memory. */
void ss_recorder_end(SsRecorder *recorder);

/* The failure, caller's; NULL if all is well. */
GError *ss_recorder_error(SsRecorder *recorder);
