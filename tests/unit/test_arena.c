/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/arena.h"

#include <string.h>

#include "tests/support/ss_test.h"

static void memory_is_zero_and_aligned(void)
{
    g_autoptr(SsArena) arena = ss_arena_new();

    for (size_t size = 0; size < 3000; size += 7) {
        const char *data = ss_arena_alloc(arena, size);

        SS_EXPECT_INT((uintptr_t) data % 16, 0);
        for (size_t i = 0; i < size; i++)
            SS_EXPECT_TRUE(data[i] == 0);
    }
}

static void releasing_to_a_mark_gives_the_same_memory_again(void)
{
    g_autoptr(SsArena) arena = ss_arena_new();
    char              *kept = ss_arena_text(arena, "kept");
    const SsArenaMark  mark = ss_arena_mark(arena);
    char              *first = ss_arena_alloc(arena, 100);

    memset(first, 0xff, 100);
    ss_arena_alloc(arena, 3 << 20); /* a block of its own */
    const size_t bytes = ss_arena_bytes(arena);
    ss_arena_release(arena, mark);
    SS_EXPECT_TRUE(ss_arena_alloc(arena, 100) == (void *) first);
    SS_EXPECT_INT(first[99], 0);
    ss_arena_alloc(arena, 3 << 20);
    SS_EXPECT_INT(ss_arena_bytes(arena), bytes);
    SS_EXPECT_TEXT(kept, "kept");
}

static void a_mark_of_an_empty_arena_releases_all(void)
{
    g_autoptr(SsArena) arena = ss_arena_new();
    const SsArenaMark  mark = ss_arena_mark(arena);

    ss_arena_release(arena, mark);
    const void *first = ss_arena_alloc(arena, 8);
    ss_arena_release(arena, mark);
    SS_EXPECT_TRUE(ss_arena_alloc(arena, 8) == first);
    ss_arena_reset(arena);
    SS_EXPECT_TRUE(ss_arena_alloc(arena, 8) == first);
}

static void copies_texts_and_formats(void)
{
    g_autoptr(SsArena) arena = ss_arena_new();
    const int32_t      numbers[] = { 1, 2, 3 };

    SS_EXPECT_NULL(ss_arena_text(arena, NULL));
    SS_EXPECT_TEXT(ss_arena_text_n(arena, "abcdef", 3), "abc");
    SS_EXPECT_TEXT(ss_arena_printf(arena, "%s-%d", "n", 7), "n-7");
    SS_EXPECT_INT(memcmp(ss_arena_copy(arena, numbers, sizeof numbers), numbers, sizeof numbers),
                  0);
    SS_EXPECT_NOT_NULL(SS_ARENA_NEW(arena, double, 0));
}

static const SsTest tests[] = {
    SS_TEST(memory_is_zero_and_aligned),
    SS_TEST(releasing_to_a_mark_gives_the_same_memory_again),
    SS_TEST(a_mark_of_an_empty_arena_releases_all),
    SS_TEST(copies_texts_and_formats),
};
SS_TEST_MAIN("arena", tests)
