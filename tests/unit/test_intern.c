/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/intern.h"

#include "tests/support/ss_test.h"

static void ids_follow_first_appearance(void)
{
    g_autoptr(SsIntern) intern = ss_intern_new();

    SS_EXPECT_INT(ss_intern_id(intern, "physics"), 0);
    SS_EXPECT_INT(ss_intern_id(intern, "chem"), 1);
    SS_EXPECT_INT(ss_intern_id(intern, "physics"), 0);
    SS_EXPECT_INT(ss_intern_id_n(intern, "chemistry", 4), 1);
    SS_EXPECT_INT(ss_intern_id(intern, ""), 2);
    SS_EXPECT_INT(ss_intern_id(intern, "Chem"), 3);
    SS_EXPECT_INT(ss_intern_count(intern), 4);
}

static void what_was_never_added_is_not_found(void)
{
    g_autoptr(SsIntern) intern = ss_intern_new();

    SS_EXPECT_INT(ss_intern_find(intern, "a"), SS_ID_NONE);
    ss_intern_id(intern, "a");
    SS_EXPECT_INT(ss_intern_find(intern, "a"), 0);
    SS_EXPECT_INT(ss_intern_find(intern, "b"), SS_ID_NONE);
}

static void many_texts_keep_their_ids(void)
{
    g_autoptr(SsIntern) intern = ss_intern_new();
    char                text[16];

    for (uint32_t i = 0; i < 20000; i++) {
        g_snprintf(text, sizeof text, "user%u", i);
        SS_EXPECT_INT(ss_intern_id(intern, text), i);
    }
    SS_EXPECT_INT(ss_intern_find(intern, "user12345"), 12345);
    SS_EXPECT_TEXT(ss_intern_text(intern, 19999), "user19999");
}

static const SsTest tests[] = {
    SS_TEST(ids_follow_first_appearance),
    SS_TEST(what_was_never_added_is_not_found),
    SS_TEST(many_texts_keep_their_ids),
};
SS_TEST_MAIN("intern", tests)
