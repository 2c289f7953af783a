/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "tests/conformance/runner/case.h"

/* The site of a case in WORK/etc, as the recording controller read it: what ties a configuration to a
 * machine is the recording machine's, all else is the case's. expected/slurm.conf is that configuration if the
 * recording kept it; else it is made by the rules of the recording scripts. */
gboolean ss_case_make_site(const SsCase *c, GError **error);
