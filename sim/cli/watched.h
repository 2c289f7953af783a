/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/cli/term.h"
#include "sim/model/stream.h"

/**
 * watched - a source of jobs whose reading a progress line follows.
 *
 * Owner     `inner` is taken (NULL stays NULL); `progress` is borrowed until the source is freed.
 */
SsJobSource *ss_watched_new(SsJobSource *inner, SsProgress *progress);
