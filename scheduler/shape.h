/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"

/**
 * SsShape - everything of a query that a placement reads, but for what is in use: 128 bits.
 *
 * Two queries of one shape get the same answer on the same use. The job's identity is not in it, so tasks of
 * an array and copies of a job share theirs.
 * Cost      about 0.1 us; no memory.
 */
typedef struct SsShape {
    uint64_t a, b;
} SsShape;

SsShape ss_shape_of(const SsPlaceQuery *query);

/* For a placement where nobody is: who owns it does not matter then, nor what its groups already have. */
SsShape ss_shape_of_ever(const SsPlaceQuery *query);
SsShape ss_shape_of_count(const SsPlaceQuery *query); /* and without the nodes */

/* The job's part of it. A query that is asked on one set of nodes after the other carries it along. */
SsShape ss_shape_of_request(const SsJob *job);

static inline bool ss_shape_equal(SsShape x, SsShape y)
{
    return x.a == y.a && x.b == y.b;
}

/* One more word. */
static inline void ss_shape_mix(SsShape *shape, uint64_t word)
{
    shape->a = (shape->a ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    shape->a ^= shape->a >> 32;
    shape->b = (shape->b + word) * UINT64_C(0xd6e8feb86659fd93);
    shape->b ^= shape->b >> 29;
}

/* One more set of nodes; NULL is another than an empty one. */
void ss_shape_mix_set(SsShape *shape, const SsNodeSet *set);
