/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.c - getopt_long without its globals.
 *
 * Rejected: GOptionContext (no shortened long options, no optional arguments, other messages) and
 * getopt_long itself (a library must not keep state between calls nor print).
 */
#include "sim/base/options.h"

#include <string.h>

void ss_argv_init(SsArgv *walk, const SsArg *table, char **argv)
{
    *walk =
        (SsArgv){ .table = table, .argv = argv, .at = argv[0] ? 1 : 0, .words = g_ptr_array_new() };
}

void ss_argv_clear(SsArgv *walk)
{
    g_clear_pointer(&walk->words, g_ptr_array_unref);
}

static const SsArg *find_letter(const SsArg *table, int letter)
{
    for (; table->name || table->letter; table++) {
        if (table->letter == letter && letter < 256)
            return table;
    }
    return NULL;
}

static int complain(const SsArgv *walk, GString *err, const char *format, const char *what)
{
    g_string_append_printf(err, "%s: ", walk->argv[0]);
    g_string_append_printf(err, format, what);
    g_string_append_c(err, '\n');
    return '?';
}

/* --- long ------------------------------------------------------------------------------------ */

/* All rows that begin with the `n` letters of `name`; an exact one alone. */
static const SsArg *find_long(const SsArg *table, const char *name, size_t n, GString *others)
{
    const SsArg *found = NULL;
    bool         ambiguous = false;

    for (const SsArg *row = table; row->name || row->letter; row++) {
        if (row->name == NULL || strncmp(row->name, name, n) != 0)
            continue;
        if (strlen(row->name) == n) {
            g_string_truncate(others, 0);
            return row;
        }
        g_string_append_printf(others, " '--%s'", row->name);
        ambiguous |= found && (found->letter != row->letter || found->kind != row->kind);
        found = found ? found : row;
    }
    if (!ambiguous)
        g_string_truncate(others, 0);
    return found;
}

static int take_long(SsArgv *walk, const char *word, GString *err)
{
    const char        *equals = strchr(word, '=');
    size_t             n = equals ? (size_t) (equals - word) : strlen(word);
    g_autoptr(GString) others = g_string_new(NULL);
    const SsArg       *row = find_long(walk->table, word, n, others);

    if (others->len) {
        g_string_append_printf(err, "%s: option '--%s' is ambiguous; possibilities:%s\n",
                               walk->argv[0], word, others->str);
        return '?';
    }
    if (row == NULL)
        return complain(walk, err, "unrecognized option '--%s'", word);
    if (equals && row->kind == SS_ARG_NONE)
        return complain(walk, err, "option '--%s' doesn't allow an argument", row->name);
    if (equals)
        walk->value = equals + 1;
    else if (row->kind == SS_ARG_NEEDED) {
        if (walk->argv[walk->at] == NULL)
            return complain(walk, err, "option '--%s' requires an argument", row->name);
        walk->value = walk->argv[walk->at++];
    }
    return row->letter;
}

/* --- short ----------------------------------------------------------------------------------- */

static int take_short(SsArgv *walk, GString *err)
{
    char         letter[2] = { *walk->cluster++, '\0' };
    const SsArg *row = find_letter(walk->table, (unsigned char) letter[0]);
    const char  *rest = walk->cluster;

    if (*rest == '\0')
        walk->cluster = NULL;
    if (row == NULL)
        return complain(walk, err, "invalid option -- '%s'", letter);
    if (row->kind == SS_ARG_NONE)
        return row->letter;
    walk->cluster = NULL;
    if (*rest)
        walk->value = rest;
    else if (row->kind == SS_ARG_NEEDED) {
        if (walk->argv[walk->at] == NULL)
            return complain(walk, err, "option requires an argument -- '%s'", letter);
        walk->value = walk->argv[walk->at++];
    }
    return row->letter;
}

static void take_rest(SsArgv *walk)
{
    while (walk->argv[walk->at])
        g_ptr_array_add(walk->words, walk->argv[walk->at++]);
}

int ss_argv_next(SsArgv *walk, GString *err)
{
    walk->value = NULL;
    if (walk->cluster)
        return take_short(walk, err);
    for (char *word; (word = walk->argv[walk->at]) != NULL;) {
        walk->at++;
        if (strcmp(word, "--") == 0) {
            take_rest(walk);
            return 0;
        }
        if (word[0] == '-' && word[1] == '-')
            return take_long(walk, word + 2, err);
        if (word[0] == '-' && word[1] != '\0') {
            walk->cluster = word + 1;
            return take_short(walk, err);
        }
        g_ptr_array_add(walk->words, word);
    }
    return 0;
}
