/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"

/**
 * glance - a cheap look before a placement: could it possibly succeed?
 *
 * False means that ss_place would not place this query; true means nothing. It counts free cores and
 * memory a node against the job's least needs and looks at nothing else.
 * Cost      one walk over the candidates, no allocation: about a fiftieth of a placement.
 */
bool ss_glance(const SsPlaceQuery *query);

/* As ss_glance, but always true without the shortcut; counts refusals. */
bool ss_glance_allows(const SsPlaceQuery *query);

/* The same count kept up while allocations leave a use. `query` and `use` must outlive it. */
typedef struct {
    const SsPlaceQuery *query;
    const SsUse        *use;
    const SsRequest    *req;
    bool                blind; /* counts prove nothing here: always "may" */
    bool                linear, memory, alone;
    uint32_t            least; /* CPUs that any chosen node must offer    */
    uint32_t            min, max;
    uint64_t            need;
    uint32_t            nodes, most; /* nodes that offer enough, the largest offer */
    uint64_t            cpus;        /* all they offer                             */
} SsGlance;

SsGlance ss_glance_begin(const SsPlaceQuery *query, const SsUse *use);
bool     ss_glance_may(const SsGlance *g);
void     ss_glance_leave(SsGlance *g, SsUse *use, const SsAlloc *alloc); /* takes it out of `use` */
