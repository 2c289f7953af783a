/* SPDX-License-Identifier: Apache-2.0 */
#include "configs/faults.h"
#include "tests/support/ss_test.h"

#include <string.h>

static void every_fault_is_explained_and_has_a_code_of_its_own(void)
{
    g_autoptr(GHashTable) codes = g_hash_table_new(g_str_hash, g_str_equal);

    for (int i = 0; i < SS_N_FAULTS; i++) {
        const SsFaultRow *row = ss_fault_row((SsFault) i);

        if (!ss_expect(row->code != NULL, __FILE__, __LINE__, "fault %d has no row", i))
            continue;
        ss_expect(strlen(row->code) == 6 && g_str_has_prefix(row->code, "SC0"), __FILE__, __LINE__,
                  "%s is no code", row->code);
        ss_expect(g_hash_table_add(codes, (gpointer) (uintptr_t) row->code), __FILE__, __LINE__,
                  "%s is used twice", row->code);
        ss_expect(row->title != NULL && row->doc != NULL && strlen(row->doc) > 10, __FILE__,
                  __LINE__, "%s is not explained", row->code);
        SS_EXPECT_TRUE(ss_fault_by_code(row->code) == row);
    }
    SS_EXPECT_NULL(ss_fault_by_code("SC9999"));
}

static void strict_and_lenient_differ_in_severity_only(void)
{
    const SsPlace     place = { "slurm.conf", 3, 7 };
    g_autoptr(SsDiag) diag = ss_diag_new();
    SsFaults          faults = { .diag = diag, .reading = SS_READ_LENIENT };

    ss_fault(&faults, SS_FAULT_UNKNOWN_KEY, &place, "%s: unknown key", "Foo");
    faults.reading = SS_READ_STRICT;
    ss_fault(&faults, SS_FAULT_UNKNOWN_KEY, &place, "%s: unknown key", "Foo");

    SS_EXPECT_INT(ss_diag_at(diag, 0)->severity, SS_SEVERITY_WARNING);
    SS_EXPECT_INT(ss_diag_at(diag, 1)->severity, SS_SEVERITY_ERROR);
    SS_EXPECT_TEXT(ss_diag_at(diag, 0)->text, "Foo: unknown key");
    SS_EXPECT_TEXT(ss_diag_at(diag, 1)->code, "SC0201");
    SS_EXPECT_UINT(ss_diag_at(diag, 1)->place.column, 7);
}

static const SsTest tests[] = {
    SS_TEST(every_fault_is_explained_and_has_a_code_of_its_own),
    SS_TEST(strict_and_lenient_differ_in_severity_only),
};
SS_TEST_MAIN("faults", tests)
