/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_profile.c - the profile against its naive twin: how many CPUs are free, an array with one number a
 * second.
 *
 * Random programs of takes, give-backs and questions; both must answer alike. Beyond the array's last
 * second nothing is ever taken, except for ever: then all seconds from there on are alike.
 */
#include "scheduler/profile.h"

#include "sim/base/rng.h"
#include "tests/support/ss_test.h"

enum { SECONDS = 400, STEPS = 300, SEEDS = 40, CPUS = 16, NOW = 1000 };

typedef struct {
    int64_t at[SECONDS + 1]; /* the last one stands for ever */
} Naive;

typedef struct {
    SsTime  begin, end;
    int64_t amount;
} Taken;

static void naive_take(Naive *naive, const Taken *taken)
{
    for (uint32_t i = 0; i <= SECONDS; i++) {
        const SsTime when = NOW + (SsTime) i;
        const bool   reaches = i == SECONDS ? taken->end == SS_TIME_NEVER : when < taken->end;

        if (when >= taken->begin && reaches)
            naive->at[i] -= taken->amount;
    }
}

static bool stays_free(const Naive *naive, uint32_t from, int64_t amount, SsSpan span)
{
    for (SsSpan s = 0; s < MAX(span, 1); s++)
        if (naive->at[MIN(from + s, SECONDS)] < amount)
            return false;
    return true;
}

static SsTime naive_earliest(const Naive *naive, int64_t amount, SsSpan span, SsTime from)
{
    for (uint32_t i = (uint32_t) (from - NOW); i <= SECONDS; i++)
        if (stays_free(naive, i, amount, span))
            return NOW + (SsTime) i;
    return SS_TIME_NEVER;
}

static Taken some_taken(SsRng *rng)
{
    const SsTime begin = NOW - 20 + ss_rng_between(rng, 0, SECONDS);
    const SsTime end = begin + ss_rng_between(rng, -5, SECONDS / 4);
    const bool   for_ever = ss_rng_between(rng, 0, 29) == 0;

    return (Taken){ .begin = begin,
                    .end = for_ever ? SS_TIME_NEVER : MIN(end, NOW + SECONDS),
                    .amount = ss_rng_between(rng, 0, CPUS / 4) };
}

static void take_or_give_back(SsRng *rng, SsProfile *profile, Naive *naive, GArray *held)
{
    Taken taken = some_taken(rng);

    if (held->len > 0 && ss_rng_between(rng, 0, 1) == 0) {
        const guint i = (guint) ss_rng_between(rng, 0, held->len - 1);

        taken = g_array_index(held, Taken, i);
        g_array_remove_index_fast(held, i);
        taken.amount = -taken.amount;
    } else {
        g_array_append_val(held, taken);
    }
    ss_profile_take(profile, taken.begin, taken.end, taken.amount);
    naive_take(naive, &taken);
}

static void ask(SsRng *rng, const SsProfile *profile, const Naive *naive)
{
    const SsTime  from = NOW + ss_rng_between(rng, 0, SECONDS);
    const SsSpan  span = ss_rng_between(rng, 1, SECONDS / 2);
    const int64_t amount = ss_rng_between(rng, 1, CPUS + 1);

    SS_EXPECT_INT(ss_profile_at(profile, from), naive->at[from - NOW]);
    SS_EXPECT_INT(ss_profile_earliest(profile, amount, span, from),
                  naive_earliest(naive, amount, span, from));
}

static void random_programs_agree_with_an_array_of_seconds(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        SsRng                rng;
        g_autoptr(SsProfile) profile = ss_profile_new(NOW, CPUS);
        g_autoptr(GArray)    held = g_array_new(FALSE, FALSE, sizeof(Taken));
        Naive                naive;

        ss_rng_init(&rng, seed, "profile");
        for (uint32_t i = 0; i <= SECONDS; i++)
            naive.at[i] = CPUS;
        for (uint32_t step = 0; step < STEPS; step++) {
            take_or_give_back(&rng, profile, &naive, held);
            ask(&rng, profile, &naive);
        }
    }
}

static const SsTest tests[] = {
    SS_TEST(random_programs_agree_with_an_array_of_seconds),
};
SS_TEST_MAIN("property_profile", tests)
