/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place_counted.h"

/**
 * SsEndPlay - the planned ends of running jobs, played in counts: what a node holds behind each of them.
 *
 * Exact     because nobody overlaps: a core leaves with its only holder. Where jobs share cores or devices, are
 *           suspended, or somebody holds a node who has no planned end, there is no play. That is seen from what is in
 *           use; debug builds see that a whole play ends with empty nodes.
 * Shape     jobs by planned end, as world->ends; each has an entry for every node it holds.
 * Validity  while world->placing stands. Ends are played as far as somebody asks.
 * Cost      O(jobs + nodes that changed) when something changed, O(entries) of the jobs that are played. 44 bytes an entry,
 *           56 a node.
 * Owner     the forecast.
 */
typedef struct {
    uint32_t jobs, overlapping; /* overlapping: 0 or 1 */
} SsNodeHolders;

typedef struct {
    bool     known, exact; /* of `placing` */
    uint64_t placing;

    bool           plain;       /* no cores of the site are for nobody, or for some jobs only  */
    uint32_t      *cores, *tpc; /* [n_nodes] of the configuration, close together              */
    GPtrArray     *job;         /* SsJob *                                                     */
    GArray        *end;         /* SsTime: planned ends; SS_TIME_NEVER behind the last         */
    GArray        *first;       /* uint32_t: entries of job k are first[k] to first[k + 1]     */
    GArray        *node;        /* SsNodeId                                                    */
    GArray        *state;       /* SsCountedNode after each entry                              */
    GPtrArray     *entry;       /* const SsAllocNode *: what is given back                     */
    GArray        *next;        /* uint32_t: the node's entry behind each one; SS_ID_NONE      */
    uint32_t      *from, *last; /* [n_nodes] the node's first entry and its last; SS_ID_NONE   */
    SsCountedNode *at;          /* [n_nodes] behind the ends that are played                   */
    uint64_t       plays, *at_play; /* [n_nodes] in which play `at` was set                    */
    const SsUse   *use;             /* the world's                                             */
    uint64_t       changes;         /* of it, up to which nodes are counted                    */
    SsNodeHolders *on;              /* [n_nodes]                                               */
    uint64_t       holders;         /* jobs on nodes, together                                 */
    uint32_t       n_overlapping;   /* nodes with cores or devices of several, or suspended    */
} SsEndPlay;

void ss_end_play_init(SsEndPlay *play, const SsCluster *cluster);
void ss_end_play_clear(SsEndPlay *play);

/* The node as it is in use now. */
SsCountedNode ss_end_play_now(const SsEndPlay *play, const SsUse *use, SsNodeId id);
/* Begins anew if something changed. False: the ends cannot be played in counts. */
bool ss_end_play_begin(SsEndPlay *play, const SsWorld *world);
/* Chains the entries of each node that are played, for who follows single nodes. */
void ss_end_play_chain(SsEndPlay *play);
/* Plays the ends of the first `n` jobs, if they are not yet. */
void ss_end_play_reach(SsEndPlay *play, uint32_t n);

static inline uint32_t ss_end_play_reached(const SsEndPlay *play)
{
    return play->first->len - 1;
}
