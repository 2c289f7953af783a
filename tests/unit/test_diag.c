/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/diag.h"

#include "tests/support/ss_test.h"

static SsDiag *three_findings(void)
{
    SsDiag       *diag = ss_diag_new();
    const SsPlace late = { "slurm.conf", 41, 23 }, early = { "slurm.conf", 7, 0 };

    ss_diag_add(diag, SS_SEVERITY_ERROR, "SC0104", &late, "write 7-0", "time '%s' is bad", "7d");
    ss_diag_add(diag, SS_SEVERITY_WARNING, "SC0001", &early, NULL, "unknown key");
    ss_diag_add(diag, SS_SEVERITY_NOTE, "SC0900", NULL, NULL, "no gres.conf");
    return diag;
}

static void findings_are_counted_by_severity(void)
{
    g_autoptr(SsDiag) diag = three_findings();

    SS_EXPECT_INT(ss_diag_total(diag), 3);
    SS_EXPECT_INT(ss_diag_count(diag, SS_SEVERITY_ERROR), 1);
    SS_EXPECT_INT(ss_diag_count(diag, SS_SEVERITY_WARNING), 1);
    SS_EXPECT_TEXT(ss_diag_at(diag, 0)->text, "time '7d' is bad");
    SS_EXPECT_TEXT(ss_diag_at(diag, 0)->remedy, "write 7-0");
    SS_EXPECT_NULL(ss_diag_at(diag, 2)->place.file);
}

static void a_finding_is_one_line(void)
{
    g_autoptr(SsDiag)  diag = three_findings();
    g_autoptr(GString) out = g_string_new(NULL);

    ss_diag_print(diag, SS_DIAG_AS_FOUND, out);
    SS_EXPECT_TEXT(out->str, "slurm.conf:41:23: error: time '7d' is bad; write 7-0 [SC0104]\n"
                             "slurm.conf:7: warning: unknown key [SC0001]\n"
                             "note: no gres.conf [SC0900]\n");
}

static void findings_sort_by_place(void)
{
    g_autoptr(SsDiag)  diag = three_findings();
    g_autoptr(GString) out = g_string_new(NULL);

    ss_diag_print(diag, SS_DIAG_BY_PLACE, out);
    SS_EXPECT_TEXT(out->str, "note: no gres.conf [SC0900]\n"
                             "slurm.conf:7: warning: unknown key [SC0001]\n"
                             "slurm.conf:41:23: error: time '7d' is bad; write 7-0 [SC0104]\n");
}

static void what_a_file_holds_does_not_command_the_terminal(void)
{
    g_autoptr(SsDiag)  diag = ss_diag_new();
    g_autoptr(GString) out = g_string_new(NULL);

    ss_diag_add(diag, SS_SEVERITY_ERROR, "SC0002", NULL, NULL, "caf\xc3\xa9 '\x1b[31m\xff\x07'");
    ss_diag_print(diag, SS_DIAG_AS_FOUND, out);
    SS_EXPECT_TEXT(out->str, "error: caf\xc3\xa9 '\\x1b[31m\\xff\\x07' [SC0002]\n");
}

static void an_error_may_become_a_finding(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = g_error_new(SS_CONF_ERROR, SS_CONF_ERROR_VALUE, "100%% wrong");

    ss_diag_add_error(diag, SS_SEVERITY_ERROR, "SC0002", NULL, error);
    SS_EXPECT_TEXT(ss_diag_at(diag, 0)->text, "100% wrong");
}

static void domains_are_distinct(void)
{
    const GQuark domains[] = { SS_PARSE_ERROR, SS_CONF_ERROR, SS_TRACE_ERROR, SS_LEDGER_ERROR,
                               SS_USAGE_ERROR };

    for (size_t i = 0; i < G_N_ELEMENTS(domains); i++) {
        for (size_t j = 0; j < i; j++)
            SS_EXPECT_TRUE(domains[i] != domains[j]);
    }
}

static const SsTest tests[] = {
    SS_TEST(findings_are_counted_by_severity),
    SS_TEST(a_finding_is_one_line),
    SS_TEST(findings_sort_by_place),
    SS_TEST(what_a_file_holds_does_not_command_the_terminal),
    SS_TEST(an_error_may_become_a_finding),
    SS_TEST(domains_are_distinct),
};
SS_TEST_MAIN("diag", tests)
