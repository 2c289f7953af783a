/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flags.c - options.h's walk over a table whose rows also say what to do.
 *
 * squeue has forty options and nearly each sets one field: a row with a function is shorter than a case
 * of a switch, and --help and --usage are made from the same rows.
 */
#include "sim/report/flags.h"

#include <string.h>

enum { HELP = 256, USAGE, VERSION = 'V', FIRST_LONG_ONLY = 512 };

static const SsArg common[] = {
    { "help", HELP, SS_ARG_NONE, NULL },
    { "usage", USAGE, SS_ARG_NONE, NULL },
    { "version", VERSION, SS_ARG_NONE, NULL },
};

/* A row of the tool's own says only where an ambiguous abbreviation lists one of the above. */
static int common_letter(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(common); i++)
        if (g_strcmp0(name, common[i].name) == 0)
            return common[i].letter;
    return 0;
}

static int letter_of(const SsFlag *rows, size_t i)
{
    if (common_letter(rows[i].name))
        return common_letter(rows[i].name);
    if (rows[i].letter)
        return (unsigned char) rows[i].letter;
    for (size_t k = 0; k < i; k++) {
        if (rows[k].letter == '\0' && rows[k].take && rows[k].take == rows[i].take)
            return FIRST_LONG_ONLY + (int) k;
    }
    return FIRST_LONG_ONLY + (int) i;
}

/* --- help --------------------------------------------------------------------------------------------- */

static void help_row(const SsFlag *flag, GString *out)
{
    const char      *doc = flag->doc;
    size_t           argument = doc[0] == '=' ? strcspn(doc, " ") : 0;
    g_autofree char *words = g_strdup_printf("--%s%.*s", flag->name, (int) argument, doc);

    doc += argument + strspn(doc + argument, " ");
    if (flag->letter)
        g_string_append_printf(out, "  -%c, %-25s %s\n", flag->letter, words, doc);
    else
        g_string_append_printf(out, "      %-25s %s\n", words, doc);
}

static void help(const SsFlags *flags, const char *name, GString *out)
{
    g_string_append_printf(out, "Usage: %s [OPTIONS]\n", name);
    for (size_t i = 0; i < flags->n; i++) {
        if (flags->rows[i].doc)
            help_row(&flags->rows[i], out);
    }
    g_string_append_printf(out, "\nHelp options:\n      %-25s %s\n      %-25s %s\n  -V, %-25s %s\n",
                           "--help", "show this help message", "--usage",
                           "display a brief summary of options", "--version",
                           "output version information and exit");
}

static void usage(const SsFlags *flags, const char *name, GString *out)
{
    if (flags->usage)
        g_string_append(out, flags->usage);
    else
        help(flags, name, out);
}

int ss_flags_refuse(const SsFlags *flags, const char *name, const char *word, GString *out,
                    GString *err)
{
    g_string_append_printf(err, "%s: error: Unrecognized option: %s\n", name, word);
    usage(flags, name, out);
    return SS_FLAGS_WRONG;
}

/* --- the walk ------------------------------------------------------------------------------------------ */

typedef struct {
    const SsFlags *flags;
    void          *tool;
    GString       *out, *err;
} Reader;

static const SsFlag *find(const SsFlags *flags, const SsArg *args, int letter)
{
    for (size_t i = 0; i < flags->n; i++) {
        if (args[i].letter == letter)
            return &flags->rows[i];
    }
    return NULL;
}

static int take(const Reader *reader, const SsArgv *walk, int letter)
{
    const bool    own = letter != HELP && letter != USAGE && letter != VERSION;
    const SsFlag *flag = own ? find(reader->flags, walk->table, letter) : NULL;

    if (flag)
        return flag->take ? flag->take(reader->tool, walk->value) : SS_FLAGS_GO;
    if (letter == HELP)
        help(reader->flags, walk->argv[0], reader->out);
    else if (letter == USAGE)
        usage(reader->flags, walk->argv[0], reader->out);
    else if (letter == VERSION)
        g_string_append(reader->out, "slurm-wlm " SS_SLURM_VERSION "\n");
    else
        g_string_append_printf(reader->err, "Try \"%s --help\" for more information\n",
                               walk->argv[0]);
    return letter == '?' ? SS_FLAGS_WRONG : 0;
}

int ss_flags_read(const SsFlags *flags, void *tool, char **argv, GPtrArray *rest, GString *out,
                  GString *err)
{
    const Reader      reader = { flags, tool, out, err };
    g_autofree SsArg *args = g_new0(SsArg, flags->n + G_N_ELEMENTS(common) + 1);
    SsArgv            walk;
    int               letter, code = SS_FLAGS_GO;

    for (size_t i = 0; i < flags->n; i++)
        args[i] = (SsArg){ flags->rows[i].name, letter_of(flags->rows, i), flags->rows[i].kind,
                           flags->rows[i].doc };
    memcpy(args + flags->n, common, sizeof common);
    ss_argv_init(&walk, args, argv);
    while (code == SS_FLAGS_GO && (letter = ss_argv_next(&walk, err)) != 0)
        code = take(&reader, &walk, letter);
    for (guint i = 0; rest && i < walk.words->len; i++)
        g_ptr_array_add(rest, walk.words->pdata[i]);
    ss_argv_clear(&walk);
    return code;
}
