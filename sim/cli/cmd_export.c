/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_export.c - export: a run for other tools.
 */
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/report/export.h"

#include <stdio.h>

const SsOption ss_export_options[] = {
    { "output", 'o', "FILE", "Result", "where to write; default standard output" },
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

static int unknown_form(const char *name)
{
    uint32_t        n = 0;
    const SsExport *forms = ss_exports(&n);

    fprintf(stderr, "slurmsim: export: '%s' is no form; write one of these:\n", name);
    for (uint32_t i = 0; i < n; i++)
        fprintf(stderr, "  %-12s %s\n", forms[i].name, forms[i].doc);
    return SS_EXIT_USAGE;
}

int ss_cmd_export(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_export_options, "slurmsim export", argc, argv);
    g_autoptr(GError) error = NULL;

    if (!options)
        return SS_EXIT_USAGE;
    if (options->n_rest != 2)
        return ss_fail(SS_EXIT_USAGE,
                       "export: name a ledger and a form; see slurmsim export --help");
    const SsExport *form = ss_export_named(options->rest[1]);
    if (!form)
        return unknown_form(options->rest[1]);
    g_autoptr(SsLedger) ledger = ss_ledger_open(options->rest[0], &error);
    if (!ledger)
        return ss_fail(ss_exit_of(error), "%s", error->message);
    const char         *path = ss_option_get(options, "output");
    g_autoptr(SsWriter) w =
        path ? ss_writer_new_path(path, &error) : ss_writer_new_file(stdout, "standard output");
    if (!w || !form->write(ledger, w, &error))
        return ss_fail(ss_exit_of(error), "export: %s", error->message);
    return ss_writer_close(w, &error) ? SS_EXIT_DONE : ss_fail(SS_EXIT_IO, "%s", error->message);
}
