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

#define SEGMENT(map, i) (&g_array_index((map)->segment, SsPlanSegment, i))

SsPlanMap *ss_plan_map_new(SsTime now, SsSpan window, SsSpan resolution, const SsNodeSet *nodes)
{
    SsPlanMap *map = g_new0(SsPlanMap, 1);

    map->resolution = resolution;
    map->begin = ss_floor_to(now, resolution);
    map->end = ss_floor_to(now + window, resolution);
    map->segment = g_array_new(FALSE, FALSE, sizeof(SsPlanSegment));
    const SsPlanSegment all = { map->begin, map->end, ss_node_set_dup(nodes) };
    g_array_append_val(map->segment, all);
    return map;
}

void ss_plan_map_free(SsPlanMap *map)
{
    if (!map)
        return;
    for (uint32_t i = 0; i < map->segment->len; i++)
        ss_node_set_free(SEGMENT(map, i)->nodes);
    g_array_free(map->segment, TRUE);
    g_free(map);
}

/* Makes `at` a boundary if it lies inside a segment. */
static void split(SsPlanMap *map, SsTime at)
{
    for (uint32_t i = 0; i < map->segment->len; i++) {
        SsPlanSegment *s = SEGMENT(map, i);

        if (at <= s->begin || at >= s->end)
            continue;
        const SsPlanSegment right = { at, s->end, ss_node_set_dup(s->nodes) };
        s->end = at;
        g_array_insert_val(map->segment, i + 1, right);
        return;
    }
}

static void merge_one_pair(SsPlanMap *map)
{
    for (uint32_t i = 0; i + 1 < map->segment->len; i++) {
        if (!ss_node_set_equal(SEGMENT(map, i)->nodes, SEGMENT(map, i + 1)->nodes))
            continue;
        SEGMENT(map, i)->end = SEGMENT(map, i + 1)->end;
        ss_node_set_free(SEGMENT(map, i + 1)->nodes);
        g_array_remove_index(map->segment, i + 1);
        return;
    }
}

void ss_plan_map_take(SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes)
{
    start = MAX(start, map->begin);
    end = MAX(end, start + map->resolution);
    if (start >= map->end)
        return;
    split(map, start);
    split(map, end);
    for (uint32_t i = 0; i < map->segment->len; i++) {
        const SsPlanSegment *s = SEGMENT(map, i);

        if (s->begin >= start && s->begin < end)
            ss_node_set_and_not(s->nodes, nodes);
    }
    merge_one_pair(map);
}

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

        if (gains(nodes, s->nodes, SEGMENT(map, i + 1)->nodes))
            return s->end;
        if (s->begin > end)
            break;
    }
    return 0;
}

SsTime ss_plan_map_keep(const SsPlanMap *map, SsTime start, SsTime end, SsNodeSet *nodes)
{
    uint32_t i = 0;

    while (i < map->segment->len && SEGMENT(map, i)->end <= start)
        i++;
    const SsTime later = first_gain(map, i, end, nodes);
    for (; i < map->segment->len && SEGMENT(map, i)->begin <= end; i++)
        ss_node_set_and(nodes, SEGMENT(map, i)->nodes);
    return later;
}

SsTime ss_plan_map_shift(const SsPlanMap *map, SsTime start, SsTime end, const SsNodeSet *nodes,
                         bool enough, bool found)
{
    SsTime first = SS_TIME_NEVER;

    for (uint32_t i = 0; i < map->segment->len; i++) {
        const SsPlanSegment *s = SEGMENT(map, i);

        if (s->end <= start)
            continue;
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
    for (uint32_t i = 0; i < map->segment->len; i++) {
        const SsPlanSegment *s = SEGMENT(map, i);

        if (s->end <= start || s->begin >= end)
            continue;
        if (!ss_node_set_is_subset(nodes, s->nodes))
            return true;
    }
    return false;
}
