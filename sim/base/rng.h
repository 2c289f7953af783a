/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsRng - seeded streams of random numbers, one a purpose.
 *
 * Shape     xoshiro256**; 32 bytes of state, a plain value that may be copied.
 * Streams   a stream is named by (seed, purpose) or by (parent stream, purpose). Streams of
 *           different purposes do not know of each other: one draw more in one does not shift
 *           another.
 * Units     doubles are in [0, 1) on a grid of 2^-53.
 * Errors    none.
 * Same      the same numbers on every platform with IEEE doubles: logarithm and exponential are
 *           our own, and nothing is contracted (-ffp-contract=off).
 * Not for   cryptography.
 */
typedef struct {
    uint64_t state[4];
} SsRng;

/* The stream of `purpose` ("arrivals", "runtimes") under `seed`. */
void ss_rng_init(SsRng *rng, uint64_t seed, const char *purpose);

/* A stream derived from where `parent` was initialised and has drawn to; draws nothing from it. */
void ss_rng_split(const SsRng *parent, const char *purpose, SsRng *child);

uint64_t ss_rng_next(SsRng *rng);                            /* 64 random bits                  */
uint64_t ss_rng_below(SsRng *rng, uint64_t n);               /* 0 .. n - 1, unbiased; n > 0     */
int64_t  ss_rng_between(SsRng *rng, int64_t lo, int64_t hi); /* lo .. hi, both possible         */
double   ss_rng_unit(SsRng *rng);                            /* [0, 1)                          */
bool     ss_rng_chance(SsRng *rng, double probability);      /* always one draw                 */
double   ss_rng_uniform(SsRng *rng, double lo, double hi);   /* [lo, hi)                        */
double   ss_rng_exponential(SsRng *rng, double mean);        /* > 0                             */
double   ss_rng_normal(SsRng *rng, double mean, double sd);
double   ss_rng_lognormal(SsRng *rng, double mu, double sigma); /* exp of a normal(mu, sigma)    */

/* Index i with probability weight[i] / sum; `weights` are >= 0 and not all zero. O(n). */
uint32_t ss_rng_pick(SsRng *rng, const double *weights, uint32_t n);

/* The logarithm and exponential used above, for generators that must repeat everywhere.
 * Within 2 ulp; ss_rng_log needs x > 0. */
double ss_rng_log(double x);
double ss_rng_exp(double x);
