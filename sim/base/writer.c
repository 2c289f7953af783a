/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writer.c - output that is checked once.
 *
 * A report is thousands of small writes. To test each is noise, to test none loses a full disk. So
 * the first failure is kept, what follows is dropped, and closing tells. Files named by a path are
 * written beside and renamed: whoever reads the old name sees the old report or the new one.
 *
 * The buffer is ours even before a FILE, so that counting bytes and failing work alike everywhere.
 *
 * Rejected: GOutputStream (GIO, an object a write), stdio alone (its error flag forgets errno).
 * Full disk and closed pipe are tested with /dev/full and a pipe in tests/unit/test_writer.c.
 */
#include "sim/base/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER ((size_t) 64 << 10)
#define SUFFIX ".part~"

typedef enum {
    TO_FD,
    TO_FILE,
    TO_STRING,
} Target;

struct SsWriter {
    Target   target;
    int      fd;     /* TO_FD                                     */
    FILE    *file;   /* TO_FILE                                   */
    GString *string; /* TO_STRING                                 */
    char    *name;   /* for messages                              */
    char    *path;   /* the name to take in the end; NULL = none  */
    char    *part;   /* the name until then                       */
    bool     closed;
    GError  *error;
    uint64_t size;
    size_t   used;
    char    *buffer;
};

static SsWriter *new_writer(Target target, const char *name)
{
    SsWriter *writer = g_new0(SsWriter, 1);

    writer->target = target;
    writer->fd = -1;
    writer->name = g_strdup(name);
    if (target != TO_STRING)
        writer->buffer = g_malloc(BUFFER);
    return writer;
}

static void fail(SsWriter *writer, const char *what)
{
    const int number = errno;

    if (writer->error == NULL)
        g_set_error(&writer->error, G_FILE_ERROR, (int) g_file_error_from_errno(number),
                    "%s: cannot %s: %s", writer->name, what, g_strerror(number));
}

static void push_fd(SsWriter *writer, const char *data, size_t size)
{
    while (size > 0) {
        const ssize_t n = write(writer->fd, data, size);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            fail(writer, "write");
            return;
        }
        data += n;
        size -= (size_t) n;
    }
}

/* Past the buffer. */
static void push(SsWriter *writer, const char *data, size_t size)
{
    if (writer->error != NULL || size == 0)
        return;
    if (writer->target == TO_FD)
        push_fd(writer, data, size);
    else if (fwrite(data, 1, size, writer->file) != size)
        fail(writer, "write");
}

static void push_buffer(SsWriter *writer)
{
    push(writer, writer->buffer, writer->used);
    writer->used = 0;
}

/* The directory entry follows the data, so that a crash leaves no empty file under the name. */
static void finish_path(SsWriter *writer)
{
    if (writer->error == NULL && fsync(writer->fd) != 0 && errno != EINVAL && errno != EROFS)
        fail(writer, "write");
    if (close(writer->fd) != 0)
        fail(writer, "write");
    writer->fd = -1;
    if (writer->error == NULL && rename(writer->part, writer->path) != 0)
        fail(writer, "rename the finished file");
    if (writer->error != NULL)
        unlink(writer->part);
}

SsWriter *ss_writer_new_fd(int fd, const char *name)
{
    SsWriter *writer = new_writer(TO_FD, name);

    writer->fd = fd;
    return writer;
}

SsWriter *ss_writer_new_file(FILE *file, const char *name)
{
    SsWriter *writer = new_writer(TO_FILE, name);

    writer->file = file;
    return writer;
}

SsWriter *ss_writer_new_string(GString *string)
{
    SsWriter *writer = new_writer(TO_STRING, "text");

    writer->string = string;
    return writer;
}

SsWriter *ss_writer_new_path(const char *path, GError **error)
{
    g_autoptr(SsWriter) writer = new_writer(TO_FD, path);
    struct stat         old;

    if (stat(path, &old) == 0 && !S_ISREG(old.st_mode)) { /* a rename would replace a device */
        errno = S_ISDIR(old.st_mode) ? EISDIR : EINVAL;
        fail(writer, "replace what is no regular file");
        g_propagate_error(error, g_steal_pointer(&writer->error));
        return NULL;
    }
    writer->part = g_strconcat(path, SUFFIX, NULL);
    writer->fd = open(writer->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (writer->fd < 0) {
        fail(writer, "create");
        g_propagate_error(error, g_steal_pointer(&writer->error));
        return NULL;
    }
    writer->path = g_strdup(path);
    return g_steal_pointer(&writer);
}

void ss_writer_free(SsWriter *writer)
{
    if (writer == NULL)
        return;
    if (writer->path != NULL && !writer->closed) {
        close(writer->fd);
        unlink(writer->part);
    }
    g_clear_error(&writer->error);
    g_free(writer->name);
    g_free(writer->path);
    g_free(writer->part);
    g_free(writer->buffer);
    g_free(writer);
}

void ss_writer_text(SsWriter *writer, const char *text)
{
    ss_writer_bytes(writer, text, strlen(text));
}

void ss_writer_bytes(SsWriter *writer, const void *data, size_t size)
{
    g_assert(!writer->closed);
    writer->size += size;
    if (writer->target == TO_STRING) {
        g_string_append_len(writer->string, data, (gssize) size);
        return;
    }
    if (size > BUFFER - writer->used)
        push_buffer(writer);
    if (size >= BUFFER) {
        push(writer, data, size);
        return;
    }
    if (size > 0)
        memcpy(writer->buffer + writer->used, data, size);
    writer->used += size;
}

void ss_writer_char(SsWriter *writer, char c)
{
    ss_writer_bytes(writer, &c, 1);
}

void ss_writer_repeat(SsWriter *writer, char c, size_t n)
{
    char run[64];

    memset(run, c, sizeof run);
    for (; n > sizeof run; n -= sizeof run)
        ss_writer_bytes(writer, run, sizeof run);
    ss_writer_bytes(writer, run, n);
}

void ss_writer_printf(SsWriter *writer, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    ss_writer_vprintf(writer, format, args);
    va_end(args);
}

void ss_writer_vprintf(SsWriter *writer, const char *format, va_list args)
{
    char    small[256];
    va_list again;

    va_copy(again, args);
    const int n = vsnprintf(small, sizeof small, format, args);
    g_assert(n >= 0);
    if ((size_t) n < sizeof small) {
        ss_writer_bytes(writer, small, (size_t) n);
    } else {
        g_autofree char *large = g_strdup_vprintf(format, again);

        ss_writer_bytes(writer, large, (size_t) n);
    }
    va_end(again);
}

void ss_writer_flush(SsWriter *writer)
{
    if (writer->target == TO_STRING)
        return;
    push_buffer(writer);
    if (writer->target == TO_FILE && writer->error == NULL && fflush(writer->file) != 0)
        fail(writer, "write");
}

bool ss_writer_failed(const SsWriter *writer)
{
    return writer->error != NULL;
}

uint64_t ss_writer_size(const SsWriter *writer)
{
    return writer->size;
}

gboolean ss_writer_close(SsWriter *writer, GError **error)
{
    if (!writer->closed) {
        ss_writer_flush(writer);
        if (writer->path != NULL)
            finish_path(writer);
        writer->closed = true;
    }
    if (writer->error == NULL)
        return TRUE;
    if (error != NULL)
        *error = g_error_copy(writer->error);
    return FALSE;
}
