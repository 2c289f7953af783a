/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits_reason.c - the reasons of TRES limits.
 *
 * Slurm has a code for each limit and each kind of TRES, with spellings that grew over twenty years
 * (AssocGrpCpuLimit but AssocGrpCPUMinutesLimit, QOSGrpMemLimit but QOSGrpMemoryMinutes). A table says
 * them once; composing the words would need as many exceptions as there are words.
 *
 * Holes: per-node limits have no code for nodes and licences, which get Unknown.
 *
 * Tested in tests/unit/test_limits.c, every cell against the words of spec limits.md 14.1.
 */
#include "scheduler/limits_reason.h"

#include <string.h>

typedef enum {
    KIND_CPU,
    KIND_MEM,
    KIND_NODE,
    KIND_ENERGY,
    KIND_GRES,
    KIND_LICENSE,
    KIND_BB,
    KIND_BILLING,
    KIND_UNKNOWN,
    KINDS
} TresKind;

#define R(word) SS_REASON_##word

static const SsReason reasons[SS_LIMIT_KINDS][KINDS] = {
    /* cpu, mem, node, energy, gres, license, bb, billing, any other */
    [SS_LIMIT_A_GRP] = { R(ASSOC_GRP_CPU_LIMIT), R(ASSOC_GRP_MEM_LIMIT), R(ASSOC_GRP_NODE_LIMIT),
                         R(ASSOC_GRP_ENERGY), R(ASSOC_GRP_GRES), R(ASSOC_GRP_LICENSE),
                         R(ASSOC_GRP_BB), R(ASSOC_GRP_BILLING), R(ASSOC_GRP_UNKNOWN) },
    [SS_LIMIT_A_GRP_MINS] = { R(ASSOC_GRP_CPU_MINUTES_LIMIT), R(ASSOC_GRP_MEM_MINUTES),
                              R(ASSOC_GRP_NODE_MINUTES), R(ASSOC_GRP_ENERGY_MINUTES),
                              R(ASSOC_GRP_GRES_MINUTES), R(ASSOC_GRP_LICENSE_MINUTES),
                              R(ASSOC_GRP_BB_MINUTES), R(ASSOC_GRP_BILLING_MINUTES),
                              R(ASSOC_GRP_UNKNOWN_MINUTES) },
    [SS_LIMIT_A_GRP_RUN_MINS] = { R(ASSOC_GRP_CPU_RUN_MINUTES_LIMIT), R(ASSOC_GRP_MEM_RUN_MINUTES),
                                  R(ASSOC_GRP_NODE_RUN_MINUTES), R(ASSOC_GRP_ENERGY_RUN_MINUTES),
                                  R(ASSOC_GRP_GRES_RUN_MINUTES), R(ASSOC_GRP_LICENSE_RUN_MINUTES),
                                  R(ASSOC_GRP_BB_RUN_MINUTES), R(ASSOC_GRP_BILLING_RUN_MINUTES),
                                  R(ASSOC_GRP_UNKNOWN_RUN_MINUTES) },
    [SS_LIMIT_A_PER_JOB] = { R(ASSOC_MAX_CPU_PER_JOB_LIMIT), R(ASSOC_MAX_MEM_PER_JOB),
                             R(ASSOC_MAX_NODE_PER_JOB_LIMIT), R(ASSOC_MAX_ENERGY_PER_JOB),
                             R(ASSOC_MAX_GRES_PER_JOB), R(ASSOC_MAX_LICENSE_PER_JOB),
                             R(ASSOC_MAX_BB_PER_JOB), R(ASSOC_MAX_BILLING_PER_JOB),
                             R(ASSOC_MAX_UNKNOWN_PER_JOB) },
    [SS_LIMIT_A_PER_NODE] = { R(ASSOC_MAX_CPU_PER_NODE), R(ASSOC_MAX_MEM_PER_NODE),
                              R(ASSOC_MAX_UNKNOWN_PER_NODE), R(ASSOC_MAX_ENERGY_PER_NODE),
                              R(ASSOC_MAX_GRES_PER_NODE), R(ASSOC_MAX_UNKNOWN_PER_NODE),
                              R(ASSOC_MAX_BB_PER_NODE), R(ASSOC_MAX_BILLING_PER_NODE),
                              R(ASSOC_MAX_UNKNOWN_PER_NODE) },
    [SS_LIMIT_A_MINS_PER_JOB] = { R(ASSOC_MAX_CPU_MINUTES_PER_JOB_LIMIT),
                                  R(ASSOC_MAX_MEM_MINUTES_PER_JOB),
                                  R(ASSOC_MAX_NODE_MINUTES_PER_JOB),
                                  R(ASSOC_MAX_ENERGY_MINUTES_PER_JOB),
                                  R(ASSOC_MAX_GRES_MINUTES_PER_JOB),
                                  R(ASSOC_MAX_LICENSE_MINUTES_PER_JOB),
                                  R(ASSOC_MAX_BB_MINUTES_PER_JOB),
                                  R(ASSOC_MAX_BILLING_MINUTES_PER_JOB),
                                  R(ASSOC_MAX_UNKNOWN_MINUTES_PER_JOB) },
    [SS_LIMIT_Q_GRP] = { R(QOS_GRP_CPU_LIMIT), R(QOS_GRP_MEM_LIMIT), R(QOS_GRP_NODE_LIMIT),
                         R(QOS_GRP_ENERGY), R(QOS_GRP_GRES), R(QOS_GRP_LICENSE), R(QOS_GRP_BB),
                         R(QOS_GRP_BILLING), R(QOS_GRP_UNKNOWN) },
    [SS_LIMIT_Q_GRP_MINS] = { R(QOS_GRP_CPU_MINUTES_LIMIT), R(QOS_GRP_MEMORY_MINUTES),
                              R(QOS_GRP_NODE_MINUTES), R(QOS_GRP_ENERGY_MINUTES),
                              R(QOS_GRP_GRES_MINUTES), R(QOS_GRP_LICENSE_MINUTES),
                              R(QOS_GRP_BB_MINUTES), R(QOS_GRP_BILLING_MINUTES),
                              R(QOS_GRP_UNKNOWN_MINUTES) },
    [SS_LIMIT_Q_GRP_RUN_MINS] = { R(QOS_GRP_CPU_RUN_MINUTES_LIMIT), R(QOS_GRP_MEMORY_RUN_MINUTES),
                                  R(QOS_GRP_NODE_RUN_MINUTES), R(QOS_GRP_ENERGY_RUN_MINUTES),
                                  R(QOS_GRP_GRES_RUN_MINUTES), R(QOS_GRP_LICENSE_RUN_MINUTES),
                                  R(QOS_GRP_BB_RUN_MINUTES), R(QOS_GRP_BILLING_RUN_MINUTES),
                                  R(QOS_GRP_UNKNOWN_RUN_MINUTES) },
    [SS_LIMIT_Q_PER_JOB] = { R(QOS_MAX_CPU_PER_JOB_LIMIT), R(QOS_MAX_MEMORY_PER_JOB),
                             R(QOS_MAX_NODE_PER_JOB_LIMIT), R(QOS_MAX_ENERGY_PER_JOB),
                             R(QOS_MAX_GRES_PER_JOB), R(QOS_MAX_LICENSE_PER_JOB),
                             R(QOS_MAX_BB_PER_JOB), R(QOS_MAX_BILLING_PER_JOB),
                             R(QOS_MAX_UNKNOWN_PER_JOB) },
    [SS_LIMIT_Q_PER_NODE] = { R(QOS_MAX_CPU_PER_NODE), R(QOS_MAX_MEMORY_PER_NODE),
                              R(QOS_MAX_UNKNOWN_PER_NODE), R(QOS_MAX_ENERGY_PER_NODE),
                              R(QOS_MAX_GRES_PER_NODE), R(QOS_MAX_UNKNOWN_PER_NODE),
                              R(QOS_MAX_BB_PER_NODE), R(QOS_MAX_BILLING_PER_NODE),
                              R(QOS_MAX_UNKNOWN_PER_NODE) },
    [SS_LIMIT_Q_MINS_PER_JOB] = { R(QOS_MAX_CPU_MINUTES_PER_JOB_LIMIT),
                                  R(QOS_MAX_MEMORY_MINUTES_PER_JOB),
                                  R(QOS_MAX_NODE_MINUTES_PER_JOB),
                                  R(QOS_MAX_ENERGY_MINUTES_PER_JOB),
                                  R(QOS_MAX_GRES_MINUTES_PER_JOB),
                                  R(QOS_MAX_LICENSE_MINUTES_PER_JOB), R(QOS_MAX_BB_MINUTES_PER_JOB),
                                  R(QOS_MAX_BILLING_MINUTES_PER_JOB),
                                  R(QOS_MAX_UNKNOWN_MINUTES_PER_JOB) },
    [SS_LIMIT_Q_PER_USER] = { R(QOS_MAX_CPU_PER_USER_LIMIT), R(QOS_MAX_MEMORY_PER_USER),
                              R(QOS_MAX_NODE_PER_USER_LIMIT), R(QOS_MAX_ENERGY_PER_USER),
                              R(QOS_MAX_GRES_PER_USER), R(QOS_MAX_LICENSE_PER_USER),
                              R(QOS_MAX_BB_PER_USER), R(QOS_MAX_BILLING_PER_USER),
                              R(QOS_MAX_UNKNOWN_PER_USER) },
    [SS_LIMIT_Q_PER_ACCOUNT] = { R(MAX_CPU_PER_ACCOUNT), R(MAX_MEMORY_PER_ACCOUNT),
                                 R(MAX_NODE_PER_ACCOUNT), R(MAX_ENERGY_PER_ACCOUNT),
                                 R(MAX_GRES_PER_ACCOUNT), R(MAX_LICENSE_PER_ACCOUNT),
                                 R(MAX_BB_PER_ACCOUNT), R(MAX_BILLING_PER_ACCOUNT),
                                 R(MAX_UNKNOWN_PER_ACCOUNT) },
    [SS_LIMIT_Q_MIN] = { R(QOS_MIN_CPU_NOT_SATISFIED), R(QOS_MIN_MEMORY), R(QOS_MIN_NODE),
                         R(QOS_MIN_ENERGY), R(QOS_MIN_GRES), R(QOS_MIN_LICENSE), R(QOS_MIN_BB),
                         R(QOS_MIN_BILLING), R(QOS_MIN_UNKNOWN) },
};

static const struct {
    const char *type;
    TresKind    kind;
} types[] = {
    { "cpu", KIND_CPU },   { "mem", KIND_MEM },         { "energy", KIND_ENERGY },
    { "node", KIND_NODE }, { "billing", KIND_BILLING }, { "gres", KIND_GRES },
    { "bb", KIND_BB },     { "license", KIND_LICENSE },
};

SsReason ss_limits_reason(const SsTresSet *tres, SsLimitKind kind, uint32_t at)
{
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].type, tres->at[at].type) == 0)
            return reasons[kind][types[i].kind];
    }
    return reasons[kind][KIND_UNKNOWN];
}
