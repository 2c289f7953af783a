/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event.c - what comes next.
 *
 * A heap over (second, class, order of making). Two events are never equal, so the order of a run does not
 * depend on how the heap happens to be laid out. The heap holds one event a running job and the pending
 * cancellations of the trace: small, even in a trace of millions.
 */
#include "sim/engine/event.h"

struct SsEventQueue {
    SsHeap  *heap;
    uint64_t next_seq;
};

static const struct {
    const char *name, *doc;
} classes[SS_EVENT_CLASSES] = {
    [SS_EVENT_OPERATION] = { "operation",
                             "An administrator or user acts: scontrol, scancel, sacctmgr." },
    [SS_EVENT_JOB_END] = { "job end", "A job's process is gone; its nodes leave COMPLETING." },
    [SS_EVENT_RESERVATION] = { "reservation", "Reservations begin, end and recur." },
    [SS_EVENT_SUBMISSION] = { "submission", "A job is submitted." },
    [SS_EVENT_POLL] = { "poll", "Jobs over their limits are ended." },
    [SS_EVENT_PERIOD] = { "period", "Usage decays and priorities are computed." },
    [SS_EVENT_TICK] = { "tick", "The main scheduler runs if something asked for it." },
    [SS_EVENT_BACKFILL] = { "backfill", "A backfill cycle." },
    [SS_EVENT_SAMPLE] = { "sample", "The state of the moment is recorded." },
};

static const SsEventClass class_of[] = {
    [SS_EVENT_EXIT] = SS_EVENT_JOB_END,
    [SS_EVENT_CANCEL] = SS_EVENT_OPERATION,
};

const char *ss_event_name(SsEventClass class)
{
    return classes[class].name;
}

const char *ss_event_doc(SsEventClass class)
{
    return classes[class].doc;
}

SsEventQueue *ss_event_queue_new(void)
{
    SsEventQueue *queue = g_new0(SsEventQueue, 1);

    queue->heap = ss_heap_new();
    return queue;
}

void ss_event_queue_free(SsEventQueue *queue)
{
    if (queue == NULL)
        return;
    ss_heap_free(queue->heap);
    g_free(queue);
}

SsHeapHandle ss_event_queue_add(SsEventQueue *queue, SsTime at, SsEventKind kind, uint32_t job_id)
{
    const SsHeapKey key = { .time = at, .rank = class_of[kind], .seq = queue->next_seq++ };

    return ss_heap_push(queue->heap, key, (uint64_t) kind << 32 | job_id);
}

void ss_event_queue_drop(SsEventQueue *queue, SsHeapHandle handle)
{
    ss_heap_remove(queue->heap, handle);
}

bool ss_event_queue_take(SsEventQueue *queue, SsTime now, SsEventClass class, SsEvent *out)
{
    SsHeapItem item;

    if (!ss_heap_peek(queue->heap, &item) || item.key.time > now
        || (item.key.time == now && item.key.rank > class))
        return false;
    ss_heap_pop(queue->heap, &item);
    *out = (SsEvent){
        .at = item.key.time,
        .class = (SsEventClass) item.key.rank,
        .kind = (SsEventKind) (item.value >> 32),
        .job_id = (uint32_t) item.value,
    };
    return true;
}

SsTime ss_event_queue_next(const SsEventQueue *queue)
{
    SsHeapItem item;

    return ss_heap_peek(queue->heap, &item) ? item.key.time : SS_TIME_NEVER;
}

uint32_t ss_event_queue_count(const SsEventQueue *queue)
{
    return ss_heap_count(queue->heap);
}
