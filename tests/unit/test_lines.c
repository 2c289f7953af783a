/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/lines.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/support/ss_test.h"

/* All lines as "number:text|number:text|". */
static char *read_all(SsLines *lines)
{
    GString *out = g_string_new(NULL);
    SsLine   line;

    while (ss_lines_next(lines, &line)) {
        SS_EXPECT_INT(line.length, strlen(line.text));
        g_string_append_printf(out, "%u:%s|", line.line, line.text);
    }
    return g_string_free(out, FALSE);
}

static void expect_lines(SsLinesSyntax syntax, const char *text, const char *expected)
{
    g_autoptr(SsLines) lines = ss_lines_new_memory("mem", text, strlen(text), syntax);
    g_autofree char   *all = read_all(lines);

    SS_EXPECT_TEXT(all, expected);
    SS_EXPECT_TRUE(ss_lines_finish(lines, NULL));
}

static void plain_lines_are_as_they_stand(void)
{
    expect_lines(SS_LINES_PLAIN, "", "");
    expect_lines(SS_LINES_PLAIN, "\n", "1:|");
    expect_lines(SS_LINES_PLAIN, "a\nb", "1:a|2:b|");
    expect_lines(SS_LINES_PLAIN, "a\r\n\n# c \\\n", "1:a|2:|3:# c \\|");
}

/* config.md: from bytes to logical lines. */
static void logical_lines_follow_slurm(void)
{
    static const struct {
        const char *text, *lines;
    } cases[] = {
        { "A=1 # note\n\n  \nB=2", "1:A=1 |4:B=2|" },
        { "Reason=a\\#b\n", "1:Reason=a#b|" },
        { "Reason=\"a # b\"\n", "1:Reason=\"a |" },
        { "A=1 \\\n  B=2 \\  \n C=3\nD=4", "1:A=1   B=2  C=3|4:D=4|" },
        { "CPUs=4 # text \\\nB=2\n", "1:CPUs=4 |2:B=2|" },
        { "a\\\\\nb\n", "1:a\\|2:b|" },
        { "a\\\\\\\nb\n", "1:a\\b|" },
        { "a\\xb\n", "1:axb|" },
        { "\\\\# c\n", "1:\\|" },
        { "end\\", "1:end|" },
        { "A=1\r\n", "1:A=1|" },
        { "#only\n \\\n \n", "" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        expect_lines(SS_LINES_SLURM, cases[i].text, cases[i].lines);
}

static void places_point_into_the_file(void)
{
    const char        *text = "# head\nA=\\#1 \\\n  B=2\n";
    g_autoptr(SsLines) lines =
        ss_lines_new_memory("slurm.conf", text, strlen(text), SS_LINES_SLURM);
    SsLine line;

    SS_EXPECT_TRUE(ss_lines_next(lines, &line));
    SS_EXPECT_TEXT(line.text, "A=#1   B=2");
    const SsPlace hash = ss_lines_place(lines, 2), b = ss_lines_place(lines, 7);
    SS_EXPECT_TEXT(b.file, "slurm.conf");
    SS_EXPECT_TRUE(hash.line == 2 && hash.column == 4);
    SS_EXPECT_INT(b.line, 3);
    SS_EXPECT_INT(b.column, 3);
}

static void a_nul_byte_and_a_long_line_stop_the_reading(void)
{
    g_autoptr(GError)  error = NULL;
    g_autoptr(SsLines) binary = ss_lines_new_memory("bin", "ok\na\0b\nc\n", 9, SS_LINES_PLAIN);
    g_autofree char   *before = read_all(binary);

    SS_EXPECT_TEXT(before, "1:ok|");
    SS_EXPECT_FALSE(ss_lines_finish(binary, &error));
    SS_EXPECT_ERROR(error, "bin:2: a NUL byte");
    g_clear_error(&error);

    g_autoptr(SsLines) lines = ss_lines_new_memory("mem", "12345\n123456\n", 13, SS_LINES_PLAIN);
    SsLine             line;
    ss_lines_set_max(lines, 5);
    SS_EXPECT_TRUE(ss_lines_next(lines, &line));
    SS_EXPECT_FALSE(ss_lines_next(lines, &line));
    SS_EXPECT_FALSE(ss_lines_next(lines, &line));
    SS_EXPECT_FALSE(ss_lines_finish(lines, &error));
    SS_EXPECT_ERROR(error, "mem:2: the line is too long");
}

/* A gzip file of 50 000 lines; its size. */
static size_t write_gzip(const char *path)
{
    gzFile           file = gzopen(path, "wb");
    g_autofree char *text = NULL;
    size_t           size = 0;

    for (uint32_t i = 0; i < 50000; i++)
        gzprintf(file, "job %u\n", i * 2654435761u);
    gzclose(file);
    g_file_get_contents(path, &text, &size, NULL);
    return size;
}

static void gzip_is_read_like_text(void)
{
    g_autofree char *folder = g_dir_make_tmp("ss-lines-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "trace", NULL);

    write_gzip(path);
    g_autoptr(SsLines) lines = ss_lines_open(path, SS_LINES_PLAIN, NULL);
    SsLine             line;
    uint32_t           n = 0;
    while (ss_lines_next(lines, &line))
        n++;
    SS_EXPECT_INT(n, 50000);
    SS_EXPECT_INT(ss_lines_number(lines), 50000);
    SS_EXPECT_TRUE(ss_lines_finish(lines, NULL));
    g_unlink(path);
    g_rmdir(folder);
}

static void half_a_gzip_is_an_error(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *folder = g_dir_make_tmp("ss-lines-XXXXXX", NULL);
    g_autofree char  *path = g_build_filename(folder, "trace.gz", NULL);
    const size_t      size = write_gzip(path);

    SS_EXPECT_INT(truncate(path, (off_t) size / 2), 0);
    g_autoptr(SsLines) lines = ss_lines_open(path, SS_LINES_PLAIN, NULL);
    SsLine             line;
    while (ss_lines_next(lines, &line))
        continue;
    SS_EXPECT_FALSE(ss_lines_finish(lines, &error));
    SS_EXPECT_ERROR(error, "the gzip stream ends too early");
    g_unlink(path);
    g_rmdir(folder);
}

static void files_that_cannot_be_read_say_why(void)
{
    g_autoptr(GError) error = NULL;

    SS_EXPECT_NULL(ss_lines_open("/nonexistent", SS_LINES_PLAIN, &error));
    SS_EXPECT_ERROR(error, "/nonexistent: cannot open: No such file or directory");
    g_clear_error(&error);
    SS_EXPECT_NULL(ss_lines_open("/", SS_LINES_PLAIN, &error));
    SS_EXPECT_ERROR(error, "/: cannot open: Is a directory");
}

static const SsTest tests[] = {
    SS_TEST(plain_lines_are_as_they_stand),
    SS_TEST(logical_lines_follow_slurm),
    SS_TEST(places_point_into_the_file),
    SS_TEST(a_nul_byte_and_a_long_line_stop_the_reading),
    SS_TEST(gzip_is_read_like_text),
    SS_TEST(half_a_gzip_is_an_error),
    SS_TEST(files_that_cannot_be_read_say_why),
};
SS_TEST_MAIN("lines", tests)
