/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.c - bump allocation.
 *
 * What is read together and freed together (a site, a pass, a report) needs no free of its own and
 * no header of its own. Blocks double from 4 KiB to 1 MiB: a small arena costs a page, a large one
 * few calls. An object that does not fit the next block gets a block of its size.
 *
 * Release goes back to a mark and keeps the blocks: a pass that runs every 30 simulated seconds
 * finds its memory warm. Memory is zeroed when it is handed out, not when it is released, so that a
 * forgotten pointer reads stale bytes and not plausible zeros; address sanitizer is told as well.
 */
#include "sim/base/arena.h"

#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#endif
#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void) (at), (void) (size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void) (at), (void) (size))
#endif

#define FIRST_BLOCK ((size_t) 4 << 10)
#define LAST_BLOCK  ((size_t) 1 << 20)
#define ALIGN       ((size_t) 16)

typedef struct {
    char  *data;
    size_t size;
    size_t used;
} Block;

struct SsArena {
    GArray  *blocks;  /* element-type: Block; those behind `current` are empty and kept for reuse */
    uint32_t current; /* index of the block in use; none yet if there are no blocks          */
    size_t   next;    /* size of the next block to be made                                        */
    size_t   bytes;
};

static Block *block_at(const SsArena *arena, uint32_t i)
{
    return &g_array_index(arena->blocks, Block, i);
}

/* Makes `current` a block with at least `size` free bytes: a kept one if it is large enough. */
static Block *advance(SsArena *arena, size_t size)
{
    uint32_t i = arena->blocks->len > 0 ? arena->current + 1 : 0;

    if (i >= arena->blocks->len || block_at(arena, i)->size < size) {
        Block block = { .size = MAX(size, arena->next) };

        block.data = g_malloc(block.size);
        ASAN_POISON_MEMORY_REGION(block.data, block.size);
        g_array_insert_val(arena->blocks, i, block);
        arena->bytes += block.size;
        arena->next = MIN(arena->next * 2, LAST_BLOCK);
    }
    arena->current = i;
    return block_at(arena, i);
}

static void empty(Block *block, size_t used)
{
    block->used = used;
    ASAN_POISON_MEMORY_REGION(block->data + used, block->size - used);
}

SsArena *ss_arena_new(void)
{
    SsArena *arena = g_new0(SsArena, 1);

    arena->blocks = g_array_new(FALSE, FALSE, sizeof(Block));
    arena->next = FIRST_BLOCK;
    return arena;
}

void ss_arena_free(SsArena *arena)
{
    if (arena == NULL)
        return;
    for (uint32_t i = 0; i < arena->blocks->len; i++) {
        ASAN_UNPOISON_MEMORY_REGION(block_at(arena, i)->data, block_at(arena, i)->size);
        g_free(block_at(arena, i)->data);
    }
    g_array_unref(arena->blocks);
    g_free(arena);
}

void *ss_arena_alloc(SsArena *arena, size_t size)
{
    g_assert(size <= G_MAXSSIZE);

    const size_t rounded = MAX((size + ALIGN - 1) / ALIGN * ALIGN, ALIGN);
    Block       *block = arena->blocks->len > 0 ? block_at(arena, arena->current) : NULL;

    if (block == NULL || block->size - block->used < rounded)
        block = advance(arena, rounded);

    char *data = block->data + block->used;
    block->used += rounded;
    ASAN_UNPOISON_MEMORY_REGION(data, size);
    memset(data, 0, size);
    return data;
}

void *ss_arena_alloc_n(SsArena *arena, size_t n, size_t size)
{
    size_t total = 0;

    if (__builtin_mul_overflow(n, size, &total))
        g_error("arena: %zu records of %zu bytes", n, size);
    return ss_arena_alloc(arena, total);
}

char *ss_arena_text(SsArena *arena, const char *text)
{
    return text != NULL ? ss_arena_text_n(arena, text, strlen(text)) : NULL;
}

char *ss_arena_text_n(SsArena *arena, const char *text, size_t n)
{
    if (text == NULL)
        return NULL;

    char *copy = ss_arena_alloc(arena, n + 1);

    memcpy(copy, text, n);
    return copy;
}

void *ss_arena_copy(SsArena *arena, const void *data, size_t size)
{
    void *copy = ss_arena_alloc(arena, size);

    if (size > 0)
        memcpy(copy, data, size);
    return copy;
}

char *ss_arena_printf(SsArena *arena, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list          args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    return ss_arena_text(arena, text);
}

SsArenaMark ss_arena_mark(const SsArena *arena)
{
    const size_t used = arena->blocks->len > 0 ? block_at(arena, arena->current)->used : 0;

    return (SsArenaMark){ .block = arena->current, .used = used };
}

void ss_arena_release(SsArena *arena, SsArenaMark mark)
{
    if (arena->blocks->len == 0)
        return;
    for (uint32_t i = mark.block + 1; i <= arena->current; i++)
        empty(block_at(arena, i), 0);
    arena->current = mark.block;
    g_assert(mark.used <= block_at(arena, mark.block)->used);
    empty(block_at(arena, mark.block), mark.used);
}

void ss_arena_reset(SsArena *arena)
{
    ss_arena_release(arena, (SsArenaMark){ 0, 0 });
}

size_t ss_arena_bytes(const SsArena *arena)
{
    return arena->bytes;
}
