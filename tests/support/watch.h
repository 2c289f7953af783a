/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/policy.h"

/**
 * watch - policy `slurm` with the twin beside it: before each pass the twin is asked what it must do, after
 * it the two are compared.
 *
 * What is compared: who started, where, on which cores, memory and devices, with which limit; who was
 * displaced; of each record
 * that waits its state, reason and text, eligible time, tasks left, current partition and priority, time
 * limit; after backfill the estimates.
 */
extern const SsPolicy ss_watched;

/* Since the last call of ss_watch_begin. */
typedef struct {
    uint64_t passes, starts, declined;
    char    *difference; /* the first one, NULL                  */
    char    *why;        /* what the twin declined last, NULL    */
} SsWatch;
void           ss_watch_begin(void);
const SsWatch *ss_watch(void);
