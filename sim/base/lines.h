/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"

/**
 * SsLines - text line by line, from memory or a file (plain or gzip), with positions.
 *
 * Shape     one line at a time; CR before the newline is dropped; the last line needs no newline.
 * Owner     the maker. A line's text is borrowed until the next ss_lines_next and is
 *           NUL-terminated; the caller may write into it. Memory input is kept, not copied.
 * Errors    sticky: reading stops, ss_lines_next answers false, ss_lines_finish tells.
 *           G_FILE_ERROR for the file; SS_PARSE_ERROR_RANGE for a line above the limit;
 *           SS_PARSE_ERROR_SYNTAX for a NUL byte or a broken gzip stream.
 * Cost      64 KiB and the longest line.
 */
typedef struct SsLines SsLines;

typedef enum {
    /* Physical lines as they are: traces, CSV, batch scripts. */
    SS_LINES_PLAIN,
    /* The logical lines of slurm.conf and its kin: '#' after an even number of backslashes cuts
     * the rest of the physical line, quotes do not protect it; a backslash at the end (white space
     * behind it is tolerated) joins the next line; then every \x becomes x. Blank lines are
     * skipped. */
    SS_LINES_SLURM,
} SsLinesSyntax;

typedef struct {
    char    *text;   /* without the newline                                */
    size_t   length; /* bytes                                              */
    uint32_t line;   /* number, from 1, of the first physical line of it   */
} SsLine;

#define SS_LINES_MAX_DEFAULT ((size_t) 64 << 20) /* bytes a line */

/* `name` is for messages (copied). `data` needs no NUL and is kept. */
SsLines *ss_lines_new_memory(const char *name, const void *data, size_t size, SsLinesSyntax syntax);

/* NULL if the file cannot be opened. gzip is told by its first two bytes, not by the name. */
SsLines *ss_lines_open(const char *path, SsLinesSyntax syntax, GError **error);
void     ss_lines_free(SsLines *lines); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsLines, ss_lines_free)

/* Refuses lines longer than `bytes`, before the first is read. */
void ss_lines_set_max(SsLines *lines, size_t bytes);

/* The next line; false at the end or after an error. */
bool ss_lines_next(SsLines *lines, SsLine *out);

/* TRUE if everything was read; else the sticky error. */
gboolean ss_lines_finish(const SsLines *lines, GError **error);

/* Where byte `offset` of the current line stands in the file: joined lines and removed escapes are
 * counted back. `place.file` lives as long as `lines`. */
SsPlace ss_lines_place(const SsLines *lines, size_t offset);

const char *ss_lines_name(const SsLines *lines);
uint32_t    ss_lines_number(const SsLines *lines); /* physical lines read so far           */
uint64_t    ss_lines_bytes(const SsLines *lines);  /* bytes of text read, unpacked if gzip */
