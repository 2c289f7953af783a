/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsSlab - many records of one size, named by 32-bit ids.
 *
 * Shape     pages of 1024 records; a dropped slot is the next to be taken (last in, first out),
 *           so ids stay small and the order is the same in every run.
 * Owner     the slab owns the records. Id and pointer of a record stay valid until it is dropped;
 *           other takes and drops do not move it.
 * Errors    none: an id that is not live is a bug and asserts.
 * Cost      O(1) take, drop, at; one bit a record beside the record and four bytes a free slot.
 */
typedef struct SsSlab SsSlab;

SsSlab *ss_slab_new(size_t record_size);
void    ss_slab_free(SsSlab *slab); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsSlab, ss_slab_free)

/* A slot with a record of zeros. */
uint32_t ss_slab_take(SsSlab *slab);

/* Gives the slot back. What the record points to is the caller's to free, before. */
void ss_slab_drop(SsSlab *slab, uint32_t id);

/* The record of a live id. */
void *ss_slab_at(const SsSlab *slab, uint32_t id);
#define SS_SLAB_AT(slab, Type, id) ((Type *) ss_slab_at((slab), (id)))

bool     ss_slab_is_live(const SsSlab *slab, uint32_t id);
uint32_t ss_slab_count(const SsSlab *slab); /* live records                                  */
uint32_t ss_slab_end(const SsSlab *slab);   /* one above the highest id ever taken           */

/* The first live id >= `from`, SS_ID_NONE if there is none:
 *   for (id = ss_slab_next(slab, 0); id != SS_ID_NONE; id = ss_slab_next(slab, id + 1)) */
uint32_t ss_slab_next(const SsSlab *slab, uint32_t from);
