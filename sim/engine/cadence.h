/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"
#include "sim/model/settings.h"

#include <stdbool.h>

/**
 * SsCadence - when Slurm's controller does what it does by the clock.
 *
 * Shape     requests and the times of the last passes; no events. The engine asks "is it due?" and tells
 *           "it is done".
 * Units     whole seconds; the controller's loop ticks in each of them.
 * Source    spec scheduling 1.1 (main passes), 2.1 (backfill), 3.6 (poll), 3.7 (purge), 1.1 (reservations);
 *           what is counted from recorded runs is said at the constants in cadence.c.
 */
typedef enum {
    SS_BEAT_POLL,        /* 30 s: limits                   */
    SS_BEAT_RESERVATION, /* 5 s: reservations begin, end   */
    SS_BEAT_PURGE,       /* 60 s: MinJobAge                */
    SS_BEAT_PERIOD,      /* PriorityCalcPeriod             */
    SS_BEATS
} SsBeat;

/* What ss_cadence_beat answered last: good for every time of [from, beat] while it is counted from `base`. */
typedef struct {
    SsTime base, from, beat;
} SsBeatNote;

typedef struct {
    SsTime     base[SS_BEATS]; /* what each beat is counted from: controller start + phase       */
    SsSpan     every[SS_BEATS];
    SsBeatNote note[SS_BEATS];
    SsSpan     interval;    /* sched_interval; 0 = no main scheduler                              */
    SsSpan     delay;       /* batch_sched_delay                                                  */
    SsSpan     rest;        /* sched_min_interval in whole seconds: from a pass to the next one   */
    SsSpan     bf_interval; /* 0 = no backfill                                                    */
    bool       bf_untold;   /* builtin's estimates in its place: no log tells of them             */
    SsSpan     notice;      /* from a request to the tick that honours it                         */
    bool       defer;
    bool       hurry; /* the end of a job asks for a pass at once                                 */
    SsTime     last_full;  /* the last full pass                                                 */
    SsTime     last_asked; /* the last pass that the loop asked for                              */
    SsTime     last_pass;  /* the last one, whoever asked for it                                 */
    SsTime     counted;    /* since when work is queued; SS_TIME_NEVER: the counter is 0         */
    bool       at_once;    /* the end of a job asked for a pass                                  */
    SsTime     quiet;      /* the loop does not tick before                                      */
    bool       told;       /* nothing comes round by itself: somebody says when                  */
    SsTime     bf_start;   /* last backfill cycle                                                */
    SsTime     bf_end;
    bool       bf_first; /* of a second that has a cycle and a main pass                         */
} SsCadence;

typedef enum { SS_TICK_NOTHING, SS_TICK_PARTIAL, SS_TICK_FULL } SsTick;

/* What the replays recorded at twenty times the speed of the clock show; 0: a clock that nothing hurries. */
#define SS_CADENCE_NOTICE 2

void ss_cadence_init(SsCadence *cadence, const SsSettings *settings, SsTime start, uint32_t phase,
                     SsSpan notice);

/* The first beat at or after `time`; SS_TIME_NEVER if there are none. */
SsTime ss_cadence_beat(SsCadence *cadence, SsBeat beat, SsTime time);

/* How many seconds late its threads notice that the clock has gone on. */
typedef struct {
    SsSpan main;     /* the loop: main passes, limits, reservations */
    SsSpan backfill; /* the backfill thread                         */
    SsSpan period;   /* the thread of usage and priorities          */
    SsTime grid;     /* a moment of its own passes; 0: as before    */
    bool   told;     /* they come round when somebody says so only  */
} SsWake;

/* The controller stood still through the seconds before `now` and goes on: loops that look whether their
 * interval has gone by count from when they wake if it has; the period keeps its own count, of which `grid` is a
 * moment. What is asked for before the loop wakes is noticed by its first tick: a sleep of no time at all says when
 * the next tick is. Of two that wake in one second the backfill thread, whose wait ends by the clock, is the earlier
 * one (recorded: 20 ms behind the jump, the loop up to a second), and it stays so a minute later. */
void ss_cadence_wake(SsCadence *cadence, SsTime slept_from, SsTime now, SsWake late);

/* That comes round in this second, whatever its phase was: what it looks at by the clock is due, its full pass or what
 * asked for a partial one. Backfill's cycle needs a change as ever. */
typedef enum {
    SS_ROUND_FULL,
    SS_ROUND_PARTIAL,
    SS_ROUND_LIMITS,
    SS_ROUND_BACKFILL,
    SS_ROUND_PERIOD
} SsRound;

void ss_cadence_come_round(SsCadence *cadence, SsTime now, SsRound round);

/* Something asked for a pass soon (the counter), or at once (a job left). */
void ss_cadence_count(SsCadence *cadence, SsTime now);
void ss_cadence_job_left(SsCadence *cadence, SsTime now);

/* Is the pass that a job's end asked for to be made in this second? */
bool ss_cadence_is_asked(const SsCadence *cadence, SsTime now);
/* When the loop will next ask for a pass; `waiting`: are there pending jobs? (Without them full passes
 * find nothing and are only counted.) */
SsTime ss_cadence_tick_due(const SsCadence *cadence, bool waiting);
/* The pass of this second. *asked: the loop itself asked for it, so eligibility is refreshed after it.
 * Requests are cleared. */
SsTick ss_cadence_tick(SsCadence *cadence, SsTime now, bool *asked);
/* A pass that is on record was made, whatever was due: it served what was. */
void ss_cadence_pass_made(SsCadence *cadence, SsTime now);
/* Full passes on an empty queue strictly before `now`: how many there were. */
uint64_t ss_cadence_catch_up(SsCadence *cadence, SsTime now);

/* When the next backfill cycle is due, given the second of the last change; SS_TIME_NEVER: not before
 * something changes. */
SsTime ss_cadence_backfill_due(const SsCadence *cadence, SsTime changed);
void   ss_cadence_backfill_done(SsCadence *cadence, SsTime now);
/* Cycles on an empty queue strictly before `now`. */
void ss_cadence_backfill_catch_up(SsCadence *cadence, SsTime changed, SsTime now);
