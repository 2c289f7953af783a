/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * place - which nodes, cores, memory and devices a job gets: select/cons_tres, cons_res and linear.
 *
 * Pure: reads the world and a use (the real one or a supposed one), changes nothing.
 * Source    https://slurm.schedmd.com/cons_res.html, gres.html, topology.html; spec placement.md.
 */
typedef enum {
    SS_PLACE_NOW,    /* start it now: nodes completing or owned by others are out                 */
    SS_PLACE_FUTURE, /* will-run on a supposed use (bf_busy_nodes applies)                        */
    SS_PLACE_EVER,   /* could it run on an empty machine (use is ignored)                         */
} SsPlaceMode;

typedef struct {
    const SsWorld   *world;
    const SsUse     *use; /* NULL with SS_PLACE_EVER                                        */
    const SsJob     *job;
    SsPartId         part;
    const SsNodeSet *nodes; /* candidates: the caller has taken out what it knows to be unusable */
    const uint64_t  *excluded_cores; /* cluster-wide core row (core reservations), NULL           */
    const SsNodeSet *inside_resv;    /* FLEX: nodes inside sort before those outside; NULL        */
    uint32_t         min_nodes, req_nodes, max_nodes; /* as spec placement 1.2 (wanted = req)     */
    SsPlaceMode      mode;
    bool             planned;  /* will-run asks                                                  */
    bool             no_share; /* its first attempt: sharing disabled                            */
    bool             prefer;   /* use the preferred features instead of the constraint           */
    bool             judge;  /* on failure say why (places twice more); else it is SS_PLACE_BUSY */
    SsNodeSet       *chosen; /* not NULL: only the nodes are asked for; they are left there, and the
                                   allocation is made only if it could still fail                */
    const struct SsShape *request; /* of `job`, if it is known already (shape.h); NULL */
    struct SsProspect
        *prospect;         /* what `nodes` offer behind ends (prospect.h), if it is known; NULL */
    const GPtrArray *gone; /* SsJob *: running, but taken out of `use`; NULL: none. Matters only
                                   with OverSubscribe, MaxCPUsPerNode and user-exclusive jobs     */
} SsPlaceQuery;

typedef enum {
    SS_PLACED,
    SS_PLACE_BUSY,        /* would fit if nobody else were there                                  */
    SS_PLACE_UNAVAILABLE, /* nodes that could hold it are not among the candidates (down, reserved) */
    SS_PLACE_NEVER,       /* cannot run on this partition's nodes at all                          */
} SsPlaceResult;

/* On SS_PLACED *out is the allocation (caller's). */
SsPlaceResult ss_place(const SsPlaceQuery *query, SsAlloc **out);

/* Takes out of `nodes` those on which the job may not be now, whatever is free on them: held by jobs that do not
 * share, owned by others, completing. */
void ss_place_open(const SsPlaceQuery *query, SsNodeSet *nodes);

void ss_place_remove_completing(const SsWorld *world, SsNodeSet *nodes);

/* Leaves those of the partition that are in service and that the job does not exclude. */
void ss_place_in_service(const SsWorld *world, const SsJob *job, SsPartId part, SsNodeSet *nodes);

/* The node counts of spec placement 1.2 (min, wanted, max) with partition and limit bounds; false and a
 * reason if they cannot be met. */
bool ss_place_node_counts(const SsWorld *world, const SsJob *job, SsPartId part, uint32_t *min,
                          uint32_t *wanted, uint32_t *max, SsReason *reason);

/* Nodes whose features satisfy the request's constraint without counts; NULL text: all. */
void ss_place_features(const SsWorld *world, const SsJob *job, bool prefer, SsNodeSet *nodes);

/* GRES indices of an allocation entry as squeue/scontrol show: "gpu:h100:2(IDX:0-1)". Caller frees. */
char *ss_place_gres_text(const SsCluster *cluster, const SsAllocNode *entry);
