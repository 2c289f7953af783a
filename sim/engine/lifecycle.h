/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * lifecycle - how a job ends: by itself or by its nodes.
 *
 * The world's verbs carry an end out; here is which one it is. Limits, preemption and reservations are
 * not here: the controller's poll and the scheduler end those jobs.
 * Source    https://slurm.schedmd.com/job_state_codes.html, spec scheduling 3.7, 3.8, 5.
 */

/* When the process of a running job will be gone if nothing else happens: start + run + suspensions, cut
 * at the limit where world->keep_seconds; SS_TIME_NEVER for one that runs until it is killed. */
SsTime ss_lifecycle_exit_at(const SsWorld *world, const SsJob *job);

/* The process is gone now: COMPLETED, FAILED, ... or requeued (RequeueExit). */
void ss_lifecycle_exit(SsWorld *world, SsJob *job);

/* Before this second's news come in: marks the jobs whose scripts ended unseen, behind their limits. */
void ss_lifecycle_look(SsWorld *world);

/* The owner cancels the job if it still waits. */
void ss_lifecycle_give_up(SsWorld *world, SsJob *job);

/* The jobs on a node that went down: requeued, or NODE_FAIL, or going on without it (--no-kill). */
void ss_lifecycle_node_down(SsWorld *world, SsNodeId node);
