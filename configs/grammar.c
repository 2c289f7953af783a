/* SPDX-License-Identifier: Apache-2.0 */

/*
 * grammar.c - from files to key=value pairs, with Include.
 *
 * Comments, continuation and escapes are the line reader's (sim/base/lines.h, SS_LINES_SLURM); what is
 * left is a logical line and the question where each byte of it stood. Here it is cut into pairs. The
 * cutting is literal: a value is quoted only if the closing quote ends the word, blanks may stand
 * around '=', an empty value is no value, `+=` is read and means nothing. No table of keys is known
 * here, so that slurm.conf, gres.conf and topology.conf share this file and fuzzing it covers all
 * three.
 *
 * Included files are a stack: their lines come where the Include line stood. Slurm has no check for
 * circles and would read until memory ends; we refuse a file that is already open, more than 32
 * levels, and more than 4096 files (a diamond of Includes doubles at every level).
 *
 * Absolute names: a site folder is usually a copy of /etc/slurm made on another machine. If the file
 * an absolute Include names is in the folder (under its last name), that copy is read and said so; only
 * otherwise is the absolute path opened.
 *
 * Tested in tests/unit/test_grammar.c; fuzzed by tests/fuzz/fuzz_slurm_conf.c.
 */
#include "configs/grammar.h"

#include "sim/base/arena.h"
#include "sim/base/lines.h"

#include <string.h>

#define MAX_DEPTH 32
#define MAX_FILES 4096

typedef struct {
    SsLines *lines;
    char    *path;   /* canonical; NULL for a text in memory */
    char    *folder; /* NULL for a text in memory            */
} OpenFile;

struct SsConfReader {
    const SsFaults *faults;
    SsArena        *arena;
    GArray         *files; /* OpenFile, innermost last                     */
    GPtrArray      *done;  /* SsLines * that were read: places point there */
    uint32_t        n_opened;
    char           *cluster;
    const char     *text;   /* current logical line                        */
    size_t          at;     /* where its rest begins                       */
    size_t          before; /* where the last pair began                   */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

static bool is_key_char(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '.';
}

static size_t skip_spaces(const char *text, size_t at)
{
    while (is_space(text[at]))
        at++;
    return at;
}

static size_t skip_word(const char *text, size_t at)
{
    while (text[at] != '\0' && !is_space(text[at]))
        at++;
    return at;
}

static OpenFile *innermost(const SsConfReader *reader)
{
    g_assert(reader->files->len > 0);
    return &g_array_index(reader->files, OpenFile, reader->files->len - 1);
}

static SsPlace place_of(const SsConfReader *reader, size_t offset)
{
    if (reader->files->len == 0)
        return (SsPlace){ 0 };
    return ss_lines_place(innermost(reader)->lines, offset);
}

static void close_innermost(SsConfReader *reader)
{
    OpenFile *file = innermost(reader);

    g_ptr_array_add(reader->done, file->lines);
    g_free(file->path);
    g_free(file->folder);
    g_array_set_size(reader->files, reader->files->len - 1);
}

static SsConfReader *reader_new(const SsFaults *faults)
{
    SsConfReader *reader = g_new0(SsConfReader, 1);

    reader->faults = faults;
    reader->arena = ss_arena_new();
    reader->files = g_array_new(FALSE, TRUE, sizeof(OpenFile));
    reader->done = g_ptr_array_new_with_free_func((GDestroyNotify) ss_lines_free);
    reader->text = "";
    return reader;
}

static gboolean push_file(SsConfReader *reader, const char *path, GError **error)
{
    SsLines *lines = ss_lines_open(path, SS_LINES_SLURM, error);

    if (lines == NULL)
        return FALSE;
    const OpenFile file = { lines, g_canonicalize_filename(path, NULL), g_path_get_dirname(path) };
    g_array_append_val(reader->files, file);
    reader->n_opened++;
    return TRUE;
}

SsConfReader *ss_conf_reader_open(const char *path, const SsFaults *faults, GError **error)
{
    g_autoptr(SsConfReader) reader = reader_new(faults);

    if (!push_file(reader, path, error))
        return NULL;
    return g_steal_pointer(&reader);
}

SsConfReader *ss_conf_reader_new_text(const char *name, const char *text, size_t size,
                                      const SsFaults *faults)
{
    SsConfReader  *reader = reader_new(faults);
    const OpenFile file = { ss_lines_new_memory(name, text, size, SS_LINES_SLURM), NULL, NULL };

    g_array_append_val(reader->files, file);
    reader->n_opened++;
    return reader;
}

void ss_conf_reader_free(SsConfReader *reader)
{
    if (reader == NULL)
        return;
    while (reader->files->len > 0)
        close_innermost(reader);
    g_array_unref(reader->files);
    g_ptr_array_unref(reader->done);
    ss_arena_free(reader->arena);
    g_free(reader->cluster);
    g_free(reader);
}

void ss_conf_reader_set_cluster(SsConfReader *reader, const char *name)
{
    g_free(reader->cluster);
    reader->cluster = g_ascii_strdown(name, -1);
}

static bool is_open(const SsConfReader *reader, const char *path)
{
    g_autofree char *canonical = g_canonicalize_filename(path, NULL);

    for (guint i = 0; i < reader->files->len; i++) {
        const OpenFile *file = &g_array_index(reader->files, OpenFile, i);

        if (file->path != NULL && strcmp(file->path, canonical) == 0)
            return true;
    }
    return false;
}

/* `name` with %c replaced; NULL and a finding if the cluster is not known yet. */
static char *expand_cluster(const SsConfReader *reader, const char *name, const SsPlace *place)
{
    if (strstr(name, "%c") == NULL)
        return g_strdup(name);
    if (reader->cluster == NULL) {
        ss_fault(reader->faults, SS_FAULT_INCLUDE_NO_CLUSTER, place,
                 "Include %s: ClusterName is not known here", name);
        return NULL;
    }
    g_auto(GStrv) parts = g_strsplit(name, "%c", -1);
    return g_strjoinv(reader->cluster, parts);
}

/* Where an Include name leads; a local copy of an absolute one is preferred. */
static char *include_path(const SsConfReader *reader, const char *name, const SsPlace *place)
{
    const char *folder = innermost(reader)->folder;

    if (!g_path_is_absolute(name))
        return g_build_filename(folder, name, NULL);

    g_autofree char *last = g_path_get_basename(name);
    g_autofree char *local = g_build_filename(folder, last, NULL);
    g_autofree char *canonical = g_canonicalize_filename(local, NULL);
    if (strcmp(canonical, name) == 0 || !g_file_test(local, G_FILE_TEST_IS_REGULAR))
        return g_strdup(name);
    ss_fault(reader->faults, SS_FAULT_INCLUDE_LOCAL, place, "Include %s: reading %s", name, local);
    return g_steal_pointer(&local);
}

static void open_include(SsConfReader *reader, const char *name, const SsPlace *place)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *expanded = expand_cluster(reader, name, place);

    if (expanded == NULL)
        return;
    if (innermost(reader)->folder == NULL) {
        ss_fault(reader->faults, SS_FAULT_INCLUDE_MISSING, place,
                 "Include %s: this text has no folder", name);
        return;
    }
    g_autofree char *path = include_path(reader, expanded, place);
    if (is_open(reader, path) || reader->files->len >= MAX_DEPTH || reader->n_opened >= MAX_FILES) {
        ss_fault(reader->faults, SS_FAULT_INCLUDE_LOOP, place, "Include %s: %s", name,
                 is_open(reader, path) ? "the file is being read already"
                                       : "too many files are included");
        return;
    }
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        ss_fault(reader->faults,
                 strchr(name, '*') != NULL ? SS_FAULT_INCLUDE_WILDCARD : SS_FAULT_INCLUDE_MISSING,
                 place, "Include %s: there is no file %s", name, path);
        return;
    }
    if (!push_file(reader, path, &error))
        ss_fault(reader->faults, SS_FAULT_UNREADABLE, place, "Include %s: %s", name,
                 error->message);
}

/* Is the current line an Include, which is then opened? Only at column one, any case. */
static bool take_include(SsConfReader *reader)
{
    const char *text = reader->text;

    if (g_ascii_strncasecmp(text, "include", 7) != 0 || !is_space(text[7]))
        return false;

    const size_t  begin = skip_spaces(text, 7);
    const size_t  end = skip_word(text, begin);
    const size_t  rest = skip_spaces(text, end);
    const SsPlace place = place_of(reader, begin);

    if (begin == end || text[rest] != '\0') {
        const SsPlace at = place_of(reader, begin == end ? 0 : rest);
        ss_fault(reader->faults, SS_FAULT_NOT_A_PAIR, &at,
                 "Include takes one file name, found \"%s\"", begin == end ? "" : text + rest);
        return true;
    }
    const char *name = ss_arena_text_n(reader->arena, text + begin, end - begin);
    open_include(reader, name, &place);
    return true;
}

static void skip_byte_order_mark(SsConfReader *reader, const SsLine *line)
{
    if (line->line != 1 || !g_str_has_prefix(line->text, "\xef\xbb\xbf"))
        return;
    const SsPlace place = place_of(reader, 0);
    ss_fault(reader->faults, SS_FAULT_BYTE_ORDER_MARK, &place,
             "the file begins with a UTF-8 byte order mark");
    reader->at = 3;
}

/* The innermost file has no more lines: was it read to its end? */
static void finish_file(SsConfReader *reader)
{
    g_autoptr(GError) error = NULL;
    const SsLines    *lines = innermost(reader)->lines;
    const SsPlace     place = { ss_lines_name(lines), ss_lines_number(lines) + 1, 0 };

    if (!ss_lines_finish(lines, &error)) {
        g_autofree char *where = g_strdup_printf("%s:%u: ", place.file, place.line);
        const char      *text = error->message;

        if (g_str_has_prefix(text, where)) /* the finding says it already */
            text += strlen(where);
        ss_fault(reader->faults, SS_FAULT_UNREADABLE, &place, "%s", text);
    } else if (ss_lines_bytes(lines) == 0) {
        const SsPlace file = { ss_lines_name(lines), 0, 0 };
        ss_fault(reader->faults, SS_FAULT_EMPTY_FILE, &file, "the file is empty");
    }
    close_innermost(reader);
}

bool ss_conf_reader_next(SsConfReader *reader)
{
    SsLine line;

    reader->text = "";
    reader->at = reader->before = 0;
    while (reader->files->len > 0) {
        if (!ss_lines_next(innermost(reader)->lines, &line)) {
            finish_file(reader);
            continue;
        }
        reader->text = line.text;
        reader->at = 0;
        skip_byte_order_mark(reader, &line);
        reader->before = reader->at;
        if (reader->at > 0 || !take_include(reader))
            return true;
    }
    reader->text = "";
    return false;
}

/* The value at `begin`: quoted if the closing quote ends the word, else up to the next blank. */
static size_t value_end(const char *text, size_t begin, size_t *from, size_t *to)
{
    if (text[begin] == '"') {
        const char *close = strchr(text + begin + 1, '"');

        if (close != NULL && (close[1] == '\0' || is_space(close[1]))) {
            *from = begin + 1;
            *to = (size_t) (close - text);
            return *to + 1;
        }
    }
    *from = begin;
    *to = skip_word(text, begin);
    return *to;
}

bool ss_conf_reader_pair(SsConfReader *reader, SsConfItem *item)
{
    const char  *text = reader->text;
    const size_t key = skip_spaces(text, reader->at);
    size_t       at = key, from, to;

    while (is_key_char(text[at]))
        at++;
    const size_t key_end = at;
    at = skip_spaces(text, at);
    const char op = text[at] != '\0' && strchr("+-*/", text[at]) != NULL ? text[at++] : '\0';
    if (key_end == key || text[at] != '=')
        return false;
    at = skip_spaces(text, at + 1);
    if (text[at] == '\0')
        return false;

    const size_t end = value_end(text, at, &from, &to);
    if (text[at] == '"' && from == at) {
        const SsPlace place = place_of(reader, from);
        ss_fault(reader->faults, SS_FAULT_OPEN_QUOTE, &place, "the quote is not closed: %.*s",
                 (int) (to - from), text + from);
    }
    *item = (SsConfItem){
        .key = ss_arena_text_n(reader->arena, text + key, key_end - key),
        .value = ss_arena_text_n(reader->arena, text + from, to - from),
        .op = op,
        .place = place_of(reader, key),
        .value_place = place_of(reader, at),
    };
    reader->before = reader->at;
    reader->at = end;
    return true;
}

const char *ss_conf_reader_rest(const SsConfReader *reader, SsPlace *place)
{
    const size_t begin = skip_spaces(reader->text, reader->at);

    if (reader->text[begin] == '\0')
        return "";
    if (place != NULL)
        *place = place_of(reader, begin);
    return reader->text + reader->at;
}

void ss_conf_reader_unread(SsConfReader *reader)
{
    reader->at = reader->before;
}

const char *ss_conf_reader_keep(SsConfReader *reader, const char *text)
{
    return ss_arena_text(reader->arena, text);
}

/* "n[1-4" as 22.05 reads it: the prefix alone. */
static char *cut_open_bracket(const char *text)
{
    const char *open = strrchr(text, '[');

    if (open == NULL || strchr(open, ']') != NULL)
        return NULL;
    return g_strndup(text, (gsize) (open - text));
}

SsHostlist *ss_conf_hostlist(const char *text, const SsPlace *place, const SsFaults *faults)
{
    g_autoptr(GError) error = NULL;
    g_autofree char  *cut = faults->imitate ? cut_open_bracket(text) : NULL;
    SsHostlist       *list = NULL;

    if (cut != NULL)
        ss_fault(faults, SS_FAULT_OPEN_BRACKET, place, "'%s' is read as '%s'", text, cut);
    if (!ss_hostlist_parse(cut != NULL ? cut : text, &list, &error))
        ss_fault(faults, SS_FAULT_HOSTLIST, place, "%s", error->message);
    return list;
}
