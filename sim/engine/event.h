/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/heap.h"

/**
 * event - the classes of what happens in one second, their order, and the queue of what is to come.
 *
 * Order     within a second by class, within a class in the order in which the events were made. The
 *           table is the only place where the order is written.
 * Queue     holds what has a time of its own: process ends, nodes leaving COMPLETING, cancellations.
 *           Submissions come from their source, operations from the timeline, periods from arithmetic.
 * Source    slurmctld(8); observed cadence, spec scheduling 1.1 and 2.1.
 */
typedef enum {
    SS_EVENT_OPERATION,   /* node down or up, limit change, cancel                              */
    SS_EVENT_JOB_END,     /* a process is gone; then its nodes leave COMPLETING                 */
    SS_EVENT_RESERVATION, /* begins or ends                                                     */
    SS_EVENT_SUBMISSION,
    SS_EVENT_POLL,   /* time limits, limit kills, grace                                    */
    SS_EVENT_PERIOD, /* usage and priorities                                               */
    SS_EVENT_TICK,   /* the controller's loop: main passes                                 */
    SS_EVENT_BACKFILL,
    SS_EVENT_SAMPLE,
    SS_EVENT_CLASSES
} SsEventClass;

const char *ss_event_name(SsEventClass class); /* "job end" */
const char *ss_event_doc(SsEventClass class);

/* What a queued event is about. */
typedef enum {
    SS_EVENT_EXIT,   /* the job's process ends by itself          */
    SS_EVENT_CANCEL, /* its owner loses patience, if it is still waiting */
} SsEventKind;

typedef struct {
    SsTime at;
    SsEventClass class;
    SsEventKind kind;
    uint32_t    job_id;
} SsEvent;

typedef struct SsEventQueue SsEventQueue;

SsEventQueue *ss_event_queue_new(void);
void          ss_event_queue_free(SsEventQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsEventQueue, ss_event_queue_free)

/* The class follows from the kind. The handle is good until the event is taken or dropped. */
SsHeapHandle ss_event_queue_add(SsEventQueue *queue, SsTime at, SsEventKind kind, uint32_t job_id);
void         ss_event_queue_drop(SsEventQueue *queue, SsHeapHandle handle);
/* The next event before `now`, or at `now` and not behind `class`; false if there is none. */
bool     ss_event_queue_take(SsEventQueue *queue, SsTime now, SsEventClass class, SsEvent *out);
SsTime   ss_event_queue_next(const SsEventQueue *queue); /* SS_TIME_NEVER when empty */
uint32_t ss_event_queue_count(const SsEventQueue *queue);
