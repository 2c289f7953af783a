/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdio.h>

#include "sim/base/types.h"

/**
 * SsLog - words for people: a level, the simulated time, one line of text.
 *
 * Shape     a level and a sink. Whoever runs the program makes one and hands it down; NULL is a
 *           log that says nothing. There is no global log.
 * Units     `now` is the simulated time, given by the caller; SS_TIME_NONE outside a run.
 * Owner     the maker. The sink's data is kept and must outlive the log.
 * Errors    none: a log line that cannot be written is lost.
 * Threads   a log belongs to one thread; give each run of a sweep its own.
 *
 * The decision record is data, not log. Library code logs at debug and below only.
 */
typedef struct SsLog SsLog;

typedef enum {
    SS_LOG_ERROR,
    SS_LOG_WARNING,
    SS_LOG_INFO,
    SS_LOG_DEBUG,
    SS_LOG_TRACE,
} SsLogLevel;

/* Takes one line, without newline. `text` is borrowed. */
typedef void (*SsLogSink)(SsLogLevel level, SsTime now, const char *text, void *data);

/* A log that passes on what is at `level` or more urgent. */
SsLog *ss_log_new(SsLogLevel level, SsLogSink sink, void *data);
void   ss_log_free(SsLog *log); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsLog, ss_log_free)

/* Would a line of this level be passed on? For lines that are costly to make. */
bool ss_log_wants(const SsLog *log, SsLogLevel level);

/* One line. `log` may be NULL. */
void ss_log(const SsLog *log, SsLogLevel level, SsTime now, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* Two sinks; `data` is a FILE *, commonly stderr. Times are UTC.
 *   slurmsim: warning: 2026-11-23T06:58:22Z: text
 *   {"level":"warning","time":1795417102,"text":"text"} */
void ss_log_sink_text(SsLogLevel level, SsTime now, const char *text, void *data);
void ss_log_sink_json(SsLogLevel level, SsTime now, const char *text, void *data);

/* "error", "warning", "info", "debug", "trace"; and back, FALSE with SS_PARSE_ERROR. */
const char *ss_log_level_name(SsLogLevel level);
gboolean    ss_log_level_parse(const char *text, SsLogLevel *out, GError **error);
