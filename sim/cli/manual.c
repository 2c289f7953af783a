/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manual.c - a page is its command's row: nothing is written twice.
 *
 * Tested by tests/support/manual_test.sh: every page is formatted without a warning, every option of every command
 * stands on its page and in the completion.
 */
#include "sim/cli/manual.h"

#include "configs/keys.h"
#include "sim/base/version.h"
#include "sim/cli/slurmopt.h"
#include "sim/report/catalogue.h"
#include "sim/report/figures.h"
#include "workloads/generate.h"
#include "workloads/trace.h"

#include <string.h>

/* --- troff ------------------------------------------------------------------------------------------------ */

/* A text of a paragraph: nothing of it is a request or an escape. */
static void text(SsWriter *w, const char *words)
{
    if (*words == '.' || *words == '\'')
        ss_writer_text(w, "\\&");
    for (const char *p = words; *p; p++) {
        if (*p == '\\')
            ss_writer_text(w, "\\e");
        else if (*p == '-')
            ss_writer_text(w, "\\-");
        else
            ss_writer_char(w, *p);
        if (*p == '\n' && (p[1] == '.' || p[1] == '\''))
            ss_writer_text(w, "\\&");
    }
}

static void line(SsWriter *w, const char *words)
{
    text(w, words);
    ss_writer_char(w, '\n');
}

static void bold(SsWriter *w, const char *words)
{
    ss_writer_text(w, "\\fB");
    text(w, words);
    ss_writer_text(w, "\\fR");
}

static void italic(SsWriter *w, const char *words)
{
    ss_writer_text(w, "\\fI");
    text(w, words);
    ss_writer_text(w, "\\fR");
}

static void head(SsWriter *w, const char *name, int section, const char *summary)
{
    g_autofree char *upper = g_ascii_strup(name, -1);

    ss_writer_printf(w, ".TH \"%s\" \"%d\" \"\" \"slurmsim %s\" \"slurmsim\"\n.SH NAME\n", upper,
                     section, ss_version);
    text(w, name);
    ss_writer_text(w, " \\- ");
    line(w, summary);
}

static void heading(SsWriter *w, const char *title)
{
    g_autofree char *upper = g_ascii_strup(title, -1);

    ss_writer_printf(w, ".SH \"%s\"\n", upper);
}

static void examples(SsWriter *w, const char *lines)
{
    heading(w, "Examples");
    ss_writer_text(w, ".nf\n");
    g_auto(GStrv) each = g_strsplit(lines, "\n", -1);
    for (uint32_t i = 0; each[i]; i++)
        if (*each[i])
            line(w, each[i]);
    ss_writer_text(w, ".fi\n");
}

/* --- a command's page --------------------------------------------------------------------------------------- */

static void option(SsWriter *w, const SsOption *o)
{
    ss_writer_text(w, ".TP\n");
    if (o->letter) {
        const char letter[] = { '-', o->letter, '\0' };

        bold(w, letter);
        ss_writer_text(w, *o->name ? ", " : "");
    }
    g_autofree char *name = *o->name ? g_strdup_printf("--%s", o->name) : NULL;
    bold(w, name ? name : "");
    if (o->argument) {
        ss_writer_char(w, name ? '=' : ' ');
        italic(w, o->argument);
    }
    ss_writer_char(w, '\n');
    line(w, o->doc);
}

static void options(SsWriter *w, const SsOption *table)
{
    const char *topic = NULL;

    for (const SsOption *o = table; o && o->name; o++) {
        if (g_strcmp0(o->topic, topic) != 0)
            heading(w, o->topic);
        topic = o->topic;
        option(w, o);
    }
}

static void exit_codes(SsWriter *w)
{
    static const struct {
        const char *code, *doc;
    } codes[] = {
        { "0", "done" },
        { "1", "the answer is no: errors found, a rule failed, runs differ" },
        { "2", "wrong usage" },
        { "3", "bad input file" },
        { "4", "could not read or write" },
        { "70", "a bug here" },
        { "130", "interrupted" },
    };

    heading(w, "Exit status");
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        ss_writer_text(w, ".TP\n");
        bold(w, codes[i].code);
        ss_writer_char(w, '\n');
        line(w, codes[i].doc);
    }
}

static void synopsis(SsWriter *w, const char *before, const char *name, const char *usage)
{
    bold(w, before);
    bold(w, name);
    ss_writer_char(w, ' ');
    line(w, usage);
}

static void command_head(SsWriter *w, const SsCommand *command)
{
    g_autofree char *name = g_strdup_printf("slurmsim-%s", command->name);

    head(w, name, 1, command->summary);
    heading(w, "Synopsis");
    synopsis(w, "slurmsim ", command->name, command->usage);
    if (ss_command_also(command)) {
        ss_writer_text(w, ".br\n");
        synopsis(w, "slurmsim ", ss_command_also(command), command->usage);
    }
    if (command->slurm) {
        ss_writer_text(w, ".br\n");
        synopsis(w, "", command->name, command->usage);
    }
}

static void command_page(SsWriter *w, const SsCommand *command)
{
    command_head(w, command);
    if (command->examples)
        examples(w, command->examples);
    options(w, command->options);
    exit_codes(w);
    heading(w, "See also");
    ss_writer_text(w, ".BR slurmsim (1)\n");
}

/* --- a Slurm-named command's page ---------------------------------------------------------------------------- */

static void slurm_words(SsWriter *w, const SsCommand *command)
{
    const char *form, *doc;

    for (uint32_t i = 0; ss_slurm_word(command->name, i, &form, &doc); i++) {
        if (i == 0)
            heading(w, "Words");
        ss_writer_text(w, ".TP\n");
        bold(w, form);
        ss_writer_char(w, '\n');
        line(w, doc);
    }
}

/* "squeue --steps" is a table of squeue's. */
static bool is_table_of(const SsCatalogueRow *row, const char *command)
{
    const size_t n = strlen(command);

    return strncmp(row->report, command, n) == 0
           && (row->report[n] == '\0' || row->report[n] == ' ');
}

/* As -O or format= takes it, and as -o does; one of the two may be missing. */
static void slurm_column(SsWriter *w, const char *name, char letter, const char *doc)
{
    const char percent[] = { '%', letter, '\0' };

    ss_writer_text(w, ".TP\n");
    if (name)
        bold(w, name);
    if (name && letter)
        ss_writer_text(w, ", ");
    if (letter)
        bold(w, percent);
    ss_writer_char(w, '\n');
    line(w, doc ? doc : "");
}

static void slurm_columns(SsWriter *w, const SsCommand *command)
{
    uint32_t              n = 0;
    const SsCatalogueRow *rows = ss_catalogue(&n);

    for (uint32_t i = 0; i < n; i++) {
        if (!is_table_of(&rows[i], command->name))
            continue;
        g_autofree char *title = g_strdup_printf("Columns of %s", rows[i].report);
        heading(w, title);
        for (size_t k = 0; k < *rows[i].n; k++) {
            const SsColumn      *column = rows[i].columns ? &rows[i].columns[k] : NULL;
            const SsFormatField *field = rows[i].fields ? &rows[i].fields[k] : NULL;

            slurm_column(w, column ? column->name : field->name, field ? field->letter : '\0',
                         column ? column->doc : field->doc);
        }
    }
}

static void slurm_page(SsWriter *w, const SsCommand *command)
{
    g_autoptr(GArray) rows = ss_slurm_options(command->name);

    command_head(w, command);
    heading(w, "Description");
    line(
        w,
        "As Slurm 22.05's command of that name, on a ledger of slurmsim. `slurmsim env RUN.db` puts "
        "the Slurm-named commands first on PATH; SLURMSIM_USER is who asks, default root.");
    examples(w, command->examples);
    slurm_words(w, command);
    options(w, (const SsOption *) (void *) rows->data);
    slurm_columns(w, command);
    heading(w, "Exit status");
    line(w, "As Slurm's.");
    heading(w, "See also");
    ss_writer_text(w, ".BR slurmsim (1),\n.BR slurmsim-env (1)\n");
}

/* --- the others ----------------------------------------------------------------------------------------------- */

static void list_commands(SsWriter *w, bool slurm)
{
    for (const SsCommand *c = ss_commands; c->name; c++) {
        if (c->slurm != slurm)
            continue;
        ss_writer_text(w, ".TP\n");
        bold(w, c->name);
        ss_writer_char(w, '\n');
        line(w, c->summary);
    }
}

static void overview_page(SsWriter *w)
{
    head(w, "slurmsim", 1, "a miniature Slurm: a site and a job trace in, Slurm's reports out");
    heading(w, "Synopsis");
    bold(w, "slurmsim ");
    italic(w, "COMMAND");
    line(w, " ...");
    heading(w, "Description");
    line(
        w,
        "Reads a site's real slurm.conf, gres.conf and account tree, replays a job trace through "
        "Slurm's own rules and answers with Slurm's own reports. Every command has --help and a page "
        "slurmsim-COMMAND(1).");
    heading(w, "Commands");
    list_commands(w, false);
    heading(w, "Slurm's commands");
    line(
        w,
        "They act on SLURMSIM_DB or --sim-db FILE; `slurmsim env RUN.db` puts them first on PATH.");
    list_commands(w, true);
    exit_codes(w);
    heading(w, "Environment");
    line(w, "SLURMSIM_DB: the ledger that Slurm-named commands act on. SLURMSIM_NOW: their moment. "
            "SLURMSIM_USER: who asks, default root. NO_COLOR, TERM=dumb: plain output.");
    heading(w, "See also");
    ss_writer_text(
        w, ".BR slurmsim-keys (5),\n.BR slurmsim-workloads (5),\n.BR slurmsim-figures (5)\n");
}

static void keys_page(SsWriter *w)
{
    size_t           n = 0;
    const SsConfKey *keys = ss_conf_keys(&n);

    head(w, "slurmsim-keys", 5,
         "keys of slurm.conf, gres.conf and topology.conf, and what they do here");
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || keys[i].scope != keys[i - 1].scope)
            heading(w, ss_key_scope_name(keys[i].scope));
        ss_writer_text(w, ".TP\n");
        bold(w, keys[i].name);
        ss_writer_printf(w, " (%s", ss_key_effect_name(keys[i].effect));
        if (keys[i].fallback) {
            ss_writer_text(w, ", default ");
            text(w, keys[i].fallback);
        }
        ss_writer_text(w, ")\n");
        line(w, keys[i].doc ? keys[i].doc : "");
    }
}

static void workloads_page(SsWriter *w)
{
    uint32_t             n = 0;
    const SsTraceFormat *formats = ss_trace_formats(&n);

    head(w, "slurmsim-workloads", 5, "formats of job traces, and keys of generate:SPEC");
    heading(w, "Formats");
    for (uint32_t i = 0; i < n; i++) {
        ss_writer_text(w, ".TP\n");
        bold(w, formats[i].name);
        ss_writer_char(w, '\n');
        line(w, formats[i].doc);
    }
    const SsGenerateKey *keys = ss_generate_keys(&n);
    heading(w, "generate:KEY=VALUE,...");
    for (uint32_t i = 0; i < n; i++) {
        ss_writer_text(w, ".TP\n");
        bold(w, keys[i].key);
        ss_writer_text(w, " (default ");
        text(w, keys[i].fallback);
        ss_writer_printf(w, "%s%s)\n", keys[i].unit ? " " : "", keys[i].unit ? keys[i].unit : "");
        line(w, keys[i].doc);
    }
}

static void figure_rows(SsWriter *w, const char *before, const SsFigure *figures, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        g_autofree char *name = g_strconcat(before, figures[i].name, NULL);

        ss_writer_text(w, ".TP\n");
        bold(w, name);
        ss_writer_char(w, '\n');
        line(w, figures[i].doc);
    }
}

static void figures_page(SsWriter *w)
{
    uint32_t        n = 0;
    const SsFigure *rows = ss_figures(&n);

    head(w, "slurmsim-figures", 5, "figures of a run: columns of sweeps, terms of expectations");
    heading(w, "Of the run");
    figure_rows(w, "", rows, n);
    rows = ss_account_figures(&n);
    heading(w, "Of an account");
    figure_rows(w, "account.NAME.", rows, n);
}

static const struct {
    const char *name;
    int         section;
    void (*write)(SsWriter *w);
} pages[] = {
    { "slurmsim", 1, overview_page },
    { "slurmsim-keys", 5, keys_page },
    { "slurmsim-workloads", 5, workloads_page },
    { "slurmsim-figures", 5, figures_page },
};

bool ss_manual_page(const char *name, SsWriter *w)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++)
        if (strcmp(pages[i].name, name) == 0) {
            pages[i].write(w);
            return true;
        }
    const size_t     own = g_str_has_prefix(name, "slurmsim-") ? strlen("slurmsim-") : 0;
    const SsCommand *command = ss_command_find(name + own);
    if (!command)
        return false;
    if (command->slurm)
        slurm_page(w, command);
    else
        command_page(w, command);
    return true;
}

char **ss_manual_pages(void)
{
    GPtrArray *names = g_ptr_array_new();

    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++)
        g_ptr_array_add(names, g_strdup_printf("%s.%d", pages[i].name, pages[i].section));
    for (const SsCommand *c = ss_commands; c->name; c++)
        g_ptr_array_add(names, g_strdup_printf("slurmsim-%s.1", c->name));
    g_ptr_array_add(names, NULL);
    return (char **) g_ptr_array_free(names, FALSE);
}

/* --- completion ------------------------------------------------------------------------------------------------ */

/* "slurm|fifo" is a choice, "FILE" is not. */
static bool is_choice(const char *argument)
{
    return argument && strchr(argument, '|') && !strpbrk(argument, "[=, ");
}

static void complete_command(SsWriter *w, const SsCommand *c)
{
    g_autoptr(GArray) slurm = c->slurm ? ss_slurm_options(c->name) : NULL;
    const SsOption   *rows = slurm ? (const SsOption *) (void *) slurm->data : c->options;
    const char       *blank = "";

    ss_writer_printf(w, "    %s)\n        options='", c->name);
    for (const SsOption *o = rows; o && o->name; o++) {
        if (!*o->name)
            continue;
        ss_writer_printf(w, "%s--%s%s", blank, o->name, o->argument ? "=" : "");
        blank = " ";
    }
    ss_writer_text(w, "'\n        case $before in\n");
    for (const SsOption *o = rows; o && o->name; o++) {
        if (!is_choice(o->argument))
            continue;
        g_autofree char *words = g_strdelimit(g_strdup(o->argument), "|", ' ');
        ss_writer_printf(w, "        --%s) words='%s' ;;\n", o->name, words);
    }
    ss_writer_text(w, "        esac\n        ;;\n");
}

void ss_manual_completion(SsWriter *w)
{
    ss_writer_text(
        w, "# bash completion for slurmsim, written from its tables of commands and options\n"
           "_slurmsim() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    local options= words= commands='");
    for (const SsCommand *c = ss_commands; c->name; c++)
        ss_writer_printf(w, "%s%s", c == ss_commands ? "" : " ", c->name);
    ss_writer_text(w,
                   "'\n"
                   "    COMPREPLY=()\n"
                   "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                   "        COMPREPLY=($(compgen -W \"$commands --help --version\" -- \"$word\"))\n"
                   "        return\n"
                   "    fi\n"
                   "    if [ \"$word\" = = ]; then word=; fi\n"
                   "    if [ \"$before\" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                   "    case ${COMP_WORDS[1]} in\n");
    for (const SsCommand *c = ss_commands; c->name; c++)
        complete_command(w, c);
    ss_writer_text(w, "    esac\n"
                      "    if [ -n \"$words\" ]; then\n"
                      "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                      "    elif [ \"${word:0:1}\" = - ]; then\n"
                      "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                      "        case ${COMPREPLY-} in *=) compopt -o nospace ;; esac\n"
                      "    else\n"
                      "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                      "        compopt -o filenames\n"
                      "    fi\n"
                      "}\n"
                      "complete -F _slurmsim slurmsim\n");
}
