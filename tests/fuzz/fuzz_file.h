/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <unistd.h>

/* fuzz_file - the input as a file, for readers that take a path. Unlink and free it. */
static inline char *fuzz_file(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    char             *path = NULL;
    const int         fd = g_file_open_tmp("ss-fuzz-XXXXXX", &path, &error);

    g_assert_no_error(error);
    g_assert(write(fd, data, MIN(size, 65536)) == (ssize_t) MIN(size, 65536));
    close(fd);
    return path;
}
