/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/json.h"
#include "sim/ledger/ledger.h"

/**
 * SsContrast - two runs job by job: who moved, and who won or lost by it.
 *
 * Shape     jobs are matched by the workload's own id and the array task (by job id where a workload has
 *           none); of a requeued job the last row counts. A move is start in B minus start in A.
 * Units     seconds; positive = later in B.
 * Owner     ss_contrast_clear.
 */
typedef struct {
    char  *id; /* "17", "17_3" */
    char  *user, *account;
    SsTime submit, start_a, start_b; /* starts 0: did not start */
    bool   in_a, in_b, other_nodes, other_state;
    bool   own_id; /* `id` is the workload's, and Slurm's is another in one of the runs */
} SsContrastJob;

/* Accounts or users: only jobs that started in both count. */
typedef struct {
    char    *name;
    uint32_t jobs, earlier, later;
    double   wait_a, wait_b; /* means */
} SsContrastGroup;

typedef struct {
    GArray  *jobs;             /* SsContrastJob, as in A, then those of B alone         */
    GArray  *accounts, *users; /* SsContrastGroup, largest loss of wait first           */
    uint32_t both, only_a, only_b, moved, earlier, later, other_nodes, other_state;
    uint32_t one_start; /* started in one of them only                                  */
    double   move_mean; /* of |move| over all that started in both                      */
    SsSpan   tolerance; /* moves up to this do not count                                */
} SsContrast;

gboolean ss_contrast_read(SsLedger *a, SsLedger *b, SsSpan tolerance, SsContrast *out,
                          GError **error);
void     ss_contrast_clear(SsContrast *contrast);

/* What differs beyond the tolerance, as a list of words ("3 jobs in one run only"). `noise`: two runs of one configuration;
 * what they do not have in common is left to it, and jobs that move are (figures tell about those). NULL: all counts. */
GPtrArray *ss_contrast_changed(const SsContrast *contrast, const SsContrast *noise);

/* Text: counts, those of the noise (or NULL), the `n_jobs` largest moves, groups with the `n_groups` most changed of each
 * kind. */
void ss_contrast_print(const SsContrast *contrast, const SsContrast *noise, uint32_t n_jobs,
                       uint32_t n_groups, const SsZone *zone, SsWriter *writer);
/* Members of an open object: "jobs", "moves", "accounts", "users". */
void ss_contrast_json(const SsContrast *contrast, uint32_t n_jobs, SsJson *json);
