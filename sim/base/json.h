/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/writer.h"

/**
 * SsJson - writes JSON as it goes; nothing is kept but the nesting.
 *
 * Shape     one value. SS_JSON_COMPACT has no blanks; SS_JSON_PRETTY indents by two blanks.
 * Numbers   integers in full (readers with doubles lose digits above 2^53); a double is the
 *           shortest text that reads back as the same double, NaN and infinities are null.
 * Texts     UTF-8; bytes that are not become U+FFFD. Control characters are escaped, also U+2028
 *           and U+2029 and "</" as "<\/", so that the text may stand inside an HTML page.
 * Owner     the maker; the writer is kept and must outlive it, and holds the sticky error.
 * Errors    none: a value where a key belongs, or the wrong end, is a bug and asserts.
 */
typedef struct SsJson SsJson;

typedef enum {
    SS_JSON_COMPACT,
    SS_JSON_PRETTY,
} SsJsonStyle;

SsJson *ss_json_new(SsWriter *writer, SsJsonStyle style);
void    ss_json_free(SsJson *json); /* NULL is fine; asserts nothing */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SsJson, ss_json_free)

void ss_json_begin_object(SsJson *json);
void ss_json_end_object(SsJson *json);
void ss_json_begin_array(SsJson *json);
void ss_json_end_array(SsJson *json);

/* The key of the value that follows; only inside an object. */
void ss_json_key(SsJson *json, const char *key);

void ss_json_int(SsJson *json, int64_t value);
void ss_json_uint(SsJson *json, uint64_t value);
void ss_json_wide(SsJson *json, SsWide value);
void ss_json_double(SsJson *json, double value);
void ss_json_bool(SsJson *json, bool value);
void ss_json_null(SsJson *json);
void ss_json_text(SsJson *json, const char *text); /* NULL is null */
void ss_json_text_n(SsJson *json, const char *text, size_t n);

/* Key and value in one. */
void ss_json_key_int(SsJson *json, const char *key, int64_t value);
void ss_json_key_uint(SsJson *json, const char *key, uint64_t value);
void ss_json_key_double(SsJson *json, const char *key, double value);
void ss_json_key_bool(SsJson *json, const char *key, bool value);
void ss_json_key_text(SsJson *json, const char *key, const char *text);

/* Is the one value complete? */
bool ss_json_is_done(const SsJson *json);

/* The shortest text that reads back as `value`, which other writers (CSV, metrics) share. */
#define SS_DOUBLE_TEXT 32
char *ss_double_text(double value, char out[SS_DOUBLE_TEXT]); /* "nan", "inf", "-inf" too */
