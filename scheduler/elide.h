/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/outcome.h"

/**
 * SsElide - passes that need not be made, because they would change nothing.
 *
 * Use       ask ss_elide_skip before a pass; if it answers false, make the pass between ss_elide_begin and
 *           ss_elide_end. A skipped pass has happened: its outcome, its statistics and the "last looked
 *           at" of the jobs it would have tested are those of the pass that stands for it.
 * Owner     the policy.
 * Cost      skip: O(records tested). begin and end: one walk over the pending jobs each.
 */
typedef struct SsElide SsElide;

SsElide *ss_elide_new(SsWorld *world);
void     ss_elide_free(SsElide *elide);

bool ss_elide_skip(SsElide *elide, SsPassKind kind, SsPassOutcome *outcome);
void ss_elide_begin(SsElide *elide, SsPassKind kind);
/* Takes outcome->seen and outcome->records. */
void ss_elide_end(SsElide *elide, SsPassKind kind, SsPassOutcome *outcome);
