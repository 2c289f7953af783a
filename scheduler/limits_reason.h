/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * limits_reason - which reason a TRES limit gives: a table of limit by kind of TRES.
 * Source    spec limits.md 14.1.
 */
typedef enum {
    SS_LIMIT_A_GRP,          /* GrpTRES of an association */
    SS_LIMIT_A_GRP_MINS,     /* GrpTRESMins               */
    SS_LIMIT_A_GRP_RUN_MINS, /* GrpTRESRunMins            */
    SS_LIMIT_A_PER_JOB,      /* MaxTRESPerJob             */
    SS_LIMIT_A_PER_NODE,     /* MaxTRESPerNode            */
    SS_LIMIT_A_MINS_PER_JOB, /* MaxTRESMinsPerJob         */
    SS_LIMIT_Q_GRP,          /* the same of a QOS         */
    SS_LIMIT_Q_GRP_MINS,
    SS_LIMIT_Q_GRP_RUN_MINS,
    SS_LIMIT_Q_PER_JOB,
    SS_LIMIT_Q_PER_NODE,
    SS_LIMIT_Q_MINS_PER_JOB,
    SS_LIMIT_Q_PER_USER,    /* MaxTRESPerUser            */
    SS_LIMIT_Q_PER_ACCOUNT, /* MaxTRESPerAccount         */
    SS_LIMIT_Q_MIN,         /* MinTRESPerJob             */
    SS_LIMIT_KINDS,
    SS_LIMIT_NONE = SS_LIMIT_KINDS, /* there is no such limit                                    */
} SsLimitKind;

SsReason ss_limits_reason(const SsTresSet *tres, SsLimitKind kind, uint32_t at);
