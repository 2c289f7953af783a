/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsLooks - what squeue showed at some moments, as the recorder of the replay cases keeps it.
 *
 * Shape     a text, plain or gzip: "=== TIME", "--- squeue ...", then a line a job in the fields
 *           %i|%j|%u|%a|%P|%q|%T|%r|%Q|%D|%C|%b|%M|%S|%N; other commands' parts are passed over.
 * Source    squeue(1).
 */
typedef struct {
    char    *job_id, *name, *reason; /* "17", "1_[4-11%4]"                       */
    uint32_t priority;
    SsTime   expected; /* start; 0 = N/A */
} SsLookJob;

typedef struct {
    SsTime  at;
    GArray *pending; /* SsLookJob, jobs that wait */
} SsLook;

/* element-type SsLook, by time; NULL and an error if it cannot be read. */
GArray *ss_looks_read(const char *path, GError **error);
