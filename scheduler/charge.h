/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * charge - what a pass and a job's end add to the recorded usage, and how that usage fades.
 *
 * The bookkeeping half of fairshare.c. Nothing here looks at shares or ranks.
 * Source    spec priority.md 11; checked against recorded sshare output.
 */

/* The slice of time that one pass charges: [last, now], with the last power it needed. */
typedef struct {
    SsTime last, now;
    double factor;       /* 1 - 0.693 / half-life                                              */
    double delta, power; /* power = pow(factor, delta); delta < 0: none yet                    */
} SsSlice;

SsSlice ss_slice(const SsWorld *world);

/* pow(factor, now - last), not less than what a double can multiply by; 1: nothing fades. */
double ss_charge_decay_by(SsSlice *slice);
/* Multiplies stored usage by it; QOS with NoDecay are left alone. */
void ss_charge_decay(SsWorld *world, SsSlice *slice);

/* What the slice of a job adds: weighted usage, and wall time. `full` is for QOS that do not decay. */
typedef struct {
    double real, wall;
} SsShare;
typedef struct {
    SsShare faded, full;
} SsShares;

SsShares ss_charge_shares(const SsWorld *world, const SsJob *job, SsSlice *slice);
/* The rank of this association is to be looked at. */
void ss_charge_note(SsWorld *world, SsAssocId assoc);

/* Does a pass charge this job? One that holds nodes, for somebody. */
bool ss_charge_is_due(const SsJob *job);

/* Adds what `job` used in the slice to its associations and QOS. */
void ss_charge_usage(SsWorld *world, const SsJob *job, SsSlice *slice);

/* Takes the time that has passed off the run-minutes counters (limits enforced only). */
typedef enum { SS_CHARGE_PASS, SS_CHARGE_END } SsChargeAt;
void ss_charge_run_secs(SsWorld *world, const SsJob *job, const SsSlice *slice, SsChargeAt at);

/* The factor that multiplies a job's usage: its QOS' UsageFactor; 1 without one. */
double ss_charge_usage_factor(const SsWorld *world, const SsJob *job);

/* The QOS a running job is charged to: its own and its partition's, each once. Returns how many. */
uint32_t ss_charge_qos(const SsWorld *world, const SsJob *job, SsQosId qos[2]);
