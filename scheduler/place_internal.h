/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"
#include "sim/base/arena.h"

/**
 * place_internal - what the parts of `place` share: one call's state, and one function a part.
 *
 * Shape     a call lives in an arena: offers by node id, the cores offered as one cluster-wide row,
 *           node sets. Nothing outlives the call but the SsAlloc it makes.
 * Order     candidates (place_nodes) -> offers (place_cores, place_gres) -> choice (place_fit,
 *           place_tree, place_lln, place_linear) -> tasks, cores, memory (place_cores) -> devices
 *           (place_gres).
 */

/* How a job looks at the sharing of its nodes (spec placement 2.1). */
typedef enum { SS_ROW_ONE, SS_ROW_SHARE, SS_ROW_RESERVED } SsRowClass;

/* A job that holds something on a node. */
typedef struct SsTenant {
    const struct SsTenant *next;
    const SsJob           *job;
    const SsAllocNode     *at;
} SsTenant;

/* What one node offers to the job, and what is taken of it. */
typedef struct {
    uint32_t cpus;       /* offered; 0 = the node cannot be used */
    uint32_t per_core;   /* CPUs that the job counts a core (1 .. tpc) */
    uint32_t least;      /* CPUs that it must take if it is chosen */
    uint32_t most_tasks; /* bound by GPUs a task, SS_UNSET32 = none */
    uint32_t taken;      /* CPUs taken by the choice */
    uint32_t given;      /* of these, CPUs that tasks use (5.1) */
    uint32_t tasks;      /* tasks on it */
    uint64_t weight;     /* outside FLEX, node Weight (ss_node_weight), 255 - near GPUs */
} SsOffer;

typedef struct {
    const SsPlaceQuery *query;
    const SsWorld      *world;
    const SsCluster    *cluster;
    const SsSettings   *settings;
    const SsRequest    *req;
    const SsPartition  *part;
    const SsUse        *use; /* NULL: nobody is there */
    SsArena            *arena;
    SsSelectType        select;
    uint32_t            params; /* SsSelectParam in force for the partition */
    SsRowClass          row;
    bool                whole; /* takes all of each node */
    bool                alone; /* its nodes must be idle (share=no) */
    /* will-run of linear counts one job that shares for none; the start does not ("Failed to start": replay-mix-linear-tree: 29) */
    bool             beside_one;
    bool             user_exclusive;
    bool             is_share;         /* chooses some of the job's nodes: a count of a feature  */
    bool             remote_gres;      /* second round: devices far from the cores are allowed */
    uint32_t         min, wanted, max; /* nodes */
    uint32_t         min_cpus;
    uint32_t         least;   /* CPUs that every chosen node must give, where its offer says less */
    const uint64_t  *busy;    /* cluster-wide core row that counts as taken, NULL = none */
    const SsTenant **tenants; /* [n_nodes], NULL until needed */
    SsOffer         *offer;   /* [n_nodes] */
    uint32_t        *cpus;    /* [n_nodes] of the offers, as rows: a choice walks over them */
    uint64_t        *weight;  /* [n_nodes] */
    bool             one_weight; /* all offers are known to have the same */
    bool             one_set;    /* and all nodes to be of one set        */
    uint64_t        *cores;      /* [core_words] cores offered */
    const uint32_t  *gres_left;  /* [n_nodes][n_gres] GRES by need; NULL: as `use` says */
    SsNodeSet       *candidates; /* fit by configuration, features, state */
    SsNodeSet       *usable;     /* offer something */
    SsNodeSet       *required;   /* must be in the choice, NULL */
    SsNodeSet       *counted;    /* nodes that a group node limit counts already, NULL */
    SsNodeSet       *chosen;
} SsPlaceCall;

SsNodeSet *ss_call_set(const SsPlaceCall *call); /* an empty node set of the call */
/* What the query says, in the call's words; no offers, sets or tenants yet. */
void ss_call_describe(SsPlaceCall *call, const SsPlaceQuery *query, SsArena *arena);
/* Cores, memory and devices of the chosen nodes; NULL if they do not add up. */
SsAlloc *ss_call_allocate(SsPlaceCall *call);
/* With nodes chosen by their offers, can dealing out cores and memory still fail? */
bool ss_call_allocation_cannot_fail(const SsPlaceCall *call);

/* The node's offer is made. */
static inline void ss_call_offered(SsPlaceCall *call, SsNodeId id, bool usable)
{
    if (usable)
        ss_node_set_add(call->usable, id);
    else
        call->offer[id].cpus = 0;
    call->cpus[id] = call->offer[id].cpus;
    call->weight[id] = call->offer[id].weight;
}

/* Of limits by TRES; NULL: there are none. */
static inline bool ss_has_node_limit(const uint64_t *limits)
{
    return limits != NULL && limits[SS_TRES_NODE] != SS_NO_LIMIT64;
}

/* --- bits of one node's cores ----------------------------------------------------------------- */

static inline bool ss_core_test(const uint64_t *bits, uint32_t core)
{
    return bits[core / 64] >> (core % 64) & 1;
}

static inline void ss_core_set(uint64_t *bits, uint32_t core)
{
    bits[core / 64] |= UINT64_C(1) << (core % 64);
}

static inline void ss_core_clear(uint64_t *bits, uint32_t core)
{
    bits[core / 64] &= ~(UINT64_C(1) << (core % 64));
}

/* Bits of word w that belong to cores [begin, end). */
static inline uint64_t ss_core_mask(uint32_t w, uint32_t begin, uint32_t end)
{
    const uint32_t low = MAX(begin, w * 64) - w * 64, high = MIN(end, w * 64 + 64) - w * 64;

    return high - low == 64 ? UINT64_MAX : ((UINT64_C(1) << (high - low)) - 1) << low;
}

static inline uint32_t ss_socket_count(const SsNode *node, const uint64_t *bits, uint32_t socket)
{
    const uint32_t begin = socket * node->cores_per_socket, end = begin + node->cores_per_socket;
    uint32_t       n = 0;

    if (node->cores_per_socket == 1) /* CPUs=n without sockets: n of them, many to look at */
        return ss_core_test(bits, socket);
    for (uint32_t w = begin / 64; w * 64 < end; w++)
        n += (uint32_t) __builtin_popcountll(bits[w] & ss_core_mask(w, begin, end));
    return n;
}

static inline bool ss_socket_any(const SsNode *node, const uint64_t *bits, uint32_t socket)
{
    const uint32_t begin = socket * node->cores_per_socket, end = begin + node->cores_per_socket;

    for (uint32_t w = begin / 64; w * 64 < end; w++)
        if (bits[w] & ss_core_mask(w, begin, end))
            return true;
    return false;
}

static inline void ss_socket_clear(const SsNode *node, uint64_t *bits, uint32_t socket)
{
    const uint32_t begin = socket * node->cores_per_socket, end = begin + node->cores_per_socket;

    for (uint32_t w = begin / 64; w * 64 < end; w++)
        bits[w] &= ~ss_core_mask(w, begin, end);
}

/* --- place_features.c ------------------------------------------------------------------------- */
/* Texts of --constraint and --prefer; NULL or "" gives none. False if it cannot be read. */
bool ss_features_parse(const char *text, SsFeature **out, uint32_t *n);
/* Alternatives of a bracket [a|b]; 1 if there is none. */
uint32_t ss_features_alternatives(const SsFeature *feature, uint32_t n);
/* Nodes that satisfy the terms without counts; `choice` picks the alternative, SS_ID_NONE: any. */
void ss_features_nodes(const SsWorld *world, const SsFeature *feature, uint32_t n, uint32_t choice,
                       SsNodeSet *nodes);
/* Does term i count (a*n) under this choice? */
bool ss_features_counts(const SsFeature *feature, uint32_t n, uint32_t choice, uint32_t i);
/* Are counted terms disjoint ([a*2&b*1]) rather than overlapping (a*2&b*1)? */
bool ss_features_disjoint(const SsFeature *feature, uint32_t n);
void ss_features_having(const SsWorld *world, const char *name, SsNodeSet *nodes);

/* --- place_rows.c ----------------------------------------------------------------------------- */
SsRowClass ss_row_class(const SsPartition *part, uint8_t share);
/* Fills call->tenants if anything about this job depends on who is where. */
void ss_rows_tenants(SsPlaceCall *call);
/* A user-exclusive job, and jobs of others are there. */
bool ss_rows_has_strangers(const SsPlaceCall *call, SsNodeId id);
/* May the job be on the node together with those who are there? */
bool ss_rows_allow(const SsPlaceCall *call, SsNodeId id);
/* Are all jobs there of partitions that let them share (none: true)? */
bool ss_rows_all_share(const SsPlaceCall *call, SsNodeId id);
/* Is there a partition with OverSubscribe=YES or FORCE? */
bool ss_rows_any(const SsWorld *world);
/* CPUs (whole cores) that jobs of the call's partition hold on the node. */
uint32_t ss_rows_part_cpus(const SsPlaceCall *call, SsNodeId id);
/* Core rows to try one after the other, beyond that of free cores: rows of the partition,
 * fullest first, then an empty one. Returns how many; (*rows)[i] is a cluster-wide row of taken
 * cores. */
uint32_t ss_rows_build(SsPlaceCall *call, uint64_t ***rows);

/* --- place_nodes.c ---------------------------------------------------------------------------- */
/* Candidates of this attempt out of `among` (features are already applied). False if required
 * nodes or the least number of nodes are not among them. */
bool ss_nodes_candidates(SsPlaceCall *call, const SsNodeSet *among);
void ss_nodes_open(const SsPlaceCall *call, SsNodeSet *nodes); /* ss_place_open */
/* Could the node hold the job by its configuration? */
bool ss_nodes_fit(const SsPlaceCall *call, const SsNode *node);
/* Weight of a node for this job: its own, more outside of a FLEX reservation, one more if a
 * group node limit does not count it yet. */
uint64_t ss_node_weight(const SsPlaceCall *call, SsNodeId id);
/* Nodes that running jobs of the job's limiting QOS or associations are on; NULL without such a
 * limit. */
SsNodeSet *ss_nodes_counted(const SsPlaceCall *call);
/* Offers of all candidates; call->usable are those that offer something. */
void ss_nodes_offer(SsPlaceCall *call);
/* Chooses nodes into call->chosen with offers' `taken`. */
bool ss_nodes_choose(SsPlaceCall *call);
/* The same among call->usable, whose offers are made. */
bool ss_nodes_choose_offered(SsPlaceCall *call);

/* --- place_fewer.c ---------------------------------------------------------------------------- */
/* A choice among call->usable, and if it fails among fewer of them. Leaves `usable` as it was. */
typedef bool SsChooser(SsPlaceCall *call);
bool         ss_choose_of_usable(SsPlaceCall *call, SsChooser *choose);
/* Usable nodes by the CPUs that they offer: of_cpus[most + 1], `left` in all. In the call's arena. */
typedef struct {
    uint32_t *of_cpus;
    uint32_t  most, left;
} SsOfferCounts;
SsOfferCounts ss_call_count_offers(const SsPlaceCall *call);
/* Would the largest nodes that may be taken hold the job? */
bool ss_call_largest_would_do(const SsPlaceCall *call, const SsOfferCounts *counts);
/* CPUs and devices that the node offers: the smallest are left out first. */
uint64_t ss_call_resources(const SsPlaceCall *call, SsNodeId id);

/* --- place_levels.c --------------------------------------------------------------------------- */
/* Best fit among call->usable, and among fewer of them. False: not for this call, *found is not known; *chosen: but that it
 * fails among all. */
bool ss_choose_by_levels(SsPlaceCall *call, bool *chosen, bool *found);

/* --- place_cores.c ---------------------------------------------------------------------------- */
/* Offers of all candidates; call->usable are those that offer something. */
void ss_cores_offers(SsPlaceCall *call);
/* CPUs that at least one visit of the job must find on a node. */
uint32_t ss_cores_least(const SsPlaceCall *call);
/* CPUs that the job counts a core of the node. */
uint32_t ss_cores_per_core(const SsPlaceCall *call, const SsNode *node);
/* The offer of a node of which only counts matter (place_counted.h): `free` cores, `mem` in use. */
uint32_t ss_cores_counted(const SsPlaceCall *call, SsNodeId id, uint32_t free, uint64_t mem);
/* Shares tasks and CPUs out over the chosen nodes (5.1). */
void ss_cores_tasks(SsPlaceCall *call);
/* Cores, CPUs and memory of one chosen node into its entry. False if its memory does not
 * suffice. */
bool ss_cores_take(SsPlaceCall *call, SsNodeId id, SsAllocNode *entry);

/* --- place_gres.c ----------------------------------------------------------------------------- */
/* Feasibility on one node: lowers the offer and its core bits. False if the node cannot serve
 * it. */
bool ss_gres_offer(SsPlaceCall *call, SsNodeId id, SsOffer *offer, uint64_t *bits);
/* GPUs of per-job counts: what the node could give to need i. */
uint64_t ss_gres_free(const SsPlaceCall *call, SsNodeId id, const SsGresNeed *need);
/* The same of a node that has the GRES, where only counts matter (place_counted.h): of `cores` free ones. */
bool ss_gres_counted(const SsPlaceCall *call, SsNodeId id, SsOffer *offer, uint32_t cores);
/* `least` CPUs of a node, or those that come with its GPUs if they are more. */
uint32_t ss_gres_least(const SsPlaceCall *call, uint32_t least);
/* CPUs that a job with GRES will use at most on a node of which it must take `least`; 0: not known. */
uint32_t ss_gres_known_cpus(const SsPlaceCall *call, uint32_t least);
/* Counts and devices of all entries. False if they do not add up. */
bool ss_gres_take(SsPlaceCall *call, SsAlloc *alloc);

/* --- the choice: what all choosers count ------------------------------------------------------ */
typedef struct {
    SsPlaceCall *call;
    int64_t      cpus;  /* R: CPUs still needed                                                  */
    int64_t      cap;   /* CPUs that may still be taken                                          */
    int64_t      nodes; /* N: wanted nodes still needed                                          */
    int64_t      spare; /* of these, nodes that are not asked for: nothing is kept for them      */
    int64_t      room;  /* X: nodes that may still be taken                                      */
    int64_t     *gres;  /* [n_gres] per-job counts still needed                                  */
} SsPick;

/* Is any of the GRES counted by the job? */
bool    ss_call_counts_per_job(const SsPlaceCall *call);
void    ss_pick_begin(SsPick *pick, SsPlaceCall *call);
void    ss_pick_take(SsPick *pick, SsNodeId id);
bool    ss_pick_done(const SsPick *pick);    /* R, N and GPUs are served                     */
bool    ss_pick_will_do(const SsPick *pick); /* done but for nodes above the minimum         */
bool    ss_pick_gres_done(const SsPick *pick);
int64_t ss_pick_nodes_needed(const SsPick *pick); /* N without the nodes above the minimum        */
bool    ss_pick_required(SsPick *pick);           /* takes the required nodes; false if too many  */

bool ss_choose_fit(SsPlaceCall *call);    /* consecutive best fit, 4.3     */
bool ss_choose_tree(SsPlaceCall *call);   /* topology/tree, 4.6            */
bool ss_choose_lln(SsPlaceCall *call);    /* least loaded, 4.5             */
bool ss_choose_busy(SsPlaceCall *call);   /* bf_busy_nodes                 */
bool ss_choose_spread(SsPlaceCall *call); /* --spread-job                  */
bool ss_choose_serial(SsPlaceCall *call); /* pack_serial_at_end            */
bool ss_choose_linear(SsPlaceCall *call); /* select/linear, 4.8            */
/* Jobs that a node may hold: one, or n of FORCE:n and of YES:n for those who asked to share. */
uint32_t ss_linear_jobs_most(const SsPlaceCall *call);
void     ss_linear_offers(SsPlaceCall *call);
/* The least CPUs of a chosen node; what a node with `mem` in use offers, if it takes one more job. */
uint32_t ss_linear_least(const SsPlaceCall *call);
uint32_t ss_linear_counted(const SsPlaceCall *call, SsNodeId id, uint64_t mem);
