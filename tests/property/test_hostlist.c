/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Host lists against lists of names: what is read prints as something that reads back to the same
 * names; sorting is a permutation; the unique form is the set of names, each once, in order.
 */
#include "sim/base/hostlist.h"

#include <string.h>

#include "sim/base/rng.h"
#include "tests/support/ss_test.h"

static void add_range(GString *text, SsRng *rng)
{
    const int width = 1 + (int) ss_rng_below(rng, 3);
    const int low = (int) ss_rng_below(rng, 13);
    const int high = low + (int) ss_rng_below(rng, 5);

    g_string_append_printf(text, "%0*d", width, low);
    if (high > low)
        g_string_append_printf(text, "-%d", high);
}

static char *random_list(SsRng *rng)
{
    static const char *const prefixes[] = { "n", "n", "n1", "a10b", "a2b", "", "m-" };
    GString                 *text = g_string_new(NULL);

    for (uint64_t items = ss_rng_below(rng, 6); items > 0; items--) {
        g_string_append(text, prefixes[ss_rng_below(rng, G_N_ELEMENTS(prefixes))]);
        g_string_append_c(text, '[');
        for (uint64_t ranges = ss_rng_below(rng, 3); ranges > 0; ranges--) {
            add_range(text, rng);
            g_string_append_c(text, ',');
        }
        add_range(text, rng);
        g_string_append(text, "],");
        if (ss_rng_chance(rng, 0.2))
            g_string_append(text, "login,");
    }
    return g_string_free(text, FALSE);
}

static char *names_of(const SsHostlist *list)
{
    g_auto(GStrv) names = ss_hostlist_names(list);

    return g_strjoinv(" ", names);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

/* The names as a set (or a bag), in byte order. */
static char *bag_of(const SsHostlist *list, bool unique)
{
    g_auto(GStrv)  names = ss_hostlist_names(list);
    const uint32_t n = g_strv_length(names);
    GString       *out = g_string_new(NULL);

    qsort(names, n, sizeof *names, compare_texts);
    for (uint32_t i = 0; i < n; i++) {
        if (!unique || i == 0 || strcmp(names[i], names[i - 1]) != 0)
            g_string_append_printf(out, "%s ", names[i]);
    }
    return g_string_free(out, FALSE);
}

static bool rises(const SsHostlist *list)
{
    g_auto(GStrv) names = ss_hostlist_names(list);
    bool          ok = true;

    for (uint32_t i = 0; ok && names[i] != NULL && names[i + 1] != NULL; i++)
        ok = strcmp(names[i], names[i + 1]) != 0;
    return ok;
}

static void a_printed_list_reads_back(const SsHostlist *list)
{
    g_autofree char      *text = ss_hostlist_text(list);
    g_autofree char      *names = names_of(list);
    g_autoptr(SsHostlist) back = NULL;

    if (!SS_EXPECT_TRUE(ss_hostlist_parse(text, &back, NULL)))
        return;
    g_autofree char *again = names_of(back);
    SS_EXPECT_TEXT(again, names);
}

/* Some of the list's hosts by their positions; all of it sorts as itself. */
static void names_print_as_lists_do(SsHostlist *list, SsRng *rng)
{
    g_auto(GStrv)         name = ss_hostlist_names(list);
    const uint32_t        n = ss_hostlist_count(list);
    SsHostNames          *names = ss_host_names_new();
    g_autoptr(SsNodeSet)  set = ss_node_set_new(n);
    g_autoptr(SsHostlist) some = ss_hostlist_new();

    for (uint32_t i = 0; i < n; i++) {
        ss_host_names_add(names, name[i]);
        if (ss_rng_below(rng, 3) == 0)
            continue;
        ss_node_set_add(set, i);
        ss_hostlist_push(some, name[i]);
    }
    ss_hostlist_sort(some);
    g_autofree char *expected = ss_hostlist_text(some);
    g_autofree char *text = ss_host_names_text(names, set);
    SS_EXPECT_TEXT(text, expected);
    ss_host_names_free(names);
}

static void lists_are_their_names(void)
{
    SsRng rng;

    ss_rng_init(&rng, 1, "hostlist");
    for (uint32_t i = 0; i < 3000; i++) {
        g_autofree char      *text = random_list(&rng);
        g_autoptr(SsHostlist) list = NULL;

        if (!SS_EXPECT_TRUE(ss_hostlist_parse(text, &list, NULL)))
            return;
        g_autoptr(SsHostlist) unique = ss_hostlist_dup(list);
        g_autofree char      *bag = bag_of(list, false);
        g_autofree char      *set = bag_of(list, true);
        a_printed_list_reads_back(list);
        names_print_as_lists_do(list, &rng);

        ss_hostlist_sort(list);
        g_autofree char *sorted_bag = bag_of(list, false);
        SS_EXPECT_TEXT(sorted_bag, bag);
        a_printed_list_reads_back(list);

        ss_hostlist_sort_unique(unique);
        g_autofree char *unique_bag = bag_of(unique, true);
        SS_EXPECT_TEXT(unique_bag, set);
        SS_EXPECT_TRUE(rises(unique));
        a_printed_list_reads_back(unique);
    }
}

static const SsTest tests[] = { SS_TEST(lists_are_their_names) };
SS_TEST_MAIN("hostlist against names", tests)
