/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/batches.h"
#include "scheduler/forecast.h"
#include "scheduler/planmap.h"

/**
 * SsProspect - what a window of the plan map leaves of some nodes, and what these offer until a time; moved along from
 * try to try.
 *
 * A search of backfill tries one window after the other, and most tries come to nothing: until there are more nodes, no end
 * frees enough. From one to the next only a few reservations come and go and a few jobs end. So the nodes that are left
 * are kept up, and how many of them offer how many CPUs; that largest ones of them would not do is then seen at once.
 *
 * Exact     the nodes are those that ss_plan_map_keep leaves. The counts prove that no placement at an end until then can
 *           succeed; they never prove that one can.
 * Shape     for one look (forecast.h), one state of what is in use and one set of nodes; several are kept.
 * Cost      a move: O(nodes of the reservations, and groups of the jobs, that lie between). Made: O(nodes).
 * Owner     the cycle.
 * Twin      tests/property/test_prospect.c; debug builds count anew after each move.
 */
typedef struct SsProspects SsProspects;
typedef struct SsProspect  SsProspect;

/* `map` must stay, and keep its takes; NULL is fine to free. */
SsProspects *ss_prospects_new(const SsPlanMap *map);
void         ss_prospects_free(SsProspects *prospects);

/* Of the query's nodes, whatever is reserved of them. NULL: what they offer is not counted. Borrowed, and valid while
 * nothing starts or ends and until the next call. */
SsProspect *ss_prospect_of(SsProspects *prospects, const SsPlaceQuery *query);

/* To the window [start, end], closed. */
void ss_prospect_move(SsProspect *prospect, SsTime start, SsTime end);
/* To the ends until `by`. */
void ss_prospect_end(SsProspect *prospect, SsTime by);

/* The nodes that the window leaves, and their number. */
const SsNodeSet *ss_prospect_nodes(const SsProspect *prospect);
uint32_t         ss_prospect_count(const SsProspect *prospect);

/* Is no placement possible at any end until then? Of the query it reads the counts. */
bool ss_prospect_is_hopeless(const SsProspect *prospect, const SsPlaceQuery *query);
/* Nor behind the first `gone` ends? */
bool ss_prospect_is_hopeless_behind(SsProspect *prospect, uint32_t gone, const SsPlaceQuery *query);

/* Where batches end (batches.h), one after the other: `gone` ends are taken away then, `last` of them is the last on a node
 * that is left. */
typedef struct {
    SsBatch  batch;
    uint32_t gone, last;
} SsStops;

static inline SsStops ss_stops_begin(const SsWorld *world)
{
    return (SsStops){ .batch = ss_batch_first(world) };
}

/* False: there is none. */
bool ss_prospect_next_stop(SsProspect *prospect, SsStops *stops);
/* Is it of that view? */
bool ss_prospect_is_of(const SsProspect *prospect, const SsForecastView *view);
