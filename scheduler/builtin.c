/* SPDX-License-Identifier: Apache-2.0 */
/*
 * builtin.c - when would they start, if nobody were let past?
 *
 * In the order of the queue each is placed as soon as those that run let it. Where it would then stand on nodes of any that
 * was placed before, and before the end of the one that was placed last, it waits for that end.
 */
#include "scheduler/builtin.h"

#include "scheduler/eligible.h"
#include "scheduler/estimate.h"
#include "scheduler/queue.h"
#include "scheduler/span.h"

enum { RECORDS_MOST = 50 };

/* Those that were placed before. */
typedef struct {
    SsNodeSet *nodes;    /* on which any of them would stand            */
    SsTime     last_end; /* of the last of them, on whatever it stands */
} Placed;

static void forget_last_round(SsWorld *world)
{
    for (SsJob *job = world->first_waiting; job != NULL; job = job->wait_next)
        ss_job_forget_plan(job);
}

static void place(SsWorld *world, const SsQueueRecord *record, SsNodeSet *nodes, Placed *before)
{
    SsJob        *job = record->job;
    SsResvVerdict verdict = SS_RESV_OPEN;
    SsWillRun     answer = { 0 };
    SsPlaceQuery  query = {
         .world = world, .job = job, .part = record->part, .prefer = record->prefer
    };

    if (!ss_estimate_behind_running(&query, nodes, &verdict, &answer))
        return;
    if (answer.start < before->last_end && ss_node_set_intersects(answer.nodes, before->nodes))
        answer.start = before->last_end;
    job->planned_start = answer.start;
    before->last_end = answer.start + ss_minutes(ss_plan_limit(world, job, record->part));
    ss_node_set_or(before->nodes, answer.nodes);
    ss_node_set_free(answer.nodes);
}

void ss_builtin_estimate(SsWorld *world, SsPassOutcome *outcome)
{
    g_autoptr(SsNodeSet) taken = ss_node_set_new(world->cluster->n_nodes);
    Placed               before = { .nodes = taken };
    g_autoptr(GArray)    queue = ss_queue_build(world, SS_QUEUE_MAIN);
    g_autoptr(SsNodeSet) nodes = ss_node_set_new(world->cluster->n_nodes);

    forget_last_round(world);
    ss_queue_sort(world, queue);
    outcome->queue = queue->len;
    outcome->valid_until = world->now;
    for (guint i = 0; i < queue->len && outcome->tested < RECORDS_MOST; i++) {
        const SsQueueRecord *record = &g_array_index(queue, SsQueueRecord, i);

        if (record->part != record->job->parts[0] || !ss_eligible(world, record->job))
            continue;
        outcome->tested++;
        const uint32_t resv = ss_queue_enter(world, record);
        place(world, record, nodes, &before);
        ss_queue_leave(world, record, resv);
    }
}
