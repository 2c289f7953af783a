/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * resv_pick - which nodes and cores a reservation gets that names a count.
 *
 * Order     nodes that are up and that no other reservation has then; with OVERLAP or MAINT all that are up
 *           (available), with MAINT also drained ones, then all. Nodes with jobs beyond its start come last,
 *           and only with IGNORE_JOBS.
 * Shape     a count of nodes is taken from one leaf or one run of neighbours if there is one large enough,
 *           the smallest such.
 * Source    scontrol(1) NodeCnt, CoreCnt; spec scheduling 5.1.
 */
typedef struct {
    uint32_t  n_node, n_core; /* lengths; 0 = not given                             */
    uint32_t *node, *core;    /* NodeCnt=4,2 and CoreCnt=8,4 as written             */
    bool      all_there_are;  /* more than the partition has: found by ss_resv_pick */
} SsResvWish;

/* Fills resv->nodes and resv->cores; its times, flags, partition and features are set, and named nodes
 * (SPEC_NODES) stay as they are. FALSE: there are not so many. */
bool ss_resv_pick(const SsWorld *world, SsReservation *resv, SsResvWish *wish);

/* Does some node have each of the features? */
bool ss_resv_features_known(const SsWorld *world, const char *text);

/* `count` further nodes that `resv` may have, outside of its own, into `nodes` (cleared). */
bool ss_resv_pick_more(const SsWorld *world, const SsReservation *resv, uint32_t count,
                       SsNodeSet *nodes);

/* Does another whole-node reservation stand there at the same time (MAINT and OVERLAP apart)? */
bool ss_resv_overlaps(const SsWorld *world, const SsReservation *resv);

/* Does a job run beyond its start on its nodes? */
bool ss_resv_has_jobs_in_the_way(const SsWorld *world, const SsReservation *resv);

/* Counts, texts and associations that follow from nodes, cores and names. */
void ss_resv_settle(const SsWorld *world, SsReservation *resv);
