/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <CUnit/Basic.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * ss_test - what a test program is made of: CUnit underneath, values shown on failure.
 *
 * A file tests/unit/test_NOUN.c is one suite and one program:
 *
 *     static void refuses_nonsense(void) { SS_EXPECT_INT(ss_f("x"), -1); }
 *
 *     static const SsTest tests[] = {
 *         SS_TEST(refuses_nonsense),
 *     };
 *     SS_TEST_MAIN("noun", tests)
 *
 * The program runs all tests, or those whose name contains one of its arguments; `--list` names
 * them. Exit code: 0 all right, 1 a failure, 77 nothing ran because all were skipped.
 * Every SS_EXPECT evaluates its arguments once, goes on after a failure, and answers whether it held.
 */
typedef struct {
    const char *name;
    void (*run)(void);
} SsTest;

/* clang-format off */
#define SS_TEST(function) { #function, function }
/* clang-format on */

#define SS_TEST_MAIN(suite, tests)                                                                 \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        return ss_test_main((suite), (tests), G_N_ELEMENTS(tests), argc, argv);                    \
    }

int ss_test_main(const char *suite, const SsTest *tests, size_t n, int argc, char **argv);

#define SS_EXPECT_TRUE(condition)                                                                  \
    ss_expect((condition), __FILE__, __LINE__, "%s: is false, expected true", #condition)
#define SS_EXPECT_FALSE(condition)                                                                 \
    ss_expect(!(condition), __FILE__, __LINE__, "%s: is true, expected false", #condition)
#define SS_EXPECT_NULL(pointer)                                                                    \
    ss_expect((pointer) == NULL, __FILE__, __LINE__, "%s: expected NULL", #pointer)
#define SS_EXPECT_NOT_NULL(pointer)                                                                \
    ss_expect((pointer) != NULL, __FILE__, __LINE__, "%s: is NULL", #pointer)
/* Signed integers, enums, bools, and unsigned ones below 2^63. */
#define SS_EXPECT_INT(actual, expected)                                                            \
    ss_expect_int((int64_t) (actual), (int64_t) (expected), #actual, __FILE__, __LINE__)
#define SS_EXPECT_UINT(actual, expected)                                                           \
    ss_expect_uint((uint64_t) (actual), (uint64_t) (expected), #actual, __FILE__, __LINE__)
/* |actual - expected| <= tolerance; 0 asks for equality. */
#define SS_EXPECT_REAL(actual, expected, tolerance)                                                \
    ss_expect_real((actual), (expected), (tolerance), #actual, __FILE__, __LINE__)
/* Two texts, either of which may be NULL. A difference in long texts is shown from its first line. */
#define SS_EXPECT_TEXT(actual, expected)                                                           \
    ss_expect_text((actual), (expected), #actual, __FILE__, __LINE__)
#define SS_EXPECT_CONTAINS(actual, part)                                                           \
    ss_expect_contains((actual), (part), #actual, __FILE__, __LINE__)
/* Seconds against "[D-]HH:MM:SS" since 0 (a scene's own clock), or "YYYY-MM-DDTHH:MM:SS" in UTC. */
#define SS_EXPECT_TIME(actual, expected)                                                           \
    ss_expect_time((int64_t) (actual), (expected), #actual, __FILE__, __LINE__)
/* A GError * that must be unset; its message is shown otherwise. */
#define SS_EXPECT_NO_ERROR(error)                                                                  \
    ss_expect((error) == NULL, __FILE__, __LINE__, "%s: %s", #error,                               \
              (error) != NULL ? (error)->message : "")
/* A GError * that must be set and hold `part` in its message. */
#define SS_EXPECT_ERROR(error, part)                                                               \
    ss_expect_contains((error) != NULL ? (error)->message : NULL, (part), #error, __FILE__,        \
                       __LINE__)

bool ss_expect(bool holds, const char *file, int line, const char *format, ...) G_GNUC_PRINTF(4, 5);
bool ss_expect_int(int64_t actual, int64_t expected, const char *what, const char *file, int line);
bool ss_expect_uint(uint64_t actual, uint64_t expected, const char *what, const char *file,
                    int line);
bool ss_expect_real(long double actual, long double expected, long double tolerance,
                    const char *what, const char *file, int line);
bool ss_expect_text(const char *actual, const char *expected, const char *what, const char *file,
                    int line);
bool ss_expect_contains(const char *actual, const char *part, const char *what, const char *file,
                        int line);
bool ss_expect_time(int64_t actual, const char *expected, const char *what, const char *file,
                    int line);

/* Leaves the test that calls it, counted as skipped. */
#define SS_SKIP(...)                                                                               \
    do {                                                                                           \
        ss_test_skip(__VA_ARGS__);                                                                 \
        return;                                                                                    \
    } while (0)
void ss_test_skip(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* The path of `relative` in the folder of shared records ($SLURMSIM_SHARED, else ../shared beside
 * the source), caller's; NULL if it is not there, which prints SKIPPED and counts the test as
 * skipped: `if (path == NULL) return;`. */
char *ss_test_shared(const char *relative);

/* The path of `relative` below the source root, caller's. */
char *ss_test_source(const char *relative);

/* Names in `folder` that begin with `prefix`, sorted by bytes (char *, freed with the array); none if it is
 * not there. */
GPtrArray *ss_test_names(const char *folder, const char *prefix);

/* The path of `relative` below the build folder, caller's. */
char *ss_test_build(const char *relative);

/* A fresh folder for this program's files, borrowed; removed when the program ends. */
const char *ss_test_tmp(void);

/* Writes `text` to `name` in ss_test_tmp() (folders on the way are made); the path, caller's. */
char *ss_test_file(const char *name, const char *text);

/* The bytes of a file with NUL behind, caller's; a failed expectation and NULL if unreadable. */
char *ss_test_read(const char *path);
