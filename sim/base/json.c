/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json.c - a streaming writer.
 *
 * Reports are written row by row, so no tree is built: the nesting is a stack of one byte a level
 * and the comma comes from it. Misuse (two keys in a row, a value without a key) is a bug of ours
 * and asserts; what a user can bring in is text, and text is always made valid: bytes that are no
 * UTF-8 become U+FFFD, since job names come from anywhere.
 *
 * A double is printed with 15, 16 or 17 digits, the first that reads back the same: 0.1 stays 0.1
 * and no bit is lost. g_ascii_formatd keeps a locale from writing 0,1.
 */
#include "sim/base/json.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    IN_ARRAY = 1,
    IN_OBJECT = 2,
    HAS_MEMBERS = 4,
    AFTER_KEY = 8,
};

struct SsJson {
    SsWriter   *writer;
    SsJsonStyle style;
    GByteArray *nest; /* one byte of flags a level */
    bool        done;
};

static uint8_t *level(const SsJson *json)
{
    return json->nest->len > 0 ? &json->nest->data[json->nest->len - 1] : NULL;
}

static void new_line(SsJson *json)
{
    if (json->style == SS_JSON_COMPACT)
        return;
    ss_writer_char(json->writer, '\n');
    ss_writer_repeat(json->writer, ' ', (size_t) json->nest->len * 2);
}

/* What stands between the last value and the next member of the same level. */
static void separate(SsJson *json, uint8_t *flags)
{
    if ((*flags & HAS_MEMBERS) != 0)
        ss_writer_char(json->writer, ',');
    *flags |= HAS_MEMBERS;
    new_line(json);
}

static void before_value(SsJson *json)
{
    uint8_t *flags = level(json);

    if (flags == NULL) {
        g_assert(!json->done);
        json->done = true;
        return;
    }
    if ((*flags & IN_ARRAY) != 0) {
        separate(json, flags);
        return;
    }
    g_assert((*flags & AFTER_KEY) != 0);
    *flags &= (uint8_t) ~AFTER_KEY;
}

static void begin(SsJson *json, uint8_t kind, char bracket)
{
    before_value(json);
    ss_writer_char(json->writer, bracket);
    g_byte_array_append(json->nest, &kind, 1);
}

static void end(SsJson *json, uint8_t kind, char bracket)
{
    const uint8_t *flags = level(json);

    g_assert(flags != NULL && (*flags & kind) != 0 && (*flags & AFTER_KEY) == 0);
    const bool had_members = (*flags & HAS_MEMBERS) != 0;

    g_byte_array_set_size(json->nest, json->nest->len - 1);
    if (had_members)
        new_line(json);
    ss_writer_char(json->writer, bracket);
}

/* The escape of an ASCII character; NULL if it stands for itself. */
static const char *escape(char c, char before, char out[8])
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case '/': /* "</script>" and "<!--" would be more than text in a page */
        return before == '<' ? "\\/" : NULL;
    case '!':
        return before == '<' ? "\\u0021" : NULL;
    default:
        if ((uint8_t) c >= 0x20 && c != 0x7f)
            return NULL;
        g_snprintf(out, 8, "\\u%04x", (unsigned) (uint8_t) c);
        return out;
    }
}

/* Writes one character at `text`, which has `n` > 0 bytes; returns how many it took. */
static size_t write_character(SsWriter *writer, const char *text, size_t n, char before)
{
    char           room[8];
    const gunichar c = g_utf8_get_char_validated(text, (gssize) n);

    if (*text == '\0') {
        ss_writer_text(writer, "\\u0000");
        return 1;
    }
    if (c == (gunichar) -1 || c == (gunichar) -2) {
        ss_writer_text(writer, "\xef\xbf\xbd");
        return 1;
    }
    if (c == 0x2028 || c == 0x2029) {
        ss_writer_text(writer, c == 0x2028 ? "\\u2028" : "\\u2029");
        return 3;
    }
    if (c < 0x80) {
        const char *escaped = escape((char) c, before, room);

        if (escaped != NULL)
            ss_writer_text(writer, escaped);
        else
            ss_writer_char(writer, (char) c);
        return 1;
    }
    const size_t length = (size_t) (g_utf8_next_char(text) - text);
    ss_writer_bytes(writer, text, length);
    return length;
}

/* Bytes at the start that need no thought: the common case is the whole text. */
static size_t plain_run(const char *text, size_t n)
{
    size_t i = 0;

    while (i < n && (uint8_t) text[i] >= 0x20 && (uint8_t) text[i] < 0x7f && text[i] != '"'
           && text[i] != '\\' && text[i] != '/' && text[i] != '!')
        i++;
    return i;
}

static void write_text(SsWriter *writer, const char *text, size_t n)
{
    size_t i = 0;

    ss_writer_char(writer, '"');
    while (i < n) {
        const size_t plain = plain_run(text + i, n - i);

        ss_writer_bytes(writer, text + i, plain);
        i += plain;
        if (i < n)
            i += write_character(writer, text + i, n - i, i > 0 ? text[i - 1] : '\0');
    }
    ss_writer_char(writer, '"');
}

SsJson *ss_json_new(SsWriter *writer, SsJsonStyle style)
{
    SsJson *json = g_new0(SsJson, 1);

    json->writer = writer;
    json->style = style;
    json->nest = g_byte_array_new();
    return json;
}

void ss_json_free(SsJson *json)
{
    if (json == NULL)
        return;
    g_byte_array_unref(json->nest);
    g_free(json);
}

void ss_json_begin_object(SsJson *json)
{
    begin(json, IN_OBJECT, '{');
}

void ss_json_end_object(SsJson *json)
{
    end(json, IN_OBJECT, '}');
}

void ss_json_begin_array(SsJson *json)
{
    begin(json, IN_ARRAY, '[');
}

void ss_json_end_array(SsJson *json)
{
    end(json, IN_ARRAY, ']');
}

void ss_json_key(SsJson *json, const char *key)
{
    uint8_t *flags = level(json);

    g_assert(flags != NULL && (*flags & IN_OBJECT) != 0 && (*flags & AFTER_KEY) == 0);
    separate(json, flags);
    *flags |= AFTER_KEY;
    write_text(json->writer, key, strlen(key));
    ss_writer_text(json->writer, json->style == SS_JSON_PRETTY ? ": " : ":");
}

void ss_json_int(SsJson *json, int64_t value)
{
    before_value(json);
    ss_writer_printf(json->writer, "%" PRId64, value);
}

void ss_json_uint(SsJson *json, uint64_t value)
{
    before_value(json);
    ss_writer_printf(json->writer, "%" PRIu64, value);
}

void ss_json_wide(SsJson *json, SsWide value)
{
    char text[SS_WIDE_TEXT];

    before_value(json);
    ss_writer_text(json->writer, ss_wide_text(value, text));
}

void ss_json_double(SsJson *json, double value)
{
    char text[SS_DOUBLE_TEXT];

    before_value(json);
    ss_writer_text(json->writer, isfinite(value) ? ss_double_text(value, text) : "null");
}

void ss_json_bool(SsJson *json, bool value)
{
    before_value(json);
    ss_writer_text(json->writer, value ? "true" : "false");
}

void ss_json_null(SsJson *json)
{
    before_value(json);
    ss_writer_text(json->writer, "null");
}

void ss_json_text(SsJson *json, const char *text)
{
    if (text == NULL)
        ss_json_null(json);
    else
        ss_json_text_n(json, text, strlen(text));
}

void ss_json_text_n(SsJson *json, const char *text, size_t n)
{
    before_value(json);
    write_text(json->writer, text, n);
}

void ss_json_key_int(SsJson *json, const char *key, int64_t value)
{
    ss_json_key(json, key);
    ss_json_int(json, value);
}

void ss_json_key_uint(SsJson *json, const char *key, uint64_t value)
{
    ss_json_key(json, key);
    ss_json_uint(json, value);
}

void ss_json_key_double(SsJson *json, const char *key, double value)
{
    ss_json_key(json, key);
    ss_json_double(json, value);
}

void ss_json_key_bool(SsJson *json, const char *key, bool value)
{
    ss_json_key(json, key);
    ss_json_bool(json, value);
}

void ss_json_key_text(SsJson *json, const char *key, const char *text)
{
    ss_json_key(json, key);
    ss_json_text(json, text);
}

bool ss_json_is_done(const SsJson *json)
{
    return json->done && json->nest->len == 0;
}

char *ss_double_text(double value, char out[SS_DOUBLE_TEXT])
{
    static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

    if (isnan(value))
        return strcpy(out, "nan");
    if (isinf(value))
        return strcpy(out, value > 0 ? "inf" : "-inf");
    for (uint32_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_ascii_formatd(out, SS_DOUBLE_TEXT, formats[i], value);
        if (!(g_ascii_strtod(out, NULL) < value) && !(g_ascii_strtod(out, NULL) > value))
            break;
    }
    return out;
}
