/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "tests/conformance/runner/case.h"

/**
 * compare - a cell's two texts, and what in them only the recording machine could know.
 *
 * Masks are one table: command, field, reason; each is the value of one named field. What is masked is
 * counted in characters of the recorded text. Commands that no simulation can answer are another table.
 */

/* Sets result and masked of every cell. */
void ss_case_compare(SsCase *c);

/* The text as it is compared: masked values are '*'. `masked` (may be NULL) counts. Caller frees. */
char *ss_masked(const char *command, const char *text, uint32_t *masked);

/* Why `command` is left out of the count; NULL: it is not. */
const char *ss_not_simulated(const char *command);
