/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * fade - recorded usage is multiplied down, in every period or when somebody looks at it.
 *
 * Shape     usage_raw, grp_used_wall and tres_raw of an association are behind by the world's decays that
 *           usage->faded has not counted yet. Usage of QOS is never behind.
 * Order     the same products in the same types, one by one, whenever they are formed.
 * Source    spec priority.md 11.
 */

/* One decay of everybody: usage times `by` (QOS with NoDecay are left alone). */
void ss_fade(SsWorld *world, double by);

/* The same `times` over, of associations alone and put off; to be called where ss_fade_is_late says so. */
void ss_fade_put_off(SsWorld *world, double by, uint32_t times);

/* Is the usage of associations put off? Where no limit and nobody else reads it between two looks. */
bool ss_fade_is_late(const SsWorld *world);

/* Usage of one association, of all, is what it is: to be called before it is read or changed. */
void ss_fade_all(SsWorld *world);
void ss_fade_late(SsWorld *world, SsAssocId assoc); /* private */

static inline void ss_fade_one(SsWorld *world, SsAssocId assoc)
{
    if (world->assoc_use[assoc].faded != world->decays)
        ss_fade_late(world, assoc);
}
