/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * resv_life - what happens to reservations and their jobs while they last and when they are over.
 * Source    scontrol(1) REPLACE, REPLACE_DOWN, STATIC_ALLOC, NO_HOLD_JOBS_AFTER_END; spec scheduling 5.2.
 */

/* Does a job run in it? */
bool ss_resv_is_used(const SsWorld *world, uint32_t index);

/* It is over or was deleted: jobs that wait for it are held with ReservationDeleted, or with
 * NO_HOLD_JOBS_AFTER_END run without it. */
void ss_resv_let_go(SsWorld *world, uint32_t index);

/* A recurring one goes on to its next time, with a new id. */
void ss_resv_recur(SsWorld *world, uint32_t index);

/* Puts other nodes in the place of those that are out of service, or with REPLACE busy. */
void ss_resv_renew(SsWorld *world, uint32_t index);
