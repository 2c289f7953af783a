/* SPDX-License-Identifier: Apache-2.0 */

/*
 * keys.c - the registry of keys: look-up, and values between text and field.
 *
 * Everything that is known of a key stands in its row (key_rows.c); here is what can be done with a
 * row without knowing which it is: is this text a value, put it into the field, show the field. So a
 * new plain key is a row and no code, and defaults, `-s` overrides, DEFAULT lines and lines of the file
 * all go through the same reader.
 *
 * Numbers are C's: 0x is hex, a leading 0 octal, and a K multiplies by 1024 where 32 or 64 bits are
 * read. UNLIMITED is the largest number of its width; for the memory keys, where 0 means "no limit",
 * it is stored as 0. The words of refusals are Slurm's own, with what would be right behind them.
 *
 * Tested in tests/unit/test_keys.c.
 */
#include "configs/keys.h"

#include "configs/key_rows.h"
#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/model/node.h"
#include "sim/model/partition.h"
#include "sim/model/tres.h"

#include <string.h>

const SsConfKey *ss_conf_keys(size_t *n)
{
    *n = ss_n_key_rows;
    return ss_key_rows;
}

const SsConfKey *ss_conf_key(SsKeyScope scope, const char *name)
{
    for (size_t i = 0; i < ss_n_key_rows; i++) {
        if (ss_key_rows[i].scope == scope && g_ascii_strcasecmp(ss_key_rows[i].name, name) == 0)
            return &ss_key_rows[i];
    }
    return NULL;
}

#define NAME_MAX_DISTANCE 64

/* Levenshtein's distance without regard to case, for names of sane length. */
static uint32_t distance(const char *a, const char *b)
{
    uint32_t     row[NAME_MAX_DISTANCE + 1];
    const size_t n = strlen(b);

    if (n > NAME_MAX_DISTANCE || strlen(a) > NAME_MAX_DISTANCE)
        return UINT32_MAX;
    for (uint32_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        uint32_t diagonal = row[0];

        row[0] = (uint32_t) i + 1;
        for (size_t j = 0; j < n; j++) {
            const uint32_t swap = diagonal + (g_ascii_tolower(a[i]) != g_ascii_tolower(b[j]));
            const uint32_t best = MIN(MIN(row[j], row[j + 1]) + 1, swap);

            diagonal = row[j + 1];
            row[j + 1] = best;
        }
    }
    return row[n];
}

const SsConfKey *ss_conf_key_nearest(SsKeyScope scope, const char *name)
{
    const SsConfKey *nearest = NULL;
    uint32_t         best = (uint32_t) MIN(strlen(name) / 4 + 1, 4);

    for (size_t i = 0; i < ss_n_key_rows; i++) {
        const SsConfKey *key = &ss_key_rows[i];
        const uint32_t   far = key->scope == scope ? distance(name, key->name) : UINT32_MAX;

        if (far < best || (far == best && nearest == NULL)) {
            nearest = key;
            best = far;
        }
    }
    return nearest;
}

const char *ss_key_effect_name(SsKeyEffect effect)
{
    static const char *const names[] = { "simulated", "inert", "unsupported" };

    return names[effect];
}

const char *ss_key_scope_name(SsKeyScope scope)
{
    static const char *const names[SS_N_SCOPES] = {
        [SS_SCOPE_GLOBAL] = "slurm.conf",
        [SS_SCOPE_NODE] = "NodeName",
        [SS_SCOPE_PARTITION] = "PartitionName",
        [SS_SCOPE_NODESET] = "NodeSet",
        [SS_SCOPE_DOWN_NODES] = "DownNodes",
        [SS_SCOPE_FRONTEND] = "FrontendName",
        [SS_SCOPE_POWER_ACTION] = "PowerAction",
        [SS_SCOPE_GRES_CONF] = "gres.conf",
        [SS_SCOPE_GRES] = "gres.conf line",
        [SS_SCOPE_TOPOLOGY] = "topology.conf",
        [SS_SCOPE_SWITCH] = "SwitchName",
        [SS_SCOPE_BLOCK] = "BlockName",
        [SS_SCOPE_RING] = "RingName",
    };

    return names[scope];
}

const char *ss_key_kind_name(SsKind kind)
{
    static const char *const names[] = {
        [SS_KIND_TEXT] = "text",          [SS_KIND_LOWER] = "name",
        [SS_KIND_UINT16] = "number",      [SS_KIND_UINT32] = "number",
        [SS_KIND_UINT64] = "number",      [SS_KIND_BOOL] = "yes or no",
        [SS_KIND_SPAN] = "duration",      [SS_KIND_SPAN_UP] = "duration",
        [SS_KIND_MINUTES] = "duration",   [SS_KIND_LIMIT16] = "number",
        [SS_KIND_ENUM] = "word",          [SS_KIND_FLAGS] = "list of words",
        [SS_KIND_LIST] = "list of names", [SS_KIND_SPECIAL] = "own form",
        [SS_KIND_RECORD] = "line",
    };

    return names[kind];
}

/* --- from text ------------------------------------------------------------------------------------- */

/* What a value of any kind but SPECIAL comes to. */
typedef union {
    uint64_t number;
    SsSpan   span;
    bool     truth;
} Plain;

static gboolean refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static gboolean refuse(GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, SS_CONF_ERROR, SS_CONF_ERROR_VALUE, text);
    return FALSE;
}

static uint64_t widest(SsKind kind)
{
    switch (kind) {
    case SS_KIND_UINT16:
    case SS_KIND_LIMIT16:
        return UINT16_MAX;
    case SS_KIND_UINT32:
        return UINT32_MAX;
    default:
        return UINT64_MAX;
    }
}

static gboolean refuse_number(const SsConfKey *key, const char *text, uint64_t max, GError **error)
{
    int64_t number;

    if (*text == '-' && ss_int_parse(text, INT64_MIN, -1, &number, NULL))
        return refuse(error, "%s value (%s) is less than zero", key->name, text);
    if (strspn(text, "0123456789") == strlen(text) && *text != '\0' && *text != '0')
        return refuse(error, "%s value (%s) is greater than %" G_GUINT64_FORMAT, key->name, text,
                      max);
    return refuse(error, "%s value (%s) is not a valid number; write digits only%s", key->name,
                  text, max > UINT16_MAX ? ", or digits and K" : "");
}

static gboolean parse_number(const SsConfKey *key, const char *text, uint64_t *out, GError **error)
{
    const uint64_t max = widest(key->kind);
    const SsKilo   kilo = max > UINT16_MAX ? SS_KILO_ALLOWED : SS_KILO_REFUSED;
    uint64_t       number;

    if (*text == '\0') /* Key="": 22.05 reads 0 */
        number = 0;
    else if (!ss_uint_parse(*text == '+' ? text + 1 : text, kilo, max, &number, NULL))
        return refuse_number(key, text, max, error);
    if (number < (uint64_t) key->min || (key->max > 0 && number > (uint64_t) key->max)) {
        g_autofree char *top = key->max > 0 ? g_strdup_printf("%" G_GINT64_FORMAT, key->max)
                                            : g_strdup_printf("%" G_GUINT64_FORMAT, max);
        return refuse(error, "%s value (%s) is out of range; write %" G_GINT64_FORMAT " to %s",
                      key->name, text, key->min, top);
    }
    *out = number;
    return TRUE;
}

static gboolean parse_bool(const SsConfKey *key, const char *text, bool *out, GError **error)
{
    static const char *const yes[] = { "yes", "up", "true", "1" };
    static const char *const no[] = { "no", "down", "false", "0" };

    for (size_t i = 0; i < G_N_ELEMENTS(yes); i++) {
        if (g_ascii_strcasecmp(text, yes[i]) == 0 || g_ascii_strcasecmp(text, no[i]) == 0) {
            *out = g_ascii_strcasecmp(text, yes[i]) == 0;
            return TRUE;
        }
    }
    return refuse(error, "\"%s\" is not a valid option for \"%s\"; write YES or NO", text,
                  key->name);
}

static gboolean parse_span(const SsConfKey *key, const char *text, SsSpan *out, GError **error)
{
    g_autoptr(GError) why = NULL;

    if (key->kind == SS_KIND_SPAN ? ss_span_parse(text, out, &why)
                                  : ss_span_parse_limit(text, out, &why))
        return TRUE;
    return refuse(error, "Bad value \"%s\" for %s: %s", text, key->name, why->message);
}

static gboolean parse_word(const SsConfKey *key, const char *text, uint64_t *out, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);

    for (const SsWord *word = key->words; word->name != NULL; word++) {
        if (g_ascii_strcasecmp(word->name, text) == 0) {
            *out = word->value;
            return TRUE;
        }
        g_string_append_printf(known, "%s%s", known->len > 0 ? ", " : "", word->name);
    }
    return refuse(error, "Bad value \"%s\" for %s; write one of %s", text, key->name, known->str);
}

static gboolean parse_plain(const SsConfKey *key, const char *text, Plain *out, GError **error)
{
    switch (key->kind) {
    case SS_KIND_UINT16:
    case SS_KIND_UINT32:
    case SS_KIND_UINT64:
    case SS_KIND_LIMIT16:
        return parse_number(key, text, &out->number, error);
    case SS_KIND_BOOL:
        return parse_bool(key, text, &out->truth, error);
    case SS_KIND_SPAN:
    case SS_KIND_SPAN_UP:
    case SS_KIND_MINUTES:
        return parse_span(key, text, &out->span, error);
    case SS_KIND_ENUM:
        return parse_word(key, text, &out->number, error);
    default:
        return TRUE;
    }
}

/* A SPECIAL value is checked by reading it into a record that is thrown away. */
static gboolean check_special(const SsConfKey *key, const char *text, GError **error)
{
    if (key->scope == SS_SCOPE_GLOBAL) {
        SsSettings settings;

        ss_settings_init(&settings);
        const gboolean ok = key->read(text, &settings, error);
        ss_settings_clear(&settings);
        return ok;
    }
    if (key->scope == SS_SCOPE_PARTITION) {
        SsPartition    part = { 0 };
        const gboolean ok = key->read(text, &part, error);

        ss_partition_clear(&part);
        return ok;
    }
    SsNode         node = { 0 };
    const gboolean ok = key->read(text, &node, error);

    ss_node_clear(&node);
    return ok;
}

gboolean ss_conf_key_check(const SsConfKey *key, const char *text, GError **error)
{
    Plain scratch;

    if (key->kind == SS_KIND_SPECIAL)
        return check_special(key, text, error);
    return parse_plain(key, text, &scratch, error);
}

/* --- into a field ----------------------------------------------------------------------------------- */

/* "a,B,," -> { "a", "b", NULL }; "ALL" is no rule: NULL. */
static char **split_names(const char *text)
{
    g_autofree char     *lower = g_ascii_strdown(text, -1);
    g_auto(GStrv)        items = g_strsplit(lower, ",", -1);
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    if (strcmp(lower, "all") == 0)
        return NULL;
    for (char **item = items; *item != NULL; item++) {
        if (*g_strstrip(*item) != '\0')
            g_ptr_array_add(names, g_strdup(*item));
    }
    g_ptr_array_add(names, NULL);
    return (char **) g_ptr_array_steal(names, NULL);
}

static void put_text(void *field, char *text)
{
    g_free(*(char **) field);
    *(char **) field = text;
}

static void put_list(void *field, char **list)
{
    g_strfreev(*(char ***) field);
    *(char ***) field = list;
}

static void put_minutes(void *field, SsSpan span)
{
    const SsSpan minutes = span / 60;

    *(uint32_t *) field =
        span == SS_SPAN_FOREVER || minutes >= SS_NO_LIMIT ? SS_NO_LIMIT : (uint32_t) minutes;
}

static void put(const SsConfKey *key, const char *text, Plain value, void *field)
{
    switch (key->kind) {
    case SS_KIND_TEXT:
        put_text(field, g_strdup(text));
        break;
    case SS_KIND_LOWER:
        put_text(field, g_ascii_strdown(text, -1));
        break;
    case SS_KIND_LIST:
        put_list(field, split_names(text));
        break;
    case SS_KIND_BOOL:
        *(bool *) field = value.truth;
        break;
    case SS_KIND_UINT64:
        *(uint64_t *) field = value.number == UINT64_MAX ? 0 : value.number;
        break;
    case SS_KIND_LIMIT16:
        *(uint32_t *) field = value.number == UINT16_MAX ? SS_NO_LIMIT : (uint32_t) value.number;
        break;
    case SS_KIND_MINUTES:
        put_minutes(field, value.span);
        break;
    case SS_KIND_SPAN:
    case SS_KIND_SPAN_UP:
        *(SsSpan *) field = value.span;
        break;
    default: /* UINT16, UINT32 and enums, which are as wide */
        *(uint32_t *) field = (uint32_t) value.number;
        break;
    }
}

gboolean ss_conf_key_store(const SsConfKey *key, const char *text, void *record, GError **error)
{
    Plain value = { 0 };

    if (key->kind == SS_KIND_SPECIAL)
        return key->read(text, record, error);
    if (!parse_plain(key, text, &value, error))
        return FALSE;
    if (key->at != SS_NO_FIELD)
        put(key, text, value, (char *) record + key->at);
    return TRUE;
}

gboolean ss_settings_set(SsSettings *settings, const char *key, const char *value, GError **error)
{
    const SsConfKey *row = ss_conf_key(SS_SCOPE_GLOBAL, key);

    if (row == NULL || row->kind == SS_KIND_RECORD) {
        const SsConfKey *near = ss_conf_key_nearest(SS_SCOPE_GLOBAL, key);
        g_set_error(error, SS_CONF_ERROR, SS_CONF_ERROR_KEY,
                    "%s is not a key of slurm.conf that takes one value; %s%s", key,
                    near != NULL && row == NULL ? "did you mean " : "see slurmsim doc keys",
                    near != NULL && row == NULL ? near->name : "");
        return FALSE;
    }
    return ss_conf_key_store(row, value, settings, error);
}

/* --- to text ---------------------------------------------------------------------------------------- */

static char *text_or_null(const char *text)
{
    return g_strdup(text != NULL ? text : "(null)");
}

static char *number_text(const SsConfKey *key, uint32_t number)
{
    const char *unit = g_strcmp0(key->unit, "s") == 0     ? " sec"
                       : g_strcmp0(key->unit, "min") == 0 ? " min"
                                                          : "";

    if (number == SS_NO_LIMIT)
        return g_strdup("UNLIMITED");
    return g_strdup_printf("%u%s", number, unit);
}

static char *word_text(const SsConfKey *key, uint32_t value)
{
    for (const SsWord *word = key->words; word->name != NULL; word++) {
        if (word->value == value)
            return g_strdup(word->name);
    }
    return g_strdup("UNKNOWN");
}

static char *field_text(const SsConfKey *key, const void *field)
{
    char span[SS_SPAN_TEXT];

    switch (key->kind) {
    case SS_KIND_TEXT:
    case SS_KIND_LOWER:
        return text_or_null(*(char *const *) field);
    case SS_KIND_BOOL:
        return g_strdup(*(const bool *) field ? "Yes" : "No");
    case SS_KIND_UINT64:
        if (*(const uint64_t *) field == 0)
            return g_strdup("UNLIMITED");
        return g_strdup_printf("%" G_GUINT64_FORMAT, *(const uint64_t *) field);
    case SS_KIND_SPAN:
    case SS_KIND_SPAN_UP:
        return g_strdup(ss_span_text(*(const SsSpan *) field, span));
    case SS_KIND_ENUM:
        return word_text(key, *(const uint32_t *) field);
    default:
        return number_text(key, *(const uint32_t *) field);
    }
}

char *ss_settings_text(const SsSettings *settings, const char *key)
{
    const SsConfKey *row = ss_conf_key(SS_SCOPE_GLOBAL, key);

    if (row == NULL)
        return NULL;
    if (row->text != NULL)
        return row->text(settings);
    if (row->at == SS_NO_FIELD)
        return NULL;
    return field_text(row, (const char *) settings + row->at);
}
