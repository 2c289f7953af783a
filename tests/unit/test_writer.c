/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/writer.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "tests/support/ss_test.h"

static char *new_folder(void)
{
    return g_dir_make_tmp("ss-writer-XXXXXX", NULL);
}

static void collects_into_a_string(void)
{
    g_autoptr(GString)  out = g_string_new(NULL);
    g_autoptr(SsWriter) writer = ss_writer_new_string(out);

    ss_writer_text(writer, "job ");
    ss_writer_printf(writer, "%d%300s", 7, "!");
    ss_writer_char(writer, '\n');
    ss_writer_repeat(writer, '-', 130);
    SS_EXPECT_TRUE(ss_writer_close(writer, NULL));
    SS_EXPECT_INT(out->len, 4 + 1 + 300 + 1 + 130);
    SS_EXPECT_INT(ss_writer_size(writer), out->len);
}

static void a_file_appears_only_when_it_is_whole(void)
{
    g_autofree char    *folder = new_folder();
    g_autofree char    *path = g_build_filename(folder, "report.txt", NULL);
    g_autofree char    *text = NULL;
    size_t              size = 0;
    g_autoptr(SsWriter) writer = ss_writer_new_path(path, NULL);

    for (uint32_t i = 0; i < 20000; i++)
        ss_writer_text(writer, "line\n");
    SS_EXPECT_FALSE(g_file_test(path, G_FILE_TEST_EXISTS));
    SS_EXPECT_TRUE(ss_writer_close(writer, NULL));
    SS_EXPECT_TRUE(g_file_get_contents(path, &text, &size, NULL));
    SS_EXPECT_INT(size, 100000);
    g_unlink(path);
    SS_EXPECT_INT(g_rmdir(folder), 0); /* nothing else is left */
}

static void an_unfinished_file_leaves_the_old_one(void)
{
    g_autofree char *folder = new_folder();
    g_autofree char *path = g_build_filename(folder, "report.txt", NULL);
    g_autofree char *text = NULL;

    g_file_set_contents(path, "old", -1, NULL);
    SsWriter *writer = ss_writer_new_path(path, NULL);
    ss_writer_text(writer, "new");
    ss_writer_flush(writer);
    ss_writer_free(writer);
    SS_EXPECT_TRUE(g_file_get_contents(path, &text, NULL, NULL));
    SS_EXPECT_TEXT(text, "old");
    g_unlink(path);
    SS_EXPECT_INT(g_rmdir(folder), 0);
}

static void a_path_that_cannot_be_made_is_told_at_once(void)
{
    g_autoptr(GError) error = NULL;

    SS_EXPECT_NULL(ss_writer_new_path("/nonexistent/folder/file", &error));
    SS_EXPECT_TRUE(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT));
}

static void a_full_disk_is_told_at_the_end(void)
{
    g_autoptr(GError) error = NULL;
    const int         fd = open("/dev/full", O_WRONLY);

    if (fd < 0)
        return;
    g_autoptr(SsWriter) writer = ss_writer_new_fd(fd, "out.csv");
    for (uint32_t i = 0; i < 100000; i++)
        ss_writer_text(writer, "more\n");
    SS_EXPECT_TRUE(ss_writer_failed(writer));
    SS_EXPECT_FALSE(ss_writer_close(writer, &error));
    SS_EXPECT_ERROR(error, "out.csv: cannot write: No space left on device");
    close(fd);
}

static void a_stream_is_flushed_but_stays_open(void)
{
    g_autoptr(GError)   error = NULL;
    FILE               *file = tmpfile();
    g_autoptr(SsWriter) writer = ss_writer_new_file(file, "stream");

    ss_writer_bytes(writer, "a\0b", 3);
    SS_EXPECT_TRUE(ss_writer_close(writer, &error));
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_INT(ftell(file), 3);
    fclose(file);
}

static const SsTest tests[] = {
    SS_TEST(collects_into_a_string),
    SS_TEST(a_file_appears_only_when_it_is_whole),
    SS_TEST(an_unfinished_file_leaves_the_old_one),
    SS_TEST(a_path_that_cannot_be_made_is_told_at_once),
    SS_TEST(a_full_disk_is_told_at_the_end),
    SS_TEST(a_stream_is_flushed_but_stays_open),
};
SS_TEST_MAIN("writer", tests)
