/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/cli/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 16, FIRST_OWN = 100 }; /* descriptors of our own: the same ones in every run */

static bool is_read_once(int fd)
{
    struct stat info;

    return fstat(fd, &info) == 0
           && (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode) || isatty(fd));
}

static bool write_all(int fd, const char *data, size_t n)
{
    while (n > 0) {
        const ssize_t done = write(fd, data, n);

        if (done < 0 && errno != EINTR)
            return false;
        data += done > 0 ? done : 0;
        n -= done > 0 ? (size_t) done : 0;
    }
    return true;
}

static bool copy(int from, int to)
{
    g_autofree char *chunk = g_malloc(CHUNK);
    ssize_t          n;

    while ((n = read(from, chunk, CHUNK)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || !write_all(to, chunk, (size_t) n))
            return false;
    }
    return true;
}

/* The descriptor that a path names; -1. */
static int descriptor_of(const char *path)
{
    static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };
    char                    *end = NULL;

    if (strcmp(path, "/dev/stdin") == 0)
        return STDIN_FILENO;
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
        if (g_str_has_prefix(path, folders[i])) {
            const char *digits = path + strlen(folders[i]);
            const long  fd = strtol(digits, &end, 10);

            return end != digits && *end == '\0' && fd >= 0 && fd < 1 << 20 ? (int) fd : -1;
        }
    return -1;
}

static int nameless_file(GError **error)
{
    g_autofree char *name = NULL;
    const int        fd = g_file_open_tmp("slurmsim-XXXXXX", &name, error);

    if (fd >= 0)
        unlink(name);
    return fd;
}

/* A copy of what `from` holds, behind the descriptor `place`, or a free one if that is -1. */
static int spool(const char *path, int from, int place, GError **error)
{
    const int file = nameless_file(error);
    int       got = -1;

    if (file < 0)
        return -1;
    if (copy(from, file))
        got = place >= 0 ? dup2(file, place) : fcntl(file, F_DUPFD, FIRST_OWN);
    if (got < 0)
        g_set_error(error, G_FILE_ERROR, (gint) g_file_error_from_errno(errno), "%s: %s", path,
                    g_strerror(errno));
    close(file);
    return got;
}

/* A pipe with a name: opened here, since its path cannot be kept. */
static char *spool_named(const char *path, GError **error)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return g_strdup(path); /* whoever reads it says so */
    const int got = spool(path, fd, -1, error);
    close(fd);
    return got < 0 ? NULL : g_strdup_printf("/dev/fd/%d", got);
}

char *ss_spool(const char *path, GError **error)
{
    const char *used = strcmp(path, "-") == 0 ? "/dev/stdin" : path;
    const int   fd = descriptor_of(used);
    struct stat info;

    if (fd >= 0)
        return !is_read_once(fd) || spool(used, fd, fd, error) >= 0 ? g_strdup(used) : NULL;
    if (stat(used, &info) == 0 && S_ISFIFO(info.st_mode))
        return spool_named(used, error);
    return g_strdup(used);
}
