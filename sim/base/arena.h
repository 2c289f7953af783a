/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * SsArena - memory that is freed all at once, or back to a mark.
 *
 * Shape     blocks that grow by doubling up to 1 MiB; an object larger than a block gets its own.
 * Owner     the arena owns everything it gave. Pointers stay valid until the arena is freed,
 *           reset, or released to a mark older than they are.
 * Errors    none (no memory ends the process).
 * Cost      O(1) an allocation, no header; every pointer is aligned to 16 bytes.
 */
typedef struct SsArena SsArena;

SsArena *ss_arena_new(void);
void     ss_arena_free(SsArena *arena); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsArena, ss_arena_free)

/* `size` bytes, all zero. Zero bytes are a valid pointer that must not be read. */
void *ss_arena_alloc(SsArena *arena, size_t size) G_GNUC_MALLOC;

/* `n` records of `size` bytes, all zero; the product is checked. */
void *ss_arena_alloc_n(SsArena *arena, size_t n, size_t size) G_GNUC_MALLOC;
#define SS_ARENA_NEW(arena, Type, n) ((Type *) ss_arena_alloc_n((arena), (n), sizeof(Type)))

/* Copies. NULL gives NULL. */
char *ss_arena_text(SsArena *arena, const char *text);
char *ss_arena_text_n(SsArena *arena, const char *text, size_t n);
void *ss_arena_copy(SsArena *arena, const void *data, size_t size);
char *ss_arena_printf(SsArena *arena, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A place to come back to. Marks are released in the reverse of the order they were taken in. */
typedef struct {
    uint32_t block;
    size_t   used;
} SsArenaMark;

SsArenaMark ss_arena_mark(const SsArena *arena);
void        ss_arena_release(SsArena *arena, SsArenaMark mark); /* keeps the blocks for reuse */
void        ss_arena_reset(SsArena *arena);                     /* releases everything         */

/* Bytes held from the system, used or not. */
size_t ss_arena_bytes(const SsArena *arena);
