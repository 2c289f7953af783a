/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cadence.c - the rhythm of slurmctld.
 *
 * Its loop ticks each second. A tick asks for a full pass when sched_interval has gone by since the last
 * one, else for a partial one when work is queued (the counter) and batch_sched_delay has gone by since
 * the last pass the loop asked for. The end of a job asks for a partial pass without waiting for the tick,
 * unless `defer` says otherwise. All requests of a second are one pass; full wins.
 *
 * First start after submission. On an idle cluster a real Slurm whose clock is sped up twentyfold starts a
 * job two seconds after it was submitted (recorded: +1 s 19 %, +2 s 70 %, +3 s 7 %), although the delay of three
 * seconds since the last pass is long over. The rules above alone would give +0. We let a tick notice what was
 * queued NOTICE seconds before: the counter ripens. A submission that comes while an older one ripens is served
 * by the older one's pass, at +1 or +0, and passes that the loop asks for stay batch_sched_delay apart.
 *
 * With notice 0 the loop is that of a controller whose clock is the wall's (recorded at rate 1 and 5): a
 * submission starts in the first tick, and the end of a job asks for a tick too, not for a pass at once. Its
 * start, or the jump of its clock that begins a recorded replay, counts as a pass.
 *
 * Backfill sleeps bf_interval after a cycle, then runs if something changed since the last one began, else
 * looks again each second. So on a cluster that has been quiet for longer than bf_interval the job of a
 * lonely submission is started by backfill in the second of its submission, before the main scheduler
 * notices it (recorded: 62 of 134 such jobs at +0 s, 12 at +1 s; the others at +2 s by the main scheduler). "Changed" is a second, as Slurm's own stamps are: a change in the second of the
 * last cycle counts for the next one.
 *
 * Everything here is arithmetic on a few times, so a run may jump: skipped full passes on an empty queue
 * are caught up in closed form. Tested in tests/unit/test_engine.c.
 */
#include "sim/engine/cadence.h"

/* The constants of the controller, in seconds. */
static const struct {
    SsSpan poll, reservation, purge, builtin; /* what is looked at by the clock                  */
} cadence_table = {
    .poll = 30,
    .reservation = 5,
    .purge = 60,
    .builtin = 30, /* sched/builtin's estimates, in place of backfill */
};

#define LONG_AGO (-1000000)

/* a % b; of what 32 bits hold, as nearly all of a run, in half the time. */
static SsSpan rest_of(SsSpan a, SsSpan b)
{
    if ((uint64_t) a <= UINT32_MAX && (uint64_t) b <= UINT32_MAX)
        return (uint32_t) a % (uint32_t) b;
    return a % b;
}

/* The least x >= time with x = base (mod every). */
static SsTime grid(SsTime base, SsSpan every, SsTime time)
{
    const SsSpan over = rest_of(time - base, every);

    return over == 0 ? time : over > 0 ? time + every - over : time - over;
}

/* Of microseconds: what is less than a second is none (the default is 2 us), else rounded up. */
static SsSpan whole_seconds(uint32_t us)
{
    return us < 1000000 ? 0 : (us + (SsSpan) 999999) / 1000000;
}

void ss_cadence_init(SsCadence *cadence, const SsSettings *settings, SsTime start, uint32_t phase,
                     SsSpan notice)
{
    const SsSchedParams *params = &settings->sched;
    const bool           multifactor = settings->priority_type == SS_PRIORITY_MULTIFACTOR;

    *cadence = (SsCadence){
        .every = {
            [SS_BEAT_POLL] = cadence_table.poll,
            [SS_BEAT_RESERVATION] = cadence_table.reservation,
            [SS_BEAT_PURGE] = cadence_table.purge,
            [SS_BEAT_PERIOD] = multifactor ? settings->calc_period : 0,
        },
        .interval = MAX(params->sched_interval, 0),
        .delay = params->batch_sched_delay,
        .rest = whole_seconds(params->sched_min_interval),
        .last_pass = start + LONG_AGO,
        .bf_interval = settings->sched_type == SS_SCHED_BACKFILL ? MAX(params->bf_interval, 0)
                                                                 : cadence_table.builtin,
        .bf_untold = settings->sched_type == SS_SCHED_BUILTIN,
        .notice = notice,
        .defer = params->defer,
        .hurry = notice != 0,
        .last_asked = notice == 0 ? start : start + LONG_AGO,
        .counted = SS_TIME_NEVER,
        .bf_start = start,
    };
    for (uint32_t i = 0; i < SS_BEATS; i++)
        cadence->base[i] = start + phase;
    if (cadence->interval > 0)
        cadence->last_full = grid(start + phase, cadence->interval, start + 1) - cadence->interval;
    if (cadence->bf_interval > 0)
        cadence->bf_end =
            grid(start + phase, cadence->bf_interval, start + 1) - cadence->bf_interval;
}

SsTime ss_cadence_beat(SsCadence *cadence, SsBeat beat, SsTime time)
{
    SsBeatNote  *note = &cadence->note[beat];
    const SsSpan every = cadence->every[beat];

    const bool is_told = cadence->told && (beat == SS_BEAT_POLL || beat == SS_BEAT_PERIOD);

    if (every <= 0 || time == SS_TIME_NEVER || is_told)
        return SS_TIME_NEVER;
    if (beat != SS_BEAT_PERIOD) /* the others are the loop's */
        time = MAX(time, cadence->quiet);
    if (time < note->from || time > note->beat || note->base != cadence->base[beat])
        *note = (SsBeatNote){ cadence->base[beat], time, grid(cadence->base[beat], every, time) };
    return note->beat;
}

void ss_cadence_wake(SsCadence *cadence, SsTime slept_from, SsTime now, SsWake late)
{
    const SsTime loop = now + late.main;

    cadence->quiet = 0;
    cadence->told = false; /* what was due in the sleep is due */
    cadence->bf_first = late.backfill <= late.main;
    for (uint32_t i = 0; i < SS_BEATS; i++) {
        if (i != SS_BEAT_PERIOD && ss_cadence_beat(cadence, i, slept_from) < loop)
            cadence->base[i] = loop;
    }
    cadence->quiet = loop;
    if (late.grid != 0)
        cadence->base[SS_BEAT_PERIOD] = late.grid;
    if (cadence->interval > 0)
        cadence->last_full = MAX(cadence->last_full, loop - cadence->interval);
    if (cadence->bf_interval > 0)
        cadence->bf_end = MAX(cadence->bf_end, now + late.backfill - cadence->bf_interval);
    cadence->told = late.told;
}

void ss_cadence_come_round(SsCadence *cadence, SsTime now, SsRound round)
{
    switch (round) {
    case SS_ROUND_FULL:
        cadence->quiet = MIN(cadence->quiet, now);
        cadence->base[SS_BEAT_RESERVATION] = MIN(cadence->base[SS_BEAT_RESERVATION], now);
        cadence->base[SS_BEAT_PURGE] = MIN(cadence->base[SS_BEAT_PURGE], now);
        cadence->last_full = now - cadence->interval;
        break;
    case SS_ROUND_PARTIAL:
        cadence->quiet = MIN(cadence->quiet, now);
        cadence->counted = MIN(cadence->counted, now - cadence->notice);
        cadence->last_asked = MIN(cadence->last_asked, now - cadence->delay);
        break;
    case SS_ROUND_LIMITS:
        cadence->quiet = MIN(cadence->quiet, now);
        cadence->base[SS_BEAT_POLL] = now;
        break;
    case SS_ROUND_BACKFILL:
        cadence->bf_end = MIN(cadence->bf_end, now - cadence->bf_interval);
        break;
    case SS_ROUND_PERIOD:
        cadence->base[SS_BEAT_PERIOD] = now;
        break;
    }
}

void ss_cadence_count(SsCadence *cadence, SsTime now)
{
    cadence->counted = MIN(cadence->counted, now);
}

void ss_cadence_job_left(SsCadence *cadence, SsTime now)
{
    if (cadence->defer || !cadence->hurry)
        ss_cadence_count(cadence, now);
    else
        cadence->at_once = true;
}

bool ss_cadence_is_asked(const SsCadence *cadence, SsTime now)
{
    return cadence->at_once && !cadence->told && now >= cadence->quiet
           && now >= cadence->last_pass + cadence->rest;
}

static SsTime partial_due(const SsCadence *cadence)
{
    if (cadence->counted == SS_TIME_NEVER)
        return SS_TIME_NEVER;
    if (cadence->counted < cadence->quiet) /* its phase is known */
        return MAX(cadence->quiet, cadence->last_asked + cadence->delay);
    return MAX(cadence->counted + cadence->notice, cadence->last_asked + cadence->delay);
}

SsTime ss_cadence_tick_due(const SsCadence *cadence, bool waiting)
{
    if (cadence->interval == 0 || cadence->told)
        return SS_TIME_NEVER;
    const SsTime rested = cadence->last_pass + cadence->rest;
    if (cadence->at_once)
        return MAX(cadence->quiet, rested);
    const SsTime full = waiting ? cadence->last_full + cadence->interval : SS_TIME_NEVER;
    return MAX(MIN(full, partial_due(cadence)), rested);
}

SsTick ss_cadence_tick(SsCadence *cadence, SsTime now, bool *asked)
{
    SsTick tick = ss_cadence_is_asked(cadence, now) ? SS_TICK_PARTIAL : SS_TICK_NOTHING;

    *asked = false;
    if (cadence->told || now < cadence->quiet || now < cadence->last_pass + cadence->rest)
        return SS_TICK_NOTHING;
    cadence->at_once = false;
    if (cadence->interval == 0)
        return SS_TICK_NOTHING;
    if (tick != SS_TICK_NOTHING)
        cadence->last_pass = now;
    if (now - cadence->last_full >= cadence->interval) {
        tick = SS_TICK_FULL;
        cadence->last_full = now;
    } else if (partial_due(cadence) <= now) {
        tick = SS_TICK_PARTIAL;
    } else {
        return tick;
    }
    cadence->last_pass = cadence->last_asked = now;
    cadence->counted = SS_TIME_NEVER;
    *asked = true;
    return tick;
}

void ss_cadence_pass_made(SsCadence *cadence, SsTime now)
{
    cadence->at_once = false;
    cadence->last_pass = cadence->last_asked = now;
    if (cadence->counted != SS_TIME_NEVER && cadence->counted + cadence->notice <= now)
        cadence->counted = SS_TIME_NEVER;
}

uint64_t ss_cadence_catch_up(SsCadence *cadence, SsTime now)
{
    const SsSpan idle = now - 1 - cadence->last_full;

    if (cadence->interval == 0 || idle < cadence->interval)
        return 0;
    cadence->last_full += idle - idle % cadence->interval;
    cadence->last_asked = MAX(cadence->last_asked, cadence->last_full);
    return (uint64_t) (idle / cadence->interval);
}

SsTime ss_cadence_backfill_due(const SsCadence *cadence, SsTime changed)
{
    if (cadence->bf_interval == 0 || changed < cadence->bf_start
        || (cadence->told && !cadence->bf_untold))
        return SS_TIME_NEVER;
    return MAX(cadence->bf_end + cadence->bf_interval, changed);
}

void ss_cadence_backfill_done(SsCadence *cadence, SsTime now)
{
    cadence->bf_start = cadence->bf_end = now;
}

void ss_cadence_backfill_catch_up(SsCadence *cadence, SsTime changed, SsTime now)
{
    SsTime due;

    while ((due = ss_cadence_backfill_due(cadence, changed)) < now)
        ss_cadence_backfill_done(cadence, due); /* twice at most: `changed` does not move */
}
