/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"

/**
 * SsForecast - what nodes offer now and as the running jobs end in their order, for requests that are counted
 * (place_counted.h).
 *
 * Shape     jobs by planned end, as world->ends; each has an entry for every node it holds. What a node
 *           offers after job k depends on the jobs on it alone, so the table holds for every set of
 *           candidates. Per look the offers now (by node) and after each entry.
 * Validity  while world->placing stands. The offers now are kept up node by node; the ends are played anew by the
 *           first who asks for them then, which most placements never do: what can start now needs none.
 * Cost      the ends: O(entries) a look, as far as somebody asked. Memory: 16 bytes an entry and 8 bytes a node, per look; few looks.
 * Owner     the scheduler's notes; a view is borrowed until the next call.
 */
typedef struct SsForecast SsForecast;
void                      ss_forecast_free(SsForecast *forecast);

/* Entries of one job whose nodes are in one word of a set, one behind the other: most jobs hold neighbours, and all of
 * them are candidates or none is. */
typedef struct {
    uint32_t word, begin; /* its entries end where the next group's begin                       */
    uint64_t mask, able;  /* nodes; those that offer something when the job has ended           */
    uint32_t nodes;       /* how many more offer something then (modulo 2^32)                   */
    bool     alike;       /* each of them offers `before` until then and `most` behind it       */
    uint32_t before;
    uint32_t most; /* what the best of them offers then                                  */
    uint64_t cpus; /* how much more they offer (modulo 2^64)                             */
} SsForecastGroup;

typedef struct {
    uint64_t        look; /* of whom it is: another number whenever the look is made again  */
    uint32_t        n_jobs;
    uint32_t        reached; /* what follows is there for so many of them                  */
    const SsTime   *end;     /* [n_jobs + 1] planned ends; SS_TIME_NEVER behind the last      */
    SsJob *const   *job;     /* [n_jobs] by planned end                                     */
    const uint32_t *first;   /* [n_jobs + 1] groups of job k: first[k] to first[k + 1]      */
    const SsForecastGroup *group;  /* [first[n_jobs] + 1]                                    */
    const SsNodeId        *node;   /* [entries]                                                   */
    const uint32_t        *before; /* [entries] what the node offers until the job ends           */
    const uint32_t        *after;  /* [entries] and then                                          */
    const uint32_t *entry; /* [n_nodes] the node's first entry, [entries] its next; SS_ID_NONE    */
    const uint32_t *next;
    bool            grows; /* no end makes a node offer less                                      */
    const uint32_t *now;   /* [n_nodes]                                                   */
    const SsNodeSet *able; /* offer something now                                         */
    const SsNodeSet *idle; /* offer something when nobody is there                        */
    const uint32_t  *alone;      /* [n_nodes] what, then                                        */
    uint32_t         each;       /* all of `idle` offer this when nobody is there; 0: they differ */
    uint32_t         most;       /* what the best of them offers then                           */
    uint32_t        *work;       /* [n_nodes] scratch                                           */
    uint32_t         n_gres;     /* needs of the look; of each what is left:                    */
    const uint32_t  *gres_now;   /* [n_nodes][n_gres]                                       */
    const uint32_t  *gres_after; /* [entries][n_gres]                                       */
    uint32_t        *gres_work;  /* [n_nodes][n_gres] scratch                               */
    const struct SsCountedOffers *offers;
} SsForecastView;

/* What is offered now: now, able, idle, alone, each, work, offers. NULL: the query is not of that kind. Cost: O(nodes
 * that changed since the last question of this look). */
const SsForecastView *ss_forecast_now(const SsPlaceQuery *query);

/* The ends, too, of a view that was just asked for: n_jobs, job. False: what runs now (overlapping or suspended jobs, jobs
 * without a planned end) is not of that kind. */
bool ss_forecast_ends(const SsWorld *world, const SsForecastView *view);

/* Raises `reached` to n at least (n <= n_jobs); what pointed into the view moves. */
void ss_forecast_reach(const SsWorld *world, const SsForecastView *view, uint32_t n);

/* `entry` and `next`, of the ends that are reached. */
void ss_forecast_chain(const SsWorld *world, const SsForecastView *view);

/* A placement (SS_PLACE_NOW in the world's own use, or SS_PLACE_EVER) by what is offered; *out NULL: there is none.
 * False: the query is not of that kind, *out is as it was. Caller frees. */
bool ss_forecast_place(const SsPlaceQuery *query, SsAlloc **out);
