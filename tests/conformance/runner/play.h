/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "tests/conformance/runner/case.h"

/**
 * play - our side of a case, through the commands that a user types: init with what came before, pending.sh
 * line by line, the clock moved to NOW, then every recorded command.
 *
 * `build` holds bin/slurmsim and libexec/slurmsim/bin. What cannot be done is told in c->trouble, and the
 * cells then stay without an answer.
 */
void ss_case_play(SsCase *c, const char *build);
