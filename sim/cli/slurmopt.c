/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slurmopt.c - the tools' own tables, as rows of one kind.
 *
 * Tested by tests/support/manual_test.sh: every one has --help without a cluster and a page.
 */
#include "sim/cli/slurmopt.h"

#include "configs/sacctmgr.h"
#include "scheduler/operate.h"
#include "sim/report/tools.h"
#include "workloads/sbatch_options.h"

#include <string.h>

static void add(GArray *rows, const char *name, char letter, const char *argument, const char *doc)
{
    const SsOption row = { name ? name : "", letter, argument, "Options", doc };

    g_array_append_val(rows, row);
}

/* "=argument  what it does", or only what it does. */
static void add_doc(GArray *rows, const char *name, char letter, const char *doc)
{
    const size_t     length = *doc == '=' ? strcspn(doc, " ") : 0;
    g_autofree char *argument = length ? g_strndup(doc + 1, length - 1) : NULL;

    add(rows, name, letter, g_intern_string(argument), doc + length + strspn(doc + length, " "));
}

static void add_flags(GArray *rows, const SsFlags *flags)
{
    for (size_t i = 0; i < flags->n; i++)
        if (flags->rows[i].doc)
            add_doc(rows, flags->rows[i].name, flags->rows[i].letter, flags->rows[i].doc);
    add(rows, "help", '\0', NULL, "this text");
    add(rows, "usage", '\0', NULL, "a summary of the options");
    add(rows, "version", 'V', NULL, "version");
}

static void add_args(GArray *rows, const SsArg *args)
{
    for (; args->name || args->letter; args++)
        if (args->doc)
            add_doc(rows, args->name, args->letter < 256 ? (char) args->letter : '\0', args->doc);
}

static void add_sbatch(GArray *rows, SsSbatchFor command)
{
    static const char *const effects[] = { "", " Accepted; changes nothing here.",
                                           " Not simulated." };
    const SsSbatchOption    *o;

    for (uint32_t i = 0; (o = ss_sbatch_option(i)); i++) {
        g_autofree char *doc = g_strconcat(o->doc, effects[o->effect], NULL);

        if (o->commands & (1u << command))
            add(rows, o->name, o->letter, o->argument == SS_ARGUMENT_NONE ? NULL : o->value,
                g_intern_string(doc));
    }
}

static void add_sacctmgr(GArray *rows)
{
    SsSacctmgrOption o;

    for (uint32_t i = 0; ss_sacctmgr_option(i, &o); i++)
        add(rows, o.name, o.letter, NULL, o.doc);
}

static const struct {
    const char    *command;
    const SsFlags *flags;
    const SsArg   *args;
    bool (*word)(uint32_t i, SsToolWord *out);
} tools[] = {
    { "sacct", NULL, ss_sacct_args, NULL },
    { "sacctmgr", NULL, NULL, ss_sacctmgr_word },
    { "scancel", NULL, ss_scancel_args, NULL },
    { "scontrol", &ss_scontrol_flags, NULL, ss_scontrol_word },
    { "sdiag", &ss_sdiag_flags, NULL, NULL },
    { "sinfo", &ss_sinfo_flags, NULL, NULL },
    { "sprio", &ss_sprio_flags, NULL, NULL },
    { "squeue", &ss_squeue_flags, NULL, NULL },
    { "sreport", NULL, ss_sreport_args, ss_sreport_word },
    { "sshare", &ss_sshare_flags, NULL, NULL },
};

static bool add_tool(GArray *rows, const char *command)
{
    for (size_t i = 0; i < G_N_ELEMENTS(tools); i++) {
        if (strcmp(tools[i].command, command) != 0)
            continue;
        if (tools[i].flags)
            add_flags(rows, tools[i].flags);
        if (tools[i].args)
            add_args(rows, tools[i].args);
        return true;
    }
    return false;
}

static bool add_submitter(GArray *rows, const char *command)
{
    for (SsSbatchFor c = SS_SBATCH; c <= SS_SALLOC; c++)
        if (strcmp(ss_sbatch_name(c), command) == 0) {
            add_sbatch(rows, c);
            return true;
        }
    return false;
}

GArray *ss_slurm_options(const char *command)
{
    static const SsOption own[] = {
        { "sim-db", 0, "FILE", "In the simulation", "the ledger to act on; default SLURMSIM_DB" },
        { "sim-now", 0, "TIME", "In the simulation",
          "the moment to show; default SLURMSIM_NOW, else the cluster's clock" },
    };
    g_autoptr(GArray) rows = g_array_new(TRUE, TRUE, sizeof(SsOption));

    if (!add_tool(rows, command) && !add_submitter(rows, command))
        return NULL;
    if (strcmp(command, "scancel") == 0)
        add(rows, "help", '\0', NULL, "this text");
    if (strcmp(command, "sacctmgr") == 0)
        add_sacctmgr(rows);
    g_array_append_vals(rows, own, G_N_ELEMENTS(own));
    return g_steal_pointer(&rows);
}

bool ss_slurm_word(const char *command, uint32_t i, const char **form, const char **doc)
{
    SsToolWord word;

    for (size_t t = 0; t < G_N_ELEMENTS(tools); t++)
        if (strcmp(tools[t].command, command) == 0 && tools[t].word && tools[t].word(i, &word)) {
            *form = word.form;
            *doc = word.doc;
            return true;
        }
    return false;
}

bool ss_slurm_has_help(const char *command, const char *word)
{
    g_autoptr(GArray) rows = ss_slurm_options(command);

    for (uint32_t i = 0; rows && i < rows->len && word[0] == '-' && word[1] && !word[2]; i++) {
        const SsOption *o = &g_array_index(rows, SsOption, i);

        if (o->letter == word[1])
            return strcmp(o->name, "help") == 0;
    }
    return false;
}
