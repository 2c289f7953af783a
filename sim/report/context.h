/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/zone.h"
#include "sim/ledger/ledger.h"

/**
 * SsReportContext - what a Slurm-named command knows beside its words: the moment, who asks, the
 *                   environment. Filled by sim/cli/slurm.c; report code never asks the system.
 *
 * Owner     the caller; borrowed for the call.
 * Units     `now` in seconds UTC.
 */
typedef const char *(*SsEnvFunc)(const char *name, void *data); /* NULL: not set */

typedef struct {
    SsTime        now;         /* the cluster's clock, or --sim-now                             */
    const char   *user;        /* SLURMSIM_USER; NULL is root                                   */
    const SsZone *zone;        /* borrowed                                                      */
    const char   *time_format; /* SLURM_TIME_FORMAT; NULL                                       */
    SsEnvFunc     env;         /* NULL: an empty environment                                    */
    void         *env_data;
} SsReportContext;

/* The value of an environment variable, NULL if it is not set. */
static inline const char *ss_report_env(const SsReportContext *context, const char *name)
{
    return context->env ? context->env(name, context->env_data) : NULL;
}

static inline const char *ss_report_user(const SsReportContext *context)
{
    return context->user ? context->user : "root";
}

/* A command: reads `argv` (argv[0] is its name), appends what it prints to `out` and `err`, returns
 * Slurm's exit code. */
typedef int (*SsReportFunc)(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                            GString *out, GString *err);
