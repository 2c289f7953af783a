/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * hold - holding a job back and letting it go again.
 * Source    scontrol(1) hold, release; spec scheduling 3.2.
 */

/* Priority 0, for `reason`; a pending job does not age meanwhile. */
void ss_hold(SsWorld *world, SsJob *job, SsReason reason);

/* The priority is computed again; eligible from now on. */
void ss_release(SsWorld *world, SsJob *job);

/* A job that an operator suspends has no priority; one that goes on, or is released while it runs, has it anew. */
void ss_forfeit_priority(SsWorld *world, SsJob *job);
void ss_restore_priority(SsWorld *world, SsJob *job);
