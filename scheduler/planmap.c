/* SPDX-License-Identifier: Apache-2.0 */
/*
 * planmap.c - what this backfill cycle has promised, and to when.
 *
 * A planned node is gone for every later record of the cycle in that window, even for a job that would use
 * one core of it: the map knows nodes only. Window tests are closed intervals, [start, end]; reservations
 * are half-open. That asymmetry is Slurm's: a job that would end in the very second at which a planned job
 * begins is held back by it.
 *
 * Invariant: segments tile [begin, end); neighbours may be equal (Slurm merges at most one pair after each
 * reservation, so equal neighbours can remain, and they count against bf_node_space_size).
 */
#include "scheduler/planmap.h"

#include "sim/base/rows.h"

#define SEGMENT(map, i) (&g_array_index((map)->segment, SsPlanSegment, i))

SsPlanMap *ss_plan_map_new(SsTime now, SsSpan window, SsSpan resolution, const SsNodeSet *nodes)
{
    SsPlanMap *map = g_new0(SsPlanMap, 1);

    map->resolution = resolution;
    map->begin = ss_floor_to(now, resolution);
    map->end = ss_floor_to(now + window, resolution);
    map->segment = g_array_new(FALSE, FALSE, sizeof(SsPlanSegment));
    const SsPlanSegment all = { map->begin, map->end, ss_node_set_dup(nodes), 0 };
    g_array_append_val(map->segment, all);
    return map;
}

void ss_plan_map_keep_takes(SsPlanMap *map)
{
    const SsPlanTake none = { 0 };

    map->take = g_array_new(FALSE, FALSE, sizeof(SsPlanTake));
    map->part = g_array_new(FALSE, FALSE, sizeof(SsPlanNodes));
    map->starts = g_array_new(FALSE, FALSE, sizeof(SsPlanEdge));
    map->ends = g_array_new(FALSE, FALSE, sizeof(SsPlanEdge));
    g_array_append_val(map->take, none);
}

void ss_plan_map_free(SsPlanMap *map)
{
    if (!map)
        return;
    for (uint32_t i = 0; i < map->segment->len; i++)
        ss_node_set_free(SEGMENT(map, i)->nodes);
    g_array_unref(map->segment);
    if (map->take != NULL) {
        g_array_unref(map->take);
        g_array_unref(map->part);
        g_array_unref(map->starts);
        g_array_unref(map->ends);
    }
    g_free(map);
}

/* --- taking --------------------------------------------------------------------------------------- */

/* The segment that ends behind `t`; their number if none does. */
static uint32_t segment_at(const SsPlanMap *map, SsTime t)
{
    return ss_row_until(&SEGMENT(map, 0)->end, sizeof(SsPlanSegment), map->segment->len, t);
}

/* Makes `at` a boundary if it lies inside a segment. */
static void split(SsPlanMap *map, SsTime at)
{
    const uint32_t i = segment_at(map, at);

    if (i == map->segment->len || at <= SEGMENT(map, i)->begin)
        return;
    SsPlanSegment      *s = SEGMENT(map, i);
    const SsPlanSegment right = { at, s->end, ss_node_set_dup(s->nodes), s->gained };
    s->end = at;
    s->gained = 0;
    g_array_insert_val(map->segment, i + 1, right);
}

static void merge_one_pair(SsPlanMap *map)
{
    for (uint32_t i = 0; i + 1 < map->segment->len; i++) {
        SsPlanSegment *s = SEGMENT(map, i), *next = SEGMENT(map, i + 1);

        if (s->gained > 0 || !ss_node_set_equal(s->nodes, next->nodes))
            continue;
        s->end = next->end;
        s->gained = next->gained;
        ss_node_set_free(next->nodes);
        g_array_remove_index(map->segment, i + 1);
        return;
    }
}

static void add_edge(GArray *edges, SsTime at, uint32_t take)
{
    const SsPlanEdge edge = { at, take };
    guint            i = edges->len;

    while (i > 0 && g_array_index(edges, SsPlanEdge, i - 1).at > at)
        i--;
    g_array_insert_val(edges, i, edge);
}

static void note_take(SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes)
{
    SsPlanTake *take = &g_array_index(map->take, SsPlanTake, map->take->len - 1);

    take->start = start;
    take->end = MIN(end, map->end);
    add_edge(map->starts, start, map->take->len - 1);
    add_edge(map->ends, take->end, map->take->len - 1);
    for (uint32_t w = 0; w < nodes->n_words; w++) {
        const SsPlanNodes some = { w, nodes->words[w] };

        if (some.mask != 0)
            g_array_append_val(map->part, some);
    }
    const SsPlanTake next = { .first = map->part->len };
    g_array_append_val(map->take, next);
}

/* Of the words from `first` on: how many nodes `b` has that `a` lacks. */
static uint32_t count_gained(const SsPlanMap *map, uint32_t first, const SsNodeSet *a,
                             const SsNodeSet *b)
{
    uint32_t n = 0;

    for (guint i = first; i < map->part->len; i++) {
        const uint32_t w = g_array_index(map->part, SsPlanNodes, i).word;

        n += (uint32_t) __builtin_popcountll(b->words[w] & ~a->words[w]);
    }
    return n;
}

/* Takes the nodes of the last reservation out of segments [begin, end). Only their words change. */
static void take_out(SsPlanMap *map, uint32_t begin, uint32_t end)
{
    const uint32_t first = g_array_index(map->take, SsPlanTake, ss_plan_map_takes(map) - 1).first;
    const uint32_t from = begin > 0 ? begin - 1 : 0;

    for (uint32_t i = from; i < end && i + 1 < map->segment->len; i++)
        SEGMENT(map, i)->gained -=
            count_gained(map, first, SEGMENT(map, i)->nodes, SEGMENT(map, i + 1)->nodes);
    for (uint32_t i = begin; i < end; i++)
        for (guint p = first; p < map->part->len; p++) {
            const SsPlanNodes *some = &g_array_index(map->part, SsPlanNodes, p);

            SEGMENT(map, i)->nodes->words[some->word] &= ~some->mask;
        }
    for (uint32_t i = from; i < end && i + 1 < map->segment->len; i++)
        SEGMENT(map, i)->gained +=
            count_gained(map, first, SEGMENT(map, i)->nodes, SEGMENT(map, i + 1)->nodes);
}

void ss_plan_map_take(SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes)
{
    start = MAX(start, map->begin);
    end = MAX(end, start + map->resolution);
    if (start >= map->end)
        return;
    split(map, start);
    split(map, end);
    const uint32_t first = segment_at(map, start);
    const uint32_t behind = segment_at(map, MIN(end, map->end) - 1) + 1;
    if (map->take != NULL) {
        note_take(map, start, end, nodes);
        take_out(map, first, behind);
    } else {
        for (uint32_t i = first; i < behind; i++)
            ss_node_set_and_not(SEGMENT(map, i)->nodes, nodes);
    }
    merge_one_pair(map);
}

/* --- asking --------------------------------------------------------------------------------------- */

/* Is there a node of `nodes` in `b` that is not in `a`? */
static bool gains(const SsNodeSet *nodes, const SsNodeSet *a, const SsNodeSet *b)
{
    for (uint32_t w = 0; w < nodes->n_words; w++)
        if (nodes->words[w] & b->words[w] & ~a->words[w])
            return true;
    return false;
}

/* The end of the first segment from `i` on after which `nodes` gain one; the first behind `end` is the last that counts. */
static SsTime first_gain(const SsPlanMap *map, uint32_t i, SsTime end, const SsNodeSet *nodes)
{
    for (; i + 1 < map->segment->len; i++) {
        const SsPlanSegment *s = SEGMENT(map, i);

        if ((s->gained > 0 || map->take == NULL)
            && gains(nodes, s->nodes, SEGMENT(map, i + 1)->nodes))
            return s->end;
        if (s->begin > end)
            break;
    }
    return 0;
}

SsTime ss_plan_map_later(const SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes)
{
    return first_gain(map, segment_at(map, start), end, nodes);
}

SsTime ss_plan_map_keep(const SsPlanMap *map, SsTime start, SsTime end, SsNodeSet *nodes)
{
    uint32_t     i = segment_at(map, start);
    const SsTime later = first_gain(map, i, end, nodes);
    for (; i < map->segment->len && SEGMENT(map, i)->begin <= end; i++)
        ss_node_set_and(nodes, SEGMENT(map, i)->nodes);
    return later;
}

SsTime ss_plan_map_shift(const SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes,
                         bool enough, bool found)
{
    SsTime first = SS_TIME_NEVER;

    for (uint32_t i = segment_at(map, start); i < map->segment->len; i++) {
        const SsPlanSegment *s = SEGMENT(map, i);

        if (s->begin <= end) {
            first = MIN(first, s->end); /* it falls behind */
            continue;
        }
        if ((enough && !ss_node_set_is_subset(nodes, s->nodes)) || !found)
            return MIN(first, start + (s->begin - end)); /* it comes into reach */
    }
    return first;
}

SsTime ss_plan_map_edge(const SsPlanMap *map, SsTime now, SsTime start, SsTime end)
{
    const SsTime window = map->end - now; /* at most: the end is rounded down */
    const SsTime begins = start > map->begin ? start : MAX(end - map->resolution, now);
    const SsTime ends = MAX(end, MAX(start, map->begin) + map->resolution);

    if (start >= map->end)
        return start - window;
    return ends >= map->end ? MIN(begins, ends - window) : begins;
}

bool ss_plan_map_conflicts(const SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes)
{
    const uint32_t first = segment_at(map, start);
    uint32_t       behind = first;

    while (behind < map->segment->len && SEGMENT(map, behind)->begin < end)
        behind++;
    for (uint32_t w = 0; w < nodes->n_words; w++) /* the nodes of one job are in few words */
        for (uint32_t i = first; nodes->words[w] != 0 && i < behind; i++)
            if (nodes->words[w] & ~SEGMENT(map, i)->nodes->words[w])
                return true;
    return false;
}
