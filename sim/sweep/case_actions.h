/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/sweep/plan.h"

/**
 * case_actions - the commands of a recorded replay, at the seconds in which the recorder gave them.
 *
 * Source    actions.csv (offset,command) has the commands with the trace's job ids; driver.log the moments: the first
 *           of them can be some seconds late, and "now+300" counts from there.
 */

/* Adds them, which may fail as they did then, to the plan's operations. FALSE, and nothing is added, unless the log has each of them. */
bool ss_case_actions(const char *actions, const char *log, SsPlan *plan);
