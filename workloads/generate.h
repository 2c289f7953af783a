/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "workloads/trace.h"

/**
 * generate - a GPU cluster's workload out of a seed.
 *
 * Spec      "key=value,key=value" ("jobs=1000,days=30,seed=7"); keys and defaults are a table.
 * Shape     a stream: nothing is stored but users. Same spec and site, same jobs.
 * People    users and accounts of the site's association tree if there is one, else made up. QOS,
 *           partitions and GPU types are the site's too.
 * Errors    SS_USAGE_ERROR_VALUE that names the key.
 */
typedef struct {
    const char *key;
    const char *unit; /* "jobs", "days"; NULL: a word */
    const char *fallback;
    double      least, most;
    const char *doc;
} SsGenerateKey;

const SsGenerateKey *ss_generate_keys(uint32_t *n);

/* `options`: start, zone, cluster; NULL for defaults. */
SsJobSource *ss_generate_open(const char *spec, const SsTraceOptions *options, GError **error);

/* The same as a row of the format registry opens it: `path` is "generate:SPEC". */
SsJobSource *ss_generate_open_path(const char *path, const SsTraceOptions *options, SsDiag *diag,
                                   GError **error);
