/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ss_test.c - CUnit with values. CUnit's own macros know only the text of a condition; here the
 * message handed to CU_assertImplementation is composed of what was found and what was expected.
 *
 * A skipped test is one that called ss_test_skip (or asked for an absent shared file): CUnit counts
 * it as passed, we count it apart, and a program that did nothing else ends with 77, ctest's skip.
 */
#include "tests/support/ss_test.h"

#include <glib/gstdio.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { EXIT_SKIPPED = 77 };

/* CUnit itself is one global registry; so is this. */
static struct {
    char    *tmp;          /* ss_test_tmp(), once asked for */
    CU_pTest last_skipped; /* a test may say so twice and is counted once */
    unsigned skipped;
} state;

/* ---- expectations ---- */

bool ss_expect(bool holds, const char *file, int line, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list          args;

    if (!holds) {
        va_start(args, format);
        text = g_strdup_vprintf(format, args);
        va_end(args);
    }
    CU_assertImplementation(holds ? CU_TRUE : CU_FALSE, (unsigned) line, holds ? "" : text, file,
                            "", CU_FALSE);
    return holds;
}

bool ss_expect_int(int64_t actual, int64_t expected, const char *what, const char *file, int line)
{
    return ss_expect(actual == expected, file, line, "%s: is %" PRId64 ", expected %" PRId64, what,
                     actual, expected);
}

bool ss_expect_uint(uint64_t actual, uint64_t expected, const char *what, const char *file,
                    int line)
{
    return ss_expect(actual == expected, file, line, "%s: is %" PRIu64 ", expected %" PRIu64, what,
                     actual, expected);
}

bool ss_expect_real(long double actual, long double expected, long double tolerance,
                    const char *what, const char *file, int line)
{
    const bool same = actual == expected || fabsl(actual - expected) <= tolerance;

    return ss_expect(same, file, line, "%s: is %.21Lg, expected %.21Lg (within %Lg)", what, actual,
                     expected, tolerance);
}

/* The line of `text` that holds byte `at`; caller's. */
static char *line_at(const char *text, size_t at)
{
    size_t begin = at;

    while (begin > 0 && text[begin - 1] != '\n')
        begin--;
    return g_strndup(text + begin, strcspn(text + begin, "\n"));
}

bool ss_expect_text(const char *actual, const char *expected, const char *what, const char *file,
                    int line)
{
    if (g_strcmp0(actual, expected) == 0)
        return ss_expect(true, file, line, "same");
    if (actual == NULL || expected == NULL)
        return ss_expect(false, file, line, "%s: is %s%s%s, expected %s%s%s", what,
                         actual ? "\"" : "", actual ? actual : "NULL", actual ? "\"" : "",
                         expected ? "\"" : "", expected ? expected : "NULL", expected ? "\"" : "");
    if (strchr(actual, '\n') == NULL && strchr(expected, '\n') == NULL)
        return ss_expect(false, file, line, "%s: is \"%s\", expected \"%s\"", what, actual,
                         expected);

    size_t   at = 0;
    unsigned row = 1;
    for (; actual[at] == expected[at]; at++)
        row += actual[at] == '\n';
    g_autofree char *is = line_at(actual, at);
    g_autofree char *should = line_at(expected, at);
    return ss_expect(false, file, line,
                     "%s: differs in line %u\n      is       |%s|%s\n      expected |%s|%s", what,
                     row, is, actual[at] == '\0' ? " and ends" : "", should,
                     expected[at] == '\0' ? " and ends" : "");
}

bool ss_expect_contains(const char *actual, const char *part, const char *what, const char *file,
                        int line)
{
    return ss_expect(actual != NULL && strstr(actual, part) != NULL, file, line,
                     "%s: is \"%s\", expected it to hold \"%s\"", what, actual ? actual : "(null)",
                     part);
}

static char *time_text(int64_t t, bool date)
{
    if (date) {
        struct tm tm;
        time_t    seconds = (time_t) t;
        char      text[64];

        if (gmtime_r(&seconds, &tm) == NULL)
            return g_strdup_printf("%" PRId64, t);
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
        return g_strdup(text);
    }
    if (t < 0)
        return g_strdup_printf("%" PRId64, t);
    const int64_t days = t / 86400, rest = t % 86400;
    if (days > 0)
        return g_strdup_printf("%" PRId64 "-%02d:%02d:%02d", days, (int) (rest / 3600),
                               (int) (rest / 60 % 60), (int) (rest % 60));
    return g_strdup_printf("%02d:%02d:%02d", (int) (rest / 3600), (int) (rest / 60 % 60),
                           (int) (rest % 60));
}

bool ss_expect_time(int64_t actual, const char *expected, const char *what, const char *file,
                    int line)
{
    g_autofree char *text = time_text(actual, strchr(expected, 'T') != NULL);

    return ss_expect(strcmp(text, expected) == 0, file, line,
                     "%s: is %s (%" PRId64 "), expected %s", what, text, actual, expected);
}

/* ---- skipping, files ---- */

void ss_test_skip(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    printf(" SKIPPED: %s ", text);
    if (CU_get_current_test() != state.last_skipped)
        state.skipped++;
    state.last_skipped = CU_get_current_test();
}

/* $NAME, else the folder known at build time. */
static const char *root(const char *name, const char *fallback)
{
    const char *value = g_getenv(name);

    return value != NULL && *value != '\0' ? value : fallback;
}

char *ss_test_source(const char *relative)
{
    return g_build_filename(root("SLURMSIM_SOURCE", SS_TEST_SOURCE_DIR), relative, NULL);
}

char *ss_test_build(const char *relative)
{
    return g_build_filename(root("SLURMSIM_BUILD", SS_TEST_BUILD_DIR), relative, NULL);
}

char *ss_test_shared(const char *relative)
{
    g_autofree char *beside = ss_test_source("../shared");
    g_autofree char *path = g_build_filename(root("SLURMSIM_SHARED", beside), relative, NULL);

    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        ss_test_skip("../shared absent: %s", relative);
        return NULL;
    }
    return g_steal_pointer(&path);
}

const char *ss_test_tmp(void)
{
    if (state.tmp == NULL) {
        g_autoptr(GError) error = NULL;

        state.tmp = g_dir_make_tmp("ss_test_XXXXXX", &error);
        if (state.tmp == NULL)
            g_error("%s", error->message);
    }
    return state.tmp;
}

char *ss_test_file(const char *name, const char *text)
{
    char             *path = g_build_filename(ss_test_tmp(), name, NULL);
    g_autofree char  *folder = g_path_get_dirname(path);
    g_autoptr(GError) error = NULL;

    if (g_mkdir_with_parents(folder, 0755) != 0 || !g_file_set_contents(path, text, -1, &error))
        g_error("%s: cannot be written: %s", path, error ? error->message : g_strerror(errno));
    return path;
}

char *ss_test_read(const char *path)
{
    g_autoptr(GError) error = NULL;
    char             *text = NULL;

    g_file_get_contents(path, &text, NULL, &error);
    SS_EXPECT_NO_ERROR(error);
    return text;
}

static gint by_bytes(gconstpointer left, gconstpointer right)
{
    return strcmp(*(const char *const *) left, *(const char *const *) right);
}

GPtrArray *ss_test_names(const char *folder, const char *prefix)
{
    GPtrArray      *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);

    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
        if (g_str_has_prefix(name, prefix))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_bytes);
    return names;
}

static void remove_tree(const char *path)
{
    GStatBuf st;

    if (g_lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        const char     *name;

        while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
            g_autofree char *child = g_build_filename(path, name, NULL);
            remove_tree(child);
        }
    }
    g_remove(path);
}

/* ---- the program ---- */

static bool wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strstr(name, argv[i]) != NULL)
            return true;
    return argc == 1;
}

static unsigned add_tests(CU_pSuite suite, const SsTest *tests, size_t n, int argc, char **argv)
{
    unsigned added = 0;

    for (size_t i = 0; i < n; i++) {
        if (!wanted(tests[i].name, argc, argv))
            continue;
        if (CU_add_test(suite, tests[i].name, tests[i].run) == NULL)
            g_error("%s: %s", tests[i].name, CU_get_error_msg());
        added++;
    }
    return added;
}

int ss_test_main(const char *suite_name, const SsTest *tests, size_t n, int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (size_t i = 0; i < n; i++)
            puts(tests[i].name);
        return 0;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (CU_initialize_registry() != CUE_SUCCESS)
        g_error("CUnit: %s", CU_get_error_msg());

    CU_pSuite      suite = CU_add_suite(suite_name, NULL, NULL);
    const unsigned added = add_tests(suite, tests, n, argc, argv);

    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    const unsigned failed = CU_get_number_of_tests_failed();
    CU_cleanup_registry();

    if (state.tmp != NULL)
        remove_tree(state.tmp);
    g_free(state.tmp);
    if (state.skipped > 0)
        printf("%s: %u of %u tests skipped\n", suite_name, state.skipped, added);
    if (failed > 0 || added == 0)
        return 1;
    return state.skipped == added ? EXIT_SKIPPED : 0;
}
