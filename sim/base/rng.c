/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rng.c - seeded streams.
 *
 * xoshiro256** (Blackman, Vigna, 2018) for the numbers, splitmix64 to spread a seed over its state.
 * A stream's seed mixes the user's seed with the bytes of its purpose, so that "arrivals" and
 * "runtimes" under seed 1 are as far apart as seeds 1 and 2, and a generator that begins to draw
 * one number more for runtimes leaves all arrivals where they were.
 *
 * A workload made from a seed must be the same on every machine, and libm may differ in the last
 * bit from one C library to the next. So log and exp are here: frexp, a series in (m-1)/(m+1), and
 * a Taylor polynomial behind ln 2 taken off in two pieces. Only +, -, *, / and sqrt are used, which
 * IEEE 754 rounds in one way; the build forbids contraction. The normal is Marsaglia's polar
 * method, without its second value: a stream's state is its four words and nothing else.
 *
 * Rejected: GRand (one algorithm, but its distributions are not specified), Box-Muller (sin, cos).
 */
#include "sim/base/rng.h"

#include <math.h>

#define LN2_HIGH  0x1.62e42feep-1 /* 21 trailing zero bits: k * LN2_HIGH is exact */
#define LN2_LOW   0x1.a39ef35793c76p-33
#define SQRT_HALF 0x1.6a09e667f3bcdp-1

static uint64_t rotl(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint64_t mix_purpose(uint64_t state, const char *purpose)
{
    for (const char *p = purpose; *p != '\0'; p++) {
        state ^= (uint8_t) *p;
        state = splitmix(&state);
    }
    return state;
}

void ss_rng_init(SsRng *rng, uint64_t seed, const char *purpose)
{
    uint64_t state = mix_purpose(splitmix(&seed), purpose);

    for (uint32_t i = 0; i < 4; i++)
        rng->state[i] = splitmix(&state);
}

void ss_rng_split(const SsRng *parent, const char *purpose, SsRng *child)
{
    const uint64_t *s = parent->state;

    ss_rng_init(child, s[0] ^ rotl(s[1], 17) ^ rotl(s[2], 31) ^ rotl(s[3], 47), purpose);
}

uint64_t ss_rng_next(SsRng *rng)
{
    uint64_t      *s = rng->state;
    const uint64_t result = rotl(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
}

/* The high word of a 128-bit product is uniform once the few low words that occur once too often
 * are drawn again (Lemire, 2019). */
uint64_t ss_rng_below(SsRng *rng, uint64_t n)
{
    g_assert(n > 0);
    const uint64_t surplus = -n % n; /* 2^64 mod n */
    SsWideU        product = (SsWideU) ss_rng_next(rng) * n;

    while ((uint64_t) product < surplus)
        product = (SsWideU) ss_rng_next(rng) * n;
    return (uint64_t) (product >> 64);
}

int64_t ss_rng_between(SsRng *rng, int64_t lo, int64_t hi)
{
    g_assert(lo <= hi);
    const uint64_t width = (uint64_t) hi - (uint64_t) lo + 1; /* 0: all of 64 bits */
    const uint64_t step = width != 0 ? ss_rng_below(rng, width) : ss_rng_next(rng);

    return (int64_t) ((uint64_t) lo + step);
}

double ss_rng_unit(SsRng *rng)
{
    return (double) (ss_rng_next(rng) >> 11) * 0x1p-53;
}

bool ss_rng_chance(SsRng *rng, double probability)
{
    return ss_rng_unit(rng) < probability;
}

double ss_rng_uniform(SsRng *rng, double lo, double hi)
{
    const double x = lo + (hi - lo) * ss_rng_unit(rng);

    return x < hi ? x : lo; /* rounding may reach hi */
}

double ss_rng_exponential(SsRng *rng, double mean)
{
    /* (0, 1] without 1: the midpoints of the grid, so that the result is above zero. */
    return -mean * ss_rng_log((double) (ss_rng_next(rng) >> 12) * 0x1p-52 + 0x1p-53);
}

double ss_rng_normal(SsRng *rng, double mean, double sd)
{
    double x, square;

    do {
        const double y = 2.0 * ss_rng_unit(rng) - 1.0;

        x = 2.0 * ss_rng_unit(rng) - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square <= 0.0);
    return mean + sd * (x * sqrt(-2.0 * ss_rng_log(square) / square));
}

double ss_rng_lognormal(SsRng *rng, double mu, double sigma)
{
    return ss_rng_exp(ss_rng_normal(rng, mu, sigma));
}

uint32_t ss_rng_pick(SsRng *rng, const double *weights, uint32_t n)
{
    double   sum = 0.0;
    uint32_t last = 0; /* the last that may be picked: rounding must not pick a weight of 0 */

    for (uint32_t i = 0; i < n; i++) {
        g_assert(weights[i] >= 0.0);
        sum += weights[i];
        if (weights[i] > 0.0)
            last = i;
    }
    g_assert(sum > 0.0);

    double left = ss_rng_unit(rng) * sum;
    for (uint32_t i = 0; i < last; i++) {
        if (left < weights[i])
            return i;
        left -= weights[i];
    }
    return last;
}

double ss_rng_log(double x)
{
    int    k = 0;
    double m = 0.0;

    g_assert(x > 0.0);
    m = frexp(x, &k);
    if (m < SQRT_HALF) {
        m *= 2.0;
        k--;
    }

    /* ln m = 2 (s + s^3/3 + s^5/5 + ...), |s| <= 0.1716: twelve terms reach the last bit. */
    const double s = (m - 1.0) / (m + 1.0);
    const double z = s * s;
    double       sum = 0.0;
    for (int i = 23; i >= 3; i -= 2)
        sum = sum * z + 1.0 / i;
    sum = sum * z;
    return k * LN2_HIGH + (2.0 * s + (2.0 * s * sum + k * LN2_LOW));
}

double ss_rng_exp(double x)
{
    if (x > 709.78)
        return HUGE_VAL;
    if (x < -745.0)
        return 0.0;

    /* e^x = 2^k e^r, |r| <= ln 2 / 2: fourteen terms reach the last bit. */
    const double k = floor(x / 0x1.62e42fefa39efp-1 + 0.5);
    const double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    double       sum = 1.0;
    for (int i = 14; i >= 1; i--)
        sum = 1.0 + r * sum / i;
    return ldexp(sum, (int) k);
}
