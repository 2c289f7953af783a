/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"

/**
 * SsTraceText - a file of lines (plain or gzip) that can be walked again, or from any line on.
 *
 * Shape     lines with their byte offset; CR before the newline is dropped; the last needs no newline.
 * Owner     the maker. A line is borrowed until the next call and may be written into.
 * Errors    sticky: ss_trace_text_next answers false, ss_trace_text_finish tells. G_FILE_ERROR;
 *           SS_PARSE_ERROR_SYNTAX for a NUL byte or a broken gzip stream, _RANGE for a line of more
 *           than 64 MiB.
 * Cost      64 KiB and the longest line; a seek in gzip unpacks from the start (see ss_trace_text_unpack).
 */
typedef struct SsTraceText SsTraceText;

typedef struct {
    char    *text; /* NUL-terminated, without newline */
    size_t   length;
    uint64_t offset; /* of its first byte, unpacked     */
    uint32_t line;   /* from 1                          */
} SsTraceTextLine;

SsTraceText *ss_trace_text_open(const char *path, GError **error); /* NULL on failure */
SsTraceText *ss_trace_text_new_memory(const char *name, const char *data, size_t size); /* kept */
/* From here on lines are handed out where they lie: faster, and nobody may write into them. */
void ss_trace_text_lend(SsTraceText *text);
void ss_trace_text_free(SsTraceText *text); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsTraceText, ss_trace_text_free)

bool     ss_trace_text_next(SsTraceText *text, SsTraceTextLine *out);
gboolean ss_trace_text_finish(const SsTraceText *text, GError **error);

/* Goes on at a line that was seen before. Forgets an error. */
void ss_trace_text_seek(SsTraceText *text, uint64_t offset, uint32_t line);
/* Where the next line begins. */
uint64_t ss_trace_text_offset(const SsTraceText *text);
uint32_t ss_trace_text_line(const SsTraceText *text); /* number of the line read last */

/* Keeps the whole text in memory if it is compressed, so that seeks are cheap. Seek after it. */
gboolean ss_trace_text_unpack(SsTraceText *text, GError **error);

/* Keeps what is compressed and unpacks to no more than 32 MiB in memory: it is read several times. */
void ss_trace_text_unpack_small(SsTraceText *text);

/* The first bytes into `head` (NUL-terminated); then stands at the start. Returns their number. */
size_t ss_trace_text_head(SsTraceText *text, char *head, size_t size);

const char *ss_trace_text_name(const SsTraceText *text);
