/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/outcome.h"

/**
 * policy - the registry of what decides order and starts.
 *
 * `slurm` is Slurm; `fifo`, `easy`, `conservative` are the textbook policies (they decide in the second
 * of the event and have no periodic passes).
 */
extern const SsPolicy *const ss_policies[]; /* ended by NULL; first is the default */
const SsPolicy              *ss_policy_find(const char *name);
