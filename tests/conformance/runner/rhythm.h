/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/engine/cadence.h"
#include "tests/conformance/runner/case.h"

/**
 * rhythm - how soon the recording's controller noticed that its clock had been set.
 *
 * slurmctld looks around once a second, its loop and its backfill thread each with a phase of its own. After a
 * jump of the clock they notice up to three seconds later, and which of the two meets the waiting jobs first
 * is chance: the same case recorded again starts its jobs a second or two earlier or later and by the other
 * scheduler (static-pending-reasons, four times: at 08:01:01 by the main scheduler; at :01, :02, :03 by backfill;
 * 36 of 75 outputs were others). As the decay runs that a manifest names, the phase is a parameter of the recording; it is read from the recorded
 * accounting: when the first job after the jump was started, by which scheduler, and when the first one was
 * ended at its limit, there and in what the controller says of its jobs. What is started, where and why is for our scheduler to find.
 */

/* After a jump to `at`. {0, 0}: before the first command that was typed then; so it is without evidence. */
SsWake ss_case_wake(const SsCase *c, SsTime at);

/* Seconds from `at`, when pending.sh began, to the loop's next pass; 0 without evidence. */
SsSpan ss_case_first_tick(const SsCase *c, SsTime at);

/* What came between the commands that were typed behind jumps: bodies of shell functions, and their argument. */
typedef struct {
    GString *wait;   /* the jump: before the first command behind it          */
    GString *before; /* N: before the Nth command of pending.sh               */
    GString *behind; /* N: behind it                                          */
    GString *jobs;   /* ID: behind the one that submitted the job of that id  */
} SsHooks;

/* Passes in the second of a command are made by `slurmsim advance --pass`, a second that went by by `slurmsim advance`.
 * `moment`: of the jump, as pending.sh has it. */
void ss_case_add_hooks(const SsCase *c, const char *moment, SsHooks *hooks);
