/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log.c - a level and a sink.
 *
 * There is no global log: a sweep runs many simulations at once, and a library that writes to
 * stderr by itself cannot be embedded. The caller hands over the simulated time because the log
 * must not know the world. Times are printed in UTC whatever the zone of the run, so that the logs
 * of two runs can be laid side by side.
 *
 * Rejected: g_log (global handlers, environment variables, colours we do not control).
 */
#include "sim/base/log.h"

#include "sim/base/diag.h"
#include "sim/base/json.h"
#include "sim/base/zone.h"

struct SsLog {
    SsLogLevel level;
    SsLogSink  sink;
    void      *data;
};

static const char *const level_names[] = {
    [SS_LOG_ERROR] = "error", [SS_LOG_WARNING] = "warning", [SS_LOG_INFO] = "info",
    [SS_LOG_DEBUG] = "debug", [SS_LOG_TRACE] = "trace",
};

SsLog *ss_log_new(SsLogLevel level, SsLogSink sink, void *data)
{
    SsLog *log = g_new(SsLog, 1);

    *log = (SsLog){ .level = level, .sink = sink, .data = data };
    return log;
}

void ss_log_free(SsLog *log)
{
    g_free(log);
}

bool ss_log_wants(const SsLog *log, SsLogLevel level)
{
    return log != NULL && level <= log->level;
}

void ss_log(const SsLog *log, SsLogLevel level, SsTime now, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list          args;

    if (!ss_log_wants(log, level))
        return;
    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    log->sink(level, now, text, log->data);
}

void ss_log_sink_text(SsLogLevel level, SsTime now, const char *text, void *data)
{
    FILE *file = data;

    if (now == SS_TIME_NONE || now == SS_TIME_NEVER) {
        fprintf(file, "slurmsim: %s: %s\n", ss_log_level_name(level), text);
        return;
    }

    g_autoptr(SsZone) utc = ss_zone_new_utc();
    SsCivil           at;

    ss_zone_local(utc, now, &at);
    fprintf(file, "slurmsim: %s: %04" G_GINT64_FORMAT "-%02d-%02dT%02d:%02d:%02dZ: %s\n",
            ss_log_level_name(level), at.year, at.month, at.day, at.hour, at.minute, at.second,
            text);
}

void ss_log_sink_json(SsLogLevel level, SsTime now, const char *text, void *data)
{
    g_autoptr(SsWriter) writer = ss_writer_new_file(data, "log");
    g_autoptr(SsJson)   json = ss_json_new(writer, SS_JSON_COMPACT);

    ss_json_begin_object(json);
    ss_json_key_text(json, "level", ss_log_level_name(level));
    if (now != SS_TIME_NONE && now != SS_TIME_NEVER)
        ss_json_key_int(json, "time", now);
    ss_json_key_text(json, "text", text);
    ss_json_end_object(json);
    ss_writer_char(writer, '\n');
    ss_writer_close(writer, NULL); /* a log line that cannot be written is lost */
}

const char *ss_log_level_name(SsLogLevel level)
{
    return level_names[level];
}

gboolean ss_log_level_parse(const char *text, SsLogLevel *out, GError **error)
{
    for (uint32_t i = 0; i < G_N_ELEMENTS(level_names); i++) {
        if (g_ascii_strcasecmp(text, level_names[i]) == 0) {
            *out = (SsLogLevel) i;
            return TRUE;
        }
    }
    g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                "log level '%s': write error, warning, info, debug or trace", text);
    return FALSE;
}
