/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/ledger/ledger.h"

/**
 * expect - assertions on a run, one a line, as a CI pipeline keeps them beside its configuration.
 *
 *   [NAME:] TERM OP TERM [+- TOLERANCE] [# comment]         OP: < <= > >= == !=
 *
 * Terms     a figure (wait.p95, account.ai.share_error; `slurmsim doc figures`), of a job
 *           (job.17.start, job.trace:17.state; figures of jobs below), or a value: 4h, 90s, 30m, 2d,
 *           1-02:03:04, 5%, 0.25, 2026-01-05T08:00:00, COMPLETED.
 * Jobs      start end submit eligible (dates), wait run flow (spans), state user account partition qos
 *           nodes reason started_by (texts), priority restarts cpus.
 * Outcome   passed, failed with both values, or error: a term that cannot be had is never passed.
 */
typedef enum { SS_EXPECT_PASSED, SS_EXPECT_FAILED, SS_EXPECT_ERRED } SsExpectOutcome;

typedef struct {
    uint32_t        line; /* of the file */
    char           *name; /* given, or the rule itself */
    char           *rule;
    SsExpectOutcome outcome;
    char           *detail; /* "wait.p95 is 4:12:00, expected < 4:00:00"; NULL when passed */
} SsExpectation;

/* Reads and judges all rules of `text`; element-type SsExpectation, caller's (g_array_free). NULL only if the
 * ledger cannot be read. */
GArray *ss_expect_run(SsLedger *ledger, const char *text, GError **error);

/* An array like that, empty: for other kinds of checks. */
GArray  *ss_expectations_new(void);
void     ss_expectations_add(GArray *expectations, uint32_t line, const char *name,
                             SsExpectOutcome outcome, const char *detail);
uint32_t ss_expectations_count(const GArray *expectations, SsExpectOutcome outcome);
