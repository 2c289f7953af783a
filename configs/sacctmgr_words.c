/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr_words.c - the words of a sacctmgr command line and the values behind their equals signs.
 *
 * sacctmgr reads everything with the same few rules, and they are looser than one would think: a
 * key is right if it is a beginning of a known name and long enough (MaxJ=6 sets MaxJobs); numbers
 * are C's strtol (5x is 5, nothing is 0, every negative number clears); names and texts are turned
 * to lower case, quotes around them go, a double quote inside becomes a grave accent; lists are
 * split at commas and n[1-3] is spelled out; what cannot be read as a range is a name as it stands.
 *
 * The rules are kept as they are, because scripts in the field rely on them. What real sacctmgr
 * says about a bad value is said here, in its words; whether the command goes on is the caller's
 * business (accounts and users: "Unknown option" follows; QOS: a bad number is passed over).
 */
#include "configs/sacctmgr_parts.h"

#include "sim/base/hostlist.h"
#include "sim/base/span.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* --- words ------------------------------------------------------------------------------------ */

SsCmdWord ss_cmd_word(const char *text)
{
    const char *equals = strchr(text, '=');
    SsCmdWord   word = { .text = text, .key = strlen(text) };

    if (equals == NULL)
        return word;
    word.key = (size_t) (equals - text);
    word.value = equals + 1;
    if (word.key > 0 && (equals[-1] == '+' || equals[-1] == '-')) {
        word.op = equals[-1];
        word.key--;
    }
    return word;
}

static bool begins(const SsCmdWord *word, const char *name, size_t min)
{
    return word->key >= min && word->key <= strlen(name)
           && g_ascii_strncasecmp(word->text, name, word->key) == 0;
}

bool ss_cmd_word_is(const SsCmdWord *word, const char *name, size_t min)
{
    return word->value != NULL && begins(word, name, min);
}

bool ss_cmd_word_bare(const SsCmdWord *word, const char *name, size_t min)
{
    return word->value == NULL && begins(word, name, min);
}

char *ss_cmd_value(const char *value)
{
    const char   quote = value[0] == '\'' || value[0] == '"' ? value[0] : '\0';
    const char  *begin = quote ? value + 1 : value;
    const char  *end = quote ? strchr(begin, quote) : NULL;
    const size_t length = end != NULL ? (size_t) (end - begin) : strlen(begin);
    char        *text = g_ascii_strdown(begin, (gssize) length);

    return g_strdelimit(text, "\"'", '`');
}

void ss_cmd_set_value(char **text, const char *value)
{
    g_free(*text);
    *text = ss_cmd_value(value);
}

/* --- lists of names --------------------------------------------------------------------------- */

GPtrArray *ss_cmd_names_new(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

bool ss_cmd_names_have(const GPtrArray *list, const char *name)
{
    for (guint i = 0; i < list->len; i++) {
        if (g_ascii_strcasecmp(list->pdata[i], name) == 0)
            return true;
    }
    return false;
}

/* A name given again moves to the end. */
static void add_name(GPtrArray *list, const char *name)
{
    for (guint i = 0; i < list->len; i++) {
        if (strcmp(list->pdata[i], name) == 0) {
            g_ptr_array_remove_index(list, i);
            break;
        }
    }
    g_ptr_array_add(list, g_strdup(name));
}

/* Where the item that begins at `from` ends: a comma outside of brackets, or the text's end. */
static const char *item_end(const char *from)
{
    int depth = 0;

    for (; *from != '\0' && (*from != ',' || depth > 0); from++)
        depth += (*from == '[') - (*from == ']' && depth > 0);
    return from;
}

/* n[1-3] is three names; n[1-3 is one. */
static void add_item(GPtrArray *list, const char *item)
{
    g_autoptr(SsHostlist) hosts = NULL;

    if (strchr(item, '[') == NULL || strchr(item, ']') == NULL
        || !ss_hostlist_parse(item, &hosts, NULL)) {
        add_name(list, item);
        return;
    }
    SsHostlistIter iter = ss_hostlist_iter(hosts);
    const char    *name;
    while ((name = ss_hostlist_next(&iter)) != NULL)
        add_name(list, name);
}

void ss_cmd_names(GPtrArray *list, const char *value)
{
    g_autofree char *text = ss_cmd_value(value);
    const bool       ranged = strchr(text, '[') != NULL && strchr(text, ']') != NULL;
    const char      *from = text;

    if (text[0] == '\0') {
        add_name(list, "");
        return;
    }
    while (*from != '\0') {
        const char      *end = ranged ? item_end(from) : from + strcspn(from, ",");
        g_autofree char *item = g_strndup(from, (gsize) (end - from));

        if (item[0] != '\0')
            add_item(list, item);
        from = *end == ',' ? end + 1 : end;
    }
}

/* --- numbers ---------------------------------------------------------------------------------- */

SsWordResult ss_cmd_uint(SsSacctmgrRun *run, const char *value, const char *label, uint32_t *out)
{
    g_autofree char *text = ss_cmd_value(value);
    char            *end = NULL;
    const gint64     number = g_ascii_strtoll(text, &end, 10);

    if (end == text && text[0] != '\0') {
        ss_sacctmgr_error(run, "Invalid value for %s (%s)", label, text);
        return SS_WORD_UNKNOWN;
    }
    if (number < 0)
        *out = SS_NO_LIMIT;
    else
        *out = number >= SS_KEEP ? SS_NO_LIMIT : (uint32_t) number;
    return SS_WORD_TAKEN;
}

SsWordResult ss_cmd_double(SsSacctmgrRun *run, const char *value, const char *label, double *out)
{
    g_autofree char *text = ss_cmd_value(value);
    char            *end = NULL;
    const double     number = g_ascii_strtod(text, &end);

    if (end == text && text[0] != '\0') {
        ss_sacctmgr_error(run, "Invalid value for %s (%s)", label, text);
        return SS_WORD_UNKNOWN;
    }
    *out = number;
    return SS_WORD_TAKEN;
}

SsWordResult ss_cmd_wall(SsSacctmgrRun *run, const SsCmdWord *word, const char *label,
                         uint32_t *out)
{
    g_autofree char *text = ss_cmd_value(word->value);
    SsSpan           span = 0;

    if (text[0] == '-' && g_ascii_isdigit(text[1])) {
        *out = atoi(text) == -1 ? SS_NO_LIMIT : SS_KEEP; /* other negatives do nothing at all */
        return SS_WORD_TAKEN;
    }
    if (!ss_span_parse_limit(text, &span, NULL)) {
        ss_sacctmgr_refuse(run, " Bad %s time format: %s", label, word->text);
        return SS_WORD_UNKNOWN;
    }
    *out = span == SS_SPAN_FOREVER || span / 60 >= SS_KEEP ? SS_NO_LIMIT : (uint32_t) (span / 60);
    return SS_WORD_TAKEN;
}

char *ss_minutes_text(uint32_t minutes)
{
    char text[SS_SPAN_TEXT];

    return g_strdup(ss_span_text((SsSpan) minutes * 60, text));
}

uint32_t ss_cmd_admin_level(const char *value)
{
    static const char *const levels[] = { "none", "operator", "administrator" };
    g_autofree char         *text = ss_cmd_value(value);

    for (uint32_t i = 0; i < G_N_ELEMENTS(levels); i++) {
        if (text[0] != '\0' && g_str_has_prefix(levels[i], text))
            return i + 1;
    }
    return 0;
}

/* --- TRES ------------------------------------------------------------------------------------- */

#define TRES_ERROR "slurmdb_format_tres_str: "

/* Which TRES "gres/gpu" of "gres/gpu=4" or "1001" of "1001=4" is; SS_ID_NONE and a message. */
static uint32_t tres_position(SsSacctmgrRun *run, const char *item)
{
    const char *equals = strchr(item, '=');

    if (g_ascii_isdigit(item[0])) {
        char          *end = NULL;
        const uint64_t id = g_ascii_strtoull(item, &end, 10);
        const uint32_t at = ss_tres_find_id(run->db->tres, (uint32_t) MIN(id, UINT32_MAX));

        if (*end != '=')
            ss_sacctmgr_error(run, TRES_ERROR "no value given as TRES type/id.");
        else if (at == SS_ID_NONE)
            ss_sacctmgr_error(run, TRES_ERROR "no TRES known by id %" G_GUINT64_FORMAT, id);
        return *end == '=' ? at : SS_ID_NONE;
    }
    if (equals == NULL) {
        ss_sacctmgr_error(run, TRES_ERROR "no TRES id found for %s", item);
        return SS_ID_NONE;
    }
    g_autofree char *name = g_strndup(item, (gsize) (equals - item));
    const uint32_t   at = ss_tres_find(run->db->tres, name);
    if (at == SS_ID_NONE)
        ss_sacctmgr_error(run, TRES_ERROR "no TRES known by type %s", name);
    return at;
}

/* How often 1024 a suffix is worth, above the unit that the TRES counts in. */
static int tres_power(SsSacctmgrRun *run, uint32_t at, char suffix)
{
    static const char letters[] = "KMGTP";
    const SsTres     *tres = &run->db->tres->at[at];
    const char       *letter = strchr(letters, g_ascii_toupper(suffix));
    const bool        in_mega = at == SS_TRES_MEM || strcmp(tres->type, "bb") == 0;

    if (letter == NULL) {
        ss_sacctmgr_error(run, "Invalid unit type '%c'. Possible options are '%s'", suffix,
                          letters);
        return -1;
    }
    return MAX((int) (letter - letters) + 1 - (in_mega ? 2 : 0), 0);
}

/* The value behind the equals sign. What cannot be read counts 0, as in the real tool. */
static uint64_t tres_value(SsSacctmgrRun *run, uint32_t at, const char *text)
{
    char    *end = NULL;
    uint64_t count = g_ascii_strtoull(text, &end, 10);

    if (text[0] == '-' && g_ascii_isdigit(text[1]))
        return SS_NO_LIMIT64;
    if (*end == '\0')
        return MIN(count, SS_KEEP64 - 1);
    for (int power = tres_power(run, at, *end); power != 0; power--) {
        if (power < 0)
            return 0;
        if (!ss_u64_mul(count, 1024, &count))
            return SS_KEEP64 - 1;
    }
    return count;
}

SsWordResult ss_cmd_tres(SsSacctmgrRun *run, const char *value, uint64_t **vec)
{
    const uint32_t       n = run->db->tres->n;
    g_autofree char     *text = ss_cmd_value(value);
    g_auto(GStrv)        items = g_strsplit(text, ",", -1);
    g_autofree uint64_t *edit = g_new(uint64_t, n);

    if (text[0] == '\0')
        return SS_WORD_UNKNOWN;
    for (uint32_t i = 0; i < n; i++)
        edit[i] = *vec != NULL ? (*vec)[i] : SS_KEEP64;
    for (char **item = items; *item != NULL; item++) {
        const uint32_t at = tres_position(run, *item);

        if (at == SS_ID_NONE)
            return SS_WORD_UNKNOWN;
        edit[at] = tres_value(run, at, strchr(*item, '=') + 1);
    }
    g_free(*vec);
    *vec = g_steal_pointer(&edit);
    return SS_WORD_TAKEN;
}

/* "gres/gpu:h100=2" sorts before "gres/gpu=2": the whole items are compared. */
static int compare_items(const void *a, const void *b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

static char *tres_item(const SsTresSet *tres, uint32_t at, uint64_t value)
{
    const bool in_mega = at == SS_TRES_MEM || strcmp(tres->at[at].type, "bb") == 0;

    if (value == SS_NO_LIMIT64)
        return g_strdup_printf("%s=NONE", tres->at[at].text);
    if (!in_mega)
        return g_strdup_printf("%s=%" G_GUINT64_FORMAT, tres->at[at].text, value);
    g_autofree char *size = ss_tres_size_text(value, 'M');
    return g_strdup_printf("%s=%s", tres->at[at].text, size);
}

static char *join_items(const SsTresSet *tres, const uint64_t *vec, uint64_t left_out)
{
    g_autoptr(GPtrArray) items = ss_cmd_names_new();

    for (uint32_t i = 0; vec != NULL && i < tres->n; i++) {
        if (vec[i] != left_out)
            g_ptr_array_add(items, tres_item(tres, i, vec[i]));
    }
    g_ptr_array_sort(items, compare_items);
    g_ptr_array_add(items, NULL);
    return g_strjoinv(",", (char **) items->pdata);
}

char *ss_tres_edit_text(const SsAccounts *db, const uint64_t *vec)
{
    return join_items(db->tres, vec, SS_KEEP64);
}

char *ss_sacctmgr_tres_text(const SsAccounts *db, const uint64_t *vec)
{
    return join_items(db->tres, vec, SS_NO_LIMIT64);
}

/* --- lists of QOS ----------------------------------------------------------------------------- */

static GArray *new_ids(void)
{
    return g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

void ss_qos_edit_init(SsQosEdit *edit)
{
    *edit = (SsQosEdit){ .set = new_ids(), .add = new_ids(), .del = new_ids() };
}

void ss_qos_edit_clear(SsQosEdit *edit)
{
    g_array_unref(edit->set);
    g_array_unref(edit->add);
    g_array_unref(edit->del);
}

char *ss_sacctmgr_qos_names(const SsAccounts *db)
{
    GString *names = g_string_new(NULL);

    for (guint i = 0; i < db->qos->len; i++) {
        const SsQosRecord *qos = db->qos->pdata[i];

        if (!qos->deleted)
            g_string_append_printf(names, "%s%s", names->len > 0 ? "," : "", qos->name);
    }
    return g_string_free(names, FALSE);
}

static bool add_qos_item(SsSacctmgrRun *run, SsQosEdit *edit, char sign, const char *name)
{
    const SsQosRecord *qos = ss_accounts_qos(run->db, name);

    if (qos == NULL) {
        g_autofree char *known = ss_sacctmgr_qos_names(run->db);
        ss_sacctmgr_error(run, "You gave a bad qos '%s'. Valid QOS's are %s", name, known);
        return false;
    }
    ss_qos_ids_add(sign == '+' ? edit->add : sign == '-' ? edit->del : edit->set, qos->id);
    edit->whole |= sign == '\0';
    return true;
}

static char sign_of(const char *item, char op)
{
    if (item[0] == '+' || item[0] == '-')
        return item[0];
    return op;
}

SsWordResult ss_qos_edit_word(SsSacctmgrRun *run, SsQosEdit *edit, const SsCmdWord *word)
{
    g_autofree char *text = ss_cmd_value(word->value);
    g_auto(GStrv)    items = g_strsplit(text, ",", -1);
    bool             plain = false, signs = false;

    for (char **item = items; *item != NULL; item++) {
        const char sign = sign_of(*item, word->op);

        signs |= sign != '\0';
        plain |= sign == '\0' && **item != '\0';
    }
    if (plain && signs) {
        ss_sacctmgr_error(run, "You can't set qos equal to something and then add or subtract from "
                               "it in the same line");
        return SS_WORD_UNKNOWN;
    }
    for (char **item = items; *item != NULL; item++) {
        const char sign = sign_of(*item, word->op);
        const bool own_sign = (*item)[0] == '+' || (*item)[0] == '-';

        if (**item != '\0' && !add_qos_item(run, edit, sign, *item + own_sign))
            return SS_WORD_UNKNOWN;
    }
    edit->given = true;
    edit->whole |= text[0] == '\0' && word->op == '\0'; /* qos= : back to what is inherited */
    return SS_WORD_TAKEN;
}

void ss_qos_ids_apply(GArray *ids, const SsQosEdit *edit)
{
    if (edit->whole) {
        g_array_set_size(ids, 0);
        for (guint i = 0; i < edit->set->len; i++)
            ss_qos_ids_add(ids, g_array_index(edit->set, uint32_t, i));
    }
    for (guint i = 0; i < edit->add->len; i++)
        ss_qos_ids_add(ids, g_array_index(edit->add, uint32_t, i));
    for (guint i = 0; i < edit->del->len; i++)
        ss_qos_ids_remove(ids, g_array_index(edit->del, uint32_t, i));
}

static void collect_names(const SsAccounts *db, const GArray *ids, const char *sign,
                          GPtrArray *names)
{
    for (guint i = 0; i < ids->len; i++) {
        const SsQosRecord *qos = ss_accounts_qos_id(db, g_array_index(ids, uint32_t, i));

        if (qos != NULL)
            g_ptr_array_add(names, g_strconcat(sign, qos->name, NULL));
    }
}

static char *join_names(GPtrArray *names)
{
    g_ptr_array_sort(names, compare_items);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(",", (char **) names->pdata);
}

char *ss_qos_edit_text(const SsAccounts *db, const SsQosEdit *edit)
{
    g_autoptr(GPtrArray) names = ss_cmd_names_new();

    collect_names(db, edit->set, "", names);
    collect_names(db, edit->add, "+", names);
    collect_names(db, edit->del, "-", names);
    return join_names(names);
}

char *ss_sacctmgr_qos_list_text(const SsAccounts *db, const GArray *ids)
{
    g_autoptr(GPtrArray) names = ss_cmd_names_new();

    collect_names(db, ids, "", names);
    return join_names(names);
}
