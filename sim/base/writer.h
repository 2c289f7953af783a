/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdarg.h>
#include <stdio.h>

#include "sim/base/types.h"

/**
 * SsWriter - buffered output with one sticky error, asked for at the end.
 *
 * Shape     64 KiB in front of a file descriptor, a FILE or a GString.
 * Owner     the maker. fd, FILE and GString are borrowed: never closed here, but must outlive the
 *           writer. A path is ours: written beside as PATH.part~ and renamed by ss_writer_close,
 *           so that an interrupted run leaves the old file or none.
 * Errors    the first failed write is kept (G_FILE_ERROR); later writes do nothing.
 *           ss_writer_close tells. Freeing without closing drops what is buffered and, for a
 *           path, removes the unfinished file.
 */
typedef struct SsWriter SsWriter;

SsWriter *ss_writer_new_fd(int fd, const char *name); /* `name` for messages, copied */
SsWriter *ss_writer_new_file(FILE *file, const char *name);
SsWriter *ss_writer_new_string(GString *string);
SsWriter *ss_writer_new_path(const char *path, GError **error); /* NULL: cannot be made */
void      ss_writer_free(SsWriter *writer);                     /* NULL is fine         */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsWriter, ss_writer_free)

void ss_writer_text(SsWriter *writer, const char *text);
void ss_writer_bytes(SsWriter *writer, const void *data, size_t size);
void ss_writer_char(SsWriter *writer, char c);
void ss_writer_repeat(SsWriter *writer, char c, size_t n);
void ss_writer_printf(SsWriter *writer, const char *format, ...) G_GNUC_PRINTF(2, 3);
void ss_writer_vprintf(SsWriter *writer, const char *format, va_list args) G_GNUC_PRINTF(2, 0);

/* Pushes the buffer to where it goes. */
void ss_writer_flush(SsWriter *writer);

/* Has a write failed? For long loops that want to stop early. */
bool ss_writer_failed(const SsWriter *writer);

/* Bytes given so far, whether flushed or not. */
uint64_t ss_writer_size(const SsWriter *writer);

/* Flushes, finishes (a path: sync, rename) and tells the sticky error. After it, only free. */
gboolean ss_writer_close(SsWriter *writer, GError **error);
