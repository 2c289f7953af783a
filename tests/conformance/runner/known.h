/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/writer.h"
#include "tests/conformance/runner/case.h"

/**
 * known - the cells that are known to differ, a file of lines `case command reason`; '#' begins a comment.
 *
 * The list can only shrink: a cell that differs and is not on it is a failure, and so is one that is on it and
 * does not differ, or is not there at all.
 */

/* Tells each failure by name; TRUE if there is none. A list is about the cases that were played. */
bool ss_known_hold(const char *list, const GPtrArray *cases, SsWriter *out);
