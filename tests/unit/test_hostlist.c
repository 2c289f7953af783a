/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/hostlist.h"

#include "sim/base/diag.h"
#include "tests/support/ss_test.h"

/* All from scontrol 22.05.8: show hostnames, hostlist, hostlistsorted. */
typedef struct {
    const char *text;
    const char *names; /* separated by blanks */
    const char *listed;
    const char *sorted;
} Case;

static const Case cases[] = {
    { "", "", "", "" },
    { "a[1-2]b[3-4]", "a1b3 a1b4 a2b3 a2b4", "a1b[3-4],a2b[3-4]", "a1b[3-4],a2b[3-4]" },
    { "n[01,3-5,10]", "n01 n3 n4 n5 n10", "n[01,3-5,10]", "n[3-5,01,10]" },
    { "n[08-11]", "n08 n09 n10 n11", "n[08-11]", "n[08-11]" },
    { "n[9-11]", "n9 n10 n11", "n[9-11]", "n[9-11]" },
    { "n[5-]", "n5", "n5", "n5" },
    { "n[ 1-2]", "n01 n02", "n[01-02]", "n[01-02]" },
    { "[1-3]", "1 2 3", "[1-3]", "[1-3]" },
    { "n[1-2][3-4]", "n13 n14 n23 n24", "n1[3-4],n2[3-4]", "n1[3-4],n2[3-4]" },
    { "n1 n2", "n1 n2", "n[1-2]", "n[1-2]" },
    { "n1,n01,n001", "n1 n01 n001", "n[1,01,001]", "n[1,01,001]" },
    { "x[0-2,1]", "x0 x1 x2 x1", "x[0-2,1]", "x[0-1,1-2]" },
    { "b2,b10,b1,a", "b2 b10 b1 a", "b[2,10,1],a", "a,b[1-2,10]" },
    { "n[009,10]", "n009 n10", "n[009,10]", "n[10,009]" },
    { "n[1-5],n[3-4]", "n1 n2 n3 n4 n5 n3 n4", "n[1-5,3-4]", "n[1-3,3-4,4-5]" },
    { "n[9-13,11]", "n9 n10 n11 n12 n13 n11", "n[9-13,11]", "n[9-11,11-13]" },
    { "n[6-8],n[1,05-07]", "n6 n7 n8 n1 n05 n06 n07", "n[6-8,1,05-07]", "n[1,6-8,05-07]" },
    { "n[09-11],n12", "n09 n10 n11 n12", "n[09-12]", "n[09-12]" },
    { "N,a2b,a02x1", "N a2b a02x1", "N,a2b,a02x1", "N,a02x1,a2b" },
    { "n[00,9,8-10]", "n00 n9 n8 n9 n10", "n[00,9,8-10]", "n[8-9,9-10,00]" },
};

static SsHostlist *parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    SsHostlist       *list = NULL;

    SS_EXPECT_TRUE(ss_hostlist_parse(text, &list, &error));
    SS_EXPECT_NO_ERROR(error);
    return list;
}

static void expands_as_show_hostnames(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsHostlist) list = parse(cases[i].text);
        g_auto(GStrv)         names = ss_hostlist_names(list);
        g_autofree char      *joined = g_strjoinv(" ", names);

        SS_EXPECT_TEXT(joined, cases[i].names);
        SS_EXPECT_INT(ss_hostlist_count(list), g_strv_length(names));
    }
}

static void compresses_in_list_order(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsHostlist) list = parse(cases[i].text);
        g_autofree char      *text = ss_hostlist_text(list);

        SS_EXPECT_TEXT(text, cases[i].listed);
    }
}

static void sorts_and_keeps_duplicates(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(SsHostlist) list = parse(cases[i].text);

        ss_hostlist_sort(list);
        g_autofree char *text = ss_hostlist_text(list);
        SS_EXPECT_TEXT(text, cases[i].sorted);
    }
}

static void names_each_host_once_when_asked(void)
{
    g_autoptr(SsHostlist) list = parse("n[9-12],n10,n[2,1],a,n[001],a");

    ss_hostlist_sort_unique(list);
    g_autofree char *text = ss_hostlist_text(list);
    SS_EXPECT_TEXT(text, "a,n[1-2,9-12,001]");
    SS_EXPECT_INT(ss_hostlist_count(list), 8);
}

static void refuses_what_is_no_list_and_says_where(void)
{
    static const struct {
        const char *text, *part;
    } faulty[] = {
        { "n[3-1]", "the range runs backwards at column 3" },
        { "n[]", "a number is missing at column 3" },
        { "n[1,,2]", "a number is missing at column 5" },
        { "n[-5]", "a number is missing at column 3" },
        { "n[1--3]", "a number is missing at column 5" },
        { "n[1-x]", "a number is missing at column 5" },
        { "n[1-3x]", "something that is no range at column 6" },
        { "n[1-4", "a bracket that is not closed at column 2" },
        { "n[", "a bracket that is not closed at column 2" },
        { "n1]", "a bracket that was not opened at column 3" },
        { "n[1-3]-ib", "text behind the last bracket at column 7" },
        { "n[1-65537]", "a range of more than 65536 hosts" },
        { "n[1-100][1-65536]", "more than 1000000 hosts" },
        { "n[1-60000][1-9][1-9]", "more than 65536 names before the last bracket" },
        { "n[1234567890123456789]", "more than 18 digits" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(faulty); i++) {
        g_autoptr(GError) error = NULL;
        SsHostlist       *list = NULL;

        SS_EXPECT_FALSE(ss_hostlist_parse(faulty[i].text, &list, &error));
        SS_EXPECT_ERROR(error, faulty[i].part);
        SS_EXPECT_NULL(list);
    }
}

static void stays_as_it_was_when_an_append_fails(void)
{
    g_autoptr(SsHostlist) list = parse("n[1-3]");

    SS_EXPECT_FALSE(ss_hostlist_append(list, "n4,m1,n[2-1]", NULL));
    g_autofree char *text = ss_hostlist_text(list);
    SS_EXPECT_TEXT(text, "n[1-3]");
    SS_EXPECT_INT(ss_hostlist_count(list), 3);
}

static void takes_single_names_as_they_are(void)
{
    g_autoptr(SsHostlist) list = ss_hostlist_new();

    ss_hostlist_push(list, "n13");
    ss_hostlist_push(list, "n14");
    ss_hostlist_push(list, "login");
    g_autofree char *text = ss_hostlist_text(list);
    SS_EXPECT_TEXT(text, "n[13-14],login");
}

static void finds_a_name_however_it_was_written(void)
{
    g_autoptr(SsHostlist) list = parse("login,n[1-2][3-4],m[008-12]");

    SS_EXPECT_INT(ss_hostlist_find(list, "login"), 0);
    SS_EXPECT_INT(ss_hostlist_find(list, "n23"), 3);
    SS_EXPECT_INT(ss_hostlist_find(list, "m012"), 9);
    SS_EXPECT_INT(ss_hostlist_find(list, "m12"), SS_ID_NONE);
    SS_EXPECT_INT(ss_hostlist_find(list, "n"), SS_ID_NONE);
    SS_EXPECT_INT(ss_hostlist_find(list, "login1"), SS_ID_NONE);
}

static void orders_names_as_the_node_table(void)
{
    static const char *const rising[] = { "a",  "a1",  "a2",  "a10",  "a010", "b",    "n",
                                          "n9", "n09", "n10", "r1n5", "r2n1", "r10n1" };

    for (size_t i = 0; i + 1 < G_N_ELEMENTS(rising); i++)
        SS_EXPECT_TRUE(ss_hostname_compare(rising[i], rising[i + 1]) < 0);
    SS_EXPECT_INT(ss_hostname_compare("n1", "n1"), 0);
}

static void copies_are_independent(void)
{
    g_autoptr(SsHostlist) list = parse("n[1-3]");
    g_autoptr(SsHostlist) copy = ss_hostlist_dup(list);

    ss_hostlist_push(copy, "n4");
    SS_EXPECT_INT(ss_hostlist_count(list), 3);
    SS_EXPECT_INT(ss_hostlist_find(copy, "n4"), 3);
}

static const SsTest tests[] = {
    SS_TEST(expands_as_show_hostnames),
    SS_TEST(compresses_in_list_order),
    SS_TEST(sorts_and_keeps_duplicates),
    SS_TEST(names_each_host_once_when_asked),
    SS_TEST(refuses_what_is_no_list_and_says_where),
    SS_TEST(stays_as_it_was_when_an_append_fails),
    SS_TEST(takes_single_names_as_they_are),
    SS_TEST(finds_a_name_however_it_was_written),
    SS_TEST(orders_names_as_the_node_table),
    SS_TEST(copies_are_independent),
};
SS_TEST_MAIN("hostlist", tests)
