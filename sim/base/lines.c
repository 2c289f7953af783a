/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lines.c - text by lines, with positions that survive joining.
 *
 * Two layers: physical lines out of a buffer that is refilled from memory or zlib (which also reads
 * plain files), and on top of them, for slurm.conf and its kin, logical lines. The order of steps
 * is Slurm's and matters: first the comment is cut, then a backslash at the end joins, then
 * backslashes are removed. So "CPUs=4 # text \" does not continue, and "\#" is a '#'.
 *
 * A message must point into the file, not into the joined line. Every stretch of the logical line
 * that was copied from one place is remembered as a segment; ss_lines_place finds the segment by
 * bisection and adds. An ordinary line has one segment, so this costs nothing.
 *
 * Compressed input is told by gzip's magic bytes. A stream that ends too early is an error and not
 * the end: half a trace must not pass for a whole one.
 *
 * Rejected: getline (no gzip, no limit), mmap (a file that shrinks kills the process).
 */
#include "sim/base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define CHUNK ((size_t) 64 << 10)

/* `at` in the logical line was read at line:column; what follows it up to the next segment too. */
typedef struct {
    size_t   at;
    uint32_t line;
    uint32_t column;
} Segment;

struct SsLines {
    char         *name;
    SsLinesSyntax syntax;
    size_t        max;
    gzFile        file;   /* NULL: memory                                 */
    const char   *memory; /* what is left of it                           */
    size_t        left;
    char         *chunk;      /* [CHUNK] what was read last                   */
    size_t        begin, end; /* what of it is not yet used               */
    bool          at_end;
    uint32_t      number; /* physical lines                               */
    uint64_t      bytes;
    GString      *physical;
    GString      *logical;
    GArray       *segments; /* element-type: Segment, of the current line */
    GError       *error;
};

static void fail(SsLines *lines, GQuark domain, int code, const char *what)
{
    if (lines->error == NULL)
        g_set_error(&lines->error, domain, code, "%s:%u: %s", lines->name, lines->number + 1, what);
}

static void fail_reading(SsLines *lines)
{
    const int   number = errno;
    int         code = Z_OK;
    const char *text = gzerror(lines->file, &code);

    if (code == Z_ERRNO)
        fail(lines, G_FILE_ERROR, (int) g_file_error_from_errno(number), g_strerror(number));
    else if (code == Z_BUF_ERROR)
        fail(lines, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX, "the gzip stream ends too early");
    else
        fail(lines, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX, text);
}

/* More bytes into the chunk, which is used up; false at the end or after an error. */
static bool refill(SsLines *lines)
{
    size_t n = 0;

    if (lines->at_end || lines->error != NULL)
        return false;
    if (lines->file == NULL) {
        n = MIN(lines->left, CHUNK);
        if (n > 0)
            memcpy(lines->chunk, lines->memory, n);
        lines->memory += n;
        lines->left -= n;
    } else {
        const int got = gzread(lines->file, lines->chunk, CHUNK);
        int       code = Z_OK;

        gzerror(lines->file, &code);
        if (got < 0 || (got == 0 && code != Z_OK && code != Z_STREAM_END)) {
            fail_reading(lines);
            return false;
        }
        n = (size_t) got;
    }
    lines->begin = 0;
    lines->end = n;
    lines->bytes += n;
    lines->at_end = n == 0;
    return n > 0;
}

static bool append(SsLines *lines, const char *data, size_t n)
{
    GString *to = lines->physical;

    if (memchr(data, '\0', n) != NULL) {
        fail(lines, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX, "a NUL byte; this is not a text file");
        return false;
    }
    if (n > lines->max || to->len > lines->max - n) {
        fail(lines, SS_PARSE_ERROR, SS_PARSE_ERROR_RANGE, "the line is too long");
        return false;
    }
    g_string_append_len(to, data, (gssize) n);
    return true;
}

/* The next physical line without its newline; false at the end or after an error. */
static bool next_physical(SsLines *lines)
{
    bool any = false;

    g_string_truncate(lines->physical, 0);
    for (;;) {
        if (lines->begin == lines->end && !refill(lines))
            break;

        const char  *data = lines->chunk + lines->begin;
        const size_t n = lines->end - lines->begin;
        const char  *newline = memchr(data, '\n', n);
        const size_t take = newline != NULL ? (size_t) (newline - data) : n;

        if (!append(lines, data, take))
            return false;
        lines->begin += take + (newline != NULL);
        any = true;
        if (newline != NULL)
            break;
    }
    if (!any || lines->error != NULL)
        return false;

    GString *text = lines->physical;
    if (text->len > 0 && text->str[text->len - 1] == '\r')
        g_string_truncate(text, text->len - 1);
    lines->number++;
    return true;
}

static void add_segment(SsLines *lines, uint32_t column)
{
    const Segment segment = {
        .at = lines->logical->len,
        .line = lines->number,
        .column = column,
    };

    g_array_append_val(lines->segments, segment);
}

/* How much of a physical line stands before its comment. */
static size_t before_comment(const GString *text)
{
    size_t backslashes = 0;

    for (size_t i = 0; i < text->len; i++) {
        if (text->str[i] == '#' && backslashes % 2 == 0)
            return i;
        backslashes = text->str[i] == '\\' ? backslashes + 1 : 0;
    }
    return text->len;
}

/* Does [0, n) end in an odd number of backslashes, white space behind them left aside? Then `keep`
 * is what stands before the last of them. */
static bool continues(const char *text, size_t n, size_t *keep)
{
    size_t end = n, backslashes = 0;

    while (end > 0 && g_ascii_isspace(text[end - 1]))
        end--;
    while (backslashes < end && text[end - 1 - backslashes] == '\\')
        backslashes++;
    if (backslashes % 2 == 0)
        return false;
    *keep = end - 1;
    return true;
}

/* Copies [0, n) of the physical line behind the logical one, every \x as x. */
static void append_unescaped(SsLines *lines, size_t n)
{
    const char *text = lines->physical->str;
    size_t      begin = 0;

    add_segment(lines, 1);
    for (size_t i = 0; i < n; i++) {
        if (text[i] != '\\')
            continue;
        g_string_append_len(lines->logical, text + begin, (gssize) (i - begin));
        begin = ++i; /* the character behind it, whatever it is */
        add_segment(lines, (uint32_t) begin + 1);
    }
    if (begin < n)
        g_string_append_len(lines->logical, text + begin, (gssize) (n - begin));
}

static bool is_blank(const GString *text)
{
    return strspn(text->str, " \t\r\v\f") == text->len;
}

static bool next_logical(SsLines *lines, uint32_t *first)
{
    do {
        bool more = true;

        g_string_truncate(lines->logical, 0);
        g_array_set_size(lines->segments, 0);
        for (*first = 0; more && next_physical(lines);) {
            size_t n = before_comment(lines->physical);

            if (*first == 0)
                *first = lines->number;
            more = continues(lines->physical->str, n, &n);
            append_unescaped(lines, n);
            if (lines->logical->len > lines->max) {
                fail(lines, SS_PARSE_ERROR, SS_PARSE_ERROR_RANGE, "the line is too long");
                break;
            }
        }
        if (*first == 0 || lines->error != NULL)
            return false;
    } while (is_blank(lines->logical));
    return true;
}

static SsLines *new_lines(const char *name, SsLinesSyntax syntax)
{
    SsLines *lines = g_new0(SsLines, 1);

    lines->name = g_strdup(name);
    lines->syntax = syntax;
    lines->max = SS_LINES_MAX_DEFAULT;
    lines->chunk = g_malloc(CHUNK);
    lines->physical = g_string_new(NULL);
    lines->logical = g_string_new(NULL);
    lines->segments = g_array_new(FALSE, FALSE, sizeof(Segment));
    return lines;
}

static void set_open_error(const char *path, int number, GError **error)
{
    g_set_error(error, G_FILE_ERROR, (int) g_file_error_from_errno(number), "%s: cannot open: %s",
                path, g_strerror(number));
}

/* Open for reading and no directory; -1 with `error`. */
static int open_file(const char *path, GError **error)
{
    struct stat about;
    const int   fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        set_open_error(path, errno, error);
        return -1;
    }
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
        close(fd);
        set_open_error(path, EISDIR, error);
        return -1;
    }
    return fd;
}

SsLines *ss_lines_new_memory(const char *name, const void *data, size_t size, SsLinesSyntax syntax)
{
    SsLines *lines = new_lines(name, syntax);

    lines->memory = data;
    lines->left = size;
    return lines;
}

SsLines *ss_lines_open(const char *path, SsLinesSyntax syntax, GError **error)
{
    const int fd = open_file(path, error);

    if (fd < 0)
        return NULL;

    gzFile file = gzdopen(fd, "rb");
    if (file == NULL) {
        close(fd);
        set_open_error(path, ENOMEM, error);
        return NULL;
    }
    gzbuffer(file, CHUNK);

    SsLines *lines = new_lines(path, syntax);
    lines->file = file;
    return lines;
}

void ss_lines_free(SsLines *lines)
{
    if (lines == NULL)
        return;
    if (lines->file != NULL)
        gzclose_r(lines->file);
    g_clear_error(&lines->error);
    g_string_free(lines->physical, TRUE);
    g_string_free(lines->logical, TRUE);
    g_array_unref(lines->segments);
    g_free(lines->chunk);
    g_free(lines->name);
    g_free(lines);
}

void ss_lines_set_max(SsLines *lines, size_t bytes)
{
    lines->max = bytes;
}

bool ss_lines_next(SsLines *lines, SsLine *out)
{
    uint32_t first = 0;

    if (lines->syntax == SS_LINES_SLURM) {
        if (!next_logical(lines, &first))
            return false;
        *out = (SsLine){ lines->logical->str, lines->logical->len, first };
        return true;
    }
    if (!next_physical(lines))
        return false;
    *out = (SsLine){ lines->physical->str, lines->physical->len, lines->number };
    return true;
}

gboolean ss_lines_finish(const SsLines *lines, GError **error)
{
    if (lines->error == NULL)
        return TRUE;
    if (error != NULL)
        *error = g_error_copy(lines->error);
    return FALSE;
}

SsPlace ss_lines_place(const SsLines *lines, size_t offset)
{
    SsPlace place = { .file = lines->name, .line = lines->number, .column = (uint32_t) offset + 1 };
    uint32_t low = 0, high = lines->segments->len;

    if (lines->syntax == SS_LINES_PLAIN || high == 0)
        return place;
    while (high - low > 1) { /* segment low begins at or before `offset`, segment high behind it */
        const uint32_t middle = low + (high - low) / 2;

        if (g_array_index(lines->segments, Segment, middle).at <= offset)
            low = middle;
        else
            high = middle;
    }

    const Segment *segment = &g_array_index(lines->segments, Segment, low);
    place.line = segment->line;
    place.column = segment->column + (uint32_t) (offset - segment->at);
    return place;
}

const char *ss_lines_name(const SsLines *lines)
{
    return lines->name;
}

uint32_t ss_lines_number(const SsLines *lines)
{
    return lines->number;
}

uint64_t ss_lines_bytes(const SsLines *lines)
{
    return lines->bytes;
}
