/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/place.h"

/**
 * glance - a cheap look before a placement: could it possibly succeed?
 *
 * False means that ss_place would not place this query; true means nothing. It counts free cores and
 * memory a node against the job's least needs and looks at nothing else.
 * Cost      one walk over the candidates, no allocation: about a fiftieth of a placement.
 */
bool ss_glance(const SsPlaceQuery *query);
