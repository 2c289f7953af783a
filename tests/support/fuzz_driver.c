/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_driver.c - what libFuzzer is to clang, for compilers without it: replays files, and the files
 * of folders, through a fuzz target. A crash, a sanitizer report or an assertion is the failure.
 */
#include <errno.h>
#include <glib.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned replay(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *text = NULL;
    size_t            size = 0;

    if (!g_file_get_contents(path, &text, &size, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 0;
    }
    /* A copy of exactly this size, so that reading one byte too far is seen. */
    g_autofree uint8_t *data = g_memdup2(text, size);
    LLVMFuzzerTestOneInput(data, size);
    return 1;
}

static unsigned replay_all(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char     *name;
    unsigned        n = 0;

    if (dir == NULL)
        return replay(path);
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        n += replay_all(child);
    }
    return n;
}

int main(int argc, char **argv)
{
    unsigned n = 0;

    for (int i = 1; i < argc; i++)
        n += replay_all(argv[i]);
    printf("%u inputs replayed\n", n);
    return n > 0 ? 0 : 1;
}
