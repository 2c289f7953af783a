/* SPDX-License-Identifier: Apache-2.0 */
/*
 * profile.c - the textbook's free-processor profile: a step function kept as two arrays.
 *
 * The steps are few (running jobs and promised ones), the scans are linear and stop early; nothing
 * cleverer has paid for itself. Invariant: times strictly rise, the last step reaches to SS_TIME_NEVER.
 */
#include "scheduler/profile.h"

typedef struct {
    SsTime  time;
    int64_t level;
} Step;

struct SsProfile {
    GArray *steps; /* Step */
};

#define STEP(p, i) (&g_array_index((p)->steps, Step, i))

SsProfile *ss_profile_new(SsTime now, int64_t free_now)
{
    SsProfile *profile = g_new0(SsProfile, 1);
    const Step first = { now, free_now };

    profile->steps = g_array_new(FALSE, FALSE, sizeof(Step));
    g_array_append_val(profile->steps, first);
    return profile;
}

void ss_profile_free(SsProfile *profile)
{
    if (!profile)
        return;
    g_array_free(profile->steps, TRUE);
    g_free(profile);
}

/* Index of the step that holds at `when` (the first one for anything earlier). */
static uint32_t step_at(const SsProfile *profile, SsTime when)
{
    uint32_t low = 0, high = profile->steps->len;

    while (high - low > 1) {
        const uint32_t middle = (low + high) / 2;

        if (STEP(profile, middle)->time <= when)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Makes `when` the beginning of a step; returns its index. */
static uint32_t cut(SsProfile *profile, SsTime when)
{
    const uint32_t i = step_at(profile, when);

    if (STEP(profile, i)->time >= when)
        return i;
    const Step right = { when, STEP(profile, i)->level };
    g_array_insert_val(profile->steps, i + 1, right);
    return i + 1;
}

void ss_profile_take(SsProfile *profile, SsTime begin, SsTime end, int64_t amount)
{
    begin = MAX(begin, STEP(profile, 0)->time);
    if (end <= begin || amount == 0)
        return;
    const uint32_t from = cut(profile, begin);
    const uint32_t to = end == SS_TIME_NEVER ? profile->steps->len : cut(profile, end);
    for (uint32_t i = from; i < to; i++)
        STEP(profile, i)->level -= amount;
}

SsTime ss_profile_earliest(const SsProfile *profile, int64_t amount, SsSpan span, SsTime from)
{
    const uint32_t n = profile->steps->len;

    for (uint32_t i = step_at(profile, from); i < n; i++) {
        const SsTime begin = MAX(from, STEP(profile, i)->time);
        const SsTime end = ss_i64_add_sat(begin, span);
        uint32_t     j = i;

        while (j < n && STEP(profile, j)->level >= amount
               && (j == i || STEP(profile, j)->time < end))
            j++;
        if (j == n || STEP(profile, j)->time >= end)
            if (j > i)
                return begin;
        if (j > i)
            i = j - 1; /* no window may reach over step j: go on behind it */
    }
    return SS_TIME_NEVER;
}

int64_t ss_profile_at(const SsProfile *profile, SsTime when)
{
    return STEP(profile, step_at(profile, when))->level;
}
