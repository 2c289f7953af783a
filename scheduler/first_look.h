/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * first_look - what the controller does with a job in the second of its submission.
 *
 * A batch job gets its first reason (None, Priority, a limit) and waits for a pass. srun and salloc are
 * tried at once, if nobody comes before them; with --immediate they end FAILED if that is not possible.
 * Source    srun(1) --immediate; slurm.conf(5) defer; spec scheduling 1.2.
 */
void ss_first_look(SsWorld *world, SsJob *job);
