/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/bitset.h"
#include "sim/base/types.h"

/**
 * SsPlanMap - the reservations of one backfill cycle: Slurm's time map.
 *
 * Shape     consecutive segments over [begin, end) of the window; a node is in a segment's set unless this
 *           cycle reserved it then. Running jobs are not in it.
 * Owner     the cycle.
 * Source    slurm.conf(5) bf_window, bf_resolution; spec scheduling 2.3.
 */
typedef struct {
    SsTime     begin, end;
    SsNodeSet *nodes;
    uint32_t   gained; /* nodes that the next one has and this one lacks, if the map keeps takes */
} SsPlanSegment;

/* Some nodes of a reservation: those of one word of a set. */
typedef struct {
    uint32_t word;
    uint64_t mask;
} SsPlanNodes;

/* One reservation, as the map cut it. */
typedef struct {
    SsTime   start, end;
    uint32_t first; /* its nodes are part[first] to those of the next one */
} SsPlanTake;

typedef struct {
    SsTime   at;
    uint32_t take;
} SsPlanEdge;

typedef struct {
    GArray *segment; /* SsPlanSegment, without holes */
    SsSpan  resolution;
    SsTime  begin, end;
    GArray *take;   /* SsPlanTake as they came, and one behind the last; NULL: it keeps none */
    GArray *part;   /* SsPlanNodes                                              */
    GArray *starts; /* SsPlanEdge, by time                                      */
    GArray *ends;   /* SsPlanEdge, by time                                      */
} SsPlanMap;

SsPlanMap *ss_plan_map_new(SsTime now, SsSpan window, SsSpan resolution, const SsNodeSet *nodes);
/* Before anything is taken: keeps takes, for who follows them (prospect.h). Where sets are wide that is cheaper, too. */
void ss_plan_map_keep_takes(SsPlanMap *map);
void ss_plan_map_free(SsPlanMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsPlanMap, ss_plan_map_free)

static inline SsTime ss_floor_to(SsTime t, SsSpan resolution)
{
    return t / resolution * resolution;
}

static inline uint32_t ss_plan_map_size(const SsPlanMap *map)
{
    return map->segment->len;
}

static inline uint32_t ss_plan_map_takes(const SsPlanMap *map)
{
    return map->take->len - 1;
}

/* Takes `nodes` out of [start, end); start is clipped to the map, at least one resolution long. */
void ss_plan_map_take(SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes);

/* nodes := nodes that stay free over [start, end] (closed, as Slurm tests). Returns the end of the first
 * segment after which more of the nodes become free, 0 if none: when to look again. The first segment
 * behind `end` counts too, those behind it do not (replay-resv-share-excl 09:22:30: expected starts). */
SsTime ss_plan_map_keep(const SsPlanMap *map, SsTime start, SsTime end, SsNodeSet *nodes);
/* What it returns, alone. */
SsTime ss_plan_map_later(const SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes);

/* When [start, end] moves with the clock and left `nodes` of what was asked: how far it can move before the
 * answer may be another one, as a time for `start`. `enough`: the nodes left are used (else only `later`
 * matters), `found`: keep named a `later`. */
SsTime ss_plan_map_shift(const SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes,
                         bool enough, bool found);
/* When the map, which goes from `now` to one window later, cuts a reservation [start, end) otherwise. */
SsTime ss_plan_map_edge(const SsPlanMap *map, SsTime now, SsTime start, SsTime end);

/* Does [start, end) meet a segment that lacks one of `nodes`? */
bool ss_plan_map_conflicts(const SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes);
