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
    { "help", HELP, SS_ARG_NONE },
    { "usage", USAGE, SS_ARG_NONE },
    { "version", VERSION, SS_ARG_NONE },
};

static int letter_of(const SsFlag *flags, size_t i)
{
    if (flags[i].letter)
        return (unsigned char) flags[i].letter;
    for (size_t k = 0; k < i; k++) {
        if (flags[k].letter == '\0' && flags[k].take && flags[k].take == flags[i].take)
            return FIRST_LONG_ONLY + (int) k;
    }
    return FIRST_LONG_ONLY + (int) i;
}

static const SsFlag *find(const SsFlag *flags, const SsArg *args, size_t n, int letter)
{
    for (size_t i = 0; i < n; i++) {
        if (args[i].letter == letter)
            return &flags[i];
    }
    return NULL;
}

/* --- help --------------------------------------------------------------------------------------------- */

static void help_row(const SsFlag *flag, GString *out)
{
    g_autofree char *words = NULL;
    const char      *doc = flag->doc;
    size_t           argument = doc[0] == '=' ? strcspn(doc, " ") : 0;

    words = g_strdup_printf("--%s%.*s", flag->name, (int) argument, doc);
    doc += argument + strspn(doc + argument, " ");
    if (flag->letter)
        g_string_append_printf(out, "  -%c, %-25s %s\n", flag->letter, words, doc);
    else
        g_string_append_printf(out, "      %-25s %s\n", words, doc);
}

static void help(const SsFlag *flags, size_t n, const char *name, GString *out)
{
    g_string_append_printf(out, "Usage: %s [OPTIONS]\n", name);
    for (size_t i = 0; i < n; i++) {
        if (flags[i].doc)
            help_row(&flags[i], out);
    }
    g_string_append_printf(out, "\nHelp options:\n      %-25s %s\n      %-25s %s\n  -V, %-25s %s\n", "--help",
                           "show this help message", "--usage", "display a brief summary of options",
                           "--version", "output version information and exit");
}

void ss_flags_usage(const SsFlag *flags, size_t n, const char *name, GString *out)
{
    g_string_append_printf(out, "Usage: %s", name);
    for (size_t i = 0; i < n; i++) {
        size_t argument = flags[i].doc && flags[i].doc[0] == '=' ? strcspn(flags[i].doc, " ") : 0;

        if (flags[i].doc)
            g_string_append_printf(out, " [--%s%.*s]", flags[i].name, (int) argument, flags[i].doc);
    }
    g_string_append_c(out, '\n');
}

/* --- the walk ------------------------------------------------------------------------------------------ */

typedef struct {
    const SsFlag *flags;
    size_t        n;
    void         *tool;
    GString      *out, *err;
} Reader;

static int take(const Reader *reader, const SsArgv *walk, int letter)
{
    const SsFlag *flag = find(reader->flags, walk->table, reader->n, letter);

    if (flag)
        return flag->take ? flag->take(reader->tool, walk->value) : SS_FLAGS_GO;
    if (letter == HELP)
        help(reader->flags, reader->n, walk->argv[0], reader->out);
    else if (letter == USAGE)
        ss_flags_usage(reader->flags, reader->n, walk->argv[0], reader->out);
    else if (letter == VERSION)
        g_string_append(reader->out, "slurm-wlm " SS_SLURM_VERSION "\n");
    else
        g_string_append_printf(reader->err, "Try \"%s --help\" for more information\n", walk->argv[0]);
    return letter == '?' ? SS_FLAGS_WRONG : 0;
}

int ss_flags_read(const SsFlag *flags, size_t n, void *tool, char **argv, GPtrArray *rest, GString *out,
                  GString *err)
{
    const Reader      reader = { flags, n, tool, out, err };
    g_autofree SsArg *args = g_new0(SsArg, n + G_N_ELEMENTS(common) + 1);
    SsArgv            walk;
    int               letter, code = SS_FLAGS_GO;

    for (size_t i = 0; i < n; i++)
        args[i] = (SsArg) { flags[i].name, letter_of(flags, i), flags[i].kind };
    memcpy(args + n, common, sizeof common);
    ss_argv_init(&walk, args, argv);
    while (code == SS_FLAGS_GO && (letter = ss_argv_next(&walk, err)) != 0)
        code = take(&reader, &walk, letter);
    for (guint i = 0; rest && i < walk.words->len; i++)
        g_ptr_array_add(rest, walk.words->pdata[i]);
    ss_argv_clear(&walk);
    return code;
}
