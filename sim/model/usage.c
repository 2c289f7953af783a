/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage.c - room for what is recorded of an association or a QOS.
 *
 * Per-user and per-account counters of a QOS are arrays kept in order of their id: a site has few users a
 * QOS at a time, look-ups are a binary search, and walking them in order makes reports repeatable.
 */
#include "sim/model/usage.h"

void ss_usage_init(SsUsage *usage, uint32_t n_tres)
{
    *usage = (SsUsage){
        .tres_raw = g_new0(long double, n_tres),
        .tres = g_new0(uint64_t, n_tres),
        .run_secs = g_new0(uint64_t, n_tres),
    };
}

static void free_subs(GArray *list)
{
    if (list == NULL)
        return;
    for (guint i = 0; i < list->len; i++) {
        SsSubUsage *sub = &g_array_index(list, SsSubUsage, i);

        g_free(sub->tres);
        g_free(sub->node_jobs);
    }
    g_array_unref(list);
}

void ss_usage_clear(SsUsage *usage)
{
    g_free(usage->tres_raw);
    g_free(usage->tres);
    g_free(usage->run_secs);
    g_free(usage->node_jobs);
    free_subs(usage->users);
    free_subs(usage->accounts);
    *usage = (SsUsage){ 0 };
}

SsSubUsage *ss_usage_sub(GArray *list, uint32_t id, uint32_t n_tres)
{
    guint low = 0, high = list->len;

    while (low < high) {
        const guint middle = low + (high - low) / 2;

        if (g_array_index(list, SsSubUsage, middle).id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == list->len || g_array_index(list, SsSubUsage, low).id != id) {
        SsSubUsage fresh = { .id = id, .rank = list->len, .tres = g_new0(uint64_t, n_tres) };

        g_array_insert_val(list, low, fresh);
    }
    return &g_array_index(list, SsSubUsage, low);
}
