/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/cli/option.h"
#include "sim/sweep/batch.h"

/**
 * batchopt - what the commands that make several runs have in common: replicas, threads, findings, Ctrl-C.
 */
#define SS_OPTION_BATCH(topic)                                                                     \
    { "replicas", 0, "N", topic,                                                                   \
      "runs of each, the controller started 0 to 60 s later; default 1" },                         \
    {                                                                                              \
        "jobs", 'j', "N", topic, "runs at the same time; default as many as there are cores"       \
    }

bool ss_batchopt_replicas(const SsOptions *options, const char *command, uint32_t *replicas);

/* A line on stderr for each run that is done, unless --quiet is given. */
typedef enum { SS_TELL_ALWAYS, SS_TELL_ON_TERMINAL } SsTell;

/* Carries the runs out and prints their findings (equal ones once). The exit code. */
int ss_batchopt_run(const SsOptions *options, const char *command, SsBatchRun *runs, uint32_t n,
                    SsTell tell);
