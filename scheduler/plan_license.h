/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * plan_license - licences over the time that a backfill cycle plans (bf_licenses).
 *
 * Shape     a list of what is held from when to when: by running jobs to their planned ends, by
 *           reservations, and by what this cycle has promised. Times of jobs are rounded down to
 *           bf_resolution, as in the plan map.
 * Owner     the cycle. NULL stands for "not planned": everything is there.
 * Source    slurm.conf(5) bf_licenses; spec scheduling 2.3, 6.
 */
typedef struct SsLicensePlan SsLicensePlan;

/* NULL unless bf_licenses is set. */
SsLicensePlan *ss_license_plan_new(const SsWorld *world, SsTime begin, SsSpan resolution);
void           ss_license_plan_free(SsLicensePlan *plan); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsLicensePlan, ss_license_plan_free)

/* The job will hold its licences over [start, end), in whole steps of bf_resolution and at least for one. */
void ss_license_plan_take(SsLicensePlan *plan, const SsJob *job, SsTime start, SsTime end);

/* Are they short somewhere in [start, end)? *until (not NULL): when the last shortage in it ends. */
bool ss_license_plan_is_short(const SsLicensePlan *plan, const SsJob *job, SsTime start, SsTime end,
                              SsTime *until);
