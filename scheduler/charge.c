/* SPDX-License-Identifier: Apache-2.0 */
/*
 * charge.c - usage as Slurm records it: added in slices, multiplied down in every pass.
 *
 * The order of operations is part of the result. Old usage is multiplied by f^(now - last) once a pass
 * (f = 1 - 0.693 / half-life, the literal 0.693); after that each running job adds its slice of d
 * seconds as d f^d, as if all of it lay d seconds back. The integral would be smoother and would give
 * other last bits, and equal last bits are what ties in Fair Tree are made of.
 *
 * Powers come from libm's pow(). Repeated multiplication would be the same on every machine but not
 * the same as Slurm's, which calls pow(); on the reference platform (x86-64, glibc) ours are its very
 * numbers. A pass needs two or three different powers, so the last one is kept in the slice.
 *
 * Types are Slurm's: sums in long double, a slice's own products in double.
 *
 * What is easily overlooked: without limits in AccountingStorageEnforce the time between the last pass
 * and a job's end is never charged (ss_fairshare_job_end), and TRES usage is not recorded at all.
 * The run-minutes counters are whole seconds times whole counts, cut at each multiplication with a
 * UsageFactor, so a rest can stay behind; Slurm's does.
 *
 * Tested in tests/unit/test_fairshare.c (vectors of spec priority 21.6) and against recordings
 * in tests/conformance/cases (conformance.static, conformance.decay).
 */
#include "scheduler/charge.h"

#include "scheduler/fade.h"

#include <float.h>
#include <math.h>

/* --- the slice ------------------------------------------------------------------------------------ */

SsSlice ss_slice(const SsWorld *world)
{
    const SsSpan half_life = world->settings.decay_half_life;

    return (SsSlice){
        .last = world->last_usage_period,
        .now = world->now,
        .factor = half_life == 0 ? 1.0 : 1.0 - 0.693 / (double) half_life,
        .delta = -1,
    };
}

static double power_of(SsSlice *slice, double delta)
{
    if (slice->delta < 0 || delta < slice->delta || delta > slice->delta) {
        slice->delta = delta;
        slice->power = pow(slice->factor, delta);
    }
    return slice->power;
}

/* --- decay ---------------------------------------------------------------------------------------- */

double ss_charge_decay_by(SsSlice *slice)
{
    return CLAMP(power_of(slice, (double) (slice->now - slice->last)), DBL_MIN, 1.0);
}

void ss_charge_decay(SsWorld *world, SsSlice *slice)
{
    const double by = ss_charge_decay_by(slice);

    if (by < 1.0)
        ss_fade(world, by);
}

/* --- new usage ------------------------------------------------------------------------------------ */

bool ss_charge_is_due(const SsJob *job)
{
    return (job->state == SS_JOB_RUNNING || job->state == SS_JOB_SUSPENDED) && !job->completing
           && !job->configuring && job->start != 0 && job->assoc != SS_ID_NONE;
}

double ss_charge_usage_factor(const SsWorld *world, const SsJob *job)
{
    if (job->qos == SS_ID_NONE)
        return 1.0;

    const double factor = world->tree->qos[job->qos].usage_factor;
    return factor < 0 ? 1.0 : factor;
}

uint32_t ss_charge_qos(const SsWorld *world, const SsJob *job, SsQosId qos[2])
{
    const SsQosId of_part = job->part != SS_ID_NONE ? world->parts[job->part].qos : SS_ID_NONE;
    uint32_t      n = 0;

    if (job->qos != SS_ID_NONE)
        qos[n++] = job->qos;
    if (of_part != SS_ID_NONE && of_part != job->qos)
        qos[n++] = of_part;
    return n;
}

static bool limits_enforced(const SsWorld *world)
{
    return (world->settings.enforce & SS_ENFORCE_LIMITS) != 0;
}

/* TRES get the wall time times their count. */
static void add_share(const SsWorld *world, SsUsage *usage, const SsJob *job, SsShare share)
{
    usage->usage_raw += share.real;
    usage->grp_used_wall += share.wall;
    if (!limits_enforced(world))
        return;
    usage->has_tres = true;
    for (uint32_t i = 0; i < world->cluster->tres->n; i++) {
        if (i != SS_TRES_ENERGY)
            usage->tres_raw[i] += share.wall * (double) job->tres_alloc[i];
    }
}

void ss_charge_note(SsWorld *world, SsAssocId assoc)
{
    if (world->assoc_use[assoc].charged)
        return;
    world->assoc_use[assoc].charged = true;
    g_array_append_val(world->charged, assoc);
}

/* From when the slice counts for this job. Without limits in force nothing of this slice is charged to one whose
 * script ended unseen, behind its limit; what it has is of the pass just behind its start, a second or three later
 * by the phase of that thread (recorded: one second in static-v-booked and -v-chains, three in -u-reservations). */
static SsTime slice_begin(const SsWorld *world, const SsJob *job, const SsSlice *slice)
{
    const SsTime begin = MAX(slice->last, job->start);

    return job->script_over && !(world->settings.enforce & SS_ENFORCE_LIMITS)
               ? MAX(begin, slice->now - 1)
               : begin;
}

/* Until when: a job that ended counts to its end. */
static SsTime slice_end(const SsJob *job, const SsSlice *slice)
{
    return job->state >= SS_JOB_COMPLETED ? MIN(slice->now, job->end) : slice->now;
}

SsShares ss_charge_shares(const SsWorld *world, const SsJob *job, SsSlice *slice)
{
    const SsSpan length = slice_end(job, slice) - slice_begin(world, job, slice);
    const double delta = length > 0 ? (double) length : 0.0;
    const double factor = ss_charge_usage_factor(world, job);
    const double decayed = delta * power_of(slice, delta);

    return (SsShares){ .faded = { decayed * job->billable * factor, decayed * factor },
                       .full = { delta * job->billable * factor, delta * factor } };
}

void ss_charge_usage(SsWorld *world, const SsJob *job, SsSlice *slice)
{
    const SsShares shares = ss_charge_shares(world, job, slice);
    SsQosId        qos[2];

    for (uint32_t i = 0, n = ss_charge_qos(world, job, qos); i < n; i++) {
        const bool keeps = (world->tree->qos[qos[i]].flags & SS_QOS_NO_DECAY) != 0;

        add_share(world, &world->qos_use[qos[i]], job, keeps ? shares.full : shares.faded);
    }
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = world->tree->at[a].parent) {
        ss_fade_one(world, a);
        add_share(world, &world->assoc_use[a], job, shares.faded);
        ss_charge_note(world, a);
    }
}

/* --- run minutes ---------------------------------------------------------------------------------- */

/* Seconds of the job's limit that are over (at its end: all that is left). */
static uint64_t seconds_over(const SsJob *job, const SsSlice *slice, SsChargeAt at)
{
    const SsTime begin = MAX(slice->last, job->start);
    const SsTime expected = job->start + (SsTime) job->time_limit * 60;

    if (begin >= expected)
        return 0;
    if (at == SS_CHARGE_END || slice->now > expected)
        return (uint64_t) (expected - begin);
    return slice->now > begin ? (uint64_t) (slice->now - begin) : 0;
}

static void lower(const SsWorld *world, SsUsage *usage, const SsJob *job, uint64_t seconds)
{
    for (uint32_t i = 0; i < world->cluster->tres->n; i++) {
        const uint64_t used = ss_run_secs_of(seconds, job->tres_alloc[i]);

        usage->run_secs[i] -= MIN(used, usage->run_secs[i]);
    }
}

void ss_charge_run_secs(SsWorld *world, const SsJob *job, const SsSlice *slice, SsChargeAt at)
{
    const double factor = ss_charge_usage_factor(world, job);
    uint64_t     seconds = seconds_over(job, slice, at);
    SsQosId      qos[2];

    if (!limits_enforced(world))
        return;
    seconds = (uint64_t) ((double) seconds * factor);
    for (uint32_t i = 0, n = ss_charge_qos(world, job, qos); i < n; i++)
        lower(world, &world->qos_use[qos[i]], job, seconds);
    for (SsAssocId a = job->assoc; a != SS_ID_NONE; a = world->tree->at[a].parent)
        lower(world, &world->assoc_use[a], job, seconds);
}
