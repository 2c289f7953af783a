/* SPDX-License-Identifier: Apache-2.0 */
#include "configs/grammar.h"
#include "tests/support/conf_site.h"
#include "tests/support/ss_test.h"

#include <string.h>

/* Every line as "key=value|key=value|!rest", lines separated by newlines. */
static char *read_all(SsConfReader *reader)
{
    GString   *out = g_string_new(NULL);
    SsConfItem item;

    while (ss_conf_reader_next(reader)) {
        bool first = true;

        for (; ss_conf_reader_pair(reader, &item); first = false) {
            g_string_append_printf(out, "%s%s", first ? "" : "|", item.key);
            if (item.op != '\0')
                g_string_append_c(out, item.op);
            g_string_append_printf(out, "=%s", item.value);
        }
        if (*ss_conf_reader_rest(reader, NULL) != '\0')
            g_string_append_printf(out, "%s!%s", first ? "" : "|",
                                   ss_conf_reader_rest(reader, NULL));
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static char *read_text(const char *text, SsDiag *diag)
{
    const SsFaults          faults = { .diag = diag };
    g_autoptr(SsConfReader) reader =
        ss_conf_reader_new_text("slurm.conf", text, strlen(text), &faults);

    return read_all(reader);
}

static void lines_are_cut_into_pairs_as_slurm_cuts(void)
{
    static const struct {
        const char *text, *pairs;
    } cases[] = {
        { "A=1", "A=1\n" },
        { "  A = 1  ", "A=1\n" },
        { "A=1 B=2\tC=3", "A=1|B=2|C=3\n" },
        { "A=\"x y\" B=\"\"", "A=x y|B=\n" },
        { "A=\"x\"y", "A=\"x\"y\n" },
        { "A=\"x y", "A=\"x|! y\n" },
        { "A='x y'", "A='x|! y'\n" },
        { "A=", "!A=\n" },
        { "A= B=1", "A=B=1\n" },
        { "A+=1", "A+=1\n" },
        { "A -= 1", "A-=1\n" },
        { "A==1", "A==1\n" },
        { "A", "!A\n" },
        { "=1", "!=1\n" },
        { "A=1 nonsense B=2", "A=1|! nonsense B=2\n" },
        { "A.b_1=1", "A.b_1=1\n" },
        { "# comment\nA=1 # comment", "A=1\n" },
        { "A=\"a # b\"", "A=\"a\n" },
        { "A=a\\#b", "A=a#b\n" },
        { "A=1 \\\n B=2", "A=1|B=2\n" },
        { "A=1\\  \nB=2", "A=1B=2\n" },
        { "A=4 # text \\\nB=2", "A=4\nB=2\n" },
        { "A=\\\\x", "A=\\x\n" },
        { "A=1\r\n\r\nB=2\r\n", "A=1\nB=2\n" },
        { "", "" },
        { "\n  \n\t\n", "" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsDiag) diag = ss_diag_new();
        g_autofree char  *pairs = read_text(cases[i].text, diag);

        SS_EXPECT_TEXT(pairs, cases[i].pairs);
    }
}

static void places_are_those_of_the_file(void)
{
    static const char       text[] = "\nA=1 \\\n   Bcd = \\#x\n";
    g_autoptr(SsDiag)       diag = ss_diag_new();
    const SsFaults          faults = { .diag = diag };
    g_autoptr(SsConfReader) reader = ss_conf_reader_new_text("x.conf", text, strlen(text), &faults);
    SsConfItem              item;

    SS_EXPECT_TRUE(ss_conf_reader_next(reader));
    SS_EXPECT_TRUE(ss_conf_reader_pair(reader, &item));
    SS_EXPECT_TEXT(item.place.file, "x.conf");
    SS_EXPECT_UINT(item.place.line, 2);
    SS_EXPECT_UINT(item.place.column, 1);
    SS_EXPECT_UINT(item.value_place.column, 3);
    SS_EXPECT_TRUE(ss_conf_reader_pair(reader, &item));
    SS_EXPECT_UINT(item.place.line, 3);
    SS_EXPECT_UINT(item.place.column, 4);
    SS_EXPECT_UINT(item.value_place.line, 3);
    SS_EXPECT_TEXT(item.value, "#x");
    ss_conf_reader_unread(reader);
    SS_EXPECT_TEXT(ss_conf_reader_rest(reader, NULL), "    Bcd = #x"); /* blanks of both lines */
}

static void a_byte_order_mark_is_told_and_passed_over(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autofree char  *pairs = read_text("\xef\xbb\xbf"
                                         "A=1\nB=2\n",
                                        diag);

    SS_EXPECT_TEXT(pairs, "A=1\nB=2\n");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_BYTE_ORDER_MARK), 1);
}

/* --- Include ---------------------------------------------------------------------------------------- */

static char *read_file(const char *path, const char *cluster, SsDiag *diag)
{
    const SsFaults          faults = { .diag = diag };
    g_autoptr(GError)       error = NULL;
    g_autoptr(SsConfReader) reader = ss_conf_reader_open(path, &faults, &error);

    SS_EXPECT_NO_ERROR(error);
    if (reader == NULL)
        return NULL;
    if (cluster != NULL)
        ss_conf_reader_set_cluster(reader, cluster);
    return read_all(reader);
}

static void an_included_file_stands_in_place_of_its_line(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autofree char  *path = ss_test_file("inc/a.conf", "A=1\nInclude sub/b.conf\nD=4\n");
    g_autofree char  *b = ss_test_file("inc/sub/b.conf", "B=2\ninclude\tc.conf  \n");
    g_autofree char  *c = ss_test_file("inc/sub/c.conf", "C=3"); /* beside b, not beside a */
    g_autofree char  *pairs = read_file(path, NULL, diag);

    SS_EXPECT_TEXT(pairs, "A=1\nB=2\nC=3\nD=4\n");
    SS_EXPECT_UINT(ss_diag_total(diag), 0);
}

static void an_include_is_only_seen_at_column_one(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autofree char  *path = ss_test_file("col/a.conf", " Include b.conf\nIncludeX=1\n");
    g_autofree char  *pairs = read_file(path, NULL, diag);

    SS_EXPECT_TEXT(pairs, "! Include b.conf\nIncludeX=1\n");
}

static void percent_c_is_the_cluster_in_lower_case(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autofree char  *path = ss_test_file("pc/a.conf", "Include x_%c.conf\n");
    g_autofree char  *b = ss_test_file("pc/x_alpha.conf", "B=2\n");
    g_autofree char  *with = read_file(path, "Alpha", diag);
    g_autofree char  *without = read_file(path, NULL, diag);

    SS_EXPECT_TEXT(with, "B=2\n");
    SS_EXPECT_TEXT(without, "");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_INCLUDE_NO_CLUSTER), 1);
}

static void a_circle_of_includes_ends(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autofree char  *path = ss_test_file("loop/a.conf", "A=1\nInclude b.conf\n");
    g_autofree char  *b = ss_test_file("loop/b.conf", "B=2\nInclude ../loop/a.conf\nC=3\n");
    g_autofree char  *pairs = read_file(path, NULL, diag);

    SS_EXPECT_TEXT(pairs, "A=1\nB=2\nC=3\n");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_INCLUDE_LOOP), 1);
    SS_EXPECT_CONTAINS(ss_test_fault(diag, SS_FAULT_INCLUDE_LOOP)->place.file, "loop/b.conf");
    SS_EXPECT_UINT(ss_test_fault(diag, SS_FAULT_INCLUDE_LOOP)->place.line, 2);
}

static void a_diamond_of_includes_ends(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autofree char  *first = NULL;

    for (int i = 0; i < 30; i++) {
        g_autofree char *name = g_strdup_printf("dia/%d.conf", i);
        g_autofree char *text = g_strdup_printf("Include %d.conf\nInclude %d.conf\n", i + 1, i + 1);
        g_autofree char *path = ss_test_file(name, text);
        if (i == 0)
            first = g_steal_pointer(&path);
    }
    g_autofree char *last = ss_test_file("dia/30.conf", "A=1\n");
    g_autofree char *pairs = read_file(first, NULL, diag);

    SS_EXPECT_TRUE(ss_test_faults(diag, SS_FAULT_INCLUDE_LOOP) > 0);
}

static void a_missing_include_is_an_error_at_once(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autofree char  *path = ss_test_file(
         "miss/a.conf", "Include nowhere.conf\nInclude *.conf\nInclude\nInclude a b\nA=1\n");
    g_autofree char *pairs = read_file(path, NULL, diag);

    SS_EXPECT_TEXT(pairs, "!Include\nA=1\n");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_INCLUDE_MISSING), 1);
    SS_EXPECT_UINT(ss_test_fault(diag, SS_FAULT_INCLUDE_MISSING)->place.column, 9);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_INCLUDE_WILDCARD), 1);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_NOT_A_PAIR), 1);
}

static void an_absolute_include_prefers_the_copy_in_the_folder(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autofree char  *path = ss_test_file("abs/a.conf", "Include /nonexistent/etc/part.conf\n");
    g_autofree char  *b = ss_test_file("abs/part.conf", "B=2\n");
    g_autofree char  *pairs = read_file(path, NULL, diag);

    SS_EXPECT_TEXT(pairs, "B=2\n");
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_INCLUDE_LOCAL), 1);
}

static void a_missing_first_file_is_an_error(void)
{
    g_autoptr(SsDiag)       diag = ss_diag_new();
    const SsFaults          faults = { .diag = diag };
    g_autoptr(GError)       error = NULL;
    g_autoptr(SsConfReader) reader =
        ss_conf_reader_open("/nonexistent/slurm.conf", &faults, &error);

    SS_EXPECT_NULL(reader);
    SS_EXPECT_TRUE(error != NULL && error->domain == G_FILE_ERROR);
}

static void open_brackets_are_errors_unless_slurm_is_imitated(void)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    SsFaults          faults = { .diag = diag };
    const SsPlace     place = { "x", 1, 1 };

    SS_EXPECT_NULL(ss_conf_hostlist("n[1-4", &place, &faults));
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_HOSTLIST), 1);
    faults.imitate = true;
    g_autoptr(SsHostlist) list = ss_conf_hostlist("n[1-4", &place, &faults);
    SS_EXPECT_NOT_NULL(list);
    SS_EXPECT_UINT(list != NULL ? ss_hostlist_find(list, "n") : 1, 0);
    SS_EXPECT_UINT(ss_test_faults(diag, SS_FAULT_OPEN_BRACKET), 1);
}

static const SsTest tests[] = {
    SS_TEST(lines_are_cut_into_pairs_as_slurm_cuts),
    SS_TEST(places_are_those_of_the_file),
    SS_TEST(a_byte_order_mark_is_told_and_passed_over),
    SS_TEST(an_included_file_stands_in_place_of_its_line),
    SS_TEST(an_include_is_only_seen_at_column_one),
    SS_TEST(percent_c_is_the_cluster_in_lower_case),
    SS_TEST(a_circle_of_includes_ends),
    SS_TEST(a_diamond_of_includes_ends),
    SS_TEST(a_missing_include_is_an_error_at_once),
    SS_TEST(an_absolute_include_prefers_the_copy_in_the_folder),
    SS_TEST(a_missing_first_file_is_an_error),
    SS_TEST(open_brackets_are_errors_unless_slurm_is_imitated),
};
SS_TEST_MAIN("grammar", tests)
