/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * resv - what advanced reservations leave to a job that wants [start, start + span).
 * Source    https://slurm.schedmd.com/reservations.html; spec scheduling 5.3.
 */
/* What a job is told that a maintenance keeps from its nodes. */
extern const char ss_maintenance_text[];

typedef enum {
    SS_RESV_OPEN,    /* go on with what is left in `nodes`                                        */
    SS_RESV_BLOCKED, /* cannot run then: everything (or a required node) is reserved until `until` */
    SS_RESV_NOT_YET, /* the job's own reservation begins at `until`                                */
    SS_RESV_OVER, /* the job's own reservation has ended or is gone                             */
} SsResvVerdict;

typedef struct {
    SsResvVerdict verdict;
    SsTime        until;     /* of BLOCKED and NOT_YET                                            */
    bool       on_partition; /* one that took something stands on nodes of the partition          */
    bool       maintenance;  /* BLOCKED by a MAINT or ALL_NODES reservation                      */
    bool       took_nodes;
    uint64_t  *excluded_cores; /* cluster-wide core row to leave alone, NULL; caller frees      */
    SsNodeSet *inside; /* FLEX: nodes of the job's reservation, NULL; borrowed              */
} SsResvAnswer;

/* Takes out of `nodes` what `job` may not use in [start, start + span). */
SsResvAnswer ss_resv_apply(const SsWorld *world, const SsJob *job, SsPartId part, SsTime start,
                           SsSpan span, SsNodeSet *nodes);

/* The earliest end behind `start` of all reservations, whoever they keep off (a floating one's as it was made); 0: none. */
SsTime ss_resv_first_end(const SsWorld *world, SsTime start);

/* The span that a job of the partition takes in that: under gang scheduling as many times its limit as there
 * may be jobs on its cores. */
SsSpan ss_resv_taking_turns(const SsWorld *world, SsPartId part, SsSpan span);

/* May the job use the reservation at all (users, accounts)? */
bool ss_resv_allows(const SsWorld *world, const SsReservation *resv, const SsJob *job);

/* --- borrowing (MaxStartDelay): jobs with --signal=R:..@T may use reserved nodes that lie idle -------- */

/* Is it such a job? */
bool ss_resv_is_borrower(const SsJob *job);
/* May it be on the reservation's nodes (T within MaxStartDelay)? */
bool ss_resv_lends_to(const SsReservation *resv, const SsJob *job);
/* Does `job`, of a reservation, want the nodes back that `victim` has borrowed? */
bool ss_resv_reclaims(const SsWorld *world, const SsJob *job, const SsJob *victim);
/* Does a job wait for it? Then nobody borrows from it. */
bool ss_resv_is_waited_for(const SsWorld *world, uint32_t index);
