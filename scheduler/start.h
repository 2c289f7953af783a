/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"

/**
 * start - one attempt to start one job now: limits, node sets, reservations, selection, preemption.
 * Source    spec scheduling 1.6.
 */
typedef enum {
    SS_START_STARTED,
    SS_START_NODES_BUSY,
    SS_START_POLICY, /* a limit                                                         */
    SS_START_RESERVATION_BUSY,
    SS_START_RESERVATION_NOT_USABLE,
    SS_START_NODE_NOT_AVAIL,
    SS_START_PART_CONFIG, /* partition refuses the QOS or account                            */
    SS_START_NODE_CONFIG, /* can never run                                                   */
    SS_START_HELD,
    SS_START_LICENSES,
} SsStartResult;

/* The wait for --switches counts from the first attempt to place the job, backfill's search for a time included
 * (static-w-two-racks). */
void ss_note_switch_wait(const SsWorld *world, SsJob *job);

/* `avail`: nodes this pass may still use (NULL: the world's). Sets the job's reason as Slurm does. */
SsStartResult ss_start_job(SsWorld *world, SsJob *job, SsPartId part, const SsNodeSet *avail,
                           SsStarter starter);

/* What an attempt would find at submission, where CPUs, memory and devices in use do not count, but nodes held by jobs
 * that do not share them do (recorded: cases/replay-first-reason-nodes): false, and the job's reason, if it
 * could not start in `part`. */
bool ss_start_possible(SsWorld *world, SsJob *job, SsPartId part);

/* Adds the nodes on which jobs of other users are now, if the job or they want nodes for one user. Cost: a walk along the jobs. */
void ss_start_add_strangers(const SsWorld *world, const SsJob *job, SsNodeSet *nodes);

/* "ReqNodeNotAvail, UnavailableNodes:n[1-2]": those that are not in `avail` of its required nodes, else of its
 * partition's; for a job that shares with its own user alone, those too where others are. Caller frees. */
char *ss_start_unavailable_text(const SsWorld *world, const SsJob *job, const SsNodeSet *avail);

/* The start itself, untested: on `alloc` (taken); of an array's rest, `task`. */
void ss_start_on(SsWorld *world, SsJob *job, SsPartId part, SsAlloc *alloc, uint32_t task,
                 SsStarter starter);
