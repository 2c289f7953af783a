/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text.c - lines that can be read twice.
 *
 * SsLines of sim/base reads forward only. A trace is read once to find its faults and its order and
 * again to hand out its jobs, and if submit times do not rise the second reading jumps. So this cursor
 * knows the offset of each line. zlib reads plain files as they are, and there a seek is an lseek; in a
 * compressed stream a jump backwards means to unpack from the start, so those are kept in memory when
 * jumps are needed (ss_trace_text_unpack): the price of a compressed trace out of order.
 *
 * A stream that ends too early is an error and not the end: half a trace must not pass for a whole
 * one. NUL bytes are refused, since every reader works on C strings.
 */
#include "workloads/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define CHUNK    ((size_t) 64 << 10)
#define MAX_LINE ((size_t) 64 << 20)
#define SMALL    ((size_t) 32 << 20)

struct SsTraceText {
    char       *name;
    gzFile      file;   /* NULL: memory                                  */
    const char *memory; /* [size]                                        */
    size_t      size;
    char       *owned;   /* memory that is ours                           */
    char       *chunk;   /* [CHUNK] of the file                           */
    uint64_t    base;    /* offset of chunk[0], or of memory[0]           */
    size_t      at, end; /* what is left of the chunk (or of memory)      */
    uint32_t    line;    /* lines read                                    */
    bool        lends;   /* lines are handed out where they lie           */
    char       *cut;     /* where a newline gave way to the end of the line handed out, NULL */
    GString    *buffer;
    GError     *error;
};

static SsTraceText *text_new(const char *name)
{
    SsTraceText *text = g_new0(SsTraceText, 1);

    text->name = g_strdup(name);
    text->buffer = g_string_new(NULL);
    return text;
}

SsTraceText *ss_trace_text_open(const char *path, GError **error)
{
    const int    fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat  status;
    SsTraceText *text = NULL;

    if (fd < 0 || fstat(fd, &status) < 0 || S_ISDIR(status.st_mode)) {
        const int code = fd < 0 ? errno : EISDIR;

        g_set_error(error, G_FILE_ERROR, (gint) g_file_error_from_errno(code), "%s: %s", path,
                    g_strerror(code));
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    text = text_new(path);
    text->file = gzdopen(fd, "rb");
    g_assert(text->file != NULL); /* no memory is the only way */
    gzbuffer(text->file, (unsigned) CHUNK);
    text->chunk = g_malloc(CHUNK);
    return text;
}

SsTraceText *ss_trace_text_new_memory(const char *name, const char *data, size_t size)
{
    SsTraceText *text = text_new(name);

    text->memory = data;
    text->size = text->end = size;
    return text;
}

void ss_trace_text_free(SsTraceText *text)
{
    if (text == NULL)
        return;
    if (text->file != NULL)
        gzclose_r(text->file);
    g_clear_error(&text->error);
    g_string_free(text->buffer, TRUE);
    g_free(text->chunk);
    g_free(text->owned);
    g_free(text->name);
    g_free(text);
}

static bool fail(SsTraceText *text, GQuark domain, int code, const char *what)
{
    g_clear_error(&text->error);
    g_set_error(&text->error, domain, code, "%s:%u: %s", text->name, text->line + 1, what);
    return false;
}

static bool fail_read(SsTraceText *text)
{
    int         code;
    const char *what = gzerror(text->file, &code);

    if (code == Z_ERRNO)
        return fail(text, G_FILE_ERROR, (int) g_file_error_from_errno(errno), g_strerror(errno));
    return fail(text, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                code == Z_BUF_ERROR ? "the gzip stream ends too early" : what);
}

/* The next bytes into the chunk; false at the end or after an error. */
static bool refill(SsTraceText *text)
{
    int n, code;

    if (text->file == NULL || text->error != NULL)
        return false;
    text->base += text->end;
    text->at = text->end = 0;
    n = gzread(text->file, text->chunk, (unsigned) CHUNK);
    if (n < 0)
        return fail_read(text);
    if (n == 0) {
        gzerror(text->file, &code);
        return code == Z_OK || code == Z_STREAM_END ? false : fail_read(text);
    }
    text->end = (size_t) n;
    return true;
}

/* Puts the newline back that ended the last line. */
static void mend(SsTraceText *text)
{
    if (text->cut != NULL)
        *text->cut = '\n';
    text->cut = NULL;
}

static const char *bytes(const SsTraceText *text)
{
    return text->file != NULL ? text->chunk : text->memory;
}

/* Appends up to the newline, which is taken; false if the bytes at hand have none. */
static bool take_to_newline(SsTraceText *text)
{
    const char  *from = bytes(text) + text->at;
    const size_t left = text->end - text->at;
    const char  *newline = left > 0 ? memchr(from, '\n', left) : NULL;
    const size_t n = newline != NULL ? (size_t) (newline - from) : left;

    if (left > 0)
        g_string_append_len(text->buffer, from, (gssize) n);
    text->at += n + (newline != NULL);
    return newline != NULL;
}

/* The next line where it lies, if all of it is at hand and the bytes are ours to cut. */
static bool next_in_place(SsTraceText *text, SsTraceTextLine *out)
{
    char        *from = text->file != NULL ? text->chunk : text->owned;
    const size_t left = text->end - text->at;
    char        *newline;
    size_t       n;

    if (!text->lends || from == NULL || left == 0)
        return false;
    from += text->at;
    newline = memchr(from, '\n', left);
    if (newline == NULL)
        return false;
    n = (size_t) (newline - from);
    if (memchr(from, '\0', n) != NULL || (n > 0 && newline[-1] == '\r'))
        return false; /* the long way knows what to do */
    *newline = '\0';
    text->cut = newline;
    text->at += n + 1;
    out->text = from;
    out->length = n;
    out->line = ++text->line;
    return true;
}

bool ss_trace_text_next(SsTraceText *text, SsTraceTextLine *out)
{
    GString *buffer = text->buffer;

    mend(text);
    if (text->error != NULL)
        return false;
    out->offset = ss_trace_text_offset(text);
    if (next_in_place(text, out))
        return true;
    g_string_truncate(buffer, 0);
    while (!take_to_newline(text)) {
        if (buffer->len > MAX_LINE)
            return fail(text, SS_PARSE_ERROR, SS_PARSE_ERROR_RANGE, "the line is too long");
        if (refill(text))
            continue;
        if (text->error != NULL || buffer->len == 0)
            return false;
        break;
    }
    if (memchr(buffer->str, '\0', buffer->len) != NULL)
        return fail(text, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX, "NUL byte: this is no text");
    if (buffer->len > 0 && buffer->str[buffer->len - 1] == '\r')
        g_string_truncate(buffer, buffer->len - 1);
    out->text = buffer->str;
    out->length = buffer->len;
    out->line = ++text->line;
    return true;
}

void ss_trace_text_lend(SsTraceText *text)
{
    text->lends = true;
}

gboolean ss_trace_text_finish(const SsTraceText *text, GError **error)
{
    if (text->error == NULL)
        return TRUE;
    g_propagate_error(error, g_error_copy(text->error));
    return FALSE;
}

void ss_trace_text_seek(SsTraceText *text, uint64_t offset, uint32_t line)
{
    mend(text);
    g_clear_error(&text->error);
    text->line = line > 0 ? line - 1 : 0;
    if (offset >= text->base && offset <= text->base + text->end) {
        text->at = (size_t) (offset - text->base);
        return;
    }
    g_assert(text->file != NULL);
    text->base = offset;
    text->at = text->end = 0;
    if (gzseek(text->file, (z_off_t) offset, SEEK_SET) < 0)
        fail_read(text);
}

uint64_t ss_trace_text_offset(const SsTraceText *text)
{
    return text->base + text->at;
}

uint32_t ss_trace_text_line(const SsTraceText *text)
{
    return text->line;
}

/* All of the unpacked text, or NULL if it is longer than `most` or cannot be read. */
static GString *unpacked(SsTraceText *text, size_t most)
{
    GString *all = g_string_new(NULL);

    ss_trace_text_seek(text, 0, 1);
    do {
        g_string_append_len(all, text->chunk + text->at, (gssize) (text->end - text->at));
        text->at = text->end;
    } while (all->len <= most && refill(text));
    if (text->error == NULL && all->len <= most)
        return all;
    g_string_free(all, TRUE);
    return NULL;
}

static void become_memory(SsTraceText *text, GString *all)
{
    gzclose_r(text->file);
    text->file = NULL;
    text->base = 0;
    text->size = text->end = all->len;
    text->at = 0;
    text->memory = text->owned = g_string_free(all, FALSE);
}

gboolean ss_trace_text_unpack(SsTraceText *text, GError **error)
{
    GString *all = NULL;

    if (text->file == NULL || gzdirect(text->file))
        return TRUE;
    all = unpacked(text, G_MAXSIZE);
    if (all == NULL)
        return ss_trace_text_finish(text, error);
    become_memory(text, all);
    return TRUE;
}

void ss_trace_text_unpack_small(SsTraceText *text)
{
    const uint64_t offset = ss_trace_text_offset(text);
    const uint32_t line = text->line + 1;
    GString       *all = NULL;

    if (text->file == NULL || gzdirect(text->file))
        return;
    all = unpacked(text, SMALL);
    if (all != NULL)
        become_memory(text, all);
    ss_trace_text_seek(text, offset,
                       line); /* what could not be read is told when it is met again */
}

size_t ss_trace_text_head(SsTraceText *text, char *head, size_t size)
{
    size_t n = 0;

    ss_trace_text_seek(text, 0, 1);
    if (text->file != NULL && text->end == 0)
        refill(text);
    n = MIN(size - 1, text->end);
    if (n > 0)
        memcpy(head, bytes(text), n);
    head[n] = '\0';
    if (n > 0 || text->error == NULL) /* else the error tells why there is nothing */
        ss_trace_text_seek(text, 0, 1);
    return n;
}

const char *ss_trace_text_name(const SsTraceText *text)
{
    return text->name;
}
