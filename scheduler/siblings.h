/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/model/world.h"

/**
 * siblings - the order in which Fair Tree ranks siblings, kept from one pass to the next.
 *
 * Shape     the fairshare children of each association, sorted, in one array; who was charged since the last
 *           pass is in world->charged.
 * Owner     the world.
 * Cost      O(siblings of who was charged) a pass, O(users) only if the order changed.
 */

/* Gives all users the fs_factor of the usage as it stands, which since the last call has changed by the decay
 * of all and by charges to those in world->charged only. */
void ss_siblings_rank(SsWorld *world);

/* Usage, shares or links changed otherwise: the next call begins anew. */
void ss_siblings_forget(SsWorld *world);
