/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * outlook - may a run end although jobs are waiting?
 *
 * Asked when nothing runs and nothing more will be submitted. `quiet`: seconds since anything started,
 * ended or was changed from outside; the schedulers have looked at every job meanwhile.
 */
bool ss_outlook_is_hopeless(const SsWorld *world, SsSpan quiet);
