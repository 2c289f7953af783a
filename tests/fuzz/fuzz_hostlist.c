/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_hostlist - any text: read or refused; what is read prints as something that reads the same. */
#include "sim/base/hostlist.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_same_names(const SsHostlist *a, const SsHostlist *b)
{
    SsHostlistIter i = ss_hostlist_iter(a), j = ss_hostlist_iter(b);
    const char    *name;

    g_assert(ss_hostlist_count(a) == ss_hostlist_count(b));
    while ((name = ss_hostlist_next(&i)) != NULL)
        g_assert_cmpstr(name, ==, ss_hostlist_next(&j));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char      *text = g_strndup((const char *) data, size);
    g_autoptr(GError)     error = NULL;
    g_autoptr(SsHostlist) list = NULL;
    g_autoptr(SsHostlist) back = NULL;

    if (!ss_hostlist_parse(text, &list, &error)) {
        g_assert(error != NULL && list == NULL);
        return 0;
    }
    g_autofree char *once = ss_hostlist_text(list);
    g_assert(ss_hostlist_parse(once, &back, NULL));
    expect_same_names(list, back);

    const uint32_t count = ss_hostlist_count(list);
    ss_hostlist_sort(list);
    g_assert(ss_hostlist_count(list) == count);
    ss_hostlist_sort_unique(list);
    g_assert(ss_hostlist_count(list) <= count);
    return 0;
}
