/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/limits_reason.h"
#include "sim/model/world.h"

/**
 * limits_check - what the association and QOS tests share: who sets a limit first, and who else counts.
 *
 * A check has up to two QOS, in the order of limits.md 4.1, then the association chain as third. "First"
 * is asked limit by limit and, for vectors, TRES by TRES.
 */
typedef struct {
    const SsWorld  *world;
    const SsJob    *job;
    SsPartId        part;
    uint32_t        n_tres;
    SsQosId         qos[2];    /* SS_ID_NONE where there is none                                */
    const SsLimits *of_qos[2]; /* NULL likewise                                                 */
    double          limit_factor; /* > 0 if association limits are multiplied, else 0             */
} SsLimitCheck;

enum { SS_BY_ASSOC = 2 }; /* the place behind the QOS in "who sets it first" */

SsLimitCheck ss_limit_check(const SsWorld *world, const SsJob *job, SsPartId part);

/* Are these limits tested at all for the job? */
bool ss_limits_enforced(const SsWorld *world, const SsJob *job);

/* A count (jobs, minutes) or the entry of a vector, by offset in SsLimits. */
uint32_t ss_limit_count(const SsLimits *limits, size_t at);
uint64_t ss_limit_tres(const SsLimits *limits, size_t at, uint32_t tres);
/* May an entry of the vector be a limit? False: all are "no limit". */
bool ss_limit_tres_given(const SsLimits *limits, size_t at);

/* Does one of the QOS before place `by` (0, 1, SS_BY_ASSOC) set it? */
bool ss_limit_count_taken(const SsLimitCheck *check, uint32_t by, size_t at);
bool ss_limit_tres_taken(const SsLimitCheck *check, uint32_t by, size_t at, uint32_t tres);

/* The limit itself if it is set there and nobody before set it, else "no limit". */
uint32_t ss_limit_count_by(const SsLimitCheck *check, uint32_t by, const SsLimits *limits,
                           size_t at);
uint64_t ss_limit_tres_by(const SsLimitCheck *check, uint32_t by, const SsLimits *limits, size_t at,
                          uint32_t tres);

/* An association's limit times LimitFactor. */
uint64_t ss_limit_scaled(const SsLimitCheck *check, uint64_t limit);

/* Did an operator set the job's count of this TRES? */
bool ss_limit_set_by_admin(const SsLimitCheck *check, uint32_t tres);

/* A QOS' counters of the job's user and of its account; NULL while there are none. */
const SsSubUsage *ss_limit_user(const SsLimitCheck *check, uint32_t by);
const SsSubUsage *ss_limit_account(const SsLimitCheck *check, uint32_t by);

/* The association of the job's account. */
SsAssocId ss_limit_account_of(const SsWorld *world, const SsJob *job);

/* UsageFactor if the job QOS has UsageFactorSafe, else 1. */
double ss_limit_safe_factor(const SsLimitCheck *check);

#define SS_LIMIT(member) offsetof(SsLimits, member)
